/*
 * Delivery: how alerts reach people.  A notification is a hint; what happened
 * is read with complaint.events(), which gives each event once.
 */

-- Channels ------------------------------------------------------------------------------

CREATE FUNCTION complaint.channel(recipient text) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'complaint_channel';
COMMENT ON FUNCTION complaint.channel(text) IS 'the NOTIFY channel of an agent, or of a pool such as @admin: safe and short for any id';

CREATE FUNCTION complaint.hint(channel text, kind text) RETURNS void
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'complaint_hint';
COMMENT ON FUNCTION complaint.hint(text, text) IS 'sends a notification that carries no event';
REVOKE ALL ON FUNCTION complaint.hint(text, text) FROM PUBLIC;

CREATE FUNCTION complaint.ping(channel text) RETURNS void
	LANGUAGE sql VOLATILE STRICT
	SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
	RETURN complaint.hint(ping.channel, 'ping');
REVOKE ALL ON FUNCTION complaint.ping(text) FROM PUBLIC;
COMMENT ON FUNCTION complaint.ping(text) IS 'notifies one of our channels of nothing: a listener that does not hear it has lost its connection';

-- Events, each once -------------------------------------------------------------------------

CREATE FUNCTION complaint.snapshot() RETURNS pg_snapshot
	LANGUAGE c STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'complaint_snapshot';
COMMENT ON FUNCTION complaint.snapshot() IS 'which transactions are over for the current query; on a standby none that is younger than the oldest that runs';
REVOKE ALL ON FUNCTION complaint.snapshot() FROM PUBLIC;

/*
 * A cursor is the text era/before/upto/last: the era (complaint.era()); the
 * snapshot whose events were all had; the snapshot whose events are being had;
 * and the last event of these.  An event belongs to a snapshot by the
 * transaction that wrote it, so that one that commits late is neither passed
 * over nor given twice.  Events of a former era, before a restore, are given
 * by the numbers of that era, and then those of the eras that followed.
 */
CREATE FUNCTION complaint.read_cursor(cursor text, OUT era bigint, OUT before pg_snapshot, OUT upto pg_snapshot, OUT last uuid)
	LANGUAGE plpgsql IMMUTABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	parts text[] := string_to_array(cursor, '/');
BEGIN
	IF cardinality(parts) <> 4 THEN
		RAISE invalid_parameter_value;
	END IF;
	era := parts[1];
	before := parts[2];
	upto := nullif(parts[3], '');
	last := nullif(parts[4], '');
EXCEPTION WHEN data_exception THEN
	RAISE EXCEPTION '"%" is no cursor', left(cursor, 100)
		USING ERRCODE = 'invalid_parameter_value',
			HINT = 'Pass what complaint.events() or complaint.events_cursor() returned, or null to begin with the oldest event.';
END
$$;
COMMENT ON FUNCTION complaint.read_cursor(text) IS 'the pieces of a cursor of complaint.events()';
REVOKE ALL ON FUNCTION complaint.read_cursor(text) FROM PUBLIC;

CREATE FUNCTION complaint.events_cursor() RETURNS text
	LANGUAGE sql STABLE
	SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
	RETURN format('%s/%s//', complaint.era(), complaint.snapshot());
REVOKE ALL ON FUNCTION complaint.events_cursor() FROM PUBLIC;
COMMENT ON FUNCTION complaint.events_cursor() IS 'a cursor for complaint.events() that begins now';

-- The eras that have events, in their order: a few, found by as many look-ups.
CREATE FUNCTION complaint.eras() RETURNS TABLE (era bigint, place bigint)
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	WITH RECURSIVE found(era) AS (
		(SELECT e.era FROM complaint.event AS e ORDER BY e.era LIMIT 1)
		UNION ALL
		SELECT (SELECT e.era FROM complaint.event AS e WHERE e.era > f.era ORDER BY e.era LIMIT 1)
		FROM found AS f WHERE f.era IS NOT NULL
	)
	SELECT f.era, row_number() OVER (ORDER BY f.era = complaint.era(),
		(SELECT e.at FROM complaint.event AS e WHERE e.era = f.era ORDER BY e.xid LIMIT 1), f.era)
	FROM found AS f WHERE f.era IS NOT NULL;
END;
COMMENT ON FUNCTION complaint.eras() IS 'the eras that have events, in their order, the present one last';
REVOKE ALL ON FUNCTION complaint.eras() FROM PUBLIC;

CREATE FUNCTION complaint.events(recipient text, after text DEFAULT NULL, max integer DEFAULT 100)
	RETURNS TABLE (event uuid, kind text, at timestamptz, alert uuid, policy text, scope text, severity smallint,
		source integer, session_id text, key text, agent text, level smallint, harms text[], type text, count integer,
		state text, by text, note text, cursor text)
	LANGUAGE plpgsql STABLE
	SECURITY DEFINER		-- what is read is asked for below
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	nothing constant pg_snapshot := '1:1:';
	this_era constant bigint := complaint.era();
	now_seen constant pg_snapshot := complaint.snapshot();
	wanted integer := max;
	had integer;
	c record;
BEGIN
	PERFORM complaint.may_read_recipient(recipient);
	IF max IS NULL OR max < 1 OR max > 10000 THEN
		RAISE EXCEPTION 'cannot read % events', coalesce(max::text, 'null')
			USING ERRCODE = 'invalid_parameter_value', HINT = 'max is 1 to 10000.';
	END IF;
	IF after IS NULL THEN
		SELECT coalesce((SELECT r.era FROM complaint.eras() AS r ORDER BY r.place LIMIT 1), this_era) AS era,
			nothing AS before, NULL::pg_snapshot AS upto, NULL::uuid AS last INTO c;
	ELSE
		SELECT * INTO c FROM complaint.read_cursor(after);
	END IF;

	LOOP
		-- in the present era up to now; a former one is had as a whole
		IF c.upto IS NULL AND c.era = this_era THEN
			c.upto := now_seen;
		END IF;
		RETURN QUERY
			SELECT e.event, e.kind, e.at, e.alert, a.policy, a.scope, a.severity, a.source, a.session_id, a.key, e.agent,
				a.level, a.harms, a.type, a.count, a.state, e.by, e.note, format('%s/%s/%s/%s', c.era, c.before, c.upto, e.event)
			FROM complaint.event AS e JOIN complaint.alert AS a ON a.alert = e.alert
			WHERE e.era = c.era
				AND e.xid >= pg_snapshot_xmin(c.before) AND NOT pg_visible_in_snapshot(e.xid, c.before)
				AND (c.upto IS NULL OR pg_visible_in_snapshot(e.xid, c.upto))
				AND (c.last IS NULL OR e.event > c.last)
				AND (recipient IS NULL OR recipient = ANY (e.recipients))
			ORDER BY e.event LIMIT wanted;
		GET DIAGNOSTICS had = ROW_COUNT;
		wanted := wanted - had;
		EXIT WHEN wanted = 0;

		IF c.upto IS NOT NULL THEN
			EXIT WHEN c.era = this_era AND c.upto::text = now_seen::text;
			SELECT c.era, c.upto AS before, NULL::pg_snapshot AS upto, NULL::uuid AS last INTO c;
		ELSE
			-- the era is had: the next one, or the present one, from its beginning
			SELECT coalesce((SELECT r.era FROM complaint.eras() AS r
					WHERE r.place > coalesce((SELECT o.place FROM complaint.eras() AS o WHERE o.era = c.era), 0)
					ORDER BY r.place LIMIT 1), this_era) AS era,
				nothing AS before, NULL::pg_snapshot AS upto, NULL::uuid AS last INTO c;
		END IF;
	END LOOP;
END
$$;
REVOKE ALL ON FUNCTION complaint.events(text, text, integer) FROM PUBLIC;
COMMENT ON FUNCTION complaint.events(text, text, integer) IS 'the events of a recipient (null: all) after a cursor, in order, each once and none left out; each row''s cursor is what to pass once the row is done with';

-- Pools of agents -------------------------------------------------------------------------------

CREATE FUNCTION complaint.claim(recipient text, n integer DEFAULT 1, by text DEFAULT NULL, visibility interval DEFAULT '5 minutes')
	RETURNS SETOF complaint.alert
	LANGUAGE plpgsql VOLATILE
	SECURITY DEFINER		-- what is claimed is asked for below
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	who text := complaint.authorize(by);
	found_alert complaint.alert;
BEGIN
	PERFORM complaint.may_read_recipient(recipient);
	IF recipient IS NULL OR n IS NULL OR n < 1 OR n > 1000 OR visibility IS NULL OR NOT visibility > '0' THEN
		RAISE EXCEPTION 'nothing can be claimed like this'
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'SELECT * FROM complaint.claim(''@cards'', n => 1, by => ''dana'', visibility => ''5 minutes''), with n from 1 to 1000.';
	END IF;
	FOR found_alert IN
		SELECT a.* FROM complaint.alert AS a
		WHERE a.recipients @> ARRAY[recipient] AND a.state = 'open' AND a.mode = 'live' AND a.held_until IS NULL
			AND (a.claimed_until IS NULL OR a.claimed_until <= complaint.clock())
		ORDER BY a.severity DESC, a.level DESC, a.raised_at, a.alert LIMIT n
		FOR NO KEY UPDATE SKIP LOCKED
	LOOP
		UPDATE complaint.alert AS a SET claimed_by = who, claimed_until = complaint.clock() + visibility
		WHERE a.alert = found_alert.alert
		RETURNING a.* INTO found_alert;
		PERFORM complaint.step(found_alert.alert, 'claimed', who, NULL);
		RETURN NEXT found_alert;
	END LOOP;
END
$$;
REVOKE ALL ON FUNCTION complaint.claim(text, integer, text, interval) FROM PUBLIC;
COMMENT ON FUNCTION complaint.claim(text, integer, text, interval) IS 'takes up to n open alerts of a recipient that nobody else has claimed, worst first; they are free again after the visibility, unless acknowledged';

CREATE FUNCTION complaint.give_back(alert uuid, by text DEFAULT NULL) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SECURITY DEFINER		-- the right to do this is EXECUTE, and no more
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	who text := complaint.authorize(by);
	found_alert complaint.alert := complaint.take(alert, '{open}', 'given back', false);
BEGIN
	IF found_alert.claimed_by IS DISTINCT FROM who THEN
		RAISE EXCEPTION 'alert % is not claimed by "%"', alert, who
			USING ERRCODE = 'object_not_in_prerequisite_state',
				DETAIL = CASE WHEN found_alert.claimed_by IS NULL THEN 'Nobody has claimed it.'
					ELSE format('%s has it until %s.', found_alert.claimed_by, found_alert.claimed_until) END,
				HINT = 'Give back what complaint.claim() gave you.';
	END IF;
	UPDATE complaint.alert AS a SET claimed_by = NULL, claimed_until = NULL WHERE a.alert = alert;
	PERFORM complaint.step(alert, 'given_back', who, NULL);
END
$$;
REVOKE ALL ON FUNCTION complaint.give_back(uuid, text) FROM PUBLIC;
COMMENT ON FUNCTION complaint.give_back(uuid, text) IS 'lets others claim an alert again';
