/*
 * alert.h
 *		Raising alerts and telling people.
 */
#ifndef COMPLAINT_ALERT_H
#define COMPLAINT_ALERT_H

#include "datatype/timestamp.h"
#include "live/aggregate.h"
#include "live/policy.h"
#include "utils/uuid.h"

/* Longest NOTIFY channel of ours, with its end. */
#define ALERT_CHANNEL_SIZE 64

/* A session whose row is locked by us, after its messages were stored. */
typedef struct AlertSession
{
	Datum		source;
	Datum		session;
	const Aggregate *aggregate;
	struct varlena *agent;		/* current agent, NULL: none */
	TimestampTz now;			/* time of this settle */
} AlertSession;

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
	int			level;
	struct varlena *harms;
	struct varlena *type;
	int			count;
	TimestampTz at;
} AlertNotice;

/* Registers complaint.notify_payload. */
extern void alert_init(void);

/*
 * Raises the policy's alert if the session reaches its threshold and no
 * episode is running or cooling down.  Called when a message was stored that
 * meets the policy.
 */
extern void alert_consider(const AlertSession *session, const Policy *policy);

/*
 * Notes what is to be told when the transaction commits: only then, because
 * a transaction that has executed NOTIFY cannot be prepared.  Copied.
 */
extern void alert_notify(const AlertNotice *notice);

/*
 * Sends it, but for events that were rolled back, while the queue has room
 * for hints.  Between store_begin() and store_end().
 */
extern bool alert_has_pending(void);
extern void alert_send_pending(void);
extern void alert_doubt_pending(void);	/* a savepoint was rolled back */
extern void alert_forget_pending(void);

#endif							/* COMPLAINT_ALERT_H */
