/*
 * tokens.c
 *		complaint.tokens(): a message as the matcher sees it.
 *
 * For rule authors, as ts_debug is for text search: when a term does not match
 * a text in which it seems to stand, the folded words tell why.
 */
#include "postgres.h"

#include "access/detoast.h"
#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "../compat.h"
#include "../text/text.h"

PG_FUNCTION_INFO_V1(classify_tokens);

static const char *
kind_name(uint8 kind)
{
	switch ((TextTokenKind) kind)
	{
		case TOKEN_WORD:
			return "word";
		case TOKEN_HAN:
			return "han";
		case TOKEN_NUMBER:
			return "number";
		case TOKEN_SYMBOL:
			return "symbol";
		case TOKEN_ADDRESS:
			return "address";
	}
	return NULL;
}

Datum
classify_tokens(PG_FUNCTION_ARGS)
{
	text	   *body = PG_GETARG_TEXT_P_SLICE(0, 0, TEXT_MAX_BYTES + MAX_MULTIBYTE_CHAR_LEN);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	TextDoc    *doc = text_doc_create();
	uint32		at = 0;
	int32		characters = 0;

	InitMaterializedSRF(fcinfo, 0);
	text_read(doc, VARDATA(body), VARSIZE(body) - VARHDRSZ);
	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		const TextToken *token = &doc->tokens[i];
		int			length = (int) (token->end - token->start);
		Datum		values[6];
		bool		nulls[6] = {0};

		CHECK_FOR_INTERRUPTS();
		characters += pg_mbstrlen_with_len(doc->bytes + at, (int) (token->start - at));
		at = token->start;
		values[0] = PointerGetDatum(cstring_to_text_with_len(doc->bytes + token->start, length));
		values[1] = PointerGetDatum(cstring_to_text_with_len(doc->folded + token->folded, (int) token->folded_length));
		values[2] = CStringGetTextDatum(kind_name(token->kind));
		values[3] = Int32GetDatum((int32) token->sentence + 1);
		values[4] = Int32GetDatum(characters + 1);
		values[5] = Int32GetDatum(pg_mbstrlen_with_len(doc->bytes + token->start, length));
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
