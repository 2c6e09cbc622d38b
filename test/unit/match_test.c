/*
 * match_test.c
 *	  The literal matcher, outside the server: single cases, its limits, and
 *	  random literals and texts against a naive search.
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
		  "2@0-0 3@0-0 1@0-0 0@0-0 3@1-1 0@1-1 0@2-2 3@3-3 3@4-4 0@4-4 1@4-4", "two letters wrong");
	finds(LIST("abcd~1", "abcdefgh~2", "abcde f~1", "abcde*~1", "abcd3~1", "abc'd~1", "退款退款退~1"),
		  "abcd abcdefgh abcde abcd3 abc'd 退款退款退", "", "words too short for it, and what is no word");
	finds(LIST("жалоба~1", "χρήμα~1"), "Жалабо жалба жалобу хрημα χρημτα", "0@1-1 0@2-2 1@4-4", "letters, not bytes");
	finds(LIST("abcdé~1"), "ABCDE abcd abcdf", "0@0-0 0@1-1 0@2-2", "folded, then compared");
}

static void
test_apostrophes(void)
{
	finds(LIST("don't"), "don't dont don’t", "0@0-0 0@1-1 0@2-2", "with or without the apostrophe");
	finds(LIST("we're", "he'll", "bank's", "it's", "that's"), "were hell banks its thats", "4@4-4", "unless that is another word");
	finds(LIST("i can't don't*"), "i cant donts, i can't dont, i cant dont", "0@0-2 0@3-5 0@6-8", "each word of a literal");
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
	static const char letter[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa*";

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

/* The naive search: every literal, at every token. */
typedef struct Naive
{
	TextDoc    *docs[MAX_LITERALS];
	bool		prefix[MAX_LITERALS];
} Naive;

static bool
naive_match(const TextDoc *literal, bool prefix, uint32 start)
{
	if (start + literal->ntokens > doc->ntokens)
		return false;
	for (uint32 i = 0; i < literal->ntokens; i++)
	{
		const TextToken *want = &literal->tokens[i];
		const TextToken *have = &doc->tokens[start + i];
		bool		may_go_on = prefix && i == literal->ntokens - 1;

		if (have->folded_length < want->folded_length ||
			(have->folded_length > want->folded_length && !may_go_on) ||
			memcmp(literal->folded + want->folded, doc->folded + have->folded, want->folded_length) != 0)
			return false;
	}
	return true;
}

static bool
naive_agrees(const Literals *literals, const Naive *naive)
{
	static bool seen[MAX_LITERALS];
	uint32		next = 0;

	for (uint32 start = 0; start < doc->ntokens; start++)
	{
		uint32		before = next;

		memset(seen, 0, sizeof(seen));
		for (; next < hits.nhits && hits.hits[next].first == start; next++)
		{
			const MatchHit *hit = &hits.hits[next];

			if (seen[hit->literal] || (next > before && hit->last > hits.hits[next - 1].last))
				return false;
			seen[hit->literal] = true;
			if (hit->last != start + naive->docs[hit->literal]->ntokens - 1)
				return false;
		}
		for (uint32 id = 0; id < literals->count; id++)
			if (seen[id] != naive_match(naive->docs[id], naive->prefix[id], start))
				return false;
	}
	return next == hits.nhits;
}

static const char *const pieces[] = {"a", "b", "ab", "abc", "abcd", "abcde", "abcdefghij", "abcdefghijklmnopqrst", "B", "1", "12", "café",
	"退", "款", "差", "沒", "😡", "ху", "ა", "don't"};

static void
random_text(char *text, uint32 npieces)
{
	*text = '\0';
	for (uint32 i = 0; i < npieces; i++)
	{
		strcat(text, pieces[random_below(sizeof(pieces) / sizeof(pieces[0]))]);
		if (random_below(3) > 0)
			strcat(text, random_below(8) == 0 ? ". " : " ");
	}
}

static bool
random_round(void)
{
	static Literals literals;
	static Naive naive;
	char		text[2048];
	bool		agrees = true;
	uint32		wanted = 1 + random_below(MAX_LITERALS - 1);

	open_literals(&literals);
	for (uint32 i = 0; i < wanted; i++)
	{
		random_text(text, 1 + random_below(4));
		if (random_below(3) == 0)
		{
			while (strlen(text) > 0 && strchr(" .", text[strlen(text) - 1]) != NULL)
				text[strlen(text) - 1] = '\0';
			strcat(text, "*");
		}
		add_literal(&literals, text);
	}
	close_literals(&literals);
	for (uint32 id = 0; id < literals.count; id++)
	{
		const char *literal = literals.texts[id];

		naive.docs[id] = text_doc_create();
		text_read(naive.docs[id], literal, strlen(literal));
		naive.prefix[id] = literal[strlen(literal) - 1] == '*' &&
			naive.docs[id]->tokens[naive.docs[id]->ntokens - 1].kind != TOKEN_HAN &&
			naive.docs[id]->tokens[naive.docs[id]->ntokens - 1].kind != TOKEN_SYMBOL;
	}
	for (int i = 0; i < 20; i++)
	{
		random_text(text, random_below(80));
		text_read(doc, text, strlen(text));
		match_scan(literals.set, doc, &hits);
		agrees = agrees && naive_agrees(&literals, &naive);
	}
	for (uint32 id = 0; id < literals.count; id++)
		text_doc_free(naive.docs[id]);
	text_free(literals.set);
	return agrees;
}

static void
test_against_naive(void)
{
	int			differing = 0;

	for (int round = 0; round < 300; round++)
		differing += !random_round();
	ok(differing == 0, "300 random sets, 20 texts each: the same as a naive search");
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
	ok(is_word("他妈 妈", 0, 1) && is_word("他妈，妈", 0, 1), "what stands between ends a word");
	ok(is_word("app女装", 0, 2) && is_word("女装xl", 0, 1) && is_word("bad app", 0, 0), "so do other scripts");
	ok(is_word("", 0, 0) && is_word("女", 0, 0), "the ends of the text");
	for (int i = 0; i < 100; i++)
		strcat(text, "我们");
	ok(is_word(text, 100, 101) && !is_word(text, 101, 102), "far from both ends of a run");
}

int
main(void)
{
	doc = text_doc_create();
	test_cases();
	test_loose();
	test_apostrophes();
	test_limits();
	test_against_naive();
	test_many();
	test_copy();
	test_whole_words();
	match_hits_free(&hits);
	text_doc_free(doc);
	return tap_done();
}
