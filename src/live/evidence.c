/*
 * evidence.c
 *		The messages that count toward an alert (see evidence.h).
 */
#include "postgres.h"

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/evidence.h"

Evidence *
evidence_add(EvidenceList *list)
{
	if (list->nitems == list->capacity)
	{
		list->capacity = list->capacity == 0 ? 16 : list->capacity * 2;
		list->items = list->items == NULL
			? palloc(sizeof(Evidence) * list->capacity)
			: repalloc_huge(list->items, sizeof(Evidence) * (Size) list->capacity);
	}
	memset(&list->items[list->nitems], 0, sizeof(Evidence));
	return &list->items[list->nitems++];
}

static struct varlena *
copy_varlena(struct varlena *value)
{
	return value == NULL ? NULL : (struct varlena *) PG_DETOAST_DATUM_COPY(PointerGetDatum(value));
}

TimestampTz
evidence_time(const StoreRow *row)
{
	return Min(DatumGetTimestampTz(row->values[CLASSIFICATION_AT]),
			   DatumGetTimestampTz(row->values[CLASSIFICATION_SETTLED_AT]));
}

void
evidence_add_row(EvidenceList *list, const StoreRow *row)
{
	Evidence   *evidence = evidence_add(list);

	evidence->at = evidence_time(row);
	evidence->source = DatumGetInt32(row->values[CLASSIFICATION_SOURCE]);
	evidence->session = copy_varlena(store_varlena(row, CLASSIFICATION_SESSION));
	evidence->message = copy_varlena(store_varlena(row, CLASSIFICATION_MESSAGE));
	evidence->fingerprint = DatumGetInt64(row->values[CLASSIFICATION_FINGERPRINT]);
	evidence->level = DatumGetInt16(row->values[CLASSIFICATION_LEVEL]);
	evidence->harms = copy_varlena(store_varlena(row, CLASSIFICATION_HARMS));
	evidence->type = copy_varlena(store_varlena(row, CLASSIFICATION_TYPE));
	evidence->agent = copy_varlena(store_varlena(row, CLASSIFICATION_AGENT));
	evidence->customer = copy_varlena(store_varlena(row, CLASSIFICATION_CUSTOMER));
	evidence->tags = copy_varlena(store_varlena(row, CLASSIFICATION_TAGS));
}

/* ----------------------------------------------------------------
 * Windows
 * ----------------------------------------------------------------
 */

static int
compare_times(const void *a, const void *b)
{
	TimestampTz x = ((const Evidence *) a)->at;
	TimestampTz y = ((const Evidence *) b)->at;

	return x < y ? -1 : (x > y ? 1 : 0);
}

static int
compare_texts(const void *a, const void *b)
{
	int64		x = (*(Evidence *const *) a)->fingerprint;
	int64		y = (*(Evidence *const *) b)->fingerprint;

	return x < y ? -1 : (x > y ? 1 : 0);
}

static int
compare_sessions(const void *a, const void *b)
{
	const Evidence *x = *(Evidence *const *) a;
	const Evidence *y = *(Evidence *const *) b;
	size_t		xlen = VARSIZE_ANY_EXHDR(x->session);
	size_t		ylen = VARSIZE_ANY_EXHDR(y->session);
	int			order;

	if (x->source != y->source)
		return x->source < y->source ? -1 : 1;
	order = memcmp(VARDATA_ANY(x->session), VARDATA_ANY(y->session), Min(xlen, ylen));
	return order != 0 ? order : (xlen < ylen ? -1 : (xlen > ylen ? 1 : 0));
}

/* Numbers what is counted apart: equal texts or sessions get one number. */
static void
number_values(EvidenceList *list, PolicyCounts counts)
{
	int			(*compare) (const void *, const void *) = counts == POLICY_TEXTS ? compare_texts : compare_sessions;
	Evidence  **order;
	int			value = 0;

	if (counts == POLICY_MESSAGES)
	{
		for (int i = 0; i < list->nitems; i++)
			list->items[i].value = i;
		return;
	}
	order = palloc_extended(sizeof(Evidence *) * (Size) list->nitems, MCXT_ALLOC_HUGE);
	for (int i = 0; i < list->nitems; i++)
		order[i] = &list->items[i];
	qsort(order, list->nitems, sizeof(Evidence *), compare);
	for (int i = 0; i < list->nitems; i++)
	{
		if (i > 0 && compare(&order[i - 1], &order[i]) != 0)
			value++;
		order[i]->value = value;
	}
	pfree(order);
}

bool
evidence_cut(EvidenceList *list, const Policy *policy)
{
	int		   *seen;			/* how often a value is in the window */
	int			first = list->nitems;
	int			distinct = 0;
	bool		reached = false;

	if (list->nitems < policy->threshold)
		return false;
	qsort(list->items, list->nitems, sizeof(Evidence), compare_times);
	number_values(list, policy->counts);
	seen = palloc_extended(sizeof(int) * (Size) list->nitems, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);

	/* both ends of the window move toward the past */
	for (int last = list->nitems - 1; last >= policy->threshold - 1; last--)
	{
		while (first > 0 &&
			   (policy->window == 0 ||
				policy_later(list->items[first - 1].at, policy->window) > list->items[last].at))
		{
			first--;
			if (seen[list->items[first].value]++ == 0)
				distinct++;
		}
		if (distinct >= policy->threshold)
		{
			list->nitems = last - first + 1;
			memmove(list->items, list->items + first, sizeof(Evidence) * (Size) list->nitems);
			list->count = distinct;
			reached = true;
			break;
		}
		/* the window of all time does not get better without its latest */
		if (policy->window == 0)
			break;
		if (--seen[list->items[last].value] == 0)
			distinct--;
	}
	pfree(seen);
	return reached;
}

/* ----------------------------------------------------------------
 * What they say together
 * ----------------------------------------------------------------
 */

/* So many of the latest decide on the type. */
#define EVIDENCE_KEPT 1000

int
evidence_level(const EvidenceList *list)
{
	int			level = 0;

	for (int i = 0; i < list->nitems; i++)
		level = Max(level, list->items[i].level);
	return level;
}

/* The type of most messages, of the latest where they are even. */
struct varlena *
evidence_type(const EvidenceList *list)
{
	struct varlena *best = NULL;
	int			best_count = 0;
	int			first = Max(list->nitems - EVIDENCE_KEPT, 0);

	for (int i = list->nitems - 1; i >= first; i--)
	{
		struct varlena *type = list->items[i].type;
		int			count = 0;

		if (type == NULL)
			continue;
		for (int j = i; j >= first; j--)
			if (list->items[j].type != NULL &&
				VARSIZE_ANY(list->items[j].type) == VARSIZE_ANY(type) &&
				memcmp(list->items[j].type, type, VARSIZE_ANY(type)) == 0)
				count++;
		if (count > best_count)
		{
			best = type;
			best_count = count;
		}
		CHECK_FOR_INTERRUPTS();
	}
	return best;
}

/* Every harm of the messages once, in the order in which they came. */
struct varlena *
evidence_harms(const EvidenceList *list)
{
	Datum		harms[64];
	int			nharms = 0;

	for (int i = 0; i < list->nitems; i++)
	{
		Datum	   *values;
		int			n = aggregate_array(list->items[i].harms, &values);

		for (int j = 0; j < n && nharms < (int) lengthof(harms); j++)
		{
			int			k = 0;

			while (k < nharms && !DatumGetBool(DirectFunctionCall2Coll(texteq, C_COLLATION_OID, harms[k], values[j])))
				k++;
			if (k == nharms)
				harms[nharms++] = values[j];
		}
	}
	return (struct varlena *) (nharms == 0 ? construct_empty_array(TEXTOID)
							   : construct_array(harms, nharms, TEXTOID, -1, false, TYPALIGN_INT));
}
