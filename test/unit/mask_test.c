/*
 * mask_test.c
 *	  What is hidden in a text that is shown, and what is not.
 *
 * Compiled like text_test.c.
 */
#include "text/mask.h"
#include "text/text.h"

#include "tap.h"

static void
masks(const char *text, const char *expected, const char *name)
{
	size_t		length = strlen(text);
	char	   *masked = text_alloc(length + 1);

	masked[text_mask(text, length, masked)] = '\0';
	ok(strcmp(masked, expected) == 0, "%s", name);
	if (strcmp(masked, expected) != 0)
		printf("# got      %s\n# expected %s\n", masked, expected);
	text_free(masked);
}

static void
test_forms(void)
{
	masks("", "", "nothing");
	masks("all is well", "all is well", "nothing to hide");
	masks("card 4111 1111 1111 1111.", "card **** **** **** 1111.", "a card, its blanks stay");
	masks("call +44 (0)20 7946 0958 now", "call +** (*)** **** 0958 now", "a telephone number");
	masks("打13800138000", "打*******8000", "after Han");
	masks("id 11010519491231002X", "id **************002X", "an identity number");
	masks("DE89 3704 0044 0532 0130 00", "**** **** **** **** **30 00", "an IBAN, letters too");
	masks("order no. AB-1234567", "order no. **-****567", "an order number");
	masks("a.b@example.com!", "***********.com!", "an address, its signs too");
	masks("４１１１ １１１１ １１１１ １１１１", "**** **** **** １１１１", "wide digits");
}

static void
test_what_no_form_knows(void)
{
	masks("4111 1111 1111 1112", "**** **** **** 1112", "a card with a wrong digit");
	masks("4111.1111/1111_1111", "****.****/****_1111", "odd separators");
	masks("4111,1111,1111,1111", "****,****,****,1111", "commas that separate no thousands");
	masks("4111 1111\n1111 1111", "**** ****\n**** 1111", "over two lines");
	masks("4111\xe2\x80\x8b" "1111\xe2\x80\x8b" "1111\xe2\x80\x8b" "1111",
		  "****\xe2\x80\x8b****\xe2\x80\x8b****\xe2\x80\x8b" "1111", "zero-width characters between");
	masks("4111 1111 1111 1111 2222 3333", "**** **** **** **** **** 3333", "more digits behind a card");
	masks("$4111 1111 1111 1111", "$**** **** **** 1111", "no amount is so large");
	masks("一三八零零一三八零零零", "*******八零零零", "Han numerals, one by one");
	masks("SSN 123-45-6789", "SSN ***-**-6789", "nine digits in groups");
	masks("62345678", "****5678", "seven in one piece");
	masks("ö.ß@müller.de", "*********r.de", "an address with letters of its own");
	masks("https://b.com/?e=a@b.co&c=4111111111111111", "**************************************1111", "addresses and numbers in a URL");
	masks("https://b.com/?c=4111111111111111", "https://b.com/?c=************1111", "numbers in a URL");
}

static void
test_harmless(void)
{
	masks("1,234,567 and $5000000.00", "1,234,567 and $5000000.00", "amounts");
	masks("on 2026-03-05 15:30:45", "on 2026-03-05 15:30:45", "dates and times");
	masks("in 2019. 2020 was better", "in 2019. 2020 was better", "years");
	masks("room 12345, at 3", "room 12345, at 3", "short numbers");
	masks("me @home, mail me at x@y", "me @home, mail me at x@y", "signs that make no address");
	masks("一二三四五", "一二三四五", "a few numerals");
}

/* A card behind so many bytes, and between so many forms, is hidden. */
static void
test_long_texts(void)
{
	static const char card[] = " card 4111 1111 1111 1111 ann@example.com";
	bool		hidden = true;
	bool		kept = true;

	for (uint32 before = TEXT_MAX_BYTES - 1100; before < TEXT_MAX_BYTES + 50; before += 3)
	{
		size_t		length = before + sizeof(card) - 1;
		char	   *text = text_alloc(length + 1);
		char	   *masked = text_alloc(length + 1);

		memset(text, 'x', before);
		strcpy(text + before, card);
		kept &= text_mask(text, length, masked) == length;
		masked[length] = '\0';
		hidden &= strcmp(masked + before, " card **** **** **** 1111 ***********.com") == 0;
		text_free(text);
		text_free(masked);
	}
	ok(hidden, "at the edge of a piece");
	ok(kept, "as long as before");

	{
		char	   *text = text_alloc(8 * 2000 + sizeof(card));
		char	   *masked = text_alloc(8 * 2000 + sizeof(card));
		size_t		length = 0;

		for (uint32 i = 0; i < 2000; i++, length += 8)
			memcpy(text + length, " 7 days.", 8);
		strcpy(text + length, card);
		masked[text_mask(text, length + sizeof(card) - 1, masked)] = '\0';
		ok(strcmp(masked + length, " card **** **** **** 1111 ***********.com") == 0, "behind more forms than a list holds");
		text_free(text);
		text_free(masked);
	}
}

int
main(void)
{
	test_forms();
	test_what_no_form_knows();
	test_harmless();
	test_long_texts();
	return tap_done();
}
