-- What CREATE EXTENSION leaves, and that DROP EXTENSION leaves nothing of it.
\set SHOW_CONTEXT never
CREATE VIEW now AS
	SELECT 'schema' AS kind, n.oid, n.nspname::text AS name FROM pg_namespace AS n WHERE n.nspname !~ '^pg_(temp|toast_temp)'
	UNION ALL SELECT 'relation', c.oid, c.relname::text FROM pg_class AS c
	UNION ALL SELECT 'type', t.oid, t.typname::text FROM pg_type AS t
	UNION ALL SELECT 'function', p.oid, p.proname::text FROM pg_proc AS p
	UNION ALL SELECT 'operator', o.oid, o.oprname::text FROM pg_operator AS o
	UNION ALL SELECT 'opclass', o.oid, o.opcname::text FROM pg_opclass AS o
	UNION ALL SELECT 'opfamily', o.oid, o.opfname::text FROM pg_opfamily AS o
	UNION ALL SELECT 'cast', c.oid, 'cast' FROM pg_cast AS c
	UNION ALL SELECT 'constraint', c.oid, c.conname::text FROM pg_constraint AS c
	UNION ALL SELECT 'trigger', t.oid, t.tgname::text FROM pg_trigger AS t
	UNION ALL SELECT 'event trigger', e.oid, e.evtname::text FROM pg_event_trigger AS e
	UNION ALL SELECT 'rule', r.oid, r.rulename::text FROM pg_rewrite AS r
	UNION ALL SELECT 'default', d.oid, 'default' FROM pg_attrdef AS d
	UNION ALL SELECT 'policy', p.oid, p.polname::text FROM pg_policy AS p;
CREATE TABLE before AS TABLE now;
CREATE ROLE regress_installed;
CREATE EXTENSION complaint;

-- Every object is explained
SELECT d.classid::regclass AS catalog, pg_describe_object(d.classid, d.objid, 0) AS without_comment
FROM pg_depend AS d JOIN pg_extension AS e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND e.extname = 'complaint'
WHERE d.deptype = 'e' AND obj_description(d.objid, d.classid::regclass::text) IS NULL
	-- these belong to one that is
	AND d.classid::regclass::text NOT IN ('pg_opclass', 'pg_opfamily', 'pg_cast')
	AND NOT (d.classid = 'pg_type'::regclass AND EXISTS (SELECT FROM pg_type AS t WHERE t.oid = d.objid AND (t.typrelid <> 0 OR t.typelem <> 0)))
	AND NOT (d.classid = 'pg_namespace'::regclass)
ORDER BY 1, 2;

-- Whatever runs as its owner, and whatever is read again when it runs, has a search_path of its own;
-- one makes a table where its caller would, and names all else
SELECT p.oid::regprocedure AS without_path
FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang
WHERE p.pronamespace = 'complaint'::regnamespace AND p.prosqlbody IS NULL AND (p.prosecdef OR l.lanname <> 'c')
	AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (p.proconfig), false)
ORDER BY p.oid::regprocedure::text COLLATE "C";
-- what runs as its owner is closed to all; one says as whom they act themselves
SELECT p.oid::regprocedure AS open_to_all FROM pg_proc AS p
WHERE p.pronamespace = 'complaint'::regnamespace AND p.prosecdef AND has_function_privilege('regress_installed', p.oid, 'EXECUTE')
ORDER BY p.oid::regprocedure::text COLLATE "C";
-- nothing in the schema is anybody's but its owner's
SELECT c.oid::regclass AS granted FROM pg_class AS c WHERE c.relnamespace = 'complaint'::regnamespace AND c.relacl IS NOT NULL
	AND EXISTS (SELECT FROM aclexplode(c.relacl) AS a WHERE a.grantee <> c.relowner);

-- In use, with grants, an attached table and partitions
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'four', '''four''', 4);
CREATE TABLE chat (s text, n integer, body text, PRIMARY KEY (s, n)) PARTITION BY RANGE (n);
CREATE TABLE chat_0 PARTITION OF chat DEFAULT;
SELECT complaint.attach('chat', session => 's', body => 'body', ruleset => 'mine') > 0 AS attached;
INSERT INTO chat VALUES ('a', 1, 'four');
SELECT complaint.grant_supervisor('regress_installed');
SELECT count(*) FROM complaint.alert;

SET client_min_messages = warning;
\set VERBOSITY terse
DROP EXTENSION complaint;		-- the triggers of attached tables are in the way, told in any order
\set VERBOSITY default
DROP EXTENSION complaint CASCADE;
RESET client_min_messages;
INSERT INTO chat VALUES ('a', 2, 'four');
SELECT n, body FROM chat ORDER BY n;
DROP TABLE chat;
-- the schema, as every extension's own, which holds nothing but the rights that it gave
DROP SCHEMA complaint;
SELECT now.kind, now.name FROM now LEFT JOIN before USING (kind, oid)
WHERE before.oid IS NULL AND now.name NOT IN ('before', '_before', 'now', '_now', '_RETURN')
	AND now.name NOT IN ('pg_toast_' || 'before'::regclass::oid, 'pg_toast_' || 'before'::regclass::oid || '_index')
ORDER BY 1, 2;
DROP ROLE regress_installed;
-- and can be had again
CREATE EXTENSION complaint;
SELECT count(*) FROM complaint.alert;
