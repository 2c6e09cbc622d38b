-- What must hold once the clients are gone and run_due() has settled the rest,
-- recomputed in plain SQL from the committed rows of the chat and from the event
-- log.  Nothing of ours is called that counts or decides; what the rules say of
-- a text was asked of complaint.classify before (torture.verdict).
--
-- Those that hold "at any time" hold in every snapshot, also while clients work.
--
-- First what the checks look at, as it is when oracle.look() is called.  Then the
-- checks: "-- check" and what holds, and a query of what it does not hold for.

CREATE SCHEMA oracle;

-- The committed rows.  The sources are numbered as they were attached.
CREATE MATERIALIZED VIEW oracle.message AS
	SELECT 1 AS source, c.session AS session_id, c.message::text AS message_id, c.tableoid::regclass AS relation,
		coalesce(c.sender = 'customer', false) AS counts, c.body, c.agent, c.customer, c.sent AS at,
		jsonb_strip_nulls(jsonb_build_object('queue', c.queue)) AS tags, c.inserted, c.stamped, c.rung
	FROM chat AS c
	UNION ALL
	SELECT 2, m.thread::text, m.id::text, m.tableoid::regclass,
		true, m.body, m.agent, m.customer, m.sent AT TIME ZONE 'Asia/Shanghai', NULL, m.inserted, m.stamped, m.rung
	FROM mail AS m WITH NO DATA;
CREATE UNIQUE INDEX ON oracle.message (source, session_id, message_id);

-- From when to when the rules, and each policy, may have been in force.
CREATE VIEW oracle.rules AS
	SELECT r.revision, r.written_at AS since,
		coalesce(lead(r.known_at) OVER (ORDER BY r.number), 'infinity') AS until
	FROM torture.rules AS r;
CREATE VIEW oracle.policy AS
	SELECT p.*, p.written_at AS since,
		coalesce(lead(p.known_at) OVER (PARTITION BY p.policy ORDER BY p.number), 'infinity') AS until
	FROM torture.policy AS p;

-- What the stored verdicts ought to be: the words of the rules, for the rows as
-- they are.  Taken as stored: when they arrived, were judged and settled, and the
-- fingerprint of the text (these have checks of their own).
CREATE MATERIALIZED VIEW oracle.verdict AS
	SELECT m.source, m.session_id, m.message_id, m.relation, m.body, v.level, v.harms, v.type, v.rules, c.revision,
		m.agent, m.customer, m.at, m.tags, m.rung AS rings, c.fingerprint, c.judged_at, c.arrived_at, c.settled_at,
		least(m.at, c.settled_at) AS own_time, pg_xact_commit_timestamp(c.xmin) AS committed_at
	FROM complaint.classification AS c
	JOIN oracle.message AS m USING (source, session_id, message_id)
	JOIN torture.verdict AS v ON v.revision = c.revision AND v.body IS NOT DISTINCT FROM m.body
	WHERE m.counts WITH NO DATA;
CREATE UNIQUE INDEX ON oracle.verdict (source, session_id, message_id);

-- Whether a message counts toward a policy, and under which key.
CREATE FUNCTION oracle.meets(v oracle.verdict, p torture.policy) RETURNS boolean LANGUAGE sql STABLE
	RETURN v.rings AND v.at + p.max_lateness >= v.arrived_at
		AND (coalesce(v.level >= p.min_level, false) OR coalesce(v.harms && p.harms, false)
			OR coalesce('*' = ANY (p.harms) AND cardinality(v.harms) > 0, false))
		-- a type or what lies below it: none is deeper than two
		AND coalesce(p.types IS NULL OR p.types && ARRAY[v.type, split_part(v.type, '.', 1)], false)
		AND (p.sources IS NULL OR v.source = ANY (p.sources))
		AND (p.tags IS NULL OR coalesce(v.tags @> p.tags, false));
CREATE FUNCTION oracle.key(v oracle.verdict, p torture.policy) RETURNS text LANGUAGE sql STABLE
	RETURN CASE p.scope WHEN 'session' THEN v.session_id WHEN 'customer' THEN v.customer WHEN 'agent' THEN v.agent
		WHEN 'type' THEN v.type WHEN 'tag' THEN v.tags ->> p.tag ELSE '' END;
CREATE FUNCTION oracle.keyed_source(v oracle.verdict, p torture.policy) RETURNS integer LANGUAGE sql STABLE
	RETURN CASE WHEN p.scope IN ('session', 'source') THEN v.source ELSE 0 END;

-- The policies at the end.
CREATE VIEW oracle.policy_now AS
	SELECT DISTINCT ON (p.policy) p.* FROM torture.policy AS p ORDER BY p.policy, p.number DESC;

-- The alerts, and when the messages that they name rang: when it was raised, or
-- reopened since they were enough again.  "theirs" is false after a person has
-- reopened it, which takes no messages.
CREATE MATERIALIZED VIEW oracle.alert AS
	SELECT a.*, r.at AS rung_at, pg_xact_commit_timestamp(r.xmin) AS rung_committed_at,
		NOT EXISTS (SELECT FROM complaint.event AS e WHERE e.alert = a.alert AND e.kind = 'reopened' AND e.event > r.event) AS theirs
	FROM complaint.alert AS a LEFT JOIN LATERAL (
		SELECT e.at, e.event, e.xmin FROM complaint.event AS e
		WHERE e.alert = a.alert AND e.kind IN ('raised', 'reopened') AND e.by IS NULL ORDER BY e.event DESC LIMIT 1) AS r ON true WITH NO DATA;

-- The messages of an alert that are today as they were when it rang: settled by
-- the same transaction, or committed before.  To analyze it takes a look at the type
-- of oracle.verdict: look() does so itself, autovacuum would wait for it in a circle.
CREATE MATERIALIZED VIEW oracle.evidence WITH (autovacuum_enabled = false) AS
	SELECT e.alert, v.source, v.session_id, v.message_id, v AS verdict
	FROM oracle.alert AS a JOIN complaint.alert_message AS e USING (alert)
	JOIN oracle.verdict AS v ON (v.source, v.session_id, v.message_id) = (e.source, e.session_id, e.message_id)
	WHERE v.judged_at <= a.rung_at AND v.settled_at <= a.rung_at
		AND (v.committed_at = a.rung_committed_at OR v.committed_at < a.rung_at - interval '1 second') WITH NO DATA;
CREATE INDEX ON oracle.evidence (alert);

-- For every policy and key that has messages: whether a window of them reaches
-- the threshold, and when the policy last had reason to look at such a window: a
-- session is looked at as a whole, of wider scopes the windows with new messages.
CREATE MATERIALIZED VIEW oracle.standing AS
	WITH counted AS (
		SELECT p.policy, p.scope, p.counts, p.threshold, p.time_window, k.source, k.key, v.settled_at, v.own_time,
			e.alert, e.ended_at IS NULL AND NOT e.withdrawn AS rings,
			CASE WHEN p.time_window IS NULL THEN '-infinity' ELSE v.own_time - p.time_window END AS after,
			CASE p.counts WHEN 'messages' THEN v.message_id WHEN 'texts' THEN v.fingerprint::text
				ELSE v.source || ' ' || v.session_id END AS value
		FROM torture.policy AS p CROSS JOIN oracle.verdict AS v
		CROSS JOIN LATERAL (SELECT oracle.keyed_source(v, p) AS source, oracle.key(v, p) AS key) AS k
		LEFT JOIN complaint.episode AS e ON (e.policy, e.source, e.key) = (p.policy, k.source, k.key)
		WHERE p.number IN (SELECT n.number FROM oracle.policy_now AS n WHERE NOT n.gone AND n.mode <> 'off')
			AND k.key IS NOT NULL AND oracle.meets(v, p)
			AND (e.episode IS NULL OR v.settled_at > coalesce(e.ended_at + p.cooldown, e.since))
			-- a policy of a wider scope that is new counts older messages only as far back as its windows reach
			AND (p.scope = 'session' OR v.settled_at > (SELECT least(p.known_at + interval '10 seconds', m.at) FROM torture.moment AS m WHERE m.moment = 'frozen')
				OR v.own_time > (SELECT m.at - p.time_window - p.max_lateness FROM torture.moment AS m WHERE m.moment = 'drained'))
	), numbered AS (
		SELECT c.*, count(*) OVER key AS messages, max(c.settled_at) OVER key AS key_settled_at,
			-- in the window that ends here there are as many messages as the threshold asks for
			coalesce(lag(c.own_time, c.threshold - 1) OVER (key ORDER BY c.own_time, c.settled_at) > c.after, false) AS enough
		FROM counted AS c WINDOW key AS (PARTITION BY c.policy, c.source, c.key)
	)
	SELECT n.policy, n.scope, n.source, n.key, n.threshold, n.counts, n.time_window, n.alert, coalesce(n.rings, false) AS rings, n.messages,
		-- of a key that rings it is enough to know the messages, or all that is counted of them
		CASE WHEN NOT coalesce(n.rings, false) THEN coalesce(bool_or(w.n >= n.threshold), false)
			WHEN n.counts = 'messages' THEN bool_or(n.enough)
			ELSE count(DISTINCT n.value) >= n.threshold END AS reached,
		max(w.asked_at) FILTER (WHERE w.n >= n.threshold) AS asked_at
	FROM numbered AS n LEFT JOIN LATERAL (
		SELECT CASE n.counts WHEN 'messages' THEN count(*) ELSE count(DISTINCT c.value) END AS n,
			CASE n.scope WHEN 'session' THEN n.key_settled_at ELSE max(c.settled_at) END AS asked_at
		FROM counted AS c WHERE n.enough AND NOT coalesce(n.rings, false)
			AND (c.policy, c.source, c.key) = (n.policy, n.source, n.key) AND c.own_time <= n.own_time AND c.own_time > n.after) AS w ON true
	GROUP BY n.policy, n.scope, n.source, n.key, n.threshold, n.counts, n.time_window, n.alert, n.rings, n.messages WITH NO DATA;

CREATE PROCEDURE oracle.look() LANGUAGE plpgsql AS $$
BEGIN
	REFRESH MATERIALIZED VIEW oracle.message;
	ANALYZE oracle.message, torture.policy, torture.moment, complaint.classification, complaint.alert, complaint.alert_message, complaint.event;
	REFRESH MATERIALIZED VIEW oracle.verdict;
	ANALYZE oracle.verdict;
	REFRESH MATERIALIZED VIEW oracle.alert;
	REFRESH MATERIALIZED VIEW oracle.evidence;
	ANALYZE oracle.alert, oracle.evidence;
	REFRESH MATERIALIZED VIEW oracle.standing;
END
$$;

-- check nothing is prepared or unsettled
SELECT 'prepared', p.gid FROM pg_prepared_xacts AS p WHERE p.database = current_database()
UNION ALL SELECT 'unsettled', concat_ws(' ', u.source, u.session_id, u.message_id, u.operation, u.reason) FROM complaint.unsettled AS u

-- check verify() finds nothing, but for texts that rules changed their mind about
SELECT v.* FROM complaint.verify(deep => true) AS v
LEFT JOIN oracle.message AS m USING (source, session_id, message_id)
WHERE NOT (v.problem IN ('stale', 'not classified') AND m.body IS NOT NULL
	AND 1 < (SELECT count(DISTINCT (r.level, r.harms, r.type, r.rules)) FROM torture.verdict AS r WHERE r.body = m.body))

-- check every verdict is of a customer's message
SELECT c.source, c.session_id, c.message_id FROM complaint.classification AS c
WHERE NOT EXISTS (SELECT FROM oracle.message AS m WHERE m.counts
	AND (m.source, m.session_id, m.message_id) = (c.source, c.session_id, c.message_id))

-- check every verdict is what its rules say of the text, with the columns of the row
SELECT c.source, c.session_id, c.message_id, c.revision, c.level, c.harms, c.type, c.agent, c.customer, c.at, c.tags, c.rings, v
FROM complaint.classification AS c
LEFT JOIN oracle.verdict AS v USING (source, session_id, message_id)
WHERE (c.relation, c.level, c.harms, c.type, c.rules, c.ruleset, c.agent, c.customer, c.at, c.tags, c.rings)
	IS DISTINCT FROM (v.relation, v.level, v.harms, v.type, v.rules, 'mine', v.agent, v.customer, v.at, v.tags, v.rings)
	OR v.level = 0 AND v.harms = '{}'

-- check texts have fingerprints of their own, but for case, width and variants of characters
SELECT array_agg(DISTINCT v.body) AS bodies, v.fingerprint FROM oracle.verdict AS v GROUP BY v.fingerprint
HAVING 1 < count(DISTINCT CASE v.body WHEN 'BROKEN' THEN 'broken' WHEN 'ＡＮＮＯＹＥＤ' THEN 'annoyed' WHEN '我很生氣' THEN '我很生气' ELSE v.body END)
UNION ALL
SELECT ARRAY[v.body], min(v.fingerprint) FROM oracle.verdict AS v GROUP BY v.body HAVING count(DISTINCT v.fingerprint) > 1

-- check every verdict was given by rules that were in force between the statement and the verdict
SELECT c.source, c.session_id, c.message_id, c.revision, m.stamped, c.judged_at
FROM complaint.classification AS c JOIN oracle.message AS m USING (source, session_id, message_id)
WHERE m.stamped > c.judged_at OR NOT EXISTS (SELECT FROM oracle.rules AS r
	WHERE r.revision = c.revision AND r.since <= c.judged_at AND r.until >= m.stamped)

-- check a message arrived when it was judged for the first time, however often it was changed
SELECT c.source, c.session_id, c.message_id, m.inserted, m.stamped, c.arrived_at, c.judged_at, c.settled_at
FROM complaint.classification AS c JOIN oracle.message AS m USING (source, session_id, message_id)
WHERE c.arrived_at > c.judged_at
	-- a message that is deleted and written again, as those with great numbers are, may arrive but once
	OR m.message_id::bigint < 900000000 AND (c.arrived_at < m.inserted OR m.stamped = m.inserted AND c.arrived_at <> c.judged_at)

-- check every message without a verdict is calm, by rules that were in force then
SELECT m.source, m.session_id, m.message_id, m.body, m.stamped
FROM oracle.message AS m
WHERE m.counts AND NOT EXISTS (SELECT FROM complaint.classification AS c
		WHERE (c.source, c.session_id, c.message_id) = (m.source, m.session_id, m.message_id))
	AND NOT EXISTS (SELECT FROM torture.verdict AS v JOIN oracle.rules AS r USING (revision)
		WHERE v.body IS NOT DISTINCT FROM m.body AND v.level = 0 AND v.harms = '{}'
			AND r.until >= m.stamped AND r.since <= m.stamped + interval '10 seconds')

-- check sessions hold the sums of their messages
WITH summed AS (
	SELECT v.source, v.session_id, sum((v.level > 0)::int) AS complaints,
		sum((v.level = 1)::int) AS level_1, sum((v.level = 2)::int) AS level_2,
		sum((v.level = 3)::int) AS level_3, sum((v.level = 4)::int) AS level_4,
		max(v.level) AS highest_level, sum((v.harms <> '{}')::int) AS harmed, min(v.at) AS first_at, max(v.at) AS last_at
	FROM oracle.verdict AS v GROUP BY v.source, v.session_id
), types AS (
	SELECT t.source, t.session_id, jsonb_object_agg(t.type, t.n) AS types
	FROM (SELECT DISTINCT v.source, v.session_id, v.type, count(*) OVER (PARTITION BY v.source, v.session_id, v.type) AS n
		FROM oracle.verdict AS v WHERE v.type IS NOT NULL) AS t
	GROUP BY t.source, t.session_id
), harms AS (
	SELECT h.source, h.session_id, jsonb_object_agg(h.harm, h.n) AS harms
	FROM (SELECT v.source, v.session_id, u.harm, count(*) AS n FROM oracle.verdict AS v, unnest(v.harms) AS u(harm)
		GROUP BY v.source, v.session_id, u.harm) AS h
	GROUP BY h.source, h.session_id
), messages AS (
	SELECT m.source, m.session_id, count(*) AS messages FROM oracle.message AS m WHERE m.counts AND m.source = 1 GROUP BY m.source, m.session_id
), expected AS (
	SELECT source, session_id, coalesce(messages, CASE source WHEN 1 THEN 0 END) AS messages, coalesce(complaints, 0) AS complaints, coalesce(level_1, 0) AS level_1, coalesce(level_2, 0) AS level_2,
		coalesce(level_3, 0) AS level_3, coalesce(level_4, 0) AS level_4, coalesce(highest_level, 0) AS highest_level,
		coalesce(harmed, 0) AS harmed, coalesce(types, '{}') AS types, coalesce(harms, '{}') AS harms, first_at, last_at
	FROM summed FULL JOIN messages USING (source, session_id)
	LEFT JOIN types USING (source, session_id) LEFT JOIN harms USING (source, session_id)
), stored AS (
	SELECT s.source, s.session_id, s.messages, s.complaints, s.level_1, s.level_2, s.level_3, s.level_4, s.highest_level,
		s.harmed, s.types, s.harms, s.first_at, s.last_at
	FROM complaint.session AS s
	-- a session that was assigned to somebody may have nothing else
	WHERE s.complaints > 0 OR s.harmed > 0 OR s.messages > 0
		OR NOT EXISTS (SELECT FROM torture.assigned AS a WHERE s.source = 1 AND a.session = s.session_id)
)
SELECT source, session_id, stored, expected FROM stored FULL JOIN expected USING (source, session_id)
WHERE stored::text IS DISTINCT FROM expected::text

-- check a session's agent, customer and tags are those of its latest message that names one
WITH named AS (
	SELECT v.source, v.session_id, w.what, w.value,
		rank() OVER (PARTITION BY v.source, v.session_id, w.what ORDER BY v.at DESC) AS place
	FROM oracle.verdict AS v CROSS JOIN LATERAL (VALUES ('agent', v.agent), ('customer', v.customer), ('tags', v.tags::text)) AS w (what, value)
	WHERE w.value IS NOT NULL
), latest AS (
	SELECT n.source, n.session_id, n.what, array_agg(n.value) AS named FROM named AS n WHERE n.place = 1 GROUP BY n.source, n.session_id, n.what
), kept AS (
	SELECT s.source, s.session_id, w.what, w.value
	FROM complaint.session AS s CROSS JOIN LATERAL (VALUES ('agent', s.agent), ('customer', s.customer), ('tags', s.tags::text)) AS w (what, value)
)
SELECT source, session_id, what, k.value, l.named
FROM kept AS k LEFT JOIN latest AS l USING (source, session_id, what)
-- who was assigned serves it, until the session ends or the assignment is taken back
WHERE NOT (what = 'agent' AND EXISTS (SELECT FROM torture.assigned AS a WHERE source = 1 AND a.session = session_id))
	AND NOT coalesce(k.value = ANY (l.named), k.value IS NULL AND l.named IS NULL)

-- check at any time at most one unfinished alert a policy and key
SELECT a.policy, a.source, a.key, count(*) FROM complaint.alert AS a WHERE a.state IN ('open', 'acknowledged')
GROUP BY a.policy, a.source, a.key HAVING count(*) > 1

-- check at any time episodes are counted from one, without a gap, in the order of time, and all but the last are resolved
SELECT a.policy, a.source, a.key, a.episode, a.raised_at, a.state, a.before, a.state_before
FROM (SELECT a.*, row_number() OVER w AS place, lag(a.resolved_at) OVER w AS before, lag(a.state) OVER w AS state_before
	FROM complaint.alert AS a WINDOW w AS (PARTITION BY a.policy, a.source, a.key ORDER BY a.episode)) AS a
WHERE a.episode <> a.place OR a.place > 1 AND (a.state_before <> 'resolved' OR a.before >= a.raised_at)

-- check at any time the latest alert is that of the episode, which ended when the alert did
SELECT policy, source, key, a.alert, a.state, a.resolved_at, e.alert, e.episode, e.ended_at, e.withdrawn
FROM (SELECT DISTINCT ON (a.policy, a.source, a.key) a.* FROM complaint.alert AS a
	ORDER BY a.policy, a.source, a.key, a.episode DESC) AS a
FULL JOIN complaint.episode AS e USING (policy, source, key)
WHERE (e.alert, e.episode) IS DISTINCT FROM (a.alert, a.episode)
	OR CASE a.state WHEN 'resolved' THEN e.ended_at IS NULL OR e.ended_at < a.resolved_at
		WHEN 'withdrawn' THEN e.ended_at IS NOT NULL OR NOT e.withdrawn
		ELSE e.ended_at IS NOT NULL OR e.withdrawn END

-- check at any time the events of an alert are legal steps, and the last says its state
WITH steps AS (
	-- to be released, once it may be announced, leaves the state as it is
	SELECT e.alert, e.event, e.kind, lag(e.kind) OVER w AS before, lead(e.kind) OVER w IS NULL AS last, e.by, e.at
	FROM complaint.event AS e WHERE e.kind <> 'released'
	WINDOW w AS (PARTITION BY e.alert ORDER BY e.event)
), states AS (
	SELECT s.*, CASE WHEN s.kind IN ('acknowledged', 'resolved', 'withdrawn') THEN s.kind ELSE 'open' END AS state,
		CASE WHEN s.before IN ('acknowledged', 'resolved', 'withdrawn') THEN s.before WHEN s.before IS NOT NULL THEN 'open' END AS state_before
	FROM steps AS s
)
SELECT 'step', s.alert, s.before, s.kind, s.at FROM states AS s
WHERE NOT coalesce(CASE WHEN s.kind = 'raised' THEN s.before IS NULL
	WHEN s.kind IN ('acknowledged', 'claimed', 'given_back', 'escalated') THEN s.state_before = 'open'
	WHEN s.kind IN ('assigned', 'transferred', 'resolved', 'withdrawn') THEN s.state_before IN ('open', 'acknowledged')
	WHEN s.kind = 'reopened' THEN s.state_before IN ('resolved', 'withdrawn') END, false)
UNION ALL
SELECT 'released', e.alert, (SELECT s.kind FROM states AS s WHERE s.alert = e.alert AND s.event < e.event ORDER BY s.event DESC LIMIT 1), e.kind, e.at
FROM complaint.event AS e WHERE e.kind = 'released'
	AND NOT coalesce((SELECT s.state IN ('open', 'acknowledged') FROM states AS s WHERE s.alert = e.alert AND s.event < e.event ORDER BY s.event DESC LIMIT 1), false)
UNION ALL
SELECT 'state', a.alert, a.state, s.kind, s.at
FROM complaint.alert AS a LEFT JOIN states AS s ON s.alert = a.alert AND s.last
WHERE a.state IS DISTINCT FROM s.state
	OR s.kind = 'resolved' AND a.resolved_by IS DISTINCT FROM coalesce(s.by, 'complaint')
	OR s.kind = 'acknowledged' AND a.acknowledged_by IS DISTINCT FROM s.by
	OR s.kind <> 'claimed' AND a.claimed_by IS NOT NULL AND s.kind <> 'escalated'
	OR s.kind = 'claimed' AND a.claimed_by IS DISTINCT FROM s.by
UNION ALL
SELECT 'no alert', s.alert, s.before, s.kind, s.at FROM steps AS s
WHERE NOT EXISTS (SELECT FROM complaint.alert AS a WHERE a.alert = s.alert)

-- check nobody is told of a shadow alert, and the administrators are of every other that is not held
SELECT e.event, e.alert, e.kind, a.mode, a.silence, e.recipients
FROM complaint.event AS e JOIN complaint.alert AS a USING (alert)
WHERE CASE WHEN a.mode = 'shadow' THEN e.recipients <> '{}'
	ELSE e.recipients <> '{}' AND NOT '@admin' = ANY (e.recipients)
		-- while a silence holds it, and until run_due() has noticed that it is over
		OR e.recipients = '{}' AND NOT EXISTS (SELECT FROM complaint.silence AS s
			WHERE e.at >= s.from_at AND e.at < s.until_at + interval '30 seconds') END

-- check nothing is due or held for no reason, and all are hinted at
SELECT 'due', a.alert::text, a.state, a.due_at FROM complaint.alert AS a
WHERE a.due_at <= (SELECT m.at FROM torture.moment AS m WHERE m.moment = 'drained')
UNION ALL
SELECT 'held', a.alert::text, a.state, a.held_until FROM complaint.alert AS a JOIN complaint.silence AS s ON s.silence = a.silence
WHERE a.held_until > (SELECT m.at FROM torture.moment AS m WHERE m.moment = 'drained') AND s.ended_by IS NOT NULL
	-- another that lasts as long may hold it too
	AND NOT EXISTS (SELECT FROM complaint.silence AS o WHERE o.until_at >= a.held_until)
UNION ALL
SELECT 'not hinted', e.event::text, e.kind, e.at FROM complaint.event AS e WHERE NOT e.hinted

-- check every alert was raised by a policy that was in force, with enough messages that meet it
SELECT a.alert, a.policy, a.scope, a.source, a.key, a.count, a.rung_at, m.n, m.sessions
FROM oracle.alert AS a
CROSS JOIN LATERAL (SELECT count(*) AS n, count(DISTINCT (e.source, e.session_id)) AS sessions,
		count(*) FILTER (WHERE (e.source, e.session_id) = (a.source, a.key)) AS own
	FROM complaint.alert_message AS e WHERE e.alert = a.alert) AS m
WHERE a.scope = 'session' AND m.own <> m.n
	OR NOT EXISTS (SELECT FROM oracle.policy AS p
		WHERE p.policy = a.policy AND p.scope = a.scope AND NOT p.gone AND p.mode <> 'off'
			AND p.since <= a.rung_at AND p.until >= a.rung_at - interval '10 seconds' AND a.count >= p.threshold
			AND CASE WHEN a.count > 1000 OR m.n = 1000 THEN m.n = 1000
				WHEN p.counts = 'messages' THEN m.n = a.count
				WHEN p.counts = 'sessions' THEN m.sessions = a.count
				ELSE m.n >= a.count END
			-- those that are as they were then
			AND NOT EXISTS (SELECT FROM oracle.evidence AS e JOIN torture.policy AS t ON t.number = p.number
				WHERE e.alert = a.alert AND NOT (oracle.meets(e.verdict, t) AND oracle.key(e.verdict, t) = a.key
					AND oracle.keyed_source(e.verdict, t) = a.source))
			AND coalesce((SELECT p.time_window IS NULL OR max((e.verdict).own_time) - min((e.verdict).own_time) < p.time_window
				FROM oracle.evidence AS e WHERE e.alert = a.alert), true))

-- check an alert whose messages are as they were says what they say
SELECT a.alert, a.policy, a.level, a.harms, a.type, m.*
FROM oracle.alert AS a
CROSS JOIN LATERAL (SELECT count(*) AS n, max((e.verdict).level) AS level, array_agg((e.verdict).type) AS types,
		array_agg(DISTINCT h.harm) FILTER (WHERE h.harm IS NOT NULL) AS harms
	FROM (SELECT o.verdict, o.message_id FROM oracle.evidence AS o WHERE o.alert = a.alert) AS e
	LEFT JOIN LATERAL unnest((e.verdict).harms) AS h(harm) ON true) AS m
WHERE (SELECT count(*) FROM oracle.evidence AS e WHERE e.alert = a.alert) = (SELECT count(*) FROM complaint.alert_message AS e WHERE e.alert = a.alert)
	AND m.n < 1000 AND a.count < 1000
	AND (a.level <> m.level OR NOT (a.harms @> coalesce(m.harms, '{}') AND a.harms <@ coalesce(m.harms, '{}'))
		OR cardinality(a.harms) <> cardinality(coalesce(m.harms, '{}')))

-- check the type of an alert is the most frequent of its messages
SELECT a.alert, a.policy, a.type, m.types
FROM oracle.alert AS a
CROSS JOIN LATERAL (SELECT count(*) AS n, array_agg((e.verdict).type) AS types FROM oracle.evidence AS e WHERE e.alert = a.alert) AS m
WHERE m.n = (SELECT count(*) FROM complaint.alert_message AS e WHERE e.alert = a.alert) AND m.n BETWEEN 1 AND 999
	AND coalesce(cardinality(array_positions(m.types, a.type)), 0) < CASE WHEN a.type IS NULL
		THEN cardinality(array_remove(m.types, NULL)) + cardinality(array_positions(m.types, NULL))
		ELSE (SELECT max(cardinality(array_positions(m.types, t.type))) FROM unnest(m.types) AS t(type) WHERE t.type IS NOT NULL) END

-- check no alert counts messages of an earlier episode, nor rings in its cooldown
SELECT a.alert, a.policy, a.source, a.key, a.episode, a.raised_at, before.resolved_at
FROM complaint.alert AS a
JOIN complaint.alert AS before ON (before.policy, before.source, before.key, before.episode) = (a.policy, a.source, a.key, a.episode - 1)
WHERE a.raised_at <= before.resolved_at + (SELECT min(p.cooldown) FROM oracle.policy AS p
		WHERE p.policy = a.policy AND p.since <= a.raised_at AND p.until >= a.raised_at - interval '10 seconds')
	OR EXISTS (SELECT FROM complaint.alert_message AS e JOIN complaint.classification AS c USING (source, session_id, message_id)
		WHERE e.alert = a.alert AND c.settled_at <= before.resolved_at)

-- check no alert is missing
SELECT s.* FROM oracle.standing AS s
-- by the policy as it is now, and not as it was before
WHERE s.reached AND NOT s.rings AND s.asked_at > (SELECT m.at FROM torture.moment AS m WHERE m.moment = 'frozen')

-- check no alert stands whose messages are not enough any more
SELECT a.alert, a.policy, a.scope, a.source, a.key, a.state, a.rung_at, s.messages, s.threshold
FROM oracle.alert AS a
JOIN oracle.policy_now AS p ON p.policy = a.policy AND p.scope = a.scope AND NOT p.gone AND p.mode <> 'off'
LEFT JOIN oracle.standing AS s ON (s.policy, s.source, s.key) = (a.policy, a.source, a.key)
WHERE a.state IN ('open', 'acknowledged') AND a.theirs
	AND a.rung_at > least(p.known_at + interval '10 seconds', (SELECT m.at FROM torture.moment AS m WHERE m.moment = 'frozen'))
	AND NOT coalesce(s.reached, false)
