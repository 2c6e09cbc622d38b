-- What is said of calm messages is kept from call to call: it must be that of
-- the rule set that was asked for, as it is at that moment.
INSERT INTO complaint.ruleset (ruleset) VALUES ('one'), ('another');

-- One call after the other asks another set.
SELECT r.number, r.ruleset, (v.verdict).ruleset AS answers, (v.verdict).level
FROM (VALUES (1, 'one'), (2, 'one'), (3, 'another'), (4, 'another'), (5, 'one')) AS r (number, ruleset),
	LATERAL (SELECT complaint.classify('hello there', r.ruleset) AS verdict OFFSET 0) AS v
ORDER BY r.number;

-- So do the calls of one expression by a variable.
DO $$
DECLARE
	asked text;
	verdict complaint.verdict;
BEGIN
	FOREACH asked IN ARRAY ARRAY['one', 'one', 'another', 'one'] LOOP
		verdict := complaint.classify('hello there', asked);
		RAISE NOTICE 'asked %, answers %', asked, verdict.ruleset;
	END LOOP;
END $$;

-- A set changes between two calls of the same expression, and is as before again.
DO $$
DECLARE
	verdict complaint.verdict;
	first complaint.verdict;
BEGIN
	FOR i IN 1 .. 7 LOOP
		verdict := complaint.classify('hello there', 'one');
		first := coalesce(first, verdict);
		RAISE NOTICE '%: level %, rules %, revision as at first: %', i, verdict.level, verdict.rules,
			verdict.revision = first.revision;
		IF i = 2 THEN
			INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('one', 'farewell', $p$'bye'$p$, 2);
		ELSIF i = 4 THEN
			INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('one', 'greeting', $p$'hello'$p$, 1);
		ELSIF i = 6 THEN
			DELETE FROM complaint.rule WHERE ruleset = 'one';
		END IF;
	END LOOP;
END $$;

-- A result that is kept is still that of its own call.
CREATE TEMP TABLE kept AS
SELECT number, complaint.classify(body, 'another') AS verdict
FROM (VALUES (1, 'hello'), (2, 'hello there'), (3, NULL), (4, repeat('hello ', 20000)), (5, 'bye')) AS m (number, body);
SELECT number, (verdict).level, (verdict).ruleset, (verdict).truncated FROM kept ORDER BY number;
