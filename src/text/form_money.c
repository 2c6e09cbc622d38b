/*
 * form_money.c
 *	  Amounts of money.
 *
 * A number is money by a sign or code in front of it, by a word behind it, or,
 * in thousands ("5k", 1.2万), by standing alone or near a word of paying.  All
 * else (years, versions, models) is not.
 */
#include "form_private.h"

static const char *const codes[] = {
	[CURRENCY_NONE] = "", [CURRENCY_CNY] = "CNY", [CURRENCY_USD] = "USD", [CURRENCY_EUR] = "EUR",
	[CURRENCY_GBP] = "GBP", [CURRENCY_JPY] = "JPY", [CURRENCY_HKD] = "HKD", [CURRENCY_TWD] = "TWD",
	[CURRENCY_KRW] = "KRW", [CURRENCY_INR] = "INR", [CURRENCY_AUD] = "AUD", [CURRENCY_CAD] = "CAD",
	[CURRENCY_NZD] = "NZD", [CURRENCY_SGD] = "SGD", [CURRENCY_CHF] = "CHF", [CURRENCY_THB] = "THB",
	[CURRENCY_MYR] = "MYR", [CURRENCY_RUB] = "RUB", [CURRENCY_BRL] = "BRL",
};

/* More than this nobody has. */
#define MAX_AMOUNT	1e13

/* How far before a bare amount a word of paying may stand, in atoms. */
#define PAY_REACH	6

/* An amount as it is being put together. */
typedef struct Amount
{
	uint32		first;
	uint32		next;
	uint32		start;			/* bytes; of the sign, if there is one */
	uint32		end;			/* 0: where the last atom ends */
	uint8		currency;
	double		value;
	bool		believed;		/* something said that it is money */
} Amount;

/* What may follow a unit that is also the start of other words. */
static bool
ends_amount(const FormAtom *next)
{
	static const char *const enders[] = {"多", "都", "的", "也", "了", "就", "啊", "吧", "呢", "吗", "还", "左右", "不", "没", "给", "我", "你", "被",
	"是", "要", "整", "呀", "嘛", "才", "以", "左", "到", "至", "或", "左右", NULL};

	return next->gap != GAP_NONE || next->kind != ATOM_HAN || atom_is_one_of(next, enders);
}

/* "HK$" and kin: letters that touch the dollar sign. */
static uint8
dollar_of(const FormAtom *atom)
{
	static const struct
	{
		const char *letters;
		uint8		currency;
	}			dollars[] = {
		{"us", CURRENCY_USD}, {"hk", CURRENCY_HKD}, {"a", CURRENCY_AUD}, {"au", CURRENCY_AUD}, {"c", CURRENCY_CAD},
		{"ca", CURRENCY_CAD}, {"s", CURRENCY_SGD}, {"nt", CURRENCY_TWD}, {"nz", CURRENCY_NZD}, {"r", CURRENCY_BRL},
	};

	for (uint32 i = 0; i < sizeof(dollars) / sizeof(dollars[0]); i++)
		if (atom_is(atom, dollars[i].letters))
			return dollars[i].currency;
	return CURRENCY_NONE;
}

static void
read_prefix(const FormScan *scan, const FormNumber *number, Amount *amount)
{
	const FormAtom *atom = &scan->atoms[amount->first];
	const FormAtom *before = atom - 1;

	/* nobody writes "$a" or "$三" */
	if (number->article || atom_has(atom, ROLE_HALF) || (number->han && number->next == number->first + 1))
		return;
	if (atom->before != CURRENCY_NONE)
	{
		amount->believed = true;
		amount->currency = atom->before;
		amount->start = atom->sign_start;
		if (atom->before == CURRENCY_USD && before->end == atom->sign_start && dollar_of(before) != CURRENCY_NONE &&
			amount->first > scan->done)
		{
			amount->currency = dollar_of(before);
			amount->first--;
			amount->start = before->start;
		}
	}
	else if (atom_has(before, ROLE_CODE) && amount->first > scan->done && (atom->gap <= GAP_SPACE || atom->gap == GAP_DOT))
	{
		amount->believed = true;
		amount->currency = before->entry->unit;
		amount->first--;
		amount->start = before->start;
	}
}

/* A single digit that touches what is before it; < 0: none. */
static double
tail_digit(const FormAtom *atom)
{
	if (atom->gap != GAP_NONE)
		return -1;
	if (atom->kind == ATOM_NUMBER && atom->length == 1)
		return atom->value;
	if (atom->kind == ATOM_HAN && atom_has(atom, ROLE_HAN_DIGIT) && !atom_has(atom, ROLE_VAGUE) && atom->entry->value < 10)
		return atom->entry->value;
	return -1;
}

/* Whether the digit before this is the last of an amount: 三块五, not 三块五个. */
static bool
ends_tail(const FormAtom *next)
{
	return next->gap != GAP_NONE ||
		!(next->kind == ATOM_NUMBER || atom_has(next, ROLE_DURATION | ROLE_TIMES | ROLE_NOUN | ROLE_HAN_DIGIT | ROLE_HAN_UNIT | ROLE_MONEY));
}

/* 五毛 二分 behind 三块, and 五 alone.  Returns whether anything was there. */
static bool
read_small_money(const FormScan *scan, Amount *amount, bool kuai)
{
	const FormAtom *atoms = scan->atoms;
	uint32		j = amount->next;
	double		digit;

	if (atom_is(&atoms[j], "零") && atoms[j].gap == GAP_NONE)
		j++;
	digit = tail_digit(&atoms[j]);
	if (digit < 0)
		return false;
	if (atom_is(&atoms[j + 1], "分") && atoms[j + 1].gap == GAP_NONE)
	{
		amount->value += digit * .01;
		amount->next = j + 2;
		return true;
	}
	if (atoms[j + 1].gap == GAP_NONE && atoms[j + 1].entry->value == .1 && atom_has(&atoms[j + 1], ROLE_MONEY))
	{
		amount->value += digit * .1;
		j += 2;
		digit = tail_digit(&atoms[j]);
		if (digit >= 0 && atom_is(&atoms[j + 1], "分") && atoms[j + 1].gap == GAP_NONE)
		{
			amount->value += digit * .01;
			j += 2;
		}
		else if (digit >= 0 && ends_tail(&atoms[j + 1]))
		{
			amount->value += digit * .01;
			j++;
		}
		amount->next = j;
		return true;
	}
	if (!kuai || !ends_tail(&atoms[j + 1]) || j != amount->next)
		return false;
	amount->value += digit * .1;
	amount->next = j + 1;
	return true;
}

/* Whether a word that is not always a unit of money is one here. */
static bool
weak_unit_fits(const FormScan *scan, const FormNumber *number, const FormAtom *unit)
{
	static const char *const no_yuan[] = {"素", "旦", "宝", "件", "化", "宵", "气", "老", "首", NULL};
	const FormAtom *next = unit + 1;
	bool		touches = next->gap == GAP_NONE;

	if (atom_is(unit, "元"))
		return !(touches && atom_is_one_of(next, no_yuan));
	if (atom_is(unit, "刀") || atom_is(unit, "角"))
		return number->digits && (number->value > 3 || atom_is(unit, "角"));
	if (atom_is(unit, "块"))
	{
		if (number->value >= 10 || (touches && atom_is(next, "钱")))
			return true;
		/* 一块 is also "together", 两块 also two pieces */
		return ends_amount(next) && (number->digits || number->value > 1);
	}
	/* "50p", but not "720p" */
	return number->digits && scan->atoms[number->first].digits && unit->gap == GAP_NONE && number->value < 100;
}

static void
read_suffix(const FormScan *scan, const FormNumber *number, Amount *amount)
{
	const FormAtom *last = &scan->atoms[amount->next - 1];
	const FormAtom *unit = last + 1;
	double		factor;

	if (last->after != CURRENCY_NONE && last->after != SIGN_PERCENT)
	{
		amount->currency = amount->believed ? amount->currency : last->after;
		amount->believed = true;
		amount->end = last->sign_end;
	}
	if (atom_is(last, "grand"))
		amount->believed = true;
	if (!atom_has(unit, ROLE_MONEY) || !atom_follows_hyphen(unit))
		return;
	factor = unit->entry->value;
	if (number->article && (factor < 1 || unit->kind != ATOM_WORD))
		return;
	if (atom_has(unit, ROLE_WEAK) && !amount->believed && !weak_unit_fits(scan, number, unit))
	{
		Amount		tail = {.next = amount->next + 1};

		if (!atom_is(unit, "块") || !read_small_money(scan, &tail, true))
			return;
	}
	/* what believes already takes no smaller unit, nor the code of the next */
	if (amount->believed && (factor < 1 || (atom_has(unit, ROLE_CODE) && unit[1].kind == ATOM_NUMBER && unit[1].gap <= GAP_SPACE)))
		return;
	amount->value *= factor;
	if (!amount->believed || atom_has(unit, ROLE_CODE))
		amount->currency = unit->entry->unit;
	amount->believed = true;
	amount->end = 0;
	amount->next++;
	if (factor == 1 && amount->currency == CURRENCY_CNY && unit->kind == ATOM_HAN && !number->vague)
		read_small_money(scan, amount, atom_is(unit, "块"));
	if (atom_is(&scan->atoms[amount->next], "钱") && scan->atoms[amount->next].gap == GAP_NONE)
		amount->next++;
}

/*
 * Whether thousands without a unit are money: they are all that is said, or a
 * word of paying is near, and nothing follows that could be counted.
 */
static bool
is_bare_amount(const FormScan *scan, const FormNumber *number)
{
	const FormAtom *first = &scan->atoms[number->first];
	const FormAtom *last = &scan->atoms[number->next - 1];
	const FormAtom *next = last + 1;
	uint32		sentence = first->sentence;
	bool		figures = last->kind == ATOM_NUMBER || last->length == 1;

	if (number->scale < 1000 || number->article || (figures && number->scale > 1e4) || last->after != 0)
		return false;
	if (!figures && (last->kind != ATOM_HAN || last == first))
		return false;
	if (next->sentence == sentence && next->gap <= GAP_DASH && (!ends_amount(next) || atom_has(next, ROLE_DURATION | ROLE_TIMES)))
		return false;
	if (figures && first->digits && first->length < 3 && next->kind == ATOM_WORD && next->gap == GAP_SPACE && atom_is(next, "run"))
		return false;
	if (first[-1].sentence != sentence || first[-1].kind == ATOM_END)
		if (next->sentence != sentence)
			return true;
	for (uint32 k = 1; k <= PAY_REACH && k <= number->first; k++)
	{
		if (first[-(int32) k].sentence != sentence)
			break;
		if (atom_has(&first[-(int32) k], ROLE_PAY))
			return true;
	}
	/* "1k5" is nothing else */
	return last->kind == ATOM_NUMBER && last > first && last[-1].length == 1;
}

/*
 * The amount of money of which number, at atom i, is the number.
 */
uint32
form_find_money(FormScan *scan, uint32 i, const FormNumber *number)
{
	Amount		amount = {.first = number->first, .next = number->next, .value = number->value};
	Form	   *form;

	if (number->series || number->value > MAX_AMOUNT)
		return i;
	amount.start = scan->atoms[number->first].start;
	read_prefix(scan, number, &amount);
	read_suffix(scan, number, &amount);
	if (!amount.believed)
	{
		if (!is_bare_amount(scan, number))
			return i;
		if (scan->atoms[number->next - 1].kind == ATOM_HAN || atom_is(&scan->atoms[number->next - 1], "w"))
			amount.currency = CURRENCY_CNY;
	}
	form = form_add(scan, FORM_MONEY, amount.first, amount.next - 1);
	form->start = amount.start;
	if (amount.end != 0)
		form->end = amount.end;
	form_set_number(form, amount.value);
	snprintf(form->value, FORM_VALUE_SIZE, amount.value == (double) (uint64) amount.value ? "%.0f%s%s" : "%.2f%s%s",
			 amount.value, amount.currency == CURRENCY_NONE ? "" : " ", codes[amount.currency]);
	return amount.next;
}
