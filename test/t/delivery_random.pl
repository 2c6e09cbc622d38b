# Random property: whatever writers do (commits in any order, rollbacks,
# savepoints, prepared transactions, a crash in the middle), each of several
# readers, with pages of different sizes, on the primary, on a standby, and
# now here and now there, has each event once.
# SEED=n repeats the choices (as far as timing allows), SECONDS=n runs longer.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);
use ComplaintTest;
use EventReader;

my $seed = $ENV{SEED} // time() % 1_000_000;
my $seconds = $ENV{SECONDS} // 6;
srand($seed);
diag("seed $seed");

my $primary = start_server('primary', 'max_prepared_transactions = 20', allows_streaming => 1);
create_chat($primary, 'chat');
only_policies($primary, [ 'first', 2, 1 ]);
# one reader keeps its cursor in the database, and moves it in the transaction that reads
$primary->safe_psql(
	'postgres', q{
	CREATE TABLE had (number bigint GENERATED ALWAYS AS IDENTITY, event uuid, cursor text);
	CREATE FUNCTION read(max int) RETURNS void LANGUAGE plpgsql AS $$
	BEGIN
		LOCK TABLE had IN EXCLUSIVE MODE;
		INSERT INTO had (event, cursor) SELECT e.event, e.cursor
		FROM complaint.events('ann', (SELECT cursor FROM had ORDER BY number DESC LIMIT 1), max) AS e;
	END $$;
	-- another may be quicker
	CREATE FUNCTION resolve_one(alert uuid) RETURNS void LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM complaint.resolve(alert, 'ann');
	EXCEPTION WHEN object_not_in_prerequisite_state THEN
		NULL;
	END $$;});
$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
# old snapshots there hold back what is removed here
$standby->append_conf('postgresql.conf', "hot_standby_feedback = on\nwal_receiver_status_interval = 1s");
$standby->start;

# What a writer's next transaction does, and how likely that is.  Each message
# is of a session of its own, so that it raises an alert.
my $insert = q{\set s random(1, 1000000000000)
	INSERT INTO chat VALUES (':client_id ' || :s, 1, 'customer', (ARRAY['ann', 'bob', 'ann', NULL])[:s % 4 + 1], 'my lawyer');
};
my $settle = "SELECT complaint.settle();\n";
my $wait = "\\set us random(0, 30000)\n\\sleep :us us\n";
my $claim = "SELECT complaint.acknowledge(c.alert, 'ann') FROM complaint.claim(\x27\@admin\x27, 2, \x27ann\x27) AS c;\n";
my $resolve = q{SELECT resolve_one(alert) FROM complaint.alert WHERE state = 'acknowledged' ORDER BY alert LIMIT 1;
};
my @scripts = (
	[ 6, $insert ],
	[ 6, "BEGIN;\n$insert$settle$wait$insert COMMIT;\n" ],
	[ 4, "BEGIN;\n$insert$settle${wait}ROLLBACK;\n" ],
	[ 4, "BEGIN;\n${insert}SAVEPOINT x;\n$insert$settle${wait}ROLLBACK TO x;\n${insert}COMMIT;\n" ],
	[ 3, "BEGIN;\nSAVEPOINT x;\n$insert${settle}SAVEPOINT y;\n$insert${settle}RELEASE x;\n${wait}COMMIT;\n" ],
	[ 3, "BEGIN;\n$insert$settle$claim PREPARE TRANSACTION 'p:client_id';\n${wait}COMMIT PREPARED 'p:client_id';\n" ],
	[ 2, "BEGIN;\n$insert${settle}PREPARE TRANSACTION 'p:client_id';\n${wait}ROLLBACK PREPARED 'p:client_id';\n" ],
	[ 2, "BEGIN;\n${insert}PREPARE TRANSACTION 'p:client_id';\nCOMMIT PREPARED 'p:client_id';\n" ],
	[ 5, "BEGIN;\n$claim${wait}COMMIT;\n" ],
	[ 1, "BEGIN;\n$claim${wait}ROLLBACK;\n" ],
	[ 2, $resolve ],
	[ 1, "BEGIN ISOLATION LEVEL REPEATABLE READ;\n$insert$settle$wait${insert}COMMIT;\n" ],
	[ 1, "SELECT complaint.run_due();\n" ],
	[ 3, "BEGIN;\n${insert}\\set max random(1, 9)\nSELECT read(:max);\n${wait}COMMIT;\n" ],
	[ 1, "BEGIN;\nSELECT read(5);\n${wait}ROLLBACK;\n" ]);
my @pgbench = ('pgbench', '-n', '-c', 8, '-j', 2, '-T', $seconds);
my $folder = PostgreSQL::Test::Utils::tempdir();
for my $i (0 .. $#scripts)
{
	append_to_file("$folder/$i", $scripts[$i][1]);
	push @pgbench, '-f', "$folder/$i\@$scripts[$i][0]";
}

# the readers: what they read of, how much at once, and where
my @readers = (
	[ undef, 1, 'here' ], [ 'ann', 7, 'here' ], [ '@admin', 100, 'here' ], [ undef, 10000, 'here' ],
	[ undef, 3, 'there' ], [ 'bob', 50, 'there' ],
	[ undef, 2, 'anywhere' ], [ 'ann', 40, 'anywhere' ], [ '@admin', 1000, 'anywhere' ]);
@readers = map { { name => ($_->[0] // 'all') . " by $_->[1] $_->[2]", where => $_->[2], reader => EventReader->new(recipient => $_->[0], max => $_->[1]) } } @readers;
my %node = (here => $primary, there => $standby);
my %session;

# A session on a server: the usual one, or one whose transaction has an old snapshot.
sub session_at
{
	my ($where, $old) = @_;
	my $name = $old ? "old $where" : $where;
	return $session{$name} if defined $session{$name};
	$session{$name} = $node{$where}->background_psql('postgres');
	$session{$name}->set_query_timer_restart();
	$session{$name}->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1;') if $old;
	return $session{$name};
}

sub somewhere
{
	my ($r) = @_;
	return $r->{where} eq 'anywhere' ? (rand() < 0.5 ? 'here' : 'there') : $r->{where};
}

sub read_page
{
	my ($r, $where, $max, $old) = @_;
	return $r->{reader}->note(session_at($where, $old)->query_safe($r->{reader}->query($max)));
}

# A page, of one reader in pages of any size, sometimes by an old snapshot.
sub read_one
{
	my ($r) = @_;
	my $where = somewhere($r);
	my $old = rand() < 0.1;
	if ($old && rand() < 0.3 && (my $gone = delete $session{"old $where"}))
	{
		$gone->quit;
	}
	return read_page($r, $where, $r->{reader}{max} == 2 ? 1 + int(rand(5)) : undef, $old);
}

# Pages until there is no more, the first of them as small as ever.
sub read_on
{
	my ($r) = @_;
	my $where = somewhere($r);
	my $pages = 0;
	1 while read_page($r, $where, $pages++ < 20 ? undef : 10000) ne '';
	return;
}

sub forget_sessions
{
	my ($where) = @_;
	for my $name (grep { /\b$where$/ } keys %session)
	{
		my $gone = delete $session{$name};
		$gone->{run}->finish;
	}
	return;
}

# Runs the writers, and reads meanwhile; "crash": in the middle.
sub round
{
	my ($name, $crash) = @_;
	my ($out, $error) = ('', '');
	my $before = $primary->safe_psql('postgres', 'SELECT count(*) FROM complaint.event');
	my $writers = IPC::Run::start([ @pgbench, '--random-seed=' . int(rand(1_000_000)), $primary->connstr('postgres') ], '>', \$out, '2>', \$error);
	my $began = time;
	my $reads = 0;
	while ($writers->pumpable)
	{
		$writers->pump_nb;
		if ($crash && time - $began > $seconds / 2)
		{
			$primary->stop('immediate');
			forget_sessions('here');
			last;
		}
		read_one($readers[ rand @readers ]);
		$reads++;
	}
	$writers->finish;
	my @failed = grep { /aborted in/ } split /\n/, $error;
	is(join("\n", grep { !$crash || !/perhaps the backend died/ } @failed), '', "$name: no writer failed");
	if ($crash)
	{
		$primary->start;
		$primary->safe_psql('postgres', "COMMIT PREPARED '$_'")
		  for split /\n/, $primary->safe_psql('postgres', "SELECT gid FROM pg_prepared_xacts");
		# what ran at the crash, and is newer than what was prepared then, runs on for the standby
		# until it is told what runs, which may take 15 seconds: so long it has nothing for our cursors
		$primary->safe_psql('postgres', 'CHECKPOINT');
	}
	is($primary->safe_psql('postgres', 'SELECT complaint.run_due() < 0; SELECT count(*) FROM complaint.unsettled'), "f\n0", "$name: all is settled");
	note("$name: $reads pages were read while "
		  . ($primary->safe_psql('postgres', 'SELECT count(*) FROM complaint.event') - $before) . ' events happened');
	return;
}

# Each reader reads to the end where it is, and has had each event once.
sub check
{
	my ($name) = @_;
	# what an old snapshot needs may have been removed all the same: the standby would wait for its end
	if (my $old = delete $session{'old there'})
	{
		$old->quit;
	}
	$primary->wait_for_catchup($standby);
	for my $r (@readers)
	{
		read_on($r);
		is($r->{reader}->faults($primary), '', "$name: $r->{name}");
	}
	$primary->safe_psql('postgres', 'SELECT read(10000)');
	is( $primary->safe_psql('postgres', q{
			SELECT (SELECT count(*) FROM complaint.event WHERE 'ann' = ANY (recipients)), count(*), count(DISTINCT event) FROM had}) =~ s/^(\d+)\|\1\|\1$//r,
		'', "$name: the reader whose cursor is in the database");
	is(problems($primary), '', "$name: verify()");
	return;
}

$primary->safe_psql('postgres', 'ALTER SYSTEM SET synchronous_commit = off');
$primary->reload;
round('calm');
check('calm');
round('crash', 1);
check('crash');
round('after');
check('after');
cmp_ok($primary->safe_psql('postgres', 'SELECT count(*) FROM complaint.event'), '>', 500, 'much has happened');
$_->quit for values %session;
$standby->stop;
$primary->stop;
done_testing();
