/*
 * worker_launch.c
 *		Starting and stopping the worker (see worker.h).
 *
 * complaint.worker.wanted says what a superuser asked for: true, it shall run;
 * false, it shall not; null, nobody said, and the one that
 * complaint.worker_databases names runs.
 *
 * start_worker() and stop_worker() hold the lock CONTROL until their
 * transaction ends.  A new worker waits for that before it looks whether it is
 * wanted, so it runs only if start_worker() is committed.  While the lock STOP
 * is held, a worker that ends says to the postmaster that it shall stay so.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/table.h"
#include "access/xact.h"
#include "access/xlog.h"
#include "catalog/pg_type.h"
#include "commands/dbcommands.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "postmaster/bgworker.h"
#include "storage/latch.h"
#include "storage/lmgr.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"
#include "utils/varlena.h"
#include "utils/wait_event.h"

#include "compat.h"
#include "live/reading.h"
#include "live/subtransaction.h"
#include "live/worker.h"
#include "live/worker_private.h"

PG_FUNCTION_INFO_V1(complaint_start_worker);
PG_FUNCTION_INFO_V1(complaint_stop_worker);

/* Tells our locks from pg_advisory_lock's (1, 2) and from those on keys (77). */
#define WORKER_LOCK_CLASS 79

/* How soon the postmaster restarts a worker that died. */
#define RESTART_SECONDS 5

/* How long start and stop wait, and how often they look meanwhile. */
#define WAIT_MS 10000
#define LOOK_MS 20

/* How often a backend looks whether a wanted worker is missing. */
#define RELAUNCH_LOOK_MS 10000

int			worker_interval = 1000;
bool		worker_is_me = false;

static char *worker_databases = NULL;

/* ----------------------------------------------------------------
 * Locks
 * ----------------------------------------------------------------
 */

static void
set_tag(LOCKTAG *tag, WorkerLock lock)
{
	SET_LOCKTAG_ADVISORY(*tag, MyDatabaseId, 0, (uint32) lock, WORKER_LOCK_CLASS);
}

bool
worker_lock(WorkerLock lock, bool session, bool wait)
{
	LOCKTAG		tag;

	set_tag(&tag, lock);
	return LockAcquire(&tag, ExclusiveLock, session, !wait) != LOCKACQUIRE_NOT_AVAIL;
}

void
worker_unlock(WorkerLock lock)
{
	LOCKTAG		tag;

	set_tag(&tag, lock);
	(void) LockRelease(&tag, ExclusiveLock, true);
}

bool
worker_lock_is_held(WorkerLock lock)
{
	LOCKTAG		tag;

	set_tag(&tag, lock);
	if (LockAcquire(&tag, ShareLock, true, true) == LOCKACQUIRE_NOT_AVAIL)
		return true;
	(void) LockRelease(&tag, ShareLock, true);
	return false;
}

/* ----------------------------------------------------------------
 * Registering
 * ----------------------------------------------------------------
 */

static void
describe(BackgroundWorker *worker)
{
	memset(worker, 0, sizeof(*worker));
	worker->bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION;
	/* on a standby it waits for the promotion */
	worker->bgw_start_time = BgWorkerStart_RecoveryFinished;
	worker->bgw_restart_time = RESTART_SECONDS;
	strlcpy(worker->bgw_library_name, "complaint", sizeof(worker->bgw_library_name));
	strlcpy(worker->bgw_function_name, "complaint_worker_main", sizeof(worker->bgw_function_name));
	strlcpy(worker->bgw_type, "complaint worker", sizeof(worker->bgw_type));
}

/* The one of this database; "notify" is told of its start and end. */
static bool
register_dynamic(pid_t notify, BackgroundWorkerHandle **handle)
{
	BackgroundWorker worker;

	describe(&worker);
	snprintf(worker.bgw_name, sizeof(worker.bgw_name), "complaint worker of database %u", MyDatabaseId);
	worker.bgw_main_arg = ObjectIdGetDatum(MyDatabaseId);
	worker.bgw_notify_pid = notify;
	return RegisterDynamicBackgroundWorker(&worker, handle);
}

/* The names of complaint.worker_databases; false if it is no list of names. */
static bool
database_names(const char *value, List **names)
{
	*names = NIL;
	return SplitIdentifierString(pstrdup(value == NULL ? "" : value), ',', names);
}

static bool
check_databases(char **value, void **extra, GucSource source)
{
	List	   *names;

	if (database_names(*value, &names))
		return true;
	GUC_check_errdetail("It is a list of names of databases, separated by commas.");
	return false;
}

static void
register_static(void)
{
	List	   *names;
	ListCell   *cell;

	(void) database_names(worker_databases, &names);
	foreach(cell, names)
	{
		const char *name = lfirst(cell);
		BackgroundWorker worker;

		describe(&worker);
		snprintf(worker.bgw_name, sizeof(worker.bgw_name), "complaint worker of database \"%s\"", name);
		strlcpy(worker.bgw_extra, name, sizeof(worker.bgw_extra));
		RegisterBackgroundWorker(&worker);
	}
}

void
worker_init(void)
{
	DefineCustomIntVariable("complaint.worker_interval",
							"How often the background worker looks for what is due.",
							"Sooner where it knows of something that is due sooner.",
							&worker_interval,
							1000, 10, 60000,
							PGC_SIGHUP,
							GUC_UNIT_MS,
							NULL, NULL, NULL);
	/* after the start of the server, one that needs a restart cannot be defined */
	DefineCustomStringVariable("complaint.worker_databases",
							   "Databases whose background worker starts with the server.",
							   "Needs \"complaint\" in shared_preload_libraries.",
							   &worker_databases,
							   "",
							   process_shared_preload_libraries_in_progress ? PGC_POSTMASTER : PGC_SIGHUP,
							   GUC_LIST_INPUT,
							   check_databases, NULL, NULL);
	if (process_shared_preload_libraries_in_progress && !IsBinaryUpgrade)
		register_static();
}

/* ----------------------------------------------------------------
 * Relaunching
 * ----------------------------------------------------------------
 */

bool
worker_database_is_named(void)
{
	List	   *names;
	ListCell   *cell;
	const char *mine;

	if (worker_databases == NULL || worker_databases[0] == '\0')
		return false;
	mine = get_database_name(MyDatabaseId);
	(void) database_names(worker_databases, &names);
	foreach(cell, names)
	{
		if (mine != NULL && strcmp(mine, lfirst(cell)) == 0)
			return true;
	}
	return false;
}

/*
 * Reads complaint.worker.wanted past all rights: the caller is whoever chats.
 * Whoever has locked the table is not waited for: the next look is soon.
 */
static bool
worker_is_wanted(void)
{
	Oid			table = reading_table("worker");
	AttrNumber	column;
	Relation	relation;
	Snapshot	snapshot;
	SysScanDesc scan;
	HeapTuple	tuple;
	bool		isnull = true;
	bool		wanted = false;

	if (!OidIsValid(table) || !ConditionalLockRelationOid(table, AccessShareLock))
		return false;
	relation = try_table_open(table, NoLock);
	if (relation == NULL)
		return false;
	column = get_attnum(table, "wanted");
	snapshot = RegisterSnapshot(GetLatestSnapshot());
	scan = systable_beginscan(relation, InvalidOid, false, snapshot, 0, NULL);
	tuple = systable_getnext(scan);
	if (HeapTupleIsValid(tuple) && AttributeNumberIsValid(column))
		wanted = DatumGetBool(heap_getattr(tuple, column, RelationGetDescr(relation), &isnull));
	systable_endscan(scan);
	UnregisterSnapshot(snapshot);
	table_close(relation, AccessShareLock);
	return isnull ? worker_database_is_named() : wanted;
}

/*
 * That nobody else starts or stops it now, CONTROL sees to; the transaction
 * that is about to commit gives it back.
 */
static void
relaunch_if_wanted(void)
{
	if (worker_lock_is_held(WORKER_LOCK_ALIVE) || !worker_lock(WORKER_LOCK_CONTROL, false, false))
		return;
	if (worker_is_wanted() && !register_dynamic(0, NULL))
		ereport(DEBUG1,
				(errcode(ERRCODE_CONFIGURATION_LIMIT_EXCEEDED),
				 errmsg("no slot is free for the complaint worker")));
}

void
worker_relaunch_if_wanted(void)
{
	static TimestampTz last_look = 0;
	TimestampTz now;
	Subtransaction sub;
	ErrorData  *volatile error = NULL;

	if (worker_is_me || IsBinaryUpgrade)
		return;
	now = GetCurrentTimestamp();
	if (now >= last_look && !TimestampDifferenceExceeds(last_look, now, RELAUNCH_LOOK_MS))
		return;
	last_look = now;

	subtransaction_begin(&sub);
	PG_TRY();
	{
		relaunch_if_wanted();
		subtransaction_release(&sub);
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(TopTransactionContext);
		error = CopyErrorData();
		FlushErrorState();
		subtransaction_undo(&sub);
	}
	PG_END_TRY();
	if (error == NULL)
		return;
	if (error->sqlerrcode == ERRCODE_QUERY_CANCELED)
		ReThrowError(error);
	ereport(LOG,
			(errcode(error->sqlerrcode),
			 errmsg("the complaint worker was not relaunched: %s", error->message)));
	FreeErrorData(error);
}

/* ----------------------------------------------------------------
 * SQL
 * ----------------------------------------------------------------
 */

static void
check_caller(const char *verb)
{
	if (!superuser())
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied to %s the complaint worker", verb),
				 errhint("Only a superuser may do this.")));
	if (RecoveryInProgress())
		ereport(ERROR,
				(errcode(ERRCODE_READ_ONLY_SQL_TRANSACTION),
				 errmsg("cannot %s the complaint worker during recovery", verb),
				 errhint("A standby has none; after its promotion it has one if one is wanted.")));
}

static void
nap(void)
{
	(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, LOOK_MS, PG_WAIT_EXTENSION);
	ResetLatch(MyLatch);
	CHECK_FOR_INTERRUPTS();
}

/*
 * Changes the row of complaint.worker, as the owner of our tables: a trigger
 * on it must not have the rights of the caller, and so none may be deferred.
 */
static void
change_row(const char *change, Oid type, Datum value)
{
	Oid			saved_user;
	int			saved_context;
	int			saved_guc_level;

	GetUserIdAndSecContext(&saved_user, &saved_context);
	SetUserIdAndSecContext(reading_owner(reading_table("worker")),
						   saved_context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_RESTRICTED_OPERATION | SECURITY_NOFORCE_RLS);
	saved_guc_level = NewGUCNestLevel();
	reading_pin_search_path();
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute_with_args(change, 1, &type, &value, NULL, false, 0) < 0)
		elog(ERROR, "SPI_execute_with_args failed: %s", SPI_result_code_string(SPI_result));
	SPI_finish();
	AtEOXact_GUC(false, saved_guc_level);
	SetUserIdAndSecContext(saved_user, saved_context);
}

/* Kept as one row by its trigger. */
static void
set_wanted(bool wanted)
{
	change_row("INSERT INTO complaint.worker (wanted) VALUES ($1)", BOOLOID, BoolGetDatum(wanted));
}

/* Launches it and waits until it has its lock; its pid, or 0. */
static int32
launch_and_wait(void)
{
	BackgroundWorkerHandle *handle;
	BgwHandleStatus status;
	TimestampTz began = GetCurrentTimestamp();
	pid_t		pid = 0;

	if (!register_dynamic(MyProcPid, &handle))
		ereport(ERROR,
				(errcode(ERRCODE_CONFIGURATION_LIMIT_EXCEEDED),
				 errmsg("no slot is free for the complaint worker"),
				 errdetail("All %d of max_worker_processes are taken.", max_worker_processes),
				 errhint("Raise max_worker_processes, or end other background workers.")));
	status = WaitForBackgroundWorkerStartup(handle, &pid);
	while (status == BGWH_STARTED && !worker_lock_is_held(WORKER_LOCK_ALIVE) &&
		   !TimestampDifferenceExceeds(began, GetCurrentTimestamp(), WAIT_MS))
	{
		nap();
		status = GetBackgroundWorkerPid(handle, &pid);
	}
	return status == BGWH_STARTED && worker_lock_is_held(WORKER_LOCK_ALIVE) ? (int32) pid : 0;
}

Datum
complaint_start_worker(PG_FUNCTION_ARGS)
{
	int32		pid;

	check_caller("start");
	(void) worker_lock(WORKER_LOCK_CONTROL, false, true);
	set_wanted(true);
	if (!worker_lock_is_held(WORKER_LOCK_ALIVE))
	{
		pid = launch_and_wait();
		if (pid != 0)
			change_row("UPDATE complaint.worker SET pid = $1, started_at = clock_timestamp(), runs = 0",
					   INT4OID, Int32GetDatum(pid));
	}
	PG_RETURN_BOOL(worker_lock_is_held(WORKER_LOCK_ALIVE));
}

/* Sends SIGTERM, with the caller's rights, to workers of this database. */
static void
terminate(void)
{
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute("SELECT pg_catalog.pg_terminate_backend(a.pid) "
					"FROM pg_catalog.pg_stat_activity AS a, pg_catalog.pg_database AS d "
					"WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database() "
					"AND a.datid OPERATOR(pg_catalog.=) d.oid "
					"AND a.backend_type OPERATOR(pg_catalog.=) 'complaint worker'", false, 0) != SPI_OK_SELECT)
		elog(ERROR, "SPI_execute failed: %s", SPI_result_code_string(SPI_result));
	SPI_finish();
}

/* Whether it has ended, if need be after a while. */
static bool
wait_for_end(void)
{
	TimestampTz began = GetCurrentTimestamp();

	while (worker_lock_is_held(WORKER_LOCK_ALIVE))
	{
		if (TimestampDifferenceExceeds(began, GetCurrentTimestamp(), WAIT_MS))
			return false;
		nap();
	}
	return true;
}

Datum
complaint_stop_worker(PG_FUNCTION_ARGS)
{
	volatile bool gone = false;

	check_caller("stop");
	(void) worker_lock(WORKER_LOCK_CONTROL, false, true);
	set_wanted(false);
	(void) worker_lock(WORKER_LOCK_STOP, true, true);
	PG_TRY();
	{
		terminate();
		gone = wait_for_end();
	}
	PG_FINALLY();
	{
		worker_unlock(WORKER_LOCK_STOP);
	}
	PG_END_TRY();
	PG_RETURN_BOOL(gone);
}
