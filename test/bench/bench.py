"""What the extension costs, beside a bare table of the same columns.

  insert    single-row inserts of calm messages: pgbench -M prepared, 4 clients,
            synchronous_commit off; attached / bare transactions per second.
            The first second, in which each connection loads the rule set, is
            not counted; what that takes is the figure load_ms
  copy      COPY of a million rows over 20,000 sessions, 5% complaints, in one
            transaction; attached / bare seconds
  terms     rule sets of 500, 10,000 and 100,000 terms: what loading and compiling
            the largest takes, and classify of one message with each, in turn
  start     the first message of a new connection, for rule sets of 500, 10,000 and
            100,000 terms, the shipped one, and a bare table: milliseconds, and
            the memory it leaves the connection alone with; then with 200
            connections that stay; and what making the shared file takes
  alerts    COPY that raises 5,000 alerts, latency from commit to listener, idle
            listeners, policies of wide scope: see alerts.py
  deadlock  8 clients, five complaints a transaction into random ones of 200
            sessions; deadlocks and errors, of which there must be none

Rounds are interleaved and change their order, each in a database of its own;
a ratio is the median of the rounds' ratios, with the 95% interval of a median
(order statistics: at least 95%, no assumption on the noise).

Settings, by the environment: QUICK=1; ONLY=insert|copy|terms|start|alerts|deadlock; ROUNDS,
SECONDS_EACH, CLIENTS (insert); TERM_ROUNDS, DATA (terms); START_ROUNDS,
CONNECTIONS (start); COPY_ROUNDS, ROWS, SESSIONS, COMPLAINTS (share);
DEADLOCK_SECONDS.  Prints lines "figure bench.<name> <value>".
"""
import math
import os
import random
import re
import subprocess
import sys
import tempfile
import time

import terms
from texts import CALM, COMPLAINTS, WEIGHTED_COMPLAINTS

QUICK = bool(os.environ.get("QUICK"))


def setting(name, full, quick):
    return type(full)(os.environ.get(name, quick if QUICK else full))


ONLY = os.environ.get("ONLY", "")
ROUNDS = setting("ROUNDS", 11, 3)
SECONDS_EACH = setting("SECONDS_EACH", 4, 2)
CLIENTS = setting("CLIENTS", 4, 4)
COPY_ROUNDS = setting("COPY_ROUNDS", 5, 1)
ROWS = setting("ROWS", 1_000_000, 100_000)
SESSIONS = setting("SESSIONS", 20_000, 2_000)
COMPLAINT_SHARE = setting("COMPLAINTS", 0.05, 0.05)
TERM_ROUNDS = setting("TERM_ROUNDS", 11, 5)
START_ROUNDS = setting("START_ROUNDS", 21, 11)
CONNECTIONS = setting("CONNECTIONS", 200, 50)
DEADLOCK_SECONDS = setting("DEADLOCK_SECONDS", 30, 5)

TABLES = ["bare", "attached"]
results = []


def psql(database, *commands):
    """Runs commands in one session and returns what they print."""
    done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database],
                          input="\n".join(c + ";" for c in commands),
                          text=True, encoding="utf-8", capture_output=True)
    if done.returncode:
        sys.exit(done.stderr.strip())
    return done.stdout.strip()


def figure(name, value):
    results.append((name, value))


def median(values):
    ordered = sorted(values)
    n = len(ordered)
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2


def interval(values):
    """The 95% interval of the median: the narrowest pair of order statistics
    that holds it with at least that probability; all of them if few."""
    ordered = sorted(values)
    n = len(ordered)
    low = 0
    below = 0.0
    for k in range(n // 2):
        below += math.comb(n, k) / 2 ** n
        if 2 * below > 0.05:
            break
        low = k
    return ordered[low], ordered[n - 1 - low]


def fresh_database(name):
    """A copy of the empty template, so that no round inherits from another."""
    psql("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
         f"CREATE DATABASE {name} TEMPLATE bench", "CHECKPOINT")
    return name


def make_template():
    psql("postgres", "CREATE DATABASE bench TEMPLATE template0 ENCODING 'UTF8'")
    psql("bench", "CREATE EXTENSION complaint",
         "SELECT complaint.create_conversation('attached')",
         "CREATE TABLE bare (LIKE attached INCLUDING ALL)")
    for text in CALM + COMPLAINTS:
        quoted = text.replace("'", "''")
        judged = psql("bench", f"SELECT level > 0 OR harms <> '{{}}' FROM complaint.classify('{quoted}')")
        if judged != ("t" if text in COMPLAINTS else "f"):
            sys.exit(f"not judged as the benchmark wants it: {text}")


def report_ratio(name, unit, bare, attached, ratios, bar):
    low, high = interval(ratios)
    middle = median(ratios)
    print(f"  {len(ratios)} rounds: median of ratios {middle:.3f}, 95% interval {low:.3f} to {high:.3f}; wanted {bar}")
    figure(f"{name}_ratio", f"{middle:.3f}")
    figure(f"{name}_ratio_low", f"{low:.3f}")
    figure(f"{name}_ratio_high", f"{high:.3f}")
    figure(f"{name}_{unit}_bare", f"{median(bare):.2f}")
    figure(f"{name}_{unit}_attached", f"{median(attached):.2f}")


def pgbench(database, folder, scripts, variables, clients, *options):
    """Runs scripts at random; returns pgbench's report and its complaints."""
    arguments = ["pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "2", *options]
    for number, script in enumerate(scripts):
        path = os.path.join(folder, f"script{number}.sql")
        with open(path, "w", encoding="utf-8") as file:
            file.write(script)
        arguments += ["-f", path]
    for name, value in variables.items():
        arguments += ["-D", f"{name}={value}"]
    done = subprocess.run(arguments + [database], text=True, encoding="utf-8", capture_output=True,
                          env={**os.environ, "PGOPTIONS": "-c synchronous_commit=off"})
    return done.returncode, done.stdout, done.stderr


def bench_insert(folder):
    print(f"\nSingle-row inserts of calm messages: {CLIENTS} clients, prepared, a round has twice {SECONDS_EACH} s of each")
    print("  round  bare tps  attached tps  ratio")
    variables = {f"body{i}": text for i, text in enumerate(CALM)}

    def run(table, seconds):
        scripts = [f"\\set session random(1, {SESSIONS})\n"
                   "\\set message random(1, 9000000000000000000)\n"
                   f"INSERT INTO {table} (session_id, message_id, sender, customer_id, agent_id, body) "
                   f"VALUES ('s' || :session, :message, 'customer', 'c' || :session, 'a7', :body{i});\n"
                   for i in range(len(CALM))]
        failed, out, err = pgbench(database, folder, scripts, variables, CLIENTS, "-T", str(seconds), "-P", "1")
        if failed:
            sys.exit(err)
        each_second = [float(tps) for tps in re.findall(r"^progress: [0-9.]+ s, ([0-9.]+) tps", err, re.MULTILINE)]
        return sum(each_second[1:]) / len(each_second[1:])

    tps = {table: [] for table in TABLES}
    for number in range(ROUNDS):
        database = fresh_database("bench_round")
        order = TABLES if number % 2 == 0 else TABLES[::-1]
        slices = {table: [] for table in TABLES}
        for table in order + order[::-1]:  # a drift within the round cancels out
            slices[table].append(run(table, SECONDS_EACH))
        for table in TABLES:
            tps[table].append(sum(slices[table]) / 2)
        stored = psql(database, "SELECT (SELECT count(*) FROM complaint.classification) + (SELECT count(*) FROM complaint.session)")
        if stored != "0":
            sys.exit(f"calm messages left {stored} rows behind")
        print(f"  {number + 1:5}  {tps['bare'][-1]:8.0f}  {tps['attached'][-1]:12.0f}  {tps['attached'][-1] / tps['bare'][-1]:5.3f}", flush=True)
    plan = psql("bench_round", "EXPLAIN (ANALYZE) SELECT complaint.classify('hello')")
    figure("load_ms", f"{sum(float(ms) for ms in re.findall(r'Time: ([0-9.]+) ms', plan)):.0f}")
    report_ratio("insert", "tps", tps["bare"], tps["attached"],
                 [a / b for a, b in zip(tps["attached"], tps["bare"])], ">= 0.90")


def write_rows(path):
    """The file for COPY: the same on every run (a fixed seed)."""
    chance = random.Random(7)
    weights = [weight for weight, _ in WEIGHTED_COMPLAINTS]
    with open(path, "w", encoding="utf-8") as file:
        for number in range(ROWS):
            session = chance.randrange(SESSIONS)
            body = chance.choices(COMPLAINTS, weights)[0] if chance.random() < COMPLAINT_SHARE else chance.choice(CALM)
            file.write(f"s{session}\t{number}\tcustomer\tc{session}\ta{session % 40}\t{body}\n")
    os.chmod(path, 0o644)


def bench_copy(folder):
    print(f"\nCOPY of {ROWS:,} rows over {SESSIONS:,} sessions, {COMPLAINT_SHARE:.0%} complaints")
    print("  round    bare s  attached s  ratio")
    path = os.path.join(folder, "rows")
    write_rows(path)
    seconds = {table: [] for table in TABLES}
    for number in range(COPY_ROUNDS):
        for table in TABLES if number % 2 == 0 else TABLES[::-1]:
            database = fresh_database("bench_round")
            started = time.monotonic()
            psql(database, f"COPY {table} (session_id, message_id, sender, customer_id, agent_id, body) FROM '{path}'")
            seconds[table].append(time.monotonic() - started)
            if table == "attached":
                stored = psql(database, "SELECT count(*) FROM complaint.classification")
                alerts = psql(database, "SELECT count(*) FROM complaint.alert")
                unsettled = psql(database, "SELECT count(*) FROM complaint.unsettled")
        print(f"  {number + 1:5}  {seconds['bare'][-1]:8.2f}  {seconds['attached'][-1]:10.2f}"
              f"  {seconds['attached'][-1] / seconds['bare'][-1]:5.3f}", flush=True)
    print(f"  {stored} classifications, {alerts} alerts, {unsettled} unsettled")
    report_ratio("copy", "seconds", seconds["bare"], seconds["attached"],
                 [a / b for a, b in zip(seconds["attached"], seconds["bare"])], "<= 1.40")
    figure("copy_classified", stored)
    figure("copy_alerts", alerts)
    figure("copy_unsettled", unsettled)


TERM_COUNTS = [500, 10_000, 100_000]

# By name of rule set, in turn: microseconds a message, all messages each time.
TIME_TERMS = """
DO $$
DECLARE
    started timestamptz;
    spent float8;
BEGIN
    FOR round IN 0 .. %d LOOP
        FOR pick IN 0 .. 2 LOOP
            started := clock_timestamp();
            PERFORM count(complaint.classify(m.body, s.ruleset)) FROM message AS m,
                (SELECT (ARRAY['terms500', 'terms10000', 'terms100000'])[1 + (round + pick) %% 3] AS ruleset OFFSET 0) AS s;
            spent := extract(epoch FROM clock_timestamp() - started) * 1e6 / (SELECT count(*) FROM message);
            INSERT INTO spent VALUES (round, (round + pick) %% 3, spent);
        END LOOP;
    END LOOP;
END $$"""


def copy_lines(database, folder, target, lines):
    path = os.path.join(folder, "lines")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(line.replace("\\", "\\\\").replace("\t", " ").replace("\n", " ").replace("\r", " ") + "\n" for line in lines)
    psql(database, f"\\copy {target} from '{path}'\n")


def make_term_sets(database, folder, bodies):
    """Rule sets named terms500 and so on."""
    psql(database, "CREATE TABLE words (number int GENERATED ALWAYS AS IDENTITY, term text NOT NULL)")
    copy_lines(database, folder, "words (term)", terms.make_terms(bodies, TERM_COUNTS[-1]))
    for count in TERM_COUNTS:
        name = f"terms{count}"
        psql(database, f"INSERT INTO complaint.ruleset (ruleset) VALUES ('{name}')",
             f"INSERT INTO complaint.entity (ruleset, entity) SELECT '{name}', 'word' || i FROM generate_series(0, 99) AS i",
             f"INSERT INTO complaint.term (ruleset, entity, term) SELECT '{name}', 'word' || number % 100, term FROM words WHERE number <= {count}",
             "INSERT INTO complaint.rule (ruleset, rule, pattern, level) "
             f"SELECT '{name}', 'rule ' || i, ('{{word' || i || '}} & {{word' || (i + 7) % 100 || '}}')::complaint.pattern, 1 + i % 4 "
             "FROM generate_series(0, 99) AS i")


def bench_terms(folder):
    bodies = terms.messages()
    print(f"\nTerms: rule sets of {', '.join(f'{n:,}' for n in TERM_COUNTS)}, {len(bodies)} messages, {TERM_ROUNDS} rounds")
    database = fresh_database("bench_round")
    psql(database, "CREATE TABLE message (body text NOT NULL)", "CREATE TABLE spent (round int, pick int, us float8)")
    copy_lines(database, folder, "message (body)", bodies)
    make_term_sets(database, folder, bodies)
    psql(database, "ANALYZE")
    # a transaction that has changed rule sets compiles for itself
    loads = [float(psql(database, "BEGIN", "INSERT INTO complaint.ruleset (ruleset) VALUES ('own')",
                        "SELECT complaint.classify('x', 'terms100000') \\g /dev/null\n"
                        "SELECT loaded_ms FROM complaint.ruleset_cache()", "ROLLBACK").splitlines()[-1]) for _ in range(5)]
    print(f"  loading and compiling {TERM_COUNTS[-1]:,} terms: {median(loads):.0f} ms; wanted < 2000")
    figure("terms_load_ms_100000", f"{median(loads):.0f}")
    psql(database, "SET jit = off", "SET max_parallel_workers_per_gather = 0", TIME_TERMS % TERM_ROUNDS)
    rounds = [list(map(float, row.split("|"))) for row in psql(
        database, "SELECT max(us) FILTER (WHERE pick = 0), max(us) FILTER (WHERE pick = 1), max(us) FILTER (WHERE pick = 2) "
        "FROM spent WHERE round > 0 GROUP BY round ORDER BY round").splitlines()]
    for at, count in enumerate(TERM_COUNTS):
        us = median([row[at] for row in rounds])
        print(f"  {count:>7,} terms: {us:.2f} us a message")
        figure(f"terms_us_{count}", f"{us:.2f}")
    ratios = [row[2] / row[0] for row in rounds]
    low, high = interval(ratios)
    print(f"  100,000 over 500: median of ratios {median(ratios):.2f}, 95% interval {low:.2f} to {high:.2f}; wanted <= 3")
    figure("terms_ratio", f"{median(ratios):.3f}")


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


def bench_start(folder):
    sets = {"500": "terms500", "10000": "terms10000", "100000": "terms100000", "shipped": "default"}
    bars = {"10000": "<= 10 ms, <= 3000 kB", "100000": "<= 60 ms, <= 20000 kB"}
    print(f"\nFirst message of a new connection: {START_ROUNDS} rounds; then with {CONNECTIONS} connections")
    database = fresh_database("bench_round")
    make_term_sets(database, folder, terms.messages())
    psql(database, "CREATE TABLE warm (LIKE bare INCLUDING ALL)", *(
        f"SELECT complaint.create_conversation('chat_{name}'); UPDATE complaint.source SET ruleset = '{rules}' "
        f"WHERE source = complaint.source_of('chat_{name}')" for name, rules in sets.items()))
    # connections that stay, so that what is shared is shared with somebody; their first message makes the file
    stay = {}
    for name, rules in sets.items():
        stay[name] = Connection(database)
        left = stay[name].first_message(f"chat_{name}")[1]
        compiled, size, shared = stay[name].ask(
            "SELECT loaded_ms, bytes / 1024, shared FROM complaint.ruleset_cache();")[0].split("|")
        print(f"  {name}: {float(compiled):.0f} ms to compile it, {size} kB{'' if shared == 't' else ', NOT SHARED'}; "
              f"that leaves the connection with {left} kB")
        figure(f"compile_ms_{name}", f"{float(compiled):.0f}")
        figure(f"shared_kb_{name}", size)
    names = ["bare", *sets]
    found = {name: [] for name in names}
    for number in range(START_ROUNDS):
        for name in names[number % len(names):] + names[:number % len(names)]:
            connection = Connection(database)
            found[name].append(connection.first_message("bare" if name == "bare" else f"chat_{name}"))
            connection.close()
    for name in names:
        ms, kb, cpu = (median([one[i] for one in found[name]]) for i in (0, 1, 2))
        low, high = interval([one[0] for one in found[name]])
        print(f"  {name:>7}: {ms:6.2f} ms, 95% interval {low:.2f} to {high:.2f}; on a processor {cpu:.2f} ms; {kb:6.0f} kB"
              + (f"; wanted {bars[name]}" if name in bars else ""))
        figure(f"start_ms_{name}", f"{ms:.2f}")
        figure(f"start_cpu_ms_{name}", f"{cpu:.2f}")
        figure(f"private_kb_{name}", f"{kb:.0f}")
    many = [Connection(database) for _ in range(CONNECTIONS)]
    all_of_them = [connection.first_message("chat_100000") for connection in many]
    ms, kb, cpu = (median([one[i] for one in all_of_them]) for i in (0, 1, 2))
    print(f"  with {CONNECTIONS} connections that stay, 100,000 terms: {ms:.2f} ms, on a processor {cpu:.2f} ms, {kb:.0f} kB each")
    figure("start_ms_connections", f"{ms:.2f}")
    figure("private_kb_connections", f"{kb:.0f}")
    for connection in [*many, *stay.values()]:
        connection.close()


def bench_deadlock(folder):
    print(f"\nDeadlocks: 8 clients, five complaints a transaction into 200 sessions, {DEADLOCK_SECONDS} s")
    log = os.path.join(os.environ["COMPLAINT_SERVER"], "data", "server.log")
    logged = os.path.getsize(log)
    database = fresh_database("bench_round")
    lines = ["BEGIN;"]
    for i in range(5):
        lines += [f"\\set session random(1, 200)", f"\\set message random(1, 9000000000000000000)",
                  "INSERT INTO attached (session_id, message_id, sender, customer_id, agent_id, body) "
                  f"VALUES ('s' || :session, :message, 'customer', 'c' || :session, 'a7', :body{{}});"]
    lines += ["COMMIT;"]
    scripts = ["\n".join(line.format((first + at) % len(COMPLAINTS)) for at, line in enumerate(lines)) + "\n"
               for first in range(len(COMPLAINTS))]
    variables = {f"body{i}": text for i, text in enumerate(COMPLAINTS)}
    failed, out, err = pgbench(database, folder, scripts, variables, 8,
                               "-T", str(DEADLOCK_SECONDS), "--failures-detailed")
    count = {name: int(number) for name, number in re.findall(
        r"number of (transactions actually processed|deadlock failures|serialization failures): (\d+)", out)}
    with open(log, encoding="utf-8", errors="replace") as file:
        file.seek(logged)
        said = [line for line in file if re.search(r"(ERROR|FATAL|PANIC|WARNING):", line)]
    deadlocks = sum("deadlock detected" in line for line in said)
    errors = len(said) - deadlocks + (1 if failed and not said else 0)
    unsettled = psql(database, "SELECT count(*) FROM complaint.unsettled")
    differences = psql(database, "SELECT count(*) FROM complaint.verify()")
    rung_twice = psql(database, "SELECT count(*) FROM (SELECT FROM complaint.alert GROUP BY source, session_id, policy HAVING count(*) > 1) AS t")
    print(f"  {count.get('transactions actually processed', 0)} transactions, {deadlocks} deadlocks, {errors} errors, "
          f"{unsettled} unsettled, {differences} differences, {rung_twice} alerts raised twice")
    for line in (said + err.splitlines())[:10] if deadlocks or errors or failed else []:
        print("  " + line.rstrip())
    figure("deadlock_transactions", count.get("transactions actually processed", 0))
    figure("deadlocks", deadlocks)
    figure("deadlock_errors", errors)
    figure("deadlock_unsettled", unsettled)
    figure("deadlock_differences", differences)
    return failed or deadlocks or errors or unsettled != "0" or differences != "0" or rung_twice != "0"


def bench_alerts(folder):
    import alerts       # needs psycopg2
    return alerts.bench_alerts(sys.modules[__name__], folder)


def main():
    make_template()
    failed = False
    with tempfile.TemporaryDirectory(prefix="complaint-bench.", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        for name, bench in (("insert", bench_insert), ("copy", bench_copy), ("terms", bench_terms),
                            ("start", bench_start), ("alerts", bench_alerts), ("deadlock", bench_deadlock)):
            if ONLY in ("", name):
                failed = bool(bench(folder)) or failed
    print()
    for name, value in results:
        print(f"figure bench.{name} {value}")
    sys.exit(1 if failed else 0)


main()
