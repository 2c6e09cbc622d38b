/*
 * policy.c
 *		The alert policies in force (see policy.h).
 *
 * Read from the view complaint.policy, which knows the overrides, and cached
 * like the rule sets: callbacks only flag, a fresh copy is built aside.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "common/int.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/policy.h"
#include "live/reading.h"

static MemoryContext policies_context = NULL;
static Policy *policies = NULL;
static int	npolicies = 0;
static bool policies_current = false;
static uint64 policy_changes = 0;	/* counted, since one may come while we read */
static bool policies_own = false;	/* read in a transaction that may have changed them */
static Oid	policy_table = InvalidOid;
static Oid	override_table = InvalidOid;

static void
relation_changed(Datum arg, Oid relid)
{
	if (!OidIsValid(relid) || relid == policy_table || relid == override_table)
	{
		policies_current = false;
		policy_changes++;
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

static void
load_policies(void)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "complaint policies",
												  ALLOCSET_SMALL_SIZES);
	Policy	   *loaded = NULL;
	int			nloaded = 0;
	Reading		reading;
	uint64		changes;

	policy_table = reading_table("alert_policy");
	override_table = reading_table("alert_policy_override");
	changes = policy_changes;
	reading_begin(&reading, "SELECT p.policy, p.mode OPERATOR(pg_catalog.=) 'live', p.min_level::pg_catalog.int8, p.harms, p.types, "
				  "p.threshold::pg_catalog.int8, "
				  "(1000000 OPERATOR(pg_catalog.*) EXTRACT(epoch FROM p.time_window))::pg_catalog.int8, "
				  "(1000000 OPERATOR(pg_catalog.*) EXTRACT(epoch FROM p.cooldown))::pg_catalog.int8, "
				  "(1000000 OPERATOR(pg_catalog.*) EXTRACT(epoch FROM p.max_lateness))::pg_catalog.int8 "
				  "FROM complaint.policy AS p WHERE p.mode OPERATOR(pg_catalog.<>) 'off' "
				  "ORDER BY p.policy COLLATE \"C\"");
	loaded = MemoryContextAllocZero(context, sizeof(Policy) * Max(SPI_processed, 1));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		Policy	   *policy = &loaded[nloaded++];
		bool		isnull;

		policy->name = reading_text(i, 1, context);
		policy->live = DatumGetBool(reading_datum(i, 2, &isnull));
		policy->min_level = (int) read_int64(i, 3, -1);
		policy->harms = read_names(i, 4, context, &policy->nharms);
		policy->types = read_names(i, 5, context, &policy->ntypes);
		policy->threshold = (int) read_int64(i, 6, 1);
		policy->window = read_int64(i, 7, 0);
		policy->cooldown = read_int64(i, 8, 0);
		policy->max_lateness = read_int64(i, 9, 0);
		for (int j = 0; j < policy->nharms; j++)
			policy->any_harm |= strcmp(policy->harms[j], "*") == 0;
	}
	reading_end(&reading);

	if (policies_context != NULL)
		MemoryContextDelete(policies_context);
	MemoryContextSetParent(context, CacheMemoryContext);
	policies_context = context;
	policies = loaded;
	npolicies = nloaded;
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
	if (!policies_current)
		load_policies();
	*n = npolicies;
	return policies;
}

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

bool
policy_met_by(const Policy *policy, const StoreRow *row)
{
	int			level = DatumGetInt16(row->values[CLASSIFICATION_LEVEL]);
	TimestampTz at = DatumGetTimestampTz(row->values[CLASSIFICATION_AT]);
	TimestampTz judged_at = DatumGetTimestampTz(row->values[CLASSIFICATION_JUDGED_AT]);

	if (!DatumGetBool(row->values[CLASSIFICATION_RINGS]))
		return false;
	if (policy_later(at, policy->max_lateness) < judged_at)
		return false;
	if (!(policy->min_level >= 0 && level >= policy->min_level) && !has_harm(policy, row))
		return false;
	return has_type(policy, row);
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
