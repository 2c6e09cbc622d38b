/*
 * options.c
 *		The command line (see options.h).
 */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "options.h"

#define MAX_SECONDS 86400

enum
{
	OPTION_FROM_START = UCHAR_MAX + 1,
	OPTION_ONCE,
	OPTION_EXEC,
	OPTION_TRIES,
	OPTION_ACK,
	OPTION_POLL,
	OPTION_PING,
	OPTION_MAX_BACKOFF,
	OPTION_HELP,
};

static const struct option long_options[] = {
	{"dbname", required_argument, NULL, 'd'},
	{"host", required_argument, NULL, 'h'},
	{"port", required_argument, NULL, 'p'},
	{"username", required_argument, NULL, 'U'},
	{"recipient", required_argument, NULL, 'r'},
	{"cursor-file", required_argument, NULL, 'f'},
	{"from-start", no_argument, NULL, OPTION_FROM_START},
	{"once", no_argument, NULL, OPTION_ONCE},
	{"json", no_argument, NULL, 'j'},
	{"quiet", no_argument, NULL, 'q'},
	{"exec", required_argument, NULL, OPTION_EXEC},
	{"tries", required_argument, NULL, OPTION_TRIES},
	{"ack", required_argument, NULL, OPTION_ACK},
	{"poll", required_argument, NULL, OPTION_POLL},
	{"ping", required_argument, NULL, OPTION_PING},
	{"max-backoff", required_argument, NULL, OPTION_MAX_BACKOFF},
	{"version", no_argument, NULL, 'V'},
	{"help", no_argument, NULL, OPTION_HELP},
	{NULL, 0, NULL, 0},
};

static void
answer(const char *text)
{
	exit(fputs(text, stdout) >= 0 && fflush(stdout) == 0 ? 0 : EXIT_ERROR);
}

static void
help(void)
{
	answer(PROGRAM " prints the events of the extension complaint as they happen.\n"
		   "\n"
		   "Usage:\n"
		   "  " PROGRAM " [OPTION]... [DBNAME]\n"
		   "\n"
		   "What to hear:\n"
		   "  -r, --recipient=NAME     events for NAME, an agent or a pool such as @admin\n"
		   "                           (default: all events)\n"
		   "  -f, --cursor-file=FILE   keep in FILE how far we are, and begin there\n"
		   "      --from-start         begin with the oldest event if FILE has no cursor\n"
		   "                           (default: with what happens from now on)\n"
		   "      --once               what is there already, then exit\n"
		   "\n"
		   "What to do with an event:\n"
		   "  -j, --json               print it as JSON, one object a line\n"
		   "  -q, --quiet              do not print it\n"
		   "      --exec=COMMAND       run COMMAND by the shell, with the JSON on its input\n"
		   "      --tries=N            run a COMMAND that fails N times, then exit with\n"
		   "                           status 3 (default: 5; 0: without end)\n"
		   "      --ack=AGENT          then acknowledge its alert, if it is open, as AGENT\n"
		   "\n"
		   "Connection:\n"
		   "  -d, --dbname=DBNAME      database, or a connection string\n"
		   "  -h, --host=HOSTNAME      server or folder of its socket\n"
		   "  -p, --port=PORT          port\n"
		   "  -U, --username=NAME      role\n"
		   "      --poll=SECONDS       look for events this often even when nothing is\n"
		   "                           heard (default: 30; 0: never)\n"
		   "      --ping=SECONDS       try the connection this often; without an answer in\n"
		   "                           the same time it is dead (default: 30; 0: never)\n"
		   "      --max-backoff=SECONDS  longest wait before connecting again (default: 60)\n"
		   "\n"
		   "  -V, --version            show the version, then exit\n"
		   "  -?, --help               show this help, then exit\n"
		   "\n"
		   "SIGINT, SIGTERM and SIGHUP end it with status 0.\n");
}

static void
refuse(void)
{
	fprintf(stderr, "Try \"%s --help\" for more information.\n", PROGRAM);
	exit(EXIT_ERROR);
}

static int64_t
parse_seconds(const char *name, const char *value, double least)
{
	char	   *end;
	double		seconds;

	errno = 0;
	seconds = strtod(value, &end);
	if (end == value || *end != '\0' || errno != 0 || !(seconds >= least && seconds <= MAX_SECONDS))
	{
		say("error: --%s must be a number of seconds from %g to %d, not \"%s\"", name, least, MAX_SECONDS, value);
		refuse();
	}
	/* a time that is not 0 must not become "never" */
	if (seconds > 0 && seconds < 0.001)
		seconds = 0.001;
	return (int64_t) (seconds * 1000);
}

static int
parse_count(const char *name, const char *value)
{
	char	   *end;
	long		count;

	errno = 0;
	count = strtol(value, &end, 10);
	if (end == value || *end != '\0' || errno != 0 || count < 0 || count > 1000000)
	{
		say("error: --%s must be a number from 0 to 1000000, not \"%s\"", name, value);
		refuse();
	}
	return (int) count;
}

static const char *
parse_name(const char *name, const char *value)
{
	if (value[0] == '\0')
	{
		say("error: --%s must not be empty", name);
		refuse();
	}
	return value;
}

/* Whether the option is one of those that say where to connect. */
static bool
parse_connection(Options *options, int option)
{
	switch (option)
	{
		case 'd':
			options->dbname = optarg;
			return true;
		case 'h':
			options->host = optarg;
			return true;
		case 'p':
			options->port = optarg;
			return true;
		case 'U':
			options->username = optarg;
			return true;
		default:
			return false;
	}
}

static void
parse_other(Options *options, int option)
{
	switch (option)
	{
		case 'r':
			options->recipient = parse_name("recipient", optarg);
			break;
		case 'f':
			options->cursor_file = parse_name("cursor-file", optarg);
			break;
		case OPTION_FROM_START:
			options->from_start = true;
			break;
		case OPTION_ONCE:
			options->once = true;
			break;
		case 'j':
			options->json = true;
			break;
		case 'q':
			options->quiet = true;
			break;
		case OPTION_EXEC:
			options->command = parse_name("exec", optarg);
			break;
		case OPTION_TRIES:
			options->tries = parse_count("tries", optarg);
			break;
		case OPTION_ACK:
			options->ack = parse_name("ack", optarg);
			break;
		case OPTION_POLL:
			options->poll = parse_seconds("poll", optarg, 0);
			break;
		case OPTION_PING:
			options->ping = parse_seconds("ping", optarg, 0);
			break;
		case OPTION_MAX_BACKOFF:
			options->max_backoff = parse_seconds("max-backoff", optarg, 0.1);
			break;
		case OPTION_HELP:
			help();
			break;
		case 'V':
			answer(PROGRAM " (complaint) " COMPLAINT_VERSION "\n");
			break;
		default:
			refuse();
	}
}

void
options_parse(Options *options, int argc, char **argv)
{
	int			option;

	*options = (Options) {.tries = 5, .poll = 30000, .ping = 30000, .max_backoff = 60000};
	/* getopt says '?' of what it does not understand, too */
	if (argc > 1 && strcmp(argv[1], "-?") == 0)
		help();
	while ((option = getopt_long(argc, argv, "d:h:p:U:r:f:jqV", long_options, NULL)) != -1)
		if (!parse_connection(options, option))
			parse_other(options, option);
	if (optind < argc && options->dbname == NULL)
		options->dbname = argv[optind++];
	if (optind < argc)
	{
		say("error: too many command-line arguments (first is \"%s\")", argv[optind]);
		refuse();
	}
	if (options->recipient != NULL && strcmp(options->recipient, "*") == 0)
		options->recipient = NULL;
	if (options->json && options->quiet)
	{
		say("error: --json and --quiet exclude each other");
		refuse();
	}
}
