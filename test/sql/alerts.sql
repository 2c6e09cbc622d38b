-- An alert, from the messages that raised it to its end.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels; stolen is a harm, a parcel a type.
INSERT INTO complaint.type (type) VALUES ('parcel'), ('bill');
INSERT INTO complaint.harm (harm) VALUES ('theft');
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level, type, harm) VALUES
	('mine', 'one', '''one''', 1, NULL, NULL), ('mine', 'two', '''two''', 2, NULL, NULL),
	('mine', 'three', '''three''', 3, NULL, NULL), ('mine', 'four', '''four''', 4, NULL, NULL),
	('mine', 'parcel', '''parcel''', NULL, 'parcel', NULL), ('mine', 'bill', '''bill''', NULL, 'bill', NULL),
	('mine', 'stolen', '''stolen''', NULL, NULL, 'theft');
INSERT INTO complaint.alert_policy_override (policy, mode) SELECT policy, 'off' FROM complaint.alert_policy WHERE policy <> 'repeated';
CREATE TABLE chat (s text, n integer, sender text, body text, agent text, customer text, PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', sender => 'sender', agent => 'agent', customer => 'customer', ruleset => 'mine') AS source \gset

-- Raised ----------------------------------------------------------------------------------
INSERT INTO chat VALUES ('a', 1, 'customer', 'two parcel', 'ann', 'c1'), ('a', 2, 'agent', 'four', 'ann', 'c1'),
	('a', 3, 'customer', 'one bill', 'ann', 'c1'), ('a', 4, 'customer', 'three stolen parcel', 'ann', 'c1'), ('a', 5, 'customer', 'two bill', 'bob', 'c1');
-- its level is the highest, its type the most frequent (the latest of two that are even), its agent the last message's
SELECT policy, session_id, episode, mode, state, level, harms, type, count, agent, customer FROM complaint.alert;
SELECT e.kind, e.by, e.note, e.agent, e.at = a.raised_at AS at FROM complaint.event AS e JOIN complaint.alert AS a USING (alert);
SELECT key, policy, episode, since, ended_at, withdrawn FROM complaint.episode;
-- the evidence: joined to the verdicts and to the words
SELECT a.policy, c.message_id, c.level, c.type, chat.body
FROM complaint.alert AS a
JOIN complaint.alert_message AS m USING (alert)
JOIN complaint.classification AS c ON (c.source, c.session_id, c.message_id) = (m.source, m.session_id, m.message_id)
JOIN chat ON chat.s = c.session_id AND chat.n = c.message_id::integer
ORDER BY c.message_id;

-- Who is told: the agent of the last message that counts, else of the session -----------------
SELECT complaint.assign_session('chat', 'b', 'kim');
INSERT INTO chat VALUES ('b', 1, 'customer', 'two', 'ann', 'c2'), ('b', 2, 'customer', 'two', 'ann', 'c2'), ('b', 3, 'customer', 'two', NULL, NULL);
INSERT INTO chat VALUES ('c', 1, 'customer', 'two', NULL, NULL), ('c', 2, 'customer', 'two', NULL, NULL), ('c', 3, 'customer', 'two', NULL, NULL);
SELECT session_id, agent, customer FROM complaint.alert ORDER BY session_id;

-- Channels: plain ids as they are, all others as a hash; never two agents on one ---------------
SELECT complaint.channel('ann'), complaint.channel('agent_7');
SELECT left(id, 33) AS id, complaint.channel(id) ~ '^complaint_agent_[0-9a-f]{32}$' AS hashed, octet_length(complaint.channel(id)) < 64 AS short
FROM unnest(ARRAY['Ann', 'ann lee', '', '客服', 'x"; DROP TABLE chat; --', repeat('a', 32), repeat('a', 300), repeat('0', 32)]) AS id;
SELECT count(DISTINCT complaint.channel(id)) = count(DISTINCT id) AS all_apart FROM (SELECT unnest(ARRAY['ann', 'Ann', 'ANN', 'ann ', ' ann', 'ann.', 'ａnn', complaint.channel('Ann'), replace(complaint.channel('Ann'), 'complaint_agent_', '')])) AS i (id);
SELECT complaint.channel(NULL);

-- Acknowledged, resolved -------------------------------------------------------------------------
SELECT alert AS alert_a FROM complaint.alert WHERE session_id = 'a' \gset
SELECT alert AS alert_b FROM complaint.alert WHERE session_id = 'b' \gset
SELECT complaint.acknowledge(:'alert_a', by => 'ann');
SELECT state, acknowledged_at IS NOT NULL AS at, acknowledged_by, resolved_at, resolved_by FROM complaint.alert WHERE alert = :'alert_a';
-- one cannot take what another has; details name who and when
CREATE FUNCTION try(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
	hint text;
BEGIN
	EXECUTE command;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN regexp_replace(regexp_replace(format('%s: %s | %s | %s', SQLSTATE, SQLERRM, detail, hint), '[0-9a-f]{8}-[0-9a-f-]{27}', 'UUID', 'g'),
		'[0-9]{4}-[0-9-]+ [0-9:.]+\+00', 'TIME', 'g');
END $$;
SELECT try(format('SELECT complaint.acknowledge(%L, %L)', :'alert_a', 'bob'));
SELECT complaint.resolve(:'alert_a', by => 'bob', note => 'refunded');
SELECT state, acknowledged_by, resolved_at IS NOT NULL AS at, resolved_by, note FROM complaint.alert WHERE alert = :'alert_a';
SELECT try(format('SELECT complaint.resolve(%L, %L)', :'alert_a', 'eve'));
SELECT try(format('SELECT complaint.acknowledge(%L, %L)', :'alert_a', 'eve'));
-- resolved without being acknowledged, without a note
SELECT complaint.resolve(:'alert_b', 'kim');
SELECT state, acknowledged_by, resolved_by, note FROM complaint.alert WHERE alert = :'alert_b';
-- nothing
SELECT try('SELECT complaint.acknowledge(''00000000-0000-0000-0000-000000000000'', ''me'')');
SELECT try('SELECT complaint.resolve(''00000000-0000-0000-0000-000000000000'', ''me'')');
SELECT try('SELECT complaint.acknowledge(NULL, ''me'')');
SELECT try('SELECT complaint.resolve(NULL, ''me'')');
-- every step is an event
SELECT session_id, kind, by, e.note, e.agent, e.at >= a.raised_at AS after
FROM complaint.event AS e JOIN complaint.alert AS a USING (alert) ORDER BY session_id, e.at;
SELECT key, policy, episode, ended_at IS NOT NULL AS ended FROM complaint.episode ORDER BY 1, 2;
-- rolled back, it was not done
BEGIN;
SELECT complaint.acknowledge(alert, 'me') FROM complaint.alert WHERE session_id = 'c';
ROLLBACK;
SELECT state FROM complaint.alert WHERE session_id = 'c';

-- who names nobody acts as the role that it is
BEGIN;
SELECT complaint.acknowledge(alert) FROM complaint.alert WHERE session_id = 'c';
SELECT acknowledged_by = session_user AS by_role FROM complaint.alert WHERE session_id = 'c';
ROLLBACK;

-- One alert an episode: the constraint says so ------------------------------------------------
SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'alert_episode_key';

-- What becomes of it when its messages change or go: without its ground it is withdrawn; what is resolved stays ---
UPDATE chat SET body = 'calm' WHERE s = 'c' AND n = 1;
DELETE FROM chat WHERE s = 'b';
SELECT session_id, state, count, level, resolved_at IS NOT NULL AS ended, resolved_by FROM complaint.alert ORDER BY session_id;
SELECT try(format('SELECT complaint.acknowledge(%L, %L)', alert, 'eve')) FROM complaint.alert WHERE session_id = 'c';
-- its ground back, the same alert is open again
INSERT INTO chat VALUES ('c', 4, 'customer', 'three', NULL, NULL);
SELECT session_id, episode, state, count, level, resolved_at FROM complaint.alert WHERE session_id = 'c';
SELECT kind, by FROM complaint.event JOIN complaint.alert USING (alert) WHERE session_id = 'c' ORDER BY event;
-- a message that makes no difference to it withdraws nothing
UPDATE chat SET body = 'two indeed' WHERE s = 'c' AND n = 3;
INSERT INTO chat VALUES ('c', 5, 'customer', 'three', NULL, NULL);
DELETE FROM chat WHERE s = 'c' AND n = 3;
SELECT state, count FROM complaint.alert WHERE session_id = 'c';
SELECT * FROM complaint.verify(deep => true);
