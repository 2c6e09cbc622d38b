/*
 * form_fuzz.c
 *	  Random texts made of pieces of forms through form_find.
 *
 * Whatever comes out must lie inside the text, in its order, on whole tokens,
 * with a value that ends; form_possible must not have denied its kind.  Under the
 * sanitizers reads outside are caught too.  Takes the number of rounds.
 */
#include "text/form.h"

#include "tap.h"

#define DEFAULT_ROUNDS	40000

static const char *const pieces[] = {"$", "1,200.50", "£", "¥", "20", "3", "%", "-", " ", " ", " ", " ", ".", ":", "/", "+86", "138", "0013", "8000",
	"13800138000", "4111 1111 1111 1111", "gb29 nwbk", "6016", "11010519491231002", "x", "a", "half", "an", "hour", "and", "days", "3rd", "third",
	"time", "times", "order no. ", "#", "ref", "since ", "monday", "may ", "march ", "2026", "5th", "pm", "o'clock", "past", "two ", "hundred ", "k",
	"1k5", "2h30m", "48hrs", "again ", "一", "二", "三", "两", "十", "百", "千", "万", "亿", "零", "点", "半", "个", "月", "年", "日", "号", "第", "次", "块", "毛",
	"元", "多", "几", "百分之", "成", "又", "周", "天", "上午", "从", "到", "订单号", "：", "￥", "％", "〇〇〇〇", "１２３", "\xF0\x9F\x98\x80", "a@b.com", "http://x.y/1",
"\xE2\x80\x8B", "(", ")", "usd", "rmb300", "no", "grand", "twice", "long ", "third ", "rd ", "第", "次", "多次", "天", "再次", "\n", "\xFF", "\xE4"};

static uint32
fill_text(char *text, uint32 length)
{
	uint32		at = 0;

	if (random_below(8) == 0)
	{
		for (; at < length; at++)
			text[at] = (char) random_below(256);
		return length;
	}
	while (at < length)
	{
		const char *piece = pieces[random_below(sizeof(pieces) / sizeof(pieces[0]))];
		uint32		count = Min((uint32) strlen(piece), length - at);

		memcpy(text + at, piece, count);
		at += count;
	}
	if (random_below(3) == 0 && length > 0)
		text[random_below(length)] = (char) random_below(256);
	return length;
}

static bool
is_sound(const TextDoc *doc, const FormList *list)
{
	uint32		before = 0;

	for (uint32 i = 0; i < list->nforms; i++)
	{
		const Form *form = &list->forms[i];

		if (form->kind >= FORM_KINDS || form->start < before || form->end <= form->start || form->end > doc->length ||
			form->first > form->last || form->last >= doc->ntokens || form->value[0] == '\0' ||
			memchr(form->value, '\0', FORM_VALUE_SIZE) == NULL)
			return false;
		if (form->start >= doc->tokens[form->first].end || form->end <= doc->tokens[form->last].start)
			return false;
		if (form->has_number ? !(form->number >= -1e9 && form->number < 1e40) : form->number != 0)
			return false;
		before = form->end;
	}
	return list->nforms <= FORM_MAX;
}

int
main(int argc, char **argv)
{
	int			rounds = argc > 1 ? atoi(argv[1]) : DEFAULT_ROUNDS;
	TextDoc    *doc = text_doc_create();
	FormList	list = {0};
	int			unsound = 0;
	int			denied = 0;
	uint32		found = 0;

	for (int round = 0; round < rounds; round++)
	{
		uint32		length = random_below(round % 500 == 0 ? TEXT_MAX_BYTES + 100 : 120);
		char	   *text = malloc(Max(length, 1));
		char		masked[FORM_VALUE_SIZE + 8];
		uint32		possible;

		fill_text(text, length);
		text_read(doc, text, length);
		possible = form_possible(doc);
		form_find(doc, &list);
		if (!is_sound(doc, &list))
		{
			if (unsound++ == 0)
				printf("# unsound: %.*s\n", (int) Min(length, 200), text);
		}
		for (uint32 i = 0; i < list.nforms; i++)
			if (!((possible >> list.forms[i].kind) & 1) && denied++ == 0)
				printf("# denied: %.*s\n", (int) Min(length, 200), text);
		for (uint32 i = 0; i < list.nforms; i++)
			form_mask(&list.forms[i], masked, sizeof(masked));
		found += list.nforms;
		free(text);
	}
	ok(unsound == 0, "forms of %d random texts lie where they should", rounds);
	ok(denied == 0, "form_possible denied no form that is there");
	ok(found > (uint32) rounds / 2, "and there were many");
	text_doc_free(doc);
	form_list_free(&list);
	return tap_done();
}
