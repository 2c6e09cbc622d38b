# What a listener hears: after the commit and only then, ids and counts and
# never a customer's words, short whatever the ids.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use JSON::PP;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;

my $node = start_server('notify');
create_chat($node, 'chat');
only_policies($node, [ 'second', 2, 2 ], [ 'critical_mine', 4, 1 ]);

sub sql { return $node->safe_psql('postgres', @_); }

my $listener = $node->background_psql('postgres');

# The notifications that came since the last call: [channel, payload] each.
sub heard
{
	my $output = $listener->query('SELECT 1');
	my @heard;
	while ($output =~ /Asynchronous notification "([^"]+)" with payload "(.*)" received from server process with PID \d+\./g)
	{
		push @heard, [ $1, $2 ];
	}
	return @heard;
}

my $long_agent = 'Ägent "7"\\' . ('x' x 290);
my $long_session = 'session/' . ('s' x 10_240);
my $long_channel = sql("SELECT complaint.channel(\$\$$long_agent\$\$)");
like($long_channel, qr/^complaint_agent_[0-9a-f]{32}$/, 'channel of a long agent id');
my $ann_channel = sql("SELECT complaint.channel('ann')");
$listener->query_safe("LISTEN complaint; LISTEN complaint_admin; LISTEN \"$ann_channel\"; LISTEN \"$long_channel\";");

# only once it is committed
my $writer = $node->background_psql('postgres');
$writer->query_safe("BEGIN");
$writer->query_safe("INSERT INTO chat VALUES ('s', 1, 'customer', 'ann', 'very annoyed'), ('s', 2, 'customer', 'ann', 'annoyed and cheated, broken')");
$writer->query_safe("SELECT complaint.settle()");
is(scalar(heard()), 0, 'nothing is heard before the commit');
$writer->query_safe("COMMIT");
my @heard = heard();
is_deeply([ sort map { $_->[0] } @heard ],
	[ sort('complaint', 'complaint_admin', $ann_channel) ], 'heard on all three channels, once each');
is(scalar(keys %{ { map { $_->[1] => 1 } @heard } }), 1, 'the same payload on all');

my $payload = decode_json($heard[0][1]);
is(join(' ', sort keys %$payload), 'agent alert at count event harm kind level policy session source type v', 'its keys');
is($payload->{v}, 1, 'version');
is($payload->{kind}, 'raised', 'kind');
is($payload->{policy}, 'second', 'policy');
is($payload->{session}, 's', 'session');
is($payload->{agent}, 'ann', 'agent');
is($payload->{level}, 3, 'level');
is_deeply($payload->{harm}, [], 'harm');
is($payload->{type}, 'fees', 'type');
is($payload->{count}, 2, 'count');
like($payload->{at}, qr/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$/, 'time');
is(sql("SELECT source = $payload->{source} AND state = 'open' FROM complaint.alert WHERE alert = '$payload->{alert}'"),
	't', 'the alert is that row');
is(sql("SELECT kind FROM complaint.event WHERE event = '$payload->{event}'"), 'raised', 'the event is that row');
unlike($heard[0][1], qr/annoyed|very|cheated|broken/, 'no word of the customer');

# rolled back, as a whole or to a savepoint
$writer->query_safe("BEGIN");
$writer->query_safe("INSERT INTO chat VALUES ('r', 1, 'customer', 'ann', 'lawyer')");
$writer->query_safe("SELECT complaint.settle()");
$writer->query_safe("ROLLBACK");
is(scalar(heard()), 0, 'nothing is heard of what was rolled back');
$writer->query_safe("BEGIN; SAVEPOINT x; INSERT INTO chat VALUES ('r', 1, 'customer', 'ann', 'lawyer'); SELECT complaint.settle(); ROLLBACK TO x; COMMIT;");
is(scalar(heard()), 0, 'nor to a savepoint');
$writer->query_safe("BEGIN; INSERT INTO chat VALUES ('r', 1, 'customer', 'ann', 'lawyer'); SAVEPOINT x; SELECT complaint.settle(); ROLLBACK TO x; COMMIT;");
is(scalar(heard()), 3, 'a message that was settled in a savepoint that was rolled back is heard at the commit');
is(sql("SELECT count(*) FROM complaint.alert WHERE session_id = 'r'"), '1', 'and there is one alert');

# what people do about it
my $alert = sql("SELECT alert FROM complaint.alert WHERE session_id = 's'");
sql("SELECT complaint.acknowledge('$alert', 'ann')");
@heard = heard();
is_deeply([ map { decode_json($_->[1])->{kind} } @heard ], [ ('acknowledged') x 3 ], 'acknowledge is heard');
sql("BEGIN; SELECT complaint.resolve('$alert', 'ann', 'note of the agent'); ROLLBACK;");
is(scalar(heard()), 0, 'a resolve that was rolled back is not');
sql("SELECT complaint.resolve('$alert', 'ann', 'note of the agent')");
@heard = heard();
is_deeply([ map { decode_json($_->[1])->{kind} } @heard ], [ ('resolved') x 3 ], 'resolve is heard');
unlike($heard[0][1], qr/note of/, 'without the note');

# shadow and off
sql("UPDATE complaint.alert_policy SET mode = 'shadow' WHERE policy = 'second'");
sql("UPDATE complaint.alert_policy SET mode = 'off' WHERE policy = 'critical_mine'");
sql("INSERT INTO chat VALUES ('shadow', 1, 'customer', 'ann', 'lawyer'), ('shadow', 2, 'customer', 'ann', 'lawyer')");
is(scalar(heard()), 0, 'a shadow policy is not heard');
is(sql("SELECT policy, mode FROM complaint.alert WHERE session_id = 'shadow'"), 'second|shadow', 'its alert is recorded');
sql("SELECT complaint.acknowledge(alert, 'ann'), complaint.resolve(alert, 'ann') FROM complaint.alert WHERE mode = 'shadow'");
is(scalar(heard()), 0, 'nor are its steps');
sql("UPDATE complaint.alert_policy SET mode = 'live' WHERE NOT shipped");

# long ids: short payloads
sql("INSERT INTO chat VALUES (\$\$$long_session\$\$, 1, 'customer', \$\$$long_agent\$\$, 'I am annoyed; my lawyer'),
	(\$\$$long_session\$\$, 2, 'customer', \$\$$long_agent\$\$, 'stolen, broken, annoyed')");
@heard = heard();
is_deeply([ sort map { $_->[0] } @heard ],
	[ sort(('complaint') x 2, ('complaint_admin') x 2, ($long_channel) x 2) ], 'long ids are heard on all channels');
my ($second) = grep { $_->{policy} eq 'second' } map { decode_json($_->[1]) } @heard;
is_deeply($second->{harm}, ['fraud'], 'harm');
for my $notification (@heard)
{
	cmp_ok(length($notification->[1]), '<', 1000, 'payload is under 1 kB') if $notification->[0] eq 'complaint';
	unlike($notification->[1], qr/stolen|lawyer|annoyed/, 'no word of the customer') if $notification->[0] eq 'complaint';
}
is(sql("SELECT count(*) FROM complaint.alert WHERE agent = complaint.key(\$\$$long_agent\$\$) AND session_id = complaint.key(\$\$$long_session\$\$)"),
	'2', 'the alerts are found by the keys of the ids');
# ids as nasty as JSON and the channel's name allow
sql(qq{INSERT INTO chat VALUES (E'"\\\\\\n\\u0001', 1, 'customer', E'"; NOTIFY x; --\\n', 'lawyer')});
@heard = heard();
is($heard[0] && decode_json($heard[0][1])->{session}, qq{"\\\n\x01}, 'quotes and control characters are escaped');
is($heard[0] && decode_json($heard[0][1])->{agent}, qq{"; NOTIFY x; --\n}, 'in the agent too');

# ids that are kept whole and grow when they are written as JSON
sql(q{INSERT INTO chat VALUES (repeat('"', 500), 1, 'customer', repeat(E'\\u0001', 400), 'lawyer')});
@heard = heard();
is(scalar(@heard), 2, 'two channels: nobody listens to that agent');
cmp_ok(length($heard[0][1]), '<', 1000, 'payload is under 1 kB');

# what a payload may say less of
sql("SET complaint.notify_payload = 'hashed'; INSERT INTO chat VALUES ('hush', 1, 'customer', 'ann', 'lawyer')");
$payload = decode_json((heard())[0][1]);
like($payload->{session}, qr/^[0-9a-f]{32}$/, 'a hashed session id');
sql("SET complaint.notify_payload = 'id'; INSERT INTO chat VALUES ('hush2', 1, 'customer', 'ann', 'lawyer')");
$payload = decode_json((heard())[0][1]);
is(join(' ', sort keys %$payload), 'alert event kind v', 'ids only');

# who is told: the message's agent, else the session's
sql("INSERT INTO chat VALUES ('whose', 1, 'customer', NULL, 'lawyer')");
is_deeply([ sort map { $_->[0] } heard() ], [ 'complaint', 'complaint_admin' ], 'nobody serves the session');
sql("SELECT complaint.assign_session('chat', 'whose', 'ann')");
@heard = heard();
is_deeply([ sort map { $_->[0] } @heard ], [ sort('complaint', 'complaint_admin', $ann_channel) ], 'ann hears of the alert that moves to her');
is(decode_json($heard[0][1])->{kind}, 'transferred', 'kind');
sql("INSERT INTO chat VALUES ('whose', 2, 'customer', NULL, 'annoyed')");
@heard = heard();
is_deeply([ sort map { $_->[0] } @heard ], [ sort('complaint', 'complaint_admin', $ann_channel) ], 'ann serves it now');

# alerts off: counted, never heard
sql("SET complaint.alerts = off; INSERT INTO chat SELECT 'old', i, 'customer', 'ann', 'lawyer' FROM generate_series(1, 5) AS i");
is(scalar(heard()), 0, 'nothing is heard with complaint.alerts = off');
is(sql("SELECT complaints FROM complaint.session WHERE session_id = 'old'"), '5', 'but counted');
is(problems($node), '', 'verify()');
$writer->quit;
$listener->quit;
$node->stop;
done_testing();
