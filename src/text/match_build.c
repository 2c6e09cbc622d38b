/*
 * match_build.c
 *	  From literals, one after the other, to a compiled set of them.
 *
 * The builder keeps growing tables: symbols (words, prefixes, code points),
 * and the edges of the trie.  match_builder_finish lays them out in one block;
 * see match_set.h for what is in it.
 */
#include "fold.h"
#include "match_set.h"

/* Nodes below the first symbol are numbered apart until the set is laid out. */
#define DEEP_NODE		0x80000000u

#define MAX_SYMBOLS		0x40000000u

/* Entries by the first bytes of prefixes, at most. */
#define MAX_STARTS		16384

/* Literals added between two looks for a cancel request. */
#define INTERRUPT_LITERALS	1024

typedef enum SymbolKind
{
	SYMBOL_WORD,
	SYMBOL_PREFIX,
	SYMBOL_POINT				/* a Han character or emoji */
} SymbolKind;

typedef struct BuildSymbol
{
	uint64		hash;
	uint32		offset;			/* into the strings */
	uint32		length;
	uint32		literal;		/* that is this symbol alone, or MATCH_NONE */
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

static uint32 *
create_slots(uint32 mask)
{
	uint32	   *slots = text_alloc(((size_t) mask + 1) * sizeof(uint32));

	memset(slots, 0xFF, ((size_t) mask + 1) * sizeof(uint32));
	return slots;
}

/*
 * Creates a builder in the current context; all it needs is allocated there,
 * in whichever context literals are added.
 */
MatchBuilder *
match_builder_create(void)
{
	MatchBuilder *builder = text_alloc(sizeof(MatchBuilder));

	memset(builder, 0, sizeof(MatchBuilder));
	builder->doc = text_doc_create();
	builder->symbols_capacity = 256;
	builder->symbols = text_alloc(builder->symbols_capacity * sizeof(BuildSymbol));
	builder->symbol_slots_mask = 1023;
	builder->symbol_slots = create_slots(builder->symbol_slots_mask);
	builder->edges_capacity = 256;
	builder->edges = text_alloc(builder->edges_capacity * sizeof(BuildEdge));
	builder->deep_literals = text_alloc(builder->edges_capacity * sizeof(uint32));
	builder->edge_slots_mask = 1023;
	builder->edge_slots = create_slots(builder->edge_slots_mask);
	builder->strings_capacity = 4096;
	builder->strings = text_alloc(builder->strings_capacity);
	return builder;
}

void
match_builder_free(MatchBuilder *builder)
{
	text_doc_free(builder->doc);
	text_free(builder->symbols);
	text_free(builder->symbol_slots);
	text_free(builder->edges);
	text_free(builder->deep_literals);
	text_free(builder->edge_slots);
	text_free(builder->strings);
	text_free(builder);
}

/* ---- symbols ---- */

static uint64
symbol_hash(SymbolKind kind, const char *bytes, uint32 length)
{
	return match_hash(bytes, length, kind == SYMBOL_PREFIX);
}

/* The slot of the symbol, or the free one where it belongs. */
static uint32
symbol_slot(const MatchBuilder *builder, SymbolKind kind, const char *bytes, uint32 length, uint64 hash)
{
	uint32		slot = (uint32) hash & builder->symbol_slots_mask;

	for (;; slot = (slot + 1) & builder->symbol_slots_mask)
	{
		const BuildSymbol *symbol;

		if (builder->symbol_slots[slot] == MATCH_NONE)
			return slot;
		symbol = &builder->symbols[builder->symbol_slots[slot]];
		if (symbol->hash == hash && symbol->kind == kind && symbol->length == length &&
			memcmp(builder->strings + symbol->offset, bytes, length) == 0)
			return slot;
	}
}

/* Doubles the table, keeping it at most half full. */
static void
grow_symbols(MatchBuilder *builder)
{
	if (builder->nsymbols == builder->symbols_capacity)
	{
		builder->symbols_capacity *= 2;
		builder->symbols = text_realloc(builder->symbols, (size_t) builder->symbols_capacity * sizeof(BuildSymbol));
	}
	if (builder->nsymbols < builder->symbol_slots_mask / 2)
		return;
	builder->symbol_slots_mask = builder->symbol_slots_mask * 2 + 1;
	builder->symbol_slots = text_realloc(builder->symbol_slots,
										 ((size_t) builder->symbol_slots_mask + 1) * sizeof(uint32));
	memset(builder->symbol_slots, 0xFF, ((size_t) builder->symbol_slots_mask + 1) * sizeof(uint32));
	for (uint32 i = 0; i < builder->nsymbols; i++)
	{
		const BuildSymbol *symbol = &builder->symbols[i];
		uint32		slot = (uint32) symbol->hash & builder->symbol_slots_mask;

		while (builder->symbol_slots[slot] != MATCH_NONE)
			slot = (slot + 1) & builder->symbol_slots_mask;
		builder->symbol_slots[slot] = i;
	}
}

static void
grow_strings(MatchBuilder *builder, uint32 length)
{
	if (builder->strings_length + length + TEXT_SLACK <= builder->strings_capacity)
		return;
	builder->strings_capacity = Max(builder->strings_capacity * 2,
									builder->strings_length + length + TEXT_SLACK);
	builder->strings = text_realloc(builder->strings, builder->strings_capacity);
}

/* The number of the symbol, which is added if it is new. */
static uint32
add_symbol(MatchBuilder *builder, SymbolKind kind, const char *bytes, uint32 length)
{
	uint64		hash = symbol_hash(kind, bytes, length);
	uint32		slot;
	BuildSymbol *symbol;

	grow_symbols(builder);
	slot = symbol_slot(builder, kind, bytes, length, hash);
	if (builder->symbol_slots[slot] != MATCH_NONE)
		return builder->symbol_slots[slot];

	grow_strings(builder, length);
	memcpy(builder->strings + builder->strings_length, bytes, length);
	symbol = &builder->symbols[builder->nsymbols];
	symbol->hash = hash;
	symbol->offset = builder->strings_length;
	symbol->length = length;
	symbol->literal = MATCH_NONE;
	symbol->kind = kind;
	builder->strings_length += length;
	builder->symbol_slots[slot] = builder->nsymbols;
	return builder->nsymbols++;
}

/* ---- the trie ---- */

static uint32
edge_hash(uint32 node, uint32 symbol, uint32 mask)
{
	return (uint32) (match_mix(node, symbol) >> 16) & mask;
}

static void
grow_edges(MatchBuilder *builder)
{
	if (builder->nedges == builder->edges_capacity)
	{
		builder->edges_capacity *= 2;
		builder->edges = text_realloc(builder->edges, (size_t) builder->edges_capacity * sizeof(BuildEdge));
		builder->deep_literals = text_realloc(builder->deep_literals,
											  (size_t) builder->edges_capacity * sizeof(uint32));
	}
	if (builder->nedges < builder->edge_slots_mask / 2)
		return;
	builder->edge_slots_mask = builder->edge_slots_mask * 2 + 1;
	builder->edge_slots = text_realloc(builder->edge_slots,
									   ((size_t) builder->edge_slots_mask + 1) * sizeof(uint32));
	memset(builder->edge_slots, 0xFF, ((size_t) builder->edge_slots_mask + 1) * sizeof(uint32));
	for (uint32 i = 0; i < builder->nedges; i++)
	{
		uint32		slot = edge_hash(builder->edges[i].node, builder->edges[i].symbol, builder->edge_slots_mask);

		while (builder->edge_slots[slot] != MATCH_NONE)
			slot = (slot + 1) & builder->edge_slots_mask;
		builder->edge_slots[slot] = i;
	}
}

/* The node that symbol leads to from node, adding the edge if it is new. */
static uint32
add_edge(MatchBuilder *builder, uint32 node, uint32 symbol)
{
	uint32		slot;

	grow_edges(builder);
	slot = edge_hash(node, symbol, builder->edge_slots_mask);
	for (; builder->edge_slots[slot] != MATCH_NONE; slot = (slot + 1) & builder->edge_slots_mask)
	{
		const BuildEdge *edge = &builder->edges[builder->edge_slots[slot]];

		if (edge->node == node && edge->symbol == symbol)
			return DEEP_NODE + builder->edge_slots[slot];
	}
	builder->edges[builder->nedges] = (BuildEdge) {node, symbol};
	builder->deep_literals[builder->nedges] = MATCH_NONE;
	builder->edge_slots[slot] = builder->nedges;
	return DEEP_NODE + builder->nedges++;
}

/* Whether a star, of either width, stands right behind the last token. */
static bool
ends_in_star(const TextDoc *doc)
{
	uint32		end = doc->tokens[doc->ntokens - 1].end;
	const char *behind = doc->bytes + end;

	return (end < doc->length && behind[0] == '*') ||
		(doc->length - end >= 3 && memcmp(behind, "\xEF\xBC\x8A", 3) == 0);
}

static SymbolKind
token_symbol_kind(const TextToken *token, bool prefix)
{
	if (token->kind == TOKEN_HAN || token->kind == TOKEN_SYMBOL)
		return SYMBOL_POINT;
	return prefix ? SYMBOL_PREFIX : SYMBOL_WORD;
}

/*
 * Adds a literal and gives the number by which hits will name it; literals
 * that fold to the same have the same number, numbers are dense from 0.  A
 * star behind the last word makes it a prefix; behind a Han character, which
 * matches inside words anyway, it means nothing.
 *
 * Returns false, having added nothing, if no token is left after folding, or
 * if the literal has more than MATCH_MAX_TOKENS tokens, is longer than
 * TEXT_MAX_BYTES, or has a prefix of more than MATCH_MAX_PREFIX bytes.
 */
bool
match_builder_add(MatchBuilder *builder, const char *literal, size_t length, uint32 *id)
{
	TextDoc    *doc = builder->doc;
	const TextToken *last;
	uint32		node = MATCH_NONE;
	uint32	   *ending;
	bool		prefix;

	text_read(doc, literal, length);
	if (doc->truncated || doc->ntokens == 0 || doc->ntokens > MATCH_MAX_TOKENS ||
		builder->nsymbols > MAX_SYMBOLS || builder->nedges > MAX_SYMBOLS)
		return false;
	prefix = ends_in_star(doc);
	last = &doc->tokens[doc->ntokens - 1];
	if (token_symbol_kind(last, prefix) == SYMBOL_PREFIX && last->folded_length > MATCH_MAX_PREFIX)
		return false;

	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		const TextToken *token = &doc->tokens[i];
		SymbolKind	kind = token_symbol_kind(token, prefix && token == last);
		uint32		symbol = add_symbol(builder, kind, doc->folded + token->folded, token->folded_length);

		node = i == 0 ? symbol : add_edge(builder, node, symbol);
	}
	ending = (node & DEEP_NODE) ? &builder->deep_literals[node - DEEP_NODE] : &builder->symbols[node].literal;
	if (*ending == MATCH_NONE)
	{
		*ending = builder->nliterals++;
		if (builder->nliterals % INTERRUPT_LITERALS == 0)
			TEXT_CHECK_INTERRUPTS();
	}
	*id = *ending;
	return true;
}

/* ---- laying it out ---- */

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

/* Sizes and offsets of all parts. */
static void
plan_set(const MatchBuilder *builder, uint32 nblocks, MatchSet *set)
{
	uint32		nwords = 0;
	uint32		nprefixes = 0;

	for (uint32 i = 0; i < builder->nsymbols; i++)
	{
		nprefixes += builder->symbols[i].kind == SYMBOL_PREFIX;
		nwords += builder->symbols[i].kind != SYMBOL_POINT;
	}
	memset(set, 0, sizeof(MatchSet));
	set->size = (sizeof(MatchSet) + 15) & ~(size_t) 15;
	set->nliterals = builder->nliterals;
	set->nsymbols = builder->nsymbols;
	set->nnodes = builder->nsymbols + builder->nedges;
	set->bloom_mask = mask_for(nwords / 4, 16); /* 16 bits a word */
	set->word_mask = mask_for((uint64) nwords * 2, 16);
	set->single_mask = mask_for((uint64) builder->nsymbols * 16, 4096);
	set->pair_mask = mask_for((uint64) builder->nedges * 16, 4096);
	set->start_mask = Min(mask_for((uint64) nprefixes * 8, 1024), MAX_STARTS - 1);
	set->nedge_slots = builder->nedges + builder->nedges / 2 + 1;

	set->bloom = take(set, ((size_t) set->bloom_mask + 1) * sizeof(uint64));
	set->singles = take(set, ((size_t) set->single_mask + 1) / 8);
	set->pairs = take(set, ((size_t) set->pair_mask + 1) / 8);
	set->starts = take(set, ((size_t) set->start_mask + 1) * sizeof(uint32));
	set->prefix_starts = take(set, ((size_t) set->start_mask + 1) * sizeof(uint32));
	set->short_prefixes = take(set, 256);
	set->word_slots = take(set, ((size_t) set->word_mask + 1) * sizeof(MatchWordSlot));
	set->words = take(set, (size_t) set->nsymbols * sizeof(MatchWord));
	set->nodes = take(set, (size_t) set->nnodes * sizeof(MatchNode));
	set->edge_slots = take(set, (size_t) set->nedge_slots * sizeof(MatchEdgeSlot));
	set->point_stage1 = take(set, MATCH_POINT_BLOCKS * sizeof(uint16));
	set->point_stage2 = take(set, (size_t) nblocks * MATCH_POINT_BLOCK * sizeof(uint32));
	set->strings = take(set, (size_t) builder->strings_length + TEXT_SLACK);
}

/* A part of a set that is being filled. */
#define FILL(set, part, type)	((type *) ((char *) (set) + (set)->part))

/* Links a prefix symbol to the longest one that it begins with. */
static uint32
find_shorter(const MatchBuilder *builder, const BuildSymbol *symbol)
{
	const char *bytes = builder->strings + symbol->offset;

	for (uint32 length = symbol->length - 1; length > 0; length--)
	{
		uint64		hash = symbol_hash(SYMBOL_PREFIX, bytes, length);
		uint32		slot = symbol_slot(builder, SYMBOL_PREFIX, bytes, length, hash);

		if (builder->symbol_slots[slot] != MATCH_NONE)
			return builder->symbol_slots[slot];
	}
	return MATCH_NONE;
}

static void
fill_word(MatchSet *set, uint32 number, const BuildSymbol *symbol)
{
	MatchWordSlot *slots = FILL(set, word_slots, MatchWordSlot);
	uint32		slot = (uint32) symbol->hash & set->word_mask;

	while (slots[slot].symbol != MATCH_NONE)
		slot = (slot + 1) & set->word_mask;
	slots[slot].tag = (uint32) (symbol->hash >> 32);
	slots[slot].symbol = number;
	FILL(set, bloom, uint64)[match_bloom_index(symbol->hash, set->bloom_mask)] |= match_bloom_bits(symbol->hash);
}

static void
fill_prefix(MatchSet *set, const BuildSymbol *symbol, const char *bytes)
{
	uint32	   *starts = FILL(set, starts, uint32);
	uint32		bit = match_start_bit(symbol->length);

	if (symbol->length >= MATCH_START_BYTES)
	{
		uint32		index = match_start_index(bytes, set->start_mask);

		FILL(set, prefix_starts, uint32)[index] |= bit;
		if (symbol->literal != MATCH_NONE)
			starts[index] |= bit;
		return;
	}
	FILL(set, short_prefixes, uint8)[(unsigned char) bytes[0]] |= (uint8) bit;
	/* alone, one letter or two are hardly a literal: such a one lets all pass */
	for (uint32 i = 0; symbol->literal != MATCH_NONE && i <= set->start_mask; i++)
		starts[i] |= bit;
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
		word->is_prefix = symbol->kind == SYMBOL_PREFIX;
		word->shorter = word->is_prefix ? find_shorter(builder, symbol) : MATCH_NONE;
		if (symbol->kind == SYMBOL_POINT)
			fill_point(set, i, symbol, bytes);
		else
			fill_word(set, i, symbol);
		if (word->is_prefix)
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

/*
 * The filters: what a literal begins with.  A second word that is a prefix
 * cannot be hashed, so the first alone lets through.
 */
static void
fill_filters(const MatchBuilder *builder, MatchSet *set)
{
	uint64	   *singles = FILL(set, singles, uint64);
	uint64	   *pairs = FILL(set, pairs, uint64);

	for (uint32 i = 0; i < builder->nsymbols; i++)
		if (builder->symbols[i].kind != SYMBOL_PREFIX && builder->symbols[i].literal != MATCH_NONE)
			set_bit(singles, quick_hash(builder, i) & set->single_mask);
	for (uint32 i = 0; i < builder->nedges; i++)
	{
		const BuildEdge *edge = &builder->edges[i];
		uint32		first;

		if (edge->node & DEEP_NODE)
			continue;
		first = quick_hash(builder, edge->node);
		if (builder->symbols[edge->symbol].kind == SYMBOL_PREFIX)
			set_bit(singles, first & set->single_mask);
		else
			set_bit(pairs, match_quick_pair(first, quick_hash(builder, edge->symbol)) & set->pair_mask);
	}
}

static void
fill_trie(const MatchBuilder *builder, MatchSet *set)
{
	MatchNode  *nodes = FILL(set, nodes, MatchNode);
	MatchEdgeSlot *slots = FILL(set, edge_slots, MatchEdgeSlot);

	for (uint32 i = 0; i < builder->nsymbols; i++)
		nodes[i] = (MatchNode) {builder->symbols[i].literal, 0};
	for (uint32 i = 0; i < builder->nedges; i++)
		nodes[builder->nsymbols + i] = (MatchNode) {builder->deep_literals[i], 0};
	for (uint32 i = 0; i < builder->nedges; i++)
	{
		const BuildEdge *edge = &builder->edges[i];
		uint32		node = (edge->node & DEEP_NODE) ? builder->nsymbols + edge->node - DEEP_NODE : edge->node;
		uint32		slot = match_edge_index(node, edge->symbol, set->nedge_slots);

		while (slots[slot].node != MATCH_NONE)
			if (++slot == set->nedge_slots)
				slot = 0;
		slots[slot] = (MatchEdgeSlot) {node, edge->symbol, builder->nsymbols + i};
		nodes[node].follows |= 1u << (edge->symbol & 31);
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
	memset(FILL(set, word_slots, MatchWordSlot), 0xFF, ((size_t) set->word_mask + 1) * sizeof(MatchWordSlot));
	memset(FILL(set, edge_slots, MatchEdgeSlot), 0xFF, (size_t) set->nedge_slots * sizeof(MatchEdgeSlot));
	memcpy(FILL(set, strings, char), builder->strings, builder->strings_length);
	fill_symbols(builder, set);
	fill_filters(builder, set);
	fill_trie(builder, set);
	text_free(stage1);
	return set;
}
