/*
 * alert.c
 *		Raising alerts (see alert.h).
 *
 * An alert is a row, its messages, an event, and the episode row that both
 * settling and resolving lock; the unique constraint over policy, session and
 * episode is what makes it one whatever happens.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "datatype/timestamp.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
#include "utils/xid8.h"

#include "compat.h"
#include "live/alert.h"

/* As many messages are kept as evidence; the count says how many there were. */
#define MAX_EVIDENCE 1000

/* A message that counts toward a policy. */
typedef struct Evidence
{
	TimestampTz at;				/* own time, the future clamped to now */
	struct varlena *message;
	int			level;
	struct varlena *harms;
	struct varlena *type;
	struct varlena *agent;
	struct varlena *customer;
} Evidence;

typedef struct EvidenceList
{
	Evidence   *items;
	int			nitems;
	int			capacity;
} EvidenceList;

static struct varlena *
copy_varlena(struct varlena *value)
{
	return value == NULL ? NULL : (struct varlena *) PG_DETOAST_DATUM_COPY(PointerGetDatum(value));
}

static void
keep_evidence(EvidenceList *list, const StoreRow *row, TimestampTz now)
{
	Evidence   *evidence;

	if (list->nitems == list->capacity)
	{
		list->capacity = list->capacity == 0 ? 16 : list->capacity * 2;
		list->items = list->items == NULL
			? palloc(sizeof(Evidence) * list->capacity)
			: repalloc_huge(list->items, sizeof(Evidence) * (Size) list->capacity);
	}
	evidence = &list->items[list->nitems++];
	evidence->at = Min(DatumGetTimestampTz(row->values[CLASSIFICATION_AT]), now);
	evidence->message = copy_varlena(store_varlena(row, CLASSIFICATION_MESSAGE));
	evidence->level = DatumGetInt16(row->values[CLASSIFICATION_LEVEL]);
	evidence->harms = copy_varlena(store_varlena(row, CLASSIFICATION_HARMS));
	evidence->type = copy_varlena(store_varlena(row, CLASSIFICATION_TYPE));
	evidence->agent = copy_varlena(store_varlena(row, CLASSIFICATION_AGENT));
	evidence->customer = copy_varlena(store_varlena(row, CLASSIFICATION_CUSTOMER));
}

static int
compare_evidence(const void *a, const void *b)
{
	TimestampTz x = ((const Evidence *) a)->at;
	TimestampTz y = ((const Evidence *) b)->at;

	return x < y ? -1 : (x > y ? 1 : 0);
}

/*
 * The latest window that holds the threshold: cuts the list, ordered by time,
 * to it.  A window is (t - length, t] for the time t of a message.
 */
static bool
cut_to_window(EvidenceList *list, const Policy *policy)
{
	qsort(list->items, list->nitems, sizeof(Evidence), compare_evidence);
	if (policy->window == 0)
		return list->nitems >= policy->threshold;

	for (int last = list->nitems - 1; last >= policy->threshold - 1; last--)
	{
		int			first = last;

		while (first > 0 &&
			   policy_later(list->items[first - 1].at, policy->window) > list->items[last].at)
			first--;
		if (last - first + 1 < policy->threshold)
			continue;
		list->items += first;
		list->nitems = last - first + 1;
		return true;
	}
	return false;
}

/* The type of most messages, of the latest where they are even. */
static struct varlena *
most_frequent_type(const EvidenceList *list)
{
	struct varlena *best = NULL;
	int			best_count = 0;
	int			first = Max(list->nitems - MAX_EVIDENCE, 0);

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
static struct varlena *
all_harms(const EvidenceList *list)
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

/*
 * A UUID of version 7: it begins with the time, and within a backend each is
 * greater than the one before, so that those of a COPY lie side by side in the
 * indexes.  The rest, 62 bits, is random.
 */
static void
new_uuid(pg_uuid_t *uuid)
{
	static uint64 last = 0;
	uint64		microseconds = (uint64) (GetCurrentTimestamp() +
										 (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY);
	uint64		ticks = microseconds / 1000 << 12 | (microseconds % 1000) << 2;	/* 4096 a millisecond */

	last = Max(last + 1, ticks);
	if (!pg_strong_random(uuid->data + 8, 8))
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not generate random values")));
	for (int i = 0; i < 6; i++)
		uuid->data[i] = (unsigned char) (last >> (52 - 8 * i));
	uuid->data[6] = (unsigned char) (0x70 | (last >> 8 & 0x0F));
	uuid->data[7] = (unsigned char) last;
	uuid->data[8] = (unsigned char) (0x80 | (uuid->data[8] & 0x3F));
}

static void
write_alert(const AlertSession *session, const Policy *policy, int32 episode,
			const EvidenceList *list, AlertNotice *notice)
{
	const Evidence *last = &list->items[list->nitems - 1];
	Datum		policy_name = CStringGetTextDatum(policy->name);
	StoreRow	row;

	notice->kind = "raised";
	new_uuid(&notice->alert);
	new_uuid(&notice->event);
	notice->policy = (struct varlena *) DatumGetPointer(policy_name);
	notice->source = DatumGetInt32(session->source);
	notice->session = (struct varlena *) DatumGetPointer(session->session);
	notice->agent = last->agent != NULL ? last->agent : session->agent;
	notice->level = 0;
	for (int i = 0; i < list->nitems; i++)
		notice->level = Max(notice->level, list->items[i].level);
	notice->harms = all_harms(list);
	notice->type = most_frequent_type(list);
	notice->count = list->nitems;
	notice->at = session->now;

	store_clear(&row);
	store_set(&row, ALERT_ALERT, UUIDPGetDatum(&notice->alert));
	store_set(&row, ALERT_POLICY, policy_name);
	store_set(&row, ALERT_SOURCE, session->source);
	store_set(&row, ALERT_SESSION, session->session);
	store_set(&row, ALERT_EPISODE, Int32GetDatum(episode));
	store_set(&row, ALERT_MODE, CStringGetTextDatum(policy->live ? "live" : "shadow"));
	store_set(&row, ALERT_STATE, CStringGetTextDatum("open"));
	store_set(&row, ALERT_LEVEL, Int16GetDatum((int16) notice->level));
	store_set_varlena(&row, ALERT_HARMS, notice->harms);
	store_set_varlena(&row, ALERT_TYPE, notice->type);
	store_set(&row, ALERT_COUNT, Int32GetDatum(notice->count));
	store_set_varlena(&row, ALERT_AGENT, notice->agent);
	store_set_varlena(&row, ALERT_CUSTOMER, last->customer);
	store_set(&row, ALERT_RAISED_AT, TimestampTzGetDatum(notice->at));
	store_insert(STORE_ALERT, &row);

	for (int i = Max(list->nitems - MAX_EVIDENCE, 0); i < list->nitems; i++)
	{
		store_clear(&row);
		store_set(&row, ALERT_MESSAGE_ALERT, UUIDPGetDatum(&notice->alert));
		store_set(&row, ALERT_MESSAGE_SOURCE, session->source);
		store_set(&row, ALERT_MESSAGE_SESSION, session->session);
		store_set_varlena(&row, ALERT_MESSAGE_MESSAGE, list->items[i].message);
		store_insert(STORE_ALERT_MESSAGE, &row);
	}

	store_clear(&row);
	store_set(&row, EVENT_EVENT, UUIDPGetDatum(&notice->event));
	store_set(&row, EVENT_ALERT, UUIDPGetDatum(&notice->alert));
	store_set(&row, EVENT_KIND, CStringGetTextDatum("raised"));
	store_set(&row, EVENT_AT, TimestampTzGetDatum(notice->at));
	store_set_varlena(&row, EVENT_AGENT, notice->agent);
	store_set(&row, EVENT_XID, FullTransactionIdGetDatum(GetTopFullTransactionId()));
	store_insert(STORE_EVENT, &row);
}

void
alert_consider(const AlertSession *session, const Policy *policy)
{
	Datum		keys[3] = {session->source, session->session, CStringGetTextDatum(policy->name)};
	EvidenceList list = {0};
	AlertNotice notice;
	StoreScan  *scan;
	StoreRow	episode;
	StoreRow	row;
	bool		found;
	TimestampTz quiet_until = DT_NOBEGIN;
	int32		number = 1;

	if (policy_bound(policy, session->aggregate) < policy->threshold)
		return;
	found = store_find(STORE_EPISODE, keys, &episode);
	if (found)
	{
		if (episode.nulls[EPISODE_ENDED_AT])
			return;
		quiet_until = policy_later(DatumGetTimestampTz(episode.values[EPISODE_ENDED_AT]), policy->cooldown);
		if (session->now <= quiet_until)
			return;
		number = DatumGetInt32(episode.values[EPISODE_EPISODE]) + 1;
	}

	scan = store_scan_begin(STORE_CLASSIFICATION, keys, 2);
	while (store_scan_next(scan, &row))
		if (DatumGetTimestampTz(row.values[CLASSIFICATION_SETTLED_AT]) > quiet_until &&
			policy_met_by(policy, &row))
			keep_evidence(&list, &row, session->now);
	store_scan_end(scan);
	if (list.nitems < policy->threshold || !cut_to_window(&list, policy))
		return;

	write_alert(session, policy, number, &list, &notice);
	if (!found)
	{
		store_clear(&episode);
		store_set(&episode, EPISODE_SOURCE, session->source);
		store_set(&episode, EPISODE_SESSION, session->session);
		store_set(&episode, EPISODE_POLICY, keys[2]);
	}
	store_set(&episode, EPISODE_EPISODE, Int32GetDatum(number));
	store_set(&episode, EPISODE_ALERT, UUIDPGetDatum(&notice.alert));
	episode.nulls[EPISODE_ENDED_AT] = true;
	if (found)
		store_update(STORE_EPISODE, &episode);
	else
		store_insert(STORE_EPISODE, &episode);
	if (policy->live)
		alert_notify(&notice);
}
