-- Partitioned tables: messages are written through the parent or straight
-- into a partition, move between partitions, and come and go with them.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels.
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('mine', 'one', '''one''', 1), ('mine', 'two', '''two''', 2),
	('mine', 'three', '''three''', 3), ('mine', 'four', '''four''', 4);

-- by list, with columns in another order and a dropped one in a partition, and
-- a partition that is partitioned itself
CREATE TABLE chat (s text, n integer, sender text, region text, body text, PRIMARY KEY (s, n, region)) PARTITION BY LIST (region);
CREATE TABLE chat_eu PARTITION OF chat FOR VALUES IN ('eu');
CREATE TABLE chat_us (gone integer, body text, region text NOT NULL, n integer NOT NULL, sender text, s text NOT NULL);
ALTER TABLE chat_us DROP gone;
ALTER TABLE chat ATTACH PARTITION chat_us FOR VALUES IN ('us');
CREATE TABLE chat_rest PARTITION OF chat DEFAULT PARTITION BY RANGE (n);
CREATE TABLE chat_rest_low PARTITION OF chat_rest FOR VALUES FROM (0) TO (100);
SELECT complaint.attach('chat', session => 's', body => 'body', sender => 'sender', tags => '{region}', ruleset => 'mine', count_messages => true) AS source \gset

CREATE VIEW now AS
	SELECT (SELECT string_agg(format('%s:%s/%s=%s', relation, session_id, message_id, level), ' ' ORDER BY session_id, message_id)
			FROM complaint.classification) AS messages,
		(SELECT string_agg(format('%s: %s %s %s', session_id, messages, complaints, highest_level), '; ' ORDER BY session_id)
			FROM complaint.session) AS sessions,
		(SELECT count(*) FROM complaint.verify(deep => true)) AS wrong;
-- the row triggers come from the server, the TRUNCATE triggers from us
SELECT tgrelid::regclass AS relation, string_agg(tgname, ' ' ORDER BY tgname) AS triggers
FROM pg_trigger WHERE tgname LIKE 'complaint%' GROUP BY tgrelid ORDER BY tgrelid::regclass::text;

-- Writing ------------------------------------------------------------------------------
INSERT INTO chat VALUES ('a', 1, 'customer', 'eu', 'one'), ('a', 2, 'customer', 'us', 'two'), ('a', 3, 'customer', 'asia', 'three'), ('a', 4, 'agent', 'us', 'four');
INSERT INTO chat_us (s, n, sender, region, body) VALUES ('a', 5, 'customer', 'us', 'one'), ('a', 6, 'customer', 'us', 'calm');
INSERT INTO chat_rest_low VALUES ('b', 1, 'customer', 'moon', 'four');
COPY chat_rest (s, n, sender, region, body) FROM stdin;
b	2	customer	mars	two
\.
TABLE now;
SELECT message_id, tags FROM complaint.classification WHERE session_id = 'a' ORDER BY 1;
UPDATE chat SET body = 'four' WHERE s = 'a' AND region = 'us' AND n = 2;
UPDATE chat_us SET sender = 'customer' WHERE n = 4;
DELETE FROM chat WHERE s = 'a' AND n = 5;
TABLE now;

-- Moving from one partition to another: DELETE and INSERT for the server, and
-- the sum is the same
UPDATE chat SET region = 'us' WHERE s = 'a' AND n = 1;
UPDATE chat SET region = 'eu', body = 'three' WHERE s = 'a' AND n = 2;
UPDATE chat SET n = n + 10, region = 'eu' WHERE s = 'b' AND region = 'moon';
TABLE now;

-- TRUNCATE -----------------------------------------------------------------------------
-- of one partition, of a partitioned one, of all
TRUNCATE chat_eu;
TABLE now;
BEGIN;
TRUNCATE chat_rest;
INSERT INTO chat VALUES ('c', 1, 'customer', 'asia', 'two'), ('c', 2, 'customer', 'eu', 'one');
COMMIT;
TABLE now;
BEGIN;
TRUNCATE chat;
SELECT complaint.settle() > 0 AS settled;
TABLE now;
ROLLBACK;
TABLE now;

-- New partitions, and tables that become one ----------------------------------------------
CREATE TABLE chat_uk PARTITION OF chat FOR VALUES IN ('uk');
CREATE TABLE chat_fr (LIKE chat);
INSERT INTO chat_fr VALUES ('d', 1, 'customer', 'fr', 'four');		-- nobody's yet
ALTER TABLE chat_fr ADD PRIMARY KEY (s, n, region);
ALTER TABLE chat ATTACH PARTITION chat_fr FOR VALUES IN ('fr');
SELECT tgrelid::regclass AS relation, string_agg(tgname, ' ' ORDER BY tgname) AS triggers
FROM pg_trigger WHERE tgname LIKE 'complaint%' AND tgrelid IN ('chat_uk'::regclass, 'chat_fr'::regclass) GROUP BY tgrelid ORDER BY tgrelid::regclass::text;
INSERT INTO chat VALUES ('d', 2, 'customer', 'fr', 'two'), ('d', 3, 'customer', 'uk', 'one');
SELECT messages, sessions FROM now;
-- what it brought was neither judged nor counted: verify says so, an update judges it
SELECT problem, session_id, message_id, stored, found FROM complaint.verify(deep => true);
UPDATE chat SET body = body || '!' WHERE s = 'd' AND n = 1;
SELECT messages, sessions FROM now;
TRUNCATE chat_uk;
SELECT messages, sessions FROM now;

-- Partitions that go are retention: what is stored of them stays ------------------------------
ALTER TABLE chat DETACH PARTITION chat_us;
SELECT count(*) AS triggers FROM pg_trigger WHERE tgname LIKE 'complaint%' AND tgrelid = 'chat_us'::regclass;
INSERT INTO chat_us (s, n, sender, region, body) VALUES ('a', 7, 'customer', 'us', 'four');
DELETE FROM chat_us WHERE s = 'a' AND n = 4;
TRUNCATE chat_us;
SELECT messages, sessions FROM now;
DROP TABLE chat_rest;
SELECT session_id, message_id, level FROM complaint.classification ORDER BY 1, 2;
SELECT problem, session_id, message_id FROM complaint.verify(deep => true);
-- the messages of a session that goes on add to what is kept
INSERT INTO chat VALUES ('a', 8, 'customer', 'eu', 'one');
SELECT session_id, complaints, highest_level FROM complaint.session WHERE session_id = 'a';
-- detached, none of the partitions is looked after any more
SELECT complaint.detach('chat');
SELECT count(*) AS triggers FROM pg_trigger WHERE tgname LIKE 'complaint%';

-- By range of time, the key of which is a time: written the same for every writer --------------
CREATE TABLE timed (s bigint, at timestamptz, body text, UNIQUE (s, at)) PARTITION BY RANGE (at);
ALTER TABLE timed ALTER s SET NOT NULL, ALTER at SET NOT NULL;
CREATE TABLE timed_1 PARTITION OF timed FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE timed_2 PARTITION OF timed FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
INSERT INTO timed VALUES (7, '2026-01-15 12:00', 'two');
SELECT complaint.attach('timed', session => 's', body => 'body', at => 'at', existing => 'classify', ruleset => 'mine') AS timed \gset
SET TimeZone = 'Asia/Tokyo';
SET DateStyle = 'German';
INSERT INTO timed VALUES (7, '2026-01-31 23:59:59.5+00', 'one');
UPDATE timed SET at = '2026-02-01 00:00:00+00' WHERE body = 'one';
RESET TimeZone;
RESET DateStyle;
SELECT relation, session_id, message_id, level, at FROM complaint.classification WHERE source = :timed ORDER BY message_id;
SELECT session_id, complaints, first_at, last_at FROM complaint.session WHERE source = :timed;
UPDATE timed SET body = 'three' WHERE s = 7 AND at = '2026-02-01';
SELECT message_id, level FROM complaint.classification WHERE source = :timed ORDER BY message_id;
SELECT problem, session_id, message_id FROM complaint.verify(deep => true) WHERE source = :timed;

-- One partition alone may be attached: what others hold is nothing to it ----------------------
CREATE TABLE lone (s text, n integer, body text, PRIMARY KEY (s, n)) PARTITION BY HASH (s);
CREATE TABLE lone_0 PARTITION OF lone FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE lone_1 PARTITION OF lone FOR VALUES WITH (MODULUS 2, REMAINDER 1);
SELECT complaint.attach('lone_0', session => 's', body => 'body', ruleset => 'mine') AS lone \gset
INSERT INTO lone SELECT 's' || i, 1, 'one' FROM generate_series(1, 20) AS i;
SELECT (SELECT count(*) FROM lone_0) = count(*) AS all_of_it, count(*) BETWEEN 1 AND 19 AS a_part_of_all
FROM complaint.classification WHERE source = :lone;
TRUNCATE lone;
SELECT count(*) FROM complaint.classification WHERE source = :lone;
SELECT problem, session_id, message_id FROM complaint.verify(deep => true) WHERE source = :lone;
