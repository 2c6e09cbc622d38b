-- How alerts are read, each event once; how pools of agents share them.
\set SHOW_CONTEXT never
SET complaint.clock = '2026-01-05 10:00:00+00';

-- The words of this test: "two" to "four" are levels.
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('mine', 'two', '''two''', 2), ('mine', 'three', '''three''', 3), ('mine', 'four', '''four''', 4);
INSERT INTO complaint.alert_policy_override (policy, mode) SELECT policy, 'off' FROM complaint.alert_policy;
INSERT INTO complaint.alert_policy (policy, min_level, threshold) VALUES ('first', 2, 1);
CREATE TABLE chat (s text, n integer, body text, agent text, PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', agent => 'agent', ruleset => 'mine') AS source \gset
-- The answer to a command that is refused.
CREATE FUNCTION try(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	detail text;
	hint text;
BEGIN
	EXECUTE command;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN regexp_replace(format('%s: %s | %s | %s', SQLSTATE, SQLERRM, detail, hint), '[0-9a-f]{8}-[0-9a-f-]{27}', 'UUID', 'g');
END $$;

-- Nothing has happened ------------------------------------------------------------------
SELECT count(*) FROM complaint.events(NULL);
SELECT complaint.events_cursor() AS before_all \gset

-- What happened, in its order ---------------------------------------------------------------
INSERT INTO chat VALUES ('a', 1, 'three', 'ann');
INSERT INTO chat VALUES ('b', 1, 'two', 'bob'), ('c', 1, 'four', 'ann');
SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert WHERE key = 'a';
SET complaint.clock = '2026-01-05 10:00:07+00';
SELECT complaint.resolve(alert, 'ann', 'refunded') FROM complaint.alert WHERE key = 'a';
SELECT kind, at, policy, scope, severity, source, session_id, key, agent, level, harms, type, count FROM complaint.events(NULL);
-- state is what the alert is now, by and note are of the event; event and alert are those of the tables
SELECT e.kind, e.state, e.by, e.note, e.event = t.event AND e.alert = t.alert AS same
FROM complaint.events(NULL) AS e LEFT JOIN complaint.event AS t USING (event);
SELECT array_agg(event ORDER BY n) = array_agg(event ORDER BY event) AS by_id
FROM complaint.events(NULL) WITH ORDINALITY AS e(event, kind, at, alert, policy, scope, severity, source, session_id, key, agent,
	level, harms, type, count, state, by, note, cursor, n);

-- A page, and the next: each row's cursor is what to pass when the row is done with --------------
SELECT count(DISTINCT cursor) FROM complaint.events(NULL);
CREATE TABLE page AS SELECT kind, session_id, cursor FROM complaint.events(NULL, max => 2);
SELECT kind, session_id FROM page;
SELECT cursor FROM page OFFSET 1 \gset
CREATE TABLE next_page AS SELECT kind, session_id, cursor FROM complaint.events(NULL, :'cursor', 2);
SELECT kind, session_id FROM next_page;
SELECT cursor FROM next_page OFFSET 1 \gset
SELECT kind, session_id, cursor FROM complaint.events(NULL, :'cursor', 2) \gset
\echo :kind :session_id
-- from a row in the middle, any number of times
SELECT kind, session_id FROM complaint.events(NULL, (SELECT cursor FROM page LIMIT 1));
SELECT kind, session_id FROM complaint.events(NULL, (SELECT cursor FROM page LIMIT 1));
-- no row: the cursor stays what it is
SELECT count(*) FROM complaint.events(NULL, :'cursor');
INSERT INTO chat VALUES ('d', 1, 'two', 'ann');
SELECT kind, session_id FROM complaint.events(NULL, :'cursor');
-- all pages, one row at a time, are all events
CREATE FUNCTION read_all(recipient text, after text, max integer) RETURNS TABLE (event uuid, kind text, key text) LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
	e record;
	found_any boolean := true;
BEGIN
	WHILE found_any LOOP
		found_any := false;
		FOR e IN SELECT * FROM complaint.events(recipient, after, max) LOOP
			found_any := true;
			after := e.cursor;
			event := e.event;
			kind := e.kind;
			key := e.key;
			RETURN NEXT;
		END LOOP;
	END LOOP;
END $$;
SELECT max, (SELECT array_agg(r.event) FROM read_all(NULL, NULL, max) AS r) = (SELECT array_agg(event ORDER BY event) FROM complaint.event) AS each_once
FROM unnest('{1,2,3,6,7,10000}'::integer[]) AS max;
SELECT count(*) FROM read_all(NULL, :'before_all', 2);
-- events that somebody has deleted are passed over, also the one where the cursor stands
BEGIN;
DELETE FROM complaint.event WHERE event IN (SELECT event FROM complaint.events(NULL, NULL, 4));
SELECT kind, session_id FROM complaint.events(NULL, :'cursor');
SELECT kind, session_id FROM complaint.events(NULL);
ROLLBACK;

-- From now on -----------------------------------------------------------------------------------
SELECT complaint.events_cursor() AS now \gset
SELECT count(*) FROM complaint.events(NULL, :'now');
INSERT INTO chat VALUES ('e', 1, 'two', 'bob');
SELECT kind, session_id FROM complaint.events(NULL, :'now');

-- Recipients ------------------------------------------------------------------------------------
-- an agent hears of alerts that are or were the agent's, administrators of all
SELECT 'ann' AS recipient, string_agg(kind || ' ' || session_id, ', ' ORDER BY event) FROM complaint.events('ann')
UNION ALL SELECT 'bob', string_agg(kind || ' ' || session_id, ', ' ORDER BY event) FROM complaint.events('bob')
UNION ALL SELECT '@admin', string_agg(kind || ' ' || session_id, ', ' ORDER BY event) FROM complaint.events('@admin')
UNION ALL SELECT 'nobody', string_agg(kind || ' ' || session_id, ', ' ORDER BY event) FROM complaint.events('nobody')
UNION ALL SELECT 'Ann', string_agg(kind || ' ' || session_id, ', ' ORDER BY event) FROM complaint.events('Ann')
UNION ALL SELECT '', string_agg(kind || ' ' || session_id, ', ' ORDER BY event) FROM complaint.events('');
-- * is all, as null is
SELECT (SELECT array_agg(event) FROM complaint.events('*')) = (SELECT array_agg(event) FROM complaint.events(NULL)) AS the_same;
-- a cursor is good for any recipient
SELECT kind, session_id FROM complaint.events('ann', :'cursor');
-- pools of your own, and supervisors: by the table of agents, else the pool
INSERT INTO complaint.alert_policy (policy, min_level, threshold, recipients) VALUES ('pools', 4, 1, '{@cards,@supervisor}');
INSERT INTO complaint.agent (agent, supervisor) VALUES ('ann', 'sue');
SELECT complaint.events_cursor() AS now \gset
INSERT INTO chat VALUES ('f', 1, 'four', 'ann'), ('g', 1, 'four', 'bob');
SELECT recipient, string_agg(policy || ' ' || session_id, ', ' ORDER BY event)
FROM unnest('{ann,bob,sue,@cards,@supervisor,@agent,@admin}'::text[]) AS recipient LEFT JOIN LATERAL complaint.events(recipient, :'now') ON true
GROUP BY recipient ORDER BY recipient;
-- who gives an alert away hears of it, and no more of what comes then
SELECT complaint.events_cursor() AS now \gset
SELECT complaint.assign(alert, 'bob', by => 'ann', note => 'speaks French') FROM complaint.alert WHERE key = 'd';
SELECT complaint.acknowledge(alert, 'bob') FROM complaint.alert WHERE key = 'd';
SELECT recipient, kind, agent, by, note FROM unnest('{ann,bob}'::text[]) AS recipient, complaint.events(recipient, :'now') ORDER BY recipient, event;

-- What is no cursor, and what is no number of rows ---------------------------------------------------
SELECT try('SELECT complaint.events(NULL, ''42'')');
SELECT left(cursor, 32) AS cursor, left(try(format('SELECT complaint.events(NULL, %L)', cursor)), 50) AS answer
FROM unnest(ARRAY['', 'x', '1/1:1:/', '1/1:1://x', 'x/1:1://', '1/x//', '1///', '1/1:1:/x/', '1/2:1://', '1/1:1:///', '99999999999999999999/1:1://',
	'1/5:9:5,6,7,6://', repeat('long ', 100)]) WITH ORDINALITY AS u(cursor, n) ORDER BY n;
SELECT max, left(try(format('SELECT complaint.events(NULL, NULL, %L)', max)), 50) AS answer FROM unnest('{NULL,0,-1,10001}'::integer[]) AS max;
-- one of another database: from the oldest
SELECT count(*) = (SELECT count(*) FROM complaint.event) AS all_of_them FROM complaint.events(NULL, '4711/1:1://');
-- one of this database from times that it has not come to: it was copied back
SELECT try(format('SELECT complaint.events(NULL, %L)', regexp_replace(complaint.events_cursor(), '/.*', '/1000000000:1000000000://')));
SELECT try(format('SELECT complaint.events(NULL, %L)', regexp_replace(complaint.events_cursor(), '/.*', '/1:1:/1000000000:1000000000:/')));

-- The transaction's own events: once they are committed -------------------------------------------
SELECT complaint.events_cursor() AS before \gset
BEGIN;
SELECT complaint.events_cursor() AS before_own \gset
INSERT INTO chat VALUES ('own', 1, 'two', 'ann');
SELECT complaint.settle();
SELECT key, state FROM complaint.alert WHERE key = 'own';
SELECT count(*) FROM complaint.events(NULL, :'before');
SELECT complaint.events_cursor() AS after_own \gset
SELECT count(*) FROM complaint.events(NULL, :'after_own');
SAVEPOINT x;
SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert WHERE key = 'own';
SELECT complaint.events_cursor() AS in_savepoint \gset
ROLLBACK TO x;
SAVEPOINT y;
SELECT complaint.resolve(alert, 'ann') FROM complaint.alert WHERE key = 'own';
RELEASE y;
SELECT count(*) FROM complaint.events(NULL, :'in_savepoint');
COMMIT;
SELECT cursor, string_agg(kind || ' ' || key, ', ' ORDER BY event)
FROM (VALUES ('before', :'before'), ('before_own', :'before_own'), ('after_own', :'after_own'), ('in_savepoint', :'in_savepoint')) AS c(cursor, text),
	LATERAL (SELECT event, kind, key FROM complaint.events(NULL, c.text)) AS e
GROUP BY cursor ORDER BY cursor;
-- what was rolled back never happened
BEGIN;
INSERT INTO chat VALUES ('never', 1, 'two', 'ann');
SELECT complaint.settle();
SELECT complaint.events_cursor() AS in_rolled_back \gset
ROLLBACK;
SELECT count(*) FROM complaint.events(NULL, :'in_rolled_back') AS e WHERE key = 'never';
-- a snapshot that stands still reads the same, whatever the transaction writes meanwhile
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT count(*) FROM complaint.events(NULL, :'before');
SELECT complaint.acknowledge(alert, 'bob') FROM complaint.alert WHERE key = 'b';
SELECT count(*) FROM complaint.events(NULL, :'before');
COMMIT;
SELECT kind, key FROM complaint.events(NULL, :'before') WHERE key <> 'own';

-- Shadow alerts, and those that are held, are recorded and tell nobody ------------------------------
SELECT complaint.events_cursor() AS now \gset
INSERT INTO complaint.alert_policy (policy, min_level, threshold, mode) VALUES ('shadowed', 4, 1, 'shadow');
UPDATE complaint.alert_policy SET mode = 'off' WHERE policy = 'pools';
SELECT complaint.silence_alerts('fire drill', until_at => '2026-01-05 11:00:00+00', session_id => 'h', by => 'boss') AS silence \gset
INSERT INTO chat VALUES ('h', 1, 'four', 'ann');
SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert WHERE policy = 'shadowed';
SELECT count(*) FROM complaint.events('ann', :'now');
SELECT count(*) FROM complaint.events('@admin', :'now');
SELECT kind, policy, state FROM complaint.events(NULL, :'now') ORDER BY policy, event;
-- announced when the silence is over
SET complaint.clock = '2026-01-05 11:00:00+00';
SELECT complaint.run_due() > 0 AS done;
SELECT kind, policy, key, state FROM complaint.events('ann', :'now');

-- Channels: where the hints come ----------------------------------------------------------------------
SELECT recipient, complaint.channel(recipient) FROM unnest('{ann,@admin,@supervisor,@cards,@admins,@,@@cards}'::text[]) AS recipient;
SELECT recipient, complaint.channel(recipient) ~ '^complaint_pool_[0-9a-f]{32}$' AS hashed
FROM unnest(ARRAY['@Cards', '@信用卡', '@cards ', '@' || repeat('c', 32)]) AS recipient;
-- a pool never shares a channel with an agent
SELECT count(DISTINCT complaint.channel(r)), count(*) FROM unnest('{admin,@admin,pool_cards,@cards,@pool_cards,supervisor,@supervisor,@agent_ann,ann,agent_ann,pool_agent_ann}'::text[]) AS r;
-- ping on any of ours, and on no other
SELECT try('SELECT complaint.ping(''mine'')');
SELECT left(channel, 50) AS channel, left(try(format('SELECT complaint.ping(%L)', channel)), 50) AS answer
FROM unnest(ARRAY['complaint', 'complaint_admin', 'complaint_agent_ann', complaint.channel('@cards'), complaint.channel('Dana Müller'),
	'other', '', 'complaint2', 'Complaint', 'complaint_' || repeat('x', 100), NULL]) WITH ORDINALITY AS u(channel, n) ORDER BY n;

-- Pools: claim takes the worst that is free ---------------------------------------------------------------
UPDATE complaint.alert SET state = 'resolved';
UPDATE complaint.alert_policy SET mode = 'off' WHERE policy IN ('first', 'shadowed');
UPDATE complaint.alert_policy SET mode = 'live', recipients = '{@cards}', min_level = 2, severity = 2 WHERE policy = 'pools';
INSERT INTO complaint.alert_policy (policy, min_level, threshold, recipients, severity) VALUES ('urgent', 4, 1, '{@cards}', 4);
SET complaint.clock = '2026-01-05 12:00:00+00';
INSERT INTO chat VALUES ('p1', 1, 'two', 'ann');
SET complaint.clock = '2026-01-05 12:00:01+00';
INSERT INTO chat VALUES ('p2', 1, 'three', 'ann'), ('p3', 1, 'two', 'ann');
SET complaint.clock = '2026-01-05 12:00:02+00';
INSERT INTO chat VALUES ('p4', 1, 'four', 'ann');
SELECT complaint.events_cursor() AS now \gset
SELECT policy, key, state, severity, level, raised_at, claimed_by, claimed_until FROM complaint.claim('@cards', n => 2, by => 'dana');
SELECT policy, key, claimed_by, claimed_until FROM complaint.claim('@cards', by => 'emil', visibility => '30 seconds');
SELECT policy, key FROM complaint.claim('@cards', 10, 'fay');
SELECT count(*) FROM complaint.claim('@cards', 10, 'gus');
-- nobody else's: other pools, agents who are not told
SELECT count(*) FROM complaint.claim('@supervisor', 10, 'sue');
SELECT count(*) FROM complaint.claim('ann', 10, 'ann');
-- every step is an event, for all who were told of the alert
SELECT kind, policy, key, by, state FROM complaint.events('@cards', :'now');
-- free again when the time is over, to the second
SET complaint.clock = '2026-01-05 12:00:31.999999+00';
SELECT count(*) FROM complaint.claim('@cards', 10, 'gus');
SET complaint.clock = '2026-01-05 12:00:32+00';
SELECT policy, key, claimed_by FROM complaint.claim('@cards', 10, 'gus');
-- given back by who has it
SELECT alert AS p4 FROM complaint.alert WHERE key = 'p4' AND policy = 'urgent' \gset
SELECT alert AS p2 FROM complaint.alert WHERE key = 'p2' \gset
SELECT try(format('SELECT complaint.give_back(%L, %L)', :'p4', 'emil'));
SELECT complaint.give_back(:'p4', 'dana');
SELECT try(format('SELECT complaint.give_back(%L, %L)', :'p4', 'dana'));
SELECT try(format('SELECT complaint.give_back(%L, %L)', gen_random_uuid(), 'dana'));
SELECT policy, key FROM complaint.claim('@cards', 10, 'emil');
-- an acknowledged one is nobody's to claim, nor to give back; one that changes hands is free
SELECT complaint.acknowledge(:'p4', 'emil');
SELECT claimed_by, claimed_until FROM complaint.alert WHERE alert = :'p4';
SELECT try(format('SELECT complaint.give_back(%L, %L)', :'p4', 'emil'));
SELECT complaint.assign(:'p2', '@cards', 'dana');
SELECT policy, key, agent FROM complaint.claim('@cards', 10, 'hal');
-- rolled back, it was not taken
SELECT complaint.give_back(alert, 'hal') FROM complaint.alert WHERE claimed_by = 'hal';
BEGIN;
SELECT key FROM complaint.claim('@cards', 10, 'ida');
ROLLBACK;
SELECT key FROM complaint.claim('@cards', 10, 'ida');
-- held alerts are not to be had, resolved and withdrawn ones are not either
SELECT complaint.silence_alerts('fire drill', until_at => '2026-01-05 13:00:00+00', session_id => 'p6', by => 'boss') > 0 AS silenced;
INSERT INTO chat VALUES ('p5', 1, 'two', 'ann'), ('p6', 1, 'two', 'ann'), ('p7', 1, 'two', 'ann');
SELECT complaint.resolve(alert, 'ann') FROM complaint.alert WHERE key = 'p5';
DELETE FROM chat WHERE s = 'p7';
SELECT key, state, held_until IS NOT NULL AS held FROM complaint.alert WHERE key IN ('p5', 'p6', 'p7') ORDER BY key;
SELECT count(*) FROM complaint.claim('@cards', 10, 'kim');
-- who says nothing about "by" is the role
SET complaint.clock = '2026-01-05 13:00:00+00';
SELECT complaint.run_due() > 0 AS done;
SELECT key, claimed_by = session_user AS by_role FROM complaint.claim('@cards');
-- nonsense
SELECT try('SELECT complaint.claim(NULL)');
SELECT arguments, left(try(format('SELECT complaint.claim(%s)', arguments)), 40) AS answer
FROM unnest(ARRAY['''@cards'', 0', '''@cards'', 1001', '''@cards'', NULL', '''@cards'', visibility => ''0''', '''@cards'', visibility => ''-1 hour''',
	'''@cards'', visibility => NULL']) WITH ORDINALITY AS u(arguments, n) ORDER BY n;
-- after all this, whoever reads page by page has had each event once
SELECT recipient, max, (SELECT array_agg(r.event ORDER BY r.event) FROM read_all(recipient, NULL, max) AS r)
	= (SELECT array_agg(e.event ORDER BY e.event) FROM complaint.event AS e WHERE recipient IS NULL OR recipient = ANY (e.recipients)) AS each_once
FROM unnest(ARRAY[NULL, 'ann', '@cards', '@admin']) AS recipient, unnest('{1,4,100}'::integer[]) AS max;
