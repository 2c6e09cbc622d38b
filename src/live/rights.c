/*
 * rights.c
 *		Who calls, and as which agent.
 *
 * complaint.caller() is the role whose rights count.  Our functions run as
 * their owner, so current_user says nothing; session_user says nothing behind
 * SET ROLE.  What SET ROLE or SET SESSION AUTHORIZATION last chose (else the
 * role of the login) cannot be changed inside a SECURITY DEFINER function,
 * ours or anybody's: whoever wraps our functions into one of his neither lends
 * his rights to those who call it nor borrows theirs for more than they have.
 *
 * There is one way to run somebody's code under another's name without that
 * one's doing: maintenance (ANALYZE, CREATE INDEX, autovacuum ...) evaluates
 * the expressions of an index as the table's owner, while the outer role is
 * whoever maintains, mostly a superuser.  The server marks these as
 * security-restricted operations, and in them nobody is anybody.
 *
 * The acting agent is kept here, in the memory of the backend, where only
 * complaint.act_as() writes, which has checked it.  A setting would be no
 * protection: any role can SET a setting of ours that a role can set at all.
 * It belongs to the role that was checked and holds for no other (SET ROLE).
 * By default it ends with the transaction, and is undone when the savepoint is
 * rolled back after which it was made: behind a pooler that gives each
 * transaction another connection nothing is left for the next client.
 *
 * One for the connection is as SET is: lasting once the transaction commits.
 * DISCARD ALL and RESET ALL, by which poolers and drivers clean a connection,
 * must end it too, and the only thing of an extension that they reach are its
 * settings.  So each one has a number, and holds only as long as the hidden
 * setting complaint.acting has that number.  The setting alone is worth
 * nothing, and only superusers could set it.
 */
#include "postgres.h"

#include <limits.h>

#include "access/xact.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"

#include "compat.h"
#include "live/rights.h"

PG_FUNCTION_INFO_V1(complaint_caller);
PG_FUNCTION_INFO_V1(complaint_acting_state);
PG_FUNCTION_INFO_V1(complaint_set_acting_agent);

typedef struct Acting
{
	Oid			role;			/* who may, and did */
	char	   *agent;			/* NULL: nobody, from here on */
	bool		local;			/* ends with the transaction */
	int			level;			/* of the savepoint; 0: was committed */
	int			number;			/* of one that is not local */
} Acting;

/* The last one holds.  The others are what may have to be gone back to. */
static Acting *actings = NULL;
static int	nactings = 0;
static int	capacity = 0;

static int	acting_mark = 0;	/* the setting complaint.acting */
static int	last_number = 0;
static bool callbacks_registered = false;

void
rights_init(void)
{
	DefineCustomIntVariable("complaint.acting",
							"Number of the connection's acting agent; set by complaint.act_as().",
							NULL,
							&acting_mark,
							0, 0, INT_MAX,
							PGC_SUSET,
							GUC_NO_SHOW_ALL | GUC_NOT_IN_SAMPLE | GUC_DISALLOW_IN_FILE,
							NULL, NULL, NULL);
}

/* The role whose rights count. */
static Oid
caller(void)
{
	Oid			user;
	int			context;

	GetUserIdAndSecContext(&user, &context);
	if (context & SECURITY_RESTRICTED_OPERATION)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("functions of extension \"complaint\" cannot act for anybody within a security-restricted operation"),
				 errdetail("Maintenance such as ANALYZE, or the refresh of a materialized view, evaluates expressions as the owner of the table.")));
	return GetOuterUserId();
}

/* ----------------------------------------------------------------
 * The acting agent
 * ----------------------------------------------------------------
 */

static void
forget(int place)
{
	if (actings[place].agent != NULL)
		pfree(actings[place].agent);
	memmove(&actings[place], &actings[place + 1], sizeof(Acting) * (nactings - place - 1));
	nactings--;
}

/*
 * Forgets what can never be gone back to: of the same savepoint and made
 * before the last one, unless that is local and it is not.
 */
static void
forget_superseded(void)
{
	for (int i = nactings - 2; i >= 0; i--)
		for (int j = i + 1; j < nactings; j++)
			if (actings[j].level == actings[i].level && (!actings[j].local || actings[i].local))
			{
				forget(i);
				break;
			}
}

static void
end_savepoint(SubXactEvent event, SubTransactionId mine, SubTransactionId parent, void *arg)
{
	int			level = GetCurrentTransactionNestLevel();

	if (event != SUBXACT_EVENT_COMMIT_SUB && event != SUBXACT_EVENT_ABORT_SUB)
		return;
	for (int i = nactings - 1; i >= 0; i--)
	{
		if (actings[i].level < level)
			break;
		if (event == SUBXACT_EVENT_ABORT_SUB)
			forget(i);
		else
			actings[i].level = level - 1;
	}
	if (event == SUBXACT_EVENT_COMMIT_SUB)
		forget_superseded();
}

static void
end_transaction(XactEvent event, void *arg)
{
	if (event != XACT_EVENT_COMMIT && event != XACT_EVENT_PREPARE && event != XACT_EVENT_ABORT)
		return;
	for (int i = nactings - 1; i >= 0; i--)
	{
		if (actings[i].level == 0)
			break;
		if (event == XACT_EVENT_ABORT || actings[i].local)
			forget(i);
		else
			actings[i].level = 0;
	}
	forget_superseded();
}

/* For which agent this role acts now; NULL: for none. */
static const char *
acting_for(Oid role)
{
	const Acting *last;

	if (nactings == 0)
		return NULL;
	last = &actings[nactings - 1];
	if (last->role != role || (!last->local && last->number != acting_mark))
		return NULL;
	return last->agent;
}

static void
act_for(Oid role, const char *agent, bool local)
{
	Acting		acting = {.role = role, .local = local, .level = GetCurrentTransactionNestLevel()};

	if (!callbacks_registered)
	{
		RegisterXactCallback(end_transaction, NULL);
		RegisterSubXactCallback(end_savepoint, NULL);
		callbacks_registered = true;
	}
	if (nactings == capacity)
	{
		int			more = Max(8, capacity * 2);

		actings = actings == NULL ? MemoryContextAlloc(TopMemoryContext, sizeof(Acting) * more)
			: repalloc(actings, sizeof(Acting) * more);
		capacity = more;
	}
	if (agent != NULL)
		acting.agent = MemoryContextStrdup(TopMemoryContext, agent);
	if (!local)
	{
		char		number[12];

		last_number = last_number == INT_MAX ? 1 : last_number + 1;
		acting.number = last_number;
		pg_ltoa(acting.number, number);
		(void) set_config_option("complaint.acting", number, PGC_SUSET, PGC_S_SESSION,
								 GUC_ACTION_SET, true, 0, false);
	}
	actings[nactings++] = acting;
	forget_superseded();
}

/* ----------------------------------------------------------------
 * What SQL calls
 * ----------------------------------------------------------------
 */

Datum
complaint_caller(PG_FUNCTION_ARGS)
{
	PG_RETURN_OID(caller());
}

Datum
complaint_acting_state(PG_FUNCTION_ARGS)
{
	const char *agent = acting_for(caller());

	if (agent == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(agent));
}

/* Without a check: for complaint.act_as() alone. */
Datum
complaint_set_acting_agent(PG_FUNCTION_ARGS)
{
	act_for(caller(), PG_ARGISNULL(0) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(0)), PG_GETARG_BOOL(1));
	PG_RETURN_VOID();
}
