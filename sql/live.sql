/*
 * The live room: attached tables, what is stored of their messages, and the
 * functions that a database administrator meets first.  The C side is
 * src/live; the row trigger writes nothing itself, everything below is
 * written once per transaction, when it is settled.
 */

-- What time it is ----------------------------------------------------------------

CREATE FUNCTION complaint.clock() RETURNS timestamptz
	LANGUAGE c VOLATILE STRICT PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'complaint_clock';
COMMENT ON FUNCTION complaint.clock() IS 'the time by which policies and alerts go: the clock''s, or that of the setting complaint.clock';

CREATE FUNCTION complaint.is_time_zone(name text) RETURNS boolean
	LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'complaint_is_time_zone';
COMMENT ON FUNCTION complaint.is_time_zone(text) IS 'whether that is the name of a time zone, and not an abbreviation';

-- Sources --------------------------------------------------------------------

CREATE SEQUENCE complaint.source_number AS integer;
COMMENT ON SEQUENCE complaint.source_number IS 'numbers of attached tables; a number is never used twice';

CREATE FUNCTION complaint.incarnation() RETURNS text
	LANGUAGE sql STABLE STRICT PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
	RETURN (SELECT format('%s/%s', c.system_identifier, d.oid)
			FROM pg_control_system() AS c, pg_database AS d WHERE d.datname OPERATOR(pg_catalog.=) current_database());
COMMENT ON FUNCTION complaint.incarnation() IS 'which cluster and database this is: transaction numbers mean nothing in another';

CREATE TABLE complaint.source (
	source integer NOT NULL DEFAULT pg_catalog.nextval('complaint.source_number')
		CONSTRAINT source_pkey PRIMARY KEY,
	ruleset text NOT NULL DEFAULT 'default'
		CONSTRAINT source_ruleset_fkey REFERENCES complaint.ruleset,
	customer_senders text[] NOT NULL DEFAULT '{customer}',
	time_zone text NOT NULL DEFAULT 'UTC',
	count_messages boolean NOT NULL DEFAULT false,
	min_stored_level smallint NOT NULL DEFAULT 1
		CONSTRAINT source_min_stored_level_check CHECK (min_stored_level BETWEEN 1 AND 4),
	existing text NOT NULL DEFAULT 'ignore'
		CONSTRAINT source_existing_check CHECK (existing IN ('ignore', 'classify')),
	attached_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
	attached_xid xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id(),
	incarnation text NOT NULL DEFAULT complaint.incarnation(),
	detached_at timestamptz
);
COMMENT ON TABLE complaint.source IS 'tables whose messages are classified; which table and which columns, its trigger "complaint" says (see complaint.sources)';
COMMENT ON COLUMN complaint.source.source IS 'number in the arguments of the table''s triggers';
COMMENT ON COLUMN complaint.source.ruleset IS 'rule set that judges the messages';
COMMENT ON COLUMN complaint.source.customer_senders IS 'values of the sender column that mean a customer';
COMMENT ON COLUMN complaint.source.time_zone IS 'zone of a time column that carries none';
COMMENT ON COLUMN complaint.source.count_messages IS 'keep session.messages live, at the price of a write per message';
COMMENT ON COLUMN complaint.source.min_stored_level IS 'a message below this level and without harm leaves no classification';
COMMENT ON COLUMN complaint.source.existing IS 'ignore: rows that were there before were not classified; classify: they were, or there were none';
COMMENT ON COLUMN complaint.source.attached_at IS 'when the table was attached';
COMMENT ON COLUMN complaint.source.attached_xid IS 'the transaction that attached it: the watermark below which rows were ignored';
COMMENT ON COLUMN complaint.source.incarnation IS 'the cluster and database where attached_xid means something';
COMMENT ON COLUMN complaint.source.detached_at IS 'when it was detached; what was stored stays';

-- Classifications and sessions -------------------------------------------------

-- What settling writes has no CHECK, here and in alert.sql: only we write it, and
-- the server would read the CHECK anew for every transaction that does.
CREATE TABLE complaint.classification (
	source integer NOT NULL,
	session_id text COLLATE "C" NOT NULL,
	message_id text COLLATE "C" NOT NULL,
	relation regclass NOT NULL,
	level smallint NOT NULL,
	harms text[] NOT NULL,
	type text,
	rules text[] NOT NULL,
	entities text[] NOT NULL,
	starts integer[] NOT NULL,
	lengths integer[] NOT NULL,
	ruleset text NOT NULL,
	revision text NOT NULL,
	agent text COLLATE "C",
	customer text COLLATE "C",
	at timestamptz NOT NULL,
	tags jsonb,
	fingerprint bigint NOT NULL,
	rings boolean NOT NULL,
	arrived_at timestamptz NOT NULL,
	judged_at timestamptz NOT NULL,
	settled_at timestamptz NOT NULL,
	CONSTRAINT classification_pkey PRIMARY KEY (source, session_id, message_id)
);
COMMENT ON TABLE complaint.classification IS 'the verdict of every message that is a complaint or carries a harm';
COMMENT ON COLUMN complaint.classification.source IS 'attached table (complaint.source)';
COMMENT ON COLUMN complaint.classification.session_id IS 'session as text; over 512 bytes its hash (complaint.key)';
COMMENT ON COLUMN complaint.classification.message_id IS 'the other key columns as text, joined by commas; over 512 bytes their hash';
COMMENT ON COLUMN complaint.classification.relation IS 'table or partition that held the message when it was judged';
COMMENT ON COLUMN complaint.classification.level IS 'severity of the reproach, 0 to 4 (complaint.level)';
COMMENT ON COLUMN complaint.classification.harms IS 'harm flags, whatever the tone (complaint.harm)';
COMMENT ON COLUMN complaint.classification.type IS 'cause (complaint.type)';
COMMENT ON COLUMN complaint.classification.rules IS 'rules that matched';
COMMENT ON COLUMN complaint.classification.entities IS 'entities of the words that mattered; empty text for a word written in the rule itself';
COMMENT ON COLUMN complaint.classification.starts IS 'where those words start in the message, in characters from 1';
COMMENT ON COLUMN complaint.classification.lengths IS 'how long they are, in characters';
COMMENT ON COLUMN complaint.classification.ruleset IS 'rule set that judged';
COMMENT ON COLUMN complaint.classification.revision IS 'revision of that rule set';
COMMENT ON COLUMN complaint.classification.agent IS 'agent of the message, where the source has a column for it';
COMMENT ON COLUMN complaint.classification.customer IS 'customer of the message, where the source has a column for it';
COMMENT ON COLUMN complaint.classification.at IS 'the message''s own time; when it was judged, where the source has no time column';
COMMENT ON COLUMN complaint.classification.tags IS 'columns of the source carried along';
COMMENT ON COLUMN complaint.classification.fingerprint IS 'hash of the message''s folded words without numbers and addresses: equal texts have equal ones';
COMMENT ON COLUMN complaint.classification.rings IS 'whether the message may count toward an alert';
COMMENT ON COLUMN complaint.classification.arrived_at IS 'when the message was first judged so that it was stored: a policy''s max_lateness is about this and its own time, however often it is edited';
COMMENT ON COLUMN complaint.classification.judged_at IS 'when the message was judged';
COMMENT ON COLUMN complaint.classification.settled_at IS 'when the verdict was stored; never runs backwards within a session';

-- What a calm message changes stands last: then its record in the WAL has no more than that.
CREATE TABLE complaint.session (
	source integer NOT NULL,
	session_id text COLLATE "C" NOT NULL,
	complaints integer NOT NULL DEFAULT 0,
	level_1 integer NOT NULL DEFAULT 0,
	level_2 integer NOT NULL DEFAULT 0,
	level_3 integer NOT NULL DEFAULT 0,
	level_4 integer NOT NULL DEFAULT 0,
	highest_level smallint NOT NULL DEFAULT 0,
	harmed integer NOT NULL DEFAULT 0,
	types jsonb NOT NULL DEFAULT '{}',
	harms jsonb NOT NULL DEFAULT '{}',
	first_at timestamptz,
	last_at timestamptz,
	agent text COLLATE "C",
	assigned_at timestamptz,
	customer text COLLATE "C",
	tags jsonb,
	messages bigint,
	settled_at timestamptz NOT NULL DEFAULT complaint.clock(),
	CONSTRAINT session_pkey PRIMARY KEY (source, session_id)
) WITH (fillfactor = 60);
COMMENT ON TABLE complaint.session IS 'aggregates of every session that has a complaint (all sessions of a source with count_messages); complaint.sessions shows the calm ones too';
COMMENT ON COLUMN complaint.session.complaints IS 'messages of level 1 and more';
COMMENT ON COLUMN complaint.session.level_1 IS 'messages of level 1 (2, 3, 4 alike)';
COMMENT ON COLUMN complaint.session.highest_level IS 'highest level of a message';
COMMENT ON COLUMN complaint.session.harmed IS 'messages with a harm flag, whatever their level';
COMMENT ON COLUMN complaint.session.types IS 'messages per type';
COMMENT ON COLUMN complaint.session.harms IS 'messages per harm';
COMMENT ON COLUMN complaint.session.first_at IS 'own time of the first classified message';
COMMENT ON COLUMN complaint.session.last_at IS 'own time of the last classified message';
COMMENT ON COLUMN complaint.session.agent IS 'current agent: assigned by complaint.assign_session, else of the latest message that names one';
COMMENT ON COLUMN complaint.session.assigned_at IS 'when complaint.assign_session was last called';
COMMENT ON COLUMN complaint.session.customer IS 'customer of the latest classified message that names one';
COMMENT ON COLUMN complaint.session.tags IS 'tags of the latest classified message';
COMMENT ON COLUMN complaint.session.messages IS 'customer messages, kept where the source says count_messages; null elsewhere';
COMMENT ON COLUMN complaint.session.settled_at IS 'when the row was last settled';

CREATE SEQUENCE complaint.unsettled_number;
COMMENT ON SEQUENCE complaint.unsettled_number IS 'order in which unsettled messages were put aside';

CREATE TABLE complaint.unsettled (
	number bigint NOT NULL DEFAULT pg_catalog.nextval('complaint.unsettled_number'),
	source integer NOT NULL,
	session_id text COLLATE "C" NOT NULL,
	message_id text COLLATE "C" NOT NULL,
	relation regclass,
	operation text NOT NULL CONSTRAINT unsettled_operation_check
		CHECK (operation IN ('store', 'remove', 'count', 'judge')),
	messages bigint NOT NULL DEFAULT 0,
	level smallint,
	harms text[],
	type text,
	rules text[],
	entities text[],
	starts integer[],
	lengths integer[],
	ruleset text,
	revision text,
	agent text COLLATE "C",
	customer text COLLATE "C",
	at timestamptz,
	tags jsonb,
	fingerprint bigint,
	rings boolean,
	judged_at timestamptz NOT NULL,
	reason text NOT NULL,
	sqlstate text NOT NULL,
	put_at timestamptz NOT NULL DEFAULT complaint.clock(),
	CONSTRAINT unsettled_pkey PRIMARY KEY (source, session_id, number)
);
COMMENT ON TABLE complaint.unsettled IS 'messages whose row is committed but whose verdict is not settled yet: the settle failed, or the transaction was prepared; settled by the next transaction of the session or by complaint.run_due()';
COMMENT ON COLUMN complaint.unsettled.number IS 'order in which they are settled';
COMMENT ON COLUMN complaint.unsettled.operation IS 'store or remove a classification, count messages only, or judge again from the source';
COMMENT ON COLUMN complaint.unsettled.messages IS 'change of session.messages';
COMMENT ON COLUMN complaint.unsettled.reason IS 'why: the error''s message';
COMMENT ON COLUMN complaint.unsettled.sqlstate IS 'the error''s code; 00000 for a prepared transaction';

-- What the triggers run ---------------------------------------------------------

CREATE FUNCTION complaint.judge_row() RETURNS trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'complaint_judge_row';
COMMENT ON FUNCTION complaint.judge_row() IS 'trigger "complaint" of an attached table: judges inserted rows, notes deleted ones; its column list and arguments say which column is what';

CREATE FUNCTION complaint.judge_update() RETURNS trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'complaint_judge_update';
COMMENT ON FUNCTION complaint.judge_update() IS 'trigger "complaint_update" of an attached table: judges a row again when an attached column changed, also where another trigger changed it';

CREATE FUNCTION complaint.note_truncate() RETURNS trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'complaint_note_truncate';
COMMENT ON FUNCTION complaint.note_truncate() IS 'trigger "complaint_truncate" of an attached table or partition: forgets its messages';

REVOKE ALL ON FUNCTION complaint.judge_row(), complaint.judge_update(), complaint.note_truncate() FROM PUBLIC;

CREATE FUNCTION complaint.judged(
	message record,
	OUT source integer, OUT session_id text, OUT message_id text, OUT is_message boolean,
	OUT level smallint, OUT harms text[], OUT type text, OUT rules text[],
	OUT ruleset text, OUT revision text, OUT at timestamptz)
	LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'complaint_judged';
COMMENT ON FUNCTION complaint.judged(record) IS 'the verdict on a whole row of an attached table, as its trigger would give it: SELECT complaint.judged(c) FROM chat c';

CREATE FUNCTION complaint.record(message record, count boolean DEFAULT true, judge boolean DEFAULT true, rings boolean DEFAULT false) RETURNS void
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'complaint_record';
COMMENT ON FUNCTION complaint.record(record, boolean, boolean, boolean) IS 'counts and judges a row of an attached table as if it had just been inserted, ringing nothing unless asked to; settled with the transaction';

CREATE FUNCTION complaint.settle() RETURNS bigint
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'complaint_settle';
COMMENT ON FUNCTION complaint.settle() IS 'settles what this transaction has judged so far, so that it sees its own verdicts; returns how many entries; keeps the session rows locked until the end of the transaction';

CREATE FUNCTION complaint.touch(source integer, session_id text) RETURNS void
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'complaint_touch';
COMMENT ON FUNCTION complaint.touch(integer, text) IS 'makes a session part of the next settle, which drains what was put aside of it';

REVOKE ALL ON FUNCTION complaint.record(record, boolean, boolean, boolean), complaint.touch(integer, text) FROM PUBLIC;

CREATE FUNCTION complaint.key(value text) RETURNS text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'complaint_key';
COMMENT ON FUNCTION complaint.key(text) IS 'the value as our tables keep it: itself up to 512 bytes, else its hash';

-- Which table is a source ---------------------------------------------------------

CREATE VIEW complaint.sources AS
	SELECT s.source,
		t.tgrelid::pg_catalog.regclass AS relation,
		s.ruleset,
		(SELECT pg_catalog.string_agg(r.role, ', ' ORDER BY r.place)
		 FROM (SELECT u.place, pg_catalog.format('%s => %I', pg_catalog.replace(u.role, ',', '/'), a.attname) AS role
			   FROM ROWS FROM (pg_catalog.unnest(t.tgattr::pg_catalog.int2[]),
						pg_catalog.unnest((pg_catalog.string_to_array(pg_catalog.encode(t.tgargs, 'escape'), '\000'))[2:]))
					WITH ORDINALITY AS u(attnum, role, place)
			   JOIN pg_catalog.pg_attribute AS a
				 ON a.attrelid OPERATOR(pg_catalog.=) t.tgrelid AND a.attnum OPERATOR(pg_catalog.=) u.attnum) AS r) AS columns,
		s.customer_senders, s.time_zone, s.count_messages, s.min_stored_level,
		t.tgenabled OPERATOR(pg_catalog.<>) 'D' AS enabled, s.attached_at, s.detached_at
	FROM complaint.source AS s
	LEFT JOIN pg_catalog.pg_trigger AS t
		ON t.tgfoid OPERATOR(pg_catalog.=) 'complaint.judge_row()'::pg_catalog.regprocedure
		AND t.tgparentid OPERATOR(pg_catalog.=) 0
		AND (pg_catalog.string_to_array(pg_catalog.encode(t.tgargs, 'escape'), '\000'))[1] OPERATOR(pg_catalog.=) s.source::text;
COMMENT ON VIEW complaint.sources IS 'attached tables with the columns that they attach; relation is null once detached or dropped';

CREATE FUNCTION complaint.source_of(relation regclass) RETURNS integer
	LANGUAGE sql STABLE STRICT PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
	RETURN (SELECT s.source FROM complaint.sources AS s WHERE s.relation OPERATOR(pg_catalog.=) source_of.relation);
COMMENT ON FUNCTION complaint.source_of(regclass) IS 'number of an attached table; null if it is not attached';

CREATE FUNCTION complaint.parts_of(relation regclass) RETURNS SETOF regclass
	LANGUAGE sql STABLE STRICT PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT c.oid::regclass FROM pg_class AS c WHERE c.oid = parts_of.relation AND c.relkind = 'r'
	UNION SELECT p.relid FROM pg_partition_tree(parts_of.relation) AS p WHERE p.isleaf;
END;
COMMENT ON FUNCTION complaint.parts_of(regclass) IS 'the tables that hold the messages of an attached table: itself or its partitions, but no inheritance children, which fire no trigger of ours';

CREATE FUNCTION complaint.attached(relation regclass) RETURNS integer
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	number integer := complaint.source_of(attached.relation);
BEGIN
	IF number IS NULL THEN
		RAISE EXCEPTION 'table % is not attached', coalesce(attached.relation::text, 'null')
			USING ERRCODE = 'undefined_object', HINT = 'SELECT relation FROM complaint.sources lists the tables that are.';
	END IF;
	RETURN number;
END
$$;
COMMENT ON FUNCTION complaint.attached(regclass) IS 'number of an attached table; an error if it is not attached';

-- Attaching ---------------------------------------------------------------------

CREATE FUNCTION complaint.grant_triggers(relation regclass) RETURNS void
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	owner text := (SELECT c.relowner::regrole::text FROM pg_class AS c WHERE c.oid = relation);
BEGIN
	EXECUTE format('GRANT EXECUTE ON FUNCTION complaint.judge_row(), complaint.judge_update(), complaint.note_truncate() TO %s', owner);
END
$$;
COMMENT ON FUNCTION complaint.grant_triggers(regclass) IS 'lets the owner of an attached table add partitions, whose triggers the server makes in the owner''s name';
REVOKE ALL ON FUNCTION complaint.grant_triggers(regclass) FROM PUBLIC;

CREATE FUNCTION complaint.attach_column(
	relation regclass, role text, col text, fits text[]) RETURNS text
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found_type oid;
	category "char";
	base_type oid;
	base_category "char";
BEGIN
	SELECT a.atttypid, t.typcategory INTO found_type, category
	FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
	WHERE a.attrelid = relation AND a.attname = col AND a.attnum > 0 AND NOT a.attisdropped;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'column "%" of table % does not exist', col, relation
			USING ERRCODE = 'undefined_column',
				DETAIL = format('It was named as the %s.', role),
				HINT = 'Name an existing column, without quotes around it: attach(''chat'', body => ''My Text'').';
	END IF;
	LOOP		-- of a domain, what it is over
		SELECT t.typbasetype, b.typcategory INTO base_type, base_category
		FROM pg_type AS t JOIN pg_type AS b ON b.oid = t.typbasetype WHERE t.oid = found_type;
		EXIT WHEN NOT FOUND;
		found_type := base_type;
		category := base_category;
	END LOOP;
	IF fits IS NOT NULL AND NOT (category::text = ANY (fits) OR format_type(found_type, NULL) = ANY (fits)) THEN
		RAISE EXCEPTION 'column "%" of table % cannot be the %', col, relation, role
			USING ERRCODE = 'datatype_mismatch',
				DETAIL = format('It is of type %s.', format_type(found_type, NULL)),
				HINT = format('The %s is one of these: %s.', role,
					CASE WHEN role = 'body' THEN 'text, character varying, character'
						WHEN role = 'time' THEN 'timestamp with time zone, timestamp without time zone, date'
						WHEN role = 'key' THEN 'text, character varying, character, an integer, numeric, uuid, an enum, boolean, oid, a date or a time'
						WHEN role IN ('sender', 'tag') THEN 'text, character varying, character, an integer, numeric, uuid, an enum or boolean'
						ELSE 'text, character varying, character, an integer, numeric, uuid or an enum' END);
	END IF;
	RETURN col;
END
$$;
COMMENT ON FUNCTION complaint.attach_column(regclass, text, text, text[]) IS 'checks that a column exists and that its type fits its role';
REVOKE ALL ON FUNCTION complaint.attach_column(regclass, text, text, text[]) FROM PUBLIC;

CREATE FUNCTION complaint.attach(
	relation regclass,
	session text,
	body text,
	sender text DEFAULT NULL,
	customer_senders text[] DEFAULT '{customer}',
	agent text DEFAULT NULL,
	customer text DEFAULT NULL,
	at text DEFAULT NULL,
	time_zone text DEFAULT NULL,
	tags text[] DEFAULT '{}',
	ruleset text DEFAULT 'default',
	existing text DEFAULT 'ignore',
	count_messages boolean DEFAULT false,
	apply boolean DEFAULT false) RETURNS integer
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	words constant text[] := '{S,E,smallint,integer,bigint,numeric,uuid}';
	kind "char";
	persistence "char";
	key_columns text[];
	roles text[] := '{}';		-- pairs of role and column
	columns text[];
	arguments text;
	number integer;
	part regclass;
	pair record;
BEGIN
	IF relation IS NULL OR session IS NULL OR body IS NULL THEN
		RAISE EXCEPTION 'a table, its session column and its body column are needed'
			USING ERRCODE = 'null_value_not_allowed',
				HINT = 'SELECT complaint.attach(''chat'', session => ''session_id'', body => ''body'', sender => ''sender'')';
	END IF;
	SELECT c.relkind, c.relpersistence INTO kind, persistence FROM pg_class AS c WHERE c.oid = relation;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'table % does not exist', relation::oid
			USING ERRCODE = 'undefined_table',
				HINT = 'Attach the ordinary or partitioned table in which the messages are stored.';
	END IF;
	IF EXISTS (SELECT FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid
			   WHERE d.classid = 'pg_class'::regclass AND d.objid = relation AND d.deptype = 'e'
				AND d.refclassid = 'pg_extension'::regclass AND e.extname = 'complaint') THEN
		RAISE EXCEPTION 'cannot attach %', relation
			USING ERRCODE = 'wrong_object_type', DETAIL = 'It belongs to the extension complaint.',
				HINT = 'Attach the ordinary or partitioned table in which the messages are stored.';
	END IF;
	IF kind NOT IN ('r', 'p') OR persistence = 't' THEN
		RAISE EXCEPTION 'cannot attach %', relation
			USING ERRCODE = 'wrong_object_type',
				DETAIL = format('It is %s.', CASE kind WHEN 'v' THEN 'a view' WHEN 'm' THEN 'a materialized view'
					WHEN 'f' THEN 'a foreign table' WHEN 'S' THEN 'a sequence' WHEN 'c' THEN 'a composite type'
					WHEN 'i' THEN 'an index' WHEN 'I' THEN 'an index' ELSE 'a temporary table' END),
				HINT = 'Attach the ordinary or partitioned table in which the messages are stored.';
	END IF;
	-- two sessions that attach the same table take turns here
	EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', relation);
	FOR pair IN
		SELECT p.relid AS rel FROM pg_partition_tree(relation) AS p
		UNION SELECT a.relid FROM pg_partition_ancestors(relation) AS a
		UNION SELECT relation
	LOOP
		IF EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgrelid = pair.rel AND t.tgparentid = 0
				   AND t.tgfoid = 'complaint.judge_row()'::regprocedure) THEN
			RAISE EXCEPTION 'table % is already attached', pair.rel::regclass
				USING ERRCODE = 'duplicate_object',
					HINT = format('SELECT complaint.detach(%L) first; what is stored of it stays.', pair.rel::regclass);
		END IF;
	END LOOP;

	-- DROP COLUMN ... CASCADE takes the trigger that carries the columns and leaves the others
	FOR pair IN
		SELECT t.tgrelid AS rel, t.tgname FROM pg_trigger AS t
		WHERE t.tgparentid = 0 AND t.tgfoid IN ('complaint.judge_update()'::regprocedure, 'complaint.note_truncate()'::regprocedure)
			AND (t.tgrelid = relation OR t.tgrelid IN (SELECT p.relid FROM pg_partition_tree(relation) AS p))
	LOOP
		EXECUTE format('DROP TRIGGER %I ON %s', pair.tgname, pair.rel::regclass);
	END LOOP;

	SELECT array_agg(a.attname::text ORDER BY k.place)
	INTO key_columns
	FROM pg_index AS i
	CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
	JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
	WHERE i.indrelid = relation AND i.indisunique AND i.indisvalid AND i.indimmediate
		AND i.indpred IS NULL AND i.indexprs IS NULL AND k.place <= i.indnkeyatts
	GROUP BY i.indexrelid, i.indisprimary
	HAVING bool_and(a.attnotnull)
	ORDER BY i.indisprimary DESC, i.indexrelid LIMIT 1;
	IF key_columns IS NULL THEN
		RAISE EXCEPTION 'table % has no key', relation
			USING ERRCODE = 'invalid_table_definition',
				DETAIL = 'A primary key, or a unique index over columns that are NOT NULL, tells messages apart.',
				HINT = format('ALTER TABLE %s ADD PRIMARY KEY (...)', relation);
	END IF;

	PERFORM complaint.attach_column(relation, 'session', session, words);
	PERFORM complaint.attach_column(relation, 'body', body, '{S}');
	roles := ARRAY['session', session, 'body', body];
	FOR pair IN SELECT k.col, k.place FROM unnest(key_columns) WITH ORDINALITY AS k(col, place) LOOP
		IF pair.col <> session THEN
			PERFORM complaint.attach_column(relation, 'key', pair.col, words || '{D,B,oid}');
		END IF;
		roles := roles || ARRAY['key' || pair.place, pair.col];
	END LOOP;
	IF sender IS NOT NULL THEN
		roles := roles || ARRAY['sender', complaint.attach_column(relation, 'sender', sender, words || '{B}')];
	END IF;
	IF agent IS NOT NULL THEN
		roles := roles || ARRAY['agent', complaint.attach_column(relation, 'agent', agent, words)];
	END IF;
	IF customer IS NOT NULL THEN
		roles := roles || ARRAY['customer', complaint.attach_column(relation, 'customer', customer, words)];
	END IF;
	IF at IS NOT NULL THEN
		roles := roles || ARRAY['at', complaint.attach_column(relation, 'time', at,
			'{timestamp with time zone,timestamp without time zone,date}')];
	END IF;
	IF cardinality(tags) > 8 THEN
		RAISE EXCEPTION 'too many tags: %', cardinality(tags)
			USING ERRCODE = 'program_limit_exceeded', HINT = 'At most eight columns are carried along.';
	END IF;
	FOR pair IN SELECT u.tag FROM unnest(tags) AS u(tag) LOOP
		IF pair.tag !~ '^[^,\\]{1,63}$' THEN
			RAISE EXCEPTION 'column "%" cannot be a tag', pair.tag
				USING ERRCODE = 'invalid_name', HINT = 'The name of a tag has no comma and no backslash.';
		END IF;
		roles := roles || ARRAY['tag:' || pair.tag,
			complaint.attach_column(relation, 'tag', pair.tag, words || '{B}')];
	END LOOP;

	IF cardinality(coalesce(customer_senders, '{}')) = 0 OR array_position(customer_senders, NULL) IS NOT NULL THEN
		RAISE EXCEPTION 'customer_senders names nobody'
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Give the values of the sender column that mean a customer, such as ARRAY[''customer'', ''visitor''].';
	END IF;
	IF NOT EXISTS (SELECT FROM complaint.ruleset AS r WHERE r.ruleset = ruleset) THEN
		RAISE EXCEPTION 'rule set "%" does not exist', ruleset
			USING ERRCODE = 'undefined_object',
				HINT = 'SELECT ruleset FROM complaint.ruleset lists them; complaint.clone(''default'', ...) makes one.';
	END IF;
	IF existing NOT IN ('ignore', 'classify') OR existing IS NULL THEN
		RAISE EXCEPTION 'existing cannot be "%"', existing
			USING ERRCODE = 'invalid_parameter_value', HINT = 'It is ''ignore'' or ''classify''.';
	END IF;
	IF at IS NOT NULL AND time_zone IS NULL AND EXISTS (
		SELECT FROM pg_attribute AS a WHERE a.attrelid = relation AND a.attname = at
			AND a.atttypid IN ('timestamp'::regtype, 'date'::regtype)) THEN
		RAISE NOTICE 'times in column "%" are read as %', at, current_setting('TimeZone')
			USING HINT = 'Messages that seem older than a policy''s max_lateness never ring: attach with time_zone => ''UTC'', or whatever it is.';
	END IF;
	time_zone := coalesce(time_zone, current_setting('TimeZone'));
	IF NOT complaint.is_time_zone(time_zone) THEN
		RAISE EXCEPTION 'time zone "%" does not exist', time_zone
			USING ERRCODE = 'invalid_parameter_value', HINT = 'SELECT name FROM pg_timezone_names lists them; an abbreviation is no time zone.';
	END IF;

	IF existing = 'ignore' THEN
		-- of an empty table nothing is ignored, so that verify() excuses nothing
		EXECUTE format('SELECT CASE WHEN EXISTS (SELECT FROM %s) THEN ''ignore'' ELSE ''classify'' END', relation) INTO existing;
	END IF;

	INSERT INTO complaint.source (ruleset, customer_senders, time_zone, count_messages, existing)
	VALUES (ruleset, customer_senders, time_zone, count_messages, existing)
	RETURNING complaint.source.source INTO number;

	-- the server copies the triggers to new partitions as whoever adds them
	PERFORM complaint.grant_triggers(relation);

	-- one column may play several roles: its argument lists them, in the order of the column list
	SELECT array_agg(format('%I', c.col) ORDER BY c.first),
		string_agg(quote_literal(c.names), ', ' ORDER BY c.first)
	INTO columns, arguments
	FROM (SELECT roles[i + 1] AS col, string_agg(roles[i], ',' ORDER BY i) AS names, min(i) AS first
		  FROM generate_series(1, cardinality(roles), 2) AS i GROUP BY roles[i + 1]) AS c;
	EXECUTE format('CREATE TRIGGER complaint AFTER INSERT OR DELETE OR UPDATE OF %s ON %s FOR EACH ROW EXECUTE FUNCTION complaint.judge_row(%L, %s)',
		array_to_string(columns, ', '), relation, number, arguments);
	EXECUTE format('CREATE TRIGGER complaint_update AFTER UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION complaint.judge_update(%L)',
		relation, number);
	FOR part IN SELECT relation UNION SELECT p.relid FROM pg_partition_tree(relation) AS p LOOP
		EXECUTE format('CREATE TRIGGER complaint_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION complaint.note_truncate(%L)',
			part, number);
	END LOOP;
	IF apply THEN
		FOR part IN SELECT relation UNION SELECT p.relid FROM pg_partition_tree(relation) AS p LOOP
			EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER complaint_truncate', part);
		END LOOP;
		EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER complaint, ENABLE ALWAYS TRIGGER complaint_update', relation);
	END IF;
	IF existing = 'classify' OR count_messages THEN
		FOR part IN SELECT complaint.parts_of(relation) LOOP
			EXECUTE format('SELECT count(complaint.record(m.*, judge => $1)) FROM ONLY %s AS m', part) USING existing = 'classify';
		END LOOP;
	END IF;
	RETURN number;
END
$$;
COMMENT ON FUNCTION complaint.attach(regclass, text, text, text, text[], text, text, text, text, text[], text, text, boolean, boolean)
	IS 'from now on classifies the messages that are written to the table; returns its number as a source';

CREATE FUNCTION complaint.detach(relation regclass) RETURNS void
	LANGUAGE plpgsql VOLATILE STRICT
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
	number integer := complaint.attached(relation);
	part regclass;
BEGIN
	EXECUTE format('DROP TRIGGER complaint ON %s', relation);
	EXECUTE format('DROP TRIGGER IF EXISTS complaint_update ON %s', relation);
	FOR part IN SELECT relation UNION SELECT p.relid FROM pg_partition_tree(relation) AS p LOOP
		EXECUTE format('DROP TRIGGER IF EXISTS complaint_truncate ON %s', part);
	END LOOP;
	UPDATE complaint.source AS s SET detached_at = now() WHERE s.source = number;
END
$$;
COMMENT ON FUNCTION complaint.detach(regclass) IS 'stops classifying a table; what is stored of it stays';

CREATE FUNCTION complaint.create_conversation(name text) RETURNS integer
	LANGUAGE plpgsql VOLATILE STRICT
AS $$
DECLARE
	-- the name is found as any other in SQL: along the caller's search_path
	target pg_catalog.text := (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(p.part), '.' ORDER BY p.place)
		FROM pg_catalog.unnest(pg_catalog.parse_ident(create_conversation.name)) WITH ORDINALITY AS p(part, place));
BEGIN
	EXECUTE pg_catalog.format($create$
		CREATE TABLE %s (
			session_id pg_catalog.text NOT NULL,
			message_id pg_catalog.int8 NOT NULL,
			sender pg_catalog.text NOT NULL DEFAULT 'customer',
			customer_id pg_catalog.text,
			agent_id pg_catalog.text,
			body pg_catalog.text,
			created_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
			PRIMARY KEY (session_id, message_id)
		)$create$, target);
	EXECUTE pg_catalog.format('COMMENT ON TABLE %s IS %L', target, 'messages of conversations, classified by the extension complaint');
	RETURN complaint.attach(target::pg_catalog.regclass, session => 'session_id', body => 'body', sender => 'sender',
		agent => 'agent_id', customer => 'customer_id', at => 'created_at');
END
$$;
COMMENT ON FUNCTION complaint.create_conversation(text) IS 'makes a table for conversations and attaches it; it is an ordinary table of yours';

-- A partition that joins an attached table gets its row triggers from the
-- server; the TRUNCATE trigger is nobody's but ours to add.
CREATE FUNCTION complaint.keep_triggers() RETURNS event_trigger
	LANGUAGE plpgsql
	SECURITY DEFINER		-- whoever runs the DDL may know nothing of us
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	part record;
BEGIN
	-- off while a dump is restored, which brings the triggers itself
	IF NOT current_setting('check_function_bodies')::boolean THEN
		RETURN;
	END IF;
	PERFORM complaint.grant_triggers(o.relation)
	FROM pg_event_trigger_ddl_commands() AS d JOIN complaint.sources AS o ON o.relation = d.objid
	WHERE d.classid = 'pg_class'::regclass AND d.command_tag = 'ALTER TABLE';
	FOR part IN
		SELECT c.oid::regclass AS relation, j.source, j.tgenabled, n.tgrelid IS NOT NULL AS noted
		FROM (SELECT d.objid AS oid FROM pg_event_trigger_ddl_commands() AS d WHERE d.classid = 'pg_class'::regclass
			  UNION SELECT t.relid FROM pg_event_trigger_ddl_commands() AS d, LATERAL pg_partition_tree(d.objid) AS t
			  WHERE d.classid = 'pg_class'::regclass
			  UNION SELECT n.tgrelid FROM pg_trigger AS n
			  WHERE n.tgfoid = 'complaint.note_truncate()'::regprocedure) AS c
		LEFT JOIN (SELECT t.tgrelid, t.tgenabled, split_part(encode(t.tgargs, 'escape'), '\000', 1) AS source
				   FROM pg_trigger AS t WHERE t.tgfoid = 'complaint.judge_row()'::regprocedure) AS j ON j.tgrelid = c.oid
		LEFT JOIN (SELECT DISTINCT t.tgrelid FROM pg_trigger AS t
				   WHERE t.tgfoid = 'complaint.note_truncate()'::regprocedure) AS n ON n.tgrelid = c.oid
		WHERE (j.tgrelid IS NULL) <> (n.tgrelid IS NULL)
			AND EXISTS (SELECT FROM pg_class AS r WHERE r.oid = c.oid)
	LOOP
		-- one that cannot be had, or looks odd, is not in the way of the others
		BEGIN
			IF part.noted THEN
				-- it may be a table that has nothing to do with this command: its owner keeps nobody waiting
				EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE NOWAIT', part.relation);
				EXECUTE format('DROP TRIGGER complaint_truncate ON %s', part.relation);
			ELSE
				EXECUTE format('CREATE TRIGGER complaint_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION complaint.note_truncate(%L)',
					part.relation, part.source);
				IF part.tgenabled = 'A' THEN
					EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER complaint_truncate', part.relation);
				END IF;
			END IF;
		EXCEPTION
			WHEN lock_not_available THEN
				NULL;
			WHEN OTHERS THEN
				RAISE WARNING 'the TRUNCATE trigger of % was not looked after: %', part.relation, SQLERRM;
		END;
	END LOOP;
EXCEPTION WHEN OTHERS THEN
	RAISE WARNING 'triggers of attached partitions were not looked after: %', SQLERRM;
END
$$;
COMMENT ON FUNCTION complaint.keep_triggers() IS 'gives partitions that join or leave an attached table their TRUNCATE trigger, or takes it away';
REVOKE ALL ON FUNCTION complaint.keep_triggers() FROM PUBLIC;
CREATE EVENT TRIGGER complaint_keep_triggers ON ddl_command_end
	WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE')
	EXECUTE FUNCTION complaint.keep_triggers();
COMMENT ON EVENT TRIGGER complaint_keep_triggers IS 'keeps the TRUNCATE triggers of partitions in place';

-- The owner of an attached table may execute our trigger functions, for his
-- partitions' sake, and their arguments say whose messages they judge.  So
-- who makes a trigger of ours by hand has to be somebody who could attach.
-- Whoever runs the DDL may not even enter our schema: nothing in it is named.
CREATE FUNCTION complaint.guard_triggers() RETURNS event_trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF EXISTS (
		SELECT FROM pg_event_trigger_ddl_commands() AS d
		JOIN pg_trigger AS t ON t.oid = d.objid AND d.classid = 'pg_trigger'::regclass
		JOIN pg_proc AS p ON p.oid = t.tgfoid
		JOIN pg_namespace AS n ON n.oid = p.pronamespace
		JOIN pg_class AS o ON o.relnamespace = n.oid AND o.relname = 'source'
		WHERE n.nspname = 'complaint' AND p.proname IN ('judge_row', 'judge_update', 'note_truncate')
			AND NOT pg_has_role(current_user, o.relowner, 'USAGE')) THEN
		RAISE EXCEPTION 'triggers of extension "complaint" cannot be made by hand'
			USING ERRCODE = 'insufficient_privilege',
				DETAIL = 'They say whose messages are judged.',
				HINT = 'A superuser attaches tables: SELECT complaint.attach(...).';
	END IF;
END
$$;
COMMENT ON FUNCTION complaint.guard_triggers() IS 'refuses triggers on our functions that were not made by whoever may attach tables: their arguments could name another table''s source';
REVOKE ALL ON FUNCTION complaint.guard_triggers() FROM PUBLIC;
CREATE EVENT TRIGGER complaint_guard_triggers ON ddl_command_end
	WHEN TAG IN ('CREATE TRIGGER', 'CREATE SCHEMA')
	EXECUTE FUNCTION complaint.guard_triggers();
COMMENT ON EVENT TRIGGER complaint_guard_triggers IS 'lets nobody make triggers in the name of an attached table but who may attach tables';

-- Looking on --------------------------------------------------------------------

CREATE FUNCTION complaint.all_sessions() RETURNS TABLE (source integer, session_id text, messages bigint)
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	s record;
BEGIN
	FOR s IN SELECT o.source, string_agg(format(
				'SELECT j.source, j.session_id FROM ONLY %s AS m, LATERAL complaint.keys(m.*) AS j '
				'WHERE j.is_message AND j.session_id <> ''''', p.part), ' UNION ALL ') AS keys
			 FROM complaint.sources AS o, LATERAL complaint.parts_of(o.relation) AS p(part)
			 GROUP BY o.source LOOP
		RETURN QUERY EXECUTE format('SELECT k.source, k.session_id, count(*) FROM (%s) AS k GROUP BY k.source, k.session_id', s.keys);
	END LOOP;
END
$$;
COMMENT ON FUNCTION complaint.all_sessions() IS 'every session with customer messages of every attached table, counted from the table itself';

CREATE FUNCTION complaint.keys(
	message record, OUT source integer, OUT session_id text, OUT message_id text, OUT is_message boolean)
	LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'complaint_keys';
COMMENT ON FUNCTION complaint.keys(record) IS 'source, session and message of a whole row of an attached table, and whether a customer wrote it';

CREATE FUNCTION complaint.session_rows(relation regclass, session_id text, message_ids text[])
	RETURNS TABLE (message_id text, sender text, at timestamptz, body text, is_message boolean)
	LANGUAGE c STABLE PARALLEL RESTRICTED ROWS 20 AS 'MODULE_PATHNAME', 'complaint_session_rows';
COMMENT ON FUNCTION complaint.session_rows(regclass, text, text[]) IS 'rows of a session from an attached table or partition, all or those of some messages, read without running any code of the table''s owner; the text as far as it is judged (64 kB)';

CREATE FUNCTION complaint.judge_messages(relation regclass, session_id text, message_ids text[], rings boolean) RETURNS bigint
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'complaint_judge_messages';
COMMENT ON FUNCTION complaint.judge_messages(regclass, text, text[], boolean) IS 'judges messages of an attached table or partition that were put aside, read alike; settled with the transaction; returns how many were there';
REVOKE ALL ON FUNCTION complaint.session_rows(regclass, text, text[]), complaint.judge_messages(regclass, text, text[], boolean) FROM PUBLIC;

CREATE VIEW complaint.sessions AS
	SELECT coalesce(a.source, s.source) AS source,
		coalesce(a.session_id, s.session_id) AS session_id,
		coalesce(a.messages, 0) AS messages,
		coalesce(s.complaints, 0) AS complaints,
		coalesce(s.level_1, 0) AS level_1, coalesce(s.level_2, 0) AS level_2,
		coalesce(s.level_3, 0) AS level_3, coalesce(s.level_4, 0) AS level_4,
		coalesce(s.highest_level, 0::smallint) AS highest_level,
		coalesce(s.harmed, 0) AS harmed,
		coalesce(s.types, '{}') AS types, coalesce(s.harms, '{}') AS harms,
		s.first_at, s.last_at, s.agent, s.customer, s.tags
	FROM complaint.all_sessions() AS a
	FULL JOIN complaint.session AS s
		ON s.source OPERATOR(pg_catalog.=) a.source AND s.session_id OPERATOR(pg_catalog.=) a.session_id;
COMMENT ON VIEW complaint.sessions IS 'all sessions, calm ones too, with message counts from the attached tables (reads them whole; complaint.session is the cheap one)';

CREATE FUNCTION complaint.verify(deep boolean DEFAULT false)
	RETURNS TABLE (problem text, source integer, session_id text, message_id text, stored text, found text)
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	s record;
BEGIN
	-- sessions against their classifications
	RETURN QUERY
	WITH of_session AS (
		SELECT c.source, c.session_id,
			count(*) FILTER (WHERE c.level >= 1) AS complaints,
			count(*) FILTER (WHERE c.level = 1) AS level_1, count(*) FILTER (WHERE c.level = 2) AS level_2,
			count(*) FILTER (WHERE c.level = 3) AS level_3, count(*) FILTER (WHERE c.level = 4) AS level_4,
			max(c.level) AS highest_level,
			count(*) FILTER (WHERE cardinality(c.harms) > 0) AS harmed,
			min(c.at) AS first_at, max(c.at) AS last_at
		FROM complaint.classification AS c WHERE c.session_id <> ''
		GROUP BY c.source, c.session_id
	), of_type AS (
		SELECT t.source, t.session_id, jsonb_object_agg(t.type, t.n) AS types
		FROM (SELECT c.source, c.session_id, c.type, count(*) AS n FROM complaint.classification AS c
			  WHERE c.type IS NOT NULL GROUP BY c.source, c.session_id, c.type) AS t
		GROUP BY t.source, t.session_id
	), of_harm AS (
		SELECT h.source, h.session_id, jsonb_object_agg(h.harm, h.n) AS harms
		FROM (SELECT c.source, c.session_id, u.harm, count(*) AS n FROM complaint.classification AS c, unnest(c.harms) AS u(harm)
			  GROUP BY c.source, c.session_id, u.harm) AS h
		GROUP BY h.source, h.session_id
	), recomputed AS (
		SELECT o.source, o.session_id,
			format('complaints %s, levels %s %s %s %s, highest %s, harmed %s, types %s, harms %s, %s to %s',
				o.complaints, o.level_1, o.level_2, o.level_3, o.level_4, o.highest_level, o.harmed,
				coalesce(t.types, '{}'), coalesce(h.harms, '{}'), o.first_at, o.last_at) AS aggregates
		FROM of_session AS o LEFT JOIN of_type AS t USING (source, session_id) LEFT JOIN of_harm AS h USING (source, session_id)
	), kept AS (
		SELECT k.source, k.session_id,
			format('complaints %s, levels %s %s %s %s, highest %s, harmed %s, types %s, harms %s, %s to %s',
				k.complaints, k.level_1, k.level_2, k.level_3, k.level_4, k.highest_level, k.harmed,
				k.types, k.harms, k.first_at, k.last_at) AS aggregates,
			k.complaints = 0 AND k.harmed = 0 AND k.types = '{}' AND k.harms = '{}' AS calm
		FROM complaint.session AS k
	)
	SELECT 'aggregate', coalesce(k.source, r.source), coalesce(k.session_id, r.session_id), NULL::text,
		k.aggregates, r.aggregates
	FROM kept AS k FULL JOIN recomputed AS r USING (source, session_id)
	WHERE k.aggregates IS DISTINCT FROM r.aggregates AND NOT (r.aggregates IS NULL AND k.calm);

	-- an open episode without its alert, or an alert that no episode knows
	RETURN QUERY
	SELECT 'episode', e.source, e.key, NULL::text, e.alert::text, NULL::text
	FROM complaint.episode AS e
	WHERE NOT EXISTS (SELECT FROM complaint.alert AS a WHERE a.alert = e.alert AND a.episode = e.episode);

	-- live counts against the attached tables
	RETURN QUERY
	SELECT 'messages', coalesce(k.source, a.source), coalesce(k.session_id, a.session_id), NULL::text,
		k.messages::text, a.messages::text
	FROM (SELECT x.source, x.session_id, x.messages FROM complaint.session AS x
		  JOIN complaint.source AS o ON o.source = x.source AND o.count_messages AND o.detached_at IS NULL) AS k
	FULL JOIN (SELECT x.* FROM complaint.all_sessions() AS x
			   JOIN complaint.source AS o ON o.source = x.source AND o.count_messages) AS a USING (source, session_id)
	WHERE coalesce(k.messages, 0) <> coalesce(a.messages, 0)
		-- a partition that was detached or dropped is retention: its messages stay counted
		AND NOT (coalesce(k.messages, 0) > coalesce(a.messages, 0) AND EXISTS (
			SELECT FROM complaint.sources AS o JOIN pg_class AS c ON c.oid = o.relation
			WHERE o.source = k.source AND c.relkind = 'p'))
		AND NOT EXISTS (SELECT FROM complaint.unsettled AS u WHERE u.source = coalesce(k.source, a.source)
						AND u.session_id = coalesce(k.session_id, a.session_id));

	IF NOT deep THEN
		RETURN;
	END IF;
	FOR s IN SELECT o.source, o.relation, p.parts, c.min_stored_level, c.attached_at, c.attached_xid::xid AS attached_xid,
				c.existing = 'ignore' AS ignored,
				c.incarnation = complaint.incarnation()
					AND age(c.attached_xid::xid) < 1000000000 AS xids_mean_something
			 FROM complaint.sources AS o JOIN complaint.source AS c ON c.source = o.source
			 CROSS JOIN LATERAL (SELECT string_agg(format(
					'SELECT j.*, $4 AND ($5 AND age(m.xmin) >= age($6) OR j.at < $7) AS ignored '
					'FROM ONLY %s AS m, LATERAL complaint.judged(m.*) AS j', t.part), ' UNION ALL ') AS parts
				FROM complaint.parts_of(o.relation) AS t(part)) AS p
			 WHERE p.parts IS NOT NULL LOOP
		RETURN QUERY EXECUTE format($deep$
			WITH judged AS (
				%s
			), kept AS (
				SELECT c.* FROM complaint.classification AS c
				WHERE c.source = $1 AND (c.relation = $2 OR c.relation IN (SELECT p.relid FROM pg_partition_tree($2) AS p))
			), compared AS (
				SELECT coalesce(k.session_id, j.session_id) AS session_id, coalesce(k.message_id, j.message_id) AS message_id,
					CASE WHEN k.source IS NOT NULL THEN format('level %%s, harms %%s, type %%s, rules %%s', k.level, k.harms, k.type, k.rules) END AS stored,
					CASE WHEN j.is_message AND (j.level >= $3 OR cardinality(j.harms) > 0)
						THEN format('level %%s, harms %%s, type %%s, rules %%s', j.level, j.harms, j.type, j.rules) END AS found,
					j.source IS NULL AS gone, j.ignored,
					(k.ruleset, k.revision) IS DISTINCT FROM (j.ruleset, j.revision) AS older
				FROM kept AS k FULL JOIN judged AS j
					ON j.session_id = k.session_id AND j.message_id = k.message_id
			)
			SELECT CASE WHEN d.gone THEN 'no such message' WHEN d.stored IS NULL THEN 'not classified'
					WHEN d.older THEN 'stale' ELSE 'wrong' END,
				$1, d.session_id, d.message_id, d.stored, d.found
			FROM compared AS d
			WHERE d.stored IS DISTINCT FROM d.found
				AND NOT (d.stored IS NULL AND d.ignored)
				AND NOT EXISTS (SELECT FROM complaint.unsettled AS u WHERE u.source = $1
								AND u.session_id = d.session_id AND u.message_id = d.message_id)
			$deep$, s.parts)
		USING s.source, s.relation, s.min_stored_level, s.ignored, s.xids_mean_something, s.attached_xid, s.attached_at;
	END LOOP;
END
$$;
COMMENT ON FUNCTION complaint.verify(boolean) IS 'compares what is stored with its recomputation and returns the differences: none; deep judges every message again and tells stale (judged by an older revision) from wrong';

-- What a dump carries ---------------------------------------------------------

SELECT pg_catalog.pg_extension_config_dump('complaint.source_number', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.source', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.classification', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.session', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.unsettled_number', '');
SELECT pg_catalog.pg_extension_config_dump('complaint.unsettled', '');
