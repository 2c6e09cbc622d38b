/*
 * pattern_parse.c
 *		Text of the rule language into a tree.
 *
 * A recursive descent parser by hand, rather than bison: the grammar is small,
 * and the messages can say at which character what was expected.
 *
 *		expression	= conjunction { "|" conjunction }
 *		conjunction	= negation { "&" negation }
 *		negation	= "!" negation | proximity
 *		proximity	= primary { ["not"] ("near" | "then") "/" number primary }
 *		primary		= mention | count | measure | model
 *					| "(" expression ")"
 *					| number "of" "(" expression { "," expression } ")"
 *					| "/" regular expression "/"
 *
 * What is not defined here is in pattern_operand.c.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "../compat.h"
#include "pattern_parse.h"

#define EXPECT_OPERAND	"Expected a term in quotes, an {entity}, any(), count(), \"N of ()\", \"!\" or \"(\"."
#define EXPECT_OPERATOR	"Expected \"&\", \"|\", \"near/N\", \"then/N\" or the end."

static int	parse_expression(Parser *p);

/*
 * Operands of near and then must have a place in the text.
 */
static bool
has_place(const Pattern *pattern, int index)
{
	const PatternNode *node = &pattern->nodes[index];

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
			return true;
		case PATTERN_OR:
			for (int child = node->first_child; child >= 0; child = pattern->nodes[child].next_sibling)
			{
				if (!has_place(pattern, child))
					return false;
			}
			return true;
		case PATTERN_NOT:
		case PATTERN_AND:
		case PATTERN_OF:
		case PATTERN_COUNT:
		case PATTERN_REGEX:
		case PATTERN_CAPS:
		case PATTERN_EXCLAIM:
		case PATTERN_LENGTH:
			break;
	}
	return false;
}

static int
parse_of(Parser *p)
{
	int			node = pattern_new_node(p, PATTERN_OF, p->start);
	int			number_start = p->start;
	int			number_end = p->next;
	int			number = p->number;

	if (p->fraction)
	{
		pattern_fail(p, "Expected a whole number.");
		return -1;
	}
	if (node < 0 || !pattern_advance(p))
		return -1;
	if (!pattern_at_word(p, "of"))
	{
		pattern_fail(p, "Expected \"of (...)\" after the number.");
		return -1;
	}
	if (!pattern_advance(p) || !pattern_skip_character(p, '(', "Expected \"(\" after of."))
		return -1;
	for (;;)
	{
		int			child = parse_expression(p);

		if (child < 0 || !pattern_add_child(p, node, child))
			return -1;
		if (!pattern_at_character(p, ','))
			break;
		if (!pattern_advance(p))
			return -1;
	}
	if (!pattern_skip_character(p, ')', "Expected \",\" or \")\"."))
		return -1;
	if (number < 1 || number > p->pattern->nodes[node].nchildren)
	{
		pattern_fail_at(p, number_start, number_end, "Expected a number from 1 to the number of patterns in the list.");
		return -1;
	}
	p->pattern->nodes[node].number = (int16) number;
	return node;
}

static int
parse_primary(Parser *p)
{
	int			node;

	if (p->token == T_TERM || p->token == T_ENTITY || p->token == T_FORM || pattern_at_word(p, "any"))
		return pattern_parse_mention(p, true);
	if (pattern_at_word(p, "count"))
		return pattern_parse_count(p);
	if (pattern_at_character(p, '/'))
		return pattern_parse_regex(p);
	if (pattern_at_word(p, "caps") || pattern_at_word(p, "exclaim") || pattern_at_word(p, "length"))
		return pattern_parse_measure(p);
	if (pattern_at_word(p, "model"))
		return pattern_parse_model(p);
	if (p->token != T_NUMBER && !pattern_at_character(p, '('))
	{
		pattern_fail(p, p->token == T_WORD ? "Words to look for are written in quotes; the operators are &, |, !, near/N and then/N." : EXPECT_OPERAND);
		return -1;
	}
	if (++p->depth > PATTERN_MAX_DEPTH)
	{
		pattern_fail_limit(p, "It is nested too deeply.");
		return -1;
	}
	if (p->token == T_NUMBER)
		node = parse_of(p);
	else
	{
		if (!pattern_advance(p))
			return -1;
		node = parse_expression(p);
		if (node < 0 || !pattern_skip_character(p, ')', "Expected \")\" or an operator."))
			return -1;
	}
	p->depth--;
	return node;
}

/*
 * Reads the operator and its distance; the new node, or -1.
 */
static int
parse_near(Parser *p)
{
	int			start = p->start;
	bool		not = pattern_at_word(p, "not");
	PatternKind kind;
	int			node;

	if (not && !pattern_advance(p))
		return -1;
	if (!pattern_at_word(p, "near") && !pattern_at_word(p, "then"))
	{
		pattern_fail(p, "Expected \"near/N\" or \"then/N\" after not; what must be absent from the message is written with \"!\".");
		return -1;
	}
	kind = pattern_at_word(p, "near") ? (not ? PATTERN_NOT_NEAR : PATTERN_NEAR) : (not ? PATTERN_NOT_THEN : PATTERN_THEN);
	node = pattern_new_node(p, kind, start);
	if (node < 0 || !pattern_advance(p) || !pattern_skip_character(p, '/', "Expected \"/\" and a distance in words, such as near/5."))
		return -1;
	if (p->token != T_NUMBER || p->fraction || p->number > PATTERN_MAX_DISTANCE)
	{
		pattern_fail(p, "Expected a distance in words from 0 to 50.");
		return -1;
	}
	p->pattern->nodes[node].number = (int16) p->number;
	return pattern_advance(p) ? node : -1;
}

static int
parse_proximity(Parser *p)
{
	int			left = parse_primary(p);

	while (left >= 0 && (pattern_at_word(p, "near") || pattern_at_word(p, "then") || pattern_at_word(p, "not")))
	{
		int			start = p->start;
		int			end = p->next;
		int			node = parse_near(p);
		int			right = node < 0 ? -1 : parse_primary(p);

		if (right < 0 || !pattern_add_child(p, node, left) || !pattern_add_child(p, node, right))
			return -1;
		if (!has_place(p->pattern, left) || !has_place(p->pattern, right))
		{
			pattern_fail_at(p, start, end, "near and then join terms, entities, forms, any(), other near and then, and lists of these with \"|\".");
			return -1;
		}
		left = node;
	}
	return left;
}

static int
parse_negation(Parser *p)
{
	int			node;
	int			child;

	if (!pattern_at_character(p, '!'))
		return parse_proximity(p);
	if (++p->depth > PATTERN_MAX_DEPTH)
	{
		pattern_fail_limit(p, "It is nested too deeply.");
		return -1;
	}
	node = pattern_new_node(p, PATTERN_NOT, p->start);
	if (node < 0 || !pattern_advance(p))
		return -1;
	child = parse_negation(p);
	if (child < 0 || !pattern_add_child(p, node, child))
		return -1;
	p->depth--;
	return node;
}

/*
 * One level of & or |.
 */
static int
parse_list(Parser *p, PatternKind kind)
{
	char		operator = kind == PATTERN_AND ? '&' : '|';
	int			start = p->start;
	int			left = kind == PATTERN_AND ? parse_negation(p) : parse_list(p, PATTERN_AND);
	int			node;

	if (left < 0 || !pattern_at_character(p, operator))
		return left;
	node = pattern_new_node(p, kind, start);
	if (node < 0 || !pattern_add_child(p, node, left))
		return -1;
	while (pattern_at_character(p, operator))
	{
		int			right;

		if (!pattern_advance(p))
			return -1;
		right = kind == PATTERN_AND ? parse_negation(p) : parse_list(p, PATTERN_AND);
		if (right < 0 || !pattern_add_child(p, node, right))
			return -1;
	}
	return node;
}

static int
parse_expression(Parser *p)
{
	check_stack_depth();
	return parse_list(p, PATTERN_OR);
}

/*
 * Refuses a pattern that can hold where nothing was found.
 */
static bool
fail_unbound(Parser *p)
{
	bool		measures = false;

	for (int i = 0; i < p->pattern->nnodes; i++)
		measures |= p->pattern->nodes[i].kind >= PATTERN_REGEX;
	if (measures)
		pattern_report(p,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("pattern could match a message that has none of its words"),
				 errdetail("The pattern is: %.*s", p->length, p->text),
				 errhint("Regular expressions, caps, exclaim and length are asked where something was found: 'refund' & /no ?one (answers|replies)/.")));
	else
		pattern_report(p,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("pattern would match every message that has none of its words"),
				 errdetail("The pattern is: %.*s", p->length, p->text),
				 errhint("Join what must be absent with something that must be there: 'refund' & !'received'.")));
	return false;
}

static Pattern *
parse(Parser *p, const char *text, size_t length)
{
	p->text = text;
	p->length = (int) Min(length, PATTERN_MAX_BYTES + 1);
	if (length > PATTERN_MAX_BYTES)
	{
		pattern_fail_limit(p, "It is too long.");
		return NULL;
	}
	p->pattern = palloc0(sizeof(Pattern));
	if (!pattern_advance(p))
		return NULL;
	p->pattern->root = parse_expression(p);
	if (p->pattern->root < 0)
		return NULL;
	if (p->token != T_END)
	{
		pattern_fail(p, EXPECT_OPERATOR);
		return NULL;
	}
	if (pattern_can_be(p->pattern, p->pattern->root, true) && !fail_unbound(p))
		return NULL;
	return p->pattern;
}

Pattern *
pattern_parse(const char *text, size_t length, Node *escontext)
{
	Parser		parser = {.escontext = escontext};

	return parse(&parser, text, length);
}

Pattern *
pattern_parse_stored(const char *text, size_t length)
{
	Parser		parser = {.quiet = true};

	return parse(&parser, text, length);
}
