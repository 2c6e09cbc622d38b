-- What is said when a table of ours is not as it was made, or a function is
-- called as nobody should: the chat goes on, the message is listed, and the
-- reason is one that can be acted on.
\set SHOW_CONTEXT never

INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level, type) VALUES ('mine', 'two', '''two''', 2, 'fees');
CREATE TABLE chat (s text, n integer GENERATED ALWAYS AS IDENTITY, body text DEFAULT 'two', PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', ruleset => 'mine') AS source \gset
CREATE VIEW pending AS SELECT session_id, sqlstate, reason FROM complaint.unsettled ORDER BY number;

-- A column
ALTER TABLE complaint.classification RENAME COLUMN level TO grade;
INSERT INTO chat VALUES ('column');
ALTER TABLE complaint.classification RENAME COLUMN grade TO level;
-- it is found by its name wherever it stands
ALTER TABLE complaint.classification RENAME COLUMN type TO kept;
ALTER TABLE complaint.classification ADD COLUMN type text;
INSERT INTO chat VALUES ('elsewhere');
SELECT session_id, kept, type FROM complaint.classification WHERE session_id = 'elsewhere';
ALTER TABLE complaint.classification DROP COLUMN type;
ALTER TABLE complaint.classification RENAME COLUMN kept TO type;
UPDATE chat SET body = 'two!' WHERE s = 'elsewhere';
TABLE pending;

-- The primary key
SELECT pg_get_constraintdef(oid) AS key FROM pg_constraint WHERE conname = 'session_pkey' AND connamespace = 'complaint'::regnamespace \gset
ALTER TABLE complaint.session DROP CONSTRAINT session_pkey;
INSERT INTO chat VALUES ('no key');
ALTER TABLE complaint.session ADD CONSTRAINT session_pkey PRIMARY KEY (session_id);
INSERT INTO chat VALUES ('short key');
ALTER TABLE complaint.session DROP CONSTRAINT session_pkey, ADD CONSTRAINT session_pkey PRIMARY KEY (session_id, source);
INSERT INTO chat VALUES ('key in another order');
ALTER TABLE complaint.session DROP CONSTRAINT session_pkey, ADD CONSTRAINT session_pkey :key;
TABLE pending;

-- Something else in its place
ALTER TABLE complaint.session RENAME TO kept;
CREATE VIEW complaint.session AS TABLE complaint.kept;
INSERT INTO chat VALUES ('view');
DROP VIEW complaint.session;
ALTER TABLE complaint.kept RENAME TO session;
TABLE pending;

-- Mended, all of it is settled
SELECT complaint.run_due() > 0 AS settled;
TABLE pending;
SELECT session_id, level, type FROM complaint.classification ORDER BY session_id COLLATE "C";
SELECT * FROM complaint.verify(deep => true);

-- The row of a source: a warning, once a connection
CREATE TABLE kept AS SELECT * FROM complaint.source;
SET session_replication_role = replica;
DELETE FROM complaint.source;
RESET session_replication_role;
INSERT INTO chat VALUES ('no source');
INSERT INTO chat VALUES ('no source');
SELECT complaint.judged(c) FROM chat AS c WHERE s = 'view';
SET session_replication_role = replica;
INSERT INTO complaint.source OVERRIDING SYSTEM VALUE TABLE kept;
RESET session_replication_role;
SELECT level FROM chat AS c, complaint.judged(c) WHERE s = 'view';

-- Its rows elsewhere: a query finds them
ALTER TABLE complaint.source RENAME TO kept;
CREATE VIEW complaint.source AS TABLE complaint.kept;
INSERT INTO chat VALUES ('source is a view');
SELECT level FROM complaint.classification WHERE session_id = 'source is a view';
DROP VIEW complaint.source;
ALTER TABLE complaint.kept RENAME TO source;

-- A column of its under another name
ALTER TABLE complaint.source RENAME COLUMN time_zone TO zone;
INSERT INTO chat VALUES ('no time zone');
ALTER TABLE complaint.source RENAME COLUMN zone TO time_zone;
SELECT complaint.run_due() > 0 AS settled;
SELECT level FROM complaint.classification WHERE session_id = 'no time zone';

-- A row that is of no attached table
SELECT complaint.judged(ROW ('s', 1, 'two'));
SELECT complaint.judged(k) FROM kept AS k;

-- Our functions for triggers, called by another declaration
DO $$
DECLARE
	symbol text;
BEGIN
	FOREACH symbol IN ARRAY '{complaint_judge_row, complaint_judge_update, complaint_note_truncate, definition_changed, definition_noted}'::text[] LOOP
		EXECUTE format('CREATE FUNCTION no_trigger() RETURNS integer LANGUAGE c AS ''complaint'', %L', symbol);
		BEGIN
			PERFORM no_trigger();
		EXCEPTION WHEN trigger_protocol_violated THEN
			RAISE NOTICE '%', SQLERRM;
		END;
		DROP FUNCTION no_trigger();
	END LOOP;
END $$;
