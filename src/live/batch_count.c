/*
 * batch_count.c
 *		The counted messages of a batch, one entry a session (see batch_private.h).
 *
 * A COPY of a million messages counts them in tens of thousands of sessions, in
 * no order: neither the hash nor the entries are in a cache when the next message
 * comes, and each would wait for memory twice.  So, once there are many, a few
 * are put off, and what all of them will read is asked for before any of it is
 * read.
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "utils/memutils.h"

#include "compat.h"
#include "live/batch_private.h"

/* So few entries are looked through; most transactions write one message. */
#define FEW_ENTRIES 8

/* So many counts are put off: enough to wait for all memory at once. */
#define MAX_PENDING 16

/* A longer session id is not put off. */
#define MAX_PENDING_SESSION 64

typedef struct CountSlot
{
	uint64		key;			/* hash of source and session */
	BatchEntry *entry;
	char		status;
} CountSlot;

#define SH_PREFIX count
#define SH_ELEMENT_TYPE CountSlot
#define SH_KEY_TYPE uint64
#define SH_KEY key
#define SH_HASH_KEY(tb, key) ((uint32) (key))
#define SH_EQUAL(tb, a, b) ((a) == (b))
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/* All that an entry says that only counts. */
typedef struct PendingCount
{
	uint64		key;
	int64		messages;
	int32		source;
	Oid			relation;
	bool		rings;
	union
	{
		struct varlena header;
		char		bytes[MAX_PENDING_SESSION];
	}			session;
} PendingCount;

struct BatchCounts
{
	count_hash *hash;			/* of the entries in memory that only count */
	int			npending;
	PendingCount pending[MAX_PENDING];
};

static uint64
count_key(int32 source, const struct varlena *session)
{
	return hash_bytes_extended((const unsigned char *) VARDATA_ANY(session),
							   (int) VARSIZE_ANY_EXHDR(session), (uint64) source);
}

static bool
is_count_of(const BatchEntry *entry, int32 source, const struct varlena *session)
{
	const struct varlena *other = batch_field(entry, BATCH_SESSION);

	return entry->operation == BATCH_COUNT && entry->source == source &&
		VARSIZE_ANY_EXHDR(other) == VARSIZE_ANY_EXHDR(session) &&
		memcmp(VARDATA_ANY(other), VARDATA_ANY(session), VARSIZE_ANY_EXHDR(session)) == 0;
}

/* Begins the hash with the entries there are. */
static void
begin_counts(BatchPart *part)
{
	BatchCounts *counts = MemoryContextAlloc(part->context, sizeof(BatchCounts));

	counts->hash = count_create(part->context, 1024, NULL);
	counts->npending = 0;
	for (uint32 i = 0; i < part->nitems; i++)
	{
		BatchEntry *entry = part->items[i].entry;
		CountSlot  *slot;
		bool		found;

		if (entry->operation != BATCH_COUNT)
			continue;
		slot = count_insert(counts->hash, count_key(entry->source, batch_field(entry, BATCH_SESSION)), &found);
		if (!found)
			slot->entry = entry;
	}
	part->counts = counts;
}

/* Adds to the entry that the hash knows, or to a new one. */
static void
count_by_hash(BatchPart *part, uint64 key, const BatchValues *values)
{
	bool		found;
	CountSlot  *slot = count_insert(part->counts->hash, key, &found);
	BatchEntry *entry;

	if (!found)
		slot->entry = NULL;
	/* nor is it there if making it has failed */
	if (slot->entry != NULL && is_count_of(slot->entry, values->source, values->fields[BATCH_SESSION]))
	{
		slot->entry->messages += values->messages;
		return;
	}
	entry = batch_append_new(part, values);
	/* another session with the same hash keeps it */
	if (slot->entry == NULL)
		slot->entry = entry;
}

/* Asks for the memory that the counts that were put off are going to read. */
static void
prefetch_pending(const BatchCounts *counts)
{
	for (int i = 0; i < counts->npending; i++)
		__builtin_prefetch(&counts->hash->data[count_initial_bucket(counts->hash, (uint32) counts->pending[i].key)]);
	for (int i = 0; i < counts->npending; i++)
	{
		const CountSlot *slot = count_lookup(counts->hash, counts->pending[i].key);

		if (slot == NULL || slot->entry == NULL)
			continue;
		__builtin_prefetch(slot->entry);
		__builtin_prefetch(slot->entry->offsets);
		__builtin_prefetch(slot->entry + 1);	/* the session */
	}
}

void
batch_count_pending(BatchPart *part)
{
	BatchCounts *counts = part->counts;

	if (counts == NULL || counts->npending == 0)
		return;
	prefetch_pending(counts);
	while (counts->npending > 0)
	{
		PendingCount *pending = &counts->pending[counts->npending - 1];
		BatchValues values = {
			.source = pending->source,
			.operation = BATCH_COUNT,
			.messages = pending->messages,
			.relation = pending->relation,
			.rings = pending->rings,
			.fields[BATCH_SESSION] = &pending->session.header,
		};

		count_by_hash(part, pending->key, &values);
		counts->npending--;
	}
}

void
batch_count_forget(BatchPart *part)
{
	if (part->counts == NULL)
		return;
	count_destroy(part->counts->hash);
	pfree(part->counts);
	part->counts = NULL;
}

static void
put_off(BatchCounts *counts, uint64 key, const BatchValues *values)
{
	const struct varlena *session = values->fields[BATCH_SESSION];
	PendingCount *pending = &counts->pending[counts->npending++];

	pending->key = key;
	pending->messages = values->messages;
	pending->source = values->source;
	pending->relation = values->relation;
	pending->rings = values->rings;
	memcpy(pending->session.bytes, session, VARSIZE_ANY(session));
}

void
batch_count(BatchPart *part, const BatchValues *values)
{
	const struct varlena *session = values->fields[BATCH_SESSION];
	uint64		key;

	if (part->counts == NULL && part->nitems <= FEW_ENTRIES)
	{
		for (uint32 i = 0; i < part->nitems; i++)
			if (is_count_of(part->items[i].entry, values->source, session))
			{
				part->items[i].entry->messages += values->messages;
				return;
			}
		(void) batch_append_new(part, values);
		return;
	}
	if (part->counts == NULL)
		begin_counts(part);
	key = count_key(values->source, session);
	if (VARSIZE_ANY(session) > MAX_PENDING_SESSION)
	{
		count_by_hash(part, key, values);
		return;
	}
	put_off(part->counts, key, values);
	if (part->counts->npending == MAX_PENDING)
		batch_count_pending(part);
}
