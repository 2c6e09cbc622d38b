/*
 * complaint.c
 *		Entry of the extension: the module's magic and the start of each room.
 */
#include "postgres.h"

#include "fmgr.h"
#include "utils/guc.h"

#include "compat.h"
#include "live/ahead.h"
#include "live/alert.h"
#include "live/batch.h"
#include "live/clock.h"
#include "live/policy.h"
#include "live/reading.h"
#include "live/rights.h"
#include "live/settle.h"
#include "live/source.h"
#include "live/trigger.h"
#include "live/worker.h"
#include "rules/ruleset.h"

PG_MODULE_MAGIC;

void		_PG_init(void);

/* Each room defines its own settings; the prefix is ours alone. */
void
_PG_init(void)
{
	ruleset_init();
	clock_init();
	reading_init();
	source_init();
	policy_init();
	trigger_init();
	ahead_init();
	batch_init();
	settle_init();
	alert_init();
	worker_init();
	rights_init();
	MarkGUCPrefixReserved("complaint");
}
