/*
 * tally.c
 *		Policies of scopes wider than a session (see tally.h).
 *
 * The question whether a window holds the threshold is answered from
 * complaint.tally, whose primary key is in the order of the messages' own
 * times: as long as the policy has not rung, no window holds so many rows, so
 * that what has to be read is about twice the threshold.  Where there is more
 * (after an episode ended, its messages still lie in the window) a chat goes by
 * what it has read, and complaint.run_due() by all.  A high threshold would
 * make every chat read as much: that is left to run_due() altogether.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_collation.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "storage/lock.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/alert.h"
#include "live/clock.h"
#include "live/settle.h"
#include "live/tally.h"
#include "live/worker.h"

PG_FUNCTION_INFO_V1(complaint_consider);
PG_FUNCTION_INFO_V1(complaint_count_again);
PG_FUNCTION_INFO_V1(complaint_meets);
PG_FUNCTION_INFO_V1(complaint_tally_key);

/* Tells our locks on keys from others': see KEY_LOCK_CLASS in settle_session.c. */
#define TALLY_LOCK_CLASS 78

/* A chat reads so many rows beyond twice the threshold, ... */
#define ROWS_READ_MORE 1000

/* ... which must not be higher than this. */
#define CHAT_THRESHOLD 1000

/* A key whose tally may have reached its threshold. */
typedef struct TouchedKey
{
	const Policy *policy;		/* valid to the end of the transaction */
	int32		source;
	struct varlena *key;
	TimestampTz from;			/* earliest message that is new */
	bool		whole;			/* for run_due(): without a limit, and also
								 * whether an alert has lost its ground */
} TouchedKey;

typedef struct TouchedKeys
{
	TouchedKey *items;
	int			nitems;
	int			capacity;
} TouchedKeys;

static MemoryContext tally_context = NULL;
static TouchedKeys touched;		/* in tally_context */

static void
touch_key(const Policy *policy, const StoreRow *row)
{
	MemoryContext old = MemoryContextSwitchTo(tally_context);
	TouchedKey *touch;

	if (touched.nitems == touched.capacity)
	{
		touched.capacity = Max(touched.capacity * 2, 16);
		touched.items = touched.items == NULL
			? palloc(sizeof(TouchedKey) * touched.capacity)
			: repalloc_huge(touched.items, sizeof(TouchedKey) * (Size) touched.capacity);
	}
	touch = &touched.items[touched.nitems++];
	touch->policy = policy;
	touch->source = DatumGetInt32(row->values[TALLY_SOURCE]);
	touch->key = (struct varlena *) PG_DETOAST_DATUM_COPY(row->values[TALLY_KEY]);
	touch->from = DatumGetTimestampTz(row->values[TALLY_AT]);
	touch->whole = false;
	MemoryContextSwitchTo(old);
}

void
tally_begin(void)
{
	tally_context = AllocSetContextCreate(CurrentMemoryContext, "complaint tally",
										  ALLOCSET_SMALL_SIZES);
	memset(&touched, 0, sizeof(touched));
}

/* The episode as it is now; nobody is waited for. */
static StoreFound
read_episode(const AlertTarget *target, bool lock, AlertEpisode *episode)
{
	Datum		keys[3] = {Int32GetDatum(target->source), PointerGetDatum(target->key), CStringGetTextDatum(target->policy->name)};
	StoreRow	row;
	StoreFound	found;

	if (lock)
		found = store_try_find(STORE_EPISODE, keys, &row);
	else
	{
		StoreScan  *scan = store_scan_begin(STORE_EPISODE, keys, 3);

		found = store_scan_next(scan, &row) ? STORE_FOUND : STORE_NONE;
		alert_read_episode(target, found == STORE_FOUND ? &row : NULL, episode);
		store_scan_end(scan);
		return found;
	}
	if (found != STORE_BUSY)
		alert_read_episode(target, found == STORE_FOUND ? &row : NULL, episode);
	return found;
}

/* ----------------------------------------------------------------
 * Rows
 * ----------------------------------------------------------------
 */

/* The tally row of a message for a policy; false if the message does not meet it. */
static bool
make_row(const Policy *policy, const StoreRow *classification, StoreRow *row)
{
	struct varlena *key;
	int32		source;

	if (classification == NULL || !policy_met_by(policy, classification))
		return false;
	key = policy_key(policy, classification, &source);
	if (key == NULL)
		return false;
	store_clear(row);
	store_set(row, TALLY_POLICY, CStringGetTextDatum(policy->name));
	store_set(row, TALLY_SOURCE, Int32GetDatum(source));
	store_set_varlena(row, TALLY_KEY, (struct varlena *) PG_DETOAST_DATUM(PointerGetDatum(key)));
	store_set(row, TALLY_AT, TimestampTzGetDatum(evidence_time(classification)));
	store_set(row, TALLY_IN_SOURCE, classification->values[CLASSIFICATION_SOURCE]);
	store_set(row, TALLY_SESSION, classification->values[CLASSIFICATION_SESSION]);
	store_set(row, TALLY_MESSAGE, classification->values[CLASSIFICATION_MESSAGE]);
	store_set(row, TALLY_FINGERPRINT, classification->values[CLASSIFICATION_FINGERPRINT]);
	store_set(row, TALLY_SETTLED_AT, classification->values[CLASSIFICATION_SETTLED_AT]);
	store_set(row, TALLY_REMOVED, BoolGetDatum(false));
	return true;
}

/* As the transaction that writes it; an update keeps run_due() looking, too. */
static void
stamp(StoreRow *row)
{
	store_set(row, TALLY_XID, Int64GetDatum((int64) U64FromFullTransactionId(GetTopFullTransactionId())));
}

static void
put_row(const Policy *policy, StoreRow *row)
{
	StoreRow	stored;

	stamp(row);
	if (store_find(STORE_TALLY, row->values, &stored))
		store_update(STORE_TALLY, row);
	else
		store_insert(STORE_TALLY, row);
	touch_key(policy, row);
}

/* Leaves a row until run_due() has asked whether an alert has lost its ground. */
static void
mark_removed(StoreRow *row)
{
	StoreRow	stored;

	store_set(row, TALLY_REMOVED, BoolGetDatum(true));
	stamp(row);
	if (store_find(STORE_TALLY, row->values, &stored))
		store_update(STORE_TALLY, row);
	else
		store_insert(STORE_TALLY, row);
}

/* True if an alert is open for the key that a row is counted under. */
static bool
key_rings(const Policy *policy, const StoreRow *row)
{
	AlertTarget target = {
		.policy = policy,
		.source = DatumGetInt32(row->values[TALLY_SOURCE]),
		.key = (struct varlena *) DatumGetPointer(row->values[TALLY_KEY]),
	};
	AlertEpisode episode;

	(void) read_episode(&target, false, &episode);
	return episode.ringing;
}

/* An alert may be older than what is kept in the tally. */
static void
remove_row(const Policy *policy, StoreRow *row)
{
	StoreRow	stored;

	if (store_find(STORE_TALLY, row->values, &stored) || key_rings(policy, row))
		mark_removed(row);
}

/* The message still counts, but its text does not as it did: a row that is no message's says so. */
static void
note_other_text(StoreRow *row)
{
	store_set(row, TALLY_IN_SOURCE, Int32GetDatum(-DatumGetInt32(row->values[TALLY_IN_SOURCE])));
	mark_removed(row);
}

static bool
same_place(const StoreRow *a, const StoreRow *b)
{
	return DatumGetInt32(a->values[TALLY_SOURCE]) == DatumGetInt32(b->values[TALLY_SOURCE]) &&
		DatumGetTimestampTz(a->values[TALLY_AT]) == DatumGetTimestampTz(b->values[TALLY_AT]) &&
		DatumGetBool(DirectFunctionCall2Coll(texteq, C_COLLATION_OID, a->values[TALLY_KEY], b->values[TALLY_KEY]));
}

void
tally_change(const Policy *policies, int npolicies, const StoreRow *before, const StoreRow *after)
{
	for (int i = 0; i < npolicies; i++)
	{
		const Policy *policy = &policies[i];
		StoreRow	from;
		StoreRow	to;
		bool		was;
		bool		is;

		if (policy->scope == POLICY_SESSION)
			continue;
		was = make_row(policy, before, &from);
		is = make_row(policy, after, &to);
		if (was && !(is && same_place(&from, &to)))
			remove_row(policy, &from);
		else if (was && policy->counts == POLICY_TEXTS &&
				 DatumGetInt64(from.values[TALLY_FINGERPRINT]) != DatumGetInt64(to.values[TALLY_FINGERPRINT]))
			note_other_text(&from);
		if (is)
			put_row(policy, &to);
	}
}

/* ----------------------------------------------------------------
 * Ringing
 * ----------------------------------------------------------------
 */

static void
add_message(EvidenceList *list, Datum source, Datum session, Datum message)
{
	Evidence   *evidence = evidence_add(list);

	evidence->source = DatumGetInt32(source);
	evidence->session = (struct varlena *) PG_DETOAST_DATUM_COPY(session);
	evidence->message = (struct varlena *) PG_DETOAST_DATUM_COPY(message);
}

/*
 * Gathers what may count from the rows of the tally, in windows with a message
 * at touch->from or later: as many as a chat reads, or all.  *lost: some
 * message meets the policy no more.
 */
static void
gather(const AlertTarget *target, TimestampTz since, const TouchedKey *touch, EvidenceList *list, bool *lost)
{
	const Policy *policy = target->policy;
	Datum		keys[3] = {CStringGetTextDatum(policy->name), Int32GetDatum(target->source), PointerGetDatum(target->key)};
	TimestampTz after = touch->whole || touch->from - policy->window > touch->from
		? DT_NOBEGIN : touch->from - policy->window;
	int64		limit = touch->whole ? PG_INT64_MAX : 2 * (int64) policy->threshold + ROWS_READ_MORE;
	StoreScan  *scan = store_scan_after(STORE_TALLY, keys, 3, after);
	StoreRow	row;
	int64		nread = 0;

	*lost = false;
	while (nread < limit && store_scan_next(scan, &row))
	{
		nread++;
		*lost |= DatumGetBool(row.values[TALLY_REMOVED]);
		if (DatumGetBool(row.values[TALLY_REMOVED]) ||
			DatumGetTimestampTz(row.values[TALLY_SETTLED_AT]) <= since)
			continue;
		add_message(list, row.values[TALLY_IN_SOURCE], row.values[TALLY_SESSION], row.values[TALLY_MESSAGE]);
		list->items[list->nitems - 1].at = DatumGetTimestampTz(row.values[TALLY_AT]);
		list->items[list->nitems - 1].fingerprint = DatumGetInt64(row.values[TALLY_FINGERPRINT]);
	}
	store_scan_end(scan);
}

static int
compare_messages(const void *left, const void *right)
{
	const Evidence *a = left;
	const Evidence *b = right;
	struct varlena *const fields[2][2] = {{a->session, b->session}, {a->message, b->message}};

	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	for (int i = 0; i < 2; i++)
	{
		size_t		xlen = VARSIZE_ANY_EXHDR(fields[i][0]);
		size_t		ylen = VARSIZE_ANY_EXHDR(fields[i][1]);
		int			order = memcmp(VARDATA_ANY(fields[i][0]), VARDATA_ANY(fields[i][1]), Min(xlen, ylen));

		if (order != 0 || xlen != ylen)
			return order != 0 ? order : (xlen < ylen ? -1 : 1);
	}
	return 0;
}

/* Adds the messages that raised an alert: the tally may not reach back to them any more. */
static void
add_alert_messages(Datum alert, EvidenceList *list)
{
	StoreScan  *scan = store_scan_begin(STORE_ALERT_MESSAGE, &alert, 1);
	StoreRow	row;

	while (store_scan_next(scan, &row))
		add_message(list, row.values[ALERT_MESSAGE_SOURCE], row.values[ALERT_MESSAGE_SESSION], row.values[ALERT_MESSAGE_MESSAGE]);
	store_scan_end(scan);
}

/*
 * A message may be there by its alert and by the tally, and by two rows of the
 * tally for a while after that was filled: one of them with a time that it has
 * no more.
 */
static void
keep_each_once(EvidenceList *list)
{
	int			n = 0;

	qsort(list->items, list->nitems, sizeof(Evidence), compare_messages);
	for (int i = 0; i < list->nitems; i++)
		if (n == 0 || compare_messages(&list->items[n - 1], &list->items[i]) != 0)
			list->items[n++] = list->items[i];
	list->nitems = n;
}

/*
 * What the classifications say of those messages now: the tally may have been
 * filled by another definition of the policy, a message may have changed, and
 * an episode may have ended since the tally was read.
 */
static void
confirm(const AlertTarget *target, TimestampTz since, const EvidenceList *found, EvidenceList *list)
{
	for (int i = 0; i < found->nitems; i++)
	{
		const Evidence *evidence = &found->items[i];
		Datum		keys[3] = {Int32GetDatum(evidence->source), PointerGetDatum(evidence->session), PointerGetDatum(evidence->message)};
		StoreScan  *scan = store_scan_begin(STORE_CLASSIFICATION, keys, 3);
		StoreRow	row;
		StoreRow	tally;

		if (store_scan_next(scan, &row) && make_row(target->policy, &row, &tally) &&
			DatumGetTimestampTz(row.values[CLASSIFICATION_SETTLED_AT]) > since &&
			DatumGetInt32(tally.values[TALLY_SOURCE]) == target->source &&
			DatumGetBool(DirectFunctionCall2Coll(texteq, C_COLLATION_OID, tally.values[TALLY_KEY], PointerGetDatum(target->key))))
			evidence_add_row(list, &row);
		store_scan_end(scan);
	}
}

/* At most one transaction at a time raises for a key; the others leave it alone. */
static bool
try_lock(const TouchedKey *touch, LOCKTAG *tag)
{
	uint64		hash = hash_bytes_extended((unsigned char *) VARDATA_ANY(touch->key),
										   (int) VARSIZE_ANY_EXHDR(touch->key), (uint64) touch->source);

	hash = hash_bytes_extended((const unsigned char *) touch->policy->name, (int) strlen(touch->policy->name), hash);
	SET_LOCKTAG_ADVISORY(*tag, MyDatabaseId, (uint32) (hash >> 32), (uint32) hash, TALLY_LOCK_CLASS);
	return LockAcquire(tag, ExclusiveLock, false, true) != LOCKACQUIRE_NOT_AVAIL;
}

/* True if somebody is changing the alert of an episode, or has it locked. */
static bool
alert_is_busy(const AlertEpisode *episode)
{
	StoreRow	row;

	return (episode->ringing || episode->withdrawn) &&
		store_try_find(STORE_ALERT, &episode->row.values[EPISODE_ALERT], &row) == STORE_BUSY;
}

/* False if somebody else is at it, so that the key has to be asked about again. */
static bool
consider(const TouchedKey *touch)
{
	AlertTarget target = {.policy = touch->policy, .source = touch->source, .key = touch->key, .now = clock_now()};
	AlertEpisode episode;
	EvidenceList found = {0};
	EvidenceList list = {0};
	LOCKTAG		lock;
	bool		lost;
	bool		ours;
	bool		was_ringing;

	if (!touch->whole && target.policy->threshold > CHAT_THRESHOLD)
		return true;
	(void) read_episode(&target, false, &episode);
	if (episode.cooling || (episode.ringing && !touch->whole))
		return true;
	was_ringing = episode.ringing;
	gather(&target, episode.since, touch, &found, &lost);
	if (episode.ringing ? !lost : !evidence_cut(&found, target.policy))
		return true;

	if (!try_lock(touch, &lock))
		return false;
	/* what was gathered answers one question only: whether to raise, or whether to withdraw */
	ours = read_episode(&target, true, &episode) != STORE_BUSY && episode.ringing == was_ringing &&
		!alert_is_busy(&episode);
	if (ours && !episode.cooling)
	{
		bool		reached;

		if (episode.ringing)
			add_alert_messages(episode.row.values[EPISODE_ALERT], &found);
		confirm(&target, episode.since, &found, &list);
		keep_each_once(&list);
		reached = evidence_cut(&list, target.policy);
		if (reached && !episode.ringing)
			alert_raise(&target, &episode, &list);
		else if (!reached && episode.ringing && lost)
			alert_withdraw(&target, &episode);
	}
	/* from here on our uncommitted row keeps others off */
	(void) LockRelease(&lock, ExclusiveLock, false);
	return ours;
}

static int
compare_keys(const void *left, const void *right)
{
	const TouchedKey *a = left;
	const TouchedKey *b = right;
	int			order = strcmp(a->policy->name, b->policy->name);
	size_t		alen = VARSIZE_ANY_EXHDR(a->key);
	size_t		blen = VARSIZE_ANY_EXHDR(b->key);

	if (order == 0 && a->source != b->source)
		order = a->source < b->source ? -1 : 1;
	if (order == 0)
		order = memcmp(VARDATA_ANY(a->key), VARDATA_ANY(b->key), Min(alen, blen));
	if (order == 0 && alen != blen)
		order = alen < blen ? -1 : 1;
	return order;
}

void
tally_end(void)
{
	MemoryContext key_context;
	MemoryContext old;
	int			nkeys = 0;

	qsort(touched.items, touched.nitems, sizeof(TouchedKey), compare_keys);
	for (int i = 0; i < touched.nitems; i++)
	{
		TouchedKey *kept = &touched.items[Max(nkeys - 1, 0)];

		if (nkeys == 0 || compare_keys(kept, &touched.items[i]) != 0)
		{
			touched.items[nkeys++] = touched.items[i];
			continue;
		}
		kept->from = Min(kept->from, touched.items[i].from);
		kept->whole |= touched.items[i].whole;
	}
	key_context = AllocSetContextCreate(tally_context, "complaint tally key", ALLOCSET_DEFAULT_SIZES);
	old = MemoryContextSwitchTo(key_context);
	for (int i = 0; i < nkeys; i++)
	{
		CHECK_FOR_INTERRUPTS();
		(void) consider(&touched.items[i]);
		MemoryContextReset(key_context);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(tally_context);
	tally_context = NULL;
	memset(&touched, 0, sizeof(touched));
}

/* ----------------------------------------------------------------
 * SQL
 * ----------------------------------------------------------------
 */

typedef struct Question
{
	TouchedKey	touch;
	bool		answered;
} Question;

static void
work_consider(void *argument)
{
	Question   *question = argument;

	question->answered = consider(&question->touch);
}

/* Asks a policy about a key in full: for run_due(). */
Datum
complaint_consider(PG_FUNCTION_ARGS)
{
	Question	question = {
		.touch = {
			.policy = policy_find(text_to_cstring(PG_GETARG_TEXT_PP(0))),
			.source = PG_GETARG_INT32(1),
			.key = (struct varlena *) PG_GETARG_TEXT_P(2),
			.from = DT_NOBEGIN,
			.whole = true,
		},
		.answered = true,
	};

	worker_make_way();
	if (question.touch.policy != NULL && question.touch.policy->scope != POLICY_SESSION)
		settle_as_settling(work_consider, &question);
	PG_RETURN_BOOL(question.answered);
}

typedef struct Recount
{
	const Policy *policy;
	StoreRow	message;		/* of complaint.classification */
	bool		done;
} Recount;

static void
work_count_again(void *argument)
{
	Recount    *recount = argument;
	StoreRow	row;
	StoreRow	stored;

	if (!make_row(recount->policy, &recount->message, &row))
		return;
	stamp(&row);
	switch (store_try_find(STORE_TALLY, row.values, &stored))
	{
		case STORE_BUSY:
			recount->done = false;
			break;
		case STORE_FOUND:
			if (DatumGetBool(stored.values[TALLY_REMOVED]))
				store_update(STORE_TALLY, &row);
			break;
		case STORE_NONE:
			store_insert(STORE_TALLY, &row);
			break;
	}
}

/*
 * Puts a stored message into the tally of a policy if it meets it; false if
 * somebody is writing that very row, whom run_due() must not wait for: it
 * holds sessions.
 */
Datum
complaint_count_again(PG_FUNCTION_ARGS)
{
	Recount		recount = {.policy = policy_find(text_to_cstring(PG_GETARG_TEXT_PP(1))), .done = true};

	worker_make_way();
	if (recount.policy != NULL && recount.policy->scope != POLICY_SESSION)
	{
		store_read_datum(STORE_CLASSIFICATION, PG_GETARG_HEAPTUPLEHEADER(0), &recount.message);
		settle_as_settling(work_count_again, &recount);
	}
	PG_RETURN_BOOL(recount.done);
}

Datum
complaint_meets(PG_FUNCTION_ARGS)
{
	const Policy *policy = policy_find(text_to_cstring(PG_GETARG_TEXT_PP(1)));
	StoreRow	row;

	if (policy == NULL)
		PG_RETURN_BOOL(false);
	store_read_datum(STORE_CLASSIFICATION, PG_GETARG_HEAPTUPLEHEADER(0), &row);
	PG_RETURN_BOOL(policy_met_by(policy, &row));
}

Datum
complaint_tally_key(PG_FUNCTION_ARGS)
{
	const Policy *policy = policy_find(text_to_cstring(PG_GETARG_TEXT_PP(1)));
	StoreRow	row;
	struct varlena *key;
	int32		source;

	if (policy == NULL || policy->scope == POLICY_SESSION)
		PG_RETURN_NULL();
	store_read_datum(STORE_CLASSIFICATION, PG_GETARG_HEAPTUPLEHEADER(0), &row);
	if (!policy_met_by(policy, &row) || (key = policy_key(policy, &row, &source)) == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P((text *) key);
}
