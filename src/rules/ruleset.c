/*
 * ruleset.c
 *		The cache of compiled rule sets, and how it stays fresh.
 *
 * Triggers on the definition tables invalidate the table's relcache entry, so
 * the change reaches every backend the way a change of the schema would: at
 * commit, and in the own backend at the end of the command; an abort takes it
 * back.  The callback only counts a generation up (it must not read anything);
 * a set that was loaded under an older generation is loaded again when it is
 * asked for.
 *
 * The generation is noted before the snapshot is taken.  A change is visible
 * to snapshots before its message is sent, so a set can be loaded once too
 * often, but never stays behind.
 */
#include "postgres.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "access/parallel.h"
#include "access/xact.h"
#include "storage/proc.h"
#include "utils/inval.h"
#include "utils/memutils.h"

#include "../compat.h"
#include "ruleset_image.h"

/*
 * More sets than this in use by one backend are loaded again and again; it
 * keeps a session that walks through many sets from growing without end.
 */
#define MAX_CACHED_SETS 32

static RuleSet *cache[MAX_CACHED_SETS];
static int	ncached = 0;
static RuleSet *last_found = NULL;	/* most calls ask for the same one again */

/*
 * A replaced set that a judgement may still be looking at; dropped at the
 * next load.
 */
static RuleSet *retired = NULL;

static uint64 generation = 1;
static uint64 loads = 0;
static uint64 clock_of_use = 0;

/* Has this transaction loaded a set that may contain its own changes? */
static bool loaded_own_changes = false;

static void
definitions_changed(Datum argument, Oid relation)
{
	if (!OidIsValid(relation) || ruleset_reads_table(relation))
		generation++;
}

/*
 * The invalidation of a change is only registered at the end of its statement.
 * If a set was loaded before that (by a trigger) and the change is rolled back,
 * nothing would tell; so an abort counts as a change for those who loaded.
 */
static void
forget_own_changes(bool aborted)
{
	if (loaded_own_changes && aborted)
		generation++;
}

static void
transaction_ends(XactEvent event, void *argument)
{
	switch (event)
	{
		case XACT_EVENT_COMMIT:
		case XACT_EVENT_PARALLEL_COMMIT:
			loaded_own_changes = false;
			break;
		case XACT_EVENT_ABORT:
		case XACT_EVENT_PARALLEL_ABORT:
		case XACT_EVENT_PREPARE:	/* its fate is open, so it counts as none */
			forget_own_changes(true);
			loaded_own_changes = false;
			break;
		case XACT_EVENT_PRE_COMMIT:
		case XACT_EVENT_PARALLEL_PRE_COMMIT:
		case XACT_EVENT_PRE_PREPARE:
			break;
	}
}

static void
subtransaction_ends(SubXactEvent event, SubTransactionId id, SubTransactionId parent, void *argument)
{
	forget_own_changes(event == SUBXACT_EVENT_ABORT_SUB);
}

void
ruleset_init(void)
{
	CacheRegisterRelcacheCallback(definitions_changed, (Datum) 0);
	RegisterXactCallback(transaction_ends, NULL);
	RegisterSubXactCallback(subtransaction_ends, NULL);
	definition_change_init();
}

void
ruleset_accept_changes(void)
{
	static LocalTransactionId last_transaction = InvalidLocalTransactionId;
	static CommandId last_command = InvalidCommandId;
	static TimestampTz last_statement = 0;
	LocalTransactionId transaction = COMPLAINT_MY_LXID;
	CommandId	command = GetCurrentCommandId(false);
	TimestampTz statement = GetCurrentStatementStartTimestamp();

	if (transaction == last_transaction && command == last_command && statement == last_statement)
		return;
	AcceptInvalidationMessages();
	last_transaction = transaction;
	last_command = command;
	last_statement = statement;
}

bool
ruleset_is_current(const RuleSet *rs)
{
	return rs->generation == generation && (!rs->provisional || IsInParallelMode());
}

static void
drop_set(RuleSet *rs)
{
	if (rs == classify_ruleset_in_use())
	{
		if (retired != NULL)
			MemoryContextDelete(retired->context);
		retired = rs;
	}
	else
		MemoryContextDelete(rs->context);
}

/*
 * Where a set of this name goes: its old place, a free one, or that of the set
 * which was not used for the longest time.
 */
static int
find_slot(const char *name)
{
	int			slot = ncached;

	for (int i = 0; i < ncached; i++)
	{
		if (strcmp(ruleset_name(cache[i]), name) == 0)
			return i;
	}
	if (ncached == MAX_CACHED_SETS)
	{
		slot = 0;
		for (int i = 1; i < ncached; i++)
		{
			if (cache[i]->last_used < cache[slot]->last_used)
				slot = i;
		}
	}
	return slot;
}

/*
 * Compiling takes twice the memory that the set has in the end; what is free is
 * given back to the system, since this backend will hardly need it again.
 */
static void
return_memory(void)
{
#ifdef __GLIBC__
	(void) malloc_trim(0);
#endif
}

/*
 * Loads aside, then swaps, so that an error leaves the cache as it was.
 */
static RuleSet *
load_into_slot(const char *name, int slot)
{
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "complaint rule set load", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(work);
	bool		provisional = IsInParallelMode();
	uint64		loaded_generation;
	RuleSet    *rs;

	loaded_generation = generation;
	rs = ruleset_obtain(name);
	if (rs == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("rule set \"%s\" does not exist", name),
				 errhint("The rule sets there are: SELECT ruleset FROM complaint.ruleset.")));
	rs->generation = loaded_generation;
	rs->provisional = provisional;
	/* what is in a file was committed */
	if (!rs->shared && TransactionIdIsValid(GetTopTransactionIdIfAny()))
		loaded_own_changes = true;

	/* nothing below can fail */
	loads++;
	MemoryContextSetParent(rs->context, TopMemoryContext);
	if (slot < ncached)
		drop_set(cache[slot]);
	else
		ncached++;
	cache[slot] = rs;
	MemoryContextSwitchTo(old);
	MemoryContextDelete(work);
	if (rs->compiled)
		return_memory();
	return rs;
}

/*
 * In parallel mode a set is read under the active snapshot, since no newer one
 * can be had there; that may be older than the changes the generation counts,
 * so such a set is provisional: current only until parallel mode ends.
 */
const RuleSet *
ruleset_get(const char *name)
{
	if (last_found == NULL || strcmp(ruleset_name(last_found), name) != 0 || !ruleset_is_current(last_found))
	{
		int			slot = find_slot(name);

		if (slot >= ncached || strcmp(ruleset_name(cache[slot]), name) != 0 || !ruleset_is_current(cache[slot]))
		{
			last_found = NULL;
			load_into_slot(name, slot);
		}
		last_found = cache[slot];
	}
	last_found->last_used = ++clock_of_use;
	return last_found;
}

const char *
ruleset_name(const RuleSet *rs)
{
	return rs->strings + rs->image->name;
}

const char *
ruleset_revision(const RuleSet *rs)
{
	return rs->image->revision;
}

const char *
ruleset_harm_name(const RuleSet *rs, int bit)
{
	Assert(bit >= 0 && (uint32) bit < rs->nharms);
	return rs->strings + rs->image->harms[bit];
}

const char *
ruleset_type_name(const RuleSet *rs, int type)
{
	Assert(type >= 0 && (uint32) type < rs->ntypes);
	return rs->strings + rs->types[type].name;
}

const char *
ruleset_rule_name(const RuleSet *rs, int rule)
{
	Assert(rule >= 0 && (uint32) rule < rs->nrules);
	return rs->strings + rs->rules[rule].name;
}

uint64
ruleset_generation(void)
{
	return generation;
}

const RuleSet *
ruleset_cached(int number)
{
	return number < ncached ? cache[number] : NULL;
}

uint64
ruleset_epoch(void)
{
	return generation + loads;
}

bool
ruleset_is_loaded(const char *name)
{
	if (last_found != NULL && strcmp(ruleset_name(last_found), name) == 0)
		return ruleset_is_current(last_found);
	for (int i = 0; i < ncached; i++)
		if (strcmp(ruleset_name(cache[i]), name) == 0)
			return ruleset_is_current(cache[i]);
	return false;
}
