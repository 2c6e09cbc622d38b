"""make bench ONLY=start: the first message of a new connection.

Rule sets of 500, 10,000 and 100,000 terms, the shipped one, and a bare table:
milliseconds, and the memory it leaves the connection alone with; then with many
connections that stay.

Settings: START_ROUNDS, CONNECTIONS, DATA.
"""
import terms
from report import figure, interval, median, report, setting
from server import Connection, psql

ROUNDS = setting("START_ROUNDS", 21, 3)
CONNECTIONS = setting("CONNECTIONS", 200, 20)

SETS = {"500": "terms500", "10000": "terms10000", "100000": "terms100000", "shipped": "default"}
MS_BARS = {"10000": "<= 10", "100000": "<= 60"}
KB_BARS = {"10000": "<= 3000", "100000": "<= 20000"}


def bench_start(folder):
    print(f"\nFirst message of a new connection: {ROUNDS} rounds; then with {CONNECTIONS} connections")
    database = terms.make_database(folder)
    psql(database, "CREATE TABLE warm (LIKE bare INCLUDING ALL)", *(
        f"SELECT complaint.create_conversation('chat_{name}'); UPDATE complaint.source SET ruleset = '{rules}' "
        f"WHERE source = complaint.source_of('chat_{name}')" for name, rules in SETS.items()))
    # connections that stay, so that what is shared is shared with somebody; their first message makes the file where there is none
    stay = {}
    for name in SETS:
        stay[name] = Connection(database)
        left = stay[name].first_message(f"chat_{name}")[1]
        size, shared = stay[name].ask("SELECT bytes / 1024, shared FROM complaint.ruleset_cache();")[0].split("|")
        print(f"  {name}: {size} kB{'' if shared == 't' else ', NOT SHARED'}; it leaves the connection with {left} kB")
        figure(f"shared_kb_{name}", int(size), better="low")
    names = ["bare", *SETS]
    found = {name: [] for name in names}
    for number in range(ROUNDS):
        for name in names[number % len(names):] + names[:number % len(names)]:
            connection = Connection(database)
            found[name].append(connection.first_message("bare" if name == "bare" else f"chat_{name}"))
            connection.close()
    for name in names:
        ms, kb, cpu = ([one[at] for one in found[name]] for at in range(3))
        report(f"start_ms_{name}", ms, MS_BARS.get(name, ""), unit="ms")
        figure(f"start_cpu_ms_{name}", median(cpu), within=interval(cpu))
        report(f"private_kb_{name}", kb, KB_BARS.get(name, ""), better="low", unit="kB")
    many = [Connection(database) for _ in range(CONNECTIONS)]
    all_of_them = [connection.first_message("chat_100000") for connection in many]
    ms, kb, cpu = ([one[at] for one in all_of_them] for at in range(3))
    print(f"  with {CONNECTIONS} connections that stay, 100,000 terms:")
    report("start_ms_connections", ms, MS_BARS["100000"], unit="ms")
    figure("start_cpu_ms_connections", median(cpu), within=interval(cpu))
    report("private_kb_connections", kb, KB_BARS["100000"], unit="kB")
    for connection in [*many, *stay.values()]:
        connection.close()
