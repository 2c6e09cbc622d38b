/*
 * definition.c
 *		Triggers on the definition tables: references from patterns to entities,
 *		shipped rows are read-only, and changes reach every backend's cache.
 */
#include "postgres.h"

#include "access/tableam.h"
#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/inval.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/varlena.h"

#include "../compat.h"
#include "pattern.h"

PG_FUNCTION_INFO_V1(definition_changed);
PG_FUNCTION_INFO_V1(definition_guard);
PG_FUNCTION_INFO_V1(definition_restore);
PG_FUNCTION_INFO_V1(definition_rule_check);
PG_FUNCTION_INFO_V1(definition_term_can_match);

#define QUERY_ENTITY \
	"SELECT 1 FROM complaint.entity AS e WHERE e.ruleset OPERATOR(pg_catalog.=) $1" \
	" AND e.entity OPERATOR(pg_catalog.=) $2 FOR KEY SHARE"
#define QUERY_BELOW \
	"SELECT 1 FROM complaint.entity AS e WHERE e.ruleset OPERATOR(pg_catalog.=) $1" \
	" AND pg_catalog.starts_with(e.entity, $2) ORDER BY e.entity LIMIT 1 FOR KEY SHARE"
#define QUERY_NAMES \
	"SELECT e.entity FROM complaint.entity AS e WHERE e.ruleset OPERATOR(pg_catalog.=) $1" \
	" AND $2 IS NOT NULL ORDER BY e.entity COLLATE pg_catalog.\"C\""

/* How many names a hint offers. */
#define MAX_NEAR_NAMES 3

static TriggerData *
trigger_data(FunctionCallInfo fcinfo, const char *function)
{
	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" was not called by trigger manager", function)));
	return (TriggerData *) fcinfo->context;
}

/*
 * Tells every backend, once this transaction commits, that a definition table
 * changed; see ruleset.c.
 */
Datum
definition_changed(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, "definition_changed");

	CacheInvalidateRelcacheByRelid(RelationGetRelid(trigger->tg_relation));
	return PointerGetDatum(NULL);
}

/*
 * A column of a row as a string, NULL if it is null or there is no such
 * column.
 */
static char *
column_string(Relation relation, HeapTuple tuple, const char *column)
{
	int			number = SPI_fnumber(RelationGetDescr(relation), column);

	if (number == SPI_ERROR_NOATTRIBUTE)
		return NULL;
	return SPI_getvalue(tuple, RelationGetDescr(relation), number);
}

static bool
has_column(Relation relation, const char *column)
{
	return SPI_fnumber(RelationGetDescr(relation), column) != SPI_ERROR_NOATTRIBUTE;
}

/*
 * Refuses a change of a shipped row: in a table with a column "shipped" where
 * that is set, in one with a column "ruleset" the default set, and all rows of
 * a table that has neither.
 */
static void
refuse_shipped_row(Relation relation, HeapTuple tuple, bool is_new)
{
	const char *table = RelationGetRelationName(relation);

	if (has_column(relation, "shipped"))
	{
		char	   *shipped = column_string(relation, tuple, "shipped");

		if (shipped == NULL || strcmp(shipped, "t") != 0)
			return;
		if (is_new)
			ereport(ERROR,
					(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
					 errmsg("column \"shipped\" of complaint.%s cannot be set", table),
					 errdetail("It marks the rows that belong to the extension."),
					 errhint("Leave the column out: your own rows have it false.")));
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("%s \"%s\" is read-only", table, column_string(relation, tuple, table)),
				 errdetail("It belongs to the extension and may change with its next version."),
				 errhint("Add rows of your own to complaint.%s.", table)));
	}
	if (has_column(relation, "ruleset"))
	{
		char	   *ruleset = column_string(relation, tuple, "ruleset");

		if (ruleset == NULL || strcmp(ruleset, "default") != 0)
			return;
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("rule set \"default\" is read-only"),
				 errdetail("It belongs to the extension and may change with its next version."),
				 errhint("Make your own with SELECT complaint.clone('default', 'mine') and change that.")));
	}
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("complaint.%s is read-only", table),
			 errdetail("Its rows are part of how the extension works.")));
}

/*
 * TRUNCATE would take the shipped rows along.
 */
static void
refuse_truncate(Relation relation)
{
	const char *table = RelationGetRelationName(relation);
	StringInfoData query;
	bool		found;

	initStringInfo(&query);
	appendStringInfo(&query, "SELECT 1 FROM complaint.%s", quote_identifier(table));
	if (has_column(relation, "shipped"))
		appendStringInfoString(&query, " WHERE shipped");
	else if (has_column(relation, "ruleset"))
		appendStringInfoString(&query, " WHERE ruleset OPERATOR(pg_catalog.=) 'default'");
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute(query.data, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "looking for shipped rows failed");
	found = SPI_processed > 0;
	SPI_finish();
	if (found)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("cannot truncate complaint.%s", table),
				 errdetail("It has rows that belong to the extension."),
				 errhint("Delete your own rows with DELETE.")));
}

/*
 * The extension's own scripts (install, update) may change what they ship.
 */
Datum
definition_guard(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, "definition_guard");
	bool		update = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event);
	HeapTuple	tuple = update ? trigger->tg_newtuple : trigger->tg_trigtuple;

	if (creating_extension)
		return PointerGetDatum(tuple);
	if (TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event))
	{
		refuse_truncate(trigger->tg_relation);
		return PointerGetDatum(NULL);
	}
	refuse_shipped_row(trigger->tg_relation, trigger->tg_trigtuple, TRIGGER_FIRED_BY_INSERT(trigger->tg_event));
	if (update)
		refuse_shipped_row(trigger->tg_relation, trigger->tg_newtuple, true);
	return PointerGetDatum(tuple);
}

/*
 * pg_dump's output turns check_function_bodies off, so that what it restores
 * may refer to what it has not restored yet.  An extension's script runs with
 * it off too, but what we ship is checked.
 */
static bool
is_restore(void)
{
	return !check_function_bodies && !creating_extension;
}

static void
set_replication_role(const char *role)
{
	(void) set_config_option("session_replication_role", role, PGC_SUSET, PGC_S_SESSION,
							 GUC_ACTION_LOCAL, true, 0, false);
}

/*
 * Before and after each statement that inserts: lets a restore by the table's
 * owner fill the tables in any order.
 *
 * A parallel pg_restore knows of no order among the configuration tables of an
 * extension, so foreign keys would refuse a rule that comes before its rule
 * set.  For the time of the statement we do what pg_restore does for a dump's
 * own tables with --disable-triggers.
 */
Datum
definition_restore(PG_FUNCTION_ARGS)
{
	static bool relaxed = false;
	TriggerData *trigger = trigger_data(fcinfo, "definition_restore");

	if (TRIGGER_FIRED_BEFORE(trigger->tg_event))
	{
		relaxed = is_restore() && SessionReplicationRole == SESSION_REPLICATION_ROLE_ORIGIN &&
			has_privs_of_role(GetUserId(), trigger->tg_relation->rd_rel->relowner);
		if (relaxed)
			set_replication_role("replica");
	}
	else if (relaxed)
	{
		relaxed = false;
		set_replication_role("origin");
	}
	return PointerGetDatum(NULL);
}

/* Runs a query with a rule set's name and a second text. */
static uint64
run_query(const char *query, const char *ruleset, const char *text)
{
	Oid			types[2] = {TEXTOID, TEXTOID};
	Datum		values[2];

	values[0] = CStringGetTextDatum(ruleset);
	values[1] = CStringGetTextDatum(text);
	if (SPI_execute_with_args(query, 2, types, values, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "looking for entities failed");
	return SPI_processed;
}

static bool
entity_exists(const char *ruleset, const char *name)
{
	size_t		length = strlen(name);

	if (name[length - 1] == '*')
		return run_query(QUERY_BELOW, ruleset, pnstrdup(name, length - 1)) > 0;
	return run_query(QUERY_ENTITY, ruleset, name) > 0;
}

/*
 * Entities of the set whose names look like the unknown one, as "{a}, {b}";
 * empty if there are none.
 */
static char *
near_names(const char *ruleset, const char *name)
{
	uint64		nrows = run_query(QUERY_NAMES, ruleset, name);
	int			length = (int) strlen(name);
	int			farthest = Max(length / 3, 2);
	StringInfoData result;
	int			count = 0;

	initStringInfo(&result);
	for (int distance = 0; distance <= farthest && count < MAX_NEAR_NAMES; distance++)
	{
		for (uint64 i = 0; i < nrows && count < MAX_NEAR_NAMES; i++)
		{
			char	   *candidate = SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1);

			CHECK_FOR_INTERRUPTS();
			if (varstr_levenshtein_less_equal(name, length, candidate, (int) strlen(candidate), 1, 1, 1, farthest, true) == distance)
				appendStringInfo(&result, "%s{%s}", count++ > 0 ? ", " : "", candidate);
			pfree(candidate);
		}
	}
	return result.data;
}

/*
 * Refuses a rule that names an entity which its set does not have.  The
 * entities found are locked as a foreign key would, so that they cannot be
 * deleted before the rule is committed.
 */
static void
check_entities(const char *ruleset, const char *rule, const char *source)
{
	Pattern    *pattern = pattern_parse(source, strlen(source), NULL);

	for (int i = 0; i < pattern->nnodes; i++)
	{
		const PatternNode *node = &pattern->nodes[i];
		const char *name = pattern_text(pattern, node);
		const char *names;

		if (node->kind != PATTERN_ENTITY || entity_exists(ruleset, name))
			continue;
		names = near_names(ruleset, name);
		ereport(ERROR,
				(errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
				 errmsg("rule set \"%s\" has no entity \"%s\"", ruleset, name),
				 errdetail("Rule \"%s\" names it at character %d of its pattern: %s", rule, node->position, source),
				 *names != '\0' ? errhint("Perhaps you mean one of these: %s.", names) :
				 errhint("Its entities are: SELECT entity FROM complaint.entity WHERE ruleset = %s.",
						 quote_literal_cstr(ruleset)),
				 err_generic_string(PG_DIAG_SCHEMA_NAME, "complaint"),
				 err_generic_string(PG_DIAG_TABLE_NAME, "rule"),
				 err_generic_string(PG_DIAG_CONSTRAINT_NAME, "rule_entities_exist")));
	}
}

Datum
definition_rule_check(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, "definition_rule_check");
	Relation	relation = trigger->tg_relation;
	bool		update = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event);
	HeapTuple	tuple = update ? trigger->tg_newtuple : trigger->tg_trigtuple;
	TupleTableSlot *slot = update ? trigger->tg_newslot : trigger->tg_trigslot;

	/* see the comment at the trigger in definitions.sql */
	if (is_restore())
		return PointerGetDatum(NULL);
	/* when deferred, the row may be gone or changed again since */
	if (!table_tuple_satisfies_snapshot(relation, slot, SnapshotSelf))
		return PointerGetDatum(NULL);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	check_entities(column_string(relation, tuple, "ruleset"),
				   column_string(relation, tuple, "rule"),
				   column_string(relation, tuple, "pattern"));
	SPI_finish();
	return PointerGetDatum(NULL);
}

/*
 * Can a term be looked for in the way that complaint.term.match says?  What is
 * none of these ways is another constraint's to refuse.
 */
Datum
definition_term_can_match(PG_FUNCTION_ARGS)
{
	text	   *term = PG_GETARG_TEXT_PP(0);
	text	   *match = PG_GETARG_TEXT_PP(1);
	int			mode = pattern_mode(VARDATA_ANY(match), VARSIZE_ANY_EXHDR(match));

	PG_RETURN_BOOL(mode < 0 ||
				   pattern_term_can_be(VARDATA_ANY(term), VARSIZE_ANY_EXHDR(term), (TermMatch) mode));
}
