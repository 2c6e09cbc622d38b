/*
 * tap.h
 *	  The few lines a C test needs to speak TAP, and random numbers that are
 *	  the same on every machine.
 */
#ifndef COMPLAINT_TEST_TAP_H
#define COMPLAINT_TEST_TAP_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int	tap_count;
static int	tap_failed;

__attribute__((format(printf, 2, 3)))
static inline void
ok(bool passed, const char *name,...)
{
	va_list		args;

	tap_count++;
	tap_failed += !passed;
	printf("%sok %d - ", passed ? "" : "not ", tap_count);
	va_start(args, name);
	vprintf(name, args);
	va_end(args);
	printf("\n");
}

static inline int
tap_done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed == 0 ? 0 : 1;
}

/* xorshift64*: a number below limit */
static uint64 tap_seed = UINT64CONST(88172645463325252);

static inline uint32
random_below(uint32 limit)
{
	tap_seed ^= tap_seed >> 12;
	tap_seed ^= tap_seed << 25;
	tap_seed ^= tap_seed >> 27;
	return (uint32) ((tap_seed * UINT64CONST(2685821657736338717)) >> 33) % limit;
}

#endif							/* COMPLAINT_TEST_TAP_H */
