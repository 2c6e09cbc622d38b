/*
 * rule_regex.c
 *		Regular expressions of patterns in the hands of the server.
 *
 * Collation "C": case and classes such as \w are those of ASCII.  Verdicts must
 * not differ with the locale of the database they are made in.
 */
#include "postgres.h"

#include "catalog/pg_collation.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "regex/regexport.h"

#include "../compat.h"
#include "pattern.h"
#include "rule_regex.h"

/*
 * The automaton of the largest expression allowed has about this many states;
 * what goes beyond is an expression whose size pattern_regex.c failed to see.
 */
#define MAX_STATES 256

/*
 * A sensible one has hundreds of arcs between them.  Many optional things in a
 * row, such as (?:\w?){90}, have tens of thousands and take the server most of
 * a second to compile, which the first chat that needs it would wait for.
 */
#define MAX_ARCS 4000

static bool
is_too_big(const regex_t *compiled)
{
	int			nstates = pg_reg_getnumstates(compiled);
	int			narcs = 0;

	for (int i = 0; i < nstates && nstates <= MAX_STATES && narcs <= MAX_ARCS; i++)
		narcs += pg_reg_getnumoutarcs(compiled, i);
	return nstates > MAX_STATES || narcs > MAX_ARCS;
}

int
rule_regex_compile(const char *source, regex_t *compiled)
{
	int			length = (int) strlen(source);
	pg_wchar   *wide = palloc((length + 1) * sizeof(pg_wchar));
	int			wide_length = pg_mb2wchar_with_len(source, wide, length);
	int			result = pg_regcomp(compiled, wide, wide_length, REG_ADVANCED | REG_ICASE | REG_NOSUB,
									C_COLLATION_OID);

	pfree(wide);
	/* a compilation that was cancelled says nothing of the expression */
	if (result != REG_OKAY)
		CHECK_FOR_INTERRUPTS();
	if (result == REG_OKAY && is_too_big(compiled))
	{
		pg_regfree(compiled);
		result = REG_ETOOBIG;
	}
	return result;
}

/*
 * Why the server or we do not take an expression, NULL if it is good.
 */
static const char *
objection(const char *source)
{
	static char message[100];
	regex_t		compiled;
	int			result = rule_regex_compile(source, &compiled);
	long		info;

	if (result != REG_OKAY)
	{
		pg_regerror(result, &compiled, message, sizeof(message));
		return message;
	}
	info = compiled.re_info;
	pg_regfree(&compiled);
	if (info & REG_UEMPTYMATCH)
		return "it matches the empty text, which is everywhere";
	if (info & (REG_UBACKREF | REG_ULOOKAROUND))
		return "it has back-references or look-around";
	return NULL;
}

bool
rule_regex_check(const Pattern *pattern, Node *escontext)
{
	for (int i = 0; i < pattern->nnodes; i++)
	{
		const PatternNode *node = &pattern->nodes[i];
		const char *why;

		if (node->kind != PATTERN_REGEX)
			continue;
		why = objection(pattern_text(pattern, node));
		if (why == NULL)
			continue;
		errsave(escontext,
				(errcode(ERRCODE_INVALID_REGULAR_EXPRESSION),
				 errmsg("invalid regular expression in pattern: %s", why),
				 errdetail("It is \"%s\" and begins at character %d.", pattern_text(pattern, node), node->position)));
		return false;
	}
	return true;
}
