/*
 * match_set.h
 *	  The layout of a compiled set of literals, shared by what builds it
 *	  (match_build.c) and what scans with it (match.c).
 *
 * A set is one block of memory without pointers: it can be copied, and could
 * be shared between backends.
 *
 * Tokens are mapped to symbols, dense numbers: words by a hash table with a
 * Bloom filter in front of it, Han characters and emoji by a two-stage table
 * over code points.  Literals are paths in a trie whose edges are symbols.  A
 * prefix is a symbol of its own, and always the last one of its literal, so
 * that walking the trie never branches: each step takes the exact symbol on
 * and looks at the prefix symbols only for where they end.
 *
 * Nodes 0 .. nsymbols - 1 of the trie are those of the literals' first
 * symbols: the number of the symbol is the number of the node.
 */
#ifndef COMPLAINT_MATCH_SET_H
#define COMPLAINT_MATCH_SET_H

#include "match.h"

#define MATCH_NONE			UINT32_MAX

/* Code points of a block of the second stage: 2^MATCH_POINT_SHIFT. */
#define MATCH_POINT_SHIFT	7
#define MATCH_POINT_BLOCK	(1u << MATCH_POINT_SHIFT)
#define MATCH_POINT_BLOCKS	(0x110000u >> MATCH_POINT_SHIFT)

/* Prefixes are looked for by their first bytes, so many at most. */
#define MATCH_PREFIX_KEY	4

typedef struct MatchWordSlot
{
	uint32		tag;			/* upper half of the hash */
	uint32		symbol;			/* MATCH_NONE: free */
} MatchWordSlot;

typedef struct MatchWord
{
	uint32		offset;			/* into the strings */
	uint32		length;
	uint32		shorter;		/* of a prefix symbol: the longest prefix in the
								 * set that is a prefix of it, or MATCH_NONE */
	bool		is_prefix;
} MatchWord;

typedef struct MatchNode
{
	uint32		literal;		/* that ends here, or MATCH_NONE */
	uint32		follows;		/* bit (symbol & 31) for each outgoing edge */
} MatchNode;

typedef struct MatchEdgeSlot
{
	uint32		node;			/* MATCH_NONE: free */
	uint32		symbol;
	uint32		target;
} MatchEdgeSlot;

struct MatchSet
{
	size_t		size;			/* of the block, this header included */
	uint32		nliterals;
	uint32		nsymbols;
	uint32		nnodes;
	uint32		bloom_mask;		/* words of 64 bits, less 1 */
	uint32		word_mask;		/* slots, less 1 */
	uint32		prefix_mask;	/* entries of prefix_lengths, less 1 */
	uint32		prefix_keys;	/* bit n: there are prefixes with a key of n
								 * bytes */
	uint32		nedge_slots;
	size_t		bloom;			/* offsets from the header: uint64 */
	size_t		prefix_lengths; /* uint64: bit n, a prefix of n bytes may have
								 * this key */
	size_t		word_slots;		/* MatchWordSlot */
	size_t		words;			/* MatchWord, by symbol */
	size_t		nodes;			/* MatchNode */
	size_t		edge_slots;		/* MatchEdgeSlot */
	size_t		point_stage1;	/* uint16 */
	size_t		point_stage2;	/* uint32: symbols or MATCH_NONE */
	size_t		strings;		/* char, with TEXT_SLACK bytes behind */
};

#define MATCH_PART(set, part, type)		((const type *) ((const char *) (set) + (set)->part))

static inline uint64
match_mix(uint64 a, uint64 b)
{
	uint64		h = (a ^ UINT64CONST(0x9E3779B97F4A7C15)) * UINT64CONST(0xBF58476D1CE4E5B9);

	h ^= h >> 32;
	h = (h ^ b) * UINT64CONST(0x94D049BB133111EB);
	return h ^ (h >> 29);
}

/*
 * The first length bytes at p, 1 to 8 of them, as a number; all 8 must be
 * readable.  Without a branch: lengths of words cannot be predicted.
 */
static inline uint64
match_load(const char *p, uint32 length)
{
	uint64		bytes;

	memcpy(&bytes, p, sizeof(bytes));
#ifdef WORDS_BIGENDIAN
	return bytes >> (64 - 8 * length);
#else
	return bytes << (64 - 8 * length);
#endif
}

/*
 * Hash of a folded word, which has TEXT_SLACK readable bytes behind it.  A
 * prefix hashes differently from the word of the same letters.
 */
static inline uint64
match_hash(const char *p, uint32 length, bool is_prefix)
{
	uint64		h = ((uint64) length << 1) | is_prefix;

	while (unlikely(length > 8))
	{
		h = match_mix(match_load(p, 8), h);
		p += 8;
		length -= 8;
	}
	return match_mix(match_load(p, length), h);
}

/* Where prefixes that begin with these (at most MATCH_PREFIX_KEY) bytes are. */
static inline uint32
match_prefix_index(const char *p, uint32 length, uint32 mask)
{
	return (uint32) ((match_load(p, length) + length) * UINT64CONST(0x9E3779B97F4A7C15) >> 32) & mask;
}

/* The bits of a word in its word of the Bloom filter. */
static inline uint64
match_bloom_bits(uint64 hash)
{
	return (UINT64CONST(1) << (hash & 63)) | (UINT64CONST(1) << ((hash >> 6) & 63));
}

static inline uint32
match_bloom_index(uint64 hash, uint32 mask)
{
	return (uint32) (hash >> 12) & mask;
}

/* The first slot of an edge in a table of nslots. */
static inline uint32
match_edge_index(uint32 node, uint32 symbol, uint32 nslots)
{
	uint64		h = (((uint64) node << 32) | symbol) * UINT64CONST(0x9E3779B97F4A7C15);

	h = (h ^ (h >> 32)) * UINT64CONST(0xBF58476D1CE4E5B9);
	return (uint32) (((h >> 32) * nslots) >> 32);
}

#endif							/* COMPLAINT_MATCH_SET_H */
