# Notifications are hints: bounded however much happens, left out when the
# server's queue fills up or the transaction is prepared, and made up for by
# run_due().  What happened is read with complaint.events() all the same.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use JSON::PP;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);
use ComplaintTest;
use EventReader;

my $node = start_server('hints', 'max_prepared_transactions = 10');
create_chat($node, 'chat');
only_policies($node, [ 'first', 2, 1 ]);

sub sql { return $node->safe_psql('postgres', @_); }

my @channels = ('complaint', 'complaint_admin', 'complaint_agent_ann');
my $listener = $node->background_psql('postgres');
$listener->query_safe("LISTEN $_") for @channels, 'complaint_pool_cards';

# What was heard since the last call: how many of each kind, by channel.
sub heard
{
	my $output = $listener->query('SELECT 1');
	my %heard;
	while ($output =~ /Asynchronous notification "([^"]+)" with payload "(.*)" received from server process with PID \d+\./g)
	{
		$heard{$1}{ decode_json($2)->{kind} }++;
	}
	return \%heard;
}

# That each of the channels heard just this.
sub all_channels { return { map { $_ => {@_} } @channels }; }

my $unhinted = 'SELECT count(*) FROM complaint.event WHERE NOT hinted';
my $reader = EventReader->new(recipient => 'ann', max => 1000);
my $admin = EventReader->new(recipient => '@admin', max => 777);

# all is well with the readers, and with the next step of the clock
sub caught_up
{
	my ($what) = @_;
	for my $r ($reader, $admin)
	{
		$r->drain($node);
		is($r->faults($node), '', "$what: $r->{recipient} reads each event once");
	}
	return;
}

# a trickle is told as it comes
sql("INSERT INTO chat VALUES ('trickle', 1, 'customer', 'ann', 'lawyer')");
is_deeply(heard(), all_channels(raised => 1), 'one alert, one notification on each channel');
is(sql('SELECT complaint.run_due()'), '0', 'nothing is left to tell');

# one transaction that raises ten thousand
my $began = time;
my $seen = sql(q{
	COPY chat (session, message, sender, agent, body) FROM PROGRAM 'seq -f "copy %.0f;1;customer;ann;my lawyer" 10000' (DELIMITER ';');
	SELECT count(*) FROM complaint.alert;});
my $seconds = time - $began;
is($seen, '10001', 'ten thousand alerts in one COPY');
my $heard = heard();
for my $channel (@channels)
{
	# a second's worth, and what the time it took allowed; half of them may be "more"
	cmp_ok($heard->{$channel}{raised}, '<=', 50 * ($seconds + 1), "COPY: notifications on $channel are bounded");
	cmp_ok($heard->{$channel}{more}, '<=', 50 * ($seconds + 1), "COPY: and those that say there is more");
	cmp_ok($heard->{$channel}{more}, '>=', 1, "COPY: there are some");
}
caught_up('COPY');
cmp_ok(sql($unhinted), '>=', 10000 - $heard->{complaint}{raised}, 'what was not told is noted');
is(sql('SELECT complaint.run_due()'), '3', 'the clock reminds');
is_deeply(heard(), all_channels(more => 1), 'once on each channel');
is(sql($unhinted), '0', 'all is told now');
is(sql('SELECT complaint.run_due()'), '0', 'nothing is left to tell');
is_deeply(heard(), {}, 'nor told again');

# ten thousand transactions that raise one each, over two connections
sql("ALTER DATABASE postgres SET complaint.notify_rate = 5");
$began = time;
my @writers = map { $node->background_psql('postgres') } 1 .. 2;
for my $writer (0, 1)
{
	# sent, and not waited for
	$writers[$writer]{stdin} .= qq{
		DO \$\$ BEGIN FOR i IN 1 .. 5000 LOOP
			INSERT INTO chat VALUES ('writer $writer ' || i, 1, 'customer', 'ann', 'lawyer');
			COMMIT;
		END LOOP; END \$\$;\n};
	$writers[$writer]{run}->pump_nb;
}
$_->query_safe('SELECT 1') for @writers;
$seconds = time - $began;
$_->quit for @writers;
$heard = heard();
for my $channel (@channels)
{
	cmp_ok($heard->{$channel}{raised}, '<=', 2 * 5 * ($seconds + 1), "one by one: notifications on $channel are bounded");
	cmp_ok($heard->{$channel}{more}, '<=', 2 * 5 * ($seconds + 1), "one by one: and those that say there is more");
	cmp_ok($heard->{$channel}{more}, '>=', 1, "one by one: there are some");
}
note(sprintf("%.1f s, %s", $seconds, encode_json($heard)));
is(sql('SELECT count(*) FROM complaint.alert'), '20001', 'ten thousand more alerts');
caught_up('one by one');
is(sql('SELECT complaint.run_due()'), '3', 'the clock reminds');
is_deeply(heard(), all_channels(more => 1), 'once on each channel');
sql("ALTER DATABASE postgres RESET complaint.notify_rate");

# of two who remind at once, one does
my $slow = $node->background_psql('postgres');
sql("SET complaint.notify_rate = 1; INSERT INTO chat SELECT 'twice ' || i, 1, 'customer', 'ann', 'lawyer' FROM generate_series(1, 3) AS i");
heard();
$slow->query_safe('BEGIN; SELECT complaint.hints_due();');
is(sql('SELECT complaint.run_due()'), '0', 'another who reminds waits for nobody and tells nothing twice');
$slow->query_safe('COMMIT');
$slow->quit;
is_deeply(heard(), all_channels(more => 1), 'one reminder');

# a rate of 0: no notification is wanted, and none is made up for
sql("SET complaint.notify_rate = 0; INSERT INTO chat VALUES ('silent', 1, 'customer', 'ann', 'lawyer')");
is_deeply(heard(), {}, 'nothing is heard with complaint.notify_rate = 0');
is(sql('SELECT complaint.run_due()'), '0', 'nor later');
is($reader->drain($node) =~ s/.*, //r, 'raised silent', 'but read');

# a prepared transaction cannot notify
sql(q{
	BEGIN;
	INSERT INTO chat VALUES ('prepared', 1, 'customer', 'ann', 'lawyer');
	SAVEPOINT x;
	SELECT complaint.settle();
	SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert WHERE key = 'silent';
	ROLLBACK TO x;
	SELECT complaint.settle();
	SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert WHERE key = 'trickle';
	PREPARE TRANSACTION 'p';});
is(sql('SELECT complaint.run_due()'), '0', 'nothing to remind of before it is committed');
sql("COMMIT PREPARED 'p'");
is_deeply(heard(), {}, 'a prepared transaction tells nobody');
is(sql($unhinted), '2', 'its events are noted');
is(sql('SELECT complaint.run_due()'), '3', 'the clock reminds of them');
is_deeply(heard(), all_channels(more => 1), 'once on each channel');
is($reader->drain($node), 'raised prepared, acknowledged trickle', 'there they are');

# The queue fills up, because somebody who listens is in a transaction.  A part
# of it that is filled in a moment stands for the half that hints may take.
my $sleeper = $node->background_psql('postgres');
$sleeper->query_safe('LISTEN x');
$sleeper->query_safe('BEGIN');
sql("ALTER DATABASE postgres SET complaint.notify_queue_share = 0.0001");
sql("SELECT count(pg_notify('junk', repeat('x', 7900) || i)) FROM generate_series(1, 150) AS i");
is(sql('SELECT pg_notification_queue_usage() > 0.0001, complaint.queue_has_room()'), 't|f', 'the queue is filled');
sql("INSERT INTO chat VALUES ('full', 1, 'customer', 'ann', 'lawyer')");
sql("BEGIN; INSERT INTO chat VALUES ('full 2', 1, 'customer', 'ann', 'lawyer'); SAVEPOINT x; SELECT complaint.settle(); ROLLBACK TO x; COMMIT;");
sql("SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert WHERE key = 'full'");
sql("SELECT complaint.ping('complaint')");
is(sql('SELECT count(*) FROM chat WHERE session LIKE \'full%\''), '2', 'the chat goes on');
is($reader->drain($node), 'raised full, raised full 2, acknowledged full', 'alerts are read');
is(sql('SELECT complaint.run_due()'), '0', 'it is no time to remind');
is_deeply(heard(), {}, 'nothing is heard');
is(sql($unhinted), '3', 'what was not told is noted');
is(sql('SELECT count(*) FROM complaint.unsettled'), '0', 'nothing was put aside');
$sleeper->query_safe('COMMIT');
$sleeper->quit;
is(sql('SELECT complaint.queue_has_room()'), 't', 'the queue is empty again');
is(sql('SELECT complaint.run_due()'), '3', 'the clock reminds');
is_deeply(heard(), all_channels(more => 1), 'once on each channel');
caught_up('full queue');

# ping: heard at once, by who listens there
sql("SELECT complaint.ping('complaint_agent_ann'), complaint.ping(complaint.channel('\@cards'))");
is_deeply(heard(), { complaint_agent_ann => { ping => 1 }, complaint_pool_cards => { ping => 1 } }, 'ping');
sql("BEGIN; SELECT complaint.ping('complaint'); ROLLBACK;");
is_deeply(heard(), {}, 'only with the commit');

unlike(slurp_file($node->logfile), qr/notifications were dropped|WARNING|too many notifications/, 'nothing went wrong');
is(problems($node), '', 'verify()');
$listener->quit;
$node->stop;
done_testing();
