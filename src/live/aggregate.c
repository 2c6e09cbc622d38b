/*
 * aggregate.c
 *		The aggregates of one session while it is settled (see aggregate.h).
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/aggregate.h"

static int
compare_names(const char *a, int alength, const char *b, int blength)
{
	int			order = memcmp(a, b, Min(alength, blength));

	return order != 0 ? order : alength - blength;
}

static void
count_name(NameCounts *counts, const char *name, int length, int64 n)
{
	int			place = 0;

	while (place < counts->nitems &&
		   compare_names(counts->items[place].name, counts->items[place].length, name, length) < 0)
		place++;
	if (place < counts->nitems &&
		compare_names(counts->items[place].name, counts->items[place].length, name, length) == 0)
	{
		counts->items[place].count += n;
		return;
	}
	if (counts->nitems == counts->capacity)
	{
		counts->capacity = counts->capacity == 0 ? 8 : counts->capacity * 2;
		counts->items = counts->items == NULL
			? palloc(sizeof(NameCount) * counts->capacity)
			: repalloc(counts->items, sizeof(NameCount) * counts->capacity);
	}
	memmove(&counts->items[place + 1], &counts->items[place],
			sizeof(NameCount) * (counts->nitems - place));
	counts->items[place].name = pnstrdup(name, length);
	counts->items[place].length = length;
	counts->items[place].count = n;
	counts->nitems++;
}

/* {"fees": 2} into counts; what is no number counts nothing. */
static void
read_counts(NameCounts *counts, struct varlena *object)
{
	Jsonb	   *jsonb = DatumGetJsonbP(PointerGetDatum(object));
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	value;
	JsonbValue	name = {0};

	if (!JB_ROOT_IS_OBJECT(jsonb))
		return;
	iterator = JsonbIteratorInit(&jsonb->root);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
	{
		if (token == WJB_KEY)
			name = value;
		else if (token == WJB_VALUE && value.type == jbvNumeric)
			count_name(counts, name.val.string.val, name.val.string.len,
					   DatumGetInt64(DirectFunctionCall1(numeric_int8, NumericGetDatum(value.val.numeric))));
	}
}

static Datum
make_object(const NameCounts *counts)
{
	JsonbParseState *state = NULL;
	JsonbValue	value;

	(void) pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < counts->nitems; i++)
	{
		if (counts->items[i].count == 0)
			continue;
		value.type = jbvString;
		value.val.string.val = counts->items[i].name;
		value.val.string.len = counts->items[i].length;
		(void) pushJsonbValue(&state, WJB_KEY, &value);
		value.type = jbvNumeric;
		value.val.numeric = int64_to_numeric(counts->items[i].count);
		(void) pushJsonbValue(&state, WJB_VALUE, &value);
	}
	return JsonbPGetDatum(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL)));
}

/*
 * A copy of an object in which one name has more: most of what is counted has a
 * name that was counted before, and a number as long as the one before.  NULL
 * otherwise.
 */
static Jsonb *
count_in_place(struct varlena *object, const NameCount *item)
{
	Jsonb	   *jsonb = DatumGetJsonbPCopy(PointerGetDatum(object));
	JsonbValue	value;
	Numeric		sum;
	int64		count;

	if (!JB_ROOT_IS_OBJECT(jsonb) ||
		getKeyJsonValueFromContainer(&jsonb->root, item->name, item->length, &value) == NULL ||
		value.type != jbvNumeric)
		return NULL;
	count = DatumGetInt64(DirectFunctionCall1(numeric_int8, NumericGetDatum(value.val.numeric)));
	sum = int64_to_numeric(count + item->count);
	if (VARSIZE_ANY(sum) != VARSIZE_ANY(value.val.numeric))
		return NULL;
	memcpy(value.val.numeric, sum, VARSIZE_ANY(sum));
	return jsonb;
}

static Datum
write_counts(const NameCounts *counts)
{
	NameCounts	sums = {0};
	Jsonb	   *jsonb;

	if (counts->stored == NULL)
		return make_object(counts);
	if (counts->nitems == 0)
		return PointerGetDatum(counts->stored);
	if (counts->nitems == 1 && (jsonb = count_in_place(counts->stored, &counts->items[0])) != NULL)
		return JsonbPGetDatum(jsonb);
	read_counts(&sums, counts->stored);
	for (int i = 0; i < counts->nitems; i++)
		count_name(&sums, counts->items[i].name, counts->items[i].length, counts->items[i].count);
	return make_object(&sums);
}

int
aggregate_array(struct varlena *array, Datum **values)
{
	ArrayType  *elements = DatumGetArrayTypeP(PointerGetDatum(array));
	bool	   *nulls;
	int			n;

	deconstruct_array(elements, TEXTOID, -1, false, TYPALIGN_INT, values, &nulls, &n);
	return n;
}

void
aggregate_read(Aggregate *aggregate, const StoreRow *session)
{
	memset(aggregate, 0, sizeof(Aggregate));
	for (int level = 1; level <= 4; level++)
		aggregate->levels[level] = DatumGetInt32(session->values[SESSION_LEVEL_1 + level - 1]);
	aggregate->harmed = DatumGetInt32(session->values[SESSION_HARMED]);
	aggregate->types.stored = store_varlena(session, SESSION_TYPES);
	aggregate->harms.stored = store_varlena(session, SESSION_HARMS);
	aggregate->has_times = !session->nulls[SESSION_FIRST_AT] && !session->nulls[SESSION_LAST_AT];
	if (aggregate->has_times)
	{
		aggregate->first_at = DatumGetTimestampTz(session->values[SESSION_FIRST_AT]);
		aggregate->last_at = DatumGetTimestampTz(session->values[SESSION_LAST_AT]);
	}
	aggregate->customer = store_varlena(session, SESSION_CUSTOMER);
	aggregate->agent = store_varlena(session, SESSION_AGENT);
	aggregate->tags = store_varlena(session, SESSION_TAGS);
	aggregate->customer_time = aggregate->agent_time = aggregate->tags_time =
		(AggregateTime) {aggregate->has_times ? aggregate->last_at : DT_NOBEGIN, true};
}

void
aggregate_reset(Aggregate *aggregate)
{
	memset(aggregate->levels, 0, sizeof(aggregate->levels));
	aggregate->harmed = 0;
	aggregate->types.nitems = aggregate->harms.nitems = 0;
	aggregate->types.stored = aggregate->harms.stored = NULL;
	aggregate->has_times = false;
	aggregate->customer = aggregate->agent = aggregate->tags = NULL;
}

/* What the latest message says that says anything; false: who knows. */
static bool
take_named(struct varlena **named, AggregateTime *time, const StoreRow *row, int column)
{
	TimestampTz at = DatumGetTimestampTz(row->values[CLASSIFICATION_AT]);

	if (row->nulls[column])
		return true;
	if (*named != NULL && at < time->at)
		return !time->is_bound;
	*named = store_varlena(row, column);
	*time = (AggregateTime) {at, false};
	return true;
}

bool
aggregate_add(Aggregate *aggregate, const StoreRow *row)
{
	TimestampTz at = DatumGetTimestampTz(row->values[CLASSIFICATION_AT]);
	int			level = DatumGetInt16(row->values[CLASSIFICATION_LEVEL]);
	struct varlena *type = store_varlena(row, CLASSIFICATION_TYPE);
	Datum	   *harms;
	int			nharms = aggregate_array(store_varlena(row, CLASSIFICATION_HARMS), &harms);

	aggregate->levels[Max(0, Min(level, 4))]++;
	if (nharms > 0)
		aggregate->harmed++;
	for (int i = 0; i < nharms; i++)
		count_name(&aggregate->harms, VARDATA_ANY(DatumGetPointer(harms[i])),
				   (int) VARSIZE_ANY_EXHDR(DatumGetPointer(harms[i])), 1);
	if (type != NULL)
	{
		type = PG_DETOAST_DATUM_PACKED(PointerGetDatum(type));
		count_name(&aggregate->types, VARDATA_ANY(type), (int) VARSIZE_ANY_EXHDR(type), 1);
	}
	if (!aggregate->has_times || at < aggregate->first_at)
		aggregate->first_at = at;
	if (!aggregate->has_times || at >= aggregate->last_at)
		aggregate->last_at = at;
	aggregate->has_times = true;
	return take_named(&aggregate->customer, &aggregate->customer_time, row, CLASSIFICATION_CUSTOMER) &&
		take_named(&aggregate->agent, &aggregate->agent_time, row, CLASSIFICATION_AGENT) &&
		take_named(&aggregate->tags, &aggregate->tags_time, row, CLASSIFICATION_TAGS);
}

int64
aggregate_at_least(const Aggregate *aggregate, int min_level)
{
	int64		n = 0;

	for (int level = Max(min_level, 0); level <= 4; level++)
		n += aggregate->levels[level];
	return n;
}

void
aggregate_write(const Aggregate *aggregate, StoreRow *session)
{
	int			highest = 4;

	while (highest > 0 && aggregate->levels[highest] == 0)
		highest--;
	store_set(session, SESSION_COMPLAINTS, Int32GetDatum((int32) aggregate_at_least(aggregate, 1)));
	for (int level = 1; level <= 4; level++)
		store_set(session, SESSION_LEVEL_1 + level - 1, Int32GetDatum(aggregate->levels[level]));
	store_set(session, SESSION_HIGHEST_LEVEL, Int16GetDatum((int16) highest));
	store_set(session, SESSION_HARMED, Int32GetDatum(aggregate->harmed));
	store_set(session, SESSION_TYPES, write_counts(&aggregate->types));
	store_set(session, SESSION_HARMS, write_counts(&aggregate->harms));
	session->nulls[SESSION_FIRST_AT] = session->nulls[SESSION_LAST_AT] = !aggregate->has_times;
	session->values[SESSION_FIRST_AT] = TimestampTzGetDatum(aggregate->first_at);
	session->values[SESSION_LAST_AT] = TimestampTzGetDatum(aggregate->last_at);
	store_set_varlena(session, SESSION_CUSTOMER, aggregate->customer);
	store_set_varlena(session, SESSION_TAGS, aggregate->tags);
	if (session->nulls[SESSION_ASSIGNED_AT])
		store_set_varlena(session, SESSION_AGENT, aggregate->agent);
}
