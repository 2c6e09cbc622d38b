-- What applications, supervisors, analysts and authors may do, and that they
-- may do no more.
\set SHOW_CONTEXT never

INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'one', '''one''', 1), ('mine', 'four', '''four''', 4);
CREATE TABLE chat (s text, n integer, agent text, body text, PRIMARY KEY (s, n));
CREATE TABLE mail (s text, n integer, agent text, body text, PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', agent => 'agent', ruleset => 'mine') AS chat,
	complaint.attach('mail', session => 's', body => 'body', agent => 'agent', ruleset => 'mine') AS mail \gset
INSERT INTO complaint.alert_policy (policy, min_level, threshold, sources, recipients, severity) VALUES ('pool', 1, 1, ARRAY[:mail], '{@cards}', 3);
INSERT INTO complaint.alert_policy (policy, min_level, threshold, mode) VALUES ('tried', 1, 1, 'shadow');

CREATE ROLE regress_app;
CREATE ROLE regress_any_app;
CREATE ROLE regress_zoe;
CREATE ROLE regress_boss;
CREATE ROLE regress_analyst;
CREATE ROLE regress_author;
CREATE ROLE regress_trusted;
CREATE ROLE regress_nobody;
SELECT complaint.grant_agent_app('regress_app', '{ann,bob,@cards}'), complaint.grant_agent_app('regress_any_app'), complaint.grant_agent_app('regress_zoe', '{zoe,regress_zoe}'),
	complaint.grant_supervisor('regress_boss'), complaint.grant_analyst('regress_analyst'), complaint.grant_author('regress_author');
SELECT role, kind, agents FROM complaint.app_role ORDER BY role::text COLLATE "C";
GRANT USAGE ON SCHEMA complaint TO regress_trusted, regress_nobody;
GRANT EXECUTE ON FUNCTION complaint.acknowledge(uuid, text) TO regress_trusted;

INSERT INTO chat VALUES ('a', 1, 'ann', 'four'), ('b', 1, 'bob', 'four'), ('z', 1, 'zoe', 'four'), ('n', 1, NULL, 'four');
INSERT INTO mail VALUES ('m', 1, NULL, 'one'), ('o', 1, NULL, 'one');
-- ids that are the same each time
UPDATE complaint.alert SET alert = md5(session_id || policy)::uuid;
UPDATE complaint.alert_message AS m SET alert = a.alert FROM complaint.alert AS a, complaint.episode AS e
	WHERE e.alert = m.alert AND a.key = e.key AND a.source = e.source AND a.policy = e.policy;
UPDATE complaint.event AS v SET alert = a.alert FROM complaint.alert AS a, complaint.episode AS e
	WHERE e.alert = v.alert AND a.key = e.key AND a.source = e.source AND a.policy = e.policy;
UPDATE complaint.episode AS e SET alert = a.alert FROM complaint.alert AS a
	WHERE a.key = e.key AND a.source = e.source AND a.policy = e.policy;
SELECT session_id, policy, state, agent, recipients FROM complaint.alert WHERE mode = 'live' ORDER BY session_id;
SELECT alert AS ann FROM complaint.alert WHERE session_id = 'a' AND policy = 'critical' \gset
SELECT alert AS bob FROM complaint.alert WHERE session_id = 'b' AND policy = 'critical' \gset
SELECT alert AS zoe FROM complaint.alert WHERE session_id = 'z' AND policy = 'critical' \gset
SELECT alert AS shadow FROM complaint.alert WHERE session_id = 'a' AND policy = 'tried' \gset
SELECT alert AS cards FROM complaint.alert WHERE session_id = 'm' AND policy = 'pool' \gset
\set none '00000000-0000-0000-0000-000000000000'

-- What each kind has, and no more ------------------------------------------------------------------
CREATE VIEW public.may AS
	SELECT r.role, c.relname AS what, string_agg(p.privilege, ' ' ORDER BY p.privilege) AS privileges
	FROM unnest('{regress_app,regress_boss,regress_analyst,regress_author}'::text[]) AS r(role)
	CROSS JOIN pg_class AS c CROSS JOIN unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS p(privilege)
	WHERE c.relnamespace = 'complaint'::regnamespace AND c.relkind IN ('r', 'v') AND has_table_privilege(r.role, c.oid, p.privilege)
	GROUP BY r.role, c.relname;
SELECT role, privileges, string_agg(what, ' ' ORDER BY what) AS tables FROM public.may
WHERE role <> 'regress_analyst' GROUP BY role, privileges ORDER BY 1, 2;
SELECT role, privileges, count(*) = (SELECT count(*) FROM pg_class WHERE relnamespace = 'complaint'::regnamespace AND relkind IN ('r', 'v')) AS on_all
FROM public.may WHERE role = 'regress_analyst' GROUP BY role, privileges;
SELECT r.role, string_agg(p.proname, ' ' ORDER BY p.proname) AS functions
FROM unnest('{regress_app,regress_boss,regress_analyst,regress_author}'::text[]) AS r(role)
JOIN pg_proc AS p ON p.pronamespace = 'complaint'::regnamespace AND has_function_privilege(r.role, p.oid, 'EXECUTE')
	AND NOT has_function_privilege('regress_nobody', p.oid, 'EXECUTE')
GROUP BY r.role ORDER BY 1;
SELECT count(*) AS sequences FROM pg_class AS c, unnest('{regress_app,regress_boss,regress_analyst,regress_author}'::text[]) AS r(role)
WHERE c.relnamespace = 'complaint'::regnamespace AND c.relkind = 'S' AND has_sequence_privilege(r.role, c.oid, 'USAGE, SELECT, UPDATE');

-- An application sees what is its agents' ------------------------------------------------------------
SET SESSION AUTHORIZATION regress_app;
SELECT count(*) AS of_nobody FROM complaint.my_alerts;
BEGIN;
SELECT complaint.act_as('ann');
SELECT policy, session_id, state, severity, level, agent, description FROM complaint.my_alerts;
SELECT kind, session_id, agent FROM complaint.events('ann');
SELECT kind, session_id FROM complaint.events('@cards');
COMMIT;
BEGIN;
SELECT complaint.act_as('bob');
SELECT policy, session_id FROM complaint.my_alerts;
COMMIT;
\set VERBOSITY terse
-- of its agents the one that it acts as, without one all of them
BEGIN;
SELECT complaint.act_as('ann');
SAVEPOINT s;
SELECT * FROM complaint.events('bob');
ROLLBACK TO s;
SELECT * FROM complaint.conversation(:'bob');
ROLLBACK;
SELECT count(*) FROM complaint.events('bob');
SELECT count(*) FROM complaint.evidence(:'bob');
-- and nobody else's
SELECT * FROM complaint.events('zoe');
SELECT * FROM complaint.events('@admin');
SELECT * FROM complaint.events('@supervisor');
SELECT * FROM complaint.events('@loans');
SELECT * FROM complaint.events(NULL);
SELECT * FROM complaint.events('*');
SELECT * FROM complaint.evidence(:'zoe');
SELECT * FROM complaint.evidence(:'shadow');
SELECT * FROM complaint.conversation(:'zoe');
SELECT * FROM complaint.claim('zoe', by => 'ann');
SELECT * FROM complaint.claim('@admin', by => 'ann');
SELECT complaint.evidence(:'ann', true, 'curious');
\set VERBOSITY default
-- what it may not touch and what there is not look the same
SELECT complaint.acknowledge(:'zoe', 'ann');
SELECT complaint.acknowledge(:'none', 'ann');
SELECT complaint.resolve(:'shadow', 'ann');
\set VERBOSITY terse
SELECT complaint.resolve(:'zoe', 'ann');
SELECT complaint.reopen(:'zoe', 'ann');
SELECT complaint.assign(:'zoe', 'ann', 'ann');
SELECT complaint.give_back(:'zoe', 'ann');

-- and works in their names only
SELECT complaint.acknowledge(:'ann');
SELECT complaint.acknowledge(:'ann', 'zoe');
SELECT complaint.acknowledge(:'ann', 'regress_app');
SELECT complaint.acknowledge(:'ann', '@cards');
SELECT complaint.acknowledge(:'ann', '');
SELECT complaint.acknowledge(:'zoe', 'zoe');
BEGIN;
SELECT complaint.act_as('ann');
SELECT complaint.acknowledge(:'ann', 'bob');
ROLLBACK;
BEGIN;
SELECT complaint.act_as('ann');
SELECT complaint.acknowledge(:'bob');
ROLLBACK;
-- what a savepoint took back is gone
BEGIN;
SELECT complaint.act_as('ann');
SAVEPOINT s;
SELECT complaint.act_as('bob');
ROLLBACK TO s;
SELECT complaint.acknowledge(:'bob');
ROLLBACK;
BEGIN;
SELECT complaint.act_as('ann');
SELECT complaint.acknowledge(:'ann');
SELECT state, acknowledged_by FROM complaint.my_alerts;
COMMIT;
RESET SESSION AUTHORIZATION;
SELECT kind, by FROM complaint.event WHERE alert = :'ann' ORDER BY at;

-- A pool ---------------------------------------------------------------------------------------------
SET SESSION AUTHORIZATION regress_app;
BEGIN;
SELECT complaint.act_as('ann');
SELECT session_id, claimed_by FROM complaint.claim('@cards', 2) ORDER BY session_id;
SELECT session_id, severity, claimed_by FROM complaint.my_alerts ORDER BY session_id;
SELECT complaint.give_back(:'cards');
SELECT session_id, severity, claimed_by FROM complaint.my_alerts ORDER BY session_id;
COMMIT;
BEGIN;
SELECT complaint.act_as('bob');
SELECT session_id, claimed_by FROM complaint.claim('@cards', 2);
SELECT complaint.acknowledge(:'cards');
SELECT session_id, severity, acknowledged_by FROM complaint.my_alerts ORDER BY session_id;
SELECT complaint.resolve(:'cards', note => 'done');
COMMIT;
RESET SESSION AUTHORIZATION;

-- Transfer: who gave it away has it no more ------------------------------------------------------------
SET SESSION AUTHORIZATION regress_app;
BEGIN;
SELECT complaint.act_as('ann');
SELECT complaint.assign(:'ann', 'zoe', note => 'your customer');
SELECT session_id FROM complaint.my_alerts;
SELECT complaint.resolve(:'ann');
ROLLBACK;
SELECT complaint.assign_session('chat', 'z', 'ann', 'ann');
SELECT complaint.assign_session('chat', 'new', 'zoe', 'ann');
SELECT complaint.assign_session('chat', 'new', NULL, 'ann');
SELECT complaint.end_session('chat', 'z', 'ann');
SELECT complaint.end_session('chat', 'new', 'ann');
BEGIN;
SELECT complaint.act_as('ann');
SELECT complaint.assign_session('chat', 'b', 'ann');
ROLLBACK;
BEGIN;
SELECT complaint.act_as('ann');
SELECT complaint.assign_session('chat', 'new', 'ann');
SELECT complaint.assign_session('chat', 'a', 'zoe');
SELECT complaint.assign_session('chat', 'a', 'ann');
ROLLBACK;
BEGIN;
SELECT complaint.act_as('ann');
SELECT complaint.end_session('chat', 'a');
SELECT session_id FROM complaint.my_alerts;
ROLLBACK;
RESET SESSION AUTHORIZATION;

-- An application for any agent: pools too, but not the administrators' ------------------------------------
SET SESSION AUTHORIZATION regress_any_app;
BEGIN;
SELECT complaint.act_as('zoe');
SELECT session_id FROM complaint.my_alerts;
SELECT count(*) FROM complaint.evidence(:'zoe');
SELECT count(*) > 0 AS pool FROM complaint.events('@cards');
SELECT complaint.acknowledge(:'bob');
ROLLBACK;
SELECT * FROM complaint.events('@admin');
SELECT * FROM complaint.events('@supervisor');
SELECT * FROM complaint.events(NULL);
-- the alert of no agent goes to nobody but the administrators
SELECT complaint.acknowledge(alert, 'ann') FROM unnest(ARRAY[:'none'::uuid]) AS alert;
RESET SESSION AUTHORIZATION;
SELECT alert AS orphan FROM complaint.alert WHERE session_id = 'n' AND policy = 'critical' \gset
SET SESSION AUTHORIZATION regress_any_app;
SELECT complaint.acknowledge(:'orphan', 'ann');
RESET SESSION AUTHORIZATION;

-- A role for each agent needs no act_as -------------------------------------------------------------------
SET SESSION AUTHORIZATION regress_zoe;
SELECT complaint.acknowledge(:'zoe', 'zoe');
SELECT complaint.resolve(:'zoe');
SELECT complaint.reopen(:'zoe');
RESET SESSION AUTHORIZATION;
SELECT kind, by FROM complaint.event WHERE alert = :'zoe' ORDER BY at;
SELECT complaint.assign(:'zoe', 'regress_zoe');
SET SESSION AUTHORIZATION regress_zoe;
SELECT complaint.acknowledge(:'zoe');
SELECT complaint.assign(:'zoe', 'zoe');
RESET SESSION AUTHORIZATION;
SELECT kind, by FROM complaint.event WHERE alert = :'zoe' ORDER BY at OFFSET 5;

-- Ways around ----------------------------------------------------------------------------------------
SET SESSION AUTHORIZATION regress_app;
SELECT * FROM complaint.alert;
SELECT * FROM complaint.event;
SELECT * FROM complaint.classification;
UPDATE complaint.my_alerts SET state = 'resolved';
DELETE FROM complaint.my_alerts;
SELECT complaint.take(:'zoe', '{open}', 'x', false);
SELECT complaint.finish(:'zoe', 'ann', NULL);
SELECT complaint.hand_over(:'zoe', 'assigned', 'ann', 'ann', NULL);
SELECT complaint.step(:'zoe', 'resolved', 'ann', NULL);
SELECT complaint.silence_alerts('quiet', now() + interval '1 hour');
SELECT complaint.session_rows('chat', 'z', NULL);
SELECT complaint.run_due();
SET row_security = off;
SET transform_null_equals = on;
SELECT count(*) FROM complaint.my_alerts;
RESET transform_null_equals;
RESET row_security;
-- functions that see what they are given, and cost nothing
CREATE FUNCTION pg_temp.leak(alert uuid, agent text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$
BEGIN
	RAISE NOTICE 'seen: %', agent;
	RETURN true;
END $$;
CREATE FUNCTION pg_temp.leaky_equal(text, text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$
BEGIN
	RAISE NOTICE 'seen: %', $1;
	RETURN true;
END $$;
CREATE OPERATOR pg_temp.= (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.leaky_equal);
BEGIN;
SELECT complaint.act_as('bob');
SELECT session_id FROM complaint.my_alerts WHERE pg_temp.leak(alert, agent) AND agent OPERATOR(pg_temp.=) 'zoe';
SELECT max(session_id) FROM complaint.my_alerts AS m WHERE (SELECT pg_temp.leak(m.alert, m.agent));
ROLLBACK;
DROP OPERATOR pg_temp.= (text, text);
DROP FUNCTION pg_temp.leak(uuid, text), pg_temp.leaky_equal(text, text);
RESET SESSION AUTHORIZATION;
-- wrappers: neither do they lend, nor do they borrow
CREATE SCHEMA wrapped;
GRANT USAGE ON SCHEMA wrapped TO PUBLIC;
CREATE FUNCTION wrapped.by_boss(alert uuid, by text) RETURNS void LANGUAGE sql SECURITY DEFINER AS 'SELECT complaint.acknowledge(alert, by)';
CREATE FUNCTION wrapped.by_app(alert uuid, by text) RETURNS void LANGUAGE sql SECURITY DEFINER AS 'SELECT complaint.acknowledge(alert, by)';
CREATE FUNCTION wrapped.show(alert uuid) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM complaint.evidence(alert)';
CREATE FUNCTION wrapped.told(recipient text) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM complaint.events(recipient)';
ALTER FUNCTION wrapped.by_boss(uuid, text) OWNER TO regress_boss;
ALTER FUNCTION wrapped.by_app(uuid, text) OWNER TO regress_app;
ALTER FUNCTION wrapped.show(uuid) OWNER TO regress_app;
ALTER FUNCTION wrapped.told(text) OWNER TO regress_boss;
SET SESSION AUTHORIZATION regress_app;
SELECT wrapped.by_boss(:'zoe', 'ann');
SELECT wrapped.told('zoe');
SET SESSION AUTHORIZATION regress_nobody;
SELECT wrapped.by_app(:'bob', 'bob');
SELECT wrapped.by_boss(:'bob', 'bob');
SELECT wrapped.show(:'bob');
SELECT wrapped.told('bob');
SET SESSION AUTHORIZATION regress_analyst;
SELECT wrapped.by_boss(:'bob', 'bob');
SET SESSION AUTHORIZATION regress_author;
SELECT wrapped.by_boss(:'bob', 'bob');
SELECT wrapped.show(:'bob');
RESET SESSION AUTHORIZATION;
DROP SCHEMA wrapped CASCADE;

-- By membership ----------------------------------------------------------------------------------------
CREATE ROLE regress_heir;
CREATE ROLE regress_hat NOINHERIT;
GRANT regress_app TO regress_heir, regress_hat;
GRANT regress_boss TO regress_hat;
SET SESSION AUTHORIZATION regress_heir;
SELECT complaint.acknowledge(:'zoe', 'ann');
SELECT count(*) FROM complaint.events('ann');
SET SESSION AUTHORIZATION regress_hat;
SELECT complaint.acknowledge(:'bob', 'bob');
SET ROLE regress_app;
SELECT complaint.acknowledge(:'zoe', 'ann');
SET ROLE regress_boss;
BEGIN;
SELECT complaint.acknowledge(:'zoe', 'ann');
ROLLBACK;
RESET ROLE;
RESET SESSION AUTHORIZATION;
GRANT regress_zoe TO regress_heir;
SET SESSION AUTHORIZATION regress_heir;
SELECT count(*) FROM complaint.events('zoe');
RESET SESSION AUTHORIZATION;
DROP ROLE regress_heir, regress_hat;

-- A supervisor ---------------------------------------------------------------------------------------------
SET SESSION AUTHORIZATION regress_boss;
INSERT INTO complaint.agent VALUES ('ann', 'dana', NULL);
SELECT count(*) FROM complaint.events(NULL);
SELECT count(*) FROM complaint.events('@admin');
SELECT count(*) FROM complaint.alert;
BEGIN;
SELECT complaint.act_as('dana');
SELECT complaint.acknowledge(:'bob');
COMMIT;
SELECT complaint.assign(:'bob', 'ann', by => 'dana', note => 'please');
SELECT complaint.resolve(:'bob');
SELECT complaint.assign_session('chat', 'z', 'ann');
SELECT complaint.end_session('chat', 'z');
SELECT complaint.silence_alerts('planned', now() + interval '1 hour', policy => 'pool') AS silence \gset
SELECT complaint.end_silence(:silence);
SELECT complaint.acknowledge(:'none');
UPDATE complaint.alert SET state = 'open';
UPDATE complaint.alert_policy SET mode = 'off';
SELECT * FROM complaint.app_role;
SELECT * FROM complaint.audit;
RESET SESSION AUTHORIZATION;
SELECT kind, by, note FROM complaint.event WHERE alert = :'bob' ORDER BY at;

-- An analyst -------------------------------------------------------------------------------------------------
SET SESSION AUTHORIZATION regress_analyst;
SELECT count(*) > 5 AS reads FROM complaint.alert;
SELECT count(*) FROM complaint.evidence(:'zoe');
SELECT count(*) FROM complaint.conversation(:'zoe');
SELECT count(*) > 5 AS reads FROM complaint.events(NULL);
SELECT complaint.evidence(:'zoe', true, 'curious');
SELECT complaint.evidence(:'none');
SELECT complaint.act_as('ann');
SELECT complaint.acknowledge(:'zoe', 'ann');
SELECT complaint.silence_alerts('quiet', now() + interval '1 hour');
UPDATE complaint.alert SET state = 'open';
INSERT INTO complaint.agent VALUES ('bob', 'dana', NULL);
SELECT * FROM chat;
SELECT count(*) FROM complaint.sessions;
RESET SESSION AUTHORIZATION;

-- An author ------------------------------------------------------------------------------------------------------
SET SESSION AUTHORIZATION regress_author;
BEGIN;
SELECT complaint.clone('mine', 'ours');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('ours', 'two', '''two''', 2);
INSERT INTO complaint.rule_test (ruleset, body, level) VALUES ('ours', 'two', 3);
SELECT body, expected_level, level FROM complaint.test_ruleset('ours');
SELECT level FROM complaint.classify('two', 'ours');
UPDATE complaint.alert_policy SET threshold = 2 WHERE policy = 'pool';
INSERT INTO complaint.alert_policy_override (policy, mode) VALUES ('harm', 'off');
INSERT INTO complaint.business_hours VALUES ('office', 1, '09:00', '17:00', 'Europe/Berlin');
SELECT policy, mode FROM complaint.policy ORDER BY policy;
ROLLBACK;
UPDATE complaint.rule SET level = 1 WHERE ruleset = 'default';
SELECT * FROM complaint.alert;
SELECT * FROM complaint.classification;
SELECT complaint.evidence(:'zoe');
SELECT complaint.acknowledge(:'zoe', 'ann');
SELECT complaint.act_as('ann');
CREATE TRIGGER mine BEFORE INSERT ON complaint.rule FOR EACH ROW EXECUTE FUNCTION complaint.guard_policy();
RESET SESSION AUTHORIZATION;

-- Granted EXECUTE and nothing else: trusted with just that, in any name ----------------------------------------------
SET SESSION AUTHORIZATION regress_trusted;
BEGIN;
SELECT complaint.acknowledge(:'zoe', 'whoever');
SELECT complaint.resolve(:'zoe', 'whoever');
ROLLBACK;
SELECT complaint.evidence(:'zoe');
RESET SESSION AUTHORIZATION;

-- Granting ---------------------------------------------------------------------------------------------------------
\set VERBOSITY default
SELECT complaint.grant_agent_app('regress_does_not_exist');
CREATE ROLE regress_super SUPERUSER;
SELECT complaint.grant_supervisor('regress_super');
DROP ROLE regress_super;
SELECT complaint.grant_analyst(NULL);
SELECT complaint.grant_analyst('-');
SELECT complaint.grant_author(4294967295::oid::regrole);
SELECT complaint.grant_agent_app('regress_nobody', '{}');
SELECT complaint.grant_agent_app('regress_nobody', '{ann,NULL}');
SELECT complaint.grant_agent_app('regress_nobody', ARRAY['']);
-- what would make it worth nothing is said
GRANT SELECT ON complaint.alert TO regress_app;
SELECT complaint.grant_agent_app('regress_app', '{ann}');
REVOKE SELECT ON complaint.alert FROM regress_app;
SELECT complaint.grant_agent_app('regress_boss', '{ann}');
SELECT complaint.grant_agent_app('regress_app', '{ann}');
-- twice is once; a role with an odd name
SELECT complaint.grant_agent_app('regress_app', '{bob}');
CREATE ROLE "regress Odd""One";
SELECT complaint.grant_analyst('"regress Odd""One"');
SELECT complaint.grant_analyst('"regress Odd""One"');
SELECT role, kind, agents FROM complaint.app_role ORDER BY role::text COLLATE "C", kind;
-- a grant brings what came since
CREATE TABLE complaint.private (secret text);
SELECT complaint.grant_analyst('regress_analyst');
SELECT has_table_privilege('regress_analyst', 'complaint.private', 'SELECT') AS of_others;
DROP TABLE complaint.private;
-- and all can be taken back
SELECT complaint.revoke_grants(r) FROM unnest('{regress_app,regress_any_app,regress_zoe,regress_boss,regress_analyst,regress_author}'::regrole[]) AS r;
SELECT complaint.revoke_grants('"regress Odd""One"');
SELECT complaint.revoke_grants('regress_app');
SELECT count(*) FROM complaint.app_role;
SELECT count(*) FROM public.may;
SELECT r.role FROM unnest('{regress_app,regress_boss,regress_analyst,regress_author}'::text[]) AS r(role)
WHERE has_schema_privilege(r.role, 'complaint', 'USAGE');
-- no grant is left that would keep the roles
DROP ROLE regress_app, regress_any_app, regress_zoe, regress_boss, regress_analyst, regress_author, "regress Odd""One";
SET client_min_messages = warning;
DROP OWNED BY regress_trusted, regress_nobody;
DROP ROLE regress_trusted, regress_nobody;
