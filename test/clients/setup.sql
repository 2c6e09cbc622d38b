-- The database that each of these tests gets a copy of: an attached table, one
-- policy that rings for an agent and one that rings for a pool, and the roles.
CREATE EXTENSION complaint;
SELECT complaint.create_conversation('chat');

INSERT INTO complaint.alert_policy_override (policy, mode)
SELECT policy, 'off' FROM complaint.alert_policy WHERE shipped;
INSERT INTO complaint.alert_policy (policy, description, min_level, threshold, severity) VALUES
	('threat', 'a message blames with a threat', 4, 1, 4),
	('trouble', 'two messages are dissatisfied or worse', 2, 2, 2);
INSERT INTO complaint.alert_policy (policy, description, min_level, types, threshold, recipients) VALUES
	('cards', 'a card is in trouble', 1, '{card}', 1, '{@cards}');

-- a chat system, and a program that acts as agents
CREATE ROLE chat_app LOGIN;
GRANT INSERT ON chat TO chat_app;
CREATE ROLE workbench LOGIN;
SELECT complaint.grant_agent_app('workbench', '{ann,bruno,chen,dana,emil,fang,@cards}');
