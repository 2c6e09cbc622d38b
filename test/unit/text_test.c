/*
 * text_test.c
 *	  Folding and tokens, outside the server.
 *
 * Compiled by make check; by hand, in a folder that has fold_table.h:
 *	  cc -DCOMPLAINT_STANDALONE -Isrc -I. test/unit/text_test.c \
 *		  src/text/[!f]*.c src/text/fold.c
 */
#include "text/fold.h"
#include "text/text.h"

#include "tap.h"

static TextDoc *doc;
static TextDoc *other;

/* The tokens as "kind:folded kind:folded | next sentence". */
static const char *
show(const TextDoc *shown)
{
	static char buffer[4096];
	char	   *out = buffer;
	uint16		sentence = 0;

	*out = '\0';
	for (uint32 i = 0; i < shown->ntokens; i++)
	{
		const TextToken *token = &shown->tokens[i];

		out += sprintf(out, "%s%s%c:%.*s", i > 0 ? " " : "", token->sentence != sentence ? "| " : "",
					   "?wHns@"[token->kind], (int) token->folded_length, shown->folded + token->folded);
		sentence = token->sentence;
	}
	return buffer;
}

static void
reads(const char *text, const char *expected, const char *name)
{
	text_read(doc, text, strlen(text));
	ok(strcmp(show(doc), expected) == 0, "%s", name);
	if (strcmp(show(doc), expected) != 0)
		printf("# got      %s\n# expected %s\n", show(doc), expected);
}

static bool
same_token(const TextDoc *a, uint32 i, const TextDoc *b, uint32 j)
{
	const TextToken *x = &a->tokens[i];
	const TextToken *y = &b->tokens[j];

	return x->kind == y->kind && x->folded_length == y->folded_length &&
		memcmp(a->folded + x->folded, b->folded + y->folded, x->folded_length) == 0;
}

static bool
same_place(const TextDoc *a, const TextDoc *b, uint32 i)
{
	return a->tokens[i].start == b->tokens[i].start && a->tokens[i].end == b->tokens[i].end &&
		a->tokens[i].sentence == b->tokens[i].sentence;
}

/* Folds what is in doc once more: nothing may change. */
static bool
is_idempotent(void)
{
	static char again[TEXT_MAX_BYTES * 2];
	uint32		length = 0;

	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		memcpy(again + length, doc->folded + doc->tokens[i].folded, doc->tokens[i].folded_length);
		length += doc->tokens[i].folded_length;
		again[length++] = ' ';
	}
	text_read(other, again, length);
	if (other->ntokens != doc->ntokens)
		return false;
	for (uint32 i = 0; i < doc->ntokens; i++)
		if (!same_token(doc, i, other, i))
			return false;
	return true;
}

/*
 * The bytes of each token alone make that token and no other; those that stand
 * for the rest of a run make it several times.
 */
static bool
maps_back(void)
{
	uint32		before = 0;

	for (uint32 i = 0; i < doc->ntokens; i++)
	{
		const TextToken *token = &doc->tokens[i];
		uint32		length = token->end - token->start;

		if (token->start < before || token->end <= token->start || token->end > doc->length)
			return false;
		before = token->end;
		text_read(other, doc->bytes + token->start, length);
		if (other->ntokens == 0 || (other->ntokens > 1 && !(token->flags & TOKEN_REPEATED)) ||
			other->tokens[0].start != 0 || other->tokens[other->ntokens - 1].end != length)
			return false;
		for (uint32 j = 0; j < other->ntokens; j++)
			if (!same_token(doc, i, other, j))
				return false;
	}
	return true;
}

static uint32
put_point(char *to, uint32 c)
{
	if (c < 0x80)
	{
		to[0] = (char) c;
		return 1;
	}
	if (c < 0x800)
	{
		to[0] = (char) (0xC0 | (c >> 6));
		to[1] = (char) (0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000)
	{
		to[0] = (char) (0xE0 | (c >> 12));
		to[1] = (char) (0x80 | ((c >> 6) & 0x3F));
		to[2] = (char) (0x80 | (c & 0x3F));
		return 3;
	}
	to[0] = (char) (0xF0 | (c >> 18));
	to[1] = (char) (0x80 | ((c >> 12) & 0x3F));
	to[2] = (char) (0x80 | ((c >> 6) & 0x3F));
	to[3] = (char) (0x80 | (c & 0x3F));
	return 4;
}

static void
test_words(void)
{
	reads("", "", "an empty text has no tokens");
	ok(doc->nsentences == 0, "and no sentence");
	reads(" .,!? \n", "", "punctuation alone makes no token");
	reads("Double CHARGED", "w:double w:charged", "case is folded");
	reads("don't Don’T don＇t don`t", "w:don't w:don't w:don't w:don't", "apostrophes of all looks stay inside a word");
	reads("'refund' rock 'n' roll customers'", "w:refund w:rock w:n w:roll w:customers", "quotes are no apostrophes");
	reads("e-mail and/or my_card #tag", "w:e w:mail w:and w:or w:my w:card w:tag", "other signs split words");
	reads("3rd 1k5 2 1,000.50 1.5k 7, 8 x.5", "w:3rd w:1k5 n:2 n:1,000.50 w:1.5k n:7 n:8 w:x n:5", "digits and numbers");
	reads("Été cafe\xCC\x81 café Straße oﬃce",
		  "w:ete w:cafe w:cafe w:strasse w:office", "accents, sharp s and ligatures");
	reads("Ｒｅｆ １２．５", "w:ref n:12.5", "full width");
	reads("re\xE2\x80\x8B" "fund re\xC2\xAD" "fund", "w:refund w:refund", "zero-width characters and soft hyphens leave no trace");
	reads("١٢ १", "n:12 n:1", "digits of other scripts");
	reads("ЁЛКА Σίσυφος",
		  "w:елка w:σισυφοσ", "Cyrillic and Greek");
	reads("किताब", "w:किताब",
		  "vowel signs of Indic scripts stay");
	reads("환불 ｶﾞガ", "w:환불 w:カ\xE3\x82\x99カ\xE3\x82\x99",
		  "Hangul words; half-width kana as full-width");
}

static void
test_numbers(void)
{
	reads("⓿❶ ⑳ ➓ ㊀㈠ ⁹₁ ⒈ 1️⃣ 十", "n:01 n:20 n:10 n:11 n:91 n:1 n:1 H:十", "number forms by their value");
	reads("½ 1½", "n:1", "but no fractions");
}

static void
test_lookalikes(void)
{
	reads("ѕсаm ВАNК fееѕ ѕоrrу", "w:scam w:bank w:fees w:sorry", "Cyrillic in Latin words, capitals as they look");
	reads("Βank ρlease аɡɑin", "w:bank w:please w:again", "Greek too, and letters of phonetics");
	reads("сор деньги Σίσυφος", "w:сор w:деньги w:σισυφοσ", "but not words of one alphabet");
	reads("ѕooоod", "w:sood", "what became equal is squeezed");
	reads("sᴄᴀᴍ 🆂🅲🅰🅼 ⓈⒸⒶⓂ 𝓼𝓬𝓪𝓶 ꜱcam", "w:scam w:scam w:scam w:scam w:scam", "small capitals, boxes, circles, mathematics");
	reads("łódź øre đ ı", "w:lodz w:ore w:d w:i", "letters with a stroke or without a dot");
	text_read(doc, "\xD1\x95\xD1\x81\xD0\xB0m!", 8);
	ok(doc->tokens[0].start == 0 && doc->tokens[0].end == 7, "the place is that of the original");
}

static void
test_stretched(void)
{
	reads("soooo SOOOO sooo soo so", "w:soo w:soo w:soo w:soo w:so", "two of three and more equal letters are left");
	ok((doc->tokens[2].flags & TOKEN_STRETCHED) && !(doc->tokens[3].flags & TOKEN_STRETCHED), "and marked");
	ok(doc->tokens[0].end == 5 && doc->tokens[1].start == 6, "the place takes in all of them");
	reads("1000 a000 мааама", "n:1000 w:a000 w:маама", "letters of any alphabet, but no digits");
	reads("太太太太慢 太太 😡😡😡 ❤️❤️❤️", "H:太 H:太 H:慢 H:太 H:太 s:😡 s:😡 s:❤ s:❤", "runs of Han and symbols are two tokens");
	ok((doc->tokens[1].flags & TOKEN_REPEATED) && doc->tokens[1].start == 3 && doc->tokens[1].end == 12, "the second stands for the rest");
	ok(!(doc->tokens[4].flags & TOKEN_REPEATED) && (doc->tokens[6].flags & TOKEN_REPEATED), "but two are no run");
	reads("太，太，太 太 太", "H:太 H:太 H:太 H:太 H:太", "nor are they with anything between");
	reads("xooo\xE2\x80\x8B" "oox 臺台台", "w:xoox H:台 H:台", "folded, whatever was written");
	reads("台臺台", "H:台 H:台", "Traditional among Simplified");
	reads("太\xE2\x80\x8B太\xE2\x80\x8B太", "H:太 H:太", "with what leaves nothing between them");
	reads("不\xEF\xA5\xA7不", "H:不 H:不", "also a character of compatibility");
	ok(doc->repeated, "and the text says that it has some");
	text_read(doc, "太太", 6);
	ok(!doc->repeated, "but not what the last one had");
}

/* Runs of three that lie across the chunks in which they are looked for. */
static void
test_seams(void)
{
	char		text[256];
	int			missed = 0;

	for (uint32 at = 0; at < 200; at++)
	{
		for (uint32 i = 0; i < at; i++)
			text[i] = (char) ('a' + (i % 7));
		strcpy(text + at, "zzzb");
		text_read(doc, text, at + 4);
		missed += doc->ntokens != 1 || doc->tokens[0].folded_length != at + 3;
	}
	ok(missed == 0, "stretched letters anywhere in ASCII");
	for (uint32 at = 0; at < 60; at++)
	{
		for (uint32 i = 0; i < at; i++)
			memcpy(text + 3 * i, i % 2 ? "退" : "款", 3);
		strcpy(text + 3 * at, "慢慢慢好");
		text_read(doc, text, strlen(text));
		missed += doc->ntokens != at + 3;
	}
	ok(missed == 0, "runs anywhere in Han");
}

static void
test_addresses(void)
{
	reads("see http://a.b/c?d=e#f, www.x.com. WWW.Y.com/Z ftp://q", "w:see @:http://a.b/c?d=e#f @:www.x.com | @:www.y.com/z @:ftp://q",
		  "URLs are one token, without the sentence's punctuation");
	reads("mail John.Doe+x@Mail.co.uk. me@home a@b.c1 a@b.c", "w:mail @:john.doe+x@mail.co.uk | w:me w:home w:a w:b w:c1 w:a w:b w:c", "e-mail addresses");
	reads("@Bank_UK why @josé @5pm a@b @ x", "@:@bank_uk w:why @:@jose w:5pm w:a w:b w:x", "names");
	reads("退款@客服 联系abc@qq.com谢谢@x_1谢谢", "H:退 H:款 H:客 H:服 H:联 H:系 @:abc@qq.com H:谢 H:谢 @:@x_1 H:谢 H:谢", "among Han");
	reads("http:// www. note:// x", "w:http w:ww | w:note w:x", "what only looks like one");
	reads("don't@b.com 1,000@x.com", "w:don't w:b w:com n:1,000 w:x w:com", "no address begins inside a word");
	reads("no. aa..bb@c.de y", "w:no | @:aa..bb@c.de w:y", "dots in an address end no sentence");
	ok(doc->nsentences == 2, "nor does what was read before it was one");
	text_read(doc, "ask Me.Too@b.com.", 17);
	ok(doc->ntokens == 2 && doc->tokens[1].start == 4 && doc->tokens[1].end == 16 && doc->nsentences == 1, "an address has one place");
}

static void
test_emoticons(void)
{
	reads(":( :-( :'( >:( :/ :) :-) :D ;) T_T", "s:🙁 s:🙁 s:😢 s:😠 s:😕 s:🙂 s:🙂 s:😀 s:😉 s:😭", "emoticons fold to emoji");
	reads("bad:(((( ok:)) ^_^ -_- >_< :-| :P D:", "w:bad s:🙁 w:ok s:🙂 s:🙂 s:😑 s:😣 s:😐 s:😛 s:🙁", "with long mouths, behind words");
	reads("fees:(a) id:D5 C:/x a:/ D: pay T_TX x;)", "w:fees w:a w:id w:d5 w:c w:x w:a w:d w:pay w:t w:tx w:x", "not inside other things");
	reads("::( ;;) ^^^^", "s:🙂", "the first of several eyes has no mouth");
	reads("差:(慢 差T_T", "H:差 s:🙁 H:慢 H:差 s:😭", "among Han");
	reads("why ;) ok; no", "w:why s:😉 w:ok | w:no", "their semicolon ends no sentence");
	text_read(doc, "no :(((", 7);
	ok(doc->ntokens == 2 && doc->tokens[1].start == 3 && doc->tokens[1].end == 7, "the place is all of it");
	reads(":( :( :( :(:(:(:(", "s:🙁 s:🙁 s:🙁 s:🙁 s:🙁", "a run of them");
	ok(doc->tokens[4].flags & TOKEN_REPEATED, "is marked");
}

/* The common Han characters have a table of their own, which must say the same. */
static void
test_plain_han(void)
{
	int			wrong = 0;
	int			plain = 0;

	for (uint32 c = FOLD_HAN_POINT; c < FOLD_HAN_POINT + FOLD_HAN_WORDS * 64; c++)
	{
		const FoldEntry *entry = fold_lookup(c);
		const char	text[] = {(char) (0xE0 | c >> 12), (char) (0x80 | ((c >> 6) & 0x3F)), (char) (0x80 | (c & 0x3F)), '\0'};
		const char *folded = entry->length > 0 ? fold_pool + entry->offset : text;
		uint32		length = entry->length > 0 ? entry->length : 3;
		bool		han = entry->class == FOLD_HAN;

		text_read(doc, text, 3);
		plain += han && entry->length == 0;
		if (han)
			wrong += doc->ntokens != 1 || doc->tokens[0].kind != TOKEN_HAN || doc->tokens[0].folded_length != length ||
				memcmp(doc->folded + doc->tokens[0].folded, folded, length) != 0;
		else
			wrong += doc->ntokens > 0 && doc->tokens[0].kind == TOKEN_HAN;
	}
	ok(wrong == 0, "each common Han character folds to what the table says");
	ok(plain > 20000, "most of them to themselves");
}

static void
test_han(void)
{
	reads("退款", "H:退 H:款", "each Han character is a token");
	reads("沒收到錢", "H:没 H:收 H:到 H:钱", "Traditional becomes Simplified");
	reads("苎苧", "H:苎 H:苎", "two characters that simplify to each other fold to one");
	reads("app太差3次", "w:app H:太 H:差 n:3 H:次", "scripts mix without spaces");
	reads("👎\xF0\x9F\x8F\xBD😡ok❤\xEF\xB8\x8F", "s:👎 s:😡 w:ok s:❤",
		  "emoji are tokens, without their variants");
}

static void
test_sentences(void)
{
	reads("No refund. I wait! Why? 好。差！怒…ok",
		  "w:no w:refund | w:i w:wait | w:why | H:好 | H:差 | H:怒 | w:ok", "terminators end sentences");
	reads("one\ntwo; three... four", "w:one | w:two | w:three | w:four", "newline, semicolon and ellipsis too");
	reads("fee 1.50 e.g. at x.com J. Smith", "w:fee n:1.50 w:e w:g w:at w:x w:com w:j w:smith", "dots in numbers, words and after a letter do not");
	reads("see https://a.bc/d?e=f;g!gh. next", "w:see @:https://a.bc/d?e=f;g!gh | w:next", "nor anything in a URL but its end");
	reads("好.差 http://a/b?c好?差", "H:好 | H:差 @:http://a/b?c H:好 | H:差",
		  "a dot before Han ends one; Han ends a URL");
	ok(doc->nsentences == 3, "sentences are counted");
	reads("太差  退款 快　　给钱， 行", "H:太 H:差 | H:退 H:款 H:快 | H:给 H:钱 H:行", "two spaces between Han end one");
	reads("太  㐀差  𠀀", "H:太 | H:㐀 H:差 | H:𠀀", "however rare it is");
	reads("no  refund 差  app 差  ，行", "w:no w:refund H:差 w:app H:差 H:行", "but not beside other scripts or signs");
}

static void
test_places(void)
{
	reads("A cafe\xCC\x81, don’t 退\xE2\x80\x8B。", "w:a w:cafe w:don't H:退", "tokens whose places are known");
	ok(doc->tokens[1].start == 2 && doc->tokens[1].end == 8, "an accent belongs to the word before it");
	ok(doc->tokens[2].start == 10 && doc->tokens[2].end == 17, "a place is told in bytes of the original");
	ok(doc->tokens[3].start == 18 && doc->tokens[3].end == 24, "a zero-width character belongs to what is before it");
}

/* What all ASCII is read like must not depend on what is beside it. */
static void
test_two_ways(void)
{
	static const char signs[] = "aBcdE1290 .,'`!?:/-;*\n \tx()@_T^<>=D";
	char		text[256];
	int			differences = 0;

	for (int round = 0; round < 200000; round++)
	{
		uint32		length = random_below(200);
		bool		same;

		for (uint32 i = 0; i < length; i++)
			text[i] = random_below(20) == 0 ? (char) random_below(128) : signs[random_below(sizeof(signs) - 1)];
		if (random_below(3) == 0 && length > 20)
			memcpy(text + random_below(length - 8), "http://a", 8);
		text_read(doc, text, length);
		memcpy(text + length, "\n好", 4);
		text_read(other, text, length + 4);
		same = doc->ascii && !other->ascii && other->ntokens == doc->ntokens + 1;
		for (uint32 i = 0; same && i < doc->ntokens; i++)
			same = same_token(doc, i, other, i) && same_place(doc, other, i);
		differences += !same;
		if (!same && differences == 1)
		{
			printf("# differs: %.*s\n# ASCII %s\n", (int) length, text, show(doc));
			printf("# other %s\n", show(other));
		}
	}
	ok(differences == 0, "ASCII is read the same on both ways");
}

static void
test_every_point(void)
{
	int			changing = 0;
	int			lost = 0;
	char		text[16];

	for (uint32 c = 1; c < 0x110000; c++)
	{
		uint32		length;

		if (c >= 0xD800 && c < 0xE000)
			continue;
		text[0] = 'a';
		length = 1 + put_point(text + 1, c);
		text[length++] = 'b';
		text_read(doc, text, length);
		if (!is_idempotent())
			changing++;
		if (!maps_back())
			lost++;
	}
	ok(changing == 0, "folding every code point twice changes nothing");
	ok(lost == 0, "every token comes from its bytes alone");
}

static void
test_random_texts(void)
{
	static const uint32 points[] = {'a', 'B', '1', '.', ',', ' ', '\'', 0xE9, 0x301, 0x200B, 0x2019, 0x6B92, 0x9000, 0xFF11,
	0x1F620, 0x1F3FD, 0xFE0F, 0x3002, 0xFF0E, 0x30AB, 0x3099, 0xAC00, 0x915, 0x93F, 0xFB03, '!', 0x2460, 0xBD, 'o', 'o', 0x43E, 0x41D, 0x3B1, ':', '(', ')', '@', '/', '_', 'T', 'D', 'w', '-', '>', 0x1F620, 0x9000, 0x9000, 0x3000, 0x276A};
	static char text[4096];
	int			bad = 0;

	for (int round = 0; round < 50000; round++)
	{
		uint32		npoints = random_below(60);
		uint32		length = 0;

		for (uint32 i = 0; i < npoints; i++)
			length += put_point(text + length, points[random_below(sizeof(points) / sizeof(points[0]))]);
		text_read(doc, text, length);
		if (!is_idempotent() || !maps_back())
			bad++;
		if (bad == 1)
		{
			printf("# differs: %.*s\n# once  %s\n", (int) length, text, show(doc));
			printf("# again %s\n", show(other));
			break;
		}
	}
	ok(bad == 0, "random texts: folding is idempotent and offsets map back");
}

/* Pieces of what people write, put together at random. */
static void
test_nasty_texts(void)
{
	static const char *const pieces[] = {"refund", "soooo", "I", " ", "  ", "don't", "@Bank", "http://", "www.", "a.b", "@x.com", ":(",
		":-)", "T_T", ";", "...", "!", "？", "，", "太", "太太太", "退款", "沒", "👎", "\xF0\x9F\x8F\xBD", "❤️", "s.c.a.m", "-", "_", "ѕсаm", "Н",
		"é", "e\xCC\x81", "\xE2\x80\x8B", "ﬃ", "1", "1,000", "3rd", "⓿", "½", "\n", "\t", "'", "’", "D:", ":", "D", "^^", "\xFF", "\xE9\x80",
		"<", "한", "カ\xE3\x82\x99", "/", "%", "x", "LL"};
	static char text[4096];
	int			bad = 0;

	for (int round = 0; round < 200000; round++)
	{
		uint32		npieces = random_below(24);

		text[0] = '\0';
		for (uint32 i = 0; i < npieces; i++)
			strcat(text, pieces[random_below(sizeof(pieces) / sizeof(pieces[0]))]);
		text_read(doc, text, strlen(text));
		if (is_idempotent() && maps_back())
			continue;
		if (bad++ == 0)
		{
			printf("# text  %s\n# once  %s\n", text, show(doc));
			printf("# again %s\n", show(other));
		}
	}
	ok(bad == 0, "texts of all kinds: folding is idempotent and offsets map back");
}

static void
test_limits(void)
{
	static char text[TEXT_MAX_BYTES + 64];

	memset(text, 'a', sizeof(text));
	text_read(doc, text, TEXT_MAX_BYTES);
	ok(!doc->truncated && doc->length == TEXT_MAX_BYTES && doc->ntokens == 1, "64 kB are read whole");
	text_read(doc, text, TEXT_MAX_BYTES + 1);
	ok(doc->truncated && doc->length == TEXT_MAX_BYTES, "a byte more is cut");
	memcpy(text + TEXT_MAX_BYTES - 2, "退", 3);
	text_read(doc, text, sizeof(text));
	ok(doc->truncated && doc->length == TEXT_MAX_BYTES - 2 && doc->ntokens == 1, "not inside a character");
	for (uint32 i = 0; i < sizeof(text); i += 2)
		memcpy(text + i, "a!", 2);
	text_read(doc, text, sizeof(text));
	ok(doc->ntokens == TEXT_MAX_BYTES / 2 && doc->nsentences == TEXT_MAX_BYTES / 2, "as many tokens and sentences as can be");
	for (uint32 i = 0; i + 3 <= sizeof(text); i += 3)
		memcpy(text + i, "㌖", 3);
	text_read(doc, text, sizeof(text));
	ok(doc->ntokens == 1 && doc->folded_length > 5 * TEXT_MAX_BYTES, "the longest foldings have room");
	reads("a\xC3 b\xE9\x80 c\xFF\xFE" "d\xED\xA0\x80" "e\xC0\x80" "f\xF5\x80\x80\x80g", "w:a w:b w:c w:d w:e w:f w:g", "invalid bytes separate words");
	reads("a\xC1\xA1" "b\xE0\x81\xA1" "c\xF0\x80\x81\xA1" "d", "w:a w:b w:c w:d", "overlong letters are no letters");
	ok(strncmp(fold_version(), "Unicode ", 8) == 0 && strstr(fold_version(), "table") != NULL, "the version is told: %s", fold_version());
}

int
main(void)
{
	doc = text_doc_create();
	other = text_doc_create();
	test_words();
	test_numbers();
	test_lookalikes();
	test_stretched();
	test_seams();
	test_addresses();
	test_emoticons();
	test_han();
	test_plain_han();
	test_sentences();
	test_places();
	test_two_ways();
	test_every_point();
	test_random_texts();
	test_nasty_texts();
	test_limits();
	text_doc_free(doc);
	text_doc_free(other);
	return tap_done();
}
