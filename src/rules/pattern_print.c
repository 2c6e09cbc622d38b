/*
 * pattern_print.c
 *		The canonical text of a pattern, and what can be said of a pattern
 *		without a message.
 *
 * Canonical text has the fewest parentheses and single spaces; parsing it
 * gives the same text again, so equality of patterns is equality of texts.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "../text/match.h"
#include "pattern.h"

/* How tightly an operator binds; an operand that binds less needs ( ). */
static int
binding(PatternKind kind)
{
	switch (kind)
	{
		case PATTERN_OR:
			return 1;
		case PATTERN_AND:
			return 2;
		case PATTERN_NOT:
			return 3;
		case PATTERN_NEAR:
		case PATTERN_THEN:
			return 4;
		case PATTERN_TERM:
		case PATTERN_ENTITY:
		case PATTERN_ANY:
		case PATTERN_OF:
		case PATTERN_COUNT:
			break;
	}
	return 5;
}

const char *
pattern_compare_name(PatternCompare op)
{
	switch (op)
	{
		case PATTERN_GE:
			return ">=";
		case PATTERN_GT:
			return ">";
		case PATTERN_EQ:
			return "=";
		case PATTERN_LT:
			return "<";
		case PATTERN_LE:
			return "<=";
	}
	return NULL;				/* keep the compiler quiet */
}

bool
pattern_compare(PatternCompare op, int left, int right)
{
	switch (op)
	{
		case PATTERN_GE:
			return left >= right;
		case PATTERN_GT:
			return left > right;
		case PATTERN_EQ:
			return left == right;
		case PATTERN_LT:
			return left < right;
		case PATTERN_LE:
			return left <= right;
	}
	return false;				/* keep the compiler quiet */
}

static void
print_term(const char *term, StringInfo out)
{
	appendStringInfoChar(out, '\'');
	for (; *term; term++)
	{
		if (*term == '\'')
			appendStringInfoChar(out, '\'');
		appendStringInfoChar(out, *term);
	}
	appendStringInfoChar(out, '\'');
}

static void print_node(const Pattern *pattern, int index, int context, StringInfo out);

/*
 * The children with something between them.  The first operand of near and
 * then may be another one (they group to the left), the others may not.
 */
static void
print_children(const Pattern *pattern, const PatternNode *node, const char *between, StringInfo out)
{
	int			context = node->kind == PATTERN_OF ? 0 : binding((PatternKind) node->kind);
	bool		proximity = node->kind == PATTERN_NEAR || node->kind == PATTERN_THEN;

	for (int child = node->first_child; child >= 0; child = pattern->nodes[child].next_sibling)
	{
		if (child != node->first_child)
			appendStringInfoString(out, between);
		print_node(pattern, child, proximity && child != node->first_child ? context + 1 : context, out);
	}
}

static void
print_node(const Pattern *pattern, int index, int context, StringInfo out)
{
	const PatternNode *node = &pattern->nodes[index];
	bool		parentheses = binding((PatternKind) node->kind) < context;
	char		between[16];

	/* "!count(x) < 2" would read as if the ! were about the count */
	if (context == binding(PATTERN_NOT) && (node->kind == PATTERN_COUNT || node->kind == PATTERN_OF))
		parentheses = true;
	if (parentheses)
		appendStringInfoChar(out, '(');
	switch ((PatternKind) node->kind)
	{
		case PATTERN_TERM:
			print_term(pattern_text(pattern, node), out);
			break;
		case PATTERN_ENTITY:
			appendStringInfo(out, "{%s}", pattern_text(pattern, node));
			break;
		case PATTERN_ANY:
			appendStringInfoString(out, "any(");
			print_children(pattern, node, "", out);
			appendStringInfoChar(out, ')');
			break;
		case PATTERN_NEAR:
		case PATTERN_THEN:
			snprintf(between, sizeof(between), " %s/%d ", node->kind == PATTERN_NEAR ? "near" : "then", node->number);
			print_children(pattern, node, between, out);
			break;
		case PATTERN_NOT:
			appendStringInfoChar(out, '!');
			print_children(pattern, node, "", out);
			break;
		case PATTERN_AND:
			print_children(pattern, node, " & ", out);
			break;
		case PATTERN_OR:
			print_children(pattern, node, " | ", out);
			break;
		case PATTERN_OF:
			appendStringInfo(out, "%d of (", node->number);
			print_children(pattern, node, ", ", out);
			appendStringInfoChar(out, ')');
			break;
		case PATTERN_COUNT:
			appendStringInfoString(out, "count(");
			print_children(pattern, node, "", out);
			appendStringInfo(out, ") %s %d", pattern_compare_name((PatternCompare) node->op), node->number);
			break;
	}
	if (parentheses)
		appendStringInfoChar(out, ')');
}

void
pattern_print(const Pattern *pattern, StringInfo out)
{
	print_node(pattern, pattern->root, 0, out);
}

bool
pattern_matches_nothing(const Pattern *pattern, int index)
{
	const PatternNode *node = &pattern->nodes[index];
	int			matching = 0;

	switch ((PatternKind) node->kind)
	{
		case PATTERN_TERM:
		case PATTERN_ENTITY:
		case PATTERN_ANY:
		case PATTERN_NEAR:
		case PATTERN_THEN:
			return false;
		case PATTERN_COUNT:
			return pattern_compare((PatternCompare) node->op, 0, node->number);
		case PATTERN_NOT:
			return !pattern_matches_nothing(pattern, node->first_child);
		case PATTERN_AND:
		case PATTERN_OR:
		case PATTERN_OF:
			break;
	}
	for (int child = node->first_child; child >= 0; child = pattern->nodes[child].next_sibling)
		matching += pattern_matches_nothing(pattern, child) ? 1 : 0;
	if (node->kind == PATTERN_AND)
		return matching == node->nchildren;
	return matching >= (node->kind == PATTERN_OR ? 1 : node->number);
}

bool
pattern_term_has_words(const char *term, size_t length)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "complaint term", ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	uint32		id;
	bool		result = match_builder_add(match_builder_create(), term, length, MATCH_PLAIN, &id);

	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
	return result;
}
