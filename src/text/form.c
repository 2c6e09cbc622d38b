/*
 * form.c
 *	  What kinds of recognised forms there are, and finding them in a text.
 */
#include "form_private.h"

/* Forms that a list has room for at first. */
#define FIRST_CAPACITY	16

static const struct
{
	const char *name;
	bool		personal;		/* must not be stored or logged */
	bool		comparable;		/* has a number */
}			kinds[FORM_KINDS] = {
	[FORM_MONEY] = {"money", false, true},
	[FORM_DURATION] = {"duration", false, true},
	[FORM_DATE] = {"date", false, true},
	[FORM_TIME] = {"time", false, true},
	[FORM_PERCENTAGE] = {"percentage", false, true},
	[FORM_ORDINAL] = {"ordinal", false, true},
	[FORM_COUNT] = {"count", false, true},
	[FORM_PHONE] = {"phone", true, false},
	[FORM_EMAIL] = {"email", true, false},
	[FORM_URL] = {"url", false, false},
	[FORM_BANK_CARD] = {"bank_card", true, false},
	[FORM_ID_CARD] = {"id_card", true, false},
	[FORM_IBAN] = {"iban", true, false},
	[FORM_ORDER_NUMBER] = {"order_number", true, false},
};

/* The kind of that name, -1 if there is none. */
int
form_kind(const char *name, size_t length)
{
	for (int kind = 0; kind < FORM_KINDS; kind++)
		if (strlen(kinds[kind].name) == length && memcmp(kinds[kind].name, name, length) == 0)
			return kind;
	return -1;
}

/* Static storage. */
const char *
form_name(FormKind kind)
{
	return kinds[kind].name;
}

/* Whether values of the kind tell who a person is: never store or log them. */
bool
form_is_personal(FormKind kind)
{
	return kinds[kind].personal;
}

/* Whether forms of the kind have numbers, to be compared with others. */
bool
form_is_comparable(FormKind kind)
{
	return kinds[kind].comparable;
}

/* Words that make a number of an article before them. */
#define COUNTED_ROLES	(ROLE_DURATION | ROLE_MONEY | ROLE_SCALE)

static const FormEntry *
entry_of(const TextDoc *doc, uint32 i, uint32 tokens)
{
	uint32		unused;

	return form_lookup(doc->folded + doc->tokens[i].folded, 3 * tokens, &unused);
}

/*
 * Whether a Han token can begin a form: a numeral does where something counted
 * or another numeral follows, other words as a whole.
 */
static bool
is_telling_han(const TextDoc *doc, uint32 i)
{
	const TextToken *token = &doc->tokens[i];
	const char *text = doc->folded + token->folded;
	uint32		longest;
	uint32		roles = form_lookup(text, token->folded_length, &longest)->roles;
	uint32		left = doc->ntokens - i;

	if (roles & (ROLE_TWICE | ROLE_AGAIN))
		return true;
	if ((roles & ROLE_SINCE) && left > 1 && token[1].kind == TOKEN_WORD)
		return true;
	for (uint32 count = Min(longest, left); count > 1; count--)
	{
		const FormEntry *entry = entry_of(doc, i, count);

		if (entry->roles & (ROLES_TELLING | ROLE_SINCE | ROLE_LAST))
			return true;
		if ((entry->roles & ROLE_PERCENT) && (entry->roles & ROLE_WEAK))
			return true;
	}
	if (!(roles & ROLES_NUMERAL))
		return false;
	if (left < 2)
		return token->start > 0;
	token++;
	if (token->kind != TOKEN_HAN || (i > 0 && memcmp(doc->folded + token[-2].folded, "第", 3) == 0))
		return true;
	roles = form_lookup(doc->folded + token->folded, token->folded_length, &longest)->roles;
	if (roles & (ROLES_NUMERAL | COUNTED_ROLES | ROLE_TIMES | ROLE_HAN_VAGUE | ROLE_RANGE | ROLE_TWICE | ROLE_WEAK))
		return true;
	for (uint32 count = Min(longest, left - 1); count > 1; count--)
		if (entry_of(doc, i + 1, count)->roles & (COUNTED_ROLES | ROLE_TIMES | ROLE_PERCENT | ROLE_WEAK))
			return true;
	return false;
}

/* Bits by FormKind: all, and those that the name of a day or "since" cannot be. */
#define ALL_KINDS		(((uint32) 1 << FORM_KINDS) - 1)
#define COUNTED_KINDS	((uint32) 1 << FORM_MONEY | (uint32) 1 << FORM_PERCENTAGE | (uint32) 1 << FORM_ORDINAL | (uint32) 1 << FORM_COUNT)

/* What a look at each token tells of the forms that may be in a text. */
typedef struct Glance
{
	uint32		begun;			/* kinds that some token can begin, as bits */
	uint32		before;			/* roles of the word before */
	uint32		roles;			/* of all words, and of all that Han characters begin */
	bool		ordinal;		/* there is what ends or begins one beside these */
	bool		fused;			/* digits and letters are one token: "48hrs" */
} Glance;

/* The endings of 1st, 2nd, 3rd, 4th, where they are a word. */
static bool
is_ordinal_ending(const char *text, uint32 length)
{
	static const char *const endings[] = {"st", "nd", "rd", "th"};

	for (uint32 i = 0; length == 2 && i < lengthof(endings); i++)
		if (memcmp(text, endings[i], 2) == 0)
			return true;
	return false;
}

/* Those roles of a word that matter here, which most do not have. */
static inline uint32
roles_of(const char *text, uint32 length)
{
	uint32		outline = form_outline(text, length);
	uint32		unused;

	if (((form_outlines[outline / 64] >> (outline % 64)) & 1) == 0)
		return 0;
	return form_lookup(text, length, &unused)->roles & ROLES_GLANCED;
}

/* mixed: a word of the text may have digits in it */
static void
glance_at_word(Glance *glance, const char *text, uint32 length, bool mixed)
{
	const uint32 days = ROLE_WEEKDAY | ROLE_DAY | ROLE_SINCE;
	uint32		roles = roles_of(text, length);
	bool		counted = (roles & COUNTED_ROLES) && (glance->before & ROLE_ARTICLE);

	if (!((glance->before & ROLE_ARTICLE) && form_is_unit_adjective(text, length)))
		glance->before = roles;
	if (roles == 0)
	{
		glance->ordinal |= is_ordinal_ending(text, length);
		for (uint32 k = 0; mixed && k < length; k++)
			glance->fused |= text[k] >= '0' && text[k] <= '9';
		if (text[0] <= '9' || text[length - 1] <= '9')
			glance->begun = ALL_KINDS;
		return;
	}
	glance->roles |= roles;
	if (counted || (roles & ((ROLES_TELLING | ROLE_ORDINAL | ROLE_TIMES) & ~days)) || ((roles & ROLE_SCALE) && length > 2))
		glance->begun = ALL_KINDS;
	else if (roles & days)
		glance->begun |= ALL_KINDS & ~COUNTED_KINDS;
}

static void
glance_at_han(Glance *glance, const TextDoc *doc, uint32 i)
{
	const char *text = doc->folded + doc->tokens[i].folded;

	glance->roles |= form_begun_roles(text);
	glance->ordinal |= memcmp(text, "第", 3) == 0;
	if (glance->begun != ALL_KINDS && form_han_begins(text) && is_telling_han(doc, i))
		glance->begun = ALL_KINDS;
}

/*
 * The kinds of forms that may be in a text, bits by FormKind: form_find finds
 * none of the others.  They are those that a token can begin, but for what
 * nothing goes on with as it must: a number alone is no count, and no length of
 * time.
 */
uint32
form_possible(const TextDoc *doc)
{
	Glance		glance = {0};
	bool		mixed = (doc->unusual & TEXT_DIGITS) != 0;

	form_prepare();
	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		const TextToken *token = &doc->tokens[i];

		switch (token->kind)
		{
			case TOKEN_NUMBER:
				glance.begun = ALL_KINDS;
				break;
			case TOKEN_ADDRESS:
				if (doc->bytes[token->start] != '@')
					glance.begun = ALL_KINDS;
				break;
			case TOKEN_HAN:
				glance_at_han(&glance, doc, i);
				break;
			case TOKEN_WORD:
				glance_at_word(&glance, doc->folded + token->folded, token->folded_length, mixed);
				break;
			default:
				break;
		}
	}
	if (glance.fused)
		return ALL_KINDS;
	if ((glance.roles & (ROLE_TIMES | ROLE_TWICE)) == 0)
		glance.begun &= ~((uint32) 1 << FORM_COUNT);
	if (!glance.ordinal && (glance.roles & (ROLE_ORDINAL | ROLE_AGAIN)) == 0)
		glance.begun &= ~((uint32) 1 << FORM_ORDINAL);
	if ((glance.roles & (ROLE_DURATION | ROLE_SINCE)) == 0)
		glance.begun &= ~((uint32) 1 << FORM_DURATION);
	return glance.begun;
}

/*
 * Adds a form over the atoms first to last, to be filled in by the caller.
 * Beyond FORM_MAX it is one that nobody will see.
 */
Form *
form_add(FormScan *scan, FormKind kind, uint32 first, uint32 last)
{
	FormList   *list = scan->list;
	Form	   *form = &scan->spare;

	if (list->nforms < FORM_MAX)
	{
		if (list->nforms == list->capacity)
		{
			uint32		capacity = list->capacity == 0 ? FIRST_CAPACITY : list->capacity * 2;

			list->forms = list->forms == NULL ? text_alloc(capacity * sizeof(Form)) :
				text_realloc(list->forms, capacity * sizeof(Form));
			list->capacity = capacity;
		}
		form = &list->forms[list->nforms++];
	}
	*form = (Form) {
		.kind = (uint8) kind, .first = scan->atoms[first].token, .last = scan->atoms[last].last_token,
		.start = scan->atoms[first].start, .end = scan->atoms[last].end
	};
	return form;
}

void
form_set_number(Form *form, double number)
{
	form->has_number = true;
	form->number = number;
}

/* A URL or e-mail address, which are tokens; @names are nothing. */
static void
add_address(FormScan *scan, uint32 i)
{
	const FormAtom *atom = &scan->atoms[i];
	const char *text = scan->doc->bytes + atom->start;
	uint32		length = atom->end - atom->start;
	const char *at = memchr(text, '@', length);
	bool		url = at == NULL || memchr(text, '/', (size_t) (at - text)) != NULL;
	Form	   *form;

	if (scan->doc->tokens[atom->token].kind != TOKEN_ADDRESS || at == text)
		return;
	form = form_add(scan, url ? FORM_URL : FORM_EMAIL, i, i);
	if (length >= FORM_VALUE_SIZE)
	{
		length = FORM_VALUE_SIZE - 1;
		while (length > 0 && ((unsigned char) text[length] & 0xC0) == 0x80)
			length--;
	}
	memcpy(form->value, text, length);
}

/* The forms that begin with a number at i; the atom behind, i if none does. */
static uint32
find_counted(FormScan *scan, uint32 i)
{
	FormNumber	number;
	uint32		next;

	if (!form_quantity(scan, i, &number))
		return i;
	if ((next = form_find_percentage(scan, i, &number)) > i || (next = form_find_money(scan, i, &number)) > i ||
		(next = form_find_duration(scan, i, &number)) > i || (next = form_find_count(scan, i, &number)) > i)
		return next;
	/* no part of a number is one of its own */
	if (number.range && form_number(scan, i, &number))
		return number.next > i + 1 ? number.next : i;
	return number.next > i + 1 && number.han ? number.next : i;
}

/* The form that begins at atom i, in the order in which kinds give way. */
static uint32
find_at(FormScan *scan, uint32 i)
{
	const FormAtom *atom = &scan->atoms[i];
	uint32		next = i;

	if (atom->kind == ATOM_OTHER)
	{
		add_address(scan, i);
		return i;
	}
	if (atom->kind == ATOM_NUMBER || (atom->kind == ATOM_WORD && atom->length >= 4 && (atom->text[2] <= '9' || atom->text[atom->length - 1] <= '9')))
	{
		if ((next = form_find_identifier(scan, i)) > i || (next = form_find_phone(scan, i)) > i)
			return next;
	}
	if (atom->kind == ATOM_WORD && atom->length >= 11 && (next = form_find_order(scan, i)) > i)
		return next;
	if ((atom->entry->roles == 0 && atom->kind != ATOM_NUMBER) || atom_has(atom, ROLE_BLOCK))
		return i;
	if (atom_has(atom, ROLE_ORDER) && (next = form_find_order(scan, i)) > i)
		return next;
	if ((next = form_find_date(scan, i)) > i || (next = form_find_time(scan, i)) > i || (next = form_find_since(scan, i)) > i ||
		(next = form_find_ordinal(scan, i)) > i || (next = form_find_again(scan, i)) > i)
		return next;
	if ((next = find_counted(scan, i)) > i || (next = form_find_percentage(scan, i, NULL)) > i)
		return next;
	return form_find_count(scan, i, NULL);
}

/* Replaces what the list held with the forms of the text, in its order. */
void
form_find(const TextDoc *doc, FormList *list)
{
	FormScan	scan = {.doc = doc, .list = list};
	uint32		next;

	list->nforms = 0;
	form_make_atoms(&scan);
	for (uint32 i = 0; i < scan.natoms && list->nforms < FORM_MAX; i = next)
	{
		uint32		before = list->nforms;

		next = find_at(&scan, i);
		next = Max(next, i + 1);
		if (list->nforms > before)
			scan.done = next;
	}
}

void
form_list_free(FormList *list)
{
	if (list->forms != NULL)
		text_free(list->forms);
	if (list->work != NULL)
		text_free(list->work);
	memset(list, 0, sizeof(FormList));
}

/*
 * What of a value may be shown: "****" and at most its last four bytes, never
 * more than half of them, where the value is a person's; else the value.
 */
void
form_mask(const Form *form, char *out, size_t size)
{
	size_t		length = strlen(form->value);
	size_t		shown = Min(length / 2, 4);

	if (!form_is_personal((FormKind) form->kind))
		snprintf(out, size, "%s", form->value);
	else
		snprintf(out, size, "****%s", form->value + length - shown);
}

/*
 * The number that a value of the kind stands for: what form_find would read in
 * it, or a plain number where that says all (money, percentage, ordinal,
 * count).  False if it is no such value.  Allocates; not for the hot path.
 */
bool
form_parse_number(FormKind kind, const char *text, size_t length, double *number)
{
	TextDoc    *doc = text_doc_create();
	FormList	list = {0};
	bool		found = false;

	text_read(doc, text, length);
	*number = 0;
	if (doc->ntokens == 1 && doc->tokens[0].kind == TOKEN_NUMBER && doc->tokens[0].end - doc->tokens[0].start == length &&
		(kind == FORM_MONEY || kind == FORM_PERCENTAGE || kind == FORM_ORDINAL || kind == FORM_COUNT))
		found = form_read_digits(doc->folded + doc->tokens[0].folded, doc->tokens[0].folded_length, number);
	else
	{
		form_find(doc, &list);
		if (list.nforms == 1 && list.forms[0].kind == kind && list.forms[0].has_number && list.forms[0].first == 0 &&
			list.forms[0].last == doc->ntokens - 1)
		{
			*number = list.forms[0].number;
			found = true;
		}
	}
	form_list_free(&list);
	text_doc_free(doc);
	return found;
}
