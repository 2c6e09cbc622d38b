# A full disk in the middle of settling: the chat commits and its messages wait
# for room.  A disk that is full of WAL takes the server down; afterwards it is
# all as it was committed.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Test::More;

# A small disk is mounted where only we see it, which takes a namespace of our own.
BEGIN
{
	my @unshare = qw(unshare --user --map-current-user --keep-caps --mount);
	unless ($ENV{COMPLAINT_OWN_MOUNTS})
	{
		plan skip_all => 'nothing can be mounted here'
		  if system("@unshare mount -t tmpfs none /mnt 2>/dev/null") != 0;
		$ENV{COMPLAINT_OWN_MOUNTS} = 1;
		exec @unshare, $^X, (map { "-I$_" } @INC), $0;
	}
}
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use ComplaintTest;

my $node;
sub sql { return $node->safe_psql('postgres', @_); }

sub mount_disk
{
	my ($size) = @_;
	my $disk = PostgreSQL::Test::Utils::tempdir_short();
	system_or_bail('mount', '-t', 'tmpfs', '-o', "size=$size,mode=700", 'none', $disk);
	return $disk;
}

# Takes all of a disk but so many bytes; gives it back with undef.
sub fill
{
	my ($disk, $left) = @_;
	my $filler = "$disk/filler";
	unlink $filler;
	return unless defined $left;
	my ($free) = `df --output=avail -B 1 $disk` =~ /(\d+)\s*$/;
	open(my $file, '>', $filler) or die "$filler: $!";
	for (my $bytes = $free - $left; $bytes > 0; $bytes -= 65536)
	{
		syswrite($file, "\0" x ($bytes < 65536 ? $bytes : 65536)) or last;
	}
	close($file);
	return;
}

# --- no room for what is settled ----------------------------------------------------------

$node = start_server('small', "log_min_messages = warning");
create_chat($node, 'chat', 'count_messages => true');
only_policies($node, [ 'third', 2, 3 ]);
my $disk = mount_disk('24m');
sql("CREATE TABLESPACE small LOCATION '$disk'");
sql("ALTER TABLE complaint.$_ SET TABLESPACE small") for qw(classification session event);
sql(q{INSERT INTO chat SELECT 's' || n % 50, n, 'customer', 'ann', 'annoyed' FROM generate_series(1, 200) AS n});
is(sql('SELECT count(*) FROM complaint.unsettled'), '0', 'while there is room, all is settled');

fill($disk, 65536);
for my $k (1 .. 10)
{
	my $from = 1000 * $k;
	is(($node->psql('postgres', qq{INSERT INTO chat SELECT 's' || n % 70, n, 'customer', 'ann', 'annoyed, annoyed and annoyed'
		FROM generate_series($from, $from + 500) AS n}))[0], 0, "a chat of 500 messages commits: $k");
}
is(sql(q{SELECT count(*) FROM chat}), 200 + 10 * 501, 'and all rows are there');
my $put_aside = sql(q{SELECT count(*) FROM complaint.unsettled WHERE sqlstate = '53100'});
cmp_ok($put_aside, '>=', 501, 'there was no room for some of it: put aside');
is(problems($node), '', 'verify() knows what waits');
sql('SELECT complaint.run_due()');
cmp_ok(sql('SELECT count(*) FROM complaint.unsettled'), '>=', 501, 'without room run_due() leaves it there');
is(problems($node), '', 'verify() after it');
fill($disk);
sql('SELECT complaint.run_due()');
is(sql('SELECT count(*) FROM complaint.unsettled'), '0', 'with room, it settles everything');
is(problems($node), '', 'verify() after that');
is(sql('SELECT sum(complaints) FROM complaint.session'), 200 + 10 * 501, 'each message counts once');

# --- no room to put it aside, either ---------------------------------------------------------

sql('ALTER TABLE complaint.unsettled SET TABLESPACE small');
fill($disk, 0);
my ($status, $out, $error) = $node->psql('postgres', q{INSERT INTO chat SELECT 'x' || n, n, 'customer', 'ann', 'annoyed' FROM generate_series(20000, 20500) AS n});
is($status, 0, 'the chat commits all the same');
like($error, qr/WARNING:  messages were stored without their classification: could not extend file/, 'with a warning');
like(problems($node), qr/\bx20000\b/, 'verify() says what is missing');
fill($disk);
sql(q{UPDATE chat SET body = 'annoyed!' WHERE message >= 20000});
is(sql(q{SELECT count(*) FROM complaint.classification WHERE session_id LIKE 'x%'}), '501', 'once there is room an update makes up for it');

# --- no room for a large batch's files -----------------------------------------------------------

fill($disk, 0);
($status, $out, $error) = $node->psql('postgres', q{
	SET temp_tablespaces = 'small';
	SET complaint.batch_memory = '64kB';
	INSERT INTO chat SELECT 'y' || n % 100, n, 'customer', 'ann', 'annoyed' FROM generate_series(30000, 40000) AS n});
like($error, qr/ERROR:  could not write to file .*pgsql_tmp.*No space left on device/,
	'a statement whose batch has no room for its files fails, as one does that sorts');
is(sql(q{SELECT count(*) FROM chat WHERE session LIKE 'y%'}), '0', 'and leaves no rows');
fill($disk);
is(sql(q{SELECT count(*) FROM complaint.verify(deep => true) AS v WHERE v.session_id LIKE 'y%'}), '0', 'nor anything else');
$node->stop;

# --- no room for the log ----------------------------------------------------------------------------

my $wal = mount_disk('80m');
$node = PostgreSQL::Test::Cluster->new('log');
$node->init(extra => [ '--encoding=UTF8', '--locale=C', "--waldir=$wal/wal" ]);
$node->append_conf('postgresql.conf', "max_wal_size = 32MB\nmin_wal_size = 32MB\nrestart_after_crash = off\nwal_recycle = off");
$node->start;
sql(q{
	CREATE EXTENSION complaint;
	INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');
	INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES ('mine', 'annoyed', '''annoyed''', 2);
});
create_chat($node, 'chat', 'count_messages => true');
only_policies($node, [ 'third', 2, 3 ]);
fill($wal, 1_000_000);
my $commits = 0;
while ($commits < 500)
{
	last if ($node->psql('postgres', qq{INSERT INTO chat SELECT 's' || n % 30, n + 1000 * $commits, 'customer', 'ann', 'annoyed'
		FROM generate_series(1, 1000) AS n}))[0] != 0;
	$commits++;
}
cmp_ok($commits, '<', 500, "after $commits transactions the server is down");
like(slurp_file($node->logfile), qr/PANIC:  could not write to file .*No space left on device/, 'for want of room for its log');
fill($wal);
$node->{_pid} = undef;
$node->start;
cmp_ok(sql('SELECT count(*) FROM chat'), '>=', 1000 * $commits, 'what was committed is there');
is(problems($node), '', 'verify() after it');
is(sql('SELECT sum(messages) - (SELECT count(*) FROM chat) FROM complaint.session'), '0', 'each message counts once');
sql(q{INSERT INTO chat VALUES ('s1', 10000000, 'customer', 'ann', 'annoyed')});
is(problems($node), '', 'and it goes on');
$node->stop;
done_testing();
