-- Scopes: which messages are counted together, across sessions and sources, and
-- what becomes of an alert when its messages or its policy change.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "three" are levels, stolen is a harm; a parcel, a lost parcel and a bill are types.
INSERT INTO complaint.type (type, parent) VALUES ('parcel', NULL), ('parcel.lost', 'parcel'), ('bill', NULL);
INSERT INTO complaint.harm (harm) VALUES ('theft');
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level, type, harm) VALUES
	('mine', 'one', '''one''', 1, NULL, NULL), ('mine', 'two', '''two''', 2, NULL, NULL), ('mine', 'three', '''three''', 3, NULL, NULL),
	('mine', 'parcel', '''parcel''', NULL, 'parcel', NULL), ('mine', 'lost', '''lost parcel''', NULL, 'parcel.lost', NULL),
	('mine', 'bill', '''bill''', NULL, 'bill', NULL), ('mine', 'stolen', '''stolen''', NULL, NULL, 'theft');
INSERT INTO complaint.alert_policy_override (policy, mode) SELECT policy, 'off' FROM complaint.alert_policy;
CREATE TABLE chat (s text, n integer, body text, customer text, agent text, queue text, at timestamptz DEFAULT complaint.clock(), PRIMARY KEY (s, n));
CREATE TABLE mail (LIKE chat INCLUDING ALL);
SELECT complaint.attach('chat', session => 's', body => 'body', customer => 'customer', agent => 'agent', at => 'at', tags => '{queue}', ruleset => 'mine') AS chat,
	complaint.attach('mail', session => 's', body => 'body', customer => 'customer', agent => 'agent', at => 'at', tags => '{queue}', ruleset => 'mine') AS mail \gset
SET complaint.clock = '2026-01-05 10:00:00+00';

CREATE VIEW rung AS
	SELECT policy, source, key, episode AS ep, state, count, level, harms, type, agent, customer, tags ->> 'queue' AS queue FROM complaint.alert ORDER BY policy, source, key, episode;
CREATE VIEW rang AS
	SELECT policy, key, episode AS ep, state, count FROM complaint.alert ORDER BY policy, source, key, episode;
-- Each part begins with nothing: no policy, no message, no alert.
CREATE PROCEDURE anew() LANGUAGE plpgsql AS $$
BEGIN
	TRUNCATE chat, mail;
	PERFORM complaint.settle();
	TRUNCATE complaint.session, complaint.alert, complaint.alert_message, complaint.episode, complaint.event, complaint.tally;
	DELETE FROM complaint.alert_policy WHERE NOT shipped;
	SET complaint.clock = '2026-01-05 10:00:00+00';
END $$;
-- A policy of a wide scope that is new or changed: the first run_due() notes it, and
-- the second fills its tally, once all are over that may have settled by the old one.
CREATE PROCEDURE filled() LANGUAGE plpgsql AS $$
BEGIN
	LOOP
		PERFORM complaint.run_due();
		COMMIT;
		EXIT WHEN NOT EXISTS (SELECT FROM complaint.tally_state WHERE rebuild_at IS NOT NULL);
	END LOOP;
END $$;

-- Together: two of a session, customer, agent, type, source, tag, or of all -------------------
INSERT INTO complaint.alert_policy (policy, scope, tag, min_level, threshold, time_window) VALUES
	('of_session', 'session', NULL, 1, 2, '1 hour'), ('of_customer', 'customer', NULL, 1, 2, '1 hour'), ('of_agent', 'agent', NULL, 1, 2, '1 hour'),
	('of_type', 'type', NULL, 1, 2, '1 hour'), ('of_source', 'source', NULL, 1, 2, '1 hour'), ('of_tag', 'tag', 'queue', 1, 2, '1 hour'), ('of_all', 'all', NULL, 1, 2, '1 hour');
INSERT INTO chat (s, n, body) VALUES ('s', 1, 'one'), ('s', 2, 'calm');
SELECT count(*) FROM complaint.alert;
-- a second of all comes by another source, with the same session id, which is another session
INSERT INTO mail (s, n, body) VALUES ('s', 1, 'three');
TABLE rung;
-- what has no customer, agent, type or tag is nobody's, also when there are two of them
INSERT INTO mail (s, n, body) VALUES ('t', 1, 'two');
-- nor of one whose id is empty
INSERT INTO mail (s, n, body, customer, agent, queue) VALUES ('u', 1, 'two', '', '', ''), ('v', 1, 'two', '', '', '');
SELECT * FROM rung WHERE policy <> 'of_all';
SELECT session_id, agent, customer, tags FROM complaint.classification WHERE session_id IN ('u', 'v') ORDER BY 1;
SELECT * FROM complaint.verify(deep => true);
CALL anew();
INSERT INTO complaint.alert_policy (policy, scope, tag, min_level, threshold, time_window) VALUES
	('of_session', 'session', NULL, 1, 2, '1 hour'), ('of_customer', 'customer', NULL, 1, 2, '1 hour'), ('of_agent', 'agent', NULL, 1, 2, '1 hour'),
	('of_type', 'type', NULL, 1, 2, '1 hour'), ('of_source', 'source', NULL, 1, 2, '1 hour'), ('of_tag', 'tag', 'queue', 1, 2, '1 hour');
-- each of these has one thing in common with the first, whose session is a
INSERT INTO chat (s, n, body, customer, agent, queue) VALUES ('a', 1, 'one parcel', 'cora', 'ann', 'cards');
INSERT INTO mail (s, n, body, customer, agent, queue) VALUES
	('b', 1, 'two bill', 'cora', 'bob', 'loans');
SELECT policy, source, key, agent, customer, recipients FROM complaint.alert;
INSERT INTO mail (s, n, body, customer, agent, queue) VALUES ('c', 1, 'two', 'carl', 'ann', NULL);
SELECT policy, source, key, agent, customer, recipients FROM complaint.alert WHERE policy NOT IN ('of_customer', 'of_source');
INSERT INTO mail (s, n, body, customer, agent, queue) VALUES ('d', 1, 'two parcel', 'carl', NULL, NULL);
INSERT INTO mail (s, n, body, customer, agent, queue) VALUES ('e', 1, 'two lost parcel', NULL, NULL, 'cards');
SELECT policy, source, key, type, agent, customer, recipients FROM complaint.alert WHERE policy IN ('of_type', 'of_tag');
INSERT INTO chat (s, n, body) VALUES ('a', 2, 'two');
SELECT policy, source, key, type, agent, customer, recipients FROM complaint.alert ORDER BY policy, source, key;

-- Counted: messages, distinct texts, or distinct sessions -----------------------------------
CALL anew();
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window, counts) VALUES
	('messages', 'all', 1, 3, '1 hour', 'messages'), ('texts', 'all', 1, 3, '1 hour', 'texts'), ('sessions', 'all', 1, 3, '1 hour', 'sessions'),
	('session_texts', 'session', 1, 3, NULL, 'texts');
-- the same words with other numbers, case, width and signs are one text
INSERT INTO chat (s, n, body) VALUES ('a', 1, 'one parcel 17 is late'), ('a', 2, 'ONE parcel 18 is LATE!!'), ('a', 3, 'one parcel, A4711, is late'), ('a', 4, 'ｏｎｅ parcel is late');
TABLE rang;
INSERT INTO mail (s, n, body) VALUES ('a', 1, 'one parcel is late'), ('b', 1, 'one parcel was late'), ('b', 2, 'one parcel is late 99');
TABLE rang;
INSERT INTO chat (s, n, body) VALUES ('a', 5, 'one parcel'), ('a', 6, 'one');
TABLE rang;
SELECT a.policy, array_agg(m.source || ' ' || m.session_id || ' ' || m.message_id ORDER BY m.source, m.session_id, m.message_id) AS messages
FROM complaint.alert AS a JOIN complaint.alert_message AS m USING (alert) GROUP BY a.policy ORDER BY a.policy;

-- Asked for: level or harm, types with those below, tags, sources ---------------------------------
CALL anew();
INSERT INTO complaint.alert_policy (policy, scope, time_window, min_level, harms, types, tags, sources) VALUES
	('harm_only', 'all', '1 hour', NULL, '{theft}', NULL, NULL, NULL), ('level_or_harm', 'all', '1 hour', 3, '{*}', NULL, NULL, NULL),
	('parcels', 'all', '1 hour', 1, NULL, '{parcel}', NULL, NULL), ('lost', 'all', '1 hour', 1, NULL, '{parcel.lost,bill}', NULL, NULL),
	('cards', 'all', '1 hour', 1, NULL, NULL, '{"queue": "cards"}', NULL), ('by_mail', 'all', '1 hour', 1, NULL, NULL, NULL, ARRAY[:mail]),
	('all_of_it', 'all', '1 hour', 2, NULL, '{parcel}', '{"queue": "cards"}', ARRAY[:mail, :chat]);
CALL filled();
-- says which policies ring for a message, and takes it back
CREATE PROCEDURE rings(which text, body text, queue text DEFAULT NULL) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('INSERT INTO %I (s, n, body, queue) VALUES (''s'', 1, $1, $2)', which) USING body, queue;
	PERFORM complaint.settle();
	RAISE NOTICE '%', (SELECT coalesce(string_agg(a.policy, ' ' ORDER BY a.policy), 'nothing') FROM complaint.alert AS a);
	ROLLBACK;
END $$;
CALL rings('chat', 'calm parcel', 'cards');
CALL rings('chat', 'one');
CALL rings('mail', 'one');
CALL rings('chat', 'three');
CALL rings('chat', 'stolen');
CALL rings('chat', 'two parcel');
CALL rings('chat', 'two lost parcel');
CALL rings('chat', 'one bill', 'cards');
CALL rings('chat', 'one parcel', 'cards');
CALL rings('chat', 'two lost parcel', 'cards');
CALL rings('mail', 'three stolen parcel', 'loans');

-- Windows slide over the messages' own times, whoever wrote them and in whatever order -----------------
CALL anew();
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window) VALUES ('three', 'customer', 1, 3, '10 minutes');
CALL filled();
INSERT INTO chat (s, n, body, customer, at) VALUES ('a', 1, 'one', 'cora', '2026-01-05 09:30:00+00'), ('a', 2, 'one', 'cora', '2026-01-05 09:50:00+00');
INSERT INTO mail (s, n, body, customer, at) VALUES ('a', 1, 'one', 'cora', '2026-01-05 09:40:00+00'), ('b', 1, 'one', 'carl', '2026-01-05 09:40:00+00');
TABLE rang;
-- a late one completes a window in the past: the alert is of then, raised now
INSERT INTO chat (s, n, body, customer, at) VALUES ('z', 1, 'one', 'cora', '2026-01-05 09:35:00+00');
INSERT INTO chat (s, n, body, customer, at) VALUES ('y', 1, 'one', 'cora', '2026-01-05 09:39:59.999999+00');
SELECT a.raised_at, a.count, array_agg(to_char(c.at, 'HH24:MI:SS.US') ORDER BY c.at) AS messages
FROM complaint.alert AS a JOIN complaint.alert_message AS m USING (alert)
JOIN complaint.classification AS c ON (c.source, c.session_id, c.message_id) = (m.source, m.session_id, m.message_id) GROUP BY a.raised_at, a.count;

-- More than a chat reads: a bulk is an alert at once, of the messages that it looked at ------------------------
CALL anew();
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window) VALUES ('few', 'all', 1, 2, '1 hour'), ('many', 'all', 1, 1001, '1 hour');
CALL filled();
INSERT INTO chat (s, n, body) SELECT 's' || i, 1, 'one' FROM generate_series(1, 1100) AS i;
SELECT policy, count FROM complaint.alert;
-- a threshold of more than 1000 is left to run_due(), and so are messages that come after an episode, whose own still lie in the window
SELECT complaint.resolve(alert, 'ann') FROM complaint.alert;
SET complaint.clock = '2026-01-05 10:01:00+00';
INSERT INTO chat (s, n, body) VALUES ('t', 1, 'one'), ('t', 2, 'one');
TABLE rang;
SELECT complaint.run_due();
TABLE rang;
-- the messages that are kept of an alert are the latest thousand
SELECT a.policy, a.count, count(*) AS messages FROM complaint.alert AS a JOIN complaint.alert_message USING (alert) GROUP BY a.alert ORDER BY a.policy, a.episode;

-- Episodes: one alert of a key at a time, and the next counts only what came since; each key has its own --------
CALL anew();
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window, cooldown) VALUES ('two', 'customer', 1, 2, '1 hour', '10 minutes');
CALL filled();
INSERT INTO chat (s, n, body, customer) VALUES ('a', 1, 'one', 'cora'), ('a', 2, 'one', 'cora'), ('a', 3, 'one', 'cora');
INSERT INTO mail (s, n, body, customer) VALUES ('a', 1, 'one', 'cora'), ('b', 1, 'one', 'carl'), ('b', 2, 'one', 'carl');
SELECT complaint.run_due();
TABLE rang;
SET complaint.clock = '2026-01-05 10:05:00+00';
SELECT complaint.resolve(alert, 'ann') FROM complaint.alert WHERE key = 'cora';
SET complaint.clock = '2026-01-05 10:10:00+00';
INSERT INTO chat (s, n, body, customer) VALUES ('a', 4, 'one', 'cora'), ('a', 5, 'one', 'cora'), ('b', 1, 'one', 'carl');
SET complaint.clock = '2026-01-05 10:20:00+00';
INSERT INTO chat (s, n, body, customer) VALUES ('a', 6, 'one', 'cora');
SELECT complaint.run_due();
TABLE rang;
INSERT INTO mail (s, n, body, customer) VALUES ('c', 1, 'one', 'cora');
TABLE rang;

-- What takes an alert its ground: run_due() withdraws it, and it is the same alert when its ground is back -------------
CALL anew();
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window) VALUES ('two', 'customer', 2, 2, '1 hour');
CALL filled();
INSERT INTO chat (s, n, body, customer) VALUES ('a', 1, 'two', 'cora'), ('b', 1, 'two', 'carl'), ('c', 1, 'two', 'cleo'), ('d', 1, 'two', 'curt'), ('e', 1, 'two', 'chen');
INSERT INTO mail (s, n, body, customer) VALUES ('a', 1, 'two', 'cora'), ('b', 1, 'two', 'carl'), ('c', 1, 'two', 'cleo'), ('d', 1, 'two', 'curt'), ('d', 2, 'two', 'curt');
TABLE rang;
-- deleted; edited to be calm; another customer''s, who has enough now; one of three is not missed
DELETE FROM chat WHERE s = 'a';
UPDATE mail SET body = 'one' WHERE s = 'b';
UPDATE chat SET customer = 'chen' WHERE s = 'c';
DELETE FROM mail WHERE s = 'd' AND n = 2;
TABLE rang;
SELECT complaint.run_due();
TABLE rang;
-- back again
INSERT INTO chat (s, n, body, customer) VALUES ('a', 2, 'two', 'cora');
UPDATE mail SET body = 'three' WHERE s = 'b';
UPDATE chat SET customer = 'cleo' WHERE s = 'c';
SELECT complaint.run_due();
TABLE rang;
SELECT a.key, array_agg(e.kind ORDER BY e.event) AS events FROM complaint.alert AS a JOIN complaint.event AS e USING (alert) GROUP BY a.key ORDER BY a.key;
-- all at once
TRUNCATE mail;
SELECT complaint.run_due();
TABLE rang;
-- what is removed after somebody has resolved it changes nothing
SELECT complaint.reopen(alert, 'ann') FROM complaint.alert WHERE key = 'cora';
SELECT complaint.resolve(alert, 'ann') FROM complaint.alert WHERE key = 'cora';
DELETE FROM chat;
SELECT complaint.run_due();
TABLE rang;
-- types and sessions may change too: a type's key is the type itself
CALL anew();
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window, counts) VALUES ('of_type', 'type', 1, 2, '1 hour', 'messages'),
	('sessions', 'all', 1, 2, '1 hour', 'sessions'), ('texts', 'all', 1, 2, '1 hour', 'texts');
CALL filled();
INSERT INTO chat (s, n, body) VALUES ('a', 1, 'one parcel'), ('b', 1, 'one parcel of mine');
TABLE rang;
UPDATE chat SET body = 'one lost parcel' WHERE s = 'b';
UPDATE chat SET s = 'a', n = 2 WHERE s = 'b';
SELECT complaint.run_due();
TABLE rang;
UPDATE chat SET body = 'one parcel' WHERE n = 2;
SELECT complaint.run_due();
TABLE rang;
UPDATE chat SET s = 'b', body = 'one parcel, please' WHERE n = 2;
SELECT complaint.run_due();
TABLE rang;
-- its own time, out of the window and back
UPDATE chat SET at = '2026-01-05 09:00:00+00' WHERE s = 'b';
SELECT complaint.run_due();
TABLE rang;
UPDATE chat SET at = '2026-01-05 09:30:00+00' WHERE s = 'b';
TABLE rang;
-- an edit that changes none of this is none, also hours later
UPDATE chat SET agent = 'ann', queue = 'cards';
SET complaint.clock = '2026-01-05 12:30:00+00';
UPDATE chat SET agent = 'bob';
SELECT complaint.run_due();
SELECT a.policy, a.key, count(*) AS events FROM complaint.alert AS a JOIN complaint.event USING (alert) GROUP BY a.policy, a.key ORDER BY 1, 2;
-- hours later the tally does not reach back, the alert's messages do
SET complaint.clock = '2026-01-05 20:00:00+00';
SELECT complaint.run_due();
SELECT count(*) AS tally FROM complaint.tally;
DELETE FROM chat WHERE s = 'b';
SELECT complaint.run_due();
TABLE rang;

-- In a session it goes at once: also by tags, time and text ----------------------------------------------
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, threshold, time_window, tags, counts) VALUES ('cards', 1, 2, '10 minutes', '{"queue": "cards"}', 'texts');
INSERT INTO chat (s, n, body, queue) VALUES ('a', 1, 'one parcel', 'cards'), ('a', 2, 'one bill', 'loans');
TABLE rang;
UPDATE chat SET queue = 'cards' WHERE n = 2;
TABLE rang;
UPDATE chat SET body = 'one parcel' WHERE n = 2;
TABLE rang;
UPDATE chat SET body = 'one bill' WHERE n = 2;
TABLE rang;
UPDATE chat SET at = '2026-01-05 09:50:00+00' WHERE n = 2;
TABLE rang;
UPDATE chat SET at = '2026-01-05 09:50:01+00' WHERE n = 2;
TABLE rang;
UPDATE chat SET queue = NULL WHERE n = 1;
TABLE rang;
SELECT kind FROM complaint.event ORDER BY event;

-- A policy that is new: its tally is filled with what its window still reaches -----------------------------
CALL anew();
INSERT INTO chat (s, n, body, customer, at) VALUES ('a', 1, 'one', 'cora', '2026-01-05 09:30:00+00'), ('a', 2, 'one', 'cora', '2026-01-05 09:31:00+00'), ('b', 1, 'one', 'carl', '2026-01-05 09:31:00+00');
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window) VALUES ('two', 'customer', 1, 2, '1 hour');
SELECT complaint.run_due();
TABLE rang;
SELECT complaint.run_due();
TABLE rang;
-- changed: what runs, runs on; what comes is counted by the new one
UPDATE complaint.alert_policy SET min_level = 2, severity = 4, recipients = '{@cards}' WHERE policy = 'two';
CALL filled();
SELECT policy, key, state, severity, recipients FROM complaint.alert;
INSERT INTO chat (s, n, body, customer) VALUES ('b', 2, 'one', 'carl'), ('b', 3, 'two', 'carl');
SELECT complaint.run_due();
TABLE rang;
UPDATE complaint.alert_policy SET min_level = 1 WHERE policy = 'two';
CALL filled();
SELECT policy, key, state, count, severity, recipients FROM complaint.alert ORDER BY key;
-- a threshold or cooldown that changes holds for what comes; a window, also for what is there
INSERT INTO chat (s, n, body, customer, at) VALUES ('c', 1, 'one', 'cleo', '2026-01-05 09:58:00+00'), ('c', 2, 'one', 'cleo', '2026-01-05 08:59:00+00');
SELECT complaint.run_due();
SELECT * FROM rang WHERE key = 'cleo';
UPDATE complaint.alert_policy SET time_window = '2 hours', max_lateness = '2 hours' WHERE policy = 'two';
CALL filled();
SELECT * FROM rang WHERE key = 'cleo';
-- switched off, or gone: its alerts stay and end as any other
UPDATE complaint.alert_policy SET mode = 'off' WHERE policy = 'two';
CALL filled();
SELECT count(*) AS tally FROM complaint.tally;
DELETE FROM chat WHERE s = 'c';
INSERT INTO chat (s, n, body, customer) VALUES ('d', 1, 'one', 'curt'), ('d', 2, 'one', 'curt');
SELECT complaint.run_due();
TABLE rang;
UPDATE complaint.alert_policy SET mode = 'live' WHERE policy = 'two';
CALL filled();
TABLE rang;
DELETE FROM complaint.alert_policy WHERE policy = 'two';
CALL filled();
SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert WHERE key = 'cora';
SELECT complaint.resolve(alert, 'ann') FROM complaint.alert WHERE key = 'cora';
SELECT complaint.assign(alert, 'bob', by => 'ann') FROM complaint.alert WHERE key = 'carl';
TABLE rang;
SELECT count(*) AS tally FROM complaint.tally_state;
-- of another scope by the same name: its keys are others
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window) VALUES ('two', 'type', 1, 2, '1 hour');
CALL filled();
INSERT INTO chat (s, n, body, customer) VALUES ('e', 1, 'one parcel', 'chen'), ('e', 2, 'one parcel', 'curt');
SELECT policy, scope, key, state FROM complaint.alert JOIN complaint.policy USING (policy, scope);
-- shadow: recorded, and nobody is told
UPDATE complaint.alert_policy SET mode = 'shadow' WHERE policy = 'two';
INSERT INTO chat (s, n, body) VALUES ('f', 1, 'one bill'), ('f', 2, 'one bill');
SELECT a.key, a.mode, e.recipients FROM complaint.alert AS a JOIN complaint.event AS e USING (alert) WHERE a.scope = 'type' ORDER BY a.key;

-- COPY: a thousand rows, one alert a key ---------------------------------------------------------------------
CALL anew();
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window) VALUES ('twenty', 'customer', 1, 20, '1 hour'), ('of_all', 'all', 1, 500, '1 hour');
CALL filled();
\copy chat (s, n, body, customer) FROM PROGRAM 'for i in $(seq 1000); do echo "s$((i % 10)),$i,one,c$((i % 40))"; done' (FORMAT csv)
SELECT policy, count(*), min(count), max(count) FROM complaint.alert GROUP BY policy ORDER BY policy;

-- A savepoint that was rolled back was never there; complaint.alerts off: counts, never rings -----------------
CALL anew();
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window) VALUES ('two', 'all', 1, 2, '1 hour');
CALL filled();
BEGIN;
INSERT INTO chat (s, n, body) VALUES ('a', 1, 'one');
SAVEPOINT here;
INSERT INTO chat (s, n, body) VALUES ('a', 2, 'one');
SELECT complaint.settle();
TABLE rang;
ROLLBACK TO here;
COMMIT;
TABLE rang;
SET complaint.alerts = off;
INSERT INTO chat (s, n, body) VALUES ('a', 3, 'one');
RESET complaint.alerts;
SELECT complaint.run_due();
TABLE rang;
-- settled statement by statement, the alert is there before the commit
SET complaint.settle = 'statement';
BEGIN;
INSERT INTO chat (s, n, body) VALUES ('a', 4, 'one');
TABLE rang;
COMMIT;
RESET complaint.settle;

-- What could not be settled is settled later, and rings then ------------------------------------------------
CALL anew();
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window) VALUES ('two', 'customer', 1, 2, '1 hour');
CALL filled();
ALTER TABLE complaint.classification ADD CONSTRAINT broken CHECK (message_id <> '2') NOT VALID;
INSERT INTO chat (s, n, body, customer) VALUES ('a', 1, 'one', 'cora');
INSERT INTO chat (s, n, body, customer) VALUES ('a', 2, 'one', 'cora');
SELECT session_id, message_id, reason FROM complaint.unsettled;
TABLE rang;
ALTER TABLE complaint.classification DROP CONSTRAINT broken;
SELECT complaint.run_due('2026-01-05 10:59:59+00');
TABLE rang;
-- the tally itself, or a key, that fails does not fail the chat, nor the other keys
ALTER TABLE complaint.episode ADD CONSTRAINT broken CHECK (key <> 'carl') NOT VALID;
INSERT INTO chat (s, n, body, customer) VALUES ('b', 1, 'one', 'carl'), ('b', 2, 'one', 'carl');
INSERT INTO chat (s, n, body, customer) VALUES ('c', 1, 'one', 'cleo'), ('c', 2, 'one', 'cleo');
SELECT session_id, message_id, reason FROM complaint.unsettled;
TABLE rang;
ALTER TABLE complaint.episode DROP CONSTRAINT broken;
SELECT complaint.run_due();
TABLE rang;
ALTER TABLE complaint.tally ADD CONSTRAINT broken CHECK (key <> 'curt') NOT VALID;
INSERT INTO chat (s, n, body, customer) VALUES ('d', 1, 'one', 'curt');
SELECT complaint.run_due();
ALTER TABLE complaint.tally DROP CONSTRAINT broken;
INSERT INTO chat (s, n, body, customer) VALUES ('d', 2, 'one', 'curt');
TABLE rang;
SELECT count(*) FROM complaint.unsettled;
-- a key of any length
INSERT INTO chat (s, n, body, customer) SELECT 'e', i, 'one', string_agg(md5(j::text), '') FROM generate_series(1, 2) AS i, generate_series(1, 200) AS j GROUP BY i;
SELECT key LIKE 'sha256:%' AS hashed, count FROM complaint.alert WHERE key > 's';
CALL anew();
RESET complaint.clock;
SELECT * FROM complaint.verify(deep => true);

-- More messages than an alert names (1000), when the tally reaches back to none of them any more ------
CALL anew();
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window, counts) VALUES
	('messages', 'all', 1, 1200, '1 hour', 'messages'), ('sessions', 'source', 1, 3, '1 hour', 'sessions'), ('few', 'all', 1, 900, '1 hour', 'messages');
CALL filled();
INSERT INTO chat (s, n, body) VALUES ('x', 1, 'one'), ('y', 1, 'one');
SET complaint.clock = '2026-01-05 10:00:01+00';
INSERT INTO chat (s, n, body) SELECT 'z', n, 'one' FROM generate_series(1, 1200) AS n;
CALL filled();
TABLE rang;
SELECT a.policy, count(*) FROM complaint.alert AS a JOIN complaint.alert_message AS m USING (alert) GROUP BY 1 ORDER BY 1;
SET complaint.clock = '2026-01-05 14:00:00+00';
CALL filled();
SELECT count(*) FROM complaint.tally;
DELETE FROM chat WHERE s = 'z' AND n IN (1, 1200);
CALL filled();
TABLE rang;
DELETE FROM chat WHERE s IN ('x', 'z') AND n = 1 OR s = 'z' AND n = 600;
CALL filled();
TABLE rang;
SELECT * FROM complaint.verify(deep => true);
