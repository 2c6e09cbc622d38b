/*
 * text_gap.c
 *	  What stands between the tokens of a text, and how its words were written:
 *	  clauses, questions, exclamations, capitals.
 *
 * The tokeniser keeps none of this, since hardly any message is asked for it:
 * these functions look into the original when they are called.
 */
#include "fold.h"
#include "text.h"

/* Fewer words than this, all in capitals, may be names. */
#define SHOUT_WORDS		3
#define SHOUT_PERCENT	60

/* So many bytes without a word are a bound, whatever they are. */
#define LONGEST_GAP		256

/*
 * The code point at *at, which is before end; *at becomes what is behind it.
 * An invalid byte is 0.
 */
static uint32
next_point(const TextDoc *doc, uint32 *at, uint32 end)
{
	const unsigned char *bytes = (const unsigned char *) doc->bytes;
	uint32		c = 0;
	uint32		width = fold_decode(bytes + *at, bytes + end, &c);

	*at += Max(width, 1);
	return width == 0 ? 0 : c;
}

static bool
is_space(uint32 c)
{
	return c == ' ' || c == '\t' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x3000;
}

/* Signs that end a clause wherever they stand. */
static bool
ends_clause(uint32 c)
{
	switch (c)
	{
		case ',':
		case ':':
		case '(':
		case ')':
		case '[':
		case ']':
		case '{':
		case '}':
		case 0x060C:			/* Arabic comma */
		case 0x2012:			/* dashes */
		case 0x2013:
		case 0x2014:
		case 0x2015:
		case 0x2E3A:
		case 0x2E3B:
		case 0xFE50:			/* small commas and colon */
		case 0xFE51:
		case 0xFE55:
		case 0xFE58:
		case 0xFF08:			/* full width */
		case 0xFF09:
		case 0xFF0C:
		case 0xFF1A:
		case 0xFF3B:
		case 0xFF3D:
		case 0xFF5B:
		case 0xFF5D:
		case 0xFF64:
			return true;
		default:
			/* ideographic comma; the brackets of CJK */
			return c == 0x3001 || (c >= 0x3008 && c <= 0x3011) || (c >= 0x3014 && c <= 0x301B);
	}
}

/*
 * Whether a comma, colon or bracket stands between two of the Han characters
 * from the first token to the last.  Chinese is written without spaces, so what
 * stands on both sides of such a sign is no word: 明白了，我 has no 白了我.
 * Other signs may have been put inside a word (骗-子).
 */
bool
text_is_cut(const TextDoc *doc, uint32 first, uint32 last)
{
	for (uint32 i = first + 1; i <= last; i++)
	{
		const TextToken *before = &doc->tokens[i - 1];
		const TextToken *here = &doc->tokens[i];

		if (before->end == here->start || before->kind != TOKEN_HAN || here->kind != TOKEN_HAN)
			continue;
		if (here->start - before->end > LONGEST_GAP)
			return true;
		for (uint32 at = before->end; at < here->start;)
		{
			if (ends_clause(next_point(doc, &at, here->start)))
				return true;
		}
	}
	return false;
}

/*
 * Whether a clause begins at the token, inside its sentence: a comma, colon,
 * dash or bracket stands before it, or a symbol that it does not belong to, or
 * white space between two Han characters.  A hyphen is a dash beside white
 * space and where there are two.
 */
bool
text_begins_clause(const TextDoc *doc, uint32 token)
{
	const TextToken *before;
	const TextToken *here;
	uint32		previous = 0;

	if (token == 0 || token >= doc->ntokens)
		return false;
	before = &doc->tokens[token - 1];
	here = &doc->tokens[token];
	if (before->sentence != here->sentence)
		return false;
	if ((before->kind == TOKEN_SYMBOL && here->kind != TOKEN_SYMBOL) || here->start - before->end > LONGEST_GAP)
		return true;
	for (uint32 at = before->end; at < here->start;)
	{
		uint32		c = next_point(doc, &at, here->start);

		if (ends_clause(c))
			return true;
		if (is_space(c) && before->kind == TOKEN_HAN && here->kind == TOKEN_HAN)
			return true;
		if ((c == '-' && (previous == '-' || is_space(previous))) || (previous == '-' && is_space(c)))
			return true;
		previous = c;
	}
	return false;
}

/* The first token behind the sentence, by halving: sentences are in order. */
static uint32
sentence_end(const TextDoc *doc, uint32 sentence)
{
	uint32		low = 0;
	uint32		high = doc->ntokens;

	while (low < high)
	{
		uint32		middle = low + (high - low) / 2;

		if (doc->tokens[middle].sentence <= sentence)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_question_mark(uint32 c)
{
	switch (c)
	{
		case '?':
		case 0x037E:			/* Greek, which looks like a semicolon */
		case 0x061F:			/* Arabic */
		case 0x203D:			/* interrobang; double, and with exclamation */
		case 0x2047:
		case 0x2048:
		case 0x2049:
		case 0x2753:			/* the emoji */
		case 0x2754:
		case 0xFE56:
		case 0xFF1F:
			return true;
		default:
			return false;
	}
}

/* Whether the sentence, counted from 0, ends in a question mark. */
bool
text_asks(const TextDoc *doc, uint32 sentence)
{
	uint32		last = sentence_end(doc, sentence);
	uint32		at;
	uint32		end;

	if (last == 0 || sentence >= doc->nsentences)
		return false;
	at = doc->tokens[last - 1].end;
	end = last < doc->ntokens ? doc->tokens[last].start : doc->length;
	while (at < end)
		if (is_question_mark(next_point(doc, &at, end)))
			return true;
	return false;
}

/* How many exclamation marks a code point is. */
static uint32
exclamation_marks(uint32 c)
{
	switch (c)
	{
		case '!':
		case 0xFE57:
		case 0xFF01:
		case 0x2048:			/* with a question mark */
		case 0x2049:
		case 0x2755:			/* the emoji */
		case 0x2757:
			return 1;
		case 0x203C:
			return 2;
		default:
			return 0;
	}
}

/*
 * The length of the longest run of exclamation marks; question marks among
 * them do not break it, nor does a variation selector.
 */
uint32
text_exclaims(const TextDoc *doc)
{
	uint32		longest = 0;
	uint32		run = 0;

	if (doc->ascii && (doc->length == 0 || memchr(doc->bytes, '!', doc->length) == NULL))
		return 0;
	for (uint32 at = 0; at < doc->length;)
	{
		uint32		c = (unsigned char) doc->bytes[at];
		uint32		marks;

		/* letters and spaces, in which most texts are long */
		if (c < 0x80 && c != '!' && c != '?')
		{
			run = 0;
			at++;
			continue;
		}
		c = next_point(doc, &at, doc->length);
		marks = exclamation_marks(c);
		if (marks == 0 && c != 0xFE0F && !is_question_mark(c))
			run = 0;
		run += marks;
		longest = Max(longest, run);
	}
	return longest;
}

typedef enum Capitals
{
	CAPITALS_NO_WORD,			/* fewer than two Latin letters */
	CAPITALS_SOME,
	CAPITALS_ALL
} Capitals;

static Capitals
token_capitals(const TextDoc *doc, uint32 index)
{
	const TextToken *token = &doc->tokens[index];
	uint32		upper = 0;
	uint32		lower = 0;

	if (token->kind != TOKEN_WORD)
		return CAPITALS_NO_WORD;
	for (uint32 at = token->start; at < token->end; at++)
	{
		char		c = doc->bytes[at];

		upper += c >= 'A' && c <= 'Z';
		lower += c >= 'a' && c <= 'z';
	}
	if (upper + lower < 2)
		return CAPITALS_NO_WORD;
	return lower == 0 ? CAPITALS_ALL : CAPITALS_SOME;
}

/* Whether the token is a word of two or more Latin letters, all capitals. */
bool
text_token_shouts(const TextDoc *doc, uint32 token)
{
	return token < doc->ntokens && token_capitals(doc, token) == CAPITALS_ALL;
}

/*
 * Whether the text is written in capitals: of the words of two or more Latin
 * letters at least SHOUT_WORDS are, and SHOUT_PERCENT of them.
 */
bool
text_shouts(const TextDoc *doc)
{
	uint32		words = 0;
	uint32		capitals = 0;

	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		Capitals	here = token_capitals(doc, i);

		words += here != CAPITALS_NO_WORD;
		capitals += here == CAPITALS_ALL;
	}
	return words >= SHOUT_WORDS && capitals * 100 >= words * SHOUT_PERCENT;
}
