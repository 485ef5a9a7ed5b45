"""Self-service of a Jugendamt's people: own office, colleagues, sites and grants."""

from django.db.models import Prefetch
from django.shortcuts import render

from jugendaemter.models import Jugendamt, Mitgliedschaft
from projects.models import Foerderung, Standort


def mein(request):
    """What belongs to the offices the person works in today."""
    person = request.user
    own = person.mitgliedschaften.valid()
    offices = Jugendamt.objects.filter(pk__in=own.values("jugendamt")).prefetch_related(
        Prefetch("mitgliedschaften", Mitgliedschaft.objects.valid().select_related("user"), to_attr="personen"),
        Prefetch("standorte", Standort.objects.select_related("foerderzeitraum", "jugendamt"), to_attr="eigene"),
        Prefetch("foerderungen", own_grants(person), to_attr="bewilligte"),
    )
    return render(request, "mein/uebersicht.html", {"aemter": [describe(office, person) for office in offices]})


def own_grants(person):
    """Awarded grants with cohort and lines, as members may see them."""
    grants = Foerderung.objects.visible_to(person).awarded()
    return grants.select_related("foerderzeitraum", "jugendamt", "standort").prefetch_related("budgetposten")


def describe(office, person):
    """One office with the person's own roles and the other people, each person once."""
    mine = [row for row in office.personen if row.user_id == person.pk]
    colleagues = {}
    for row in office.personen:
        if row.user_id != person.pk and row.user.is_active:
            colleagues.setdefault(row.user, []).append(row)
    return {
        "amt": office,
        "eigene_rollen": mine,
        "kolleginnen": list(colleagues.items()),
        "standorte": office.eigene,
        "foerderungen": [summarise(grant) for grant in office.bewilligte],
    }


def summarise(grant):
    """The grant with its lines and the totals below them (EUR)."""
    lines = list(grant.budgetposten.all())
    totals = {name: sum(getattr(line, name) for line in lines) for name in ("amount", "eigenanteil", "drittmittel")}
    return {"foerderung": grant, "posten": lines, "summe": {**totals, "total": sum(totals.values())}}
