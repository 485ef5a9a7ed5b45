"""Grants with money for tests, and requests for payment brought about by the services people use."""

from datetime import UTC, date, datetime
from decimal import Decimal

import time_machine
from django.utils import timezone

from projects import services
from projects.models import Buchung, Mittelabruf
from tests.database import sql
from tests.people import make_person
from tests.records import make_cohort, make_grant, make_jugendamt

OWN = "00000001"


def make_money(lines=("60.00", "40.00"), *, status="bewilligt", **rules):
    """An awarded grant of Musterstadt that runs in 2030 to 2032; `rules` are those of its cohort."""
    return make_grant(make_jugendamt(OWN), make_cohort(**rules), lines=lines, status=status)


def line_of(grant, place=0):
    return grant.budgetposten.order_by("pk")[place]


def draft(grant, *amounts, actor=None, **fields):
    """A draft that asks for `amounts` (EUR as text), one per line of the plan."""
    wanted = dict(
        zip(grant.budgetposten.order_by("pk").values_list("pk", flat=True), map(Decimal, amounts), strict=False)
    )
    fields = {"von": date(2030, 1, 1), "bis": date(2030, 3, 31), "zweck": "Gehalt"} | fields
    return services.draft_mittelabruf(grant, lines=wanted, actor=actor or make_person("bearbeitung"), **fields)


def submit(grant, *amounts):
    return services.submit_mittelabruf(draft(grant, *amounts), actor=make_person("freigabe"))


def plant_abruf(grant, *amounts, nummer=1, status="eingereicht", actor=None, **fields):
    """A request with its entries, past the services: of any grant, and no mail tells of it."""
    actor = actor or make_person("freigabe")
    known = {"von": grant.starts_on, "bis": grant.starts_on, "zweck": "Gehalt", "created_by": actor} | fields
    abruf = Mittelabruf.objects.create(foerderung=grant, nummer=nummer, **known)
    lines = grant.budgetposten.order_by("pk")
    for line, amount in zip(lines, map(Decimal, amounts), strict=False):
        abruf.posten.create(budgetposten=line, amount=amount)
        Buchung.objects.create(
            foerderung=grant, budgetposten=line, mittelabruf=abruf, art="reservierung", amount=amount
        )
    sent = {"eingereicht_von": actor, "eingereicht_am": timezone.now()} if status != "entwurf" else {}
    Mittelabruf.objects.filter(pk=abruf.pk).update(status=status, **sent)
    abruf.refresh_from_db()
    return abruf


def plant_status(row, status, **fields):
    """`row` in `status`, past its ways: what would take many steps, or what only another rule should refuse."""
    leave_ways(type(row))
    type(row).objects.filter(pk=row.pk).update(status=status, **fields)


def leave_ways(model):
    """Rows of `model` take any state until the test's transaction is rolled back; not for tests that commit."""
    table = model._meta.db_table
    [(trigger,)] = sql("SELECT tgname FROM pg_trigger WHERE tgname ~ '_wege_' AND tgrelid = %s::regclass", table)
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while a rule waits
    sql(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    sql("SET CONSTRAINTS ALL DEFERRED")


def bring_to(grant, status, *amounts):
    """A request of `amounts` in `status`, each step by the right person."""
    abruf = draft(grant, *amounts)
    for step in WAYS[status]:
        abruf = step(abruf)
    return Mittelabruf.objects.get(pk=abruf.pk)


def _submit(abruf):
    return services.submit_mittelabruf(abruf, actor=make_person("freigabe"))


def _approve(abruf):
    return services.approve_mittelabruf(abruf, actor=make_person("koordination1"))


def release(abruf, login="koordination2"):
    """Let the money go on a day inside the grant's period: earlier nothing is paid (rule 7)."""
    day = max(timezone.localdate(), abruf.foerderung.starts_on)
    with time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)):
        return services.release_payment(abruf, actor=make_person(login))


def _pay(abruf):
    return services.mark_paid(abruf, actor=make_person("zahlstelle"))


def _return(abruf):
    return services.mark_returned(abruf, actor=make_person("zahlstelle"))


def _ask(abruf):
    return services.ask_back(abruf, text="Wofür genau?", fields=["zweck"], actor=make_person("koordination1"))


def _reject(abruf):
    return services.reject_mittelabruf(abruf, reason="Schon bezahlt.", actor=make_person("koordination1"))


def _withdraw(abruf):
    return services.withdraw_mittelabruf(abruf, actor=make_person("freigabe"))


WAYS = {
    "entwurf": [],
    "eingereicht": [_submit],
    "nachgefordert": [_submit, _ask],
    "genehmigt": [_submit, _approve],
    "zur_zahlung_freigegeben": [_submit, _approve, release],
    "ausgezahlt": [_submit, _approve, release, _pay],
    "ruecklaeufer": [_submit, _approve, release, _return],
    "abgelehnt": [_submit, _reject],
    "zurueckgezogen": [_submit, _withdraw],
}
