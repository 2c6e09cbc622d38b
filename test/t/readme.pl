# The SQL examples of README.md: each is run, in order and in one database, and
# where a block of output follows its output is compared.  And every function,
# table, view and setting that a user may use is in the README.
#
# What differs from run to run (uuids, times, revisions, process ids) is made
# the same on both sides first.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# beside the copy of this folder that make check runs, or at the root
my ($path) = grep { -e $_ } map { "$FindBin::Bin/$_/README.md" } ('..', '../..');
open(my $file, '<', $path) or die "$path: $!";
my $readme = do { local $/; <$file> };
close($file);

sub same_everywhere
{
	my ($output) = @_;
	$output =~ s/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/UUID/g;
	$output =~ s/\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?/TIME/g;
	$output =~ s/\bPID \d+/PID/g;
	$output =~ s/\b[0-9a-f]{16}\b/REVISION/g;
	$output =~ s/[ \t]+$//mg;
	$output =~ s/\s+\z//;
	return $output;
}

my $node = PostgreSQL::Test::Cluster->new('readme');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$ENV{PGCLIENTENCODING} = 'UTF8';

while ($readme =~ /^```sql\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/msg)
{
	my ($sql, $expected) = ($1, $2);
	my $line = 1 + (substr($readme, 0, $-[1]) =~ tr/\n//);
	my @psql = ('psql', '-Xq', '-d', $node->connstr('postgres'), '-v', 'SHOW_CONTEXT=never');
	push @psql, '-v', 'ON_ERROR_STOP=1' unless defined $expected;
	my $output = '';
	my $succeeded = IPC::Run::run(\@psql, '<', \$sql, '>&', \$output);
	if (defined $expected)
	{
		is(same_everywhere($output), same_everywhere($expected), "output of the example in line $line");
	}
	else
	{
		ok($succeeded, "example in line $line") or diag($output);
	}
}

# What there is, and must be named: what others may execute or read.  I/O and
# operator functions of the type are no functions to call.
my $names = $node->safe_psql('postgres', q{
	LOAD 'complaint';
	SELECT DISTINCT 'complaint.' || proname || '(' FROM pg_proc
	WHERE pronamespace = 'complaint'::regnamespace AND prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
		AND proname !~ '^pattern_(in|out|recv|send|eq|ne|lt|le|gt|ge|cmp|hash|hash_extended)$'
		AND (has_function_privilege('public', oid, 'EXECUTE')
			 OR proname IN ('acknowledge', 'assign', 'resolve', 'reopen', 'claim', 'give_back', 'assign_session', 'end_session',
				'silence_alerts', 'end_silence', 'business_time', 'run_due', 'start_worker', 'stop_worker'))
	UNION ALL
	SELECT '`complaint.' || relname || '`' FROM pg_class
	WHERE relnamespace = 'complaint'::regnamespace AND relkind IN ('r', 'v')
	UNION ALL
	SELECT '`complaint.' || typname || '`' FROM pg_type
	WHERE typnamespace = 'complaint'::regnamespace AND typname IN ('pattern', 'verdict')
	UNION ALL
	SELECT '| `' || name || '` |' FROM pg_settings WHERE name LIKE 'complaint.%'
	ORDER BY 1});
for my $name (split /\n/, $names)
{
	cmp_ok(index($readme, $name), '>=', 0, "$name is in the README");
}

$node->stop;
done_testing();
