-- A role that may write the chat and nothing else: its messages are classified
-- and raise alerts, and it can neither see nor touch what is stored of them.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels.
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('mine', 'one', '''one''', 1), ('mine', 'two', '''two''', 2),
	('mine', 'three', '''three''', 3), ('mine', 'four', '''four''', 4);
CREATE ROLE regress_writer;
CREATE TABLE chat (s text, n integer, body text, PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', ruleset => 'mine') AS source \gset
GRANT INSERT, SELECT, UPDATE, DELETE, TRUNCATE ON chat TO regress_writer;
CREATE VIEW now AS
	SELECT (SELECT string_agg(format('%s/%s=%s', session_id, message_id, level), ' ' ORDER BY session_id, message_id)
			FROM complaint.classification) AS messages,
		(SELECT string_agg(format('%s: %s %s', session_id, complaints, highest_level), '; ' ORDER BY session_id)
			FROM complaint.session) AS sessions,
		(SELECT count(*) FROM complaint.alert) AS alerts, (SELECT count(*) FROM complaint.unsettled) AS unsettled;

-- Its writes work -------------------------------------------------------------------------
-- in a new connection, which has the rules still to load
\c -
SET SESSION AUTHORIZATION regress_writer;
INSERT INTO chat VALUES ('a', 1, 'one'), ('a', 2, 'four');
UPDATE chat SET body = 'two' WHERE n = 1;
INSERT INTO chat VALUES ('a', 3, 'three'), ('a', 4, 'three');
DELETE FROM chat WHERE n = 4;
BEGIN;
INSERT INTO chat VALUES ('b', 1, 'one');
SELECT current_user, session_user;
COMMIT;
SET complaint.settle = 'statement';
BEGIN;
INSERT INTO chat VALUES ('b', 2, 'two');
SAVEPOINT s;
INSERT INTO chat VALUES ('b', 3, 'two');
ROLLBACK TO s;
INSERT INTO chat VALUES ('b', 4, 'calm');
SELECT current_user, session_user;
COMMIT;
RESET complaint.settle;
RESET SESSION AUTHORIZATION;
TABLE now;

-- It cannot look ---------------------------------------------------------------------------
SET SESSION AUTHORIZATION regress_writer;
\set VERBOSITY terse
SELECT * FROM complaint.classification;
SELECT * FROM complaint.session;
SELECT complaint.settle();
RESET SESSION AUTHORIZATION;
-- nor where it may enter the schema, as a role that writes patterns must
GRANT USAGE ON SCHEMA complaint TO regress_writer;
SET SESSION AUTHORIZATION regress_writer;
DO $$
DECLARE
	t record;
BEGIN
	-- read and write every table and view of the schema: all must be refused
	FOR t IN SELECT c.oid::regclass AS name FROM pg_class AS c
			 WHERE c.relnamespace = 'complaint'::regnamespace AND c.relkind IN ('r', 'p', 'v') ORDER BY c.relname LOOP
		BEGIN
			EXECUTE format('SELECT 1 FROM %s LIMIT 1', t.name);
			RAISE NOTICE '% can be read', t.name;
		EXCEPTION WHEN insufficient_privilege THEN NULL;
		END;
		BEGIN
			EXECUTE format('DELETE FROM %s WHERE false', t.name);
			RAISE NOTICE '% can be written', t.name;
		EXCEPTION WHEN insufficient_privilege OR object_not_in_prerequisite_state OR feature_not_supported THEN NULL;
		END;
	END LOOP;
END $$;
SELECT count(*) AS tables_with_rights FROM pg_class AS c
WHERE c.relnamespace = 'complaint'::regnamespace AND has_table_privilege('regress_writer', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
	AND c.relkind IN ('r', 'p', 'v');
SELECT nextval('complaint.unsettled_number');

-- It may not do what is ours to do ------------------------------------------------------------
SELECT complaint.record(chat) FROM chat;
SELECT complaint.touch(1, 'a');
SELECT complaint.run_due();
SELECT complaint.step(gen_random_uuid(), 'resolved', 'me', NULL);
SELECT complaint.notify_event(gen_random_uuid());
SELECT complaint.acknowledge(gen_random_uuid(), 'me');
SELECT complaint.resolve(gen_random_uuid(), 'me');
SELECT complaint.assign_session('chat', 'a', 'me');
SELECT complaint.act_as('me');
SELECT complaint.set_acting_agent('me', true);
SELECT complaint.evidence(gen_random_uuid());
SELECT complaint.conversation(gen_random_uuid());
SELECT complaint.session_rows('chat', 'a', NULL);
SELECT complaint.judge_messages('chat', 'a', '{1}', true);
SELECT complaint.events(NULL);
SELECT complaint.claim('@admin');
SELECT complaint.silence_alerts('quiet', now());
SELECT complaint.grant_supervisor('regress_writer');
SELECT complaint.grant_kind('regress_writer', 'analyst', NULL);
SELECT complaint.revoke_grants('regress_writer');
SELECT complaint.attach('chat', session => 's', body => 'body');
SELECT complaint.detach('chat');
SELECT complaint.keep_triggers();
CREATE TEMPORARY TABLE own (s text, n integer PRIMARY KEY, body text);
CREATE TRIGGER own AFTER INSERT ON own FOR EACH ROW EXECUTE FUNCTION complaint.judge_row('1', 'session', 'body');
CREATE TRIGGER own BEFORE TRUNCATE ON own FOR EACH STATEMENT EXECUTE FUNCTION complaint.note_truncate('1');
ALTER TABLE chat DISABLE TRIGGER complaint;
SET session_replication_role = replica;
SET complaint.notify_payload = 'id';
DROP TRIGGER complaint ON chat;
SELECT count(*) FROM complaint.my_alerts;
SELECT complaint.acting_agent(), complaint.mask('4111111111111111');
RESET SESSION AUTHORIZATION;
-- who may call what
SELECT p.oid::regprocedure AS callable_by_everybody FROM pg_proc AS p
WHERE p.pronamespace = 'complaint'::regnamespace AND has_function_privilege('regress_writer', p.oid, 'EXECUTE')
	AND p.prorettype <> 'trigger'::regtype
	AND p.proname !~ '^pattern_'		-- the type's own
ORDER BY p.oid::regprocedure::text COLLATE "C";

-- Nothing of its own runs with our rights ---------------------------------------------------
-- objects of the role, first in its search_path, that shadow those of the catalog
CREATE SCHEMA hostile AUTHORIZATION regress_writer;
SET SESSION AUTHORIZATION regress_writer;
SET search_path = hostile, pg_catalog, public;
CREATE TABLE hostile.trap (who name, what text);
GRANT INSERT ON hostile.trap TO PUBLIC;
CREATE FUNCTION hostile.caught(what text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO hostile.trap VALUES (current_user, what);
	RETURN true;
END $$;
CREATE FUNCTION hostile.eq(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT hostile.caught(''text = text'')';
CREATE OPERATOR hostile.= (LEFTARG = text, RIGHTARG = text, FUNCTION = hostile.eq);
CREATE FUNCTION hostile.eq(integer, integer) RETURNS boolean LANGUAGE sql AS 'SELECT hostile.caught(''integer = integer'')';
CREATE OPERATOR hostile.= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = hostile.eq);
CREATE FUNCTION hostile.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT CASE WHEN hostile.caught(''now'') THEN pg_catalog.now() END';
CREATE FUNCTION hostile.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT CASE WHEN hostile.caught(''clock_timestamp'') THEN pg_catalog.now() END';
CREATE FUNCTION hostile.coalesce(anyelement, anyelement) RETURNS anyelement LANGUAGE sql AS 'SELECT CASE WHEN hostile.caught(''coalesce'') THEN $1 END';
CREATE FUNCTION hostile.count(anyelement) RETURNS bigint LANGUAGE sql AS 'SELECT CASE WHEN hostile.caught(''count'') THEN 1::bigint END';
CREATE FUNCTION hostile.format(text, VARIADIC text[]) RETURNS text LANGUAGE sql AS 'SELECT CASE WHEN hostile.caught(''format'') THEN '''' END';
CREATE TABLE hostile.pg_class (oid oid);
CREATE TABLE hostile.pg_trigger (oid oid);
CREATE TEMPORARY TABLE rule (rule text);
CREATE TEMPORARY TABLE source (source integer);
CREATE DOMAIN hostile.text AS pg_catalog.text CHECK (hostile.caught('a domain'));
-- a type whose casts and comparison are the role's
CREATE TYPE hostile.sender AS ENUM ('customer', 'agent');
CREATE FUNCTION hostile.sender_text(hostile.sender) RETURNS pg_catalog.text LANGUAGE sql AS 'SELECT CASE WHEN hostile.caught(''cast'') THEN ''customer'' END';
CREATE CAST (hostile.sender AS pg_catalog.text) WITH FUNCTION hostile.sender_text(hostile.sender) AS IMPLICIT;
-- its own table, attached by the administrator, with columns and an index that run its functions
CREATE TABLE hostile.chat (s pg_catalog.text NOT NULL, n integer NOT NULL, who hostile.sender, body hostile.text, PRIMARY KEY (s, n));
RESET SESSION AUTHORIZATION;
RESET search_path;
SELECT complaint.attach('hostile.chat', session => 's', body => 'body', sender => 'who', ruleset => 'mine', count_messages => true) AS theirs \gset
\c -
SET SESSION AUTHORIZATION regress_writer;
SET search_path = hostile, pg_catalog, public;
INSERT INTO public.chat VALUES ('c', 1, 'four'), ('c', 2, 'two'), ('c', 3, 'two'), ('c', 4, 'two');
INSERT INTO hostile.chat VALUES ('d', 1, 'customer', 'four'), ('d', 2, 'agent', 'four');
UPDATE public.chat SET body = 'one' WHERE chat.s OPERATOR(pg_catalog.=) 'c' AND chat.n OPERATOR(pg_catalog.=) 4;
RESET search_path;
RESET SESSION AUTHORIZATION;
SELECT complaint.settle(), complaint.run_due();
SELECT count(*) AS wrong FROM complaint.verify(deep => true);
TABLE now;
-- its domain is checked when it writes itself; nothing ran as anybody else
SELECT DISTINCT who, what FROM hostile.trap ORDER BY 1, 2;
SET SESSION AUTHORIZATION regress_writer;
TRUNCATE hostile.chat;
RESET SESSION AUTHORIZATION;
SELECT DISTINCT who FROM hostile.trap WHERE who <> 'regress_writer';
TABLE now;

-- A role with the right of looking, and of acknowledging, needs no more than that -----------------
CREATE ROLE regress_reader;
GRANT USAGE ON SCHEMA complaint TO regress_reader;
GRANT SELECT ON complaint.alert, complaint.session TO regress_reader;
GRANT EXECUTE ON FUNCTION complaint.acknowledge(uuid, text), complaint.resolve(uuid, text, text) TO regress_reader;
SET SESSION AUTHORIZATION regress_reader;
SELECT complaint.acknowledge(alert, 'reader') FROM complaint.alert WHERE session_id = 'a' AND policy = 'critical';
SELECT complaint.resolve(alert, 'reader', 'done') FROM complaint.alert WHERE session_id = 'a' AND policy = 'critical';
SELECT policy, session_id, state, resolved_by, note FROM complaint.alert WHERE session_id = 'a' ORDER BY policy;
UPDATE complaint.alert SET state = 'open';
SELECT * FROM complaint.classification;
RESET SESSION AUTHORIZATION;

\set VERBOSITY default
SET client_min_messages = warning;
DROP SCHEMA hostile CASCADE;
DROP OWNED BY regress_writer, regress_reader;
DROP ROLE regress_writer, regress_reader;
