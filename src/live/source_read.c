/*
 * source_read.c
 *		Reading complaint.source (see source_read.h).
 *
 * The first message of every connection does, so the rows are taken from the
 * table without a query: preparing one for the first time was a tenth of what that
 * message took.  Where this finds no row, a query has the last word: the rows may
 * be elsewhere, as those of a view or of a distributed table are.
 */
#include "postgres.h"

#include "access/relation.h"
#include "access/tableam.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "compat.h"
#include "live/reading.h"
#include "live/source.h"
#include "live/source_read.h"

/* The columns that are read; none is ever null. */
enum
{
	SOURCE_NUMBER, SOURCE_RULESET, SOURCE_SENDERS, SOURCE_TIME_ZONE, SOURCE_COUNT_MESSAGES, SOURCE_MIN_STORED_LEVEL, SOURCE_NCOLUMNS
};

static const char *const columns[SOURCE_NCOLUMNS] = {
	"source", "ruleset", "customer_senders", "time_zone", "count_messages", "min_stored_level"
};

static const char query[] = "SELECT source, ruleset, customer_senders, time_zone, count_messages, min_stored_level FROM complaint.source";

static char *
copy_string(Datum value, MemoryContext context)
{
	char	   *string = TextDatumGetCString(value);
	char	   *copy = MemoryContextStrdup(context, string);

	pfree(string);
	return copy;
}

static void
set_senders(Source *source, ArrayType *senders, MemoryContext context)
{
	Datum	   *values;
	bool	   *nulls;

	deconstruct_array(senders, TEXTOID, -1, false, TYPALIGN_INT, &values, &nulls, &source->nsenders);
	source->senders = MemoryContextAllocZero(context, sizeof(struct varlena *) * Max(source->nsenders, 1));
	for (int i = 0; i < source->nsenders; i++)
		if (!nulls[i])
		{
			struct varlena *sender = PG_DETOAST_DATUM_PACKED(values[i]);

			source->senders[i] = MemoryContextAlloc(context, VARSIZE_ANY(sender));
			memcpy(source->senders[i], sender, VARSIZE_ANY(sender));
		}
}

static void
add_source(HTAB *sources, const Datum *values, MemoryContext context)
{
	int32		number = DatumGetInt32(values[SOURCE_NUMBER]);
	Source	   *source = hash_search(sources, &number, HASH_ENTER, NULL);

	source->ruleset = copy_string(values[SOURCE_RULESET], context);
	set_senders(source, DatumGetArrayTypeP(values[SOURCE_SENDERS]), context);
	source->time_zone = copy_string(values[SOURCE_TIME_ZONE], context);
	source->count_messages = DatumGetBool(values[SOURCE_COUNT_MESSAGES]);
	source->min_stored_level = DatumGetInt16(values[SOURCE_MIN_STORED_LEVEL]);
	source->rules = NULL;
	source->epoch = 0;			/* an epoch starts with 1 */
}

static void
read_row(TupleTableSlot *slot, Datum *values)
{
	for (int i = 0; i < SOURCE_NCOLUMNS; i++)
	{
		int			attnum = SPI_fnumber(slot->tts_tupleDescriptor, columns[i]);
		bool		isnull = true;

		values[i] = attnum > 0 ? slot_getattr(slot, attnum, &isnull) : (Datum) 0;
		if (isnull)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("complaint.source has nothing in column \"%s\"", columns[i])));
	}
}

static void
scan_table(HTAB *sources, Relation relation, MemoryContext context)
{
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	Snapshot	snapshot = RegisterSnapshot(IsInParallelMode() ? GetActiveSnapshot() : GetLatestSnapshot());
	TableScanDesc scan = table_beginscan(relation, snapshot, 0, NULL);

	while (table_scan_getnextslot(scan, ForwardScanDirection, slot))
	{
		Datum		values[SOURCE_NCOLUMNS];

		CHECK_FOR_INTERRUPTS();
		read_row(slot, values);
		add_source(sources, values, context);
	}
	table_endscan(scan);
	UnregisterSnapshot(snapshot);
	ExecDropSingleTupleTableSlot(slot);
}

static void
run_query(HTAB *sources, MemoryContext context)
{
	Reading		reading;

	reading_begin(&reading, query);
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		Datum		values[SOURCE_NCOLUMNS];
		bool		isnull;

		for (int j = 0; j < SOURCE_NCOLUMNS; j++)
			values[j] = reading_datum(i, j + 1, &isnull);
		add_source(sources, values, context);
	}
	reading_end(&reading);
}

HTAB *
source_read_all(Oid table, MemoryContext context)
{
	HASHCTL		control = {0};
	HTAB	   *sources;
	Relation	relation;

	control.keysize = sizeof(int32);
	control.entrysize = sizeof(Source);
	control.hcxt = context;
	sources = hash_create("complaint sources", 16, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);

	relation = OidIsValid(table) ? try_relation_open(table, AccessShareLock) : NULL;
	if (relation != NULL && relation->rd_rel->relkind == RELKIND_RELATION)
		scan_table(sources, relation, context);
	if (relation != NULL)
		relation_close(relation, NoLock);
	if (hash_get_num_entries(sources) == 0)
		run_query(sources, context);
	return sources;
}
