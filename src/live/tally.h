/*
 * tally.h
 *		Policies of scopes wider than a session: what each settled message adds
 *		to their tallies, and ringing when a tally reaches its threshold.
 *
 * Nobody waits here for another chat.  A transaction writes rows of its own
 * and rings if what it sees reaches the threshold and nobody else is about to
 * ring; whatever two transactions reach only together, complaint.run_due()
 * finds.
 */
#ifndef COMPLAINT_TALLY_H
#define COMPLAINT_TALLY_H

#include "live/policy.h"
#include "live/store.h"

/* Around the sessions of a settle; memory is a context of its own. */
extern void tally_begin(void);

/*
 * A message has a classification now, and had another (NULL: none); of the
 * policies given those of wider scopes are served.
 */
extern void tally_change(const Policy *policies, int npolicies,
						 const StoreRow *before, const StoreRow *after);

/* Asks the policies about all keys that were touched, in one order. */
extern void tally_end(void);

#endif							/* COMPLAINT_TALLY_H */
