/*
 * form_date.c
 *	  Days of the calendar: 2026-03-05, "March 5th", 3月5日, yesterday.
 *
 * Where digits alone do not tell the day from the month, the day comes second
 * after a slash or hyphen (3/5/2026 is in March) and first before a dot.  Only
 * a date with its year has a number; others keep their parts, as in ISO 8601
 * with hyphens for what was not said: '--03-05'.
 */
#include "form_private.h"

typedef struct Date
{
	int			year;			/* 0: not said */
	int			month;
	int			day;			/* 0: not said */
} Date;

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool
is_valid(const Date *date)
{
	static const int lengths[] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (date->month < 1 || date->month > 12 || date->day < 0 || date->day > lengths[date->month])
		return false;
	if (date->year != 0 && (date->year < 1900 || date->year > 2100))
		return false;
	return !(date->month == 2 && date->day == 29 && date->year != 0 && !is_leap(date->year));
}

/* Days since 1970-01-01 in the Gregorian calendar. */
static double
epoch_days(const Date *date)
{
	int			year = date->month <= 2 ? date->year - 1 : date->year;
	int			month = (date->month + 9) % 12;	/* March is 0 */
	int			days = 365 * year + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + date->day - 1;

	return days - 719468;
}

static uint32
add_date(FormScan *scan, uint32 first, uint32 next, const Date *date)
{
	Form	   *form = form_add(scan, FORM_DATE, first, next - 1);

	if (date->year != 0 && date->day != 0)
	{
		form_set_number(form, epoch_days(date));
		snprintf(form->value, FORM_VALUE_SIZE, "%04d-%02d-%02d", date->year, date->month, date->day);
	}
	else if (date->year != 0)
		snprintf(form->value, FORM_VALUE_SIZE, "%04d-%02d", date->year, date->month);
	else if (date->day != 0)
		snprintf(form->value, FORM_VALUE_SIZE, "--%02d-%02d", date->month, date->day);
	else
		snprintf(form->value, FORM_VALUE_SIZE, "--%02d", date->month);
	return next;
}

/* The value of a short run of digits; -1 if the atom is something else. */
static int
small_number(const FormAtom *atom, uint32 longest)
{
	if (atom->kind != ATOM_NUMBER || !atom->digits || atom->length > longest || atom->before != 0 || atom->after != 0)
		return -1;
	return (int) atom->value;
}

/* Two digits of a year, as people shorten it. */
static int
full_year(int year, uint32 length)
{
	return length == 2 ? 2000 + year : year;
}

/* 2026.3.5 and 5.3.2026: one token with two dots. */
static bool
read_dotted(const FormAtom *atom, Date *date)
{
	int			parts[3] = {0, 0, 0};
	uint32		lengths[3] = {0, 0, 0};
	int			n = 0;

	if (atom->length < 8 || atom->length > 10)
		return false;
	for (uint32 i = 0; i < atom->length; i++)
	{
		if (atom->text[i] == '.')
		{
			if (++n > 2)
				return false;
			continue;
		}
		if (atom->text[i] == ',')
			return false;
		parts[n] = parts[n] * 10 + (atom->text[i] - '0');
		lengths[n]++;
	}
	if (n != 2)
		return false;
	if (lengths[0] == 4 && lengths[1] <= 2 && lengths[2] <= 2)
		*date = (Date) {parts[0], parts[1], parts[2]};
	else if (lengths[2] == 4 && lengths[0] <= 2 && lengths[1] <= 2)
		*date = (Date) {parts[2], parts[1], parts[0]};
	else
		return false;
	return date->day > 0 && is_valid(date);
}

/* Digits with two equal separators: 2026-03-05, 3/5/2026. */
static uint32
find_figures(FormScan *scan, uint32 i)
{
	const FormAtom *atom = &scan->atoms[i];
	int			a = small_number(&atom[0], 4);
	int			b = small_number(&atom[1], 2);
	int			c = small_number(&atom[2], 4);
	Date		date;

	if (atom->kind == ATOM_NUMBER && !atom->digits && read_dotted(atom, &date))
		return add_date(scan, i, i + 1, &date);
	if (a < 0 || b < 0 || c < 0 || (atom[1].gap != GAP_DASH && atom[1].gap != GAP_SLASH) || atom[2].gap != atom[1].gap)
		return i;
	/* no part of a longer number */
	if (atom->gap == atom[1].gap || (atom[3].kind == ATOM_NUMBER && atom[3].gap == atom[1].gap))
		return i;
	if (atom->length == 4 && atom[2].length <= 2)
		date = (Date) {a, b, c};
	else if (atom->length <= 2 && atom[2].length == 4)
		date = a > 12 ? (Date) {c, b, a} : (Date) {c, a, b};
	else if (atom->length <= 2 && atom[2].length == 2 && atom[1].gap == GAP_SLASH)
		date = a > 12 ? (Date) {full_year(c, 2), b, a} : (Date) {full_year(c, 2), a, b};
	else
		return i;
	if (date.day == 0 || !is_valid(&date))
		return i;
	return add_date(scan, i, i + 3, &date);
}

/* "5", "5th" or "the 5th" as the day of a month; returns the atom behind it. */
static uint32
read_day(const FormScan *scan, uint32 i, int *day)
{
	const FormAtom *atom = &scan->atoms[i];

	*day = small_number(atom, 2);
	if (*day < 1 || *day > 31)
		return i;
	if (atom[1].kind == ATOM_WORD && atom[1].gap == GAP_NONE)
	{
		if (atom_is(&atom[1], "st") || atom_is(&atom[1], "nd") || atom_is(&atom[1], "rd") || atom_is(&atom[1], "th"))
			return i + 2;
		return i;
	}
	return i + 1;
}

/* A year behind a date: ", 2026" or " 2026"; returns the atom behind it. */
static uint32
read_year(const FormScan *scan, uint32 i, int *year)
{
	const FormAtom *atom = &scan->atoms[i];

	if (atom->length != 4 || atom->gap > GAP_COMMA || atom->gap == GAP_SLASH || atom->gap == GAP_COLON ||
		atom->sentence != atom[-1].sentence)
		return i;
	*year = small_number(atom, 4);
	if (*year < 1900 || *year > 2100)
	{
		*year = 0;
		return i;
	}
	return i + 1;
}

/* "March 5th, 2026", "Mar 2026". */
static uint32
find_month_first(FormScan *scan, uint32 i)
{
	const FormAtom *atom = &scan->atoms[i];
	bool		modal = atom_is(atom, "may") || atom_is(atom, "march") || atom_is(atom, "mar");
	Date		date = {.month = (int) atom->entry->value};
	uint32		day_at = i + 1;
	uint32		next;

	if (atom_is(&scan->atoms[day_at], "the") && atom_follows(&scan->atoms[day_at]))
		day_at++;
	if (!atom_follows_hyphen(&scan->atoms[day_at]) && scan->atoms[day_at].gap != GAP_DOT)
		return i;
	next = read_day(scan, day_at, &date.day);
	if (next == day_at)
	{
		date.day = 0;
		next = read_year(scan, day_at, &date.year);
		if (next == day_at || (modal && atom_has(&scan->atoms[next], ROLE_DURATION | ROLE_TIMES | ROLE_MONEY)))
			return i;
	}
	else
	{
		/* "may 3 people call", "may 2 days pass" */
		if (modal && next == day_at + 1 && atom_follows(&scan->atoms[next]) &&
			atom_has(&scan->atoms[next], ROLE_DURATION | ROLE_TIMES | ROLE_MONEY | ROLE_NOUN | ROLE_PERCENT))
			return i;
		next = read_year(scan, next, &date.year);
	}
	return is_valid(&date) ? add_date(scan, i, next, &date) : i;
}

/* "5 March 2026", "5th of March", "the 5th Mar". */
static uint32
find_day_first(FormScan *scan, uint32 i)
{
	Date		date = {0};
	uint32		next = read_day(scan, i, &date.day);

	if (next == i)
		return i;
	if (atom_is(&scan->atoms[next], "of") && atom_follows(&scan->atoms[next]))
		next++;
	if (!atom_has(&scan->atoms[next], ROLE_MONTH) || !atom_follows_hyphen(&scan->atoms[next]))
		return i;
	date.month = (int) scan->atoms[next].entry->value;
	/* "the 3 may be late" */
	if (atom_is(&scan->atoms[next], "may") && next == i + 1 && !(scan->atoms[next + 1].length == 4 && scan->atoms[next + 1].digits) &&
		scan->atoms[next + 1].kind == ATOM_WORD)
		return i;
	next = read_year(scan, next + 1, &date.year);
	return is_valid(&date) ? add_date(scan, i, next, &date) : i;
}

/* A number from 1 to limit with the Han unit behind it; the atom behind both. */
static uint32
read_han_part(const FormScan *scan, uint32 i, const char *unit, int limit, int *value)
{
	FormNumber	number;
	const FormAtom *at;

	if (!form_number(scan, i, &number) || number.vague || number.article || number.value < 1 || number.value > limit ||
		number.value != (int) number.value)
		return i;
	at = &scan->atoms[number.next];
	if (at->gap > GAP_SPACE || (!atom_is(at, unit) && !(limit == 31 && atom_is(at, "日"))))
		return i;
	*value = (int) number.value;
	return number.next + 1;
}

/* 2026年3月5日, 二〇二六年三月五号, 3月5日, 3月份, 2026年3月, 上个月5号. */
static uint32
find_han(FormScan *scan, uint32 i)
{
	const FormAtom *atoms = scan->atoms;
	Date		date = {0};
	uint32		year_end = read_han_part(scan, i, "年", 2100, &date.year);
	uint32		month_end;
	uint32		day_end;

	if (year_end > i)
	{
		if (date.year < 100)
			date.year += 2000;
		if (atom_has(&atoms[i], ROLE_HAN_UNIT))
			return i;
	}
	month_end = read_han_part(scan, year_end, "月", 12, &date.month);
	if (month_end == year_end)
		return i;
	day_end = read_han_part(scan, month_end, "号", 31, &date.day);
	if (day_end == month_end)
	{
		FormNumber	number;

		/* 3月5 */
		if (form_number(scan, month_end, &number) && number.digits && atoms[month_end].gap == GAP_NONE && number.value >= 1 &&
			number.value <= 31 && !atom_has(&atoms[number.next], ROLE_DURATION | ROLE_MONEY | ROLE_TIMES))
		{
			date.day = (int) number.value;
			day_end = number.next;
		}
		else if (atom_is(&atoms[day_end], "份") && atoms[day_end].gap == GAP_NONE)
			day_end++;
	}
	return is_valid(&date) ? add_date(scan, i, day_end, &date) : i;
}

/* yesterday, 昨天, Monday, 周一: the message's own day would be needed. */
static uint32
find_relative(FormScan *scan, uint32 i)
{
	static const char *const days[] = {"3 days ago", "2 days ago", "yesterday", "today", "tomorrow", "in 2 days", "in 3 days"};
	static const char *const weekdays[] = {"", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
	const FormAtom *atom = &scan->atoms[i];
	const char *value = NULL;

	if (atom_has(atom, ROLE_DAY))
		value = days[(int) atom->entry->value + 3];
	else if (atom_has(atom, ROLE_WEEKDAY))
		value = weekdays[(int) atom->entry->value];
	if (value == NULL)
		return i;
	snprintf(form_add(scan, FORM_DATE, i, i)->value, FORM_VALUE_SIZE, "%s", value);
	return i + 1;
}

/* The date that begins at atom i. */
uint32
form_find_date(FormScan *scan, uint32 i)
{
	const FormAtom *atom = &scan->atoms[i];
	uint32		next = i;

	if (atom->kind == ATOM_NUMBER)
	{
		next = find_figures(scan, i);
		if (next == i)
			next = find_day_first(scan, i);
	}
	else if (atom_has(atom, ROLE_MONTH))
		return find_month_first(scan, i);
	else if (atom_has(atom, ROLE_DAY | ROLE_WEEKDAY))
		return find_relative(scan, i);
	if (next == i && (atom->kind == ATOM_NUMBER || atom_has(atom, ROLE_HAN_DIGIT | ROLE_HAN_UNIT)))
		next = find_han(scan, i);
	return next;
}
