/*
 * server.h
 *		The connection to the server: made again when it is lost, listening on
 *		one channel, asked with a limit to how long an answer may take.
 */
#ifndef LISTEN_SERVER_H
#define LISTEN_SERVER_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "options.h"

typedef enum Outcome
{
	OUTCOME_DONE,
	OUTCOME_LOST,				/* the connection; connect again */
	OUTCOME_STOPPED,			/* the program is to end */
} Outcome;

typedef struct Server
{
	const Options *options;
	PGconn	   *conn;			/* null: not connected */
	char	   *channel;		/* null: does not listen */
	bool		hinted;			/* events are waiting, as far as we heard */
	bool		heard_ping;
	bool		was_connected;	/* at any time */
	bool		was_refused;	/* by a server that runs, the last time */
	bool		warned_deaf;	/* said that notifications do not arrive */
	int64_t		connected_at;
	int64_t		ping_at;
	int64_t		delay;			/* the last wait before connecting */
} Server;

/*
 * Connects and listens, however often it takes.  "unsaved": something waits
 * to be done or written, so no signal may end the program at once.
 */
extern Outcome server_connect(Server *server, bool unsaved);

/*
 * On OUTCOME_DONE *result holds its rows,
 * or an error of one of the SQLSTATEs in "allowed" (separated by spaces);
 * other errors end the program, or the connection if they may pass.
 * "finish": what a stop does not cut short at once.
 */
extern Outcome server_query(Server *server, const char *query, int nvalues, const char *const *values,
							const char *allowed, bool finish, PGresult **result);

/* Whether a result is an error of one of these. */
extern bool server_refused(const PGresult *result, const char *sqlstates);

/* The one value of a query's one row, which the caller frees. */
extern Outcome server_value(Server *server, const char *query, int nvalues, const char *const *values, char **value);

/* Until a notification hints at events, or the time has come; pings meanwhile. */
extern Outcome server_wait(Server *server, int64_t until);

/* Passes time, reading what the server sends, connected or not. */
extern Outcome server_pause(Server *server, int64_t until);

/* Reads what the server has sent; false: the connection is lost. */
extern bool server_take(Server *server);

extern void server_close(Server *server);

/* The next wait of a series that doubles up to the limit, with some chance in it. */
extern int64_t next_delay(int64_t *delay, int64_t limit);

#endif							/* LISTEN_SERVER_H */
