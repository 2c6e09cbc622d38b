/*
 * text_target.c
 *	  libFuzzer's way into the text room: folding, tokens, the matcher, the
 *	  recognised forms, masking and what lies between tokens.
 *
 * An input is a list of literals, a line each, up to the first byte 0xFF, and
 * then a message.  Both lie in blocks of exactly their size, so that reading
 * outside is caught by the address sanitizer; what the headers promise of the
 * results is checked here, and a broken promise aborts.
 */
#include "text/fold.h"
#include "text/form.h"
#include "text/mask.h"
#include "text/match.h"

#define MAX_LITERALS	64

/* Ends the program where the fuzzer sees it, also in a build without asserts. */
#define PROMISE(condition) \
	do { \
		if (!(condition)) \
		{ \
			fprintf(stderr, "broken promise: %s (line %d)\n", #condition, __LINE__); \
			abort(); \
		} \
	} while (0)

int			LLVMFuzzerTestOneInput(const uint8 *data, size_t size);

static void
check_tokens(const TextDoc *doc)
{
	uint32		before = 0;
	uint32		sentence = 0;

	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		const TextToken *token = &doc->tokens[i];

		PROMISE(token->start >= before && token->end > token->start && token->end <= doc->length);
		PROMISE(token->folded_length > 0 && token->folded + token->folded_length <= doc->folded_length);
		PROMISE(token->kind >= TOKEN_WORD && token->kind <= TOKEN_ADDRESS);
		PROMISE(token->sentence == sentence || token->sentence == sentence + 1);
		before = token->end;
		sentence = token->sentence;
		(void) text_begins_clause(doc, i);
		(void) text_token_shouts(doc, i);
	}
	PROMISE(doc->nsentences == (doc->ntokens > 0 ? sentence + 1 : 0));
	for (uint32 i = 0; i < doc->nsentences; i++)
		(void) text_asks(doc, i);
	(void) text_exclaims(doc);
	(void) text_shouts(doc);
}

/* A folded word is read as itself: folding twice changes nothing. */
static void
check_idempotence(const TextDoc *doc)
{
	TextDoc    *again = text_doc_create();

	for (uint32 i = 0; i < doc->ntokens && i < 100; i++)
	{
		const TextToken *token = &doc->tokens[i];
		const char *folded = doc->folded + token->folded;

		if (token->kind == TOKEN_ADDRESS)
			continue;
		text_read(again, folded, token->folded_length);
		PROMISE(again->ntokens == 1);
		PROMISE(again->tokens[0].folded_length == token->folded_length);
		PROMISE(memcmp(again->folded + again->tokens[0].folded, folded, token->folded_length) == 0);
	}
	text_doc_free(again);
}

static void
check_hits(const MatchSet *set, TextDoc *doc, uint32 nliterals)
{
	MatchHits	hits = {0};

	match_scan(set, doc, &hits);
	for (uint32 i = 0; i < hits.nhits; i++)
	{
		const MatchHit *hit = &hits.hits[i];

		PROMISE(hit->first <= hit->last && hit->last < doc->ntokens && hit->literal < nliterals);
		PROMISE(i == 0 || hits.hits[i - 1].first < hit->first ||
				(hits.hits[i - 1].first == hit->first && hits.hits[i - 1].last >= hit->last));
		if (i < 16)
			(void) text_is_whole_word(doc, hit->first, hit->last);
	}
	match_hits_free(&hits);
}

static void
check_forms(const TextDoc *doc)
{
	uint32		possible = form_possible(doc);
	FormList	list = {0};

	form_find(doc, &list);
	for (uint32 i = 0; i < list.nforms; i++)
	{
		const Form *form = &list.forms[i];
		char		masked[64];
		double		number;

		PROMISE(form->kind < FORM_KINDS);
		PROMISE((possible >> form->kind) & 1);
		PROMISE(form->first <= form->last && form->last < doc->ntokens);
		PROMISE(form->start < form->end && form->end <= doc->length);
		PROMISE(memchr(form->value, '\0', sizeof(form->value)) != NULL);
		form_mask(form, masked, sizeof(masked));
		PROMISE(memchr(masked, '\0', sizeof(masked)) != NULL);
		(void) form_parse_number((FormKind) form->kind, form->value, strlen(form->value), &number);
	}
	form_list_free(&list);
}

/* A masked text has as many characters, each its own or a star. */
static void
check_mask(const char *text, size_t length)
{
	char	   *masked = malloc(Max(length, 1));
	size_t		size = text_mask(text, length, masked);
	size_t		at = 0;

	PROMISE(size <= length);
	for (size_t p = 0; p < length; at++)
	{
		uint32		c;
		uint32		width = fold_decode((const unsigned char *) text + p, (const unsigned char *) text + length, &c);

		width = Max(width, 1);
		PROMISE(at < size);
		if (size - at >= width && memcmp(masked + at, text + p, width) == 0)
			at += width - 1;
		else
			PROMISE(masked[at] == '*');
		p += width;
	}
	PROMISE(at == size);
	free(masked);
}

static uint32
add_literals(MatchBuilder *builder, const char *lines, size_t length)
{
	const char *end = lines + length;
	uint32		nliterals = 0;

	for (int i = 0; i < MAX_LITERALS && lines < end; i++)
	{
		const char *behind = memchr(lines, '\n', (size_t) (end - lines));
		uint32		id;

		if (behind == NULL)
			behind = end;
		for (int mode = MATCH_PLAIN; mode <= MATCH_FUZZY2; mode++)
		{
			if (match_builder_add(builder, lines, (size_t) (behind - lines), (MatchMode) mode, &id))
				nliterals = Max(nliterals, id + 1);
		}
		lines = behind + 1;
	}
	return nliterals;
}

int
LLVMFuzzerTestOneInput(const uint8 *data, size_t size)
{
	const uint8 *split = size > 0 ? memchr(data, 0xFF, size) : NULL;
	size_t		lines = split == NULL ? 0 : (size_t) (split - data);
	size_t		length = split == NULL ? size : size - lines - 1;
	char	   *text = malloc(Max(length, 1));
	TextDoc    *doc = text_doc_create();
	MatchBuilder *builder = match_builder_create();
	MatchSet   *set;
	uint32		nliterals;

	if (length > 0)
		memcpy(text, data + size - length, length);
	nliterals = add_literals(builder, (const char *) data, lines);
	set = match_builder_finish(builder);
	match_builder_free(builder);

	text_read(doc, text, length);
	check_tokens(doc);
	check_idempotence(doc);
	check_forms(doc);
	check_mask(text, length);
	check_hits(set, doc, nliterals);
	check_tokens(doc);

	text_free(set);
	text_doc_free(doc);
	free(text);
	return 0;
}
