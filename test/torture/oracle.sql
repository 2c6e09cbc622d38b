-- What must hold once the clients are gone and run_due() has settled the rest,
-- recomputed in plain SQL from the committed rows of the chat and from the event
-- log.  Nothing of ours is called that counts or decides; what the rules say of
-- a text was asked of complaint.classify before (torture.verdict).
--
-- First views, then the checks: "-- check" and what holds, and a query of what
-- it does not hold for.

CREATE SCHEMA oracle;

-- The committed rows.  The sources are numbered as they were attached.
CREATE VIEW oracle.message AS
	SELECT 1 AS source, c.session AS session_id, c.message::text AS message_id, c.tableoid::regclass AS relation,
		coalesce(c.sender = 'customer', false) AS counts, c.body, c.agent, c.customer, c.sent AS at,
		jsonb_strip_nulls(jsonb_build_object('queue', c.queue)) AS tags, c.stamped, c.rung
	FROM chat AS c
	UNION ALL
	SELECT 2, m.thread::text, m.id::text, m.tableoid::regclass,
		true, m.body, m.agent, m.customer, m.sent AT TIME ZONE 'Asia/Shanghai', NULL, m.stamped, m.rung
	FROM mail AS m;

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
-- they are.  Only who may ring and when it was settled is taken as it is stored.
CREATE VIEW oracle.verdict AS
	SELECT m.source, m.session_id, m.message_id, m.relation, v.level, v.harms, v.type, v.rules, c.revision,
		m.agent, m.customer, m.at, m.tags, m.rung AS rings, c.judged_at, c.settled_at
	FROM complaint.classification AS c
	JOIN oracle.message AS m USING (source, session_id, message_id)
	JOIN torture.verdict AS v ON v.revision = c.revision AND v.body IS NOT DISTINCT FROM m.body
	WHERE m.counts;

CREATE FUNCTION oracle.meets(v oracle.verdict, p torture.policy) RETURNS boolean LANGUAGE sql
	RETURN v.rings AND v.at + p.max_lateness >= v.judged_at
		AND (coalesce(v.level >= p.min_level, false) OR coalesce(v.harms && p.harms, false)
			OR coalesce('*' = ANY (p.harms) AND cardinality(v.harms) > 0, false))
		AND (p.types IS NULL OR EXISTS (SELECT FROM unnest(p.types) AS t(type)
			WHERE v.type = t.type OR starts_with(v.type, t.type || '.')));

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

-- check every verdict was given by rules that were in force between the statement and the verdict
SELECT c.source, c.session_id, c.message_id, c.revision, m.stamped, c.judged_at
FROM complaint.classification AS c JOIN oracle.message AS m USING (source, session_id, message_id)
WHERE m.stamped > c.judged_at OR NOT EXISTS (SELECT FROM oracle.rules AS r
	WHERE r.revision = c.revision AND r.since <= c.judged_at AND r.until >= m.stamped)

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
	-- an assignment keeps a session that has nothing else
	WHERE s.assigned_at IS NULL OR s.complaints > 0 OR s.harmed > 0 OR s.messages > 0
)
SELECT source, session_id, stored, expected FROM stored FULL JOIN expected USING (source, session_id)
WHERE stored::text IS DISTINCT FROM expected::text

-- check a session's agent, customer and tags are those of its latest message that names one
SELECT s.source, s.session_id, w.what, w.stored, w.latest
FROM complaint.session AS s, LATERAL (
	SELECT 'agent' AS what, s.agent AS stored, array_agg(v.agent) AS latest
	FROM (SELECT v.agent, rank() OVER (ORDER BY v.at DESC) AS place FROM oracle.verdict AS v
		WHERE (v.source, v.session_id) = (s.source, s.session_id) AND v.agent IS NOT NULL) AS v
	WHERE v.place = 1 AND s.assigned_at IS NULL
	UNION ALL
	SELECT 'customer', s.customer, array_agg(v.customer)
	FROM (SELECT v.customer, rank() OVER (ORDER BY v.at DESC) AS place FROM oracle.verdict AS v
		WHERE (v.source, v.session_id) = (s.source, s.session_id) AND v.customer IS NOT NULL) AS v
	WHERE v.place = 1
	UNION ALL
	SELECT 'tags', s.tags::text, array_agg(v.tags::text)
	FROM (SELECT v.tags, rank() OVER (ORDER BY v.at DESC) AS place FROM oracle.verdict AS v
		WHERE (v.source, v.session_id) = (s.source, s.session_id) AND v.tags IS NOT NULL) AS v
	WHERE v.place = 1) AS w
WHERE NOT (what = 'agent' AND s.assigned_at IS NOT NULL)
	AND NOT coalesce(w.stored = ANY (w.latest), w.stored IS NULL AND w.latest IS NULL)

-- check at most one unfinished alert a policy and session
SELECT a.policy, a.source, a.session_id, count(*) FROM complaint.alert AS a WHERE a.state IN ('open', 'acknowledged')
GROUP BY a.policy, a.source, a.session_id HAVING count(*) > 1

-- check episodes are counted from one, without a gap, in the order of time
SELECT a.policy, a.source, a.session_id, a.episode, a.raised_at
FROM (SELECT a.*, row_number() OVER w AS place, lag(a.resolved_at) OVER w AS before
	FROM complaint.alert AS a WINDOW w AS (PARTITION BY a.policy, a.source, a.session_id ORDER BY a.episode)) AS a
WHERE a.episode <> a.place OR a.place > 1 AND (a.before IS NULL OR a.before >= a.raised_at)

-- check the latest alert is that of the episode, which ended when the alert did
SELECT a.policy, a.source, a.session_id, a.alert, a.state, a.resolved_at, e.episode, e.ended_at
FROM (SELECT DISTINCT ON (a.policy, a.source, a.session_id) a.* FROM complaint.alert AS a
	ORDER BY a.policy, a.source, a.session_id, a.episode DESC) AS a
FULL JOIN complaint.episode AS e USING (policy, source, session_id)
WHERE (e.alert, e.episode) IS DISTINCT FROM (a.alert, a.episode) OR e.ended_at < a.resolved_at
	OR (e.ended_at IS NULL) <> (a.state IN ('open', 'acknowledged'))

-- check the events of an alert are legal steps, and its last is its state
WITH steps AS (
	SELECT e.alert, row_number() OVER w AS place, lag(e.kind) OVER w AS before, e.kind, e.at, lag(e.at) OVER w AS at_before,
		lead(e.kind) OVER w IS NULL AS last, e.by
	FROM complaint.event AS e WINDOW w AS (PARTITION BY e.alert ORDER BY e.at, e.event)
)
SELECT 'step', s.alert, s.before, s.kind, s.at, s.at_before FROM steps AS s
WHERE NOT CASE s.kind WHEN 'raised' THEN s.before IS NULL
		WHEN 'acknowledged' THEN s.before = 'raised'
		WHEN 'resolved' THEN s.before IN ('raised', 'acknowledged')
		ELSE false END
	OR s.at < s.at_before
UNION ALL
SELECT 'state', a.alert, a.state, s.kind, s.at, a.raised_at
FROM complaint.alert AS a LEFT JOIN steps AS s ON s.alert = a.alert AND s.last
WHERE a.state IS DISTINCT FROM CASE s.kind WHEN 'raised' THEN 'open' ELSE s.kind END
	OR s.kind = 'resolved' AND a.resolved_by IS DISTINCT FROM s.by
	OR s.kind = 'acknowledged' AND a.acknowledged_by IS DISTINCT FROM s.by
UNION ALL
SELECT 'no alert', s.alert, s.before, s.kind, s.at, s.at_before FROM steps AS s
WHERE NOT EXISTS (SELECT FROM complaint.alert AS a WHERE a.alert = s.alert)

-- check every alert was raised by a policy that was in force, with enough messages that meet it
SELECT a.alert, a.policy, a.source, a.session_id, a.count, a.raised_at, m.n
FROM complaint.alert AS a
CROSS JOIN LATERAL (SELECT count(*) AS n FROM complaint.alert_message AS m
	WHERE m.alert = a.alert AND m.source = a.source AND m.session_id = a.session_id) AS m
WHERE m.n <> least(a.count, 1000)
	OR m.n <> (SELECT count(*) FROM complaint.alert_message AS m WHERE m.alert = a.alert)
	OR NOT EXISTS (SELECT FROM oracle.policy AS p
		WHERE p.policy = a.policy AND p.since <= a.raised_at AND p.until >= a.raised_at - interval '10 seconds'
			AND NOT p.gone AND p.mode = a.mode AND a.count >= p.threshold
			-- those that are as they were then
			AND NOT EXISTS (SELECT FROM complaint.alert_message AS e JOIN oracle.verdict AS v USING (source, session_id, message_id)
				WHERE e.alert = a.alert AND v.judged_at <= a.raised_at AND NOT oracle.meets(v, (p.number, p.written_at, p.known_at, p.gone,
					p.policy, p.description, p.scope, p.min_level, p.harms, p.types, p.threshold, p.time_window, p.cooldown, p.max_lateness, p.mode, p.shipped)::torture.policy)))

-- check no alert counts messages of an earlier episode, nor rings in its cooldown
SELECT a.alert, a.policy, a.source, a.session_id, a.episode, a.raised_at, before.resolved_at
FROM complaint.alert AS a
JOIN complaint.alert AS before ON (before.policy, before.source, before.session_id, before.episode) = (a.policy, a.source, a.session_id, a.episode - 1)
WHERE a.raised_at <= before.resolved_at + (SELECT min(p.cooldown) FROM oracle.policy AS p
		WHERE p.policy = a.policy AND p.since <= a.raised_at AND p.until >= a.raised_at - interval '10 seconds')
	OR EXISTS (SELECT FROM complaint.alert_message AS e JOIN complaint.classification AS c USING (source, session_id, message_id)
		WHERE e.alert = a.alert AND c.settled_at <= before.resolved_at)

-- check no alert is missing
WITH asked AS (
	-- the messages that count now, and when the policy was asked about their session for the last time
	SELECT p.policy, v.source, v.session_id, p.threshold, p.time_window, v.settled_at, v.message_id,
		max(v.settled_at) OVER (PARTITION BY p.policy, v.source, v.session_id) AS asked_at, v.at
	FROM torture.policy AS p
	JOIN oracle.verdict AS v ON oracle.meets(v, p)
	LEFT JOIN complaint.episode AS e USING (policy, source, session_id)
	WHERE NOT p.gone AND p.mode <> 'off'
		AND NOT EXISTS (SELECT FROM torture.policy AS later WHERE later.policy = p.policy AND later.number > p.number)
		AND (e.episode IS NULL OR v.settled_at > e.ended_at + p.cooldown)
), recent AS (
	SELECT a.*, least(a.at, a.asked_at) AS own_time FROM asked AS a
	-- by the policy as it is now, and not as it was before
	WHERE a.asked_at > (SELECT m.at FROM torture.moment AS m WHERE m.moment = 'frozen')
)
SELECT r.policy, r.source, r.session_id, r.threshold, r.time_window, r.own_time, count(*)
FROM recent AS r JOIN recent AS w USING (policy, source, session_id)
WHERE w.own_time <= r.own_time AND (r.time_window IS NULL OR w.own_time > r.own_time - r.time_window)
GROUP BY r.policy, r.source, r.session_id, r.threshold, r.time_window, r.own_time, r.message_id
HAVING count(*) >= r.threshold
