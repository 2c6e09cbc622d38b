"""The private server that is measured: its databases, its clients, its processes."""
import contextlib
import itertools
import os
import re
import subprocess
import sys
import time

from texts import BODIES


def psql(database, *commands):
    """Runs commands in one session and returns what they print."""
    done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database],
                          input="\n".join(c + ";" for c in commands),
                          text=True, encoding="utf-8", capture_output=True)
    if done.returncode:
        sys.exit(done.stderr.strip())
    return done.stdout.strip()


def fresh_database(name="bench_round"):
    """A copy of the template, so that no round inherits from another.  Its rule
    sets are compiled, as they are once and not in each round."""
    psql("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE bench")
    psql(name, "SELECT FROM complaint.classify('hello')", "SELECT FROM complaint.classify('hello', 'plain')", "CHECKPOINT")
    return name


def write_lines(path, lines):
    """A file of one column for COPY, which the server may read."""
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(line.replace("\\", "\\\\").replace("\t", " ").replace("\n", " ").replace("\r", " ") + "\n" for line in lines)
    os.chmod(path, 0o644)


def copy_lines(database, folder, target, lines):
    path = os.path.join(folder, "lines")
    write_lines(path, lines)
    psql(database, f"\\copy {target} from '{path}'\n")


# Queries take turns, in one session; seconds of each, in the order of rounds.
TIME_QUERIES = """
CREATE FUNCTION pg_temp.time_queries(queries text[], rounds integer) RETURNS TABLE (round integer, query integer, seconds float8)
LANGUAGE plpgsql AS $$
DECLARE
    started timestamptz;
BEGIN
    FOR round IN 0 .. rounds LOOP
        FOR turn IN 0 .. cardinality(queries) - 1 LOOP
            query := 1 + (round + turn) % cardinality(queries);
            started := clock_timestamp();
            EXECUTE queries[query];
            seconds := extract(epoch FROM clock_timestamp() - started);
            time_queries.round := round;
            RETURN NEXT;
        END LOOP;
    END LOOP;
END $$"""


def time_queries(database, queries, rounds, *settings):
    """Seconds of each query: a list for each, by round.  One more round comes
    first and does not count."""
    quoted = ", ".join(f"$q${query}$q$" for query in queries)
    rows = psql(database, "SET jit = off", "SET max_parallel_workers_per_gather = 0", *settings, TIME_QUERIES,
                f"SELECT query, seconds FROM pg_temp.time_queries(ARRAY[{quoted}], {rounds}) WHERE round > 0 ORDER BY query, round")
    seconds = [[] for _ in queries]
    for row in rows.splitlines():
        query, value = row.split("|")
        seconds[int(query) - 1].append(float(value))
    return seconds


def postmaster_pid():
    with open(os.path.join(os.environ["COMPLAINT_SERVER"], "data", "postmaster.pid"), encoding="ascii") as file:
        return int(file.readline())


def has_session(database):
    """Whether a process of the server is, or still ends, in a database."""
    postmaster = postmaster_pid()
    with open(f"/proc/{postmaster}/task/{postmaster}/children", encoding="ascii") as file:
        children = file.read().split()
    for child in children:
        try:
            with open(f"/proc/{child}/cmdline", "rb") as file:
                if f" {database} ".encode() in file.read():
                    return True
        except FileNotFoundError:
            pass
    return False


def wait_for_sessions(database):
    """Until all of them have ended, which takes them milliseconds behind their client."""
    for _ in range(5000):
        if not has_session(database):
            return
        time.sleep(0.001)
    sys.exit(f"a session stays in {database}")


@contextlib.contextmanager
def one_processor():
    """For what takes turns: the processors of a machine, virtual ones above all,
    are not equally fast, and not always the same one is.  The server's sessions
    that begin here run on the one that is given."""
    postmaster = postmaster_pid()
    before = os.sched_getaffinity(postmaster)
    processor = max(before)
    os.sched_setaffinity(postmaster, {processor})
    try:
        yield processor
    finally:
        os.sched_setaffinity(postmaster, before)


RANDOM_MESSAGE = "\\set message random(1, 9000000000000000000)\n"


def random_session(sessions):
    return f"\\set session random(1, {sessions})\n"


def insert(table, body, prefix="s", sender="customer"):
    """For pgbench: a message of variable session, whose text is variable body."""
    return (f"INSERT INTO {table} (session_id, message_id, sender, customer_id, agent_id, body) "
            f"VALUES ('{prefix}' || :session, :message, '{sender}', 'c' || :session, 'a7', :{body})")


class Writers:
    """pgbench with weighted scripts; the texts are its variables."""
    made = itertools.count()

    def __init__(self, folder, scripts):
        self.arguments = ["pgbench", "-n", "-M", "prepared", "-P", "1"]
        for weight, script in scripts:
            path = os.path.join(folder, f"script{next(Writers.made)}.sql")
            with open(path, "w", encoding="utf-8") as file:
                file.write(script)
            self.arguments += ["-f", f"{path}@{weight}"]
        for name, value in BODIES.items():
            self.arguments += ["-D", f"{name}={value}"]

    def start(self, database, clients, seconds, options=(), settings="-c synchronous_commit=off"):
        return subprocess.Popen(self.arguments + ["-c", str(clients), "-j", str(min(clients, 2)), "-T", str(seconds), *options, database],
                                text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env={**os.environ, "PGOPTIONS": settings})

    def tps(self, database, clients, seconds, options=(), settings="-c synchronous_commit=off"):
        """Transactions a second, without the first second, in which rule sets
        are loaded and statements prepared.  At a rate, or in a run of no more
        than a second, all counts."""
        process = self.start(database, clients, seconds, options, settings)
        out, err = process.communicate()
        if process.returncode:
            sys.exit(err)
        rate = float(re.search(r"^tps = ([0-9.]+)", out, re.MULTILINE)[1])
        first = re.search(r"^progress: ([0-9.]+) s, ([0-9.]+) tps", err, re.MULTILINE)
        if options or seconds <= 1 or first is None:
            return rate
        done = int(re.search(r"^number of transactions actually processed: (\d+)", out, re.MULTILINE)[1])
        began = float(first[1])
        return (done - float(first[2]) * began) / (done / rate - began)


def private_kb(pid):
    """Memory that is a process's own: neither the server's buffers, which count
    as its own while nobody else has looked at the page, nor mapped files."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        return int(re.search(r"^Anonymous: *(\d+) kB", file.read(), re.MULTILINE)[1])


def cpu_ms(pid):
    """Time that a process was on a processor; waiting for one does not count."""
    with open(f"/proc/{pid}/schedstat", encoding="ascii") as file:
        return int(file.read().split()[0]) / 1e6


class Connection:
    """A psql that stays connected."""

    def __init__(self, database):
        self.psql = subprocess.Popen(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database], text=True, encoding="utf-8",
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.pid = int(self.ask("SELECT pg_backend_pid();")[0])

    def ask(self, command):
        """The lines that a command prints."""
        self.psql.stdin.write(command + "\n\\echo done\n")
        self.psql.stdin.flush()
        lines = []
        while (line := self.psql.stdout.readline().rstrip("\n")) != "done":
            if not line and self.psql.poll() is not None or "ERROR" in line:
                sys.exit(f"a connection of the benchmark ended: {line}")
            lines.append(line)
        return lines

    def first_message(self, table):
        """Milliseconds of an insert, the memory it left behind, and its time on a
        processor; what any insert takes is taken before."""
        self.ask("INSERT INTO warm (session_id, message_id, body) VALUES ('s', (random() * 1e15)::bigint, 'hello');")
        before = private_kb(self.pid)
        spent = cpu_ms(self.pid)
        lines = self.ask(f"\\timing on\nINSERT INTO {table} (session_id, message_id, body) "
                         f"VALUES ('s', (random() * 1e15)::bigint, 'hello, where is my order?');\n\\timing off")
        spent = cpu_ms(self.pid) - spent
        return float(re.search(r"Time: ([0-9.]+) ms", "\n".join(lines))[1]), private_kb(self.pid) - before, spent

    def close(self):
        self.psql.stdin.close()
        self.psql.wait()
