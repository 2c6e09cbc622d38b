-- While a transaction block commits, deferred triggers run and messages are
-- settled.  What fails then is undone by itself, and the block commits.  (A
-- server with assertions looks closely at such a block: make check-cassert.)
\set SHOW_CONTEXT never

INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'two', '''two''', 2);
CREATE TABLE chat (s text, n integer, body text, PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', ruleset => 'mine') AS source \gset
CREATE VIEW now AS
	SELECT (SELECT string_agg(s || n, ' ' ORDER BY s, n) FROM chat) AS chat,
		(SELECT string_agg(session_id || message_id, ' ' ORDER BY session_id, message_id) FROM complaint.classification) AS judged,
		(SELECT string_agg(session_id || message_id, ' ' ORDER BY session_id, message_id) FROM complaint.unsettled) AS unsettled;

-- Settling fails --------------------------------------------------------------------------------------
ALTER TABLE complaint.classification ADD CONSTRAINT broken CHECK (session_id <> 'a');
BEGIN;
INSERT INTO chat VALUES ('a', 1, 'two');
COMMIT;
TABLE now;
-- with a savepoint that is open
BEGIN;
SAVEPOINT one;
INSERT INTO chat VALUES ('a', 2, 'two');
SAVEPOINT two;
INSERT INTO chat VALUES ('a', 3, 'two');
COMMIT;
-- in a block that nobody began
INSERT INTO chat VALUES ('a', 4, 'two') \; INSERT INTO chat VALUES ('a', 5, 'two');
TABLE now;
-- and in procedures
DO $$
BEGIN
	FOR n IN 6 .. 7 LOOP
		INSERT INTO chat VALUES ('a', n, 'two');
		COMMIT;
	END LOOP;
END $$;
TABLE now;

-- Putting aside fails, too --------------------------------------------------------------------------------
ALTER TABLE complaint.unsettled ADD CONSTRAINT broken CHECK (message_id < '8') NOT VALID;
BEGIN;
INSERT INTO chat VALUES ('a', 8, 'two');
COMMIT;
TABLE now;
ALTER TABLE complaint.unsettled DROP CONSTRAINT broken;
ALTER TABLE complaint.classification DROP CONSTRAINT broken;
SELECT complaint.run_due();
SELECT problem, session_id, message_id FROM complaint.verify(deep => true);
UPDATE chat SET body = 'two, too' WHERE n = 8;
TABLE now;
SELECT count(*) AS wrong FROM complaint.verify(deep => true);

-- A deferred trigger writes a message for which no rules can be read ---------------------------------------------
CREATE TABLE inbox (n integer);
CREATE FUNCTION public.deliver() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO public.chat VALUES ('b', NEW.n, 'two');
	RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER deliver AFTER INSERT ON inbox DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION public.deliver();
BEGIN;
INSERT INTO inbox VALUES (1);
COMMIT;
ALTER TABLE complaint.rule RENAME TO rule_away;
BEGIN;
INSERT INTO inbox VALUES (2), (3);
COMMIT;
ALTER TABLE complaint.rule_away RENAME TO rule;
TABLE now;
SELECT complaint.run_due();
TABLE now;
SELECT count(*) AS wrong FROM complaint.verify(deep => true);
