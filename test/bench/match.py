"""make bench ONLY=match: microseconds a message to find 500, 10,000 and 100,000
literals in English and Chinese messages, and megabytes a second.

  classify    whole, inside the server, less length(body) on the same scan
  matcher     ours without a server: fold, tokens, literals; "read": no literals
  vectorscan  its bare scan of the same literals
  regex       one PostgreSQL regular expression, an alternation of all
  tsquery     to_tsvector(body) @@ each literal as a query
  memory      reading each byte, the limit

The programs and the server take turns, round by round, on the same processor.
Of regex and tsquery only few messages are tried, and what does not end within
PEER_SECONDS is left out and said so; so is vectorscan where its library is
missing.

Settings: DATA, MATCH_ROUNDS, MATCH_MESSAGES, PEER_SECONDS.
"""
import os
import subprocess
import sys

import terms
from report import brief, figure, ratios, report, setting
from server import one_processor, psql, time_queries, wait_for_sessions, write_lines

ROUNDS = setting("MATCH_ROUNDS", 15, 3)
MESSAGES = setting("MATCH_MESSAGES", 20_000, 5_000)
PEER_SECONDS = setting("PEER_SECONDS", 10, 1)
LANGUAGES = ["english", "chinese"]

CLASSIFY_BARS = {"english": {500: "<= 1.5", 10_000: "<= 2", 100_000: "<= 4"},
                 "chinese": {500: "<= 0.75", 10_000: "<= 1", 100_000: "<= 2"}}
VECTORSCAN_BARS = {500: "<= 4", 10_000: "<= 2", 100_000: "<= 0.7"}


class Program:
    """match_bench or vectorscan_bench, asked for one round after the other."""

    def __init__(self, name, program, literals, counts, processor):
        self.name = name
        self.counts = counts
        self.process = subprocess.Popen([os.path.join(os.environ["BENCH_PROGRAMS"], program), literals, *map(str, counts)],
                                        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        os.sched_setaffinity(self.process.pid, {processor})
        self.built = {}
        for count in counts:
            _, seconds, size = self.answer("built").split()
            self.built[count] = (float(seconds), int(size))
        self.rounds = []

    def answer(self, word):
        line = self.process.stdout.readline()
        if not line.startswith(word + " "):
            sys.exit(f"{self.name} ended")
        return line[len(word) + 1:]

    def round(self, messages):
        """Microseconds a message of a file, by count, and of reading memory alone."""
        self.process.stdin.write(messages + "\n")
        self.process.stdin.flush()
        memory, *each = map(float, self.answer("round").partition(" hits ")[0].split())
        self.rounds.append({"memory": memory, **dict(zip(self.counts, each))})

    def us(self, what):
        return [one[what] for one in self.rounds]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def exists(name):
    return os.path.exists(os.path.join(os.environ["BENCH_PROGRAMS"], name))


def bench_language(database, folder, language, programs):
    bodies = terms.messages(language, MESSAGES)
    copies = -(-MESSAGES // len(bodies))
    bodies = (bodies * copies)[:MESSAGES]
    path = os.path.join(folder, language)
    write_lines(path, bodies)
    psql(database, f"CREATE TABLE {language} (body text NOT NULL)", f"COPY {language} FROM '{path}'", f"VACUUM ANALYZE {language}")
    with open(path, "rb") as file:
        size = len(file.read()) / len(bodies) - 1
    print(f"\nMatching: {len(bodies):,} {language} messages of {size:.0f} bytes on average, {ROUNDS} rounds; us a message")

    for program in programs:
        program.rounds = []
    queries = [f"SELECT count(length(body)) FROM {language}"]
    queries += [f"SELECT count(complaint.classify(body, 'terms{count}')) FROM {language}" for count in terms.COUNTS]
    found = {"length": [], **{count: [] for count in terms.COUNTS}}
    for _ in range(ROUNDS):
        for program in programs:
            program.round(path)
        # a session of its own each time: the programs are not measured while it is idle
        for what, seconds in zip(found, time_queries(database, queries, 1)):
            found[what].append(seconds[0] * 1e6 / len(bodies))
        wait_for_sessions(database)

    ours = {count: [all_of - length for all_of, length in zip(found[count], found["length"])] for count in terms.COUNTS}
    report(f"match_{language}_memory_us", programs[0].us("memory"))
    report(f"match_{language}_length_us", found["length"])
    report(f"match_{language}_read_us", programs[0].us(0))
    for count in terms.COUNTS:
        middle = report(f"match_{language}_classify_us_{count}", ours[count], CLASSIFY_BARS[language][count])
        figure(f"match_{language}_classify_mb_s_{count}", size / middle)
        middle = report(f"match_{language}_matcher_us_{count}", programs[0].us(count))
        figure(f"match_{language}_matcher_mb_s_{count}", size / middle)
        if len(programs) > 1:
            theirs = programs[1].us(count)
            middle = report(f"match_{language}_vectorscan_us_{count}", theirs)
            figure(f"match_{language}_vectorscan_mb_s_{count}", size / middle)
            report(f"match_{language}_classify_to_vectorscan_{count}", ratios(ours[count], theirs), VECTORSCAN_BARS[count], better="low")
            report(f"match_{language}_matcher_to_vectorscan_{count}", ratios(programs[0].us(count), theirs), better="low")
    report(f"match_{language}_classify_100000_to_500", ratios(ours[100_000], ours[500]), "<= 3", better="low")


def report_built(programs):
    for program in programs:
        for count in terms.COUNTS:
            seconds, size = program.built[count]
            figure(f"match_{program.name}_build_ms_{count}", seconds * 1000)
            figure(f"match_{program.name}_kb_{count}", size / 1024)


def bench_regex(database, language, count):
    """One alternation; the pattern is compiled once, and that is timed apart."""
    pattern = f"(SELECT string_agg(term, '|') FROM words WHERE number <= {count})"
    some = PEER_SECONDS * 20
    query = f"SELECT count(*) FROM (SELECT body FROM {language} LIMIT {{}} OFFSET 0) AS m WHERE body ~* {pattern}"
    timed_peer(database, f"match_{language}_regex", count, query.format(1), query.format(1 + some), some)


def bench_tsquery(database, language, count):
    some = max(1, min(MESSAGES, PEER_SECONDS * 50_000 // count))
    query = ("SELECT count(*) FROM (SELECT to_tsvector('simple', body) AS vector FROM {} LIMIT {} OFFSET 0) AS m, "
             "(SELECT query FROM queries WHERE number <= {} OFFSET 0) AS q WHERE vector @@ query")
    timed_peer(database, f"match_{language}_tsquery", count,
               query.format(language, 1, count), query.format(language, 1 + some, count), some)


def timed_peer(database, name, count, one, many, some):
    """Microseconds a message, and milliseconds of the very first; neither if it
    takes too long or is refused."""
    done = subprocess.run(["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database], text=True, encoding="utf-8", capture_output=True,
                          input="SET jit = off; SET max_parallel_workers_per_gather = 0;\n"
                          f"SET statement_timeout = '{PEER_SECONDS}s';\n\\timing on\n{one};\n{one};\n{many};\n")
    if done.returncode:
        print(f"  {name}_{count}: left out: {done.stderr.strip().splitlines()[0].split('ERROR:')[-1].strip()} ({PEER_SECONDS} s at most)")
        return
    first, again, all_of_them = (float(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("Time: "))
    us = (all_of_them - again) * 1000 / some
    print(f"  {name}: {count:,}: first message {brief(first)} ms, then {brief(us)} us each of {some}")
    figure(f"{name}_us_{count}", us)
    figure(f"{name}_first_ms_{count}", first)


def bench_match(folder):
    database = terms.make_database(folder)
    psql(database, "ANALYZE words")
    literals = os.path.join(folder, "literals")
    write_lines(literals, terms.make_terms())
    loaded = []
    for count in terms.COUNTS:
        ms, size = psql(database, f"SELECT complaint.classify('x', 'terms{count}') \\g /dev/null\n"
                        "SELECT loaded_ms, bytes / 1024 FROM complaint.ruleset_cache()").split("|")
        loaded.append((count, float(ms), int(size)))
    with one_processor() as processor:
        programs = [Program("matcher", "match_bench", literals, [0, *terms.COUNTS], processor)]
        if exists("vectorscan_bench"):
            programs.append(Program("vectorscan", "vectorscan_bench", literals, terms.COUNTS, processor))
        else:
            print("\nvectorscan is left out: libvectorscan-dev is not there")
        for language in LANGUAGES:
            bench_language(database, folder, language, programs)
        for program in programs:
            program.close()
    report_built(programs)
    for count, ms, size in loaded:
        print(f"  rule set of {count:,} terms: compiled in {ms:.0f} ms, {size} kB")
        figure(f"match_ruleset_build_ms_{count}", ms, "<= 2000" if count == 100_000 else "")
        figure(f"match_ruleset_kb_{count}", size)

    print(f"\nPeers inside the server, each at most {PEER_SECONDS} s")
    psql(database, "CREATE TABLE queries AS SELECT number, phraseto_tsquery('simple', term) AS query FROM words", "ANALYZE queries")
    for language in LANGUAGES:
        for count in terms.COUNTS:
            bench_regex(database, language, count)
        for count in terms.COUNTS:
            bench_tsquery(database, language, count)
