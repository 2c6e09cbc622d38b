# The user's definitions survive pg_dump and a parallel pg_restore; what is
# shipped comes with the extension and is not in the dump.  Plain and custom
# format, and data only.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '-E', 'UTF8', '--locale', 'C.UTF-8' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE DATABASE original');
$node->safe_psql(
	'original', q{
	CREATE EXTENSION complaint;
	INSERT INTO complaint.harm (harm) VALUES ('my_harm');
	INSERT INTO complaint.type (type, parent) VALUES ('my.cause', 'my'), ('my', NULL);
	INSERT INTO complaint.ruleset (ruleset, description) VALUES ('mine', 'of the test');
	INSERT INTO complaint.entity (ruleset, entity, kind, reach, direction) VALUES
		('mine', 'a.b', 'class', NULL, 'forward'), ('mine', 'no', 'negation', 3, 'both'), ('mine', 'ma', 'question', NULL, 'backward');
	INSERT INTO complaint.term (ruleset, entity, term, match, language) VALUES
		('mine', 'a.b', '投诉', 'word', 'zh'), ('mine', 'a.b', '银监会', 'sound', 'zh'), ('mine', 'no', 'not', NULL, 'en'), ('mine', 'ma', '吗', 'word', 'zh');
	INSERT INTO complaint.rule (ruleset, rule, pattern, effect, raise_to) VALUES ('mine', 'very', '''very''', 'raise', 4);
	INSERT INTO complaint.rule (ruleset, rule, pattern, level, type, harm, weight) VALUES
		('mine', 'r', '{a.*} & !''it''''s fine''', 3, 'my.cause', 'my_harm', 0.1);
	INSERT INTO complaint.rule_test (ruleset, body, level, harms) VALUES ('mine', '我要投诉', 3, '{my_harm}');
	SELECT complaint.clone('default', 'copy');
});

my $contents = q{
	SELECT 'harm', h::text FROM complaint.harm AS h UNION ALL
	SELECT 'type', t::text FROM complaint.type AS t UNION ALL
	SELECT 'ruleset', s::text FROM complaint.ruleset AS s WHERE ruleset <> 'default' UNION ALL
	SELECT 'entity', e::text FROM complaint.entity AS e UNION ALL
	SELECT 'term', t::text FROM complaint.term AS t UNION ALL
	SELECT 'rule', r::text FROM complaint.rule AS r UNION ALL
	SELECT 'rule_test', t::text FROM complaint.rule_test AS t UNION ALL
	SELECT 'revision', ruleset || ' ' || (complaint.classify('', ruleset)).revision FROM complaint.ruleset
	ORDER BY 1, 2};
my $before = $node->safe_psql('original', $contents);

my $folder = $node->backup_dir;
mkdir $folder;
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/custom", $node->connstr('original') ], 'dump in custom format');
$node->command_ok([ 'pg_dump', '-f', "$folder/plain", $node->connstr('original') ], 'dump in plain format');
$node->command_ok([ 'pg_dump', '-a', '-f', "$folder/data", $node->connstr('original') ], 'dump of the data only');

unlike(slurp_file("$folder/plain"), qr/^default\t/m, 'rows of the default set are not dumped');

$node->safe_psql('postgres', "CREATE DATABASE $_") for qw(custom plain data);
$node->command_ok([ 'pg_restore', '-e', '-j', '4', '-d', $node->connstr('custom'), "$folder/custom" ],
	'parallel restore');
$node->command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('plain'), '-f', "$folder/plain" ],
	'restore of plain format');
$node->safe_psql('data', 'CREATE EXTENSION complaint');
$node->command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('data'), '-f', "$folder/data" ],
	'restore of the data only');

for my $database (qw(custom plain data))
{
	is($node->safe_psql($database, $contents), $before, "$database: the same definitions and revisions");
	is($node->safe_psql($database, "SELECT count(*) FROM complaint.test_ruleset('mine')"), '0', "$database: the tests hold");
	my ($status, $out, $error) = $node->psql($database, "DELETE FROM complaint.entity WHERE ruleset = 'mine'");
	like($error, qr/still used/, "$database: references are watched again");
}

$node->stop;
done_testing();
