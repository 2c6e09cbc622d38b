-- A change of the definitions holds from the next statement on, and a change
-- that is rolled back leaves no trace; all in one session.
\set SHOW_CONTEXT never
CREATE EXTENSION complaint;
INSERT INTO complaint.ruleset (ruleset) VALUES ('f');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('f', 'a', '''word''', 1);
PREPARE judge AS SELECT level FROM complaint.classify('word', 'f');
EXECUTE judge;

-- rule, entity, term, and the whole set
UPDATE complaint.rule SET level = 2 WHERE ruleset = 'f';
EXECUTE judge;
INSERT INTO complaint.entity (ruleset, entity) VALUES ('f', 'e');
UPDATE complaint.rule SET pattern = '{e}' WHERE ruleset = 'f';
EXECUTE judge;
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('f', 'e', 'word');
EXECUTE judge;
UPDATE complaint.entity SET kind = 'negation' WHERE ruleset = 'f';
EXECUTE judge;
UPDATE complaint.ruleset SET ruleset = 'g' WHERE ruleset = 'f';
EXECUTE judge;
UPDATE complaint.ruleset SET ruleset = 'f' WHERE ruleset = 'g';
EXECUTE judge;

-- inside a transaction, and rolled back
BEGIN;
UPDATE complaint.rule SET level = 3 WHERE ruleset = 'f';
EXECUTE judge;
SAVEPOINT s;
UPDATE complaint.rule SET level = 4 WHERE ruleset = 'f';
EXECUTE judge;
ROLLBACK TO s;
EXECUTE judge;
DELETE FROM complaint.ruleset WHERE ruleset = 'f';
ROLLBACK;
EXECUTE judge;

-- an error while a set is loaded leaves the others alone
SELECT complaint.classify('word', 'none');
EXECUTE judge;

-- a load between a change and the end of its statement, which then fails: the
-- change was never announced, still nothing of it stays
CREATE FUNCTION judge_and_fail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM complaint.classify('x', 'empty');	/* ends the command that inserted */
	RAISE NOTICE 'inside: %', (complaint.classify('word', NEW.ruleset)).level;
	RAISE EXCEPTION 'refused';
END $$;
CREATE TRIGGER aaa AFTER INSERT ON complaint.rule FOR EACH ROW EXECUTE FUNCTION judge_and_fail();
INSERT INTO complaint.ruleset (ruleset) VALUES ('empty'), ('late');
DO $$
BEGIN
	INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('late', 'a', '''word''', 4);
EXCEPTION WHEN raise_exception THEN
	RAISE NOTICE 'after: %', (complaint.classify('word', 'late')).level;
END $$;
SELECT level FROM complaint.classify('word', 'late');
DROP TRIGGER aaa ON complaint.rule;
DROP FUNCTION judge_and_fail();

-- many sets in one session: the cache forgets the oldest, none goes wrong
INSERT INTO complaint.ruleset (ruleset) SELECT 's' || i FROM generate_series(1, 100) AS i;
INSERT INTO complaint.rule (ruleset, rule, pattern, level) SELECT 's' || i, 'a', '''word''', 1 + i % 4 FROM generate_series(1, 100) AS i;
SELECT count(*) AS wrong FROM generate_series(1, 100) AS i, generate_series(1, 3) AS round
	WHERE (complaint.classify('word', 's' || i)).level <> 1 + i % 4;
SELECT count(*) <= 33 AS bounded FROM pg_backend_memory_contexts WHERE name = 'complaint rule set';
-- nor does changing one over and over keep the old ones
DO $$
BEGIN
	FOR i IN 1..200 LOOP
		UPDATE complaint.rule SET level = 1 + i % 4 WHERE ruleset = 's1';
		IF (complaint.classify('word', 's1')).level <> 1 + i % 4 THEN
			RAISE 'stale';
		END IF;
	END LOOP;
END $$;
SELECT count(*) <= 33 AS bounded FROM pg_backend_memory_contexts WHERE name = 'complaint rule set';
-- a judge that has read a long text gives the memory back
SELECT level FROM complaint.classify(repeat('a b ', 16000), 'f');
SELECT sum(total_bytes) > 500000 AS large FROM pg_backend_memory_contexts WHERE name = 'complaint judge';
SELECT level FROM complaint.classify('word', 'f');
SELECT sum(total_bytes) < 100000 AS small FROM pg_backend_memory_contexts WHERE name = 'complaint judge';

-- an extension that is dropped and made again is another one
DROP EXTENSION complaint CASCADE;
CREATE EXTENSION complaint;
INSERT INTO complaint.ruleset (ruleset) VALUES ('f');
EXECUTE judge;
SELECT level FROM complaint.classify('word', 'f');
