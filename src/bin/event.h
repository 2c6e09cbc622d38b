/*
 * event.h
 *		An event as a row of a query's result, and how it is printed.
 */
#ifndef LISTEN_EVENT_H
#define LISTEN_EVENT_H

#include <libpq-fe.h>
#include <stdbool.h>

/* At most so many events are asked for at once. */
#define EVENT_BATCH 100

/* The columns of EVENT_QUERY. */
enum
{
	EVENT_JSON,
	EVENT_AT,
	EVENT_KIND,
	EVENT_ALERT,
	EVENT_POLICY,
	EVENT_SCOPE,
	EVENT_SEVERITY,
	EVENT_SOURCE,
	EVENT_KEY,
	EVENT_AGENT,
	EVENT_LEVEL,
	EVENT_HARMS,
	EVENT_TYPE,
	EVENT_COUNT,
	EVENT_STATE,
	EVENT_BY,
	EVENT_NOTE,
	EVENT_CURSOR,
};

/* Its parameters: recipient, cursor, how many. */
#define EVENT_QUERY \
	"SELECT pg_catalog.row_to_json(e), pg_catalog.to_char(e.at, 'YYYY-MM-DD HH24:MI:SSOF'), " \
	"e.kind, e.alert, e.policy, e.scope, e.severity, e.source, e.key, e.agent, e.level, " \
	"pg_catalog.array_to_string(e.harms, ','), e.type, e.count, e.state, e.by, e.note, e.cursor " \
	"FROM complaint.events($1::pg_catalog.text, $2::pg_catalog.text, $3::pg_catalog.int4) AS e"

/* As one line each, with its end; the caller frees it. */
extern char *event_line(const PGresult *events, int row);
extern char *event_json(const PGresult *events, int row);

/*
 * Writes to standard output.  False: the program is to stop, and nothing of
 * the text has been written.
 */
extern bool event_print(const char *text);

#endif							/* LISTEN_EVENT_H */
