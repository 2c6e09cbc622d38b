-- Verdicts, aggregates and alerts commit or roll back with their messages,
-- savepoints too, wherever complaint.settle() is called.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels.  One policy: two messages of level 2.
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('mine', 'one', '''one''', 1), ('mine', 'two', '''two''', 2),
	('mine', 'three', '''three''', 3), ('mine', 'four', '''four''', 4);
INSERT INTO complaint.alert_policy_override (policy, mode) SELECT policy, 'off' FROM complaint.alert_policy WHERE shipped;
INSERT INTO complaint.alert_policy (policy, min_level, threshold) VALUES ('twice', 2, 2);

CREATE TABLE chat (s text, n integer, body text, PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', ruleset => 'mine', count_messages => true) AS source \gset
CREATE VIEW now AS
	SELECT (SELECT string_agg(format('%s/%s=%s', session_id, message_id, level), ' ' ORDER BY session_id, message_id)
			FROM complaint.classification) AS messages,
		(SELECT string_agg(format('%s: %s %s %s', session_id, messages, complaints, highest_level), '; ' ORDER BY session_id)
			FROM complaint.session) AS sessions,
		(SELECT string_agg(session_id, ' ' ORDER BY session_id) FROM complaint.alert) AS alerts,
		(SELECT count(*) FROM complaint.alert_message) AS evidence, (SELECT count(*) FROM complaint.event) AS events;

-- rolled back whole
BEGIN;
INSERT INTO chat VALUES ('a', 1, 'two'), ('a', 2, 'two');
ROLLBACK;
TABLE now;

-- rolled back to a savepoint
BEGIN;
INSERT INTO chat VALUES ('a', 1, 'two');
SAVEPOINT x;
INSERT INTO chat VALUES ('a', 2, 'four'), ('b', 1, 'four');
ROLLBACK TO x;
INSERT INTO chat VALUES ('a', 3, 'one');
COMMIT;
TABLE now;

-- released; and rolled back further out after a release
BEGIN;
SAVEPOINT x;
INSERT INTO chat VALUES ('b', 1, 'two');
SAVEPOINT y;
INSERT INTO chat VALUES ('b', 2, 'three');
RELEASE y;
RELEASE x;
SAVEPOINT x;
INSERT INTO chat VALUES ('c', 1, 'two');
SAVEPOINT y;
INSERT INTO chat VALUES ('c', 2, 'two');
RELEASE y;
ROLLBACK TO x;
COMMIT;
TABLE now;

-- what a savepoint deleted, updated and truncated
BEGIN;
SAVEPOINT x;
DELETE FROM chat WHERE s = 'a';
UPDATE chat SET body = 'four' WHERE s = 'b';
ROLLBACK TO x;
TRUNCATE chat;
ROLLBACK TO x;
INSERT INTO chat VALUES ('d', 1, 'one');
COMMIT;
TABLE now;
SELECT * FROM complaint.verify(deep => true);
TRUNCATE chat;
DELETE FROM complaint.alert; DELETE FROM complaint.alert_message; DELETE FROM complaint.event; DELETE FROM complaint.episode;

-- Around complaint.settle() --------------------------------------------------------------
-- settled inside a savepoint that rolls back: what was judged before it is
-- given back and settled again, once
BEGIN;
INSERT INTO chat VALUES ('a', 1, 'two');
SAVEPOINT x;
INSERT INTO chat VALUES ('a', 2, 'two');
SELECT complaint.settle();
TABLE now;
ROLLBACK TO x;
TABLE now;
SELECT complaint.settle();
TABLE now;
COMMIT;
TABLE now;

-- settled before the savepoint: stays
BEGIN;
INSERT INTO chat VALUES ('b', 1, 'two');
SELECT complaint.settle();
SAVEPOINT x;
INSERT INTO chat VALUES ('b', 2, 'two');
SELECT complaint.settle();
TABLE now;
ROLLBACK TO x;
COMMIT;
TABLE now;

-- settled and released, then all rolled back
BEGIN;
SAVEPOINT x;
INSERT INTO chat VALUES ('c', 1, 'two'), ('c', 2, 'two');
SAVEPOINT y;
SELECT complaint.settle();
RELEASE y;
TABLE now;
RELEASE x;
ROLLBACK;
TABLE now;

-- several levels, some settled, some not, rolled back in the middle
BEGIN;
INSERT INTO chat VALUES ('c', 1, 'one');
SAVEPOINT x;
INSERT INTO chat VALUES ('c', 2, 'two');
SAVEPOINT y;
INSERT INTO chat VALUES ('c', 3, 'three');
SELECT complaint.settle();
RELEASE y;
INSERT INTO chat VALUES ('c', 4, 'four');
SAVEPOINT z;
UPDATE chat SET body = 'calm' WHERE s = 'c' AND n <= 2;
SELECT complaint.settle();
SELECT messages FROM now;
ROLLBACK TO z;
SELECT messages FROM now;
SELECT complaint.settle();
SELECT messages FROM now;
ROLLBACK TO x;
SELECT messages FROM now;
INSERT INTO chat VALUES ('c', 5, 'two');
COMMIT;
TABLE now;

-- a truncation settled inside a savepoint that rolls back
BEGIN;
INSERT INTO chat VALUES ('d', 1, 'two');
SAVEPOINT x;
TRUNCATE chat;
INSERT INTO chat VALUES ('d', 2, 'three');
SELECT complaint.settle() > 0 AS settled;
TABLE now;
ROLLBACK TO x;
TABLE now;
COMMIT;
TABLE now;
SELECT * FROM complaint.verify(deep => true);

-- A settle that is cancelled half way (only that is let through): what it took is given back
CREATE FUNCTION cancel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF current_setting('test.cancel', true) = 'on' THEN
		RAISE EXCEPTION 'cancelled' USING ERRCODE = 'query_canceled';
	END IF;
	RETURN NULL;
END $$;
CREATE TRIGGER cancel AFTER INSERT OR UPDATE ON complaint.session FOR EACH ROW EXECUTE FUNCTION cancel();
BEGIN;
INSERT INTO chat VALUES ('x', 1, 'two');
SAVEPOINT x;
INSERT INTO chat VALUES ('x', 2, 'three');
SET LOCAL test.cancel = on;
SELECT complaint.settle();
ROLLBACK TO x;
INSERT INTO chat VALUES ('x', 3, 'one');
COMMIT;
BEGIN;
INSERT INTO chat VALUES ('y', 1, 'two');
SET LOCAL test.cancel = on;
COMMIT;
DROP TRIGGER cancel ON complaint.session;
TABLE now;
SELECT count(*) FROM chat WHERE s = 'y';
SELECT * FROM complaint.verify(deep => true);

-- Exception blocks of PL/pgSQL are savepoints too ------------------------------------------
DO $$
BEGIN
	INSERT INTO chat VALUES ('e', 1, 'two');
	BEGIN
		INSERT INTO chat VALUES ('e', 2, 'four');
		PERFORM complaint.settle();
		INSERT INTO chat VALUES ('e', 1, 'twice the same');
	EXCEPTION WHEN unique_violation THEN
		INSERT INTO chat VALUES ('e', 3, 'one');
	END;
	FOR i IN 10..13 LOOP
		BEGIN
			INSERT INTO chat VALUES ('e', i, 'three');
			IF i % 2 = 0 THEN
				RAISE EXCEPTION 'even';
			END IF;
		EXCEPTION WHEN raise_exception THEN
			NULL;
		END;
	END LOOP;
END $$;
SELECT messages, alerts FROM now;

-- Procedures that commit in between settle at each commit.
CREATE PROCEDURE talk() LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO chat VALUES ('f', 1, 'two');
	COMMIT;
	INSERT INTO chat VALUES ('f', 2, 'four');
	ROLLBACK;
	INSERT INTO chat VALUES ('f', 3, 'two');
	COMMIT AND CHAIN;
	INSERT INTO chat VALUES ('f', 4, 'two');
END $$;
CALL talk();
TABLE now;

-- psql's own savepoints, and an error that ends the transaction
\set ON_ERROR_ROLLBACK on
BEGIN;
INSERT INTO chat VALUES ('g', 1, 'one');
INSERT INTO chat VALUES ('g', 2, 'one'), ('g', 1, 'one');
INSERT INTO chat VALUES ('g', 3, 'one');
COMMIT;
\set ON_ERROR_ROLLBACK off
BEGIN;
INSERT INTO chat VALUES ('g', 4, 'one');
SELECT complaint.settle();
SELECT 1 / 0;
COMMIT;
SELECT message_id FROM complaint.classification WHERE session_id = 'g' ORDER BY 1;
SELECT * FROM complaint.verify(deep => true);
