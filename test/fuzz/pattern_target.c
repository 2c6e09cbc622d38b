/*
 * pattern_target.c
 *	  libFuzzer's way into the parser and printer of the rule language.
 *
 * Any text is either refused by an error, or parsed into a tree within the
 * limits whose canonical text is a pattern again and its own canonical text.
 * With an allocation refused on the way it is refused, or it comes out the same.
 */
#include "postgres.h"

#include "rules/pattern.h"
#include "server_shim.h"

int			LLVMFuzzerTestOneInput(const uint8 *data, size_t size);

/* The canonical text, or NULL if it is no pattern. */
static char *
canonical(const char *text, size_t length)
{
	Pattern    *pattern = NULL;
	StringInfoData out;

	if (setjmp(*shim_catch()) != 0)
		return NULL;
	pattern = pattern_parse(text, length, NULL);
	if (pattern == NULL)
		return NULL;
	initStringInfo(&out);
	pattern_print(pattern, &out);
	return out.data;
}

/* What the input is turned into must be the same again. */
static void
check_same(const char *printed, const char *again, const char *what)
{
	if (again == NULL || strcmp(printed, again) != 0)
	{
		fprintf(stderr, "%s: %s\nthen: %s\n", what, printed, again == NULL ? "(refused)" : again);
		abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8 *data, size_t size)
{
	/* an input function's argument ends in a zero byte, as all C strings */
	char	   *text = shim_copy((const char *) data, size);
	size_t		length = strlen(text);
	char	   *printed = canonical(text, length);

	if (printed != NULL)
	{
		char	   *again;

		check_same(printed, canonical(printed, strlen(printed)), "not a fixed point");
		/* which allocation is refused the input says, too */
		shim_refuse((uint32) (size * 7 + data[size / 2]) % 64);
		again = canonical(text, length);
		shim_refuse(SHIM_REFUSE_NONE);
		if (again != NULL)
			check_same(printed, again, "not the same without memory");
	}
	shim_free_all();
	return 0;
}
