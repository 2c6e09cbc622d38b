-- complaint.entities(): what a message names, whether a rule asks for it or not.
\set VERBOSITY terse

INSERT INTO complaint.ruleset (ruleset) VALUES ('n');
INSERT INTO complaint.entity (ruleset, entity, kind) VALUES
	('n', 'regulator', 'class'), ('n', 'product.card', 'class'), ('n', 'topic', 'class'), ('n', 'not', 'negation');
INSERT INTO complaint.term (ruleset, entity, term, match) VALUES
	('n', 'regulator', 'ombudsman', '1'), ('n', 'regulator', '银保监会', 'sound'), ('n', 'regulator', 'court', NULL),
	('n', 'product.card', 'card', NULL), ('n', 'product.card', 'credit card', NULL), ('n', 'product.card', '信用卡', NULL),
	('n', 'product.card', '卡', 'word'), ('n', 'topic', 'credit*', NULL), ('n', 'topic', 'card', NULL), ('n', 'not', 'no', NULL);

-- in the order of the text, each with the term as it is defined
SELECT * FROM complaint.entities('No CREDIT CARD! I will tell the ombudsman.', 'n');
-- of words of one class that overlap the longer one; of several classes each
SELECT entity, text, start FROM complaint.entities('credit card, card', 'n');
-- denied or not: scope is a matter of rules; words of other kinds are no entities
SELECT * FROM complaint.entities('no card', 'n');
-- offsets are characters of the original
SELECT * FROM complaint.entities('😡é 我的信用卡，銀保監會', 'n');
-- terms found otherwise have the term as defined, too
SELECT entity, text, value FROM complaint.entities('I told the ombudsmen, 我找银宝监会', 'n');
-- whole words are whole words: 卡 is none in 卡车
SELECT text, start FROM complaint.entities('卡丢了，卡车', 'n');
SELECT bool_and(substr(b, start, length) = text) AS as_written, count(*)
	FROM (VALUES ('😡é 我的信用卡，银行ＣＡＲＤ'), (E'c\u0301a\u0301r ca\u200brd\ncredit card'), (repeat('信用卡 ', 5000))) AS m (b),
		complaint.entities(b, 'n');

-- recognised forms, with their values
SELECT * FROM complaint.entities('3 days ago I paid $1,200 with my card, 第三次了', 'n');
SELECT text, value FROM complaint.entities('20% off at 15:30 on 2026-03-05', 'n');
-- personal values are shown in full: whoever asks has the message too
SELECT entity, text, value FROM complaint.entities('my card 4111 1111 1111 1111, call 13800138000 or write to a.b@example.com', 'n');
-- explain masks them, since it may be kept
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('n', 'card', '{bank_card} near/3 {product.card}', 1);
SELECT entity, term, words FROM complaint.explain('my card 4111 1111 1111 1111', 'n');

-- nothing, and no such set
SELECT count(*) FROM complaint.entities('hello', 'n');
SELECT count(*) FROM complaint.entities('', 'n');
SELECT count(*) FROM complaint.entities(NULL, 'n');
SELECT * FROM complaint.entities('card', 'no such set');
-- in every row of a query, and of the shipped set
SELECT b, e.text FROM (VALUES ('a card'), ('court'), ('x')) AS m (b) LEFT JOIN LATERAL complaint.entities(b, 'n') AS e ON true ORDER BY 1, 2;
SELECT entity, text, value FROM complaint.entities('我要去银保监会投诉') WHERE entity LIKE 'threat.%';

-- signs of currencies, and each kind of token
SELECT m.body, e.entity, e.value FROM (VALUES ('₹500'), ('₩3000'), ('₽700'), ('฿90')) AS m (body), complaint.entities(m.body, 'n') AS e;
SELECT t.words, t.kind FROM complaint.tokens('退款 refund 15 😡 a@b.example') AS t;
