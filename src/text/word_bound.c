/*
 * word_bound.c
 *	  Whether Han characters are a word, for the few terms that ask.
 *
 * Chinese is written without spaces, so terms are found anywhere in it: 他妈
 * also in 他妈妈.  Only a dictionary tells where words end.  ICU has one, but
 * takes microseconds for a sentence; so it is not asked where words are, but,
 * once a term has been found, whether it is one.
 */
#include "fold.h"
#include "text.h"

#include <unicode/ubrk.h>
#include <unicode/utf16.h>
#include <unicode/uversion.h>

/*
 * So many characters on each side of the place in question are shown to ICU:
 * what stands further away does not change where the words here end.
 */
#define WINDOW		24

/* The characters on both sides of a place between two tokens. */
typedef struct Window
{
	UChar		units[2 * 2 * WINDOW];
	int32_t		nunits;
	int32_t		place;
} Window;

static UBreakIterator *breaker;
static bool breaker_failed;

/* Opens the breaker, which is kept; false if ICU has none. */
static bool
open_breaker(void)
{
	UErrorCode	status = U_ZERO_ERROR;

	if (breaker != NULL || breaker_failed)
		return breaker != NULL;
	breaker = ubrk_open(UBRK_WORD, "zh", NULL, 0, &status);
	if (U_FAILURE(status))
	{
		breaker = NULL;
		breaker_failed = true;
	}
	return breaker != NULL;
}

/* Whether token and the one before are Han with nothing in between. */
static bool
runs_on(const TextDoc *doc, uint32 token)
{
	return token > 0 && token < doc->ntokens &&
		doc->tokens[token - 1].kind == TOKEN_HAN && doc->tokens[token].kind == TOKEN_HAN &&
		doc->tokens[token - 1].end == doc->tokens[token].start;
}

static void
add_token(Window *window, const TextDoc *doc, uint32 token)
{
	const unsigned char *bytes = (const unsigned char *) doc->folded + doc->tokens[token].folded;
	uint32		c;

	if (fold_decode(bytes, bytes + doc->tokens[token].folded_length, &c) > 0)
		U16_APPEND_UNSAFE(window->units, window->nunits, c);
}

/* The Han characters around the start of a token, as folded. */
static void
fill_window(Window *window, const TextDoc *doc, uint32 token)
{
	uint32		first = token;

	while (token - first < WINDOW && runs_on(doc, first))
		first--;
	window->nunits = 0;
	for (uint32 i = first; i < token; i++)
		add_token(window, doc, i);
	window->place = window->nunits;
	for (uint32 i = token; i - token < WINDOW && (i == token || runs_on(doc, i)); i++)
		add_token(window, doc, i);
}

/* Whether a word begins at the token or, behind the last one, ends before. */
static bool
is_word_bound(const TextDoc *doc, uint32 token)
{
	/* not on the stack: the breaker keeps the address */
	static Window window;
	UErrorCode	status = U_ZERO_ERROR;

	if (!runs_on(doc, token) || !open_breaker())
		return true;
	fill_window(&window, doc, token);
	ubrk_setText(breaker, window.units, window.nunits, &status);
	return U_FAILURE(status) || ubrk_isBoundary(breaker, window.place);
}

/*
 * Whether words begin at the first token and end behind the last one.  Tokens
 * that are no Han characters are words anyway.  If ICU fails, everything is a
 * word.
 */
bool
text_is_whole_word(const TextDoc *doc, uint32 first, uint32 last)
{
	return is_word_bound(doc, first) && is_word_bound(doc, last + 1);
}

/*
 * Says whose dictionary is asked: that of the ICU that runs, which may be a
 * newer one than the tables were made with.  Static storage.
 */
const char *
text_dictionary_version(void)
{
	static char name[U_MAX_VERSION_STRING_LENGTH];
	UVersionInfo version;

	u_getVersion(version);
	u_versionToString(version, name);
	return name;
}
