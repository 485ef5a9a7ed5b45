"""The figures of a year in the office: as page with pictures, and as file."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jugendaemter.models import Jugendamt
from servicestelle.base.access import office_only
from servicestelle.base.tabellen import csv_response
from servicestelle.base.ui.listing import choice_of

from .. import permissions
from ..choices import FIRST_YEAR
from ..documents import statistik as documents
from ..reports.statistik import statistik_of, years

FORMATE = ("csv",)


@office_only
@never_cache
@require_safe
def statistik(request):
    """One year's figures with their definitions; `format=csv` gives the same figures as a file."""
    if not permissions.can_see_statistik(request.user):
        raise PermissionDenied("Die Statistik lesen Koordination, Fachberatung und Revision.")
    jahr, year_note = _year_of(request)
    mit, with_note = choice_of(request, "mit_erfundenen", ("1",))
    kind, kind_note = choice_of(request, "format", FORMATE)
    figures = statistik_of(jahr, mit_erfundenen=bool(mit))
    if kind == "csv":
        return csv_response(documents.csv_rows(figures), filename=documents.filename(figures))
    notes = [note for note in (year_note, with_note, kind_note) if note]
    return render(request, "beratung/buero/statistik.html", _context(figures, notes))


def _context(figures, notes):
    known = years(mit_erfundenen=figures.mit_erfundenen)
    parts = [*figures.aufteilungen, figures.fristen]
    return {
        "statistik": figures,
        "teile": [(part, documents.draw(part)) for part in parts],
        "jahre": [(str(year), year) for year in sorted({*known, figures.jahr, _today()}, reverse=True)],
        "jahr": str(figures.jahr),
        "andere_jahre": [year for year in known if year != figures.jahr],
        "gibt_erfundene": Jugendamt.objects.filter(fiktiv=True).exists(),
        "hinweise": notes,
    }


def _year_of(request):
    """The year asked for, else this one; a note when what was asked for is none."""
    text = request.GET.get("jahr", "")
    if not text:
        return _today(), None
    year = int(text) if len(text) == 4 and text.isascii() and text.isdecimal() else 0
    if FIRST_YEAR <= year <= _today():
        return year, None
    return _today(), f"Das Jahr gibt es hier nicht; Sie sehen {_today()}. Möglich sind {FIRST_YEAR} bis {_today()}."


def _today():
    return timezone.localdate().year
