/*
 * ruleset_compile.h
 *		The state of a compilation, shared by ruleset_compile.c and
 *		ruleset_trigger.c.
 */
#ifndef COMPLAINT_RULESET_COMPILE_H
#define COMPLAINT_RULESET_COMPILE_H

#include "ruleset_private.h"

/* A mention before they are sorted by literal. */
typedef struct LooseMention
{
	uint32		literal;
	uint32		order;			/* of definition: the first of equals stays */
	Mention		mention;
} LooseMention;

typedef struct Candidate
{
	uint32		atom;
	uint32		rule;
} Candidate;

/* An atom that stands for all entities below a name. */
typedef struct Wildcard
{
	const char *name;			/* ends in .* */
	uint32		atom;
	uint32		first_entity;	/* those below are neighbours in the order */
	uint32		nentities;
} Wildcard;

typedef struct Compiler
{
	const Definitions *definitions;
	RuleSet    *rs;
	MatchBuilder *builder;
	StringInfoData strings;

	LooseMention *mentions;
	uint32		nmentions;
	uint32		mentions_capacity;

	Candidate  *candidates;
	uint32		ncandidates;
	uint32		candidates_capacity;

	Wildcard   *wildcards;
	uint32		nwildcards;
	uint32		wildcards_capacity;

	uint32	   *inline_atoms;	/* by literal: atom + 1 of a pattern's term */
	uint32		inline_capacity;

	uint32	   *atom_sizes;		/* by atom: how many literals */
	uint32		natoms;
	uint32		atoms_capacity;

	uint32		nodes_capacity;
	uint32		types_capacity;
} Compiler;

/* Makes room for one more element, doubling the array. */
extern void *compile_grow(void *array, uint32 used, uint32 *capacity, Size size);

/* ruleset_trigger.c: notes by which atoms a rule can become true. */
extern void compile_triggers(Compiler *c, uint32 rule);

#endif							/* COMPLAINT_RULESET_COMPILE_H */
