/*
 * wait.h
 *		Waiting for files, time and signals at once.
 *
 * A signal that asks the program to stop only leaves word; all loops look at
 * stop_wanted() and come to an orderly end.
 */
#ifndef LISTEN_WAIT_H
#define LISTEN_WAIT_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#define NEVER	INT64_MAX

/* Milliseconds of a clock that is never set. */
extern int64_t now_ms(void);

/* Handlers for SIGINT, SIGTERM, SIGHUP and SIGCHLD; SIGPIPE is ignored. */
extern void wait_init(void);

/*
 * In a child, before it becomes another program: that resets handlers, but
 * would inherit what is ignored.
 */
extern void wait_forget(void);

/* Until one of the files is ready, a signal came, or the time has come. */
extern void wait_for(struct pollfd *files, int nfiles, int64_t until);

extern bool stop_wanted(void);

/*
 * Until when what has begun (a command, an acknowledgement) may take after the
 * first signal; a second signal ends it at once.  NEVER before any.
 */
extern int64_t stop_patience(void);

/*
 * Whether a signal may end the program on the spot: while libpq connects,
 * which nothing else can interrupt, and only while nothing is unsaved.
 */
extern void stop_at_once(bool allowed);

#endif							/* LISTEN_WAIT_H */
