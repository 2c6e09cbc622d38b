-- The rule language as a data type: canonical text, errors, comparison.
\set VERBOSITY default
\set SHOW_CONTEXT never

-- canonical text: single spaces, fewest parentheses, lower case names
SELECT p::complaint.pattern FROM (VALUES
	('  ''double   charged'' '),
	('''it''''s'''),
	('{Product.Card}|{product.*}'),
	('((''a''))'),
	('(''a''&''b'')&(''c''&(''d''|(''e''|''f'')))'),
	('''a'' & ''b'' | ''c'' & ! ''d'''),
	('(''a'' | ''b'') & !(''c'' | ''d'')'),
	('''a'' & !!''b'''),
	('''a'' & !''b'' near/2 ''c'''),
	('''a'' NEAR / 05 ''b'' then/0 ''c'''),
	('''a'' near/5 (''b'' then/3 {c})'),
	('(''a'' | {b}) near/5 any( {c} )'),
	('count({x})>=2'),
	('COUNT(any({x})) > 0 & ''y'' & count(''z'') < 3'),
	('2 Of (''a'',''b'' & ''c'',{d} | {e})'),
	('''refund*'' | ''退款'' & ''😡''')) AS v (p);

-- canonical text means the same again
SELECT p::complaint.pattern::text = p AS same FROM (VALUES
	('''a'' & (''b'' | ''c'') near/5 (''d'' then/2 ''e'') & !(2 of (''f'', ''g'', !''h'' | ''i''))')) AS v (p);

-- syntax errors name what was found, where, and what was expected
SELECT ''::complaint.pattern;
SELECT '''a'' &'::complaint.pattern;
SELECT '''a'' ''b'''::complaint.pattern;
SELECT 'refund'::complaint.pattern;
SELECT '''钱'' & 退款了 & ''a'''::complaint.pattern;
SELECT '''a'' and ''b'''::complaint.pattern;
SELECT '''never closed'::complaint.pattern;
SELECT '{regulator'::complaint.pattern;
SELECT '{}'::complaint.pattern;
SELECT '{two words}'::complaint.pattern;
SELECT '{.x}'::complaint.pattern;
SELECT '{x.}'::complaint.pattern;
SELECT '{*}'::complaint.pattern;
SELECT ('{' || repeat('x', 65) || '}')::complaint.pattern;
SELECT '(''a'' | ''b'''::complaint.pattern;
SELECT '''a'' | ''b'')'::complaint.pattern;
SELECT '''a'' near ''b'''::complaint.pattern;
SELECT '''a'' near/51 ''b'''::complaint.pattern;
SELECT '''a'' near/9999999999999 ''b'''::complaint.pattern;
SELECT '(''a'' & ''b'') near/3 ''c'''::complaint.pattern;
SELECT '''a'' then/3 !''c'''::complaint.pattern;
SELECT 'count({x})'::complaint.pattern;
SELECT 'count({x}) >= 1001'::complaint.pattern;
SELECT 'count({x} | {y}) >= 1'::complaint.pattern;
SELECT 'any(count({x}) > 1)'::complaint.pattern;
SELECT '3 of (''a'', ''b'')'::complaint.pattern;
SELECT '0 of (''a'', ''b'')'::complaint.pattern;
SELECT '2 (''a'', ''b'')'::complaint.pattern;
SELECT '''a'' % ''b'''::complaint.pattern;

-- a term needs something to look for
SELECT ''' '''::complaint.pattern;
SELECT '''!?*'''::complaint.pattern;
SELECT E'''a\u0001b'''::complaint.pattern;
SELECT ('''' || repeat('x', 201) || '''')::complaint.pattern;

-- a pattern cannot be true of a message that has none of its words
SELECT '!''a'''::complaint.pattern;
SELECT '''a'' | !''b'''::complaint.pattern;
SELECT 'count({x}) < 2'::complaint.pattern;
SELECT '1 of (''a'', !''b'')'::complaint.pattern;
SELECT '2 of (''a'', !''b'')'::complaint.pattern;
SELECT '!(count({x}) < 2)'::complaint.pattern;

-- limits
SELECT (repeat('(', 32) || '''a''' || repeat(')', 32))::complaint.pattern;
SELECT (repeat('(', 33) || '''a''' || repeat(')', 33))::complaint.pattern;
SELECT ('''a'' & ' || repeat('!', 40) || '''b''')::complaint.pattern;
SELECT ('''a''' || repeat(' near/1 ''b''', 40))::complaint.pattern;
SELECT (repeat('''a''|', 300) || '''a''')::complaint.pattern;
SELECT repeat(' ', 5000)::complaint.pattern;

-- a text is taken where a pattern is stored, as is what comes from a client
CREATE TEMP TABLE p (p complaint.pattern);
INSERT INTO p VALUES ('''a''&''b''');
INSERT INTO p SELECT '''a'' & ''b'''::text;
INSERT INTO p SELECT '''c'''::text;
INSERT INTO p SELECT 'c'::text;

-- equality is that of the canonical text; DISTINCT, GROUP BY, joins, indexes
-- (without the schema in the path, operators are OPERATOR(complaint.=))
SELECT count(*) FROM p WHERE p OPERATOR(complaint.=) ' ''c''';
SET search_path = public, complaint;
SELECT DISTINCT p FROM p ORDER BY p;
SELECT p, count(*) FROM p GROUP BY p ORDER BY p;
SELECT count(*) FROM p WHERE p = '  ''a''  &  ''b'' ';
SELECT count(*) FROM p WHERE p <> '''c''';
SELECT '''a'''::complaint.pattern < '''b''' AS lt, '''a'''::complaint.pattern <= '''b''' AS le,
	'''a'''::complaint.pattern > '''b''' AS gt, '''a'''::complaint.pattern >= '''b''' AS ge;
CREATE INDEX ON p (p);
CREATE INDEX ON p USING hash (p);
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT * FROM p a JOIN p b USING (p) WHERE a.p = '''c''';
RESET enable_seqscan;
SET enable_mergejoin = off;
SET enable_nestloop = off;
SELECT count(*) FROM p a JOIN p b USING (p);
RESET enable_mergejoin;
RESET enable_nestloop;
SELECT complaint.pattern_hash('''a''') = complaint.pattern_hash(' ''a'' ') AS same_hash,
	complaint.pattern_hash_extended('''a''', 0) & 4294967295 = complaint.pattern_hash('''a''') & 4294967295 AS seed_0_is_plain;

RESET search_path;

-- binary output and input
SELECT complaint.pattern_send('''a''&{b}') = '\x276127202620'::bytea || convert_to('{b}', 'UTF8') AS binary;
-- looking inside
SELECT complaint.pattern_entities('{a} & {b.*} & (''x'' | any({a}) | count({c}) > 2)'),
	complaint.pattern_terms('{a} & (''x'' | ''y z*'') near/3 ''x''');
SELECT complaint.pattern_entities('''x'''), complaint.pattern_terms('{a}');
SELECT complaint.term_has_words('refund*'), complaint.term_has_words('退款'), complaint.term_has_words('?!');
