# Compiled rule sets in files: a new connection uses the one that another left,
# and never one that is not exactly that of the definitions as it sees them.
# What is right is what the definitions say when they are compiled anew: a
# transaction that has changed some itself always does that.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;

my $node = start_server('files', "wal_level = logical\nmax_wal_senders = 5\nmax_replication_slots = 5\n");
my $data = $node->data_dir;

sub sql { return $node->safe_psql('postgres', @_); }

# What a new connection has: revision, whether it is shared, why not.
sub loaded
{
	my ($server, $database, $set) = @_;
	return $server->safe_psql($database, qq{
		SELECT complaint.classify('x', '$set') IS NULL;
		SELECT revision, shared, coalesce(unshared, '-') FROM complaint.ruleset_cache() WHERE ruleset = '$set'}) =~ s/^.*\n//r;
}

# The revision of the definitions, compiled anew.
sub truth
{
	my ($server, $database, $set) = @_;
	return $server->safe_psql($database, qq{
		BEGIN;
		INSERT INTO complaint.ruleset (ruleset) VALUES ('of this transaction alone');
		SELECT (complaint.classify('x', '$set')).revision;
		ROLLBACK});
}

# A new connection has the set as it is defined, from a file.
sub right
{
	my ($what, $server, $database, $set) = @_;
	$server //= $node;
	$database //= 'postgres';
	$set //= 'mine';
	is(loaded($server, $database, $set), truth($server, $database, $set) . '|t|-', "$what: shared, and the right one");
	return;
}

sub oid { return $_[1]->safe_psql('postgres', "SELECT oid FROM pg_database WHERE datname = '$_[0]'"); }
sub folder { return "$data/complaint/" . oid($_[0] // 'postgres', $node); }
sub files { my @files = sort glob(folder($_[0]) . '/*'); return @files; }
sub revision { return sql("SELECT (complaint.classify('x', 'mine')).revision"); }

# The log's lines since the last call that match.
my $logged = -s $node->logfile;
sub said
{
	my ($pattern) = @_;
	my $log = slurp_file($node->logfile, $logged);
	$logged += length $log;
	return scalar grep { /$pattern/ } split /\n/, $log;
}

###############################################################################
# One makes it, the others use it.
ok(!-e "$data/complaint", 'nothing before there was a need');
is(revision(), truth($node, 'postgres', 'mine'), 'the first connection judges right');
my @first = files();
is(scalar(@first), 1, 'and leaves a file');
my $file = $first[0];
like($file, qr{/[0-9a-f]{16}-[0-9a-f]{32}\.rules$}, 'whose name is hex digits');
my $written = (stat $file)[9];
my $inode = (stat $file)[1];
right('the second connection');
is((stat $file)[1], $inode, 'the file was not written again');
is((stat $file)[2] & oct(7777), oct(600), 'its permissions are those of the data directory');
is((stat folder())[2] & oct(7777), oct(700), 'and of its folder');
right('the shipped set', $node, 'postgres', 'default') for 1 .. 2;
is(scalar(files()), 2, 'a file for each set');
is(sql(q{SELECT complaint.classify('x', 'mine') IS NULL; SELECT terms, rules, bytes > 1000, loaded_ms >= 0, current FROM complaint.ruleset_cache()}),
	"f\n2|5|t|t|t", 'what the connection tells of it');
is(sql(q{SELECT count(*) FROM complaint.ruleset_cache()}), '0', 'nothing is loaded before it is needed');
is(sql(q{SELECT complaint.classify('x', 'mine') IS NULL; SELECT sum(total_bytes) < 30000 FROM pg_backend_memory_contexts WHERE name = 'complaint rule set'}),
	"f\nt", 'a shared set takes next to no memory of the connection');

###############################################################################
# Files that are not what they should be.
my $good = slurp_bytes($file);

sub slurp_bytes
{
	my ($path) = @_;
	open(my $in, '<:raw', $path) or die "$path: $!";
	local $/;
	return scalar <$in>;
}

sub put_bytes
{
	my ($path, $bytes) = @_;
	open(my $out, '>:raw', $path) or die "$path: $!";
	print $out $bytes;
	close $out;
	chmod 0600, $path;
	return;
}

# Puts other bytes in the file's place; a new connection must say so, judge
# right and leave the good file again, the same to the byte.
sub corrupted
{
	my ($what, $bytes, $complaint) = @_;
	unlink $file;
	put_bytes($file, $bytes);
	right($what);
	is(said(qr/is no compiled rule set of use/) > 0, $complaint // 1, "$what: told in the log") ;
	ok(slurp_bytes($file) eq $good, "$what: the file is the same as before");
	return;
}

# The header: magic 16, crc 4, header_size 4, size 8, build 192, key 56,
# revision 24, then numbers of 4 bytes and offsets of 8.
my %fields = (magic => 0, crc => 16, 'header size' => 20, size => 24, build => 32, key => 224, revision => 280);
said(qr/./);
for my $field (sort { $fields{$a} <=> $fields{$b} } keys %fields)
{
	my $bytes = $good;
	substr($bytes, $fields{$field}, 1) ^= "\x01";
	corrupted("another $field", $bytes);
}
for my $at (304, 312, 344, 400, 480, 560, 608, int(length($good) / 2), length($good) - 1)
{
	my $bytes = $good;
	substr($bytes, $at, 1) ^= "\x80";
	corrupted("byte $at changed", $bytes);
}
corrupted('an empty file', '');
corrupted('half a header', substr($good, 0, 100));
corrupted('the header alone', substr($good, 0, 640));
corrupted('one byte missing', substr($good, 0, -1));
corrupted('one byte too many', "$good\0");
corrupted('zeros', "\0" x length $good);

# CRC-32C, so that only the reason itself is wrong
my @crc_table = map { my $c = $_; $c = $c & 1 ? ($c >> 1) ^ 0x82F63B78 : $c >> 1 for 1 .. 8; $c } 0 .. 255;
sub signed_anew
{
	my ($bytes) = @_;
	my $crc = 0xFFFFFFFF;
	$crc = ($crc >> 8) ^ $crc_table[ ($crc ^ $_) & 255 ] for unpack('C*', substr($bytes, 20));
	substr($bytes, 16, 4) = pack('L', $crc ^ 0xFFFFFFFF);
	return $bytes;
}
ok(signed_anew($good) eq $good, 'the test knows how a file is signed');
my $foreign = $good;
substr($foreign, 32 + 10, 1) = '9';
corrupted('that of another version', signed_anew($foreign));
my $other = (grep { $_ ne $file } files())[0];
corrupted('that of another set', slurp_bytes($other));

###############################################################################
# Files that are not the server's to use.
sub replaced
{
	my ($what, $code) = @_;
	unlink $file;
	$code->();
	right($what);
	ok(slurp_bytes($file) eq $good && !-l $file && ((stat $file)[2] & oct(7777)) == oct(600), "$what: an ordinary file again");
	return;
}

my $outside = PostgreSQL::Test::Utils::tempdir();
put_bytes("$outside/target", $good);
replaced('a symbolic link', sub { symlink("$outside/target", $file) or die $! });
ok(slurp_bytes("$outside/target") eq $good, 'what it pointed to is as it was');
replaced('one that others may write', sub { put_bytes($file, $good); chmod 0666, $file; });
replaced('none', sub { });

# with a folder, or the folder of all, in another place: none is used
said(qr/./);
for my $link ("$data/complaint", folder())
{
	my $moved = "$outside/moved";
	rename($link, $moved) or die $!;
	symlink($moved, $link) or die $!;
	like(loaded($node, 'postgres', 'mine'), qr/\|f\|there was no file/, "a linked folder is not used: $link" =~ s{/\S*/}{}r);
	cmp_ok(said(qr/could not write file/), '>', 0, 'and the log says so');
	unlink $link;
	rename($moved, $link) or die $!;
}
right('back in place');

# nobody can write there
SKIP:
{
	skip 'root may write anywhere', 3 if $> == 0;
	unlink $file;
	chmod 0500, folder();
	like(loaded($node, 'postgres', 'mine'), qr/\|f\|there was no file/, 'without the right to write each connection compiles');
	is(revision(), truth($node, 'postgres', 'mine'), 'and judges right');
	cmp_ok(said(qr/could not write file .*Permission denied/), '>', 0, 'the log says why');
	chmod 0700, folder();
}
right('with the right to write');

###############################################################################
# Changes.
my $chat = $node->background_psql('postgres');
my $boss = $node->background_psql('postgres');
my $cached = q{SELECT shared FROM complaint.ruleset_cache() WHERE ruleset = 'mine'};
my $ask = q{SELECT (complaint.classify('annoyed', 'mine')).level};
my $changes = q{SELECT count(*) FROM complaint.definition_change};
sub level { my ($n) = @_; return "UPDATE complaint.rule SET level = $n WHERE ruleset = 'mine' AND rule = 'mood'"; }

is($chat->query_safe($ask), '2', 'before a change');
my $before = sql($changes);
my $name = $file;
$boss->query_safe('BEGIN');
$boss->query_safe(level(3));
$boss->query_safe(level(4));
is($boss->query_safe($ask), '4', 'its own change holds for a transaction');
is($boss->query_safe($cached), 'f', 'and is not shared');
is($chat->query_safe($ask), '2', 'but not for others');
right('while a change is open');
is_deeply([ grep { /\Q$name\E/ } files() ], [$name], 'no file of an open change');
$boss->query_safe('COMMIT');
is(sql($changes), $before + 1, 'one row for all changes of a transaction');
is($chat->query_safe($ask), '4', 'the committed change holds for a connection that had the set');
is($chat->query_safe($cached), 't', 'from a file');
right('after a change');
is(scalar(files()), 2, 'the old file is gone');
($file) = grep { $_ ne $other } files();
isnt($file, $name, 'the new one has another name');
is($boss->query_safe($ask) . $boss->query_safe($cached), '4t', 'he who made the change shares again');

# taken back: the file that was there is that of the present definitions
$inode = (stat $file)[1];
$boss->query_safe('BEGIN; ' . level(1));
is($boss->query_safe($ask), '1', 'a change');
$boss->query_safe('ROLLBACK');
is($boss->query_safe($ask) . $boss->query_safe($cached), '4t', 'and none, once it is rolled back');
$boss->query_safe('BEGIN; SAVEPOINT a; ' . level(1));
is($boss->query_safe($ask), '1', 'a change in a subtransaction');
$boss->query_safe('ROLLBACK TO a');
is($boss->query_safe($ask) . $boss->query_safe($cached), '4t', 'and none, once it is rolled back');
$boss->query_safe('SAVEPOINT b; RELEASE b');
is($boss->query_safe($ask) . $boss->query_safe($cached), '4t', 'nor does the rest of the transaction see one');
$boss->query_safe('COMMIT');
right('after changes that were rolled back');
is((stat $file)[1], $inode, 'by the same file');

# the row that a subtransaction took back must be made again, and that of an
# inner one is the outer one's
for my $case (
	[ 'after a savepoint was rolled back', 'SAVEPOINT a; ' . level(1) . '; ROLLBACK TO a; ' . level(3), 3 ],
	[ 'after an inner one was released and the outer rolled back',
		'SAVEPOINT a; SAVEPOINT b; ' . level(1) . '; RELEASE b; ROLLBACK TO a; ' . level(2), 2 ],
	[ 'in a subtransaction that is released', 'SAVEPOINT a; ' . level(1) . '; RELEASE a; ' . level(4), 4 ],
	[ 'in a block with a handler', q{DO $$ BEGIN BEGIN UPDATE complaint.rule SET level = 1 WHERE ruleset = 'mine' AND rule = 'mood'; RAISE 'x'; EXCEPTION WHEN OTHERS THEN END;
		UPDATE complaint.rule SET level = 3 WHERE ruleset = 'mine' AND rule = 'mood'; END $$}, 3 ])
{
	my ($what, $commands, $want) = @$case;
	$boss->query_safe("BEGIN; $commands");
	is($boss->query_safe($ask), $want, "$what: own");
	$boss->query_safe('COMMIT');
	is($chat->query_safe($ask), $want, "$what: others");
	right($what);
}

# in other ways; each is seen by a connection that has the set, and by a new one
for my $case (
	[ 'COPY', "COPY complaint.term (ruleset, entity, term) FROM PROGRAM 'printf \"mine\\\\tmood\\\\tgrumpy\\\\n\"'" ],
	[ 'COPY with rows of one\'s own', "COPY complaint.term (ruleset, entity, term) FROM PROGRAM 'printf \"mine\\\\tmood\\\\tbitter\\\\n\"'" ],
	[ 'DELETE', "DELETE FROM complaint.term WHERE ruleset = 'mine' AND term = 'grumpy'" ],
	[ 'a cascade', "UPDATE complaint.entity SET kind = 'class', description = 'x' WHERE ruleset = 'mine'" ],
	[ 'MERGE', q{MERGE INTO complaint.rule AS r USING (SELECT 'lawyer' AS rule) AS s ON r.ruleset = 'mine' AND r.rule = s.rule WHEN MATCHED THEN UPDATE SET level = 3} ],
	[ 'session_replication_role', q{SET session_replication_role = replica; UPDATE complaint.rule SET level = 2 WHERE ruleset = 'mine' AND rule = 'lawyer'} ],
	[ 'a table written anew', q{ALTER TABLE complaint.rule ALTER COLUMN weight TYPE real USING weight * 2} ],
	[ 'triggers off and on', q{ALTER TABLE complaint.rule DISABLE TRIGGER USER; UPDATE complaint.rule SET level = 4 WHERE ruleset = 'mine' AND rule = 'lawyer';
		ALTER TABLE complaint.rule ENABLE TRIGGER USER, ENABLE ALWAYS TRIGGER definition_noted, ENABLE ALWAYS TRIGGER definition_noted_truncate,
		ENABLE ALWAYS TRIGGER definition_changed, ENABLE ALWAYS TRIGGER definition_changed_truncate} ])
{
	my ($what, $commands) = @$case;
	$chat->query_safe($ask);
	sql($commands);
	is($chat->query_safe(q{SELECT (complaint.classify('x', 'mine')).revision}), truth($node, 'postgres', 'mine'), "$what: seen");
	right($what);
}

# one in the middle of a statement, before it is announced, which then fails
sql(q{
	CREATE FUNCTION judge_and_fail() RETURNS trigger LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM complaint.classify('x', 'default');
		RAISE NOTICE 'level %', (complaint.classify('annoyed', 'mine')).level;
		RAISE EXCEPTION 'refused';
	END $$;
	CREATE TRIGGER aaa AFTER UPDATE ON complaint.rule FOR EACH ROW EXECUTE FUNCTION judge_and_fail()});
unlink glob(folder() . '/*');
my ($status, $out, $error) = $node->psql('postgres', level(1));
like($error, qr/level 1.*refused/s, 'a trigger sees the change');
sql('DROP TRIGGER aaa ON complaint.rule; DROP FUNCTION judge_and_fail()');
right('after it failed');

# a role with no right on our list of changes
sql(q{CREATE ROLE regress_editor; GRANT USAGE ON SCHEMA complaint TO regress_editor;
	GRANT SELECT, INSERT, UPDATE, DELETE ON complaint.ruleset, complaint.rule TO regress_editor});
sql('SET ROLE regress_editor; ' . level(1));
is($chat->query_safe($ask), '1', 'an editor of rules has no right on the list of changes and needs none');
right('after a change of an editor');

# two-phase: nothing until it is committed
$node->append_conf('postgresql.conf', 'max_prepared_transactions = 2');
$chat->quit;
$boss->quit;
$node->restart;
right('after a restart');
sql('BEGIN; ' . level(4) . q{; PREPARE TRANSACTION 'p'});
is(sql($ask), '1', 'a prepared change does not hold');
right('while a change is prepared');
sql("COMMIT PREPARED 'p'");
is(sql($ask), '4', 'committed, it does');
right('after it was committed');

###############################################################################
# The list of changes is made short, whatever comes in between.
$boss = $node->background_psql('postgres');
$boss->query_safe('BEGIN; ' . level(2));
sql("INSERT INTO complaint.ruleset (ruleset) VALUES ('n$_')") for 1 .. 5;
cmp_ok(sql($changes), '>', 5, 'a list of changes');
is(sql('SELECT complaint.compact_changes()'), '0', 'a short one is left alone');
cmp_ok(sql('SELECT complaint.compact_changes(3)'), '>', 5, 'made one');
is(sql($changes), '1', 'row');
right('after the list was made short');
is(sql($ask), '4', 'the open change does not hold');
$boss->query_safe('COMMIT');
is(sql($changes), '2', 'it is in the list');
is(sql($ask), '2', 'and holds');
right('after a change over that');
$boss->query_safe(q{BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1});
sql(level(3));
$boss->query_safe('SELECT complaint.compact_changes(0)');
$boss->query_safe('COMMIT');
is(sql($changes), '2', 'a change that the short list does not know of stays');
is(sql($ask), '3', 'and holds');
right('after that');
$boss->query_safe('BEGIN; ' . level(4) . '; SELECT complaint.compact_changes(0)');
is(sql($ask), '3', 'open');
$boss->query_safe('ROLLBACK');
is(sql($ask), '3', 'rolled back');
right('after both were rolled back');
sql('BEGIN; SELECT complaint.compact_changes(0); ' . level(1) . '; COMMIT');
is(sql($ask), '1', 'both in one transaction');
right('after both');
# the number of a shorter list is a new one: a file that is there for an old list
# of the same length must not be taken for it
sql('SELECT complaint.compact_changes(0)');
right('before a change');
my %kept = map { $_ => slurp_bytes($_) } files();
sql(level(4));
sql('SELECT complaint.compact_changes(0)');
put_bytes($_, $kept{$_}) for keys %kept;
right('with files of lists that were');
sql('DELETE FROM complaint.definition_change');
is(loaded($node, 'postgres', 'mine'), truth($node, 'postgres', 'mine') . '|f|complaint.definition_change is empty', 'without a list nothing is shared');
sql('SELECT complaint.compact_changes()');
right('with a list again');
$boss->quit;

# what pg_restore --disable-triggers leaves behind
sql(q{ALTER TABLE complaint.rule DISABLE TRIGGER ALL; UPDATE complaint.rule SET level = 4 WHERE ruleset = 'mine' AND rule = 'mood'});
like(loaded($node, 'postgres', 'mine'), qr/\|f\|a trigger/, 'changes that go unnoted: nothing is shared');
sql('ALTER TABLE complaint.rule ENABLE TRIGGER ALL');
said(qr/./);
is(loaded($node, 'postgres', 'mine'), truth($node, 'postgres', 'mine') . '|f|a trigger definition_noted does not fire always', 'nor with triggers that fire sometimes');
cmp_ok(said(qr/compiled rule sets are not shared/), '>', 0, 'the log says so');
sql('SELECT complaint.compact_changes()');
is(sql($ask), '4', 'put right');
right('with triggers that fire always');

###############################################################################
# Several at once, without a file: they wait for one, and all judge right.
unlink glob(folder() . '/*');
$boss = $node->background_psql('postgres');
$boss->query_safe('BEGIN; LOCK TABLE complaint.rule IN ACCESS EXCLUSIVE MODE');
my @many;
for my $i (0 .. 4)
{
	my %one = (out => '', err => '');
	$one{run} = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c', q{SELECT (complaint.classify('x', 'mine')).revision}, '-c', $cached ],
		'>', \$one{out}, '2>', \$one{err});
	push @many, \%one;
}
$node->poll_query_until('postgres', q{SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation = 'complaint.rule'::regclass});
$boss->query_safe('COMMIT');
$_->{run}->finish for @many;
my $revision = truth($node, 'postgres', 'mine');
is(scalar(grep { $_->{out} =~ /^\Q$revision\E\n[tf]\n$/ && $_->{err} eq '' } @many), 5, 'five at once: all judge right');
cmp_ok(scalar(grep { $_->{out} =~ /\nt\n$/ } @many), '>=', 1, 'and at least one left a file');
right('after five at once');
is(scalar(grep { /pgsql_tmp/ } files()), 0, 'nothing else is left');
$boss->quit;

###############################################################################
# A crash in which a change is lost after others have seen it cannot be made
# here; but files survive, and temporary ones of the dead are swept.
($file) = files();
$inode = (stat $file)[1];
put_bytes(folder() . '/pgsql_tmp.1', 'x');
utime(1, 1, folder() . '/pgsql_tmp.1');
put_bytes(folder() . '/pgsql_tmp.2', 'x');
$node->stop('immediate');
$node->start;
right('after a crash');
is((stat $file)[1], $inode, 'from the same file');
sql(level(2));
right('after a change');
ok(!-e folder() . '/pgsql_tmp.1', 'an old temporary file was swept');
ok(-e folder() . '/pgsql_tmp.2', 'a new one may be somebody\'s');
unlink folder() . '/pgsql_tmp.2';

# a data directory that the group may read
my $folder = folder();
$node->stop;
chmod 0750, $data;
unlink glob("$folder/*");
rmdir $folder;
$node->start;
right('with group access');
is((stat $folder)[2] & oct(7777), oct(750), 'the group may enter the folder');
is((stat((files())[0]))[2] & oct(7777), oct(640), 'and read the files');
$node->stop;
chmod 0700, $data;
$node->start;

# there are never many
sql(q{INSERT INTO complaint.ruleset (ruleset) SELECT 'm' || i FROM generate_series(1, 100) AS i});
sql(q{SELECT complaint.classify('x', 'm' || i) FROM generate_series(1, 100) AS i});
cmp_ok(scalar(files()), '<=', 65, 'no more than so many files');
cmp_ok(scalar(files()), '>', 50, 'but many');
right('after many');

###############################################################################
# Other databases.
sql('CREATE DATABASE copy TEMPLATE postgres');
right('a copy of a database', $node, 'copy');
my $copy_folder = folder('copy');
ok(-d $copy_folder && $copy_folder ne folder(), 'has a folder of its own');
$node->safe_psql('copy', level(1));
right('changed there', $node, 'copy');
right('and not here');
$node->safe_psql('copy', 'DROP EXTENSION complaint CASCADE; CREATE EXTENSION complaint');
right('the extension made anew', $node, 'copy', 'default');
sql('DROP DATABASE copy');
ok(-d $copy_folder, 'the files of a dropped database stay');
sql(level(4));
right('until another one writes a file');
ok(!-d $copy_folder, 'then they go');

# dump and restore: the same definitions, changes of its own
my $dump = $node->backup_dir;
mkdir $dump;
$node->command_ok([ 'pg_dump', '-Fc', '-f', "$dump/custom", $node->connstr('postgres') ], 'dump');
sql('CREATE DATABASE restored TEMPLATE template0');
$node->command_ok([ 'pg_restore', '-e', '-d', $node->connstr('restored'), "$dump/custom" ], 'restore');
right('restored', $node, 'restored');
is(truth($node, 'restored', 'mine'), truth($node, 'postgres', 'mine'), 'restored: the same revision');
my %known = map { $_ => 1 } split /\n/, sql('SELECT change FROM complaint.definition_change');
is(scalar(grep { $known{$_} } split /\n/, $node->safe_psql('restored', 'SELECT change FROM complaint.definition_change')), 0, 'the list of changes is not in a dump');

# logical replication of the definitions
$node->safe_psql('restored', q{CREATE PUBLICATION p FOR TABLE complaint.rule; SELECT pg_create_logical_replication_slot('s', 'pgoutput')});
my $connection = $node->connstr('restored') =~ s/'/''/gr;
sql(qq{CREATE SUBSCRIPTION s CONNECTION '$connection' PUBLICATION p WITH (create_slot = false, slot_name = 's', copy_data = false)});
$chat = $node->background_psql('postgres');
is($chat->query_safe($ask), '4', 'before a change of the publisher');
$node->safe_psql('restored', level(1));
$node->wait_for_catchup('s');
is($chat->query_safe($ask), '1', 'applied, it holds');
right('after an applied change');
sql('DROP SUBSCRIPTION s');

###############################################################################
# A standby, with the files of the backup, and files of its own.
$node->backup('b');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, 'b', has_streaming => 1);
$standby->start;
is(loaded($standby, 'postgres', 'mine'), truth($node, 'postgres', 'mine') . '|t|-', 'a standby shares');
my $reader = $standby->background_psql('postgres');
$reader->query_safe($ask);
sql(level(3));
$node->wait_for_catchup($standby);
is($reader->query_safe($ask), '3', 'a change that was replayed holds for a connection');
is(loaded($standby, 'postgres', 'mine'), truth($node, 'postgres', 'mine') . '|t|-', 'and for a new one');
$reader->quit;
$standby->promote;
right('promoted', $standby);
$standby->safe_psql('postgres', level(1));
right('promoted and changed', $standby);
$standby->stop;

# a read-only transaction
unlink glob(folder() . '/*');
like(sql(qq{BEGIN READ ONLY; SELECT (complaint.classify('x', 'mine')).revision; $cached; COMMIT}), qr/\nt$/, 'a read-only transaction leaves a file');
$chat->quit;

$node->stop;
done_testing();
