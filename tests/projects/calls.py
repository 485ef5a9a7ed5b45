"""Open calls and Interessenbekundungen for tests, brought about by the services people use or planted past them."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from projects import services
from projects.models import Bewertung, Interessenbekundung, Kriterium
from tests.people import make_person
from tests.records import make_cohort, make_jugendamt

OWN, NEIGHBOUR = "00000001", "00000002"
TEXTS = {"ausgangslage": "Weite Wege", "vorhaben": "Sprechzeiten", "netzwerk": "Drei Schulen", "kontakt": "Nuri, 123"}
DAY = timedelta(days=1)


def make_call(slug="aufruf", *, opened=-1, closes=1, fiktiv=True, **rules):
    """A cohort whose call opened and closes so many days from today."""
    today = timezone.localdate()
    window = {"aufruf_von": today + opened * DAY, "aufruf_bis": today + closes * DAY}
    return make_cohort(slug, fiktiv=fiktiv, **window | rules)


def move_window(call, *, opened, closes):
    today = timezone.localdate()
    type(call).objects.filter(pk=call.pk).update(aufruf_von=today + opened * DAY, aufruf_bis=today + closes * DAY)
    call.refresh_from_db()


def draft(call=None, *, actor="bearbeitung", **fields):
    """A complete draft of Musterstadt."""
    fields = TEXTS | {"betrag": Decimal("90000.00")} | fields
    return services.draft_interessenbekundung(
        call or make_call(), jugendamt=make_jugendamt(OWN), actor=make_person(actor), **fields
    )


def bring_to(call, status):
    """One of Musterstadt in `status`, each step by the right person."""
    row = draft(call)
    for step in WAYS[status]:
        row = step(row)
    return Interessenbekundung.objects.get(pk=row.pk)


def plant(call, jugendamt, *, status="eingereicht", person=None, **fields):
    """One past the services, of any office; no mail tells of it."""
    row = Interessenbekundung.objects.create(jugendamt=jugendamt, foerderzeitraum=call, **TEXTS | fields)
    if status != "entwurf":
        person = person or make_person("freigabe")
        sent = {"eingereicht_von": person, "eingereicht_am": timezone.now()}
        Interessenbekundung.objects.filter(pk=row.pk).update(status="eingereicht", **sent)
    row.refresh_from_db()
    return row


def plant_score(row, person, *, notiz="Notiz", punkte=3):
    """A criterion of its cohort, scored by `person`."""
    number = row.foerderzeitraum.kriterien.count() + 1
    rule = Kriterium.objects.create(foerderzeitraum=row.foerderzeitraum, reihenfolge=number, name=f"Kriterium {number}")
    return Bewertung.objects.create(interessenbekundung=row, kriterium=rule, person=person, punkte=punkte, notiz=notiz)


def make_simulation(call, sums, *, actor="koordination1", name="Probe"):
    """A simulation whose two variants hold `sums` {ags: EUR as text}."""
    amounts = {make_jugendamt(ags).pk: Decimal(amount) for ags, amount in sums.items()}
    return services.create_simulation(
        call, name=name, kandidaten=list(amounts), betraege=amounts, actor=make_person(actor)
    )


def _submit(row):
    return services.submit_interessenbekundung(row, actor=make_person("freigabe"))


def _withdraw(row):
    return services.withdraw_interessenbekundung(row, actor=make_person("freigabe"))


def _select(row):
    return services.select_interessenbekundung(row, reason="Überzeugt.", actor=make_person("koordination1"))


def _turn_down(row):
    return services.turn_down_interessenbekundung(
        row, reason="Andere passten besser.", actor=make_person("koordination1")
    )


WAYS = {
    "entwurf": [],
    "eingereicht": [_submit],
    "zurueckgezogen": [_submit, _withdraw],
    "ausgewaehlt": [_submit, _select],
    "nicht_ausgewaehlt": [_submit, _turn_down],
}
