# The library calls its own functions, whoever else in the server has some of the
# same names: another library may have been loaded before it, and be asked first.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;

my $node = start_server('own_names');
create_chat($node, 'chat');
$node->stop;

# A function of each room, as another library's: it ends whoever calls it.
my $folder = PostgreSQL::Test::Utils::tempdir();
my $other = "$folder/other.so";
open(my $source, '>', "$folder/other.c") or die "$folder: $!";
print $source "#include <stdlib.h>\n", map { "void $_(void) { abort(); }\n" } qw(text_read ruleset_get batch_add);
close($source) or die "$folder: $!";
system_or_bail('cc', '-shared', '-fPIC', '-o', $other, "$folder/other.c");
{
	local $ENV{LD_PRELOAD} = $other;
	$node->start;
}

like($node->safe_psql('postgres', q{SELECT pg_read_file('/proc/self/maps')}), qr/other\.so/, 'the other library is there first');
$node->safe_psql('postgres', q{INSERT INTO chat VALUES ('a', 1, 'customer', 'ann', 'I am annoyed')});
is($node->safe_psql('postgres', 'SELECT session_id, level FROM complaint.classification'), 'a|2', 'a message is judged and stored');

done_testing();
