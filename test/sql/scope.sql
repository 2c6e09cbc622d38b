-- Scope: what is denied, supposed, asked for, long past or said by others does
-- not count.  All of it is data: words of entities of some kinds.
\set VERBOSITY default
\set SHOW_CONTEXT never

-- s('text'): what was mentioned, where, and its scope
CREATE FUNCTION s(body text) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(DISTINCT to_char(start, 'FM000 ') || concat_ws(' ', words, scope), ', ')
	FROM complaint.explain(body, 's') WHERE entity = 'bad' $$;

INSERT INTO complaint.ruleset (ruleset) VALUES ('s');
INSERT INTO complaint.entity (ruleset, entity, kind, reach, direction) VALUES
	('s', 'bad', 'class', NULL, 'forward'),
	('s', 'worse', 'class', NULL, 'forward'),
	('s', 'not', 'negation', NULL, 'forward'),
	('s', 'hardly', 'negation', 2, 'forward'),
	('s', 'unlikely', 'negation', 3, 'backward'),
	('s', 'nobody', 'negation', 100, 'both'),
	('s', 'if', 'hypothesis', NULL, 'forward'),
	('s', 'would', 'hypothesis', NULL, 'both'),
	('s', 'can', 'question', NULL, 'forward'),
	('s', 'ma', 'question', 100, 'backward'),
	('s', 'past', 'history', NULL, 'both'),
	('s', 'says', 'quote', NULL, 'forward'),
	('s', 'but', 'terminator', NULL, 'forward'),
	('s', 'turn', 'pseudo', NULL, 'forward');
INSERT INTO complaint.term (ruleset, entity, term, match) VALUES
	('s', 'bad', 'bad', NULL), ('s', 'bad', 'slow', NULL), ('s', 'bad', 'rude', NULL), ('s', 'bad', 'stolen', NULL),
	('s', 'bad', '盗刷', NULL), ('s', 'bad', '慢', NULL), ('s', 'bad', '冻结', NULL), ('s', 'bad', '无语', NULL),
	('s', 'bad', 'not happy', NULL), ('s', 'bad', 'never again', NULL),
	('s', 'bad', 'very slow', NULL), ('s', 'worse', 'slow', NULL),
	('s', 'not', 'not', NULL), ('s', 'not', 'never', NULL), ('s', 'not', '没有', NULL), ('s', 'not', '无', NULL), ('s', 'not', '不', NULL),
	('s', 'hardly', 'hardly', NULL), ('s', 'unlikely', 'unlikely', NULL), ('s', 'nobody', 'nobody', NULL),
	('s', 'if', 'if', NULL), ('s', 'if', '如果', NULL), ('s', 'would', 'would', NULL),
	('s', 'can', 'can', NULL), ('s', 'can', '会', NULL), ('s', 'ma', '吗', NULL), ('s', 'ma', '呢', NULL),
	('s', 'past', 'last year', NULL), ('s', 'past', '去年', NULL),
	('s', 'says', 'your website says', NULL), ('s', 'says', '客服说', NULL),
	('s', 'but', 'but', NULL), ('s', 'but', '但是', NULL),
	('s', 'turn', 'not only', NULL), ('s', 'turn', '不但', NULL), ('s', 'turn', '无', 'word');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('s', 'bad', '{bad}', 2), ('s', 'any', 'any({bad}) & ''overall''', 1), ('s', 'count', 'count({bad}) >= 2', 3),
	('s', 'near', '{bad} near/5 ''staff''', 4);

-- negation goes five tokens forward, unless it says otherwise
SELECT s('slow'), s('not slow'), s('not at all that very slow'), s('not one two three four five slow');
SELECT s('没有盗刷'), s('没有被人盗刷'), s('没有一二三四五盗刷');
SELECT s('hardly slow'), s('hardly ever slow'), s('hardly ever that slow');
-- backward: what ends within the reach before it
SELECT s('slow is unlikely'), s('slow, which is unlikely'), s('slow unlikely slow'), s('slow a b c unlikely');
-- both
SELECT s('slow it was for nobody and rude for none');
-- a longer word is under the scope as a whole, by where it begins or ends
SELECT s('not very slow'), s('very slow is unlikely'), s('hardly ever very slow'), s('very slow a b unlikely');
-- nothing is under its own scope, nor what overlaps it
SELECT s('not happy'), s('never again slow'), s('无语');
-- it ends with the sentence, at a terminator and, as it counts tokens, with the clause
SELECT s('Not now. Slow'), s('not cheap but slow'), s('not good, slow'), s(E'not now\nslow'), s('not good (slow)');
SELECT s('没有。盗刷'), s('没有但是慢'), s('没有问题，慢'), s('没有问题 慢');
SELECT s('slow but unlikely'), s('slow, unlikely');
-- a trigger inside a longer term is none: 无 in 无语, "never" in "never again"
SELECT s('无语，太慢'), s('无语太慢'), s('never again so slow'), s('never so slow');
-- where there is no such term, one of kind pseudo is: it is nothing else
SELECT s('not only slow'), s('not the only slow'), s('不但慢'), s('不慢'), s('不但没有慢');
-- also in the very same place, if it is a whole word: 无 is one by itself
SELECT s('无慢'), s('无法慢');
-- what must be whole words and is not is neither a trigger nor a term around one
INSERT INTO complaint.term (ruleset, entity, term, match) VALUES ('s', 'not', '别', 'word'), ('s', 'worse', '别', NULL), ('s', 'worse', '天不', 'word');
SELECT s('别慢'), s('告别慢'), s('今天不慢');

-- hypothesis: to the end of the sentence, over commas
SELECT s('If my card were stolen, what would I do?'), s('如果卡被盗刷，怎么办'), s('If so. It is stolen'), s('stolen if'), s('if not, but stolen');
SELECT s('stolen it would be, and bad');

-- question: where the sentence asks ...
SELECT s('Can it be stolen?'), s('Can it be stolen'), s('会慢吗'), s('会慢？'), s('会慢。');
-- ... or the word itself ends the clause, if it looks backward
SELECT s('被盗刷了吗'), s('被盗刷了吗，急'), s('被盗刷了吗 急'), s('慢吗？慢。'), s('慢呢一'), s('慢，盗刷了吗');
-- history and quotes
SELECT s('It was slow last year and rude, but bad now'), s('去年很慢，盗刷'), s('慢'), s('Your website says it is never slow. Slow'), s('客服说冻结，但是盗刷');
-- several scopes: the first of negation, hypothesis, question, history, quote
SELECT s('if it is not stolen, bad'), s('last year your website says not slow, bad');

-- what is under a scope does not count, but for any()
SELECT body, level, rules FROM unnest(ARRAY['slow', 'not slow', 'if slow', 'overall not slow', 'slow, not rude', 'slow and rude',
	'rude staff', 'not rude staff', 'if the staff is rude', 'staff, if rude']) AS body, complaint.classify(body, 's');
-- hits in the same place have the same scope
SELECT entity, words, scope FROM complaint.explain('not slow', 's');

-- of a word in two kinds both hold; of entities of a kind the widest
INSERT INTO complaint.entity (ruleset, entity, kind, reach, direction) VALUES ('s', 'no', 'negation', 1, 'both'), ('s', 'no_more', 'history', NULL, 'forward');
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('s', 'no', 'no'), ('s', 'not', 'no'), ('s', 'no_more', 'no');
SELECT s('bad no bad a b c slow a b slow');
-- {wildcards} change nothing of it
INSERT INTO complaint.entity (ruleset, entity, kind) VALUES ('s', 'w.not', 'negation'), ('s', 'w.bad', 'class');
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('s', 'w.not', 'nicht'), ('s', 'w.bad', 'schlecht');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('s', 'wildcard', '{w.*} & ''x''', 1);
SELECT entity, words, scope FROM complaint.explain('nicht schlecht', 's');

-- forms stand under scopes like words
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('s', 'money', '{money > 100}', 3), ('s', 'any money', 'any({money > 100}) & ''sum''', 1);
SELECT body, level, rules FROM unnest(ARRAY['I paid 500 yuan', 'I never paid 500 yuan', '如果扣我500元', '500元吗', 'sum: if it is 500 yuan']) AS body,
	complaint.classify(body, 's');

-- a message full of triggers takes no longer than another one
SELECT level, truncated FROM complaint.classify(repeat('not if slow but ', 1000), 's');
SELECT count(*), count(scope) FROM complaint.explain(repeat('if nobody ', 1000) || 'slow', 's') WHERE entity = 'bad';
-- nor does one full of words that must be whole; the dictionary is asked for the first ones
SELECT level FROM complaint.classify(repeat('无法', 10000) || '慢', 's');
