"""The composer in the office: chapters in order, preview, setting with progress, findings, publishing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from servicestelle.base import dokumente
from servicestelle.base.access import office_only
from servicestelle.base.choices import NotAllowed, NotNow, Pruefpunkt
from servicestelle.base.http import code_of

from . import documents, permissions, services
from .choices import Ausgabestatus
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
@require_http_methods(["GET", "HEAD", "POST"])
def zurueckziehen(request, pk, nummer):
    """Ask first: the page says what the public will see then, and that there is no way back."""
    publikation, ausgabe = _edition(request, pk, nummer)
    if request.method == "POST":
        return _act(
            request,
            publikation,
            lambda: services.withdraw_edition(ausgabe, actor=request.user),
            "„{}“ ist zurückgezogen und nicht mehr abrufbar. Der Weg zurück ist die nächste Ausgabe: „PDF setzen“.",
        )
    try:
        services.check_withdrawal(ausgabe, actor=request.user)
    except (NotAllowed, NotNow) as refusal:
        return _refuse(request, publikation, refusal)
    context = {
        "publikation": publikation,
        "ausgabe": ausgabe,
        "frage": f"{ausgabe.nummer}. Ausgabe zurückziehen?",
        "folgen": _consequences(publikation, ausgabe),
    }
    return render(request, "publications/buero/zurueckziehen.html", context)


def _consequences(publikation, ausgabe):
    """What happens when `ausgabe` is withdrawn, in sentences."""
    address = reverse("publikation_pdf", args=[publikation.slug])
    other = publikation.ausgaben.published().exclude(pk=ausgabe.pk).order_by("-nummer").first()
    if not publikation.is_published:
        yield "Die Publikation selbst ist nicht öffentlich: Für Besucherinnen und Besucher ändert sich nichts."
    elif other and other.nummer > ausgabe.nummer:
        yield f"Die Seite der Publikation und {address} zeigen weiter die {other.nummer}. Ausgabe, die neueste."
    elif other:
        yield f"Die Seite der Publikation und {address} zeigen dann wieder die {other.nummer}. Ausgabe."
    else:
        yield "Eine andere Ausgabe gibt es nicht: Die Seite der Publikation bleibt, aber ohne Lesefassung und PDF."
        yield f"Wer {address} aufruft, liest: „Diese Seite gibt es nicht“ (404)."
    own = reverse("ausgabe", args=[publikation.slug, ausgabe.nummer])
    yield f"Auch {own} gibt es dann nicht mehr. Verweise und Zitate dorthin laufen ins Leere."
    yield (
        "Das lässt sich nicht rückgängig machen. Der Weg zurück ist die nächste Ausgabe: PDF setzen, prüfen lassen, "
        "veröffentlichen."
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
    except (NotAllowed, NotNow) as refusal:
        return _refuse(request, publikation, refusal)
    messages.success(request, done.format(ausgabe))
    return redirect("buero_publikation", publikation.pk)


def _refuse(request, publikation, refusal):
    return _show(request, publikation, refusal=refusal, status=code_of(refusal))


def _show(request, publikation, *, refusal=None, status=200):
    editions = list(publikation.ausgaben.for_office())
    newest = next((row for row in editions if row.status == Ausgabestatus.VEROEFFENTLICHT), None)
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
        "laeuft": next((row for row in editions if row.auftrag and row.auftrag.is_open), None),
        "neueste": newest,
        "seither": services.changes_since(newest) if newest else "",
        "pruefpunkte": Pruefpunkt.labels,
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
