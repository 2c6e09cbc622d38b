/*
 * ruleset_image.h
 *		A compiled rule set as one block without pointers.
 *
 * The block is what the compiler makes, what a file holds and what is mapped
 * into the backends: a header, and parts at offsets from its beginning.  Its
 * bytes are a function of the definitions and of the program that compiled
 * them, so there is nothing in it that was not meant (no padding with what the
 * memory held before).
 */
#ifndef COMPLAINT_RULESET_IMAGE_H
#define COMPLAINT_RULESET_IMAGE_H

#include "utils/snapshot.h"

#include "ruleset_compile.h"

/* Size of a file's name without its suffix, a zero byte included. */
#define RULESET_KEY_SIZE	56

#define RULESET_BUILD_SIZE	192

typedef struct RuleSetImage
{
	char		magic[16];		/* RULESET_MAGIC */
	uint32		crc;			/* CRC-32C of all that follows */
	uint32		header_size;
	uint64		size;			/* of the block, this header included */
	char		build[RULESET_BUILD_SIZE];	/* ruleset_build() */
	char		key[RULESET_KEY_SIZE];	/* of the file, empty if there is none */
	char		revision[24];
	uint32		name;			/* offset in strings */
	uint32		nterms;			/* as defined */
	uint32		nliterals;
	uint32		first_form;
	uint32		forms_named;
	uint32		forms_trigger;
	uint32		forms_accuse;
	uint32		natoms;
	uint32		ngroups;
	uint32		nentities;
	uint32		nrules;
	uint32		nnodes;
	uint32		nregexes;
	uint32		ntypes;
	uint32		nharms;
	uint32		harms[RULESET_MAX_HARMS];	/* offsets in strings */
	/* offsets of the parts */
	uint64		strings;
	uint64		literals;
	uint64		literal_flags;
	uint64		literal_mentions;
	uint64		mentions;
	uint64		literal_presence;
	uint64		presence;
	uint64		atom_rules;
	uint64		candidates;
	uint64		needs;
	uint64		atom_groups;
	uint64		groups;
	uint64		entities;
	uint64		rules;
	uint64		nodes;
	uint64		conditions;
	uint64		regex_sources;
	uint64		types;
} RuleSetImage;

#define RULESET_MAGIC "complaint rules"

/* Parts begin at multiples of this, for the matcher's sake a cache line. */
#define RULESET_ALIGN 64

/*
 * ruleset_key.c: by what a file is known.  Backends that see the same
 * definitions have the same key, others another one.
 */
typedef struct RuleSetKey
{
	char		file[RULESET_KEY_SIZE]; /* hex digits and a hyphen */
	int			name_length;	/* the part of it that is the set's name alone */
	const char *unshared;		/* why there can be no file, NULL if there can */
	bool		unwatched;		/* because changes can go unnoted */
} RuleSetKey;

extern void ruleset_key(const RuleSetTables *tables, const char *name, Snapshot snapshot, RuleSetKey *key);

/* ruleset_key.c: the program that compiles, as far as it matters to a block. */
extern const char *ruleset_build(void);

/* ruleset_compile.c: compiles into a block of the context. */
extern RuleSetImage *ruleset_compile(const char *name, const Definitions *definitions, MemoryContext context);

/*
 * ruleset_image.c: a draft into a block, with its literals; and what a backend
 * needs beside a block to use it, in the context.
 */
extern RuleSetImage *ruleset_image_make(const RuleSetDraft *draft, const StringInfoData *strings,
										const MatchSet *literals, MemoryContext context);
extern RuleSet *ruleset_open(const RuleSetImage *image, MemoryContext context);

/*
 * ruleset_file.c: the block in the file of a key, mapped until the context
 * goes, NULL if there is none that can be used; whether there is one; and a
 * block into a file, false if that cannot be done.
 */
extern const RuleSetImage *ruleset_file_map(const RuleSetKey *key, MemoryContext context);
extern bool ruleset_file_exists(const RuleSetKey *key);
extern bool ruleset_file_write(const RuleSetKey *key, RuleSetImage *image);

#endif							/* COMPLAINT_RULESET_IMAGE_H */
