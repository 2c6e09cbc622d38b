# The arithmetic of make quality, on a few rows of our own: every figure here
# can be worked out by hand, and is, in the comments.  The rules are not those
# that are shipped but five words, so that a better rule set changes nothing.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('quality');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->start;
$node->safe_psql('postgres', 'CREATE DATABASE with_extension');
$node->safe_psql('with_extension', 'CREATE EXTENSION complaint');
$ENV{TEMPLATE} = 'with_extension';
$ENV{PGHOST} = $node->host;
$ENV{PGPORT} = $node->port;
$ENV{PGCLIENTENCODING} = 'UTF8';
$ENV{PYTHONUTF8} = 1;
$ENV{PYTHONDONTWRITEBYTECODE} = 1;

my $folder = PostgreSQL::Test::Utils::tempdir();
my ($data, $results) = ("$folder/data", "$folder/results");
mkdir $data;
delete @ENV{qw(CSV TYPES ONLY SAMPLE SPLIT CHECK)};
$ENV{DATA} = $data;
$ENV{RESULTS} = $results;
$ENV{RULES} = "$folder/rules.sql";
$ENV{RULESET} = 'five';

sub write_file
{
	my ($path, @lines) = @_;
	open(my $file, '>', $path) or die "$path: $!";
	print $file map { "$_\n" } @lines;
	close($file);
	return;
}

# Runs it with more settings; returns exit status, output and figures.
sub quality
{
	my (%settings) = @_;
	local %ENV = (%ENV, %settings);
	my $output = '';
	IPC::Run::run([ 'python3', "$FindBin::Bin/../quality/quality.py" ], '>&', \$output);
	my $status = $? >> 8;
	my %figures = $output =~ /^figure quality\.(\S+) (\S+)$/mg;
	return ($status, $output, \%figures);
}

# The figures of a set, as far as they are named here.
sub figures_are
{
	my ($figures, $set, %expected) = @_;
	is($figures->{"$set.$_"} // 'none', $expected{$_}, "$set: $_") for sort keys %expected;
	return;
}

write_file($ENV{RULES}, q{
	INSERT INTO complaint.ruleset (ruleset) VALUES ('five');
	INSERT INTO complaint.rule (ruleset, rule, pattern, level, type, harm) VALUES
		('five', 'broken', '''broken''', 1, 'fees.double_charge', NULL),
		('five', 'annoyed', '''annoyed''', 2, 'service.attitude', NULL),
		('five', 'cheated', '''cheated''', 3, NULL, NULL),
		('five', 'lawyer', '''lawyer''', 4, NULL, NULL),
		('five', 'stolen', '''stolen''', NULL, NULL, 'fraud');});

#                labelled  judged
# a, b              0        0
# c                 1        1
# d                 2        2
# e                 0        2
# f                 1        0
# g                 4        4
# h                 4        3
# i                 3        1
write_file("$data/en_shop_level.csv", 'id,body,complaint,level,aspect',
	'a,hello,0,0,', 'b,thank you,0,0,', 'c,it is broken,1,1,', 'd,annoyed,1,2,', 'e,annoyed,0,0,',
	'f,hello,1,1,', 'g,my lawyer,1,4,', 'h,cheated,1,4,', 'i,broken again,1,3,');

# Our type in the set's words: broken 定价收费, annoyed 客户服务, hello 其他.
write_file("$data/zh_finance_type.csv", 'id,body,type,split',
	'a,broken,定价收费,train', 'b,annoyed,客户服务,dev', 'c,hello,客户服务,dev', 'd,broken,其他,train');

write_file("$data/en_bank_intent.csv", 'id,body,intent', 'a,hello,x', 'b,hello,x', 'c,annoyed,x', 'd,stolen,x');

# Ten sessions, five of them dissatisfied (s1 s2 s4 s5 s6), four alerted (s1 to
# s4): three messages of level 2, or one of level 4.
write_file("$data/zh_shop_satisfaction.csv", 'id,session_id,turn,body,satisfaction,intent,intent_group',
	'1,s1,0,annoyed,0,,', '2,s1,1,annoyed,0,,', '3,s1,2,annoyed,1,,',
	'4,s2,0,hello,1,,', '5,s2,3,my lawyer,0,,',
	'6,s3,0,my lawyer,1,,',
	'7,s4,0,my lawyer,2,,', '8,s4,1,hello,0,,',
	'9,s5,0,hello,0,,',
	'10,s6,0,annoyed,0,,', '11,s6,1,annoyed,,,',
	map { "1$_,s$_,0,hello,1,," } 7 .. 10);

my ($status, $output, $figures) = quality();
is($status, 0, 'a run ends well') or diag($output);

# yes: 6 labelled, 6 judged, 5 agreed, so F1 5/6; no: 3, 3, 2, so 2/3; mean 3/4.
# F1 of the levels: 4/6, 2/4, 2/3, 0/2, 2/3; their mean is 1/2.
# Squared distances 4 + 1 + 1 + 4 = 10 of 9 rows; sums of the labelled 15 and of
# their squares 47, of the judged 13 and 35: by chance (47 + 35) / 9 - 2 * 15 *
# 13 / 81 = 348 / 81, so kappa is 1 - 90 / 348.  Of the six complaints: 6 / 6,
# and (47 + 31) / 6 - 2 * 15 * 11 / 36 = 23 / 6, so 1 - 6 / 23.
figures_are($figures, 'en_shop_level',
	messages => 9, complaint_precision => '0.833', complaint_recall => '0.833', complaint_macro_f1 => '0.750',
	level_macro_f1 => '0.500', level_within_one => '0.778', level_kappa => '0.741', level_kappa_complaints => '0.739',
	level_2_recall => '0.750');

# F1 of the types: 定价收费 2/3, 客户服务 2/3, 其他 0/2.  Part dev: 客户服务 2/3,
# 其他 0/1; part train: 定价收费 2/3, 其他 0/1.
figures_are($figures, 'zh_finance_type',
	level_1_share => '0.750', type_macro_f1 => '0.444', type_accuracy => '0.500',
	type_macro_f1_dev => '0.333', type_macro_f1_train => '0.333', complaint_macro_f1 => 'none');

figures_are($figures, 'en_bank_intent',
	level_1_per_1000 => '250.0', level_2_per_1000 => '250.0', level_3_per_1000 => '0.000', harm_per_1000 => '250.0');

# Three of four alerts are right, three of five sessions found.  At random half
# would be right: lift 3/4 over 1/2.  The alerts come 2 turns after the first
# dissatisfied turn (s1), at it (s2) and one before it (s4).
figures_are($figures, 'zh_shop_satisfaction',
	sessions => 10, alerted_sessions => 4, alerted_per_1000 => '400.0', alert_precision => '0.750', alert_recall => '0.600',
	random_precision => '0.500', random_recall => '0.400', alert_lift => '1.500', alert_turns => 0,
	alert_early_share => '0.333');

like($output, qr/^skipped: en_bank_level, /m, 'a set that is absent is skipped');
like($output, qr/^below its bar: en_shop_level\.complaint_macro_f1 is 0\.750, wanted >= 0\.8$/m, 'a missed bar is named');
like($output, qr/^below its bar: en_bank_intent\.level_2_per_1000 is 250\.0, wanted <= 10$/m, 'an upper bar too');
unlike($output, qr/^below its bar: zh_shop_satisfaction/m, 'a bar that is reached is not');

like(slurp_file("$results/blame.csv"), qr/^en_shop_level,annoyed,1,e,0,2,2,\{\},service\.attitude,\{annoyed\},annoyed$/m,
	'a false alarm is in the file, with its rule');
my $missed = slurp_file("$results/missed.csv");
like($missed, qr/^en_shop_level,f,1,0,1,/m, 'so is a missed complaint');
like($missed, qr/^en_shop_level,i,3,1,2,/m, 'and one that was taken too lightly');
unlike($missed, qr/^en_shop_level,[abcdeg],/m, 'and no other');
like(slurp_file("$results/wrong_types.csv"), qr/^zh_finance_type,c,客户服务,其他,/m, 'so is a wrong type');

($status) = quality(CHECK => 1, ONLY => 'en_shop_level');
is($status, 1, 'with CHECK a missed bar fails the run');
($status) = quality(CHECK => 1, ONLY => 'zh_shop_satisfaction');
is($status, 0, 'and none does not');

($status, $output) = quality(ONLY => 'en_shop*');
like($output, qr/^  level_kappa +0\.741 += +>= 0\.5 +ok$/m, 'the next run says what changed');
unlike($output, qr/^figure quality\.zh_/m, 'ONLY leaves the others out');
($status, $output) = quality(ONLY => 'en_shop_level nothing');
is($status, 1, 'ONLY with an unknown set fails');
like($output, qr/^ONLY: no set nothing; there are en_bank_level, /m, 'and says which there are');

# The halves: each row is in one of them, and a session is whole.
my ($rows, $sessions) = (0, 0);
for my $half ('dev', 'held')
{
	my (undef, undef, $part) = quality(SPLIT => $half, ONLY => 'en_shop_level zh_shop_satisfaction');
	$rows += $part->{'en_shop_level.messages'} // 0;
	$sessions += $part->{'zh_shop_satisfaction.sessions'} // 0;
}
is("$rows $sessions", '9 10', 'the two halves are the whole');

# One's own file: types are ours, or their upper part; empty cells are unknown.
write_file("$folder/own.csv", 'id,body,complaint,type', 'a,broken,1,fees', 'b,annoyed,1,fees', 'c,hello,0,', 'd,hello,,');
($status, $output, $figures) = quality(CSV => "$folder/own.csv");
is($status, 0, 'a run over a file of one\'s own') or diag($output);
figures_are($figures, 'csv', messages => 4, complaint_macro_f1 => '1.000', type_accuracy => '0.500', level_kappa => 'none');
write_file("$folder/types", "service\tfees", "*\tnone");
(undef, undef, $figures) = quality(CSV => "$folder/own.csv", TYPES => "$folder/types");
figures_are($figures, 'csv', type_accuracy => '0.500', type_macro_f1 => '0.333');

write_file("$folder/bad.csv", 'id,body,level', 'a,broken,7');
($status, $output) = quality(CSV => "$folder/bad.csv");
is($status, 1, 'a bad level fails the run');
like($output, qr/bad\.csv, row 1: level must be 0 to 4, not 7/, 'and says where it stands');

$node->stop;
done_testing();
