"""Documents in self-service: read them, confirm receipt, waive or accept, answer a hearing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from servicestelle.base import dokumente
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.http import code_of

from .. import permissions, services
from ..choices import DECLARABLE
from ..forms.aenderungen import AntwortForm
from ..forms.felder import KnopfForm
from ..models import Aenderungsantrag, Anhoerung, Bescheid
from ..steps import status_of, take_once
from .foerderungen import find_grant


@never_cache
def bescheide(request, pk):
    """All documents of the grant, its hearings, and what was asked to change."""
    grant = find_grant(request, pk)
    context = {
        "foerderung": grant,
        "bescheide": Bescheid.objects.of_member(request.user).filter(foerderung=grant).for_list(),
        "antraege": Aenderungsantrag.objects.of_member(request.user).filter(foerderung=grant).for_list(),
        "anhoerungen": Anhoerung.objects.of_member(request.user).filter(foerderung=grant),
    }
    return render(request, "projects/mein/bescheide.html", context)


@never_cache
def bescheid(request, pk, nummer):
    return _show(request, _find(request, pk, nummer))


def pdf(request, pk, nummer):
    """The document, its checksum compared; until it is set, a page that says so (404)."""
    return serve_bescheid(request, _find(request, pk, nummer))


def serve_bescheid(request, row):
    """The PDF of a document the person may see."""
    dokument = dokumente.newest_checked(row.dokument_key)
    if dokument is None:
        return render(request, "projects/bescheide/fehlt.html", {"bescheid": row}, status=404)
    if not dokumente.is_whole(dokument):
        raise Http404("Die Datei dieses Schreibens ist beschädigt.")
    return dokumente.serve(request, dokument)


@require_POST
def empfang(request, pk, nummer):
    row = _find(request, pk, nummer)
    return _step(request, row, services.confirm_receipt, "Der Empfang ist bestätigt.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erklaerung(request, pk, nummer):
    """Ask first: a waiver or an acceptance cannot be taken back."""
    row = _find(request, pk, nummer)
    if request.method == "POST":
        done = "Der Vertrag ist angenommen." if row.is_contract else "Sie haben auf einen Rechtsbehelf verzichtet."
        return _step(request, row, services.declare, done)
    if not _may_declare(request.user, row):
        late = NotNow(f"Zu {row} ist nichts mehr zu erklären.")
        refusal = NotAllowed(services.MAY_NOT_DECLARE) if _open(row) else late
        return _show(request, row, refusal=refusal, code=code_of(refusal))
    hidden = [("nummer", KnopfForm()["nummer"].value())]
    return render(request, "projects/mein/erklaerung.html", {"bescheid": row, "verborgen": hidden})


def _step(request, row, service, done):
    form = KnopfForm(request.POST)
    if not form.is_valid():
        return _show(request, row, code=422, schritt=form)
    _, refusal = take_once(request, form, step=service.__name__, row=row, service=service)
    if refusal:
        return _show(request, _find(request, row.foerderung_id, row.nummer), refusal=refusal, code=code_of(refusal))
    messages.success(request, done)
    return redirect(row)


def _open(row):
    return row.art in DECLARABLE and not row.is_final and not row.is_disputed


def _may_declare(person, row):
    return _open(row) and permissions.can_declare(person, row.foerderung)


def _show(request, row, *, refusal=None, code=200, schritt=None):
    may = permissions.can_declare(request.user, row.foerderung)
    context = {
        "bescheid": row,
        "foerderung": row.foerderung,
        "dokument": dokumente.newest_checked(row.dokument_key),
        "spaeter": Bescheid.objects.replaced_by(row),
        "darf_bestaetigen": may and row.zustellung is None,
        "darf_erklaeren": may and _open(row),
        "braucht_freigabe": not may and (row.zustellung is None or _open(row)),
        "schritt": schritt or KnopfForm(),
        "weigerung": refusal,
    }
    return render(request, "projects/mein/bescheid.html", context, status=code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def anhoerung(request, pk, nummer):
    """What the office asks, and the answer: written once by those who release."""
    rows = Anhoerung.objects.of_member(request.user).select_related("foerderung__jugendamt", "beantwortet_von")
    row = get_object_or_404(rows, foerderung=pk, pk=nummer)
    may, refusal = row.may_be_answered and permissions.can_declare(request.user, row.foerderung), None
    form = AntwortForm(request.POST or None) if may or request.method == "POST" else None
    if request.method == "POST" and form.is_valid():
        _, refusal = take_once(request, form, step="anhoerung_antwort", row=row, service=services.answer_anhoerung)
        if refusal is None:
            messages.success(request, "Ihre Antwort ist bei der Servicestelle.")
            return redirect(row)
    context = {"anhoerung": row, "foerderung": row.foerderung, "form": form, "weigerung": refusal}
    return render(request, "projects/mein/anhoerung.html", context, status=status_of(form, refusal))


def _find(request, pk, nummer):
    rows = Bescheid.objects.of_member(request.user).for_list()
    return get_object_or_404(rows, foerderung=pk, nummer=nummer)
