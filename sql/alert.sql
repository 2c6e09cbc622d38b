/*
 * Alerts: what was raised, and what people do about it.  The C side
 * (src/live/alert.c, tally.c) evaluates the policies that a transaction's
 * messages meet while it settles them.
 */

-- Alerts ------------------------------------------------------------------------

CREATE TABLE complaint.alert (
	alert uuid NOT NULL CONSTRAINT alert_pkey PRIMARY KEY,
	policy text NOT NULL,
	scope text NOT NULL,
	source integer NOT NULL,
	key text COLLATE "C" NOT NULL,
	session_id text COLLATE "C",
	episode integer NOT NULL,
	mode text NOT NULL,
	state text NOT NULL DEFAULT 'open',
	severity smallint NOT NULL,
	level smallint NOT NULL,
	harms text[] NOT NULL,
	type text,
	count integer NOT NULL,
	agent text COLLATE "C",
	customer text COLLATE "C",
	tags jsonb,
	recipients text[] NOT NULL,
	raised_at timestamptz NOT NULL,
	acknowledged_at timestamptz,
	acknowledged_by text,
	resolved_at timestamptz,
	resolved_by text,
	note text,
	claimed_by text,
	claimed_until timestamptz,
	escalated smallint NOT NULL DEFAULT 0,
	held_until timestamptz,
	silence bigint,
	escalate_at timestamptz,
	quiet_at timestamptz,
	due_at timestamptz GENERATED ALWAYS AS (LEAST(held_until, escalate_at, quiet_at)) STORED,
	CONSTRAINT alert_episode_key UNIQUE (source, key, policy, episode)
);
COMMENT ON TABLE complaint.alert IS 'what a policy raised: open, acknowledged, resolved or withdrawn';
COMMENT ON COLUMN complaint.alert.alert IS 'names the alert in notifications and functions';
COMMENT ON COLUMN complaint.alert.policy IS 'the policy that raised it';
COMMENT ON COLUMN complaint.alert.scope IS 'scope of the policy';
COMMENT ON COLUMN complaint.alert.source IS 'attached table, where the scope is a session or a source; else 0';
COMMENT ON COLUMN complaint.alert.key IS 'which session, customer, agent, type or value of a tag it is about; empty for the scopes source and all';
COMMENT ON COLUMN complaint.alert.session_id IS 'the session, where the scope is a session';
COMMENT ON COLUMN complaint.alert.episode IS 'the first, second ... time that the policy rang for this key; the constraint allows one alert each';
COMMENT ON COLUMN complaint.alert.mode IS 'mode of the policy then; a shadow alert was never notified';
COMMENT ON COLUMN complaint.alert.state IS 'open, acknowledged (somebody has taken it), resolved, or withdrawn (its messages were changed or removed)';
COMMENT ON COLUMN complaint.alert.severity IS 'severity of the policy then, 1 to 4';
COMMENT ON COLUMN complaint.alert.level IS 'highest level of the messages that raised it';
COMMENT ON COLUMN complaint.alert.harms IS 'their harms';
COMMENT ON COLUMN complaint.alert.type IS 'their most frequent type';
COMMENT ON COLUMN complaint.alert.count IS 'how many messages (texts, sessions, as the policy counts) raised it (complaint.alert_message)';
COMMENT ON COLUMN complaint.alert.agent IS 'whose it is: the agent of the last message, else of the session; later who it was assigned or transferred to';
COMMENT ON COLUMN complaint.alert.customer IS 'customer of the last message';
COMMENT ON COLUMN complaint.alert.tags IS 'tags of the last message';
COMMENT ON COLUMN complaint.alert.recipients IS 'all who are told: agents, and pools that begin with @';
COMMENT ON COLUMN complaint.alert.raised_at IS 'when, by the clock';
COMMENT ON COLUMN complaint.alert.claimed_by IS 'who took it from a pool (complaint.claim), until claimed_until';
COMMENT ON COLUMN complaint.alert.escalated IS 'steps of the policy''s ladder that were taken';
COMMENT ON COLUMN complaint.alert.held_until IS 'not announced before: a silence, or outside of business hours; null: announced';
COMMENT ON COLUMN complaint.alert.silence IS 'the silence that held it (complaint.silence)';
COMMENT ON COLUMN complaint.alert.escalate_at IS 'when it goes up the ladder if nobody acknowledges it';
COMMENT ON COLUMN complaint.alert.quiet_at IS 'when to look whether it has been quiet for long enough to be resolved';
COMMENT ON COLUMN complaint.alert.due_at IS 'when the clock has to do something with it next (complaint.run_due)';
CREATE INDEX alert_unfinished_idx ON complaint.alert (agent, raised_at) WHERE state IN ('open', 'acknowledged');
CREATE INDEX alert_due_idx ON complaint.alert (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX alert_recipients_idx ON complaint.alert USING gin (recipients) WITH (fastupdate = off) WHERE state IN ('open', 'acknowledged');

CREATE TABLE complaint.alert_message (
	alert uuid NOT NULL,
	source integer NOT NULL,
	session_id text COLLATE "C" NOT NULL,
	message_id text COLLATE "C" NOT NULL,
	CONSTRAINT alert_message_pkey PRIMARY KEY (alert, source, session_id, message_id)
);
COMMENT ON TABLE complaint.alert_message IS 'the messages that raised an alert; join to complaint.classification';
COMMENT ON COLUMN complaint.alert_message.alert IS 'the alert';

CREATE TABLE complaint.episode (
	source integer NOT NULL,
	key text COLLATE "C" NOT NULL,
	policy text NOT NULL,
	episode integer NOT NULL,
	alert uuid NOT NULL,
	since timestamptz NOT NULL,
	ended_at timestamptz,
	withdrawn boolean NOT NULL DEFAULT false,
	CONSTRAINT episode_pkey PRIMARY KEY (source, key, policy)
) WITH (fillfactor = 75);
COMMENT ON TABLE complaint.episode IS 'the latest episode of each policy and key; whoever raises or resolves locks its row';
COMMENT ON COLUMN complaint.episode.key IS 'as in complaint.alert';
COMMENT ON COLUMN complaint.episode.since IS 'only messages settled after this count toward it';
COMMENT ON COLUMN complaint.episode.ended_at IS 'when its alert was resolved; null while it rings';
COMMENT ON COLUMN complaint.episode.withdrawn IS 'its alert was withdrawn, and is reopened when the threshold is reached again';

/*
 * Messages that meet policies of a scope wider than the session, in the order
 * of their own times: what lies in a window is read from here.  Written by
 * each transaction for its own messages, so that nobody waits for anybody.
 */
CREATE TABLE complaint.tally (
	policy text NOT NULL,
	source integer NOT NULL,
	key text COLLATE "C" NOT NULL,
	at timestamptz NOT NULL,
	in_source integer NOT NULL,
	session_id text COLLATE "C" NOT NULL,
	message_id text COLLATE "C" NOT NULL,
	fingerprint bigint NOT NULL,
	settled_at timestamptz NOT NULL,
	removed boolean NOT NULL DEFAULT false,
	xid bigint NOT NULL,
	CONSTRAINT tally_pkey PRIMARY KEY (policy, source, key, at, in_source, session_id, message_id)
);
COMMENT ON TABLE complaint.tally IS 'messages that meet policies wider than a session, kept as long as a window can reach them';
COMMENT ON COLUMN complaint.tally.source IS 'source and key: as in complaint.alert';
COMMENT ON COLUMN complaint.tally.at IS 'own time of the message, the future clamped to when it was settled';
COMMENT ON COLUMN complaint.tally.in_source IS 'source, session and message: as in complaint.classification';
COMMENT ON COLUMN complaint.tally.removed IS 'the message meets the policy no more, or it is none (a source of 0 or less) and only has the key asked about; gone with the next run_due()';
COMMENT ON COLUMN complaint.tally.xid IS 'number of the transaction that wrote it: run_due() looks at keys that may have changed unseen';
-- a new row's key has to be looked at once more: an index that costs inserts next to nothing
CREATE INDEX tally_xid_idx ON complaint.tally USING brin (xid) WITH (pages_per_range = 16);

CREATE TABLE complaint.tally_state (
	policy text NOT NULL CONSTRAINT tally_state_pkey PRIMARY KEY,
	definition text NOT NULL,
	rebuild_at bigint,
	filled boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE complaint.tally_state IS 'which definition of a policy complaint.tally was filled by';
COMMENT ON COLUMN complaint.tally_state.definition IS 'fingerprint of the policy; empty: the policy is gone, or off, and its tally is being dropped';
COMMENT ON COLUMN complaint.tally_state.rebuild_at IS 'the policy changed: filled again once all transactions older than this are over, which may have settled by the old one; and then looked through once more';
COMMENT ON COLUMN complaint.tally_state.filled IS 'it was filled; at rebuild_at rows are dropped whose messages were changed meanwhile by who could not see them';

CREATE TABLE complaint.due_state (
	one boolean NOT NULL DEFAULT true CONSTRAINT due_state_pkey PRIMARY KEY CONSTRAINT due_state_one_check CHECK (one),
	looked_at bigint NOT NULL DEFAULT 0,
	era bigint,
	purged_at timestamptz NOT NULL DEFAULT '-infinity'
);
COMMENT ON TABLE complaint.due_state IS 'how far run_due() has looked at complaint.tally';
INSERT INTO complaint.due_state DEFAULT VALUES;

-- Events ---------------------------------------------------------------------------------

CREATE FUNCTION complaint.new_id() RETURNS uuid
	LANGUAGE c VOLATILE PARALLEL SAFE AS 'MODULE_PATHNAME', 'complaint_new_id';
COMMENT ON FUNCTION complaint.new_id() IS 'a UUID of version 7: ordered by time';

CREATE FUNCTION complaint.era() RETURNS bigint
	LANGUAGE c STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'complaint_era';
COMMENT ON FUNCTION complaint.era() IS 'which cluster, database and timeline this is: transaction numbers of another mean nothing here';

CREATE TABLE complaint.event (
	event uuid NOT NULL DEFAULT complaint.new_id() CONSTRAINT event_pkey PRIMARY KEY,
	alert uuid NOT NULL,
	kind text NOT NULL,
	at timestamptz NOT NULL DEFAULT complaint.clock(),
	by text,
	note text,
	agent text COLLATE "C",
	recipients text[] NOT NULL DEFAULT '{}',
	hinted boolean NOT NULL DEFAULT true,
	era bigint NOT NULL DEFAULT complaint.era(),
	xid xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id()
);
COMMENT ON TABLE complaint.event IS 'what happened to an alert, step by step';
COMMENT ON COLUMN complaint.event.event IS 'names the event in its notification; ordered by time';
COMMENT ON COLUMN complaint.event.kind IS 'raised, acknowledged, assigned, transferred, escalated, claimed, given_back, released, resolved, withdrawn or reopened';
COMMENT ON COLUMN complaint.event.by IS 'who did it; null: the extension';
COMMENT ON COLUMN complaint.event.note IS 'why, in their words';
COMMENT ON COLUMN complaint.event.agent IS 'the agent whose alert it is after this';
COMMENT ON COLUMN complaint.event.recipients IS 'who is told; empty for alerts that are shadow or held';
COMMENT ON COLUMN complaint.event.hinted IS 'a notification was sent, or none was due; false: throttled, complaint.run_due() tells that there is more to read';
COMMENT ON COLUMN complaint.event.era IS 'cluster, database and timeline where xid means something';
COMMENT ON COLUMN complaint.event.xid IS 'the transaction that wrote it';
CREATE INDEX event_alert_idx ON complaint.event (alert, at);
CREATE INDEX event_xid_idx ON complaint.event (era, xid);
CREATE INDEX event_unhinted_idx ON complaint.event (event) WHERE NOT hinted;

CREATE FUNCTION complaint.notify_event(event uuid) RETURNS boolean
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'complaint_notify_event';
COMMENT ON FUNCTION complaint.notify_event(uuid) IS 'sends the notifications of an event at commit, while the queue has room for hints; false: throttled';
REVOKE ALL ON FUNCTION complaint.new_id(), complaint.era(), complaint.notify_event(uuid) FROM PUBLIC;

CREATE FUNCTION complaint.step(alert uuid, kind text, by text, note text, also text[] DEFAULT '{}') RETURNS void
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	event uuid := complaint.new_id();
BEGIN
	INSERT INTO complaint.event (event, alert, kind, by, note, agent, recipients)
	SELECT event, a.alert, kind, by, note, a.agent,
		CASE WHEN a.mode = 'live' AND a.held_until IS NULL
			THEN ARRAY(SELECT DISTINCT u.r FROM unnest(a.recipients || also) AS u(r) WHERE u.r IS NOT NULL ORDER BY u.r) ELSE '{}' END
	FROM complaint.alert AS a WHERE a.alert = alert;
	IF NOT complaint.notify_event(event) THEN
		UPDATE complaint.event AS e SET hinted = false WHERE e.event = event;
	END IF;
END
$$;
COMMENT ON FUNCTION complaint.step(uuid, text, text, text, text[]) IS 'writes an event of an alert, for its recipients and those named besides, and notifies it';
REVOKE ALL ON FUNCTION complaint.step(uuid, text, text, text, text[]) FROM PUBLIC;

-- Who is told -----------------------------------------------------------------------------

CREATE FUNCTION complaint.told(recipients text[], agent text) RETURNS text[]
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT coalesce(array_agg(DISTINCT u.told ORDER BY u.told), '{}')
	FROM (SELECT CASE r.recipient WHEN '@agent' THEN told.agent
				WHEN '@supervisor' THEN coalesce((SELECT a.supervisor FROM complaint.agent AS a WHERE a.agent = told.agent), '@supervisor')
				ELSE r.recipient END AS told
		  FROM unnest(told.recipients || '{@admin}'::text[]) AS r(recipient)) AS u
	WHERE u.told IS NOT NULL;
END;
COMMENT ON FUNCTION complaint.told(text[], text) IS 'whom a list of recipients means for an alert of this agent: @agent and @supervisor resolved, @admin added';
REVOKE ALL ON FUNCTION complaint.told(text[], text) FROM PUBLIC;

CREATE FUNCTION complaint.escalates_at(policy text, since timestamptz, escalated integer) RETURNS timestamptz
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	-- hours that were deleted are no hours: every hour counts
	SELECT complaint.business_time((SELECT b.hours FROM complaint.business_hours AS b WHERE b.hours = p.hours LIMIT 1),
		escalates_at.since, p.escalate_after)
	FROM complaint.policy AS p
	WHERE p.policy = escalates_at.policy AND p.escalate_after IS NOT NULL AND escalates_at.escalated < cardinality(p.ladder);
END;
COMMENT ON FUNCTION complaint.escalates_at(text, timestamptz, integer) IS 'when an alert of the policy that has waited since then and gone up so many steps goes up the next; null: never';
REVOKE ALL ON FUNCTION complaint.escalates_at(text, timestamptz, integer) FROM PUBLIC;

-- What people do ----------------------------------------------------------------------------

/*
 * Who may do this, as whom and to which alert, is asked for in sql/rights.sql:
 * authorize(), may_work_on(), may_serve().
 */
CREATE FUNCTION complaint.no_alert(alert uuid) RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RAISE EXCEPTION 'alert % does not exist', alert
		USING ERRCODE = 'undefined_object', HINT = 'SELECT alert FROM complaint.alert WHERE state IN (''open'', ''acknowledged'') lists the unfinished ones.';
END
$$;
COMMENT ON FUNCTION complaint.no_alert(uuid) IS 'says that there is no such alert';
REVOKE ALL ON FUNCTION complaint.no_alert(uuid) FROM PUBLIC;

CREATE FUNCTION complaint.take(alert uuid, states text[], action text, whole boolean) RETURNS complaint.alert
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	found_alert complaint.alert;
BEGIN
	PERFORM complaint.may_work_on(alert);
	IF whole THEN
		-- session, episode, alert: the order in which settling takes them
		PERFORM FROM complaint.session AS s
		JOIN complaint.alert AS a ON a.source = s.source AND a.session_id = s.session_id
		WHERE a.alert = alert FOR NO KEY UPDATE OF s;
		PERFORM FROM complaint.episode AS e
		JOIN complaint.alert AS a ON a.source = e.source AND a.key = e.key AND a.policy = e.policy
		WHERE a.alert = alert FOR NO KEY UPDATE OF e;
	END IF;
	SELECT a.* INTO found_alert FROM complaint.alert AS a WHERE a.alert = alert FOR NO KEY UPDATE;
	IF NOT FOUND THEN
		PERFORM complaint.no_alert(alert);
	END IF;
	-- it may have changed hands while this waited for it
	PERFORM complaint.may_work_on(alert);
	IF found_alert.state <> ALL (states) THEN
		RAISE EXCEPTION 'alert % is %', alert, found_alert.state
			USING ERRCODE = 'object_not_in_prerequisite_state',
				DETAIL = CASE found_alert.state
					WHEN 'acknowledged' THEN format('%s has it since %s.', found_alert.acknowledged_by, found_alert.acknowledged_at)
					WHEN 'resolved' THEN format('%s ended it at %s.', found_alert.resolved_by, found_alert.resolved_at)
					WHEN 'withdrawn' THEN format('Its messages were changed or removed at %s.', found_alert.resolved_at)
					ELSE 'Nobody has taken it yet.' END,
				HINT = format('Only an alert that is %s can be %s.', array_to_string(states, ' or '), action);
	END IF;
	RETURN found_alert;
END
$$;
COMMENT ON FUNCTION complaint.take(uuid, text[], text, boolean) IS 'locks an alert, with what it hangs on if whole, for a step that is legal in these states; an error elsewhere';
REVOKE ALL ON FUNCTION complaint.take(uuid, text[], text, boolean) FROM PUBLIC;

CREATE FUNCTION complaint.acknowledge(alert uuid, by text DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SECURITY DEFINER		-- EXECUTE is the right to ask; see sql/rights.sql
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	who text := complaint.authorize(by);
	found_alert complaint.alert := complaint.take(alert, '{open}', 'acknowledged', false);
BEGIN
	IF found_alert.claimed_until > complaint.clock() AND found_alert.claimed_by <> who THEN
		RAISE EXCEPTION 'alert % is claimed by "%"', alert, found_alert.claimed_by
			USING ERRCODE = 'object_not_in_prerequisite_state',
				DETAIL = format('%s has it until %s.', found_alert.claimed_by, found_alert.claimed_until),
				HINT = 'Wait, or assign the alert to somebody.';
	END IF;
	UPDATE complaint.alert AS a
	SET state = 'acknowledged', acknowledged_at = complaint.clock(), acknowledged_by = who,
		claimed_by = NULL, claimed_until = NULL, escalate_at = NULL
	WHERE a.alert = alert;
	PERFORM complaint.step(alert, 'acknowledged', who, NULL);
END
$$;
REVOKE ALL ON FUNCTION complaint.acknowledge(uuid, text) FROM PUBLIC;
COMMENT ON FUNCTION complaint.acknowledge(uuid, text) IS 'says that somebody has taken an open alert that nobody else has claimed; of two at once one wins, the other is told who';

CREATE FUNCTION complaint.resolve(alert uuid, by text DEFAULT NULL, note text DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SECURITY DEFINER		-- EXECUTE is the right to ask; see sql/rights.sql
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	who text := complaint.authorize(by);
BEGIN
	PERFORM complaint.take(alert, '{open,acknowledged}', 'resolved', true);
	PERFORM complaint.finish(alert, who, note);
END
$$;
REVOKE ALL ON FUNCTION complaint.resolve(uuid, text, text) FROM PUBLIC;
COMMENT ON FUNCTION complaint.resolve(uuid, text, text) IS 'ends an alert; the next one for its key counts only messages settled after this plus the policy''s cooldown';

CREATE FUNCTION complaint.ask_again(policy text, source integer, key text, why text) RETURNS void
	LANGUAGE sql VOLATILE
	SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	INSERT INTO complaint.tally (policy, source, key, at, in_source, session_id, message_id, fingerprint, settled_at, removed, xid)
	VALUES (ask_again.policy, ask_again.source, ask_again.key, complaint.clock(), 0, '', ask_again.why, 0, complaint.clock(), true,
		pg_current_xact_id()::text::bigint)
	ON CONFLICT ON CONSTRAINT tally_pkey DO UPDATE SET xid = EXCLUDED.xid;
END;
COMMENT ON FUNCTION complaint.ask_again(text, integer, text, text) IS 'lets the run_due() after this transaction ask a policy of a wide scope about a key: a removed row of the tally that is no message''s';
REVOKE ALL ON FUNCTION complaint.ask_again(text, integer, text, text) FROM PUBLIC;

CREATE FUNCTION complaint.finish(alert uuid, by text, note text) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
BEGIN
	UPDATE complaint.alert AS a
	SET state = 'resolved', resolved_at = complaint.clock(), resolved_by = coalesce(by, 'complaint'), note = note,
		claimed_by = NULL, claimed_until = NULL, escalate_at = NULL, quiet_at = NULL
	WHERE a.alert = alert;
	UPDATE complaint.episode AS e SET ended_at = complaint.clock()
	FROM complaint.alert AS a
	WHERE a.alert = alert AND e.source = a.source AND e.key = a.key AND e.policy = a.policy AND e.alert = alert;
	-- chats that could not see this yet saw an alert that rings and left their messages alone
	PERFORM complaint.ask_again(a.policy, a.source, a.key, alert::text) FROM complaint.alert AS a WHERE a.alert = alert AND a.scope <> 'session';
	PERFORM complaint.step(alert, 'resolved', by, note);
	-- it will never be announced
	UPDATE complaint.alert AS a SET held_until = NULL WHERE a.alert = alert AND a.held_until IS NOT NULL;
END
$$;
COMMENT ON FUNCTION complaint.finish(uuid, text, text) IS 'ends an alert that is locked, and its episode';
REVOKE ALL ON FUNCTION complaint.finish(uuid, text, text) FROM PUBLIC;

CREATE FUNCTION complaint.reopen(alert uuid, by text DEFAULT NULL, note text DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SECURITY DEFINER		-- EXECUTE is the right to ask; see sql/rights.sql
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	who text := complaint.authorize(by);
	found_alert complaint.alert := complaint.take(alert, '{resolved,withdrawn}', 'reopened', true);
	latest complaint.episode;
BEGIN
	SELECT e.* INTO latest FROM complaint.episode AS e
	WHERE e.source = found_alert.source AND e.key = found_alert.key AND e.policy = found_alert.policy;
	IF latest.alert IS DISTINCT FROM alert THEN
		RAISE EXCEPTION 'alert % is not the latest of its kind', alert
			USING ERRCODE = 'object_not_in_prerequisite_state',
				DETAIL = coalesce(format('Alert %s was raised since.', latest.alert), 'Its episode is gone.'),
				HINT = 'Work on the latest one.';
	END IF;
	UPDATE complaint.episode AS e SET ended_at = NULL, withdrawn = false
	WHERE e.source = found_alert.source AND e.key = found_alert.key AND e.policy = found_alert.policy;
	UPDATE complaint.alert AS a
	SET state = 'open', acknowledged_at = NULL, acknowledged_by = NULL, resolved_at = NULL, resolved_by = NULL, note = NULL,
		escalated = 0,
		escalate_at = CASE WHEN a.mode = 'live' THEN complaint.escalates_at(a.policy, complaint.clock(), 0) END,
		quiet_at = (SELECT complaint.clock() + p.auto_resolve FROM complaint.policy AS p WHERE p.policy = a.policy)
	WHERE a.alert = alert;
	PERFORM complaint.step(alert, 'reopened', who, note);
END
$$;
REVOKE ALL ON FUNCTION complaint.reopen(uuid, text, text) FROM PUBLIC;
COMMENT ON FUNCTION complaint.reopen(uuid, text, text) IS 'opens a resolved or withdrawn alert again, if none was raised for its key since; its episode goes on';

CREATE FUNCTION complaint.hand_over(alert uuid, kind text, agent text, by text, note text) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	former text[];
BEGIN
	SELECT ARRAY[a.agent] || a.claimed_by INTO former FROM complaint.alert AS a WHERE a.alert = alert;
	-- it is open again: the new one has to take it, and has the time to
	UPDATE complaint.alert AS a
	SET agent = CASE WHEN agent LIKE '@%' THEN NULL ELSE agent END,
		recipients = complaint.told(array_remove(a.recipients, a.agent) || agent
			|| (SELECT p.recipients FROM complaint.policy AS p WHERE p.policy = a.policy), agent),
		state = 'open', acknowledged_at = NULL, acknowledged_by = NULL, claimed_by = NULL, claimed_until = NULL,
		escalated = 0,
		escalate_at = CASE WHEN a.mode = 'live' AND a.held_until IS NULL THEN complaint.escalates_at(a.policy, complaint.clock(), 0) END
	WHERE a.alert = alert;
	PERFORM complaint.step(alert, kind, by, note, former);
END
$$;
COMMENT ON FUNCTION complaint.hand_over(uuid, text, text, text, text) IS 'makes an alert that is locked somebody else''s: an agent''s, or a pool''s';
REVOKE ALL ON FUNCTION complaint.hand_over(uuid, text, text, text, text) FROM PUBLIC;

CREATE FUNCTION complaint.assign(alert uuid, agent text, by text DEFAULT NULL, note text DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SECURITY DEFINER		-- EXECUTE is the right to ask; see sql/rights.sql
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	who text := complaint.authorize(by);
BEGIN
	IF agent IS NULL OR agent = '' THEN
		RAISE EXCEPTION 'whose the alert shall be is needed'
			USING ERRCODE = 'null_value_not_allowed',
				HINT = 'SELECT complaint.assign(alert, agent => ''dana'', by => ''boss''), or a pool: agent => ''@cards''.';
	END IF;
	PERFORM complaint.take(alert, '{open,acknowledged}', 'assigned', false);
	PERFORM complaint.hand_over(alert, 'assigned', complaint.key(agent), who, note);
END
$$;
REVOKE ALL ON FUNCTION complaint.assign(uuid, text, text, text) FROM PUBLIC;
COMMENT ON FUNCTION complaint.assign(uuid, text, text, text) IS 'gives an unfinished alert to an agent or a pool, who has to acknowledge it';

-- Sessions that change hands -------------------------------------------------------------------

CREATE FUNCTION complaint.assign_session(relation regclass, session_id text, agent text, by text DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SECURITY DEFINER		-- EXECUTE is the right to ask; see sql/rights.sql
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	number integer := complaint.attached(relation);
	session text := complaint.key(session_id);
	new_agent text := complaint.key(agent);
	who text := complaint.authorize(by);
	moved record;
BEGIN
	IF new_agent = '' THEN
		RAISE EXCEPTION 'nobody is called ""'
			USING ERRCODE = 'invalid_parameter_value', HINT = 'Name an agent or a pool, or pass null: then it is whoever the messages name.';
	END IF;
	PERFORM complaint.may_serve(number, session, new_agent);
	INSERT INTO complaint.session AS s (source, session_id, agent, assigned_at)
	VALUES (number, session, new_agent, CASE WHEN new_agent IS NOT NULL THEN complaint.clock() END)
	ON CONFLICT ON CONSTRAINT session_pkey
	DO UPDATE SET agent = EXCLUDED.agent, assigned_at = EXCLUDED.assigned_at;
	IF new_agent IS NULL THEN
		UPDATE complaint.session AS s SET agent = (
			SELECT c.agent FROM complaint.classification AS c
			WHERE c.source = number AND c.session_id = session AND c.agent IS NOT NULL ORDER BY c.at DESC LIMIT 1)
		WHERE s.source = number AND s.session_id = session;
	ELSE
		FOR moved IN SELECT a.alert FROM complaint.alert AS a
				WHERE a.source = number AND a.key = session AND a.scope = 'session'
					AND a.state IN ('open', 'acknowledged') AND a.agent IS DISTINCT FROM new_agent
					-- of a pool: not again to the same
					AND NOT (a.agent IS NULL AND new_agent LIKE '@%' AND new_agent = ANY (a.recipients))
				ORDER BY a.alert FOR NO KEY UPDATE LOOP
			PERFORM complaint.hand_over(moved.alert, 'transferred', new_agent, who, NULL);
		END LOOP;
	END IF;
END
$$;
REVOKE ALL ON FUNCTION complaint.assign_session(regclass, text, text, text) FROM PUBLIC;
COMMENT ON FUNCTION complaint.assign_session(regclass, text, text, text) IS 'says who serves a session of an attached table now: its unfinished alerts move along, and those of messages that name no agent go there; null: whoever the messages name';

CREATE FUNCTION complaint.is_anothers(a complaint.alert, served_by text) RETURNS boolean
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT (a.agent IS NULL OR a.agent IS DISTINCT FROM is_anothers.served_by)
		AND 'assigned' = (SELECT e.kind FROM complaint.event AS e
			WHERE e.alert = a.alert AND e.kind IN ('assigned', 'transferred') ORDER BY e.event DESC LIMIT 1);
END;
COMMENT ON FUNCTION complaint.is_anothers(complaint.alert, text) IS 'whether somebody gave an alert of a session to another agent or pool than who serves the session';
REVOKE ALL ON FUNCTION complaint.is_anothers(complaint.alert, text) FROM PUBLIC;

CREATE FUNCTION complaint.end_session(relation regclass, session_id text, by text DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SECURITY DEFINER		-- EXECUTE is the right to ask; see sql/rights.sql
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	number integer := complaint.attached(relation);
	session text := complaint.key(session_id);
	who text := complaint.authorize(by);
	why constant text := 'the session ended';
	former_agent text;
	moved record;
BEGIN
	PERFORM complaint.may_serve(number, session, NULL);
	SELECT s.agent INTO former_agent FROM complaint.session AS s
	WHERE s.source = number AND s.session_id = session FOR NO KEY UPDATE;
	UPDATE complaint.session AS s SET agent = NULL, assigned_at = NULL WHERE s.source = number AND s.session_id = session;
	FOR moved IN SELECT a.alert, coalesce((SELECT g.supervisor FROM complaint.agent AS g WHERE g.agent = a.agent), '@supervisor') AS supervisor
			FROM complaint.alert AS a
			WHERE a.source = number AND a.key = session AND a.scope = 'session' AND a.state IN ('open', 'acknowledged')
				-- told twice that it is over: whoever has it since keeps it
				AND NOT EXISTS (SELECT FROM complaint.event AS e WHERE e.alert = a.alert AND e.kind = 'transferred'
								AND e.note = why AND e.agent IS NOT DISTINCT FROM a.agent)
				AND NOT coalesce(complaint.is_anothers(a, former_agent), false)
			ORDER BY a.alert FOR NO KEY UPDATE OF a LOOP
		PERFORM complaint.hand_over(moved.alert, 'transferred', moved.supervisor, who, why);
	END LOOP;
END
$$;
REVOKE ALL ON FUNCTION complaint.end_session(regclass, text, text) FROM PUBLIC;
COMMENT ON FUNCTION complaint.end_session(regclass, text, text) IS 'says that a session is over: whoever served it does so no more, and its unfinished alerts go to the supervisor, unless somebody gave them to another';

-- Silences -------------------------------------------------------------------------------------

CREATE FUNCTION complaint.silence_alerts(
	why text, until_at timestamptz, from_at timestamptz DEFAULT NULL, policy text DEFAULT NULL, source integer DEFAULT NULL,
	session_id text DEFAULT NULL, customer text DEFAULT NULL, agent text DEFAULT NULL, type text DEFAULT NULL,
	tags jsonb DEFAULT NULL, by text DEFAULT NULL) RETURNS bigint
	LANGUAGE plpgsql VOLATILE
	SECURITY DEFINER		-- EXECUTE is the right to ask; see sql/rights.sql
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	who text := complaint.authorize(by);
	number bigint;
BEGIN
	from_at := coalesce(from_at, complaint.clock());
	IF why IS NULL OR until_at IS NULL OR NOT until_at > greatest(from_at, complaint.clock()) OR NOT isfinite(until_at) THEN
		RAISE EXCEPTION 'a silence needs a reason, and an end after its beginning and after now'
			USING ERRCODE = 'invalid_parameter_value',
				DETAIL = format('From %s until %s, for reason %s.', from_at, coalesce(until_at::text, 'null'), coalesce(quote_literal(why), 'null')),
				HINT = 'SELECT complaint.silence_alerts(''planned outage'', until_at => now() + interval ''2 hours'', policy => ''repeated'')';
	END IF;
	IF jsonb_typeof(tags) <> 'object' OR jsonb_path_exists(tags, '$.* ? (@.type() <> "string")') THEN
		RAISE EXCEPTION 'these are no tags: %', tags
			USING ERRCODE = 'invalid_parameter_value', HINT = 'They are an object of texts: ''{"vip": "yes"}''.';
	END IF;
	IF policy IS NOT NULL AND NOT EXISTS (SELECT FROM complaint.alert_policy AS p WHERE p.policy = policy) THEN
		RAISE EXCEPTION 'policy "%" does not exist', policy
			USING ERRCODE = 'undefined_object', HINT = 'SELECT policy FROM complaint.policy lists them.';
	END IF;
	IF source IS NOT NULL AND NOT EXISTS (SELECT FROM complaint.source AS s WHERE s.source = source) THEN
		RAISE EXCEPTION 'source % does not exist', source
			USING ERRCODE = 'undefined_object', HINT = 'SELECT source, relation FROM complaint.sources lists them.';
	END IF;
	IF type IS NOT NULL AND NOT EXISTS (SELECT FROM complaint.type AS t WHERE t.type = type) THEN
		RAISE EXCEPTION 'type "%" does not exist', type
			USING ERRCODE = 'undefined_object', HINT = 'SELECT type FROM complaint.type lists them.';
	END IF;
	INSERT INTO complaint.silence (policy, source, session_id, customer, agent, type, tags, from_at, until_at, by, why)
	VALUES (policy, source, complaint.key(session_id), complaint.key(customer), complaint.key(agent), type, tags, from_at, until_at, who, why)
	RETURNING silence INTO number;
	RETURN number;
END
$$;
REVOKE ALL ON FUNCTION complaint.silence_alerts(text, timestamptz, timestamptz, text, integer, text, text, text, text, jsonb, text) FROM PUBLIC;
COMMENT ON FUNCTION complaint.silence_alerts(text, timestamptz, timestamptz, text, integer, text, text, text, text, jsonb, text) IS 'alerts that match all that is given are recorded and not announced before until_at; returns the number of the silence';

CREATE FUNCTION complaint.end_silence(silence bigint, by text DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SECURITY DEFINER		-- EXECUTE is the right to ask; see sql/rights.sql
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	who text := complaint.authorize(by);
BEGIN
	UPDATE complaint.silence AS s SET from_at = least(s.from_at, complaint.clock()), until_at = complaint.clock(), ended_by = who
	WHERE s.silence = silence AND s.until_at > complaint.clock();
	IF NOT FOUND THEN
		RAISE EXCEPTION 'silence % does not exist or is over', silence
			USING ERRCODE = 'undefined_object', HINT = 'SELECT * FROM complaint.silence WHERE until_at > now() lists those that hold.';
	END IF;
	-- run_due() sees to those that somebody is working on, or is raising
	UPDATE complaint.alert AS a SET held_until = complaint.clock()
	FROM (SELECT o.alert FROM complaint.alert AS o
		  WHERE o.silence = silence AND o.held_until > complaint.clock() FOR NO KEY UPDATE SKIP LOCKED) AS f
	WHERE a.alert = f.alert;
END
$$;
REVOKE ALL ON FUNCTION complaint.end_silence(bigint, text) FROM PUBLIC;
COMMENT ON FUNCTION complaint.end_silence(bigint, text) IS 'ends a silence before its time; what it held is announced by the next run_due()';

CREATE FUNCTION complaint.hold_of(policy text, source integer, session_id text, customer text, agent text, type text, tags jsonb,
	OUT until_at timestamptz, OUT silence bigint)
	LANGUAGE c STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'complaint_hold_of';
COMMENT ON FUNCTION complaint.hold_of(text, integer, text, text, text, text, jsonb) IS 'until when an alert like this would not be announced, and by which silence; null: it would be now';
REVOKE ALL ON FUNCTION complaint.hold_of(text, integer, text, text, text, text, jsonb) FROM PUBLIC;

-- What a dump carries ---------------------------------------------------------

SELECT pg_catalog.pg_extension_config_dump('complaint.alert', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.alert_message', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.episode', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.tally', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.event', '');
