/*
 * ruleset_load.c
 *		Reads the definitions of a rule set.
 *
 * All tables are read under one snapshot, or the set could be torn by a change
 * between two queries; and under the latest one, so that a change committed by
 * others holds for the next statement also under REPEATABLE READ.
 *
 * Whoever inserts a message needs no right on our tables: they are read as
 * their owner, with a pinned search_path and every name qualified.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "nodes/params.h"
#include "port/pg_bswap.h"
#include "tcop/dest.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#include "../compat.h"
#include "ruleset_private.h"

#define QUERY_RULESET \
	"SELECT 1 FROM complaint.ruleset AS s WHERE s.ruleset OPERATOR(pg_catalog.=) $1"
#define QUERY_ENTITIES \
	"SELECT e.entity, e.kind, e.reach, e.direction FROM complaint.entity AS e" \
	" WHERE e.ruleset OPERATOR(pg_catalog.=) $1" \
	" ORDER BY e.entity COLLATE pg_catalog.\"C\""
#define QUERY_TERMS \
	"SELECT t.entity, t.term, t.match FROM complaint.term AS t" \
	" WHERE t.ruleset OPERATOR(pg_catalog.=) $1"
#define QUERY_RULES \
	"SELECT r.rule, r.pattern, r.level, r.type, r.harm, r.effect, r.raise_to, r.weight FROM complaint.rule AS r" \
	" WHERE r.enabled AND r.ruleset OPERATOR(pg_catalog.=) $1" \
	" ORDER BY r.rule COLLATE pg_catalog.\"C\""

/* What the tables accept, in the order of EntityKind, TermMatch and so on. */
static const char *const entity_kinds[] = {
	"class", "negation", "hypothesis", "question", "history", "quote", "terminator", "contrast", "pseudo"
};
static const char *const directions[] = {"forward", "backward", "both"};
static const char *const term_matches[] = {"", "word", "sound", "1", "2"};
static const char *const effect_names[] = {"", "raise", "lower", "suppress"};

/* How far an effect raises that does not say: tone alone makes no threat. */
#define RAISE_TO 3

static const char *const table_names[RULESET_TABLES] = {"ruleset", "entity", "term", "rule"};
static Oid	table_oids[RULESET_TABLES];

bool
ruleset_reads_table(Oid relation)
{
	for (int i = 0; i < RULESET_TABLES; i++)
	{
		if (table_oids[i] == relation)
			return true;
	}
	return false;
}

static Oid
find_table(Oid schema, const char *name)
{
	Oid			table = OidIsValid(schema) ? get_relname_relid(name, schema) : InvalidOid;

	if (!OidIsValid(table))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("table complaint.%s does not exist", name),
				 errhint("Install the extension in this database: CREATE EXTENSION complaint.")));
	return table;
}

/* The list of changes, whose owner stands for all of our tables. */
static Oid
find_change_table(Oid schema, Oid *owner)
{
	Oid			table = find_table(schema, "definition_change");
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(table));

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for relation %u", table);
	*owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);
	return table;
}

Oid
ruleset_tables_owner(void)
{
	Oid			owner;

	(void) find_change_table(get_namespace_oid("complaint", true), &owner);
	return owner;
}

/*
 * Also notes the oids for the relcache callback, which cannot look them up.
 */
void
ruleset_find_tables(RuleSetTables *tables)
{
	Oid			schema = get_namespace_oid("complaint", true);

	for (int i = 0; i < RULESET_TABLES; i++)
		tables->definitions[i] = table_oids[i] = find_table(schema, table_names[i]);
	tables->change = find_change_table(schema, &tables->owner);
}

/*
 * Runs a query with the set's name as its parameter; rows in SPI_tuptable.
 */
static uint64
run_query(const char *query, const char *name)
{
	Oid			types[1] = {TEXTOID};
	Datum		values[1];
	int			result;

	values[0] = CStringGetTextDatum(name);
	result = SPI_execute_with_args(query, 1, types, values, NULL, true, 0);
	if (result != SPI_OK_SELECT)
		elog(ERROR, "reading the definitions failed: %s", SPI_result_code_string(result));
	if (SPI_processed > PG_UINT32_MAX / 2)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("rule set \"%s\" is too large", name)));
	return SPI_processed;
}

/*
 * A string of a row's value in the given context.  complaint.pattern is laid out
 * as text.
 */
static char *
datum_string(Datum value, MemoryContext context)
{
	text	   *string = DatumGetTextPP(value);
	int			length = (int) VARSIZE_ANY_EXHDR(string);
	char	   *result = MemoryContextAlloc(context, (Size) length + 1);

	memcpy(result, VARDATA_ANY(string), length);
	result[length] = '\0';
	return result;
}

/*
 * A column of a row as a string in the given context, or NULL.
 */
static char *
row_string(uint64 row, int column, MemoryContext context)
{
	bool		isnull;
	Datum		value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, &isnull);

	return isnull ? NULL : datum_string(value, context);
}

/*
 * A smallint column of a row, or what stands for null.
 */
static int
row_number(uint64 row, int column, int null)
{
	bool		isnull;
	Datum		value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, &isnull);

	return isnull ? null : DatumGetInt16(value);
}

/*
 * The position of a column's value in a list of what the table accepts; 0, the
 * first, for null and for what is not in the list.
 */
static int
find_choice(const char *value, const char *const *choices, int nchoices)
{
	for (int i = 1; i < nchoices; i++)
	{
		if (strcmp(value, choices[i]) == 0)
			return i;
	}
	return 0;
}

static int
row_choice(uint64 row, int column, const char *const *choices, int nchoices)
{
	char	   *value = SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column);
	int			choice = value == NULL ? 0 : find_choice(value, choices, nchoices);

	if (value != NULL)
		pfree(value);
	return choice;
}

static void *
allocate_rows(MemoryContext context, uint64 nrows, Size size)
{
	return MemoryContextAllocHuge(context, Max(nrows, 1) * size);
}

static void
read_entities(const char *name, Definitions *d, MemoryContext context)
{
	d->nentities = (uint32) run_query(QUERY_ENTITIES, name);
	d->entities = allocate_rows(context, d->nentities, sizeof(EntityDefinition));
	for (uint32 i = 0; i < d->nentities; i++)
	{
		EntityDefinition *entity = &d->entities[i];

		CHECK_FOR_INTERRUPTS();
		entity->name = row_string(i, 1, context);
		entity->kind = row_choice(i, 2, entity_kinds, lengthof(entity_kinds));
		entity->reach = row_number(i, 3, entity->kind == ENTITY_NEGATION ? NEGATION_REACH : 0);
		entity->direction = (uint8) (row_choice(i, 4, directions, lengthof(directions)) + 1);
	}
	SPI_freetuptable(SPI_tuptable);
}

/*
 * Terms are many: they are taken as the scan yields them, without a copy of the
 * rows, and sorted here, by bytes whatever the collation of the database.
 */
typedef struct TermReceiver
{
	DestReceiver receiver;
	MemoryContext context;
	Definitions *definitions;
	uint32		capacity;
} TermReceiver;

static void
start_terms(DestReceiver *self, int operation, TupleDesc type)
{
}

static void
end_terms(DestReceiver *self)
{
}

/*
 * The entity of a row; most rows have that of the row before, and share its
 * string.
 */
static char *
term_entity(TermReceiver *receiver, Datum value)
{
	Definitions *d = receiver->definitions;
	text	   *entity = DatumGetTextPP(value);
	const char *last = d->nterms == 0 ? NULL : d->terms[d->nterms - 1].entity;
	size_t		length = VARSIZE_ANY_EXHDR(entity);

	if (last != NULL && strncmp(last, VARDATA_ANY(entity), length) == 0 && last[length] == '\0')
		return d->terms[d->nterms - 1].entity;
	return datum_string(value, receiver->context);
}

static uint64
string_start(const char *string)
{
	uint64		start = 0;

	strncpy((char *) &start, string, sizeof(start));
	return pg_ntoh64(start);
}

static bool
receive_term(TupleTableSlot *slot, DestReceiver *self)
{
	TermReceiver *receiver = (TermReceiver *) self;
	Definitions *d = receiver->definitions;
	TermDefinition *term;

	CHECK_FOR_INTERRUPTS();
	slot_getallattrs(slot);
	if (d->nterms >= receiver->capacity)
	{
		if (receiver->capacity > PG_UINT32_MAX / 4)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("too many terms in a rule set")));
		receiver->capacity *= 2;
		d->terms = repalloc_huge(d->terms, receiver->capacity * sizeof(TermDefinition));
	}
	term = &d->terms[d->nterms];
	term->entity = term_entity(receiver, slot->tts_values[0]);
	term->term = datum_string(slot->tts_values[1], receiver->context);
	term->start = string_start(term->term);
	term->match = TERM_PLAIN;
	if (!slot->tts_isnull[2])
	{
		char	   *match = datum_string(slot->tts_values[2], receiver->context);

		term->match = find_choice(match, term_matches, lengthof(term_matches));
		pfree(match);
	}
	d->nterms++;
	return true;
}

static int
compare_terms(const void *left, const void *right)
{
	const TermDefinition *a = left;
	const TermDefinition *b = right;
	int			order = a->entity == b->entity ? 0 : strcmp(a->entity, b->entity);

	if (order == 0 && a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return order != 0 ? order : strcmp(a->term, b->term);
}

static void
read_terms(const char *name, Definitions *d, MemoryContext context)
{
	TermReceiver receiver = {
		.receiver = {receive_term, start_terms, end_terms, end_terms, DestNone},
		.context = context,
		.definitions = d,
		.capacity = 1024
	};
	ParamListInfo parameters = makeParamList(1);
	SPIExecuteOptions options = {.params = parameters, .read_only = true, .dest = &receiver.receiver};
	int			result;

	parameters->params[0].value = CStringGetTextDatum(name);
	parameters->params[0].isnull = false;
	parameters->params[0].pflags = PARAM_FLAG_CONST;
	parameters->params[0].ptype = TEXTOID;
	d->terms = allocate_rows(context, receiver.capacity, sizeof(TermDefinition));
	result = SPI_execute_extended(QUERY_TERMS, &options);
	if (result < 0)
		elog(ERROR, "reading the terms failed: %s", SPI_result_code_string(result));
	qsort(d->terms, d->nterms, sizeof(TermDefinition), compare_terms);
}

static void
read_rules(const char *name, Definitions *d, MemoryContext context)
{
	d->nrules = (uint32) run_query(QUERY_RULES, name);
	d->rules = allocate_rows(context, d->nrules, sizeof(RuleDefinition));
	for (uint32 i = 0; i < d->nrules; i++)
	{
		RuleDefinition *rule = &d->rules[i];
		Datum		weight;
		bool		weight_null;

		CHECK_FOR_INTERRUPTS();
		weight = SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 8, &weight_null);
		rule->name = row_string(i, 1, context);
		rule->pattern = row_string(i, 2, context);
		rule->level = row_number(i, 3, 0);
		rule->type = row_string(i, 4, context);
		rule->harm = row_string(i, 5, context);
		rule->effect = row_choice(i, 6, effect_names, lengthof(effect_names));
		rule->raise_to = rule->effect == EFFECT_RAISE ? row_number(i, 7, RAISE_TO) : 0;
		/* a negative zero is the same weight, and the same revision */
		rule->weight = (weight_null ? 0 : DatumGetFloat4(weight)) + 0.0f;
	}
	SPI_freetuptable(SPI_tuptable);
}

static bool
read_all(const char *name, Definitions *d, MemoryContext context)
{
	bool		found;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	found = run_query(QUERY_RULESET, name) > 0;
	SPI_freetuptable(SPI_tuptable);
	if (found)
	{
		read_entities(name, d, context);
		read_terms(name, d, context);
		read_rules(name, d, context);
	}
	SPI_finish();
	return found;
}

bool
ruleset_load(const RuleSetTables *tables, const char *name, Definitions *definitions)
{
	Oid			saved_user;
	int			saved_context;
	int			guc_level;
	volatile bool found = false;

	memset(definitions, 0, sizeof(Definitions));
	GetUserIdAndSecContext(&saved_user, &saved_context);
	guc_level = NewGUCNestLevel();
	PG_TRY();
	{
		SetUserIdAndSecContext(tables->owner, saved_context | SECURITY_LOCAL_USERID_CHANGE);
		(void) set_config_option("search_path", "pg_catalog, pg_temp", PGC_USERSET, PGC_S_SESSION,
								 GUC_ACTION_SAVE, true, 0, false);
		found = read_all(name, definitions, CurrentMemoryContext);
	}
	PG_FINALLY();
	{
		AtEOXact_GUC(false, guc_level);
		SetUserIdAndSecContext(saved_user, saved_context);
	}
	PG_END_TRY();
	return found;
}
