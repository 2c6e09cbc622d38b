/*
 * worker.c
 *		The background worker's own process (see worker.h).
 *
 * Between its turns it holds no transaction and no snapshot.  A turn looks
 * whether the worker is still wanted, runs complaint.run_due() as the owner of
 * our tables and writes down how it went, each in a transaction.
 *
 * How it exits says to the postmaster what to do: 0, that is all; 1, restart
 * me in a few seconds.
 */
#include "postgres.h"

#include <math.h>

#include "access/xact.h"
#include "catalog/pg_database.h"
#include "commands/extension.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "libpq/pqsignal.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "postmaster/bgworker.h"
#include "postmaster/interrupt.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/lmgr.h"
#include "storage/proc.h"
#include "utils/backend_status.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/timeout.h"
#include "utils/timestamp.h"
#include "utils/wait_event.h"

#include "compat.h"
#include "live/reading.h"
#include "live/worker.h"
#include "live/worker_private.h"
#include "live/worker_report.h"

/* Exit codes */
#define STAY_AWAY 0
#define COME_BACK 1

/* It never sleeps longer, so that DROP DATABASE need not wait. */
#define NAP_MS 500

/* How often a turn looks whether somebody waits for the database. */
#define ASIDE_LOOK_MS 250

/* A run waits no longer for a lock. */
#define MAX_LOCK_WAIT_MS 1000

/* How long a new worker sleeps while start_worker() is not committed. */
#define UNCOMMITTED_NAP_MS 20

/* Turns that fail come less and less often, down to this. */
#define BACK_OFF_MS 60000

/*
 * A turn may take so long.  If that was not enough (much became due while
 * nobody looked), the next may take twice as long.
 */
#define TURN_MS (60 * 1000)
#define LONGEST_TURN_MS (60 * 60 * 1000)

typedef enum Verdict
{
	VERDICT_RUN, VERDICT_WAIT, VERDICT_STAY_AWAY, VERDICT_COME_BACK
} Verdict;

static volatile sig_atomic_t terminate = false;
static bool connected = false;
static bool stepping_aside = false;

/* What the worker knows of itself; the strings are in "worker_context". */
static MemoryContext worker_context = NULL;
static bool confirmed = false;	/* it was wanted once */
static Verdict verdict = VERDICT_WAIT;
static char *version = NULL;	/* of the extension */
static int	turn_ms = TURN_MS;
static long next_due_ms = BACK_OFF_MS;

/* ----------------------------------------------------------------
 * Ending
 * ----------------------------------------------------------------
 */

/* The run that is under way is canceled, and the main loop decides how to exit. */
static void
handle_sigterm(SIGNAL_ARGS)
{
	int			saved_errno = errno;

	terminate = true;
	InterruptPending = true;
	QueryCancelPending = true;
	SetLatch(MyLatch);
	errno = saved_errno;
}

/* A worker whose database is gone must not be restarted for ever. */
static void
exit_unconnected(int code, Datum argument)
{
	if (!connected)
		proc_exit(STAY_AWAY);
}

/*
 * Whether somebody has or wants the database for himself: DROP DATABASE,
 * ALTER DATABASE ... RENAME, CREATE DATABASE ... TEMPLATE.  They give other
 * processes five seconds to leave.
 */
static bool
database_is_asked_for(void)
{
	LOCKTAG		tag;

	SET_LOCKTAG_OBJECT(tag, InvalidOid, DatabaseRelationId, MyDatabaseId, 0);
	if (LockAcquire(&tag, RowExclusiveLock, true, true) == LOCKACQUIRE_NOT_AVAIL)
		return true;
	(void) LockRelease(&tag, RowExclusiveLock, true);
	return false;
}

static ExecutorStart_hook_type next_executor_start = NULL;

/* A cancel is what nobody catches. */
void
worker_make_way(void)
{
	static TimestampTz last_look = 0;
	TimestampTz now;

	if (!worker_is_me || !INTERRUPTS_CAN_BE_PROCESSED())
		return;
	now = GetCurrentTimestamp();
	if (!TimestampDifferenceExceeds(last_look, now, ASIDE_LOOK_MS))
		return;
	last_look = now;
	stepping_aside = database_is_asked_for();
	if (stepping_aside)
		ereport(ERROR,
				(errcode(ERRCODE_QUERY_CANCELED),
				 errmsg("the complaint worker makes way for a command on its database")));
}

/* Between the statements of a long run too. */
static void
executor_start(QueryDesc *query, int flags)
{
	worker_make_way();
	if (next_executor_start != NULL)
		next_executor_start(query, flags);
	else
		standard_ExecutorStart(query, flags);
}

/* ----------------------------------------------------------------
 * Transactions
 * ----------------------------------------------------------------
 */

static void
become_owner(void)
{
	SetUserIdAndSecContext(reading_owner(reading_table("worker")),
						   SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
}

/*
 * Whoever owns our tables may have put deferred triggers on them: so the user
 * is the one that "work" became until the transaction has ended.
 */
static void
transaction(void (*work) (void))
{
	Oid			saved_user;
	int			saved_context;

	SetCurrentStatementStartTimestamp();
	StartTransactionCommand();
	GetUserIdAndSecContext(&saved_user, &saved_context);
	PushActiveSnapshot(GetTransactionSnapshot());
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	work();
	SPI_finish();
	PopActiveSnapshot();
	CommitTransactionCommand();
	SetUserIdAndSecContext(saved_user, saved_context);
}

/* Does "work" in a transaction; the error, or null. */
static ErrorData *
attempt(void (*work) (void), const char *activity)
{
	ErrorData  *volatile error = NULL;

	/* what was meant for the one before, or for none, is forgotten; the end is not */
	QueryCancelPending = false;
	if (terminate)
		InterruptPending = QueryCancelPending = true;
	pgstat_report_activity(STATE_RUNNING, activity);
	enable_timeout_after(STATEMENT_TIMEOUT, turn_ms);
	PG_TRY();
	{
		transaction(work);
		disable_timeout(STATEMENT_TIMEOUT, false);
	}
	PG_CATCH();
	{
		/* as the server does in its own loops: nothing may interrupt this */
		HOLD_INTERRUPTS();
		disable_all_timeouts(false);
		QueryCancelPending = false;
		MemoryContextSwitchTo(worker_context);
		error = CopyErrorData();
		FlushErrorState();
		AbortOutOfAnyTransaction();
		RESUME_INTERRUPTS();
	}
	PG_END_TRY();
	MemoryContextSwitchTo(worker_context);
	pgstat_report_stat(true);
	pgstat_report_activity(STATE_IDLE, NULL);
	return error;
}

/* ----------------------------------------------------------------
 * What a turn does
 * ----------------------------------------------------------------
 */

/* The extension may be missing, be dropped or become another version. */
static void
look(void)
{
	char	   *found;
	Datum		wanted;
	bool		isnull;

	if (!OidIsValid(get_extension_oid("complaint", true)))
	{
		verdict = worker_database_is_named() ? VERDICT_WAIT : VERDICT_STAY_AWAY;
		return;
	}
	become_owner();
	if (SPI_execute("SELECT e.extversion, w.wanted FROM pg_catalog.pg_extension AS e "
					"LEFT JOIN complaint.worker AS w ON true "
					"WHERE e.extname OPERATOR(pg_catalog.=) 'complaint'", true, 1) != SPI_OK_SELECT)
		elog(ERROR, "SPI_execute failed: %s", SPI_result_code_string(SPI_result));
	if (SPI_processed != 1)
		elog(ERROR, "extension \"complaint\" has no version");
	found = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	wanted = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 2, &isnull);
	if (version == NULL)
		version = MemoryContextStrdup(worker_context, found);
	if (strcmp(version, found) != 0)
		verdict = VERDICT_COME_BACK;	/* with the library of the new one */
	else if (isnull ? worker_database_is_named() : DatumGetBool(wanted))
		verdict = VERDICT_RUN;
	else
		verdict = VERDICT_STAY_AWAY;
}

/* ... and when there is something to do next, which may be never. */
static void
run(void)
{
	Datum		due;
	bool		isnull;

	become_owner();
	if (SPI_execute("SELECT complaint.run_due()", false, 0) != SPI_OK_SELECT ||
		SPI_execute("SELECT (extract(epoch FROM min(a.due_at)) - extract(epoch FROM complaint.clock()))::double precision * 1000 "
					"FROM complaint.alert AS a", false, 0) != SPI_OK_SELECT)
		elog(ERROR, "SPI_execute failed: %s", SPI_result_code_string(SPI_result));
	due = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull);
	next_due_ms = isnull ? BACK_OFF_MS : (long) ceil(Max(0, Min(DatumGetFloat8(due), BACK_OFF_MS)));
}

static void
write_down(void)
{
	become_owner();
	report_write();
}

/* ----------------------------------------------------------------
 * Turns
 * ----------------------------------------------------------------
 */

/* What a command on the database or the end of the worker did is no error. */
static void
note_error(ErrorData *error)
{
	if (!terminate && !stepping_aside)
	{
		if (error->sqlerrcode == ERRCODE_QUERY_CANCELED)
			turn_ms = Min(turn_ms * 2, LONGEST_TURN_MS);
		report_error(error);
	}
	FreeErrorData(error);
}

static void
write_if_due(void)
{
	ErrorData  *error;

	if (terminate || stepping_aside || !report_is_due())
		return;
	error = attempt(write_down, "UPDATE complaint.worker");
	if (error != NULL)
		note_error(error);
}

/* One turn; how many milliseconds to the next. */
static long
turn(void)
{
	ErrorData  *error;

	/* before the snapshot that shows what they did is taken */
	verdict = VERDICT_RUN;
	if (worker_lock_is_held(WORKER_LOCK_STOP))
	{
		verdict = VERDICT_STAY_AWAY;
		return 0;
	}
	if (!confirmed && worker_lock_is_held(WORKER_LOCK_CONTROL))
		return UNCOMMITTED_NAP_MS;

	error = attempt(look, "looking whether the worker is wanted");
	if (error == NULL && verdict != VERDICT_RUN)
		return worker_interval;
	if (error == NULL)
	{
		/* while it has its first run it is known already */
		if (!confirmed)
			write_if_due();
		confirmed = true;
		report_listen();
		error = attempt(run, "SELECT complaint.run_due()");
	}
	if (error != NULL)
		note_error(error);
	else
	{
		report_run();
		turn_ms = TURN_MS;
	}
	write_if_due();
	if (report_failures() > 0)
		return (long) Min((int64) worker_interval << Min(report_failures(), 16), BACK_OFF_MS);
	/* what is overdue still was tried in vain */
	return next_due_ms > 0 ? Min(worker_interval, next_due_ms) : worker_interval;
}

/*
 * Cancels are for turns only, but the other interrupts are served here: a
 * barrier waits for every process of the server.  True if the settings were
 * read again.
 */
static bool
sleep_ms(long ms)
{
	(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH,
					 ms, PG_WAIT_EXTENSION);
	ResetLatch(MyLatch);
	HOLD_CANCEL_INTERRUPTS();
	CHECK_FOR_INTERRUPTS();
	RESUME_CANCEL_INTERRUPTS();
	if (!ConfigReloadPending)
		return false;
	ConfigReloadPending = false;
	ProcessConfigFile(PGC_SIGHUP);
	return true;
}

/* Takes turns until there is a reason to end; the exit code. */
static int
work(void)
{
	TimestampTz next_turn = GetCurrentTimestamp();

	for (;;)
	{
		TimestampTz now = GetCurrentTimestamp();
		long		ms = TimestampDifferenceMilliseconds(now, next_turn);

		if (terminate)
			return worker_lock_is_held(WORKER_LOCK_STOP) ? STAY_AWAY : COME_BACK;
		if (stepping_aside || database_is_asked_for())
			return COME_BACK;
		/* a clock that was set back does not stop it */
		if (ms == 0 || ms > BACK_OFF_MS)
		{
			ms = turn();
			next_turn = TimestampTzPlusMilliseconds(GetCurrentTimestamp(), ms);
			if (verdict == VERDICT_STAY_AWAY)
				return STAY_AWAY;
			if (verdict == VERDICT_COME_BACK)
				return COME_BACK;
		}
		else if (sleep_ms(Min(NAP_MS, ms)))
			next_turn = now;
	}
}

/* ----------------------------------------------------------------
 * The process
 * ----------------------------------------------------------------
 */

/* What a database or a role may have been given does not hold here. */
static void
set_settings(void)
{
	static const char *const settings[][2] = {
		{"search_path", "pg_catalog, pg_temp"},
		{"default_transaction_isolation", "read committed"},
		{"default_transaction_read_only", "off"},
		{"default_transaction_deferrable", "off"},
		{"statement_timeout", "0"},
		{"idle_in_transaction_session_timeout", "0"},
		COMPAT_WORKER_SETTINGS
	};
	char		lock_timeout[16];

	for (int i = 0; i < (int) lengthof(settings); i++)
		SetConfigOption(settings[i][0], settings[i][1], PGC_SUSET, PGC_S_OVERRIDE);

	/*
	 * DROP DATABASE waits for a run that waits.  And who waits for a run that
	 * waits for him, as DROP EXTENSION may, is not the one to be canceled: where
	 * the run waited first, it gives up before he looks for a deadlock; where
	 * it closes the circle, it looks at once itself.
	 */
	snprintf(lock_timeout, sizeof(lock_timeout), "%d", Max(Min(DeadlockTimeout / 2, MAX_LOCK_WAIT_MS), 1));
	SetConfigOption("lock_timeout", lock_timeout, PGC_SUSET, PGC_S_OVERRIDE);
	SetConfigOption("deadlock_timeout", "10ms", PGC_SUSET, PGC_S_OVERRIDE);
	/* it would tell of each wait that is as short */
	SetConfigOption("log_lock_waits", "off", PGC_SUSET, PGC_S_OVERRIDE);
}

void
complaint_worker_main(Datum argument)
{
	int			code;

	worker_is_me = true;
	on_proc_exit(exit_unconnected, (Datum) 0);
	pqsignal(SIGHUP, SignalHandlerForConfigReload);
	pqsignal(SIGTERM, handle_sigterm);
	BackgroundWorkerUnblockSignals();
	/* a static one is told the name of its database, a dynamic one its number */
	if (MyBgworkerEntry->bgw_extra[0] != '\0')
		BackgroundWorkerInitializeConnection(MyBgworkerEntry->bgw_extra, NULL, 0);
	else
		BackgroundWorkerInitializeConnectionByOid(DatumGetObjectId(argument), InvalidOid, 0);
	connected = true;
	if (!worker_lock(WORKER_LOCK_ONE, true, false))
		proc_exit(STAY_AWAY);
	/* nobody has this but those who look, for a moment */
	(void) worker_lock(WORKER_LOCK_ALIVE, true, true);

	worker_context = AllocSetContextCreate(TopMemoryContext, "complaint worker", ALLOCSET_DEFAULT_SIZES);
	MemoryContextSwitchTo(worker_context);
	set_settings();
	report_init();
	pgstat_report_appname("complaint worker");
	next_executor_start = ExecutorStart_hook;
	ExecutorStart_hook = executor_start;

	code = work();
	ereport(DEBUG1, (errmsg_internal("the complaint worker ends with exit code %d", code)));
	proc_exit(code);
}
