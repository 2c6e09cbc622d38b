/*
 * subtransaction.c
 *		Subtransactions that may be undone at COMMIT too (see
 *		subtransaction.h).
 *
 * BeginInternalSubTransaction() may be called where deferred triggers run, that
 * is while a transaction block commits or is prepared.  To undo it there does
 * all that it has to, but RollbackAndReleaseCurrentSubTransaction() then asserts
 * that what it comes back to is a transaction in which statements run, and
 * forgets this state.  In a server built with assertions that ends the backend.
 *
 * So in such a server we come back to a subtransaction that lies in between,
 * with nothing done in it, and release that, which asserts no such thing.  In
 * other servers it would be a waste: a subtransaction that writes gives one to
 * each that it lies in, too: another transaction id for every commit.
 */
#include "postgres.h"

#include "access/xact.h"
#include "utils/memutils.h"

#include "live/subtransaction.h"

#ifdef USE_ASSERT_CHECKING
#define NEEDS_ONE_BETWEEN true
#else
#define NEEDS_ONE_BETWEEN false
#endif

static void
leave(Subtransaction *sub)
{
	if (NEEDS_ONE_BETWEEN)
		ReleaseCurrentSubTransaction();
	MemoryContextSwitchTo(sub->context);
	CurrentResourceOwner = sub->owner;
}

/* Current afterwards: a memory context that goes with the subtransaction. */
void
subtransaction_begin(Subtransaction *sub)
{
	sub->context = CurrentMemoryContext;
	sub->owner = CurrentResourceOwner;
	if (NEEDS_ONE_BETWEEN)
		BeginInternalSubTransaction("complaint outer");
	BeginInternalSubTransaction("complaint");
	MemoryContextSwitchTo(CurTransactionContext);
}

void
subtransaction_release(Subtransaction *sub)
{
	ReleaseCurrentSubTransaction();
	leave(sub);
}

void
subtransaction_undo(Subtransaction *sub)
{
	RollbackAndReleaseCurrentSubTransaction();
	leave(sub);
}
