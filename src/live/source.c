/*
 * source.c
 *		Attached tables (see source.h).
 *
 * A source is known by its number in its trigger's arguments, its columns by
 * the trigger's UPDATE OF list: both survive renames, are remapped by the
 * server for every partition, and are dumped by name.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "compat.h"
#include "live/reading.h"
#include "live/source.h"
#include "live/source_read.h"

static HTAB *maps = NULL;		/* SourceMap by relation */
static const SourceMap *last_map = NULL;

static HTAB *sources = NULL;	/* Source by number, in sources_context */
static MemoryContext sources_context = NULL;
static Oid	source_table = InvalidOid;	/* complaint.source, once read */
static bool sources_current = false;
static uint64 source_changes = 0;	/* counted, since one may come while we read */
static bool sources_own = false;	/* read in a transaction that may have changed them */
static const Source *last_source = NULL;
static Bitmapset *warned = NULL;	/* numbers warned of */

/*
 * Another session changed a relation: look at its trigger again when it is
 * next needed, and at complaint.source if that is the one.
 */
static void
relation_changed(Datum arg, Oid relid)
{
	HASH_SEQ_STATUS status;
	SourceMap  *map;

	if (!OidIsValid(relid) || relid == source_table)
	{
		sources_current = false;
		source_changes++;
	}
	if (maps == NULL)
		return;
	if (OidIsValid(relid))
	{
		map = hash_search(maps, &relid, HASH_FIND, NULL);
		if (map != NULL)
			map->valid = false;
		return;
	}
	hash_seq_init(&status, maps);
	while ((map = hash_seq_search(&status)) != NULL)
		map->valid = false;
}

void
source_init(void)
{
	HASHCTL		control = {0};

	control.keysize = sizeof(Oid);
	control.entrysize = sizeof(SourceMap);
	maps = hash_create("complaint source maps", 32, &control, HASH_ELEM | HASH_BLOBS);
	CacheRegisterRelcacheCallback(relation_changed, (Datum) 0);
}

/* ----------------------------------------------------------------
 * Columns
 * ----------------------------------------------------------------
 */

static void
set_column(SourceColumn *column, TupleDesc descriptor, AttrNumber attnum)
{
	Form_pg_attribute attribute = TupleDescAttr(descriptor, attnum - 1);
	Oid			base = getBaseType(attribute->atttypid);
	char		category;
	bool		preferred;
	bool		varlena;

	column->attnum = attnum;
	column->type = base;
	getTypeOutputInfo(base, &column->output, &varlena);
	get_type_category_preferred(base, &category, &preferred);
	column->is_text = category == TYPCATEGORY_STRING && get_typlen(base) == -1 && base != BPCHAROID;
}

/*
 * One argument of the trigger lists the roles of one column, such as
 * "session,key1".  Roles that a later version adds are passed over.
 */
static void
set_roles(SourceMap *map, TupleDesc descriptor, const char *argument, AttrNumber attnum)
{
	bool		is_session = strncmp(argument, "session", 7) == 0;
	char	   *roles = pstrdup(argument);
	char	   *rest = roles;
	char	   *role;

	while ((role = strsep(&rest, ",")) != NULL)
	{
		SourceColumn *column = NULL;

		if (strcmp(role, "session") == 0)
			column = &map->session;
		else if (strcmp(role, "body") == 0)
			column = &map->body;
		else if (strcmp(role, "sender") == 0)
			column = &map->sender;
		else if (strcmp(role, "agent") == 0)
			column = &map->agent;
		else if (strcmp(role, "customer") == 0)
			column = &map->customer;
		else if (strcmp(role, "at") == 0)
			column = &map->at;
		else if (strncmp(role, "key", 3) == 0 && !is_session)
		{
			int			place = atoi(role + 3);

			if (place >= 1 && place <= SOURCE_MAX_KEYS)
				column = &map->keys[place - 1];
		}
		else if (strncmp(role, "tag:", 4) == 0 && map->ntags < SOURCE_MAX_TAGS)
		{
			column = &map->tags[map->ntags++];
			column->name = MemoryContextStrdup(CacheMemoryContext, role + 4);
		}
		if (column != NULL)
			set_column(column, descriptor, attnum);
	}
	pfree(roles);
}

/* True if the function is complaint.judge_row(). */
static bool
is_judge_row(Oid function)
{
	char	   *name;

	if (get_func_namespace(function) != get_namespace_oid("complaint", true))
		return false;
	name = get_func_name(function);
	return name != NULL && strcmp(name, "judge_row") == 0;
}

/* Finds the trigger that carries the list of columns. */
static const Trigger *
carrier(const TriggerDesc *triggers)
{
	for (int i = 0; triggers != NULL && i < triggers->numtriggers; i++)
	{
		const Trigger *trigger = &triggers->triggers[i];

		if (trigger->tgnattr > 0 && trigger->tgnargs == trigger->tgnattr + 1 &&
			is_judge_row(trigger->tgfoid))
			return trigger;
	}
	return NULL;
}

const SourceMap *
source_map(Relation relation)
{
	Oid			relid = RelationGetRelid(relation);
	TriggerDesc *triggers;
	const Trigger *trigger;
	SourceMap  *map;
	bool		found;
	int			nkeys = 0;

	if (last_map != NULL && last_map->relid == relid && last_map->valid)
		return last_map->source == 0 ? NULL : last_map;

	map = hash_search(maps, &relid, HASH_ENTER, &found);
	if (found && map->valid)
	{
		last_map = map;
		return map->source == 0 ? NULL : map;
	}
	if (found)
		for (int i = 0; i < map->ntags; i++)
			if (map->tags[i].name != NULL)
				pfree(unconstify(char *, map->tags[i].name));
	memset(map, 0, sizeof(SourceMap));
	map->relid = relid;

	/*
	 * The look-ups below may absorb invalidations: of the relation, which
	 * would free its triggers (so they are copied), and of this entry, which
	 * must then not be taken for valid.
	 */
	map->valid = true;
	triggers = CopyTriggerDesc(relation->trigdesc);
	trigger = carrier(triggers);
	if (trigger != NULL)
	{
		for (int i = 0; i < trigger->tgnattr; i++)
			set_roles(map, RelationGetDescr(relation), trigger->tgargs[i + 1], trigger->tgattr[i]);
		/* the session column has left a gap among the keys */
		for (int i = 0; i < SOURCE_MAX_KEYS; i++)
			if (map->keys[i].attnum != 0)
				map->keys[nkeys++] = map->keys[i];
		map->nkeys = nkeys;
		if (map->session.attnum != 0 && map->body.attnum != 0)
			map->source = pg_strtoint32(trigger->tgargs[0]);
	}
	FreeTriggerDesc(triggers);
	last_map = map;
	return map->source == 0 ? NULL : map;
}

/* ----------------------------------------------------------------
 * Configuration
 * ----------------------------------------------------------------
 */

/* Reads complaint.source into a fresh context and swaps. */
static void
load_sources(void)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "complaint sources",
												  ALLOCSET_SMALL_SIZES);
	HTAB	   *table;
	uint64		changes;

	source_table = reading_table("source");
	changes = source_changes;
	table = source_read_all(source_table, context);

	if (sources_context != NULL)
		MemoryContextDelete(sources_context);
	MemoryContextSetParent(context, CacheMemoryContext);
	sources_context = context;
	sources = table;
	last_source = NULL;
	sources_current = changes == source_changes;
	sources_own = TransactionIdIsValid(GetTopTransactionIdIfAny());
}

void
source_forget_own_changes(void)
{
	if (sources_own)
		sources_current = sources_own = false;
}

static const Source *
find_source(int32 number)
{
	if (last_source != NULL && last_source->source == number)
		return last_source;
	last_source = hash_search(sources, &number, HASH_FIND, NULL);
	return last_source;
}

bool
source_is_ready(int32 number, const Source **source)
{
	if (!sources_current)
		return false;
	*source = find_source(number);
	if (*source == NULL)
		return bms_is_member(number, warned);	/* the warning is source_get's */
	return (*source)->epoch == ruleset_epoch() || ruleset_is_loaded((*source)->ruleset);
}

/* The source's rule set; loads it if it has to. */
static const RuleSet *
source_rules(const Source *source)
{
	Source	   *own = unconstify(Source *, source);

	if (source->epoch != ruleset_epoch())
	{
		own->rules = ruleset_get(source->ruleset);
		/* a change that came while it was loading is in the epoch, not in the set */
		own->epoch = ruleset_is_current(own->rules) && !IsInParallelMode() ? ruleset_epoch() : 0;
	}
	return source->rules;
}

const Source *
source_get(int32 number)
{
	const Source *source;

	if (!sources_current)
		load_sources();
	source = find_source(number);
	if (source != NULL)
		return source;
	if (number >= 0 && number < 1000000 && !bms_is_member(number, warned))
	{
		MemoryContext old = MemoryContextSwitchTo(TopMemoryContext);

		warned = bms_add_member(warned, number);
		MemoryContextSwitchTo(old);
		ereport(WARNING,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("messages are not classified: complaint.source has no source %d", number),
				 errhint("Restore its row, or detach and attach the table again.")));
	}
	return NULL;
}

bool
source_judge(const Source *source, struct varlena *body,
			 const Verdict **verdict, const RuleSet **ruleset)
{
	*ruleset = source_rules(source);
	*verdict = classify_complaint(*ruleset, VARDATA_ANY(body), VARSIZE_ANY_EXHDR(body));
	return (*verdict)->level >= source->min_stored_level || (*verdict)->harms != 0;
}
