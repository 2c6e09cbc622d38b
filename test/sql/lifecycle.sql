-- The life of an alert: every state, every step that is legal in it, and who is
-- told; agents, their supervisors, and sessions that change hands.
\set SHOW_CONTEXT never

-- The words of this test: "one" is a level.
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'one', '''one''', 1), ('mine', 'two', '''two''', 2);
INSERT INTO complaint.alert_policy_override (policy, mode) SELECT policy, 'off' FROM complaint.alert_policy;
CREATE TABLE chat (s text, n integer GENERATED ALWAYS AS IDENTITY, body text, agent text, customer text, at timestamptz DEFAULT complaint.clock(), PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', agent => 'agent', customer => 'customer', at => 'at', ruleset => 'mine') AS chat \gset
INSERT INTO complaint.alert_policy (policy, min_level) VALUES ('loud', 1);
-- ann's supervisor is sue, bob's is tom, sue's is a pool; nobody is known of the others
INSERT INTO complaint.agent (agent, supervisor) VALUES ('ann', 'sue'), ('bob', 'tom'), ('sue', '@heads');
SET complaint.clock = '2026-01-05 10:00:00+00';

CREATE VIEW diary AS
	SELECT a.key, e.kind, e.by, e.note, e.agent, array_to_string(e.recipients, ' ') AS told FROM complaint.event AS e JOIN complaint.alert AS a USING (alert) ORDER BY e.event;
CREATE VIEW state AS
	SELECT key, state, agent, to_char(acknowledged_at, 'HH24:MI') AS ack, acknowledged_by AS ack_by, to_char(resolved_at, 'HH24:MI') AS end, resolved_by AS end_by, note,
		claimed_by, to_char(claimed_until, 'HH24:MI') AS until, array_to_string(recipients, ' ') AS recipients
	FROM complaint.alert ORDER BY raised_at, key;
-- each part begins with no message and no alert
CREATE PROCEDURE anew() LANGUAGE plpgsql AS $$
BEGIN
	TRUNCATE chat;
	PERFORM complaint.settle();
	TRUNCATE complaint.session, complaint.alert, complaint.alert_message, complaint.episode, complaint.event, complaint.tally;
END $$;
-- the alert of a session
CREATE FUNCTION of(s text) RETURNS uuid LANGUAGE sql AS $$ SELECT alert FROM complaint.alert WHERE key = s ORDER BY episode DESC LIMIT 1 $$;
-- does something, and says what came of it: uuids are all alike
CREATE FUNCTION try(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
	hint text;
BEGIN
	EXECUTE command;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN regexp_replace(concat_ws(E'\n', SQLERRM, nullif(detail, ''), nullif(hint, '')), '[0-9a-f]{8}-[0-9a-f-]{27}', '*', 'g');
END $$;

-- Every step ------------------------------------------------------------------------------
INSERT INTO chat (s, agent, customer, body) VALUES ('a', 'ann', 'cora', 'one');
SET complaint.clock = '2026-01-05 10:01:00+00';
SELECT key FROM complaint.claim('@admin', by => 'dora');
SET complaint.clock = '2026-01-05 10:02:00+00';
SELECT complaint.give_back(of('a'), by => 'dora');
SET complaint.clock = '2026-01-05 10:03:00+00';
SELECT complaint.acknowledge(of('a'), by => 'ann');
TABLE state;
SET complaint.clock = '2026-01-05 10:04:00+00';
SELECT complaint.assign(of('a'), 'bob', by => 'sue', note => 'he knows her');
TABLE state;
SET complaint.clock = '2026-01-05 10:05:00+00';
SELECT complaint.assign_session('chat', 'a', 'kim', by => 'tom');
SET complaint.clock = '2026-01-05 10:06:00+00';
SELECT complaint.resolve(of('a'), by => 'kim', note => 'refunded');
TABLE state;
SET complaint.clock = '2026-01-05 10:07:00+00';
SELECT complaint.reopen(of('a'), by => 'sue', note => 'she called again');
TABLE state;
DELETE FROM chat WHERE s = 'a';
TABLE state;
INSERT INTO chat (s, agent, customer, body) VALUES ('a', 'ann', 'cora', 'two');
TABLE state;
-- each is an event: who, why, whose it is then, who is told; the former agent hears that it is somebody else's now
TABLE diary;
-- an agent in the name of nobody: the role
SELECT complaint.acknowledge(of('a'));
SELECT acknowledged_by = session_user AS by_role FROM complaint.alert;
-- an episode goes on from raised to resolved, whatever happens between
SELECT key, episode, to_char(since, 'HH24:MI') AS since, to_char(ended_at, 'HH24:MI') AS ended_at, withdrawn FROM complaint.episode;

-- Every state, and what is legal in it ---------------------------------------------------------
CALL anew();
SET complaint.clock = '2026-01-05 11:00:00+00';
INSERT INTO chat (s, agent, body) VALUES ('open', 'ann', 'one'), ('claimed', 'ann', 'one'), ('acknowledged', 'ann', 'one'), ('resolved', 'ann', 'one'), ('withdrawn', 'ann', 'one');
DO $$
BEGIN
	PERFORM complaint.acknowledge(of('acknowledged'), 'bob');
	PERFORM complaint.resolve(of('resolved'), 'bob');
	PERFORM complaint.acknowledge(of('open'), 'eve'), complaint.acknowledge(of('withdrawn'), 'eve');
	PERFORM complaint.claim('ann', 1, 'dora');
	PERFORM complaint.assign(of('open'), 'ann', 'eve'), complaint.assign(of('withdrawn'), 'ann', 'eve');
END $$;
DELETE FROM chat WHERE s = 'withdrawn';
TABLE state;
-- tries a step and takes it back
CREATE FUNCTION outcome(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	result := try(command);
	RAISE SQLSTATE 'UNDO0';
EXCEPTION WHEN SQLSTATE 'UNDO0' THEN
	RETURN result;
END $$;
SELECT w.step, s.state, outcome(format(w.command, of(s.state)))
FROM unnest('{open,claimed,acknowledged,resolved,withdrawn}'::text[]) WITH ORDINALITY AS s(state, place),
	(VALUES (1, 'acknowledge', 'SELECT complaint.acknowledge(%L, ''dora'')'), (2, 'assign', 'SELECT complaint.assign(%L, ''kim'', ''dora'')'),
		(3, 'give_back', 'SELECT complaint.give_back(%L, ''dora'')'), (4, 'resolve', 'SELECT complaint.resolve(%L, ''dora'')'),
		(5, 'reopen', 'SELECT complaint.reopen(%L, ''dora'')')) AS w(place, step, command)
ORDER BY w.place, s.place;
-- what there is not
SELECT w.command, outcome(format(w.command, '00000000-0000-0000-0000-000000000000'))
FROM unnest('{"SELECT complaint.acknowledge(%L)","SELECT complaint.assign(%L, ''kim'')","SELECT complaint.give_back(%L)","SELECT complaint.resolve(%L)","SELECT complaint.reopen(%L)"}'::text[]) AS w(command);
SELECT outcome('SELECT complaint.reopen(NULL)');
-- to nobody
SELECT outcome(format('SELECT complaint.assign(%L, NULL)', of('open')));
SELECT outcome(format('SELECT complaint.assign(%L, '''')', of('open')));
SELECT outcome(format('SELECT complaint.acknowledge(%L, '''')', of('open')));

-- Only the latest of its kind is opened again ----------------------------------------------------
CALL anew();
INSERT INTO chat (s, agent, body) VALUES ('a', 'ann', 'one');
SELECT complaint.resolve(of('a'), 'ann');
SET complaint.clock = '2026-01-05 11:01:00+00';
INSERT INTO chat (s, agent, body) VALUES ('a', 'ann', 'one');
SELECT episode, state, outcome(format('SELECT complaint.reopen(%L, ''ann'')', alert)) FROM complaint.alert ORDER BY episode;
SELECT complaint.resolve(of('a'), 'ann');
SELECT episode, state, outcome(format('SELECT complaint.reopen(%L, ''ann'')', alert)) FROM complaint.alert ORDER BY episode;
-- what is open again takes further complaints; resolved again, the next episode counts from then on
SELECT complaint.reopen(of('a'), 'ann');
SET complaint.clock = '2026-01-05 11:02:00+00';
INSERT INTO chat (s, agent, body) VALUES ('a', 'ann', 'one');
SELECT complaint.resolve(of('a'), 'ann');
SET complaint.clock = '2026-01-05 11:03:00+00';
INSERT INTO chat (s, agent, body) VALUES ('a', 'ann', 'one');
SELECT episode, state, count FROM complaint.alert ORDER BY episode;

-- Who is told: recipients, with what @agent and @supervisor mean for the alert's agent ------------------
CALL anew();
UPDATE complaint.alert_policy SET recipients = '{@agent,@supervisor,@cards,dora,dora}' WHERE policy = 'loud';
INSERT INTO chat (s, agent, body) VALUES ('ann', 'ann', 'one'), ('bob', 'bob', 'one'), ('kim', 'kim', 'one'), ('sue', 'sue', 'one'), ('nobody', NULL, 'one');
SELECT key, agent, recipients FROM complaint.alert ORDER BY key;
-- none at all: the administrators, always
UPDATE complaint.alert_policy SET recipients = '{}' WHERE policy = 'loud';
INSERT INTO chat (s, agent, body) VALUES ('only admin', 'ann', 'one');
SELECT key, agent, recipients FROM complaint.alert WHERE key = 'only admin';
UPDATE complaint.alert_policy SET recipients = '{@agent,@supervisor}' WHERE policy = 'loud';
-- assigned, it is told to the new agent, and to the new one's supervisor where the policy says so
SELECT complaint.assign(of('only admin'), 'bob', 'sue'), complaint.assign(of('ann'), 'bob', 'sue'), complaint.assign(of('nobody'), 'kim', 'sue');
SELECT key, agent, recipients FROM complaint.alert WHERE key IN ('only admin', 'ann', 'nobody') ORDER BY key;
-- to a pool: it is nobody's until somebody takes it
SELECT complaint.assign(of('kim'), '@heads', 'sue');
SELECT key, agent, recipients FROM complaint.alert WHERE key = 'kim';
SELECT key, claimed_by FROM complaint.claim('@heads', 10, 'dora');
SELECT complaint.acknowledge(of('kim'), 'dora');
SELECT * FROM diary WHERE key = 'kim';

-- Sessions that change hands take their unfinished alerts along ---------------------------------------
CALL anew();
UPDATE complaint.alert_policy SET recipients = '{@agent}' WHERE policy = 'loud';
INSERT INTO complaint.alert_policy (policy, min_level) VALUES ('louder', 2);
INSERT INTO complaint.alert_policy (policy, scope, min_level, time_window) VALUES ('of_customer', 'customer', 1, '1 hour');
INSERT INTO chat (s, agent, customer, body) VALUES ('a', 'ann', 'cora', 'two');
SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert WHERE policy = 'loud';
INSERT INTO chat (s, agent, body) VALUES ('done', 'ann', 'one'), ('other', 'ann', 'one');
SELECT complaint.resolve(of('done'), 'ann');
SELECT complaint.assign_session('chat', 'a', 'bob', by => 'ann'), complaint.assign_session('chat', 'done', 'bob', by => 'ann');
SELECT policy, key, state, agent, acknowledged_by, recipients FROM complaint.alert ORDER BY policy, key;
-- not again to the one who has it; and a session is nobody's in particular before its messages say so
SELECT complaint.assign_session('chat', 'a', 'bob', by => 'ann'), complaint.assign_session('chat', 'new', 'bob', by => 'ann');
SELECT a.policy, d.kind, d.agent, d.told FROM diary AS d JOIN complaint.alert AS a USING (key) WHERE key = 'a' AND a.policy = 'loud';
-- new messages that name no agent are of whoever serves the session; with null it is whoever the messages name
INSERT INTO chat (s, body) VALUES ('new', 'one');
SELECT key, agent, recipients FROM complaint.alert WHERE key = 'new';
SELECT complaint.assign_session('chat', 'a', NULL, by => 'ann');
SELECT session_id, agent, assigned_at FROM complaint.session ORDER BY session_id;
-- a session that ends: to the supervisor of whoever had the alert, or to the supervisors' pool
INSERT INTO chat (s, agent, body) VALUES ('kim', 'kim', 'one'), ('sue', 'sue', 'one'), ('nobody', NULL, 'one');
SELECT complaint.end_session('chat', s, by => 'ann') FROM unnest('{a,done,kim,sue,nobody}'::text[]) AS s;
SELECT policy, key, state, agent, recipients FROM complaint.alert WHERE key IN ('a', 'done', 'kim', 'sue', 'nobody') ORDER BY key, policy;
SELECT session_id, agent, assigned_at FROM complaint.session ORDER BY session_id;
-- told once more that it is over: whoever has it keeps it
SELECT complaint.acknowledge(of('nobody'), 'sue');
SELECT complaint.end_session('chat', s, by => 'ann') FROM unnest('{a,nobody}'::text[]) AS s;
SELECT policy, key, state, agent, acknowledged_by FROM complaint.alert WHERE key IN ('a', 'nobody') ORDER BY key, policy;
-- it goes on with another agent, and ends again
SELECT complaint.assign_session('chat', 'nobody', 'ann', by => 'sue');
SELECT complaint.end_session('chat', 'nobody', by => 'ann');
SELECT * FROM diary WHERE key = 'nobody';
-- what somebody gave to another than who serves the session stays there; given to him, it does not
INSERT INTO chat (s, agent, body) VALUES ('given', 'ann', 'two'), ('to a pool', NULL, 'one');
SELECT complaint.assign(alert, 'dora', 'sue') FROM complaint.alert WHERE key = 'given' AND policy = 'louder';
SELECT complaint.acknowledge(alert, 'dora') FROM complaint.alert WHERE key = 'given' AND policy = 'louder';
SELECT complaint.assign(alert, 'ann', 'sue') FROM complaint.alert WHERE key = 'given' AND policy = 'loud';
SELECT complaint.assign(of('to a pool'), '@cards', 'sue');
SELECT complaint.end_session('chat', s, by => 'ann') FROM unnest('{given,to a pool}'::text[]) AS s;
SELECT policy, key, state, agent, recipients FROM complaint.alert WHERE key IN ('given', 'to a pool') ORDER BY key, policy;
-- but it moves along with a session that changes hands
SELECT complaint.assign_session('chat', 'given', 'bob', by => 'sue');
SELECT policy, state, agent, recipients FROM complaint.alert WHERE key = 'given' ORDER BY policy;
-- served by a pool: its alerts are nobody's, and the pool is told
SELECT complaint.assign_session('chat', 'other', '@cards', by => 'sue'), complaint.assign_session('chat', 'pool', '@cards', by => 'sue');
INSERT INTO chat (s, body) VALUES ('pool', 'one');
SELECT key, agent, recipients FROM complaint.alert WHERE key IN ('other', 'pool') ORDER BY key;
SELECT complaint.acknowledge(of('other'), 'dora');
SELECT complaint.assign_session('chat', 'other', '@cards', by => 'sue');
SELECT key, state FROM complaint.alert WHERE key = 'other';
-- what is no session of ours
SELECT try('SELECT complaint.assign_session(''pg_class'', ''a'', ''ann'')');
SELECT try('SELECT complaint.end_session(''pg_class'', ''a'')');
SELECT try('SELECT complaint.assign_session(''chat'', ''a'', '''')');
SELECT try('SELECT complaint.assign_session(''chat'', ''never there'', ''ann'', ''sue'')');
SELECT try('SELECT complaint.end_session(''chat'', ''nor this'', ''sue'')');

-- Pools: claimed for a while, worst first ------------------------------------------------------------
CALL anew();
DELETE FROM complaint.alert_policy WHERE NOT shipped;
INSERT INTO complaint.alert_policy (policy, min_level, recipients, severity) VALUES ('low', 1, '{@cards}', 1), ('high', 2, '{@cards}', 3), ('shadow', 1, '{@cards}', 4), ('loans', 1, '{@loans}', 4);
UPDATE complaint.alert_policy SET mode = 'shadow' WHERE policy = 'shadow';
SET complaint.clock = '2026-01-05 12:00:00+00';
INSERT INTO chat (s, body) VALUES ('a', 'one'), ('b', 'two');
SET complaint.clock = '2026-01-05 12:01:00+00';
INSERT INTO chat (s, body) VALUES ('c', 'two');
SELECT policy, key, claimed_by, to_char(claimed_until, 'HH24:MI') AS until FROM complaint.claim('@cards', 2, by => 'dora', visibility => '10 minutes');
SELECT policy, key, claimed_by, to_char(claimed_until, 'HH24:MI') AS until FROM complaint.claim('@cards', 10, by => 'eve');
SELECT count(*) FROM complaint.claim('@cards', by => 'dora');
-- meanwhile it is nobody else's to acknowledge
SELECT try(format('SELECT complaint.acknowledge(%L, ''eve'')', alert)) FROM complaint.alert WHERE policy = 'high' AND key = 'b';
-- given back, or after its time, it is free; once it is acknowledged it is somebody's
SELECT complaint.give_back(alert, 'dora') FROM complaint.alert WHERE policy = 'high' AND key = 'c';
SELECT complaint.acknowledge(alert, 'dora') FROM complaint.alert WHERE policy = 'high' AND key = 'b';
SELECT policy, key, claimed_by, to_char(claimed_until, 'HH24:MI') AS until FROM complaint.claim('@cards', 10, by => 'eve');
SET complaint.clock = '2026-01-05 12:05:59.999999+00';
SELECT count(*) FROM complaint.claim('@cards', 10, by => 'dora');
SET complaint.clock = '2026-01-05 12:06:00+00';
SELECT policy, key, claimed_by, to_char(claimed_until, 'HH24:MI') AS until FROM complaint.claim('@cards', 10, by => 'dora');
SELECT a.policy, a.key, array_agg(e.kind || ' ' || coalesce(e.by, '') ORDER BY e.event) AS events FROM complaint.event AS e JOIN complaint.alert AS a USING (alert) WHERE a.policy <> 'loans' GROUP BY 1, 2 ORDER BY 1, 2;
SELECT try(format('SELECT complaint.give_back(%L, ''eve'')', alert)) FROM complaint.alert WHERE policy = 'low' AND key = 'a';
-- the time of a claim is over: others may acknowledge it too
BEGIN;
SET LOCAL complaint.clock = '2026-01-05 12:10:59.999999+00';
SELECT key, to_char(claimed_until, 'HH24:MI:SS') AS until, try(format('SELECT complaint.acknowledge(%L, ''eve'')', alert)) FROM complaint.alert WHERE policy = 'high' AND key = 'c';
SET LOCAL complaint.clock = '2026-01-05 12:11:00+00';
SELECT complaint.acknowledge(alert, 'eve') FROM complaint.alert WHERE policy = 'high' AND key = 'c';
ROLLBACK;
SELECT try('SELECT complaint.claim(NULL)');
SELECT try('SELECT complaint.claim(''@cards'', 0)');
SELECT try('SELECT complaint.claim(''@cards'', 1001)');
SELECT try('SELECT complaint.claim(''@cards'', 1, ''dora'', ''-1 minute'')');
-- resolved, acknowledged by somebody else, or handed over, it is claimed no more
SELECT complaint.resolve(alert, 'eve') FROM complaint.alert WHERE policy = 'low' AND key = 'a';
SELECT complaint.assign(alert, 'ann', 'sue') FROM complaint.alert WHERE policy = 'high' AND key = 'c';
SELECT policy, key, state, claimed_by, claimed_until FROM complaint.alert WHERE policy IN ('low', 'high') ORDER BY 1, 2;

-- Silences: what is none -----------------------------------------------------------------------------
SELECT try('SELECT complaint.silence_alerts(NULL, ''2026-01-05 13:00:00+00'')');
SELECT try('SELECT complaint.silence_alerts(''why'', NULL)');
SELECT try('SELECT complaint.silence_alerts(''why'', ''infinity'')');
SELECT try('SELECT complaint.silence_alerts(''why'', ''2026-01-05 13:00:00+00'', from_at => ''2026-01-05 13:00:00+00'')');
SELECT try('SELECT complaint.silence_alerts(''why'', ''2026-01-05 12:00:00+00'', from_at => ''2026-01-05 11:00:00+00'')');
SELECT try('SELECT complaint.silence_alerts(''why'', ''2026-01-05 13:00:00+00'', policy => ''lowd'')');
SELECT try('SELECT complaint.silence_alerts(''why'', ''2026-01-05 13:00:00+00'', source => 4711)');
SELECT try('SELECT complaint.silence_alerts(''why'', ''2026-01-05 13:00:00+00'', type => ''parcels'')');
SELECT try('SELECT complaint.silence_alerts(''why'', ''2026-01-05 13:00:00+00'', tags => ''{"vip": true}'')');
SELECT try('SELECT complaint.silence_alerts(''why'', ''2026-01-05 13:00:00+00'', tags => ''[]'')');
SELECT try('SELECT complaint.end_silence(4711)');
SELECT try('SELECT complaint.end_silence(NULL)');
SELECT complaint.silence_alerts('why', '2026-01-05 13:00:00+00', policy => 'low', by => 'sue') AS silence \gset
SELECT complaint.end_silence(:silence, 'tom');
SELECT try(format('SELECT complaint.end_silence(%s)', :silence));
SELECT policy, from_at, until_at, by, why, ended_by FROM complaint.silence;
RESET complaint.clock;
SELECT * FROM complaint.verify(deep => true);
