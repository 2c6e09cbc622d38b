/*
 * batch.h
 *		What a transaction has judged and not settled yet.
 *
 * The row trigger adds entries; settling reads them back sorted by source,
 * session and message, so that every transaction takes its locks in the same
 * order.  Entries of a subtransaction that rolls back disappear; entries that
 * were settled inside one that rolls back come back.  Beyond
 * complaint.batch_memory the entries go to temporary files in sorted runs,
 * and are still settled once.
 */
#ifndef COMPLAINT_BATCH_H
#define COMPLAINT_BATCH_H

#include "datatype/timestamp.h"

/* What settling does with an entry; the names are complaint.unsettled's. */
typedef enum BatchOperation
{
	BATCH_COUNT,				/* change session.messages only; of no message */
	BATCH_STORE,				/* store this classification */
	BATCH_REMOVE,				/* the message is gone or calm now */
	BATCH_JUDGE,				/* could not be judged: judge from the source */
} BatchOperation;

/* Values that vary in length, each a complete varlena datum. */
typedef enum BatchField
{
	BATCH_SESSION,
	BATCH_MESSAGE,
	BATCH_HARMS,
	BATCH_TYPE,
	BATCH_RULES,
	BATCH_ENTITIES,
	BATCH_STARTS,
	BATCH_LENGTHS,
	BATCH_RULESET,
	BATCH_REVISION,
	BATCH_AGENT,
	BATCH_CUSTOMER,
	BATCH_TAGS,
} BatchField;

#define BATCH_NFIELDS (BATCH_TAGS + 1)

/*
 * One entry, a single block of memory: the fields lie behind the struct,
 * offsets[] says where (0: null).
 */
typedef struct BatchEntry
{
	uint32		size;			/* of the whole block */
	int32		source;
	uint64		number;			/* order in which entries were added */
	TimestampTz at;				/* the message's own time */
	TimestampTz judged_at;		/* when the entry was made */
	int64		messages;		/* change of session.messages */
	int64		fingerprint;	/* of the message's words */
	Oid			relation;		/* table or partition of the message */
	uint8		operation;		/* BatchOperation */
	int8		level;
	bool		rings;			/* may count toward an alert */
	bool		timeless;		/* has no time of its own: "at" is when it was judged */
	bool		is_new;			/* the row was inserted: hardly ever was it stored before */
	uint32		offsets[BATCH_NFIELDS];
} BatchEntry;

/* What an entry is made of; copied by batch_add(). */
typedef struct BatchValues
{
	int32		source;
	BatchOperation operation;
	TimestampTz at;
	TimestampTz judged_at;		/* 0: now */
	int64		messages;
	int64		fingerprint;
	Oid			relation;
	int			level;
	bool		rings;
	bool		timeless;
	bool		is_new;
	struct varlena *fields[BATCH_NFIELDS];	/* NULL: null */
} BatchValues;

/* A relation of a source was truncated when so many entries had been added. */
typedef struct BatchTruncation
{
	int32		source;
	Oid			relation;		/* with its partitions, where it has any */
	uint64		number;
} BatchTruncation;

typedef struct BatchScan BatchScan;

/* Registers complaint.batch_memory. */
extern void batch_init(void);

/* True if there is nothing to settle. */
extern bool batch_is_empty(void);

/* Adds to the current subtransaction's part; the values are copied. */
extern void batch_add(const BatchValues *values);
extern void batch_add_truncation(int32 source, Oid relation);

static inline struct varlena *
batch_field(const BatchEntry *entry, BatchField field)
{
	return entry->offsets[field] == 0 ? NULL :
		(struct varlena *) ((char *) entry + entry->offsets[field]);
}

/* True if both are of the same session, or of the same message. */
extern bool batch_same_session(const BatchEntry *a, const BatchEntry *b);
extern bool batch_same_message(const BatchEntry *a, const BatchEntry *b);

/*
 * Takes all that was added up to now, to be settled in the current
 * subtransaction; what is added from here on belongs to the next batch.
 * batch_settled() ends it; a rollback before that gives it back.
 */
extern void batch_take(void);
extern void batch_settled(void);

/*
 * Reading what was taken, in order; may be begun again.  An entry that was
 * read is valid until the second next call of batch_scan_next().
 */
extern BatchScan *batch_scan_begin(void);
extern const BatchEntry *batch_scan_next(BatchScan *scan);
extern void batch_scan_end(BatchScan *scan);

/*
 * True if the message went with a truncated relation after the entry was
 * added: only its change of session.messages counts.
 */
extern bool batch_is_void(const BatchScan *scan, const BatchEntry *entry);

/* The truncations in what was taken, allocated in the current context. */
extern int	batch_truncations(const BatchTruncation **truncations);

/* An entry outside the batch, in the current context; number 0. */
extern BatchEntry *batch_make_entry(const BatchValues *values);

/*
 * Adds to what was taken, for a truncation, until batch_settled() or the end
 * of the current subtransaction.
 */
extern void batch_add_taken(const BatchValues *values, uint64 number);

/* The transaction's life. */
extern void batch_subxact_commit(int nest_level);
extern void batch_subxact_abort(int nest_level);
extern void batch_forget(void);

#endif							/* COMPLAINT_BATCH_H */
