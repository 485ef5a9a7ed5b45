"""Authorities with their sites and networks: the list with its map, and one page for each."""

from collections import Counter, defaultdict

from django.shortcuts import get_object_or_404, render

from jugendaemter.filters import JugendamtFilter
from jugendaemter.karte import COLUMNS, draw_karte
from jugendaemter.models import Jugendamt, Netzwerk
from jugendaemter.reports import by_region, german
from projects.models import Standort
from servicestelle.base.access import is_office, public, viewer


def site_counts():
    """{ags: number of public sites}, for the map."""
    return Counter(Standort.objects.public().order_by().values_list("jugendamt_id", flat=True))


def site_map(**options):
    """The map of public sites as start page and list show it."""
    return draw_karte(site_counts(), one="Standort", many="Standorte", **options)


@public
def jugendaemter(request):
    """All public authorities, with the map while nothing is filtered; four queries, whatever their number."""
    found = JugendamtFilter(request.GET, Jugendamt.objects.public())
    rows = list(found.qs.values(*COLUMNS))
    sites, networks = _sites_by_ags(), _networks_by_ags()
    for row in rows:
        row["standorte"], row["netzwerke"] = sites[row["ags"]], networks[row["ags"]]
    counts = {ags: len(members) for ags, members in sites.items()}
    context = {
        "filter": found,
        "total": len(rows),
        "regions": by_region(rows),
        "karte": None if found.active else draw_karte(counts, one="Standort", many="Standorte", rows=rows),
    }
    return render(request, "pages/jugendaemter.html", context)


def _sites_by_ags():
    found = defaultdict(list)
    rows = Standort.objects.public().order_by("-foerderzeitraum__von_jahr")
    for row in rows.values("jugendamt_id", "slug", "titel", "foerderzeitraum__name"):
        found[row["jugendamt_id"]].append(row)
    return found


def _networks_by_ags():
    found = defaultdict(list)
    rows = Netzwerk.objects.published().filter(jugendaemter__isnull=False).order_by("name")
    for row in rows.values("jugendaemter", "slug", "name"):
        found[row["jugendaemter"]].append(row)
    return found


@public
def jugendamt(request, slug):
    """One authority: where it is, its sites and networks, the way to advice. Four queries."""
    person = viewer(request)
    office = get_object_or_404(Jugendamt.objects.visible_to(person), slug=slug)
    rows = list(Jugendamt.objects.public().values(*COLUMNS))
    context = {
        "jugendamt": office,
        "standorte": Standort.objects.visible_to(person).filter(jugendamt=office).select_related("foerderzeitraum"),
        "netzwerke": Netzwerk.objects.visible_to(person).filter(jugendaemter=office),
        "nachbarn": _others_in_kreis(rows, office),
        "karte": draw_karte({}, one="Standort", many="Standorte", current=office.ags, rows=rows),
        "im_buero": is_office(person),
        "lage": f"Karte der Jugendämter in Westfalen-Lippe, hervorgehoben: {office}",
    }
    return render(request, "pages/jugendamt.html", context)


def _others_in_kreis(rows, office):
    others = [row for row in rows if row["kreis"] == office.kreis and row["ags"] != office.ags]
    return sorted(others, key=lambda row: german(row["name"]))
