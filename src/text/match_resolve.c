/*
 * match_resolve.c
 *	  Words in disguise: what a customer stretched, spelled out or split is
 *	  read as the word that the rules know.
 *
 * The tokeniser only says that a text may have such words (TextDoc.unusual);
 * which of their readings is meant depends on what there are literals for.  A
 * word that the set knows as it is written stays.
 */
#include "match_set.h"
#include "token.h"

/* Longer words are left alone. */
#define MAX_WORD		63

/* Most letters that are put together to a word. */
#define MAX_SPELLED		24

/* Fewest letters spelled with signs between them, and with spaces. */
#define MIN_SPELLED		3
#define MIN_SPACED		4

/* So many double letters of a stretched word are tried single: 2^n readings. */
#define MAX_DOUBLES		4

/* A reading of a word, readable as the matcher needs it. */
typedef struct Reading
{
	char		bytes[MAX_WORD + TEXT_SLACK];
	uint32		length;
} Reading;

static void
clear_reading(Reading *reading)
{
	memset(reading, 0, sizeof(Reading));
}

/* Whether the set has the word in a literal, or all of it as a prefix. */
static bool
knows(const MatchSet *set, const char *bytes, uint32 length)
{
	return length > 0 && match_known_length(set, bytes, length) == length;
}

/* Gives the token the reading, behind all that is folded. */
static void
take_reading(TextDoc *doc, TextToken *token, const Reading *reading)
{
	token_reserve_folded(doc, doc->folded_length + reading->length);
	token->folded = doc->folded_length;
	token->folded_length = reading->length;
	memcpy(doc->folded + doc->folded_length, reading->bytes, reading->length);
	doc->folded_length += reading->length;
	memset(doc->folded + doc->folded_length, 0, TEXT_SLACK);
}

/* ---- words that are split ---- */

/*
 * The code point between a token and the next, if it is the only one there and
 * may stand inside a word: a space or one of the signs that words are split by,
 * none of which ends a sentence there.  Otherwise 0.
 */
static uint32
separator(const TextDoc *doc, uint32 index)
{
	const unsigned char *bytes = (const unsigned char *) doc->bytes;
	const TextToken *token = &doc->tokens[index];
	uint32		gap;
	uint32		c;

	if (index + 1 >= doc->ntokens)
		return 0;
	gap = token[1].start - token->end;
	if (gap == 0 || gap > 3 || fold_decode(bytes + token->end, bytes + token[1].start, &c) != gap)
		return 0;
	switch (c)
	{
		case ' ':
		case '*':
		case '-':
		case '.':
		case '_':
		case '~':
		case 0xB7:				/* middle dot, bullets */
		case 0x2010:			/* hyphens */
		case 0x2011:
		case 0x2022:
		case 0x2027:
		case 0x30FB:
		case 0xFF0D:			/* full width */
		case 0xFF0E:
		case 0xFF3F:
			return c;
		default:
			return 0;
	}
}

/* Makes one token of count tokens from first on. */
static void
join_tokens(TextDoc *doc, uint32 first, uint32 count, const Reading *reading)
{
	TextToken  *token = &doc->tokens[first];

	token->end = token[count - 1].end;
	for (uint32 i = 1; i < count; i++)
		token->flags |= token[i].flags;
	take_reading(doc, token, reading);
}

static bool
is_single_letter(const TextDoc *doc, uint32 index)
{
	const TextToken *token = &doc->tokens[index];

	return token->kind == TOKEN_WORD && token->folded_length == 1;
}

/* The letters of a known word spelled from first on, made one; how many, or 1. */
static uint32
join_spelled(const MatchSet *set, TextDoc *doc, uint32 first)
{
	uint32		sign = separator(doc, first);
	Reading		reading;
	uint32		fewest = sign == ' ' ? MIN_SPACED : MIN_SPELLED;
	uint32		last = first;

	if (sign == 0 || !is_single_letter(doc, first + 1))
		return 1;
	clear_reading(&reading);
	reading.bytes[reading.length++] = doc->folded[doc->tokens[first].folded];
	while (reading.length < MAX_SPELLED && separator(doc, last) == sign && is_single_letter(doc, last + 1))
		reading.bytes[reading.length++] = doc->folded[doc->tokens[++last].folded];

	for (; reading.length >= fewest; reading.bytes[--reading.length] = '\0')
		if (knows(set, reading.bytes, reading.length))
		{
			join_tokens(doc, first, reading.length, &reading);
			return reading.length;
		}
	return 1;
}

/* Whether some literal begins with the two words. */
static bool
begin_literal(const MatchSet *set, const TextDoc *doc, const TextToken *first, const TextToken *second)
{
	uint32		from = match_find_word(set, doc->folded + first->folded, first->folded_length, false);
	uint32		to = match_find_word(set, doc->folded + second->folded, second->folded_length, false);

	return from != MATCH_NONE && to != MATCH_NONE && match_follow(set, match_begin(from), to).node != MATCH_NONE;
}

/*
 * Two words that are a known one without the sign between them, made one; how
 * many, or 1.  Words with which a literal begins stay: it may have the sign too.
 */
static uint32
join_pair(const MatchSet *set, TextDoc *doc, uint32 first)
{
	const TextToken *token = &doc->tokens[first];
	uint32		sign = separator(doc, first);
	Reading		reading;

	if (sign == 0 || sign == ' ' || token[1].kind != TOKEN_WORD ||
		token->folded_length + token[1].folded_length > MAX_WORD)
		return 1;
	if (begin_literal(set, doc, token, token + 1))
		return 1;
	clear_reading(&reading);
	reading.length = token->folded_length + token[1].folded_length;
	memcpy(reading.bytes, doc->folded + token->folded, token->folded_length);
	memcpy(reading.bytes + token->folded_length, doc->folded + token[1].folded, token[1].folded_length);
	if (match_known_length(set, reading.bytes, reading.length) <= token->folded_length)
		return 1;
	join_tokens(doc, first, 2, &reading);
	return 2;
}

/* Whether the token, which is not the last, is a letter or goes on behind a sign. */
static inline bool
may_be_split(const TextDoc *doc, uint32 index)
{
	const TextToken *token = &doc->tokens[index];

	return token->kind == TOKEN_WORD && (token->folded_length == 1 || doc->bytes[token->end] != ' ');
}

static void
join_split(const MatchSet *set, TextDoc *doc)
{
	uint32		to = 0;
	uint32		count;

	for (uint32 from = 0; from < doc->ntokens; from += count)
	{
		count = 1;
		if (from + 1 < doc->ntokens && may_be_split(doc, from))
		{
			if (is_single_letter(doc, from))
				count = join_spelled(set, doc, from);
			if (count == 1)
				count = join_pair(set, doc, from);
		}
		if (to != from)
			doc->tokens[to] = doc->tokens[from];
		to++;
	}
	doc->ntokens = to;
}

/* ---- words that are written otherwise ---- */

/*
 * The word with some of its double letters single: bit n of singles is for the
 * nth.  Returns how many doubles the word has.
 */
static uint32
read_single(const char *word, uint32 length, uint32 singles, Reading *reading)
{
	uint32		doubles = 0;

	clear_reading(reading);
	for (uint32 i = 0; i < length; i++)
	{
		bool		again = i > 0 && word[i] == word[i - 1];

		if (again && doubles < 32 && ((singles >> doubles++) & 1) != 0)
			continue;
		reading->bytes[reading->length++] = word[i];
	}
	return doubles;
}

/* Stretched letters are there twice: tries them once, as few as will do. */
static bool
resolve_stretched(const MatchSet *set, const char *word, uint32 length, Reading *reading)
{
	uint32		doubles = Min(read_single(word, length, 0, reading), MAX_DOUBLES);

	for (uint32 count = 1; count <= doubles; count++)
		for (uint32 singles = 1; singles < 1u << doubles; singles++)
		{
			if ((uint32) __builtin_popcount(singles) != count)
				continue;
			read_single(word, length, singles, reading);
			if (knows(set, reading->bytes, reading->length))
				return true;
		}
	return false;
}

/* Whether what follows an apostrophe is a word of its own: they'll, we're. */
static bool
is_clitic(const char *bytes, uint32 length)
{
	static const char *const clitics[] = {"d", "ll", "m", "re", "s", "ve"};

	for (uint32 i = 0; i < sizeof(clitics) / sizeof(clitics[0]); i++)
		if (strlen(clitics[i]) == length && memcmp(clitics[i], bytes, length) == 0)
			return true;
	return false;
}

/* The bank's is the bank; an apostrophe that only replaces letters is dropped. */
static bool
resolve_apostrophe(const MatchSet *set, const char *word, uint32 length, Reading *reading)
{
	const char *apostrophe = memchr(word, '\'', length);
	uint32		before = apostrophe == NULL ? length : (uint32) (apostrophe - word);
	uint32		behind = length - before;

	if (apostrophe == NULL)
		return false;
	clear_reading(reading);
	memcpy(reading->bytes, word, before);
	reading->length = before;
	if (is_clitic(apostrophe + 1, behind - 1))
		return word[length - 1] == 's' && behind == 2 && match_known_length(set, reading->bytes, before) > 0;
	memcpy(reading->bytes + before, apostrophe + 1, behind - 1);
	reading->length = length - 1;
	return knows(set, reading->bytes, reading->length);
}

/* The letter that a digit stands for, or 0; a 1 stands for two. */
static char
digit_letter(char digit, char one)
{
	switch (digit)
	{
		case '0':
			return 'o';
		case '1':
			return one;
		case '3':
			return 'e';
		case '4':
			return 'a';
		case '5':
			return 's';
		case '7':
			return 't';
		default:
			return '\0';
	}
}

/*
 * A word of ASCII letters with digits for some.  Not where they may be digits:
 * at the end (card5), and at the beginning of a short word (5am).
 */
static bool
resolve_digits(const MatchSet *set, const char *word, uint32 length, Reading *reading)
{
	static const char ones[] = {'i', 'l'};
	uint32		letters = 0;

	for (uint32 i = 0; i < length; i++)
		letters += word[i] >= 'a' && word[i] <= 'z';
	if (letters < 2 || letters == length || length < 3 || word[length - 1] <= '9' || (word[0] <= '9' && letters < 3))
		return false;
	for (uint32 which = 0; which < sizeof(ones); which++)
	{
		clear_reading(reading);
		for (uint32 i = 0; i < length; i++)
		{
			bool		is_letter = word[i] >= 'a' && word[i] <= 'z';
			char		letter = is_letter ? word[i] : digit_letter(word[i], ones[which]);

			if (letter == '\0')
				return false;
			reading->bytes[reading->length++] = letter;
		}
		if (match_find_word(set, reading->bytes, length, false) != MATCH_NONE)
			return true;
	}
	return false;
}

static bool
has_digit(const char *word, uint32 length)
{
	for (uint32 i = 0; i < length; i++)
		if (word[i] >= '0' && word[i] <= '9')
			return true;
	return false;
}

static void
resolve_word(const MatchSet *set, TextDoc *doc, TextToken *token)
{
	const char *word = doc->folded + token->folded;
	uint32		length = token->folded_length;
	bool		digits = (doc->unusual & TEXT_DIGITS) != 0 && has_digit(word, length);
	Reading		reading;

	if ((!digits && (token->flags & (TOKEN_STRETCHED | TOKEN_APOSTROPHE)) == 0) || length > MAX_WORD ||
		knows(set, word, length))
		return;
	if (((token->flags & TOKEN_STRETCHED) && resolve_stretched(set, word, length, &reading)) ||
		((token->flags & TOKEN_APOSTROPHE) && resolve_apostrophe(set, word, length, &reading)) ||
		(digits && resolve_digits(set, word, length, &reading)))
		take_reading(doc, token, &reading);
}

/*
 * Rewrites the words of the document that the set does not know as written, but
 * in another reading.  Tokens that are one word become one; places in the
 * original stay what they were.
 */
void
match_resolve(const MatchSet *set, TextDoc *doc)
{
	if (doc->unusual & (TEXT_SPLIT | TEXT_SPELLED))
		join_split(set, doc);
	if ((doc->unusual & (TEXT_STRETCHED | TEXT_APOSTROPHE | TEXT_DIGITS)) == 0)
		return;
	for (uint32 i = 0; i < doc->ntokens; i++)
		if (doc->tokens[i].kind == TOKEN_WORD)
			resolve_word(set, doc, &doc->tokens[i]);
}
