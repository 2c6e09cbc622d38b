-- Whatever statement writes a message, what is stored follows the rows.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels.
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('mine', 'one', '''one''', 1), ('mine', 'two', '''two''', 2),
	('mine', 'three', '''three''', 3), ('mine', 'four', '''four''', 4);

CREATE TABLE chat (s text, n integer, sender text DEFAULT 'customer', body text, agent text, mood text, PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', sender => 'sender', agent => 'agent', ruleset => 'mine', count_messages => true) AS source \gset

-- now: each message's session/number=level, and each session's messages, complaints, highest level
CREATE VIEW now AS
	SELECT (SELECT string_agg(format('%s/%s=%s', session_id, message_id, level), ' ' ORDER BY session_id, message_id)
			FROM complaint.classification) AS messages,
		(SELECT string_agg(format('%s: %s %s %s', session_id, messages, complaints, highest_level), '; ' ORDER BY session_id)
			FROM complaint.session) AS sessions,
		(SELECT count(*) FROM complaint.verify(deep => true)) AS wrong;

-- INSERT --------------------------------------------------------------------------------
INSERT INTO chat VALUES ('a', 1, 'customer', 'one'), ('a', 2, 'agent', 'four'), ('a', 3, 'customer', 'calm');
INSERT INTO chat (s, n, body) VALUES ('a', 4, 'two') RETURNING s, n;
TABLE now;

-- COPY ----------------------------------------------------------------------------------
COPY chat (s, n, sender, body) FROM stdin;
b	1	customer	three
b	2	agent	three
b	3	customer	\N
b	4	customer	nothing
c	1	customer	line\none
\.
TABLE now;
-- a COPY that fails leaves nothing
COPY chat (s, n, body) FROM stdin;
d	1	four
d	x	four
\.
TABLE now;

-- INSERT ... SELECT, also from itself; a data-modifying WITH; a function ---------------------
INSERT INTO chat (s, n, body) SELECT s, n + 10, body FROM chat WHERE s = 'b' AND sender = 'customer';
WITH moved AS (DELETE FROM chat WHERE s = 'c' RETURNING *)
INSERT INTO chat SELECT 'd', n, sender, body FROM moved;
CREATE FUNCTION say(s text, n integer, body text) RETURNS void LANGUAGE sql BEGIN ATOMIC
	INSERT INTO chat (s, n, body) VALUES (say.s, say.n, say.body);
END;
SELECT say('d', 2, 'two');
PREPARE said (text, integer, text) AS INSERT INTO chat (s, n, body) VALUES ($1, $2, $3);
EXECUTE said('d', 3, 'four');
TABLE now;

-- ON CONFLICT ---------------------------------------------------------------------------
INSERT INTO chat (s, n, body) VALUES ('a', 1, 'four'), ('a', 5, 'four') ON CONFLICT DO NOTHING;
INSERT INTO chat (s, n, body) VALUES ('a', 1, 'three'), ('a', 6, 'one')
	ON CONFLICT (s, n) DO UPDATE SET body = EXCLUDED.body;
INSERT INTO chat (s, n, body) VALUES ('a', 4, 'x') ON CONFLICT (s, n) DO UPDATE SET body = EXCLUDED.body WHERE false;
TABLE now;

-- MERGE ---------------------------------------------------------------------------------
MERGE INTO chat USING (VALUES ('a', 1, 'two'), ('a', 5, NULL), ('a', 7, 'two'), ('a', 8, 'x')) AS new (s, n, body)
	ON chat.s = new.s AND chat.n = new.n
WHEN MATCHED AND new.body IS NULL THEN DELETE
WHEN MATCHED THEN UPDATE SET body = new.body
WHEN NOT MATCHED THEN INSERT (s, n, body) VALUES (new.s, new.n, new.body);
TABLE now;

-- UPDATE --------------------------------------------------------------------------------
UPDATE chat SET body = 'four' WHERE s = 'a' AND n = 1;		-- worse
UPDATE chat SET body = 'one' WHERE s = 'a' AND n = 4;		-- better
UPDATE chat SET body = 'fine now' WHERE s = 'a' AND n = 6;	-- calm
UPDATE chat SET body = 'one' WHERE s = 'a' AND n = 8;		-- a complaint after all
UPDATE chat SET body = NULL WHERE s = 'a' AND n = 7;
TABLE now;
UPDATE chat SET s = 'e' WHERE s = 'b';						-- another session
UPDATE chat SET n = 20 WHERE s = 'e' AND n = 1;				-- another key
UPDATE chat SET sender = 'customer' WHERE s = 'a' AND n = 2;	-- a customer after all
UPDATE chat SET sender = NULL WHERE s = 'a' AND n = 1;		-- nobody
TABLE now;
-- keys that change with a detour
UPDATE chat SET n = CASE n WHEN 1 THEN -2 ELSE -3 END WHERE s = 'd' AND n IN (1, 3);
UPDATE chat SET n = -n + 100 WHERE n < 0;
TABLE now;
UPDATE chat SET agent = 'zoe' WHERE s = 'd' AND n = 2;		-- carried along
SELECT message_id, agent FROM complaint.classification WHERE session_id = 'd' ORDER BY 1;
UPDATE chat AS c SET body = v.body FROM (VALUES ('d', 2, 'three')) AS v (s, n, body) WHERE c.s = v.s AND c.n = v.n;
UPDATE chat SET mood = 'x', body = body;					-- nothing that matters changed
TABLE now;

-- A row that goes through several forms in one transaction is stored in its last.
BEGIN;
INSERT INTO chat (s, n, body) VALUES ('f', 1, 'four'), ('f', 2, 'calm'), ('f', 3, 'two');
UPDATE chat SET body = 'one' WHERE s = 'f' AND n = 1;
UPDATE chat SET body = 'two' WHERE s = 'f' AND n = 1;
UPDATE chat SET body = 'three' WHERE s = 'f' AND n = 2;
DELETE FROM chat WHERE s = 'f' AND n = 2;
INSERT INTO chat (s, n, body) VALUES ('f', 2, 'one');
DELETE FROM chat WHERE s = 'f' AND n = 3;
COMMIT;
TABLE now;

-- Triggers of others ----------------------------------------------------------------------
-- one that changes the body before it is stored: what is stored counts
CREATE FUNCTION rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.body := replace(NEW.body, 'secret', 'four');
	RETURN NEW;
END $$;
CREATE TRIGGER a_rewrite BEFORE INSERT OR UPDATE ON chat FOR EACH ROW EXECUTE FUNCTION rewrite();
INSERT INTO chat (s, n, body) VALUES ('g', 1, 'secret');
INSERT INTO chat (s, n, body) VALUES ('g', 2, 'one');
-- changes the body although the statement does not name it
CREATE OR REPLACE FUNCTION rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.mood = 'angry' THEN
		NEW.body := 'three';
	END IF;
	RETURN NEW;
END $$;
UPDATE chat SET mood = 'angry' WHERE s = 'g' AND n = 2;
SELECT s, n, body, mood FROM chat WHERE s = 'g' ORDER BY n;
TABLE now;
-- one that keeps the row out
CREATE OR REPLACE FUNCTION rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RETURN NULL;
END $$;
INSERT INTO chat (s, n, body) VALUES ('g', 3, 'four');
UPDATE chat SET body = 'four' WHERE s = 'g';
TABLE now;
DROP TRIGGER a_rewrite ON chat;
-- one that writes another message, in the same statement
CREATE FUNCTION echo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.n < 100 THEN
		INSERT INTO chat (s, n, body) VALUES (NEW.s, NEW.n + 100, 'four');
	END IF;
	RETURN NULL;
END $$;
CREATE TRIGGER b_echo AFTER INSERT ON chat FOR EACH ROW EXECUTE FUNCTION echo();
INSERT INTO chat (s, n, body) VALUES ('h', 1, 'one');
DROP TRIGGER b_echo ON chat;
-- one that runs at commit
CREATE CONSTRAINT TRIGGER b_echo AFTER INSERT ON chat DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION echo();
INSERT INTO chat (s, n, body) VALUES ('h', 2, 'two');
DROP TRIGGER b_echo ON chat;
TABLE now;

-- A rule and an updatable view write the table too; a foreign key deletes from it.
CREATE VIEW window_to_chat AS SELECT s, n, body FROM chat WHERE s = 'i' WITH CHECK OPTION;
INSERT INTO window_to_chat VALUES ('i', 1, 'two'), ('i', 2, 'one');
UPDATE window_to_chat SET body = 'three' WHERE n = 1;
DELETE FROM window_to_chat WHERE n = 2;
CREATE TABLE sessions (s text PRIMARY KEY);
INSERT INTO sessions SELECT DISTINCT s FROM chat;
ALTER TABLE chat ADD FOREIGN KEY (s) REFERENCES sessions ON DELETE CASCADE ON UPDATE CASCADE;
UPDATE sessions SET s = 'j' WHERE s = 'i';
DELETE FROM sessions WHERE s = 'h';
TABLE now;

-- DELETE --------------------------------------------------------------------------------
DELETE FROM chat WHERE s = 'j';
DELETE FROM chat USING (VALUES ('a'), ('e')) AS gone (s) WHERE chat.s = gone.s AND chat.body <> 'calm';
DELETE FROM chat WHERE s = 'nobody';
TABLE now;

-- TRUNCATE ------------------------------------------------------------------------------
BEGIN;
INSERT INTO chat (s, n, body) SELECT 'd', 200, 'four';
TRUNCATE chat;
SELECT complaint.settle() > 0 AS settled;
TABLE now;
ROLLBACK;
TABLE now;
-- what is written after it in the same transaction stays
BEGIN;
INSERT INTO chat (s, n, body) VALUES ('d', 200, 'four');
TRUNCATE sessions CASCADE;
INSERT INTO sessions VALUES ('k');
INSERT INTO chat (s, n, body) VALUES ('k', 1, 'two');
COMMIT;
TABLE now;
TRUNCATE sessions, chat RESTART IDENTITY;
TABLE now;

-- However the rows of a transaction come, its sessions are settled one by one, in
-- the order of their bytes: who settled in another would wait for who waits.
-- (Eight bytes of a session are compared before the rest of it.)
TRUNCATE complaint.classification;
INSERT INTO sessions SELECT unnest('{conversation-b,conversation-a,conversa,convers,conversation,c}'::text[]);
INSERT INTO chat (s, n, body)
SELECT s, n, 'two'
FROM unnest('{conversation-b,conversation-a,conversa,convers,conversation,c}'::text[]) WITH ORDINALITY AS session (s, turn),
	generate_series(1, 30) AS n
ORDER BY n * 7 % 31, turn;
SELECT string_agg(session_id, ' ' ORDER BY place) AS settled_in_order
FROM (SELECT session_id, ctid AS place, lag(session_id) OVER (ORDER BY ctid) AS before FROM complaint.classification) AS c
WHERE before IS DISTINCT FROM session_id;
