"""What the office prepares for a grant: its draft, its award, changes, answers to requests, hearings and what follows."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from servicestelle.base import protokoll
from servicestelle.base.access import office_only
from servicestelle.base.http import code_of

from .. import permissions, services
from ..choices import Bescheidart, Foerderstatus
from ..forms.bescheide import AnhoerungForm, EntscheidenForm, FoerderungForm, SummeForm
from ..forms.felder import BegruendungForm, KnopfForm
from ..models import Aenderungsantrag, Anhoerung, Bescheid, Bescheidentwurf, Foerderung
from ..reports.aufrufe import bekundung_behind
from ..reports.bescheide import obstacles_to
from ..reports.geld import money_of
from ..steps import status_of, take_once
from .bescheide import must_see

HISTORY = 100


@office_only
@never_cache
def foerderung(request, pk):
    """Documents of one grant and the next step."""
    return _show(request, find_grant(request, pk))


@office_only
@require_POST
def zur_zeichnung(request, pk):
    grant, form = find_grant(request, pk), KnopfForm(request.POST)
    if not form.is_valid():
        return _show(request, grant, code=422, fehler=form.non_field_errors())
    number, refusal = take_once(request, form, step="zur_zeichnung", row=grant, service=services.prepare_bewilligung)
    if refusal:
        return _show(request, find_grant(request, pk), refusal=refusal, code=code_of(refusal))
    return _prepared(request, number)


def _prepared(request, number):
    messages.success(request, "Vorbereitet. Jetzt zeichnet eine zweite Person.")
    return redirect("buero_zeichnung", number)


def _show(request, grant, *, refusal=None, code=200, fehler=()):
    person = request.user
    may, is_draft = permissions.can_prepare_bescheide(person), grant.status == Foerderstatus.ENTWURF
    entwurf = (
        Bescheidentwurf.objects.visible_to(person).filter(foerderung=grant).select_related("vorbereitet_von").first()
    )
    context = {
        "foerderung": grant,
        "posten": grant.budgetposten.all(),
        "entwurf": entwurf,
        "hindernisse": obstacles_to(Bescheidentwurf(foerderung=grant, art=Bescheidart.BEWILLIGUNG)) if is_draft else [],
        "bescheide": Bescheid.objects.visible_to(person).filter(foerderung=grant).for_list(),
        "antraege": Aenderungsantrag.objects.visible_to(person).filter(foerderung=grant).for_list(),
        "bekundung": bekundung_behind(grant, person),
        "anhoerungen": Anhoerung.objects.visible_to(person).filter(foerderung=grant),
        "darf_bearbeiten": may and is_draft,
        "darf_aendern": may and grant.is_open and entwurf is None,
        "verlauf": protokoll.entries_of(grant)[:HISTORY],
        "knopf": KnopfForm(),
        "fehler": fehler,
        "weigerung": refusal,
    }
    return render(request, "projects/buero/foerderung_bescheide.html", context, status=code)


@office_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bearbeiten(request, pk):
    """The draft of a grant."""
    grant = _find_to_prepare(request, pk)
    form = FoerderungForm(request.POST or None, grant=grant)
    texts = {
        "titel": "Entwurf bearbeiten",
        "knopf": "Entwurf speichern",
        "hinweis": "Ein Posten, bei dem alle Beträge leer sind, entfällt.",
    }
    return _fill(request, grant, form, services.edit_foerderung, texts)


@office_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def summe(request, pk):
    """A change of the sum, prepared for a second person."""
    grant = _find_to_prepare(request, pk)
    form = SummeForm(request.POST or None, zeilen=grant.budgetposten.all())
    texts = {
        "titel": "Fördersumme ändern",
        "knopf": "Zur Zeichnung geben",
        "hinweis": "Die Fördersumme ist danach die Summe der Posten. Unter das, was abgerufen ist, geht sie nicht.",
    }
    return _fill(request, grant, form, services.prepare_aenderung, texts, then=_prepared)


@office_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def anhoeren(request, pk):
    """Ask the Jugendamt before its grant is revoked."""
    grant, form = _find_to_prepare(request, pk), AnhoerungForm(request.POST or None)
    texts = {
        "titel": "Anhörung beginnen",
        "knopf": "Anhörung senden",
        "hinweis": "Noch ändert sich nichts. Aufheben können Sie die Förderung, wenn das Jugendamt geantwortet hat oder die Frist vorbei ist.",
    }
    return _fill(request, grant, form, services.start_anhoerung, texts, then=_asked)


def _asked(request, number):
    messages.success(request, "Die Anhörung ist beim Jugendamt.")
    return redirect("buero_anhoerung", number)


def _saved(request, number):
    messages.success(request, "Der Entwurf ist gespeichert.")
    return redirect("buero_foerderung_bescheide", number)


def _fill(request, grant, form, service, texts, then=_saved):
    """Show a form, or what is wrong with it, with all that was typed; else go on."""
    refusal = None
    if request.method == "POST" and form.is_valid():
        number, refusal = take_once(request, form, step=service.__name__, row=grant, service=service)
        if refusal is None:
            return then(request, number)
    context = {"foerderung": grant, "stand": money_of(grant), "form": form, "weigerung": refusal, **texts}
    return render(request, "projects/buero/vorbereiten.html", context, status=status_of(form, refusal))


@office_only
@never_cache
def aenderung(request, pk):
    """What a Jugendamt asks to change, with the numbers beside the buttons."""
    return _show_antrag(request, _find_antrag(request, pk))


@office_only
@require_POST
def entscheiden(request, pk):
    antrag, form = _find_antrag(request, pk), EntscheidenForm(request.POST)
    if not form.is_valid():
        return _show_antrag(request, antrag, form=form)
    number, refusal = take_once(request, form, step="entscheiden", row=antrag, service=services.prepare_answer)
    if refusal:
        return _show_antrag(request, _find_antrag(request, pk), form=form, refusal=refusal)
    return _prepared(request, number)


def _show_antrag(request, antrag, *, form=None, refusal=None):
    entwurf = Bescheidentwurf.objects.visible_to(request.user).filter(antrag=antrag).first()
    may = permissions.can_prepare_bescheide(request.user) and antrag.is_with_office and entwurf is None
    proposal = Bescheidentwurf(foerderung=antrag.foerderung, art=Bescheidart.AENDERUNG, antrag=antrag)
    context = {
        "antrag": antrag,
        "foerderung": antrag.foerderung,
        "stand": money_of(antrag.foerderung),
        "hindernisse": obstacles_to(proposal) if antrag.is_with_office else [],
        "entwurf": entwurf,
        "form": form or (EntscheidenForm() if may else None),
        "weigerung": refusal,
    }
    return render(request, "projects/buero/aenderung.html", context, status=status_of(form, refusal))


@office_only
@never_cache
def anhoerung(request, pk):
    """One hearing, its answer, and what may follow."""
    return _show_anhoerung(request, _find_anhoerung(request, pk))


@office_only
@require_POST
def aufheben(request, pk):
    row, form = _find_anhoerung(request, pk), BegruendungForm(request.POST)
    if not form.is_valid():
        return _show_anhoerung(request, row, form=form)
    number, refusal = take_once(request, form, step="aufheben", row=row, service=services.prepare_aufhebung)
    if refusal:
        return _show_anhoerung(request, _find_anhoerung(request, pk), form=form, refusal=refusal)
    return _prepared(request, number)


@office_only
@require_POST
def einstellen(request, pk):
    row, form = _find_anhoerung(request, pk), KnopfForm(request.POST)
    if not form.is_valid():
        return _show_anhoerung(request, row, knopf=form)
    _, refusal = take_once(request, form, step="einstellen", row=row, service=services.drop_anhoerung)
    if refusal:
        return _show_anhoerung(request, _find_anhoerung(request, pk), refusal=refusal)
    messages.success(request, "Die Anhörung ist beendet. Die Förderung bleibt, wie sie ist.")
    return redirect("buero_anhoerung", pk)


def _show_anhoerung(request, row, *, form=None, knopf=None, refusal=None):
    proposal = Bescheidentwurf(foerderung=row.foerderung, art=row.art, anhoerung=row)
    open_row = row.beendet_am is None
    entwurf = Bescheidentwurf.objects.visible_to(request.user).filter(anhoerung=row).first()
    may = permissions.can_prepare_bescheide(request.user) and open_row and entwurf is None
    context = {
        "anhoerung": row,
        "foerderung": row.foerderung,
        "entwurf": entwurf,
        "hindernisse": obstacles_to(proposal) if may else [],
        "form": form or BegruendungForm(),
        "knopf": KnopfForm(),
        "darf": may,
        "fehler": knopf.non_field_errors() if knopf else [],
        "weigerung": refusal,
    }
    return render(request, "projects/buero/anhoerung.html", context, status=status_of(form or knopf, refusal))


def find_grant(request, pk):
    must_see(request)
    rows = Foerderung.objects.visible_to(request.user).for_detail().select_related("foerderzeitraum__foerderer")
    return get_object_or_404(rows, pk=pk)


def _find_to_prepare(request, pk):
    if not permissions.can_prepare_bescheide(request.user):
        raise PermissionDenied(services.MAY_NOT_PREPARE)
    return find_grant(request, pk)


def _find_antrag(request, pk):
    if not request.user.has_perm("projects.view_aenderungsantrag"):
        raise PermissionDenied("Änderungsanträge sehen Koordination und Revision.")
    rows = Aenderungsantrag.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows.select_related("bescheid", "eingereicht_von"), pk=pk)


def _find_anhoerung(request, pk):
    if not request.user.has_perm("projects.view_anhoerung"):
        raise PermissionDenied("Anhörungen sehen Koordination und Revision.")
    rows = Anhoerung.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("foerderung__jugendamt", "foerderung__foerderzeitraum", "bescheid"), pk=pk
    )
