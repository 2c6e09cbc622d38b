/*
 * The rule language as a data type.  Comes first in the install script, so it
 * also looks whether the extension can work in this database at all.
 */
DO $$
BEGIN
	IF pg_catalog.getdatabaseencoding() OPERATOR(pg_catalog.<>) 'UTF8' THEN
		RAISE EXCEPTION USING
			ERRCODE = 'feature_not_supported',
			MESSAGE = pg_catalog.format('extension "complaint" needs a database with encoding UTF8, this one has %s',
										pg_catalog.getdatabaseencoding()),
			HINT = 'Create one with CREATE DATABASE name ENCODING ''UTF8'' TEMPLATE template0.';
	END IF;
	/* whoever owns the schema, or made functions there, could have his own called in the place of ours */
	IF EXISTS (SELECT FROM pg_catalog.pg_namespace AS n JOIN pg_catalog.pg_roles AS r ON r.oid OPERATOR(pg_catalog.=) n.nspowner
			   WHERE n.nspname OPERATOR(pg_catalog.=) 'complaint'
				AND (NOT (r.rolsuper OR r.rolname OPERATOR(pg_catalog.=) current_user)
					 OR EXISTS (SELECT FROM pg_catalog.aclexplode(n.nspacl) AS a
								WHERE a.privilege_type OPERATOR(pg_catalog.=) 'CREATE' AND a.grantee OPERATOR(pg_catalog.<>) n.nspowner)
					 OR EXISTS (SELECT FROM pg_catalog.pg_depend AS d
								WHERE d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_namespace'::pg_catalog.regclass
									AND d.refobjid OPERATOR(pg_catalog.=) n.oid
									AND d.classid OPERATOR(pg_catalog.<>) 'pg_catalog.pg_extension'::pg_catalog.regclass))) THEN
		RAISE EXCEPTION USING
			ERRCODE = 'object_not_in_prerequisite_state',
			MESSAGE = 'schema "complaint" is not fit for the extension',
			DETAIL = 'It is there already, and has objects in it, belongs to a role that is no superuser, or lets others create objects.',
			HINT = 'See what is in it and drop it: CREATE EXTENSION makes its own.';
	END IF;
END
$$;

CREATE TYPE complaint.pattern;

CREATE FUNCTION complaint.pattern_in(cstring) RETURNS complaint.pattern
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pattern_in';
COMMENT ON FUNCTION complaint.pattern_in(cstring) IS 'I/O';

CREATE FUNCTION complaint.pattern_out(complaint.pattern) RETURNS cstring
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pattern_out';
COMMENT ON FUNCTION complaint.pattern_out(complaint.pattern) IS 'I/O';

CREATE FUNCTION complaint.pattern_recv(internal) RETURNS complaint.pattern
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pattern_recv';
COMMENT ON FUNCTION complaint.pattern_recv(internal) IS 'I/O';

CREATE FUNCTION complaint.pattern_send(complaint.pattern) RETURNS bytea
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pattern_send';
COMMENT ON FUNCTION complaint.pattern_send(complaint.pattern) IS 'I/O';

CREATE TYPE complaint.pattern
(
	INPUT = complaint.pattern_in,
	OUTPUT = complaint.pattern_out,
	RECEIVE = complaint.pattern_recv,
	SEND = complaint.pattern_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);
COMMENT ON TYPE complaint.pattern IS 'when a rule matches: ''term'', {entity}, {form > value}, & | ! ( ), near/N, then/N, not near/N, count({x}) >= N, any({x}), N of (a, b), /regex/, caps, exclaim >= N, length < N';

CREATE CAST (text AS complaint.pattern) WITH INOUT AS ASSIGNMENT;

CREATE FUNCTION complaint.pattern_eq(complaint.pattern, complaint.pattern) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pattern_eq';
COMMENT ON FUNCTION complaint.pattern_eq(complaint.pattern, complaint.pattern) IS 'implementation of = operator';

CREATE FUNCTION complaint.pattern_ne(complaint.pattern, complaint.pattern) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pattern_ne';
COMMENT ON FUNCTION complaint.pattern_ne(complaint.pattern, complaint.pattern) IS 'implementation of <> operator';

CREATE FUNCTION complaint.pattern_lt(complaint.pattern, complaint.pattern) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pattern_lt';
COMMENT ON FUNCTION complaint.pattern_lt(complaint.pattern, complaint.pattern) IS 'implementation of < operator';

CREATE FUNCTION complaint.pattern_le(complaint.pattern, complaint.pattern) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pattern_le';
COMMENT ON FUNCTION complaint.pattern_le(complaint.pattern, complaint.pattern) IS 'implementation of <= operator';

CREATE FUNCTION complaint.pattern_gt(complaint.pattern, complaint.pattern) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pattern_gt';
COMMENT ON FUNCTION complaint.pattern_gt(complaint.pattern, complaint.pattern) IS 'implementation of > operator';

CREATE FUNCTION complaint.pattern_ge(complaint.pattern, complaint.pattern) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pattern_ge';
COMMENT ON FUNCTION complaint.pattern_ge(complaint.pattern, complaint.pattern) IS 'implementation of >= operator';

CREATE FUNCTION complaint.pattern_cmp(complaint.pattern, complaint.pattern) RETURNS integer
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pattern_cmp';
COMMENT ON FUNCTION complaint.pattern_cmp(complaint.pattern, complaint.pattern) IS 'less-equal-greater';

CREATE FUNCTION complaint.pattern_hash(complaint.pattern) RETURNS integer
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pattern_hash';
COMMENT ON FUNCTION complaint.pattern_hash(complaint.pattern) IS 'hash';

CREATE FUNCTION complaint.pattern_hash_extended(complaint.pattern, bigint) RETURNS bigint
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pattern_hash_extended';
COMMENT ON FUNCTION complaint.pattern_hash_extended(complaint.pattern, bigint) IS 'hash with a seed';

CREATE OPERATOR complaint.=
(
	LEFTARG = complaint.pattern, RIGHTARG = complaint.pattern, FUNCTION = complaint.pattern_eq,
	COMMUTATOR = OPERATOR(complaint.=), NEGATOR = OPERATOR(complaint.<>),
	RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR complaint.= (complaint.pattern, complaint.pattern) IS 'the same canonical text';

CREATE OPERATOR complaint.<>
(
	LEFTARG = complaint.pattern, RIGHTARG = complaint.pattern, FUNCTION = complaint.pattern_ne,
	COMMUTATOR = OPERATOR(complaint.<>), NEGATOR = OPERATOR(complaint.=),
	RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR complaint.<> (complaint.pattern, complaint.pattern) IS 'not the same canonical text';

CREATE OPERATOR complaint.<
(
	LEFTARG = complaint.pattern, RIGHTARG = complaint.pattern, FUNCTION = complaint.pattern_lt,
	COMMUTATOR = OPERATOR(complaint.>), NEGATOR = OPERATOR(complaint.>=),
	RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR complaint.< (complaint.pattern, complaint.pattern) IS 'less than, by bytes';

CREATE OPERATOR complaint.<=
(
	LEFTARG = complaint.pattern, RIGHTARG = complaint.pattern, FUNCTION = complaint.pattern_le,
	COMMUTATOR = OPERATOR(complaint.>=), NEGATOR = OPERATOR(complaint.>),
	RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR complaint.<= (complaint.pattern, complaint.pattern) IS 'less than or equal, by bytes';

CREATE OPERATOR complaint.>
(
	LEFTARG = complaint.pattern, RIGHTARG = complaint.pattern, FUNCTION = complaint.pattern_gt,
	COMMUTATOR = OPERATOR(complaint.<), NEGATOR = OPERATOR(complaint.<=),
	RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR complaint.> (complaint.pattern, complaint.pattern) IS 'greater than, by bytes';

CREATE OPERATOR complaint.>=
(
	LEFTARG = complaint.pattern, RIGHTARG = complaint.pattern, FUNCTION = complaint.pattern_ge,
	COMMUTATOR = OPERATOR(complaint.<=), NEGATOR = OPERATOR(complaint.<),
	RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR complaint.>= (complaint.pattern, complaint.pattern) IS 'greater than or equal, by bytes';

CREATE OPERATOR CLASS complaint.pattern_ops DEFAULT FOR TYPE complaint.pattern USING btree AS
	OPERATOR 1 complaint.<, OPERATOR 2 complaint.<=, OPERATOR 3 complaint.=,
	OPERATOR 4 complaint.>=, OPERATOR 5 complaint.>,
	FUNCTION 1 complaint.pattern_cmp(complaint.pattern, complaint.pattern);

CREATE OPERATOR CLASS complaint.pattern_hash_ops DEFAULT FOR TYPE complaint.pattern USING hash AS
	OPERATOR 1 complaint.=,
	FUNCTION 1 complaint.pattern_hash(complaint.pattern),
	FUNCTION 2 complaint.pattern_hash_extended(complaint.pattern, bigint);

CREATE FUNCTION complaint.pattern_entities(complaint.pattern) RETURNS text[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pattern_entities';
COMMENT ON FUNCTION complaint.pattern_entities(complaint.pattern) IS 'the entities a pattern names, such as regulator or product.*';

CREATE FUNCTION complaint.pattern_terms(complaint.pattern) RETURNS text[]
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'pattern_terms';
COMMENT ON FUNCTION complaint.pattern_terms(complaint.pattern) IS 'the terms written in a pattern';

CREATE FUNCTION complaint.term_has_words(term text) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'definition_term_has_words';
COMMENT ON FUNCTION complaint.term_has_words(text) IS 'is anything left of a term that can be looked for, once it is folded';

CREATE FUNCTION complaint.term_can_match(term text, match text) RETURNS boolean
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'definition_term_can_match';
COMMENT ON FUNCTION complaint.term_can_match(text, text) IS 'can a term be looked for in this way: word, sound, 1 or 2, see complaint.term.match';
