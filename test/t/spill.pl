# A batch beyond complaint.batch_memory goes to temporary files and gives the
# same rows as one that fits in memory.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;

my $node = start_server('spill', 'log_temp_files = 0');
only_policies($node, [ 'third', 2, 3 ], [ 'hundredth', 1, 30 ]);

# 20,000 messages in 500 sessions and no order, four in ten of them complaints
my @bodies = ('good morning', 'thank you very much for your help', 'where is my parcel', 'see you',
	'ok', 'yes', 'it is broken', 'I am annoyed', '我很生气', 'cheated! and my card was stolen, my lawyer says');
srand(7);
my $file = $node->basedir . '/messages.csv';
open(my $csv, '>', $file) or die "$file: $!";
binmode($csv);
for my $message (1 .. 20_000)
{
	printf $csv "s%d,%d,customer,a%d,\"%s\"\n", int(rand(500)), $message, int(rand(9)), $bodies[ int(rand(@bodies)) ];
}
close($csv);

sub load
{
	my ($table, $memory) = @_;
	create_chat($node, $table, 'count_messages => true');
	$node->safe_psql('postgres', qq{
		SET complaint.batch_memory = '$memory';
		BEGIN;
		COPY $table FROM '$file' (FORMAT csv);
		SAVEPOINT a;
		DELETE FROM $table WHERE message % 5 = 0;
		SAVEPOINT b;
		UPDATE $table SET body = 'annoyed' WHERE message % 7 = 0;
		ROLLBACK TO b;
		UPDATE $table SET session = 's' || message % 3 WHERE message % 11 = 0;
		RELEASE a;
		UPDATE $table SET body = 'fine' WHERE message % 13 = 0;
		COMMIT;
	});
	return;
}

# What is stored of a table but what differs by nature.
sub stored
{
	my ($table) = @_;
	my $of = "source = complaint.source_of('$table')";
	return $node->safe_psql('postgres', qq{
		SELECT session_id, message_id, level, harms, type, rules, entities, starts, lengths, agent, rings
		FROM complaint.classification WHERE $of ORDER BY 1, 2;
		SELECT session_id, messages, complaints, level_1, level_2, level_3, level_4, highest_level, harmed, types, harms
		FROM complaint.session WHERE $of ORDER BY 1;
		SELECT policy, session_id, episode, state, level, harms, type, count FROM complaint.alert WHERE $of ORDER BY 1, 2;
	});
}

my $offset = -s $node->logfile;
load('large', '1GB');
my $log = substr(slurp_file($node->logfile), $offset);
unlike($log, qr/temporary file: path/, 'a batch that fits writes no files');
$offset = -s $node->logfile;
load('small', '64kB');
$log = substr(slurp_file($node->logfile), $offset);
like($log, qr/temporary file: path/, 'a small batch_memory makes it spill');

my $large = stored('large');
cmp_ok(scalar(split(/\n/, $large)), '>', 6000, 'there is something to compare');
ok(stored('small') eq $large, 'the same rows with and without files');
is($node->safe_psql('postgres', 'SELECT count(*) FROM complaint.unsettled'), '0', 'nothing was put aside');
is(problems($node), '', 'verify()');

# two tables by turns: each file has messages of both, of sessions of the same names
sub load_by_turns
{
	my ($memory, @tables) = @_;
	my $inserts = '';
	for my $table (@tables)
	{
		create_chat($node, $table);
		$inserts .= "INSERT INTO $table SELECT session, message, sender, agent, body FROM large WHERE message % 100 = turn;\n";
	}
	$node->safe_psql('postgres', qq{
		SET complaint.batch_memory = '$memory';
		DO \$\$ BEGIN FOR turn IN 0 .. 99 LOOP $inserts END LOOP; END \$\$;
	});
	return;
}

load_by_turns('1GB', 'both_1', 'both_2');
$offset = -s $node->logfile;
load_by_turns('64kB', 'turn_1', 'turn_2');
like(substr(slurp_file($node->logfile), $offset), qr/temporary file: path/, 'messages of two tables spill');
for my $number (1, 2)
{
	$large = stored("both_$number");
	cmp_ok(scalar(split(/\n/, $large)), '>', 6000, "there is something to compare of table $number");
	ok(stored("turn_$number") eq $large, "table $number: the same rows, and each session settled once, with and without files");
}

# a partition that is truncated after its messages went to files
create_chat($node, 'parts', 'count_messages => true', 3);
$node->safe_psql('postgres', qq{
	SET complaint.batch_memory = '64kB';
	BEGIN;
	COPY parts FROM '$file' (FORMAT csv);
	TRUNCATE parts_2;
	INSERT INTO parts SELECT session, message + 100000, sender, agent, body FROM large WHERE message % 3 = 0;
	SAVEPOINT a;
	TRUNCATE parts_1;
	INSERT INTO parts SELECT session, message + 200000, sender, agent, body FROM large WHERE message % 3 = 0;
	ROLLBACK TO a;
	COMMIT;
});
is($node->safe_psql('postgres', 'SELECT count(*) FROM complaint.unsettled'), '0', 'TRUNCATE of a partition in a batch on disk');
is(problems($node), '', 'verify() after it');
is( $node->safe_psql('postgres', q{SELECT count(*) FROM complaint.classification WHERE source = complaint.source_of('parts')}),
	$node->safe_psql('postgres', q{SELECT count(*) FROM parts AS p, LATERAL complaint.judged(p) AS j WHERE j.level > 0 OR j.harms <> '{}'}),
	'no verdict is lost');

# put aside from files: the session is held by another transaction
my $holder = $node->background_psql('postgres');
$holder->query_safe("BEGIN; INSERT INTO small VALUES ('s42', 30000, 'customer', 'x', 'annoyed'); SELECT complaint.settle();");
$node->safe_psql('postgres', q{
	SET complaint.batch_memory = '64kB';
	SET complaint.settle_timeout = '20ms';
	UPDATE small SET body = 'annoyed' WHERE message <= 5000;
});
cmp_ok($node->safe_psql('postgres', 'SELECT count(*) FROM complaint.unsettled'), '>=', 4000, 'a large batch is put aside');
$holder->query_safe('COMMIT');
$holder->quit;
$node->safe_psql('postgres', 'SELECT complaint.run_due()');
is($node->safe_psql('postgres', 'SELECT count(*) FROM complaint.unsettled'), '0', 'and settled by run_due()');
is(problems($node), '', 'verify() after that');
$node->stop;
done_testing();
