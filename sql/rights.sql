/*
 * Rights: which database role is what, as which agents an application may act,
 * and what people may read of alerts and of the messages behind them.
 *
 * Agents are rarely database roles.  They work through an application, which
 * connects as one role and says with each transaction for whom (act_as).  So
 * EXECUTE and SELECT can only say what the application may do at all; for whom,
 * complaint.app_role says, and the functions ask it.
 *
 * Whose rights count is told by complaint.caller(), see src/live/rights.c.
 * Such a caller is
 *
 *   owner        a superuser, or the owner of our tables: may do everything
 *   supervisor   registered as one: works on every alert, in anybody's name
 *   agent_app    registered as one, or may execute act_as(): works for its
 *                agents and pools only.  A role that a dump gave the right to
 *                call act_as() back and not its row in app_role may do nothing
 *   other        may do what it was granted by itself.  What it was not, it
 *                does not get by calling functions of a role that was
 */

CREATE TABLE complaint.app_role (
	role regrole NOT NULL,
	kind text NOT NULL
		CONSTRAINT app_role_kind_check CHECK (kind IN ('agent_app', 'supervisor', 'analyst', 'author')),
	agents text[],
	CONSTRAINT app_role_pkey PRIMARY KEY (role, kind),
	CONSTRAINT app_role_agents_check CHECK (agents IS NULL OR (kind = 'agent_app'
		AND pg_catalog.cardinality(agents) >= 1
		AND pg_catalog.array_position(agents, NULL) IS NULL AND pg_catalog.array_position(agents, '') IS NULL))
);
COMMENT ON TABLE complaint.app_role IS 'what roles were registered as; written by complaint.grant_agent_app() and its like';
COMMENT ON COLUMN complaint.app_role.role IS 'a role, and with it those that inherit its rights';
COMMENT ON COLUMN complaint.app_role.kind IS 'agent_app, supervisor, analyst or author';
COMMENT ON COLUMN complaint.app_role.agents IS 'agent_app: the agents it may act as and the pools (@cards) it may read; null: any agent, and all pools but @admin and @supervisor';

-- Who calls -----------------------------------------------------------------------

CREATE FUNCTION complaint.caller() RETURNS regrole
	LANGUAGE c STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'complaint_caller';
COMMENT ON FUNCTION complaint.caller() IS 'the role whose rights count: that of the connection or of SET ROLE, also within functions that run as their owner';

CREATE FUNCTION complaint.acting_state() RETURNS text
	LANGUAGE c STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'complaint_acting_state';
COMMENT ON FUNCTION complaint.acting_state() IS 'the agent that act_as() set for this role; not asked whether it still may';

CREATE FUNCTION complaint.set_acting_agent(agent text, local boolean) RETURNS void
	LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'complaint_set_acting_agent';
COMMENT ON FUNCTION complaint.set_acting_agent(text, boolean) IS 'sets the acting agent, unchecked';

CREATE FUNCTION complaint.caller_rights(OUT kind text, OUT agents text[])
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	caller oid := complaint.caller();
	apps bigint;
	any_agent boolean;
BEGIN
	IF pg_has_role(caller, (SELECT c.relowner FROM pg_class AS c WHERE c.oid = 'complaint.app_role'::regclass), 'USAGE') THEN
		kind := 'owner';		-- superusers have every role's rights
		RETURN;
	END IF;
	IF EXISTS (SELECT FROM complaint.app_role AS r WHERE r.kind = 'supervisor' AND pg_has_role(caller, r.role::oid, 'USAGE')) THEN
		kind := 'supervisor';
		RETURN;
	END IF;
	SELECT count(*), bool_or(r.agents IS NULL),
		ARRAY(SELECT DISTINCT u.agent FROM complaint.app_role AS o, unnest(o.agents) AS u(agent)
			  WHERE o.kind = 'agent_app' AND pg_has_role(caller, o.role::oid, 'USAGE'))
	INTO apps, any_agent, agents
	FROM complaint.app_role AS r WHERE r.kind = 'agent_app' AND pg_has_role(caller, r.role::oid, 'USAGE');
	IF any_agent THEN
		agents := NULL;
	END IF;
	kind := CASE WHEN apps > 0 OR has_function_privilege(caller, 'complaint.act_as(text, boolean)'::regprocedure, 'EXECUTE')
		THEN 'agent_app' ELSE 'other' END;
END
$$;
COMMENT ON FUNCTION complaint.caller_rights() IS 'what the caller is: owner, supervisor, agent_app or other; of an agent_app the agents and pools it stands for, null: any agent';

CREATE FUNCTION complaint.caller_may(functions text[]) RETURNS boolean
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
	RETURN EXISTS (SELECT FROM pg_proc AS p
				   WHERE p.pronamespace OPERATOR(=) 'complaint'::regnamespace AND p.proname OPERATOR(=) ANY (functions::name[])
					AND has_function_privilege(complaint.caller()::oid, p.oid, 'EXECUTE'));
COMMENT ON FUNCTION complaint.caller_may(text[]) IS 'whether the caller may by itself execute one of these functions of ours';

CREATE FUNCTION complaint.may_act_as(agent text) RETURNS boolean
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	rights record := complaint.caller_rights();
BEGIN
	RETURN CASE rights.kind WHEN 'owner' THEN true WHEN 'supervisor' THEN true
		WHEN 'agent_app' THEN may_act_as.agent NOT LIKE '@%' AND (rights.agents IS NULL OR may_act_as.agent = ANY (rights.agents))
		ELSE false END;
END
$$;
COMMENT ON FUNCTION complaint.may_act_as(text) IS 'whether the caller may act as this agent';

CREATE FUNCTION complaint.acting_agent() RETURNS text
	LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
	SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	agent text := complaint.acting_state();
BEGIN
	-- the right may have been taken away since
	IF agent IS NULL OR NOT complaint.may_act_as(agent) THEN
		RETURN NULL;
	END IF;
	RETURN agent;
END
$$;
COMMENT ON FUNCTION complaint.acting_agent() IS 'the agent as whom this role acts now (complaint.act_as); null: nobody';

CREATE FUNCTION complaint.act_as(agent text, local boolean DEFAULT true) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF local IS NULL THEN
		RAISE EXCEPTION 'for how long is needed'
			USING ERRCODE = 'null_value_not_allowed', HINT = 'local is true (this transaction) or false (this connection).';
	END IF;
	IF agent = '' OR agent LIKE '@%' THEN
		RAISE EXCEPTION 'nobody acts as "%"', agent
			USING ERRCODE = 'invalid_parameter_value', HINT = 'Name an agent. A pool begins with @ and is nobody.';
	END IF;
	IF agent IS NOT NULL AND NOT complaint.may_act_as(complaint.key(agent)) THEN
		RAISE EXCEPTION 'role "%" may not act as agent "%"', pg_get_userbyid(complaint.caller()), agent
			USING ERRCODE = 'insufficient_privilege',
				HINT = 'A superuser says so: SELECT complaint.grant_agent_app(role, agents).';
	END IF;
	PERFORM complaint.set_acting_agent(complaint.key(agent), local);
END
$$;
REVOKE ALL ON FUNCTION complaint.act_as(text, boolean) FROM PUBLIC;
COMMENT ON FUNCTION complaint.act_as(text, boolean) IS 'says for whom the application works now: until the end of the transaction, or (local => false) of the connection; null: for nobody';

-- What callers may do ---------------------------------------------------------------

CREATE FUNCTION complaint.caller_is(name text) RETURNS boolean
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	rights record := complaint.caller_rights();
	acting text;
BEGIN
	IF rights.kind <> 'agent_app' OR name IS NULL THEN
		RETURN name IS NOT NULL AND rights.kind IN ('owner', 'supervisor');
	ELSIF name LIKE '@%' THEN
		RETURN CASE WHEN rights.agents IS NULL THEN name NOT IN ('@admin', '@supervisor') ELSE name = ANY (rights.agents) END;
	END IF;
	-- who has said as whom it acts is that one and no other of its agents
	acting := complaint.acting_agent();
	RETURN (acting IS NULL OR name = acting) AND (rights.agents IS NULL OR name = ANY (rights.agents));
END
$$;
COMMENT ON FUNCTION complaint.caller_is(text) IS 'whether the caller stands for this agent or pool now';

CREATE FUNCTION complaint.authorize(agent text) RETURNS text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	rights record := complaint.caller_rights();
	who text := complaint.key(coalesce(agent, complaint.acting_agent()));
BEGIN
	IF who = '' THEN
		RAISE EXCEPTION 'who does this is needed'
			USING ERRCODE = 'invalid_parameter_value', HINT = 'Name an agent: by => ''agent 7''.';
	END IF;
	IF rights.kind = 'other' AND NOT complaint.caller_may('{acknowledge,assign,resolve,reopen,claim,give_back,assign_session,end_session,silence_alerts,end_silence}') THEN
		RAISE EXCEPTION 'role "%" may not work on alerts', pg_get_userbyid(complaint.caller())
			USING ERRCODE = 'insufficient_privilege',
				DETAIL = 'The rights of the connection''s role count, not those of the owner of a function that it calls.',
				HINT = 'Register that role (complaint.grant_agent_app), or grant it EXECUTE.';
	END IF;
	IF who IS NULL THEN
		who := pg_get_userbyid(complaint.caller());
		-- an application is nobody, unless its role is one of its agents
		IF rights.kind = 'agent_app' AND who <> ALL (coalesce(rights.agents, '{}')) THEN
			RAISE EXCEPTION 'role "%" does not say as which agent it acts', who
				USING ERRCODE = 'insufficient_privilege',
					HINT = 'SELECT complaint.act_as(''agent'') earlier in the same transaction.';
		END IF;
	END IF;
	IF rights.kind = 'agent_app' AND (who LIKE '@%' OR NOT complaint.caller_is(who)) THEN
		RAISE EXCEPTION 'role "%" may not act as agent "%"', pg_get_userbyid(complaint.caller()), who
			USING ERRCODE = 'insufficient_privilege',
				DETAIL = coalesce(format('It acts as agent "%s" now.', nullif(complaint.acting_agent(), who)), 'It is none of its agents.'),
				HINT = 'A superuser says as whom it may: SELECT complaint.grant_agent_app(role, agents).';
	END IF;
	RETURN who;
END
$$;
COMMENT ON FUNCTION complaint.authorize(text) IS 'who acts: the agent named, else the acting agent, else the role; an error if the caller may not act as that agent';

CREATE FUNCTION complaint.concerns_caller(alert uuid) RETURNS boolean
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT EXISTS (
		SELECT FROM complaint.alert AS a,
			unnest(a.recipients || a.agent || a.acknowledged_by || CASE WHEN a.claimed_until > complaint.clock() THEN a.claimed_by END) AS u(name)
		WHERE a.alert = concerns_caller.alert AND a.mode = 'live' AND complaint.caller_is(u.name));
END;
COMMENT ON FUNCTION complaint.concerns_caller(uuid) IS 'whether an alert is there and goes to somebody for whom the caller stands';

CREATE FUNCTION complaint.may_work_on(alert uuid) RETURNS void
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	rights record := complaint.caller_rights();
BEGIN
	-- the same whether there is such an alert or not: who may not see it learns nothing
	IF rights.kind = 'agent_app' AND NOT complaint.concerns_caller(may_work_on.alert) THEN
		RAISE EXCEPTION 'alert % is none of role "%"', may_work_on.alert, pg_get_userbyid(complaint.caller())
			USING ERRCODE = 'insufficient_privilege',
				DETAIL = 'It does not exist, or it goes to none of the agents and pools for whom the role stands.',
				HINT = 'SELECT complaint.act_as(''agent'') in the same transaction; complaint.my_alerts lists what is there.';
	END IF;
END
$$;
COMMENT ON FUNCTION complaint.may_work_on(uuid) IS 'an error if the alert is none of the caller''s business';

CREATE FUNCTION complaint.may_read_recipient(recipient text) RETURNS void
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	rights record := complaint.caller_rights();
BEGIN
	IF (rights.kind = 'agent_app' AND NOT complaint.caller_is(nullif(may_read_recipient.recipient, '*')))
		OR (rights.kind = 'other' AND NOT complaint.caller_may('{events,claim}')) THEN
		RAISE EXCEPTION 'role "%" may not read what % is told', pg_get_userbyid(complaint.caller()),
				CASE WHEN nullif(may_read_recipient.recipient, '*') IS NULL THEN 'everybody' ELSE format('"%s"', may_read_recipient.recipient) END
			USING ERRCODE = 'insufficient_privilege',
				HINT = 'A superuser names the agents and pools of an application: SELECT complaint.grant_agent_app(role, ''{ann,@cards}'').';
	END IF;
END
$$;
COMMENT ON FUNCTION complaint.may_read_recipient(text) IS 'an error if what this recipient is told is none of the caller''s business; null or *: everybody';

CREATE FUNCTION complaint.may_serve(source integer, session_id text, agent text) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	rights record := complaint.caller_rights();
	current_agent text;
BEGIN
	IF rights.kind <> 'agent_app' THEN
		RETURN;
	END IF;
	-- locked, so that nobody hands it over meanwhile
	SELECT s.agent INTO current_agent FROM complaint.session AS s
	WHERE s.source = may_serve.source AND s.session_id = may_serve.session_id FOR NO KEY UPDATE;
	IF NOT complaint.caller_is(coalesce(current_agent, may_serve.agent)) THEN
		RAISE EXCEPTION 'role "%" may not say who serves this session', pg_get_userbyid(complaint.caller())
			USING ERRCODE = 'insufficient_privilege',
				DETAIL = 'It is served by none of the agents for whom the role stands, or by nobody and would not be by one of them.',
				HINT = 'SELECT complaint.act_as(''agent'') in the same transaction.';
	END IF;
END
$$;
COMMENT ON FUNCTION complaint.may_serve(integer, text, text) IS 'an error if the caller is no supervisor, and neither serves the session nor takes one that nobody serves';

REVOKE ALL ON FUNCTION complaint.caller(), complaint.acting_state(), complaint.set_acting_agent(text, boolean),
	complaint.caller_rights(), complaint.caller_may(text[]), complaint.may_act_as(text), complaint.caller_is(text),
	complaint.authorize(text), complaint.concerns_caller(uuid), complaint.may_work_on(uuid),
	complaint.may_read_recipient(text), complaint.may_serve(integer, text, text) FROM PUBLIC;

-- An agent's alerts -------------------------------------------------------------------

CREATE VIEW complaint.my_alerts WITH (security_barrier = true) AS
	SELECT a.alert, a.policy, p.description, a.scope, a.source, a.session_id, a.key, a.state, a.severity, a.level, a.harms,
		a.type, a.count, a.agent, a.customer, a.raised_at, a.acknowledged_at, a.acknowledged_by,
		a.claimed_by, a.claimed_until, a.escalated
	FROM (SELECT complaint.acting_agent() AS agent OFFSET 0) AS me
	JOIN complaint.alert AS a
		ON a.agent OPERATOR(pg_catalog.=) me.agent OR a.recipients OPERATOR(pg_catalog.@>) ARRAY[me.agent]
			OR a.acknowledged_by OPERATOR(pg_catalog.=) me.agent
			OR (a.claimed_by OPERATOR(pg_catalog.=) me.agent AND a.claimed_until OPERATOR(pg_catalog.>) complaint.clock())
	LEFT JOIN complaint.alert_policy AS p ON p.policy OPERATOR(pg_catalog.=) a.policy
	WHERE a.state IN ('open', 'acknowledged') AND a.mode OPERATOR(pg_catalog.=) 'live' AND a.held_until IS NULL
	ORDER BY a.severity DESC, a.level DESC, a.raised_at, a.alert;
COMMENT ON VIEW complaint.my_alerts IS 'the unfinished alerts of the acting agent (complaint.act_as), worst first: his own, those he was told of, has claimed or has acknowledged';

-- The messages behind an alert --------------------------------------------------------

CREATE FUNCTION complaint.mask(body text) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 AS 'MODULE_PATHNAME', 'complaint_mask';
COMMENT ON FUNCTION complaint.mask(text) IS 'the text with cards, ids, telephone and order numbers, IBANs, e-mail addresses and other long numbers as *, but for their last four characters; as many characters as before';

CREATE TABLE complaint.audit (
	audit bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT audit_pkey PRIMARY KEY,
	at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	role text NOT NULL,
	login text NOT NULL,
	agent text,
	alert uuid NOT NULL,
	what text NOT NULL,
	why text NOT NULL
);
COMMENT ON SEQUENCE complaint.audit_audit_seq IS 'numbers of complaint.audit';
COMMENT ON TABLE complaint.audit IS 'who has read messages unmasked: one row for each read whose transaction was committed';
COMMENT ON COLUMN complaint.audit.audit IS 'number; one that is missing was a read whose transaction was rolled back, of which the server''s log tells';
COMMENT ON COLUMN complaint.audit.at IS 'when, by the server''s clock';
COMMENT ON COLUMN complaint.audit.role IS 'the role whose rights counted';
COMMENT ON COLUMN complaint.audit.login IS 'the role of the connection, which may have become the other by SET ROLE';
COMMENT ON COLUMN complaint.audit.agent IS 'the acting agent';
COMMENT ON COLUMN complaint.audit.alert IS 'of which alert';
COMMENT ON COLUMN complaint.audit.what IS 'the function that showed them';
COMMENT ON COLUMN complaint.audit.why IS 'the reason that was given';

CREATE FUNCTION complaint.may_look_at(alert uuid, shown_by text) RETURNS complaint.alert
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	rights record := complaint.caller_rights();
	found_alert complaint.alert;
BEGIN
	IF rights.kind = 'other' AND NOT complaint.caller_may(ARRAY[may_look_at.shown_by]) THEN
		RAISE EXCEPTION 'role "%" may not look at messages', pg_get_userbyid(complaint.caller())
			USING ERRCODE = 'insufficient_privilege',
				DETAIL = 'The rights of the connection''s role count, not those of the owner of a function that it calls.',
				HINT = 'Register that role (complaint.grant_agent_app, complaint.grant_analyst), or grant it EXECUTE.';
	END IF;
	PERFORM complaint.may_work_on(may_look_at.alert);
	SELECT a.* INTO found_alert FROM complaint.alert AS a WHERE a.alert = may_look_at.alert;
	IF NOT FOUND THEN
		PERFORM complaint.no_alert(may_look_at.alert);
	END IF;
	RETURN found_alert;
END
$$;
COMMENT ON FUNCTION complaint.may_look_at(uuid, text) IS 'the alert, if the caller may be shown its messages by that function; else an error';

CREATE FUNCTION complaint.note_unmasked(alert uuid, what text, why text) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	rights record := complaint.caller_rights();
	role text := pg_get_userbyid(complaint.caller());
	agent text := complaint.acting_agent();
	number bigint;
BEGIN
	IF rights.kind NOT IN ('owner', 'supervisor') THEN
		RAISE EXCEPTION 'role "%" may not read messages unmasked', role
			USING ERRCODE = 'insufficient_privilege', HINT = 'Supervisors may: SELECT complaint.grant_supervisor(role).';
	END IF;
	IF btrim(note_unmasked.why) <> '' IS NOT TRUE THEN
		RAISE EXCEPTION 'a reason for reading messages unmasked is needed'
			USING ERRCODE = 'null_value_not_allowed',
				HINT = 'SELECT * FROM complaint.evidence(alert, unmasked => true, why => ''case 4711'')';
	END IF;
	IF current_setting('transaction_read_only')::boolean THEN
		RAISE EXCEPTION 'messages cannot be read unmasked in a read-only transaction'
			USING ERRCODE = 'read_only_sql_transaction', DETAIL = 'Each such read leaves a row in complaint.audit.',
				HINT = 'SET TRANSACTION READ WRITE; on a standby there is no way.';
	END IF;
	INSERT INTO complaint.audit (role, login, agent, alert, what, why)
	VALUES (role, session_user, agent, note_unmasked.alert, note_unmasked.what, note_unmasked.why)
	RETURNING audit INTO number;
	-- stays where the reader rolls back; as JSON it is one line, whatever the reason says
	RAISE LOG 'complaint: messages were read unmasked: %', jsonb_build_object('audit', number, 'role', role, 'login', session_user,
		'agent', agent, 'alert', note_unmasked.alert, 'what', note_unmasked.what, 'why', note_unmasked.why);
END
$$;
COMMENT ON FUNCTION complaint.note_unmasked(uuid, text, text) IS 'writes down who reads messages unmasked; an error if he may not';

CREATE FUNCTION complaint.message_number(message_id text) RETURNS bigint
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
	RETURN CASE WHEN message_id OPERATOR(~) '^[0-9]{1,18}$' THEN message_id::bigint END;
COMMENT ON FUNCTION complaint.message_number(text) IS 'a message id as a number, to order by';

CREATE FUNCTION complaint.evidence(alert uuid, unmasked boolean DEFAULT false, why text DEFAULT NULL)
	RETURNS TABLE (source integer, session_id text, message_id text, at timestamptz, level smallint, harms text[], type text,
				   body text, starts integer[], lengths integer[])
	LANGUAGE plpgsql VOLATILE ROWS 20
	SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
BEGIN
	PERFORM complaint.may_look_at(evidence.alert, 'evidence');
	IF evidence.unmasked THEN
		PERFORM complaint.note_unmasked(evidence.alert, 'evidence', evidence.why);
	END IF;
	RETURN QUERY
	WITH part AS MATERIALIZED (
		SELECT o.source, p.part FROM complaint.sources AS o, complaint.parts_of(o.relation) AS p(part)
		WHERE o.source IN (SELECT m.source FROM complaint.alert_message AS m WHERE m.alert = evidence.alert)
	), wanted AS MATERIALIZED (
		SELECT m.source, m.session_id, array_agg(m.message_id) AS message_ids
		FROM complaint.alert_message AS m WHERE m.alert = evidence.alert GROUP BY m.source, m.session_id
	), message AS MATERIALIZED (
		SELECT w.source, w.session_id, r.message_id, r.at, r.body
		FROM wanted AS w JOIN part AS p ON p.source = w.source
		CROSS JOIN LATERAL complaint.session_rows(p.part, w.session_id, w.message_ids) AS r
	)
	SELECT m.source, m.session_id, m.message_id, coalesce(r.at, c.at), c.level, c.harms, c.type,
		CASE WHEN evidence.unmasked THEN r.body ELSE complaint.mask(r.body) END, c.starts, c.lengths
	FROM complaint.alert_message AS m
	LEFT JOIN message AS r ON r.source = m.source AND r.session_id = m.session_id AND r.message_id = m.message_id
	LEFT JOIN complaint.classification AS c
		ON c.source = m.source AND c.session_id = m.session_id AND c.message_id = m.message_id
	WHERE m.alert = evidence.alert
	ORDER BY coalesce(r.at, c.at), m.source, m.session_id, complaint.message_number(m.message_id), m.message_id;
END
$$;
REVOKE ALL ON FUNCTION complaint.evidence(uuid, boolean, text) FROM PUBLIC;
COMMENT ON FUNCTION complaint.evidence(uuid, boolean, text) IS 'the messages that raised an alert, as their table has them now, in order of time; masked (complaint.mask), or unmasked for supervisors who say why, which is written down in complaint.audit; substr(body, start, length) gives the words that mattered';

CREATE FUNCTION complaint.conversation(alert uuid, max integer DEFAULT 200)
	RETURNS TABLE (message_id text, sender text, at timestamptz, body text, level smallint, harms text[], type text,
				   starts integer[], lengths integer[])
	LANGUAGE plpgsql STABLE ROWS 50
	SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	found_alert complaint.alert := complaint.may_look_at(conversation.alert, 'conversation');
BEGIN
	IF found_alert.scope <> 'session' THEN
		RAISE EXCEPTION 'alert % is not about one session', conversation.alert
			USING ERRCODE = 'object_not_in_prerequisite_state', DETAIL = format('Its scope is "%s".', found_alert.scope),
				HINT = 'complaint.evidence() shows its messages.';
	END IF;
	RETURN QUERY
	SELECT r.message_id, r.sender, coalesce(r.at, c.at), complaint.mask(r.body), c.level, c.harms, c.type, c.starts, c.lengths
	FROM (SELECT m.message_id, m.sender, m.at, m.body
		  FROM complaint.sources AS o CROSS JOIN LATERAL complaint.parts_of(o.relation) AS p(part)
		  CROSS JOIN LATERAL complaint.session_rows(p.part, found_alert.session_id, NULL) AS m
		  WHERE o.source = found_alert.source
		  ORDER BY m.at DESC NULLS FIRST, complaint.message_number(m.message_id) DESC NULLS FIRST, m.message_id COLLATE "C" DESC
		  LIMIT conversation.max) AS r
	LEFT JOIN complaint.classification AS c
		ON c.source = found_alert.source AND c.session_id = found_alert.session_id AND c.message_id = r.message_id
	ORDER BY r.at, complaint.message_number(r.message_id), r.message_id COLLATE "C";
END
$$;
REVOKE ALL ON FUNCTION complaint.conversation(uuid, integer) FROM PUBLIC;
COMMENT ON FUNCTION complaint.conversation(uuid, integer) IS 'the latest messages of an alert''s session, everybody''s, in their order, masked, with the verdict on those that have one';

REVOKE ALL ON FUNCTION complaint.may_look_at(uuid, text), complaint.note_unmasked(uuid, text, text),
	complaint.message_number(text) FROM PUBLIC;

-- Giving rights -------------------------------------------------------------------------

CREATE FUNCTION complaint.kind_grants(kind text) RETURNS TABLE (privileges text, object text)
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT 'USAGE', 'SCHEMA complaint'
	UNION ALL
	SELECT 'EXECUTE', format('FUNCTION %s', p.oid::regprocedure)
	FROM (VALUES
		('agent_app', '{act_as,acknowledge,assign,resolve,reopen,claim,give_back,assign_session,end_session,events,events_cursor,channel,ping,evidence,conversation}'::name[]),
		('supervisor', '{act_as,acknowledge,assign,resolve,reopen,claim,give_back,assign_session,end_session,events,events_cursor,channel,ping,evidence,conversation,silence_alerts,end_silence}'),
		('analyst', '{events,events_cursor,evidence,conversation}')) AS f(kind, names)
	JOIN pg_proc AS p ON p.pronamespace = 'complaint'::regnamespace AND p.proname = ANY (f.names)
	WHERE f.kind = kind_grants.kind
	UNION ALL
	SELECT t.privileges, format('TABLE %s', c.oid::regclass)
	FROM (VALUES
		('agent_app', 'SELECT', '{my_alerts}'::name[]),
		('supervisor', 'SELECT', '{my_alerts,alert,alert_message,event,episode,session,classification,silence,policy,alert_policy,alert_policy_override,business_hours,sources,level,harm,type}'),
		('supervisor', 'SELECT, INSERT, UPDATE, DELETE', '{agent}'),
		('author', 'SELECT', '{level,policy,source,sources}'),
		('author', 'SELECT, INSERT, UPDATE, DELETE', '{ruleset,entity,term,rule,rule_test,type,harm,alert_policy,alert_policy_override,business_hours}'),
		('analyst', 'SELECT', NULL)) AS t(kind, privileges, names)
	JOIN pg_class AS c ON c.relnamespace = 'complaint'::regnamespace AND c.relkind IN ('r', 'v')
		AND (t.names IS NULL OR c.relname = ANY (t.names))
	WHERE t.kind = kind_grants.kind
		-- not what somebody else has put into the schema
		AND EXISTS (SELECT FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid
					WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
						AND d.refclassid = 'pg_extension'::regclass AND e.extname = 'complaint');
END;
COMMENT ON FUNCTION complaint.kind_grants(text) IS 'what a kind of role is granted';

CREATE FUNCTION complaint.grant_kind(role regrole, kind text, agents text[]) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	name text := pg_get_userbyid(role);
	g record;
BEGIN
	IF role IS NULL OR role = 0 THEN
		RAISE EXCEPTION 'a role is needed'
			USING ERRCODE = 'null_value_not_allowed', HINT = 'SELECT complaint.grant_agent_app(''workbench'')';
	END IF;
	IF NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.oid = role) THEN
		RAISE EXCEPTION 'role % does not exist', role
			USING ERRCODE = 'undefined_object', HINT = 'CREATE ROLE makes one.';
	END IF;
	IF pg_has_role(role::oid, (SELECT c.relowner FROM pg_class AS c WHERE c.oid = 'complaint.app_role'::regclass), 'USAGE') THEN
		RAISE EXCEPTION 'role "%" may do everything already', name
			USING ERRCODE = 'invalid_grant_operation',
				DETAIL = CASE WHEN (SELECT r.rolsuper FROM pg_roles AS r WHERE r.oid = role) THEN 'It is a superuser.'
					ELSE 'It has the rights of the owner of our tables.' END,
				HINT = 'Let the application connect as a role of its own.';
	END IF;
	DELETE FROM complaint.app_role AS a WHERE NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.oid = a.role);
	INSERT INTO complaint.app_role (role, kind, agents) VALUES (grant_kind.role, grant_kind.kind, grant_kind.agents)
	ON CONFLICT ON CONSTRAINT app_role_pkey DO UPDATE SET agents = EXCLUDED.agents;
	FOR g IN SELECT k.privileges, k.object FROM complaint.kind_grants(grant_kind.kind) AS k LOOP
		EXECUTE format('GRANT %s ON %s TO %s', g.privileges, g.object, role);
	END LOOP;
END
$$;
COMMENT ON FUNCTION complaint.grant_kind(regrole, text, text[]) IS 'registers a role as a kind and grants what that needs';

CREATE FUNCTION complaint.grant_agent_app(role regrole, agents text[] DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	more text;
BEGIN
	IF cardinality(agents) = 0 OR array_position(agents, NULL) IS NOT NULL OR array_position(agents, '') IS NOT NULL THEN
		RAISE EXCEPTION 'agents names nobody'
			USING ERRCODE = 'invalid_parameter_value', DETAIL = format('It is %L.', agents),
				HINT = 'List agents and pools, ''{ann,bob,@cards}'', or leave it out: any agent.';
	END IF;
	PERFORM complaint.grant_kind(role, 'agent_app', CASE WHEN agents IS NOT NULL
		THEN ARRAY(SELECT complaint.key(u.agent) FROM unnest(agents) WITH ORDINALITY AS u(agent, n) ORDER BY u.n) END);
	-- what it has besides would make all of this worth nothing
	SELECT string_agg(format('%s', m.what), ', ' ORDER BY m.what) INTO more
	FROM (SELECT c.oid::regclass::text AS what FROM pg_class AS c
		  WHERE c.relnamespace = 'complaint'::regnamespace AND c.relkind IN ('r', 'v') AND c.relname <> 'my_alerts'
			AND has_table_privilege(role::oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
		  UNION ALL
		  SELECT format('the rights of supervisor %s', a.role) FROM complaint.app_role AS a
		  WHERE a.kind = 'supervisor' AND pg_has_role(grant_agent_app.role::oid, a.role::oid, 'USAGE')) AS m;
	IF more IS NOT NULL THEN
		RAISE WARNING 'role "%" is not limited to its agents', pg_get_userbyid(role)
			USING DETAIL = format('It also has: %s.', more),
				HINT = 'SELECT complaint.revoke_grants(role), REVOKE what it was granted otherwise, and grant again.';
	END IF;
END
$$;
COMMENT ON FUNCTION complaint.grant_agent_app(regrole, text[]) IS 'lets an application act as these agents and for these pools (null: as any agent), and see and work on their alerts and no others';

CREATE FUNCTION complaint.grant_supervisor(role regrole) RETURNS void
	LANGUAGE sql VOLATILE
	SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT complaint.grant_kind(grant_supervisor.role, 'supervisor', NULL);
END;
COMMENT ON FUNCTION complaint.grant_supervisor(regrole) IS 'lets a role see and work on all alerts in the name of any agent, silence them, read messages unmasked, and say who supervises whom';

CREATE FUNCTION complaint.grant_analyst(role regrole) RETURNS void
	LANGUAGE sql VOLATILE
	SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT complaint.grant_kind(grant_analyst.role, 'analyst', NULL);
END;
COMMENT ON FUNCTION complaint.grant_analyst(regrole) IS 'lets a role read all that is stored, and masked messages of any alert, and change nothing';

CREATE FUNCTION complaint.grant_author(role regrole) RETURNS void
	LANGUAGE sql VOLATILE
	SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT complaint.grant_kind(grant_author.role, 'author', NULL);
END;
COMMENT ON FUNCTION complaint.grant_author(regrole) IS 'lets a role write rule sets and policies';

CREATE FUNCTION complaint.revoke_grants(role regrole) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	g record;
BEGIN
	DELETE FROM complaint.app_role AS a
	WHERE a.role = revoke_grants.role OR NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.oid = a.role);
	FOR g IN SELECT DISTINCT k.object FROM unnest('{agent_app,supervisor,analyst,author}'::text[]) AS u(kind), complaint.kind_grants(u.kind) AS k LOOP
		EXECUTE format('REVOKE ALL ON %s FROM %s', g.object, role);
	END LOOP;
END
$$;
COMMENT ON FUNCTION complaint.revoke_grants(regrole) IS 'takes back from a role what complaint.grant_agent_app() and its like grant, whoever granted it, and what it was registered as';

REVOKE ALL ON FUNCTION complaint.kind_grants(text), complaint.grant_kind(regrole, text, text[]),
	complaint.grant_agent_app(regrole, text[]), complaint.grant_supervisor(regrole), complaint.grant_analyst(regrole),
	complaint.grant_author(regrole), complaint.revoke_grants(regrole) FROM PUBLIC;

-- What a dump carries ---------------------------------------------------------

SELECT pg_catalog.pg_extension_config_dump('complaint.app_role', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.audit', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.audit_audit_seq', '');
