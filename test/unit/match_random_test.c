/*
 * match_random_test.c
 *	  The literal matcher against a naive search: every literal, in every mode,
 *	  at every token of random texts.
 *
 * The naive search knows nothing of filters, hashes, tries, buckets or tables
 * of sounds: it compares letters.  What it takes from the text room is how a
 * text is read.  Compiled like text_test.c.
 */
#include "text/fold.h"
#include "text/match.h"

#include "tap.h"

#define MAX_LITERALS	400
#define MAX_LETTERS		80
#define ROUNDS			400
#define TEXTS			20

typedef struct Literal
{
	TextDoc    *doc;
	char		text[256];		/* the document refers to it */
	MatchMode	mode;
	bool		prefix;
	uint32		id;
} Literal;

static Literal literals[MAX_LITERALS];
static uint32 nliterals;
static TextDoc *doc;
static MatchHits hits;

/* ---- how words compare ---- */

/* Sounds of the characters of this test, by hand. */
static const struct
{
	const char *character;
	const char *sound;
}			sounds[] = {
	{"退", "tui"}, {"推", "tui"}, {"腿", "tui"}, {"款", "kuan"}, {"宽", "kuan"}, {"差", "cha"}, {"茶", "cha"}, {"查", "cha"},
	{"没", "mei"}, {"美", "mei"}, {"每", "mei"}, {"女", "nv"}, {"努", "nu"}
};

static const char *
sound_of(const char *bytes)
{
	for (uint32 i = 0; i < lengthof(sounds); i++)
		if (memcmp(sounds[i].character, bytes, 3) == 0)
			return sounds[i].sound;
	return "";
}

static bool
equal_bytes(const TextDoc *a, const TextToken *x, const TextDoc *b, const TextToken *y)
{
	return x->folded_length == y->folded_length &&
		memcmp(a->folded + x->folded, b->folded + y->folded, x->folded_length) == 0;
}

/* The word of a literal with its apostrophes taken out, as people write it. */
static bool
equal_without_apostrophe(const TextDoc *wanted, const TextToken *want, const TextToken *have, bool prefix)
{
	const char *a = wanted->folded + want->folded;
	const char *b = doc->folded + have->folded;
	uint32		j = 0;

	if (memchr(a, '\'', want->folded_length) == NULL || want->folded_length > 32)
		return false;
	for (uint32 i = 0; i < want->folded_length; i++)
	{
		if (a[i] == '\'')
			continue;
		if (j == have->folded_length || a[i] != b[j])
			return false;
		j++;
	}
	return prefix || j == have->folded_length;
}

static uint32
decode(const TextDoc *from, const TextToken *token, uint32 *letters)
{
	const unsigned char *p = (const unsigned char *) from->folded + token->folded;
	const unsigned char *end = p + token->folded_length;
	uint32		count = 0;

	while (p < end && count < MAX_LETTERS)
		p += fold_decode(p, end, &letters[count++]);
	return count;
}

/* Optimal string alignment, the whole table. */
static uint32
distance(const uint32 *a, uint32 na, const uint32 *b, uint32 nb)
{
	static uint32 table[MAX_LETTERS + 1][MAX_LETTERS + 1];

	for (uint32 i = 0; i <= na; i++)
		for (uint32 j = 0; j <= nb; j++)
		{
			uint32		best = i == 0 ? j : j == 0 ? i : UINT32_MAX;

			if (i > 0 && j > 0)
			{
				best = table[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
				best = Min(best, table[i - 1][j] + 1);
				best = Min(best, table[i][j - 1] + 1);
			}
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				best = Min(best, table[i - 2][j - 2] + 1);
			table[i][j] = best;
		}
	return table[na][nb];
}

static bool
token_matches(const Literal *literal, uint32 index, uint32 at)
{
	const TextToken *want = &literal->doc->tokens[index];
	const TextToken *have = &doc->tokens[at];
	bool		prefix = literal->prefix && index == literal->doc->ntokens - 1;
	uint32		a[MAX_LETTERS];
	uint32		b[MAX_LETTERS];
	uint32		na;
	uint32		nb;

	switch (literal->mode)
	{
		case MATCH_PLAIN:
			if (equal_bytes(literal->doc, want, doc, have) || equal_without_apostrophe(literal->doc, want, have, prefix))
				return true;
			return prefix && have->kind != TOKEN_ADDRESS && have->folded_length > want->folded_length &&
				memcmp(literal->doc->folded + want->folded, doc->folded + have->folded, want->folded_length) == 0;
		case MATCH_SOUND:
			return have->kind == TOKEN_HAN &&
				strcmp(sound_of(literal->doc->folded + want->folded), sound_of(doc->folded + have->folded)) == 0;
		case MATCH_FUZZY1:
		case MATCH_FUZZY2:
			na = decode(literal->doc, want, a);
			nb = decode(doc, have, b);
			return have->kind == TOKEN_WORD && nb <= 60 && a[0] == b[0] &&
				distance(a, na, b, nb) <= (literal->mode == MATCH_FUZZY1 ? 1u : 2u);
	}
	return false;
}

/* ---- where literals match ---- */

/* Whether some literal of the same kind goes on with a token behind a path. */
static bool
leads_on(bool by_sound, const uint32 *path, uint32 npath, uint32 at)
{
	for (uint32 i = 0; i < nliterals; i++)
	{
		const Literal *other = &literals[i];
		uint32		j = 0;

		if ((other->mode == MATCH_SOUND) != by_sound || other->doc->ntokens <= npath)
			continue;
		while (j < npath && token_matches(other, j, path[j]))
			j++;
		if (j == npath && token_matches(other, npath, at))
			return true;
	}
	return false;
}

/* Whether a literal matches from a token on, and its last token. */
static bool
find_at(const Literal *literal, uint32 start, uint32 *last)
{
	bool		by_sound = literal->mode == MATCH_SOUND;
	uint32		wanted = literal->doc->ntokens;
	uint32		path[MATCH_MAX_TOKENS] = {start};
	uint32		npath = 1;

	if (!token_matches(literal, 0, start))
		return false;
	if (wanted > 1 && (doc->tokens[start].flags & TOKEN_REPEATED) && !leads_on(by_sound, path, 1, start))
		return false;
	for (uint32 at = start + 1; npath < wanted; at++)
	{
		if (at >= doc->ntokens)
			return false;
		if ((doc->tokens[at].flags & TOKEN_REPEATED) && !leads_on(by_sound, path, npath, at))
			continue;
		if (!token_matches(literal, npath, at))
			return false;
		path[npath++] = at;
	}
	*last = path[wanted - 1];
	return true;
}

/* Literals as written come before prefixes, those before the loose ones. */
static int
rank_of(uint32 id, uint32 start)
{
	int			best = 3;
	uint32		last;

	for (uint32 i = 0; i < nliterals; i++)
		if (literals[i].id == id && find_at(&literals[i], start, &last))
			best = Min(best, literals[i].mode != MATCH_PLAIN ? 2 : literals[i].prefix ? 1 : 0);
	return best;
}

static bool
agrees_at(uint32 start, uint32 *next)
{
	static uint32 wanted[MAX_LITERALS];
	static uint32 seen[MAX_LITERALS];
	uint32		before = *next;

	memset(wanted, 0, sizeof(wanted));
	memset(seen, 0, sizeof(seen));
	for (uint32 i = 0; i < nliterals; i++)
	{
		uint32		last;

		if (find_at(&literals[i], start, &last))
			wanted[literals[i].id] = last + 1;
	}
	for (; *next < hits.nhits && hits.hits[*next].first == start; (*next)++)
	{
		const MatchHit *hit = &hits.hits[*next];

		if (seen[hit->literal] != 0)
			return false;
		seen[hit->literal] = hit->last + 1;
		if (*next == before)
			continue;
		if (hit->last > hit[-1].last ||
			(hit->last == hit[-1].last && rank_of(hit->literal, start) < rank_of(hit[-1].literal, start)))
			return false;
	}
	return memcmp(wanted, seen, sizeof(seen)) == 0;
}

/* ---- random literals and texts ---- */

static const char *const pieces[] = {"a", "b", "ab", "abc", "abcd", "abcde", "abcdefghij", "abcdefghijklmnopqrst", "B", "1", "12",
	"café", "ху", "ა", "don't", "dont", "退", "推", "腿", "款", "宽", "差", "茶", "查", "沒", "美", "每", "女", "努", "退", "差", "退退",
"差差", "😡", "😡😡"};

static const char *const letters[] = {"a", "b", "c", "d", "é", "ж"};

/* A word that some others are hardly different from. */
static void
add_word(char *text)
{
	static const char *const words[] = {"abcab", "abcdabcd", "acbdacbda", "abcdabcdabcd", "жabcdж",
	"abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd"};
	const char *word = words[random_below(lengthof(words))];
	char	   *out = text + strlen(text);

	*out++ = *word++;
	for (; *word != '\0'; word++)
	{
		uint32		edit = *word >= 'a' && *word <= 'z' && (word[1] & 0x80) == 0 ? random_below(24) : 9;

		if (edit == 0)
			continue;
		if (edit == 1 && word[1] != '\0')
		{
			*out++ = word[1];
			*out++ = *word++;
			continue;
		}
		if (edit <= 3)
			out = stpcpy(out, letters[random_below(lengthof(letters))]);
		if (edit != 3)
			*out++ = *word;
	}
	*out = '\0';
}

static void
random_text(char *text, uint32 npieces)
{
	*text = '\0';
	for (uint32 i = 0; i < npieces; i++)
	{
		if (random_below(8) == 0)
			add_word(text);
		else
			strcat(text, pieces[random_below(lengthof(pieces))]);
		if (random_below(3) > 0)
			strcat(text, random_below(8) == 0 ? ". " : " ");
	}
}

/*
 * The tokeniser marks the rest of long runs.  Here any token that equals the
 * one before may be such, so that there are more of them.
 */
static void
mark_runs(void)
{
	for (uint32 i = 1; i < doc->ntokens; i++)
	{
		TextToken  *token = &doc->tokens[i];

		if ((token->kind == TOKEN_HAN || token->kind == TOKEN_SYMBOL) && equal_bytes(doc, token, doc, token - 1) &&
			!(token[-1].flags & TOKEN_REPEATED) && random_below(2) == 0)
		{
			token->flags |= TOKEN_REPEATED;
			doc->repeated = true;
		}
	}
}

static void
add_literal(MatchBuilder *builder, const char *text, MatchMode mode)
{
	Literal    *literal = &literals[nliterals];
	const TextToken *last;

	strcpy(literal->text, text);
	if (!match_builder_add(builder, literal->text, strlen(literal->text), mode, &literal->id))
		return;
	literal->mode = mode;
	literal->doc = text_doc_create();
	text_read(literal->doc, literal->text, strlen(literal->text));
	last = &literal->doc->tokens[literal->doc->ntokens - 1];
	literal->prefix = text[strlen(text) - 1] == '*' && (last->kind == TOKEN_WORD || last->kind == TOKEN_NUMBER);
	nliterals++;
}

static MatchSet *
random_set(void)
{
	MatchBuilder *builder = match_builder_create();
	MatchSet   *set;
	uint32		wanted = 1 + random_below(MAX_LITERALS - 1);
	uint32		loose = random_below(3);

	nliterals = 0;
	for (uint32 i = 0; i < wanted; i++)
	{
		char		text[1024];

		random_text(text, 1 + random_below(4));
		if (random_below(3) == 0)
		{
			while (strlen(text) > 0 && strchr(" .", text[strlen(text) - 1]) != NULL)
				text[strlen(text) - 1] = '\0';
			strcat(text, "*");
		}
		if (strlen(text) < sizeof(literals[0].text))
			add_literal(builder, text, random_below(3) < loose ? (MatchMode) random_below(4) : MATCH_PLAIN);
	}
	set = match_builder_finish(builder);
	match_builder_free(builder);
	return set;
}

static bool
random_round(uint32 *found)
{
	MatchSet   *set = random_set();
	bool		agrees = true;

	for (int i = 0; i < TEXTS && agrees; i++)
	{
		char		text[8192];
		uint32		next = 0;

		random_text(text, random_below(80));
		text_read(doc, text, strlen(text));
		mark_runs();
		match_scan(set, doc, &hits);
		for (uint32 start = 0; start < doc->ntokens && agrees; start++)
			agrees = agrees_at(start, &next);
		agrees = agrees && next == hits.nhits && !hits.truncated;
		for (uint32 j = 0; j < hits.nhits; j++)
			for (uint32 k = 0; k < nliterals; k++)
				if (literals[k].id == hits.hits[j].literal)
				{
					found[literals[k].mode]++;
					break;
				}
		if (!agrees)
			printf("# differs: %s\n", text);
	}
	for (uint32 i = 0; i < nliterals; i++)
		text_doc_free(literals[i].doc);
	text_free(set);
	return agrees;
}

int
main(void)
{
	int			differing = 0;
	uint32		found[MATCH_FUZZY2 + 1] = {0};

	doc = text_doc_create();
	for (int round = 0; round < ROUNDS; round++)
		differing += !random_round(found);
	ok(differing == 0, "%d random sets, %d texts each: the same as a naive search", ROUNDS, TEXTS);
	for (uint32 mode = 0; mode <= MATCH_FUZZY2; mode++)
		ok(found[mode] > 1000, "mode %u was put to the test %u times", mode, found[mode]);
	match_hits_free(&hits);
	text_doc_free(doc);
	return tap_done();
}
