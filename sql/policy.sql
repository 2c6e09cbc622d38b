/*
 * Policies: the preset alarm strategy, and what else decides who is told and
 * when: business hours, silences, who supervises whom.  The C side
 * (src/live/policy.c) keeps all of it in a cache of each connection.
 */

-- Policies --------------------------------------------------------------------

CREATE TABLE complaint.alert_policy (
	policy text NOT NULL CONSTRAINT alert_policy_pkey PRIMARY KEY
		CONSTRAINT alert_policy_policy_check CHECK (policy ~ '^[a-z][a-z0-9_]{0,62}$'),
	description text,
	scope text NOT NULL DEFAULT 'session'
		CONSTRAINT alert_policy_scope_check CHECK (scope IN ('session', 'customer', 'agent', 'type', 'source', 'tag', 'all')),
	tag text,
	min_level smallint CONSTRAINT alert_policy_min_level_check CHECK (min_level BETWEEN 0 AND 4),
	harms text[] CONSTRAINT alert_policy_harms_check
		CHECK (pg_catalog.cardinality(harms) BETWEEN 1 AND 64 AND pg_catalog.array_position(harms, NULL) IS NULL),
	types text[] CONSTRAINT alert_policy_types_check
		CHECK (pg_catalog.cardinality(types) BETWEEN 1 AND 64 AND pg_catalog.array_position(types, NULL) IS NULL),
	tags jsonb CONSTRAINT alert_policy_tags_check
		CHECK (pg_catalog.jsonb_typeof(tags) = 'object' AND NOT pg_catalog.jsonb_path_exists(tags, '$.* ? (@.type() <> "string")')),
	sources integer[] CONSTRAINT alert_policy_sources_check
		CHECK (pg_catalog.cardinality(sources) BETWEEN 1 AND 64 AND pg_catalog.array_position(sources, NULL) IS NULL),
	counts text NOT NULL DEFAULT 'messages'
		CONSTRAINT alert_policy_counts_check CHECK (counts IN ('messages', 'texts', 'sessions')),
	threshold integer NOT NULL DEFAULT 1
		CONSTRAINT alert_policy_threshold_check CHECK (threshold BETWEEN 1 AND 1000000),
	time_window interval CONSTRAINT alert_policy_time_window_check
		CHECK (time_window > '0' AND time_window <= '366 days'),
	cooldown interval NOT NULL DEFAULT '0'
		CONSTRAINT alert_policy_cooldown_check CHECK (cooldown >= '0' AND cooldown <= '366 days'),
	max_lateness interval NOT NULL DEFAULT '1 hour'
		CONSTRAINT alert_policy_max_lateness_check CHECK (max_lateness >= '0' AND max_lateness <= '36600 days'),
	severity smallint NOT NULL DEFAULT 2
		CONSTRAINT alert_policy_severity_check CHECK (severity BETWEEN 1 AND 4),
	recipients text[] NOT NULL DEFAULT '{@agent}'
		CONSTRAINT alert_policy_recipients_check
			CHECK (pg_catalog.cardinality(recipients) <= 16 AND pg_catalog.array_position(recipients, NULL) IS NULL
				AND pg_catalog.array_position(recipients, '') IS NULL),
	escalate_after interval CONSTRAINT alert_policy_escalate_after_check
		CHECK (escalate_after >= '1 second' AND escalate_after <= '366 days'),
	ladder text[] NOT NULL DEFAULT '{@supervisor,@admin}'
		CONSTRAINT alert_policy_ladder_check
			CHECK (pg_catalog.cardinality(ladder) BETWEEN 1 AND 8 AND pg_catalog.array_position(ladder, NULL) IS NULL
				AND pg_catalog.array_position(ladder, '') IS NULL),
	hours text,
	auto_resolve interval CONSTRAINT alert_policy_auto_resolve_check
		CHECK (auto_resolve >= '1 second' AND auto_resolve <= '366 days'),
	mode text NOT NULL DEFAULT 'live'
		CONSTRAINT alert_policy_mode_check CHECK (mode IN ('off', 'shadow', 'live')),
	shipped boolean NOT NULL DEFAULT false,
	CONSTRAINT alert_policy_asks_check CHECK (min_level IS NOT NULL OR harms IS NOT NULL),
	CONSTRAINT alert_policy_tag_check CHECK ((scope = 'tag') = (tag IS NOT NULL)),
	CONSTRAINT alert_policy_wide_check CHECK (scope = 'session' OR time_window IS NOT NULL),
	CONSTRAINT alert_policy_session_check CHECK (scope <> 'session' OR counts <> 'sessions')
);
COMMENT ON TABLE complaint.alert_policy IS 'the preset alarm strategy: when the messages of a session (or of a customer, a type ...) that meet a policy reach its threshold, one alert is raised';
COMMENT ON COLUMN complaint.alert_policy.policy IS 'name; small letters, digits and _';
COMMENT ON COLUMN complaint.alert_policy.scope IS 'whose messages are counted together: those of a session, customer, agent, type, source, of one value of a tag, or all';
COMMENT ON COLUMN complaint.alert_policy.tag IS 'scope tag: the tag whose values are counted apart';
COMMENT ON COLUMN complaint.alert_policy.min_level IS 'a message of this level or higher meets the policy';
COMMENT ON COLUMN complaint.alert_policy.harms IS 'a message with one of these harms meets the policy, whatever its level; {*} is any harm';
COMMENT ON COLUMN complaint.alert_policy.types IS 'only messages of these types and their subtypes; null: all';
COMMENT ON COLUMN complaint.alert_policy.tags IS 'only messages that carry these tags, {"tenant": "acme"}, all values being text; null: all';
COMMENT ON COLUMN complaint.alert_policy.sources IS 'only messages of these sources (complaint.source); null: all';
COMMENT ON COLUMN complaint.alert_policy.counts IS 'what is counted: messages, distinct texts (numbers and spelling aside), or distinct sessions';
COMMENT ON COLUMN complaint.alert_policy.threshold IS 'how many of them raise an alert';
COMMENT ON COLUMN complaint.alert_policy.time_window IS 'they must lie within this time, by the messages'' own times; null: whenever (scope session only)';
COMMENT ON COLUMN complaint.alert_policy.cooldown IS 'how long after an alert was resolved the session stays quiet';
COMMENT ON COLUMN complaint.alert_policy.max_lateness IS 'messages whose own time is older than this when they arrive count in the session but never ring';
COMMENT ON COLUMN complaint.alert_policy.severity IS 'how urgent its alerts are: 1 low, 2 medium, 3 high, 4 critical';
COMMENT ON COLUMN complaint.alert_policy.recipients IS 'who is told: @agent (the alert''s agent), @supervisor (the agent''s supervisor), an agent''s id, a pool such as @cards; @admin always is';
COMMENT ON COLUMN complaint.alert_policy.escalate_after IS 'an alert that nobody has acknowledged goes up one step of the ladder each time this passes; null: never';
COMMENT ON COLUMN complaint.alert_policy.ladder IS 'who is told next, and next again';
COMMENT ON COLUMN complaint.alert_policy.hours IS 'business hours (complaint.business_hours): outside of them alerts are recorded and announced when they begin, and escalation waits; null: always';
COMMENT ON COLUMN complaint.alert_policy.auto_resolve IS 'resolved by itself when no message has met the policy for so long; null: never';
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
	severity smallint CONSTRAINT alert_policy_override_severity_check CHECK (severity BETWEEN 1 AND 4),
	recipients text[] CONSTRAINT alert_policy_override_recipients_check
		CHECK (pg_catalog.cardinality(recipients) <= 16 AND pg_catalog.array_position(recipients, NULL) IS NULL
			AND pg_catalog.array_position(recipients, '') IS NULL),
	escalate_after interval CONSTRAINT alert_policy_override_escalate_after_check
		CHECK (escalate_after >= '1 second' AND escalate_after <= '366 days'),
	ladder text[] CONSTRAINT alert_policy_override_ladder_check
		CHECK (pg_catalog.cardinality(ladder) BETWEEN 1 AND 8 AND pg_catalog.array_position(ladder, NULL) IS NULL
			AND pg_catalog.array_position(ladder, '') IS NULL),
	hours text,
	auto_resolve interval CONSTRAINT alert_policy_override_auto_resolve_check
		CHECK (auto_resolve >= '1 second' AND auto_resolve <= '366 days'),
	mode text CONSTRAINT alert_policy_override_mode_check CHECK (mode IN ('off', 'shadow', 'live'))
);
COMMENT ON TABLE complaint.alert_policy_override IS 'your changes to policies that are part of the extension: a column that is null changes nothing (for other harms or types switch it off and write a policy of your own)';
COMMENT ON COLUMN complaint.alert_policy_override.policy IS 'which policy';

CREATE VIEW complaint.policy AS
	SELECT p.policy, p.description, p.scope, p.tag,
		coalesce(o.min_level, p.min_level) AS min_level, p.harms, p.types, p.tags, p.sources, p.counts,
		coalesce(o.threshold, p.threshold) AS threshold,
		coalesce(o.time_window, p.time_window) AS time_window,
		coalesce(o.cooldown, p.cooldown) AS cooldown,
		coalesce(o.max_lateness, p.max_lateness) AS max_lateness,
		coalesce(o.severity, p.severity) AS severity,
		coalesce(o.recipients, p.recipients) AS recipients,
		coalesce(o.escalate_after, p.escalate_after) AS escalate_after,
		coalesce(o.ladder, p.ladder) AS ladder,
		coalesce(o.hours, p.hours) AS hours,
		coalesce(o.auto_resolve, p.auto_resolve) AS auto_resolve,
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
	-- the table has constraints of these too, which cannot say why
	IF NEW.scope <> 'session' AND NEW.time_window IS NULL THEN
		RAISE EXCEPTION 'policy "%" of scope % needs a time_window', NEW.policy, NEW.scope
			USING ERRCODE = 'check_violation', HINT = 'Say within how long its messages must lie, such as ''1 hour''. Only scope session can count whenever.';
	END IF;
	IF (NEW.scope = 'tag') <> (NEW.tag IS NOT NULL) THEN
		RAISE EXCEPTION 'policy "%" of scope % % a tag', NEW.policy, NEW.scope, CASE NEW.scope WHEN 'tag' THEN 'needs' ELSE 'cannot have' END
			USING ERRCODE = 'check_violation', HINT = 'Column "tag" names the tag whose values scope tag counts apart; what messages must carry is in "tags".';
	END IF;
	IF NEW.scope = 'session' AND NEW.counts = 'sessions' THEN
		RAISE EXCEPTION 'policy "%" of scope session cannot count sessions', NEW.policy
			USING ERRCODE = 'check_violation', HINT = 'There is one. Count messages or texts, or take a wider scope.';
	END IF;
	IF jsonb_typeof(NEW.tags) <> 'object' OR jsonb_path_exists(NEW.tags, '$.* ? (@.type() <> "string")') THEN
		RAISE EXCEPTION 'policy "%" asks for what are no tags: %', NEW.policy, NEW.tags
			USING ERRCODE = 'check_violation', HINT = 'They are an object of texts: ''{"vip": "yes"}''.';
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
		IF EXISTS (SELECT FROM unnest(NEW.sources) AS u(source) WHERE NOT EXISTS (SELECT FROM complaint.source AS s WHERE s.source = u.source)) THEN
			RAISE EXCEPTION 'sources % of policy "%" do not all exist', NEW.sources, NEW.policy
				USING ERRCODE = 'foreign_key_violation', HINT = 'SELECT source, relation FROM complaint.sources lists them.';
		END IF;
		IF NEW.hours IS NOT NULL AND NOT EXISTS (SELECT FROM complaint.business_hours AS b WHERE b.hours = NEW.hours) THEN
			RAISE EXCEPTION 'business hours "%" of policy "%" do not exist', NEW.hours, NEW.policy
				USING ERRCODE = 'foreign_key_violation', HINT = 'Write them into complaint.business_hours first.';
		END IF;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION complaint.guard_policy() IS 'keeps shipped policies read-only and refuses harms, types, sources and business hours that do not exist';
REVOKE ALL ON FUNCTION complaint.guard_policy() FROM PUBLIC;

CREATE FUNCTION complaint.guard_override() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF current_setting('check_function_bodies')::boolean AND NEW.hours IS NOT NULL
		AND NOT EXISTS (SELECT FROM complaint.business_hours AS b WHERE b.hours = NEW.hours) THEN
		RAISE EXCEPTION 'business hours "%" of policy "%" do not exist', NEW.hours, NEW.policy
			USING ERRCODE = 'foreign_key_violation', HINT = 'Write them into complaint.business_hours first.';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION complaint.guard_override() IS 'refuses business hours that do not exist';
REVOKE ALL ON FUNCTION complaint.guard_override() FROM PUBLIC;
CREATE TRIGGER alert_policy_override_guarded BEFORE INSERT OR UPDATE ON complaint.alert_policy_override
	FOR EACH ROW EXECUTE FUNCTION complaint.guard_override();

-- Business hours -------------------------------------------------------------------

CREATE TABLE complaint.business_hours (
	hours text NOT NULL CONSTRAINT business_hours_hours_check CHECK (hours ~ '^[a-z][a-z0-9_]{0,62}$'),
	day smallint NOT NULL CONSTRAINT business_hours_day_check CHECK (day BETWEEN 1 AND 7),
	opens time NOT NULL,
	closes time NOT NULL,
	time_zone text NOT NULL DEFAULT 'UTC',
	CONSTRAINT business_hours_pkey PRIMARY KEY (hours, day, opens),
	CONSTRAINT business_hours_closes_check CHECK (closes > opens)
);
COMMENT ON TABLE complaint.business_hours IS 'when somebody is there: one row for each opening of a day, named by a policy''s hours';
COMMENT ON COLUMN complaint.business_hours.hours IS 'name; small letters, digits and _';
COMMENT ON COLUMN complaint.business_hours.day IS '1 Monday to 7 Sunday';
COMMENT ON COLUMN complaint.business_hours.opens IS 'local time';
COMMENT ON COLUMN complaint.business_hours.closes IS 'local time, later than opens; 24:00 is the end of the day';
COMMENT ON COLUMN complaint.business_hours.time_zone IS 'zone of these times';

CREATE FUNCTION complaint.guard_hours() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NOT complaint.is_time_zone(NEW.time_zone) THEN
		RAISE EXCEPTION 'time zone "%" does not exist', NEW.time_zone
			USING ERRCODE = 'invalid_parameter_value', HINT = 'SELECT name FROM pg_timezone_names lists them; an abbreviation is no time zone.';
	END IF;
	IF EXISTS (SELECT FROM complaint.business_hours AS b WHERE b.hours = NEW.hours AND b.time_zone <> NEW.time_zone) THEN
		RAISE EXCEPTION 'business hours "%" have two time zones', NEW.hours
			USING ERRCODE = 'check_violation', HINT = 'All rows of one name share a time zone.';
	END IF;
	IF EXISTS (SELECT FROM complaint.business_hours AS b WHERE b.hours = NEW.hours AND b.day = NEW.day AND b.opens <> NEW.opens
				AND b.opens < NEW.closes AND b.closes > NEW.opens) THEN
		RAISE EXCEPTION 'business hours "%" overlap on day %', NEW.hours, NEW.day
			USING ERRCODE = 'check_violation', HINT = 'An opening may begin when another closes, and not before.';
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION complaint.guard_hours() IS 'refuses unknown time zones, two for the same hours, and openings that overlap';
REVOKE ALL ON FUNCTION complaint.guard_hours() FROM PUBLIC;
CREATE TRIGGER business_hours_guarded AFTER INSERT OR UPDATE ON complaint.business_hours
	FOR EACH ROW EXECUTE FUNCTION complaint.guard_hours();

CREATE FUNCTION complaint.hours_are_unused() RETURNS trigger
	LANGUAGE plpgsql
	SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	user_policy text;
BEGIN
	-- they may have been put back since
	IF EXISTS (SELECT FROM complaint.business_hours AS b WHERE b.hours = OLD.hours) THEN
		RETURN NULL;
	END IF;
	SELECT p.policy INTO user_policy FROM complaint.policy AS p WHERE p.hours = OLD.hours ORDER BY p.policy LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'business hours "%" are still used', OLD.hours
			USING ERRCODE = 'foreign_key_violation', DETAIL = format('Policy "%s" names them.', user_policy),
				HINT = 'Change the policy first, or write other openings in the same transaction.';
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION complaint.hours_are_unused() IS 'refuses to delete business hours that a policy names';
REVOKE ALL ON FUNCTION complaint.hours_are_unused() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER business_hours_are_unused
	AFTER DELETE OR UPDATE OF hours ON complaint.business_hours
	DEFERRABLE INITIALLY DEFERRED
	FOR EACH ROW EXECUTE FUNCTION complaint.hours_are_unused();

CREATE FUNCTION complaint.business_time(hours text, since timestamptz, span interval) RETURNS timestamptz
	LANGUAGE c STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'complaint_business_time';
COMMENT ON FUNCTION complaint.business_time(text, timestamptz, interval) IS 'when so much business time has passed since then; a span of 0: when the hours next begin, or then itself if that lies in them; hours null: every hour counts';
REVOKE ALL ON FUNCTION complaint.business_time(text, timestamptz, interval) FROM PUBLIC;

-- Silences ----------------------------------------------------------------------------

CREATE TABLE complaint.silence (
	silence bigint GENERATED BY DEFAULT AS IDENTITY CONSTRAINT silence_pkey PRIMARY KEY,
	policy text,
	source integer,
	session_id text COLLATE "C",
	customer text COLLATE "C",
	agent text COLLATE "C",
	type text,
	tags jsonb CONSTRAINT silence_tags_check
		CHECK (pg_catalog.jsonb_typeof(tags) = 'object' AND NOT pg_catalog.jsonb_path_exists(tags, '$.* ? (@.type() <> "string")')),
	from_at timestamptz NOT NULL DEFAULT complaint.clock(),
	until_at timestamptz NOT NULL,
	by text NOT NULL,
	why text NOT NULL,
	ended_by text,
	created_at timestamptz NOT NULL DEFAULT complaint.clock(),
	CONSTRAINT silence_until_check CHECK (until_at >= from_at AND until_at < 'infinity')
);
COMMENT ON SEQUENCE complaint.silence_silence_seq IS 'numbers of complaint.silence';
COMMENT ON TABLE complaint.silence IS 'who asked for quiet, for which alerts, from when to when and why: what is raised meanwhile is recorded (complaint.alert.silence) and announced when the silence is over, if it still stands';
COMMENT ON COLUMN complaint.silence.policy IS 'only alerts of this policy; each column that is null matches any';
COMMENT ON COLUMN complaint.silence.source IS 'only alerts of this source';
COMMENT ON COLUMN complaint.silence.session_id IS 'only alerts of this session';
COMMENT ON COLUMN complaint.silence.customer IS 'only alerts about this customer';
COMMENT ON COLUMN complaint.silence.agent IS 'only alerts of this agent';
COMMENT ON COLUMN complaint.silence.type IS 'only alerts of this type and its subtypes';
COMMENT ON COLUMN complaint.silence.tags IS 'only alerts whose latest message carries these tags, all values being text';
COMMENT ON COLUMN complaint.silence.until_at IS 'end, exclusive';
COMMENT ON COLUMN complaint.silence.ended_by IS 'who ended it before its time, at until_at';

-- Who supervises whom ------------------------------------------------------------------

CREATE TABLE complaint.agent (
	agent text COLLATE "C" NOT NULL CONSTRAINT agent_pkey PRIMARY KEY,
	supervisor text COLLATE "C",
	description text
);
COMMENT ON TABLE complaint.agent IS 'who supervises whom; an agent who is not listed has the pool @supervisor';
COMMENT ON COLUMN complaint.agent.agent IS 'id as the messages name it';
COMMENT ON COLUMN complaint.agent.supervisor IS 'id of an agent, or a pool such as @cards; null: @supervisor';

-- What a dump carries ------------------------------------------------------------------

SELECT pg_catalog.pg_extension_config_dump('complaint.alert_policy', 'WHERE NOT shipped');
SELECT pg_catalog.pg_extension_config_dump('complaint.alert_policy_override', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.business_hours', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.silence', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.silence_silence_seq', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.agent', '');
