/*
 * match_bench.c
 *	  What folding, tokens and our matcher cost without a server: see
 *	  scan_bench.h.
 */
#include "text/match.h"

#include "scan_bench.h"

typedef struct Engine
{
	TextDoc    *doc;
	MatchSet   *set;			/* NULL: fold and split only */
	MatchHits	hits;
} Engine;

static void *
build(const Line *literals, uint32_t count, size_t *bytes)
{
	Engine	   *engine = text_alloc(sizeof(Engine));
	MatchBuilder *builder;

	memset(engine, 0, sizeof(Engine));
	engine->doc = text_doc_create();
	if (count == 0)
		return engine;
	builder = match_builder_create();
	for (uint32_t i = 0; i < count; i++)
	{
		uint32		id;

		match_builder_add(builder, literals[i].bytes, (uint32) literals[i].length, MATCH_PLAIN, &id);
	}
	engine->set = match_builder_finish(builder);
	match_builder_free(builder);
	*bytes = match_set_size(engine->set);
	return engine;
}

static uint64_t
scan(void *opaque, const Line *message)
{
	Engine	   *engine = opaque;

	text_read(engine->doc, message->bytes, (uint32) message->length);
	if (engine->set == NULL)
		return 0;
	match_scan(engine->set, engine->doc, &engine->hits);
	return engine->hits.nhits;
}

int
main(int argc, char **argv)
{
	return scan_bench(argc, argv, build, scan);
}
