/*
 * text_fuzz.c
 *	  Random bytes, broken UTF-8 and cut-off texts through folding and matching.
 *
 * Each text lies in a block of exactly its size, so that under
 *	  clang -fsanitize=address,undefined
 * any read outside is caught; without it, the tokens are still checked to lie
 * inside the text.  Takes the number of rounds as its argument.  Compiled like
 * text_test.c.
 */
#include "text/match.h"

#include "tap.h"

#define DEFAULT_ROUNDS	20000

static const char *const seeds[] = {"I don’t want a refund, café http://x.com/a?b=c. 1,000.50!",
	"沒收到錢！app太差👎\xF0\x9F\x8F\xBD",
"plain words only, nothing else: what most messages are", "㌖ﷺ™\xCC\x81\xE2\x80\x8D",
"soooo s.c.a.m sc4m bank's @name a.b@c.de www.x.y :(:( T_T ѕсаm", "太太太慢  ❤️❤️❤️骗-子 @客服 :( ＡＢｃ⓿❶"};

static uint32
fill_text(char *text, uint32 length)
{
	uint32		at = 0;

	if (random_below(4) == 0)
	{
		for (; at < length; at++)
			text[at] = (char) random_below(256);
		return length;
	}
	while (at < length)
	{
		const char *seed = seeds[random_below(sizeof(seeds) / sizeof(seeds[0]))];
		uint32		from = random_below((uint32) strlen(seed));
		uint32		count = 1 + random_below(20);

		count = Min(count, (uint32) strlen(seed) - from);
		count = Min(count, length - at);
		memcpy(text + at, seed + from, count);
		at += count;
	}
	for (uint32 i = random_below(3); i > 0 && length > 0; i--)
		text[random_below(length)] = (char) random_below(256);
	return length;
}

static bool
is_sound(const TextDoc *doc)
{
	uint32		before = 0;
	uint32		sentence = 0;

	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		const TextToken *token = &doc->tokens[i];

		if (token->start < before || token->end <= token->start || token->end > doc->length ||
			token->folded_length == 0 || token->folded + token->folded_length > doc->folded_length ||
			token->kind < TOKEN_WORD || token->kind > TOKEN_ADDRESS ||
			token->sentence < sentence || token->sentence > sentence + 1)
			return false;
		before = token->end;
		sentence = token->sentence;
	}
	return doc->ntokens <= doc->tokens_capacity && doc->folded_length + TEXT_SLACK <= doc->folded_capacity &&
		doc->nsentences == (doc->ntokens > 0 ? sentence + 1 : 0);
}

static MatchSet *
random_set(void)
{
	MatchBuilder *builder = match_builder_create();
	MatchSet   *set;

	for (uint32 i = random_below(100); i > 0; i--)
	{
		uint32		length = random_below(30);
		char	   *literal = malloc(Max(length, 1));
		uint32		id;

		fill_text(literal, length);
		if (length > 0 && random_below(3) == 0)
			literal[length - 1] = '*';
		match_builder_add(builder, literal, length, MATCH_PLAIN, &id);
		free(literal);
	}
	set = match_builder_finish(builder);
	match_builder_free(builder);
	return set;
}

int
main(int argc, char **argv)
{
	int			rounds = argc > 1 ? atoi(argv[1]) : DEFAULT_ROUNDS;
	TextDoc    *doc = text_doc_create();
	MatchHits	hits = {0};
	MatchSet   *set = random_set();
	int			unsound = 0;

	for (int round = 0; round < rounds; round++)
	{
		uint32		length = random_below(round % 500 == 0 ? TEXT_MAX_BYTES + 100 : 200);
		char	   *text = malloc(Max(length, 1));

		if (round % 50 == 0)
		{
			text_free(set);
			set = random_set();
			text_doc_free(doc);
			doc = text_doc_create();
		}
		fill_text(text, length);
		text_read(doc, text, length);
		unsound += !is_sound(doc);
		match_scan(set, doc, &hits);
		unsound += !is_sound(doc);
		for (uint32 i = 0; i < doc->ntokens; i++)
			unsound += text_begins_clause(doc, i) && (i == 0 || doc->tokens[i].sentence != doc->tokens[i - 1].sentence);
		for (uint32 i = 0; i < doc->nsentences; i += 1 + i / 8)
			unsound += text_asks(doc, i) && text_exclaims(doc) > doc->length;
		unsound += text_asks(doc, doc->nsentences) || (text_shouts(doc) && doc->ntokens < 3);
		for (uint32 i = 0; i < hits.nhits; i++)
			unsound += hits.hits[i].last >= doc->ntokens || hits.hits[i].first > hits.hits[i].last;
		free(text);
	}
	ok(unsound == 0, "%d broken texts are read soundly", rounds);
	text_free(set);
	text_doc_free(doc);
	match_hits_free(&hits);
	return tap_done();
}
