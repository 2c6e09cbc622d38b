/*
 * worker_report.h
 *		What the worker says of itself: in the server's log and in its row of
 *		complaint.worker.
 *
 * run_due() turns the error of one of its steps into a warning, so that the
 * other steps are done; a step that fails would say so at every turn.  What
 * was said in the turn before is therefore not logged again.
 */
#ifndef COMPLAINT_WORKER_REPORT_H
#define COMPLAINT_WORKER_REPORT_H

extern void report_init(void);

/* A run begins. */
extern void report_listen(void);

/* It ended well, or so that only a warning tells of an error; or not at all. */
extern void report_run(void);
extern void report_error(const ErrorData *error);

/* How many runs in a row ended with an error. */
extern int	report_failures(void);

/* Whether the row is to be written now, and how: in a transaction, by SPI. */
extern bool report_is_due(void);
extern void report_write(void);

#endif							/* COMPLAINT_WORKER_REPORT_H */
