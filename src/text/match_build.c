/*
 * match_build.c
 *	  From literals, one after the other, to a compiled set of them.
 *
 * The builder keeps growing tables: symbols (words, prefixes, code points),
 * and the edges of the trie.  match_layout.c lays them out in one block.
 */
#include "fold.h"
#include "match_build.h"

#define MAX_SYMBOLS		0x40000000u

/* Literals added between two looks for a cancel request. */
#define INTERRUPT_LITERALS	1024

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

/* The slot of the symbol, or the free one where it belongs. */
uint32
match_symbol_slot(const MatchBuilder *builder, SymbolKind kind, const char *bytes, uint32 length, uint64 hash)
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
	uint64		hash = match_symbol_hash(kind, bytes, length);
	uint32		slot;
	BuildSymbol *symbol;

	grow_symbols(builder);
	slot = match_symbol_slot(builder, kind, bytes, length, hash);
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
match_builder_add(MatchBuilder *builder, const char *literal, size_t length, MatchMode mode, uint32 *id)
{
	TextDoc    *doc = builder->doc;
	const TextToken *last;
	uint32		node = MATCH_NONE;
	uint32	   *ending;
	bool		prefix;

	if (mode != MATCH_PLAIN)
		return false;
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
