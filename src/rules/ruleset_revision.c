/*
 * ruleset_revision.c
 *		The revision of a rule set: a fingerprint of all that affects verdicts.
 *
 * Being computed from content, it is the same wherever and however the same
 * definitions came to be (typed, restored, replicated, cloned), and nobody can
 * change a set and forget to count a number up.
 */
#include "postgres.h"

#include "common/cryptohash.h"
#include "common/sha2.h"
#include "port/pg_bswap.h"

#include "../text/text.h"
#include "ruleset_private.h"

/* What is hashed, collected: the hash itself is dear to call. */
typedef struct Fingerprint
{
	pg_cryptohash_ctx *hash;
	uint8		bytes[8192];
	size_t		nbytes;
} Fingerprint;

static void
check(const Fingerprint *fingerprint, bool good)
{
	if (!good)
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not compute the revision of a rule set: %s", pg_cryptohash_error(fingerprint->hash))));
}

static void
flush(Fingerprint *fingerprint)
{
	check(fingerprint, pg_cryptohash_update(fingerprint->hash, fingerprint->bytes, fingerprint->nbytes) >= 0);
	fingerprint->nbytes = 0;
}

static void
put(Fingerprint *fingerprint, const void *bytes, size_t length)
{
	if (length > sizeof(fingerprint->bytes) - fingerprint->nbytes)
		flush(fingerprint);
	if (length > sizeof(fingerprint->bytes))
	{
		check(fingerprint, pg_cryptohash_update(fingerprint->hash, bytes, length) >= 0);
		return;
	}
	memcpy(fingerprint->bytes + fingerprint->nbytes, bytes, length);
	fingerprint->nbytes += length;
}

/* Each part is preceded by its length, so that no two contents read alike. */
static void
add_bytes(Fingerprint *hash, const void *bytes, uint32 length)
{
	uint32		prefix = pg_hton32(length);

	put(hash, &prefix, sizeof(prefix));
	put(hash, bytes, length);
}

/* NULL reads differently from an empty string. */
static void
add_string(Fingerprint *hash, const char *string)
{
	if (string == NULL)
		add_bytes(hash, "", 0);
	else
		add_bytes(hash, string, (uint32) strlen(string) + 1);
}

static void
add_number(Fingerprint *hash, uint32 number)
{
	uint32		bytes = pg_hton32(number);

	add_bytes(hash, &bytes, sizeof(bytes));
}

static void
add_rule(Fingerprint *hash, const RuleDefinition *rule)
{
	uint32		weight;

	memcpy(&weight, &rule->weight, sizeof(weight));
	add_string(hash, rule->name);
	add_string(hash, rule->pattern);
	add_number(hash, (uint32) rule->level);
	add_string(hash, rule->type);
	add_string(hash, rule->harm);
	add_number(hash, (uint32) rule->effect);
	add_number(hash, (uint32) rule->raise_to);
	add_number(hash, weight);
}

/*
 * May a verdict depend on the dictionary?  A term that only reads like a mode
 * makes it depend on no more than the revision.
 */
static bool
asks_dictionary(const Definitions *d)
{
	for (uint32 i = 0; i < d->nterms; i++)
	{
		if (d->terms[i].match == TERM_WORD)
			return true;
	}
	for (uint32 i = 0; i < d->nrules; i++)
	{
		if (strstr(d->rules[i].pattern, "~word") != NULL)
			return true;
	}
	return false;
}

void
ruleset_fingerprint(const Definitions *d, char *revision)
{
	static const char hex[] = "0123456789abcdef";
	uint8		digest[PG_SHA256_DIGEST_LENGTH];
	Fingerprint fingerprint = {.hash = pg_cryptohash_create(PG_SHA256)};
	Fingerprint *hash = &fingerprint;

	check(hash, fingerprint.hash != NULL && pg_cryptohash_init(fingerprint.hash) >= 0);
	add_number(hash, JUDGE_VERSION);
	add_string(hash, fold_version());
	add_string(hash, asks_dictionary(d) ? text_dictionary_version() : NULL);
	add_number(hash, d->nentities);
	for (uint32 i = 0; i < d->nentities; i++)
	{
		add_string(hash, d->entities[i].name);
		add_number(hash, (uint32) d->entities[i].kind);
		add_number(hash, (uint32) d->entities[i].reach);
		add_number(hash, d->entities[i].direction);
	}
	add_number(hash, d->nterms);
	for (uint32 i = 0; i < d->nterms; i++)
	{
		add_string(hash, d->terms[i].entity);
		add_string(hash, d->terms[i].term);
		add_number(hash, (uint32) d->terms[i].match);
	}
	add_number(hash, d->nrules);
	for (uint32 i = 0; i < d->nrules; i++)
		add_rule(hash, &d->rules[i]);
	flush(hash);
	check(hash, pg_cryptohash_final(fingerprint.hash, digest, sizeof(digest)) >= 0);
	pg_cryptohash_free(fingerprint.hash);
	for (int i = 0; i < 8; i++)
	{
		revision[2 * i] = hex[digest[i] >> 4];
		revision[2 * i + 1] = hex[digest[i] & 15];
	}
	revision[16] = '\0';
}
