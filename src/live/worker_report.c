/*
 * worker_report.c
 *		What the worker says of itself (see worker_report.h).
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/worker_report.h"

/* How often the row is written when nothing changed but the clock. */
#define WRITE_MS 10000

/* So many different messages of a run are remembered. */
#define MAX_SAID 100

static MemoryContext context = NULL;
static emit_log_hook_type next_emit_log = NULL;

static bool listening = false;
static List *said_before = NIL; /* strings, in "context" as the rest */
static List *said_now = NIL;
static char *warning = NULL;	/* the first of this run */

static TimestampTz started_at;
static TimestampTz last_run_at = 0;
static int64 runs = 0;
static char *last_error = NULL;
static TimestampTz last_error_at = 0;
static int	failures = 0;
static TimestampTz written_at = 0;
static bool to_write = true;

/* ----------------------------------------------------------------
 * Log
 * ----------------------------------------------------------------
 */

static bool
is_said(List *said, const char *message)
{
	ListCell   *cell;

	foreach(cell, said)
	{
		if (strcmp(lfirst(cell), message) == 0)
			return true;
	}
	return false;
}

static void
emit_log(ErrorData *error)
{
	if (listening && error->message != NULL && (error->elevel == LOG || error->elevel == WARNING))
	{
		MemoryContext old = MemoryContextSwitchTo(context);

		if (error->elevel == WARNING && warning == NULL)
			warning = pstrdup(error->message);
		if (is_said(said_before, error->message) || is_said(said_now, error->message))
			error->output_to_server = false;
		if (list_length(said_now) < MAX_SAID && !is_said(said_now, error->message))
			said_now = lappend(said_now, pstrdup(error->message));
		MemoryContextSwitchTo(old);
	}
	if (next_emit_log != NULL)
		next_emit_log(error);
}

void
report_init(void)
{
	context = AllocSetContextCreate(TopMemoryContext, "complaint worker's report", ALLOCSET_DEFAULT_SIZES);
	started_at = GetCurrentTimestamp();
	/* a warning that nobody would log is not made at all */
	if (!message_level_is_interesting(WARNING))
		SetConfigOption("log_min_messages", "warning", PGC_SUSET, PGC_S_OVERRIDE);
	next_emit_log = emit_log_hook;
	emit_log_hook = emit_log;
}

void
report_listen(void)
{
	listening = true;
	warning = NULL;
}

/* What was said is what must not be said again in the next run. */
static void
stop_listening(void)
{
	listening = false;
	list_free_deep(said_before);
	said_before = said_now;
	said_now = NIL;
}

/* ----------------------------------------------------------------
 * How it fares
 * ----------------------------------------------------------------
 */

/* Takes over a string in "context", or null: all is well. */
static void
set_last_error(char *message)
{
	char	   *former = last_error;

	last_error = message;
	if (message != NULL)
		last_error_at = GetCurrentTimestamp();
	if (former == NULL ? message != NULL : message == NULL || strcmp(former, message) != 0)
		to_write = true;
	if (former != NULL)
		pfree(former);
}

void
report_run(void)
{
	bool		failed = last_error != NULL;

	stop_listening();
	failures = 0;
	if (runs++ == 0)
		to_write = true;
	last_run_at = GetCurrentTimestamp();
	set_last_error(warning);
	warning = NULL;
	if (failed && last_error == NULL)
		ereport(LOG, (errmsg("the complaint worker works again")));
}

void
report_error(const ErrorData *error)
{
	stop_listening();
	failures++;
	if (warning != NULL)
		pfree(warning);
	warning = NULL;
	if (last_error == NULL || strcmp(last_error, error->message) != 0)
		ereport(LOG,
				(errcode(error->sqlerrcode),
				 errmsg("the complaint worker failed: %s", error->message),
				 error->detail != NULL ? errdetail_internal("%s", error->detail) : 0,
				 errhint("It goes on trying, and complaint.worker_status shows how it fares; the same error is not logged again."),
				 error->context != NULL ? errcontext("%s", error->context) : 0));
	set_last_error(MemoryContextStrdup(context, error->message));
}

int
report_failures(void)
{
	return failures;
}

/* ----------------------------------------------------------------
 * The row
 * ----------------------------------------------------------------
 */

bool
report_is_due(void)
{
	TimestampTz now = GetCurrentTimestamp();

	return to_write || now < written_at || TimestampDifferenceExceeds(written_at, now, WRITE_MS);
}

/* A row that start_worker() or stop_worker() holds is written another time. */
void
report_write(void)
{
	Oid			types[] = {INT4OID, TIMESTAMPTZOID, TIMESTAMPTZOID, INT8OID, TEXTOID, TIMESTAMPTZOID};
	Datum		values[lengthof(types)] = {
		Int32GetDatum(MyProcPid), TimestampTzGetDatum(started_at), TimestampTzGetDatum(last_run_at),
		Int64GetDatum(runs), last_error == NULL ? (Datum) 0 : CStringGetTextDatum(last_error),
		TimestampTzGetDatum(last_error_at)
	};
	char		nulls[] = {
		' ', ' ', last_run_at == 0 ? 'n' : ' ',
		' ', last_error == NULL ? 'n' : ' ',
		last_error_at == 0 ? 'n' : ' '
	};

	written_at = GetCurrentTimestamp();
	if (SPI_execute_with_args("UPDATE complaint.worker AS w SET pid = $1, started_at = $2, "
							  "last_run_at = coalesce($3, w.last_run_at), runs = $4, last_error = $5, "
							  "last_error_at = coalesce($6, w.last_error_at) "
							  "FROM (SELECT FROM complaint.worker FOR NO KEY UPDATE SKIP LOCKED) AS free",
							  lengthof(types), types, values, nulls, false, 0) != SPI_OK_UPDATE)
		elog(ERROR, "SPI_execute_with_args failed: %s", SPI_result_code_string(SPI_result));
	to_write = SPI_processed == 0;
}
