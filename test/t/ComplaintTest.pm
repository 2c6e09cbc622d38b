# What the TAP tests share: a server, a rule set whose words never change, and
# an attached table.
package ComplaintTest;

use strict;
use warnings;
use Exporter 'import';
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;

our @EXPORT = qw(start_server create_chat only_policies problems state);

# What is in database "postgres" of each server.
my $prepare = q{
CREATE EXTENSION complaint;

INSERT INTO complaint.ruleset (ruleset) VALUES ('mine');

INSERT INTO complaint.entity (ruleset, entity) VALUES ('mine', 'mood');

INSERT INTO complaint.term (ruleset, entity, term) VALUES
	('mine', 'mood', 'annoyed'), ('mine', 'mood', '生气');

INSERT INTO complaint.rule (ruleset, rule, pattern, level, type, harm) VALUES
	('mine', 'broken', '''broken''', 1, 'fees', NULL),
	('mine', 'mood', '{mood}', 2, NULL, NULL),
	('mine', 'cheated', '''cheated''', 3, NULL, NULL),
	('mine', 'lawyer', '''lawyer''', 4, NULL, NULL),
	('mine', 'stolen', '''stolen''', NULL, NULL, 'fraud');

};

# A server with the extension in database "postgres" and the rule set "mine";
# "init" are more arguments of PostgreSQL::Test::Cluster's.
sub start_server
{
	my ($name, $settings, %init) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);

	# UTF8 whatever the locale; the words of a test are ASCII or Chinese
	{
		local $ENV{PREPARE} = $prepare;	# for make check's initdb
		$node->init(extra => [ '--encoding=UTF8', '--locale=C' ], %init);
	}
	$node->append_conf('postgresql.conf', $settings) if defined $settings;
	$node->start;
	$node->safe_psql('postgres', $prepare) unless defined $ENV{CLUSTERS};
	return $node;
}

# An attached table with a key of (session, message); "options" are more
# arguments of complaint.attach, such as "count_messages => true".
sub create_chat
{
	my ($node, $table, $options, $partitions) = @_;
	$options = defined $options ? ", $options" : '';
	my $sql = qq{
		CREATE TABLE $table (session text, message int, sender text DEFAULT 'customer', agent text, body text,
			PRIMARY KEY (session, message)) } . ($partitions ? 'PARTITION BY HASH (session);' : ';');
	for my $i (1 .. $partitions // 0)
	{
		$sql .= "CREATE TABLE ${table}_$i PARTITION OF $table FOR VALUES WITH (MODULUS $partitions, REMAINDER "
		  . ($i - 1) . ");\n";
	}
	$node->safe_psql('postgres', $sql . qq{
		SELECT complaint.attach('$table', session => 'session', body => 'body', sender => 'sender',
			agent => 'agent', ruleset => 'mine'$options);});
	return;
}

# The shipped policies off, and these in their place: name, minimum level, threshold.
sub only_policies
{
	my ($node, @policies) = @_;
	my $sql = q{INSERT INTO complaint.alert_policy_override (policy, mode)
		SELECT policy, 'off' FROM complaint.alert_policy WHERE shipped;};
	$sql .= "INSERT INTO complaint.alert_policy (policy, min_level, threshold) VALUES ('$_->[0]', $_->[1], $_->[2]);"
	  for @policies;
	$node->safe_psql('postgres', $sql);
	return;
}

# What complaint.verify() finds: nothing, if all is well.
sub problems
{
	my ($node, $database) = @_;
	return $node->safe_psql($database // 'postgres', 'SELECT * FROM complaint.verify(deep => true)');
}

# All rows of all tables of the schema, and the sequences: a hash of texts.
# When a shipped rule set was created is when its extension was; the list of
# changes of rule sets says nothing of another database.
sub state
{
	my ($node, $database) = @_;
	my %state;
	my $tables = $node->safe_psql($database,
		q{SELECT relname, CASE relkind WHEN 'S' THEN format('(%s, %s)', 'last_value', 'is_called') ELSE 't' END FROM pg_class
		WHERE relnamespace = 'complaint'::regnamespace AND relkind IN ('r', 'S') ORDER BY 1});
	for my $table (split /\n/, $tables)
	{
		my ($name, $row) = split /\|/, $table;
		$state{$name} = $node->safe_psql($database,
			"SELECT x.row FROM (SELECT $row\::text AS row FROM complaint.\"$name\" AS t) AS x ORDER BY x.row COLLATE \"C\"");
	}
	delete $state{definition_change};
	$state{ruleset} =~ s/^(\(default,.*),"[^"]*"\)$/$1)/m;
	return \%state;
}

1;
