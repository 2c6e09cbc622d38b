/*
 * form_time.c
 *	  Times of day: "14:30", "3pm", "half past three", 下午三点半.
 *
 * Without am, pm or their like an hour is taken as it is said.
 */
#include "form_private.h"

typedef struct Clock
{
	int			hour;
	int			minute;
} Clock;

static uint32
add_time(FormScan *scan, uint32 first, uint32 next, const Clock *clock)
{
	Form	   *form;

	if (clock->hour > 24 || clock->minute > 59 || (clock->hour == 24 && clock->minute > 0))
		return first;
	form = form_add(scan, FORM_TIME, first, next - 1);
	/* the last dot of "a.m." */
	if (atom_is(&scan->atoms[next - 1], "m") && scan->atoms[next - 1].gap == GAP_DOT && form->end < scan->doc->length &&
		scan->doc->bytes[form->end] == '.')
		form->end++;
	form_set_number(form, (clock->hour % 24) * 3600.0 + clock->minute * 60.0);
	snprintf(form->value, FORM_VALUE_SIZE, "%02d:%02d", clock->hour % 24, clock->minute);
	return next;
}

/* Moves an hour of twelve to where the part of the day puts it. */
static void
apply_period(Clock *clock, uint8 period)
{
	if (clock->hour > 12)
		return;
	switch ((FormPeriod) period)
	{
		case PERIOD_AM:
			clock->hour %= 12;
			break;
		case PERIOD_PM:
			clock->hour = clock->hour % 12 + 12;
			break;
		case PERIOD_NOON:
			clock->hour += clock->hour <= 3 ? 12 : 0;
			break;
		case PERIOD_NIGHT:
			clock->hour = clock->hour == 12 ? 0 : clock->hour + (clock->hour >= 5 ? 12 : 0);
			break;
	}
}

/* "pm", "p.m." at i; returns the atom behind it, i if there is none. */
static uint32
read_half_day(const FormScan *scan, uint32 i, uint8 *period)
{
	const FormAtom *atom = &scan->atoms[i];

	if (atom->gap > GAP_SPACE || atom->kind != ATOM_WORD)
		return i;
	if (atom_is(atom, "am") || atom_is(atom, "pm"))
	{
		*period = atom->entry->unit;
		return i + 1;
	}
	if ((atom_is(atom, "a") || atom_is(atom, "p")) && atom_is(&atom[1], "m") && atom[1].gap == GAP_DOT)
	{
		*period = atom->text[0] == 'a' ? PERIOD_AM : PERIOD_PM;
		return i + 2;
	}
	return i;
}

static bool
is_hour(const FormAtom *atom)
{
	return atom->kind == ATOM_NUMBER && atom->digits && atom->length <= 2 && atom->value <= 24 && atom->before == 0 && atom->after == 0;
}

static bool
is_minute(const FormAtom *atom)
{
	return atom->kind == ATOM_NUMBER && atom->digits && atom->length == 2 && atom->value < 60;
}

/* "14:30", "14:30:15", "3:30 pm", "3.30pm", "3pm", from first on the form. */
static uint32
find_figures(FormScan *scan, uint32 first, uint32 i, int period)
{
	const FormAtom *atom = &scan->atoms[i];
	Clock		clock;
	uint8		half_day = 0;
	uint32		next;
	uint32		end;

	if (atom->kind == ATOM_NUMBER && !atom->digits && atom->length <= 5)
	{
		const char *dot = memchr(atom->text, '.', atom->length);

		if (dot == NULL || atom->text + atom->length - dot != 3 || atom->value >= 13)
			return first;
		clock.hour = (int) atom->value;
		clock.minute = (dot[1] - '0') * 10 + (dot[2] - '0');
		end = read_half_day(scan, i + 1, &half_day);
		if (end == i + 1)
			return first;
		apply_period(&clock, half_day);
		return add_time(scan, first, end, &clock);
	}
	if (!is_hour(atom))
		return first;
	clock = (Clock) {(int) atom->value, 0};
	next = i + 1;
	if (atom[1].gap == GAP_COLON && is_minute(&atom[1]) && atom->gap != GAP_COLON)
	{
		clock.minute = (int) atom[1].value;
		next++;
		if (atom[2].gap == GAP_COLON && is_minute(&atom[2]))
			next++;
	}
	end = read_half_day(scan, next, &half_day);
	if (end == next && next == i + 1)
		return first;
	if (end > next && (clock.hour > 12 || clock.hour == 0) && next == i + 1)
		return first;
	if (end > next)
		apply_period(&clock, half_day);
	else if (period >= 0)
		apply_period(&clock, (uint8) period);
	return add_time(scan, first, end, &clock);
}

/* Whether 点 behind a bare number is an hour and not a point of a list. */
static bool
is_on_the_clock(const FormAtom *point, const FormNumber *number)
{
	static const char *const others[] = {"建", "意", "要", "原", "问", "请", "需", "不", "是", "好", "小", "水", "心", "事", "钱", "开心", "优", "缺", "体",
	"感", "希", "说", "评", "赞", "理", "积", "信", "东", "吃", "用", "击", "餐", "单", "货", "赔", NULL};
	const FormAtom *next = point + 1;

	if (atom_is(point - 1, "第") || atom_is(point - (number->next - number->first) - 1, "第"))
		return false;
	/* 一点 is "a little", 两点 "two points" */
	if (number->han && number->value < 4)
		return false;
	return next->gap != GAP_NONE || next->kind != ATOM_HAN || !atom_is_one_of(next, others);
}

static bool
is_han_quarter(const FormAtom *atom)
{
	return (atom_is(atom, "一") || atom_is(atom, "三")) && atom_is(atom + 1, "刻") && atom[1].gap == GAP_NONE;
}

/* 三点半, 晚上8点20分, 15时30分, 3点钟; from first on the form. */
static uint32
find_han(FormScan *scan, uint32 first, uint32 i, int period)
{
	const FormAtom *atoms = scan->atoms;
	FormNumber	hour;
	FormNumber	minute;
	Clock		clock;
	uint32		next;
	bool		certain = period >= 0;

	if (!form_number(scan, i, &hour) || hour.article || hour.series || hour.value > 24 || hour.value != (int) hour.value || hour.scale > 10)
		return first;
	next = hour.next;
	if (atoms[next].gap != GAP_NONE || (!atom_is(&atoms[next], "点") && !atom_is(&atoms[next], "时") && !atom_is(&atoms[next], "点钟")))
		return first;
	clock = (Clock) {(int) hour.value, 0};
	certain |= atoms[next].length > 3;
	next++;
	if (atoms[next].gap == GAP_NONE && atom_is(&atoms[next - 1], "点"))
	{
		if (atom_is(&atoms[next], "半"))
		{
			clock.minute = 30;
			next++;
			certain = true;
		}
		else if (is_han_quarter(&atoms[next]))
		{
			clock.minute = atom_is(&atoms[next], "一") ? 15 : 45;
			next += 2;
			certain = true;
		}
		else if (atom_is(&atoms[next], "整") || atom_is(&atoms[next], "多") || atom_is(&atoms[next], "左右"))
			certain = true;
	}
	if (next == hour.next + 1 && atoms[next].gap == GAP_NONE && form_number(scan, next, &minute) && !minute.article && minute.value < 60 &&
		minute.value == (int) minute.value && !minute.vague)
	{
		bool		unit = atom_is(&atoms[minute.next], "分") && atoms[minute.next].gap == GAP_NONE;

		/* 三点五十 is a time, 三点五个 none */
		if (unit || (minute.value >= 10 && !atom_has(&atoms[minute.next], ROLE_DURATION | ROLE_TIMES | ROLE_MONEY | ROLE_NOUN)))
		{
			clock.minute = (int) minute.value;
			next = minute.next + unit;
			certain = true;
		}
	}
	if (!certain && (atom_is(&atoms[hour.next], "时") || !is_on_the_clock(&atoms[hour.next], &hour)))
		return first;
	if (period >= 0)
		apply_period(&clock, (uint8) period);
	return add_time(scan, first, next, &clock);
}

/* "half past three", "quarter to five", "ten past six". */
static uint32
find_past(FormScan *scan, uint32 i)
{
	const FormAtom *atoms = scan->atoms;
	FormNumber	hour;
	Clock		clock;
	int			minutes;

	if (atom_is(&atoms[i], "half"))
		minutes = 30;
	else if (atom_is(&atoms[i], "quarter"))
		minutes = 15;
	else if (atom_has(&atoms[i], ROLE_NUMBER) || is_hour(&atoms[i]))
		minutes = (int) (atoms[i].kind == ATOM_NUMBER ? atoms[i].value : atoms[i].entry->value);
	else
		return i;
	if (minutes == 0 || minutes >= 30 + atom_is(&atoms[i], "half") || !atom_follows(&atoms[i + 1]) || !atom_follows(&atoms[i + 2]))
		return i;
	if (!atom_is(&atoms[i + 1], "past") && !(atom_is(&atoms[i + 1], "to") && minutes == 15 && atom_is(&atoms[i], "quarter")))
		return i;
	if (!form_number(scan, i + 2, &hour) || hour.article || hour.value > 12 || hour.value < 1 || hour.value != (int) hour.value)
		return i;
	clock = (Clock) {(int) hour.value, minutes};
	if (atom_is(&atoms[i + 1], "to"))
		clock = (Clock) {clock.hour == 1 ? 12 : clock.hour - 1, 60 - minutes};
	return add_time(scan, i, hour.next, &clock);
}

/* The time of day that begins at atom i. */
uint32
form_find_time(FormScan *scan, uint32 i)
{
	const FormAtom *atom = &scan->atoms[i];
	uint32		next;
	FormNumber	hour;

	if (atom_has(atom, ROLE_PERIOD) && atom->kind == ATOM_HAN && atom[1].gap <= GAP_SPACE)
	{
		next = find_figures(scan, i, i + 1, atom->entry->unit);
		return next > i ? next : find_han(scan, i, i + 1, atom->entry->unit);
	}
	if (atom->kind == ATOM_NUMBER)
	{
		next = find_figures(scan, i, i, -1);
		if (next > i)
			return next;
	}
	if (atom->kind == ATOM_NUMBER || atom->kind == ATOM_HAN)
	{
		next = find_han(scan, i, i, -1);
		if (next > i)
			return next;
	}
	if (atom->kind == ATOM_HAN)
		return i;
	next = find_past(scan, i);
	if (next == i && form_number(scan, i, &hour) && !hour.article && hour.value >= 1 && hour.value <= 12 &&
		hour.value == (int) hour.value && atom_follows(&scan->atoms[hour.next]) &&
		(atom_is(&scan->atoms[hour.next], "o'clock") || atom_is(&scan->atoms[hour.next], "oclock")))
		next = add_time(scan, i, hour.next + 1, &(Clock) {(int) hour.value, 0});
	return next;
}
