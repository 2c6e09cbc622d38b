/*
 * text.h
 *	  A message as the rest of the extension sees it: folded words with the
 *	  place in the original from which each came.
 *
 * Rules are written in one spelling, customers write in many.  text_read()
 * takes the differences away once (case, width, accents, Traditional Chinese,
 * zero-width characters), cuts the text into tokens and numbers its sentences;
 * everything later works on tokens and never looks at encodings again.
 */
#ifndef COMPLAINT_TEXT_H
#define COMPLAINT_TEXT_H

#include "port.h"

/* Texts are judged by their first 64 kB. */
#define TEXT_MAX_BYTES	65536

/*
 * Readable bytes behind doc->folded[doc->folded_length - 1], so that words can
 * be hashed with whole machine words.
 */
#define TEXT_SLACK		64

typedef enum TextTokenKind
{
	TOKEN_WORD = 1,				/* letters, or letters with digits */
	TOKEN_HAN,					/* one Han character */
	TOKEN_NUMBER,				/* digits, with inner . or , */
	TOKEN_SYMBOL,				/* one emoji or other pictorial symbol, or an
								 * emoticon, which folds to an emoji */
	TOKEN_ADDRESS				/* a URL, an e-mail address or an @name */
} TextTokenKind;

/* Bits of TextToken.flags. */
#define TOKEN_STRETCHED	0x01	/* a letter was written three times or more in
								 * a row; folded it is there twice */
#define TOKEN_REPEATED	0x02	/* a Han character or symbol equal to the token
								 * before: the rest of a run of three or more */
#define TOKEN_APOSTROPHE 0x04	/* a word with an apostrophe in it */

/* Bits of TextDoc.unusual: which disguises match_resolve has to look for. */
#define TEXT_STRETCHED	0x01	/* soooo */
#define TEXT_APOSTROPHE 0x02	/* bank's */
#define TEXT_SPLIT		0x04	/* un-acceptable, s.c.a.m */
#define TEXT_SPELLED	0x08	/* s c a m */
#define TEXT_DIGITS		0x10	/* sc4m */

typedef struct TextToken
{
	uint32		start;			/* bytes of the original */
	uint32		end;			/* exclusive; takes in trailing accents and
								 * zero-width characters */
	uint32		folded;			/* offset into doc->folded */
	uint32		folded_length;	/* bytes */
	uint16		sentence;		/* from 0, never decreasing */
	uint8		kind;			/* TextTokenKind */
	uint8		flags;			/* TOKEN_STRETCHED and so on */
} TextToken;

typedef struct TextDoc
{
	const char *bytes;			/* what text_read was given, not copied */
	uint32		length;			/* bytes of it that were read */
	bool		ascii;			/* no byte above 127 in them */
	bool		truncated;		/* the text was longer than TEXT_MAX_BYTES */
	bool		repeated;		/* some token may have TOKEN_REPEATED */
	uint8		unusual;		/* not 0: some token may be another word in
								 * disguise (TEXT_STRETCHED and so on) */
	char	   *folded;			/* bytes of which tokens are slices */
	uint32		folded_length;
	TextToken  *tokens;
	uint32		ntokens;
	uint32		nsentences;		/* sentences that have a token */
	uint32		folded_capacity;	/* allocated bytes, TEXT_SLACK included */
	uint32		tokens_capacity;
} TextDoc;

extern TextDoc *text_doc_create(void);
extern void text_doc_free(TextDoc *doc);
extern void text_read(TextDoc *doc, const char *bytes, size_t length);
extern const char *fold_version(void);
extern bool text_is_whole_word(const TextDoc *doc, uint32 first, uint32 last);
extern const char *text_dictionary_version(void);

/* text_gap.c: what stands between the tokens, and capitals */
extern bool text_begins_clause(const TextDoc *doc, uint32 token);
extern bool text_is_cut(const TextDoc *doc, uint32 first, uint32 last);
extern bool text_asks(const TextDoc *doc, uint32 sentence);
extern uint32 text_exclaims(const TextDoc *doc);
extern bool text_shouts(const TextDoc *doc);
extern bool text_token_shouts(const TextDoc *doc, uint32 token);

#endif							/* COMPLAINT_TEXT_H */
