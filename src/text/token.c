/*
 * token.c
 *	  text_read: from the bytes of a message to folded tokens and sentences.
 *
 * Two ways with one result.  Pure ASCII, most of the traffic of spaced
 * scripts, is read by token_ascii.c; everything else here, code point by code
 * point through the fold table.
 *
 * What a token is:
 * - a word is a run of letters and digits with at least one letter; an
 *   apostrophe between two letters belongs to it ("don't"), other punctuation
 *   (hyphen, slash, underscore, #) does not;
 * - a number is a run of digits, with . or , between two digits of it; letters
 *   that follow make it a word ("3rd", "1.5k");
 * - each Han character and each emoji is a token of its own;
 * - so are emoticons, URLs, e-mail addresses and @names (token_sign.c).
 *
 * A sentence ends at ! ? ; their kin in other scripts, an ellipsis, a newline,
 * and at a dot that no letter or digit follows and that does not come after a
 * single letter ("e.g.", "J. Smith"); and at two spaces between Han characters,
 * which who writes without punctuation puts where a sentence ends.  (In spaced
 * scripts they are as often a slip: no bound there.)
 */
#include "token.h"

/* Longest folded form of a code point, and so the room each may need. */
#define MAX_FORM	255

/* Longest sign that two parts of a word may be split by: see match_resolve.c. */
#define SEPARATOR_BYTES	3

/* The common Han characters are so long in UTF-8. */
#define HAN_BYTES	3

/* Han characters, but for radicals, begin with this byte or a greater one. */
#define HAN_FIRST	0xE3

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

/* Makes room for size folded bytes and what must be readable behind them. */
void
token_reserve_folded(TextDoc *doc, uint32 size)
{
	uint32		capacity;

	if (likely(size + TEXT_SLACK <= doc->folded_capacity))
		return;
	capacity = Max(size + TEXT_SLACK, doc->folded_capacity * 2);
	doc->folded = text_realloc(doc->folded, capacity);
	doc->folded_capacity = capacity;
}

static void
reserve_tokens(TextDoc *doc, uint32 ntokens)
{
	uint32		capacity;

	if (likely(ntokens <= doc->tokens_capacity))
		return;
	capacity = Max(ntokens, doc->tokens_capacity * 2);
	doc->tokens = text_realloc(doc->tokens, capacity * sizeof(TextToken));
	doc->tokens_capacity = capacity;
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

static inline bool
is_ascii_letter(unsigned char byte)
{
	return (unsigned char) ((byte | ('a' - 'A')) - 'a') < 26;
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

static inline void
append_folded(TextDoc *doc, const char *bytes, uint32 length)
{
	memcpy(doc->folded + doc->folded_length, bytes, length);
	doc->folded_length += length;
}

/*
 * Notes, where a word begins at p, whether it may be a part of one that is
 * split by a sign or spelled letter by letter.
 */
static inline void
note_split(Reader *reader, uint32 p)
{
	TextDoc    *doc = reader->doc;
	uint32		gap = doc->ntokens > 0 ? p - last_token(reader)->end : 0;

	if (gap == 0 || gap > SEPARATOR_BYTES || last_token(reader)->kind != TOKEN_WORD)
		return;
	reader->letters = reader->single_letter + 1 == p ? reader->letters + 1 : 0;
	if (reader->bytes[p - 1] != ' ')
		doc->unusual |= TEXT_SPLIT;
	else if (reader->letters >= 2)
		doc->unusual |= TEXT_SPELLED;
}

/*
 * Notes what the n folded bytes that were appended to a word may make of it:
 * several code points, as of a ligature, may make anything.
 */
static void
note_letters(Reader *reader, const TextToken *token, uint32 n)
{
	const char *last = reader->doc->folded + reader->doc->folded_length - n;
	unsigned char first = (unsigned char) *last;
	uint32		width = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;

	reader->foreign |= first >= 0x80 || n != width;
	reader->stretched |= n != width ||
		(token->folded_length >= 3 * n && memcmp(last, last - n, n) == 0 && memcmp(last, last - 2 * n, n) == 0);
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
		note_split(reader, p);
		push_token(reader, TOKEN_NUMBER, p, end, doc->folded_length, 0);
		reader->single_letter = letter ? end : NO_LETTER;
		reader->open = true;
	}
	else
	{
		reader->single_letter = NO_LETTER;
		if (letter != reader->letter_last)
			doc->unusual |= TEXT_DIGITS;
	}
	token = last_token(reader);
	if (entry->length > 0)
		append_folded(doc, fold_pool + entry->offset, entry->length);
	else
		append_folded(doc, (const char *) reader->bytes + p, end - p);
	token->end = end;
	token->folded_length = doc->folded_length - token->folded;
	if (letter)
	{
		uint32		n = entry->length > 0 ? entry->length : end - p;
		const char *last = doc->folded + doc->folded_length - 1;

		token->kind = TOKEN_WORD;
		if (n > 1)
			note_letters(reader, token, n);
		else if (token->folded_length > 2 && last[0] == last[-1] && last[0] == last[-2])
			reader->stretched = true;
	}
	reader->letter_last = letter;
}

/*
 * Reads the ASCII letters from p on, the first of which is one, and returns where
 * they end: read_word_part() for many.
 */
static uint32
read_letters(Reader *reader, uint32 p)
{
	TextDoc    *doc = reader->doc;
	const unsigned char *bytes = reader->bytes;
	bool		begins = !reader->open;
	uint32		start = p;
	TextToken  *token;
	char	   *first;
	char	   *to = doc->folded + doc->folded_length;

	if (begins)
	{
		note_split(reader, p);
		push_token(reader, TOKEN_WORD, p, p, doc->folded_length, 0);
		reader->open = true;
	}
	else if (!reader->letter_last)
		doc->unusual |= TEXT_DIGITS;
	token = last_token(reader);
	first = doc->folded + token->folded;
	do
	{
		*to = (char) (bytes[p] | ('a' - 'A'));
		reader->stretched |= to - first >= 2 && *to == to[-1] && to[-1] == to[-2];
		to++;
		p++;
	} while (p < reader->length && is_ascii_letter(bytes[p]));
	token->kind = TOKEN_WORD;
	token->end = p;
	token->folded_length = (uint32) (to - first);
	doc->folded_length = (uint32) (to - doc->folded);
	reader->letter_last = true;
	reader->single_letter = begins && p - start == 1 ? p : NO_LETTER;
	return p;
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
	reader->doubled |= kind == TOKEN_HAN;
	reader->repeated |= doc->ntokens > 2 && last_token(reader)[-1].kind == kind && last_token(reader)[-2].kind == kind;
}

/* A space at [p, end): counted right behind a Han character. */
static inline void
read_space(Reader *reader, uint32 p, uint32 end)
{
	if (p > 0 && reader->spaces_end == p)
		reader->nspaces++;
	else if (reader->doc->ntokens > 0 && last_token(reader)->kind == TOKEN_HAN && last_token(reader)->end == p)
		reader->nspaces = 1;
	else
		return;
	reader->spaces_end = end;
}

/* An accent or zero-width character at [p, end) goes with what it follows. */
static inline void
read_ignorable(Reader *reader, uint32 p, uint32 end)
{
	if (reader->doc->ntokens == 0 || last_token(reader)->end != p)
		return;
	last_token(reader)->end = end;
	reader->doubled = true;
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

/*
 * A token as two values that are written whole: its start, end, folded and
 * folded_length, in this order, and the rest.
 */
typedef uint32 TokenPlace __attribute__((vector_size(16)));

typedef struct TokenNature
{
	uint16		sentence;
	uint8		kind;
	uint8		flags;
} TokenNature;

_Static_assert(offsetof(TextToken, start) == 0 && offsetof(TextToken, end) == 4 && offsetof(TextToken, folded) == 8 &&
			   offsetof(TextToken, folded_length) == 12 && offsetof(TextToken, sentence) == sizeof(TokenPlace),
			   "a token begins with its place");
_Static_assert(sizeof(TextToken) == sizeof(TokenPlace) + sizeof(TokenNature), "and has nothing behind its nature");

/*
 * Reads the common Han characters from p on and returns where they end.  This is
 * most of a Chinese text: tokens are written by a pointer, without looking at the
 * reader again.  Leaves out what takes more bytes folded than as it stands, so
 * that the room reserved for the text is enough.
 */
static uint32
read_han(Reader *reader, uint32 p)
{
	TextDoc    *doc = reader->doc;
	const unsigned char *at = reader->bytes + p;
	const unsigned char *end = reader->bytes + reader->length;
	char	   *to = doc->folded + doc->folded_length;
	TextToken  *first = &doc->tokens[doc->ntokens];
	TextToken  *token = first;
	const TokenPlace step = {HAN_BYTES, HAN_BYTES, HAN_BYTES, 0};
	TokenPlace	place = {p, p + HAN_BYTES, doc->folded_length, HAN_BYTES};
	TokenNature nature = {.kind = TOKEN_HAN};
	uint32		before = UINT32_MAX;
	bool		doubled = false;

	nature.sentence = (uint16) (reader->sentence + (reader->bound_pending && doc->ntokens > 0));
	for (; end - at >= HAN_BYTES; at += HAN_BYTES)
	{
		uint32		lead = (uint32) at[0] - FOLD_HAN_LEAD;
		uint32		second = at[1] ^ 0x80u;
		uint32		third = at[2] ^ 0x80u;
		uint32		start = lead << 6 | second;
		uint32		han = start << 6 | third;

		/* where a run ends is hard to predict: its bytes tell sooner than a table */
		if (lead >= FOLD_HAN_LEADS || (second | third) >= 0x40)
			break;
		memcpy(to, at, HAN_BYTES);
		if (unlikely(((fold_plain_han[start] >> third) & 1) == 0))
		{
			const FoldEntry *entry = fold_lookup(FOLD_HAN_POINT + han);

			if (entry->class != FOLD_HAN || entry->length != HAN_BYTES)
				break;
			memcpy(to, fold_pool + entry->offset, HAN_BYTES);
			doubled = true;
		}
		doubled |= han == before;
		before = han;
		to += HAN_BYTES;
		memcpy(&token->start, &place, sizeof(place));
		memcpy(&token->sentence, &nature, sizeof(nature));
		place += step;
		token++;
	}
	if (token > first)
	{
		doc->ntokens += (uint32) (token - first);
		doc->folded_length = place[2];
		reader->doubled |= doubled;
		reader->sentence = nature.sentence;
		reader->bound_pending = false;
		reader->open = false;
	}
	return place[0];
}

static void
read_any(Reader *reader)
{
	TextDoc    *doc = reader->doc;
	const unsigned char *limit = reader->bytes + reader->length;
	uint32		end;

	doc->folded_length = 0;
	token_reserve_folded(doc, reader->length + MAX_FORM);
	for (uint32 p = 0; p < reader->length; p = end)
	{
		const FoldEntry *entry;
		FoldClass	class;
		char		sign;
		uint32		c;
		uint32		width;
		uint32		sign_end;

		if (reader->bytes[p] >= HAN_FIRST)
		{
			/* two spaces between Han characters, common or not */
			if (unlikely(reader->spaces_end == p && reader->nspaces > 1) && next_class(reader, p) == FOLD_HAN)
				reader->bound_pending = true;
			if ((uint32) reader->bytes[p] - FOLD_HAN_LEAD < FOLD_HAN_LEADS && (end = read_han(reader, p)) > p)
				continue;
		}
		/* what is left may fold to as many bytes, this one to more */
		if (unlikely(doc->folded_length > p))
			token_reserve_folded(doc, doc->folded_length + (reader->length - p) + MAX_FORM);
		/* words and single spaces: most of a text in a spaced script */
		if (is_ascii_letter(reader->bytes[p]))
		{
			end = read_letters(reader, p);
			continue;
		}
		if (reader->bytes[p] == ' ')
		{
			end = p + 1;
			read_space(reader, p, end);
			reader->open = false;
			continue;
		}
		width = fold_decode(reader->bytes + p, limit, &c);
		end = p + Max(width, 1);
		entry = width > 0 ? fold_lookup(c) : &fold_entries[FOLD_ENTRY_PUNCTUATION];
		class = (FoldClass) (reader->bytes[p] < 0x80 ? fold_ascii_class[reader->bytes[p]] : entry->class);
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
					if (class == FOLD_APOSTROPHE)
					{
						last_token(reader)->flags |= TOKEN_APOSTROPHE;
						doc->unusual |= TEXT_APOSTROPHE;
					}
					break;
				}
				if (reader->open && reader->bytes[p] == '.' && (sign_end = token_read_www(reader, p)) > p)
				{
					end = sign_end;
					break;
				}
				/* FALLTHROUGH */
			case FOLD_TERMINATOR:
				reader->open = false;
				if (class == FOLD_TERMINATOR)
					reader->bound_pending = true;
				else if (class == FOLD_DOT)
					note_dot(reader, p, next_class(reader, end));
				break;
			case FOLD_SIGN:
				sign_end = token_read_sign(reader, p);
				end = Max(end, sign_end);
				reader->open = false;
				break;
			case FOLD_SPACE:
				read_space(reader, p, end);
				/* FALLTHROUGH */
			case FOLD_PUNCTUATION:
				reader->open = false;
				break;
		}
	}
}

/* What a text that is read asks for beyond its tokens. */
static void
finish(Reader *reader)
{
	TextDoc    *doc = reader->doc;

	/* the matcher hashes whole machine words: what is behind must be defined */
	memset(doc->folded + doc->folded_length, 0, TEXT_SLACK);
	if (reader->foreign)
		token_read_lookalikes(doc);
	if (reader->stretched)
		token_squeeze_words(doc);
	if (reader->repeated || (reader->doubled && token_has_han_run(doc)))
		token_squeeze_runs(doc);
	doc->nsentences = doc->ntokens > 0 ? reader->sentence + 1 : 0;
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
	doc->repeated = false;
	doc->unusual = 0;
	doc->ntokens = 0;
	doc->nsentences = 0;
	doc->folded_length = 0;

	reader.doc = doc;
	reader.bytes = (const unsigned char *) bytes;
	reader.length = doc->length;
	reader.single_letter = NO_LETTER;

	/*
	 * No text has more tokens than one in two bytes: words are separated, and
	 * what needs no separator takes three.  token_lower_ascii writes whole
	 * chunks of 16.
	 */
	reserve_tokens(doc, doc->length / 2 + 2);
	token_reserve_folded(doc, doc->length + 16);
	doc->ascii = token_lower_ascii(&reader);
	if (doc->ascii)
		token_read_ascii(&reader);
	else
		read_any(&reader);
	finish(&reader);
}
