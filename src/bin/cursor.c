/*
 * cursor.c
 *		The cursor file (see cursor.h).
 *
 * The lock is on the file itself.  The next version is locked before it takes
 * its place, and the old one is let go afterwards, so the name is locked
 * without a gap and no other file is left beside it.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cursor.h"
#include "message.h"

#define MAX_CURSOR	(1024 * 1024)

static char *file_path = NULL;	/* no link: rename() would replace it */
static char *next_path;
static int	file = -1;
static mode_t file_mode;
static char *saved = NULL;		/* what the file holds; null: nothing */

static void __attribute__((noreturn))
die_of_file(const char *what, const char *path)
{
	die(EXIT_ERROR, "error: could not %s \"%s\": %s", what, path, strerror(errno));
}

static void
lock(int descriptor, const char *path)
{
	if (flock(descriptor, LOCK_EX | LOCK_NB) == 0)
		return;
	if (errno == EWOULDBLOCK)
		die(EXIT_ERROR, "error: cursor file \"%s\" is in use by another " PROGRAM, path);
	die_of_file("lock cursor file", path);
}

/* Another may have replaced the file between our opening and locking it. */
static bool
is_current(int descriptor, const char *path)
{
	struct stat opened;
	struct stat named;

	if (fstat(descriptor, &opened) != 0)
		die_of_file("examine cursor file", path);
	if (!S_ISREG(opened.st_mode))
		die(EXIT_ERROR, "error: cursor file \"%s\" is not a regular file", path);
	file_mode = opened.st_mode & 0777;
	return stat(path, &named) == 0 && named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

static int
open_locked(const char *path)
{
	for (;;)
	{
		int			descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

		if (descriptor < 0)
			die_of_file("open cursor file", path);
		lock(descriptor, path);
		if (is_current(descriptor, path))
			return descriptor;
		close(descriptor);
	}
}

static char *
read_all(void)
{
	char	   *content = malloc(MAX_CURSOR + 1);
	ssize_t		length = 0;
	ssize_t		n;

	if (content == NULL)
		die_of_errno("could not read a cursor");
	while (length < MAX_CURSOR && (n = read(file, content + length, MAX_CURSOR - length)) != 0)
	{
		if (n > 0)
			length += n;
		else if (errno != EINTR)
			die_of_file("read cursor file", file_path);
	}
	if (length > 0 && content[length - 1] == '\n')
		length--;
	content[length] = '\0';
	/* it is about to be written: not a file of something else */
	if (length >= MAX_CURSOR - 1 || strcspn(content, "\n") != (size_t) length)
		die(EXIT_ERROR, "error: \"%s\" is not a cursor file", file_path);
	if (content[0] != '\0')
		return content;
	free(content);
	return NULL;
}

static void
write_all(int descriptor, const char *text)
{
	size_t		left = strlen(text);

	while (left > 0)
	{
		ssize_t		n = write(descriptor, text, left);

		if (n < 0 && errno != EINTR)
			die_of_file("write cursor file", next_path);
		if (n > 0)
		{
			text += n;
			left -= n;
		}
	}
}

/* A new name lasts once its folder is synced; not every file system can. */
static void
sync_folder(void)
{
	char	   *copy = strdup(file_path);
	int			folder;

	if (copy == NULL)
		die_of_errno("could not write a cursor");
	folder = open(dirname(copy), O_RDONLY | O_CLOEXEC);
	if (folder >= 0)
	{
		if (fsync(folder) != 0 && errno != EINVAL && errno != EBADF)
			die_of_file("sync the folder of cursor file", file_path);
		close(folder);
	}
	free(copy);
}

static void
replace(const char *cursor)
{
	int			next = open(next_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (next < 0)
		die_of_file("write cursor file", next_path);
	lock(next, next_path);
	if (fchmod(next, file_mode) != 0)
		die_of_file("set the mode of cursor file", next_path);
	if (cursor != NULL)
	{
		write_all(next, cursor);
		write_all(next, "\n");
	}
	if (fsync(next) != 0)
		die_of_file("sync cursor file", next_path);
	if (rename(next_path, file_path) != 0)
		die_of_file("replace cursor file", file_path);
	sync_folder();
	close(file);
	file = next;
}

char *
cursor_open(const char *path)
{
	char	   *cursor;

	file = open_locked(path);
	file_path = realpath(path, NULL);
	if (file_path == NULL)
		die_of_file("find cursor file", path);
	if (asprintf(&next_path, "%s.new", file_path) < 0)
		die_of_errno("could not open a cursor file");
	cursor = read_all();
	replace(cursor);
	saved = cursor == NULL ? NULL : strdup(cursor);
	return cursor;
}

void
cursor_save(const char *cursor)
{
	if (file_path == NULL || cursor == NULL || (saved != NULL && strcmp(saved, cursor) == 0))
		return;
	replace(cursor);
	free(saved);
	saved = strdup(cursor);
}
