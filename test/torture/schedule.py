"""What the clients of a torture do, drawn from a seed.

Nothing here talks to a server: a Plan says what a round is like, a Script says
what one client does in it, transaction by transaction.  The same seed, round
and client give the same script, however far the client gets in it.

Each client changes messages of its own only, whose number modulo CLIENTS is
the client's: what the chat's own rows would make others wait for, or fail for,
is not what is tested.  For the same reason SERIALIZABLE transactions only
insert (reading the chat could make them fail to serialize, with us or
without) and edit nothing, and what is truncated in a round is one table, at the beginning of a
transaction.
"""
import random
from dataclasses import dataclass, field

WRITERS = 8
CLIENTS = WRITERS + 1           # and the editor, who changes rules and policies too
EDITOR = WRITERS
SESSIONS = 200
FIXED = 10 ** 8                 # numbers from here on are of messages that are met again

AGENTS = ["ann", "ben", "cho", "dai", "eva"]
CUSTOMERS = [f"k{i}" for i in range(30)]
QUEUES = ["web", "phone", "vip"]

BODIES = [
    "hello", "thank you", "fine now", "where is it?", "我很好", "12 345,00",
    "it is broken", "broken again", "BROKEN",
    "annoyed", "so annoyed", "ＡＮＮＯＹＥＤ", "an-noyed", "我很生气", "我很生氣",
    "cheated", "you cheated me", "my lawyer will call", "my lawyer",
    "stolen", "my card was stolen", "annoyed, my card was stolen", "leaking and broken",
    "cheated and leaking", "broken and annoyed and cheated", "lawyer, stolen, leaking",
    "late again", "late and annoyed", "", None,
    "annoyed " + "and so on " * 700, "well " * 20000 + "cheated",
]

# The rule set "mine" is in one of these states.  Each statement brings it
# there from any other, and a state has one revision, however it was reached.
RULE_STATES = [
    [f"UPDATE complaint.rule SET level = {cheated} WHERE ruleset = 'mine' AND rule = 'cheated' AND level <> {cheated}",
     f"UPDATE complaint.rule SET type = '{late}' WHERE ruleset = 'mine' AND rule = 'late' AND type <> '{late}'",
     "INSERT INTO complaint.term (ruleset, entity, term) VALUES ('mine', 'mood', '生气') ON CONFLICT DO NOTHING" if angry
     else "DELETE FROM complaint.term WHERE ruleset = 'mine' AND entity = 'mood' AND term = '生气'"]
    for cheated in (3, 1) for late in ("delivery.late", "service") for angry in (True, False)
]


def literal(value):
    if value is None:
        return "NULL"
    if isinstance(value, (int, Raw)):
        return str(value)
    return "'" + value.replace("'", "''") + "'"


class Raw(str):
    """SQL that stands for itself."""


@dataclass(frozen=True)
class Table:
    """An attached table, as far as statements need to know it."""
    name: str
    session: str
    key: str
    words: tuple                # what is written into it besides
    parts: tuple                # the tables that hold its rows

    def session_value(self, number):
        return f"s{number}" if self.name == "chat" else number

    @property
    def returning(self):
        """What tells a client which rows it has now, and in which table."""
        columns = ", ".join(f"c.{word}" for word in self.words)
        return (f"'{self.name}', c.{self.key}, c.{self.session}::text, ARRAY[{columns}], "
                "c.tableoid::regclass::text, pg_relation_filenode(c.tableoid)")


    @property
    def prepared(self):
        """A statement that a client prepares once: in a transaction that has the
        table's lock already the server itself looks at nothing that is new."""
        columns = (self.session, self.key) + self.words
        types = ["text" if self.name == "chat" else "integer", "bigint"] + ["text"] * len(self.words)
        values = ", ".join(f"${i + 1}" for i in range(len(columns)))
        return (f"PREPARE put_{self.name} ({', '.join(types)}) AS INSERT INTO {self.name} AS c ({', '.join(columns)}) "
                f"VALUES ({values}) RETURNING {self.returning}")


CHAT = Table("chat", "session", "message", ("sender", "agent", "customer", "body", "queue"), ("chat_1", "chat_2"))
MAIL = Table("mail", "thread", "id", ("agent", "customer", "body"), ("mail",))
TABLES = [CHAT, MAIL]


@dataclass
class Step:
    """A statement, and what its answer tells of the client's rows: "rows" it has
    now, rows that are "gone", "copied" (those of data), all of some tables
    "truncated" (those of data), or nothing.  The kinds savepoint, back and release
    have a name; forget drops the keys of data, before the client looks at them
    again; edit changes rules or policies."""
    sql: str
    kind: str = "statement"
    learns: str = ""
    table: Table = None
    data: list = None
    name: str = ""              # of a savepoint
    duplicate: bool = False     # may fail for a duplicate key, by design
    contained: bool = False     # in a savepoint of its own, in case it does

    @property
    def locks(self):
        """Whether it may lock rows that the client meets again."""
        return self.duplicate or self.kind == "forget" or "ON CONFLICT" in self.sql \
            or self.sql.startswith(("UPDATE", "DELETE", "MERGE", "TRUNCATE"))


@dataclass
class Transaction:
    isolation: str
    steps: list
    end: str                    # commit, rollback, prepare
    bare: bool = False          # one statement, without BEGIN
    after_error: str = "abort"  # or back: to the last savepoint
    prepared_end: str = "COMMIT"
    prepared_wait: int = 0      # transactions that come before the prepared one ends
    impatient: bool = False     # has a statement_timeout


@dataclass
class Plan:
    """What a round is like."""
    settles: bool               # settle() and complaint.settle = statement: others may wait for us
    truncates: str              # a table, or none
    reads: bool                 # SERIALIZABLE transactions read our tables: those may fail
    edits: bool                 # rules and policies change
    worker: bool                # the background worker runs
    sessions: int               # so many are written to
    disasters: list = field(default_factory=list)

    @classmethod
    def draw(cls, seed, number):
        rng = random.Random(f"{seed}/{number}/plan")
        settles = rng.random() < 0.4
        disasters = [what for what, chance in (("cancel", 0.5), ("timeout", 0.4), ("terminate", 0.4),
                                               ("kill backend", 0.35), ("kill server", 0.35))
                     if rng.random() < chance]
        # two tables that are truncated, or one and sessions that are held by
        # settle(), may make transactions wait in a circle that is not our doing
        return cls(settles=settles,
                   truncates=None if settles else rng.choice([None, "chat", "chat_1", "chat_2", "mail"]),
                   reads=rng.random() < 0.3, edits=rng.random() < 0.7, worker=rng.random() < 0.4,
                   sessions=rng.choice([12, SESSIONS, SESSIONS]), disasters=disasters)

    def __str__(self):
        words = [f"{self.sessions} sessions"] + [word for word, so in (
            ("settles early", self.settles), ("edits", self.edits), (f"truncates {self.truncates}", self.truncates),
            ("reads serializably", self.reads), ("worker", self.worker)) if so] + self.disasters
        return ", ".join(words)


class Script:
    """What a client does in a round.  numbers is the client's own counter of
    messages, which goes on over the rounds."""

    def __init__(self, seed, number, me, plan, numbers):
        self.rng = random.Random(f"{seed}/{number}/{me}")
        self.me = me
        self.plan = plan
        self.numbers = numbers
        self.may_edit = plan.edits and me == EDITOR

    def chance(self, probability):
        return self.rng.random() < probability

    # Values ------------------------------------------------------------------

    def table(self):
        return CHAT if self.chance(0.75) else MAIL

    def session(self):
        """Some sessions are much busier than others."""
        return int(self.plan.sessions * self.rng.random() ** 2)

    def number(self, n=1):
        first = self.numbers[self.me] + 1
        self.numbers[self.me] += n
        return first

    def fixed(self, session):
        return (FIXED + session) * CLIENTS + self.me

    def value(self, column):
        if column == "sender":
            return self.rng.choice(["customer"] * 7 + ["agent", "bot", None])
        if column == "agent":
            return self.rng.choice(AGENTS + [None])
        if column == "customer":
            return self.rng.choice(CUSTOMERS + [None] * 5)
        if column == "queue":
            return self.rng.choice(QUEUES + [None])
        if self.chance(0.01):
            return self.rng.choice(BODIES[-2:])
        return self.rng.choice(BODIES[:-2])

    def sent(self, table):
        """When the message says that it was written."""
        ago = self.rng.choices(["0", "20 seconds", "2 hours", "-1 hour"], [20, 3, 1, 1])[0]
        zone = "" if table is CHAT else " AT TIME ZONE 'Asia/Shanghai'"
        return Raw(f"(clock_timestamp() - interval '{ago}'){zone}")

    # Statements ----------------------------------------------------------------

    def columns(self, table):
        return ", ".join([table.session, table.key, *table.words])

    def row(self, table, session, key):
        return [table.session_value(session), key] + [self.value(word) for word in table.words]

    def values(self, row):
        return "(" + ", ".join(literal(value) for value in row) + ")"

    def insert(self, table):
        rows = [self.row(table, self.session(), self.number() * CLIENTS + self.me)
                for _ in range(self.rng.choice([1, 1, 1, 2, 3, 5]))]
        if self.chance(0.2):
            for row in rows:
                row.append(self.sent(table))
            return Step(f"INSERT INTO {table.name} AS c ({self.columns(table)}, sent) VALUES "
                        + ", ".join(self.values(row) for row in rows) + f" RETURNING {table.returning}", learns="rows")
        return Step(f"INSERT INTO {table.name} AS c ({self.columns(table)}) VALUES "
                    + ", ".join(self.values(row) for row in rows) + f" RETURNING {table.returning}", learns="rows")

    def execute(self, table):
        row = self.row(table, self.session(), self.number() * CLIENTS + self.me)
        return Step(f"EXECUTE put_{table.name} {self.values(row)}", learns="rows")

    def insert_select(self, table):
        n = 300 if self.chance(0.05) else self.rng.randint(2, 8)
        first = self.number(n)
        values = [literal(self.value(word)) for word in table.words]
        session = literal(table.session_value(self.session()))
        if self.chance(0.3):
            session = "'s' || i % 7" if table is CHAT else "i % 7"
        return Step(f"INSERT INTO {table.name} AS c ({self.columns(table)}) "
                    f"SELECT {session}, i * {CLIENTS} + {self.me}, {', '.join(values)} "
                    f"FROM generate_series({first}, {first + n - 1}) AS i RETURNING {table.returning}", learns="rows")

    def copy(self, table):
        rows = [self.row(table, self.session(), self.number() * CLIENTS + self.me)
                for _ in range(200 if self.chance(0.05) else self.rng.randint(1, 12))]
        # psycopg2 holds all other clients up while a socket is full, and its
        # server may be waiting for one of them
        for row in rows[1:]:
            row[2:] = [BODIES[0] if isinstance(word, str) and len(word) > 1000 else word for word in row[2:]]
        return Step(f"COPY {table.name} ({self.columns(table)}) FROM STDIN", learns="copied", table=table, data=rows)

    def mine(self, table):
        """Some of the client's rows, told by session and number."""
        mine = f"c.{table.key} % {CLIENTS} = {self.me}"
        if self.chance(0.05):
            return f"{mine} AND c.{table.key} / {CLIENTS} % 40 = {self.rng.randrange(40)}"
        mine += f" AND c.{table.session} = {literal(table.session_value(self.session()))}"
        if self.chance(0.7):
            n = self.rng.choice([2, 3, 5])
            mine += f" AND c.{table.key} / {CLIENTS} % {n} = {self.rng.randrange(n)}"
        return mine

    def assignments(self, table, new):
        """A row that is what it was is not judged again, so it is not stamped."""
        changed = (f"ROW({', '.join(f'c.{column}' for column in new)}) IS DISTINCT FROM "
                   f"ROW({', '.join(literal(value) for value in new.values())})")
        return ", ".join([f"{column} = {literal(value)}" for column, value in new.items()]
                         + [f"stamped = CASE WHEN {changed} THEN statement_timestamp() ELSE c.stamped END",
                            f"rung = CASE WHEN {changed} THEN torture.rings() ELSE c.rung END"])

    def update(self, table):
        kind = self.rng.choices(["body", "session", "who", "when", "several"], [6, 3, 4, 1, 1])[0]
        where = self.mine(table)
        if kind == "body":
            new = {"body": self.value("body")}
        elif kind == "session":
            new = {table.session: table.session_value(self.session())}
            where += f" AND c.{table.key} < {FIXED * CLIENTS}"
        elif kind == "who":
            column = self.rng.choice([word for word in table.words if word != "body"])
            new = {column: self.value(column)}
        elif kind == "when":
            new = {"sent": self.sent(table)}
        else:
            new = {word: self.value(word) for word in table.words}
        return Step(f"UPDATE {table.name} AS c SET {self.assignments(table, new)} WHERE {where} RETURNING {table.returning}",
                    learns="rows")

    def delete(self, table):
        return Step(f"DELETE FROM {table.name} AS c WHERE {self.mine(table)} RETURNING {table.returning}", learns="gone")

    def upsert(self, table):
        session = self.session()
        row = self.row(table, session, self.fixed(session))
        if self.chance(0.2):
            what = "NOTHING"
        else:
            what = "UPDATE SET " + self.assignments(table, {"body": Raw("EXCLUDED.body"), "agent": Raw("EXCLUDED.agent")})
        return Step(f"INSERT INTO {table.name} AS c ({self.columns(table)}) VALUES {self.values(row)} "
                    f"ON CONFLICT ({'session, message' if table is CHAT else 'id'}) DO {what} RETURNING {table.returning}",
                    learns="rows")

    def merge(self, table):
        """MERGE returns nothing, so the client looks at the rows that it named."""
        sessions = sorted({self.session() for _ in range(self.rng.randint(1, 4))})
        rows = [self.row(table, session, self.fixed(session)) for session in sessions]
        keys = ", ".join(str(row[1]) for row in rows)
        given = ", ".join(self.values(row) for row in rows)
        texts = "".join(f", {word}::text" for word in table.words)
        merge = (f"MERGE INTO {table.name} AS c "
                 f"USING (SELECT {table.session}, {table.key}{texts} FROM (VALUES {given}) AS v ({self.columns(table)})) AS v "
                 f"ON c.{table.session} = v.{table.session} AND c.{table.key} = v.{table.key} "
                 f"WHEN MATCHED AND c.body = v.body THEN DELETE "
                 f"WHEN MATCHED THEN UPDATE SET {self.assignments(table, {'body': Raw('v.body')})} "
                 f"WHEN NOT MATCHED THEN INSERT ({self.columns(table)}) VALUES (v.{table.session}, v.{table.key}, "
                 + ", ".join(f"v.{word}" for word in table.words) + ")")
        # of the mail, a message may have been moved to another session
        looks = Step(f"SELECT {table.returning} FROM {table.name} AS c WHERE c.{table.key} IN ({keys})", learns="rows")
        forgets = Step("", kind="forget", table=table, data=[row[1] for row in rows])
        return [Step(merge), forgets, looks]

    def duplicate(self, table):
        session = self.session()
        row = self.row(table, session, self.fixed(session))
        return Step(f"INSERT INTO {table.name} AS c ({self.columns(table)}) VALUES {self.values(row)}, {self.values(row)} "
                    f"RETURNING {table.returning}" if self.chance(0.5) else
                    f"INSERT INTO {table.name} AS c ({self.columns(table)}) VALUES {self.values(row)} RETURNING {table.returning}",
                    learns="rows", duplicate=True, contained=self.chance(0.6))

    def statement(self, inserts_only=False):
        """One statement of the chat, or a MERGE with what it takes to know what it did."""
        table = self.table()
        kinds = [(self.insert, 24), (self.execute, 12), (self.insert_select, 6), (self.copy, 10)]
        if not inserts_only:
            kinds += [(self.update, 22), (self.delete, 12), (self.upsert, 8), (self.merge, 5), (self.duplicate, 2)]
        steps = self.rng.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0](table)
        return steps if isinstance(steps, list) else [steps]

    # Edits ---------------------------------------------------------------------

    def edit(self):
        """A change of the rules, or of a policy."""
        if self.chance(0.4):
            return [Step(sql, kind="edit") for sql in self.rng.choice(RULE_STATES) + ["SELECT torture.note_rules()"]]
        name = f"p{self.rng.randrange(10)}"
        if self.chance(0.1):
            return [Step(f"DELETE FROM complaint.alert_policy WHERE policy = '{name}'", kind="edit")]
        return [Step(policy(self.rng, name), kind="edit")]

    # Transactions ----------------------------------------------------------------

    def bare(self):
        step = self.statement()
        while len(step) > 1 or step[0].learns == "copied" or step[0].duplicate:
            step = self.statement()
        return Transaction("READ COMMITTED", step, "commit", bare=True)

    def transaction(self):
        if self.chance(0.2):
            return self.bare()
        isolation = self.rng.choice(["READ COMMITTED"] * 2 + ["REPEATABLE READ", "SERIALIZABLE"])
        serializable = isolation == "SERIALIZABLE"
        steps = []
        impatient = "timeout" in self.plan.disasters and self.chance(0.1)
        depth = 0
        if impatient:
            steps.append(Step(f"SET LOCAL statement_timeout = '{self.rng.choice([1, 2, 5, 20])}ms'"))
        if self.chance(0.1):
            steps.append(Step("SET LOCAL complaint.alerts = off"))
        if self.chance(0.2):
            steps.append(Step(f"SET LOCAL complaint.settle_timeout = '{self.rng.choice([1, 5, 50])}ms'"))
        if self.plan.settles and self.chance(0.2):
            steps.append(Step("SET LOCAL complaint.settle = statement"))
        if self.plan.truncates and self.chance(0.02):
            # first, so that nobody waits for it in a circle
            if self.chance(0.5):
                depth += 1
                steps.append(Step(f"SAVEPOINT x{depth}", kind="savepoint", name=f"x{depth}"))
            parts = {"chat": CHAT.parts}.get(self.plan.truncates, (self.plan.truncates,))
            truncate = Step(f"TRUNCATE {self.plan.truncates}", learns="truncated", data=list(parts))
            steps += [truncate] + self.statement(inserts_only=True)
            if self.chance(0.3):
                steps.append(truncate)
        for _ in range(self.rng.randint(1, 7)):
            what = self.rng.random()
            if what < 0.62:
                steps += self.statement(inserts_only=serializable)
            elif what < 0.74:
                depth += 1
                steps.append(Step(f"SAVEPOINT x{depth}", kind="savepoint", name=f"x{depth}"))
            elif what < 0.81 and depth:
                steps.append(Step(f"ROLLBACK TO x{depth}", kind="back", name=f"x{depth}"))
            elif what < 0.85 and depth:
                steps.append(Step(f"ROLLBACK TO x{depth}", kind="back", name=f"x{depth}"))
                steps.append(Step(f"RELEASE x{depth}", kind="release", name=f"x{depth}"))
                depth -= 1
            elif what < 0.9 and depth:
                # an outer one takes the inner ones along
                depth = self.rng.randint(max(1, depth - 1), depth)
                steps.append(Step(f"RELEASE x{depth}", kind="release", name=f"x{depth}"))
                depth -= 1
            elif what < 0.94 and self.plan.settles:
                steps.append(Step("SELECT complaint.settle()"))
            elif what < 0.97 and self.plan.reads:
                steps.append(Step("SELECT count(*) FROM complaint.session AS s WHERE s.highest_level > 2"))
            elif self.may_edit and not serializable:
                steps += self.edit()
        end = self.rng.choices(["commit", "rollback", "prepare"], [75, 10, 15])[0]
        if end == "prepare" and any("complaint.settle" in step.sql and "timeout" not in step.sql for step in steps):
            end = "commit"          # it would keep the sessions locked
        return Transaction(isolation, steps, end, after_error=self.rng.choice(["abort", "back"]), impatient=impatient,
                           prepared_end=self.rng.choice(["COMMIT", "COMMIT", "ROLLBACK"]),
                           prepared_wait=self.wait(steps))

    def wait(self, steps):
        """A prepared transaction may stay so for a while if it locks nothing that
        the client wants next: it only inserted messages that are not met again,
        and nobody waits to truncate."""
        if self.plan.truncates or any(step.locks or step.kind == "edit" for step in steps):
            return 0
        return self.rng.choice([0, 1, 5, 20])


def last_words(seed, number, numbers):
    """What happens to the messages when all clients are gone: each session gets
    one more, and a part of all is deleted.  As triples of statement, what it
    teaches, and whom: the editor, or all (none)."""
    rng = random.Random(f"{seed}/{number}/last words")
    for table in TABLES:
        script = Script(seed, number, EDITOR, Plan.draw(seed, number), numbers)
        script.rng = rng
        rows = [script.row(table, session, script.number() * CLIENTS + EDITOR) for session in range(SESSIONS)]
        yield (f"INSERT INTO {table.name} AS c ({script.columns(table)}) VALUES "
               + ", ".join(script.values(row) for row in rows) + f" RETURNING {table.returning}", "rows", EDITOR)
    for table in TABLES:
        yield (f"DELETE FROM {table.name} AS c WHERE c.{table.key} / {CLIENTS} % 5 IN ({rng.randrange(5)}, {rng.randrange(5)}) "
               f"RETURNING {table.returning}", "gone", None)


def policy(rng, name):
    """A statement that makes a policy, or changes it."""
    scope = rng.choices(["session", "customer", "agent", "type", "source", "tag", "all"], [8, 3, 2, 2, 1, 2, 1])[0]
    wide = scope != "session"
    often = scope not in ("session", "customer")        # messages come by the hundred
    values = {
        "policy": name,
        "scope": scope,
        "tag": "queue" if scope == "tag" else None,
        "min_level": rng.choice([0, 1, 2, 2, 3, 4]),
        "harms": None,
        "types": rng.choices([None, Raw("'{fees}'"), Raw("'{delivery,service}'")], [6, 1, 1])[0],
        "tags": rng.choices([None, Raw("""'{"queue": "vip"}'""")], [6, 1])[0],
        "sources": rng.choices([None, Raw("'{1}'"), Raw("'{2}'")], [8, 1, 1])[0],
        "counts": rng.choices(["messages", "texts", "sessions" if wide else "texts"], [4, 1, 1])[0],
        "threshold": rng.choice([2, 5, 20, 50] if often else [1, 2, 3, 3, 5, 8]),
        "time_window": rng.choice(["1 second", "2 seconds", "10 seconds", "1 minute", "1 hour"] + [None] * (not wide)),
        "cooldown": rng.choice(["0", "0", "1 second", "3 seconds"]),
        "max_lateness": rng.choice(["1 hour", "1 hour", "10 seconds", "1 day"]),
        "severity": rng.randint(1, 4),
        "recipients": Raw(rng.choice(["'{@agent}'", "'{@agent,@supervisor}'", "'{@cards}'", "'{dai,@agent}'", "'{}'"])),
        "escalate_after": rng.choice([None, None, "1 second", "3 seconds"]),
        "ladder": Raw(rng.choice(["'{@supervisor,@admin}'", "'{eva,@cards,@supervisor}'"])),
        "hours": rng.choices([None, "always"], [5, 1])[0],
        "auto_resolve": rng.choice([None, None, "1 second", "2 seconds"]),
        "mode": rng.choices(["live", "shadow", "off"], [7, 2, 1])[0],
    }
    if rng.random() < 0.3:
        values["harms"] = Raw(rng.choice(["'{*}'", "'{fraud}'", "'{fraud,safety}'"]))
        if rng.random() < 0.5:
            values["min_level"] = None
    columns = [column for column in values if column != "policy"]
    return (f"INSERT INTO complaint.alert_policy ({', '.join(values)}) VALUES "
            f"({', '.join(literal(value) for value in values.values())}) ON CONFLICT (policy) DO UPDATE SET "
            + ", ".join(f"{column} = EXCLUDED.{column}" for column in columns))
