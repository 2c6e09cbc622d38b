/*
 * command.c
 *		The command of --exec (see command.h).
 *
 * It runs in a process group of its own: an interrupt from the terminal is
 * ours to answer, and lets it finish.  It is given input as it takes it, and
 * may leave it unread.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"
#include "message.h"
#include "wait.h"

#define LAST_TIME	2000		/* ms between asking it to end and killing it */

typedef struct Child
{
	pid_t		pid;
	int			input;			/* -1: it has all */
	const char *text;			/* what it still has to get */
	int64_t		kill_at;		/* after it was asked to end; NEVER: was not */
} Child;

static void __attribute__((noreturn))
become(const char *command, int input)
{
	setpgid(0, 0);
	wait_forget();
	if (dup2(input, STDIN_FILENO) < 0)
		_exit(126);
	execl("/bin/sh", "sh", "-c", command, (char *) NULL);
	_exit(127);
}

static void
start(Child *child, const char *command, const char *text)
{
	int			ends[2];

	if (pipe(ends) != 0)
		die_of_errno("could not make a pipe");
	if (fcntl(ends[1], F_SETFD, FD_CLOEXEC) != 0 || fcntl(ends[1], F_SETFL, O_NONBLOCK) != 0)
		die_of_errno("could not set up a pipe");
	child->pid = fork();
	if (child->pid < 0)
		die_of_errno("could not start a command");
	if (child->pid == 0)
	{
		/* unless the pipe took its place, which dup2 would not undo */
		if (ends[0] != STDIN_FILENO)
			fcntl(ends[0], F_SETFD, FD_CLOEXEC);
		become(command, ends[0]);
	}
	setpgid(child->pid, child->pid);	/* whoever of us comes first */
	close(ends[0]);
	child->input = ends[1];
	child->text = text;
	child->kill_at = NEVER;
}

static void
close_input(Child *child)
{
	if (child->input >= 0)
		close(child->input);
	child->input = -1;
}

static void
feed(Child *child)
{
	ssize_t		n = write(child->input, child->text, strlen(child->text));

	if (n > 0)
		child->text += n;
	else if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n < 0 || *child->text == '\0')
		close_input(child);
}

/* Asks it to end when a stop has waited long enough, and then makes it. */
static void
hurry(Child *child)
{
	if (child->kill_at == NEVER && stop_wanted() && now_ms() >= stop_patience())
	{
		kill(-child->pid, SIGTERM);
		child->kill_at = now_ms() + LAST_TIME;
	}
	else if (child->kill_at != NEVER && now_ms() >= child->kill_at)
	{
		kill(-child->pid, SIGKILL);
		child->kill_at = now_ms() + LAST_TIME;
	}
}

/* Its exit status, as waitpid gives it. */
static int
watch(Child *child, Server *server)
{
	bool		lost = server->conn == NULL;
	int			status;
	pid_t		ended;

	while ((ended = waitpid(child->pid, &status, WNOHANG)) == 0)
	{
		struct pollfd files[2] = {
			{.fd = lost ? -1 : PQsocket(server->conn), .events = POLLIN},
			{.fd = child->input, .events = POLLOUT},
		};

		wait_for(files, 2, child->kill_at == NEVER ? stop_patience() : child->kill_at);
		if (!lost && files[0].revents != 0 && !server_take(server))
			lost = true;
		if (child->input >= 0 && files[1].revents != 0)
			feed(child);
		hurry(child);
	}
	close_input(child);
	if (ended < 0)
		die_of_errno("could not wait for a command");
	return status;
}

static void
describe(int status, char *text, size_t size)
{
	if (WIFSIGNALED(status))
		snprintf(text, size, "was ended by signal %d", WTERMSIG(status));
	else
		snprintf(text, size, "exited with status %d", WEXITSTATUS(status));
}

Outcome
command_run(Server *server, const char *text, const char *alert)
{
	const Options *options = server->options;
	int64_t		delay = 0;

	for (int try = 1;; try++)
	{
		Child		child;
		int			status;
		int64_t		pause;
		char		how[64];

		if (stop_wanted())
			return OUTCOME_STOPPED;
		start(&child, options->command, text);
		status = watch(&child, server);
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			return OUTCOME_DONE;
		describe(status, how, sizeof(how));
		if (stop_wanted())
		{
			say("warning: the command %s for alert %s: left for the next start", how, alert);
			return OUTCOME_STOPPED;
		}
		if (try == options->tries)
			die(EXIT_COMMAND, "error: the command %s for alert %s, tried %d times", how, alert, try);
		pause = next_delay(&delay, options->max_backoff);
		say("warning: the command %s for alert %s: again in %g seconds", how, alert, pause / 1000.0);
		if (server_pause(server, now_ms() + pause) == OUTCOME_STOPPED)
			return OUTCOME_STOPPED;
	}
}
