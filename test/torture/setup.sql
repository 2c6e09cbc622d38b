-- What a torture works on: two attached tables, a rule set whose words never
-- change and whose rules do, and what the clients note.
--
-- "inserted", "stamped" and "rung" say when a row was written first, and when and
-- how last, so that it is judged again; the product does not know of them.

CREATE EXTENSION complaint;
CREATE SCHEMA torture;

INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
INSERT INTO complaint.entity (ruleset, entity) VALUES ('mine', 'mood');
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('mine', 'mood', 'annoyed'), ('mine', 'mood', '生气');
INSERT INTO complaint.rule (ruleset, rule, pattern, level, type, harm) VALUES
	('mine', 'broken', '''broken''', 1, 'fees.unexpected', NULL),
	('mine', 'late', '''late''', 1, 'delivery.late', NULL),
	('mine', 'mood', '{mood}', 2, NULL, NULL),
	('mine', 'cheated', '''cheated''', 3, NULL, NULL),
	('mine', 'lawyer', '''lawyer''', 4, NULL, NULL),
	('mine', 'stolen', '''stolen''', NULL, NULL, 'fraud'),
	('mine', 'leaking', '''leaking''', NULL, NULL, 'safety');
INSERT INTO complaint.alert_policy_override (policy, mode) SELECT policy, 'off' FROM complaint.alert_policy WHERE shipped;

INSERT INTO complaint.business_hours (hours, day, opens, closes) SELECT 'always', d, '00:00', '24:00' FROM generate_series(1, 7) AS d;
INSERT INTO complaint.agent (agent, supervisor) VALUES ('ann', 'eva'), ('ben', '@cards'), ('cho', NULL);

CREATE FUNCTION torture.rings() RETURNS boolean LANGUAGE sql
	-- empty: unknown here before the extension's library is loaded
	RETURN coalesce(nullif(current_setting('complaint.alerts', true), '')::boolean, true);

CREATE TABLE chat (
	session text NOT NULL,
	message bigint NOT NULL,
	sender text DEFAULT 'customer',
	agent text,
	customer text,
	body text,
	queue text,
	sent timestamptz NOT NULL DEFAULT clock_timestamp(),
	inserted timestamptz NOT NULL DEFAULT statement_timestamp(),
	stamped timestamptz NOT NULL DEFAULT statement_timestamp(),
	rung boolean NOT NULL DEFAULT torture.rings(),
	PRIMARY KEY (session, message)
) PARTITION BY HASH (session);
CREATE TABLE chat_1 PARTITION OF chat FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE chat_2 PARTITION OF chat FOR VALUES WITH (MODULUS 2, REMAINDER 1);
SELECT complaint.attach('chat', session => 'session', body => 'body', sender => 'sender', agent => 'agent',
	customer => 'customer', at => 'sent', tags => '{queue}', ruleset => 'mine', count_messages => true);

CREATE TABLE mail (
	thread integer NOT NULL,
	id bigint PRIMARY KEY,
	agent text,
	customer text,
	body text,
	sent timestamp NOT NULL DEFAULT (clock_timestamp() AT TIME ZONE 'Asia/Shanghai'),
	inserted timestamptz NOT NULL DEFAULT statement_timestamp(),
	stamped timestamptz NOT NULL DEFAULT statement_timestamp(),
	rung boolean NOT NULL DEFAULT torture.rings()
);
SELECT complaint.attach('mail', session => 'thread', body => 'body', agent => 'agent', customer => 'customer',
	at => 'sent', time_zone => 'Asia/Shanghai', ruleset => 'mine');

-- What the clients note -------------------------------------------------------

-- A transaction that has its row here is committed.
CREATE TABLE torture.done (client integer, transaction bigint, PRIMARY KEY (client, transaction));

-- Sessions that were assigned to somebody, or ended.
CREATE TABLE torture.assigned (session text);

-- Moments in the run.
CREATE TABLE torture.moment (moment text PRIMARY KEY, at timestamptz NOT NULL);

-- Rules and policies as they were: from when on at the earliest (written, not
-- committed yet), and from when on at the latest (somebody knew of the commit).
CREATE TABLE torture.rules (
	number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	revision text NOT NULL,
	written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	known_at timestamptz
);
CREATE TABLE torture.policy (
	number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	known_at timestamptz,
	gone boolean NOT NULL,
	LIKE complaint.alert_policy
);

CREATE FUNCTION torture.note_rules() RETURNS void LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO torture.rules (revision) SELECT v.revision FROM complaint.classify('', 'mine') AS v;
END;

CREATE FUNCTION torture.note_policy() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	version torture.policy;
BEGIN
	version := jsonb_populate_record(version, to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END));
	version.number := nextval(pg_get_serial_sequence('torture.policy', 'number'));
	version.written_at := clock_timestamp();
	version.gone := TG_OP = 'DELETE';
	INSERT INTO torture.policy OVERRIDING SYSTEM VALUE SELECT version.*;
	RETURN NULL;
END
$$;
CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON complaint.alert_policy
	FOR EACH ROW EXECUTE FUNCTION torture.note_policy();

-- What the rules in each of their states say of each text.
CREATE TABLE torture.verdict (
	revision text NOT NULL,
	body text,
	level smallint,
	harms text[],
	type text,
	rules text[]
);
