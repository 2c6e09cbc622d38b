/*
 * store_place.h
 *		Where rows of our tables are, for those that are looked for again and
 *		again.
 */
#ifndef COMPLAINT_STORE_PLACE_H
#define COMPLAINT_STORE_PLACE_H

#include "executor/tuptable.h"
#include "storage/buf.h"
#include "storage/itemptr.h"
#include "utils/relcache.h"
#include "utils/snapshot.h"

/* What an index has of a row of a heap, and the buffer that its page was in. */
typedef struct Place
{
	ItemPointerData tid;
	Buffer		buffer;
} Place;

/*
 * Reads the version of a row of a heap that the snapshot sees into the slot;
 * false if there is none.  *all_dead: nor will there be for anybody.
 */
extern bool place_fetch(Relation relation, ItemPointer tid, Snapshot snapshot,
						TupleTableSlot *slot, Place *place, bool *all_dead);

/*
 * The same at a place that was remembered: false if it is not known or there is
 * nothing any more, and what is there may be another row by now.
 */
extern bool place_recall(uint64 hash, Relation relation, Snapshot snapshot, TupleTableSlot *slot);
extern void place_remember(uint64 hash, const Place *place);

#endif							/* COMPLAINT_STORE_PLACE_H */
