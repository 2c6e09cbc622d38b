# A connection that does the same again and again does not grow: messages,
# changes of rules, statements that fail.
#
# MESSAGES=, CHANGES= and FAILURES= say how many (make growth: a million, and ten
# thousand of the others).
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;

my $messages = $ENV{MESSAGES} // 40_000;
my $changes = $ENV{CHANGES} // 400;
my $failures = $ENV{FAILURES} // 800;

# What the measurements of the second half may differ by, in kB: less than what
# one byte a message or one small context a change would come to in a long run.
my $contexts_may = 64;
my $process_may = 256;

my $node = start_server('growth', "autovacuum = off\nlog_min_messages = fatal\nlog_min_error_statement = panic\nmax_wal_size = 2GB");
create_chat($node, 'chat', 'count_messages => true');
only_policies($node, [ 'third', 2, 3 ]);
$node->safe_psql('postgres', q{
	CREATE TABLE refused (session text, message int PRIMARY KEY, body text CHECK (body <> 'no'));
	SELECT complaint.attach('refused', session => 'session', body => 'body', ruleset => 'mine');
	CREATE FUNCTION process_kb() RETURNS bigint LANGUAGE plpgsql AS $$
	BEGIN
		RETURN (SELECT m[1]::bigint FROM regexp_matches(pg_read_file('/proc/self/smaps_rollup'), 'Anonymous: +(\d+) kB') AS m);
	EXCEPTION WHEN OTHERS THEN		-- in a root without /proc
		RETURN 0;
	END $$;
});

# Runs pieces of SQL in one connection, ten times as many as one mark; the kB of
# all memory contexts, and of the process alone, at each mark.  Of the process it
# is what no file is behind: whether a page of a file is its own depends on who
# else runs.
sub measure
{
	my ($name, $times, $piece) = @_;
	my $file = $node->basedir . "/$name.sql";
	open(my $sql, '>', $file) or die "$file: $!";
	print $sql "\\set ON_ERROR_STOP off\n";
	for my $mark (1 .. 10)
	{
		print $sql $piece->($_), "\n" for ($mark - 1) * $times / 10 + 1 .. $mark * $times / 10;
		print $sql "SELECT 'mark', (SELECT sum(total_bytes) / 1024 FROM pg_backend_memory_contexts)::bigint, public.process_kb();\n";
	}
	close($sql);
	my ($out, $err);
	IPC::Run::run([ 'psql', '-XAtq', '-f', $file, $node->connstr('postgres') ], '>', \$out, '2>', \$err);
	my @marks = map { [ (split /\|/)[ 1, 2 ] ] } grep { /^mark\|/ } split(/\n/, $out);
	is(scalar(@marks), 10, "$name: the connection lives") or diag(substr($err, 0, 2000));
	my @grown = map { $marks[9][$_] - $marks[4][$_] } 0, 1;
	note "$name: contexts and process, kB: " . join(' ', map { "$_->[0]/$_->[1]" } @marks);
	cmp_ok($grown[0], '<=', $contexts_may, "$name: the memory contexts do not grow (kB)");
	cmp_ok($grown[1], '<=', $process_may, "$name: nor does the process (kB)");
	return $err;
}

# messages: a hundred a transaction, in two hundred sessions; what they leave is
# removed, so that only memory could grow
measure('messages', $messages / 100, sub {
	my ($n) = @_;
	return ($n % 50 == 0 ? 'TRUNCATE chat, complaint.classification, complaint.session, complaint.alert, complaint.alert_message, complaint.event, complaint.episode;' : '')
	  . "INSERT INTO chat SELECT 's' || n % 200, n + 100 * $n, 'customer', 'ann', (ARRAY['good morning', 'annoyed', 'thank you', '我很生气', 'I paid \$40 on 3 May', 'cheated'])[n % 6 + 1] FROM generate_series(1, 100) AS n;";
});
is($node->safe_psql('postgres', 'SELECT count(*) FROM complaint.unsettled'), '0', 'all of them were settled');

# rules: each change is read again
measure('rules', $changes, sub {
	my ($n) = @_;
	return "UPDATE complaint.rule SET level = 1 + $n % 4 WHERE ruleset = 'mine' AND rule = 'broken'; SELECT level FROM complaint.classify('it is broken', 'mine');"
	  . ($n % 5 == 0 ? "INSERT INTO complaint.term (ruleset, entity, term) VALUES ('mine', 'mood', 'word $n'); DELETE FROM complaint.term WHERE term = 'word $n';" : '');
});

# policies, and with them what is known of them
measure('policies', $changes, sub {
	my ($n) = @_;
	return "UPDATE complaint.alert_policy SET threshold = 2 + $n % 3 WHERE policy = 'third'; INSERT INTO chat VALUES ('policy ' || $n % 10, -$n, 'customer', 'ann', 'annoyed');";
});

# statements that fail, at different depths
my @failing = (
	sub { "INSERT INTO refused VALUES ('s', $_[0], 'cheated'), ('s', $_[0], 'twice');" },
	sub { "INSERT INTO refused VALUES ('s', $_[0], 'annoyed'), ('s', -$_[0], 'no');" },
	sub { "SELECT complaint.classify('annoyed', 'nobody''s');" },
	sub { "SELECT '{mood} near/' || '$_[0]' || ' ('::text::complaint.pattern;" },
	sub { "SELECT ('''a'' & (' || '{mood} near/' || $_[0])::complaint.pattern;" },
	sub { "INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'n$_[0]', '{nothing}', 9);" },
	sub { "SELECT complaint.attach('refused', session => 'session', body => 'body');" },
	sub { "BEGIN; INSERT INTO chat VALUES ('failing', 500000000 + $_[0], 'customer', 'ann', 'annoyed'); SELECT complaint.settle(); SELECT 1 / 0; COMMIT;" },
	sub { "BEGIN; SAVEPOINT a; INSERT INTO chat VALUES ('failing', 500000000 + $_[0], 'customer', 'ann', 'annoyed'); SELECT 1 / 0; ROLLBACK TO a; COMMIT;" },
	sub { "SELECT complaint.acknowledge(gen_random_uuid(), 'ann');" },
	sub { "SELECT complaint.evidence('$_[0]');" });
my $said = measure('failures', $failures, sub { my ($n) = @_; return $failing[ $n % @failing ]->($n); });
my $errors = () = $said =~ /ERROR:/g;
cmp_ok($errors, '>=', $failures, 'each of them failed');

# settling that fails, and is contained
$node->safe_psql('postgres', 'ALTER TABLE complaint.classification ADD CONSTRAINT broken CHECK (false) NOT VALID');
measure('contained', $failures, sub {
	my ($n) = @_;
	return "INSERT INTO chat VALUES ('contained', 600000000 + $n, 'customer', 'ann', 'annoyed');" . ($n % 20 == 0 ? 'TRUNCATE complaint.unsettled;' : '');
});
$node->stop;
done_testing();
