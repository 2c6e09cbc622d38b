/*
 * prefetch.h
 *		Asking for memory that is read soon, so that nobody waits for it.
 */
#ifndef COMPLAINT_PREFETCH_H
#define COMPLAINT_PREFETCH_H

/* Bytes of a cache line, or fewer. */
#define PREFETCH_LINE 64

/* Any address will do: what cannot be read is not. */
static inline void
prefetch_bytes(const void *address, int bytes)
{
	for (int at = 0; at < bytes; at += PREFETCH_LINE)
		__builtin_prefetch((const char *) address + at);
}

#endif							/* COMPLAINT_PREFETCH_H */
