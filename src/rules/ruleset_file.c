/*
 * ruleset_file.c
 *		Files with compiled rule sets, mapped by all backends.
 *
 * They lie below the data directory, in complaint/<oid of the database>, with
 * the permissions of what else is there, and can be deleted at any time: a file
 * that is missing is made again.  One is written aside and renamed, never
 * changed, so what is mapped stays as it is.  Nothing is flushed to disk: after
 * a crash of the machine a file may be anything, and its checksum says so.
 *
 * Names are made of hex digits only (ruleset_key.c), no part of a path follows
 * a symbolic link, and a file that is not the server's own, or that others may
 * write, is not used.
 */
#include "postgres.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/file_perm.h"
#include "miscadmin.h"
#include "port/pg_crc32c.h"
#include "storage/fd.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

#include "ruleset_image.h"

#define FOLDER			"complaint"
#define SUFFIX			".rules"

/* The server's tools leave such files out of backups. */
#define TEMP_PREFIX		"pgsql_tmp"

/* More files than this of a database are not kept: the oldest go. */
#define MAX_FILES		64

/* What a process that died left behind is this old, in seconds. */
#define TEMP_AGE		600

/* All pages at once, instead of a fault for each few. */
#ifndef MAP_POPULATE
#define MAP_POPULATE	0
#endif

/* A mapped file, given back with its context. */
typedef struct Mapping
{
	MemoryContextCallback callback;
	void	   *address;		/* NULL: none */
	Size		size;
} Mapping;

/*
 * Says once in a backend that there is no use of files; it works without, and
 * the log should not fill up.
 */
#define complain_once(...) \
	do { \
		static bool said = false; \
		if (!said) \
			ereport(LOG, __VA_ARGS__, \
					errdetail("Rule sets are compiled by each connection until this is mended.")); \
		said = true; \
	} while (0)

static void
folder_path(Oid database, char *path)
{
	snprintf(path, MAXPGPATH, "%s/%u", FOLDER, database);
}

static void
file_path(const RuleSetKey *key, char *path)
{
	snprintf(path, MAXPGPATH, "%s/%u/%s%s", FOLDER, MyDatabaseId, key->file, SUFFIX);
}

/* Is it a folder, and no symbolic link to one? */
static bool
is_folder(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static uint32
checksum(const RuleSetImage *image)
{
	Size		from = offsetof(RuleSetImage, crc) + sizeof(image->crc);
	pg_crc32c	crc;

	INIT_CRC32C(crc);
	COMP_CRC32C(crc, (const char *) image + from, image->size - from);
	FIN_CRC32C(crc);
	return crc;
}

/* What is wrong with the contents of a file, NULL if nothing is. */
static const char *
flaw(const RuleSetImage *image, Size size, const RuleSetKey *key)
{
	if (memcmp(image->magic, RULESET_MAGIC, sizeof(image->magic)) != 0)
		return "it does not begin as one";
	if (image->header_size != sizeof(RuleSetImage) || image->size != size)
		return "its size is wrong";
	if (image->crc != checksum(image))
		return "its checksum is wrong";
	if (strncmp(image->build, ruleset_build(), sizeof(image->build)) != 0)
		return "it was made by another program";
	if (strncmp(image->key, key->file, sizeof(image->key)) != 0)
		return "it is that of other definitions";
	return NULL;
}

static void
unmap(void *argument)
{
	Mapping    *mapping = argument;

	if (mapping->address != NULL)
		(void) munmap(mapping->address, mapping->size);
	mapping->address = NULL;
}

/* Opens the file to read it; -1 if there is none that is the server's own. */
static int
open_own(const char *path, Size *size)
{
	struct stat st;
	char		folder[MAXPGPATH];
	int			fd;

	folder_path(MyDatabaseId, folder);
	if (!is_folder(FOLDER) || !is_folder(folder))
		return -1;
	fd = OpenTransientFile(path, O_RDONLY | O_NOFOLLOW | PG_BINARY);
	if (fd < 0)
	{
		if (errno != ENOENT)
			complain_once(errcode_for_file_access(),
						  errmsg("could not open file \"%s\": %m", path));
		return -1;
	}
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
		(st.st_mode & (S_IWGRP | S_IWOTH)) == 0)
	{
		*size = (Size) st.st_size;
		return fd;
	}
	CloseTransientFile(fd);
	complain_once(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				  errmsg("file \"%s\" is not used", path),
				  errhint("It must be an ordinary file that belongs to the server and that nobody else may write."));
	return -1;
}

const RuleSetImage *
ruleset_file_map(const RuleSetKey *key, MemoryContext context)
{
	Mapping    *mapping = MemoryContextAllocZero(context, sizeof(Mapping));
	char		path[MAXPGPATH];
	const char *why = "it is too short";
	int			fd;

	mapping->callback.func = unmap;
	mapping->callback.arg = mapping;
	MemoryContextRegisterResetCallback(context, &mapping->callback);
	file_path(key, path);
	fd = open_own(path, &mapping->size);
	if (fd < 0)
		return NULL;
	if (mapping->size >= sizeof(RuleSetImage))
	{
		void	   *address = mmap(NULL, mapping->size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);

		if (address != MAP_FAILED)
		{
			mapping->address = address;
			why = flaw(address, mapping->size, key);
		}
		else
			why = "it cannot be mapped";
	}
	CloseTransientFile(fd);
	if (why == NULL)
		return mapping->address;
	ereport(LOG,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("file \"%s\" is no compiled rule set of use", path),
			 errdetail("It will be made again, since %s.", why)));
	unmap(mapping);
	return NULL;
}

bool
ruleset_file_exists(const RuleSetKey *key)
{
	char		path[MAXPGPATH];
	struct stat st;

	file_path(key, path);
	return lstat(path, &st) == 0;
}

/* Makes the folder of this database, if it is not there. */
static bool
make_folder(const char *folder)
{
	if ((MakePGDirectory(FOLDER) < 0 && errno != EEXIST) || (MakePGDirectory(folder) < 0 && errno != EEXIST))
		return false;
	errno = ENOTDIR;
	return is_folder(FOLDER) && is_folder(folder);
}

static bool
write_all(int fd, const char *bytes, Size size)
{
	while (size > 0)
	{
		ssize_t		written = write(fd, bytes, size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
		{
			if (written == 0)
				errno = ENOSPC;
			return false;
		}
		bytes += written;
		size -= (Size) written;
	}
	return true;
}

/* Writes a new file, which was not there before. */
static bool
write_new(const char *path, const RuleSetImage *image)
{
	int			flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | PG_BINARY;
	int			fd;

	/* one of our number may have died here */
	(void) unlink(path);
	fd = OpenTransientFile(path, flags);
	if (fd < 0)
		return false;
	if (write_all(fd, (const char *) image, image->size))
		return CloseTransientFile(fd) == 0;
	else
	{
		int			saved_errno = errno;

		CloseTransientFile(fd);
		errno = saved_errno;
		return false;
	}
}

static bool
has_prefix(const char *name, const char *prefix)
{
	return strncmp(name, prefix, strlen(prefix)) == 0;
}

/*
 * What became useless with a new file: the files of the same set under other
 * keys, what dead processes left, and one more file if there are too many.
 * Deleting a file takes nothing from those who have mapped it.
 */
static void
tidy_folder(const char *folder, const RuleSetKey *key)
{
	DIR		   *dir = AllocateDir(folder);
	struct dirent *entry;
	int			nfiles = 0;
	time_t		oldest_time = 0;
	char		oldest[MAXPGPATH] = "";

	while ((entry = ReadDirExtended(dir, folder, LOG)) != NULL)
	{
		bool		temporary = has_prefix(entry->d_name, TEMP_PREFIX);
		char		path[MAXPGPATH];
		struct stat st;

		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if ((!temporary && strstr(entry->d_name, SUFFIX) == NULL) || lstat(path, &st) < 0)
			continue;
		if (temporary ? st.st_mtime + TEMP_AGE < time(NULL) :
			strncmp(entry->d_name, key->file, key->name_length) == 0 && !has_prefix(entry->d_name, key->file))
			(void) unlink(path);
		else if (!temporary && !has_prefix(entry->d_name, key->file))
		{
			nfiles++;
			if (oldest[0] == '\0' || st.st_mtime < oldest_time)
			{
				oldest_time = st.st_mtime;
				strlcpy(oldest, path, sizeof(oldest));
			}
		}
	}
	FreeDir(dir);
	if (nfiles >= MAX_FILES)
		(void) unlink(oldest);
}

/* Deletes the folder of a database with the files in it. */
static void
remove_folder(const char *folder)
{
	DIR		   *dir = AllocateDir(folder);
	struct dirent *entry;

	while ((entry = ReadDirExtended(dir, folder, LOG)) != NULL)
	{
		char		path[MAXPGPATH];

		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (has_prefix(entry->d_name, TEMP_PREFIX) || strstr(entry->d_name, SUFFIX) != NULL)
			(void) unlink(path);
	}
	FreeDir(dir);
	(void) rmdir(folder);
}

/* Deletes what databases that are gone have left. */
static void
tidy_databases(void)
{
	DIR		   *dir = AllocateDir(FOLDER);
	struct dirent *entry;

	while ((entry = ReadDirExtended(dir, FOLDER, LOG)) != NULL)
	{
		char		folder[MAXPGPATH];
		Oid			database = (Oid) strtoul(entry->d_name, NULL, 10);

		if (strspn(entry->d_name, "0123456789") != strlen(entry->d_name) || database == MyDatabaseId ||
			SearchSysCacheExists1(DATABASEOID, ObjectIdGetDatum(database)))
			continue;
		folder_path(database, folder);
		if (is_folder(folder))
			remove_folder(folder);
	}
	FreeDir(dir);
}

bool
ruleset_file_write(const RuleSetKey *key, RuleSetImage *image)
{
	char		folder[MAXPGPATH];
	char		temporary[MAXPGPATH];
	char		path[MAXPGPATH];

	memcpy(image->magic, RULESET_MAGIC, sizeof(image->magic));
	strlcpy(image->build, ruleset_build(), sizeof(image->build));
	strlcpy(image->key, key->file, sizeof(image->key));
	image->crc = checksum(image);

	folder_path(MyDatabaseId, folder);
	snprintf(temporary, sizeof(temporary), "%s/%s.%d", folder, TEMP_PREFIX, MyProcPid);
	file_path(key, path);
	if (!make_folder(folder) || !write_new(temporary, image) || rename(temporary, path) < 0)
	{
		int			saved_errno = errno;

		(void) unlink(temporary);
		errno = saved_errno;
		complain_once(errcode_for_file_access(),
					  errmsg("could not write file \"%s\": %m", path));
		return false;
	}
	tidy_folder(folder, key);
	tidy_databases();
	return true;
}
