/*
 * ruleset_compile.h
 *		The state of a compilation, shared by ruleset_compile.c,
 *		ruleset_node.c, ruleset_trigger.c and ruleset_image.c.
 */
#ifndef COMPLAINT_RULESET_COMPILE_H
#define COMPLAINT_RULESET_COMPILE_H

#include "../text/form.h"
#include "ruleset_private.h"

/* A mention before they are sorted by literal. */
typedef struct LooseMention
{
	uint32		literal;
	Mention		mention;
} LooseMention;

typedef struct Candidate
{
	uint32		atom;
	uint32		rule;			/* or a group */
	int32		need;			/* of a rule: a node without which it cannot hold
								 * by this atom, -1 for none */
} Candidate;

typedef struct CandidateList
{
	Candidate  *elements;
	uint32		count;
	uint32		capacity;
} CandidateList;

/* An atom that stands for all entities below a name. */
typedef struct Wildcard
{
	const char *name;			/* ends in .* */
	uint32		atom;
	uint32		first_entity;	/* those below are neighbours in the order */
	uint32		nentities;
} Wildcard;

/* The parts of the set in the making, as in RuleSet. */
typedef struct RuleSetDraft
{
	char		revision[17];
	uint32		name;			/* offset in strings */
	uint32		nterms;
	uint32		nliterals;
	uint8	   *literal_flags;
	uint32	   *literal_mentions;
	Mention    *mentions;
	uint32	   *literal_presence;
	uint32	   *presence;
	uint32		first_form;
	uint32		forms_named;
	uint32		forms_trigger;
	uint32		forms_accuse;
	uint32		natoms;
	uint32	   *atom_rules;
	uint32	   *candidates;
	uint32	   *needs;
	uint32		ngroups;
	uint32	   *atom_groups;
	uint32	   *groups;
	uint32		nentities;
	CompiledEntity *entities;
	uint32		nrules;
	CompiledRule *rules;
	uint32		nnodes;
	RuleNode   *nodes;
	uint32		nconditions;
	FormCondition *conditions;
	uint32		nregexes;
	uint32	   *regex_sources;
	uint32		ntypes;
	CompiledType *types;
	uint32		nharms;
	uint32		harms[RULESET_MAX_HARMS];
} RuleSetDraft;

typedef struct Compiler
{
	const Definitions *definitions;
	RuleSetDraft *rs;
	MatchBuilder *builder;
	StringInfoData strings;

	LooseMention *mentions;
	uint32		nmentions;
	uint32		mentions_capacity;

	CandidateList candidates;
	CandidateList members;		/* of groups */

	Wildcard   *wildcards;
	uint32		nwildcards;
	uint32		wildcards_capacity;

	uint32	   *inline_atoms;	/* atom + 1 of a pattern's term, by literal * 2,
								 * + 1 where it must be whole words */
	uint32		inline_capacity;

	uint32		form_atoms[FORM_KINDS];	/* atom + 1 of a form that a pattern names */
	bool		names_form;		/* does the rule at hand? */

	uint64	   *atom_frequencies;	/* by atom: of all its terms */
	uint32		natoms;
	uint32		atoms_capacity;

	uint32		nodes_capacity;
	uint32		conditions_capacity;
	uint32		regexes_capacity;
	uint32		types_capacity;
} Compiler;

/*
 * An array of zeros; and room for one more element, doubling the array, which
 * is zeros behind what is used.
 */
extern void *compile_array(Size count, Size size);
extern void *compile_grow(void *array, uint32 used, uint32 *capacity, Size size);

/*
 * ruleset_compile.c: a string in the set, a new atom, a mention of an atom by a
 * literal, and the atom of {name} or {name.*}, -1 if it has no entity.
 */
extern uint32 compile_string(Compiler *c, const char *string);
extern uint32 compile_atom(Compiler *c);
extern void compile_mention(Compiler *c, uint32 literal, uint32 atom, int32 entity, uint32 term,
							bool whole_word);
extern int32 compile_entity_atom(Compiler *c, const char *name);

/*
 * ruleset_node.c: a pattern's tree, one that never holds; and forms, once all
 * literals are known, and once all triggers are.
 */
extern uint32 compile_node(Compiler *c, const Pattern *pattern, int index);
extern uint32 compile_never(Compiler *c);
extern void compile_forms(Compiler *c);
extern void compile_form_use(Compiler *c);

/*
 * ruleset_trigger.c: notes by which atoms a rule can become true, and what else
 * it needs then; and gives the "or" nodes their groups, once all atoms are known.
 */
extern void compile_triggers(Compiler *c, uint32 rule);
extern void compile_groups(Compiler *c);

#endif							/* COMPLAINT_RULESET_COMPILE_H */
