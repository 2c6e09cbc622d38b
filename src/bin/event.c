/*
 * event.c
 *		Printing of events (see event.h).
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "escape.h"
#include "event.h"
#include "message.h"
#include "wait.h"

/* The value, or null. */
static const char *
field(const PGresult *events, int row, int column)
{
	return PQgetisnull(events, row, column) ? NULL : PQgetvalue(events, row, column);
}

/* " name value", or nothing for a null. */
static void
put(FILE *out, const char *name, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	if (name != NULL)
		fprintf(out, " %s", name);
	fputc(' ', out);
	escape_word(out, value);
}

/* What the alert is about: a session, a customer, a type ... */
static void
put_subject(FILE *out, const PGresult *events, int row)
{
	const char *scope = field(events, row, EVENT_SCOPE);
	const char *key = field(events, row, EVENT_KEY);
	const char *source = field(events, row, EVENT_SOURCE);

	if (scope != NULL && key != NULL && key[0] != '\0')
		put(out, scope, key);
	else if (scope != NULL && strcmp(scope, "source") != 0)
		put(out, NULL, scope);
	if (source != NULL && strcmp(source, "0") != 0)
		put(out, "source", source);
}

static FILE *
text_begin(char **text, size_t *size)
{
	FILE	   *out = open_memstream(text, size);

	if (out == NULL)
		die_of_errno("could not print an event");
	return out;
}

static void
text_end(FILE *out)
{
	fputc('\n', out);
	if (fclose(out) != 0)
		die_of_errno("could not print an event");
}

char *
event_line(const PGresult *events, int row)
{
	char	   *text = NULL;
	size_t		size;
	FILE	   *out = text_begin(&text, &size);

	fputs(PQgetvalue(events, row, EVENT_AT), out);
	put(out, NULL, field(events, row, EVENT_KIND));
	put(out, NULL, field(events, row, EVENT_POLICY));
	put_subject(out, events, row);
	put(out, "agent", field(events, row, EVENT_AGENT));
	put(out, "severity", field(events, row, EVENT_SEVERITY));
	put(out, "level", field(events, row, EVENT_LEVEL));
	put(out, "type", field(events, row, EVENT_TYPE));
	put(out, "harms", field(events, row, EVENT_HARMS));
	put(out, "count", field(events, row, EVENT_COUNT));
	put(out, "by", field(events, row, EVENT_BY));
	put(out, "note", field(events, row, EVENT_NOTE));
	put(out, "state", field(events, row, EVENT_STATE));
	put(out, "alert", field(events, row, EVENT_ALERT));
	text_end(out);
	return text;
}

char *
event_json(const PGresult *events, int row)
{
	char	   *text = NULL;
	size_t		size;
	FILE	   *out = text_begin(&text, &size);

	escape_json(out, PQgetvalue(events, row, EVENT_JSON));
	text_end(out);
	return text;
}

/*
 * A pipe whose reader is slow must not keep us from hearing a signal: wait
 * until it takes something, and give it no more than it takes at once.
 */
bool
event_print(const char *text)
{
	size_t		length = strlen(text);
	size_t		done = 0;

	while (done < length)
	{
		struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
		size_t		piece = length - done;
		ssize_t		n;

		wait_for(&out, 1, stop_patience());
		if (stop_wanted() && done == 0)
			return false;
		if (stop_wanted() && now_ms() >= stop_patience())
			die(EXIT_ERROR, "error: stopped in the middle of a line: nobody reads standard output");
		if (out.revents == 0)
			continue;
		if (piece > _POSIX_PIPE_BUF)
			piece = _POSIX_PIPE_BUF;
		n = write(STDOUT_FILENO, text + done, piece);
		if (n >= 0)
			done += n;
		else if (errno != EINTR && errno != EAGAIN)
			die(EXIT_ERROR, "error: could not write to standard output: %s", strerror(errno));
	}
	return true;
}
