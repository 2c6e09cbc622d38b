/*
 * form_id.c
 *	  Bank cards, Chinese identity cards and IBANs, each with its check digits.
 */
#include "form_private.h"

/* Most digits that can belong together, and most groups they come in. */
#define MAX_DIGITS	24
#define MAX_GROUPS	6

/* Longest IBAN. */
#define MAX_IBAN	34

/* Digits in groups that single spaces or hyphens separate. */
typedef struct Digits
{
	char		text[MAX_DIGITS + 1];
	uint32		length;			/* of all groups */
	uint32		groups;
	uint32		ends[MAX_GROUPS];	/* digits up to and with that group */
} Digits;

static void
collect(const FormScan *scan, uint32 i, Digits *digits)
{
	const FormAtom *atom = &scan->atoms[i];

	digits->length = 0;
	for (digits->groups = 0; digits->groups < MAX_GROUPS; digits->groups++, atom++)
	{
		if (atom->kind != ATOM_NUMBER || !atom->digits || digits->length + atom->length > MAX_DIGITS)
			break;
		if (digits->groups > 0 && !(atom->gap == GAP_DASH || (atom->gap == GAP_SPACE && atom->start == atom[-1].end + 1)))
			break;
		memcpy(digits->text + digits->length, atom->text, atom->length);
		digits->length += atom->length;
		digits->ends[digits->groups] = digits->length;
	}
	digits->text[digits->length] = '\0';
}

/* The number formed by length digits. */
static uint32
number_at(const char *text, uint32 length)
{
	uint32		number = 0;

	for (uint32 i = 0; i < length; i++)
		number = number * 10 + (uint32) (text[i] - '0');
	return number;
}

static bool
passes_luhn(const char *text, uint32 length)
{
	uint32		sum = 0;

	for (uint32 i = 0; i < length; i++)
	{
		uint32		digit = (uint32) (text[length - 1 - i] - '0') << (i & 1);

		sum += digit > 9 ? digit - 9 : digit;
	}
	return sum % 10 == 0;
}

/* Whether some scheme issues cards of that length that begin so. */
static bool
has_issuer(const char *text, uint32 length)
{
	uint32		four = number_at(text, 4);
	uint32		two = four / 100;

	switch (length)
	{
		case 13:
			return text[0] == '4';
		case 14:
			return two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059);
		case 15:
			return two == 34 || two == 37;
		case 16:
			if (text[0] == '4' || (two >= 51 && two <= 55) || (four >= 2221 && four <= 2720) || (four >= 3528 && four <= 3589))
				return true;
			return four == 6011 || two == 62 || two == 64 || two == 65 || two == 60 || two == 81;
		case 17:
		case 18:
		case 19:
			return two == 62 || two == 60 || four == 9558 || four == 9559 || (length == 19 && text[0] == '4') || (length == 19 && two == 64);
		default:
			return false;
	}
}

/* Whether the first groups, up to length digits, are as cards are printed. */
static bool
is_card_layout(const Digits *digits, uint32 groups)
{
	uint32		length = digits->ends[groups - 1];

	if (groups == 1)
		return true;
	if (groups == 2)
		return digits->ends[0] == 6 || digits->ends[0] == 8;
	if (groups == 3 && digits->ends[0] == 4 && digits->ends[1] == 10)
		return length == 14 || length == 15;
	for (uint32 i = 0; i + 1 < groups; i++)
		if (digits->ends[i] != 4 * (i + 1))
			return false;
	return length <= 4 * groups;
}

static uint32
find_card(FormScan *scan, uint32 i, const Digits *digits)
{
	for (uint32 groups = digits->groups; groups > 0; groups--)
	{
		uint32		length = digits->ends[groups - 1];

		if (length < 13 || length > 19 || !is_card_layout(digits, groups) || !has_issuer(digits->text, length) ||
			!passes_luhn(digits->text, length))
			continue;
		snprintf(form_add(scan, FORM_BANK_CARD, i, i + groups - 1)->value, FORM_VALUE_SIZE, "%.*s", (int) length, digits->text);
		return i + groups;
	}
	return i;
}

static bool
is_birthday(uint32 year, uint32 month, uint32 day)
{
	static const uint8 lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return year >= 1900 && year <= 2050 && month >= 1 && month <= 12 && day >= 1 && day <= lengths[month - 1];
}

/* The codes of provinces with which identity numbers begin. */
static bool
is_province(uint32 code)
{
	switch (code / 10)
	{
		case 1:
			return code >= 11 && code <= 15;
		case 2:
			return code >= 21 && code <= 23;
		case 3:
			return code >= 31 && code <= 37;
		case 4:
			return code >= 41 && code <= 46;
		case 5:
			return code >= 50 && code <= 54;
		case 6:
			return code >= 61 && code <= 65;
		default:
			return code == 71 || code == 81 || code == 82 || code == 83;
	}
}

/*
 * Whether 18 characters are an identity number by GB 11643: a province, a day
 * of birth, and a weighted sum modulo 11, with X for ten.
 */
bool
form_is_identity(const char *text)
{
	static const uint8 weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	uint32		sum = 0;

	for (uint32 i = 0; i < 17; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	for (uint32 i = 0; i < 17; i++)
		sum += weights[i] * (uint32) (text[i] - '0');
	return text[17] == "10X98765432"[sum % 11] && is_province(number_at(text, 2)) &&
		is_birthday(number_at(text + 6, 4), number_at(text + 10, 2), number_at(text + 12, 2));
}

/* 18 characters in one piece or as 6-8-4, the last may be an X. */
static uint32
find_identity(FormScan *scan, uint32 i, const Digits *digits)
{
	char		text[19];
	uint32		groups;
	const FormAtom *next;

	for (groups = 1; groups <= digits->groups; groups++)
		if (digits->ends[groups - 1] >= 17)
			break;
	if (groups > digits->groups || (groups > 1 && !(groups == 3 && digits->ends[0] == 6 && digits->ends[1] == 14)))
		return i;
	memcpy(text, digits->text, 18);
	text[18] = '\0';
	next = &scan->atoms[i + groups];
	if (digits->ends[groups - 1] == 17)
	{
		if (next->gap != GAP_NONE || !atom_is(next, "x"))
			return i;
		text[17] = 'X';
		groups++;
	}
	else if (digits->ends[groups - 1] != 18)
		return i;
	if (!form_is_identity(text))
		return i;
	snprintf(form_add(scan, FORM_ID_CARD, i, i + groups - 1)->value, FORM_VALUE_SIZE, "%s", text);
	return i + groups;
}

/* The old kind: 15 digits in one piece, with no check digit. */
static uint32
find_old_identity(FormScan *scan, uint32 i, const Digits *digits)
{
	if (digits->groups == 0 || digits->ends[0] != 15 || !is_province(number_at(digits->text, 2)) ||
		number_at(digits->text + 2, 4) == 0 ||
		!is_birthday(1900 + number_at(digits->text + 6, 2), number_at(digits->text + 8, 2), number_at(digits->text + 10, 2)))
		return i;
	snprintf(form_add(scan, FORM_ID_CARD, i, i)->value, FORM_VALUE_SIZE, "%.15s", digits->text);
	return i + 1;
}

/* Length of a country's IBANs, 0 if it has none. */
static uint32
iban_length(const char *country)
{
	static const char lengths[] =
		"AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28"
		"IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24"
		"SC31SD18SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20";

	for (const char *entry = lengths; *entry != '\0'; entry += 4)
		if (entry[0] == country[0] && entry[1] == country[1])
			return number_at(entry + 2, 2);
	return 0;
}

static bool
passes_iban(const char *text, uint32 length)
{
	uint32		rest = 0;

	for (uint32 i = 0; i < length; i++)
	{
		char		c = text[(i + 4) % length];

		rest = c <= '9' ? (rest * 10 + (uint32) (c - '0')) % 97 : (rest * 100 + (uint32) (c - 'A') + 10) % 97;
	}
	return rest == 1;
}

/*
 * An IBAN from the token of atom i on: in one piece, or in groups that single
 * spaces separate.  Goes by tokens, since groups mix letters and digits.
 */
static uint32
find_iban(FormScan *scan, uint32 i)
{
	const TextDoc *doc = scan->doc;
	uint32		first = scan->atoms[i].token;
	uint32		token = first;
	uint32		next = i;
	char		text[MAX_IBAN + 1];
	uint32		length = 0;
	uint32		wanted = 0;

	for (; token < doc->ntokens && (length < wanted || wanted == 0); token++)
	{
		const TextToken *part = &doc->tokens[token];

		if (part->kind > TOKEN_NUMBER || part->kind == TOKEN_HAN || part->folded_length + length > MAX_IBAN)
			return i;
		if (token > first && !(part->start == part[-1].end + 1 && (doc->bytes[part[-1].end] == ' ' || doc->bytes[part[-1].end] == '-')))
			return i;
		for (uint32 k = 0; k < part->folded_length; k++)
		{
			char		c = doc->folded[part->folded + k];

			if (c >= 'a' && c <= 'z')
				text[length++] = (char) (c - 'a' + 'A');
			else if (c >= '0' && c <= '9')
				text[length++] = c;
			else
				return i;
		}
		if (wanted == 0)
		{
			if (length < 4 || text[0] < 'A' || text[1] < 'A' || text[2] > '9' || text[3] > '9')
				return i;
			wanted = iban_length(text);
			if (wanted == 0)
				return i;
		}
	}
	if (length != wanted || wanted == 0 || !passes_iban(text, length))
		return i;
	while (scan->atoms[next].kind != ATOM_END && scan->atoms[next].token < token)
		next++;
	snprintf(form_add(scan, FORM_IBAN, i, next - 1)->value, FORM_VALUE_SIZE, "%.*s", (int) length, text);
	return next;
}

/* The card, identity number or IBAN that begins at atom i. */
uint32
form_find_identifier(FormScan *scan, uint32 i)
{
	const FormAtom *atom = &scan->atoms[i];
	Digits		digits;
	uint32		next;

	if (atom->kind == ATOM_WORD)
		return atom->length >= 4 && atom->text[2] <= '9' && atom->text[3] <= '9' ? find_iban(scan, i) : i;
	if (atom->kind != ATOM_NUMBER || !atom->digits || atom->length < 4 || (atom->gap == GAP_DASH && atom[-1].kind == ATOM_NUMBER))
		return i;
	collect(scan, i, &digits);
	if (digits.length < 13)
		return i;
	if ((next = find_identity(scan, i, &digits)) == i && (next = find_card(scan, i, &digits)) == i)
		next = find_old_identity(scan, i, &digits);
	return next;
}
