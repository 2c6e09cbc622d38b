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

	/* most text that is not ASCII is told by its first byte */
	if (length > 0 && from[0] >= 0x80)
		return false;

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

/*
 * Bit n tells whether byte n of 64 lower-cased ones is a letter or digit.  Bit n
 * of *same tells whether it is equal to the next; *digits whether any is a digit.
 */
static inline uint64
word_mask(const char *lower, bool *digits, uint64 *same)
{
	uint64		mask = 0;

#ifdef TEXT_SSE2
	const __m128i before_a = _mm_set1_epi8('a' - 1);
	const __m128i after_z = _mm_set1_epi8('z' + 1);
	const __m128i before_0 = _mm_set1_epi8('0' - 1);
	const __m128i after_9 = _mm_set1_epi8('9' + 1);
	__m128i		any = _mm_setzero_si128();

	*same = 0;
	for (int i = 0; i < 64; i += 16)
	{
		__m128i		chunk = _mm_loadu_si128((const __m128i *) (lower + i));
		__m128i		letter = _mm_and_si128(_mm_cmpgt_epi8(chunk, before_a), _mm_cmplt_epi8(chunk, after_z));
		__m128i		digit = _mm_and_si128(_mm_cmpgt_epi8(chunk, before_0), _mm_cmplt_epi8(chunk, after_9));

		__m128i		next = _mm_loadu_si128((const __m128i *) (lower + i + 1));

		any = _mm_or_si128(any, digit);
		*same |= (uint64) _mm_movemask_epi8(_mm_cmpeq_epi8(chunk, next)) << i;
		mask |= (uint64) _mm_movemask_epi8(_mm_or_si128(letter, digit)) << i;
	}
	*digits = _mm_movemask_epi8(any) != 0;
#else
	*digits = false;
	*same = 0;
	for (int i = 0; i < 64; i++)
	{
		char		c = lower[i];

		*digits |= c >= '0' && c <= '9';
		*same |= (uint64) (c == lower[i + 1]) << i;
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

static inline bool
is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

/*
 * Notes the bounds among the bytes [from, to) between two runs of letters and
 * digits, and reads what their signs make tokens of, which may reach into the
 * run behind and beyond.
 */
static void
scan_gap(Reader *reader, uint32 from, uint32 to)
{
	uint32		end;

	for (uint32 p = from; p < to; p = end)
	{
		FoldClass	class = (FoldClass) fold_ascii_class[reader->bytes[p]];
		uint32		length;

		end = p;
		if (class == FOLD_SIGN)
			end = token_read_sign(reader, p);
		else if (class == FOLD_TERMINATOR)
			reader->bound_pending = true;
		else if (class == FOLD_DOT)
		{
			if (p == from && p > 0)
				end = token_read_www(reader, p);
			if (end == p)
				note_dot(reader, p, point_class(reader, p + 1, &length));
		}
		if (end == p)
			end++;
	}
}

/*
 * Whether the byte between the last token and the run of letters and digits
 * that starts behind it belongs to a token of both.
 */
static inline bool
joins(const Reader *reader, TextToken *token, uint32 start)
{
	char	   *folded = reader->doc->folded;
	char		before = folded[start - 2];
	char		after = folded[start];

	switch (fold_ascii_class[reader->bytes[start - 1]])
	{
		case FOLD_APOSTROPHE:
			if (is_digit(before) || is_digit(after) || token->kind != TOKEN_WORD)
				return false;
			folded[start - 1] = '\'';
			token->flags |= TOKEN_APOSTROPHE;
			reader->doc->unusual |= TEXT_APOSTROPHE;
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

	/* of an address or emoticon */
	if (before > start)
		return;
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
	if (start - before == 1 && doc->ntokens > 0 && strchr("-_.*~", reader->bytes[before]) != NULL)
		doc->unusual |= TEXT_SPLIT;
	scan_gap(reader, before, start);
	if (doc->ntokens > 0 && last_token(reader)->end > start)
		return;

	push_token(reader, kind, start, end, start, end - start);
	reader->single_letter = (end - start == 1 && kind == TOKEN_WORD) ? end : NO_LETTER;
}

/* What the loop over the words keeps out of the reader and its document. */
typedef struct Words
{
	TextToken  *next;			/* the next token */
	TextToken  *read;			/* those before it are the reader's */
	uint32		last_end;		/* of the last one; of none, where no word can
								 * begin right behind it */
	uint16		sentence;
	bool		bound_pending;
} Words;

static inline void
take_words(const Reader *reader, Words *words)
{
	const TextDoc *doc = reader->doc;

	words->next = words->read = doc->tokens + doc->ntokens;
	words->last_end = doc->ntokens > 0 ? words->next[-1].end : UINT32_MAX - 1;
	words->sentence = (uint16) reader->sentence;
	words->bound_pending = reader->bound_pending;
}

static inline void
give_words(Reader *reader, const Words *words)
{
	reader->doc->ntokens = (uint32) (words->next - reader->doc->tokens);
	if (words->next > words->read)
		reader->single_letter = words->next[-1].folded_length == 1 ? words->last_end : NO_LETTER;
}

/* A run of letters and digits: nearly always a word after a space, with no bound to look for. */
static inline void
read_word(Reader *reader, Words *words, uint32 start, uint32 end)
{
	if (likely(start - words->last_end == 1 && reader->bytes[start - 1] == ' ' &&
			   !is_digit((char) reader->bytes[start]) && !words->bound_pending))
	{
		*words->next++ = (TextToken) {
			.start = start, .end = end, .folded = start, .folded_length = end - start,
			.sentence = words->sentence, .kind = TOKEN_WORD
		};
		words->last_end = end;
		return;
	}
	give_words(reader, words);
	read_run(reader, start, end);
	take_words(reader, words);
}

/* Whether a digit stands beside a letter, from byte p - 1 to p + 64. */
static bool
has_mixed_word(const char *lower, uint32 p)
{
	for (uint32 i = p; i < p + 64; i++)
		if (is_digit(lower[i]) && (is_letter(lower[i + 1]) || (i > 0 && is_letter(lower[i - 1]))))
			return true;
	return false;
}

/*
 * Reads all of the text, which token_lower_ascii has lower-cased.  What a text
 * has in disguise is noticed 64 bytes at a time.
 */
void
token_read_ascii(Reader *reader)
{
	TextDoc    *doc = reader->doc;
	Words		words;
	uint64		carry = 0;		/* bit 0: the byte before was of a word */
	uint64		before = 0;		/* edges of the 64 bytes before */
	uint64		same_carry = 0; /* bit 0: it was equal to the first here */
	uint32		start = 0;
	uint32		end;

	doc->folded_length = reader->length;
	take_words(reader, &words);
	for (uint32 base = 0; base < reader->length; base += 64)
	{
		/* folded has TEXT_SLACK zeros behind it: whole chunks can be read */
		bool		digits;
		uint64		same;
		uint64		mask = word_mask(doc->folded + base, &digits, &same);
		uint64		edges = mask ^ ((mask << 1) | carry);
		uint64		pairs = edges & (edges >> 1);
		bool		inside = carry != 0;

		/* four words of one letter are eight edges in a row: six here, or three there and here */
		if (unlikely((pairs & (pairs >> 2) & (pairs >> 4)) != 0 || (before >> 61 == 7 && (edges & 7) == 7)))
			doc->unusual |= TEXT_SPELLED;
		before = edges;
		/* equal to the next and to the one before */
		if (unlikely((same & ((same << 1) | same_carry) & mask) != 0))
			reader->stretched = true;
		same_carry = same >> 63;
		if (digits && has_mixed_word(doc->folded, base))
			doc->unusual |= TEXT_DIGITS;

		while (edges != 0)
		{
			if (!inside)
			{
				start = base + (uint32) __builtin_ctzll(edges);
				edges &= edges - 1;
				inside = true;
				if (edges == 0)
					break;
			}
			read_word(reader, &words, start, base + (uint32) __builtin_ctzll(edges));
			edges &= edges - 1;
			inside = false;
		}
		carry = mask >> 63;
	}
	give_words(reader, &words);
	if (carry)
		read_run(reader, start, reader->length);
	end = doc->ntokens > 0 ? last_token(reader)->end : 0;
	/* one sign alone makes nothing, but D: does */
	if (reader->length - end > 1 || (reader->length > end && reader->bytes[end] == ':'))
		scan_gap(reader, end, reader->length);
}
