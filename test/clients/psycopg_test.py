"""A client of psycopg2 listens, loses its connection again and again, comes
back and catches up: it has each event exactly once, while two writers raise
alerts all the time, one of them committing late.
"""
import json
import select
import threading
import time

import psycopg2
from psycopg2 import sql

from clients import Worker, connect, equal, make_database, ok, rows, run, until

AGENT = "bruno"
LOSSES = 6
LOOK = 0.3          # seconds between looks when no hint comes

THREAT = "再不退款我就打12315投诉你们！"
INSERT = "INSERT INTO chat (session_id, message_id, agent_id, body) VALUES (%s, 1, %s, %s)"
TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listener'"


class Listener:
    """What a client has to do, in one place."""

    def __init__(self, database):
        self.database = database
        self.events = []        # what it has; kept together with the cursor,
        self.cursor = None      # as a program would keep both in one file
        self.connections = 0
        self.hints = 0
        self.looks = True       # or by hints alone
        self.stopped = threading.Event()
        self.said = None        # the last error

    def go(self):
        while not self.stopped.is_set():
            try:
                self.session()
            except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
                # lost: again, from the cursor
                if str(error) != self.said:
                    self.said = str(error)
                    print("# " + " ".join(self.said.split()), flush=True)

    def session(self):
        connection = connect("workbench", self.database, application_name="listener")
        try:
            cursor = connection.cursor()
            cursor.execute("SELECT complaint.act_as(%s, local => false)", (AGENT,))
            channel = rows(cursor, "SELECT complaint.channel(%s)", (AGENT,))[0][0]
            cursor.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
            self.connections += 1
            self.read(cursor)
            while not self.stopped.is_set():
                ready = connection.notifies or select.select([connection], [], [], LOOK)[0]
                connection.poll()
                hints = [n for n in connection.notifies if json.loads(n.payload)["kind"] != "ping"]
                connection.notifies.clear()
                self.hints += len(hints)
                if hints or (self.looks and not ready):
                    self.read(cursor)
        finally:
            connection.close()

    def read(self, cursor):
        while True:
            # no event up to here: then it has less to look through next time
            after = rows(cursor, "SELECT complaint.events_cursor()")[0][0]
            found = rows(cursor, "SELECT event, kind, alert, cursor FROM complaint.events(%s, %s, 7)", (AGENT, self.cursor))
            if not found:
                self.cursor = after
                return
            for row in found:
                self.events.append(row[:3])
                self.cursor = row[3]


def write_singly(database, name, enough, raised):
    """The writers go on until there is enough, and note what they raised."""
    cursor = connect("chat_app", database).cursor()
    while not enough.is_set():
        raised.append(f"{name}-{len(raised)}")
        cursor.execute(INSERT, (raised[-1], AGENT, THREAT))


def write_late(database, name, enough, raised):
    """Begins before others and commits after them; some of it is rolled back."""
    connection = connect("chat_app", database, autocommit=False)
    cursor = connection.cursor()
    while not enough.is_set():
        raised.append(f"{name}-{len(raised)}")
        cursor.execute(INSERT, (raised[-1], AGENT, THREAT))
        cursor.execute("SAVEPOINT a")
        cursor.execute(INSERT, (f"{name}-rolled-back-{len(raised)}", AGENT, THREAT))
        cursor.execute("ROLLBACK TO a")
        raised.append(f"{name}-{len(raised)}")
        cursor.execute(INSERT, (raised[-1], AGENT, THREAT))
        time.sleep(0.015)
        connection.commit()


def test():
    database, admin = make_database("psycopg")
    listener = Listener(database)
    listening = Worker(listener.go)
    until("the listener listens", lambda: listener.connections == 1)

    enough = threading.Event()
    raised = [], []
    writers = [Worker(write_singly, database, "single", enough, raised[0]),
               Worker(write_late, database, "late", enough, raised[1])]
    losses = 0
    while losses < LOSSES:
        heard = len(listener.events)
        until("the listener goes on", lambda: len(listener.events) > heard)
        before = listener.connections
        losses += len(rows(admin, TERMINATE))
        until("the listener is back", lambda: listener.connections > before)
    enough.set()
    for writer in writers:
        writer.end()
    ok(True, f"lost its connection {losses} times while alerts were raised")

    expected = sorted(row[0] for row in rows(
        admin, "SELECT e.event FROM complaint.event AS e JOIN complaint.alert AS a USING (alert) WHERE %s = ANY (e.recipients)", (AGENT,)))
    equal(len(expected), len(raised[0]) + len(raised[1]), "every message raised an alert")
    until("the listener has caught up", lambda: len(listener.events) >= len(expected))
    equal(sorted(row[0] for row in listener.events), expected, "each event exactly once")

    # steps of an alert come after it was raised
    cursor = connect("workbench", database).cursor()
    cursor.execute("SELECT complaint.act_as(%s, local => false)", (AGENT,))
    alert = listener.events[0][2]
    cursor.execute("SELECT complaint.acknowledge(%s)", (alert,))
    cursor.execute("SELECT complaint.resolve(%s, note => %s)", (alert, "已退款"))
    until("the steps are heard", lambda: len(listener.events) >= len(expected) + 2)
    equal([row[1] for row in listener.events if row[2] == alert], ["raised", "acknowledged", "resolved"],
          "what was done to an alert, in its order")

    # by hints alone; one may be held back after so many, so try until one comes
    listener.looks = False
    hints = listener.hints
    chat = connect("chat_app", database).cursor()
    extra = iter(range(1000))

    def hinted():
        chat.execute(INSERT, (f"hint-{next(extra)}", AGENT, THREAT))
        time.sleep(0.05)
        return listener.hints > hints

    until("a hint comes on the new connection", hinted)
    until("what it hints at is read",
          lambda: any(row[1] == "raised" and row[0] not in expected for row in listener.events))
    ok(True, "a hint is heard on the last connection, and what it hints at is read")

    listener.stopped.set()
    listening.end()
    equal(rows(admin, "SELECT * FROM complaint.verify()"), [], "verify()")


run(test)
