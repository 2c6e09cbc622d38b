-- Attaching tables: complaint.create_conversation makes a ready one,
-- complaint.attach takes any table that has a key.

\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels.
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('mine', 'one', '''one''', 1), ('mine', 'two', '''two''', 2),
	('mine', 'three', '''three''', 3), ('mine', 'four', '''four''', 4);

-- A ready table -----------------------------------------------------------------
-- It is an ordinary table, found along the search_path as any other name is.
SELECT complaint.create_conversation('chat') AS source;
SELECT a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS not_null, pg_get_expr(d.adbin, d.adrelid) AS default
FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = 'chat'::regclass AND a.attnum > 0 ORDER BY a.attnum;
SELECT pg_get_constraintdef(oid) AS key FROM pg_constraint WHERE conrelid = 'chat'::regclass AND contype = 'p';
-- no member of the extension: pg_dump takes it for what it is, your data
SELECT count(*) AS membership FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = 'chat'::regclass AND deptype = 'e';

CREATE SCHEMA "My Schema";
SELECT complaint.create_conversation('"My Schema"."Chat ''1''"') AS source;
SET search_path = "My Schema", public;
SELECT complaint.create_conversation('along_the_path') AS source;
RESET search_path;
-- unquoted names are folded, as everywhere in SQL
SELECT complaint.create_conversation('public.UPPER') AS source;

SELECT source, relation, ruleset, columns, customer_senders, count_messages, min_stored_level, enabled
FROM complaint.sources ORDER BY source;

-- names that are none
\set VERBOSITY terse
SELECT complaint.create_conversation('chat');
SELECT complaint.create_conversation('nowhere.chat');
SELECT complaint.create_conversation('');
SELECT complaint.create_conversation('a b');
SELECT complaint.create_conversation('a.b.c.d');
SELECT complaint.create_conversation(NULL);
\set VERBOSITY default

-- A source's own settings are columns of complaint.source.
UPDATE complaint.source SET ruleset = 'mine';
INSERT INTO chat (session_id, message_id, sender, agent_id, customer_id, body) VALUES
	('s1', 1, 'customer', 'ann', 'c7', 'one'),
	('s1', 2, 'agent', 'ann', NULL, 'four'),		-- what an agent says is context
	('s1', 3, 'customer', 'bob', 'c7', 'calm'),
	('s1', 4, 'customer', 'bob', 'c7', 'two');
INSERT INTO "My Schema"."Chat '1'" (session_id, message_id, body) VALUES ('s2', 1, 'three');
SELECT source, relation, session_id, message_id, level, rules, ruleset, agent, customer
FROM complaint.classification ORDER BY source, session_id, message_id;
SELECT source, session_id, complaints, highest_level, agent, customer FROM complaint.session ORDER BY source, session_id;

-- Any table ---------------------------------------------------------------------
-- a bigint session, a single key column, senders of your own, an agent and tags
CREATE TABLE tickets (
	id bigint PRIMARY KEY, thread bigint, "From" varchar(20), handler integer, client uuid,
	"The Text" varchar(500), said timestamptz, tenant text, vip boolean, priority smallint);
SELECT complaint.attach('tickets', session => 'thread', body => 'The Text', sender => 'From',
	customer_senders => '{visitor,customer}', agent => 'handler', customer => 'client', at => 'said',
	tags => '{tenant,vip,priority}', ruleset => 'mine') AS source \gset
INSERT INTO tickets VALUES
	(1, 12345678901, 'visitor', 7, '00000000-0000-0000-0000-00000000000a', 'one', '2026-01-02 03:04:05+00', 'acme', true, 3),
	(2, 12345678901, 'customer', 8, '00000000-0000-0000-0000-00000000000a', 'two', '2026-01-02 03:04:06+00', 'acme', NULL, 2),
	(3, 12345678901, 'Visitor', 8, '00000000-0000-0000-0000-00000000000a', 'three', '2026-01-02 03:04:07+00', 'acme', false, 1);
SELECT session_id, message_id, level, agent, customer, at, tags
FROM complaint.classification WHERE source = :source ORDER BY message_id;

-- a uuid session and a composite key in which it is not the first column:
-- the message is what else is in the key, joined by commas
CREATE TABLE turns (shard integer, conversation uuid, turn numeric(10, 2), part text, said text, PRIMARY KEY (shard, conversation, turn, part));
SELECT complaint.attach('turns', session => 'conversation', body => 'said', ruleset => 'mine') AS source \gset
INSERT INTO turns VALUES (3, '11111111-2222-3333-4444-555555555555', 1.50, 'a', 'two'), (3, '11111111-2222-3333-4444-555555555555', 1.50, ',', 'two');
SELECT session_id, message_id, level FROM complaint.classification WHERE source = :source ORDER BY message_id;

-- a unique index over columns that are NOT NULL instead of a primary key; a
-- numeric session; an enum says who speaks; no time column: when it was judged
CREATE TYPE party AS ENUM ('client', 'staff');
CREATE TABLE lines (room numeric NOT NULL, n integer NOT NULL, who party, line text, odd integer);
CREATE UNIQUE INDEX lines_null_key ON lines (odd);				-- odd may be null
CREATE UNIQUE INDEX lines_partial_key ON lines (n) WHERE n > 5;	-- not every row
CREATE UNIQUE INDEX lines_key ON lines (n, room) INCLUDE (odd);
SELECT complaint.attach('lines', session => 'room', body => 'line', sender => 'who', customer_senders => '{client}', ruleset => 'mine') AS source \gset
INSERT INTO lines VALUES (1.0, 1, 'client', 'two', 1), (1.0, 2, 'staff', 'two', 2), (1.0, 3, NULL, 'two', 3), (2, 1, 'client', 'one', 4);
SELECT session_id, message_id, level, at BETWEEN now() - interval '1 minute' AND clock_timestamp() AS at_is_now
FROM complaint.classification WHERE source = :source ORDER BY session_id, message_id;

-- char(n): its blanks mean nothing
CREATE TABLE padded (s char(10), n char(5), b char(40), who char(12), PRIMARY KEY (s, n));
SELECT complaint.attach('padded', session => 's', body => 'b', sender => 'who', customer_senders => '{customer}', ruleset => 'mine') AS source \gset
INSERT INTO padded VALUES ('a', '1', 'one', 'customer'), ('a ', '2  ', ' two ', 'customer'), ('a', '3', 'three', 'agent');
SELECT format('[%s]', session_id) AS session, format('[%s]', message_id) AS message, level
FROM complaint.classification WHERE source = :source ORDER BY message_id;

-- a time without zone is in the time zone that attach was told, a date its midnight
CREATE TABLE local_times (id integer PRIMARY KEY, s text, b text, at timestamp);
CREATE TABLE local_dates (id integer PRIMARY KEY, s text, b text, at date);
SELECT complaint.attach('local_times', session => 's', body => 'b', at => 'at', time_zone => 'Asia/Shanghai', ruleset => 'mine') AS times,
	complaint.attach('local_dates', session => 's', body => 'b', at => 'at', time_zone => 'America/New_York', ruleset => 'mine') AS dates \gset
SET TimeZone = 'Australia/Darwin';		-- of whoever writes: says nothing
INSERT INTO local_times VALUES (1, 's', 'one', '2026-07-01 08:00');
INSERT INTO local_dates VALUES (1, 's', 'one', '2026-07-01');
RESET TimeZone;
SELECT relation, at FROM complaint.classification WHERE source IN (:times, :dates) ORDER BY source;

-- eight tags, one of them the session; what is null has no place in them
CREATE TABLE tagged (s text, n integer PRIMARY KEY, b text, t1 text, t2 integer, t3 uuid, t4 boolean, t5 party, t6 numeric, "T 7" char(5));
SELECT complaint.attach('tagged', session => 's', body => 'b', tags => '{t1,t2,t3,t4,t5,t6,T 7,s}', ruleset => 'mine') AS source \gset
INSERT INTO tagged VALUES ('s', 1, 'one', 'x"y', 2, '00000000-0000-0000-0000-000000000003', true, 'staff', 6.50, 'z');
INSERT INTO tagged VALUES ('s', 2, 'one', NULL, 2, NULL, NULL, NULL, NULL, NULL);
SELECT message_id, tags FROM complaint.classification WHERE source = :source ORDER BY message_id;
SELECT session_id, tags FROM complaint.session WHERE source = :source;

-- one column in several roles
CREATE TABLE notes (who text PRIMARY KEY, words text);
SELECT complaint.attach('notes', session => 'who', body => 'words', customer => 'who', agent => 'who', ruleset => 'mine') AS source \gset
INSERT INTO notes VALUES ('mary', 'four');
SELECT session_id, message_id, level, agent, customer FROM complaint.classification WHERE source = :source;
SELECT columns FROM complaint.sources WHERE source = :source;

-- domains count as what they are made of
CREATE DOMAIN words AS text;
CREATE DOMAIN number AS bigint;
CREATE TABLE domains (s number, n number PRIMARY KEY, b words);
SELECT complaint.attach('domains', session => 's', body => 'b', ruleset => 'mine') AS source \gset
INSERT INTO domains VALUES (5, 1, 'three');
SELECT session_id, message_id, level FROM complaint.classification WHERE source = :source;

-- an unlogged table is fine; a table with inheritance children too: theirs are not its messages
CREATE UNLOGGED TABLE fast (s text, n integer PRIMARY KEY, b text);
CREATE TABLE slow (CHECK (n > 100)) INHERITS (fast);
SELECT complaint.attach('fast', session => 's', body => 'b', ruleset => 'mine') AS source \gset
INSERT INTO fast VALUES ('s', 1, 'one');
INSERT INTO slow VALUES ('s', 101, 'one');
SELECT relation, session_id, message_id, level FROM complaint.classification WHERE source = :source;

-- columns that are called what our queries call the table
CREATE TABLE letters (j text, m integer PRIMARY KEY, o text);
INSERT INTO letters VALUES ('s', 1, 'three');
SELECT complaint.attach('letters', session => 'j', body => 'o', ruleset => 'mine', existing => 'classify', count_messages => true) AS source \gset
SELECT session_id, message_id, level FROM complaint.classification WHERE source = :source;
SELECT session_id, messages FROM complaint.sessions WHERE source = :source;

-- days and times in a key are as ISO 8601 has them, whatever the session says
CREATE TABLE days (s text, day date, at time, body text, PRIMARY KEY (s, day, at));
SELECT complaint.attach('days', session => 's', body => 'body', ruleset => 'mine') AS source \gset
SET datestyle = 'German';
INSERT INTO days VALUES ('s', '2026-02-01', '10:30', 'three');
RESET datestyle;
SELECT session_id, message_id, level FROM complaint.classification WHERE source = :source;

-- Whatever was attached: what is stored agrees with the tables.
SELECT * FROM complaint.verify(deep => true);
