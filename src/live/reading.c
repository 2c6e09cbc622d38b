/*
 * reading.c
 *		Queries over our own configuration tables (see reading.h).
 *
 * A role that may write to the chat table has no right on our tables, and its
 * search_path is its own; neither may matter to what we read.
 */
#include "postgres.h"

#include "access/parallel.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "compat.h"
#include "live/reading.h"

/*
 * Our tables that were asked for: none of them has changed since, not even in
 * its name.  There is room for more than we have.
 */
#define MAX_KNOWN 32
static struct
{
	const char *name;
	Oid			table;
}			known[MAX_KNOWN];
static int	nknown = 0;
static uint64 generation = 1;
static uint64 changes = 0;		/* of any relation: one may come while we look up */

static void
relation_changed(Datum arg, Oid relid)
{
	bool		ours = !OidIsValid(relid);

	changes++;
	for (int i = 0; i < nknown && !ours; i++)
		ours = known[i].table == relid;
	if (ours)
	{
		nknown = 0;
		generation++;
	}
}

void
reading_init(void)
{
	CacheRegisterRelcacheCallback(relation_changed, (Datum) 0);
}

uint64
reading_generation(void)
{
	return generation;
}

Oid
reading_table(const char *name)
{
	uint64		before = changes;
	Oid			schema;
	Oid			table;

	for (int i = 0; i < nknown; i++)
		if (strcmp(known[i].name, name) == 0)
			return known[i].table;

	schema = get_namespace_oid("complaint", true);
	table = OidIsValid(schema) ? get_relname_relid(name, schema) : InvalidOid;
	if (OidIsValid(table) && changes == before && nknown < MAX_KNOWN)
	{
		known[nknown].name = name;
		known[nknown++].table = table;
	}
	return table;
}

void
reading_pin_search_path(void)
{
	(void) set_config_option("search_path", "pg_catalog, pg_temp", PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
}

/* The owner of our tables, as whom everything of ours is done. */
Oid
reading_owner(Oid table)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(table));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("a table of extension \"complaint\" is missing")));
	owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);
	return owner;
}

void
reading_begin(Reading *reading, const char *query)
{
	Snapshot	snapshot;
	SPIPlanPtr	plan;
	int			result;

	GetUserIdAndSecContext(&reading->user, &reading->security_context);
	SetUserIdAndSecContext(reading_owner(reading_table("source")),
						   reading->security_context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
	reading->guc_level = NewGUCNestLevel();
	reading_pin_search_path();
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	plan = SPI_prepare(query, 0, NULL);
	if (plan == NULL)
		elog(ERROR, "SPI_prepare failed: %s", SPI_result_code_string(SPI_result));
	snapshot = RegisterSnapshot(IsInParallelMode() ? GetActiveSnapshot() : GetLatestSnapshot());
	result = SPI_execute_snapshot(plan, NULL, NULL, snapshot, InvalidSnapshot, true, false, 0);
	UnregisterSnapshot(snapshot);
	if (result != SPI_OK_SELECT)
		elog(ERROR, "SPI_execute_snapshot failed: %s", SPI_result_code_string(result));
}

void
reading_end(const Reading *reading)
{
	SPI_finish();
	AtEOXact_GUC(false, reading->guc_level);
	SetUserIdAndSecContext(reading->user, reading->security_context);
}

Datum
reading_datum(uint64 row, int column, bool *isnull)
{
	return SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, isnull);
}

char *
reading_text(uint64 row, int column, MemoryContext context)
{
	bool		isnull;
	Datum		value = reading_datum(row, column, &isnull);
	MemoryContext old;
	char	   *string;

	if (isnull)
		return NULL;
	old = MemoryContextSwitchTo(context);
	string = TextDatumGetCString(value);
	MemoryContextSwitchTo(old);
	return string;
}
