/*
 * source_read.h
 *		complaint.source, as it is committed now.
 */
#ifndef COMPLAINT_SOURCE_READ_H
#define COMPLAINT_SOURCE_READ_H

#include "utils/hsearch.h"

/*
 * All rows of complaint.source, whose oid is "table": a hash of Source by number.
 * It and all that is in it belong to the context.  Errors are the caller's to
 * contain.
 */
extern HTAB *source_read_all(Oid table, MemoryContext context);

#endif							/* COMPLAINT_SOURCE_READ_H */
