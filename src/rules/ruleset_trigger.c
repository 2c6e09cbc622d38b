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

#include "miscadmin.h"

#include "ruleset_compile.h"

/* What a node can be without any hit. */
#define NO_TRIGGER PG_UINT64_MAX

/* A child of a node that cannot become what it is asked for without a hit. */
typedef struct Watched
{
	int32		child;
	uint64		cost;
} Watched;

static uint64 trigger_cost(const Compiler *c, int32 index, bool value);

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

static int
compare_watched(const void *left, const void *right)
{
	const Watched *a = left;
	const Watched *b = right;

	if (a->cost != b->cost)
		return a->cost < b->cost ? -1 : 1;
	return a->child < b->child ? -1 : a->child > b->child ? 1 : 0;
}

/*
 * The children that are to be watched, those that are met least; NULL if too few
 * need a hit.  The caller frees them.
 */
static Watched *
watched_children(const Compiler *c, const RuleNode *node, bool value, int *count)
{
	const RuleNode *nodes = c->rs->nodes;
	int			children = 0;
	int			needing = 0;
	Watched    *watched;

	for (int32 child = node->first_child; child >= 0; child = nodes[child].next_sibling)
		children++;
	watched = palloc(Max(children, 1) * sizeof(Watched));
	for (int32 child = node->first_child; child >= 0; child = nodes[child].next_sibling)
	{
		uint64		cost = trigger_cost(c, child, value);

		if (cost != NO_TRIGGER)
			watched[needing++] = (Watched) {child, cost};
	}
	*count = children_to_watch(node, value, children);
	if (needing < *count)
	{
		pfree(watched);
		return NULL;
	}
	if (needing > *count)
		qsort(watched, needing, sizeof(Watched), compare_watched);
	return watched;
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
	Watched    *watched;
	int			count;
	uint64		cost = 0;

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
	watched = watched_children(c, node, value, &count);
	if (watched == NULL)
		return NO_TRIGGER;
	for (int i = 0; i < count; i++)
		cost += watched[i].cost;
	pfree(watched);
	return cost;
}

static void
add_candidate(CandidateList *list, int32 atom, uint32 rule, int32 need)
{
	if (atom < 0)
		return;
	list->elements = compile_grow(list->elements, list->count, &list->capacity, sizeof(Candidate));
	list->elements[list->count++] = (Candidate) {(uint32) atom, rule, need};
}

/* A node and how often it is met. */
typedef struct Need
{
	int32		node;			/* -1: none */
	uint64		cost;
} Need;

static const Need no_need = {-1, NO_TRIGGER};

/*
 * Of what must be hit for a node to hold, words and "or" nodes, what is met
 * least; "less" if that is met even less.
 */
static Need
rarest_need(const Compiler *c, int32 index, Need less)
{
	const RuleNode *node = &c->rs->nodes[index];
	uint64		cost;

	switch ((PatternKind) node->kind)
	{
		case PATTERN_AND:
		case PATTERN_NEAR:
		case PATTERN_THEN:
			for (int32 child = node->first_child; child >= 0; child = c->rs->nodes[child].next_sibling)
				less = rarest_need(c, child, less);
			return less;
		case PATTERN_NOT_NEAR:
		case PATTERN_NOT_THEN:
			return rarest_need(c, node->first_child, less);
		case PATTERN_TERM:
		case PATTERN_OR:
			cost = node->form ? NO_TRIGGER : trigger_cost(c, index, true);
			return cost < less.cost ? (Need) {index, cost} : less;
		default:
			return less;
	}
}

/* The same of what must hold beside one child of a node. */
static Need
need_beside(const Compiler *c, const RuleNode *node, int32 child, Need less)
{
	if (node->kind != PATTERN_AND && node->kind != PATTERN_NEAR && node->kind != PATTERN_THEN)
		return less;
	for (int32 other = node->first_child; other >= 0; other = c->rs->nodes[other].next_sibling)
		if (other != child)
			less = rarest_need(c, other, less);
	return less;
}

/*
 * Adds the triggers of a node that has some to a list, as those of a rule or
 * group.  need: what must hold beside the node; of a group nothing is known.
 */
static void
add_triggers(const Compiler *c, CandidateList *list, uint32 rule, int32 index, bool value, const Need *need)
{
	const RuleNode *node = &c->rs->nodes[index];
	Watched    *watched;
	int			count;

	if (node->kind == PATTERN_NOT)
	{
		add_triggers(c, list, rule, node->first_child, !value, need);
		return;
	}
	if (node->kind == PATTERN_NOT_NEAR || node->kind == PATTERN_NOT_THEN)
	{
		add_triggers(c, list, rule, node->first_child, true, need);
		return;
	}
	if (node->kind == PATTERN_TERM || node->kind == PATTERN_COUNT)
	{
		add_candidate(list, node->atom, rule, need == NULL ? -1 : need->node);
		return;
	}
	watched = watched_children(c, node, value, &count);
	for (int i = 0; i < count; i++)
	{
		Need		beside = no_need;

		if (need != NULL)
			beside = value ? need_beside(c, node, watched[i].child, *need) : *need;
		add_triggers(c, list, rule, watched[i].child, value, need == NULL ? NULL : &beside);
	}
	pfree(watched);
}

void
compile_triggers(Compiler *c, uint32 rule)
{
	int32		root = (int32) c->rs->rules[rule].root;

	if (trigger_cost(c, root, true) == NO_TRIGGER)
		elog(ERROR, "rule \"%s\" has no trigger", c->definitions->rules[rule].name);
	add_triggers(c, &c->candidates, rule, root, true, &no_need);
}

/*
 * Groups while they are made: the members of one are those from its start to
 * the start of the next.
 */
typedef struct GroupTable
{
	uint32	   *starts;			/* by group */
	uint32	   *slots;			/* group + 1 by hash, 0: free */
	uint32		mask;
} GroupTable;

/* An "or" of fewer is asked as quickly as a bit, unless rules need it. */
#define MIN_GROUP 16

static bool
is_form_atom(const Compiler *c, uint32 atom)
{
	for (uint32 kind = 0; kind < FORM_KINDS; kind++)
	{
		if (c->form_atoms[kind] == atom + 1)
			return true;
	}
	return false;
}

static int
compare_members(const void *left, const void *right)
{
	uint32		a = ((const Candidate *) left)->atom;
	uint32		b = ((const Candidate *) right)->atom;

	return a < b ? -1 : a > b ? 1 : 0;
}

/*
 * Sorts the members from an index on and drops repeated ones; false if there
 * are forms among them, or fewer than so many.
 */
static bool
finish_members(Compiler *c, uint32 from, uint32 least)
{
	Candidate  *members = c->members.elements + from;
	uint32		count = c->members.count - from;
	uint32		used = 0;

	if (count < least)
		return false;
	qsort(members, count, sizeof(Candidate), compare_members);
	for (uint32 i = 0; i < count; i++)
	{
		if (is_form_atom(c, members[i].atom))
			return false;
		if (used == 0 || members[used - 1].atom != members[i].atom)
			members[used++] = members[i];
	}
	c->members.count = from + used;
	return used >= least;
}

/* The group with the members that the next one would have; that, if there is none. */
static uint32
find_group(Compiler *c, GroupTable *table)
{
	uint32		next = c->rs->ngroups;
	const Candidate *members = c->members.elements + table->starts[next];
	uint32		count = c->members.count - table->starts[next];
	uint64		hash = 0;
	uint32		slot;

	for (uint32 i = 0; i < count; i++)
		hash = (hash ^ members[i].atom) * UINT64CONST(0x9E3779B97F4A7C15);
	for (slot = (uint32) (hash >> 32) & table->mask; table->slots[slot] != 0; slot = (slot + 1) & table->mask)
	{
		uint32		group = table->slots[slot] - 1;
		const Candidate *others = c->members.elements + table->starts[group];
		bool		same = table->starts[group + 1] - table->starts[group] == count;

		for (uint32 i = 0; i < count && same; i++)
			same = others[i].atom == members[i].atom;
		if (same)
			return group;
	}
	table->slots[slot] = next + 1;
	return next;
}

/* Are all alternatives of an "or" words and entities, or again such an "or"? */
static bool
is_plain_or(const RuleSetDraft *rs, const RuleNode *node)
{
	for (int32 child = node->first_child; child >= 0; child = rs->nodes[child].next_sibling)
	{
		const RuleNode *one = &rs->nodes[child];

		if (one->kind == PATTERN_OR ? !is_plain_or(rs, one) : one->kind != PATTERN_TERM)
			return false;
	}
	return true;
}

/*
 * Most "or" nodes are long lists of which a message has nothing, so that is
 * told by one bit; and so is that it has something, where they are nothing but
 * words.  Where forms are among what must be hit, it is not: they are looked for
 * late.
 */
void
compile_groups(Compiler *c)
{
	RuleSetDraft *rs = c->rs;
	bool	   *needed = compile_array(rs->nnodes, sizeof(bool));
	GroupTable	table;

	for (uint32 i = 0; i < c->candidates.count; i++)
		if (c->candidates.elements[i].need >= 0)
			needed[c->candidates.elements[i].need] = true;
	for (table.mask = 63; table.mask < rs->nnodes * 2; table.mask = table.mask * 2 + 1)
		;
	table.slots = compile_array((Size) table.mask + 1, sizeof(uint32));
	table.starts = compile_array((Size) rs->nnodes + 1, sizeof(uint32));
	for (uint32 i = 0; i < rs->nnodes; i++)
	{
		RuleNode   *node = &rs->nodes[i];
		uint32		from = table.starts[rs->ngroups];
		uint32		group = rs->ngroups;

		if (node->kind != PATTERN_OR || trigger_cost(c, (int32) i, true) == NO_TRIGGER)
			continue;
		CHECK_FOR_INTERRUPTS();
		add_triggers(c, &c->members, c->natoms + group, (int32) i, true, NULL);
		if (finish_members(c, from, needed[i] ? 1 : MIN_GROUP))
		{
			group = find_group(c, &table);
			node->atom = (int32) (c->natoms + group);
			node->plain = is_plain_or(rs, node);
		}
		if (node->atom < 0 || group < rs->ngroups)
			c->members.count = from;
		else
			table.starts[++rs->ngroups] = c->members.count;
	}
	pfree(table.slots);
	pfree(table.starts);
	pfree(needed);
}
