/*
 * ruleset_node.c
 *		A pattern's tree into the nodes of a rule set, with atoms for names.
 */
#include "postgres.h"

#include "utils/float.h"
#include "utils/memutils.h"

#include "ruleset_compile.h"

/*
 * The place of a literal in inline_atoms, which grows to hold it.
 */
static uint32 *
inline_atom(Compiler *c, uint32 literal, bool whole_word)
{
	uint32		index = literal * 2 + (whole_word ? 1 : 0);

	if (index >= c->inline_capacity)
	{
		uint32		old = c->inline_capacity;

		c->inline_capacity = Max(index + 1, Max(old * 2, 512));
		c->inline_atoms = old == 0 ? palloc_extended(c->inline_capacity * sizeof(uint32), MCXT_ALLOC_HUGE)
			: repalloc_huge(c->inline_atoms, c->inline_capacity * sizeof(uint32));
		memset(c->inline_atoms + old, 0, (c->inline_capacity - old) * sizeof(uint32));
	}
	return &c->inline_atoms[index];
}

static int32
term_atom(Compiler *c, const char *term, TermMatch match)
{
	bool		whole_word = match == TERM_WORD;
	uint32		literal;
	uint32	   *known;

	if (!match_builder_add(c->builder, term, strlen(term), pattern_match_mode(match), &literal))
		return -1;
	known = inline_atom(c, literal, whole_word);
	if (*known == 0)
	{
		uint32		atom = compile_atom(c);

		compile_mention(c, literal, atom, -1, compile_string(c, term), whole_word);
		*known = atom + 1;
	}
	return (int32) *known - 1;
}

/*
 * As a trigger a form is like this many long terms: where a rule needs anything
 * else, that is waited for, and forms are not looked for in every message.
 */
#define FORM_FREQUENCY UINT64CONST(1000000000000)

/*
 * Forms get no literals here: theirs are numbered behind all others, see
 * compile_forms().
 */
static int32
form_atom(Compiler *c, FormKind kind)
{
	c->names_form = true;
	if (c->form_atoms[kind] == 0)
	{
		uint32		atom = compile_atom(c);

		c->atom_frequencies[atom] = FORM_FREQUENCY;
		c->form_atoms[kind] = atom + 1;
	}
	return (int32) c->form_atoms[kind] - 1;
}

/*
 * What a form is compared with; -1 if it is with nothing.
 */
static int32
form_condition(Compiler *c, const PatternNode *node, const char *value)
{
	FormCondition *condition;
	double		number;

	if (*value == '\0')
		return -1;
	c->rs->conditions = compile_grow(c->rs->conditions, c->rs->nconditions, &c->conditions_capacity, sizeof(FormCondition));
	condition = &c->rs->conditions[c->rs->nconditions];
	condition->op = node->op;
	/* the parser took the value; what is not read now compares false */
	condition->number = form_parse_number((FormKind) node->number, value, strlen(value), &number) ?
		number : get_float8_nan();
	return (int32) c->rs->nconditions++;
}

/*
 * Gives a node the atom of the mention it stands for: a term, an entity, a
 * form, or any() of these.
 */
static void
set_mention(Compiler *c, const Pattern *pattern, const PatternNode *node, RuleNode *out)
{
	const char *text;

	if (node->kind == PATTERN_ANY)
	{
		out->any = true;
		node = &pattern->nodes[node->first_child];
	}
	text = pattern_text(pattern, node);
	if (node->kind == PATTERN_TERM)
		out->atom = term_atom(c, text, (TermMatch) node->mode);
	else if (node->kind == PATTERN_FORM)
	{
		out->form = true;
		if (out->kind == PATTERN_TERM)
			out->number = node->number;
		out->atom = form_atom(c, (FormKind) node->number);
		out->detail = form_condition(c, node, text);
	}
	else
		out->atom = compile_entity_atom(c, text);
}

/*
 * How dear it is to ask a pattern's node: 0 where only hits are looked at, 1
 * where forms must be found for it, 2 where text is searched.
 */
static int
price(const Pattern *pattern, int index)
{
	const PatternNode *node = &pattern->nodes[index];
	int			dearest = node->kind == PATTERN_REGEX ? 2 : node->kind == PATTERN_FORM ? 1 : 0;

	for (int child = node->first_child; child >= 0; child = pattern->nodes[child].next_sibling)
		dearest = Max(dearest, price(pattern, child));
	return dearest;
}

static uint32
new_node(Compiler *c, const PatternNode *node)
{
	uint32		at = c->rs->nnodes;
	RuleNode   *out;

	c->rs->nodes = compile_grow(c->rs->nodes, at, &c->nodes_capacity, sizeof(RuleNode));
	c->rs->nnodes++;
	out = &c->rs->nodes[at];
	memset(out, 0, sizeof(RuleNode));
	out->kind = node->kind;
	out->op = node->op;
	out->number = node->number;
	out->atom = out->detail = out->first_child = out->next_sibling = -1;
	return at;
}

/*
 * The children, the cheap ones first where their order means nothing: the rest
 * is often not asked then.
 */
static void
add_children(Compiler *c, const Pattern *pattern, const PatternNode *node, uint32 at)
{
	bool		sorted = node->kind == PATTERN_AND || node->kind == PATTERN_OR || node->kind == PATTERN_OF;
	int32		previous = -1;

	for (int dearest = sorted ? 0 : 2; dearest <= 2; dearest++)
	{
		for (int child = node->first_child; child >= 0; child = pattern->nodes[child].next_sibling)
		{
			int32		compiled;

			if (sorted && price(pattern, child) != dearest)
				continue;
			compiled = (int32) compile_node(c, pattern, child);
			/* the array may have moved */
			if (previous < 0)
				c->rs->nodes[at].first_child = compiled;
			else
				c->rs->nodes[previous].next_sibling = compiled;
			previous = compiled;
		}
	}
}

/*
 * Notes a regular expression; its index.  It is compiled by the backends that
 * ask for it: what that makes has pointers.
 */
static uint32
regex_source(Compiler *c, const char *source)
{
	c->rs->regex_sources = compile_grow(c->rs->regex_sources, c->rs->nregexes, &c->regexes_capacity, sizeof(uint32));
	c->rs->regex_sources[c->rs->nregexes] = compile_string(c, source);
	return c->rs->nregexes++;
}

/*
 * Copies a pattern's tree; returns the root's index.  The depth is bounded by
 * the parser.
 */
uint32
compile_node(Compiler *c, const Pattern *pattern, int index)
{
	const PatternNode *node = &pattern->nodes[index];
	uint32		at = new_node(c, node);

	switch ((PatternKind) node->kind)
	{
		case PATTERN_TERM:
		case PATTERN_ENTITY:
		case PATTERN_FORM:
		case PATTERN_ANY:
			c->rs->nodes[at].kind = PATTERN_TERM;
			set_mention(c, pattern, node, &c->rs->nodes[at]);
			break;
		case PATTERN_COUNT:
			set_mention(c, pattern, &pattern->nodes[node->first_child], &c->rs->nodes[at]);
			break;
		case PATTERN_REGEX:
			c->rs->nodes[at].detail = (int32) regex_source(c, pattern_text(pattern, node));
			break;
		case PATTERN_CAPS:
		case PATTERN_EXCLAIM:
		case PATTERN_LENGTH:
			break;
		case PATTERN_NEAR:
		case PATTERN_THEN:
		case PATTERN_NOT_NEAR:
		case PATTERN_NOT_THEN:
		case PATTERN_NOT:
		case PATTERN_AND:
		case PATTERN_OR:
		case PATTERN_OF:
			add_children(c, pattern, node, at);
			break;
	}
	return at;
}

/* A node that is never true. */
uint32
compile_never(Compiler *c)
{
	PatternNode node = {.kind = PATTERN_TERM};

	return new_node(c, &node);
}

/*
 * Numbers a literal behind all others for each form that a pattern names; by
 * these a form that is found becomes a hit like any other.
 */
void
compile_forms(Compiler *c)
{
	uint32		nliterals = 0;

	for (uint32 i = 0; i < c->nmentions; i++)
		nliterals = Max(nliterals, c->mentions[i].literal + 1);
	c->rs->first_form = nliterals;
	for (int kind = 0; kind < FORM_KINDS; kind++)
	{
		if (c->form_atoms[kind] != 0)
			compile_mention(c, nliterals + (uint32) kind, c->form_atoms[kind] - 1, -1,
							compile_string(c, form_name((FormKind) kind)), false);
	}
}

/*
 * What finding forms is good for, once it is known which atoms are triggers.
 */
void
compile_form_use(Compiler *c)
{
	RuleSetDraft *rs = c->rs;

	for (int kind = 0; kind < FORM_KINDS; kind++)
	{
		uint32		atom = c->form_atoms[kind] - 1;

		if (c->form_atoms[kind] == 0)
			continue;
		rs->forms_named |= (uint32) 1 << kind;
		if (rs->atom_rules[atom] < rs->atom_rules[atom + 1])
			rs->forms_trigger |= (uint32) 1 << kind;
		if (rs->literal_flags[rs->first_form + kind] & LITERAL_ACCUSES)
			rs->forms_accuse |= (uint32) 1 << kind;
	}
}
