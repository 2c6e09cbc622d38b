/*
 * Alerts: the policies that raise them, what was raised, and what people do
 * about it.  The C side (src/live/policy.c, alert.c) evaluates the policies of
 * the sessions that a transaction touched while it settles them.
 */

-- Policies --------------------------------------------------------------------

CREATE TABLE complaint.alert_policy (
	policy text NOT NULL CONSTRAINT alert_policy_pkey PRIMARY KEY
		CONSTRAINT alert_policy_policy_check CHECK (policy ~ '^[a-z][a-z0-9_]{0,62}$'),
	description text,
	scope text NOT NULL DEFAULT 'session'
		CONSTRAINT alert_policy_scope_check CHECK (scope IN ('session')),
	min_level smallint CONSTRAINT alert_policy_min_level_check CHECK (min_level BETWEEN 0 AND 4),
	harms text[] CONSTRAINT alert_policy_harms_check
		CHECK (pg_catalog.cardinality(harms) BETWEEN 1 AND 64 AND pg_catalog.array_position(harms, NULL) IS NULL),
	types text[] CONSTRAINT alert_policy_types_check
		CHECK (pg_catalog.cardinality(types) BETWEEN 1 AND 64 AND pg_catalog.array_position(types, NULL) IS NULL),
	threshold integer NOT NULL DEFAULT 1
		CONSTRAINT alert_policy_threshold_check CHECK (threshold BETWEEN 1 AND 1000000),
	time_window interval CONSTRAINT alert_policy_time_window_check
		CHECK (time_window > '0' AND time_window <= '366 days'),
	cooldown interval NOT NULL DEFAULT '0'
		CONSTRAINT alert_policy_cooldown_check CHECK (cooldown >= '0' AND cooldown <= '366 days'),
	max_lateness interval NOT NULL DEFAULT '1 hour'
		CONSTRAINT alert_policy_max_lateness_check CHECK (max_lateness >= '0' AND max_lateness <= '36600 days'),
	mode text NOT NULL DEFAULT 'live'
		CONSTRAINT alert_policy_mode_check CHECK (mode IN ('off', 'shadow', 'live')),
	shipped boolean NOT NULL DEFAULT false,
	CONSTRAINT alert_policy_asks_check CHECK (min_level IS NOT NULL OR harms IS NOT NULL)
);
COMMENT ON TABLE complaint.alert_policy IS 'the preset alarm strategy: when the messages of a session that meet a policy reach its threshold, one alert is raised';
COMMENT ON COLUMN complaint.alert_policy.policy IS 'name; small letters, digits and _';
COMMENT ON COLUMN complaint.alert_policy.scope IS 'whose messages are counted together: those of a session';
COMMENT ON COLUMN complaint.alert_policy.min_level IS 'a message of this level or higher meets the policy';
COMMENT ON COLUMN complaint.alert_policy.harms IS 'a message with one of these harms meets the policy, whatever its level; {*} is any harm';
COMMENT ON COLUMN complaint.alert_policy.types IS 'only messages of these types and their subtypes; null: all';
COMMENT ON COLUMN complaint.alert_policy.threshold IS 'how many such messages raise an alert';
COMMENT ON COLUMN complaint.alert_policy.time_window IS 'they must lie within this time, by the messages'' own times; null: whenever';
COMMENT ON COLUMN complaint.alert_policy.cooldown IS 'how long after an alert was resolved the session stays quiet';
COMMENT ON COLUMN complaint.alert_policy.max_lateness IS 'messages whose own time is older than this when they arrive count in the session but never ring';
COMMENT ON COLUMN complaint.alert_policy.mode IS 'off, shadow (alerts are recorded and never notified) or live';
COMMENT ON COLUMN complaint.alert_policy.shipped IS 'part of the extension: read-only, see complaint.alert_policy_override';

CREATE TABLE complaint.alert_policy_override (
	policy text NOT NULL CONSTRAINT alert_policy_override_pkey PRIMARY KEY
		CONSTRAINT alert_policy_override_policy_fkey REFERENCES complaint.alert_policy ON DELETE CASCADE,
	min_level smallint CONSTRAINT alert_policy_override_min_level_check CHECK (min_level BETWEEN 0 AND 4),
	threshold integer CONSTRAINT alert_policy_override_threshold_check CHECK (threshold BETWEEN 1 AND 1000000),
	time_window interval CONSTRAINT alert_policy_override_time_window_check
		CHECK (time_window > '0' AND time_window <= '366 days'),
	cooldown interval CONSTRAINT alert_policy_override_cooldown_check
		CHECK (cooldown >= '0' AND cooldown <= '366 days'),
	max_lateness interval CONSTRAINT alert_policy_override_max_lateness_check
		CHECK (max_lateness >= '0' AND max_lateness <= '36600 days'),
	mode text CONSTRAINT alert_policy_override_mode_check CHECK (mode IN ('off', 'shadow', 'live'))
);
COMMENT ON TABLE complaint.alert_policy_override IS 'your changes to policies that are part of the extension: a column that is null changes nothing (for other harms or types switch it off and write a policy of your own)';
COMMENT ON COLUMN complaint.alert_policy_override.policy IS 'which policy';

CREATE VIEW complaint.policy AS
	SELECT p.policy, p.description, p.scope,
		coalesce(o.min_level, p.min_level) AS min_level, p.harms, p.types,
		coalesce(o.threshold, p.threshold) AS threshold,
		coalesce(o.time_window, p.time_window) AS time_window,
		coalesce(o.cooldown, p.cooldown) AS cooldown,
		coalesce(o.max_lateness, p.max_lateness) AS max_lateness,
		coalesce(o.mode, p.mode) AS mode, p.shipped, o.policy IS NOT NULL AS overridden
	FROM complaint.alert_policy AS p
	LEFT JOIN complaint.alert_policy_override AS o ON o.policy OPERATOR(pg_catalog.=) p.policy;
COMMENT ON VIEW complaint.policy IS 'the policies in force: your own, and the shipped ones with your overrides';

CREATE FUNCTION complaint.guard_policy() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	unknown text;
BEGIN
	IF TG_OP <> 'INSERT' AND OLD.shipped THEN
		RAISE EXCEPTION 'policy "%" is part of the extension and read-only', OLD.policy
			USING ERRCODE = 'object_not_in_prerequisite_state',
				HINT = format('INSERT INTO complaint.alert_policy_override (policy, mode) VALUES (%L, ''off''), or another column, changes it for you.', OLD.policy);
	END IF;
	IF TG_OP = 'DELETE' THEN
		RETURN OLD;
	END IF;
	IF NEW.shipped THEN
		RAISE EXCEPTION 'policy "%" cannot be marked as shipped', NEW.policy
			USING ERRCODE = 'object_not_in_prerequisite_state',
				HINT = 'Only the extension''s own rows are; they are not part of a dump.';
	END IF;
	-- as for SQL function bodies: a restore loads tables in any order
	IF current_setting('check_function_bodies')::boolean THEN
		SELECT u.harm INTO unknown FROM unnest(NEW.harms) AS u(harm)
		WHERE u.harm <> '*' AND NOT EXISTS (SELECT FROM complaint.harm AS h WHERE h.harm = u.harm) LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION 'harm "%" of policy "%" does not exist', unknown, NEW.policy
				USING ERRCODE = 'foreign_key_violation', HINT = 'SELECT harm FROM complaint.harm lists them; * stands for any.';
		END IF;
		SELECT u.type INTO unknown FROM unnest(NEW.types) AS u(type)
		WHERE NOT EXISTS (SELECT FROM complaint.type AS t WHERE t.type = u.type) LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION 'type "%" of policy "%" does not exist', unknown, NEW.policy
				USING ERRCODE = 'foreign_key_violation', HINT = 'SELECT type FROM complaint.type lists them.';
		END IF;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION complaint.guard_policy() IS 'keeps shipped policies read-only and refuses harms and types that do not exist';
REVOKE ALL ON FUNCTION complaint.guard_policy() FROM PUBLIC;

-- Alerts ------------------------------------------------------------------------

CREATE TABLE complaint.alert (
	alert uuid NOT NULL CONSTRAINT alert_pkey PRIMARY KEY,
	policy text NOT NULL,
	source integer NOT NULL,
	session_id text COLLATE "C" NOT NULL,
	episode integer NOT NULL,
	mode text NOT NULL CONSTRAINT alert_mode_check CHECK (mode IN ('shadow', 'live')),
	state text NOT NULL DEFAULT 'open'
		CONSTRAINT alert_state_check CHECK (state IN ('open', 'acknowledged', 'resolved', 'withdrawn')),
	level smallint NOT NULL,
	harms text[] NOT NULL,
	type text,
	count integer NOT NULL,
	agent text COLLATE "C",
	customer text COLLATE "C",
	raised_at timestamptz NOT NULL,
	acknowledged_at timestamptz,
	acknowledged_by text,
	resolved_at timestamptz,
	resolved_by text,
	note text,
	CONSTRAINT alert_episode_key UNIQUE (source, session_id, policy, episode)
);
COMMENT ON TABLE complaint.alert IS 'what a policy raised: open, acknowledged, resolved';
COMMENT ON COLUMN complaint.alert.alert IS 'names the alert in notifications and functions';
COMMENT ON COLUMN complaint.alert.policy IS 'the policy that raised it';
COMMENT ON COLUMN complaint.alert.episode IS 'the first, second ... time that the policy rang for this session; the constraint allows one alert each';
COMMENT ON COLUMN complaint.alert.mode IS 'mode of the policy then; a shadow alert was never notified';
COMMENT ON COLUMN complaint.alert.state IS 'open, acknowledged, resolved or withdrawn';
COMMENT ON COLUMN complaint.alert.level IS 'highest level of the messages that raised it';
COMMENT ON COLUMN complaint.alert.harms IS 'their harms';
COMMENT ON COLUMN complaint.alert.type IS 'their most frequent type';
COMMENT ON COLUMN complaint.alert.count IS 'how many messages raised it (complaint.alert_message)';
COMMENT ON COLUMN complaint.alert.agent IS 'who was told: the agent of the last message, else of the session';
COMMENT ON COLUMN complaint.alert.raised_at IS 'when, by the clock';
CREATE INDEX alert_unfinished_idx ON complaint.alert (agent, raised_at) WHERE state IN ('open', 'acknowledged');

CREATE TABLE complaint.alert_message (
	alert uuid NOT NULL,
	source integer NOT NULL,
	session_id text COLLATE "C" NOT NULL,
	message_id text COLLATE "C" NOT NULL,
	CONSTRAINT alert_message_pkey PRIMARY KEY (alert, source, session_id, message_id)
);
COMMENT ON TABLE complaint.alert_message IS 'the messages that raised an alert; join to complaint.classification';

CREATE TABLE complaint.episode (
	source integer NOT NULL,
	session_id text COLLATE "C" NOT NULL,
	policy text NOT NULL,
	episode integer NOT NULL,
	alert uuid NOT NULL,
	ended_at timestamptz,
	CONSTRAINT episode_pkey PRIMARY KEY (source, session_id, policy)
) WITH (fillfactor = 75);
COMMENT ON TABLE complaint.episode IS 'the latest episode of each policy and session; whoever raises or resolves locks its row';
COMMENT ON COLUMN complaint.episode.ended_at IS 'when its alert was resolved; null while it rings';

CREATE TABLE complaint.event (
	event uuid NOT NULL CONSTRAINT event_pkey PRIMARY KEY,
	alert uuid NOT NULL,
	kind text NOT NULL CONSTRAINT event_kind_check
		CHECK (kind IN ('raised', 'acknowledged', 'resolved')),
	at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
	by text,
	note text,
	agent text COLLATE "C",
	xid xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id()
);
COMMENT ON TABLE complaint.event IS 'what happened to an alert, step by step';
COMMENT ON COLUMN complaint.event.event IS 'names the event in its notification';
COMMENT ON COLUMN complaint.event.kind IS 'raised, acknowledged or resolved';
COMMENT ON COLUMN complaint.event.by IS 'who did it; null: the extension';
COMMENT ON COLUMN complaint.event.note IS 'why, in their words';
COMMENT ON COLUMN complaint.event.agent IS 'the agent who was told';
COMMENT ON COLUMN complaint.event.xid IS 'the transaction that wrote it';
CREATE INDEX event_alert_idx ON complaint.event (alert, at);

-- Telling people ------------------------------------------------------------------

CREATE FUNCTION complaint.channel(agent text) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'complaint_channel';
COMMENT ON FUNCTION complaint.channel(text) IS 'the NOTIFY channel of an agent: safe and short for any id';

CREATE FUNCTION complaint.notify_event(event uuid) RETURNS void
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'complaint_notify_event';
COMMENT ON FUNCTION complaint.notify_event(uuid) IS 'sends the notifications of an event at commit, while the queue has room for hints';
REVOKE ALL ON FUNCTION complaint.notify_event(uuid) FROM PUBLIC;

CREATE FUNCTION complaint.step(alert uuid, kind text, by text, note text) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	event uuid := gen_random_uuid();
BEGIN
	INSERT INTO complaint.event (event, alert, kind, by, note, agent)
	SELECT event, a.alert, kind, by, note, a.agent FROM complaint.alert AS a WHERE a.alert = alert;
	PERFORM complaint.notify_event(event);
END
$$;
COMMENT ON FUNCTION complaint.step(uuid, text, text, text) IS 'writes an event of an alert and notifies it';
REVOKE ALL ON FUNCTION complaint.step(uuid, text, text, text) FROM PUBLIC;

CREATE FUNCTION complaint.acknowledge(alert uuid, by text) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SECURITY DEFINER		-- the right to do this is EXECUTE, and no more
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	found_alert complaint.alert;
BEGIN
	IF by IS NULL THEN
		RAISE EXCEPTION 'who acknowledges is needed'
			USING ERRCODE = 'null_value_not_allowed', HINT = 'SELECT complaint.acknowledge(alert, by => ''agent 7'')';
	END IF;
	SELECT a.* INTO found_alert FROM complaint.alert AS a WHERE a.alert = alert FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'alert % does not exist', alert
			USING ERRCODE = 'undefined_object', HINT = 'SELECT * FROM complaint.alert WHERE state = ''open'' lists the open ones.';
	END IF;
	IF found_alert.state <> 'open' THEN
		RAISE EXCEPTION 'alert % is %', alert, found_alert.state
			USING ERRCODE = 'object_not_in_prerequisite_state',
				DETAIL = CASE found_alert.state WHEN 'acknowledged'
					THEN format('%s has it since %s.', found_alert.acknowledged_by, found_alert.acknowledged_at)
					ELSE format('%s ended it at %s.', found_alert.resolved_by, found_alert.resolved_at) END,
				HINT = 'Only an open alert can be acknowledged.';
	END IF;
	UPDATE complaint.alert AS a
	SET state = 'acknowledged', acknowledged_at = clock_timestamp(), acknowledged_by = by WHERE a.alert = alert;
	PERFORM complaint.step(alert, 'acknowledged', by, NULL);
END
$$;
REVOKE ALL ON FUNCTION complaint.acknowledge(uuid, text) FROM PUBLIC;
COMMENT ON FUNCTION complaint.acknowledge(uuid, text) IS 'says that somebody has taken an open alert; of two at once one wins, the other is told who';

CREATE FUNCTION complaint.resolve(alert uuid, by text, note text DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SECURITY DEFINER		-- the right to do this is EXECUTE, and no more
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	found_alert complaint.alert;
BEGIN
	IF by IS NULL THEN
		RAISE EXCEPTION 'who resolves is needed'
			USING ERRCODE = 'null_value_not_allowed', HINT = 'SELECT complaint.resolve(alert, by => ''agent 7'', note => ''refunded'')';
	END IF;
	-- session, episode, alert: the order in which settling takes them
	PERFORM FROM complaint.session AS s
	JOIN complaint.alert AS a ON a.source = s.source AND a.session_id = s.session_id
	WHERE a.alert = alert FOR NO KEY UPDATE OF s;
	PERFORM FROM complaint.episode AS e
	JOIN complaint.alert AS a ON a.source = e.source AND a.session_id = e.session_id AND a.policy = e.policy
	WHERE a.alert = alert FOR NO KEY UPDATE OF e;
	SELECT a.* INTO found_alert FROM complaint.alert AS a WHERE a.alert = alert FOR UPDATE;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'alert % does not exist', alert
			USING ERRCODE = 'undefined_object', HINT = 'SELECT * FROM complaint.alert WHERE state <> ''resolved'' lists the unfinished ones.';
	END IF;
	IF found_alert.state NOT IN ('open', 'acknowledged') THEN
		RAISE EXCEPTION 'alert % is %', alert, found_alert.state
			USING ERRCODE = 'object_not_in_prerequisite_state',
				DETAIL = format('%s ended it at %s.', found_alert.resolved_by, found_alert.resolved_at),
				HINT = 'Only an open or acknowledged alert can be resolved.';
	END IF;
	UPDATE complaint.alert AS a
	SET state = 'resolved', resolved_at = clock_timestamp(), resolved_by = by, note = resolve.note WHERE a.alert = alert;
	UPDATE complaint.episode AS e SET ended_at = clock_timestamp()
	WHERE e.source = found_alert.source AND e.session_id = found_alert.session_id
		AND e.policy = found_alert.policy AND e.alert = alert;
	PERFORM complaint.step(alert, 'resolved', by, note);
END
$$;
REVOKE ALL ON FUNCTION complaint.resolve(uuid, text, text) FROM PUBLIC;
COMMENT ON FUNCTION complaint.resolve(uuid, text, text) IS 'ends an alert; the next one for the session counts only messages settled after this plus the policy''s cooldown';

-- What a dump carries ---------------------------------------------------------

SELECT pg_catalog.pg_extension_config_dump('complaint.alert_policy', 'WHERE NOT shipped');
SELECT pg_catalog.pg_extension_config_dump('complaint.alert_policy_override', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.alert', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.alert_message', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.episode', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.event', '');
