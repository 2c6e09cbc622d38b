# pg_dump and restore give the same state: every table of ours, the attached
# tables still attached, messages judged neither twice nor never.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;

my $node = start_server('dump');

sub sql { return $node->safe_psql('postgres', @_); }

# definitions of one's own
sql(q{
	INSERT INTO complaint.harm (harm) VALUES ('insult');
	INSERT INTO complaint.type (type, parent) VALUES ('fees.secret', 'fees');
	INSERT INTO complaint.rule (ruleset, rule, pattern, type, harm) VALUES ('mine', 'secret', '{mood} near/5 ''fee*''', 'fees.secret', 'insult');
	INSERT INTO complaint.rule_test (ruleset, body, level) VALUES ('mine', 'annoyed', 2);
	INSERT INTO complaint.alert_policy (policy, min_level, harms, types, threshold, time_window, cooldown) VALUES
		('a_mine', 2, '{insult}', '{fees}', 1, NULL, '0'), ('z_mine', 1, NULL, NULL, 2, '1 day', '3 days');
	INSERT INTO complaint.alert_policy_override (policy, threshold) VALUES ('repeated', 2);
	INSERT INTO complaint.alert_policy_override (policy, mode) VALUES ('harm', 'shadow');
});

# tables of every kind
create_chat($node, 'chat', 'count_messages => true', 3);
sql(q{
	CREATE SCHEMA "My Schema";
	CREATE TABLE "My Schema"."My Chat" ("Say It" text, id uuid PRIMARY KEY DEFAULT gen_random_uuid(), "Who" bigint, dropped int, at timestamp, "tag, no" text, queue text);
	ALTER TABLE "My Schema"."My Chat" DROP COLUMN dropped;
	SELECT complaint.attach('"My Schema"."My Chat"', session => 'Who', body => 'Say It', at => 'at', time_zone => 'Asia/Shanghai', tags => '{queue}', ruleset => 'mine');
	SELECT complaint.create_conversation('conversation');
	CREATE TABLE gone (session text, message int PRIMARY KEY, body text);
	SELECT complaint.attach('gone', session => 'session', body => 'body', ruleset => 'mine');
	INSERT INTO gone VALUES ('s', 1, 'annoyed');
	SELECT complaint.detach('gone');
});
sql(q{
	INSERT INTO chat SELECT 's' || i % 10, i, 'customer', 'a' || i % 3,
		(ARRAY['annoyed about the fees', 'hello', 'broken', 'cheated', 'stolen'])[i % 5 + 1] FROM generate_series(1, 200) AS i;
	INSERT INTO "My Schema"."My Chat" ("Say It", "Who", at, queue) VALUES ('annoyed', 7, now(), 'q1'), ('annoyed', 7, now(), 'q2'), (NULL, 8, NULL, NULL);
	INSERT INTO conversation (session_id, message_id, customer_id, agent_id, body) VALUES ('c', 1, 'u', 'ann', 'I will call my lawyer'), ('c', 2, 'u', 'ann', 'hello');
	SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert WHERE session_id = 's1';
	SELECT complaint.resolve(alert, 'ann', 'a ''note''') FROM complaint.alert WHERE session_id IN ('s1', 's2');
	SELECT complaint.assign_session('chat', 's3', 'bob'), complaint.assign_session('chat', 'empty', 'bob');
	BEGIN;
	INSERT INTO chat VALUES ('s4', 1001, 'customer', 'ann', 'annoyed'), ('fresh', 1002, 'customer', 'ann', 'stolen');
	DELETE FROM chat WHERE session = 's5' AND message < 50;
	PREPARE TRANSACTION 'p';
});
sql("COMMIT PREPARED 'p'");
cmp_ok(sql('SELECT count(*) FROM complaint.alert'), '>', 10, 'there are alerts');
cmp_ok(sql('SELECT count(*) FROM complaint.unsettled'), '>', 2, 'there are unsettled messages');
is(problems($node), '', 'verify() before the dump');

my $before = state($node, 'postgres');
cmp_ok(scalar(keys %$before), '>=', 19, 'tables to compare');
my $columns = sql('SELECT relation, columns, ruleset, customer_senders, time_zone, count_messages, enabled FROM complaint.sources ORDER BY source');

my $folder = $node->backup_dir;
mkdir $folder;
$node->command_ok([ 'pg_dump', '-f', "$folder/plain", $node->connstr('postgres') ], 'dump in plain format');
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$folder/custom", $node->connstr('postgres') ], 'dump in custom format');

# what is shipped comes with the extension
my $dump = slurp_file("$folder/plain");
my %copied;
while ($dump =~ /^COPY complaint\.(\w+) \([^)]*\) FROM stdin;\n(.*?)^\\\.$/msg)
{
	$copied{$1} = $2;
}
unlike($copied{rule}, qr/^default\t/m, 'shipped rules are not dumped');
like($copied{rule}, qr/^mine\tsecret\t/m, 'yours are');
unlike($copied{alert_policy}, qr/^(repeated|critical|harm)\t/m, 'shipped policies are not dumped');
like($copied{alert_policy}, qr/^a_mine\t/m, 'yours are');
like($copied{alert_policy_override}, qr/^repeated\t/m, 'overrides are');
is(join(' ', split /\n/, $copied{harm} =~ s/\t.*//rmg), 'insult', 'harms of yours only');
is(join(' ', split /\n/, $copied{type} =~ s/\t.*//rmg), 'fees.secret', 'types of yours only');
ok(!exists $copied{level}, 'levels are not dumped');

for my $format (qw(plain custom))
{
	$node->safe_psql('postgres', "CREATE DATABASE $format");
	$node->command_ok($format eq 'plain'
		? [ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($format), '-f', "$folder/plain" ]
		: [ 'pg_restore', '-e', '-j', '3', '-d', $node->connstr($format), "$folder/custom" ], "$format: restore");

	my $after = state($node, $format);
	is($after->{$_}, $before->{$_}, "$format: $_") for sort keys %$before;
	is($node->safe_psql($format, 'SELECT relation, columns, ruleset, customer_senders, time_zone, count_messages, enabled FROM complaint.sources ORDER BY source'),
		$columns, "$format: the tables are attached as before");
	is(problems($node, $format), '', "$format: verify()");

	# life goes on
	is($node->safe_psql($format, 'SELECT complaint.run_due() > 2; SELECT count(*) FROM complaint.unsettled'), "t\n0",
		"$format: what was unsettled is settled");
	my $number = $node->safe_psql($format, q{
		INSERT INTO chat VALUES ('s6', 2001, 'customer', 'ann', 'cheated'), ('later', 2002, 'customer', 'ann', 'annoyed'), ('later', 2003, 'customer', 'ann', 'annoyed');
		INSERT INTO "My Schema"."My Chat" ("Say It", "Who", at, queue) VALUES ('cheated', 9, '2020-01-01 08:00', 'q9');
		DELETE FROM chat WHERE session = 's7';
		UPDATE chat SET body = 'fine' WHERE session = 's8';
		INSERT INTO gone VALUES ('s', 2, 'annoyed');
		CREATE TABLE another (session text, message int PRIMARY KEY, body text);
		SELECT complaint.attach('another', session => 'session', body => 'body', ruleset => 'mine');
	});
	is($number, '5', "$format: the next attached table gets a number of its own");
	is($node->safe_psql($format, q{SELECT level, at, tags FROM complaint.classification WHERE session_id = '9'}),
		'3|2020-01-01 00:00:00+00|{"queue": "q9"}', "$format: new messages are judged");
	is($node->safe_psql($format, q{SELECT policy, mode FROM complaint.alert WHERE session_id = 'later' ORDER BY policy}),
		"repeated|live\nz_mine|live", "$format: the policies and their overrides hold");
	is($node->safe_psql($format, q{SELECT count(*) FROM complaint.classification AS c JOIN complaint.source AS s USING (source) WHERE detached_at IS NOT NULL}),
		'1', "$format: a detached table stays detached");
	$node->safe_psql($format, 'TRUNCATE chat');
	is(problems($node, $format), '', "$format: verify() after that");
}
$node->stop;
done_testing();
