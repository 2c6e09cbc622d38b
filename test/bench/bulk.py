"""make bench ONLY=bulk: many rows in one transaction, seconds over the bare table's.

COPY and INSERT .. SELECT of the same rows into the bare table and into one of
chats.py, one after the other, all of a round in a fresh database.  A checkpoint comes
before each: else the second would write out what the first has left in the buffers.
The trigger written by hand gets few of the rows; its seconds are taken times as many.

Settings: BULK_ROUNDS, ROWS (1000000 is what is asked for), SESSIONS (rows / 50),
HANDMADE_ROWS, KIND="copy select", COUNTED_SHARE (of complaints in counted sessions), VARIANTS="agent calm few half bank counted handmade shipped shipped_calm shipped_half shipped_counted".
"""
import os
import time

from chats import COLUMNS, is_counted, sender_of, wanted_variants, write_rows
from report import figure, interleave, median, report, setting
from server import fresh_database, psql

ROUNDS = setting("BULK_ROUNDS", 11, 1)
ROWS = setting("ROWS", 80_000, 10_000)
SESSIONS = setting("SESSIONS", ROWS // 50, ROWS // 50)
HANDMADE_ROWS = setting("HANDMADE_ROWS", 20, 20)
# as for single rows, but that counted sessions have complaints, too
COUNTED_SHARE = float(os.environ.get("COUNTED_SHARE", "0.05"))

# of 500 rules; what the shipped ones cost is compared with the baseline
BARS = {"few": "<= 1.30", "counted": "<= 1.35"}


def load(kind, table, path, rows):
    """Seconds that the rows of a file take, which are the first of those staged."""
    if kind == "copy":
        command = f"COPY {table} ({COLUMNS}) FROM '{path}'"
    else:
        command = f"INSERT INTO {table} ({COLUMNS}) SELECT {COLUMNS} FROM staged LIMIT {rows}"
    psql("bench_round", "CHECKPOINT")
    started = time.monotonic()
    psql("bench_round", command)
    return time.monotonic() - started


def bench_kind(folder, kind):
    print(f"\n{'COPY' if kind == 'copy' else 'INSERT .. SELECT'} of {ROWS:,} rows over {SESSIONS:,} sessions: seconds over the bare table's")
    variants = {name: COUNTED_SHARE if is_counted(name) else share for name, share in wanted_variants().items()}
    bare_seconds = []

    def path_of(name, rows):
        share, sender = variants[name], sender_of(name)
        path = os.path.join(folder, f"{sender}{share}.{rows}")
        if not os.path.exists(path):
            write_rows(path, rows, SESSIONS, share, sender)
        return path

    def run(number, name):
        rows = HANDMADE_ROWS if name == "handmade" else ROWS
        load_of = {"bare": (path_of(name, ROWS), ROWS), name: (path_of(name, rows), rows)}
        psql("bench_round", "TRUNCATE bare", "DROP TABLE IF EXISTS staged", "CREATE UNLOGGED TABLE staged (LIKE bare INCLUDING DEFAULTS)",
             *([f"COPY staged ({COLUMNS}) FROM '{load_of['bare'][0]}'"] if kind == "select" else []))
        order = ("bare", name) if number % 2 == 0 else (name, "bare")
        seconds = {table: load(kind, table, *load_of[table]) for table in order}
        bare_seconds.append(seconds["bare"])
        return seconds[name] * ROWS / rows / seconds["bare"]

    found = interleave(list(variants), ROUNDS, run, begin=lambda _: fresh_database())
    for name, values in found.items():
        report(f"bulk_{kind}_{name}_ratio", values, BARS.get(name, ""), better="" if name == "handmade" else "low")
    figure(f"bulk_{kind}_bare_us_per_row", 1e6 * median(bare_seconds) / ROWS)
    return psql("bench_round", "SELECT count(*) FROM complaint.unsettled") != "0"


def bench_bulk(folder):
    failed = [bench_kind(folder, kind) for kind in os.environ.get("KIND", "copy select").split()]
    return any(failed)
