/*
 * sql/default/taxonomy.sql
 *
 * What every rule set of this extension talks about: the harms, the types of
 * complaint in two levels, the shipped rule set `default` and the classes of
 * words (entities) it knows.  The words themselves stand in en.sql and zh.sql.
 *
 * jrt_cause follows the causes of complaint of JR/T 0169-2018 (statistical
 * classification of financial consumers' complaints); cfpb_product and
 * cfpb_issue follow the product and issue lists of the United States' consumer
 * complaint database: the product that a complaint of the type is most often
 * about, and the issue under that product.  Types outside finance carry the
 * nearest cause; they and insurance, which that database does not take, carry no
 * CFPB name.
 */

INSERT INTO complaint.harm (harm, description, shipped) VALUES
	('fraud', 'Somebody is using, or has used, the customer''s money, card or identity without right', true),
	('funds', 'Money is gone, frozen or out of the customer''s reach', true),
	('safety', 'Somebody was hurt or fell ill, or a thing burns, shocks, leaks or could hurt', true),
	('self_harm', 'The customer speaks of suicide or of harming himself', true),
	('privacy', 'Personal data was leaked, shown or passed on', true),
	('vulnerable', 'A customer in a weak position (age, illness, disability, bereavement, no income) is in distress', true);

/* The upper level first: parents must exist. */
INSERT INTO complaint.type (type, parent, name_en, name_zh, description, jrt_cause, cfpb_product, cfpb_issue, shipped) VALUES
	('fees', NULL, 'Pricing and fees', '定价收费', 'Prices, fees and charges of any kind', '定价收费', 'Checking or savings account', 'Fees or interest', true),
	('payment', NULL, 'Payments and transfers', '支付转账', 'A payment, transfer, top-up or withdrawal failed, hangs or went wrong', '服务设施、设备、业务系统', 'Money transfer, virtual currency, or money service', 'Other transaction problem', true),
	('account', NULL, 'Account', '账户管理', 'Opening, using and managing an account', '管理制度、业务规则与流程', 'Checking or savings account', 'Managing an account', true),
	('card', NULL, 'Card', '银行卡', 'A card that is declined, late, swallowed, expired or does not work', '服务设施、设备、业务系统', 'Credit card or prepaid card', 'Trouble using your card', true),
	('fraud', NULL, 'Fraud and scams', '欺诈诈骗', 'The customer was cheated by a third party, or suspects it', '消费者资金安全', 'Money transfer, virtual currency, or money service', 'Fraud or scam', true),
	('credit', NULL, 'Credit and loans', '信贷业务', 'Applications, limits and handling of loans and credit', '管理制度、业务规则与流程', 'Payday loan, title loan, or personal loan', 'Getting the loan', true),
	('collection', NULL, 'Debt collection', '债务催收', 'Manner and means of collecting a debt: threats, calls to relatives, harassment', '债务催收方式和手段', 'Debt collection', 'Communication tactics', true),
	('contract', NULL, 'Contract terms', '合同条款', 'Terms, penalties, early settlement, cancellation of a contract', '合同条款', 'Credit card or prepaid card', 'Other features, terms, or problems', true),
	('marketing', NULL, 'Marketing', '营销宣传', 'How something was advertised or sold, unwanted offers', '营销方式和手段', 'Credit card or prepaid card', 'Advertising and marketing, including promotional offers', true),
	('insurance', NULL, 'Insurance', '保险', 'Policies and claims', '管理制度、业务规则与流程', NULL, NULL, true),
	('service', NULL, 'Customer service', '客户服务', 'The service itself: competence, information, waiting', '服务态度及服务质量', 'Checking or savings account', 'Managing an account', true),
	('delivery', NULL, 'Delivery', '物流配送', 'Parcels and meals on their way', '服务态度及服务质量', NULL, NULL, true),
	('product', NULL, 'Product quality', '商品质量', 'Goods that are poor, broken or not as described', '其他', NULL, NULL, true),
	('travel', NULL, 'Travel', '出行住宿', 'Flights, trains, hotels', '服务态度及服务质量', NULL, NULL, true),
	('telecom', NULL, 'Network and telephone', '通信网络', 'Signal, speed, data volume, lines', '服务设施、设备、业务系统', NULL, NULL, true),
	('app', NULL, 'App, website and systems', '应用与系统', 'App, website, login, machine or system faults', '服务设施、设备、业务系统', 'Checking or savings account', 'Managing an account', true),
	('privacy', NULL, 'Personal information', '个人信息', 'Personal data used, leaked or passed on', '消费者信息安全', 'Credit reporting or other personal consumer reports', 'Improper use of your report', true);

INSERT INTO complaint.type (type, parent, name_en, name_zh, description, jrt_cause, cfpb_product, cfpb_issue, shipped) VALUES
	('fees.double_charge', 'fees', 'Charged twice', '重复扣款', 'The same thing was charged more than once', '定价收费', 'Credit card or prepaid card', 'Problem with a purchase shown on your statement', true),
	('fees.unexpected', 'fees', 'Unexpected charge', '不明扣费', 'A fee, subscription, automatic renewal or deduction the customer did not know of or agree to', '定价收费', 'Checking or savings account', 'Problem with a lender or other company charging your account', true),
	('fees.interest', 'fees', 'Interest too high', '利息过高', 'Interest, rates and exchange rates', '定价收费', 'Credit card or prepaid card', 'Fees or interest', true),
	('payment.refund', 'payment', 'Refund', '退款', 'A refund that is refused, late, short or lost', '管理制度、业务规则与流程', 'Credit card or prepaid card', 'Problem with a purchase shown on your statement', true),
	('account.locked', 'account', 'Account locked or frozen', '账户冻结', 'The customer cannot reach the account or the money in it', '管理制度、业务规则与流程', 'Checking or savings account', 'Managing an account', true),
	('account.closing', 'account', 'Closing an account', '销户注销', 'The account or card cannot be closed, or was closed against the will of the customer', '自主选择权', 'Checking or savings account', 'Closing an account', true),
	('fraud.unauthorized', 'fraud', 'Unauthorised transaction', '盗刷冒用', 'A transaction or account the customer did not make', '消费者资金安全', 'Credit card or prepaid card', 'Problem with a purchase shown on your statement', true),
	('credit.report', 'credit', 'Credit report', '征信', 'Wrong or damaging entries in a credit report', '消费者信息安全', 'Credit reporting or other personal consumer reports', 'Incorrect information on your report', true),
	('credit.repayment', 'credit', 'Repayment difficulty', '还款协商', 'Cannot pay as agreed and asks for instalments or delay', '管理制度、业务规则与流程', 'Payday loan, title loan, or personal loan', 'Struggling to pay your loan', true),
	('marketing.misleading', 'marketing', 'Misleading sale', '误导销售', 'Advertised or promised otherwise than delivered', '信息披露', 'Credit card or prepaid card', 'Advertising and marketing, including promotional offers', true),
	('marketing.promotion', 'marketing', 'Promotions and points', '优惠活动', 'Coupons, points, miles, gifts, price guarantees', '营销方式和手段', 'Credit card or prepaid card', 'Advertising and marketing, including promotional offers', true),
	('service.attitude', 'service', 'Attitude of staff', '服务态度', 'Rude, dismissive or unprofessional staff', '服务态度及服务质量', 'Checking or savings account', 'Managing an account', true),
	('service.no_response', 'service', 'No answer', '无人处理', 'Nobody answers, calls back or decides; long holds and queues', '服务态度及服务质量', 'Credit card or prepaid card', 'Problem with a company''s investigation into an existing problem', true),
	('delivery.late', 'delivery', 'Late delivery', '配送迟缓', 'The goods come late or do not move', '服务态度及服务质量', NULL, NULL, true),
	('delivery.missing', 'delivery', 'Missing or wrong goods', '漏发错发', 'Nothing came, something is missing, or the wrong thing came', '服务态度及服务质量', NULL, NULL, true),
	('delivery.damaged', 'delivery', 'Damaged on the way', '包装破损', 'Packing or goods damaged, opened or spilt', '服务态度及服务质量', NULL, NULL, true),
	('product.counterfeit', 'product', 'Counterfeit or used', '假冒翻新', 'Not genuine, refurbished, used, expired', '其他', NULL, NULL, true),
	('product.food', 'product', 'Food', '餐饮食品', 'Taste, portion, freshness and hygiene of food', '其他', NULL, NULL, true),
	('travel.delay', 'travel', 'Delay', '延误', 'Late departure, missed connection, stuck on the way', '服务态度及服务质量', NULL, NULL, true),
	('travel.cancelled', 'travel', 'Cancelled trip', '行程取消', 'A flight, train or stay was cancelled or given away', '管理制度、业务规则与流程', NULL, NULL, true),
	('travel.baggage', 'travel', 'Baggage', '行李', 'Lost, late or damaged baggage', '服务态度及服务质量', NULL, NULL, true),
	('travel.booking', 'travel', 'Booking', '预订', 'Reservations, seats, changes, check-in', '管理制度、业务规则与流程', NULL, NULL, true),
	('travel.comfort', 'travel', 'Cabin and room', '客舱与客房', 'Seats, cleanliness, noise, food and facilities on board or in a hotel', '服务设施、设备、业务系统', NULL, NULL, true);

INSERT INTO complaint.ruleset (ruleset, description) VALUES
	('default', 'Starter rules in English and Chinese for banking, payments, lending, insurance, shops, telecom and travel. Read-only: take a copy with complaint.clone to make your own');

/*
 * The classes of words.  A class holds the words of both languages, so that a
 * rule written over classes holds for both.  Names before the dot group
 * classes: {problem.*} stands for all of them.
 */
INSERT INTO complaint.entity (ruleset, entity, kind, description) VALUES
	('default', 'negation', 'negation', 'Words that turn the mention after them into its denial'),
	('default', 'terminator', 'terminator', 'Words at which the reach of a negation ends'),
	('default', 'contrast', 'contrast', 'Words that turn to the contrary: a thank you before them takes nothing from the reproach behind'),

	/* How the customer feels and judges. */
	('default', 'tone.anger', 'class', 'The customer says that he is angry, annoyed, upset'),
	('default', 'tone.disappointment', 'class', 'The customer says that he is disappointed, let down, not satisfied'),
	('default', 'tone.contempt', 'class', 'Strong bad words for service or goods; nobody uses them in praise, so they count even after a negation'),
	('default', 'tone.poor', 'class', 'Milder bad words for service or goods: poor, bad, slow, overpriced'),
	('default', 'tone.regret', 'class', 'Money or time wasted, regretted, not worth it'),
	('default', 'tone.warning', 'class', 'Advice to others to keep away'),
	('default', 'tone.sarcasm', 'class', 'Bitter thanks and questions that blame'),
	('default', 'tone.impatience', 'class', 'Impatient questions and remarks: why still not, how much longer, hurry up; Chinese so far, where chats are full of them'),
	('default', 'tone.emoji_angry', 'class', 'Angry and rejecting emoji; emoticons count as the emoji they mean'),
	('default', 'tone.emoji_sad', 'class', 'Sad, annoyed, doubtful emoji: they weigh only beside a trouble'),
	('default', 'tone.booster', 'class', 'Words that make a judgement stronger'),
	('default', 'tone.swearing', 'class', 'Swear words that strengthen, aimed at nobody'),
	('default', 'tone.abuse', 'class', 'Insults aimed at people or at the company'),
	('default', 'tone.praise', 'class', 'Praise and thanks'),
	('default', 'tone.harmless', 'class', 'Strong words in company in which they say nothing against anybody (rubbish bin, not bad-tasting); what lies over them is no contempt'),
	('default', 'tone.mild', 'class', 'Words that play a fault down: a bit, minor, otherwise fine'),
	('default', 'tone.hypothesis', 'class', 'Supposed, feared or to be prevented: it has not happened'),
	('default', 'tone.agent', 'class', 'Polite formulas of agents, whose lines a chat table may mix with the customers'''),
	('default', 'tone.request', 'class', 'Words of asking for help, calmly; Chinese so far'),
	('default', 'tone.idiom', 'class', 'Turns with a negation inside that deny nothing (not only, never been so); catching them whole keeps the words after them valid'),

	/* What the customer holds against the company. */
	('default', 'reproach.dishonesty', 'class', 'Cheating, lying, stealing: the company is called dishonest'),
	('default', 'reproach.unfair', 'class', 'Unfair, unlawful, against the rules, forced on the customer'),
	('default', 'reproach.deceived', 'class', 'The customer was misled, tricked, promised otherwise'),
	('default', 'reproach.neglect', 'class', 'The company does nothing, passes the buck, does not care'),
	('default', 'reproach.attitude', 'class', 'Rude, arrogant, impatient, unprofessional staff'),
	('default', 'reproach.no_answer', 'class', 'Nobody answers, replies, calls back'),
	('default', 'reproach.harassment', 'class', 'Harassing, threatening, exposing a debtor and his relatives'),
	('default', 'reproach.repeated', 'class', 'It happened again, many times, every time'),
	('default', 'reproach.unresolved', 'class', 'Still open after a long time or many attempts'),
	('default', 'demand.redress', 'class', 'Demands for compensation, refund, apology, an explanation'),
	('default', 'demand.complain', 'class', 'Words of complaining itself'),
	('default', 'demand.supervisor', 'class', 'Asks for the manager, for a human being, for somebody who can decide'),

	/* What the customer threatens with. */
	('default', 'threat.regulator', 'class', 'Supervisors, ombudsmen, consumer bodies and their telephone numbers'),
	('default', 'threat.handle', 'class', 'Public addresses of supervisors, consumer bodies and consumer press: naming one calls it in'),
	('default', 'threat.court', 'class', 'Courts, lawyers, legal steps announced'),
	('default', 'threat.court_direct', 'class', 'Going to court, said outright'),
	('default', 'threat.media', 'class', 'Going public: press, television, posting for everybody to see'),
	('default', 'threat.police', 'class', 'Police'),
	('default', 'threat.verb', 'class', 'Announcing a step: I will report, going to file'),
	('default', 'threat.leaving', 'class', 'Never again, closing everything, going to the competitor'),
	('default', 'threat.public', 'class', 'Places in which one is pilloried, and calls for a boycott'),

	/* What went wrong. */
	('default', 'problem.defect', 'class', 'Broken, damaged, faulty, does not work'),
	('default', 'problem.quality', 'class', 'Signs of poor workmanship and material'),
	('default', 'problem.counterfeit', 'class', 'Not genuine, used, refurbished, past its date'),
	('default', 'problem.mismatch', 'class', 'Not as described, ordered or pictured'),
	('default', 'problem.size', 'class', 'Does not fit'),
	('default', 'problem.food', 'class', 'Taste, temperature, freshness of food'),
	('default', 'problem.hygiene', 'class', 'Dirt, vermin, smell'),
	('default', 'problem.packing', 'class', 'Bad or damaged packing, spilt contents'),
	('default', 'problem.late', 'class', 'Late goods, long waiting'),
	('default', 'problem.missing', 'class', 'Missing, lost, wrong or never received goods'),
	('default', 'problem.overcharge', 'class', 'Charged twice, too much, or for nothing'),
	('default', 'problem.extra_charge', 'class', 'Charged more than expected: asked about more often than blamed'),
	('default', 'problem.secret_fee', 'class', 'Charged without knowledge or consent, hidden fees'),
	('default', 'problem.interest', 'class', 'Interest and charges on loans too high'),
	('default', 'problem.payment', 'class', 'A payment failed, hangs, or went astray'),
	('default', 'problem.refund', 'class', 'A refund that does not come or is refused'),
	('default', 'problem.access', 'class', 'Locked out, frozen, login fails'),
	('default', 'problem.system', 'class', 'App, website or machine crashes, hangs, shows errors'),
	('default', 'problem.network', 'class', 'No signal, slow network, dropped calls'),
	('default', 'problem.flight_delay', 'class', 'Late or stuck on a journey, missed connection'),
	('default', 'problem.flight_cancelled', 'class', 'Trip cancelled, overbooked, bumped'),
	('default', 'problem.baggage', 'class', 'Lost, late or damaged baggage'),
	('default', 'problem.booking', 'class', 'Booking, check-in or seat went wrong'),
	('default', 'problem.comfort', 'class', 'Uncomfortable cabin, seat, room'),
	('default', 'problem.claim', 'class', 'An insurance claim refused, short or slow; a policy cancelled or dearer'),
	('default', 'problem.credit_report', 'class', 'Wrong or damaging entries in the credit report'),
	('default', 'problem.hardship', 'class', 'Cannot pay as agreed, asks for a plan'),

	/* Harms. */
	('default', 'harm.unauthorized', 'class', 'Transactions and accounts the customer did not make'),
	('default', 'harm.scam', 'class', 'The customer fell for a fraud by third parties'),
	('default', 'harm.funds', 'class', 'Money vanished or out of reach'),
	('default', 'harm.injury', 'class', 'Somebody was hurt or fell ill'),
	('default', 'harm.hazard', 'class', 'Fire, smoke, explosion, electric shock, foreign bodies in food'),
	('default', 'harm.suicide', 'class', 'Words of suicide and self-harm'),
	('default', 'harm.privacy', 'class', 'Personal data leaked, shown, passed on'),
	('default', 'vulnerable.person', 'class', 'People in a weak position: old, ill, disabled, bereaved'),
	('default', 'harm.stranger', 'class', 'Somebody else than the customer: someone, a stranger, my ex'),
	('default', 'harm.personal', 'class', 'Personal data: address, records, statement, balance'),
	('default', 'vulnerable.distress', 'class', 'Distress that such a person must not be left in'),

	/* What it is about: for types, never for levels alone. */
	('default', 'topic.insurance', 'class', 'Insurance, policies, claims'),
	('default', 'topic.loan', 'class', 'Loans, credit, mortgages'),
	('default', 'topic.collection', 'class', 'Collecting of debts'),
	('default', 'topic.contract', 'class', 'Contracts, terms, penalties'),
	('default', 'topic.marketing', 'class', 'Selling, advertising, salespeople, promises'),
	('default', 'topic.promotion', 'class', 'Coupons, points, miles, gifts, discounts, price guarantee'),
	('default', 'topic.unsolicited', 'class', 'Unwanted calls, messages and products'),
	('default', 'topic.closing', 'class', 'Closing an account, card or subscription'),
	('default', 'topic.account', 'class', 'Accounts and their management'),
	('default', 'topic.card', 'class', 'Cards'),
	('default', 'topic.auto_debit', 'class', 'Direct debits, standing orders, automatic renewal'),
	('default', 'topic.refund', 'class', 'Refunds and returns'),
	('default', 'topic.fee', 'class', 'Fees and charges'),
	('default', 'topic.delivery', 'class', 'Couriers, parcels, deliveries'),
	('default', 'topic.food', 'class', 'Meals and food'),
	('default', 'topic.product', 'class', 'Goods of a shop'),
	('default', 'topic.service', 'class', 'Customer service and staff'),
	('default', 'topic.flight', 'class', 'Flights and journeys'),
	('default', 'topic.baggage', 'class', 'Baggage'),
	('default', 'topic.booking', 'class', 'Bookings, tickets, seats'),
	('default', 'topic.comfort', 'class', 'Cabin, seat and room'),
	('default', 'topic.app', 'class', 'App, website, login'),
	('default', 'topic.network', 'class', 'Network, signal, data'),
	('default', 'topic.credit_report', 'class', 'Credit report, credit score'),
	('default', 'topic.fee_question', 'class', 'Charges the customer asks about without blame'),
	('default', 'topic.banking', 'class', 'Words of banking: in calm questions about money, troubles are ordinary'),
	('default', 'topic.cancelled', 'class', 'Something was cancelled: a trouble only where it was a journey'),
	('default', 'demand.refund', 'class', 'Wants the money back, without blame'),
	('default', 'topic.part', 'class', 'Parts and qualities of goods and rooms'),
	('default', 'topic.packing', 'class', 'Packing, box, seal'),
	('default', 'topic.staff', 'class', 'People who serve: crew, clerks, drivers, technicians'),
	('default', 'topic.exchange', 'class', 'Exchange rates and conversion'),
	('default', 'topic.identity', 'class', 'Proof of identity'),
	('default', 'topic.telecom', 'class', 'Phone and internet contracts, plans, data volume'),
	('default', 'topic.transfer', 'class', 'Transfers, payments, top-ups, deposits and cash'),

	/*
	 * Weak signs.  None says anything alone; many of them in one short message
	 * are how people tell a trouble without any bad word.
	 */
	('default', 'sign.denial', 'class', 'Did not, could not, never, without: something was not to be had'),
	('default', 'sign.result', 'class', 'What should have happened: received, arrived, credited, resolved'),
	('default', 'sign.answer', 'class', 'What an answer would have been: reply, call back, acknowledge'),
	('default', 'sign.contact', 'class', 'Getting in touch: called, told, emailed, the agent said'),
	('default', 'sign.wait', 'class', 'Waiting and spans of time'),
	('default', 'sign.plea', 'class', 'Asks for help: please, kindly, resolve, urgent'),
	('default', 'sign.again', 'class', 'Again, twice, several times'),
	('default', 'sign.contrast', 'class', 'But, even, instead, supposed to, despite'),
	('default', 'sign.money', 'class', 'Money moved: charged, deducted, paid, refund'),
	('default', 'sign.payment', 'class', 'One payment, however it is called'),
	('default', 'sign.effort', 'class', 'What it took the customer: had to, tried, made me'),
	('default', 'sign.trouble', 'class', 'Issue, problem, wrong, cancelled, refused'),

	('default', 'demand.fix', 'class', 'Asks to mend what is wrong: please resolve, look into this'),
	('default', 'time.still', 'class', 'Still, until now: a trouble that goes on'),
	('default', 'time.long', 'class', 'Long spans of waiting');

/*
 * Scopes: a mention under one of these has not happened, not now, or not to the
 * customer.  A reach in tokens ends with the clause too, so that "if this is not
 * solved today, I will sue" still threatens.
 */
INSERT INTO complaint.entity (ruleset, entity, kind, reach, direction, description) VALUES
	('default', 'scope.if', 'hypothesis', 12, 'forward', 'Supposes: if, in case, in the event'),
	('default', 'scope.feared', 'hypothesis', 6, 'forward', 'Feared, avoided, wished for: to avoid, would be, I hope'),
	('default', 'scope.question', 'question', 12, 'forward', 'Asks whether there is such a thing, with a question mark at the end'),
	('default', 'scope.past', 'history', 10, 'both', 'Long past, or elsewhere: years ago, at my old bank'),
	('default', 'scope.dismissed', 'negation', 5, 'backward', 'Waved aside: is not a problem, does not matter'),
	('default', 'scope.quote', 'quote', 12, 'forward', 'What others say or what a thing is called'),
	('default', 'scope.pseudo', 'pseudo', NULL, 'forward', 'Turns that look like the beginning of a scope and are none'),
	('default', 'scope.if_after', 'hypothesis', 12, 'backward', 'Supposes, from behind what is supposed: 的话'),
	('default', 'scope.asked', 'question', 3, 'backward', 'Particles and turns that end such a question'),
	('default', 'negation.close', 'negation', 1, 'forward', 'Short denials, good for the very next words only');
