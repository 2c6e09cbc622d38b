/*
 * token_sign.c
 *	  What signs make tokens of: emoticons and addresses.
 *
 * Both ways of reading a text come here with a sign that could belong to one
 * (FOLD_SIGN).  An emoticon is a symbol that folds to an emoji, so that rules
 * name one of them.  An address (a URL, an e-mail address, an @name) is one
 * token, so that the words in it do not count as the customer's.
 *
 * All that is decided here is ASCII.  The bytes of a token alone make the same
 * token again: what stands beside it may only keep it from being one.
 */
#include "token.h"

typedef struct Emoticon
{
	char		text[5];
	uint8		before;			/* bytes of it in front of the sign */
	bool		apart;			/* not right behind a letter or digit */
	char		emoji[5];
} Emoticon;

/* By sign, the longer before what they begin with. */
static const Emoticon emoticons[] = {
	{":'-(", 0, false, "\xF0\x9F\x98\xA2"},
	{":'(", 0, false, "\xF0\x9F\x98\xA2"},
	{":-(", 0, false, "\xF0\x9F\x99\x81"},
	{":(", 0, false, "\xF0\x9F\x99\x81"},
	{":-)", 0, false, "\xF0\x9F\x99\x82"},
	{":)", 0, false, "\xF0\x9F\x99\x82"},
	{":-D", 0, true, "\xF0\x9F\x98\x80"},
	{":D", 0, true, "\xF0\x9F\x98\x80"},
	{":-/", 0, true, "\xF0\x9F\x98\x95"},
	{":/", 0, true, "\xF0\x9F\x98\x95"},
	{":-P", 0, true, "\xF0\x9F\x98\x9B"},
	{":P", 0, true, "\xF0\x9F\x98\x9B"},
	{":-|", 0, true, "\xF0\x9F\x98\x90"},
	{":|", 0, true, "\xF0\x9F\x98\x90"},
	{"D:", 1, true, "\xF0\x9F\x99\x81"},
	{";-)", 0, true, "\xF0\x9F\x98\x89"},
	{";)", 0, true, "\xF0\x9F\x98\x89"},
	{";_;", 0, true, "\xF0\x9F\x98\xAD"},
	{"=(", 0, true, "\xF0\x9F\x99\x81"},
	{"=)", 0, true, "\xF0\x9F\x99\x82"},
	{"=_=", 0, true, "\xF0\x9F\x98\x91"},
	{">:-(", 0, false, "\xF0\x9F\x98\xA0"},
	{">:(", 0, false, "\xF0\x9F\x98\xA0"},
	{">_<", 0, false, "\xF0\x9F\x98\xA3"},
	{"^_^", 0, false, "\xF0\x9F\x99\x82"},
	{"^^", 0, false, "\xF0\x9F\x99\x82"},
	{"-_-", 0, true, "\xF0\x9F\x98\x91"},
	{"T_T", 1, true, "\xF0\x9F\x98\xAD"},
};

#define EMOJI_BYTES	4

#define BIT(n)		(UINT64CONST(1) << (n))

static inline bool
is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Of an @name. */
static inline bool
is_name_byte(unsigned char c)
{
	return is_alnum(c) || c == '_';
}

/* The byte at p, 0 outside the text. */
static inline unsigned char
byte_at(const Reader *reader, uint32 p)
{
	return p < reader->length ? reader->bytes[p] : 0;
}

/*
 * Adds the token [start, end), which takes in all tokens that begin in it, of
 * the sentence in which the first of them is.  Its folded form is still to be
 * added.
 */
static TextToken *
push_over(Reader *reader, TextTokenKind kind, uint32 start, uint32 end)
{
	TextDoc    *doc = reader->doc;

	while (doc->ntokens > 0 && last_token(reader)->start >= start)
	{
		reader->sentence = last_token(reader)->sentence;
		reader->bound_pending = false;
		if (!doc->ascii)
			doc->folded_length = last_token(reader)->folded;
		doc->ntokens--;
	}
	reader->open = false;
	reader->single_letter = NO_LETTER;
	return push_token(reader, kind, start, end, doc->folded_length, 0);
}

/*
 * Adds an address.  In ASCII its folded form lies where it stands; elsewhere
 * it is folded here, by code points that all fold to ASCII.
 */
static void
push_address(Reader *reader, uint32 start, uint32 end)
{
	TextDoc    *doc = reader->doc;
	TextToken  *token = push_over(reader, TOKEN_ADDRESS, start, end);
	uint32		width;

	if (doc->ascii)
	{
		token->folded = start;
		token->folded_length = end - start;
		return;
	}
	for (uint32 p = start; p < end; p += width)
	{
		unsigned char byte = reader->bytes[p];
		const FoldEntry *entry;
		uint32		c = 0;

		width = 1;
		if (byte < 0x80)
		{
			doc->folded[doc->folded_length++] = (char) (byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
			continue;
		}
		width = Max(fold_decode(reader->bytes + p, reader->bytes + end, &c), 1);
		entry = fold_lookup(c);
		token_reserve_folded(doc, doc->folded_length + entry->length + (reader->length - p));
		memcpy(doc->folded + doc->folded_length, fold_pool + entry->offset, entry->length);
		doc->folded_length += entry->length;
	}
	token->folded_length = doc->folded_length - token->folded;
}

/* ---- URLs ---- */

/*
 * Where a URL ends whose part before p is read: at the next white space, angle
 * bracket, quote or byte that is not ASCII, less the punctuation in front of
 * that, which belongs to the sentence.
 */
static uint32
url_end(const Reader *reader, uint32 p)
{
	uint32		end;

	for (end = p; end < reader->length; end++)
		if (reader->bytes[end] <= ' ' || reader->bytes[end] >= 0x7F || strchr("<>\"", reader->bytes[end]) != NULL)
			break;
	while (end > p && strchr(".,!?;:)]}'", reader->bytes[end - 1]) != NULL)
		end--;
	return end;
}

/*
 * The last token, which ends at p, with the rest of a URL up to end.  The token
 * keeps its folded form: only what follows is added.
 */
static uint32
extend_to_url(Reader *reader, uint32 p, uint32 end)
{
	TextDoc    *doc = reader->doc;
	TextToken  *token = last_token(reader);

	if (doc->ascii)
		token->folded_length = end - token->folded;
	else
		for (uint32 i = p; i < end; i++)
		{
			unsigned char byte = reader->bytes[i];

			doc->folded[doc->folded_length++] = (char) (byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
			token->folded_length++;
		}
	token->end = end;
	token->kind = TOKEN_ADDRESS;
	token->flags = 0;
	reader->open = false;
	reader->single_letter = NO_LETTER;
	return end;
}

/* Reads on from a dot at p behind "www"; returns p if there is no URL. */
uint32
token_read_www(Reader *reader, uint32 p)
{
	const TextToken *token = last_token(reader);

	if (!is_alnum(byte_at(reader, p + 1)) || token->end != p || token->folded_length != 3 || token->kind != TOKEN_WORD ||
		memcmp(reader->doc->folded + token->folded, "www", 3) != 0)
		return p;
	return extend_to_url(reader, p, url_end(reader, p + 1));
}

/* Reads on from a colon at p behind a scheme; returns p if there is no URL. */
static uint32
read_url(Reader *reader, uint32 p)
{
	uint32		end;

	if (byte_at(reader, p + 1) != '/' || byte_at(reader, p + 2) != '/' || reader->doc->ntokens == 0 ||
		last_token(reader)->end != p || last_token(reader)->kind != TOKEN_WORD)
		return p;
	end = url_end(reader, p + 3);
	return end > p + 3 ? extend_to_url(reader, p, end) : p;
}

/* ---- e-mail addresses and @names ---- */

/*
 * Where the domain that begins at p ends: letters, digits, dots and hyphens, the
 * last part of two letters or more.  Returns p if it is none.
 */
static uint32
domain_end(const Reader *reader, uint32 p)
{
	uint32		end = p;

	while (is_alnum(byte_at(reader, end)) || byte_at(reader, end) == '-' || byte_at(reader, end) == '.')
		end++;
	while (end > p)
	{
		uint32		label = end;
		bool		letters = true;

		while (label > p && reader->bytes[label - 1] != '.')
		{
			label--;
			letters = letters && is_alnum(reader->bytes[label]) && reader->bytes[label] > '9';
		}
		if (label == p)
			return p;
		if (letters && end - label >= 2 && label - 1 > p && is_alnum(reader->bytes[p]))
			return end;
		end = label - 1;
	}
	return p;
}

/* Where the part before the @ at p begins, or p. */
static uint32
local_start(const Reader *reader, uint32 p)
{
	uint32		start = p;

	if (p == 0 || !is_alnum(reader->bytes[p - 1]))
		return p;
	while (start > 0 && (is_alnum(reader->bytes[start - 1]) || strchr("._+-%", reader->bytes[start - 1]) != NULL) &&
		   reader->bytes[start - 1] != '\0')
		start--;
	while (!is_alnum(reader->bytes[start]))
		start++;
	return start;
}

/*
 * Whether [start, p) are whole tokens and what separates them.  *start moves to
 * the beginning of an @name that reaches into them.
 */
static bool
is_whole_tokens(const Reader *reader, uint32 *start)
{
	const TextDoc *doc = reader->doc;
	uint32		i = doc->ntokens;

	while (i > 0 && doc->tokens[i - 1].start >= *start)
		i--;
	if (i == 0 || doc->tokens[i - 1].end <= *start)
		return true;
	if (doc->tokens[i - 1].kind != TOKEN_ADDRESS)
		return false;
	*start = doc->tokens[i - 1].start;
	return true;
}

/* Reads the e-mail address around the @ at p; returns p if there is none. */
static uint32
read_email(Reader *reader, uint32 p)
{
	uint32		start = local_start(reader, p);
	uint32		end = start < p ? domain_end(reader, p + 1) : p;

	if (end <= p + 1 || !is_whole_tokens(reader, &start))
		return p;
	push_address(reader, start, end);
	return end;
}

static bool
folds_to_ascii(const FoldEntry *entry)
{
	for (uint32 i = 0; i < entry->length; i++)
		if (!is_alnum((unsigned char) fold_pool[entry->offset + i]))
			return false;
	return entry->class == FOLD_LETTER && entry->length > 0;
}

/*
 * Reads the @name at p; returns p if there is none.  Its letters fold to ASCII:
 * a name is not told from Han that follows it without a space.
 */
static uint32
read_name(Reader *reader, uint32 p)
{
	uint32		end = p + 1;

	if (p > 0 && is_name_byte(reader->bytes[p - 1]))
		return p;
	while (end < reader->length)
	{
		uint32		c;
		uint32		width;

		if (reader->bytes[end] < 0x80)
		{
			if (!is_name_byte(reader->bytes[end]))
				break;
			end++;
			continue;
		}
		width = fold_decode(reader->bytes + end, reader->bytes + reader->length, &c);
		if (width == 0 || !folds_to_ascii(fold_lookup(c)))
			break;
		end += width;
	}
	if (end == p + 1 || (reader->bytes[p + 1] >= '0' && reader->bytes[p + 1] <= '9'))
		return p;
	push_address(reader, p, end);
	return end;
}

/* ---- emoticons ---- */

/*
 * The end of the emoticon that has its sign at p, or p.  Its mouth may be drawn
 * several times; no letter or digit follows.
 */
static uint32
emoticon_end(const Reader *reader, const Emoticon *emoticon, uint32 p)
{
	const unsigned char *bytes = reader->bytes;
	uint32		start = p - emoticon->before;
	uint32		length = (uint32) strlen(emoticon->text);
	uint32		end = start + length;

	if (p < emoticon->before || end > reader->length || memcmp(bytes + start, emoticon->text, length) != 0)
		return p;
	if (start > 0 && (bytes[start - 1] == bytes[start] || (emoticon->apart && is_name_byte(bytes[start - 1]))))
		return p;
	if (emoticon->before > 0 &&
		(reader->doc->ntokens == 0 || last_token(reader)->start != start || last_token(reader)->end != p))
		return p;
	if (bytes[end - 1] == ':')
	{
		/* "Option D: pay" is none: only as the last of a line */
		if (start > 0 && bytes[start - 1] != ' ' && bytes[start - 1] != '\n')
			return p;
		while (end < reader->length && bytes[end] == ' ')
			end++;
		return end == reader->length || bytes[end] == '\n' ? start + length : p;
	}
	while (end < reader->length && bytes[end] == bytes[end - 1])
		end++;
	return end < reader->length && is_name_byte(bytes[end]) ? p : end;
}

/*
 * Whether the byte behind a sign goes on with an emoticon; says no to nearly
 * all signs that are only punctuation.
 */
static inline bool
may_follow_sign(unsigned char c)
{
	static const uint64 set[2] = {
		BIT('\'') | BIT('(') | BIT(')') | BIT('-') | BIT('/') | BIT(':'),
		BIT('D' - 64) | BIT('P' - 64) | BIT('T' - 64) | BIT('^' - 64) | BIT('_' - 64) | BIT('|' - 64)
	};

	return c < 0x80 && ((set[c >> 6] >> (c & 63)) & 1) != 0;
}

/* Reads the emoticon that has its sign at p; returns p if there is none. */
static uint32
read_emoticon(Reader *reader, uint32 p)
{
	TextDoc    *doc = reader->doc;

	if (likely(!may_follow_sign(byte_at(reader, p + 1))) &&
		!(reader->bytes[p] == ':' && p > 0 && reader->bytes[p - 1] == 'D'))
		return p;

	for (uint32 i = 0; i < sizeof(emoticons) / sizeof(emoticons[0]); i++)
	{
		const Emoticon *emoticon = &emoticons[i];
		uint32		end;
		TextToken  *token;

		if ((unsigned char) emoticon->text[emoticon->before] != reader->bytes[p] ||
			(end = emoticon_end(reader, emoticon, p)) == p)
			continue;
		token_reserve_folded(doc, doc->folded_length + EMOJI_BYTES + reader->length - p);
		token = push_over(reader, TOKEN_SYMBOL, p - emoticon->before, end);
		memcpy(doc->folded + doc->folded_length, emoticon->emoji, EMOJI_BYTES);
		token->folded_length = EMOJI_BYTES;
		doc->folded_length += EMOJI_BYTES;
		if (doc->ntokens > 2 && (token - 1)->kind == TOKEN_SYMBOL)
			reader->repeated = true;
		return end;
	}
	return p;
}

/*
 * Reads what the sign at p begins or continues: adds or changes a token and
 * returns where that ends.  Returns p if the sign is only punctuation.
 */
uint32
token_read_sign(Reader *reader, uint32 p)
{
	uint32		end = p;

	switch (reader->bytes[p])
	{
		case '@':
			end = read_email(reader, p);
			return end > p ? end : read_name(reader, p);
		case ':':
			end = read_url(reader, p);
			return end > p ? end : read_emoticon(reader, p);
		case ';':
			end = read_emoticon(reader, p);
			if (end == p)
				reader->bound_pending = true;
			return end;
		case '-':
			return byte_at(reader, p + 1) == '_' ? read_emoticon(reader, p) : p;
		case '_':
			return byte_at(reader, p + 1) == 'T' ? read_emoticon(reader, p) : p;
		default:
			return read_emoticon(reader, p);
	}
}
