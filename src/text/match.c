/*
 * match.c
 *	  One pass over the tokens of a text with all literals of a set.
 *
 * See match_set.h for the layout.  Most words of a message are in no literal:
 * the Bloom filter, some hundred kB even for 100,000 literals, tells so
 * without touching the tables.
 */
#include "fold.h"
#include "match_set.h"

/* How many tokens are read between two looks for a cancel request. */
#define INTERRUPT_TOKENS	1024

/* The symbol of a word or prefix with this hash, or MATCH_NONE. */
static inline uint32
find_word(const MatchSet *set, const char *bytes, uint32 length, bool is_prefix)
{
	uint64		hash = match_hash(bytes, length, is_prefix);
	uint64		bits = match_bloom_bits(hash);
	const MatchWordSlot *slots;
	uint32		tag = (uint32) (hash >> 32);

	if ((MATCH_PART(set, bloom, uint64)[match_bloom_index(hash, set->bloom_mask)] & bits) != bits)
		return MATCH_NONE;
	slots = MATCH_PART(set, word_slots, MatchWordSlot);
	for (uint32 i = (uint32) hash & set->word_mask; slots[i].symbol != MATCH_NONE; i = (i + 1) & set->word_mask)
	{
		const MatchWord *word = MATCH_PART(set, words, MatchWord) + slots[i].symbol;

		if (slots[i].tag == tag && word->length == length && word->is_prefix == is_prefix &&
			memcmp(MATCH_PART(set, strings, char) + word->offset, bytes, length) == 0)
			return slots[i].symbol;
	}
	return MATCH_NONE;
}

/* The symbol of the longest prefix in the set that the word begins with. */
static inline uint32
find_prefix(const MatchSet *set, const char *bytes, uint32 length)
{
	const uint64 *prefix_lengths = MATCH_PART(set, prefix_lengths, uint64);
	uint64		lengths = 0;

	/*
	 * Shorter words are looked up as well, under what keys they have: what is
	 * too long for them goes out below, and few branches are to be guessed.
	 */
	for (uint32 keys = set->prefix_keys; keys != 0; keys &= keys - 1)
	{
		uint32		key = Min((uint32) __builtin_ctz(keys), length);

		lengths |= prefix_lengths[match_prefix_index(bytes, key, set->prefix_mask)];
	}
	if (length < MATCH_MAX_PREFIX)
		lengths &= (UINT64CONST(2) << length) - 1;
	while (lengths != 0)
	{
		uint32		longest = 63 - (uint32) __builtin_clzll(lengths);
		uint32		symbol = find_word(set, bytes, longest, true);

		if (symbol != MATCH_NONE)
			return symbol;
		lengths &= ~(UINT64CONST(1) << longest);
	}
	return MATCH_NONE;
}

/* The symbol of a code point, the first at bytes. */
static inline uint32
find_point(const MatchSet *set, const char *bytes, uint32 length)
{
	const unsigned char *p = (const unsigned char *) bytes;
	uint32		block;
	uint32		c;

	if (fold_decode(p, p + length, &c) == 0)
		return MATCH_NONE;
	block = MATCH_PART(set, point_stage1, uint16)[c >> MATCH_POINT_SHIFT];
	return MATCH_PART(set, point_stage2, uint32)[(block << MATCH_POINT_SHIFT) | (c & (MATCH_POINT_BLOCK - 1))];
}

/* Maps each token to the symbols it can be. */
static void
find_symbols(const MatchSet *set, const TextDoc *doc, MatchTokenSymbols *symbols)
{
	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		const TextToken *token = &doc->tokens[i];
		const char *bytes = doc->folded + token->folded;

		symbols[i].prefix = MATCH_NONE;
		if (token->kind == TOKEN_WORD || token->kind == TOKEN_NUMBER)
		{
			symbols[i].exact = find_word(set, bytes, token->folded_length, false);
			if (set->prefix_keys != 0)
				symbols[i].prefix = find_prefix(set, bytes, token->folded_length);
		}
		else
			symbols[i].exact = find_point(set, bytes, token->folded_length);
	}
}

/* The node that symbol leads to from node, or MATCH_NONE. */
static inline uint32
follow(const MatchSet *set, uint32 node, uint32 symbol)
{
	const MatchEdgeSlot *slots = MATCH_PART(set, edge_slots, MatchEdgeSlot);
	uint32		slot;

	if ((MATCH_PART(set, nodes, MatchNode)[node].follows & (1u << (symbol & 31))) == 0)
		return MATCH_NONE;
	slot = match_edge_index(node, symbol, set->nedge_slots);
	while (slots[slot].node != MATCH_NONE)
	{
		if (slots[slot].node == node && slots[slot].symbol == symbol)
			return slots[slot].target;
		if (++slot == set->nedge_slots)
			slot = 0;
	}
	return MATCH_NONE;
}

static inline void
report(const MatchSet *set, MatchHits *hits, uint32 node, uint32 first, uint32 last)
{
	uint32		literal = MATCH_PART(set, nodes, MatchNode)[node].literal;

	if (literal == MATCH_NONE)
		return;
	if (hits->nhits == hits->capacity)
	{
		hits->capacity = hits->capacity > 0 ? hits->capacity * 2 : 64;
		hits->hits = hits->hits == NULL ? text_alloc(hits->capacity * sizeof(MatchHit)) :
			text_realloc(hits->hits, hits->capacity * sizeof(MatchHit));
	}
	hits->hits[hits->nhits++] = (MatchHit) {literal, first, last};
}

/* Reports the literals that begin at token first, shortest first. */
static void
scan_start(const MatchSet *set, MatchHits *hits, uint32 first, uint32 ntokens)
{
	const MatchTokenSymbols *symbols = hits->symbols;
	const MatchWord *words = MATCH_PART(set, words, MatchWord);
	uint32		node = MATCH_NONE;

	for (uint32 i = first; i < ntokens; i++)
	{
		bool		at_start = i == first;

		for (uint32 prefix = symbols[i].prefix; prefix != MATCH_NONE; prefix = words[prefix].shorter)
		{
			uint32		leaf = at_start ? prefix : follow(set, node, prefix);

			if (leaf != MATCH_NONE)
				report(set, hits, leaf, first, i);
		}
		if (symbols[i].exact == MATCH_NONE)
			return;
		node = at_start ? symbols[i].exact : follow(set, node, symbols[i].exact);
		if (node == MATCH_NONE)
			return;
		report(set, hits, node, first, i);
	}
}

static void
reverse_hits(MatchHit *hits, uint32 count)
{
	for (uint32 i = 0; i < count / 2; i++)
	{
		MatchHit	hit = hits[i];

		hits[i] = hits[count - 1 - i];
		hits[count - 1 - i] = hit;
	}
}

/*
 * Finds every literal of the set at every token of the text: hits ordered by
 * first token, then longest first, at equal length the exact literal before a
 * prefix.  Hits of the scan before are forgotten.  Allocates only when a text
 * is larger than all before.
 */
void
match_scan(const MatchSet *set, const TextDoc *doc, MatchHits *hits)
{
	hits->nhits = 0;
	hits->truncated = false;
	if (doc->ntokens > hits->symbols_capacity)
	{
		uint32		capacity = Max(doc->ntokens, 256);

		capacity = Max(capacity, hits->symbols_capacity * 2);
		hits->symbols = hits->symbols == NULL ? text_alloc(capacity * sizeof(MatchTokenSymbols)) :
			text_realloc(hits->symbols, capacity * sizeof(MatchTokenSymbols));
		hits->symbols_capacity = capacity;
	}
	find_symbols(set, doc, hits->symbols);

	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		uint32		before = hits->nhits;

		if (i % INTERRUPT_TOKENS == INTERRUPT_TOKENS - 1)
			TEXT_CHECK_INTERRUPTS();
		if (hits->symbols[i].exact == MATCH_NONE && hits->symbols[i].prefix == MATCH_NONE)
			continue;
		if (before >= MATCH_MAX_HITS)
		{
			hits->truncated = true;
			break;
		}
		scan_start(set, hits, i, doc->ntokens);
		if (hits->nhits > before + 1)
			reverse_hits(hits->hits + before, hits->nhits - before);
	}
}

size_t
match_set_size(const MatchSet *set)
{
	return set->size;
}

/* Frees the arrays, not the struct, and leaves it ready for another scan. */
void
match_hits_free(MatchHits *hits)
{
	if (hits->hits != NULL)
		text_free(hits->hits);
	if (hits->symbols != NULL)
		text_free(hits->symbols);
	memset(hits, 0, sizeof(MatchHits));
}
