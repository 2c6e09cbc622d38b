/*
 * batch.c
 *		What a transaction has judged and not settled yet (see batch.h).
 *
 * Each subtransaction level that adds something has a part of its own: a
 * memory context with entries, and sorted runs on disk once the entries
 * outgrow complaint.batch_memory (batch_scan.c).  Everything lives in TopTransactionContext
 * and its resource owner, so the end of the transaction frees it even where
 * we are not called.
 */
#include "postgres.h"

#include <limits.h>

#include "access/xact.h"
#include "port/pg_bswap.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/batch_private.h"
#include "live/clock.h"

/* A part of so few bytes is copied into the one below it at RELEASE. */
#define SMALL_PART (64 * 1024)

/* So many bytes of entries need no memory context of their own: most transactions write one. */
#define FEW_BYTES 4096

static int	batch_memory_kb = 65536;

static BatchPart *active = NULL;	/* innermost part that may be added to */
static BatchPart *taken = NULL; /* parts that are being settled, */
static int	taken_level = 0;	/* in this nest level */
static BatchPart *expanded = NULL;	/* what truncations add to them, on top; gone
									 * with the subtransaction that found it */
static BatchPart *settled = NULL;	/* parts kept in case a savepoint that
									 * settled them is rolled back */
static uint64 next_number = 1;


void
batch_init(void)
{
	DefineCustomIntVariable("complaint.batch_memory",
							"Memory for judged messages of a transaction before they are written to temporary files.",
							NULL,
							&batch_memory_kb,
							65536, 64, MAX_KILOBYTES,
							PGC_USERSET,
							GUC_UNIT_KB,
							NULL, NULL, NULL);
}

bool
batch_is_empty(void)
{
	return active == NULL;
}

/* ----------------------------------------------------------------
 * Adding
 * ----------------------------------------------------------------
 */

static BatchPart *
new_part(int nest_level)
{
	MemoryContext context = AllocSetContextCreate(TopTransactionContext, "complaint batch",
												  ALLOCSET_DEFAULT_SIZES);
	BatchPart  *part = MemoryContextAllocZero(context, sizeof(BatchPart));

	part->context = context;
	part->nest_level = nest_level;
	return part;
}

/*
 * Where the part's next entry goes.  None is freed before all are, and a context
 * of this kind takes no more memory than they do.
 */
static MemoryContext
entry_context(BatchPart *part)
{
	if (part->entry_context != NULL)
		return part->entry_context;
	if (part->memory < FEW_BYTES)
		return part->context;
	part->entry_context = GenerationContextCreate(part->context, "complaint batch entries",
												  ALLOCSET_DEFAULT_SIZES);
	return part->entry_context;
}

/* The part of the current subtransaction, made when it is first needed. */
static BatchPart *
current_part(void)
{
	int			nest_level = GetCurrentTransactionNestLevel();
	BatchPart  *part;

	if (active != NULL && active->nest_level == nest_level)
		return active;
	part = new_part(nest_level);
	part->below = active;
	active = part;
	return part;
}

static BatchEntry *
make_entry(MemoryContext context, const BatchValues *values, uint64 number)
{
	Size		size = MAXALIGN(sizeof(BatchEntry));
	Size		at = size;
	BatchEntry *entry;

	for (int i = 0; i < BATCH_NFIELDS; i++)
		if (values->fields[i] != NULL)
			size += MAXALIGN(VARSIZE_ANY(values->fields[i]));
	if (size > MaxAllocSize / 2)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("classification of a message is too large")));

	entry = MemoryContextAllocZero(context, size);
	entry->size = (uint32) size;
	entry->source = values->source;
	entry->number = number;
	entry->at = values->at;
	entry->judged_at = values->judged_at != 0 ? values->judged_at : clock_now();
	entry->messages = values->messages;
	entry->fingerprint = values->fingerprint;
	entry->relation = values->relation;
	entry->operation = (uint8) values->operation;
	entry->level = (int8) values->level;
	entry->rings = values->rings;
	entry->timeless = values->timeless;
	entry->is_new = values->is_new;
	for (int i = 0; i < BATCH_NFIELDS; i++)
	{
		if (values->fields[i] == NULL)
			continue;
		memcpy((char *) entry + at, values->fields[i], VARSIZE_ANY(values->fields[i]));
		entry->offsets[i] = (uint32) at;
		at += MAXALIGN(VARSIZE_ANY(values->fields[i]));
	}
	return entry;
}

/* The first bytes of a field as a number that orders as they do. */
static uint64
field_prefix(const BatchEntry *entry, BatchField field)
{
	struct varlena *value = batch_field(entry, field);
	uint64		bytes = 0;

	if (value != NULL)
		memcpy(&bytes, VARDATA_ANY(value), Min(VARSIZE_ANY_EXHDR(value), sizeof(bytes)));
	return pg_ntoh64(bytes);
}

/* Takes an entry that lies in the part's memory. */
static void
append(BatchPart *part, BatchEntry *entry)
{
	if (part->nitems == part->capacity)
	{
		uint32		capacity = part->capacity == 0 ? 16 : part->capacity * 2;

		part->items = part->items == NULL
			? MemoryContextAlloc(part->context, sizeof(BatchItem) * capacity)
			: repalloc_huge(part->items, sizeof(BatchItem) * (Size) capacity);
		part->capacity = capacity;
	}
	part->items[part->nitems++] = (BatchItem) {
		entry, field_prefix(entry, BATCH_SESSION), entry->source,
		(uint32) (field_prefix(entry, BATCH_MESSAGE) >> 32)
	};
	part->memory += entry->size + sizeof(BatchItem);
}

/* Makes an entry and takes it. */
BatchEntry *
batch_append_new(BatchPart *part, const BatchValues *values)
{
	BatchEntry *entry = make_entry(entry_context(part), values, next_number++);

	append(part, entry);
	return entry;
}

void
batch_add(const BatchValues *values)
{
	BatchPart  *part = current_part();

	if (values->operation == BATCH_COUNT)
		batch_count(part, values);
	else
		(void) batch_append_new(part, values);
	if (part->memory > (Size) batch_memory_kb * 1024)
		batch_spill(part);
}

BatchEntry *
batch_make_entry(const BatchValues *values)
{
	return make_entry(CurrentMemoryContext, values, 0);
}

void
batch_add_taken(const BatchValues *values, uint64 number)
{
	if (expanded == NULL)
	{
		expanded = new_part(GetCurrentTransactionNestLevel());
		expanded->below = taken;
	}
	append(expanded, make_entry(entry_context(expanded), values, number));
	if (expanded->memory > (Size) batch_memory_kb * 1024)
		batch_spill(expanded);
}

static void
append_truncation(BatchPart *part, const BatchTruncation *truncation)
{
	part->truncations = part->truncations == NULL
		? MemoryContextAlloc(part->context, sizeof(BatchTruncation))
		: repalloc(part->truncations, sizeof(BatchTruncation) * (part->ntruncations + 1));
	part->truncations[part->ntruncations++] = *truncation;
}

void
batch_add_truncation(int32 source, Oid relation)
{
	BatchTruncation truncation = {source, relation, next_number++};

	append_truncation(current_part(), &truncation);
}

int
batch_truncations(const BatchTruncation **truncations)
{
	BatchTruncation *all;
	int			n = 0;

	for (BatchPart *part = taken; part != NULL; part = part->below)
		n += part->ntruncations;
	if (n == 0)
	{
		*truncations = NULL;
		return 0;
	}
	all = palloc(sizeof(BatchTruncation) * n);
	n = 0;
	for (BatchPart *part = taken; part != NULL; part = part->below)
		for (int i = 0; i < part->ntruncations; i++)
			all[n++] = part->truncations[i];
	*truncations = all;
	return n;
}

BatchPart *
batch_first_part(void)
{
	return expanded != NULL ? expanded : taken;
}

/* ----------------------------------------------------------------
 * The transaction's life
 * ----------------------------------------------------------------
 */

static void
free_part(BatchPart *part)
{
	if (part->file != NULL)
		BufFileClose(part->file);
	MemoryContextDelete(part->context);
}

void
batch_take(void)
{
	for (BatchPart *part = active; part != NULL; part = part->below)
		batch_count_pending(part);
	taken = active;
	taken_level = GetCurrentTransactionNestLevel();
	active = NULL;
}

static void
forget_expanded(void)
{
	if (expanded != NULL)
		free_part(expanded);
	expanded = NULL;
}

/*
 * Parts of outer levels are kept until the subtransaction that settled them
 * is certain: if it rolls back, they are to be settled again.
 */
void
batch_settled(void)
{
	forget_expanded();
	while (taken != NULL)
	{
		BatchPart  *part = taken;

		taken = part->below;
		if (part->nest_level >= taken_level)
			free_part(part);
		else
		{
			part->settled_level = taken_level;
			part->below = settled;
			settled = part;
		}
	}
}

/* Puts a part back among those that are to be settled, innermost first. */
static void
give_back(BatchPart *part)
{
	BatchPart **place = &active;

	part->settled_level = 0;
	while (*place != NULL && (*place)->nest_level > part->nest_level)
		place = &(*place)->below;
	part->below = *place;
	*place = part;
}

/*
 * Copies what a small part has into the one below it, so that thousands of
 * savepoints do not leave a memory context each.
 */
static void
merge_down(BatchPart *part)
{
	BatchPart  *into = part->below;

	batch_count_pending(part);
	for (uint32 i = 0; i < part->nitems; i++)
	{
		BatchEntry *entry = MemoryContextAlloc(entry_context(into), part->items[i].entry->size);

		memcpy(entry, part->items[i].entry, part->items[i].entry->size);
		append(into, entry);
	}
	for (int i = 0; i < part->ntruncations; i++)
		append_truncation(into, &part->truncations[i]);
	active = into;
	free_part(part);
}

void
batch_subxact_commit(int nest_level)
{
	BatchPart **link = &settled;

	for (BatchPart *part = active; part != NULL && part->nest_level == nest_level; part = part->below)
		part->nest_level--;
	if (active != NULL && active->below != NULL &&
		active->nest_level == active->below->nest_level &&
		active->file == NULL && active->memory < SMALL_PART)
		merge_down(active);

	while (*link != NULL)
	{
		BatchPart  *part = *link;

		if (part->settled_level == nest_level)
			part->settled_level--;
		if (part->settled_level <= part->nest_level)
		{
			*link = part->below;
			free_part(part);
		}
		else
			link = &part->below;
	}
}

void
batch_subxact_abort(int nest_level)
{
	BatchPart **link = &settled;

	while (active != NULL && active->nest_level >= nest_level)
	{
		BatchPart  *part = active;

		active = part->below;
		free_part(part);
	}

	if (expanded != NULL && expanded->nest_level >= nest_level)
		forget_expanded();
	while (taken != NULL && taken_level >= nest_level)
	{
		BatchPart  *part = taken;

		taken = part->below;
		if (part->nest_level >= nest_level)
			free_part(part);
		else
			give_back(part);
	}

	while (*link != NULL)
	{
		BatchPart  *part = *link;

		if (part->settled_level < nest_level)
		{
			link = &part->below;
			continue;
		}
		*link = part->below;
		if (part->nest_level >= nest_level)
			free_part(part);
		else
			give_back(part);
	}
}

/* The end of the transaction: its memory and files are the server's to free. */
void
batch_forget(void)
{
	active = taken = expanded = settled = NULL;
	next_number = 1;
}
