"""What self-service and office share: inviting, withdrawing, ending access, with the refusal on the same page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from jugendaemter.models import Einladung, Mitgliedschaft
from jugendaemter.permissions import can_manage_people
from jugendaemter.services import end_membership, invite_person, withdraw_invitation
from jugendaemter.services.menschen import is_last_release
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.einmal import AlreadySent, accept_once
from servicestelle.base.http import code_of

HOME = {"mein": "kolleginnen", "buero": "buero_menschen"}
FIELDS = ("email", "name", "rolle", "gueltig_bis")
LABELS = {"mein": "Kolleg:innen", "buero": "Menschen"}


def invite_once(request, form, jugendamt):
    """Send the invitation of a valid form, once; False when it was refused, and the form says why."""
    fields = {name: form.cleaned_data[name] for name in FIELDS}
    try:
        accept_once(
            form.cleaned_data["nummer"],
            form="einladung",
            content=[jugendamt.pk, request.user.pk, fields],
            write=lambda: {"einladung": invite_person(jugendamt, actor=request.user, **fields).pk},
        )
    except (NotNow, AlreadySent) as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Die Einladung an {fields['email']} ist unterwegs. Der Link gilt sieben Tage.")
    return True


@require_POST
def zurueckziehen(request, pk, door):
    einladung = get_object_or_404(Einladung.objects.visible_to(request.user).select_related("jugendamt"), pk=pk)
    try:
        withdraw_invitation(einladung, actor=request.user)
        messages.success(request, f"Die Einladung an {einladung.email} ist zurückgezogen. Ihr Link gilt nicht mehr.")
    except NotNow as refusal:
        messages.error(request, str(refusal))
    return redirect(HOME[door])


@require_http_methods(["GET", "HEAD", "POST"])
def beenden(request, pk, door):
    """Ask before, with what follows; then the person is out with the next request."""
    rows = Mitgliedschaft.objects.visible_to(request.user).not_over().select_related("user", "jugendamt")
    row = get_object_or_404(rows, pk=pk)
    if not can_manage_people(request.user, row.jugendamt):
        return _show(
            request, row, door, refusal="Zugänge beendet in Ihrem Jugendamt, wer die Freigabe hat.", status=403
        )
    if request.method != "POST":
        return _show(request, row, door)
    try:
        end_membership(row, actor=request.user)
    except (NotAllowed, NotNow) as refusal:
        return _show(request, row, door, refusal=refusal, status=code_of(refusal))
    messages.success(request, f"{row.user} hat keinen Zugang mehr für {row.jugendamt}.")
    return redirect(HOME[door])


def _show(request, row, door, refusal=None, status=200):
    context = {
        "zugang": row,
        "weigerung": refusal,
        "letzte": is_last_release(row),
        "zurueck": HOME[door],
        "zurueck_name": LABELS[door],
        "selbst": row.user_id == request.user.pk,
    }
    return render(request, "menschen/beenden.html", context, status=status)
