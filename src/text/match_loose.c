/*
 * match_loose.c
 *	  Literals that are found although they are written differently: Han
 *	  characters that sound the same, and words with a letter or two wrong.
 *
 * Few literals ask for this, and a set without such costs nothing.  Sounds are
 * a trie of syllables beside that of symbols, entered where the first two
 * syllables begin a literal.  Fuzzy words are sorted by first letter and
 * length; which letters they have, as bits, excludes nearly all of those left,
 * and only the rest is compared.
 */
#include "fold.h"
#include "match_set.h"

#include "sound_table.h"

/* The common Han characters are so long in UTF-8. */
#define HAN_BYTES			3

/* Fuzzy words looked at between two looks for a cancel request. */
#define INTERRUPT_TRIES		65536

/*
 * A scan looks at so many fuzzy words and then reports no more of them: ten
 * milliseconds.  Comparing one costs as much as looking at some.
 */
#define MAX_TRIES			4000000
#define COMPARING_TRIES		32

_Static_assert(SOUND_SYLLABLES <= MATCH_SYLLABLES, "a syllable needs more bits");
_Static_assert(SOUND_LIMIT == 0x10000, "characters of three bytes are looked up as they are");

/* ---- sounds ---- */

static inline uint32
syllable(const char *bytes, uint32 length)
{
	const unsigned char *p = (const unsigned char *) bytes;
	uint32		c;

	if (likely(length == HAN_BYTES))
		c = ((uint32) (p[0] & 0x0F) << 12) | ((uint32) (p[1] & 0x3F) << 6) | (p[2] & 0x3F);
	else if (fold_decode(p, p + length, &c) == 0 || c >= SOUND_LIMIT)
		return 0;
	return sound_stage2[((uint32) sound_stage1[c >> SOUND_BLOCK_SHIFT] << SOUND_BLOCK_SHIFT) |
						(c & ((1u << SOUND_BLOCK_SHIFT) - 1))];
}

/* The syllable of a Han character, 0 if it is not known. */
uint32
match_syllable(const char *bytes, uint32 length)
{
	return syllable(bytes, length);
}

static inline uint32
token_syllable(const TextDoc *doc, uint32 index)
{
	const TextToken *token = &doc->tokens[index];

	if (index >= doc->ntokens || token->kind != TOKEN_HAN)
		return 0;
	return syllable(doc->folded + token->folded, token->folded_length);
}

/* At which of the tokens a literal may begin by its sound and that of the next. */
static uint64
find_sound_starts(const MatchSet *set, const TextDoc *doc, uint32 base, uint32 count)
{
	const uint32 *symbols = MATCH_PART(set, sound_symbols, uint32);
	const uint64 *pairs = MATCH_PART(set, sound_pairs, uint64);
	uint32		next = token_syllable(doc, base);
	uint64		found = 0;

	for (uint32 i = 0; i < count; i++)
	{
		uint32		here = next;

		next = token_syllable(doc, base + i + 1);
		found |= (uint64) match_test_bit(pairs, match_syllable_pair(here, next)) << i;
		/* nothing is known of the pair with what follows the run */
		if (unlikely(doc->repeated) && symbols[here] != MATCH_NONE && match_is_repeated(doc, base + i + 1))
			found |= UINT64CONST(1) << i;
	}
	return found;
}

/* Reports the literals by sound that begin at token first, shortest first. */
static void
scan_sounds(const MatchSet *set, const TextDoc *doc, MatchHits *hits, uint32 first)
{
	const uint32 *symbols = MATCH_PART(set, sound_symbols, uint32);
	MatchWalk	walk = match_begin(symbols[token_syllable(doc, first)]);

	/* it may have been let through for a fuzzy word */
	if (walk.node == MATCH_NONE || match_was_passed_over(set, doc, first, walk.node))
		return;
	for (uint32 i = first + 1; i < doc->ntokens; i++)
	{
		uint32		symbol = symbols[token_syllable(doc, i)];
		MatchWalk	next = {MATCH_NONE, 0};

		if (symbol != MATCH_NONE)
			next = match_follow(set, walk, symbol);
		if (next.node == MATCH_NONE && match_is_repeated(doc, i))
			continue;
		if (next.node == MATCH_NONE)
			return;
		walk = next;
		match_report(set, hits, walk.node, first, i);
	}
}

/* ---- fuzzy words ---- */

/*
 * Decodes the letters of a folded word and returns how many there are:
 * MATCH_FUZZY_LETTERS + 1 stands for all that is longer.
 */
uint32
match_letters(const char *bytes, uint32 length, uint32 *letters)
{
	const unsigned char *p = (const unsigned char *) bytes;
	const unsigned char *end = p + length;
	uint32		count = 0;

	while (p < end && count <= MATCH_FUZZY_LETTERS)
	{
		uint32		width = fold_decode(p, end, &letters[count]);

		count++;
		p += Max(width, 1);
	}
	return count;
}

/* Which letters a word has: letters may share a bit. */
uint64
match_letter_bits(const uint32 *letters, uint32 count)
{
	uint64		bits = 0;

	for (uint32 i = 0; i < count; i++)
		bits |= UINT64CONST(1) << (letters[i] & 63);
	return bits;
}

/*
 * Whether a can be made b by at most so many edits: letters inserted, deleted,
 * replaced, or swapped with the next, none of them edited twice.  Cells further
 * than that from the diagonal are not computed: they are out of reach, as is
 * every cell to the left of row edits + 1.
 */
static bool
is_within(const uint32 *a, uint32 na, const uint32 *b, uint32 nb, uint32 edits)
{
	uint8		rows[3][MATCH_FUZZY_LETTERS + 4];
	uint8	   *before = rows[0];
	uint8	   *above = rows[1];
	uint8	   *row = rows[2];

	while (na > 0 && nb > 0 && a[0] == b[0])
		a++, b++, na--, nb--;
	while (na > 0 && nb > 0 && a[na - 1] == b[nb - 1])
		na--, nb--;
	if (na > nb + edits || nb > na + edits)
		return false;

	for (uint32 j = 0; j <= nb; j++)
		above[j] = (uint8) j;
	for (uint32 i = 1; i <= na; i++)
	{
		uint32		from = i > edits ? i - edits : 1;
		uint32		to = Min(i + edits, nb);
		uint8	   *spare = before;

		row[from - 1] = (uint8) i;
		for (uint32 j = from; j <= to; j++)
		{
			uint32		cost = above[j - 1] + (a[i - 1] != b[j - 1]);

			cost = Min(cost, (uint32) row[j - 1] + 1);
			if (j < i + edits)
				cost = Min(cost, (uint32) above[j] + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				cost = Min(cost, (uint32) before[j - 2] + 1);
			row[j] = (uint8) Min(cost, edits + 1);
		}
		before = above;
		above = row;
		row = spare;
	}
	return above[nb] <= edits;
}

/* Whether some fuzzy word has the first letter of a token and about its length. */
static inline bool
may_be_fuzzy(const MatchSet *set, const TextDoc *doc, const TextToken *token)
{
	const char *bytes = doc->folded + token->folded;
	uint64		lengths = MATCH_PART(set, fuzzy_lengths, uint64)[(unsigned char) bytes[0]];
	uint32		count = token->folded_length;

	if (lengths == 0 || token->kind != TOKEN_WORD)
		return false;
	if (!doc->ascii)
	{
		uint32		letters[MATCH_FUZZY_LETTERS + 1];

		count = match_letters(bytes, count, letters);
	}
	return count <= MATCH_FUZZY_LETTERS && ((lengths >> count) & 1) != 0;
}

/* Reports the fuzzy words of a length that the letters of token first are. */
static void
scan_fuzzy_length(const MatchSet *set, MatchHits *hits, uint32 first, const uint32 *letters, uint32 count,
				  uint32 length)
{
	const uint32 *starts = MATCH_PART(set, fuzzy_starts, uint32) + match_fuzzy_bucket(letters[0], length);
	const MatchFuzzyWord *words = MATCH_PART(set, fuzzy_words, MatchFuzzyWord);
	uint64		bits = match_letter_bits(letters, count);
	uint32		distance = count > length ? count - length : length - count;

	for (uint32 i = starts[0]; i < starts[1] && hits->tries < MAX_TRIES; i++)
	{
		const MatchFuzzyWord *word = &words[i];
		uint32		wanted[MATCH_FUZZY_LETTERS + 1];

		if (++hits->tries % INTERRUPT_TRIES == 0)
			TEXT_CHECK_INTERRUPTS();
		/* an edit takes one letter away and brings one, at most */
		if (distance > word->edits ||
			(uint32) __builtin_popcountll(word->letter_bits ^ bits) > 2 * word->edits)
			continue;
		hits->tries += COMPARING_TRIES;
		match_letters(MATCH_PART(set, strings, char) + word->offset, word->length, wanted);
		if (wanted[0] == letters[0] && is_within(wanted, length, letters, count, word->edits))
			match_report(set, hits, word->symbol, first, first);
	}
}

static void
scan_fuzzy(const MatchSet *set, const TextDoc *doc, MatchHits *hits, uint32 first)
{
	const TextToken *token = &doc->tokens[first];
	uint32		letters[MATCH_FUZZY_LETTERS + 1];
	uint32		count = match_letters(doc->folded + token->folded, token->folded_length, letters);
	uint32		shortest = count > MATCH_FUZZY_EDITS ? count - MATCH_FUZZY_EDITS : 0;
	uint32		longest = Min(count + MATCH_FUZZY_EDITS, MATCH_FUZZY_LETTERS);

	for (uint32 length = shortest; length <= longest; length++)
		scan_fuzzy_length(set, hits, first, letters, count, length);
	if (hits->tries >= MAX_TRIES)
		hits->truncated = true;
}

/* ---- both ---- */

/*
 * At which of the count tokens from base on a literal may begin, as bits.
 */
uint64
match_loose_starts(const MatchSet *set, const TextDoc *doc, uint32 base, uint32 count)
{
	uint64		found = set->nsounds > 0 ? find_sound_starts(set, doc, base, count) : 0;

	for (uint32 i = 0; set->nfuzzy > 0 && i < count; i++)
		found |= (uint64) may_be_fuzzy(set, doc, &doc->tokens[base + i]) << i;
	return found;
}

/* Reports the literals that begin at token first, if any may, shortest first. */
void
match_loose_scan(const MatchSet *set, const TextDoc *doc, MatchHits *hits, uint32 first)
{
	if (set->nfuzzy > 0 && may_be_fuzzy(set, doc, &doc->tokens[first]))
		scan_fuzzy(set, doc, hits, first);
	if (set->nsounds > 0)
		scan_sounds(set, doc, hits, first);
}
