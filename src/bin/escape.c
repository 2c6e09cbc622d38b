/*
 * escape.c
 *		Escaping of what is printed (see escape.h).
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "escape.h"

#define NO_POINT UINT32_MAX		/* a byte that is no UTF-8 */

static int
sequence_length(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xC2 && first < 0xE0)
		return 2;
	if (first >= 0xE0 && first < 0xF0)
		return 3;
	if (first >= 0xF0 && first < 0xF5)
		return 4;
	return 0;
}

/* The code point at text, whose bytes *length counts; NO_POINT for one byte. */
static uint32_t
decode(const char *text, int *length)
{
	static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *bytes = (const unsigned char *) text;
	uint32_t	point;
	int			n = sequence_length(bytes[0]);

	*length = 1;
	if (n == 0)
		return NO_POINT;
	if (n == 1)
		return bytes[0];
	point = bytes[0] & (0x7F >> n);
	for (int i = 1; i < n; i++)
	{
		if ((bytes[i] & 0xC0) != 0x80)
			return NO_POINT;
		point = point << 6 | (bytes[i] & 0x3F);
	}
	if (point < lowest[n] || (point >= 0xD800 && point < 0xE000) || point > 0x10FFFF)
		return NO_POINT;
	*length = n;
	return point;
}

/* Controls, line separators, marks of direction, the byte order mark. */
static bool
is_unsafe(uint32_t point)
{
	return point < 0x20 || (point >= 0x7F && point < 0xA0) ||
		point == 0x061C || point == 0x200E || point == 0x200F ||
		(point >= 0x2028 && point <= 0x202E) ||
		(point >= 0x2066 && point <= 0x2069) || point == 0xFEFF;
}

/* One character as it is, or escaped if it must be; returns its length. */
static int
put_character(FILE *out, const char *text)
{
	int			length;
	uint32_t	point = decode(text, &length);

	if (point == NO_POINT)
		fprintf(out, "\\x%02x", (unsigned char) text[0]);
	else if (is_unsafe(point))
		fprintf(out, "\\u%04x", (unsigned int) point);
	else
		fwrite(text, 1, length, out);
	return length;
}

void
escape_word(FILE *out, const char *text)
{
	bool		quoted = text[0] == '\0' || strpbrk(text, " \"") != NULL;

	if (quoted)
		fputc('"', out);
	while (*text != '\0')
	{
		if (*text == '\\' || *text == '"')
			fputc('\\', out);
		text += put_character(out, text);
	}
	if (quoted)
		fputc('"', out);
}

/*
 * Outside of its strings JSON is plain ASCII, and in them the server has
 * escaped what JSON forbids: what is left are the unsafe ones that JSON allows.
 */
void
escape_json(FILE *out, const char *json)
{
	while (*json != '\0')
	{
		int			length;

		if (decode(json, &length) == NO_POINT)
		{
			fputs("\\ufffd", out);
			json++;
		}
		else
			json += put_character(out, json);
	}
}

void
escape_message(FILE *out, const char *text)
{
	while (*text != '\0')
	{
		if (*text == '\n')
		{
			fputs("\n\t", out);
			text++;
		}
		else if (*text == '\t')
			fputc(*text++, out);
		else
			text += put_character(out, text);
	}
}
