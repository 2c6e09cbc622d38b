-- count_messages with many sessions in one transaction: each session's count is that of its rows.

CREATE TABLE chat (s text, n integer, body text, PRIMARY KEY (s, n));
CREATE TABLE mail (s text, n integer, body text, PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', count_messages => true) AS chat \gset
SELECT complaint.attach('mail', session => 's', body => 'body', count_messages => true) AS mail \gset

-- (what is in no session is not counted)
CREATE VIEW rows_of AS
	SELECT :chat AS source, s AS session_id, count(*) AS messages FROM chat GROUP BY s
	UNION ALL SELECT :mail, s, count(*) FROM mail WHERE s <> '' GROUP BY s;
-- sessions that count otherwise than their rows, and how many count right
CREATE VIEW wrong AS
	SELECT source = :chat AS chat, session_id, counted.messages AS counted, rows_of.messages AS rows
	FROM complaint.session AS counted FULL JOIN rows_of USING (source, session_id)
	WHERE counted.messages IS DISTINCT FROM rows_of.messages;
CREATE VIEW counted AS
	SELECT count(*) FILTER (WHERE source = :chat) AS chats, count(*) FILTER (WHERE source = :mail) AS mails, sum(messages) AS messages
	FROM complaint.session;
-- so many rows, in so many sessions, by turns
CREATE FUNCTION pg_temp.rows(first integer, rows integer, sessions integer) RETURNS TABLE (s text, n integer, body text)
LANGUAGE sql AS $$ SELECT 's' || n * 7 % sessions, n, 'good morning' FROM generate_series(first, first + rows - 1) AS n $$;

-- one session, a few, and more of them
INSERT INTO chat SELECT * FROM pg_temp.rows(0, 5, 1);
INSERT INTO chat SELECT * FROM pg_temp.rows(10, 40, 4);
INSERT INTO chat SELECT * FROM pg_temp.rows(100, 1001, 100);
TABLE counted;
TABLE wrong;

-- two tables, whose sessions have the same names
BEGIN;
INSERT INTO chat SELECT * FROM pg_temp.rows(2000, 105, 50);
INSERT INTO mail SELECT * FROM pg_temp.rows(0, 105, 50);
INSERT INTO chat SELECT * FROM pg_temp.rows(3000, 3, 50);
COMMIT;
TABLE counted;
TABLE wrong;

-- ids from short to long, and without any
INSERT INTO mail SELECT repeat('x', length), n, 'good morning'
FROM generate_series(1, 3) AS n, unnest(ARRAY[0, 1, 59, 60, 61, 63, 64, 65, 120, 130, 500]) AS length;
TABLE counted;
TABLE wrong;

-- rows that go, more of them than come
BEGIN;
INSERT INTO chat SELECT * FROM pg_temp.rows(4000, 50, 30);
DELETE FROM chat WHERE n % 3 = 0;
DELETE FROM mail WHERE s LIKE 's%' AND n < 100;
COMMIT;
TABLE counted;
TABLE wrong;

-- in savepoints: released, rolled back, and settled in between
BEGIN;
INSERT INTO chat SELECT * FROM pg_temp.rows(5000, 25, 20);
SAVEPOINT x;
INSERT INTO chat SELECT * FROM pg_temp.rows(5100, 35, 30);
RELEASE x;
SAVEPOINT x;
INSERT INTO chat SELECT * FROM pg_temp.rows(5200, 45, 40);
ROLLBACK TO x;
INSERT INTO chat SELECT * FROM pg_temp.rows(5300, 15, 20);
COMMIT;
TABLE counted;
TABLE wrong;
BEGIN;
INSERT INTO chat SELECT * FROM pg_temp.rows(6000, 25, 20);
SAVEPOINT x;
INSERT INTO chat SELECT * FROM pg_temp.rows(6100, 25, 20);
SELECT complaint.settle() > 0 AS settled;
TABLE wrong;
ROLLBACK TO x;
INSERT INTO chat SELECT * FROM pg_temp.rows(6200, 21, 20);
SELECT complaint.settle() > 0 AS settled;
INSERT INTO chat SELECT * FROM pg_temp.rows(6300, 21, 20);
COMMIT;
TABLE counted;
TABLE wrong;

-- more than the batch may have in memory, complaints between them
SET complaint.batch_memory = '64kB';
INSERT INTO chat SELECT s, n, CASE WHEN n % 7 = 0 THEN 'You charged me twice.' ELSE body END FROM pg_temp.rows(10000, 5005, 1500);
RESET complaint.batch_memory;
TABLE counted;
TABLE wrong;

-- put aside, and settled later
ALTER TABLE complaint.session ADD CONSTRAINT broken CHECK (session_id <> 's3') NOT VALID;
INSERT INTO chat SELECT * FROM pg_temp.rows(20000, 33, 20);
ALTER TABLE complaint.session DROP CONSTRAINT broken;
SELECT operation, count(*), sum(messages) AS messages FROM complaint.unsettled GROUP BY operation;
SELECT complaint.run_due();
TABLE counted;
TABLE wrong;
SELECT * FROM complaint.verify(deep => true);

-- Sessions that are counted again and again stay on their page: what is dead there makes room
DELETE FROM chat; DELETE FROM mail;
VACUUM complaint.session;
DO $$ BEGIN FOR n IN 1 .. 1000 LOOP INSERT INTO chat VALUES ('busy' || n % 20, n, 'good morning'); COMMIT; END LOOP; END $$;
TABLE counted;
SELECT pg_relation_size('complaint.session') <= 2 * current_setting('block_size')::integer AS stay;
TABLE wrong;
