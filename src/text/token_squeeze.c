/*
 * token_squeeze.c
 *	  What is done to the tokens of a text once it is read, if it asks for it:
 *	  stretched words, runs of one character, letters of another alphabet.
 *
 * Few texts do, and the tokenisers notice in passing which: "soooo" keeps two
 * of its o's, 太太太 becomes two tokens, and the Cyrillic letters of a word that
 * is Latin otherwise become what they look like.
 */
#include "token.h"

#ifdef TEXT_SSE2
#include <emmintrin.h>
#endif

/* The common Han characters are so long in UTF-8. */
#define HAN_BYTES	3

/* Bytes of the code point that begins at p, which is valid UTF-8. */
static inline uint32
point_length(const char *p)
{
	unsigned char byte = (unsigned char) *p;

	return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/*
 * Leaves two of three and more equal letters in a row.  Digits are no letters:
 * 1000 is not stretched.  In place.
 */
static void
squeeze_word(TextDoc *doc, TextToken *token)
{
	char	   *word = doc->folded + token->folded;
	uint32		to = 0;
	uint32		width;

	for (uint32 from = 0; from < token->folded_length; from += width)
	{
		width = point_length(word + from);
		if (to >= 2 * width && (word[from] < '0' || word[from] > '9') &&
			memcmp(word + from, word + to - width, width) == 0 &&
			memcmp(word + from, word + to - 2 * width, width) == 0)
			continue;
		memmove(word + to, word + from, width);
		to += width;
	}
	if (to == token->folded_length)
		return;
	token->folded_length = to;
	token->flags |= TOKEN_STRETCHED;
	doc->unusual |= TEXT_STRETCHED;
}

/* Squeezes all words of the text. */
void
token_squeeze_words(TextDoc *doc)
{
	for (uint32 i = 0; i < doc->ntokens; i++)
		if (doc->tokens[i].kind == TOKEN_WORD)
			squeeze_word(doc, &doc->tokens[i]);
}

/* ---- look-alikes ---- */

/* The Latin letter that c looks like, or 0. */
static char
lookalike(uint32 c)
{
	uint32		low = 0;
	uint32		high = fold_nlookalikes;

	while (low < high)
	{
		uint32		middle = low + (high - low) / 2;

		if (fold_lookalikes[middle].point < c)
			low = middle + 1;
		else
			high = middle;
	}
	return low < fold_nlookalikes && fold_lookalikes[low].point == c ? fold_lookalikes[low].letter : '\0';
}

/* Whether the word has both Latin letters and others. */
static bool
is_mixed(const char *word, uint32 length)
{
	bool		latin = false;
	bool		other = false;

	for (uint32 i = 0; i < length; i++)
	{
		latin |= word[i] >= 'a' && word[i] <= 'z';
		other |= ((unsigned char) word[i] & 0x80) != 0;
	}
	return latin && other;
}

/* Copies length bytes of UTF-8, look-alikes as Latin; returns the bytes written. */
static uint32
copy_latin(char *to, const char *from, uint32 length)
{
	uint32		written = 0;
	uint32		width;

	for (uint32 i = 0; i < length; i += width)
	{
		uint32		c;
		char		letter;

		width = point_length(from + i);
		letter = width > 1 && fold_decode((const unsigned char *) from + i, (const unsigned char *) from + length, &c) > 0 ?
			lookalike(c) : '\0';
		if (letter != '\0')
			to[written++] = letter;
		else
		{
			memcpy(to + written, from + i, width);
			written += width;
		}
	}
	return written;
}

/*
 * Folds the word again from its original, where capitals still look like what
 * they look like.  That takes no more bytes than its folded form has.
 */
static void
read_lookalikes(TextDoc *doc, TextToken *token)
{
	const unsigned char *bytes = (const unsigned char *) doc->bytes;
	char	   *word = doc->folded + token->folded;
	uint32		to = 0;
	uint32		width;

	for (uint32 p = token->start; p < token->end; p += width)
	{
		const FoldEntry *entry;
		uint32		c = 0;
		char		letter;

		width = Max(fold_decode(bytes + p, bytes + token->end, &c), 1);
		entry = fold_lookup(c);
		letter = c >= 0x80 ? lookalike(c) : '\0';
		switch ((FoldClass) entry->class)
		{
			case FOLD_LETTER:
			case FOLD_DIGIT:
				if (letter != '\0')
					word[to++] = letter;
				else if (entry->length > 0)
					to += copy_latin(word + to, fold_pool + entry->offset, entry->length);
				else
					to += copy_latin(word + to, (const char *) bytes + p, width);
				break;
			case FOLD_APOSTROPHE:
				word[to++] = '\'';
				break;
			case FOLD_DOT:
				word[to++] = '.';
				break;
			case FOLD_COMMA:
				word[to++] = ',';
				break;
			default:
				break;
		}
	}
	token->folded_length = to;
}

/* Makes Latin what looks so in words that have Latin letters too. */
void
token_read_lookalikes(TextDoc *doc)
{
	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		TextToken  *token = &doc->tokens[i];

		if (token->kind != TOKEN_WORD || !is_mixed(doc->folded + token->folded, token->folded_length))
			continue;
		read_lookalikes(doc, token);
		squeeze_word(doc, token);
	}
}

/* ---- runs of one character ---- */

/* A bit for each of 16 bytes that is equal to the one HAN_BYTES further on. */
static inline uint32
equal_mask(const char *p)
{
#ifdef TEXT_SSE2
	__m128i		here = _mm_loadu_si128((const __m128i *) p);
	__m128i		next = _mm_loadu_si128((const __m128i *) (p + HAN_BYTES));

	return (uint32) _mm_movemask_epi8(_mm_cmpeq_epi8(here, next));
#else
	uint32		mask = 0;

	for (uint32 i = 0; i < 16; i++)
		mask |= (uint32) (p[i] == p[i + HAN_BYTES]) << i;
	return mask;
#endif
}

/* Whether six bits in a row are set. */
static inline bool
has_six(uint32 mask)
{
	mask &= mask >> 1;
	return (mask & (mask >> 2) & (mask >> 4)) != 0;
}

/*
 * Whether three equal Han characters may follow each other: whether six bytes
 * in a row of the folded text equal those three further on.  16 bytes are
 * compared at a time, five of them twice, so that six lie in one of them.
 */
bool
token_has_han_run(const TextDoc *doc)
{
	const char *folded = doc->folded;
	uint32		length = doc->folded_length < HAN_BYTES ? 0 : doc->folded_length - HAN_BYTES;
	uint32		i = 0;

	for (; i + 16 <= length; i += 11)
		if (unlikely(has_six(equal_mask(folded + i))))
			return true;
	/* what is behind the text is equal and does not count */
	return has_six(equal_mask(folded + i) & ((1u << (length - i)) - 1));
}

static inline bool
continues_run(const TextDoc *doc, const TextToken *before, const TextToken *token)
{
	return (token->kind == TOKEN_HAN || token->kind == TOKEN_SYMBOL) && before->kind == token->kind &&
		before->end == token->start && before->folded_length == token->folded_length &&
		memcmp(doc->folded + before->folded, doc->folded + token->folded, token->folded_length) == 0;
}

/*
 * Makes two tokens of three and more equal Han characters or symbols in a row:
 * the second stands for all the rest.
 */
void
token_squeeze_runs(TextDoc *doc)
{
	TextToken  *tokens = doc->tokens;
	uint32		to = 0;
	uint32		run = 0;

	for (uint32 from = 0; from < doc->ntokens; from++)
	{
		run = to > 0 && continues_run(doc, &tokens[to - 1], &tokens[from]) ? run + 1 : 0;
		if (run >= 2)
		{
			tokens[to - 1].end = tokens[from].end;
			tokens[to - 1].flags |= TOKEN_REPEATED;
			doc->repeated = true;
		}
		else
			tokens[to++] = tokens[from];
	}
	doc->ntokens = to;
}
