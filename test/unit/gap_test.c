/*
 * gap_test.c
 *	  What stands between tokens: clauses, questions, exclamations, capitals.
 *
 * Compiled like text_test.c.
 */
#include "text/text.h"

#include "tap.h"

static TextDoc *doc;

/* The clauses, as the numbers of the tokens that begin them. */
static void
clauses(const char *text, const char *expected, const char *name)
{
	char		found[256] = "";
	char	   *out = found;

	text_read(doc, text, strlen(text));
	for (uint32 i = 0; i < doc->ntokens; i++)
		if (text_begins_clause(doc, i))
			out += sprintf(out, "%s%u", out > found ? " " : "", i);
	ok(strcmp(found, expected) == 0, "%s", name);
	if (strcmp(found, expected) != 0)
		printf("# got      %s\n# expected %s\n", found, expected);
}

static void
test_clauses(void)
{
	clauses("one, two three: four (five) six [seven]", "1 3 4 5 6", "commas, colons, brackets");
	clauses("一，二、三：四（五）六【七】八", "1 2 3 4 5 6 7", "of CJK");
	clauses("check-in a - b -c -- d— e – f- g", "3 4 5 6 7 8", "dashes, but no hyphens");
	clauses("太差 退款　快 app 好", "2 4", "white space between Han, but not beside words");
	clauses("bad 👎 really 👎👎 差", "2 5", "what follows a symbol");
	clauses("one. two! three; four,\nfive", "", "what begins a sentence begins no clause");
	clauses(", one", "", "nor does the first token");
	ok(!text_begins_clause(doc, 7), "nor what there is not");
	clauses("1,000 x 1:30", "3", "a comma inside a number is none");
}

/* Which sentences ask, as a row of ? and . */
static void
asks(const char *text, const char *expected, const char *name)
{
	char		found[64] = "";

	text_read(doc, text, strlen(text));
	for (uint32 i = 0; i < doc->nsentences; i++)
		found[i] = text_asks(doc, i) ? '?' : '.';
	ok(strcmp(found, expected) == 0, "%s", name);
	if (strcmp(found, expected) != 0)
		printf("# got      %s\n# expected %s\n", found, expected);
}

static void
test_questions(void)
{
	asks("Why? I wait. Really?! No! what?", "?.?.?", "question marks");
	asks("为什么？不行。退吗?\n好⁉", "?.??", "of other looks");
	asks("see http://a.b/?c=d. ok", "..", "but not those of a URL");
	asks("why :( ? no", "?.", "behind an emoticon");
	asks("? no", ".", "not before the first word");
	asks("", "", "nothing asks nothing");
	ok(!text_asks(doc, 0), "also when asked for a sentence that is not there");
}

static void
exclaims(const char *text, uint32 expected, const char *name)
{
	text_read(doc, text, strlen(text));
	ok(text_exclaims(doc) == expected, "%s: %u", name, text_exclaims(doc));
}

static void
test_exclamations(void)
{
	exclaims("no", 0, "none");
	exclaims("no! no!! no!", 2, "the longest run");
	exclaims("不行！！！", 3, "full width");
	exclaims("what!?!?!", 3, "question marks do not break it");
	exclaims("no! ! !", 1, "spaces do");
	exclaims("‼️❗❗⁉", 5, "emoji, double ones");
	exclaims("!!!!", 4, "without a word");
}

static void
shouts(const char *text, bool expected, const char *name)
{
	text_read(doc, text, strlen(text));
	ok(text_shouts(doc) == expected, "%s", name);
}

static void
test_capitals(void)
{
	shouts("GIVE ME MY MONEY BACK", true, "all capitals");
	shouts("GIVE ME MY refund now", true, "60 per cent of them");
	shouts("GIVE ME MY refund right now", false, "half of them");
	shouts("ATM PIN", false, "two words are names");
	shouts("I A 1 2 3 OK NO", false, "letters and numbers do not count");
	shouts("I WANT 5 USD NOW I 6 7 8", true, "nor against it");
	shouts("DON'T YOU DARE，退款", true, "among Han");
	shouts("退款退款退款", false, "Han does not shout");
	shouts("", false, "nor does nothing");
	text_read(doc, "Hello WORLD A ÉTÉ 4G", 22);
	ok(!text_token_shouts(doc, 0) && text_token_shouts(doc, 1) && !text_token_shouts(doc, 2) && !text_token_shouts(doc, 9),
	   "a token shouts");
}

int
main(void)
{
	doc = text_doc_create();
	test_clauses();
	test_questions();
	test_exclamations();
	test_capitals();
	text_doc_free(doc);
	return tap_done();
}
