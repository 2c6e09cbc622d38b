/*
 * complaint-listen.c
 *		Prints the events of alerts as they happen, or runs a command for each.
 *
 * A notification only hints that there is something: what happened is read
 * from complaint.events() with a cursor, on each hint, after connecting and
 * from time to time.  The cursor moves on when an event is done with, so a
 * lost connection loses and repeats nothing.  What is in hand when it is lost
 * is kept and finished: a batch of events does not need the connection it
 * came by.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "cursor.h"
#include "event.h"
#include "message.h"
#include "options.h"
#include "server.h"
#include "wait.h"

/* What the event in hand waits for. */
typedef enum Stage
{
	STAGE_PRINT,
	STAGE_EXECUTE,
	STAGE_ACKNOWLEDGE,
} Stage;

typedef struct Listener
{
	Options		options;
	Server		server;
	char	   *cursor;			/* null: the oldest event */
	bool		started;		/* the cursor says where to begin */
	PGresult   *events;			/* the batch in hand; null: none */
	int			row;
	Stage		stage;
} Listener;

static Listener listener;

static bool
print_event(void)
{
	const Options *options = &listener.options;
	char	   *text;
	bool		printed;

	if (options->quiet)
		return true;
	text = options->json ? event_json(listener.events, listener.row) : event_line(listener.events, listener.row);
	printed = event_print(text);
	free(text);
	return printed;
}

static Outcome
execute_command(void)
{
	char	   *text;
	Outcome		outcome;

	if (listener.options.command == NULL)
		return OUTCOME_DONE;
	text = event_json(listener.events, listener.row);
	outcome = command_run(&listener.server, text, PQgetvalue(listener.events, listener.row, EVENT_ALERT));
	free(text);
	return outcome;
}

/*
 * That somebody has the alert already (55000) or it is gone (42704) is fine.
 * So is, but worth a word, that it is none of our agent's business (42501):
 * it may have been handed on.  None of them keeps the next event waiting.
 */
static Outcome
acknowledge_alert(void)
{
	const char *values[2] = {
		PQgetvalue(listener.events, listener.row, EVENT_ALERT),
		listener.options.ack,
	};
	PGresult   *result;
	Outcome		outcome;

	if (values[1] == NULL || strcmp(PQgetvalue(listener.events, listener.row, EVENT_STATE), "open") != 0)
		return OUTCOME_DONE;
	outcome = server_query(&listener.server,
						   "SELECT complaint.acknowledge($1::pg_catalog.uuid, $2::pg_catalog.text)",
						   2, values, "55000 42704 42501", true, &result);
	if (outcome == OUTCOME_DONE && server_refused(result, "42501"))
		say("warning: alert %s was not acknowledged: %s", values[0],
			PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
	PQclear(result);
	return outcome;
}

static void
move_on(void)
{
	free(listener.cursor);
	listener.cursor = strdup(PQgetvalue(listener.events, listener.row, EVENT_CURSOR));
	if (listener.cursor == NULL)
		die_of_errno("could not keep a cursor");
	listener.row++;
	listener.stage = STAGE_PRINT;
}

static Outcome
handle_event(void)
{
	Outcome		outcome;

	if (listener.stage == STAGE_PRINT)
	{
		if (stop_wanted() || !print_event())
			return OUTCOME_STOPPED;
		listener.stage = STAGE_EXECUTE;
	}
	if (listener.stage == STAGE_EXECUTE)
	{
		outcome = execute_command();
		if (outcome != OUTCOME_DONE)
			return outcome;
		listener.stage = STAGE_ACKNOWLEDGE;
	}
	outcome = acknowledge_alert();
	if (outcome == OUTCOME_DONE)
		move_on();
	return outcome;
}

/* A command is not run again for want of a cursor; a line may be printed again. */
static Outcome
handle_batch(void)
{
	while (listener.events != NULL && listener.row < PQntuples(listener.events))
	{
		Outcome		outcome = handle_event();

		if (outcome != OUTCOME_DONE)
			return outcome;
		if (listener.options.command != NULL)
			cursor_save(listener.cursor);
	}
	cursor_save(listener.cursor);
	PQclear(listener.events);
	listener.events = NULL;
	return OUTCOME_DONE;
}

static Outcome
fetch_batch(void)
{
	const char *values[3] = {listener.options.recipient, listener.cursor, NULL};
	char		count[16];

	snprintf(count, sizeof(count), "%d", EVENT_BATCH);
	values[2] = count;
	listener.row = 0;
	listener.stage = STAGE_PRINT;
	return server_query(&listener.server, EVENT_QUERY, 3, values, "", false, &listener.events);
}

/*
 * All that is there.  A batch that is not full was the last, but with --once
 * also what our own acknowledgements brought is waited for.
 */
static Outcome
drain(void)
{
	int			count;

	do
	{
		Outcome		outcome = handle_batch();

		if (outcome == OUTCOME_DONE)
			outcome = fetch_batch();
		if (outcome != OUTCOME_DONE)
			return outcome;
		count = PQntuples(listener.events);
		outcome = handle_batch();
		if (outcome != OUTCOME_DONE)
			return outcome;
	} while (count == EVENT_BATCH || (listener.options.once && count > 0));
	return OUTCOME_DONE;
}

/* After LISTEN, so that there is no gap between this and what is heard. */
static Outcome
start_cursor(void)
{
	Outcome		outcome = OUTCOME_DONE;

	if (listener.started)
		return OUTCOME_DONE;
	if (!listener.options.from_start)
		outcome = server_value(&listener.server, "SELECT complaint.events_cursor()", 0, NULL, &listener.cursor);
	if (outcome == OUTCOME_DONE)
		listener.started = true;
	return outcome;
}

/* All that is done over one connection. */
static Outcome
serve(void)
{
	Outcome		outcome = start_cursor();

	while (outcome == OUTCOME_DONE)
	{
		outcome = drain();
		if (outcome != OUTCOME_DONE || listener.options.once)
			break;
		outcome = server_wait(&listener.server,
							  listener.options.poll == 0 ? NEVER : now_ms() + listener.options.poll);
	}
	return outcome;
}

static void
save_cursor(void)
{
	cursor_save(listener.cursor);
}

/* An event that waits only for its acknowledgement is not printed again. */
static void
finish(void)
{
	if (listener.events != NULL && listener.stage == STAGE_ACKNOWLEDGE)
	{
		say("warning: stopped before alert %s was acknowledged",
			PQgetvalue(listener.events, listener.row, EVENT_ALERT));
		move_on();
	}
	save_cursor();
	server_close(&listener.server);
}

int
main(int argc, char **argv)
{
	Outcome		outcome;

	options_parse(&listener.options, argc, argv);
	listener.server.options = &listener.options;
	wait_init();
	srandom((unsigned int) (time(NULL) ^ getpid()));
	if (listener.options.cursor_file != NULL)
		listener.cursor = cursor_open(listener.options.cursor_file);
	listener.started = listener.cursor != NULL;
	on_death(save_cursor);
	do
	{
		outcome = server_connect(&listener.server, listener.stage == STAGE_ACKNOWLEDGE);
		if (outcome == OUTCOME_DONE)
			outcome = serve();
		save_cursor();
	} while (outcome == OUTCOME_LOST && !listener.options.once);
	finish();
	return outcome == OUTCOME_LOST ? EXIT_CONNECTION : EXIT_STOPPED;
}
