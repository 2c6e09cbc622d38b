-- All that is stored in our schema.
SELECT pg_catalog.format('SELECT %L, x.row FROM (SELECT %s::text AS row FROM complaint.%I AS t) AS x ORDER BY x.row COLLATE "C"',
	relname, CASE relkind WHEN 'S' THEN '(t.last_value, t.is_called)' ELSE 't' END, relname)
FROM pg_catalog.pg_class
WHERE relnamespace = 'complaint'::regnamespace AND relkind IN ('r', 'S')
ORDER BY relname COLLATE "C"
\gexec
-- and what is set up around it
SELECT tgrelid::regclass, tgname, tgenabled, pg_catalog.pg_get_triggerdef(oid) FROM pg_catalog.pg_trigger
WHERE tgname LIKE 'complaint%' OR tgname LIKE 'definition%' ORDER BY tgrelid::regclass::text COLLATE "C", tgname;
SELECT evtname, evtenabled FROM pg_catalog.pg_event_trigger ORDER BY 1;
SELECT extname, extversion FROM pg_catalog.pg_extension ORDER BY 1;
SELECT level, harms, type, rules FROM complaint.classify('I am annoyed, my lawyer says: $40 were stolen', 'mine');
SELECT level, harms, type, rules FROM complaint.classify('I was charged twice and will complain to the regulator');
