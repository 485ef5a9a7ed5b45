"""The inbox: messages from people without an account."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from servicestelle.base.access import office_only
from servicestelle.base.choices import NotAllowed, NotNow, Zuschriftart, Zuschriftstatus
from servicestelle.base.models import Zuschrift
from servicestelle.base.ui.listing import PER_PAGE, choice_of
from servicestelle.base.ui.paging import paginate
from servicestelle.base.zuschriften import can_answer_zuschrift, move_zuschrift

STATES = [choice for choice in Zuschriftstatus.choices if choice[0] != Zuschriftstatus.UNBESTAETIGT]


@office_only
def zuschriften(request):
    if not request.user.has_perm("base.view_zuschrift"):
        raise PermissionDenied("Zuschriften lesen dürfen Koordination, Fachberatung und Redaktion.")
    stand, note = choice_of(request, "stand", [value for value, _ in STATES])
    art, art_note = choice_of(request, "art", Zuschriftart.values)
    rows = Zuschrift.objects.visible_to(request.user)
    rows = rows.filter(**{name: value for name, value in (("status", stand), ("art", art)) if value})
    page, page_note = paginate(rows, request.GET.get("seite"), per_page=PER_PAGE)
    context = {
        "page": page,
        "stand": stand,
        "staende": STATES,
        "art": art,
        "arten": Zuschriftart.choices,
        "hinweise": [text for text in (note, art_note, page_note) if text],
    }
    return render(request, "buero/zuschriften.html", context)


@office_only
def zuschrift(request, pk):
    return _show(request, _find(request, pk))


@office_only
@require_POST
def stand_aendern(request, pk):
    """Mark answered or open again; a refusal shows the message with the reason (403, 409)."""
    row = _find(request, pk)
    try:
        move_zuschrift(row, to=request.POST.get("stand", ""), actor=request.user)
    except NotAllowed as refusal:
        return _show(request, row, refusal=refusal, status=403)
    except (NotNow, ValueError) as refusal:
        row.refresh_from_db()
        text = refusal if isinstance(refusal, NotNow) else "Diesen Stand gibt es nicht. Wählen Sie einen der Knöpfe."
        return _show(request, row, refusal=text, status=409)
    messages.success(request, "Der Stand ist geändert.")
    return redirect("buero_zuschrift", pk)


def _find(request, pk):
    return get_object_or_404(Zuschrift.objects.visible_to(request.user).select_related("answered_by"), pk=pk)


def _show(request, row, refusal=None, status=200):
    context = {"zuschrift": row, "weigerung": refusal, "darf": can_answer_zuschrift(request.user, row)}
    return render(request, "buero/zuschrift.html", context, status=status)
