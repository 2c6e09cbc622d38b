/*
 * settle_session.h
 *		Settling the entries of one session after the other.
 */
#ifndef COMPLAINT_SETTLE_SESSION_H
#define COMPLAINT_SETTLE_SESSION_H

#include "live/batch.h"

/*
 * The entries must come grouped by session, in the batch's order; of several
 * for one message the last counts.  session_begin() locks the session's row
 * before anything else; false if it could do all that "first", the only entry of
 * the session if it is "alone", asks for, and nothing is left to apply or to end.
 * "operation" is the entry's, or less; "messages" is the change of
 * session.messages that the message's entries add up to.  session_end() writes
 * its aggregates and asks the policies.  Between store_begin() and store_end().
 * Memory is a context that session_end() resets.
 */
extern bool session_begin(const BatchEntry *first, bool alone);
extern void session_apply(const BatchEntry *entry, BatchOperation operation, int64 messages);
extern void session_end(void);

/* Called once before and once after all sessions of a settle. */
extern void session_setup(void);
extern void session_teardown(void);

#endif							/* COMPLAINT_SETTLE_SESSION_H */
