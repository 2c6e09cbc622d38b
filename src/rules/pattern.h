/*
 * pattern.h
 *		The rule language as a tree in flat arrays.
 *
 * A pattern is stored as its canonical text (the type complaint.pattern) and
 * parsed again when it is compiled into a rule set, so the tree's layout is
 * private to a server process and can change from version to version.
 */
#ifndef COMPLAINT_PATTERN_H
#define COMPLAINT_PATTERN_H

#include "lib/stringinfo.h"
#include "nodes/nodes.h"

/* Limits of one pattern; they bound the time a rule can take. */
#define PATTERN_MAX_BYTES		4096
#define PATTERN_MAX_DEPTH		32
#define PATTERN_MAX_NODES		256
#define PATTERN_MAX_DISTANCE	50
#define PATTERN_MAX_COUNT		1000
#define PATTERN_MAX_TERM		200 /* characters */
#define PATTERN_MAX_NAME		64

typedef enum PatternKind
{
	PATTERN_TERM,				/* text: the words */
	PATTERN_ENTITY,				/* text: the name, maybe ending in .* */
	PATTERN_ANY,				/* child: term or entity */
	PATTERN_NEAR,				/* two children, number: distance */
	PATTERN_THEN,				/* the same, in this order */
	PATTERN_NOT,				/* one child */
	PATTERN_AND,				/* two or more children */
	PATTERN_OR,					/* two or more children */
	PATTERN_OF,					/* number of the children */
	PATTERN_COUNT				/* child: term, entity or any; op, number */
} PatternKind;

typedef enum PatternCompare
{
	PATTERN_GE,
	PATTERN_GT,
	PATTERN_EQ,
	PATTERN_LT,
	PATTERN_LE
} PatternCompare;

typedef struct PatternNode
{
	uint8		kind;			/* PatternKind */
	uint8		op;				/* PatternCompare, of PATTERN_COUNT */
	uint8		depth;			/* levels below and including this node */
	int16		number;
	int16		first_child;	/* node indexes, -1 for none */
	int16		last_child;
	int16		next_sibling;
	int16		nchildren;
	uint16		text;			/* offset in Pattern.strings */
	int			position;		/* in characters of the source, from 1 */
} PatternNode;

typedef struct Pattern
{
	int			root;
	int			nnodes;
	int			strings_used;
	PatternNode nodes[PATTERN_MAX_NODES];
	char		strings[PATTERN_MAX_BYTES + PATTERN_MAX_NODES];
} Pattern;

#define pattern_text(pattern, node) ((pattern)->strings + (node)->text)

/*
 * Parses and checks a pattern; palloc'd.  Reports what is wrong through
 * escontext, then returns NULL where that is a soft error context.
 */
extern Pattern *pattern_parse(const char *text, size_t length, Node *escontext);

/* Appends the canonical text. */
extern void pattern_print(const Pattern *pattern, StringInfo out);

/* Would it match a message in which nothing at all was hit? */
extern bool pattern_matches_nothing(const Pattern *pattern, int node);

/* Is anything left of a term once it is folded, so that it can be found? */
extern bool pattern_term_has_words(const char *term, size_t length);

extern const char *pattern_compare_name(PatternCompare op);
extern bool pattern_compare(PatternCompare op, int left, int right);

#endif							/* COMPLAINT_PATTERN_H */
