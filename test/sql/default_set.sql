-- The rule set that is shipped: it passes its own tests, has the promised
-- size in both languages, and stays as it is.
\set SHOW_CONTEXT never

-- its tests
SELECT * FROM complaint.test_ruleset('default');
SELECT count(*) >= 100 AS enough_tests FROM complaint.rule_test WHERE ruleset = 'default';

-- its size
SELECT (SELECT count(*) FROM complaint.rule WHERE ruleset = 'default' AND enabled) >= 60 AS rules,
	(SELECT count(*) FROM complaint.entity WHERE ruleset = 'default') >= 25 AS entities,
	(SELECT count(*) FROM complaint.term WHERE ruleset = 'default') >= 600 AS terms;
-- in English and in Chinese, and every level, harm and kind of rule is used
SELECT bool_or(term ~ '^[a-z]') AS english, bool_or(term ~ '[一-龥]') AS chinese FROM complaint.term WHERE ruleset = 'default';
SELECT level FROM complaint.level WHERE level > 0
EXCEPT SELECT level FROM complaint.rule WHERE ruleset = 'default';
SELECT harm FROM complaint.harm WHERE shipped
EXCEPT SELECT harm FROM complaint.rule WHERE ruleset = 'default';
-- an entity without a term would be a slip
SELECT e.entity FROM complaint.entity AS e WHERE e.ruleset = 'default'
	AND NOT EXISTS (SELECT FROM complaint.term AS t WHERE (t.ruleset, t.entity) = (e.ruleset, e.entity));

-- It is read-only; a copy is yours.
UPDATE complaint.rule SET level = 1 WHERE ruleset = 'default';
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('default', 'my rule', '''x''', 1);
DELETE FROM complaint.entity WHERE ruleset = 'default';
UPDATE complaint.term SET term = 'x' WHERE ruleset = 'default';
INSERT INTO complaint.term (ruleset, entity, term) SELECT ruleset, entity, 'my word' FROM complaint.entity WHERE ruleset = 'default' LIMIT 1;
DELETE FROM complaint.rule_test WHERE ruleset = 'default';
DELETE FROM complaint.ruleset WHERE ruleset = 'default';
UPDATE complaint.level SET name = 'fine' WHERE level = 4;
DELETE FROM complaint.harm WHERE shipped;
DELETE FROM complaint.type WHERE shipped;
\set VERBOSITY terse
TRUNCATE complaint.rule;
\set VERBOSITY default
SELECT complaint.clone('default', 'mine') IS NOT NULL AS cloned;
SELECT * FROM complaint.test_ruleset('mine');
UPDATE complaint.rule SET enabled = false WHERE ruleset = 'mine' AND level IS NOT NULL;
SELECT count(*) > 0 AS tests_fail_now FROM complaint.test_ruleset('mine');

-- A few plain words in each language
SELECT body, level > 0 AS complaint
FROM (VALUES ('Hello, what are your opening hours?'), ('Thank you so much, you were very helpful!'), ('I want to file a complaint with the regulator, this is theft!'),
	('你好，请问几点开门？'), ('谢谢，问题解决了'), ('我要投诉你们，再不退款我就找12315')) AS said (body), complaint.classify(body, 'default') AS v;

-- The trigger does not look at all of a calm message, and says the same as
-- classify, which does
SELECT FROM complaint.create_conversation('chat');
INSERT INTO chat (session_id, message_id, sender, body)
	SELECT 's' || row_number() OVER () % 50, row_number() OVER (), 'customer', t.body FROM complaint.rule_test AS t WHERE t.ruleset = 'default';
SELECT c.body, v.level, v.harms, v.type, s.level AS stored_level, s.harms AS stored_harms, s.type AS stored_type
	FROM chat AS c
	CROSS JOIN complaint.classify(c.body) AS v
	LEFT JOIN complaint.classification AS s ON s.session_id = c.session_id AND s.message_id = c.message_id::text
	WHERE (v.level > 0 OR v.harms <> '{}') <> (s.level IS NOT NULL)
		OR (s.level, s.harms, s.type, s.rules) IS DISTINCT FROM (v.level, v.harms, v.type, v.rules) AND s.level IS NOT NULL;
SELECT count(*) > 500 AS many FROM complaint.classification;
