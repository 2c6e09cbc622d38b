-- Alert policies: which messages of a session count, how many make an alert,
-- within which time, and what silences one.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels; stolen and leaked are
-- harms; a parcel, a lost parcel and a bill are types.
INSERT INTO complaint.type (type, parent) VALUES ('parcel', NULL), ('parcel.lost', 'parcel'), ('parcels', NULL), ('bill', NULL);
INSERT INTO complaint.harm (harm) VALUES ('theft'), ('leak');
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level, type, harm) VALUES
	('mine', 'one', '''one''', 1, NULL, NULL), ('mine', 'two', '''two''', 2, NULL, NULL),
	('mine', 'three', '''three''', 3, NULL, NULL), ('mine', 'four', '''four''', 4, NULL, NULL),
	('mine', 'parcel', '''parcel''', NULL, 'parcel', NULL), ('mine', 'lost', '''lost parcel''', NULL, 'parcel.lost', NULL),
	('mine', 'parcels', '''parcels''', NULL, 'parcels', NULL), ('mine', 'bill', '''bill''', NULL, 'bill', NULL),
	('mine', 'stolen', '''stolen''', NULL, NULL, 'theft'), ('mine', 'leaked', '''leaked''', NULL, NULL, 'leak');
CREATE TABLE chat (s text, n integer GENERATED ALWAYS AS IDENTITY, body text, at timestamptz DEFAULT now(), PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', at => 'at', ruleset => 'mine') AS source \gset

-- say('session', 'message', ...) writes each message in a transaction of its own
CREATE PROCEDURE say(s text, VARIADIC bodies text[]) LANGUAGE plpgsql AS $$
DECLARE
	body text;
BEGIN
	FOREACH body IN ARRAY bodies LOOP
		INSERT INTO chat (s, body) VALUES (s, body);
		COMMIT;
	END LOOP;
END $$;
CREATE VIEW rung AS
	SELECT session_id, policy, episode AS ep, mode, level, harms, type, count FROM complaint.alert ORDER BY session_id, policy, episode;

-- The shipped ones ----------------------------------------------------------------------
SELECT policy, description, scope, min_level, harms, types, threshold, time_window, cooldown, max_lateness, mode, shipped, overridden
FROM complaint.policy ORDER BY policy;
-- "repeated": three messages of level 2 and more, and not again while it is open
CALL say('repeated', 'two', 'one', 'two', 'calm', 'one');
TABLE rung;
CALL say('repeated', 'three', 'two', 'two', 'two');
TABLE rung;
-- "critical": one of level 4; "harm": one with a harm, however calm
CALL say('critical', 'four', 'four');
CALL say('harm', 'one stolen', 'leaked');
CALL say('calm harm', 'it was stolen and leaked');
-- all at once, in one transaction
INSERT INTO chat (s, body) VALUES ('all', 'four stolen'), ('all', 'two parcel'), ('all', 'three lost parcel'), ('all', 'two lost parcel');
TABLE rung;

-- are read-only: an override changes them for you
UPDATE complaint.alert_policy SET threshold = 2 WHERE policy = 'repeated';
DELETE FROM complaint.alert_policy WHERE policy = 'critical';
INSERT INTO complaint.alert_policy (policy, min_level, shipped) VALUES ('mine', 1, true);
INSERT INTO complaint.alert_policy_override (policy, threshold) VALUES ('repeated', 2);
INSERT INTO complaint.alert_policy_override (policy, mode) VALUES ('critical', 'off'), ('harm', 'shadow');
INSERT INTO complaint.alert_policy_override (policy, mode) VALUES ('unknown', 'off');
SELECT policy, threshold, mode, overridden FROM complaint.policy ORDER BY policy;
CALL say('overridden', 'two', 'two', 'four', 'stolen');
SELECT * FROM rung WHERE session_id = 'overridden';
-- everything that is not what the policy looks for can be another
INSERT INTO complaint.business_hours (hours, day, opens, closes) VALUES ('office', 1, '09:00', '17:00');
UPDATE complaint.alert_policy_override SET min_level = 3, time_window = '1 hour', cooldown = '5 minutes', max_lateness = '2 hours', severity = 4,
	recipients = '{@cards}', escalate_after = '5 minutes', ladder = '{tom}', hours = 'office', auto_resolve = '1 day' WHERE policy = 'repeated';
\x on
SELECT * FROM complaint.policy WHERE policy = 'repeated';
\x off
BEGIN;
SET LOCAL complaint.clock = '2026-01-04 12:00:00+00';		-- a Sunday
INSERT INTO chat (s, body, at) VALUES ('override', 'two', complaint.clock()), ('override', 'three', complaint.clock()), ('override', 'three', complaint.clock());
SELECT complaint.settle();
SELECT count, severity, recipients, held_until, quiet_at, escalate_at FROM complaint.alert WHERE session_id = 'override';
SELECT complaint.run_due('2026-01-05 09:00:00+00');
SELECT held_until, escalate_at FROM complaint.alert WHERE session_id = 'override';
SELECT complaint.run_due('2026-01-05 09:05:00+00');
SELECT recipients, escalate_at FROM complaint.alert WHERE session_id = 'override';
ROLLBACK;
-- a shadow alert is recorded like any other, and nobody is told
SELECT policy, kind FROM complaint.event JOIN complaint.alert USING (alert) WHERE session_id = 'overridden' ORDER BY policy;
DELETE FROM complaint.alert_policy_override;
UPDATE complaint.alert_policy_override SET mode = 'live';
INSERT INTO complaint.alert_policy_override (policy, mode) SELECT policy, 'off' FROM complaint.alert_policy WHERE shipped;

-- Your own ------------------------------------------------------------------------------
-- level or harm: whichever comes
INSERT INTO complaint.alert_policy (policy, min_level, harms, threshold) VALUES ('either', 3, '{theft}', 2);
CALL say('either 1', 'three', 'stolen');
CALL say('either 2', 'two stolen', 'one stolen');
CALL say('either 3', 'three', 'leaked', 'two');
SELECT * FROM rung WHERE policy = 'either';
DELETE FROM complaint.alert_policy WHERE policy = 'either';
-- some harms only
INSERT INTO complaint.alert_policy (policy, harms) VALUES ('leak', '{leak}');
CALL say('leak 1', 'stolen four');
CALL say('leak 2', 'stolen and leaked');
SELECT * FROM rung WHERE policy = 'leak';
DELETE FROM complaint.alert_policy WHERE policy = 'leak';
-- some types, with what lies below them; a name that only begins alike is another
INSERT INTO complaint.alert_policy (policy, min_level, types) VALUES ('parcel', 2, '{parcel,bill}');
CALL say('types 1', 'two parcels');
CALL say('types 2', 'two lost parcel');
CALL say('types 3', 'one lost parcel', 'two');
CALL say('types 4', 'three bill');
SELECT * FROM rung WHERE policy = 'parcel';
UPDATE complaint.alert_policy SET types = '{parcel.lost}' WHERE policy = 'parcel';
CALL say('types 5', 'two parcel', 'two bill');
CALL say('types 6', 'two lost parcel');
SELECT * FROM rung WHERE policy = 'parcel' AND session_id > 'types 4';
DELETE FROM complaint.alert_policy WHERE policy = 'parcel';
-- level 0: whatever is stored, so calm harms too
INSERT INTO complaint.alert_policy (policy, min_level, threshold) VALUES ('zero', 0, 2);
CALL say('zero', 'stolen', 'calm', 'leaked');
SELECT * FROM rung WHERE policy = 'zero';
DELETE FROM complaint.alert_policy WHERE policy = 'zero';

-- Time ------------------------------------------------------------------------------------
-- a window is over the messages' own times, whatever the order in which they come
INSERT INTO complaint.alert_policy (policy, min_level, threshold, time_window) VALUES ('quick', 1, 3, '10 minutes');
INSERT INTO chat (s, body, at) SELECT 'slow', 'one', now() - m * interval '1 minute' FROM unnest('{40,30,20,10,0}'::integer[]) AS m;
INSERT INTO chat (s, body, at) SELECT 'quick', 'one', now() - m * interval '1 minute' FROM unnest('{45,20,5,19}'::integer[]) AS m;
SELECT * FROM rung WHERE policy = 'quick';
INSERT INTO chat (s, body, at) VALUES ('quick', 'one', now() - interval '15 minutes');
SELECT * FROM rung WHERE policy = 'quick';
SELECT round(extract(epoch FROM a.raised_at - c.at) / 60) AS minutes_ago
FROM complaint.alert AS a JOIN complaint.alert_message USING (alert, source, session_id) JOIN complaint.classification AS c USING (source, session_id, message_id)
WHERE policy = 'quick' ORDER BY c.at;
-- exactly ten minutes apart is too long; a future time is taken as now
INSERT INTO chat (s, body, at) SELECT 'edge', 'one', now() - m * interval '5 minutes' FROM generate_series(0, 2) AS m;
INSERT INTO chat (s, body, at) SELECT 'future', 'one', now() + m * interval '1 day' FROM generate_series(0, 2) AS m;
SELECT * FROM rung WHERE policy = 'quick';
DELETE FROM complaint.alert_policy WHERE policy = 'quick';
-- late messages count in their session but ring nobody
INSERT INTO complaint.alert_policy (policy, min_level, max_lateness) VALUES ('late', 1, '30 minutes');
INSERT INTO chat (s, body, at) VALUES ('late 1', 'four', now() - interval '31 minutes'), ('late 2', 'four', now() - interval '29 minutes');
SELECT * FROM rung WHERE policy = 'late';
SELECT session_id, complaints FROM complaint.session WHERE session_id LIKE 'late%' ORDER BY 1;
UPDATE complaint.alert_policy SET max_lateness = '0' WHERE policy = 'late';
INSERT INTO chat (s, body, at) VALUES ('late 3', 'four', now() - interval '1 second');
SELECT * FROM rung WHERE policy = 'late';
DELETE FROM complaint.alert_policy WHERE policy = 'late';
-- so do those that are written while complaint.alerts is off
INSERT INTO complaint.alert_policy (policy, min_level, threshold) VALUES ('loading', 1, 2);
SET complaint.alerts = off;
CALL say('loading', 'one', 'one', 'one');
RESET complaint.alerts;
CALL say('loading', 'one');
SELECT * FROM rung WHERE policy = 'loading';
CALL say('loading', 'one');
SELECT * FROM rung WHERE policy = 'loading';
SELECT complaints FROM complaint.session WHERE session_id = 'loading';
DELETE FROM complaint.alert_policy WHERE policy = 'loading';

-- Episodes --------------------------------------------------------------------------------
-- resolved, a policy begins anew and counts only what was settled since
INSERT INTO complaint.alert_policy (policy, min_level, threshold) VALUES ('again', 1, 2);
CALL say('again', 'one', 'one', 'one');
SELECT complaint.resolve(alert, 'me') AS resolved FROM complaint.alert WHERE policy = 'again';
CALL say('again', 'one');
SELECT * FROM rung WHERE policy = 'again';
CALL say('again', 'one');
SELECT * FROM rung WHERE policy = 'again';
-- with a cooldown the session stays quiet for a while, and what is said in it does not count
UPDATE complaint.alert_policy SET cooldown = '1 hour' WHERE policy = 'again';
SELECT complaint.resolve(alert, 'me') AS resolved FROM complaint.alert WHERE policy = 'again' AND state = 'open';
CALL say('again', 'one', 'one', 'one');
SELECT count(*) FROM rung WHERE policy = 'again';
UPDATE complaint.alert_policy SET cooldown = '0' WHERE policy = 'again';
UPDATE complaint.episode SET ended_at = clock_timestamp() WHERE policy = 'again';		-- as if an hour had passed
CALL say('again', 'one');
SELECT count(*) FROM rung WHERE policy = 'again';
CALL say('again', 'one');
SELECT * FROM rung WHERE policy = 'again';
-- editing a message that counted already rings no second time
SELECT complaint.resolve(alert, 'me') AS resolved FROM complaint.alert WHERE policy = 'again' AND state = 'open';
UPDATE chat SET body = 'still one' WHERE s = 'again';
CALL say('again', 'one');
SELECT count(*) FROM rung WHERE policy = 'again';
-- one that becomes worse counts as new
UPDATE chat SET body = 'two' WHERE s = 'again' AND n = (SELECT min(n) FROM chat WHERE s = 'again');
SELECT count(*) FROM rung WHERE policy = 'again';
-- policies are apart: another one rings on its own
INSERT INTO complaint.alert_policy (policy, min_level, threshold) VALUES ('other', 2, 1);
CALL say('again', 'two');
SELECT * FROM rung WHERE session_id = 'again' AND policy = 'other';
DELETE FROM complaint.alert_policy WHERE policy IN ('again', 'other');

-- Changes hold for the next settle, also within a transaction; rolled back, they never were ------
BEGIN;
INSERT INTO complaint.alert_policy (policy, min_level) VALUES ('brief', 1);
INSERT INTO chat (s, body) VALUES ('brief 1', 'one');
SELECT complaint.settle();
SELECT count(*) FROM rung WHERE policy = 'brief';
ROLLBACK;
CALL say('brief 2', 'one');
SELECT count(*) FROM rung WHERE policy = 'brief';
INSERT INTO complaint.alert_policy (policy, min_level, mode) VALUES ('modes', 1, 'off');
CALL say('modes 1', 'one');
UPDATE complaint.alert_policy SET mode = 'shadow' WHERE policy = 'modes';
CALL say('modes 2', 'one');
UPDATE complaint.alert_policy SET mode = 'live' WHERE policy = 'modes';
CALL say('modes 3', 'one');
SELECT * FROM rung WHERE policy = 'modes';
-- an alert that was raised in the shadow stays there
DELETE FROM chat WHERE s = 'modes 2';
SELECT e.kind, e.recipients, a.state FROM complaint.event AS e JOIN complaint.alert AS a USING (alert)
WHERE a.policy = 'modes' AND a.session_id = 'modes 2' ORDER BY e.event;
DELETE FROM complaint.alert_policy WHERE policy = 'modes';

-- even in the middle of one: a trigger of yours on our table writes policies, and asks us, while several ring
CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE complaint.alert_policy SET description = NEW.alert::text WHERE NOT shipped;
	PERFORM complaint.hold_of(NEW.policy, NEW.source, NULL, NULL, NULL, NULL, NULL);
	RETURN NULL;
END $$;
CREATE TRIGGER meddle AFTER INSERT ON complaint.alert FOR EACH ROW EXECUTE FUNCTION meddle();
INSERT INTO complaint.alert_policy (policy, min_level) SELECT 'meddled_' || i, 1 FROM generate_series(1, 5) AS i;
INSERT INTO complaint.alert_policy (policy, min_level, scope, time_window) SELECT 'meddled_' || i, 1, 'all', '1 hour' FROM generate_series(6, 9) AS i;
CALL say('meddled', 'one', 'one');
SELECT policy, scope, count FROM complaint.alert WHERE policy LIKE 'meddled%' ORDER BY policy;
DROP TRIGGER meddle ON complaint.alert;
DROP FUNCTION meddle();
DELETE FROM complaint.alert_policy WHERE NOT shipped;

-- What is no policy --------------------------------------------------------------------------
\set VERBOSITY terse
INSERT INTO complaint.alert_policy (policy) VALUES ('nothing');
INSERT INTO complaint.alert_policy (policy, min_level) VALUES ('high', 5);
INSERT INTO complaint.alert_policy (policy, min_level) VALUES ('Big', 1);
INSERT INTO complaint.alert_policy (policy, min_level) VALUES ('', 1);
INSERT INTO complaint.alert_policy (policy, min_level) VALUES ('repeated', 1);
INSERT INTO complaint.alert_policy (policy, harms) VALUES ('none', '{}');
INSERT INTO complaint.alert_policy (policy, min_level, types) VALUES ('none', 1, '{}');
INSERT INTO complaint.alert_policy (policy, harms) VALUES ('null', '{theft,NULL}');
INSERT INTO complaint.alert_policy (policy, min_level, threshold) VALUES ('never', 1, 0);
INSERT INTO complaint.alert_policy (policy, min_level, time_window) VALUES ('window', 1, '0');
INSERT INTO complaint.alert_policy (policy, min_level, time_window) VALUES ('window', 1, '-1 hour');
INSERT INTO complaint.alert_policy (policy, min_level, cooldown) VALUES ('cooldown', 1, '-1 hour');
INSERT INTO complaint.alert_policy (policy, min_level, cooldown) VALUES ('cooldown', 1, '367 days');
INSERT INTO complaint.alert_policy (policy, min_level, mode) VALUES ('mode', 1, 'loud');
INSERT INTO complaint.alert_policy (policy, min_level, scope) VALUES ('scope', 1, 'galaxy');
INSERT INTO complaint.alert_policy (policy, min_level, time_window) VALUES ('window', 1, '367 days');
INSERT INTO complaint.alert_policy (policy, min_level, counts) VALUES ('counts', 1, 'words');
INSERT INTO complaint.alert_policy (policy, min_level, sources) VALUES ('sources', 1, '{}');
INSERT INTO complaint.alert_policy (policy, min_level, sources) VALUES ('sources', 1, '{1,NULL}');
-- how urgent, to whom, and when they go up
INSERT INTO complaint.alert_policy (policy, min_level, severity) VALUES ('severity', 1, 0);
INSERT INTO complaint.alert_policy (policy, min_level, severity) VALUES ('severity', 1, 5);
INSERT INTO complaint.alert_policy (policy, min_level, severity) VALUES ('severity', 1, NULL);
INSERT INTO complaint.alert_policy (policy, min_level, recipients) VALUES ('recipients', 1, '{@agent,NULL}');
INSERT INTO complaint.alert_policy (policy, min_level, recipients) VALUES ('recipients', 1, '{""}');
INSERT INTO complaint.alert_policy (policy, min_level, recipients) VALUES ('recipients', 1, NULL);
INSERT INTO complaint.alert_policy (policy, min_level, recipients) SELECT 'recipients', 1, array_agg('a' || i) FROM generate_series(1, 17) AS i;
INSERT INTO complaint.alert_policy (policy, min_level, ladder) VALUES ('ladder', 1, '{}');
INSERT INTO complaint.alert_policy (policy, min_level, ladder) VALUES ('ladder', 1, '{@admin,NULL}');
INSERT INTO complaint.alert_policy (policy, min_level, ladder) VALUES ('ladder', 1, '{a,b,c,d,e,f,g,h,i}');
INSERT INTO complaint.alert_policy (policy, min_level, escalate_after) VALUES ('escalate', 1, '0.9 seconds');
INSERT INTO complaint.alert_policy (policy, min_level, escalate_after) VALUES ('escalate', 1, '367 days');
INSERT INTO complaint.alert_policy (policy, min_level, auto_resolve) VALUES ('quiet', 1, '0');
INSERT INTO complaint.alert_policy (policy, min_level, auto_resolve) VALUES ('quiet', 1, '367 days');
INSERT INTO complaint.alert_policy (policy, min_level, max_lateness) VALUES ('late', 1, '-1 second');
INSERT INTO complaint.alert_policy_override (policy, threshold) VALUES ('repeated', 0);
INSERT INTO complaint.alert_policy_override (policy, severity) VALUES ('repeated', 5);
INSERT INTO complaint.alert_policy_override (policy, recipients) VALUES ('repeated', '{NULL}');
INSERT INTO complaint.alert_policy_override (policy, ladder) VALUES ('repeated', '{}');
INSERT INTO complaint.alert_policy_override (policy, escalate_after) VALUES ('repeated', '-1 minute');
INSERT INTO complaint.alert_policy_override (policy, auto_resolve) VALUES ('repeated', '0');
\set VERBOSITY default
-- scopes wider than a session need a window; tags and counts go with their scopes
INSERT INTO complaint.alert_policy (policy, min_level, scope) VALUES ('wide', 1, 'customer');
INSERT INTO complaint.alert_policy (policy, min_level, scope, time_window) VALUES ('wide', 1, 'tag', '1 hour');
INSERT INTO complaint.alert_policy (policy, min_level, scope, time_window, tag) VALUES ('wide', 1, 'type', '1 hour', 'queue');
INSERT INTO complaint.alert_policy (policy, min_level, tag) VALUES ('narrow', 1, 'queue');
INSERT INTO complaint.alert_policy (policy, min_level, counts) VALUES ('narrow', 1, 'sessions');
-- what messages must carry is an object of texts
INSERT INTO complaint.alert_policy (policy, min_level, tags) VALUES ('tags', 1, '["vip"]');
INSERT INTO complaint.alert_policy (policy, min_level, tags) VALUES ('tags', 1, '{"vip": true}');
INSERT INTO complaint.alert_policy (policy, min_level, tags) VALUES ('tags', 1, '{"vip": null}');
-- names of what does not exist
INSERT INTO complaint.alert_policy (policy, harms) VALUES ('unknown', '{theft,flood}');
INSERT INTO complaint.alert_policy (policy, min_level, types) VALUES ('unknown', 1, '{parcel,parcel.late}');
INSERT INTO complaint.alert_policy (policy, min_level, sources) VALUES ('unknown', 1, ARRAY[:source, 4711]);
INSERT INTO complaint.alert_policy (policy, min_level, hours) VALUES ('unknown', 1, 'nowhere');
INSERT INTO complaint.alert_policy_override (policy, hours) VALUES ('repeated', 'nowhere');
SELECT policy FROM complaint.policy WHERE NOT shipped;
SELECT * FROM complaint.verify(deep => true);
