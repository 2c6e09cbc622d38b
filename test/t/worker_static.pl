# The background worker that starts with the server, for each database of
# complaint.worker_databases; and on a standby, once it is promoted.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('worker_static');
$node->init(allows_streaming => 1, extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', q{
	shared_preload_libraries = 'complaint'
	complaint.worker_databases = 'chats, "My Chats", later'
	complaint.worker_interval = '50ms'
	restart_after_crash = on
});
$node->start;

my $workers = q{pg_stat_activity WHERE backend_type = 'complaint worker'};
sub until_true { my ($query, $name, $on) = @_; return ok(($on // $node)->poll_query_until('postgres', "SELECT $query"), $name); }
sub busy { my ($name) = @_; return qq{EXISTS (SELECT FROM $workers AND datname = '$name')}; }
sub in { my ($database, @rest) = @_; return $node->safe_psql($database, @rest); }
sub stderr_of { my ($database, $sql, $on) = @_; return (($on // $node)->psql($database, $sql))[2]; }

# A complaint that waits for run_due(), and one that is settled.
sub unsettled
{
	my ($database, $session) = @_;
	in($database, "BEGIN; INSERT INTO chat (session_id, message_id, body) VALUES ('$session', 1, 'This is terrible service.'); PREPARE TRANSACTION 'p'");
	in($database, "COMMIT PREPARED 'p'");
	return;
}
sub until_settled
{
	my ($database, $session, $name) = @_;
	return ok($node->poll_query_until($database, "SELECT EXISTS (SELECT FROM complaint.session WHERE session_id = '$session')"), $name);
}
sub chat
{
	my ($database, $session) = @_;
	return in($database, "INSERT INTO chat (session_id, message_id, body) VALUES ('$session', 1, 'This is terrible service.')");
}

# --- databases and extensions that come and go -----------------------------------

is(in('postgres', "SELECT count(*) FROM $workers"), '0', 'no database of the list is there yet');
in('postgres', 'CREATE DATABASE chats TEMPLATE template0');
in('postgres', 'CREATE DATABASE "My Chats" TEMPLATE template0');
$node->restart;
until_true(busy('chats') . ' AND ' . busy('My Chats'), 'a worker for each database of the list that is there');
is(in('postgres', "SELECT count(*) FROM $workers"), '2', 'and no other');
in('chats', q{CREATE EXTENSION complaint; SELECT complaint.create_conversation('chat')});
unsettled('chats', 'one');
until_settled('chats', 'one', 'it works once the extension is there');
ok($node->poll_query_until('chats', 'SELECT running AND wanted IS NULL AND runs > 0 FROM complaint.worker_status'), 'nobody had to ask for it');
is(in('chats', 'SELECT complaint.start_worker()'), 't', 'start_worker() finds it');
is(in('postgres', "SELECT count(*) FROM $workers AND datname = 'chats'"), '1', 'there is one');

in('postgres', 'CREATE DATABASE later TEMPLATE chats');
is(in('postgres', 'SELECT ' . busy('later')), 'f', 'a database that comes later has none');
in('later', 'UPDATE complaint.worker SET wanted = NULL');
chat('later', 'two');
until_true(busy('later'), 'until somebody chats');
is(stderr_of('postgres', 'DROP DATABASE later'), '', 'DROP DATABASE');

in('My Chats', 'CREATE EXTENSION complaint');
ok($node->poll_query_until('My Chats', 'SELECT running AND runs > 0 FROM complaint.worker_status'), 'the other works too');
in('My Chats', 'DROP EXTENSION complaint');
is(in('postgres', 'SELECT ' . busy('My Chats')), 't', 'without the extension it waits for the next');

# --- one that finds another ---------------------------------------------------------

until_true(busy('chats'), 'the one that made way for CREATE DATABASE is back');
my $pid = in('postgres', "SELECT pid FROM $workers AND datname = 'chats'");
in('postgres', "SELECT pg_terminate_backend($pid)");
until_true("NOT EXISTS (SELECT FROM $workers AND pid = $pid)", 'terminated');
chat('chats', 'three');
until_true(busy('chats'), 'the next chat or the postmaster brings it back');
# by now both have
until_true("(SELECT min(backend_start) < clock_timestamp() - interval '6 s' FROM $workers AND datname = 'chats')", 'after a while');
is(in('postgres', "SELECT count(*) FROM $workers AND datname = 'chats'"), '1', 'there is one');

# --- stopped it stays, also after a restart --------------------------------------------

is(in('chats', 'SELECT complaint.stop_worker()'), 't', 'stop_worker()');
$node->restart;
until_true(busy('My Chats'), 'after a restart the other is there');
chat('chats', 'four');
until_true('NOT ' . busy('chats'), 'and this one is not');
is(in('chats', 'SELECT complaint.start_worker()'), 't', 'until start_worker()');
unsettled('chats', 'five');
until_settled('chats', 'five', 'it works');
$node->restart;
unsettled('chats', 'six');
until_settled('chats', 'six', 'after a restart too, before anybody chats');

# --- a crash ------------------------------------------------------------------------------

my $victim = $node->background_psql('postgres');
my $offset = -s $node->logfile;
kill 'KILL', $victim->query_safe('SELECT pg_backend_pid()');
$node->wait_for_log(qr/database system is ready to accept connections/, $offset);
$victim->{run}->finish;
until_true(busy('chats') . ' AND ' . busy('My Chats'), 'after a crash they are back');

# --- a standby ------------------------------------------------------------------------------

$node->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('worker_standby');
$standby->init_from_backup($node, 'base', has_streaming => 1);
$standby->start;
$node->wait_for_catchup($standby);
is($standby->safe_psql('postgres', "SELECT count(*) FROM $workers"), '0', 'a standby has none');
is($standby->safe_psql('chats', 'SELECT running FROM complaint.worker_status'), 'f', 'and shows that');
like(stderr_of('chats', 'SELECT complaint.start_worker()', $standby), qr/ERROR:  cannot start the complaint worker during recovery/, 'start_worker() there');
is(in('chats', 'SELECT complaint.stop_worker()'), 't', 'stopped on the primary');
unsettled('chats', 'seven');
in('chats', 'UPDATE complaint.worker SET wanted = true');
$node->wait_for_catchup($standby);
$node->stop;
$standby->promote;
until_true(busy('chats'), 'it starts with the promotion', $standby);
ok($standby->poll_query_until('chats', q{SELECT EXISTS (SELECT FROM complaint.session WHERE session_id = 'seven')}), 'and works');
$standby->stop;

# --- a list that is none ------------------------------------------------------------------------

$node->append_conf('postgresql.conf', q{complaint.worker_databases = 'a b'});
$offset = -s $node->logfile;
$node->start;
like(slurp_file($node->logfile, $offset), qr/invalid value for parameter "complaint.worker_databases"/, 'a bad list is refused by name');
is(in('postgres', 'SHOW complaint.worker_databases'), '', 'and is none');
$node->stop;

# without preloading, the next chat starts what the list names
$node->append_conf('postgresql.conf', qq{shared_preload_libraries = ''\ncomplaint.worker_databases = 'chats'});
$node->start;
is(in('postgres', "SELECT count(*) FROM $workers"), '0', 'none is there without preloading');
in('chats', 'UPDATE complaint.worker SET wanted = NULL');
chat('chats', 'eight');
until_true(busy('chats'), 'but the next chat launches it');
unlike(slurp_file($node->logfile) =~ s/was terminated by signal 9.*//r, qr/PANIC|terminated by signal (?!9)/, 'nothing crashed');
$node->stop;
done_testing();
