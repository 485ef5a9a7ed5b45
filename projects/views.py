"""Public pages of sites and funding."""

from django.shortcuts import render

from servicestelle.base.access import public
from servicestelle.base.models import Seitentext
from servicestelle.base.ui.paging import paginate

from .filters import StandortFilter
from .models import Foerderzeitraum, Standort

PER_PAGE = 12


@public
def standorte(request):
    """All public sites: filters with counts, cards, pages. Three queries, whatever the number of sites."""
    found = StandortFilter(request.GET, Standort.objects.public())
    rows = found.qs.order_by("-foerderzeitraum__von_jahr", "jugendamt__name").for_list()
    page, note = paginate(rows, request.GET.get("seite"), per_page=PER_PAGE, total=found.overview.total)
    notes = [*found.notes, *([note] if note else [])]
    return render(request, "projects/standorte.html", {"filter": found, "page": page, "notes": notes})


@public
def foerderung(request):
    """What the funding was and is: offer, programme rules, cohorts, and whether a call is open."""
    cohorts = Foerderzeitraum.objects.public_overview()
    text = Seitentext.objects.filter(key="foerderung").first()
    context = {
        "zeitraeume": cohorts,
        "offene": [cohort for cohort in cohorts if cohort.has_open_call],
        "text": text.text if text else "",
        "standorte_gefoerdert": sum(cohort.anzahl for cohort in cohorts),
    }
    return render(request, "projects/foerderung.html", context)
