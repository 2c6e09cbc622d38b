/*
 * pattern_lex.c
 *		Tokens of the rule language, and the errors that name them.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "../compat.h"
#include "pattern_parse.h"

#define HINT_LIMITS		"A pattern can have up to %d bytes, %d nodes, and parentheses up to %d deep."

int
pattern_position_of(const Parser *p, int offset)
{
	return pg_mbstrlen_with_len(p->text, offset) + 1;
}

/*
 * Reports the token at a byte offset as the culprit.  Always false, so that
 * callers can return it.
 */
bool
pattern_fail_at(Parser *p, int start, int end, const char *expected)
{
	if (start >= p->length)
		pattern_report(p,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("syntax error in pattern"),
				 errdetail("Unexpected end of the pattern at character %d.", pattern_position_of(p, p->length)),
				 errhint("%s", expected)));
	else
	{
		int			length = pg_mbcliplen(p->text + start, end - start, 60);

		pattern_report(p,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("syntax error in pattern"),
				 errdetail("Unexpected \"%.*s\" at character %d.", length, p->text + start, pattern_position_of(p, start)),
				 errhint("%s", expected)));
	}
	return false;
}

bool
pattern_fail(Parser *p, const char *expected)
{
	return pattern_fail_at(p, p->start, p->next, expected);
}

bool
pattern_fail_limit(Parser *p, const char *what)
{
	pattern_report(p,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("pattern is too large"),
			 errdetail("%s", what),
			 errhint(HINT_LIMITS, PATTERN_MAX_BYTES, PATTERN_MAX_NODES, PATTERN_MAX_DEPTH)));
	return false;
}

bool
pattern_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
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

/* Words of the language are ASCII; others are told from them as a whole. */
static bool
is_word_character(char c)
{
	return is_letter(c) || c == '_' || IS_HIGHBIT_SET(c);
}

/*
 * Reads 'words' from the quote at a byte offset on, with '' for a quote; white
 * space becomes single spaces, so that what means the same is written the same.
 * The text begins at p->string and has no zero byte yet.
 */
bool
pattern_read_quoted(Parser *p, int start, const char *unended)
{
	char	   *strings = p->pattern->strings;

	p->string = p->pattern->strings_used;
	for (p->next = start + 1;; p->next++)
	{
		unsigned char c;

		if (p->next >= p->length)
			return pattern_fail_at(p, start, p->length, unended);
		c = (unsigned char) p->text[p->next];
		if (c == '\'')
		{
			p->next++;
			if (p->next >= p->length || p->text[p->next] != '\'')
				break;
		}
		if (pattern_is_space((char) c))
		{
			if (p->pattern->strings_used > p->string && strings[p->pattern->strings_used - 1] != ' ')
				pattern_put_character(p, ' ');
		}
		else if (c < 0x20 || c == 0x7f)
			return pattern_fail_at(p, start, p->next, "Quoted text cannot contain control characters.");
		else
			pattern_put_character(p, (char) c);
	}
	if (p->pattern->strings_used > p->string && strings[p->pattern->strings_used - 1] == ' ')
		p->pattern->strings_used--;
	return true;
}

static bool
read_term(Parser *p)
{
	const char *term;
	int			length;

	p->token = T_TERM;
	if (!pattern_read_quoted(p, p->start, "Expected a quote that ends the term; a quote inside a term is written twice."))
		return false;
	term = p->pattern->strings + p->string;
	length = p->pattern->strings_used - p->string;
	pattern_put_character(p, '\0');
	if (pg_mbstrlen_with_len(term, length) > PATTERN_MAX_TERM)
		return pattern_fail(p, "A term can have at most 200 characters.");
	if (!pattern_term_has_words(term, length))
		return pattern_fail(p, "A term needs at least one letter, digit or symbol that can be looked for.");
	return true;
}

static bool
read_number(Parser *p)
{
	p->token = T_NUMBER;
	p->number = 0;
	for (p->next = p->start; p->next < p->length && is_digit(p->text[p->next]); p->next++)
	{
		/* larger than any limit is all we need to know */
		if (p->number < 100000)
			p->number = p->number * 10 + (p->text[p->next] - '0');
	}
	p->fraction = p->next + 1 < p->length && p->text[p->next] == '.' && is_digit(p->text[p->next + 1]);
	if (p->fraction)
	{
		for (p->next++; p->next < p->length && is_digit(p->text[p->next]);)
			p->next++;
	}
	return true;
}

/*
 * Reads a comparison at a byte offset, if there is one.
 */
bool
pattern_read_compare(Parser *p, int at)
{
	char		c = at < p->length ? p->text[at] : '\0';

	if (c != '<' && c != '>' && c != '=')
		return false;
	p->next = at + 1;
	p->compare = c == '>' ? PATTERN_GT : c == '<' ? PATTERN_LT : PATTERN_EQ;
	if (c != '=' && p->next < p->length && p->text[p->next] == '=')
	{
		p->next++;
		p->compare = c == '>' ? PATTERN_GE : PATTERN_LE;
	}
	return true;
}

bool
pattern_advance(Parser *p)
{
	char		c;

	while (p->next < p->length && pattern_is_space(p->text[p->next]))
		p->next++;
	p->start = p->next;
	if (p->start >= p->length)
	{
		p->token = T_END;
		return true;
	}
	c = p->text[p->start];
	if (c == '\'')
		return read_term(p);
	if (c == '{')
		return pattern_read_braces(p);
	if (is_digit(c))
		return read_number(p);
	if (is_letter(c) || IS_HIGHBIT_SET(c))
	{
		p->token = T_WORD;
		while (p->next < p->length && is_word_character(p->text[p->next]))
			p->next++;
	}
	else if (pattern_read_compare(p, p->start))
		p->token = T_COMPARE;
	else
	{
		p->token = T_CHARACTER;
		p->character = c;
		p->next++;
	}
	return true;
}
