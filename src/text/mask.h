/*
 * mask.h
 *	  Hiding what a person can be known by in a text that is shown.
 */
#ifndef COMPLAINT_MASK_H
#define COMPLAINT_MASK_H

#include "port.h"

/*
 * Writes the text to out with values of persons as '*' but for their last four
 * characters, and returns its length in bytes, which is at most that of the
 * text.  The number of characters stays the same, so that offsets hold.  Takes
 * a text of any length.
 */
extern size_t text_mask(const char *bytes, size_t length, char *out);

#endif							/* COMPLAINT_MASK_H */
