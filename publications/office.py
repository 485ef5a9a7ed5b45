"""The composer in the office: chapters in order, preview, setting with progress, findings, publishing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from servicestelle.base import dokumente
from servicestelle.base.access import office_only
from servicestelle.base.choices import NotAllowed, NotNow

from . import documents, permissions, services
from .models import Ausgabe, Publikation


@office_only
def publikationen(request):
    """All publications with their newest edition of any state. Three queries, whatever their number."""
    _see(request)
    rows = Publikation.objects.visible_to(request.user).for_office()
    return render(request, "publications/buero/publikationen.html", {"publikationen": rows})


@office_only
@never_cache
def publikation(request, pk):
    return _show(request, _find(request, pk))


@office_only
def vorschau(request, pk):
    """What the next edition would hold, as HTML from a fresh snapshot; nothing is written."""
    publikation = _find(request, pk)
    snapshot = documents.snapshot_publikation(publikation, nummer=services.next_number(publikation))
    return render(request, "publications/buero/vorschau.html", {"publikation": publikation, "d": snapshot})


@office_only
@require_POST
def setzen(request, pk):
    publikation = _find(request, pk)
    return _act(
        request, publikation, lambda: services.order_edition(publikation, actor=request.user), "„{}“ wird gesetzt."
    )


@office_only
@require_POST
def veroeffentlichen(request, pk, nummer):
    publikation, ausgabe = _edition(request, pk, nummer)
    return _act(
        request,
        publikation,
        lambda: services.publish_edition(ausgabe, actor=request.user),
        "„{}“ ist jetzt öffentlich.",
    )


@office_only
@require_POST
def zurueckziehen(request, pk, nummer):
    publikation, ausgabe = _edition(request, pk, nummer)
    return _act(
        request,
        publikation,
        lambda: services.withdraw_edition(ausgabe, actor=request.user),
        "„{}“ ist zurückgezogen und nicht mehr abrufbar.",
    )


@office_only
def pdf(request, pk, nummer):
    """The file of any edition, also one with findings, for those who make it."""
    ausgabe = _edition(request, pk, nummer)[1]
    if ausgabe.dokument is None:
        return _show(request, ausgabe.publikation, refusal=f"Von „{ausgabe}“ gibt es noch kein PDF.", status=404)
    return dokumente.serve(request, ausgabe.dokument)


def _act(request, publikation, service, done):
    """Call the service; a refusal shows the page with the reason (403, 409)."""
    try:
        ausgabe = service()
    except NotAllowed as refusal:
        return _show(request, publikation, refusal=refusal, status=403)
    except NotNow as refusal:
        return _show(request, publikation, refusal=refusal, status=409)
    messages.success(request, done.format(ausgabe))
    return redirect("buero_publikation", publikation.pk)


def _show(request, publikation, *, refusal=None, status=200):
    editions = list(publikation.ausgaben.for_office())
    person = request.user
    context = {
        "publikation": publikation,
        "kapitel": publikation.kapitel.select_related("standort__jugendamt"),
        "ausgaben": [
            {
                "ausgabe": row,
                "darf_veroeffentlichen": permissions.can_publish_edition(person, row),
                "darf_zurueckziehen": permissions.can_withdraw_edition(person, row),
            }
            for row in editions
        ],
        "laeuft": any(row.auftrag and row.auftrag.is_open for row in editions),
        "darf_setzen": permissions.can_make_editions(person),
        "weigerung": refusal,
    }
    return render(request, "publications/buero/publikation.html", context, status=status)


def _see(request):
    if not permissions.can_see_composer(request.user):
        raise PermissionDenied


def _find(request, pk):
    _see(request)
    return get_object_or_404(Publikation.objects.visible_to(request.user), pk=pk)


def _edition(request, pk, nummer):
    publikation = _find(request, pk)
    editions = Ausgabe.objects.visible_to(request.user).select_related("dokument", "publikation")
    return publikation, get_object_or_404(editions, publikation=publikation, nummer=nummer)
