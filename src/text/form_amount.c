/*
 * form_amount.c
 *	  Percentages, counts ("three times") and ordinals ("third time", "again").
 */
#include "form_private.h"

/* Beyond these nothing was counted. */
#define MAX_PERCENTAGE	1e6
#define MAX_COUNT		1e6

static bool
touches_one_of(const FormAtom *atom, const char *const *words)
{
	return atom->gap <= GAP_SPACE && atom_is_one_of(atom, words);
}

static uint32
add_percentage(FormScan *scan, uint32 first, uint32 next, double number)
{
	Form	   *form = form_add(scan, FORM_PERCENTAGE, first, next - 1);
	const FormAtom *last = &scan->atoms[next - 1];

	if (last->after == SIGN_PERCENT)
		form->end = last->sign_end;
	form_set_number(form, number);
	snprintf(form->value, FORM_VALUE_SIZE, "%.6g%%", number);
	return next;
}

/* 八成: eighty per cent, where 成 is not the beginning of another word. */
static bool
is_tenths(const FormScan *scan, const FormNumber *number)
{
	static const char *const others[] = {"为", "功", "本", "员", "交", "年", "了", "熟", "立", "就", "品", "绩", "长", "色", "人", "语", "天", "果",
	"都", "效", "份", "群", "套", "双", "片", "串", "堆", NULL};
	const FormAtom *unit = &scan->atoms[number->next];

	return atom_is(unit, "成") && unit->gap == GAP_NONE && number->scale == 1 && number->value >= 1 && number->value < 10 &&
		!number->series && !touches_one_of(unit + 1, others);
}

/* "20%", "20 per cent", 百分之二十, 八成.  Number is NULL where none begins at i. */
uint32
form_find_percentage(FormScan *scan, uint32 i, const FormNumber *number)
{
	const FormAtom *atoms = scan->atoms;
	FormNumber	behind;

	if (number == NULL)
	{
		if (atom_is(&atoms[i], "百分百"))
			return add_percentage(scan, i, i + 1, 100);
		if (!atom_is(&atoms[i], "百分之") || atoms[i + 1].gap > GAP_SPACE || !form_quantity(scan, i + 1, &behind))
			return i;
		return add_percentage(scan, i, behind.next, behind.value);
	}
	if (number->article || number->series || number->value > MAX_PERCENTAGE)
		return i;
	if (atoms[number->next - 1].after == SIGN_PERCENT)
		return add_percentage(scan, i, number->next, number->value);
	if (atom_has(&atoms[number->next], ROLE_PERCENT) && !atom_has(&atoms[number->next], ROLE_WEAK) && atom_follows_hyphen(&atoms[number->next]))
		return add_percentage(scan, i, number->next + 1, number->value);
	if (atom_is(&atoms[number->next], "per") && atom_is(&atoms[number->next + 1], "cent") && atom_follows(&atoms[number->next]))
		return add_percentage(scan, i, number->next + 2, number->value);
	if (is_tenths(scan, number))
		return add_percentage(scan, i, number->next + 1, number->value * 10);
	return i;
}

/* Whether what follows "three times" makes it a rate or a proportion. */
static bool
is_rate(const FormAtom *next)
{
	static const char *const proportions[] = {"more", "less", "the", "as", "larger", "bigger", "higher", "faster", "slower", "longer", "worse",
	"better", "per", "daily", "cheaper", NULL};

	if (touches_one_of(next, proportions))
		return true;
	return atom_has(next, ROLE_ARTICLE) && atom_has(next + 1, ROLE_DURATION) && atom_follows(next + 1);
}

static bool
is_counted(const FormAtom *unit, const FormNumber *number)
{
	static const char *const after_ci[] = {"元", "性", "品", "要", "数", "序", "级", "日", NULL};
	static const char *const after_hui[] = {"事", "合", "家", "答", "复", "来", "去", "头", "国", "应", "到", "归", "购", "款", "收", "本", "信", "电",
	NULL};
	static const char *const after_bian[] = {"地", "布", NULL};

	if (!atom_has(unit, ROLE_TIMES))
		return false;
	if (unit->kind == ATOM_WORD)
		return atom_follows(unit) && !is_rate(unit + 1);
	if (unit->gap > GAP_SPACE)
		return false;
	if (atom_is(unit, "次"))
		return !touches_one_of(unit + 1, after_ci) && !(number->han && number->scale == 1 && number->value == 2 && !number->vague &&
														atom_is(unit - 1, "二"));
	if (atom_is(unit, "回"))
		return !touches_one_of(unit + 1, after_hui);
	return !atom_is(unit, "遍") || !touches_one_of(unit + 1, after_bian);
}

/* "many times": said to be often, but not how often. */
static uint32
find_many(FormScan *scan, uint32 i)
{
	const FormAtom *atom = &scan->atoms[i];
	uint32		last = i;

	if (!atom_has(atom, ROLE_TWICE))
		return i;
	if (atom->kind == ATOM_WORD)
	{
		if (!atom_is(atom + 1, "times") || !atom_follows(atom + 1) || is_rate(atom + 2))
			return i;
		last++;
	}
	snprintf(form_add(scan, FORM_COUNT, i, last)->value, FORM_VALUE_SIZE, "many");
	return last + 1;
}

/* "three times", 打了五遍; number is NULL where none begins at i. */
uint32
form_find_count(FormScan *scan, uint32 i, const FormNumber *number)
{
	const FormAtom *atoms = scan->atoms;
	double		value;
	uint32		next;
	Form	   *form;

	if (number != NULL)
	{
		if (number->article || number->series || number->value < 1 || number->value > MAX_COUNT || !is_counted(&atoms[number->next], number))
			return i;
		value = number->value;
		next = number->next + 1;
	}
	else if (atom_has(&atoms[i], ROLE_TWICE) && atoms[i].entry->value > 0 && !is_rate(&atoms[i + 1]))
	{
		value = atoms[i].entry->value;
		next = i + 1;
	}
	else
		return find_many(scan, i);
	form = form_add(scan, FORM_COUNT, i, next - 1);
	form_set_number(form, value);
	snprintf(form->value, FORM_VALUE_SIZE, "%.15g", value);
	return next;
}

static uint32
add_ordinal(FormScan *scan, uint32 first, uint32 next, double number)
{
	Form	   *form = form_add(scan, FORM_ORDINAL, first, next - 1);

	form_set_number(form, number);
	snprintf(form->value, FORM_VALUE_SIZE, "%.15g", number);
	return next;
}

/* "third time", "3rd", 第三次. */
uint32
form_find_ordinal(FormScan *scan, uint32 i)
{
	static const char *const endings[] = {"st", "nd", "rd", "th", NULL};
	static const char *const no_events[] = {"party", "parties", "generation", "gen", "floor", "street", "st", "ave", "avenue", "class", "grade",
	"century", "edition", "degree", "hand", "quarter", "place", "world", "thought", "thoughts", "gear", "half", NULL};
	const FormAtom *atom = &scan->atoms[i];
	FormNumber	number;

	if (atom->kind == ATOM_NUMBER && atom->digits && atom[1].gap == GAP_NONE && atom[1].kind == ATOM_WORD && touches_one_of(atom + 1, endings))
	{
		if (atom[2].gap <= GAP_DASH && atom[2].kind == ATOM_WORD && atom_is_one_of(atom + 2, no_events))
			return i;
		return add_ordinal(scan, i, i + 2, atom->value);
	}
	if (atom_has(atom, ROLE_ORDINAL))
	{
		/* "third time", "third failed delivery" */
		for (uint32 k = 1; k <= 2; k++)
		{
			if (!atom_follows(&atom[k]) || !atom_has(&atom[k], ROLE_NOUN))
				return i;
			if (!atom_has(&atom[k + 1], ROLE_NOUN) || k == 2 || !atom_follows(&atom[k + 1]))
				return add_ordinal(scan, i, i + k + 1, atom->entry->value);
		}
		return i;
	}
	if (atom_is(atom, "第") && atom[1].gap == GAP_NONE && form_number(scan, i + 1, &number) && !number.article && !number.vague &&
		number.value >= 1 && atom_has(&scan->atoms[number.next], ROLE_NOUN | ROLE_TIMES) && scan->atoms[number.next].gap == GAP_NONE)
		return add_ordinal(scan, i, number.next + 1, number.value);
	return i;
}

/* Whether 又 says that the same has happened once more, and not "both ... and". */
static bool
is_once_more(const FormScan *scan, uint32 i)
{
	static const char *const happenings[] = {"扣", "扣了", "被", "来", "来了", "出", "没", "坏", "延", "涨", "收", "收了", "打", "发", "让", "错", "断",
	"卡", "崩", "闪", "变", "拒", "失", "催", "骗", "骗了", "限", "降", "退", "取", "投诉", "超", "拖", "掉", "冻", "换", "等", "给", "开始", "把",
	"问", "说", "重", "加", "停", "黑", "弹", "提", "是这样", NULL};
	const FormAtom *atom = &scan->atoms[i];

	for (int32 k = -5; k <= 5; k++)
	{
		if (k == 0 || (k < 0 && (uint32) -k > i) || atom[k].kind == ATOM_END)
			continue;
		if (atom[k].sentence == atom->sentence && (atom_is(&atom[k], "又") || atom_is(&atom[k], "既")))
			return false;
	}
	return touches_one_of(atom + 1, happenings);
}

/*
 * "again" and its kin say that it is at least the second time; not where it
 * should not happen again, or one is asked to try again.
 */
uint32
form_find_again(FormScan *scan, uint32 i)
{
	static const char *const thanks[] = {"感谢", "谢谢", "光临", "光顾", "购买", "合作", "确认", "输入", "登录", "登陆", "尝试", "强调", "为您", NULL};
	const FormAtom *atom = &scan->atoms[i];
	uint32		next = i + 1;
	bool		han = atom->kind == ATOM_HAN;

	if (!atom_has(atom, ROLE_AGAIN))
		return i;
	if (atom_has(atom, ROLE_WEAK) ? !is_once_more(scan, i) : han && touches_one_of(atom + 1, thanks))
		return i;
	for (uint32 k = 1; k <= (han ? 2u : 7u) && k <= i && !atom_has(atom, ROLE_WEAK); k++)
	{
		if (atom[-(int32) k].sentence != atom->sentence)
			break;
		if (atom_has(&atom[-(int32) k], ROLE_NO))
			return i;
	}
	/* "again and again" */
	while (atom_is(&scan->atoms[next], "and") && atom_is(&scan->atoms[next + 1], "again") && atom_follows(&scan->atoms[next]))
		next += 2;
	return add_ordinal(scan, i, next, atom->entry->value);
}
