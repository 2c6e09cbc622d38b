-- Ways by which messages come that other tests have not: generated columns, row
-- security, cursors that outlive their transaction, and replication's role.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels.
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('mine', 'one', '''one''', 1), ('mine', 'two', '''two''', 2), ('mine', 'four', '''four''', 4);
CREATE VIEW now AS
	SELECT (SELECT string_agg(format('%s/%s=%s', session_id, message_id, level), ' ' ORDER BY session_id, message_id)
			FROM complaint.classification) AS messages,
		(SELECT string_agg(format('%s: %s %s', session_id, complaints, highest_level), '; ' ORDER BY session_id)
			FROM complaint.session) AS sessions,
		(SELECT count(*) FROM complaint.verify(deep => true)) AS wrong;

-- Generated columns: the body, the session, a tag -------------------------------------------------
CREATE TABLE chat (id integer NOT NULL, n integer NOT NULL, gone text, words text,
	s text GENERATED ALWAYS AS ('s' || id::text) STORED,
	body text GENERATED ALWAYS AS ('[' || words || ']') STORED,
	loud text GENERATED ALWAYS AS (CASE WHEN upper(words) = words THEN 'yes' ELSE 'no' END) STORED, PRIMARY KEY (id, n));
ALTER TABLE chat DROP COLUMN gone;
SELECT complaint.attach('chat', session => 's', body => 'body', tags => '{loud}', ruleset => 'mine') AS source \gset
INSERT INTO chat (id, n, words) VALUES (1, 1, 'one'), (1, 2, 'FOUR'), (2, 1, 'calm');
TABLE now;
SELECT message_id, tags FROM complaint.classification ORDER BY 1;
UPDATE chat SET words = 'two' WHERE n = 2;		-- names none of the attached columns
UPDATE chat SET id = 3 WHERE n = 2;
ALTER TABLE chat ADD COLUMN later text DEFAULT 'x';
ALTER TABLE chat DROP COLUMN later;
UPDATE chat SET words = words;
TABLE now;
DELETE FROM chat;
TABLE now;

-- Row security of the chat table: who may not see a row may be judged all the same ------------------
CREATE ROLE regress_paths;
CREATE TABLE guarded (s text, n integer, owner name DEFAULT current_user, body text, PRIMARY KEY (s, n));
SELECT complaint.attach('guarded', session => 's', body => 'body', ruleset => 'mine') AS guarded \gset
ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
CREATE POLICY write ON guarded FOR INSERT WITH CHECK (true);
CREATE POLICY own ON guarded FOR UPDATE USING (owner = current_user);
GRANT INSERT, UPDATE, SELECT ON guarded TO regress_paths;
SET SESSION AUTHORIZATION regress_paths;
INSERT INTO guarded (s, n, body) VALUES ('g', 1, 'one'), ('g', 2, 'four');
SELECT count(*) FROM guarded;
UPDATE guarded SET body = 'two';		-- reads none, and so may change all of its own
RESET SESSION AUTHORIZATION;
TABLE now;
CREATE POLICY look ON guarded FOR SELECT USING (owner = current_user);
SET SESSION AUTHORIZATION regress_paths;
UPDATE guarded SET body = 'four' WHERE n = 2;
RESET SESSION AUTHORIZATION;
TABLE now;
DROP TABLE guarded;
TRUNCATE complaint.classification, complaint.session, complaint.alert, complaint.alert_message, complaint.episode, complaint.event;

-- Cursors that outlive the transaction; a portal that is read while it commits -------------------------
BEGIN;
INSERT INTO chat (id, n, words) VALUES (4, 1, 'one');
DECLARE kept CURSOR WITH HOLD FOR SELECT message_id, level FROM complaint.classification ORDER BY 1;
DECLARE returned CURSOR WITH HOLD FOR SELECT n, words FROM chat ORDER BY n;
COMMIT;
FETCH ALL FROM kept;		-- what it saw when it was made
FETCH 1 FROM returned;
INSERT INTO chat (id, n, words) VALUES (4, 2, 'four');
FETCH ALL FROM returned;
CLOSE ALL;
-- one whose query writes only when it is materialized, at the commit
CREATE FUNCTION write(n integer) RETURNS integer LANGUAGE sql VOLATILE AS $$ INSERT INTO chat (id, n, words) VALUES (4, $1, 'two') RETURNING n $$;
BEGIN;
DECLARE writes NO SCROLL CURSOR WITH HOLD FOR SELECT write(n) FROM generate_series(3, 5) AS n;
FETCH 1 FROM writes;
COMMIT;
FETCH ALL FROM writes;
CLOSE writes;
TABLE now;

-- A procedure that commits, and loops over a cursor meanwhile -----------------------------------------
CREATE PROCEDURE talk() LANGUAGE plpgsql AS $$
DECLARE
	word text;
BEGIN
	FOR word IN SELECT unnest('{one,two,calm,four}'::text[]) LOOP
		INSERT INTO chat (id, n, words) SELECT 5, coalesce(max(n), 0) + 1, word FROM chat WHERE id = 5;
		IF word = 'two' THEN
			ROLLBACK;
		ELSE
			COMMIT;
		END IF;
	END LOOP;
END $$;
CALL talk();
TABLE now;
SELECT count(*) FROM complaint.unsettled;

-- A TRUNCATE in a savepoint that is released ---------------------------------------------------------------
BEGIN;
INSERT INTO chat (id, n, words) VALUES (7, 1, 'four');
SAVEPOINT a;
TRUNCATE chat;
INSERT INTO chat (id, n, words) VALUES (8, 1, 'one');
RELEASE a;
COMMIT;
TABLE now;

-- Rows that are applied: judged only where attach was told so ---------------------------------------------
SET session_replication_role = replica;
INSERT INTO chat (id, n, words) VALUES (6, 1, 'four');
SET session_replication_role = local;
INSERT INTO chat (id, n, words) VALUES (6, 2, 'two');
RESET session_replication_role;
SELECT message_id, level FROM complaint.classification WHERE session_id = 's6' ORDER BY 1;
SELECT problem, session_id, message_id FROM complaint.verify(deep => true);
CREATE TABLE applied (s text, n integer, body text, PRIMARY KEY (s, n));
SELECT complaint.attach('applied', session => 's', body => 'body', ruleset => 'mine', apply => true) AS applied \gset
SET session_replication_role = replica;
INSERT INTO applied VALUES ('r', 1, 'four'), ('r', 2, 'one');
UPDATE applied SET body = 'two' WHERE n = 2;
DELETE FROM applied WHERE n = 1;
TRUNCATE applied;
INSERT INTO applied VALUES ('r', 3, 'two');
RESET session_replication_role;
SELECT message_id, level FROM complaint.classification WHERE source = :applied ORDER BY 1;

DROP OWNED BY regress_paths;
DROP ROLE regress_paths;
