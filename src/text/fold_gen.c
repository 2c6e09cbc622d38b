/*
 * fold_gen.c
 *	  Writes fold_table.h to standard output: what every code point is for the
 *	  tokeniser and what it folds to.
 *
 * Run by make, never installed.  ICU knows all of Unicode but takes 70-170 ms
 * to be asked about all of it, and half a microsecond a message to normalise;
 * so it is asked once, at build time, and the answers go into a two-stage
 * table of some tens of kB.
 */
#include "fold_gen.h"

#include <unicode/uversion.h>

#define BLOCK		(1 << FOLD_BLOCK_SHIFT)
#define TAGS_START	0xE0000		/* fold_lookup knows what follows */
#define MAX_ENTRIES 32768
#define MAX_POOL	65536

typedef struct Entry
{
	int			offset;
	int			length;
	FoldClass	class;
} Entry;

static Entry entries[MAX_ENTRIES];
static int	nentries;
static char pool[MAX_POOL];
static int	pool_length;
static uint16_t point_entry[TAGS_START];
static uint16_t stage1[TAGS_START / BLOCK];
static uint16_t stage2[TAGS_START];
static int	nblocks;

void
gen_check(UErrorCode status, const char *what)
{
	if (U_FAILURE(status))
	{
		fprintf(stderr, "fold_gen: %s: %s\n", what, u_errorName(status));
		exit(1);
	}
}

void
gen_check_room(int used, int room, const char *what)
{
	if (used > room)
	{
		fprintf(stderr, "fold_gen: %s: no room for %d\n", what, used);
		exit(1);
	}
}
/* Offset of the bytes in the pool, adding them unless they are in it. */
static int
pool_find(const char *bytes, int length)
{
	int			offset = pool_length;

	for (int i = 0; i + length <= pool_length; i++)
		if (memcmp(pool + i, bytes, length) == 0)
			return i;
	gen_check_room(pool_length + length, MAX_POOL, "pool");
	memcpy(pool + pool_length, bytes, length);
	pool_length += length;
	return offset;
}

static int
entry_find(FoldClass class, const Form *form)
{
	UErrorCode	status = U_ZERO_ERROR;
	char		bytes[MAX_FORM * 3];
	int32_t		length = 0;
	int			offset = 0;

	if (form->length > 0)
	{
		u_strToUTF8(bytes, sizeof(bytes), &length, form->units, form->length, &status);
		gen_check(status, "UTF-8");
		gen_check_room(length, UINT8_MAX, "length of a folded form");
		offset = pool_find(bytes, length);
	}
	for (int i = 0; i < nentries; i++)
		if (entries[i].class == class && entries[i].length == length && entries[i].offset == offset)
			return i;
	gen_check_room(nentries + 1, MAX_ENTRIES, "entries");
	entries[nentries] = (Entry) {offset, length, class};
	return nentries++;
}

/* Returns the first code point beyond the table. */
static UChar32
fill_points(void)
{
	Form		form = {.length = 0};
	UChar32		limit = 0;

	entry_find(FOLD_PUNCTUATION, &form);
	entry_find(FOLD_IGNORABLE, &form);
	for (UChar32 c = 0; c < TAGS_START; c++)
	{
		FoldClass	class;

		if (U_IS_SURROGATE(c))
			continue;
		class = gen_classify_point(c, &form);
		point_entry[c] = entry_find(class, &form);
		if (point_entry[c] != 0)
			limit = c + 1;
	}
	return (limit + BLOCK - 1) / BLOCK * BLOCK;
}

static void
fill_stages(UChar32 limit)
{
	for (int block = 0; block < limit / BLOCK; block++)
	{
		const uint16_t *points = point_entry + block * BLOCK;
		int			found = 0;

		while (found < nblocks && memcmp(stage2 + found * BLOCK, points, BLOCK * sizeof(*points)) != 0)
			found++;
		if (found == nblocks)
		{
			memcpy(stage2 + nblocks * BLOCK, points, BLOCK * sizeof(*points));
			nblocks++;
		}
		stage1[block] = found;
	}
}

static void
print_numbers(const char *name, const uint16_t *numbers, int count)
{
	printf("\nconst uint16 %s[] = {", name);
	for (int i = 0; i < count; i++)
		printf("%s%d,", i % 16 == 0 ? "\n\t" : " ", numbers[i]);
	printf("\n};\n");
}

/* In order of code points, to be searched by halving. */
static void
print_lookalikes(UChar32 limit)
{
	int			count = 0;

	printf("\n\nconst FoldLookalike fold_lookalikes[] = {");
	for (UChar32 c = 0x80; c < limit; c++)
	{
		char		letter;

		if (U_IS_SURROGATE(c) || !gen_is_other_alphabet(c) || (letter = gen_lookalike_letter(c)) == 0)
			continue;
		printf("%s{0x%X, '%c'},", count % 8 == 0 ? "\n\t" : " ", (unsigned) c, letter);
		count++;
	}
	printf("\n};\n\nconst uint32 fold_nlookalikes = %d;\n", count);
}

static void
print_plain_han(void)
{
	printf("\n\nconst uint64 fold_plain_han[FOLD_HAN_WORDS] = {");
	for (int word = 0; word < FOLD_HAN_WORDS; word++)
	{
		uint64_t	bits = 0;

		for (int bit = 0; bit < 64; bit++)
		{
			const Entry *entry = &entries[point_entry[FOLD_HAN_POINT + word * 64 + bit]];

			bits |= (uint64_t) (entry->class == FOLD_HAN && entry->length == 0) << bit;
		}
		printf("%sUINT64CONST(0x%llX),", word % 4 == 0 ? "\n\t" : " ", (unsigned long long) bits);
	}
	printf("\n};");
}

static void
print_tables(UChar32 limit)
{
	printf("/* written by fold_gen.c, do not edit */\n\n");
	printf("#define FOLD_VERSION \"Unicode %s, ICU %s, table %d\"\n\n",
		   U_UNICODE_VERSION, U_ICU_VERSION, FOLD_TABLE_NUMBER);
	printf("const uint32 fold_limit = 0x%X;\n", (unsigned) limit);
	print_numbers("fold_stage1", stage1, limit / BLOCK);
	print_numbers("fold_stage2", stage2, nblocks * BLOCK);

	printf("\nconst FoldEntry fold_entries[] = {");
	for (int i = 0; i < nentries; i++)
		printf("%s{%d, %d, %d},", i % 8 == 0 ? "\n\t" : " ",
			   entries[i].offset, entries[i].length, entries[i].class);
	printf("\n};\n\nconst char fold_pool[] = {");
	for (int i = 0; i < pool_length; i++)
		printf("%s(char) %d,", i % 12 == 0 ? "\n\t" : " ", (unsigned char) pool[i]);
	printf("\n};\n\nconst uint8 fold_ascii_class[128] = {");
	for (int i = 0; i < 128; i++)
		printf("%s%d,", i % 16 == 0 ? "\n\t" : " ", entries[point_entry[i]].class);
	printf("\n};");
	print_plain_han();
	print_lookalikes(limit);
}

int
main(void)
{
	UChar32		limit;

	gen_open_icu();
	limit = fill_points();
	fill_stages(limit);
	print_tables(limit);
	gen_close_icu();
	if (fflush(stdout) != 0 || ferror(stdout))
	{
		fprintf(stderr, "fold_gen: could not write the table\n");
		return 1;
	}
	fprintf(stderr, "fold_gen: %d entries, %d blocks, %d bytes of forms, %d bytes in all\n",
			nentries, nblocks, pool_length,
			(int) (nentries * 4 + nblocks * BLOCK * 2 + limit / BLOCK * 2 + pool_length));
	return 0;
}
