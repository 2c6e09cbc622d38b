# Random schedules: several clients insert, change, move, delete and truncate
# messages of shared sessions, with savepoints, rollbacks, settle() in between
# and at every isolation level, while agents resolve and unsettled messages
# are drained.  Whatever happened, no statement of the chat failed, what is
# stored equals its recomputation, and every alert that is due is there, once.
#
# SEED=n repeats a schedule (as far as timing allows), SECONDS=n runs longer.
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

my $seed = $ENV{SEED} // time() % 1_000_000;
my $seconds = $ENV{SECONDS} // 15;
srand($seed);
diag("seed $seed");

my $clients = 5;
my $sessions = 12;
my $node = start_server('schedule', "deadlock_timeout = '20ms'\nlog_lock_waits = off\nmax_prepared_transactions = 20");
create_chat($node, 'chat', 'count_messages => true', 2);
only_policies($node, [ 'third', 2, 3 ], [ 'critical_mine', 4, 1 ], [ 'harm_mine', 0, 2 ]);
$node->safe_psql('postgres', q{
	UPDATE complaint.alert_policy SET min_level = NULL, harms = '{fraud}' WHERE policy = 'harm_mine';
	CREATE SEQUENCE n;
	-- an unfinished alert, if there is one: another agent may have been faster
	CREATE PROCEDURE finish() LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM complaint.resolve(a.alert, 'ann') FROM (SELECT o.alert FROM complaint.alert AS o
			WHERE o.state = 'open' ORDER BY random() LIMIT 1) AS a;
	END $$;
});

my @bodies = ('hello', 'thank you', 'it is broken', 'annoyed', 'so annoyed', 'cheated', 'my lawyer', 'stolen',
	'annoyed, my card was stolen', '我很生气');

sub pick { return $_[ int(rand(@_)) ]; }
sub body { return "'" . pick(@bodies) . "'"; }
sub session { return "'s" . int(rand($sessions)) . "'"; }

# A statement of client $me, who changes messages of its own only: what the
# chat's own rows would make it wait for is not what is tested here.
sub statement
{
	my ($me, $inserts_only) = @_;
	my $mine = "message % $clients = $me AND session = " . session();
	my $some = "$mine AND random() < 0.4";
	my $key = "nextval('n') * $clients + $me";
	my $what = rand() * ($inserts_only ? 0.45 : 1);
	return "INSERT INTO chat SELECT " . session() . ", $key, 'customer', 'a' || i, " . body() . " FROM generate_series(1, " . (1 + int(rand(3))) . ") AS i"
	  if $what < 0.4;
	return "INSERT INTO chat SELECT " . session() . ", $key, 'customer', 'bulk', " . body() . " FROM generate_series(1, 300)"
	  if $what < 0.405;
	return "INSERT INTO chat VALUES (" . session() . ", $key, 'agent', NULL, " . body() . ")" if $what < 0.45;
	return "UPDATE chat SET body = " . body() . " WHERE $some" if $what < 0.6;
	return "UPDATE chat SET session = " . session() . " WHERE $some AND message < 1000000" if $what < 0.68;
	return "UPDATE chat SET sender = " . pick("'agent'", "'customer'") . " WHERE $some" if $what < 0.74;
	return "UPDATE chat SET agent = 'b' WHERE $some" if $what < 0.78;
	return "DELETE FROM chat WHERE $some" if $what < 0.93;
	return "INSERT INTO chat AS c VALUES (" . session() . ", 1000000 + $me, 'customer', NULL, " . body() . ") ON CONFLICT (session, message) DO UPDATE SET body = EXCLUDED.body"
	  if $what < 0.97;
	return "UPDATE chat SET body = " . body() . " WHERE $mine";
}

sub transaction
{
	my ($me, $may_settle, $truncate, $name) = @_;
	my $level = pick('READ COMMITTED', 'READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE');
	my @sql = ("BEGIN ISOLATION LEVEL $level");
	my $depth = 0;
	if ($truncate && rand() < 0.05)
	{
		# first, so that nobody waits for it in a circle
		push @sql, 'SAVEPOINT x' . ++$depth if rand() < 0.5;
		push @sql, "TRUNCATE $truncate";
		push @sql, statement($me, 1), "TRUNCATE $truncate" if rand() < 0.3;
	}
	for (1 .. 1 + int(rand(7)))
	{
		my $what = rand();
		# reading the chat could make it fail to serialize, as without us
		if ($what < 0.6) { push @sql, statement($me, $level eq 'SERIALIZABLE'); }
		elsif ($what < 0.72) { push @sql, 'SAVEPOINT x' . ++$depth; }
		elsif ($what < 0.8 && $depth) { push @sql, "ROLLBACK TO x$depth"; }
		elsif ($what < 0.84 && $depth) { push @sql, "ROLLBACK TO x$depth", 'RELEASE x' . $depth--; }
		elsif ($what < 0.9 && $depth) { push @sql, 'RELEASE x' . $depth--; }
		elsif ($may_settle) { push @sql, 'SELECT complaint.settle()'; }
	}
	my $end = rand();
	if ($end < 0.1) { push @sql, 'ROLLBACK'; }
	elsif ($end < 0.2 && !$may_settle)
	{
		push @sql, "PREPARE TRANSACTION '$name'", pick('COMMIT', 'COMMIT', 'ROLLBACK') . " PREPARED '$name'";
	}
	else { push @sql, 'COMMIT'; }
	return @sql;
}

# What a client does in a round.
sub program
{
	my ($me, $may_settle, $truncate) = @_;
	my @sql = ("SET complaint.settle_timeout = '" . pick('5ms', '50ms', '5s') . "'",
		"SET complaint.batch_memory = '64kB'");
	push @sql, 'SET complaint.settle = ' . pick('commit', 'commit', 'statement') if $may_settle;
	for my $i (1 .. 40)
	{
		my $what = rand();
		if ($what < 0.25) { push @sql, statement($me); }
		elsif ($what < 0.27) { push @sql, 'SELECT complaint.run_due()'; }
		else { push @sql, transaction($me, $may_settle, $truncate, "p$me"); }
	}
	return join(";\n", @sql) . ";\n";
}

# What must hold whenever nobody is at work.
my @invariants = (
	[ 'nothing is unsettled after run_due()', 'SELECT session_id, operation, reason FROM complaint.unsettled' ],
	[ 'verify()', 'SELECT * FROM complaint.verify(deep => true)' ],
	[ 'at most one unfinished alert a policy and session',
		q{SELECT policy, session_id FROM complaint.alert WHERE state IN ('open', 'acknowledged') GROUP BY 1, 2 HAVING count(*) > 1} ],
	[ 'episodes are counted from one, without a gap',
		q{SELECT policy, session_id, max(episode), count(*) FROM complaint.alert GROUP BY 1, 2 HAVING max(episode) <> count(*)} ],
	[ 'all but the last episode are resolved, and the last is the one that is kept',
		q{SELECT a.policy, a.session_id FROM complaint.alert AS a LEFT JOIN complaint.episode AS e USING (alert)
			WHERE CASE WHEN e.alert IS NULL THEN a.state <> 'resolved'
				ELSE (e.ended_at IS NULL) = (a.state = 'resolved') OR e.withdrawn <> (a.state = 'withdrawn') OR e.episode <> a.episode END} ],
	[ 'every alert has its messages, enough of them, and its event',
		q{SELECT a.alert, a.count FROM complaint.alert AS a JOIN complaint.policy AS p USING (policy)
			WHERE a.count < p.threshold OR a.count <> (SELECT count(*) FROM complaint.alert_message AS m WHERE m.alert = a.alert)
				OR 1 <> (SELECT count(*) FROM complaint.event AS e WHERE e.alert = a.alert AND e.kind = 'raised')} ],
	[ 'no alert is missing',
		q{SELECT p.policy, c.session_id, count(*) FROM complaint.policy AS p
			JOIN complaint.classification AS c ON c.level >= p.min_level OR c.harms && p.harms
			LEFT JOIN complaint.episode AS e ON e.source = c.source AND e.key = c.session_id AND e.policy = p.policy
			WHERE p.mode = 'live' AND c.rings AND (e.episode IS NULL OR c.settled_at > e.ended_at OR (e.withdrawn AND c.settled_at > e.since))
			GROUP BY p.policy, p.threshold, c.session_id HAVING count(*) >= p.threshold} ],
);

my $end = time() + $seconds;
my $round = 0;
my $failed = 0;
while (time() < $end && !$failed)
{
	# two tables that are truncated, or one and a session that is held by
	# settle(), may make transactions wait in a circle that is not our doing
	my $may_settle = $round % 2;
	my $truncate = $may_settle ? undef : pick(undef, 'chat', 'chat_1', 'chat_2');
	my @running;
	for my $me (0 .. $clients - 1)
	{
		my %client = (out => '', err => '', in => program($me, $may_settle, $truncate));
		$client{in} .= "CALL finish();\n" if $me == 0;
		$client{in} =~ s/(COMMIT;\n)/rand() < 0.2 ? "$1CALL finish();\n" : $1/ge if $me == 0;
		$client{run} = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres') ],
			'<', \$client{in}, '>', \$client{out}, '2>', \$client{err});
		push @running, \%client;
	}
	for my $client (@running)
	{
		$client->{run}->finish;
		$failed ||= !is($client->{err}, '', "round $round: no statement failed");
	}
	$node->safe_psql('postgres', 'SELECT complaint.run_due()');
	for my $invariant (@invariants)
	{
		$failed ||= !is($node->safe_psql('postgres', $invariant->[1]), '', "round $round: $invariant->[0]");
	}
	$round++;
}
cmp_ok($round, '>', 1, "rounds");
note("$round rounds, ", $node->safe_psql('postgres', q{SELECT count(*) || ' messages, ' || (SELECT count(*) FROM complaint.alert) || ' alerts, '
	|| (SELECT nextval('complaint.unsettled_number') - 1) || ' times unsettled' FROM chat}));
diag("the schedule of seed $seed failed") if $failed;
$node->stop;
done_testing();
