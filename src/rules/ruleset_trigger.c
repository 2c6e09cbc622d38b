/*
 * ruleset_trigger.c
 *		By which atoms a rule can become true.
 *
 * A rule is only evaluated when one of its triggers was hit, so these are
 * chosen to be few and rare: of "a & b" one side is enough, and the one
 * that is met less often is taken.  A pattern that could be true without any hit was
 * refused by the parser, so every pattern has triggers.
 */
#include "postgres.h"

#include "ruleset_compile.h"

/* What a node can be without any hit. */
#define NO_TRIGGER PG_UINT64_MAX

/* The children of a node that can be told to trigger a value. */
typedef struct Triggering
{
	int			children;		/* all there are */
	int			count;			/* those that need a hit */
	uint64		sum;			/* of their costs */
	uint64		least;			/* of their costs */
	int32		cheapest;		/* of them, -1 if there is none */
} Triggering;

static uint64 trigger_cost(const Compiler *c, int32 index, bool value);

static Triggering
triggering_children(const Compiler *c, const RuleNode *node, bool value)
{
	Triggering	result = {0};

	result.least = NO_TRIGGER;
	result.cheapest = -1;
	for (int32 child = node->first_child; child >= 0; child = c->rs->nodes[child].next_sibling)
	{
		uint64		cost = trigger_cost(c, child, value);

		result.children++;
		if (cost == NO_TRIGGER)
			continue;
		result.count++;
		result.sum += cost;
		if (cost < result.least)
		{
			result.least = cost;
			result.cheapest = child;
		}
	}
	return result;
}

/*
 * How many of the children must be watched, so that the node cannot become
 * "value" without one of the watched becoming so: one of an "and", all of an
 * "or", all but k - 1 of "k of".
 */
static int
children_to_watch(const RuleNode *node, bool value, int children)
{
	if (node->kind == PATTERN_OR)
		return value ? children : 1;
	if (node->kind == PATTERN_OF)
		return value ? children - node->number + 1 : node->number;
	if (node->kind == PATTERN_AND)
		return value ? 1 : children;
	return 1;					/* near and then need both: one tells */
}

/* Does a mention or count need a hit to have this value? */
static bool
needs_hit(const RuleNode *node, bool value)
{
	if (node->kind == PATTERN_COUNT)
		return pattern_compare((PatternCompare) node->op, 0, node->number) != value;
	return value;
}

/*
 * Nodes that are true where the text has a place for them.
 */
static bool
is_place(const RuleNode *node)
{
	return node->kind == PATTERN_NEAR || node->kind == PATTERN_THEN ||
		node->kind == PATTERN_NOT_NEAR || node->kind == PATTERN_NOT_THEN;
}

/*
 * How often what the node must be watched for to become "value" is met,
 * NO_TRIGGER if it can be that without any hit.
 */
static uint64
trigger_cost(const Compiler *c, int32 index, bool value)
{
	const RuleNode *node = &c->rs->nodes[index];
	Triggering	triggering;
	int			watch;

	if (node->kind >= PATTERN_REGEX || (is_place(node) && !value))
		return NO_TRIGGER;
	if (node->kind == PATTERN_NOT)
		return trigger_cost(c, node->first_child, !value);
	if (node->kind == PATTERN_NOT_NEAR || node->kind == PATTERN_NOT_THEN)
		return trigger_cost(c, node->first_child, true);
	if (node->kind == PATTERN_TERM || node->kind == PATTERN_COUNT)
	{
		if (!needs_hit(node, value))
			return NO_TRIGGER;
		return node->atom < 0 ? 0 : c->atom_frequencies[node->atom];
	}
	triggering = triggering_children(c, node, value);
	watch = children_to_watch(node, value, triggering.children);
	if (triggering.count < watch)
		return NO_TRIGGER;
	return watch == 1 ? triggering.least : triggering.sum;
}

static void
add_candidate(Compiler *c, int32 atom, uint32 rule)
{
	if (atom < 0)
		return;
	c->candidates = compile_grow(c->candidates, c->ncandidates, &c->candidates_capacity, sizeof(Candidate));
	c->candidates[c->ncandidates].atom = (uint32) atom;
	c->candidates[c->ncandidates++].rule = rule;
}

/*
 * Adds the triggers of a node that has some.
 */
static void
add_triggers(Compiler *c, uint32 rule, int32 index, bool value)
{
	const RuleNode *node = &c->rs->nodes[index];
	Triggering	triggering;

	if (node->kind == PATTERN_NOT)
	{
		add_triggers(c, rule, node->first_child, !value);
		return;
	}
	if (node->kind == PATTERN_NOT_NEAR || node->kind == PATTERN_NOT_THEN)
	{
		add_triggers(c, rule, node->first_child, true);
		return;
	}
	if (node->kind == PATTERN_TERM || node->kind == PATTERN_COUNT)
	{
		add_candidate(c, node->atom, rule);
		return;
	}
	triggering = triggering_children(c, node, value);
	if (children_to_watch(node, value, triggering.children) == 1)
	{
		add_triggers(c, rule, triggering.cheapest, value);
		return;
	}
	/* watching more of them than needed does no harm */
	for (int32 child = node->first_child; child >= 0; child = c->rs->nodes[child].next_sibling)
	{
		if (trigger_cost(c, child, value) != NO_TRIGGER)
			add_triggers(c, rule, child, value);
	}
}

void
compile_triggers(Compiler *c, uint32 rule)
{
	int32		root = (int32) c->rs->rules[rule].root;

	if (trigger_cost(c, root, true) == NO_TRIGGER)
		elog(ERROR, "rule \"%s\" has no trigger", c->definitions->rules[rule].name);
	add_triggers(c, rule, root, true);
}
