/*
 * fold.h
 *	  Looking up code points in the generated fold table, and the UTF-8
 *	  decoding that goes with it.  Inline: this is the hot loop of text that
 *	  is not ASCII.
 */
#ifndef COMPLAINT_FOLD_H
#define COMPLAINT_FOLD_H

#include "fold_class.h"
#include "port.h"

/*
 * The folded form is length bytes of fold_pool; length 0 means that the code
 * point folds to itself (or, for classes that are no part of a token, that
 * nobody will ask).
 */
typedef struct FoldEntry
{
	uint16		offset;
	uint8		length;
	uint8		class;			/* FoldClass */
} FoldEntry;

/* A letter of another alphabet with the Latin letter that it looks like. */
typedef struct FoldLookalike
{
	uint32		point;
	char		letter;
} FoldLookalike;

extern const uint16 fold_stage1[];
extern const uint16 fold_stage2[];
extern const FoldEntry fold_entries[];
extern const char fold_pool[];
extern const uint32 fold_limit; /* first code point beyond the table */
extern const uint8 fold_ascii_class[128];

/*
 * A bit for each Han character that folds to itself.  By its bytes: the last
 * one is the number of the bit in the word that those before it are for.
 */
extern const uint64 fold_plain_han[FOLD_HAN_WORDS];
extern const FoldLookalike fold_lookalikes[];	/* by code point */
extern const uint32 fold_nlookalikes;

/*
 * Entries 0 and 1 are fixed by the generator: plain punctuation, and
 * something ignorable.
 */
#define FOLD_ENTRY_PUNCTUATION	0
#define FOLD_ENTRY_IGNORABLE	1

static inline const FoldEntry *
fold_lookup(uint32 c)
{
	if (likely(c < fold_limit))
		return &fold_entries[fold_stage2[((uint32) fold_stage1[c >> FOLD_BLOCK_SHIFT] << FOLD_BLOCK_SHIFT) |
										 (c & ((1u << FOLD_BLOCK_SHIFT) - 1))]];
	/* tags and the variation selectors of the supplement */
	if (c >= 0xE0000 && c < 0xE1000)
		return &fold_entries[FOLD_ENTRY_IGNORABLE];
	return &fold_entries[FOLD_ENTRY_PUNCTUATION];
}

/*
 * Decodes the code point at p, which must be before end.  Returns its length
 * in bytes, or 0 if there is no valid one (truncated, overlong, surrogate,
 * beyond U+10FFFF); never reads at or behind end.
 */
static inline uint32
fold_decode(const unsigned char *p, const unsigned char *end, uint32 *c)
{
	size_t		left = (size_t) (end - p);

	if (p[0] < 0x80)
	{
		*c = p[0];
		return 1;
	}
	if (p[0] < 0xE0)
	{
		if (p[0] < 0xC2 || left < 2 || (p[1] & 0xC0) != 0x80)
			return 0;
		*c = ((uint32) (p[0] & 0x1F) << 6) | (p[1] & 0x3F);
		return 2;
	}
	if (p[0] < 0xF0)
	{
		if (left < 3 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
			return 0;
		*c = ((uint32) (p[0] & 0x0F) << 12) | ((uint32) (p[1] & 0x3F) << 6) | (p[2] & 0x3F);
		return (*c < 0x800 || (*c >= 0xD800 && *c < 0xE000)) ? 0 : 3;
	}
	if (p[0] > 0xF4 || left < 4 || (p[1] & 0xC0) != 0x80 ||
		(p[2] & 0xC0) != 0x80 || (p[3] & 0xC0) != 0x80)
		return 0;
	*c = ((uint32) (p[0] & 0x07) << 18) | ((uint32) (p[1] & 0x3F) << 12) |
		((uint32) (p[2] & 0x3F) << 6) | (p[3] & 0x3F);
	return (*c < 0x10000 || *c > 0x10FFFF) ? 0 : 4;
}

#endif							/* COMPLAINT_FOLD_H */
