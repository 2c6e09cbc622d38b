/*
 * form_duration.c
 *	  How long: "three days", 半个月, "since Monday".
 */
#include "form_private.h"

/* More units than this are no length of time. */
#define MAX_SPAN	1e6

#define MINUTE	60.0
#define HOUR	3600.0
#define DAY		86400.0

/* A month counts as 30 days and a year as 365: rules compare, they do not bill. */
static const struct
{
	const char *name;
	double		seconds;
}			units[] = {
	[UNIT_NONE] = {"", 0}, [UNIT_SECOND] = {"second", 1}, [UNIT_MINUTE] = {"minute", MINUTE},
	[UNIT_QUARTER] = {"minute", MINUTE}, [UNIT_HOUR] = {"hour", HOUR},
	[UNIT_DAY] = {"day", DAY}, [UNIT_WEEK] = {"week", 7 * DAY}, [UNIT_FORTNIGHT] = {"fortnight", 14 * DAY},
	[UNIT_MONTH] = {"month", 30 * DAY}, [UNIT_YEAR] = {"year", 365 * DAY}, [UNIT_DECADE] = {"decade", 3650 * DAY},
};

/* One number with its unit. */
typedef struct Span
{
	double		value;
	uint8		unit;			/* FormUnit */
	uint32		next;
} Span;

/*
 * Whether 年 or 日 behind a number is a length of time here: 三年, but not 2023年,
 * 15日 only as 15日内.
 */
static bool
weak_unit_fits(const FormScan *scan, const FormNumber *number, const FormAtom *unit)
{
	static const char *const within[] = {"内", "之内", "以内", "左右", "后", "之后", "以后", NULL};
	static const char *const tells[] = {"了", "多", "来", "前", "后", "内", "之", "以", "没", "的", "老", "期", "零", "不", "都", "才", "半", NULL};
	const FormAtom *next = unit + 1;

	if (unit->kind == ATOM_WORD)
		return number->digits && unit->gap == GAP_NONE && number->value < 100 && atom_is(unit, "h");
	if (atom_is(unit, "日"))
		return number->value < 100 && next->gap == GAP_NONE && (atom_is_one_of(next, within) || atom_is(next, "之") || atom_is(next, "以"));
	if (number->series || number->value >= 100)
		return false;
	/* 23年 may be the year 2023 */
	if (number->digits && scan->atoms[number->first].length == 2 && number->value >= 10 && number->value <= 35)
		return next->gap == GAP_NONE && atom_is_one_of(next, tells) && !atom_is(next, "的") && !atom_is(next, "零");
	/* 三年级 and kin are words of their own; 五年3月 is a date */
	return next->kind != ATOM_NUMBER || next->gap != GAP_NONE;
}

/* Whether "a day" is how often something is, or only a manner of speaking. */
static bool
article_fits(const FormScan *scan, const FormNumber *number, const FormAtom *unit)
{
	const FormAtom *before = &scan->atoms[number->first] - 1;

	if (unit->entry->unit == UNIT_SECOND || unit->entry->unit == UNIT_MINUTE)
		return false;
	/* "twice a day", "20% a year", "£5 a month" */
	if (number->first > 0 && atom_follows(before + 1) &&
		(number->first == scan->done || before->kind == ATOM_NUMBER || atom_has(before, ROLE_TIMES | ROLE_TWICE | ROLE_MONEY)))
		return false;
	return !atom_is(before, "such") && !atom_is(before, "what");
}

/* What may stand between a number and its unit: "three working days", "a long week". */
bool
form_is_unit_adjective(const char *text, uint32 length)
{
	static const char *const adjectives[] = {"business", "working", "full", "whole", "long", "calendar", "more"};

	for (uint32 i = 0; i < lengthof(adjectives); i++)
		if (strlen(adjectives[i]) == length && memcmp(adjectives[i], text, length) == 0)
			return true;
	return false;
}

/* The span that number begins; false if no unit follows or it is something else. */
static bool
read_span(const FormScan *scan, const FormNumber *number, Span *span)
{
	static const char *const frozen[] = {"第", "每", "周", "星期", "礼拜", NULL};
	const FormAtom *first = &scan->atoms[number->first];
	const FormAtom *unit = &scan->atoms[number->next];
	bool		adjective = false;

	if (number->series || number->value > MAX_SPAN || (unit->kind == ATOM_HAN ? unit->gap > GAP_SPACE : !atom_follows_hyphen(unit)))
		return false;
	if (first->gap == GAP_NONE && atom_is_one_of(first - 1, frozen))
		return false;
	if (unit->kind == ATOM_WORD && form_is_unit_adjective(unit->text, unit->length) && atom_follows_hyphen(unit + 1))
	{
		unit++;
		adjective = true;
	}
	span->value = number->value;
	span->next = number->next + 1 + adjective;
	if (!atom_has(unit, ROLE_DURATION))
		return false;
	if (atom_has(unit, ROLE_WEAK) && !weak_unit_fits(scan, number, unit))
		return false;
	if (number->article && (unit->kind != ATOM_WORD || !article_fits(scan, number, unit)))
		return false;
	/* ages: "5 years old" */
	if (atom_is(unit + 1, "old") && atom_follows_hyphen(unit + 1))
		return false;
	span->unit = unit->entry->unit;
	if (span->unit == UNIT_QUARTER)
		span->value *= 15;
	if (atom_has(unit, ROLE_HALF))
		span->value += .5;
	return true;
}

/* "an hour and a half", 三天半, 两年多. */
static void
read_half(const FormScan *scan, Span *span)
{
	const FormAtom *next = &scan->atoms[span->next];

	if (atom_is(next, "半") && next->gap == GAP_NONE && !(atom_has(next + 1, ROLE_DURATION) && next[1].gap == GAP_NONE))
	{
		span->value += .5;
		span->next++;
	}
	else if (atom_is(next, "and") && atom_follows(next) && atom_has(next + 1, ROLE_ARTICLE) && atom_is(next + 2, "half") &&
			 atom_follows(next + 1) && atom_follows(next + 2))
	{
		span->value += .5;
		span->next += 3;
	}
}

/*
 * Adds smaller units that follow: "2 hours 15 minutes", 一年零三个月, 1小时30分.
 * The sum is in the smallest.
 */
static void
read_smaller(const FormScan *scan, Span *span)
{
	const FormAtom *atoms = scan->atoms;

	for (int parts = 0; parts < 3; parts++)
	{
		uint32		j = span->next;
		FormNumber	number;
		Span		more;

		if ((atom_is(&atoms[j], "and") && atom_follows(&atoms[j])) || (atom_is(&atoms[j], "零") && atoms[j].gap == GAP_NONE) ||
			(atom_is(&atoms[j], "又") && atoms[j].gap == GAP_NONE))
			j++;
		if (atoms[j].gap > (atoms[j].kind == ATOM_HAN || atoms[j - 1].kind == ATOM_HAN ? GAP_NONE : GAP_SPACE) ||
			atoms[j].sentence != atoms[j - 1].sentence || !form_number(scan, j, &number) || number.article || number.vague)
			return;
		if (span->unit == UNIT_HOUR && atom_is(&atoms[number.next], "分") && atoms[number.next].gap == GAP_NONE)
			more = (Span) {.value = number.value, .unit = UNIT_MINUTE, .next = number.next + 1};
		else if (span->unit == UNIT_HOUR && atom_is(&atoms[number.next], "m") && atoms[number.next].gap == GAP_NONE)
			more = (Span) {.value = number.value, .unit = UNIT_MINUTE, .next = number.next + 1};
		else if (!read_span(scan, &number, &more) || units[more.unit].seconds >= units[span->unit].seconds)
			return;
		if (span->unit == UNIT_YEAR && more.unit == UNIT_MONTH)
			span->value = span->value * 12 + more.value;
		else
			span->value = span->value * units[span->unit].seconds / units[more.unit].seconds + more.value;
		span->unit = more.unit;
		span->next = more.next;
	}
}

/* "three days", 两个小时; number begins at atom i. */
uint32
form_find_duration(FormScan *scan, uint32 i, const FormNumber *number)
{
	Span		span;
	Form	   *form;

	if (!read_span(scan, number, &span))
		return i;
	if (!number->range)
	{
		read_half(scan, &span);
		read_smaller(scan, &span);
	}
	form = form_add(scan, FORM_DURATION, i, span.next - 1);
	form_set_number(form, span.value * units[span.unit].seconds);
	snprintf(form->value, FORM_VALUE_SIZE, "%.6g %s%s", span.value, units[span.unit].name, span.value == 1 ? "" : "s");
	return span.next;
}

/*
 * "since Monday", 从周一: how long that is, only the message's own time could
 * tell, so there is no number.
 */
uint32
form_find_since(FormScan *scan, uint32 i)
{
	static const char *const weekdays[] = {"", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
	static const char *const months[] = {"", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
	"november", "december"};
	static const char *const days[] = {"3 days ago", "2 days ago", "yesterday", "today"};
	const FormAtom *atom = &scan->atoms[i];
	const FormAtom *point = atom + 1;
	const char *last = "";
	const char *name = NULL;
	Form	   *form;

	if (!atom_has(atom, ROLE_SINCE) || !atom_follows(point))
		return i;
	if (atom_has(point, ROLE_LAST))
	{
		last = "last ";
		if (point->kind == ATOM_WORD && atom_follows(point + 1))
			point++;
	}
	if (atom_has(point, ROLE_WEEKDAY))
		name = weekdays[(int) point->entry->value];
	else if (atom_has(point, ROLE_MONTH) && point->kind == ATOM_WORD && point[1].kind != ATOM_NUMBER)
		name = months[(int) point->entry->value];
	else if (atom_has(point, ROLE_DAY) && point->entry->value <= 0 && point->entry->value >= -3)
		name = days[(int) point->entry->value + 3];
	else if (atom_has(point, ROLE_LAST | (last[0] != '\0' ? ROLE_DURATION : 0)) && point->entry->unit >= UNIT_DAY)
		name = units[point->entry->unit].name;
	else if (atom_is(atom, "since") && atom_is(point, "last") && atom_is(point + 1, "night"))
		name = "night";
	if (name == NULL)
		return i;
	form = form_add(scan, FORM_DURATION, i, (uint32) (point - scan->atoms));
	snprintf(form->value, FORM_VALUE_SIZE, "since %s%s", last, name);
	return (uint32) (point - scan->atoms) + 1;
}
