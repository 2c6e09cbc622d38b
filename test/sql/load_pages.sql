-- The rows of a large load are fetched again for their triggers.  Their pages pass
-- through a few buffers then, and no page stays pinned behind the statement.
\set SHOW_CONTEXT never

CREATE EXTENSION pg_buffercache;
CREATE TABLE chat (s text, n integer, sender text, body text, PRIMARY KEY (s, n));
SELECT complaint.attach('chat', session => 's', body => 'body', sender => 'sender') AS source \gset

-- pages: how many of chat are in the pool, and how many are pinned
CREATE VIEW pages AS
	SELECT count(*) AS in_pool, coalesce(sum(pinning_backends), 0) AS pinned
	FROM pg_buffercache
	WHERE relfilenode = pg_relation_filenode('chat') AND relforknumber = 0
		AND reldatabase = (SELECT oid FROM pg_database WHERE datname = current_database());

-- The pool of others is left alone -------------------------------------------------------
-- 4,000 pages, of four rows each: COPY fills its ring of 2,048 buffers, and what is read
-- again before that passes through 32 more.  It is the first statement of its connection,
-- and then one in which the library is there already.
\c -
COPY chat FROM PROGRAM $$ seq 1 16000 | awk '{ printf "a\t%d\tagent\t%1900d\n", $1, 0 }' $$;
SELECT pg_relation_size('chat') / 8192 >= 4000 AS many_pages;
SELECT in_pool BETWEEN 1 AND 2300 AS few_in_pool, pinned FROM pages;
TRUNCATE chat;
COPY chat FROM PROGRAM $$ seq 1 16000 | awk '{ printf "a\t%d\tagent\t%1900d\n", $1, 0 }' $$;
SELECT in_pool BETWEEN 1 AND 2300 AS few_in_pool, pinned FROM pages;

-- Short rows fill older pages in between, and only these are read as ever.
TRUNCATE chat;
COPY chat FROM PROGRAM $$ seq 1 16000 | awk '{ printf "a\t%d\tagent\t%*d\n", $1, $1 % 7 ? 1900 : 400, 0 }' $$;
SELECT pg_relation_size('chat') / 8192 > 3700 AS many_pages, in_pool BETWEEN 1 AND 3000 AS few_in_pool, pinned FROM pages;

-- No page stays pinned ---------------------------------------------------------------------
-- A new table is emptied at once, which fails if one does: behind the first statement
-- of a connection, and behind another.
CREATE TABLE parted (s text, n integer, sender text, body text, PRIMARY KEY (s, n)) PARTITION BY LIST (s);
SELECT complaint.attach('parted', session => 's', body => 'body', sender => 'sender') > 0 AS attached;
\c -
DO $$ BEGIN
	CREATE TABLE part PARTITION OF parted DEFAULT;
	INSERT INTO parted SELECT 'b', n, 'agent', repeat('x', 1900) FROM generate_series(1, 100) AS n;
	TRUNCATE part;
	INSERT INTO parted SELECT 'b', n, 'agent', repeat('x', 1900) FROM generate_series(1, 50) AS n;
	TRUNCATE part;
END $$;
BEGIN;
TRUNCATE chat;
INSERT INTO chat SELECT 'b', n, 'agent', repeat('x', 1900) FROM generate_series(1, 100) AS n;
SELECT pinned FROM pages;
TRUNCATE chat;
COMMIT;

-- Nor in a function, while it goes on.
DO $$ BEGIN
	INSERT INTO chat SELECT 'b', n, 'agent', repeat('x', 1900) FROM generate_series(1, 100) AS n;
	RAISE NOTICE 'pinned behind INSERT: %', (SELECT pinned FROM pages);
	COPY chat FROM PROGRAM $p$ seq 101 200 | awk '{ printf "b\t%d\tagent\t%1900d\n", $1, 0 }' $p$;
	RAISE NOTICE 'pinned behind COPY: %', (SELECT pinned FROM pages);
	TRUNCATE chat;
END $$;

-- A statement that fails between two rows lets go as well, in a savepoint or not.
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	RAISE EXCEPTION 'row % is refused', NEW.n;
END $$;
CREATE TRIGGER zz_refuse AFTER INSERT ON chat FOR EACH ROW WHEN (NEW.n = 70) EXECUTE FUNCTION refuse();
BEGIN;
SAVEPOINT before;
INSERT INTO chat SELECT 'c', n, 'agent', repeat('x', 1900) FROM generate_series(1, 100) AS n;
ROLLBACK TO before;
SELECT pinned FROM pages;
INSERT INTO chat SELECT 'c', n, 'agent', repeat('x', 1900) FROM generate_series(1, 60) AS n;
SELECT pinned FROM pages;
COMMIT;
INSERT INTO chat SELECT 'c', n, 'agent', repeat('x', 1900) FROM generate_series(61, 100) AS n;
SELECT pinned FROM pages;
SELECT count(*) FROM chat;

-- So does one whose triggers write other rows in between, each a statement of its own.
CREATE TABLE copies (LIKE chat INCLUDING ALL);
SELECT complaint.attach('copies', session => 's', body => 'body', sender => 'sender') > 0 AS attached;
CREATE FUNCTION copy_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	INSERT INTO copies SELECT NEW.*;
	RETURN NULL;
END $$;
CREATE TRIGGER copy_row AFTER INSERT ON chat FOR EACH ROW EXECUTE FUNCTION copy_row();
INSERT INTO chat SELECT 'd', n, 'agent', repeat('x', 1900) FROM generate_series(101, 200) AS n;
SELECT pinned FROM pages;
SELECT count(*) FROM copies;
