"""make bench ONLY=bulk: many rows in one transaction, seconds over the bare table's.

COPY and INSERT .. SELECT of the same rows into the bare table and into one of
chats.py, one after the other in a fresh database.  The trigger written by hand
gets few of the rows; its seconds are taken times as many.

Settings: BULK_ROUNDS, ROWS (1000000 is what is asked for), SESSIONS (rows / 50),
HANDMADE_ROWS, KIND="copy select", VARIANTS="calm few half bank counted plain handmade".
"""
import os
import time

from chats import COLUMNS, wanted_variants, write_rows
from report import figure, interleave, median, report, setting
from server import fresh_database, psql

ROUNDS = setting("BULK_ROUNDS", 11, 1)
ROWS = setting("ROWS", 200_000, 20_000)
SESSIONS = setting("SESSIONS", ROWS // 50, ROWS // 50)
HANDMADE_ROWS = setting("HANDMADE_ROWS", 500, 50)

BARS = {"few": "<= 1.30", "counted": "<= 1.35"}


def bulk_variants():
    """As for single rows, but that counted sessions have complaints, too."""
    return {name: (table, 0.05 if name == "counted" else share) for name, (table, share) in wanted_variants().items()}


def load(kind, table, path, rows):
    """Seconds that the rows of a file take, which are the first of those staged."""
    if kind == "copy":
        command = f"COPY {table} ({COLUMNS}) FROM '{path}'"
    else:
        command = f"INSERT INTO {table} ({COLUMNS}) SELECT {COLUMNS} FROM staged LIMIT {rows}"
    started = time.monotonic()
    psql("bench_round", command)
    return time.monotonic() - started


def bench_kind(folder, kind):
    print(f"\n{'COPY' if kind == 'copy' else 'INSERT .. SELECT'} of {ROWS:,} rows over {SESSIONS:,} sessions: seconds over the bare table's")
    variants = bulk_variants()
    bare = {name: [] for name in variants}

    def run(number, name):
        table, share = variants[name]
        rows = HANDMADE_ROWS if table == "handmade" else ROWS
        files = {"bare": (os.path.join(folder, f"rows{share}"), ROWS), table: (os.path.join(folder, f"rows{share}.{rows}"), rows)}
        for path, count in files.values():
            if not os.path.exists(path):
                write_rows(path, count, SESSIONS, share)
        fresh_database()
        if kind == "select":
            psql("bench_round", "CREATE UNLOGGED TABLE staged (LIKE bare INCLUDING DEFAULTS)", f"COPY staged ({COLUMNS}) FROM '{files['bare'][0]}'")
        seconds = {}
        for into in ("bare", table) if number % 2 == 0 else (table, "bare"):
            seconds[into] = load(kind, into, *files[into])
        bare[name].append(seconds["bare"])
        return seconds[table] * ROWS / rows / seconds["bare"]

    found = interleave(list(variants), ROUNDS, run)
    for name, values in found.items():
        report(f"bulk_{kind}_{name}_ratio", values, BARS.get(name, ""), better="low")
    figure(f"bulk_{kind}_bare_us_per_row", 1e6 * median([value for values in bare.values() for value in values]) / ROWS)
    return psql("bench_round", "SELECT count(*) FROM complaint.unsettled") != "0"


def bench_bulk(folder):
    failed = [bench_kind(folder, kind) for kind in os.environ.get("KIND", "copy select").split()]
    return any(failed)
