# The background worker, started by complaint.start_worker(): it does what is
# due, survives what happens to it and to run_due(), and is in nobody's way.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);
use ComplaintTest;

# nobody else takes transaction numbers
my $node = start_server('worker', "complaint.worker_interval = '50ms'\nrestart_after_crash = on\nautovacuum = off\n");
create_chat($node, 'chat');
only_policies($node, [ 'third', 2, 3 ]);

my $workers = q{pg_stat_activity WHERE backend_type = 'complaint worker'};
my $chats = 0;

sub sql { return $node->safe_psql('postgres', @_); }
sub until_true { my ($query, $name) = @_; return ok($node->poll_query_until('postgres', "SELECT $query"), $name); }
sub pids { return sql("SELECT string_agg(pid::text, ' ') FROM $workers"); }
sub until_gone { my ($name) = @_; return until_true("NOT EXISTS (SELECT FROM $workers)", $name); }
sub status { return sql("SELECT $_[0] FROM complaint.worker_status"); }
sub stderr_of { my ($sql) = @_; return ($node->psql('postgres', $sql))[2]; }

# A complaint that is settled, in a connection of its own.
sub chat { $chats++; return sql("INSERT INTO chat VALUES ('chat $chats', 1, 'customer', 'ann', 'annoyed')"); }

# A complaint that waits for run_due().
sub unsettled
{
	my ($session) = @_;
	sql("BEGIN; INSERT INTO chat VALUES ('$session', 1, 'customer', 'ann', 'annoyed'); PREPARE TRANSACTION 'p'");
	sql("COMMIT PREPARED 'p'");
	return;
}
sub until_settled
{
	my ($session, $name) = @_;
	return until_true("EXISTS (SELECT FROM complaint.session WHERE session_id = '$session')", $name);
}

# In the place of run_due(), until it is put back.
sub replace_run_due
{
	my ($body, $database) = @_;
	return $node->safe_psql($database // 'postgres', qq{
		ALTER FUNCTION complaint.run_due RENAME TO run_due_kept;
		CREATE FUNCTION complaint.run_due() RETURNS bigint LANGUAGE plpgsql AS \$\$ BEGIN $body RETURN 0; END \$\$;
	});
}
sub put_run_due_back
{
	sql('DROP FUNCTION complaint.run_due; ALTER FUNCTION complaint.run_due_kept RENAME TO run_due');
	return;
}
my $running = q{EXISTS (SELECT FROM pg_stat_activity WHERE backend_type = 'complaint worker' AND wait_event = 'PgSleep')};

# --- nobody asked for it ------------------------------------------------------

is(status('running, pid, started_at, last_run_at, runs, last_error, wanted, next_due'), 'f||||0|||', 'there is none at first');
chat();
unsettled('early');
is(pids(), '', 'and a chat launches none');

# --- who may ------------------------------------------------------------------

sql('CREATE ROLE somebody; GRANT USAGE ON SCHEMA complaint TO somebody');
like(stderr_of("SET ROLE somebody; SELECT complaint.$_\_worker()"), qr/ERROR:  permission denied for function $_\_worker/,
	"an ordinary role cannot $_ it")
  for qw(start stop);
sql('GRANT EXECUTE ON FUNCTION complaint.start_worker(), complaint.stop_worker() TO somebody');
like(stderr_of("SET ROLE somebody; SELECT complaint.$_\_worker()"), qr/ERROR:  permission denied to $_ the complaint worker/,
	"not with EXECUTE either: $_")
  for qw(start stop);

# --- it works -----------------------------------------------------------------

is(sql('SELECT complaint.start_worker()'), 't', 'start_worker()');
is(status(qq{running, wanted, pid = (SELECT pid FROM $workers)}), 't|t|t', 'it is shown as soon as that is committed');
until_settled('early', 'what was unsettled is settled, and nobody called run_due()');
unsettled('late');
until_settled('late', 'what comes later too');
is(sql('SELECT count(*) FROM complaint.unsettled'), '0', 'nothing is left');
is(problems($node), '', 'verify()');
until_true('(SELECT runs > 0 AND last_run_at >= started_at AND last_error IS NULL FROM complaint.worker_status)',
	'how it fares is shown');
until_true(qq{EXISTS (SELECT FROM $workers AND state = 'idle' AND xact_start IS NULL AND backend_xmin IS NULL
	AND application_name = 'complaint worker')}, 'between its turns it holds no transaction and no snapshot');
sql('GRANT SELECT ON complaint.worker_status TO somebody');
is(sql('SET ROLE somebody; SELECT running FROM complaint.worker_status'), 't', 'an ordinary role sees that it runs, if it may look');

# --- there is one -------------------------------------------------------------

my $pid = pids();
is(sql('SELECT complaint.start_worker()'), 't', 'start_worker() again');
is(pids(), $pid, 'it is the same');
is(sql('SELECT complaint.stop_worker()'), 't', 'stop_worker()');
until_gone('it is gone');
is(status('running, wanted'), 'f|f', 'and not wanted');
is(sql('SELECT complaint.stop_worker()'), 't', 'stop_worker() again');
chat();
my @starts = map { $node->background_psql('postgres') } 1 .. 2;
$starts[0]->query_safe('BEGIN');
is($starts[0]->query_safe('SELECT complaint.start_worker()'), 't', 'of two start_worker() at once one starts it');
is($starts[0]->query_safe('SELECT complaint.start_worker()'), 't', 'which may call it twice');
$starts[1]->query_until(qr/second/, "\\echo second\nSELECT complaint.start_worker();\n\\echo done\n");
until_true(q{EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'advisory')}, 'the other waits for its commit');
unsettled('uncommitted');
is(status('wanted'), 'f', 'which the worker does too');
is(sql('SELECT count(*) FROM complaint.unsettled'), '1', 'and does nothing meanwhile');
$starts[0]->query_safe('COMMIT');
like($starts[1]->query_until(qr/done/, ''), qr/^t$/m, 'the other finds it running');
$_->quit for @starts;
is(sql("SELECT count(*) FROM $workers"), '1', 'there is one');
until_settled('uncommitted', 'it works');

# a worker that finds another ends itself
$pid = pids();
sql('SELECT complaint.stop_worker()');
until_gone('gone again');
my @scripts = map { my ($out, $err) = ('', ''); [ IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres'),
	'-c', 'SELECT complaint.start_worker()' ], '>', \$out, '2>', \$err), \$out ] } 1 .. 5;
$_->[0]->finish for @scripts;
is(join(' ', map { ${ $_->[1] } =~ s/\s//gr } @scripts), 't t t t t', 'five start_worker() at once');
is(sql("SELECT count(*) FROM $workers"), '1', 'there is one');
isnt(pids(), $pid, 'a new one');

# --- a start and a stop that are rolled back --------------------------------------

sql('SELECT complaint.stop_worker()');
until_gone('stopped');
is(sql('BEGIN; SELECT complaint.start_worker(); ROLLBACK'), 't', 'a start that is rolled back');
until_gone('leaves no worker');
sql('BEGIN; SELECT complaint.start_worker(); SELECT complaint.stop_worker(); COMMIT');
until_gone('a stop after a start in one transaction holds');
is(sql('BEGIN; SELECT complaint.stop_worker(); SELECT complaint.start_worker(); COMMIT'), "t\nt", 'and a start after a stop');
until_true('running FROM complaint.worker_status', 'so it runs');
is(sql('BEGIN; SELECT complaint.stop_worker(); ROLLBACK'), 't', 'a stop that is rolled back ends it');
sql(q{SET complaint.settle = 'statement'; INSERT INTO chat VALUES ('statement', 1, 'customer', 'ann', 'annoyed')});
until_true('running FROM complaint.worker_status', 'the next chat brings it back');

# --- nothing to do ----------------------------------------------------------------

# of ten turns at least one would take one
my $next = q{SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint};
my $before = sql($next);
my $turns = q{SELECT runs FROM complaint.worker};
my $turn = sql($turns);
until_true("($turns) > $turn + 10", 'turns with nothing to do');
cmp_ok(sql($next) - $before, '<', 10, 'take no transaction numbers');

# --- signals ------------------------------------------------------------------

$pid = pids();
sql("SELECT pg_cancel_backend($pid)");
unsettled('canceled');
until_settled('canceled', 'a cancel does not end it');
is(pids(), $pid, 'it is the same process');
sql("SELECT pg_terminate_backend($pid)");
until_true("running AND pid <> $pid FROM complaint.worker_status", 'terminated, the postmaster restarts it');
unsettled('terminated');
until_settled('terminated', 'and it works');
$pid = pids();
sql(q{ALTER SYSTEM SET complaint.worker_interval = '1min'});
$node->reload;
until_true(q{current_setting('complaint.worker_interval') = '1min'}, 'a minute between turns');
until_true(qq{EXISTS (SELECT FROM $workers AND state = 'idle' AND clock_timestamp() - state_change > '1 s')}, 'it sleeps for long');
unsettled('slow');
is(sql('SELECT count(*) FROM complaint.unsettled'), '1', 'what is due waits for its turn');
sql(q{ALTER SYSTEM RESET complaint.worker_interval});
$node->reload;
until_settled('slow', 'new settings hold at once');
is(pids(), $pid, 'in the same process');

# --- what is due sooner ----------------------------------------------------------

sql(q{
	ALTER SYSTEM SET complaint.worker_interval = '1min';
	INSERT INTO complaint.alert_policy (policy, min_level, threshold, escalate_after, ladder) VALUES ('urgent', 4, 1, '3 s', '{@admin}');
	INSERT INTO chat VALUES ('urgent', 1, 'customer', 'ann', 'lawyer');
});
my $raised = time();
$node->reload;
is(status(q{next_due = (SELECT due_at FROM complaint.alert WHERE policy = 'urgent')}), 't', 'when something is due is shown');
until_true(q{EXISTS (SELECT FROM complaint.alert WHERE policy = 'urgent' AND escalated = 1)}, 'what is due before the next turn');
cmp_ok(time() - $raised, '<', 30, 'is done then');
sql(q{
	ALTER SYSTEM RESET complaint.worker_interval;
	UPDATE complaint.alert SET held_until = 'infinity', escalate_at = NULL, quiet_at = NULL;
});
$node->reload;
unsettled('never');
until_settled('never', 'what is never due is in nobody\'s way');
is(status('last_error'), '', 'and no error');

# --- errors ---------------------------------------------------------------------

# of a step, which run_due() survives
my $offset = -s $node->logfile;
sql('ALTER TABLE complaint.tally_state RENAME TO broken');
until_true(q{(SELECT last_error LIKE '%tally_due failed%tally_state%' FROM complaint.worker_status)}, 'an error of a step is shown');
unsettled('meanwhile');
until_settled('meanwhile', 'the others are done');
sql('ALTER TABLE complaint.broken RENAME TO tally_state');
until_true('(SELECT last_error IS NULL FROM complaint.worker_status)', 'and that it is over');
is(sql('SELECT last_error_at > started_at FROM complaint.worker'), 't', 'when it was is kept');
my $log = slurp_file($node->logfile, $offset);
is(scalar(() = $log =~ /WARNING:  complaint.tally_due failed: relation "complaint.tally_state" does not exist/g), 1, 'it is logged once');
is(scalar(() = $log =~ /LOG:  the complaint worker works again/g), 1, 'and that it is over');

# of run_due() itself
$offset = -s $node->logfile;
sql('ALTER FUNCTION complaint.run_due RENAME TO run_due_kept');
until_true(q{(SELECT last_error LIKE '%run_due() does not exist%' FROM complaint.worker_status)}, 'an error of run_due() is shown');
until_true(q{EXISTS (SELECT FROM complaint.worker WHERE last_error_at > started_at)}, 'and when');
is(status('running'), 't', 'it lives on');
sql('ALTER FUNCTION complaint.run_due_kept RENAME TO run_due');
until_true('(SELECT last_error IS NULL FROM complaint.worker_status)', 'and recovers');
$log = slurp_file($node->logfile, $offset);
is(scalar(() = $log =~ /LOG:  the complaint worker failed: function complaint.run_due\(\) does not exist/g), 1, 'the error is logged once');
is(scalar(() = $log =~ /LOG:  the complaint worker works again/g), 1, 'and that it is over');
unsettled('mended');
until_settled('mended', 'it works');

# a row that somebody holds is not waited for, nor is it an error
my $holder = $node->background_psql('postgres');
$holder->query_safe('BEGIN; SELECT FROM complaint.worker FOR UPDATE');
$offset = -s $node->logfile;
$pid = pids();
sql("SELECT pg_terminate_backend($pid)");
until_true("EXISTS (SELECT FROM $workers AND pid <> $pid)", 'a new one, which has something to write');
unsettled('held');
until_settled('held', 'works while its row is locked');
$holder->quit;
until_true("running AND pid <> $pid FROM complaint.worker_status", 'and writes later');
unlike(slurp_file($node->logfile, $offset), qr/complaint worker failed/, 'without errors');

# --- settings of the database, and an owner who is no superuser -----------------------

sql(q{
	ALTER DATABASE postgres SET default_transaction_read_only = on;
	ALTER DATABASE postgres SET search_path = nowhere;
	ALTER DATABASE postgres SET statement_timeout = '1ms';
});
$pid = $node->safe_psql('template1', "SELECT pid FROM $workers");
$node->safe_psql('template1', "SELECT pg_terminate_backend($pid)");
ok($node->poll_query_until('template1', "SELECT EXISTS (SELECT FROM $workers AND pid <> $pid AND datname = 'postgres')"),
	'restarted in a read-only database');
$node->safe_psql('template1', q{
	ALTER DATABASE postgres RESET default_transaction_read_only;
	ALTER DATABASE postgres RESET search_path;
	ALTER DATABASE postgres RESET statement_timeout;
});
unsettled('read_only');
until_settled('read_only', 'it works there');
is(status('last_error'), '', 'without errors');

# with the worker at it, locking one table after the other may wait in a circle
sql('SELECT complaint.stop_worker()');
sql(q{
	CREATE ROLE keeper;
	GRANT USAGE, CREATE ON SCHEMA complaint, public TO keeper;
	DO $$
	DECLARE
		object record;
	BEGIN
		FOR object IN SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, c.oid::regclass::text AS name
				FROM pg_class AS c WHERE c.relnamespace = 'complaint'::regnamespace AND c.relkind IN ('r', 'v', 'S')
					AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i') LOOP
			EXECUTE format('ALTER %s %s OWNER TO keeper', object.kind, object.name);
		END LOOP;
	END
	$$;
	GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA complaint TO keeper;
});
sql('SELECT complaint.start_worker()');
sql(q{
	SET ROLE keeper;
	CREATE TABLE public.seen (who text);
	CREATE FUNCTION public.see() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN INSERT INTO public.seen VALUES (current_user); RETURN NULL; END $$;
	CREATE CONSTRAINT TRIGGER see AFTER UPDATE ON complaint.worker DEFERRABLE INITIALLY DEFERRED
		FOR EACH ROW EXECUTE FUNCTION public.see();
});
until_true("EXISTS (SELECT FROM public.seen)", 'a deferred trigger of our tables\' owner is run');
is(sql('SELECT DISTINCT who FROM public.seen'), 'keeper', 'with no rights but his');
like(stderr_of('SELECT complaint.stop_worker()'), qr/ERROR:  cannot fire deferred trigger within security-restricted operation/,
	'and never with those of who starts and stops the worker');
sql('DROP TRIGGER see ON complaint.worker');
unsettled('keeper');
until_settled('keeper', 'it works as that owner');

# --- a long run, and a wait in it ------------------------------------------------------

replace_run_due('PERFORM pg_sleep(600);');
until_true($running, 'in the middle of a long run');
my $began = time();
is(sql('SELECT complaint.stop_worker()'), 't', 'it is stopped');
cmp_ok(time() - $began, '<', 8, 'promptly');
is(sql('SELECT complaint.start_worker()'), 't', 'started');
until_true($running, 'a long run again');
$pid = pids();
sql("SELECT pg_terminate_backend($pid)");
until_true("NOT EXISTS (SELECT FROM $workers AND pid = $pid)", 'it is terminated');
until_true($running, 'and back, in a long run');
$began = time();
$node->stop('fast');
cmp_ok(time() - $began, '<', 20, 'the server stops promptly');
unlike(slurp_file($node->logfile), qr/PANIC|terminated by signal/, 'nothing crashed so far');
$node->start;
put_run_due_back();

# --- restarts -------------------------------------------------------------------------

is(pids(), '', 'after a restart of the server there is none');
is(status('wanted'), 't', 'but one is wanted');
unsettled('restart');
chat();
until_settled('restart', 'the next chat launches it');
is(sql("SELECT count(*) FROM $workers"), '1', 'there is one');
my $victim = $node->background_psql('postgres');
my $victim_pid = $victim->query_safe('SELECT pg_backend_pid()');
$pid = pids();
$offset = -s $node->logfile;
kill 'KILL', $victim_pid;
$node->wait_for_log(qr/database system is ready to accept connections/, $offset);
$victim->{run}->finish;
unsettled('crash');
until_settled('crash', 'after a crash of the server the postmaster restarts it');
is(sql("SELECT count(*) FROM $workers AND pid <> $pid"), '1', 'there is one');

# --- commands on its database -----------------------------------------------------------

sql('CREATE DATABASE seed TEMPLATE template0');
$node->safe_psql('seed', 'CREATE EXTENSION complaint');
sub other_database
{
	my ($name) = @_;
	sql("CREATE DATABASE $name TEMPLATE seed");
	is($node->safe_psql($name, 'SELECT complaint.start_worker()'), 't', "a worker in database $name");
	return $node->safe_psql($name, "SELECT pid FROM $workers AND datname = '$name'");
}
sub busy { my ($name) = @_; return qq{EXISTS (SELECT FROM $workers AND datname = '$name')}; }

# five seconds is what they wait for other processes
other_database('dropped');
is(sql("SELECT count(*) FROM $workers"), '2', 'one for each database');
sql(q{ALTER SYSTEM SET complaint.worker_interval = '1min'});
$node->reload;
until_true(qq{EXISTS (SELECT FROM $workers AND datname = 'dropped' AND state = 'idle' AND clock_timestamp() - state_change > '1 s')},
	'while it sleeps for long');
is(stderr_of('DROP DATABASE dropped'), '', 'DROP DATABASE');
until_true('NOT ' . busy('dropped'), 'and its worker is gone');
sql(q{ALTER SYSTEM RESET complaint.worker_interval});
$node->reload;

my $old = other_database('old_name');
is(stderr_of('ALTER DATABASE old_name RENAME TO new_name'), '', 'ALTER DATABASE RENAME');
until_true(busy('new_name') . " AND NOT EXISTS (SELECT FROM $workers AND pid = $old)", 'its worker comes back');
is(stderr_of('CREATE DATABASE copy TEMPLATE new_name'), '', 'CREATE DATABASE TEMPLATE');
until_true(busy('new_name'), 'its worker comes back after that');
is($node->safe_psql('copy', 'SELECT running, wanted FROM complaint.worker_status'), 'f|t', 'the copy has none yet, and wants one');

# somebody else stands in the way
my $guest = $node->background_psql('new_name');
$old = sql("SELECT pid FROM $workers AND datname = 'new_name'");
like(stderr_of('DROP DATABASE new_name'), qr/is being accessed by other users/, 'a DROP DATABASE that fails');
until_true(busy('new_name') . " AND NOT EXISTS (SELECT FROM $workers AND pid = $old)", 'leaves the worker, once it came back');
$guest->quit;

# in the middle of a run of many statements, and of one that waits for a lock
replace_run_due('LOOP PERFORM pg_sleep(0.05); END LOOP;', 'new_name');
until_true($running, 'it runs and runs');
is(stderr_of('DROP DATABASE new_name'), '', 'DROP DATABASE in the middle of a run');
# or in the middle of one statement that asks us about many messages
other_database('long');
replace_run_due('PERFORM count(complaint.count_again(jsonb_populate_record(NULL::complaint.classification, \'{}\'), a.attname))
	FROM pg_attribute AS a, pg_attribute AS b, pg_attribute AS c;', 'long');
until_true(qq{EXISTS (SELECT FROM $workers AND datname = 'long' AND state = 'active' AND clock_timestamp() - xact_start > '1 s')}, 'one statement that takes long');
is(stderr_of('DROP DATABASE long'), '', 'DROP DATABASE in the middle of it');
other_database('waiting');
$node->safe_psql('waiting', 'CREATE TABLE wanted AS SELECT 1 AS i');
$holder = $node->background_psql('waiting');
$holder->query_safe('BEGIN; SELECT FROM wanted FOR UPDATE');
replace_run_due('LOOP BEGIN PERFORM FROM public.wanted FOR UPDATE; EXCEPTION WHEN lock_not_available THEN NULL; END; END LOOP;', 'waiting');
until_true(q{EXISTS (SELECT FROM pg_stat_activity WHERE backend_type = 'complaint worker' AND wait_event_type = 'Lock')}, 'it waits for a lock');
my ($dropped, $errors) = ('', '');
my $drop = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c', 'DROP DATABASE waiting' ], '>', \$dropped, '2>', \$errors);
until_true(qq{NOT EXISTS (SELECT FROM $workers AND datname = 'waiting')}, 'DROP DATABASE while it waits: it gives way');
$holder->quit;
$drop->finish;
is($errors, '', 'DROP DATABASE succeeds');
other_database('forced');
is(stderr_of('DROP DATABASE forced WITH (FORCE)'), '', 'DROP DATABASE WITH (FORCE)');

# --- the extension is dropped, created and updated -----------------------------------------

other_database('other');
$node->safe_psql('other', 'DROP EXTENSION complaint CASCADE');
until_true('NOT ' . busy('other'), 'DROP EXTENSION ends it');
$node->safe_psql('other', 'CREATE EXTENSION complaint');
is($node->safe_psql('other', 'SELECT running, wanted FROM complaint.worker_status'), 'f|', 'a new extension has none');
$old = pids();
sql(q{UPDATE pg_extension SET extversion = 'next' WHERE extname = 'complaint'});
until_true("running AND pid <> $old FROM complaint.worker_status", 'after an update of the extension it is a new process');

# --- dump and restore --------------------------------------------------------------------

my $file = $node->backup_dir . '/plain';
mkdir $node->backup_dir;
$node->command_ok([ 'pg_dump', '-f', $file, $node->connstr('postgres') ], 'dump');
sql('CREATE DATABASE restored TEMPLATE template0');
$node->command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('restored'), '-f', $file ], 'restore');
is($node->safe_psql('restored', 'SELECT running, wanted, runs FROM complaint.worker_status'), 'f|t|0', 'one is wanted after a restore too');
$node->safe_psql('restored', q{INSERT INTO chat VALUES ('restored', 1, 'customer', 'ann', 'annoyed')});
until_true(busy('restored'), 'and launched by the first chat');
$node->safe_psql('restored', 'SELECT complaint.stop_worker()');

# --- no slot is free ------------------------------------------------------------------------

$node->append_conf('postgresql.conf', 'max_worker_processes = 0');
$node->restart;
chat();
is(sql('SELECT count(*) FROM complaint.session'), sql('SELECT count(DISTINCT session) FROM chat'), 'a chat that cannot launch it is settled');
like(stderr_of('SELECT complaint.start_worker()'), qr/ERROR:  no slot is free for the complaint worker/, 'start_worker() says why not');

is(problems($node), '', 'verify()');
$log = slurp_file($node->logfile);
cmp_ok(scalar(() = $log =~ /FATAL:  database \d+ does not exist/g), '<=', 5, 'no worker is started again and again for a database that is gone');
unlike($log =~ s/was terminated by signal 9.*//r, qr/PANIC|terminated by signal (?!9)/, 'nothing crashed');
$node->stop;
done_testing();
