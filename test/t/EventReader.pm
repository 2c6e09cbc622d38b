# A client that reads complaint.events(): it keeps a cursor, and notes what it
# had, as "kind key".
package EventReader;

use strict;
use warnings;

# recipient: undef is everybody; max: rows a page; after: a cursor to begin with
sub new
{
	my ($class, %fields) = @_;
	return bless { recipient => undef, max => 100, after => undef, database => 'postgres', had => [], ids => [], %fields }, $class;
}

sub quote
{
	my ($text) = @_;
	return 'NULL' unless defined $text;
	$text =~ s/'/''/g;
	return "'$text'";
}

# The query for the next page.
sub query
{
	my ($self, $max) = @_;
	return 'SELECT event, kind, key, cursor FROM complaint.events(' . quote($self->{recipient}) . ', ' . quote($self->{after}) . ', '
	  . ($max // $self->{max}) . ')';
}

# Notes the rows of a page; returns what was had, as one text.
sub note
{
	my ($self, $rows) = @_;
	my @had;
	for my $row (split /\n/, $rows)
	{
		my ($event, $kind, $key, $cursor) = split /\|/, $row;
		push @had, "$kind $key";
		push @{ $self->{ids} }, $event;
		$self->{after} = $cursor;
	}
	push @{ $self->{had} }, @had;
	return join(', ', @had);
}

# One page.
sub read
{
	my ($self, $node, $max) = @_;
	return $self->note($node->safe_psql($self->{database}, $self->query($max)));
}

# All pages that there are now.
sub drain
{
	my ($self, $node) = @_;
	my @pages;
	while ((my $page = $self->read($node)) ne '')
	{
		push @pages, $page;
	}
	return join(', ', @pages);
}

# The events that were had twice, and those of the log that were not had: none
# of each, if all is well.
sub faults
{
	my ($self, $node) = @_;
	my %times;
	$times{$_}++ for @{ $self->{ids} };
	my $log = $node->safe_psql($self->{database},
		'SELECT event FROM complaint.event JOIN complaint.alert USING (alert) WHERE '
		  . (defined $self->{recipient} ? quote($self->{recipient}) . ' = ANY (event.recipients)' : 'true'));
	my @missed = grep { !$times{$_} } split /\n/, $log;
	my @twice = grep { $times{$_} > 1 } sort keys %times;
	return join(', ', (map { "missed $_" } @missed), (map { "had twice $_" } @twice));
}

1;
