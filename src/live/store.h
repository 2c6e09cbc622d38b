/*
 * store.h
 *		Direct reading and writing of our live tables.
 *
 * Settling runs at pre-commit, where a query costs more than all the rest.
 * Rows are found through the primary key with a snapshot that waits for those
 * who are changing them, whatever the isolation level, and are written through
 * the table's access method with its constraints, indexes and row triggers.
 * (Statement triggers on our tables do not fire.)
 */
#ifndef COMPLAINT_STORE_H
#define COMPLAINT_STORE_H

#include "access/htup.h"
#include "datatype/timestamp.h"
#include "executor/tuptable.h"

typedef enum StoreTable
{
	STORE_CLASSIFICATION,
	STORE_SESSION,
	STORE_UNSETTLED,
	STORE_ALERT,
	STORE_ALERT_MESSAGE,
	STORE_EPISODE,
	STORE_EVENT,
	STORE_TALLY,
	STORE_AGENT,
} StoreTable;

#define STORE_NTABLES (STORE_AGENT + 1)
#define STORE_MAX_COLUMNS 32

/* Columns, in the order in which store_shape.c names them. */
enum
{
	CLASSIFICATION_SOURCE, CLASSIFICATION_SESSION, CLASSIFICATION_MESSAGE,
	CLASSIFICATION_RELATION, CLASSIFICATION_LEVEL, CLASSIFICATION_HARMS,
	CLASSIFICATION_TYPE, CLASSIFICATION_RULES, CLASSIFICATION_ENTITIES,
	CLASSIFICATION_STARTS, CLASSIFICATION_LENGTHS, CLASSIFICATION_RULESET,
	CLASSIFICATION_REVISION, CLASSIFICATION_AGENT, CLASSIFICATION_CUSTOMER,
	CLASSIFICATION_AT, CLASSIFICATION_TAGS, CLASSIFICATION_FINGERPRINT, CLASSIFICATION_RINGS,
	CLASSIFICATION_ARRIVED_AT, CLASSIFICATION_JUDGED_AT, CLASSIFICATION_SETTLED_AT
};
enum
{
	SESSION_SOURCE, SESSION_SESSION, SESSION_COMPLAINTS,
	SESSION_LEVEL_1, SESSION_LEVEL_2, SESSION_LEVEL_3, SESSION_LEVEL_4,
	SESSION_HIGHEST_LEVEL, SESSION_HARMED, SESSION_TYPES, SESSION_HARMS,
	SESSION_FIRST_AT, SESSION_LAST_AT, SESSION_AGENT, SESSION_ASSIGNED_AT,
	SESSION_CUSTOMER, SESSION_TAGS, SESSION_MESSAGES, SESSION_SETTLED_AT
};
enum
{
	UNSETTLED_SOURCE, UNSETTLED_SESSION, UNSETTLED_NUMBER, UNSETTLED_MESSAGE,
	UNSETTLED_RELATION, UNSETTLED_OPERATION, UNSETTLED_MESSAGES,
	UNSETTLED_LEVEL, UNSETTLED_HARMS, UNSETTLED_TYPE, UNSETTLED_RULES,
	UNSETTLED_ENTITIES, UNSETTLED_STARTS, UNSETTLED_LENGTHS,
	UNSETTLED_RULESET, UNSETTLED_REVISION, UNSETTLED_AGENT,
	UNSETTLED_CUSTOMER, UNSETTLED_AT, UNSETTLED_TAGS, UNSETTLED_FINGERPRINT, UNSETTLED_RINGS,
	UNSETTLED_JUDGED_AT, UNSETTLED_REASON, UNSETTLED_SQLSTATE,
	UNSETTLED_PUT_AT
};
enum
{
	ALERT_ALERT, ALERT_POLICY, ALERT_SCOPE, ALERT_SOURCE, ALERT_KEY,
	ALERT_SESSION, ALERT_EPISODE, ALERT_MODE, ALERT_STATE, ALERT_SEVERITY,
	ALERT_LEVEL, ALERT_HARMS, ALERT_TYPE, ALERT_COUNT, ALERT_AGENT,
	ALERT_CUSTOMER, ALERT_TAGS, ALERT_RECIPIENTS, ALERT_RAISED_AT,
	ALERT_ACKNOWLEDGED_AT, ALERT_ACKNOWLEDGED_BY, ALERT_RESOLVED_AT,
	ALERT_CLAIMED_BY, ALERT_CLAIMED_UNTIL, ALERT_ESCALATED, ALERT_HELD_UNTIL,
	ALERT_SILENCE, ALERT_ESCALATE_AT, ALERT_QUIET_AT, ALERT_DUE_AT
};
enum
{
	ALERT_MESSAGE_ALERT, ALERT_MESSAGE_SOURCE, ALERT_MESSAGE_SESSION,
	ALERT_MESSAGE_MESSAGE
};
enum
{
	EPISODE_SOURCE, EPISODE_KEY, EPISODE_POLICY, EPISODE_EPISODE,
	EPISODE_ALERT, EPISODE_SINCE, EPISODE_ENDED_AT, EPISODE_WITHDRAWN
};
enum
{
	EVENT_EVENT, EVENT_ALERT, EVENT_KIND, EVENT_AT, EVENT_BY, EVENT_NOTE,
	EVENT_AGENT, EVENT_RECIPIENTS, EVENT_HINTED, EVENT_ERA, EVENT_XID
};
enum
{
	TALLY_POLICY, TALLY_SOURCE, TALLY_KEY, TALLY_AT, TALLY_IN_SOURCE,
	TALLY_SESSION, TALLY_MESSAGE, TALLY_FINGERPRINT, TALLY_SETTLED_AT,
	TALLY_REMOVED, TALLY_XID
};
enum
{
	AGENT_AGENT, AGENT_SUPERVISOR
};

/* Values of a row, by those numbers. */
typedef struct StoreRow
{
	Datum		values[STORE_MAX_COLUMNS];
	bool		nulls[STORE_MAX_COLUMNS];
} StoreRow;

typedef struct StoreScan StoreScan;

/*
 * Between these two the tables can be used; no wait for others goes beyond
 * the deadline.  Memory is a context of its own
 * below the current one; locks on the tables last to the end of the
 * transaction.  store_end() fires immediate row triggers and returns true if
 * any of the tables has triggers; after an error the abort of the surrounding
 * subtransaction does what store_end() would.
 */
extern void store_begin(TimestampTz deadline);
extern bool store_end(void);

/*
 * Finds a row by its whole primary key, waits for whoever is changing it, and
 * locks it.  The row is valid until the table's next find.
 */
extern bool store_find(StoreTable table, const Datum *keys, StoreRow *row);

/*
 * The same without waiting: STORE_BUSY if somebody is changing the row, or has
 * it locked.
 */
typedef enum StoreFound
{
	STORE_NONE, STORE_FOUND, STORE_BUSY
} StoreFound;
extern StoreFound store_try_find(StoreTable table, const Datum *keys, StoreRow *row);

/*
 * Finds a row without locking it: STORE_BUSY if somebody is changing it.
 * store_replace() updates it if nobody has changed it since and no code of
 * others would run, else it does nothing and returns false; it waits for who has
 * it locked, as long as store_find() would.
 */
extern StoreFound store_peek(StoreTable table, const Datum *keys, StoreRow *row);
extern bool store_replace(StoreTable table, const StoreRow *row);

/*
 * With NULL in place of a row: store_peek() only finds it, store_tail() makes a
 * copy, to which store_replace() changes it.  The copy is changed by its last
 * two columns, to which the pointer leads; NULL if they are no numbers of eight
 * bytes, or null.  It is valid until the table is written to.
 */
extern int64 *store_tail(StoreTable table);

/*
 * True if the table had no page at all when it was asked first since
 * store_begin(), as one that was never written to, and we have written none.
 */
extern bool store_is_empty(StoreTable table);

/* Write; update and delete concern the row found last. */
extern void store_insert(StoreTable table, const StoreRow *row);

/*
 * Inserts a row unless one may have its primary key, or another key that only one row
 * may have, already; false then.  The row's first columns are the primary key's, and the
 * caller holds what others would have to lock to write such a row.
 */
extern bool store_insert_new(StoreTable table, const StoreRow *row);
extern void store_update(StoreTable table, const StoreRow *row);
extern void store_delete(StoreTable table);

/*
 * Rows whose primary key begins with these values, in its order: committed
 * ones and our own.  store_scan_delete() deletes the row that was read last.
 */
extern StoreScan *store_scan_begin(StoreTable table, const Datum *keys, int nkeys);

/* Those of them whose next key column, a time, is later. */
extern StoreScan *store_scan_after(StoreTable table, const Datum *keys, int nkeys, TimestampTz after);
extern bool store_scan_next(StoreScan *scan, StoreRow *row);
extern void store_scan_delete(StoreScan *scan);
extern void store_scan_end(StoreScan *scan);

/*
 * A whole row of one of the tables that a function was given; may point into
 * it.  Needs no store_begin().
 */
extern void store_read_datum(StoreTable table, HeapTupleHeader header, StoreRow *row);

/* A row with nothing but nulls. */
static inline void
store_clear(StoreRow *row)
{
	memset(row->nulls, true, sizeof(row->nulls));
}

static inline void
store_set(StoreRow *row, int column, Datum value)
{
	row->values[column] = value;
	row->nulls[column] = false;
}

/* Sets a varlena, or null where there is none. */
static inline void
store_set_varlena(StoreRow *row, int column, struct varlena *value)
{
	row->values[column] = PointerGetDatum(value);
	row->nulls[column] = value == NULL;
}

/* The varlena in a column, NULL if it is null; may still be toasted. */
static inline struct varlena *
store_varlena(const StoreRow *row, int column)
{
	return row->nulls[column] ? NULL : (struct varlena *) DatumGetPointer(row->values[column]);
}

#endif							/* COMPLAINT_STORE_H */
