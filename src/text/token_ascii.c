/*
 * token_ascii.c
 *	  The fast way of reading: text that is all ASCII.
 *
 * Lower-cases and classifies 16 bytes at a time, so that words fall out as runs
 * of bits; only what stands between two words is looked at byte by byte.  The
 * folded text is the lower-cased text: a token's folded form lies where its
 * original does.
 */
#include "token.h"

#ifdef TEXT_SSE2
#include <emmintrin.h>
#endif

/*
 * Lower-cases all of the text into doc->folded, with zeros behind it.  Returns
 * false on the first byte that is not ASCII.
 */
bool
token_lower_ascii(Reader *reader)
{
	const unsigned char *from = reader->bytes;
	char	   *to = reader->doc->folded;
	uint32		length = reader->length;
	uint32		i = 0;

#ifdef TEXT_SSE2
	const __m128i before_a = _mm_set1_epi8('A' - 1);
	const __m128i after_z = _mm_set1_epi8('Z' + 1);
	const __m128i to_lower = _mm_set1_epi8('a' - 'A');

	while (i < length)
	{
		__m128i		chunk;
		__m128i		upper;

		if (length - i >= 16)
			chunk = _mm_loadu_si128((const __m128i *) (from + i));
		else
		{
			unsigned char tail[16] = {0};

			memcpy(tail, from + i, length - i);
			chunk = _mm_loadu_si128((const __m128i *) tail);
		}
		if (_mm_movemask_epi8(chunk) != 0)
			return false;
		upper = _mm_and_si128(_mm_cmpgt_epi8(chunk, before_a), _mm_cmplt_epi8(chunk, after_z));
		_mm_storeu_si128((__m128i *) (to + i), _mm_add_epi8(chunk, _mm_and_si128(upper, to_lower)));
		i += 16;
	}
	i = length;
#else
	for (; i < length; i++)
	{
		if (from[i] >= 0x80)
			return false;
		to[i] = (char) ((from[i] >= 'A' && from[i] <= 'Z') ? from[i] + ('a' - 'A') : from[i]);
	}
#endif
	memset(to + i, 0, TEXT_SLACK);
	return true;
}

/* Bit n tells whether byte n of 64 lower-cased ones is a letter or digit. */
static inline uint64
word_mask(const char *lower)
{
	uint64		mask = 0;

#ifdef TEXT_SSE2
	const __m128i before_a = _mm_set1_epi8('a' - 1);
	const __m128i after_z = _mm_set1_epi8('z' + 1);
	const __m128i before_0 = _mm_set1_epi8('0' - 1);
	const __m128i after_9 = _mm_set1_epi8('9' + 1);

	for (int i = 0; i < 64; i += 16)
	{
		__m128i		chunk = _mm_loadu_si128((const __m128i *) (lower + i));
		__m128i		letter = _mm_and_si128(_mm_cmpgt_epi8(chunk, before_a), _mm_cmplt_epi8(chunk, after_z));
		__m128i		digit = _mm_and_si128(_mm_cmpgt_epi8(chunk, before_0), _mm_cmplt_epi8(chunk, after_9));

		mask |= (uint64) _mm_movemask_epi8(_mm_or_si128(letter, digit)) << i;
	}
#else
	for (int i = 0; i < 64; i++)
	{
		char		c = lower[i];

		mask |= (uint64) ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) << i;
	}
#endif
	return mask;
}

static inline bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Notes the bounds among the bytes [from, to) between two tokens. */
static void
scan_gap(Reader *reader, uint32 from, uint32 to)
{
	for (uint32 p = from; p < to; p++)
	{
		FoldClass	class = (FoldClass) fold_ascii_class[reader->bytes[p]];
		uint32		length;

		if (class == FOLD_DOT || class == FOLD_TERMINATOR)
			note_bound(reader, class, p, point_class(reader, p + 1, &length));
		else if (reader->bytes[p] == ':')
			token_note_url(reader, p);
	}
}

/*
 * Whether the byte between the last token and the run of letters and digits
 * that starts behind it belongs to a token of both.
 */
static inline bool
joins(const Reader *reader, const TextToken *token, uint32 start)
{
	char	   *folded = reader->doc->folded;
	char		before = folded[start - 2];
	char		after = folded[start];

	switch (fold_ascii_class[reader->bytes[start - 1]])
	{
		case FOLD_APOSTROPHE:
			if (is_digit(before) || is_digit(after))
				return false;
			folded[start - 1] = '\'';
			return true;
		case FOLD_DOT:
		case FOLD_COMMA:
			return token->kind == TOKEN_NUMBER && is_digit(after);
		default:
			return false;
	}
}

/*
 * A run of letters and digits, as long as can be; where more than a space
 * stands in front of it, or digits are in it.
 */
static void
read_run(Reader *reader, uint32 start, uint32 end)
{
	TextDoc    *doc = reader->doc;
	TextTokenKind kind = TOKEN_WORD;
	uint32		before = doc->ntokens > 0 ? last_token(reader)->end : 0;

	if (unlikely(is_digit(doc->folded[start])))
	{
		uint32		p = start + 1;

		while (p < end && is_digit(doc->folded[p]))
			p++;
		if (p == end)
			kind = TOKEN_NUMBER;
	}

	if (start - before == 1 && doc->ntokens > 0 && joins(reader, last_token(reader), start))
	{
		TextToken  *token = last_token(reader);

		token->end = end;
		token->folded_length = end - token->folded;
		if (kind == TOKEN_WORD)
			token->kind = TOKEN_WORD;
		reader->single_letter = NO_LETTER;
		return;
	}
	else
		scan_gap(reader, before, start);

	push_token(reader, kind, start, end, start, end - start);
	reader->single_letter = (end - start == 1 && kind == TOKEN_WORD) ? end : NO_LETTER;
}

void
token_read_ascii(Reader *reader)
{
	TextDoc    *doc = reader->doc;
	uint64		carry = 0;		/* bit 0: the byte before was of a word */
	uint32		start = 0;

	doc->folded_length = reader->length;
	for (uint32 base = 0; base < reader->length; base += 64)
	{
		/* folded has TEXT_SLACK zeros behind it: whole chunks can be read */
		uint64		mask = word_mask(doc->folded + base);
		uint64		edges = mask ^ ((mask << 1) | carry);
		bool		inside = carry != 0;

		for (; edges != 0; edges &= edges - 1)
		{
			uint32		p = base + (uint32) __builtin_ctzll(edges);

			if (!inside)
				start = p;
			else if (doc->ntokens > 0 && start - last_token(reader)->end == 1 &&
					 reader->bytes[start - 1] == ' ' && !is_digit(doc->folded[start]))
			{
				/* a word after a space, nearly always: no bound to look for */
				push_token(reader, TOKEN_WORD, start, p, start, p - start);
				reader->single_letter = p - start == 1 ? p : NO_LETTER;
			}
			else
				read_run(reader, start, p);
			inside = !inside;
		}
		carry = mask >> 63;
	}
	if (carry)
		read_run(reader, start, reader->length);
}
