/*
 * ruleset_image.c
 *		Packs a compiled rule set into one block, and opens one.
 */
#include "postgres.h"

#include "utils/memutils.h"

#include "ruleset_image.h"

/* A part of the block: where it comes from, and where its offset is noted. */
typedef struct Part
{
	const void *data;
	Size		size;
	uint64	   *offset;
} Part;

#define MAX_PARTS 24

typedef struct Packer
{
	Part		parts[MAX_PARTS];
	int			nparts;
	uint64		size;			/* of the block so far */
} Packer;

static void
add_part(Packer *packer, const void *data, Size count, Size size, uint64 *offset)
{
	Part	   *part = &packer->parts[packer->nparts++];

	Assert(packer->nparts <= MAX_PARTS);
	part->data = data;
	part->size = count * size;
	part->offset = offset;
	packer->size = TYPEALIGN64(RULESET_ALIGN, packer->size);
	*offset = packer->size;
	packer->size += part->size;
}

RuleSetImage *
ruleset_image_make(const RuleSetDraft *draft, const StringInfoData *strings, const MatchSet *literals, MemoryContext context)
{
	Packer		packer = {.size = sizeof(RuleSetImage)};
	RuleSetImage header;
	RuleSetImage *image;

	memset(&header, 0, sizeof(header));
	header.header_size = sizeof(RuleSetImage);
	header.name = draft->name;
	header.nterms = draft->nterms;
	header.nliterals = draft->nliterals;
	header.first_form = draft->first_form;
	header.forms_named = draft->forms_named;
	header.forms_trigger = draft->forms_trigger;
	header.forms_accuse = draft->forms_accuse;
	header.natoms = draft->natoms;
	header.ngroups = draft->ngroups;
	header.nentities = draft->nentities;
	header.nrules = draft->nrules;
	header.nnodes = draft->nnodes;
	header.nregexes = draft->nregexes;
	header.ntypes = draft->ntypes;
	header.nharms = draft->nharms;
	memcpy(header.harms, draft->harms, sizeof(header.harms));
	strlcpy(header.revision, draft->revision, sizeof(header.revision));

	add_part(&packer, literals, 1, match_set_size(literals), &header.literals);
	add_part(&packer, draft->literal_flags, draft->nliterals, 1, &header.literal_flags);
	add_part(&packer, draft->literal_mentions, draft->nliterals + 1, sizeof(uint32), &header.literal_mentions);
	add_part(&packer, draft->mentions, draft->literal_mentions[draft->nliterals], sizeof(Mention), &header.mentions);
	add_part(&packer, draft->literal_presence, draft->nliterals + 1, sizeof(uint32), &header.literal_presence);
	add_part(&packer, draft->presence, draft->literal_presence[draft->nliterals], sizeof(uint32), &header.presence);
	add_part(&packer, draft->atom_rules, draft->natoms + 1, sizeof(uint32), &header.atom_rules);
	add_part(&packer, draft->candidates, draft->atom_rules[draft->natoms], sizeof(uint32), &header.candidates);
	add_part(&packer, draft->needs, draft->atom_rules[draft->natoms], sizeof(uint32), &header.needs);
	add_part(&packer, draft->atom_groups, draft->natoms + 1, sizeof(uint32), &header.atom_groups);
	add_part(&packer, draft->groups, draft->atom_groups[draft->natoms], sizeof(uint32), &header.groups);
	add_part(&packer, draft->entities, draft->nentities, sizeof(CompiledEntity), &header.entities);
	add_part(&packer, draft->rules, draft->nrules, sizeof(CompiledRule), &header.rules);
	add_part(&packer, draft->nodes, draft->nnodes, sizeof(RuleNode), &header.nodes);
	add_part(&packer, draft->conditions, draft->nconditions, sizeof(FormCondition), &header.conditions);
	add_part(&packer, draft->regex_sources, draft->nregexes, sizeof(uint32), &header.regex_sources);
	add_part(&packer, draft->types, draft->ntypes, sizeof(CompiledType), &header.types);
	add_part(&packer, strings->data, strings->len, 1, &header.strings);
	header.size = packer.size;

	image = MemoryContextAllocExtended(context, packer.size, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	memcpy(image, &header, sizeof(header));
	for (int i = 0; i < packer.nparts; i++)
	{
		if (packer.parts[i].size > 0)
			memcpy((char *) image + *packer.parts[i].offset, packer.parts[i].data, packer.parts[i].size);
	}
	return image;
}

/* The memory of regular expressions is not the context's before 16. */
static void
free_regexes(void *argument)
{
	RuleSet    *rs = argument;

	for (uint32 i = 0; i < rs->nregexes; i++)
	{
		if (rs->regexes[i].usable)
			pg_regfree(&rs->regexes[i].regex);
	}
}

#define IMAGE_PART(image, part) ((const void *) ((const char *) (image) + (image)->part))

RuleSet *
ruleset_open(const RuleSetImage *image, MemoryContext context)
{
	RuleSet    *rs = MemoryContextAllocZero(context, sizeof(RuleSet));
	MemoryContextCallback *callback = MemoryContextAllocZero(context, sizeof(MemoryContextCallback));

	rs->context = context;
	rs->image = image;
	rs->strings = IMAGE_PART(image, strings);
	rs->literals = IMAGE_PART(image, literals);
	rs->nliterals = image->nliterals;
	rs->literal_flags = IMAGE_PART(image, literal_flags);
	rs->literal_mentions = IMAGE_PART(image, literal_mentions);
	rs->mentions = IMAGE_PART(image, mentions);
	rs->literal_presence = IMAGE_PART(image, literal_presence);
	rs->presence = IMAGE_PART(image, presence);
	rs->first_form = image->first_form;
	rs->forms_named = image->forms_named;
	rs->forms_trigger = image->forms_trigger;
	rs->forms_accuse = image->forms_accuse;
	rs->natoms = image->natoms;
	rs->atom_rules = IMAGE_PART(image, atom_rules);
	rs->candidates = IMAGE_PART(image, candidates);
	rs->needs = IMAGE_PART(image, needs);
	rs->ngroups = image->ngroups;
	rs->atom_groups = IMAGE_PART(image, atom_groups);
	rs->groups = IMAGE_PART(image, groups);
	rs->nentities = image->nentities;
	rs->entities = IMAGE_PART(image, entities);
	rs->nrules = image->nrules;
	rs->rules = IMAGE_PART(image, rules);
	rs->nnodes = image->nnodes;
	rs->nodes = IMAGE_PART(image, nodes);
	rs->conditions = IMAGE_PART(image, conditions);
	rs->nregexes = image->nregexes;
	rs->regex_sources = IMAGE_PART(image, regex_sources);
	rs->ntypes = image->ntypes;
	rs->types = IMAGE_PART(image, types);
	rs->nharms = image->nharms;

	rs->regexes = MemoryContextAllocExtended(context, Max(rs->nregexes, 1) * sizeof(CompiledRegex),
											 MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	callback->func = free_regexes;
	callback->arg = rs;
	MemoryContextRegisterResetCallback(context, callback);
	return rs;
}
