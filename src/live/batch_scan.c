/*
 * batch_scan.c
 *		The order of a batch: sorted runs in temporary files, and reading all
 *		of it merged (see batch.h).
 */
#include "postgres.h"

#include "lib/binaryheap.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/resowner.h"

#include "compat.h"
#include "live/batch_private.h"
#include "live/prefetch.h"
#include "live/worker.h"

/*
 * Entries in memory lie in the order in which they were added, and are read in
 * another: so many bytes of the next one are asked for.
 */
#define PREFETCH_BYTES 512

/* One sorted input of a scan: entries in memory or a run. */
typedef struct ScanInput
{
	const BatchItem *items;		/* NULL for a run */
	uint64		remaining;
	BufFile    *file;
	int			fileno;
	off_t		offset;
	const BatchEntry *current;	/* its next entry */
	char	   *buffers[3];		/* entries of a run that are still in use */
	uint32		buffer_sizes[3];
	int			turn;
} ScanInput;

struct BatchScan
{
	MemoryContext context;
	ScanInput  *inputs;
	int			ninputs;
	binaryheap *heap;
	const BatchTruncation *truncations;
	int			ntruncations;
};

/* ----------------------------------------------------------------
 * Order
 * ----------------------------------------------------------------
 */

/* Bytes of a field that is compared; a null compares as nothing. */
static inline int
compare_field(const BatchEntry *a, const BatchEntry *b, BatchField field)
{
	struct varlena *x = batch_field(a, field);
	struct varlena *y = batch_field(b, field);
	size_t		xlen = x == NULL ? 0 : VARSIZE_ANY_EXHDR(x);
	size_t		ylen = y == NULL ? 0 : VARSIZE_ANY_EXHDR(y);
	int			order = 0;

	if (xlen > 0 && ylen > 0)
		order = memcmp(VARDATA_ANY(x), VARDATA_ANY(y), Min(xlen, ylen));
	if (order != 0)
		return order;
	return xlen < ylen ? -1 : (xlen > ylen ? 1 : 0);
}

static inline int
compare_sessions(const BatchEntry *a, const BatchEntry *b)
{
	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	return compare_field(a, b, BATCH_SESSION);
}

bool
batch_same_session(const BatchEntry *a, const BatchEntry *b)
{
	return compare_sessions(a, b) == 0;
}

bool
batch_same_message(const BatchEntry *a, const BatchEntry *b)
{
	return compare_sessions(a, b) == 0 && compare_field(a, b, BATCH_MESSAGE) == 0;
}

static int
compare_entries(const BatchEntry *a, const BatchEntry *b)
{
	int			order = compare_sessions(a, b);

	if (order == 0)
		order = compare_field(a, b, BATCH_MESSAGE);
	if (order == 0)
		order = a->number < b->number ? -1 : (a->number > b->number ? 1 : 0);
	return order;
}

/*
 * The same order, most often without a look at the entries.  Where the session is
 * shorter than its prefix, both are of one session.
 */
static inline int
compare_items(const BatchItem *a, const BatchItem *b)
{
	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	if (a->prefix != b->prefix)
		return a->prefix < b->prefix ? -1 : 1;
	if ((a->prefix & 0xFF) == 0 && a->message != b->message)
		return a->message < b->message ? -1 : 1;
	return compare_entries(a->entry, b->entry);
}

/* qsort() could not be cancelled, and a batch may be of millions. */
#define ST_SORT sort_items
#define ST_ELEMENT_TYPE BatchItem
#define ST_COMPARE(a, b) compare_items(a, b)
#define ST_SCOPE static
#define ST_CHECK_FOR_INTERRUPTS
#define ST_DEFINE
#include "lib/sort_template.h"

void
batch_spill(BatchPart *part)
{
	MemoryContext old = MemoryContextSwitchTo(part->context);
	ResourceOwner owner = CurrentResourceOwner;
	BatchRun   *run;

	batch_count_pending(part);
	sort_items(part->items, part->nitems);

	/* the file outlives the subtransaction that happens to write first */
	CurrentResourceOwner = TopTransactionResourceOwner;
	PG_TRY();
	{
		if (part->file == NULL)
			part->file = BufFileCreateTemp(false);
		part->runs = part->runs == NULL
			? palloc(sizeof(BatchRun))
			: repalloc(part->runs, sizeof(BatchRun) * (part->nruns + 1));
		run = &part->runs[part->nruns];
		if (BufFileSeek(part->file, part->end_fileno, part->end_offset, SEEK_SET) != 0)
			elog(ERROR, "could not seek in temporary file of a batch");
		run->fileno = part->end_fileno;
		run->offset = part->end_offset;
		run->nentries = part->nitems;
		for (uint32 i = 0; i < part->nitems; i++)
		{
			CHECK_FOR_INTERRUPTS();
			BufFileWrite(part->file, part->items[i].entry, part->items[i].entry->size);
		}
		BufFileTell(part->file, &part->end_fileno, &part->end_offset);
		part->nruns++;
	}
	PG_FINALLY();
	{
		CurrentResourceOwner = owner;
	}
	PG_END_TRY();
	MemoryContextSwitchTo(old);

	if (part->entry_context != NULL)
		MemoryContextReset(part->entry_context);
	part->nitems = 0;
	part->memory = 0;
	batch_count_forget(part);
}

/* ----------------------------------------------------------------
 * Reading in order
 * ----------------------------------------------------------------
 */

static void
read_exactly(BufFile *file, void *to, size_t size)
{
	if (BufFileRead(file, to, size) != size)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not read from temporary file of a batch")));
}

/* True if a later truncation took the message away: its verdict is void. */
bool
batch_is_void(const BatchScan *scan, const BatchEntry *entry)
{
	for (int i = 0; i < scan->ntruncations; i++)
		if (scan->truncations[i].source == entry->source &&
			scan->truncations[i].relation == entry->relation &&
			scan->truncations[i].number > entry->number)
			return true;
	return false;
}

/* Moves an input to what comes next in it; NULL at its end. */
static void
read_on(BatchScan *scan, ScanInput *input, bool same_buffer)
{
	uint32		size;
	char	   *buffer;

	if (input->remaining == 0)
	{
		input->current = NULL;
		return;
	}
	input->remaining--;
	if (input->items != NULL)
	{
		if (input->remaining > 0)
			prefetch_bytes(input->items[1].entry, PREFETCH_BYTES);
		input->current = input->items++->entry;
		return;
	}

	/* the file is shared by the runs of its part: find the place again */
	if (BufFileSeek(input->file, input->fileno, input->offset, SEEK_SET) != 0)
		elog(ERROR, "could not seek in temporary file of a batch");
	read_exactly(input->file, &size, sizeof(size));
	if (!same_buffer)
		input->turn = (input->turn + 1) % lengthof(input->buffers);
	if (input->buffer_sizes[input->turn] < size)
	{
		if (input->buffers[input->turn] != NULL)
			pfree(input->buffers[input->turn]);
		input->buffers[input->turn] = MemoryContextAlloc(scan->context, size);
		input->buffer_sizes[input->turn] = size;
	}
	buffer = input->buffers[input->turn];
	memcpy(buffer, &size, sizeof(size));
	read_exactly(input->file, buffer + sizeof(size), size - sizeof(size));
	BufFileTell(input->file, &input->fileno, &input->offset);
	input->current = (BatchEntry *) buffer;
}

/*
 * Moves an input to its next entry that still says something.  Those that are
 * passed over share a buffer, so that the ring holds what was returned.
 */
static void
advance(BatchScan *scan, ScanInput *input)
{
	bool		passed = false;

	do
	{
		read_on(scan, input, passed);
		passed = true;
	} while (input->current != NULL && input->current->messages == 0 &&
			 batch_is_void(scan, input->current));
}

/* binaryheap keeps the largest on top: turn the order round. */
static int
compare_inputs(Datum a, Datum b, void *arg)
{
	const BatchEntry *x = ((ScanInput *) DatumGetPointer(a))->current;
	const BatchEntry *y = ((ScanInput *) DatumGetPointer(b))->current;

	return -compare_entries(x, y);
}

BatchScan *
batch_scan_begin(void)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext,
												  "complaint batch scan",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	BatchScan  *scan = palloc0(sizeof(BatchScan));
	BatchPart  *top = batch_first_part();
	int			ninputs = 0;

	scan->context = context;
	scan->ntruncations = batch_truncations(&scan->truncations);
	for (BatchPart *part = top; part != NULL; part = part->below)
		ninputs += 1 + part->nruns;
	scan->inputs = palloc0(sizeof(ScanInput) * Max(ninputs, 1));
	scan->heap = binaryheap_allocate(Max(ninputs, 1), compare_inputs, NULL);

	for (BatchPart *part = top; part != NULL; part = part->below)
	{
		ScanInput  *input = &scan->inputs[scan->ninputs];

		sort_items(part->items, part->nitems);
		input->items = part->items;
		input->remaining = part->nitems;
		scan->ninputs++;
		for (int i = 0; i < part->nruns; i++)
		{
			input = &scan->inputs[scan->ninputs++];
			input->file = part->file;
			input->fileno = part->runs[i].fileno;
			input->offset = part->runs[i].offset;
			input->remaining = part->runs[i].nentries;
		}
	}
	for (int i = 0; i < scan->ninputs; i++)
	{
		advance(scan, &scan->inputs[i]);
		if (scan->inputs[i].current != NULL)
			binaryheap_add_unordered(scan->heap, PointerGetDatum(&scan->inputs[i]));
	}
	binaryheap_build(scan->heap);
	MemoryContextSwitchTo(old);
	return scan;
}

const BatchEntry *
batch_scan_next(BatchScan *scan)
{
	ScanInput  *input;
	const BatchEntry *entry;

	CHECK_FOR_INTERRUPTS();
	if (worker_is_me)
		worker_make_way();
	if (binaryheap_empty(scan->heap))
		return NULL;
	input = (ScanInput *) DatumGetPointer(binaryheap_first(scan->heap));
	entry = input->current;
	advance(scan, input);
	if (input->current == NULL)
		binaryheap_remove_first(scan->heap);
	else
		binaryheap_replace_first(scan->heap, PointerGetDatum(input));
	return entry;
}

void
batch_scan_end(BatchScan *scan)
{
	MemoryContextDelete(scan->context);
}
