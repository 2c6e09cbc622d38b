"""How good the shipped rule set is: figures on labelled sets.

The server judges and computes (measures.sql); this reads the files, loads them
and prints.  For each set a table of figures, a table of levels or types, and
at the end all figures as lines "figure quality.<set>.<metric> <value>" and the
ones below their bar.  What was judged worst goes to build/quality.

Connects by the PG* variables.  Settings, by the environment:
  DATA=folder       the folder of the sets (sets.py names them)
  CSV=file          your own file: body, and any of id, complaint, level, type,
                    session_id; TYPES=file maps our types to its types
  ONLY="a b*"       these sets only
  SAMPLE=n          about n rows of each
  SPLIT=dev|held    one half of each, drawn by id: write rules on one half and
                    check them on the other
  RULESET=name      another rule set than default, that RULES=file.sql makes
  CHECK=1           exit status 1 if a figure is below its bar
"""
import csv
import fnmatch
import io
import os
import subprocess
import sys

import sets
from sets import SETS, BadFile, Set

HERE = os.path.dirname(os.path.abspath(__file__))
RESULTS = os.environ.get("RESULTS", "build/quality")

# How many of the worst go to the files: of a rule and set, and of a set.
WORST_OF_RULE = 25
WORST_OF_SET = 3000


def psql(sql, data=None):
    """Runs SQL in one session and returns what it prints."""
    done = subprocess.run(["psql", "-XqAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", "quality", "-c", sql],
                          input=data, text=True, encoding="utf-8", capture_output=True)
    if done.returncode:
        sys.exit(done.stderr.strip())
    return done.stdout


def rows(sql):
    return [line.split("\t") for line in psql(sql).splitlines()]


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def copy_in(target, data):
    file = io.StringIO()
    csv.writer(file).writerows(data)
    psql(f"COPY {target} FROM STDIN WITH (FORMAT csv, NULL '')", file.getvalue())


def copy_out(query, path):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(psql(f"COPY ({query}) TO STDOUT WITH (FORMAT csv, HEADER)"))


def start():
    """A database of its own in the server, so that a kept one can be used again.

    It is a copy of TEMPLATE, which may have the extension already.
    """
    rules = os.environ.get("RULES")
    template = os.environ.get("TEMPLATE") or "template0"
    for database, *arguments in (("postgres", "-c", "DROP DATABASE IF EXISTS quality WITH (FORCE)"),
                                 ("postgres", "-c", f"CREATE DATABASE quality TEMPLATE {template} ENCODING 'UTF8'"),
                                 ("quality", "-c", "CREATE EXTENSION IF NOT EXISTS complaint"),
                                 *([("quality", "-f", rules)] if rules else []),
                                 ("quality", "-v", "ruleset=" + (os.environ.get("RULESET") or "default"),
                                  "-f", os.path.join(HERE, "measures.sql"))):
        done = subprocess.run(["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", database, *arguments],
                              stdout=subprocess.DEVNULL, env={**os.environ, "PGOPTIONS": "-c client_min_messages=warning"})
        if done.returncode:
            sys.exit(1)


def load(a_set, data, types):
    """Loads a set and has it judged; returns whether it has types to compare."""
    labels = {row[9] for row in data if row[9]}
    prefixes, same = [], {}
    if types:
        prefixes, same = sets.read_types(types)
    elif labels:
        prefixes = sets.types_of_labels(labels)
    if same:
        data = [row[:9] + (same.get(row[9], row[9]),) + row[10:] for row in data]
    copy_in("quality.message", [["" if value is None else value for value in row[:6]]
                                + [row[6] or " "] + ["" if value is None else value for value in row[7:]] for row in data])
    copy_in("quality.mapping", [(a_set.name, place, prefix, label) for place, (prefix, label) in enumerate(prefixes)])
    if types:
        for row in rows(f"SELECT m.prefix FROM quality.mapping AS m WHERE m.sample = {quoted(a_set.name)} AND m.prefix <> '*' "
                        "AND NOT EXISTS (SELECT FROM complaint.type AS t WHERE t.type = m.prefix)"):
            print(f"{types}: there is no type {row[0]}")
    psql("ANALYZE quality.message; ANALYZE quality.mapping")
    psql(f"CALL quality.judge({quoted(a_set.name)})")
    psql("ANALYZE quality.judged; ANALYZE quality.answer")


def width(text):
    """Columns that a text takes on a terminal: Han takes two."""
    return sum(2 if ord(c) >= 0x2e80 else 1 for c in text)


def print_table(names, lines):
    lines = [[str(cell) for cell in line] for line in lines]
    widths = [max(width(line[i]) for line in [names] + lines) for i in range(len(names))]
    for line in [names] + lines:
        cells = [cell + " " * (widths[i] - width(cell)) if i == 0 else " " * (widths[i] - width(cell)) + cell
                 for i, cell in enumerate(line)]
        print("  " + "  ".join(cells).rstrip())


def show(value):
    """A number as the server wrote it: a count as it is, else three digits that matter."""
    if "." not in value:
        return value
    number = float(value)
    return f"{number:.1f}" if abs(number) >= 100 else f"{number:.2f}" if abs(number) >= 10 else f"{number:.3f}"


def read_bars(path):
    bars = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            words = line.split("#")[0].split()
            if words:
                name, comparison, value = words
                bars.setdefault(name, []).append((comparison, float(value)))
    return bars


def misses(value, bar):
    comparison, bound = bar
    return float(value) < bound if comparison == ">=" else float(value) > bound


def read_figures(path):
    """The figures of an earlier run, if there was one."""
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        return dict(line.split() for line in file)


def change(value, before):
    """What became of a figure since the last run."""
    if before is None or "." not in value:
        return ""
    difference = float(value) - float(before)
    return f"{difference:+.3f}" if abs(difference) >= 0.0005 else "="


def report(a_set, bars, before):
    """Prints the tables of a set; returns its figures."""
    name = quoted(a_set.name)
    figures = rows(f"SELECT metric, value FROM quality.figure WHERE sample = {name}")
    lines = []
    for metric, value in figures:
        wanted = bars.get(f"{a_set.name}.{metric}", [])
        lines.append([metric, show(value), change(value, before.get(f"{a_set.name}.{metric}")), ", ".join(f"{c} {b:g}" for c, b in wanted),
                      "MISSED" if any(misses(value, bar) for bar in wanted) else "ok" if wanted else ""])
    print_table(["figure", "value", "change", "bar", ""], lines)
    levels = rows(f"""SELECT truth, count(*), {', '.join(f"count(*) FILTER (WHERE judged = '{n}')" for n in range(5))}
        FROM quality.answer WHERE sample = {name} AND task = 'level' GROUP BY truth ORDER BY truth""")
    if levels:
        print()
        print_table(["labelled level", "rows", "judged 0", "1", "2", "3", "4"], levels)
    types = rows(f"""SELECT class, labelled, judged, agreed, round(coalesce(precision, 0), 3), round(coalesce(recall, 0), 3), round(f1, 3)
        FROM quality.class_measure WHERE sample = {name} AND task = 'type' ORDER BY labelled DESC, class""")
    if types:
        print()
        print_table(["type", "labelled", "judged", "agreed", "precision", "recall", "F1"], types)
    alerts = rows(f"SELECT policies FROM quality.alert_measure WHERE sample = {name} AND policies IS NOT NULL")
    if alerts and a_set.replay:
        print(f"\n  first alert of a session by policy: {alerts[0][0]}")
    print(flush=True)
    return [(f"{a_set.name}.{metric}", value) for metric, value in figures]


def write_misses():
    """What was judged worst, for who writes rules; overwritten by each run."""
    os.makedirs(RESULTS, exist_ok=True)
    files = {
        "rules.csv": "SELECT * FROM quality.rule_measure ORDER BY sample, wrong DESC, rule",
        "blame.csv": f"""SELECT sample, rule, wrong, id, labelled, judged, CASE WHEN too_high THEN distance ELSE -distance END AS distance,
                harms, type, rules, body
            FROM (SELECT *, count(*) OVER same AS wrong, row_number() OVER (same ORDER BY distance DESC, md5(id)) AS place
                  FROM quality.blame WINDOW same AS (PARTITION BY sample, rule)) AS f
            WHERE place <= {WORST_OF_RULE} ORDER BY sample, wrong DESC, rule, place""",
        "missed.csv": f"""SELECT sample, id, labelled, judged, distance, type, rules, body
            FROM (SELECT *, row_number() OVER (PARTITION BY sample ORDER BY distance DESC, md5(id)) AS place FROM quality.missed) AS m
            WHERE place <= {WORST_OF_SET} ORDER BY sample, place""",
        "wrong_types.csv": f"""SELECT sample, id, labelled, judged, type, rules, body
            FROM (SELECT *, row_number() OVER (PARTITION BY sample ORDER BY md5(id)) AS place FROM quality.wrong_type) AS w
            WHERE place <= {WORST_OF_SET} ORDER BY sample, labelled, judged, place""",
        "sessions.csv": """SELECT s.sample, s.session, s.dissatisfied, s.alerted, s.dissatisfied_turn, s.alert_turn, a.policies,
                string_agg(format('%s %s [%s] %s', m.turn, CASE WHEN m.complaint THEN '-' ELSE ' ' END, j.level, m.body), E'\\n' ORDER BY m.turn) AS turns
            FROM quality.session AS s
            JOIN quality.message AS m ON m.sample = s.sample AND m.session = s.session
            LEFT JOIN quality.judged AS j ON j.sample = m.sample AND j.number = m.number
            LEFT JOIN quality.alert AS a ON a.sample = s.sample AND a.session = s.session
            WHERE s.alerted <> s.dissatisfied GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 4 DESC, 2""",
        "types.csv": """SELECT sample, type AS labelled, code AS type, count(*) AS messages FROM quality.expected
            WHERE type IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 3, 4 DESC""",
    }
    for name, query in files.items():
        copy_out(query, os.path.join(RESULTS, name))
    print(f"What was judged worst: {os.path.join(RESULTS, '')}{{{','.join(sorted(files))}}}\n")


def chosen():
    """The sets of this run, each with its file."""
    only = os.environ.get("ONLY", "").replace(",", " ").split()
    own, folder = os.environ.get("CSV"), os.environ.get("DATA")
    if own:
        return [(Set("csv", sets.own_labels, own), own)]
    names = [a_set.name for a_set in SETS]
    unknown = [pattern for pattern in only if not fnmatch.filter(names, pattern)]
    if unknown:
        sys.exit(f"ONLY: no set {', '.join(unknown)}; there are {', '.join(names)}")
    return [(a_set, sets.find(folder, a_set.name)) for a_set in SETS
            if not only or any(fnmatch.fnmatch(a_set.name, pattern) for pattern in only)]


def main():
    split, sample = os.environ.get("SPLIT", ""), int(os.environ.get("SAMPLE") or 0)
    if split not in ("", "dev", "held"):
        sys.exit(f'SPLIT must be dev or held, not "{split}"')
    bars = read_bars(os.path.join(HERE, "bars"))
    start()
    figures, absent = [], []
    kept = os.path.join(RESULTS, "-".join(["figures"] + [str(word) for word in (split, sample) if word]))
    before = read_figures(kept)
    for a_set, path in chosen():
        if not path:
            absent.append(a_set.name)
            continue
        try:
            data = sets.read(a_set, path, split, sample)
            types = os.environ.get("TYPES") if a_set.name == "csv" else os.path.join(HERE, "types", a_set.name)
            load(a_set, data, types if types and os.path.exists(types) else None)
        except BadFile as error:
            sys.exit(str(error))
        if a_set.replay or a_set.name == "csv" and any(row[3] for row in data):
            psql(f"CALL quality.replay({quoted(a_set.name)})")
        psql(f"CALL quality.measure_cost({quoted(a_set.name)})")
        psql(f"CALL quality.measure_places({quoted(a_set.name)})")
        print(f"{a_set.name}: {a_set.about}{', half ' + split if split else ''}{f', about {sample} rows' if sample else ''}\n")
        figures += report(a_set, bars, before)
    write_misses()
    with open(kept, "w", encoding="utf-8") as file:
        file.writelines(f"{name} {value}\n" for name, value in {**before, **dict(figures)}.items())
    for name, value in figures:
        print(f"figure quality.{name} {show(value)}")
    print()
    for name in absent:
        print(f"skipped: {name}, there is no such file in {os.environ['DATA']}")
    missed = [(name, value, bar) for name, value in figures for bar in bars.get(name, []) if misses(value, bar)]
    held = sum(len(bars.get(name, [])) for name, _ in figures)
    for name, value, (comparison, bound) in missed:
        print(f"below its bar: {name} is {show(value)}, wanted {comparison} {bound:g}")
    if held:
        print(f"{held - len(missed)} of {held} bars reached")
    if missed and os.environ.get("CHECK"):
        sys.exit(1)


main()
