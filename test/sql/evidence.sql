-- The messages behind an alert: masked, or unmasked and written down; from
-- tables of every shape, and without running anything of their owners.
\set SHOW_CONTEXT never

INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'three', '''three''', 3), ('mine', 'four', '''four''', 4);
INSERT INTO complaint.alert_policy_override (policy, mode) VALUES ('repeated', 'off'), ('harm', 'off');

-- Masking ---------------------------------------------------------------------------------------
SELECT body, complaint.mask(body) AS masked, length(complaint.mask(body)) = length(body) AS as_long FROM (VALUES
	('my card 4111 1111 1111 1111, call 13800138000 or write to a.b@example.com'),
	('card 4111-1111-1111-1112, mistyped'), ('身份证11010519491231002X，电话：一三八零零一三八零零零'),
	('DE89 3704 0044 0532 0130 00 and order no. AB-1234567'), ('４１１１ １１１１ １１１１ １１１１'),
	('$1,200.50 on 2026-03-05 at 15:30, 3 times'), (''), ('nothing to hide')) AS m(body);
SELECT complaint.mask(NULL) IS NULL AS of_null;
-- no digit of a card is left but the last four, wherever it stands
SELECT n, before, regexp_count(masked, '[0-9]') AS digits, right(masked, 4) AS shown, length(masked) - before AS characters
FROM (VALUES (0, 0), (1, 65530), (2, 65536), (3, 64510), (4, 200000)) AS p(n, before),
	LATERAL complaint.mask(repeat('x', before - 1) || ' 4111 1111 1111 1111') AS masked ORDER BY n;

-- A conversation with everything ------------------------------------------------------------------
CREATE TABLE chat (id bigint PRIMARY KEY, room text NOT NULL, who text, agent text, said text, sent timestamptz);
CREATE INDEX chat_room ON chat (room);
SELECT complaint.attach('chat', session => 'room', body => 'said', sender => 'who', agent => 'agent', at => 'sent', ruleset => 'mine') AS source \gset
SELECT now() AS start \gset
INSERT INTO chat SELECT n, 's', who, 'ann', said, :'start'::timestamptz + n * interval '1 second' FROM (VALUES
	(1, 'customer', 'hello, my mail is ann@example.com'), (2, 'agent', 'and your card?'),
	(3, 'customer', '😡 卡号4111 1111 1111 1111, this is four!'), (10, 'agent', NULL), (9, 'bot', 'order no. 12345678 is open')) AS m(n, who, said);
INSERT INTO chat VALUES (11, 'other', 'customer', 'bob', 'three times', :'start');
SELECT alert FROM complaint.alert WHERE session_id = 's' \gset
SELECT message_id, at - :'start' AS after, level, harms, type, body, starts, lengths FROM complaint.evidence(:'alert');
-- places hold: they are those of the words that mattered
SELECT substr(body, starts[1], lengths[1]) AS word, substr(said, starts[1], lengths[1]) AS original
FROM complaint.evidence(:'alert') JOIN chat ON id::text = message_id;
SELECT message_id, sender, at - :'start' AS after, body, level, starts FROM complaint.conversation(:'alert');
-- the latest of them
SELECT message_id FROM complaint.conversation(:'alert', 2);
SELECT count(*) FROM complaint.conversation(:'alert', 0);
SELECT count(*) FROM complaint.conversation(:'alert', NULL);
SELECT * FROM complaint.conversation('00000000-0000-0000-0000-000000000000');
SELECT * FROM complaint.evidence(NULL);

-- found by the index of the session, else by that of the key, else by reading all
SELECT pg_stat_force_next_flush();
BEGIN;
SELECT count(*) FROM complaint.conversation(:'alert');
SELECT count(*) FROM complaint.evidence(:'alert');
SELECT seq_scan, idx_scan FROM pg_stat_xact_user_tables WHERE relid = 'chat'::regclass;
DROP INDEX chat_room;
SELECT count(*) FROM complaint.evidence(:'alert');
SELECT seq_scan, idx_scan FROM pg_stat_xact_user_tables WHERE relid = 'chat'::regclass;
SELECT count(*) FROM complaint.conversation(:'alert');
SELECT seq_scan, idx_scan FROM pg_stat_xact_user_tables WHERE relid = 'chat'::regclass;
ROLLBACK;

-- what was edited is shown as it is now, and what was deleted is gone
BEGIN;
UPDATE chat SET said = 'four, no card' WHERE id = 3;
SELECT complaint.settle();
SELECT message_id, body FROM complaint.evidence(:'alert');
DELETE FROM chat WHERE id = 3;
SELECT message_id, level, body FROM complaint.evidence(:'alert');
ROLLBACK;

-- Unmasked, and written down ------------------------------------------------------------------------
CREATE ROLE regress_boss;
CREATE ROLE regress_analyst;
CREATE ROLE regress_app;
CREATE ROLE regress_login;
GRANT regress_boss TO regress_login;
SELECT complaint.grant_supervisor('regress_boss'), complaint.grant_analyst('regress_analyst'), complaint.grant_agent_app('regress_app', '{ann}');
SET SESSION AUTHORIZATION regress_login;
SET ROLE regress_boss;
BEGIN;
SELECT complaint.act_as('dana');
SELECT body FROM complaint.evidence(:'alert', unmasked => true, why => E'case 4711\nof May');
COMMIT;
\set VERBOSITY sqlstate
SELECT * FROM complaint.evidence(:'alert', true);
SELECT * FROM complaint.evidence(:'alert', true, ' ');
BEGIN READ ONLY;
SELECT * FROM complaint.evidence(:'alert', true, 'case 4711');
ROLLBACK;
BEGIN READ ONLY;
SELECT count(*) FROM complaint.evidence(:'alert');
SELECT count(*) FROM complaint.conversation(:'alert');
ROLLBACK;
\set VERBOSITY default
-- one that is rolled back leaves a gap among the numbers, and a line in the server's log
BEGIN;
SELECT count(*) FROM complaint.evidence(:'alert', true, 'unseen');
ROLLBACK;
SELECT count(*) FROM complaint.evidence(:'alert', true, 'seen');
RESET ROLE;
RESET SESSION AUTHORIZATION;
SELECT audit, role, login, agent, alert = :'alert' AS of_it, what, why FROM complaint.audit ORDER BY audit;
SET SESSION AUTHORIZATION regress_analyst;
SELECT body FROM complaint.evidence(:'alert');
SELECT * FROM complaint.evidence(:'alert', true, 'curious');
SET SESSION AUTHORIZATION regress_app;
SELECT body FROM complaint.evidence(:'alert');
SELECT * FROM complaint.evidence(:'alert', true, 'curious');
SELECT * FROM complaint.audit;
RESET SESSION AUTHORIZATION;
SELECT count(*) FROM complaint.audit;

-- Tables of every shape ------------------------------------------------------------------------------
CREATE VIEW public.shown AS
	SELECT a.session_id, e.message_id AS evidence, e.body, (SELECT string_agg(c.message_id, ' ') FROM complaint.conversation(a.alert) AS c) AS conversation
	FROM complaint.alert AS a, LATERAL complaint.evidence(a.alert) AS e
	WHERE a.source = (SELECT max(source) FROM complaint.source) AND a.scope = 'session';
-- ids of every type, with an index that fits and without one
CREATE TYPE room AS ENUM ('red', 'blue');
CREATE DOMAIN small AS integer CHECK (VALUE > 0);
DO $$
DECLARE
	shape record;
	shown text;
BEGIN
	FOR shape IN
		SELECT t.*, k.* FROM (VALUES ('text', 'red'), ('varchar(9)', 'red'), ('char(9)', 'red'), ('integer', '1'), ('bigint', '1'), ('smallint', '1'),
			('numeric', '1.50'), ('uuid', '00000000-0000-0000-0000-000000000001'), ('room', 'red'), ('small', '1'), ('name', 'red'),
			('text COLLATE "C"', 'a,b\c')) AS t(type, value),
		(VALUES ('s, n'), ('n, s'), ('n'), ('n, d, s')) AS k(key)
	LOOP
		EXECUTE format('CREATE TABLE of_type (s %s, n %s, d timestamptz, body text, PRIMARY KEY (%s))', shape.type, shape.type, shape.key);
		PERFORM complaint.attach('of_type', session => 's', body => 'body', ruleset => 'mine');
		EXECUTE format('INSERT INTO of_type VALUES (%1$L, %1$L, ''2026-01-05 10:00+01'', ''four'')', shape.value);
		PERFORM complaint.settle();
		shown := (SELECT format('%s | %s | %s', v.session_id, v.body, v.conversation = v.evidence) FROM public.shown AS v);
		IF shown IS DISTINCT FROM rtrim(shape.value) || ' | four | t' THEN
			RAISE WARNING '% key (%): %', shape.type, shape.key, shown;
		END IF;
		PERFORM complaint.detach('of_type');
		DROP TABLE of_type;
	END LOOP;
END $$;
-- an index that cannot be used: partial, invalid, of another kind or column order
CREATE TABLE indexed (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), s text, body text);
CREATE INDEX ON indexed (s) WHERE body IS NULL;
CREATE INDEX ON indexed USING hash (s);
CREATE INDEX ON indexed (lower(s));
CREATE INDEX ON indexed (body, s);
SELECT complaint.attach('indexed', session => 's', body => 'body', ruleset => 'mine') > 0 AS attached;
INSERT INTO indexed (s, body) VALUES ('S', 'four'), ('S', 'calm'), ('s', 'calm');
SELECT session_id, body, array_length(string_to_array(conversation, ' '), 1) AS conversation FROM public.shown;
-- long ids are kept as hashes; a message of no session
CREATE TABLE long_ids (s text, n text, body text, PRIMARY KEY (n));
CREATE INDEX ON long_ids (s);
SELECT complaint.attach('long_ids', session => 's', body => 'body', ruleset => 'mine') > 0 AS attached;
INSERT INTO long_ids VALUES (repeat('s', 600), repeat('m', 600), 'four'), (repeat('s', 600), 'x', 'calm'), (repeat('s', 601), 'y', 'calm'), (NULL, 'z', 'four');
SELECT left(session_id, 10) AS session, left(evidence, 10) AS evidence, body, length(conversation) FROM public.shown;
-- text that is longer than what is judged, and in TOAST
CREATE TABLE long_text (s text, n integer, body text, PRIMARY KEY (s, n));
SELECT complaint.attach('long_text', session => 's', body => 'body', ruleset => 'mine') > 0 AS attached;
INSERT INTO long_text VALUES ('s', 1, 'four ' || repeat('字x ', 100000) || '4111 1111 1111 1111');
SELECT evidence, length(body), octet_length(body), left(body, 10) AS begins, right(body, 3) AS ends FROM public.shown;
-- renamed, with columns dropped and added
CREATE TABLE renamed (gone text, s text, n integer, body text, PRIMARY KEY (s, n));
SELECT complaint.attach('renamed', session => 's', body => 'body', ruleset => 'mine') > 0 AS attached;
INSERT INTO renamed VALUES ('x', 's', 1, 'four');
ALTER TABLE renamed DROP COLUMN gone, ADD COLUMN extra text DEFAULT 'e';
ALTER TABLE renamed RENAME COLUMN body TO "the ""text""";
ALTER TABLE renamed RENAME COLUMN s TO "order";
CREATE SCHEMA "odd ""schema""";
ALTER TABLE renamed SET SCHEMA "odd ""schema""";
ALTER TABLE "odd ""schema""".renamed RENAME TO "SELECT";
SELECT * FROM public.shown;
-- detached, and dropped: what was stored of it stays
SELECT complaint.detach('"odd ""schema"""."SELECT"');
SELECT evidence, body, conversation FROM public.shown;
DROP TABLE "odd ""schema"""."SELECT";
SELECT evidence, body, conversation FROM public.shown;
-- partitions, with columns at other places
CREATE TABLE parted (s text, n integer, body text, at timestamptz NOT NULL, PRIMARY KEY (s, n, at)) PARTITION BY RANGE (at);
CREATE TABLE parted_1 (at timestamptz NOT NULL, dropped int, body text, n integer NOT NULL, s text NOT NULL);
ALTER TABLE parted_1 DROP COLUMN dropped;
ALTER TABLE parted ATTACH PARTITION parted_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM ('2026-02-01') TO ('2026-03-01') PARTITION BY LIST (n);
CREATE TABLE parted_2_3 PARTITION OF parted_2 FOR VALUES IN (3);
CREATE TABLE parted_2_x PARTITION OF parted_2 DEFAULT;
SELECT complaint.attach('parted', session => 's', body => 'body', at => 'at', ruleset => 'mine') > 0 AS attached;
INSERT INTO complaint.alert_policy_override (policy, max_lateness) VALUES ('critical', '36600 days');
INSERT INTO parted VALUES ('s', 3, 'calm', '2026-02-03'), ('s', 2, 'four', '2026-01-02'), ('s', 4, 'calm', '2026-02-02');
SELECT evidence, body, conversation FROM public.shown;
ALTER TABLE parted DETACH PARTITION parted_1;
SELECT evidence, body, conversation FROM public.shown;
-- an alert about more than one session
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window, max_lateness) VALUES ('surge', 'all', 4, 2, '1 hour', '36600 days');
INSERT INTO chat VALUES (21, 'p', 'customer', 'ann', 'four, card 4111111111111111', :'start'), (22, 'q', 'customer', 'bob', 'four', :'start'::timestamptz + interval '1 second');
SELECT e.session_id, e.message_id, e.body FROM complaint.alert AS a, LATERAL complaint.evidence(a.alert) AS e WHERE a.policy = 'surge' AND e.source = :source;
\set VERBOSITY sqlstate
SELECT complaint.conversation(alert) FROM complaint.alert WHERE policy = 'surge';
\set VERBOSITY default

-- The table's owner runs nothing of his with our rights ---------------------------------------------------
CREATE ROLE regress_owner;
CREATE SCHEMA hostile AUTHORIZATION regress_owner;
CREATE TABLE hostile.trap (who name, what text);
GRANT INSERT, SELECT ON hostile.trap TO PUBLIC;
SET SESSION AUTHORIZATION regress_owner;
SET search_path = hostile, pg_catalog, public;
CREATE FUNCTION hostile.caught(what text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	IF current_user <> 'regress_owner' THEN
		INSERT INTO hostile.trap VALUES (current_user, what);
	END IF;
	RETURN true;
EXCEPTION WHEN read_only_sql_transaction THEN RETURN true;
END $$;
CREATE FUNCTION hostile.const(what text) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN PERFORM hostile.caught(what); RETURN 1; END';
CREATE DOMAIN hostile.text AS pg_catalog.text CHECK (hostile.caught('domain'));
CREATE FUNCTION hostile.eq(pg_catalog.text, pg_catalog.text) RETURNS boolean LANGUAGE sql AS 'SELECT hostile.caught(''='')';
CREATE OPERATOR hostile.= (LEFTARG = pg_catalog.text, RIGHTARG = pg_catalog.text, FUNCTION = hostile.eq);
CREATE TYPE hostile.kind AS ENUM ('customer', 'agent');
CREATE FUNCTION hostile.kind_text(hostile.kind) RETURNS pg_catalog.text LANGUAGE sql AS 'SELECT CASE WHEN hostile.caught(''cast'') THEN ''customer'' END';
CREATE CAST (hostile.kind AS pg_catalog.text) WITH FUNCTION hostile.kind_text(hostile.kind) AS IMPLICIT;
CREATE TABLE hostile.chat (s hostile.text NOT NULL, n integer NOT NULL, who hostile.kind, body hostile.text, made pg_catalog.text GENERATED ALWAYS AS (CASE hostile.const('generated') WHEN 1 THEN 'x' END) STORED,
	CHECK (hostile.const('check') = 1), PRIMARY KEY (s, n)) PARTITION BY RANGE (n);
CREATE TABLE hostile.part PARTITION OF hostile.chat FOR VALUES FROM (0) TO (1000) PARTITION BY LIST (n);
CREATE TABLE hostile.leaf PARTITION OF hostile.part DEFAULT;
CREATE INDEX ON hostile.leaf ((n + hostile.const('index')));
CREATE INDEX ON hostile.leaf (s) WHERE hostile.const('predicate') = 1;
CREATE STATISTICS hostile.stat ON (n + hostile.const('statistics')), n FROM hostile.leaf;
RESET search_path;
RESET SESSION AUTHORIZATION;
SELECT complaint.attach('hostile.chat', session => 's', body => 'body', sender => 'who', ruleset => 'mine', count_messages => true) AS theirs \gset
SET SESSION AUTHORIZATION regress_owner;
INSERT INTO hostile.chat VALUES ('d', 1, 'customer', 'four'), ('d', 2, 'agent', 'calm');
-- row security of the table's is not asked: who sees an alert may see its messages
ALTER TABLE hostile.leaf ENABLE ROW LEVEL SECURITY;
ALTER TABLE hostile.leaf FORCE ROW LEVEL SECURITY;
CREATE POLICY trapped ON hostile.leaf USING (hostile.caught('policy'));
RESET SESSION AUTHORIZATION;
TRUNCATE hostile.trap;
SELECT alert AS hostile FROM complaint.alert WHERE session_id = 'd' \gset
UPDATE complaint.alert SET agent = 'ann', recipients = '{ann}' WHERE alert = :'hostile';
-- in a new connection, with settings that make a planner look at all there is
\c -
SET SESSION AUTHORIZATION regress_app;
SET search_path = hostile, pg_catalog, public;
SET constraint_exclusion = on;
SET enable_partition_pruning = on;
SET row_security = off;
SELECT message_id, body FROM complaint.evidence(:'hostile');
SELECT message_id, sender, body FROM complaint.conversation(:'hostile');
RESET SESSION AUTHORIZATION;
RESET search_path;
-- nor where the worker, mostly a superuser, judges what could not be judged
DELETE FROM complaint.classification WHERE source = :theirs;
DELETE FROM complaint.session WHERE source = :theirs;
INSERT INTO complaint.unsettled (source, session_id, message_id, operation, rings, judged_at, reason, sqlstate)
	VALUES (:theirs, 'd', '1', 'judge', false, now(), 'a test', 'XX000'), (:theirs, 'd', '7', 'judge', false, now(), 'gone', 'XX000');
SET constraint_exclusion = on;
SELECT complaint.run_due();
SELECT session_id, message_id, level FROM complaint.classification WHERE source = :theirs;
SELECT session_id, messages, complaints FROM complaint.session WHERE source = :theirs;
SELECT * FROM hostile.trap;
-- the trap does work: a plain query by a superuser falls into it
SELECT count(*) FROM ONLY hostile.leaf WHERE n = 1;
SELECT what FROM hostile.trap GROUP BY what ORDER BY what COLLATE "C";

-- Our tables' owner needs the right to read the table ---------------------------------------------------------
CREATE ROLE regress_complaint_owner;
GRANT USAGE, CREATE ON SCHEMA complaint TO regress_complaint_owner;
DO $$
DECLARE
	object record;
BEGIN
	FOR object IN
		SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, c.oid::regclass::text AS name
		FROM pg_class AS c WHERE c.relnamespace = 'complaint'::regnamespace AND c.relkind IN ('r', 'v', 'S')
			AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')
		UNION ALL
		SELECT 'FUNCTION', p.oid::regprocedure::text
		FROM pg_proc AS p WHERE p.pronamespace = 'complaint'::regnamespace AND p.prosecdef
			AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
		ORDER BY kind, name		-- tables before the views of them
	LOOP
		EXECUTE format('ALTER %s %s OWNER TO regress_complaint_owner', object.kind, object.name);
	END LOOP;
END
$$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA complaint TO regress_complaint_owner;
REVOKE CREATE ON SCHEMA complaint FROM regress_complaint_owner;
INSERT INTO chat VALUES (30, 'r', 'customer', 'ann', 'four', now());
SELECT alert AS theirs FROM complaint.alert WHERE session_id = 'r' AND policy = 'critical' \gset
SET SESSION AUTHORIZATION regress_app;
SELECT body FROM complaint.evidence(:'theirs');
RESET SESSION AUTHORIZATION;
GRANT SELECT ON chat TO regress_complaint_owner;
SET SESSION AUTHORIZATION regress_app;
SELECT body FROM complaint.evidence(:'theirs');
SELECT body FROM complaint.conversation(:'theirs');
BEGIN;
SELECT complaint.act_as('ann');
SELECT count(*) > 0 AS alerts FROM complaint.my_alerts;
SELECT complaint.acknowledge(:'theirs');
SELECT state FROM complaint.my_alerts WHERE alert = :'theirs';
COMMIT;
RESET SESSION AUTHORIZATION;
ALTER TABLE chat ENABLE ROW LEVEL SECURITY;
SET SESSION AUTHORIZATION regress_app;
SELECT body FROM complaint.evidence(:'theirs');
SET SESSION AUTHORIZATION regress_boss;
SELECT body FROM complaint.evidence(:'theirs', true, 'no');
RESET SESSION AUTHORIZATION;
ALTER TABLE chat DISABLE ROW LEVEL SECURITY;

SET client_min_messages = warning;
DROP SCHEMA hostile CASCADE;
SELECT complaint.revoke_grants(r) FROM unnest('{regress_boss,regress_analyst,regress_app}'::regrole[]) AS r;
DROP ROLE regress_boss, regress_analyst, regress_app, regress_login;
REASSIGN OWNED BY regress_complaint_owner TO current_user;
DROP OWNED BY regress_owner, regress_complaint_owner;
DROP ROLE regress_owner, regress_complaint_owner;
