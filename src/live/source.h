/*
 * source.h
 *		Attached tables: what their triggers say about columns, and what
 *		complaint.source says about judging them.
 */
#ifndef COMPLAINT_SOURCE_H
#define COMPLAINT_SOURCE_H

#include "executor/tuptable.h"
#include "utils/rel.h"
#include "utils/reltrigger.h"

#include "live/batch.h"
#include "rules/classify.h"

#define SOURCE_MAX_TAGS 8
#define SOURCE_MAX_KEYS INDEX_MAX_KEYS

/* Keys longer than this are stored as their hash. */
#define SOURCE_MAX_KEY_BYTES 512

/* A column of an attached relation; attnum 0: the source has none. */
typedef struct SourceColumn
{
	AttrNumber	attnum;
	Oid			type;
	Oid			output;			/* output function */
	bool		is_text;		/* text or varchar: its bytes are its text */
	const char *name;			/* of a tag */
} SourceColumn;

/* Which column is what, for one relation (attached table or partition). */
typedef struct SourceMap
{
	Oid			relid;			/* hash key */
	bool		valid;			/* cleared by invalidation */
	int32		source;			/* 0: the relation has no trigger of ours */
	SourceColumn session;
	SourceColumn body;
	SourceColumn sender;
	SourceColumn agent;
	SourceColumn customer;
	SourceColumn at;
	int			nkeys;
	SourceColumn keys[SOURCE_MAX_KEYS]; /* without the session column */
	int			ntags;
	SourceColumn tags[SOURCE_MAX_TAGS];
} SourceMap;

/* A row of complaint.source. */
typedef struct Source
{
	int32		source;			/* hash key */
	char	   *ruleset;
	int			nsenders;
	struct varlena **senders;
	char	   *time_zone;
	bool		count_messages;
	int			min_stored_level;
	const RuleSet *rules;		/* the compiled rule set, as of this epoch */
	uint64		epoch;
} Source;

/* Callbacks that note changes of relations and of complaint.source. */
extern void source_init(void);

/*
 * The columns of a relation, from its trigger "complaint".  Belongs to the
 * cache; valid until the next call.  NULL when the relation is not attached.
 */
extern const SourceMap *source_map(Relation relation);

/*
 * The configuration of a source, NULL when complaint.source has no row of
 * that number: warns once per session and number then.
 */
extern const Source *source_get(int32 source);

/*
 * True if nothing has to be read to judge the source's messages; *source is
 * what source_get() would return.
 */
extern bool source_is_ready(int32 number, const Source **source);

/* An abort may have undone what was read in the transaction. */
extern void source_forget_own_changes(void);

/*
 * Asks for the memory of the row behind one in its page: the rows of a statement
 * come in this order, long after they were written.
 */
extern void source_prefetch_next(TupleTableSlot *slot);

/* True if a customer wrote this row. */
extern bool source_is_message(const Source *source, const SourceMap *map, TupleTableSlot *slot);

/* Who wrote a row; NULL where the source has no column for it, or it is null. */
extern struct varlena *source_sender(const SourceMap *map, TupleTableSlot *slot);

/* A row's own time; false where it has none. */
extern bool source_time(const Source *source, const SourceMap *map, TupleTableSlot *slot, TimestampTz *at);

/*
 * The text of a row, detoasted only as far as it is judged; NULL when there is
 * none.  May point into the slot.
 */
extern struct varlena *source_body(const SourceMap *map, TupleTableSlot *slot);

/*
 * Fills in source, relation and session of a row; then which message it is; then
 * also time, agent, customer and tags.  Memory is the current context's, or the
 * slot's.
 */
typedef enum SourceIdentity
{
	SOURCE_SESSION, SOURCE_MESSAGE, SOURCE_WHOLE
} SourceIdentity;

extern void source_identify(const Source *source, const SourceMap *map, Relation relation,
							TupleTableSlot *slot, SourceIdentity identity, BatchValues *values);

/* True if a column that matters differs between two versions of a row. */
extern bool source_row_changed(const SourceMap *map, TupleTableSlot *old_slot,
							   TupleTableSlot *new_slot);

/*
 * True if the verdict is worth a classification; *verdict and *ruleset say it.
 * Runs no query unless the rule set has to be loaded.
 */
extern bool source_judge(const Source *source, struct varlena *body,
						 const Verdict **verdict, const RuleSet **ruleset);

/* Completes the values with a verdict on the body; memory is the current context's. */
extern void source_add_verdict(BatchValues *values, const Verdict *verdict,
							   const RuleSet *ruleset, struct varlena *body);

/* Lists as they are stored. */
extern struct varlena *source_harm_array(const RuleSet *ruleset, uint32 harms);
extern struct varlena *source_rule_array(const RuleSet *ruleset, const Verdict *verdict);

/* A value as our tables keep it: over 512 bytes its hash. */
extern struct varlena *source_key(const char *bytes, size_t length);

#endif							/* COMPLAINT_SOURCE_H */
