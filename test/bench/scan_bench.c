/*
 * scan_bench.c
 *	  Files, rounds and clocks of the programs that find literals: see
 *	  scan_bench.h.
 */
#include "scan_bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_ENGINES		8

typedef struct Lines
{
	Line	   *lines;
	uint32_t	count;
} Lines;

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static void
fail(const char *what)
{
	perror(what);
	exit(1);
}

static char *
read_file(const char *path, size_t *length)
{
	FILE	   *file = fopen(path, "rb");
	char	   *bytes;
	long		size;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0)
		fail(path);
	rewind(file);
	bytes = malloc((size_t) size + 1);
	if (bytes == NULL || fread(bytes, 1, (size_t) size, file) != (size_t) size)
		fail(path);
	fclose(file);
	*length = (size_t) size;
	return bytes;
}

/* The lines of a file, which stays in memory. */
static Lines
read_lines(const char *path)
{
	size_t		length;
	const char *at = read_file(path, &length);
	const char *end = at + length;
	Lines		result = {0};
	uint32_t	size = 1024;

	result.lines = malloc(size * sizeof(Line));
	while (at < end)
	{
		const char *stop = memchr(at, '\n', (size_t) (end - at));

		if (stop == NULL)
			stop = end;
		if (result.count == size)
			result.lines = realloc(result.lines, (size *= 2) * sizeof(Line));
		if (result.lines == NULL)
			fail(path);
		result.lines[result.count].bytes = at;
		result.lines[result.count++].length = (size_t) (stop - at);
		at = stop + 1;
	}
	if (result.count == 0)
	{
		fprintf(stderr, "%s: no line\n", path);
		exit(1);
	}
	return result;
}

/* The least that anybody who looks at each byte has to do. */
static uint64_t
read_bytes(const Line *message)
{
	uint64_t	sum = 0;

	for (size_t i = 0; i < message->length; i++)
		sum += (unsigned char) message->bytes[i];
	return sum;
}

static double
microseconds(double since, const Lines *messages)
{
	return (seconds() - since) * 1e6 / messages->count;
}

int
scan_bench(int argc, char **argv, ScanBuild build, ScanMessage scan)
{
	Lines		messages;
	Lines		literals;
	int			nengines = argc - 3;
	void	   *engines[MAX_ENGINES];
	uint32_t	counts[MAX_ENGINES];
	uint64_t	hits[MAX_ENGINES] = {0};
	uint64_t	rounds = 0;
	volatile uint64_t sum = 0;

	if (nengines < 1 || nengines > MAX_ENGINES)
	{
		fprintf(stderr, "usage: %s MESSAGES LITERALS COUNT ...\n", argv[0]);
		return 1;
	}
	messages = read_lines(argv[1]);
	literals = read_lines(argv[2]);
	for (int i = 0; i < nengines; i++)
	{
		double		start = seconds();
		size_t		bytes = 0;

		counts[i] = (uint32_t) strtoul(argv[3 + i], NULL, 10);
		if (counts[i] > literals.count)
			counts[i] = literals.count;
		engines[i] = build(literals.lines, counts[i], &bytes);
		printf("built %u %.4f %zu\n", counts[i], seconds() - start, bytes);
	}
	fflush(stdout);

	for (int c; (c = getchar()) != EOF;)
	{
		double		start = seconds();

		if (c != '\n')
			continue;
		for (uint32_t m = 0; m < messages.count; m++)
			sum += read_bytes(&messages.lines[m]);
		printf("round %.5f", microseconds(start, &messages));
		for (int i = 0; i < nengines; i++)
		{
			start = seconds();
			for (uint32_t m = 0; m < messages.count; m++)
				hits[i] += scan(engines[i], &messages.lines[m]);
			printf(" %.5f", microseconds(start, &messages));
		}
		printf("\n");
		fflush(stdout);
		rounds++;
	}
	for (int i = 0; i < nengines && rounds > 0; i++)
		printf("hits %u %llu\n", counts[i], (unsigned long long) (hits[i] / rounds));
	return 0;
}
