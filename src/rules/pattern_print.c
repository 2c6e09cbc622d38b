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

#include "../text/form.h"
#include "../text/match.h"
#include "pattern.h"

static const char *const mode_names[] = {
	[TERM_PLAIN] = "",
	[TERM_WORD] = "word",
	[TERM_SOUND] = "sound",
	[TERM_FUZZY1] = "1",
	[TERM_FUZZY2] = "2"
};

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
		case PATTERN_NOT_NEAR:
		case PATTERN_NOT_THEN:
			return 4;
		case PATTERN_TERM:
		case PATTERN_ENTITY:
		case PATTERN_FORM:
		case PATTERN_ANY:
		case PATTERN_OF:
		case PATTERN_COUNT:
		case PATTERN_REGEX:
		case PATTERN_CAPS:
		case PATTERN_EXCLAIM:
		case PATTERN_LENGTH:
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
pattern_compare(PatternCompare op, double left, double right)
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

const char *
pattern_mode_name(TermMatch mode)
{
	return mode_names[mode];
}

MatchMode
pattern_match_mode(TermMatch mode)
{
	switch (mode)
	{
		case TERM_SOUND:
			return MATCH_SOUND;
		case TERM_FUZZY1:
			return MATCH_FUZZY1;
		case TERM_FUZZY2:
			return MATCH_FUZZY2;
		case TERM_PLAIN:
		case TERM_WORD:
			break;
	}
	return MATCH_PLAIN;
}

int
pattern_mode(const char *name, size_t length)
{
	for (int mode = TERM_WORD; mode <= TERM_FUZZY2; mode++)
	{
		if (strlen(mode_names[mode]) == length && pg_strncasecmp(mode_names[mode], name, length) == 0)
			return mode;
	}
	return -1;
}

static void
print_quoted(const char *term, StringInfo out)
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

/*
 * {form}, or with what it is compared with: a number as it is, all else in
 * quotes.
 */
static void
print_form(const Pattern *pattern, const PatternNode *node, StringInfo out)
{
	const char *value = pattern_text(pattern, node);

	appendStringInfo(out, "{%s", form_name((FormKind) node->number));
	if (*value != '\0')
	{
		appendStringInfo(out, " %s ", pattern_compare_name((PatternCompare) node->op));
		if (value[strspn(value, "0123456789.")] == '\0')
			appendStringInfoString(out, value);
		else
			print_quoted(value, out);
	}
	appendStringInfoChar(out, '}');
}

static void
print_regex(const char *regex, StringInfo out)
{
	appendStringInfoChar(out, '/');
	for (; *regex; regex++)
	{
		if (*regex == '/')
			appendStringInfoChar(out, '\\');
		appendStringInfoChar(out, *regex);
		if (*regex == '\\')
			appendStringInfoChar(out, *++regex);
	}
	appendStringInfoChar(out, '/');
}

static const char *
operator_name(PatternKind kind)
{
	switch (kind)
	{
		case PATTERN_NEAR:
			return "near";
		case PATTERN_THEN:
			return "then";
		case PATTERN_NOT_NEAR:
			return "not near";
		default:
			return "not then";
	}
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
	bool		proximity = context == binding(PATTERN_NEAR);

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
	char		between[20];

	/* "!count(x) < 2" would read as if the ! were about the count */
	if (context == binding(PATTERN_NOT) &&
		(node->kind == PATTERN_COUNT || node->kind == PATTERN_OF ||
		 node->kind == PATTERN_EXCLAIM || node->kind == PATTERN_LENGTH))
		parentheses = true;
	if (parentheses)
		appendStringInfoChar(out, '(');
	switch ((PatternKind) node->kind)
	{
		case PATTERN_TERM:
			print_quoted(pattern_text(pattern, node), out);
			if (node->mode != TERM_PLAIN)
				appendStringInfo(out, "~%s", pattern_mode_name((TermMatch) node->mode));
			break;
		case PATTERN_ENTITY:
			appendStringInfo(out, "{%s}", pattern_text(pattern, node));
			break;
		case PATTERN_FORM:
			print_form(pattern, node, out);
			break;
		case PATTERN_ANY:
			appendStringInfoString(out, "any(");
			print_children(pattern, node, "", out);
			appendStringInfoChar(out, ')');
			break;
		case PATTERN_NEAR:
		case PATTERN_THEN:
		case PATTERN_NOT_NEAR:
		case PATTERN_NOT_THEN:
			snprintf(between, sizeof(between), " %s/%d ", operator_name((PatternKind) node->kind), node->number);
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
		case PATTERN_REGEX:
			print_regex(pattern_text(pattern, node), out);
			break;
		case PATTERN_CAPS:
			appendStringInfoString(out, "caps");
			break;
		case PATTERN_EXCLAIM:
		case PATTERN_LENGTH:
			appendStringInfo(out, "%s %s %d", node->kind == PATTERN_EXCLAIM ? "exclaim" : "length",
							 pattern_compare_name((PatternCompare) node->op), node->number);
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
pattern_can_be(const Pattern *pattern, int index, bool value)
{
	const PatternNode *node = &pattern->nodes[index];
	int			able = 0;

	switch ((PatternKind) node->kind)
	{
		case PATTERN_TERM:
		case PATTERN_ENTITY:
		case PATTERN_FORM:
		case PATTERN_ANY:
		case PATTERN_NEAR:
		case PATTERN_THEN:
		case PATTERN_NOT_NEAR:
		case PATTERN_NOT_THEN:
			return !value;
		case PATTERN_COUNT:
			return pattern_compare((PatternCompare) node->op, 0, node->number) == value;
		case PATTERN_REGEX:
		case PATTERN_CAPS:
		case PATTERN_EXCLAIM:
		case PATTERN_LENGTH:
			return true;
		case PATTERN_NOT:
			return pattern_can_be(pattern, node->first_child, !value);
		case PATTERN_AND:
		case PATTERN_OR:
		case PATTERN_OF:
			break;
	}
	for (int child = node->first_child; child >= 0; child = pattern->nodes[child].next_sibling)
		able += pattern_can_be(pattern, child, value) ? 1 : 0;
	if (node->kind == PATTERN_OF)
		return able >= (value ? node->number : node->nchildren - node->number + 1);
	return able >= ((node->kind == PATTERN_AND) == value ? node->nchildren : 1);
}

bool
pattern_term_can_be(const char *term, size_t length, TermMatch mode)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "complaint term", ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	uint32		id;
	bool		result = match_builder_add(match_builder_create(), term, length, pattern_match_mode(mode), &id);

	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
	return result;
}

bool
pattern_term_has_words(const char *term, size_t length)
{
	return pattern_term_can_be(term, length, TERM_PLAIN);
}
