-- A message that is inserted is stored without looking whether it was before,
-- and counts once where it was; so does one whose session's row has moved.
\set SHOW_CONTEXT never

INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level, type) VALUES
	('mine', 'one', '''one''', 1, 'service'), ('mine', 'four', '''four''', 4, 'fees');
CREATE TABLE chat (s text, n integer, body text, PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', ruleset => 'mine', count_messages => true) AS source \gset
CREATE VIEW stored AS SELECT c.message_id, c.level, c.type, s.messages, s.complaints, s.level_1, s.level_4, s.highest_level, s.types
	FROM complaint.classification AS c JOIN complaint.session AS s USING (source, session_id) ORDER BY 1;
INSERT INTO chat VALUES ('a', 1, 'one'), ('a', 2, 'one');
TABLE stored;

-- rows that went unseen: what was stored of them is there still
SET session_replication_role = replica;
DELETE FROM chat;
RESET session_replication_role;
INSERT INTO chat VALUES ('a', 1, 'four');
TABLE stored;
INSERT INTO chat VALUES ('a', 2, 'four'), ('a', 3, 'one');
TABLE stored;
SELECT count(*) FROM complaint.unsettled;

-- in one transaction, settled in pieces
BEGIN;
SET LOCAL complaint.settle = 'statement';
DELETE FROM chat WHERE n = 3;
INSERT INTO chat VALUES ('a', 3, 'four');
DELETE FROM chat WHERE n = 3;
INSERT INTO chat VALUES ('a', 3, 'one');
COMMIT;
TABLE stored;

-- counts of more digits, and of names that are new
INSERT INTO chat SELECT 'a', n, 'one' FROM generate_series(4, 20) AS n;
UPDATE complaint.session SET types = '{"fees": 2, "service": 9999}';
INSERT INTO chat VALUES ('a', 21, 'one');
SELECT types FROM complaint.session;
UPDATE complaint.session SET types = '{"fees": 2}';
INSERT INTO chat VALUES ('a', 22, 'one');
INSERT INTO chat VALUES ('a', 23, 'one');
SELECT types FROM complaint.session;
-- a message that goes has all of them counted anew
DELETE FROM chat WHERE n > 20;
SELECT types FROM complaint.session;

-- where a row was, others are by now: none of them is taken for it
INSERT INTO chat VALUES ('gone', 1, 'one');
INSERT INTO chat VALUES ('gone', 2, 'one');
DELETE FROM chat WHERE s = 'gone';
VACUUM complaint.session;
INSERT INTO chat SELECT 'new' || n, n, 'one' FROM generate_series(1, 100) AS n;
INSERT INTO chat VALUES ('gone', 3, 'one');
SELECT session_id, complaints, types FROM complaint.session WHERE session_id = 'gone' OR (session_id LIKE 'new%' AND complaints <> 1);
SELECT count(*) FROM complaint.session WHERE session_id LIKE 'new%';
DELETE FROM chat WHERE s = 'gone' OR s LIKE 'new%';

-- the session's row is found wherever it went
INSERT INTO chat SELECT 'b' || n % 3, n, 'one' FROM generate_series(1, 9) AS n;
DELETE FROM chat WHERE s = 'b1';
VACUUM complaint.session;
INSERT INTO chat SELECT 'c' || n % 3, n, 'one' FROM generate_series(1, 9) AS n;
VACUUM FULL complaint.session;
INSERT INTO chat SELECT s, n, 'hello' FROM unnest('{a,b0,b1,b2,c0,c1,c2}'::text[]) AS s, generate_series(101, 110) AS n;
INSERT INTO chat SELECT s, 111, 'four' FROM unnest('{a,b0,b1,b2,c0,c1,c2}'::text[]) AS s;
SELECT session_id, messages, complaints, types FROM complaint.session ORDER BY session_id COLLATE "C";
-- the two messages that went unseen were taken off no count
SELECT problem, session_id, stored, found FROM complaint.verify(deep => true);
