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

#include "../text/match.h"

/* Limits of one pattern; they bound the time a rule can take. */
#define PATTERN_MAX_BYTES		4096
#define PATTERN_MAX_DEPTH		32
#define PATTERN_MAX_NODES		256
#define PATTERN_MAX_DISTANCE	50
#define PATTERN_MAX_COUNT		1000
#define PATTERN_MAX_TERM		200 /* characters */
#define PATTERN_MAX_NAME		64
#define PATTERN_MAX_VALUE		40	/* bytes of what a form is compared with */
#define PATTERN_MAX_REGEXES		4
#define PATTERN_MAX_REGEX		256 /* bytes */
#define PATTERN_MAX_REGEX_SIZE	100 /* characters, repetitions written out */

typedef enum PatternKind
{
	PATTERN_TERM,				/* text: the words; mode */
	PATTERN_ENTITY,				/* text: the name, maybe ending in .* */
	PATTERN_FORM,				/* number: FormKind; text: the value it is
								 * compared with by op, empty for none */
	PATTERN_ANY,				/* child: term, entity or form */
	PATTERN_NEAR,				/* two children, number: distance */
	PATTERN_THEN,				/* the same, in this order */
	PATTERN_NOT_NEAR,			/* the first without the second near it */
	PATTERN_NOT_THEN,			/* the first without the second after it */
	PATTERN_NOT,				/* one child */
	PATTERN_AND,				/* two or more children */
	PATTERN_OR,					/* two or more children */
	PATTERN_OF,					/* number of the children */
	PATTERN_COUNT,				/* child: term, entity, form or any; op, number */
	PATTERN_REGEX,				/* text: the regular expression, / as it is */
	PATTERN_CAPS,				/* is the message in capitals? */
	PATTERN_EXCLAIM,			/* exclamation marks in a row; op, number */
	PATTERN_LENGTH				/* tokens of the message; op, number */
} PatternKind;

typedef enum PatternCompare
{
	PATTERN_GE,
	PATTERN_GT,
	PATTERN_EQ,
	PATTERN_LT,
	PATTERN_LE
} PatternCompare;

/* How a term is looked for: what follows its tilde. */
typedef enum TermMatch
{
	TERM_PLAIN,
	TERM_WORD,				/* a whole word by dictionary */
	TERM_SOUND,				/* whatever sounds the same */
	TERM_FUZZY1,				/* words within an edit distance of 1 */
	TERM_FUZZY2				/* of 2 */
} TermMatch;

typedef struct PatternNode
{
	uint8		kind;			/* PatternKind */
	uint8		op;				/* PatternCompare */
	uint8		mode;			/* TermMatch */
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

/*
 * The same without reports: NULL for what this version does not take any more.
 */
extern Pattern *pattern_parse_stored(const char *text, size_t length);

/* Appends the canonical text. */
extern void pattern_print(const Pattern *pattern, StringInfo out);

/*
 * Can a node have this value in a message in which nothing was hit?  Measures
 * of the message and regular expressions can be either.
 */
extern bool pattern_can_be(const Pattern *pattern, int node, bool value);

/* Is anything left of a term once it is folded, so that it can be found? */
extern bool pattern_term_has_words(const char *term, size_t length);

/* Can a term be looked for in this way? */
extern bool pattern_term_can_be(const char *term, size_t length, TermMatch mode);

/* The mode of a name such as "sound", -1 if there is none; and its name. */
extern int	pattern_mode(const char *name, size_t length);
extern const char *pattern_mode_name(TermMatch mode);

/* What the matcher calls it; whether a word is whole is asked of its hits. */
extern MatchMode pattern_match_mode(TermMatch mode);

extern const char *pattern_compare_name(PatternCompare op);
extern bool pattern_compare(PatternCompare op, double left, double right);

#endif							/* COMPLAINT_PATTERN_H */
