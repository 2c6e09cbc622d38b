/*
 * batch_private.h
 *		What batch.c (adding, the transaction's life), batch_count.c (counted
 *		messages) and batch_scan.c (order, temporary files, reading) share.
 */
#ifndef COMPLAINT_BATCH_PRIVATE_H
#define COMPLAINT_BATCH_PRIVATE_H

#include "storage/buffile.h"

#include "live/batch.h"

/* Entries sorted and written one behind the other. */
typedef struct BatchRun
{
	int			fileno;			/* where it starts */
	off_t		offset;
	uint64		nentries;
} BatchRun;

/*
 * An entry in memory, and what tells it from most others without a look at it:
 * they are hundreds of bytes each, and in no cache when they are sorted.
 */
typedef struct BatchItem
{
	BatchEntry *entry;
	uint64		prefix;			/* first bytes of its session, ordered as they are */
	int32		source;
	uint32		message;		/* the same of its message */
} BatchItem;

/* Where the entries in memory are that only count, by session. */
typedef struct BatchCounts BatchCounts;

/* The entries of one subtransaction level. */
typedef struct BatchPart
{
	struct BatchPart *below;	/* part of an outer level */
	int			nest_level;
	int			settled_level;	/* nest level it was settled in, 0: it was not */
	MemoryContext context;		/* holds this struct and all below */
	MemoryContext entry_context;	/* holds the entries in memory but the first
									 * few; NULL: there are no others */
	BatchItem  *items;
	uint32		nitems;
	uint32		capacity;
	Size		memory;			/* bytes of entries in memory */
	BatchCounts *counts;		/* in memory; NULL: few, or none */
	BufFile    *file;
	int			end_fileno;		/* where it ends */
	off_t		end_offset;
	BatchRun   *runs;
	int			nruns;
	BatchTruncation *truncations;
	int			ntruncations;
} BatchPart;

/* The parts that are being settled, linked by "below". */
extern BatchPart *batch_first_part(void);

/* Adds an entry at its end, a copy of the values. */
extern BatchEntry *batch_append_new(BatchPart *part, const BatchValues *values);

/*
 * batch_count() adds to what the part counts of a session (BATCH_COUNT), in an
 * entry of its own in memory; it may put that off until batch_count_pending(),
 * which must be called before entries are read.
 */
extern void batch_count(BatchPart *part, const BatchValues *values);
extern void batch_count_pending(BatchPart *part);

/* Forgets where these entries are. */
extern void batch_count_forget(BatchPart *part);

/* Writes the entries in memory as one sorted run and empties the memory. */
extern void batch_spill(BatchPart *part);

#endif							/* COMPLAINT_BATCH_PRIVATE_H */
