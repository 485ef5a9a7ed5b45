"""Random histories of money: services by any person and raw SQL, step by step; what must hold is asked after each one.

A sample here, thousands of steps in `make drill NAME=geld` (GELD_SCHRITTE, SEED). A history that breaks a rule is played
again with fewer and fewer steps; the shortest one that still breaks it is shown.
"""

import os
import random
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from projects import services
from projects.choices import ABRUFWEGE, Abrufstatus, Buchungsart
from projects.models import Abrufposten, Buchung, Budgetposten, Foerderung, Mittelabruf
from servicestelle.base.choices import Refusal
from servicestelle.base.models import Auftrag, Mail, Protokoll
from tests.people import MEMBERS, OFFICE, make_person
from tests.projects.money import make_money

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_2030")]
STEPS = int(os.environ.get("GELD_SCHRITTE", 200))
SEED = os.environ.get("SEED", "1") if "GELD_SCHRITTE" in os.environ else "1"  # the gate plays the same ones every time
LONG = 50  # steps of one history
AMOUNTS = [Decimal(text) for text in ("0.00", "0.01", "10.00", "33.33", "250.00", "400.00", "600.00", "660.01")]
FORWARD = "eingereicht", "genehmigt", "zur_zahlung_freigegeben", "ausgezahlt"
STEP = {  # by the state it leads to: the service, what it is given, one who may
    "eingereicht": (services.submit_mittelabruf, {}, "freigabe"),
    "zurueckgezogen": (services.withdraw_mittelabruf, {}, "freigabe"),
    "nachgefordert": (services.ask_back, {"text": "Wofür?", "fields": ["zweck"]}, "koordination1"),
    "genehmigt": (services.approve_mittelabruf, {}, "koordination1"),
    "abgelehnt": (services.reject_mittelabruf, {"reason": "Doppelt."}, "koordination1"),
    "zur_zahlung_freigegeben": (services.release_payment, {}, "zahlstelle"),
    "ausgezahlt": (services.mark_paid, {}, "zahlstelle"),
    "ruecklaeufer": (services.mark_returned, {}, "zahlstelle"),
}
GRANT = "UPDATE projects_foerderung SET amount = amount {sign} {amount}"
LINE = "UPDATE projects_budgetposten SET amount = amount {sign} {amount} WHERE id = {line}"
RAW = {
    "Buchung ändern": "UPDATE projects_buchung SET amount = amount + {amount}",
    "Buchung löschen": "DELETE FROM projects_buchung",
    "Stand schreiben": "UPDATE projects_foerderung SET reserved = {amount}, paid = 0",
    "Stand des Postens schreiben": "UPDATE projects_budgetposten SET reserved = 0, paid = {amount}, toleranz_prozent = 100",
    "Förderung kürzen oder erhöhen": f"{GRANT}; {LINE}",
    "nur die Summe ändern": GRANT,
    "umschichten": "UPDATE projects_budgetposten SET amount = amount + CASE id WHEN {line} THEN {amount} ELSE -{amount} END",
    "Betrag des Abrufs ändern": "UPDATE projects_abrufposten SET amount = {amount} WHERE mittelabruf_id = {abruf}",
    "Beträge des Abrufs löschen": "DELETE FROM projects_abrufposten WHERE mittelabruf_id = {abruf}",
    "Abruf löschen": "DELETE FROM projects_mittelabruf WHERE id = {abruf}",
    "Abrufe ausgezahlt nennen": "UPDATE projects_mittelabruf SET status = 'ausgezahlt', ausgezahlt_am = now()",
    "Abruf zurück zum Entwurf": "UPDATE projects_mittelabruf SET status = 'entwurf' WHERE id = {abruf}",
    "Buchung": """INSERT INTO projects_buchung (foerderung_id, budgetposten_id, mittelabruf_id, art, amount, at)
        VALUES ({grant}, {line}, nullif({abruf}, {none}), '{art}', {sign}{amount}, now())""",
}
TABLES = (Foerderung, Budgetposten, Mittelabruf, Abrufposten, Buchung)


def draw(chance):
    """One step, drawn without a look at the rows: so that a history can be played again without some of its steps."""
    kind = chance.choices(["draft", "edit", "step", "forward", "take_back", "correct", "write"], [3, 1, 5, 8, 1, 1, 6])[
        0
    ]
    return kind, {
        "which": chance.randrange(6),
        "place": chance.randrange(2),
        "amounts": (chance.choice(AMOUNTS), chance.choice(AMOUNTS)),
        "name": chance.choice([*MEMBERS, *OFFICE]),
        "right": chance.random() < 0.7,  # the one who may, or hardly any history would reach a payment
        "to": chance.choice(sorted(STEP)),
        "raw": chance.choice(["Buchung", *sorted(RAW)]),
        "art": chance.choice(Buchungsart.values),
        "sign": chance.choice("++-"),
        "named": chance.random() < 0.8,
    }


class History:
    """One grant with two lines. Each step is a transaction of its own whose rules for the commit are asked at once."""

    def __init__(self, grant, people):
        self.grant, self.people, self.outcomes = grant, people, Counter()
        self.lines = list(grant.budgetposten.order_by("pk"))
        self.states, self.stand = {}, everything()

    def play(self, steps):
        """Take the steps, undo them all at the end. Raises AssertionError at the first that breaks a rule."""
        with transaction.atomic():
            for kind, drawn in steps:
                getattr(self, kind)(**drawn)
                check(self.stand)
            transaction.set_rollback(True)
        return self.outcomes

    # Steps of people ----------------------------------------------------------------------------------------------

    def draft(self, amounts, name, right, **drawn):
        wanted = {line.pk: amount for line, amount in zip(self.lines, amounts, strict=True)}
        fields = {"von": date(2030, 1, 1), "bis": date(2030, 3, 31), "zweck": "Gehalt", "lines": wanted}
        self.take("entwurf", services.draft_mittelabruf, self.grant, "bearbeitung" if right else name, **fields)

    def edit(self, which, amounts, name, right, **drawn):
        if abruf := self.pick(which):
            wanted = {line.pk: amount for line, amount in zip(self.lines, amounts, strict=True)}
            fields = {"von": abruf.von, "bis": abruf.bis, "zweck": "Neu", "lines": wanted}
            self.take("bearbeitet", services.edit_mittelabruf, abruf, "bearbeitung" if right else name, **fields)

    def step(self, which, to, name, right, **drawn):
        if abruf := self.pick(which):
            service, fields, person = STEP[to]
            self.take(to, service, abruf, person if right else name, **fields)

    def forward(self, which, **drawn):
        """One more step on the way to its payment."""
        if abruf := self.pick(which):
            ways = {way.value for way in ABRUFWEGE.get(Abrufstatus(abruf.status), ())}
            for to in [to for to in FORWARD if to in ways]:
                service, fields, person = STEP[to]
                self.take(to, service, abruf, person, **fields)

    def take_back(self, which, place, amounts, name, right, **drawn):
        if abruf := self.pick(which):
            fields = {"line": self.lines[place], "amount": amounts[0]}
            self.take("zurückgezahlt", services.take_back_payment, abruf, "zahlstelle" if right else name, **fields)

    def correct(self, place, amounts, name, right, **drawn):
        fields = {"source": self.lines[place], "target": self.lines[1 - place], "amount": amounts[0]}
        self.take("umgebucht", services.correct_line, self.grant, "zahlstelle" if right else name, **fields)

    def take(self, what, service, row, name, **fields):
        """A service does its step whole, or refuses in words and leaves nothing; its commit never says no."""
        try:
            service(row, actor=self.people[name], **fields)
        except Refusal as refusal:
            assert str(refusal).strip() and everything() == self.stand, f"{what}: abgelehnt, und etwas blieb"
            self.outcomes[f"{what} abgelehnt"] += 1
            return
        commit()
        self.outcomes[what] += 1
        before, self.stand = self.stand, everything()
        assert kept(before, self.stand), "eine Buchung hat sich geändert"
        for pk, status in states(self.stand).items():
            old = states(before).get(pk, "entwurf")
            assert status == old or status in ABRUFWEGE.get(Abrufstatus(old), ()), f"{what}: {old} wurde {status}"

    # Raw SQL ------------------------------------------------------------------------------------------------------

    def write(self, which, place, amounts, raw, art, sign, named, **drawn):
        """A transaction past the services; refused by the database it leaves nothing either."""
        abruf = self.pick(which) if named else None
        values = {"grant": self.grant.pk, "line": self.lines[place].pk, "abruf": abruf.pk if abruf else -1, "none": -1}
        statement = RAW[raw].format(amount=amounts[0], art=art, sign=sign, **values)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
                commit()
        except DatabaseError:
            assert everything() == self.stand, f"{raw}: abgelehnt, und etwas blieb"
            self.outcomes["roh abgelehnt"] += 1
        else:
            before, self.stand = self.stand, everything()
            assert kept(before, self.stand), "eine Buchung hat sich geändert"
            self.outcomes["roh angenommen"] += 1

    def pick(self, which):
        rows = list(Mittelabruf.objects.select_related("foerderung").order_by("pk"))
        return rows[which % len(rows)] if rows else None


# What must hold -----------------------------------------------------------------------------------------------------


def everything():
    """All that a step could leave behind: rows of money, numbers of all else."""
    found = {table: list(table.objects.order_by("pk").values()) for table in TABLES}
    return found | {table: table.objects.count() for table in (Protokoll, Mail, Auftrag)}


def kept(before, after):
    """Entries of the ledger stay as they were."""
    return after[Buchung][: len(before[Buchung])] == before[Buchung]


def states(stand):
    return {row["id"]: row["status"] for row in stand[Mittelabruf]}


def check(stand):
    """Grant, lines and requests say what the ledger says, and none of them is overdrawn."""
    sums = defaultdict(lambda: defaultdict(Decimal))
    for entry in stand[Buchung]:
        for owner in (entry["foerderung_id"], -entry["budgetposten_id"], f"Abruf {entry['mittelabruf_id']}"):
            sums[owner][entry["art"]] += entry["amount"]
    [grant], lines = stand[Foerderung], stand[Budgetposten]
    assert (grant["reserved"], grant["paid"]) == balances(sums[grant["id"]]), "Förderung und Buchungen"
    assert 0 <= grant["paid"] <= grant["reserved"] <= grant["amount"] == sum(line["amount"] for line in lines)
    for line in lines:
        assert (line["reserved"], line["paid"]) == balances(sums[-line["id"]]), "Posten und Buchungen"
        assert 0 <= line["paid"] <= line["reserved"] <= line["amount"] * (1 + line["toleranz_prozent"] / 100)
    for abruf in stand[Mittelabruf]:
        asked = sum(row["amount"] for row in stand[Abrufposten] if row["mittelabruf_id"] == abruf["id"])
        check_request(abruf["status"], asked, sums[f"Abruf {abruf['id']}"])


def check_request(status, asked, entries):
    held = entries["reservierung"] - entries["freigabe"]
    if status != "nachgefordert":
        assert held == (0 if status in {"entwurf", "abgelehnt", "zurueckgezogen"} else asked), f"{status} hält {held}"
    assert entries["auszahlung"] == (asked if status == "ausgezahlt" else 0), f"{status} zahlt {entries['auszahlung']}"
    assert 0 <= entries["rueckzahlung"] <= entries["auszahlung"]


def balances(entries):
    """(reserved, paid) as the entries alone say."""
    back, moved = entries["rueckzahlung"], entries["korrektur"]
    return entries["reservierung"] + moved - entries["freigabe"] - back, entries["auszahlung"] + moved - back


def commit():
    """Ask now what the database asks at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def shortest(steps, breaks):
    """`steps` without those that can be left out while `breaks(steps)` stays true; of a broken history first its end."""
    fits, most = 1, len(steps)
    while fits < most:  # the shortest beginning that breaks
        half = (fits + most) // 2
        fits, most = (fits, half) if breaks(steps[:half]) else (half + 1, most)
    steps = steps[:most]
    for place in reversed(range(most - 1)):
        fewer = steps[:place] + steps[place + 1 :]
        steps = fewer if breaks(fewer) else steps
    return steps


def play_all(number, grant, people):
    """Histories with `number` steps together; what came of them. Fails with the shortest history that breaks a rule."""
    outcomes = Counter()

    def breaks(steps):
        try:
            outcomes.update(History(grant, people).play(steps))
        except AssertionError as broken:
            return broken

    turn = 0
    while outcomes.total() < number:
        chance, turn = random.Random(f"{SEED}:{turn}"), turn + 1
        steps = [draw(chance) for _ in range(LONG)]
        if reason := breaks(steps):
            pytest.fail("\n".join([f"{reason}", *(f"Schritt {step}" for step in shortest(steps, breaks))]))
    return outcomes


@pytest.fixture
def world(db):
    people = {name: make_person(name) for name in (*MEMBERS, *OFFICE)}
    return make_money(("600.00", "400.00"), toleranz_prozent=10), people


@pytest.mark.timeout(1800)
def test_random_histories(world):
    outcomes = play_all(STEPS, *world)
    print(f"geld schritte={outcomes.total()} {dict(sorted(outcomes.items()))}")
    for happened in ("ausgezahlt", "roh angenommen", "roh abgelehnt", "eingereicht abgelehnt"):
        assert outcomes[happened], happened


def test_control_without_the_triggers_a_history_breaks_and_is_shortened(world):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE projects_buchung DISABLE TRIGGER USER")
    with pytest.raises(pytest.fail.Exception) as caught:
        play_all(STEPS, *world)
    assert 1 <= str(caught.value).count("Schritt (") <= 5, caught.value
