/*
 * evidence.h
 *		The messages that count toward an alert: gathered, cut to the window
 *		that holds the threshold, and summed up.
 */
#ifndef COMPLAINT_EVIDENCE_H
#define COMPLAINT_EVIDENCE_H

#include "datatype/timestamp.h"
#include "live/policy.h"
#include "live/store.h"

/* A message that counts toward a policy. */
typedef struct Evidence
{
	TimestampTz at;				/* own time, the future clamped to when it was settled */
	int32		source;
	struct varlena *session;
	struct varlena *message;
	int64		fingerprint;
	int			level;
	struct varlena *harms;
	struct varlena *type;
	struct varlena *agent;
	struct varlena *customer;
	struct varlena *tags;
	int			value;			/* of what is counted apart, numbered */
} Evidence;

/* Memory is the context that was current at the first evidence_add(). */
typedef struct EvidenceList
{
	Evidence   *items;
	int			nitems;
	int			capacity;
	int			count;			/* as the policy counts; set by evidence_cut() */
} EvidenceList;

/* Adds a place for a message, all zero. */
extern Evidence *evidence_add(EvidenceList *list);

/* Adds a stored classification; copies what it needs. */
extern void evidence_add_row(EvidenceList *list, const StoreRow *classification);

/* The time by which a message counts: its own, the future clamped. */
extern TimestampTz evidence_time(const StoreRow *classification);

/*
 * Cuts the list, ordered by time, to the latest window that holds the
 * threshold; false if none does.  A window is (t - length, t] for the time t of
 * a message.
 */
extern bool evidence_cut(EvidenceList *list, const Policy *policy);

/* Highest level, every harm once, and the most frequent type (the latest of several). */
extern int	evidence_level(const EvidenceList *list);
extern struct varlena *evidence_harms(const EvidenceList *list);
extern struct varlena *evidence_type(const EvidenceList *list);

#endif							/* COMPLAINT_EVIDENCE_H */
