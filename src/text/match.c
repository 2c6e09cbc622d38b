/*
 * match.c
 *	  One pass over the tokens of a text with all literals of a set.
 *
 * See match_set.h for the layout.  At most words of a message no literal begins:
 * the filters, some hundred kB even for 100,000 literals, tell so without
 * touching the tables.
 */
#include "fold.h"
#include "match_set.h"

/* Tokens are filtered so many at a time: a bit of a word for each. */
#define BLOCK_TOKENS		64

/* How many tokens are read between two looks for a cancel request. */
#define INTERRUPT_TOKENS	1024

/* A set of so many bytes stays in the caches near the processor. */
#define CACHED_SET			(4096 * 1024)

/* No symbol has this number, all bytes of which are equal: see MAX_SYMBOLS in match_build.c. */
#define NOT_LOOKED_UP_BYTE	0xFE
#define NOT_LOOKED_UP		0xFEFEFEFEu

/* At which tokens of a block a literal may begin, as bits. */
typedef struct Starts
{
	uint64		any;
	uint64		longer;			/* of those, where one of several tokens may */
} Starts;

/*
 * What the filters look at of the tokens of a block and of the two behind it; 0
 * behind the last token.
 */
typedef struct QuickTokens
{
	uint32		hashes[BLOCK_TOKENS + 2];
	uint32		starts[BLOCK_TOKENS + 2];	/* hashes of the first bytes */
} QuickTokens;

/* The symbol of a word or prefix of this hash, or MATCH_NONE. */
static inline uint32
find_hashed(const MatchSet *set, const char *bytes, uint32 length, bool is_prefix, uint64 hash)
{
	const MatchWordSlot *slots = MATCH_PART(set, word_slots, MatchWordSlot);
	uint64		start = match_load(bytes, Min(length, 8));
	uint32		i = match_word_index(hash, set->nword_slots);

	for (; slots[i].symbol != MATCH_NONE; i = i + 1 == set->nword_slots ? 0 : i + 1)
	{
		if (slots[i].start != start || slots[i].length != match_length(length, is_prefix))
			continue;
		if (length <= 8 ||
			memcmp(MATCH_PART(set, strings, char) + MATCH_PART(set, words, MatchWord)[slots[i].symbol].offset + 8,
				   bytes + 8, length - 8) == 0)
			return slots[i].symbol;
	}
	return MATCH_NONE;
}

/* The symbol of a word or prefix, or MATCH_NONE. */
uint32
match_find_word(const MatchSet *set, const char *bytes, uint32 length, bool is_prefix)
{
	uint64		hash = match_hash(bytes, length, is_prefix);
	uint64		bits = match_bloom_bits(hash);

	if ((MATCH_PART(set, bloom, uint64)[match_bloom_index(hash, set->bloom_mask)] & bits) != bits)
		return MATCH_NONE;
	return find_hashed(set, bytes, length, is_prefix, hash);
}

/* The symbol of the longest prefix in the set that the word begins with. */
static uint32
find_prefix(const MatchSet *set, const char *bytes, uint32 length)
{
	uint32		lengths = MATCH_PART(set, prefix_starts, uint32)[match_start_index(bytes, set->start_mask)] |
		MATCH_PART(set, short_prefixes, uint8)[(unsigned char) bytes[0]];

	lengths &= match_start_bits(length);
	while (lengths != 0)
	{
		uint32		longest = 31 - (uint32) __builtin_clz(lengths);
		uint32		shortest = longest;

		if (longest == MATCH_START_LENGTH)
			longest = Min(length, MATCH_MAX_PREFIX);
		for (; longest >= shortest; longest--)
		{
			uint32		symbol = match_find_word(set, bytes, longest, true);

			if (symbol != MATCH_NONE)
				return symbol;
		}
		lengths &= ~match_start_bit(shortest);
	}
	return MATCH_NONE;
}

/*
 * How many bytes of the word the set knows: all if the word is in a literal,
 * fewer if a prefix of it is, 0 if it knows nothing of it.  The word has
 * TEXT_SLACK readable bytes behind it.
 */
uint32
match_known_length(const MatchSet *set, const char *bytes, uint32 length)
{
	uint32		symbol;

	if (match_find_word(set, bytes, length, false) != MATCH_NONE)
		return length;
	symbol = find_prefix(set, bytes, length);
	return symbol == MATCH_NONE ? 0 : MATCH_PART(set, words, MatchWord)[symbol].length;
}

/* The symbol of a code point. */
static inline uint32
point_symbol(const MatchSet *set, uint32 c)
{
	uint32		block = MATCH_PART(set, point_stage1, uint16)[c >> MATCH_POINT_SHIFT];

	return MATCH_PART(set, point_stage2, uint32)[(block << MATCH_POINT_SHIFT) | (c & (MATCH_POINT_BLOCK - 1))];
}

/*
 * Looks up a token of any kind.  It has passed the filters, so it is most
 * likely known: the Bloom filter would only be one look more.
 */
static pg_noinline void
look_up_any(const MatchSet *set, const char *bytes, const TextToken *token, MatchTokenSymbols *found)
{
	uint32		length = token->folded_length;
	uint32		c;

	*found = (MatchTokenSymbols) {MATCH_NONE, MATCH_NONE};
	if (token->kind == TOKEN_HAN || token->kind == TOKEN_SYMBOL)
	{
		if (fold_decode((const unsigned char *) bytes, (const unsigned char *) bytes + length, &c) > 0)
			found->exact = point_symbol(set, c);
		return;
	}
	found->exact = find_hashed(set, bytes, length, false, match_hash(bytes, length, false));
	if (token->kind == TOKEN_ADDRESS)
		return;
	if (found->exact != MATCH_NONE)
		found->prefix = MATCH_PART(set, words, MatchWord)[found->exact].shorter;
	else
		found->prefix = find_prefix(set, bytes, length);
}

/*
 * Looks up a token.  Nearly all are short words of the set or Han characters:
 * these are found here without a call, so that nothing is kept on the stack.
 */
static pg_noinline void
look_up_token(const MatchSet *set, const char *folded, const TextToken *token, MatchTokenSymbols *found)
{
	const char *bytes = folded + token->folded;
	const unsigned char *point = (const unsigned char *) bytes;
	uint32		length = token->folded_length;

	if (token->kind == TOKEN_HAN && (point[0] & 0xF0) == 0xE0)
	{
		found->prefix = MATCH_NONE;
		found->exact = point_symbol(set, (uint32) (point[0] & 0x0F) << 12 | (uint32) (point[1] & 0x3F) << 6 | (point[2] & 0x3F));
		return;
	}
	if (token->kind == TOKEN_WORD && likely(length <= 8))
	{
		const MatchWordSlot *slots = MATCH_PART(set, word_slots, MatchWordSlot);
		uint64		start = match_load(bytes, length);
		uint32		i = match_word_index(match_hash(bytes, length, false), set->nword_slots);

		for (; slots[i].symbol != MATCH_NONE; i = i + 1 == set->nword_slots ? 0 : i + 1)
		{
			if (slots[i].start != start || slots[i].length != match_length(length, false))
				continue;
			found->exact = slots[i].symbol;
			found->prefix = MATCH_PART(set, words, MatchWord)[found->exact].shorter;
			return;
		}
	}
	look_up_any(set, bytes, token, found);
}

/* Marks all tokens as not looked up. */
static void
clear_symbols(const TextDoc *doc, MatchHits *hits)
{
	if (doc->ntokens > hits->symbols_capacity)
	{
		uint32		capacity = Max(doc->ntokens, 256);

		capacity = Max(capacity, hits->symbols_capacity * 2);
		hits->symbols = hits->symbols == NULL ? text_alloc(capacity * sizeof(MatchTokenSymbols)) :
			text_realloc(hits->symbols, capacity * sizeof(MatchTokenSymbols));
		hits->symbols_capacity = capacity;
	}
	memset(hits->symbols, NOT_LOOKED_UP_BYTE, doc->ntokens * sizeof(MatchTokenSymbols));
}

/* Looks a token up, once a scan. */
static inline const MatchTokenSymbols *
look_up(const MatchSet *set, const TextDoc *doc, MatchTokenSymbols *symbols, uint32 index)
{
	MatchTokenSymbols *found = &symbols[index];

	if (found->exact == NOT_LOOKED_UP)
		look_up_token(set, doc->folded, &doc->tokens[index], found);
	return found;
}

/* Hashes the tokens from base on; their first bytes only where prefixes are asked for. */
static pg_attribute_always_inline void
hash_tokens(const TextDoc *doc, uint32 base, uint32 count, bool prefixes, QuickTokens *quick)
{
	const TextToken *tokens = &doc->tokens[base];
	const char *folded = doc->folded;

	for (uint32 i = 0; i < count; i++)
	{
		uint64		bytes;

		memcpy(&bytes, folded + tokens[i].folded, sizeof(bytes));
		quick->hashes[i] = match_quick_hash_bytes(bytes, tokens[i].folded_length);
		if (prefixes)
			quick->starts[i] = match_start_hash_bytes(bytes);
	}
}

/* Near which tokens a run follows: the filters know nothing of passing it over. */
static uint64
find_repeated(const TextDoc *doc, uint32 base, uint32 count)
{
	uint64		found = 0;

	for (uint32 i = 0; i < count; i++)
		found |= (uint64) (match_is_repeated(doc, base + i + 1) || match_is_repeated(doc, base + i + 2)) << i;
	return found;
}

/*
 * Of the tokens that with the next are a pair some literal begins with, those
 * where it may go on with the third, or is the pair.  hashes: of the block's
 * tokens and the two behind them.
 */
static inline uint64
check_pairs(const MatchSet *set, const uint32 *hashes, uint64 pairs)
{
	const uint64 *sequences = MATCH_PART(set, sequences, uint64);
	uint64		found = 0;

	for (; pairs != 0; pairs &= pairs - 1)
	{
		uint32		i = (uint32) __builtin_ctzll(pairs);
		uint32		two = match_quick_sequence(hashes[i], hashes[i + 1]);
		uint32		three = match_quick_sequence(two, hashes[i + 2]);
		uint64		sequence = sequences[two & set->sequence_mask];

		found |= (uint64) (match_has_sequence(sequence, two) | match_has_sequence(sequence, three)) << i;
	}
	return found;
}

/* Which of the tokens are a literal, by their hashes, and which begin one with the next. */
static inline uint64
find_words(const MatchSet *set, const uint32 *hashes, uint32 count, uint64 *begun)
{
	const uint64 *singles = MATCH_PART(set, singles, uint64);
	const uint64 *pairs = MATCH_PART(set, pairs, uint64);
	uint32		single_mask = set->single_mask;
	uint32		pair_mask = set->pair_mask;
	uint32		next = hashes[count];
	uint64		alone = 0;
	uint64		with_next = 0;

	for (uint32 i = count; i-- > 0;)
	{
		uint32		hash = hashes[i];
		uint32		pair = match_quick_sequence(hash, next);

		alone = alone << 1 | match_test_bit(singles, hash & single_mask);
		with_next = with_next << 1 | match_test_bit(pairs, pair & pair_mask);
		next = hash;
	}
	*begun = with_next;
	return alone;
}

/* The same of prefixes: by first bytes and length, and by the first bytes of the next. */
static inline uint64
find_prefixes(const MatchSet *set, const TextToken *tokens, const QuickTokens *quick, uint32 count, uint64 *begun)
{
	const uint64 *sequences = MATCH_PART(set, prefix_sequences, uint64);
	const uint8 *shortest = MATCH_PART(set, shortest_prefixes, uint8);
	uint32		sequence_mask = set->prefix_mask;
	uint32		start_mask = set->start_mask;
	uint64		alone = 0;
	uint64		with_next = 0;

	for (uint32 i = count; i-- > 0;)
	{
		uint32		sequence = match_quick_sequence(quick->hashes[i], quick->starts[i + 1]);

		alone = alone << 1 | (tokens[i].folded_length >= shortest[quick->starts[i] & start_mask]);
		with_next = with_next << 1 | match_has_sequence(sequences[sequence & sequence_mask], sequence);
	}
	*begun = with_next;
	return alone;
}

/*
 * At which of the BLOCK_TOKENS tokens from base on a literal may begin, as bits.
 * Every token of every message passes here: without branches that depend on the
 * text, nothing is read but the filters, and each loop needs no more registers
 * than there are.  Few pairs of tokens begin a literal, and only those are looked
 * at again.  The loops go from the last token to the first: then a bit finds its
 * place by being shifted.
 */
static pg_attribute_always_inline Starts
find_starts(const MatchSet *set, const TextDoc *doc, uint32 base, bool prefixes)
{
	uint32		left = doc->ntokens - base;
	uint32		count = Min(left, BLOCK_TOKENS);
	uint32		hashed = Min(left, BLOCK_TOKENS + 2);
	QuickTokens quick;
	uint64		begun;
	Starts		found = {0, 0};

	/* what is behind the last token */
	quick.hashes[count] = quick.starts[count] = 0;
	quick.hashes[count + 1] = quick.starts[count + 1] = 0;
	hash_tokens(doc, base, hashed, prefixes, &quick);
	found.any = find_words(set, quick.hashes, count, &begun);
	if (prefixes)
		found.any |= find_prefixes(set, &doc->tokens[base], &quick, count, &found.longer);
	found.longer |= check_pairs(set, quick.hashes, begun);
	if (unlikely(doc->repeated))
		found.longer |= find_repeated(doc, base, count);
	found.any |= found.longer;
	if (unlikely(set->short_seconds != 0))
		found.longer = found.any;
	return found;
}

/*
 * Many a set has no prefixes: that is told by a constant.  Both are functions of
 * their own, so that nothing but the loop takes registers.
 */
static pg_noinline Starts
find_word_starts(const MatchSet *set, const TextDoc *doc, uint32 base)
{
	return find_starts(set, doc, base, false);
}

static pg_noinline Starts
find_all_starts(const MatchSet *set, const TextDoc *doc, uint32 base)
{
	return find_starts(set, doc, base, true);
}

static void
grow_hits(MatchHits *hits)
{
	uint32		capacity = hits->capacity > 0 ? hits->capacity * 2 : 64;

	hits->hits = hits->hits == NULL ? text_alloc(capacity * sizeof(MatchHit)) :
		text_realloc(hits->hits, capacity * sizeof(MatchHit));
	hits->capacity = capacity;
}

/* Adds a hit of the literal that ends at a node, if one does. */
static inline void
report(const MatchSet *set, MatchHits *hits, uint32 node, uint32 first, uint32 last)
{
	uint32		literal = MATCH_PART(set, nodes, MatchNode)[node].literal;

	if (literal == MATCH_NONE)
		return;
	if (unlikely(hits->nhits == hits->capacity))
		grow_hits(hits);
	hits->hits[hits->nhits++] = (MatchHit) {literal, first, last};
}

void
match_report(const MatchSet *set, MatchHits *hits, uint32 node, uint32 first, uint32 last)
{
	report(set, hits, node, first, last);
}

/* Reports the literals that begin at token first, shortest first. */
static void
scan_start(const MatchSet *set, const TextDoc *doc, MatchHits *hits, uint32 first)
{
	const MatchWord *words = MATCH_PART(set, words, MatchWord);
	MatchWalk	walk = {MATCH_NONE, 0};

	for (uint32 i = first; i < doc->ntokens; i++)
	{
		const MatchTokenSymbols *token = look_up(set, doc, hits->symbols, i);
		bool		at_start = i == first;
		MatchWalk	next;

		for (uint32 prefix = token->prefix; prefix != MATCH_NONE; prefix = words[prefix].shorter)
		{
			uint32		leaf = at_start ? prefix : match_follow(set, walk, prefix).node;

			if (leaf != MATCH_NONE)
				report(set, hits, leaf, first, i);
		}
		if (token->exact == MATCH_NONE)
			return;
		next = at_start ? match_begin(token->exact) : match_follow(set, walk, token->exact);
		if (unlikely(next.node == MATCH_NONE && match_is_repeated(doc, i)))
			continue;
		if (next.node == MATCH_NONE)
			return;
		walk = next;
		report(set, hits, walk.node, first, i);
		if (MATCH_PART(set, nodes, MatchNode)[walk.node].follows == 0 ||
			(at_start && match_was_passed_over(set, doc, i, walk.node)))
			return;
	}
}

/*
 * Asks for the places of the nodes of the second and third token, which in a
 * large set are hardly ever in a cache, while there are other starts to look at.
 */
static inline void
prefetch_start(const MatchSet *set, const TextDoc *doc, MatchHits *hits, uint32 first)
{
	const MatchNode *nodes = MATCH_PART(set, nodes, MatchNode) + set->nsymbols;
	uint64		path = 0;

	for (uint32 i = first; i < Min(first + 3, doc->ntokens); i++)
	{
		const MatchTokenSymbols *token = look_up(set, doc, hits->symbols, i);

		if (token->exact == MATCH_NONE)
			return;
		path = match_path(path, token->exact);
		if (i > first)
			__builtin_prefetch(nodes + match_path_index(path, set->ndeep_nodes));
	}
}

/* Sorts hits by length, shortest first, where two sorted lists follow each other. */
static void
merge_hits(MatchHit *hits, uint32 count)
{
	for (uint32 i = 1; i < count; i++)
	{
		MatchHit	hit = hits[i];
		uint32		j = i;

		for (; j > 0 && hits[j - 1].last > hit.last; j--)
			hits[j] = hits[j - 1];
		hits[j] = hit;
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
 * Reports the literals that token first is alone, turned around: the longest
 * prefix first.
 */
static inline void
report_single(const MatchSet *set, MatchHits *hits, const MatchTokenSymbols *token, uint32 first)
{
	for (uint32 prefix = token->prefix; prefix != MATCH_NONE; prefix = MATCH_PART(set, words, MatchWord)[prefix].shorter)
		report(set, hits, prefix, first, first);
	if (token->exact != MATCH_NONE)
		report(set, hits, token->exact, first, first);
}

/* The literals that token first is alone; most have no prefix, and need no sorting. */
static inline void
scan_single(const MatchSet *set, const TextDoc *doc, MatchHits *hits, uint32 first)
{
	const MatchTokenSymbols *token = look_up(set, doc, hits->symbols, first);
	uint32		before = hits->nhits;

	report_single(set, hits, token, first);
	if (unlikely(hits->nhits > before + 1))
		reverse_hits(hits->hits + before, hits->nhits - before);
}

/* All that begins at a token where a literal of several may, or one as it sounds or is misspelt. */
static void
scan_long(const MatchSet *set, const TextDoc *doc, MatchHits *hits, uint32 first, bool loose, bool longer)
{
	uint32		before = hits->nhits;
	uint32		nloose;

	if (unlikely(loose))
		match_loose_scan(set, doc, hits, first);
	nloose = hits->nhits - before;
	if (longer)
		scan_start(set, doc, hits, first);
	else
		report_single(set, hits, look_up(set, doc, hits->symbols, first), first);
	if (unlikely(nloose > 0))
		merge_hits(hits->hits + before, hits->nhits - before);
	if (hits->nhits > before + 1)
		reverse_hits(hits->hits + before, hits->nhits - before);
}

/*
 * Finds every literal of the set at every token of the text: hits ordered by
 * first token, then longest first, at equal length the exact literal before
 * prefixes, and those before what is found by sound or although it is misspelt.
 * Hits of the scan before are forgotten.  Allocates only when a text
 * is larger than all before.  Words in disguise become what the set knows them
 * as (match_resolve), in the document itself.
 */
void
match_scan(const MatchSet *set, TextDoc *doc, MatchHits *hits)
{
	bool		loose = (set->nsounds > 0 && !doc->ascii) || set->nfuzzy > 0;
	bool		begun = false;	/* is any token looked up */

	if (unlikely(doc->unusual != 0))
		match_resolve(set, doc);
	hits->nhits = 0;
	hits->truncated = false;
	hits->tries = 0;

	for (uint32 base = 0; base < doc->ntokens; base += BLOCK_TOKENS)
	{
		Starts		starts;
		uint64		loose_starts = 0;
		uint64		unread;

		if (base % INTERRUPT_TOKENS == INTERRUPT_TOKENS - BLOCK_TOKENS)
			TEXT_CHECK_INTERRUPTS();
		starts = set->nprefixes > 0 ? find_all_starts(set, doc, base) : find_word_starts(set, doc, base);
		if (unlikely(loose))
			loose_starts = match_loose_starts(set, doc, base, Min(doc->ntokens - base, BLOCK_TOKENS));
		starts.any |= loose_starts;
		if (starts.any == 0)
			continue;
		if (!begun)
			clear_symbols(doc, hits);
		begun = true;
		for (unread = set->size > CACHED_SET ? starts.longer : 0; unread != 0; unread &= unread - 1)
			prefetch_start(set, doc, hits, base + (uint32) __builtin_ctzll(unread));
		for (unread = starts.any; unread != 0; unread &= unread - 1)
		{
			uint32		index = (uint32) __builtin_ctzll(unread);

			if (hits->nhits >= MATCH_MAX_HITS)
			{
				hits->truncated = true;
				return;
			}
			if (((starts.longer | loose_starts) >> index) & 1)
				scan_long(set, doc, hits, base + index, (loose_starts >> index) & 1, (starts.longer >> index) & 1);
			else
				scan_single(set, doc, hits, base + index);
		}
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
