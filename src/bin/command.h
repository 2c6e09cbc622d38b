/*
 * command.h
 *		Runs the command of --exec for an event.
 */
#ifndef LISTEN_COMMAND_H
#define LISTEN_COMMAND_H

#include "server.h"

/*
 * With the text on its standard input, until it has succeeded or has been
 * tried often enough, which ends the program.  The connection is read
 * meanwhile.  OUTCOME_STOPPED: it has not succeeded.
 */
extern Outcome command_run(Server *server, const char *text, const char *alert);

#endif							/* LISTEN_COMMAND_H */
