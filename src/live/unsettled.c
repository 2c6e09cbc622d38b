/*
 * unsettled.c
 *		Messages whose verdict could not be settled (see unsettled.h).
 *
 * A row of complaint.unsettled is a batch entry: settling it later is the
 * same work as settling it now, and needs neither the message nor the rule
 * set again.  Only what could not even be judged is judged later, from the
 * source.
 */
#include "postgres.h"

#include "commands/sequence.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/clock.h"
#include "live/reading.h"
#include "live/unsettled.h"

static const char *const operation_names[] = {
	[BATCH_COUNT] = "count",
	[BATCH_STORE] = "store",
	[BATCH_REMOVE] = "remove",
	[BATCH_JUDGE] = "judge",
};

/* Where the fields of an entry stand in a row. */
static const int field_columns[BATCH_NFIELDS] = {
	[BATCH_SESSION] = UNSETTLED_SESSION,
	[BATCH_MESSAGE] = UNSETTLED_MESSAGE,
	[BATCH_HARMS] = UNSETTLED_HARMS,
	[BATCH_TYPE] = UNSETTLED_TYPE,
	[BATCH_RULES] = UNSETTLED_RULES,
	[BATCH_ENTITIES] = UNSETTLED_ENTITIES,
	[BATCH_STARTS] = UNSETTLED_STARTS,
	[BATCH_LENGTHS] = UNSETTLED_LENGTHS,
	[BATCH_RULESET] = UNSETTLED_RULESET,
	[BATCH_REVISION] = UNSETTLED_REVISION,
	[BATCH_AGENT] = UNSETTLED_AGENT,
	[BATCH_CUSTOMER] = UNSETTLED_CUSTOMER,
	[BATCH_TAGS] = UNSETTLED_TAGS,
};

static void
put_entry(const BatchEntry *entry, BatchOperation operation, Oid sequence, Datum reason, Datum sqlstate)
{
	StoreRow	row;

	store_clear(&row);
	store_set(&row, UNSETTLED_NUMBER, Int64GetDatum(nextval_internal(sequence, false)));
	store_set(&row, UNSETTLED_SOURCE, Int32GetDatum(entry->source));
	if (OidIsValid(entry->relation))
		store_set(&row, UNSETTLED_RELATION, ObjectIdGetDatum(entry->relation));
	store_set(&row, UNSETTLED_OPERATION, CStringGetTextDatum(operation_names[operation]));
	store_set(&row, UNSETTLED_MESSAGES, Int64GetDatum(entry->messages));
	for (int i = 0; i < BATCH_NFIELDS; i++)
		store_set_varlena(&row, field_columns[i], batch_field(entry, i));
	if (row.nulls[UNSETTLED_MESSAGE])
		store_set(&row, UNSETTLED_MESSAGE, CStringGetTextDatum(""));
	if (operation == BATCH_STORE)
	{
		store_set(&row, UNSETTLED_LEVEL, Int16GetDatum(entry->level));
		if (!entry->timeless)
			store_set(&row, UNSETTLED_AT, TimestampTzGetDatum(entry->at));
		store_set(&row, UNSETTLED_FINGERPRINT, Int64GetDatum(entry->fingerprint));
	}
	store_set(&row, UNSETTLED_RINGS, BoolGetDatum(entry->rings));
	store_set(&row, UNSETTLED_JUDGED_AT, TimestampTzGetDatum(entry->judged_at));
	store_set(&row, UNSETTLED_REASON, reason);
	store_set(&row, UNSETTLED_SQLSTATE, sqlstate);
	store_set(&row, UNSETTLED_PUT_AT, TimestampTzGetDatum(clock_now()));
	store_insert(STORE_UNSETTLED, &row);
}

void
unsettled_put_entry(const BatchEntry *entry, BatchOperation operation,
					const char *reason, const char *sqlstate)
{
	put_entry(entry, operation, reading_table("unsettled_number"),
			  CStringGetTextDatum(reason), CStringGetTextDatum(sqlstate));
}

uint64
unsettled_put(const char *reason, const char *sqlstate)
{
	Datum		reason_text = CStringGetTextDatum(reason);
	Datum		sqlstate_text = CStringGetTextDatum(sqlstate);
	Oid			sequence = reading_table("unsettled_number");
	BatchScan  *scan = batch_scan_begin();
	const BatchEntry *entry;
	uint64		n = 0;

	while ((entry = batch_scan_next(scan)) != NULL)
	{
		BatchOperation operation = batch_is_void(scan, entry) ? BATCH_COUNT : entry->operation;

		if (operation == BATCH_COUNT && entry->messages == 0)
			continue;
		put_entry(entry, operation, sequence, reason_text, sqlstate_text);
		n++;
	}
	batch_scan_end(scan);
	return n;
}

bool
unsettled_has(Datum source, Datum session)
{
	Datum		keys[2] = {source, session};
	StoreScan  *scan;
	StoreRow	row;
	bool		any;

	/*
	 * Asked for every session: hardly ever was anything put aside at all.  What is
	 * put aside while we settle is of nothing that our messages come after: they
	 * were written before we began.
	 */
	if (store_is_empty(STORE_UNSETTLED))
		return false;
	scan = store_scan_begin(STORE_UNSETTLED, keys, 2);
	any = store_scan_next(scan, &row);
	store_scan_end(scan);
	return any;
}

BatchEntry *
unsettled_entry(const StoreRow *row)
{
	BatchValues values = {0};
	char	   *operation = TextDatumGetCString(row->values[UNSETTLED_OPERATION]);

	for (int i = 0; i < (int) lengthof(operation_names); i++)
		if (strcmp(operation, operation_names[i]) == 0)
			values.operation = i;
	values.source = DatumGetInt32(row->values[UNSETTLED_SOURCE]);
	values.relation = row->nulls[UNSETTLED_RELATION] ? InvalidOid
		: DatumGetObjectId(row->values[UNSETTLED_RELATION]);
	values.messages = DatumGetInt64(row->values[UNSETTLED_MESSAGES]);
	values.level = row->nulls[UNSETTLED_LEVEL] ? 0 : DatumGetInt16(row->values[UNSETTLED_LEVEL]);
	values.fingerprint = row->nulls[UNSETTLED_FINGERPRINT] ? 0 : DatumGetInt64(row->values[UNSETTLED_FINGERPRINT]);
	values.judged_at = DatumGetTimestampTz(row->values[UNSETTLED_JUDGED_AT]);
	values.timeless = row->nulls[UNSETTLED_AT];
	values.at = values.timeless ? values.judged_at : DatumGetTimestampTz(row->values[UNSETTLED_AT]);
	values.rings = !row->nulls[UNSETTLED_RINGS] && DatumGetBool(row->values[UNSETTLED_RINGS]);
	for (int i = 0; i < BATCH_NFIELDS; i++)
	{
		struct varlena *field = store_varlena(row, field_columns[i]);

		values.fields[i] = field == NULL ? NULL : PG_DETOAST_DATUM(PointerGetDatum(field));
	}
	return batch_make_entry(&values);
}
