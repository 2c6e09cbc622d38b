-- What a user would write without the extension: rules as regular expressions
-- in a table, a trigger that tries them, an upsert of the session's aggregates,
-- an alert for three complaints of level 2 within ten minutes.
--
-- The 500 rules are made of the shipped terms, four a rule and 125 a level.  First
-- come those that the complaints of the benchmark are found by, with the level of
-- these, and two words for what the shipped rules find by other means: so both
-- judge alike, and raise the same alerts, but for a harm, which is a threat here.
-- The rule set plain has the same rules.
-- Variables: calm, complaints (arrays of texts).

CREATE TABLE handmade_term AS
	SELECT term, level, number, 125 * (level - 1) + number % 125 AS rule
	FROM (SELECT term, level, row_number() OVER (PARTITION BY level ORDER BY found DESC, md5(term)) - 1 AS number
		FROM (SELECT term, coalesce(min(f.level), min(CASE split_part(entity, '.', 1) WHEN 'problem' THEN 1 WHEN 'tone' THEN 2 WHEN 'reproach' THEN 3 ELSE 4 END)) AS level,
				min(f.level) IS NOT NULL AS found
			FROM complaint.term AS t
			LEFT JOIN (SELECT e.term, c.level
				FROM unnest(:complaints) AS body, complaint.classify(body) AS c, complaint.explain(body) AS e
				WHERE c.level > 0) AS f USING (term)
			WHERE ruleset = 'default' AND match IS NULL AND entity ~ '^(problem|tone|reproach|threat)\.'
				AND entity NOT IN ('tone.praise', 'tone.harmless') AND term ~ '^[a-z ]{4,}$|^[一-鿿]{2,}$'
				AND NOT EXISTS (SELECT FROM unnest(:calm) AS body WHERE strpos(lower(body), term) > 0)
			GROUP BY term
			UNION ALL VALUES ('what a disappointment', 2, true), ('盗刷', 4, true)) AS judged) AS numbered
	WHERE number < 500;

CREATE TABLE handmade_rule AS
	SELECT rule, level::smallint, string_agg(CASE WHEN term ~ '[a-z]' THEN '\m' || term || '\M' ELSE term END, '|' ORDER BY number) AS pattern
	FROM handmade_term GROUP BY rule, level;

INSERT INTO complaint.ruleset (ruleset) VALUES ('plain');
INSERT INTO complaint.rule (ruleset, rule, pattern, level)
	SELECT 'plain', 'rule ' || rule, string_agg(quote_literal(term), ' | ' ORDER BY number)::complaint.pattern, level
	FROM handmade_term GROUP BY rule, level;

CREATE TABLE handmade_classification (
	session_id text NOT NULL,
	message_id bigint NOT NULL,
	level smallint NOT NULL,
	rules integer[] NOT NULL,
	at timestamptz NOT NULL,
	PRIMARY KEY (session_id, message_id)
);
CREATE TABLE handmade_session (
	session_id text PRIMARY KEY,
	complaints integer NOT NULL,
	level_1 integer NOT NULL,
	level_2 integer NOT NULL,
	level_3 integer NOT NULL,
	level_4 integer NOT NULL,
	highest_level smallint NOT NULL,
	first_at timestamptz NOT NULL,
	last_at timestamptz NOT NULL
);
CREATE TABLE handmade_alert (
	session_id text PRIMARY KEY,
	agent_id text,
	raised_at timestamptz NOT NULL
);

CREATE FUNCTION handmade_judge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	found_level smallint;
	found_rules integer[];
BEGIN
	IF NEW.sender <> 'customer' THEN
		RETURN NULL;
	END IF;
	SELECT max(level), array_agg(rule) INTO found_level, found_rules FROM handmade_rule WHERE NEW.body ~* pattern;
	IF found_level IS NULL THEN
		RETURN NULL;
	END IF;
	INSERT INTO handmade_classification VALUES (NEW.session_id, NEW.message_id, found_level, found_rules, NEW.created_at);
	INSERT INTO handmade_session AS s VALUES (NEW.session_id, 1, (found_level = 1)::integer, (found_level = 2)::integer,
			(found_level = 3)::integer, (found_level = 4)::integer, found_level, NEW.created_at, NEW.created_at)
		ON CONFLICT (session_id) DO UPDATE SET complaints = s.complaints + 1, level_1 = s.level_1 + excluded.level_1,
			level_2 = s.level_2 + excluded.level_2, level_3 = s.level_3 + excluded.level_3, level_4 = s.level_4 + excluded.level_4,
			highest_level = greatest(s.highest_level, excluded.highest_level), last_at = greatest(s.last_at, excluded.last_at);
	IF found_level >= 2 AND (SELECT count(*) FROM handmade_classification WHERE session_id = NEW.session_id AND level >= 2
			AND at > NEW.created_at - interval '10 minutes') >= 3 THEN
		INSERT INTO handmade_alert VALUES (NEW.session_id, NEW.agent_id, clock_timestamp()) ON CONFLICT DO NOTHING;
		IF FOUND THEN
			PERFORM pg_notify('handmade', NEW.session_id);
		END IF;
	END IF;
	RETURN NULL;
END $$;
CREATE TRIGGER handmade AFTER INSERT ON handmade FOR EACH ROW EXECUTE FUNCTION handmade_judge();
