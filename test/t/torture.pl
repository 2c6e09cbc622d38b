# Random clients through random disasters, and an oracle: see ../torture and
# README.md beside it.  A minute of it; "make torture MINUTES=60" is the long run.
#
# SEED=n repeats a schedule (as far as timing allows), SECONDS=n runs longer.
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin;

if (!-e '/proc/self/stat')
{
	print "1..0 # SKIP the disasters find their victims in /proc\n";
	exit;
}

my ($python) = grep { system("$_ -c 'import psycopg2' 2>/dev/null") == 0 } '/usr/bin/python3', 'python3';
die 'no python3 with psycopg2' unless defined $python;

$ENV{PYTHONUTF8} = 1;
$ENV{PYTHONDONTWRITEBYTECODE} = 1;
$ENV{KEPT} = "$ENV{TESTDATADIR}/log";
$ENV{SECONDS} //= 45;
$ENV{ROUND_SECONDS} //= 5;
mkdir $ENV{TESTDATADIR};
mkdir $ENV{KEPT};

# it prints TAP itself, so nothing of PostgreSQL::Test stands in between
exit(system($python, "$FindBin::Bin/../torture/torture.py", tempdir(CLEANUP => 1)) == 0 ? 0 : 1);
