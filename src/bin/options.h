/*
 * options.h
 *		The command line of complaint-listen.
 */
#ifndef LISTEN_OPTIONS_H
#define LISTEN_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Options
{
	/* where to connect; null: as libpq finds it */
	const char *dbname;
	const char *host;
	const char *port;
	const char *username;

	const char *recipient;		/* null: all events */
	const char *cursor_file;
	bool		from_start;
	bool		once;

	bool		json;
	bool		quiet;
	const char *command;
	int			tries;			/* of the command; 0: without end */
	const char *ack;			/* the agent who acknowledges */

	/* milliseconds; 0: never */
	int64_t		poll;
	int64_t		ping;
	int64_t		max_backoff;
} Options;

/* Ends the program for --help, --version and what it does not understand. */
extern void options_parse(Options *options, int argc, char **argv);

#endif							/* LISTEN_OPTIONS_H */
