"""The last euros of a grant: two hundred requests for payment are submitted at once, others write into the ledger past the application.

Half of the rounds are pure: exactly as many are accepted as the money suffices for. In the other half people withdraw and
approve meanwhile and the application's role cuts and raises the grant. Judged by the rows alone, also while it happens:
reserved never exceeds the grant, grant and line say the same as their ledger. Then random histories of services and raw SQL
(tests/projects/test_histories.py). Controls: without the ledger's triggers, and with one that compares without locking.
"""

import os
import random
import re
import subprocess
import sys
import threading
import uuid
from datetime import date
from decimal import Decimal
from functools import partial
from urllib.parse import urlencode

import psycopg
from django.core import signing

from servicestelle.base.money import format_euro
from servicestelle.launch.cluster import APPLICATION
from tests.drills._form import request
from tests.drills._portal import Portal, amount, print_result, together
from tests.walk.visiting import Visitor

AT_ONCE, RAW, EARLY, CUTS = 200, 20, 15, 12
PURE = [  # budget and what each asks for, EUR: some fit, most, one, none
    ("1000.00", "30.00"), ("999.99", "33.33"), ("100.00", "33.34"), ("1000.00", "5.50"), ("1000.00", "1000.00"),
    ("1000.00", "1000.01"), ("0.99", "0.33"), ("1000.00", "7.77"), ("500.00", "2.51"), ("0.01", "0.01"),
]  # fmt: skip
MIXED = [("1000.00", "30.00"), ("300.00", "7.77")]
PATIENCE = 120  # seconds; all of them wait for one lock
STEPS = 2000
YEARS = 3  # from one grant to the next: they may not overlap
GRANT = """INSERT INTO projects_foerderung (jugendamt_id, foerderzeitraum_id, status, amount, starts_on, months, extension_months,
    extension_reason, bewilligt_am, reserved, paid, created_at) SELECT '00000001', id, 'bestandskraeftig', %s, %s, 30, 0, '',
    now(), 0, 0, now() FROM projects_foerderzeitraum WHERE slug = 'musterzeitraum' RETURNING id"""
LINE = """INSERT INTO projects_budgetposten (foerderung_id, art, bezeichnung, amount, eigenanteil, drittmittel, toleranz_prozent,
    reserved, paid) VALUES (%s, 'sachkosten', '', %s, 0, 0, 0, 0, 0) RETURNING id"""
DRAFTS = """INSERT INTO projects_mittelabruf (foerderung_id, nummer, status, von, bis, zweck, rueckfrage, felder, begruendung,
    created_at) SELECT %s, number, 'entwurf', %s, %s, 'Probe', '', '[]', '', now() FROM generate_series(1, %s) number"""
AMOUNTS = """INSERT INTO projects_abrufposten (mittelabruf_id, budgetposten_id, amount)
    SELECT id, %s, %s FROM projects_mittelabruf WHERE foerderung_id = %s"""
ENTRY = """INSERT INTO projects_buchung (foerderung_id, budgetposten_id, mittelabruf_id, art, amount, at)
    VALUES (%s, %s, %s, %s, %s, now())"""
LEDGER = """SELECT coalesce(sum(CASE WHEN art IN ('reservierung', 'korrektur') THEN amount
        WHEN art IN ('freigabe', 'rueckzahlung') THEN -amount ELSE 0 END), 0),
    coalesce(sum(CASE WHEN art IN ('auszahlung', 'korrektur') THEN amount
        WHEN art = 'rueckzahlung' THEN -amount ELSE 0 END), 0) FROM projects_buchung WHERE foerderung_id = %s"""
# One statement sees one moment: what it finds wrong was wrong for everybody.
STAND = f"""SELECT f.amount, f.reserved, f.paid, p.reserved, p.paid, (WITH ledger AS ({LEDGER})
    SELECT array_agg(x ORDER BY n) FROM ledger AS l (r, p), unnest(ARRAY[l.r, l.p]) WITH ORDINALITY AS u (x, n))
    FROM projects_foerderung f JOIN projects_budgetposten p ON p.foerderung_id = f.id WHERE f.id = %s"""
HELD = """SELECT coalesce(sum(a.amount), 0) FROM projects_abrufposten a JOIN projects_mittelabruf m ON m.id = a.mittelabruf_id
    WHERE m.foerderung_id = %s AND m.status NOT IN ('entwurf', 'abgelehnt', 'zurueckgezogen')"""
# What many write who know no locks: look, think, write. The balances and their limits are gone.
UNLOCKED = """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF (SELECT coalesce(sum(amount), 0) FROM projects_buchung WHERE foerderung_id = NEW.foerderung_id) + NEW.amount
       > (SELECT amount FROM projects_foerderung WHERE id = NEW.foerderung_id) THEN
        RAISE EXCEPTION 'Kein Geld mehr da.' USING ERRCODE = 'check_violation'; END IF;
    PERFORM pg_sleep(0.05); RETURN NEW; END $$"""


def main():
    rounds = amount("GELD", 20)
    tried, wrong, looks, overspent = 0, [], 0, Decimal(0)
    with Portal("geld", parts=("web",)) as portal:
        crowd = Crowd(portal)
        for turn in range(rounds):
            kinds = MIXED if turn % 2 else PURE
            crowd.gather(turn, *kinds[turn // 2 % len(kinds)])
            tried += crowd.meet(mixed=bool(turn % 2))
            wrong += crowd.faults
            looks, overspent = looks + crowd.looks, overspent + crowd.overspent()
        open_hands = without_lock(portal, crowd, rounds), without_triggers(portal, crowd, rounds + 1)
    steps, broken = histories()
    for fault in wrong + broken:
        print(f"  {fault}", flush=True)
    figures = {
        "rounds": rounds,
        "looks": looks,
        "steps": steps,
        "without_lock": open_hands[0],
        "without_trigger": open_hands[1],
    }
    return print_result(
        "geld",
        tried=tried,
        failed=len(wrong) + len(broken) + bool(overspent),
        worst=format_euro(overspent).replace("\u00a0", ""),
        control=all(Decimal(str(value)) > 0 for value in open_hands),
        **figures,
    )


class Crowd:
    """One person with Freigabe and one who checks, signed in, and two hundred drafts of a grant of which only some can be paid."""

    def __init__(self, portal):
        self.portal = portal
        self.people = {}
        for name in ("freigabe", "koordination1"):
            visitor = Visitor(portal.port, name).login(portal.env["DEMO_PASSWORD"])
            cookie = "; ".join(f"{key}={value}" for key, value in visitor.cookies.items())
            self.people[name] = cookie, visitor.cookies["csrftoken"]

    def gather(self, turn, budget, each):
        self.budget, self.each, self.faults, self.looks = Decimal(budget), Decimal(each), [], 0
        start = date(2040 + YEARS * turn, 1, 1)
        with self.portal.connect() as line, line.transaction():
            [self.grant] = line.execute(GRANT, [self.budget, start]).fetchone()
            [self.line] = line.execute(LINE, [self.grant, self.budget]).fetchone()
            line.execute(DRAFTS, [self.grant, start, start, AT_ONCE])
            line.execute(AMOUNTS, [self.line, self.each, self.grant])
            rows = line.execute("SELECT nummer, id FROM projects_mittelabruf WHERE foerderung_id = %s", [self.grant])
            self.drafts = dict(rows.fetchall())

    def meet(self, *, mixed):
        """All at one moment, in an order drawn by lot; return how many."""
        chance = random.Random(f"{os.environ.get('SEED')}{self.grant}")
        works = [partial(self._submit, number) for number in self.drafts]
        if mixed:
            self._answer(together([partial(self._submit, number) for number in range(1, EARLY + 1)]))
            works = works[EARLY:] + self._others(chance)
        works += [partial(self._write, None, "korrektur") for _ in range(RAW)]
        works += [partial(self._write, pk, "reservierung") for pk in chance.sample(sorted(self.drafts.values()), RAW)]
        chance.shuffle(works)
        with Watch(self):
            self._answer(together(works))
        self._judge(mixed)
        return len(works)

    def _others(self, chance):
        """Withdrawals and approvals of what was submitted before and of others, cuts and raises of the grant."""
        numbers = [*range(1, EARLY + 1), *chance.sample(range(EARLY + 1, AT_ONCE + 1), EARLY)]
        cuts = [partial(self._cut, by * self.each) for by in chance.choices((-1, -2, -10, 1), k=CUTS)]
        approvals = [partial(self._approve, number) for number in chance.sample(numbers, EARLY)]
        return [partial(self._withdraw, number) for number in numbers] + approvals + cuts

    def _submit(self, number):
        return self._press("freigabe", f"/mein/foerderungen/{self.grant}/abrufe/{number}/einreichen/")

    def _withdraw(self, number):
        return self._press("freigabe", f"/mein/foerderungen/{self.grant}/abrufe/{number}/zurueckziehen/")

    def _approve(self, number):
        status = self._press("koordination1", f"/buero/mittelabrufe/{self.drafts[number]}/genehmigen/")
        return 409 if status == 404 else status  # the office sees no drafts

    def _press(self, name, path):
        cookie, token = self.people[name]
        named = ["schritt", uuid.uuid4().hex]
        number = signing.dumps(named, key=self.portal.env["SECRET_KEY"], salt="servicestelle.einmal")
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        fields = urlencode({"csrfmiddlewaretoken": token, "nummer": number})
        response, _ = request(self.portal.port, "POST", path, fields, headers, PATIENCE)
        return response.status

    def _write(self, abruf, kind):
        return self._raw((ENTRY, [self.grant, self.line, abruf, kind, self.each]))

    def _cut(self, by):
        """The grant and its line together, as an Änderungsbescheid would."""
        return self._raw(
            ("UPDATE projects_foerderung SET amount = amount + %s WHERE id = %s", [by, self.grant]),
            ("UPDATE projects_budgetposten SET amount = amount + %s WHERE id = %s", [by, self.line]),
        )

    def _raw(self, *statements):
        """Past the application, with its role; 409 when the database refuses."""
        try:
            with psycopg.connect(self.portal.cluster.url(APPLICATION)) as line:
                for statement, values in statements:
                    line.execute(statement, values)
        except psycopg.errors.CheckViolation:
            return 409
        return 302

    def _answer(self, answers):
        odd = [answer for answer in answers if answer not in (302, 409)]
        self.faults += [f"Förderung {self.grant}: {len(odd)} Antworten wie {odd[0]!r}"] if odd else []

    def stand(self):
        """(what is wrong, reserved beyond the grant in EUR) of this moment."""
        [[grant, reserved, paid, line_reserved, line_paid, ledger]] = self.portal.ask(STAND, self.grant, self.grant)
        same = [reserved, paid] == [line_reserved, line_paid] == ledger
        return (not same or not 0 <= paid <= reserved <= grant), max(Decimal(0), ledger[0] - grant)

    def overspent(self):
        """EUR in the ledger beyond the grant."""
        return self.stand()[1]

    def _judge(self, mixed):
        if self.stand()[0]:
            self.faults.append(f"Förderung {self.grant}: Stand und Buchungen passen nicht zusammen")
        [[held]] = self.portal.ask(HELD, self.grant)
        [[corrected]] = self.portal.ask(
            "SELECT coalesce(sum(amount), 0) FROM projects_buchung WHERE foerderung_id = %s AND art = 'korrektur'",
            self.grant,
        )
        [[reserved, _]] = self.portal.ask(LEDGER, self.grant)
        if held + corrected != reserved:
            self.faults.append(f"Förderung {self.grant}: Abrufe halten {held} und {corrected}, gebucht sind {reserved}")
        accepted, fits = reserved / self.each, min(self.budget // self.each, AT_ONCE + RAW)
        if not mixed and accepted != fits:
            self.faults.append(f"Förderung {self.grant}: {accepted} angenommen, das Geld reicht für {fits}")


class Watch:
    """Looks at the rows again and again while the crowd is at work."""

    def __init__(self, crowd):
        self.crowd, self.over = crowd, threading.Event()
        self.thread = threading.Thread(target=self._look)

    def _look(self):
        while not self.over.is_set():
            self.crowd.looks += 1
            if self.crowd.stand()[0]:
                self.crowd.faults.append(f"Förderung {self.crowd.grant}: unterwegs stimmte der Stand nicht")
            self.over.wait(0.05)

    def __enter__(self):
        self.thread.start()

    def __exit__(self, *error):
        self.over.set()
        self.thread.join()


def without_lock(portal, crowd, turn):
    """EUR overspent when entries are compared with what is left, but nobody locks anything."""
    [[name, definition]] = portal.ask(
        "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE starts_with(proname, 'pgtrigger_moves_balances')"
    )
    crowd.gather(turn, *PURE[0])
    with portal.connect() as line:
        line.execute(UNLOCKED.format(name=name))
    together([partial(crowd._write, None, "korrektur") for _ in range(60)])
    with portal.connect() as line:
        line.execute(definition)
    return crowd.overspent()


def without_triggers(portal, crowd, turn):
    """EUR overspent when nobody locks the grant and nobody moves its balance."""
    portal.ask("ALTER TABLE projects_buchung DISABLE TRIGGER USER")
    crowd.gather(turn, *PURE[0])
    crowd.meet(mixed=False)
    return crowd.overspent()


def histories():
    """(steps taken, what was wrong) of random histories on a database of their own."""
    words = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "tests/projects/test_histories.py"]
    env = os.environ | {"GELD_SCHRITTE": str(amount("GELD_SCHRITTE", STEPS))}
    done = subprocess.run(words, env=env, capture_output=True, text=True)
    told = re.findall(r"^geld schritte=(\d+) (.*)$", done.stdout, re.MULTILINE)
    steps = sum(int(number) for number, _ in told)
    print(*(f"  Schritte: {outcomes}" for _, outcomes in told), sep="\n", flush=True)
    return steps, [done.stdout[-3000:]] if done.returncode or steps < amount("GELD_SCHRITTE", STEPS) else []
