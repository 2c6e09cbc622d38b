/*
 * pattern_regex.c
 *		The regular expressions of patterns, and keeping them harmless.
 *
 * They are the server's own (advanced ones), but the server puts no bound on
 * what one may cost, and a chat waits for it.  Without back-references,
 * look-around and captures the server walks a text once, with an automaton
 * that it builds as it goes: linear in the text and in the expression.  So
 * those are refused, and so are sizes beyond a limit, with repetitions written
 * out: a{100} is as large as 100 letters.  Constraints that are repeated, or many,
 * make the server think for seconds (tried), so they are refused too.  So are anchors: the text
 * is only seen through windows, whose ends mean nothing.
 *
 * This is about the text of an expression.  The server's own opinion is asked
 * by rule_regex.c, when a pattern is written and when it is compiled into a set.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "pattern_parse.h"

#define EXPECT_END		"Expected \"/\" at the end of the regular expression; a slash inside is written \\/."
#define EXPECT_SMALLER	"With its repetitions written out, a regular expression can have at most 100 characters."

/* Constraints in one expression, wherever: with 16 of them it can be 15 s. */
#define MAX_CONSTRAINTS	8

/* Where the check of an expression stands. */
typedef struct Scan
{
	Parser	   *p;
	int			at;				/* byte offset of the pattern */
	int			end;			/* of the expression */
	int			nconstraints;	/* \m, \M and \y so far */
} Scan;

static bool scan_branches(Scan *scan, int depth, int *size);

/* The byte at the scan plus an offset, 0 behind the end. */
static char
peek(const Scan *scan, int offset)
{
	return scan->at + offset < scan->end ? scan->p->text[scan->at + offset] : '\0';
}

static bool
refuse(const Scan *scan, int length, const char *why)
{
	return pattern_fail_at(scan->p, scan->at, Min(scan->at + length, Max(scan->end, scan->at + 1)), why);
}

/*
 * A bracket expression counts as one character.
 */
static void
scan_bracket(Scan *scan)
{
	scan->at++;
	if (peek(scan, 0) == '^')
		scan->at++;
	if (peek(scan, 0) == ']')
		scan->at++;
	while (scan->at < scan->end && peek(scan, 0) != ']')
	{
		char		kind = peek(scan, 1);

		if (peek(scan, 0) == '[' && (kind == ':' || kind == '.' || kind == '='))
		{
			for (scan->at += 2; scan->at < scan->end && !(peek(scan, 0) == kind && peek(scan, 1) == ']');)
				scan->at++;
			scan->at += 2;
		}
		else
			scan->at += peek(scan, 0) == '\\' ? 2 : 1;
	}
	scan->at++;
}

/*
 * Reads one thing that a repetition can follow.
 */
static bool
scan_atom(Scan *scan, int depth, int *size)
{
	char		c = peek(scan, 0);

	*size = 1;
	if (c == '(')
	{
		if (peek(scan, 1) == '?' && peek(scan, 2) != ':')
			return refuse(scan, 3, "Regular expressions in patterns have no look-around and no embedded options; (?:...) groups.");
		if (depth >= PATTERN_MAX_DEPTH)
			return refuse(scan, 1, "A regular expression can have parentheses up to 32 deep.");
		scan->at += peek(scan, 1) == '?' ? 3 : 1;
		if (!scan_branches(scan, depth + 1, size))
			return false;
		if (peek(scan, 0) != ')')
			return refuse(scan, 1, "Expected \")\" in the regular expression.");
		scan->at++;
	}
	else if (c == '[')
		scan_bracket(scan);
	else if (c == '\\')
	{
		char		escaped = peek(scan, 1);

		if (escaped >= '1' && escaped <= '9')
			return refuse(scan, 2, "Regular expressions in patterns have no back-references.");
		if (escaped == 'A' || escaped == 'Z' || escaped == 'Y')
			return refuse(scan, 2, "Of the constraints, a regular expression in a pattern can have \\m, \\M and \\y.");
		if ((escaped == 'm' || escaped == 'M' || escaped == 'y') && ++scan->nconstraints > MAX_CONSTRAINTS)
			return refuse(scan, 2, "A regular expression in a pattern can have at most 8 of \\m, \\M and \\y; \\m(?:a|b) stands for \\ma|\\mb.");
		scan->at += 2;
	}
	else if (c == '^' || c == '$')
		return refuse(scan, 1, "A regular expression in a pattern cannot be anchored: it sees parts of the text. Match the character with \\^ or \\$.");
	else if (c == '*' || c == '+' || c == '?')
		return refuse(scan, 1, "Expected something to repeat before it; match the character with a backslash.");
	else
		scan->at += pg_utf_mblen((const unsigned char *) scan->p->text + scan->at);
	return true;
}

/*
 * Reads {m}, {m,} or {m,n}, maybe followed by a ?; how often the atom is
 * written, at most.
 */
static int
scan_bound(Scan *scan)
{
	int			number = 0;
	int			most = 0;

	for (scan->at++; scan->at < scan->end && peek(scan, 0) != '}'; scan->at++)
	{
		char		c = peek(scan, 0);

		if (c == ',')
			number = 0;
		else if (c >= '0' && c <= '9')
			number = Min(number * 10 + (c - '0'), 1000);
		most = Max(most, number);
	}
	scan->at++;
	return Max(most, 1);
}

/*
 * Reads up to a closing parenthesis or the end, and adds up how many
 * characters that is with all repetitions written out.
 */
static bool
scan_branches(Scan *scan, int depth, int *size)
{
	*size = 0;
	while (scan->at < scan->end && peek(scan, 0) != ')')
	{
		int			start = scan->at;
		int			constraints = scan->nconstraints;
		int			atom;
		char		next;

		if (peek(scan, 0) == '|')
		{
			scan->at++;
			continue;
		}
		if (!scan_atom(scan, depth, &atom))
			return false;
		while ((next = peek(scan, 0)) == '*' || next == '+' || next == '?' ||
			   (next == '{' && peek(scan, 1) >= '0' && peek(scan, 1) <= '9'))
		{
			if (scan->nconstraints > constraints)
				return refuse(scan, 1, "What contains \\m, \\M or \\y cannot be repeated.");
			if (next == '{')
				atom *= scan_bound(scan);
			else
				scan->at++;
			if (atom > PATTERN_MAX_REGEX_SIZE)
				break;
		}
		*size += atom;
		if (*size > PATTERN_MAX_REGEX_SIZE)
			return pattern_fail_at(scan->p, start, Min(scan->at, scan->end), EXPECT_SMALLER);
	}
	return true;
}

bool
pattern_read_regex(Parser *p)
{
	Scan		scan;
	int			size;

	p->token = T_REGEX;
	p->string = p->pattern->strings_used;
	for (p->next = p->start + 1; p->next < p->length && p->text[p->next] != '/'; p->next++)
	{
		if (p->text[p->next] == '\\' && p->next + 1 < p->length)
		{
			p->next++;
			if (p->text[p->next] != '/')
				pattern_put_character(p, '\\');
		}
		if ((unsigned char) p->text[p->next] < 0x20 || p->text[p->next] == 0x7f)
			return pattern_fail_at(p, p->start, p->next, "A regular expression cannot contain control characters; write \\t, \\n or \\s.");
		pattern_put_character(p, p->text[p->next]);
	}
	if (p->next >= p->length)
		return pattern_fail_at(p, p->start, p->length, EXPECT_END);
	scan.p = p;
	scan.at = p->start + 1;
	scan.end = p->next++;
	scan.nconstraints = 0;
	pattern_put_character(p, '\0');
	if (scan.at == scan.end)
		return pattern_fail(p, "Expected a regular expression between the slashes.");
	if (scan.end - scan.at > PATTERN_MAX_REGEX)
		return pattern_fail(p, "A regular expression can have at most 256 bytes.");
	if (++p->nregexes > PATTERN_MAX_REGEXES)
		return pattern_fail(p, "A pattern can have at most 4 regular expressions.");
	if (!scan_branches(&scan, 0, &size))
		return false;
	if (scan.at < scan.end)
		return refuse(&scan, 1, "Unbalanced \")\" in the regular expression; match the character with \\).");
	return true;
}
