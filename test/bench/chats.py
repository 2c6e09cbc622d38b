"""The tables that are compared, and the chats that are written into them.

The template database bench has them, empty: the ordinary table bare; attached,
the same with the shipped rule set; and for each of VARIANTS a table of its
name, so that several can be filled in one database.
"""
import csv
import gzip
import os
import random

import report
from server import RANDOM_MESSAGE, copy_lines, insert, psql, random_session
from texts import CALM, COMPLAINTS, WEIGHTED_COMPLAINTS

HERE = os.path.dirname(os.path.abspath(__file__))
BANK = ["en_bank_intent.csv.gz", "zh_bank_calm.csv.gz"]

# What the shipped rules find among those messages of DATA.
BANK_SHARE = 0.125

# By name: the share of complaints among its messages.  Those of agent are an
# agent's, which nobody judges: what any trigger costs at all.  counted has
# count_messages.  They are judged by 500 rules of four terms each, the rule set
# plain; so is handmade, but by a plpgsql trigger in the place of the extension,
# with these rules as regular expressions and the same aggregates: handmade.sql.
# shipped and those that begin so are judged by the shipped rules, of more than
# 43,000 terms; ASKED_FOR are measured only where VARIANTS names them.
VARIANTS = {"agent": 0.0, "calm": 0.0, "few": 0.05, "half": 0.5, "bank": BANK_SHARE, "counted": 0.0, "handmade": 0.05,
            "shipped": 0.05, "shipped_calm": 0.0, "shipped_half": 0.5, "shipped_counted": 0.0}
ASKED_FOR = ["shipped_calm", "shipped_half", "shipped_counted"]

SENDERS = {"agent": "agent"}


def attach(table):
    """The statement that attaches a variant's table."""
    options = ("" if table.startswith("shipped") else ", ruleset => 'plain'") + (", count_messages => true" if is_counted(table) else "")
    return (f"SELECT complaint.attach('{table}', 'session_id', 'body', sender => 'sender', agent => 'agent_id', "
            f"customer => 'customer_id', at => 'created_at'{options})")


def is_counted(table):
    return table.endswith("counted")


def sender_of(table):
    return SENDERS.get(table, "customer")


def wanted_variants():
    """Most, or those that VARIANTS names."""
    usual = " ".join(name for name in VARIANTS if name not in ASKED_FOR)
    return {name: VARIANTS[name] for name in os.environ.get("VARIANTS", usual).split()}


def make_template():
    psql("postgres", "CREATE DATABASE bench TEMPLATE template0 ENCODING 'UTF8'")
    psql("bench", "CREATE EXTENSION complaint",
         "SELECT complaint.create_conversation('attached')",
         *(f"CREATE TABLE {table} (LIKE attached INCLUDING ALL)" for table in ("bare", *VARIANTS)))
    lists = ["ARRAY[" + ", ".join("'" + text.replace("'", "''") + "'" for text in texts) + "]" for texts in (CALM, COMPLAINTS)]
    psql("bench", f"\\set calm {quote_variable(lists[0])}\n\\set complaints {quote_variable(lists[1])}\n"
         f"\\i {os.path.join(HERE, 'handmade.sql')}\n")
    for text in CALM + COMPLAINTS:
        check_verdicts(text)
    psql("bench", *(attach(name) for name in VARIANTS if name != "handmade"))


def check_verdicts(text):
    """Both rule sets must judge a text as the benchmark wants it, and at the same level."""
    quoted = text.replace("'", "''")
    shipped, plain = (int(psql("bench", f"SELECT CASE WHEN harms = '{{}}' THEN level ELSE 4 END FROM complaint.classify('{quoted}', '{ruleset}')"))
                      for ruleset in ("default", "plain"))
    if (shipped > 0) != (text in COMPLAINTS) or shipped != plain:
        raise SystemExit(f"not judged as the benchmark wants it: {shipped} by the shipped rules, {plain} by the others: {text}")


def quote_variable(value):
    """A value as psql reads it in \\set."""
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def measure_bank_share(folder):
    """The share of complaints among the bank messages of DATA, if it has them."""
    paths = [os.path.join(os.environ.get("DATA", ""), name) for name in BANK]
    if not os.environ.get("DATA") or not all(map(os.path.exists, paths)):
        return
    bodies = []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            bodies += [row["body"] for row in csv.DictReader(file)]
    psql("bench", "CREATE TABLE bank_message (body text)")
    copy_lines("bench", folder, "bank_message", bodies)
    share = float(psql("bench", "SELECT avg((level > 0 OR harms <> '{}')::integer) FROM bank_message, complaint.classify(body)",
                       "DROP TABLE bank_message"))
    VARIANTS["bank"] = share
    print(f"Bank messages: {share:.1%} complaints or harms among {len(bodies):,}")
    report.figure("bank_share", share)


def scripts(table, share, sessions):
    """For pgbench: weighted inserts into random sessions."""
    start = random_session(sessions) if isinstance(sessions, int) else sessions
    weighted = [(round((1 - share) * 1e6 / len(CALM)), f"calm{at}") for at in range(len(CALM))]
    weighted += [(round(share * 1e4 * weight), f"complaint{at}") for at, (weight, _) in enumerate(WEIGHTED_COMPLAINTS)]
    return [(weight, start + RANDOM_MESSAGE + insert(table, body, sender=sender_of(table)) + ";\n") for weight, body in weighted if weight]


def write_rows(path, rows, sessions, share, sender="customer"):
    """A file for COPY of columns COLUMNS: the same on every run (a fixed seed)."""
    chance = random.Random(7)
    weights = [weight for weight, _ in WEIGHTED_COMPLAINTS]
    with open(path, "w", encoding="utf-8") as file:
        for number in range(rows):
            session = chance.randrange(sessions)
            body = chance.choices(COMPLAINTS, weights)[0] if chance.random() < share else chance.choice(CALM)
            file.write(f"s{session}\t{number}\t{sender}\tc{session}\ta{session % 40}\t{body}\n")
    os.chmod(path, 0o644)


COLUMNS = "session_id, message_id, sender, customer_id, agent_id, body"
