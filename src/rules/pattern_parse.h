/*
 * pattern_parse.h
 *		The state of parsing a pattern, shared by pattern_lex.c and
 *		pattern_parse.c.
 */
#ifndef COMPLAINT_PATTERN_PARSE_H
#define COMPLAINT_PATTERN_PARSE_H

#include "pattern.h"

typedef enum TokenKind
{
	T_END,
	T_TERM,
	T_ENTITY,
	T_NUMBER,
	T_WORD,
	T_COMPARE,
	T_CHARACTER					/* one of ( ) , & | ! / or a stray one */
} TokenKind;

typedef struct Parser
{
	const char *text;
	int			length;
	int			next;			/* byte offset behind the current token */
	int			depth;
	Node	   *escontext;
	Pattern    *pattern;

	/* the current token */
	TokenKind	token;
	int			start;			/* its byte offset */
	char		character;		/* of T_CHARACTER */
	PatternCompare compare;		/* of T_COMPARE */
	int			number;			/* of T_NUMBER */
	int			string;			/* of T_TERM and T_ENTITY: offset in strings */
} Parser;

/* A byte offset of the text as a position in characters, from 1. */
extern int	pattern_position_of(const Parser *p, int offset);

/* Reads the next token; false after a soft error. */
extern bool pattern_advance(Parser *p);

/*
 * Report what is wrong: the bytes from start to end, the current token, or the
 * size of the pattern.  Always false, so that callers can return it.
 */
extern bool pattern_fail_at(Parser *p, int start, int end, const char *expected);
extern bool pattern_fail(Parser *p, const char *expected);
extern bool pattern_fail_limit(Parser *p, const char *what);

#endif							/* COMPLAINT_PATTERN_PARSE_H */
