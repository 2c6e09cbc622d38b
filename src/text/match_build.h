/*
 * match_build.h
 *	  A set of literals in the making, shared by what collects them
 *	  (match_build.c) and what lays them out (match_layout.c).
 */
#ifndef COMPLAINT_MATCH_BUILD_H
#define COMPLAINT_MATCH_BUILD_H

#include "match_set.h"

/* Nodes below the first symbol are numbered apart until the set is laid out. */
#define DEEP_NODE		0x80000000u

typedef enum SymbolKind
{
	SYMBOL_WORD,
	SYMBOL_PREFIX,
	SYMBOL_POINT,				/* a Han character or emoji */
	SYMBOL_SOUND,				/* a syllable: its number as a uint32 */
	SYMBOL_FUZZY1,				/* a word with one letter wrong, or two */
	SYMBOL_FUZZY2
} SymbolKind;

typedef struct BuildSymbol
{
	uint64		hash;
	uint32		offset;			/* into the strings */
	uint32		length;
	uint32		literal;		/* that is this symbol alone, or MATCH_NONE */
	uint32		uses;			/* how often literals that were added have it */
	SymbolKind	kind;
} BuildSymbol;

typedef struct BuildEdge
{
	uint32		node;
	uint32		symbol;
} BuildEdge;

/*
 * An edge leads to a node of its own, so edge n leads to node DEEP_NODE + n and
 * deep_literals has the literal that ends there.
 */
struct MatchBuilder
{
	TextDoc    *doc;			/* for folding literals */
	BuildSymbol *symbols;
	uint32		nsymbols;
	uint32		symbols_capacity;
	uint32	   *symbol_slots;	/* open addressing: numbers of symbols */
	uint32		symbol_slots_mask;
	BuildEdge  *edges;
	uint32	   *deep_literals;
	uint32		nedges;
	uint32		edges_capacity;
	uint32	   *edge_slots;		/* open addressing: numbers of edges */
	uint32		edge_slots_mask;
	char	   *strings;
	uint32		strings_length;
	uint32		strings_capacity;	/* TEXT_SLACK included */
	uint32		nliterals;
};

/* A prefix is another symbol than the word of the same letters. */
static inline uint64
match_symbol_hash(SymbolKind kind, const char *bytes, uint32 length)
{
	return match_hash(bytes, length, kind == SYMBOL_PREFIX);
}

extern uint32 match_symbol_slot(const MatchBuilder *builder, SymbolKind kind, const char *bytes, uint32 length,
								uint64 hash);

#endif							/* COMPLAINT_MATCH_BUILD_H */
