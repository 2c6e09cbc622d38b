-- An attached table and its columns may be renamed, moved and dropped: the
-- source is known by its number, the columns by the trigger's column list.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels.
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('mine', 'one', '''one''', 1), ('mine', 'two', '''two''', 2),
	('mine', 'three', '''three''', 3), ('mine', 'four', '''four''', 4);
CREATE VIEW stored AS
	SELECT relation, session_id, message_id, level, agent FROM complaint.classification
	ORDER BY source, session_id, message_id::bigint;

CREATE TABLE chat (session text, n integer, sender text, agent text, body text, note text, PRIMARY KEY (session, n));
SELECT complaint.attach('chat', session => 'session', body => 'body', sender => 'sender', agent => 'agent', tags => '{note}', ruleset => 'mine') AS source \gset
INSERT INTO chat VALUES ('s', 1, 'customer', 'ann', 'one', 'x');

-- renamed, and moved to another schema; the same session goes on --------------------
CREATE SCHEMA elsewhere;
ALTER TABLE chat RENAME TO "The Chat";
ALTER TABLE "The Chat" SET SCHEMA elsewhere;
ALTER TABLE elsewhere."The Chat" RENAME session TO thread;
ALTER TABLE elsewhere."The Chat" RENAME body TO "Body";
ALTER TABLE elsewhere."The Chat" RENAME n TO number;
ALTER TABLE elsewhere."The Chat" RENAME agent TO served_by;
ALTER TABLE elsewhere."The Chat" RENAME note TO remark;
-- the old names are somebody else's now
ALTER TABLE elsewhere."The Chat" ADD body text, ADD session text;
INSERT INTO elsewhere."The Chat" VALUES ('s', 2, 'customer', 'bob', 'two', 'y', 'four', 'z');
UPDATE elsewhere."The Chat" SET "Body" = 'three' WHERE number = 1;
UPDATE elsewhere."The Chat" SET body = 'one' WHERE number = 1;		-- says nothing
TABLE stored;
SELECT relation, columns FROM complaint.sources;
-- a tag keeps the name that it was attached by
SELECT message_id, tags FROM complaint.classification ORDER BY message_id;
SELECT session_id, complaints, highest_level FROM complaint.session;
SELECT * FROM complaint.verify(deep => true);

-- columns in another order, and new ones, in a copy: triggers do not come along ------
CREATE TABLE copy (LIKE elsewhere."The Chat" INCLUDING ALL);
INSERT INTO copy SELECT * FROM elsewhere."The Chat";
SELECT count(*) FROM complaint.classification;

-- the type of an attached column ----------------------------------------------------
-- cannot be changed: the server's rule for columns that a trigger names
ALTER TABLE elsewhere."The Chat" ALTER "Body" TYPE varchar(100);
ALTER TABLE elsewhere."The Chat" ALTER number TYPE bigint;

-- dropping an attached column ----------------------------------------------------------
-- is refused, as the trigger needs it
ALTER TABLE elsewhere."The Chat" DROP served_by;
ALTER TABLE elsewhere."The Chat" DROP "Body";
-- with CASCADE the trigger goes and with it the classifying; the chat goes on
ALTER TABLE elsewhere."The Chat" DROP served_by CASCADE;
INSERT INTO elsewhere."The Chat" VALUES ('s', 4, 'customer', 'four', 'y');
DELETE FROM elsewhere."The Chat" WHERE number = 1;
TRUNCATE copy;
TABLE stored;
SELECT source, relation, columns, enabled FROM complaint.sources;
-- attached again, it is a new source; what was left of the old triggers is replaced
SELECT complaint.attach('elsewhere."The Chat"', session => 'thread', body => 'Body', sender => 'sender', ruleset => 'mine') IS NOT NULL AS attached;
INSERT INTO elsewhere."The Chat" VALUES ('s', 5, 'customer', 'four', 'y');
TABLE stored;

-- dropping an attached table ----------------------------------------------------------
-- what is stored of it stays
DROP TABLE elsewhere."The Chat";
SELECT session_id, message_id, level FROM complaint.classification ORDER BY source, session_id, message_id;
SELECT relation, columns, enabled, detached_at FROM complaint.sources;
SELECT * FROM complaint.verify(deep => true);
SELECT complaint.run_due();

-- Detaching ------------------------------------------------------------------------------
CREATE TABLE chat (session text, n integer, body text, PRIMARY KEY (session, n));
SELECT complaint.attach('chat', session => 'session', body => 'body', ruleset => 'mine') AS source \gset
INSERT INTO chat VALUES ('d', 1, 'one'), ('d', 2, 'calm');
-- a transaction that was judged before it is settled all the same
BEGIN;
INSERT INTO chat VALUES ('d', 3, 'two');
SELECT complaint.detach('chat');
COMMIT;
INSERT INTO chat VALUES ('d', 4, 'three');
UPDATE chat SET body = 'four' WHERE n = 1;
DELETE FROM chat WHERE n = 3;
TRUNCATE chat;
-- what was stored stays; the table's triggers are gone
SELECT session_id, message_id, level FROM complaint.classification WHERE source = :source ORDER BY message_id;
SELECT session_id, complaints, highest_level FROM complaint.session WHERE source = :source;
SELECT count(*) AS triggers FROM pg_trigger WHERE tgrelid = 'chat'::regclass AND tgname LIKE 'complaint%';
SELECT relation, detached_at IS NOT NULL AS detached FROM complaint.sources WHERE source = :source;
SELECT * FROM complaint.verify(deep => true);
SELECT complaint.detach('chat');
SELECT complaint.detach(NULL);
-- attached again it is a new source: the numbers do not mix
SELECT complaint.attach('chat', session => 'session', body => 'body', ruleset => 'mine') AS again \gset
SELECT :again > :source AS a_new_number;
INSERT INTO chat VALUES ('d', 1, 'four');
SELECT source = :again AS again, session_id, complaints, highest_level FROM complaint.session WHERE source IN (:source, :again) ORDER BY source;
SELECT * FROM complaint.verify(deep => true);

-- The trigger switched off: nobody judges; the list of sources says so ---------------------
ALTER TABLE chat DISABLE TRIGGER complaint;
INSERT INTO chat VALUES ('d', 2, 'four');
SELECT enabled FROM complaint.sources WHERE source = :again;
SELECT problem, session_id, message_id, found FROM complaint.verify(deep => true);
ALTER TABLE chat ENABLE TRIGGER complaint;

-- Rolled back: as if nothing had been ------------------------------------------------------
BEGIN;
SELECT complaint.detach('chat');
DROP TABLE chat;
ROLLBACK;
INSERT INTO chat VALUES ('d', 3, 'one');
SELECT message_id, level FROM complaint.classification WHERE source = :again ORDER BY message_id;
BEGIN;
CREATE TABLE brief (id integer PRIMARY KEY, s text, b text);
SELECT complaint.attach('brief', session => 's', body => 'b', ruleset => 'mine') IS NOT NULL AS attached;
INSERT INTO brief VALUES (1, 's', 'four');
SELECT complaint.settle();
ROLLBACK;
-- created, attached, filled and dropped in one transaction
BEGIN;
CREATE TABLE brief (id integer PRIMARY KEY, s text, b text);
SELECT complaint.attach('brief', session => 's', body => 'b', ruleset => 'mine') IS NOT NULL AS attached;
INSERT INTO brief VALUES (1, 'brief', 'four');
DROP TABLE brief;
COMMIT;
SELECT session_id, message_id, level FROM complaint.classification WHERE session_id = 'brief';
SELECT count(*) FROM complaint.unsettled;
