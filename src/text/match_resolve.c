/*
 * match_resolve.c
 *	  Words in disguise: what a customer stretched, spelled out or split is
 *	  read as the word that the rules know.
 *
 * The tokeniser only says that a text may have such words (TextDoc.unusual);
 * which of their readings is meant depends on what there are literals for.
 */
#include "match_set.h"

/*
 * Rewrites the words of the document that the set does not know as written, but
 * in another reading.  Places in the original stay what they were.
 */
void
match_resolve(const MatchSet *set, TextDoc *doc)
{
	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		TextToken  *token = &doc->tokens[i];
		const char *word = doc->folded + token->folded;
		uint32		length = token->folded_length;

		/* the bank's: the bank */
		if ((token->flags & TOKEN_APOSTROPHE) && length > 2 && word[length - 1] == 's' && word[length - 2] == '\'' &&
			match_known_length(set, word, length) < length &&
			match_known_length(set, word, length - 2) == length - 2)
			token->folded_length = length - 2;
	}
}
