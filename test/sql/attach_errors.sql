-- What cannot be attached is refused, with what is wrong and what to do.
\set SHOW_CONTEXT never

CREATE TABLE chat (
	id integer PRIMARY KEY, session text, body text, sender text, agent text,
	said timestamptz, number integer, list text[], data jsonb, bytes bytea, span interval, clock time, amount double precision);

-- it is no table ------------------------------------------------------------------
CREATE VIEW chat_view AS SELECT * FROM chat;
SELECT complaint.attach('chat_view', session => 'session', body => 'body');
CREATE MATERIALIZED VIEW chat_copy AS SELECT * FROM chat;
SELECT complaint.attach('chat_copy', session => 'session', body => 'body');
CREATE FOREIGN DATA WRAPPER nowhere;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER nowhere;
CREATE FOREIGN TABLE chat_elsewhere (id integer NOT NULL, session text, body text) SERVER elsewhere;
SELECT complaint.attach('chat_elsewhere', session => 'session', body => 'body');
CREATE SEQUENCE chat_sequence;
SELECT complaint.attach('chat_sequence', session => 'session', body => 'body');
SELECT complaint.attach('chat_pkey', session => 'session', body => 'body');
CREATE TYPE chat_type AS (id integer, session text, body text);
SELECT complaint.attach('chat_type', session => 'session', body => 'body');
CREATE TEMPORARY TABLE chat_here (id integer PRIMARY KEY, session text, body text);
SELECT complaint.attach('chat_here', session => 'session', body => 'body');
SELECT complaint.attach('no_such_table', session => 'session', body => 'body');
SELECT complaint.attach(0, session => 'session', body => 'body');
-- nor may it be one of the extension's own, or of the catalog
SELECT complaint.attach('complaint.session', session => 'session_id', body => 'customer');
SELECT complaint.attach('pg_catalog.pg_authid', session => 'rolname', body => 'rolpassword');

-- it has no key that tells messages apart ---------------------------------------------
CREATE TABLE keyless (id integer, session text NOT NULL, body text);
SELECT complaint.attach('keyless', session => 'session', body => 'body');
ALTER TABLE keyless ADD CONSTRAINT keyless_id_key UNIQUE (id);							-- null is no key
SELECT complaint.attach('keyless', session => 'session', body => 'body');
CREATE UNIQUE INDEX keyless_partial ON keyless (session) WHERE id > 0;					-- some rows only
CREATE UNIQUE INDEX keyless_expression ON keyless (lower(session));						-- no column
ALTER TABLE keyless ADD CONSTRAINT keyless_deferred UNIQUE (session) DEFERRABLE;		-- not always unique
SELECT complaint.attach('keyless', session => 'session', body => 'body');
ALTER TABLE keyless ALTER id SET NOT NULL;
BEGIN;
SELECT complaint.attach('keyless', session => 'session', body => 'body') IS NOT NULL AS attached;
ROLLBACK;

-- a column does not exist ----------------------------------------------------------
SELECT complaint.attach('chat', session => 'sessions', body => 'body');
SELECT complaint.attach('chat', session => 'session', body => 'Body');
SELECT complaint.attach('chat', session => 'session', body => '"body"');
SELECT complaint.attach('chat', session => 'session', body => 'body', sender => 'ctid');
SELECT complaint.attach('chat', session => 'session', body => 'body', tags => '{agent,tenant}');
ALTER TABLE chat ADD gone text;
ALTER TABLE chat DROP gone;
SELECT complaint.attach('chat', session => 'session', body => 'gone');
SELECT complaint.attach('chat', session => 'session', body => '........pg.dropped.14........');

-- a column is of a wrong type ------------------------------------------------------
SELECT complaint.attach('chat', session => 'list', body => 'body');
SELECT complaint.attach('chat', session => 'amount', body => 'body');
SELECT complaint.attach('chat', session => 'session', body => 'number');
SELECT complaint.attach('chat', session => 'session', body => 'data');
SELECT complaint.attach('chat', session => 'session', body => 'body', sender => 'bytes');
SELECT complaint.attach('chat', session => 'session', body => 'body', agent => 'span');
SELECT complaint.attach('chat', session => 'session', body => 'body', customer => 'said');
SELECT complaint.attach('chat', session => 'session', body => 'body', at => 'clock');
SELECT complaint.attach('chat', session => 'session', body => 'body', at => 'number');
SELECT complaint.attach('chat', session => 'session', body => 'body', tags => '{data}');
CREATE TABLE odd_key (id jsonb PRIMARY KEY, session text, body text);
SELECT complaint.attach('odd_key', session => 'session', body => 'body');

-- too many tags, or strange ones -----------------------------------------------------
SELECT complaint.attach('chat', session => 'session', body => 'body',
	tags => '{id,session,body,sender,agent,number,id,session,body}');
SELECT complaint.attach('chat', session => 'session', body => 'body', tags => '{NULL}');
SELECT complaint.attach('chat', session => 'session', body => 'body', tags => '{""}');
ALTER TABLE chat ADD "a,b" text;
SELECT complaint.attach('chat', session => 'session', body => 'body', tags => '{"a,b"}');

-- who is a customer --------------------------------------------------------------------
SELECT complaint.attach('chat', session => 'session', body => 'body', sender => 'sender', customer_senders => '{}');
SELECT complaint.attach('chat', session => 'session', body => 'body', sender => 'sender', customer_senders => NULL);
SELECT complaint.attach('chat', session => 'session', body => 'body', sender => 'sender', customer_senders => '{customer,NULL}');

-- other arguments ------------------------------------------------------------------------
SELECT complaint.attach('chat', session => 'session', body => 'body', ruleset => 'mien');
SELECT complaint.attach('chat', session => 'session', body => 'body', ruleset => NULL);
SELECT complaint.attach('chat', session => 'session', body => 'body', existing => 'all');
SELECT complaint.attach('chat', session => 'session', body => 'body', existing => NULL);
SELECT complaint.attach('chat', session => 'session', body => 'body', time_zone => 'Mars/Olympus');
\set VERBOSITY terse
SELECT complaint.attach('chat', session => 'session', body => 'body', count_messages => NULL);
\set VERBOSITY default
SELECT complaint.attach('chat', session => 'session', body => 'body', tags => NULL) AS source \gset
SELECT columns FROM complaint.sources WHERE source = :source;
SELECT complaint.attach(NULL, session => 'session', body => 'body');
SELECT complaint.attach('chat', session => NULL, body => 'body');
SELECT complaint.attach('chat', session => 'session', body => NULL);

-- twice ------------------------------------------------------------------------------------
SELECT complaint.attach('chat', session => 'session', body => 'body');
CREATE TABLE parts (id integer, session text, body text, PRIMARY KEY (id)) PARTITION BY LIST (id);
CREATE TABLE part_1 PARTITION OF parts FOR VALUES IN (1);
BEGIN;
SELECT complaint.attach('part_1', session => 'session', body => 'body') IS NOT NULL AS attached;
SELECT complaint.attach('parts', session => 'session', body => 'body');
ROLLBACK;
SELECT complaint.attach('parts', session => 'session', body => 'body') AS source \gset
SELECT complaint.attach('part_1', session => 'session', body => 'body');

-- Attaching is for whoever administers the extension.
CREATE ROLE regress_attach_errors;
GRANT USAGE ON SCHEMA complaint TO regress_attach_errors;
CREATE TABLE others (id integer PRIMARY KEY, session text, body text);
GRANT ALL ON others TO regress_attach_errors;
SET ROLE regress_attach_errors;
SELECT complaint.attach('others', session => 'session', body => 'body');
SELECT complaint.detach('chat');
RESET ROLE;

-- Nothing that was refused left a trace.
SELECT relation, columns FROM complaint.sources WHERE detached_at IS NULL ORDER BY relation::text;
SELECT tgrelid::regclass AS relation, tgname AS trigger FROM pg_trigger
WHERE tgname LIKE 'complaint%' ORDER BY tgrelid::regclass::text, tgname;

REVOKE USAGE ON SCHEMA complaint FROM regress_attach_errors;
DROP TABLE others;
DROP ROLE regress_attach_errors;
