/*
 * alert.h
 *		Raising alerts and telling people.
 */
#ifndef COMPLAINT_ALERT_H
#define COMPLAINT_ALERT_H

#include "datatype/timestamp.h"
#include "live/aggregate.h"
#include "live/evidence.h"
#include "live/policy.h"
#include "utils/uuid.h"

/* Longest NOTIFY channel of ours, with its end. */
#define ALERT_CHANNEL_SIZE 64

/* What an alert is about, for one policy. */
typedef struct AlertTarget
{
	const Policy *policy;
	int32		source;			/* 0 for most scopes wider than a session */
	struct varlena *key;
	struct varlena *agent;		/* the session's current agent, NULL: none */
	TimestampTz now;			/* time of this settle */
} AlertTarget;

/* The latest episode of a policy and key, as raising sees it. */
typedef struct AlertEpisode
{
	bool		found;			/* else the values are those of the first one */
	bool		ringing;		/* its alert is open or acknowledged */
	bool		withdrawn;		/* its alert is, and may be reopened */
	int32		number;			/* of the episode that rings or would */
	TimestampTz since;			/* only messages settled after this count */
	bool		cooling;		/* none may begin yet */
	StoreRow	row;
} AlertEpisode;

/* What a notification says. */
typedef struct AlertNotice
{
	pg_uuid_t	event;
	const char *kind;
	pg_uuid_t	alert;
	struct varlena *policy;
	int32		source;
	struct varlena *session;
	struct varlena *agent;
	struct varlena *recipients;
	int			level;
	struct varlena *harms;
	struct varlena *type;
	int			count;
	TimestampTz at;
} AlertNotice;

/* Registers the settings about notifications. */
extern void alert_init(void);

/* Reads an episode row, NULL if there is none. */
extern void alert_read_episode(const AlertTarget *target, const StoreRow *row, AlertEpisode *episode);

/*
 * Raises the target's alert, or reopens it if it was withdrawn.  "episode"
 * must not be ringing; its row, where there is one, is the episode table's row
 * found last.
 */
extern void alert_raise(const AlertTarget *target, AlertEpisode *episode, const EvidenceList *list);

/* Withdraws the alert of an episode that rings; its row is the one found last. */
extern void alert_withdraw(const AlertTarget *target, AlertEpisode *episode);

/*
 * Asks a policy of scope session about a session whose row is locked by us,
 * after its messages were stored.  "lost": a message was removed or its
 * verdict changed, so that an alert may have lost its ground.
 */
extern void alert_consider(const AlertTarget *target, const Aggregate *aggregate, bool lost);

/*
 * Notes what is to be told when the transaction commits: only then, because
 * a transaction that has executed NOTIFY cannot be prepared.  Copied.  False
 * if it was left out on some channel because too much was told lately.
 */
extern bool alert_notify(const AlertNotice *notice);

/*
 * Sends it, but for events that were rolled back, while the queue has room
 * for hints; else, or where nothing can be sent, notes in the events that
 * run_due() has to.  Between store_begin() and store_end().
 */
extern bool alert_has_pending(void);
extern void alert_send_pending(void);
extern void alert_leave_pending(void);
extern void alert_doubt_pending(void);	/* a savepoint was rolled back */
extern void alert_forget_pending(void);

/* event.c: an id that is greater than those before, and where we are. */
extern void alert_new_id(pg_uuid_t *id);
extern int64 alert_era(void);

#endif							/* COMPLAINT_ALERT_H */
