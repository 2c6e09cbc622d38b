/*
 * pattern_operand.c
 *		What operators of the rule language join: mentions, counts, measures of
 *		the message, regular expressions; and how nodes are added to the tree.
 *
 *		name		= 'term' ["~" ("1" | "2" | "word" | "sound")]
 *					| "{" entity "}" | "{" form [compare value] "}"
 *		mention		= name | "any" "(" name ")"
 *		count		= "count" "(" mention ")" compare number
 *		measure		= "caps" | ("exclaim" | "length") compare number
 *		model		= "model" "(" name ")" compare number
 *
 * model() is refused: it is there so that patterns written for a version with
 * models get an error that says so.
 */
#include "postgres.h"

#include "../compat.h"
#include "pattern_parse.h"

#define EXPECT_COMPARE	"Expected a comparison: \">=\", \">\", \"=\", \"<\" or \"<=\"."

bool
pattern_at_character(const Parser *p, char c)
{
	return p->token == T_CHARACTER && p->character == c;
}

bool
pattern_at_word(const Parser *p, const char *word)
{
	int			length = (int) strlen(word);

	return p->token == T_WORD && p->next - p->start == length &&
		pg_strncasecmp(p->text + p->start, word, length) == 0;
}

bool
pattern_skip_character(Parser *p, char c, const char *expected)
{
	if (!pattern_at_character(p, c))
		return pattern_fail(p, expected);
	return pattern_advance(p);
}

/*
 * A new node at a byte offset, or -1.
 */
int
pattern_new_node(Parser *p, PatternKind kind, int offset)
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
bool
pattern_add_child(Parser *p, int parent_index, int child_index)
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
	int			node = pattern_new_node(p, PATTERN_FORM, p->start);

	if (node < 0)
		return -1;
	p->pattern->nodes[node].number = (int16) p->number;
	p->pattern->nodes[node].text = (uint16) p->string;
	p->pattern->nodes[node].op = (uint8) p->compare;
	return pattern_advance(p) ? node : -1;
}

int
pattern_parse_mention(Parser *p, bool allow_any)
{
	int			node;
	int			child;

	if (p->token == T_FORM)
		return parse_form(p);
	if (p->token == T_TERM || p->token == T_ENTITY)
	{
		bool		term = p->token == T_TERM;

		node = pattern_new_node(p, term ? PATTERN_TERM : PATTERN_ENTITY, p->start);
		if (node < 0)
			return -1;
		p->pattern->nodes[node].text = (uint16) p->string;
		if (!pattern_advance(p))
			return -1;
		return term && pattern_at_character(p, '~') && !parse_mode(p, node) ? -1 : node;
	}
	if (!allow_any || !pattern_at_word(p, "any"))
	{
		pattern_fail(p, allow_any ? "Expected a term in quotes, an {entity} or any()." : "Expected a term in quotes or an {entity}.");
		return -1;
	}
	node = pattern_new_node(p, PATTERN_ANY, p->start);
	if (node < 0 || !pattern_advance(p) || !pattern_skip_character(p, '(', "Expected \"(\" after any."))
		return -1;
	child = pattern_parse_mention(p, false);
	if (child < 0 || !pattern_add_child(p, node, child) || !pattern_skip_character(p, ')', "Expected \")\"."))
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

int
pattern_parse_count(Parser *p)
{
	int			node = pattern_new_node(p, PATTERN_COUNT, p->start);
	int			child;

	if (node < 0 || !pattern_advance(p) || !pattern_skip_character(p, '(', "Expected \"(\" after count."))
		return -1;
	child = pattern_parse_mention(p, true);
	if (child < 0 || !pattern_add_child(p, node, child) || !pattern_skip_character(p, ')', "Expected \")\"."))
		return -1;
	return parse_compare(p, node) ? node : -1;
}

/*
 * What is asked of the message as a whole.
 */
int
pattern_parse_measure(Parser *p)
{
	PatternKind kind = pattern_at_word(p, "caps") ? PATTERN_CAPS : pattern_at_word(p, "exclaim") ? PATTERN_EXCLAIM : PATTERN_LENGTH;
	int			node = pattern_new_node(p, kind, p->start);

	if (node < 0 || !pattern_advance(p))
		return -1;
	return kind == PATTERN_CAPS || parse_compare(p, node) ? node : -1;
}

/*
 * Reads all of a model's signal, so that what is wrong with it is said first,
 * and refuses it.
 */
int
pattern_parse_model(Parser *p)
{
	int			start = p->start;
	bool		severity;

	if (!pattern_advance(p) || !pattern_skip_character(p, '(', "Expected \"(\" after model."))
		return -1;
	severity = pattern_at_word(p, "severity");
	if (!severity && !pattern_at_word(p, "complaint"))
	{
		pattern_fail(p, "Expected \"severity\" or \"complaint\", what a model can say.");
		return -1;
	}
	if (!pattern_advance(p) || !pattern_skip_character(p, ')', "Expected \")\"."))
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
	pattern_report(p,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("patterns cannot ask a model yet"),
			 errdetail("\"%.*s\" at character %d asks one.", p->next - start, p->text + start,
					   pattern_position_of(p, start)),
			 errhint("Say it with terms, entities and forms until this version of complaint has models.")));
	return -1;
}

int
pattern_parse_regex(Parser *p)
{
	int			node = pattern_new_node(p, PATTERN_REGEX, p->start);

	if (node < 0 || !pattern_read_regex(p))
		return -1;
	p->pattern->nodes[node].text = (uint16) p->string;
	return pattern_advance(p) ? node : -1;
}
