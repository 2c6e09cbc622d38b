/*
 * store_read.c
 *		Finding rows of our live tables (see store.h).
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/heapam.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "common/hashfn.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "storage/lmgr.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/typcache.h"

#include "compat.h"
#include "live/store_place.h"
#include "live/store_private.h"

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
	Relation	index = store_open_primary_key(table);

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
	(void) store_open_slot(table, &table->found);
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

/* Finds and locks a row; STORE_BUSY only where we may not wait. */
static StoreFound
find(StoreTable which, const Datum *keys, StoreRow *row, bool wait)
{
	OpenTable  *table = store_open(which);

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
			store_bound_wait();
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
	OpenTable  *table = store_open(which);
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
	OpenTable  *table = store_open(which);
	int			natts = RelationGetDescr(table->relation)->natts;
	HeapTuple	tuple;

	if (!table->shape->has_tail || table->relation->rd_tableam != GetHeapamTableAmRoutine())
		return NULL;
	tuple = ((HeapTupleTableSlot *) table->found)->tuple;
	if (HeapTupleHeaderGetNatts(tuple->t_data) != natts ||
		heap_attisnull(tuple, natts, NULL) || heap_attisnull(tuple, natts - 1, NULL))
		return NULL;
	ExecForceStoreHeapTuple(tuple, store_open_slot(table, &table->written), false);
	tuple = ((HeapTupleTableSlot *) table->written)->tuple;
	return (int64 *) ((char *) tuple->t_data + tuple->t_len) - 2;
}

bool
store_is_empty(StoreTable which)
{
	OpenTable  *table = store_open(which);

	if (!table->looked_at)
		table->empty = RelationGetNumberOfBlocks(table->relation) == 0;
	table->looked_at = true;
	return table->empty;
}

static StoreScan *
begin_scan(StoreTable which, const Datum *keys, int nkeys, const TimestampTz *after)
{
	MemoryContext old = MemoryContextSwitchTo(store_context);
	StoreScan  *scan = palloc(sizeof(StoreScan));
	ScanKeyData scan_keys[MAX_KEYS];
	OpenTable  *table = store_open(which);

	scan->which = which;
	scan->slot = MakeSingleTupleTableSlot(RelationGetDescr(table->relation), table_slot_callbacks(table->relation));
	make_scan_keys(table, which, keys, nkeys, scan_keys);
	if (after != NULL)
	{
		ScanKeyInit(&scan_keys[nkeys], nkeys + 1, BTGreaterStrategyNumber, F_TIMESTAMPTZ_GT, TimestampTzGetDatum(*after));
		nkeys++;
	}
	scan->scan = compat_index_beginscan(table->relation, table->primary_key, SnapshotSelf, nkeys);
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
	read_row(store_open(scan->which), scan->which, scan->slot, row);
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

