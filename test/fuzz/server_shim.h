/*
 * server_shim.h
 *	  The few functions of the server that src/rules/pattern*.c calls, so that
 *	  the parser can be fuzzed in a program of its own.
 *
 * Memory is malloc's, so that the address sanitizer sees each piece, and is
 * freed at the end of an input; an ERROR jumps to where shim_catch was set.  So
 * does the allocation that shim_refuse names: 0 is the next one.
 */
#ifndef COMPLAINT_SERVER_SHIM_H
#define COMPLAINT_SERVER_SHIM_H

#include <setjmp.h>

extern jmp_buf *shim_catch(void);
extern char *shim_copy(const char *bytes, size_t length);
extern void shim_free_all(void);

#define SHIM_REFUSE_NONE	UINT32_MAX
extern void shim_refuse(uint32 allocation);

#endif							/* COMPLAINT_SERVER_SHIM_H */
