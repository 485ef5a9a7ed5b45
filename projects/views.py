"""Public pages of sites and funding."""

from collections import Counter

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from jugendaemter.karte import draw_karte
from servicestelle.base import dokumente
from servicestelle.base.access import public, viewer
from servicestelle.base.models import Dokument, Seitentext
from servicestelle.base.ui.paging import paginate

from .filters import StandortFilter
from .models import Bescheid, Foerderzeitraum, Standort

PER_PAGE = 12


@public
def standorte(request):
    """All public sites: filters with counts, then cards by page or, with `?ansicht=karte`, the map of the same sites.

    Two or three queries for the cards, whatever the number of sites.
    """
    found = StandortFilter(request.GET, Standort.objects.public())
    context = {"filter": found, "total": found.overview.total, "notes": found.notes}
    if request.GET.get("ansicht") == "karte":
        counts = Counter(found.qs.order_by().values_list("jugendamt_id", flat=True))
        context["karte"] = draw_karte(counts, one="Standort", many="Standorte")
        context["als_liste"] = f"{reverse('standorte')}?{_without_view(request.GET)}"
    else:
        rows = found.qs.order_by("-foerderzeitraum__von_jahr", "jugendamt__name").for_list()
        context["page"], note = paginate(rows, request.GET.get("seite"), per_page=PER_PAGE, total=found.overview.total)
        context["notes"] = [*found.notes, *([note] if note else [])]
    return render(request, "projects/standorte.html", context)


def _without_view(params):
    kept = params.copy()
    kept.pop("ansicht", None)
    return kept.urlencode()


@public
def foerderung(request):
    """What the funding was and is: offer, programme rules, cohorts, and whether a call is open.

    An invented call shows only to people of invented offices.
    """
    cohorts = Foerderzeitraum.objects.public_overview()
    text = Seitentext.objects.filter(key="foerderung").first()
    context = {
        "zeitraeume": cohorts,
        "offene": Foerderzeitraum.objects.calls_for(viewer(request)),
        "text": text.text if text else "",
        "standorte_gefoerdert": sum(cohort.anzahl for cohort in cohorts),
    }
    return render(request, "projects/foerderung.html", context)


@public
def steckbrief(request, slug):
    """The newest checked Steckbrief of a visible site; until there is one, a page that says so (404)."""
    person = viewer(request)
    standort = Standort.objects.visible_to(person).select_related("jugendamt").filter(slug=slug).first()
    if standort is None:
        raise Http404
    dokument = Dokument.objects.visible_to(person).newest(standort.steckbrief_key)
    if dokument is None:
        return render(request, "projects/steckbrief_fehlt.html", {"standort": standort}, status=404)
    return dokumente.serve(request, dokument)


@public
def pruefen(request, code):
    """Whether a document is genuine and still the last word. Who holds the code sees what the paper says, nothing more."""
    rows = Bescheid.objects.select_related("foerderung__jugendamt", "foerderung__foerderzeitraum")
    bescheid = rows.filter(code=code[:80]).first() if "\x00" not in code else None
    if bescheid is None:
        return render(request, "projects/bescheide/unbekannt.html", status=404)
    context = {
        "bescheid": bescheid,
        "spaeter": list(Bescheid.objects.replaced_by(bescheid)),
        "dokument": dokumente.newest_checked(bescheid.dokument_key),
    }
    return render(request, "projects/bescheide/pruefen.html", context)
