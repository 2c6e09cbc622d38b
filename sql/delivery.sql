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
COMMENT ON FUNCTION complaint.hint(text, text) IS 'sends a notification that carries no event, if the queue has room for hints';

CREATE FUNCTION complaint.queue_has_room() RETURNS boolean
	LANGUAGE c VOLATILE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'complaint_queue_has_room';
COMMENT ON FUNCTION complaint.queue_has_room() IS 'whether the server''s queue of notifications is filled less than the share that hints may take (complaint.notify_queue_share)';
REVOKE ALL ON FUNCTION complaint.hint(text, text), complaint.queue_has_room() FROM PUBLIC;

CREATE FUNCTION complaint.ping(channel text) RETURNS void
	LANGUAGE sql VOLATILE STRICT
	SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
	RETURN complaint.hint(ping.channel, 'ping');
REVOKE ALL ON FUNCTION complaint.ping(text) FROM PUBLIC;
COMMENT ON FUNCTION complaint.ping(text) IS 'notifies one of our channels of nothing: a listener that does not hear it has lost its connection';

-- Events, each once -------------------------------------------------------------------------

CREATE FUNCTION complaint.snapshot(subtransactions boolean DEFAULT true) RETURNS pg_snapshot
	LANGUAGE c STABLE STRICT PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'complaint_snapshot';
COMMENT ON FUNCTION complaint.snapshot(boolean) IS 'which transactions are over for the current query, on a standby, too; never the current one';

CREATE FUNCTION complaint.flush() RETURNS void
	LANGUAGE c VOLATILE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'complaint_flush';
COMMENT ON FUNCTION complaint.flush() IS 'waits until all transactions that are over are so after a crash, too: their numbers are not used again then';

CREATE FUNCTION complaint.is_set_back(era bigint, seen pg_snapshot) RETURNS boolean
	LANGUAGE c STABLE STRICT PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'complaint_is_set_back';
COMMENT ON FUNCTION complaint.is_set_back(bigint, pg_snapshot) IS 'whether this server, which is no standby, has not come as far as the snapshot that was taken of it';

/*
 * A cursor is the text era/before/upto/last: the era (complaint.era()) whose
 * transaction numbers it speaks of; the snapshot whose events were all had; the
 * snapshot whose events are being had; and the last event of these.  An event
 * belongs to a snapshot by the transaction that wrote it, so that one that
 * commits late is neither passed over nor given twice.
 *
 * Timelines of a database share their numbers up to where they part: its eras
 * are read together, and a cursor of an earlier one is cut there.  Events from
 * before a restore are given by the numbers of the database they came from,
 * which change no more, and then those of the present one.
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

CREATE FUNCTION complaint.same_database(era bigint, other bigint) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE		-- without settings of its own it is part of the query
	RETURN same_database.era >> 20 = same_database.other >> 20;
COMMENT ON FUNCTION complaint.same_database(bigint, bigint) IS 'whether two eras are timelines of one database';

CREATE FUNCTION complaint.covers(seen pg_snapshot, other pg_snapshot) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'complaint_covers';
COMMENT ON FUNCTION complaint.covers(pg_snapshot, pg_snapshot) IS 'whether all that is over for the other snapshot is over for this one';

CREATE FUNCTION complaint.merged(one pg_snapshot, other pg_snapshot) RETURNS pg_snapshot
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'complaint_merged';
COMMENT ON FUNCTION complaint.merged(pg_snapshot, pg_snapshot) IS 'the snapshot for which is over what is for one of the two';

CREATE FUNCTION complaint.cut(seen pg_snapshot, fork xid8, running pg_snapshot) RETURNS pg_snapshot
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'complaint_cut';
COMMENT ON FUNCTION complaint.cut(pg_snapshot, xid8, pg_snapshot) IS 'the snapshot for which is over what is for this one, but for numbers from the fork on and those that run in the other';

-- The eras that have events: a few, found by as many look-ups.
CREATE FUNCTION complaint.eras() RETURNS TABLE (era bigint, place bigint, first_xid xid8, last_xid xid8)
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	this_era constant bigint := complaint.era();
	f record;
	found_eras bigint[] := '{}';
	firsts uuid[] := '{}';		-- the first event of the era's database: an id that is ordered by time
BEGIN
	SELECT e.era, e.event INTO f FROM complaint.event AS e ORDER BY e.era, e.xid LIMIT 1;
	WHILE FOUND LOOP
		firsts := firsts || CASE WHEN f.era >> 20 = found_eras[cardinality(found_eras)] >> 20 THEN firsts[cardinality(firsts)] ELSE f.event END;
		found_eras := found_eras || f.era;
		SELECT e.era, e.event INTO f FROM complaint.event AS e WHERE e.era > f.era ORDER BY e.era, e.xid LIMIT 1;
	END LOOP;
	RETURN QUERY
		SELECT u.era, dense_rank() OVER (ORDER BY u.era >> 20 = this_era >> 20, u.first),
			(SELECT e.xid FROM complaint.event AS e WHERE e.era = u.era ORDER BY e.xid LIMIT 1),
			(SELECT e.xid FROM complaint.event AS e WHERE e.era = u.era ORDER BY e.xid DESC LIMIT 1)
		FROM unnest(found_eras, firsts) AS u(era, first);
END
$$;
COMMENT ON FUNCTION complaint.eras() IS 'the eras that have events; place: the databases they are of in their order, the present one last';

REVOKE ALL ON FUNCTION complaint.snapshot(boolean), complaint.flush(), complaint.is_set_back(bigint, pg_snapshot), complaint.read_cursor(text),
	complaint.same_database(bigint, bigint), complaint.covers(pg_snapshot, pg_snapshot), complaint.merged(pg_snapshot, pg_snapshot),
	complaint.cut(pg_snapshot, xid8, pg_snapshot), complaint.eras() FROM PUBLIC;

CREATE FUNCTION complaint.events_cursor() RETURNS text
	LANGUAGE plpgsql STABLE
	SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	cursor text;
BEGIN
	-- before the first event here: behind the last one of before the restore, so that another restore knows the place
	SELECT format('%1$s/%2$s:%2$s://', r.era, r.last_xid::text::bigint + 1) INTO cursor
	FROM complaint.eras() AS r
	WHERE NOT EXISTS (SELECT FROM generate_series((complaint.era() >> 20 << 20) + 1, complaint.era()) AS t(era)
					  JOIN complaint.event AS e ON e.era = t.era)
	ORDER BY r.place DESC, r.era DESC LIMIT 1;
	IF cursor IS NULL THEN
		cursor := format('%s/%s//', complaint.era(), complaint.snapshot());
		PERFORM complaint.flush();
	END IF;
	RETURN cursor;
END
$$;
REVOKE ALL ON FUNCTION complaint.events_cursor() FROM PUBLIC;
COMMENT ON FUNCTION complaint.events_cursor() IS 'a cursor for complaint.events() that begins now';

CREATE FUNCTION complaint.events(recipient text, after text DEFAULT NULL, max integer DEFAULT 100)
	RETURNS TABLE (event uuid, kind text, at timestamptz, alert uuid, policy text, scope text, severity smallint,
		source integer, session_id text, key text, agent text, level smallint, harms text[], type text, count integer,
		state text, by text, note text, cursor text)
	LANGUAGE plpgsql STABLE
	SECURITY DEFINER		-- what is read is asked for below
	SET search_path = pg_catalog, pg_temp
	SET plan_cache_mode = force_custom_plan		-- a long past and the latest moment want different plans
AS $$
#variable_conflict use_column
DECLARE
	nothing constant pg_snapshot := '1:1:';
	no_event constant uuid := '00000000-0000-0000-0000-000000000000';
	this_era constant bigint := complaint.era();
	now_seen constant pg_snapshot := complaint.snapshot();
	whom constant text := nullif(recipient, '*');
	wanted integer := max;
	had integer;
	c record;
	here boolean;		-- the cursor is of this database
	eras bigint[];		-- of the cursor's database
	newest bigint;		-- of these
	fork xid8;			-- where a later timeline than the cursor's begins
BEGIN
	PERFORM complaint.may_read_recipient(recipient);
	IF max IS NULL OR max < 1 OR max > 10000 THEN
		RAISE EXCEPTION 'cannot read % events', coalesce(max::text, 'null')
			USING ERRCODE = 'invalid_parameter_value', HINT = 'max is 1 to 10000.';
	END IF;
	SELECT * INTO c FROM complaint.read_cursor(coalesce(after, format('%s/%s//', this_era, nothing)));
	IF after IS NULL OR NOT complaint.same_database(c.era, this_era)
			AND NOT EXISTS (SELECT FROM complaint.eras() AS r WHERE complaint.same_database(r.era, c.era)) THEN
		-- begin with the oldest
		SELECT coalesce((SELECT r.era FROM complaint.eras() AS r ORDER BY r.place, r.era DESC LIMIT 1), this_era) AS era,
			nothing AS before, NULL::pg_snapshot AS upto, NULL::uuid AS last INTO c;
	END IF;

	LOOP
		here := complaint.same_database(c.era, this_era);
		IF here THEN
			IF complaint.is_set_back(c.era, c.before) OR complaint.is_set_back(c.era, c.upto) THEN
				RAISE EXCEPTION 'the cursor is of a later time of this database'
					USING ERRCODE = 'object_not_in_prerequisite_state', DETAIL = 'The database was set back by other means than recovery to a point in time.',
						HINT = 'Read the unfinished alerts, and begin anew with complaint.events_cursor().';
			END IF;
			-- the timelines up to this one
			eras := ARRAY(SELECT generate_series((this_era >> 20 << 20) + 1, this_era));
			IF c.era < this_era THEN
				SELECT least(min(f.xid), pg_snapshot_xmax(now_seen)) INTO fork
				FROM generate_series(c.era + 1, this_era) AS t(era)
				CROSS JOIN LATERAL (SELECT e.xid FROM complaint.event AS e WHERE e.era = t.era ORDER BY e.xid LIMIT 1) AS f;
				c.before := complaint.cut(c.before, fork, now_seen);
				c.upto := complaint.cut(c.upto, fork, now_seen);
				c.era := this_era;
			END IF;
			-- a standby, or a transaction, that does not see yet what the cursor's reader saw: later
			EXIT WHEN c.era > this_era OR NOT complaint.covers(complaint.snapshot(false), c.upto);
			IF c.upto IS NULL THEN
				c.upto := now_seen;
				c.last := NULL;
			END IF;
		ELSE
			SELECT array_agg(r.era), max(r.era), min(r.first_xid) FILTER (WHERE r.era > c.era) INTO eras, newest, fork
			FROM complaint.eras() AS r WHERE complaint.same_database(r.era, c.era);
			IF fork IS NOT NULL THEN
				c.before := complaint.cut(c.before, fork, nothing);
				c.upto := complaint.cut(c.upto, fork, nothing);
				c.era := newest;
			END IF;
		END IF;

		RETURN QUERY
			SELECT e.event, e.kind, e.at, e.alert, a.policy, a.scope, a.severity, a.source, a.session_id, a.key, e.agent,
				a.level, a.harms, a.type, a.count, a.state, e.by, e.note, format('%s/%s/%s/%s', c.era, c.before, c.upto, e.event)
			FROM (SELECT n.* FROM complaint.event AS n
				  WHERE n.era = ANY (eras)
					AND n.xid >= pg_snapshot_xmin(c.before) AND NOT pg_visible_in_snapshot(n.xid, c.before)
					AND (c.upto IS NULL OR pg_visible_in_snapshot(n.xid, c.upto))
					AND n.event > coalesce(c.last, no_event)
					AND (whom IS NULL OR whom = ANY (n.recipients))
				  ORDER BY n.event LIMIT wanted) AS e
			LEFT JOIN complaint.alert AS a ON a.alert = e.alert
			ORDER BY e.event;
		GET DIAGNOSTICS had = ROW_COUNT;
		wanted := wanted - had;
		IF had > 0 AND here THEN
			PERFORM complaint.flush();
		END IF;
		EXIT WHEN wanted = 0;

		IF c.upto IS NOT NULL THEN
			SELECT c.era, complaint.merged(c.before, c.upto) AS before, NULL::pg_snapshot AS upto, NULL::uuid AS last INTO c;
			EXIT WHEN here AND complaint.covers(c.before, now_seen);
		ELSE
			-- all of that database was had: the next one, or the present one, from its beginning
			SELECT coalesce((SELECT r.era FROM complaint.eras() AS r
					WHERE r.place > (SELECT o.place FROM complaint.eras() AS o WHERE o.era = newest)
					ORDER BY r.place, r.era DESC LIMIT 1), this_era) AS era,
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
