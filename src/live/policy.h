/*
 * policy.h
 *		The alert policies in force, what keeps their alerts from being
 *		announced, and whether a message meets them.
 */
#ifndef COMPLAINT_POLICY_H
#define COMPLAINT_POLICY_H

#include "datatype/timestamp.h"
#include "live/aggregate.h"
#include "live/hours.h"
#include "live/store.h"

typedef enum PolicyScope
{
	POLICY_SESSION,
	POLICY_CUSTOMER,
	POLICY_AGENT,
	POLICY_TYPE,
	POLICY_SOURCE,
	POLICY_TAG,
	POLICY_ALL
} PolicyScope;

typedef enum PolicyCounts
{
	POLICY_MESSAGES,
	POLICY_TEXTS,
	POLICY_SESSIONS
} PolicyCounts;

typedef struct Policy
{
	char	   *name;
	PolicyScope scope;
	char	   *tag;			/* scope tag: its name */
	bool		live;			/* else shadow: recorded, never notified */
	int			severity;
	int			min_level;		/* -1: no level meets it */
	bool		any_harm;
	int			nharms;
	char	  **harms;
	int			ntypes;			/* 0: all types */
	char	  **types;
	struct varlena *tags;		/* jsonb, NULL: all */
	int			nsources;		/* 0: all sources */
	int32	   *sources;
	PolicyCounts counts;
	int			threshold;
	int64		window;			/* microseconds, 0: none */
	int64		cooldown;		/* microseconds */
	int64		max_lateness;	/* microseconds */
	int			nrecipients;
	char	  **recipients;
	int64		escalate_after; /* microseconds, 0: never */
	const Hours *hours;			/* NULL: every hour counts */
	int64		auto_resolve;	/* microseconds, 0: never */
} Policy;

/* What a silence looks at; NULLs and source 0 where there is none. */
typedef struct PolicyFacts
{
	const char *policy;
	int32		source;
	struct varlena *session;
	struct varlena *customer;
	struct varlena *agent;
	struct varlena *type;
	struct varlena *tags;		/* jsonb */
} PolicyFacts;

/* Registers the callback that notes changes of the policy tables. */
extern void policy_init(void);

/*
 * The policies whose mode is not off.  Reads them if they changed; the array
 * belongs to the cache and is valid until the end of the transaction.
 */
extern const Policy *policy_all(int *npolicies);

/* One of them, NULL if there is none of that name; valid as long. */
extern const Policy *policy_find(const char *name);

/* The name of a scope, as complaint.alert has it. */
extern const char *policy_scope_name(PolicyScope scope);

/* An abort may have undone what was read in the transaction. */
extern void policy_forget_own_changes(void);

/* True if a stored message counts toward the policy. */
extern bool policy_met_by(const Policy *policy, const StoreRow *classification);

/*
 * Under which source and key a message is counted, for scopes wider than a
 * session; NULL if it has none (no customer, say).  Current context.
 */
extern struct varlena *policy_key(const Policy *policy, const StoreRow *classification, int32 *source);

/* The most messages of a session that can meet the policy: a cheap bound. */
extern int64 policy_bound(const Policy *policy, const Aggregate *aggregate);

/*
 * Until when an alert like this is not to be announced: the end of the longest
 * silence that matches, whose number goes to *silence (0: none), or when
 * "hours" next begin.  DT_NOBEGIN if it may be announced now.
 */
extern TimestampTz policy_held_until(const Hours *hours, const PolicyFacts *facts, TimestampTz now, int64 *silence);

/* When an alert goes up the ladder, DT_NOEND for never. */
extern TimestampTz policy_escalates_at(const Policy *policy, TimestampTz since);

/* a + interval, without overflow. */
extern TimestampTz policy_later(TimestampTz at, int64 interval);

#endif							/* COMPLAINT_POLICY_H */
