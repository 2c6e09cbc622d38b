/*
 * settle.h
 *		Settling: once per transaction, before it commits, what its messages
 *		are becomes rows, and the policies of the touched sessions are asked.
 *
 * Nothing in here can make the commit fail, except what would have failed it
 * anyway (cancel, disk full): the work runs in a subtransaction, and if that
 * fails the messages are listed in complaint.unsettled.
 */
#ifndef COMPLAINT_SETTLE_H
#define COMPLAINT_SETTLE_H

/* Registers the transaction callbacks and complaint.settle_timeout. */
extern void settle_init(void);

/*
 * Lowers lock_timeout to complaint.settle_timeout; returns what it was, for
 * the caller to restore.
 */
extern int	settle_bound_waits(void);

/*
 * Runs a piece of work with the rights and in the state in which settling
 * runs, between store_begin() and store_end(), but lets errors through.
 */
extern void settle_as_settling(void (*work) (void *), void *argument);

/* Settles what was added to the batch; returns how many entries. */
extern uint64 settle_now(void);

#endif							/* COMPLAINT_SETTLE_H */
