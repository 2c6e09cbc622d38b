/*
 * vectorscan_bench.c
 *	  What vectorscan's bare scan of the same literals costs: no folding beyond
 *	  the case of Latin letters, no words, no offsets.  See scan_bench.h.
 */
#include "scan_bench.h"

#include <hs.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct Engine
{
	hs_database_t *database;	/* NULL: nothing to look for */
	hs_scratch_t *scratch;
} Engine;

static void
check(hs_error_t error, const char *what)
{
	if (error != HS_SUCCESS)
	{
		fprintf(stderr, "%s failed: error %d\n", what, error);
		exit(1);
	}
}

static void *
build(const Line *literals, uint32_t count, size_t *bytes)
{
	Engine	   *engine = calloc(1, sizeof(Engine));
	const char **expressions = calloc(count, sizeof(char *));
	size_t	   *lengths = calloc(count, sizeof(size_t));
	unsigned   *flags = calloc(count, sizeof(unsigned));
	unsigned   *ids = calloc(count, sizeof(unsigned));
	hs_compile_error_t *error = NULL;
	size_t		scratch;

	if (engine == NULL || (count > 0 && (expressions == NULL || lengths == NULL || flags == NULL || ids == NULL)))
	{
		perror("vectorscan_bench");
		exit(1);
	}
	if (count == 0)
		return engine;
	for (uint32_t i = 0; i < count; i++)
	{
		expressions[i] = literals[i].bytes;
		lengths[i] = literals[i].length;
		flags[i] = HS_FLAG_CASELESS;
		ids[i] = i;
	}
	if (hs_compile_lit_multi(expressions, flags, ids, lengths, count, HS_MODE_BLOCK, NULL, &engine->database, &error) != HS_SUCCESS)
	{
		fprintf(stderr, "hs_compile_lit_multi failed: %s\n", error->message);
		exit(1);
	}
	check(hs_alloc_scratch(engine->database, &engine->scratch), "hs_alloc_scratch");
	check(hs_database_size(engine->database, bytes), "hs_database_size");
	check(hs_scratch_size(engine->scratch, &scratch), "hs_scratch_size");
	*bytes += scratch;
	free(expressions);
	free(lengths);
	free(flags);
	free(ids);
	return engine;
}

static int
count_hit(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *hits)
{
	(void) id;
	(void) from;
	(void) to;
	(void) flags;
	++*(uint64_t *) hits;
	return 0;
}

static uint64_t
scan(void *opaque, const Line *message)
{
	Engine	   *engine = opaque;
	uint64_t	hits = 0;

	if (engine->database != NULL)
		check(hs_scan(engine->database, message->bytes, (unsigned) message->length, 0, engine->scratch, count_hit, &hits), "hs_scan");
	return hits;
}

int
main(int argc, char **argv)
{
	return scan_bench(argc, argv, build, scan);
}
