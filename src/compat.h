/*
 * compat.h
 *		Every difference between the server versions that we build on.
 *
 * Include after postgres.h.  The code elsewhere is written for the newest
 * form of an interface; what older servers lack is given here.
 */
#ifndef COMPLAINT_COMPAT_H
#define COMPLAINT_COMPAT_H

#if PG_VERSION_NUM < 150000
#error "complaint needs PostgreSQL 15 or newer"
#endif

/*
 * src/rules: soft errors came with 16, varatt.h was split from postgres.h
 * then; the backend's transaction id moved in 17.
 */
#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#include "varatt.h"
#define COMPLAINT_ERROR_CONTEXT(fcinfo) ((fcinfo)->context)
#else
#define COMPLAINT_ERROR_CONTEXT(fcinfo) NULL
#define errsave(context, ...) \
	do { \
		(void) (context); \
		ereport(ERROR, __VA_ARGS__); \
	} while (0)
#endif

#if PG_VERSION_NUM >= 170000
#define COMPLAINT_MY_LXID (MyProc->vxid.lxid)
#else
#define COMPLAINT_MY_LXID (MyProc->lxid)
#endif

/*
 * Executor pieces (src/live/store*.c).  16 gave EvalPlanQualInit a list of
 * result relations; 18 gave index_beginscan room for instrumentation and
 * RelationGetPrimaryKeyIndex a say about deferrable keys.  Macros, so that
 * only those who use them need the headers.
 */
#if PG_VERSION_NUM >= 160000
#define COMPAT_EPQ_NO_RELATIONS , NIL
#else
#define COMPAT_EPQ_NO_RELATIONS
#endif

#if PG_VERSION_NUM >= 180000
#define compat_index_beginscan(heap, index, snapshot, nkeys) \
	index_beginscan(heap, index, snapshot, NULL, nkeys, 0)
#define compat_primary_key_index(relation) RelationGetPrimaryKeyIndex(relation, false)
#else
#define compat_index_beginscan(heap, index, snapshot, nkeys) \
	index_beginscan(heap, index, snapshot, nkeys, 0)
#define compat_primary_key_index(relation) RelationGetPrimaryKeyIndex(relation)
#endif

/*
 * What an update says of the indexes, and their entries (src/live/store*.c): 16
 * knows indexes that only summarize.
 */
#if PG_VERSION_NUM >= 160000
#define compat_update_indexes TU_UpdateIndexes
#define compat_any_index(update_indexes) ((update_indexes) != TU_None)
#define compat_insert_index_tuples(info, slot, estate, update_indexes) \
	ExecInsertIndexTuples(info, slot, estate, true, false, NULL, NIL, (update_indexes) == TU_Summarizing)
#else
#define compat_update_indexes bool
#define compat_any_index(update_indexes) (update_indexes)
#define compat_insert_index_tuples(info, slot, estate, update_indexes) \
	ExecInsertIndexTuples(info, slot, estate, true, false, NULL, NIL)
#endif

/*
 * The entries of a new row.  Where it may not be new *is_new says whether each
 * unique index lacked its key, as far as a look at it tells, and none fails.
 */
#if PG_VERSION_NUM >= 160000
#define compat_insert_all_index_tuples(info, slot, estate) \
	((void) ExecInsertIndexTuples(info, slot, estate, false, false, NULL, NIL, false))
#define compat_insert_new_index_tuples(info, slot, estate, is_new) \
	(*(is_new) = ExecInsertIndexTuples(info, slot, estate, false, true, &(bool) {false}, NIL, false) == NIL)
#else
#define compat_insert_all_index_tuples(info, slot, estate) \
	((void) ExecInsertIndexTuples(info, slot, estate, false, false, NULL, NIL))
#define compat_insert_new_index_tuples(info, slot, estate, is_new) \
	(*(is_new) = ExecInsertIndexTuples(info, slot, estate, false, true, &(bool) {false}, NIL) == NIL)
#endif

/* src/live/store_place.c: the file of a relation has another name since 16. */
#if PG_VERSION_NUM >= 160000
#define compat_rd_locator rd_locator
#else
#define compat_rd_locator rd_node
#endif

/*
 * A ring of 32 buffers (src/live/ahead.c).  18 makes that of a sequential scan
 * larger, for reads that it has asked for and not got yet.
 */
#if PG_VERSION_NUM >= 160000
#define compat_small_ring() GetAccessStrategyWithSize(BAS_BULKREAD, 256)
#else
#define compat_small_ring() GetAccessStrategy(BAS_BULKREAD)
#endif

/*
 * Settings (src/live/clock.c).  16 gave DecodeDateTime a place for what went
 * wrong and settings an allocator of their own.
 */
#if PG_VERSION_NUM >= 160000
#define compat_guc_malloc(size) guc_malloc(LOG, size)
#define compat_decode_datetime(fields, types, nfields, dtype, tm, fsec, tz) \
	DecodeDateTime(fields, types, nfields, dtype, tm, fsec, tz, &(DateTimeErrorExtra) {0})
#else
#define compat_guc_malloc(size) malloc(size)
#define compat_decode_datetime(fields, types, nfields, dtype, tm, fsec, tz) \
	DecodeDateTime(fields, types, nfields, dtype, tm, fsec, tz)
#endif

/* src/live/worker.c: settings that newer servers have and a worker does without. */
#if PG_VERSION_NUM >= 170000
#define COMPAT_WORKER_SETTINGS {"transaction_timeout", "0"},
#else
#define COMPAT_WORKER_SETTINGS
#endif

#endif							/* COMPLAINT_COMPAT_H */
