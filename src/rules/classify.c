/*
 * classify.c
 *		Judging a message: from its text to the verdict.
 *
 * Read and fold the text, find all literals in one pass, settle which hits are
 * under a scope, evaluate the rules whose triggers were hit, apply the effects, and
 * take the highest level, the best type and all harms.  A message without any
 * hit is done after the scan.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "classify_private.h"

/*
 * A judge that has grown beyond this, and beyond what the rule set needs in
 * any case, is given back before the next message.
 */
#define JUDGE_KEEP_BYTES	(256 * 1024)

/* Looking at more atoms than this for presence alone is not worth it. */
#define MAX_PRESENT			4096

static Judge the_judge;

Judge *
classify_judge(void)
{
	return &the_judge;
}

const RuleSet *
classify_ruleset_in_use(void)
{
	return the_judge.rs;
}

void *
judge_grow(MemoryContext context, void *array, uint32 *capacity, uint32 needed, Size size)
{
	uint32		grown = Max(Max(*capacity * 2, 64), needed);
	char	   *result;

	if (array == NULL)
		result = MemoryContextAllocHuge(context, grown * size);
	else
		result = repalloc_huge(array, grown * size);
	memset(result + *capacity * size, 0, (grown - *capacity) * size);
	*capacity = grown;
	return result;
}

/* Makes room for a bit for each atom and group. */
static void
reserve_hit_bits(Judge *judge)
{
	judge->hit_words = (judge->rs->natoms + judge->rs->ngroups) / 64 + 1;
	judge_reserve(judge, hit_bits, judge->hit_words);
}

/* Leaves no atom and no group marked as hit. */
static void
forget_presence(Judge *judge)
{
	memset(judge->hit_bits, 0, judge->hit_words * sizeof(uint64));
	judge->marked = false;
	judge->ntouched = 0;
}

/* Marks an atom and its groups as hit; the caller knows that it was not. */
static void
touch(Judge *judge, uint32 atom)
{
	const RuleSet *rs = judge->rs;

	judge_reserve(judge, touched, judge->ntouched + 1);
	judge->touched[judge->ntouched++] = atom;
	judge->marked = true;
	judge->hit_bits[atom / 64] |= UINT64CONST(1) << (atom % 64);
	for (uint32 g = rs->atom_groups[atom]; g < rs->atom_groups[atom + 1]; g++)
		judge->hit_bits[rs->groups[g] / 64] |= UINT64CONST(1) << (rs->groups[g] % 64);
}

/* Begins with nothing but a document; what the judge had is given back. */
static pg_noinline void
begin_anew(Judge *judge)
{
	MemoryContext context = judge->context;
	MemoryContext old;

	if (context == NULL)
		context = AllocSetContextCreate(TopMemoryContext, "complaint judge", ALLOCSET_DEFAULT_SIZES);
	else
		MemoryContextReset(context);
	memset(judge, 0, sizeof(Judge));
	judge->context = context;
	/* until it has a document */
	judge->busy = true;
	old = MemoryContextSwitchTo(context);
	judge->doc = text_doc_create();
	MemoryContextSwitchTo(old);
}

/* The count of messages begins again: no state may be taken for one of them. */
static pg_noinline void
forget_rounds(Judge *judge)
{
	memset(judge->atoms, 0, judge->atoms_capacity * sizeof(AtomState));
	memset(judge->rule_rounds, 0, judge->rule_rounds_capacity * sizeof(uint32));
	memset(judge->regexes, 0, judge->regexes_capacity * sizeof(RegexState));
	judge->round = 1;
}

/*
 * Has it grown beyond what is kept?  The context has no children, so that what
 * it says of itself is all.
 */
static inline bool
is_too_large(const Judge *judge, const RuleSet *rs)
{
	return judge->context->mem_allocated >
		JUDGE_KEEP_BYTES + rs->natoms * sizeof(AtomState) * 2 + rs->nrules * sizeof(uint32) * 2;
}

/*
 * Begins a message.  After an error in the last one its arrays may be in any
 * state, so they are given back as well.  Every message pays for what is here.
 */
static pg_attribute_always_inline Judge *
prepare(const RuleSet *rs)
{
	Judge	   *judge = &the_judge;

	if (unlikely(judge->context == NULL || judge->busy || is_too_large(judge, rs)))
		begin_anew(judge);
	if (judge->marked)
		forget_presence(judge);
	judge->rs = rs;
	if (unlikely(++judge->round == 0))
		forget_rounds(judge);
	judge->nhits = 0;
	judge->forms_asked = judge->forms_found = judge->forms_added = false;
	judge->shouts = -1;
	judge->exclaims = -1;
	judge->regex_bytes = 0;
	judge->nmatched = 0;
	judge->nlisted = 0;
	judge->nspans = 0;
	judge->work = 0;
	return judge;
}

/*
 * A literal whose words run over the end of a sentence, or whose Han characters
 * run over a comma, was not said.
 */
static inline bool
was_said(const TextDoc *doc, const MatchHit *hit)
{
	const TextToken *tokens = doc->tokens;

	return hit->first == hit->last ||
		(tokens[hit->first].sentence == tokens[hit->last].sentence &&
		 (doc->ascii || !text_is_cut(doc, hit->first, hit->last)));
}

/* Reads the text and finds the literals that were said. */
static pg_attribute_always_inline void
find_hits(Judge *judge, const char *body, size_t length)
{
	TextDoc    *doc = judge->doc;
	MatchHit   *hits;
	uint32		nhits;
	uint32		kept = 0;

	text_read(doc, body, length);
	match_scan(judge->rs->literals, doc, &judge->scan);
	hits = judge->scan.hits;
	nhits = judge->scan.nhits;
	while (kept < nhits && was_said(doc, &hits[kept]))
		kept++;
	for (uint32 i = kept + 1; i < nhits; i++)
	{
		if (was_said(doc, &hits[i]))
			hits[kept++] = hits[i];
	}
	judge->hits = hits;
	judge->nhits = kept;
}

/*
 * Distributes the hits from an index on to the atoms their literals belong to;
 * those before have been, and no atom has hits on both sides.
 */
void
judge_list_hits(Judge *judge, uint32 from)
{
	const RuleSet *rs = judge->rs;
	uint32		first_touched = judge->ntouched;
	uint32		total = judge->nlisted;

	judge_reserve(judge, atoms, rs->natoms);
	reserve_hit_bits(judge);
	for (uint32 i = from; i < judge->nhits; i++)
	{
		uint32		literal = judge->hits[i].literal;

		for (uint32 m = rs->literal_mentions[literal]; m < rs->literal_mentions[literal + 1]; m++)
		{
			AtomState  *atom = &judge->atoms[rs->mentions[m].atom];

			if (!judge_mention_counts(judge, i, m))
				continue;
			if (atom->round != judge->round)
			{
				atom->round = judge->round;
				atom->count = atom->positive = 0;
				touch(judge, rs->mentions[m].atom);
			}
			atom->count++;
			atom->positive += judge->scopes[i] == SCOPE_NONE ? 1 : 0;
			total++;
		}
	}
	judge_reserve(judge, lists, total);
	total = judge->nlisted;
	for (uint32 i = first_touched; i < judge->ntouched; i++)
	{
		AtomState  *atom = &judge->atoms[judge->touched[i]];

		atom->first = total;
		total += atom->count;
		atom->count = 0;
	}
	judge->nlisted = total;
	for (uint32 i = from; i < judge->nhits; i++)
	{
		uint32		literal = judge->hits[i].literal;

		for (uint32 m = rs->literal_mentions[literal]; m < rs->literal_mentions[literal + 1]; m++)
		{
			AtomState  *atom = &judge->atoms[rs->mentions[m].atom];

			if (judge_mention_counts(judge, i, m))
				judge->lists[atom->first + atom->count++] = i;
		}
	}
}

static int
compare_rules(const void *left, const void *right)
{
	int			a = *(const int *) left;
	int			b = *(const int *) right;

	return a < b ? -1 : a > b ? 1 : 0;
}

/* Is what a candidate needs beside its atom not even hit? */
static inline bool
lacks_need(const Judge *judge, uint32 candidate)
{
	uint32		need = judge->rs->needs[candidate];

	return need != NEEDS_NOTHING && !judge_was_hit(judge, need);
}

/*
 * Evaluates the rules of one kind that the atoms hit can make true.  Those that
 * hold are added to the matched ones, in the order of their names.
 */
static void
match_rules(Judge *judge, uint32 kind)
{
	const RuleSet *rs = judge->rs;
	uint32		matched = judge->nmatched;

	judge_reserve(judge, rule_rounds, rs->nrules);
	for (uint32 i = 0; i < judge->ntouched; i++)
	{
		uint32		atom = judge->touched[i];

		for (uint32 c = rs->atom_rules[atom]; c < rs->atom_rules[atom + 1]; c++)
		{
			uint32		rule = rs->candidates[c] & ~CANDIDATE_KIND;

			if ((rs->candidates[c] & CANDIDATE_KIND) != kind ||
				judge->rule_rounds[rule] == judge->round || lacks_need(judge, c))
				continue;
			judge->rule_rounds[rule] = judge->round;
			if (judge_rule_holds(judge, &rs->rules[rule]))
			{
				judge_reserve(judge, matched, matched + 1);
				judge->matched[matched++] = (int) rule;
			}
		}
	}
	judge->nmatched = matched;
	if (matched > 1)
		qsort(judge->matched, matched, sizeof(int), compare_rules);
}

/* Is the first type rule better than the second, which sorts before it? */
static bool
better_type(const RuleSet *rs, const CompiledRule *rule, const CompiledRule *best)
{
	if (best == NULL || rule->weight != best->weight)
		return best == NULL || rule->weight > best->weight;
	return rs->types[rule->type].depth > rs->types[best->type].depth;
}

/*
 * Adds the matched rules up.  A suppressed rule gives no level; if it gives
 * nothing else either, it is not among the rules of the verdict.
 */
static void
sum_up(Judge *judge)
{
	const RuleSet *rs = judge->rs;
	Verdict    *verdict = &judge->verdict;
	bool		effects = judge_mark_effects(judge);
	const CompiledRule *best = NULL;
	uint32		kept = 0;

	for (uint32 i = 0; i < judge->nmatched; i++)
	{
		const CompiledRule *rule = &rs->rules[judge->matched[i]];
		int			level = rule->level;

		if (level > 0 && effects)
		{
			level = judge_level_after_effects(judge, rule);
			if (level == 0 && rule->type < 0 && rule->harm < 0)
				continue;
		}
		verdict->level = Max(verdict->level, level);
		if (rule->harm >= 0)
			verdict->harms |= (uint32) 1 << rule->harm;
		if (rule->type >= 0 && better_type(rs, rule, best))
			best = rule;
		judge->matched[kept++] = judge->matched[i];
	}
	judge->nmatched = kept;
	verdict->type = best == NULL ? -1 : best->type;
	verdict->nrules = (int) kept;
	verdict->rules = judge->matched;
}

/* Visitor: remembers by which mention the hit counted first. */
static void
note_evidence(Judge *judge, uint32 hit, uint32 mention, void *argument)
{
	if (judge->evidence[hit] == 0)
		judge->evidence[hit] = mention + 1;
}

static int
compare_reported(const void *left, const void *right)
{
	const ClassifyHit *a = left;
	const ClassifyHit *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->end > b->end ? -1 : a->end < b->end ? 1 : 0;
}

/*
 * Collects the hits of the rules that count, by start.  Those of literals come
 * so; forms come behind them, and may begin before their first token.
 */
static void
collect_evidence(Judge *judge)
{
	const RuleSet *rs = judge->rs;
	Verdict    *verdict = &judge->verdict;
	uint32		word = 0;
	uint32		form = judge->nwords;

	/* visiting may ask for forms that judging could do without */
	for (uint32 i = 0; i < judge->nmatched; i++)
	{
		if (rs->rules[judge->matched[i]].forms)
			judge_add_forms(judge);
	}
	judge_reserve(judge, evidence, judge->nhits);
	memset(judge->evidence, 0, judge->nhits * sizeof(uint32));
	for (uint32 i = 0; i < judge->nmatched; i++)
		judge_visit_rule(judge, &rs->rules[judge->matched[i]], note_evidence, NULL);
	verdict->hits = judge->reported;
	while ((word < judge->nwords || form < judge->nhits) && verdict->nhits < CLASSIFY_MAX_HITS)
	{
		bool		is_word = form >= judge->nhits ||
			(word < judge->nwords && judge->hits[word].first <= judge->hits[form].first);
		uint32		hit = is_word ? word++ : form++;

		if (judge->evidence[hit] != 0)
			judge_describe_hit(judge, hit, judge->evidence[hit] - 1, &judge->reported[verdict->nhits++]);
	}
	if (judge->nhits > judge->nwords)
		qsort(judge->reported, verdict->nhits, sizeof(ClassifyHit), compare_reported);
}

void
judge_describe_hit(const Judge *judge, uint32 hit, uint32 mention_index, ClassifyHit *out)
{
	const RuleSet *rs = judge->rs;
	const Mention *mention = &rs->mentions[mention_index];
	const Form *form = judge_form(judge, hit);

	out->scope = (ScopeKind) judge->scopes[hit];
	if (form != NULL)
	{
		out->entity = form_name((FormKind) form->kind);
		out->term = form->value;
		out->start = form->start;
		out->end = form->end;
		return;
	}
	out->entity = mention->entity < 0 ? NULL : rs->strings + rs->entities[mention->entity].name;
	out->term = rs->strings + mention->term;
	out->start = judge->doc->tokens[judge->hits[hit].first].start;
	out->end = judge->doc->tokens[judge->hits[hit].last].end;
}

/*
 * Notes which atoms that matter are in the text, and no more of them: neither
 * places nor scopes.  Only those by which rules are tried are listed.  False if
 * there are many.
 */
static bool
mark_presence(Judge *judge)
{
	const uint32 *starts = judge->rs->literal_presence;
	const uint32 *presence = judge->rs->presence;
	uint32		looked_at = 0;
	uint64	   *bits;

	reserve_hit_bits(judge);
	bits = judge->hit_bits;
	judge->marked = true;
	for (uint32 i = 0; i < judge->nhits; i++)
	{
		uint32		literal = judge->hits[i].literal;
		const uint32 *entry = presence + starts[literal];
		const uint32 *end = presence + starts[literal + 1];

		looked_at += (uint32) (end - entry);
		if (looked_at > MAX_PRESENT)
			return false;
		for (; entry < end; entry++)
		{
			uint32		number = *entry & ~PRESENCE_TRIES;
			uint64		bit = UINT64CONST(1) << (number % 64);

			if (number != *entry && (bits[number / 64] & bit) == 0)
			{
				judge_reserve(judge, touched, judge->ntouched + 1);
				judge->touched[judge->ntouched++] = number;
			}
			bits[number / 64] |= bit;
		}
	}
	return true;
}

/* Can any rule that gives a level or a harm hold, by the words that are present? */
static bool
any_could_hold(Judge *judge)
{
	const RuleSet *rs = judge->rs;

	if (!mark_presence(judge))
		return true;
	for (uint32 i = 0; i < judge->ntouched; i++)
	{
		uint32		atom = judge->touched[i];

		for (uint32 c = rs->atom_rules[atom]; c < rs->atom_rules[atom + 1]; c++)
		{
			if ((rs->candidates[c] & CANDIDATE_KIND) == CANDIDATE_SEVERITY &&
				!lacks_need(judge, c) && judge_rule_could_hold(judge, &rs->rules[rs->candidates[c] & ~CANDIDATE_KIND]))
				return true;
		}
	}
	return false;
}

/*
 * Can any rule that gives a level or a harm hold, by what is in the text?  Of
 * most messages this is all that is asked, so it looks at little.
 */
static bool
accused(Judge *judge)
{
	const uint8 *flags = judge->rs->literal_flags;
	bool		could = false;

	for (uint32 i = 0; i < judge->nhits && !could; i++)
		could = (flags[judge->hits[i].literal] & LITERAL_ACCUSES) != 0;
	if (could)
	{
		could = any_could_hold(judge);
		forget_presence(judge);
	}
	return could || judge_find_forms(judge, judge->rs->forms_accuse);
}

/*
 * The verdict on what was hit.  Most messages are calm: where no rule gives a
 * level or a harm, no effect can matter, and only "whole" asks for the cause.
 */
static void
judge_hits(Judge *judge, bool whole)
{
	Verdict    *verdict = &judge->verdict;

	if (!whole && !accused(judge))
		return;
	judge_words(judge);
	judge->nwords = judge->nhits;
	judge_scopes(judge);
	judge_list_hits(judge, 0);
	if (judge->rs->forms_trigger != 0)
		judge_add_forms(judge);
	match_rules(judge, CANDIDATE_SEVERITY);
	if (judge->nmatched == 0 && !whole)
		return;
	match_rules(judge, CANDIDATE_EFFECT);
	if (!whole)
	{
		uint32		work = judge->work;

		sum_up(judge);
		/* it is done once more: what is left for that must not depend on "whole" */
		judge->work = work;
		if (verdict->level == 0 && verdict->harms == 0)
		{
			verdict->type = -1;
			verdict->nrules = 0;
			return;
		}
	}
	match_rules(judge, CANDIDATE_CAUSE);
	if (judge->nmatched > 0)
	{
		sum_up(judge);
		collect_evidence(judge);
	}
}

static const Verdict *
judge_text(const RuleSet *rs, const char *body, size_t length, bool whole)
{
	Judge	   *judge = prepare(rs);
	MemoryContext old = MemoryContextSwitchTo(judge->context);

	judge->busy = true;
	memset(&judge->verdict, 0, sizeof(Verdict));
	judge->verdict.type = -1;
	find_hits(judge, body, length);
	judge->verdict.truncated = judge->doc->truncated || judge->scan.truncated;
	if (judge->nhits > 0 || judge_find_forms(judge, rs->forms_trigger))
		judge_hits(judge, whole);
	judge->busy = false;
	MemoryContextSwitchTo(old);
	return &judge->verdict;
}

/*
 * Finds what is mentioned without judging it.  The hits stay until the judge is
 * used again.
 */
const Judge *
judge_find(const RuleSet *rs, const char *body, size_t length)
{
	Judge	   *judge = prepare(rs);
	MemoryContext old = MemoryContextSwitchTo(judge->context);

	judge->busy = true;
	find_hits(judge, body, length);
	judge_words(judge);
	judge->busy = false;
	MemoryContextSwitchTo(old);
	return judge;
}

const Verdict *
classify_text(const RuleSet *rs, const char *body, size_t length)
{
	return judge_text(rs, body, length, true);
}

const Verdict *
classify_complaint(const RuleSet *rs, const char *body, size_t length)
{
	return judge_text(rs, body, length, false);
}
