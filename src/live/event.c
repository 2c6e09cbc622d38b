/*
 * event.c
 *		What the log of events needs from the server: ids ordered by time, the
 *		era in which transaction numbers mean something, and snapshots by which
 *		a reader knows what it has had (see sql/delivery.sql).
 */
#include "postgres.h"

#include "access/transam.h"
#include "access/xact.h"
#include "access/xlog.h"
#include "access/xlogrecovery.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/alert.h"

PG_FUNCTION_INFO_V1(complaint_new_id);
PG_FUNCTION_INFO_V1(complaint_era);
PG_FUNCTION_INFO_V1(complaint_snapshot);

/*
 * A UUID of version 7 (RFC 9562): it begins with the time, and within a
 * backend each is greater than the one before, so that those of a COPY lie
 * side by side in the indexes.  The rest, 62 bits, is random.
 */
void
alert_new_id(pg_uuid_t *id)
{
	static uint64 last = 0;
	uint64		microseconds = (uint64) (GetCurrentTimestamp() +
										 (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY);
	uint64		ticks = microseconds / 1000 << 12 | (microseconds % 1000) << 2;	/* 4096 a millisecond */

	last = Max(last + 1, ticks);
	if (!pg_strong_random(id->data + 8, 8))
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not generate random values")));
	for (int i = 0; i < 6; i++)
		id->data[i] = (unsigned char) (last >> (52 - 8 * i));
	id->data[6] = (unsigned char) (0x70 | (last >> 8 & 0x0F));
	id->data[7] = (unsigned char) last;
	id->data[8] = (unsigned char) (0x80 | (id->data[8] & 0x3F));
}

Datum
complaint_new_id(PG_FUNCTION_ARGS)
{
	pg_uuid_t  *id = palloc(sizeof(pg_uuid_t));

	alert_new_id(id);
	PG_RETURN_UUID_P(id);
}

/*
 * A number for this cluster, database and timeline.  After a restore or a
 * recovery to a point in time transaction numbers are used a second time; the
 * era then is another one.
 */
int64
alert_era(void)
{
	TimeLineID	timeline;
	uint64		era;

	if (RecoveryInProgress())
		(void) GetXLogReplayRecPtr(&timeline);
	else
		timeline = GetWALInsertionTimeLine();
	era = hash_bytes_uint32_extended(MyDatabaseId, GetSystemIdentifier());
	return (int64) hash_bytes_uint32_extended(timeline, era);
}

Datum
complaint_era(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(alert_era());
}

static uint64
full_xid(TransactionId xid, FullTransactionId next)
{
	uint32		epoch = EpochFromFullTransactionId(next);

	if (xid > XidFromFullTransactionId(next))
		epoch--;
	return U64FromFullTransactionId(FullTransactionIdFromEpochAndXid(epoch, xid));
}

/*
 * What the active snapshot sees as a pg_snapshot, in two ways less than
 * pg_current_snapshot(): the current transaction is not over, whatever it has
 * written so far; and on a standby, where a snapshot does not list the
 * transactions that run, nothing from the oldest of them on is.
 */
Datum
complaint_snapshot(PG_FUNCTION_ARGS)
{
	Snapshot	snapshot = GetActiveSnapshot();
	FullTransactionId next = ReadNextFullTransactionId();
	TransactionId own = GetTopTransactionIdIfAny();
	TransactionId xmin = snapshot->xmin;
	TransactionId xmax = snapshot->xmax;
	TransactionId *running = palloc(sizeof(TransactionId) * (snapshot->xcnt + 1));
	int			nrunning = 0;
	StringInfoData text;

	if (snapshot->takenDuringRecovery)
		xmax = xmin;
	else
	{
		memcpy(running, snapshot->xip, sizeof(TransactionId) * snapshot->xcnt);
		nrunning = (int) snapshot->xcnt;
		if (TransactionIdIsValid(own) && TransactionIdPrecedes(own, xmax))
			running[nrunning++] = own;
		if (TransactionIdIsValid(own) && TransactionIdPrecedes(own, xmin))
			xmin = own;
	}
	qsort(running, nrunning, sizeof(TransactionId), xidLogicalComparator);

	initStringInfo(&text);
	appendStringInfo(&text, UINT64_FORMAT ":" UINT64_FORMAT ":", full_xid(xmin, next), full_xid(xmax, next));
	for (int i = 0; i < nrunning; i++)
	{
		if (i > 0 && running[i] == running[i - 1])
			continue;
		if (i > 0)
			appendStringInfoChar(&text, ',');
		appendStringInfo(&text, UINT64_FORMAT, full_xid(running[i], next));
	}
	return DirectFunctionCall1(pg_snapshot_in, CStringGetDatum(text.data));
}
