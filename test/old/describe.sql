-- One line for each property of the objects that belong to the extension: two
-- installations of one version print the same.
WITH member AS (
	SELECT d.classid, d.objid FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid
	WHERE d.refclassid = 'pg_extension'::regclass AND e.extname = 'complaint' AND d.deptype = 'e'
), relation AS (
	SELECT c.* FROM member AS m JOIN pg_class AS c ON m.classid = 'pg_class'::regclass AND c.oid = m.objid
), said AS (
	SELECT pg_describe_object(m.classid, m.objid, 0) AS line FROM member AS m
	UNION ALL
	SELECT 'comment on ' || pg_describe_object(m.classid, m.objid, 0) || ': ' || obj_description(m.objid, m.classid::regclass::text) FROM member AS m
	UNION ALL
	SELECT pg_get_functiondef(p.oid) || ' ' || coalesce(array_to_string(ARRAY(SELECT a::text FROM unnest(p.proacl) AS a ORDER BY 1), ' '), '')
	FROM member AS m JOIN pg_proc AS p ON m.classid = 'pg_proc'::regclass AND p.oid = m.objid
	UNION ALL
	SELECT format('%s: kind %s, options %s, rights %s', r.oid::regclass, r.relkind, r.reloptions,
		array_to_string(ARRAY(SELECT a::text FROM unnest(r.relacl) AS a ORDER BY 1), ' ')) FROM relation AS r
	UNION ALL
	SELECT format('%s.%s %s %s%s default %s', r.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
		CASE WHEN a.attnotnull THEN 'not null ' END, a.attidentity::text || a.attgenerated::text, pg_get_expr(d.adbin, d.adrelid))
		|| coalesce(': ' || col_description(r.oid, a.attnum), '')
	FROM relation AS r JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
	LEFT JOIN pg_attrdef AS d ON d.adrelid = r.oid AND d.adnum = a.attnum
	UNION ALL
	SELECT format('%s: %s %s', r.oid::regclass, c.conname, pg_get_constraintdef(c.oid)) FROM relation AS r JOIN pg_constraint AS c ON c.conrelid = r.oid
	UNION ALL
	SELECT pg_get_indexdef(i.indexrelid) FROM relation AS r JOIN pg_index AS i ON i.indrelid = r.oid
	UNION ALL
	SELECT format('%s %s', pg_get_triggerdef(t.oid), t.tgenabled) FROM relation AS r JOIN pg_trigger AS t ON t.tgrelid = r.oid AND NOT t.tgisinternal
	UNION ALL
	SELECT format('%s: %s', r.oid::regclass, pg_get_viewdef(r.oid)) FROM relation AS r WHERE r.relkind = 'v'
	UNION ALL
	SELECT format('event trigger %s on %s %s %s', t.evtname, t.evtevent, t.evttags, t.evtfoid::regproc)
	FROM member AS m JOIN pg_event_trigger AS t ON m.classid = 'pg_event_trigger'::regclass AND t.oid = m.objid
	UNION ALL
	SELECT format('dumped: %s %s', c.oid::regclass, u.condition)
	FROM pg_extension AS e, unnest(e.extconfig, e.extcondition) AS u(oid, condition), pg_class AS c WHERE e.extname = 'complaint' AND c.oid = u.oid
	UNION ALL
	SELECT format('shipped: %s', x) FROM (
		SELECT 'rule ' || (to_jsonb(r))::text AS x FROM complaint.rule AS r WHERE ruleset = 'default'
		UNION ALL SELECT 'term ' || (to_jsonb(t))::text FROM complaint.term AS t WHERE ruleset = 'default'
		UNION ALL SELECT 'entity ' || (to_jsonb(t))::text FROM complaint.entity AS t WHERE ruleset = 'default'
		UNION ALL SELECT 'type ' || (to_jsonb(t))::text FROM complaint.type AS t WHERE shipped
		UNION ALL SELECT 'policy ' || (to_jsonb(t))::text FROM complaint.alert_policy AS t WHERE shipped) AS s
	UNION ALL
	SELECT 'version ' || e.extversion FROM pg_extension AS e WHERE e.extname = 'complaint'
)
SELECT replace(line, E'\n', ' ') FROM said WHERE line IS NOT NULL ORDER BY line COLLATE "C";
