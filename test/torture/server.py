"""A private server that may be killed.

The programs of the server are those on the PATH.  Everything lies in one
folder; the socket too, so that nothing else on the machine can meet it.
fsync is off: what is killed are processes, never the machine, and what a
process has written the kernel keeps.
"""
import os
import signal
import subprocess
import time

import psycopg2

SETTINGS = """
fsync = off
listen_addresses = ''
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%a '
log_checkpoints = off
max_connections = 60
max_prepared_transactions = 40
deadlock_timeout = '100ms'
log_lock_waits = on
checkpoint_timeout = '30s'
shared_buffers = '64MB'
track_commit_timestamp = on
jit = off
"""

START_PATIENCE = 60     # seconds for a server that was killed to be back


class Server:
    def __init__(self, folder):
        self.data = os.path.join(folder, "data")
        self.socket = os.path.join(folder, "socket")
        self.log = os.path.join(folder, "server.log")
        os.mkdir(self.socket, 0o700)
        subprocess.run(["initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                        "--locale=C", "--no-sync"], check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="utf-8") as conf:
            conf.write(SETTINGS + f"unix_socket_directories = '{self.socket}'\n")

    def start(self):
        """Starts it; after a kill as soon as the last of its processes is gone."""
        end = time.monotonic() + START_PATIENCE
        while True:
            done = subprocess.run(["pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", "30", "start"],
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True)
            if done.returncode == 0:
                return
            if time.monotonic() > end:
                raise RuntimeError("the server does not start: " + done.stdout + done.stderr)
            time.sleep(0.1)

    def stop(self):
        subprocess.run(["pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop"],
                       stdin=subprocess.DEVNULL, capture_output=True)

    def connect(self, name, database):
        """A connection that says what it does itself, BEGIN included."""
        connection = psycopg2.connect(host=self.socket, port=5432, user="postgres", dbname=database,
                                      application_name=name)
        connection.autocommit = True
        return connection

    def postmaster(self):
        with open(os.path.join(self.data, "postmaster.pid"), encoding="utf-8") as file:
            return int(file.readline())

    def kill(self, pids):
        """kill -9 of the postmaster and of these; the rest sees that it is
        gone, but for those that wait for a lock of one of these for ever.  Of
        those none may be missed: so it is stopped first, and makes no more."""
        postmaster = self.postmaster()
        stop(postmaster)
        children = [pid for pid in os.listdir("/proc") if pid.isdigit() and parent(pid) == postmaster]
        for pid in [postmaster] + pids:
            kill(pid)
        end = time.monotonic() + 1
        while children and time.monotonic() < end:
            children = [pid for pid in children if os.path.exists(f"/proc/{pid}")]
            time.sleep(0.02)
        for pid in children:
            kill(int(pid))


def status(pid):
    """What the kernel says behind a process's name: state, parent ..; none if it is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def parent(pid):
    """The process that made a process; none if that is gone."""
    found = status(pid)
    return int(found[1]) if found else None


def stop(pid):
    """Stops a process, and returns when it has."""
    os.kill(pid, signal.SIGSTOP)
    end = time.monotonic() + START_PATIENCE
    while (status(pid) or "T")[0] not in "TZ" and time.monotonic() < end:
        time.sleep(0.001)


def kill(pid):
    """kill -9; false if there is no such process any more."""
    try:
        os.kill(pid, signal.SIGKILL)
        return True
    except ProcessLookupError:
        return False
