# Rights that outlive the database they were given in, and reads that outlive
# their rollback: what a dump carries, and what the server's log says.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;

my $node = start_server('rights');

sub sql { return $node->safe_psql('postgres', @_); }

create_chat($node, 'chat');
sql(q{
	CREATE ROLE app LOGIN;
	CREATE ROLE boss LOGIN;
	SELECT complaint.grant_agent_app('app', '{ann,@cards}'), complaint.grant_supervisor('boss');
	INSERT INTO chat VALUES ('s', 1, 'customer', 'ann', 'cheated, my card is 4111 1111 1111 1111, ask my lawyer');
	INSERT INTO chat VALUES ('t', 2, 'customer', 'bob', 'stolen');
});
my $alert = sql(q{SELECT alert FROM complaint.alert WHERE session_id = 's' LIMIT 1});
my $other = sql(q{SELECT alert FROM complaint.alert WHERE session_id = 't' LIMIT 1});
ok($alert ne '' && $other ne '', 'there are alerts');

# --- reads that were rolled back -----------------------------------------------
my $from = -s $node->logfile;
sql(qq{
	SET SESSION AUTHORIZATION boss;
	BEGIN;
	SELECT complaint.act_as('dana');
	SELECT body FROM complaint.evidence('$alert', true, E'case 7\nLOG:  forged');
	ROLLBACK;
});
is(sql('SELECT count(*) FROM complaint.audit'), '0', 'the row went with the transaction');
my $log = slurp_file($node->logfile, $from);
my @lines = grep { /messages were read unmasked/ } split /\n/, $log;
is(scalar(@lines), 1, 'the line in the log stays');
like($lines[0], qr/"role": "boss"/, 'it says which role');
like($lines[0], qr/"agent": "dana"/, 'and which agent');
like($lines[0], qr/"alert": "$alert"/, 'and which alert');
like($lines[0], qr/case 7\\nLOG:  forged/, 'and why, on one line');
unlike($log, qr/^LOG:  forged/m, 'a reason forges no line');
unlike($log, qr/4111/, 'no number of a card is logged');
sql("SET SESSION AUTHORIZATION boss; SELECT body FROM complaint.evidence('$alert', true, 'case 8')");
is(sql('SELECT audit, role, why FROM complaint.audit'), '2|boss|case 8', 'the next number tells of the gap');

# --- a dump carries registrations with the grants ---------------------------------
sub limits
{
	my ($database, $role) = @_;
	my @tried;
	for my $statement ("SELECT complaint.act_as('ann')", "SELECT complaint.act_as('bob')",
		"SELECT complaint.acknowledge('$other', 'ann')", "SELECT count(*) FROM complaint.events('\@cards')",
		'SELECT count(*) FROM complaint.alert')
	{
		my ($status) = $node->psql($database, "SET SESSION AUTHORIZATION $role; $statement");
		push @tried, $status == 0 ? 'yes' : 'no';
	}
	return "@tried";
}
is(limits('postgres', 'app'), 'yes no no yes no', 'what the application may do');
my $folder = $node->backup_dir;
mkdir $folder;
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/dump", $node->connstr('postgres') ], 'dump');
sql('CREATE DATABASE restored');
$node->command_ok([ 'pg_restore', '-e', '-d', $node->connstr('restored'), "$folder/dump" ], 'restore');
is(limits('restored', 'app'), 'yes no no yes no', 'the same after a restore');
is(limits('restored', 'boss'), 'yes yes yes yes yes', 'the supervisor too');
is($node->safe_psql('restored', 'SELECT audit, role, why FROM complaint.audit'), '2|boss|case 8', 'the audit is there');

# --- a registration that did not come along leaves nobody with more than he had ------
# (its table is not restored as a whole where one of its roles does not exist)
sql('CREATE DATABASE torn');
$node->command_ok([ 'pg_restore', '-e', '-d', $node->connstr('torn'), "$folder/dump" ], 'restore');
$node->safe_psql('torn', 'DELETE FROM complaint.app_role');
is(limits('torn', 'app'), 'no no no no no', 'without it an application may do nothing');
is(limits('torn', 'boss'), 'no no no no yes', 'and a supervisor only look');

$node->stop;
done_testing();
