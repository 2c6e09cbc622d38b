/*
 * server.c
 *		The connection (see server.h).
 *
 * Only libpq's public interface is used, and not the server's frontend
 * headers: the program then needs nothing of a particular server version, and
 * runs with any libpq.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "server.h"
#include "wait.h"

#define FIRST_DELAY 200			/* ms */
#define ANSWER_TIME 60000		/* ms that a query may take; pings have their own */

int64_t
next_delay(int64_t *delay, int64_t limit)
{
	*delay = *delay == 0 ? FIRST_DELAY : *delay * 2;
	if (*delay > limit)
		*delay = limit;
	/* many clients of one server do not come back all at once */
	return *delay / 2 + random() % (*delay / 2 + 1);
}

void
server_close(Server *server)
{
	PQfinish(server->conn);
	server->conn = NULL;
	free(server->channel);
	server->channel = NULL;
}

/* Notifications -------------------------------------------------------------- */

/* The payload is JSON of the extension's: nobody's id can hold a bare quote. */
static bool
is_ping(const char *payload)
{
	const char *kind = strstr(payload, "\"kind\"");

	if (kind == NULL)
		return false;
	kind += strlen("\"kind\"");
	kind += strspn(kind, " :");
	return strncmp(kind, "\"ping\"", strlen("\"ping\"")) == 0;
}

static void
sort_notifications(Server *server)
{
	PGnotify   *notification;

	while ((notification = PQnotifies(server->conn)) != NULL)
	{
		if (!is_ping(notification->extra))
			server->hinted = true;
		else if (notification->be_pid == PQbackendPID(server->conn))
			server->heard_ping = true;
		PQfreemem(notification);
	}
}

bool
server_take(Server *server)
{
	if (PQconsumeInput(server->conn) == 0 || PQstatus(server->conn) != CONNECTION_OK)
		return false;
	sort_notifications(server);
	return true;
}

/* Queries ---------------------------------------------------------------------- */

/* Errors that pass by themselves: conflicts, lack of room, an operator's hand. */
static bool
may_pass(const char *sqlstate)
{
	static const char *const classes[] = {"08", "40", "53", "55P03", "57", "58"};

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (strncmp(sqlstate, classes[i], strlen(classes[i])) == 0)
			return true;
	return false;
}

bool
server_refused(const PGresult *result, const char *sqlstates)
{
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	return sqlstate != NULL && strstr(sqlstates, sqlstate) != NULL;
}

/* What to do about a result that is an error. */
static Outcome
judge_error(Server *server, const PGresult *result, const char *allowed)
{
	const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	if (PQstatus(server->conn) != CONNECTION_OK || sqlstate == NULL)
	{
		say("warning: lost the connection: %s", PQerrorMessage(server->conn));
		return OUTCOME_LOST;
	}
	if (server_refused(result, allowed))
		return OUTCOME_DONE;
	if (may_pass(sqlstate) && !server->options->once)
	{
		say("warning: %s", PQresultErrorMessage(result));
		return OUTCOME_LOST;
	}
	die(EXIT_ERROR, "error: %s", PQresultErrorMessage(result));
}

/* Until the whole answer of a query is there. */
static Outcome
await_answer(Server *server, int64_t limit, bool finish)
{
	int64_t		until = server->options->ping == 0 ? NEVER : now_ms() + limit;

	while (PQisBusy(server->conn))
	{
		struct pollfd socket = {.fd = PQsocket(server->conn), .events = POLLIN};
		int64_t		patience = finish ? stop_patience() : NEVER;

		if (stop_wanted() && (!finish || now_ms() >= patience))
			return OUTCOME_STOPPED;
		if (now_ms() >= until)
		{
			say("warning: the server has not answered for %g seconds", limit / 1000.0);
			return OUTCOME_LOST;
		}
		wait_for(&socket, 1, patience < until ? patience : until);
		if (!server_take(server))
			break;				/* PQgetResult says why */
	}
	return OUTCOME_DONE;
}

static Outcome
ask(Server *server, const char *query, int nvalues, const char *const *values,
	const char *allowed, int64_t limit, bool finish, PGresult **result)
{
	PGresult   *more;
	Outcome		outcome;
	ExecStatusType status;

	*result = NULL;
	if (!PQsendQueryParams(server->conn, query, nvalues, NULL, values, NULL, NULL, 0))
	{
		say("warning: lost the connection: %s", PQerrorMessage(server->conn));
		return OUTCOME_LOST;
	}
	do
	{
		outcome = await_answer(server, limit, finish);
		if (outcome != OUTCOME_DONE)
		{
			PQclear(*result);
			*result = NULL;
			return outcome;
		}
		more = PQgetResult(server->conn);
		if (*result == NULL)
			*result = more;
		else
			PQclear(more);
	} while (more != NULL);
	sort_notifications(server);

	status = PQresultStatus(*result);
	if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
		return OUTCOME_DONE;
	outcome = judge_error(server, *result, allowed);
	if (outcome != OUTCOME_DONE)
	{
		PQclear(*result);
		*result = NULL;
	}
	return outcome;
}

Outcome
server_query(Server *server, const char *query, int nvalues, const char *const *values,
			 const char *allowed, bool finish, PGresult **result)
{
	return ask(server, query, nvalues, values, allowed, ANSWER_TIME, finish, result);
}

Outcome
server_value(Server *server, const char *query, int nvalues, const char *const *values, char **value)
{
	PGresult   *result;
	Outcome		outcome = server_query(server, query, nvalues, values, "", false, &result);

	*value = NULL;
	if (outcome == OUTCOME_DONE)
	{
		if (PQntuples(result) != 1 || PQgetisnull(result, 0, 0))
			die(EXIT_ERROR, "error: no answer to \"%s\"", query);
		*value = strdup(PQgetvalue(result, 0, 0));
		if (*value == NULL)
			die_of_errno("could not keep an answer");
	}
	PQclear(result);
	return outcome;
}

/* Connecting --------------------------------------------------------------------- */

static void
on_notice(void *server, const char *message)
{
	(void) server;
	say("%s", message);
}

/*
 * Later values win, and a connection string in dbname may set all but those
 * after it.  What is null is not there.
 */
static void
fill_parameters(const Options *options, const char **names, const char **values)
{
	const char *const all[][2] = {
		{"connect_timeout", getenv("PGCONNECT_TIMEOUT") == NULL ? "10" : NULL},
		{"host", options->host},
		{"port", options->port},
		{"user", options->username},
		{"dbname", options->dbname},
		{"fallback_application_name", PROGRAM},
		{"client_encoding", "UTF8"},
	};
	int			n = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i][1] != NULL)
		{
			names[n] = all[i][0];
			values[n++] = all[i][1];
		}
	names[n] = values[n] = NULL;
}

/*
 * A server that runs and refuses us from the first attempt on will go on to do
 * so: there is a wrong name or password, of which somebody should hear now.
 * One that is not there, or is starting, is waited for.  It may be up by the
 * time that we ask why it refused us, so it takes two refusals in a row.
 */
static void
judge_refusal(Server *server, const char **names, const char **values)
{
	const char *message = PQerrorMessage(server->conn);

	if (!server->options->once)
	{
		PGPing		state = PQPING_NO_RESPONSE;
		bool		again = server->was_refused;

		if (!server->was_connected)
			state = PQpingParams(names, values, 1);
		server->was_refused = state == PQPING_OK;
		if (state != PQPING_NO_ATTEMPT && !(again && server->was_refused))
		{
			say("warning: %s", message);
			return;
		}
	}
	die(EXIT_CONNECTION, "error: %s", message);
}

/* False: not this time. */
static bool
try_connecting(Server *server, bool unsaved)
{
	const char *names[8];
	const char *values[8];
	bool		connected = false;

	fill_parameters(server->options, names, values);
	stop_at_once(!unsaved);
	/* a signal that came before the line above did not end us */
	if (!stop_wanted())
	{
		server->conn = PQconnectdbParams(names, values, 1);
		if (server->conn == NULL)
			die_of_errno("could not connect");
		connected = PQstatus(server->conn) == CONNECTION_OK;
		if (!connected)
			judge_refusal(server, names, values);
	}
	stop_at_once(false);
	if (connected)
	{
		PQsetNoticeProcessor(server->conn, on_notice, NULL);
		PQsetErrorContextVisibility(server->conn, PQSHOW_CONTEXT_NEVER);
	}
	return connected;
}

static Outcome
find_channel(Server *server)
{
	const char *recipient = server->options->recipient;

	if (recipient != NULL)
		return server_value(server, "SELECT complaint.channel($1::pg_catalog.text)", 1, &recipient, &server->channel);
	server->channel = strdup("complaint");
	if (server->channel == NULL)
		die_of_errno("could not listen");
	return OUTCOME_DONE;
}

/* A standby cannot be listened to: there only looking from time to time is left. */
static Outcome
listen_on_channel(Server *server)
{
	PGresult   *result;
	Outcome		outcome = find_channel(server);
	char	   *name;
	char		command[512];

	if (outcome != OUTCOME_DONE)
		return outcome;
	name = PQescapeIdentifier(server->conn, server->channel, strlen(server->channel));
	if (name == NULL)
		die(EXIT_ERROR, "error: %s", PQerrorMessage(server->conn));
	snprintf(command, sizeof(command), "LISTEN %s", name);
	PQfreemem(name);
	outcome = server_query(server, command, 0, NULL, "25006", false, &result);
	if (outcome == OUTCOME_DONE && server_refused(result, "25006"))
	{
		free(server->channel);
		server->channel = NULL;
		if (!server->warned_deaf)
			say("warning: this server is a standby: looking for events every %g seconds",
				server->options->poll / 1000.0);
		server->warned_deaf = true;
	}
	PQclear(result);
	return outcome;
}

static void
note_connected(Server *server)
{
	if (server->was_connected)
		say("connected again");
	server->was_connected = true;
	server->hinted = false;
	server->connected_at = now_ms();
	server->ping_at = now_ms() + server->options->ping;
}

Outcome
server_connect(Server *server, bool unsaved)
{
	/* a connection that outlived the wait for it begins a new series */
	if (server->conn != NULL && now_ms() - server->connected_at > server->delay)
		server->delay = 0;
	for (;;)
	{
		Outcome		outcome;

		/* the first attempt of all is made at once */
		if (server->conn != NULL)
		{
			server_close(server);
			outcome = server_pause(server, now_ms() + next_delay(&server->delay, server->options->max_backoff));
			if (outcome != OUTCOME_DONE)
				return outcome;
		}
		if (try_connecting(server, unsaved))
		{
			outcome = server->options->once ? OUTCOME_DONE : listen_on_channel(server);
			if (outcome == OUTCOME_DONE)
				note_connected(server);
			if (outcome != OUTCOME_LOST)
				return outcome;
		}
		if (stop_wanted())
			return OUTCOME_STOPPED;
	}
}

/* Waiting -------------------------------------------------------------------------- */

/*
 * Our own ping comes back on the channel before its query ends.  If the query
 * is answered and the ping is not heard, something between us and the server
 * keeps notifications away, such as a pool of connections.  Who may not ping
 * (42501) has got an answer too.
 */
static Outcome
ping(Server *server)
{
	const char *channel = server->channel;
	PGresult   *result;
	Outcome		outcome;

	server->heard_ping = false;
	outcome = ask(server, "SELECT complaint.ping($1::pg_catalog.text)", 1, &channel, "42501",
				  server->options->ping, false, &result);
	if (outcome == OUTCOME_DONE && !server->heard_ping && !server->warned_deaf && !server_refused(result, "42501"))
	{
		say("warning: notifications do not arrive here: looking for events every %g seconds",
			server->options->poll / 1000.0);
		server->warned_deaf = true;
	}
	PQclear(result);
	server->ping_at = now_ms() + server->options->ping;
	return outcome;
}

Outcome
server_wait(Server *server, int64_t until)
{
	while (!server->hinted)
	{
		struct pollfd socket = {.fd = PQsocket(server->conn), .events = POLLIN};
		bool		pings = server->channel != NULL && server->options->ping > 0;

		if (stop_wanted())
			return OUTCOME_STOPPED;
		if (now_ms() >= until)
			break;
		if (pings && now_ms() >= server->ping_at)
		{
			Outcome		outcome = ping(server);

			if (outcome != OUTCOME_DONE)
				return outcome;
			continue;
		}
		wait_for(&socket, 1, pings && server->ping_at < until ? server->ping_at : until);
		if (!server_take(server))
		{
			say("warning: lost the connection: %s", PQerrorMessage(server->conn));
			return OUTCOME_LOST;
		}
	}
	server->hinted = false;
	return OUTCOME_DONE;
}

Outcome
server_pause(Server *server, int64_t until)
{
	bool		lost = server->conn == NULL;

	while (!stop_wanted() && now_ms() < until)
	{
		struct pollfd socket = {.fd = -1, .events = POLLIN};

		if (!lost)
			socket.fd = PQsocket(server->conn);
		wait_for(&socket, 1, until);
		if (!lost && socket.revents != 0 && !server_take(server))
			lost = true;
	}
	return stop_wanted() ? OUTCOME_STOPPED : OUTCOME_DONE;
}
