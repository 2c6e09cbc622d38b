/*
 * classify.h
 *		Judging one message with a compiled rule set.
 */
#ifndef COMPLAINT_CLASSIFY_H
#define COMPLAINT_CLASSIFY_H

#include "ruleset.h"

/* At most this many hits are reported with a verdict. */
#define CLASSIFY_MAX_HITS 64

/*
 * What may be said of a thing without saying that it is so; the first of
 * several is told.
 */
typedef enum ScopeKind
{
	SCOPE_NONE,
	SCOPE_NEGATION,
	SCOPE_HYPOTHESIS,
	SCOPE_QUESTION,
	SCOPE_HISTORY,
	SCOPE_QUOTE
} ScopeKind;

typedef struct ClassifyHit
{
	const char *entity;			/* NULL: a term written in the pattern */
	const char *term;			/* as it is defined */
	uint32		start;			/* bytes of the message, end exclusive */
	uint32		end;
	ScopeKind	scope;
} ClassifyHit;

typedef struct Verdict
{
	int			level;			/* 0 to 4 */
	uint32		harms;			/* bits, see ruleset_harm_name() */
	int			type;			/* see ruleset_type_name(), -1 for none */
	int			nrules;			/* rules that matched and were not suppressed, */
	int		   *rules;			/* ordered by name, see ruleset_rule_name() */
	bool		truncated;		/* not all was judged: only the beginning of
								 * the text, or not every regular expression */
	int			nhits;			/* hits that made these rules match, by start, */
	ClassifyHit *hits;			/* at most CLASSIFY_MAX_HITS */
} Verdict;

/*
 * Judges valid UTF-8 text of any length (what lies beyond TEXT_MAX_BYTES is
 * not read).  Runs no query, allocates nothing on a calm message once warm.
 * The result belongs to the classifier and is valid until the next call; its
 * strings are those of the rule set.
 */
extern const Verdict *classify_text(const RuleSet *rs, const char *body, size_t length);

/*
 * The same for those who only want complaints: a message of level 0 without
 * harm is told to be that, and its cause is not looked for.
 */
extern const Verdict *classify_complaint(const RuleSet *rs, const char *body, size_t length);

/* The name of a scope, NULL for none. */
extern const char *classify_scope_name(ScopeKind scope);

#endif							/* COMPLAINT_CLASSIFY_H */
