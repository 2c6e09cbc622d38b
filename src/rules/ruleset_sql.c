/*
 * ruleset_sql.c
 *		complaint.ruleset_cache(): what this connection has loaded.
 */
#include "postgres.h"

#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/tuplestore.h"

#include "../compat.h"
#include "ruleset_image.h"

PG_FUNCTION_INFO_V1(ruleset_cache);

Datum
ruleset_cache(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const RuleSet *rs;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; (rs = ruleset_cached(i)) != NULL; i++)
	{
		Datum		values[9];
		bool		nulls[9] = {0};

		values[0] = CStringGetTextDatum(ruleset_name(rs));
		values[1] = CStringGetTextDatum(ruleset_revision(rs));
		values[2] = Int32GetDatum((int32) rs->image->nterms);
		values[3] = Int32GetDatum((int32) rs->nrules);
		values[4] = Int64GetDatum((int64) rs->image->size);
		values[5] = BoolGetDatum(rs->shared);
		values[6] = Float8GetDatum(rs->loaded_ms);
		values[7] = BoolGetDatum(ruleset_is_current(rs));
		nulls[8] = rs->unshared == NULL;
		values[8] = nulls[8] ? (Datum) 0 : CStringGetTextDatum(rs->unshared);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
