"""Plays conversations into an attached table and shows what comes of it.

The writer inserts messages as a chat system would; a second connection, on a
thread of its own, is the agents' and the administrator's workbench: it hears
of every alert by NOTIFY.  Then come the queries that an analyst would run.

Connects by the PG* variables.  Exits with 1 if an alert was raised and not
heard, or if verify() finds a difference.
"""
import csv
import gzip
import json
import os
import queue
import select
import sys
import threading
import time

import psycopg2
from psycopg2.extras import execute_values

AGENTS = ["alice", "bruno", "chen", "dana", "emil", "fang"]
CHANNELS = ["complaint", "complaint_admin"]

# A chat system commits message by message; so does the sample.  A large file
# is what an import does: more rows to a commit.
SMALL_FILE = 5000
BATCH = 500

HEARING_PATIENCE = 10.0     # seconds for the last alerts to arrive


def width(text):
    """Columns that a text takes on a terminal: Han and the like take two."""
    return sum(2 if ord(c) >= 0x1100 and not 0x2000 <= ord(c) <= 0x20ff else 1 for c in text)


def pad(text, columns):
    return text + " " * max(0, columns - width(text))


def show(value):
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, list):
        return ", ".join(show(v) for v in value)
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in sorted(value.items(), key=lambda i: (-i[1], i[0])))
    return str(value).replace("\n", " ")


def print_table(title, cursor):
    """Prints what a query returned, in columns."""
    names = [column.name for column in cursor.description]
    rows = [[show(value) for value in row] for row in cursor]
    widths = [max(width(line[i]) for line in [names] + rows) for i in range(len(names))]
    print(f"\n{title}")
    print("  " + "  ".join(pad(n, w) for n, w in zip(names, widths)).rstrip())
    print("  " + "  ".join("-" * w for w in widths))
    for row in rows:
        print("  " + "  ".join(pad(v, w) for v, w in zip(row, widths)).rstrip())
    if not rows:
        print("  (none)")
    return len(rows)


def read_conversations(path):
    """The messages of a file, in its order, numbered within their session (in
    real files a session and turn may occur twice), and how many sessions there
    are.  The agents get the sessions in turn."""
    csv.field_size_limit(1 << 28)
    opener = gzip.open if path.endswith(".gz") else open
    agents = {}
    numbers = {}
    messages = []
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        lacking = {"session_id", "sender", "body"} - set(reader.fieldnames or [])
        if lacking:
            sys.exit(f"{path}: no column {', '.join(sorted(lacking))}")
        for row in reader:
            session = row["session_id"]
            agent = agents.setdefault(session, AGENTS[len(agents) % len(AGENTS)])
            number = numbers[session] = numbers.get(session, 0) + 1
            messages.append((session, number, row["sender"], f"customer of {session}", agent, row["body"]))
    return messages, len(agents)


class Workbench(threading.Thread):
    """The listening side: notes when each alert arrives, on which channels."""

    def __init__(self):
        super().__init__(daemon=True)
        self.connection = psycopg2.connect("")
        self.connection.autocommit = True
        cursor = self.connection.cursor()
        for channel in CHANNELS:
            cursor.execute(f"LISTEN {channel}")
        self.arrived = queue.Queue()
        self.failure = None

    def run(self):
        try:
            while True:
                select.select([self.connection], [], [])
                self.connection.poll()
                now = time.monotonic()
                for notify in self.connection.notifies:
                    self.arrived.put((now, notify.channel, json.loads(notify.payload)))
                self.connection.notifies.clear()
        except Exception as error:
            self.failure = error


class Heard:
    """What the workbench has heard, each alert once however many channels."""

    def __init__(self, workbench, committed):
        self.workbench = workbench
        self.committed = committed      # when the last commit of a session returned
        self.alerts = {}
        self.latencies = []

    def drain(self, patience=0.0):
        while True:
            try:
                arrived, channel, said = self.workbench.arrived.get(patience > 0, patience or None)
            except queue.Empty:
                return
            patience = 0.0
            if said.get("kind") != "raised":
                continue
            if said["alert"] in self.alerts:
                self.alerts[said["alert"]].add(channel)
                continue
            self.alerts[said["alert"]] = {channel}
            # the listener may hear before the writer is told that it committed
            latency = max(0.0, arrived - self.committed.get(said["session"], arrived)) * 1000
            self.latencies.append(latency)
            harm = said.get("harm")
            clear_progress()
            print(f"ALERT {pad(said['policy'], 9)} session {pad(said['session'], 10)} agent {pad(said.get('agent') or '-', 6)}"
                  f" level {said['level']}  {pad(said.get('type') or '-', 22)} count {said['count']}"
                  f"{'  harm ' + show(harm) if harm else ''}  ({latency:.1f} ms after commit)", flush=True)


def clear_progress():
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()


def progress(done, total, started, last=[0]):
    """On a terminal a line that is written over; elsewhere one each tenth."""
    rate = done / max(time.monotonic() - started, 1e-6)
    line = f"{done:,} of {total:,} messages, {rate:,.0f} a second"
    if sys.stderr.isatty():
        sys.stderr.write("\r" + line)
        sys.stderr.flush()
    elif done * 10 // total > last[0]:
        last[0] = done * 10 // total
        print(line, flush=True)


def play(connection, messages, sessions, heard, committed):
    batch = 1 if len(messages) <= SMALL_FILE else BATCH
    cursor = connection.cursor()
    started = time.monotonic()
    for at in range(0, len(messages), batch):
        part = messages[at:at + batch]
        execute_values(cursor, "INSERT INTO chat (session_id, message_id, sender, customer_id, agent_id, body) VALUES %s",
                       part, page_size=batch)
        connection.commit()
        now = time.monotonic()
        for message in part:
            committed[message[0]] = now
        heard.drain()
        progress(at + len(part), len(messages), started)
    clear_progress()
    print(f"played {len(messages):,} messages of {sessions:,} sessions in {time.monotonic() - started:.1f} s, "
          f"{batch} to a commit")


def analyse(cursor):
    """What an analyst would look at.  Returns how many things are wrong."""
    cursor.execute("""
        SELECT session_id AS session, highest_level AS highest, complaints, level_4, level_3, level_2, level_1, harms, types, agent
        FROM complaint.session WHERE complaints > 0 OR harmed > 0
        ORDER BY highest_level DESC, level_4 DESC, level_3 DESC, complaints DESC, session_id LIMIT 10""")
    print_table("Sessions, worst first (complaint.session)", cursor)

    cursor.execute("""
        SELECT c.type, t.name_en AS name, t.name_zh, count(*) AS messages, count(DISTINCT c.session_id) AS sessions,
            round(avg(c.level), 1) AS mean_level
        FROM complaint.classification AS c JOIN complaint.type AS t ON t.type = c.type
        GROUP BY c.type, t.name_en, t.name_zh ORDER BY messages DESC, c.type LIMIT 12""")
    print_table("Types by count (complaint.classification)", cursor)

    cursor.execute("""
        SELECT p.policy, count(DISTINCT a.alert) AS alerts, count(DISTINCT a.session_id) AS sessions,
            round(1000.0 * count(DISTINCT a.alert) / (SELECT count(DISTINCT session_id) FROM chat), 1) AS per_1000_sessions
        FROM complaint.policy AS p LEFT JOIN complaint.alert AS a ON a.policy = p.policy
        GROUP BY p.policy ORDER BY alerts DESC, p.policy""")
    print_table("Alerts (complaint.alert)", cursor)
    cursor.execute("""
        SELECT round(1000.0 * (SELECT count(*) FROM complaint.alert) / greatest(count(DISTINCT session_id), 1), 1)
        FROM chat""")
    print(f"  alerts per 1,000 sessions: {cursor.fetchone()[0]}")

    cursor.execute("""
        SELECT m.body, c.level, c.type, c.harms
        FROM complaint.classification AS c
        JOIN chat AS m ON m.session_id = c.session_id AND m.message_id::text = c.message_id
        WHERE length(m.body) < 200
        ORDER BY c.level DESC, abs(cardinality(c.starts) - 5), c.session_id, c.message_id LIMIT 1""")
    example = cursor.fetchone()
    if example:
        body, level, kind, harms = example
        print(f"\nOne message explained (complaint.explain): level {level}, type {kind or '-'}, harm {show(harms) or '-'}")
        print(f"  {show(body)}")
        cursor.execute("SELECT * FROM complaint.explain(%s)", (body,))
        print_table("  because of", cursor)

    wrong = 0
    cursor.execute("SELECT source, session_id, message_id, operation, reason FROM complaint.unsettled LIMIT 5")
    if cursor.rowcount:
        wrong += print_table("UNSETTLED", cursor)
    cursor.execute("SELECT * FROM complaint.verify(deep => true)")
    if cursor.rowcount:
        print(f"\ncomplaint.verify(deep => true) found {cursor.rowcount} differences")
        wrong += print_table("DIFFERENCES", cursor)
    else:
        print("\ncomplaint.verify(deep => true): no differences")
    return wrong


def main(path):
    messages, sessions = read_conversations(path)
    if not messages:
        sys.exit(f"{path}: no message in it")
    connection = psycopg2.connect("")
    cursor = connection.cursor()
    cursor.execute("CREATE EXTENSION complaint")
    cursor.execute("SELECT complaint.create_conversation('chat')")
    connection.commit()
    cursor.execute("SELECT count(*), (SELECT count(*) FROM complaint.term WHERE ruleset = 'default') "
                   "FROM complaint.rule WHERE ruleset = 'default'")
    rules, terms = cursor.fetchone()
    print(f"extension created, table \"chat\" attached, rule set \"default\": {rules} rules, {terms} terms")

    # or the listening thread would wait for the writing one, and call it latency
    sys.setswitchinterval(0.0005)
    committed = {}
    workbench = Workbench()
    workbench.start()
    heard = Heard(workbench, committed)
    print(f"listening on {' and '.join(CHANNELS)}; playing {os.path.basename(path)}\n", flush=True)
    play(connection, messages, sessions, heard, committed)

    cursor.execute("SELECT alert::text FROM complaint.alert WHERE mode = 'live'")
    raised = {row[0] for row in cursor}
    deadline = time.monotonic() + HEARING_PATIENCE
    while (raised - set(heard.alerts) and time.monotonic() < deadline) or not workbench.arrived.empty():
        heard.drain(0.1)
    missed = raised - set(heard.alerts)
    half = sorted(heard.latencies)[len(heard.latencies) // 2] if heard.latencies else 0.0
    print(f"heard {len(heard.alerts)} of {len(raised)} alerts"
          + (f", median {half:.1f} ms, worst {max(heard.latencies):.1f} ms after commit" if heard.latencies else ""))
    if workbench.failure:
        print(f"the listening side failed: {workbench.failure}")

    wrong = analyse(cursor)
    connection.commit()
    if missed or wrong:
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
