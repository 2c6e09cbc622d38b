/*
 * settle.c
 *		Settling a transaction (see settle.h).
 */
#include "postgres.h"

#include <limits.h>

#include "access/parallel.h"
#include "access/xact.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "storage/proc.h"
#include "tcop/utility.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/ahead.h"
#include "live/alert.h"
#include "live/policy.h"
#include "live/reading.h"
#include "live/settle.h"
#include "live/settle_session.h"
#include "live/source.h"
#include "live/store.h"
#include "live/subtransaction.h"
#include "live/tally.h"
#include "live/unsettled.h"
#include "live/worker.h"

PG_FUNCTION_INFO_V1(complaint_settle);
PG_FUNCTION_INFO_V1(complaint_touch);

/*
 * Deferred triggers that our writes fire may insert messages again; so many
 * rounds are settled, what comes after is put aside.
 */
#define MAX_ROUNDS 10

enum
{
	SETTLE_COMMIT, SETTLE_STATEMENT
};

static const struct config_enum_entry settle_options[] = {
	{"commit", SETTLE_COMMIT, false},
	{"statement", SETTLE_STATEMENT, false},
	{NULL, 0, false}
};

static int	settle_mode = SETTLE_COMMIT;
static int	settle_timeout = 5000;

/*
 * Listing messages in complaint.unsettled waits so long (ms) where settle_timeout
 * or the application's lock_timeout would be shorter: it takes no lock that
 * others keep, but who extends the table holds one for a moment, and there is
 * nothing left to fall back to.
 */
#define PUT_ASIDE_TIMEOUT	5000

/* Set while settling: triggers on our tables must not settle in turn. */
static bool settling = false;

/* This transaction has: the worker may have something to do. */
static bool has_settled = false;

/* statement_timeout does not reach pre-commit, and no chat waits for ever. */
int
settle_bound_waits(void)
{
	int			old = LockTimeout;

	if (LockTimeout == 0 || LockTimeout > settle_timeout)
		LockTimeout = settle_timeout;
	return old;
}

/* ----------------------------------------------------------------
 * The work, in whatever transaction state we are called
 * ----------------------------------------------------------------
 */

/* Where settling stands: an entry, and the one behind it. */
typedef struct Progress
{
	BatchScan  *scan;
	const BatchEntry *entry;	/* NULL: all are settled */
	const BatchEntry *next;
	uint64		nentries;		/* up to this entry */
} Progress;

static void
proceed(Progress *progress)
{
	progress->entry = progress->next;
	progress->next = progress->entry == NULL ? NULL : batch_scan_next(progress->scan);
	progress->nentries += progress->entry == NULL ? 0 : 1;
}

static bool
is_last_of_session(const Progress *progress)
{
	return progress->next == NULL || !batch_same_session(progress->entry, progress->next);
}

/* Settles the entries of one session; of one message the last counts. */
static void
settle_session(Progress *progress)
{
	bool		alone = is_last_of_session(progress) && !batch_is_void(progress->scan, progress->entry);
	bool		last = false;
	int64		messages = 0;

	if (!session_begin(progress->entry, alone))
	{
		proceed(progress);
		return;
	}
	while (!last)
	{
		const BatchEntry *entry = progress->entry;

		last = is_last_of_session(progress);
		messages += entry->messages;
		if (last || !batch_same_message(entry, progress->next))
		{
			session_apply(entry, batch_is_void(progress->scan, entry) ? BATCH_COUNT : entry->operation, messages);
			messages = 0;
		}
		proceed(progress);
	}
	session_end();
}

static uint64
settle_sessions(void)
{
	Progress	progress = {.scan = batch_scan_begin()};

	progress.next = batch_scan_next(progress.scan);
	proceed(&progress);
	session_setup();
	tally_begin();
	while (progress.entry != NULL)
		settle_session(&progress);
	session_teardown();
	tally_end();
	batch_scan_end(progress.scan);
	return progress.nentries;
}

/* The message of a row of one of our tables, if its relation was truncated, is to be removed. */
static void
remove_truncated(const BatchTruncation *truncation, const StoreRow *row, int relation, int session, int message)
{
	BatchValues values = {0};

	if (row->nulls[relation] || DatumGetObjectId(row->values[relation]) != truncation->relation)
		return;
	values.source = truncation->source;
	values.relation = truncation->relation;
	values.operation = BATCH_REMOVE;
	values.fields[BATCH_SESSION] = PG_DETOAST_DATUM_PACKED(row->values[session]);
	values.fields[BATCH_MESSAGE] = PG_DETOAST_DATUM_PACKED(row->values[message]);
	batch_add_taken(&values, truncation->number);
}

/*
 * What is stored of a truncated relation, or will be when what was put aside is
 * settled, is to be removed.  Nothing is locked or written here: others may be
 * settling it, so that what was put aside is looked at first.
 */
static void
expand_truncation(const BatchTruncation *truncation)
{
	Datum		keys[1] = {Int32GetDatum(truncation->source)};
	StoreScan  *scan;
	StoreRow	row;

	scan = store_scan_begin(STORE_UNSETTLED, keys, 1);
	while (store_scan_next(scan, &row))
		remove_truncated(truncation, &row, UNSETTLED_RELATION, UNSETTLED_SESSION, UNSETTLED_MESSAGE);
	store_scan_end(scan);

	scan = store_scan_begin(STORE_CLASSIFICATION, keys, 1);
	while (store_scan_next(scan, &row))
		remove_truncated(truncation, &row, CLASSIFICATION_RELATION, CLASSIFICATION_SESSION, CLASSIFICATION_MESSAGE);
	store_scan_end(scan);
}

static void
expand_truncations(void)
{
	const BatchTruncation *truncations;
	int			ntruncations = batch_truncations(&truncations);

	for (int i = 0; i < ntruncations; i++)
		expand_truncation(&truncations[i]);
}

/*
 * As the owner of our tables.  The search_path is the store's to pin, where code
 * of others may run.  Both, and the bound on waiting, are restored: an error
 * undoes all but the last with the subtransaction, and that is the caller's.
 */
static uint64
settle_as_owner(uint64 (*work) (void *), void *argument)
{
	Oid			saved_user;
	int			saved_context;
	int			saved_guc_level;
	bool		saved_read_only = XactReadOnly;
	uint64		n;
	bool		triggers;

	GetUserIdAndSecContext(&saved_user, &saved_context);
	SetUserIdAndSecContext(reading_owner(reading_table("classification")),
						   saved_context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
	saved_guc_level = NewGUCNestLevel();
	/* a transaction that wrote messages may have turned READ ONLY since */
	XactReadOnly = false;
	CommandCounterIncrement();
	PushActiveSnapshot(GetLatestSnapshot());
	store_begin(TimestampTzPlusMilliseconds(GetCurrentTimestamp(), settle_timeout));
	n = work(argument);
	triggers = store_end();
	PopActiveSnapshot();
	/* what others deferred ran before pre-commit; ours would never run */
	if (triggers && *(bool *) argument)
		AfterTriggerFireDeferred();
	XactReadOnly = saved_read_only;
	AtEOXact_GUC(false, saved_guc_level);
	SetUserIdAndSecContext(saved_user, saved_context);
	return n;
}

/* What the pieces of work are told; the first member is read above. */
typedef struct Work
{
	bool		at_commit;
	const char *reason;
	const char *sqlstate;
} Work;

static uint64
work_settle(void *argument)
{
	expand_truncations();
	return settle_sessions();
}

static uint64
work_put_aside(void *argument)
{
	Work	   *work = argument;

	LockTimeout = Max(settle_timeout, PUT_ASIDE_TIMEOUT);
	expand_truncations();
	return unsettled_put(work->reason, work->sqlstate);
}

static uint64
work_notify(void *argument)
{
	alert_send_pending();
	return 0;
}

static uint64
work_leave_unsent(void *argument)
{
	alert_leave_pending();
	return 0;
}

/* What others ask to be done in the same way. */
typedef struct OwnWork
{
	bool		at_commit;
	void		(*work) (void *);
	void	   *argument;
} OwnWork;

static uint64
work_own(void *argument)
{
	OwnWork    *own = argument;

	own->work(own->argument);
	return 0;
}

void
settle_as_settling(void (*work) (void *), void *argument)
{
	OwnWork		own = {false, work, argument};
	int			lock_timeout = settle_bound_waits();

	PG_TRY();
	{
		(void) settle_as_owner(work_own, &own);
	}
	PG_FINALLY();
	{
		LockTimeout = lock_timeout;
	}
	PG_END_TRY();
}

/*
 * Runs a piece of work in a subtransaction, whose waits are bounded.  On an
 * error other than cancel it is as if nothing had been done, and the error is
 * returned, allocated in TopTransactionContext.
 */
static ErrorData *
contained(uint64 (*work) (void *), void *argument, uint64 *n)
{
	Subtransaction sub;
	int			old_lock_timeout = LockTimeout;
	ErrorData  *volatile error = NULL;
	volatile bool canceled = false;

	subtransaction_begin(&sub);
	PG_TRY();
	{
		(void) settle_bound_waits();
		*n = settle_as_owner(work, argument);
		LockTimeout = old_lock_timeout;
		subtransaction_release(&sub);
	}
	PG_CATCH();
	{
		LockTimeout = old_lock_timeout;
		MemoryContextSwitchTo(TopTransactionContext);
		error = CopyErrorData();
		FlushErrorState();
		canceled = error->sqlerrcode == ERRCODE_QUERY_CANCELED;
		subtransaction_undo(&sub);
	}
	PG_END_TRY();
	if (canceled)
		ReThrowError(error);
	return error;
}

/*
 * Sends what is to be told, or leaves it to be told later; a hint that can be
 * neither is dropped.
 */
static void
notify_all(uint64 (*work_on_hints) (void *))
{
	Work		work = {true, NULL, NULL};
	uint64		n;
	ErrorData  *error = contained(work_on_hints, &work, &n);

	if (error != NULL)
	{
		ereport(LOG,
				(errcode(error->sqlerrcode),
				 errmsg("notifications were dropped: %s", error->message)));
		FreeErrorData(error);
	}
}

/*
 * Lists what was taken in complaint.unsettled; the last resort is a warning.
 * A transaction that cannot be serialized is begun again anyway.
 */
static void
put_aside(bool at_commit, const char *reason, const char *sqlstate)
{
	Work		work = {at_commit, reason, sqlstate};
	uint64		n = 0;
	ErrorData  *error = contained(work_put_aside, &work, &n);

	if (error != NULL)
	{
		if (error->sqlerrcode == ERRCODE_T_R_SERIALIZATION_FAILURE)
			ReThrowError(error);
		ereport(WARNING,
				(errcode(error->sqlerrcode),
				 errmsg("messages were stored without their classification: %s", error->message),
				 errhint("SELECT * FROM complaint.verify(deep => true) lists them once complaint.unsettled can be written again.")));
		FreeErrorData(error);
	}
}

static uint64
settle_round(bool at_commit)
{
	Work		work = {at_commit, NULL, NULL};
	uint64		n = 0;
	ErrorData  *error;

	batch_take();
	error = contained(work_settle, &work, &n);
	if (error != NULL)
	{
		ereport(LOG,
				(errcode(error->sqlerrcode),
				 errmsg("messages are listed in complaint.unsettled: %s", error->message),
				 error->detail_log != NULL ? errdetail_log("%s", error->detail_log) : 0,
				 error->context != NULL ? errcontext("%s", error->context) : 0));
		put_aside(at_commit, error->message, unpack_sql_state(error->sqlerrcode));
		FreeErrorData(error);
	}
	batch_settled();
	return n;
}

static uint64
settle_all(bool at_commit)
{
	volatile uint64 n = 0;

	if (settling)
		return 0;
	settling = true;
	has_settled = true;
	PG_TRY();
	{
		for (int round = 0; round < MAX_ROUNDS && !batch_is_empty(); round++)
			n += settle_round(at_commit);
		if (at_commit && !batch_is_empty())
		{
			batch_take();
			put_aside(true, "triggers on tables of complaint kept writing messages", "54001");
			batch_settled();
		}
	}
	PG_FINALLY();
	{
		settling = false;
	}
	PG_END_TRY();
	return n;
}

uint64
settle_now(void)
{
	return settle_all(false);
}

/* ----------------------------------------------------------------
 * The transaction's life
 * ----------------------------------------------------------------
 */

static void
transaction_event(XactEvent event, void *arg)
{
	switch (event)
	{
		case XACT_EVENT_PRE_COMMIT:
			if (!batch_is_empty())
				(void) settle_all(true);
			if (alert_has_pending())
				notify_all(work_notify);
			if (has_settled)
				worker_relaunch_if_wanted();
			break;
		case XACT_EVENT_PRE_PREPARE:
			/* a prepared transaction must not hold the locks of sessions */
			if (!batch_is_empty())
			{
				batch_take();
				put_aside(true, "the transaction was prepared", "00000");
				batch_settled();
			}
			/* and cannot notify: run_due() does, once it is committed */
			if (alert_has_pending())
				notify_all(work_leave_unsent);
			break;
		case XACT_EVENT_ABORT:
		case XACT_EVENT_PREPARE:
			source_forget_own_changes();
			policy_forget_own_changes();
			/* FALLTHROUGH */
		case XACT_EVENT_COMMIT:
			batch_forget();
			alert_forget_pending();
			settling = false;
			has_settled = false;
			break;
		default:
			break;
	}
}

static void
subtransaction_event(SubXactEvent event, SubTransactionId mine, SubTransactionId parent, void *arg)
{
	if (event == SUBXACT_EVENT_COMMIT_SUB)
		batch_subxact_commit(GetCurrentTransactionNestLevel());
	else if (event == SUBXACT_EVENT_ABORT_SUB)
	{
		batch_subxact_abort(GetCurrentTransactionNestLevel());
		alert_doubt_pending();
		source_forget_own_changes();
		policy_forget_own_changes();
	}
}

/* ----------------------------------------------------------------
 * complaint.settle = statement
 * ----------------------------------------------------------------
 */

static ExecutorFinish_hook_type next_executor_finish = NULL;
static ProcessUtility_hook_type next_process_utility = NULL;

/*
 * Queries of our own, of foreign keys and of SECURITY DEFINER functions are no
 * statements of the application: it sees its verdicts after its own.
 */
static void
settle_after_statement(void)
{
	if (InLocalUserIdChange() || InSecurityRestrictedOperation())
		return;
	if (settle_mode == SETTLE_STATEMENT && !settling && !batch_is_empty() && !IsInParallelMode())
		(void) settle_all(false);
}

static void
executor_finish(QueryDesc *query)
{
	if (next_executor_finish != NULL)
		next_executor_finish(query);
	else
		standard_ExecutorFinish(query);
	ahead_let_go();
	settle_after_statement();
}

/* COPY does not pass through the executor. */
static void
process_utility(PlannedStmt *statement, const char *text, bool read_only_tree,
				ProcessUtilityContext context, ParamListInfo parameters,
				QueryEnvironment *environment, DestReceiver *destination,
				QueryCompletion *completion)
{
	bool		is_copy = IsA(statement->utilityStmt, CopyStmt);

	/* TRUNCATE would find a page pinned, where the library came with the last statement */
	ahead_let_go();
	if (next_process_utility != NULL)
		next_process_utility(statement, text, read_only_tree, context, parameters,
							 environment, destination, completion);
	else
		standard_ProcessUtility(statement, text, read_only_tree, context, parameters,
								environment, destination, completion);
	if (is_copy)
	{
		ahead_let_go();
		settle_after_statement();
	}
}

void
settle_init(void)
{
	DefineCustomEnumVariable("complaint.settle",
							 "When messages are settled: before the transaction commits, or after every statement.",
							 "After every statement, a transaction sees its own verdicts, and holds the locks of its sessions longer.",
							 &settle_mode,
							 SETTLE_COMMIT, settle_options,
							 PGC_USERSET,
							 0,
							 NULL, NULL, NULL);
	DefineCustomIntVariable("complaint.settle_timeout",
							"How long settling waits for another transaction's lock before it lists its messages as unsettled.",
							NULL,
							&settle_timeout,
							5000, 1, INT_MAX,
							PGC_USERSET,
							GUC_UNIT_MS,
							NULL, NULL, NULL);
	next_executor_finish = ExecutorFinish_hook;
	ExecutorFinish_hook = executor_finish;
	next_process_utility = ProcessUtility_hook;
	ProcessUtility_hook = process_utility;
	RegisterXactCallback(transaction_event, NULL);
	RegisterSubXactCallback(subtransaction_event, NULL);
}

/* ----------------------------------------------------------------
 * SQL
 * ----------------------------------------------------------------
 */

Datum
complaint_settle(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64((int64) settle_now());
}

/* Makes a session part of the next settle, so that what was put aside of it is drained. */
Datum
complaint_touch(PG_FUNCTION_ARGS)
{
	text	   *session = PG_GETARG_TEXT_PP(1);
	BatchValues values = {0};

	values.source = PG_GETARG_INT32(0);
	values.operation = BATCH_COUNT;
	values.fields[BATCH_SESSION] = source_key(VARDATA_ANY(session), VARSIZE_ANY_EXHDR(session));
	batch_add(&values);
	PG_RETURN_VOID();
}
