"""Self-service of a Jugendamt's people: what is to do, own office, colleagues, sites and grants."""

from django.db.models import Prefetch
from django.shortcuts import render

from beratung.models import Anfrage, Anmeldung
from jugendaemter.models import Jugendamt, Mitgliedschaft
from projects.models import Foerderung, Standort
from projects.reports.aufrufe import calls_of
from servicestelle.base.aufgaben import aufgaben_of
from servicestelle.base.models import Kalenderlink
from servicestelle.base.tagesmail import is_wanted


def mein(request):
    """First what waits for the person, then what belongs to the offices she works in today."""
    person = request.user
    offices = Jugendamt.objects.of_member(person).prefetch_related(
        Prefetch("mitgliedschaften", Mitgliedschaft.objects.valid().select_related("user"), to_attr="personen"),
        Prefetch("standorte", Standort.objects.select_related("foerderzeitraum", "jugendamt"), to_attr="eigene"),
        Prefetch("foerderungen", own_grants(person), to_attr="bewilligte"),
        Prefetch("anfragen", Anfrage.objects.asked_by_office_of(person).select_related("zustaendig"), to_attr="fragen"),
    )
    calls = calls_of(offices, person)
    aemter = [describe(office, person, calls[office.pk]) for office in offices]
    context = {
        "aemter": aemter,
        "aufgaben": aufgaben_of(person) if aemter else [],
        "tagesmail": is_wanted(person),
        "kalender": Kalenderlink.objects.filter(user=person).exists(),
        "anmeldungen": Anmeldung.objects.of_person(person).select_related("angebot").order_by("-angebot__beginn"),
    }
    return render(request, "mein/uebersicht.html", context)


def own_grants(person):
    """Awarded grants with cohort and lines, as members may see them."""
    grants = Foerderung.objects.visible_to(person).awarded()
    return grants.select_related("foerderzeitraum", "jugendamt", "standort").prefetch_related("budgetposten")


def describe(office, person, calls):
    """One office with the person's own roles and the other people, each person once."""
    mine = [row for row in office.personen if row.user_id == person.pk]
    colleagues = {}
    for row in office.personen:
        if row.user_id != person.pk and row.user.is_active:
            colleagues.setdefault(row.user, []).append(row)
    return {
        "amt": office,
        "aufrufe": calls[0],
        "bekundungen": calls[1],
        "eigene_rollen": mine,
        "kolleginnen": list(colleagues.items()),
        "standorte": office.eigene,
        "anfragen": office.fragen,
        "foerderungen": [summarise(grant) for grant in office.bewilligte],
    }


def summarise(grant):
    """The grant with its lines and the totals below them (EUR)."""
    lines = list(grant.budgetposten.all())
    totals = {name: sum(getattr(line, name) for line in lines) for name in ("amount", "eigenanteil", "drittmittel")}
    return {"foerderung": grant, "posten": lines, "summe": {**totals, "total": sum(totals.values())}}
