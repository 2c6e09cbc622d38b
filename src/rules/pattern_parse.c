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
 *		proximity	= primary { ("near" | "then") "/" number primary }
 *		primary		= mention
 *					| "(" expression ")"
 *					| "count" "(" mention ")" compare number
 *					| number "of" "(" expression { "," expression } ")"
 *		mention		= 'term' | {entity} | "any" "(" ('term' | {entity}) ")"
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "miscadmin.h"

#include "../compat.h"
#include "pattern.h"

typedef enum TokenKind
{
	T_END,
	T_TERM,
	T_ENTITY,
	T_NUMBER,
	T_WORD,
	T_COMPARE,
	T_CHARACTER					/* one of ( ) , & | ! / or a stray one */
} TokenKind;

typedef struct Parser
{
	const char *text;
	int			length;
	int			next;			/* byte offset behind the current token */
	int			depth;
	Node	   *escontext;
	Pattern    *pattern;

	/* the current token */
	TokenKind	token;
	int			start;			/* its byte offset */
	char		character;		/* of T_CHARACTER */
	PatternCompare compare;		/* of T_COMPARE */
	int			number;			/* of T_NUMBER */
	int			string;			/* of T_TERM and T_ENTITY: offset in strings */
} Parser;

#define EXPECT_OPERAND	"Expected a term in quotes, an {entity}, any(), count(), \"N of ()\", \"!\" or \"(\"."
#define EXPECT_OPERATOR	"Expected \"&\", \"|\", \"near/N\", \"then/N\" or the end."
#define HINT_LIMITS		"A pattern can have up to %d bytes, %d nodes, and parentheses up to %d deep."

static int	parse_expression(Parser *p);

static int
position_of(const Parser *p, int offset)
{
	return pg_mbstrlen_with_len(p->text, offset) + 1;
}

/*
 * Reports the token at a byte offset as the culprit.  Always false, so that
 * callers can return it.
 */
static bool
fail_at(Parser *p, int start, int end, const char *expected)
{
	if (start >= p->length)
		errsave(p->escontext,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("syntax error in pattern"),
				 errdetail("Unexpected end of the pattern at character %d.", position_of(p, p->length)),
				 errhint("%s", expected)));
	else
	{
		int			length = pg_mbcliplen(p->text + start, end - start, 60);

		errsave(p->escontext,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("syntax error in pattern"),
				 errdetail("Unexpected \"%.*s\" at character %d.", length, p->text + start, position_of(p, start)),
				 errhint("%s", expected)));
	}
	return false;
}

static bool
fail(Parser *p, const char *expected)
{
	return fail_at(p, p->start, p->next, expected);
}

static bool
fail_limit(Parser *p, const char *what)
{
	errsave(p->escontext,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("pattern is too large"),
			 errdetail("%s", what),
			 errhint(HINT_LIMITS, PATTERN_MAX_BYTES, PATTERN_MAX_NODES, PATTERN_MAX_DEPTH)));
	return false;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Words of the language are ASCII; others are told from them as a whole. */
static bool
is_word_character(char c)
{
	return is_letter(c) || c == '_' || IS_HIGHBIT_SET(c);
}

/* Strings cannot run over: each is shorter than what it was read from. */
static void
put_character(Parser *p, char c)
{
	Assert(p->pattern->strings_used < (int) sizeof(p->pattern->strings));
	p->pattern->strings[p->pattern->strings_used++] = c;
}

/*
 * Reads 'words' with '' for a quote; white space becomes single spaces, so
 * that terms that mean the same are written the same.
 */
static bool
read_term(Parser *p)
{
	char	   *strings = p->pattern->strings;
	int			length;

	p->token = T_TERM;
	p->string = p->pattern->strings_used;
	for (p->next = p->start + 1;; p->next++)
	{
		unsigned char c;

		if (p->next >= p->length)
			return fail_at(p, p->start, p->length, "Expected a quote that ends the term; a quote inside a term is written twice.");
		c = (unsigned char) p->text[p->next];
		if (c == '\'')
		{
			p->next++;
			if (p->next >= p->length || p->text[p->next] != '\'')
				break;
		}
		if (is_space((char) c))
		{
			if (p->pattern->strings_used > p->string && strings[p->pattern->strings_used - 1] != ' ')
				put_character(p, ' ');
		}
		else if (c < 0x20 || c == 0x7f)
			return fail_at(p, p->start, p->next, "A term cannot contain control characters.");
		else
			put_character(p, (char) c);
	}
	if (p->pattern->strings_used > p->string && strings[p->pattern->strings_used - 1] == ' ')
		p->pattern->strings_used--;
	length = p->pattern->strings_used - p->string;
	put_character(p, '\0');
	if (pg_mbstrlen_with_len(strings + p->string, length) > PATTERN_MAX_TERM)
		return fail(p, "A term can have at most 200 characters.");
	if (!pattern_term_has_words(strings + p->string, length))
		return fail(p, "A term needs at least one letter, digit or symbol that can be looked for.");
	return true;
}

/*
 * Reads {name} or {name.*}.  Names of entities are lower case, so the case
 * written does not matter.
 */
static bool
read_entity(Parser *p)
{
	static const char *const expected = "Expected the name of an entity in braces, such as {regulator}, {product.card} or {product.*}.";
	int			at = p->start + 1;
	int			end;
	bool		wildcard = false;

	p->token = T_ENTITY;
	p->string = p->pattern->strings_used;
	while (at < p->length && is_space(p->text[at]))
		at++;
	for (;;)
	{
		if (at < p->length && p->text[at] == '*' && p->pattern->strings_used > p->string)
		{
			put_character(p, '*');
			at++;
			wildcard = true;
			break;
		}
		if (at >= p->length || !is_letter(p->text[at]))
			break;
		while (at < p->length && (is_letter(p->text[at]) || is_digit(p->text[at]) || p->text[at] == '_'))
			put_character(p, pg_ascii_tolower((unsigned char) p->text[at++]));
		if (at >= p->length || p->text[at] != '.')
			break;
		put_character(p, p->text[at++]);
	}
	while (at < p->length && is_space(p->text[at]))
		at++;
	for (end = at; end < p->length && p->text[end] != '}';)
		end++;
	if (at >= p->length)
		return fail_at(p, p->start, p->length, expected);
	if (p->text[at] != '}' || p->pattern->strings_used == p->string ||
		(!wildcard && p->pattern->strings[p->pattern->strings_used - 1] == '.') ||
		p->pattern->strings_used - p->string > PATTERN_MAX_NAME)
		return fail_at(p, p->start, Min(end + 1, p->length), expected);
	put_character(p, '\0');
	p->next = at + 1;
	return true;
}

static bool
read_number(Parser *p)
{
	p->token = T_NUMBER;
	p->number = 0;
	for (p->next = p->start; p->next < p->length && is_digit(p->text[p->next]); p->next++)
	{
		/* larger than any limit is all we need to know */
		if (p->number < 100000)
			p->number = p->number * 10 + (p->text[p->next] - '0');
	}
	return true;
}

static void
read_compare(Parser *p)
{
	char		c = p->text[p->start];

	p->token = T_COMPARE;
	p->next = p->start + 1;
	p->compare = c == '>' ? PATTERN_GT : c == '<' ? PATTERN_LT : PATTERN_EQ;
	if (c != '=' && p->next < p->length && p->text[p->next] == '=')
	{
		p->next++;
		p->compare = c == '>' ? PATTERN_GE : PATTERN_LE;
	}
}

static bool
advance(Parser *p)
{
	char		c;

	while (p->next < p->length && is_space(p->text[p->next]))
		p->next++;
	p->start = p->next;
	if (p->start >= p->length)
	{
		p->token = T_END;
		return true;
	}
	c = p->text[p->start];
	if (c == '\'')
		return read_term(p);
	if (c == '{')
		return read_entity(p);
	if (is_digit(c))
		return read_number(p);
	if (is_letter(c) || IS_HIGHBIT_SET(c))
	{
		p->token = T_WORD;
		while (p->next < p->length && is_word_character(p->text[p->next]))
			p->next++;
	}
	else if (c == '<' || c == '>' || c == '=')
		read_compare(p);
	else
	{
		p->token = T_CHARACTER;
		p->character = c;
		p->next++;
	}
	return true;
}

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
		return fail(p, expected);
	return advance(p);
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
		fail_limit(p, "It has too many nodes.");
		return -1;
	}
	node = &p->pattern->nodes[p->pattern->nnodes];
	memset(node, 0, sizeof(PatternNode));
	node->kind = (uint8) kind;
	node->depth = 1;
	node->first_child = node->last_child = node->next_sibling = -1;
	node->position = position_of(p, offset);
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
		return fail_limit(p, "It is nested too deeply.");
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
		case PATTERN_ANY:
		case PATTERN_NEAR:
		case PATTERN_THEN:
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
			break;
	}
	return false;
}

static int
parse_mention(Parser *p, bool allow_any)
{
	int			node;
	int			child;

	if (p->token == T_TERM || p->token == T_ENTITY)
	{
		node = new_node(p, p->token == T_TERM ? PATTERN_TERM : PATTERN_ENTITY, p->start);
		if (node < 0)
			return -1;
		p->pattern->nodes[node].text = (uint16) p->string;
		return advance(p) ? node : -1;
	}
	if (!allow_any || !at_word(p, "any"))
	{
		fail(p, allow_any ? "Expected a term in quotes, an {entity} or any()." : "Expected a term in quotes or an {entity}.");
		return -1;
	}
	node = new_node(p, PATTERN_ANY, p->start);
	if (node < 0 || !advance(p) || !skip_character(p, '(', "Expected \"(\" after any."))
		return -1;
	child = parse_mention(p, false);
	if (child < 0 || !add_child(p, node, child) || !skip_character(p, ')', "Expected \")\"."))
		return -1;
	return node;
}

static int
parse_count(Parser *p)
{
	int			node = new_node(p, PATTERN_COUNT, p->start);
	int			child;

	if (node < 0 || !advance(p) || !skip_character(p, '(', "Expected \"(\" after count."))
		return -1;
	child = parse_mention(p, true);
	if (child < 0 || !add_child(p, node, child) || !skip_character(p, ')', "Expected \")\"."))
		return -1;
	if (p->token != T_COMPARE)
	{
		fail(p, "Expected a comparison after count(): \">=\", \">\", \"=\", \"<\" or \"<=\".");
		return -1;
	}
	p->pattern->nodes[node].op = (uint8) p->compare;
	if (!advance(p))
		return -1;
	if (p->token != T_NUMBER || p->number > PATTERN_MAX_COUNT)
	{
		fail(p, "Expected a number from 0 to 1000.");
		return -1;
	}
	p->pattern->nodes[node].number = (int16) p->number;
	return advance(p) ? node : -1;
}

static int
parse_of(Parser *p)
{
	int			node = new_node(p, PATTERN_OF, p->start);
	int			number_start = p->start;
	int			number_end = p->next;
	int			number = p->number;

	if (node < 0 || !advance(p))
		return -1;
	if (!at_word(p, "of"))
	{
		fail(p, "Expected \"of (...)\" after the number.");
		return -1;
	}
	if (!advance(p) || !skip_character(p, '(', "Expected \"(\" after of."))
		return -1;
	for (;;)
	{
		int			child = parse_expression(p);

		if (child < 0 || !add_child(p, node, child))
			return -1;
		if (!at_character(p, ','))
			break;
		if (!advance(p))
			return -1;
	}
	if (!skip_character(p, ')', "Expected \",\" or \")\"."))
		return -1;
	if (number < 1 || number > p->pattern->nodes[node].nchildren)
	{
		fail_at(p, number_start, number_end, "Expected a number from 1 to the number of patterns in the list.");
		return -1;
	}
	p->pattern->nodes[node].number = (int16) number;
	return node;
}

static int
parse_primary(Parser *p)
{
	int			node;

	if (p->token == T_TERM || p->token == T_ENTITY || at_word(p, "any"))
		return parse_mention(p, true);
	if (at_word(p, "count"))
		return parse_count(p);
	if (p->token != T_NUMBER && !at_character(p, '('))
	{
		fail(p, p->token == T_WORD ? "Words to look for are written in quotes; the operators are &, |, !, near/N and then/N." : EXPECT_OPERAND);
		return -1;
	}
	if (++p->depth > PATTERN_MAX_DEPTH)
	{
		fail_limit(p, "It is nested too deeply.");
		return -1;
	}
	if (p->token == T_NUMBER)
		node = parse_of(p);
	else
	{
		if (!advance(p))
			return -1;
		node = parse_expression(p);
		if (node < 0 || !skip_character(p, ')', "Expected \")\" or an operator."))
			return -1;
	}
	p->depth--;
	return node;
}

static int
parse_proximity(Parser *p)
{
	int			left = parse_primary(p);

	while (left >= 0 && (at_word(p, "near") || at_word(p, "then")))
	{
		int			start = p->start;
		int			end = p->next;
		int			node = new_node(p, at_word(p, "near") ? PATTERN_NEAR : PATTERN_THEN, start);
		int			right;

		if (node < 0 || !advance(p) || !skip_character(p, '/', "Expected \"/\" and a distance in words, such as near/5."))
			return -1;
		if (p->token != T_NUMBER || p->number > PATTERN_MAX_DISTANCE)
		{
			fail(p, "Expected a distance in words from 0 to 50.");
			return -1;
		}
		p->pattern->nodes[node].number = (int16) p->number;
		if (!advance(p))
			return -1;
		right = parse_primary(p);
		if (right < 0 || !add_child(p, node, left) || !add_child(p, node, right))
			return -1;
		if (!has_place(p->pattern, left) || !has_place(p->pattern, right))
		{
			fail_at(p, start, end, "near and then join terms, entities, any(), other near and then, and lists of these with \"|\".");
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
		fail_limit(p, "It is nested too deeply.");
		return -1;
	}
	node = new_node(p, PATTERN_NOT, p->start);
	if (node < 0 || !advance(p))
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

		if (!advance(p))
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
		fail_limit(p, "It is too long.");
		return NULL;
	}
	p->pattern = palloc0(sizeof(Pattern));
	if (!advance(p))
		return NULL;
	p->pattern->root = parse_expression(p);
	if (p->pattern->root < 0)
		return NULL;
	if (p->token != T_END)
	{
		fail(p, EXPECT_OPERATOR);
		return NULL;
	}
	if (pattern_matches_nothing(p->pattern, p->pattern->root))
	{
		errsave(escontext,
				(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				 errmsg("pattern would match every message that has none of its words"),
				 errdetail("The pattern is: %.*s", p->length, text),
				 errhint("Join what must be absent with something that must be there: 'refund' & !'received'.")));
		return NULL;
	}
	return p->pattern;
}
