/*
 * The policies that everybody starts with, and the guard that keeps them as
 * they are: complaint.alert_policy_override is where yours differ.
 */

INSERT INTO complaint.alert_policy (policy, description, min_level, harms, threshold, cooldown, shipped) VALUES
	('repeated', 'three messages of a session are dissatisfied or worse', 2, NULL, 3, '10 minutes', true),
	('critical', 'one message blames with a threat', 4, NULL, 1, '10 minutes', true),
	('harm', 'one message tells of fraud, lost funds, danger or another harm, whatever its tone', NULL, '{*}', 1, '10 minutes', true);

CREATE TRIGGER alert_policy_guarded BEFORE INSERT OR UPDATE OR DELETE ON complaint.alert_policy
	FOR EACH ROW EXECUTE FUNCTION complaint.guard_policy();
ALTER TABLE complaint.alert_policy ENABLE ALWAYS TRIGGER alert_policy_guarded;
