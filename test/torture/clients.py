"""The clients of a torture: each a thread that plays its part until it is told
to stop, reconnects when its connection is lost, and writes down what it knows.

What a client is told that it did not expect is a difference; it goes to the
Torture that the client belongs to, which also knows which disasters excuse it.
"""
import io
import random
import threading
import time
from dataclasses import dataclass

import psycopg2
from psycopg2 import extensions

import schedule

PATIENCE = 90           # seconds after which somebody who waits has been forgotten

# What a server says, or does not say, to connections that it loses.
LOST = {None, "57P01", "57P02", "57P03", "08000", "08003", "08006"}


class Lost(Exception):
    """The connection is gone, and with it the answer."""


class Refused(Exception):
    """A statement failed, as it may."""


class Client(threading.Thread):
    """A thread with a connection, and a log of what it said and was told."""

    settings = ()

    def __init__(self, torture, name):
        super().__init__(name=name, daemon=True)
        self.torture = torture
        self.plan = torture.plan
        self.rng = random.Random(f"{torture.seed}/{torture.round}/{name}")
        self.connection = None
        self.pid = None
        self.status = None
        self.log = open(torture.log_name(name), "w", encoding="utf-8")
        self.since = None           # when the statement that runs began
        self.statement = None
        self.phase = 0              # of the round, when the client last began something
        self.statements = 0

    def connect(self):
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.connection = self.torture.server.connect(self.name, self.torture.database)
                self.pid = self.connection.info.backend_pid
                with self.connection.cursor() as cursor:
                    for setting in self.settings:
                        cursor.execute(setting)
                return
            except psycopg2.Error as error:
                self.close()
                if error.pgcode not in LOST | {"57014"} or time.monotonic() > end:
                    raise
                time.sleep(0.03)

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = self.pid = None

    def say(self, sql, copied=None, excused=()):
        """Runs a statement and returns its rows.  An error that is neither
        excused nor a disaster's doing is a difference."""
        self.statements += 1
        self.statement = sql
        self.since = time.monotonic()
        code = "ok"
        try:
            with self.connection.cursor() as cursor:
                if copied is None:
                    cursor.execute(sql)
                else:
                    cursor.copy_expert(sql, io.StringIO(copied))
                self.status = cursor.statusmessage
                rows = cursor.fetchall() if cursor.description else []
                self.hear_warnings()
                return rows
        except psycopg2.Error as error:
            code = error.pgcode or "lost"
            if self.connection.closed or error.pgcode in LOST:
                self.close()
                if not self.torture.disasters("terminate", "kill backend", "kill server"):
                    self.torture.differ(f"{self.name}: the connection was lost: {error}", sql)
                raise Lost from error
            self.hear_warnings()
            if error.pgcode not in excused and not (error.pgcode == "57014" and self.torture.disasters("cancel")):
                self.torture.differ(f"{self.name}: {error.pgcode}: {error}", sql)
            raise Refused(error.pgcode) from error
        finally:
            self.log.write(f"-- {code}, {time.monotonic() - self.since:.3f} s\n{sql[:2000]};\n{(copied or '')[:2000]}")
            self.since = None

    def hear_warnings(self):
        """No warning is for a chat to read."""
        for notice in self.connection.notices:
            if notice.startswith("WARNING") and "because of crash of another" not in notice:
                self.torture.differ(f"{self.name}: {notice.strip()}", self.statement)
        del self.connection.notices[:]

    @property
    def in_transaction(self):
        return self.connection.info.transaction_status != extensions.TRANSACTION_STATUS_IDLE

    def roll_back(self):
        """Whatever comes in between."""
        while self.in_transaction:
            try:
                self.say("ROLLBACK")
            except Refused:
                pass

    def insist(self, work):
        """Until no disaster comes in between."""
        while True:
            try:
                if self.connection is None:
                    self.connect()
                work()
                return
            except Lost:
                pass
            except Refused:
                self.roll_back()

    def run(self):
        try:
            self.connect()
            while not self.torture.stopping.is_set():
                self.phase = self.torture.phase
                try:
                    self.play()
                except Lost:
                    self.insist(self.recover)
            self.insist(self.finish)
        except Exception as error:      # whatever it is, the run must hear of it
            self.torture.differ(f"{self.name} broke: {type(error).__name__}: {error}", self.statement)
        finally:
            self.close()
            self.phase = self.torture.PHASES
            self.log.close()

    def play(self):
        raise NotImplementedError

    def recover(self):
        """With a new connection, after the old one was lost in play()."""

    def finish(self):
        """When the round is over."""


# The chat --------------------------------------------------------------------

def copy_text(rows):
    """Rows as COPY reads them."""
    def word(value):
        if value is None:
            return "\\N"
        return str(value).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    return "".join("\t".join(word(value) for value in row) + "\n" for row in rows)


@dataclass
class Prepared:
    """A prepared transaction of ours that has not ended."""
    number: int
    name: str
    changes: dict
    end: str
    wait: int                   # so many transactions come first
    tried: bool = False


class Writer(Client):
    """A part of the chat, with its own messages, which it keeps account of."""

    settings = ["SET complaint.batch_memory = '64kB'", "SET plan_cache_mode = force_generic_plan"] \
        + [table.prepared for table in schedule.TABLES]

    def __init__(self, torture, me):
        super().__init__(torture, "editor" if me == schedule.EDITOR else f"writer-{me}")
        self.me = me
        self.script = schedule.Script(torture.seed, torture.round, me, torture.plan, torture.numbers)
        self.model = torture.models[me]
        self.prepared = []
        self.number = None          # of the transaction that runs; none of a statement alone
        self.transaction = None
        self.edited = False

    def play(self):
        try:
            if self.edited:
                self.note_edits()
            self.end_prepared()
        except Refused:             # by a cancel: the next time
            self.roll_back()
            return
        self.script.may_edit = self.script.may_edit and self.torture.phase == 0
        self.transaction = self.script.transaction()
        self.number = None if self.transaction.bare else self.torture.next_transaction(self.me)
        try:
            if self.transaction.bare:
                self.take_step(self.transaction.steps[0])
                self.model.commit()
            else:
                self.take_steps()
        except Refused:
            self.roll_back()
            self.model.rollback()

    def take_steps(self):
        self.say(f"BEGIN ISOLATION LEVEL {self.transaction.isolation}")
        try:
            for step in self.transaction.steps:
                self.take_step(step)
        except Refused:
            if self.transaction.after_error == "abort" or not self.model.marks:
                raise
            # go back and leave it at that
            self.go_back(self.model.marks[-1][0])
        excused = self.excused()
        if self.transaction.end == "rollback":
            self.say("ROLLBACK", excused=excused)
            self.model.rollback()
            return
        self.say(f"INSERT INTO torture.done VALUES ({self.me}, {self.number})", excused=excused)
        if self.transaction.end == "prepare":
            self.say(f"PREPARE TRANSACTION '{self.prepared_name()}'", excused=excused)
            self.keep_prepared()
            self.end_prepared()
        else:
            self.say("COMMIT", excused=excused)
            if self.status != "COMMIT":
                self.torture.differ(f"{self.name}: COMMIT said {self.status}", "COMMIT")
            self.model.commit()

    def go_back(self, savepoint):
        self.say(f"ROLLBACK TO {savepoint}", excused=self.excused())
        self.model.back(savepoint)

    def excused(self):
        excused = set()
        if self.transaction.impatient:
            excused.add("57014")
        if self.plan.reads and self.transaction.isolation == "SERIALIZABLE":
            excused.add("40001")
        return excused

    def take_step(self, step):
        """One statement, and what it tells of our rows."""
        if step.kind == "edit":
            self.edited = True
        if step.kind == "forget":
            for key in step.data:
                self.model.set((step.table.name, key), None)
        elif step.contained:
            self.say("SAVEPOINT contained")
            self.model.savepoint("contained")
            try:
                self.learn(step, self.say(step.sql, excused=self.excused() | {"23505"}))
            except Refused:
                self.go_back("contained")
            self.say("RELEASE contained")
            self.model.release("contained")
        else:
            excused = self.excused() | ({"23505"} if step.duplicate else set())
            self.learn(step, self.say(step.sql, copy_text(step.data) if step.learns == "copied" else None, excused))

    def learn(self, step, rows):
        if step.learns == "rows":
            for table, key, session, words, part, file in rows:
                self.model.set((table, key), (session, *words, part, file))
        elif step.learns == "gone":
            for table, key, *_ in rows:
                self.model.set((table, key), None)
        elif step.learns == "copied":
            files = dict(self.say(self.torture.FILES, excused=self.excused()))
            for session, key, *words in step.data:
                part = self.torture.parts[session] if step.table is schedule.CHAT else "mail"
                self.model.set((step.table.name, key), (str(session), *words, part, files[part]))
        elif step.learns == "truncated":
            self.model.truncate(step.data)
        if step.kind == "savepoint":
            self.model.savepoint(step.name)
        elif step.kind == "back":
            self.model.back(step.name)
        elif step.kind == "release":
            self.model.release(step.name)

    # Prepared transactions -------------------------------------------------------

    def prepared_name(self):
        return f"{self.me}/{self.number}"

    def keep_prepared(self):
        self.prepared.append(Prepared(self.number, self.prepared_name(), self.model.prepare(),
                                      self.transaction.prepared_end, self.transaction.prepared_wait))

    def end_prepared(self, at_once=False):
        """Ends those whose time has come."""
        for prepared in list(self.prepared):
            prepared.wait -= 1
            if prepared.wait >= 0 and not at_once:
                continue
            if not prepared.tried or self.is_prepared(prepared.name):
                prepared.tried = True
                self.say(f"{prepared.end} PREPARED '{prepared.name}'")
            done = self.is_done(prepared.number)
            self.prepared.remove(prepared)
            if done:
                self.model.apply(prepared.changes)

    def is_prepared(self, name):
        return bool(self.say(f"SELECT 1 FROM pg_prepared_xacts WHERE gid = '{name}'"))

    def is_done(self, number):
        return bool(self.say(f"SELECT 1 FROM torture.done WHERE client = {self.me} AND transaction = {number}"))

    # After a loss ------------------------------------------------------------------

    def recover(self):
        """Looks what has become of the transaction in which the connection was lost."""
        if self.number is None:
            self.model.rollback()
            self.look()
        elif any(prepared.number == self.number for prepared in self.prepared):
            pass
        elif self.is_prepared(self.prepared_name()):
            self.keep_prepared()
        elif self.is_done(self.number):
            self.model.commit()
        else:
            self.model.rollback()

    def look(self):
        """A statement alone leaves no other trace than its rows."""
        rows = {}
        for table in schedule.TABLES:
            for name, key, session, words, part, file in self.say(
                    f"SELECT {table.returning} FROM {table.name} AS c WHERE c.{table.key} % {schedule.CLIENTS} = {self.me}"):
                rows[name, key] = (session, *words, part, file)
        self.model.rows = rows

    def note_edits(self):
        """From here on everybody must know what we changed."""
        self.say("UPDATE torture.rules SET known_at = clock_timestamp() WHERE known_at IS NULL")
        self.say("UPDATE torture.policy SET known_at = clock_timestamp() WHERE known_at IS NULL")
        self.edited = bool(self.prepared)

    def finish(self):
        while self.prepared:
            self.end_prepared(at_once=True)
        self.note_edits()


# Others ------------------------------------------------------------------------

class Drainer(Client):
    """Calls run_due(), as a cron job would."""

    def play(self):
        time.sleep(self.rng.uniform(0, 0.3))
        try:
            self.say("SELECT complaint.run_due()")
        except Refused:
            pass


class Auditor(Client):
    """Looks whether what holds in every snapshot holds, while the others work."""

    def play(self):
        self.torture.stopping.wait(self.rng.uniform(1, 4))
        try:
            self.say("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            for title, sql in [("verify()", "SELECT * FROM complaint.verify()")] + self.torture.checks:
                if title == "verify()" or title.startswith("at any time"):
                    for row in self.say(sql)[:3]:
                        self.torture.differ(f"{self.name}: {title}: {row}")
            self.say("COMMIT")
        except Refused:
            self.roll_back()


class Agent(Client):
    """Works on alerts, and keeps account of it.  Each act is done under a name
    of its own, so that its event can be found: it must be there once if the
    agent was told that it is done, and not if it was refused."""

    ALERT = "(SELECT a.alert FROM complaint.alert AS a WHERE a.state = ANY ('{%s}') ORDER BY random() LIMIT 1)"

    def __init__(self, torture, number):
        super().__init__(torture, f"agent-{number}")
        self.claimed = []           # pairs of alert and under which name
        self.acting = []            # of the transaction that runs

    def act(self, alert=None):
        """One call, on this alert or on any, as (kind of event, how many of them, SQL).
        None are counted where it may concern any number of alerts."""
        by = self.torture.name_act(self.name)
        someone = self.rng.choice(schedule.AGENTS + ["@cards", "@supervisor"])
        session = f"s{int(schedule.SESSIONS * self.rng.random() ** 2)}"
        given = f"'{alert}'::uuid" if alert else None

        def which(states):
            return given or self.ALERT % states
        kind = self.rng.choices(["acknowledged", "resolved", "assigned", "reopened", "claimed", "given_back",
                                 "transferred", "ended", "silenced", "loud"], [20, 25, 8, 6, 8, 4, 5, 2, 2, 1])[0]
        if kind == "acknowledged":
            return by, kind, 1, f"SELECT complaint.acknowledge({which('open')}, '{by}')"
        if kind == "resolved":
            return by, kind, 1, f"SELECT complaint.resolve({which('open,acknowledged')}, '{by}', 'done')"
        if kind == "assigned":
            return by, kind, 1, f"SELECT complaint.assign({which('open,acknowledged')}, '{someone}', '{by}')"
        if kind == "reopened":
            return by, kind, 1, f"SELECT complaint.reopen({which('resolved,withdrawn')}, '{by}')"
        if kind == "claimed":
            return by, kind, None, (f"SELECT c.alert FROM complaint.claim('{someone}', {self.rng.randint(1, 3)}, '{by}', "
                                    f"'{self.rng.choice([1, 300])} seconds') AS c")
        if kind == "given_back":
            if not self.claimed:
                return self.act(alert)
            claimed, by = self.claimed.pop()
            return by, kind, 1, f"SELECT complaint.give_back('{claimed}', '{by}')"
        if kind == "transferred":
            agent = schedule.literal(self.rng.choice(schedule.AGENTS + [None]))
            return by, kind, None, (f"INSERT INTO torture.assigned VALUES ('{session}'); "
                                    f"SELECT complaint.assign_session('chat', '{session}', {agent}, '{by}')")
        if kind == "ended":
            return by, "transferred", None, (f"INSERT INTO torture.assigned VALUES ('{session}'); "
                                             f"SELECT complaint.end_session('chat', '{session}', '{by}')")
        if kind == "silenced":
            match = self.rng.choice([f"policy => 'p{self.rng.randrange(8)}'", "agent => 'ann'", "customer => 'k1'", "type => 'fees'",
                                     """tags => '{"queue": "web"}'""", f"source => 1, session_id => 's{self.rng.randrange(20)}'"])
            return by, kind, None, (f"SELECT complaint.silence_alerts('quiet', clock_timestamp() + "
                                    f"interval '{self.rng.choice([1, 3])} seconds', {match}, by => '{by}')")
        return by, kind, None, ("SELECT complaint.end_silence(s.silence) FROM complaint.silence AS s "
                                "WHERE s.until_at > clock_timestamp() ORDER BY random() LIMIT 1")

    # refused: the alert is not in such a state (any more), or there is none, or no such policy or silence
    EXCUSED = {"55000", "42704"}

    def play(self):
        time.sleep(self.rng.uniform(0, 0.05))
        self.acting = []
        # several at once may wait in a circle with a settle: their locks come as they like
        several = self.plan.settles and self.rng.random() < 0.2
        ends_well = not several or self.rng.random() < 0.7
        try:
            if several:
                self.say("BEGIN")
                found = self.say("SELECT " + self.ALERT % "open,acknowledged,resolved")[0][0]
                for _ in range(self.rng.randint(1, 4)):
                    self.do(*self.act(found))
                self.say("COMMIT" if ends_well else "ROLLBACK")
            else:
                self.do(*self.act())
            self.note("done" if ends_well else "refused")
        except Refused:
            self.note("refused")
            self.roll_back()
        except Lost:
            self.note("unknown")
            raise

    def do(self, by, kind, events, sql):
        self.acting.append((by, kind, events))
        rows = self.say(sql, excused=self.EXCUSED | ({"40P01"} if self.plan.settles else set()))
        if kind == "claimed":
            self.claimed = [(alert, by) for alert, in rows[:1]]

    def note(self, outcome):
        for by, kind, events in self.acting:
            self.torture.acts[by, kind] = (events, outcome)


class Listener(Client):
    """Reads what a recipient is told, from its cursor on, and keeps its own log
    of it, through lost connections and its own crashes."""

    def __init__(self, torture, number, recipient):
        super().__init__(torture, f"listener-{number}")
        self.recipient = recipient
        self.had = torture.had.setdefault(self.name, {"recipient": recipient, "cursor": None, "events": []})

    def play(self):
        time.sleep(self.rng.uniform(0, 0.15))
        if self.rng.random() < 0.02:
            # crashes: all that it knows is what it has written down
            self.close()
            self.connect()
        try:
            self.read()
        except Refused:
            self.roll_back()

    def read(self):
        """One piece; how much of it is new."""
        most = self.rng.choice([1, 3, 20, 100, 1000])
        isolation = self.rng.choice([None, None, "READ COMMITTED", "REPEATABLE READ"])
        if isolation:
            self.say(f"BEGIN ISOLATION LEVEL {isolation}")
        rows = self.say(f"SELECT e.event, e.alert, e.cursor FROM complaint.events({schedule.literal(self.recipient)}, "
                        f"{schedule.literal(self.had['cursor'])}, {most}) AS e")
        if isolation:
            self.say("COMMIT")
        kept = len(rows) if self.rng.random() < 0.9 else self.rng.randint(0, len(rows))
        for event, alert, cursor in rows[:kept]:
            self.had["events"].append((event, alert))
            self.had["cursor"] = cursor
        return len(rows)

    def catch_up(self):
        """With nobody at work any more; on a connection that is not the round's."""
        self.connect()
        while self.read():
            pass
        self.close()
