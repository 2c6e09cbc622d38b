/*
 * store_write.c
 *		Writing rows of our live tables (see store.h).
 *
 * A plain table, whose writing runs nobody else's code, is written without what
 * the executor does for the others.
 */
#include "postgres.h"

#include "access/heapam.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "executor/executor.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/store_private.h"

/*
 * The value of a generated column that is the earliest of times, where the row
 * has it: see store_shape.h.
 */
static void
fill_earliest(OpenTable *table, const TableDefinition *definition, TupleTableSlot *slot)
{
	int			at = table->shape->attnums[definition->earliest] - 1;

	slot->tts_isnull[at] = true;
	for (int i = 0; i < (int) lengthof(definition->times); i++)
	{
		int			time = table->shape->attnums[definition->times[i]] - 1;

		if (slot->tts_isnull[time] ||
			(!slot->tts_isnull[at] &&
			 DatumGetTimestampTz(slot->tts_values[time]) >= DatumGetTimestampTz(slot->tts_values[at])))
			continue;
		slot->tts_values[at] = slot->tts_values[time];
		slot->tts_isnull[at] = false;
	}
}

/* Columns that are not ours keep what "base" has, or are null. */
static void
fill_slot(OpenTable *table, StoreTable which, const StoreRow *row, TupleTableSlot *base)
{
	TupleTableSlot *slot = store_open_slot(table, &table->written);
	int			natts = slot->tts_tupleDescriptor->natts;

	table->empty = false;
	ExecClearTuple(slot);
	if (base != NULL)
	{
		slot_getallattrs(base);
		memcpy(slot->tts_values, base->tts_values, sizeof(Datum) * natts);
		memcpy(slot->tts_isnull, base->tts_isnull, sizeof(bool) * natts);
	}
	else
		memset(slot->tts_isnull, true, sizeof(bool) * natts);
	for (int i = 0; i < STORE_MAX_COLUMNS && store_definitions[which].columns[i] != NULL; i++)
	{
		slot->tts_values[table->shape->attnums[i] - 1] = row->values[i];
		slot->tts_isnull[table->shape->attnums[i] - 1] = row->nulls[i];
	}
	if (store_definitions[which].earliest > 0)
		fill_earliest(table, &store_definitions[which], slot);
	ExecStoreVirtualTuple(slot);
}

/* What the executor does for a plain table, but for the indexes. */
static void
insert_plain(OpenTable *table)
{
	CheckCmdReplicaIdentity(table->relation, CMD_INSERT);
	ExecConstraints(table->info, table->written, store_estate);
	simple_table_tuple_insert(table->relation, table->written);
}

void
store_insert(StoreTable which, const StoreRow *row)
{
	OpenTable  *table = store_open(which);
	ResultRelInfo *info = store_open_indexes(table);

	fill_slot(table, which, row, NULL);
	if (!table->shape->plain)
		ExecSimpleRelationInsert(info, store_estate, table->written);
	else
	{
		insert_plain(table);
		compat_insert_all_index_tuples(info, table->written, store_estate);
	}
	ResetPerTupleExprContext(store_estate);
}

bool
store_insert_new(StoreTable which, const StoreRow *row)
{
	OpenTable  *table = store_open(which);
	ResultRelInfo *info;
	ItemPointerData ours;
	bool		is_new;
	StoreRow	stored;

	/* a row that is inserted to be deleted is none to anybody but who reads the WAL */
	if (!table->shape->plain || RelationIsLogicallyLogged(table->relation))
	{
		if (store_find(which, row->values, &stored))
			return false;
		store_insert(which, row);
		return true;
	}
	info = store_open_indexes(table);
	fill_slot(table, which, row, NULL);
	insert_plain(table);
	compat_insert_new_index_tuples(info, table->written, store_estate, &is_new);
	ResetPerTupleExprContext(store_estate);
	if (is_new)
		return true;
	/* ours must go before anybody looks for the key; we may in our next command only */
	ours = table->written->tts_tid;
	CommandCounterIncrement();
	simple_table_tuple_delete(table->relation, &ours, store_estate->es_snapshot);
	CommandCounterIncrement();
	return false;
}

/* The index entries of a row that was updated, if it has moved. */
static void
update_indexes(OpenTable *table, compat_update_indexes moved)
{
	if (compat_any_index(moved))
		(void) compat_insert_index_tuples(store_open_indexes(table), table->written, store_estate, moved);
	ResetPerTupleExprContext(store_estate);
}

void
store_update(StoreTable which, const StoreRow *row)
{
	OpenTable  *table = store_open(which);
	compat_update_indexes moved;

	fill_slot(table, which, row, table->found);
	if (!table->shape->plain)
	{
		ExecSimpleRelationUpdate(store_open_indexes(table), store_estate, &store_epqstate, table->found, table->written);
		ResetPerTupleExprContext(store_estate);
		return;
	}
	/* the same for a plain table, without its indexes where they stay as they are */
	CheckCmdReplicaIdentity(table->relation, CMD_UPDATE);
	ExecConstraints(store_open_for_writing(table), table->written, store_estate);
	simple_table_tuple_update(table->relation, &table->found->tts_tid, table->written, store_estate->es_snapshot, &moved);
	update_indexes(table, moved);
}

bool
store_replace(StoreTable which, const StoreRow *row)
{
	OpenTable  *table = store_open(which);
	compat_update_indexes moved;
	LockTupleMode lock_mode;
	TM_FailureData failure;

	if (!table->shape->plain)
		return false;
	CheckCmdReplicaIdentity(table->relation, CMD_UPDATE);
	if (row != NULL)
	{
		fill_slot(table, which, row, table->found);
		ExecConstraints(store_open_for_writing(table), table->written, store_estate);
	}
	/* who has no more than locked the row is waited for */
	store_bound_wait();
	if (table_tuple_update(table->relation, &table->found->tts_tid, table->written, store_estate->es_output_cid,
						   store_estate->es_snapshot, InvalidSnapshot, true, &failure, &lock_mode, &moved) != TM_Ok)
		return false;
	update_indexes(table, moved);
	return true;
}

void
store_delete(StoreTable which)
{
	OpenTable  *table = store_open(which);

	ExecSimpleRelationDelete(store_open_for_writing(table), store_estate, &store_epqstate, table->found);
	ResetPerTupleExprContext(store_estate);
}

void
store_scan_delete(StoreScan *scan)
{
	ExecSimpleRelationDelete(store_open_for_writing(store_open(scan->which)), store_estate, &store_epqstate, scan->slot);
	ResetPerTupleExprContext(store_estate);
}
