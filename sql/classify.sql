/*
 * Judging a message in SQL.
 */
CREATE TYPE complaint.verdict AS
(
	level		smallint,
	harms		text[],
	type		text,
	rules		text[],
	ruleset		text,
	revision	text,
	truncated	boolean
);
COMMENT ON TYPE complaint.verdict IS 'what complaint.classify says of a message';
COMMENT ON COLUMN complaint.verdict.level IS '0 none to 4 critical, see complaint.level';
COMMENT ON COLUMN complaint.verdict.harms IS 'see complaint.harm; {} for none';
COMMENT ON COLUMN complaint.verdict.type IS 'see complaint.type; null if no type rule matched';
COMMENT ON COLUMN complaint.verdict.rules IS 'the rules that matched, ordered by name; without those whose level was suppressed and that give nothing else';
COMMENT ON COLUMN complaint.verdict.revision IS 'fingerprint of the rule set''s content: the same definitions have the same revision everywhere';
COMMENT ON COLUMN complaint.verdict.truncated IS 'true if only the beginning of the text (64 kB) was judged, or the rules had more to look at in it than is allowed';

CREATE FUNCTION complaint.classify(body text, ruleset text DEFAULT 'default') RETURNS complaint.verdict
	LANGUAGE c STABLE STRICT PARALLEL SAFE COST 10
	AS 'MODULE_PATHNAME', 'classify';
COMMENT ON FUNCTION complaint.classify(text, text) IS 'judges a message by a rule set';

CREATE FUNCTION complaint.explain(body text, ruleset text DEFAULT 'default')
	RETURNS TABLE (rule text, entity text, term text, words text, start integer, length integer, scope text)
	LANGUAGE c STABLE STRICT PARALLEL SAFE COST 10 ROWS 10
	AS 'MODULE_PATHNAME', 'classify_explain';
COMMENT ON FUNCTION complaint.explain(text, text) IS 'why a message is judged as it is: one row per hit of each rule that matched, then (rule null) the entities that were mentioned without effect; scope: under which scope a mention stands (negation, hypothesis, question, history, quote), so that it counts only for any(); substr(body, start, length) gives the words as written';

CREATE FUNCTION complaint.entities(body text, ruleset text DEFAULT 'default')
	RETURNS TABLE (entity text, text text, value text, start integer, length integer)
	LANGUAGE c STABLE STRICT PARALLEL SAFE COST 10 ROWS 10
	AS 'MODULE_PATHNAME', 'classify_entities';
COMMENT ON FUNCTION complaint.entities(text, text) IS 'what a message names, in the order of the text: words of the classes of a rule set, with the term as defined as their value, and recognised forms such as money, with their normalised value; personal values in full, since the message has them too; substr(body, start, length) gives the text';

CREATE FUNCTION complaint.test_ruleset(ruleset text DEFAULT 'default')
	RETURNS TABLE (body text, expected_level smallint, level smallint, expected_type text, type text,
				   expected_harms text[], harms text[], rules text[], comment text)
	LANGUAGE sql STABLE STRICT PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
	AS $$
	SELECT t.body, t.level, v.level, t.type, v.type, t.harms, v.harms, v.rules, t.comment
	FROM complaint.rule_test AS t, complaint.classify(t.body, t.ruleset) AS v
	WHERE t.ruleset = test_ruleset.ruleset
		AND (t.level <> v.level
			 OR (t.type IS NOT NULL AND t.type IS DISTINCT FROM v.type)
			 OR NOT (t.harms <@ v.harms AND t.harms @> v.harms))
	ORDER BY t.body COLLATE "C"
$$;
COMMENT ON FUNCTION complaint.test_ruleset(text) IS 'the rule tests of a set that fail, with what was expected and what came out; no row: all hold';

CREATE FUNCTION complaint.tokens(body text)
	RETURNS TABLE (words text, folded text, kind text, sentence integer, start integer, length integer)
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 20
	AS 'MODULE_PATHNAME', 'classify_tokens';
COMMENT ON FUNCTION complaint.tokens(text) IS 'a message as the matcher sees it: its words as written and as folded, their kind (word, han, number, symbol, address), sentence and place; substr(body, start, length) gives the words as written';
