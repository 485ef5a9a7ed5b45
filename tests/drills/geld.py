"""The last euros of a grant: two hundred requests for payment are submitted at once, others write into the ledger past the application.

Judged by the rows alone: what is reserved never exceeds the grant, as many are accepted as the money suffices for, and
grant and line say the same as their ledger. The control takes the ledger's triggers away: then the same crowd overspends.
"""

import contextlib
import random
import uuid
from datetime import date
from decimal import Decimal
from functools import partial
from urllib.parse import urlencode

import psycopg
from django.core import signing

from servicestelle.base.money import format_euro
from tests.drills._form import request
from tests.drills._portal import Portal, amount, print_result, together
from tests.walk.visiting import Visitor

BUDGET, EACH, AT_ONCE, RAW = Decimal(1000), Decimal(30), 200, 20
FITS = int(BUDGET / EACH)
PATIENCE = 120  # seconds; all of them wait for one lock
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
BALANCES = """SELECT f.reserved, f.paid, p.reserved, p.paid FROM projects_foerderung f
    JOIN projects_budgetposten p ON p.foerderung_id = f.id WHERE f.id = %s"""


def main():
    rounds = amount("GELD", 20)
    tried = wrong = 0
    overspent = Decimal(0)
    with Portal("geld", parts=("web",)) as portal:
        crowd = Crowd(portal)
        for turn in range(rounds):
            crowd.gather(turn)
            tried += crowd.submit()
            overspent += crowd.overspent()
            wrong += crowd.miscounted() + crowd.out_of_balance()
        control = control_without_the_triggers(portal, crowd, rounds)
    worst = format_euro(overspent).replace("\u00a0", "")
    failed = wrong + bool(overspent)
    return print_result("geld", tried=tried, failed=failed, worst=worst, control=control, rounds=rounds)


class Crowd:
    """One person with Freigabe, signed in, and two hundred drafts of a grant of which only some can be paid."""

    def __init__(self, portal):
        self.portal = portal
        visitor = Visitor(portal.port, "freigabe").login(portal.env["DEMO_PASSWORD"])
        self.cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        self.token = visitor.cookies["csrftoken"]

    def gather(self, turn):
        start = date(2040 + YEARS * turn, 1, 1)
        with self.portal.connect() as line, line.transaction():
            [self.grant] = line.execute(GRANT, [BUDGET, start]).fetchone()
            [self.line] = line.execute(LINE, [self.grant, BUDGET]).fetchone()
            line.execute(DRAFTS, [self.grant, start, start, AT_ONCE])
            line.execute(AMOUNTS, [self.line, EACH, self.grant])
            rows = line.execute("SELECT id FROM projects_mittelabruf WHERE foerderung_id = %s", [self.grant])
            self.drafts = [pk for (pk,) in rows]

    def submit(self):
        """All press their button at one moment; others write entries, some for a request and some for none."""
        chance = random.Random(self.grant)
        works = [partial(self._press, number) for number in range(1, AT_ONCE + 1)]
        works += [partial(self._write, None, "korrektur") for _ in range(RAW)]
        works += [partial(self._write, pk, "reservierung") for pk in chance.sample(self.drafts, RAW)]
        chance.shuffle(works)
        answers = together(works)
        bad = [answer for answer in answers if answer not in (302, 409)]
        if bad:
            raise RuntimeError(f"Förderung {self.grant}: {bad[:3]}")
        return len(works)

    def _press(self, number):
        path = f"/mein/foerderungen/{self.grant}/abrufe/{number}/einreichen/"
        fields = {"csrfmiddlewaretoken": self.token, "nummer": self._number_of_a_form()}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        response, _ = request(self.portal.port, "POST", path, urlencode(fields), headers, PATIENCE)
        return response.status

    def _number_of_a_form(self):
        named = ["mittelabruf_schritt", uuid.uuid4().hex]
        return signing.dumps(named, key=self.portal.env["SECRET_KEY"], salt="servicestelle.einmal")

    def _write(self, abruf, kind):
        with contextlib.suppress(psycopg.errors.CheckViolation):  # refused by the database, as it must be
            self.portal.ask(ENTRY, self.grant, self.line, abruf, kind, EACH)
        return 302

    def miscounted(self):
        """How many more or fewer were accepted than the money suffices for; entries for no money included."""
        [[accepted]] = self.portal.ask(
            "SELECT count(*) FROM projects_mittelabruf WHERE foerderung_id = %s AND status = 'eingereicht'", self.grant
        )
        [[corrected]] = self.portal.ask(
            "SELECT count(*) FROM projects_buchung WHERE foerderung_id = %s AND art = 'korrektur'", self.grant
        )
        return abs(accepted + corrected - FITS)

    def overspent(self):
        """EUR in the ledger beyond the grant."""
        [[reserved, _]] = self.portal.ask(LEDGER, self.grant)
        return max(Decimal(0), reserved - BUDGET)

    def out_of_balance(self):
        """1 when grant or line say anything else than the ledger."""
        [ledger], [balances] = self.portal.ask(LEDGER, self.grant), self.portal.ask(BALANCES, self.grant)
        return int(tuple(balances) != tuple(ledger) * 2)


def control_without_the_triggers(portal, crowd, turn):
    """Nobody locks the grant and nobody moves its balance any more: everybody gets money."""
    portal.ask("ALTER TABLE projects_buchung DISABLE TRIGGER USER")
    crowd.gather(turn)
    crowd.submit()
    return bool(crowd.overspent() and crowd.miscounted() and crowd.out_of_balance())
