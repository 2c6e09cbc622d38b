# A page of the chat's table that cannot be read makes no statement fail that has
# no row on it: pages are read before it is known whether they have one.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;

# Four rows fill a page: twelve pages, of which the first six are empty again, and
# the seventh is then damaged.
my $node = start_server('damaged_page', 'autovacuum = off');
create_chat($node, 'chat');
my $rows = q{SELECT '%s', n, 'agent', 'a', repeat('x', 1900) FROM generate_series(1, %d) AS n};
$node->safe_psql('postgres', sprintf("INSERT INTO chat $rows; DELETE FROM chat WHERE message <= 24;", 'old', 48));
$node->safe_psql('postgres', 'CREATE EXTENSION pg_buffercache; VACUUM chat;');
my $path = $node->data_dir . '/' . $node->safe_psql('postgres', q{SELECT pg_relation_filepath('chat')});
$node->stop;
open(my $file, '+<', $path) or die "$path: $!";
binmode($file);
seek($file, 6 * 8192, 0) or die "$path: $!";
print $file chr(0x55) x 8192;
close($file) or die "$path: $!";
$node->start;

my $pinned = q{SELECT coalesce(sum(pinning_backends), 0) FROM pg_buffercache WHERE relfilenode = pg_relation_filenode('chat')};

my ($status, $out, $error) = $node->psql('postgres', 'SELECT count(body) FROM chat');
like($error, qr/invalid page in block 6/, 'the page cannot be read');

($status, $out, $error) = $node->psql('postgres', sprintf(
	"BEGIN; INSERT INTO chat $rows; $pinned; INSERT INTO chat $rows; TRUNCATE chat; COMMIT", 'new', 22, 'next', 1));
is($error, '', 'rows on the pages before it are stored, and what comes after them works');
is($out, '0', 'no page stays pinned');

is($node->safe_psql('postgres', 'SELECT count(*) FROM complaint.verify(deep => true)'), '0', 'nothing is wrong');

done_testing();
