/*
 * notify.c
 *		Telling people: channels and payloads of NOTIFY (see alert.h).
 *
 * Every role can LISTEN, so a payload carries ids, level, type and counts and
 * never a customer's words.  A notification is a hint: when the queue is
 * rather full it is dropped, since a full queue would make the chat's own
 * commit fail.  Events whose hint was not sent are marked so, for run_due().
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "commands/async.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "utils/guc.h"
#include "utils/hsearch.h"
#include "utils/json.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
#include "utils/uuid.h"

#include "compat.h"
#include "live/alert.h"
#include "live/source.h"

PG_FUNCTION_INFO_V1(complaint_channel);
PG_FUNCTION_INFO_V1(complaint_hint);
PG_FUNCTION_INFO_V1(complaint_queue_has_room);
PG_FUNCTION_INFO_V1(complaint_notify_event);

#define AGENT_PREFIX "complaint_agent_"
#define POOL_PREFIX "complaint_pool_"

/*
 * Ids that are longer than this as JSON go into a payload as their hash, so
 * that it stays under 1 kB.
 */
#define PAYLOAD_ID_BYTES 130

enum
{
	PAYLOAD_FULL, PAYLOAD_HASHED, PAYLOAD_ID
};

static const struct config_enum_entry payload_options[] = {
	{"full", PAYLOAD_FULL, false},
	{"hashed", PAYLOAD_HASHED, false},
	{"id", PAYLOAD_ID, false},
	{NULL, 0, false}
};

static int	notify_payload = PAYLOAD_FULL;
static int	notify_rate = 50;
static double notify_queue_share = 0.5;

/*
 * What a channel may still be told: refilled by notify_rate a second.  Kept by
 * each backend for itself, so that nothing is shared between chats.
 */
typedef struct Bucket
{
	char		channel[ALERT_CHANNEL_SIZE];	/* hash key */
	double		left;
	TimestampTz filled_at;
	bool		told_more;		/* said that there is more since it ran dry */
} Bucket;

/* More channels than that are forgotten together. */
#define MAX_BUCKETS 4096

static HTAB *buckets = NULL;

/* A notification to send. */
typedef struct Hint
{
	AlertNotice *notice;		/* NULL: there is more than was told */
	char		channel[ALERT_CHANNEL_SIZE];
} Hint;

static List *pending = NIL;		/* Hints of this transaction */
static bool in_doubt = false;	/* a savepoint was rolled back since the first */

void
alert_init(void)
{
	DefineCustomEnumVariable("complaint.notify_payload",
							 "What a notification says: everything, session ids hashed, or the ids of event and alert only.",
							 NULL,
							 &notify_payload,
							 PAYLOAD_FULL, payload_options,
							 PGC_SUSET,
							 0,
							 NULL, NULL, NULL);
	DefineCustomIntVariable("complaint.notify_rate",
							"How many notifications a second a connection sends on one channel; then one that says there is more.",
							"0 sends none: readers have to ask complaint.events() by themselves.",
							&notify_rate,
							50, 0, 1000000,
							PGC_SUSET,
							0,
							NULL, NULL, NULL);
	DefineCustomRealVariable("complaint.notify_queue_share",
							 "The share of the server's queue of notifications above which none is sent.",
							 "A full queue would make transactions fail; run_due() tells later that there is more.",
							 &notify_queue_share,
							 0.5, 0.0, 0.9,
							 PGC_SUSET,
							 0,
							 NULL, NULL, NULL);
}

/* The first 32 hex digits of the text's SHA-256. */
static void
short_hash(const char *bytes, size_t length, char *hash)
{
	bytea	   *input = palloc(VARHDRSZ + length);
	bytea	   *digest;

	SET_VARSIZE(input, VARHDRSZ + length);
	memcpy(VARDATA(input), bytes, length);
	digest = DatumGetByteaPP(DirectFunctionCall1(sha256_bytea, PointerGetDatum(input)));
	for (int i = 0; i < 16; i++)
		sprintf(hash + 2 * i, "%02x", (unsigned char) VARDATA_ANY(digest)[i]);
}

/*
 * A plain id stands in the channel's name as it is; any other, and any that
 * looks like a hash, as its hash.  Pools have names of their own, of which two
 * are the administrators' and the supervisors'.
 */
static void
make_channel(struct varlena *recipient, char *channel)
{
	const char *bytes = VARDATA_ANY(recipient);
	size_t		length = VARSIZE_ANY_EXHDR(recipient);
	bool		pool = length > 1 && bytes[0] == '@';
	bool		plain;

	strcpy(channel, pool ? POOL_PREFIX : AGENT_PREFIX);
	if (pool)
	{
		bytes++;
		length--;
		if ((length == 5 && memcmp(bytes, "admin", 5) == 0) ||
			(length == 10 && memcmp(bytes, "supervisor", 10) == 0))
			strcpy(channel, "complaint_");
	}
	plain = length >= 1 && length <= 31;
	for (size_t i = 0; plain && i < length; i++)
		plain = (bytes[i] >= 'a' && bytes[i] <= 'z') || (bytes[i] >= '0' && bytes[i] <= '9') || bytes[i] == '_';
	if (plain)
	{
		channel += strlen(channel);
		memcpy(channel, bytes, length);
		channel[length] = '\0';
	}
	else
		short_hash(bytes, length, channel + strlen(channel));
}

Datum
complaint_channel(PG_FUNCTION_ARGS)
{
	text	   *agent = PG_GETARG_TEXT_PP(0);
	char		channel[ALERT_CHANNEL_SIZE];

	make_channel((struct varlena *) agent, channel);
	PG_RETURN_TEXT_P(cstring_to_text(channel));
}

static void
append_id(StringInfo json, const char *name, struct varlena *id, bool hashed)
{
	char		hash[33] = "";

	appendStringInfo(json, ",\"%s\":", name);
	if (id == NULL)
	{
		appendStringInfoString(json, "null");
		return;
	}
	if (!hashed)
	{
		int			start = json->len;

		escape_json(json, text_to_cstring((text *) id));
		if (json->len - start <= PAYLOAD_ID_BYTES)
			return;
		json->len = start;
		json->data[start] = '\0';
	}
	short_hash(VARDATA_ANY(id), VARSIZE_ANY_EXHDR(id), hash);
	appendStringInfo(json, "\"%s\"", hash);
}

static char *
make_payload(const AlertNotice *notice)
{
	StringInfoData json;
	char		at[MAXDATELEN + 1];
	Datum	   *harms;
	int			nharms;

	initStringInfo(&json);
	appendStringInfo(&json, "{\"v\":1,\"event\":\"%s\",\"kind\":\"%s\",\"alert\":\"%s\"",
					 DatumGetCString(DirectFunctionCall1(uuid_out, UUIDPGetDatum(&notice->event))),
					 notice->kind,
					 DatumGetCString(DirectFunctionCall1(uuid_out, UUIDPGetDatum(&notice->alert))));
	if (notify_payload != PAYLOAD_ID)
	{
		append_id(&json, "policy", notice->policy, false);
		appendStringInfo(&json, ",\"source\":%d", notice->source);
		append_id(&json, "session", notice->session, notify_payload == PAYLOAD_HASHED);
		append_id(&json, "agent", notice->agent, false);
		appendStringInfo(&json, ",\"level\":%d,\"harm\":[", notice->level);
		nharms = aggregate_array(notice->harms, &harms);
		for (int i = 0; i < Min(nharms, 4); i++)
		{
			if (i > 0)
				appendStringInfoChar(&json, ',');
			escape_json(&json, TextDatumGetCString(harms[i]));
		}
		appendStringInfoChar(&json, ']');
		append_id(&json, "type", notice->type, false);
		(void) JsonEncodeDateTime(at, TimestampTzGetDatum(notice->at), TIMESTAMPTZOID, NULL);
		appendStringInfo(&json, ",\"count\":%d,\"at\":\"%s\"", notice->count, at);
	}
	appendStringInfoChar(&json, '}');
	return json.data;
}

static struct varlena *
copy_varlena(struct varlena *value)
{
	return value == NULL ? NULL : (struct varlena *) PG_DETOAST_DATUM_COPY(PointerGetDatum(value));
}

/* Takes one from a channel's bucket; NULL if it has none left. */
static bool
may_tell(const char *channel, Bucket **bucket)
{
	TimestampTz now = GetCurrentTimestamp();
	bool		found;

	if (buckets != NULL && hash_get_num_entries(buckets) >= MAX_BUCKETS)
	{
		hash_destroy(buckets);
		buckets = NULL;
	}
	if (buckets == NULL)
	{
		HASHCTL		info = {.keysize = ALERT_CHANNEL_SIZE, .entrysize = sizeof(Bucket), .hcxt = TopMemoryContext};

		buckets = hash_create("complaint channels", 64, &info, HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
	}
	*bucket = hash_search(buckets, channel, HASH_ENTER, &found);
	if (!found)
	{
		(*bucket)->left = notify_rate;
		(*bucket)->told_more = false;
	}
	else
		(*bucket)->left = Min((*bucket)->left + notify_rate * ((double) (now - (*bucket)->filled_at) / USECS_PER_SEC),
							  notify_rate);
	(*bucket)->filled_at = now;
	if ((*bucket)->left < 1)
		return false;
	(*bucket)->left--;
	(*bucket)->told_more = false;
	return true;
}

static void
add_hint(AlertNotice *notice, const char *channel)
{
	Hint	   *hint = palloc(sizeof(Hint));

	hint->notice = notice;
	strlcpy(hint->channel, channel, ALERT_CHANNEL_SIZE);
	pending = lappend(pending, hint);
}

static AlertNotice *
copy_notice(const AlertNotice *notice)
{
	AlertNotice *copy = palloc(sizeof(AlertNotice));

	*copy = *notice;
	copy->kind = pstrdup(notice->kind);
	copy->policy = copy_varlena(notice->policy);
	copy->session = copy_varlena(notice->session);
	copy->agent = copy_varlena(notice->agent);
	copy->recipients = NULL;
	copy->harms = copy_varlena(notice->harms);
	copy->type = copy_varlena(notice->type);
	return copy;
}

bool
alert_notify(const AlertNotice *notice)
{
	MemoryContext old = MemoryContextSwitchTo(TopTransactionContext);
	AlertNotice *copy = NULL;
	Datum	   *recipients;
	int			nrecipients = aggregate_array(notice->recipients, &recipients);
	bool		all = true;

	/* the channel "complaint" hears everything that somebody hears */
	for (int i = -1; i < nrecipients; i++)
	{
		char		channel[ALERT_CHANNEL_SIZE] = "complaint";
		Bucket	   *bucket;

		if (i >= 0)
			make_channel((struct varlena *) PG_DETOAST_DATUM_PACKED(recipients[i]), channel);
		if (may_tell(channel, &bucket))
		{
			if (copy == NULL)
				copy = copy_notice(notice);
			add_hint(copy, channel);
			continue;
		}
		all = false;
		if (!bucket->told_more && notify_rate > 0)
			add_hint(NULL, channel);
		bucket->told_more = true;
	}
	MemoryContextSwitchTo(old);
	return all || notify_rate == 0;
}

bool
alert_has_pending(void)
{
	return pending != NIL;
}

void
alert_doubt_pending(void)
{
	in_doubt = pending != NIL;
}

void
alert_forget_pending(void)
{
	pending = NIL;
	in_doubt = false;
}

/* {"v":1,"kind":"more","at":...}: equal ones would be sent once a transaction. */
static char *
plain_payload(const char *kind)
{
	char		at[MAXDATELEN + 1];

	(void) JsonEncodeDateTime(at, TimestampTzGetDatum(GetCurrentTimestamp()), TIMESTAMPTZOID, NULL);
	return psprintf("{\"v\":1,\"kind\":\"%s\",\"at\":\"%s\"}", kind, at);
}

static bool
queue_has_room(void)
{
	return DatumGetFloat8(DirectFunctionCall1(pg_notification_queue_usage, (Datum) 0)) <= notify_queue_share;
}

void
alert_leave_pending(void)
{
	const AlertNotice *last = NULL;
	ListCell   *cell;

	foreach(cell, pending)
	{
		const Hint *hint = lfirst(cell);
		Datum		key;
		StoreRow	row;

		/* an event's hints lie side by side */
		if (hint->notice == NULL || hint->notice == last)
			continue;
		last = hint->notice;
		key = UUIDPGetDatum(&last->event);
		if (!store_find(STORE_EVENT, &key, &row))
			continue;
		store_set(&row, EVENT_HINTED, BoolGetDatum(false));
		store_update(STORE_EVENT, &row);
	}
}

void
alert_send_pending(void)
{
	const AlertNotice *last = NULL;
	char	   *payload = NULL;		/* of the last; NULL: it was rolled back */
	MemoryContext context;
	MemoryContext old;
	ListCell   *cell;
	StoreRow	row;

	if (!queue_has_room())
	{
		alert_leave_pending();
		return;
	}
	context = AllocSetContextCreate(CurrentMemoryContext, "complaint notice", ALLOCSET_DEFAULT_SIZES);
	old = MemoryContextSwitchTo(context);
	foreach(cell, pending)
	{
		const Hint *hint = lfirst(cell);
		Datum		key = hint->notice == NULL ? (Datum) 0 : UUIDPGetDatum(&hint->notice->event);

		if (hint->notice == NULL)
		{
			Async_Notify(hint->channel, plain_payload("more"));
			continue;
		}
		/* an event's hints lie side by side, but for those that say that there is more */
		if (hint->notice != last)
		{
			MemoryContextReset(context);
			last = hint->notice;
			payload = !in_doubt || store_find(STORE_EVENT, &key, &row) ? make_payload(last) : NULL;
		}
		if (payload != NULL)
			Async_Notify(hint->channel, payload);
	}
	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
}

/* ----------------------------------------------------------------
 * SQL
 * ----------------------------------------------------------------
 */

Datum
complaint_queue_has_room(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(queue_has_room());
}

/* Sends {"kind": ...} on a channel of ours, at once with the commit. */
Datum
complaint_hint(PG_FUNCTION_ARGS)
{
	char	   *channel = text_to_cstring(PG_GETARG_TEXT_PP(0));

	PreventCommandDuringRecovery("NOTIFY");
	if (strcmp(channel, "complaint") != 0 &&
		(strncmp(channel, "complaint_", strlen("complaint_")) != 0 || strlen(channel) >= ALERT_CHANNEL_SIZE))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is no channel of complaint", channel),
				 errhint("complaint.channel(recipient) names them; \"complaint\" is the channel of everything.")));
	if (queue_has_room())
		Async_Notify(channel, plain_payload(text_to_cstring(PG_GETARG_TEXT_PP(1))));
	PG_RETURN_VOID();
}

/* Reads an event with its alert, for the SQL functions that wrote it. */
Datum
complaint_notify_event(PG_FUNCTION_ARGS)
{
	Oid			types[1] = {UUIDOID};
	Datum		values[1] = {PG_GETARG_DATUM(0)};
	AlertNotice notice = {0};
	bool		isnull;
	bool		hinted = true;
	HeapTuple	row;
	TupleDesc	columns;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute_with_args("SELECT e.event, e.kind, a.alert, a.policy, a.source, a.session_id, e.agent, a.level, "
							  "a.harms, a.type, a.count, e.at, e.recipients "
							  "FROM complaint.event AS e JOIN complaint.alert AS a ON a.alert OPERATOR(pg_catalog.=) e.alert "
							  "WHERE e.event OPERATOR(pg_catalog.=) $1 AND e.recipients OPERATOR(pg_catalog.<>) '{}'",
							  1, types, values, NULL, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read an event");
	if (SPI_processed == 1)
	{
		row = SPI_tuptable->vals[0];
		columns = SPI_tuptable->tupdesc;
		notice.event = *DatumGetUUIDP(SPI_getbinval(row, columns, 1, &isnull));
		notice.kind = SPI_getvalue(row, columns, 2);
		notice.alert = *DatumGetUUIDP(SPI_getbinval(row, columns, 3, &isnull));
		notice.policy = PG_DETOAST_DATUM(SPI_getbinval(row, columns, 4, &isnull));
		notice.source = DatumGetInt32(SPI_getbinval(row, columns, 5, &isnull));
		notice.session = (struct varlena *) DatumGetPointer(SPI_getbinval(row, columns, 6, &isnull));
		notice.session = isnull ? NULL : PG_DETOAST_DATUM(PointerGetDatum(notice.session));
		notice.agent = (struct varlena *) DatumGetPointer(SPI_getbinval(row, columns, 7, &isnull));
		notice.agent = isnull ? NULL : PG_DETOAST_DATUM(PointerGetDatum(notice.agent));
		notice.level = DatumGetInt16(SPI_getbinval(row, columns, 8, &isnull));
		notice.harms = PG_DETOAST_DATUM(SPI_getbinval(row, columns, 9, &isnull));
		notice.type = (struct varlena *) DatumGetPointer(SPI_getbinval(row, columns, 10, &isnull));
		notice.type = isnull ? NULL : PG_DETOAST_DATUM(PointerGetDatum(notice.type));
		notice.count = DatumGetInt32(SPI_getbinval(row, columns, 11, &isnull));
		notice.at = DatumGetTimestampTz(SPI_getbinval(row, columns, 12, &isnull));
		notice.recipients = PG_DETOAST_DATUM(SPI_getbinval(row, columns, 13, &isnull));
		hinted = alert_notify(&notice);
	}
	SPI_finish();
	PG_RETURN_BOOL(hinted);
}
