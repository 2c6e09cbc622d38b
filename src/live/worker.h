/*
 * worker.h
 *		The background worker: does what needs a clock (complaint.run_due()).
 *
 * There is at most one for each database.  A static one is registered when
 * the server starts, for each database of complaint.worker_databases; a
 * dynamic one by complaint.start_worker().  The postmaster restarts both when
 * they die; when it cannot (a dynamic one after a restart of the server, one
 * whose database was away), a transaction that settles messages does.
 */
#ifndef COMPLAINT_WORKER_H
#define COMPLAINT_WORKER_H

/* Defines the settings and, while libraries are preloaded, registers workers. */
extern void worker_init(void);

/*
 * Launches the worker of this database if it is wanted and does not run.
 * Looks at most every ten seconds, waits for nobody, and raises nothing but
 * the cancel of the transaction.
 */
extern void worker_relaunch_if_wanted(void);

/* This process is a worker. */
extern bool worker_is_me;

/*
 * In a worker, a cancel if somebody waits for its database: for what may take
 * long within one statement.  Looks four times a second at most.
 */
extern void worker_make_way(void);

/* Where a worker begins. */
extern PGDLLEXPORT void complaint_worker_main(Datum argument);

#endif							/* COMPLAINT_WORKER_H */
