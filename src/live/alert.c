/*
 * alert.c
 *		Raising alerts (see alert.h).
 *
 * An alert is a row, its messages, an event, and the episode row that both
 * settling and resolving lock; the unique constraint over policy, key and
 * episode is what makes it one whatever happens.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"
#include "utils/xid8.h"

#include "compat.h"
#include "live/alert.h"

/* As many messages are kept as evidence; the count says how many there were. */
#define MAX_EVIDENCE 1000

void
alert_read_episode(const AlertTarget *target, const StoreRow *row, AlertEpisode *episode)
{
	memset(episode, 0, sizeof(AlertEpisode));
	episode->number = 1;
	episode->since = DT_NOBEGIN;
	if (row == NULL)
		return;
	episode->found = true;
	episode->row = *row;
	episode->number = DatumGetInt32(row->values[EPISODE_EPISODE]);
	episode->since = DatumGetTimestampTz(row->values[EPISODE_SINCE]);
	episode->withdrawn = DatumGetBool(row->values[EPISODE_WITHDRAWN]);
	if (row->nulls[EPISODE_ENDED_AT])
		episode->ringing = !episode->withdrawn;
	else
	{
		episode->withdrawn = false;
		episode->number++;
		episode->since = policy_later(DatumGetTimestampTz(row->values[EPISODE_ENDED_AT]), target->policy->cooldown);
		episode->cooling = target->now <= episode->since;
	}
}

/* ----------------------------------------------------------------
 * Whom it concerns
 * ----------------------------------------------------------------
 */

static int
compare_strings(const void *a, const void *b)
{
	return strcmp(*(char *const *) a, *(char *const *) b);
}

static char *
supervisor_of(struct varlena *agent)
{
	Datum		keys[1] = {PointerGetDatum(agent)};
	StoreScan  *scan;
	StoreRow	row;
	char	   *supervisor = NULL;

	if (agent == NULL)
		return pstrdup("@supervisor");
	scan = store_scan_begin(STORE_AGENT, keys, 1);
	if (store_scan_next(scan, &row) && !row.nulls[AGENT_SUPERVISOR])
		supervisor = TextDatumGetCString(row.values[AGENT_SUPERVISOR]);
	store_scan_end(scan);
	return supervisor != NULL ? supervisor : pstrdup("@supervisor");
}

/* A session may be served by a pool; then its alerts are nobody's in particular. */
static struct varlena *
agent_not_pool(struct varlena *agent)
{
	struct varlena *text = agent == NULL ? NULL : PG_DETOAST_DATUM_PACKED(PointerGetDatum(agent));

	return text == NULL || (VARSIZE_ANY_EXHDR(text) > 0 && *VARDATA_ANY(text) == '@') ? NULL : agent;
}

/* The policy's recipients for this agent, each once: complaint.told() in C. */
static struct varlena *
recipients(const Policy *policy, struct varlena *agent)
{
	char	  **names = palloc(sizeof(char *) * (policy->nrecipients + 1));
	Datum	   *values = palloc(sizeof(Datum) * (policy->nrecipients + 1));
	int			nnames = 0;
	int			nvalues = 0;

	names[nnames++] = pstrdup("@admin");
	for (int i = 0; i < policy->nrecipients; i++)
	{
		if (strcmp(policy->recipients[i], "@supervisor") == 0)
			names[nnames++] = supervisor_of(agent);
		else if (strcmp(policy->recipients[i], "@agent") != 0)
			names[nnames++] = policy->recipients[i];
		else if (agent != NULL)
			names[nnames++] = TextDatumGetCString(PointerGetDatum(agent));
	}
	qsort(names, nnames, sizeof(char *), compare_strings);
	for (int i = 0; i < nnames; i++)
		if (i == 0 || strcmp(names[i - 1], names[i]) != 0)
			values[nvalues++] = CStringGetTextDatum(names[i]);
	return (struct varlena *) construct_array(values, nvalues, TEXTOID, -1, false, TYPALIGN_INT);
}

/* ----------------------------------------------------------------
 * Rows
 * ----------------------------------------------------------------
 */

/* Sets a time, or null for "never". */
static void
set_time(StoreRow *row, int column, TimestampTz time)
{
	row->values[column] = TimestampTzGetDatum(time);
	row->nulls[column] = TIMESTAMP_NOT_FINITE(time);
}

/* What the messages say, in the alert's row. */
static void
set_evidence(StoreRow *row, const EvidenceList *list)
{
	const Evidence *last = &list->items[list->nitems - 1];

	store_set(row, ALERT_LEVEL, Int16GetDatum((int16) evidence_level(list)));
	store_set_varlena(row, ALERT_HARMS, evidence_harms(list));
	store_set_varlena(row, ALERT_TYPE, evidence_type(list));
	store_set(row, ALERT_COUNT, Int32GetDatum(list->count));
	store_set_varlena(row, ALERT_TAGS, last->tags);
}

static void
write_messages(Datum alert, const EvidenceList *list)
{
	StoreRow	row;

	for (int i = Max(list->nitems - MAX_EVIDENCE, 0); i < list->nitems; i++)
	{
		const Evidence *evidence = &list->items[i];

		CHECK_FOR_INTERRUPTS();
		store_clear(&row);
		store_set(&row, ALERT_MESSAGE_ALERT, alert);
		store_set(&row, ALERT_MESSAGE_SOURCE, Int32GetDatum(evidence->source));
		store_set_varlena(&row, ALERT_MESSAGE_SESSION, evidence->session);
		store_set_varlena(&row, ALERT_MESSAGE_MESSAGE, evidence->message);
		store_insert(STORE_ALERT_MESSAGE, &row);
	}
}

static void
forget_messages(Datum alert)
{
	StoreScan  *scan = store_scan_begin(STORE_ALERT_MESSAGE, &alert, 1);
	StoreRow	row;

	while (store_scan_next(scan, &row))
		store_scan_delete(scan);
	store_scan_end(scan);
}

/* As it was raised, whatever the mode of its policy has become. */
static bool
is_live(const StoreRow *alert)
{
	return strcmp(TextDatumGetCString(alert->values[ALERT_MODE]), "live") == 0;
}

/* Writes the event of an alert's row and notes its notification. */
static void
write_event(const AlertTarget *target, const StoreRow *alert, const char *kind)
{
	bool		told = is_live(alert) && alert->nulls[ALERT_HELD_UNTIL];
	bool		hinted = true;
	AlertNotice notice = {0};
	StoreRow	row;

	alert_new_id(&notice.event);
	notice.kind = kind;
	notice.alert = *DatumGetUUIDP(alert->values[ALERT_ALERT]);
	notice.policy = store_varlena(alert, ALERT_POLICY);
	notice.source = target->source;
	notice.session = store_varlena(alert, ALERT_SESSION);
	notice.agent = store_varlena(alert, ALERT_AGENT);
	notice.recipients = told ? store_varlena(alert, ALERT_RECIPIENTS)
		: (struct varlena *) construct_empty_array(TEXTOID);
	notice.level = DatumGetInt16(alert->values[ALERT_LEVEL]);
	notice.harms = store_varlena(alert, ALERT_HARMS);
	notice.type = store_varlena(alert, ALERT_TYPE);
	notice.count = DatumGetInt32(alert->values[ALERT_COUNT]);
	notice.at = target->now;
	if (told)
		hinted = alert_notify(&notice);

	store_clear(&row);
	store_set(&row, EVENT_EVENT, UUIDPGetDatum(&notice.event));
	store_set(&row, EVENT_ALERT, alert->values[ALERT_ALERT]);
	store_set(&row, EVENT_KIND, CStringGetTextDatum(kind));
	store_set(&row, EVENT_AT, TimestampTzGetDatum(notice.at));
	store_set_varlena(&row, EVENT_AGENT, notice.agent);
	store_set_varlena(&row, EVENT_RECIPIENTS, notice.recipients);
	store_set(&row, EVENT_HINTED, BoolGetDatum(hinted));
	store_set(&row, EVENT_ERA, Int64GetDatum(alert_era()));
	store_set(&row, EVENT_XID, FullTransactionIdGetDatum(GetTopFullTransactionId()));
	store_insert(STORE_EVENT, &row);
}

/* Whether it may be announced now, and when the clock looks at it. */
static void
set_times(const AlertTarget *target, StoreRow *row)
{
	const Policy *policy = target->policy;
	int64		silence;
	PolicyFacts facts = {
		.policy = policy->name,
		.source = target->source,
		.session = store_varlena(row, ALERT_SESSION),
		.customer = store_varlena(row, ALERT_CUSTOMER),
		.agent = store_varlena(row, ALERT_AGENT),
		.type = store_varlena(row, ALERT_TYPE),
		.tags = store_varlena(row, ALERT_TAGS),
	};

	set_time(row, ALERT_HELD_UNTIL, policy_held_until(policy->hours, &facts, target->now, &silence));
	row->nulls[ALERT_SILENCE] = silence == 0;
	row->values[ALERT_SILENCE] = Int64GetDatum(silence);
	set_time(row, ALERT_ESCALATE_AT,
			 is_live(row) && row->nulls[ALERT_HELD_UNTIL] ? policy_escalates_at(policy, target->now) : DT_NOEND);
	set_time(row, ALERT_QUIET_AT,
			 policy->auto_resolve > 0 ? policy_later(target->now, policy->auto_resolve) : DT_NOEND);
}

static void
insert_alert(const AlertTarget *target, AlertEpisode *episode, const EvidenceList *list)
{
	const Policy *policy = target->policy;
	const Evidence *last = &list->items[list->nitems - 1];
	struct varlena *agent = NULL;
	struct varlena *customer = NULL;
	pg_uuid_t	id;
	StoreRow	row;

	if (policy->scope == POLICY_SESSION || policy->scope == POLICY_CUSTOMER)
	{
		agent = last->agent != NULL ? last->agent : target->agent;
		customer = last->customer;
	}
	else if (policy->scope == POLICY_AGENT)
		agent = target->key;

	alert_new_id(&id);
	store_clear(&row);
	store_set(&row, ALERT_ALERT, UUIDPGetDatum(&id));
	store_set(&row, ALERT_POLICY, CStringGetTextDatum(policy->name));
	store_set(&row, ALERT_SCOPE, CStringGetTextDatum(policy_scope_name(policy->scope)));
	store_set(&row, ALERT_SOURCE, Int32GetDatum(target->source));
	store_set_varlena(&row, ALERT_KEY, target->key);
	store_set_varlena(&row, ALERT_SESSION, policy->scope == POLICY_SESSION ? target->key : NULL);
	store_set(&row, ALERT_EPISODE, Int32GetDatum(episode->number));
	store_set(&row, ALERT_MODE, CStringGetTextDatum(policy->live ? "live" : "shadow"));
	store_set(&row, ALERT_STATE, CStringGetTextDatum("open"));
	store_set(&row, ALERT_SEVERITY, Int16GetDatum((int16) policy->severity));
	store_set_varlena(&row, ALERT_AGENT, agent_not_pool(agent));
	store_set_varlena(&row, ALERT_CUSTOMER, customer);
	store_set_varlena(&row, ALERT_RECIPIENTS, recipients(policy, agent));
	store_set(&row, ALERT_RAISED_AT, TimestampTzGetDatum(target->now));
	store_set(&row, ALERT_ESCALATED, Int16GetDatum(0));
	set_evidence(&row, list);
	set_times(target, &row);
	store_insert(STORE_ALERT, &row);
	write_messages(row.values[ALERT_ALERT], list);
	write_event(target, &row, "raised");

	if (!episode->found)
	{
		store_clear(&episode->row);
		store_set(&episode->row, EPISODE_SOURCE, Int32GetDatum(target->source));
		store_set_varlena(&episode->row, EPISODE_KEY, target->key);
		store_set(&episode->row, EPISODE_POLICY, row.values[ALERT_POLICY]);
	}
	store_set(&episode->row, EPISODE_EPISODE, Int32GetDatum(episode->number));
	store_set(&episode->row, EPISODE_ALERT, row.values[ALERT_ALERT]);
	store_set(&episode->row, EPISODE_SINCE, TimestampTzGetDatum(episode->since));
	store_set(&episode->row, EPISODE_WITHDRAWN, BoolGetDatum(false));
	episode->row.nulls[EPISODE_ENDED_AT] = true;
	if (episode->found)
		store_update(STORE_EPISODE, &episode->row);
	else
		store_insert(STORE_EPISODE, &episode->row);
}

/* The row of an alert; false if it is gone. */
static bool
find_alert(const AlertEpisode *episode, StoreRow *row)
{
	Datum		key = episode->row.values[EPISODE_ALERT];

	return store_find(STORE_ALERT, &key, row);
}

void
alert_raise(const AlertTarget *target, AlertEpisode *episode, const EvidenceList *list)
{
	StoreRow	row;

	if (!episode->withdrawn || !find_alert(episode, &row))
	{
		insert_alert(target, episode, list);
		return;
	}
	store_set(&row, ALERT_STATE, CStringGetTextDatum("open"));
	row.nulls[ALERT_RESOLVED_AT] = true;
	store_set(&row, ALERT_ESCALATED, Int16GetDatum(0));
	set_evidence(&row, list);
	set_times(target, &row);
	store_update(STORE_ALERT, &row);
	forget_messages(row.values[ALERT_ALERT]);
	write_messages(row.values[ALERT_ALERT], list);
	write_event(target, &row, "reopened");
	store_set(&episode->row, EPISODE_WITHDRAWN, BoolGetDatum(false));
	store_update(STORE_EPISODE, &episode->row);
}

void
alert_withdraw(const AlertTarget *target, AlertEpisode *episode)
{
	static const int cleared[] = {
		ALERT_ACKNOWLEDGED_AT, ALERT_ACKNOWLEDGED_BY, ALERT_CLAIMED_BY, ALERT_CLAIMED_UNTIL,
		ALERT_ESCALATE_AT, ALERT_QUIET_AT
	};
	StoreRow	row;

	if (!find_alert(episode, &row))
		return;
	store_set(&row, ALERT_STATE, CStringGetTextDatum("withdrawn"));
	store_set(&row, ALERT_RESOLVED_AT, TimestampTzGetDatum(target->now));
	for (int i = 0; i < (int) lengthof(cleared); i++)
		row.nulls[cleared[i]] = true;
	write_event(target, &row, "withdrawn");
	/* what was not announced never is */
	row.nulls[ALERT_HELD_UNTIL] = true;
	store_update(STORE_ALERT, &row);
	store_set(&episode->row, EPISODE_WITHDRAWN, BoolGetDatum(true));
	store_update(STORE_EPISODE, &episode->row);
}

void
alert_consider(const AlertTarget *target, const Aggregate *aggregate, bool lost)
{
	const Policy *policy = target->policy;
	Datum		keys[3] = {Int32GetDatum(target->source), PointerGetDatum(target->key), CStringGetTextDatum(policy->name)};
	bool		possible = policy_bound(policy, aggregate) >= policy->threshold;
	EvidenceList list = {0};
	AlertEpisode episode;
	StoreScan  *scan;
	StoreRow	row;
	StoreFound	found;
	bool		reached;

	if (!possible && !lost)
		return;
	found = store_peek(STORE_EPISODE, keys, &row);
	if (found == STORE_FOUND)
	{
		/* of most messages this is all: the row is locked only to be written */
		alert_read_episode(target, &row, &episode);
		if (episode.cooling || (episode.ringing && !lost))
			return;
	}
	if (found != STORE_NONE)
		found = store_find(STORE_EPISODE, keys, &row) ? STORE_FOUND : STORE_NONE;
	alert_read_episode(target, found == STORE_FOUND ? &row : NULL, &episode);
	if (episode.cooling || (episode.ringing && !lost))
		return;

	if (possible)
	{
		scan = store_scan_begin(STORE_CLASSIFICATION, keys, 2);
		while (store_scan_next(scan, &row))
			if (DatumGetTimestampTz(row.values[CLASSIFICATION_SETTLED_AT]) > episode.since &&
				policy_met_by(policy, &row))
				evidence_add_row(&list, &row);
		store_scan_end(scan);
	}
	reached = evidence_cut(&list, policy);
	if (reached && !episode.ringing)
		alert_raise(target, &episode, &list);
	else if (!reached && episode.ringing)
		alert_withdraw(target, &episode);
}
