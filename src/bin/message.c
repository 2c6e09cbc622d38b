/*
 * message.c
 *		Messages (see message.h).
 *
 * They quote the server and the names of things in the database, so a whole
 * message is escaped for the terminal, and its further lines are indented:
 * nobody can forge one by the name of a table.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "message.h"

static void (*death_hook) (void) = NULL;

static void say_list(const char *format, va_list list) __attribute__((format(printf, 1, 0)));

static void
say_list(const char *format, va_list list)
{
	char	   *text = NULL;
	int			length = vasprintf(&text, format, list);

	if (length < 0)
		text = NULL;
	while (text != NULL && length > 0 && text[length - 1] == '\n')
		text[--length] = '\0';
	fputs(PROGRAM ": ", stderr);
	escape_message(stderr, text == NULL ? "out of memory" : text);
	fputc('\n', stderr);
	free(text);
}

void
say(const char *format,...)
{
	va_list		list;

	va_start(list, format);
	say_list(format, list);
	va_end(list);
}

void
on_death(void (*before_death) (void))
{
	death_hook = before_death;
}

void
die(int status, const char *format,...)
{
	void		(*hook) (void) = death_hook;
	va_list		list;

	va_start(list, format);
	say_list(format, list);
	va_end(list);

	/* the hook may fail in its turn, but only once */
	death_hook = NULL;
	if (hook != NULL)
		hook();
	exit(status);
}

void
die_of_errno(const char *what)
{
	die(EXIT_ERROR, "error: %s: %s", what, strerror(errno));
}
