/*
 * classify_scope.c
 *		Which hits are negated.
 *
 * After ConText: a negation ("not", "没有") reaches a few tokens ahead, up to
 * the end of its sentence or a terminator ("but", "但是").  A negation that is
 * part of a longer hit is none: the 无 of 无语 ("speechless") negates nothing,
 * nor does the "not" of a term "not happy".  The same goes for terminators.
 */
#include "postgres.h"

#include "classify_private.h"

/* By last token, then by first. */
static int
compare_spans(const void *left, const void *right)
{
	const Span *a = left;
	const Span *b = right;

	if (a->last != b->last)
		return a->last < b->last ? -1 : 1;
	return a->first < b->first ? -1 : a->first > b->first ? 1 : 0;
}

/*
 * Appends the hits of a kind to the scopes, sorted by their last token.  Hits
 * come ordered by first token, longest first; so what contains a hit came
 * before it.
 */
static uint32
collect_scopes(Judge *judge, uint8 flag, uint32 nscopes)
{
	const RuleSet *rs = judge->rs;
	uint32		start = nscopes;
	int64		reach_before = -1;	/* last token of hits that start earlier */
	int64		reach = -1;		/* of those and the ones that start here */
	uint32		first = 0;

	for (uint32 i = 0; i < judge->nhits; i++)
	{
		const MatchHit *hit = &judge->hits[i];

		if (hit->first != first)
		{
			reach_before = reach;
			first = hit->first;
		}
		if ((rs->literal_flags[hit->literal] & flag) &&
			reach_before < (int64) hit->last && reach <= (int64) hit->last)
		{
			judge_reserve(judge, scopes, nscopes + 1);
			judge->scopes[nscopes].first = hit->first;
			judge->scopes[nscopes++].last = hit->last;
		}
		reach = Max(reach, (int64) hit->last);
	}
	if (nscopes - start > 1)
		qsort(judge->scopes + start, nscopes - start, sizeof(Span), compare_spans);
	return nscopes;
}

/*
 * One walk over the hits with two pointers: to the negations and to the
 * terminators that end before the hit.  Of the negations the nearest decides:
 * it reaches farthest and has the fewest terminators behind it.
 */
void
judge_negation(Judge *judge)
{
	uint32		nnegations;
	uint32		nscopes;
	uint32		negation = 0;
	uint32		terminator;
	int64		terminated = -1;	/* the latest start of a terminator so far */

	judge_reserve(judge, negated, judge->nhits);
	memset(judge->negated, 0, judge->nhits * sizeof(bool));
	nnegations = collect_scopes(judge, LITERAL_NEGATES, 0);
	if (nnegations == 0)
		return;
	nscopes = collect_scopes(judge, LITERAL_TERMINATES, nnegations);
	terminator = nnegations;
	for (uint32 i = 0; i < judge->nhits; i++)
	{
		const MatchHit *hit = &judge->hits[i];
		const Span *nearest;

		while (negation < nnegations && judge->scopes[negation].last < hit->first)
			negation++;
		for (; terminator < nscopes && judge->scopes[terminator].last < hit->first; terminator++)
			terminated = Max(terminated, (int64) judge->scopes[terminator].first);
		if (negation == 0)
			continue;
		nearest = &judge->scopes[negation - 1];
		judge->negated[i] = hit->first - nearest->last <= NEGATION_REACH &&
			terminated <= (int64) nearest->last &&
			judge->doc->tokens[nearest->last].sentence == judge->doc->tokens[hit->first].sentence;
	}
}
