"""Interessenbekundungen in the office: the list, one with its scores and internal notes, the decision."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from servicestelle.base import dokumente, protokoll
from servicestelle.base.access import office_only
from servicestelle.base.dateien.serving import attach_files, serve_file
from servicestelle.base.http import code_of
from servicestelle.base.models import Datei
from servicestelle.base.ui.listing import PER_PAGE, choice_of, text_of
from servicestelle.base.ui.paging import paginate

from .. import permissions, services
from ..choices import BEKUNDUNGSWEGE, Bekundungsstatus
from ..forms.interessenbekundungen import BewertungForm, EntscheidungForm, scores_as_initial
from ..mein.interessenbekundungen import serve_brief
from ..models import Bewertung, Foerderzeitraum, Interessenbekundung
from ..reports.aufrufe import grant_of, scores_of
from ..steps import take_once

LAGEN = {
    "entscheiden": "Zu entscheiden",
    "ausgewaehlt": "Ausgewählt",
    "nicht_ausgewaehlt": "Nicht ausgewählt",
    "zurueckgezogen": "Zurückgezogen",
    "alle": "Alle",
}
ENTSCHEIDUNGEN = {
    "auswaehlen": (Bekundungsstatus.AUSGEWAEHLT, services.select_interessenbekundung),
    "ablehnen": (Bekundungsstatus.NICHT_AUSGEWAEHLT, services.turn_down_interessenbekundung),
}
HISTORY = 100


@office_only
@never_cache
def interessenbekundungen(request):
    """What came in, by cohort, state and name; as many queries for one row as for many."""
    rows, cohorts = _rows(request), dict(Foerderzeitraum.objects.values_list("slug", "name"))
    lage, note = choice_of(request, "lage", LAGEN)
    slug, cohort_note = choice_of(request, "zeitraum", cohorts)
    lage, words = lage or "entscheiden", text_of(request)
    rows = rows.in_lage(lage).for_list()
    rows = rows.filter(foerderzeitraum__slug=slug) if slug else rows
    rows = rows.filter(jugendamt__name__icontains=words) if words else rows
    page, page_note = paginate(rows.order_by("eingereicht_am", "pk"), request.GET.get("seite"), per_page=PER_PAGE)
    context = {
        "page": page,
        "lage": lage,
        "lagen": LAGEN.items(),
        "zeitraum": slug,
        "zeitraeume": cohorts.items(),
        "q": words,
        "hinweise": [text for text in (note, cohort_note, page_note) if text],
    }
    return render(request, "projects/buero/interessenbekundungen.html", context)


@office_only
@never_cache
def interessenbekundung(request, pk):
    return _show(request, _find(request, pk))


@office_only
@require_POST
def bewerten(request, pk):
    row = _find(request, pk)
    form = BewertungForm(request.POST, kriterien=row.foerderzeitraum.kriterien.all())
    service, done = services.score_interessenbekundung, "Ihre Bewertung ist gespeichert."
    return _act(request, row, form, service, done, kind="bewertung", step="bewerten")


@office_only
@require_POST
def entscheiden(request, pk, name):
    """Say yes or no; the letter is set by a job, and the mail follows it."""
    row, (_, service) = _find(request, pk), ENTSCHEIDUNGEN[name]
    form = EntscheidungForm(request.POST)
    done = "Entschieden. Der Brief wird gesetzt; sobald er da ist, bekommt das Jugendamt eine Mail."
    return _act(request, row, form, service, done, kind="entscheidung", step=name)


@office_only
@never_cache
def datei(request, pk, nummer):
    return serve_file(get_object_or_404(Datei.objects.of(_find(request, pk)), pk=nummer))


@office_only
@never_cache
def brief(request, pk):
    return serve_brief(request, _find(request, pk))


def _act(request, row, form, service, done, *, kind, step):
    """Write once; what is wrong is shown on the page with all that was typed."""
    if not form.is_valid():
        return _show(request, row, code=422, **{kind: form})
    _, refusal = take_once(request, form, step=step, row=row, service=service)
    if refusal:
        code = code_of(refusal)
        return _show(request, _find(request, row.pk), refusal=refusal, code=code, **{kind: form})
    messages.success(request, done)
    return redirect(row.get_office_url())


def _show(request, row, *, refusal=None, code=200, bewertung=None, entscheidung=None):
    person, undecided = request.user, row.status == Bekundungsstatus.EINGEREICHT
    attach_files([row], address=lambda file: reverse("buero_interessenbekundung_datei", args=[row.pk, file.pk]))
    kriterien = list(row.foerderzeitraum.kriterien.all())
    if undecided and permissions.can_score_interessenbekundung(person) and bewertung is None:
        own = Bewertung.objects.visible_to(person).filter(interessenbekundung=row, person=person)
        bewertung = BewertungForm(kriterien=kriterien, initial=scores_as_initial(own))
    decides = permissions.can_decide_interessenbekundung(person)
    context = {
        "bekundung": row,
        "zeitraum": row.foerderzeitraum,
        "bewertungen": scores_of(row, person),
        "bewertung": bewertung if undecided else None,
        "entscheidung": (entscheidung or EntscheidungForm()) if decides and decisions_of(row) else None,
        "brief": dokumente.newest_checked(row.brief_key) if row.is_decided else None,
        "weiter": row.status == Bekundungsstatus.AUSGEWAEHLT and permissions.can_see_all_money(person),
        "foerderung": grant_of(row, person),
        "verlauf": protokoll.entries_of(row)[:HISTORY],
        "weigerung": refusal,
    }
    return render(request, "projects/buero/interessenbekundung.html", context, status=code)


def decisions_of(row):
    """Names of the decisions its state allows."""
    possible = BEKUNDUNGSWEGE.get(Bekundungsstatus(row.status), ())
    return [name for name, (status, _) in ENTSCHEIDUNGEN.items() if status in possible]


def figures_of(person):
    """For the first screen: (address, label, how many) of what `person` can do something about; empty for all others."""
    if not (permissions.can_decide_interessenbekundung(person) or permissions.can_score_interessenbekundung(person)):
        return []
    waiting = Interessenbekundung.objects.visible_to(person).in_lage("entscheiden").count()
    return [(reverse("buero_interessenbekundungen"), "Interessenbekundungen zu entscheiden", waiting)]


def _rows(request):
    if not request.user.has_perm("projects.view_interessenbekundung"):
        raise PermissionDenied("Interessenbekundungen sehen Koordination, Fachberatung und Revision.")
    return Interessenbekundung.objects.visible_to(request.user)


def _find(request, pk):
    return get_object_or_404(_rows(request).for_detail(), pk=pk)
