/*
 * classify_private.h
 *		One judgement in progress; for src/rules only.
 *
 * There is one judge per backend.  Its arrays are kept from message to message
 * and only grow (until they are given back as a whole), so that a calm message
 * allocates nothing.
 */
#ifndef COMPLAINT_CLASSIFY_PRIVATE_H
#define COMPLAINT_CLASSIFY_PRIVATE_H

#include "fmgr.h"

#include "../text/form.h"
#include "classify.h"
#include "ruleset_private.h"

/* Places a near or then may yield; further ones are not looked for. */
#define MAX_SPANS			16384

/*
 * Hits a message may have, times the mentions of each; the text behind is not
 * judged.  A hit of a word that is in thousands of entities is thousands.
 */
#define MAX_MENTIONS		(1024 * 1024)

/*
 * Places and counted hits that all rules together may look at in a message, so
 * that no rule set makes it take long: tens of nanoseconds each.
 */
#define MAX_WORK			(1024 * 1024)

/* What is known of an atom in this message; valid if round is the judge's. */
typedef struct AtomState
{
	uint32		round;
	uint32		first;			/* index into Judge.lists */
	uint32		count;			/* hits, in the order of the text */
	uint32		positive;		/* of them under no scope */
} AtomState;

/* An inclusive range of tokens. */
typedef struct Span
{
	uint32		first;
	uint32		last;
} Span;

/* What a regular expression found; valid if round is the judge's. */
typedef struct RegexState
{
	uint32		round;
	bool		found;
} RegexState;

typedef struct Judge
{
	MemoryContext context;
	const RuleSet *rs;			/* of the last message; may be gone since,
								 * unless the judgement is in progress */
	bool		busy;			/* true at the start: the last one ended in an
								 * error */
	TextDoc    *doc;
	MatchHits	scan;			/* what the matcher found */
	MatchHit   *hits;			/* scan.hits, those within one sentence; then
								 * the forms, see classify_form.c */
	uint32		nhits;
	uint32		nwords;			/* of them not forms */
	FormList	forms;			/* those of hits from nwords on, once they are
								 * found */
	bool		forms_asked;	/* whether there can be any, */
	uint32		forms_possible; /* and of which kinds: bits by FormKind */
	bool		forms_found;
	bool		forms_added;	/* to the hits */
	int8		shouts;			/* is the text in capitals; -1: not known yet */
	int64		exclaims;		/* exclamation marks in a row; -1: not known */

	uint32		round;			/* counts messages, so that states need no
								 * clearing */
	AtomState  *atoms;
	uint32		atoms_capacity;
	uint32	   *rule_rounds;	/* by rule: the round it became a candidate */
	uint32		rule_rounds_capacity;

	uint8	   *whole;			/* by hit: is it whole words; only where its
								 * literal asks */
	uint32		whole_capacity;
	int64		asked;			/* the sentence last asked whether it is a
								 * question; -1: none */
	bool		asks;			/* whether it is */
	uint8	   *scopes;			/* by hit: ScopeKind */
	uint32		scopes_capacity;
	bool		scoped;			/* are there triggers or terminators */
	uint16	   *token_scopes;	/* by token, see classify_scope.c */
	uint32		token_scopes_capacity;
	uint32	   *triggers;		/* hits that open or end a scope */
	uint32		triggers_capacity;
	uint64	   *hit_bits;		/* by atom or group: was it hit; small, since of a list
								 * of alternatives each is asked */
	uint32		hit_bits_capacity;
	uint32		hit_words;		/* of them, for this rule set */
	uint32	   *touched;		/* atoms that were hit */
	uint32		ntouched;
	bool		marked;			/* there may be bits among hit_bits */
	uint32		touched_capacity;
	uint32	   *lists;			/* hits by atom */
	uint32		nlisted;
	uint32		lists_capacity;
	int32		root;			/* of the rule that is evaluated */
	uint32		work;			/* done so far, see MAX_WORK */
	Span	   *spans;			/* stack of the evaluation */
	uint32		nspans;
	uint32		spans_capacity;
	RegexState *regexes;		/* by regex */
	uint32		regexes_capacity;
	uint32		regex_bytes;	/* searched in this message */
	pg_wchar   *wide;			/* what is searched */
	uint32		wide_capacity;

	int		   *matched;		/* rules that hold; then those that count */
	uint32		nmatched;
	uint32		matched_capacity;
	uint8	   *effects;		/* by token, see classify_effect.c */
	uint32		effects_capacity;
	uint8	   *effect_origins; /* by token: effects of hits that begin there */
	uint32		effect_origins_capacity;
	uint32	   *evidence;		/* by hit: mention + 1 that made a rule match */
	uint32		evidence_capacity;

	Verdict		verdict;
	ClassifyHit reported[CLASSIFY_MAX_HITS];
} Judge;

/*
 * Makes room for "needed" elements in one of the judge's arrays; what it held
 * is kept.
 */
#define judge_reserve(judge, array, needed) \
	((needed) <= (judge)->array##_capacity ? (void) 0 : \
	 (void) ((judge)->array = judge_grow((judge)->context, (judge)->array, &(judge)->array##_capacity, \
										 (needed), sizeof(*(judge)->array))))

extern void *judge_grow(MemoryContext context, void *array, uint32 *capacity, uint32 needed, Size size);

/*
 * classify_scope.c: drops hits that no mention wants, then finds the scope of
 * the others; then that of any tokens can be asked for, and whether a
 * terminator begins at a token.
 */
extern void judge_words(Judge *judge);
extern void judge_scopes(Judge *judge);
extern ScopeKind judge_scope_of(const Judge *judge, uint32 first, uint32 last);
extern bool judge_terminates(const Judge *judge, uint32 token);
extern bool judge_contrasts(const Judge *judge, uint32 token);

/*
 * classify_effect.c: marks what the matched effect rules cover, false if there
 * are none; then the level of a rule under the effects, 0 if it is suppressed.
 */
extern bool judge_mark_effects(Judge *judge);
extern int	judge_level_after_effects(Judge *judge, const CompiledRule *rule);

/*
 * classify_eval.c: does a rule hold, and by which hits.  The visitor is called
 * with each hit and the mention by which it counts.
 */
typedef void (*JudgeVisitor) (Judge *judge, uint32 hit, uint32 mention, void *argument);

extern bool judge_rule_could_hold(Judge *judge, const CompiledRule *rule);
extern bool judge_rule_holds(Judge *judge, const CompiledRule *rule);
extern void judge_visit_rule(Judge *judge, const CompiledRule *rule, JudgeVisitor visitor, void *argument);

/*
 * Pushes the hits of a mention that count on judge->spans; sorts the spans from
 * an index to the top and drops repeated ones.
 */
extern void judge_push_mentions(Judge *judge, const RuleNode *node);
extern void judge_sort_spans(Judge *judge, uint32 from);

/*
 * classify_form.c: finds the forms that the rule set names (false if there are
 * none of these kinds, bits by FormKind), and makes hits of them, once the
 * scopes are known.
 */
extern bool judge_look_for_forms(Judge *judge, uint32 kinds);
extern void judge_add_forms(Judge *judge);

/* classify_regex.c: is the node's regular expression found? */
extern bool judge_regex_holds(Judge *judge, int32 node);

/* The form of a hit, NULL if it is a literal's. */
static inline const Form *
judge_form(const Judge *judge, uint32 hit)
{
	return hit < judge->nwords ? NULL : &judge->forms.forms[hit - judge->nwords];
}

static inline bool
judge_was_hit(const Judge *judge, uint32 atom)
{
	return ((judge->hit_bits[atom / 64] >> (atom % 64)) & 1) != 0;
}

/*
 * Was the node's term or entity, or all that an "or" could hold by, not even
 * hit?  False where it must be asked.
 */
static inline bool
judge_is_silent(const Judge *judge, const RuleNode *node)
{
	if (node->kind == PATTERN_OR)
		return node->atom >= 0 && !judge_was_hit(judge, (uint32) node->atom);
	return node->kind == PATTERN_TERM && !node->form && (node->atom < 0 || !judge_was_hit(judge, (uint32) node->atom));
}

static inline const AtomState *
judge_atom(const Judge *judge, int32 atom)
{
	static const AtomState not_hit = {0};

	if (atom < 0 || judge->atoms[atom].round != judge->round)
		return &not_hit;
	return &judge->atoms[atom];
}

/* Many a rule set names no forms, and then this costs nothing. */
static inline bool
judge_find_forms(Judge *judge, uint32 kinds)
{
	return kinds != 0 && judge_look_for_forms(judge, kinds);
}

/* Does a hit of the mention's literal count as the mention? */
static inline bool
judge_mention_counts(const Judge *judge, uint32 hit, uint32 mention)
{
	return !judge->rs->mentions[mention].whole_word || judge->whole[hit];
}

/* classify.c: gives hits from an index on to their atoms */
extern void judge_list_hits(Judge *judge, uint32 from);

/* classify.c: the judge of this backend, as the last message left it. */
extern Judge *classify_judge(void);
extern const Judge *judge_find(const RuleSet *rs, const char *body, size_t length);
extern void judge_describe_hit(const Judge *judge, uint32 hit, uint32 mention, ClassifyHit *out);

/* classify_sql.c: the arguments of the functions that take a message. */
extern text *classify_body(FunctionCallInfo fcinfo, int argument);
extern const RuleSet *classify_ruleset(FunctionCallInfo fcinfo);

#endif							/* COMPLAINT_CLASSIFY_PRIVATE_H */
