/*
 * store_shape.h
 *		What our live tables are like; for the store's files only.
 */
#ifndef COMPLAINT_STORE_SHAPE_H
#define COMPLAINT_STORE_SHAPE_H

#include "access/attnum.h"
#include "utils/relcache.h"

#include "live/store.h"

/* Primary keys have at most seven columns. */
#define MAX_KEYS 7

/*
 * One column may be generated as the earliest of three times: writing a row fills
 * it in, since the server would take longer to prepare its expression than to
 * write the row.
 */
typedef struct TableDefinition
{
	const char *name;
	int			nkeys;
	RegProcedure equal[MAX_KEYS];	/* of the key columns */
	bool		remembered;		/* where its rows are; keys are integers and texts */
	const char *columns[STORE_MAX_COLUMNS];
	int			earliest;		/* that column, by its number; 0: none */
	int			times[3];
} TableDefinition;

extern const TableDefinition store_definitions[STORE_NTABLES];

/* What a table was like when it was opened first; good for one generation. */
typedef struct TableShape
{
	uint64		generation;		/* of reading_generation(), 0: not known */
	Oid			relid;
	Oid			user;			/* who may read and write it */
	Oid			primary_key;
	AttrNumber	attnums[STORE_MAX_COLUMNS];
	bool		plain;			/* to write it runs no code but the server's */
	bool		has_tail;		/* our last two columns are its last, of eight bytes each */
} TableShape;

/*
 * The shape of a table that is open and locked, for whom the current user is;
 * learned anew where something has changed since.  The generation is that of
 * before the table was opened.  Errors: a column or the primary key is missing or
 * another, there is no right to write the table, or it is none.
 */
extern const TableShape *store_shape(StoreTable which, Relation relation, uint64 generation);

#endif							/* COMPLAINT_STORE_SHAPE_H */
