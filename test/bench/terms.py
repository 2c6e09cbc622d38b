"""Rule sets of many terms, made of the words of the messages they are tried on.

Terms of random letters would never be met and cost nothing.  These are made of
the messages' own words (two to four of them, Han characters three to five), so
that every message is full of beginnings of terms that then go on otherwise,
with few whole ones: what differs between sets is their size, not the hits.
The words come from the messages that DATA names, else from test/demo.
"""
import csv
import gzip
import os
import random
import re

HERE = os.path.dirname(os.path.abspath(__file__))
REAL = ["chat_en_airline.csv.gz", "chat_zh_shop.csv.gz"]
MESSAGES = 2000


def messages():
    """Messages of both languages, at most MESSAGES of each file."""
    folder = os.environ.get("DATA", "")
    paths = [os.path.join(folder, name) for name in REAL]
    if not folder or not all(map(os.path.exists, paths)):
        paths = [os.path.join(HERE, "..", "demo", "conversations.csv")]
    found = []
    for path in paths:
        opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
        with opened as file:
            bodies = [row["body"] for row in csv.DictReader(file) if row["body"].strip()]
        found += random.Random(7).sample(bodies, min(MESSAGES, len(bodies)))
    return found


def make_terms(bodies, count):
    """So many different terms, about a third of them Han."""
    draw = random.Random(11)
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
