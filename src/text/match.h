/*
 * match.h
 *	  Finding all literals of a rule set in one pass over a text.
 *
 * The cost of a scan depends on the text and on what is found, not on how many
 * literals there are.  A literal is a sequence of up to MATCH_MAX_TOKENS words,
 * Han characters, numbers and symbols, folded as texts are; the last word may
 * be a prefix.  Punctuation and sentence bounds between its tokens are not
 * looked at: a caller who cares compares the sentences of first and last.
 */
#ifndef COMPLAINT_MATCH_H
#define COMPLAINT_MATCH_H

#include "text.h"

/* Longest literal, in tokens. */
#define MATCH_MAX_TOKENS	32

/* Longest prefix ('refund*'), in folded bytes. */
#define MATCH_MAX_PREFIX	63

/*
 * After so many hits in a message a scan reports those of the token it is at
 * and stops: no text makes it work without end.
 */
#define MATCH_MAX_HITS		4096

/*
 * How a literal is to be found.
 * MATCH_SOUND: a literal of two Han characters or more by any Han characters
 * that sound the same, tones aside.
 * MATCH_FUZZY1, MATCH_FUZZY2: one word of at least MATCH_FUZZY1_LETTERS or
 * MATCH_FUZZY2_LETTERS letters, by words that begin with the same letter and
 * differ from it by one or two letters too many, missing, wrong or swapped with
 * their neighbour.
 */
typedef enum MatchMode
{
	MATCH_PLAIN,
	MATCH_SOUND,
	MATCH_FUZZY1,
	MATCH_FUZZY2
} MatchMode;

#define MATCH_FUZZY1_LETTERS	5
#define MATCH_FUZZY2_LETTERS	9

typedef struct MatchBuilder MatchBuilder;
typedef struct MatchSet MatchSet;

typedef struct MatchHit
{
	uint32		literal;
	uint32		first;			/* token indexes, inclusive */
	uint32		last;
} MatchHit;

/* What a token can be in a set: see match.c. */
typedef struct MatchTokenSymbols
{
	uint32		exact;
	uint32		prefix;
} MatchTokenSymbols;

/*
 * Zero-initialised by the caller and used for scan after scan; the arrays grow
 * in the context that was current when they were first needed.
 */
typedef struct MatchHits
{
	MatchHit   *hits;
	uint32		nhits;
	uint32		capacity;
	bool		truncated;		/* MATCH_MAX_HITS was reached, the rest of the
								 * text was not looked at; or fuzzy words took
								 * too long and were not looked for in it */
	uint32		tries;			/* fuzzy words looked at */
	MatchTokenSymbols *symbols; /* work space of match_scan */
	uint32		symbols_capacity;
} MatchHits;

extern MatchBuilder *match_builder_create(void);
extern bool match_builder_add(MatchBuilder *builder, const char *literal, size_t length, MatchMode mode,
							  uint32 *id);
extern uint64 match_builder_frequency(MatchBuilder *builder, const char *literal, size_t length);
extern MatchSet *match_builder_finish(MatchBuilder *builder);
extern void match_builder_free(MatchBuilder *builder);
extern size_t match_set_size(const MatchSet *set);
extern void match_scan(const MatchSet *set, TextDoc *doc, MatchHits *hits);
extern void match_resolve(const MatchSet *set, TextDoc *doc);
extern void match_hits_free(MatchHits *hits);

#endif							/* COMPLAINT_MATCH_H */
