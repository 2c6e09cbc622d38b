"""make bench ONLY=alerts: what alerts cost, and how soon they are heard.

  copy       COPY of a million rows that raises 5,000 alerts, with a listener:
             alerts, notifications heard, the fullest that the queue was, seconds
  latency    2,000 inserts a second (open loop), 5% complaints, 20 alerts a
             second: from the answer to the writer's COMMIT, and from the sending
             of its INSERT, until a listener hears of the alert
  listeners  500 idle listeners, each on a channel of its own: inserts of which
             one in a hundred raises an alert, against the bare table with as
             many NOTIFY statements; and against the attached table that tells
             nobody, with the same NOTIFY statements
  wide       4 writers of complaints of one type: with a policy of scope type,
             against the policies of scope session alone

Settings, by the environment: PART=copy|latency|listeners|wide; ROWS, SESSIONS,
ALERTS (copy); RATE, ALERT_RATE, LATENCY_SECONDS (latency); LISTENERS,
ALERT_SHARE, LISTENER_RATE (0: as fast as they can) (listeners); WIDE_THRESHOLD,
WIDE_WINDOW (wide); ROUNDS, SECONDS_EACH, CLIENTS.
"""
import json
import multiprocessing
import os
import random
import re
import select
import sys
import threading
import time

import psycopg2

from report import figure, interleave, median, ratios, report, setting
from server import RANDOM_MESSAGE, Writers, fresh_database, insert, psql, random_session
from texts import CALM, COMPLAINTS, THREAT

ROUNDS = setting("ROUNDS", 11, 1)
SECONDS_EACH = setting("SECONDS_EACH", 2, 1)
CLIENTS = setting("CLIENTS", 4, 4)

# One that tells of a problem, and one that raises an alert by itself.
PROBLEM = COMPLAINTS[0]
PROBLEM_VARIABLE = "complaint0"
THREAT_VARIABLE = f"complaint{COMPLAINTS.index(THREAT)}"


def connect(database):
    connection = psycopg2.connect(dbname=database)
    connection.autocommit = True
    return connection


def listen(database, channels, pipe):
    """A process of its own: notes what comes and when, until it is told to
    stop and nothing has come for a second; then sends it all."""
    connection = connect(database)
    cursor = connection.cursor()
    for channel in channels:
        cursor.execute(f'LISTEN "{channel}"')
    pipe.send("ready")
    heard = []
    stopping = False
    while True:
        ready, _, _ = select.select([connection] + ([] if stopping else [pipe]), [], [], 1.0)
        now = time.monotonic()
        if connection in ready:
            connection.poll()
            heard += [(now, notify.channel, notify.payload) for notify in connection.notifies]
            connection.notifies.clear()
        elif stopping and not ready:
            break
        if pipe in ready:
            stopping = True
    pipe.send(heard)
    connection.close()


class Listener:
    def __init__(self, database, channels):
        self.pipe, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=listen, args=(database, channels, theirs), daemon=True)
        self.process.start()
        self.pipe.recv()

    def stop(self):
        """What was heard: time, channel, payload."""
        self.pipe.send("stop")
        heard = self.pipe.recv()
        self.process.join()
        return [(at, channel, json.loads(payload)) for at, channel, payload in heard]


def idle(database, number, pipe):
    """A process that holds connections which listen and hear nothing."""
    connections = []
    for i in range(number):
        connections.append(connect(database))
        connections[-1].cursor().execute(f"LISTEN complaint_agent_idle_{i}")
    pipe.send("ready")
    pipe.recv()
    for connection in connections:
        connection.close()


def message(table, body, prefix):
    """For pgbench: a message of a session that hardly any other is of."""
    return random_session(1_000_000_000) + RANDOM_MESSAGE + insert(table, body, prefix + " ") + ";\n"


def bench_copy(folder):
    rows = setting("ROWS", 1_000_000, 50_000)
    sessions = setting("SESSIONS", 20_000, 2_000)
    wanted = setting("ALERTS", 5_000, 500)
    print(f"\nCOPY of {rows:,} rows over {sessions:,} sessions that raises {wanted:,} alerts")
    chance = random.Random(7)
    threats = dict(zip(chance.sample(range(rows), wanted), chance.sample(range(sessions), wanted)))
    path = os.path.join(folder, "alerting_rows")
    with open(path, "w", encoding="utf-8") as file:
        for number in range(rows):
            session = threats.get(number, chance.randrange(sessions))
            body = THREAT if number in threats else PROBLEM if chance.random() < 0.045 else chance.choice(CALM)
            file.write(f"s{session}\t{number}\tcustomer\tc{session}\ta{session % 40}\t{body}\n")
    os.chmod(path, 0o644)

    database = fresh_database("bench_round")
    listener = Listener(database, ["complaint", "complaint_admin", "complaint_agent_a7"])
    usage = [0.0]
    done = threading.Event()

    def watch():
        cursor = connect(database).cursor()
        while not done.wait(0.02):
            cursor.execute("SELECT pg_notification_queue_usage()")
            usage[0] = max(usage[0], cursor.fetchone()[0])

    watcher = threading.Thread(target=watch)
    watcher.start()
    started = time.monotonic()
    psql(database, f"COPY attached (session_id, message_id, sender, customer_id, agent_id, body) FROM '{path}'")
    seconds = time.monotonic() - started
    time.sleep(0.2)         # the queue's fullest moment is that of the commit
    done.set()
    watcher.join()
    heard = listener.stop()
    raised = int(psql(database, "SELECT count(*) FROM complaint.alert WHERE policy = 'critical'"))
    others = int(psql(database, "SELECT count(*) FROM complaint.alert WHERE policy <> 'critical'"))

    cursor = connect(database).cursor()
    read = set()
    after = None
    while True:
        cursor.execute("SELECT event, cursor FROM complaint.events('@admin', %s, 10000)", (after,))
        page = cursor.fetchall()
        if not page:
            break
        read.update(event for event, _ in page)
        after = page[-1][1]
    more = sum(said["kind"] == "more" for _, _, said in heard)
    print(f"  {raised} alerts, {len(read)} read by events(), {others} of other policies; {len(heard)} notifications on 3 channels, "
          f"{more} of them \"more\"; queue at most {usage[0]:.6f} full; {seconds:.1f} s")
    figure("alerts_copy_raised", raised)
    figure("alerts_copy_notifications", len(heard))
    figure("alerts_copy_queue_usage", usage[0])
    figure("alerts_copy_seconds", seconds)
    # a burst, then 50 a second, and as many "more", on each channel
    return raised != wanted or len(read) != raised + others or len(heard) > 3 * 100 * (seconds + 2) or not more


def bench_latency(folder):
    rate = setting("RATE", 2_000, 500)
    alert_rate = setting("ALERT_RATE", 20, 20)
    seconds = setting("LATENCY_SECONDS", 30, 2)
    print(f"\nLatency: {rate} inserts a second, 5% complaints, {alert_rate} alerts a second, {seconds} s")
    database = fresh_database("bench_round")
    listener = Listener(database, ["complaint"])
    calm = [(95, message("attached", f"calm{i}", "calm")) for i in range(len(CALM))]
    writers = Writers(folder, calm + [(len(CALM) * (5 - round(100 * alert_rate / rate)), message("attached", PROBLEM_VARIABLE, "problem"))])
    process = writers.start(database, 4, seconds + 1, ["--rate", str(rate - alert_rate)])
    times = {}

    def write(number, writers_of_alerts=4):
        chance = random.Random(number)
        cursor = connect(database).cursor()
        cursor.execute("SELECT complaint.classify('hello')")
        time.sleep(1)       # the others load their rule sets, too
        due = started = time.monotonic()
        while due < started + seconds:
            due += chance.expovariate(alert_rate / writers_of_alerts)
            time.sleep(max(0.0, due - time.monotonic()))
            session = f"threat {number} {len(times)} {chance.random()}"
            sent = time.monotonic()
            cursor.execute("INSERT INTO attached (session_id, message_id, sender, customer_id, agent_id, body) "
                           "VALUES (%s, 1, 'customer', 'c', 'a7', %s)", (session, THREAT))
            times[session] = (sent, time.monotonic())

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    out, err = process.communicate()
    if process.returncode:
        sys.exit(err)
    heard = listener.stop()
    arrived = {said["session"]: at for at, _, said in heard if said["kind"] == "raised"}
    missed = sum(session not in arrived for session in times)
    # the listener may hear before the writer has its answer
    after_commit = sorted(max(0.0, arrived[session] - committed) * 1000 for session, (_, committed) in times.items() if session in arrived)
    after_sending = sorted((arrived[session] - sent) * 1000 for session, (sent, _) in times.items() if session in arrived)
    reached = float(re.search(r"^tps = ([0-9.]+)", out, re.MULTILINE).group(1)) + len(times) / seconds
    lag = re.search(r"rate limit schedule lag: avg ([0-9.]+)", out)
    p99 = [values[min(len(values) - 1, int(len(values) * 0.99))] for values in (after_commit, after_sending)]
    print(f"  {reached:.0f} inserts a second (each {lag.group(1) if lag else '?'} ms late), {len(times) / seconds:.1f} alerts a second, {missed} not heard")
    print(f"  after the commit: median {median(after_commit):.2f} ms, p99 {p99[0]:.2f} ms; wanted < 5 and < 50")
    print(f"  after sending the INSERT: median {median(after_sending):.2f} ms, p99 {p99[1]:.2f} ms")
    figure("alerts_latency_rate", reached)
    figure("alerts_latency_median_ms", median(after_commit), "<= 5")
    figure("alerts_latency_p99_ms", p99[0], "<= 50")
    figure("alerts_latency_sent_median_ms", median(after_sending))
    figure("alerts_latency_sent_p99_ms", p99[1])
    return missed > 0


def bench_listeners(folder):
    listeners = setting("LISTENERS", 500, 100)
    share = setting("ALERT_SHARE", 0.01, 0.01)
    rate = setting("LISTENER_RATE", 0, 0)
    print(f"\n{listeners} idle listeners, {CLIENTS} writers{f' at {rate} a second' if rate else ''}, "
          f"{share:.1%} of the inserts raise an alert or NOTIFY")
    database = fresh_database("bench_round")
    pipe, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=idle, args=(database, listeners, theirs), daemon=True)
    process.start()
    pipe.recv()
    payload = '{"v":1,"event":"' + "x" * 300
    told = ", ".join(f"pg_notify('{channel}', '{payload}' || :message)" for channel in ("complaint", "complaint_admin", "complaint_agent_a7"))

    def scripts(table, loud, tells):
        """One in so many is loud, and tells the world of it by itself or not."""
        said = message(table, loud, "threat")
        if not tells:
            said = said.replace("INSERT", "WITH i AS (INSERT").replace(";\n", f" RETURNING 1) SELECT {told} FROM i;\n")
        return [(round(1 / share) - 1, message(table, f"calm{i}", "calm")) for i in range(len(CALM))] + [(len(CALM), said)]

    variants = {
        "with alerts": (scripts("attached", THREAT_VARIABLE, True), ""),
        "bare, NOTIFY": (scripts("bare", "calm0", False), ""),
        "silent, NOTIFY": (scripts("attached", THREAT_VARIABLE, False), "-c complaint.notify_rate=0"),
    }
    writers = {name: Writers(folder, weighted) for name, (weighted, _) in variants.items()}

    def run(_, name):
        return writers[name].tps(database, CLIENTS, SECONDS_EACH, ["--rate", str(rate)] if rate else [],
                                 f"-c synchronous_commit=off {variants[name][1]}")

    tps = interleave(list(variants), ROUNDS, run)
    pipe.send("stop")
    process.join()
    report("alerts_listeners_ratio", ratios(tps["with alerts"], tps["bare, NOTIFY"]), ">= 0.95", better="high")
    report("alerts_listeners_attached_ratio", ratios(tps["with alerts"], tps["silent, NOTIFY"]), ">= 0.95", better="high")


def bench_wide(folder):
    threshold = setting("WIDE_THRESHOLD", 20, 20)
    window = setting("WIDE_WINDOW", "10 minutes", "10 minutes")
    print(f"\nWide scope: {CLIENTS} writers of complaints of one type; a policy of scope type, {threshold} within {window}")
    databases = {}
    writers = Writers(folder, [(1, message("attached", PROBLEM_VARIABLE, "hot"))])

    def run(number, variant):
        if variant not in databases or databases[variant][0] != number:
            database = fresh_database(f"bench_{variant}")
            if variant == "type":
                psql(database, "INSERT INTO complaint.alert_policy (policy, scope, min_level, threshold, time_window) "
                           f"VALUES ('surge', 'type', 1, {threshold}, '{window}')")
            databases[variant] = (number, database)
        return writers.tps(databases[variant][1], CLIENTS, SECONDS_EACH)

    tps = interleave(["type", "session"], ROUNDS, run)
    rung = psql(databases["type"][1], "SELECT count(*) FROM complaint.alert WHERE policy = 'surge'")
    unsettled = psql(databases["type"][1], "SELECT count(*) FROM complaint.unsettled")
    print(f"  {rung} alerts of scope type in the last round, {unsettled} unsettled")
    report("alerts_wide_ratio", ratios(tps["type"], tps["session"]), ">= 0.80", better="high")
    return unsettled != "0"


PARTS = {"copy": bench_copy, "latency": bench_latency, "listeners": bench_listeners, "wide": bench_wide}


def bench_alerts(folder):
    failed = False
    for name, part in PARTS.items():
        if os.environ.get("PART", name) == name:
            failed = bool(part(folder)) or failed
    return failed
