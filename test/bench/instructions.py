"""make bench ONLY=instructions: what does not wobble.

  instructions  of a row, by callgrind: a copy of the server's data folder is run
                in single-user mode, with a prepared INSERT a row.  "classify" is
                that of a message, less length(body).  Left out without valgrind
  WAL bytes     of a row, each in a transaction of its own, where the pages have
                been written to before

Rows: bare; agent (not judged); calm; complaint; counted (calm, with count_messages); by
the shipped rules.

The same in a short run, so that the figures can be compared.

Settings: INSTRUCTION_ROWS.
"""
import glob
import os
import pwd
import re
import shutil
import subprocess
import sys

from chats import sender_of
from report import figure, setting
from server import fresh_database, psql
from texts import CALM, COMPLAINTS

ROWS = setting("INSTRUCTION_ROWS", 176, 176)
WARM = 120

ROW_KINDS = {"bare": ("bare", CALM), "agent": ("agent", CALM), "calm": ("attached", CALM), "complaint": ("attached", COMPLAINTS), "counted": ("shipped_counted", CALM)}

# The function that a dump of callgrind's counts is made before.
MARK = "pg_stat_clear_snapshot"


def inserts(kind, first, count, command):
    """So many statements of one kind of row, over 40 sessions."""
    texts = ROW_KINDS[kind][1]
    quoted = [text.replace("'", "''") for text in texts]
    return [command.format(session=number % 40, message=number, body=quoted[number % len(texts)]) for number in range(first, first + count)]


def bench_wal():
    database = fresh_database()
    print("\nWAL bytes of a row")
    for kind, (table, _) in ROW_KINDS.items():
        command = (f"INSERT INTO {table} (session_id, message_id, sender, customer_id, agent_id, body) "
                   f"VALUES ('{kind} {{session}}', {{message}}, '{sender_of(kind)}', 'c', 'a7', '{{body}}')")
        before, after = psql(database, "SET synchronous_commit = off", *inserts(kind, 0, WARM, command), "SELECT pg_current_wal_insert_lsn()",
                             *inserts(kind, WARM, ROWS, command), "SELECT pg_current_wal_insert_lsn()").splitlines()
        size = (lsn(after) - lsn(before)) / ROWS
        print(f"  {kind}: {size:.0f}")
        figure(f"wal_bytes_{kind}", size, better="low")


def lsn(text):
    high, low = text.split("/")
    return (int(high, 16) << 32) + int(low, 16)


class SingleUser:
    """A copy of the data folder, whose server is run for one script."""

    def __init__(self, folder):
        self.work = os.path.join(folder, "single")
        os.mkdir(self.work)
        self.identity = {}
        if os.geteuid() == 0:       # whom the server runs as, then
            nobody = pwd.getpwnam("nobody")
            os.chown(self.work, nobody.pw_uid, nobody.pw_gid)
            self.identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.data = os.path.join(self.work, "data")
        self.call(["pg_basebackup", "-D", self.data, "-c", "fast"])

    def call(self, command, script=""):
        done = subprocess.run(command, input=script, text=True, encoding="utf-8", errors="replace", capture_output=True, cwd=self.work, **self.identity)
        wrong = re.search(r"^.*(?:ERROR|FATAL|PANIC): .*$", done.stderr, re.MULTILINE)
        if done.returncode or wrong:
            sys.exit(f"{command[0]}: {wrong[0] if wrong else done.stderr[-2000:]}")

    def run(self, statements, under=()):
        self.call([*under, shutil.which("postgres"), "--single", "-D", self.data, "-c", "fsync=off", "-c", "shared_buffers=64MB",
                   "-c", "synchronous_commit=off", "bench"], "".join(statement + "\n" for statement in statements))


def bench_callgrind(folder):
    if shutil.which("valgrind") is None:
        print("\nInstructions are left out: valgrind is not there")
        return
    print("\nInstructions of a row, by callgrind")
    server = SingleUser(folder)
    mark = f"SELECT {MARK}()"
    judged = {"length": "SELECT count(length(body)) FROM bare", "classify": "SELECT count(complaint.classify(body)) FROM bare"}

    def script(first):
        statements = []
        for kind, (table, _) in ROW_KINDS.items():
            statements.append(f"PREPARE {kind} (text, bigint, text) AS INSERT INTO {table} (session_id, message_id, sender, customer_id, agent_id, body) "
                              f"VALUES ($1, $2, '{sender_of(kind)}', 'c', 'a7', $3)")
            command = f"EXECUTE {kind} ('{kind} {{session}}', {{message}}, '{{body}}')"
            statements += inserts(kind, first, WARM, command) + [mark] + inserts(kind, first + WARM, ROWS, command) + [mark]
        for query in judged.values():
            statements += [query, mark, query, mark]
        return statements

    # the copy recovers and the rule set is compiled before anybody counts
    server.run(script(0))
    server.run(script(WARM + ROWS), ["valgrind", "--tool=callgrind", "--trace-children=no", f"--dump-before={MARK}",
                                     "--callgrind-out-file=" + os.path.join(server.work, "counts")])
    dumps = sorted(glob.glob(os.path.join(server.work, "counts.*")), key=lambda path: int(path.rsplit(".", 1)[1]))
    counts = [read_total(path) for path in dumps][1::2]     # the others are of what comes before
    if len(counts) < len(ROW_KINDS) + len(judged):
        sys.exit(f"callgrind made {len(dumps)} dumps")
    for kind, count in zip(ROW_KINDS, counts):
        print(f"  {kind}: {count / ROWS:.0f}")
        figure(f"instructions_{kind}", count / ROWS, better="low")
    length, classify = counts[len(ROW_KINDS):len(ROW_KINDS) + 2]
    each = (classify - length) / (2 * (WARM + ROWS))
    print(f"  classify of a message: {each:.0f}")
    figure("instructions_classify", each, better="low")


def read_total(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return int(re.search(r"^(?:totals|summary): (\d+)", file.read(), re.MULTILINE)[1])


def bench_instructions(folder):
    bench_wal()
    bench_callgrind(folder)
