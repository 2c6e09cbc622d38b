/*
 * form_atom.c
 *	  A text as the recognisers of forms see it: from tokens to atoms.
 */
#include "fold.h"
#include "form_private.h"

/* Words of more pieces are codes, and left whole. */
#define MAX_PIECES	4

/* Longer runs of digits name something: they are no number. */
#define MAX_FIGURES	16

/* Longest gap between two atoms, in bytes, that can say anything. */
#define MAX_GAP		12

/*
 * Reads digits with separators: "1,200.50", "1.200,50", "1,00,000", "12,50".
 * A comma that separates no thousands is a decimal one before two digits and
 * else the comma of a list ("3,4"), of which the first is taken.  False for
 * what is no one number, as dates and versions with several dots.
 */
bool
form_read_digits(const char *text, uint32 length, double *value)
{
	double		whole = 0;
	double		part = 1;
	uint32		group = 0;		/* digits since the last separator */
	uint32		commas = 0;
	uint32		dots = 0;
	bool		thousands = true;	/* all groups behind commas have three */
	char		last = '\0';

	for (uint32 i = 0; i < length; i++)
	{
		if (text[i] != '.' && text[i] != ',')
		{
			group++;
			continue;
		}
		if (commas > 0 && last == ',' && group != 3 && !(group == 2 && text[i] == ','))
			thousands = false;
		if (group > 3 && text[i] == ',')
			thousands = false;
		commas += text[i] == ',';
		dots += text[i] == '.';
		last = text[i];
		group = 0;
	}
	if (last == ',' && group != 3)
		thousands = false;
	if (dots > 1 && !(commas == 1 && last == ','))
		return false;
	if (commas > 1 && !thousands)
		return false;

	*value = 0;
	last = '\0';
	for (uint32 i = 0; i < length; i++)
	{
		char		c = text[i];

		if (c == '.' || c == ',')
		{
			bool		decimal = c == '.' ? dots == 1 && (commas == 0 || thousands) :
				!thousands && (dots > 0 || length - i - 1 == 2);

			if (c == ',' && !thousands && !decimal)
				break;
			if (decimal)
				last = c;
			continue;
		}
		if (last == '\0')
			whole = whole * 10 + (c - '0');
		else
		{
			part /= 10;
			*value += (c - '0') * part;
		}
	}
	*value += whole;
	return true;
}

/* The FormCurrency of a sign, SIGN_PERCENT for per cent, else none. */
static uint8
sign_meaning(uint32 c)
{
	switch (c)
	{
		case '%':
		case 0xFF05:
		case 0xFE6A:
			return SIGN_PERCENT;
		case '$':
		case 0xFF04:
		case 0xFE69:
			return CURRENCY_USD;
		case 0xA3:
		case 0xFFE1:
			return CURRENCY_GBP;
		case 0xA5:
		case 0xFFE5:
			return CURRENCY_CNY;
		case 0x20AC:
			return CURRENCY_EUR;
		case 0x20B9:
			return CURRENCY_INR;
		case 0x20A9:
			return CURRENCY_KRW;
		case 0x20BD:
			return CURRENCY_RUB;
		case 0x0E3F:
			return CURRENCY_THB;
		default:
			return CURRENCY_NONE;
	}
}

static FormGap
gap_of_sign(uint32 c, bool spaced)
{
	switch (c)
	{
		case '-':
		case 0x2010:
		case 0x2011:
		case 0x2012:
		case 0x2013:
		case 0x2014:
		case 0xFF0D:
			return spaced ? GAP_RANGE : GAP_DASH;
		case '~':
		case 0xFF5E:
		case 0x301C:
		case 0x3001:
			return GAP_RANGE;
		case '/':
		case 0xFF0F:
			return spaced ? GAP_OTHER : GAP_SLASH;
		case '.':
		case 0xFF0E:
			return GAP_DOT;
		case ':':
		case 0xFF1A:
		case 0x2236:
			return spaced ? GAP_OTHER : GAP_COLON;
		case ',':
		case 0xFF0C:
			return GAP_COMMA;
		default:
			return GAP_OTHER;
	}
}

static inline bool
is_blank(uint32 c)
{
	return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000 || c == 0x202F;
}

/* Whether a sign behind the atom may be its: "20%", "25k €". */
static bool
is_figured(const FormAtom *atom)
{
	return atom->kind == ATOM_NUMBER || (atom_has(atom, ROLE_SCALE) && atom->kind == ATOM_WORD);
}

/*
 * Looks at the bytes between two atoms: what sort of gap they are, the currency
 * sign in front of the second, the currency or per cent sign behind the first.
 */
static void
read_gap(const TextDoc *doc, FormAtom *before, FormAtom *atom)
{
	const unsigned char *bytes = (const unsigned char *) doc->bytes;
	uint32		p = before->end;
	uint32		signs = 0;
	uint32		sign = 0;
	bool		spaced = false;
	bool		plus = false;

	if (p == atom->start)
	{
		atom->gap = GAP_NONE;
		return;
	}
	/* a long one says nothing as a gap, but may begin or end with a sign */
	if (atom->start - p > MAX_GAP)
		signs = 2;
	while (p < atom->start)
	{
		uint32		c;
		uint32		width = fold_decode(bytes + p, bytes + atom->start, &c);
		uint8		meaning;

		if (width == 0)
		{
			width = 1;
			c = 0;
		}
		meaning = sign_meaning(c);
		if (meaning == SIGN_PERCENT)
			atom->before = CURRENCY_NONE;
		if (is_blank(c))
			spaced = true;
		else if (meaning == SIGN_PERCENT || (meaning != 0 && is_figured(before) && (p == before->end || atom->kind != ATOM_NUMBER)))
		{
			if (is_figured(before) && signs == 0 && p <= before->end + 1)
			{
				before->after = meaning;
				before->sign_end = p + width;
			}
		}
		else if (meaning != 0)
		{
			atom->before = meaning;
			atom->sign_start = p;
		}
		else if (c == '+' && signs == 0 && p == before->end && before->kind == ATOM_NUMBER)
			plus = true;
		else
		{
			signs++;
			sign = c;
			atom->before = CURRENCY_NONE;
		}
		p += width;
		if (signs > 1 && atom->start - p > MAX_GAP)
		{
			p = atom->start - MAX_GAP;
			while (p < atom->start && (bytes[p] & 0xC0) == 0x80)
				p++;
		}
	}
	if (signs == 0)
		atom->gap = spaced ? GAP_SPACE : GAP_NONE;
	else
		atom->gap = signs == 1 && !plus ? gap_of_sign(sign, spaced) : GAP_OTHER;
	if (signs == 0 && before->kind != ATOM_NUMBER && atom->before == CURRENCY_NONE && before->kind == ATOM_END)
		atom->gap = GAP_OTHER;
}

/* Room for a token's atoms and those behind the last; grows and is kept. */
static FormAtom *
reserve_atoms(FormList *list, uint32 natoms)
{
	uint32		needed = natoms + MAX_PIECES + 2 * ATOMS_AROUND;

	if (needed > list->work_capacity)
	{
		uint32		capacity = Max(needed, list->work_capacity * 2);

		list->work = list->work == NULL ? text_alloc(capacity * sizeof(FormAtom)) :
			text_realloc(list->work, capacity * sizeof(FormAtom));
		list->work_capacity = capacity;
	}
	return (FormAtom *) list->work + ATOMS_AROUND;
}

/* An atom for the folded bytes [from, to) of a token. */
static FormAtom *
push_piece(FormScan *scan, FormAtom *atoms, uint32 index, uint32 from, uint32 to)
{
	const TextDoc *doc = scan->doc;
	const TextToken *token = &doc->tokens[index];
	uint32		width = 0;		/* original bytes of each folded one */
	uint32		longest;
	FormAtom   *atom = &atoms[scan->natoms++];

	if (token->end - token->start == token->folded_length)
		width = 1;
	else if (token->end - token->start == 3 * token->folded_length)
		width = 3;
	*atom = (FormAtom) {
		.token = index, .last_token = index, .start = token->start, .end = token->end,
		.text = doc->folded + token->folded + from, .length = to - from,
		.sentence = token->sentence, .kind = ATOM_WORD, .entry = &form_no_entry
	};
	if (width > 0)
	{
		atom->start = token->start + from * width;
		atom->end = token->start + to * width;
	}
	if (atom->text[0] >= '0' && atom->text[0] <= '9' && atom->text[atom->length - 1] <= '9')
	{
		atom->kind = ATOM_NUMBER;
		atom->digits = memchr(atom->text, '.', atom->length) == NULL && memchr(atom->text, ',', atom->length) == NULL;
		atom->valid = atom->length <= MAX_FIGURES && form_read_digits(atom->text, atom->length, &atom->value);
	}
	else
		atom->entry = form_lookup(atom->text, atom->length, &longest);
	return atom;
}

static inline bool
is_figure(char c)
{
	return (c >= '0' && c <= '9') || c == '.' || c == ',';
}

/*
 * Whether a word is to be cut where digits and letters meet: it begins with
 * digits ("48hrs"), or with the code of a currency ("rmb300").
 */
static bool
has_pieces(const TextDoc *doc, const TextToken *token)
{
	const char *text = doc->folded + token->folded;
	uint32		length = token->folded_length;
	uint32		pieces = 1;
	uint32		letters = 0;
	uint32		unused;

	/* where folding changed lengths, no piece would know its place */
	if (token->end - token->start != length && token->end - token->start != 3 * length)
		return false;
	for (uint32 i = 1; i < length; i++)
		if (is_figure(text[i]) != is_figure(text[i - 1]) && ++pieces > MAX_PIECES)
			return false;
	if (is_figure(text[0]))
		return true;
	while (letters < length && !is_figure(text[letters]))
		letters++;
	return pieces == 2 && letters <= 3 && (form_lookup(text, letters, &unused)->roles & ROLE_CODE) != 0;
}

static void
push_word(FormScan *scan, FormAtom *atoms, uint32 index)
{
	const TextToken *token = &scan->doc->tokens[index];
	const char *text = scan->doc->folded + token->folded;
	uint32		from = 0;

	if (text[token->folded_length - 1] > '9' && text[0] > '9')
	{
		push_piece(scan, atoms, index, 0, token->folded_length);
		return;
	}
	if (!has_pieces(scan->doc, token))
	{
		push_piece(scan, atoms, index, 0, token->folded_length)->kind = ATOM_WORD;
		return;
	}
	for (uint32 i = 1; i <= token->folded_length; i++)
		if (i == token->folded_length || is_figure(text[i]) != is_figure(text[i - 1]))
		{
			push_piece(scan, atoms, index, from, i);
			from = i;
		}
}

/*
 * Whether a word that only looks like a number may be one here after all: 几天
 * asks, but in 十几天 and 等了几天 it tells; 万一 in 一万一千.
 */
static bool
may_block(const FormAtom *before, const FormAtom *atom)
{
	static const char *const tellers[] = {"了", "过", "这", "那", "前", "近", "已经"};

	if (before->end != atom->start)
		return true;
	if (before->kind == ATOM_NUMBER || atom_has(before, ROLE_HAN_DIGIT | ROLE_HAN_UNIT))
		return false;
	if (memcmp(atom->text, "几", 3) == 0)
		for (uint32 i = 0; i < sizeof(tellers) / sizeof(tellers[0]); i++)
			if (atom_is(before, tellers[i]))
				return false;
	return true;
}

/* An atom for the longest word of the lexicon that begins at a Han token. */
static void
push_han(FormScan *scan, FormAtom *atoms, uint32 index)
{
	const TextDoc *doc = scan->doc;
	const TextToken *token = &doc->tokens[index];
	uint32		longest;
	uint32		count = 1;
	uint32		unused;
	FormAtom   *atom = push_piece(scan, atoms, index, 0, token->folded_length);

	atom->kind = ATOM_HAN;
	form_lookup(atom->text, atom->length, &longest);
	while (count < longest && index + count < doc->ntokens)
	{
		const TextToken *next = token + count;

		if (next->kind != TOKEN_HAN || next->folded_length != 3 || next->start != next[-1].end ||
			next->folded != next[-1].folded + 3)
			break;
		count++;
	}
	for (; count > 1; count--)
	{
		const FormEntry *entry = form_lookup(atom->text, count * 3, &unused);

		if (entry->roles == 0 || ((entry->roles & ROLE_BLOCK) && !may_block(atom - 1, atom)))
			continue;
		atom->entry = entry;
		atom->length = count * 3;
		atom->last_token = index + count - 1;
		atom->end = doc->tokens[atom->last_token].end;
		return;
	}
}

/*
 * Cuts the text of scan->doc into atoms, kept in the list's work space until
 * the next text.
 */
void
form_make_atoms(FormScan *scan)
{
	const TextDoc *doc = scan->doc;
	FormAtom   *atoms = reserve_atoms(scan->list, 0);
	FormAtom	none = {.kind = ATOM_END, .gap = GAP_OTHER, .text = "", .entry = &form_no_entry};

	for (int i = 1; i <= ATOMS_AROUND; i++)
		atoms[-i] = none;
	scan->natoms = 0;
	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		uint32		begin = scan->natoms;

		atoms = reserve_atoms(scan->list, scan->natoms);
		switch (doc->tokens[i].kind)
		{
			case TOKEN_NUMBER:
				push_piece(scan, atoms, i, 0, doc->tokens[i].folded_length);
				break;
			case TOKEN_WORD:
				push_word(scan, atoms, i);
				break;
			case TOKEN_HAN:
				push_han(scan, atoms, i);
				break;
			default:
				push_piece(scan, atoms, i, 0, doc->tokens[i].folded_length)->kind = ATOM_OTHER;
				atoms[begin].entry = &form_no_entry;
				break;
		}
		read_gap(doc, atoms + begin - 1, atoms + begin);
		for (uint32 piece = begin + 1; piece < scan->natoms; piece++)
			atoms[piece].gap = GAP_NONE;
		i = atoms[scan->natoms - 1].last_token;
	}
	none.start = none.end = doc->length;
	none.sentence = UINT16_MAX;
	for (int i = 0; i < ATOMS_AROUND; i++)
		atoms[scan->natoms + i] = none;
	/* a sign may stand behind the last figure */
	read_gap(doc, atoms + scan->natoms - 1, atoms + scan->natoms);
	atoms[scan->natoms].gap = GAP_OTHER;
	scan->atoms = atoms;
}
