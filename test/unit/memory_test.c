/*
 * memory_test.c
 *	  Memory that is refused in the middle of reading a text.
 *
 * Every allocation is refused once, in a run of its own.  In the server that is
 * an ERROR, here a jump.  Documents, hits and forms go on to be used: they must
 * be as good as new.  A builder that lacks a literal is only freed.  Compiled
 * like text_test.c, so that the address sanitizer sees whoever believes to have
 * more than was given.
 */
#include <setjmp.h>

#include "text/form.h"
#include "text/mask.h"
#include "text/match.h"

#include "tap.h"

#define MAX_LITERALS	600

extern void text_before_alloc(void);

static jmp_buf refused;
static bool armed = false;
static uint32 countdown;

void
text_before_alloc(void)
{
	if (armed && countdown-- == 0)
	{
		armed = false;
		longjmp(refused, 1);
	}
}

/* Runs a step with its n-th allocation refused; false if it needs no n of them. */
static bool
refuse(uint32 n, void (*step) (void))
{
	if (setjmp(refused) != 0)
		return true;
	countdown = n;
	armed = true;
	step();
	armed = false;
	return false;
}

/* What a step works on; static, so that a jump leaves it defined. */
static TextDoc *doc;
static MatchHits hits;
static FormList forms;
static MatchBuilder *builder;
static MatchSet *set;
static char literals[MAX_LITERALS][16];
static uint32 nliterals;
static char *text;
static uint32 length;
static char *masked;
static size_t masked_length;

static void
read_and_find(void)
{
	text_read(doc, text, length);
	match_scan(set, doc, &hits);
	form_find(doc, &forms);
	masked_length = text_mask(text, length, masked);
}

static void
create_builder(void)
{
	builder = match_builder_create();
}

static void
add_literals(void)
{
	for (uint32 i = 0; i < nliterals; i++)
	{
		uint32		id;

		match_builder_add(builder, literals[i], strlen(literals[i]), MATCH_PLAIN, &id);
	}
}

static void
finish(void)
{
	set = match_builder_finish(builder);
}

static void
forget(void)
{
	text_doc_free(doc);
	match_hits_free(&hits);
	form_list_free(&forms);
	memset(&hits, 0, sizeof(hits));
	memset(&forms, 0, sizeof(forms));
	doc = text_doc_create();
}

/* A fingerprint of all that was found. */
static uint64
found(void)
{
	uint64		sum = doc->ntokens * UINT64CONST(31) + hits.nhits;

	for (uint32 i = 0; i < doc->ntokens; i++)
		sum = sum * 31 + doc->tokens[i].start + doc->tokens[i].folded_length * UINT64CONST(7);
	for (uint32 i = 0; i < doc->folded_length; i++)
		sum = sum * 31 + (unsigned char) doc->folded[i];
	for (uint32 i = 0; i < hits.nhits; i++)
		sum = sum * 31 + hits.hits[i].literal + hits.hits[i].first * UINT64CONST(7) + hits.hits[i].last;
	for (uint32 i = 0; i < forms.nforms; i++)
		sum = sum * 31 + forms.forms[i].start + forms.forms[i].kind;
	for (size_t i = 0; i < masked_length; i++)
		sum = sum * 31 + (unsigned char) masked[i];
	return sum;
}

/* Words, Han characters and forms: enough of them to outgrow what a document begins with. */
static void
write_text(uint32 size)
{
	static const char *const pieces[] = {"refund ", "w17 ", "w303w ", "I paid $40 on 3 May, ", "太太太慢 ", "13800138000 ",
	"a.b@example.com ", "沒收到錢! ", "soooo s.c.a.m ", "card 4111 1111 1111 1111. "};

	text = malloc(size);
	masked = malloc(size);
	length = 0;
	for (;;)
	{
		const char *piece = pieces[random_below(lengthof(pieces))];

		if (length + strlen(piece) > size)
			break;
		memcpy(text + length, piece, strlen(piece));
		length += (uint32) strlen(piece);
	}
}

static void
test_reading(uint32 size)
{
	uint64		expected;
	uint32		n = 0;
	int			wrong = 0;

	write_text(size);
	forget();
	read_and_find();
	expected = found();
	for (;; n++)
	{
		forget();
		if (!refuse(n, read_and_find))
			break;
		/* the objects that the jump left */
		read_and_find();
		wrong += found() != expected;
	}
	ok(n > 0 && wrong == 0, "%u bytes: after each of %u allocations was refused, the text is read as if nothing had happened", size, n);
	free(text);
	free(masked);
}

/* Adds and frees; or finishes once more, which must give the same set. */
static void
test_building(void)
{
	uint32		created = 0;
	uint32		added = 0;
	uint32		finished = 0;
	size_t		size;
	int			wrong = 0;

	nliterals = MAX_LITERALS;
	for (uint32 i = 0; i < nliterals; i++)
		snprintf(literals[i], sizeof(literals[i]), i % 3 == 0 ? "w%u" : i % 3 == 1 ? "w%u refund x" : "w%uw*", i);
	while (refuse(created, create_builder))
		created++;
	match_builder_free(builder);
	for (;; added++)
	{
		bool		stopped;

		create_builder();
		stopped = refuse(added, add_literals);
		match_builder_free(builder);
		if (!stopped)
			break;
	}
	ok(created > 5 && added > 3, "a builder to which %u allocations were refused is freed", created + added);

	create_builder();
	add_literals();
	finish();
	size = match_set_size(set);
	text_free(set);
	while (refuse(finished, finish))
	{
		finished++;
		finish();
		wrong += match_set_size(set) != size;
		text_free(set);
	}
	ok(finished > 1 && wrong == 0, "after each of %u allocations was refused, a set is finished", finished);
	match_builder_free(builder);
}

int
main(void)
{
	doc = text_doc_create();
	/* leaves the set that the texts are read with */
	test_building();
	test_reading(100);
	test_reading(3000);
	test_reading(20000);
	test_reading(TEXT_MAX_BYTES + 100);
	text_free(set);
	text_doc_free(doc);
	match_hits_free(&hits);
	form_list_free(&forms);
	return tap_done();
}
