/*
 * fold.c
 *	  The fold table itself.
 *
 * fold_table.h is written at build time by fold_gen.c with the ICU of the
 * build machine; nothing of ICU is needed when messages are read.
 */
#include "fold.h"
#include "text.h"

#include "fold_table.h"

/*
 * Says what the folding was made from.  Verdicts and models depend on it, so
 * it goes into rule set revisions.  Static storage.
 */
const char *
fold_version(void)
{
	return FOLD_VERSION;
}
