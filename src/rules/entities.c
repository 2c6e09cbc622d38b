/*
 * entities.c
 *		complaint.entities(): what a message names, whether a rule asks for it or
 *		not: words of the classes of a rule set, and recognised forms.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "../compat.h"
#include "../text/form.h"
#include "classify_private.h"

PG_FUNCTION_INFO_V1(classify_entities);

/* A row of the result; the strings are not its own. */
typedef struct Found
{
	const char *entity;
	const char *value;
	uint32		start;			/* bytes of the message, end exclusive */
	uint32		end;
} Found;

typedef struct FoundList
{
	Found	   *rows;
	uint32		nrows;
	uint32		capacity;
} FoundList;

static void
add_row(FoundList *list, const char *entity, const char *value, uint32 start, uint32 end)
{
	Found	   *row;

	if (list->nrows == list->capacity)
	{
		list->capacity = Max(list->capacity * 2, 64);
		list->rows = list->rows == NULL ? palloc(list->capacity * sizeof(Found))
			: repalloc(list->rows, list->capacity * sizeof(Found));
	}
	row = &list->rows[list->nrows++];
	row->entity = entity;
	row->value = value;
	row->start = start;
	row->end = end;
}

/*
 * Adds the words of classes.  Of words of a class that overlap ("late fee",
 * "fee") only the longer one is listed; a word of two classes is listed twice.
 */
static void
add_words(const Judge *judge, FoundList *list)
{
	const RuleSet *rs = judge->rs;
	uint32	   *behind = palloc0(Max(rs->nentities, 1) * sizeof(uint32));	/* by entity */

	for (uint32 i = 0; i < judge->nhits; i++)
	{
		const MatchHit *hit = &judge->hits[i];

		CHECK_FOR_INTERRUPTS();
		for (uint32 m = rs->literal_mentions[hit->literal]; m < rs->literal_mentions[hit->literal + 1]; m++)
		{
			const Mention *mention = &rs->mentions[m];

			if (mention->atom >= rs->nentities || rs->entities[mention->atom].kind != ENTITY_CLASS ||
				hit->first < behind[mention->atom] || !judge_mention_counts(judge, i, m))
				continue;
			behind[mention->atom] = hit->last + 1;
			add_row(list, rs->strings + rs->entities[mention->atom].name, rs->strings + mention->term,
					judge->doc->tokens[hit->first].start, judge->doc->tokens[hit->last].end);
		}
	}
}

/* Adds the forms; they must live as long as the rows. */
static void
add_forms(const FormList *forms, FoundList *list)
{
	for (uint32 i = 0; i < forms->nforms; i++)
	{
		const Form *form = &forms->forms[i];

		add_row(list, form_name((FormKind) form->kind), form->value, form->start, form->end);
	}
}

/* By start, the longer first, then by name. */
static int
compare_rows(const void *left, const void *right)
{
	const Found *a = left;
	const Found *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	return strcmp(a->entity, b->entity);
}

Datum
classify_entities(PG_FUNCTION_ARGS)
{
	text	   *body = classify_body(fcinfo, 0);
	ReturnSetInfo *result;
	const Judge *judge;
	FormList	forms = {0};
	FoundList	list = {0};
	uint32		at = 0;
	int			characters = 0;

	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;
	judge = judge_find(classify_ruleset(fcinfo), VARDATA_ANY(body), VARSIZE_ANY_EXHDR(body));
	form_find(judge->doc, &forms);
	add_words(judge, &list);
	add_forms(&forms, &list);
	if (list.nrows > 1)
		qsort(list.rows, list.nrows, sizeof(Found), compare_rows);
	for (uint32 i = 0; i < list.nrows; i++)
	{
		const Found *row = &list.rows[i];
		const char *words = judge->doc->bytes + row->start;
		int			length = (int) (row->end - row->start);
		Datum		values[5];
		bool		nulls[5] = {0};

		CHECK_FOR_INTERRUPTS();
		characters += pg_mbstrlen_with_len(judge->doc->bytes + at, (int) (row->start - at));
		at = row->start;
		values[0] = CStringGetTextDatum(row->entity);
		values[1] = PointerGetDatum(cstring_to_text_with_len(words, length));
		values[2] = CStringGetTextDatum(row->value);
		values[3] = Int32GetDatum(characters + 1);
		values[4] = Int32GetDatum(pg_mbstrlen_with_len(words, length));
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
