"""What the extension costs, beside a bare table and beside other means.

  match         finding literals in messages: match.py
  insert        single-row inserts: insert.py
  bulk          COPY and INSERT .. SELECT: bulk.py
  start         the first message of a new connection: start.py
  growth        sessions, rules, length, writers, policies: growth.py
  instructions  instructions and bytes of WAL a row: instructions.py
  alerts        alerts and who hears them: alerts.py
  deadlock      writers that get in each other's way: deadlock.py

The head of each file says what it measures and by which settings.  Those of
all: QUICK=1; ONLY="match insert" for some parts; DATA=folder of real messages;
SAVE=1 to note the figures in the file baseline; CHECK=1 to fail where a bar
does not hold.  Ends with one table and lines "figure bench.<name> <value>".
"""
import importlib
import os
import sys
import tempfile
import time

import chats
import report

PARTS = ["match", "insert", "bulk", "start", "growth", "instructions", "alerts", "deadlock"]


def main():
    wanted = os.environ.get("ONLY", "").split() or PARTS
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(f"no part of the benchmark: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    began = time.monotonic()
    failed = False
    chats.make_template()
    with tempfile.TemporaryDirectory(prefix="complaint-bench.", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        if {"insert", "bulk"} & set(wanted):
            chats.measure_bank_share(folder)
        for name in PARTS:
            if name in wanted:
                started = time.monotonic()
                part = importlib.import_module(name)
                failed = bool(getattr(part, f"bench_{name}")(folder)) or failed
                print(f"  ({name}: {time.monotonic() - started:.0f} s)", flush=True)
    print(f"\n{(time.monotonic() - began) / 60:.1f} minutes")
    report.print_figures()
    if os.environ.get("CHECK"):
        failed = failed or any(one.holds() is False for one in report.figures)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
