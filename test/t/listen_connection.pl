# complaint-listen loses its connection in every way there is, and each event
# is printed exactly once all the same.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use IO::Socket::UNIX;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;
use ListenTest;

my $node = start_server('listen_connection', "wal_level = replica\nmax_wal_senders = 4");
create_chat($node, 'chat');
only_policies($node, [ 'bad', 4, 1 ]);
my $folder = PostgreSQL::Test::Utils::tempdir_short();

sub sql { return $node->safe_psql('postgres', @_); }

sub ring
{
	sql(join ' ', map { "INSERT INTO chat VALUES ('$_', 1, 'customer', 'ann', 'my lawyer');" } @_);
	return;
}

# Its backend is ended, while it waits and while the server rings
my $listener = start_listening($node, "--cursor-file=$folder/cursor", '--max-backoff=0.3', '--poll=0');
my $pid = idle_listener($listener, $node);
ring('s1');
lines_of($listener, 1);
sql("SELECT pg_terminate_backend($pid)");
ring('s2', 's3');
lines_of($listener, 3);
$pid = idle_listener($listener, $node, $pid);
like($listener->{err}, qr/lost the connection: .*connected again$/s, 'says that the connection was lost and is back');
is(sessions_of($listener->{out}), 's1 s2 s3', 'once each after its backend was ended');

# The server is restarted, in good order and not
my @expected = qw(s1 s2 s3);
for my $mode ('fast', 'immediate')
{
	ring("before_$mode");
	$node->stop($mode);
	wait_until($listener, sub { $listener->{err} =~ /failed: .*\z/s }, 'failed attempt');
	$listener->{err} = '';
	$node->start;
	ring("after_$mode");
	push @expected, "before_$mode", "after_$mode";
	lines_of($listener, scalar @expected);
	idle_listener($listener, $node);
	is(sessions_of($listener->{out}), "@expected", "once each after a restart ($mode)");
}

# Stopped without a server: what was printed is in the file
$node->stop;
wait_until($listener, sub { $listener->{err} =~ /failed:/ }, 'failed attempt');
is((stop_listener($listener))[0], 0, 'stopped while it waits for a server: status 0');
$node->start;
ring('later');
is(sessions_of((run_listener($node->connstr('postgres'), '--once', "--cursor-file=$folder/cursor"))[1]), 'later',
	'nothing is repeated, nothing lost');

# It waits for a server that is not there when it starts
$node->stop;
$listener = start_listener($node->connstr('postgres'), '--max-backoff=0.3', '--from-start');
wait_until($listener, sub { $listener->{err} =~ /failed:.*failed:/s }, 'second attempt');
$node->start;
lines_of($listener, @expected + 1);
is(sessions_of($listener->{out}), "@expected later", 'a server that comes late');
stop_listener($listener);

# A server that takes the connection and says nothing
my $silent = IO::Socket::UNIX->new(Local => "$folder/.s.PGSQL.5432", Listen => 1,
	Timeout => $PostgreSQL::Test::Utils::timeout_default) or die "$folder: $!";
$listener = start_listener("host=$folder port=5432 connect_timeout=0", "--cursor-file=$folder/cursor");
my $accepted = $silent->accept() or die "nobody connects";
sysread($accepted, my $startup, 4);
my $begun = time();
is((stop_listener($listener))[0], 0, 'stopped in the middle of connecting: status 0');
cmp_ok(time() - $begun, '<', 60, 'at once');

# A server that has started by the time that it is asked whether it runs
sub take_startup
{
	my $client = $silent->accept() or die "nobody connects";
	sysread($client, my $length, 4);
	sysread($client, my $rest, unpack('N', $length) - 4);
	return $client;
}
sub send_message
{
	my ($client, $type, $body) = @_;
	syswrite($client, $type . pack('N', 4 + length($body)) . $body);
	close($client);
	return;
}
$listener = start_listener("host=$folder port=5432", '--max-backoff=0.1');
send_message(take_startup(), 'E', "SFATAL\0VFATAL\0C57P03\0Mis starting up\0\0");
send_message(take_startup(), 'R', pack('N', 0));	# welcome, to PQping
take_startup();
is((stop_listener($listener))[0], 0, 'a server that was just starting is tried again');
close($silent);

# A connection that is dead and does not say so
$listener = start_listening($node, '--ping=1', '--poll=0', '--max-backoff=0.3');
$pid = idle_listener($listener, $node);
wait_until($listener, sub { sql("SELECT query FROM pg_stat_activity WHERE pid = $pid") =~ /complaint\.ping/ }, 'ping');
ring('p1');
lines_of($listener, 1);
is($listener->{err}, '', 'pings are answered');
kill 'STOP', $pid;
wait_until($listener, sub { $listener->{err} =~ /connected again/ }, 'new connection');
like($listener->{err}, qr/warning: the server has not answered for 1 seconds/, 'a ping without an answer');
ring('p2');
lines_of($listener, 2);
kill 'CONT', $pid;
is(sessions_of($listener->{out}), 'p1 p2', 'once each after a dead connection');
is((stop_listener($listener))[0], 0, 'stopped');

# Lost between printing and acknowledging
my $locker = $node->background_psql('postgres');
my $lock = "SELECT FROM complaint.alert WHERE session_id = 'locked' FOR UPDATE";
sub in_acknowledge
{
	my ($not) = @_;
	my $found;
	wait_until($listener, sub {
		$found = sql("SELECT pid FROM pg_stat_activity WHERE application_name = '$listener->{name}'
			AND wait_event_type = 'Lock' AND query LIKE '%complaint.acknowledge%'");
		return $found ne '' && $found ne ($not // '');
	}, 'acknowledgement that waits');
	return $found;
}
sub start_locked
{
	sql("DELETE FROM chat WHERE session = 'locked'; INSERT INTO chat VALUES ('locked', $_[0], 'customer', 'ann', 'my lawyer')");
	$locker->query_safe("BEGIN; $lock");
	$listener = start_listener($node->connstr('postgres'), "--cursor-file=$folder/cursor", '--ack=ann', '--max-backoff=0.3');
	return in_acknowledge();
}
run_listener($node->connstr('postgres'), '--once', "--cursor-file=$folder/cursor");
$pid = start_locked(1);
sql("SELECT pg_terminate_backend($pid)");
in_acknowledge($pid);
$locker->query_safe('COMMIT');
lines_of($listener, 2);
is((stop_listener($listener))[0], 0, 'stopped');
is(sessions_of($listener->{out}), 'locked', 'an event is not printed again to be acknowledged');
is(sql("SELECT state FROM complaint.alert WHERE session_id = 'locked'"), 'acknowledged', 'and it is acknowledged');

# A stop waits for an acknowledgement
sql("SELECT complaint.resolve(alert, 'ann') FROM complaint.alert WHERE session_id = 'locked'");
run_listener($node->connstr('postgres'), '--once', "--cursor-file=$folder/cursor");
$lock =~ s/locked/stopped/;
ring('stopped');
$locker->query_safe("BEGIN; $lock");
$listener = start_listener($node->connstr('postgres'), "--cursor-file=$folder/cursor", '--ack=ann');
in_acknowledge();
$listener->{run}->signal('TERM');
$locker->query_safe('COMMIT');
my ($status, $out, $err) = end_of_listener($listener);
is("$status$err", '0', 'stopped in an acknowledgement: status 0');
is(sql("SELECT state FROM complaint.alert WHERE session_id = 'stopped'"), 'acknowledged', 'it was waited for');

# but not for ever
ring('twice');
$lock =~ s/stopped/twice/;
$locker->query_safe("BEGIN; $lock");
$listener = start_listener($node->connstr('postgres'), "--cursor-file=$folder/cursor", '--ack=ann');
in_acknowledge();
$listener->{run}->signal('TERM');
($status, $out, $err) = stop_listener($listener);
is($status, 0, 'stopped twice in an acknowledgement: status 0');
like($err, qr/warning: stopped before alert \S+ was acknowledged/, 'and says what is left');
$locker->query_safe('COMMIT');
$locker->quit;
unlike((run_listener($node->connstr('postgres'), '--once', "--cursor-file=$folder/cursor"))[1], qr/ raised /,
	'what was printed is not printed again');

# A standby cannot be listened to, but looked at
$node->backup('copy');
my $standby = PostgreSQL::Test::Cluster->new('listen_standby');
$standby->init_from_backup($node, 'copy', has_streaming => 1);
$standby->start;
$listener = start_listening($standby, '--poll=0.1');
ring('standby');
lines_of($listener, 1);
is(sessions_of($listener->{out}), 'standby', 'events on a standby');
($status, $out, $err) = stop_listener($listener);
is($status, 0, 'stopped');
is($err, "complaint-listen: warning: this server is a standby: looking for events every 0.1 seconds\n", 'it says how');
$standby->stop;
$node->stop;
done_testing();
