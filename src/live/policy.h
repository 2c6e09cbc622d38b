/*
 * policy.h
 *		The alert policies in force, and whether a session meets them.
 */
#ifndef COMPLAINT_POLICY_H
#define COMPLAINT_POLICY_H

#include "datatype/timestamp.h"
#include "live/aggregate.h"
#include "live/store.h"

typedef struct Policy
{
	char	   *name;
	bool		live;			/* else shadow: recorded, never notified */
	int			min_level;		/* -1: no level meets it */
	bool		any_harm;
	int			nharms;
	char	  **harms;
	int			ntypes;			/* 0: all types */
	char	  **types;
	int			threshold;
	int64		window;			/* microseconds, 0: none */
	int64		cooldown;		/* microseconds */
	int64		max_lateness;	/* microseconds */
} Policy;

/* Registers the callback that notes changes of the policy tables. */
extern void policy_init(void);

/*
 * The policies whose mode is not off.  Reads them if they changed; the array
 * belongs to the cache and is valid until the next call.
 */
extern const Policy *policy_all(int *npolicies);

/* An abort may have undone what was read in the transaction. */
extern void policy_forget_own_changes(void);

/* True if a stored message counts toward the policy. */
extern bool policy_met_by(const Policy *policy, const StoreRow *classification);

/* The most messages of a session that can meet the policy: a cheap bound. */
extern int64 policy_bound(const Policy *policy, const Aggregate *aggregate);

/* a + interval, without overflow. */
extern TimestampTz policy_later(TimestampTz at, int64 interval);

#endif							/* COMPLAINT_POLICY_H */
