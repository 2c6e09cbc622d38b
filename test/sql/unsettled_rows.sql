-- A settle that fails never fails the chat: its row stays, the message is
-- listed in complaint.unsettled, and is settled later.
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
	SELECT (SELECT string_agg(format('%s/%s', s, n), ' ' ORDER BY s, n) FROM chat) AS chat,
		(SELECT string_agg(format('%s/%s=%s', session_id, message_id, level), ' ' ORDER BY session_id, message_id)
			FROM complaint.classification) AS messages,
		(SELECT string_agg(format('%s: %s %s %s', session_id, messages, complaints, highest_level), '; ' ORDER BY session_id)
			FROM complaint.session) AS sessions,
		(SELECT string_agg(session_id, ' ' ORDER BY session_id) FROM complaint.alert) AS alerts,
		(SELECT count(*) FROM complaint.verify(deep => true)) AS wrong;
CREATE VIEW pending AS
	SELECT session_id, message_id, operation, messages, level, rules, reason, sqlstate FROM complaint.unsettled ORDER BY number;

-- A table of ours that refuses ---------------------------------------------------------------
INSERT INTO chat VALUES ('a', 1, 'two'), ('b', 1, 'two');
ALTER TABLE complaint.classification ADD CONSTRAINT broken CHECK (session_id <> 'a') NOT VALID;
INSERT INTO chat VALUES ('a', 2, 'three');
TABLE now;
TABLE pending;
-- what is put aside is all of the transaction, and all that happens to the rows
BEGIN;
INSERT INTO chat VALUES ('a', 3, 'one'), ('a', 4, 'calm'), ('c', 1, 'two');
SELECT complaint.settle();
INSERT INTO chat VALUES ('c', 2, 'four');
COMMIT;
UPDATE chat SET body = 'four' WHERE s = 'a' AND n = 3;
DELETE FROM chat WHERE s = 'a' AND n = 1;
TABLE pending;
-- other sessions go on; verify leaves out what is listed
TABLE now;
-- a rolled back transaction leaves nothing behind
BEGIN;
INSERT INTO chat VALUES ('a', 5, 'four');
SELECT complaint.settle();
SELECT count(*) FROM complaint.unsettled WHERE message_id = '5';
ROLLBACK;
SELECT count(*) FROM complaint.unsettled WHERE message_id = '5';
-- what cannot be settled yet stays on the list
SELECT complaint.run_due();
SELECT count(*) > 0 AS still_there FROM complaint.unsettled;
-- mended: the next transaction of the session settles what was put aside of it, in order
ALTER TABLE complaint.classification DROP CONSTRAINT broken;
INSERT INTO chat VALUES ('a', 6, 'calm');
TABLE pending;
TABLE now;
-- and run_due() the rest
SELECT complaint.run_due();
TABLE pending;
TABLE now;
SELECT policy, session_id, count, level FROM complaint.alert ORDER BY session_id;

-- A right that was taken away, where the tables belong to a role that is no superuser --------
CREATE ROLE regress_unsettled;
GRANT USAGE ON SCHEMA complaint TO regress_unsettled;
ALTER TABLE complaint.classification OWNER TO regress_unsettled;
ALTER TABLE complaint.session OWNER TO regress_unsettled;
ALTER TABLE complaint.unsettled OWNER TO regress_unsettled;
ALTER TABLE complaint.alert OWNER TO regress_unsettled;
ALTER TABLE complaint.alert_message OWNER TO regress_unsettled;
ALTER TABLE complaint.episode OWNER TO regress_unsettled;
ALTER TABLE complaint.event OWNER TO regress_unsettled;
GRANT SELECT ON complaint.alert_policy, complaint.alert_policy_override, complaint.policy TO regress_unsettled;
INSERT INTO chat VALUES ('d', 1, 'two'), ('d', 2, 'two');
TABLE pending;
TABLE now;
REVOKE INSERT ON complaint.classification FROM regress_unsettled;
INSERT INTO chat VALUES ('e', 1, 'two');
TABLE pending;
GRANT INSERT ON complaint.classification TO regress_unsettled;
SELECT complaint.run_due();
REVOKE UPDATE ON complaint.session FROM regress_unsettled;
INSERT INTO chat VALUES ('e', 2, 'two'), ('f', 1, 'one');
SELECT session_id, message_id, operation, reason FROM pending;
GRANT UPDATE ON complaint.session TO regress_unsettled;
SELECT complaint.run_due();
TABLE pending;
TABLE now;

-- A table of ours that is gone ------------------------------------------------------------------
ALTER TABLE complaint.session RENAME TO elsewhere;
INSERT INTO chat VALUES ('g', 1, 'two');
SELECT session_id, message_id, operation, sqlstate, reason FROM pending;
ALTER TABLE complaint.elsewhere RENAME TO session;
INSERT INTO chat VALUES ('g', 2, 'two');
TABLE pending;
-- with the list gone too, a warning is all that is left; verify finds the message
ALTER TABLE complaint.alert RENAME TO elsewhere;
ALTER TABLE complaint.unsettled RENAME TO nowhere;
INSERT INTO chat VALUES ('h', 1, 'four');
ALTER TABLE complaint.elsewhere RENAME TO alert;
ALTER TABLE complaint.nowhere RENAME TO unsettled;
SELECT chat FROM now;
SELECT problem, session_id, message_id, found FROM complaint.verify(deep => true);
-- an update judges it; that it was never counted is over when it goes
UPDATE chat SET body = 'four!' WHERE s = 'h';
SELECT problem, session_id, message_id, found FROM complaint.verify(deep => true);
DELETE FROM chat WHERE s = 'h';
TABLE now;

-- A trigger of somebody's on a table of ours -----------------------------------------------------
-- fires, and when it fails the message is put aside
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.session_id = 'i' THEN
		RAISE EXCEPTION 'session % is not welcome', NEW.session_id;
	END IF;
	RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION refuse() TO regress_unsettled;
CREATE TRIGGER refuse AFTER INSERT ON complaint.classification FOR EACH ROW EXECUTE FUNCTION refuse();
INSERT INTO chat VALUES ('i', 1, 'two'), ('j', 1, 'one');
SELECT session_id, message_id, operation, sqlstate, reason FROM pending;
DROP TRIGGER refuse ON complaint.classification;
-- a deferred one, too
CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON complaint.classification DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION refuse();
INSERT INTO chat VALUES ('i', 2, 'two'), ('j', 2, 'one');
SELECT session_id, message_id, operation, sqlstate, reason FROM pending;
DROP TRIGGER refuse ON complaint.classification;
SELECT complaint.run_due();
TABLE now;

-- What could not even be judged is judged from its row later ---------------------------------------
-- the rule set cannot be read: its message is kept to be judged
ALTER TABLE complaint.rule RENAME TO no_rule;
UPDATE complaint.ruleset SET description = 'makes everybody read the rules again' WHERE ruleset = 'mine';
INSERT INTO chat VALUES ('k', 1, 'four'), ('k', 2, 'calm'), ('k', 3, 'four'), ('k', 4, 'calm');
UPDATE chat SET body = 'two' WHERE s = 'k' AND n = 2;
DELETE FROM chat WHERE s = 'k' AND n = 3;
SELECT DISTINCT session_id, message_id, operation, level, sqlstate FROM complaint.unsettled ORDER BY 1, 2, 3;
ALTER TABLE complaint.no_rule RENAME TO rule;
UPDATE complaint.ruleset SET description = NULL WHERE ruleset = 'mine';
SELECT complaint.run_due() > 0 AS settled;
TABLE pending;
TABLE now;

-- Nothing is owed at the end.
SELECT complaint.run_due();
SELECT * FROM complaint.verify(deep => true);
REASSIGN OWNED BY regress_unsettled TO CURRENT_USER;
DROP OWNED BY regress_unsettled;
DROP ROLE regress_unsettled;
