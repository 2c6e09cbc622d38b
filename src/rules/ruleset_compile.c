/*
 * ruleset_compile.c
 *		Definitions into the flat arrays that judging walks.
 *
 * The point is that judging a message touches only what was hit in it: from a
 * literal to the atoms it belongs to, from an atom to the rules that can
 * become true by it.  Of an "and" only the rarer side is such a trigger.
 *
 * Nothing here refuses a definition: what is wrong was refused when it was
 * written, and what slipped in regardless (a restore, another fold version)
 * must not break the chat.  It just is never hit.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "ruleset_image.h"

/* Levels are 1 to this, see complaint.level. */
#define MAX_LEVEL	4

/*
 * Zeros, so that what lies between the members of its elements is known: it
 * goes into files.
 */
void *
compile_array(Size count, Size size)
{
	return palloc_extended(Max(count, 1) * size, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
}

void *
compile_grow(void *array, uint32 used, uint32 *capacity, Size size)
{
	uint32		grown = Max(*capacity * 2, 64);

	if (used < *capacity)
		return array;
	if (array == NULL)
		array = compile_array(grown, size);
	else
	{
		array = repalloc_huge(array, grown * size);
		memset((char *) array + *capacity * size, 0, (grown - *capacity) * size);
	}
	*capacity = grown;
	return array;
}

uint32
compile_string(Compiler *c, const char *string)
{
	uint32		offset = (uint32) c->strings.len;

	appendBinaryStringInfo(&c->strings, string, (int) strlen(string) + 1);
	return offset;
}

uint32
compile_atom(Compiler *c)
{
	c->atom_frequencies = compile_grow(c->atom_frequencies, c->natoms, &c->atoms_capacity, sizeof(uint64));
	c->atom_frequencies[c->natoms] = 0;
	return c->natoms++;
}

void
compile_mention(Compiler *c, uint32 literal, uint32 atom, int32 entity, uint32 term, bool whole_word)
{
	LooseMention *loose;

	c->mentions = compile_grow(c->mentions, c->nmentions, &c->mentions_capacity, sizeof(LooseMention));
	loose = &c->mentions[c->nmentions];
	loose->literal = literal;
	c->nmentions++;
	loose->mention.atom = atom;
	loose->mention.entity = entity;
	loose->mention.term = term;
	loose->mention.whole_word = whole_word;
}

/*
 * The index of an entity, or of the first one that sorts behind the name.
 */
static uint32
find_entity(const Definitions *d, const char *name)
{
	uint32		low = 0;
	uint32		high = d->nentities;

	while (low < high)
	{
		uint32		middle = low + (high - low) / 2;

		if (strcmp(d->entities[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * Atoms 0 to nentities - 1 are the entities themselves.
 */
static void
compile_entities(Compiler *c)
{
	const Definitions *d = c->definitions;

	c->rs->nentities = d->nentities;
	c->rs->entities = compile_array(d->nentities, sizeof(CompiledEntity));
	for (uint32 i = 0; i < d->nentities; i++)
	{
		c->rs->entities[i].name = compile_string(c, d->entities[i].name);
		c->rs->entities[i].kind = (uint8) d->entities[i].kind;
		c->rs->entities[i].reach = (uint8) d->entities[i].reach;
		c->rs->entities[i].direction = d->entities[i].direction;
		(void) compile_atom(c);
	}
	for (uint32 i = 0; i < d->nterms; i++)
	{
		const char *term = d->terms[i].term;
		uint32		entity = find_entity(d, d->terms[i].entity);
		uint32		literal;

		CHECK_FOR_INTERRUPTS();
		/* half of a restore may have left terms without their entity */
		if (entity >= d->nentities || strcmp(d->entities[entity].name, d->terms[i].entity) != 0)
			continue;
		if (match_builder_add(c->builder, term, strlen(term), pattern_match_mode(d->terms[i].match), &literal))
			compile_mention(c, literal, entity, (int32) entity, compile_string(c, term), d->terms[i].match == TERM_WORD);
	}
}

/*
 * The atom of {name.*}, or -1 when there is no entity below.
 */
static int32
wildcard_atom(Compiler *c, const char *name)
{
	const Definitions *d = c->definitions;
	size_t		length = strlen(name) - 1;
	Wildcard   *wildcard;
	char	   *prefix;

	for (uint32 i = 0; i < c->nwildcards; i++)
	{
		if (strcmp(c->wildcards[i].name, name) == 0)
			return (int32) c->wildcards[i].atom;
	}
	c->wildcards = compile_grow(c->wildcards, c->nwildcards, &c->wildcards_capacity, sizeof(Wildcard));
	wildcard = &c->wildcards[c->nwildcards];
	prefix = pnstrdup(name, length);
	wildcard->first_entity = find_entity(d, prefix);
	wildcard->nentities = 0;
	while (wildcard->first_entity + wildcard->nentities < d->nentities &&
		   strncmp(d->entities[wildcard->first_entity + wildcard->nentities].name, prefix, length) == 0)
		wildcard->nentities++;
	if (wildcard->nentities == 0)
		return -1;
	wildcard->name = pstrdup(name);
	wildcard->atom = compile_atom(c);
	c->nwildcards++;
	return (int32) wildcard->atom;
}

int32
compile_entity_atom(Compiler *c, const char *name)
{
	const Definitions *d = c->definitions;
	uint32		entity;

	if (name[strlen(name) - 1] == '*')
		return wildcard_atom(c, name);
	entity = find_entity(d, name);
	if (entity >= d->nentities || strcmp(d->entities[entity].name, name) != 0)
		return -1;
	return (int32) entity;
}

/*
 * Types and harms are few: a linear search will do.
 */
static int32
type_index(Compiler *c, const char *name)
{
	CompiledType *type;

	for (uint32 i = 0; i < c->rs->ntypes; i++)
	{
		if (strcmp(c->strings.data + c->rs->types[i].name, name) == 0)
			return (int32) i;
	}
	c->rs->types = compile_grow(c->rs->types, c->rs->ntypes, &c->types_capacity, sizeof(CompiledType));
	type = &c->rs->types[c->rs->ntypes];
	type->name = compile_string(c, name);
	type->depth = 0;
	for (const char *p = name; *p; p++)
		type->depth += *p == '.' ? 1 : 0;
	return (int32) c->rs->ntypes++;
}

static int
compare_names(const void *left, const void *right)
{
	return strcmp(*(char *const *) left, *(char *const *) right);
}

/*
 * Bits of harms go in the order of their names, so that verdicts list them in
 * that order.
 */
static void
compile_harms(Compiler *c)
{
	const Definitions *d = c->definitions;
	char	  **names = palloc_extended(Max(d->nrules, 1) * sizeof(char *), MCXT_ALLOC_HUGE);
	uint32		count = 0;

	for (uint32 i = 0; i < d->nrules; i++)
	{
		if (d->rules[i].harm != NULL)
			names[count++] = d->rules[i].harm;
	}
	qsort(names, count, sizeof(char *), compare_names);
	for (uint32 i = 0; i < count && c->rs->nharms < RULESET_MAX_HARMS; i++)
	{
		if (i == 0 || strcmp(names[i], names[i - 1]) != 0)
			c->rs->harms[c->rs->nharms++] = compile_string(c, names[i]);
	}
	pfree(names);
}

static int8
harm_bit(const Compiler *c, const char *name)
{
	for (uint32 i = 0; i < c->rs->nharms; i++)
	{
		if (strcmp(c->strings.data + c->rs->harms[i], name) == 0)
			return (int8) i;
	}
	return -1;
}

static uint8
effect_bit(const RuleDefinition *rule)
{
	switch (rule->effect)
	{
		case EFFECT_RAISE:
			return (uint8) EFFECT_BIT_RAISE(rule->raise_to);
		case EFFECT_LOWER:
			return EFFECT_BIT_LOWER;
		case EFFECT_SUPPRESS:
			return EFFECT_BIT_SUPPRESS;
		case EFFECT_NONE:
			break;
	}
	return 0;
}

static void
compile_rules(Compiler *c)
{
	const Definitions *d = c->definitions;

	c->rs->rules = compile_array(d->nrules, sizeof(CompiledRule));
	for (uint32 i = 0; i < d->nrules; i++)
	{
		const RuleDefinition *definition = &d->rules[i];
		CompiledRule *rule = &c->rs->rules[i];
		Pattern    *pattern = pattern_parse_stored(definition->pattern, strlen(definition->pattern));

		CHECK_FOR_INTERRUPTS();
		rule->name = compile_string(c, definition->name);
		c->names_form = false;
		rule->root = pattern == NULL ? compile_never(c) : compile_node(c, pattern, pattern->root);
		rule->forms = c->names_form;
		rule->weight = definition->weight;
		rule->type = definition->type == NULL ? -1 : type_index(c, definition->type);
		rule->harm = definition->harm == NULL ? -1 : harm_bit(c, definition->harm);
		/* a level there is not: foreign keys can be turned off */
		rule->level = definition->level >= 1 && definition->level <= MAX_LEVEL ? (int8) definition->level : 0;
		rule->effect = effect_bit(definition);
		c->rs->nrules++;
		if (pattern != NULL)
			pfree(pattern);
		else
			ereport(LOG,
					(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
					 errmsg("rule \"%s\" of rule set \"%s\" is not used", definition->name, c->strings.data + c->rs->name),
					 errdetail("This version of complaint cannot read its pattern."),
					 errhint("Write the pattern again, to see what is wrong with it.")));
	}
}

/*
 * A literal of an entity is a literal of every wildcard above the entity too.
 */
static void
compile_wildcards(Compiler *c)
{
	uint32		nmentions = c->nmentions;

	for (uint32 w = 0; w < c->nwildcards; w++)
	{
		const Wildcard *wildcard = &c->wildcards[w];

		for (uint32 i = 0; i < nmentions; i++)
		{
			Mention		mention = c->mentions[i].mention;

			if (mention.entity >= 0 && (uint32) mention.entity - wildcard->first_entity < wildcard->nentities)
				compile_mention(c, c->mentions[i].literal, wildcard->atom, mention.entity, mention.term, mention.whole_word);
		}
	}
}

/*
 * Once all terms are known: how often each atom is met, and by which a rule is
 * tried.
 */
static void
choose_triggers(Compiler *c)
{
	for (uint32 i = 0; i < c->nmentions; i++)
	{
		const char *term = c->strings.data + c->mentions[i].mention.term;

		CHECK_FOR_INTERRUPTS();
		c->atom_frequencies[c->mentions[i].mention.atom] +=
			match_builder_frequency(c->builder, term, strlen(term));
	}
	for (uint32 i = 0; i < c->rs->nrules; i++)
		compile_triggers(c, i);
}

/* Does a mention of the same literal come before another? */
static bool
mention_precedes(const LooseMention *a, const LooseMention *b)
{
	if (a->mention.atom != b->mention.atom)
		return a->mention.atom < b->mention.atom;
	return b->mention.whole_word && !a->mention.whole_word;
}

/*
 * The mentions by literal, then by atom, those that ask for less first, then in
 * the order of definition.  Literals are numbers without gaps and have few
 * mentions each, so their places can be counted.
 */
static LooseMention *
sort_mentions(const Compiler *c, uint32 nliterals)
{
	LooseMention *sorted = compile_array(c->nmentions, sizeof(LooseMention));
	uint32	   *ends = compile_array((Size) nliterals + 1, sizeof(uint32));

	for (uint32 i = 0; i < c->nmentions; i++)
		ends[c->mentions[i].literal + 1]++;
	for (uint32 literal = 0; literal < nliterals; literal++)
		ends[literal + 1] += ends[literal];
	/* where each begins; counted up, where each ends so far */
	for (uint32 i = 0; i < c->nmentions; i++)
	{
		const LooseMention *loose = &c->mentions[i];
		uint32		at = ends[loose->literal]++;

		while (at > 0 && sorted[at - 1].literal == loose->literal && mention_precedes(loose, &sorted[at - 1]))
		{
			sorted[at] = sorted[at - 1];
			at--;
		}
		sorted[at] = *loose;
	}
	pfree(ends);
	return sorted;
}

/* What a mention says of its literal. */
static uint8
mention_flags(const RuleSetDraft *rs, const Mention *mention)
{
	uint8		flags = mention->whole_word ? LITERAL_WORD : 0;

	if (mention->entity < 0)
		return flags;
	switch ((EntityKind) rs->entities[mention->entity].kind)
	{
		case ENTITY_NEGATION:
		case ENTITY_HYPOTHESIS:
		case ENTITY_QUESTION:
		case ENTITY_HISTORY:
		case ENTITY_QUOTE:
			return flags | LITERAL_SCOPES;
		case ENTITY_TERMINATOR:
		case ENTITY_CONTRAST:
			return flags | LITERAL_TERMINATES;
		case ENTITY_PSEUDO:
			return flags | LITERAL_PSEUDO;
		case ENTITY_CLASS:
			break;
	}
	return flags;
}

/*
 * Sorts the mentions by literal and drops repeated ones, so that a word counts
 * once for an atom; of two, the one that asks for less.  All literals were numbered from 0 on, and each has a
 * mention.
 */
static void
finish_mentions(Compiler *c)
{
	RuleSetDraft *rs = c->rs;
	uint32		used = 0;

	for (uint32 i = 0; i < c->nmentions; i++)
		rs->nliterals = Max(rs->nliterals, c->mentions[i].literal + 1);
	c->mentions = sort_mentions(c, rs->nliterals);
	rs->literal_flags = compile_array(rs->nliterals, 1);
	rs->literal_mentions = compile_array(rs->nliterals + 1, sizeof(uint32));
	rs->mentions = compile_array(c->nmentions, sizeof(Mention));
	for (uint32 i = 0, literal = 0; literal <= rs->nliterals; literal++)
	{
		rs->literal_mentions[literal] = used;
		for (; i < c->nmentions && c->mentions[i].literal == literal; i++)
		{
			const Mention *mention = &c->mentions[i].mention;

			if (used > rs->literal_mentions[literal] && rs->mentions[used - 1].atom == mention->atom)
				continue;
			rs->mentions[used++] = *mention;
			rs->literal_flags[literal] |= mention_flags(rs, mention);
		}
	}
}

static int
compare_candidates(const void *left, const void *right)
{
	const Candidate *a = left;
	const Candidate *b = right;

	if (a->atom != b->atom)
		return a->atom < b->atom ? -1 : 1;
	return a->rule < b->rule ? -1 : a->rule > b->rule ? 1 : 0;
}

/* What tells by one bit whether a node could hold; NEEDS_NOTHING if nothing does. */
static uint32
needed_bit(const RuleSetDraft *rs, int32 node)
{
	return node < 0 || rs->nodes[node].atom < 0 ? NEEDS_NOTHING : (uint32) rs->nodes[node].atom;
}

static void
finish_candidates(Compiler *c)
{
	RuleSetDraft *rs = c->rs;
	uint32		used = 0;

	if (c->candidates.count > 0)
		qsort(c->candidates.elements, c->candidates.count, sizeof(Candidate), compare_candidates);
	rs->natoms = c->natoms;
	rs->atom_rules = compile_array(rs->natoms + 1, sizeof(uint32));
	rs->candidates = compile_array(c->candidates.count, sizeof(uint32));
	rs->needs = compile_array(c->candidates.count, sizeof(uint32));
	for (uint32 i = 0, atom = 0; atom <= rs->natoms; atom++)
	{
		rs->atom_rules[atom] = used;
		for (; i < c->candidates.count && c->candidates.elements[i].atom == atom; i++)
		{
			uint32		number = c->candidates.elements[i].rule;
			uint32		need = needed_bit(rs, c->candidates.elements[i].need);
			const CompiledRule *rule = &rs->rules[number];

			if (rule->level == 0 && rule->harm < 0)
				number |= rule->effect == 0 ? CANDIDATE_CAUSE : CANDIDATE_EFFECT;
			if (used == rs->atom_rules[atom] || rs->candidates[used - 1] != number)
			{
				rs->needs[used] = need;
				rs->candidates[used++] = number;
			}
			/* the atom is in several places of the rule, and each needs something else */
			else if (rs->needs[used - 1] != need)
				rs->needs[used - 1] = NEEDS_NOTHING;
		}
	}
}

/* The groups of each atom. */
static void
finish_groups(Compiler *c)
{
	RuleSetDraft *rs = c->rs;
	uint32		used = 0;

	if (c->members.count > 0)
		qsort(c->members.elements, c->members.count, sizeof(Candidate), compare_candidates);
	rs->atom_groups = compile_array(rs->natoms + 1, sizeof(uint32));
	rs->groups = compile_array(c->members.count, sizeof(uint32));
	for (uint32 i = 0, atom = 0; atom <= rs->natoms; atom++)
	{
		rs->atom_groups[atom] = used;
		for (; i < c->members.count && c->members.elements[i].atom == atom; i++)
		{
			if (used == rs->atom_groups[atom] || rs->groups[used - 1] != c->members.elements[i].rule)
				rs->groups[used++] = c->members.elements[i].rule;
		}
	}
}

/* Is a rule that gives a level or a harm tried by an atom? */
static bool
atom_accuses(const RuleSetDraft *rs, uint32 atom)
{
	for (uint32 c = rs->atom_rules[atom]; c < rs->atom_rules[atom + 1]; c++)
		if ((rs->candidates[c] & CANDIDATE_KIND) == CANDIDATE_SEVERITY)
			return true;
	return false;
}

/*
 * Marks the atoms and groups that tell whether a node could hold by what is
 * present: see node_could_hold() in classify_eval.c.
 */
static void
mark_asked(const RuleSetDraft *rs, int32 index, bool *asked)
{
	const RuleNode *node = &rs->nodes[index];

	if ((node->kind == PATTERN_TERM || node->kind == PATTERN_OR) && node->atom >= 0 && !node->form)
		asked[node->atom] = true;
	switch ((PatternKind) node->kind)
	{
		case PATTERN_NOT_NEAR:
		case PATTERN_NOT_THEN:
			mark_asked(rs, node->first_child, asked);
			break;
		case PATTERN_NEAR:
		case PATTERN_THEN:
		case PATTERN_AND:
		case PATTERN_OR:
		case PATTERN_OF:
			for (int32 child = node->first_child; child >= 0 && !node->plain; child = rs->nodes[child].next_sibling)
				mark_asked(rs, child, asked);
			break;
		default:
			break;
	}
}

/*
 * Lists by literal the atoms and groups by which rules of a level or harm could
 * hold; and flags the literals by which such a rule becomes a candidate: a
 * message without any of them is calm.
 */
static void
list_presence(RuleSetDraft *rs)
{
	bool	   *asked = compile_array(rs->natoms + rs->ngroups, sizeof(bool));
	uint32		used = 0;
	uint32		capacity = 0;

	for (uint32 i = 0; i < rs->nrules; i++)
		if (rs->rules[i].level > 0 || rs->rules[i].harm >= 0)
			mark_asked(rs, (int32) rs->rules[i].root, asked);
	rs->literal_presence = compile_array(rs->nliterals + 1, sizeof(uint32));
	for (uint32 literal = 0; literal < rs->nliterals; literal++)
	{
		for (uint32 m = rs->literal_mentions[literal]; m < rs->literal_mentions[literal + 1]; m++)
		{
			uint32		atom = rs->mentions[m].atom;
			bool		accuses = atom_accuses(rs, atom);

			if (accuses)
				rs->literal_flags[literal] |= LITERAL_ACCUSES;
			if (asked[atom] || accuses)
			{
				rs->presence = compile_grow(rs->presence, used, &capacity, sizeof(uint32));
				rs->presence[used++] = atom | (accuses ? PRESENCE_TRIES : 0);
			}
			for (uint32 g = rs->atom_groups[atom]; g < rs->atom_groups[atom + 1]; g++)
			{
				if (!asked[rs->groups[g]])
					continue;
				rs->presence = compile_grow(rs->presence, used, &capacity, sizeof(uint32));
				rs->presence[used++] = rs->groups[g];
			}
		}
		rs->literal_presence[literal + 1] = used;
	}
	pfree(asked);
}

RuleSetImage *
ruleset_compile(const char *name, const Definitions *definitions, MemoryContext context)
{
	Compiler	compiler = {0};
	Compiler   *c = &compiler;
	RuleSetDraft draft = {0};

	c->definitions = definitions;
	c->rs = &draft;
	c->builder = match_builder_create();
	initStringInfo(&c->strings);
	draft.name = compile_string(c, name);
	draft.nterms = definitions->nterms;
	compile_entities(c);
	compile_harms(c);
	compile_rules(c);
	compile_wildcards(c);
	choose_triggers(c);
	compile_forms(c);
	finish_mentions(c);
	compile_groups(c);
	finish_candidates(c);
	finish_groups(c);
	list_presence(&draft);
	compile_form_use(c);
	ruleset_fingerprint(definitions, draft.revision);
	return ruleset_image_make(&draft, &c->strings, match_builder_finish(c->builder), context);
}
