/*
 * classify_effect.c
 *		What raises, lowers and suppresses the levels of a message.
 *
 * "Thanks, it is solved now" takes nothing from the next sentence, so an effect
 * covers the sentence in which its words stand.  Where customers do not
 * punctuate, a sentence can be the whole message, and one friendly word would
 * silence all of it.  So an effect also ends at a contrast ("but"), at white
 * space between Han characters, which stands there for a full stop, and in a
 * long sentence at the next terminator and clause bound, and after so many
 * tokens.
 */
#include "postgres.h"

#include "classify_private.h"

/* Sentences of more tokens than this are long. */
#define LONG_SENTENCE		40

/* In a long sentence an effect covers so many tokens to each side. */
#define LONG_REACH			20

/* Beside the effects on a token: what they may not cross, and its sentence. */
#define TOKEN_BEGINS_STRETCH 32
#define TOKEN_IN_LONG		64

/* Effects on a rule's hits: on some of them, on all. */
typedef struct RuleEffects
{
	uint8		some;
	uint8		all;
	bool		known;			/* are there hits; none where work ran out */
} RuleEffects;

/* The first token behind the sentence that begins at a token. */
static uint32
sentence_end(const TextDoc *doc, uint32 first)
{
	uint32		end = first + 1;

	while (end < doc->ntokens && doc->tokens[end].sentence == doc->tokens[first].sentence)
		end++;
	return end;
}

/* Is there nothing but emoji and other signs? */
static bool
only_symbols(const TextDoc *doc, uint32 first, uint32 end)
{
	for (uint32 i = first; i < end; i++)
	{
		if (doc->tokens[i].kind != TOKEN_SYMBOL)
			return false;
	}
	return true;
}

/* Do a token and the one before it have but white space between them? */
static bool
after_space(const TextDoc *doc, uint32 token)
{
	const char *gap = doc->bytes + doc->tokens[token - 1].end;
	uint32		length = doc->tokens[token].start - doc->tokens[token - 1].end;

	if (length == 0 || doc->tokens[token - 1].kind != TOKEN_HAN || doc->tokens[token].kind != TOKEN_HAN)
		return false;
	while (length > 0)
	{
		if (*gap == ' ' || *gap == '\t')
		{
			gap++;
			length--;
		}
		else if (length >= 3 && memcmp(gap, "\xE3\x80\x80", 3) == 0)	/* as wide as Han */
		{
			gap += 3;
			length -= 3;
		}
		else
			return false;
	}
	return true;
}

/*
 * Notes what effects may not cross.  Emoji that form a sentence of their own
 * ("Too slow!! 😡") belong to the one before.
 */
static void
cut_stretches(Judge *judge)
{
	const TextDoc *doc = judge->doc;
	uint32		end;

	judge_reserve(judge, effects, doc->ntokens);
	judge_reserve(judge, effect_origins, doc->ntokens);
	memset(judge->effects, 0, doc->ntokens);
	memset(judge->effect_origins, 0, doc->ntokens);
	for (uint32 first = 0; first < doc->ntokens; first = end)
	{
		bool		is_long;

		end = sentence_end(doc, first);
		is_long = end - first > LONG_SENTENCE;
		if (!only_symbols(doc, first, end))
			judge->effects[first] = TOKEN_BEGINS_STRETCH;
		for (uint32 i = first; i < end; i++)
		{
			if (is_long)
				judge->effects[i] |= TOKEN_IN_LONG;
			if (i > first && (after_space(doc, i) || judge_contrasts(judge, i) ||
							  (is_long && (judge_terminates(judge, i) || text_begins_clause(doc, i)))))
				judge->effects[i] |= TOKEN_BEGINS_STRETCH;
		}
	}
}

/* Visitor: what is around the hit is under the effect. */
static void
mark_stretch(Judge *judge, uint32 hit, uint32 mention, void *argument)
{
	uint8		effect = *(const uint8 *) argument;
	uint8	   *effects = judge->effects;
	uint32		origin = judge->hits[hit].first;
	uint32		reach = effects[origin] & TOKEN_IN_LONG ? LONG_REACH : LONG_SENTENCE;

	/* another rule has done the same */
	if (judge->effect_origins[origin] & effect)
		return;
	judge->effect_origins[origin] |= effect;
	effects[origin] |= effect;
	for (uint32 i = origin; i > 0 && origin - i < reach && !(effects[i] & TOKEN_BEGINS_STRETCH); i--)
		effects[i - 1] |= effect;
	for (uint32 i = origin + 1; i < judge->doc->ntokens && i - origin <= reach && !(effects[i] & TOKEN_BEGINS_STRETCH); i++)
		effects[i] |= effect;
}

/* Visitor: gathers the effects on the hit. */
static void
gather_effects(Judge *judge, uint32 hit, uint32 mention, void *argument)
{
	RuleEffects *effects = argument;
	uint8		here = judge->effects[judge->hits[hit].first];

	effects->some |= here;
	effects->all &= here;
	effects->known = true;
}

bool
judge_mark_effects(Judge *judge)
{
	bool		any = false;

	for (uint32 i = 0; i < judge->nmatched; i++)
	{
		const CompiledRule *rule = &judge->rs->rules[judge->matched[i]];

		if (rule->effect == 0)
			continue;
		if (!any)
		{
			cut_stretches(judge);
			any = true;
		}
		judge_visit_rule(judge, rule, mark_stretch, unconstify(uint8 *, &rule->effect));
	}
	return any;
}

/*
 * Raised where any of the rule's hits is, and not beyond what the effect may
 * raise to; lowered or suppressed where all of them are: a reproach that was
 * also made elsewhere stands.
 */
int
judge_level_after_effects(Judge *judge, const CompiledRule *rule)
{
	RuleEffects effects = {0, EFFECT_BIT_LOWER | EFFECT_BIT_SUPPRESS, false};
	int			level = rule->level;

	judge_visit_rule(judge, rule, gather_effects, &effects);
	if (!effects.known)
		return level;
	if (effects.all & EFFECT_BIT_SUPPRESS)
		return 0;
	/* by an effect that raises to this level or a higher one */
	if ((effects.some & EFFECT_BITS) >= EFFECT_BIT_RAISE(level + 1))
		level++;
	if (effects.all & EFFECT_BIT_LOWER)
		level--;
	return Max(level, 1);
}
