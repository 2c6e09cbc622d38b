/*
 * The background worker: what is known of it, and the functions that start and
 * stop it.  The C side is src/live/worker.c and worker_launch.c.
 */

CREATE TABLE complaint.worker (
	wanted boolean,
	pid integer,
	started_at timestamptz,
	last_run_at timestamptz,
	runs bigint NOT NULL DEFAULT 0,
	last_error text,
	last_error_at timestamptz
);
COMMENT ON TABLE complaint.worker IS 'one row: what the background worker of this database was asked to do, and how it fares; complaint.worker_status says whether it runs';
COMMENT ON COLUMN complaint.worker.wanted IS 'true: complaint.start_worker() was called; false: complaint.stop_worker(); null: neither, so it runs where complaint.worker_databases names this database';
COMMENT ON COLUMN complaint.worker.pid IS 'the process that runs, or ran last';
COMMENT ON COLUMN complaint.worker.started_at IS 'when that began';
COMMENT ON COLUMN complaint.worker.last_run_at IS 'when it last ran complaint.run_due() to its end; written every ten seconds';
COMMENT ON COLUMN complaint.worker.runs IS 'how often it did so since it began';
COMMENT ON COLUMN complaint.worker.last_error IS 'the error of its last run, or of a step of it that run_due() warned about; null: there was none';
COMMENT ON COLUMN complaint.worker.last_error_at IS 'when there last was one';
CREATE UNIQUE INDEX worker_one_row ON complaint.worker ((true));
INSERT INTO complaint.worker DEFAULT VALUES;

CREATE FUNCTION complaint.keep_one_worker() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	UPDATE complaint.worker SET wanted = NEW.wanted;
	IF FOUND THEN
		RETURN NULL;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION complaint.keep_one_worker() IS 'a row for complaint.worker, from a dump or from start_worker(), says only whether the worker is wanted';
REVOKE ALL ON FUNCTION complaint.keep_one_worker() FROM PUBLIC;
CREATE TRIGGER keep_one_worker BEFORE INSERT ON complaint.worker
	FOR EACH ROW EXECUTE FUNCTION complaint.keep_one_worker();

CREATE VIEW complaint.worker_status AS
	SELECT EXISTS (
			SELECT FROM pg_catalog.pg_stat_activity AS a
			JOIN pg_catalog.pg_database AS d ON d.oid OPERATOR(pg_catalog.=) a.datid
			WHERE a.pid OPERATOR(pg_catalog.=) w.pid
				AND d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
				-- null for those who may not know more of other users' processes
				AND coalesce(a.backend_type, 'complaint worker') OPERATOR(pg_catalog.=) 'complaint worker'
		) AS running,
		w.pid, w.started_at, w.last_run_at, w.runs, w.last_error, w.wanted,
		(SELECT min(a.due_at) FROM complaint.alert AS a) AS next_due
	FROM complaint.worker AS w;
COMMENT ON VIEW complaint.worker_status IS 'whether the background worker of this database runs, and how it fares';

CREATE FUNCTION complaint.start_worker() RETURNS boolean
	LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'complaint_start_worker';
COMMENT ON FUNCTION complaint.start_worker() IS 'starts the background worker of this database, also after every restart of the server; true: it runs';
CREATE FUNCTION complaint.stop_worker() RETURNS boolean
	LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'complaint_stop_worker';
COMMENT ON FUNCTION complaint.stop_worker() IS 'ends the background worker of this database until complaint.start_worker() is called; true: it has gone';
REVOKE ALL ON FUNCTION complaint.start_worker(), complaint.stop_worker() FROM PUBLIC;

SELECT pg_catalog.pg_extension_config_dump('complaint.worker', 'WHERE wanted IS NOT NULL');
