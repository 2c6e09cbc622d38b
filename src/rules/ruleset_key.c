/*
 * ruleset_key.c
 *		By what a file with a compiled rule set is known.
 *
 * Whether a file is that of the definitions as they are must be known without
 * reading them.  So every transaction that changes one leaves a row with a
 * random number in complaint.definition_change (definition_change.c), and the
 * key of a set is a hash of its name and of the rows that a snapshot sees: the
 * same rows, the same changes, the same definitions.  What a crash took back
 * never comes again.  Rows are only ever deleted for a new one in their place,
 * by complaint.compact_changes().
 *
 * There is no key for a snapshot that sees rows of its own transaction, since
 * their fate is open; nor where changes could go unnoted, because a trigger
 * that notes them was turned off.  Turning triggers off and on again, and a
 * table that was written anew by ALTER TABLE, make another key.
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/sysattr.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/indexing.h"
#include "catalog/pg_class.h"
#include "catalog/pg_trigger.h"
#include "commands/trigger.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/uuid.h"

#include "../text/text.h"
#include "build_stamp.h"
#include "ruleset_image.h"

/* The triggers that note changes, on each of the definition tables. */
static const char *const noting_triggers[] = {"definition_noted", "definition_noted_truncate"};

/* What goes into the hash. */
typedef struct Changes
{
	StringInfoData bytes;
	const char *unshared;
	bool		unwatched;
} Changes;

static void
add_bytes(Changes *changes, const void *bytes, int length)
{
	appendBinaryStringInfo(&changes->bytes, bytes, length);
}

static int
compare_uuids(const void *left, const void *right)
{
	return memcmp(left, right, UUID_LEN);
}

/* The rows of complaint.definition_change, in an order of their own. */
static void
add_rows(Changes *changes, Oid table, Snapshot snapshot)
{
	Relation	relation = table_open(table, AccessShareLock);
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	TableScanDesc scan = table_beginscan(relation, snapshot, 0, NULL);
	int			first = changes->bytes.len;

	while (table_scan_getnextslot(scan, ForwardScanDirection, slot))
	{
		bool		isnull;
		Datum		change = slot_getattr(slot, 1, &isnull);
		TransactionId xmin;

		CHECK_FOR_INTERRUPTS();
		if (isnull)
			continue;
		add_bytes(changes, DatumGetUUIDP(change)->data, UUID_LEN);
		xmin = DatumGetTransactionId(slot_getsysattr(slot, MinTransactionIdAttributeNumber, &isnull));
		if (TransactionIdIsCurrentTransactionId(xmin))
			changes->unshared = "this transaction changed definitions";
	}
	table_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);
	table_close(relation, NoLock);
	if (changes->bytes.len == first)
	{
		changes->unshared = "complaint.definition_change is empty";
		changes->unwatched = true;
	}
	else
		qsort(changes->bytes.data + first, (changes->bytes.len - first) / UUID_LEN, UUID_LEN, compare_uuids);
}

/* The number of the transaction that wrote a row of a catalog. */
static void
add_writer(Changes *changes, HeapTuple tuple)
{
	TransactionId xmin = HeapTupleHeaderGetRawXmin(tuple->t_data);

	add_bytes(changes, &xmin, sizeof(xmin));
	if (TransactionIdIsCurrentTransactionId(xmin))
		changes->unshared = "this transaction altered a definition table";
}

/* A trigger of a table, which must be there and fire always. */
static void
add_trigger(Changes *changes, Relation catalog, Oid table, const char *name, Snapshot snapshot)
{
	ScanKeyData keys[2];
	SysScanDesc scan;
	HeapTuple	tuple;

	ScanKeyInit(&keys[0], Anum_pg_trigger_tgrelid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(table));
	ScanKeyInit(&keys[1], Anum_pg_trigger_tgname, BTEqualStrategyNumber, F_NAMEEQ, CStringGetDatum(name));
	scan = systable_beginscan(catalog, TriggerRelidNameIndexId, true, snapshot, 2, keys);
	tuple = systable_getnext(scan);
	if (HeapTupleIsValid(tuple))
		add_writer(changes, tuple);
	if (!HeapTupleIsValid(tuple) || ((Form_pg_trigger) GETSTRUCT(tuple))->tgenabled != TRIGGER_FIRES_ALWAYS)
	{
		changes->unshared = "a trigger definition_noted does not fire always";
		changes->unwatched = true;
	}
	systable_endscan(scan);
}

/* Which file of the server a table is in: another one once it was rewritten. */
static void
add_table(Changes *changes, Relation catalog, Oid table, Snapshot snapshot)
{
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;

	ScanKeyInit(&key, Anum_pg_class_oid, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(table));
	scan = systable_beginscan(catalog, ClassOidIndexId, true, snapshot, 1, &key);
	tuple = systable_getnext(scan);
	if (HeapTupleIsValid(tuple))
	{
		add_bytes(changes, &((Form_pg_class) GETSTRUCT(tuple))->relfilenode, sizeof(Oid));
		if (TransactionIdIsCurrentTransactionId(HeapTupleHeaderGetRawXmin(tuple->t_data)))
			changes->unshared = "this transaction altered a definition table";
	}
	else
		changes->unshared = "a definition table is new";
	systable_endscan(scan);
}

static void
add_tables(Changes *changes, const RuleSetTables *tables, Snapshot snapshot)
{
	Relation	triggers = table_open(TriggerRelationId, AccessShareLock);
	Relation	classes = table_open(RelationRelationId, AccessShareLock);

	for (int i = 0; i < RULESET_TABLES; i++)
	{
		for (size_t j = 0; j < lengthof(noting_triggers); j++)
			add_trigger(changes, triggers, tables->definitions[i], noting_triggers[j], snapshot);
		add_table(changes, classes, tables->definitions[i], snapshot);
	}
	table_close(classes, AccessShareLock);
	table_close(triggers, AccessShareLock);
}

/* Writes the first bytes of a hash as hex digits; returns the end. */
static char *
put_hash(const void *bytes, int length, int nbytes, char *out)
{
	static const char hex[] = "0123456789abcdef";
	uint8		digest[PG_SHA256_DIGEST_LENGTH];
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);

	if (hash == NULL || pg_cryptohash_init(hash) < 0 ||
		pg_cryptohash_update(hash, bytes, length) < 0 ||
		pg_cryptohash_final(hash, digest, sizeof(digest)) < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not compute the key of a rule set: %s", pg_cryptohash_error(hash))));
	pg_cryptohash_free(hash);
	for (int i = 0; i < nbytes; i++)
	{
		*out++ = hex[digest[i] >> 4];
		*out++ = hex[digest[i] & 15];
	}
	*out = '\0';
	return out;
}

void
ruleset_key(const RuleSetTables *tables, const char *name, Snapshot snapshot, RuleSetKey *key)
{
	Changes		changes = {0};
	char	   *end;

	initStringInfo(&changes.bytes);
	add_bytes(&changes, ruleset_build(), strlen(ruleset_build()) + 1);
	add_bytes(&changes, name, strlen(name) + 1);
	add_tables(&changes, tables, snapshot);
	add_rows(&changes, tables->change, snapshot);
	memset(key, 0, sizeof(RuleSetKey));
	key->unshared = changes.unshared;
	key->unwatched = changes.unwatched;
	end = put_hash(name, strlen(name), 8, key->file);
	*end++ = '-';
	key->name_length = end - key->file;
	put_hash(changes.bytes.data, changes.bytes.len, 16, end);
	pfree(changes.bytes.data);
}

/*
 * Of the sources there is a checksum, so that no change of a layout can be
 * forgotten here; the dictionary is that of the ICU which runs.
 */
const char *
ruleset_build(void)
{
	static char build[RULESET_BUILD_SIZE] = "";

	if (build[0] == '\0')
		snprintf(build, sizeof(build), "complaint %s, sources %s, server %d, judge %d, fold %s, dictionary %s, %d bits%s",
				 COMPLAINT_VERSION, COMPLAINT_SOURCES, PG_VERSION_NUM, JUDGE_VERSION, fold_version(),
				 text_dictionary_version(), (int) sizeof(void *) * 8,
#ifdef WORDS_BIGENDIAN
				 ", big-endian"
#else
				 ""
#endif
			);
	return build;
}
