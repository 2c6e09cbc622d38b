/*
 * scan_bench.h
 *	  What programs that find literals in messages have in common, so that they
 *	  can be measured side by side.
 *
 *	  PROGRAM LITERALS COUNT ...
 *
 * LITERALS has one a line.  Builds an engine of the first COUNT literals, for
 * each COUNT (0 is what an engine does before it looks for any), and prints of
 * each "built COUNT SECONDS BYTES".  Then each line of its input names a file of
 * messages, one a line, and asks for a round: it scans them all with one engine
 * after the other and prints "round", the microseconds a message of reading the
 * bytes alone, those of each engine, "hits" and those of each engine.
 */
#ifndef COMPLAINT_SCAN_BENCH_H
#define COMPLAINT_SCAN_BENCH_H

#include <stddef.h>
#include <stdint.h>

typedef struct Line
{
	const char *bytes;
	size_t		length;
} Line;

/* Finds literals, of which there may be none; *bytes is what it then occupies. */
typedef void *(*ScanBuild) (const Line *literals, uint32_t count, size_t *bytes);

/* Returns the number of hits in a message. */
typedef uint64_t (*ScanMessage) (void *engine, const Line *message);

extern int	scan_bench(int argc, char **argv, ScanBuild build, ScanMessage scan);

#endif							/* COMPLAINT_SCAN_BENCH_H */
