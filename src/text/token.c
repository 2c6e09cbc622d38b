/*
 * token.c
 *	  text_read: from the bytes of a message to folded tokens and sentences.
 *
 * Two ways with one result.  Pure ASCII, most of the traffic of spaced
 * scripts, is lower-cased and classified 16 bytes at a time, and only what
 * stands between two words is looked at byte by byte.  Everything else is read
 * code point by code point through the fold table.
 *
 * What a token is:
 * - a word is a run of letters and digits with at least one letter; an
 *   apostrophe between two letters belongs to it ("don't"), other punctuation
 *   (hyphen, slash, underscore, @, #) does not;
 * - a number is a run of digits, with . or , between two digits of it; letters
 *   that follow make it a word ("3rd", "1.5k");
 * - each Han character and each emoji is a token of its own.
 *
 * A sentence ends at ! ? ; their kin in other scripts, an ellipsis, a newline,
 * and at a dot that no letter or digit follows and that does not come after a
 * single letter ("e.g.", "J. Smith").  Inside a URL nothing but white space
 * ends a sentence.
 */
#include "fold.h"
#include "text.h"

#ifdef TEXT_SSE2
#include <emmintrin.h>
#endif

#define NO_LETTER	UINT32_MAX

/* Longest folded form of a code point, and so the room each may need. */
#define MAX_FORM	255

/* Where the tokeniser stands in the text. */
typedef struct Reader
{
	TextDoc    *doc;
	const unsigned char *bytes;
	uint32		length;
	uint32		url_end;		/* no punctuation ends a sentence before it */
	uint32		sentence;
	bool		bound_pending;	/* the next token begins a new sentence */
	bool		open;			/* the last token may still grow */
	bool		letter_last;	/* a letter was the last to join the open token */
	uint32		single_letter;	/* end of the last token if it is one letter,
								 * else NO_LETTER */
} Reader;

/*
 * Creates an empty document in the current context.  It grows with the texts
 * read into it and keeps its memory, so that reading allocates nothing once
 * it is large enough; it always grows in the context it was created in.
 */
TextDoc *
text_doc_create(void)
{
	TextDoc    *doc = text_alloc(sizeof(TextDoc));

	memset(doc, 0, sizeof(TextDoc));
	doc->folded_capacity = 1024;
	doc->folded = text_alloc(doc->folded_capacity);
	doc->tokens_capacity = 256;
	doc->tokens = text_alloc(doc->tokens_capacity * sizeof(TextToken));
	return doc;
}

void
text_doc_free(TextDoc *doc)
{
	text_free(doc->folded);
	text_free(doc->tokens);
	text_free(doc);
}

static void
reserve_folded(TextDoc *doc, uint32 size)
{
	if (likely(size + TEXT_SLACK <= doc->folded_capacity))
		return;
	doc->folded_capacity = Max(size + TEXT_SLACK, doc->folded_capacity * 2);
	doc->folded = text_realloc(doc->folded, doc->folded_capacity);
}

static void
reserve_tokens(TextDoc *doc, uint32 ntokens)
{
	if (likely(ntokens <= doc->tokens_capacity))
		return;
	doc->tokens_capacity = Max(ntokens, doc->tokens_capacity * 2);
	doc->tokens = text_realloc(doc->tokens, doc->tokens_capacity * sizeof(TextToken));
}

/* At most TEXT_MAX_BYTES of length, not ending inside a character. */
static uint32
cut_length(const char *bytes, size_t length)
{
	uint32		cut = TEXT_MAX_BYTES;

	if (length <= TEXT_MAX_BYTES)
		return (uint32) length;
	while (cut > TEXT_MAX_BYTES - 4 && ((unsigned char) bytes[cut] & 0xC0) == 0x80)
		cut--;
	return cut;
}

static inline TextToken *
last_token(const Reader *reader)
{
	return &reader->doc->tokens[reader->doc->ntokens - 1];
}

/* Adds a token; the caller has reserved the room. */
static inline TextToken *
push_token(Reader *reader, TextTokenKind kind, uint32 start, uint32 end,
		   uint32 folded, uint32 folded_length)
{
	TextToken  *token = &reader->doc->tokens[reader->doc->ntokens];

	if (reader->bound_pending)
	{
		/* a bound before the first token bounds nothing */
		reader->sentence += reader->doc->ntokens > 0;
		reader->bound_pending = false;
	}
	reader->doc->ntokens++;
	token->start = start;
	token->end = end;
	token->folded = folded;
	token->folded_length = folded_length;
	token->sentence = (uint16) reader->sentence;
	token->kind = (uint8) kind;
	token->flags = 0;
	return token;
}

/* What a code point at p is; FOLD_SPACE at the end, punctuation if invalid. */
static inline FoldClass
point_class(const Reader *reader, uint32 p, uint32 *length)
{
	uint32		c;

	*length = 1;
	if (p >= reader->length)
		return FOLD_SPACE;
	if (reader->bytes[p] < 0x80)
		return (FoldClass) fold_ascii_class[reader->bytes[p]];
	*length = fold_decode(reader->bytes + p, reader->bytes + reader->length, &c);
	if (*length == 0)
	{
		*length = 1;
		return FOLD_PUNCTUATION;
	}
	return (FoldClass) fold_lookup(c)->class;
}

/* The class of the next code point at or after p that leaves a trace. */
static inline FoldClass
next_class(const Reader *reader, uint32 p)
{
	uint32		length;
	FoldClass	class;

	while ((class = point_class(reader, p, &length)) == FOLD_IGNORABLE)
		p += length;
	return class;
}

/*
 * If a URL's "://" begins at p, notes where it ends: at the next white space,
 * angle bracket, quote or byte that is not ASCII, less the punctuation in
 * front of that, which belongs to the sentence.
 */
static void
note_url(Reader *reader, uint32 p)
{
	const unsigned char *bytes = reader->bytes;
	uint32		end;

	if (p < reader->url_end || p + 3 > reader->length || bytes[p + 1] != '/' || bytes[p + 2] != '/')
		return;
	for (end = p + 3; end < reader->length; end++)
		if (bytes[end] <= ' ' || bytes[end] >= 0x7F || strchr("<>\"", bytes[end]) != NULL)
			break;
	while (end > p && strchr(".,!?;:)]}'", bytes[end - 1]) != NULL)
		end--;
	reader->url_end = end;
}

/* A dot or terminator at p, with what follows it. */
static inline void
note_bound(Reader *reader, FoldClass class, uint32 p, FoldClass follows)
{
	if (class == FOLD_DOT &&
		(follows == FOLD_LETTER || follows == FOLD_DIGIT || reader->single_letter == p))
		return;
	if (p >= reader->url_end)
		reader->bound_pending = true;
}

/* ---- text that is all ASCII ---- */

/*
 * Lower-cases all of the text into doc->folded, with zeros behind it.  Returns
 * false on the first byte that is not ASCII.
 */
static bool
lower_ascii(Reader *reader)
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
			note_url(reader, p);
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

/* A run of letters and digits, as long as can be. */
static inline void
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

	if (start - before == 1 && reader->bytes[before] == ' ')
		 /* the common case: nothing to look at */ ;
	else if (start - before == 1 && doc->ntokens > 0 && joins(reader, last_token(reader), start))
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

static void
read_ascii(Reader *reader)
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

			if (inside)
				read_run(reader, start, p);
			else
				start = p;
			inside = !inside;
		}
		carry = mask >> 63;
	}
	if (carry)
		read_run(reader, start, reader->length);
}

/* ---- any text ---- */

static inline void
append_folded(TextDoc *doc, const char *bytes, uint32 length)
{
	memcpy(doc->folded + doc->folded_length, bytes, length);
	doc->folded_length += length;
}

/* A letter or digit at [p, end): begins a token or joins the open one. */
static inline void
read_word_part(Reader *reader, const FoldEntry *entry, uint32 p, uint32 end)
{
	TextDoc    *doc = reader->doc;
	bool		letter = entry->class == FOLD_LETTER;
	TextToken  *token;

	if (!reader->open)
	{
		push_token(reader, TOKEN_NUMBER, p, end, doc->folded_length, 0);
		reader->single_letter = letter ? end : NO_LETTER;
		reader->open = true;
	}
	else
		reader->single_letter = NO_LETTER;
	token = last_token(reader);
	if (entry->length > 0)
		append_folded(doc, fold_pool + entry->offset, entry->length);
	else
		append_folded(doc, (const char *) reader->bytes + p, end - p);
	token->end = end;
	token->folded_length = doc->folded_length - token->folded;
	if (letter)
		token->kind = TOKEN_WORD;
	reader->letter_last = letter;
}

/* A token of one code point at [p, end). */
static inline void
read_single(Reader *reader, const FoldEntry *entry, TextTokenKind kind, uint32 p, uint32 end)
{
	TextDoc    *doc = reader->doc;
	uint32		folded = doc->folded_length;

	if (entry->length > 0)
		append_folded(doc, fold_pool + entry->offset, entry->length);
	else
		append_folded(doc, (const char *) reader->bytes + p, end - p);
	push_token(reader, kind, p, end, folded, doc->folded_length - folded);
	reader->open = false;
}

/* An accent or zero-width character at [p, end) goes with what it follows. */
static inline void
read_ignorable(Reader *reader, uint32 p, uint32 end)
{
	if (reader->doc->ntokens == 0 || last_token(reader)->end != p)
		return;
	last_token(reader)->end = end;
	if (reader->single_letter == p)
		reader->single_letter = end;
}

/*
 * Whether punctuation before end stays inside the open token.  The sign itself
 * is kept as ASCII, whatever it looked like.
 */
static inline bool
stays_inside(Reader *reader, FoldClass class, uint32 end, char *sign)
{
	if (!reader->open)
		return false;
	if (class == FOLD_APOSTROPHE)
	{
		*sign = '\'';
		return reader->letter_last && next_class(reader, end) == FOLD_LETTER;
	}
	*sign = class == FOLD_DOT ? '.' : ',';
	return last_token(reader)->kind == TOKEN_NUMBER && !reader->letter_last &&
		next_class(reader, end) == FOLD_DIGIT;
}

static void
read_any(Reader *reader)
{
	TextDoc    *doc = reader->doc;
	const unsigned char *limit = reader->bytes + reader->length;
	uint32		end;

	doc->folded_length = 0;
	for (uint32 p = 0; p < reader->length; p = end)
	{
		const FoldEntry *entry;
		FoldClass	class;
		char		sign;
		uint32		c;
		uint32		width = fold_decode(reader->bytes + p, limit, &c);

		end = p + Max(width, 1);
		entry = width > 0 ? fold_lookup(c) : &fold_entries[FOLD_ENTRY_PUNCTUATION];
		class = (FoldClass) entry->class;
		reserve_folded(doc, doc->folded_length + MAX_FORM);
		switch (class)
		{
			case FOLD_LETTER:
			case FOLD_DIGIT:
				read_word_part(reader, entry, p, end);
				break;
			case FOLD_HAN:
				read_single(reader, entry, TOKEN_HAN, p, end);
				break;
			case FOLD_SYMBOL:
				read_single(reader, entry, TOKEN_SYMBOL, p, end);
				break;
			case FOLD_IGNORABLE:
				read_ignorable(reader, p, end);
				break;
			case FOLD_APOSTROPHE:
			case FOLD_COMMA:
			case FOLD_DOT:
				if (stays_inside(reader, class, end, &sign))
				{
					append_folded(doc, &sign, 1);
					reader->letter_last = false;
					reader->single_letter = NO_LETTER;
					break;
				}
				/* FALLTHROUGH */
			case FOLD_TERMINATOR:
				reader->open = false;
				if (class == FOLD_DOT || class == FOLD_TERMINATOR)
					note_bound(reader, class, p, next_class(reader, end));
				break;
			case FOLD_SPACE:
			case FOLD_PUNCTUATION:
				reader->open = false;
				if (reader->bytes[p] == ':')
					note_url(reader, p);
				break;
		}
	}
	/* the matcher hashes whole machine words: what is behind must be defined */
	memset(doc->folded + doc->folded_length, 0, TEXT_SLACK);
}

/*
 * Folds and tokenises a text, replacing what the document held.  UTF-8 is
 * expected; invalid bytes separate words and are never read past.  The
 * document refers to the bytes, which must outlive its use, but not copy them.
 */
void
text_read(TextDoc *doc, const char *bytes, size_t length)
{
	Reader		reader = {0};

	doc->bytes = bytes;
	doc->length = cut_length(bytes, length);
	doc->truncated = doc->length < length;
	doc->ntokens = 0;
	doc->nsentences = 0;
	doc->folded_length = 0;

	reader.doc = doc;
	reader.bytes = (const unsigned char *) bytes;
	reader.length = doc->length;
	reader.single_letter = NO_LETTER;

	/*
	 * No text has more tokens than one in two bytes: words are separated, and
	 * what needs no separator takes three bytes.  lower_ascii writes whole
	 * chunks of 16.
	 */
	reserve_tokens(doc, doc->length / 2 + 2);
	reserve_folded(doc, doc->length + 16);
	doc->ascii = lower_ascii(&reader);
	if (doc->ascii)
		read_ascii(&reader);
	else
		read_any(&reader);
	doc->nsentences = doc->ntokens > 0 ? reader.sentence + 1 : 0;
}
