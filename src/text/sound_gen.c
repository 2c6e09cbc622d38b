/*
 * sound_gen.c
 *	  Writes sound_table.h to standard output: how every Han character sounds,
 *	  as the number of its syllable in pinyin without the tone.
 *
 * Run by make, never installed.  Chinese is typed by sound, and so are its
 * mistakes: 银宝监会 for 银保监会.  ICU reads one character at a time here: where
 * a character has several readings it is the most common one.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <unicode/uversion.h>

#define BLOCK_SHIFT		6
#define BLOCK			(1 << BLOCK_SHIFT)
#define LIMIT			0x10000 /* nobody types what is beyond by its sound */
#define MAX_SYLLABLES	1024
#define MAX_LETTERS		8
#define MAX_UNITS		64

static const UNormalizer2 *decompose;
static UTransliterator *latin;
static UTransliterator *ascii;

/* Syllable 0 is that of all that has none. */
static char syllables[MAX_SYLLABLES][MAX_LETTERS + 1];
static int	nsyllables = 1;
static uint16_t sounds[LIMIT];
static uint16_t stage1[LIMIT / BLOCK];
static uint16_t stage2[LIMIT];
static int	nblocks;

static void
check(UErrorCode status, const char *what)
{
	if (U_FAILURE(status))
	{
		fprintf(stderr, "sound_gen: %s: %s\n", what, u_errorName(status));
		exit(1);
	}
}

static UTransliterator *
open_transliterator(const char *name)
{
	UErrorCode	status = U_ZERO_ERROR;
	UChar		id[64];
	UTransliterator *result;

	u_uastrcpy(id, name);
	result = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
	check(status, name);
	return result;
}

static int32_t
transliterate(UTransliterator *transliterator, UChar *units, int32_t length)
{
	UErrorCode	status = U_ZERO_ERROR;
	int32_t		limit = length;

	utrans_transUChars(transliterator, units, &length, MAX_UNITS, 0, &limit, &status);
	check(status, "transliterating");
	return length;
}

/* Writes v for u with dots, which is another sound than u, as people type it. */
static int32_t
mark_dotted_u(UChar *units, int32_t length)
{
	UErrorCode	status = U_ZERO_ERROR;
	UChar		apart[MAX_UNITS];
	int32_t		kept = 0;

	length = unorm2_normalize(decompose, units, length, apart, MAX_UNITS, &status);
	check(status, "decomposing");
	for (int32_t i = 0; i < length; i++)
	{
		if (apart[i] == 0x0308 && kept > 0 && units[kept - 1] == 'u')
			units[kept - 1] = 'v';
		else
			units[kept++] = apart[i];
	}
	return kept;
}

/* The syllable of a character as ASCII letters; false if it has none. */
static bool
read_character(UChar32 c, char *syllable)
{
	UChar		units[MAX_UNITS];
	int32_t		length = 0;

	U16_APPEND_UNSAFE(units, length, c);
	length = transliterate(latin, units, length);
	length = mark_dotted_u(units, length);
	length = transliterate(ascii, units, length);
	if (length == 0 || length > MAX_LETTERS)
		return false;
	for (int32_t i = 0; i < length; i++)
	{
		if (units[i] < 'a' || units[i] > 'z')
			return false;
		syllable[i] = (char) units[i];
	}
	syllable[length] = '\0';
	return true;
}

static uint16_t
syllable_number(const char *syllable)
{
	for (int i = 1; i < nsyllables; i++)
		if (strcmp(syllables[i], syllable) == 0)
			return (uint16_t) i;
	if (nsyllables == MAX_SYLLABLES)
	{
		fprintf(stderr, "sound_gen: more than %d syllables\n", MAX_SYLLABLES);
		exit(1);
	}
	strcpy(syllables[nsyllables], syllable);
	return (uint16_t) nsyllables++;
}

static void
fill_sounds(void)
{
	for (UChar32 c = 0; c < LIMIT; c++)
	{
		UErrorCode	status = U_ZERO_ERROR;
		char		syllable[MAX_LETTERS + 1];

		if (!U_IS_SURROGATE(c) && uscript_getScript(c, &status) == USCRIPT_HAN && read_character(c, syllable))
			sounds[c] = syllable_number(syllable);
	}
}

static void
fill_stages(void)
{
	for (int block = 0; block < LIMIT / BLOCK; block++)
	{
		const uint16_t *points = sounds + block * BLOCK;
		int			found = 0;

		while (found < nblocks && memcmp(stage2 + found * BLOCK, points, BLOCK * sizeof(*points)) != 0)
			found++;
		if (found == nblocks)
		{
			memcpy(stage2 + nblocks * BLOCK, points, BLOCK * sizeof(*points));
			nblocks++;
		}
		stage1[block] = (uint16_t) found;
	}
}

static void
print_numbers(const char *name, const uint16_t *numbers, int count)
{
	printf("\nstatic const uint16 %s[] = {", name);
	for (int i = 0; i < count; i++)
		printf("%s%d,", i % 16 == 0 ? "\n\t" : " ", numbers[i]);
	printf("\n};\n");
}

int
main(void)
{
	UErrorCode	status = U_ZERO_ERROR;

	decompose = unorm2_getNFDInstance(&status);
	check(status, "NFD");
	latin = open_transliterator("Han-Latin");
	ascii = open_transliterator("Latin-ASCII");
	fill_sounds();
	fill_stages();
	utrans_close(latin);
	utrans_close(ascii);

	printf("/* written by sound_gen.c with ICU %s, do not edit */\n\n", U_ICU_VERSION);
	printf("#define SOUND_LIMIT 0x%X\n#define SOUND_BLOCK_SHIFT %d\n#define SOUND_SYLLABLES %d\n",
		   LIMIT, BLOCK_SHIFT, nsyllables);
	print_numbers("sound_stage1", stage1, LIMIT / BLOCK);
	print_numbers("sound_stage2", stage2, nblocks * BLOCK);
	if (fflush(stdout) != 0 || ferror(stdout))
	{
		fprintf(stderr, "sound_gen: could not write the table\n");
		return 1;
	}
	fprintf(stderr, "sound_gen: %d syllables, %d bytes\n", nsyllables - 1,
			(int) ((LIMIT / BLOCK + nblocks * BLOCK) * sizeof(uint16_t)));
	return 0;
}
