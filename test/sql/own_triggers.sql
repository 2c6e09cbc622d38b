-- Triggers that somebody put on our tables: what they defer runs before the
-- commit is over, and the messages that they write are settled too, up to a bound.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels.
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('mine', 'one', '''one''', 1), ('mine', 'four', '''four''', 4);
CREATE TABLE chat (s text, n integer, body text, PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', ruleset => 'mine') AS source \gset

-- deferred, they run once
CREATE TABLE log (message text);
CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO public.log VALUES (NEW.session_id || '/' || NEW.message_id);
	RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER log AFTER INSERT ON complaint.classification
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION log();
INSERT INTO chat VALUES ('a', 1, 'one'), ('a', 2, 'calm');
BEGIN;
INSERT INTO chat VALUES ('a', 3, 'four');
COMMIT;
TABLE log;
-- what fails there is undone with the settling, and the messages wait
CREATE OR REPLACE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'not today';
END $$;
INSERT INTO chat VALUES ('b', 1, 'one');
SELECT session_id, operation, reason FROM complaint.unsettled;
-- a session that still fails does not keep run_due() from the others
CREATE OR REPLACE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.session_id = 'b' THEN
		RAISE EXCEPTION 'not today';
	END IF;
	RETURN NULL;
END $$;
BEGIN;
INSERT INTO chat VALUES ('b', 2, 'one'), ('b2', 1, 'one');
COMMIT;
SELECT session_id, message_id FROM complaint.unsettled ORDER BY number;
DROP TRIGGER log ON complaint.classification;
CREATE TRIGGER log AFTER INSERT ON complaint.classification FOR EACH ROW EXECUTE FUNCTION log();
SELECT complaint.run_due();
SELECT session_id, message_id FROM complaint.unsettled ORDER BY number;
DROP TRIGGER log ON complaint.classification;
SELECT complaint.run_due();
SELECT count(*) FROM complaint.unsettled;

-- one that answers each verdict with a message: some rounds are settled, the rest waits
CREATE FUNCTION answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO public.chat VALUES (NEW.session_id, NEW.message_id::integer + 1, 'one');
	RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER answer AFTER INSERT ON complaint.classification
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION answer();
INSERT INTO chat VALUES ('c', 1, 'one');
SELECT count(*) BETWEEN 5 AND 50 AS some, (SELECT count(*) FROM complaint.unsettled) AS waits FROM chat WHERE s = 'c';
SELECT reason, sqlstate FROM complaint.unsettled;
DROP TRIGGER answer ON complaint.classification;
SELECT complaint.run_due();
SELECT (SELECT count(*) FROM complaint.unsettled) AS waits, c.n = s.complaints AS all_counted
FROM (SELECT count(*) AS n FROM chat WHERE s = 'c') AS c, complaint.session AS s WHERE s.session_id = 'c';

-- whatever somebody puts on our tables finds what its author meant, not what lies first in the
-- search_path of who chats
CREATE TABLE counted (s text, n integer, body text, PRIMARY KEY (s, n));
SELECT complaint.attach('counted', session => 's', body => 'body', ruleset => 'mine', count_messages => true) > 0 AS attached;
INSERT INTO counted VALUES ('d', 1, 'calm');
CREATE FUNCTION tell(what text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
	RAISE NOTICE '%: %', what, current_setting('search_path');
	RETURN true;
END $$;
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM public.tell('trigger on ' || NEW.session_id);
	RETURN NEW;
END $$;
CREATE SCHEMA hostile;
SET search_path = hostile, public;
CREATE TRIGGER tell BEFORE INSERT OR UPDATE ON complaint.session FOR EACH ROW EXECUTE FUNCTION tell();
INSERT INTO counted VALUES ('d', 2, 'calm');
INSERT INTO counted VALUES ('e', 1, 'calm');
DROP TRIGGER tell ON complaint.session;
ALTER TABLE complaint.session ADD CONSTRAINT told CHECK (tell('check of ' || session_id)) NOT VALID;
INSERT INTO counted VALUES ('d', 3, 'calm');
INSERT INTO counted VALUES ('f', 1, 'calm');
ALTER TABLE complaint.session DROP CONSTRAINT told;
SET client_min_messages = warning;
CREATE INDEX told ON complaint.session ((tell('index of ' || session_id)));
RESET client_min_messages;
INSERT INTO counted VALUES ('d', 4, 'calm');	-- goes into no index
INSERT INTO counted VALUES ('g', 1, 'calm');
DROP INDEX complaint.told;
INSERT INTO counted VALUES ('d', 5, 'calm');
RESET search_path;
SELECT session_id, messages FROM complaint.session WHERE messages > 0 ORDER BY session_id;
DROP SCHEMA hostile;
SELECT * FROM complaint.verify(deep => true);
