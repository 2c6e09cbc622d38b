/*
 * conversation.c
 *		The messages of a session as an attached table has them, for people who
 *		look at an alert, and hiding values of persons in them.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

#include "compat.h"
#include "live/source_scan.h"
#include "text/mask.h"
#include "text/text.h"

PG_FUNCTION_INFO_V1(complaint_session_rows);
PG_FUNCTION_INFO_V1(complaint_mask);

/*
 * The text of a row as far as it is judged; an ellipsis says that there is
 * more of it.
 */
static text *
shown_body(struct varlena *body)
{
	StringInfoData cut;
	int			length;

	if (VARSIZE_ANY_EXHDR(body) <= TEXT_MAX_BYTES)
		return (text *) body;
	length = pg_mbcliplen(VARDATA_ANY(body), (int) VARSIZE_ANY_EXHDR(body), TEXT_MAX_BYTES);
	initStringInfo(&cut);
	appendBinaryStringInfo(&cut, VARDATA_ANY(body), length);
	appendStringInfoString(&cut, "\xE2\x80\xA6");
	return cstring_to_text_with_len(cut.data, cut.len);
}

static void
put_row(const SourceRow *row, void *arg)
{
	ReturnSetInfo *result = arg;
	struct varlena *sender = source_sender(row->map, row->slot);
	struct varlena *body = source_body(row->map, row->slot);
	TimestampTz at;
	Datum		values[5];
	bool		nulls[5] = {false};

	values[0] = PointerGetDatum(row->message);
	nulls[1] = sender == NULL;
	values[1] = PointerGetDatum(sender);
	nulls[2] = !source_time(row->source, row->map, row->slot, &at);
	values[2] = TimestampTzGetDatum(at);
	nulls[3] = body == NULL;
	values[3] = nulls[3] ? (Datum) 0 : PointerGetDatum(shown_body(body));
	values[4] = BoolGetDatum(source_is_message(row->source, row->map, row->slot));
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/* The rows of a session in one table or partition; those of some messages, or all. */
Datum
complaint_session_rows(PG_FUNCTION_ARGS)
{
	InitMaterializedSRF(fcinfo, 0);
	if (!PG_ARGISNULL(0) && !PG_ARGISNULL(1))
		source_scan(PG_GETARG_OID(0), PG_GETARG_TEXT_PP(1),
					PG_ARGISNULL(2) ? NULL : PG_GETARG_ARRAYTYPE_P(2), put_row, fcinfo->resultinfo);
	return (Datum) 0;
}

Datum
complaint_mask(PG_FUNCTION_ARGS)
{
	text	   *body = PG_GETARG_TEXT_PP(0);
	text	   *masked = palloc(VARSIZE_ANY_EXHDR(body) + VARHDRSZ);
	size_t		length = text_mask(VARDATA_ANY(body), VARSIZE_ANY_EXHDR(body), VARDATA(masked));

	SET_VARSIZE(masked, length + VARHDRSZ);
	PG_RETURN_TEXT_P(masked);
}
