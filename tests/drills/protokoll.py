"""The audit log as a chain: fifty write at once and a check meanwhile stays calm; every falsification is found; the price.

The control takes the lock of the chain away: then writers claim the same place and are refused.
"""

import os
import statistics
import sys
import threading
import time

import psycopg

from tests.drills._portal import amount, print_result, together
from tests.systems import drop_database, new_database

NAME = "drill_protokoll"
WRITERS, EACH, ROUNDS = 50, 20, 3
INSERT = """INSERT INTO base_protokoll (at, verb, object_type, object_id, scope, details)
    VALUES (now(), 'verwaltung.angelegt', 'x', '1', 'ags:00000001', '{"nr": 1}')"""
SWITCH = "ALTER TABLE base_protokoll {} TRIGGER USER"
UNCHAIN = "ALTER TABLE base_protokoll DISABLE TRIGGER {}"
LOCK = "PERFORM pg_advisory_xact_lock(hashtext('base_protokollglied'));"


def main():
    rounds, server = amount("PROTOKOLL", ROUNDS), os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = url = new_database(server, NAME)
    try:
        found, kinds = falsify()
        with psycopg.connect(url, autocommit=True) as line:
            prices, alarms, checks = measure(line, url, rounds)
            refused = write_without_lock(line, url)
        length = check()
    finally:
        from django.db import connection

        connection.close()
        drop_database(server, NAME)
    wanted = (rounds + 1) * (WRITERS + 1) * EACH
    wrong = (kinds - found) + alarms + (length < wanted)
    return print_result(
        "protokoll", tried=kinds, failed=wrong, worst=f"{prices['chain50']:.1f}ms", control=refused > 0,
        found=found, checks=checks, false_alarms=alarms, entries=length, refused_without_lock=refused,
        **{f"ms_{name}": f"{value:.2f}" for name, value in prices.items()},
    )  # fmt: skip


def falsify():
    """(falsifications that were found, all); for some only by the head kept outside."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from tests.tampering import OUTSIDE_ONLY, TAMPERINGS, reason_after, write_history

    kept = [("Der Stand von außen", write_history())]
    found = {name: reason_after(statements) for name, statements in TAMPERINGS.items()}
    found |= {name: reason_after(statements, kept=kept) for name, statements in OUTSIDE_ONLY.items()}
    for name, reason in found.items():
        print(f"  {name}: {reason or 'NICHT GEFUNDEN'}", flush=True)
    return sum(map(bool, found.values())), len(found)


def check():
    from servicestelle.base import protokollkette

    return protokollkette.check().eintraege


def measure(line, url, rounds):
    """(milliseconds per committed entry, false alarms, checks): one writer and fifty, with the chain and without, by turns."""
    [[trigger]] = line.execute(
        "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_joins_the_chain%'"
    ).fetchall()
    times = {name: [] for name in ("chain1", "bare1", "chain50", "bare50")}
    alarms = checks = 0
    for turn in range(rounds + 1):  # the first one warms up
        for kind in ("chain", "bare"):
            line.execute(SWITCH.format("ENABLE") if kind == "chain" else UNCHAIN.format(trigger))
            for writers in (1, WRITERS):
                with Checks(watching=kind == "chain") as seen:
                    spent = write(url, writers, EACH)
                alarms, checks = alarms + seen.alarms, checks + seen.number
                times[f"{kind}{writers}"] += [spent] if turn else []
        remove_unlinked(line)
    return {name: statistics.median(values) for name, values in times.items()}, alarms, checks


def remove_unlinked(line):
    """Entries of the turn without the chain go, as the owner can, or the check would rightly complain."""
    line.execute(SWITCH.format("DISABLE"))
    line.execute(
        "DELETE FROM base_protokoll p WHERE NOT EXISTS (SELECT FROM base_protokollglied g WHERE g.eintrag_id = p.id)"
    )
    line.execute(SWITCH.format("ENABLE"))


class Checks:
    """Checks the whole log again and again while others write."""

    def __init__(self, *, watching):
        self.number = self.alarms = 0
        self.over, self.thread = threading.Event(), threading.Thread(target=self._check) if watching else None

    def _check(self):
        from django.db import connection

        from servicestelle.base.protokollkette import Broken

        while not self.over.wait(0.2):
            self.number += 1
            try:
                check()
            except Broken as broken:
                self.alarms += 1
                print(f"  {broken}", flush=True)
        connection.close()

    def __enter__(self):
        if self.thread:
            self.thread.start()
        return self

    def __exit__(self, *error):
        self.over.set()
        if self.thread:
            self.thread.join()


def write(url, writers, each):
    """Milliseconds from asking to being committed, median over all entries."""
    spent = []

    def work():
        with psycopg.connect(url, autocommit=True) as line:
            for _ in range(each):
                began = time.perf_counter()
                line.execute(INSERT)
                spent.append(1000 * (time.perf_counter() - began))

    answers = together([work] * writers)
    if odd := [answer for answer in answers if answer is not None]:
        raise odd[0]
    return statistics.median(spent)


def write_without_lock(line, url):
    """How many of fifty writers are refused when nobody waits for the other."""
    [[definition]] = line.execute(
        "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = 'base_protokoll_verketten'"
    ).fetchall()
    line.execute(definition.replace(LOCK, "").replace("platz := ", "PERFORM pg_sleep(0.01); platz := "))

    def work():
        with psycopg.connect(url, autocommit=True) as own:
            own.execute(INSERT)

    answers = together([work] * WRITERS)
    line.execute(definition)
    return sum(isinstance(answer, psycopg.errors.UniqueViolation) for answer in answers)


if __name__ == "__main__":
    sys.exit(main())
