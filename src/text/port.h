/*
 * port.h
 *	  The little the text room needs from its surroundings.
 *
 * The text room has no catalogs and no SPI, so that it can also be compiled
 * outside the server (-DCOMPLAINT_STANDALONE), for fuzzing, unit tests and
 * benchmarks.  Inside the server memory comes from CurrentMemoryContext and
 * running out of it is an ERROR; outside, running out of memory ends the
 * program.  Neither variant ever returns NULL.
 */
#ifndef COMPLAINT_TEXT_PORT_H
#define COMPLAINT_TEXT_PORT_H

#ifndef COMPLAINT_STANDALONE

#include "postgres.h"

#include "miscadmin.h"

#define text_alloc(size)			palloc(size)
#define text_realloc(pointer, size) repalloc(pointer, size)
#define text_free(pointer)			pfree(pointer)
#define TEXT_CHECK_INTERRUPTS()		CHECK_FOR_INTERRUPTS()

#else							/* COMPLAINT_STANDALONE */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint8_t uint8;
typedef uint16_t uint16;
typedef uint32_t uint32;
typedef uint64_t uint64;
typedef int32_t int32;

#define UINT64CONST(x)		UINT64_C(x)
#define lengthof(array)		(sizeof(array) / sizeof((array)[0]))
#define Max(x, y)			((x) > (y) ? (x) : (y))
#define Min(x, y)			((x) < (y) ? (x) : (y))
#define likely(x)			__builtin_expect((x) != 0, 1)
#define unlikely(x)			__builtin_expect((x) != 0, 0)
#define pg_noinline __attribute__((noinline))
#define pg_attribute_always_inline __attribute__((always_inline)) inline
#define TEXT_CHECK_INTERRUPTS()		((void) 0)
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define WORDS_BIGENDIAN		1
#endif

/* The failure hook: what palloc's ERROR is inside the server. */
static inline void *
text_checked(void *pointer)
{
	if (pointer == NULL)
	{
		fprintf(stderr, "out of memory\n");
		abort();
	}
	return pointer;
}

/* A test that refuses memory defines it; like an ERROR it then does not return. */
extern void text_before_alloc(void) __attribute__((weak));

static inline size_t
text_asked(size_t size)
{
	if (text_before_alloc != NULL)
		text_before_alloc();
	return size;
}

#define text_alloc(size)			text_checked(malloc(text_asked(size)))
#define text_realloc(pointer, size) text_checked(realloc(pointer, text_asked(size)))
#define text_free(pointer)			free(pointer)

#endif							/* COMPLAINT_STANDALONE */

/* SSE2 belongs to every x86-64; elsewhere plain C does the same. */
#if defined(__SSE2__)
#define TEXT_SSE2 1
#endif

#endif							/* COMPLAINT_TEXT_PORT_H */
