/*
 * form_phone.c
 *	  Telephone numbers: of the Chinese mainland, of Great Britain and the
 *	  United States as they are dialled at home, and any with a country code.
 *
 * A number as it is dialled at home says less than one with a country code, so
 * it must have the shape of its country: 020 7946 0958 is London's in a text of
 * ASCII and Guangzhou's in any other.
 */
#include "form_private.h"

#define MAX_GROUPS	6
#define MAX_DIGITS	15			/* ITU-T E.164 */

/* Groups of digits as one would dial them. */
typedef struct Dial
{
	char		text[MAX_DIGITS + 1];
	uint32		length;
	uint32		groups;
	uint32		sizes[MAX_GROUPS];
	uint32		next;			/* atom behind */
	bool		dotted;			/* 415.555.2671: one atom */
} Dial;

/* Whether what stands between two groups may do so: space, hyphen, bracket. */
static bool
is_dial_gap(const FormScan *scan, const FormAtom *atom)
{
	const char *bytes = scan->doc->bytes;
	uint32		width = atom->start - atom[-1].end;

	if (atom->sentence != atom[-1].sentence)
		return false;
	if (atom->gap == GAP_DASH || (width == 1 && atom->gap == GAP_SPACE))
		return true;
	if (width == 3 && memcmp(bytes + atom[-1].end, " - ", 3) == 0)
		return true;
	/* +44 (0)20, (415) 555 */
	return (width == 1 && (bytes[atom->start - 1] == ')' || bytes[atom->start - 1] == '(')) ||
		(width == 2 && (memcmp(bytes + atom[-1].end, ") ", 2) == 0 || memcmp(bytes + atom[-1].end, " (", 2) == 0 || memcmp(bytes + atom[-1].end, ")-", 2) == 0));
}

/* Three groups that dots separate are one atom. */
static void
collect_dotted(const FormAtom *atom, Dial *dial)
{
	uint32		groups = 0;

	for (uint32 k = 0; k < atom->length; k++)
	{
		if (atom->text[k] == '.')
			groups++;
		else if (atom->text[k] == ',' || dial->length == MAX_DIGITS)
			return;
		else
		{
			dial->text[dial->length++] = atom->text[k];
			dial->sizes[Min(groups, MAX_GROUPS - 1)]++;
		}
	}
	if (groups != 2)
		return;
	dial->groups = 3;
	dial->dotted = true;
	dial->next++;
}

/* Collects the groups from atom i on; no groups if there are none. */
static void
collect(const FormScan *scan, uint32 i, Dial *dial)
{
	const FormAtom *atom = &scan->atoms[i];

	memset(dial, 0, sizeof(*dial));
	dial->next = i;
	if (atom->kind == ATOM_NUMBER && !atom->digits)
	{
		collect_dotted(atom, dial);
		return;
	}
	for (; dial->groups < MAX_GROUPS; atom++)
	{
		if (atom->kind != ATOM_NUMBER || !atom->digits || dial->length + atom->length > MAX_DIGITS || atom->before != 0 ||
			atom->after != 0 || (dial->groups > 0 && !is_dial_gap(scan, atom)))
			break;
		memcpy(dial->text + dial->length, atom->text, atom->length);
		dial->length += atom->length;
		dial->sizes[dial->groups++] = atom->length;
		dial->next++;
	}
}

/* Leaves only the first groups; those of one atom stay together. */
static void
keep_groups(Dial *dial, uint32 groups)
{
	while (dial->groups > groups && !dial->dotted)
	{
		dial->groups--;
		dial->length -= dial->sizes[dial->groups];
		dial->next--;
	}
	dial->text[dial->length] = '\0';
}

/* Whether a word of telephoning stands close before atom i. */
static bool
is_announced(const FormScan *scan, uint32 i)
{
	const FormAtom *atom = &scan->atoms[i];

	for (uint32 k = 1; k <= 4 && k <= i && atom[-(int32) k].sentence == atom->sentence; k++)
		if (atom_has(&atom[-(int32) k], ROLE_PHONE))
			return true;
	return false;
}

static bool
is_mainland_mobile(const Dial *dial, uint32 skip)
{
	if (dial->length - skip != 11 || dial->text[skip] != '1' || dial->text[skip + 1] < '3')
		return false;
	return dial->groups <= 4;
}

/* As dialled inside the Chinese mainland, the 0 in front included. */
static bool
is_mainland(const FormScan *scan, uint32 i, const Dial *dial)
{
	const char *text = dial->text;

	if (is_mainland_mobile(dial, 0))
		return dial->groups == 1 || (dial->groups == 3 && dial->sizes[0] == 3);
	/* 400 820 8820 */
	if (dial->length == 10 && memcmp(text, "400", 3) == 0)
		return dial->groups > 1 || is_announced(scan, i) || !scan->doc->ascii;
	if (text[0] != '0' || text[1] == '0' || dial->length < 10 || dial->length > 12)
		return false;
	/* an area code set off from all the rest is Chinese in any text */
	if (dial->groups == 2 && scan->atoms[i + 1].gap != GAP_SPACE && dial->sizes[0] >= 3 && dial->sizes[0] <= 4 && dial->sizes[1] >= 7)
		return true;
	if (scan->doc->ascii)
		return false;
	return dial->groups == 1 ? dial->length > 10 || is_announced(scan, i) : dial->sizes[0] == 3 || dial->sizes[0] == 4;
}

/* As dialled inside Great Britain: 07700 900123, 020 7946 0958. */
static bool
is_british(const FormScan *scan, uint32 i, const Dial *dial)
{
	if (dial->length != 11 || dial->text[0] != '0' || strchr("12378", dial->text[1]) == NULL || !scan->doc->ascii)
		return false;
	return dial->groups > 1 || dial->text[1] == '7' || is_announced(scan, i);
}

/* As dialled in North America: (415) 555-2671, 1-800-829-1040. */
static bool
is_american(const FormScan *scan, uint32 i, const Dial *dial)
{
	const char *text = dial->text;

	if (dial->length == 11 && text[0] == '1' && dial->groups == 4 && dial->sizes[0] == 1 && dial->sizes[1] == 3)
		return text[1] >= '2' && text[4] >= '2';
	return dial->length == 10 && text[0] >= '2' && text[3] >= '2' && dial->groups == 3 && dial->sizes[0] == 3 && dial->sizes[1] == 3 &&
		(dial->dotted || scan->doc->ascii || is_announced(scan, i));
}

/*
 * Whether what was dialled without a country code is a telephone number; if so
 * *country is its code with a plus, or nothing where it could be several, and
 * *skip the digits in front that are only dialled at home.
 */
static bool
is_national(const FormScan *scan, uint32 i, const Dial *dial, const char **country, uint32 *skip)
{
	*skip = dial->text[0] == '0';
	if (is_mainland(scan, i, dial))
		*country = "+86";
	else if (is_british(scan, i, dial))
		*country = "+44";
	else if (is_american(scan, i, dial))
	{
		*country = "+1";
		*skip = dial->length == 11;
	}
	else
	{
		*country = "";
		return dial->groups == 1 && dial->length == 10 && dial->text[0] >= '2' && scan->doc->ascii && is_announced(scan, i);
	}
	return true;
}

static uint32
add_phone(FormScan *scan, uint32 i, const Dial *dial, uint32 start, const char *country, const char *national)
{
	Form	   *form = form_add(scan, FORM_PHONE, i, dial->next - 1);

	form->start = start;
	snprintf(form->value, FORM_VALUE_SIZE, "%s%s", country, national);
	return dial->next;
}

/* "+86 138 0013 8000", "+44 (0)20 7946 0958", "0086 ..." */
static uint32
find_international(FormScan *scan, uint32 i, Dial *dial, uint32 start, uint32 skip)
{
	char		national[MAX_DIGITS + 1];
	uint32		length = 0;
	uint32		at = 0;

	uint32		longest = MAX_DIGITS;

	/* what follows a whole number belongs to something else */
	if (memcmp(dial->text + skip, "86", 2) == 0 || memcmp(dial->text + skip, "44", 2) == 0)
		longest = skip + 13;
	else if (dial->text[skip] == '1')
		longest = skip + 11;
	for (uint32 groups = dial->groups; groups > 1 && dial->length > longest; groups--)
		keep_groups(dial, groups - 1);
	if (dial->length > longest || dial->length - skip < 8 || dial->text[skip] == '0')
		return i;
	/* a lone 0 in the middle is the one not to be dialled */
	for (uint32 group = 0; group < dial->groups; group++)
	{
		if (!(group > 0 && dial->sizes[group] == 1 && dial->text[at] == '0'))
		{
			memcpy(national + length, dial->text + at, dial->sizes[group]);
			length += dial->sizes[group];
		}
		at += dial->sizes[group];
	}
	national[length] = '\0';
	return add_phone(scan, i, dial, start, "+", national + skip);
}

/* The telephone number that begins at atom i. */
uint32
form_find_phone(FormScan *scan, uint32 i)
{
	const FormAtom *atom = &scan->atoms[i];
	const char *bytes = scan->doc->bytes;
	uint32		start = atom->start;
	uint32		skip;
	Dial		dial;
	bool		bracket;
	bool		plus;

	if (atom->kind != ATOM_NUMBER || atom->before != 0 || atom->length > MAX_DIGITS)
		return i;
	/* the rest of a longer number is none */
	if (atom[-1].kind == ATOM_NUMBER && (atom->gap == GAP_DASH || atom->gap == GAP_NONE || atom->gap == GAP_SLASH))
		return i;
	bracket = start > atom[-1].end && (bytes[start - 1] == '(');
	plus = start > atom[-1].end && (bytes[start - 1] == '+' || (bracket && start > 1 && bytes[start - 2] == '+'));
	collect(scan, i, &dial);
	if (dial.groups == 0)
		return i;
	if (plus)
		return find_international(scan, i, &dial, start - 1 - bracket, 0);
	if (dial.length > 8 && memcmp(dial.text, "00", 2) == 0 && dial.text[2] != '0')
		return find_international(scan, i, &dial, start, 2);
	/* 86-138..., without a plus */
	if (memcmp(dial.text, "86", 2) == 0 && dial.length == 13 && is_mainland_mobile(&dial, 2))
		return add_phone(scan, i, &dial, start, "+86", dial.text + 2);
	for (uint32 groups = dial.groups; groups > (dial.dotted ? dial.groups - 1 : 0); groups--)
	{
		const char *country;

		keep_groups(&dial, groups);
		if (!is_national(scan, i, &dial, &country, &skip))
			continue;
		if (dial.next == i + 1 && atom[1].kind == ATOM_WORD && atom[1].gap == GAP_NONE)
			return i;
		return add_phone(scan, i, &dial, bracket && dial.groups > 1 ? start - 1 : start, country, dial.text + skip);
	}
	return i;
}
