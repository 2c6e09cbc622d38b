/*
 * pattern_brace.c
 *		Tokens in braces: {entity}, {entity.*}, {form} and {form > value}.
 *
 * A form is something recognised by its shape, such as an amount of money; its
 * names are reserved, so that no rule set has to define them.  What a form is
 * compared with is checked here and kept as the author wrote it.
 */
#include "postgres.h"

#include "../text/form.h"
#include "pattern_parse.h"

#define EXPECT_COMPARABLE \
	"What can be compared is {money}, {duration}, {date}, {time}, {percentage}, {ordinal} and {count}."

/* What a comparison looks like, for the hint. */
static const char *
example(FormKind kind)
{
	switch (kind)
	{
		case FORM_MONEY:
			return "Expected an amount to compare with, such as {money > 1000} or {money > '1.5'}.";
		case FORM_DURATION:
			return "Expected a duration to compare with, such as {duration >= '3 days'}.";
		case FORM_DATE:
			return "Expected a date to compare with, such as {date < '2026-01-31'}.";
		case FORM_TIME:
			return "Expected a time of day to compare with, such as {time > '22:00'}.";
		case FORM_PERCENTAGE:
			return "Expected a percentage to compare with, such as {percentage > '20%'}.";
		case FORM_ORDINAL:
			return "Expected a whole number to compare with, such as {ordinal >= 3}.";
		case FORM_COUNT:
			return "Expected a number to compare with, such as {count >= 3}.";
		default:
			return EXPECT_COMPARABLE;
	}
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int
skip_spaces(const Parser *p, int at)
{
	while (at < p->length && pattern_is_space(p->text[at]))
		at++;
	return at;
}

/*
 * Reads a name from a byte offset on, maybe ending in .* (is_class then), and
 * returns where it ends.  Names are lower case, so the case written does not
 * matter.
 */
static int
read_name(Parser *p, int at, bool *is_class)
{
	*is_class = false;
	p->string = p->pattern->strings_used;
	while (at < p->length)
	{
		if (p->text[at] == '*' && p->pattern->strings_used > p->string)
		{
			pattern_put_character(p, '*');
			*is_class = true;
			return at + 1;
		}
		if (!is_letter(p->text[at]))
			break;
		while (at < p->length && (is_letter(p->text[at]) || is_digit(p->text[at]) || p->text[at] == '_'))
			pattern_put_character(p, pg_ascii_tolower((unsigned char) p->text[at++]));
		if (at >= p->length || p->text[at] != '.')
			break;
		pattern_put_character(p, p->text[at++]);
	}
	return at;
}

/*
 * Is the string from p->string on digits, maybe with a fraction?  Then takes
 * what means nothing away: zeros that lead, and zeros that end a fraction.
 */
static bool
shorten_number(Parser *p)
{
	char	   *number = p->pattern->strings + p->string;
	int			length = p->pattern->strings_used - p->string;
	int			zeros = 0;
	int			point = -1;

	for (int i = 0; i < length; i++)
	{
		if (number[i] == '.' && point < 0 && i > 0 && i < length - 1)
			point = i;
		else if (!is_digit(number[i]))
			return false;
	}
	if (point >= 0)
	{
		while (number[length - 1] == '0')
			length--;
		if (length - 1 == point)
			length--;
	}
	while (zeros < length - 1 && number[zeros] == '0' && is_digit(number[zeros + 1]))
		zeros++;
	memmove(number, number + zeros, length - zeros);
	p->pattern->strings_used = p->string + length - zeros;
	return length > 0;
}

/*
 * Reads what a form is compared with, at a byte offset: a number, or something
 * in quotes.  Leaves p->next behind it.
 */
static bool
read_value(Parser *p, FormKind kind, int at)
{
	double		number;

	if (at < p->length && p->text[at] == '\'')
	{
		if (!pattern_read_quoted(p, at, "Expected a quote that ends the value."))
			return false;
		(void) shorten_number(p);
	}
	else
	{
		for (p->next = at; p->next < p->length && (is_digit(p->text[p->next]) || p->text[p->next] == '.');)
			pattern_put_character(p, p->text[p->next++]);
		if (!shorten_number(p))
			return pattern_fail_at(p, at, Max(p->next, at + 1), example(kind));
	}
	if (p->pattern->strings_used - p->string > PATTERN_MAX_VALUE ||
		!form_parse_number(kind, p->pattern->strings + p->string, p->pattern->strings_used - p->string, &number))
		return pattern_fail_at(p, at, p->next, example(kind));
	return true;
}

bool
pattern_read_braces(Parser *p)
{
	static const char *const expected =
		"Expected the name of an entity in braces, such as {regulator}, {product.card} or {product.*}.";
	bool		is_class;
	int			at = read_name(p, skip_spaces(p, p->start + 1), &is_class);
	int			length = p->pattern->strings_used - p->string;
	const char *name = p->pattern->strings + p->string;
	int			kind;
	int			end;

	at = skip_spaces(p, at);
	for (end = at; end < p->length && p->text[end] != '}';)
		end++;
	if (at >= p->length)
		return pattern_fail_at(p, p->start, p->length, expected);
	if (length == 0 || length > PATTERN_MAX_NAME || (!is_class && name[length - 1] == '.'))
		return pattern_fail_at(p, p->start, Min(end + 1, p->length), expected);
	kind = form_kind(name, length);
	p->token = kind < 0 ? T_ENTITY : T_FORM;
	if (kind >= 0)
	{
		p->number = kind;
		p->pattern->strings_used = p->string;
	}
	p->next = at;
	if (pattern_read_compare(p, at))
	{
		if (kind < 0 || !form_is_comparable((FormKind) kind))
			return pattern_fail_at(p, at, p->next, EXPECT_COMPARABLE);
		if (!read_value(p, (FormKind) kind, skip_spaces(p, p->next)))
			return false;
		at = skip_spaces(p, p->next);
	}
	pattern_put_character(p, '\0');
	if (at >= p->length || p->text[at] != '}')
		return pattern_fail_at(p, p->start, Min(end + 1, p->length), kind < 0 ? expected : example((FormKind) kind));
	p->next = at + 1;
	return true;
}
