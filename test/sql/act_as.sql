-- For whom an application works: said with act_as, kept by the backend for the
-- role that said it, gone with the transaction.
\set SHOW_CONTEXT never

CREATE ROLE regress_app NOINHERIT;
CREATE ROLE regress_other_app;
CREATE ROLE regress_any_app;
CREATE ROLE regress_boss;
CREATE ROLE regress_nobody;
GRANT regress_other_app TO regress_app;		-- what poolers do: one login for several
SELECT complaint.grant_agent_app('regress_app', '{ann,bob,@cards}'), complaint.grant_agent_app('regress_other_app', '{zoe}'),
	complaint.grant_agent_app('regress_any_app'), complaint.grant_supervisor('regress_boss');

-- Only as the agents it was allowed ------------------------------------------------------------
SET SESSION AUTHORIZATION regress_app;
SELECT complaint.acting_agent();
BEGIN;
SELECT complaint.act_as('ann');
SELECT complaint.acting_agent();
SELECT complaint.act_as('bob');
SELECT complaint.acting_agent();
SELECT complaint.act_as(NULL);
SELECT complaint.acting_agent();
COMMIT;
SELECT complaint.act_as('zoe');
\set VERBOSITY terse
SELECT complaint.act_as('Ann');
SELECT complaint.act_as('@cards');
SELECT complaint.act_as('');
SELECT complaint.act_as('ann', NULL);
SET SESSION AUTHORIZATION regress_nobody;
SELECT complaint.act_as('ann');
SET SESSION AUTHORIZATION regress_any_app;
BEGIN;
SELECT complaint.act_as('whoever');
SELECT complaint.acting_agent();
COMMIT;
SET SESSION AUTHORIZATION regress_boss;
BEGIN;
SELECT complaint.act_as('dana');
SELECT complaint.acting_agent();
COMMIT;
RESET SESSION AUTHORIZATION;

-- Until the transaction ends, however it does -----------------------------------------------------
SET SESSION AUTHORIZATION regress_app;
BEGIN;
SELECT complaint.act_as('ann');
ROLLBACK;
SELECT complaint.acting_agent() AS after_rollback;
SELECT complaint.act_as('ann');
SELECT complaint.acting_agent() AS in_the_next;
BEGIN;
SELECT complaint.act_as('ann');
SAVEPOINT a;
SELECT complaint.act_as('bob');
SAVEPOINT b;
SELECT complaint.act_as(NULL);
SAVEPOINT c;
SELECT complaint.act_as('ann');
SELECT complaint.act_as('bob');
RELEASE c;
SELECT complaint.acting_agent() AS released;
ROLLBACK TO b;
SELECT complaint.acting_agent() AS rolled_back_to_b;
ROLLBACK TO a;
SELECT complaint.acting_agent() AS rolled_back_to_a;
DO $$
BEGIN
	PERFORM complaint.act_as('bob');
	RAISE division_by_zero;
EXCEPTION WHEN division_by_zero THEN
	RAISE NOTICE 'caught: %', complaint.acting_agent();
END $$;
SELECT complaint.act_as('zoe');
ROLLBACK;
SELECT complaint.acting_agent() AS after_an_error;
-- a procedure that commits
CREATE PROCEDURE pg_temp.commits() LANGUAGE plpgsql AS $$
BEGIN
	PERFORM complaint.act_as('ann');
	RAISE NOTICE 'before: %', complaint.acting_agent();
	COMMIT;
	RAISE NOTICE 'after: %', complaint.acting_agent();
END $$;
CALL pg_temp.commits();
-- many in one transaction
BEGIN;
DO $$
BEGIN
	FOR i IN 1..2000 LOOP
		BEGIN
			PERFORM complaint.act_as(CASE i % 2 WHEN 0 THEN 'ann' ELSE 'bob' END, i % 3 = 0);
			IF i % 5 = 0 THEN
				RAISE division_by_zero;
			END IF;
		EXCEPTION WHEN division_by_zero THEN NULL;
		END;
	END LOOP;
END $$;
SELECT complaint.acting_agent();
ROLLBACK;
SELECT complaint.acting_agent();

-- For the connection: as SET, with the commit ------------------------------------------------------
BEGIN;
SELECT complaint.act_as('ann', local => false);
ROLLBACK;
SELECT complaint.acting_agent() AS after_rollback;
SELECT complaint.act_as('ann', local => false);
SELECT complaint.acting_agent() AS lasts;
BEGIN;
SELECT complaint.act_as('bob');
SELECT complaint.acting_agent() AS local;
COMMIT;
SELECT complaint.acting_agent() AS back;
BEGIN;
SELECT complaint.act_as('bob', local => false);
SAVEPOINT s;
SELECT complaint.act_as(NULL, local => false);
ROLLBACK TO s;
SELECT complaint.acting_agent();
ROLLBACK;
SELECT complaint.acting_agent() AS back;
BEGIN;
SELECT complaint.act_as('bob', local => false);
SELECT complaint.act_as('ann');
COMMIT;
SELECT complaint.acting_agent() AS the_lasting_one;
-- what cleans a connection for the next client ends it
DISCARD ALL;
SELECT complaint.acting_agent() AS discarded;
RESET SESSION AUTHORIZATION;
SET SESSION AUTHORIZATION regress_app;
SELECT complaint.act_as('ann', local => false);
RESET ALL;
SELECT complaint.acting_agent() AS reset;
SELECT complaint.act_as('ann', local => false);
BEGIN;
RESET ALL;
SELECT complaint.acting_agent() AS reset;
ROLLBACK;
SELECT complaint.acting_agent() AS not_reset;
SELECT complaint.act_as(NULL, local => false);

-- For the role that said it, and no other ----------------------------------------------------------
SELECT complaint.act_as('ann', local => false);
SET ROLE regress_other_app;
SELECT complaint.acting_agent() AS another_role;
SELECT complaint.act_as('ann');
SELECT complaint.act_as('zoe');
RESET ROLE;
SELECT complaint.acting_agent() AS back_again;
BEGIN;
SET LOCAL ROLE regress_other_app;
SELECT complaint.act_as('zoe');
SELECT complaint.acting_agent();
SET LOCAL ROLE NONE;
SELECT complaint.acting_agent() AS not_mine;
COMMIT;
SELECT complaint.act_as(NULL, local => false);
RESET SESSION AUTHORIZATION;
SET SESSION AUTHORIZATION regress_any_app;
SELECT complaint.act_as('ann', local => false);
RESET SESSION AUTHORIZATION;
SELECT complaint.acting_agent() AS superuser;
SET SESSION AUTHORIZATION regress_app;
SELECT complaint.acting_agent() AS other_login;
RESET SESSION AUTHORIZATION;

-- What was taken away counts no more -----------------------------------------------------------------
SET SESSION AUTHORIZATION regress_any_app;
SELECT complaint.act_as('ann', local => false);
RESET SESSION AUTHORIZATION;
SELECT complaint.grant_agent_app('regress_any_app', '{bob}');
SET SESSION AUTHORIZATION regress_any_app;
SELECT complaint.acting_agent();
SELECT * FROM complaint.my_alerts;
RESET SESSION AUTHORIZATION;
-- a role that lost its registration, as in a dump, and kept its grants, is nobody
DELETE FROM complaint.app_role WHERE role = 'regress_any_app'::regrole;
SET SESSION AUTHORIZATION regress_any_app;
SELECT complaint.act_as('bob');
SELECT complaint.acknowledge(gen_random_uuid(), 'bob');
SELECT complaint.acknowledge(gen_random_uuid());
SELECT * FROM complaint.events(NULL);
SELECT * FROM complaint.events('bob');
RESET SESSION AUTHORIZATION;

-- No way around ----------------------------------------------------------------------------------------
SET SESSION AUTHORIZATION regress_app;
SET complaint.acting = 1;
SET complaint.acting_agent = 'zoe';
SELECT set_config('complaint.acting', '1', true);
SELECT complaint.set_acting_agent('zoe', true);
SELECT complaint.acting_state();
SELECT complaint.caller();
SELECT complaint.caller_rights();
SELECT complaint.caller_is('zoe');
SELECT complaint.authorize('zoe');
SELECT complaint.grant_kind('regress_app', 'supervisor', NULL);
SELECT complaint.grant_agent_app('regress_app');
SELECT complaint.grant_supervisor('regress_app');
INSERT INTO complaint.app_role VALUES ('regress_app', 'supervisor', NULL);
SELECT * FROM complaint.app_role;
-- functions in front of ours
CREATE FUNCTION pg_temp.may_act_as(agent text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION pg_temp.pg_has_role(oid, oid, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE TEMPORARY TABLE app_role (role regrole, kind text, agents text[]);
SET search_path = pg_temp, complaint, pg_catalog;
SELECT complaint.act_as('zoe');
RESET search_path;
RESET SESSION AUTHORIZATION;

-- Somebody else's function changes nothing: the role of the connection counts
CREATE FUNCTION public.lent(agent text) RETURNS void LANGUAGE sql SECURITY DEFINER AS 'SELECT complaint.act_as(agent)';
ALTER FUNCTION public.lent(text) OWNER TO regress_boss;
GRANT EXECUTE ON FUNCTION public.lent(text) TO PUBLIC;
SET SESSION AUTHORIZATION regress_app;
SELECT public.lent('zoe');
BEGIN;
SELECT public.lent('ann');
SELECT complaint.acting_agent();
COMMIT;
SET SESSION AUTHORIZATION regress_nobody;
SELECT public.lent('ann');
RESET SESSION AUTHORIZATION;
-- and in what maintenance evaluates in a table owner's name, nobody is anybody
CREATE TABLE trap (agent text);
INSERT INTO trap VALUES ('zoe');
CREATE FUNCTION public.sprung(agent text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
	BEGIN
		PERFORM complaint.act_as(agent, false);
		RAISE NOTICE '% acted', current_user;
	EXCEPTION WHEN insufficient_privilege THEN
		RAISE NOTICE '%: %', current_user, SQLERRM;
	END;
	RETURN agent;
END $$;
ALTER TABLE trap OWNER TO regress_app;
CREATE INDEX trap_idx ON trap (public.sprung(agent));
ANALYZE trap;
SELECT complaint.acting_agent();
DROP TABLE trap;

\set VERBOSITY default
SET client_min_messages = warning;
DROP FUNCTION public.lent(text), public.sprung(text);
SELECT complaint.revoke_grants(r) FROM unnest('{regress_app,regress_other_app,regress_any_app,regress_boss}'::regrole[]) AS r;
DROP OWNED BY regress_app;
DROP ROLE regress_app, regress_other_app, regress_any_app, regress_boss, regress_nobody;
