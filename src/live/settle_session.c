/*
 * settle_session.c
 *		Settling the entries of one session (see settle_session.h).
 *
 * The session's row is the lock under which everything of the session
 * changes.  Where there is none yet, a lock on the key's hash stands in for it
 * until the row is inserted: whoever comes second then finds our uncommitted
 * row and waits for us.
 */
#include "postgres.h"

#include "access/xact.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "storage/lock.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/alert.h"
#include "live/clock.h"
#include "live/policy.h"
#include "live/settle_session.h"
#include "live/tally.h"
#include "live/unsettled.h"

/* Tells our locks on keys from pg_advisory_lock's, which use 1 and 2. */
#define KEY_LOCK_CLASS 77

static MemoryContext session_context = NULL;

/* The session being settled. */
static struct
{
	Datum		source;
	Datum		session;
	bool		nameless;		/* messages without session: no aggregates */
	bool		found;			/* row exists, and is locked */
	bool		key_locked;		/* the key's hash is locked instead */
	LOCKTAG		key_lock;
	StoreRow	row;
	Aggregate	aggregate;
	int64		messages;		/* change of session.messages */
	bool		counted;		/* there was such a change */
	bool		changed;
	bool		written;		/* the row says all that */
	bool		recompute;		/* a classification went or changed */
	bool		lost;			/* so that an alert may have lost its ground */
	TimestampTz now;
	const Policy *policies;
	int			npolicies;
	bool	   *met;			/* per policy: a message that was stored meets it */
} current;

void
session_setup(void)
{
	session_context = AllocSetContextCreate(CurrentMemoryContext, "complaint session",
											ALLOCSET_DEFAULT_SIZES);
	current.policies = policy_all(&current.npolicies);
	current.met = palloc0(sizeof(bool) * Max(current.npolicies, 1));
}

void
session_teardown(void)
{
	MemoryContextDelete(session_context);
	session_context = NULL;
}

/* What the session's row says, which is valid until the next find. */
static void
read_session(void)
{
	aggregate_read(&current.aggregate, &current.row);
	/* the time from which on the session is ours, and not when we began to wait */
	current.now = Max(clock_now(), DatumGetTimestampTz(current.row.values[SESSION_SETTLED_AT]));
}

static bool
find_session(void)
{
	Datum		keys[2] = {current.source, current.session};

	if (!store_find(STORE_SESSION, keys, &current.row))
		return false;
	read_session();
	return true;
}

/* Makes sure that the session is ours alone, whether it has a row or not. */
static void
claim_session(void)
{
	uint64		hash;

	if (current.nameless || current.found || current.key_locked)
		return;
	hash = hash_bytes_extended((unsigned char *) VARDATA_ANY(DatumGetPointer(current.session)),
							   (int) VARSIZE_ANY_EXHDR(DatumGetPointer(current.session)),
							   (uint64) DatumGetInt32(current.source));
	SET_LOCKTAG_ADVISORY(current.key_lock, MyDatabaseId, (uint32) (hash >> 32), (uint32) hash, KEY_LOCK_CLASS);
	(void) LockAcquire(&current.key_lock, ExclusiveLock, false, false);
	current.key_locked = true;
	/* somebody may have inserted the row before we got here */
	current.found = find_session();
	if (current.found)
		return;
	memset(&current.aggregate, 0, sizeof(Aggregate));
	store_clear(&current.row);
	store_set(&current.row, SESSION_SOURCE, current.source);
	store_set(&current.row, SESSION_SESSION, current.session);
}

/* ----------------------------------------------------------------
 * Classifications
 * ----------------------------------------------------------------
 */

static void
fill_classification(StoreRow *row, const BatchEntry *entry)
{
	static const struct
	{
		int			column;
		BatchField	field;
	}			columns[] = {
		{CLASSIFICATION_SESSION, BATCH_SESSION}, {CLASSIFICATION_MESSAGE, BATCH_MESSAGE},
		{CLASSIFICATION_HARMS, BATCH_HARMS}, {CLASSIFICATION_TYPE, BATCH_TYPE},
		{CLASSIFICATION_RULES, BATCH_RULES}, {CLASSIFICATION_ENTITIES, BATCH_ENTITIES},
		{CLASSIFICATION_STARTS, BATCH_STARTS}, {CLASSIFICATION_LENGTHS, BATCH_LENGTHS},
		{CLASSIFICATION_RULESET, BATCH_RULESET}, {CLASSIFICATION_REVISION, BATCH_REVISION},
		{CLASSIFICATION_AGENT, BATCH_AGENT}, {CLASSIFICATION_CUSTOMER, BATCH_CUSTOMER},
		{CLASSIFICATION_TAGS, BATCH_TAGS},
	};

	store_clear(row);
	for (int i = 0; i < (int) lengthof(columns); i++)
		store_set_varlena(row, columns[i].column, batch_field(entry, columns[i].field));
	store_set(row, CLASSIFICATION_SOURCE, Int32GetDatum(entry->source));
	store_set(row, CLASSIFICATION_RELATION, ObjectIdGetDatum(entry->relation));
	store_set(row, CLASSIFICATION_LEVEL, Int16GetDatum(entry->level));
	store_set(row, CLASSIFICATION_AT, TimestampTzGetDatum(entry->at));
	store_set(row, CLASSIFICATION_FINGERPRINT, Int64GetDatum(entry->fingerprint));
	store_set(row, CLASSIFICATION_RINGS, BoolGetDatum(entry->rings));
	store_set(row, CLASSIFICATION_ARRIVED_AT, TimestampTzGetDatum(entry->judged_at));
	store_set(row, CLASSIFICATION_JUDGED_AT, TimestampTzGetDatum(entry->judged_at));
	store_set(row, CLASSIFICATION_SETTLED_AT, TimestampTzGetDatum(current.now));
}

/* Keeps in memory of the session what a row needs after its slot is gone. */
static struct varlena *
keep(struct varlena *value)
{
	return value == NULL ? NULL : (struct varlena *) PG_DETOAST_DATUM_COPY(PointerGetDatum(value));
}

/* True if both say the same of the message: then it was settled before. */
static bool
same_verdict(const StoreRow *a, const StoreRow *b)
{
	static const int columns[] = {CLASSIFICATION_HARMS, CLASSIFICATION_TYPE};

	if (DatumGetInt16(a->values[CLASSIFICATION_LEVEL]) != DatumGetInt16(b->values[CLASSIFICATION_LEVEL]))
		return false;
	for (int i = 0; i < (int) lengthof(columns); i++)
	{
		struct varlena *x = store_varlena(a, columns[i]);
		struct varlena *y = store_varlena(b, columns[i]);

		if ((x == NULL) != (y == NULL))
			return false;
		if (x == NULL)
			continue;
		x = PG_DETOAST_DATUM(PointerGetDatum(x));
		y = PG_DETOAST_DATUM(PointerGetDatum(y));
		if (VARSIZE(x) != VARSIZE(y) || memcmp(x, y, VARSIZE(x)) != 0)
			return false;
	}
	return true;
}

/* Which policies of the session have to be asked about a message (NULL: none before). */
static void
note_change(const StoreRow *before, const StoreRow *after)
{
	/* settled anew, at another time or with other words, it may count otherwise */
	bool		counts_anew = before == NULL ||
		before->values[CLASSIFICATION_SETTLED_AT] != after->values[CLASSIFICATION_SETTLED_AT] ||
		before->values[CLASSIFICATION_AT] != after->values[CLASSIFICATION_AT] ||
		before->values[CLASSIFICATION_FINGERPRINT] != after->values[CLASSIFICATION_FINGERPRINT];

	for (int i = 0; i < current.npolicies; i++)
	{
		const Policy *policy = &current.policies[i];
		bool		was;
		bool		is;

		if (policy->scope != POLICY_SESSION)
			continue;
		was = before != NULL && policy_met_by(policy, before);
		is = policy_met_by(policy, after);
		current.met[i] |= is && (!was || counts_anew);
		current.lost |= was && (!is || counts_anew);
	}
}

/* The message was stored before. */
static void
store_again(const BatchEntry *entry, const StoreRow *stored, StoreRow *row)
{
	row->values[CLASSIFICATION_ARRIVED_AT] = stored->values[CLASSIFICATION_ARRIVED_AT];
	if (entry->timeless)
		row->values[CLASSIFICATION_AT] = stored->values[CLASSIFICATION_AT];
	if (same_verdict(stored, row))
		row->values[CLASSIFICATION_SETTLED_AT] = stored->values[CLASSIFICATION_SETTLED_AT];
	tally_change(current.policies, current.npolicies, stored, row);
	note_change(stored, row);
	store_update(STORE_CLASSIFICATION, row);
	current.recompute = true;
}

/*
 * Stores the row unless its message was stored before; true then, with what it
 * says.  Who would write messages of this session waits for us, so that a new one
 * needs no look first; nobody waits where there is no session.
 */
static bool
was_stored(const BatchEntry *entry, StoreRow *row, StoreRow *stored)
{
	if (entry->is_new && !current.nameless && store_insert_new(STORE_CLASSIFICATION, row))
		return false;
	if (store_find(STORE_CLASSIFICATION, row->values, stored))
		return true;
	store_insert(STORE_CLASSIFICATION, row);
	return false;
}

static void
store_classification(const BatchEntry *entry)
{
	StoreRow	stored;
	StoreRow	row;

	claim_session();
	fill_classification(&row, entry);
	current.changed = true;
	if (was_stored(entry, &row, &stored))
	{
		store_again(entry, &stored, &row);
		return;
	}
	tally_change(current.policies, current.npolicies, NULL, &row);
	if (!current.nameless && !current.recompute)
	{
		row.values[CLASSIFICATION_AGENT] = PointerGetDatum(keep(store_varlena(&row, CLASSIFICATION_AGENT)));
		row.values[CLASSIFICATION_CUSTOMER] = PointerGetDatum(keep(store_varlena(&row, CLASSIFICATION_CUSTOMER)));
		row.values[CLASSIFICATION_TAGS] = PointerGetDatum(keep(store_varlena(&row, CLASSIFICATION_TAGS)));
		current.recompute = !aggregate_add(&current.aggregate, &row);
	}
	note_change(NULL, &row);
}

static void
remove_classification(const BatchEntry *entry)
{
	Datum		keys[3] = {current.source, current.session, PointerGetDatum(batch_field(entry, BATCH_MESSAGE))};
	StoreRow	stored;

	/* a session without a row has no classifications, unless we just stored one */
	if (!current.nameless && !current.found && !current.changed)
		return;
	if (!store_find(STORE_CLASSIFICATION, keys, &stored))
		return;
	/* of a message that has moved on, and is settled there already */
	if (OidIsValid(entry->relation) &&
		DatumGetObjectId(stored.values[CLASSIFICATION_RELATION]) != entry->relation)
		return;
	tally_change(current.policies, current.npolicies, &stored, NULL);
	store_delete(STORE_CLASSIFICATION);
	current.changed = current.recompute = current.lost = true;
}

/* What was put aside of this session comes before what we bring. */
static void
drain(void)
{
	Datum		keys[2] = {current.source, current.session};
	StoreScan  *scan;
	StoreRow	row;

	if (!unsettled_has(current.source, current.session))
		return;
	claim_session();
	scan = store_scan_begin(STORE_UNSETTLED, keys, 2);
	while (store_scan_next(scan, &row))
	{
		BatchEntry *entry = unsettled_entry(&row);

		if (entry->operation == BATCH_JUDGE)
			continue;
		store_scan_delete(scan);
		session_apply(entry, entry->operation, entry->messages);
	}
	store_scan_end(scan);
}

/* ----------------------------------------------------------------
 * The session's row
 * ----------------------------------------------------------------
 */

static void
recompute(void)
{
	Datum		keys[2] = {current.source, current.session};
	StoreScan  *scan = store_scan_begin(STORE_CLASSIFICATION, keys, 2);
	StoreRow	row;

	aggregate_reset(&current.aggregate);
	while (store_scan_next(scan, &row))
	{
		row.values[CLASSIFICATION_AGENT] = PointerGetDatum(keep(store_varlena(&row, CLASSIFICATION_AGENT)));
		row.values[CLASSIFICATION_CUSTOMER] = PointerGetDatum(keep(store_varlena(&row, CLASSIFICATION_CUSTOMER)));
		row.values[CLASSIFICATION_TAGS] = PointerGetDatum(keep(store_varlena(&row, CLASSIFICATION_TAGS)));
		(void) aggregate_add(&current.aggregate, &row);
	}
	store_scan_end(scan);
}

/* Puts what is known of the session into its row. */
static void
fill_session(void)
{
	aggregate_write(&current.aggregate, &current.row);
	if (current.counted)
	{
		int64		messages = current.row.nulls[SESSION_MESSAGES] ? 0
			: DatumGetInt64(current.row.values[SESSION_MESSAGES]);

		store_set(&current.row, SESSION_MESSAGES, Int64GetDatum(Max(messages + current.messages, 0)));
	}
	store_set(&current.row, SESSION_SETTLED_AT, TimestampTzGetDatum(current.now));
}

/* Inserts or updates the row; a row that says nothing any more goes. */
static void
write_session(void)
{
	bool		empty;

	if (current.recompute)
		recompute();
	fill_session();
	empty = aggregate_at_least(&current.aggregate, 0) == 0 && current.aggregate.harmed == 0 &&
		current.row.nulls[SESSION_ASSIGNED_AT] &&
		(current.row.nulls[SESSION_MESSAGES] || DatumGetInt64(current.row.values[SESSION_MESSAGES]) == 0);
	if (current.found && empty)
		store_delete(STORE_SESSION);
	else if (current.found)
		store_update(STORE_SESSION, &current.row);
	else if (!empty)
		store_insert(STORE_SESSION, &current.row);
}

static void
ask_policies(void)
{
	AlertTarget target = {
		.source = DatumGetInt32(current.source),
		.key = (struct varlena *) DatumGetPointer(current.session),
		.agent = store_varlena(&current.row, SESSION_AGENT),
		.now = current.now,
	};

	for (int i = 0; i < current.npolicies; i++)
	{
		target.policy = &current.policies[i];
		if (current.met[i] || (current.lost && target.policy->scope == POLICY_SESSION))
			alert_consider(&target, &current.aggregate, current.lost);
	}
}

void
session_end(void)
{
	MemoryContext old = MemoryContextSwitchTo(session_context);

	if (!current.nameless && current.changed)
	{
		if (!current.written)
			write_session();
		ask_policies();
	}
	/* from here on our uncommitted row makes others wait */
	if (current.key_locked)
		(void) LockRelease(&current.key_lock, ExclusiveLock, false);
	MemoryContextSwitchTo(old);
	MemoryContextReset(session_context);
}

/*
 * Most of what is counted is one message of a session whose row is there, with
 * nothing else to do: then the row is not locked before it is written, and who
 * gets in between makes it fail.  Else it only tells whether there is a row.
 */
static bool
add_messages(int64 n, StoreFound *found)
{
	Datum		keys[2] = {current.source, current.session};
	int64	   *tail;			/* messages, settled_at */

	*found = store_peek(STORE_SESSION, keys, NULL);
	if (*found != STORE_FOUND || unsettled_has(current.source, current.session))
		return false;
	/* without messages the row may have to go */
	tail = store_tail(STORE_SESSION);
	if (tail == NULL || tail[0] + n <= 0)
		return false;
	tail[0] += n;
	tail[1] = Max(current.now, tail[1]);
	return store_replace(STORE_SESSION, NULL);
}

/*
 * So is most of what is stored: one new message.  Then the session's row is
 * written before the message, with both in it.  False if nothing was done, the
 * same way as above; *found as there.
 */
static bool
store_alone(const BatchEntry *entry, StoreFound *found)
{
	Datum		keys[2] = {current.source, current.session};
	StoreRow	stored;
	StoreRow	row;

	*found = store_peek(STORE_SESSION, keys, &current.row);
	if (*found != STORE_FOUND || unsettled_has(current.source, current.session))
		return false;
	read_session();
	fill_classification(&row, entry);
	if (!aggregate_add(&current.aggregate, &row))
		return false;
	current.messages = entry->messages;
	current.counted = entry->messages != 0;
	fill_session();
	if (!store_replace(STORE_SESSION, &current.row))
	{
		current.counted = false;
		current.messages = 0;
		return false;
	}
	current.changed = current.written = true;
	if (!was_stored(entry, &row, &stored))
	{
		tally_change(current.policies, current.npolicies, NULL, &row);
		note_change(NULL, &row);
		return true;
	}
	/* it was no new message: the row counts it twice, and is written again */
	store_again(entry, &stored, &row);
	current.found = find_session();
	current.counted = current.written = false;
	return true;
}

bool
session_begin(const BatchEntry *first, bool alone)
{
	const Policy *policies = current.policies;
	int			npolicies = current.npolicies;
	bool	   *met = current.met;
	MemoryContext old = MemoryContextSwitchTo(session_context);
	struct varlena *session = batch_field(first, BATCH_SESSION);
	StoreFound	found = STORE_BUSY; /* not known yet */
	bool		done = false;

	memset(&current, 0, sizeof(current));
	memset(met, 0, sizeof(bool) * npolicies);
	current.policies = policies;
	current.npolicies = npolicies;
	current.met = met;
	current.source = Int32GetDatum(first->source);
	current.session = PointerGetDatum(keep(session));
	current.nameless = VARSIZE_ANY_EXHDR(session) == 0;
	current.now = clock_now();
	if (alone && first->operation == BATCH_COUNT && first->messages != 0 && !current.nameless)
		done = add_messages(first->messages, &found);
	else if (alone && first->operation == BATCH_STORE && first->is_new && !current.nameless)
		done = store_alone(first, &found);
	if (!done)
	{
		if (!current.nameless && found != STORE_NONE)
			current.found = find_session();
		drain();
	}
	MemoryContextSwitchTo(old);
	if (done)
		session_end();
	return !done;
}

void
session_apply(const BatchEntry *entry, BatchOperation operation, int64 messages)
{
	MemoryContext old = MemoryContextSwitchTo(session_context);

	if (messages != 0 && !current.nameless)
	{
		claim_session();
		current.messages += messages;
		current.counted = current.changed = true;
	}
	switch (operation)
	{
		case BATCH_STORE:
			store_classification(entry);
			break;
		case BATCH_REMOVE:
			remove_classification(entry);
			break;
		case BATCH_JUDGE:
			/* what was stored of it is of another form of the message */
			remove_classification(entry);
			unsettled_put_entry(entry, operation, "its rule set or source could not be read when it was written", "55000");
			break;
		case BATCH_COUNT:
			break;
	}
	MemoryContextSwitchTo(old);
}
