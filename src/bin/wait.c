/*
 * wait.c
 *		Signals and waiting (see wait.h).
 *
 * The handlers write to a pipe that every wait polls too.  So a signal that
 * comes between looking at stop_wanted() and waiting is not missed.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "message.h"
#include "wait.h"

#define PATIENCE	10000		/* ms that what has begun may take */
#define MAX_FILES	4

static volatile sig_atomic_t stops = 0;
static volatile sig_atomic_t exit_at_once = 0;
static int	signal_pipe[2];

int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
on_signal(int number)
{
	int			saved_errno = errno;

	if (number != SIGCHLD)
	{
		if (stops < 2)
			stops++;
		if (exit_at_once)
			_exit(EXIT_STOPPED);
	}
	/* a full pipe wakes as well */
	(void) !write(signal_pipe[1], "", 1);
	errno = saved_errno;
}

static void
handle(int number, void (*handler) (int))
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};

	sigemptyset(&action.sa_mask);
	if (sigaction(number, &action, NULL) != 0)
		die_of_errno("could not set a signal handler");
}

void
wait_init(void)
{
	struct sigaction hangup;

	if (pipe(signal_pipe) != 0)
		die_of_errno("could not make a pipe");
	for (int i = 0; i < 2; i++)
		if (fcntl(signal_pipe[i], F_SETFD, FD_CLOEXEC) != 0 ||
			fcntl(signal_pipe[i], F_SETFL, O_NONBLOCK) != 0)
			die_of_errno("could not set up a pipe");
	handle(SIGINT, on_signal);
	handle(SIGTERM, on_signal);
	handle(SIGCHLD, on_signal);
	handle(SIGPIPE, SIG_IGN);
	/* nohup has it ignored */
	if (sigaction(SIGHUP, NULL, &hangup) == 0 && hangup.sa_handler != SIG_IGN)
		handle(SIGHUP, on_signal);
}

void
wait_forget(void)
{
	signal(SIGPIPE, SIG_DFL);
}

static int
milliseconds_until(int64_t until)
{
	int64_t		left;

	if (until == NEVER)
		return -1;
	left = until - now_ms();
	if (left < 0)
		return 0;
	return left > 3600000 ? 3600000 : (int) left;
}

void
wait_for(struct pollfd *files, int nfiles, int64_t until)
{
	struct pollfd all[MAX_FILES + 1];
	char		word[64];

	for (int i = 0; i < nfiles; i++)
		all[i] = files[i];
	all[nfiles] = (struct pollfd) {.fd = signal_pipe[0], .events = POLLIN};
	if (poll(all, nfiles + 1, milliseconds_until(until)) < 0)
	{
		if (errno != EINTR)
			die_of_errno("could not wait");
		for (int i = 0; i < nfiles; i++)
			files[i].revents = 0;
		return;
	}
	for (int i = 0; i < nfiles; i++)
		files[i].revents = all[i].revents;
	while (read(signal_pipe[0], word, sizeof(word)) > 0)
		;
}

bool
stop_wanted(void)
{
	return stops > 0;
}

int64_t
stop_patience(void)
{
	static int64_t until = NEVER;

	if (stops == 0)
		return NEVER;
	if (stops > 1)
		return 0;
	if (until == NEVER)
		until = now_ms() + PATIENCE;
	return until;
}

void
stop_at_once(bool allowed)
{
	exit_at_once = allowed;
}
