/*
 * snapshot.c
 *		Snapshots by which a reader of events knows what it has had (see
 *		sql/delivery.sql).
 *
 * They are values of type pg_snapshot, which the server keeps to itself: they
 * are read by its binary format and written as text.
 */
#include "postgres.h"

#include "access/transam.h"
#include "access/xact.h"
#include "access/xlog.h"
#include "access/xlog_internal.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/snapmgr.h"
#include "utils/xid8.h"

#include "compat.h"
#include "live/alert.h"

PG_FUNCTION_INFO_V1(complaint_snapshot);
PG_FUNCTION_INFO_V1(complaint_flush);
PG_FUNCTION_INFO_V1(complaint_is_set_back);
PG_FUNCTION_INFO_V1(complaint_covers);
PG_FUNCTION_INFO_V1(complaint_merged);
PG_FUNCTION_INFO_V1(complaint_cut);

/* Beyond so many running transactions no subtransactions are listed: a cursor stays handy. */
#define MAX_SUBTRANSACTIONS 200

/* Numbers below xmax are over, but for those that run: a sorted list. */
typedef struct Seen
{
	uint64		xmax;
	int			nrunning;
	uint64	   *running;
} Seen;

static int
compare_numbers(const void *a, const void *b)
{
	uint64		x = *(const uint64 *) a;
	uint64		y = *(const uint64 *) b;

	return x < y ? -1 : x > y;
}

static void
read_seen(Datum snapshot, Seen *seen)
{
	bytea	   *bytes = DatumGetByteaPP(DirectFunctionCall1(pg_snapshot_send, snapshot));
	StringInfoData message;

	initStringInfo(&message);
	appendBinaryStringInfo(&message, VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
	seen->nrunning = (int) pq_getmsgint(&message, 4);
	(void) pq_getmsgint64(&message);	/* xmin */
	seen->xmax = (uint64) pq_getmsgint64(&message);
	seen->running = palloc(sizeof(uint64) * (seen->nrunning + 1));
	for (int i = 0; i < seen->nrunning; i++)
		seen->running[i] = (uint64) pq_getmsgint64(&message);
}

static bool
is_over(const Seen *seen, uint64 xid)
{
	return xid < seen->xmax &&
		bsearch(&xid, seen->running, seen->nrunning, sizeof(uint64), compare_numbers) == NULL;
}

/* Sorts what runs, drops what is there twice or beyond the end, and writes it. */
static Datum
make_snapshot(Seen *seen)
{
	StringInfoData text;
	int			n = 0;

	qsort(seen->running, seen->nrunning, sizeof(uint64), compare_numbers);
	for (int i = 0; i < seen->nrunning; i++)
		if (seen->running[i] < seen->xmax && (n == 0 || seen->running[i] != seen->running[n - 1]))
			seen->running[n++] = seen->running[i];
	initStringInfo(&text);
	appendStringInfo(&text, UINT64_FORMAT ":" UINT64_FORMAT ":", n > 0 ? seen->running[0] : seen->xmax, seen->xmax);
	for (int i = 0; i < n; i++)
		appendStringInfo(&text, i > 0 ? "," UINT64_FORMAT : UINT64_FORMAT, seen->running[i]);
	return DirectFunctionCall1(pg_snapshot_in, CStringGetDatum(text.data));
}

/* ----------------------------------------------------------------
 * Of this server
 * ----------------------------------------------------------------
 */

static uint64
full_xid(TransactionId xid, FullTransactionId next)
{
	uint32		epoch = EpochFromFullTransactionId(next);

	if (xid > XidFromFullTransactionId(next))
		epoch--;
	return U64FromFullTransactionId(FullTransactionIdFromEpochAndXid(epoch, xid));
}

/*
 * What the active snapshot sees, otherwise than pg_current_snapshot() in two
 * ways: the current transaction is not over, whatever it has written so far;
 * and the transactions that run are listed on a standby, too.  There they
 * cannot be told from their subtransactions, which may then be listed in the
 * snapshot of a primary as well, so that the two can be compared; no event has
 * the number of one.  Where a standby does not know all that run, nothing from
 * the oldest of them on is over.
 */
Datum
complaint_snapshot(PG_FUNCTION_ARGS)
{
	bool		subtransactions = PG_GETARG_BOOL(0);
	Snapshot	snapshot = GetActiveSnapshot();
	FullTransactionId next = ReadNextFullTransactionId();
	TransactionId own = GetTopTransactionIdIfAny();
	bool		standby = snapshot->takenDuringRecovery;
	bool		known = !snapshot->suboverflowed && snapshot->xcnt + snapshot->subxcnt <= MAX_SUBTRANSACTIONS;
	Seen		seen;

	seen.xmax = full_xid(standby && !known ? snapshot->xmin : snapshot->xmax, next);
	seen.nrunning = 0;
	seen.running = palloc(sizeof(uint64) * ((Size) snapshot->xcnt + snapshot->subxcnt + 1));
	for (uint32 i = 0; i < snapshot->xcnt; i++)
		seen.running[seen.nrunning++] = full_xid(snapshot->xip[i], next);
	for (int32 i = 0; known && (standby || subtransactions) && i < snapshot->subxcnt; i++)
		seen.running[seen.nrunning++] = full_xid(snapshot->subxip[i], next);
	if (TransactionIdIsValid(own))
		seen.running[seen.nrunning++] = full_xid(own, next);
	return make_snapshot(&seen);
}

/*
 * A transaction that is over leaves a record of it in the log, whether it
 * committed or not; a crash that takes the record back gives its number to
 * another transaction, which a cursor that counts it as over would pass over.
 * So no cursor is handed out before those records are on disk.  (A standby
 * hears of nothing before that.)
 */
Datum
complaint_flush(PG_FUNCTION_ARGS)
{
	if (!RecoveryInProgress())
	{
		XLogRecPtr	upto = GetXLogInsertRecPtr();
		uint32		header = XLogSegmentOffset(upto, wal_segment_size) < XLOG_BLCKSZ
			? SizeOfXLogLongPHD : SizeOfXLogShortPHD;

		/* the place of the next record may lie behind the header of a page that is not there yet */
		if (upto % XLOG_BLCKSZ == header)
			upto -= header;
		XLogFlush(upto);
	}
	PG_RETURN_VOID();
}

/* No snapshot can be ahead of the server, unless that was copied back. */
Datum
complaint_is_set_back(PG_FUNCTION_ARGS)
{
	int64		era = PG_GETARG_INT64(0);
	int64		this_era = alert_era();
	Seen		seen;

	if (RecoveryInProgress())
		PG_RETURN_BOOL(false);
	read_seen(PG_GETARG_DATUM(1), &seen);
	PG_RETURN_BOOL(era > this_era ||
				   (era == this_era && seen.xmax > U64FromFullTransactionId(ReadNextFullTransactionId())));
}

/* ----------------------------------------------------------------
 * Of cursors
 * ----------------------------------------------------------------
 */

/* Whether all that is over for the second is over for the first. */
Datum
complaint_covers(PG_FUNCTION_ARGS)
{
	Seen		seen;
	Seen		other;
	uint64		nrunning = 0;

	read_seen(PG_GETARG_DATUM(0), &seen);
	read_seen(PG_GETARG_DATUM(1), &other);
	for (int i = 0; i < seen.nrunning; i++)
		if (is_over(&other, seen.running[i]))
			PG_RETURN_BOOL(false);
	/* beyond the end of the first, all must run for the second */
	for (int i = 0; i < other.nrunning; i++)
		nrunning += other.running[i] >= seen.xmax;
	PG_RETURN_BOOL(other.xmax <= seen.xmax || other.xmax - seen.xmax == nrunning);
}

/* For which is over what is over for one of the two. */
Datum
complaint_merged(PG_FUNCTION_ARGS)
{
	Seen		parts[2];
	Seen		merged;

	read_seen(PG_GETARG_DATUM(0), &parts[0]);
	read_seen(PG_GETARG_DATUM(1), &parts[1]);
	merged.xmax = Max(parts[0].xmax, parts[1].xmax);
	merged.nrunning = 0;
	merged.running = palloc(sizeof(uint64) * ((Size) parts[0].nrunning + parts[1].nrunning + 1));
	for (int part = 0; part < 2; part++)
		for (int i = 0; i < parts[part].nrunning; i++)
			if (!is_over(&parts[1 - part], parts[part].running[i]))
				merged.running[merged.nrunning++] = parts[part].running[i];
	return make_snapshot(&merged);
}

/* For which is over what is, but for the numbers from the fork on and those that run in the third. */
Datum
complaint_cut(PG_FUNCTION_ARGS)
{
	uint64		fork = U64FromFullTransactionId(PG_GETARG_FULLTRANSACTIONID(1));
	Seen		seen;
	Seen		running;

	read_seen(PG_GETARG_DATUM(0), &seen);
	read_seen(PG_GETARG_DATUM(2), &running);
	seen.xmax = Min(seen.xmax, fork);
	seen.running = repalloc(seen.running, sizeof(uint64) * ((Size) seen.nrunning + running.nrunning + 1));
	for (int i = 0; i < running.nrunning; i++)
		seen.running[seen.nrunning++] = running.running[i];
	return make_snapshot(&seen);
}
