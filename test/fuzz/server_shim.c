/*
 * server_shim.c
 *	  See server_shim.h.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "server_shim.h"

#undef printf
#undef fprintf
#undef vsnprintf
#undef snprintf

/* A piece of memory knows the one allocated before it. */
typedef struct Piece
{
	struct Piece *before;
	struct Piece *behind;
} Piece;

MemoryContext CurrentMemoryContext = NULL;
volatile sig_atomic_t InterruptPending = false;

static Piece pieces = {&pieces, &pieces};
static jmp_buf catcher;
static uint32 refused = SHIM_REFUSE_NONE;

jmp_buf *
shim_catch(void)
{
	return &catcher;
}

void
shim_refuse(uint32 allocation)
{
	refused = allocation;
}

/* What palloc does when there is no memory: an ERROR. */
static void
ask(void)
{
	if (refused != SHIM_REFUSE_NONE && refused-- == 0)
	{
		refused = SHIM_REFUSE_NONE;
		longjmp(catcher, 1);
	}
}

void *
palloc(Size size)
{
	Piece	   *piece;

	ask();
	piece = malloc(sizeof(Piece) + size);
	if (piece == NULL)
		abort();
	piece->before = pieces.before;
	piece->behind = &pieces;
	pieces.before->behind = piece;
	pieces.before = piece;
	return piece + 1;
}

void
pfree(void *pointer)
{
	Piece	   *piece = (Piece *) pointer - 1;

	piece->before->behind = piece->behind;
	piece->behind->before = piece->before;
	free(piece);
}

void *
palloc0(Size size)
{
	return memset(palloc(size), 0, size);
}

void *
repalloc(void *pointer, Size size)
{
	Piece	   *piece;

	ask();
	piece = realloc((Piece *) pointer - 1, sizeof(Piece) + size);
	if (piece == NULL)
		abort();
	piece->before->behind = piece;
	piece->behind->before = piece;
	return piece + 1;
}

char *
pstrdup(const char *string)
{
	return shim_copy(string, strlen(string));
}

char *
pnstrdup(const char *string, Size length)
{
	return shim_copy(string, strnlen(string, length));
}

char *
shim_copy(const char *bytes, size_t length)
{
	char	   *copy = palloc(length + 1);

	if (length > 0)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

void
shim_free_all(void)
{
	while (pieces.behind != &pieces)
		pfree(pieces.behind + 1);
}

/* Contexts do not matter here: all is freed at the end of an input. */
MemoryContext
AllocSetContextCreateInternal(MemoryContext parent, const char *name, Size min_size, Size init_size, Size max_size)
{
	return NULL;
}

void
MemoryContextDelete(MemoryContext context)
{
}

bool
errstart(int elevel, const char *domain)
{
	return elevel >= ERROR;
}

bool
errstart_cold(int elevel, const char *domain)
{
	return errstart(elevel, domain);
}

void
errfinish(const char *file, int line, const char *function)
{
	longjmp(catcher, 1);
}

int
errcode(int sqlstate)
{
	return 0;
}

/* The format is gone through, so that wrong arguments are noticed. */
static int
check_format(const char *format, va_list args)
{
	char		message[8192];

	return vsnprintf(message, sizeof(message), format, args) * 0;
}

#define FORMATTED(name) \
int \
name(const char *format,...) \
{ \
	va_list		args; \
	int			result; \
\
	va_start(args, format); \
	result = check_format(format, args); \
	va_end(args); \
	return result; \
}

FORMATTED(errmsg)
FORMATTED(errmsg_internal)
FORMATTED(errdetail)
FORMATTED(errhint)

void
ProcessInterrupts(void)
{
}

void
check_stack_depth(void)
{
}

int
pg_mbstrlen_with_len(const char *string, int length)
{
	int			count = 0;

	for (int i = 0; i < length && string[i] != '\0'; i++)
		count += ((unsigned char) string[i] & 0xC0) != 0x80;
	return count;
}

int
pg_mbcliplen(const char *string, int length, int limit)
{
	int			end = Min(length, limit);

	while (end > 0 && end < length && ((unsigned char) string[end] & 0xC0) == 0x80)
		end--;
	return end;
}
