"""Messages of both languages, and rule sets of many terms made of their words.

Terms of random letters would never be met and cost nothing.  These are made of
the messages' own words (two to four of them, Han characters three to five), so
that every message is full of beginnings of terms that then go on otherwise,
with few whole ones: what differs between sets is their size, not the hits.
The words come from the messages that DATA names, else from test/demo.
"""
import csv
import functools
import gzip
import os
import random
import re

from server import copy_lines, fresh_database, psql

HERE = os.path.dirname(os.path.abspath(__file__))
REAL = {"english": "chat_en_airline.csv.gz", "chinese": "chat_zh_shop.csv.gz"}
OWN = os.path.join(HERE, "..", "demo", "conversations.csv")
COUNTS = [500, 10_000, 100_000]
MAKE_OF = 2000


def bodies_of(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as file:
        return [row["body"] for row in csv.DictReader(file) if row["body"].strip()]


def is_real():
    folder = os.environ.get("DATA", "")
    return bool(folder) and all(os.path.exists(os.path.join(folder, name)) for name in REAL.values())


def messages(language, count=MAKE_OF):
    """At most so many messages of a language."""
    if is_real():
        bodies = bodies_of(os.path.join(os.environ["DATA"], REAL[language]))
    else:
        bodies = [body for body in bodies_of(OWN) if bool(re.search("[\u4e00-\u9fff]", body)) == (language == "chinese")]
    return random.Random(7).sample(bodies, min(count, len(bodies)))


@functools.cache
def make_terms(count=COUNTS[-1]):
    """So many different terms, about a third of them Han."""
    draw = random.Random(11)
    bodies = messages("english") + messages("chinese")
    words = sorted({word for body in bodies for word in re.findall(r"[a-z]{2,12}", body.lower())})
    han = sorted({c for body in bodies for c in re.findall("[\u4e00-\u9fff]", body)})
    terms = set()
    while len(terms) < count:
        if draw.random() < 0.34 and han:
            terms.add("".join(draw.choices(han, k=draw.randint(3, 5))))
        else:
            terms.add(" ".join(draw.choices(words, k=draw.choice((2, 2, 3, 3, 4)))))
    return sorted(terms, key=lambda term: (hash_of(term), term))


def hash_of(term):
    """An order that is the same on every machine and means nothing."""
    return random.Random(term).random()


@functools.cache
def make_database(folder):
    """One with rule sets terms500 and so on: the first so many of the same terms
    in 100 entities, and 100 rules; table words has the terms by number."""
    database = fresh_database("bench_terms")
    psql(database, "CREATE TABLE words (number int GENERATED ALWAYS AS IDENTITY, term text NOT NULL)")
    copy_lines(database, folder, "words (term)", make_terms())
    for count in COUNTS:
        name = f"terms{count}"
        psql(database, f"INSERT INTO complaint.ruleset (ruleset) VALUES ('{name}')",
             f"INSERT INTO complaint.entity (ruleset, entity) SELECT '{name}', 'word' || i FROM generate_series(0, 99) AS i",
             f"INSERT INTO complaint.term (ruleset, entity, term) SELECT '{name}', 'word' || number % 100, term FROM words WHERE number <= {count}",
             "INSERT INTO complaint.rule (ruleset, rule, pattern, level) "
             f"SELECT '{name}', 'rule ' || i, ('{{word' || i || '}} & {{word' || (i + 7) % 100 || '}}')::complaint.pattern, 1 + i % 4 "
             "FROM generate_series(0, 99) AS i")
    return database
