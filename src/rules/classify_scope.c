/*
 * classify_scope.c
 *		Which hits are only denied, supposed, asked for, long past or quoted.
 *
 * After ConText (Harkema et al. 2009): words of a rule set are triggers that
 * put what stands near them under a scope: "not", "没有" under a negation, "if"
 * under a hypothesis, and so on.  A scope goes forward or backward or both, so
 * many tokens far or to the end of its sentence, and never over a terminator
 * ("but", "但是").  One that counts tokens is meant for what is near, so it ends
 * with its clause too: in "not good, slow" nobody says that it was not slow.
 *
 * A trigger or terminator that is part of a longer hit is none: the 无 of 无语
 * ("speechless") negates nothing, nor does the "not" of a term "not happy".
 * Where there is no such term, one of kind pseudo ("not only") does it.
 *
 * Triggers that are left over this way begin and end one after the other, so
 * that each token is looked at once for each kind, however many triggers there
 * are.
 */
#include "postgres.h"

#include "port/pg_bitutils.h"

#include "classify_private.h"

/*
 * What is kept of a token: a bit for each kind of scope it is under, by which
 * direction the scope has, and where terminators stand.
 */
#define BIT_FORWARD(kind)	((uint16) (1 << (kind)))
#define BIT_BACKWARD(kind)	((uint16) (1 << ((kind) + 8)))
#define BIT_TERMINATOR_BEGINS ((uint16) 1)
#define BIT_TERMINATOR_ENDS ((uint16) (1 << 8))
#define BIT_CONTRAST ((uint16) (1 << 7))

#define SCOPE_KINDS (SCOPE_QUOTE + 1)

/* BIT_FORWARD of every kind. */
#define ALL_FORWARD ((uint32) ((1 << SCOPE_KINDS) - (1 << SCOPE_NEGATION)))

/*
 * The dictionary is asked for so many words of a message; it takes tens of
 * microseconds each.  Further ones are taken for whole words.
 */
#define MAX_WHOLE_WORDS 256

const char *
classify_scope_name(ScopeKind scope)
{
	switch (scope)
	{
		case SCOPE_NEGATION:
			return "negation";
		case SCOPE_HYPOTHESIS:
			return "hypothesis";
		case SCOPE_QUESTION:
			return "question";
		case SCOPE_HISTORY:
			return "history";
		case SCOPE_QUOTE:
			return "quote";
		case SCOPE_NONE:
			break;
	}
	return NULL;
}

/* The scope that an entity of this kind opens. */
static ScopeKind
kind_scope(EntityKind kind)
{
	switch (kind)
	{
		case ENTITY_NEGATION:
			return SCOPE_NEGATION;
		case ENTITY_HYPOTHESIS:
			return SCOPE_HYPOTHESIS;
		case ENTITY_QUESTION:
			return SCOPE_QUESTION;
		case ENTITY_HISTORY:
			return SCOPE_HISTORY;
		case ENTITY_QUOTE:
			return SCOPE_QUOTE;
		case ENTITY_CLASS:
		case ENTITY_TERMINATOR:
		case ENTITY_CONTRAST:
		case ENTITY_PSEUDO:
			break;
	}
	return SCOPE_NONE;
}

/*
 * Asks for each hit of a term that must be whole words whether it is, and drops
 * the hits by which then nothing is mentioned, and those of too many mentions.
 */
void
judge_words(Judge *judge)
{
	const RuleSet *rs = judge->rs;
	uint32		kept = 0;
	uint32		asked = 0;
	uint32		mentions = 0;

	judge_reserve(judge, whole, judge->nhits);
	for (uint32 i = 0; i < judge->nhits; i++)
	{
		MatchHit	hit = judge->hits[i];
		bool		counts = true;

		mentions += rs->literal_mentions[hit.literal + 1] - rs->literal_mentions[hit.literal];
		if (mentions > MAX_MENTIONS)
		{
			judge->verdict.truncated = true;
			break;
		}
		if (rs->literal_flags[hit.literal] & LITERAL_WORD)
		{
			judge->hits[kept] = hit;
			judge->whole[kept] = asked++ >= MAX_WHOLE_WORDS || text_is_whole_word(judge->doc, hit.first, hit.last);
			counts = false;
			for (uint32 m = rs->literal_mentions[hit.literal]; m < rs->literal_mentions[hit.literal + 1] && !counts; m++)
				counts = judge_mention_counts(judge, kept, m);
		}
		if (counts)
			judge->hits[kept++] = hit;
	}
	judge->nhits = kept;
}

/* Is the hit, as a whole word if need be, a word of this kind? */
static bool
is_kind(const Judge *judge, uint32 hit, EntityKind kind, uint8 flag)
{
	const RuleSet *rs = judge->rs;
	uint32		literal = judge->hits[hit].literal;

	if (!(rs->literal_flags[literal] & flag))
		return false;
	for (uint32 m = rs->literal_mentions[literal]; m < rs->literal_mentions[literal + 1]; m++)
	{
		if (rs->mentions[m].entity >= 0 && rs->entities[rs->mentions[m].entity].kind == (uint8) kind &&
			judge_mention_counts(judge, hit, m))
			return true;
	}
	return false;
}

/* Is one of the hits in the place of the first of them a word of kind pseudo? */
static bool
is_pseudo(const Judge *judge, uint32 first)
{
	const MatchHit *hits = judge->hits;

	for (uint32 i = first; i < judge->nhits && hits[i].first == hits[first].first && hits[i].last == hits[first].last; i++)
	{
		if (is_kind(judge, i, ENTITY_PSEUDO, LITERAL_PSEUDO))
			return true;
	}
	return false;
}

/*
 * Lists the triggers and terminators that are not void and returns how many
 * there are.  Hits come ordered by first token, longest first; so what contains
 * a hit came before it.
 */
static uint32
collect_triggers(Judge *judge)
{
	const uint8 *flags = judge->rs->literal_flags;
	int64		reach_before = -1;	/* last token of hits that start earlier */
	int64		reach = -1;		/* of those and the ones that start here */
	uint32		first = 0;
	bool		pseudo = false;	/* of the hits in this place */
	uint32		ntriggers = 0;

	judge_reserve(judge, triggers, judge->nhits);
	for (uint32 i = 0; i < judge->nhits; i++)
	{
		const MatchHit *hit = &judge->hits[i];

		if (hit->first != first)
		{
			reach_before = reach;
			first = hit->first;
		}
		if (i == 0 || hit->first != hit[-1].first || hit->last != hit[-1].last)
			pseudo = is_pseudo(judge, i);
		if ((flags[hit->literal] & (LITERAL_SCOPES | LITERAL_TERMINATES)) &&
			reach_before < (int64) hit->last && reach <= (int64) hit->last && !pseudo)
			judge->triggers[ntriggers++] = i;
		reach = Max(reach, (int64) hit->last);
	}
	return ntriggers;
}

static bool
any_trigger(const Judge *judge)
{
	for (uint32 i = 0; i < judge->nhits; i++)
	{
		if (judge->rs->literal_flags[judge->hits[i].literal] & (LITERAL_SCOPES | LITERAL_TERMINATES))
			return true;
	}
	return false;
}

/*
 * Does the word ask?  Where the sentence ends in a question mark; and what asks
 * for the words before it (吗) does so itself where it ends a clause.
 */
static bool
asks(Judge *judge, const MatchHit *hit, const CompiledEntity *entity)
{
	const TextDoc *doc = judge->doc;
	uint32		sentence = doc->tokens[hit->last].sentence;
	uint32		next = hit->last + 1;

	if ((entity->direction & SCOPE_BACKWARD) &&
		(next >= doc->ntokens || doc->tokens[next].sentence != sentence || text_begins_clause(doc, next)))
		return true;
	/* its end may be a long way from its last word, so that is looked at once */
	if (judge->asked != (int64) sentence)
	{
		judge->asks = text_asks(doc, sentence);
		judge->asked = sentence;
	}
	return judge->asks;
}

/*
 * Puts the tokens behind a trigger under its scope.  Those before filled_to are
 * done, by a trigger of the same kind that began earlier.  Returns how far they
 * are done now.
 */
static uint32
fill_forward(Judge *judge, const MatchHit *hit, ScopeKind kind, uint32 reach, uint32 filled_to)
{
	const TextDoc *doc = judge->doc;
	uint32		sentence = doc->tokens[hit->last].sentence;
	uint32		token = Max(hit->last + 1, filled_to);

	for (; token < doc->ntokens && doc->tokens[token].sentence == sentence; token++)
	{
		if ((judge->token_scopes[token] & BIT_TERMINATOR_BEGINS) ||
			(reach > 0 && (token - hit->last > reach || text_begins_clause(doc, token))))
			break;
		judge->token_scopes[token] |= BIT_FORWARD(kind);
	}
	return token;
}

/*
 * The same for the tokens before a trigger; those from filled_from on are done.
 */
static uint32
fill_backward(Judge *judge, const MatchHit *hit, ScopeKind kind, uint32 reach, uint32 filled_from)
{
	const TextDoc *doc = judge->doc;
	uint32		sentence = doc->tokens[hit->first].sentence;
	uint32		end = Min(hit->first, filled_from);

	for (; end > 0 && doc->tokens[end - 1].sentence == sentence; end--)
	{
		if ((judge->token_scopes[end - 1] & BIT_TERMINATOR_ENDS) ||
			(reach > 0 && (hit->first - end >= reach || text_begins_clause(doc, end))))
			break;
		judge->token_scopes[end - 1] |= BIT_BACKWARD(kind);
	}
	return end;
}

/*
 * Opens the scopes of a hit that go in a direction; "filled" is by kind, see
 * fill_forward and fill_backward.
 */
static void
open_scopes(Judge *judge, uint32 index, uint8 direction, uint32 *filled)
{
	const RuleSet *rs = judge->rs;
	const MatchHit *hit = &judge->hits[index];

	for (uint32 m = rs->literal_mentions[hit->literal]; m < rs->literal_mentions[hit->literal + 1]; m++)
	{
		const Mention *mention = &rs->mentions[m];
		const CompiledEntity *entity;
		ScopeKind	kind;

		/* wildcards have the same mentions again */
		if (mention->atom >= rs->nentities || !judge_mention_counts(judge, index, m))
			continue;
		entity = &rs->entities[mention->atom];
		kind = kind_scope((EntityKind) entity->kind);
		if (kind == SCOPE_NONE || !(entity->direction & direction) ||
			(kind == SCOPE_QUESTION && !asks(judge, hit, entity)))
			continue;
		if (direction == SCOPE_FORWARD)
			filled[kind] = fill_forward(judge, hit, kind, entity->reach, filled[kind]);
		else
			filled[kind] = fill_backward(judge, hit, kind, entity->reach, filled[kind]);
	}
}

static void
mark_terminators(Judge *judge, uint32 ntriggers)
{
	for (uint32 i = 0; i < ntriggers; i++)
	{
		const MatchHit *hit = &judge->hits[judge->triggers[i]];

		bool		contrast = is_kind(judge, judge->triggers[i], ENTITY_CONTRAST, LITERAL_TERMINATES);

		if (contrast)
			judge->token_scopes[hit->first] |= BIT_CONTRAST;
		if (contrast || is_kind(judge, judge->triggers[i], ENTITY_TERMINATOR, LITERAL_TERMINATES))
		{
			judge->token_scopes[hit->first] |= BIT_TERMINATOR_BEGINS;
			judge->token_scopes[hit->last] |= BIT_TERMINATOR_ENDS;
		}
	}
}

bool
judge_terminates(const Judge *judge, uint32 token)
{
	return judge->scoped && (judge->token_scopes[token] & BIT_TERMINATOR_BEGINS);
}

bool
judge_contrasts(const Judge *judge, uint32 token)
{
	return judge->scoped && (judge->token_scopes[token] & BIT_CONTRAST);
}

/*
 * A scope that goes forward covers what begins in it, one that goes backward
 * what ends in it: so a trigger covers neither itself nor what overlaps it.
 */
ScopeKind
judge_scope_of(const Judge *judge, uint32 first, uint32 last)
{
	uint32		kinds;

	if (!judge->scoped)
		return SCOPE_NONE;
	/* a bit for each kind, as of those that go forward; the first one counts */
	kinds = ((uint32) judge->token_scopes[first] | ((uint32) judge->token_scopes[last] >> 8)) & ALL_FORWARD;
	return kinds == 0 ? SCOPE_NONE : (ScopeKind) pg_rightmost_one_pos32(kinds);
}

void
judge_scopes(Judge *judge)
{
	uint32		filled_to[SCOPE_KINDS] = {0};
	uint32		filled_from[SCOPE_KINDS];
	uint32		ntriggers;

	judge_reserve(judge, scopes, judge->nhits);
	memset(judge->scopes, SCOPE_NONE, judge->nhits);
	judge->asked = -1;
	judge->scoped = any_trigger(judge);
	if (!judge->scoped)
		return;
	judge_reserve(judge, token_scopes, judge->doc->ntokens);
	memset(judge->token_scopes, 0, judge->doc->ntokens * sizeof(uint16));
	ntriggers = collect_triggers(judge);
	mark_terminators(judge, ntriggers);
	for (uint32 i = 0; i < ntriggers; i++)
		open_scopes(judge, judge->triggers[i], SCOPE_FORWARD, filled_to);
	for (int kind = 0; kind < SCOPE_KINDS; kind++)
		filled_from[kind] = judge->doc->ntokens;
	for (uint32 i = ntriggers; i > 0; i--)
		open_scopes(judge, judge->triggers[i - 1], SCOPE_BACKWARD, filled_from);
	for (uint32 i = 0; i < judge->nhits; i++)
		judge->scopes[i] = (uint8) judge_scope_of(judge, judge->hits[i].first, judge->hits[i].last);
}
