-- What was put aside when a message left a partition takes nothing from the
-- message in the partition where it has gone meanwhile.
\set SHOW_CONTEXT never

-- The words of this test: "one" to "four" are levels.
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('mine', 'one', '''one''', 1), ('mine', 'four', '''four''', 4);
CREATE TABLE chat (s text, n integer, region text, body text, PRIMARY KEY (s, n, region)) PARTITION BY LIST (region);
CREATE TABLE chat_eu PARTITION OF chat FOR VALUES IN ('eu');
CREATE TABLE chat_us PARTITION OF chat FOR VALUES IN ('us');
SELECT complaint.attach('chat', session => 's', body => 'body', ruleset => 'mine') AS source \gset
INSERT INTO chat VALUES ('a', 1, 'us', 'four'), ('a', 2, 'us', 'one');
SELECT message_id, relation, level FROM complaint.classification ORDER BY 1;

INSERT INTO complaint.unsettled (source, session_id, message_id, relation, operation, judged_at, reason, sqlstate)
	VALUES (:source, 'a', '1,us', 'chat_eu', 'remove', now(), 'test', '00000');
SELECT complaint.run_due();
SELECT message_id, relation, level FROM complaint.classification ORDER BY 1;
SELECT complaints, highest_level FROM complaint.session;
SELECT policy, state FROM complaint.alert;
-- of the partition where it is, it does
DELETE FROM chat WHERE n = 2;
INSERT INTO complaint.unsettled (source, session_id, message_id, relation, operation, judged_at, reason, sqlstate)
	VALUES (:source, 'a', '1,us', 'chat_us', 'remove', now(), 'test', '00000');
SELECT complaint.run_due();
SELECT count(*) FROM complaint.classification;
SELECT policy, state FROM complaint.alert;
