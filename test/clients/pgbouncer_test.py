"""Through pgbouncer in transaction mode nobody can LISTEN: a client polls.  Each
of its transactions may meet another connection of the server, so it says who
acts in each (act_as is local), and keeps its cursor itself.

Agents poll, lose all connections of the server, and have each event exactly
once; then several claim from a pool at once and never get the same alert.
"""
import os
import shutil
import tempfile
import threading
import time
from contextlib import contextmanager

import psycopg2

from clients import Worker, connect, equal, make_database, ok, rows, run, start_program, until

AGENTS = ["ann", "bruno", "chen"]
CLAIMERS = ["ann", "bruno", "chen", "dana", "emil", "fang"]
POOL_SIZE = 3           # connections of the server, shared by twice as many clients
LOSSES = 3
CARDS = 90

INSERT = "INSERT INTO chat (session_id, message_id, agent_id, body) VALUES (%s, 1, %s, %s)"
THREAT = "I will report you to the ombudsman."
CARD = "My card was declined."
TERMINATE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = %s AND usename = 'workbench' AND backend_type = 'client backend'"""


class Bouncer:
    """pgbouncer on a socket in a folder of its own."""

    def __init__(self, database):
        self.folder = tempfile.mkdtemp(prefix="bouncer.")
        with open(f"{self.folder}/users", "w") as file:
            file.write('"workbench" ""\n"chat_app" ""\n')
        with open(f"{self.folder}/ini", "w") as file:
            file.write(f"""[databases]
{database} = host={os.environ['PGHOST']} port={os.environ['PGPORT']}
[pgbouncer]
listen_addr =
listen_port = 6432
unix_socket_dir = {self.folder}
auth_type = trust
auth_file = {self.folder}/users
pool_mode = transaction
default_pool_size = {POOL_SIZE}
logfile = {self.folder}/log
server_login_retry = 1
""")
        program = shutil.which("pgbouncer", path=os.environ["PATH"] + ":/usr/sbin")
        self.process = start_program(program, "-q", f"{self.folder}/ini")
        until("pgbouncer listens", lambda: os.path.exists(f"{self.folder}/.s.PGSQL.6432") or self.process.poll() is not None)
        self.database = database

    def connect(self, user, autocommit=False):
        return connect(user, self.database, autocommit, host=self.folder, port=6432)

    def end(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)


class Client:
    """A program that acts as one agent, a transaction at a time."""

    def __init__(self, bouncer, agent):
        self.bouncer = bouncer
        self.agent = agent
        self.connection = None

    @contextmanager
    def transaction(self):
        if self.connection is None or self.connection.closed:
            self.connection = self.bouncer.connect("workbench")
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute("SELECT complaint.act_as(%s)", (self.agent,))
            yield cursor


class Poller(Client):
    """Reads the events of its agent and acknowledges what was raised."""

    def __init__(self, bouncer, agent):
        super().__init__(bouncer, agent)
        self.events = []        # what it has; kept together with the cursor,
        self.cursor = None      # as a program would keep both in one file
        self.errors = 0

    def go(self, stopped):
        while not stopped.is_set():
            try:
                if not self.step():
                    time.sleep(0.02)
            except (psycopg2.OperationalError, psycopg2.InterfaceError):
                self.errors += 1

    def step(self):
        """The acknowledgement commits with the reading; a crash undoes both, and
        the cursor is kept only then."""
        with self.transaction() as cursor:
            found = rows(cursor, "SELECT event, kind, alert, state, cursor FROM complaint.events(%s, %s, 5)", (self.agent, self.cursor))
            for event, kind, alert, state, after in found:
                if kind == "raised" and state == "open":
                    cursor.execute("SELECT complaint.acknowledge(%s)", (alert,))
        for row in found:
            self.events.append(row[:3])
            self.cursor = row[4]
        return len(found)


def polling(bouncer, database, admin):
    stopped = threading.Event()
    enough = threading.Event()
    pollers = [Poller(bouncer, agent) for agent in AGENTS]
    workers = [Worker(poller.go, stopped) for poller in pollers]
    raised = []

    def write():
        cursor = bouncer.connect("chat_app", autocommit=True).cursor()
        while not enough.is_set():
            raised.append(f"threat-{len(raised)}")
            cursor.execute(INSERT, (raised[-1], AGENTS[len(raised) % len(AGENTS)], THREAT))

    writer = Worker(write)
    heard = lambda: sum(len(poller.events) for poller in pollers)
    for _ in range(LOSSES):
        before = heard()
        until("the pollers go on", lambda: heard() > before + 10)
        errors = sum(poller.errors for poller in pollers)

        # a connection that is killed while nobody uses it is not missed
        def noticed():
            rows(admin, TERMINATE, (database,))
            return sum(poller.errors for poller in pollers) > errors
        until("a poller meets a dead connection", noticed)
    enough.set()
    writer.end()

    # who acts is forgotten at the end of the transaction, whoever had the connection before
    bystander = bouncer.connect("workbench", autocommit=True).cursor()
    equal({rows(bystander, "SELECT complaint.acting_agent()")[0][0] for _ in range(30)}, {None},
          "nobody acts on a connection that others acted on")

    unseen = "SELECT count(*) FROM complaint.alert WHERE state = 'open'"
    until("all alerts are acknowledged", lambda: rows(admin, unseen)[0][0] == 0)
    expected = {agent: sorted(rows(admin, """
        SELECT e.event, e.kind, e.alert FROM complaint.event AS e JOIN complaint.alert AS a USING (alert)
        WHERE %s = ANY (e.recipients)""", (agent,))) for agent in AGENTS}
    until("the pollers have caught up", lambda: heard() >= sum(map(len, expected.values())))
    stopped.set()
    for worker in workers:
        worker.end()
    equal(sum(map(len, expected.values())), 2 * len(raised), "every message raised an alert, and each was acknowledged")
    equal({poller.agent: sorted(poller.events) for poller in pollers}, expected,
          f"each agent has each event exactly once, with {sum(poller.errors for poller in pollers)} lost connections")
    equal(rows(admin, "SELECT count(*) FROM complaint.alert WHERE acknowledged_by IS DISTINCT FROM agent")[0][0], 0,
          "by the agent who acted")


class Claimer(Client):
    """Claims alerts of a pool; gives some back, acknowledges the others."""

    def __init__(self, bouncer, agent):
        super().__init__(bouncer, agent)
        self.kept = []
        self.given_back = 0

    def go(self, start, done):
        start.wait()
        while not done():
            with self.transaction() as cursor:
                claimed = [row[0] for row in rows(cursor, "SELECT alert FROM complaint.claim('@cards', 2)")]
            if not claimed:
                time.sleep(0.02)
            for alert in claimed:
                with self.transaction() as cursor:
                    if self.given_back < 3:
                        cursor.execute("SELECT complaint.give_back(%s)", (alert,))
                        self.given_back += 1
                    else:
                        cursor.execute("SELECT complaint.acknowledge(%s)", (alert,))
                        self.kept.append(alert)


def claiming(bouncer, admin):
    cursor = bouncer.connect("chat_app", autocommit=True).cursor()
    for i in range(CARDS):
        cursor.execute(INSERT, (f"card-{i}", None, CARD))
    alerts = sorted(row[0] for row in rows(admin, "SELECT alert FROM complaint.alert WHERE policy = 'cards'"))
    equal(len(alerts), CARDS, "alerts for a pool")

    claimers = [Claimer(bouncer, agent) for agent in CLAIMERS]
    done = lambda: sum(len(claimer.kept) for claimer in claimers) >= CARDS
    start = threading.Barrier(len(claimers))
    workers = [Worker(claimer.go, start, done) for claimer in claimers]
    for worker in workers:
        worker.end()
    equal(sorted(alert for claimer in claimers for alert in claimer.kept), alerts, "each is taken by one of six claimers")
    ok(sum(1 for claimer in claimers if claimer.kept) > 1, "by several of them")
    equal({claimer.agent: sorted(claimer.kept) for claimer in claimers},
          {agent: sorted(row[0] for row in rows(
              admin, "SELECT alert FROM complaint.alert WHERE policy = 'cards' AND acknowledged_by = %s", (agent,)))
           for agent in CLAIMERS}, "the database says the same")
    equal(rows(admin, "SELECT count(*) FROM complaint.event WHERE kind = 'given_back'")[0][0],
          sum(claimer.given_back for claimer in claimers), "those given back were claimed again")

    # who claims and is not heard of again
    cursor.execute(INSERT, ("card-last", None, CARD))
    away, other = claimers[:2]
    with away.transaction() as cursor:
        claimed = rows(cursor, "SELECT alert FROM complaint.claim('@cards', 1, visibility => '300 milliseconds')")
    equal(len(claimed), 1, "one is claimed for a moment")

    def again():
        with other.transaction() as cursor:
            return rows(cursor, "SELECT alert FROM complaint.claim('@cards', 1)")
    equal(until("it can be claimed again", again), claimed, "and then by another")


def test():
    database, admin = make_database("pgbouncer")
    bouncer = Bouncer(database)
    try:
        polling(bouncer, database, admin)
        claiming(bouncer, admin)
    finally:
        bouncer.end()
    equal(rows(admin, "SELECT * FROM complaint.verify()"), [], "verify()")


run(test)
