/*
 * store.c
 *		Our live tables while they are in use (see store.h).
 *
 * Tables and columns are found by name whenever a table of ours has changed, so
 * that one that somebody changed is an error that settling contains, and never
 * a row written into the wrong column.  An index is opened when it is needed
 * first: most transactions update one row in its page and touch no index but
 * to find it.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/table.h"
#include "access/xact.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "storage/proc.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/reading.h"
#include "live/store_private.h"

static OpenTable tables[STORE_NTABLES];
MemoryContext store_context = NULL;
EState	   *store_estate = NULL;
EPQState	store_epqstate;
static TimestampTz deadline;
static bool pinned;				/* the search_path is */

void
store_begin(TimestampTz wait_until)
{
	MemoryContext old;

	deadline = wait_until;
	pinned = false;
	memset(tables, 0, sizeof(tables));
	store_context = AllocSetContextCreate(CurrentMemoryContext, "complaint store",
										  ALLOCSET_DEFAULT_SIZES);
	old = MemoryContextSwitchTo(store_context);
	store_estate = CreateExecutorState();
	store_estate->es_snapshot = GetActiveSnapshot();
	store_estate->es_output_cid = GetCurrentCommandId(true);
	EvalPlanQualInit(&store_epqstate, store_estate, NULL, NIL, -1 COMPAT_EPQ_NO_RELATIONS);
	AfterTriggerBeginQuery();
	MemoryContextSwitchTo(old);
}

bool
store_end(void)
{
	bool		triggers = false;

	AfterTriggerEndQuery(store_estate);
	for (int i = 0; i < STORE_NTABLES; i++)
	{
		OpenTable  *table = &tables[i];

		if (table->relation == NULL)
			continue;
		triggers |= table->relation->trigdesc != NULL;
		if (table->primary_key != NULL)
			index_close(table->primary_key, NoLock);
	}
	/* the tables' indexes, and tables that triggers opened once more */
	ExecCloseResultRelations(store_estate);
	for (int i = 0; i < STORE_NTABLES; i++)
		if (tables[i].relation != NULL)
			table_close(tables[i].relation, NoLock);
	EvalPlanQualEnd(&store_epqstate);
	ExecResetTupleTable(store_estate->es_tupleTable, false);
	FreeExecutorState(store_estate);
	store_estate = NULL;
	MemoryContextDelete(store_context);
	memset(tables, 0, sizeof(tables));
	return triggers;
}

/* What others have put on a table must find what its author meant. */
static void
pin_search_path(void)
{
	if (!pinned)
		reading_pin_search_path();
	pinned = true;
}

OpenTable *
store_open(StoreTable which)
{
	OpenTable  *table = &tables[which];
	uint64		generation = reading_generation();
	MemoryContext old;
	Relation	relation;
	Oid			relid;

	if (table->relation != NULL)
		return table;

	relid = reading_table(store_definitions[which].name);
	if (!OidIsValid(relid))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("table complaint.%s is missing", store_definitions[which].name)));
	old = MemoryContextSwitchTo(store_context);
	relation = table_open(relid, RowExclusiveLock);
	table->shape = store_shape(which, relation, generation);
	table->relation = relation;
	MemoryContextSwitchTo(old);
	return table;
}

/* A slot of the table, made when it is needed first. */
TupleTableSlot *
store_open_slot(OpenTable *table, TupleTableSlot **slot)
{
	MemoryContext old;

	if (*slot != NULL)
		return *slot;
	old = MemoryContextSwitchTo(store_context);
	*slot = table_slot_create(table->relation, &store_estate->es_tupleTable);
	MemoryContextSwitchTo(old);
	return *slot;
}

Relation
store_open_primary_key(OpenTable *table)
{
	if (table->primary_key == NULL)
		table->primary_key = index_open(table->shape->primary_key, RowExclusiveLock);
	return table->primary_key;
}

/* What the executor needs to write a row. */
ResultRelInfo *
store_open_for_writing(OpenTable *table)
{
	MemoryContext old;

	if (table->info != NULL)
		return table->info;
	old = MemoryContextSwitchTo(store_context);
	table->info = makeNode(ResultRelInfo);
	InitResultRelInfo(table->info, table->relation, 0, NULL, 0);
	/* where triggers look for it, instead of opening it once more */
	store_estate->es_opened_result_relations = lappend(store_estate->es_opened_result_relations, table->info);
	MemoryContextSwitchTo(old);
	if (!table->shape->plain)
		pin_search_path();
	return table->info;
}

ResultRelInfo *
store_open_indexes(OpenTable *table)
{
	ResultRelInfo *info = store_open_for_writing(table);
	MemoryContext old;

	if (table->indexes_open)
		return info;
	old = MemoryContextSwitchTo(store_context);
	ExecOpenIndices(info, false);
	table->indexes_open = true;
	MemoryContextSwitchTo(old);
	for (int i = 0; i < info->ri_NumIndices; i++)
		if (info->ri_IndexRelationInfo[i]->ii_Expressions != NIL ||
			info->ri_IndexRelationInfo[i]->ii_Predicate != NIL)
			pin_search_path();
	return info;
}

void
store_bound_wait(void)
{
	long		left = TimestampDifferenceMilliseconds(GetCurrentTimestamp(), deadline);

	if (left < LockTimeout)
		LockTimeout = (int) Max(left, 1);
}
