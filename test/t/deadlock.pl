# Transactions of five messages each into two hundred sessions, from eight
# clients: none of them fails, none of them waits for another in a circle.  And
# eight clients that meet in ever new sessions, whose row each wants to insert.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;

my $seconds = 7;
my $node = start_server('deadlock', "deadlock_timeout = '100ms'\nlog_lock_waits = off");
create_chat($node, 'chat', 'count_messages => true');
only_policies($node, [ 'third', 2, 3 ], [ 'critical_mine', 4, 1 ]);
$node->safe_psql('postgres', 'CREATE SEQUENCE n; CREATE TABLE said (body text, n serial)');
$node->safe_psql('postgres', q{INSERT INTO said (body) VALUES ('annoyed'), ('cheated'), ('my lawyer'), ('broken'), ('hello')});

my $script = $node->basedir . '/five';
append_to_file($script, "BEGIN;\n" . join('', map { "\\set s$_ random(1, 200)\n\\set b$_ random(1, 5)\n"
	. "INSERT INTO chat SELECT 's' || :s$_, nextval('n'), 'customer', 'ann', body FROM said WHERE n = :b$_;\n" } 1 .. 5) . "END;\n");
my $retract = $node->basedir . '/retract';
append_to_file($retract, "\\set k random(1, 8)\nBEGIN;\nDELETE FROM chat WHERE message IN (SELECT message FROM chat WHERE session = 's' || (:client_id * 8 + :k) LIMIT 2 FOR UPDATE SKIP LOCKED);\n"
	. "UPDATE chat SET body = 'fine' WHERE message IN (SELECT message FROM chat WHERE session = 's' || (:client_id * 8 + :k + 64) ORDER BY message DESC LIMIT 2 FOR UPDATE SKIP LOCKED);\nEND;\n");

my $meet = $node->basedir . '/meet';
append_to_file($meet, "INSERT INTO chat SELECT 'new' || (extract(epoch FROM clock_timestamp()) * 100)::bigint, nextval('n'), 'customer', 'ann', 'annoyed';\n");

sub bench
{
	my ($what, $time, @scripts) = @_;
	my ($out, $err) = ('', '');
	my $ok = run_log([ 'pgbench', '-n', '-c', '8', '-j', '2', '-T', $time, '-M', 'prepared',
			(map { ('-f', $_) } @scripts), $node->connstr('postgres') ], '>', \$out, '2>', \$err);
	ok($ok, "$what: pgbench") or diag($out, $err);
	like($out, qr/number of failed transactions: 0 /, "$what: no transaction failed");
	my ($transactions) = $out =~ /number of transactions actually processed: (\d+)/;
	cmp_ok($transactions // 0, '>', 200, "$what: there was something to get into each other's way");
	note "$what: $transactions transactions in $time s";
	return;
}
bench('opposite order', $seconds, "$script\@9", "$retract\@1");
bench('new sessions', 3, $meet);

my $log = slurp_file($node->logfile);
unlike($log, qr/deadlock detected/, 'no deadlock');
unlike($log, qr/ERROR|WARNING|PANIC|unsettled/, 'no error, and nothing was put aside');
is($node->safe_psql('postgres', 'SELECT count(*) FROM complaint.unsettled'), '0', 'nothing is unsettled');
is(problems($node), '', 'verify()');
is($node->safe_psql('postgres', q{SELECT policy, session_id FROM complaint.alert WHERE state <> 'resolved' GROUP BY 1, 2 HAVING count(*) > 1}),
	'', 'no session has two alerts of a policy');
cmp_ok($node->safe_psql('postgres', q{SELECT count(*) FROM complaint.alert WHERE policy = 'third'}), '>', 150, 'sessions have theirs');
$node->stop;
done_testing();
