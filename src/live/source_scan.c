/*
 * source_scan.c
 *		Reading rows of an attached table without a query (see source_scan.h).
 *
 * Functions that show messages run as the owner of our tables, and run_due()
 * as whoever calls it, mostly a superuser; the table is somebody else's.  A
 * query would run code of that one with our rights: planning alone evaluates
 * constant expressions of indexes, statistics and constraints, and policies of
 * row security are expressions too.  So there is no query here.  The table is
 * read directly, by an index if one fits, and nothing of it is ever evaluated
 * but what belongs to the types of its columns, which complaint.attach() has
 * limited to types that only a superuser can have made.  Of a domain that
 * means the type it is over; its constraints are not looked at.
 *
 * No query also means no checks: that the current user may read the table is
 * checked by hand.
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
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rls.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "compat.h"
#include "live/source_scan.h"
#include "live/worker.h"

/* What is asked for, and who is told. */
typedef struct Request
{
	SourceRow	row;
	text	   *session;
	Datum	   *messages;		/* ids, ordered; NULL: all of the session */
	int			nmessages;
	MemoryContext row_context;
	SourceRowCallback callback;
	void	   *arg;
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

/* Calls back for the row in the slot, if it is one that is asked for. */
static void
take_row(Request *request)
{
	const SourceRow *row = &request->row;
	MemoryContext old = MemoryContextSwitchTo(request->row_context);
	BatchValues keys;
	Datum		key;

	CHECK_FOR_INTERRUPTS();
	worker_make_way();
	MemoryContextReset(request->row_context);
	source_identify(row->source, row->map, row->relation, row->slot, SOURCE_MESSAGE, &keys);
	key = PointerGetDatum(keys.fields[BATCH_MESSAGE]);
	if (equal_text(keys.fields[BATCH_SESSION], (struct varlena *) request->session) &&
		(request->messages == NULL ||
		 bsearch(&key, request->messages, request->nmessages, sizeof(Datum), compare_texts) != NULL))
	{
		request->row.message = keys.fields[BATCH_MESSAGE];
		request->callback(row, request->arg);
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
	scan = compat_index_beginscan(request->row.relation, index, GetActiveSnapshot(), 1);
	index_rescan(scan, &key, 1, NULL, 0);
	while (index_getnext_slot(scan, ForwardScanDirection, request->row.slot))
		take_row(request);
	index_endscan(scan);
}

static void
scan_table(Request *request)
{
	TableScanDesc scan = table_beginscan(request->row.relation, GetActiveSnapshot(), 0, NULL);

	while (table_scan_getnextslot(scan, ForwardScanDirection, request->row.slot))
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
	index = find_index(request->row.relation, &request->row.map->session);
	if (index == NULL)
		return false;
	if (column_value(&request->row.map->session, text_to_cstring(request->session), &value))
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

	if (request->messages == NULL || request->row.map->nkeys == 0)
		return false;
	for (int i = 0; i < request->nmessages; i++)
		if (is_hash(DatumGetTextPP(request->messages[i])))
			return false;
	index = find_index(request->row.relation, &request->row.map->keys[0]);
	if (index == NULL)
		return false;
	for (int i = 0; i < request->nmessages; i++)
	{
		Datum	   *all = request->messages;
		int			nall = request->nmessages;

		/* ids that share the first key would find each other */
		request->messages = &all[i];
		request->nmessages = 1;
		if (column_value(&request->row.map->keys[0], first_key(request->row.map, DatumGetTextPP(all[i])), &value))
			scan_index(request, index, value);
		request->messages = all;
		request->nmessages = nall;
	}
	index_close(index, AccessShareLock);
	return true;
}

/* As the executor and row security would have it. */
static void
check_rights(Oid relid)
{
	if (pg_class_aclcheck(relid, GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied for table %s", get_rel_name(relid)),
				 errdetail("Messages are read as role \"%s\".", GetUserNameFromId(GetUserId(), false)),
				 errhint("GRANT SELECT on the table to that role.")));
	if (check_enable_rls(relid, InvalidOid, true) == RLS_ENABLED)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("row security of table %s applies to role \"%s\"",
						get_rel_name(relid), GetUserNameFromId(GetUserId(), false)),
				 errdetail("Messages are read as that role, and no policy is evaluated for it."),
				 errhint("Give the role BYPASSRLS.")));
}

static void
set_messages(Request *request, ArrayType *messages)
{
	if (messages == NULL)
		return;
	deconstruct_array(messages, TEXTOID, -1, false, TYPALIGN_INT, &request->messages, NULL, &request->nmessages);
	for (int i = 0; i < request->nmessages; i++)
		request->messages[i] = PointerGetDatum(DatumGetTextPP(request->messages[i]));
	qsort(request->messages, request->nmessages, sizeof(Datum), compare_texts);
}

void
source_scan(Oid relid, text *session, ArrayType *messages, SourceRowCallback callback, void *arg)
{
	Request		request = {.session = session, .callback = callback, .arg = arg};
	SourceMap	map;			/* the cache's own may change while we read */
	const SourceMap *cached;

	request.row.relation = try_table_open(relid, AccessShareLock);
	if (request.row.relation == NULL)
		return;
	check_rights(relid);
	cached = source_map(request.row.relation);
	request.row.source = cached == NULL ? NULL : source_get(cached->source);
	if (request.row.source != NULL && request.row.relation->rd_rel->relkind == RELKIND_RELATION)
	{
		map = *source_map(request.row.relation);
		request.row.map = &map;
		request.row.slot = table_slot_create(request.row.relation, NULL);
		request.row_context = AllocSetContextCreate(CurrentMemoryContext, "complaint source row", ALLOCSET_DEFAULT_SIZES);
		set_messages(&request, messages);
		if (!scan_by_session(&request) && !scan_by_key(&request))
			scan_table(&request);
		ExecDropSingleTupleTableSlot(request.row.slot);
		MemoryContextDelete(request.row_context);
	}
	table_close(request.row.relation, NoLock);
}
