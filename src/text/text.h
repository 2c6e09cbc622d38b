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
	TOKEN_SYMBOL				/* one emoji or other pictorial symbol */
} TextTokenKind;

typedef struct TextToken
{
	uint32		start;			/* bytes of the original */
	uint32		end;			/* exclusive; takes in trailing accents and
								 * zero-width characters */
	uint32		folded;			/* offset into doc->folded */
	uint32		folded_length;	/* bytes */
	uint16		sentence;		/* from 0, never decreasing */
	uint8		kind;			/* TextTokenKind */
	uint8		flags;			/* none yet: 0 */
} TextToken;

typedef struct TextDoc
{
	const char *bytes;			/* what text_read was given, not copied */
	uint32		length;			/* bytes of it that were read */
	bool		ascii;			/* no byte above 127 in them */
	bool		truncated;		/* the text was longer than TEXT_MAX_BYTES */
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

#endif							/* COMPLAINT_TEXT_H */
