/*
 * test/quality/measures.sql
 *
 * The arithmetic of `make quality`, in the server: labelled rows come in by
 * COPY, are judged by complaint.classify, and views say how well.  Everything
 * is computed per sample (one labelled set), so that a run over many sets is
 * one schema.  test/t/quality.pl holds figures that were worked out by hand
 * against it.
 */
\set ON_ERROR_STOP on
CREATE SCHEMA quality;

/* The rule set that is measured: psql -v ruleset=default -f measures.sql */
CREATE FUNCTION quality.ruleset() RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN :'ruleset'::text;

CREATE UNLOGGED TABLE quality.message (
	sample text NOT NULL,
	number integer NOT NULL,
	id text NOT NULL,
	session text,
	turn integer,
	sender text NOT NULL,
	body text NOT NULL,
	complaint boolean,
	level smallint,
	type text,
	part text,
	calm boolean NOT NULL,
	PRIMARY KEY (sample, number)
);
COMMENT ON TABLE quality.message IS 'the rows of the labelled sets; a label that is null is not known';
COMMENT ON COLUMN quality.message.number IS 'place in the file';
COMMENT ON COLUMN quality.message.turn IS 'place in the session, 1 for its first row: the files'' own numbers have gaps and repeats';
COMMENT ON COLUMN quality.message.part IS 'a part of the set that has figures of its own too';
COMMENT ON COLUMN quality.message.calm IS 'no labels, but known to be calm as a whole';

/* Our type codes in the words of a set: the first prefix that fits wins. */
CREATE TABLE quality.mapping (
	sample text NOT NULL,
	position integer NOT NULL,
	prefix text NOT NULL,
	label text NOT NULL,
	PRIMARY KEY (sample, position)
);
COMMENT ON COLUMN quality.mapping.prefix IS 'a type with all its subtypes; * is everything, also no type';

CREATE FUNCTION quality.label(wanted text, code text) RETURNS text
	LANGUAGE sql STABLE
	BEGIN ATOMIC
		SELECT m.label FROM quality.mapping AS m
		WHERE m.sample = wanted
			AND (m.prefix = '*' OR code = m.prefix OR starts_with(code, m.prefix || '.'))
		ORDER BY m.position LIMIT 1;
	END;

CREATE UNLOGGED TABLE quality.judged (
	sample text NOT NULL,
	number integer NOT NULL,
	level smallint NOT NULL,
	harms text[] NOT NULL,
	code text,
	label text,
	rules text[] NOT NULL,
	alarm boolean NOT NULL GENERATED ALWAYS AS (level >= 1 OR harms <> '{}') STORED,
	PRIMARY KEY (sample, number)
);
COMMENT ON COLUMN quality.judged.code IS 'our type';
COMMENT ON COLUMN quality.judged.label IS 'our type in the words of the set';
COMMENT ON COLUMN quality.judged.alarm IS 'judged to be a complaint';

/* What two sides say of a message, for every question that has a right answer. */
CREATE UNLOGGED TABLE quality.answer (
	sample text NOT NULL,
	task text NOT NULL,
	number integer NOT NULL,
	truth text NOT NULL,
	judged text NOT NULL
);
COMMENT ON COLUMN quality.answer.task IS 'complaint, level, level_of_complaints, type; and type_PART';

CREATE PROCEDURE quality.judge(wanted text)
	LANGUAGE sql
	BEGIN ATOMIC
		INSERT INTO quality.judged (sample, number, level, harms, code, rules)
			SELECT m.sample, m.number, v.level, v.harms, v.type, v.rules
			FROM quality.message AS m, complaint.classify(m.body, quality.ruleset()) AS v
			WHERE m.sample = wanted AND m.sender = 'customer';
		UPDATE quality.judged AS j SET label = l.label
			FROM (SELECT k.code, quality.label(wanted, k.code) AS label
				  FROM (SELECT DISTINCT d.code FROM quality.judged AS d WHERE d.sample = wanted) AS k) AS l
			WHERE j.sample = wanted AND j.code IS NOT DISTINCT FROM l.code AND l.label IS NOT NULL;
		INSERT INTO quality.answer (sample, task, number, truth, judged)
			SELECT m.sample, a.task, m.number, a.truth, a.judged
			FROM quality.message AS m
			JOIN quality.judged AS j ON j.sample = m.sample AND j.number = m.number,
				LATERAL (VALUES
					('complaint', CASE WHEN m.complaint THEN 'yes' WHEN NOT m.complaint THEN 'no' END,
						CASE WHEN j.alarm THEN 'yes' ELSE 'no' END),
					('level', m.level::text, j.level::text),
					('level_of_complaints', CASE WHEN m.complaint THEN m.level::text END, j.level::text),
					('type', m.type, j.label),
					('type_' || m.part, m.type, j.label)) AS a (task, truth, judged)
			WHERE m.sample = wanted AND a.task IS NOT NULL AND a.truth IS NOT NULL AND a.judged IS NOT NULL;
	END;

CREATE VIEW quality.confusion AS
	SELECT sample, task, truth, judged, count(*) AS messages
	FROM quality.answer GROUP BY sample, task, truth, judged;

/* A class that one side only ever names has an F1 of 0, and counts. */
CREATE VIEW quality.class_score AS
	SELECT k.sample, k.task, k.class,
		coalesce(sum(c.messages) FILTER (WHERE c.truth = k.class), 0) AS labelled,
		coalesce(sum(c.messages) FILTER (WHERE c.judged = k.class), 0) AS judged,
		coalesce(sum(c.messages) FILTER (WHERE c.truth = k.class AND c.judged = k.class), 0) AS agreed
	FROM (SELECT DISTINCT sample, task, unnest(ARRAY[truth, judged]) AS class FROM quality.confusion) AS k
	JOIN quality.confusion AS c ON c.sample = k.sample AND c.task = k.task AND k.class IN (c.truth, c.judged)
	GROUP BY k.sample, k.task, k.class;

CREATE VIEW quality.class_measure AS
	SELECT sample, task, class, labelled, judged, agreed,
		agreed / nullif(judged, 0) AS precision, agreed / nullif(labelled, 0) AS recall,
		2 * agreed / (labelled + judged) AS f1
	FROM quality.class_score;

CREATE VIEW quality.task_measure AS
	SELECT sample, task, avg(f1) AS macro_f1, sum(agreed) / sum(labelled) AS accuracy
	FROM quality.class_measure GROUP BY sample, task;

/*
 * Quadratic kappa: 1 minus the mean squared distance of the two sides over the
 * distance that they would have if one were dealt out at random.
 */
CREATE VIEW quality.level_measure AS
	SELECT sample, task,
		1 - avg((t - j) ^ 2) / nullif(avg(t ^ 2) + avg(j ^ 2) - 2 * avg(t) * avg(j), 0) AS kappa,
		avg((abs(t - j) <= 1)::integer) AS within_one,
		avg((j >= 2)::integer) FILTER (WHERE t >= 2) AS recall_2
	FROM (SELECT sample, task, truth::numeric AS t, judged::numeric AS j
		  FROM quality.answer WHERE task IN ('level', 'level_of_complaints')) AS a
	GROUP BY sample, task;

/* Chats ----------------------------------------------------------------------- */

CREATE TABLE quality.alert (
	sample text NOT NULL,
	session text NOT NULL,
	turn integer NOT NULL,
	policies text[] NOT NULL,
	PRIMARY KEY (sample, session)
);
COMMENT ON TABLE quality.alert IS 'the first alert of a session, and the turn at which it rang';

/*
 * Plays the sessions of a sample into an attached table as they were spoken:
 * the first turn of all sessions in one transaction, then the second, so that
 * whatever rings is due to a turn.
 */
CREATE PROCEDURE quality.replay(wanted text)
	LANGUAGE plpgsql
AS $$
DECLARE
	chat text := 'chat_' || wanted;
	chat_source integer;
	last_turn integer;
BEGIN
	EXECUTE format('CREATE TABLE %I (session text, message integer, sender text, body text, PRIMARY KEY (session, message))', chat);
	chat_source := complaint.attach(chat::regclass, session => 'session', body => 'body', sender => 'sender',
									ruleset => quality.ruleset());
	SELECT max(m.turn) INTO last_turn FROM quality.message AS m WHERE m.sample = wanted;
	CREATE INDEX IF NOT EXISTS message_turn_idx ON quality.message (sample, turn);
	FOR this_turn IN 1 .. coalesce(last_turn, 0) LOOP
		EXECUTE format('INSERT INTO %I (session, message, sender, body)
			SELECT m.session, m.turn, m.sender, m.body FROM quality.message AS m
			WHERE m.sample = $1 AND m.turn = $2', chat) USING wanted, this_turn;
		COMMIT;
		INSERT INTO quality.alert
			SELECT wanted, a.session_id, this_turn, array_agg(DISTINCT a.policy)
			FROM complaint.alert AS a
			WHERE a.source = chat_source
				AND NOT EXISTS (SELECT FROM quality.alert AS q WHERE q.sample = wanted AND q.session = a.session_id)
			GROUP BY a.session_id;
	END LOOP;
END $$;

CREATE VIEW quality.session AS
	SELECT m.sample, m.session, count(*) FILTER (WHERE m.sender = 'customer') AS messages,
		bool_or(m.complaint) AS dissatisfied, min(m.turn) FILTER (WHERE m.complaint) AS dissatisfied_turn,
		a.turn AS alert_turn, a.turn IS NOT NULL AS alerted
	FROM quality.message AS m
	LEFT JOIN quality.alert AS a ON a.sample = m.sample AND a.session = m.session
	WHERE m.session IS NOT NULL
	GROUP BY m.sample, m.session, a.turn;

/*
 * Who alerts in as many sessions, drawn at random, is right in the share of
 * dissatisfied sessions and finds the share that he alerts in.
 */
CREATE VIEW quality.alert_measure AS
	SELECT s.sample, s.sessions, s.alerted, s.policies, 1000.0 * s.alerted / s.sessions AS per_1000,
		s.hits / nullif(s.labelled_alerted, 0)::numeric AS precision,
		s.hits / nullif(s.dissatisfied, 0)::numeric AS recall,
		s.dissatisfied / nullif(s.labelled, 0)::numeric AS random_precision,
		s.labelled_alerted / nullif(s.labelled, 0)::numeric AS random_recall,
		(s.hits / nullif(s.labelled_alerted, 0)::numeric) / nullif(s.dissatisfied / nullif(s.labelled, 0)::numeric, 0) AS lift,
		s.turns, s.early / nullif(s.hits, 0)::numeric AS early
	FROM (SELECT sample, count(*) AS sessions, count(*) FILTER (WHERE alerted) AS alerted,
			(SELECT jsonb_object_agg(p.policy, p.sessions) FROM (SELECT policy, count(*) AS sessions FROM quality.alert AS a, unnest(a.policies) AS policy
				WHERE a.sample = session.sample GROUP BY policy) AS p) AS policies,
			count(dissatisfied) AS labelled, count(*) FILTER (WHERE dissatisfied) AS dissatisfied,
			count(dissatisfied) FILTER (WHERE alerted) AS labelled_alerted,
			count(*) FILTER (WHERE alerted AND dissatisfied) AS hits,
			percentile_cont(0.5) WITHIN GROUP (ORDER BY alert_turn - dissatisfied_turn)
				FILTER (WHERE alerted AND dissatisfied) AS turns,
			count(*) FILTER (WHERE alert_turn < dissatisfied_turn) AS early
		  FROM quality.session GROUP BY sample) AS s;

/* Cost ------------------------------------------------------------------------ */

CREATE TABLE quality.cost (
	sample text NOT NULL PRIMARY KEY,
	us_classify numeric NOT NULL,
	us_length numeric NOT NULL
);
COMMENT ON TABLE quality.cost IS 'microseconds a message in one scan: of complaint.classify, and of length for the scan itself';

CREATE PROCEDURE quality.measure_cost(wanted text)
	LANGUAGE plpgsql
	SET jit = off
	SET max_parallel_workers_per_gather = 0
AS $$
DECLARE
	started timestamptz;
	middle timestamptz;
	spent_length float8[];
	spent_classify float8[];
	messages bigint;
BEGIN
	PERFORM complaint.classify('load the rule set', quality.ruleset());
	FOR pass IN 1 .. 3 LOOP
		started := clock_timestamp();
		SELECT count(length(m.body)) INTO messages FROM quality.message AS m WHERE m.sample = wanted AND m.sender = 'customer';
		middle := clock_timestamp();
		PERFORM count(complaint.classify(m.body, quality.ruleset())) FROM quality.message AS m WHERE m.sample = wanted AND m.sender = 'customer';
		spent_length := spent_length || extract(epoch FROM middle - started)::float8;
		spent_classify := spent_classify || extract(epoch FROM clock_timestamp() - middle)::float8;
	END LOOP;
	INSERT INTO quality.cost
		SELECT wanted, 1e6 * percentile_disc(0.5) WITHIN GROUP (ORDER BY c) / messages,
			1e6 * percentile_disc(0.5) WITHIN GROUP (ORDER BY l) / messages
		FROM unnest(spent_classify, spent_length) AS s (c, l)
		WHERE messages > 0 HAVING messages > 0;
END $$;

/*
 * What must hold for every message: the words of explain and the tokens are
 * those that stand at their place in the text, and folded text folds to itself.
 */
CREATE TABLE quality.place (sample text PRIMARY KEY, misplaced bigint NOT NULL, unstable bigint NOT NULL);

CREATE PROCEDURE quality.measure_places(wanted text)
	LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO quality.place
		SELECT wanted,
			count(*) FILTER (WHERE EXISTS (
				SELECT FROM complaint.explain(m.body, quality.ruleset()) AS e
				WHERE e.words IS DISTINCT FROM substr(m.body, e.start, e.length)
				UNION ALL
				SELECT FROM complaint.tokens(m.body) AS t
				WHERE t.words IS DISTINCT FROM substr(m.body, t.start, t.length))),
			count(*) FILTER (WHERE folded.once IS DISTINCT FROM folded.twice)
		FROM quality.message AS m,
			LATERAL (SELECT string_agg(t.folded, ' ' ORDER BY t.start) FROM complaint.tokens(m.body) AS t) AS f (once),
			LATERAL (SELECT f.once, (SELECT string_agg(t.folded, ' ' ORDER BY t.start) FROM complaint.tokens(f.once) AS t)) AS folded (once, twice)
		WHERE m.sample = wanted;
END;

/* What a run prints ----------------------------------------------------------- */

CREATE VIEW quality.share AS
	SELECT j.sample, count(*) AS messages, count(m.complaint) AS labelled, coalesce(bool_and(m.complaint), false) AS all_complaints,
		avg((j.level >= 1)::integer) AS level_1, avg((j.level >= 2)::integer) AS level_2,
		avg((j.level >= 3)::integer) AS level_3, avg((j.level >= 4)::integer) AS level_4,
		avg((j.harms <> '{}')::integer) AS harm
	FROM quality.judged AS j
	JOIN quality.message AS m ON m.sample = j.sample AND m.number = j.number
	GROUP BY j.sample;

CREATE VIEW quality.figure AS
	SELECT f.sample, f.metric, f.value
	FROM (
		SELECT s.sample, x.place, x.metric, x.value
		FROM quality.share AS s, LATERAL (VALUES
			(0, 'messages', s.messages::numeric),
			(1, 'level_1_share', CASE WHEN s.all_complaints THEN s.level_1 END),
			(2, 'level_1_per_1000', CASE WHEN s.labelled = 0 THEN 1000 * s.level_1 END),
			(3, 'level_2_per_1000', CASE WHEN s.labelled = 0 THEN 1000 * s.level_2 END),
			(4, 'level_3_per_1000', CASE WHEN s.labelled = 0 THEN 1000 * s.level_3 END),
			(5, 'level_4_per_1000', CASE WHEN s.labelled = 0 THEN 1000 * s.level_4 END),
			(6, 'harm_per_1000', CASE WHEN s.labelled = 0 THEN 1000 * s.harm END)) AS x (place, metric, value)
		UNION ALL
		SELECT c.sample, x.place, x.metric, x.value
		FROM quality.class_measure AS c
		JOIN quality.task_measure AS t ON t.sample = c.sample AND t.task = c.task
		JOIN quality.share AS s ON s.sample = c.sample AND NOT s.all_complaints, LATERAL (VALUES
			(10, 'complaint_precision', c.precision),
			(11, 'complaint_recall', c.recall),
			(12, 'complaint_macro_f1', t.macro_f1)) AS x (place, metric, value)
		WHERE c.task = 'complaint' AND c.class = 'yes'
		UNION ALL
		SELECT l.sample, x.place, x.metric, x.value
		FROM quality.level_measure AS l
		JOIN quality.task_measure AS t ON t.sample = l.sample AND t.task = l.task, LATERAL (VALUES
			('level', 20, 'level_macro_f1', t.macro_f1),
			('level', 21, 'level_within_one', l.within_one),
			('level', 22, 'level_kappa', l.kappa),
			('level_of_complaints', 23, 'level_kappa_complaints', l.kappa),
			('level', 24, 'level_2_recall', l.recall_2)) AS x (task, place, metric, value)
		WHERE x.task = l.task
		UNION ALL
		SELECT t.sample, 30 + x.place, x.metric || substr(t.task, 5), x.value
		FROM quality.task_measure AS t, LATERAL (VALUES
			(0, 'type_macro_f1', t.macro_f1),
			(1, 'type_accuracy', t.accuracy)) AS x (place, metric, value)
		WHERE t.task LIKE 'type%'
		UNION ALL
		SELECT a.sample, x.place, x.metric, x.value
		FROM quality.alert_measure AS a, LATERAL (VALUES
			(40, 'sessions', a.sessions::numeric),
			(41, 'alerted_sessions', a.alerted),
			(42, 'alerted_per_1000', a.per_1000),
			(43, 'alert_precision', a.precision),
			(44, 'alert_recall', a.recall),
			(45, 'random_precision', a.random_precision),
			(46, 'random_recall', CASE WHEN a.precision IS NOT NULL THEN a.random_recall END),
			(47, 'alert_lift', a.lift),
			(48, 'alert_turns', a.turns::numeric),
			(49, 'alert_early_share', a.early)) AS x (place, metric, value)
		UNION ALL
		SELECT c.sample, x.place, x.metric, x.value
		FROM quality.cost AS c, LATERAL (VALUES
			(60, 'us_per_message', c.us_classify),
			(61, 'us_per_length', c.us_length)) AS x (place, metric, value)
		UNION ALL
		SELECT p.sample, x.place, x.metric, x.value
		FROM quality.place AS p, LATERAL (VALUES
			(70, 'misplaced_words', p.misplaced::numeric),
			(71, 'unstable_folding', p.unstable::numeric)) AS x (place, metric, value)
	) AS f
	WHERE f.value IS NOT NULL
	ORDER BY f.sample, f.place, f.metric;

/* For the next round of rule writing ------------------------------------------ */

/* What a message should have been judged at least; sets that say yes or no only know 0 and 1. */
CREATE VIEW quality.expected AS
	SELECT m.sample, m.number, m.id, m.body, coalesce(m.level, m.complaint::integer, CASE WHEN m.calm THEN 0 END) AS level,
		m.level IS NOT NULL AS exact, m.type, j.level AS judged, j.harms, j.code, j.label, j.rules, j.alarm
	FROM quality.message AS m
	JOIN quality.judged AS j ON j.sample = m.sample AND j.number = m.number;

/*
 * The rules to blame: those that lifted a message above what it should be, and
 * those that pressed it below.
 */
CREATE VIEW quality.blame AS
	SELECT r.rule, e.sample, e.id, e.level AS labelled, e.judged, greatest(abs(e.judged - e.level), 1) AS distance,
		too_high, e.harms, e.code AS type, e.rules, e.body
	FROM (SELECT x.*, x.alarm AND (x.level = 0 OR x.exact AND x.judged > x.level) AS too_high,
			x.level >= 1 AND NOT x.alarm OR x.exact AND x.judged < x.level AS too_low
		  FROM quality.expected AS x) AS e
	JOIN complaint.rule AS r ON r.ruleset = quality.ruleset() AND r.rule = ANY (e.rules)
	WHERE e.too_high AND (r.level > e.level OR r.harm IS NOT NULL AND e.level = 0 OR r.effect = 'raise')
		OR e.too_low AND r.effect IN ('lower', 'suppress');

CREATE VIEW quality.rule_measure AS
	SELECT h.sample, h.rule, h.effect, h.hits, coalesce(b.wrong, 0) AS wrong, coalesce(b.far, 0) AS far,
		round(1 - coalesce(b.wrong, 0)::numeric / h.hits, 3) AS precision, round(h.mean_labelled, 2) AS mean_labelled
	FROM (SELECT e.sample, r.rule, coalesce(r.effect, 'level ' || r.level, 'harm ' || r.harm) AS effect,
			count(*) AS hits, avg(e.level) AS mean_labelled
		  FROM quality.expected AS e
		  JOIN complaint.rule AS r ON r.ruleset = quality.ruleset() AND r.rule = ANY (e.rules)
		  WHERE e.level IS NOT NULL AND coalesce(r.effect, r.harm, r.level::text) IS NOT NULL
		  GROUP BY e.sample, r.rule, r.effect, r.level, r.harm) AS h
	LEFT JOIN (SELECT sample, rule, count(*) AS wrong, count(*) FILTER (WHERE distance >= 2) AS far
			   FROM quality.blame GROUP BY sample, rule) AS b ON b.sample = h.sample AND b.rule = h.rule;
COMMENT ON COLUMN quality.rule_measure.wrong IS 'messages that it is to blame for; far: by two levels or more';

CREATE VIEW quality.missed AS
	SELECT e.sample, e.id, e.level AS labelled, e.judged, e.level - e.judged AS distance, e.code AS type, e.rules, e.body
	FROM quality.expected AS e
	WHERE e.level >= 1 AND NOT e.alarm OR e.exact AND e.judged < e.level;

CREATE VIEW quality.wrong_type AS
	SELECT e.sample, e.id, e.type AS labelled, e.label AS judged, e.code AS type, e.rules, e.body
	FROM quality.expected AS e
	WHERE e.type IS DISTINCT FROM e.label AND e.type IS NOT NULL AND e.label IS NOT NULL;
