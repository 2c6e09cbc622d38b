/*
 * match_set.h
 *	  The layout of a compiled set of literals, shared by what builds it
 *	  (match_build.c) and what scans with it (match.c).
 *
 * A set is one block of memory without pointers: it can be copied, and could
 * be shared between backends.
 *
 * Nearly every word of a message is in some literal, but hardly any begins one
 * that goes on as the message does.  So filters come first, small bitmaps over
 * quick hashes of tokens: is a token, alone or by its first bytes (a prefix), a
 * literal, or does it begin one with the next?  And if so, with the next two, or
 * is it one with the next?  Only where one may begin are tokens looked up.
 *
 * Tokens are mapped to symbols, dense numbers: words by a hash table with a
 * Bloom filter in front of it, Han characters and emoji by a two-stage table
 * over code points.  Literals are paths in a trie whose edges are symbols.  A
 * prefix is a symbol of its own, and always the last one of its literal, so
 * that walking the trie never branches: each step takes the exact symbol on
 * and looks at the prefix symbols only for where they end.
 *
 * Literals by sound are paths of another kind of symbol, syllables, in the same
 * trie; fuzzy words are symbols that nothing follows: see match_loose.c.
 *
 * Nodes 0 .. nsymbols - 1 of the trie are those of the literals' first
 * symbols: the number of the symbol is the number of the node.  The others are
 * numbered by their place in a hash table.
 */
#ifndef COMPLAINT_MATCH_SET_H
#define COMPLAINT_MATCH_SET_H

#include "match.h"

#define MATCH_NONE			UINT32_MAX

/* Code points of a block of the second stage: 2^MATCH_POINT_SHIFT. */
#define MATCH_POINT_SHIFT	7
#define MATCH_POINT_BLOCK	(1u << MATCH_POINT_SHIFT)
#define MATCH_POINT_BLOCKS	(0x110000u >> MATCH_POINT_SHIFT)

/* Prefixes are found by so many first bytes; shorter ones by the first. */
#define MATCH_START_BYTES	3

/* There is a bit for each length; the last one is for all from this on. */
#define MATCH_START_LENGTH	31

/* More than there are syllables in Chinese; syllable 0 is no syllable. */
#define MATCH_SYLLABLES		512

/* Longest fuzzy word, in letters: a word of so many bits knows all lengths. */
#define MATCH_FUZZY_LETTERS	60

/* The most letters of a fuzzy word that may be wrong. */
#define MATCH_FUZZY_EDITS	2

/* Fuzzy words are sorted into so many buckets by their first letter. */
#define MATCH_FUZZY_BUCKETS	32

/* Tells short words apart without a look at the strings. */
typedef struct MatchWordSlot
{
	uint64		start;			/* match_load of the first 8 bytes or fewer */
	uint32		symbol;			/* MATCH_NONE: free */
	uint32		length;			/* match_length */
} MatchWordSlot;

typedef struct MatchWord
{
	uint32		offset;			/* into the strings */
	uint32		length;
	uint32		shorter;		/* the longest prefix in the set that it begins
								 * with, or MATCH_NONE; of a prefix, another */
} MatchWord;

/*
 * The nodes behind the first symbols are a hash table, by all symbols that lead
 * to them: going on takes a look at one place in memory, and the place of the
 * next node is known before this one has come from there.
 */
typedef struct MatchNode
{
	uint32		parent;			/* MATCH_NONE: a first symbol, or free */
	uint32		symbol;			/* of the edge from there */
	uint32		literal;		/* that ends here, or MATCH_NONE */
	uint32		follows;		/* bit (symbol & 31) for each outgoing edge */
} MatchNode;

typedef struct MatchFuzzyWord
{
	uint64		letter_bits;	/* see match_letter_bits */
	uint32		symbol;
	uint32		offset;			/* into the strings */
	uint32		length;
	uint32		edits;
} MatchFuzzyWord;

struct MatchSet
{
	size_t		size;			/* of the block, this header included */
	uint32		nliterals;
	uint32		nsymbols;
	uint32		bloom_mask;		/* words of 64 bits, less 1 */
	uint32		nword_slots;
	uint32		single_mask;	/* bits, less 1 */
	uint32		pair_mask;		/* bits, less 1 */
	uint32		sequence_mask;	/* words of 64 bits, less 1 */
	uint32		prefix_mask;	/* words of 64 bits, less 1 */
	uint32		start_mask;		/* entries by first bytes, less 1 */
	uint32		ndeep_nodes;	/* slots for nodes behind the first symbols */
	uint32		nprefixes;		/* symbols that are prefixes */
	uint32		nsounds;		/* symbols that are syllables */
	uint32		nfuzzy;			/* symbols that are fuzzy words */
	uint32		short_seconds;	/* second tokens that are a prefix shorter than
								 * MATCH_START_BYTES */
	size_t		bloom;			/* offsets from the header: uint64 */
	size_t		singles;		/* uint64, a bit for each token that is a
								 * literal, or may be followed by a short
								 * prefix */
	size_t		pairs;			/* uint64, a bit for each two tokens, none of
								 * them a prefix, that a literal begins with */
	size_t		sequences;		/* uint64, by the first two tokens, bits for
								 * the third; if they are a literal, or may be
								 * followed by a prefix, bits for that */
	size_t		prefix_sequences;	/* uint64, by the first token and the first
									 * bytes of a prefix behind it, bits */
	size_t		shortest_prefixes;	/* uint8, by first bytes: length of the
									 * shortest prefix that is a literal alone */
	size_t		prefix_starts;	/* uint32, by first bytes: lengths of all
								 * prefixes that are not shorter */
	size_t		short_prefixes; /* uint8, by the first byte: lengths of the
								 * shorter ones */
	size_t		word_slots;		/* MatchWordSlot */
	size_t		words;			/* MatchWord, by symbol */
	size_t		nodes;			/* MatchNode: nsymbols, then ndeep_nodes */
	size_t		point_stage1;	/* uint16 */
	size_t		point_stage2;	/* uint32: symbols or MATCH_NONE */
	size_t		strings;		/* char, with TEXT_SLACK bytes behind */
	/* if nsounds > 0 */
	size_t		sound_symbols;	/* uint32, by syllable */
	size_t		sound_pairs;	/* uint64, a bit for the first two syllables */
	/* if nfuzzy > 0 */
	size_t		fuzzy_lengths;	/* uint64, by first byte: bits of the numbers of
								 * letters that may be a fuzzy word */
	size_t		fuzzy_starts;	/* uint32, by match_fuzzy_bucket: first entry */
	size_t		fuzzy_words;	/* MatchFuzzyWord, by bucket */
};

/* How far a walk has come. */
typedef struct MatchWalk
{
	uint32		node;			/* MATCH_NONE: it leads nowhere */
	uint64		path;			/* hash of the symbols */
} MatchWalk;

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
 * The first length of 8 bytes, 1 to 8 of them, as a number.  Without a branch:
 * lengths of words cannot be predicted.
 */
static inline uint64
match_first_bytes(uint64 bytes, uint32 length)
{
#ifdef WORDS_BIGENDIAN
	return bytes >> (64 - 8 * length);
#else
	static const uint64 masks[9] = {
		0, UINT64CONST(0xFF), UINT64CONST(0xFFFF), UINT64CONST(0xFFFFFF), UINT64CONST(0xFFFFFFFF),
		UINT64CONST(0xFFFFFFFFFF), UINT64CONST(0xFFFFFFFFFFFF), UINT64CONST(0xFFFFFFFFFFFFFF), UINT64_MAX
	};

	return bytes & masks[length];
#endif
}

/* The first length bytes at p as such a number; all 8 must be readable. */
static inline uint64
match_load(const char *p, uint32 length)
{
	uint64		bytes;

	memcpy(&bytes, p, sizeof(bytes));
	return match_first_bytes(bytes, length);
}

/* The length of a word; that of a prefix is another. */
static inline uint32
match_length(uint32 length, bool is_prefix)
{
	return length << 1 | is_prefix;
}

/*
 * Hash of a folded word, which has TEXT_SLACK readable bytes behind it.  A
 * prefix hashes differently from the word of the same letters.
 */
static inline uint64
match_hash(const char *p, uint32 length, bool is_prefix)
{
	uint64		h = match_length(length, is_prefix);

	while (unlikely(length > 8))
	{
		h = match_mix(match_load(p, 8), h);
		p += 8;
		length -= 8;
	}
	return match_mix(match_load(p, length), h);
}

/*
 * The quick hash of a token of any kind, by its first bytes and those behind
 * them: tokens with the same first 8 bytes and length have the same.
 */
static inline uint32
match_quick_hash_bytes(uint64 bytes, uint32 length)
{
	uint64		h = (match_first_bytes(bytes, Min(length, 8)) + length) * UINT64CONST(0x9E3779B97F4A7C15);

	/* the upper bits are of all bytes, and the lower ones are what most filters look at */
	return (uint32) __builtin_bswap64(h);
}

static inline uint32
match_quick_hash(const char *p, uint32 length)
{
	uint64		bytes;

	memcpy(&bytes, p, sizeof(bytes));
	return match_quick_hash_bytes(bytes, length);
}

/* The quick hash of tokens in a row by that of all but the last, and its. */
static inline uint32
match_quick_sequence(uint32 tokens, uint32 last)
{
	return tokens * 0x9E3779B1u + last;
}

/*
 * The bits of a sequence in the word of another, or of itself: two, so that few
 * are there by chance.
 */
static inline uint64
match_sequence_bits(uint32 sequence)
{
	return (UINT64CONST(1) << (sequence >> 26)) | (UINT64CONST(1) << ((sequence >> 20) & 63));
}

static inline bool
match_has_sequence(uint64 word, uint32 sequence)
{
	return (~word & match_sequence_bits(sequence)) == 0;
}

static inline bool
match_test_bit(const uint64 *bits, uint32 index)
{
	return (bits[index >> 6] >> (index & 63)) & 1;
}

/*
 * The hash of the first bytes of a word, by those and what is behind them.  For
 * a word that has fewer it is any: there is no prefix in it that the word could
 * begin with.
 */
static inline uint32
match_start_hash_bytes(uint64 bytes)
{
#ifdef WORDS_BIGENDIAN
	uint32		start = (uint32) (bytes >> (64 - 8 * MATCH_START_BYTES));
#else
	uint32		start = (uint32) bytes & ((1u << (8 * MATCH_START_BYTES)) - 1);
#endif

	return start * 0x9E3779B1u >> 16;
}

static inline uint32
match_start_hash(const char *p)
{
	uint64		bytes;

	memcpy(&bytes, p, sizeof(bytes));
	return match_start_hash_bytes(bytes);
}

/* The entry of a word by its first bytes. */
static inline uint32
match_start_index(const char *p, uint32 mask)
{
	return match_start_hash(p) & mask;
}

static inline uint32
match_start_bit(uint32 length)
{
	return (uint32) 1 << Min(length, MATCH_START_LENGTH);
}

/* The bits of all lengths up to this one. */
static inline uint32
match_start_bits(uint32 length)
{
	return UINT32_MAX >> (MATCH_START_LENGTH - Min(length, MATCH_START_LENGTH));
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

/* The first slot of a word in a table of nslots. */
static inline uint32
match_word_index(uint64 hash, uint32 nslots)
{
	return (uint32) (((hash >> 32) * nslots) >> 32);
}

/* The hash of a path that goes on with a symbol; the empty one is 0. */
static inline uint64
match_path(uint64 path, uint32 symbol)
{
	uint64		h = (path ^ symbol) * UINT64CONST(0x9E3779B97F4A7C15);

	return h ^ (h >> 32);
}

/* The first slot of the node at the end of a path in a table of nslots. */
static inline uint32
match_path_index(uint64 path, uint32 nslots)
{
	return (uint32) (((path & UINT32_MAX) * nslots) >> 32);
}

static inline MatchWalk
match_begin(uint32 symbol)
{
	return (MatchWalk) {symbol, match_path(0, symbol)};
}

/* Where a symbol leads. */
static inline MatchWalk
match_follow(const MatchSet *set, MatchWalk walk, uint32 symbol)
{
	const MatchNode *nodes = MATCH_PART(set, nodes, MatchNode);
	MatchWalk	next = {MATCH_NONE, match_path(walk.path, symbol)};
	uint32		slot;

	if ((nodes[walk.node].follows & (1u << (symbol & 31))) == 0)
		return next;
	nodes += set->nsymbols;
	slot = match_path_index(next.path, set->ndeep_nodes);
	while (nodes[slot].parent != MATCH_NONE)
	{
		if (nodes[slot].parent == walk.node && nodes[slot].symbol == symbol)
		{
			next.node = set->nsymbols + slot;
			break;
		}
		if (++slot == set->ndeep_nodes)
			slot = 0;
	}
	return next;
}

/*
 * Whether a token is the rest of a run, which is passed over where no literal
 * goes on with it: 太太太慢 is 太慢.
 */
static inline bool
match_is_repeated(const TextDoc *doc, uint32 index)
{
	return index < doc->ntokens && (doc->tokens[index].flags & TOKEN_REPEATED) != 0;
}

/*
 * Whether what begins at a token was found from the token before: the token is
 * the rest of a run that was passed over there, since from the node of its
 * symbol its symbol does not go on.
 */
static inline bool
match_was_passed_over(const MatchSet *set, const TextDoc *doc, uint32 index, uint32 symbol)
{
	return unlikely(match_is_repeated(doc, index)) && match_follow(set, match_begin(symbol), symbol).node == MATCH_NONE;
}

static inline uint32
match_syllable_pair(uint32 first, uint32 second)
{
	return first * MATCH_SYLLABLES + second;
}

/* Where fuzzy words with a first letter and of a length are listed. */
static inline uint32
match_fuzzy_bucket(uint32 first, uint32 nletters)
{
	return (first & (MATCH_FUZZY_BUCKETS - 1)) * (MATCH_FUZZY_LETTERS + 1) + nletters;
}

/* match.c; bytes: a folded word with TEXT_SLACK readable bytes behind it */
extern uint32 match_find_word(const MatchSet *set, const char *bytes, uint32 length, bool is_prefix);
extern uint32 match_known_length(const MatchSet *set, const char *bytes, uint32 length);
extern void match_report(const MatchSet *set, MatchHits *hits, uint32 node, uint32 first, uint32 last);

/* match_loose.c */
extern uint32 match_syllable(const char *bytes, uint32 length);
extern uint32 match_letters(const char *bytes, uint32 length, uint32 *letters);
extern uint64 match_letter_bits(const uint32 *letters, uint32 count);
extern uint64 match_loose_starts(const MatchSet *set, const TextDoc *doc, uint32 base, uint32 count);
extern void match_loose_scan(const MatchSet *set, const TextDoc *doc, MatchHits *hits, uint32 first);

#endif							/* COMPLAINT_MATCH_SET_H */
