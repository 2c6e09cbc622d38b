/*
 * mask.c
 *	  Hiding what a person can be known by in a text that is shown.
 *
 * Two nets, of which each catches what slips through the other.  The
 * recognised forms (form.h) know an e-mail address, an IBAN or an order number
 * by its shape and check digits.  But customers mistype, and a card number with
 * one wrong digit is still most of a card number; so any other long row of
 * digits is hidden too, unless a form says that it is an amount, a date or
 * another harmless thing, and so is whatever looks like an address.  Too much
 * is hidden rather than too little.
 *
 * Forms are found in pieces of the text, since a piece is all that text_read
 * takes, and a list has room for FORM_MAX.  A piece ends some way before what
 * was read of it, so that no form is cut in two.
 */
#include "mask.h"

#include "fold.h"
#include "form.h"
#include "text.h"

/* What of a value is shown. */
#define SHOWN			4

/* A row of digits is hidden from so many on: in one piece, or in groups. */
#define ROW_IN_ONE		7
#define ROW_IN_GROUPS	9

/* A harmless form with so many digits is not believed. */
#define DOUBTFUL_DIGITS 13

/* No form is longer, in bytes. */
#define LONGEST_FORM	1024

/* Most characters between two groups of digits. */
#define MAX_GAP			3

/* Marks of a byte of the text; of a character, its first byte has them. */
#define MARK_HIDDEN		0x01
#define MARK_HARMLESS	0x02	/* part of an amount, a date ... */

/* The character at p, and its length; what is no character is one byte. */
static uint32
decode(const char *p, const char *end, uint32 *c)
{
	uint32		width = fold_decode((const unsigned char *) p, (const unsigned char *) end, c);

	if (width > 0)
		return width;
	*c = 0;
	return 1;
}

static uint8
class_of(uint32 c)
{
	return c < 0x80 ? fold_ascii_class[c] : fold_lookup(c)->class;
}

/* Han numerals are said one by one too: 一三八零零... */
static bool
is_digit(uint32 c)
{
	static const uint32 numerals[] = {
		0x3007, 0x4E00, 0x4E03, 0x4E09, 0x4E5D, 0x4E8C, 0x4E94, 0x516B, 0x516D, 0x56DB, 0x5E7A, 0x96F6
	};

	if (c < 0x80)
		return c >= '0' && c <= '9';
	if (class_of(c) == FOLD_DIGIT)
		return true;
	for (uint32 i = 0; i < lengthof(numerals); i++)
		if (numerals[i] == c)
			return true;
	return false;
}

/* What counts as one of the characters of a value: no blanks and brackets. */
static bool
is_valuable(uint32 c)
{
	uint8		class = class_of(c);

	return class == FOLD_LETTER || class == FOLD_HAN || class == FOLD_SYMBOL || is_digit(c);
}

/*
 * Hides all characters from start to end that count, but for the last ones:
 * SHOWN of them, and no more than half.
 */
static void
hide(const char *bytes, uint8 *marks, size_t start, size_t end, bool all)
{
	size_t		count = 0;
	size_t		seen = 0;
	uint32		c;

	for (size_t p = start; p < end; p += decode(bytes + p, bytes + end, &c))
	{
		(void) decode(bytes + p, bytes + end, &c);
		count += all || is_valuable(c);
	}
	for (size_t p = start; p < end; p += decode(bytes + p, bytes + end, &c))
	{
		(void) decode(bytes + p, bytes + end, &c);
		if (!all && !is_valuable(c))
			continue;
		if (seen++ < count - Min(count / 2, SHOWN))
			marks[p] |= MARK_HIDDEN;
	}
}

static uint32
count_digits(const char *bytes, size_t start, size_t end)
{
	uint32		digits = 0;
	uint32		c;

	for (size_t p = start; p < end; p += decode(bytes + p, bytes + end, &c))
	{
		(void) decode(bytes + p, bytes + end, &c);
		digits += is_digit(c);
	}
	return digits;
}

/* Marks what a form covers; an address within a URL is a person's too. */
static void
mark_form(const char *bytes, uint8 *marks, const Form *form, size_t offset)
{
	size_t		start = offset + form->start;
	size_t		end = offset + form->end;
	bool		address = form->kind == FORM_EMAIL ||
		(form->kind == FORM_URL && memchr(bytes + start, '@', end - start) != NULL);

	if (address || form_is_personal((FormKind) form->kind))
		hide(bytes, marks, start, end, address);
	else if (form->kind != FORM_URL && count_digits(bytes, start, end) < DOUBTFUL_DIGITS)
		memset(marks + start, MARK_HARMLESS, end - start);
}

static void
mark_forms(const char *bytes, size_t length, uint8 *marks)
{
	TextDoc    *doc = text_doc_create();
	FormList	list = {0};
	size_t		offset = 0;

	while (offset < length)
	{
		size_t		limit;

		text_read(doc, bytes + offset, length - offset);
		form_find(doc, &list);
		limit = doc->truncated ? doc->length - LONGEST_FORM : doc->length;
		if (list.nforms == FORM_MAX)
			limit = Min(limit, list.forms[FORM_MAX - 1].end);
		while (limit < doc->length && ((unsigned char) bytes[offset + limit] & 0xC0) == 0x80)
			limit++;
		for (uint32 i = 0; i < list.nforms && list.forms[i].start < limit; i++)
		{
			mark_form(bytes, marks, &list.forms[i], offset);
			limit = Max(limit, list.forms[i].end);
		}
		offset += Max(limit, 1);
		TEXT_CHECK_INTERRUPTS();
	}
	form_list_free(&list);
	text_doc_free(doc);
}

/* What may stand between two groups of digits of one number. */
static bool
may_separate(uint32 c)
{
	switch (class_of(c))
	{
		case FOLD_SPACE:
		case FOLD_DOT:
		case FOLD_IGNORABLE:
			return true;
		default:
			break;
	}
	switch (c)
	{
		case '\n':
		case '\r':
		case '-':
		case '/':
		case '_':
		case '(':
		case ')':
		case '*':
		case 0xB7:
		case 0xFF0D:
		case 0xFF0F:
			return true;
		default:
			return c >= 0x2010 && c <= 0x2015;
	}
}

/* Whether exactly three digits begin at p: those of "1,200". */
static bool
are_thousands(const char *bytes, size_t p, size_t length)
{
	uint32		digits = 0;
	uint32		c;

	for (; p < length; p += decode(bytes + p, bytes + length, &c))
	{
		(void) decode(bytes + p, bytes + length, &c);
		if (!is_digit(c))
			break;
		digits++;
	}
	return digits == 3;
}

/*
 * Where the next group of digits begins that goes on with the number that
 * ended before p; 0 if none does.
 */
static size_t
next_group(const char *bytes, const uint8 *marks, size_t p, size_t length)
{
	uint32		gap = 0;
	uint32		c;

	for (; p < length; gap++)
	{
		uint32		width = decode(bytes + p, bytes + length, &c);

		if (marks[p] & MARK_HARMLESS)
			return 0;
		if (is_digit(c))
			return p;
		if (c == ',' && gap == 0 && p + 1 < length)
		{
			(void) decode(bytes + p + 1, bytes + length, &c);
			return is_digit(c) && !(marks[p + 1] & MARK_HARMLESS) && !are_thousands(bytes, p + 1, length) ? p + 1 : 0;
		}
		if (gap == MAX_GAP || !may_separate(c))
			return 0;
		p += width;
	}
	return 0;
}

/* Hides the row of digits that begins at start, if it is long; its end. */
static size_t
mark_row(const char *bytes, size_t length, uint8 *marks, size_t start)
{
	size_t		end = start;
	size_t		next = start;
	uint32		digits = 0;
	uint32		groups = 0;

	while (next != 0 || groups == 0)
	{
		size_t		p = next;
		uint32		c;
		uint32		width = decode(bytes + p, bytes + length, &c);

		/* one group; what has no width is no gap */
		while (p < length && !(marks[p] & MARK_HARMLESS) && (is_digit(c) || (p > next && class_of(c) == FOLD_IGNORABLE)))
		{
			digits += is_digit(c);
			p += width;
			if (p < length)
				width = decode(bytes + p, bytes + length, &c);
		}
		groups++;
		end = p;
		next = next_group(bytes, marks, p, length);
	}
	if (digits >= (groups == 1 ? ROW_IN_ONE : ROW_IN_GROUPS))
		hide(bytes, marks, start, end, false);
	return end;
}

static void
mark_rows(const char *bytes, size_t length, uint8 *marks)
{
	size_t		p = 0;

	while (p < length)
	{
		uint32		c;
		uint32		width = decode(bytes + p, bytes + length, &c);

		if (is_digit(c) && !(marks[p] & MARK_HARMLESS))
			p = mark_row(bytes, length, marks, p);
		else
			p += width;
	}
}

/* What an address is made of, besides the sign and dots. */
static bool
is_address_part(uint32 c)
{
	return class_of(c) == FOLD_LETTER || class_of(c) == FOLD_DIGIT || c == '.' || c == '-' || c == '_' || c == '+';
}

/*
 * Hides what has the look of an e-mail address around the sign at p, also
 * where it is none by the letter: letters of any script, an odd domain.
 */
static void
mark_address(const char *bytes, size_t length, uint8 *marks, size_t at)
{
	size_t		start = at;
	size_t		end = at + 1;
	bool		dotted = false;
	uint32		c;

	for (size_t p = at; p > 0; start = p)
	{
		do
			p--;
		while (p > 0 && ((unsigned char) bytes[p] & 0xC0) == 0x80);
		(void) decode(bytes + p, bytes + length, &c);
		if (!is_address_part(c))
			break;
	}
	while (end < length)
	{
		uint32		width = decode(bytes + end, bytes + length, &c);

		if (!is_address_part(c))
			break;
		dotted |= c == '.' && end > at + 1 && end + 1 < length;
		end += width;
	}
	if (start < at && dotted)
		hide(bytes, marks, start, end, true);
}

static void
mark_addresses(const char *bytes, size_t length, uint8 *marks)
{
	const char *sign = bytes;

	while ((sign = memchr(sign, '@', length - (size_t) (sign - bytes))) != NULL)
	{
		if (!(marks[sign - bytes] & MARK_HIDDEN))
			mark_address(bytes, length, marks, (size_t) (sign - bytes));
		sign++;
	}
}

size_t
text_mask(const char *bytes, size_t length, char *out)
{
	uint8	   *marks = text_alloc(length + 1);
	size_t		written = 0;
	uint32		c;
	uint32		width;

	memset(marks, 0, length + 1);
	mark_forms(bytes, length, marks);
	mark_rows(bytes, length, marks);
	mark_addresses(bytes, length, marks);
	for (size_t p = 0; p < length; p += width)
	{
		width = decode(bytes + p, bytes + length, &c);
		if (marks[p] & MARK_HIDDEN)
			out[written++] = '*';
		else
		{
			memcpy(out + written, bytes + p, width);
			written += width;
		}
	}
	text_free(marks);
	return written;
}
