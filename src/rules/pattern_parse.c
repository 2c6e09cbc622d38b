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
 *		primary		= mention
 *					| "(" expression ")"
 *					| "count" "(" mention ")" compare number
 *					| number "of" "(" expression { "," expression } ")"
 *					| "/" regular expression "/"
 *					| "caps" | ("exclaim" | "length") compare number
 *					| "model" "(" name ")" compare number
 *		mention		= name | "any" "(" name ")"
 *		name		= 'term' ["~" ("1" | "2" | "word" | "sound")]
 *					| "{" entity "}" | "{" form [compare value] "}"
 *
 * model() is refused: it is there so that patterns written for a version with
 * models get an error that says so.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "../compat.h"
#include "pattern_parse.h"

#define EXPECT_OPERAND	"Expected a term in quotes, an {entity}, any(), count(), \"N of ()\", \"!\" or \"(\"."
#define EXPECT_OPERATOR	"Expected \"&\", \"|\", \"near/N\", \"then/N\" or the end."
#define EXPECT_COMPARE	"Expected a comparison: \">=\", \">\", \"=\", \"<\" or \"<=\"."

static int	parse_expression(Parser *p);

static bool
at_character(const Parser *p, char c)
{
	return p->token == T_CHARACTER && p->character == c;
}

static bool
at_word(const Parser *p, const char *word)
{
	int			length = (int) strlen(word);

	return p->token == T_WORD && p->next - p->start == length &&
		pg_strncasecmp(p->text + p->start, word, length) == 0;
}

static bool
skip_character(Parser *p, char c, const char *expected)
{
	if (!at_character(p, c))
		return pattern_fail(p, expected);
	return pattern_advance(p);
}

/*
 * A new node at a byte offset, or -1.
 */
static int
new_node(Parser *p, PatternKind kind, int offset)
{
	PatternNode *node;

	if (p->pattern->nnodes >= PATTERN_MAX_NODES)
	{
		pattern_fail_limit(p, "It has too many nodes.");
		return -1;
	}
	node = &p->pattern->nodes[p->pattern->nnodes];
	memset(node, 0, sizeof(PatternNode));
	node->kind = (uint8) kind;
	node->depth = 1;
	node->first_child = node->last_child = node->next_sibling = -1;
	node->position = pattern_position_of(p, offset);
	return p->pattern->nnodes++;
}

/*
 * Appends a child.  The children of an & in an & (an | in an |) are adopted
 * instead of their parent: the grouping means nothing there.
 */
static bool
add_child(Parser *p, int parent_index, int child_index)
{
	PatternNode *nodes = p->pattern->nodes;
	PatternNode *parent = &nodes[parent_index];
	PatternNode *child = &nodes[child_index];
	bool		adopt = child->kind == parent->kind &&
		(parent->kind == PATTERN_AND || parent->kind == PATTERN_OR);
	int			first = adopt ? child->first_child : child_index;
	int			depth = child->depth + (adopt ? 0 : 1);

	if (parent->last_child < 0)
		parent->first_child = (int16) first;
	else
		nodes[parent->last_child].next_sibling = (int16) first;
	parent->last_child = adopt ? child->last_child : (int16) child_index;
	parent->nchildren += adopt ? child->nchildren : 1;
	if (depth > PATTERN_MAX_DEPTH)
		return pattern_fail_limit(p, "It is nested too deeply.");
	parent->depth = Max(parent->depth, (uint8) depth);
	return true;
}

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

/*
 * Reads what may follow a term: how it is looked for.
 */
static bool
parse_mode(Parser *p, int node)
{
	const char *term = pattern_text(p->pattern, &p->pattern->nodes[node]);
	int			tilde = p->start;
	int			end;
	int			mode;

	if (!pattern_advance(p))
		return false;
	mode = p->token == T_WORD || p->token == T_NUMBER ? pattern_mode(p->text + p->start, p->next - p->start) : -1;
	end = p->token == T_END ? p->length : p->next;
	if (mode < 0)
		return pattern_fail(p, "Expected \"word\", \"sound\", \"1\" or \"2\" after the tilde.");
	if (!pattern_term_can_be(term, strlen(term), (TermMatch) mode))
		return pattern_fail_at(p, tilde, end, mode == TERM_SOUND ?
							   "By sound, Chinese is looked for: two characters or more." :
							   mode == TERM_FUZZY1 ?
							   "With one error, one word of at least 5 letters is looked for." :
							   "With two errors, one word of at least 9 letters is looked for.");
	p->pattern->nodes[node].mode = (uint8) mode;
	return pattern_advance(p);
}

/*
 * A form and what it is compared with.
 */
static int
parse_form(Parser *p)
{
	int			node = new_node(p, PATTERN_FORM, p->start);

	if (node < 0)
		return -1;
	p->pattern->nodes[node].number = (int16) p->number;
	p->pattern->nodes[node].text = (uint16) p->string;
	p->pattern->nodes[node].op = (uint8) p->compare;
	return pattern_advance(p) ? node : -1;
}

static int
parse_mention(Parser *p, bool allow_any)
{
	int			node;
	int			child;

	if (p->token == T_FORM)
		return parse_form(p);
	if (p->token == T_TERM || p->token == T_ENTITY)
	{
		bool		term = p->token == T_TERM;

		node = new_node(p, term ? PATTERN_TERM : PATTERN_ENTITY, p->start);
		if (node < 0)
			return -1;
		p->pattern->nodes[node].text = (uint16) p->string;
		if (!pattern_advance(p))
			return -1;
		return term && at_character(p, '~') && !parse_mode(p, node) ? -1 : node;
	}
	if (!allow_any || !at_word(p, "any"))
	{
		pattern_fail(p, allow_any ? "Expected a term in quotes, an {entity} or any()." : "Expected a term in quotes or an {entity}.");
		return -1;
	}
	node = new_node(p, PATTERN_ANY, p->start);
	if (node < 0 || !pattern_advance(p) || !skip_character(p, '(', "Expected \"(\" after any."))
		return -1;
	child = parse_mention(p, false);
	if (child < 0 || !add_child(p, node, child) || !skip_character(p, ')', "Expected \")\"."))
		return -1;
	return node;
}

/*
 * Reads a comparison with a whole number into a node.
 */
static bool
parse_compare(Parser *p, int node)
{
	if (p->token != T_COMPARE)
		return pattern_fail(p, EXPECT_COMPARE);
	p->pattern->nodes[node].op = (uint8) p->compare;
	if (!pattern_advance(p))
		return false;
	if (p->token != T_NUMBER || p->fraction || p->number > PATTERN_MAX_COUNT)
		return pattern_fail(p, "Expected a whole number from 0 to 1000.");
	p->pattern->nodes[node].number = (int16) p->number;
	return pattern_advance(p);
}

static int
parse_count(Parser *p)
{
	int			node = new_node(p, PATTERN_COUNT, p->start);
	int			child;

	if (node < 0 || !pattern_advance(p) || !skip_character(p, '(', "Expected \"(\" after count."))
		return -1;
	child = parse_mention(p, true);
	if (child < 0 || !add_child(p, node, child) || !skip_character(p, ')', "Expected \")\"."))
		return -1;
	return parse_compare(p, node) ? node : -1;
}

/*
 * What is asked of the message as a whole.
 */
static int
parse_measure(Parser *p)
{
	PatternKind kind = at_word(p, "caps") ? PATTERN_CAPS : at_word(p, "exclaim") ? PATTERN_EXCLAIM : PATTERN_LENGTH;
	int			node = new_node(p, kind, p->start);

	if (node < 0 || !pattern_advance(p))
		return -1;
	return kind == PATTERN_CAPS || parse_compare(p, node) ? node : -1;
}

/*
 * Reads all of a model's signal, so that what is wrong with it is said first,
 * and refuses it.
 */
static int
parse_model(Parser *p)
{
	int			start = p->start;
	bool		severity;

	if (!pattern_advance(p) || !skip_character(p, '(', "Expected \"(\" after model."))
		return -1;
	severity = at_word(p, "severity");
	if (!severity && !at_word(p, "complaint"))
	{
		pattern_fail(p, "Expected \"severity\" or \"complaint\", what a model can say.");
		return -1;
	}
	if (!pattern_advance(p) || !skip_character(p, ')', "Expected \")\"."))
		return -1;
	if (p->token != T_COMPARE)
	{
		pattern_fail(p, EXPECT_COMPARE);
		return -1;
	}
	if (!pattern_advance(p))
		return -1;
	if (p->token != T_NUMBER || p->number > (severity ? 4 : 1) || (p->fraction && p->number == (severity ? 4 : 1)))
	{
		pattern_fail(p, severity ? "Expected a number from 0 to 4, a level." : "Expected a number from 0 to 1, a probability.");
		return -1;
	}
	errsave(p->escontext,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("patterns cannot ask a model yet"),
			 errdetail("\"%.*s\" at character %d asks one.", p->next - start, p->text + start,
					   pattern_position_of(p, start)),
			 errhint("Say it with terms, entities and forms until this version of complaint has models.")));
	return -1;
}

static int
parse_regex(Parser *p)
{
	int			node = new_node(p, PATTERN_REGEX, p->start);

	if (node < 0 || !pattern_read_regex(p))
		return -1;
	p->pattern->nodes[node].text = (uint16) p->string;
	return pattern_advance(p) ? node : -1;
}

static int
parse_of(Parser *p)
{
	int			node = new_node(p, PATTERN_OF, p->start);
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
	if (!at_word(p, "of"))
	{
		pattern_fail(p, "Expected \"of (...)\" after the number.");
		return -1;
	}
	if (!pattern_advance(p) || !skip_character(p, '(', "Expected \"(\" after of."))
		return -1;
	for (;;)
	{
		int			child = parse_expression(p);

		if (child < 0 || !add_child(p, node, child))
			return -1;
		if (!at_character(p, ','))
			break;
		if (!pattern_advance(p))
			return -1;
	}
	if (!skip_character(p, ')', "Expected \",\" or \")\"."))
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

	if (p->token == T_TERM || p->token == T_ENTITY || p->token == T_FORM || at_word(p, "any"))
		return parse_mention(p, true);
	if (at_word(p, "count"))
		return parse_count(p);
	if (at_character(p, '/'))
		return parse_regex(p);
	if (at_word(p, "caps") || at_word(p, "exclaim") || at_word(p, "length"))
		return parse_measure(p);
	if (at_word(p, "model"))
		return parse_model(p);
	if (p->token != T_NUMBER && !at_character(p, '('))
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
		if (node < 0 || !skip_character(p, ')', "Expected \")\" or an operator."))
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
	bool		not = at_word(p, "not");
	PatternKind kind;
	int			node;

	if (not && !pattern_advance(p))
		return -1;
	if (!at_word(p, "near") && !at_word(p, "then"))
	{
		pattern_fail(p, "Expected \"near/N\" or \"then/N\" after not; what must be absent from the message is written with \"!\".");
		return -1;
	}
	kind = at_word(p, "near") ? (not ? PATTERN_NOT_NEAR : PATTERN_NEAR) : (not ? PATTERN_NOT_THEN : PATTERN_THEN);
	node = new_node(p, kind, start);
	if (node < 0 || !pattern_advance(p) || !skip_character(p, '/', "Expected \"/\" and a distance in words, such as near/5."))
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

	while (left >= 0 && (at_word(p, "near") || at_word(p, "then") || at_word(p, "not")))
	{
		int			start = p->start;
		int			end = p->next;
		int			node = parse_near(p);
		int			right = node < 0 ? -1 : parse_primary(p);

		if (right < 0 || !add_child(p, node, left) || !add_child(p, node, right))
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

	if (!at_character(p, '!'))
		return parse_proximity(p);
	if (++p->depth > PATTERN_MAX_DEPTH)
	{
		pattern_fail_limit(p, "It is nested too deeply.");
		return -1;
	}
	node = new_node(p, PATTERN_NOT, p->start);
	if (node < 0 || !pattern_advance(p))
		return -1;
	child = parse_negation(p);
	if (child < 0 || !add_child(p, node, child))
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

	if (left < 0 || !at_character(p, operator))
		return left;
	node = new_node(p, kind, start);
	if (node < 0 || !add_child(p, node, left))
		return -1;
	while (at_character(p, operator))
	{
		int			right;

		if (!pattern_advance(p))
			return -1;
		right = kind == PATTERN_AND ? parse_negation(p) : parse_list(p, PATTERN_AND);
		if (right < 0 || !add_child(p, node, right))
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
		errsave(p->escontext,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("pattern could match a message that has none of its words"),
				 errdetail("The pattern is: %.*s", p->length, p->text),
				 errhint("Regular expressions, caps, exclaim and length are asked where something was found: 'refund' & /no ?one (answers|replies)/.")));
	else
		errsave(p->escontext,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("pattern would match every message that has none of its words"),
				 errdetail("The pattern is: %.*s", p->length, p->text),
				 errhint("Join what must be absent with something that must be there: 'refund' & !'received'.")));
	return false;
}

Pattern *
pattern_parse(const char *text, size_t length, Node *escontext)
{
	Parser		parser = {0};
	Parser	   *p = &parser;

	p->text = text;
	p->length = (int) Min(length, PATTERN_MAX_BYTES + 1);
	p->escontext = escontext;
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
