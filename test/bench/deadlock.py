"""make bench ONLY=deadlock: 8 clients, five complaints a transaction into random
ones of 200 sessions.  There must be no deadlock, no error and nothing unsettled,
and verify() must find nothing.

Settings: DEADLOCK_SECONDS (600 is what is asked for).
"""
import os
import re

from report import figure, setting
from server import RANDOM_MESSAGE, Writers, fresh_database, insert, psql, random_session
from texts import COMPLAINTS

SECONDS = setting("DEADLOCK_SECONDS", 30, 4)


def bench_deadlock(folder):
    print(f"\nDeadlocks: 8 clients, five complaints a transaction into 200 sessions, {SECONDS} s")
    log = os.path.join(os.environ["COMPLAINT_SERVER"], "data", "server.log")
    logged = os.path.getsize(log)
    database = fresh_database()
    one = random_session(200) + RANDOM_MESSAGE
    scripts = [(1, "BEGIN;\n" + "".join(one + insert("attached", f"complaint{(first + at) % len(COMPLAINTS)}") + ";\n" for at in range(5)) + "COMMIT;\n")
               for first in range(len(COMPLAINTS))]
    process = Writers(folder, scripts).start(database, 8, SECONDS, ["--failures-detailed"])
    out, err = process.communicate()
    processed = int((re.search(r"number of transactions actually processed: (\d+)", out) or [0, 0])[1])
    with open(log, encoding="utf-8", errors="replace") as file:
        file.seek(logged)
        said = [line for line in file if re.search(r"(ERROR|FATAL|PANIC|WARNING):", line)]
    deadlocks = sum("deadlock detected" in line for line in said)
    errors = len(said) - deadlocks + (1 if process.returncode and not said else 0)
    unsettled = int(psql(database, "SELECT count(*) FROM complaint.unsettled"))
    differences = int(psql(database, "SELECT count(*) FROM complaint.verify()"))
    rung_twice = int(psql(database, "SELECT count(*) FROM (SELECT FROM complaint.alert GROUP BY source, session_id, policy HAVING count(*) > 1) AS t"))
    print(f"  {processed} transactions, {deadlocks} deadlocks, {errors} errors, "
          f"{unsettled} unsettled, {differences} differences, {rung_twice} alerts raised twice")
    for line in (said + err.splitlines())[:10] if deadlocks or errors else []:
        print("  " + line.rstrip())
    figure("deadlock_transactions", processed)
    figure("deadlocks", deadlocks, "<= 0")
    figure("deadlock_errors", errors, "<= 0")
    figure("deadlock_unsettled", unsettled, "<= 0")
    figure("deadlock_differences", differences, "<= 0")
    figure("deadlock_rung_twice", rung_twice, "<= 0")
    return deadlocks or errors or unsettled or differences or rung_twice
