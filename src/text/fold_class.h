/*
 * fold_class.h
 *	  What the fold table knows of a code point; shared by the generator
 *	  (fold_gen.c, at build time) and the reader (fold.h, at run time).
 */
#ifndef COMPLAINT_FOLD_CLASS_H
#define COMPLAINT_FOLD_CLASS_H

/*
 * Raise this when the generator starts to fold differently, so that models
 * and revisions made under the old folding can tell.
 */
#define FOLD_TABLE_NUMBER	2

/* Code points of one block of the second stage: 2^FOLD_BLOCK_SHIFT. */
#define FOLD_BLOCK_SHIFT	4

/*
 * The common Han characters, of three bytes in UTF-8, begin with one of so many
 * from this on: the first of the code points, words of 64 of them, and see
 * fold_plain_han.
 */
#define FOLD_HAN_LEAD	0xE4
#define FOLD_HAN_LEADS	6
#define FOLD_HAN_POINT	0x4000
#define FOLD_HAN_WORDS	(FOLD_HAN_LEADS * 64)

typedef enum FoldClass
{
	FOLD_PUNCTUATION,			/* whatever separates and means nothing */
	FOLD_SPACE,
	FOLD_TERMINATOR,			/* ends a sentence: ! ? newline and kin */
	FOLD_DOT,					/* ends a sentence, or is part of a number */
	FOLD_COMMA,					/* may be part of a number */
	FOLD_APOSTROPHE,			/* stays inside a word */
	FOLD_SIGN,					/* ASCII that may belong to an emoticon or
								 * address: token_read_sign knows */
	FOLD_IGNORABLE,				/* leaves nothing: accents, zero width */
	FOLD_LETTER,				/* of a word, with marks that scripts need */
	FOLD_DIGIT,
	FOLD_HAN,
	FOLD_SYMBOL
} FoldClass;

#endif							/* COMPLAINT_FOLD_CLASS_H */
