/*
 * pattern_target.c
 *	  libFuzzer's way into the parser and printer of the rule language.
 *
 * Any text is either refused by an error, or parsed into a tree within the
 * limits whose canonical text is a pattern again and its own canonical text.
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

int
LLVMFuzzerTestOneInput(const uint8 *data, size_t size)
{
	/* an input function's argument ends in a zero byte, as all C strings */
	char	   *text = shim_copy((const char *) data, size);
	size_t		length = strlen(text);
	char	   *printed = canonical(text, length);

	if (printed != NULL)
	{
		char	   *again = canonical(printed, strlen(printed));

		if (again == NULL || strcmp(printed, again) != 0)
		{
			fprintf(stderr, "not a fixed point: %s\nthen: %s\n", printed, again == NULL ? "(refused)" : again);
			abort();
		}
	}
	shim_free_all();
	return 0;
}
