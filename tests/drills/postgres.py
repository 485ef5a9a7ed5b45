"""PostgreSQL restarts under load and loses connections; what people were told was written is there, once."""

import os
import random
import signal
import threading
import time
from collections import Counter

from psycopg import OperationalError

from tests.drills._form import accepted, open_pages
from tests.drills._portal import Portal, amount, print_result, together, wait_until

CLIENTS = 6
WINDOW = 10.0  # seconds until a person who tries again gets through
PATIENCE = 180  # seconds until all jobs have ended afterwards
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE usename = 'portal_app' AND pid <> pg_backend_pid()"
OPEN = "SELECT count(*) FROM base_auftrag WHERE status IN ('wartend', 'laufend')"


def main():
    restarts, kills = amount("POSTGRES", 8), amount("POSTGRES_KILLS", 20)
    chance = random.Random(os.environ.get("SEED", "1"))
    with Portal("postgres") as portal:
        shelves = [open_pages(portal.port, 40 * restarts) for _ in range(CLIENTS)]
        over, journals = threading.Event(), [[] for _ in shelves]
        clients = [lambda pair=pair: write(*pair, over) for pair in zip(shelves, journals, strict=True)]
        broken = together([lambda: make_trouble(portal, restarts, kills, chance, over), *clients])[0]
        if broken is not None:
            raise broken
        journal = [entry for each in journals for entry in each]
        lost, doubled = judge(portal, [text for text, _ in journal])
        late = wait_until(lambda: portal.ask(OPEN) == [(0,)], PATIENCE, pause=1) is None
        jobs = not_ended_well(portal)
        worst = max(seconds for _, seconds in journal)
        control = control_without_durable_commits(portal)
    return print_result(
        "postgres", tried=len(journal), failed=lost + doubled + late + jobs + (worst > WINDOW),
        worst=f"{worst:.1f}s", control=control, lost=lost, doubled=doubled, jobs_failed=jobs,
    )  # fmt: skip


def write(pages, journal, over):
    """Send page after page; one that got no receipt is sent again, the same page, until it has one."""
    for number, page in enumerate(pages):
        if over.is_set():
            return
        text, began = f"{threading.get_ident()}-{number}", time.monotonic()
        while not sent(page, text):
            if time.monotonic() - began > PATIENCE:
                return
            time.sleep(0.2)
        journal.append((text, time.monotonic() - began))
        time.sleep(0.1)


def sent(page, text):
    try:
        return accepted(page.send(text))
    except OSError:
        return False


def make_trouble(portal, restarts, kills, chance, over):
    """Every tenth connection is killed hard, every other restart comes as a crash."""
    try:
        each = -(-kills // restarts)
        for turn in range(restarts):
            for number in range(turn * each, min(kills, (turn + 1) * each)):
                kill_backend(portal, chance, hard=number % 10 == 9)
                time.sleep(0.8)
            restart(portal, signal.SIGINT if turn % 2 else signal.SIGQUIT)
            time.sleep(4)
    finally:
        over.set()


def kill_backend(portal, chance, hard):
    """End one connection of the application; `hard` is kill -9, after which PostgreSQL recovers as from a crash."""
    pids = wait_until(lambda: reachable(portal, BACKENDS), 20, pause=0.05)
    pid = chance.choice(pids)[0]
    if hard:
        os.kill(pid, signal.SIGKILL)
    else:
        reachable(portal, "SELECT pg_terminate_backend(%s)", pid)


def reachable(portal, statement, *values):
    try:
        return portal.ask(statement, *values)
    except OperationalError:
        return None


def restart(portal, how):
    """SIGINT ends all connections in order, SIGQUIT at once as a crash would.

    First let it recover: PostgreSQL 18 asked to end in the middle of a recovery may wait for itself for ever.
    """
    wait_until(lambda: reachable(portal, "SELECT 1"), 30)
    process = portal.cluster.part.process
    process.send_signal(how)
    process.wait(30)
    portal.cluster.start_server()


def judge(portal, texts):
    """(lost, doubled): what the journal holds and the database does not, or twice."""
    found = Counter(text for (text,) in portal.ask("SELECT text FROM base_zuschrift"))
    return sum(found[text] == 0 for text in texts), sum(found[text] > 1 for text in texts)


def not_ended_well(portal):
    """Messages without their mail, and jobs that ended otherwise than well."""
    return portal.ask(
        "SELECT (SELECT count(*) FROM base_mail WHERE sent_at IS NULL)"
        " + (SELECT count(*) FROM base_auftrag WHERE kind = 'base.mail_senden' AND status <> 'fertig')"
    )[0][0]


def control_without_durable_commits(portal):
    """With commits that are acknowledged before they are on disk, the same judge finds lost writes."""
    for setting in ("synchronous_commit = off", "wal_writer_delay = '10s'"):
        portal.ask(f"ALTER SYSTEM SET {setting}")
    restart(portal, signal.SIGINT)
    journal = []
    write(open_pages(portal.port, 10), journal, threading.Event())
    restart(portal, signal.SIGQUIT)
    return judge(portal, [text for text, _ in journal])[0] > 0
