-- Judging: what each part of the rule language means, negation, effects, and
-- how a verdict is put together.  Every section has a small rule set.
\set VERBOSITY default
\set SHOW_CONTEXT never

-- v('text', 'set'): the verdict in short
CREATE FUNCTION v(body text, ruleset text DEFAULT 'p') RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws(' ', level, array_to_string(harms, ','), type, array_to_string(rules, ','))
	FROM complaint.classify(body, ruleset) $$;

INSERT INTO complaint.type (type, parent) VALUES ('t_fees', NULL), ('t_fees.double', 't_fees'), ('t_app', NULL);
INSERT INTO complaint.harm (harm) VALUES ('scam'), ('burn');

-- a rule set without rules, and none at all
INSERT INTO complaint.ruleset (ruleset) VALUES ('empty');
SELECT level, harms, type, rules, ruleset, truncated FROM complaint.classify('I was charged twice!', 'empty');
SELECT complaint.classify('x', 'no such set');
SELECT complaint.classify(NULL, 'empty') IS NULL AS null_body, complaint.classify('x', NULL) IS NULL AS null_set;

-- patterns: rules are named after what they show
INSERT INTO complaint.ruleset (ruleset) VALUES ('p');
INSERT INTO complaint.entity (ruleset, entity) VALUES ('p', 'fee'), ('p', 'product.card'), ('p', 'product.loan'), ('p', 'anger'), ('p', 'weary');
INSERT INTO complaint.entity (ruleset, entity, kind) VALUES ('p', 'no', 'negation'), ('p', 'but', 'terminator');
INSERT INTO complaint.term (ruleset, entity, term) VALUES
	('p', 'fee', 'fee*'), ('p', 'fee', 'charge'), ('p', 'fee', '手续费'), ('p', 'fee', 'late fee'),
	('p', 'product.card', 'card'), ('p', 'product.loan', 'loan'), ('p', 'product.loan', '贷款'),
	('p', 'anger', 'angry'), ('p', 'anger', '生气'), ('p', 'weary', '无语'),
	('p', 'no', 'not'), ('p', 'no', '没有'), ('p', 'no', '无'), ('p', 'no', '不'),
	('p', 'but', 'but'), ('p', 'but', '但是');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('p', 'and', '''alpha'' & ''beta''', 1),
	('p', 'any', 'any({anger}) & ''overall''', 1),
	('p', 'count', 'count({fee}) >= 2', 1),
	('p', 'count_less', '''few'' & count({fee}) < 2', 1),
	('p', 'entity', '{anger}', 2),
	('p', 'near', '''red'' near/2 ''car''', 1),
	('p', 'near_chain', '''one'' then/1 ''two'' then/1 ''three''', 1),
	('p', 'near_or', '(''dog'' | ''cat'') near/0 {fee}', 1),
	('p', 'not', '''gamma'' & !''delta''', 1),
	('p', 'of', '2 of (''x1'', ''x2'', ''x3'' & ''x4'')', 1),
	('p', 'phrase', '''double charged''', 1),
	('p', 'prefix', '''refund*''', 1),
	('p', 'substring', '''投诉''', 1),
	('p', 'then', '''give'' then/2 ''back''', 1),
	('p', 'wildcard', '{product.*} & ''lost''', 1);

SELECT v('Alpha ... BETA'), v('alpha'), v('alphabeta');
SELECT v('double charged'), v('Double  Charged!'), v('ｄｏｕｂｌｅ charged'), v('double. charged'), v('double was charged');
SELECT v('refund'), v('refunds'), v('REFUNDED?'), v('prerefund');
SELECT v('我要投诉你们'), v('投 訴'), v('诉投');
SELECT v('lost my card'), v('贷款 lost'), v('lost');
SELECT v('gamma'), v('gamma and delta');
SELECT v('x1 x2'), v('x1 x3'), v('x4 x3 x2'), v('x3 x4');
SELECT v('gave give it all back'), v('give the damn thing back'), v('back give');
SELECT v('red car'), v('car is very red'), v('car is so very red'), v('red. car');
SELECT v('one two three'), v('one two, then three'), v('one three two'), v('one x x two three');
SELECT v('cat fees'), v('fee, dog'), v('dog x fee');
-- overlapping mentions count once, the longer one ("late fee" is one fee)
SELECT v('a late fee'), v('a late fee and a charge'), v('手续费手续费'), v('few'), v('few fees'), v('few fees, one charge');

-- negation reaches five tokens, to the end of the sentence or a terminator
SELECT v('I am angry'), v('I am not angry'), v('not at all that very angry'), v('not one two three four five angry'),
	v('Not now. Angry'), v('not now but angry'), v('angry, not happy');
SELECT v('我没有生气'), v('我很生气'), v('没有，但是生气');
-- 无 in 无语 negates nothing: it is part of a longer hit
SELECT v('无语真生气'), v('无真生气');
-- any() takes mentions under a scope too
SELECT v('overall I am not angry'), v('overall fine');
-- count and near do not count them
SELECT v('not a fee, not a charge'), v('a fee and not a charge'), v('not a cat fee');

-- effects: per sentence
INSERT INTO complaint.ruleset (ruleset) VALUES ('e');
INSERT INTO complaint.rule (ruleset, rule, pattern, level, harm, effect) VALUES
	('e', 'bad', '''bad''', 2, NULL, NULL),
	('e', 'worst', '''worst''', 4, NULL, NULL),
	('e', 'mild', '''mild''', 1, NULL, NULL),
	('e', 'burn', '''burnt''', 3, 'burn', NULL),
	('e', 'very', '''very''', NULL, NULL, 'raise'),
	('e', 'bit', '''bit''', NULL, NULL, 'lower'),
	('e', 'joke', '''kidding''', NULL, NULL, 'suppress');
SELECT v('bad', 'e'), v('very bad', 'e'), v('very worst', 'e'), v('a bit bad', 'e'), v('a bit mild', 'e'), v('very, a bit bad', 'e');
SELECT v('Very nice. Bad', 'e'), v('kidding, bad', 'e'), v('Kidding. Bad', 'e'), v('kidding, bad. Bad', 'e');
-- raised where any hit is, lowered where all are
SELECT v('bad. very bad', 'e'), v('bad. a bit bad', 'e'), v('a bit bad, a bit bad', 'e');
-- suppressing takes the level, not the harm
SELECT v('kidding, burnt', 'e');

-- the verdict: highest level, union of harms, best type
INSERT INTO complaint.ruleset (ruleset) VALUES ('t');
INSERT INTO complaint.rule (ruleset, rule, pattern, level, type, harm, weight) VALUES
	('t', 'app', '''app''', NULL, 't_app', NULL, 1),
	('t', 'double', '''twice''', NULL, 't_fees.double', NULL, 1),
	('t', 'fees', '''fee''', NULL, 't_fees', NULL, 1),
	('t', 'heavy', '''heavy''', NULL, 't_app', NULL, 5),
	('t', 'l1', '''one''', 1, NULL, 'scam', 1),
	('t', 'l3', '''three''', 3, NULL, 'burn', 1),
	('t', 'off', '''one''', 4, NULL, NULL, 1);
UPDATE complaint.rule SET enabled = false WHERE ruleset = 't' AND rule = 'off';
SELECT v('one', 't'), v('one three', 't'), v('app fee', 't'), v('app fee twice', 't'), v('fee twice heavy', 't');

-- the revision is that of the content: no path leads to another one
SELECT revision AS before FROM complaint.classify('', 't') \gset
UPDATE complaint.rule SET description = 'changes no verdict', language = 'en' WHERE ruleset = 't';
SELECT revision = :'before' AS same FROM complaint.classify('', 't');
UPDATE complaint.rule SET level = 2 WHERE ruleset = 't' AND rule = 'l1';
SELECT revision = :'before' AS same FROM complaint.classify('', 't');
UPDATE complaint.rule SET level = 1 WHERE ruleset = 't' AND rule = 'l1';
SELECT revision = :'before' AS same, revision ~ '^[0-9a-f]{16}$' AS hex FROM complaint.classify('', 't');
INSERT INTO complaint.entity (ruleset, entity) VALUES ('t', 'x');
SELECT revision = :'before' AS same FROM complaint.classify('', 't');
DELETE FROM complaint.entity WHERE ruleset = 't' AND entity = 'x';
SELECT revision = :'before' AS same FROM complaint.classify('', 't');
-- all that a verdict rests on is part of it
CREATE FUNCTION revision_after(change text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	revision text;
BEGIN
	EXECUTE 'UPDATE complaint.' || change;
	revision := (complaint.classify('', 'p')).revision;
	RAISE EXCEPTION 'undo';
EXCEPTION WHEN raise_exception THEN
	RETURN revision;
END $$;
SELECT change, revision_after(change || ' AND ruleset = ''p''') <> (complaint.classify('', 'p')).revision AS changes
	FROM unnest(ARRAY['entity SET reach = 4 WHERE entity = ''no''', 'entity SET reach = 5 WHERE entity = ''no''', 'entity SET direction = ''both'' WHERE entity = ''no''',
		'entity SET kind = ''history'' WHERE entity = ''no''', 'entity SET description = ''x'' WHERE entity = ''no''',
		'term SET match = ''word'' WHERE term = ''charge''', 'term SET language = ''en'' WHERE term = ''charge''',
		'rule SET weight = 2 WHERE rule = ''of''', 'rule SET enabled = false WHERE rule = ''of''', 'rule SET description = ''x'' WHERE rule = ''of''']) AS change;
SELECT n, revision_after('rule SET level = NULL, effect = ''raise'' WHERE rule = ''of''') =
	revision_after(format('rule SET level = NULL, effect = ''raise'', raise_to = %s WHERE rule = ''of''', n)) AS as_without
	FROM generate_series(2, 4) AS n;

-- long, empty and strange texts
SELECT truncated, level FROM complaint.classify(repeat('hello ', 10000) || 'angry', 'p');
SELECT truncated, level FROM complaint.classify(repeat('hello ', 11000) || 'angry', 'p');
SELECT truncated, level FROM complaint.classify('angry ' || repeat('你好', 5000000), 'p');
SELECT v(''), v('   '), v(E'\x01\x02an\u200bgry'), v('😡'), v(repeat('!', 1000));
-- hits beyond what a message can have do not make it slow or fail
SELECT level, truncated FROM complaint.classify(repeat('fee cat dog red car one two three ', 1000), 'p');
-- a set whose rules have many hits in common
INSERT INTO complaint.ruleset (ruleset) VALUES ('many');
INSERT INTO complaint.rule (ruleset, rule, pattern, level)
	SELECT 'many', 'r' || i, '(''a'' | ''b'') near/50 (''a'' | ''b'') near/50 (''a'' | ''b'') & ''z''', 1 FROM generate_series(1, 20) AS i;
SELECT cardinality(rules) FROM complaint.classify(repeat('a b ', 300) || 'z', 'many');

-- a role without any right on our tables may judge, and sees nothing else
CREATE ROLE regress_complaint_judge;
GRANT USAGE ON SCHEMA complaint TO regress_complaint_judge;
GRANT EXECUTE ON FUNCTION v(text, text) TO regress_complaint_judge;
DISCARD ALL;
SET ROLE regress_complaint_judge;
SELECT public.v('I am angry'), current_user;
SELECT count(*) FROM complaint.rule;
SELECT count(*) FROM complaint.explain('I am angry', 'p');
RESET ROLE;
DROP OWNED BY regress_complaint_judge;
DROP ROLE regress_complaint_judge;

-- in a parallel worker, in a read-only and in a serializable transaction
CREATE TABLE chat (body text);
INSERT INTO chat SELECT CASE i % 10 WHEN 0 THEN 'angry' ELSE 'hello' END FROM generate_series(1, 1000) AS i;
ALTER TABLE chat SET (parallel_workers = 2);
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
EXPLAIN (COSTS OFF) SELECT count(*) FROM chat WHERE (complaint.classify(body, 'p')).level = 2;
SELECT count(*) FROM chat WHERE (complaint.classify(body, 'p')).level = 2;
SET parallel_leader_participation = off;
SELECT count(*) FROM chat WHERE (complaint.classify(body, 'p')).level = 2;
RESET ALL;
BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY;
SELECT v('angry');
COMMIT;
