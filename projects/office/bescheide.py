"""Documents in the office: what waits for whom, one document with its delivery, one that waits for its signature."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from servicestelle.base import dokumente, protokoll
from servicestelle.base.access import office_only
from servicestelle.base.http import code_of
from servicestelle.base.ui.listing import PER_PAGE, choice_of
from servicestelle.base.ui.paging import paginate

from .. import permissions, services
from ..choices import Foerderstatus
from ..documents.bescheide import snapshot_bescheid
from ..forms.bescheide import ZurueckgebenForm, ZustellungForm
from ..forms.felder import KnopfForm
from ..mein.bescheide import serve_bescheid
from ..models import Aenderungsantrag, Bescheid, Bescheidentwurf, Foerderung
from ..reports.bescheide import obstacles_to
from ..steps import sent_before, take_once

LAGEN = {
    "zeichnen": "Zu zeichnen",
    "antraege": "Änderungsanträge",
    "entwuerfe": "Entwürfe",
    "zustellen": "Zuzustellen",
    "alle": "Alle Bescheide",
}
HISTORY = 100


@office_only
@never_cache
def bescheide(request):
    """What waits, by what is to do; as many queries for one row as for many."""
    must_see(request)
    lage, note = choice_of(request, "lage", LAGEN)
    lage = lage or "zeichnen"
    page, page_note = paginate(_rows(request.user, lage), request.GET.get("seite"), per_page=PER_PAGE)
    context = {
        "page": page,
        "lage": lage,
        "lagen": LAGEN.items(),
        "hinweise": [text for text in (note, page_note) if text],
    }
    return render(request, "projects/buero/bescheide.html", context)


def _rows(person, lage):
    if lage == "zeichnen":
        return Bescheidentwurf.objects.visible_to(person).for_list()
    if lage == "antraege":
        return Aenderungsantrag.objects.visible_to(person).to_decide().for_list().order_by("eingereicht_am", "pk")
    if lage == "entwuerfe":
        rows = Foerderung.objects.visible_to(person).filter(status=Foerderstatus.ENTWURF)
        return rows.for_detail().order_by("created_at", "pk")
    rows = Bescheid.objects.visible_to(person).for_list()
    return rows.undelivered() if lage == "zustellen" else rows


def figures_of(person):
    """For the first screen: (address, label, how many) of what `person` can do something about; empty for all others."""
    here, found = reverse("buero_bescheide"), []
    if permissions.can_sign_bescheide(person):
        waiting = Bescheidentwurf.objects.visible_to(person).exclude(vorbereitet_von=person).count()
        found.append((f"{here}?lage=zeichnen", "Bescheide zu zeichnen", waiting))
    if permissions.can_prepare_bescheide(person):
        asked = Aenderungsantrag.objects.visible_to(person).to_decide().filter(bescheidentwurf__isnull=True).count()
        found.append((f"{here}?lage=antraege", "Änderungen zu entscheiden", asked))
    return found


@office_only
@never_cache
def bescheid(request, pk):
    return _show(request, _find(request, pk))


@office_only
def pdf(request, pk):
    return serve_bescheid(request, _find(request, pk))


DONE = {
    "zustellung": (services.deliver_bescheid, ZustellungForm, "Die Zustellung ist eingetragen."),
    "rechtsbehelf": (
        services.note_rechtsbehelf,
        KnopfForm,
        "Der Rechtsbehelf ist eingetragen. Bis er erledigt ist, wird nichts bestandskräftig.",
    ),
    "erledigt": (services.settle_rechtsbehelf, KnopfForm, "Der Rechtsbehelf ist erledigt."),
}


@office_only
@require_POST
def schritt(request, pk, name):
    """Note a delivery, an appeal or its end, once."""
    row, (service, form_class, done) = _find(request, pk), DONE[name]
    form = form_class(request.POST)
    if not form.is_valid():
        return _show(request, row, code=422, form=form)
    _, refusal = take_once(request, form, step=name, row=row, service=service)
    if refusal:
        return _show(request, _find(request, pk), refusal=refusal, code=code_of(refusal), form=form)
    messages.success(request, done)
    return redirect("buero_bescheid", pk)


def _show(request, row, *, refusal=None, code=200, form=None):
    may = permissions.can_prepare_bescheide(request.user)
    context = {
        "bescheid": row,
        "foerderung": row.foerderung,
        "dokument": dokumente.newest_checked(row.dokument_key),
        "spaeter": Bescheid.objects.replaced_by(row),
        "verlauf": protokoll.entries_of(row)[:HISTORY],
        "zustellung": form if isinstance(form, ZustellungForm) else ZustellungForm(),
        "knopf": KnopfForm(),
        "darf_zustellen": may and not row.is_final,
        "darf_rechtsbehelf": may and not (row.is_contract or row.is_final or row.is_disputed),
        "darf_erledigen": may and row.is_disputed,
        "fehler": form.non_field_errors() if form is not None and not isinstance(form, ZustellungForm) else [],
        "weigerung": refusal,
    }
    return render(request, "projects/buero/bescheid.html", context, status=code)


@office_only
@never_cache
def zeichnung(request, pk):
    """What waits for its signature, as it will read."""
    entwurf = _drafts(request).filter(pk=pk).first()
    return _show_draft(request, entwurf) if entwurf else _lead_back(request, pk)


@office_only
@require_POST
def zeichnen(request, pk):
    form = KnopfForm(request.POST)
    entwurf, signed = _draft_or_result(request, pk, form)
    if signed:
        return redirect("buero_bescheid", signed)
    if entwurf is None:
        return _lead_back(request, pk)
    if not form.is_valid():
        return _show_draft(request, entwurf, code=422, form=form)
    number, refusal = take_once(request, form, step="zeichnen", row=entwurf, service=services.sign_bescheid)
    if refusal:
        return _show_draft(request, entwurf, refusal=refusal, code=code_of(refusal))
    messages.success(request, "Gezeichnet. Das Jugendamt bekommt eine Mail; das PDF wird jetzt gesetzt.")
    return redirect("buero_bescheid", number)


@office_only
@require_POST
def zurueckgeben(request, pk):
    form = ZurueckgebenForm(request.POST)
    entwurf, given_back = _draft_or_result(request, pk, form)
    if given_back:
        return redirect("buero_foerderung_bescheide", given_back)
    if entwurf is None:
        return _lead_back(request, pk)
    if not form.is_valid():
        return _show_draft(request, entwurf, code=422, form=form)
    grant, refusal = take_once(request, form, step="zurueckgeben", row=entwurf, service=services.give_back_bescheid)
    if refusal:
        return _show_draft(request, entwurf, refusal=refusal, code=code_of(refusal), form=form)
    messages.success(request, "Zurückgegeben. Wer vorbereitet hat, bekommt eine Mail.")
    return redirect("buero_foerderung_bescheide", grant)


def _show_draft(request, entwurf, *, refusal=None, code=200, form=None):
    person, obstacles = request.user, obstacles_to(entwurf)
    context = {
        "entwurf": entwurf,
        "foerderung": entwurf.foerderung,
        "hindernisse": obstacles,
        "brief": None if obstacles else snapshot_bescheid(entwurf),
        "darf_zeichnen": permissions.can_sign_bescheid(person, entwurf) and not obstacles,
        "selbst": entwurf.vorbereitet_von_id == person.pk,
        "darf_zurueckgeben": permissions.can_sign_bescheide(person),
        "knopf": KnopfForm(),
        "zurueckgeben": form if isinstance(form, ZurueckgebenForm) else ZurueckgebenForm(),
        "fehler": form.non_field_errors() if type(form) is KnopfForm else [],
        "weigerung": refusal,
    }
    return render(request, "projects/buero/zeichnung.html", context, status=code)


def must_see(request):
    if not request.user.has_perm("projects.view_bescheid"):
        raise PermissionDenied("Bescheide sehen Koordination, Zahlstelle und Revision.")


def _find(request, pk):
    must_see(request)
    return get_object_or_404(Bescheid.objects.visible_to(request.user).for_list(), pk=pk)


def _drafts(request):
    if not request.user.has_perm("projects.view_bescheidentwurf"):
        raise PermissionDenied("Was zur Zeichnung liegt, sehen Koordination und Revision.")
    rows = Bescheidentwurf.objects.visible_to(request.user).for_list()
    return rows.select_related(
        "anhoerung", "antrag__von_posten", "antrag__nach_posten", "foerderung__foerderzeitraum__foerderer"
    )


def _draft_or_result(request, pk, form):
    """What waits, or the number of what this showing of the form made of it before; neither when somebody was quicker."""
    entwurf = _drafts(request).filter(pk=pk).first()
    return entwurf, sent_before(form) if entwurf is None else None


def _lead_back(request, pk):
    """To the queue with a word on what is signed or given back already; 404 for what never was."""
    if not protokoll.entries_of(Bescheidentwurf(pk=pk)).exists():
        raise Http404
    messages.warning(request, services.NO_LONGER_WAITS)
    return redirect("buero_bescheide")
