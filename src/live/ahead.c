/*
 * ahead.c
 *		Reading pages before their rows are fetched (see ahead.h).
 *
 * A buffer of a ring is taken again only while no fetch has counted as use of
 * it, and that of a row does unless its page is pinned by this backend already.
 * So the page of the rows that are fetched now stays pinned, and the next one.
 *
 * The pins belong to a resource owner of their own: that of the query would warn
 * of a leak, since nobody tells a trigger that a row was the last one.  It is
 * told by the hooks of settle.c, and where these were not there yet when the
 * statement began (it is what loaded the library) by the end of the query's owner.
 */
#include "postgres.h"

#include "storage/bufmgr.h"
#include "utils/memutils.h"
#include "utils/resowner.h"

#include "compat.h"
#include "live/ahead.h"
#include "live/subtransaction.h"

static ResourceOwner pins = NULL;
static BufferAccessStrategy ring = NULL;

/* The rows of a statement, and what is pinned for them. */
static struct
{
	ResourceOwner query;		/* whose end lets go */
	Oid			relation;
	BlockNumber block;			/* to which they have come from the one before;
								 * invalid: they have not yet */
	BlockNumber elsewhere;		/* where the last row was that is not there */
	BlockNumber nblocks;		/* of the relation, when it was last asked */
	Buffer		here;			/* that block, or invalid */
	Buffer		next;			/* the block behind, or invalid */
} rows = {.block = InvalidBlockNumber, .elsewhere = InvalidBlockNumber};

static void
release(Buffer *buffer)
{
	ResourceOwner owner = CurrentResourceOwner;

	if (!BufferIsValid(*buffer))
		return;
	CurrentResourceOwner = pins;
	ReleaseBuffer(*buffer);
	CurrentResourceOwner = owner;
	*buffer = InvalidBuffer;
}

/* Of another relation, or of a statement to come, nothing is known. */
static void
forget(void)
{
	rows.here = rows.next = InvalidBuffer;
	rows.block = rows.elsewhere = InvalidBlockNumber;
	rows.nblocks = 0;
}

void
ahead_let_go(void)
{
	release(&rows.here);
	release(&rows.next);
	forget();
}

/* After an error: a page may be pinned, and half read, that is not in rows. */
static void
let_go_of_all(void)
{
	ResourceOwner owner = pins;

	forget();
	if (owner == NULL)
		return;
	pins = NULL;
	ResourceOwnerRelease(owner, RESOURCE_RELEASE_BEFORE_LOCKS, false, false);
	ResourceOwnerRelease(owner, RESOURCE_RELEASE_AFTER_LOCKS, false, false);
	ResourceOwnerDelete(owner);
}

/* It is the current one. */
static void
owner_ends(ResourceReleasePhase phase, bool is_commit, bool is_top_level, void *arg)
{
	if (phase != RESOURCE_RELEASE_BEFORE_LOCKS)
		return;
	if (!is_commit)
		let_go_of_all();
	else if (is_top_level || CurrentResourceOwner == rows.query)
		ahead_let_go();
}

void
ahead_init(void)
{
	RegisterResourceReleaseCallback(owner_ends, NULL);
}

static void
make_ring(void)
{
	MemoryContext old = MemoryContextSwitchTo(TopMemoryContext);

	ring = compat_small_ring();
	MemoryContextSwitchTo(old);
}

/*
 * Pins a page of a relation.  A page that cannot be read may be none of the
 * statement's, and must not make it fail: whoever wants a row of it is told.
 */
static Buffer
pin(Relation relation, BlockNumber block)
{
	Subtransaction sub;
	volatile Buffer buffer = InvalidBuffer;

	if (ring == NULL)
		make_ring();
	if (pins == NULL)
		pins = ResourceOwnerCreate(NULL, "complaint pages");
	subtransaction_begin(&sub);
	PG_TRY();
	{
		ResourceOwner owner = CurrentResourceOwner;

		CurrentResourceOwner = pins;
		buffer = ReadBufferExtended(relation, MAIN_FORKNUM, block, RBM_NORMAL, ring);
		CurrentResourceOwner = owner;
		subtransaction_release(&sub);
	}
	PG_CATCH();
	{
		bool		canceled = geterrcode() == ERRCODE_QUERY_CANCELED;

		if (canceled)
			PG_RE_THROW();
		FlushErrorState();
		subtransaction_undo(&sub);
		/* whatever was pinned went with that */
		buffer = InvalidBuffer;
	}
	PG_END_TRY();
	return buffer;
}

static bool
has_block(Relation relation, BlockNumber block)
{
	if (block >= rows.nblocks)
		rows.nblocks = RelationGetNumberOfBlocks(relation);
	return block < rows.nblocks;
}

/* True if the block is that behind another, which may be none. */
static bool
is_behind(BlockNumber block, BlockNumber other)
{
	return other != InvalidBlockNumber && block == other + 1;
}

/*
 * The first row of another page.  Many a row went to an older page that had room
 * for it: only where the page behind that comes next, too, do rows go on there.
 */
static void
turn_page(Relation relation, BlockNumber block)
{
	if (rows.relation != RelationGetRelid(relation))
		ahead_let_go();
	rows.relation = RelationGetRelid(relation);
	rows.query = CurrentResourceOwner;
	if (is_behind(block, rows.block))
	{
		release(&rows.here);
		rows.here = rows.next;
		rows.next = InvalidBuffer;
	}
	else if (is_behind(block, rows.elsewhere))
		ahead_let_go();
	else
	{
		rows.elsewhere = block;
		return;
	}
	rows.block = block;
	if (has_block(relation, block + 1))
		rows.next = pin(relation, block + 1);
}

void
ahead_of_row(Relation relation, TupleTableSlot *slot)
{
	BlockNumber block = ItemPointerGetBlockNumberNoCheck(&slot->tts_tid);

	if (rows.relation == RelationGetRelid(relation) && (block == rows.block || block == rows.elsewhere))
		return;
	if (TTS_IS_BUFFERTUPLE(slot) && !RelationUsesLocalBuffers(relation))
		turn_page(relation, block);
}
