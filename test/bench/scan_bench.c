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
#define MAX_FILES		8
#define MAX_PATH		4096

typedef struct Lines
{
	char		path[MAX_PATH];
	Line	   *lines;
	uint32_t	count;
} Lines;

typedef struct Engines
{
	int			count;
	void	   *engines[MAX_ENGINES];
	ScanMessage scan;
} Engines;

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
static void
read_lines(Lines *result, const char *path)
{
	size_t		length;
	const char *at = read_file(path, &length);
	const char *end = at + length;
	uint32_t	size = 1024;

	snprintf(result->path, sizeof(result->path), "%s", path);
	result->count = 0;
	result->lines = malloc(size * sizeof(Line));
	while (at < end)
	{
		const char *stop = memchr(at, '\n', (size_t) (end - at));

		if (stop == NULL)
			stop = end;
		if (result->count == size)
			result->lines = realloc(result->lines, (size *= 2) * sizeof(Line));
		if (result->lines == NULL)
			fail(path);
		result->lines[result->count].bytes = at;
		result->lines[result->count++].length = (size_t) (stop - at);
		at = stop + 1;
	}
	if (result->count == 0)
	{
		fprintf(stderr, "%s: no line\n", path);
		exit(1);
	}
}

/* The messages of a file, which is read once. */
static const Lines *
messages_of(const char *path)
{
	static Lines files[MAX_FILES];
	static int	nfiles = 0;

	for (int i = 0; i < nfiles; i++)
	{
		if (strcmp(files[i].path, path) == 0)
			return &files[i];
	}
	if (nfiles == MAX_FILES)
	{
		fprintf(stderr, "too many files of messages\n");
		exit(1);
	}
	read_lines(&files[nfiles], path);
	return &files[nfiles++];
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

static void
run_round(const Engines *engines, const Lines *messages)
{
	uint64_t	hits[MAX_ENGINES] = {0};
	volatile uint64_t sum = 0;
	double		start = seconds();

	for (uint32_t m = 0; m < messages->count; m++)
		sum += read_bytes(&messages->lines[m]);
	printf("round %.5f", microseconds(start, messages));
	for (int i = 0; i < engines->count; i++)
	{
		start = seconds();
		for (uint32_t m = 0; m < messages->count; m++)
			hits[i] += engines->scan(engines->engines[i], &messages->lines[m]);
		printf(" %.5f", microseconds(start, messages));
	}
	printf(" hits");
	for (int i = 0; i < engines->count; i++)
		printf(" %llu", (unsigned long long) hits[i]);
	printf("\n");
	fflush(stdout);
}

int
scan_bench(int argc, char **argv, ScanBuild build, ScanMessage scan)
{
	Engines		engines = {.count = argc - 2, .scan = scan};
	Lines		literals;
	char		path[MAX_PATH];

	if (engines.count < 1 || engines.count > MAX_ENGINES)
	{
		fprintf(stderr, "usage: %s LITERALS COUNT ...\n", argv[0]);
		return 1;
	}
	read_lines(&literals, argv[1]);
	for (int i = 0; i < engines.count; i++)
	{
		uint32_t	count = (uint32_t) strtoul(argv[2 + i], NULL, 10);
		double		start = seconds();
		size_t		bytes = 0;

		if (count > literals.count)
			count = literals.count;
		engines.engines[i] = build(literals.lines, count, &bytes);
		printf("built %u %.4f %zu\n", count, seconds() - start, bytes);
	}
	fflush(stdout);
	while (fgets(path, sizeof(path), stdin) != NULL)
	{
		path[strcspn(path, "\n")] = '\0';
		run_round(&engines, messages_of(path));
	}
	return 0;
}
