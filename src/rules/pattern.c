/*
 * pattern.c
 *		The data type complaint.pattern: input, output, comparison, and looking
 *		inside.
 *
 * A value is the canonical text in a varlena, laid out as type text; so equal
 * patterns have equal bytes.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "libpq/pqformat.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "../compat.h"
#include "pattern.h"
#include "rule_regex.h"

PG_FUNCTION_INFO_V1(pattern_in);
PG_FUNCTION_INFO_V1(pattern_out);
PG_FUNCTION_INFO_V1(pattern_recv);
PG_FUNCTION_INFO_V1(pattern_send);
PG_FUNCTION_INFO_V1(pattern_eq);
PG_FUNCTION_INFO_V1(pattern_ne);
PG_FUNCTION_INFO_V1(pattern_lt);
PG_FUNCTION_INFO_V1(pattern_le);
PG_FUNCTION_INFO_V1(pattern_gt);
PG_FUNCTION_INFO_V1(pattern_ge);
PG_FUNCTION_INFO_V1(pattern_cmp);
PG_FUNCTION_INFO_V1(pattern_hash);
PG_FUNCTION_INFO_V1(pattern_hash_extended);
PG_FUNCTION_INFO_V1(pattern_entities);
PG_FUNCTION_INFO_V1(pattern_terms);
PG_FUNCTION_INFO_V1(definition_term_has_words);

/*
 * The canonical form of a pattern's text, or NULL after a soft error.
 */
static text *
canonical(const char *source, Node *escontext)
{
	Pattern    *pattern = pattern_parse(source, strlen(source), escontext);
	StringInfoData out;
	text	   *result;

	if (pattern == NULL || !rule_regex_check(pattern, escontext))
		return NULL;
	initStringInfo(&out);
	pattern_print(pattern, &out);
	result = cstring_to_text_with_len(out.data, out.len);
	pfree(out.data);
	pfree(pattern);
	return result;
}

Datum
pattern_in(PG_FUNCTION_ARGS)
{
	text	   *result = canonical(PG_GETARG_CSTRING(0), COMPLAINT_ERROR_CONTEXT(fcinfo));

	if (result == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(result);
}

Datum
pattern_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(TextDatumGetCString(PG_GETARG_DATUM(0)));
}

Datum
pattern_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buffer = (StringInfo) PG_GETARG_POINTER(0);
	int			length;
	char	   *source = pq_getmsgtext(buffer, buffer->len - buffer->cursor, &length);

	PG_RETURN_TEXT_P(canonical(source, NULL));
}

Datum
pattern_send(PG_FUNCTION_ARGS)
{
	text	   *pattern = PG_GETARG_TEXT_PP(0);
	StringInfoData buffer;

	pq_begintypsend(&buffer);
	pq_sendtext(&buffer, VARDATA_ANY(pattern), VARSIZE_ANY_EXHDR(pattern));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

/*
 * Order is that of the bytes: it means nothing to a reader, but is the same
 * whatever the collation.
 */
static int
compare(FunctionCallInfo fcinfo)
{
	text	   *left = PG_GETARG_TEXT_PP(0);
	text	   *right = PG_GETARG_TEXT_PP(1);
	int			left_length = (int) VARSIZE_ANY_EXHDR(left);
	int			right_length = (int) VARSIZE_ANY_EXHDR(right);
	int			result = memcmp(VARDATA_ANY(left), VARDATA_ANY(right), Min(left_length, right_length));

	if (result == 0 && left_length != right_length)
		result = left_length < right_length ? -1 : 1;
	PG_FREE_IF_COPY(left, 0);
	PG_FREE_IF_COPY(right, 1);
	return result;
}

Datum
pattern_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) == 0);
}

Datum
pattern_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) != 0);
}

Datum
pattern_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) < 0);
}

Datum
pattern_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) <= 0);
}

Datum
pattern_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) > 0);
}

Datum
pattern_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare(fcinfo) >= 0);
}

Datum
pattern_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare(fcinfo));
}

Datum
pattern_hash(PG_FUNCTION_ARGS)
{
	text	   *pattern = PG_GETARG_TEXT_PP(0);
	Datum		result = hash_any((unsigned char *) VARDATA_ANY(pattern), (int) VARSIZE_ANY_EXHDR(pattern));

	PG_FREE_IF_COPY(pattern, 0);
	return result;
}

Datum
pattern_hash_extended(PG_FUNCTION_ARGS)
{
	text	   *pattern = PG_GETARG_TEXT_PP(0);
	Datum		result = hash_any_extended((unsigned char *) VARDATA_ANY(pattern),
										   (int) VARSIZE_ANY_EXHDR(pattern), PG_GETARG_INT64(1));

	PG_FREE_IF_COPY(pattern, 0);
	return result;
}

/*
 * The texts of all nodes of a kind, each once, in the order of the pattern.
 */
static Datum
collect(FunctionCallInfo fcinfo, PatternKind kind)
{
	char	   *source = text_to_cstring(PG_GETARG_TEXT_PP(0));
	Pattern    *pattern = pattern_parse(source, strlen(source), NULL);
	Datum	   *elements = palloc(sizeof(Datum) * pattern->nnodes);
	const char **seen = palloc(sizeof(char *) * pattern->nnodes);
	int			nelements = 0;

	for (int i = 0; i < pattern->nnodes; i++)
	{
		const char *name = pattern_text(pattern, &pattern->nodes[i]);
		bool		known = pattern->nodes[i].kind != kind;

		for (int j = 0; j < nelements && !known; j++)
			known = strcmp(seen[j], name) == 0;
		if (known)
			continue;
		seen[nelements] = name;
		elements[nelements++] = CStringGetTextDatum(name);
	}
	return PointerGetDatum(construct_array(elements, nelements, TEXTOID, -1, false, TYPALIGN_INT));
}

Datum
pattern_entities(PG_FUNCTION_ARGS)
{
	return collect(fcinfo, PATTERN_ENTITY);
}

Datum
pattern_terms(PG_FUNCTION_ARGS)
{
	return collect(fcinfo, PATTERN_TERM);
}

Datum
definition_term_has_words(PG_FUNCTION_ARGS)
{
	text	   *term = PG_GETARG_TEXT_PP(0);

	PG_RETURN_BOOL(pattern_term_has_words(VARDATA_ANY(term), VARSIZE_ANY_EXHDR(term)));
}
