"""Messages for the benchmarks, of our own writing.

The calm ones must be judged level 0 without harm, the complaints level 1 or
more: bench.py asks complaint.classify and stops if a text does not fit.
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

COMPLAINTS = [
    "I am fed up: charged twice for the same order, and nobody answers my mails.",
    "This is terrible service, I am very disappointed and I want my money back.",
    "You are liars. I will file a complaint with the ombudsman if it is not fixed today.",
    "My parcel is late again, this is unacceptable.",
    "同一笔订单扣了我两次钱，一直没有退款。",
    "服务态度太差了，太让人失望了，我要投诉！",
    "再不处理我就打12315投诉，还要找媒体曝光你们！",
    "我的卡被盗刷了，半夜有三笔我不知道的消费。",
]
