-- The aggregates of a session: complaint.session has a row once there is a
-- complaint, complaint.sessions shows the calm ones too.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels; stolen and leaked are
-- harms; a parcel and a lost parcel are types.
INSERT INTO complaint.type (type, parent) VALUES ('parcel', NULL), ('parcel.lost', 'parcel'), ('bill', NULL);
INSERT INTO complaint.harm (harm) VALUES ('theft'), ('leak');
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level, type, harm) VALUES
	('mine', 'one', '''one''', 1, NULL, NULL), ('mine', 'two', '''two''', 2, NULL, NULL),
	('mine', 'three', '''three''', 3, NULL, NULL), ('mine', 'four', '''four''', 4, NULL, NULL),
	('mine', 'parcel', '''parcel''', NULL, 'parcel', NULL), ('mine', 'lost', '''lost parcel''', NULL, 'parcel.lost', NULL),
	('mine', 'bill', '''bill''', NULL, 'bill', NULL),
	('mine', 'stolen', '''stolen''', NULL, NULL, 'theft'), ('mine', 'leaked', '''leaked''', NULL, NULL, 'leak');

CREATE TABLE chat (s text, n integer, sender text, body text, agent text, customer text, at timestamptz, queue text, PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', sender => 'sender', agent => 'agent', customer => 'customer', at => 'at', tags => '{queue}', ruleset => 'mine') AS source \gset

-- Aggregates ----------------------------------------------------------------------------
INSERT INTO chat VALUES
	('a', 1, 'customer', 'one lost parcel', 'ann', 'c1', '2026-03-01 10:00', 'web'),
	('a', 2, 'customer', 'three on the bill', 'ann', 'c1', '2026-03-01 10:01', 'web'),
	('a', 3, 'agent', 'four', 'zoe', 'c1', '2026-03-01 10:02', 'web'),
	('a', 4, 'customer', 'one more parcel', 'bob', 'c1', '2026-03-01 10:03', 'phone'),
	('a', 5, 'customer', 'it was stolen', NULL, NULL, '2026-03-01 10:04', NULL),		-- harm without reproach
	('a', 6, 'customer', 'thank you', 'eve', 'c1', '2026-03-01 10:05', 'web'),
	('b', 1, 'customer', 'stolen and leaked', 'ann', 'c2', '2026-03-01 10:00', 'web'),
	('c', 1, 'customer', 'the bill please', 'ann', 'c3', '2026-03-01 10:00', 'web'),		-- a type alone is no complaint
	('d', 1, 'agent', 'four', 'ann', 'c4', '2026-03-01 10:00', 'web');
SELECT session_id, complaints, level_1, level_2, level_3, level_4, highest_level, harmed FROM complaint.session ORDER BY session_id;
SELECT session_id, types, harms FROM complaint.session ORDER BY session_id;
-- agent, customer and tags are those of the latest classified message that names them
SELECT session_id, first_at, last_at, agent, customer, tags, messages FROM complaint.session ORDER BY session_id;
SELECT message_id, level, harms, type, rules FROM complaint.classification WHERE session_id = 'a' ORDER BY message_id;
-- with the calm ones; a session in which only an agent spoke has no message of a customer
SELECT session_id, messages, complaints, highest_level, harmed, types, harms, first_at FROM complaint.sessions ORDER BY session_id;

-- A late message of an earlier time moves the first time, not the last, nor the agent.
INSERT INTO chat VALUES ('a', 7, 'customer', 'two', 'late', 'c1', '2026-02-01 10:00', 'late');
SELECT session_id, complaints, first_at, last_at, agent, tags FROM complaint.session WHERE session_id = 'a';

-- Unless it names who no later one names; in whatever order they come.
INSERT INTO chat VALUES
	('e', 1, 'customer', 'one', 'ann', 'c1', '2026-03-01 10:00', 'web'),
	('e', 2, 'customer', 'one', NULL, NULL, '2026-03-01 10:09', NULL);
INSERT INTO chat VALUES ('e', 3, 'customer', 'one', 'bob', 'c2', '2026-03-01 10:05', 'phone');
INSERT INTO chat VALUES ('e', 4, 'customer', 'one', 'cy', NULL, '2026-03-01 10:03', NULL);
SELECT complaints, last_at, agent, customer FROM complaint.session WHERE session_id = 'e';
DELETE FROM chat WHERE s = 'e' AND n = 1;
SELECT complaints, last_at, agent, customer FROM complaint.session WHERE session_id = 'e';
DELETE FROM chat WHERE s = 'e';

-- What goes down: the highest level, counts, types, harms, the times.
DELETE FROM chat WHERE s = 'a' AND n = 2;
SELECT complaints, level_1, level_2, level_3, highest_level, types, first_at FROM complaint.session WHERE session_id = 'a';
UPDATE chat SET body = 'two' WHERE s = 'a' AND n = 1;
SELECT complaints, level_1, level_2, level_3, highest_level, types FROM complaint.session WHERE session_id = 'a';
DELETE FROM chat WHERE s = 'a' AND n IN (5, 7);
SELECT complaints, harmed, harms, first_at, last_at, agent FROM complaint.session WHERE session_id = 'a';
-- who served a message that is gone is forgotten with it
DELETE FROM chat WHERE s = 'a' AND n = 4;
SELECT complaints, types, last_at, agent, customer, tags FROM complaint.session WHERE session_id = 'a';
-- so it is where what remains names nobody
UPDATE chat SET agent = NULL, customer = NULL WHERE s = 'a';
SELECT complaints, agent, customer FROM complaint.session WHERE session_id = 'a';
-- the last complaint gone, the session is calm: its row goes
UPDATE chat SET body = 'never mind' WHERE s = 'a';
SELECT count(*) FROM complaint.session WHERE session_id = 'a';
SELECT session_id, messages, complaints FROM complaint.sessions WHERE session_id = 'a';

-- A message's time alone may change.
UPDATE chat SET at = '2026-04-01 10:00' WHERE s = 'b';
SELECT session_id, harmed, first_at, last_at FROM complaint.session WHERE session_id = 'b';

-- min_stored_level: a message below it leaves no trace, unless it carries a harm -----------
UPDATE complaint.source SET min_stored_level = 3;
INSERT INTO chat VALUES ('m', 1, 'customer', 'two'), ('m', 2, 'customer', 'three'), ('m', 3, 'customer', 'leaked'), ('m', 4, 'customer', 'two stolen');
SELECT message_id, level, harms FROM complaint.classification WHERE session_id = 'm' ORDER BY message_id;
SELECT complaints, level_2, level_3, highest_level, harmed FROM complaint.session WHERE session_id = 'm';
\set VERBOSITY terse
UPDATE complaint.source SET min_stored_level = 0;
UPDATE complaint.source SET min_stored_level = 5;
\set VERBOSITY default
UPDATE complaint.source SET min_stored_level = 1;
-- what was left out is found by a deep look, and judged by any update
SELECT problem, session_id, message_id, found FROM complaint.verify(deep => true);
UPDATE chat SET body = 'two!' WHERE s = 'm' AND n = 1;
SELECT complaints, level_2, level_3, highest_level, harmed FROM complaint.session WHERE session_id = 'm';

-- Who serves a session ----------------------------------------------------------------------
-- assign_session holds against what messages say
SELECT complaint.assign_session('chat', 'b', 'kim');
INSERT INTO chat VALUES ('b', 2, 'customer', 'two', 'ann', 'c2', '2026-05-01', 'web');
SELECT session_id, complaints, agent, assigned_at IS NOT NULL AS assigned FROM complaint.session WHERE session_id = 'b';
SELECT complaint.assign_session('chat', 'b', 'lee');
SELECT session_id, complaints, agent, customer FROM complaint.session WHERE session_id = 'b';
-- a calm session, or one that has not begun, gets its row by it, and keeps it
SELECT complaint.assign_session('chat', 'n', 'kim');
INSERT INTO chat VALUES ('n', 1, 'customer', 'four', 'ann', 'c9', '2026-05-01', 'web');
SELECT session_id, complaints, highest_level, agent FROM complaint.session WHERE session_id = 'n';
DELETE FROM chat WHERE s = 'n';
SELECT session_id, complaints, highest_level, agent FROM complaint.session WHERE session_id = 'n';
-- nobody serves it any more: what messages say holds again
SELECT complaint.assign_session('chat', 'b', NULL);
INSERT INTO chat VALUES ('b', 3, 'customer', 'two', 'ann', 'c2', '2026-05-02', 'web');
SELECT session_id, agent, assigned_at IS NOT NULL AS assigned FROM complaint.session WHERE session_id = 'b';
-- ids that are long are kept as their hash, the same in all places
SELECT complaint.assign_session('chat', repeat('long', 200), repeat('x', 600));
SELECT session_id = complaint.key(repeat('long', 200)) AS hashed, left(session_id, 10), length(session_id), agent = complaint.key(repeat('x', 600)) AS agent_too
FROM complaint.session WHERE complaints = 0 AND harmed = 0 AND session_id <> 'n';
SELECT complaint.assign_session('pg_class', 'b', 'kim');
SELECT complaint.assign_session('no_such_table', 'b', 'kim');
\set VERBOSITY terse
SELECT complaint.assign_session('chat', NULL, 'kim');
\set VERBOSITY default

SELECT * FROM complaint.verify(deep => true);
