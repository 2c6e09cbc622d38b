"""make bench ONLY=insert: single-row inserts against the bare table.

pgbench, prepared, 4 clients, synchronous_commit off and on; transactions a second
of each table of chats.py over the bare one's.  Messages go to random ones of so
many sessions that each gets some eight in a round, as many as customers write in
real chats.  All tables of a round are in one fresh database.

Settings: ROUNDS, SECONDS_EACH (of which the first is not counted), CLIENTS,
INSERT_SESSIONS, SYNC="off on", VARIANTS="agent calm few half bank counted handmade shipped shipped_calm shipped_half shipped_counted".
"""
import os

from chats import scripts, wanted_variants
from report import figure, interleave, median, ratios, report, setting
from server import Writers, fresh_database, psql

ROUNDS = setting("ROUNDS", 11, 1)
SECONDS_EACH = setting("SECONDS_EACH", 2, 1)
CLIENTS = setting("CLIENTS", 4, 4)
SESSIONS = setting("INSERT_SESSIONS", 2_500, 2_500)

# of 500 rules; what the shipped ones cost is compared with the baseline
BARS = {"off calm": ">= 0.93", "on calm": ">= 0.95", "few": ">= 0.88", "half": ">= 0.55", "counted": ">= 0.68"}


def bench_sync(folder, sync):
    print(f"\nSingle-row inserts, synchronous_commit {sync}: {CLIENTS} clients, prepared; transactions a second")
    variants = {"bare": 0.05, **wanted_variants()}
    writers = {name: Writers(folder, scripts(name, share, SESSIONS)) for name, share in variants.items()}

    def run(_, name):
        return writers[name].tps("bench_round", CLIENTS, SECONDS_EACH, settings=f"-c synchronous_commit={sync}")

    tps = interleave(list(variants), ROUNDS, run, begin=lambda _: fresh_database())
    figure(f"insert_{sync}_bare_tps", median(tps["bare"]))
    for name in variants:
        if name != "bare":
            report(f"insert_{sync}_{name}_ratio", ratios(tps[name], tps["bare"]),
                   BARS.get(f"{sync} {name}", BARS.get(name, "")), better="" if name == "handmade" else "high")
    return psql("bench_round", "SELECT count(*) FROM complaint.unsettled") != "0"


def bench_insert(folder):
    failed = [bench_sync(folder, sync) for sync in os.environ.get("SYNC", "off on").split()]
    return any(failed)
