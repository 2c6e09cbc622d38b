/*
 * classify_eval.c
 *		Does a rule hold for the message, and by which hits.
 *
 * A pattern's tree is walked with short cuts.  near and then work on places:
 * sorted lists of token ranges, joined by a window that moves over the right
 * list; a list is bounded by MAX_SPANS, so a pattern cannot take long whatever
 * the text.  Nor can many of them: what all may look at is bounded by MAX_WORK,
 * beyond which no rule holds and none has evidence.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "classify_private.h"

/* A list of spans on the stack: indexes, "to" exclusive. */
typedef struct SpanList
{
	uint32		from;
	uint32		to;
} SpanList;

static bool node_holds(Judge *judge, int32 index);

/* Is a form's number what the node asks for? */
static bool
form_counts(const Judge *judge, const RuleNode *node, const Form *form)
{
	const FormCondition *condition;

	if (node->detail < 0)
		return true;
	condition = &judge->rs->conditions[node->detail];
	return form->has_number && pattern_compare((PatternCompare) condition->op, form->number, condition->number);
}

/*
 * Does a hit of the node's atom count: said, and not only denied or supposed,
 * and, of a form that is compared, with the number asked for.
 */
static bool
hit_counts(const Judge *judge, const RuleNode *node, uint32 hit)
{
	if (!node->any && judge->scopes[hit] != SCOPE_NONE)
		return false;
	return node->detail < 0 || form_counts(judge, node, judge_form(judge, hit));
}

/*
 * The hits of a node's atom; forms are looked for when they are first asked for.
 */
static const AtomState *
node_atom(Judge *judge, const RuleNode *node)
{
	if (node->form)
		judge_add_forms(judge);
	return judge_atom(judge, node->atom);
}

/* Takes work off what a message may cost; false if there is not so much left. */
static bool
spend(Judge *judge, uint32 work)
{
	if (judge->work + work > MAX_WORK)
	{
		judge->work = MAX_WORK;
		judge->verdict.truncated = true;
		return false;
	}
	judge->work += work;
	return true;
}

/* Is there a hit that counts? */
static bool
is_mentioned(Judge *judge, const RuleNode *node)
{
	const AtomState *atom = node_atom(judge, node);

	if (node->detail < 0)
		return (node->any ? atom->count : atom->positive) > 0;
	if (!spend(judge, atom->count))
		return false;
	for (uint32 i = 0; i < atom->count; i++)
	{
		if (hit_counts(judge, node, judge->lists[atom->first + i]))
			return true;
	}
	return false;
}

/*
 * Mentions that overlap ("refund" and "refund request") count once, the
 * longer one first.
 */
static int
count_mentions(Judge *judge, const RuleNode *node)
{
	const AtomState *atom = node_atom(judge, node);
	int64		behind = -1;
	int			count = 0;

	if (!spend(judge, atom->count))
		return 0;
	for (uint32 i = 0; i < atom->count; i++)
	{
		uint32		hit = judge->lists[atom->first + i];

		if ((int64) judge->hits[hit].first <= behind || !hit_counts(judge, node, hit))
			continue;
		behind = judge->hits[hit].last;
		count++;
	}
	return count;
}

static int
compare_spans(const void *left, const void *right)
{
	const Span *a = left;
	const Span *b = right;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return a->last < b->last ? -1 : a->last > b->last ? 1 : 0;
}

void
judge_sort_spans(Judge *judge, uint32 from)
{
	Span	   *spans = judge->spans + from;
	uint32		count = judge->nspans - from;
	uint32		used = 1;

	if (count < 2)
		return;
	qsort(spans, count, sizeof(Span), compare_spans);
	for (uint32 i = 1; i < count; i++)
	{
		if (compare_spans(&spans[i], &spans[used - 1]) != 0)
			spans[used++] = spans[i];
	}
	judge->nspans = from + used;
}

static void
push_span(Judge *judge, uint32 first, uint32 last)
{
	if (!spend(judge, 1))
		return;
	judge_reserve(judge, spans, judge->nspans + 1);
	judge->spans[judge->nspans].first = first;
	judge->spans[judge->nspans++].last = last;
}

void
judge_push_mentions(Judge *judge, const RuleNode *node)
{
	const AtomState *atom = node_atom(judge, node);

	for (uint32 i = 0; i < atom->count; i++)
	{
		uint32		hit = judge->lists[atom->first + i];

		if (hit_counts(judge, node, hit))
			push_span(judge, judge->hits[hit].first, judge->hits[hit].last);
	}
}

/*
 * Pushes where a span of the left list is followed, in the same sentence, by
 * one of the right list with at most "distance" tokens between.  Both lists are
 * sorted by first token.  Stops when there are "limit" spans above "base".
 */
static void
join_spans(Judge *judge, SpanList left_list, SpanList right_list, uint32 distance, uint32 base, uint32 limit)
{
	const TextToken *tokens = judge->doc->tokens;

	for (uint32 l = left_list.from; l < left_list.to && judge->nspans - base < limit; l++)
	{
		Span		left = judge->spans[l];
		uint32		low = right_list.from;
		uint32		high = right_list.to;

		CHECK_FOR_INTERRUPTS();
		while (low < high)
		{
			uint32		middle = low + (high - low) / 2;

			if (judge->spans[middle].first <= left.last)
				low = middle + 1;
			else
				high = middle;
		}
		for (; low < right_list.to && judge->nspans - base < limit; low++)
		{
			Span		right = judge->spans[low];

			if (right.first - left.last - 1 > distance ||
				tokens[left.last].sentence != tokens[right.first].sentence)
				break;
			push_span(judge, left.first, right.last);
		}
	}
}

/*
 * Pushes the spans of the left list that have none of the right list in the
 * same sentence with at most "distance" tokens between, "after" only behind
 * them.  What overlaps is nearer than any distance.  Uses the right list up.
 */
static void
exclude_spans(Judge *judge, SpanList left_list, SpanList right_list, uint32 distance, bool after)
{
	const TextToken *tokens = judge->doc->tokens;

	/* from here on "last" is that of any span so far: what reaches farthest */
	for (uint32 r = right_list.from + 1; r < right_list.to; r++)
		judge->spans[r].last = Max(judge->spans[r].last, judge->spans[r - 1].last);
	for (uint32 l = left_list.from; l < left_list.to; l++)
	{
		Span		left = judge->spans[l];
		uint32		sentence = tokens[left.first].sentence;
		uint32		before = after ? 0 : Min(distance + 1, left.first);
		uint32		begin = left.first - before;
		uint32		end = Min(left.last + distance + 1, judge->doc->ntokens - 1);
		uint32		low = right_list.from;
		uint32		high = right_list.to;

		CHECK_FOR_INTERRUPTS();
		while (tokens[begin].sentence != sentence)
			begin++;
		while (tokens[end].sentence != sentence)
			end--;
		while (low < high)
		{
			uint32		middle = low + (high - low) / 2;

			if (judge->spans[middle].first <= end)
				low = middle + 1;
			else
				high = middle;
		}
		if (low == right_list.from || judge->spans[low - 1].last < begin)
			push_span(judge, left.first, left.last);
	}
}

/* Sorts the spans from an index to the top and keeps the first MAX_SPANS. */
static void
limit_spans(Judge *judge, uint32 from)
{
	judge_sort_spans(judge, from);
	if (judge->nspans - from > MAX_SPANS)
	{
		judge->nspans = from + MAX_SPANS;
		judge->verdict.truncated = true;
	}
}

/* Is there nothing to look for on a side that near or then needs? */
static bool
side_is_silent(const Judge *judge, const RuleNode *node)
{
	const RuleNode *left = &judge->rs->nodes[node->first_child];

	return judge_is_silent(judge, left) ||
		((node->kind == PATTERN_NEAR || node->kind == PATTERN_THEN) &&
		 judge_is_silent(judge, &judge->rs->nodes[left->next_sibling]));
}

/*
 * Pushes the places of a node, sorted, each once; at most "limit" of near and
 * then.
 */
static void
push_places(Judge *judge, int32 index, uint32 limit)
{
	const RuleNode *node = &judge->rs->nodes[index];
	uint32		base = judge->nspans;

	if (node->kind == PATTERN_TERM)
	{
		judge_push_mentions(judge, node);
		judge_sort_spans(judge, base);
	}
	else if (node->kind == PATTERN_OR)
	{
		for (int32 child = node->first_child; child >= 0; child = judge->rs->nodes[child].next_sibling)
		{
			if (judge_is_silent(judge, &judge->rs->nodes[child]))
				continue;
			push_places(judge, child, MAX_SPANS);
			if (judge->nspans - base > 2 * MAX_SPANS)
				limit_spans(judge, base);
		}
		limit_spans(judge, base);
	}
	else
	{
		int32		right_child = judge->rs->nodes[node->first_child].next_sibling;
		SpanList	left;
		SpanList	right;
		uint32		above;

		if (side_is_silent(judge, node))
			return;
		push_places(judge, node->first_child, MAX_SPANS);
		left.from = base;
		left.to = right.from = judge->nspans;
		if (left.to > left.from)
			push_places(judge, right_child, MAX_SPANS);
		right.to = above = judge->nspans;
		if (node->kind == PATTERN_NOT_NEAR || node->kind == PATTERN_NOT_THEN)
			exclude_spans(judge, left, right, (uint32) node->number, node->kind == PATTERN_NOT_THEN);
		else
			join_spans(judge, left, right, (uint32) node->number, above, limit);
		if (node->kind == PATTERN_NEAR)
			join_spans(judge, right, left, (uint32) node->number, above, limit);
		memmove(judge->spans + base, judge->spans + above, (judge->nspans - above) * sizeof(Span));
		judge->nspans = base + (judge->nspans - above);
		judge_sort_spans(judge, base);
	}
}

static bool
has_place(Judge *judge, int32 index)
{
	bool		result;

	judge->nspans = 0;
	push_places(judge, index, 1);
	result = judge->nspans > 0;
	judge->nspans = 0;
	return result;
}

/* Measures of the message read all of it, so each is taken once. */
static bool
shouts(Judge *judge)
{
	if (judge->shouts < 0)
		judge->shouts = text_shouts(judge->doc) ? 1 : 0;
	return judge->shouts > 0;
}

static int64
exclaims(Judge *judge)
{
	if (judge->exclaims < 0)
		judge->exclaims = text_exclaims(judge->doc);
	return judge->exclaims;
}

/* Can one of the children of a node not hold, by what was hit? */
static bool
any_is_silent(const Judge *judge, const RuleNode *node)
{
	for (int32 child = node->first_child; child >= 0; child = judge->rs->nodes[child].next_sibling)
	{
		if (judge_is_silent(judge, &judge->rs->nodes[child]))
			return true;
	}
	return false;
}

static bool
node_holds(Judge *judge, int32 index)
{
	const RuleNode *node = &judge->rs->nodes[index];
	int			holding = 0;

	switch ((PatternKind) node->kind)
	{
		case PATTERN_TERM:
			return is_mentioned(judge, node);
		case PATTERN_COUNT:
			return pattern_compare((PatternCompare) node->op, count_mentions(judge, node), node->number);
		case PATTERN_NEAR:
		case PATTERN_THEN:
		case PATTERN_NOT_NEAR:
		case PATTERN_NOT_THEN:
			return has_place(judge, index);
		case PATTERN_REGEX:
			return judge_regex_holds(judge, index);
		case PATTERN_CAPS:
			return shouts(judge);
		case PATTERN_EXCLAIM:
			return pattern_compare((PatternCompare) node->op, (double) exclaims(judge), node->number);
		case PATTERN_LENGTH:
			return pattern_compare((PatternCompare) node->op, judge->doc->ntokens, node->number);
		case PATTERN_NOT:
			return !node_holds(judge, node->first_child);
		case PATTERN_AND:
			if (any_is_silent(judge, node))
				return false;
			/* FALLTHROUGH */
		case PATTERN_OR:
			for (int32 child = node->first_child; child >= 0; child = judge->rs->nodes[child].next_sibling)
			{
				bool		holds = !judge_is_silent(judge, &judge->rs->nodes[child]) && node_holds(judge, child);

				if (holds == (node->kind == PATTERN_OR))
					return holds;
			}
			return node->kind == PATTERN_AND;
		case PATTERN_OF:
			for (int32 child = node->first_child; child >= 0; child = judge->rs->nodes[child].next_sibling)
			{
				if (!judge_is_silent(judge, &judge->rs->nodes[child]) && node_holds(judge, child) && ++holding >= node->number)
					return true;
			}
			return false;
		case PATTERN_ENTITY:
		case PATTERN_FORM:
		case PATTERN_ANY:
			break;				/* compiled to PATTERN_TERM */
	}
	return false;
}

/* Is there a form that counts, wherever it stands and under whatever scope? */
static bool
form_is_present(Judge *judge, const RuleNode *node)
{
	if (!judge_find_forms(judge, (uint32) 1 << node->number))
		return false;
	for (uint32 i = 0; i < judge->forms.nforms; i++)
	{
		const Form *form = &judge->forms.forms[i];

		if (form->kind == node->number && form_counts(judge, node, form))
			return true;
	}
	return false;
}

/*
 * Whether a node can hold by the mere presence of its words, wherever they
 * stand and under whatever scope.  Never false where node_holds would be true:
 * what presence does not tell is taken as true.
 */
static bool
node_could_hold(Judge *judge, int32 index)
{
	const RuleNode *nodes = judge->rs->nodes;
	const RuleNode *node = &nodes[index];
	int			holding = 0;

	switch ((PatternKind) node->kind)
	{
		case PATTERN_TERM:
			return node->form ? form_is_present(judge, node) : !judge_is_silent(judge, node);
		case PATTERN_NEAR:
		case PATTERN_THEN:
		case PATTERN_AND:
			if (any_is_silent(judge, node))
				return false;
			for (int32 child = node->first_child; child >= 0; child = nodes[child].next_sibling)
			{
				if (!node_could_hold(judge, child))
					return false;
			}
			return true;
		case PATTERN_NOT_NEAR:
		case PATTERN_NOT_THEN:
			return node_could_hold(judge, node->first_child);
		case PATTERN_OR:
			if (node->plain)
				return !judge_is_silent(judge, node);
			/* FALLTHROUGH */
		case PATTERN_OF:
			for (int32 child = node->first_child; child >= 0; child = nodes[child].next_sibling)
			{
				if (!judge_is_silent(judge, &nodes[child]) && node_could_hold(judge, child) &&
					++holding >= (node->kind == PATTERN_OR ? 1 : node->number))
					return true;
			}
			return false;
		case PATTERN_COUNT:
		case PATTERN_NOT:
		case PATTERN_REGEX:
		case PATTERN_CAPS:
		case PATTERN_EXCLAIM:
		case PATTERN_LENGTH:
		case PATTERN_ENTITY:
		case PATTERN_FORM:
		case PATTERN_ANY:
			break;
	}
	return true;
}

bool
judge_rule_could_hold(Judge *judge, const CompiledRule *rule)
{
	CHECK_FOR_INTERRUPTS();
	return node_could_hold(judge, (int32) rule->root);
}

bool
judge_rule_holds(Judge *judge, const CompiledRule *rule)
{
	CHECK_FOR_INTERRUPTS();
	judge->root = (int32) rule->root;
	/* what ran out of it half way may hold for what it did not see */
	return node_holds(judge, (int32) rule->root) && judge->work < MAX_WORK;
}

/*
 * The mention by which a hit's literal belongs to an atom; its mentions are
 * sorted by atom.
 */
static uint32
find_mention(const RuleSet *rs, uint32 literal, uint32 atom)
{
	uint32		low = rs->literal_mentions[literal];
	uint32		high = rs->literal_mentions[literal + 1];

	while (high - low > 1)
	{
		uint32		middle = low + (high - low) / 2;

		if (rs->mentions[middle].atom <= atom)
			low = middle;
		else
			high = middle;
	}
	Assert(rs->mentions[low].atom == atom);
	return low;
}

/*
 * Visits a mention's hits that count; if there are spans on the stack, only
 * those within one of them.
 */
static void
visit_mention(Judge *judge, const RuleNode *node, bool in_spans, JudgeVisitor visitor, void *argument)
{
	const AtomState *atom = node_atom(judge, node);
	uint32		span = 0;
	int64		reach = -1;		/* of the spans that start at or before the hit */

	if (!spend(judge, atom->count))
		return;
	for (uint32 i = 0; i < atom->count; i++)
	{
		uint32		hit = judge->lists[atom->first + i];

		if (!hit_counts(judge, node, hit))
			continue;
		for (; span < judge->nspans && judge->spans[span].first <= judge->hits[hit].first; span++)
			reach = Max(reach, (int64) judge->spans[span].last);
		if (!in_spans || (int64) judge->hits[hit].last <= reach)
			visitor(judge, hit, find_mention(judge->rs, judge->hits[hit].literal, (uint32) node->atom), argument);
	}
}

/* Visits the mentions below a near or then; what must be absent has none. */
static void
visit_places(Judge *judge, int32 index, JudgeVisitor visitor, void *argument)
{
	const RuleNode *node = &judge->rs->nodes[index];

	if (node->kind == PATTERN_TERM)
		visit_mention(judge, node, true, visitor, argument);
	for (int32 child = node->first_child; child >= 0; child = judge->rs->nodes[child].next_sibling)
	{
		visit_places(judge, child, visitor, argument);
		if (node->kind == PATTERN_NOT_NEAR || node->kind == PATTERN_NOT_THEN)
			break;
	}
}

/*
 * Visits the hits that gave a node its value, which the caller knows.
 */
static void
visit_node(Judge *judge, int32 index, bool value, JudgeVisitor visitor, void *argument)
{
	const RuleNode *node = &judge->rs->nodes[index];
	bool		all = node->kind == (value ? PATTERN_AND : PATTERN_OR);

	switch ((PatternKind) node->kind)
	{
		case PATTERN_TERM:
			if (value)
				visit_mention(judge, node, false, visitor, argument);
			return;
		case PATTERN_COUNT:
			if (pattern_compare((PatternCompare) node->op, 0, node->number) != value)
				visit_mention(judge, node, false, visitor, argument);
			return;
		case PATTERN_NEAR:
		case PATTERN_THEN:
		case PATTERN_NOT_NEAR:
		case PATTERN_NOT_THEN:
			if (value)
			{
				judge->nspans = 0;
				push_places(judge, index, MAX_SPANS);
				visit_places(judge, index, visitor, argument);
				judge->nspans = 0;
			}
			return;
		case PATTERN_NOT:
			visit_node(judge, node->first_child, !value, visitor, argument);
			return;
		case PATTERN_AND:
		case PATTERN_OR:
		case PATTERN_OF:
			for (int32 child = node->first_child; child >= 0; child = judge->rs->nodes[child].next_sibling)
			{
				const RuleNode *below = &judge->rs->nodes[child];

				/* what does not hold may have words in it that keep it from that */
				if (judge_is_silent(judge, below) && (value || below->kind == PATTERN_TERM))
					continue;
				if (all || node_holds(judge, child) == value)
					visit_node(judge, child, value, visitor, argument);
			}
			return;
		case PATTERN_REGEX:
		case PATTERN_CAPS:
		case PATTERN_EXCLAIM:
		case PATTERN_LENGTH:
			return;				/* they have no place */
		case PATTERN_ENTITY:
		case PATTERN_FORM:
		case PATTERN_ANY:
			return;				/* compiled to PATTERN_TERM */
	}
}

void
judge_visit_rule(Judge *judge, const CompiledRule *rule, JudgeVisitor visitor, void *argument)
{
	CHECK_FOR_INTERRUPTS();
	judge->root = (int32) rule->root;
	visit_node(judge, (int32) rule->root, true, visitor, argument);
}
