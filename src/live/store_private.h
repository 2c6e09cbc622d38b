/*
 * store_private.h
 *		What store.c (tables in use), store_read.c (finding rows) and store_write.c
 *		(writing them) share.
 */
#ifndef COMPLAINT_STORE_PRIVATE_H
#define COMPLAINT_STORE_PRIVATE_H

#include "access/genam.h"
#include "nodes/execnodes.h"

#include "live/store_shape.h"

/* A table in use. */
typedef struct OpenTable
{
	Relation	relation;		/* NULL: not opened yet */
	Relation	primary_key;	/* likewise */
	const TableShape *shape;
	ResultRelInfo *info;		/* NULL: not wanted yet */
	bool		indexes_open;	/* those of info */
	bool		looked_at;		/* whether it is empty */
	bool		empty;
	TupleTableSlot *found;		/* row found last; NULL: none yet */
	TupleTableSlot *written;	/* likewise */
} OpenTable;

struct StoreScan
{
	StoreTable	which;
	IndexScanDesc scan;
	TupleTableSlot *slot;
};

/* Of store_begin(), until store_end(). */
extern EState *store_estate;
extern EPQState store_epqstate;
extern MemoryContext store_context;

/*
 * Opens a table, its primary key, or a slot of it, when it is needed first.
 * Errors: the table is missing, or is not what store_shape() asks for.
 */
extern OpenTable *store_open(StoreTable which);
extern Relation store_open_primary_key(OpenTable *table);
extern TupleTableSlot *store_open_slot(OpenTable *table, TupleTableSlot **slot);

/* Prepares a table to be written, or also to have its indexes written. */
extern ResultRelInfo *store_open_for_writing(OpenTable *table);
extern ResultRelInfo *store_open_indexes(OpenTable *table);

/* Bounds the next wait: many short ones must not add up to a long one. */
extern void store_bound_wait(void);

#endif							/* COMPLAINT_STORE_PRIVATE_H */
