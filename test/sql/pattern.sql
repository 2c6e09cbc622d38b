-- The rule language as a data type: canonical text, errors, comparison.
\set VERBOSITY default
\set SHOW_CONTEXT never
CREATE FUNCTION pg_temp.canonical(p text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	RETURN p::complaint.pattern;
EXCEPTION
	WHEN syntax_error THEN RETURN NULL;
END
$$;

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
	('''refund*'' | ''退款'' & ''😡'''),
	('''盗刷'' ~ Word & ''银保监会''~SOUND'),
	('''ombudsman'' ~ 1 | ''arbitration''~2'),
	('{ Money }|{MONEY>1000}|{money >= ''01000.50''}|{money<''7''}'),
	('{duration>=''3   days''} & {date < ''2026-01-01''} & {time>''22:00''}'),
	('{percentage>''20%''} & {ordinal>=03} & {count = 3} & count({phone}) > 1'),
	('''a'' NOT near/4 ''b'' not THEN/3 any({money > 5}) near/2 ''c'''),
	('''a'' near/3 (''b'' not near/4 ''c'')'),
	('''a'' & /no ?one (answers|replies)/ & !/a\/b\\[\/x]/'),
	('{x} & caps & EXCLAIM>=3 & !(length < 20) & !!(exclaim = 1)')) AS v (p);

-- canonical text means the same again: whatever is accepted prints as itself
-- (here: every operator below every other one; the fuzzer does the rest)
WITH atom (a) AS (VALUES
	('''x'''), ('''x''~word'), ('{x.*}'), ('{money}'), ('{money > 1.50}'),
	('{duration < '' 2  days ''}'), ('any(''x'')'), ('count({x}) >= 2'), ('/a\/b|\\\\/'), ('caps'), ('exclaim > 2'), ('length <= 9')),
operator (o) AS (VALUES
	('%s & %s'), ('%s | %s'), ('!%s & %s'), ('!(%s) & %s'), ('%s near/3 %s'), ('%s not then/2 %s'), ('2 of (%s, %s)')),
one (p) AS (SELECT format(o, l.a, r.a) FROM operator, atom AS l, atom AS r),
two (p) AS (SELECT format(o, '(' || p || ')', '''y''') FROM operator, one UNION ALL SELECT format(o, '''y''', '(' || p || ')') FROM operator, one)
SELECT count(*) > 1000 AS many, count(*) FILTER (WHERE c <> c::complaint.pattern::text) AS not_fixed
FROM two, LATERAL (SELECT pg_temp.canonical('''z'' & (' || p || ')') AS c) AS canonical;

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

SELECT 'caps'::complaint.pattern;
SELECT '''a'' | /b/'::complaint.pattern;
SELECT 'exclaim >= 3 & !''a'''::complaint.pattern;
SELECT '''a'' & !/b/ & length > 3'::complaint.pattern;
SELECT '{money} & /b/'::complaint.pattern;

-- how a term is looked for
SELECT '''cat''~1'::complaint.pattern;
SELECT '''ombudsman''~3'::complaint.pattern;
SELECT '''two words''~1'::complaint.pattern;
SELECT '''absence''~2'::complaint.pattern;
SELECT '''refund''~sound'::complaint.pattern;
SELECT '''a''~'::complaint.pattern;
SELECT '{a}~1'::complaint.pattern;

-- forms: what has a number can be compared with what is one
SELECT '{regulator > 5}'::complaint.pattern;
SELECT '{phone = 110}'::complaint.pattern;
SELECT '{money > }'::complaint.pattern;
SELECT '{money > much}'::complaint.pattern;
SELECT '{money > 1.}'::complaint.pattern;
SELECT '{money >> 1}'::complaint.pattern;
SELECT '{duration > 3}'::complaint.pattern;
SELECT '{duration > ''3 moons''}'::complaint.pattern;
SELECT '{date < ''2026-13-01''}'::complaint.pattern;
SELECT '{time > ''25:00''}'::complaint.pattern;
SELECT '{money 1000}'::complaint.pattern;
SELECT '{money > 1000'::complaint.pattern;
SELECT '{money > ''1000}'::complaint.pattern;

-- near and not near
SELECT '''a'' not ''b'''::complaint.pattern;
SELECT 'not ''b'''::complaint.pattern;
SELECT '''a'' not near/51 ''b'''::complaint.pattern;
SELECT '''a'' near/2.5 ''b'''::complaint.pattern;
SELECT '''a'' not near/3 caps'::complaint.pattern;
SELECT '''a'' near/3 /b/'::complaint.pattern;

-- regular expressions: the server's, without what could take long
SELECT '''a'' & /b'::complaint.pattern;
SELECT '''a'' & //'::complaint.pattern;
SELECT '''a'' & /(b/'::complaint.pattern;
SELECT '''a'' & /b)/'::complaint.pattern;
SELECT '''a'' & /[b/'::complaint.pattern;
SELECT '''a'' & /b{2,1}/'::complaint.pattern;
SELECT '''a'' & /*b/'::complaint.pattern;
SELECT '''a'' & /b**/'::complaint.pattern;
SELECT '''a'' & /b*/'::complaint.pattern;
SELECT '''a'' & /(b)\1/'::complaint.pattern;
SELECT '''a'' & /b(?=c)/'::complaint.pattern;
SELECT '''a'' & /(?<!c)b/'::complaint.pattern;
SELECT '''a'' & /(?i)b/'::complaint.pattern;
SELECT '''a'' & /***=b/'::complaint.pattern;
SELECT '''a'' & /^b/'::complaint.pattern;
SELECT '''a'' & /b$/'::complaint.pattern;
SELECT '''a'' & /\Ab/'::complaint.pattern;
SELECT '''a'' & /b\Y/'::complaint.pattern;
SELECT '''a'' & /(\yb)+/'::complaint.pattern;
SELECT '''a'' & /\mb\M|\mc\M|\md\M|\me\M|\yf/'::complaint.pattern;
SELECT '''a'' & /[\y]/'::complaint.pattern;
SELECT '''钱'' & /退款(/'::complaint.pattern;
SELECT E'''a'' & /b\tc/'::complaint.pattern;
SELECT '''a'' & /\mb[$^](?:c|d)\M\y\$\^/'::complaint.pattern;

-- models: the words are kept free for them
SELECT '''a'' & model(severity) >= 3'::complaint.pattern;
SELECT 'model(complaint) > 0.8'::complaint.pattern;
SELECT 'model(complaint) > 1.8'::complaint.pattern;
SELECT 'model(severity) >= 5'::complaint.pattern;
SELECT 'model(mood) > 0.8'::complaint.pattern;
SELECT 'model(severity)'::complaint.pattern;

-- limits
SELECT ('''a'' & /' || repeat('b', 100) || '/')::complaint.pattern IS NOT NULL AS taken;
SELECT ('''a'' & /' || repeat('b', 101) || '/')::complaint.pattern;
SELECT '''a'' & /(b{10}){11}/'::complaint.pattern;
SELECT '''a'' & /(b{200}){200}/'::complaint.pattern;
SELECT ('''a'' & /[' || repeat('b', 255) || ']/')::complaint.pattern;
SELECT ('''a'' & /' || repeat('(', 40) || 'b' || repeat(')', 40) || '/')::complaint.pattern;
SELECT ('''a''' || repeat(' & /b/', 4))::complaint.pattern IS NOT NULL AS taken;
SELECT ('''a''' || repeat(' & /b/', 5))::complaint.pattern;
SELECT '''a'' & length < 1001'::complaint.pattern;
SELECT ('{money > ' || repeat('1', 50) || '}')::complaint.pattern;
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
-- as a binary COPY has them; what it brings is read like any other text
CREATE TEMP TABLE sent (p complaint.pattern);
INSERT INTO sent VALUES ('{b}&''a''');
SELECT format('%s/regress_pattern', current_setting('data_directory')) AS file \gset
COPY sent TO :'file' (FORMAT binary);
COPY sent FROM :'file' (FORMAT binary);
SELECT p, count(*) FROM sent GROUP BY p;
CREATE TEMP TABLE sent_bytes (p bytea);
INSERT INTO sent_bytes VALUES ('''a'' &');
COPY sent_bytes TO :'file' (FORMAT binary);
COPY sent FROM :'file' (FORMAT binary);
SELECT format('rm ''%s''', :'file') AS remove \gset
COPY (SELECT WHERE false) TO PROGRAM :'remove';
-- looking inside
SELECT complaint.pattern_entities('{a} & {b.*} & (''x'' | any({a}) | count({c}) > 2)'),
	complaint.pattern_terms('{a} & (''x'' | ''y z*'') near/3 ''x''');
SELECT complaint.pattern_entities('''x'''), complaint.pattern_terms('{a}');
-- (a form is no entity of the rule set)
SELECT complaint.pattern_entities('{a} & {money > 5} near/3 {phone}'), complaint.pattern_terms('''x''~word | ''y''~word & /z/');
SELECT complaint.term_has_words('refund*'), complaint.term_has_words('退款'), complaint.term_has_words('?!');

-- what each form is compared with
SELECT '{percentage > ''many''}'::complaint.pattern;
SELECT '{ordinal >= ''third''}'::complaint.pattern;
SELECT '{count = ''few''}'::complaint.pattern;
SELECT '{phone > 3}'::complaint.pattern;
-- classes of characters in a regular expression
SELECT '''order'' & /no[.][[:space:]]*[[:digit:]]{4}/'::complaint.pattern;
