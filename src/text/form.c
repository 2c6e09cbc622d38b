/*
 * form.c
 *	  What kinds of recognised forms there are, and finding them in a text.
 */
#include "form.h"

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

/* A cheap no: false if form_find will find nothing. */
bool
form_possible(const TextDoc *doc)
{
	(void) doc;
	return false;
}

/* Replaces what the list held with the forms of the text, in its order. */
void
form_find(const TextDoc *doc, FormList *list)
{
	(void) doc;
	list->nforms = 0;
}

void
form_list_free(FormList *list)
{
	if (list->forms != NULL)
		text_free(list->forms);
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

/* The number that a value of the kind stands for; false if it is none. */
bool
form_parse_number(FormKind kind, const char *text, size_t length, double *number)
{
	(void) kind;
	(void) text;
	(void) length;
	*number = 0;
	return false;
}
