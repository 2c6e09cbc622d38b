# A hot standby reads what was judged, writes nothing, and after its promotion
# judges, settles and rings as the primary did.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;

my $primary = start_server('primary', undef, allows_streaming => 1);
create_chat($primary, 'chat', 'count_messages => true', 2);
only_policies($primary, [ 'third', 2, 3 ]);
$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;

sub sql { my ($node, $sql) = @_; return $node->safe_psql('postgres', $sql); }
sub error_of { my ($sql) = @_; return ($standby->psql('postgres', $sql))[2]; }

sql($primary, q{
	INSERT INTO chat SELECT 's' || n % 5, n, 'customer', 'ann', (ARRAY['annoyed', 'hello', 'cheated'])[n % 3 + 1] FROM generate_series(1, 60) AS n;
	BEGIN;
	INSERT INTO chat VALUES ('prepared', 1, 'customer', 'ann', 'lawyer'), ('s1', 1001, 'customer', 'ann', 'lawyer');
	PREPARE TRANSACTION 'p';
	BEGIN;
	INSERT INTO chat VALUES ('waits', 1, 'customer', 'ann', 'annoyed');
	PREPARE TRANSACTION 'q';
	COMMIT PREPARED 'q';
});
$primary->wait_for_catchup($standby);

# --- it reads -----------------------------------------------------------------------------

my %questions = (
	classify => q{SELECT level, rules FROM complaint.classify('annoyed and cheated', 'mine')},
	explain => q{SELECT complaint.explain('annoyed and cheated', 'mine')},
	sessions => 'SELECT * FROM complaint.session ORDER BY 1, 2',
	classifications => 'SELECT * FROM complaint.classification ORDER BY 1, 2, 3',
	alerts => 'SELECT * FROM complaint.alert ORDER BY alert',
	unsettled => 'SELECT * FROM complaint.unsettled ORDER BY number',
	evidence => q{SELECT e.* FROM complaint.alert AS a, LATERAL complaint.evidence(a.alert) AS e ORDER BY e::text},
	events => q{SELECT e.event, e.kind FROM complaint.events(NULL) AS e ORDER BY 1},
	sources => 'SELECT * FROM complaint.sources',
	verify => 'SELECT * FROM complaint.verify(deep => true)');
for my $question (sort keys %questions)
{
	my $expected = sql($primary, $questions{$question});
	is(sql($standby, $questions{$question}), $expected, "$question is answered alike");
	isnt($expected, '', "$question has an answer") unless $question eq 'verify';
}

# --- it writes nothing -----------------------------------------------------------------------

like(error_of($_), qr/ERROR:  cannot \S+.* (?:in a read-only transaction|during recovery)/, "refused: $_")
  for q{INSERT INTO chat VALUES ('x', 1, 'customer', 'ann', 'annoyed')},
  q{SELECT complaint.acknowledge(alert, 'ann') FROM complaint.alert},
  q{SELECT complaint.attach('chat_1', session => 'session', body => 'body')},
  q{INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'slow', '''slow''', 1)};
is(sql($standby, 'SELECT complaint.settle()'), '0', 'there is nothing to settle');
like(error_of('SELECT complaint.run_due()'), qr/WARNING:  complaint.settle_due failed: cannot execute .* in a read-only transaction/, 'run_due() says that it cannot');

# the rules change on the primary under a connection of the standby
my $reader = $standby->background_psql('postgres');
is($reader->query_safe(q{SELECT level FROM complaint.classify('it is slow', 'mine')}), '0', 'not a complaint yet');
sql($primary, q{INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'slow', '''slow''', 1)});
$primary->wait_for_catchup($standby);
is($reader->query_safe(q{SELECT level FROM complaint.classify('it is slow', 'mine')}), '1', 'a connection of the standby has the new rules');

# --- it is promoted ------------------------------------------------------------------------

my $before = state($primary, 'postgres');
$primary->wait_for_catchup($standby);
$primary->stop('immediate');
$standby->promote;
my $after = state($standby, 'postgres');
# a sequence may run ahead
delete $_->{unsettled_number}, delete $_->{source_number} for $before, $after;
is_deeply($after, $before, 'all tables are as they were');
is(problems($standby), '', 'verify()');
sql($standby, q{INSERT INTO chat SELECT 'new', n, 'customer', 'ann', 'annoyed' FROM generate_series(1, 3) AS n});
is(sql($standby, q{SELECT messages, complaints FROM complaint.session WHERE session_id = 'new'}), '3|3', 'it settles');
is(sql($standby, q{SELECT policy, count FROM complaint.alert WHERE session_id = 'new'}), 'third|3', 'and rings');
is($reader->query_safe(q{BEGIN; INSERT INTO chat VALUES ('s2', 2001, 'customer', 'ann', 'slow'); SELECT complaint.settle(); COMMIT}), '1',
	'a connection from before the promotion writes');
$reader->quit;
sql($standby, "COMMIT PREPARED 'p'");
sql($standby, 'SELECT complaint.run_due()');
is(sql($standby, q{SELECT string_agg(session_id, ' ' ORDER BY session_id) FROM complaint.session WHERE session_id IN ('prepared', 'waits')}),
	'prepared waits', 'what waited is settled there');
is(sql($standby, 'SELECT count(*) FROM complaint.unsettled'), '0', 'and nothing is left');
is(problems($standby), '', 'verify() after all');
$standby->stop;
done_testing();
