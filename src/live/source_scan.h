/*
 * source_scan.h
 *		Reading rows of an attached table without a query.
 */
#ifndef COMPLAINT_SOURCE_SCAN_H
#define COMPLAINT_SOURCE_SCAN_H

#include "utils/array.h"

#include "live/source.h"

/* A row that was found; memory is the current context's, reset with every row. */
typedef struct SourceRow
{
	Relation	relation;
	const SourceMap *map;
	const Source *source;
	TupleTableSlot *slot;
	struct varlena *message;	/* its id */
} SourceRow;

typedef void (*SourceRowCallback) (const SourceRow *row, void *arg);

/*
 * Calls back for each row of a session, as our tables name it, in one table or
 * partition that the current statement sees; for the rows of those messages
 * (text[]) only, unless that is NULL.  Never, if the table is gone or not
 * attached any more.  An error if the current user may not read the table.
 */
extern void source_scan(Oid relid, text *session, ArrayType *messages,
						SourceRowCallback callback, void *arg);

#endif							/* COMPLAINT_SOURCE_SCAN_H */
