/*
 * policy.c
 *		The alert policies in force, with business hours and silences (see
 *		policy.h).
 *
 * Read from the view complaint.policy, which knows the overrides, and cached
 * like the rule sets: callbacks only flag, a fresh copy is built aside.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "common/int.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/fmgrprotos.h"
#include "utils/inval.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/clock.h"
#include "live/policy.h"
#include "live/reading.h"

PG_FUNCTION_INFO_V1(complaint_business_time);
PG_FUNCTION_INFO_V1(complaint_hold_of);

/* A row of complaint.silence; NULL and source -1 match any. */
typedef struct Silence
{
	int64		number;
	char	   *policy;
	int32		source;
	struct varlena *session;
	struct varlena *customer;
	struct varlena *agent;
	char	   *type;
	struct varlena *tags;
	TimestampTz from;
	TimestampTz until;
} Silence;

/* All of it is in one context, which a fresh copy replaces. */
typedef struct Policies
{
	Policy	   *items;
	int			nitems;
	Hours	   *hours;
	int			nhours;
	Silence    *silences;
	int			nsilences;
	TimestampTz as_of;			/* silences that were over then are not here */
} Policies;

static const char *const scope_names[] = {
	[POLICY_SESSION] = "session",
	[POLICY_CUSTOMER] = "customer",
	[POLICY_AGENT] = "agent",
	[POLICY_TYPE] = "type",
	[POLICY_SOURCE] = "source",
	[POLICY_TAG] = "tag",
	[POLICY_ALL] = "all",
};

static const char *const counts_names[] = {
	[POLICY_MESSAGES] = "messages",
	[POLICY_TEXTS] = "texts",
	[POLICY_SESSIONS] = "sessions",
};

static const char *const table_names[] = {
	"alert_policy", "alert_policy_override", "business_hours", "silence"
};

static MemoryContext policies_context = NULL;
static Policies policies = {0};
static bool policies_current = false;
static uint64 policy_changes = 0;	/* counted, since one may come while we read */
static bool policies_own = false;	/* read in a transaction that may have changed them */
static Oid	table_oids[lengthof(table_names)] = {InvalidOid};

static void
relation_changed(Datum arg, Oid relid)
{
	for (int i = 0; i < (int) lengthof(table_names); i++)
	{
		if (OidIsValid(relid) && relid != table_oids[i])
			continue;
		policies_current = false;
		policy_changes++;
		return;
	}
}

void
policy_init(void)
{
	CacheRegisterRelcacheCallback(relation_changed, (Datum) 0);
}

/* A text array of the current result as strings; none if it is null. */
static char **
read_names(uint64 row, int column, MemoryContext context, int *n)
{
	bool		isnull;
	Datum		value = reading_datum(row, column, &isnull);
	Datum	   *values;
	char	  **names;

	*n = 0;
	if (isnull)
		return NULL;
	*n = aggregate_array((struct varlena *) DatumGetPointer(value), &values);
	names = MemoryContextAlloc(context, sizeof(char *) * Max(*n, 1));
	for (int i = 0; i < *n; i++)
	{
		MemoryContext old = MemoryContextSwitchTo(context);

		names[i] = TextDatumGetCString(values[i]);
		MemoryContextSwitchTo(old);
	}
	return names;
}

static int64
read_int64(uint64 row, int column, int64 if_null)
{
	bool		isnull;
	Datum		value = reading_datum(row, column, &isnull);

	return isnull ? if_null : DatumGetInt64(value);
}

/* A varlena of the current result; NULL if it is null. */
static struct varlena *
read_varlena(uint64 row, int column, MemoryContext context)
{
	bool		isnull;
	Datum		value = reading_datum(row, column, &isnull);
	MemoryContext old;
	struct varlena *copy;

	if (isnull)
		return NULL;
	old = MemoryContextSwitchTo(context);
	copy = PG_DETOAST_DATUM_COPY(value);
	MemoryContextSwitchTo(old);
	return copy;
}

/* The place of a name in a list, 0 if it is not there. */
static int
place_of(const char *name, const char *const *names, int n)
{
	for (int i = 0; i < n; i++)
		if (strcmp(name, names[i]) == 0)
			return i;
	return 0;
}

static void
load_hours(Policies *loaded, MemoryContext context)
{
	Reading		reading;

	reading_begin(&reading, "SELECT b.hours, b.time_zone, b.day::pg_catalog.int8, b.opens, b.closes "
				  "FROM complaint.business_hours AS b "
				  "ORDER BY b.hours COLLATE \"C\", b.day, b.opens");
	loaded->hours = MemoryContextAllocZero(context, sizeof(Hours) * Max(SPI_processed, 1));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		char	   *name = reading_text(i, 1, context);
		Hours	   *hours = loaded->nhours > 0 ? &loaded->hours[loaded->nhours - 1] : NULL;
		Opening    *opening;
		bool		isnull;

		if (hours == NULL || strcmp(hours->name, name) != 0)
		{
			hours = &loaded->hours[loaded->nhours++];
			hours->name = name;
			hours->zone = pg_tzset(reading_text(i, 2, context));
			if (hours->zone == NULL)
				hours->zone = pg_tzset("UTC");
			hours->openings = MemoryContextAlloc(context, sizeof(Opening) * (SPI_processed - i));
		}
		opening = &hours->openings[hours->nopenings++];
		opening->day = (int) read_int64(i, 3, 1);
		opening->opens = DatumGetTimeADT(reading_datum(i, 4, &isnull));
		opening->closes = DatumGetTimeADT(reading_datum(i, 5, &isnull));
	}
	reading_end(&reading);
}

/* Those that are not over yet. */
static void
load_silences(Policies *loaded, MemoryContext context)
{
	Reading		reading;

	reading_begin(&reading, "SELECT s.silence, s.policy, s.source::pg_catalog.int8, s.session_id, s.customer, s.agent, s.type, s.tags, "
				  "s.from_at, s.until_at FROM complaint.silence AS s "
				  "WHERE s.until_at OPERATOR(pg_catalog.>) complaint.clock() "
				  "ORDER BY s.silence");
	loaded->silences = MemoryContextAllocZero(context, sizeof(Silence) * Max(SPI_processed, 1));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		Silence    *silence = &loaded->silences[loaded->nsilences++];
		bool		isnull;

		silence->number = read_int64(i, 1, 0);
		silence->policy = reading_text(i, 2, context);
		silence->source = (int32) read_int64(i, 3, -1);
		silence->session = read_varlena(i, 4, context);
		silence->customer = read_varlena(i, 5, context);
		silence->agent = read_varlena(i, 6, context);
		silence->type = reading_text(i, 7, context);
		silence->tags = read_varlena(i, 8, context);
		silence->from = DatumGetTimestampTz(reading_datum(i, 9, &isnull));
		silence->until = DatumGetTimestampTz(reading_datum(i, 10, &isnull));
	}
	reading_end(&reading);
}

static const Hours *
find_hours(const Policies *loaded, const char *name)
{
	for (int i = 0; name != NULL && i < loaded->nhours; i++)
		if (strcmp(loaded->hours[i].name, name) == 0)
			return &loaded->hours[i];
	return NULL;
}

static void
load_items(Policies *loaded, MemoryContext context)
{
	Reading		reading;

	reading_begin(&reading, "SELECT p.policy, p.scope, p.tag, p.mode OPERATOR(pg_catalog.=) 'live', p.severity::pg_catalog.int8, "
				  "p.min_level::pg_catalog.int8, p.harms, p.types, p.tags, p.sources, p.counts, "
				  "p.threshold::pg_catalog.int8, "
				  "(1000000 OPERATOR(pg_catalog.*) EXTRACT(epoch FROM p.time_window))::pg_catalog.int8, "
				  "(1000000 OPERATOR(pg_catalog.*) EXTRACT(epoch FROM p.cooldown))::pg_catalog.int8, "
				  "(1000000 OPERATOR(pg_catalog.*) EXTRACT(epoch FROM p.max_lateness))::pg_catalog.int8, "
				  "p.recipients, "
				  "(1000000 OPERATOR(pg_catalog.*) EXTRACT(epoch FROM p.escalate_after))::pg_catalog.int8, "
				  "p.hours, "
				  "(1000000 OPERATOR(pg_catalog.*) EXTRACT(epoch FROM p.auto_resolve))::pg_catalog.int8 "
				  "FROM complaint.policy AS p WHERE p.mode OPERATOR(pg_catalog.<>) 'off' "
				  "ORDER BY p.policy COLLATE \"C\"");
	loaded->items = MemoryContextAllocZero(context, sizeof(Policy) * Max(SPI_processed, 1));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		Policy	   *policy = &loaded->items[loaded->nitems++];
		bool		isnull;
		Datum		sources;

		policy->name = reading_text(i, 1, context);
		policy->scope = (PolicyScope) place_of(reading_text(i, 2, context), scope_names, lengthof(scope_names));
		policy->tag = reading_text(i, 3, context);
		policy->live = DatumGetBool(reading_datum(i, 4, &isnull));
		policy->severity = (int) read_int64(i, 5, 2);
		policy->min_level = (int) read_int64(i, 6, -1);
		policy->harms = read_names(i, 7, context, &policy->nharms);
		policy->types = read_names(i, 8, context, &policy->ntypes);
		policy->tags = read_varlena(i, 9, context);
		sources = reading_datum(i, 10, &isnull);
		if (!isnull)
		{
			ArrayType  *array = DatumGetArrayTypeP(sources);

			policy->nsources = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
			policy->sources = MemoryContextAlloc(context, sizeof(int32) * Max(policy->nsources, 1));
			memcpy(policy->sources, ARR_DATA_PTR(array), sizeof(int32) * policy->nsources);
		}
		policy->counts = (PolicyCounts) place_of(reading_text(i, 11, context), counts_names, lengthof(counts_names));
		policy->threshold = (int) read_int64(i, 12, 1);
		policy->window = read_int64(i, 13, 0);
		policy->cooldown = read_int64(i, 14, 0);
		policy->max_lateness = read_int64(i, 15, 0);
		policy->recipients = read_names(i, 16, context, &policy->nrecipients);
		policy->escalate_after = read_int64(i, 17, 0);
		policy->hours = find_hours(loaded, reading_text(i, 18, context));
		policy->auto_resolve = read_int64(i, 19, 0);
		for (int j = 0; j < policy->nharms; j++)
			policy->any_harm |= strcmp(policy->harms[j], "*") == 0;
	}
	reading_end(&reading);
}

static void
load_policies(void)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "complaint policies",
												  ALLOCSET_SMALL_SIZES);
	Policies	loaded = {0};
	uint64		changes;

	for (int i = 0; i < (int) lengthof(table_names); i++)
		table_oids[i] = reading_table(table_names[i]);
	changes = policy_changes;
	loaded.as_of = clock_now();
	load_hours(&loaded, context);
	load_silences(&loaded, context);
	load_items(&loaded, context);

	/* a settle that a trigger on our tables interrupted still uses the old ones */
	if (policies_context != NULL)
		MemoryContextSetParent(policies_context, TopTransactionContext);
	MemoryContextSetParent(context, CacheMemoryContext);
	policies_context = context;
	policies = loaded;
	policies_current = changes == policy_changes;
	policies_own = TransactionIdIsValid(GetTopTransactionIdIfAny());
}

void
policy_forget_own_changes(void)
{
	if (policies_own)
		policies_current = policies_own = false;
}

const Policy *
policy_all(int *n)
{
	/* a clock that went back may be in a silence that was over */
	if (!policies_current || clock_now() < policies.as_of)
		load_policies();
	*n = policies.nitems;
	return policies.items;
}

const Policy *
policy_find(const char *name)
{
	int			n;
	const Policy *all = policy_all(&n);

	for (int i = 0; i < n; i++)
		if (strcmp(all[i].name, name) == 0)
			return &all[i];
	return NULL;
}

const char *
policy_scope_name(PolicyScope scope)
{
	return scope_names[scope];
}

/* ----------------------------------------------------------------
 * Messages
 * ----------------------------------------------------------------
 */

/* True if the bytes are the name, or, for types, lie below it. */
static bool
named(const char *name, Datum value, bool below_too)
{
	struct varlena *text = PG_DETOAST_DATUM_PACKED(value);
	size_t		length = VARSIZE_ANY_EXHDR(text);
	size_t		name_length = strlen(name);

	if (length < name_length || memcmp(VARDATA_ANY(text), name, name_length) != 0)
		return false;
	return length == name_length || (below_too && VARDATA_ANY(text)[name_length] == '.');
}

static bool
has_harm(const Policy *policy, const StoreRow *row)
{
	Datum	   *harms;
	int			nharms;

	if (policy->nharms == 0)
		return false;
	nharms = aggregate_array(store_varlena(row, CLASSIFICATION_HARMS), &harms);
	if (policy->any_harm)
		return nharms > 0;
	for (int i = 0; i < nharms; i++)
		for (int j = 0; j < policy->nharms; j++)
			if (named(policy->harms[j], harms[i], false))
				return true;
	return false;
}

static bool
has_type(const Policy *policy, const StoreRow *row)
{
	if (policy->ntypes == 0)
		return true;
	if (row->nulls[CLASSIFICATION_TYPE])
		return false;
	for (int i = 0; i < policy->ntypes; i++)
		if (named(policy->types[i], row->values[CLASSIFICATION_TYPE], true))
			return true;
	return false;
}

static bool
has_source(const Policy *policy, const StoreRow *row)
{
	if (policy->nsources == 0)
		return true;
	for (int i = 0; i < policy->nsources; i++)
		if (policy->sources[i] == DatumGetInt32(row->values[CLASSIFICATION_SOURCE]))
			return true;
	return false;
}

/* True if a jsonb object holds another, or nothing is asked for. */
static bool
has_tags(struct varlena *asked, struct varlena *tags)
{
	if (asked == NULL || JB_ROOT_COUNT((Jsonb *) asked) == 0)
		return true;
	return tags != NULL && DatumGetBool(DirectFunctionCall2(jsonb_contains, PointerGetDatum(tags), PointerGetDatum(asked)));
}

bool
policy_met_by(const Policy *policy, const StoreRow *row)
{
	int			level = DatumGetInt16(row->values[CLASSIFICATION_LEVEL]);
	TimestampTz at = DatumGetTimestampTz(row->values[CLASSIFICATION_AT]);
	TimestampTz arrived_at = DatumGetTimestampTz(row->values[CLASSIFICATION_ARRIVED_AT]);

	if (!DatumGetBool(row->values[CLASSIFICATION_RINGS]))
		return false;
	if (policy_later(at, policy->max_lateness) < arrived_at)
		return false;
	if (!(policy->min_level >= 0 && level >= policy->min_level) && !has_harm(policy, row))
		return false;
	return has_type(policy, row) && has_source(policy, row) && has_tags(policy->tags, store_varlena(row, CLASSIFICATION_TAGS));
}

struct varlena *
policy_key(const Policy *policy, const StoreRow *row, int32 *source)
{
	struct varlena *tags;

	*source = 0;
	switch (policy->scope)
	{
		case POLICY_SESSION:
			break;				/* its key is not looked up here */
		case POLICY_CUSTOMER:
			return store_varlena(row, CLASSIFICATION_CUSTOMER);
		case POLICY_AGENT:
			return store_varlena(row, CLASSIFICATION_AGENT);
		case POLICY_TYPE:
			return store_varlena(row, CLASSIFICATION_TYPE);
		case POLICY_SOURCE:
			*source = DatumGetInt32(row->values[CLASSIFICATION_SOURCE]);
			return (struct varlena *) cstring_to_text("");
		case POLICY_TAG:
			tags = store_varlena(row, CLASSIFICATION_TAGS);
			if (tags != NULL)
			{
				JsonbValue *value = getKeyJsonValueFromContainer(&DatumGetJsonbP(PointerGetDatum(tags))->root, policy->tag, (int) strlen(policy->tag), NULL);

				if (value != NULL && value->type == jbvString && value->val.string.len > 0)
					return (struct varlena *) cstring_to_text_with_len(value->val.string.val, value->val.string.len);
			}
			break;
		case POLICY_ALL:
			return (struct varlena *) cstring_to_text("");
	}
	return NULL;
}

int64
policy_bound(const Policy *policy, const Aggregate *aggregate)
{
	int64		bound = 0;

	if (policy->min_level >= 0)
		bound += aggregate_at_least(aggregate, policy->min_level);
	if (policy->nharms > 0)
		bound += aggregate->harmed;
	/* a harm without a complaint is in levels[0], which a session does not keep */
	return policy->min_level == 0 ? bound + aggregate->harmed : bound;
}

TimestampTz
policy_later(TimestampTz at, int64 interval)
{
	TimestampTz later;

	return pg_add_s64_overflow(at, interval, &later) ? PG_INT64_MAX : later;
}

/* ----------------------------------------------------------------
 * When an alert is announced, and goes up
 * ----------------------------------------------------------------
 */

static bool
same_text(struct varlena *asked, struct varlena *value)
{
	if (asked == NULL)
		return true;
	if (value == NULL)
		return false;
	value = PG_DETOAST_DATUM_PACKED(PointerGetDatum(value));
	return VARSIZE_ANY_EXHDR(asked) == VARSIZE_ANY_EXHDR(value) &&
		memcmp(VARDATA_ANY(asked), VARDATA_ANY(value), VARSIZE_ANY_EXHDR(asked)) == 0;
}

static bool
silence_matches(const Silence *silence, const PolicyFacts *facts, TimestampTz now)
{
	return silence->from <= now && now < silence->until &&
		(silence->policy == NULL || strcmp(silence->policy, facts->policy) == 0) &&
		(silence->source < 0 || silence->source == facts->source) &&
		same_text(silence->session, facts->session) &&
		same_text(silence->customer, facts->customer) &&
		same_text(silence->agent, facts->agent) &&
		(silence->type == NULL ||
		 (facts->type != NULL && named(silence->type, PointerGetDatum(facts->type), true))) &&
		has_tags(silence->tags, facts->tags);
}

TimestampTz
policy_held_until(const Hours *hours, const PolicyFacts *facts, TimestampTz now, int64 *silence)
{
	TimestampTz until = DT_NOBEGIN;

	*silence = 0;
	for (int i = 0; i < policies.nsilences; i++)
	{
		const Silence *each = &policies.silences[i];

		if (each->until > until && silence_matches(each, facts, now))
		{
			until = each->until;
			*silence = each->number;
		}
	}
	if (hours != NULL)
	{
		TimestampTz opens = hours_after(hours, Max(now, until), 0);

		if (opens > now)
			until = Max(until, opens);
	}
	return until;
}

TimestampTz
policy_escalates_at(const Policy *policy, TimestampTz since)
{
	if (policy->escalate_after == 0)
		return DT_NOEND;
	if (policy->hours != NULL)
		return hours_after(policy->hours, since, policy->escalate_after);
	return policy_later(since, policy->escalate_after);
}

/* An argument that may be null. */
static struct varlena *
argument(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? NULL : (struct varlena *) PG_DETOAST_DATUM(PG_GETARG_DATUM(n));
}

Datum
complaint_hold_of(PG_FUNCTION_ARGS)
{
	char	   *name = PG_ARGISNULL(0) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(0));
	const Policy *policy = name == NULL ? NULL : policy_find(name);
	PolicyFacts facts = {
		.policy = name != NULL ? name : "",
		.source = PG_ARGISNULL(1) ? 0 : PG_GETARG_INT32(1),
		.session = argument(fcinfo, 2),
		.customer = argument(fcinfo, 3),
		.agent = argument(fcinfo, 4),
		.type = argument(fcinfo, 5),
		.tags = argument(fcinfo, 6),
	};
	int64		silence;
	int			n;
	TimestampTz until;
	TupleDesc	type;
	Datum		values[2];
	bool		nulls[2];

	(void) policy_all(&n);
	until = policy_held_until(policy != NULL ? policy->hours : NULL, &facts, clock_now(), &silence);
	if (get_call_result_type(fcinfo, NULL, &type) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	values[0] = TimestampTzGetDatum(until);
	values[1] = Int64GetDatum(silence);
	nulls[0] = until == DT_NOBEGIN;
	nulls[1] = silence == 0;
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(type), values, nulls)));
}

Datum
complaint_business_time(PG_FUNCTION_ARGS)
{
	char	   *name = PG_ARGISNULL(0) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(0));
	const Hours *hours;
	Interval   *span;
	int64		length;
	int			n;

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	span = PG_GETARG_INTERVAL_P(2);
	length = span->time + (span->day + (int64) span->month * DAYS_PER_MONTH) * USECS_PER_DAY;
	if (name == NULL)
		PG_RETURN_TIMESTAMPTZ(policy_later(PG_GETARG_TIMESTAMPTZ(1), length));
	(void) policy_all(&n);
	hours = find_hours(&policies, name);
	if (hours == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("business hours \"%s\" do not exist", name),
				 errhint("SELECT DISTINCT hours FROM complaint.business_hours lists them.")));
	if (length < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a span of business time cannot be negative")));
	PG_RETURN_TIMESTAMPTZ(hours_after(hours, PG_GETARG_TIMESTAMPTZ(1), length));
}
