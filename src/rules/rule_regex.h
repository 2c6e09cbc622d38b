/*
 * rule_regex.h
 *		Regular expressions of patterns in the hands of the server; apart from
 *		pattern.h, so that few files see the server's header.
 */
#ifndef COMPLAINT_RULE_REGEX_H
#define COMPLAINT_RULE_REGEX_H

#include "regex/regex.h"

#include "pattern.h"

/*
 * Compiles into the current memory context (before 16 the server takes the
 * memory from malloc): give it back with pg_regfree().  Returns REG_OKAY or
 * the server's error code, and then there is nothing to give back.
 */
extern int	rule_regex_compile(const char *source, regex_t *compiled);

/*
 * Reports the first regular expression of a pattern that cannot be used; false
 * then, if that is a soft error.
 */
extern bool rule_regex_check(const Pattern *pattern, Node *escontext);

#endif							/* COMPLAINT_RULE_REGEX_H */
