/*
 * subtransaction.h
 *		A subtransaction around what must not fail the statement or the
 *		commit that it is a part of.
 *
 *		subtransaction_begin(&sub);
 *		PG_TRY();
 *		{
 *			...
 *			subtransaction_release(&sub);
 *		}
 *		PG_CATCH();
 *		{
 *			... copy the error, flush the error state ...
 *			subtransaction_undo(&sub);
 *		}
 *		PG_END_TRY();
 */
#ifndef COMPLAINT_LIVE_SUBTRANSACTION_H
#define COMPLAINT_LIVE_SUBTRANSACTION_H

#include "utils/palloc.h"
#include "utils/resowner.h"

/* What there was before it; current again after release and undo. */
typedef struct Subtransaction
{
	MemoryContext context;
	ResourceOwner owner;
} Subtransaction;

extern void subtransaction_begin(Subtransaction *sub);
extern void subtransaction_release(Subtransaction *sub);
extern void subtransaction_undo(Subtransaction *sub);

#endif							/* COMPLAINT_LIVE_SUBTRANSACTION_H */
