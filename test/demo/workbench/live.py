"""Plays conversations into the private server while the workbench is open.

"prepare" makes the extension, a table for conversations, the workbench's role
and a supervisor of the agents, and prints who they are.  "play" inserts the
messages one by one, as a chat system would, so that alerts come in while one
looks: PACE seconds apart, ROUNDS times over (0: until it is interrupted).
After the last round it asks the workbench for each agent's alerts, and exits
with 1 if they are not those of the database.
"""
import json
import os
import sys
import time
import urllib.parse
import urllib.request

import psycopg2

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from play import AGENTS, pad, read_conversations

PREPARE = """
CREATE EXTENSION complaint;
SELECT complaint.create_conversation('chat');
CREATE ROLE workbench LOGIN;
SELECT complaint.grant_agent_app('workbench');
INSERT INTO complaint.alert_policy_override (policy, severity, escalate_after) VALUES
	('critical', 4, '2 minutes'), ('harm', 3, '2 minutes');
SELECT complaint.start_worker();
"""
SUPERVISOR = "sana"
INSERT = "INSERT INTO chat (session_id, message_id, sender, customer_id, agent_id, body) VALUES (%s, %s, %s, %s, %s, %s)"
MINE = "SELECT alert::text FROM complaint.alert WHERE agent = %s AND mode = 'live' AND state IN ('open', 'acknowledged')"


def prepare(cursor):
    cursor.execute(PREPARE)
    cursor.execute("INSERT INTO complaint.agent (agent, supervisor) SELECT unnest(%s), %s", (AGENTS, SUPERVISOR))


def play(connection, messages, number, pace):
    """One round: the sessions of each are new ones."""
    cursor = connection.cursor()
    suffix = f".{number}" if number > 1 else ""
    for session, turn, sender, customer, agent, body in messages:
        cursor.execute(INSERT, (session + suffix, turn, sender, customer, agent, body))
        connection.poll()
        for notify in connection.notifies:
            said = json.loads(notify.payload)
            if said.get("kind") == "raised":
                print(f"ALERT {pad(said['policy'], 9)} session {pad(said['session'] or '-', 10)} agent {said['agent']}", flush=True)
        connection.notifies.clear()
        time.sleep(pace)


def shown(url, agent):
    query = urllib.parse.urlencode({"agent": agent})
    with urllib.request.urlopen(f"{url}api/alerts?{query}", timeout=10) as answer:
        return {alert["alert"] for alert in json.load(answer)["alerts"]}


def compare(cursor, url):
    wrong = 0
    total = 0
    for agent in AGENTS:
        cursor.execute(MINE, (agent,))
        mine = {row[0] for row in cursor}
        total += len(mine)
        wrong += mine != shown(url, agent)
    print(f"the workbench shows {total} alerts of {len(AGENTS)} agents" if not wrong
          else f"the workbench shows other alerts than the database has, for {wrong} agents")
    return wrong == 0 and total > 0


def main(what, *arguments):
    connection = psycopg2.connect("")
    connection.autocommit = True
    cursor = connection.cursor()
    if what == "prepare":
        prepare(cursor)
        print(" ".join(AGENTS + [SUPERVISOR]))
        return 0
    path, url = arguments
    pace = float(os.environ.get("PACE") or 1)
    rounds = int(os.environ.get("ROUNDS") or 0)
    messages, _ = read_conversations(path)
    cursor.execute("LISTEN complaint_admin")
    number = 0
    while rounds == 0 or number < rounds:
        number += 1
        play(connection, messages, number, pace)
    return 0 if compare(cursor, url) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(0)
