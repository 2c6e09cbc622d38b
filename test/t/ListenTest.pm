# complaint-listen as the TAP tests run it: started, read until something has
# been said, and stopped.  Every wait has an end.
package ListenTest;

use strict;
use warnings;
use Exporter 'import';
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(start_listening start_listener run_listener idle_listener wait_until lines_of sessions_of stop_listener end_of_listener);

my $names = 0;
my %running;	# a test that dies leaves none behind

# Starts it with a name of its own, by which its connection is found.
sub start_listener
{
	my ($connection, @options) = @_;
	my $name = 'listener_' . ++$names;
	my $listener = { name => $name, out => '', err => '' };
	local $SIG{HUP} = 'DEFAULT';	# nohup makes us ignore it, which is handed down
	$listener->{run} = IPC::Run::start(
		[ 'complaint-listen', @options, "$connection application_name=$name" ],
		'<', \undef, '>', \$listener->{out}, '2>', \$listener->{err},
		IPC::Run::timer($PostgreSQL::Test::Utils::timeout_default));
	$running{$name} = $listener;
	return $listener;
}

END
{
	my $status = $?;
	$_->{run}->kill_kill for values %running;
	$? = $status;
}

# Runs it to its end: (exit status, output, errors).
sub run_listener
{
	my ($connection, @options) = @_;
	return end_of_listener(start_listener($connection, @options));
}

# Until a condition holds, reading what it prints.
sub wait_until
{
	my ($listener, $condition, $what) = @_;
	my $until = time() + $PostgreSQL::Test::Utils::timeout_default;
	until ($condition->())
	{
		$listener->{run}->pump_nb;
		if (time() > $until || !$listener->{run}->pumpable)
		{
			return 1 if $condition->();
			diag("no $what\nout: $listener->{out}\nerr: $listener->{err}");
			die "waited in vain for $what";
		}
		select(undef, undef, undef, 0.02);
	}
	return 1;
}

# Until its connection (another than that of the process "not") has nothing to do.
sub idle_listener
{
	my ($listener, $node, $not) = @_;
	my $pid;
	wait_until($listener, sub {
		$pid = $node->safe_psql('postgres', q{SELECT pid FROM pg_stat_activity
			WHERE application_name = '} . $listener->{name} . q{' AND state = 'idle' AND query LIKE '%complaint.events(%'});
		return $pid ne '' && $pid ne ($not // '');
	}, 'idle connection');
	return $pid;
}

sub start_listening
{
	my ($node, @options) = @_;
	my $listener = start_listener($node->connstr('postgres'), @options);
	idle_listener($listener, $node);
	return $listener;
}

# Its lines, once there are so many.
sub lines_of
{
	my ($listener, $count) = @_;
	wait_until($listener, sub { ($listener->{out} =~ tr/\n//) >= $count }, "$count lines");
	return split /\n/, $listener->{out};
}

# The sessions of the events raised that it printed, in their order.
sub sessions_of
{
	my ($output) = @_;
	return join ' ', $output =~ / raised \S+ session (\S+)/g;
}

# What it said, once it has ended by itself.
sub end_of_listener
{
	my ($listener) = @_;
	wait_until($listener, sub { !$listener->{run}->pumpable }, 'end');
	$listener->{run}->finish;
	delete $running{ $listener->{name} };
	return ($listener->{run}->full_result(0), $listener->{out}, $listener->{err}) if $listener->{run}->full_result(0) & 127;
	return ($listener->{run}->result(0), $listener->{out}, $listener->{err});
}

sub stop_listener
{
	my ($listener, $signal) = @_;
	$listener->{run}->signal($signal // 'TERM');
	return end_of_listener($listener);
}

1;
