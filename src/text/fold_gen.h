/*
 * fold_gen.h
 *	  What the two halves of the generator of the fold table share: what a code
 *	  point folds to (fold_gen_point.c), and the table of it (fold_gen.c).
 *
 * Run by make, never installed: any failure ends the program.
 */
#ifndef COMPLAINT_FOLD_GEN_H
#define COMPLAINT_FOLD_GEN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "fold_class.h"

#define MAX_FORM	64			/* UTF-16 units of a folded form */

typedef struct Form
{
	UChar		units[MAX_FORM];
	int32_t		length;
} Form;

extern void gen_check(UErrorCode status, const char *what);
extern void gen_check_room(int used, int room, const char *what);

/* fold_gen_point.c; gen_open_icu first, gen_close_icu last */
extern void gen_open_icu(void);
extern void gen_close_icu(void);
extern FoldClass gen_classify_point(UChar32 c, Form *form);
extern bool gen_is_other_alphabet(UChar32 c);
extern char gen_lookalike_letter(UChar32 c);

#endif							/* COMPLAINT_FOLD_GEN_H */
