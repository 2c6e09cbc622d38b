-- Time: windows, cooldowns, escalation, business hours, silences and quiet, each
-- to the second or the microsecond.  complaint.clock stops the clock at a time;
-- complaint.run_due(time) does what is due then.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels, a parcel and a lost parcel are types.
INSERT INTO complaint.type (type, parent) VALUES ('parcel', NULL), ('parcel.lost', 'parcel'), ('parcels', NULL);
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level, type) VALUES
	('mine', 'one', '''one''', 1, NULL), ('mine', 'two', '''two''', 2, NULL),
	('mine', 'parcel', '''parcel''', NULL, 'parcel'), ('mine', 'lost', '''lost parcel''', NULL, 'parcel.lost'),
	('mine', 'parcels', '''parcels''', NULL, 'parcels');
INSERT INTO complaint.alert_policy_override (policy, mode) SELECT policy, 'off' FROM complaint.alert_policy;
CREATE TABLE chat (s text, n integer GENERATED ALWAYS AS IDENTITY, body text, agent text, customer text, vip text,
	at timestamptz DEFAULT complaint.clock(), PRIMARY KEY (s, n));
CREATE TABLE mail (LIKE chat INCLUDING ALL);
SELECT complaint.attach('chat', session => 's', body => 'body', agent => 'agent', customer => 'customer', at => 'at', tags => '{vip}', ruleset => 'mine') AS chat,
	complaint.attach('mail', session => 's', body => 'body', agent => 'agent', customer => 'customer', at => 'at', tags => '{vip}', ruleset => 'mine') AS mail \gset
INSERT INTO complaint.agent (agent, supervisor) VALUES ('ann', 'sue'), ('bob', 'tom');

-- What happened, in its order; and what the clock has to do next.
CREATE VIEW diary AS
	SELECT a.key, to_char(e.at, 'Dy HH24:MI:SS.US') AS at, e.kind, e.by, e.note, array_to_string(e.recipients, ' ') AS told
	FROM complaint.event AS e JOIN complaint.alert AS a USING (alert) ORDER BY e.event;
CREATE VIEW next AS
	SELECT key, state, to_char(held_until, 'Dy HH24:MI:SS') AS held_until, silence, to_char(escalate_at, 'Dy HH24:MI:SS') AS escalate_at,
		to_char(quiet_at, 'Dy HH24:MI:SS') AS quiet_at, to_char(due_at, 'Dy HH24:MI:SS') AS due_at
	FROM complaint.alert WHERE state IN ('open', 'acknowledged') ORDER BY raised_at, key;
-- Each part begins with nothing: no policy, no message, no alert.
CREATE PROCEDURE anew() LANGUAGE plpgsql AS $$
BEGIN
	TRUNCATE chat, mail;
	PERFORM complaint.settle();
	TRUNCATE complaint.session, complaint.alert, complaint.alert_message, complaint.episode, complaint.event, complaint.tally, complaint.silence RESTART IDENTITY;
	DELETE FROM complaint.alert_policy WHERE NOT shipped;
END $$;
-- A policy of a wide scope that is new has its tally filled by the second run_due().
CREATE PROCEDURE filled() LANGUAGE plpgsql AS $$
BEGIN
	LOOP
		PERFORM complaint.run_due();
		COMMIT;
		EXIT WHEN NOT EXISTS (SELECT FROM complaint.tally_state WHERE rebuild_at IS NOT NULL);
	END LOOP;
END $$;

-- The setting -------------------------------------------------------------------------
SELECT complaint.clock() BETWEEN now() AND clock_timestamp() AS real;
SET complaint.clock = '2026-01-05 10:00:00.000001+00';
SELECT complaint.clock();
SET complaint.clock = '2026-01-05 10:00 Europe/Berlin';
SELECT complaint.clock();
-- not a time
SET complaint.clock = 'tomorrow';
SET complaint.clock = 'infinity';
SET complaint.clock = '10:00';
SET complaint.clock = '2026-02-30 10:00:00+00';
SET complaint.clock = '294277-01-01 00:00:00+00';
SELECT complaint.clock();
-- run_due(time) has it for its own duration; it is no clock for ever
SELECT complaint.run_due('2027-01-01 00:00:00+00') AS due, complaint.clock();
SELECT complaint.run_due('infinity');
SET complaint.clock = '';
SELECT complaint.clock() BETWEEN now() AND clock_timestamp() AS real;
-- it goes with the transaction, as any setting
BEGIN;
SET LOCAL complaint.clock = '2026-01-05 10:00:00+00';
ROLLBACK;
SELECT complaint.clock() BETWEEN now() AND clock_timestamp() AS real;
-- whoever sets the time decides when alerts ring: superusers only
CREATE ROLE regress_clock;
GRANT USAGE ON SCHEMA complaint TO regress_clock;
GRANT EXECUTE ON FUNCTION complaint.run_due TO regress_clock;
SET ROLE regress_clock;
SET complaint.clock = '2026-01-05 10:00:00+00';
SELECT complaint.run_due('2026-01-05 10:00:00+00');
-- not even before anything of ours was loaded
\c
SET SESSION AUTHORIZATION regress_clock;
SET complaint.clock = '2026-01-05 10:00:00+00';
SELECT complaint.clock() BETWEEN now() AND clock_timestamp() AS real;
RESET SESSION AUTHORIZATION;
DROP OWNED BY regress_clock;
DROP ROLE regress_clock;

-- Windows: of ten minutes, so that a message ten minutes older does not count, and one a microsecond younger does ---
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, threshold, time_window) VALUES ('in_session', 1, 2, '10 minutes');
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window) VALUES ('of_customer', 'customer', 1, 2, '10 minutes');
SET complaint.clock = '2026-01-05 10:00:00+00';
INSERT INTO chat (s, customer, body) VALUES ('a', 'c1', 'one'), ('b', 'c2', 'one');
SET complaint.clock = '2026-01-05 10:09:59.999999+00';
INSERT INTO chat (s, customer, body) VALUES ('b', 'c2', 'one');
SET complaint.clock = '2026-01-05 10:10:00+00';
INSERT INTO chat (s, customer, body) VALUES ('a', 'c1', 'one');
SELECT policy, key, raised_at, count FROM complaint.alert ORDER BY policy, key;
-- the window slides: with the next message, five minutes later, the last two are close enough
SET complaint.clock = '2026-01-05 10:15:00+00';
INSERT INTO chat (s, customer, body) VALUES ('a', 'c1', 'one');
SELECT policy, key, raised_at, count FROM complaint.alert WHERE key IN ('a', 'c1') ORDER BY policy, key;

-- Late: told of a window that is over, in the order of the messages' own times -------------
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, threshold, time_window) VALUES ('in_session', 1, 3, '10 minutes');
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window) VALUES ('of_customer', 'customer', 1, 3, '10 minutes');
SET complaint.clock = '2026-01-05 10:00:00+00';
INSERT INTO chat (s, customer, body, at) VALUES ('a', 'c', 'one', '2026-01-05 09:10:00+00'), ('a', 'c', 'one', '2026-01-05 09:19:59+00'),
	('a', 'c', 'one', '2026-01-05 09:25:00+00'), ('a', 'c', 'one', '2026-01-05 09:40:00+00');
SELECT count(*) FROM complaint.alert;
INSERT INTO chat (s, customer, body, at) VALUES ('a', 'c', 'one', '2026-01-05 09:15:00+00');
-- of the two windows that hold three now, it is the later one
SELECT policy, raised_at, count, array_agg(to_char(c.at, 'HH24:MI:SS') ORDER BY c.at) AS messages
FROM complaint.alert JOIN complaint.alert_message AS m USING (alert)
JOIN complaint.classification AS c ON (c.source, c.session_id, c.message_id) = (m.source, m.session_id, m.message_id) GROUP BY policy, raised_at, count ORDER BY policy;
-- later than max_lateness: counted in the session, and never rings
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, max_lateness) VALUES ('in_session', 1, '1 hour');
INSERT INTO complaint.alert_policy (policy, scope, min_level, time_window, max_lateness) VALUES ('of_customer', 'customer', 1, '10 minutes', '1 hour');
CALL filled();
INSERT INTO chat (s, customer, body, at) VALUES ('an hour', 'c1', 'one', '2026-01-05 09:00:00+00'),
	('a microsecond more', 'c2', 'one', '2026-01-05 08:59:59.999999+00');
SELECT policy, key FROM complaint.alert ORDER BY policy, key;
SELECT session_id, complaints FROM complaint.session ORDER BY session_id;
-- late is what comes late, and not what is edited later: the alert stands
SET complaint.clock = '2026-01-05 13:00:00+00';
UPDATE chat SET agent = 'ann';
SELECT complaint.run_due();
UPDATE chat SET body = 'two';
SELECT complaint.run_due();
SELECT policy, key, state FROM complaint.alert ORDER BY policy, key;
SELECT session_id, at, arrived_at, judged_at, level FROM complaint.classification ORDER BY session_id DESC;
-- Future: as if it were said now, so that wrong clocks of others neither ring at once nor too late
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, threshold, time_window) VALUES ('in_session', 1, 2, '10 minutes');
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window) VALUES ('of_customer', 'customer', 1, 2, '10 minutes');
SET complaint.clock = '2026-01-05 10:00:00+00';
INSERT INTO chat (s, customer, body, at) VALUES ('a', 'c1', 'one', '2026-01-06 10:00:00+00'), ('b', 'c2', 'one', '9999-12-31 10:00:00+00');
SET complaint.clock = '2026-01-05 10:09:59+00';
INSERT INTO chat (s, customer, body) VALUES ('a', 'c1', 'one');
SET complaint.clock = '2026-01-05 10:10:00+00';
INSERT INTO chat (s, customer, body) VALUES ('b', 'c2', 'one');
SELECT policy, key, raised_at FROM complaint.alert ORDER BY policy, key;
-- a table that has no time column: said when it came; an edit is not said again
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, threshold, time_window) VALUES ('in_session', 1, 2, '10 minutes');
CREATE TABLE note (s text, n integer, body text, agent text, PRIMARY KEY (s, n));
SELECT complaint.attach('note', session => 's', body => 'body', agent => 'agent', ruleset => 'mine') AS note \gset
SET complaint.clock = '2026-01-05 10:00:00+00';
INSERT INTO note VALUES ('a', 1, 'one');
SET complaint.clock = '2026-01-05 10:30:00+00';
INSERT INTO note VALUES ('a', 2, 'one');
SET complaint.clock = '2026-01-05 11:00:00+00';
UPDATE note SET agent = 'ann';
SELECT message_id, agent, at, judged_at FROM complaint.classification ORDER BY message_id;
SELECT count(*) FROM complaint.alert;
DROP TABLE note;
DELETE FROM complaint.classification WHERE source = :note;
DELETE FROM complaint.session WHERE source = :note;

-- Cooldown: ten minutes after the end, still quiet; what is said in it does not count later --------------------------
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, cooldown) VALUES ('in_session', 1, '10 minutes');
INSERT INTO complaint.alert_policy (policy, scope, min_level, time_window, cooldown) VALUES ('of_customer', 'customer', 1, '1 hour', '10 minutes');
SET complaint.clock = '2026-01-05 10:00:00+00';
INSERT INTO chat (s, customer, body) VALUES ('a', 'c', 'one');
SET complaint.clock = '2026-01-05 10:01:00+00';
SELECT complaint.resolve(alert, 'ann') FROM complaint.alert;
SET complaint.clock = '2026-01-05 10:11:00+00';
INSERT INTO chat (s, customer, body) VALUES ('a', 'c', 'one');
SELECT complaint.run_due('2026-01-05 10:11:01+00');
SELECT policy, count(*) FROM complaint.alert GROUP BY policy ORDER BY policy;
SET complaint.clock = '2026-01-05 10:11:00.000001+00';
INSERT INTO chat (s, customer, body) VALUES ('a', 'c', 'one');
SELECT policy, episode, state, raised_at, count FROM complaint.alert ORDER BY policy, episode;

-- Escalation: five minutes a step, as long as nobody has it -------------------------------------
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, escalate_after, ladder) VALUES ('up', 1, '5 minutes', '{@supervisor,@cards,dora}');
SET complaint.clock = '2026-01-05 10:00:00+00';
INSERT INTO chat (s, agent, body) VALUES ('a', 'ann', 'one');
SELECT complaint.run_due('2026-01-05 10:04:59.999999+00');
SELECT complaint.run_due('2026-01-05 10:05:00+00');
SELECT complaint.run_due('2026-01-05 10:05:00+00');
SELECT complaint.run_due('2026-01-05 10:10:00+00');
SELECT complaint.run_due('2026-01-05 10:15:00+00');
SELECT complaint.run_due('2026-01-05 11:00:00+00');
TABLE diary;
SELECT escalated, recipients, state, escalate_at FROM complaint.alert;
-- who comes late climbs all the steps that are due
INSERT INTO chat (s, agent, body) VALUES ('b', 'bob', 'one');
SELECT complaint.run_due('2026-01-05 10:10:00+00');
SELECT * FROM diary WHERE key = 'b';
-- acknowledged: it stops, to the second
INSERT INTO chat (s, agent, body) VALUES ('c', 'ann', 'one');
SET complaint.clock = '2026-01-05 10:04:59+00';
SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert WHERE key = 'c';
SELECT complaint.run_due('2026-01-05 12:00:00+00');
SELECT * FROM diary WHERE key = 'c';
-- a transfer begins anew, from the foot of the ladder, with the new agent's supervisor
SET complaint.clock = '2026-01-05 10:20:00+00';
SELECT complaint.assign_session('chat', 'c', 'bob', by => 'ann');
SELECT complaint.run_due('2026-01-05 10:24:59+00');
SELECT complaint.run_due('2026-01-05 10:25:00+00');
SELECT * FROM diary WHERE key = 'c';
-- so does an alert that had gone all the way up, and one that is opened again
SET complaint.clock = '2026-01-05 12:00:00+00';
SELECT complaint.run_due();
SELECT key, escalated, escalate_at FROM complaint.alert ORDER BY key;
SELECT complaint.assign(alert, 'bob', by => 'sue') FROM complaint.alert WHERE key = 'a';
SELECT complaint.resolve(alert, 'tom') FROM complaint.alert WHERE key IN ('b', 'c');
SELECT complaint.reopen(alert, 'tom') FROM complaint.alert WHERE key = 'b';
UPDATE complaint.alert_policy SET threshold = 2 WHERE policy = 'up';
SELECT key, escalated, escalate_at, state FROM complaint.alert ORDER BY key;
-- shadow alerts stay where they are
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, escalate_after, mode) VALUES ('up', 1, '5 minutes', 'shadow');
INSERT INTO chat (s, agent, body) VALUES ('a', 'ann', 'one');
SELECT complaint.run_due('2026-01-05 13:00:00+00');
TABLE diary;

-- Business time: when has so much of it passed? ----------------------------------------------------
-- two openings on weekdays, one that ends with the day on Saturday, none on Sunday; Berlin is an hour ahead of UTC in winter, two in summer
INSERT INTO complaint.business_hours (hours, day, opens, closes, time_zone)
SELECT 'office', d, o, c, 'Europe/Berlin' FROM generate_series(1, 5) AS d, (VALUES ('09:00'::time, '12:30'::time), ('13:00', '17:00')) AS v(o, c)
UNION ALL SELECT 'office', 6, '22:00', '24:00', 'Europe/Berlin';
SELECT since AS berlin, span, to_char(complaint.business_time('office', since::timestamp AT TIME ZONE 'Europe/Berlin', span) AT TIME ZONE 'Europe/Berlin', 'Dy DD HH24:MI:SS.US') AS then
FROM (VALUES
	-- Monday 5 January 2026: before it opens, at the opening, in it, at the end of it, in the break, after it
	('2026-01-05 00:00', '0'::interval), ('2026-01-05 09:00', '0'), ('2026-01-05 10:00:00.000001', '0'), ('2026-01-05 12:29:59.999999', '0'),
	('2026-01-05 12:30', '0'), ('2026-01-05 12:45', '0'), ('2026-01-05 17:00', '0'),
	('2026-01-05 12:00', '30 minutes'), ('2026-01-05 12:00', '30 minutes 1 microsecond'), ('2026-01-05 12:25', '10 minutes'),
	('2026-01-05 08:00', '7.5 hours'), ('2026-01-05 16:58', '5 minutes'),
	-- Friday to Saturday, to Monday
	('2026-01-09 16:58', '5 minutes'), ('2026-01-09 16:58', '2 hours 1 minute'), ('2026-01-09 16:58', '2 hours 3 minutes'),
	('2026-01-10 23:59', '1 minute'), ('2026-01-10 23:59', '61 seconds'), ('2026-01-11 12:00', '0'),
	-- a week has 39.5 hours of it
	('2026-01-05 09:00', '39.5 hours'), ('2026-01-05 10:00', '39.5 hours'), ('2026-01-05 10:00', '395 hours')) AS v(since, span);
-- no hours: every hour counts
SELECT complaint.business_time(NULL, '2026-01-10 23:59:00+00', '61 seconds');
SELECT complaint.business_time('office', NULL, '1 minute') IS NULL AS nothing;
SELECT complaint.business_time('office', '2026-01-10 23:59:00+00', '-1 minute');
SELECT complaint.business_time('nowhere', '2026-01-10 23:59:00+00', '1 minute');
-- never, or in more than ten years
SELECT complaint.business_time('office', '2026-01-05 00:00:00+00', '3660 days');
-- summer time begins on Sunday 29 March at 2:00, which is 3:00 then: that night has 5 hours of six; it ends on Sunday 25 October at 3:00, which is 2:00 then: 7 hours
INSERT INTO complaint.business_hours (hours, day, opens, closes, time_zone) VALUES ('night', 7, '00:00', '06:00', 'Europe/Berlin');
SELECT complaint.business_time('night', '2026-03-28 20:00:00+00', '0') AS opens, complaint.business_time('night', '2026-03-28 20:00:00+00', '5 hours') AS closes,
	complaint.business_time('night', '2026-03-28 20:00:00+00', '5 hours 1 second') AS next;
SELECT complaint.business_time('night', '2026-10-24 20:00:00+00', '0') AS opens, complaint.business_time('night', '2026-10-24 20:00:00+00', '7 hours') AS closes,
	complaint.business_time('night', '2026-10-24 20:00:00+00', '7 hours 1 second') AS next;
-- Monday's nine o'clock is an hour earlier in UTC than the Monday before
SELECT complaint.business_time('office', '2026-03-22 12:00:00+00', '0') AS winter, complaint.business_time('office', '2026-03-29 12:00:00+00', '0') AS summer,
	complaint.business_time('office', '2026-10-25 12:00:00+00', '0') AS winter_again;
-- an opening in the hour that is left out lasts as long as it would; one in the hour that comes twice is the second
INSERT INTO complaint.business_hours (hours, day, opens, closes, time_zone) VALUES ('small_hours', 7, '02:15', '02:45', 'Europe/Berlin');
SELECT complaint.business_time('small_hours', '2026-03-28 20:00:00+00', '0') AS opens, complaint.business_time('small_hours', '2026-03-28 20:00:00+00', '30 minutes') AS closes;
SELECT complaint.business_time('small_hours', '2026-10-24 20:00:00+00', '0') AS opens, complaint.business_time('small_hours', '2026-10-24 20:00:00+00', '30 minutes') AS closes;
-- in Havana it is midnight that is left out: the day before ends where the next begins
INSERT INTO complaint.business_hours (hours, day, opens, closes, time_zone) VALUES ('late', 6, '22:00', '24:00', 'America/Havana'), ('late', 7, '00:00', '02:00', 'America/Havana');
SELECT complaint.business_time('late', '2026-03-07 20:00:00+00', '0') AS opens, complaint.business_time('late', '2026-03-07 20:00:00+00', '2 hours') AS midnight,
	complaint.business_time('late', '2026-03-07 20:00:00+00', '3 hours') AS closes;
-- the other side of the date line, and half an hour beside the others
INSERT INTO complaint.business_hours (hours, day, opens, closes, time_zone) VALUES ('kiribati', 1, '00:00', '24:00', 'Pacific/Kiritimati'), ('india', 1, '09:00', '17:00', 'Asia/Kolkata');
SELECT complaint.business_time('kiribati', '2026-01-03 00:00:00+00', '0') AS opens, complaint.business_time('kiribati', '2026-01-03 00:00:00+00', '24 hours') AS closes,
	complaint.business_time('india', '2026-01-03 00:00:00+00', '0') AS india;
-- what are no hours
INSERT INTO complaint.business_hours (hours, day, opens, closes) VALUES ('bad', 1, '17:00', '09:00');
INSERT INTO complaint.business_hours (hours, day, opens, closes) VALUES ('bad', 1, '09:00', '09:00');
INSERT INTO complaint.business_hours (hours, day, opens, closes) VALUES ('bad', 0, '09:00', '17:00');
INSERT INTO complaint.business_hours (hours, day, opens, closes) VALUES ('Bad', 1, '09:00', '17:00');
INSERT INTO complaint.business_hours (hours, day, opens, closes, time_zone) VALUES ('bad', 1, '09:00', '17:00', 'Mars/Olympus');
INSERT INTO complaint.business_hours (hours, day, opens, closes, time_zone) VALUES ('bad', 1, '09:00', '17:00', 'CEST');
INSERT INTO complaint.business_hours (hours, day, opens, closes) VALUES ('office', 7, '09:00', '17:00');
INSERT INTO complaint.business_hours (hours, day, opens, closes, time_zone) VALUES ('office', 1, '12:00', '13:00', 'Europe/Berlin');
INSERT INTO complaint.business_hours (hours, day, opens, closes, time_zone) VALUES ('office', 1, '08:00', '18:00', 'Europe/Berlin');
-- side by side is not overlapping
BEGIN;
INSERT INTO complaint.business_hours (hours, day, opens, closes, time_zone) VALUES ('office', 1, '12:30', '13:00', 'Europe/Berlin');
SELECT complaint.business_time('office', '2026-01-05 08:00:00+00', '8 hours');
ROLLBACK;

-- Business hours: outside of them an alert is raised and not announced before they begin; the ladder counts business time only ---
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, hours, escalate_after) VALUES ('office', 1, 'office', '5 minutes');
-- Friday 16:58 in Berlin: two minutes before it closes, five with those of Saturday night
SET complaint.clock = '2026-01-09 15:58:00+00';
INSERT INTO chat (s, agent, body) VALUES ('a', 'ann', 'one');
-- on the second it closes, and on Sunday
SET complaint.clock = '2026-01-09 16:00:00+00';
INSERT INTO chat (s, agent, body) VALUES ('b', 'ann', 'one');
SET complaint.clock = '2026-01-11 12:00:00+00';
INSERT INTO chat (s, agent, body) VALUES ('c', 'bob', 'one');
TABLE next;
TABLE diary;
SELECT complaint.run_due('2026-01-10 20:59:59.999999+00');
SELECT complaint.run_due('2026-01-10 21:00:00+00');
SELECT complaint.run_due('2026-01-10 21:03:00+00');
SELECT complaint.run_due('2026-01-10 21:05:00+00');
SELECT complaint.run_due('2026-01-12 07:59:59+00');
SELECT complaint.run_due('2026-01-12 08:00:00+00');
TABLE diary;
-- announced late, because nobody ran it: the agent has the five minutes all the same
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, hours, escalate_after) VALUES ('office', 1, 'office', '5 minutes');
SET complaint.clock = '2026-01-11 12:00:00+00';
INSERT INTO chat (s, agent, body) VALUES ('a', 'ann', 'one');
SELECT complaint.run_due('2026-01-12 10:00:00+00');
TABLE next;
-- ended before it was announced: nobody is told, then or later; nor do transfers go up the ladder while it is held
INSERT INTO chat (s, agent, body) VALUES ('b', 'ann', 'one'), ('c', 'ann', 'one'), ('d', 'ann', 'one');
SELECT complaint.resolve(alert, 'ann') FROM complaint.alert WHERE key = 'b';
DELETE FROM chat WHERE s = 'c';
SELECT complaint.assign_session('chat', 'd', 'bob', by => 'sue');
SELECT complaint.run_due('2026-01-12 07:59:59+00');
SELECT * FROM next WHERE key = 'd';
SELECT complaint.run_due('2026-01-12 08:00:00+00');
SELECT * FROM diary WHERE key > 'a';
-- acknowledged before it was announced: somebody has it, so it does not go up
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, hours, escalate_after) VALUES ('office', 1, 'office', '5 minutes');
INSERT INTO chat (s, agent, body) VALUES ('a', 'ann', 'one');
SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert;
SELECT complaint.run_due('2026-01-12 08:00:00+00');
SELECT complaint.run_due('2026-01-12 09:00:00+00');
TABLE diary;
-- hours that change hold for what comes; those that a policy names cannot go
DELETE FROM complaint.business_hours WHERE hours = 'office';
BEGIN;
DELETE FROM complaint.business_hours WHERE hours = 'office';
INSERT INTO complaint.business_hours (hours, day, opens, closes) VALUES ('office', 1, '10:00', '11:00');
COMMIT;
INSERT INTO chat (s, agent, body) VALUES ('b', 'ann', 'one');
TABLE next;
-- but for TRUNCATE: then every hour counts, and nothing stands still
TRUNCATE complaint.business_hours;
INSERT INTO chat (s, agent, body) VALUES ('c', 'ann', 'one');
SELECT complaint.run_due('2026-01-12 10:00:00+00');
SELECT complaint.run_due('2026-01-12 10:05:00+00');
TABLE next;
SELECT * FROM diary WHERE key > 'a';

-- Silences: what is raised meanwhile is recorded, and announced when it is over ---------------------------
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, escalate_after) VALUES ('loud', 1, '5 minutes'), ('other', 2, NULL);
SET complaint.clock = '2026-01-05 10:00:00+00';
SELECT complaint.silence_alerts('outage', until_at => '2026-01-05 11:00:00+00', from_at => '2026-01-05 10:30:00+00', policy => 'loud', by => 'sue');
-- from 10:30 on and not before; until 11:00, and not then
SET complaint.clock = '2026-01-05 10:29:59.999999+00';
INSERT INTO chat (s, body) VALUES ('before', 'one');
SET complaint.clock = '2026-01-05 10:30:00+00';
INSERT INTO chat (s, body) VALUES ('from', 'one');
SET complaint.clock = '2026-01-05 10:59:59.999999+00';
INSERT INTO chat (s, body) VALUES ('until', 'one');
SET complaint.clock = '2026-01-05 11:00:00+00';
INSERT INTO chat (s, body) VALUES ('after', 'one');
TABLE next;
TABLE diary;
-- what was silenced: a silence keeps its number in the alerts
SELECT s.by, s.why, s.from_at, s.until_at, array_agg(a.key ORDER BY a.raised_at) AS silenced
FROM complaint.silence AS s JOIN complaint.alert AS a USING (silence) GROUP BY s.silence;
SELECT complaint.run_due('2026-01-05 11:00:00+00');
SELECT * FROM diary WHERE key IN ('from', 'until');
-- announced, it goes up the ladder
SELECT * FROM next WHERE key IN ('from', 'until');

-- each matcher, and all of them together; types with what lies below them
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level) VALUES ('loud', 1);
SET complaint.clock = '2026-01-05 10:00:00+00';
SELECT complaint.silence_alerts(why, until_at, policy => policy, source => source, session_id => session_id, customer => customer, agent => agent, type => type, tags => tags, by => 'sue') AS silence, why
FROM (VALUES ('policy', '2026-01-05 11:00:00+00'::timestamptz, 'repeated', NULL::integer, NULL, NULL, NULL, NULL, NULL::jsonb),
	('source', '2026-01-05 11:01:00+00', NULL, :mail, NULL, NULL, NULL, NULL, NULL),
	('session', '2026-01-05 11:02:00+00', NULL, NULL, 's', NULL, NULL, NULL, NULL),
	('customer', '2026-01-05 11:03:00+00', NULL, NULL, NULL, 'c', NULL, NULL, NULL),
	('agent', '2026-01-05 11:04:00+00', NULL, NULL, NULL, NULL, 'ann', NULL, NULL),
	('type', '2026-01-05 11:05:00+00', NULL, NULL, NULL, NULL, NULL, 'parcel', NULL),
	('tags', '2026-01-05 11:06:00+00', NULL, NULL, NULL, NULL, NULL, NULL, '{"vip": "yes"}'),
	('all of them', '2026-01-05 11:07:00+00', 'loud', :chat, 'all', 'c', 'ann', 'parcel', '{"vip": "yes"}')) AS v(why, until_at, policy, source, session_id, customer, agent, type, tags);
INSERT INTO chat (s, body, customer, agent, vip) VALUES ('none', 'one', 'd', 'bob', 'no'), ('nulls', 'one', NULL, NULL, NULL), ('s', 'one', NULL, NULL, NULL),
	('customer', 'one', 'c', NULL, NULL), ('agent', 'one', NULL, 'ann', NULL), ('type', 'one parcel', NULL, NULL, NULL), ('subtype', 'one lost parcel', NULL, NULL, NULL),
	('type 2', 'one parcels', NULL, NULL, NULL), ('tags', 'one', NULL, NULL, 'yes'), ('all', 'one parcel', 'c', 'ann', 'yes');
INSERT INTO mail (s, body) VALUES ('mail', 'one');
SELECT a.key, a.silence, s.why, to_char(a.held_until, 'HH24:MI') AS held_until FROM complaint.alert AS a LEFT JOIN complaint.silence AS s USING (silence) ORDER BY a.silence NULLS FIRST, a.key;
-- of several, the one that lasts longest holds; when it is ended early, the next run_due() looks whether others do
SELECT complaint.end_silence(8, 'sue');
SELECT complaint.run_due('2026-01-05 10:00:00+00');
SELECT * FROM next WHERE key = 'all';
SELECT complaint.end_silence(7, 'sue'), complaint.end_silence(6, 'sue'), complaint.end_silence(4, 'sue');
SELECT complaint.run_due('2026-01-05 10:00:00+00');
SELECT key, silence, held_until FROM complaint.alert ORDER BY silence NULLS FIRST, key;
SELECT complaint.end_silence(5, 'sue');
SET complaint.clock = '2026-01-05 10:00:00.000001+00';
SELECT complaint.run_due();
SELECT * FROM diary WHERE key IN ('all', 'customer', 'type');
-- ended, it silences nobody any more; and one that had not begun never will
SELECT complaint.silence_alerts('later', from_at => '2026-01-05 12:00:00+00', until_at => '2026-01-05 13:00:00+00', by => 'sue');
SELECT complaint.end_silence(9, 'sue');
INSERT INTO chat (s, body, customer, agent, vip) VALUES ('all 2', 'one parcel', 'c', 'ann', 'yes');
SET complaint.clock = '2026-01-05 12:30:00+00';
INSERT INTO chat (s, body, customer, agent, vip) VALUES ('all 3', 'one parcel', 'c', 'ann', 'yes');
SELECT key, silence, held_until FROM complaint.alert WHERE key > 'all ' AND key < 'b' ORDER BY key;
SELECT silence, why, from_at, until_at FROM complaint.silence WHERE silence IN (8, 9) ORDER BY silence;
-- one that began while another held: held until the last is over; a policy without the tag asked for nothing: {} is any
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, tags) VALUES ('loud', 1, '{}');
SET complaint.clock = '2026-01-05 10:00:00+00';
SELECT complaint.silence_alerts('first', until_at => '2026-01-05 11:00:00+00', tags => '{}', by => 'sue');
INSERT INTO chat (s, body) VALUES ('a', 'one');
SELECT complaint.silence_alerts('second', until_at => '2026-01-05 12:00:00+00', by => 'sue');
SELECT complaint.run_due('2026-01-05 11:00:00+00');
TABLE next;
SELECT complaint.run_due('2026-01-05 12:00:00+00');
TABLE diary;
-- a silence that ends when nobody is there: until the hours begin
CALL anew();
INSERT INTO complaint.business_hours (hours, day, opens, closes) SELECT 'office', d, '09:00', '17:00' FROM generate_series(1, 5) AS d;
INSERT INTO complaint.alert_policy (policy, min_level, hours) VALUES ('loud', 1, 'office');
SELECT complaint.silence_alerts('in the night', until_at => '2026-01-05 20:00:00+00', session_id => 'a', by => 'sue');
SELECT complaint.silence_alerts('in the morning', until_at => '2026-01-06 10:00:00+00', session_id => 'b', by => 'sue');
INSERT INTO chat (s, body) VALUES ('a', 'one'), ('b', 'one');
TABLE next;
-- ended early in the night, it is still night
SET complaint.clock = '2026-01-05 19:00:00+00';
SELECT complaint.end_silence(2, 'sue');
SELECT complaint.run_due();
TABLE next;
SELECT complaint.run_due('2026-01-06 09:00:00+00');
TABLE diary;
-- shadow alerts are recorded with it, and never announced
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, mode) VALUES ('loud', 1, 'shadow');
SET complaint.clock = '2026-01-05 10:00:00+00';
SELECT complaint.silence_alerts('all', until_at => '2026-01-05 11:00:00+00', by => 'sue');
INSERT INTO chat (s, body) VALUES ('a', 'one');
SELECT complaint.run_due('2026-01-05 11:00:00+00');
TABLE diary;
SELECT silence, held_until, due_at FROM complaint.alert;

-- Auto-resolve: after so long without a message that meets the policy -----------------------------------
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, auto_resolve) VALUES ('in_session', 1, '10 minutes');
INSERT INTO complaint.alert_policy (policy, scope, min_level, time_window, auto_resolve) VALUES ('of_customer', 'customer', 1, '1 hour', '10 minutes');
SET complaint.clock = '2026-01-05 10:00:00+00';
CALL filled();
INSERT INTO chat (s, customer, body) VALUES ('a', 'c', 'one'), ('b', 'd', 'one');
SELECT complaint.run_due('2026-01-05 10:09:59.999999+00');
-- a complaint starts the ten minutes anew; a calm message does not
SET complaint.clock = '2026-01-05 10:08:00+00';
INSERT INTO chat (s, customer, body) VALUES ('a', 'c', 'one'), ('b', 'd', 'calm');
SELECT complaint.run_due('2026-01-05 10:10:00+00');
TABLE next;
SELECT complaint.run_due('2026-01-05 10:17:59.999999+00');
SELECT complaint.run_due('2026-01-05 10:18:00+00');
TABLE diary;
SELECT key, state, resolved_at, resolved_by, note FROM complaint.alert ORDER BY key;
-- and a day of quiet is a day, though the tally does not reach back so far
UPDATE complaint.alert_policy SET auto_resolve = '1 day' WHERE policy = 'of_customer';
SET complaint.clock = '2026-01-05 10:30:00+00';
INSERT INTO chat (s, customer, body) VALUES ('e', 'e', 'one');
SET complaint.clock = '2026-01-05 11:30:00+00';
INSERT INTO chat (s, customer, body) VALUES ('e', 'e', 'one');
SELECT complaint.run_due('2026-01-06 09:00:00+00');
SELECT count(*) AS tally FROM complaint.tally WHERE key = 'e';
SELECT complaint.run_due('2026-01-06 11:29:59+00');
SELECT complaint.run_due('2026-01-06 11:30:00+00');
SELECT key, resolved_at FROM complaint.alert WHERE key = 'e' AND scope = 'customer';
UPDATE complaint.alert_policy SET auto_resolve = '10 minutes' WHERE policy = 'of_customer';
-- acknowledged or not; and not a moment before one that was opened again by hand had its time
SET complaint.clock = '2026-01-05 11:00:00+00';
SELECT complaint.reopen(alert, 'ann') FROM complaint.alert WHERE key IN ('a', 'c');
SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert WHERE key IN ('a', 'c');
SELECT complaint.run_due('2026-01-05 11:09:59+00');
SELECT complaint.run_due('2026-01-05 11:10:00+00');
SELECT key, state, resolved_at, resolved_by, note, acknowledged_by FROM complaint.alert WHERE key IN ('a', 'c') ORDER BY key;
-- quiet before it was announced: nobody is told
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, auto_resolve) VALUES ('in_session', 1, '10 minutes');
SET complaint.clock = '2026-01-05 10:00:00+00';
SELECT complaint.silence_alerts('all', until_at => '2026-01-05 11:00:00+00', by => 'sue');
INSERT INTO chat (s, body) VALUES ('a', 'one');
SELECT complaint.run_due('2026-01-05 11:00:00+00');
TABLE diary;
-- the policy says otherwise by now: its alerts stay
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, auto_resolve) VALUES ('in_session', 1, '10 minutes');
SET complaint.clock = '2026-01-05 10:00:00+00';
INSERT INTO chat (s, body) VALUES ('a', 'one');
UPDATE complaint.alert_policy SET auto_resolve = NULL WHERE policy = 'in_session';
SELECT complaint.run_due('2026-01-05 11:00:00+00');
TABLE next;

-- A clock that goes back: nothing rings twice, and what is over stays over ----------------------------
CALL anew();
INSERT INTO complaint.alert_policy (policy, min_level, cooldown) VALUES ('in_session', 1, '10 minutes');
SET complaint.clock = '2026-01-05 10:00:00+00';
INSERT INTO chat (s, body) VALUES ('a', 'one'), ('b', 'one');
SELECT complaint.resolve(alert, 'ann') FROM complaint.alert WHERE key = 'a';
SET complaint.clock = '2026-01-05 09:00:00+00';
INSERT INTO chat (s, body) VALUES ('a', 'one'), ('b', 'one');
-- a session's own time does not go back
SELECT session_id, message_id::integer - min(message_id::integer) OVER () AS message, at, settled_at FROM complaint.classification ORDER BY 2;
SELECT key, episode, state FROM complaint.alert ORDER BY key;
SET complaint.clock = '2026-01-05 10:10:00.000001+00';
INSERT INTO chat (s, body) VALUES ('a', 'one');
SELECT key, episode, state FROM complaint.alert ORDER BY key;
-- back into a silence that was over: it holds again
SELECT complaint.silence_alerts('an hour', until_at => '2026-01-05 11:00:00+00', by => 'sue');
SET complaint.clock = '2026-01-05 11:30:00+00';
INSERT INTO chat (s, body) VALUES ('c', 'one');
SET complaint.clock = '2026-01-05 10:30:00+00';
INSERT INTO chat (s, body) VALUES ('d', 'one');
SELECT key, held_until, silence FROM complaint.alert WHERE key IN ('c', 'd') ORDER BY key;
CALL anew();
RESET complaint.clock;
SELECT * FROM complaint.verify(deep => true);
