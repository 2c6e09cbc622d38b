/*
 * message.h
 *		What complaint-listen says on standard error, and how it ends badly.
 */
#ifndef LISTEN_MESSAGE_H
#define LISTEN_MESSAGE_H

#define PROGRAM "complaint-listen"

/* Exit statuses; the README names them. */
enum
{
	EXIT_STOPPED = 0,
	EXIT_ERROR = 1,
	EXIT_CONNECTION = 2,
	EXIT_COMMAND = 3,
};

/* A line on standard error.  What came from elsewhere is made harmless. */
extern void say(const char *format,...) __attribute__((format(printf, 1, 2)));

/* The same, after which the program ends.  before_death() runs first. */
extern void die(int status, const char *format,...) __attribute__((format(printf, 2, 3), noreturn));
extern void on_death(void (*before_death) (void));

/* For failures of the system: no memory, no pipe. */
extern void die_of_errno(const char *what) __attribute__((noreturn));

#endif							/* LISTEN_MESSAGE_H */
