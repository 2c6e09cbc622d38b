-- When messages are settled: at commit, by complaint.settle(), or with every
-- statement; in transactions of every kind.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels.
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('mine', 'one', '''one''', 1), ('mine', 'two', '''two''', 2),
	('mine', 'three', '''three''', 3), ('mine', 'four', '''four''', 4);
CREATE TABLE chat (s text, n integer, body text, PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', ruleset => 'mine') AS source \gset
CREATE VIEW now AS
	SELECT (SELECT string_agg(format('%s/%s=%s', session_id, message_id, level), ' ' ORDER BY session_id, message_id)
			FROM complaint.classification) AS messages,
		(SELECT string_agg(format('%s: %s %s', session_id, complaints, highest_level), '; ' ORDER BY session_id)
			FROM complaint.session) AS sessions,
		(SELECT count(*) FROM complaint.unsettled) AS unsettled;

-- At commit -------------------------------------------------------------------------------
SHOW complaint.settle;
BEGIN;
INSERT INTO chat VALUES ('a', 1, 'one');
TABLE now;
COMMIT;
TABLE now;

-- complaint.settle() ------------------------------------------------------------------------
-- a transaction sees its own verdicts; it may be called often
BEGIN;
INSERT INTO chat VALUES ('a', 2, 'two'), ('a', 3, 'calm'), ('b', 1, 'three');
SELECT complaint.settle() AS entries;
TABLE now;
SELECT complaint.settle() AS entries;
UPDATE chat SET body = 'one' WHERE s = 'b';
DELETE FROM chat WHERE s = 'a' AND n = 1;
SELECT complaint.settle() AS entries;
TABLE now;
INSERT INTO chat VALUES ('b', 2, 'four');
COMMIT;
TABLE now;
SELECT complaint.settle() AS entries;

-- SET complaint.settle = 'statement' ----------------------------------------------------------
SET complaint.settle = 'statement';
BEGIN;
INSERT INTO chat VALUES ('c', 1, 'two');
SELECT messages FROM now;
UPDATE chat SET body = 'three' WHERE s = 'c';
SELECT messages FROM now;
COPY chat FROM stdin;
c	2	two
\.
SELECT messages FROM now;
WITH new AS (INSERT INTO chat VALUES ('c', 3, 'one') RETURNING s) SELECT s FROM new;
SELECT messages FROM now;
DELETE FROM chat WHERE s = 'c' AND n = 3;
SELECT messages FROM now;
SAVEPOINT x;
DELETE FROM chat WHERE s = 'c';
SELECT messages FROM now;
ROLLBACK TO x;
SELECT messages FROM now;
TRUNCATE chat;
COMMIT;
TABLE now;
-- without a transaction block too, and where the statement is in a function
INSERT INTO chat VALUES ('c', 1, 'two');
DO $$ BEGIN INSERT INTO chat VALUES ('c', 2, 'two'); END $$;
TABLE now;
RESET complaint.settle;
SET complaint.settle = 'sometimes';

-- Kinds of transactions -------------------------------------------------------------------------
-- one that turns READ ONLY after it wrote
BEGIN;
INSERT INTO chat VALUES ('d', 1, 'two');
SET TRANSACTION READ ONLY;
COMMIT;
BEGIN;
INSERT INTO chat VALUES ('d', 2, 'two');
SET TRANSACTION READ ONLY;
SELECT complaint.settle();
SHOW transaction_read_only;
INSERT INTO chat VALUES ('d', 3, 'two');
COMMIT;
SELECT sessions, unsettled FROM now;
-- also where a trigger of yours on a table of ours writes
CREATE TABLE log (message text);
CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO public.log VALUES (NEW.session_id || '/' || NEW.message_id);
	RETURN NULL;
END $$;
CREATE TRIGGER log AFTER INSERT ON complaint.classification FOR EACH ROW EXECUTE FUNCTION log();
BEGIN;
INSERT INTO chat VALUES ('d', 3, 'two');
SET TRANSACTION READ ONLY;
COMMIT;
DROP TRIGGER log ON complaint.classification;
TABLE log;
SELECT sessions, unsettled FROM now;
-- the isolation levels
BEGIN ISOLATION LEVEL REPEATABLE READ;
INSERT INTO chat VALUES ('e', 1, 'one');
SELECT complaint.settle();
INSERT INTO chat VALUES ('e', 2, 'three');
COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT count(*) FROM chat WHERE s = 'e';
INSERT INTO chat VALUES ('e', 3, 'one');
COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE, READ WRITE;
INSERT INTO chat VALUES ('e', 4, 'one');
SELECT complaint.settle();
SELECT session_id, complaints FROM complaint.session WHERE session_id = 'e';
COMMIT;
SELECT sessions, unsettled FROM now;
-- deferred constraints of the chat table come first, and settling follows
TRUNCATE chat;
ALTER TABLE chat ADD CONSTRAINT one_body UNIQUE (s, body) DEFERRABLE INITIALLY DEFERRED;
BEGIN;
INSERT INTO chat VALUES ('f', 1, 'one'), ('f', 2, 'one');
COMMIT;
BEGIN;
INSERT INTO chat VALUES ('f', 1, 'one'), ('f', 2, 'one');
UPDATE chat SET body = 'two' WHERE s = 'f' AND n = 2;
COMMIT;
SELECT sessions, unsettled FROM now;
ALTER TABLE chat DROP CONSTRAINT one_body;
-- the role, the search_path and the settings of the session are as they were
CREATE ROLE regress_settle;
GRANT INSERT ON chat TO regress_settle;
GRANT USAGE ON SCHEMA complaint TO regress_settle;
BEGIN;
SET LOCAL ROLE regress_settle;
SET LOCAL search_path = nowhere;
SET LOCAL lock_timeout = '7s';
INSERT INTO public.chat VALUES ('g', 1, 'two');
SELECT complaint.settle();
SELECT current_user, current_setting('search_path') AS search_path, current_setting('lock_timeout') AS lock_timeout;
COMMIT;
SELECT sessions, unsettled FROM now;
DROP OWNED BY regress_settle;
DROP ROLE regress_settle;
-- parallel workers do not settle; a parallel query beside it goes on
BEGIN;
INSERT INTO chat SELECT 'h', i, 'two' FROM generate_series(1, 2000) AS i;
DO $$			-- its name until version 15, and since
BEGIN
	PERFORM set_config(name, 'on', true) FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
END $$;
SELECT count(*) FROM chat WHERE s = 'h';
COMMIT;
SELECT session_id, complaints FROM complaint.session WHERE session_id = 'h';
SELECT * FROM complaint.verify(deep => true);
