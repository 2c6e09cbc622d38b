/*
 * unsettled.h
 *		Messages whose verdict could not be settled with their transaction.
 */
#ifndef COMPLAINT_UNSETTLED_H
#define COMPLAINT_UNSETTLED_H

#include "live/batch.h"
#include "live/store.h"

/*
 * Writes all that was taken from the batch to complaint.unsettled: inserts
 * only, so that no lock of a session is held.  Between store_begin() and
 * store_end().  Returns how many.
 */
extern uint64 unsettled_put(const char *reason, const char *sqlstate);

/* The same for one entry, whose operation may be less than it was. */
extern void unsettled_put_entry(const BatchEntry *entry, BatchOperation operation,
								const char *reason, const char *sqlstate);

/* Whether a session has any, and each of them as an entry in turn. */
extern bool unsettled_has(Datum source, Datum session);
extern BatchEntry *unsettled_entry(const StoreRow *row);

#endif							/* COMPLAINT_UNSETTLED_H */
