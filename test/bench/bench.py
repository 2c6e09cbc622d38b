"""What the extension costs, beside a bare table of the same columns.

  insert    single-row inserts of calm messages: pgbench -M prepared, 4 clients,
            synchronous_commit off; attached / bare transactions per second.
            The first second, in which each connection loads the rule set, is
            not counted; what that takes is the figure load_ms
  copy      COPY of a million rows over 20,000 sessions, 5% complaints, in one
            transaction; attached / bare seconds
  deadlock  8 clients, five complaints a transaction into random ones of 200
            sessions; deadlocks and errors, of which there must be none

Rounds are interleaved and change their order, each in a database of its own;
a ratio is the median of the rounds' ratios, with the 95% interval of a median
(order statistics: at least 95%, no assumption on the noise).

Settings, by the environment: QUICK=1; ONLY=insert|copy|deadlock; ROUNDS,
SECONDS_EACH, CLIENTS (insert); COPY_ROUNDS, ROWS, SESSIONS, COMPLAINTS (share);
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


def main():
    make_template()
    failed = False
    with tempfile.TemporaryDirectory(prefix="complaint-bench.", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        for name, bench in (("insert", bench_insert), ("copy", bench_copy), ("deadlock", bench_deadlock)):
            if ONLY in ("", name):
                failed = bool(bench(folder)) or failed
    print()
    for name, value in results:
        print(f"figure bench.{name} {value}")
    sys.exit(1 if failed else 0)


main()
