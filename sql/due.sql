/*
 * What needs a clock: messages that were put aside, policies of wide scopes
 * that two transactions reached only together, escalation, the end of
 * silences, quiet, reminders of what was not hinted at.  complaint.run_due()
 * is one step of all of it; the background worker calls it, or you do.
 */

CREATE FUNCTION complaint.is_counted(source integer, session_id text) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT session_id <> '' AND EXISTS (SELECT FROM complaint.source AS o WHERE o.source = is_counted.source AND o.count_messages);
END;
COMMENT ON FUNCTION complaint.is_counted(integer, text) IS 'whether session.messages is kept live for that session';

CREATE FUNCTION complaint.settle_due() RETURNS bigint
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	s record;
	pending bigint := (SELECT count(*) FROM complaint.unsettled);
	uncounted boolean := false;
	sources integer[];
	session_ids text[];
BEGIN
	IF pending = 0 THEN
		RETURN 0;
	END IF;
	-- sessions that have to be counted again are locked first, in the order in which all lock sessions
	FOR s IN SELECT DISTINCT u.source, u.session_id COLLATE "C" AS session_id FROM complaint.unsettled AS u
			WHERE u.operation = 'judge' AND complaint.is_counted(u.source, u.session_id)
			ORDER BY u.source, u.session_id COLLATE "C" LOOP
		INSERT INTO complaint.session (source, session_id) VALUES (s.source, s.session_id)
		ON CONFLICT ON CONSTRAINT session_pkey DO UPDATE SET settled_at = complaint.session.settled_at;
		uncounted := true;
		sources := sources || s.source;
		session_ids := session_ids || s.session_id;
	END LOOP;
	-- what could not even be judged is judged from its row, if that is still there
	WITH gone AS (
		DELETE FROM complaint.unsettled AS u
		WHERE u.operation = 'judge' AND CASE
			WHEN uncounted THEN (u.source, u.session_id) IN (SELECT l.source, l.session_id FROM unnest(sources, session_ids) AS l(source, session_id))
			ELSE NOT complaint.is_counted(u.source, u.session_id) END
		RETURNING u.source, u.session_id, u.message_id, u.rings
	)
	SELECT max(complaint.judge_messages(p.part, m.session_id, m.message_ids, m.rings)) INTO s
	FROM (SELECT g.source, g.session_id, array_agg(g.message_id) AS message_ids, g.rings
		  FROM (SELECT j.source, j.session_id, j.message_id, coalesce(bool_or(j.rings), false) AS rings FROM gone AS j
				GROUP BY j.source, j.session_id, j.message_id) AS g
		  GROUP BY g.source, g.session_id, g.rings) AS m
	JOIN complaint.sources AS o ON o.source = m.source CROSS JOIN LATERAL complaint.parts_of(o.relation) AS p(part);
	IF uncounted THEN
		-- whoever wrote what is listed besides is counted when that is settled
		UPDATE complaint.session AS k SET messages = (
			SELECT count(*) FROM complaint.sources AS o CROSS JOIN LATERAL complaint.parts_of(o.relation) AS p(part)
			CROSS JOIN LATERAL complaint.session_rows(p.part, k.session_id, NULL) AS r
			WHERE o.source = k.source AND r.is_message) - (
			SELECT coalesce(sum(u.messages), 0) FROM complaint.unsettled AS u
			WHERE u.source = k.source AND u.session_id = k.session_id AND u.operation <> 'judge')
		FROM unnest(sources, session_ids) AS l(source, session_id)
		WHERE k.source = l.source AND k.session_id = l.session_id;
	ELSE
		SELECT array_agg(u.source ORDER BY u.source, u.session_id), array_agg(u.session_id ORDER BY u.source, u.session_id)
		INTO sources, session_ids FROM (SELECT DISTINCT o.source, o.session_id FROM complaint.unsettled AS o) AS u;
	END IF;
	-- with sessions locked, others are left for the next time: no earlier one may be waited for
	PERFORM complaint.touch(u.source, u.session_id) FROM unnest(sources, session_ids) AS u(source, session_id);
	-- one session that cannot be settled must not keep the others from it: if it failed, and holds nothing
	-- any more, one after the other
	IF complaint.settle() = 0 THEN
		FOR s IN SELECT u.source, u.session_id FROM unnest(sources, session_ids) AS u(source, session_id)
				WHERE EXISTS (SELECT FROM complaint.unsettled AS o WHERE o.source = u.source AND o.session_id = u.session_id)
				ORDER BY u.source, u.session_id COLLATE "C" LOOP
			PERFORM complaint.touch(s.source, s.session_id);
			PERFORM complaint.settle();
		END LOOP;
	END IF;
	RETURN pending - (SELECT count(*) FROM complaint.unsettled);
END
$$;
COMMENT ON FUNCTION complaint.settle_due() IS 'settles what is listed in complaint.unsettled; returns how many entries';
REVOKE ALL ON FUNCTION complaint.is_counted(integer, text), complaint.settle_due() FROM PUBLIC;

-- Wide scopes ------------------------------------------------------------------------------

CREATE FUNCTION complaint.meets(message complaint.classification, policy text) RETURNS boolean
	LANGUAGE c STABLE STRICT PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'complaint_meets';
COMMENT ON FUNCTION complaint.meets(complaint.classification, text) IS 'whether a stored classification counts toward a policy that is in force';

CREATE FUNCTION complaint.tally_key(message complaint.classification, policy text) RETURNS text
	LANGUAGE c STABLE STRICT PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'complaint_tally_key';
COMMENT ON FUNCTION complaint.tally_key(complaint.classification, text) IS 'the key under which a policy of a wide scope counts a classification; null: it does not';

CREATE FUNCTION complaint.count_again(message complaint.classification, policy text) RETURNS boolean
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'complaint_count_again';
COMMENT ON FUNCTION complaint.count_again(complaint.classification, text) IS 'puts a stored classification into the tally of a policy that it meets; false: somebody is writing that very row';

CREATE FUNCTION complaint.consider(policy text, source integer, key text) RETURNS boolean
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'complaint_consider';
COMMENT ON FUNCTION complaint.consider(text, integer, text) IS 'asks a policy of a wide scope about a key: raises its alert, reopens or withdraws it; false: somebody is working on that alert, ask again';
REVOKE ALL ON FUNCTION complaint.meets(complaint.classification, text), complaint.tally_key(complaint.classification, text),
	complaint.count_again(complaint.classification, text), complaint.consider(text, integer, text) FROM PUBLIC;

CREATE FUNCTION complaint.tally_due() RETURNS bigint
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	seen constant pg_snapshot := pg_current_snapshot();
	oldest constant bigint := pg_snapshot_xmin(seen)::text::bigint;
	done bigint := 0;
	state complaint.due_state;
	p record;
	k record;
	again boolean;
BEGIN
	-- the lock below writes: not each second where there is nothing to do
	IF NOT EXISTS (SELECT FROM complaint.tally_state UNION ALL
				   SELECT FROM complaint.alert_policy AS a WHERE a.scope <> 'session') THEN
		RETURN 0;
	END IF;
	-- one at a time; who comes second has nothing to do
	SELECT d.* INTO state FROM complaint.due_state AS d FOR NO KEY UPDATE SKIP LOCKED;
	IF NOT FOUND THEN
		RETURN 0;
	END IF;

	-- a policy that is gone; or that is new or changed: filled again when nobody can settle by the old one any more
	FOR p IN
		SELECT coalesce(f.policy, t.policy) AS policy, f.definition, t.definition AS former, t.rebuild_at, t.filled
		FROM (SELECT o.policy, md5(ROW(o.scope, o.tag, o.min_level, o.harms, o.types, o.tags, o.sources, o.time_window, o.max_lateness)::text) AS definition
			  FROM complaint.policy AS o WHERE o.scope <> 'session' AND o.mode <> 'off') AS f
		FULL JOIN complaint.tally_state AS t ON t.policy = f.policy
		WHERE f.definition IS DISTINCT FROM t.definition OR t.rebuild_at <= oldest
			-- noted elsewhere, before a dump and restore: nobody who settled by the old one is left
			OR (t.rebuild_at IS NOT NULL AND state.era IS DISTINCT FROM complaint.era())
	LOOP
		IF p.definition IS NULL THEN
			-- rows that somebody is writing go the next time, and the last when nobody can write any more
			DELETE FROM complaint.tally AS t USING (
				SELECT r.ctid FROM complaint.tally AS r WHERE r.policy = p.policy FOR UPDATE SKIP LOCKED) AS f
			WHERE t.ctid = f.ctid;
			IF p.former <> '' THEN
				UPDATE complaint.tally_state AS t
				SET definition = '', rebuild_at = pg_snapshot_xmax(seen)::text::bigint, filled = false WHERE t.policy = p.policy;
			ELSIF p.rebuild_at <= oldest OR state.era IS DISTINCT FROM complaint.era() THEN
				DELETE FROM complaint.tally_state AS t
				WHERE t.policy = p.policy AND NOT EXISTS (SELECT FROM complaint.tally AS r WHERE r.policy = t.policy);
			END IF;
		ELSIF p.definition IS DISTINCT FROM p.former THEN
			INSERT INTO complaint.tally_state AS t (policy, definition, rebuild_at)
			VALUES (p.policy, p.definition, pg_snapshot_xmax(seen)::text::bigint)
			ON CONFLICT ON CONSTRAINT tally_state_pkey
			DO UPDATE SET definition = EXCLUDED.definition, rebuild_at = EXCLUDED.rebuild_at, filled = false;
		ELSIF p.filled THEN
			PERFORM complaint.drop_stale(p.policy);
			UPDATE complaint.tally_state AS t SET rebuild_at = NULL WHERE t.policy = p.policy;
		ELSE
			-- next time, if somebody is writing these very rows
			BEGIN
				IF complaint.fill_tally(p.policy) THEN
					UPDATE complaint.tally_state AS t
					SET filled = true, rebuild_at = pg_snapshot_xmax(pg_current_snapshot())::text::bigint WHERE t.policy = p.policy;
					done := done + 1;
				END IF;
			EXCEPTION WHEN lock_not_available THEN
				NULL;
			END;
		END IF;
	END LOOP;

	-- keys with rows that nobody may have seen together
	FOR k IN SELECT DISTINCT t.policy, t.source, t.key FROM complaint.tally AS t
			WHERE t.xid >= CASE WHEN state.era = complaint.era() THEN state.looked_at ELSE 0 END
			ORDER BY t.policy, t.source, t.key LOOP
		-- one that cannot be answered now is asked again, and does not keep the others from it
		BEGIN
			again := NOT complaint.recall(k.policy, k.source, k.key) OR NOT complaint.consider(k.policy, k.source, k.key);
		EXCEPTION WHEN OTHERS THEN
			RAISE WARNING 'policy "%" could not be asked about "%": %', k.policy, k.key, SQLERRM USING ERRCODE = SQLSTATE;
			again := true;
		END;
		IF again THEN
			PERFORM complaint.ask_again(k.policy, k.source, k.key, '');
		END IF;
	END LOOP;

	-- what has been asked about is forgotten, and once a minute what no window can reach; a row that
	-- somebody is writing is left, since run_due() holds sessions that he may be waiting for
	DELETE FROM complaint.tally AS t USING (
		SELECT r.ctid FROM complaint.tally AS r WHERE r.removed AND r.xid < oldest
			AND r.xid >= CASE WHEN state.era = complaint.era() THEN state.looked_at ELSE 0 END FOR UPDATE SKIP LOCKED) AS f
	WHERE t.ctid = f.ctid;
	IF state.purged_at < complaint.clock() - interval '1 minute' OR state.purged_at > complaint.clock() THEN
		-- what says how long an alert has been quiet is noted there before it goes (alerts in use: the next time, an hour before it goes)
		UPDATE complaint.alert AS a SET quiet_at = q.quiet_at
		FROM (SELECT o.alert, complaint.quiet_since(o) + u.auto_resolve AS quiet_at
			  FROM complaint.alert AS o JOIN complaint.policy AS u ON u.policy = o.policy
			  WHERE o.scope <> 'session' AND o.state IN ('open', 'acknowledged') AND o.quiet_at IS NOT NULL
			  FOR NO KEY UPDATE OF o SKIP LOCKED) AS q
		WHERE a.alert = q.alert AND q.quiet_at > a.quiet_at;
		DELETE FROM complaint.tally AS t USING (
			SELECT r.ctid FROM complaint.tally AS r JOIN complaint.alert_policy AS a ON a.policy = r.policy
			LEFT JOIN complaint.alert_policy_override AS o ON o.policy = a.policy
			WHERE (r.removed AND r.xid < oldest) OR r.at < complaint.clock() - coalesce(o.time_window, a.time_window)
				- least(coalesce(o.max_lateness, a.max_lateness), interval '366 days') - interval '1 hour'
			FOR UPDATE OF r SKIP LOCKED) AS f
		WHERE t.ctid = f.ctid;
		UPDATE complaint.due_state AS d SET purged_at = complaint.clock();
	END IF;
	IF (state.looked_at, state.era) IS DISTINCT FROM (oldest, complaint.era()) THEN
		UPDATE complaint.due_state AS d SET looked_at = oldest, era = complaint.era();
	END IF;
	RETURN done;
END
$$;
COMMENT ON FUNCTION complaint.tally_due() IS 'fills the tallies of policies that changed, and asks about all keys that changed since the last time';

CREATE FUNCTION complaint.drop_stale(policy text) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
BEGIN
	-- what was removed has to be asked about first
	DELETE FROM complaint.tally AS t USING (
		SELECT r.ctid FROM complaint.tally AS r JOIN complaint.alert_policy AS p ON p.policy = r.policy
		WHERE r.policy = policy AND NOT r.removed AND NOT EXISTS (
			SELECT FROM complaint.classification AS c
			WHERE c.source = r.in_source AND c.session_id = r.session_id AND c.message_id = r.message_id
				AND complaint.tally_key(c, policy) = r.key AND least(c.at, c.settled_at) = r.at
				AND r.source = CASE p.scope WHEN 'source' THEN c.source ELSE 0 END)
		FOR UPDATE OF r SKIP LOCKED) AS f
	WHERE t.ctid = f.ctid;
END
$$;
COMMENT ON FUNCTION complaint.drop_stale(text) IS 'drops rows of the tally of a policy that are not as the stored classifications say; those that somebody is writing are left';

CREATE FUNCTION complaint.fill_tally(policy text) RETURNS boolean
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
	SET lock_timeout = '1ms'		-- run_due() holds sessions that others may be waiting for
AS $$
#variable_conflict use_variable
DECLARE
	reach constant interval := (SELECT o.time_window + least(o.max_lateness, interval '366 days') FROM complaint.policy AS o WHERE o.policy = policy);
BEGIN
	PERFORM complaint.drop_stale(policy);
	RETURN coalesce((SELECT bool_and(complaint.count_again(c, policy)) FROM complaint.classification AS c WHERE c.at > complaint.clock() - reach), true);
END
$$;
COMMENT ON FUNCTION complaint.fill_tally(text) IS 'makes the tally of a policy what the stored classifications say; false if somebody is writing some row of it';

CREATE FUNCTION complaint.recall(policy text, source integer, key text) RETURNS boolean
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
	SET lock_timeout = '1ms'		-- as above
AS $$
#variable_conflict use_variable
DECLARE
	reach timestamptz;
BEGIN
	-- an alert names its latest thousand messages: where these are not enough, and the tally may have lost the others
	SELECT a.raised_at - p.time_window - least(p.max_lateness, interval '366 days') INTO reach
	FROM complaint.episode AS e JOIN complaint.alert AS a ON a.alert = e.alert JOIN complaint.policy AS p ON p.policy = e.policy
	WHERE e.source = source AND e.key = key AND e.policy = policy
		AND a.state IN ('open', 'acknowledged') AND a.raised_at < complaint.clock() - interval '1 hour'
		AND (SELECT count(*) FROM complaint.alert_message AS m WHERE m.alert = a.alert) >= 1000
		AND p.threshold > (
			SELECT CASE p.counts WHEN 'messages' THEN count(*) WHEN 'texts' THEN count(DISTINCT c.fingerprint)
				ELSE count(DISTINCT (c.source, c.session_id)) END
			FROM complaint.alert_message AS m JOIN complaint.classification AS c
				ON c.source = m.source AND c.session_id = m.session_id AND c.message_id = m.message_id
			WHERE m.alert = a.alert AND complaint.tally_key(c, policy) = key);
	IF reach IS NULL THEN
		RETURN true;
	END IF;
	RETURN coalesce((SELECT bool_and(complaint.count_again(c, policy)) FROM complaint.classification AS c
		WHERE c.at > reach AND complaint.tally_key(c, policy) = key
			AND (source = 0 OR c.source = source)), true);
EXCEPTION WHEN lock_not_available THEN
	RETURN false;
END
$$;
COMMENT ON FUNCTION complaint.recall(text, integer, text) IS 'puts the messages of an alert of a wide scope that it does not name itself back into the tally, before the policy is asked about its key; false: somebody is writing some row of it';
REVOKE ALL ON FUNCTION complaint.tally_due(), complaint.fill_tally(text), complaint.drop_stale(text),
	complaint.recall(text, integer, text) FROM PUBLIC;

-- Alerts whose time has come -----------------------------------------------------------------

CREATE FUNCTION complaint.quiet_since(a complaint.alert) RETURNS timestamptz
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT greatest(a.raised_at, CASE WHEN a.scope = 'session' THEN
			(SELECT max(c.settled_at) FROM complaint.classification AS c
			 WHERE c.source = a.source AND c.session_id = a.key AND complaint.meets(c, a.policy))
		ELSE (SELECT max(t.settled_at) FROM complaint.tally AS t
			  WHERE t.policy = a.policy AND t.source = a.source AND t.key = a.key AND NOT t.removed) END,
		(SELECT max(e.at) FROM complaint.event AS e WHERE e.alert = a.alert AND e.kind = 'reopened'));
END;
COMMENT ON FUNCTION complaint.quiet_since(complaint.alert) IS 'when the last message met the policy of an alert';
REVOKE ALL ON FUNCTION complaint.quiet_since(complaint.alert) FROM PUBLIC;

CREATE FUNCTION complaint.alert_due(alert uuid) RETURNS boolean
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	moment constant timestamptz := complaint.clock();
	a complaint.alert;
	p record;
	hold record;
	step_to text;
	quiet timestamptz;
BEGIN
	-- session, episode, alert: the order in which settling takes them; what somebody has is left for the next time
	PERFORM FROM complaint.session AS s
	JOIN complaint.alert AS o ON o.source = s.source AND o.session_id = s.session_id
	WHERE o.alert = alert AND o.quiet_at <= moment FOR NO KEY UPDATE OF s NOWAIT;
	PERFORM FROM complaint.episode AS e
	JOIN complaint.alert AS o ON o.source = e.source AND o.key = e.key AND o.policy = e.policy
	WHERE o.alert = alert AND o.quiet_at <= moment FOR NO KEY UPDATE OF e NOWAIT;
	SELECT o.* INTO a FROM complaint.alert AS o WHERE o.alert = alert FOR NO KEY UPDATE NOWAIT;
	IF NOT FOUND OR a.due_at IS NULL OR a.due_at > moment THEN
		RETURN false;
	END IF;
	IF a.state NOT IN ('open', 'acknowledged') THEN
		UPDATE complaint.alert AS o SET held_until = NULL, escalate_at = NULL, quiet_at = NULL WHERE o.alert = alert;
		RETURN true;
	END IF;
	SELECT o.* INTO p FROM complaint.policy AS o WHERE o.policy = a.policy;

	-- what was due first, after a long sleep
	IF a.due_at = a.quiet_at THEN
		quiet := complaint.quiet_since(a) + p.auto_resolve;
		IF quiet <= moment THEN
			PERFORM complaint.finish(alert, NULL, format('quiet for %s', p.auto_resolve));
		ELSE
			UPDATE complaint.alert AS o SET quiet_at = quiet WHERE o.alert = alert;
		END IF;
	ELSIF a.due_at = a.held_until THEN
		SELECT h.* INTO hold FROM complaint.hold_of(a.policy, a.source, a.session_id, a.customer, a.agent, a.type, a.tags) AS h;
		IF hold.until_at > moment THEN
			UPDATE complaint.alert AS o SET held_until = hold.until_at, silence = coalesce(hold.silence, o.silence) WHERE o.alert = alert;
		ELSE
			-- nobody could acknowledge what nobody was told of: the ladder counts from now
			UPDATE complaint.alert AS o SET held_until = NULL,
				escalate_at = CASE WHEN o.mode = 'live' AND o.state = 'open' THEN complaint.escalates_at(o.policy, moment, o.escalated) END
			WHERE o.alert = alert;
			IF a.mode = 'live' THEN
				PERFORM complaint.step(alert, 'released', NULL, NULL);
			END IF;
		END IF;
	ELSIF a.escalated < cardinality(p.ladder) THEN
		step_to := p.ladder[a.escalated + 1];
		UPDATE complaint.alert AS o
		SET recipients = complaint.told(o.recipients || step_to, o.agent), escalated = o.escalated + 1,
			escalate_at = complaint.escalates_at(o.policy, a.escalate_at, o.escalated + 1)
		WHERE o.alert = alert;
		PERFORM complaint.step(alert, 'escalated', NULL, format('not acknowledged, to %s',
			coalesce(nullif(array_to_string(array_remove(complaint.told(ARRAY[step_to], a.agent), '@admin'), ', '), ''), '@admin')));
	ELSE
		UPDATE complaint.alert AS o SET escalate_at = NULL WHERE o.alert = alert;
	END IF;
	RETURN true;
END
$$;
COMMENT ON FUNCTION complaint.alert_due(uuid) IS 'does what the clock has to do with an alert next: resolve it after quiet, announce it, escalate it; false: nothing';

CREATE FUNCTION complaint.alerts_due() RETURNS bigint
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	done bigint := 0;
	before bigint;
	d record;
BEGIN
	-- held by a silence that was ended before its time, and by nothing else
	UPDATE complaint.alert AS a SET held_until = complaint.clock()
	FROM (SELECT o.alert FROM complaint.alert AS o JOIN complaint.silence AS s ON s.silence = o.silence
		  CROSS JOIN LATERAL complaint.hold_of(o.policy, o.source, o.session_id, o.customer, o.agent, o.type, o.tags) AS h
		  WHERE o.held_until > complaint.clock() AND s.ended_by IS NOT NULL AND coalesce(h.until_at, '-infinity') < o.held_until
		  FOR NO KEY UPDATE OF o SKIP LOCKED) AS f
	WHERE a.alert = f.alert;
	-- after a long sleep an alert may have several steps to make
	FOR round IN 1 .. 20 LOOP
		before := done;
		FOR d IN SELECT a.alert FROM complaint.alert AS a WHERE a.due_at <= complaint.clock() ORDER BY a.due_at, a.alert LIMIT 10000 LOOP
			-- one that somebody is working on, or that fails, must not keep the others from it
			BEGIN
				IF complaint.alert_due(d.alert) THEN
					done := done + 1;
				END IF;
			EXCEPTION
				WHEN lock_not_available THEN
					NULL;
				WHEN OTHERS THEN
					RAISE WARNING 'alert % is not seen to: %', d.alert, SQLERRM USING ERRCODE = SQLSTATE;
			END;
		END LOOP;
		EXIT WHEN done = before;
	END LOOP;
	RETURN done;
END
$$;
COMMENT ON FUNCTION complaint.alerts_due() IS 'escalates, announces and resolves the alerts whose time has come; returns how many steps';
REVOKE ALL ON FUNCTION complaint.alert_due(uuid), complaint.alerts_due() FROM PUBLIC;

CREATE FUNCTION complaint.hints_due() RETURNS bigint
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	told bigint;
BEGIN
	IF NOT EXISTS (SELECT FROM complaint.event AS e WHERE NOT e.hinted) OR NOT complaint.queue_has_room() THEN
		RETURN 0;
	END IF;
	WITH now_hinted AS (
		UPDATE complaint.event AS e SET hinted = true
		WHERE e.event IN (SELECT u.event FROM complaint.event AS u WHERE NOT u.hinted FOR NO KEY UPDATE SKIP LOCKED)
		RETURNING e.recipients
	)
	SELECT count(complaint.hint(c.channel, 'more')) INTO told
	FROM (SELECT complaint.channel(u.recipient) AS channel FROM now_hinted AS n, unnest(n.recipients) AS u(recipient)
		  UNION SELECT 'complaint' FROM now_hinted) AS c;
	RETURN told;
END
$$;
COMMENT ON FUNCTION complaint.hints_due() IS 'tells the channels on which notifications were left out that there is more to read';
REVOKE ALL ON FUNCTION complaint.hints_due() FROM PUBLIC;

-- One step of all ----------------------------------------------------------------------------

CREATE FUNCTION complaint.run_due(now timestamptz DEFAULT NULL) RETURNS bigint
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	done bigint := 0;
	real_clock constant text := coalesce(current_setting('complaint.clock', true), '');
	steps constant text[] := '{settle_due,tally_due,alerts_due,hints_due,compact_changes}';
	step_name text;
	step_done bigint;
BEGIN
	IF NOT isfinite(run_due.now) THEN
		RAISE EXCEPTION 'the clock cannot be at %', run_due.now
			USING ERRCODE = 'invalid_parameter_value', HINT = 'SELECT complaint.run_due() does what is due by the real clock.';
	END IF;
	IF run_due.now IS NOT NULL THEN
		PERFORM set_config('complaint.clock', to_char(run_due.now AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US+00 BC'), true);
	END IF;
	FOREACH step_name IN ARRAY steps LOOP
		-- one step that fails must not keep the others from their work
		BEGIN
			EXECUTE format('SELECT complaint.%I()', step_name) INTO step_done;
			done := done + step_done;
		EXCEPTION WHEN OTHERS THEN
			RAISE WARNING 'complaint.% failed: %', step_name, SQLERRM USING ERRCODE = SQLSTATE;
		END;
	END LOOP;
	IF run_due.now IS NOT NULL THEN
		PERFORM set_config('complaint.clock', real_clock, true);
	END IF;
	RETURN done;
END
$$;
COMMENT ON FUNCTION complaint.run_due(timestamptz) IS 'one step of everything that needs a clock: settles what was put aside, asks policies of wide scopes, escalates, announces, resolves and reminds; at another time if one is given (superuser); returns how many things were done';
REVOKE ALL ON FUNCTION complaint.run_due(timestamptz) FROM PUBLIC;

-- What a dump carries ---------------------------------------------------------

SELECT pg_catalog.pg_extension_config_dump('complaint.tally_state', '');
