/*
 * ahead.h
 *		Pages of the rows that a statement has written, read before the server
 *		fetches these rows for their triggers.
 *
 * It fetches them one by one, in the order in which they were written.  After
 * a large COPY, whose own ring of buffers has been used over and over, each
 * page would take a buffer of the whole pool: others would lose what they have
 * there, and this process would touch, and so map, every one of them.  Read
 * from here, the pages pass through a ring of 32 buffers.
 */
#ifndef COMPLAINT_AHEAD_H
#define COMPLAINT_AHEAD_H

#include "executor/tuptable.h"
#include "utils/rel.h"

/* Registers who lets go of the pages at the end of a portal or transaction. */
extern void ahead_init(void);

/*
 * The trigger of a new row is done: where its statement has gone from page to
 * page, the next one is read.  Up to two pages stay pinned.
 */
extern void ahead_of_row(Relation relation, TupleTableSlot *slot);

/*
 * Lets go of the pages: behind a statement, and before a command that might
 * not have them pinned (TRUNCATE, DROP).
 */
extern void ahead_let_go(void);

#endif							/* COMPLAINT_AHEAD_H */
