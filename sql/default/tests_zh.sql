/*
 * sql/default/tests_zh.sql
 *
 * Rule tests of the shipped set in Chinese; see tests_en.sql.
 */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '您好，请问周末营业吗？', 0, NULL, '{}'),
	('default', '谢谢，东西今天上午到的，很满意。', 0, NULL, '{}'),
	('default', '想把收货地址改成公司，要在哪里点？', 0, NULL, '{}'),
	('default', '请问这款手机支持快充吗', 0, NULL, '{}'),
	('default', '好的，明白了，麻烦你了', 0, NULL, '{}'),
	('default', '如何查询信用卡积分', 0, NULL, '{}'),
	('default', '服务态度很好，送餐很快，好评！', 0, NULL, '{}'),
	('default', '味道不错，下次还来。', 0, NULL, '{}'),
	('default', '我想开通手机银行，需要带什么证件？', 0, NULL, '{}'),
	('default', '如果卡被盗刷了应该怎么处理？', 0, NULL, '{}'),
	('default', '我不是投诉，就想问问活动什么时候结束', 0, NULL, '{}'),
	('default', '发票能开成专票的吗', 0, NULL, '{}'),
	('default', '帮我取消这个订单，我下错了', 0, NULL, '{}'),
	('default', '快递员很热情，帮忙送上楼，感谢', 0, NULL, '{}'),
	('default', '这个套餐每个月多少钱', 0, NULL, '{}'),
	('default', '转账一般多久到账？', 0, NULL, '{}'),
	('default', '不好意思，是我自己的问题，刚才没看清楚', 0, NULL, '{}'),
	('default', '没问题，周三送就行', 0, NULL, '{}'),
	('default', '明天下午三点以后送可以吗', 0, NULL, '{}'),
	('default', '价格实惠，质量也好，推荐', 0, NULL, '{}'),
	('default', '少了一份汤', 1, 'delivery.missing', NULL),
	('default', '衣服洗一次就掉色', 1, 'product', NULL),
	('default', '米饭有点夹生', 1, 'product.food', NULL),
	('default', '箱子破了，里面的瓶子磕坏一个', 1, 'delivery.damaged', NULL),
	('default', '新版本老是一点就闪退', 1, 'app', NULL),
	('default', '新版本一点开账单就闪退', 1, 'app', NULL),
	('default', '房间有股霉味，地毯旧', 1, NULL, NULL),
	('default', '太让人失望了', 2, NULL, NULL),
	('default', '垃圾平台，害人', 2, NULL, NULL),
	('default', '前台态度恶劣', 2, 'service.attitude', NULL),
	('default', '客服电话一直打不通', 2, 'service.no_response', NULL),
	('default', '真是气死人了，一上午白忙', 2, NULL, NULL),
	('default', '差评，送来都凉透了', 2, NULL, NULL),
	('default', '真后悔买了这个', 2, NULL, NULL),
	('default', '难吃，下次不点了', 2, NULL, NULL),
	('default', '等了两个多小时，慢死了', 2, NULL, NULL),
	('default', '从来没见过这么差劲的商家', 2, NULL, NULL),
	('default', '大家千万别买这家的东西', 2, NULL, NULL),
	('default', '无语，真生气', 2, NULL, NULL),
	('default', '你们这是欺骗消费者', 3, NULL, NULL),
	('default', '骗子公司，把钱退给我', 3, NULL, NULL),
	('default', '全是霸王条款', 3, NULL, NULL),
	('default', '未经我同意就私自扣款，太恶劣了', 3, 'fees.unexpected', NULL),
	('default', '天天打电话骚扰我家人，还威胁恐吓', 3, 'collection', NULL),
	('default', '我要投诉你们', 3, NULL, NULL),
	('default', '要求赔偿我的损失', 3, NULL, NULL),
	('default', '业务员当时说没有手续费，结果是误导销售', 3, 'marketing.misleading', NULL),
	('default', '给我个说法', 3, NULL, NULL),
	('default', '反映了好几次都没人处理，一直推诿', 3, NULL, NULL),
	('default', '又坏了，这都第三次了', 3, NULL, NULL),
	('default', '拒不退款，毫无诚信', 3, NULL, NULL),
	('default', '再不处理我就去银保监会投诉', 4, NULL, NULL),
	('default', '我要打12315举报你们', 4, NULL, NULL),
	('default', '法院见，我已经找律师了', 4, NULL, NULL),
	('default', '再也不买你们家的东西了', 4, NULL, NULL),
	('default', '一群王八蛋', 4, NULL, NULL),
	('default', '不退钱我就找媒体曝光你们', 4, NULL, NULL),
	('default', '以后再也不会来住了，太差', 4, NULL, NULL),
	('default', '已经向12378反映，你们等着', 4, NULL, NULL),
	('default', '我的信用卡昨晚被盗刷了三笔', NULL, 'fraud.unauthorized', '{fraud}'),
	('default', '有人冒用我的身份证办了贷款', NULL, 'fraud.unauthorized', '{fraud}'),
	('default', '遇到杀猪盘，被骗走了八万块', NULL, 'fraud', '{fraud}'),
	('default', '我的卡没有被盗刷，只是想改密码', 0, NULL, '{}'),
	('default', '账户被冻结了，里面的工资取不出来', NULL, 'account.locked', '{funds}'),
	('default', '卡里的钱不见了', NULL, 'account.locked', '{funds}'),
	('default', '吃完全家食物中毒', NULL, NULL, '{safety}'),
	('default', '充电宝突然爆炸，吓坏了', NULL, NULL, '{safety}'),
	('default', '粥里吃出一根钢丝', NULL, NULL, '{safety}'),
	('default', '我真的不想活了', NULL, NULL, '{self_harm}'),
	('default', '你们泄露我的个人信息', NULL, 'privacy', '{privacy}'),
	('default', '我爸是残疾人，低保停了，现在没饭吃', NULL, NULL, '{vulnerable}'),
	('default', '同一笔扣了两次', NULL, 'fees.double_charge', NULL),
	('default', '年化利率超过36，利息太高', NULL, 'fees.interest', NULL),
	('default', '你们影响了我的征信，请修改征信记录', NULL, 'credit.report', NULL),
	('default', '失业了没有收入，希望能协商分期还款', NULL, 'credit.repayment', NULL),
	('default', '提前结清为什么还要收违约金', NULL, 'contract', NULL),
	('default', '保险理赔材料已经交了', NULL, 'insurance', NULL),
	('default', '优惠券用不了', NULL, 'marketing.promotion', NULL),
	('default', '申请了退货，不给退款', NULL, 'payment.refund', NULL),
	('default', '绝对是假货，没有防伪码', NULL, 'product.counterfeit', NULL),
	('default', '物流太慢了，快递三天没动', NULL, 'delivery.late', NULL),
	('default', '我被扣了两次同样的钱', 1, 'fees.double_charge', NULL),
	('default', '会员费重复扣款了', 1, 'fees.double_charge', NULL),
	('default', '同一张订单收了我两次运费', 1, 'fees.double_charge', NULL),
	('default', '请问同一笔订单怎么扣了我两次钱', 1, 'fees.double_charge', NULL),
	('default', '同一笔扣了两次，没人退给我', 2, 'fees.double_charge', NULL),
	('default', '重复扣款，打了几次电话都没人理', 2, 'fees.double_charge', NULL),
	('default', '为什么要收我手续费？', 0, NULL, '{}'),
	('default', '如果被扣了两次怎么办', 0, NULL, '{}'),
	('default', '怎么举报可疑的短信', 0, NULL, '{}'),
	('default', '手机无法接受验证码', 0, NULL, '{}'),
	('default', '客服人呢？在不在', 2, NULL, NULL),
	('default', '都五天了，还是老样子', 2, NULL, NULL),
	('default', '今天了才想起来要开发票', 0, NULL, '{}'),
	('default', '当时不是说明天就能送到吗', 2, NULL, NULL),
	('default', '我这件怎么还不派件', 2, NULL, NULL),
	('default', '一直没有收到安装的消息', 2, NULL, NULL),
	('default', '为什么这个还没发出来', 2, NULL, NULL),
	('default', '在家等了一个下午', 2, NULL, NULL),
	('default', '已经问了三遍了', 2, NULL, NULL),
	('default', '凭什么要我出运费', 2, NULL, NULL),
	('default', '麻烦帮我催一下楼下的快递', 1, NULL, NULL),
	('default', '赶紧的，我要出门', 2, NULL, NULL),
	('default', '又换客服，又要重复一遍', 2, NULL, NULL),
	('default', '刚买第二天就降价，太坑了', 2, NULL, NULL),
	('default', '箱子第三次送错了', 3, 'delivery.missing', NULL),
	('default', '屡次发错货', 3, 'delivery.missing', NULL),
	('default', '办事太墨迹了', 2, NULL, NULL),
	('default', '这不是骗人吗', 3, NULL, NULL),
	('default', '就这态度？', 2, 'service.attitude', NULL),
	('default', '连个解释都没有给过我', 2, NULL, NULL),
	('default', '昨天起送货员电话关机，找不到人', 2, 'service.no_response', NULL),
	('default', '东西早就到站了还没送', 2, NULL, NULL),
	('default', '我想等了解清楚再下单', 0, NULL, '{}'),
	('default', '昨天就收到了，谢谢', 0, NULL, '{}'),
	('default', '一直没找到合适的尺码，请推荐一下', 0, NULL, '{}'),
	('default', '再不处理我就向银保监会投诉你们', 4, NULL, NULL),
	('default', '我已经打了12315', 4, NULL, NULL),
	('default', '刷单的规则在哪里看', 0, NULL, '{}');

/* Scope: denied. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '我的账户没有被盗刷，放心', 0, NULL, '{}'),
	('default', '没有发现破损，包装完好', 0, NULL, '{}'),
	('default', '不贵，也不慢，挺好的', 0, NULL, '{}'),
	('default', '房间不脏，床也不硬', 0, NULL, '{}'),
	('default', '衣服没掉色，也没起球', 0, NULL, '{}'),
	('default', '客服态度不差，就是普通', 0, NULL, '{}'),
	('default', '这次没有延误，准点到的', 0, NULL, '{}'),
	('default', '没有重复扣款，我看错账单了', 0, NULL, '{}'),
	('default', '我不是来投诉的，只是反映一下建议', 0, NULL, '{}');

/* Scope: supposed. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '如果被重复扣款怎么办', 0, NULL, '{}'),
	('default', '万一卡被盗刷了银行赔吗', 0, NULL, '{}'),
	('default', '要是我不满意可以退货吗', 0, NULL, '{}'),
	('default', '假如快递丢了由谁负责？', 0, NULL, '{}'),
	('default', '怎么防止信用卡被盗刷', 0, NULL, '{}'),
	('default', '担心路上被压坏，能不能多包一层', 0, NULL, '{}'),
	('default', '一旦逾期会影响征信吗？', 0, NULL, '{}'),
	('default', '不合适的话可以换大一码吗', 0, NULL, '{}'),
	('default', '如果不退款我就去12315投诉', 4, NULL, NULL),
	('default', '要是再不处理，我就向银保监会举报', 4, NULL, NULL),
	('default', '如果可以给零分我一分都不想给', 2, NULL, NULL);

/* Scope: asked for. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '这件毛衣会不会掉色？', 0, NULL, '{}'),
	('default', '这个电饭锅容易坏吗', 0, NULL, '{}'),
	('default', '这款手机玩游戏会发烫吗', 0, NULL, '{}'),
	('default', '手续费高不高？', 0, NULL, '{}'),
	('default', '退货要自己出运费吗？', 0, NULL, '{}'),
	('default', '会有划痕吗', 0, NULL, '{}');

/* Scope: past, quoted, hearsay. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '听说你们家卖过假货，是真的吗', 0, NULL, '{}'),
	('default', '以前经常断网，现在好多了', 0, NULL, '{}'),
	('default', '短信提醒谨防诈骗，我想核实一下是不是你们发的', 0, NULL, '{}'),
	('default', '有人说这家店是骗子，我没遇到过', 0, NULL, '{}'),
	('default', '你们客服说不会重复扣款的，对吧', 0, NULL, '{}');

/* Turns that deny nothing. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '不得不说，服务太差了', 2, NULL, NULL),
	('default', '不仅慢，而且态度恶劣', 2, 'service.attitude', NULL),
	('default', '无语，真的生气了', 2, NULL, NULL),
	('default', '从来没这么失望过', 2, NULL, NULL),
	('default', '没有比这更垃圾的软件了', 2, NULL, NULL),
	('default', '不愧是你们，又闪退了', 3, NULL, NULL),
	('default', '不要脸，收了钱不办事', 3, NULL, NULL),
	('default', '客服很不耐烦', 2, 'service.attitude', NULL),
	('default', '没见过这么坑人的平台', 2, NULL, NULL);

/* Solved, own fault, thanks. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '问题已经解决了，谢谢', 0, NULL, '{}'),
	('default', '已经收到退款了，谢谢你们', 0, NULL, '{}'),
	('default', '不好意思，是我自己填错地址了', 0, NULL, '{}'),
	('default', '刚才是我没看清，麻烦你了', 0, NULL, '{}'),
	('default', '没事了，钱到账了', 0, NULL, '{}');

/* Harmless words with bad ones inside. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '想买一条女装连衣裙', 0, NULL, '{}'),
	('default', '他妈妈的生日快到了，想订个蛋糕', 0, NULL, '{}'),
	('default', '香辣鸡腿堡多少钱', 0, NULL, '{}'),
	('default', '我父亲有心脏病，想问问有没有适合的保险', 0, NULL, '{}'),
	('default', '出差住三晚，能开发票吗', 0, NULL, '{}'),
	('default', '放假期间正常发货吗', 0, NULL, '{}'),
	('default', '灿烂的笑容，服务员很热情', 0, NULL, '{}'),
	('default', '慢慢来，不着急', 0, NULL, '{}'),
	('default', '差价怎么退', 0, NULL, '{}'),
	('default', '下三滥的手段', 2, NULL, NULL),
	('default', '下周三下午能送吗', 0, NULL, '{}'),
	('default', '几把椅子一起发货吗', 0, NULL, '{}'),
	('default', '多少钱一份', 0, NULL, '{}'),
	('default', '请问有没有差评返现活动', NULL, NULL, '{}');

/* How it is written. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '退錢！你們這些騙子', 3, NULL, NULL),
	('default', '服務態度極差，客服愛理不理', 3, 'service.attitude', NULL),
	('default', '物流太太太慢了', 2, NULL, NULL),
	('default', '骗-子公司', 3, NULL, NULL),
	('default', '你们这群骗 子', 3, NULL, NULL),
	('default', 'ＡＰＰ老是閃退', 1, 'app', NULL),
	('default', '向银宝监会投诉你们', 4, NULL, NULL),
	('default', '我要投拆你们快递员', 3, NULL, NULL),
	('default', '拉圾软件，毁我青春', 2, NULL, NULL),
	('default', 'customer service 太垃圾了，never again', 4, NULL, NULL),
	('default', 'no 回复，已经等了三天', 2, NULL, NULL),
	('default', '三天了😡还没人处理', 3, NULL, NULL),
	('default', '等了一个小时了！！！', 2, NULL, NULL),
	('default', '👎👎👎', 2, NULL, NULL);

/* Banking and payments. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '转账失败钱却被扣了，到现在没退回来', 1, NULL, NULL),
	('default', '昨天转的五千块到今天还没到账，客服也联系不上', 3, NULL, NULL),
	('default', 'ATM吞了我的卡，打电话没人管', 2, NULL, NULL),
	('default', '手机银行系统繁忙，一直登录不上去', 1, NULL, NULL),
	('default', '柜台排了两个小时队，只开一个窗口', 2, NULL, NULL),
	('default', '未经我同意就给我开通了短信扣费业务', 3, 'fees.unexpected', NULL),
	('default', '年费从来没有告知过，直接就扣了', 3, 'fees.unexpected', NULL),
	('default', '账户被冻结半个月了，一直没人给说法', 3, 'account.locked', '{funds}'),
	('default', '工资卡里少了三千块，不翼而飞', NULL, NULL, '{funds}'),
	('default', '卡里少了500元，查不到记录', NULL, NULL, '{funds}'),
	('default', '银行卡不在我身边，却被刷了八百', NULL, 'fraud.unauthorized', '{fraud}'),
	('default', '有人冒充你们客服让我转了两万，被骗了', NULL, 'fraud', '{fraud}'),
	('default', '注销个账户推来推去，跑了三趟都办不成', 3, 'account.closing', NULL),
	('default', '请问怎么修改手机银行的登录密码', 0, NULL, '{}'),
	('default', '信用卡账单日是哪一天', 0, NULL, '{}'),
	('default', '外币汇款手续费怎么收', 0, NULL, '{}'),
	('default', '我想查一下上个月的流水', 0, NULL, '{}'),
	('default', '定期存款可以提前支取吗', 0, NULL, '{}'),
	('default', '还款日是周末会顺延吗', 0, NULL, '{}');

/* Lending and collection. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '天天打我父母电话催债，还说要上门', 3, 'collection', NULL),
	('default', '催收把我的欠款告诉了公司同事，侵犯隐私', 3, NULL, '{privacy}'),
	('default', '爆通讯录，群发短信骂我是老赖', 3, NULL, '{privacy}'),
	('default', '不是不还，疫情没收入，希望能延期', NULL, 'credit.repayment', NULL),
	('default', '综合年化超过36%，就是高利贷', 3, 'fees.interest', NULL),
	('default', '借三万要还六万，利息太高了', 1, 'fees.interest', NULL),
	('default', '放款的时候先扣了两千砍头息', NULL, 'fees.interest', NULL),
	('default', '提前还清还要收违约金，霸王条款', 3, 'contract', NULL),
	('default', '征信上多了一笔我从未借过的贷款', NULL, NULL, '{fraud}'),
	('default', '逾期三天就给我上了征信，要求撤销', NULL, 'credit.report', NULL),
	('default', '业务员说利息很低，签完才发现被坑了', 3, 'marketing.misleading', NULL),
	('default', '贷款额度一般多久能批下来', 0, NULL, '{}'),
	('default', '提前还款要怎么申请', 0, NULL, '{}');

/* Insurance. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '理赔材料交了一个月，到现在没人联系我', 2, 'insurance', NULL),
	('default', '买的时候说什么都赔，出了事就拒赔', 3, 'insurance', NULL),
	('default', '莫名其妙给我投保了一份意外险，我要退保', NULL, 'fraud.unauthorized', NULL),
	('default', '业务员隐瞒免责条款，误导我买保险', 3, 'marketing.misleading', NULL),
	('default', '重疾险的等待期是多少天', 0, NULL, '{}'),
	('default', '车险到期了怎么续保', 0, NULL, '{}');

/* Shops. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '等了半个月还没发货，客服装死', 2, NULL, NULL),
	('default', '发来的是翻新机，序列号都激活过了', 1, 'product.counterfeit', NULL),
	('default', '买来第二天就坏了，不给换', 3, NULL, NULL),
	('default', '刚买就降价，还不给补差价', 2, NULL, NULL),
	('default', '说好次日达，三天了物流还没动', 2, 'delivery.late', NULL),
	('default', '快递直接扔在楼下，电话都不打一个', 2, NULL, NULL),
	('default', '显示已签收，可我根本没收到', 2, 'delivery.missing', NULL),
	('default', '少发了两件，找客服半天不回', 2, NULL, NULL),
	('default', '箱子都压扁了，里面全洒了', 1, 'delivery.damaged', NULL),
	('default', '鞋子左右脚大小不一样', 1, NULL, NULL),
	('default', '面料太薄，线头也多', NULL, 'product', NULL),
	('default', '尺码不准，退货还要自己出运费', 2, NULL, NULL),
	('default', '价格比实体店还贵', 1, NULL, NULL),
	('default', '人工客服呢？说话啊', 2, 'service.no_response', NULL),
	('default', '你们到底什么时候发货', 2, NULL, NULL),
	('default', '凭什么取消我的订单', 2, NULL, NULL),
	('default', '能不能给个准话，天天说明天送', 2, NULL, NULL),
	('default', '你们不是说今天到吗', 2, NULL, NULL),
	('default', '什么破快递，再也不用了', 4, NULL, NULL),
	('default', '这个蓝色的还有货吗', 0, NULL, '{}'),
	('default', '买两件可以包邮吗', 0, NULL, '{}'),
	('default', '帮我备注一下，不要放门口', 0, NULL, '{}'),
	('default', '麻烦把发票抬头改成公司', 0, NULL, '{}'),
	('default', '订单可以合并发货吗', 0, NULL, '{}');

/* Meals. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '菜里有根头发，恶心死了', 2, 'product.food', NULL),
	('default', '送来都凉透了，面也坨了', 1, 'product.food', NULL),
	('default', '分量越来越少，价格越来越贵', 2, NULL, NULL),
	('default', '吃完上吐下泻，去医院挂了急诊', NULL, NULL, '{safety}'),
	('default', '汤里有玻璃碎片', NULL, NULL, '{safety}'),
	('default', '多放点香菜，谢谢', 0, NULL, '{}'),
	('default', '米饭够两个人吃，味道很好', 0, NULL, '{}');

/* Telecom. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '没信号，一进电梯就断网', 1, 'telecom', NULL),
	('default', '套餐莫名其妙多扣了三十块', 1, NULL, NULL),
	('default', '网速慢得要死，还限速', 2, 'telecom', NULL),
	('default', '宽带报修三次了都没人上门', 2, NULL, NULL),
	('default', '偷偷给我开通增值业务，乱扣费', 3, 'fees.unexpected', NULL),
	('default', '副卡怎么办理', 0, NULL, '{}'),
	('default', '这个月流量还剩多少', 0, NULL, '{}');

/* Travel. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '航班延误五个小时，没人解释', 2, 'travel.delay', NULL),
	('default', '到了酒店说没房间，订单白订了', 1, NULL, NULL),
	('default', '行李箱被摔坏了，航空公司推卸责任', 3, 'travel.baggage', NULL),
	('default', '司机绕路还骂人', 2, NULL, NULL),
	('default', '房间隔音太差，一夜没睡', 2, NULL, NULL),
	('default', '退票费收了百分之八十，太黑了', 2, NULL, NULL),
	('default', '可以帮我选靠窗的座位吗', 0, NULL, '{}'),
	('default', '明天几点可以办理入住', 0, NULL, '{}'),
	('default', '高铁票改签要手续费吗', 0, NULL, '{}');

/* Demands, threats, abuse, leaving. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '必须给我道歉赔偿', 3, NULL, NULL),
	('default', '今天不解决我就发抖音曝光', 4, NULL, NULL),
	('default', '我已经报警了，你们等着', 4, NULL, NULL),
	('default', '律师函马上就到，法庭见', 4, NULL, NULL),
	('default', '这种公司早该倒闭了', 2, NULL, NULL),
	('default', '一群废物', 4, NULL, NULL),
	('default', '你脑子有病吧', 4, NULL, NULL),
	('default', '我要注销账户，再也不用你们银行了', 4, NULL, NULL),
	('default', '找你们领导来，你处理不了', 2, NULL, NULL),
	('default', '卸载了，再也不见', 4, NULL, NULL);

/* Harms. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '充电器突然冒烟，差点着火', NULL, NULL, '{safety}'),
	('default', '孩子用了湿巾脸上全是红疹', NULL, NULL, '{safety}'),
	('default', '再逼我还钱我就跳楼', NULL, NULL, '{self_harm}'),
	('default', '活着没意思，债还不完', NULL, NULL, '{self_harm}'),
	('default', '你们把我的身份证号卖给了贷款公司', NULL, 'privacy', '{privacy}'),
	('default', '老人被忽悠买了五万的保健品，现在没钱看病', NULL, NULL, '{vulnerable}'),
	('default', '家里孩子要跳舞，想买条裙子', 0, NULL, '{}'),
	('default', '跳楼价甩卖还有吗', 0, NULL, '{}'),
	('default', '手机掉水里了能修吗', 0, NULL, '{}'),
	('default', '烫伤膏有货吗', 0, NULL, '{}');

/* Praise stays calm. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '态度好，速度快，五星好评', 0, NULL, '{}'),
	('default', '虽然贵了点，但是质量没得说', NULL, NULL, '{}'),
	('default', '味道不错就是有点咸', 0, NULL, '{}'),
	('default', '客服小姐姐很耐心，问题一下就解决了', 0, NULL, '{}'),
	('default', '用了好几年了，一直很满意', 0, NULL, '{}'),
	('default', '物流给力，第二天就到了', 0, NULL, '{}');

/* Politeness. */
INSERT INTO complaint.rule_test (ruleset, body, level, type, harms) VALUES
	('default', '您好，麻烦帮我查一下订单到哪了', 0, NULL, '{}'),
	('default', '请问客服电话是多少', 0, NULL, '{}'),
	('default', '谢谢，我再等等', 0, NULL, '{}');
