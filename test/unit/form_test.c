/*
 * form_test.c
 *	  Recognised forms, outside the server: the texts of form_cases.h, numbers,
 *	  masks and limits.
 *
 * Compiled like text_test.c.
 */
#include "text/form.h"

#include "form_cases.h"
#include "tap.h"

static TextDoc *doc;
static FormList list;

static const char *
show(void)
{
	static char buffer[4096];
	char	   *out = buffer;

	*out = '\0';
	for (uint32 i = 0; i < list.nforms; i++)
	{
		const Form *form = &list.forms[i];

		out += sprintf(out, "%s%s %s [%.*s]", i > 0 ? "; " : "", form_name((FormKind) form->kind), form->value,
					   (int) (form->end - form->start), doc->bytes + form->start);
	}
	return buffer;
}

static void
check_case(const Case *tested)
{
	text_read(doc, tested->text, strlen(tested->text));
	form_find(doc, &list);
	ok(strcmp(show(), tested->forms) == 0, "%s", tested->text);
	if (strcmp(show(), tested->forms) != 0)
		printf("# got      %s\n# expected %s\n", show(), tested->forms);
	for (uint32 i = 0; i < list.nforms; i++)
		ok((form_possible(doc) >> list.forms[i].kind) & 1, "possible: %s", tested->text);
}

static void
has_number(const char *text, double number)
{
	text_read(doc, text, strlen(text));
	form_find(doc, &list);
	ok(list.nforms == 1 && list.forms[0].has_number && list.forms[0].number == number, "%s is %g", text, number);
}

static void
check_numbers(void)
{
	has_number("$1,200.50", 1200.50);
	has_number("五毛", .5);
	has_number("3 days", 259200);
	has_number("半个月", 15 * 86400.0);
	has_number("1970-01-01", 0);
	has_number("1969-12-31", -1);
	has_number("2000-02-29", 11016);
	has_number("2026-03-05", 20517);
	has_number("15:30", 55800);
	has_number("百分之二十", 20);
	has_number("third time", 3);
	has_number("打了五遍", 5);
	text_read(doc, "昨天", strlen("昨天"));
	form_find(doc, &list);
	ok(list.nforms == 1 && !list.forms[0].has_number && list.forms[0].number == 0, "yesterday has no number");
}

static void
parses(FormKind kind, const char *text, bool expected, double number)
{
	double		parsed = -1;
	bool		found = form_parse_number(kind, text, strlen(text), &parsed);

	ok(found == expected && (!found || parsed == number), "%s as %s: %s", text, form_name(kind), expected ? "a value" : "none");
}

static void
check_parsing(void)
{
	parses(FORM_MONEY, "1000", true, 1000);
	parses(FORM_MONEY, "1,000.50", true, 1000.5);
	parses(FORM_MONEY, "1000 CNY", true, 1000);
	parses(FORM_MONEY, "3 days", false, 0);
	parses(FORM_DURATION, "3 days", true, 259200);
	parses(FORM_DURATION, "2 weeks", true, 1209600);
	parses(FORM_DURATION, "1 month", true, 2592000);
	parses(FORM_DURATION, "3天", true, 259200);
	parses(FORM_DURATION, "3", false, 0);
	parses(FORM_DURATION, "since monday", false, 0);
	parses(FORM_TIME, "15:30", true, 55800);
	parses(FORM_TIME, "3pm", true, 54000);
	parses(FORM_DATE, "2026-03-05", true, 20517);
	parses(FORM_DATE, "--03-05", false, 0);
	parses(FORM_DATE, "yesterday", false, 0);
	parses(FORM_PERCENTAGE, "20%", true, 20);
	parses(FORM_PERCENTAGE, "20", true, 20);
	parses(FORM_ORDINAL, "3", true, 3);
	parses(FORM_ORDINAL, "3rd", true, 3);
	parses(FORM_COUNT, "3", true, 3);
	parses(FORM_COUNT, "3 times", true, 3);
	parses(FORM_COUNT, "3 times and more", false, 0);
	parses(FORM_COUNT, "", false, 0);
	parses(FORM_COUNT, "-3", false, 0);
	parses(FORM_PHONE, "13800138000", false, 0);
}

static void
masks(const char *text, const char *expected)
{
	char		masked[64] = "";

	text_read(doc, text, strlen(text));
	form_find(doc, &list);
	if (list.nforms == 1)
		form_mask(&list.forms[0], masked, sizeof(masked));
	ok(strcmp(masked, expected) == 0, "%s is shown as %s (got %s)", text, expected, masked);
}

static void
check_masks(void)
{
	char		small[6];

	masks("4111 1111 1111 1234", "");
	masks("4111 1111 1111 1111", "****1111");
	masks("13800138000", "****8000");
	masks("11010519491231002X", "****002X");
	masks("me@example.com", "****.com");
	masks("order no. 12345", "****45");
	masks("$20", "20 USD");
	text_read(doc, "13800138000", 11);
	form_find(doc, &list);
	form_mask(&list.forms[0], small, sizeof(small));
	ok(strcmp(small, "****8") == 0, "a mask is cut at the size it is given");
}

static void
check_kinds(void)
{
	bool		same = true;

	for (int kind = 0; kind < FORM_KINDS; kind++)
		same &= form_kind(form_name((FormKind) kind), strlen(form_name((FormKind) kind))) == kind;
	ok(same, "names and kinds agree");
	ok(form_kind("mone", 4) == -1 && form_kind("moneys", 6) == -1 && form_kind("", 0) == -1, "other names are none");
	ok(form_is_personal(FORM_IBAN) && !form_is_personal(FORM_MONEY), "an IBAN is a person's, an amount is not");
	ok(form_is_comparable(FORM_DATE) && !form_is_comparable(FORM_PHONE), "dates compare, telephone numbers do not");
}

/* A cheap no must be one for calm texts, or it is not worth asking. */
static void
check_possible(void)
{
	static const char *const calm[] = {"plain words only", "how do I change my address", "thanks a lot", "I want to talk to a person",
	"你好，在吗", "我想问一下怎么办理", "一直没人理", "这个一般怎么用", "@airline hello", "谢谢，再见"};

	for (uint32 i = 0; i < sizeof(calm) / sizeof(calm[0]); i++)
	{
		text_read(doc, calm[i], strlen(calm[i]));
		ok(form_possible(doc) == 0, "nothing in: %s", calm[i]);
	}
	text_read(doc, "order 48213, the one of March", 29);
	ok((form_possible(doc) & ((uint32) 1 << FORM_ORDINAL | (uint32) 1 << FORM_COUNT | (uint32) 1 << FORM_DURATION)) == 0,
	   "a number alone is no count, no ordinal and no duration");
	text_read(doc, "what a long day", 15);
	ok(((form_possible(doc) >> FORM_DURATION) & 1) != 0, "a duration may have an adjective in it");
	text_read(doc, "since Monday", 12);
	ok((form_possible(doc) & ((uint32) 1 << FORM_ORDINAL | (uint32) 1 << FORM_COUNT)) == 0, "nothing is counted where only days are named");
}

static void
check_limits(void)
{
	static char many[FORM_MAX * 16];
	uint32		length = 0;

	for (int i = 0; i < FORM_MAX + 50; i++)
		length += (uint32) sprintf(many + length, "$%d ", i);
	text_read(doc, many, length);
	form_find(doc, &list);
	ok(list.nforms == FORM_MAX, "no more than %d forms", FORM_MAX);
	text_read(doc, "", 0);
	form_find(doc, &list);
	ok(list.nforms == 0 && form_possible(doc) == 0, "an empty text has none");
	text_read(doc, "写信到 someone.with.a.very.long.name@department.example.org", strlen("写信到 someone.with.a.very.long.name@department.example.org"));
	form_find(doc, &list);
	ok(list.nforms == 1 && strlen(list.forms[0].value) == FORM_VALUE_SIZE - 1, "a long address is cut");
}

int
main(void)
{
	doc = text_doc_create();
	for (uint32 i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_case(&cases[i]);
	check_numbers();
	check_parsing();
	check_masks();
	check_kinds();
	check_possible();
	check_limits();
	text_doc_free(doc);
	form_list_free(&list);
	return tap_done();
}
