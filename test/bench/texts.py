"""Messages for the benchmarks, of our own writing.

The calm ones must be judged level 0 without harm, the complaints level 1 or
more, or as a harm; by the shipped rules and by the 500 of the benchmark alike:
chats.py asks complaint.classify and stops if a text does not fit.
"""

CALM = [
    "Good morning, could you tell me the opening hours of the branch in the city centre next Saturday?",
    "Please send the invoice for order 48213 to my new e-mail address, the one that starts with office.",
    "Thanks, that worked. I can see the balance in the app now and the limit is the one I asked for.",
    "I would like to book a table by the window for four people on Friday evening at half past seven.",
    "Which documents do I need to bring along to open a savings account for my daughter?",
    "您好，请问周六上午可以办理开户业务吗？需要带哪些证件？",
    "麻烦把收货地址改成公司，谢谢，电话还是原来的号码。",
    "好的，明白了，我下午三点到网点，谢谢您的帮助。",
]

# With the weight of each in a hundred: levels as they come in real support
# chats, where most complaints tell of a problem or of annoyance, and few
# accuse or threaten.
WEIGHTED_COMPLAINTS = [
    (15, "I was charged twice for the same order on Monday."),
    (15, "My parcel has still not arrived."),
    (14, "同一笔订单扣了我两次钱。"),
    (15, "This is terrible service, I am very disappointed."),
    (15, "The delivery was terribly slow, what a disappointment."),
    (15, "服务态度太差了。"),
    (4, "You are liars, I want my money back."),
    (4, "你们这是欺骗消费者，我要投诉！"),
    (1, "I will file a complaint with the ombudsman if it is not fixed today."),
    (1, "再不处理我就打12315投诉，还要找媒体曝光你们！"),
    (1, "我的卡被盗刷了，半夜有三笔我不知道的消费。"),
]

COMPLAINTS = [text for _, text in WEIGHTED_COMPLAINTS]

# The one among them that raises an alert by itself, of policy "critical" alone.
THREAT = "I will file a complaint with the ombudsman if it is not fixed today."

# By name, as scripts of pgbench know them.
BODIES = {**{f"calm{at}": text for at, text in enumerate(CALM)}, **{f"complaint{at}": text for at, text in enumerate(COMPLAINTS)}}
