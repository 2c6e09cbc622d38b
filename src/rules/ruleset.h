/*
 * ruleset.h
 *		Compiled rule sets, cached by name in every backend.
 *
 * The definition tables are read once and compiled into flat arrays that
 * classify_text() walks; this header is what the rooms above see of them.
 */
#ifndef COMPLAINT_RULESET_H
#define COMPLAINT_RULESET_H

typedef struct RuleSet RuleSet;

/*
 * Called once from _PG_init: registers the relcache callback that flags the
 * cache when a definition table changes.
 */
extern void ruleset_init(void);

/*
 * Absorbs pending invalidations, at most once per statement, so that a
 * statement that takes no new lock (a prepared INSERT on a table that is
 * already locked) still sees what others committed.  Cheap enough to be
 * called per row.
 */
extern void ruleset_accept_changes(void);

/*
 * The compiled rule set of this name.  Loads it when it is not cached or was
 * flagged; ERROR (undefined_object) when there is no such set.  Valid until
 * the next ruleset_get() that has to load.
 */
extern const RuleSet *ruleset_get(const char *name);

/*
 * Counts the changes after which a pointer from ruleset_get() may be out of
 * date or gone: as long as it stands still, so may the pointer.
 */
extern uint64 ruleset_epoch(void);

/*
 * True if ruleset_get() would find this set and need not load it: no query,
 * no error.
 */
extern bool ruleset_is_loaded(const char *name);

/* False once a definition table changed: call ruleset_get() again. */
extern bool ruleset_is_current(const RuleSet *rs);

/* Names belong to the rule set and live as long. */
extern const char *ruleset_name(const RuleSet *rs);
extern const char *ruleset_revision(const RuleSet *rs);
extern const char *ruleset_harm_name(const RuleSet *rs, int bit);
extern const char *ruleset_type_name(const RuleSet *rs, int type);
extern const char *ruleset_rule_name(const RuleSet *rs, int rule);

#endif							/* COMPLAINT_RULESET_H */
