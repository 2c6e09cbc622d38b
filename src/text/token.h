/*
 * token.h
 *	  What the two ways of reading a text share: where the tokeniser stands,
 *	  how a token is added, and what ends a sentence.
 */
#ifndef COMPLAINT_TOKEN_H
#define COMPLAINT_TOKEN_H

#include "fold.h"
#include "text.h"

#define NO_LETTER	UINT32_MAX

/* Where the tokeniser stands in the text. */
typedef struct Reader
{
	TextDoc    *doc;
	const unsigned char *bytes;
	uint32		length;
	uint32		sentence;
	bool		bound_pending;	/* the next token begins a new sentence */
	bool		open;			/* the last token may still grow */
	bool		letter_last;	/* a letter was the last to join the open token */
	uint32		single_letter;	/* end of the last token if it is one letter,
								 * else NO_LETTER */
	uint32		letters;		/* tokens of one letter in a row before the
								 * open one; kept where the text is not ASCII */
	uint32		spaces_end;		/* end of the spaces right behind a Han token */
	uint32		nspaces;		/* how many they are */
	bool		stretched;		/* three equal letters may follow each other */
	bool		foreign;		/* a word has a letter that is not ASCII */
	bool		doubled;		/* two equal Han characters follow each other, or
								 * may where that is not looked at */
	bool		repeated;		/* three equal symbols follow each other */
} Reader;

static inline TextToken *
last_token(const Reader *reader)
{
	return &reader->doc->tokens[reader->doc->ntokens - 1];
}

/* Adds a token; the caller has reserved the room. */
static inline TextToken *
push_token(Reader *reader, TextTokenKind kind, uint32 start, uint32 end,
		   uint32 folded, uint32 folded_length)
{
	TextToken  *token = &reader->doc->tokens[reader->doc->ntokens];

	if (reader->bound_pending)
	{
		/* a bound before the first token bounds nothing */
		reader->sentence += reader->doc->ntokens > 0;
		reader->bound_pending = false;
	}
	reader->doc->ntokens++;
	token->start = start;
	token->end = end;
	token->folded = folded;
	token->folded_length = folded_length;
	token->sentence = (uint16) reader->sentence;
	token->kind = (uint8) kind;
	token->flags = 0;
	return token;
}

/* What a code point at p is; FOLD_SPACE at the end, punctuation if invalid. */
static inline FoldClass
point_class(const Reader *reader, uint32 p, uint32 *length)
{
	uint32		c;

	*length = 1;
	if (p >= reader->length)
		return FOLD_SPACE;
	if (reader->bytes[p] < 0x80)
		return (FoldClass) fold_ascii_class[reader->bytes[p]];
	*length = fold_decode(reader->bytes + p, reader->bytes + reader->length, &c);
	if (*length == 0)
	{
		*length = 1;
		return FOLD_PUNCTUATION;
	}
	return (FoldClass) fold_lookup(c)->class;
}

/* token.c */
extern void token_reserve_folded(TextDoc *doc, uint32 size);

/* A dot at p ends a sentence, unless what follows goes on or it comes after a single letter. */
static inline void
note_dot(Reader *reader, uint32 p, FoldClass follows)
{
	if (follows != FOLD_LETTER && follows != FOLD_DIGIT && reader->single_letter != p)
		reader->bound_pending = true;
}

/* token_sign.c */
extern uint32 token_read_sign(Reader *reader, uint32 p);
extern uint32 token_read_www(Reader *reader, uint32 p);

/* token_squeeze.c */
extern void token_squeeze_words(TextDoc *doc);
extern void token_squeeze_runs(TextDoc *doc);
extern void token_read_lookalikes(TextDoc *doc);
extern bool token_has_han_run(const TextDoc *doc);

/* token_ascii.c */
extern bool token_lower_ascii(Reader *reader);
extern void token_read_ascii(Reader *reader);

#endif							/* COMPLAINT_TOKEN_H */
