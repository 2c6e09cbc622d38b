/*
 * source.c
 *		Attached tables (see source.h).
 *
 * A source is known by its number in its trigger's arguments, its columns by
 * the trigger's UPDATE OF list: both survive renames, are remapped by the
 * server for every partition, and are dumped by name.
 */
#include "postgres.h"

#include "access/parallel.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "pgtime.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/datum.h"
#include "utils/inval.h"
#include "utils/json.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "compat.h"
#include "live/reading.h"
#include "live/source.h"
#include "text/text.h"

static HTAB *maps = NULL;		/* SourceMap by relation */
static const SourceMap *last_map = NULL;

static HTAB *sources = NULL;	/* Source by number, in sources_context */
static MemoryContext sources_context = NULL;
static Oid	source_table = InvalidOid;	/* complaint.source, once read */
static bool sources_current = false;
static uint64 source_changes = 0;	/* counted, since one may come while we read */
static bool sources_own = false;	/* read in a transaction that may have changed them */
static const Source *last_source = NULL;
static Bitmapset *warned = NULL;	/* numbers warned of */

/*
 * Another session changed a relation: look at its trigger again when it is
 * next needed, and at complaint.source if that is the one.
 */
static void
relation_changed(Datum arg, Oid relid)
{
	HASH_SEQ_STATUS status;
	SourceMap  *map;

	if (!OidIsValid(relid) || relid == source_table)
	{
		sources_current = false;
		source_changes++;
	}
	if (maps == NULL)
		return;
	if (OidIsValid(relid))
	{
		map = hash_search(maps, &relid, HASH_FIND, NULL);
		if (map != NULL)
			map->valid = false;
		return;
	}
	hash_seq_init(&status, maps);
	while ((map = hash_seq_search(&status)) != NULL)
		map->valid = false;
}

void
source_init(void)
{
	HASHCTL		control = {0};

	control.keysize = sizeof(Oid);
	control.entrysize = sizeof(SourceMap);
	maps = hash_create("complaint source maps", 32, &control, HASH_ELEM | HASH_BLOBS);
	CacheRegisterRelcacheCallback(relation_changed, (Datum) 0);
}

/* ----------------------------------------------------------------
 * Columns
 * ----------------------------------------------------------------
 */

static void
set_column(SourceColumn *column, TupleDesc descriptor, AttrNumber attnum)
{
	Form_pg_attribute attribute = TupleDescAttr(descriptor, attnum - 1);
	Oid			base = getBaseType(attribute->atttypid);
	char		category;
	bool		preferred;
	bool		varlena;

	column->attnum = attnum;
	column->type = base;
	getTypeOutputInfo(base, &column->output, &varlena);
	get_type_category_preferred(base, &category, &preferred);
	column->is_text = category == TYPCATEGORY_STRING && get_typlen(base) == -1 && base != BPCHAROID;
}

/*
 * One argument of the trigger lists the roles of one column, such as
 * "session,key1".  Roles that a later version adds are passed over.
 */
static void
set_roles(SourceMap *map, TupleDesc descriptor, const char *argument, AttrNumber attnum)
{
	bool		is_session = strncmp(argument, "session", 7) == 0;
	char	   *roles = pstrdup(argument);
	char	   *rest = roles;
	char	   *role;

	while ((role = strsep(&rest, ",")) != NULL)
	{
		SourceColumn *column = NULL;

		if (strcmp(role, "session") == 0)
			column = &map->session;
		else if (strcmp(role, "body") == 0)
			column = &map->body;
		else if (strcmp(role, "sender") == 0)
			column = &map->sender;
		else if (strcmp(role, "agent") == 0)
			column = &map->agent;
		else if (strcmp(role, "customer") == 0)
			column = &map->customer;
		else if (strcmp(role, "at") == 0)
			column = &map->at;
		else if (strncmp(role, "key", 3) == 0 && !is_session)
		{
			int			place = atoi(role + 3);

			if (place >= 1 && place <= SOURCE_MAX_KEYS)
				column = &map->keys[place - 1];
		}
		else if (strncmp(role, "tag:", 4) == 0 && map->ntags < SOURCE_MAX_TAGS)
		{
			column = &map->tags[map->ntags++];
			column->name = MemoryContextStrdup(CacheMemoryContext, role + 4);
		}
		if (column != NULL)
			set_column(column, descriptor, attnum);
	}
	pfree(roles);
}

/* True if the function is complaint.judge_row(). */
static bool
is_judge_row(Oid function)
{
	char	   *name;

	if (get_func_namespace(function) != get_namespace_oid("complaint", true))
		return false;
	name = get_func_name(function);
	return name != NULL && strcmp(name, "judge_row") == 0;
}

/* Finds the trigger that carries the list of columns. */
static const Trigger *
carrier(const TriggerDesc *triggers)
{
	for (int i = 0; triggers != NULL && i < triggers->numtriggers; i++)
	{
		const Trigger *trigger = &triggers->triggers[i];

		if (trigger->tgnattr > 0 && trigger->tgnargs == trigger->tgnattr + 1 &&
			is_judge_row(trigger->tgfoid))
			return trigger;
	}
	return NULL;
}

const SourceMap *
source_map(Relation relation)
{
	Oid			relid = RelationGetRelid(relation);
	TriggerDesc *triggers;
	const Trigger *trigger;
	SourceMap  *map;
	bool		found;
	int			nkeys = 0;

	if (last_map != NULL && last_map->relid == relid && last_map->valid)
		return last_map->source == 0 ? NULL : last_map;

	map = hash_search(maps, &relid, HASH_ENTER, &found);
	if (found && map->valid)
	{
		last_map = map;
		return map->source == 0 ? NULL : map;
	}
	if (found)
		for (int i = 0; i < map->ntags; i++)
			if (map->tags[i].name != NULL)
				pfree(unconstify(char *, map->tags[i].name));
	memset(map, 0, sizeof(SourceMap));
	map->relid = relid;

	/*
	 * The look-ups below may absorb invalidations: of the relation, which
	 * would free its triggers (so they are copied), and of this entry, which
	 * must then not be taken for valid.
	 */
	map->valid = true;
	triggers = CopyTriggerDesc(relation->trigdesc);
	trigger = carrier(triggers);
	if (trigger != NULL)
	{
		for (int i = 0; i < trigger->tgnattr; i++)
			set_roles(map, RelationGetDescr(relation), trigger->tgargs[i + 1], trigger->tgattr[i]);
		/* the session column has left a gap among the keys */
		for (int i = 0; i < SOURCE_MAX_KEYS; i++)
			if (map->keys[i].attnum != 0)
				map->keys[nkeys++] = map->keys[i];
		map->nkeys = nkeys;
		if (map->session.attnum != 0 && map->body.attnum != 0)
			map->source = pg_strtoint32(trigger->tgargs[0]);
	}
	FreeTriggerDesc(triggers);
	last_map = map;
	return map->source == 0 ? NULL : map;
}

/* ----------------------------------------------------------------
 * Configuration
 * ----------------------------------------------------------------
 */

/* Reads complaint.source into a fresh context and swaps. */
static void
load_sources(void)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "complaint sources",
												  ALLOCSET_SMALL_SIZES);
	HASHCTL		control = {0};
	HTAB	   *table;
	Reading		reading;
	uint64		changes;

	control.keysize = sizeof(int32);
	control.entrysize = sizeof(Source);
	control.hcxt = context;
	table = hash_create("complaint sources", 16, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);

	source_table = reading_table("source");
	changes = source_changes;
	reading_begin(&reading, "SELECT source, ruleset, customer_senders, time_zone, count_messages, min_stored_level "
				  "FROM complaint.source");
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		bool		isnull;
		int32		number = DatumGetInt32(reading_datum(i, 1, &isnull));
		Source	   *source = hash_search(table, &number, HASH_ENTER, NULL);
		ArrayType  *senders = DatumGetArrayTypeP(reading_datum(i, 3, &isnull));
		Datum	   *values;
		bool	   *nulls;

		source->ruleset = reading_text(i, 2, context);
		deconstruct_array(senders, TEXTOID, -1, false, TYPALIGN_INT,
						  &values, &nulls, &source->nsenders);
		source->senders = MemoryContextAlloc(context, sizeof(struct varlena *) * Max(source->nsenders, 1));
		for (int j = 0; j < source->nsenders; j++)
		{
			struct varlena *sender = nulls[j] ? NULL : PG_DETOAST_DATUM_PACKED(values[j]);

			source->senders[j] = NULL;
			if (sender != NULL)
			{
				source->senders[j] = MemoryContextAlloc(context, VARSIZE_ANY(sender));
				memcpy(source->senders[j], sender, VARSIZE_ANY(sender));
			}
		}
		source->time_zone = reading_text(i, 4, context);
		source->count_messages = DatumGetBool(reading_datum(i, 5, &isnull));
		source->epoch = 0;		/* an epoch starts with 1 */
		source->min_stored_level = DatumGetInt16(reading_datum(i, 6, &isnull));
	}
	reading_end(&reading);

	if (sources_context != NULL)
		MemoryContextDelete(sources_context);
	MemoryContextSetParent(context, CacheMemoryContext);
	sources_context = context;
	sources = table;
	last_source = NULL;
	sources_current = changes == source_changes;
	sources_own = TransactionIdIsValid(GetTopTransactionIdIfAny());
}

void
source_forget_own_changes(void)
{
	if (sources_own)
		sources_current = sources_own = false;
}

static const Source *
find_source(int32 number)
{
	if (last_source != NULL && last_source->source == number)
		return last_source;
	last_source = hash_search(sources, &number, HASH_FIND, NULL);
	return last_source;
}

bool
source_is_ready(int32 number, const Source **source)
{
	if (!sources_current)
		return false;
	*source = find_source(number);
	if (*source == NULL)
		return bms_is_member(number, warned);	/* the warning is source_get's */
	return (*source)->epoch == ruleset_epoch() || ruleset_is_loaded((*source)->ruleset);
}

/* The source's rule set; loads it if it has to. */
static const RuleSet *
source_rules(const Source *source)
{
	Source	   *own = unconstify(Source *, source);

	if (source->epoch != ruleset_epoch())
	{
		own->rules = ruleset_get(source->ruleset);
		/* a change that came while it was loading is in the epoch, not in the set */
		own->epoch = ruleset_is_current(own->rules) && !IsInParallelMode() ? ruleset_epoch() : 0;
	}
	return source->rules;
}

const Source *
source_get(int32 number)
{
	const Source *source;

	if (!sources_current)
		load_sources();
	source = find_source(number);
	if (source != NULL)
		return source;
	if (number >= 0 && number < 1000000 && !bms_is_member(number, warned))
	{
		MemoryContext old = MemoryContextSwitchTo(TopMemoryContext);

		warned = bms_add_member(warned, number);
		MemoryContextSwitchTo(old);
		ereport(WARNING,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("messages are not classified: complaint.source has no source %d", number),
				 errhint("Restore its row, or detach and attach the table again.")));
	}
	return NULL;
}

/* ----------------------------------------------------------------
 * Values
 * ----------------------------------------------------------------
 */

struct varlena *
source_key(const char *bytes, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	uint8		digest[PG_SHA256_DIGEST_LENGTH];
	char		text[7 + PG_SHA256_DIGEST_LENGTH * 2];
	pg_cryptohash_ctx *hash;

	if (length <= SOURCE_MAX_KEY_BYTES)
		return (struct varlena *) cstring_to_text_with_len(bytes, (int) length);

	hash = pg_cryptohash_create(PG_SHA256);
	if (hash == NULL || pg_cryptohash_init(hash) < 0 ||
		pg_cryptohash_update(hash, (const uint8 *) bytes, length) < 0 ||
		pg_cryptohash_final(hash, digest, sizeof(digest)) < 0)
		elog(ERROR, "could not hash a key");
	pg_cryptohash_free(hash);
	memcpy(text, "sha256:", 7);
	for (int i = 0; i < PG_SHA256_DIGEST_LENGTH; i++)
	{
		text[7 + 2 * i] = digits[digest[i] >> 4];
		text[8 + 2 * i] = digits[digest[i] & 15];
	}
	return (struct varlena *) cstring_to_text_with_len(text, sizeof(text));
}

/*
 * A value of another type as text that does not depend on the settings of
 * whoever writes: the same key must come out for every session.
 */
static struct varlena *
other_text(Oid type, Oid output, Datum value)
{
	static const int utc = 0;
	char		buffer[MAXDATELEN + 1];
	struct varlena *blank_padded;

	switch (type)
	{
		case DATEOID:
		case TIMEOID:
		case TIMETZOID:
		case TIMESTAMPOID:
			return (struct varlena *) cstring_to_text(JsonEncodeDateTime(buffer, value, type, NULL));
		case TIMESTAMPTZOID:
			return (struct varlena *) cstring_to_text(JsonEncodeDateTime(buffer, value, type, &utc));
		case BPCHAROID:
			/* its blanks mean nothing, and would make another key */
			blank_padded = PG_DETOAST_DATUM_PACKED(value);
			return (struct varlena *) cstring_to_text_with_len(VARDATA_ANY(blank_padded),
															   bpchartruelen(VARDATA_ANY(blank_padded),
																			 (int) VARSIZE_ANY_EXHDR(blank_padded)));
		default:
			return (struct varlena *) cstring_to_text(OidOutputFunctionCall(output, value));
	}
}

/* A column as text; NULL if the source has none or it is null. */
static struct varlena *
column_text(const SourceColumn *column, TupleTableSlot *slot)
{
	bool		isnull;
	Datum		value;

	if (column->attnum == 0)
		return NULL;
	value = slot_getattr(slot, column->attnum, &isnull);
	if (isnull)
		return NULL;
	if (column->is_text)
		return PG_DETOAST_DATUM_PACKED(value);
	return other_text(column->type, column->output, value);
}

static struct varlena *
column_key(const SourceColumn *column, TupleTableSlot *slot)
{
	struct varlena *text = column_text(column, slot);

	return text == NULL ? NULL : source_key(VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text));
}

bool
source_is_message(const Source *source, const SourceMap *map, TupleTableSlot *slot)
{
	struct varlena *sender;

	if (map->sender.attnum == 0)
		return true;
	sender = column_text(&map->sender, slot);
	if (sender == NULL)
		return false;
	for (int i = 0; i < source->nsenders; i++)
		if (source->senders[i] != NULL &&
			VARSIZE_ANY_EXHDR(sender) == VARSIZE_ANY_EXHDR(source->senders[i]) &&
			memcmp(VARDATA_ANY(sender), VARDATA_ANY(source->senders[i]), VARSIZE_ANY_EXHDR(sender)) == 0)
			return true;
	return false;
}

struct varlena *
source_body(const SourceMap *map, TupleTableSlot *slot)
{
	bool		isnull;
	Datum		value = slot_getattr(slot, map->body.attnum, &isnull);

	if (isnull)
		return NULL;
	if (!map->body.is_text)
		return column_text(&map->body, slot);
	/* a little more than is judged, so that the classifier sees there is more */
	if (VARATT_IS_EXTERNAL(DatumGetPointer(value)) || VARATT_IS_COMPRESSED(DatumGetPointer(value)))
		return PG_DETOAST_DATUM_SLICE(value, 0, TEXT_MAX_BYTES + MAX_MULTIBYTE_CHAR_LEN);
	return (struct varlena *) DatumGetPointer(value);
}

/*
 * The message's own time.  A time without zone is in the source's zone; what
 * is null, infinite or out of range is now.
 */
static TimestampTz
column_time(const Source *source, const SourceColumn *column, TupleTableSlot *slot)
{
	bool		isnull = true;
	Datum		value = (Datum) 0;
	Timestamp	local;
	TimestampTz result;
	struct pg_tm tm;
	fsec_t		fsec;
	int			offset;
	int			overflow = 0;
	pg_tz	   *zone;

	if (column->attnum != 0)
		value = slot_getattr(slot, column->attnum, &isnull);
	if (isnull)
		return GetCurrentTimestamp();
	if (column->type == TIMESTAMPTZOID)
	{
		result = DatumGetTimestampTz(value);
		return TIMESTAMP_NOT_FINITE(result) ? GetCurrentTimestamp() : result;
	}

	local = column->type == DATEOID
		? date2timestamp_opt_overflow(DatumGetDateADT(value), &overflow)
		: DatumGetTimestamp(value);
	zone = pg_tzset(source->time_zone);
	if (overflow != 0 || TIMESTAMP_NOT_FINITE(local) || zone == NULL ||
		timestamp2tm(local, NULL, &tm, &fsec, NULL, NULL) != 0)
		return GetCurrentTimestamp();
	offset = DetermineTimeZoneOffset(&tm, zone);
	if (tm2timestamp(&tm, fsec, &offset, &result) != 0)
		return GetCurrentTimestamp();
	return result;
}

/* The message's key: the key columns but the session, joined by commas. */
static struct varlena *
message_key(const SourceMap *map, TupleTableSlot *slot)
{
	StringInfoData joined;

	if (map->nkeys == 1)
	{
		struct varlena *key = column_key(&map->keys[0], slot);

		return key != NULL ? key : (struct varlena *) cstring_to_text("");
	}
	initStringInfo(&joined);
	for (int i = 0; i < map->nkeys; i++)
	{
		struct varlena *text = column_text(&map->keys[i], slot);

		if (i > 0)
			appendStringInfoChar(&joined, ',');
		for (size_t j = 0; text != NULL && j < VARSIZE_ANY_EXHDR(text); j++)
		{
			char		c = VARDATA_ANY(text)[j];

			if (c == ',' || c == '\\')
				appendStringInfoChar(&joined, '\\');
			appendStringInfoChar(&joined, c);
		}
	}
	return source_key(joined.data, joined.len);
}

static void
push_text(JsonbParseState **state, JsonbIteratorToken token, const char *bytes, int length)
{
	JsonbValue	value;

	value.type = jbvString;
	value.val.string.val = unconstify(char *, bytes);
	value.val.string.len = length;
	(void) pushJsonbValue(state, token, &value);
}

static struct varlena *
tags_object(const SourceMap *map, TupleTableSlot *slot)
{
	JsonbParseState *state = NULL;

	if (map->ntags == 0)
		return NULL;
	(void) pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < map->ntags; i++)
	{
		struct varlena *text = column_key(&map->tags[i], slot);

		if (text == NULL)
			continue;
		push_text(&state, WJB_KEY, map->tags[i].name, (int) strlen(map->tags[i].name));
		push_text(&state, WJB_VALUE, VARDATA_ANY(text), (int) VARSIZE_ANY_EXHDR(text));
	}
	return (struct varlena *) JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL));
}

void
source_identify(const Source *source, const SourceMap *map, Relation relation,
				TupleTableSlot *slot, bool whole, BatchValues *values)
{
	struct varlena *session = column_key(&map->session, slot);

	memset(values, 0, sizeof(BatchValues));
	values->source = source->source;
	values->relation = RelationGetRelid(relation);
	values->fields[BATCH_SESSION] = session != NULL ? session : (struct varlena *) cstring_to_text("");
	values->fields[BATCH_MESSAGE] = message_key(map, slot);
	if (!whole)
		return;
	values->at = column_time(source, &map->at, slot);
	values->fields[BATCH_AGENT] = column_key(&map->agent, slot);
	values->fields[BATCH_CUSTOMER] = column_key(&map->customer, slot);
	values->fields[BATCH_TAGS] = tags_object(map, slot);
}

static bool
column_changed(const SourceColumn *column, TupleTableSlot *old_slot, TupleTableSlot *new_slot)
{
	bool		old_null;
	bool		new_null;
	Datum		old_value;
	Datum		new_value;
	TypeCacheEntry *type;

	if (column->attnum == 0)
		return false;
	old_value = slot_getattr(old_slot, column->attnum, &old_null);
	new_value = slot_getattr(new_slot, column->attnum, &new_null);
	if (old_null || new_null)
		return old_null != new_null;
	type = lookup_type_cache(column->type, 0);
	/* a large text that the update did not touch keeps its TOAST pointer */
	if (type->typlen == -1 && VARATT_IS_EXTERNAL_ONDISK(DatumGetPointer(old_value)) &&
		VARATT_IS_EXTERNAL_ONDISK(DatumGetPointer(new_value)) &&
		memcmp(DatumGetPointer(old_value), DatumGetPointer(new_value),
			   VARSIZE_EXTERNAL(DatumGetPointer(old_value))) == 0)
		return false;
	return !datum_image_eq(old_value, new_value, type->typbyval, type->typlen);
}

bool
source_row_changed(const SourceMap *map, TupleTableSlot *old_slot, TupleTableSlot *new_slot)
{
	const SourceColumn *columns[] = {
		&map->session, &map->body, &map->sender, &map->agent, &map->customer, &map->at
	};

	for (int i = 0; i < (int) lengthof(columns); i++)
		if (column_changed(columns[i], old_slot, new_slot))
			return true;
	for (int i = 0; i < map->nkeys; i++)
		if (column_changed(&map->keys[i], old_slot, new_slot))
			return true;
	for (int i = 0; i < map->ntags; i++)
		if (column_changed(&map->tags[i], old_slot, new_slot))
			return true;
	return false;
}

/* ----------------------------------------------------------------
 * Verdicts
 * ----------------------------------------------------------------
 */

bool
source_judge(const Source *source, struct varlena *body,
			 const Verdict **verdict, const RuleSet **ruleset)
{
	*ruleset = source_rules(source);
	*verdict = classify_complaint(*ruleset, VARDATA_ANY(body), VARSIZE_ANY_EXHDR(body));
	return (*verdict)->level >= source->min_stored_level || (*verdict)->harms != 0;
}

static struct varlena *
text_array(Datum *values, int n)
{
	return (struct varlena *) (n == 0 ? construct_empty_array(TEXTOID)
							   : construct_array(values, n, TEXTOID, -1, false, TYPALIGN_INT));
}

static struct varlena *
int_array(Datum *values, int n)
{
	return (struct varlena *) (n == 0 ? construct_empty_array(INT4OID)
							   : construct_array(values, n, INT4OID, sizeof(int32), true, TYPALIGN_INT));
}

struct varlena *
source_harm_array(const RuleSet *ruleset, uint32 harms)
{
	Datum		names[32];
	int			n = 0;

	for (int bit = 0; bit < 32; bit++)
		if (harms & ((uint32) 1 << bit))
			names[n++] = CStringGetTextDatum(ruleset_harm_name(ruleset, bit));
	return text_array(names, n);
}

struct varlena *
source_rule_array(const RuleSet *ruleset, const Verdict *verdict)
{
	Datum	   *names = palloc(sizeof(Datum) * Max(verdict->nrules, 1));

	for (int i = 0; i < verdict->nrules; i++)
		names[i] = CStringGetTextDatum(ruleset_rule_name(ruleset, verdict->rules[i]));
	return text_array(names, verdict->nrules);
}

void
source_add_verdict(BatchValues *values, const Verdict *verdict,
				   const RuleSet *ruleset, struct varlena *body)
{
	const char *text = VARDATA_ANY(body);
	Datum		entities[CLASSIFY_MAX_HITS];
	Datum		starts[CLASSIFY_MAX_HITS];
	Datum		lengths[CLASSIFY_MAX_HITS];
	uint32		byte = 0;
	int			character = 0;

	/* hits come by start: characters are counted once from left to right */
	for (int i = 0; i < verdict->nhits; i++)
	{
		const ClassifyHit *hit = &verdict->hits[i];

		character += pg_mbstrlen_with_len(text + byte, (int) (hit->start - byte));
		byte = hit->start;
		entities[i] = CStringGetTextDatum(hit->entity != NULL ? hit->entity : "");
		starts[i] = Int32GetDatum(character + 1);
		lengths[i] = Int32GetDatum(pg_mbstrlen_with_len(text + hit->start, (int) (hit->end - hit->start)));
	}

	values->operation = BATCH_STORE;
	values->level = verdict->level;
	values->fields[BATCH_HARMS] = source_harm_array(ruleset, verdict->harms);
	values->fields[BATCH_RULES] = source_rule_array(ruleset, verdict);
	values->fields[BATCH_ENTITIES] = text_array(entities, verdict->nhits);
	values->fields[BATCH_STARTS] = int_array(starts, verdict->nhits);
	values->fields[BATCH_LENGTHS] = int_array(lengths, verdict->nhits);
	values->fields[BATCH_RULESET] = (struct varlena *) cstring_to_text(ruleset_name(ruleset));
	values->fields[BATCH_REVISION] = (struct varlena *) cstring_to_text(ruleset_revision(ruleset));
	if (verdict->type >= 0)
		values->fields[BATCH_TYPE] = (struct varlena *) cstring_to_text(ruleset_type_name(ruleset, verdict->type));
}
