"""make bench ONLY=growth: how the cost grows with what there is.

  sessions  rows of complaint.session, 1,000 to 1,000,000: an insert (5% complaints)
            into random ones of them
  rules     10 to 10,000 rules of the same 10,000 terms: classify on calm text
  length    calm messages of 1 to 64 kB: classify a byte, which should stay the same
  writers   1 to 8 on sessions of their own: transactions a second over those of
            one writer, attached (5% complaints) against bare
  policies  1 to 100 beside the shipped ones: an insert of a complaint

Each ends with its slope and with the ratio of the last point to the first.

Settings: GROWTH="sessions rules length writers policies"; GROWTH_ROUNDS,
GROWTH_SECONDS; GROWTH_SESSIONS (10000000 is what is asked for).
"""
import math
import os
import random

import terms
from chats import scripts
from report import QUICK, figure, interleave, median, ratios, report, setting
from server import Writers, copy_lines, fresh_database, psql, random_session, time_queries
from texts import CALM

ROUNDS = setting("GROWTH_ROUNDS", 11, 1)
SECONDS = setting("GROWTH_SECONDS", 2, 1)
MOST_SESSIONS = setting("GROWTH_SESSIONS", 1_000_000, 100_000)

SESSIONS = [1_000, round(math.sqrt(1_000 * MOST_SESSIONS)), MOST_SESSIONS]
RULES = [10, 100, 1_000, 10_000]
LENGTHS = [1_024, 4_096, 16_384, 65_536]
WRITERS = [1, 4, 8]
POLICIES = [1, 10, 100]
if QUICK:       # the ends alone
    SESSIONS, RULES, WRITERS, POLICIES = ([points[0], points[-1]] for points in (SESSIONS, RULES, WRITERS, POLICIES))


def us_per_row(database, writers, clients=1):
    return 1e6 / writers.tps(database, clients, SECONDS)


def report_growth(name, points, us, wanted=""):
    """Figures of each point and of the last over the first."""
    for point in points:
        report(f"growth_{name}_us_{point}", us[point])
    report(f"growth_{name}_ratio", ratios(us[points[-1]], us[points[0]]), wanted, better="low")


def grow_sessions(folder):
    print(f"\nGrowth: {', '.join(f'{n:,}' for n in SESSIONS)} sessions; us a row, 5% complaints")
    for count in SESSIONS:
        database = fresh_database(f"bench_{count}")
        psql(database, "INSERT INTO complaint.session (source, session_id, complaints, level_1, highest_level, first_at, last_at, agent, customer) "
             f"SELECT complaint.source_of('attached'), 's' || i, 1, 1, 1, now(), now(), 'a7', 'c' || i FROM generate_series(1, {count}) AS i",
             "VACUUM ANALYZE complaint.session", "CHECKPOINT")
    writers = {str(count): Writers(folder, scripts("attached", 0.05, count)) for count in SESSIONS}
    us = interleave(list(writers), ROUNDS, lambda _, name: us_per_row(f"bench_{name}", writers[name]))
    for count in SESSIONS:
        psql("postgres", f"DROP DATABASE bench_{count} WITH (FORCE)")
    report_growth("sessions", [str(count) for count in SESSIONS], us, "<= 1.15")
    figure("growth_sessions_us_per_tenfold",
           (median(us[str(SESSIONS[-1])]) - median(us[str(SESSIONS[0])])) / math.log10(SESSIONS[-1] / SESSIONS[0]))


def grow_rules(folder):
    print(f"\nGrowth: {', '.join(f'{n:,}' for n in RULES)} rules of the same {RULES[-1]:,} terms; us a message")
    database = fresh_database()
    psql(database, "CREATE TABLE words (number int GENERATED ALWAYS AS IDENTITY, term text NOT NULL)", "CREATE TABLE message (body text NOT NULL)")
    copy_lines(database, folder, "words (term)", terms.make_terms(RULES[-1]))
    copy_lines(database, folder, "message", CALM * 500)
    for count in RULES:
        psql(database, f"INSERT INTO complaint.ruleset (ruleset) VALUES ('rules{count}')",
             f"INSERT INTO complaint.entity (ruleset, entity) VALUES ('rules{count}', 'words')",
             f"INSERT INTO complaint.term (ruleset, entity, term) SELECT 'rules{count}', 'words', term FROM words",
             f"INSERT INTO complaint.rule (ruleset, rule, pattern, level) SELECT 'rules{count}', 'rule ' || a.number, "
             "(quote_literal(a.term) || ' & ' || quote_literal(b.term))::complaint.pattern, 1 + a.number % 4 "
             f"FROM words AS a JOIN words AS b ON b.number = 1 + (a.number + 4999) % {RULES[-1]} WHERE a.number <= {count}")
    length, *sets = time_queries(database, ["SELECT count(length(body)) FROM message",
                                            *(f"SELECT count(complaint.classify(body, 'rules{count}')) FROM message" for count in RULES)],
                                 4 * ROUNDS, "VACUUM ANALYZE message")
    each = 1e6 / (len(CALM) * 500)
    us = {count: [(one - bare) * each for one, bare in zip(seconds, length)] for count, seconds in zip(RULES, sets)}
    report_growth("rules", RULES, us, "<= 1.2")
    figure("growth_rules_us_per_thousand", 1000 * (median(us[RULES[-1]]) - median(us[RULES[0]])) / (RULES[-1] - RULES[0]))


def grow_length(folder):
    print(f"\nGrowth: messages of {', '.join(f'{n:,}' for n in LENGTHS)} bytes; classify with the shipped rules, ns a byte")
    database = fresh_database()
    total = 16 * LENGTHS[-1]
    # calm: the longest may still reach the bound of hits, beyond which no more are looked for, and cost less a byte
    text = " ".join(random.Random(7).choices(CALM, k=total // min(len(body.encode()) for body in CALM))).encode()
    for size in LENGTHS:
        psql(database, f"CREATE TABLE length{size} (body text NOT NULL)", f"ALTER TABLE length{size} ALTER body SET STORAGE EXTERNAL")
        copy_lines(database, folder, f"length{size}",
                   [text[at:at + size].decode(errors="ignore") for at in range(0, total, size)])
    queries = [f"SELECT count({call}) FROM length{size}" for size in LENGTHS for call in ("length(body)", "complaint.classify(body)")]
    seconds = time_queries(database, queries, 2 * ROUNDS, *(f"VACUUM ANALYZE length{size}" for size in LENGTHS))
    ns = {size: [(judged - bare) * 1e9 / total for bare, judged in zip(seconds[2 * at], seconds[2 * at + 1])] for at, size in enumerate(LENGTHS)}
    for size in LENGTHS:
        report(f"growth_length_ns_per_byte_{size}", ns[size])
    for size in LENGTHS[1:]:
        report(f"growth_length_ratio_{size}", ratios(ns[size], ns[LENGTHS[0]]), "<= 1.2", better="low")


def grow_writers(folder):
    print(f"\nGrowth: {', '.join(map(str, WRITERS))} writers on sessions of their own; transactions a second")
    own_sessions = "\\set session :client_id * 2500 + random(1, 2500)\n"
    writers = {table: Writers(folder, scripts(table, 0.05, own_sessions)) for table in ("bare", "attached")}
    names = [f"{table} {count}" for count in WRITERS for table in writers]

    def run(_, name):
        table, count = name.split()
        return writers[table].tps("bench_round", int(count), SECONDS)

    tps = interleave(names, ROUNDS, run, begin=lambda _: fresh_database())
    for count in WRITERS[1:]:
        scaling = {table: ratios(tps[f"{table} {count}"], tps[f"{table} 1"]) for table in writers}
        for table in writers:
            report(f"growth_writers_{table}_{count}_times", scaling[table])
        report(f"growth_writers_ratio_{count}", ratios(scaling["attached"], scaling["bare"]),
               ">= 0.9" if count == WRITERS[-1] else "", better="high")


def grow_policies(folder):
    print(f"\nGrowth: {', '.join(map(str, POLICIES))} policies beside the shipped ones; us a complaint")
    for count in POLICIES:
        psql(fresh_database(f"bench_{count}"), "INSERT INTO complaint.alert_policy (policy, min_level, threshold, time_window) "
             f"SELECT 'policy_' || i, 1 + i % 4, 1000, '10 minutes' FROM generate_series(1, {count}) AS i")
    writers = Writers(folder, scripts("attached", 1.0, random_session(20_000)))
    us = interleave([str(count) for count in POLICIES], ROUNDS, lambda _, name: us_per_row(f"bench_{name}", writers))
    for count in POLICIES:
        psql("postgres", f"DROP DATABASE bench_{count} WITH (FORCE)")
    report_growth("policies", [str(count) for count in POLICIES], us)
    figure("growth_policies_us_per_policy", (median(us[str(POLICIES[-1])]) - median(us[str(POLICIES[0])])) / (POLICIES[-1] - POLICIES[0]))


KINDS = {"sessions": grow_sessions, "rules": grow_rules, "length": grow_length, "writers": grow_writers, "policies": grow_policies}


def bench_growth(folder):
    for name in os.environ.get("GROWTH", " ".join(KINDS)).split():
        KINDS[name](folder)
