/*
 * classify_regex.c
 *		Regular expressions of patterns, searched near the rule's words.
 *
 * A regular expression is the dearest thing a pattern can ask, so the text it
 * sees is bounded.  It is searched in windows: 2 kB before and behind where one
 * of the rule's terms, entities or forms was found; a few per rule; and so many
 * bytes per message, whatever the number of rules.  What lies beyond is not
 * seen, and the verdict says so.  The expressions themselves are kept harmless
 * by pattern_regex.c.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "miscadmin.h"

#include "classify_private.h"

/* Bytes before and behind the beginning of a hit. */
#define WINDOW_SIDE		2048

/* A hit this close behind the one a window was made for needs none. */
#define WINDOW_STEP		1024

/* Windows of one regular expression in a message. */
#define MAX_WINDOWS		8

/*
 * Bytes of windows searched in a message, by all rules; a window counts for at
 * least so many, since beginning a search has its price too.
 */
#define MAX_SEARCHED	(64 * 1024)
#define LEAST_SEARCHED	256

/*
 * Pushes the places of all that is not said to be absent.
 */
static void
push_mentions(Judge *judge, int32 index)
{
	const RuleNode *node = &judge->rs->nodes[index];

	switch ((PatternKind) node->kind)
	{
		case PATTERN_NOT:
			return;
		case PATTERN_TERM:
		case PATTERN_COUNT:
			judge_push_mentions(judge, node);
			return;
		case PATTERN_NOT_NEAR:
		case PATTERN_NOT_THEN:
			push_mentions(judge, node->first_child);
			return;
		default:
			for (int32 child = node->first_child; child >= 0; child = judge->rs->nodes[child].next_sibling)
				push_mentions(judge, child);
	}
}

/* Is the byte inside a character, not its first? */
static bool
is_inner(const TextDoc *doc, uint32 at)
{
	return at < doc->length && ((unsigned char) doc->bytes[at] & 0xc0) == 0x80;
}

/*
 * Searches the window around the byte where a hit begins.
 */
static bool
search_window(Judge *judge, regex_t *regex, uint32 middle)
{
	const TextDoc *doc = judge->doc;
	uint32		from = middle > WINDOW_SIDE ? middle - WINDOW_SIDE : 0;
	uint32		to = Min(middle + WINDOW_SIDE, doc->length);
	int			length;
	int			result;

	while (is_inner(doc, from))
		from++;
	while (is_inner(doc, to))
		to--;
	judge->regex_bytes += Max(to - from, LEAST_SEARCHED);
	judge_reserve(judge, wide, to - from + 1);
	length = pg_mb2wchar_with_len(doc->bytes + from, judge->wide, (int) (to - from));
	result = pg_regexec(regex, judge->wide, length, 0, NULL, 0, NULL, 0);
	/* a search that was cancelled says nothing of the text */
	CHECK_FOR_INTERRUPTS();
	if (result != REG_OKAY && result != REG_NOMATCH)
		ereport(ERROR,
				(errcode(result == REG_ESPACE ? ERRCODE_OUT_OF_MEMORY : ERRCODE_INTERNAL_ERROR),
				 errmsg("regular expression of a rule failed with code %d", result)));
	return result == REG_OKAY;
}

/*
 * Searches the windows of the spans from an index to the top, which are sorted.
 */
static bool
search_spans(Judge *judge, regex_t *regex, uint32 from)
{
	uint32		last = 0;
	int			nwindows = 0;

	for (uint32 i = from; i < judge->nspans && nwindows < MAX_WINDOWS; i++)
	{
		uint32		middle = judge->doc->tokens[judge->spans[i].first].start;

		if (nwindows > 0 && middle - last <= WINDOW_STEP)
			continue;
		if (judge->regex_bytes >= MAX_SEARCHED)
		{
			judge->verdict.truncated = true;
			return false;
		}
		if (search_window(judge, regex, middle))
			return true;
		last = middle;
		nwindows++;
	}
	return false;
}

/*
 * A regular expression, compiled by the first message that asks for it; NULL if
 * it is never true.  The parser took it, maybe that of another server version:
 * what cannot be compiled is never true.
 */
static regex_t *
compiled_regex(const RuleSet *rs, uint32 number)
{
	CompiledRegex *regex = &rs->regexes[number];

	if (!regex->tried)
	{
		MemoryContext old = MemoryContextSwitchTo(rs->context);
		int			result = rule_regex_compile(rs->strings + rs->regex_sources[number], &regex->regex);

		MemoryContextSwitchTo(old);
		/* that may be otherwise the next time */
		if (result == REG_ESPACE)
			ereport(ERROR,
					(errcode(ERRCODE_OUT_OF_MEMORY),
					 errmsg("out of memory"),
					 errdetail("A regular expression of a rule could not be compiled.")));
		regex->usable = result == REG_OKAY;
		regex->tried = true;
	}
	return regex->usable ? &regex->regex : NULL;
}

/*
 * A node is evaluated more than once, for the verdict and for its evidence; the
 * text is searched the first time.
 */
bool
judge_regex_holds(Judge *judge, int32 index)
{
	uint32		number = (uint32) judge->rs->nodes[index].detail;
	regex_t    *regex = compiled_regex(judge->rs, number);
	RegexState *state;
	uint32		base = judge->nspans;

	judge_reserve(judge, regexes, judge->rs->nregexes);
	state = &judge->regexes[number];
	if (regex == NULL)
		return false;
	if (state->round != judge->round)
	{
		push_mentions(judge, judge->root);
		judge_sort_spans(judge, base);
		state->found = search_spans(judge, regex, base);
		state->round = judge->round;
		judge->nspans = base;
	}
	return state->found;
}
