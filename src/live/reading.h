/*
 * reading.h
 *		Our own tables by name, and queries over those of configuration, for
 *		caches.
 */
#ifndef COMPLAINT_READING_H
#define COMPLAINT_READING_H

#include "executor/spi.h"

/* What is to be restored after a query. */
typedef struct Reading
{
	Oid			user;
	int			security_context;
	int			guc_level;
} Reading;

/*
 * Runs a query over our tables with the rights of their owner, an empty
 * search_path but for pg_catalog, and a snapshot that sees what is committed
 * now, whatever the isolation level.  SPI_tuptable holds the rows until
 * reading_end().  Errors of the query are the caller's to contain.
 */
extern void reading_begin(Reading *reading, const char *query);
extern void reading_end(const Reading *reading);

/* A text column of the current result, copied to "context"; NULL if null. */
extern char *reading_text(uint64 row, int column, MemoryContext context);
extern Datum reading_datum(uint64 row, int column, bool *isnull);

/* The owner of a table of ours; ERROR if it is gone. */
extern Oid	reading_owner(Oid table);

/* Notes changes of our tables. */
extern void reading_init(void);

/*
 * The oid of one of our tables, InvalidOid if it is gone.  The name must be a
 * constant.
 */
extern Oid	reading_table(const char *name);

/*
 * Another number once any table that was asked for has changed, and its oid is
 * looked up anew.
 */
extern uint64 reading_generation(void);

/*
 * A search_path in which nobody can put anything before what is meant, until
 * the caller's AtEOXact_GUC(); for functions of others that we may call.
 */
extern void reading_pin_search_path(void);

#endif							/* COMPLAINT_READING_H */
