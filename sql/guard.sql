/*
 * The last part of the install script: triggers on the definition tables that
 * must not stand in the way of the shipped rows above.
 *
 * definition_changed makes every backend load a changed rule set again.  It
 * fires always, also for rows that logical replication applies; since that
 * fires row triggers only, it is one (repeated calls in a transaction cost
 * next to nothing).
 *
 * definition_noted leaves a row in complaint.definition_change before a
 * transaction changes a rule set; it fires always, for rows too, for the same
 * reason.
 *
 * definition_restore suspends the foreign keys among these tables while they
 * are restored from a dump (check_function_bodies is off, the table's owner
 * inserts): pg_dump orders the tables of an extension by their foreign keys,
 * but a parallel pg_restore does not keep that order.
 *
 * definition_guard keeps the shipped rows as they are.  The extension's own
 * update scripts may change them.
 */
CREATE FUNCTION complaint.definition_changed() RETURNS trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'definition_changed';
COMMENT ON FUNCTION complaint.definition_changed() IS 'lets every backend know that a definition table changed';

CREATE FUNCTION complaint.definition_noted() RETURNS trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'definition_noted';
REVOKE ALL ON FUNCTION complaint.definition_noted() FROM PUBLIC;
COMMENT ON FUNCTION complaint.definition_noted() IS 'notes that a transaction changes a rule set, see complaint.definition_change';

CREATE FUNCTION complaint.definition_guard() RETURNS trigger
	LANGUAGE c
	SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
	AS 'MODULE_PATHNAME', 'definition_guard';
REVOKE ALL ON FUNCTION complaint.definition_guard() FROM PUBLIC;
COMMENT ON FUNCTION complaint.definition_guard() IS 'refuses to change rows that belong to the extension';

CREATE FUNCTION complaint.definition_restore() RETURNS trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'definition_restore';
COMMENT ON FUNCTION complaint.definition_restore() IS 'lets pg_restore fill the definition tables in any order';

DO $$
DECLARE
	definitions text;
BEGIN
	FOREACH definitions IN ARRAY ARRAY['level', 'harm', 'type', 'ruleset', 'entity', 'term', 'rule', 'rule_test'] LOOP
		EXECUTE pg_catalog.format('CREATE TRIGGER definition_guard BEFORE INSERT OR UPDATE OR DELETE ON complaint.%I
			FOR EACH ROW EXECUTE FUNCTION complaint.definition_guard()', definitions);
		EXECUTE pg_catalog.format('CREATE TRIGGER definition_guard_truncate BEFORE TRUNCATE ON complaint.%I
			FOR EACH STATEMENT EXECUTE FUNCTION complaint.definition_guard()', definitions);
	END LOOP;
	FOREACH definitions IN ARRAY ARRAY['level', 'harm', 'type', 'ruleset', 'entity', 'term', 'rule', 'rule_test',
			'source', 'alert_policy', 'alert_policy_override', 'business_hours', 'silence'] LOOP
		EXECUTE pg_catalog.format('CREATE TRIGGER definition_changed AFTER INSERT OR UPDATE OR DELETE ON complaint.%I
			FOR EACH ROW EXECUTE FUNCTION complaint.definition_changed()', definitions);
		EXECUTE pg_catalog.format('CREATE TRIGGER definition_changed_truncate AFTER TRUNCATE ON complaint.%I
			FOR EACH STATEMENT EXECUTE FUNCTION complaint.definition_changed()', definitions);
		EXECUTE pg_catalog.format('ALTER TABLE complaint.%I ENABLE ALWAYS TRIGGER definition_changed', definitions);
		EXECUTE pg_catalog.format('ALTER TABLE complaint.%I ENABLE ALWAYS TRIGGER definition_changed_truncate', definitions);
	END LOOP;
	FOREACH definitions IN ARRAY ARRAY['ruleset', 'entity', 'term', 'rule'] LOOP
		EXECUTE pg_catalog.format('CREATE TRIGGER definition_noted BEFORE INSERT OR UPDATE OR DELETE ON complaint.%I
			FOR EACH ROW EXECUTE FUNCTION complaint.definition_noted()', definitions);
		EXECUTE pg_catalog.format('CREATE TRIGGER definition_noted_truncate BEFORE TRUNCATE ON complaint.%I
			FOR EACH STATEMENT EXECUTE FUNCTION complaint.definition_noted()', definitions);
		EXECUTE pg_catalog.format('ALTER TABLE complaint.%I ENABLE ALWAYS TRIGGER definition_noted', definitions);
		EXECUTE pg_catalog.format('ALTER TABLE complaint.%I ENABLE ALWAYS TRIGGER definition_noted_truncate', definitions);
	END LOOP;
	FOREACH definitions IN ARRAY ARRAY['type', 'entity', 'term', 'rule', 'rule_test', 'source', 'alert_policy_override'] LOOP
		EXECUTE pg_catalog.format('CREATE TRIGGER definition_restore_begin BEFORE INSERT ON complaint.%I
			FOR EACH STATEMENT EXECUTE FUNCTION complaint.definition_restore()', definitions);
		EXECUTE pg_catalog.format('CREATE TRIGGER definition_restore_end AFTER INSERT ON complaint.%I
			FOR EACH STATEMENT EXECUTE FUNCTION complaint.definition_restore()', definitions);
		EXECUTE pg_catalog.format('ALTER TABLE complaint.%I ENABLE ALWAYS TRIGGER definition_restore_end', definitions);
	END LOOP;
END
$$;
