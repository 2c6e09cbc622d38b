/*
 * event.c
 *		What the log of events needs from the server: ids ordered by time, and
 *		the era in which transaction numbers mean something.
 */
#include "postgres.h"

#include "access/xlog.h"
#include "access/xlogrecovery.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/alert.h"
#include "live/reading.h"

PG_FUNCTION_INFO_V1(complaint_new_id);
PG_FUNCTION_INFO_V1(complaint_era);

/* The lowest bits of an era are the timeline: see complaint.same_database(). */
#define TIMELINE_BITS 20

/* Random bytes; to ask for some is what costs, so they are fetched in stock. */
static void
take_random(unsigned char *bytes, int n)
{
	static unsigned char stock[256];
	static int	left = 0;

	if (left < n)
	{
		left = 0;
		if (!pg_strong_random(stock, sizeof(stock)))
			ereport(ERROR,
					(errcode(ERRCODE_INTERNAL_ERROR),
					 errmsg("could not generate random values")));
		left = sizeof(stock);
	}
	left -= n;
	memcpy(bytes, stock + left, n);
}

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
	take_random(id->data + 8, 8);
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
 * A number for this cluster, database, log of events and timeline.  After a
 * restore or a recovery to a point in time transaction numbers are used a
 * second time; the era then is another one.  The log itself is told by the oid
 * of its table, so that a dump that is restored into the database it came from
 * is told apart, too.
 */
int64
alert_era(void)
{
	TimeLineID	timeline;
	uint64		database;

	if (RecoveryInProgress())
		(void) GetXLogReplayRecPtr(&timeline);
	else
		timeline = GetWALInsertionTimeLine();
	database = hash_bytes_uint32_extended(MyDatabaseId, GetSystemIdentifier());
	database = hash_bytes_uint32_extended(reading_table("event"), database);
	return (int64) (database << TIMELINE_BITS | (timeline & ((1 << TIMELINE_BITS) - 1)));
}

Datum
complaint_era(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(alert_era());
}
