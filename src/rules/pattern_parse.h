/*
 * pattern_parse.h
 *		The state of parsing a pattern, shared by pattern_lex.c,
 *		pattern_brace.c, pattern_regex.c, pattern_operand.c and pattern_parse.c.
 */
#ifndef COMPLAINT_PATTERN_PARSE_H
#define COMPLAINT_PATTERN_PARSE_H

#include "pattern.h"

typedef enum TokenKind
{
	T_END,
	T_TERM,
	T_ENTITY,
	T_FORM,
	T_REGEX,
	T_NUMBER,
	T_WORD,
	T_COMPARE,
	T_CHARACTER					/* one of ( ) , & | ! / ~ or a stray one */
} TokenKind;

typedef struct Parser
{
	const char *text;
	int			length;
	int			next;			/* byte offset behind the current token */
	int			depth;
	Node	   *escontext;
	bool		quiet;			/* reports nothing */
	Pattern    *pattern;

	/* the current token */
	TokenKind	token;
	int			start;			/* its byte offset */
	char		character;		/* of T_CHARACTER */
	PatternCompare compare;		/* of T_COMPARE and T_FORM */
	int			number;			/* of T_NUMBER; of T_FORM: its kind */
	bool		fraction;		/* T_NUMBER has one, number is the rest */
	int			string;			/* of T_TERM, T_ENTITY, T_FORM and T_REGEX:
								 * offset in strings */

	int			nregexes;		/* so far */
} Parser;

/* Says what is wrong; returns in a soft error context or a quiet parser. */
#define pattern_report(p, ...) \
	do { \
		if (!(p)->quiet) \
			errsave((p)->escontext, __VA_ARGS__); \
	} while (0)

/* A byte offset of the text as a position in characters, from 1. */
extern int	pattern_position_of(const Parser *p, int offset);

/* Reads the next token; false after a soft error. */
extern bool pattern_advance(Parser *p);

/* Strings cannot run over: each is shorter than what it was read from. */
static inline void
pattern_put_character(Parser *p, char c)
{
	Assert(p->pattern->strings_used < (int) sizeof(p->pattern->strings));
	p->pattern->strings[p->pattern->strings_used++] = c;
}

/* pattern_lex.c, of the language's own characters: white space, comparisons */
extern bool pattern_is_space(char c);
extern bool pattern_read_compare(Parser *p, int at);
extern bool pattern_read_quoted(Parser *p, int start, const char *unended);

/* pattern_brace.c: the token that begins with the brace at p->start. */
extern bool pattern_read_braces(Parser *p);

/*
 * pattern_operand.c: is the current token this character, or this word?  Skips
 * a character, or says what was expected.
 */
extern bool pattern_at_character(const Parser *p, char c);
extern bool pattern_at_word(const Parser *p, const char *word);
extern bool pattern_skip_character(Parser *p, char c, const char *expected);

/* The tree grows; -1 or false where a limit does not allow it. */
extern int	pattern_new_node(Parser *p, PatternKind kind, int offset);
extern bool pattern_add_child(Parser *p, int parent_index, int child_index);

/* Read what begins at the current token; the node, or -1 after a soft error. */
extern int	pattern_parse_mention(Parser *p, bool allow_any);
extern int	pattern_parse_count(Parser *p);
extern int	pattern_parse_measure(Parser *p);
extern int	pattern_parse_model(Parser *p);
extern int	pattern_parse_regex(Parser *p);

/*
 * pattern_regex.c: reads on from the slash that is the current token, which
 * becomes a T_REGEX.  Refuses what could take long.
 */
extern bool pattern_read_regex(Parser *p);

/*
 * Report what is wrong: the bytes from start to end, the current token, or the
 * size of the pattern.  Always false, so that callers can return it.
 */
extern bool pattern_fail_at(Parser *p, int start, int end, const char *expected);
extern bool pattern_fail(Parser *p, const char *expected);
extern bool pattern_fail_limit(Parser *p, const char *what);

#endif							/* COMPLAINT_PATTERN_PARSE_H */
