# DROP EXTENSION and a worker that wait for each other: whoever of the two comes
# last, it is the worker that gives way, and DROP EXTENSION that goes on.
#
# The run of the worker is replaced by one that takes its locks in the worst
# order; the transaction of DROP EXTENSION begins with one of the locks that it
# takes anyway, so that it does not matter in which order it takes the others.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;

my $node = start_server('drop_extension', "complaint.worker_interval = '50ms'\n");

# What an SQL condition on pg_locks has to become within a minute.
my $wait_until = q{
	CREATE PROCEDURE wait_until(what text) LANGUAGE plpgsql AS $$
	DECLARE
		ended boolean;
	BEGIN
		FOR i IN 1 .. 12000 LOOP
			EXECUTE 'SELECT EXISTS (SELECT FROM pg_locks AS l WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND '
				|| what || ')' INTO ended;
			EXIT WHEN ended;
			PERFORM pg_sleep(0.005);
		END LOOP;
	END
	$$;
};

# A database whose worker holds complaint.session when it wants complaint.silence.
sub worker_in
{
	my ($database, $in_between) = @_;
	$node->safe_psql('postgres', "CREATE DATABASE $database");
	$node->safe_psql($database, qq{
		CREATE EXTENSION complaint;
		$wait_until
		ALTER FUNCTION complaint.run_due RENAME TO run_due_kept;
		CREATE FUNCTION complaint.run_due() RETURNS bigint LANGUAGE plpgsql AS \$\$
		BEGIN
			LOCK TABLE complaint.session IN ROW EXCLUSIVE MODE;
			$in_between
			LOCK TABLE complaint.silence IN ROW EXCLUSIVE MODE;
			RETURN 0;
		END
		\$\$;
	});
	is($node->safe_psql($database, 'SELECT complaint.start_worker()'), 't', "$database: there is a worker");
	return;
}

# In a transaction that has complaint.silence; what it says, and the log meanwhile.
sub drop_extension
{
	my ($database, $settings, $in_between) = @_;
	my $log_begins = -s $node->logfile;
	my ($out, $errors) = ('', '');
	IPC::Run::run([ 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr($database) ], '<', \qq{
		SET client_min_messages = warning;
		$settings
		BEGIN;
		LOCK TABLE complaint.silence IN ACCESS EXCLUSIVE MODE;
		$in_between
		DROP EXTENSION complaint CASCADE;
		COMMIT;
	}, '>', \$out, '2>', \$errors, IPC::Run::timeout($PostgreSQL::Test::Utils::timeout_default));
	if (is($errors, '', "$database: DROP EXTENSION succeeds"))
	{
		ok($node->poll_query_until('postgres',
				"SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE backend_type = 'complaint worker' AND datname = '$database')"),
			"$database: the worker has gone");
		is($node->safe_psql($database, q{SELECT count(*) FROM pg_extension WHERE extname = 'complaint'}), '0',
			"$database: there is no extension any more");
	}
	my $log = slurp_file($node->logfile, $log_begins);
	unlike($log, qr/ERROR|FATAL|PANIC/, "$database: nobody but the worker was canceled");
	return $log;
}

# Who waits for the other's lock, as wait_until() asks for it.
my $drop_waits = q{NOT l.granted AND l.relation = 'complaint.session'::regclass};
my $worker_waits = q{NOT l.granted AND l.relation = 'complaint.silence'::regclass};

# --- DROP EXTENSION waits, and the worker closes the circle -----------------------

# Nobody but DROP EXTENSION looks for a deadlock before long, but for the worker
# itself, which else would end its wait only when it has lasted a second.
$node->append_conf('postgresql.conf', q{deadlock_timeout = '1min'});
$node->reload;
worker_in('worker_last', "CALL public.wait_until('" . $drop_waits =~ s/'/''/gr . "');");
my $log = drop_extension('worker_last', q{SET deadlock_timeout = '900ms';}, '');
like($log, qr/LOG:  the complaint worker failed: deadlock detected/, 'worker_last: it finds the deadlock and gives way');

# --- the worker waits, and DROP EXTENSION closes the circle -------------------------

# It does so when the worker has looked for a deadlock in vain; the worker gives
# up after half of deadlock_timeout, before DROP EXTENSION looks for one.
$node->append_conf('postgresql.conf', q{deadlock_timeout = '800ms'});
$node->reload;
worker_in('drop_last', '');
$log = drop_extension('drop_last', '',
	"CALL wait_until(\$\$$worker_waits AND l.waitstart < clock_timestamp() - interval '100 ms'\$\$);");
like($log, qr/LOG:  the complaint worker failed: canceling statement due to lock timeout/, 'drop_last: it gives way before that is a deadlock');

$node->stop;
done_testing();
