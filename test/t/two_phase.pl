# Prepared transactions hold no session: what they judged is listed in
# complaint.unsettled by their commit, and settled by whoever comes next or by
# complaint.run_due().  And what was committed is there after a crash.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;

my $node = start_server('two_phase', "complaint.settle_timeout = '200ms'");
create_chat($node, 'chat', 'count_messages => true');
only_policies($node, [ 'third', 2, 3 ]);

sub sql { return $node->safe_psql('postgres', @_); }
sub unsettled { return sql("SELECT string_agg(session_id || ' ' || message_id || ' ' || operation || ' ' || sqlstate, ', ' ORDER BY number) FROM complaint.unsettled"); }
sub session { return sql("SELECT session_id, messages, complaints FROM complaint.session WHERE session_id = '$_[0]'"); }
sub alerts { return sql("SELECT policy, session_id, count FROM complaint.alert WHERE session_id = '$_[0]'"); }

# held by nobody, visible to nobody
sql(q{
	INSERT INTO chat VALUES ('s', 1, 'customer', 'ann', 'annoyed');
	BEGIN;
	INSERT INTO chat VALUES ('s', 11, 'customer', 'ann', 'annoyed'), ('s', 12, 'customer', 'ann', 'good morning'),
		('t', 1, 'customer', 'ann', 'stolen');
	SAVEPOINT x;
	INSERT INTO chat VALUES ('s', 13, 'customer', 'ann', 'lawyer');
	ROLLBACK TO x;
	UPDATE chat SET body = 'not any more' WHERE session = 's' AND message = 1;
	PREPARE TRANSACTION 'p';
});
is(unsettled(), '', 'nothing is listed before the commit');
sql("INSERT INTO chat VALUES ('s', 2, 'customer', 'ann', 'annoyed')");
is(unsettled(), '', 'another writer does not wait for a prepared transaction');
is(session('s'), 's|2|2', 'and sees nothing of it');
is(problems($node), '', 'verify() while it is prepared');

# committed: listed, then settled by run_due()
sql("COMMIT PREPARED 'p'");
is( unsettled(),
	's  count 00000, s 1 remove 00000, s 1 remove 00000, s 11 store 00000, t 1 store 00000',
	'a committed prepared transaction is listed');
is(session('s'), 's|2|2', 'it is not settled yet');
is(problems($node), '', 'verify() knows of it');
is(sql('SELECT complaint.run_due()'), '5', 'run_due() settles it');
is(unsettled(), '', 'nothing is left');
is(session('s'), 's|4|2', 'the session is right');
is(session('t'), 't|1|0', 'and so is a session that had no row');
is(alerts('s'), '', 'two messages ring nobody');

# settled by the next writer to the session, who finds the threshold reached
sql(q{
	BEGIN;
	INSERT INTO chat VALUES ('s', 14, 'customer', 'ann', 'annoyed');
	PREPARE TRANSACTION 'p';
});
sql("COMMIT PREPARED 'p'");
is(alerts('s'), '', 'a prepared transaction rings only once it is settled');
sql("INSERT INTO chat VALUES ('s', 3, 'customer', 'ann', 'good evening')");
is(unsettled(), '', 'a calm message drains where messages are counted');
is(alerts('s'), 'third|s|3', 'the third message rings');

# rolled back: as if it had never been
sql(q{
	BEGIN;
	INSERT INTO chat VALUES ('r', 1, 'customer', 'ann', 'annoyed');
	DELETE FROM chat WHERE session = 's';
	PREPARE TRANSACTION 'p';
});
sql("ROLLBACK PREPARED 'p'");
is(unsettled(), '', 'a prepared transaction that is rolled back lists nothing');
is(session('r'), '', 'and stores nothing');
is(problems($node), '', 'verify() after ROLLBACK PREPARED');

# a truncation in a prepared transaction
sql(q{
	INSERT INTO chat VALUES ('u', 1, 'customer', 'ann', 'annoyed');
	BEGIN;
	TRUNCATE chat;
	INSERT INTO chat VALUES ('u', 2, 'customer', 'ann', 'annoyed');
	PREPARE TRANSACTION 'p';
});
sql("COMMIT PREPARED 'p'");
sql('SELECT complaint.run_due()');
is(sql('SELECT session_id, messages, complaints FROM complaint.session'), 'u|1|1', 'TRUNCATE in a prepared transaction');
is(problems($node), '', 'verify() after it');

# a crash: what was committed is there, what was prepared waits, the rest never was
sql('TRUNCATE chat');
sql("INSERT INTO chat SELECT 's' || i % 7, i, 'customer', 'ann', 'annoyed' FROM generate_series(1, 100) AS i");
sql(q{
	BEGIN;
	INSERT INTO chat VALUES ('p', 1, 'customer', 'ann', 'cheated'), ('s1', 1001, 'customer', 'ann', 'cheated');
	PREPARE TRANSACTION 'p';
});
my $open = $node->background_psql('postgres');
$open->query_safe("BEGIN; INSERT INTO chat VALUES ('never', 1, 'customer', 'ann', 'lawyer'); SELECT complaint.settle();");
my $before = state($node, 'postgres');
$node->stop('immediate');
$open->{run}->finish;
$node->start;
my $after = state($node, 'postgres');
# a sequence may run ahead after a crash
delete $_->{unsettled_number}, delete $_->{source_number} for $before, $after;
is_deeply($after, $before, 'all tables are as they were before the crash');
is(sql("SELECT count(*) FROM chat WHERE session = 'never'"), '0', 'the open transaction is gone');
is(problems($node), '', 'verify() after the crash');
sql("COMMIT PREPARED 'p'");
is(unsettled(), 'p 1 store 00000, s1 1001 store 00000', 'a prepared transaction survived the crash with its verdicts');
sql('SELECT complaint.run_due()');
is(session('p'), 'p|1|1', 'and is settled');
is(problems($node), '', 'verify() after that');
$node->stop;
done_testing();
