-- complaint.verify() proves that what is stored is true: whatever is altered
-- by hand is found, and named.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels; stolen is a harm, a parcel a type.
INSERT INTO complaint.type (type) VALUES ('parcel');
INSERT INTO complaint.harm (harm) VALUES ('theft');
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level, type, harm) VALUES
	('mine', 'one', '''one''', 1, NULL, NULL), ('mine', 'two', '''two''', 2, NULL, NULL),
	('mine', 'three', '''three''', 3, NULL, NULL), ('mine', 'four', '''four''', 4, NULL, NULL),
	('mine', 'parcel', '''parcel''', NULL, 'parcel', NULL), ('mine', 'stolen', '''stolen''', NULL, NULL, 'theft');
CREATE TABLE chat (s text, n integer, body text, at timestamptz DEFAULT '2050-01-01', PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', at => 'at', ruleset => 'mine', count_messages => true) AS source \gset
INSERT INTO chat VALUES ('a', 1, 'one parcel'), ('a', 2, 'three'), ('a', 3, 'calm'), ('c', 1, 'calm');
INSERT INTO chat VALUES ('b', 1, 'four stolen', '2050-01-02');
-- sees(): all that a deep look finds, then as it was
CREATE FUNCTION sees(damage text) RETURNS TABLE (problem text, session text, message text, stored text, found text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE damage;
	RETURN QUERY SELECT v.problem, v.session_id, v.message_id, v.stored, v.found FROM complaint.verify(deep => true) AS v
		ORDER BY v.problem, v.session_id, v.message_id;
	RAISE EXCEPTION 'undo' USING ERRCODE = 'TUNDO';
EXCEPTION WHEN SQLSTATE 'TUNDO' THEN
	NULL;
END $$;
\pset format unaligned
\pset tuples_only on
\pset fieldsep ' | '

-- nothing is wrong
SELECT * FROM complaint.verify();
SELECT * FROM complaint.verify(deep => true);

-- Classifications: against the messages, judged again
SELECT * FROM sees($$UPDATE complaint.classification SET level = 3 WHERE session_id = 'a' AND message_id = '1'$$);
SELECT * FROM sees($$UPDATE complaint.classification SET harms = '{}' WHERE session_id = 'b'$$);
SELECT * FROM sees($$UPDATE complaint.classification SET type = NULL WHERE session_id = 'a'$$);
SELECT * FROM sees($$UPDATE complaint.classification SET rules = '{one}' WHERE session_id = 'a' AND message_id = '1'$$);
SELECT * FROM sees($$UPDATE complaint.classification SET session_id = 'x' WHERE session_id = 'b'$$);
SELECT * FROM sees($$DELETE FROM complaint.classification WHERE session_id = 'b'$$);
SELECT * FROM sees($$UPDATE complaint.classification SET message_id = '3' WHERE message_id = '2'$$);
-- a message that changed or went behind our back
ALTER TABLE chat DISABLE TRIGGER ALL;
SELECT * FROM sees($$UPDATE chat SET body = 'two' WHERE s = 'a' AND n = 3$$);
SELECT * FROM sees($$UPDATE chat SET body = 'two' WHERE s = 'a' AND n = 2$$);
SELECT * FROM sees($$DELETE FROM chat WHERE s = 'a' AND n = 2$$);
SELECT * FROM sees($$INSERT INTO chat VALUES ('d', 1, 'four')$$);
SELECT * FROM sees($$TRUNCATE chat$$);
ALTER TABLE chat ENABLE TRIGGER ALL;

-- Sessions: against their classifications
SELECT * FROM sees($$UPDATE complaint.session SET complaints = 5 WHERE session_id = 'a'$$);
SELECT * FROM sees($$UPDATE complaint.session SET level_1 = 0, level_2 = 1 WHERE session_id = 'a'$$);
SELECT * FROM sees($$UPDATE complaint.session SET highest_level = 4 WHERE session_id = 'a'$$);
SELECT * FROM sees($$UPDATE complaint.session SET types = '{}' WHERE session_id = 'a'$$);
SELECT * FROM sees($$UPDATE complaint.session SET harmed = 0, harms = '{}' WHERE session_id = 'b'$$);
SELECT * FROM sees($$UPDATE complaint.session SET last_at = '2050-01-02' WHERE session_id = 'a'$$);
SELECT * FROM sees($$DELETE FROM complaint.session WHERE session_id = 'a'$$);
SELECT * FROM sees($$INSERT INTO complaint.session (source, session_id, complaints) SELECT source, 'ghost', 1 FROM complaint.source$$);
-- a session that was only assigned to somebody is none
SELECT * FROM sees($$SELECT complaint.assign_session('chat', 'quiet', 'ann')$$);
-- live counts, against the table
SELECT * FROM sees($$UPDATE complaint.session SET messages = 7 WHERE session_id IN ('a', 'c')$$);
SELECT * FROM sees($$DELETE FROM complaint.session WHERE session_id = 'c'$$);

-- Alerts: against their episodes
SELECT problem, session, message, stored IS NOT NULL AS stored FROM sees($$DELETE FROM complaint.alert WHERE policy = 'critical'$$);
SELECT problem, session, message, stored IS NOT NULL AS stored FROM sees($$UPDATE complaint.episode SET episode = 2 WHERE policy = 'critical'$$);

-- What is on the list of the unsettled is no difference
SELECT * FROM sees($$
	DELETE FROM complaint.classification WHERE session_id = 'b';
	DELETE FROM complaint.session WHERE session_id = 'b';
	INSERT INTO complaint.unsettled (source, session_id, message_id, operation, reason, sqlstate, judged_at)
	SELECT source, 'b', '1', 'judge', 'test', '55000', now() FROM complaint.source$$);

-- Rules that changed: stale is not wrong -----------------------------------------------------------
-- the quick look does not judge
UPDATE complaint.rule SET level = 4 WHERE ruleset = 'mine' AND rule = 'one';
DELETE FROM complaint.rule WHERE ruleset = 'mine' AND rule = 'three';
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'calm', '''calm''', 1);
SELECT * FROM complaint.verify();
-- what was calm before has no revision of its own: it is not classified
SELECT problem, session_id, message_id, stored, found FROM complaint.verify(deep => true) ORDER BY 1, 2, 3;
-- messages that come now are judged by the new rules
INSERT INTO chat VALUES ('e', 1, 'one');
SELECT level FROM complaint.classification WHERE session_id = 'e';
-- back again, all is as before, but for what came meanwhile
UPDATE complaint.rule SET level = 1 WHERE ruleset = 'mine' AND rule = 'one';
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'three', '''three''', 3);
DELETE FROM complaint.rule WHERE ruleset = 'mine' AND rule = 'calm';
SELECT problem, session_id, message_id, stored, found FROM complaint.verify(deep => true) ORDER BY 1, 2, 3;
-- any write of the message makes it true
UPDATE chat SET body = body || '!';
SELECT * FROM complaint.verify(deep => true);
-- a rule set that says the same is the same; another one that says else is older, not wrong
SELECT complaint.clone('mine', 'copy') IS NOT NULL AS cloned;
UPDATE complaint.source SET ruleset = 'copy';
SELECT * FROM complaint.verify(deep => true);
UPDATE complaint.rule SET level = 2 WHERE ruleset = 'copy' AND rule = 'four';
SELECT problem, session_id, message_id, stored, found FROM complaint.verify(deep => true) ORDER BY 1, 2, 3;

-- Before and after the attaching ----------------------------------------------------------------------
-- attached with existing => 'ignore', rows that are older, or look older by their own time, need no verdict
-- (here without the live counts); attached with 'classify' they do
CREATE TABLE ignored (LIKE chat INCLUDING ALL);
CREATE TABLE classified (LIKE chat INCLUDING ALL);
INSERT INTO ignored VALUES ('i', 1, 'four', '2020-01-01');
INSERT INTO classified VALUES ('k', 1, 'four', '2020-01-01');
SELECT complaint.attach('ignored', session => 's', body => 'body', at => 'at', ruleset => 'mine') IS NOT NULL,
	complaint.attach('classified', session => 's', body => 'body', at => 'at', existing => 'classify', ruleset => 'mine') IS NOT NULL;
SELECT problem, session_id, message_id, stored, found FROM complaint.verify(deep => true) WHERE session_id IN ('i', 'k') ORDER BY 1, 2, 3;
ALTER TABLE ignored DISABLE TRIGGER ALL;
ALTER TABLE classified DISABLE TRIGGER ALL;
SELECT * FROM sees($$INSERT INTO ignored VALUES ('i', 2, 'four', '2050-01-01')$$) WHERE session IN ('i', 'k');
SELECT * FROM sees($$INSERT INTO classified VALUES ('k', 2, 'four', '2020-01-01')$$) WHERE session IN ('i', 'k');
SELECT * FROM sees($$DELETE FROM complaint.classification WHERE session_id = 'k'$$) WHERE session IN ('i', 'k');
