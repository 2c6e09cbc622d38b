/*
 * form_lexicon.c
 *	  The words that figures are made of, English and Chinese, in one table.
 *
 * Words are folded (lower case, Simplified Chinese).  A word that is several
 * things stands in several groups.  The hash table over them is filled when it
 * is first asked, in static memory: a look-up allocates nothing and asks
 * nobody.
 */
#include "form_private.h"

typedef struct Group
{
	uint32		roles;
	uint8		unit;
	double		value;			/* of the first word */
	double		step;			/* from word to word */
	const char *words;			/* separated by single spaces */
} Group;

static const Group groups[] = {
	/* numbers */
	{ROLE_NUMBER, 0, 0, 1, "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
	"sixteen seventeen eighteen nineteen"},
	{ROLE_NUMBER, 0, 20, 10, "twenty thirty forty fifty sixty seventy eighty ninety"},
	{ROLE_NUMBER, 0, 40, 0, "fourty"},
	{ROLE_SCALE, 0, 100, 0, "hundred hundreds"},
	{ROLE_SCALE, 0, 1e3, 0, "thousand thousands k grand"},
	{ROLE_SCALE, 0, 1e4, 0, "w"},
	{ROLE_SCALE, 0, 1e5, 0, "lakh lakhs"},
	{ROLE_SCALE, 0, 1e6, 0, "million millions mil m"},
	{ROLE_SCALE, 0, 1e7, 0, "crore crores"},
	{ROLE_SCALE, 0, 1e9, 0, "billion billions bn"},
	{ROLE_ARTICLE, 0, 1, 0, "a an"},
	{ROLE_VAGUE, 0, 2, 0, "couple"},
	{ROLE_VAGUE, 0, 3, 0, "few several"},
	{ROLE_VAGUE, 0, 12, 0, "dozen dozens"},
	{ROLE_HALF, 0, .5, 0, "half 半"},
	{ROLE_HAN_DIGIT, 0, 0, 0, "零 〇"},
	{ROLE_HAN_DIGIT, 0, 1, 1, "一 二 三 四 五 六 七 八 九"},
	{ROLE_HAN_DIGIT, 0, 1, 1, "壹 贰 叁 肆 伍 陆 柒 捌 玖"},
	{ROLE_HAN_DIGIT, 0, 2, 0, "两"},
	{ROLE_HAN_DIGIT, 0, 20, 10, "廿 卅"},
	{ROLE_HAN_DIGIT | ROLE_VAGUE, 0, 3, 0, "好几 好多"},
	{ROLE_HAN_DIGIT | ROLE_VAGUE | ROLE_WEAK, 0, 3, 0, "几 数"},
	{ROLE_HAN_UNIT, 0, 10, 0, "十 拾"},
	{ROLE_HAN_UNIT, 0, 100, 0, "百 佰"},
	{ROLE_HAN_UNIT, 0, 1e3, 0, "千 仟"},
	{ROLE_HAN_UNIT, 0, 1e4, 0, "万"},
	{ROLE_HAN_UNIT, 0, 1e8, 0, "亿"},
	{ROLE_HAN_VAGUE, 0, 0, 0, "多 余 来 几"},
	{ROLE_RANGE, 0, 0, 0, "to or 到 至 或 或者"},

	/* what looks like one and is none */
	{ROLE_BLOCK, 0, 0, 0, "一直 一五一十 三番五次 三番两次 几次三番 三天两头 下三滥 一下 一下子 一会 一会儿 一起 一样 一般 一定 一些 一旦 一切 "
	"一点点 一点儿 一块儿 一块去 一块来 一块买 一块退 一块寄 一块发 一方面 一致 统一 唯一 一律 一共 一向 一边 一次性 一天到晚 一天天 有一天 "
	"哪一天 那一天 某一天 每一天 这一天 有一次 每一次 这一次 那一次 上一次 下一次 一年到头 一年四季 一时 一时半会 一回事 两回事 一而再 万一 "
	"三元里 三元桥 一元化 二元 二次元 三分钟热度 五百强 一周年 两周年 三周年 第一时间 第三方 第二天 一毛不拔 一分为二 一分价钱 一成不变 百分制 "
	"一角 三角 三角债 一年级 二年级 三年级 四年级 五年级 六年级 千元机 百元机 十年如一日 三日游 两日游 一日游 二日游 五日游 几天 几次 几年 "
	"几个月 几小时 几个小时 几分钟 几周 几点 几号 几块 几元 几遍 几回 几趟 几个工作日 几个星期 几个电话 第几次 第几天 两面三刀 七上八下 "
	"乱七八糟 不三不四 二话不说 一天两天 一两天的事"},

	/* dates */
	{ROLE_MONTH, 0, 1, 1, "january february march april may june july august september october november december"},
	{ROLE_MONTH, 0, 1, 1, "jan feb mar apr may jun jul aug sep oct nov dec"},
	{ROLE_MONTH, 0, 9, 0, "sept"},
	{ROLE_WEEKDAY, 0, 1, 1, "monday tuesday wednesday thursday friday saturday sunday"},
	{ROLE_WEEKDAY, 0, 1, 1, "周一 周二 周三 周四 周五 周六 周日"},
	{ROLE_WEEKDAY, 0, 1, 1, "星期一 星期二 星期三 星期四 星期五 星期六 星期日"},
	{ROLE_WEEKDAY, 0, 1, 1, "礼拜一 礼拜二 礼拜三 礼拜四 礼拜五 礼拜六 礼拜日"},
	{ROLE_WEEKDAY, 0, 7, 0, "星期天 礼拜天"},
	{ROLE_DAY, 0, -3, 1, "大前天 前天 昨天 今天 明天 后天 大后天"},
	{ROLE_DAY, 0, -1, 1, "yesterday today tomorrow"},
	{ROLE_DAY, 0, -1, 1, "昨日 今日 明日"},
	{ROLE_DAY, 0, -1, 1, "昨晚 今晚 明晚"},
	{ROLE_DAY, 0, -1, 0, "昨儿"},
	{ROLE_SINCE, 0, 0, 0, "since 从 自 自从"},
	{ROLE_LAST, 0, 0, 0, "last"},
	{ROLE_LAST, UNIT_WEEK, 0, 0, "上周 上星期 上个星期 上礼拜 上个礼拜"},
	{ROLE_LAST, UNIT_MONTH, 0, 0, "上月 上个月"},
	{ROLE_LAST, UNIT_YEAR, 0, 0, "去年"},

	/* times of day */
	{ROLE_PERIOD, PERIOD_AM, 0, 0, "am 上午 早上 凌晨 清晨 早晨 清早 今早 一早 明早"},
	{ROLE_PERIOD, PERIOD_PM, 0, 0, "pm 下午 午后 傍晚"},
	{ROLE_PERIOD, PERIOD_NOON, 0, 0, "中午"},
	{ROLE_PERIOD, PERIOD_NIGHT, 0, 0, "晚上 晚间 夜里 半夜 深夜 夜间 午夜"},

	/* units that count only in the right company, and what begins a form */
	{ROLE_WEAK, 0, 0, 0, "月 点 点钟 时 分 刻 成 第 quarter"},

	/* durations */
	{ROLE_DURATION, UNIT_SECOND, 0, 0, "second seconds sec secs 秒 秒钟"},
	{ROLE_DURATION, UNIT_MINUTE, 0, 0, "minute minutes min mins 分钟"},
	{ROLE_DURATION, UNIT_QUARTER, 0, 0, "刻钟"},
	{ROLE_DURATION, UNIT_HOUR, 0, 0, "hour hours hr hrs 小时 个小时 钟头 个钟头 个钟"},
	{ROLE_DURATION | ROLE_HALF, UNIT_HOUR, 0, 0, "个半小时 个半钟头 个半钟"},
	{ROLE_DURATION, UNIT_HOUR, 0, 0, "个多小时 个多钟头 多个小时 多小时"},
	{ROLE_DURATION, UNIT_DAY, 0, 0, "day days 天 工作日 个工作日 多个工作日"},
	{ROLE_DURATION, UNIT_WEEK, 0, 0, "week weeks wk wks 周 个周 星期 个星期 礼拜 个礼拜 个多星期 个多礼拜"},
	{ROLE_DURATION | ROLE_HALF, UNIT_WEEK, 0, 0, "个半星期 个半礼拜"},
	{ROLE_DURATION, UNIT_FORTNIGHT, 0, 0, "fortnight fortnights"},
	{ROLE_DURATION, UNIT_MONTH, 0, 0, "month months mth mths mos 个月 个多月 多个月"},
	{ROLE_DURATION | ROLE_HALF, UNIT_MONTH, 0, 0, "个半月"},
	{ROLE_DURATION, UNIT_YEAR, 0, 0, "year years yr yrs"},
	{ROLE_DURATION, UNIT_DECADE, 0, 0, "decade decades"},
	{ROLE_DURATION | ROLE_WEAK, UNIT_YEAR, 0, 0, "年"},
	{ROLE_DURATION | ROLE_WEAK, UNIT_DAY, 0, 0, "日 d"},
	{ROLE_DURATION | ROLE_WEAK, UNIT_HOUR, 0, 0, "h"},

	/* money */
	{ROLE_MONEY | ROLE_CODE, CURRENCY_CNY, 1, 0, "cny rmb 人民币"},
	{ROLE_MONEY, CURRENCY_CNY, 1, 0, "yuan kuai 块钱 元钱 大洋 圆"},
	{ROLE_MONEY | ROLE_WEAK, CURRENCY_CNY, 1, 0, "元 块"},
	{ROLE_MONEY, CURRENCY_CNY, .1, 0, "毛 毛钱 角钱"},
	{ROLE_MONEY | ROLE_WEAK, CURRENCY_CNY, .1, 0, "角"},
	{ROLE_MONEY, CURRENCY_CNY, .01, 0, "分钱"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_USD, 1, 0, "usd"},
	{ROLE_MONEY, CURRENCY_USD, 1, 0, "dollar dollars buck bucks 美元 美金 美刀"},
	{ROLE_MONEY | ROLE_WEAK, CURRENCY_USD, 1, 0, "刀"},
	{ROLE_MONEY, CURRENCY_USD, .01, 0, "cent cents 美分"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_EUR, 1, 0, "eur"},
	{ROLE_MONEY, CURRENCY_EUR, 1, 0, "euro euros 欧元"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_GBP, 1, 0, "gbp"},
	{ROLE_MONEY, CURRENCY_GBP, 1, 0, "pound pounds quid sterling 英镑"},
	{ROLE_MONEY, CURRENCY_GBP, .01, 0, "pence"},
	{ROLE_MONEY | ROLE_WEAK, CURRENCY_GBP, .01, 0, "p"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_JPY, 1, 0, "jpy"},
	{ROLE_MONEY, CURRENCY_JPY, 1, 0, "yen 日元"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_HKD, 1, 0, "hkd"},
	{ROLE_MONEY, CURRENCY_HKD, 1, 0, "港币 港元"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_TWD, 1, 0, "twd ntd"},
	{ROLE_MONEY, CURRENCY_TWD, 1, 0, "台币 新台币"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_KRW, 1, 0, "krw"},
	{ROLE_MONEY, CURRENCY_KRW, 1, 0, "韩元 韩币"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_INR, 1, 0, "inr rs"},
	{ROLE_MONEY, CURRENCY_INR, 1, 0, "rupee rupees 卢比"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_AUD, 1, 0, "aud"},
	{ROLE_MONEY, CURRENCY_AUD, 1, 0, "澳元 澳币"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_CAD, 1, 0, "cad"},
	{ROLE_MONEY, CURRENCY_CAD, 1, 0, "加元 加币"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_NZD, 1, 0, "nzd"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_SGD, 1, 0, "sgd"},
	{ROLE_MONEY, CURRENCY_SGD, 1, 0, "新币"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_CHF, 1, 0, "chf"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_THB, 1, 0, "thb"},
	{ROLE_MONEY, CURRENCY_THB, 1, 0, "baht 泰铢"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_MYR, 1, 0, "myr rm"},
	{ROLE_MONEY, CURRENCY_MYR, 1, 0, "ringgit 马币"},
	{ROLE_MONEY, CURRENCY_RUB, 1, 0, "ruble rubles roubles 卢布"},
	{ROLE_MONEY | ROLE_CODE, CURRENCY_BRL, 1, 0, "brl"},
	{ROLE_MONEY, CURRENCY_BRL, 1, 0, "reais"},
	{ROLE_PAY, 0, 0, 0, "owe owes owed paid pay paying cost costs spent refund refunded charged charge lost stole stolen took fee fees price "
	"worth balance deposit transferred sent withdrew loan limit salary debited deducted 骗 骗了 被骗 扣 扣了 借 借了 欠 欠了 还 还了 转 转了 付 付了 "
	"花 花了 收 收了 罚 罚了 赔 充 充了 取 存 存了 刷 刷了 盗刷 退 退了 交 交了 损失 额度 利息 本金 余额 贷 贷款 贷了 违约金 手续费 金额 价格 工资 "
	"到账 还款 亏 亏了 投 投了 少了 多扣 多收 押金 保证金"},

	/* ordinals, counts, percentages */
	{ROLE_ORDINAL, 0, 1, 1, "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"},
	{ROLE_ORDINAL, 0, 15, 5, "fifteenth twentieth"},
	{ROLE_ORDINAL, 0, 10, 0, "nth umpteenth"},
	{ROLE_ORDINAL, 0, 100, 0, "hundredth"},
	{ROLE_NOUN, 0, 0, 0, "time call attempt try complaint request email mail message agent person ticket letter visit refund delivery "
	"replacement appointment reminder transfer rep representative advisor adviser case chat contact engineer technician notice warning "
	"dispute claim phone consecutive straight failed day week month year 个 位 封 轮 通 单 笔 家 天 周 年 个月 个星期"},
	{ROLE_TIMES, 0, 0, 0, "times 次 遍 趟 回 通电话 个电话 次电话"},
	{ROLE_TWICE, 0, 2, 1, "twice thrice"},
	{ROLE_TWICE, 0, 0, 0, "many multiple numerous countless endless umpteen"},
	{ROLE_AGAIN, 0, 2, 0, "again 再次 再一次 又一次"},
	{ROLE_AGAIN | ROLE_WEAK, 0, 2, 0, "又"},
	{ROLE_NO, 0, 0, 0, "never not dont cant wont don't can't won't couldn't wouldn't try trying tried say come thanks thank sorry please "
	"avoid if 不会 不要 不想 请 别 勿 避免 不 想 感谢 会 可以 如果 期待 不用 希望 能 欢迎 无需 下次 需要 需"},
	{ROLE_PERCENT, 0, 0, 0, "percent pct 个百分点"},
	{ROLE_PERCENT | ROLE_WEAK, 0, 0, 0, "百分之 百分百"},
	{ROLE_TIMES | ROLE_TWICE, 0, 0, 0, "多次 多遍 多回 无数次 无数遍 很多次 很多遍 许多次 屡次"},

	/* what stands before numbers that name something */
	{ROLE_ORDER, 0, 0, 0, "order ref reference ticket tracking case booking confirmation invoice transaction waybill parcel shipment "
	"consignment complaint reservation 订单 快递 运单 工单 单子 交易 受理 投诉"},
	{ROLE_ORDER | ROLE_STRONG, 0, 0, 0, "refno pnr 票号 订单号 订单编号 订单号码 单号 快递单号 快递号 运单号 物流单号 流水号 工单号 工单编号 受理编号 受理号 "
	"交易号 交易流水 交易流水号 商户单号 退款单号 投诉编号 编号 案件号 合同号 合同编号 保单号 参考号 追踪号 运单编号 物流号"},
	{ROLE_STRONG, 0, 0, 0, "number no num nr nos numbers id code 号码 号"},
	{ROLE_FILLER, 0, 0, 0, "is was my the are 是 为 我的"},
	{ROLE_PHONE, 0, 0, 0, "call phone tel telephone mobile cell text whatsapp contact number ring dial landline called 电话 手机 手机号 手机号码 "
	"电话号码 联系电话 致电 座机 拨打 打 联系"},
};

/* Well above the number of words. */
#define SLOT_BITS	12
#define SLOTS		(1 << SLOT_BITS)
#define MAX_WORDS	1024

/* Longest word, in bytes, that is worth a look. */
#define MAX_LENGTH	24

typedef struct Slot
{
	const char *word;			/* NULL: free */
	uint64		key;
	uint8		length;
	uint8		han_longest;	/* characters of the longest word that begins
								 * with this one, a Han character */
	uint16		entry;
} Slot;

const FormEntry form_no_entry;

static Slot slots[SLOTS];
static FormEntry entries[MAX_WORDS];
static uint32 nentries;

/* By the entry of a Han character: the roles of all words that begin with it. */
static uint32 begun[MAX_WORDS];

/*
 * A bit for each character of the BMP with which a form without digits can
 * begin: nearly all others are dismissed without a look-up.
 */
static uint64 beginners[1024];

uint64		form_outlines[FORM_OUTLINES / 64];

static inline uint64
load(const char *bytes, uint32 size)
{
	uint64		value = 0;

	memcpy(&value, bytes, size);
	return value;
}

/*
 * Words of up to eight bytes have the same key only if they are the same and of
 * one length.
 */
static inline uint64
key_of(const char *word, uint32 length)
{
	if (length > 8)
		return load(word, 8) ^ (load(word + length - 8, 8) * 31);
	if (length >= 4)
		return load(word, 4) | load(word + length - 4, 4) << 32;
	return (uint64) (unsigned char) word[0] | (uint64) (unsigned char) word[length / 2] << 8 |
		(uint64) (unsigned char) word[length - 1] << 16;
}

static inline Slot *
find_slot(const char *word, uint32 length)
{
	uint64		key = key_of(word, length);
	Slot	   *slot = &slots[((key ^ length) * UINT64CONST(0x9E3779B97F4A7C15)) >> (64 - SLOT_BITS)];

	while (slot->word != NULL &&
		   (slot->key != key || slot->length != length || (length > 8 && memcmp(slot->word, word, length) != 0)))
		slot = slot == &slots[SLOTS - 1] ? slots : slot + 1;
	return slot;
}

static Slot *
add_word(const char *word, uint32 length)
{
	Slot	   *slot = find_slot(word, length);

	if (slot->word == NULL && nentries < MAX_WORDS)
	{
		slot->word = word;
		slot->key = key_of(word, length);
		slot->length = (uint8) length;
		slot->entry = (uint16) nentries++;
	}
	return slot;
}

/* The code point of three bytes of UTF-8; anything below 65536 for others. */
static inline uint32
han_point(const char *han)
{
	return ((uint32) (han[0] & 0x0F) << 12) | ((uint32) (han[1] & 0x3F) << 6) | ((uint32) han[2] & 0x3F);
}

static void
add_group(const Group *group)
{
	double		value = group->value;

	for (const char *word = group->words; *word != '\0';)
	{
		uint32		length = (uint32) strcspn(word, " ");
		Slot	   *slot = add_word(word, length);
		FormEntry  *entry = &entries[slot->entry];
		uint32		outline = form_outline(word, length);

		if (group->roles & ROLES_GLANCED)
			form_outlines[outline / 64] |= UINT64CONST(1) << (outline % 64);

		entry->roles |= group->roles;
		if (group->unit != 0)
			entry->unit = group->unit;
		if (value != 0)
			entry->value = value;
		if ((unsigned char) word[0] >= 0x80)
		{
			slot = add_word(word, 3);
			slot->han_longest = (uint8) Max(slot->han_longest, length / 3);
			begun[slot->entry] |= group->roles;
			if ((group->roles & (ROLES_TELLING | ROLES_NUMERAL | ROLE_SINCE | ROLE_LAST)) ||
				(group->roles & (ROLE_PERCENT | ROLE_WEAK)) == (ROLE_PERCENT | ROLE_WEAK))
				beginners[han_point(word) >> 6] |= UINT64CONST(1) << (han_point(word) & 63);
		}
		value += group->step;
		word += length + (word[length] == ' ');
	}
}

static void
fill_table(void)
{
	for (uint32 i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		add_group(&groups[i]);
}

/* Fills the table before form_outlines are looked at. */
void
form_prepare(void)
{
	if (unlikely(nentries == 0))
		fill_table();
}

/* Whether a form without digits can begin with the folded Han character. */
bool
form_han_begins(const char *han)
{
	if (unlikely(nentries == 0))
		fill_table();
	return (beginners[han_point(han) >> 6] >> (han_point(han) & 63)) & 1;
}

/*
 * What a folded word is; form_no_entry if it is not known.  *han_longest: how
 * many characters the longest known word has that begins with this one, if
 * this is a Han character.
 */
const FormEntry *
form_lookup(const char *word, uint32 length, uint32 *han_longest)
{
	const Slot *slot;

	*han_longest = 0;
	if (length > MAX_LENGTH)
		return &form_no_entry;
	if (unlikely(nentries == 0))
		fill_table();
	slot = find_slot(word, length);
	if (slot->word == NULL)
		return &form_no_entry;
	*han_longest = slot->han_longest;
	return &entries[slot->entry];
}

/* What the words can be that begin with a folded Han character: all their roles. */
uint32
form_begun_roles(const char *han)
{
	const Slot *slot;

	if (unlikely(nentries == 0))
		fill_table();
	slot = find_slot(han, 3);
	return slot->word == NULL ? 0 : begun[slot->entry];
}
