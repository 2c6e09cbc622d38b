# Settling that fails at each row that it writes, one after the other: the chat
# commits, what failed is put aside, and once that is over everything is as if
# it had never failed.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use ComplaintTest;

my $node = start_server('steps');
create_chat($node, 'chat', q{count_messages => true, customer => 'agent'});
only_policies($node, [ 'third', 2, 3 ], [ 'critical_mine', 4, 1 ]);

sub sql { return $node->safe_psql('postgres', @_); }

# A policy of a wider scope, so that there is a tally to write.
sql(q{
	INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window) VALUES ('of_customer', 'customer', 2, 4, '1 hour');
	SELECT complaint.run_due();
});

# Every row that settling writes is a step; sequences do not roll back, so that
# they are numbered through.
my @tables = qw(classification session alert alert_message episode event tally unsettled);
sql(q{
	CREATE SEQUENCE step;
	CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
	DECLARE
		n bigint := nextval('public.step');		-- BETWEEN would ask for it twice
	BEGIN
		IF n BETWEEN current_setting('fault.first')::bigint AND current_setting('fault.last')::bigint THEN
			RAISE EXCEPTION 'step fails at % of %', TG_OP, TG_TABLE_NAME USING ERRCODE = current_setting('fault.code');
		END IF;
		RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
	END $$;
} . join('', map { "CREATE TRIGGER fail BEFORE INSERT OR UPDATE OR DELETE ON complaint.$_ FOR EACH ROW EXECUTE FUNCTION fail();\n" } @tables));

my $calm = q{SET fault.first = 0; SET fault.last = 0; SET fault.code = 'P0001';};

# Sessions, and a customer, of their own for each run.
sub before
{
	my ($run) = @_;
	return qq{$calm
		INSERT INTO chat VALUES ('$run a', 1, 'customer', '$run', 'annoyed'), ('$run a', 2, 'customer', '$run', 'annoyed'),
			('$run b', 1, 'customer', '$run', 'annoyed'), ('$run c', 1, 'customer', '$run', 'my lawyer'), ('$run c', 2, 'customer', '$run', 'hello');};
}

# An alert is raised and one withdrawn; sessions come, go and change.
sub writes
{
	my ($run) = @_;
	return qq{
		INSERT INTO chat VALUES ('$run a', 3, 'customer', '$run', 'annoyed'), ('$run d', 1, 'customer', '$run', 'my lawyer'),
			('$run e', 1, 'customer', '$run', 'hello'), ('$run f', 1, 'customer', '$run', 'annoyed');
		DELETE FROM chat WHERE session = '$run b';
		UPDATE chat SET body = 'it is fine' WHERE session = '$run c' AND message = 1;
		UPDATE chat SET body = 'cheated' WHERE session = '$run a' AND message = 1;};
}

# What there is of a run, with its name taken out.
sub outcome
{
	my ($run) = @_;
	my $rows = sql(qq{
		SELECT 'chat', session, message, body FROM chat WHERE agent = '$run' ORDER BY 2, 3;
		SELECT 'classification', session_id, message_id, level, rules FROM complaint.classification WHERE agent = '$run' ORDER BY 2, 3;
		SELECT 'session', session_id, messages, complaints, level_1, level_2, level_3, level_4, highest_level, harmed, types::text
			FROM complaint.session WHERE session_id LIKE '$run %' ORDER BY 2;
		SELECT 'alert', policy, key, state, count, level FROM complaint.alert WHERE key = '$run' OR key LIKE '$run %' ORDER BY 2, 3;
		SELECT 'message', a.policy, a.key, m.session_id, m.message_id FROM complaint.alert AS a JOIN complaint.alert_message AS m USING (alert)
			WHERE a.key = '$run' OR a.key LIKE '$run %' ORDER BY 2, 3, 4, 5;
		SELECT 'event', a.policy, a.key, string_agg(e.kind, ' ' ORDER BY e.event) FROM complaint.alert AS a JOIN complaint.event AS e USING (alert)
			WHERE a.key = '$run' OR a.key LIKE '$run %' GROUP BY 2, 3 ORDER BY 2, 3;
		SELECT 'episode', policy, key, episode, withdrawn FROM complaint.episode WHERE key = '$run' OR key LIKE '$run %' ORDER BY 2, 3, 4;
		SELECT 'tally', policy, session_id, message_id FROM complaint.tally WHERE key = '$run' AND NOT removed ORDER BY 2, 3, 4;
	});
	return $rows =~ s/\b$run\b/run/gr;
}

# The fault, at steps [from, to], in a transaction or in one that settles by itself.
sub faulty
{
	my ($run, $from, $to, $code, $first, $last) = @_;
	return $node->psql('postgres', before($run) . qq{
		SET fault.first = $from; SET fault.last = $to; SET fault.code = '$code';
		SELECT setval('step', 1, false);
		BEGIN; } . ($first // '') . writes($run) . ($last // '') . 'COMMIT');
}

# --- how it should be ------------------------------------------------------------------

faulty('control', 0, 0, 'P0001');
my $steps = sql('SELECT last_value FROM step');
cmp_ok($steps, '>', 15, "settling writes $steps rows");
is(sql('SELECT complaint.run_due()'), '0', 'nothing is due');
my $control = outcome('control');
like($control, qr/^alert\|$_/m, "there is $_") for 'critical_mine\|run c\|withdrawn', 'critical_mine\|run d\|open', 'third\|run a\|open', 'of_customer\|run\|';

# --- one step fails -------------------------------------------------------------------------

my %tables;
my @wrong;
my @codes = qw(P0001 53100 53200 40P01 XX000 23505);
for my $step (1 .. $steps)
{
	my ($status, $out, $error) = faulty("r$step", $step, $step, $codes[ $step % @codes ]);
	my $reason = sql(q{SELECT min(reason) FROM complaint.unsettled});
	my $wrong = $status != 0 || $reason !~ /^step fails at \w+ of (\w+)$/ ? "status $status, put aside: '$reason' $error" : '';
	$tables{$1} = 1 if $reason =~ /of (\w+)$/;
	$wrong .= "verify: $_" for grep { $_ ne '' } problems($node);
	sql("$calm SELECT complaint.run_due()");
	my $outcome = outcome("r$step");
	$wrong .= "became: $outcome" if $outcome ne $control;
	push @wrong, "step $step: $wrong" if $wrong ne '';
}
is(join("\n", @wrong), '', "each of $steps steps fails, is contained and made up for");
is(join(' ', sort keys %tables), 'alert alert_message classification episode event session tally', 'in every table');
is(sql('SELECT count(*) FROM complaint.unsettled'), '0', 'nothing is left');
is(problems($node), '', 'verify()');

# --- complaint.settle() in the middle, a savepoint around it -----------------------------------

@wrong = ();
for my $step (1 .. $steps)
{
	my ($status, $out, $error) = faulty("m$step", $step, $step, 'P0001', 'SAVEPOINT a; DELETE FROM chat; SELECT complaint.settle(); ROLLBACK TO a; SAVEPOINT b;',
		' SELECT complaint.settle(); RELEASE b;');
	push @wrong, "step $step: status $status, $error" if $status != 0;
	sql("$calm SELECT complaint.run_due()");
	push @wrong, "step $step became: " . outcome("m$step") if outcome("m$step") ne $control;
}
is(join("\n", @wrong), '', 'the same where it settles twice, and the first time is undone');
is(problems($node), '', 'verify() after that');

# --- so does putting it aside ------------------------------------------------------------------------

@wrong = ();
for my $step (1 .. $steps)
{
	my ($status, $out, $error) = faulty("n$step", $step, 1_000_000, 'P0001');
	push @wrong, "step $step: status $status, $error" if $status != 0 || $error !~ /WARNING:  messages were stored without their classification/;
	push @wrong, "step $step is not found" if problems($node) !~ /n$step/;
	# each row is judged once more, and what is no more is taken away
	sql(qq{$calm UPDATE chat SET body = body || '.' WHERE agent = 'n$step'});
	sql(qq{$calm INSERT INTO chat VALUES ('n$step b', 1, 'customer', 'n$step', 'hello'); DELETE FROM chat WHERE session = 'n$step b'});
	my $classified = sub { join("\n", grep { /^classification/ } split(/\n/, $_[0])) };
	push @wrong, "step $step became: " . outcome("n$step") if $classified->(outcome("n$step")) ne $classified->($control);
}
is(join("\n", @wrong), '', 'where putting aside fails too, the chat commits, and verify() finds what is missing');

# --- a cancel is no fault: it ends the transaction -----------------------------------------------------

@wrong = ();
for my $step (1 .. $steps)
{
	my ($status, $out, $error) = faulty("c$step", $step, $step, '57014');
	my $left = sql(qq{SELECT count(*) FROM chat WHERE agent = 'c$step' AND session IN ('c$step d', 'c$step e', 'c$step f')});
	push @wrong, "step $step: status $status, $left rows, $error" if $status == 0 || $left != 0;
}
is(join("\n", @wrong), '', 'a cancel at any step undoes the transaction');
is(sql('SELECT count(*) FROM complaint.unsettled'), '0', 'and leaves nothing');
$node->stop;
done_testing();
