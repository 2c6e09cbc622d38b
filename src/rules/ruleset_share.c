/*
 * ruleset_share.c
 *		Where a backend gets a compiled rule set from: the file that another one
 *		has left, else the definitions.
 *
 * Mapping a file takes a fraction of a millisecond and no memory of one's own;
 * compiling takes long and megabytes.  Where files cannot be had, compiling
 * gives the same set.
 *
 * Of those who need a set that is in no file one compiles it and the others
 * wait for the file, but not for long: then they help themselves.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_class.h"
#include "miscadmin.h"
#include "portability/instr_time.h"
#include "storage/latch.h"
#include "storage/lmgr.h"
#include "storage/lock.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/wait_event.h"

#include "../compat.h"
#include "ruleset_image.h"

/* How long one waits for another's file, in milliseconds, and between looks. */
#define WAIT_TOTAL		1000
#define WAIT_STEP		5

/* Told from advisory locks of applications, which have 1 or 2 there. */
#define LOCK_KIND		0xC0

/*
 * No new snapshot can be taken in parallel mode, nor is it needed.
 */
static void
push_latest_snapshot(void)
{
	PushActiveSnapshot(IsInParallelMode() && ActiveSnapshotSet() ? GetActiveSnapshot() : GetLatestSnapshot());
}

static const RuleSetImage *
find_file(const RuleSetTables *tables, const char *name, RuleSetKey *key, MemoryContext context)
{
	push_latest_snapshot();
	ruleset_key(tables, name, GetActiveSnapshot(), key);
	PopActiveSnapshot();
	if (key->unshared == NULL)
		return ruleset_file_map(key, context);
	if (key->unwatched)
	{
		static bool said = false;

		if (!said)
			ereport(LOG,
					(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
					 errmsg("compiled rule sets are not shared: %s", key->unshared),
					 errhint("SELECT complaint.compact_changes() puts it right.")));
		said = true;
	}
	return NULL;
}

/* The right to make the file of a key. */
static void
set_lock_tag(const RuleSetKey *key, LOCKTAG *tag)
{
	const char *digits = key->file + key->name_length;
	uint32		halves[2] = {0, 0};

	for (int i = 0; i < 16; i++)
	{
		uint32		digit = (uint32) (digits[i] <= '9' ? digits[i] - '0' : digits[i] - 'a' + 10);

		halves[i / 8] = halves[i / 8] << 4 | digit;
	}
	SET_LOCKTAG_ADVISORY(*tag, MyDatabaseId, halves[0], halves[1], LOCK_KIND);
}

/*
 * True if this backend is to make the file, and holds the lock then.  False if
 * another one has made it, or takes too long.
 */
static bool
is_our_turn(const RuleSetKey *key, const LOCKTAG *tag)
{
	for (int waited = 0; waited < WAIT_TOTAL; waited += WAIT_STEP)
	{
		if (LockAcquire(tag, ExclusiveLock, false, true) != LOCKACQUIRE_NOT_AVAIL)
			return true;
		if (waited > 0 && ruleset_file_exists(key))
			return false;
		(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, WAIT_STEP, PG_WAIT_EXTENSION);
		ResetLatch(MyLatch);
		CHECK_FOR_INTERRUPTS();
	}
	return false;
}

/*
 * Reads and compiles the definitions, NULL if there are none.  The key is that
 * of the very snapshot they are read under.
 */
static RuleSetImage *
compile(const RuleSetTables *tables, const char *name, RuleSetKey *key, MemoryContext context)
{
	Definitions definitions;
	bool		found;

	push_latest_snapshot();
	ruleset_key(tables, name, GetActiveSnapshot(), key);
	found = ruleset_load(tables, name, &definitions);
	PopActiveSnapshot();
	return found ? ruleset_compile(name, &definitions, context) : NULL;
}

/*
 * Compiles a set and, if "leave", leaves it to others in a file, which is then
 * used in its place.  The tables are locked before a snapshot is taken: nothing
 * that does not heed snapshots, such as TRUNCATE, can come between.  No file is
 * written that would be out of date at once.
 */
static const RuleSetImage *
make_set(const RuleSetTables *tables, const char *name, RuleSetKey *key, bool leave, MemoryContext context)
{
	RuleSetImage *image;
	const RuleSetImage *mapped = NULL;
	uint64		generation;

	for (int i = 0; i < RULESET_TABLES; i++)
		LockRelationOid(tables->definitions[i], AccessShareLock);
	generation = ruleset_generation();
	image = compile(tables, name, key, context);
	if (image == NULL || key->unshared != NULL)
		return image;
	AcceptInvalidationMessages();
	if (leave && ruleset_generation() == generation && ruleset_file_write(key, image))
		mapped = ruleset_file_map(key, context);
	if (mapped == NULL)
	{
		key->unshared = "there was no file of it yet";
		return image;
	}
	pfree(image);
	return mapped;
}

/*
 * The block of a set, NULL if there is no such set.  It is that of a file
 * unless the key then says why not.
 */
static const RuleSetImage *
obtain_image(const char *name, RuleSetKey *key, bool *compiled, MemoryContext context)
{
	RuleSetTables tables;
	const RuleSetImage *image;
	LOCKTAG		tag;
	bool		useless;
	bool		leave;

	ruleset_find_tables(&tables);
	image = find_file(&tables, name, key, context);
	*compiled = image == NULL;
	if (image != NULL)
		return image;
	if (IsInParallelMode() || key->unshared != NULL)
		return make_set(&tables, name, key, false, context);
	useless = ruleset_file_exists(key); /* and cannot be used */
	set_lock_tag(key, &tag);
	leave = is_our_turn(key, &tag);
	/* somebody else may just have made it */
	if (!useless && ruleset_file_exists(key))
		image = find_file(&tables, name, key, context);
	*compiled = image == NULL;
	if (image == NULL)
		image = make_set(&tables, name, key, leave, context);
	if (leave)
		LockRelease(&tag, ExclusiveLock, false);
	return image;
}

RuleSet *
ruleset_obtain(const char *name)
{
	MemoryContext work = CurrentMemoryContext;
	MemoryContext context = AllocSetContextCreate(work, "complaint rule set", ALLOCSET_START_SMALL_SIZES);
	const RuleSetImage *image;
	RuleSetKey	key;
	RuleSet    *rs;
	bool		compiled;
	instr_time	started;
	instr_time	spent;

	INSTR_TIME_SET_CURRENT(started);
	image = obtain_image(name, &key, &compiled, context);
	if (image == NULL)
	{
		MemoryContextDelete(context);
		return NULL;
	}
	rs = ruleset_open(image, context);
	INSTR_TIME_SET_CURRENT(spent);
	INSTR_TIME_SUBTRACT(spent, started);
	rs->loaded_ms = INSTR_TIME_GET_MILLISEC(spent);
	rs->compiled = compiled;
	rs->unshared = key.unshared;
	rs->shared = key.unshared == NULL;
	return rs;
}
