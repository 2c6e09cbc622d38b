/*
 * classify_sql.c
 *		complaint.classify() and complaint.explain().
 *
 * Both work for whoever may call them: the definitions are read as their
 * owner, see ruleset_load.c.
 */
#include "postgres.h"

#include "access/detoast.h"
#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/primnodes.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/inval.h"

#include "../compat.h"
#include "classify_private.h"

PG_FUNCTION_INFO_V1(classify);
PG_FUNCTION_INFO_V1(classify_explain);

/*
 * The text, maybe with a short header; where it has to be fetched, as much as
 * is judged, and a little more, so that the reader sees that there is more.
 */
text *
classify_body(FunctionCallInfo fcinfo, int argument)
{
	struct varlena *body = (struct varlena *) PG_GETARG_POINTER(argument);

	if (VARATT_IS_EXTERNAL(body) || VARATT_IS_COMPRESSED(body))
		return PG_GETARG_TEXT_P_SLICE(argument, 0, TEXT_MAX_BYTES + MAX_MULTIBYTE_CHAR_LEN);
	return (text *) body;
}

/*
 * The rule set named by the second argument.  What others committed is
 * absorbed at the start of every execution, also of one that takes no locks.
 */
const RuleSet *
classify_ruleset(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
		AcceptInvalidationMessages();
	else
		ruleset_accept_changes();
	return ruleset_get(text_to_cstring(PG_GETARG_TEXT_PP(1)));
}

static Datum
text_array(Datum *elements, int count)
{
	return PointerGetDatum(construct_array(elements, count, TEXTOID, -1, false, TYPALIGN_INT));
}

static Datum
harm_array(const RuleSet *rs, uint32 harms)
{
	Datum		elements[RULESET_MAX_HARMS];
	int			count = 0;

	for (int bit = 0; bit < RULESET_MAX_HARMS; bit++)
	{
		if (harms & ((uint32) 1 << bit))
			elements[count++] = CStringGetTextDatum(ruleset_harm_name(rs, bit));
	}
	return text_array(elements, count);
}

static Datum
rule_array(const RuleSet *rs, const Verdict *verdict)
{
	Datum	   *elements = palloc(sizeof(Datum) * Max(verdict->nrules, 1));

	for (int i = 0; i < verdict->nrules; i++)
		elements[i] = CStringGetTextDatum(ruleset_rule_name(rs, verdict->rules[i]));
	return text_array(elements, verdict->nrules);
}

/* What classify() keeps from call to call. */
typedef struct ClassifyCall
{
	TupleDesc	type;			/* of the result */
	char	   *name;			/* of the rule set that was asked for first */
	size_t		length;			/* of the name */
	bool		constant;		/* it is the same in each call */
	bool		varies;			/* another one was asked for */
	/* at this ruleset_epoch() (0: never), what the name means */
	uint64		epoch;
	const RuleSet *ruleset;
	Datum		calm;			/* and what it says of a calm message; 0: not
								 * known yet */
} ClassifyCall;

/* Does the query itself say which rule set? */
static bool
names_ruleset(const FmgrInfo *flinfo)
{
	const FuncExpr *call = (const FuncExpr *) flinfo->fn_expr;

	return call != NULL && IsA(call, FuncExpr) && list_length(call->args) == 2 && IsA(lsecond(call->args), Const);
}

/* Begins to keep something; the rule set is the one that was asked for. */
static ClassifyCall *
begin_calls(FunctionCallInfo fcinfo, const RuleSet *rs)
{
	MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	ClassifyCall *call = palloc0(sizeof(ClassifyCall));
	TupleDesc	type;

	if (get_call_result_type(fcinfo, NULL, &type) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	call->type = BlessTupleDesc(CreateTupleDescCopy(type));
	call->name = pstrdup(ruleset_name(rs));
	call->length = strlen(call->name);
	call->constant = names_ruleset(fcinfo->flinfo);
	fcinfo->flinfo->fn_extra = call;
	MemoryContextSwitchTo(old);
	return call;
}

/* Does a further call ask for another rule set than the first did? */
static bool
asks_for_another(FunctionCallInfo fcinfo, const ClassifyCall *call)
{
	text	   *name = PG_GETARG_TEXT_PP(1);

	return VARSIZE_ANY_EXHDR(name) != call->length || memcmp(VARDATA_ANY(name), call->name, call->length) != 0;
}

/* The rule set of a further call: most ask for the same one. */
static inline const RuleSet *
next_ruleset(FunctionCallInfo fcinfo, ClassifyCall *call)
{
	if (!call->constant && asks_for_another(fcinfo, call))
	{
		call->varies = true;
		return classify_ruleset(fcinfo);
	}
	ruleset_accept_changes();
	if (call->epoch != ruleset_epoch())
	{
		call->calm = (Datum) 0;
		call->ruleset = ruleset_get(call->name);
		/* a change that came while it was loading is in the epoch, not in the set */
		call->epoch = ruleset_is_current(call->ruleset) && !IsInParallelMode() ? ruleset_epoch() : 0;
	}
	return call->ruleset;
}

static Datum
verdict_row(const ClassifyCall *call, const RuleSet *rs, const Verdict *verdict)
{
	Datum		values[7];
	bool		nulls[7] = {0};

	values[0] = Int16GetDatum((int16) verdict->level);
	values[1] = harm_array(rs, verdict->harms);
	nulls[2] = verdict->type < 0;
	values[2] = nulls[2] ? (Datum) 0 : CStringGetTextDatum(ruleset_type_name(rs, verdict->type));
	values[3] = rule_array(rs, verdict);
	values[4] = CStringGetTextDatum(ruleset_name(rs));
	values[5] = CStringGetTextDatum(ruleset_revision(rs));
	values[6] = BoolGetDatum(verdict->truncated);
	return HeapTupleGetDatum(heap_form_tuple(call->type, values, nulls));
}

/*
 * Calm messages, of which nothing is said, all have the same row.  That of an
 * earlier epoch is left alone, since somebody may still look at it.
 */
static Datum
calm_row(FunctionCallInfo fcinfo, ClassifyCall *call, const Verdict *verdict)
{
	if (call->calm == (Datum) 0)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		call->calm = verdict_row(call, call->ruleset, verdict);
		MemoryContextSwitchTo(old);
	}
	return call->calm;
}

Datum
classify(PG_FUNCTION_ARGS)
{
	text	   *body = classify_body(fcinfo, 0);
	ClassifyCall *call = fcinfo->flinfo->fn_extra;
	const RuleSet *rs = call == NULL ? classify_ruleset(fcinfo) : next_ruleset(fcinfo, call);
	const Verdict *verdict = classify_text(rs, VARDATA_ANY(body), VARSIZE_ANY_EXHDR(body));

	if (call == NULL)
		call = begin_calls(fcinfo, rs);
	if (verdict->level == 0 && verdict->harms == 0 && verdict->type < 0 && verdict->nrules == 0 &&
		!verdict->truncated && call->epoch != 0 && !call->varies)
		return calm_row(fcinfo, call, verdict);
	return verdict_row(call, rs, verdict);
}

/* What writing explain's rows needs. */
typedef struct Explanation
{
	ReturnSetInfo *result;
	const char *rule;			/* NULL: no rule matched by the hit */
	uint32	   *characters;		/* by token: characters before it */
} Explanation;

/*
 * Counts the characters before each token, so that an explanation of many
 * rows does not read the text for each.
 */
static uint32 *
characters_before(const TextDoc *doc)
{
	uint32	   *result = palloc(sizeof(uint32) * Max(doc->ntokens, 1));
	uint32		at = 0;
	uint32		count = 0;

	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		count += (uint32) pg_mbstrlen_with_len(doc->bytes + at, (int) (doc->tokens[i].start - at));
		at = doc->tokens[i].start;
		result[i] = count;
	}
	return result;
}

/*
 * Characters before a hit's place.  A form may begin before its first token:
 * the sign of a currency is none.
 */
static int
characters_before_hit(const Explanation *explanation, const Judge *judge, uint32 hit, uint32 start)
{
	uint32		first = judge->hits[hit].first;
	uint32		token = judge->doc->tokens[first].start;

	return (int) explanation->characters[first] -
		(start < token ? pg_mbstrlen_with_len(judge->doc->bytes + start, (int) (token - start)) : 0);
}

/* Visitor: one row of the explanation. */
static void
put_row(Judge *judge, uint32 hit, uint32 mention, void *argument)
{
	Explanation *explanation = argument;
	ClassifyHit described;
	Datum		values[7];
	bool		nulls[7] = {0};
	const char *words;
	int			length;

	CHECK_FOR_INTERRUPTS();
	judge_describe_hit(judge, hit, mention, &described);
	words = judge->doc->bytes + described.start;
	length = (int) (described.end - described.start);
	nulls[0] = explanation->rule == NULL;
	values[0] = nulls[0] ? (Datum) 0 : CStringGetTextDatum(explanation->rule);
	nulls[1] = described.entity == NULL;
	values[1] = nulls[1] ? (Datum) 0 : CStringGetTextDatum(described.entity);
	values[2] = CStringGetTextDatum(described.term);
	values[3] = PointerGetDatum(cstring_to_text_with_len(words, length));
	values[4] = Int32GetDatum(characters_before_hit(explanation, judge, hit, described.start) + 1);
	values[5] = Int32GetDatum(pg_mbstrlen_with_len(words, length));
	nulls[6] = described.scope == SCOPE_NONE;
	values[6] = nulls[6] ? (Datum) 0 : CStringGetTextDatum(classify_scope_name(described.scope));
	tuplestore_putvalues(explanation->result->setResult, explanation->result->setDesc, values, nulls);
}

/*
 * The entity hits by which no rule matched.  A word can belong to several
 * entities, each gets its row; wildcards and words of patterns get none.
 */
static void
put_unused_hits(Judge *judge, Explanation *explanation)
{
	const RuleSet *rs = judge->rs;

	for (uint32 i = 0; i < judge->nhits; i++)
	{
		uint32		literal = judge->hits[i].literal;

		if (judge->nmatched > 0 && judge->evidence[i] != 0)
			continue;
		for (uint32 m = rs->literal_mentions[literal]; m < rs->literal_mentions[literal + 1]; m++)
		{
			if (rs->mentions[m].atom < rs->nentities && judge_mention_counts(judge, i, m))
				put_row(judge, i, m, explanation);
		}
	}
}

Datum
classify_explain(PG_FUNCTION_ARGS)
{
	text	   *body = classify_body(fcinfo, 0);
	const RuleSet *rs;
	const Verdict *verdict;
	Judge	   *judge = classify_judge();
	Explanation explanation;

	InitMaterializedSRF(fcinfo, 0);
	rs = classify_ruleset(fcinfo);
	verdict = classify_text(rs, VARDATA_ANY(body), VARSIZE_ANY_EXHDR(body));
	explanation.result = (ReturnSetInfo *) fcinfo->resultinfo;
	explanation.characters = characters_before(judge->doc);
	/* what was spent on the verdict is not missing here */
	judge->work = 0;
	for (int i = 0; i < verdict->nrules; i++)
	{
		explanation.rule = ruleset_rule_name(rs, verdict->rules[i]);
		judge_visit_rule(judge, &rs->rules[verdict->rules[i]], put_row, &explanation);
	}
	explanation.rule = NULL;
	put_unused_hits(judge, &explanation);
	return (Datum) 0;
}
