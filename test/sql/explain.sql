-- Why a message is judged as it is: one row per hit.
INSERT INTO complaint.ruleset (ruleset) VALUES ('x');
INSERT INTO complaint.entity (ruleset, entity) VALUES ('x', 'fee'), ('x', 'product.card'), ('x', 'sum'), ('x', 'weather');
INSERT INTO complaint.entity (ruleset, entity, kind) VALUES ('x', 'no', 'negation');
INSERT INTO complaint.term (ruleset, entity, term) VALUES
	('x', 'fee', 'fee*'), ('x', 'fee', '手续费'), ('x', 'product.card', 'card'), ('x', 'product.card', '信用卡'),
	('x', 'sum', 'fee'), ('x', 'weather', 'rain'), ('x', 'no', 'no'), ('x', 'no', '没有');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('x', 'card fee', '{product.*} near/3 {fee}', 2),
	('x', 'never', '{weather} & ''sun''', 1),
	('x', 'surprise', '''out of the blue'' & any({fee})', 1);
INSERT INTO complaint.rule (ruleset, rule, pattern, effect) VALUES ('x', 'joke', '''kidding''', 'suppress');

-- rules in the order of their names, then what was hit without effect
SELECT * FROM complaint.explain('Out of the blue: fees on my CARD, no fee before, and rain.', 'x');
-- near reports the hits that were near, not those elsewhere
SELECT rule, words, start FROM complaint.explain('card. A fee, a fee! The card fee.', 'x') WHERE rule IS NOT NULL;
-- offsets are characters of the original, whatever was folded
SELECT rule, entity, term, words, start, length, scope FROM complaint.explain('😡é 我的信用卡，手續費ＦＥＥＳ', 'x');
SELECT bool_and(substr(b, start, length) = words) AS as_written, count(*)
	FROM (VALUES ('😡é 我的信用卡，手續費ＦＥＥＳ'), (E'c\u0301a\u0301r fe\u200bes card\nfee'), (repeat('卡 ', 20000) || 'card fee')) AS m (b),
		complaint.explain(b, 'x');
-- a rule that was suppressed is none of the verdict's
SELECT rule, words FROM complaint.explain('card fee, kidding', 'x');
-- nothing to explain
SELECT * FROM complaint.explain('hello', 'x');
SELECT * FROM complaint.explain('', 'x');
SELECT * FROM complaint.explain(NULL, 'x');
SELECT * FROM complaint.explain('x', 'no such set');
-- in every row of a query
SELECT m.b, e.words FROM (VALUES ('a fee'), ('rain'), ('x')) AS m (b) LEFT JOIN LATERAL complaint.explain(m.b, 'x') AS e ON true ORDER BY 1, 2;
