-- Data of every kind on the oldest server.
CREATE EXTENSION complaint;
INSERT INTO complaint.harm (harm) VALUES ('insult');
INSERT INTO complaint.type (type, parent) VALUES ('fees.secret', 'fees');
INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.entity (ruleset, entity) VALUES ('mine', 'mood');
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('mine', 'mood', 'annoyed'), ('mine', 'mood', '生气');
INSERT INTO complaint.rule (ruleset, rule, pattern, level, type, harm) VALUES
	('mine', 'mood', '{mood}', 2, NULL, NULL), ('mine', 'lawyer', '''lawyer''', 4, NULL, NULL),
	('mine', 'stolen', '{money} near/5 ''stolen''', NULL, NULL, 'fraud'), ('mine', 'secret', '{mood} near/5 ''fee*''', NULL, 'fees.secret', 'insult');
INSERT INTO complaint.alert_policy (policy, min_level, threshold) VALUES ('third', 2, 3);
INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window) VALUES ('of_customer', 'customer', 2, 2, '1 hour');
INSERT INTO complaint.alert_policy_override (policy, mode) VALUES ('harm', 'shadow');
SELECT complaint.run_due();
CREATE TABLE chat (session text, message int, customer text, agent text, body text, PRIMARY KEY (session, message)) PARTITION BY HASH (session);
CREATE TABLE chat_1 PARTITION OF chat FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE chat_2 PARTITION OF chat FOR VALUES WITH (MODULUS 2, REMAINDER 1);
SELECT complaint.attach('chat', session => 'session', body => 'body', customer => 'customer', agent => 'agent', ruleset => 'mine', count_messages => true);
SELECT complaint.create_conversation('conversation');
INSERT INTO chat SELECT 's' || n % 20, n, 'c' || n % 7, 'ann', (ARRAY['annoyed about the fees', 'hello', '很生气', 'my lawyer', '$40 stolen'])[n % 5 + 1]
FROM generate_series(1, 400) AS n;
INSERT INTO conversation (session_id, message_id, customer_id, agent_id, body) VALUES ('c', 1, 'u', 'ann', 'I was charged twice, I will call my lawyer');
SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert WHERE key = 's1' AND state = 'open';
SELECT complaint.resolve(alert, 'ann', 'a ''note''') FROM complaint.alert WHERE key = 's2' AND state <> 'resolved';
-- what waits to be settled
ALTER TABLE complaint.classification ADD CONSTRAINT broken CHECK (false) NOT VALID;
INSERT INTO chat VALUES ('waits', 1, 'c1', 'ann', 'annoyed');
ALTER TABLE complaint.classification DROP CONSTRAINT broken;
