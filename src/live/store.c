/*
 * store.c
 *		Direct reading and writing of our live tables (see store.h).
 *
 * Tables and columns are found by name whenever a table of ours has changed, so
 * that one that somebody changed is an error that settling contains, and never
 * a row written into the wrong column.  An index is opened when it is needed
 * first: most transactions update one row in its page and touch no index but
 * to find it.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/heapam.h"
#include "access/relscan.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "access/xlog.h"
#include "catalog/catalog.h"
#include "commands/trigger.h"
#include "common/hashfn.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "storage/lmgr.h"
#include "storage/proc.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "compat.h"
#include "live/reading.h"
#include "live/store.h"
#include "live/store_place.h"
#include "live/store_shape.h"

/* A table in use. */
typedef struct OpenTable
{
	Relation	relation;		/* NULL: not opened yet */
	Relation	primary_key;	/* likewise */
	const TableShape *shape;
	ResultRelInfo *info;		/* NULL: not wanted yet */
	bool		indexes_open;	/* those of info */
	TupleTableSlot *found;		/* row found last; NULL: none yet */
	TupleTableSlot *written;	/* likewise */
} OpenTable;

struct StoreScan
{
	OpenTable  *table;
	IndexScanDesc scan;
	TupleTableSlot *slot;
};

static OpenTable tables[STORE_NTABLES];
static MemoryContext store_context = NULL;
static EState *estate = NULL;
static EPQState epqstate;
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
	estate = CreateExecutorState();
	estate->es_snapshot = GetActiveSnapshot();
	estate->es_output_cid = GetCurrentCommandId(true);
	EvalPlanQualInit(&epqstate, estate, NULL, NIL, -1 COMPAT_EPQ_NO_RELATIONS);
	AfterTriggerBeginQuery();
	MemoryContextSwitchTo(old);
}

bool
store_end(void)
{
	bool		triggers = false;

	AfterTriggerEndQuery(estate);
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
	ExecCloseResultRelations(estate);
	for (int i = 0; i < STORE_NTABLES; i++)
		if (tables[i].relation != NULL)
			table_close(tables[i].relation, NoLock);
	EvalPlanQualEnd(&epqstate);
	ExecResetTupleTable(estate->es_tupleTable, false);
	FreeExecutorState(estate);
	estate = NULL;
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

static OpenTable *
open_table(StoreTable which)
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
static TupleTableSlot *
open_slot(OpenTable *table, TupleTableSlot **slot)
{
	MemoryContext old;

	if (*slot != NULL)
		return *slot;
	old = MemoryContextSwitchTo(store_context);
	*slot = table_slot_create(table->relation, &estate->es_tupleTable);
	MemoryContextSwitchTo(old);
	return *slot;
}

static Relation
open_primary_key(OpenTable *table)
{
	if (table->primary_key == NULL)
		table->primary_key = index_open(table->shape->primary_key, RowExclusiveLock);
	return table->primary_key;
}

/* What the executor needs to write a row. */
static ResultRelInfo *
open_for_writing(OpenTable *table)
{
	MemoryContext old;

	if (table->info != NULL)
		return table->info;
	old = MemoryContextSwitchTo(store_context);
	table->info = makeNode(ResultRelInfo);
	InitResultRelInfo(table->info, table->relation, 0, NULL, 0);
	/* where triggers look for it, instead of opening it once more */
	estate->es_opened_result_relations = lappend(estate->es_opened_result_relations, table->info);
	MemoryContextSwitchTo(old);
	if (!table->shape->plain)
		pin_search_path();
	return table->info;
}

static ResultRelInfo *
open_indexes(OpenTable *table)
{
	ResultRelInfo *info = open_for_writing(table);
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

/* ----------------------------------------------------------------
 * Reading
 * ----------------------------------------------------------------
 */

static void
read_row(OpenTable *table, StoreTable which, TupleTableSlot *slot, StoreRow *row)
{
	slot_getallattrs(slot);
	for (int i = 0; i < STORE_MAX_COLUMNS && store_definitions[which].columns[i] != NULL; i++)
	{
		row->values[i] = slot->tts_values[table->shape->attnums[i] - 1];
		row->nulls[i] = slot->tts_isnull[table->shape->attnums[i] - 1];
	}
}

static void
make_scan_keys(OpenTable *table, StoreTable which, const Datum *keys, int nkeys, ScanKey scan_keys)
{
	Relation	index = open_primary_key(table);

	for (int i = 0; i < nkeys; i++)
	{
		ScanKeyInit(&scan_keys[i], i + 1, BTEqualStrategyNumber,
					store_definitions[which].equal[i], keys[i]);
		scan_keys[i].sk_collation = index->rd_indcollation[i];
	}
}

/* True if the row in the table's slot "found" has this primary key, by its bytes. */
static bool
has_keys(const OpenTable *table, StoreTable which, const Datum *keys)
{
	for (int i = 0; i < store_definitions[which].nkeys; i++)
	{
		bool		isnull;
		Datum		value = slot_getattr(table->found, table->shape->attnums[i], &isnull);
		struct varlena *a;
		struct varlena *b;

		if (isnull)
			return false;
		if (store_definitions[which].equal[i] == F_INT4EQ)
		{
			if (DatumGetInt32(value) != DatumGetInt32(keys[i]))
				return false;
			continue;
		}
		a = PG_DETOAST_DATUM_PACKED(value);
		b = PG_DETOAST_DATUM_PACKED(keys[i]);
		if (VARSIZE_ANY_EXHDR(a) != VARSIZE_ANY_EXHDR(b) ||
			memcmp(VARDATA_ANY(a), VARDATA_ANY(b), VARSIZE_ANY_EXHDR(a)) != 0)
			return false;
	}
	return true;
}

/* The name of a row among the places that are remembered. */
static uint64
hash_keys(StoreTable which, const Datum *keys)
{
	uint64		hash = (uint64) which + 1;

	for (int i = 0; i < store_definitions[which].nkeys; i++)
	{
		struct varlena *key;

		if (store_definitions[which].equal[i] == F_INT4EQ)
		{
			hash = hash_combine64(hash, (uint64) DatumGetInt32(keys[i]));
			continue;
		}
		key = PG_DETOAST_DATUM_PACKED(keys[i]);
		hash = hash_bytes_extended((const unsigned char *) VARDATA_ANY(key), (int) VARSIZE_ANY_EXHDR(key), hash);
	}
	return hash;
}

/* Finds a row of a heap through its primary key; *place is where its index has it. */
static bool
search(OpenTable *table, StoreTable which, const Datum *keys, Snapshot snapshot, Place *place)
{
	ScanKeyData scan_keys[MAX_KEYS];
	IndexScanDesc scan;
	bool		found = false;

	make_scan_keys(table, which, keys, store_definitions[which].nkeys, scan_keys);
	scan = compat_index_beginscan(table->relation, table->primary_key, snapshot, store_definitions[which].nkeys);
	index_rescan(scan, scan_keys, store_definitions[which].nkeys, NULL, 0);
	if (table->relation->rd_tableam != GetHeapamTableAmRoutine())
		found = index_getnext_slot(scan, ForwardScanDirection, table->found);
	else
	{
		ItemPointer tid;

		while (!found && (tid = index_getnext_tid(scan, ForwardScanDirection)) != NULL)
		{
			bool		all_dead;

			found = place_fetch(table->relation, tid, snapshot, table->found, place, &all_dead);
			if (!found)
				scan->kill_prior_tuple = all_dead && !scan->xactStartedInRecovery;
		}
	}
	index_endscan(scan);
	return found;
}

/*
 * Looks once.  Returns the transaction to wait for if somebody is changing
 * the row.  Of rows that are looked for again and again it is remembered where
 * they are: then no index is read, nor opened.
 */
static bool
look_up(OpenTable *table, StoreTable which, const Datum *keys, TransactionId *wait_for)
{
	bool		remembers = store_definitions[which].remembered && table->relation->rd_tableam == GetHeapamTableAmRoutine();
	uint64		hash = remembers ? hash_keys(which, keys) : 0;
	SnapshotData snapshot;
	Place		place;

	*wait_for = InvalidTransactionId;
	InitDirtySnapshot(snapshot);
	(void) open_slot(table, &table->found);
	if (!remembers || !place_recall(hash, table->relation, &snapshot, table->found) || !has_keys(table, which, keys))
	{
		if (!search(table, which, keys, &snapshot, &place))
			return false;
		if (remembers)
			place_remember(hash, &place);
	}
	ExecMaterializeSlot(table->found);
	*wait_for = TransactionIdIsValid(snapshot.xmin) ? snapshot.xmin : snapshot.xmax;
	return true;
}

/* Many short waits must not add up to a long one. */
static void
bound_wait(void)
{
	long		left = TimestampDifferenceMilliseconds(GetCurrentTimestamp(), deadline);

	if (left < LockTimeout)
		LockTimeout = (int) Max(left, 1);
}

/* Finds and locks a row; STORE_BUSY only where we may not wait. */
static StoreFound
find(StoreTable which, const Datum *keys, StoreRow *row, bool wait)
{
	OpenTable  *table = open_table(which);

	for (;;)
	{
		TransactionId wait_for;
		TM_FailureData failure;
		ItemPointerData tid;
		TM_Result	result;

		CHECK_FOR_INTERRUPTS();
		if (!look_up(table, which, keys, &wait_for))
			return STORE_NONE;
		if (TransactionIdIsValid(wait_for))
		{
			if (!wait)
				return STORE_BUSY;
			bound_wait();
			XactLockTableWait(wait_for, table->relation, &table->found->tts_tid, XLTW_Lock);
			continue;
		}
		tid = table->found->tts_tid;
		result = table_tuple_lock(table->relation, &tid, GetActiveSnapshot(), table->found,
								  GetCurrentCommandId(true), LockTupleNoKeyExclusive,
								  wait ? LockWaitBlock : LockWaitSkip,
								  TUPLE_LOCK_FLAG_FIND_LAST_VERSION, &failure);
		if (result == TM_Ok)
			break;
		if (result == TM_WouldBlock)
			return STORE_BUSY;
		if (result == TM_Invisible)
		{
			/* we wrote it ourselves, in this command: go on in the next */
			CommandCounterIncrement();
			continue;
		}
		if (result != TM_Deleted && result != TM_Updated)
			elog(ERROR, "unexpected result %d of locking a row of complaint.%s",
				 (int) result, store_definitions[which].name);
	}
	read_row(table, which, table->found, row);
	return STORE_FOUND;
}

bool
store_find(StoreTable which, const Datum *keys, StoreRow *row)
{
	return find(which, keys, row, true) == STORE_FOUND;
}

StoreFound
store_try_find(StoreTable which, const Datum *keys, StoreRow *row)
{
	return find(which, keys, row, false);
}

StoreFound
store_peek(StoreTable which, const Datum *keys, StoreRow *row)
{
	OpenTable  *table = open_table(which);
	TransactionId wait_for;

	if (!look_up(table, which, keys, &wait_for))
		return STORE_NONE;
	if (TransactionIdIsValid(wait_for))
		return STORE_BUSY;
	if (row != NULL)
		read_row(table, which, table->found, row);
	return STORE_FOUND;
}

int64 *
store_tail(StoreTable which)
{
	OpenTable  *table = open_table(which);
	int			natts = RelationGetDescr(table->relation)->natts;
	HeapTuple	tuple;

	if (!table->shape->has_tail || table->relation->rd_tableam != GetHeapamTableAmRoutine())
		return NULL;
	tuple = ((HeapTupleTableSlot *) table->found)->tuple;
	if (HeapTupleHeaderGetNatts(tuple->t_data) != natts ||
		heap_attisnull(tuple, natts, NULL) || heap_attisnull(tuple, natts - 1, NULL))
		return NULL;
	ExecForceStoreHeapTuple(tuple, open_slot(table, &table->written), false);
	tuple = ((HeapTupleTableSlot *) table->written)->tuple;
	return (int64 *) ((char *) tuple->t_data + tuple->t_len) - 2;
}

bool
store_is_empty(StoreTable which)
{
	return RelationGetNumberOfBlocks(open_table(which)->relation) == 0;
}

static StoreScan *
begin_scan(StoreTable which, const Datum *keys, int nkeys, const TimestampTz *after)
{
	MemoryContext old = MemoryContextSwitchTo(store_context);
	StoreScan  *scan = palloc(sizeof(StoreScan));
	ScanKeyData scan_keys[MAX_KEYS];

	scan->table = open_table(which);
	scan->slot = MakeSingleTupleTableSlot(RelationGetDescr(scan->table->relation),
										  table_slot_callbacks(scan->table->relation));
	make_scan_keys(scan->table, which, keys, nkeys, scan_keys);
	if (after != NULL)
	{
		ScanKeyInit(&scan_keys[nkeys], nkeys + 1, BTGreaterStrategyNumber, F_TIMESTAMPTZ_GT, TimestampTzGetDatum(*after));
		nkeys++;
	}
	scan->scan = compat_index_beginscan(scan->table->relation, scan->table->primary_key, SnapshotSelf, nkeys);
	index_rescan(scan->scan, scan_keys, nkeys, NULL, 0);
	MemoryContextSwitchTo(old);
	return scan;
}

StoreScan *
store_scan_begin(StoreTable which, const Datum *keys, int nkeys)
{
	return begin_scan(which, keys, nkeys, NULL);
}

StoreScan *
store_scan_after(StoreTable which, const Datum *keys, int nkeys, TimestampTz after)
{
	return begin_scan(which, keys, nkeys, &after);
}

bool
store_scan_next(StoreScan *scan, StoreRow *row)
{
	CHECK_FOR_INTERRUPTS();
	if (!index_getnext_slot(scan->scan, ForwardScanDirection, scan->slot))
		return false;
	read_row(scan->table, (StoreTable) (scan->table - tables), scan->slot, row);
	return true;
}

void
store_scan_end(StoreScan *scan)
{
	index_endscan(scan->scan);
	ExecDropSingleTupleTableSlot(scan->slot);
	pfree(scan);
}

void
store_read_datum(StoreTable which, HeapTupleHeader header, StoreRow *row)
{
	TupleDesc	type = lookup_rowtype_tupdesc(HeapTupleHeaderGetTypeId(header), HeapTupleHeaderGetTypMod(header));
	Datum	   *values = palloc(sizeof(Datum) * type->natts);
	bool	   *nulls = palloc(sizeof(bool) * type->natts);
	HeapTupleData tuple = {.t_len = HeapTupleHeaderGetDatumLength(header), .t_data = header};

	heap_deform_tuple(&tuple, type, values, nulls);
	store_clear(row);
	for (int i = 0; i < STORE_MAX_COLUMNS && store_definitions[which].columns[i] != NULL; i++)
	{
		int			column = SPI_fnumber(type, store_definitions[which].columns[i]);

		if (column <= 0)
			ereport(ERROR,
					(errcode(ERRCODE_WRONG_OBJECT_TYPE),
					 errmsg("row of type %s is not a row of complaint.%s",
							format_type_be(type->tdtypeid), store_definitions[which].name)));
		row->values[i] = values[column - 1];
		row->nulls[i] = nulls[column - 1];
	}
	ReleaseTupleDesc(type);
}

/* ----------------------------------------------------------------
 * Writing
 * ----------------------------------------------------------------
 */

/* Columns that are not ours keep what "base" has, or are null. */
static void
fill_slot(OpenTable *table, StoreTable which, const StoreRow *row, TupleTableSlot *base)
{
	TupleTableSlot *slot = open_slot(table, &table->written);
	int			natts = slot->tts_tupleDescriptor->natts;

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
	ExecStoreVirtualTuple(slot);
}

/* What the executor does for a plain table, but for the indexes. */
static void
insert_plain(OpenTable *table)
{
	CheckCmdReplicaIdentity(table->relation, CMD_INSERT);
	ExecConstraints(table->info, table->written, estate);
	simple_table_tuple_insert(table->relation, table->written);
}

void
store_insert(StoreTable which, const StoreRow *row)
{
	OpenTable  *table = open_table(which);
	ResultRelInfo *info = open_indexes(table);

	fill_slot(table, which, row, NULL);
	if (!table->shape->plain)
		ExecSimpleRelationInsert(info, estate, table->written);
	else
	{
		insert_plain(table);
		compat_insert_all_index_tuples(info, table->written, estate);
	}
	ResetPerTupleExprContext(estate);
}

bool
store_insert_new(StoreTable which, const StoreRow *row)
{
	OpenTable  *table = open_table(which);
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
	info = open_indexes(table);
	fill_slot(table, which, row, NULL);
	insert_plain(table);
	compat_insert_new_index_tuples(info, table->written, estate, &is_new);
	ResetPerTupleExprContext(estate);
	if (is_new)
		return true;
	/* ours must go before anybody looks for the key; we may in our next command only */
	ours = table->written->tts_tid;
	CommandCounterIncrement();
	simple_table_tuple_delete(table->relation, &ours, estate->es_snapshot);
	CommandCounterIncrement();
	return false;
}

/* The index entries of a row that was updated, if it has moved. */
static void
update_indexes(OpenTable *table, compat_update_indexes moved)
{
	if (compat_any_index(moved))
		(void) compat_insert_index_tuples(open_indexes(table), table->written, estate, moved);
	ResetPerTupleExprContext(estate);
}

void
store_update(StoreTable which, const StoreRow *row)
{
	OpenTable  *table = open_table(which);
	compat_update_indexes moved;

	fill_slot(table, which, row, table->found);
	if (!table->shape->plain)
	{
		ExecSimpleRelationUpdate(open_indexes(table), estate, &epqstate, table->found, table->written);
		ResetPerTupleExprContext(estate);
		return;
	}
	/* the same for a plain table, without its indexes where they stay as they are */
	CheckCmdReplicaIdentity(table->relation, CMD_UPDATE);
	ExecConstraints(open_for_writing(table), table->written, estate);
	simple_table_tuple_update(table->relation, &table->found->tts_tid, table->written, estate->es_snapshot, &moved);
	update_indexes(table, moved);
}

bool
store_replace(StoreTable which, const StoreRow *row)
{
	OpenTable  *table = open_table(which);
	compat_update_indexes moved;
	LockTupleMode lock_mode;
	TM_FailureData failure;

	if (!table->shape->plain)
		return false;
	CheckCmdReplicaIdentity(table->relation, CMD_UPDATE);
	if (row != NULL)
	{
		fill_slot(table, which, row, table->found);
		ExecConstraints(open_for_writing(table), table->written, estate);
	}
	/* who has no more than locked the row is waited for */
	bound_wait();
	if (table_tuple_update(table->relation, &table->found->tts_tid, table->written, estate->es_output_cid,
						   estate->es_snapshot, InvalidSnapshot, true, &failure, &lock_mode, &moved) != TM_Ok)
		return false;
	update_indexes(table, moved);
	return true;
}

void
store_delete(StoreTable which)
{
	OpenTable  *table = open_table(which);

	ExecSimpleRelationDelete(open_for_writing(table), estate, &epqstate, table->found);
	ResetPerTupleExprContext(estate);
}

void
store_scan_delete(StoreScan *scan)
{
	ExecSimpleRelationDelete(open_for_writing(scan->table), estate, &epqstate, scan->slot);
	ResetPerTupleExprContext(estate);
}
