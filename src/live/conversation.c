/*
 * conversation.c
 *		The messages of a session as an attached table has them, for people who
 *		look at an alert, and hiding values of persons in them.
 *
 * The functions that show messages run as the owner of our tables, mostly a
 * superuser, and the table is somebody else's.  A query would run code of that
 * one with our rights: planning alone evaluates constant expressions of
 * indexes, statistics and constraints, and policies of row security are
 * expressions too.  So there is no query here.  The table is read directly, by
 * an index if one fits, and nothing of it is ever evaluated but what belongs
 * to the types of its columns, which complaint.attach() has limited to types
 * that only a superuser can have made.  Of a domain that means the type it is
 * over; its constraints are not looked at.
 *
 * No query also means no checks: that the owner of our tables may read this
 * one is checked by hand.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/relscan.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_am_d.h"
#include "catalog/pg_index.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rls.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

#include "compat.h"
#include "live/source.h"
#include "text/mask.h"
#include "text/text.h"

PG_FUNCTION_INFO_V1(complaint_session_rows);
PG_FUNCTION_INFO_V1(complaint_mask);

/* What is asked for, and where the rows go. */
typedef struct Request
{
	Relation	relation;
	const SourceMap *map;
	const Source *source;
	text	   *session;
	Datum	   *messages;		/* ids, ordered; NULL: all of the session */
	int			nmessages;
	MemoryContext row_context;
	TupleTableSlot *slot;
	ReturnSetInfo *result;
} Request;

static bool
equal_text(const struct varlena *a, const struct varlena *b)
{
	return VARSIZE_ANY_EXHDR(a) == VARSIZE_ANY_EXHDR(b) &&
		memcmp(VARDATA_ANY(a), VARDATA_ANY(b), VARSIZE_ANY_EXHDR(a)) == 0;
}

static int
compare_texts(const void *left, const void *right)
{
	const struct varlena *a = (const struct varlena *) DatumGetPointer(*(const Datum *) left);
	const struct varlena *b = (const struct varlena *) DatumGetPointer(*(const Datum *) right);
	size_t		shorter = Min(VARSIZE_ANY_EXHDR(a), VARSIZE_ANY_EXHDR(b));
	int			order = memcmp(VARDATA_ANY(a), VARDATA_ANY(b), shorter);

	if (order != 0)
		return order;
	return VARSIZE_ANY_EXHDR(a) < VARSIZE_ANY_EXHDR(b) ? -1 : VARSIZE_ANY_EXHDR(a) > VARSIZE_ANY_EXHDR(b);
}

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

/* Puts the row in the slot into the result, if it is one that is asked for. */
static void
take_row(Request *request)
{
	MemoryContext old = MemoryContextSwitchTo(request->row_context);
	BatchValues keys;
	Datum		key;
	Datum		values[4];
	bool		nulls[4] = {false};
	struct varlena *sender;
	struct varlena *body;
	TimestampTz at;

	CHECK_FOR_INTERRUPTS();
	MemoryContextReset(request->row_context);
	source_identify(request->source, request->map, request->relation, request->slot, false, &keys);
	key = PointerGetDatum(keys.fields[BATCH_MESSAGE]);
	if (equal_text(keys.fields[BATCH_SESSION], (struct varlena *) request->session) &&
		(request->messages == NULL ||
		 bsearch(&key, request->messages, request->nmessages, sizeof(Datum), compare_texts) != NULL))
	{
		sender = source_sender(request->map, request->slot);
		body = source_body(request->map, request->slot);
		values[0] = key;
		nulls[1] = sender == NULL;
		values[1] = PointerGetDatum(sender);
		nulls[2] = !source_time(request->source, request->map, request->slot, &at);
		values[2] = TimestampTzGetDatum(at);
		nulls[3] = body == NULL;
		values[3] = nulls[3] ? (Datum) 0 : PointerGetDatum(shown_body(body));
		tuplestore_putvalues(request->result->setResult, request->result->setDesc, values, nulls);
	}
	MemoryContextSwitchTo(old);
}

/* ----------------------------------------------------------------
 * Finding rows
 * ----------------------------------------------------------------
 */

/* A stored id that may be a hash says nothing of the value in the table. */
static bool
is_hash(const text *id)
{
	return VARSIZE_ANY_EXHDR(id) == 71 && memcmp(VARDATA_ANY(id), "sha256:", 7) == 0;
}

/*
 * An index whose first column this is, and that finds every row: not partial,
 * valid, and not too young for our snapshot (see the server's plancat.c).
 * NULL if there is none.
 */
static Relation
find_index(Relation relation, const SourceColumn *column)
{
	List	   *indexes = RelationGetIndexList(relation);
	ListCell   *cell;

	foreach(cell, indexes)
	{
		Relation	index = index_open(lfirst_oid(cell), AccessShareLock);
		Oid			type = index->rd_opcintype[0];

		if (index->rd_rel->relam == BTREE_AM_OID && index->rd_index->indisvalid &&
			index->rd_index->indkey.values[0] == column->attnum &&
			heap_attisnull(index->rd_indextuple, Anum_pg_index_indpred, NULL) &&
			!(index->rd_index->indcheckxmin &&
			  !TransactionIdPrecedes(HeapTupleHeaderGetXmin(index->rd_indextuple->t_data), TransactionXmin)) &&
			(type == column->type || (type == TEXTOID && column->is_text) ||
			 (type == ANYENUMOID && type_is_enum(column->type))))
			return index;
		index_close(index, AccessShareLock);
	}
	return NULL;
}

/*
 * The value of a column whose stored text this is; false if it can have none,
 * such as a label that an enum has no more.
 */
static bool
column_value(const SourceColumn *column, const char *stored, Datum *value)
{
	Oid			input;
	Oid			parameter;

	if (type_is_enum(column->type) &&
		(strlen(stored) >= NAMEDATALEN ||
		 !SearchSysCacheExists2(ENUMTYPOIDNAME, ObjectIdGetDatum(column->type), CStringGetDatum(stored))))
		return false;
	getTypeInputInfo(column->type, &input, &parameter);
	*value = OidInputFunctionCall(input, unconstify(char *, stored), parameter, -1);
	return true;
}

static void
scan_index(Request *request, Relation index, Datum value)
{
	Oid			type = index->rd_opcintype[0];
	Oid			equal = get_opfamily_member(index->rd_opfamily[0], type, type, BTEqualStrategyNumber);
	ScanKeyData key;
	IndexScanDesc scan;

	if (!OidIsValid(equal))
		elog(ERROR, "index \"%s\" has no operator for equality", RelationGetRelationName(index));
	ScanKeyEntryInitialize(&key, 0, 1, BTEqualStrategyNumber, InvalidOid,
						   index->rd_indcollation[0], get_opcode(equal), value);
	scan = compat_index_beginscan(request->relation, index, GetActiveSnapshot(), 1);
	index_rescan(scan, &key, 1, NULL, 0);
	while (index_getnext_slot(scan, ForwardScanDirection, request->slot))
		take_row(request);
	index_endscan(scan);
}

static void
scan_table(Request *request)
{
	TableScanDesc scan = table_beginscan(request->relation, GetActiveSnapshot(), 0, NULL);

	while (table_scan_getnextslot(scan, ForwardScanDirection, request->slot))
		take_row(request);
	table_endscan(scan);
}

/* The rows of the session, by the session column. */
static bool
scan_by_session(Request *request)
{
	Relation	index;
	Datum		value;

	if (VARSIZE_ANY_EXHDR(request->session) == 0 || is_hash(request->session))
		return false;
	index = find_index(request->relation, &request->map->session);
	if (index == NULL)
		return false;
	if (column_value(&request->map->session, text_to_cstring(request->session), &value))
		scan_index(request, index, value);
	index_close(index, AccessShareLock);
	return true;
}

/* The first of the columns that a message id joins; see message_key(). */
static char *
first_key(const SourceMap *map, const text *id)
{
	char	   *joined = text_to_cstring(id);
	char	   *from = joined;
	char	   *to = joined;

	if (map->nkeys == 1)
		return joined;
	for (; *from != '\0' && *from != ','; from++)
	{
		if (*from == '\\' && from[1] != '\0')
			from++;
		*to++ = *from;
	}
	*to = '\0';
	return joined;
}

/* The messages that are asked for, one by one, by the first key column. */
static bool
scan_by_key(Request *request)
{
	Relation	index;
	Datum		value;

	if (request->messages == NULL || request->map->nkeys == 0)
		return false;
	for (int i = 0; i < request->nmessages; i++)
		if (is_hash(DatumGetTextPP(request->messages[i])))
			return false;
	index = find_index(request->relation, &request->map->keys[0]);
	if (index == NULL)
		return false;
	for (int i = 0; i < request->nmessages; i++)
	{
		Datum	   *all = request->messages;
		int			nall = request->nmessages;

		/* ids that share the first key would find each other */
		request->messages = &all[i];
		request->nmessages = 1;
		if (column_value(&request->map->keys[0], first_key(request->map, DatumGetTextPP(all[i])), &value))
			scan_index(request, index, value);
		request->messages = all;
		request->nmessages = nall;
	}
	index_close(index, AccessShareLock);
	return true;
}

/* ----------------------------------------------------------------
 * What SQL calls
 * ----------------------------------------------------------------
 */

/* As the executor and row security would have it, for our tables' owner. */
static void
check_rights(Oid relid)
{
	if (pg_class_aclcheck(relid, GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied for table %s", get_rel_name(relid)),
				 errdetail("Role \"%s\", who owns the tables of extension \"complaint\", may not read it.",
						   GetUserNameFromId(GetUserId(), false)),
				 errhint("GRANT SELECT on the table to that role.")));
	if (check_enable_rls(relid, InvalidOid, true) == RLS_ENABLED)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("row security of table %s applies to role \"%s\"",
						get_rel_name(relid), GetUserNameFromId(GetUserId(), false)),
				 errdetail("That role owns the tables of extension \"complaint\"."),
				 errhint("Its policies are not evaluated: give the role BYPASSRLS.")));
}

/* Ids to look for, ordered; NULL if the argument is. */
static Datum *
wanted_messages(FunctionCallInfo fcinfo, int argument, int *count)
{
	Datum	   *messages;

	*count = 0;
	if (PG_ARGISNULL(argument))
		return NULL;
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(argument), TEXTOID, -1, false, TYPALIGN_INT, &messages, NULL, count);
	for (int i = 0; i < *count; i++)
		messages[i] = PointerGetDatum(DatumGetTextPP(messages[i]));
	qsort(messages, *count, sizeof(Datum), compare_texts);
	return messages;
}

/*
 * The rows of a session in one table or partition; those of some messages, or
 * all.  No row if the table is gone or attached no more.
 */
Datum
complaint_session_rows(PG_FUNCTION_ARGS)
{
	Request		request = {0};

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return (Datum) 0;
	request.result = (ReturnSetInfo *) fcinfo->resultinfo;
	request.session = PG_GETARG_TEXT_PP(1);
	request.messages = wanted_messages(fcinfo, 2, &request.nmessages);
	request.relation = try_table_open(PG_GETARG_OID(0), AccessShareLock);
	if (request.relation == NULL)
		return (Datum) 0;
	check_rights(RelationGetRelid(request.relation));
	request.map = source_map(request.relation);
	request.source = request.map == NULL ? NULL : source_get(request.map->source);
	if (request.source != NULL && request.relation->rd_rel->relkind == RELKIND_RELATION)
	{
		SourceMap	map = *request.map; /* the cache's own may change while we read */

		request.map = &map;
		request.slot = table_slot_create(request.relation, NULL);
		request.row_context = AllocSetContextCreate(CurrentMemoryContext, "complaint session row", ALLOCSET_DEFAULT_SIZES);
		if (!scan_by_session(&request) && !scan_by_key(&request))
			scan_table(&request);
		ExecDropSingleTupleTableSlot(request.slot);
		MemoryContextDelete(request.row_context);
	}
	table_close(request.relation, NoLock);
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
