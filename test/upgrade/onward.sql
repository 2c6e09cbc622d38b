-- After an upgrade, everything goes on; :v is the version.
\set session 'new ' :v
INSERT INTO chat SELECT :'session', n, 'c1', 'ann', 'annoyed' FROM generate_series(1, 3) AS n;
SELECT 1 / (count(*) = 1)::int FROM complaint.alert WHERE policy = 'third' AND key = :'session' AND state = 'open';
SELECT 1 / (messages = 3 AND complaints = 3)::int FROM complaint.session WHERE session_id = :'session';
SELECT 1 / (complaint.run_due() >= 0)::int;
SELECT 1 / (count(*) = 0)::int FROM complaint.unsettled;
SELECT 1 / (count(*) = 1)::int FROM complaint.session WHERE session_id = 'waits';
SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert WHERE key = :'session';
-- a cursor of events begins and goes on
SELECT 1 / (count(*) > 3)::int FROM complaint.events(NULL);
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'slow in ' || :'v', '''slow ' || :'v' || '''', 1);
SELECT 1 / (level = 1)::int FROM complaint.classify('it is slow ' || :'v', 'mine');
-- shipped rows are still guarded
\set ON_ERROR_STOP off
UPDATE complaint.rule SET level = 1 WHERE ruleset = 'default';
\set ON_ERROR_STOP on
SELECT 1 / (:'LAST_ERROR_SQLSTATE' = '42501' OR :'LAST_ERROR_SQLSTATE' = '55000')::int;
-- rows change and go; a partition comes
UPDATE chat SET body = 'fine' WHERE session = 's3' AND message < 200;
DELETE FROM chat WHERE session = 's4' AND message < 200;
CREATE TABLE other (session text, message int, body text, PRIMARY KEY (session, message)) PARTITION BY LIST (session);
SELECT complaint.attach('other', session => 'session', body => 'body', ruleset => 'mine');
CREATE TABLE other_1 PARTITION OF other FOR VALUES IN ('a');
INSERT INTO other_1 VALUES ('a', 1, 'annoyed');
TRUNCATE other_1;
DROP TABLE other;
