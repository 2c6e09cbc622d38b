# Logical replication, the publisher or the subscriber judging, and both at once
# in a table that is written on both sides: each message counts once.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;

my @init = (allows_streaming => 'logical');
my $here = start_server('here', "complaint.worker_interval = '50ms'", @init);
my $there = start_server('there', "complaint.worker_interval = '50ms'", @init);
only_policies($_, [ 'third', 2, 3 ]) for $here, $there;

sub sql { my ($node, $sql) = @_; return $node->safe_psql('postgres', $sql); }

sub publish { my ($node, $name, $what) = @_; return sql($node, "CREATE PUBLICATION $name FOR $what"); }

# Subscribes, and waits for what is there already.
sub subscribe
{
	my ($publisher, $subscriber, $name) = @_;
	my $connection = $publisher->connstr . ' dbname=postgres';
	sql($subscriber, "CREATE SUBSCRIPTION $name CONNECTION '$connection' PUBLICATION $name");
	$subscriber->poll_query_until('postgres', q{SELECT count(*) = 0 FROM pg_subscription_rel WHERE srsubstate NOT IN ('r', 's')})
	  or die "$name is not copied";
	$publisher->wait_for_catchup($name);
	return;
}

sub sessions
{
	my ($node, $table) = @_;
	return sql($node, qq{SELECT session_id, messages, complaints, highest_level FROM complaint.session
		WHERE source = complaint.source_of('$table') ORDER BY session_id});
}
sub alerts
{
	my ($node, $table) = @_;
	return sql($node, qq{SELECT policy, session_id, state, count FROM complaint.alert
		WHERE source = complaint.source_of('$table') ORDER BY session_id, raised_at});
}
sub classifications
{
	my ($node, $table) = @_;
	return sql($node, qq{SELECT session_id, message_id, level, harms, rules FROM complaint.classification
		WHERE source = complaint.source_of('$table') ORDER BY session_id, message_id});
}

# --- the publisher judges ----------------------------------------------------------

create_chat($here, 'judged', 'count_messages => true');
sql($there, 'CREATE TABLE judged (session text, message int, sender text, agent text, body text, PRIMARY KEY (session, message))');
sql($here, "INSERT INTO judged VALUES ('a', 1, 'customer', 'ann', 'annoyed')");
publish($here, 'judged', 'TABLE judged, complaint.classification, complaint.session, complaint.alert, complaint.alert_message, complaint.event');
subscribe($here, $there, 'judged');
sql($here, q{
	INSERT INTO judged SELECT 'a', n, 'customer', 'ann', 'annoyed' FROM generate_series(2, 4) AS n;
	INSERT INTO judged VALUES ('b', 1, 'customer', 'ann', 'stolen'), ('b', 2, 'customer', 'ann', 'hello');
	UPDATE judged SET body = 'cheated' WHERE session = 'a' AND message = 1;
	DELETE FROM judged WHERE session = 'a' AND message = 2;
});
$here->wait_for_catchup('judged');
for my $table (qw(judged complaint.classification complaint.session complaint.alert complaint.alert_message complaint.event))
{
	my $rows = "SELECT t::text FROM $table AS t ORDER BY 1";
	my $published = sql($here, $rows);
	isnt($published, '', "$table has rows");
	is(sql($there, $rows), $published, "$table is the same where it was published to");
}
is(sql($there, 'SELECT count(*) FROM complaint.unsettled'), '0', 'and nothing was judged there');
sql($there, 'DROP SUBSCRIPTION judged');
sql($there, 'TRUNCATE complaint.classification, complaint.session, complaint.alert, complaint.alert_message, complaint.event');
sql($here, 'DROP PUBLICATION judged');

# --- the subscriber judges ----------------------------------------------------------

sql($here, 'CREATE TABLE raw (session text, message int, sender text, agent text, body text, PRIMARY KEY (session, message))');
sql($here, q{INSERT INTO raw VALUES ('early', 1, 'customer', 'ann', 'annoyed'), ('early', 2, 'customer', 'ann', 'annoyed')});
create_chat($there, 'raw', 'count_messages => true, apply => true', 3);
publish($here, 'raw', 'TABLE raw');
subscribe($here, $there, 'raw');
is(sessions($there, 'raw'), 'early|2|2|2', 'rows that were copied are judged');
sql($here, q{
	INSERT INTO raw VALUES ('early', 3, 'customer', 'ann', 'annoyed');
	INSERT INTO raw SELECT 's' || n % 5, n, 'customer', 'ann', (ARRAY['annoyed', 'hello', '很生气'])[n % 3 + 1] FROM generate_series(1, 60) AS n;
	BEGIN;
	INSERT INTO raw VALUES ('s1', 100, 'customer', 'ann', 'lawyer');
	SAVEPOINT a;
	INSERT INTO raw VALUES ('s1', 101, 'customer', 'ann', 'lawyer');
	ROLLBACK TO a;
	UPDATE raw SET body = 'fine' WHERE session = 's2' AND message % 2 = 0;
	UPDATE raw SET session = 'moved' WHERE session = 's3' AND message < 20;
	DELETE FROM raw WHERE session = 's4' AND message < 30;
	COMMIT;
});
$here->wait_for_catchup('raw');
is(sql($there, 'SELECT count(*) FROM raw'), sql($here, 'SELECT count(*) FROM raw'), 'all rows were applied');
is(sql($there, 'SELECT count(*) FROM complaint.unsettled'), '0', 'and settled as they were');
is(problems($there), '', 'verify() where they are judged');
like(alerts($there, 'raw'), qr/^third\|early\|open\|3$/m, 'an alert rings there');
is(sessions($there, 'raw'), sql($there, q{SELECT r.session, count(*), count(*) FILTER (WHERE j.level > 0), max(j.level)
	FROM raw AS r, LATERAL complaint.judged(r) AS j GROUP BY 1 ORDER BY 1}), 'each message is counted once');

# the rules change where they are judged, in the middle of it
sql($there, q{INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'slow', '''slow''', 1)});
sql($here, q{INSERT INTO raw VALUES ('rules', 1, 'customer', 'ann', 'slow')});
$here->wait_for_catchup('raw');
is(sql($there, q{SELECT level FROM complaint.classification WHERE session_id = 'rules'}), '1', 'the next row is judged by a rule that is new');

# what cannot be settled does not stop the replication
sql($there, 'ALTER TABLE complaint.classification ADD CONSTRAINT broken CHECK (false) NOT VALID');
sql($here, q{INSERT INTO raw VALUES ('kept', 1, 'customer', 'ann', 'annoyed')});
$here->wait_for_catchup('raw');
is(sql($there, q{SELECT session_id, sqlstate FROM complaint.unsettled}), 'kept|23514', 'what cannot be settled is put aside');
is(sql($there, q{SELECT count(*) FROM raw WHERE session = 'kept'}), '1', 'and the row is applied');
sql($there, 'ALTER TABLE complaint.classification DROP CONSTRAINT broken');
sql($there, 'SELECT complaint.run_due()');
is(sql($there, q{SELECT complaints FROM complaint.session WHERE session_id = 'kept'}), '1', 'run_due() settles it');
sql($here, 'TRUNCATE raw');
$here->wait_for_catchup('raw');
is(classifications($there, 'raw'), '', 'TRUNCATE is applied, too');
is(problems($there), '', 'verify() at the end');

# without apply, applied rows are not judged; the side's own rows are
sql($here, 'CREATE TABLE plain (session text, message int, sender text, agent text, body text, PRIMARY KEY (session, message))');
create_chat($there, 'plain');
publish($here, 'plain', 'TABLE plain');
subscribe($here, $there, 'plain');
sql($here, q{INSERT INTO plain VALUES ('a', 1, 'customer', 'ann', 'annoyed')});
$here->wait_for_catchup('plain');
sql($there, q{INSERT INTO plain VALUES ('b', 1, 'customer', 'ann', 'annoyed')});
is(sessions($there, 'plain'), 'b||1|2', 'without apply only what the side writes itself is judged');

like(problems($there), qr/^not classified\|\d+\|a\|1\|[^\n]*$/, 'and verify() names what is not');
sql($_, 'TRUNCATE plain') for $here, $there;

# --- both ways -------------------------------------------------------------------------

# Each side publishes the rows that it wrote, so that none comes back.
for my $node ($here, $there)
{
	my ($name, $other) = $node == $here ? ('here', 'there') : ('there', 'here');
	sql($node, qq{
		CREATE TABLE both_ways (side text DEFAULT '$name', session text, message int, sender text DEFAULT 'customer', agent text, body text,
			PRIMARY KEY (side, session, message));
		SELECT complaint.attach('both_ways', session => 'session', body => 'body', sender => 'sender', agent => 'agent',
			ruleset => 'mine', count_messages => true, apply => true);
		CREATE PUBLICATION from_$name FOR TABLE both_ways WHERE (side = '$name');
	});
}
subscribe($here, $there, 'from_here');
subscribe($there, $here, 'from_there');
for my $round (1 .. 5)
{
	for my $node ($here, $there)
	{
		sql($node, qq{
			INSERT INTO both_ways (session, message, agent, body) SELECT 's' || n % 4, $round * 100 + n, 'ann',
				(ARRAY['annoyed', 'hello', 'cheated'])[n % 3 + 1] FROM generate_series(1, 20) AS n;
			UPDATE both_ways SET body = 'fine' WHERE message = $round * 100 + 3;
			DELETE FROM both_ways WHERE message = $round * 100 + 5 AND side = '${\$node->name}';
		});
	}
}
$here->wait_for_catchup('from_here');
$there->wait_for_catchup('from_there');
sql($_, 'SELECT complaint.run_due()') for $here, $there;
for my $node ($here, $there)
{
	my $name = $node->name;
	is(problems($node), '', "verify() $name");
	is(sessions($node, 'both_ways'), sql($node, q{SELECT b.session, count(*), count(*) FILTER (WHERE j.level > 0), max(j.level)
		FROM both_ways AS b, LATERAL complaint.judged(b) AS j GROUP BY 1 ORDER BY 1}), "each message is counted once $name");
}
sql($there, "DROP SUBSCRIPTION $_") for qw(raw plain from_here);
sql($here, 'DROP SUBSCRIPTION from_there');
$_->stop for $here, $there;
done_testing();
