/*
 * store_place.c
 *		Where rows of our tables are (see store_place.h).
 *
 * The server prunes a page whenever it reads a row of one that has less room
 * than the fillfactor leaves.  Ours are updated so often that each read would
 * prune one dead version, for more than the update itself costs.  So rows are
 * fetched here without that, until there is hardly room for another version.
 *
 * A place is remembered by its backend alone, and never believed: the page must
 * still be in the same buffer, which a page of a relation that was truncated or
 * rewritten is not, and the caller asks whether the row is the one it looked
 * for.  As there is no second row with the same key that a dirty snapshot sees,
 * the answer is the index's.
 */
#include "postgres.h"

#include "access/heapam.h"
#include "storage/bufmgr.h"
#include "storage/bufpage.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "compat.h"
#include "live/store_place.h"

/* A version of a row is hardly longer than the one before by more than this. */
#define GROWTH 128

/* So many are remembered, each in the only slot that it may have. */
#define NPLACES 4096

typedef struct Remembered
{
	uint64		hash;
	Place		place;
} Remembered;

static Remembered *remembered = NULL;

/* Finds the version that the snapshot sees; true if there is one. */
static bool
search(Relation relation, Buffer buffer, ItemPointerData tid, Snapshot snapshot,
	   HeapTuple tuple, bool *all_dead)
{
	bool		found;

	LockBuffer(buffer, BUFFER_LOCK_SHARE);
	tuple->t_self = tid;
	found = heap_hot_search_buffer(&tid, relation, buffer, snapshot, tuple, all_dead, true);
	LockBuffer(buffer, BUFFER_LOCK_UNLOCK);
	return found;
}

/*
 * Takes over the pin of the buffer.  A page is pruned when the next version of
 * the row would not fit in, and no earlier: where rows have grown to fill it, it
 * would else be pruned at every read, for one dead version.
 */
static bool
fetch(Relation relation, Buffer buffer, ItemPointerData tid, Snapshot snapshot,
	  TupleTableSlot *slot, bool *all_dead)
{
	HeapTuple	tuple = &((BufferHeapTupleTableSlot *) slot)->base.tupdata;
	Page		page = BufferGetPage(buffer);
	bool		found;

	ExecClearTuple(slot);
	found = search(relation, buffer, tid, snapshot, tuple, all_dead);
	if (found && (PageIsFull(page) || PageGetHeapFreeSpace(page) < MAXALIGN(tuple->t_len + GROWTH)))
	{
		/* what is on the page moves */
		heap_page_prune_opt(relation, buffer);
		found = search(relation, buffer, tid, snapshot, tuple, all_dead);
	}
	if (found)
	{
		slot->tts_tableOid = RelationGetRelid(relation);
		ExecStorePinnedBufferHeapTuple(tuple, slot, buffer);
	}
	else
		ReleaseBuffer(buffer);
	return found;
}

bool
place_fetch(Relation relation, ItemPointer tid, Snapshot snapshot,
			TupleTableSlot *slot, Place *place, bool *all_dead)
{
	place->tid = *tid;
	place->buffer = ReadBuffer(relation, ItemPointerGetBlockNumber(tid));
	return fetch(relation, place->buffer, *tid, snapshot, slot, all_dead);
}

bool
place_recall(uint64 hash, Relation relation, Snapshot snapshot, TupleTableSlot *slot)
{
	const Remembered *known;

	if (remembered == NULL)
		return false;
	known = &remembered[hash % NPLACES];
	if (known->hash != hash || !BufferIsValid(known->place.buffer) ||
		!ReadRecentBuffer(relation->compat_rd_locator, MAIN_FORKNUM,
						  ItemPointerGetBlockNumber(&known->place.tid), known->place.buffer))
		return false;
	return fetch(relation, known->place.buffer, known->place.tid, snapshot, slot, NULL);
}

void
place_remember(uint64 hash, const Place *place)
{
	if (remembered == NULL)
		remembered = MemoryContextAllocZero(TopMemoryContext, sizeof(Remembered) * NPLACES);
	remembered[hash % NPLACES] = (Remembered) {hash, *place};
}
