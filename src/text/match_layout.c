/*
 * match_layout.c
 *	  Lays the literals that a builder has collected out in one block; see
 *	  match_set.h for what is in it.
 */
#include "fold.h"
#include "match_build.h"

/* Entries by the first bytes of prefixes, at most. */
#define MAX_STARTS		16384

/* Lists of fuzzy words: see match_fuzzy_bucket. */
#define FUZZY_LISTS		(MATCH_FUZZY_BUCKETS * (MATCH_FUZZY_LETTERS + 1))

/* The smallest power of two that is at least n and at least least, less 1. */
static uint32
mask_for(uint64 n, uint32 least)
{
	uint64		size = least;

	while (size < n)
		size *= 2;
	return (uint32) (size - 1);
}

static size_t
take(MatchSet *set, size_t bytes)
{
	size_t		offset = set->size;

	set->size += (bytes + 15) & ~(size_t) 15;
	return offset;
}

/* Numbers the blocks of code points that have a symbol; block 0 has none. */
static uint32
number_point_blocks(const MatchBuilder *builder, uint16 *stage1)
{
	uint32		nblocks = 1;

	memset(stage1, 0, MATCH_POINT_BLOCKS * sizeof(uint16));
	for (uint32 i = 0; i < builder->nsymbols; i++)
	{
		const BuildSymbol *symbol = &builder->symbols[i];
		const unsigned char *bytes = (const unsigned char *) builder->strings + symbol->offset;
		uint32		c;

		if (symbol->kind == SYMBOL_POINT && fold_decode(bytes, bytes + symbol->length, &c) > 0 &&
			stage1[c >> MATCH_POINT_SHIFT] == 0)
			stage1[c >> MATCH_POINT_SHIFT] = (uint16) nblocks++;
	}
	return nblocks;
}

static inline bool
is_fuzzy(SymbolKind kind)
{
	return kind == SYMBOL_FUZZY1 || kind == SYMBOL_FUZZY2;
}

/* Sizes and offsets of all parts. */
static void
plan_set(const MatchBuilder *builder, uint32 nblocks, MatchSet *set)
{
	uint32		nwords = 0;
	uint32		nprefixes = 0;
	uint32		nsounds = 0;
	uint32		nfuzzy = 0;
	uint32		nsingles = 0;
	uint32		nsecond = 0;	/* second tokens of literals */
	uint32		nprefix_second = 0;

	for (uint32 i = 0; i < builder->nsymbols; i++)
	{
		SymbolKind	kind = builder->symbols[i].kind;

		nprefixes += kind == SYMBOL_PREFIX;
		nwords += kind == SYMBOL_PREFIX || kind == SYMBOL_WORD;
		nsounds += kind == SYMBOL_SOUND;
		nfuzzy += is_fuzzy(kind);
		nsingles += builder->symbols[i].literal != MATCH_NONE && (kind == SYMBOL_WORD || kind == SYMBOL_POINT);
	}
	for (uint32 i = 0; i < builder->nedges; i++)
	{
		if ((builder->edges[i].node & DEEP_NODE) != 0)
			continue;
		nsecond++;
		nprefix_second += builder->symbols[builder->edges[i].symbol].kind == SYMBOL_PREFIX;
	}
	memset(set, 0, sizeof(MatchSet));
	set->nprefixes = nprefixes;
	set->nsounds = nsounds;
	set->nfuzzy = nfuzzy;
	set->size = (sizeof(MatchSet) + 15) & ~(size_t) 15;
	set->nliterals = builder->nliterals;
	set->nsymbols = builder->nsymbols;
	set->bloom_mask = mask_for(nwords / 4, 16); /* 16 bits a word */
	set->nword_slots = nwords + nwords / 2 + 1;
	set->single_mask = mask_for((uint64) nsingles * 16, 4096);
	set->pair_mask = mask_for((uint64) nsecond * 16, 32768);	/* one in 20 passes by chance, or fewer */
	set->sequence_mask = mask_for(builder->nedges / 8, 64);	/* 8 bits an edge, or more */
	set->prefix_mask = mask_for(nprefix_second / 4, 64);
	set->start_mask = Min(mask_for((uint64) nprefixes * 8, 1024), MAX_STARTS - 1);
	set->ndeep_nodes = builder->nedges + builder->nedges / 2 + 1;

	set->bloom = take(set, ((size_t) set->bloom_mask + 1) * sizeof(uint64));
	set->singles = take(set, ((size_t) set->single_mask + 1) / 8);
	set->pairs = take(set, ((size_t) set->pair_mask + 1) / 8);
	set->sequences = take(set, ((size_t) set->sequence_mask + 1) * sizeof(uint64));
	set->prefix_sequences = take(set, ((size_t) set->prefix_mask + 1) * sizeof(uint64));
	set->shortest_prefixes = take(set, (size_t) set->start_mask + 1);
	set->prefix_starts = take(set, ((size_t) set->start_mask + 1) * sizeof(uint32));
	set->short_prefixes = take(set, 256);
	set->word_slots = take(set, (size_t) set->nword_slots * sizeof(MatchWordSlot));
	set->words = take(set, (size_t) set->nsymbols * sizeof(MatchWord));
	set->nodes = take(set, ((size_t) set->nsymbols + set->ndeep_nodes) * sizeof(MatchNode));
	set->point_stage1 = take(set, MATCH_POINT_BLOCKS * sizeof(uint16));
	set->point_stage2 = take(set, (size_t) nblocks * MATCH_POINT_BLOCK * sizeof(uint32));
	set->strings = take(set, (size_t) builder->strings_length + TEXT_SLACK);
	if (nsounds > 0)
	{
		set->sound_symbols = take(set, MATCH_SYLLABLES * sizeof(uint32));
		set->sound_pairs = take(set, MATCH_SYLLABLES * MATCH_SYLLABLES / 8);
	}
	if (nfuzzy > 0)
	{
		set->fuzzy_lengths = take(set, 256 * sizeof(uint64));
		set->fuzzy_starts = take(set, (FUZZY_LISTS + 1) * sizeof(uint32));
		set->fuzzy_words = take(set, (size_t) nfuzzy * sizeof(MatchFuzzyWord));
	}
}

/* A part of a set that is being filled. */
#define FILL(set, part, type)	((type *) ((char *) (set) + (set)->part))

/* The longest prefix symbol that a word or a prefix begins with. */
static uint32
find_shorter(const MatchBuilder *builder, const BuildSymbol *symbol)
{
	const char *bytes = builder->strings + symbol->offset;
	uint32		longest = symbol->kind == SYMBOL_PREFIX ? symbol->length - 1 : symbol->length;

	for (uint32 length = Min(longest, MATCH_MAX_PREFIX); length > 0; length--)
	{
		uint64		hash = match_symbol_hash(SYMBOL_PREFIX, bytes, length);
		uint32		slot = match_symbol_slot(builder, SYMBOL_PREFIX, bytes, length, hash);

		if (builder->symbol_slots[slot] != MATCH_NONE)
			return builder->symbol_slots[slot];
	}
	return MATCH_NONE;
}

static void
fill_word(MatchSet *set, uint32 number, const BuildSymbol *symbol, const char *bytes)
{
	MatchWordSlot *slots = FILL(set, word_slots, MatchWordSlot);
	uint32		slot = match_word_index(symbol->hash, set->nword_slots);

	while (slots[slot].symbol != MATCH_NONE)
		if (++slot == set->nword_slots)
			slot = 0;
	slots[slot] = (MatchWordSlot) {
		match_load(bytes, Min(symbol->length, 8)), number, match_length(symbol->length, symbol->kind == SYMBOL_PREFIX)
	};
	FILL(set, bloom, uint64)[match_bloom_index(symbol->hash, set->bloom_mask)] |= match_bloom_bits(symbol->hash);
}

static void
fill_prefix(MatchSet *set, const BuildSymbol *symbol, const char *bytes)
{
	uint8	   *shortest = FILL(set, shortest_prefixes, uint8);
	uint32		bit = match_start_bit(symbol->length);

	if (symbol->length >= MATCH_START_BYTES)
	{
		uint32		index = match_start_index(bytes, set->start_mask);

		FILL(set, prefix_starts, uint32)[index] |= bit;
		if (symbol->literal != MATCH_NONE)
			shortest[index] = (uint8) Min(shortest[index], symbol->length);
		return;
	}
	FILL(set, short_prefixes, uint8)[(unsigned char) bytes[0]] |= (uint8) bit;
	/* alone, one letter or two are hardly a literal: such a one lets all pass */
	if (symbol->literal != MATCH_NONE)
		memset(shortest, 0, (size_t) set->start_mask + 1);
}

static void
fill_point(MatchSet *set, uint32 number, const BuildSymbol *symbol, const char *bytes)
{
	const unsigned char *p = (const unsigned char *) bytes;
	uint32		c;
	uint32		block;

	if (fold_decode(p, p + symbol->length, &c) == 0)
		return;
	block = FILL(set, point_stage1, uint16)[c >> MATCH_POINT_SHIFT];
	FILL(set, point_stage2, uint32)[(block << MATCH_POINT_SHIFT) | (c & (MATCH_POINT_BLOCK - 1))] = number;
}

static uint32
syllable_of(const MatchBuilder *builder, uint32 symbol)
{
	uint32		syllable;

	memcpy(&syllable, builder->strings + builder->symbols[symbol].offset, sizeof(syllable));
	return syllable;
}

static void
fill_symbols(const MatchBuilder *builder, MatchSet *set)
{
	for (uint32 i = 0; i < builder->nsymbols; i++)
	{
		const BuildSymbol *symbol = &builder->symbols[i];
		const char *bytes = FILL(set, strings, char) + symbol->offset;
		MatchWord  *word = &FILL(set, words, MatchWord)[i];

		memset(word, 0, sizeof(MatchWord));
		word->offset = symbol->offset;
		word->length = symbol->length;
		word->shorter = set->nprefixes > 0 && (symbol->kind == SYMBOL_PREFIX || symbol->kind == SYMBOL_WORD) ?
			find_shorter(builder, symbol) : MATCH_NONE;
		if (symbol->kind == SYMBOL_POINT)
			fill_point(set, i, symbol, bytes);
		else if (symbol->kind == SYMBOL_SOUND)
			FILL(set, sound_symbols, uint32)[syllable_of(builder, i)] = i;
		else if (!is_fuzzy(symbol->kind))
			fill_word(set, i, symbol, bytes);
		if (symbol->kind == SYMBOL_PREFIX)
			fill_prefix(set, symbol, bytes);
	}
}

static void
set_bit(uint64 *bits, uint32 index)
{
	bits[index >> 6] |= UINT64CONST(1) << (index & 63);
}

static uint32
quick_hash(const MatchBuilder *builder, uint32 symbol)
{
	return match_quick_hash(builder->strings + builder->symbols[symbol].offset, builder->symbols[symbol].length);
}

static void
set_sequence(MatchSet *set, uint32 word, uint32 sequence)
{
	FILL(set, sequences, uint64)[word & set->sequence_mask] |= match_sequence_bits(sequence);
}

/*
 * Lets what begins with an edge, or with one and a second, through the filters.
 * A prefix has no hash of its own; so what is before it lets through, and for
 * the second token its first bytes.
 */
static void
fill_sequence(const MatchBuilder *builder, MatchSet *set, uint32 edge_number)
{
	const BuildEdge *edge = &builder->edges[edge_number];
	const BuildEdge *before = (edge->node & DEEP_NODE) ? &builder->edges[edge->node - DEEP_NODE] : NULL;
	const BuildSymbol *symbol = &builder->symbols[edge->symbol];
	bool		prefix = symbol->kind == SYMBOL_PREFIX;
	uint32		sequence;

	if (before == NULL)
	{
		uint32		first = quick_hash(builder, edge->node);

		if (prefix && symbol->length < MATCH_START_BYTES)
		{
			set_bit(FILL(set, singles, uint64), first & set->single_mask);
			set->short_seconds++;
		}
		else if (prefix)
		{
			sequence = match_quick_sequence(first, match_start_hash(builder->strings + symbol->offset));
			FILL(set, prefix_sequences, uint64)[sequence & set->prefix_mask] |= match_sequence_bits(sequence);
		}
		else
		{
			sequence = match_quick_sequence(first, quick_hash(builder, edge->symbol));
			set_bit(FILL(set, pairs, uint64), sequence & set->pair_mask);
			if (builder->deep_literals[edge_number] != MATCH_NONE)
				set_sequence(set, sequence, sequence);
		}
	}
	else if ((before->node & DEEP_NODE) == 0)
	{
		sequence = match_quick_sequence(quick_hash(builder, before->node), quick_hash(builder, before->symbol));
		set_sequence(set, sequence,
					 prefix ? sequence : match_quick_sequence(sequence, quick_hash(builder, edge->symbol)));
	}
}

/* The filters: what a literal begins with. */
static void
fill_filters(const MatchBuilder *builder, MatchSet *set)
{
	uint64	   *singles = FILL(set, singles, uint64);

	for (uint32 i = 0; i < builder->nsymbols; i++)
		if ((builder->symbols[i].kind == SYMBOL_WORD || builder->symbols[i].kind == SYMBOL_POINT) &&
			builder->symbols[i].literal != MATCH_NONE)
			set_bit(singles, quick_hash(builder, i) & set->single_mask);
	for (uint32 i = 0; i < builder->nedges; i++)
	{
		const BuildEdge *edge = &builder->edges[i];

		if (builder->symbols[edge->symbol].kind != SYMBOL_SOUND)
			fill_sequence(builder, set, i);
		else if ((edge->node & DEEP_NODE) == 0)
			set_bit(FILL(set, sound_pairs, uint64),
					match_syllable_pair(syllable_of(builder, edge->node), syllable_of(builder, edge->symbol)));
	}
}

/* Edges come after those that they follow, so that their parents have a place. */
static void
fill_trie(const MatchBuilder *builder, MatchSet *set)
{
	MatchNode  *nodes = FILL(set, nodes, MatchNode);
	MatchNode  *deep = nodes + set->nsymbols;
	MatchWalk  *walks = text_alloc(((size_t) builder->nedges + 1) * sizeof(MatchWalk));

	for (uint32 i = 0; i < builder->nsymbols; i++)
		nodes[i] = (MatchNode) {MATCH_NONE, MATCH_NONE, builder->symbols[i].literal, 0};
	for (uint32 i = 0; i < builder->nedges; i++)
	{
		const BuildEdge *edge = &builder->edges[i];
		MatchWalk	parent = (edge->node & DEEP_NODE) ? walks[edge->node - DEEP_NODE] : match_begin(edge->node);
		uint64		path = match_path(parent.path, edge->symbol);
		uint32		slot = match_path_index(path, set->ndeep_nodes);

		while (deep[slot].parent != MATCH_NONE)
			if (++slot == set->ndeep_nodes)
				slot = 0;
		deep[slot] = (MatchNode) {parent.node, edge->symbol, builder->deep_literals[i], 0};
		walks[i] = (MatchWalk) {set->nsymbols + slot, path};
		nodes[parent.node].follows |= 1u << (edge->symbol & 31);
	}
	text_free(walks);
}

/* The number of letters that may be a fuzzy word, as bits. */
static uint64
reach(uint32 nletters, uint32 edits)
{
	uint64		bits = 0;

	for (uint32 length = nletters - edits; length <= nletters + edits && length <= MATCH_FUZZY_LETTERS; length++)
		bits |= UINT64CONST(1) << length;
	return bits;
}

/* Lists the fuzzy words by first letter and length: counts, then places. */
static void
fill_fuzzy(const MatchBuilder *builder, MatchSet *set)
{
	uint32	   *starts = FILL(set, fuzzy_starts, uint32);
	MatchFuzzyWord *words = FILL(set, fuzzy_words, MatchFuzzyWord);
	uint32		letters[MATCH_FUZZY_LETTERS + 1];

	for (uint32 pass = 0; pass < 2; pass++)
	{
		for (uint32 i = 0; i < builder->nsymbols; i++)
		{
			const BuildSymbol *symbol = &builder->symbols[i];
			const char *bytes = builder->strings + symbol->offset;
			uint32		edits = symbol->kind == SYMBOL_FUZZY2 ? 2 : 1;
			uint32		count;
			uint32		list;

			if (!is_fuzzy(symbol->kind))
				continue;
			count = match_letters(bytes, symbol->length, letters);
			list = match_fuzzy_bucket(letters[0], count);
			if (pass == 0)
				starts[list]++;
			else
				words[--starts[list]] = (MatchFuzzyWord) {
					match_letter_bits(letters, count), i, symbol->offset, symbol->length, edits
				};
			FILL(set, fuzzy_lengths, uint64)[(unsigned char) bytes[0]] |= reach(count, edits);
		}
		/* where each list ends; filled from there, where it starts */
		for (uint32 list = 1; pass == 0 && list <= FUZZY_LISTS; list++)
			starts[list] += starts[list - 1];
	}
}

/*
 * Lays out the literals added so far as a set of their own, allocated in the
 * current context.  The builder is left as it is, to be freed by the caller.
 */
MatchSet *
match_builder_finish(MatchBuilder *builder)
{
	uint16	   *stage1 = text_alloc(MATCH_POINT_BLOCKS * sizeof(uint16));
	uint32		nblocks = number_point_blocks(builder, stage1);
	MatchSet	plan;
	MatchSet   *set;

	plan_set(builder, nblocks, &plan);
	set = text_alloc(plan.size);
	memset(set, 0, plan.size);
	memcpy(set, &plan, sizeof(MatchSet));

	memcpy(FILL(set, point_stage1, uint16), stage1, MATCH_POINT_BLOCKS * sizeof(uint16));
	memset(FILL(set, point_stage2, uint32), 0xFF, (size_t) nblocks * MATCH_POINT_BLOCK * sizeof(uint32));
	memset(FILL(set, word_slots, MatchWordSlot), 0xFF, (size_t) set->nword_slots * sizeof(MatchWordSlot));
	memset(FILL(set, nodes, MatchNode), 0xFF, ((size_t) set->nsymbols + set->ndeep_nodes) * sizeof(MatchNode));
	memset(FILL(set, shortest_prefixes, uint8), 0xFF, (size_t) set->start_mask + 1);
	if (set->nsounds > 0)
		memset(FILL(set, sound_symbols, uint32), 0xFF, MATCH_SYLLABLES * sizeof(uint32));
	memcpy(FILL(set, strings, char), builder->strings, builder->strings_length);
	fill_symbols(builder, set);
	fill_filters(builder, set);
	fill_trie(builder, set);
	if (set->nfuzzy > 0)
		fill_fuzzy(builder, set);
	text_free(stage1);
	return set;
}
