# complaint-listen: what it prints, its cursor file, its command, and how it
# acknowledges.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Encode;
use JSON::PP;
use POSIX ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;
use ListenTest;

program_help_ok('complaint-listen');
program_version_ok('complaint-listen');
program_options_handling_ok('complaint-listen');

# What it refuses, before it connects anywhere.
for my $case (
	[ ['--poll=x'], qr/--poll must be a number of seconds from 0 to 86400, not "x"/ ],
	[ ['--poll=-1'], qr/--poll must be/ ],
	[ ['--ping=nan'], qr/--ping must be/ ],
	[ ['--ping=1e9'], qr/--ping must be/ ],
	[ ['--max-backoff=0'], qr/--max-backoff must be a number of seconds from 0\.1 to 86400/ ],
	[ ['--tries=1.5'], qr/--tries must be a number from 0 to 1000000, not "1\.5"/ ],
	[ ['--tries=-1'], qr/--tries must be/ ],
	[ ['--recipient='], qr/--recipient must not be empty/ ],
	[ ['--cursor-file='], qr/--cursor-file must not be empty/ ],
	[ ['--exec='], qr/--exec must not be empty/ ],
	[ ['--ack='], qr/--ack must not be empty/ ],
	[ ['--exec'], qr/requires an argument/ ],
	[ [ '--json', '--quiet' ], qr/--json and --quiet exclude each other/ ],
	[ [ 'a', 'b' ], qr/too many command-line arguments \(first is "b"\)/ ])
{
	my ($options, $message) = @$case;
	command_checks_all([ 'complaint-listen', @$options ], 1, [qr/^$/], [ $message, qr/Try "complaint-listen --help"/ ], "refused: @$options");
}

my $node = start_server('listen');
create_chat($node, 'chat');
only_policies($node, [ 'bad', 4, 1 ]);
my $connection = $node->connstr('postgres');
my $folder = PostgreSQL::Test::Utils::tempdir();
my $cursor = "$folder/cursor";

sub sql { return $node->safe_psql('postgres', @_); }

# A message that rings, in each of these sessions.
sub ring
{
	my ($agent, @sessions) = @_;
	sql(join ' ', map { "INSERT INTO chat VALUES (\$x\$$_\$x\$, 1, 'customer', \$x\$$agent\$x\$, 'my lawyer');" } @sessions);
	return;
}

# Once, with the cursor file: (exit status, output, errors).
sub once { return run_listener($connection, '--once', @_); }

# Where there is nothing to connect to
my ($status, $out, $err) = run_listener("host=$folder port=9", '--once');
is($status, 2, 'no server: status 2 with --once');
like($err, qr/^complaint-listen: error: connection to server .* failed/, 'and says so');
command_checks_all([ 'complaint-listen', '--once', '-h', $node->host, '-p', $node->port, '-U', 'nobody in particular', '-d', 'postgres' ],
	2, [qr/^$/], [qr/role "nobody in particular" does not exist/], 'where to connect, and as whom, by options');
($status, $out, $err) = run_listener($node->connstr('nowhere'));
is($status, 2, 'a database that does not exist is not waited for');
like($err, qr/database "nowhere" does not exist/, 'and is named');
($status, $out, $err) = run_listener($node->connstr('template1'));
is($status, 1, 'nor is the extension, where it is not');
like($err, qr/error: ERROR:  schema "complaint" does not exist/, 'and says so');

# Lines
my $listener = start_listening($node);
ring('ann', 's1');
my ($line) = lines_of($listener, 1);
my $alert = sql("SELECT alert FROM complaint.alert WHERE session_id = 's1'");
like($line, qr/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00 raised bad session s1 source 1 agent ann severity 2 level 4 count 1 state open alert $alert$/,
	'a line');
sql("SELECT complaint.resolve('$alert', 'ann', E'called \"back\"\\nand \\\\ \\u202e gave up')");
($line) = (lines_of($listener, 2))[1];
like($line, qr/ resolved bad session s1 .* by ann note "called \\"back\\"\\u000aand \\\\ \\u202e gave up" state resolved /, 'who did it, and why');
ring("\e]0;x\a", "no \e[2J\r\x{c2}\x{9b}1m");
($line) = (lines_of($listener, 3))[2];
like($line, qr/ session "no \\u001b\[2J\\u000d\\u009b1m" .* agent \\u001b\]0;x\\u0007 /, 'control characters do nothing');
($status, $out, $err) = stop_listener($listener);
is($status, 0, 'SIGTERM: status 0');
is($err, '', 'nothing more is said');
is(($out =~ tr/\n//), 3, 'each event was printed once');
unlike($out, qr/[^\x20-\x7e\n]/, 'without a control character');

# JSON
my $start = sql('SELECT complaint.events_cursor()');
$listener = start_listening($node, '--json');
ring('Zoë', "j \"\e\x{c2}\x{9b}\x{e2}\x{80}\x{ae}\x{e7}\x{94}\x{9f}");
($line) = lines_of($listener, 1);
is_deeply(decode_json($line), decode_json(sql("SELECT row_to_json(e) FROM complaint.events(NULL, '$start') AS e")),
	'JSON is the row of complaint.events()');
is(decode_json($line)->{session_id}, "j \"\e\x{9b}\x{202e}\x{751f}", 'its values are whole');
unlike(Encode::decode('UTF-8', $line), qr/[\x00-\x1f\x7f-\x9f\x{202e}]/, 'and do nothing to a terminal');
like($line, qr/\x{e7}\x{94}\x{9f}/, 'letters are left as they are');
is((stop_listener($listener, 'INT'))[0], 0, 'SIGINT: status 0');

# Some recipient's only
$listener = start_listening($node, '--recipient=ann');
my $all = start_listening($node, '--recipient=*');
ring('bob', 'r1');
ring('ann', 'r2');
lines_of($listener, 1);
is(sessions_of($listener->{out}), 'r2', 'only the events for ann');
lines_of($all, 2);
is(sessions_of($all->{out}), 'r1 r2', '* is all');
is((stop_listener($listener, 'HUP'))[0], 0, 'SIGHUP: status 0');
stop_listener($all);

# The cursor file: pinned when it is made, kept, and caught up from
($status, $out) = once("--cursor-file=$cursor");
is("$status$out", '0', 'from now on: nothing yet');
is(slurp_file($cursor), sql('SELECT complaint.events_cursor()') . "\n", 'the file holds a cursor');
ring('ann', 'c1', 'c2');
$listener = start_listening($node, "--cursor-file=$cursor", '--from-start');
lines_of($listener, 2);
is(sessions_of($listener->{out}), 'c1 c2', 'what happened while it was away; a cursor goes before --from-start');
ring('ann', 'c3');
lines_of($listener, 3);
($status, $out, $err) = once("--cursor-file=$cursor");
is($status, 1, 'a cursor file is for one listener');
like($err, qr/error: cursor file "\Q$cursor\E" is in use by another complaint-listen/, 'and the other is told');
ring('ann', 'c4');
lines_of($listener, 4);
is((stop_listener($listener))[0], 0, 'stopped');
is(sessions_of($listener->{out}), 'c1 c2 c3 c4', 'once each');
($status, $out) = once("--cursor-file=$cursor");
is("$status$out", '0', 'nothing is repeated after a clean stop');
my @left = glob("$folder/*");
is("@left", $cursor, 'no other file is left beside it');
symlink($cursor, "$folder/link") or die;
ring('ann', 'c5');
chmod 0640, $cursor;
is(sessions_of((once("--cursor-file=$folder/link"))[1]), 'c5', 'through a link');
ok(-l "$folder/link", 'which stays one');
is((stat($cursor))[2] & 07777, 0640, 'the mode of the file is kept');
unlink("$folder/link");

# killed: repeated perhaps, lost never
$listener = start_listening($node, "--cursor-file=$cursor");
ring('ann', 'k1');
lines_of($listener, 1);
is((stop_listener($listener, 'KILL'))[0], 9, 'killed');
ring('ann', 'k2');
like(sessions_of((once("--cursor-file=$cursor"))[1]), qr/^(k1 )?k2$/, 'the next start misses nothing');

$listener = start_listening($node, "--cursor-file=$folder/new");
stop_listener($listener, 'KILL');
ring('ann', 'k3');
is(sessions_of((once("--cursor-file=$folder/new"))[1]), 'k3', 'nor if it was killed before the first event');
unlink("$folder/new");
once("--cursor-file=$cursor");

# more than a batch, and from the oldest on
sql("INSERT INTO chat SELECT 'b' || i, 1, 'customer', 'ann', 'lawyer' FROM generate_series(1, 250) AS i");
($status, $out) = once("--cursor-file=$cursor");
is(join(' ', sort split / /, sessions_of($out)), join(' ', sort map { "b$_" } 1 .. 250), '250 events at once, each once');
is((once())[1], '', 'without a file and --from-start: from now on');
is(scalar(() = (once('--from-start'))[1] =~ / raised /g), sql("SELECT count(*) FROM complaint.event WHERE kind = 'raised'"),
	'--from-start: all there are');

# Cursor files that are none
for my $case (
	[ "$folder/no/cursor", qr/could not open cursor file ".*": No such file or directory/ ],
	[ $folder, qr/could not open cursor file ".*": Is a directory/ ],
	[ '/dev/null', qr/"\/dev\/null" is not a regular file/ ])
{
	($status, $out, $err) = once("--cursor-file=$case->[0]");
	is($status, 1, "cursor file $case->[0]: status 1");
	like($err, qr/^complaint-listen: error: .*$case->[1]/, 'and says why');
}
append_to_file("$folder/list", "one\ntwo\n");
($status, $out, $err) = once("--cursor-file=$folder/list");
is($status, 1, 'a file of something else: status 1');
like($err, qr/list" is not a cursor file/, 'and says why');
is(slurp_file("$folder/list"), "one\ntwo\n", 'it is left alone');
append_to_file("$folder/wrong", "no cursor\n");
($status, $out, $err) = once("--cursor-file=$folder/wrong");
is($status, 1, 'a cursor that the server does not know: status 1');
like($err, qr/error: ERROR:/, 'and says why');
SKIP:
{
	skip 'nothing is unwritable for root', 4 if $> == 0;
	my $before = slurp_file($cursor);
	for my $case ([ 0400, 0755, 'file' ], [ 0600, 0555, 'folder' ])
	{
		chmod $case->[0], $cursor;
		chmod $case->[1], $folder;
		($status, $out, $err) = once("--cursor-file=$cursor");
		is($status, 1, "unwritable $case->[2]: status 1 at once");
		like($err, qr/could not (open|write) cursor file ".*": Permission denied/, 'and says why');
	}
	chmod 0755, $folder;
	chmod 0600, $cursor;
}

# Output that cannot be written
sub once_into
{
	my ($file) = @_;
	my $errors = '';
	IPC::Run::run([ 'complaint-listen', '--once', "--cursor-file=$cursor", $connection ], '<', \undef, '>', $file, '2>', \$errors);
	return ($? >> 8, $errors);
}
once("--cursor-file=$cursor");
ring('ann', 'o1');
($status, $err) = once_into('/dev/full');
is($status, 1, 'a full disk: status 1');
like($err, qr/could not write to standard output: No space left on device/, 'and says why');
pipe(my $reader, my $writer) or die;
close($reader);
($status, $err) = once_into($writer);
close($writer);
is($status, 1, 'nobody reads: status 1');
like($err, qr/could not write to standard output: Broken pipe/, 'and says why');
is(sessions_of((once("--cursor-file=$cursor"))[1]), 'o1', 'the event was not passed over');

# A command for each event
my @exec = ("--cursor-file=$cursor", '--quiet', '--exec');
ring('ann', 'e1', 'e2');
($status, $out) = once(@exec, "cat >>$folder/input");
is("$status$out", '0', 'a command, nothing printed');
is(join(' ', map { decode_json($_)->{session_id} } split /\n/, slurp_file("$folder/input")), 'e1 e2', 'it gets a line of JSON, once an event');
ring('ann', 'e3');
is(sessions_of((once("--cursor-file=$cursor", '--exec', 'true'))[1]), 'e3', 'without --quiet the event is printed too');

ring('ann', 'e4', 'e5');
($status, $out, $err) = once(@exec, "echo >>$folder/runs; test \$(wc -l <$folder/runs) -ge 3", '--max-backoff=0.1');
is($status, 0, 'a command that fails is tried again');
is(slurp_file("$folder/runs"), "\n" x 4, 'until it succeeds, and no more');
is(scalar(() = $err =~ /warning: the command exited with status 1 for alert [0-9a-f-]{36}: again in 0\.\d+ seconds/g), 2, 'each failure is reported');

ring('ann', 'e6', 'e7');
my $before = slurp_file($cursor);
($status, $out, $err) = once("--cursor-file=$cursor", '--exec', 'exit 7', '--tries=2', '--max-backoff=0.1');
is($status, 3, 'a command that fails too often: status 3');
is(sessions_of($out), 'e6', 'the event was printed once');
like($err, qr/error: the command exited with status 7 for alert [0-9a-f-]{36}, tried 2 times$/, 'and is reported');
is(slurp_file($cursor), $before, 'the cursor stays before it');
($status, $out, $err) = once(@exec, 'kill -9 $$', '--tries=1');
like($err, qr/error: the command was ended by signal 9 for alert/, 'so is one that was killed');
once(@exec, q{grep -q '"session_id":"e7"' && exit 1; exit 0}, '--tries=1');
is(sessions_of((once("--cursor-file=$cursor"))[1]), 'e7', 'the cursor moves with each success');

# input that no pipe holds, read or not
ring('ann', 'big');
sql("SELECT complaint.resolve(alert, 'ann', repeat('long ', 100000)) FROM complaint.alert WHERE session_id = 'big'");
cp_cursor("$cursor.copy");
is((once(@exec, 'true'))[0], 0, 'a command need not read its input');
($status, $out) = once("--cursor-file=$cursor.copy", '--quiet', '--exec', 'wc -c');
is($status, 0, 'but can');
cmp_ok((split /\n/, $out)[-1], '>', 500000, 'all of it');

sub cp_cursor
{
	my ($to) = @_;
	append_to_file($to, slurp_file($cursor));
	return;
}

# A stop waits for the command; a second one does not
sub stopped_in_command
{
	my ($gate, $signal) = @_;
	unlink($gate, "$gate.begun");
	POSIX::mkfifo($gate, 0600) or die "mkfifo: $!";
	my $stopped = start_listener($connection, @exec, "touch $gate.begun; read word <$gate");
	wait_until($stopped, sub { -e "$gate.begun" }, 'command');
	$stopped->{run}->signal($signal);
	return $stopped;
}
sub open_gate
{
	open(my $gate, '>', "$folder/gate") or die;
	print $gate "go\n";
	close($gate);
	return;
}
ring('ann', 'w1');
$listener = stopped_in_command("$folder/gate", 'TERM');
open_gate();
is((end_of_listener($listener))[0], 0, 'stopped while a command runs: status 0');
is((once("--cursor-file=$cursor"))[1], '', 'the command was waited for');
ring('ann', 'w2');
$listener = stopped_in_command("$folder/gate", 'TERM');
($status, $out, $err) = stop_listener($listener);
is($status, 0, 'stopped twice: status 0');
like($err, qr/warning: the command was ended by signal 15 for alert .*: left for the next start/, 'the command was ended');
is(sessions_of((once("--cursor-file=$cursor"))[1]), 'w2', 'its event comes again');
ring('ann', 'w3');
$listener = stopped_in_command("$folder/gate", 'KILL');
open_gate();
is((end_of_listener($listener))[0], 9, 'killed while a command runs');
is(sessions_of((once("--cursor-file=$cursor"))[1]), 'w3', 'its event comes again too');

# Acknowledging
sub acknowledged_by { return sql("SELECT state, acknowledged_by FROM complaint.alert WHERE session_id = '$_[0]'"); }
ring('ann', 'a1', 'a2', 'a3');
sql("SELECT complaint.acknowledge(alert, 'zoe') FROM complaint.alert WHERE session_id = 'a2'");
($status, $out, $err) = once("--cursor-file=$cursor", '--ack=ann');
is("$status$err", '0', '--ack');
is(acknowledged_by('a1') . ' ' . acknowledged_by('a2'), 'acknowledged|ann acknowledged|zoe', 'takes what is open');
is(scalar(() = $out =~ / acknowledged bad .* by ann /g), 2, 'and hears of it');
ring('ann', 'a4');
once("--cursor-file=$cursor", '--ack=ann', '--exec', 'false', '--tries=1');
is(acknowledged_by('a4'), 'open|', 'not before the command has succeeded');
once("--cursor-file=$cursor", '--ack=ann', '--exec', 'true');
is(acknowledged_by('a4'), 'acknowledged|ann', 'but then');

# while it has the event in hand another one takes the alert
ring('ann', 'a5');
($status, $out, $err) = once(@exec, "test -e $folder/taken || psql -Xqc \"SELECT complaint.acknowledge(alert, 'zoe') FROM complaint.alert WHERE session_id = 'a5'\" '$connection'; touch $folder/taken", '--ack=ann');
is("$status$err", '0', 'that somebody else was first is no error');
is(acknowledged_by('a5'), 'acknowledged|zoe', 'nor is it changed');
is((once("--cursor-file=$cursor"))[1], '', 'and the cursor moved on');

# What a role may do
sql(q{CREATE ROLE desk LOGIN; SELECT complaint.grant_agent_app('desk', '{ann}');
	CREATE ROLE reader LOGIN; SELECT complaint.grant_analyst('reader');});
($status, $out, $err) = run_listener("$connection user=desk", '--once');
is($status, 1, 'an agent app may not listen to all');
like($err, qr/error: ERROR:  role "desk" may not read what everybody is told/, 'and is told');
ring('ann', 'g1', 'g2');
sql("SELECT complaint.assign(alert, 'bob') FROM complaint.alert WHERE session_id = 'g1'");
my @desk = ("$connection user=desk", '--once', '--recipient=ann', "--cursor-file=$cursor", '--ack=ann');
($status, $out, $err) = run_listener(@desk);
is($status, 0, 'it may to its agents');
is(sessions_of($out), 'g1 g2', 'their events');
like($err, qr/\A(complaint-listen: warning: alert (\S+) was not acknowledged: alert \g2 is none of role "desk"\n)+\z/, 'an alert that was handed on cannot be acknowledged for them any more');
is(acknowledged_by('g1') . ' ' . acknowledged_by('g2'), 'open| acknowledged|ann', 'which keeps nothing else from it');
is((run_listener(@desk))[1], '', 'and is not tried again');
$listener = start_listener("$connection user=reader", '--ping=0.1', '--poll=0');
wait_until($listener, sub { sql("SELECT query FROM pg_stat_activity WHERE application_name = '$listener->{name}'") =~ /complaint\.ping/ }, 'ping');
ring('ann', 'g3');
lines_of($listener, 1);
($status, $out, $err) = stop_listener($listener);
is(sessions_of($out), 'g3', 'an analyst hears all');
is("$status$err", '0', 'and need not be able to ping');

$node->stop;
done_testing();
