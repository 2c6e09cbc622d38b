/*
 * ruleset_private.h
 *		What a compiled rule set looks like inside; for src/rules only.
 *
 * Words used here: a literal is what the matcher looks for; a hit is a place
 * where it was found.  An atom is what a pattern can name: an entity, all
 * entities below a name, or a term written in a pattern; a mention says that a
 * literal belongs to an atom.  All references are indexes into flat arrays, so
 * that the whole is compact, walked without chasing pointers, and one block
 * that backends share.
 */
#ifndef COMPLAINT_RULESET_PRIVATE_H
#define COMPLAINT_RULESET_PRIVATE_H

#include "../text/match.h"
#include "pattern.h"
#include "rule_regex.h"
#include "ruleset.h"

/*
 * Raise this when the same definitions begin to give other verdicts: it is
 * part of every revision.
 */
#define JUDGE_VERSION 3

/* A verdict's harms are bits of 32. */
#define RULESET_MAX_HARMS 32

typedef enum EntityKind
{
	ENTITY_CLASS,
	ENTITY_NEGATION,
	ENTITY_HYPOTHESIS,
	ENTITY_QUESTION,
	ENTITY_HISTORY,
	ENTITY_QUOTE,
	ENTITY_TERMINATOR,
	ENTITY_CONTRAST,			/* a terminator that ends effects too */
	ENTITY_PSEUDO
} EntityKind;

/* Which way a scope goes; bits. */
#define SCOPE_FORWARD	1
#define SCOPE_BACKWARD	2

/* The reach of a negation that names none. */
#define NEGATION_REACH	5

typedef enum RuleEffect
{
	EFFECT_NONE,
	EFFECT_RAISE,
	EFFECT_LOWER,
	EFFECT_SUPPRESS
} RuleEffect;

/*
 * The definitions of a set as read from the tables, in the order of their
 * names' bytes.
 */
typedef struct EntityDefinition
{
	char	   *name;
	EntityKind	kind;
	int			reach;			/* tokens; 0: to the end of the sentence */
	uint8		direction;		/* SCOPE_FORWARD, SCOPE_BACKWARD */
} EntityDefinition;

typedef struct TermDefinition
{
	char	   *entity;
	char	   *term;
	uint64		start;			/* the term's first 8 bytes, in their order */
	TermMatch	match;
} TermDefinition;

typedef struct RuleDefinition
{
	char	   *name;
	char	   *pattern;
	int			level;			/* 0: gives none */
	char	   *type;			/* NULL: gives none */
	char	   *harm;			/* NULL: gives none */
	RuleEffect	effect;
	int			raise_to;		/* of EFFECT_RAISE: the highest level, else 0 */
	float4		weight;
} RuleDefinition;

typedef struct Definitions
{
	uint32		nentities;
	uint32		nterms;
	uint32		nrules;
	EntityDefinition *entities;
	TermDefinition *terms;
	RuleDefinition *rules;
} Definitions;

/* The tables they are in, and complaint.definition_change. */
#define RULESET_TABLES 4

typedef struct RuleSetTables
{
	Oid			definitions[RULESET_TABLES];
	Oid			change;
	Oid			owner;
} RuleSetTables;

/*
 * The compiled form.
 */
typedef struct Mention
{
	uint32		atom;
	int32		entity;			/* index into entities, -1 for a pattern's term */
	uint32		term;			/* offset in strings: the term as defined */
	bool		whole_word;		/* counts only where the hit is whole words */
} Mention;

#define LITERAL_SCOPES		1	/* one of its mentions opens a scope */
#define LITERAL_TERMINATES	2
#define LITERAL_PSEUDO		4
#define LITERAL_WORD		8	/* one of its mentions asks for whole words */
#define LITERAL_ACCUSES		16	/* may make a rule of a level or harm hold */

typedef struct CompiledEntity
{
	uint32		name;			/* offset in strings */
	uint8		kind;			/* EntityKind */
	uint8		reach;			/* tokens; 0: the sentence */
	uint8		direction;		/* SCOPE_FORWARD, SCOPE_BACKWARD */
} CompiledEntity;

typedef struct RuleNode
{
	uint8		kind;			/* PatternKind; terms, entities, forms and any()
								 * are PATTERN_TERM */
	uint8		op;				/* PatternCompare, of counts and measures */
	bool		any;			/* mentions under a scope count too */
	bool		form;			/* the atom is a form's */
	bool		plain;			/* a PATTERN_OR that could hold by any of its group */
	int16		number;			/* the pattern's; of a form its FormKind */
	int32		atom;			/* of PATTERN_TERM; -1: can never be hit.  Of
								 * PATTERN_OR its group, -1 for none */
	int32		detail;			/* of a form: index into conditions, -1 for
								 * none; of PATTERN_REGEX: into regexes */
	int32		first_child;	/* indexes into nodes, -1 for none */
	int32		next_sibling;
} RuleNode;

/* What a form's number is compared with. */
typedef struct FormCondition
{
	uint8		op;				/* PatternCompare */
	double		number;
} FormCondition;

/*
 * Beside a candidate's number, what the rule is for: a level or a harm, an
 * effect, or a type and nothing else.
 */
#define CANDIDATE_SEVERITY ((uint32) 0)
#define CANDIDATE_EFFECT ((uint32) 1 << 30)
#define CANDIDATE_CAUSE ((uint32) 1 << 31)
#define CANDIDATE_KIND (CANDIDATE_EFFECT | CANDIDATE_CAUSE)

/* Of a candidate: it needs no other atom and no group. */
#define NEEDS_NOTHING PG_UINT32_MAX

/* Beside an atom's number: rules of a level or harm are tried by it. */
#define PRESENCE_TRIES ((uint32) 1 << 31)

typedef struct CompiledRule
{
	uint32		name;			/* offset in strings */
	uint32		root;			/* index into nodes */
	float4		weight;
	int32		type;			/* index into types, -1 */
	int8		harm;			/* bit, -1 */
	int8		level;			/* 0: gives none */
	uint8		effect;			/* EFFECT_ bits, see below */
	bool		forms;			/* its pattern names forms */
} CompiledRule;

/*
 * What a compiled rule does to others: nothing, or one bit.  Raising has one
 * for each level that it can raise to.
 */
#define EFFECT_BIT_LOWER	1
#define EFFECT_BIT_SUPPRESS 2
#define EFFECT_BIT_RAISE(level) (1 << (level))	/* 2 to 4 */
#define EFFECT_BITS			31


typedef struct CompiledType
{
	uint32		name;			/* offset in strings */
	int			depth;			/* dots in the name */
} CompiledType;

/*
 * A regular expression as this backend has compiled it, once it was asked for:
 * see classify_regex.c.
 */
typedef struct CompiledRegex
{
	bool		tried;
	bool		usable;			/* else it is never true */
	regex_t		regex;
} CompiledRegex;

/*
 * A compiled set as a backend holds it: pointers into the block that has all
 * of it, see ruleset_image.h, and what is the backend's own.
 */
struct RuleSet
{
	MemoryContext context;		/* holds all of it, or unmaps it */
	const struct RuleSetImage *image;
	bool		compiled;		/* by this backend */
	bool		shared;			/* the block is a file, mapped */
	const char *unshared;		/* why not */
	double		loaded_ms;		/* what it took to get it */
	uint64		generation;		/* of the definitions, when it was loaded */
	uint64		last_used;
	bool		provisional;	/* loaded in parallel mode, see ruleset.c */
	CompiledRegex *regexes;		/* nregexes of them */

	const char *strings;
	const MatchSet *literals;
	uint32		nliterals;
	const uint8 *literal_flags;
	const uint32 *literal_mentions; /* nliterals + 1 offsets into mentions */
	const Mention *mentions;

	/*
	 * Of the atoms of a literal those that rules of a level or harm name: for
	 * most messages no more is looked at.
	 */
	const uint32 *literal_presence; /* nliterals + 1 offsets into presence */
	const uint32 *presence;		/* atoms and their groups, with PRESENCE_TRIES */

	uint32		first_form;		/* literal of the first FormKind, the others
								 * follow; they are not in "literals" */
	uint32		forms_named;	/* by patterns: bits by FormKind; of these */
	uint32		forms_trigger;	/* those that make rules candidates, */
	uint32		forms_accuse;	/* rules of a level or harm */

	uint32		natoms;
	const uint32 *atom_rules;	/* natoms + 1 offsets into candidates */
	const uint32 *candidates;	/* rules to evaluate when the atom is hit, with
								 * CANDIDATE_KIND */
	const uint32 *needs;		/* by candidate: the atom or group that must be
								 * hit, too; NEEDS_NOTHING */

	/*
	 * A group is the atoms of which one must be hit for an "or" to hold, if
	 * they are many.  It has a number like an atom's, behind those, and counts
	 * as hit when any of them was.
	 */
	uint32		ngroups;
	const uint32 *atom_groups;	/* natoms + 1 offsets into groups */
	const uint32 *groups;

	uint32		nentities;
	const CompiledEntity *entities;
	uint32		nrules;
	const CompiledRule *rules;	/* in the order of their names' bytes */
	uint32		nnodes;
	const RuleNode *nodes;
	const FormCondition *conditions;
	uint32		nregexes;
	const uint32 *regex_sources;	/* offsets in strings */
	uint32		ntypes;
	const CompiledType *types;
	uint32		nharms;
};

/*
 * ruleset_load.c: the owner of the tables; finds them and notes their oids; and
 * reads the definitions of a set under the active snapshot, as the owner, into
 * the current context.  False if there is no such set.
 */
extern Oid	ruleset_tables_owner(void);
extern void ruleset_find_tables(RuleSetTables *tables);
extern bool ruleset_load(const RuleSetTables *tables, const char *name, Definitions *definitions);

/* The definition tables' oids at the last load, for the relcache callback. */
extern bool ruleset_reads_table(Oid relation);

/*
 * ruleset_share.c: gets a set from where another backend has left it, else from
 * the definitions, in a new memory context, a child of the current one.  NULL
 * if there is no such set.
 */
extern RuleSet *ruleset_obtain(const char *name);

/*
 * ruleset.c: counts the changes of definitions that this backend heard of; and
 * the sets in its cache by number, NULL behind the last.
 */
extern uint64 ruleset_generation(void);
extern const RuleSet *ruleset_cached(int number);

/* definition_change.c: called once, by ruleset_init(). */
extern void definition_change_init(void);

/* ruleset_revision.c: 16 hex characters and a zero byte. */
extern void ruleset_fingerprint(const Definitions *definitions, char *revision);

/* classify.c: the set the last judgement was made with, maybe still running. */
extern const RuleSet *classify_ruleset_in_use(void);

#endif							/* COMPLAINT_RULESET_PRIVATE_H */
