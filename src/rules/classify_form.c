/*
 * classify_form.c
 *		Recognised forms as hits of a message.
 *
 * Forms are not literals: they are looked for apart, and only when a rule that
 * is evaluated names one (or waits for one).  So their hits come behind those
 * of the literals, in the same array, in the order of the text among
 * themselves: by then rules may hold indexes of hits.  Each kind has a literal
 * number of its own, behind those that the matcher knows, so that atoms, scopes
 * and evidence treat them like any other hit.
 */
#include "postgres.h"

#include "classify_private.h"

/*
 * What a person can be known by is only kept masked, from here on.
 */
static void
mask(Form *form)
{
	char		masked[FORM_VALUE_SIZE];

	form_mask(form, masked, sizeof(masked));
	strlcpy(form->value, masked, sizeof(form->value));
}

/*
 * Finds the forms, once per message; keeps those that a pattern names and that
 * lie within one sentence.
 */
static void
find_forms(Judge *judge)
{
	FormList   *list = &judge->forms;
	const TextToken *tokens = judge->doc->tokens;
	uint32		kept = 0;

	judge->forms_found = true;
	form_find(judge->doc, list);
	for (uint32 i = 0; i < list->nforms; i++)
	{
		const Form *form = &list->forms[i];

		if (!(judge->rs->forms_named & ((uint32) 1 << form->kind)) ||
			tokens[form->first].sentence != tokens[form->last].sentence)
			continue;
		list->forms[kept++] = *form;
		if (form_is_personal((FormKind) form->kind))
			mask(&list->forms[kept - 1]);
	}
	list->nforms = kept;
}

bool
judge_look_for_forms(Judge *judge, uint32 kinds)
{
	if (!judge->forms_asked)
	{
		judge->forms_asked = true;
		judge->forms_possible = form_possible(judge->doc);
		judge->forms.nforms = 0;
	}
	if ((kinds & judge->forms_possible) == 0)
		return false;
	if (!judge->forms_found)
		find_forms(judge);
	for (uint32 i = 0; i < judge->forms.nforms; i++)
	{
		if (kinds & ((uint32) 1 << judge->forms.forms[i].kind))
			return true;
	}
	return false;
}

void
judge_add_forms(Judge *judge)
{
	const FormList *list = &judge->forms;
	uint32		from = judge->nhits;

	if (judge->forms_added)
		return;
	judge->forms_added = true;
	(void) judge_find_forms(judge, judge->rs->forms_named);
	if (list->nforms == 0)
		return;
	if (from + list->nforms > judge->scan.capacity)
		judge->scan.hits = judge_grow(judge->context, judge->scan.hits, &judge->scan.capacity,
									  from + list->nforms, sizeof(MatchHit));
	judge->hits = judge->scan.hits;
	judge_reserve(judge, scopes, from + list->nforms);
	for (uint32 i = 0; i < list->nforms; i++)
	{
		MatchHit   *hit = &judge->hits[judge->nhits];

		hit->literal = judge->rs->first_form + list->forms[i].kind;
		hit->first = list->forms[i].first;
		hit->last = list->forms[i].last;
		judge->scopes[judge->nhits++] = (uint8) judge_scope_of(judge, hit->first, hit->last);
	}
	judge_list_hits(judge, from);
}
