/*
 * escape.h
 *		Makes text from the database harmless to a terminal and to readers.
 *
 * Ids and notes are chosen by customers and strangers: a control character in
 * one could move the cursor, change the title or hide a line, and a mark of
 * writing direction could show it backwards.
 */
#ifndef LISTEN_ESCAPE_H
#define LISTEN_ESCAPE_H

#include <stdio.h>

/* A word of a line: in quotes if it is empty or has a space or quote in it. */
extern void escape_word(FILE *out, const char *text);

/* JSON: the same value, with unsafe characters written as \uXXXX. */
extern void escape_json(FILE *out, const char *json);

/* A message of several lines: the further ones are indented. */
extern void escape_message(FILE *out, const char *text);

#endif							/* LISTEN_ESCAPE_H */
