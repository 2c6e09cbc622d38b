"""Tortures complaint on a private server: see README.md in test.

Rounds of many clients at once, through disasters; after each the oracle says
whether what is stored equals what it recomputes from the committed rows.
Prints TAP.  The programs of the server are those on the PATH; everything else
lies in the folder that is the one argument.

Settings, by the environment: SEED; SECONDS or MINUTES; ROUND, to begin with that
one; ROUND_SECONDS; KEPT, a folder for what tells of a failure.
"""
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
import traceback
from collections import Counter
from itertools import count

import psycopg2

import clients
import schedule
from model import Model
from server import Server, kill

HERE = os.path.dirname(os.path.abspath(__file__))
SHOWN = 10              # differences of a kind that are printed
ROUNDS_A_LIFE = 10      # then a new database, so that rounds stay short


def read(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return file.read()


def shapes(differences):
    """One of each that differ by names and numbers only, and how many are like it."""
    like = {}
    for difference in differences:
        like.setdefault(re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|-?\d+|'[^']*'", "", difference.split("\n")[0])[:90], []).append(difference)
    return [one if not more else f"{one}\n... and {len(more)} like it" for one, *more in like.values()]


def say(text):
    print(text, flush=True)


class Disasters(threading.Thread):
    """Cancels, terminates and kills, whom it meets."""

    def __init__(self, torture):
        super().__init__(name="disasters", daemon=True)
        self.torture = torture
        self.rng = random.Random(f"{torture.seed}/{torture.round}/disasters")
        self.over = threading.Event()
        self.happened = Counter()
        self.kinds = [kind for kind in torture.plan.disasters if kind != "timeout"]

    def run(self):
        # killing costs a recovery, so it comes less often
        pause = {"cancel": 0.02, "terminate": 0.3, "kill backend": 2, "kill server": 3}
        due = {kind: time.monotonic() + self.rng.expovariate(1 / pause[kind]) for kind in self.kinds}
        while self.kinds and not self.over.wait(max(0, min(due.values()) - time.monotonic())):
            kind = min(due, key=due.get)
            due[kind] = time.monotonic() + self.rng.expovariate(1 / pause[kind])
            try:
                self.strike(kind)
            except (psycopg2.Error, ProcessLookupError):
                pass            # it was down already
            except Exception as error:      # whatever it is, the run must hear of it
                self.torture.differ(f"disasters broke: {type(error).__name__}: {error}", kind)
                return

    def worker(self):
        """The worker's process, if there is one."""
        if not self.torture.plan.worker:
            return None
        with self.torture.ask() as cursor:
            cursor.execute("SELECT w.pid FROM complaint.worker_status AS w WHERE w.running")
            return (cursor.fetchone() or [None])[0]

    def strike(self, kind):
        if kind == "kill server":
            with self.torture.ask() as cursor:
                cursor.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
                pids = [pid for pid, in cursor]
            self.torture.server.kill(pids)
            self.torture.server.start()
        else:
            pid = self.rng.choice([client.pid for client in self.torture.clients] + [self.worker()])
            if pid is None:
                return
            with self.torture.ask() as cursor:
                # still one of ours: the number may be another process's by now
                cursor.execute(f"SELECT a.pid FROM pg_stat_activity AS a WHERE a.pid = {pid}")
                if not cursor.fetchall():
                    return
                if kind == "kill backend":
                    kill(pid)
                else:
                    cursor.execute(f"SELECT pg_{kind}_backend({pid})")
        self.happened[kind] += 1


class Torture:
    PHASES = 2              # 0: everything changes; 1: policies stay as they are
    FILES = ("SELECT p.part, pg_relation_filenode(p.part::regclass) "
             "FROM unnest('{chat_1,chat_2,mail}'::text[]) AS p (part)")

    def __init__(self, folder, seed, kept):
        self.folder = folder
        self.seed = seed
        self.kept = kept
        self.server = Server(folder)
        self.round = None
        self.plan = None
        self.database = None
        self.clients = []
        self.differences = []
        self.statements = 0
        self.happened = Counter()
        self.lock = threading.Lock()
        views, *checks = re.split(r"^-- check ", read("oracle.sql"), flags=re.M)
        self.views = views
        self.checks = [check.split("\n", 1) for check in checks]

    # What the clients ask for ------------------------------------------------------

    def log_name(self, name):
        return os.path.join(self.folder, "log", f"{self.round}-{name}.sql")

    def disasters(self, *kinds):
        return any(kind in self.plan.disasters for kind in kinds)

    def differ(self, what, statement=""):
        with self.lock:
            self.differences.append(f"{what}\n{(statement or '')[:1000]}".strip())
        if len(self.differences) > 200:
            self.stopping.set()

    def next_transaction(self, me):
        self.transactions[me] += 1
        return self.transactions[me]

    def name_act(self, who):
        return f"{who} {next(self.act_numbers)}"

    def ask(self):
        """A connection for one question, as a context that gives its cursor."""
        return Question(self)

    def rows(self, sql):
        with self.ask() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    # A life: a database and what is known of it ----------------------------------

    def begin(self):
        """The database of which every life is a copy."""
        self.server.start()
        with self.ask_of("postgres") as cursor:
            cursor.execute("CREATE DATABASE unborn")
        with self.ask_of("unborn") as cursor:
            cursor.execute(read("setup.sql"))
            # every state of the rules, the first one last
            for state in reversed(schedule.RULE_STATES):
                for sql in state:
                    cursor.execute(sql)
                cursor.execute("INSERT INTO torture.verdict SELECT v.revision, b.body, v.level, v.harms, v.type, v.rules "
                               "FROM unnest(%s) AS b (body), complaint.classify(coalesce(b.body, ''), 'mine') AS v", (schedule.BODIES,))
            cursor.execute("SELECT torture.note_rules()")
            cursor.execute(self.views)
            cursor.execute("SELECT 's' || i, CASE WHEN satisfies_hash_partition('chat'::regclass, 2, 0, 's' || i) "
                           "THEN 'chat_1' ELSE 'chat_2' END FROM generate_series(0, %s) AS i", (schedule.SESSIONS,))
            self.parts = dict(cursor.fetchall())

    def begin_life(self):
        with self.ask_of("postgres") as cursor:
            if self.database is not None:
                cursor.execute(f"DROP DATABASE {self.database} WITH (FORCE)")
            self.database = f"life{self.round}"
            cursor.execute(f"CREATE DATABASE {self.database} TEMPLATE unborn STRATEGY file_copy")
        rng = random.Random(f"{self.seed}/{self.round}/life")
        with self.ask() as cursor:
            for number in range(8):
                cursor.execute(schedule.policy(rng, f"p{number}"))
            cursor.execute("UPDATE torture.rules SET known_at = clock_timestamp();"
                           "UPDATE torture.policy SET known_at = clock_timestamp()")
        self.models = [Model() for _ in range(schedule.CLIENTS)]
        self.numbers = [0] * schedule.CLIENTS
        self.transactions = [0] * schedule.CLIENTS
        self.acts = {}              # by name and kind of event: how many there are to be, and what the agent was told
        self.act_numbers = count(1)
        self.had = {}               # by listener: what it has

    def ask_of(self, database):
        return Question(self, database)

    # A round ---------------------------------------------------------------------------

    def play_round(self, number, seconds):
        self.round = number
        self.plan = schedule.Plan.draw(self.seed, number)
        self.phase = 0
        self.stopping = threading.Event()
        self.differences = []
        self.log_begins = os.path.getsize(self.server.log)
        shutil.rmtree(os.path.join(self.folder, "log"), ignore_errors=True)
        os.mkdir(os.path.join(self.folder, "log"))
        if self.database is None or number % ROUNDS_A_LIFE == 0:
            self.begin_life()
        with self.ask() as cursor:
            cursor.execute("TRUNCATE torture.moment")

        self.clients = ([clients.Writer(self, me) for me in range(schedule.CLIENTS)]
                        + [clients.Agent(self, i) for i in range(3)] + [clients.Drainer(self, f"drainer-{i}") for i in range(2)]
                        + [clients.Listener(self, i, recipient) for i, recipient in enumerate([None, "@admin", "ann", "@cards"])]
                        # to truncate breaks snapshots, which is PostgreSQL's affair
                        + [clients.Auditor(self, "auditor")] * (self.plan.truncates is None))
        self.insist_on("SELECT complaint." + ("start_worker()" if self.plan.worker else "stop_worker()"))
        disasters = Disasters(self)
        for client in self.clients:
            client.start()
        disasters.start()
        self.watch(seconds / 2)
        self.phase = 1
        self.watch(clients.PATIENCE, until=self.all_know)
        self.insist_on("INSERT INTO torture.moment VALUES ('frozen', clock_timestamp())")
        self.watch(seconds / 2)
        disasters.over.set()
        disasters.join()
        if self.plan.worker and not self.stopping.is_set():
            # it comes back after a crash, at the latest when somebody chats
            self.watch(30, until=self.worker_runs)
        self.stopping.set()
        self.watch(clients.PATIENCE, until=self.all_gone)
        self.happened += disasters.happened
        self.statements += sum(client.statements for client in self.clients)
        if self.all_gone():
            if self.plan.worker:
                self.insist_on("SELECT complaint.stop_worker()")
            self.say_last_words()
            self.check()

    def all_know(self):
        return all(client.phase >= 1 for client in self.clients)

    def all_gone(self):
        return not any(client.is_alive() for client in self.clients)

    def worker_runs(self):
        try:
            return self.rows("SELECT 1 FROM complaint.worker_status AS w WHERE w.running")
        except psycopg2.Error:
            return False

    def insist_on(self, sql):
        end = time.monotonic() + clients.PATIENCE
        while True:
            try:
                with self.ask() as cursor:
                    cursor.execute(sql)
                return
            except psycopg2.Error:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def watch(self, seconds, until=None):
        """Lets them work, and sees to it that nobody waits for ever."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not (until is not None and until()):
            time.sleep(0.05)
            now = time.monotonic()
            stuck = [client for client in self.clients if client.since is not None and now - client.since > clients.PATIENCE]
            if stuck:
                self.report_stuck(stuck)
                break
            if self.stopping.is_set() and until is None:
                break
        else:
            if until is not None and not until():
                self.differ(f"waited for {until.__name__}")
                self.report_stuck([client for client in self.clients if client.is_alive()])

    def report_stuck(self, stuck):
        for client in stuck:
            self.differ(f"{client.name} waits for ever", client.statement)
        try:
            for row in self.rows("SELECT a.application_name, a.wait_event, pg_blocking_pids(a.pid), a.pid, left(a.query, 200) "
                                 "FROM pg_stat_activity AS a WHERE a.backend_type = 'client backend'"):
                self.differ(f"activity: {row}")
        except psycopg2.Error as error:
            self.differ(f"activity: {error}")
        self.stopping.set()

    # Afterwards ----------------------------------------------------------------------

    def say_last_words(self):
        """By policies that do not change any more, alerts come and go once more."""
        for sql, learns, me in schedule.last_words(self.seed, self.round, self.numbers):
            for table, key, session, words, part, file in self.rows(sql):
                model = self.models[key % schedule.CLIENTS if me is None else me]
                model.set((table, key), (session, *words, part, file) if learns == "rows" else None)
        for model in self.models:
            model.commit()

    def look(self):
        """Has the oracle read everything."""
        with self.ask() as cursor:
            cursor.execute("CALL oracle.look()")

    def check(self):
        for name, compare in (("drain", self.drain), ("rows", self.compare_rows), ("acts", self.compare_acts),
                              ("listeners", self.compare_listeners), ("log", self.read_log)):
            try:
                differences = compare()
            except (psycopg2.Error, clients.Refused, clients.Lost) as error:
                differences = [f"{type(error).__name__}: {error}"]
            for difference in differences:
                self.differ(f"{name}: {difference}")
        try:
            self.look()
        except psycopg2.Error as error:
            self.differ(f"oracle: {type(error).__name__}: {error}")
            return
        for title, sql in self.checks:
            begun = time.monotonic()
            try:
                rows = self.rows(sql)
            except psycopg2.Error as error:
                rows = [str(error)]
            if time.monotonic() - begun > 5:
                say(f"# {time.monotonic() - begun:.0f} s: {title}")
            for row in rows[:SHOWN]:
                self.differ(f"oracle: {title}: {row}")
            if len(rows) > SHOWN:
                self.differ(f"oracle: {title}: and {len(rows) - SHOWN} more")

    def drain(self):
        """run_due() until it has nothing to do but what has come due meanwhile."""
        for _ in range(20):
            self.rows("INSERT INTO torture.moment VALUES ('drained', clock_timestamp()) "
                      "ON CONFLICT (moment) DO UPDATE SET at = EXCLUDED.at RETURNING at")
            self.rows("SELECT complaint.run_due()")
            left = self.rows("SELECT u.session_id, u.operation, u.reason FROM complaint.unsettled AS u UNION ALL "
                             "SELECT t.policy, 'to be filled', t.rebuild_at::text FROM complaint.tally_state AS t "
                             "WHERE t.rebuild_at IS NOT NULL")
            if not left:
                break
        self.rows("SELECT complaint.run_due()")
        return left

    def compare_rows(self):
        """The chat's rows against what their clients know to be committed."""
        differences = []
        files = dict(self.rows(self.FILES))
        believed = {}
        for model in self.models:
            model.rows = {key: value for key, value in model.rows.items() if files[value[-2]] == value[-1]}
            believed.update(model.rows)
        stored = {}
        for table in schedule.TABLES:
            for name, key, session, words, part, file in self.rows(f"SELECT {table.returning} FROM {table.name} AS c"):
                stored[name, key] = (session, *words, part, file)
        for key in believed.keys() | stored.keys():
            if believed.get(key) != stored.get(key):
                differences.append(f"{key}: {believed.get(key)} was committed, {stored.get(key)} is there")
        return differences[:SHOWN]

    def compare_acts(self):
        """What agents did, and were told was done, has its event, once."""
        differences = []
        events = Counter(self.rows("SELECT e.by, e.kind FROM complaint.event AS e WHERE e.by IS NOT NULL"))
        for (by, kind), (expected, outcome) in self.acts.items():
            n = events.pop((by, kind), 0)
            if (outcome == "refused" and n > 0) or (outcome == "done" and expected not in (n, None)) or (expected == 1 and n > 1):
                differences.append(f"{kind} by {by} was {outcome} and has {n} events")
        return (differences + [f"nobody knows of {event}" for event in events])[:SHOWN]

    def compare_listeners(self):
        """Every listener has every event of its recipient, once, and those of an alert in their order."""
        differences = []
        for client in self.clients:
            if not isinstance(client, clients.Listener):
                continue
            client.log = open(os.devnull, "w", encoding="utf-8")
            client.catch_up()
            who = f"{client.name} ({client.recipient})"
            had = Counter(event for event, _ in client.had["events"])
            stored = {event for event, in self.rows(
                "SELECT e.event FROM complaint.event AS e" if client.recipient is None else
                f"SELECT e.event FROM complaint.event AS e WHERE '{client.recipient}' = ANY (e.recipients)")}
            differences += [f"{who} had {event} {n} times" for event, n in had.items() if n > 1]
            differences += [f"{who} lacks {event}" for event in stored - had.keys()]
            differences += [f"{who} had {event}, which is not there" for event in had.keys() - stored]
            latest = {}
            for event, alert in client.had["events"]:
                if latest.get(alert, "") > event:
                    differences.append(f"{who} had {event} of {alert} after {latest[alert]}")
                latest[alert] = event
        return differences[:SHOWN]

    def read_log(self):
        """What the server said in this round that it should not have to."""
        with open(self.server.log, encoding="utf-8", errors="replace") as file:
            file.seek(self.log_begins)
            lines = file.readlines()
        bad = ["WARNING:  (?!terminating connection because of crash|PID [0-9]+ is not|there is no transaction)",
               "PANIC", "TRAP", "was terminated by signal (?!9)", "could not (?!open|connect|receive|send|serialize)"]
        if not self.plan.settles:
            bad.append("deadlock detected")
        bad = re.compile("|".join(bad))
        return [line.strip() for line in lines if bad.search(line)][:SHOWN]

    def keep(self):
        """What tells of a failure."""
        if not self.kept:
            return
        kept = os.path.join(self.kept, f"seed-{self.seed}-round-{self.round}")
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(os.path.join(self.folder, "log"), kept)
        shutil.copy(self.server.log, kept)
        with open(os.path.join(kept, "differences"), "w", encoding="utf-8") as file:
            file.write("\n\n".join(self.differences) + "\n")
        subprocess.run(["pg_dump", "-h", self.server.socket, "-U", "postgres", "-Fc", "-f", os.path.join(kept, "database.dump"),
                        self.database], capture_output=True)
        say(f"# kept: {kept}")


class Question:
    """with Question(torture) as cursor: a connection that is closed afterwards."""

    def __init__(self, torture, database=None):
        self.torture = torture
        self.database = database or torture.database
        self.connection = None

    def __enter__(self):
        self.connection = self.torture.server.connect("torture", self.database)
        return self.connection.cursor()

    def __exit__(self, *_):
        self.connection.close()


def main():
    seed = int(os.environ.get("SEED") or time.time() % 1_000_000)
    seconds = float(os.environ.get("SECONDS") or 60 * float(os.environ.get("MINUTES") or 1))
    first = int(os.environ.get("ROUND") or 0)
    round_seconds = float(os.environ.get("ROUND_SECONDS") or 8)
    say(f"# seed {seed}")
    torture = Torture(sys.argv[1], seed, os.environ.get("KEPT"))
    # psycopg2 prints what becomes of a COPY whose connection is killed
    os.dup2(os.open(os.path.join(sys.argv[1], "errors"), os.O_CREAT | os.O_WRONLY), 2)
    end = time.monotonic() + seconds
    failed = False
    done = 0
    try:
        torture.begin()
        for number in count(first):
            before = torture.statements
            torture.play_round(number, round_seconds)
            done += 1
            failed = bool(torture.differences)
            say(f"{'not ' if failed else ''}ok {done} - seed {seed} round {number}: "
                f"{torture.statements - before} statements, {len(torture.differences)} differences ({torture.plan})")
            if failed:
                for difference in shapes(torture.differences)[:30]:
                    say("# " + difference.replace("\n", "\n#     "))
                torture.keep()
            if failed or time.monotonic() > end:
                break
        say(f"1..{done}")
        say(f"# {torture.statements} statements; " + ", ".join(f"{n} times {what}" for what, n in torture.happened.items()))
    except Exception:
        failed = True
        say("not ok - " + traceback.format_exc().replace("\n", "\n#     "))
    finally:
        torture.server.stop()
    sys.stdout.flush()
    os._exit(1 if failed else 0)    # whoever hangs still does not keep us


if __name__ == "__main__":
    main()
