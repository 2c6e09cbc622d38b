-- No message and no rule set makes judging take long: what all rules together
-- may look at is bounded, and the verdict says so.
\set VERBOSITY terse
-- each statement below would run into this without its bound, on any machine
SET statement_timeout = '20s';

-- many questions in a sentence that ends a long way behind its last word
SELECT count(*) AS judged
	FROM (SELECT complaint.classify(repeat('any chance ', 2500) || repeat('-', 35000) || '. this is a scam' || n) FROM generate_series(1, 40) AS n) AS judged;

INSERT INTO complaint.ruleset (ruleset) VALUES ('near'), ('count'), ('or'), ('dense'), ('measures'), ('spent');

-- rules that look at many places: one of them can, a thousand cannot
INSERT INTO complaint.rule (ruleset, rule, pattern, level)
	SELECT 'near', 'r' || n, '''a'' near/50 ''a'' near/50 ''a'' near/50 ''a'' near/50 ''b''', 1 FROM generate_series(1, 1000) AS n;
INSERT INTO complaint.rule (ruleset, rule, pattern, level)
	SELECT 'count', 'r' || n, (SELECT string_agg('count(''a'') >= 1000', ' & ') FROM generate_series(1, 100))::complaint.pattern, 1
	FROM generate_series(1, 1000) AS n;
INSERT INTO complaint.rule (ruleset, rule, pattern, level)
	SELECT 'or', 'r' || n, ('(' || (SELECT string_agg('''a'' near/50 ''a''', ' | ') FROM generate_series(1, 60)) || ') near/50 ''b''')::complaint.pattern, 1
	FROM generate_series(1, 100) AS n;
SELECT s.ruleset, v.level, v.truncated
	FROM (VALUES ('count'), ('near'), ('or')) AS s (ruleset), complaint.classify(repeat('a ', 30000), s.ruleset) AS v ORDER BY 1;
SELECT s.ruleset, v.level, v.truncated
	FROM (VALUES ('count'), ('near'), ('or')) AS s (ruleset), complaint.classify(repeat('a ', 4) || 'b', s.ruleset) AS v ORDER BY 1;

-- a word that is in very many entities
INSERT INTO complaint.entity (ruleset, entity) SELECT 'dense', 'e' || n FROM generate_series(1, 300) AS n;
INSERT INTO complaint.term (ruleset, entity, term) SELECT 'dense', 'e' || n, 'a' FROM generate_series(1, 300) AS n;
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('dense', 'r', '{e7}', 2);
SELECT n, v.level, v.truncated FROM unnest(ARRAY[10, 4000]) AS n, complaint.classify(repeat('a ', n), 'dense') AS v ORDER BY 1;

-- measures read the whole message, but once
INSERT INTO complaint.rule (ruleset, rule, pattern, level)
	SELECT 'measures', 'r' || n, '''a'' & exclaim >= 1000 & !caps & count(''a'') > 1', 2 FROM generate_series(1, 2000) AS n;
SELECT count(*) AS judged, bool_or(v.truncated) AS truncated
	FROM generate_series(1, 60) AS n, complaint.classify('a, a ' || repeat('!', 60000) || n, 'measures') AS v;

-- a rule whose evidence was not gathered any more keeps its level under effects
INSERT INTO complaint.rule (ruleset, rule, pattern, level)
	SELECT 'spent', 'r' || n, '''a'' near/50 ''b''', 3 FROM generate_series(1, 100) AS n;
INSERT INTO complaint.rule (ruleset, rule, pattern, effect) VALUES ('spent', 'lower', '''a''', 'lower');
SELECT n, v.level, v.truncated FROM unnest(ARRAY[10, 2000]) AS n, complaint.classify(repeat('a b ', n), 'spent') AS v ORDER BY 1;

-- a level that there is not, let in while foreign keys were off, is none
SET session_replication_role = replica;
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('spent', 'nine', '''nine''', 9), ('spent', 'much', '''much''', 20000);
SET session_replication_role = origin;
SELECT body, v.level FROM unnest(ARRAY['nine', 'much']) AS body, complaint.classify(body, 'spent') AS v ORDER BY 1;

-- nor does a pattern that this version cannot read (a later one took it) take the other rules along
CREATE CAST (bytea AS complaint.pattern) WITHOUT FUNCTION;
INSERT INTO complaint.ruleset (ruleset) VALUES ('later');
SET session_replication_role = replica;
INSERT INTO complaint.rule (ruleset, rule, pattern, level)
	SELECT 'later', 'later ' || n, convert_to(pattern, 'UTF8')::complaint.pattern, 4
	FROM unnest(ARRAY['', '''nine''', '''nine'' &', '''nine'' sounds like ''ten''', '!''nine''', '{money >= much}', '/nine/', '''a'' & /(/',
		'''nine'' & model(severity) > 2', repeat('''nine'' & ', 1000), repeat('(', 100) || '''nine''' || repeat(')', 100), '''',
		'count(''nine'') > 100000', '2 of (''nine'')', '''a'' near/500 ''nine''', '{}', '~', '''nine''~5']) WITH ORDINALITY AS p (pattern, n);
SET session_replication_role = origin;
SELECT v.level, v.rules FROM complaint.classify('nine', 'later') AS v;
DROP CAST (bytea AS complaint.pattern);
