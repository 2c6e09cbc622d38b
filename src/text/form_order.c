/*
 * form_order.c
 *	  Numbers of orders, tickets, parcels and cases.
 *
 * Every shop has its own, so it is the words in front that tell them: "order
 * no.", "tracking", 订单号, 工单.  A few carriers' numbers tell themselves.
 */
#include "form_private.h"

/* Longest number, in letters and digits. */
#define MAX_CODE	36

/* Words that may stand between "order" and its number. */
#define MAX_FILLERS 4

typedef struct Code
{
	char		text[MAX_CODE + 1];
	uint32		length;
	uint32		digits;
	uint32		tokens;
} Code;

/* Takes a token's letters and digits; false if it has others or too many. */
static bool
take_token(const TextDoc *doc, uint32 index, Code *code)
{
	const TextToken *token = &doc->tokens[index];

	if ((token->kind != TOKEN_WORD && token->kind != TOKEN_NUMBER) || code->length + token->folded_length > MAX_CODE)
		return false;
	for (uint32 k = 0; k < token->folded_length; k++)
	{
		char		c = doc->folded[token->folded + k];

		if (c >= '0' && c <= '9')
			code->digits++;
		else if (c >= 'a' && c <= 'z')
			c = (char) (c - 'a' + 'A');
		else
			return false;
		code->text[code->length++] = c;
	}
	code->tokens++;
	return true;
}

/* The code that begins with the token: pieces that hyphens join are one. */
static bool
read_code(const TextDoc *doc, uint32 token, Code *code)
{
	*code = (Code) {.length = 0};
	if (!take_token(doc, token, code))
		return false;
	for (uint32 next = token + 1; next < doc->ntokens; next++)
	{
		const TextToken *part = &doc->tokens[next];
		Code		before = *code;

		if (part->start != part[-1].end + 1 || (doc->bytes[part->start - 1] != '-' && doc->bytes[part->start - 1] != '_'))
			break;
		if (!take_token(doc, next, code))
		{
			*code = before;
			break;
		}
	}
	code->text[code->length] = '\0';
	return true;
}

/* Whether what stands between two atoms may do so in "Order no.: #123". */
static bool
is_label_gap(const FormScan *scan, const FormAtom *atom, bool *sign)
{
	const char *bytes = scan->doc->bytes;
	uint32		p = atom[-1].end;

	if (atom->start - p > MAX_CODE)
		return false;
	for (; p < atom->start; p++)
	{
		if (bytes[p] == '\n' && p > atom[-1].end && bytes[p - 1] == '\n')
			return false;
		if (bytes[p] == '#' || bytes[p] == ':')
			*sign = true;
		else if (strchr(" \t\r\n.-([\"'*=", bytes[p]) == NULL && (unsigned char) bytes[p] < 0x80)
			return false;
		/* the fullwidth colon, number sign and brackets */
		else if ((unsigned char) bytes[p] >= 0x80)
		{
			if (p + 3 > atom->start)
				return false;
			if (memcmp(bytes + p, "：", 3) == 0 || memcmp(bytes + p, "＃", 3) == 0 || memcmp(bytes + p, "№", 3) == 0)
				*sign = true;
			else if (memcmp(bytes + p, "（", 3) != 0 && memcmp(bytes + p, "【", 3) != 0 && memcmp(bytes + p, "　", 3) != 0)
				return false;
			p += 2;
		}
	}
	return true;
}

static uint32
add_code(FormScan *scan, uint32 i, const Code *code)
{
	uint32		last_token = scan->atoms[i].token + code->tokens - 1;
	uint32		next = i;
	Form	   *form;

	while (scan->atoms[next].kind != ATOM_END && scan->atoms[next].token <= last_token)
		next++;
	form = form_add(scan, FORM_ORDER_NUMBER, i, next - 1);
	snprintf(form->value, FORM_VALUE_SIZE, "%s", code->text);
	return next;
}

/* Codes of carriers: SF1234567890123, 1Z..., RR123456789CN. */
static bool
is_carrier_code(const Code *code)
{
	static const char *const prefixes[] = {"SF", "YT", "JD", "JT", "ZTO", "STO", "YTO", "DPK", "JDVB", "JDVA", "EMS"};
	const char *text = code->text;

	if (code->tokens != 1 || code->length < 11)
		return false;
	if (code->length == 18 && text[0] == '1' && text[1] == 'Z')
		return true;
	if (code->length == 13 && code->digits == 9 && text[0] >= 'A' && text[1] >= 'A' && text[11] >= 'A' && text[12] >= 'A')
		return true;
	for (uint32 k = 0; k < sizeof(prefixes) / sizeof(prefixes[0]); k++)
		if (strncmp(text, prefixes[k], strlen(prefixes[k])) == 0 && code->length == strlen(prefixes[k]) + code->digits &&
			code->digits >= 10)
			return true;
	return false;
}

/*
 * The number that the word at atom i announces, or a carrier's at i; the atom
 * behind it, i if there is none.
 */
uint32
form_find_order(FormScan *scan, uint32 i)
{
	const FormAtom *atom = &scan->atoms[i];
	bool		strong = atom_has(atom, ROLE_STRONG);
	bool		sign = false;
	uint32		j = i + 1;
	uint32		next;
	const FormAtom *value;
	Code		code;

	if (atom->kind == ATOM_WORD && !atom_has(atom, ROLE_ORDER))
	{
		if (atom->length < 11 || !read_code(scan->doc, atom->token, &code) || !is_carrier_code(&code))
			return i;
		return add_code(scan, i, &code);
	}
	if (!atom_has(atom, ROLE_ORDER))
		return i;
	for (uint32 fillers = 0;; fillers++, j++)
	{
		if (fillers > MAX_FILLERS || scan->atoms[j].kind == ATOM_END || !is_label_gap(scan, &scan->atoms[j], &sign))
			return i;
		if (!atom_has(&scan->atoms[j], ROLE_FILLER | ROLE_STRONG | ROLE_ORDER) || scan->atoms[j].kind == ATOM_NUMBER)
			break;
		/* "booking reference" is as good as "booking number" */
		strong |= atom_has(&scan->atoms[j], ROLE_STRONG | ROLE_ORDER);
	}
	value = &scan->atoms[j];
	next = form_find_date(scan, j);
	if (next > j)
		return next;
	if (value->before != CURRENCY_NONE || (value > scan->atoms && value->token == value[-1].token) ||
		!read_code(scan->doc, value->token, &code))
		return i;
	value += code.tokens == 1 && value->kind == ATOM_NUMBER;
	/* an amount or a date is no number of an order */
	if (value->gap <= GAP_SPACE && atom_has(value, ROLE_MONEY | ROLE_DURATION | ROLE_TIMES))
		return i;
	if (code.digits == code.length ? code.digits < (strong || sign ? 4 : 6) :
		code.digits < (strong || sign ? 2 : 4) || code.length < 5)
		return i;
	/* some put their identity number there */
	if (code.length == 18 && form_is_identity(code.text))
		return i;
	return add_code(scan, j, &code);
}
