/*
 * aggregate.h
 *		The aggregates of one session while it is settled.
 *
 * Classifications that come add up; as soon as one goes or changes, the whole
 * is computed again from what is stored, under the session's lock: sums of
 * deltas cannot tell which first or last time is left.
 */
#ifndef COMPLAINT_AGGREGATE_H
#define COMPLAINT_AGGREGATE_H

#include "datatype/timestamp.h"
#include "live/store.h"

/* How many messages have a name (a type, a harm). */
typedef struct NameCount
{
	char	   *name;
	int			length;
	int64		count;
} NameCount;

typedef struct NameCounts
{
	NameCount  *items;			/* ordered by name */
	int			nitems;
	int			capacity;
	struct varlena *stored;		/* what a session row has (jsonb), to which
								 * these come; NULL: nothing */
} NameCounts;

/* A message's own time; of what was read from a session row a time not before it. */
typedef struct AggregateTime
{
	TimestampTz at;
	bool		is_bound;
} AggregateTime;

typedef struct Aggregate
{
	int32		levels[5];		/* messages of each level; [0] only harm */
	int32		harmed;
	NameCounts	types;
	NameCounts	harms;
	bool		has_times;
	TimestampTz first_at;
	TimestampTz last_at;
	struct varlena *customer;	/* of the latest message that names one */
	struct varlena *agent;
	struct varlena *tags;
	AggregateTime customer_time;	/* when that was */
	AggregateTime agent_time;
	AggregateTime tags_time;
} Aggregate;

/*
 * Memory is the current context's.  Reading a session row also fills in what
 * adding needs; classification rows may be of the table or made by hand.
 * Adding returns false where a session row does not tell who was named last:
 * then all has to be added up again.
 */
extern void aggregate_read(Aggregate *aggregate, const StoreRow *session);
extern bool aggregate_add(Aggregate *aggregate, const StoreRow *classification);
extern void aggregate_write(const Aggregate *aggregate, StoreRow *session);

/* Forgets all, to be added up again. */
extern void aggregate_reset(Aggregate *aggregate);

/* Messages of level min_level and higher, 1 to 4. */
extern int64 aggregate_at_least(const Aggregate *aggregate, int min_level);

/* A text array's elements, as bytes; detoasts. */
extern int	aggregate_array(struct varlena *array, Datum **values);

#endif							/* COMPLAINT_AGGREGATE_H */
