/*
 * definition_change.c
 *		Notes in complaint.definition_change that a transaction changes
 *		definitions; ruleset_key.c says what for.
 *
 * The row is inserted before the first change is made, so that whatever of this
 * transaction sees the change sees the row.  It is a row of its own with a
 * random number: nobody waits for anybody.
 */
#include "postgres.h"

#include "access/xact.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"

#include "ruleset_private.h"

PG_FUNCTION_INFO_V1(definition_noted);

#define QUERY_NOTE \
	"INSERT INTO complaint.definition_change (change) VALUES (pg_catalog.gen_random_uuid())"

/* The subtransaction whose abort would take the row of this transaction back. */
static SubTransactionId noted_in = InvalidSubTransactionId;

static void
transaction_ends(XactEvent event, void *argument)
{
	if (event == XACT_EVENT_COMMIT || event == XACT_EVENT_ABORT || event == XACT_EVENT_PREPARE)
		noted_in = InvalidSubTransactionId;
}

static void
subtransaction_ends(SubXactEvent event, SubTransactionId id, SubTransactionId parent, void *argument)
{
	if (noted_in != id)
		return;
	if (event == SUBXACT_EVENT_COMMIT_SUB)
		noted_in = parent;
	else if (event == SUBXACT_EVENT_ABORT_SUB)
		noted_in = InvalidSubTransactionId;
}

void
definition_change_init(void)
{
	RegisterXactCallback(transaction_ends, NULL);
	RegisterSubXactCallback(subtransaction_ends, NULL);
}

/* Whoever may change definitions need not have rights on our list of that. */
static void
note_change(void)
{
	Oid			owner = ruleset_tables_owner();
	Oid			saved_user;
	int			saved_context;

	GetUserIdAndSecContext(&saved_user, &saved_context);
	SetUserIdAndSecContext(owner, saved_context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute(QUERY_NOTE, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "noting a change of definitions failed");
	SPI_finish();
	SetUserIdAndSecContext(saved_user, saved_context);
	noted_in = GetCurrentSubTransactionId();
}

/* Before each row that is changed; all but the first of a transaction are free. */
Datum
definition_noted(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" was not called by trigger manager", "definition_noted")));
	if (noted_in == InvalidSubTransactionId)
		note_change();
	if (TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event))
		return PointerGetDatum(NULL);
	return PointerGetDatum(TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? trigger->tg_newtuple : trigger->tg_trigtuple);
}
