-- The definition tables: what they accept, what they refuse and how they say
-- it; shipped rows; references from patterns to entities; cloning; tests.
\set VERBOSITY default
\set SHOW_CONTEXT never

SELECT level, name FROM complaint.level ORDER BY level;

-- names
\set VERBOSITY terse
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine'), ('我的 rules');
INSERT INTO complaint.ruleset (ruleset) VALUES ('');
INSERT INTO complaint.ruleset (ruleset) VALUES (' x');
INSERT INTO complaint.ruleset (ruleset) VALUES (E'a\nb');
INSERT INTO complaint.ruleset (ruleset) VALUES (repeat('x', 65));
INSERT INTO complaint.entity (ruleset, entity) VALUES ('mine', 'regulator'), ('mine', 'product.card'), ('mine', 'product.loan'), ('mine', 'anger');
INSERT INTO complaint.entity (ruleset, entity) VALUES ('mine', 'Regulator');
INSERT INTO complaint.entity (ruleset, entity) VALUES ('mine', 'a..b');
INSERT INTO complaint.entity (ruleset, entity) VALUES ('none', 'a');
INSERT INTO complaint.entity (ruleset, entity, kind) VALUES ('mine', 'a', 'odd');
INSERT INTO complaint.entity (ruleset, entity) VALUES ('mine', 'money');
-- reach and direction are those of a scope
INSERT INTO complaint.entity (ruleset, entity, kind, reach, direction) VALUES
	('mine', 'not', 'negation', NULL, 'forward'), ('mine', 'whether', 'hypothesis', 100, 'both'), ('mine', 'asks', 'question', 1, 'backward'),
	('mine', 'past', 'history', 8, 'both'), ('mine', 'says', 'quote', NULL, 'forward'), ('mine', 'but', 'terminator', NULL, 'forward'),
	('mine', 'not_only', 'pseudo', NULL, 'forward');
INSERT INTO complaint.entity (ruleset, entity, kind, reach) VALUES ('mine', 'a', 'negation', 0);
INSERT INTO complaint.entity (ruleset, entity, kind, reach) VALUES ('mine', 'a', 'negation', 101);
INSERT INTO complaint.entity (ruleset, entity, kind, reach) VALUES ('mine', 'a', 'class', 5);
INSERT INTO complaint.entity (ruleset, entity, kind, direction) VALUES ('mine', 'a', 'terminator', 'both');
INSERT INTO complaint.entity (ruleset, entity, kind, direction) VALUES ('mine', 'a', 'negation', 'up');
INSERT INTO complaint.type (type, parent) VALUES ('x', NULL), ('x.y', 'x');
INSERT INTO complaint.type (type, parent) VALUES ('x.z', NULL);
INSERT INTO complaint.type (type, parent) VALUES ('q.z', 'q');
INSERT INTO complaint.harm (harm) VALUES ('my_harm');
INSERT INTO complaint.harm (harm) VALUES ('My harm');

\set VERBOSITY default

-- there can be 32 harms
INSERT INTO complaint.harm (harm) SELECT 'h' || i FROM generate_series(1, 32) AS i;

-- terms
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('mine', 'regulator', 'ombudsman'), ('mine', 'regulator', '银保监会'), ('mine', 'anger', 'furious');
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('mine', 'regulator', ' x');
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('mine', 'regulator', '?!');
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('mine', 'regulator', E'a\tb');
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('mine', 'regulator', repeat('x', 201));
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('mine', 'nobody', 'x');
INSERT INTO complaint.term (ruleset, entity, term, language) VALUES ('mine', 'anger', 'x', 'English');
INSERT INTO complaint.term (ruleset, entity, term, match) VALUES ('mine', 'anger', 'x', '3');
-- not every term can be looked for in every way
INSERT INTO complaint.term (ruleset, entity, term, match) VALUES ('mine', 'anger', 'angry', 'sound');
SELECT term, array_agg(match ORDER BY n) FILTER (WHERE complaint.term_can_match(term, match)) AS can
	FROM unnest(ARRAY['生气', '气', '生气2', '生气了*', 'angry', 'mad', 'very angry', 'disappointed', 'angr*']) AS term,
		unnest(ARRAY['word', 'sound', '1', '2']) WITH ORDINALITY AS m (match, n)
	GROUP BY term ORDER BY term COLLATE "C";

-- rules
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'threat', '{regulator}', 4);
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'bad pattern', '{regulator', 4);
INSERT INTO complaint.rule (ruleset, rule, pattern) VALUES ('mine', 'nothing', '{regulator}');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'level', '{regulator}', 0);
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'level', '{regulator}', 7);
INSERT INTO complaint.rule (ruleset, rule, pattern, type) VALUES ('mine', 'type', '{regulator}', 'no.such');
INSERT INTO complaint.rule (ruleset, rule, pattern, harm) VALUES ('mine', 'harm', '{regulator}', 'no_such');
INSERT INTO complaint.rule (ruleset, rule, pattern, effect) VALUES ('mine', 'effect', '{regulator}', 'double');
INSERT INTO complaint.rule (ruleset, rule, pattern, effect, level) VALUES ('mine', 'effect', '{regulator}', 'raise', 2);
INSERT INTO complaint.rule (ruleset, rule, pattern, effect, raise_to) VALUES ('mine', 'effect', '{regulator}', 'raise', 5);
INSERT INTO complaint.rule (ruleset, rule, pattern, effect, raise_to) VALUES ('mine', 'effect', '{regulator}', 'lower', 2);
INSERT INTO complaint.rule (ruleset, rule, pattern, level, raise_to) VALUES ('mine', 'effect', '{regulator}', 2, 4);
INSERT INTO complaint.rule (ruleset, rule, pattern, level, weight) VALUES ('mine', 'weight', '{regulator}', 2, 'NaN');

-- a rule cannot name an entity that its set does not have
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'unknown', '''a'' & {regulater}', 4);
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'unknown', '''钱'' & {product.cart}', 4);
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'unknown', '{weather.*}', 4);
UPDATE complaint.rule SET pattern = '{x}' WHERE ruleset = 'mine' AND rule = 'threat';
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('我的 rules', 'other set', '{regulator}', 4);
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'product', '{product.*} & {anger}', 2);

-- except where a restore says so
SET check_function_bodies = off;
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'restored', '{later}', 4);
BEGIN;
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('mine', 'later', 'x');
SHOW session_replication_role;
COMMIT;
-- which is for the owner of the tables only
CREATE ROLE regress_complaint_author;
GRANT USAGE ON SCHEMA complaint TO regress_complaint_author;
GRANT INSERT ON complaint.term TO regress_complaint_author;
SET ROLE regress_complaint_author;
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('mine', 'later', 'y');
RESET ROLE;
DROP OWNED BY regress_complaint_author;
DROP ROLE regress_complaint_author;
RESET check_function_bodies;
SELECT level FROM complaint.classify('furious x', 'mine');
DELETE FROM complaint.rule WHERE rule = 'restored';
DELETE FROM complaint.term WHERE entity = 'later';

-- nor can an entity go that a rule of its set names
DELETE FROM complaint.entity WHERE ruleset = 'mine' AND entity = 'regulator';
UPDATE complaint.entity SET entity = 'authority' WHERE ruleset = 'mine' AND entity = 'regulator';
-- of those below a name, all but the last one can
DELETE FROM complaint.entity WHERE ruleset = 'mine' AND entity = 'product.card';
DELETE FROM complaint.entity WHERE ruleset = 'mine' AND entity = 'product.loan';
-- both together can be changed in one transaction
BEGIN;
SET CONSTRAINTS complaint.rule_entities_exist, complaint.entity_is_unused DEFERRED;
UPDATE complaint.entity SET entity = 'authority' WHERE ruleset = 'mine' AND entity = 'regulator';
UPDATE complaint.rule SET pattern = '{authority}' WHERE ruleset = 'mine' AND rule = 'threat';
COMMIT;
BEGIN;
SET CONSTRAINTS complaint.rule_entities_exist, complaint.entity_is_unused DEFERRED;
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'mistake', '{x}', 4);
DELETE FROM complaint.rule WHERE ruleset = 'mine' AND rule = 'mistake';
DELETE FROM complaint.entity WHERE ruleset = 'mine' AND entity = 'authority';
COMMIT;
SELECT entity, (SELECT array_agg(term ORDER BY term) FROM complaint.term AS t WHERE t.ruleset = e.ruleset AND t.entity = e.entity)
	FROM complaint.entity AS e WHERE ruleset = 'mine' ORDER BY entity;

-- the shipped rows are read-only
INSERT INTO complaint.entity (ruleset, entity) VALUES ('default', 'mine');
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('default', 'mine', 'x');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('default', 'mine', '''a''', 2);
INSERT INTO complaint.rule_test (ruleset, body, level) VALUES ('default', 'x', 2);
UPDATE complaint.rule SET enabled = false WHERE ruleset = 'default';
UPDATE complaint.ruleset SET ruleset = 'theirs' WHERE ruleset = 'default';
UPDATE complaint.ruleset SET ruleset = 'default' WHERE ruleset = 'mine';
DELETE FROM complaint.ruleset WHERE ruleset = 'default';
TRUNCATE complaint.rule;
SET client_min_messages = warning;
TRUNCATE complaint.ruleset CASCADE;
UPDATE complaint.harm SET description = 'x' WHERE harm = 'fraud';
DELETE FROM complaint.harm WHERE harm = 'fraud';
INSERT INTO complaint.harm (harm, shipped) VALUES ('x', true);
UPDATE complaint.harm SET shipped = true WHERE harm = 'my_harm';
INSERT INTO complaint.type (type, shipped) VALUES ('q', true);
TRUNCATE complaint.type CASCADE;
UPDATE complaint.level SET name = 'x' WHERE level = 0;
DELETE FROM complaint.level WHERE level = 0;
TRUNCATE complaint.level CASCADE;
RESET client_min_messages;

-- a set of its own: clone, change, test
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms, comment) VALUES
	('mine', 'I will tell the ombudsman', 4, NULL, '{}', 'regulator named'),
	('mine', 'a furious customer', 0, NULL, NULL, 'no product named'),
	('mine', 'hello', 1, 'x.y', '{my_harm}', 'fails on purpose');
INSERT INTO complaint.rule_test (ruleset, body) VALUES ('mine', 'asks nothing');
INSERT INTO complaint.rule_test (ruleset, body, harms) VALUES ('mine', 'null harm', '{NULL}');
SELECT body, expected_level, level, expected_type, type, expected_harms, harms, rules, comment FROM complaint.test_ruleset('mine');
INSERT INTO complaint.term (ruleset, entity, term, match) VALUES ('mine', 'anger', '他妈', 'word'), ('mine', 'authority', '银监会', 'sound'), ('mine', 'authority', 'financial', '1');
INSERT INTO complaint.rule (ruleset, rule, pattern, effect, raise_to) VALUES ('mine', 'worse', '''worse''', 'raise', 4);
SELECT complaint.clone('mine', 'second');
-- with all that can be said of them
SELECT entity, kind, reach, direction FROM complaint.entity WHERE ruleset = 'second' AND (reach IS NOT NULL OR direction <> 'forward') ORDER BY entity COLLATE "C";
SELECT entity, term, match FROM complaint.term WHERE ruleset = 'second' AND match IS NOT NULL ORDER BY entity COLLATE "C", term COLLATE "C";
SELECT rule, effect, raise_to FROM complaint.rule WHERE ruleset = 'second' AND raise_to IS NOT NULL;
SELECT body FROM complaint.test_ruleset('second');
SELECT (complaint.classify('', 'second')).revision = (complaint.classify('', 'mine')).revision AS same_content_same_revision;
SELECT complaint.clone('mine', 'second');
SELECT complaint.clone('no such', 'third');
-- without an argument it is the default set that is tested
SELECT count(*) FROM complaint.test_ruleset() WHERE expected_level = level AND expected_type = type AND expected_harms = harms;

-- a set is renamed and deleted as a whole
UPDATE complaint.ruleset SET ruleset = 'renamed' WHERE ruleset = 'second';
SELECT r.rule, r.pattern FROM complaint.rule AS r WHERE ruleset = 'renamed' ORDER BY rule;
DELETE FROM complaint.ruleset WHERE ruleset = 'renamed';
SELECT count(*) FROM complaint.rule WHERE ruleset IN ('second', 'renamed');

-- what is the user's is dumped, what is shipped is not
SELECT extconfig.relation::regclass, condition
	FROM pg_extension, unnest(extconfig, extcondition) AS extconfig (relation, condition)
	WHERE extname = 'complaint' AND extconfig.relation::regclass::text ~ '^complaint[.](level|harm|type|ruleset|entity|term|rule|rule_test)$'
	ORDER BY relation::regclass::text COLLATE "C";

-- hostile names in the search path change nothing
CREATE SCHEMA evil;
CREATE FUNCTION evil.starts_with(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT 1/0 = 1';
CREATE FUNCTION evil.eq(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT 1/0 = 1';
CREATE OPERATOR evil.= (LEFTARG = text, RIGHTARG = text, FUNCTION = evil.eq);
SET search_path = evil, pg_catalog;
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'evil', '{anger}', 2);
SELECT complaint.clone('mine', 'from evil');
SELECT level FROM complaint.classify('furious', 'from evil');
RESET search_path;
DROP SCHEMA evil CASCADE;

-- everything of ours has a comment
SELECT pg_describe_object(classid, objid, 0) FROM pg_depend AS d
	WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
		AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'complaint')
		AND classid IN ('pg_class'::regclass, 'pg_proc'::regclass)
		AND pg_describe_object(classid, objid, 0) ~ '(pattern|ruleset|entity|term|rule|definition|classify|explain|clone|harm|level|type)'
		AND obj_description(objid, classid::regclass::name) IS NULL
	ORDER BY 1;
