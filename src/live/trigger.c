/*
 * trigger.c
 *		The triggers of attached tables, and the SQL functions that judge whole
 *		rows as they do.
 *
 * A calm message costs a look at its sender and its body and writes nothing.
 * Nothing here may fail the chat's statement: a rule set or configuration
 * that cannot be loaded leaves an entry that is judged later.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "storage/proc.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "compat.h"
#include "live/ahead.h"
#include "live/batch.h"
#include "live/settle.h"
#include "live/source.h"
#include "live/source_scan.h"
#include "live/subtransaction.h"
#include "live/trigger.h"
#include "rules/classify.h"

PG_FUNCTION_INFO_V1(complaint_judge_row);
PG_FUNCTION_INFO_V1(complaint_judge_update);
PG_FUNCTION_INFO_V1(complaint_note_truncate);
PG_FUNCTION_INFO_V1(complaint_judged);
PG_FUNCTION_INFO_V1(complaint_keys);
PG_FUNCTION_INFO_V1(complaint_record);
PG_FUNCTION_INFO_V1(complaint_key);
PG_FUNCTION_INFO_V1(complaint_judge_messages);

static bool alerts = true;

/* What a row is judged by; reset with every row. */
static MemoryContext row_context = NULL;

void
trigger_init(void)
{
	DefineCustomBoolVariable("complaint.alerts",
							 "Whether messages that are written now may count toward alerts.",
							 "Turn it off while loading old conversations: they count in the aggregates and ring nobody.",
							 &alerts,
							 true,
							 PGC_USERSET,
							 0,
							 NULL, NULL, NULL);
}

/* Fails as a trigger function should when it is called as something else. */
static TriggerData *
trigger_data(FunctionCallInfo fcinfo, const char *name)
{
	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function complaint.%s() can only be called as a trigger", name),
				 errhint("complaint.attach() creates the triggers of a table.")));
	return (TriggerData *) fcinfo->context;
}

static MemoryContext
enter_row(void)
{
	if (row_context == NULL)
		row_context = AllocSetContextCreate(TopMemoryContext, "complaint row", ALLOCSET_DEFAULT_SIZES);
	return MemoryContextSwitchTo(row_context);
}

static void
leave_row(MemoryContext old)
{
	MemoryContextSwitchTo(old);
	MemoryContextReset(row_context);
}

/*
 * Reads configuration and rule set where they are missing or out of date.
 * Done in a subtransaction, since it runs queries; false (after one warning a
 * transaction) if it failed, or waited too long for somebody's lock.
 */
static bool
contained_read(int32 number, const Source **source)
{
	static LocalTransactionId failed_in = InvalidLocalTransactionId;
	Subtransaction sub;
	ErrorData  *volatile error = NULL;
	int			lock_timeout;

	*source = NULL;
	if (failed_in == COMPLAINT_MY_LXID)
		return false;
	subtransaction_begin(&sub);
	lock_timeout = settle_bound_waits();
	PG_TRY();
	{
		*source = source_get(number);
		if (*source != NULL)
			(void) ruleset_get((*source)->ruleset);
		subtransaction_release(&sub);
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(sub.context);
		error = CopyErrorData();
		FlushErrorState();
		subtransaction_undo(&sub);
	}
	PG_END_TRY();
	LockTimeout = lock_timeout;
	if (error == NULL)
		return true;
	if (error->sqlerrcode == ERRCODE_QUERY_CANCELED)
		ReThrowError(error);
	/* once a transaction: a COPY must not try and wait for every row */
	failed_in = COMPLAINT_MY_LXID;
	ereport(WARNING,
			(errcode(error->sqlerrcode),
			 errmsg("messages are stored and judged later: %s", error->message)));
	FreeErrorData(error);
	return false;
}

/*
 * The source's configuration with its rule set loaded.  False if they cannot
 * be loaded now; *source is NULL if there is no such source.
 */
static bool
ready(const SourceMap *map, const Source **source)
{
	if (source_is_ready(map->source, source))
		return true;
	return contained_read(map->source, source);
}

/*
 * Notes a row that cannot be judged now, or is gone while that is so: its
 * message is judged, and its session's messages are counted, by run_due().
 */
static void
add_unjudged(const SourceMap *map, Relation relation, TupleTableSlot *slot)
{
	Source		source = {.source = map->source, .time_zone = "UTC"};
	BatchValues values;

	source_identify(&source, map, relation, slot, SOURCE_MESSAGE, &values);
	values.operation = BATCH_JUDGE;
	values.rings = alerts;
	batch_add(&values);
}

/* What is to be done with a new row. */
typedef enum RowWork
{
	ROW_BOTH, ROW_COUNT, ROW_JUDGE
} RowWork;

/*
 * A row that is new, or new in this form.  "replaces": an earlier form of the
 * same message may have been stored.
 */
static void
add_new_row(const SourceMap *map, const Source *source, Relation relation,
			TupleTableSlot *slot, bool replaces, RowWork work, bool rings)
{
	const Verdict *verdict;
	const RuleSet *ruleset;
	struct varlena *body;
	BatchValues values;
	bool		is_message = source_is_message(source, map, slot);
	bool		counted = is_message && source->count_messages && work != ROW_JUDGE;
	bool		is_complaint = false;

	if (is_message && work != ROW_COUNT)
	{
		body = source_body(map, slot);
		is_complaint = body != NULL && source_judge(source, body, &verdict, &ruleset);
	}
	if (!is_complaint && !replaces && !counted)
		return;

	source_identify(source, map, relation, slot,
					is_complaint ? SOURCE_WHOLE : replaces ? SOURCE_MESSAGE : SOURCE_SESSION, &values);
	values.rings = rings;
	values.is_new = !replaces && work == ROW_BOTH;
	values.messages = counted ? 1 : 0;
	if (is_complaint)
		source_add_verdict(&values, verdict, ruleset, body);
	else
		values.operation = replaces ? BATCH_REMOVE : BATCH_COUNT;
	batch_add(&values);
}

static void
add_old_row(const SourceMap *map, const Source *source, Relation relation, TupleTableSlot *slot)
{
	BatchValues values;

	source_identify(source, map, relation, slot, SOURCE_MESSAGE, &values);
	values.operation = BATCH_REMOVE;
	if (source->count_messages && source_is_message(source, map, slot))
		values.messages = -1;
	batch_add(&values);
}

/* How each trigger begins; NULL if the relation is not attached. */
static const SourceMap *
begin_row(Relation relation, const Source **source, bool *loaded)
{
	const SourceMap *map;

	ruleset_accept_changes();
	map = source_map(relation);
	*loaded = true;
	*source = NULL;
	if (map != NULL)
		*loaded = ready(map, source);
	return map;
}

Datum
complaint_judge_row(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, "judge_row");
	const Source *source;
	const SourceMap *map;
	MemoryContext old;
	bool		loaded;

	/* the list of columns makes UPDATE fire this one; complaint_update does it */
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		return PointerGetDatum(NULL);
	old = enter_row();
	map = begin_row(trigger->tg_relation, &source, &loaded);
	if (!loaded)
		add_unjudged(map, trigger->tg_relation, trigger->tg_trigslot);
	else if (source == NULL)
		;						/* not ours: warned of */
	else if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
	{
		source_prefetch_next(trigger->tg_trigslot);
		add_new_row(map, source, trigger->tg_relation, trigger->tg_trigslot, false, ROW_BOTH, alerts);
	}
	else
		add_old_row(map, source, trigger->tg_relation, trigger->tg_trigslot);
	leave_row(old);
	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		ahead_of_row(trigger->tg_relation, trigger->tg_trigslot);
	return PointerGetDatum(NULL);
}

Datum
complaint_judge_update(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, "judge_update");
	const Source *source;
	const SourceMap *map;
	MemoryContext old;
	bool		loaded;

	if (!TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		return PointerGetDatum(NULL);
	old = enter_row();
	map = begin_row(trigger->tg_relation, &source, &loaded);
	if (map != NULL && source_row_changed(map, trigger->tg_trigslot, trigger->tg_newslot))
	{
		if (!loaded)
		{
			add_unjudged(map, trigger->tg_relation, trigger->tg_trigslot);
			add_unjudged(map, trigger->tg_relation, trigger->tg_newslot);
		}
		else if (source != NULL)
		{
			add_old_row(map, source, trigger->tg_relation, trigger->tg_trigslot);
			add_new_row(map, source, trigger->tg_relation, trigger->tg_newslot, true, ROW_BOTH, alerts);
		}
	}
	leave_row(old);
	return PointerGetDatum(NULL);
}

/*
 * Takes the messages of a relation off the live counts of their sessions.
 * Reads it without a query: planning one would run whatever functions its
 * owner has put into its indexes.
 */
static void
subtract_messages(const Source *source, const SourceMap *map, Relation relation)
{
	/* nobody else writes it now; a snapshot would be a reading of the chat that can fail to serialize */
	TableScanDesc scan = table_beginscan(relation, SnapshotSelf, 0, NULL);
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "complaint truncate",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);

	while (table_scan_getnextslot(scan, ForwardScanDirection, slot))
	{
		CHECK_FOR_INTERRUPTS();
		if (source_is_message(source, map, slot))
		{
			BatchValues values;

			source_identify(source, map, relation, slot, SOURCE_SESSION, &values);
			values.operation = BATCH_COUNT;
			values.messages = -1;
			batch_add(&values);
		}
		MemoryContextReset(context);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
	ExecDropSingleTupleTableSlot(slot);
	table_endscan(scan);
}

/*
 * Fires before the relation is emptied: the sessions' live counts need to know
 * what was in it.
 */
Datum
complaint_note_truncate(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = trigger_data(fcinfo, "note_truncate");
	Relation	relation = trigger->tg_relation;
	const SourceMap *map;
	const Source *source;
	bool		loaded;

	if (!TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event) || trigger->tg_trigger->tgnargs < 1)
		return PointerGetDatum(NULL);
	batch_add_truncation(pg_strtoint32(trigger->tg_trigger->tgargs[0]), RelationGetRelid(relation));
	map = begin_row(relation, &source, &loaded);
	if (map != NULL && loaded && source != NULL && source->count_messages &&
		relation->rd_rel->relkind == RELKIND_RELATION)
		subtract_messages(source, map, relation);
	return PointerGetDatum(NULL);
}

/* ----------------------------------------------------------------
 * Whole rows in SQL
 * ----------------------------------------------------------------
 */

/* A row of an attached table, as a function got it. */
typedef struct WholeRow
{
	Relation	relation;
	const SourceMap *map;
	const Source *source;
	TupleTableSlot *slot;
} WholeRow;

static void
open_row(HeapTupleHeader header, WholeRow *row)
{
	Oid			type = HeapTupleHeaderGetTypeId(header);
	Oid			relid = get_typ_typrelid(type);
	HeapTupleData tuple = {0};

	ruleset_accept_changes();
	row->relation = OidIsValid(relid) ? table_open(relid, AccessShareLock) : NULL;
	row->map = row->relation == NULL ? NULL : source_map(row->relation);
	if (row->map == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("row of type %s is not a row of an attached table", format_type_be(type)),
				 errhint("Give the whole row: SELECT complaint.judged(c) FROM chat AS c.")));
	row->source = source_get(row->map->source);
	if (row->source == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("complaint.source has no source %d", row->map->source)));

	tuple.t_len = HeapTupleHeaderGetDatumLength(header);
	tuple.t_data = header;
	ItemPointerSetInvalid(&tuple.t_self);
	row->slot = MakeSingleTupleTableSlot(RelationGetDescr(row->relation), &TTSOpsHeapTuple);
	ExecStoreHeapTuple(heap_copytuple(&tuple), row->slot, true);
}

static void
close_row(WholeRow *row)
{
	ExecDropSingleTupleTableSlot(row->slot);
	table_close(row->relation, AccessShareLock);
}

/* The tuple type of a function with OUT parameters, looked up once a query. */
static TupleDesc
result_type(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		TupleDesc	type;

		if (get_call_result_type(fcinfo, NULL, &type) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "return type must be a row type");
		fcinfo->flinfo->fn_extra = BlessTupleDesc(type);
		MemoryContextSwitchTo(old);
	}
	return fcinfo->flinfo->fn_extra;
}

static void
set_keys(const WholeRow *row, const BatchValues *values, Datum *result)
{
	result[0] = Int32GetDatum(row->source->source);
	result[1] = PointerGetDatum(values->fields[BATCH_SESSION]);
	result[2] = PointerGetDatum(values->fields[BATCH_MESSAGE]);
	result[3] = BoolGetDatum(source_is_message(row->source, row->map, row->slot));
}

Datum
complaint_keys(PG_FUNCTION_ARGS)
{
	TupleDesc	type = result_type(fcinfo);
	WholeRow	row;
	BatchValues values;
	Datum		result[4];
	bool		nulls[4] = {false};
	HeapTuple	tuple;

	open_row(PG_GETARG_HEAPTUPLEHEADER(0), &row);
	source_identify(row.source, row.map, row.relation, row.slot, SOURCE_MESSAGE, &values);
	set_keys(&row, &values, result);
	tuple = heap_form_tuple(type, result, nulls);
	close_row(&row);
	PG_RETURN_DATUM(HeapTupleGetDatum(tuple));
}

Datum
complaint_judged(PG_FUNCTION_ARGS)
{
	TupleDesc	type = result_type(fcinfo);
	WholeRow	row;
	BatchValues values;
	struct varlena *body;
	const Verdict *verdict;
	const RuleSet *ruleset = NULL;
	Datum		result[11];
	bool		nulls[11] = {false};
	HeapTuple	tuple;

	open_row(PG_GETARG_HEAPTUPLEHEADER(0), &row);
	source_identify(row.source, row.map, row.relation, row.slot, SOURCE_WHOLE, &values);
	set_keys(&row, &values, result);
	result[10] = TimestampTzGetDatum(values.at);
	body = DatumGetBool(result[3]) ? source_body(row.map, row.slot) : NULL;
	if (body != NULL)
	{
		(void) source_judge(row.source, body, &verdict, &ruleset);
		result[4] = Int16GetDatum((int16) verdict->level);
		result[5] = PointerGetDatum(source_harm_array(ruleset, verdict->harms));
		nulls[6] = verdict->type < 0;
		if (!nulls[6])
			result[6] = CStringGetTextDatum(ruleset_type_name(ruleset, verdict->type));
		result[7] = PointerGetDatum(source_rule_array(ruleset, verdict));
		result[8] = CStringGetTextDatum(ruleset_name(ruleset));
		result[9] = CStringGetTextDatum(ruleset_revision(ruleset));
	}
	else
		memset(nulls + 4, true, 6);
	tuple = heap_form_tuple(type, result, nulls);
	close_row(&row);
	PG_RETURN_DATUM(HeapTupleGetDatum(tuple));
}

Datum
complaint_record(PG_FUNCTION_ARGS)
{
	bool		counts = PG_GETARG_BOOL(1);
	bool		judges = PG_GETARG_BOOL(2);
	WholeRow	row;
	MemoryContext old = enter_row();

	open_row(PG_GETARG_HEAPTUPLEHEADER(0), &row);
	if (counts || judges)
		add_new_row(row.map, row.source, row.relation, row.slot, false,
					counts && judges ? ROW_BOTH : (counts ? ROW_COUNT : ROW_JUDGE),
					PG_GETARG_BOOL(3));
	close_row(&row);
	leave_row(old);
	PG_RETURN_VOID();
}

/* What complaint_judge_messages() does with each row. */
typedef struct JudgeMessages
{
	bool		rings;
	int64		judged;
} JudgeMessages;

static void
judge_message(const SourceRow *row, void *arg)
{
	JudgeMessages *work = arg;

	add_new_row(row->map, row->source, row->relation, row->slot, false, ROW_JUDGE, work->rings);
	work->judged++;
}

/*
 * Judges messages that could not be judged when they came, without counting
 * them; returns how many of them are there.
 */
Datum
complaint_judge_messages(PG_FUNCTION_ARGS)
{
	JudgeMessages work = {.rings = PG_GETARG_BOOL(3)};

	ruleset_accept_changes();
	source_scan(PG_GETARG_OID(0), PG_GETARG_TEXT_PP(1), PG_GETARG_ARRAYTYPE_P(2), judge_message, &work);
	PG_RETURN_INT64(work.judged);
}

Datum
complaint_key(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);

	PG_RETURN_TEXT_P((text *) source_key(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)));
}
