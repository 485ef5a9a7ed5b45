"""Search over everything public, with a facet by kind."""

from django.db.models import Count
from django.shortcuts import render

from servicestelle.base import search
from servicestelle.base.access import public
from servicestelle.base.ui.paging import paginate

PER_PAGE = 10
KINDS = {
    "standort": "Standorte",
    "jugendamt": "Jugendämter",
    "netzwerk": "Netzwerke",
    "publikation": "Publikationen",
    "austauschangebot": "Austausch",
    "meldung": "Aktuelles",
    "seitentext": "Seiten",
}


@public
def suche(request):
    """Hits best first, ten a page; without a word the page says what can be found here."""
    typed = request.GET.get("q", "")
    text, notes = search.clean_query(typed), [search.too_long(typed)]
    kind = request.GET.get("art", "")
    if kind and kind not in KINDS:
        kind = ""
        notes.append("Diese Art von Treffern kennen wir nicht. Sie sehen alle Treffer.")
    hits = search.find(text)
    counts = dict(hits.order_by().values_list("kind").annotate(n=Count("pk"))) if text else {}
    shown = hits.filter(kind=kind) if kind else hits
    total = counts.get(kind, 0) if kind else sum(counts.values())
    page, note = paginate(shown, request.GET.get("seite"), per_page=PER_PAGE, total=total)
    facets = [(key, label, counts.get(key, 0)) for key, label in KINDS.items() if counts.get(key)]
    context = {"q": text, "art": kind, "page": page, "facets": facets, "gesamt": sum(counts.values())}
    return render(request, "pages/suche.html", {**context, "notes": [said for said in [*notes, note] if said]})
