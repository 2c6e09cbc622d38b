-- Whatever a chat may hold, its row is stored, and what is stored of it is true.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels.  One policy: a message of level 4.
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine'), ('empty');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('mine', 'one', '''one''', 1), ('mine', 'two', '''two''', 2),
	('mine', 'three', '''three''', 3), ('mine', 'four', '''four''', 4), ('mine', 'han', '''投诉''', 3);

CREATE TABLE chat (s text, n integer PRIMARY KEY, sender text DEFAULT 'customer', body text, agent text, customer text, at timestamptz, note text);
SELECT complaint.attach('chat', session => 's', body => 'body', sender => 'sender', agent => 'agent', customer => 'customer', at => 'at', tags => '{note}', ruleset => 'mine') AS source \gset

-- Nothing to judge ----------------------------------------------------------------------
INSERT INTO chat (s, n, body) VALUES ('a', 1, NULL), ('a', 2, ''), ('a', 3, '   '), ('a', 4, E'\n\t\r\n'), ('a', 5, '!?...'), ('a', 6, '。'), ('a', 7, E'\u200B\uFEFF');
SELECT count(*) AS chat, (SELECT count(*) FROM complaint.classification) AS stored FROM chat;
UPDATE chat SET body = 'four' WHERE n = 1;
UPDATE chat SET body = NULL WHERE n = 1;
SELECT count(*) FROM complaint.classification;

-- Huge --------------------------------------------------------------------------------------
-- judged by the first 64 kB: what stands at the start counts, at the end no more
INSERT INTO chat (s, n, body) VALUES ('huge', 10, 'four ' || repeat('calm words ', 1000000)),
	('huge', 11, repeat('calm words ', 1000000) || ' four'),
	('huge', 12, repeat('x', 10000000)), ('huge', 13, repeat('投', 4000000)), ('huge', 14, repeat('one ', 2500000));
SELECT n, octet_length(body) > 9000000 AS huge FROM chat WHERE s = 'huge' ORDER BY n;
SELECT message_id, level, starts[1:3] AS starts, cardinality(starts) AS words FROM complaint.classification WHERE session_id = 'huge' ORDER BY message_id;
-- the same when it is stored compressed or out of line and updated
UPDATE chat SET note = 'x' WHERE s = 'huge';
UPDATE chat SET body = body || '!' WHERE n = 10;
SELECT message_id, level FROM complaint.classification WHERE session_id = 'huge' ORDER BY message_id;
DELETE FROM chat WHERE s = 'huge';

-- Strange ---------------------------------------------------------------------------------
-- characters that are not seen are no hiding place
INSERT INTO chat (s, n, body) VALUES
	('strange', 20, E'f\u200Bo\u200Cu\u200Dr'),		-- zero-width characters within a word
	('strange', 21, E'\x01\x02four\x7F\x1B[31m'),		-- control characters around it
	('strange', 22, E'\u202Efour\u202C'),				-- right to left
	('strange', 23, 'ＦＯＵＲ'),						-- full width
	('strange', 24, E'投\u200B诉'),
	('strange', 25, '😡four😡'),
	('strange', 26, repeat(U&'\0301', 1000) || ' four'),	-- a thousand accents
	('strange', 27, repeat('!', 10000) || 'four'),
	('strange', 28, E'\uFFFE four \U0010FFFF');			-- characters that are none
SELECT n, level, left(translate(substr(body, starts[1], lengths[1]), U&'\200B\200C\200D\202C', '...'), 20) AS words, starts, lengths
FROM complaint.classification AS c JOIN chat ON message_id = n::text WHERE s = 'strange' ORDER BY n;

-- Ids ---------------------------------------------------------------------------------------
-- over 512 bytes they are kept as their hash, and are the same in all tables
INSERT INTO chat (s, n, body, agent, customer, note) VALUES
	(repeat('s', 10000), 40, 'four', repeat('agent', 60), repeat('c', 1000), repeat('n', 1000)),
	(repeat('s', 10000), 41, 'two', repeat('agent', 60), repeat('c', 1000), repeat('n', 1000)),
	(repeat('s', 10001), 42, 'two', NULL, NULL, NULL), (repeat('会', 171), 43, 'two', NULL, NULL, NULL), (repeat('x', 512), 44, 'two', NULL, NULL, NULL);
SELECT message_id, left(session_id, 8) AS session, length(session_id) AS length, session_id = complaint.key(s) AS key, length(c.agent) AS agent, length(c.customer) AS customer, length(tags ->> 'note') AS note
FROM complaint.classification AS c JOIN chat ON message_id = n::text WHERE n BETWEEN 40 AND 49 ORDER BY n;
SELECT session_id = complaint.key(repeat('s', 10000)) AS long_one, complaints, highest_level FROM complaint.session
WHERE session_id LIKE 'sha256:%' ORDER BY complaints DESC, 1;
SELECT policy, session_id = complaint.key(repeat('s', 10000)) AS long_one, agent = repeat('agent', 60) AS the_agent FROM complaint.alert WHERE session_id LIKE 'sha256:%';
SELECT length(complaint.channel(repeat('agent', 60))) < 64 AS short_channel;
SELECT complaint.key('plain'), complaint.key(''), complaint.key(NULL), octet_length(complaint.key(repeat('x', 512))), octet_length(complaint.key(repeat('x', 513)));
-- an id may hold anything; similar ones stay apart
INSERT INTO chat (s, n, body) VALUES (E'a\nb', 50, 'one'), ('a"b', 51, 'one'), ('a''b', 52, 'one'), ('a\b', 53, 'one'), (' ', 54, 'one'), ('会话', 55, 'one'), ('A', 56, 'one'), ('ａ', 57, 'one');
SELECT session_id, complaints FROM complaint.session AS s JOIN complaint.classification AS c USING (source, session_id) WHERE message_id::integer BETWEEN 50 AND 59 ORDER BY message_id;

-- No session: the message is judged, but belongs to no aggregate and raises nothing -------------
INSERT INTO chat (s, n, body) VALUES (NULL, 60, 'four'), ('', 61, 'four'), (NULL, 62, 'calm');
SELECT format('[%s]', session_id) AS session, message_id, level FROM complaint.classification WHERE message_id::integer BETWEEN 60 AND 69 ORDER BY message_id;
SELECT count(*) FROM complaint.session WHERE session_id = '';
SELECT count(*) FROM complaint.alert WHERE session_id = '';
-- told its session later
UPDATE chat SET s = 'found' WHERE n = 60;
DELETE FROM chat WHERE n = 61;
SELECT session_id, message_id, level FROM complaint.classification WHERE message_id::integer BETWEEN 60 AND 69;
SELECT session_id, complaints FROM complaint.session WHERE session_id = 'found';

-- Senders: exactly the named ones ---------------------------------------------------------------
INSERT INTO chat (s, n, sender, body) VALUES ('who', 70, NULL, 'four'), ('who', 71, '', 'four'), ('who', 72, 'Customer', 'four'), ('who', 73, 'customer ', 'four'), ('who', 74, 'customer', 'four');
SELECT message_id FROM complaint.classification WHERE session_id = 'who';

-- Times -----------------------------------------------------------------------------------------
-- null and infinite ones are taken as now; others as they are
INSERT INTO chat (s, n, body, at) VALUES ('t1', 80, 'four', NULL), ('t2', 81, 'four', 'infinity'), ('t3', 82, 'four', '-infinity'),
	('t4', 83, 'four', '4713-01-01 BC'), ('t5', 84, 'four', '294276-12-31'), ('t6', 85, 'four', now() + interval '100 years'), ('t7', 86, 'four', '1999-12-31');
SELECT session_id, CASE WHEN at BETWEEN now() - interval '1 minute' AND clock_timestamp() THEN 'now' WHEN at > now() THEN 'future' ELSE 'past' END AS at,
	first_at = at AND last_at = at AS session
FROM complaint.classification JOIN complaint.session USING (source, session_id) WHERE session_id ~ '^t[0-9]$' ORDER BY session_id;
-- what is far in the past counts, but rings nobody
SELECT session_id FROM complaint.alert WHERE session_id ~ '^t[0-9]$' ORDER BY session_id;
-- time columns that carry no zone
CREATE TABLE local (n integer PRIMARY KEY, s text, body text, at timestamp);
SELECT complaint.attach('local', session => 's', body => 'body', at => 'at', time_zone => 'America/New_York', ruleset => 'mine') AS local \gset
INSERT INTO local VALUES (1, 'l', 'one', 'infinity'), (2, 'l', 'one', '-infinity'), (3, 'l', 'one', '294276-12-31 23:59'), (4, 'l', 'one', '4713-01-01 BC'),
	(5, 'l', 'one', '2026-03-08 02:30'), (6, 'l', 'one', '2026-11-01 01:30');		-- a time that there was not, and one that there was twice
SELECT message_id, CASE WHEN at BETWEEN now() - interval '1 minute' AND clock_timestamp() THEN 'now' ELSE at::text END AS at
FROM complaint.classification WHERE source = :local ORDER BY message_id;

-- A rule set without rules: all is calm ------------------------------------------------------------
UPDATE complaint.source SET ruleset = 'empty' WHERE source = :source;
INSERT INTO chat (s, n, body) VALUES ('e', 90, 'four');
SELECT count(*) FROM complaint.classification WHERE session_id = 'e';
UPDATE complaint.source SET ruleset = 'mine' WHERE source = :source;
-- a rule set in use cannot be dropped
DELETE FROM complaint.ruleset WHERE ruleset = 'mine';
DELETE FROM chat WHERE n = 90;

SELECT * FROM complaint.verify(deep => true);
SELECT count(*) FROM complaint.unsettled;
