/*
 * match_test.c
 *	  The literal matcher, outside the server: single cases and its limits.
 *	  What it finds in random texts is in match_random_test.c.
 *
 * Compiled like text_test.c.
 */
#include "text/match.h"

#include "tap.h"

#define MAX_LITERALS	400

typedef struct Literals
{
	MatchBuilder *builder;
	MatchSet   *set;
	char		texts[MAX_LITERALS][256];	/* by id */
	uint32		count;
} Literals;

static TextDoc *doc;
static MatchHits hits;

static void
open_literals(Literals *literals)
{
	literals->builder = match_builder_create();
	literals->set = NULL;
	literals->count = 0;
}

/* The mode that a literal of these tests asks for behind a tilde; its length. */
static MatchMode
read_mode(const char *text, size_t *length)
{
	static const char *const names[] = {"", "sound", "1", "2"};
	const char *tilde = strchr(text, '~');

	*length = tilde == NULL ? strlen(text) : (size_t) (tilde - text);
	for (int mode = MATCH_SOUND; tilde != NULL && mode <= MATCH_FUZZY2; mode++)
		if (strcmp(tilde + 1, names[mode]) == 0)
			return (MatchMode) mode;
	return MATCH_PLAIN;
}

static bool
add_to(MatchBuilder *builder, const char *text, uint32 *id)
{
	size_t		length;
	MatchMode	mode = read_mode(text, &length);

	return match_builder_add(builder, text, length, mode, id);
}

static void
add_literal(Literals *literals, const char *text)
{
	uint32		id;

	if (!add_to(literals->builder, text, &id))
		return;
	if (id == literals->count)
		strcpy(literals->texts[literals->count++], text);
}

static void
close_literals(Literals *literals)
{
	literals->set = match_builder_finish(literals->builder);
	match_builder_free(literals->builder);
}

/* Hits as "literal@first-last ..." in the order of the scan. */
static void
finds(const char *const *texts, const char *message, const char *expected, const char *name)
{
	static Literals literals;
	char		found[4096];
	char	   *out = found;

	open_literals(&literals);
	for (; *texts != NULL; texts++)
		add_literal(&literals, *texts);
	close_literals(&literals);
	text_read(doc, message, strlen(message));
	match_scan(literals.set, doc, &hits);
	*out = '\0';
	for (uint32 i = 0; i < hits.nhits; i++)
		out += sprintf(out, "%s%u@%u-%u", i > 0 ? " " : "", hits.hits[i].literal, hits.hits[i].first, hits.hits[i].last);
	ok(strcmp(found, expected) == 0, "%s", name);
	if (strcmp(found, expected) != 0)
		printf("# got      %s\n# expected %s\n", found, expected);
	text_free(literals.set);
}

#define LIST(...)	((const char *const[]) {__VA_ARGS__, NULL})

static void
test_cases(void)
{
	finds(LIST("double charged"), "I was DOUBLE-charged, doubled charged", "0@2-3", "words, whole and folded");
	finds(LIST("refund*"), "refund refunds Refunding prerefund refun", "0@0-0 0@1-1 0@2-2", "a prefix");
	finds(LIST("refund", "refund*", "ref*", "want a refund*"), "want a refund", "3@0-2 0@2-2 2@2-2 1@2-2", "longest first, all of them");
	finds(LIST("退款", "款*"), "要退款！", "0@1-2 1@2-2", "Han is found inside words");
	finds(LIST("没钱"), "沒錢", "0@0-1", "Traditional by Simplified");
	finds(LIST("app太差", "app*"), "你的APP太差", "0@2-4 1@2-2", "a literal of two scripts");
	finds(LIST("😡", "24"), "😡 24 24h", "0@0-0 1@1-1", "emoji and numbers");
	finds(LIST("a b", "b c", "a b c d", "c"), "a b c a b", "0@0-1 1@1-2 3@2-2 0@3-4", "overlapping hits, failed paths");
	finds(LIST("don't", "DON’T", "x"), "don't x", "0@0-0 1@1-1", "literals that fold the same share a number");
	finds(LIST("1000000000000000000000000000000000001", "10000000000000000000000000000000000*"),
		  "1000000000000000000000000000000000001 1000000000000000000000000000000000002", "0@0-0 1@0-0 1@1-1", "long words");
	finds(LIST("..."), "anything", "", "an empty set finds nothing");
	ok(!hits.truncated, "and says it saw all");
}

/* The longest fuzzy word. */
#define LETTERS		"abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij"

static void
test_loose(void)
{
	finds(LIST("银保监会~sound"), "找银宝监会 找銀保監會 找银监会", "0@1-4 0@6-9", "by sound");
	finds(LIST("银保监会~sound", "银保监会", "银保~sound", "监会", "找*"), "找银保监会",
		  "4@0-0 1@1-4 0@1-4 2@1-2 3@3-4", "hits by sound behind those as written");
	finds(LIST("女~sound", "a女~sound", "女a~sound", "女，a~sound"), "努 努 女女", "", "not of one character, nor of two scripts");
	finds(LIST("旅女~sound"), "吕女 律努 路女", "0@0-1", "u is not u with dots");
	finds(LIST("ombudsman~1"), "ombudsman ombudsmann ombudsmam obmudsman ombusman Ombudsmen mbudsman embudsman ombdsmen ombud",
		  "0@0-0 0@1-1 0@2-2 0@3-3 0@4-4 0@5-5", "a letter wrong, the first one right");
	finds(LIST("ombudsman~2", "ombudsman~1", "ombudsman", "omb*"), "ombudsman ombdsmen obmudsmen ombuddsmmen ombudman",
		  "2@0-0 3@0-0 0@0-0 1@0-0 3@1-1 0@1-1 0@2-2 3@3-3 3@4-4 0@4-4 1@4-4", "two letters wrong");
	finds(LIST("abcd~1", "abcdefgh~2", "abcde f~1", "abcde*~1", "abcd3~1", "abc'd~1", "退款退款退~1"),
		  "abcd abcdefgh abcde abcd3 abc'd 退款退款退", "", "words too short for it, and what is no word");
	finds(LIST("жалоба~1", "χρήμα~1"), "Жалабо жалба жалобу хрημα χρημτα", "0@1-1 0@2-2 1@4-4", "letters, not bytes");
	finds(LIST("あbcdef~1", "bxxxxx~1"), "bbcdef あbcdeg", "0@1-1", "another first letter, though in the same bucket");
	finds(LIST(LETTERS "~1", LETTERS "x~1"), LETTERS " " LETTERS "y " LETTERS LETTERS " x" LETTERS, "0@0-0", "words of 60 letters and more");
	finds(LIST("abcdé~1"), "ABCDE abcd abcdf", "0@0-0 0@1-1 0@2-2", "folded, then compared");
}

static void
test_apostrophes(void)
{
	finds(LIST("don't"), "don't dont don’t", "0@0-0 0@1-1 0@2-2", "with or without the apostrophe");
	finds(LIST("we're", "he'll", "bank's", "it's", "that's"), "were hell banks its thats", "4@4-4", "unless that is another word");
	finds(LIST("i can't don't*"), "i cant donts, i can't dont, i cant dont", "0@0-2 0@3-5 0@6-8", "each word of a literal");
	finds(LIST("ca cb cd ce", "c'a c'b c'd c'e", "ca cb cd c'e"), "ca cb cd ce, c'a c'b cd c'e, ca cb cd c'e",
		  "0@0-3 1@4-7 1@8-11", "what was a literal before keeps its number");
	finds(LIST("气死我了", "太慢", "太太", "😡~x"), "气死死死死我了太太太慢😡😡😡", "0@0-4 2@5-6 1@6-7 3@8-8 3@9-9", "the rest of a run is passed over");
	finds(LIST("气死我了~sound", "死我~sound"), "气死死死死我了", "0@0-4 1@1-3", "by sound too");
	finds(LIST("dont", "don't", "can't", "cant"), "don't dont cant can't", "0@0-0 0@1-1 1@2-2 1@3-3", "one literal, whichever comes first");
}

static void
test_limits(void)
{
	MatchBuilder *builder = match_builder_create();
	MatchSet   *set;
	uint32		id;
	static char text[TEXT_MAX_BYTES + 1];
	static char blank[TEXT_MAX_BYTES + 1];
	static const char letter[] = "ababababababababababababababababababababababababababababababab"
		"ab*";

	ok(!match_builder_add(builder, " .! ", 4, MATCH_PLAIN, &id), "nothing left of a literal");
	ok(!match_builder_add(builder, "*", 1, MATCH_PLAIN, &id), "a star alone");
	for (uint32 i = 0; i < sizeof(text); i++)
		text[i] = i % 2 ? ' ' : 'a';
	ok(match_builder_add(builder, text, 2 * MATCH_MAX_TOKENS, MATCH_PLAIN, &id) && id == 0, "the longest literal");
	ok(!match_builder_add(builder, text, 2 * MATCH_MAX_TOKENS + 1, MATCH_PLAIN, &id), "a token more");
	ok(!match_builder_add(builder, text, sizeof(text), MATCH_PLAIN, &id), "a literal beyond 64 kB");
	ok(match_builder_add(builder, letter + 1, strlen(letter) - 1, MATCH_PLAIN, &id), "the longest prefix");
	ok(!match_builder_add(builder, letter, strlen(letter), MATCH_PLAIN, &id), "a byte more");
	memset(blank, ' ', sizeof(blank));
	blank[0] = 'a';
	ok(!match_builder_add(builder, blank, sizeof(blank), MATCH_PLAIN, &id), "also when it is one word");
	for (uint32 i = 1; i < MATCH_MAX_TOKENS; i++)
		match_builder_add(builder, text, 2 * i, MATCH_PLAIN, &id);
	set = match_builder_finish(builder);
	match_builder_free(builder);

	text_read(doc, text, TEXT_MAX_BYTES);
	match_scan(set, doc, &hits);
	ok(hits.truncated && hits.nhits >= MATCH_MAX_HITS && hits.nhits < MATCH_MAX_HITS + MATCH_MAX_TOKENS,
	   "a text of nothing but hits is cut short and says so");
	text_read(doc, text, 64);
	match_scan(set, doc, &hits);
	ok(!hits.truncated && hits.nhits == 32 * 33 / 2, "the next scan starts afresh");
	text_free(set);
}

/* Words about as long as bits have, and about a longest prefix, with prefixes. */
static void
test_lengths(void)
{
	int			wrong = 0;

	for (uint32 length = 1; length <= 70; length++)
	{
		MatchBuilder *builder = match_builder_create();
		MatchSet   *set;
		char		word[80];
		uint32		exact;
		uint32		longer;
		uint32		prefixes[MATCH_MAX_PREFIX + 1];
		uint32		next = 0;

		for (uint32 i = 0; i < sizeof(word); i++)
			word[i] = (char) ('a' + i % 26);
		match_builder_add(builder, word, length, MATCH_PLAIN, &exact);
		match_builder_add(builder, word, length + 1, MATCH_PLAIN, &longer);
		for (uint32 i = 1; i <= Min(length, MATCH_MAX_PREFIX); i++)
		{
			word[i] = '*';
			match_builder_add(builder, word, i + 1, MATCH_PLAIN, &prefixes[i]);
			word[i] = (char) ('a' + i % 26);
		}
		set = match_builder_finish(builder);
		match_builder_free(builder);

		text_read(doc, word, length);
		match_scan(set, doc, &hits);
		wrong += hits.nhits != 1 + Min(length, MATCH_MAX_PREFIX) || hits.hits[next++].literal != exact;
		for (uint32 i = 1; i <= MATCH_MAX_PREFIX && next < hits.nhits; i++)
			wrong += hits.hits[next++].literal != prefixes[i];
		text_free(set);
	}
	ok(wrong == 0, "words of 1 to 70 letters and all their prefixes");
}

/* Short prefixes, alone and behind other words. */
static void
test_short_prefixes(void)
{
	finds(LIST("a*"), "a ab abc b é áb 1a", "0@0-0 0@1-1 0@2-2 0@5-5", "a prefix of one letter");
	finds(LIST("ab*"), "a ab abc b aé ba", "0@1-1 0@2-2", "of two letters");
	finds(LIST("ж*", "жа*"), "ж жаба жук", "0@0-0 0@1-1 1@1-1 0@2-2", "of letters of two bytes");
	finds(LIST("no a*", "no ab*", "no*"), "no a no ab not abc", "0@0-1 2@0-0 0@2-3 1@2-3 2@2-2 2@4-4", "behind a word");
	finds(LIST("退a*", "a*"), "退abc 退b", "0@0-1 1@1-1", "behind a Han character");
	finds(LIST("1*", "12*"), "1 12 1,200.50 2", "0@0-0 0@1-1 1@1-1 0@2-2", "of digits");
}

/* Tokens are filtered 64 at a time: literals before, across and behind the seam. */
static void
test_seams(void)
{
	int			wrong = 0;

	for (uint32 ntokens = 60; ntokens <= 130; ntokens++)
	{
		const char *const pairs[][2] = {{"x y", " x y"}, {"x y*", " x yz"}, {"x", " x q"}, {"退款", " 退款"},
		{"退款~sound", " 退宽"}, {"退款", "退退退退款"}, {"退款钱", " 退款款款钱"}, {"退款钱~sound", " 退款款款钱"}, {"misspell~1", " mispell q"}};

		for (uint32 i = 0; i < lengthof(pairs); i++)
		{
			MatchBuilder *builder = match_builder_create();
			MatchSet   *set;
			char		text[512] = "";
			uint32		id;

			add_to(builder, pairs[i][0], &id);
			set = match_builder_finish(builder);
			match_builder_free(builder);
			for (uint32 j = 0; j < ntokens - 2; j++)
				strcat(text, j == 0 ? "q" : " q");
			strcat(text, pairs[i][1]);
			text_read(doc, text, strlen(text));
			match_scan(set, doc, &hits);
			wrong += hits.nhits != 1 || hits.hits[0].first != ntokens - 2;
			text_free(set);
		}
	}
	ok(wrong == 0, "literals at the end of texts of 60 to 130 tokens");
}

/* Every one of many literals is found, and is one of its own. */
static void
test_many(void)
{
	MatchBuilder *builder = match_builder_create();
	MatchSet   *set;
	char		text[64];
	uint32		id = 0;
	int			wrong = 0;

	for (uint32 i = 0; i < 20000; i++)
	{
		sprintf(text, i % 2 ? "w%u" : "w%u and w%u", i, i / 7);
		match_builder_add(builder, text, strlen(text), MATCH_PLAIN, &id);
		wrong += id != i;
	}
	set = match_builder_finish(builder);
	match_builder_free(builder);
	for (uint32 i = 0; i < 20000; i++)
	{
		sprintf(text, i % 2 ? "w%u" : "w%u and w%u", i, i / 7);
		text_read(doc, text, strlen(text));
		match_scan(set, doc, &hits);
		wrong += hits.nhits == 0 || hits.hits[0].literal != i;
	}
	ok(wrong == 0, "20,000 literals are told apart");
	text_free(set);
}

/* A set has no pointers: a copy elsewhere works when the original is gone. */
static void
test_copy(void)
{
	MatchBuilder *builder = match_builder_create();
	MatchSet   *set;
	MatchSet   *copy;
	uint32		id;

	match_builder_add(builder, "pay back*", 9, MATCH_PLAIN, &id);
	match_builder_add(builder, "退款", 6, MATCH_PLAIN, &id);
	set = match_builder_finish(builder);
	match_builder_free(builder);
	copy = text_alloc(match_set_size(set));
	memcpy(copy, set, match_set_size(set));
	memset(set, 0xAA, match_set_size(copy));
	text_free(set);
	text_read(doc, "pay backwards 退款", 20);
	match_scan(copy, doc, &hits);
	ok(hits.nhits == 2 && hits.hits[0].literal == 0 && hits.hits[1].literal == 1, "a set can be copied as a block");
	text_free(copy);
}

static bool
is_word(const char *message, uint32 first, uint32 last)
{
	text_read(doc, message, strlen(message));
	return text_is_whole_word(doc, first, last);
}

static void
test_whole_words(void)
{
	char		text[1024] = "";

	ok(is_word("他妈的", 0, 2) && !is_word("他妈妈来了", 0, 1), "a word inside a longer one is none");
	ok(is_word("女装", 0, 1) && is_word("我买了女装", 3, 4) && !is_word("男女装备", 1, 2), "nor is one of two halves");
	ok(!is_word("我愛他媽媽", 2, 3) && is_word("我愛他媽媽", 3, 4), "Traditional characters");
	ok(!is_word("妈妈", 0, 0) && !is_word("妈妈", 1, 1), "nor half a word that begins or ends with another");
	ok(is_word("他妈 妈", 0, 1) && is_word("他妈，妈", 0, 1), "what stands between ends a word");
	ok(is_word("app女装", 0, 2) && is_word("女装xl", 0, 1) && is_word("bad app", 0, 0), "so do other scripts");
	ok(is_word("", 0, 0) && is_word("女", 0, 0), "the ends of the text");
	for (int i = 0; i < 100; i++)
		strcat(text, "我们");
	ok(is_word(text, 100, 101) && !is_word(text, 101, 102), "far from both ends of a run");
}

static uint64
frequency(MatchBuilder *builder, const char *literal)
{
	return match_builder_frequency(builder, literal, strlen(literal));
}

static void
test_frequencies(void)
{
	static const char *const literals[] = {"pay for it", "wait for weeks", "ask for a refund", "for ages", "teleported", "什么时候", "什么意思", "没什么用", "爆炸"};
	MatchBuilder *builder = match_builder_create();
	uint32		id;

	for (uint32 i = 0; i < lengthof(literals); i++)
		match_builder_add(builder, literals[i], strlen(literals[i]), MATCH_PLAIN, &id);
	ok(frequency(builder, "for") > frequency(builder, "it"), "a word of many literals is met more often than one of few");
	ok(frequency(builder, "it") > frequency(builder, "refund") && frequency(builder, "refund") > frequency(builder, "teleported"),
	   "a short word more often than a long one");
	ok(frequency(builder, "什么") > frequency(builder, "爆炸"), "so in Chinese");
	ok(frequency(builder, "for it") < frequency(builder, "it"), "two words less often than the rarer of them");
	ok(frequency(builder, "unheard-of") > 0 && frequency(builder, "...") == 0, "a word that no literal has is met, too; what is no token is not");
	match_builder_free(builder);
}

int
main(void)
{
	doc = text_doc_create();
	test_cases();
	test_loose();
	test_apostrophes();
	test_limits();
	test_lengths();
	test_short_prefixes();
	test_seams();
	test_many();
	test_copy();
	test_whole_words();
	test_frequencies();
	match_hits_free(&hits);
	text_doc_free(doc);
	return tap_done();
}
