/*
 * match_bench.c
 *	  What folding and matching cost per message, and how little that depends
 *	  on the number of literals.
 *
 *	  match_bench FILE [NLITERALS ...]
 *
 * FILE has a message a line.  Literals are phrases of the file, all but some
 * hundred of them changed at the end, so that they begin like the texts and are
 * hardly ever found, as is the case with rules.  Prints a line for each number
 * of literals: time to compile them, memory, microseconds a message for reading
 * and for scanning, both also as a multiple of the first set's, hits a message.
 * The messages are read one after the other: a file of many shows what they
 * cost with cold caches, a file of ten with hot ones.  Compiled with -O2 like test/unit/text_test.c.
 */
#include "text/match.h"

#include <time.h>

#define MAX_BYTES		(64 * 1024 * 1024)
#define MAX_MESSAGES	20000
#define READ_MESSAGES	400000	/* in all rounds together */
#define MIN_ROUNDS		20
#define FOUND_LITERALS	100
#define MAX_SETS		8
#define CHUNK			250		/* messages */
#define MAX_CHUNKS		(MAX_MESSAGES / CHUNK + 1)

typedef struct Corpus
{
	char	   *bytes;
	size_t		length;
	const char *messages[MAX_MESSAGES];
	uint32		lengths[MAX_MESSAGES];
	uint32		count;
	size_t		read;			/* bytes in the messages */
} Corpus;

static Corpus corpus;
static uint64 seed = UINT64CONST(88172645463325252);

static uint32
random_below(uint32 limit)
{
	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return (uint32) ((seed * UINT64CONST(2685821657736338717)) >> 33) % limit;
}

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static void
load(const char *path)
{
	FILE	   *file = fopen(path, "rb");

	if (file == NULL)
	{
		perror(path);
		exit(1);
	}
	corpus.bytes = text_alloc(MAX_BYTES);
	corpus.length = fread(corpus.bytes, 1, MAX_BYTES, file);
	fclose(file);
	for (size_t at = 0; at < corpus.length && corpus.count < MAX_MESSAGES;)
	{
		const char *line = corpus.bytes + at;
		const char *end = memchr(line, '\n', corpus.length - at);
		size_t		length = end == NULL ? corpus.length - at : (size_t) (end - line);

		corpus.messages[corpus.count] = line;
		corpus.lengths[corpus.count++] = (uint32) length;
		corpus.read += length;
		at += length + 1;
	}
	if (corpus.count == 0)
	{
		fprintf(stderr, "%s: no message\n", path);
		exit(1);
	}
}

/* One to three tokens that follow each other in some message. */
static uint32
pick_phrase(TextDoc *doc, char *literal, uint32 size)
{
	uint32		message = random_below(corpus.count);
	uint32		first;
	uint32		last;
	uint32		length;

	text_read(doc, corpus.messages[message], corpus.lengths[message]);
	if (doc->ntokens < 4)
		return 0;
	first = random_below(doc->ntokens - 3);
	last = first + random_below(2) + (doc->tokens[first].kind == TOKEN_HAN || doc->tokens[first].folded_length < 7);
	length = doc->tokens[last].end - doc->tokens[first].start;
	if (length + 8 > size)
		return 0;
	memcpy(literal, doc->bytes + doc->tokens[first].start, length);
	return length;
}

/* A phrase of the corpus, changed so that it is not found unless wanted. */
static uint32
make_literal(TextDoc *doc, char *literal, uint32 size, bool found)
{
	uint32		length = pick_phrase(doc, literal, size);

	if (length == 0 || found)
		return length;
	if (doc->ascii)
	{
		literal[length++] = (char) ('a' + random_below(26));
		literal[length++] = (char) ('a' + random_below(26));
		if (random_below(10) == 0)
			literal[length++] = '*';
	}
	else
	{
		uint32		c = 0x4E00 + random_below(5000);

		literal[length++] = (char) (0xE0 | (c >> 12));
		literal[length++] = (char) (0x80 | ((c >> 6) & 0x3F));
		literal[length++] = (char) (0x80 | (c & 0x3F));
	}
	return length;
}

static MatchSet *
build(uint32 wanted, double *time)
{
	MatchBuilder *builder = match_builder_create();
	TextDoc    *doc = text_doc_create();
	MatchSet   *set;
	double		spent = 0;
	double		start;
	uint32		count = 0;

	for (uint32 tries = 0; count < wanted && tries < wanted * 50; tries++)
	{
		char		literal[256];
		uint32		length = make_literal(doc, literal, sizeof(literal), count < FOUND_LITERALS);
		uint32		id;

		if (length == 0)
			continue;
		start = seconds();
		if (match_builder_add(builder, literal, length, MATCH_PLAIN, &id))
			count = Max(count, id + 1);
		spent += seconds() - start;
	}
	start = seconds();
	set = match_builder_finish(builder);
	*time = spent + seconds() - start;
	match_builder_free(builder);
	text_doc_free(doc);
	return set;
}

/*
 * The least seconds that each chunk of the messages took in any round: other
 * programs on the machine, which interrupt some, do not count.
 */
typedef double Chunks[MAX_CHUNKS];

static double
sum_chunks(const Chunks chunks)
{
	double		sum = 0;

	for (uint32 i = 0; i * CHUNK < corpus.count; i++)
		sum += chunks[i];
	return sum;
}

/* Reads all messages and, if there is a set, scans them; returns hits. */
static uint64
pass(TextDoc *doc, const MatchSet *set, MatchHits *hits, Chunks chunks)
{
	uint64		nhits = 0;

	for (uint32 chunk = 0; chunk * CHUNK < corpus.count; chunk++)
	{
		double		start = seconds();

		for (uint32 i = chunk * CHUNK; i < Min((chunk + 1) * CHUNK, corpus.count); i++)
		{
			text_read(doc, corpus.messages[i], corpus.lengths[i]);
			if (set == NULL)
				continue;
			match_scan(set, doc, hits);
			nhits += hits->nhits;
		}
		start = seconds() - start;
		chunks[chunk] = chunks[chunk] > 0 ? Min(chunks[chunk], start) : start;
	}
	return nhits;
}

/* The sets take turns, so that all see the same noise of the machine. */
static void
measure(const uint32 *sizes, uint32 nsizes)
{
	static Chunks reading;
	static Chunks both[MAX_SETS];
	TextDoc    *doc = text_doc_create();
	MatchHits	hits = {0};
	MatchSet   *sets[MAX_SETS];
	double		built[MAX_SETS];
	uint64		nhits[MAX_SETS];
	double		each = 1e6 / corpus.count;

	for (uint32 i = 0; i < nsizes; i++)
		sets[i] = build(sizes[i], &built[i]);
	for (uint32 round = 0; round < Max(MIN_ROUNDS, READ_MESSAGES / corpus.count); round++)
	{
		pass(doc, NULL, &hits, reading);
		for (uint32 i = 0; i < nsizes; i++)
			nhits[i] = pass(doc, sets[i], &hits, both[i]);
	}
	for (uint32 i = 0; i < nsizes; i++)
	{
		double		read = sum_chunks(reading);
		double		all = sum_chunks(both[i]);

		printf("%7u literals: built in %.3f s, %.2f MB; read %.3f us, scan %.3f us, both %.3f us a message, %.2f times the first; %.2f hits\n",
			   sizes[i], built[i], (double) match_set_size(sets[i]) / 1e6, read * each, (all - read) * each, all * each,
			   all / sum_chunks(both[0]), (double) nhits[i] / corpus.count);
		text_free(sets[i]);
	}
	match_hits_free(&hits);
	text_doc_free(doc);
}

int
main(int argc, char **argv)
{
	uint32		sizes[MAX_SETS] = {500, 10000, 100000};
	uint32		nsizes = 3;

	if (argc < 2 || argc > 2 + MAX_SETS)
	{
		fprintf(stderr, "usage: match_bench FILE [NLITERALS ...]\n");
		return 1;
	}
	if (argc > 2)
		nsizes = 0;
	for (int i = 2; i < argc; i++)
		sizes[nsizes++] = (uint32) strtoul(argv[i], NULL, 10);
	load(argv[1]);
	printf("%u messages of %zu bytes on average\n", corpus.count, corpus.read / corpus.count);
	measure(sizes, nsizes);
	return 0;
}
