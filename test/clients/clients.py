"""What the tests that run in Python share: TAP, waiting, and a database each.

PGHOST and PGPORT name a private server; its database clients_template is what
setup.sql made.
"""
import os
import subprocess
import threading
import time
import traceback

import psycopg2

PATIENCE = 30.0     # seconds until a condition that is waited for must hold
LIMIT = 120.0       # seconds until a test that hangs is ended

_count = 0
_failed = 0
_children = []


def ok(holds, name):
    global _count, _failed
    _count += 1
    _failed += not holds
    print(f"{'ok' if holds else 'not ok'} {_count} - {name}", flush=True)
    return holds


def equal(got, expected, name):
    if not ok(got == expected, name):
        print(f"# got {got!r:.2000}\n# expected {expected!r:.2000}", flush=True)


def until(what, get):
    """Waits until a function gives something, and gives that."""
    end = time.monotonic() + PATIENCE
    while True:
        got = get()
        if got:
            return got
        if time.monotonic() > end:
            raise TimeoutError(f"waited in vain: {what}")
        time.sleep(0.02)


def connect(user, database, autocommit=True, **settings):
    connection = psycopg2.connect(user=user, dbname=database, **settings)
    connection.autocommit = autocommit
    return connection


def make_database(name):
    """A database of its own for a test, and a superuser's cursor in it."""
    database = f"clients_{name}"
    server = connect("postgres", "postgres")
    server.cursor().execute(f"CREATE DATABASE {database} TEMPLATE clients_template")
    server.close()
    return database, connect("postgres", database).cursor()


def rows(cursor, query, arguments=()):
    cursor.execute(query, arguments)
    return cursor.fetchall()


def start_program(*command):
    """A program that ends with the test at the latest."""
    _children.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL))
    return _children[-1]


class Worker(threading.Thread):
    """A thread whose error is the test's."""

    def __init__(self, work, *arguments):
        super().__init__(daemon=True)
        self.work = work
        self.arguments = arguments
        self.error = None
        self.start()

    def run(self):
        try:
            self.work(*self.arguments)
        except Exception as error:
            self.error = error
            print(f"# a thread ended: {error!r}", flush=True)

    def end(self):
        self.join(PATIENCE)
        if self.error is None and self.is_alive():
            self.error = TimeoutError("a thread did not end")
        if self.error is not None:
            raise self.error


def run(test):
    """Runs a test and ends the program; what it left open does not hinder that."""
    worker = threading.Thread(target=_run, args=(test,), daemon=True)
    worker.start()
    worker.join(LIMIT)
    if worker.is_alive():
        ok(False, f"ended within {LIMIT:.0f} seconds")
    for child in _children:
        child.kill()
    print(f"1..{_count}", flush=True)
    os._exit(1 if _failed else 0)


def _run(test):
    try:
        test()
    except Exception:
        ok(False, "no error")
        print("".join("# " + line + "\n" for line in traceback.format_exc().splitlines()), end="", flush=True)
