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

/* Longest word, in bytes, that is also found without its apostrophe. */
#define MAX_APOSTROPHE_WORD	32

/* A literal is found with and without the apostrophes of three of its words. */
#define MAX_VARIANTS	8

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
	symbol->uses = 0;
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
	return prefix && token->kind != TOKEN_ADDRESS ? SYMBOL_PREFIX : SYMBOL_WORD;
}

/* Where the number of the literal is kept that ends at a node. */
static uint32 *
ending_of(MatchBuilder *builder, uint32 node)
{
	return (node & DEEP_NODE) ? &builder->deep_literals[node - DEEP_NODE] : &builder->symbols[node].literal;
}

/*
 * Gives a literal, which ends at any of these nodes, its number: that of the
 * first node which has one, else the next.
 */
static uint32
number_literal(MatchBuilder *builder, const uint32 *nodes, uint32 nnodes)
{
	uint32		literal = MATCH_NONE;

	for (uint32 i = 0; i < nnodes && literal == MATCH_NONE; i++)
		literal = *ending_of(builder, nodes[i]);
	if (literal == MATCH_NONE)
	{
		literal = builder->nliterals++;
		if (builder->nliterals % INTERRUPT_LITERALS == 0)
			TEXT_CHECK_INTERRUPTS();
	}
	for (uint32 i = 0; i < nnodes; i++)
		if (*ending_of(builder, nodes[i]) == MATCH_NONE)
			*ending_of(builder, nodes[i]) = literal;
	return literal;
}

/* ---- words with an apostrophe ---- */

/*
 * Whether people also write a word without its apostrophe.  Not where that is
 * another word: we're and were, or nearly any noun with 's.
 */
static bool
may_lose_apostrophe(const TextDoc *doc, const TextToken *token)
{
	static const char *const others[] = {"he'll", "i'd", "i'll", "it's", "let's", "she'd", "she'll", "we'd", "we'll",
	"we're", "who're"};
	static const char *const pronouns[] = {"he's", "here's", "how's", "she's", "that's", "there's", "what's", "when's",
	"where's", "who's", "why's"};
	const char *word = doc->folded + token->folded;
	uint32		length = token->folded_length;
	bool		possessive = length > 2 && word[length - 2] == '\'' && word[length - 1] == 's';
	const char *const *list = possessive ? pronouns : others;
	uint32		count = possessive ? lengthof(pronouns) : lengthof(others);

	if (token->kind != TOKEN_WORD || length > MAX_APOSTROPHE_WORD || memchr(word, '\'', length) == NULL)
		return false;
	for (uint32 i = 0; i < count; i++)
		if (strlen(list[i]) == length && memcmp(list[i], word, length) == 0)
			return possessive;
	return !possessive;
}

static uint32
add_without_apostrophe(MatchBuilder *builder, SymbolKind kind, const char *word, uint32 length)
{
	char		kept[MAX_APOSTROPHE_WORD + TEXT_SLACK] = "";
	uint32		nkept = 0;

	for (uint32 i = 0; i < length; i++)
		if (word[i] != '\'')
			kept[nkept++] = word[i];
	return add_symbol(builder, kind, kept, nkept);
}

/* ---- literals ---- */

/*
 * Adds the path of the literal just read and returns its last node.  The words
 * of these tokens, as bits, are written without their apostrophe.
 */
static uint32
add_path(MatchBuilder *builder, bool prefix, uint32 without)
{
	const TextDoc *doc = builder->doc;
	uint32		node = MATCH_NONE;

	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		const TextToken *token = &doc->tokens[i];
		const char *word = doc->folded + token->folded;
		SymbolKind	kind = token_symbol_kind(token, prefix && i == doc->ntokens - 1);
		uint32		symbol = (without & (1u << i)) ?
			add_without_apostrophe(builder, kind, word, token->folded_length) :
			add_symbol(builder, kind, word, token->folded_length);

		builder->symbols[symbol].uses++;
		node = i == 0 ? symbol : add_edge(builder, node, symbol);
	}
	return node;
}

static bool
add_plain(MatchBuilder *builder, uint32 *id)
{
	const TextDoc *doc = builder->doc;
	const TextToken *last = &doc->tokens[doc->ntokens - 1];
	bool		prefix = ends_in_star(doc);
	uint32		without[MAX_VARIANTS] = {0};
	uint32		nodes[MAX_VARIANTS];
	uint32		count = 1;

	if (token_symbol_kind(last, prefix) == SYMBOL_PREFIX && last->folded_length > MATCH_MAX_PREFIX)
		return false;
	if (memchr(doc->folded, '\'', doc->folded_length) != NULL)
		for (uint32 i = 0; i < doc->ntokens && count < MAX_VARIANTS; i++)
			if (may_lose_apostrophe(doc, &doc->tokens[i]))
			{
				for (uint32 j = 0; j < count; j++)
					without[count + j] = without[j] | (1u << i);
				count *= 2;
			}
	for (uint32 i = 0; i < count; i++)
		nodes[i] = add_path(builder, prefix, without[i]);
	*id = number_literal(builder, nodes, count);
	return true;
}

static bool
add_by_sound(MatchBuilder *builder, uint32 *id)
{
	const TextDoc *doc = builder->doc;
	uint32		syllables[MATCH_MAX_TOKENS];
	uint32		node = MATCH_NONE;

	if (doc->ntokens < 2)
		return false;
	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		const TextToken *token = &doc->tokens[i];

		syllables[i] = token->kind == TOKEN_HAN ?
			match_syllable(doc->folded + token->folded, token->folded_length) : 0;
		if (syllables[i] == 0)
			return false;
	}
	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		char		bytes[TEXT_SLACK] = "";
		uint32		symbol;

		memcpy(bytes, &syllables[i], sizeof(uint32));
		symbol = add_symbol(builder, SYMBOL_SOUND, bytes, sizeof(uint32));
		node = i == 0 ? symbol : add_edge(builder, node, symbol);
	}
	*id = number_literal(builder, &node, 1);
	return true;
}

static bool
add_fuzzy(MatchBuilder *builder, SymbolKind kind, uint32 *id)
{
	const TextDoc *doc = builder->doc;
	const TextToken *token = &doc->tokens[0];
	const char *word = doc->folded + token->folded;
	uint32		letters[MATCH_FUZZY_LETTERS + 1];
	uint32		count = match_letters(word, token->folded_length, letters);
	uint32		symbol;

	if (doc->ntokens > 1 || ends_in_star(doc) || count > MATCH_FUZZY_LETTERS ||
		count < (kind == SYMBOL_FUZZY1 ? MATCH_FUZZY1_LETTERS : MATCH_FUZZY2_LETTERS))
		return false;
	/* folded, what is no letter in a word is ASCII */
	for (uint32 i = 0; i < token->folded_length; i++)
		if ((unsigned char) word[i] < 0x80 && (word[i] < 'a' || word[i] > 'z'))
			return false;
	symbol = add_symbol(builder, kind, word, token->folded_length);
	*id = number_literal(builder, &symbol, 1);
	return true;
}

/*
 * Adds a literal and gives the number by which hits will name it; literals
 * that fold to the same and are to be found in the same way have the same
 * number, numbers are dense from 0.  A star behind the last word makes it a
 * prefix; behind a Han character, which matches inside words anyway, it means
 * nothing.  Words with an apostrophe are also found without (don't, dont),
 * unless that is a word of its own (we're, were).
 *
 * Returns false, having added nothing, if no token is left after folding, or
 * if the literal has more than MATCH_MAX_TOKENS tokens, is longer than
 * TEXT_MAX_BYTES, or has a prefix of more than MATCH_MAX_PREFIX bytes; also if
 * it is not what the mode asks for: see MatchMode.
 */
bool
match_builder_add(MatchBuilder *builder, const char *literal, size_t length, MatchMode mode, uint32 *id)
{
	TextDoc    *doc = builder->doc;

	text_read(doc, literal, length);
	if (doc->truncated || doc->ntokens == 0 || doc->ntokens > MATCH_MAX_TOKENS ||
		builder->nsymbols > MAX_SYMBOLS || builder->nedges > MAX_SYMBOLS)
		return false;
	switch (mode)
	{
		case MATCH_SOUND:
			return add_by_sound(builder, id);
		case MATCH_FUZZY1:
			return add_fuzzy(builder, SYMBOL_FUZZY1, id);
		case MATCH_FUZZY2:
			return add_fuzzy(builder, SYMBOL_FUZZY2, id);
		case MATCH_PLAIN:
			break;
	}
	return add_plain(builder, id);
}

/* A word behind another is met so much less often than on its own. */
#define FOLLOWING_SHIFT	4

/*
 * How often a token is met, roughly and beside a long word that is in one
 * literal: short words are the common ones, and those that people's phrases
 * are made of.
 */
static uint64
token_frequency(const MatchBuilder *builder, const TextToken *token)
{
	const char *word = builder->doc->folded + token->folded;
	uint32		length = token->folded_length;
	SymbolKind	kind = token_symbol_kind(token, false);
	uint32		slot = match_symbol_slot(builder, kind, word, length, match_symbol_hash(kind, word, length));
	uint32		symbol = builder->symbol_slots[slot];
	uint64		uses = symbol == MATCH_NONE ? 1 : Max(builder->symbols[symbol].uses, 1);

	return uses << (length > 7 ? 4 : length > 4 ? 7 : 10);
}

/*
 * How often a literal is met, roughly and beside others of those that were
 * added.
 */
uint64
match_builder_frequency(MatchBuilder *builder, const char *literal, size_t length)
{
	const TextDoc *doc = builder->doc;
	uint64		least = UINT64_MAX;

	text_read(builder->doc, literal, length);
	for (uint32 i = 0; i < doc->ntokens; i++)
		least = Min(least, token_frequency(builder, &doc->tokens[i]));
	return doc->ntokens == 0 ? 0 : Max(least >> Min((doc->ntokens - 1) * FOLLOWING_SHIFT, 63), 1);
}
