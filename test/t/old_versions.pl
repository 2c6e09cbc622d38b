# Each version that was released (test/old) is updated to the present one, with
# its data, and has become what a new installation is.  As none may have been
# released yet, the comparison proves itself with a version that is made up.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;

my $node = start_server('old_versions');
my $old = "$ENV{TESTDIR}/old";
my $describe = slurp_file("$old/describe.sql");
my ($folder) = run_command([ $node->config_data('--bindir') . '/pg_config', '--sharedir' ]);
$folder .= '/extension';
my $present = $node->safe_psql('postgres', q{SELECT extversion FROM pg_extension WHERE extname = 'complaint'});

sub put
{
	my ($name, $text) = @_;
	open(my $file, '>', "$folder/$name") or die "$folder/$name: $!";
	print $file $text;
	close $file;
	return;
}

# What is done with a version before it is updated, in words that all know.
my $use = q{
	INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
	INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'lawyer', '''lawyer''', 4);
	INSERT INTO complaint.alert_policy (policy, min_level) VALUES ('own', 1);
	CREATE TABLE chat (session text, message int, body text, PRIMARY KEY (session, message));
	SELECT complaint.attach('chat', session => 'session', body => 'body', ruleset => 'mine');
	INSERT INTO chat VALUES ('s', 1, 'my lawyer');
};
my $state = q{
	SELECT (SELECT count(*) FROM complaint.classification), (SELECT count(*) FROM complaint.alert),
		(SELECT highest_level FROM complaint.session), (SELECT count(*) FROM complaint.rule WHERE ruleset = 'mine'),
		(SELECT count(*) FROM complaint.alert_policy WHERE policy = 'own'), (SELECT count(*) FROM complaint.verify(true))};

# What differs once the version is updated in a database of its own.
sub differences
{
	my ($version) = @_;
	(my $database = "from_$version") =~ s/\W/_/g;
	$node->safe_psql('postgres', "CREATE DATABASE $database");
	$node->safe_psql($database, "CREATE EXTENSION complaint VERSION '$version'; $use");
	my $before = $node->safe_psql($database, $state);
	$node->safe_psql($database, 'ALTER EXTENSION complaint UPDATE');
	is($node->safe_psql($database, $state), $before, "$version: its data is there after the update");
	$node->safe_psql($database, q{INSERT INTO chat VALUES ('t', 1, 'my lawyer')});
	is($node->safe_psql($database, q{SELECT count(*) FROM complaint.alert WHERE session_id = 't'} ), '2', "$version: and goes on");
	my %new = map { $_ => 1 } split /\n/, $node->safe_psql('fresh', $describe);
	my %updated = map { $_ => 1 } split /\n/, $node->safe_psql($database, $describe);
	$node->safe_psql('postgres', "DROP DATABASE $database");
	return [ (map { "missing: $_" } grep { !$updated{$_} } sort keys %new),
		(map { "too much: $_" } grep { !$new{$_} } sort keys %updated) ];
}

$node->safe_psql('postgres', 'CREATE DATABASE fresh');
$node->safe_psql('fresh', 'CREATE EXTENSION complaint');

# --- released ----------------------------------------------------------------
for my $script (sort glob("$old/complaint--*.sql"))
{
	my ($version) = $script =~ /complaint--([^-]+)\.sql$/;
	next if $version eq $present;
	put("complaint--$version.sql", slurp_file($script));
	is_deeply(differences($version), [], "$version: it is as a new installation");
}

# --- made up: the present one without some of its objects -----------------------
my $script = slurp_file("$folder/complaint--$present.sql");
my @parts = (
	qr/^CREATE FUNCTION complaint\.ruleset_cache\(.*?;\n/ms,
	qr/^COMMENT ON FUNCTION complaint\.ruleset_cache\(.*?;\n/ms,
	qr/^CREATE INDEX event_unhinted_idx .*?;\n/ms,
	qr/^COMMENT ON COLUMN complaint\.session\.agent .*?;\n/ms);
my @update;
for my $part (@parts)
{
	ok($script =~ s/($part)//, "there is $part");
	push @update, $1;
}
put('complaint--0.0.1.sql', $script);
put("complaint--0.0.1--$present.sql", join('', @update));
is_deeply(differences('0.0.1'), [], 'a made up version is as a new installation');

# an update script that forgets something is found out
put('complaint--0.0.2.sql', $script);
put("complaint--0.0.2--$present.sql", $update[0]);
my $lacking = differences('0.0.2');
is(scalar(grep { /^missing: comment on function complaint.ruleset_cache/ } @$lacking), 1, 'a forgotten comment is missed');
is(scalar(grep { /^missing: CREATE INDEX event_unhinted_idx/ } @$lacking), 1, 'a forgotten index is');
is(scalar(grep { /^too much: comment on function complaint.ruleset_cache/ } @$lacking), 0, 'and nothing is made up');

unlink map { "$folder/$_" } ('complaint--0.0.1.sql', "complaint--0.0.1--$present.sql", 'complaint--0.0.2.sql', "complaint--0.0.2--$present.sql");
$node->stop;
done_testing();
