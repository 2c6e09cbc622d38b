/*
 * The definitions: what the engine knows about complaints.  Levels, harms and
 * types are the vocabulary of verdicts; a rule set is a named collection of
 * entities (classes of words), rules and rule tests.
 *
 * What is shipped (the levels, the shipped harms and types, the rule set
 * 'default') belongs to the extension's version: it is filled in by the
 * install script, is not dumped, and sql/guard.sql makes it read-only.  All
 * else is the user's data and is dumped by pg_dump.
 *
 * Names end up in notifications, in views and in {braces} of patterns, so
 * their form is narrow: entities, types and harms are lower case words joined
 * by dots; rule sets and rules are free text without control characters.
 */

CREATE TABLE complaint.level
(
	level		smallint NOT NULL,
	name		text NOT NULL,
	description	text NOT NULL,
	CONSTRAINT level_pkey PRIMARY KEY (level),
	CONSTRAINT level_name_key UNIQUE (name),
	CONSTRAINT level_range CHECK (level BETWEEN 0 AND 4)
);
COMMENT ON TABLE complaint.level IS 'The five levels of reproach a message can have; fixed';
COMMENT ON COLUMN complaint.level.level IS '0 none to 4 critical';
COMMENT ON COLUMN complaint.level.name IS 'short English name';
COMMENT ON COLUMN complaint.level.description IS 'what a message of this level says';

INSERT INTO complaint.level (level, name, description) VALUES
	(0, 'none', 'no complaint'),
	(1, 'problem', 'something is wrong, no reproach'),
	(2, 'dissatisfied', 'disapproval or annoyance'),
	(3, 'accusing', 'accuses of wrongdoing or repeated failure, or demands redress'),
	(4, 'critical', 'blame with a threat (regulator, court, media, police), abuse, or leaving in anger');

CREATE TABLE complaint.harm
(
	harm		text NOT NULL,
	description	text,
	shipped		boolean NOT NULL DEFAULT false,
	CONSTRAINT harm_pkey PRIMARY KEY (harm),
	CONSTRAINT harm_name_format CHECK (harm ~ '^[a-z][a-z0-9_]*$' AND length(harm) <= 64)
);
COMMENT ON TABLE complaint.harm IS 'Flags beside the level, whatever the tone of the message; a verdict carries any number of them';
COMMENT ON COLUMN complaint.harm.harm IS 'lower case word, at most 64 characters';
COMMENT ON COLUMN complaint.harm.shipped IS 'true for rows that belong to the extension: they are read-only and not dumped';
SELECT pg_catalog.pg_extension_config_dump('complaint.harm', 'WHERE NOT shipped');

CREATE TABLE complaint.type
(
	type			text NOT NULL,
	parent			text,
	name_en			text,
	name_zh			text,
	description		text,
	jrt_cause		text,
	cfpb_product	text,
	cfpb_issue		text,
	shipped			boolean NOT NULL DEFAULT false,
	CONSTRAINT type_pkey PRIMARY KEY (type),
	CONSTRAINT type_parent_fkey FOREIGN KEY (parent) REFERENCES complaint.type (type) ON UPDATE CASCADE,
	CONSTRAINT type_name_format CHECK (type ~ '^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)*$' AND length(type) <= 64),
	CONSTRAINT type_parent_is_prefix CHECK (parent IS NOT DISTINCT FROM substring(type from '^(.*)[.][^.]*$'))
);
COMMENT ON TABLE complaint.type IS 'What a complaint is about: a hierarchy of causes, with the codes other systems use for them';
COMMENT ON COLUMN complaint.type.type IS 'the code, such as fees or fees.double_charge, at most 64 characters';
COMMENT ON COLUMN complaint.type.parent IS 'the code without its last part; null for a code of one part';
COMMENT ON COLUMN complaint.type.jrt_cause IS 'cause of complaint of JR/T 0169-2018';
COMMENT ON COLUMN complaint.type.cfpb_product IS 'product of the CFPB complaint database';
COMMENT ON COLUMN complaint.type.cfpb_issue IS 'issue of the CFPB complaint database';
COMMENT ON COLUMN complaint.type.shipped IS 'true for rows that belong to the extension: they are read-only and not dumped';
SELECT pg_catalog.pg_extension_config_dump('complaint.type', 'WHERE NOT shipped');

CREATE TABLE complaint.ruleset
(
	ruleset		text NOT NULL,
	description	text,
	created_at	timestamptz NOT NULL DEFAULT pg_catalog.now(),
	CONSTRAINT ruleset_pkey PRIMARY KEY (ruleset),
	CONSTRAINT ruleset_name_format CHECK (length(ruleset) BETWEEN 1 AND 64 AND ruleset = btrim(ruleset)
		AND ruleset !~ '[\u0001-\u001f\u007f-\u009f]')
);
COMMENT ON TABLE complaint.ruleset IS 'Named rule sets; deleting one deletes its entities, terms, rules and tests';
COMMENT ON COLUMN complaint.ruleset.ruleset IS 'the name, at most 64 characters; ''default'' is shipped and read-only, see complaint.clone';
SELECT pg_catalog.pg_extension_config_dump('complaint.ruleset', 'WHERE ruleset <> ''default''');

CREATE TABLE complaint.entity
(
	ruleset		text NOT NULL,
	entity		text NOT NULL,
	kind		text NOT NULL DEFAULT 'class',
	reach		smallint,
	direction	text NOT NULL DEFAULT 'forward',
	description	text,
	CONSTRAINT entity_pkey PRIMARY KEY (ruleset, entity),
	CONSTRAINT entity_ruleset_fkey FOREIGN KEY (ruleset) REFERENCES complaint.ruleset (ruleset)
		ON UPDATE CASCADE ON DELETE CASCADE,
	CONSTRAINT entity_name_format CHECK (entity ~ '^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)*$' AND length(entity) <= 64),
	CONSTRAINT entity_name_not_a_form CHECK (entity NOT IN ('money', 'duration', 'date', 'time', 'percentage', 'ordinal',
		'count', 'phone', 'email', 'url', 'bank_card', 'id_card', 'iban', 'order_number')),
	CONSTRAINT entity_kind_known CHECK (kind IN ('class', 'negation', 'hypothesis', 'question', 'history', 'quote',
		'terminator', 'contrast', 'pseudo')),
	CONSTRAINT entity_reach_range CHECK (reach BETWEEN 1 AND 100),
	CONSTRAINT entity_direction_known CHECK (direction IN ('forward', 'backward', 'both')),
	CONSTRAINT entity_reach_of_scope CHECK (kind IN ('negation', 'hypothesis', 'question', 'history', 'quote')
		OR (reach IS NULL AND direction = 'forward'))
);
COMMENT ON TABLE complaint.entity IS 'Classes of words a pattern can name: {regulator}, {product.card}, or {product.*} for all below';
COMMENT ON COLUMN complaint.entity.entity IS 'lower case words joined by dots, at most 64 characters; not the name of a form, such as money';
COMMENT ON COLUMN complaint.entity.kind IS 'class: words that mean the thing; negation, hypothesis, question, history, quote: words that put what stands near them under that scope, so that it does not count; terminator: words that end a scope; contrast: words that end a scope and what an effect covers; pseudo: words that look like one of these and are none';
COMMENT ON COLUMN complaint.entity.reach IS 'how far a scope goes, in tokens, 1 to 100; null: 5 for a negation, to the end of the sentence for the others';
COMMENT ON COLUMN complaint.entity.direction IS 'which way a scope goes: forward to what follows the words, backward to what precedes them, or both';
SELECT pg_catalog.pg_extension_config_dump('complaint.entity', 'WHERE ruleset <> ''default''');

CREATE TABLE complaint.term
(
	ruleset		text NOT NULL,
	entity		text NOT NULL,
	term		text NOT NULL,
	match		text,
	language	text,
	CONSTRAINT term_pkey PRIMARY KEY (ruleset, entity, term),
	CONSTRAINT term_entity_fkey FOREIGN KEY (ruleset, entity) REFERENCES complaint.entity (ruleset, entity)
		ON UPDATE CASCADE ON DELETE CASCADE,
	CONSTRAINT term_length CHECK (length(term) BETWEEN 1 AND 200 AND term = btrim(term)),
	CONSTRAINT term_no_control CHECK (term !~ '[\u0001-\u001f\u007f-\u009f]'),
	CONSTRAINT term_has_words CHECK (complaint.term_has_words(term)),
	CONSTRAINT term_match_known CHECK (match IN ('word', 'sound', '1', '2')),
	CONSTRAINT term_can_match CHECK (complaint.term_can_match(term, match)),
	CONSTRAINT term_language_format CHECK (language ~ '^[a-z]{2,3}$')
);
COMMENT ON TABLE complaint.term IS 'The words of an entity';
COMMENT ON COLUMN complaint.term.term IS 'one or more words, 1 to 200 characters; a trailing * makes the last word a prefix; case, width and variants do not matter; whole words for spaced scripts, substring for Han';
COMMENT ON COLUMN complaint.term.match IS 'null: as written; word: only where it is whole words by the dictionary (Han); sound (of two Han characters or more): any Han text that sounds the same; 1 (of a word of 5 letters or more), 2 (of 9 or more): a word that differs by so many letters at most';
COMMENT ON COLUMN complaint.term.language IS 'a note for the reader (en, zh); every term is looked for in every message';
SELECT pg_catalog.pg_extension_config_dump('complaint.term', 'WHERE ruleset <> ''default''');

CREATE TABLE complaint.rule
(
	ruleset		text NOT NULL,
	rule		text NOT NULL,
	pattern		complaint.pattern NOT NULL,
	level		smallint,
	type		text,
	harm		text,
	effect		text,
	raise_to	smallint,
	weight		real NOT NULL DEFAULT 1,
	language	text,
	enabled		boolean NOT NULL DEFAULT true,
	description	text,
	CONSTRAINT rule_pkey PRIMARY KEY (ruleset, rule),
	CONSTRAINT rule_ruleset_fkey FOREIGN KEY (ruleset) REFERENCES complaint.ruleset (ruleset)
		ON UPDATE CASCADE ON DELETE CASCADE,
	CONSTRAINT rule_level_fkey FOREIGN KEY (level) REFERENCES complaint.level (level),
	CONSTRAINT rule_type_fkey FOREIGN KEY (type) REFERENCES complaint.type (type) ON UPDATE CASCADE,
	CONSTRAINT rule_harm_fkey FOREIGN KEY (harm) REFERENCES complaint.harm (harm) ON UPDATE CASCADE,
	CONSTRAINT rule_name_format CHECK (length(rule) BETWEEN 1 AND 64 AND rule = btrim(rule)
		AND rule !~ '[\u0001-\u001f\u007f-\u009f]'),
	CONSTRAINT rule_says_something CHECK (level IS NOT NULL OR type IS NOT NULL OR harm IS NOT NULL OR effect IS NOT NULL),
	CONSTRAINT rule_level_above_none CHECK (level > 0),
	CONSTRAINT rule_effect_known CHECK (effect IN ('raise', 'lower', 'suppress')),
	CONSTRAINT rule_effect_or_level CHECK (effect IS NULL OR level IS NULL),
	CONSTRAINT rule_raise_to_range CHECK (raise_to BETWEEN 2 AND 4),
	CONSTRAINT rule_raise_to_of_raise CHECK (raise_to IS NULL OR (effect IS NOT NULL AND effect = 'raise')),
	CONSTRAINT rule_weight_range CHECK (weight >= 0 AND weight <= 1000000),
	CONSTRAINT rule_language_format CHECK (language ~ '^[a-z]{2,3}$')
);
COMMENT ON TABLE complaint.rule IS 'The rules of a rule set: when the pattern matches a message, the rule gives a level, a type, a harm, or an effect on the levels of other rules';
COMMENT ON COLUMN complaint.rule.rule IS 'the name, at most 64 characters, as shown in verdicts';
COMMENT ON COLUMN complaint.rule.pattern IS 'when the rule matches, see the type complaint.pattern';
COMMENT ON COLUMN complaint.rule.level IS 'the level it gives (1 to 4); the highest one of the matching rules counts';
COMMENT ON COLUMN complaint.rule.type IS 'the type it gives; that of the matching rule with the highest weight counts, then the deeper type, then the rule name';
COMMENT ON COLUMN complaint.rule.harm IS 'the harm it gives; all count';
COMMENT ON COLUMN complaint.rule.effect IS 'what it does to level rules that were hit in the same sentence: raise or lower by one, or suppress those hit only in such sentences';
COMMENT ON COLUMN complaint.rule.raise_to IS 'of the effect raise: the highest level it can raise to, 2 to 4; null: 3, since tone alone makes no threat';
COMMENT ON COLUMN complaint.rule.weight IS 'how strongly it speaks for its type, 0 to 1000000';
COMMENT ON COLUMN complaint.rule.language IS 'a note for the reader (en, zh); every rule is tried on every message';
COMMENT ON COLUMN complaint.rule.enabled IS 'false keeps the rule without using it';
SELECT pg_catalog.pg_extension_config_dump('complaint.rule', 'WHERE ruleset <> ''default''');

CREATE TABLE complaint.rule_test
(
	ruleset	text NOT NULL,
	body	text NOT NULL,
	level	smallint,
	type	text,
	harms	text[],
	comment	text,
	CONSTRAINT rule_test_pkey PRIMARY KEY (ruleset, body),
	CONSTRAINT rule_test_ruleset_fkey FOREIGN KEY (ruleset) REFERENCES complaint.ruleset (ruleset)
		ON UPDATE CASCADE ON DELETE CASCADE,
	CONSTRAINT rule_test_level_fkey FOREIGN KEY (level) REFERENCES complaint.level (level),
	CONSTRAINT rule_test_type_fkey FOREIGN KEY (type) REFERENCES complaint.type (type) ON UPDATE CASCADE,
	CONSTRAINT rule_test_body_length CHECK (octet_length(body) BETWEEN 1 AND 2000),
	CONSTRAINT rule_test_harms_flat CHECK (array_ndims(harms) = 1 OR harms = '{}'),
	CONSTRAINT rule_test_harms_not_null CHECK (array_position(harms, NULL) IS NULL),
	CONSTRAINT rule_test_asks_something CHECK (level IS NOT NULL OR type IS NOT NULL OR harms IS NOT NULL)
);
COMMENT ON TABLE complaint.rule_test IS 'Messages with the verdict they should get; see complaint.test_ruleset';
COMMENT ON COLUMN complaint.rule_test.body IS 'the message, at most 2000 bytes';
COMMENT ON COLUMN complaint.rule_test.level IS 'the level it should get; null: not asked';
COMMENT ON COLUMN complaint.rule_test.type IS 'the type it should get; null: not asked';
COMMENT ON COLUMN complaint.rule_test.harms IS 'the harms it should get, in any order, {} for none; null: not asked';
COMMENT ON COLUMN complaint.rule_test.comment IS 'why';
SELECT pg_catalog.pg_extension_config_dump('complaint.rule_test', 'WHERE ruleset <> ''default''');

/*
 * References from patterns to entities.  They live inside the pattern, so no
 * foreign key can watch them; two constraint triggers do.  Both are deferrable
 * (SET CONSTRAINTS complaint.rule_entities_exist, complaint.entity_is_unused
 * DEFERRED), which is how an entity and the rules that name it are renamed
 * together; deleting or renaming a whole set needs nothing.
 *
 * Neither checks anything while check_function_bodies is off.  pg_dump's
 * output turns it off for the same reason: the body of an SQL function may be
 * restored before the tables it names, and a rule before the entities its
 * pattern names (a parallel restore loads the tables in any order it likes;
 * sql/guard.sql does the same for the foreign keys).  A rule that names an
 * entity that is not there does not match at that place.
 */
CREATE FUNCTION complaint.rule_entities_exist() RETURNS trigger
	LANGUAGE c
	SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
	AS 'MODULE_PATHNAME', 'definition_rule_check';
REVOKE ALL ON FUNCTION complaint.rule_entities_exist() FROM PUBLIC;
COMMENT ON FUNCTION complaint.rule_entities_exist() IS 'refuses a rule whose pattern names an entity its rule set does not have';

CREATE CONSTRAINT TRIGGER rule_entities_exist
	AFTER INSERT OR UPDATE OF ruleset, pattern ON complaint.rule
	DEFERRABLE INITIALLY IMMEDIATE
	FOR EACH ROW EXECUTE FUNCTION complaint.rule_entities_exist();

CREATE FUNCTION complaint.entity_is_unused() RETURNS trigger
	LANGUAGE plpgsql
	SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
	AS $$
DECLARE
	user_rule text;
BEGIN
	IF NOT current_setting('check_function_bodies')::boolean THEN
		RETURN NULL;
	END IF;
	/* it may have been put back since, or the set may be gone */
	PERFORM FROM complaint.entity AS e WHERE e.ruleset = OLD.ruleset AND e.entity = OLD.entity;
	IF FOUND THEN
		RETURN NULL;
	END IF;
	SELECT r.rule INTO user_rule
		FROM complaint.rule AS r, unnest(complaint.pattern_entities(r.pattern)) AS used (name)
		WHERE r.ruleset = OLD.ruleset
			AND (used.name = OLD.entity
				 OR (right(used.name, 2) = '.*'
					 AND starts_with(OLD.entity, rtrim(used.name, '*'))
					 AND NOT EXISTS (SELECT FROM complaint.entity AS e
									 WHERE e.ruleset = OLD.ruleset
										AND starts_with(e.entity, rtrim(used.name, '*')))))
		ORDER BY r.rule LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION USING
			ERRCODE = 'foreign_key_violation',
			MESSAGE = format('entity "%s" of rule set "%s" is still used', OLD.entity, OLD.ruleset),
			DETAIL = format('The pattern of rule "%s" names it.', user_rule),
			HINT = 'Change or delete the rule first, or run SET CONSTRAINTS complaint.rule_entities_exist, complaint.entity_is_unused DEFERRED and change both in one transaction.',
			SCHEMA = 'complaint', TABLE = 'entity', CONSTRAINT = 'entity_is_unused';
	END IF;
	RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION complaint.entity_is_unused() FROM PUBLIC;
COMMENT ON FUNCTION complaint.entity_is_unused() IS 'refuses to delete or rename an entity that a pattern of its rule set names';

CREATE CONSTRAINT TRIGGER entity_is_unused
	AFTER DELETE OR UPDATE OF ruleset, entity ON complaint.entity
	DEFERRABLE INITIALLY IMMEDIATE
	FOR EACH ROW EXECUTE FUNCTION complaint.entity_is_unused();

/*
 * Verdicts carry harms as bits of 32, so there can be no more kinds of harm.
 */
CREATE FUNCTION complaint.harm_limit() RETURNS trigger
	LANGUAGE plpgsql
	SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
	AS $$
BEGIN
	IF (SELECT count(*) FROM complaint.harm) > 32 THEN
		RAISE EXCEPTION USING
			ERRCODE = 'program_limit_exceeded',
			MESSAGE = 'too many harms',
			DETAIL = 'There can be at most 32, the shipped ones included.';
	END IF;
	RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION complaint.harm_limit() FROM PUBLIC;
COMMENT ON FUNCTION complaint.harm_limit() IS 'keeps the number of harms within what a verdict can carry';

CREATE TRIGGER harm_limit AFTER INSERT ON complaint.harm
	FOR EACH STATEMENT EXECUTE FUNCTION complaint.harm_limit();

CREATE FUNCTION complaint.clone(from_ruleset text, to_ruleset text) RETURNS void
	LANGUAGE plpgsql
	VOLATILE STRICT
	SET search_path = pg_catalog, pg_temp
	AS $$
BEGIN
	PERFORM FROM complaint.ruleset AS s WHERE s.ruleset = from_ruleset;
	IF NOT FOUND THEN
		RAISE EXCEPTION USING
			ERRCODE = 'undefined_object',
			MESSAGE = format('rule set "%s" does not exist', from_ruleset),
			HINT = 'The rule sets there are: SELECT ruleset FROM complaint.ruleset.';
	END IF;
	PERFORM FROM complaint.ruleset AS s WHERE s.ruleset = to_ruleset;
	IF FOUND THEN
		RAISE EXCEPTION USING
			ERRCODE = 'duplicate_object',
			MESSAGE = format('rule set "%s" already exists', to_ruleset),
			HINT = 'Choose another name, or delete it from complaint.ruleset first.';
	END IF;
	INSERT INTO complaint.ruleset (ruleset, description)
		SELECT to_ruleset, s.description FROM complaint.ruleset AS s WHERE s.ruleset = from_ruleset;
	INSERT INTO complaint.entity (ruleset, entity, kind, reach, direction, description)
		SELECT to_ruleset, e.entity, e.kind, e.reach, e.direction, e.description FROM complaint.entity AS e WHERE e.ruleset = from_ruleset;
	INSERT INTO complaint.term (ruleset, entity, term, match, language)
		SELECT to_ruleset, t.entity, t.term, t.match, t.language FROM complaint.term AS t WHERE t.ruleset = from_ruleset;
	INSERT INTO complaint.rule (ruleset, rule, pattern, level, type, harm, effect, raise_to, weight, language, enabled, description)
		SELECT to_ruleset, r.rule, r.pattern, r.level, r.type, r.harm, r.effect, r.raise_to, r.weight, r.language, r.enabled, r.description
			FROM complaint.rule AS r WHERE r.ruleset = from_ruleset;
	INSERT INTO complaint.rule_test (ruleset, body, level, type, harms, comment)
		SELECT to_ruleset, t.body, t.level, t.type, t.harms, t.comment FROM complaint.rule_test AS t WHERE t.ruleset = from_ruleset;
END
$$;
COMMENT ON FUNCTION complaint.clone(text, text) IS 'copies a rule set with its entities, terms, rules and tests under a new name';

/*
 * Backends share compiled rule sets in files, see src/rules/ruleset_share.c.
 * By these rows they know which file is that of the definitions as they are:
 * every transaction that changes a rule set adds one, and one of this very
 * installation is always there.  They say nothing of another database, so they
 * are not dumped: a restore adds its own.
 */
CREATE TABLE complaint.definition_change
(
	change	uuid NOT NULL,
	CONSTRAINT definition_change_pkey PRIMARY KEY (change)
);
COMMENT ON TABLE complaint.definition_change IS 'One row for each transaction that changed a rule set, until complaint.compact_changes() makes one of all; by them connections know whether a compiled rule set is that of the present definitions';
COMMENT ON COLUMN complaint.definition_change.change IS 'random';
INSERT INTO complaint.definition_change (change) VALUES (pg_catalog.gen_random_uuid());

CREATE FUNCTION complaint.compact_changes(keep integer DEFAULT 1000) RETURNS bigint
	LANGUAGE plpgsql VOLATILE STRICT
	SET search_path = pg_catalog, pg_temp
	AS $$
DECLARE
	merged bigint;
	lapsed record;
BEGIN
	/* what pg_restore --disable-triggers leaves behind: triggers that fire, but no more always */
	FOR lapsed IN SELECT t.tgrelid::regclass AS relation, t.tgname AS name
			FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
			WHERE c.relnamespace = 'complaint'::regnamespace AND t.tgenabled = 'O'
				AND t.tgname IN ('definition_noted', 'definition_noted_truncate', 'definition_changed', 'definition_changed_truncate') LOOP
		EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE NOWAIT', lapsed.relation);
		EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', lapsed.relation, lapsed.name);
	END LOOP;
	SELECT count(*) INTO merged FROM complaint.definition_change;
	IF merged = 0 THEN
		INSERT INTO complaint.definition_change (change) VALUES (gen_random_uuid());
	END IF;
	IF merged <= keep THEN
		RETURN 0;
	END IF;
	/* only one at a time; those who add rows do not wait */
	LOCK TABLE complaint.definition_change IN SHARE UPDATE EXCLUSIVE MODE NOWAIT;
	/* one statement, one snapshot: the new row stands for those that it saw, and not for others */
	WITH gone AS (DELETE FROM complaint.definition_change RETURNING change),
		made AS (INSERT INTO complaint.definition_change (change) SELECT gen_random_uuid() WHERE EXISTS (SELECT FROM gone))
	SELECT count(*) INTO merged FROM gone;
	RETURN merged;
EXCEPTION WHEN lock_not_available THEN
	/* complaint.run_due(), which holds sessions, waits for nobody; the next one will do it */
	RETURN 0;
END
$$;
REVOKE ALL ON FUNCTION complaint.compact_changes(integer) FROM PUBLIC;
COMMENT ON FUNCTION complaint.compact_changes(integer) IS 'puts one row in the place of all in complaint.definition_change if there are more than keep, and makes sure that changes are noted; returns how many it replaced';

CREATE FUNCTION complaint.ruleset_cache(OUT ruleset text, OUT revision text, OUT terms integer, OUT rules integer,
		OUT bytes bigint, OUT shared boolean, OUT loaded_ms double precision, OUT current boolean, OUT unshared text)
	RETURNS SETOF record
	LANGUAGE c VOLATILE PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'ruleset_cache';
COMMENT ON FUNCTION complaint.ruleset_cache() IS 'the compiled rule sets that this connection has loaded: their size, whether the memory is shared with other connections (unshared says why not), how long it took, whether the definitions have changed since';
