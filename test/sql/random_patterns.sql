-- Patterns made at random against a second reading of the language, in plain SQL:
-- a message is judged as that says, by classify and by the trigger, which looks at
-- less of a message that is calm.
SELECT setseed(0.5) \g /dev/null

-- Words of 4 to 9 letters, which is by what it is guessed how common they are: 1 to
-- 24 stand on one side of near, 25 to 48 on the other.
CREATE TABLE word AS
	SELECT n, (ARRAY['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'ke', 'li'])[1 + n % 8] ||
		(ARRAY['mo', 'nu', 'pa', 're', 'si', 'to'])[1 + (n - 1) / 8] || (ARRAY['', 'ter', 'delin'])[1 + n % 3] AS word
	FROM generate_series(1, 48) AS n;
CREATE FUNCTION random_integer(low integer, high integer) RETURNS integer
LANGUAGE sql VOLATILE AS $$ SELECT low + floor(random() * (high - low + 1))::integer $$;
CREATE FUNCTION pick(VARIADIC names text[]) RETURNS text
LANGUAGE sql VOLATILE AS $$ SELECT names[random_integer(1, cardinality(names))] $$;

-- Entities of each side, two words each, below one name.
CREATE TABLE entity AS
	SELECT CASE WHEN n < 5 THEN 'one.e' ELSE 'two.e' END || n AS entity, ARRAY[6 * n - 5, 6 * n - 2] AS words FROM generate_series(1, 8) AS n;

-- What stands at one place: a word, an entity, all below a name, or one of many.
CREATE FUNCTION random_place(side integer) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	kind text := pick('word', 'word', 'entity', 'below', 'few', 'many');
	first integer := 24 * side + 1;
BEGIN
	RETURN CASE kind
		WHEN 'word' THEN jsonb_build_object('kind', 'word', 'n', random_integer(first, first + 23))
		WHEN 'entity' THEN (SELECT jsonb_build_object('kind', 'entity', 'name', e.entity, 'words', e.words)
			FROM entity AS e WHERE e.words[1] BETWEEN first AND first + 23 ORDER BY random() LIMIT 1)
		WHEN 'below' THEN (SELECT jsonb_build_object('kind', 'entity', 'name', min(split_part(e.entity, '.', 1)) || '.*', 'words', array_agg(w))
			FROM entity AS e, unnest(e.words) AS w WHERE e.words[1] BETWEEN first AND first + 23)
		ELSE jsonb_build_object('kind', 'any', 'of',
			(SELECT jsonb_agg(random_place_word(side)) FROM generate_series(1, CASE kind WHEN 'few' THEN 3 ELSE 18 END)))
		END;
END $$;
CREATE FUNCTION random_place_word(side integer) RETURNS jsonb
LANGUAGE sql VOLATILE AS $$ SELECT jsonb_build_object('kind', 'word', 'n', random_integer(24 * side + 1, 24 * side + 24)) $$;

CREATE FUNCTION random_pattern(depth integer) RETURNS jsonb LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	kind text := CASE WHEN depth = 0 THEN 'place' ELSE pick('place', 'all', 'all', 'all', 'any', 'any', 'not', 'near', 'near', 'of', 'count') END;
BEGIN
	RETURN CASE kind
		WHEN 'place' THEN random_place(random_integer(0, 1))
		WHEN 'not' THEN jsonb_build_object('kind', 'not', 'of', jsonb_build_array(random_pattern(depth - 1)))
		WHEN 'near' THEN jsonb_build_object('kind', pick('near', 'then', 'not near', 'not then'), 'n', random_integer(0, 4),
			'of', jsonb_build_array(random_place(0), random_place(1)))
		WHEN 'count' THEN jsonb_build_object('kind', 'count', 'compare', pick('>=', '<'), 'n', random_integer(1, 3),
			'of', jsonb_build_array((SELECT jsonb_build_object('kind', 'entity', 'name', e.entity, 'words', e.words) FROM entity AS e ORDER BY random() LIMIT 1)))
		WHEN 'of' THEN jsonb_build_object('kind', 'of', 'n', random_integer(1, 3),
			'of', jsonb_build_array(random_pattern(depth - 1), random_pattern(0), random_pattern(depth - 1)))
		ELSE jsonb_build_object('kind', kind, 'of',
			(SELECT jsonb_agg(random_pattern(depth - 1)) FROM generate_series(1, random_integer(2, 3))))
		END;
END $$;

-- As it is written.
CREATE FUNCTION written(tree jsonb) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
	parts text[] := ARRAY(SELECT written(part) FROM jsonb_array_elements(tree->'of') AS part);
BEGIN
	RETURN CASE tree->>'kind'
		WHEN 'word' THEN (SELECT quote_literal(word) FROM word WHERE n = (tree->>'n')::integer)
		WHEN 'entity' THEN format('{%s}', tree->>'name')
		WHEN 'all' THEN '(' || array_to_string(parts, ' & ') || ')'
		WHEN 'any' THEN '(' || array_to_string(parts, ' | ') || ')'
		WHEN 'not' THEN '!' || parts[1]
		WHEN 'count' THEN format('count(%s) %s %s', parts[1], tree->>'compare', tree->>'n')
		WHEN 'of' THEN format('%s of (%s)', tree->>'n', array_to_string(parts, ', '))
		ELSE format('(%s %s/%s %s)', parts[1], tree->>'kind', tree->>'n', parts[2])
		END;
END $$;

-- Where one of a place's words stands in a message, which is its words by number.
CREATE FUNCTION places(tree jsonb, message integer[]) RETURNS SETOF integer LANGUAGE sql STABLE AS $$
	SELECT DISTINCT m.at::integer FROM unnest(message) WITH ORDINALITY AS m (n, at)
	WHERE m.n IN (SELECT w::integer FROM jsonb_path_query(tree, '$.**.n') AS w UNION ALL SELECT w::integer FROM jsonb_array_elements(tree->'words') AS w)
$$;

-- Whether it holds, read from the outside in and asking all there is.
CREATE FUNCTION holds(tree jsonb, message integer[]) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
	n constant integer := tree->>'n';
	a constant jsonb := tree->'of'->0;
	b constant jsonb := tree->'of'->1;
	behind constant boolean := tree->>'kind' LIKE '%then';
BEGIN
	RETURN CASE
		WHEN tree->>'kind' IN ('word', 'entity') THEN EXISTS (SELECT FROM places(tree, message))
		WHEN tree->>'kind' = 'all' THEN (SELECT bool_and(holds(part, message)) FROM jsonb_array_elements(tree->'of') AS part)
		WHEN tree->>'kind' = 'any' THEN (SELECT bool_or(holds(part, message)) FROM jsonb_array_elements(tree->'of') AS part)
		WHEN tree->>'kind' = 'not' THEN NOT holds(a, message)
		WHEN tree->>'kind' = 'of' THEN (SELECT count(*) >= n FROM jsonb_array_elements(tree->'of') AS part WHERE holds(part, message))
		WHEN tree->>'kind' = 'count' THEN CASE tree->>'compare'
			WHEN '<' THEN (SELECT count(*) < n FROM places(a, message)) ELSE (SELECT count(*) >= n FROM places(a, message)) END
		ELSE EXISTS (SELECT FROM places(a, message) AS x
			WHERE (tree->>'kind' NOT LIKE 'not%') = EXISTS (SELECT FROM places(b, message) AS y
				WHERE CASE WHEN behind THEN y - x ELSE abs(y - x) END BETWEEN 1 AND n + 1))
		END;
END $$;

-- Eight rule sets of some nine rules each, with a table each.  (Patterns that
-- could be true of any message are refused.)
CREATE TABLE pattern (ruleset text, rule text, tree jsonb, PRIMARY KEY (ruleset, rule));
DO $$
DECLARE
	tree jsonb;
BEGIN
	FOR s IN 1 .. 8 LOOP
		INSERT INTO complaint.ruleset (ruleset) VALUES ('s' || s);
		INSERT INTO complaint.entity (ruleset, entity, kind) SELECT 's' || s, entity, 'class' FROM entity;
		INSERT INTO complaint.term (ruleset, entity, term) SELECT 's' || s, e.entity, w.word FROM entity AS e JOIN word AS w ON w.n = ANY (e.words);
		FOR r IN 1 .. 14 LOOP
			tree := random_pattern(3);
			BEGIN
				INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('s' || s, 'r' || r, written(tree)::complaint.pattern, 1);
				INSERT INTO pattern VALUES ('s' || s, 'r' || r, tree);
			EXCEPTION WHEN invalid_text_representation THEN
				NULL;
			END;
		END LOOP;
		EXECUTE format('CREATE TABLE chat%s (s text, n integer, body text, PRIMARY KEY (s, n))', s);
		PERFORM complaint.attach(format('chat%s', s)::regclass, session => 's', body => 'body', ruleset => 's' || s);
	END LOOP;
END $$;
SELECT count(*) >= 60 AS many_patterns FROM pattern;

-- Forty messages of up to twelve words: few words of a message are in a pattern.
CREATE TABLE message AS
	SELECT m AS number, ARRAY(SELECT random_integer(1, 48) FROM generate_series(1, 1 + (m * 7) % 12) WHERE m > 0) AS words FROM generate_series(1, 40) AS m;
CREATE TABLE wanted AS
	SELECT p.ruleset, m.number, coalesce(array_agg(p.rule ORDER BY p.rule COLLATE "C") FILTER (WHERE holds(p.tree, m.words)), '{}') AS rules
	FROM pattern AS p, message AS m GROUP BY p.ruleset, m.number;
SELECT bool_or(rules = '{}') AS some_calm, bool_or(cardinality(rules) > 3) AS some_of_many_rules FROM wanted;

CREATE VIEW body AS
	SELECT m.number, string_agg(w.word, ' ' ORDER BY x.at) AS body
	FROM message AS m, unnest(m.words) WITH ORDINALITY AS x (n, at) JOIN word AS w ON w.n = x.n GROUP BY m.number;

-- judged otherwise by classify
SELECT w.ruleset, w.number, w.rules AS wanted, (complaint.classify(b.body, w.ruleset)).rules
FROM wanted AS w JOIN body AS b USING (number)
WHERE (complaint.classify(b.body, w.ruleset)).rules IS DISTINCT FROM w.rules ORDER BY w.ruleset, w.number;

-- and by the trigger
DO $$
BEGIN
	FOR s IN 1 .. 8 LOOP
		EXECUTE format('INSERT INTO chat%s SELECT ''s'', number, body FROM body', s);
	END LOOP;
END $$;
SELECT w.ruleset, w.number, w.rules AS wanted, c.rules
FROM wanted AS w LEFT JOIN complaint.classification AS c ON c.ruleset = w.ruleset AND c.message_id = w.number::text
WHERE coalesce(c.rules, '{}') IS DISTINCT FROM w.rules ORDER BY w.ruleset, w.number;
SELECT count(*) > 100 AS many_stored FROM complaint.classification;
