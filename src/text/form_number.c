/*
 * form_number.c
 *	  Numbers as people write them: digits, English words, Han numerals, and
 *	  all of these mixed.
 *
 * A number alone is no form: the units around it decide.  So nothing here asks
 * what the number is of, and one that is part of an idiom does no harm as long
 * as no unit follows.
 */
#include "form_private.h"

/* Where the reading of Han numerals stands. */
typedef struct HanNumber
{
	double		total;			/* whole 亿 and 万 */
	double		section;		/* below, whole 千 百 十 */
	double		digit;			/* waiting for its unit; < 0: none */
	double		unit;			/* the last one, 1: none yet */
	double		largest;
	bool		zero;			/* 零 since the last unit */
	bool		vague;
} HanNumber;

static bool
is_han_digit(const FormAtom *atom)
{
	return atom->kind == ATOM_HAN && atom_has(atom, ROLE_HAN_DIGIT);
}

/*
 * Reads the run of Han digits from i on: one digit; two rising by one or as 三五
 * are a vague one (两三百); others are read one by one (二〇二六).  Returns the
 * atom behind it.
 */
static uint32
read_run(const FormScan *scan, uint32 i, HanNumber *han, FormNumber *number)
{
	const FormAtom *atoms = scan->atoms;
	double		first = atoms[i].entry->value;
	double		series = 0;
	uint32		j = i;

	while (is_han_digit(&atoms[j]) && (j == i || atoms[j].gap == GAP_NONE))
	{
		series = series * 10 + atoms[j].entry->value;
		/* a run of equal characters became two tokens */
		if (scan->doc->tokens[atoms[j].token].flags & TOKEN_REPEATED)
			for (uint32 more = (atoms[j].end - atoms[j].start) / 3; more > 1; more--)
				series = series * 10 + atoms[j].entry->value;
		j++;
	}
	if (j - i == 1)
		han->digit = first;
	else if (j - i == 2 && first > 0 && first < 9 &&
			 (atoms[i + 1].entry->value == first + 1 || (first == 3 && atoms[i + 1].entry->value == 5)))
	{
		han->digit = first;
		han->vague = true;
	}
	else
	{
		han->digit = series;
		number->series = true;
	}
	if (atom_has(&atoms[i], ROLE_VAGUE))
		han->vague = true;
	return j;
}

static void
apply_unit(HanNumber *han, double unit)
{
	double		digit = Max(han->digit, 0);

	if (unit >= 1e4)
	{
		double		below = han->section + digit;

		if (unit == 1e8)
		{
			below += han->total;
			han->total = 0;
		}
		han->total += (below > 0 ? below : 1) * unit;
		han->section = 0;
	}
	else
		han->section += (han->digit < 0 ? 1 : han->digit) * unit;
	han->digit = -1;
	han->unit = unit;
	han->largest = Max(han->largest, unit);
	han->zero = false;
}

/*
 * Decimals after 点, where a unit follows that an hour cannot have: 三点五万.
 * Returns the atom behind them, i if there are none.
 */
static uint32
read_decimals(const FormScan *scan, uint32 i, double *value)
{
	const FormAtom *atoms = scan->atoms;
	double		part = 0;
	double		scale = 1;
	bool		fits = false;
	uint32		j = i + 1;

	if (!atom_is(&atoms[i], "点") || atoms[i].gap != GAP_NONE)
		return i;
	for (; j < i + 6 && is_han_digit(&atoms[j]) && atoms[j].gap == GAP_NONE; j++)
	{
		scale /= 10;
		part += atoms[j].entry->value * scale;
	}
	if (j == i + 1)
		return i;
	for (int back = 2; back <= 5; back++)
		if (atom_is(atoms + i - back, "百分之"))
			fits = true;
	if (!fits && !(atom_has(&atoms[j], ROLE_MONEY) && !atom_is(&atoms[j], "分")) && !(atom_has(&atoms[j], ROLE_HAN_UNIT) && atoms[j].entry->value >= 1e3))
		return i;
	*value += part;
	return j;
}

/* Han numerals, or digits with Han units, from i on. */
static bool
read_han(const FormScan *scan, uint32 i, FormNumber *number)
{
	const FormAtom *atoms = scan->atoms;
	HanNumber	han = {.digit = -1, .unit = 1, .largest = 1};
	uint32		j = i;

	while (j == i || atoms[j].gap == GAP_NONE)
	{
		const FormAtom *atom = &atoms[j];

		if (atom->kind == ATOM_NUMBER && atom->valid && han.digit < 0 && !han.vague)
		{
			han.digit = atom->value;
			j++;
		}
		else if (is_han_digit(atom) && atom->entry->value == 0 && han.unit > 1 && han.digit < 0)
		{
			han.zero = true;
			j++;
		}
		else if (is_han_digit(atom) && atom->entry->value >= 20 && han.digit < 0)
		{
			han.section += atom->entry->value;
			han.unit = 10;
			j++;
		}
		else if (j > i && atom_is(atom, "几") && han.digit < 0)
		{
			han.vague = true;
			j++;
		}
		else if (is_han_digit(atom) && han.digit < 0 && !han.vague)
		{
			j = read_run(scan, j, &han, number);
			if (number->series)
				break;
			j = read_decimals(scan, j, &han.digit);
		}
		else if (atom_has(atom, ROLE_HAN_UNIT) && atom->length == 3 &&
				 (han.unit == 1 || atom->entry->value >= 1e4 || atom->entry->value < han.unit))
		{
			apply_unit(&han, atom->entry->value);
			j++;
		}
		else if (atom_has(atom, ROLE_HAN_VAGUE) && atom->length == 3 && j > i && !han.vague &&
				 (!atom_is(atom, "来") || atom_has(&atoms[j + 1], ROLE_DURATION | ROLE_MONEY | ROLE_TIMES | ROLE_HAN_UNIT | ROLE_NOUN)) &&
				 (han.digit < 0 ? han.unit > 1 : atoms[j - 1].kind == ATOM_NUMBER && han.digit >= 10))
		{
			han.vague = true;
			j++;
		}
		else
			break;
	}
	if (j == i)
		return false;
	/* 三千五 is 3500, 三千零五 is not */
	if (han.digit >= 0 && han.digit < 10 && han.unit >= 100 && !han.zero)
		han.digit *= han.unit / 10;
	number->value = han.total + han.section + Max(han.digit, 0);
	number->scale = han.largest;
	number->vague = han.vague;
	number->next = j;
	return true;
}

/* "5k", "1.2w", "1k5", "5 thousand", "2 hundred" behind the digits at i. */
static void
read_scale(const FormScan *scan, uint32 i, FormNumber *number)
{
	const FormAtom *atom = &scan->atoms[i + 1];
	bool		letter = atom->length == 1;

	if (!atom_has(atom, ROLE_SCALE) || !(letter ? atom->gap == GAP_NONE : atom_follows_hyphen(atom)))
		return;
	/* "5m" is a million only of money */
	if (atom_is(atom, "m") && scan->atoms[i].before == CURRENCY_NONE)
		return;
	number->digits = false;
	number->scale = atom->entry->value;
	number->value *= number->scale;
	number->next = i + 2;
	if (letter && atom[1].kind == ATOM_NUMBER && atom[1].gap == GAP_NONE && atom[1].length == 1)
	{
		number->value += atom[1].value * number->scale / 10;
		number->next++;
	}
	else if (atom_is(&atom[1], "多") && atom[1].gap == GAP_NONE)
	{
		number->vague = true;
		number->next++;
	}
}

/* "1/2" or "2 1/2" at i, with small numbers only: no date, no score. */
static bool
read_fraction(const FormScan *scan, uint32 i, FormNumber *number)
{
	const FormAtom *above = &scan->atoms[i];
	bool		mixed = above[1].kind == ATOM_NUMBER && above[1].gap == GAP_SPACE && above[1].sentence == above->sentence;

	above += mixed;
	if (above[1].kind != ATOM_NUMBER || above[1].gap != GAP_SLASH || above[1].before != 0 || above->length > 1 || above[1].length > 1 ||
		above[1].value <= above->value)
		return false;
	number->value = (mixed ? number->value : 0) + above->value / above[1].value;
	number->next = i + 2 + mixed;
	number->digits = false;
	return true;
}

/* "and a half" at j. */
static uint32
read_and_half(const FormAtom *atoms, uint32 j, double *value)
{
	uint32		k = j;

	if (atom_is(&atoms[k], "and") && atom_follows(&atoms[k]))
		k++;
	if (atom_has(&atoms[k], ROLE_ARTICLE) && atom_follows(&atoms[k]))
		k++;
	if (k == j || !atom_is(&atoms[k], "half") || !atom_follows_hyphen(&atoms[k]))
		return j;
	*value += .5;
	return k + 1;
}

/* English number words, with an article or digits in front or not. */
static bool
read_words(const FormScan *scan, uint32 i, FormNumber *number)
{
	const FormAtom *atoms = scan->atoms;
	double		total = 0;
	double		current = 0;
	double		largest = 1;
	uint32		words = 0;
	uint32		j = i;

	if (atom_has(&atoms[j], ROLE_ARTICLE))
	{
		j++;
		if (!atom_has(&atoms[j], ROLE_SCALE | ROLE_VAGUE) || !atom_follows(&atoms[j]) || atoms[j].length == 1)
		{
			number->article = true;
			number->value = 1;
			number->next = i + 1;
			return true;
		}
	}
	if (atom_is(&atoms[j], "half"))
	{
		number->value = .5;
		number->next = j + 1 + (atom_has(&atoms[j + 1], ROLE_ARTICLE) && atom_follows(&atoms[j + 1]));
		return true;
	}
	for (; words < 12; words++, j++)
	{
		const FormAtom *atom = &atoms[j];

		if (j > i && !atom_follows_hyphen(atom))
			break;
		if (atom_has(atom, ROLE_VAGUE) && current == 0 && atom->kind == ATOM_WORD)
		{
			current = atom->entry->value;
			number->vague = !atom_is(atom, "dozen");
		}
		else if (atom_has(atom, ROLE_SCALE) && atom->length > 2)
		{
			double		scale = atom->entry->value;

			if (scale == 100)
				current = Max(current, 1) * scale;
			else
			{
				total += Max(current, 1) * scale;
				current = 0;
			}
			largest = Max(largest, scale);
			number->vague |= atom->text[atom->length - 1] == 's';
		}
		else if (atom_has(atom, ROLE_NUMBER))
		{
			double		value = atom->entry->value;
			bool		fits = value < 10 ? current == 0 || (current >= 20 && (uint32) current % 10 == 0) :
				(uint32) current % 100 == 0;

			if (!fits)
				break;
			current += value;
		}
		else if (atom_is(atom, "of") && number->vague && atom_has(atom + 1, ROLE_SCALE) && atom_follows(atom + 1))
			continue;
		else if (!(atom_is(atom, "and") && words > 0 && largest > 1 && atom_has(&atoms[j + 1], ROLE_NUMBER) &&
				   atom_follows(&atoms[j + 1])))
			break;
	}
	if (words == 0)
		return false;
	if (atom_is(&atoms[j], "of") && number->vague && atom_follows(&atoms[j]))
		j++;
	number->value = total + current;
	number->scale = largest;
	number->next = j;
	return true;
}

/*
 * Reads the number that begins at atom i; false if there is none.  A lone
 * article counts as one: whether "a month" or "a lie" was meant, the caller
 * must see.
 */
bool
form_number(const FormScan *scan, uint32 i, FormNumber *number)
{
	const FormAtom *atom = &scan->atoms[i];

	*number = (FormNumber) {.first = i, .next = i, .scale = 1};
	if (atom->kind == ATOM_NUMBER)
	{
		const FormAtom *next = atom + 1;

		if (!atom->valid || (atom->digits && atom->length > 1 && atom->text[0] == '0' && atom->length != 2))
			return false;
		number->digits = true;
		number->value = atom->value;
		number->next = i + 1;
		if (next->kind == ATOM_HAN && next->gap == GAP_NONE && atom_has(next, ROLE_HAN_UNIT | ROLE_HAN_VAGUE) && next->length == 3)
		{
			if (!read_han(scan, i, number))
				return false;
			number->digits = number->next == i + 1;
		}
		else if (!read_fraction(scan, i, number))
			read_scale(scan, i, number);
		if (number->next == i + 1 || number->scale > 1)
			number->next = read_and_half(scan->atoms, number->next, &number->value);
		return true;
	}
	if (atom->kind == ATOM_HAN)
	{
		if (atom_has(atom, ROLE_HAN_DIGIT | ROLE_HAN_UNIT) && !atom_has(atom, ROLE_DURATION))
		{
			number->han = true;
			return read_han(scan, i, number);
		}
		if (atom_is(atom, "半"))
		{
			number->han = true;
			number->value = .5;
			number->next = i + 1;
			return true;
		}
		return false;
	}
	if (atom_has(atom, ROLE_NUMBER | ROLE_VAGUE | ROLE_ARTICLE | ROLE_HALF) ||
		(atom_has(atom, ROLE_SCALE) && atom->length > 2 && atom->text[atom->length - 1] == 's'))
	{
		if (!read_words(scan, i, number))
			return false;
		if (!number->article && number->value >= 1)
			number->next = read_and_half(scan->atoms, number->next, &number->value);
		return true;
	}
	return false;
}

/*
 * Reads a number or a range of two ("3-4", "two to three", 三到五), of which
 * the lower end counts.
 */
bool
form_quantity(const FormScan *scan, uint32 i, FormNumber *number)
{
	const FormAtom *atoms = scan->atoms;
	FormNumber	upper;
	uint32		j;

	/* what stands below a stroke is no number of its own */
	if (atoms[i].gap == GAP_SLASH && atoms[i].kind == ATOM_NUMBER && atoms[i].before == 0)
		return false;
	if (!form_number(scan, i, number))
		return false;
	if (number->article || number->series)
		return true;
	j = number->next;
	if (atoms[j].gap == GAP_DASH || atoms[j].gap == GAP_RANGE)
	{
		if (atoms[j].sentence != atoms[j - 1].sentence)
			return true;
	}
	else if ((atom_has(&atoms[j], ROLE_RANGE) || (atom_is(&atoms[j], "and") && atom_is(atoms + i - 1, "between"))) &&
			 atom_follows(&atoms[j]) && atom_follows(&atoms[j + 1]))
		j++;
	else
		return true;
	if (!form_number(scan, j, &upper) || upper.article || upper.series)
		return true;
	if (upper.scale > number->scale && number->value < upper.scale)
		number->value *= upper.scale;
	if (upper.value <= number->value)
	{
		if (upper.scale > number->scale && number->value > upper.value)
			number->value /= upper.scale;
		return true;
	}
	number->range = true;
	number->digits = false;
	number->scale = Max(number->scale, upper.scale);
	number->next = upper.next;
	return true;
}
