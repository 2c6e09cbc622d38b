# complaint.events() gives each event once and leaves none out: under prepared
# transactions, after a crash, on a standby and back, after a promotion, after
# pg_dump and restore.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;
use EventReader;

# nothing but what a test does writes out the log
my $settings = q{
	max_prepared_transactions = 10
	checkpoint_timeout = '1h'
	autovacuum = off
};
my $primary = start_server('primary', $settings, allows_streaming => 1);
create_chat($primary, 'chat');
only_policies($primary, [ 'first', 2, 1 ]);

sub sql
{
	my ($node, $query, $database) = @_;
	return $node->safe_psql($database // 'postgres', $query);
}

# Raises an alert for each session.
sub ring
{
	my ($node, @keys) = @_;
	return sql($node, 'INSERT INTO chat VALUES ' . join(', ', map { "('$_', 1, 'customer', 'ann', 'lawyer')" } @keys));
}

# A transaction that raised an alert and is not over.
sub ringing
{
	my ($node, $key) = @_;
	my $session = $node->background_psql('postgres');
	$session->query_safe("BEGIN; INSERT INTO chat VALUES ('$key', 1, 'customer', 'ann', 'lawyer'); SELECT complaint.settle();");
	return $session;
}

sub finish
{
	my ($session, $how) = @_;
	$session->query_safe($how // 'COMMIT');
	return $session->quit;
}

sub crash
{
	my ($node) = @_;
	$node->stop('immediate');
	$node->start;
	return;
}

sub acknowledge { return "SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert WHERE key = '$_[0]';"; }

# All readers have each event once.
sub complete
{
	my ($what, $node, %readers) = @_;
	for my $name (sort keys %readers)
	{
		$readers{$name}->drain($node);
		is($readers{$name}->faults($node), '', "$what: reader $name had each event once");
	}
	return;
}

subtest 'prepared transactions' => sub {
	my $reader = EventReader->new;
	my $ann = EventReader->new(recipient => 'ann', max => 1);
	ring($primary, 'a');
	sql($primary, "BEGIN; INSERT INTO chat VALUES ('p', 1, 'customer', 'ann', 'lawyer'); SELECT complaint.settle(); SAVEPOINT x; "
		  . acknowledge('a') . "RELEASE x; PREPARE TRANSACTION 'p';");
	is($reader->read($primary), 'raised a', 'nothing of a prepared transaction is read');
	ring($primary, 'b');
	is($reader->read($primary), 'raised b', 'those who come after it are');
	my $now = EventReader->new(after => sql($primary, 'SELECT complaint.events_cursor()'));
	crash($primary);
	is($reader->read($primary), '', 'nor after a crash');
	ring($primary, 'c');
	is($reader->read($primary), 'raised c', 'others go on');
	sql($primary, "COMMIT PREPARED 'p'");
	is($reader->read($primary), 'raised p, acknowledged a', 'it is once it is committed');
	is($now->drain($primary), 'raised p, acknowledged a, raised c', 'also by a cursor that was taken while it was prepared');
	sql($primary, 'BEGIN; ' . acknowledge('b') . "PREPARE TRANSACTION 'p';");
	ring($primary, 'd');
	is($reader->read($primary), 'raised d', 'others go on');
	sql($primary, "ROLLBACK PREPARED 'p'");
	is($reader->read($primary), '', 'nothing of one that was rolled back');
	# not settled by itself: its alert comes with the next step of the clock
	sql($primary, "BEGIN; INSERT INTO chat VALUES ('q', 1, 'customer', 'ann', 'lawyer'); PREPARE TRANSACTION 'p';");
	sql($primary, "COMMIT PREPARED 'p'");
	is($reader->read($primary), '', 'one that was not settled raises later');
	sql($primary, 'SELECT complaint.run_due()');
	is($reader->read($primary), 'raised q', 'by run_due()');
	complete('prepared', $primary, reader => $reader, ann => $ann);
};

subtest 'crash' => sub {
	my $reader = EventReader->new;
	my $now = EventReader->new;
	$reader->drain($primary);
	ring($primary, 'written');

	# numbers that a crash takes back, since their ends are not on disk yet (who would write them meanwhile is asleep)
	my $hold = sub { kill 'STOP', sql($primary, q{SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'}); };
	$hold->();
	my $used = sql($primary, q{SET synchronous_commit = off; BEGIN; SELECT pg_current_xact_id(); ROLLBACK; BEGIN; SELECT pg_current_xact_id(); ROLLBACK;});
	is($reader->read($primary), 'raised written', 'read after them');
	$now->{after} = sql($primary, 'SELECT complaint.events_cursor()');
	crash($primary);
	my @numbers = map { sql($primary, "BEGIN; INSERT INTO chat VALUES ('again $_', 1, 'customer', 'ann', 'lawyer'); SELECT pg_current_xact_id(); COMMIT;") } 1 .. 3;
	note("transactions @{[ split /\n/, $used ]} before the crash, @numbers after it");
	is($reader->drain($primary), 'raised again 1, raised again 2, raised again 3', 'the events of transactions after the crash are read');
	is($now->drain($primary), 'raised again 1, raised again 2, raised again 3', 'by a cursor from before it, too');
	complete('crash', $primary, reader => $reader);

	# an event that was read is not taken back
	$now = EventReader->new(after => sql($primary, 'SELECT complaint.events_cursor()'));
	$hold->();
	sql($primary, "SET synchronous_commit = off; INSERT INTO chat VALUES ('not waited for', 1, 'customer', 'ann', 'lawyer')");
	is($now->read($primary), 'raised not waited for', 'an event whose commit did not wait for the disk');
	crash($primary);
	is(sql($primary, "SELECT count(*) FROM complaint.alert WHERE key = 'not waited for'"), '1', 'is there after a crash once it was read');

	# wherever in a page of the log that happens
	is( sql($primary, q{
			DO $$
			DECLARE
				place numeric;
				n integer := 0;
			BEGIN
				FOR i IN 1 .. 100000 LOOP
					PERFORM pg_logical_emit_message(false, 'x', repeat('x', i % 50));
					place := pg_current_wal_insert_lsn() - '0/0'::pg_lsn;
					IF place % 8192 IN (24, 40) THEN
						PERFORM complaint.flush();
						n := n + 1;
						EXIT WHEN n = 3;
					END IF;
				END LOOP;
				PERFORM set_config('my.n', n::text, false);
			END $$;
			SELECT current_setting('my.n');}), '3', 'between two pages of the log');
};

subtest 'standby' => sub {
	$primary->backup('base');
	my $standby = PostgreSQL::Test::Cluster->new('standby');
	$standby->init_from_backup($primary, 'base', has_streaming => 1);
	$standby->start;
	my $caught_up = sub { $primary->wait_for_catchup($standby); };
	my $reader = EventReader->new(max => 2);
	my $other = EventReader->new(after => sql($primary, 'SELECT complaint.events_cursor()'));
	$caught_up->();
	complete('standby', $standby, reader => $reader);

	# transactions run
	my $early = ringing($primary, 'early');
	ring($primary, 'late');
	$caught_up->();
	my $now = EventReader->new(after => sql($standby, 'SELECT complaint.events_cursor()'));
	is($reader->read($standby), 'raised late', 'what is over is read on the standby');
	is($reader->read($primary), '', 'and not again on the primary');
	finish($early);
	$caught_up->();
	is($reader->read($primary), 'raised early', 'what ends later is read on the primary');
	is($reader->read($standby), '', 'and not again on the standby');
	is($now->read($standby), 'raised early', 'a cursor that began when it ran has it too');

	# an old transaction ends, one that is a little younger goes on, behind both much was read
	my $older = ringing($primary, 'older');
	my $old = ringing($primary, 'old');
	ring($primary, $_) for 'young 1', 'young 2', 'young 3';
	is($reader->drain($primary), 'raised young 1, raised young 2, raised young 3', 'read on the primary');
	finish($older);
	$caught_up->();
	is($reader->read($standby), 'raised older', 'on the standby, what ended since');
	is($reader->read($standby), '', 'and not once more what was had on the primary');
	is($reader->read($primary), '', 'nor on the primary');
	finish($old, 'ROLLBACK');
	ring($primary, 'next');
	$caught_up->();
	is($reader->drain($standby), 'raised next', 'it goes on there');
	is($reader->drain($primary), '', 'as everywhere');

	# more run than a standby can list: nothing behind the oldest of them is read there
	$old = ringing($primary, 'older than many');
	$older = ringing($primary, 'many');
	$older->query_safe(join("\n", map { "SAVEPOINT s$_; INSERT INTO chat VALUES ('many $_', 1, 'customer', 'ann', 'lawyer'); SELECT complaint.settle();" } 1 .. 70));
	ring($primary, 'behind');
	is($other->drain($primary) =~ s/.*, //r, 'raised behind', 'read on the primary');
	$caught_up->();
	is($reader->read($standby), '', 'not on the standby, behind a transaction of many savepoints');
	is(EventReader->new(after => sql($standby, 'SELECT complaint.events_cursor()'))->read($primary), 'raised behind', 'nor is it behind a cursor that begins there');
	is($other->read($standby), '', 'and not once more what was had on the primary');
	my $ahead = EventReader->new(after => sql($primary, 'SELECT complaint.events_cursor()'));
	finish($old);
	$caught_up->();
	is($ahead->read($standby), 'raised older than many', 'what is older is read there');
	is($ahead->read($primary), '', 'and then nothing of what came before the cursor');
	is($reader->read($standby), 'raised older than many', 'by a reader that lags, too');
	finish($older);
	$caught_up->();
	is($reader->read($standby), 'raised many, raised many 1', 'once that is over');
	complete('many savepoints', $standby, reader => $reader);
	is($other->drain($standby) =~ s/, .*, /, ... /r, 'raised older than many, ... raised many 70', 'the other has the rest');
	$now->drain($primary);

	# in the middle of a page's window, the standby lags
	$early = $primary->background_psql('postgres');
	$early->query_safe("BEGIN; INSERT INTO chat VALUES ('window 1', 1, 'customer', 'ann', 'lawyer'); SELECT complaint.settle();");
	my $second = ringing($primary, 'window 2');
	ring($primary, 'window 3');
	finish($early);
	$caught_up->();
	sql($standby, 'SELECT pg_wal_replay_pause()');
	$standby->poll_query_until('postgres', q{SELECT pg_get_wal_replay_pause_state() = 'paused'}) or die 'the standby does not pause';
	finish($second);
	is($reader->read($primary, 1), 'raised window 1', 'one row on the primary');
	is($reader->read($standby), '', 'the standby waits until it has all that the cursor speaks of');
	sql($standby, 'SELECT pg_wal_replay_resume()');
	$caught_up->();
	is($reader->read($standby, 1), 'raised window 2', 'and goes on');
	is($reader->read($primary, 1), 'raised window 3', 'with the primary in turns');
	complete('standby', $standby, reader => $reader);
	complete('primary', $primary, reader => $reader);

	# what needs a primary says so
	my ($status, $out, $error) = $standby->psql('postgres', 'SELECT complaint.ping(\'complaint\')');
	like($error, qr/cannot execute NOTIFY during recovery/, 'no ping from a standby');

	# promotion.  The standby is cut off; what the primary commits now is lost, and its numbers are used again
	sql($primary, 'BEGIN; ' . acknowledge('late') . "PREPARE TRANSACTION 'p';");
	sql($primary, 'BEGIN; ' . acknowledge('older') . "PREPARE TRANSACTION 'q';");
	$early = ringing($primary, 'lost');
	ring($primary, 'before 1', 'before 2', 'before 3');
	$caught_up->();
	$standby->append_conf('postgresql.conf', q{primary_conninfo = ''});
	$standby->reload;
	$standby->poll_query_until('postgres', 'SELECT count(*) = 0 FROM pg_stat_wal_receiver') or die 'the standby is not cut off';
	my %readers;
	for my $name ('before', 'middle', 'ahead', 'ahead in the middle', 'now', 'unread')
	{
		$readers{$name} = EventReader->new(%$reader, had => [ @{ $reader->{had} } ], ids => [ @{ $reader->{ids} } ]);
	}
	$readers{middle}->read($primary, 1);
	ring($primary, "lost $_") for 1 .. 5;
	is($readers{ahead}->drain($primary), 'raised before 1, raised before 2, raised before 3, raised lost 1, raised lost 2, raised lost 3, raised lost 4, raised lost 5',
		'a reader that is ahead');
	is($readers{'ahead in the middle'}->read($primary, 1), 'raised before 1', 'one in the middle of that');
	$readers{now}->drain($standby);
	$readers{now}{after} = sql($standby, 'SELECT complaint.events_cursor()');
	my $lost = sql($primary, q{SELECT min(e.xid) FROM complaint.event AS e JOIN complaint.alert USING (alert) WHERE key LIKE 'lost%'});
	$primary->stop('immediate');
	$early->{run}->finish;
	$standby->promote;
	is(sql($standby, 'SELECT pg_is_in_recovery()'), 'f', 'promoted');
	$_->{ids} = [ grep { sql($standby, "SELECT count(*) FROM complaint.event WHERE event = '$_'") == 1 } @{ $_->{ids} } ] for values %readers;
	is($readers{before}->read($standby, 1), 'raised before 1', 'a cursor of the old primary goes on');
	ring($standby, "after $_") for 1 .. 10;
	is($readers{before}->read($standby, 1), 'raised before 2', 'in order');
	is($readers{ahead}->drain($standby), join(', ', map { "raised after $_" } 1 .. 10), 'what was lost is not in the way of what came instead');
	sql($standby, "COMMIT PREPARED 'p'");
	is($readers{ahead}->read($standby), 'acknowledged late', 'a transaction that was prepared on the old primary');
	complete('promoted', $standby, %readers);
	cmp_ok(sql($standby, q{SELECT min(e.xid) FROM complaint.event AS e JOIN complaint.alert USING (alert) WHERE key LIKE 'after%'}),
		'<=', $lost, 'the numbers of what was lost were used again');
	$now = EventReader->new(after => sql($standby, 'SELECT complaint.events_cursor()'));

	# the same once more, and nothing was told in between
	for my $timeline (3, 4)
	{
		$standby->stop;
		$standby->set_standby_mode;
		$standby->start;
		$standby->promote;
		$now->{after} = sql($standby, 'SELECT complaint.events_cursor()') if $timeline == 3;
	}
	is($now->read($standby), '', 'nothing has happened since');
	is($readers{ahead}->read($standby), '', 'nor for a cursor from before that');
	sql($standby, "COMMIT PREPARED 'q'");
	ring($standby, 'at last');
	is($now->read($standby), 'acknowledged older, raised at last', 'two timelines later');
	complete('timeline 4', $standby, %readers);
	is($readers{ahead}->read($standby), '', 'and no more');
	$standby->stop;
	$primary->start;
};

subtest 'restore' => sub {
	sql($primary, "ROLLBACK PREPARED 'p'; ROLLBACK PREPARED 'q';");
	my $running = ringing($primary, 'not in the dump');
	ring($primary, 'dumped 1', 'dumped 2', 'dumped 3');
	my %readers;
	$readers{$_} = EventReader->new for 'new', 'middle', 'all', 'window';
	$readers{all}->drain($primary);
	$readers{middle}->read($primary, 3);
	$readers{window} = EventReader->new(after => $readers{all}{after}, ids => [ @{ $readers{all}{ids} } ]);
	my $now = EventReader->new(after => sql($primary, 'SELECT complaint.events_cursor()'));
	my $folder = $primary->backup_dir;
	$primary->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/1", $primary->connstr('postgres') ], 'dump');
	finish($running);
	ring($primary, 'after the dump');
	$readers{window}->read($primary, 1);
	$readers{window}{ids} = [ @{ $readers{all}{ids} } ];

	# the next: another cluster; a database of the first; the very database again.  In the second nothing happens
	my $other = PostgreSQL::Test::Cluster->new('other');
	{
		delete local $ENV{CLUSTERS};	# it is no copy of the first
		$other->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
	}
	$other->start;
	# its transaction numbers are behind
	cmp_ok(sql($other, 'SELECT pg_snapshot_xmax(pg_current_snapshot())'), '<', sql($primary, 'SELECT pg_snapshot_xmax(pg_current_snapshot())'), 'numbers start again');
	$other->command_ok([ 'pg_restore', '-e', '-d', $other->connstr('postgres'), "$folder/1" ], 'restore into another cluster');
	is($readers{all}->read($other), '', 'all that was dumped had been had');
	ring($other, 'b 1', 'b 2');
	is($readers{all}->read($other), 'raised b 1, raised b 2', 'what happens there follows');
	complete('another cluster', $other, %readers);
	is($now->drain($other), 'raised b 1, raised b 2', 'a cursor that began before the dump');
	ring($other, 'b 3');
	is($now->drain($other), 'raised b 3', 'and goes on');

	# on from there, twice: nothing happens in between
	for my $hop (2, 3)
	{
		sql($other, "CREATE DATABASE hop$hop TEMPLATE template0");
		my $from = $hop == 2 ? 'postgres' : 'hop2';
		$other->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/$hop", $other->connstr($from) ], "dump $hop");
		$other->command_ok([ 'pg_restore', '-e', '-d', $other->connstr("hop$hop"), "$folder/$hop" ], "restore $hop");
		$_->{database} = "hop$hop" for values %readers, $now;
		$readers{late} = EventReader->new(database => 'hop2', after => sql($other, 'SELECT complaint.events_cursor()', 'hop2'), ids => [ @{ $readers{all}{ids} }, @{ $now->{ids} } ]) if $hop == 2;
	}
	$readers{late}{ids} = [ split /\n/, sql($other, 'SELECT event FROM complaint.event', 'hop3') ];
	is($readers{late}->drain($other), '', 'a cursor of a database where nothing happened');
	sql($other, "INSERT INTO chat VALUES ('hop c', 1, 'customer', 'ann', 'lawyer')", 'hop3');
	is($readers{late}->drain($other), 'raised hop c', 'goes on in the next');
	complete('two restores', $other, %readers);
	is($now->drain($other), 'raised hop c', 'and the other');
	is($_->read($other), '', 'no more') for values %readers;

	# into the database that it came from
	$other->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/4", $other->connstr('hop3') ], 'dump 4');
	sql($other, 'DROP SCHEMA complaint CASCADE; DROP TABLE chat;', 'hop3');
	$other->command_ok([ 'pg_restore', '-e', '-d', $other->connstr('hop3'), "$folder/4" ], 'restore into the same database');
	is($now->read($other), '', 'nothing has happened there');
	sql($other, "INSERT INTO chat VALUES ('hop d', 1, 'customer', 'ann', 'lawyer')", 'hop3');
	is($now->read($other), 'raised hop d', 'what happens is read');
	is($readers{all}->read($other), 'raised hop d', 'by all');

	# and back into the database where it all began
	$other->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/5", $other->connstr('hop3') ], 'dump 5');
	sql($primary, 'DROP EXTENSION complaint CASCADE; DROP SCHEMA IF EXISTS complaint; DROP TABLE chat;');
	$primary->command_ok([ 'pg_restore', '-e', '-d', $primary->connstr('postgres'), "$folder/5" ], 'restore into the first database');
	my $back = EventReader->new(after => $now->{after});
	is($back->read($primary), '', 'nothing has happened there');
	ring($primary, 'back');
	is($back->read($primary), 'raised back', 'what happens is read, and not what had happened there long ago');

	# into one where the events that a cursor speaks of are not: rather all again than one left out
	sql($other, 'CREATE DATABASE hop4 TEMPLATE template0');
	$other->command_ok([ 'pg_restore', '-e', '-d', $other->connstr('hop4'), "$folder/3" ], 'restore an older dump');
	$now = EventReader->new(database => 'hop4', after => $now->{after});
	$now->drain($other);
	is($now->faults($other), '', 'a cursor of a time after the dump begins with the oldest event');
	$other->stop;
};

$primary->stop;
done_testing();
