/*
 * form_private.h
 *	  What the recognisers share: a text cut into atoms, the lexicon, numbers.
 *
 * Tokens are too coarse for figures ("48hrs" is one) and for Chinese too fine
 * (小时 is two), and what means most, as a currency sign, is no token.  So a
 * text is first made into atoms: runs of digits, words, Han words of the
 * lexicon, single Han characters; each knows what stands in front of it.
 */
#ifndef COMPLAINT_FORM_PRIVATE_H
#define COMPLAINT_FORM_PRIVATE_H

#include "form.h"

/* What a word can be: bits, since some are several things. */
#define ROLE_NUMBER		(1u << 0)	/* zero to ninety */
#define ROLE_SCALE		(1u << 1)	/* hundred, thousand, k, w */
#define ROLE_ARTICLE	(1u << 2)	/* a, an */
#define ROLE_VAGUE		(1u << 3)	/* couple, few, several, dozen */
#define ROLE_HAN_DIGIT	(1u << 4)	/* 一 壹 两 〇, 几 */
#define ROLE_HAN_UNIT	(1u << 5)	/* 十 百 千 万 亿 */
#define ROLE_HAN_VAGUE	(1u << 6)	/* 多 余 来 几 after a unit */
#define ROLE_HALF		(1u << 7)	/* half, 半 */
#define ROLE_DURATION	(1u << 8)	/* unit says which */
#define ROLE_MONEY		(1u << 9)	/* after a number; unit is the currency */
#define ROLE_CODE		(1u << 10)	/* currency also in front of a number */
#define ROLE_MONTH		(1u << 11)	/* value 1 to 12 */
#define ROLE_WEEKDAY	(1u << 12)	/* value 1 (Monday) to 7 */
#define ROLE_DAY		(1u << 13)	/* yesterday; value is the day from today */
#define ROLE_ORDINAL	(1u << 14)	/* first, second */
#define ROLE_TIMES		(1u << 15)	/* times, 次, 遍 */
#define ROLE_TWICE		(1u << 16)	/* a count by itself; value 0: many */
#define ROLE_PERCENT	(1u << 17)
#define ROLE_PERIOD		(1u << 18)	/* am, 下午; value: see FormPeriod */
#define ROLE_ORDER		(1u << 19)	/* an order number may follow */
#define ROLE_STRONG		(1u << 20)	/* what follows it is a number of its kind */
#define ROLE_FILLER		(1u << 21)	/* between 'order' and its number */
#define ROLE_PHONE		(1u << 22)	/* a telephone number may follow */
#define ROLE_PAY		(1u << 23)	/* near to bare amounts */
#define ROLE_BLOCK		(1u << 24)	/* looks like a number and is none */
#define ROLE_SINCE		(1u << 25)	/* since, 从 */
#define ROLE_AGAIN		(1u << 26)
#define ROLE_NOUN		(1u << 27)	/* what is counted by an ordinal */
#define ROLE_RANGE		(1u << 28)	/* to, or, 到, 至 */
#define ROLE_NO			(1u << 29)	/* never, not, try: no 'again' after it */
#define ROLE_LAST		(1u << 30)	/* last; 上周, with its unit */
#define ROLE_WEAK		(1u << 31)	/* a unit that needs more to be believed */

/* Words that alone can be a form, or begin one without a digit. */
#define ROLES_TELLING	(ROLE_NUMBER | ROLE_VAGUE | ROLE_HALF | ROLE_TWICE | ROLE_AGAIN | ROLE_WEEKDAY | ROLE_DAY)
#define ROLES_NUMERAL	(ROLE_HAN_DIGIT | ROLE_HAN_UNIT | ROLE_HALF)

typedef enum FormUnit
{
	UNIT_NONE,
	UNIT_SECOND,
	UNIT_MINUTE,
	UNIT_QUARTER,				/* of an hour */
	UNIT_HOUR,
	UNIT_DAY,
	UNIT_WEEK,
	UNIT_FORTNIGHT,
	UNIT_MONTH,
	UNIT_YEAR,
	UNIT_DECADE
} FormUnit;

/* The codes are in form_money.c, in this order. */
typedef enum FormCurrency
{
	CURRENCY_NONE,
	CURRENCY_CNY,
	CURRENCY_USD,
	CURRENCY_EUR,
	CURRENCY_GBP,
	CURRENCY_JPY,
	CURRENCY_HKD,
	CURRENCY_TWD,
	CURRENCY_KRW,
	CURRENCY_INR,
	CURRENCY_AUD,
	CURRENCY_CAD,
	CURRENCY_NZD,
	CURRENCY_SGD,
	CURRENCY_CHF,
	CURRENCY_THB,
	CURRENCY_MYR,
	CURRENCY_RUB,
	CURRENCY_BRL
} FormCurrency;

/* Parts of the day, for hours up to twelve. */
typedef enum FormPeriod
{
	PERIOD_AM,					/* as said; 12 is 0 */
	PERIOD_PM,					/* afternoon and evening: 1-11 are 13-23 */
	PERIOD_NOON,				/* 11 and 12 as said, 1-3 are 13-15 */
	PERIOD_NIGHT				/* 6-11 are 18-23, 12 is 0, others as said */
} FormPeriod;

typedef struct FormEntry
{
	uint32		roles;
	uint8		unit;			/* FormUnit or FormCurrency, by its roles */
	double		value;			/* what a number, day or part of a unit is */
} FormEntry;

typedef enum FormAtomKind
{
	ATOM_END,					/* before the first and behind the last */
	ATOM_NUMBER,				/* digits, with inner . and , */
	ATOM_WORD,
	ATOM_HAN,					/* one or more Han characters */
	ATOM_OTHER					/* emoji, addresses */
} FormAtomKind;

/* What stands between an atom and the one before it. */
typedef enum FormGap
{
	GAP_NONE,
	GAP_SPACE,
	GAP_DASH,					/* no space around */
	GAP_RANGE,					/* a dash with spaces, a tilde, 、 */
	GAP_SLASH,
	GAP_DOT,
	GAP_COLON,
	GAP_COMMA,
	GAP_OTHER
} FormGap;

#define SIGN_PERCENT	0xFF

typedef struct FormAtom
{
	uint32		token;			/* first and last token of it */
	uint32		last_token;
	uint32		start;			/* bytes of the original */
	uint32		end;
	const char *text;			/* folded, not ended by a zero byte */
	uint32		length;
	uint32		sign_start;		/* of the currency sign before */
	uint32		sign_end;		/* of the currency or per cent sign after */
	uint16		sentence;
	uint8		kind;			/* FormAtomKind */
	uint8		gap;			/* FormGap before it */
	uint8		before;			/* FormCurrency of the sign before */
	uint8		after;			/* FormCurrency of the sign after, or
								 * SIGN_PERCENT */
	bool		valid;			/* ATOM_NUMBER: value is one */
	bool		digits;			/* ATOM_NUMBER: nothing but digits */
	double		value;
	const FormEntry *entry;		/* never NULL: no roles if not in the lexicon */
} FormAtom;

/*
 * Atoms that do not exist can be looked at: so many in front and behind are
 * ATOM_END.
 */
#define ATOMS_AROUND	8

typedef struct FormScan
{
	const TextDoc *doc;
	FormList   *list;
	const FormAtom *atoms;
	uint32		natoms;
	uint32		done;			/* atoms before this are in forms */
	Form		spare;			/* written to once the list is full */
} FormScan;

/* A number in digits or words, and what was learnt on the way. */
typedef struct FormNumber
{
	double		value;			/* the lower end of a range */
	double		scale;			/* the largest unit that was said, else 1 */
	uint32		first;			/* atoms, next is exclusive */
	uint32		next;
	bool		han;			/* begins with a Han numeral */
	bool		digits;			/* one run of digits alone */
	bool		article;		/* no more than 'a' */
	bool		vague;			/* more than value was meant */
	bool		series;			/* 二〇二六: digits read one by one */
	bool		range;
} FormNumber;

/* Roles that tell at a glance whether there may be a form. */
#define ROLES_GLANCED	(ROLES_TELLING | ROLE_ARTICLE | ROLE_DURATION | ROLE_MONEY | ROLE_SCALE | ROLE_ORDINAL | ROLE_TIMES | ROLE_SINCE)

/*
 * A bit for each outline of a word that has such a role, its first and last byte
 * and its length: most words have another.  See form_prepare().
 */
#define FORM_OUTLINES	8192

extern uint64 form_outlines[FORM_OUTLINES / 64];

static inline uint32
form_outline(const char *word, uint32 length)
{
	return ((uint32) word[0] & 31) << 8 | ((uint32) word[length - 1] & 31) << 3 | (length & 7);
}

/* form_lexicon.c */
extern const FormEntry form_no_entry;
extern void form_prepare(void);
extern bool form_han_begins(const char *han);
extern uint32 form_begun_roles(const char *han);
extern const FormEntry *form_lookup(const char *word, uint32 length, uint32 *han_longest);

/* form_atom.c */
extern void form_make_atoms(FormScan *scan);
extern bool form_read_digits(const char *text, uint32 length, double *value);

/* form_number.c */
extern bool form_number(const FormScan *scan, uint32 i, FormNumber *number);
extern bool form_quantity(const FormScan *scan, uint32 i, FormNumber *number);

/* form_duration.c */
extern bool form_is_unit_adjective(const char *text, uint32 length);

/* form_id.c */
extern bool form_is_identity(const char *text);

/* form.c */
extern Form *form_add(FormScan *scan, FormKind kind, uint32 first, uint32 last);
extern void form_set_number(Form *form, double number);

/*
 * The recognisers: what begins at atom i, and the atom behind it; i if there
 * is nothing of the kind.
 */
extern uint32 form_find_identifier(FormScan *scan, uint32 i);
extern uint32 form_find_order(FormScan *scan, uint32 i);
extern uint32 form_find_phone(FormScan *scan, uint32 i);
extern uint32 form_find_date(FormScan *scan, uint32 i);
extern uint32 form_find_time(FormScan *scan, uint32 i);
extern uint32 form_find_money(FormScan *scan, uint32 i, const FormNumber *number);
extern uint32 form_find_duration(FormScan *scan, uint32 i, const FormNumber *number);
extern uint32 form_find_since(FormScan *scan, uint32 i);
extern uint32 form_find_count(FormScan *scan, uint32 i, const FormNumber *number);
extern uint32 form_find_ordinal(FormScan *scan, uint32 i);
extern uint32 form_find_again(FormScan *scan, uint32 i);
extern uint32 form_find_percentage(FormScan *scan, uint32 i, const FormNumber *number);

static inline bool
atom_is(const FormAtom *atom, const char *word)
{
	size_t		length = strlen(word);

	return atom->length == length && memcmp(atom->text, word, length) == 0;
}

/*
 * Whether an atom is one of the words, or, if it is Han, it and what touches it
 * begin with one.  NULL ends the words.
 */
static inline bool
atom_is_one_of(const FormAtom *atom, const char *const *words)
{
	for (; *words != NULL; words++)
		if (atom->kind == ATOM_HAN ? memcmp(atom->text, *words, strlen(*words)) == 0 : atom_is(atom, *words))
			return true;
	return false;
}

static inline bool
atom_has(const FormAtom *atom, uint32 roles)
{
	return (atom->entry->roles & roles) != 0;
}

/* Whether the atom goes on with what the one before it said. */
static inline bool
atom_follows(const FormAtom *atom)
{
	return atom->gap <= GAP_SPACE && atom->sentence == atom[-1].sentence;
}

/* The same for what may be written with a hyphen: "3-day". */
static inline bool
atom_follows_hyphen(const FormAtom *atom)
{
	return atom->gap <= GAP_DASH && atom->sentence == atom[-1].sentence;
}

#endif							/* COMPLAINT_FORM_PRIVATE_H */
