-- What was in a table before it was attached: existing => 'ignore' (default)
-- or 'classify'.  And count_messages, which keeps the number of customer
-- messages of every session live.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels.
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('mine', 'one', '''one''', 1), ('mine', 'two', '''two''', 2),
	('mine', 'three', '''three''', 3), ('mine', 'four', '''four''', 4);

-- a and b have complaints, c is calm; agents are no customers
CREATE TABLE old (session text, n integer, sender text, body text, at timestamptz, PRIMARY KEY (session, n));
INSERT INTO old VALUES
	('a', 1, 'customer', 'one', '2020-01-01'), ('a', 2, 'agent', 'four', '2020-01-01'), ('a', 3, 'customer', 'two', '2020-01-02'),
	('b', 1, 'customer', 'four', '2020-01-03'), ('b', 2, 'customer', 'four', now()),
	('c', 1, 'customer', 'calm', '2020-01-04');
CREATE TABLE older AS TABLE old;
ALTER TABLE older ADD PRIMARY KEY (session, n);
CREATE TABLE oldest AS TABLE old;
ALTER TABLE oldest ADD PRIMARY KEY (session, n);

-- ignore -----------------------------------------------------------------------------
SELECT complaint.attach('old', session => 'session', body => 'body', sender => 'sender', at => 'at', ruleset => 'mine') AS old \gset
SELECT count(*) FROM complaint.classification;
-- verify knows which rows were there before
SELECT * FROM complaint.verify(deep => true);
INSERT INTO old VALUES ('a', 4, 'customer', 'three', now()), ('c', 2, 'customer', 'calm', now());
SELECT session_id, message_id, level FROM complaint.classification WHERE source = :old;
SELECT session_id, messages, complaints, highest_level FROM complaint.session WHERE source = :old;
-- an old row that changes is judged as it is then; one that goes was never stored
UPDATE old SET body = 'two' WHERE session = 'b' AND n = 1;
DELETE FROM old WHERE session = 'a' AND n = 1;
SELECT session_id, message_id, level FROM complaint.classification WHERE source = :old ORDER BY 1, 2;
SELECT * FROM complaint.verify(deep => true);

-- classify ---------------------------------------------------------------------------
-- everything is judged and counted, in the transaction of the attach, and nobody is rung
SELECT complaint.attach('older', session => 'session', body => 'body', sender => 'sender', at => 'at', existing => 'classify', ruleset => 'mine') AS older \gset
SELECT session_id, message_id, level, rings, at >= '2021-01-01' AS recent FROM complaint.classification WHERE source = :older ORDER BY 1, 2;
SELECT session_id, messages, complaints, highest_level FROM complaint.session WHERE source = :older ORDER BY 1;
SELECT count(*) AS alerts FROM complaint.alert;
SELECT * FROM complaint.verify(deep => true);
-- what comes from now on rings: this is the first that counts
INSERT INTO older VALUES ('b', 3, 'customer', 'four', now());
SELECT policy, session_id, count FROM complaint.alert ORDER BY policy;
BEGIN;
CREATE TABLE undone (session text, n integer PRIMARY KEY, body text);
INSERT INTO undone VALUES ('u', 1, 'four');
SELECT complaint.attach('undone', session => 'session', body => 'body', existing => 'classify', ruleset => 'mine') IS NOT NULL AS attached;
SELECT complaint.settle();
SELECT session_id, complaints FROM complaint.session WHERE session_id = 'u';
ROLLBACK;
SELECT count(*) FROM complaint.session WHERE session_id = 'u';

-- count_messages ------------------------------------------------------------------------
-- counts what was there too, whether it is classified or not
SELECT complaint.attach('oldest', session => 'session', body => 'body', sender => 'sender', at => 'at', count_messages => true, ruleset => 'mine') AS oldest \gset
CREATE VIEW counts AS
	SELECT c.session_id, c.messages, c.complaints FROM complaint.session AS c JOIN complaint.sources AS s USING (source)
	WHERE s.relation = 'oldest'::regclass ORDER BY c.session_id;
TABLE counts;
INSERT INTO oldest VALUES ('c', 2, 'customer', 'calm'), ('c', 4, 'agent', 'calm'), ('d', 1, 'customer', NULL), ('d', 2, 'customer', ''), ('e', 1, 'agent', 'four');
TABLE counts;
UPDATE oldest SET session = 'c' WHERE session = 'a' AND n = 3;			-- another session
UPDATE oldest SET sender = 'customer' WHERE session = 'c' AND n = 4;	-- a customer's after all
UPDATE oldest SET sender = 'agent' WHERE session = 'd' AND n = 1;		-- or not
UPDATE oldest SET body = 'one' WHERE session = 'c' AND n = 2;			-- changes nothing here
TABLE counts;
DELETE FROM oldest WHERE session = 'b';
TABLE counts;
INSERT INTO oldest VALUES ('c', 2, 'customer', 'calm') ON CONFLICT DO NOTHING;
BEGIN;
SAVEPOINT s;
INSERT INTO oldest SELECT 'f', i, 'customer', 'calm' FROM generate_series(1, 100) AS i;
SELECT complaint.settle();
TABLE counts;
ROLLBACK TO s;
INSERT INTO oldest SELECT 'f', i, 'customer', 'calm' FROM generate_series(1, 3) AS i;
DELETE FROM oldest WHERE session = 'f' AND n = 2;
COMMIT;
TABLE counts;
SELECT * FROM complaint.verify(deep => true);
-- the view of all sessions counts in the table itself, so it knows of the calm ones either way
SELECT relation, session_id, s.messages, complaints FROM complaint.sessions AS s JOIN complaint.sources AS o USING (source)
ORDER BY relation::text, session_id;
TRUNCATE oldest;
TABLE counts;
SELECT * FROM complaint.verify(deep => true);
