-- What somebody can do who means harm: as a stranger before the extension is
-- there, as the owner of an attached table, as an author of rules, and by what
-- he writes into a text argument.  (More of it: rights, act_as, app_roles,
-- evidence.)
\set SHOW_CONTEXT never
\set VERBOSITY terse
SET client_min_messages = warning;

-- A schema of that name, made by somebody else --------------------------------------------------
CREATE ROLE regress_mallory;
SELECT format('GRANT CREATE ON DATABASE %I TO regress_mallory', current_database()) \gexec
SET SESSION AUTHORIZATION regress_mallory;
CREATE SCHEMA complaint;
RESET SESSION AUTHORIZATION;
CREATE EXTENSION complaint;
-- of a superuser, but open to all; with something in it
ALTER SCHEMA complaint OWNER TO CURRENT_USER;
GRANT CREATE ON SCHEMA complaint TO PUBLIC;
CREATE EXTENSION complaint;
REVOKE CREATE ON SCHEMA complaint FROM PUBLIC;
CREATE FUNCTION complaint.step(uuid, text, text, text) RETURNS void LANGUAGE sql AS '';
CREATE EXTENSION complaint;
DROP FUNCTION complaint.step(uuid, text, text, text);
CREATE EXTENSION complaint;

-- The words of this test: "one" to "four" are levels.
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('mine', 'one', '''one''', 1), ('mine', 'four', '''four''', 4);
CREATE TABLE chat (s text, n integer, agent text, body text, PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', agent => 'agent', ruleset => 'mine') AS chat \gset
INSERT INTO chat VALUES ('a', 1, 'ann', 'four');

-- Triggers of ours on tables that nobody attached -----------------------------------------------
-- the owner of an attached table may execute their functions, and could name another's source
CREATE SCHEMA m AUTHORIZATION regress_mallory;
GRANT USAGE ON SCHEMA complaint TO regress_mallory;
SET SESSION AUTHORIZATION regress_mallory;
CREATE TABLE m.own (s text, n integer, body text, PRIMARY KEY (s, n)) PARTITION BY RANGE (n);
CREATE TABLE m.own_0 PARTITION OF m.own FOR VALUES FROM (0) TO (10);
CREATE TABLE m.forged (s text, n integer, body text, at text);
RESET SESSION AUTHORIZATION;
SELECT complaint.attach('m.own', session => 's', body => 'body', ruleset => 'mine') AS own \gset
SET SESSION AUTHORIZATION regress_mallory;
CREATE TRIGGER complaint AFTER INSERT OR DELETE OR UPDATE OF s, n, body, at ON m.forged
	FOR EACH ROW EXECUTE FUNCTION complaint.judge_row('1', 'session,key1', 'key2', 'body', 'at');
CREATE CONSTRAINT TRIGGER complaint AFTER UPDATE ON m.forged FOR EACH ROW EXECUTE FUNCTION complaint.judge_update('1');
CREATE TRIGGER x BEFORE TRUNCATE ON m.forged FOR EACH STATEMENT EXECUTE FUNCTION complaint.note_truncate('1');
CREATE SCHEMA more
	CREATE TABLE forged (s text, n integer, body text)
	CREATE TRIGGER complaint AFTER INSERT ON forged FOR EACH ROW EXECUTE FUNCTION complaint.judge_row('1', 'session', 'key2', 'body');
-- his own he may drop, and not make again for another source
DROP TRIGGER complaint_update ON m.own;
CREATE TRIGGER complaint_update AFTER UPDATE ON m.own FOR EACH ROW EXECUTE FUNCTION complaint.judge_update('1');
-- his partitions he may add, as before
CREATE TABLE m.own_1 PARTITION OF m.own FOR VALUES FROM (10) TO (20);
INSERT INTO m.own VALUES ('a', 1, 'one'), ('a', 11, 'one');
RESET SESSION AUTHORIZATION;
SELECT tgrelid::regclass AS relation, string_agg(tgname, ' ' ORDER BY tgname) AS triggers
FROM pg_trigger WHERE tgname LIKE 'complaint%' AND tgrelid::regclass::text LIKE 'm%' GROUP BY tgrelid ORDER BY 1;
SELECT source = :own AS own, session_id, message_id, level FROM complaint.classification ORDER BY source, message_id;
SELECT session_id, state FROM complaint.alert ORDER BY 1;

-- Names with SQL in them ---------------------------------------------------------------------------
CREATE SCHEMA "s'; CREATE TABLE public.pwned (); --";
CREATE TABLE "s'; CREATE TABLE public.pwned (); --"."t"" (x); CREATE TABLE public.pwned (); --" (
	"k'), (1" text, "n"" $1 %I" integer, "b'||(SELECT 1)||'" text, "tag $$; %s" text, PRIMARY KEY ("k'), (1", "n"" $1 %I")) PARTITION BY RANGE ("n"" $1 %I");
CREATE TABLE "s'; CREATE TABLE public.pwned (); --"."p'%s" PARTITION OF "s'; CREATE TABLE public.pwned (); --"."t"" (x); CREATE TABLE public.pwned (); --" DEFAULT;
SELECT complaint.attach(c.oid::regclass, session => 'k''), (1', body => 'b''||(SELECT 1)||''', tags => '{"tag $$; %s"}', ruleset => 'mine', count_messages => true, apply => true) AS named
FROM pg_class AS c WHERE relname LIKE 't"%' AND relkind = 'p' \gset
INSERT INTO "s'; CREATE TABLE public.pwned (); --"."t"" (x); CREATE TABLE public.pwned (); --" VALUES ('''; CREATE TABLE public.pwned (); --', 1, 'four', '$$');
CREATE TABLE "s'; CREATE TABLE public.pwned (); --"."q""%I" (LIKE "s'; CREATE TABLE public.pwned (); --"."p'%s");
SELECT relation, columns FROM complaint.sources WHERE source = :named;
SELECT e.session_id, e.body FROM complaint.alert AS a, complaint.evidence(a.alert) AS e WHERE a.source = :named;
SELECT count(*) FROM complaint.sessions WHERE source = :named;
SELECT count(*) AS wrong FROM complaint.verify(deep => true);
TRUNCATE "s'; CREATE TABLE public.pwned (); --"."p'%s";
SELECT complaint.detach(relation) FROM complaint.sources WHERE source = :named;
SELECT complaint.create_conversation('x (); CREATE TABLE public.pwned (); --');
SELECT complaint.create_conversation('"x"" (); CREATE TABLE public.pwned (); --"') > 0 AS made;
SELECT to_regclass('public.pwned') AS pwned;

-- Arguments with SQL in them, in each text argument of each function in turn ---------------------------
CREATE FUNCTION harmless(type regtype) RETURNS text LANGUAGE sql AS $$
	SELECT coalesce((SELECT literal FROM (VALUES
		('text', '''x'''), ('text[]', '''{x}'''), ('integer', '1'), ('bigint', '1'), ('smallint', '1'), ('boolean', 'false'),
		('uuid', '''00000000-0000-0000-0000-000000000000'''), ('regclass', '''public.chat'''), ('regrole', '''regress_mallory'''),
		('timestamp with time zone', 'pg_catalog.now()'), ('interval', '''1 day'''), ('jsonb', '''{}'''),
		('record', '''(a,1,ann,four)''::public.chat'), ('pg_snapshot', '''1:1:'''), ('xid8', '''1'''), ('complaint.pattern', '''''''x'''''''),
		('complaint.classification', 'NULL'), ('complaint.alert', 'NULL')) AS v(name, literal)
		WHERE v.name = $1::text), 'NULL')
$$;
DO $do$
DECLARE
	f record;
	word text;
	calls integer := 0;
	bad integer := 0;
	arguments text;
BEGIN
	FOR f IN SELECT p.oid, p.proname, p.proargtypes::oid[] AS types, a.place
			 FROM pg_proc AS p, generate_series(0, p.pronargs - 1) AS a(place)
			 WHERE p.pronamespace = 'complaint'::regnamespace AND p.proargtypes[a.place] IN ('text'::regtype, 'text[]'::regtype)
				AND p.proname NOT IN ('start_worker', 'stop_worker') AND p.prokind = 'f' LOOP
		FOREACH word IN ARRAY ARRAY['x''; CREATE TABLE public.pwned (); --', 'x"; CREATE TABLE public.pwned (); --',
				'x'')); CREATE TABLE public.pwned (); --', '$$; CREATE TABLE public.pwned (); --', 'x\''; CREATE TABLE public.pwned (); --',
				'public.chat; CREATE TABLE public.pwned (); --', '%s %I %L $1 {"a"', repeat('(', 100000)] LOOP
			SELECT string_agg(CASE WHEN t.place = f.place + 1
					THEN CASE WHEN t.type = 'text'::regtype THEN quote_literal(word) ELSE format('ARRAY[%L]', word) END
					ELSE harmless(t.type::regtype) END || '::' || CASE t.type WHEN 'record'::regtype THEN 'public.chat' ELSE format_type(t.type, NULL) END,
				', ' ORDER BY t.place) INTO arguments
			FROM unnest(f.types) WITH ORDINALITY AS t(type, place);
			BEGIN
				calls := calls + 1;
				BEGIN
					EXECUTE format('SELECT * FROM complaint.%I(%s)', f.proname, arguments);
				EXCEPTION WHEN OTHERS THEN
					IF SQLSTATE LIKE 'XX%' OR SQLSTATE IN ('42601', '54001') THEN
						RAISE WARNING '%: % %', f.oid::regprocedure, SQLSTATE, left(SQLERRM, 100);
					END IF;
				END;
				IF to_regclass('public.pwned') IS NOT NULL THEN
					bad := bad + 1;
					RAISE WARNING '% runs what it is told', f.oid::regprocedure;
				END IF;
				RAISE EXCEPTION 'undo' USING ERRCODE = 'ZZ001';
			EXCEPTION WHEN SQLSTATE 'ZZ001' THEN NULL;
			END;
		END LOOP;
	END LOOP;
	RAISE WARNING 'enough calls: %, bad: %', calls > 500, bad;
END $do$;

-- Objects that shadow the catalog's, first in the search_path of a superuser ---------------------------
SET SESSION AUTHORIZATION regress_mallory;
CREATE TABLE m.trap (who text, what text);
CREATE FUNCTION m.caught(what text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO m.trap VALUES (pg_catalog.current_setting('role'), what);
	RETURN true;
END $$;
CREATE FUNCTION m.eq2(oid, oid) RETURNS boolean LANGUAGE sql AS 'SELECT m.caught(''= oid'')';
CREATE OPERATOR m.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = m.eq2);
CREATE FUNCTION m.eq2(name, name) RETURNS boolean LANGUAGE sql AS 'SELECT m.caught(''= name'')';
CREATE OPERATOR m.= (LEFTARG = name, RIGHTARG = name, FUNCTION = m.eq2);
CREATE FUNCTION m.eq2(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT m.caught(''= text'')';
CREATE OPERATOR m.= (LEFTARG = text, RIGHTARG = text, FUNCTION = m.eq2);
CREATE OPERATOR m.<> (LEFTARG = text, RIGHTARG = text, FUNCTION = m.eq2);
CREATE FUNCTION m.cat(text, text) RETURNS text LANGUAGE sql AS 'SELECT CASE WHEN m.caught(''||'') THEN $1 END';
CREATE OPERATOR m.|| (LEFTARG = text, RIGHTARG = text, FUNCTION = m.cat);
CREATE FUNCTION m.format(text, VARIADIC text[]) RETURNS text LANGUAGE sql AS 'SELECT CASE WHEN m.caught(''format'') THEN $1 END';
CREATE FUNCTION m.quote_ident(text) RETURNS text LANGUAGE sql AS 'SELECT CASE WHEN m.caught(''quote_ident'') THEN $1 END';
CREATE FUNCTION m.parse_ident(text) RETURNS text[] LANGUAGE sql AS 'SELECT CASE WHEN m.caught(''parse_ident'') THEN ARRAY[$1] END';
CREATE FUNCTION m.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT CASE WHEN m.caught(''now'') THEN pg_catalog.now() END';
CREATE FUNCTION m.nextval(regclass) RETURNS bigint LANGUAGE sql AS 'SELECT CASE WHEN m.caught(''nextval'') THEN 1::pg_catalog.int8 END';
CREATE FUNCTION m.count(anyelement) RETURNS bigint LANGUAGE sql AS 'SELECT CASE WHEN m.caught(''count'') THEN 1::pg_catalog.int8 END';
CREATE DOMAIN m.text AS pg_catalog.text CHECK (m.caught('text'));
CREATE DOMAIN m.int8 AS pg_catalog.int8 CHECK (m.caught('int8'));
CREATE DOMAIN m.regclass AS pg_catalog.regclass CHECK (m.caught('regclass'));
CREATE TABLE m.pg_class (oid oid);
CREATE TABLE m.source (source integer);
GRANT ALL ON ALL TABLES IN SCHEMA m TO PUBLIC;
RESET SESSION AUTHORIZATION;
SET search_path = m, pg_catalog, public;
CREATE SCHEMA side;
SELECT complaint.create_conversation('side.talk') > 0 AS made;
INSERT INTO side.talk (session_id, message_id, agent_id, body) VALUES ('t', 1, 'ann', 'I will report you to the ombudsman.');
SELECT complaint.detach('side.talk');
SELECT pg_catalog.count(v.level) FROM complaint.classify('four', 'mine') AS v;
SELECT pg_catalog.count(v.problem) AS wrong FROM complaint.verify(deep => true) AS v;
SELECT complaint.clone('mine', 'copy');
SELECT complaint.run_due() >= 0 AS ran;
SELECT pg_catalog.count(e.event) > 0 AS events FROM complaint.events(NULL) AS e;
SELECT complaint.grant_agent_app('regress_mallory', '{ann}');
SELECT complaint.revoke_grants('regress_mallory');
SELECT pg_catalog.count(e.body) > 0 AS evidence FROM complaint.alert AS a, complaint.evidence(a.alert) AS e;
SELECT complaint.acknowledge(a.alert, 'ann') FROM complaint.alert AS a WHERE a.session_id OPERATOR(pg_catalog.=) 't' AND a.policy OPERATOR(pg_catalog.=) 'critical';
SELECT complaint.act_as(NULL), complaint.compact_changes() >= 0;
RESET search_path;
TABLE m.trap;

-- An author of rules who turns the checks off that any role can turn off ------------------------------
CREATE ROLE regress_author;
SELECT complaint.grant_author('regress_author');
SET SESSION AUTHORIZATION regress_author;
SET check_function_bodies = off;
INSERT INTO complaint.alert_policy (policy, min_level, harms, types, sources, hours, escalate_after, auto_resolve, ladder, recipients, tags, description) VALUES
	('hostile', 1, '{nothing}', NULL, NULL, 'no_such_hours', '1 second', '1 second', ARRAY[repeat('x', 10000), '@', ' '], ARRAY[repeat('y', 10000), '@', E'\n', '@agent'], NULL, repeat('d', 100000)),
	('hostile_type', 1, NULL, '{no.such.type}', NULL, NULL, NULL, NULL, DEFAULT, DEFAULT, NULL, NULL),
	('hostile_source', 1, NULL, NULL, '{-2147483648,2147483647}', NULL, NULL, NULL, DEFAULT, '{}', '{"": ""}', NULL);
INSERT INTO complaint.alert_policy (policy, scope, min_level, time_window, threshold, cooldown, max_lateness) VALUES
	('hostile_all', 'all', 0, '366 days', 1000000, '366 days', '36600 days');
INSERT INTO complaint.business_hours (hours, day, opens, closes) SELECT 'sliver', 1, '00:00'::time + n * interval '2 microseconds', '00:00'::time + n * interval '2 microseconds' + interval '1 microsecond' FROM generate_series(0, 300) AS n;
INSERT INTO complaint.alert_policy (policy, min_level, hours, escalate_after) VALUES ('hostile_hours', 1, 'sliver', '366 days');
INSERT INTO complaint.type (type, parent) VALUES ('x', NULL);
INSERT INTO complaint.harm (harm) VALUES ('x');
INSERT INTO complaint.entity (ruleset, entity, kind, reach, direction) VALUES ('mine', 'h', 'negation', 100, 'both'), ('mine', 'q', 'question', NULL, 'both');
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('mine', 'h', repeat('a ', 99) || 'a'), ('mine', 'h', repeat('投', 200)), ('mine', 'q', U&'\202E' || 'q' || U&'\202C');
INSERT INTO complaint.rule (ruleset, rule, pattern, level, type, harm, weight) VALUES
	('mine', E'x''; DROP TABLE chat; --', '{not.there} | ''four''', 1, 'x', 'x', 1000000),
	('mine', 'deep', (repeat('(', 30) || '''four''' || repeat(')', 30))::complaint.pattern, 1, NULL, NULL, 0);
INSERT INTO complaint.rule (ruleset, rule, pattern, level, type, harm, weight) VALUES
	('mine', 'near', '''four'' near/20 (''five'' near/20 (''six'' near/20 {h}))', 1, NULL, NULL, 'NaN');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('mine', 'near', '''four'' near/20 (''five'' near/20 (''six'' near/20 {h}))', 1);
INSERT INTO complaint.rule_test (ruleset, body, level, harms) VALUES ('mine', repeat('x', 2000), 4, '{x}');
SELECT body = repeat('x', 2000) AS failed FROM complaint.test_ruleset('mine');
-- not what is the owner's
ALTER TABLE complaint.rule DISABLE TRIGGER USER;
CREATE TRIGGER mine AFTER INSERT ON complaint.rule FOR EACH ROW EXECUTE FUNCTION m.caught();
INSERT INTO complaint.source DEFAULT VALUES;
UPDATE complaint.rule SET level = 1 WHERE ruleset = 'default';
SELECT count(*) FROM complaint.classification;
RESET SESSION AUTHORIZATION;
RESET check_function_bodies;
-- the chat goes on, and everything is settled and said
\c -
\set VERBOSITY terse
SET client_min_messages = warning;
INSERT INTO chat VALUES ('h', 1, 'ann', 'four'), ('h', 2, '@admin', 'one'), ('h', 3, E'''; DROP TABLE chat; --\n', 'four');
SELECT complaint.run_due('2031-01-01') >= 0 AS ran;
SELECT message_id, level, harms, type, cardinality(rules) AS rules FROM complaint.classification WHERE session_id = 'h' ORDER BY 1;
SELECT count(*) AS unsettled FROM complaint.unsettled;
SELECT policy, state, agent FROM complaint.alert WHERE session_id = 'h' ORDER BY policy COLLATE "C";
SELECT * FROM complaint.verify(deep => true) WHERE problem <> 'stale';

-- Patterns that are huge or deep ------------------------------------------------------------------------
SET statement_timeout = '10s';
CREATE FUNCTION taken(pattern text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pattern::complaint.pattern;
	RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLSTATE;
END $$;
SELECT what, taken(pattern) FROM (VALUES
	('open', repeat('(', 1000000)), ('nested', repeat('(', 100000) || '''a''' || repeat(')', 100000)),
	('not', repeat('!', 1000000) || '''a'''), ('and', repeat('''a'' & ', 100000) || '''a'''), ('near', repeat('''a'' near/1 ', 10000) || '''a'''),
	('count', repeat('count(', 100000)), ('of', repeat('1 of (', 100000)), ('term', '''' || repeat('a', 1000000) || ''''),
	('entity', '{' || repeat('a.', 500000) || 'a}'), ('number', 'length < ' || repeat('9', 100000)), ('blank', repeat(' ', 1000000)),
	('nested regex', '''a'' & /' || repeat('(?:', 1000) || 'a' || repeat(')', 1000) || '/'), ('brackets', '''a'' & /' || repeat('[', 200) || '/'),
	('bounds', '''a'' & /(?:(?:a{1,9}){1,9}){1,9}/'), ('look-ahead', '''a'' & /(?=a)/'), ('back-reference', '''a'' & /(a)\1/')) AS p(what, pattern);
-- expressions that take the server long to compile
SELECT regex, taken('''a'' & /' || regex || '/') FROM unnest(ARRAY['(\w?){90}[a-z]{2}y[^a]b?d', '(?:a?){90}a', '(?:a*b*c*d*e*){18}z', '(?:a|b)*a(?:a|b){90}z', '.{0,85}z']) AS r(regex);
-- the dearest of those that are taken, which a random search found, each twenty times, on texts that they like least
INSERT INTO complaint.ruleset (ruleset) VALUES ('dear');
INSERT INTO complaint.rule (ruleset, rule, pattern, level)
	SELECT 'dear', n || regex, ('(''a'' | ''ab'') & /' || regex || '/')::complaint.pattern, 1
	FROM unnest(ARRAY['(\w?){30}zq', '(?:.*a){40}zq', '(?:a|b)*a(?:a|b){9}zq', '(?:[ab]*[bc]*){6}zq']) AS r(regex), generate_series(1, 20) AS n;
SELECT v.level, v.truncated IS NOT NULL AS judged FROM unnest(ARRAY[repeat('a', 65000), repeat('a ', 32000), repeat('ab', 32000), repeat(repeat('a', 30) || ' ', 2100)]) AS t(body), complaint.classify(t.body, 'dear') AS v;
SELECT length(complaint.mask(repeat(word, 20000))) > 0 AS masked FROM unnest('{3天,$1,1,￥1,a@b.c,x@,http://a.b@}'::text[]) AS w(word);
RESET statement_timeout;

SELECT to_regclass('public.pwned') AS pwned, to_regclass('public.chat') AS chat;
\set VERBOSITY default
DROP SCHEMA m CASCADE;
DROP OWNED BY regress_mallory, regress_author;
DROP ROLE regress_mallory, regress_author;
