-- What patterns match: each operator of the rule language, how operators bind,
-- and the limits of what is looked at.
\set SHOW_CONTEXT never

INSERT INTO complaint.ruleset (ruleset) VALUES ('x');
INSERT INTO complaint.entity (ruleset, entity, kind) VALUES
	('x', 'fee', 'class'), ('x', 'anger.mild', 'class'), ('x', 'anger.hot', 'class'), ('x', 'not', 'negation');
INSERT INTO complaint.term (ruleset, entity, term) VALUES
	('x', 'fee', 'fee'), ('x', 'fee', 'annual fee'), ('x', 'anger.mild', 'annoyed'), ('x', 'anger.hot', 'furious'),
	('x', 'not', 'not'), ('x', 'not', '没有');

-- By which words a pattern matches a message, in the order of the text; null if
-- it does not.
CREATE FUNCTION pg_temp.hits(pattern text, body text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('x', 'r', pattern::complaint.pattern, 1)
		ON CONFLICT ON CONSTRAINT rule_pkey DO UPDATE SET pattern = excluded.pattern;
	RETURN (SELECT string_agg(hit, ' ' ORDER BY start)
		FROM (SELECT DISTINCT start, length, format('%s%s@%s', e.entity || '=', e.words, e.start) AS hit
			FROM complaint.explain(body, 'x') AS e WHERE e.rule = 'r') AS hits);
END
$$;
CREATE FUNCTION pg_temp.try(VARIADIC cases text[]) RETURNS TABLE (pattern text, body text, hits text) LANGUAGE sql AS $$
	SELECT cases[i], cases[i + 1], pg_temp.hits(cases[i], cases[i + 1]) FROM generate_series(1, cardinality(cases), 2) AS i
$$;

-- Terms: words one after the other; case, width and punctuation do not matter
SELECT * FROM pg_temp.try(
	'''double charged''', 'I was DOUBLE-ＣＨＡＲＧＥＤ',
	'''double charged''', 'charged double',
	'''白了我''', '明白了，我下午到',
	'''白了我''', '他白了我一眼',
	'''白了我'' | ''我下午''', '明白了，我下午到',
	'''annual fee'' | ''fee''', 'it is annual. Fee again',
	'''骗子''', '骗-子 骗*子 骗、子',
	'''refund*''', 'still no refunds',
	'''refund*''', 'a prerefund',
	'''盗刷''', '我的卡被盗刷了');

-- ~word: whole words by the dictionary, for Chinese
SELECT * FROM pg_temp.try(
	'''他妈''', '他妈妈在银行',
	'''他妈''~word', '他妈妈在银行',
	'''他妈''~word', '真他妈慢',
	'''他妈''~word | ''他妈''', '他妈妈在银行');

-- ~sound: whatever sounds the same; ~1 and ~2: one word, with so many errors
SELECT * FROM pg_temp.try(
	'''银保监会''~sound', '我要找银宝监会',
	'''银保监会''', '我要找银宝监会',
	'''ombudsman''~1', 'the ombudsmen will hear of it',
	'''ombudsman''~1', 'the onbudsmen will hear of it',
	'''ombudsman''~2', 'the onbudsmen will hear of it',
	'''ombudsman''', 'the ombudsmen will hear of it');

-- Entities: any of their terms; {name.*}: of all entities below
SELECT * FROM pg_temp.try(
	'{fee}', 'the annual fee',
	'{anger.*}', 'annoyed, no, furious');

-- near, then: at most so many tokens between, in one sentence
SELECT * FROM pg_temp.try(
	'''a'' near/1 ''b''', 'b x a',
	'''a'' near/1 ''b''', 'b x x a',
	'''a'' near/1 ''b''', 'b! a',
	'''a'' then/1 ''b''', 'b x a',
	'''a'' then/1 ''b''', 'a x b x a',
	'''a'' near/0 (''b'' | ''c'')', 'a x b c a',
	'''a'' then/0 ''b'' then/0 ''c''', 'a b x b c a b c');

-- not near, not then: the places of the first without the second so near; the
-- second has no place, and what overlaps is near
SELECT * FROM pg_temp.try(
	'''fee'' not near/2 ''refunded''', 'the fee was not refunded',
	'''fee'' not near/2 ''refunded''', 'the fee was refunded',
	'''fee'' not near/2 any(''refunded'')', 'the fee was not refunded',
	'''fee'' not near/2 ''refunded''', 'refunded the fee. the fee again',
	'''fee'' not near/2 ''refunded''', 'the fee. refunded',
	'''fee'' not near/2 ''refunded''', 'the fee x y z refunded',
	'''fee'' not then/2 ''refunded''', 'refunded fee',
	'''fee'' not then/2 ''refunded''', 'fee refunded fee',
	'''fee'' not near/0 ''annual fee''', 'a fee and an annual fee',
	'''fee'' not near/3 ''x'' near/1 ''b''', 'fee b x fee b! b fee',
	'''b'' near/1 (''fee'' not near/3 ''x'')', 'fee b x fee b! b fee',
	'''fee'' not near/50 ''x'' not near/50 ''y''', 'fee y! fee x! fee');

-- & | ! and N of
SELECT * FROM pg_temp.try(
	'''a'' & ''b''', 'b! a',
	'''a'' & !''b''', 'a',
	'''a'' & !''b''', 'a b',
	'''a'' | ''b''', 'b',
	'2 of (''a'', ''b'', ''c'')', 'c x a',
	'2 of (''a'', ''b'', ''c'')', 'c x c',
	'2 of (''a'', ''b'', !''c'')', 'a',
	'2 of (''for'', ''refund'', ''teleported'')', 'teleported for',
	'2 of (''for'', ''refund'', ''teleported'')', 'for a refund',
	'2 of (''for'', ''refund'', ''teleported'')', 'teleported refund',
	'''teleported'' & ''to'' | ''teleported'' & ''for''', 'teleported for',
	'''teleported'' & ''to'' | ''teleported'' & ''for''', 'for a teleported to');

-- count: mentions that do not overlap; any: also the negated ones
SELECT * FROM pg_temp.try(
	'count({fee}) >= 2', 'an annual fee',
	'count({fee}) >= 2', 'an annual fee and a fee',
	'''a'' & count({fee}) = 0', 'a',
	'count({fee}) < 3 & ''a''', 'a fee a fee a fee',
	'{fee}', 'not a fee',
	'any({fee})', 'not a fee',
	'count(any({fee})) >= 2', 'not a fee or a fee');

-- Binding: near, then and their negations, then !, then &, then |
SELECT * FROM pg_temp.try(
	'''a'' | ''b'' & ''c''', 'a',
	'(''a'' | ''b'') & ''c''', 'a',
	'''a'' & !''b'' near/0 ''c''', 'a b x c',
	'''a'' & (!''b'') & ''c''', 'a b x c',
	'''a'' then/0 ''b'' not near/3 ''c''', 'a b x c',
	'''a'' then/0 (''b'' not near/3 ''c'')', 'a b x x x x x x c');

-- Forms: {name}, or compared with a value
SELECT * FROM pg_temp.try(
	'{money}', 'they took $500, then 200 yuan',
	'{money > 300}', 'they took $500, then 200 yuan',
	'{money <= 200} | {money > 1000}', 'they took $500, then 200 yuan',
	'{money = 1500}', 'it cost 1k5 usd',
	'{money > 1000}', '扣了我两千三百元',
	'{duration >= ''3 days''}', 'waiting for two weeks',
	'{duration >= ''3 days''}', '等了两天',
	'{date < ''2026-01-01''}', 'since 2025-12-31',
	'{date < ''2026-01-01''}', 'since 2026-02-01',
	'{time > ''22:00''}', 'you rang at 23:15',
	'{percentage > ''20%''} & {percentage > 20}', 'a rate of 36%',
	'{ordinal >= 3}', 'this is the third time',
	'{count >= 3}', 'I called 5 times',
	'{phone} | {email}', 'call 13800138000 or write to me@example.com');

-- they work like words: near, count, any, negation
SELECT * FROM pg_temp.try(
	'{fee} near/3 {money > 100}', 'a fee of $50! paid $500! a fee of $200',
	'{money > 100} not near/3 {fee}', 'a fee of $50! paid $500! a fee of $200',
	'''paid'' then/1 {money}', 'paid $50',
	'count({money > 100}) >= 2', 'a fee of $50! paid $500! a fee of $200',
	'count({money > 100}) >= 3', 'a fee of $50! paid $500! a fee of $200',
	'{money}', 'not $50',
	'any({money})', 'not $50',
	'{money > 100} & !{phone}', '$200',
	'{money > 100} & !{phone}', '$200, call 13800138000',
	'{fee} | {money}', 'a fee of $50',
	'{fee} & {money} & /\$[0-9]+/', 'a fee of $50');

-- their place takes in the sign of a currency; what a person can be known by is
-- told masked
UPDATE complaint.rule SET pattern = '{fee} & any({money}) & {bank_card} & ({phone} | {email})' WHERE ruleset = 'x';
SELECT entity, term, words, start, length, scope
FROM complaint.explain('我 not €20, my card 4111 1111 1111 1111, a fee, 13800138000 or someone@example.com', 'x') WHERE rule IS NOT NULL;

-- Regular expressions: where something was found, in the text as it is written,
-- case apart; they have no place of their own
SELECT * FROM pg_temp.try(
	'{fee} & /no ?one (answers|replies)/', 'the fee, NOONE replies',
	'{fee} & /no ?one (answers|replies)/', 'the fee, none replies',
	'{fee} & /no ?one (answers|replies)/', 'NOONE replies',
	'{fee} & !/\yfree\y/', 'the fee is free',
	'{fee} & !/\yfree\y/', 'the fee is freed',
	'{fee} & /a\/b|\$[0-9]{3}|\u20ac/', 'a fee of $100',
	'{fee} & /a\/b|\$[0-9]{3}|\u20ac/', 'a fee of 10€',
	'{fee} & (/x/ | /y/)', 'a fee y',
	'''费'' & /退[^款]{1,3}款/', '费用退了你的款',
	'{fee} & /É/', 'fee é');

-- they see 2 kB before and behind where a hit begins ...
SELECT n, pg_temp.hits('''fee'' & /needle/', repeat('x', 3000) || ' fee ' || repeat('y', n) || ' needle') IS NOT NULL AS found
FROM (VALUES (10), (2035), (2040), (3000)) AS v (n);
SELECT n, pg_temp.hits('''fee'' & /needle/', 'needle ' || repeat('费', n) || ' fee') IS NOT NULL AS found
FROM (VALUES (10), (680), (681), (1000)) AS v (n);
-- ... of what is not said to be absent, and of few hits
SELECT * FROM (VALUES
	('''fee'' & /needle/', 1), ('''fee'' & !(''bell'' & ''whistle'') & /needle/', 2), ('''fee'' & (''bell'' | ''fee'') & /needle/', 3), ('''fee'' not near/1 ''bell'' & /needle/', 4)) AS p (pattern, n),
	LATERAL (SELECT pg_temp.hits(pattern, 'fee ' || repeat('x', 5000) || ' bell needle') IS NOT NULL AS found) AS f ORDER BY n;
SELECT n, pg_temp.hits('''fee'' & /needle/', repeat('fee ' || repeat('x', 1100) || ' ', n) || ' needle') IS NOT NULL AS found
FROM (VALUES (8), (9), (10), (12)) AS v (n);

-- and so many bytes of a message: the verdict says when that was not enough
INSERT INTO complaint.rule (ruleset, rule, pattern, level)
	SELECT 'x', 's' || i, format('''fee'' & /needle%s|last/', i)::complaint.pattern, 1 FROM generate_series(1, 4) AS i;
DELETE FROM complaint.rule WHERE ruleset = 'x' AND rule = 'r';
SELECT level, rules, truncated FROM complaint.classify('fee needle3', 'x');
SELECT level, rules, truncated FROM complaint.classify(repeat('fee ' || repeat('x', 1100) || ' ', 12), 'x');
DELETE FROM complaint.rule WHERE ruleset = 'x';

-- The message as a whole: capitals, exclamation marks in a row, tokens
SELECT * FROM pg_temp.try(
	'{fee} & caps', 'WHAT A FEE AGAIN',
	'{fee} & caps', 'What a FEE again',
	'{fee} & exclaim >= 3', 'a fee!!!',
	'{fee} & exclaim >= 3', 'a fee! a! a!',
	'{fee} & !(exclaim > 0)', 'a fee',
	'{fee} & length <= 2', 'a fee',
	'{fee} & length <= 2', 'what a fee',
	'{fee} & length = 3 & !caps', 'what a fee');

-- A rule that only its words make a candidate is not asked without them
SELECT * FROM pg_temp.try('{fee} & length < 5', 'short', '{fee} & /short/', 'short');

-- What is stored of a message: forms stand among its other words, as their kind
-- and place
UPDATE complaint.rule SET pattern = '{fee} & {money} & ''20'' & {bank_card}' WHERE ruleset = 'x' AND rule = 'r';
CREATE TABLE chat (s text, n integer, body text, PRIMARY KEY (s, n));
SELECT FROM complaint.attach('chat', session => 's', body => 'body', ruleset => 'x');
INSERT INTO chat VALUES ('a', 1, '我的 card 4111 1111 1111 1111: €20, a fee, €30');
SELECT entities, starts, lengths FROM complaint.classification;
SELECT count(*) FROM complaint.verify(deep => true);

-- Many sets with regular expressions, loaded and let go: only one is kept
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('x', 's', '''fee'' & /n.{1,50}e/', 2);
DO $$
BEGIN
	FOR i IN 1..50 LOOP
		UPDATE complaint.rule SET pattern = format('''fee'' & /n.{1,%s}e/', i) WHERE ruleset = 'x' AND rule = 's';
		IF (complaint.classify('fee n' || repeat('x', i) || 'e', 'x')).level <> 2 OR
			(complaint.classify('fee n' || repeat('x', i + 1) || 'e', 'x')).level <> 0 THEN
			RAISE '% is wrong', i;
		END IF;
	END LOOP;
END
$$;
