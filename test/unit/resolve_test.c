/*
 * resolve_test.c
 *	  Words in disguise: what a text is read as depends on what the rules know.
 *
 * Compiled like text_test.c.
 */
#include "text/match.h"

#include "tap.h"

static TextDoc *doc;
static MatchHits hits;

static const char *const known[] = {"acceptable", "unacceptable", "scam", "scammers", "email", "so", "good", "god", "worst",
	"please", "bank", "refund*", "cant", "don't", "dont", "thief", "idiot", "liar", "fake", "fees", "follow up", "followup",
	"hell", "were", "骗子", "太慢", "usa", "fck", "sam", "the bank", "no app for that", "😡", "fund", NULL
};

static MatchSet *
build(const char *const *literals)
{
	MatchBuilder *builder = match_builder_create();
	MatchSet   *set;
	uint32		id;

	for (; *literals != NULL; literals++)
		match_builder_add(builder, *literals, strlen(*literals), MATCH_PLAIN, &id);
	set = match_builder_finish(builder);
	match_builder_free(builder);
	return set;
}

/* The folded tokens, separated by spaces. */
static const char *
show(void)
{
	static char buffer[8192];
	char	   *out = buffer;

	*out = '\0';
	for (uint32 i = 0; i < doc->ntokens; i++)
		out += sprintf(out, "%s%.*s", i > 0 ? " " : "", (int) doc->tokens[i].folded_length,
					   doc->folded + doc->tokens[i].folded);
	return buffer;
}

/* Read alone, and beside Han: as ASCII, and as what is not. */
static void
reads(const MatchSet *set, const char *text, const char *expected, const char *name)
{
	char		beside[512];
	char		longer[512];
	bool		same;

	text_read(doc, text, strlen(text));
	match_scan(set, doc, &hits);
	same = strcmp(show(), expected) == 0;
	if (!same)
		printf("# got      %s\n# expected %s\n", show(), expected);
	snprintf(beside, sizeof(beside), "%s，好", text);
	snprintf(longer, sizeof(longer), "%s 好", expected);
	text_read(doc, beside, strlen(beside));
	match_scan(set, doc, &hits);
	if (strcmp(show(), longer) != 0)
		printf("# got      %s\n# expected %s\n", show(), longer);
	ok(same && strcmp(show(), longer) == 0, "%s", name);
}

static void
test_readings(const MatchSet *set)
{
	reads(set, "soooo goood pleeeease", "so good please", "stretched letters twice, then once");
	reads(set, "worssst pleeeaaase hmmmm", "worst please hmm", "several of them, and what nobody knows");
	reads(set, "the bank's staff, the banks’ staff", "the bank staff the banks staff", "possessives");
	reads(set, "can't don't he'll we're o'hare's", "cant don't he'll we're o'hare's", "apostrophes, but no word of its own");
	reads(set, "s.c.a.m s-c-a-m s_c_a_m s*c*a*m f.c.k", "scam scam scam scam fck", "letters with signs between them");
	reads(set, "this is a s c a m ok", "this is a scam ok", "letters with spaces between them");
	reads(set, "u s a", "u s a", "not fewer than four");
	reads(set, "s.c-a.m s c.a m", "s c a m s c a m", "nor with different signs");
	reads(set, "it s. c. a. m", "it s c a m", "nor with more than a sign");
	reads(set, "un-acceptable scam.mers e-mail f*ck un~acceptable", "unacceptable scammers email fck unacceptable",
		  "a word split by a sign");
	reads(set, "re-funded pre-fund", "refunded pre fund", "one that a prefix knows");
	reads(set, "a follow-up", "a follow up", "but not where the rules have two words");
	reads(set, "un/acceptable un acceptable un- acceptable", "un acceptable un acceptable un acceptable", "nor by other signs");
	reads(set, "sc4m th1ef l1ar he1l f4k3r f4ke id1ot", "scam thief liar hell f4k3r fake idiot", "digits as letters");
	reads(set, "fee5 5am 3rd g00d2 1d10t", "fee5 5am 3rd g00d2 1d10t", "but not what may be digits");
	reads(set, "ScAaAam sc4mmm sc4m's", "scam sc4mm sc4m's", "one disguise at a time");
	reads(set, "骗-子 骗 子 太太太慢 😡😡😡😡", "骗 子 骗 子 太 太 慢 😡 😡", "Han needs none of it");
	reads(set, "@scam s-c-a-m@x.com http://s-c-a-m.com", "@scam s-c-a-m@x.com http://s-c-a-m.com", "addresses are left alone");
}

static void
test_places(const MatchSet *set)
{
	text_read(doc, "A s.c.a.m, un-acceptable!", 25);
	match_scan(set, doc, &hits);
	ok(doc->ntokens == 3 && doc->tokens[1].start == 2 && doc->tokens[1].end == 9 &&
	   doc->tokens[2].start == 11 && doc->tokens[2].end == 24, "joined words cover their parts and what is between");
	ok(hits.nhits == 2 && hits.hits[0].first == 1 && hits.hits[0].last == 1 && hits.hits[1].first == 2, "and are found");
	match_scan(set, doc, &hits);
	ok(hits.nhits == 2 && doc->ntokens == 3, "a second scan finds the same");
	text_read(doc, "s-c.", 4);
	match_scan(set, doc, &hits);
	ok(doc->ntokens == 2 && hits.nhits == 0, "letters at the end of a text");
}

/* Resolving what is resolved changes nothing, whatever the text. */
static void
test_twice(const MatchSet *set)
{
	static const char *const parts[] = {"s", "c", "a", "m", " ", ".", "-", "sc4m", "sooo", "bank's", "un", "acceptable", "’",
		"太", "骗", "😡", "!", "good", "o", "·", "refund", "\xE2\x80\x8B", "@x", ":(", "1", "re", "fund", "é"};
	int			changing = 0;

	for (int round = 0; round < 100000; round++)
	{
		char		text[512] = "";
		char		once[8192];
		uint32		before = 0;
		bool		sound = true;

		for (uint32 i = random_below(30); i > 0; i--)
			strcat(text, parts[random_below(sizeof(parts) / sizeof(parts[0]))]);
		text_read(doc, text, strlen(text));
		match_scan(set, doc, &hits);
		for (uint32 i = 0; i < doc->ntokens; i++)
		{
			sound = sound && doc->tokens[i].start >= before && doc->tokens[i].end > doc->tokens[i].start;
			before = doc->tokens[i].end;
		}
		strcpy(once, show());
		match_scan(set, doc, &hits);
		sound = sound && before <= strlen(text) && strcmp(once, show()) == 0;
		changing += !sound;
		if (!sound && changing == 1)
			printf("# %s\n# once  %s\n# again %s\n", text, once, show());
	}
	ok(changing == 0, "resolving twice changes nothing, places stay in order");
}

/* Letters that lie across the chunks in which they are looked for. */
static void
test_seams(const MatchSet *set)
{
	char		text[256];
	int			missed = 0;

	for (uint32 at = 0; at < 200; at++)
	{
		memset(text, 'x', at);
		strcpy(text + at, at > 0 ? " s c a m" : "s c a m");
		text_read(doc, text, strlen(text));
		match_scan(set, doc, &hits);
		missed += doc->ntokens != 1 + (at > 0) || hits.nhits != 1;
	}
	ok(missed == 0, "letters with spaces between them anywhere");
}

/* A text of nothing but letters takes as many readings as any. */
static void
test_limits(const MatchSet *set)
{
	static char text[TEXT_MAX_BYTES];

	for (uint32 i = 0; i < sizeof(text); i++)
		text[i] = i % 2 ? '-' : (char) ('a' + i % 26);
	text_read(doc, text, sizeof(text));
	match_scan(set, doc, &hits);
	ok(doc->ntokens == sizeof(text) / 2, "the longest row of letters");
	for (uint32 i = 0; i < sizeof(text); i++)
		text[i] = "aabbccddeeff"[i % 12];
	memset(text, 'o', 3);
	text_read(doc, text, sizeof(text));
	match_scan(set, doc, &hits);
	ok(doc->ntokens == 1, "the longest stretched word");
}

int
main(void)
{
	MatchSet   *set = build(known);

	doc = text_doc_create();
	test_readings(set);
	test_places(set);
	test_twice(set);
	test_seams(set);
	test_limits(set);
	text_free(set);
	text_doc_free(doc);
	match_hits_free(&hits);
	return tap_done();
}
