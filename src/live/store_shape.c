/*
 * store_shape.c
 *		What our live tables are like: their columns, keys, and what there is to
 *		heed when they are written (see store_shape.h).
 */
#include "postgres.h"

#include "access/genam.h"
#include "catalog/index.h"
#include "miscadmin.h"
#include "rewrite/rewriteHandler.h"
#include "utils/acl.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"

#include "compat.h"
#include "live/reading.h"
#include "live/store_shape.h"

const TableDefinition store_definitions[STORE_NTABLES] = {
	[STORE_CLASSIFICATION] = {
		"classification", 3, {F_INT4EQ, F_TEXTEQ, F_TEXTEQ}, false,
		{"source", "session_id", "message_id", "relation", "level", "harms", "type", "rules",
			"entities", "starts", "lengths", "ruleset", "revision", "agent", "customer", "at",
		"tags", "fingerprint", "rings", "arrived_at", "judged_at", "settled_at"}
	},
	[STORE_SESSION] = {
		"session", 2, {F_INT4EQ, F_TEXTEQ}, true,
		{"source", "session_id", "complaints", "level_1", "level_2", "level_3", "level_4",
			"highest_level", "harmed", "types", "harms", "first_at", "last_at", "agent",
		"assigned_at", "customer", "tags", "messages", "settled_at"}
	},
	[STORE_UNSETTLED] = {
		"unsettled", 3, {F_INT4EQ, F_TEXTEQ, F_INT8EQ}, false,
		{"source", "session_id", "number", "message_id", "relation", "operation", "messages",
			"level", "harms", "type", "rules", "entities", "starts", "lengths", "ruleset",
			"revision", "agent", "customer", "at", "tags", "fingerprint", "rings", "judged_at",
		"reason", "sqlstate", "put_at"}
	},
	[STORE_ALERT] = {
		"alert", 1, {F_UUID_EQ}, false,
		{"alert", "policy", "scope", "source", "key", "session_id", "episode", "mode", "state", "severity",
			"level", "harms", "type", "count", "agent", "customer", "tags", "recipients", "raised_at",
			"acknowledged_at", "acknowledged_by", "resolved_at", "claimed_by", "claimed_until", "escalated",
		"held_until", "silence", "escalate_at", "quiet_at", "due_at"},
		.earliest = ALERT_DUE_AT,
		.times = {ALERT_HELD_UNTIL, ALERT_ESCALATE_AT, ALERT_QUIET_AT}
	},
	[STORE_ALERT_MESSAGE] = {
		"alert_message", 4, {F_UUID_EQ, F_INT4EQ, F_TEXTEQ, F_TEXTEQ}, false,
		{"alert", "source", "session_id", "message_id"}
	},
	[STORE_EPISODE] = {
		"episode", 3, {F_INT4EQ, F_TEXTEQ, F_TEXTEQ}, true,
		{"source", "key", "policy", "episode", "alert", "since", "ended_at", "withdrawn"}
	},
	[STORE_EVENT] = {
		"event", 1, {F_UUID_EQ}, false,
		{"event", "alert", "kind", "at", "by", "note", "agent", "recipients", "hinted", "era", "xid"}
	},
	[STORE_TALLY] = {
		"tally", 7, {F_TEXTEQ, F_INT4EQ, F_TEXTEQ, F_TIMESTAMPTZ_EQ, F_INT4EQ, F_TEXTEQ, F_TEXTEQ}, false,
		{"policy", "source", "key", "at", "in_source", "session_id", "message_id", "fingerprint", "settled_at",
		"removed", "xid"}
	},
	[STORE_AGENT] = {
		"agent", 1, {F_TEXTEQ}, false,
		{"agent", "supervisor"}
	},
};

static TableShape shapes[STORE_NTABLES];

static const AclMode needed_rights = ACL_SELECT | ACL_INSERT | ACL_UPDATE | ACL_DELETE;

/* Finds the columns by name; by their usual place first. */
static void
find_columns(TableShape *shape, const TableDefinition *definition, TupleDesc descriptor)
{
	for (int i = 0; i < STORE_MAX_COLUMNS && definition->columns[i] != NULL; i++)
	{
		AttrNumber	found = InvalidAttrNumber;

		if (i < descriptor->natts && !TupleDescAttr(descriptor, i)->attisdropped &&
			strcmp(NameStr(TupleDescAttr(descriptor, i)->attname), definition->columns[i]) == 0)
			found = i + 1;
		for (int j = 0; found == InvalidAttrNumber && j < descriptor->natts; j++)
			if (!TupleDescAttr(descriptor, j)->attisdropped &&
				strcmp(NameStr(TupleDescAttr(descriptor, j)->attname), definition->columns[i]) == 0)
				found = j + 1;
		if (found == InvalidAttrNumber)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("column \"%s\" of table complaint.%s is missing",
							definition->columns[i], definition->name)));
		shape->attnums[i] = found;
	}
}

/* Finds the primary key, which must have the columns that we search by. */
static void
find_primary_key(TableShape *shape, const TableDefinition *definition, Relation relation)
{
	Relation	index;
	bool		same;

	shape->primary_key = compat_primary_key_index(relation);
	if (!OidIsValid(shape->primary_key))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("table complaint.%s has no primary key", definition->name)));
	index = index_open(shape->primary_key, AccessShareLock);
	same = index->rd_index->indnkeyatts == definition->nkeys;
	for (int i = 0; i < definition->nkeys && same; i++)
		same = index->rd_index->indkey.values[i] == shape->attnums[i];
	index_close(index, NoLock);
	if (!same)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TABLE_DEFINITION),
				 errmsg("primary key of table complaint.%s has other columns", definition->name)));
}

static bool
has_tail(const TableShape *shape, const TableDefinition *definition, TupleDesc descriptor)
{
	int			ncolumns = 0;

	while (ncolumns < STORE_MAX_COLUMNS && definition->columns[ncolumns] != NULL)
		ncolumns++;
	for (int i = 1; i <= 2; i++)
	{
		AttrNumber	last = descriptor->natts + 1 - i;
		Form_pg_attribute attribute = TupleDescAttr(descriptor, last - 1);

		if (ncolumns < 2 || shape->attnums[ncolumns - i] != last || attribute->attlen != sizeof(int64) || !attribute->attbyval)
			return false;
	}
	return true;
}

/* Is a generated column the earliest of those times, still? */
static bool
is_earliest(const TableShape *shape, const TableDefinition *definition, Relation relation, AttrNumber column)
{
	MinMaxExpr *earliest;

	if (definition->earliest == 0 || column != shape->attnums[definition->earliest])
		return false;
	earliest = (MinMaxExpr *) build_column_default(relation, column);
	if (!IsA(earliest, MinMaxExpr) || earliest->op != IS_LEAST ||
		list_length(earliest->args) != (int) lengthof(definition->times))
		return false;
	for (int i = 0; i < (int) lengthof(definition->times); i++)
	{
		const Var  *time = list_nth(earliest->args, i);

		if (!IsA(time, Var) || time->varattno != shape->attnums[definition->times[i]])
			return false;
	}
	return true;
}

/* Indexes may run code too, see store_open_indexes(). */
static bool
is_plain(const TableShape *shape, const TableDefinition *definition, Relation relation)
{
	TupleDesc	descriptor = RelationGetDescr(relation);

	if (relation->trigdesc != NULL || (descriptor->constr != NULL && descriptor->constr->num_check > 0))
		return false;
	for (int i = 0; i < descriptor->natts; i++)
		if (TupleDescAttr(descriptor, i)->attgenerated == ATTRIBUTE_GENERATED_STORED &&
			!is_earliest(shape, definition, relation, i + 1))
			return false;
	return true;
}

const TableShape *
store_shape(StoreTable which, Relation relation, uint64 generation)
{
	TableShape *shape = &shapes[which];
	const TableDefinition *definition = &store_definitions[which];

	if (shape->generation == reading_generation() && shape->relid == RelationGetRelid(relation) && shape->user == GetUserId())
		return shape;
	shape->generation = 0;
	if (pg_class_aclmask(RelationGetRelid(relation), GetUserId(), needed_rights, ACLMASK_ALL) != needed_rights)
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, definition->name);
	if (relation->rd_rel->relkind != RELKIND_RELATION)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("complaint.%s is not a table", definition->name)));
	find_columns(shape, definition, RelationGetDescr(relation));
	find_primary_key(shape, definition, relation);
	shape->relid = RelationGetRelid(relation);
	shape->user = GetUserId();
	shape->plain = is_plain(shape, definition, relation);
	shape->has_tail = has_tail(shape, definition, RelationGetDescr(relation));
	/* a change that was heard of meanwhile is learned of next time */
	shape->generation = generation;
	return shape;
}
