/*
 * fold_gen_point.c
 *	  What a code point is for the tokeniser and what it folds to, by ICU.
 *
 * The folded form of a code point is: NFKC case fold, decomposed, accents of
 * the alphabets that can do without them removed, Traditional Chinese made
 * Simplified, digits made ASCII, all that repeated until it changes nothing
 * (so that folding is idempotent).  Hangul syllables stay composed.  A number
 * form (raised, circled) becomes its value in digits.
 *
 * Look-alikes: a letter of the Latin script that ICU's spoof data or its name
 * says looks like a plain one folds to that.  Letters of other alphabets keep
 * their fold, and a second table says what Latin letter they look like, for
 * words that mix both.
 */
#include "fold_gen.h"

#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/utrans.h>

static const UNormalizer2 *case_fold;
static const UNormalizer2 *decompose;
static UTransliterator *simplify;
static USpoofChecker *spoof;

void
gen_open_icu(void)
{
	UErrorCode	status = U_ZERO_ERROR;
	UChar		id[64];

	case_fold = unorm2_getNFKCCasefoldInstance(&status);
	gen_check(status, "NFKC case fold");
	decompose = unorm2_getNFDInstance(&status);
	gen_check(status, "NFD");
	u_uastrcpy(id, "Traditional-Simplified");
	simplify = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
	gen_check(status, "Traditional-Simplified");
	spoof = uspoof_open(&status);
	gen_check(status, "spoof data");
}

void
gen_close_icu(void)
{
	utrans_close(simplify);
	uspoof_close(spoof);
}

static bool
is_hangul_syllable(UChar32 c)
{
	return c >= 0xAC00 && c <= 0xD7A3;
}

/*
 * Marks that only decorate: accents of Latin, Greek and Cyrillic, the vowel
 * signs of Arabic and Hebrew, enclosing marks.  Not the marks of the Indic
 * scripts, without which words fall apart, nor the voicing marks of kana.
 */
static bool
is_removable_mark(UChar32 c)
{
	UErrorCode	status = U_ZERO_ERROR;
	int8_t		type = u_charType(c);

	if (type == U_ENCLOSING_MARK)
		return true;
	if (type != U_NON_SPACING_MARK || c == 0x3099 || c == 0x309A)
		return false;
	switch (uscript_getScript(c, &status))
	{
		case USCRIPT_INHERITED:
		case USCRIPT_COMMON:
		case USCRIPT_LATIN:
		case USCRIPT_GREEK:
		case USCRIPT_CYRILLIC:
		case USCRIPT_ARABIC:
		case USCRIPT_HEBREW:
			return true;
		default:
			return false;
	}
}

/* Leaves no trace, wherever it stands. */
static bool
is_removable(UChar32 c)
{
	return is_removable_mark(c) ||
		u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
		c == 0x0640 ||			/* Arabic tatweel, which only stretches */
		(c >= 0x1F3FB && c <= 0x1F3FF); /* skin tones */
}

/* ---- look-alikes ---- */

/*
 * The ASCII letters that the skeleton of c is, marks aside, as one lower-case
 * letter; 0 if it is none or several.  The skeleton of m is "rn".
 */
static char
skeleton_letter(UChar32 c)
{
	UErrorCode	status = U_ZERO_ERROR;
	UChar		one[2];
	UChar		skeleton[MAX_FORM];
	int32_t		length = 0;
	char		letter = 0;

	U16_APPEND_UNSAFE(one, length, c);
	length = uspoof_getSkeleton(spoof, 0, one, length, skeleton, MAX_FORM, &status);
	gen_check(status, "skeleton");
	if (length == 2 && skeleton[0] == 'r' && skeleton[1] == 'n')
		return 'm';
	for (int32_t i = 0; i < length;)
	{
		UChar32		part;

		U16_NEXT(skeleton, i, length, part);
		if (is_removable(part))
			continue;
		part = u_tolower(part);
		if (letter != 0 || part < 'a' || part > 'z')
			return 0;
		letter = (char) part;
	}
	return letter;
}

/* The letter whose small capital c is by its name, or 0. */
static char
small_capital_letter(UChar32 c)
{
	static const char prefix[] = "LATIN LETTER SMALL CAPITAL ";
	UErrorCode	status = U_ZERO_ERROR;
	char		name[128];
	int32_t		length = u_charName(c, U_UNICODE_CHAR_NAME, name, sizeof(name), &status);

	gen_check(status, "name");
	if (length != (int32_t) sizeof(prefix) || strncmp(name, prefix, sizeof(prefix) - 1) != 0)
		return 0;
	return (char) (name[length - 1] - 'A' + 'a');
}

/*
 * The plain letter that c, a letter of the Latin script, looks like; 0 if it is
 * one itself or looks like none.  Letters with a stroke or hook look like those
 * without.
 */
static char
latin_letter(UChar32 c)
{
	UErrorCode	status = U_ZERO_ERROR;
	char		letter;

	if (c >= 0x1F150 && c <= 0x1F189 && (c <= 0x1F169 || c >= 0x1F170))
		return (char) ('a' + (c - 0x1F150) % 32);	/* white on black */
	if (c < 0x80 || uscript_getScript(c, &status) != USCRIPT_LATIN)
		return 0;
	letter = small_capital_letter(c);
	return letter != 0 ? letter : skeleton_letter(c);
}

/* Alphabets that are mixed with Latin letters to look like them. */
bool
gen_is_other_alphabet(UChar32 c)
{
	UErrorCode	status = U_ZERO_ERROR;

	if (!(U_MASK(u_charType(c)) & U_GC_L_MASK))
		return false;
	switch (uscript_getScript(c, &status))
	{
		case USCRIPT_ARMENIAN:
		case USCRIPT_CHEROKEE:
		case USCRIPT_COPTIC:
		case USCRIPT_CYRILLIC:
		case USCRIPT_GREEK:
		case USCRIPT_LISU:
			return true;
		default:
			return false;
	}
}

/*
 * The Latin letter that c, of another alphabet, looks like, or 0: by its own
 * skeleton, by the small capital that this is, or by its lower case.
 */
char
gen_lookalike_letter(UChar32 c)
{
	UErrorCode	status = U_ZERO_ERROR;
	UChar		one[2];
	UChar		skeleton[MAX_FORM];
	int32_t		length = 0;
	int32_t		start = 0;
	UChar32		first;
	char		letter = skeleton_letter(c);

	if (letter != 0)
		return letter;
	U16_APPEND_UNSAFE(one, length, c);
	length = uspoof_getSkeleton(spoof, 0, one, length, skeleton, MAX_FORM, &status);
	gen_check(status, "skeleton");
	U16_NEXT(skeleton, start, length, first);
	letter = start == length ? latin_letter(first) : 0;
	if (letter == 0 && u_tolower(c) != c)
		return gen_lookalike_letter(u_tolower(c));
	return letter;
}

static void
append_point(Form *form, UChar32 c)
{
	gen_check_room(form->length + 2, MAX_FORM, "folded form");
	U16_APPEND_UNSAFE(form->units, form->length, c);
}

/* One round of folding: from -> to. */
static void
fold_round(const Form *from, Form *to)
{
	UErrorCode	status = U_ZERO_ERROR;
	Form		cased;
	Form		apart = {.length = 0};
	char		letter;

	cased.length = unorm2_normalize(case_fold, from->units, from->length,
									cased.units, MAX_FORM, &status);
	gen_check(status, "case folding");

	for (int32_t i = 0; i < cased.length;)
	{
		UChar32		c;
		Form		parts;
		UChar		one[2];
		int32_t		none = 0;

		U16_NEXT(cased.units, i, cased.length, c);
		if (is_hangul_syllable(c))
		{
			append_point(&apart, c);
			continue;
		}
		U16_APPEND_UNSAFE(one, none, c);
		parts.length = unorm2_normalize(decompose, one, none, parts.units, MAX_FORM, &status);
		gen_check(status, "decomposing");
		for (int32_t j = 0; j < parts.length;)
		{
			UChar32		part;

			U16_NEXT(parts.units, j, parts.length, part);
			if (is_removable(part))
				continue;
			if (u_charType(part) == U_DECIMAL_DIGIT_NUMBER)
				part = '0' + u_charDigitValue(part);
			else if ((letter = latin_letter(part)) != 0)
				part = letter;
			append_point(&apart, part);
		}
	}

	/* one character at a time: what follows must not change the result */
	to->length = 0;
	for (int32_t i = 0; i < apart.length;)
	{
		UChar32		c;
		Form		one = {.length = 0};
		int32_t		limit;

		U16_NEXT(apart.units, i, apart.length, c);
		append_point(&one, c);
		limit = one.length;
		utrans_transUChars(simplify, one.units, &one.length, MAX_FORM, 0, &limit, &status);
		gen_check(status, "simplifying");
		gen_check_room(to->length + one.length, MAX_FORM, "folded form");
		u_memcpy(to->units + to->length, one.units, one.length);
		to->length += one.length;
	}
}

/*
 * Folds c until nothing changes.  Simplifying goes round in circles for a few
 * characters (each is the simplified form of the other in one reading): all of
 * a circle fold to the smallest of it.
 */
static void
fold_point(UChar32 c, Form *form)
{
	Form		next;
	Form		smallest;

	form->length = 0;
	append_point(form, c);
	for (int round = 0; round < 8; round++)
	{
		fold_round(form, &next);
		if (next.length == form->length && u_memcmp(next.units, form->units, next.length) == 0)
			return;
		*form = next;
	}
	smallest = *form;
	for (int round = 0; round < 8; round++)
	{
		fold_round(form, &next);
		*form = next;
		if (u_strCompare(form->units, form->length, smallest.units, smallest.length, true) < 0)
			smallest = *form;
	}
	*form = smallest;
}

/* The part a folded code point plays in a token, FOLD_PUNCTUATION if none. */
static FoldClass
part_class(UChar32 c)
{
	UErrorCode	status = U_ZERO_ERROR;
	int			mask = U_MASK(u_charType(c));

	if (mask & U_GC_ND_MASK)
		return FOLD_DIGIT;
	if (mask & (U_GC_L_MASK | U_GC_NL_MASK | U_GC_M_MASK))
		return uscript_getScript(c, &status) == USCRIPT_HAN ? FOLD_HAN : FOLD_LETTER;
	return FOLD_PUNCTUATION;
}

/* Characters whose part in a text no property tells; -1 for all others. */
static int
special_class(UChar32 c)
{
	switch (c)
	{
		case '\'':
		case '`':
		case 0x00B4:			/* acute accent typed for an apostrophe */
		case 0x02B9:
		case 0x02BB:
		case 0x02BC:
		case 0x02BD:
		case 0x2018:
		case 0x2019:
		case 0x201B:
		case 0x2032:
		case 0xFF07:
		case 0xFF40:
			return FOLD_APOSTROPHE;
		case '.':
		case 0x2024:
		case 0xFE52:
		case 0xFF0E:
			return FOLD_DOT;
		case ',':
			return FOLD_COMMA;
		case '-':
		case ':':
		case ';':
		case '=':
		case '>':
		case '@':
		case '^':
		case '_':
			return FOLD_SIGN;
		case 0xFF1B:
		case 0x061B:
		case 0xFE54:
		case 0x2026:			/* ellipsis, and its raised twin */
		case 0x22EF:
		case '\n':
		case '\r':
		case '\v':
		case '\f':
		case 0x0085:
		case 0x2028:
		case 0x2029:
			return FOLD_TERMINATOR;
		case 0x2120:			/* service mark, trade mark: no letters of the
								 * word before them */
		case 0x2122:
			return FOLD_PUNCTUATION;
		default:
			break;
	}
	if (u_hasBinaryProperty(c, UCHAR_S_TERM))
		return FOLD_TERMINATOR;
	return -1;
}

/* Keeps the letters and digits of a form: U+0149 is an apostrophe and n. */
static void
keep_word_parts(Form *form)
{
	Form		kept = {.length = 0};

	for (int32_t i = 0; i < form->length;)
	{
		UChar32		c;
		FoldClass	class;

		U16_NEXT(form->units, i, form->length, c);
		class = part_class(c);
		if (special_class(c) < 0 && (class == FOLD_LETTER || class == FOLD_DIGIT))
			append_point(&kept, c);
	}
	*form = kept;
}

/* The class of what c folds to, if that is part of one token; else -1. */
static int
form_class(const Form *form)
{
	int			nletters = 0;
	int			nhan = 0;
	int			npoints = 0;

	for (int32_t i = 0; i < form->length; npoints++)
	{
		UChar32		c;
		FoldClass	class;

		U16_NEXT(form->units, i, form->length, c);
		class = part_class(c);
		if (special_class(c) >= 0 || class == FOLD_PUNCTUATION)
			return -1;
		nletters += class == FOLD_LETTER;
		nhan += class == FOLD_HAN;
	}
	if (nhan > 0)
		return npoints == 1 ? FOLD_HAN : -1;
	return nletters > 0 ? FOLD_LETTER : FOLD_DIGIT;
}

/*
 * Writes the value of a number form, such as a digit or Han numeral in a circle
 * or in parentheses, raised or lowered.  Returns false if c is none.
 */
static bool
fold_number(UChar32 c, Form *form)
{
	char		digits[16];
	double		value = u_getNumericValue(c);
	int			length;

	if (u_charType(c) != U_OTHER_NUMBER || !(value >= 0 && value < 1000) || value != (int) value)
		return false;
	length = snprintf(digits, sizeof(digits), "%d", (int) value);
	form->length = 0;
	for (int i = 0; i < length; i++)
		append_point(form, digits[i]);
	return true;
}

/*
 * Decides the class of c and, in *form, what it folds to; an empty form stands
 * for the code point itself.
 */
FoldClass
gen_classify_point(UChar32 c, Form *form)
{
	int			mask = U_MASK(u_charType(c));
	bool		pictorial = c >= 0x2000 &&
		((mask & (U_GC_SO_MASK | U_GC_NO_MASK)) != 0 ||
		 u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC));
	int			class = special_class(c);

	form->length = 0;
	if (class >= 0)
		return class;
	if (mask & U_GC_CC_MASK)
		return FOLD_SPACE;
	if (fold_number(c, form))
		return FOLD_DIGIT;
	if (is_removable(c))
		return FOLD_IGNORABLE;
	if (u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION))
		return FOLD_SYMBOL;

	fold_point(c, form);
	if (form->length == 0)
		return FOLD_IGNORABLE;
	class = form_class(form);
	if (class < 0 && (mask & U_GC_L_MASK))
	{
		keep_word_parts(form);
		class = form->length > 0 ? FOLD_LETTER : -1;
	}
	if (class >= 0)
	{
		UChar32		first;
		int32_t		i = 0;

		U16_NEXT(form->units, i, form->length, first);
		if (i == form->length && first == c)
			form->length = 0;
		return class;
	}
	form->length = 0;
	if (pictorial)
		return FOLD_SYMBOL;
	return u_isUWhiteSpace(c) ? FOLD_SPACE : FOLD_PUNCTUATION;
}
