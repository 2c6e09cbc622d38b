"""The labelled sets of `make quality`, and how their columns are read.

A set is a file NAME.csv[.gz] in the folder DATA.  Whatever a file calls its
labels, here they become: complaint (True, False or None for not known), level
(0-4 or None), type (the set's own word or None).  A file with a session_id is
played as a chat.
"""
import csv
import gzip
import hashlib
import os
from dataclasses import dataclass
from typing import Callable, Optional


@dataclass
class Labels:
    complaint: Optional[bool] = None
    level: Optional[int] = None
    type: Optional[str] = None
    part: Optional[str] = None


@dataclass
class Set:
    name: str
    labels: Callable            # of a row of the file
    about: str
    calm: bool = False          # no labels, but known to be calm as a whole
    replay: bool = False        # sessions to play into an attached table


def number(text):
    return int(text) if text not in (None, "") else None


def yes_or_no(text):
    """The ways in which people write yes and no; None for an empty cell."""
    word = (text or "").strip().lower()
    if word in ("1", "t", "true", "y", "yes"):
        return True
    if word in ("0", "f", "false", "n", "no"):
        return False
    if word == "":
        return None
    raise ValueError(f'complaint must be 0 or 1, not "{text}"')


def no_labels(row):
    return Labels()


def level_labels(row):
    return Labels(complaint=row["complaint"] == "1", level=number(row["level"]))


def sentiment_labels(row):
    return Labels(complaint=row["sentiment"] == "negative")


def airline_labels(row):
    negative = row["sentiment"] == "negative"
    return Labels(complaint=negative, type=row["type"] or None if negative else None)


def own_labels(row):
    """Somebody's own file: any of complaint, level, type; an empty cell is not known."""
    level = number(row.get("level"))
    if level is not None and not 0 <= level <= 4:
        raise ValueError(f"level must be 0 to 4, not {level}")
    complaint = yes_or_no(row.get("complaint"))
    if complaint is None and level is not None:
        complaint = level >= 1
    return Labels(complaint=complaint, level=level, type=row.get("type") or None)


SETS = [
    Set("en_bank_level", level_labels, "banking tweets"),
    Set("en_shop_level", level_labels, "shop reviews"),
    Set("en_airline_type", airline_labels, "airline tweets; complaint: negative against rest"),
    Set("en_cfpb_product", lambda row: Labels(complaint=True, type=row["product"] or None),
        "long complaint letters; type: product"),
    Set("en_bank_intent", no_labels, "calm bank questions, real problems among them", calm=True),
    Set("en_bank_intents_multi", no_labels, "calm bank questions", calm=True),
    Set("zh_finance_type", lambda row: Labels(complaint=True, type=row["type"] or None, part=row["split"] or None),
        "financial complaints, all of them"),
    Set("zh_delivery_sentiment", sentiment_labels, "meal deliveries; complaint: negative"),
    Set("zh_shop_sentiment", sentiment_labels, "shop reviews; complaint: negative"),
    Set("zh_bank_sentiment", sentiment_labels, "posts about banks; complaint: negative"),
    Set("zh_bank_calm", no_labels, "calm bank questions", calm=True),
    Set("zh_bank_app_reviews", no_labels, "reviews of bank apps"),
    Set("zh_shop_satisfaction", lambda row: Labels(
        complaint=row["satisfaction"] == "0" if row["satisfaction"] else None),
        "shop chats; complaint: a dissatisfied turn", replay=True),
    Set("chat_en_airline", no_labels, "support conversations", replay=True),
    Set("chat_en_multidomain", no_labels, "calm requests in six domains", calm=True, replay=True),
    Set("chat_zh_shop", no_labels, "shop chats", replay=True),
    Set("chat_zh_shop_sessions", no_labels, "whole shop sessions", replay=True),
]


class BadFile(Exception):
    pass


def draw(key, salt):
    """A number that depends on the key alone, the same on every machine."""
    return int(hashlib.md5(f"{salt}{key}".encode()).hexdigest()[:8], 16)


def rows_of(path):
    csv.field_size_limit(1 << 28)
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        lacking = {"body"} - set(reader.fieldnames or [])
        if lacking:
            raise BadFile(f"{path}: no column {', '.join(sorted(lacking))}")
        yield from reader


def read(a_set, path, split, sample):
    """The rows of a file for quality.message.  A session stays whole: split
    takes the half of the keys (ids, or sessions) whose draw is even (dev) or
    odd (held), sample about that many rows."""
    rows = []
    turns = {}
    for place, row in enumerate(rows_of(path), 1):
        body = (row["body"] or "").replace("\0", "")
        session = row.get("session_id") or None
        key = session or row.get("id") or str(place)
        if split and draw(key, "") % 2 != ("dev", "held").index(split):
            continue
        try:
            labels = a_set.labels(row)
        except ValueError as error:
            raise BadFile(f"{path}, row {place}: {error}") from None
        except KeyError as error:
            raise BadFile(f"{path}: no column {error.args[0]}") from None
        if session:
            turns[session] = turns.get(session, 0) + 1
        rows.append((key, (a_set.name, place, row.get("id") or f"{session or 'row'}-{row.get('turn') or place}",
                           session, turns.get(session), row.get("sender") or "customer", body,
                           labels.complaint, labels.level, labels.type, labels.part, a_set.calm)))
    if sample:
        sizes = {}
        for key, _ in rows:
            sizes[key] = sizes.get(key, 0) + 1
        kept, total = set(), 0
        for key in sorted(sizes, key=lambda key: (draw(key, "sample"), key)):
            if total >= sample:
                break
            kept.add(key)
            total += sizes[key]
        rows = [(key, row) for key, row in rows if key in kept]
    return [row for _, row in rows]


def find(folder, name):
    """The path of a set in the folder, or None."""
    for suffix in (".csv.gz", ".csv"):
        path = os.path.join(folder, name + suffix)
        if os.path.exists(path):
            return path
    return None


def read_types(path):
    """A mapping file: (prefix, label) in its order, and the labels of the set
    that stand for others."""
    prefixes, same = [], {}
    with open(path, encoding="utf-8") as file:
        for place, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            ours, tab, label = line.partition("\t")
            if not tab or not ours or not label:
                raise BadFile(f"{path}, line {place}: not a type, a tab and a label")
            if ours.startswith("="):
                same[ours[1:]] = label
            else:
                prefixes.append((ours, label))
    return prefixes, same


def types_of_labels(labels):
    """Labels that are our own type codes, or the upper part of them."""
    return [(label, label) for label in sorted(labels, key=lambda label: (-len(label), label))] + [("*", "(none)")]
