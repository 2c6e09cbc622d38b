/*
 * source_row.c
 *		What a row of an attached table says: its keys, sender, text and time,
 *		and the verdict on it as it is stored (see source.h).
 *
 * Values become text that depends on nothing but the value, since the same
 * message must have the same key for whoever writes it.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/cryptohash.h"
#include "common/hashfn.h"
#include "common/sha2.h"
#include "mb/pg_wchar.h"
#include "pgtime.h"
#include "storage/bufmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/datum.h"
#include "utils/json.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "compat.h"
#include "live/clock.h"
#include "live/prefetch.h"
#include "live/source.h"
#include "text/text.h"

/* What is asked for of a row: its header, and a short message. */
#define PREFETCH_BYTES 192

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

/* What a column says as a key; may point into the slot. */
static struct varlena *
column_key(const SourceColumn *column, TupleTableSlot *slot)
{
	struct varlena *text = column_text(column, slot);

	if (text == NULL || VARSIZE_ANY_EXHDR(text) <= SOURCE_MAX_KEY_BYTES)
		return text;
	return source_key(VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text));
}

/* Nobody is called "": many tables say so where they do not know. */
static struct varlena *
column_name(const SourceColumn *column, TupleTableSlot *slot)
{
	struct varlena *name = column_key(column, slot);

	return name == NULL || VARSIZE_ANY_EXHDR(name) == 0 ? NULL : name;
}

void
source_prefetch_next(TupleTableSlot *slot)
{
	Buffer		buffer;
	Page		page;
	OffsetNumber next;
	const char *row;

	if (!TTS_IS_BUFFERTUPLE(slot) || !BufferIsValid(((BufferHeapTupleTableSlot *) slot)->buffer))
		return;
	buffer = ((BufferHeapTupleTableSlot *) slot)->buffer;
	page = BufferGetPage(buffer);
	next = OffsetNumberNext(ItemPointerGetOffsetNumber(&slot->tts_tid));
	if (next > PageGetMaxOffsetNumber(page))
		return;
	/* the page is pinned and not locked: a place that is wrong by now is asked for in vain */
	row = (const char *) page + ItemIdGetOffset(PageGetItemId(page, next));
	prefetch_bytes(row, PREFETCH_BYTES);
}

bool
source_is_message(const Source *source, const SourceMap *map, TupleTableSlot *slot)
{
	struct varlena *sender;

	if (map->sender.attnum == 0)
		return true;
	/* the body is read next of nearly all: both in one go */
	slot_getsomeattrs(slot, Max(map->sender.attnum, map->body.attnum));
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
 * The message's own time; DT_NOBEGIN if it has none: null, infinite, or out of
 * range.  A time without zone is in the source's zone.
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
		return DT_NOBEGIN;
	if (column->type == TIMESTAMPTZOID)
	{
		result = DatumGetTimestampTz(value);
		return TIMESTAMP_NOT_FINITE(result) ? DT_NOBEGIN : result;
	}

	local = column->type == DATEOID
		? date2timestamp_opt_overflow(DatumGetDateADT(value), &overflow)
		: DatumGetTimestamp(value);
	zone = pg_tzset(source->time_zone);
	if (overflow != 0 || TIMESTAMP_NOT_FINITE(local) || zone == NULL ||
		timestamp2tm(local, NULL, &tm, &fsec, NULL, NULL) != 0)
		return DT_NOBEGIN;
	offset = DetermineTimeZoneOffset(&tm, zone);
	if (tm2timestamp(&tm, fsec, &offset, &result) != 0)
		return DT_NOBEGIN;
	return result;
}

struct varlena *
source_sender(const SourceMap *map, TupleTableSlot *slot)
{
	return column_text(&map->sender, slot);
}

bool
source_time(const Source *source, const SourceMap *map, TupleTableSlot *slot, TimestampTz *at)
{
	*at = 0;
	if (map->at.attnum == 0 || slot_attisnull(slot, map->at.attnum))
		return false;
	*at = column_time(source, &map->at, slot);
	return true;
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
				TupleTableSlot *slot, SourceIdentity identity, BatchValues *values)
{
	struct varlena *session = column_key(&map->session, slot);

	memset(values, 0, sizeof(BatchValues));
	values->source = source->source;
	values->relation = RelationGetRelid(relation);
	values->fields[BATCH_SESSION] = session != NULL ? session : (struct varlena *) cstring_to_text("");
	if (identity == SOURCE_SESSION)
		return;
	values->fields[BATCH_MESSAGE] = message_key(map, slot);
	if (identity == SOURCE_MESSAGE)
		return;
	values->at = column_time(source, &map->at, slot);
	values->timeless = values->at == DT_NOBEGIN;
	if (values->timeless)
		values->at = values->judged_at = clock_now();
	values->fields[BATCH_AGENT] = column_name(&map->agent, slot);
	values->fields[BATCH_CUSTOMER] = column_name(&map->customer, slot);
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

/*
 * A hash of the message's folded words: equal for texts that differ in case,
 * signs and numbers only.  Words with digits and addresses do not go into it,
 * so that no number of a person can be guessed from it.
 */
static int64
fingerprint(struct varlena *body)
{
	static TextDoc *doc = NULL;
	uint64		hash = 0;

	if (doc == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(TopMemoryContext);

		doc = text_doc_create();
		MemoryContextSwitchTo(old);
	}
	text_read(doc, VARDATA_ANY(body), VARSIZE_ANY_EXHDR(body));
	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		const TextToken *token = &doc->tokens[i];
		const char *word = doc->folded + token->folded;
		bool		digits = token->kind == TOKEN_NUMBER || token->kind == TOKEN_ADDRESS;

		for (uint32 j = 0; !digits && j < token->folded_length; j++)
			digits = word[j] >= '0' && word[j] <= '9';
		if (!digits)
			hash = hash_bytes_extended((const unsigned char *) word, (int) token->folded_length, hash);
	}
	return (int64) hash;
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
	values->fingerprint = fingerprint(body);
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
