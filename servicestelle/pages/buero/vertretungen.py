"""Who stands in for the Zahlstelle: what is entered, the form for those who manage access, ending it early."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from servicestelle.base.choices import Refusal
from servicestelle.base.einmal import accept_once
from servicestelle.base.http import code_of
from servicestelle.base.models import Vertretung
from servicestelle.base.permissions import can_appoint_deputies
from servicestelle.base.vertretungen import NOT_YOURS, appoint_deputy, end_deputyship, possible_deputies

from ..menschen.forms import VertretungForm
from .menschen import managers_only, overseers_only

PAST = 20


@overseers_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vertretungen(request):
    """Those of today and to come, the latest that are over, and the form for a new one."""
    may = can_appoint_deputies(request.user)
    if request.method != "POST":
        return _show(request, _form(request) if may else None)
    if not may:
        raise PermissionDenied(NOT_YOURS)
    form = _form(request, request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        _appoint_once(request, form)
    except Refusal as refusal:
        return _show(request, form, refusal, status=code_of(refusal))
    messages.success(request, f"Die Vertretung ist eingetragen. {form.cleaned_data['person']} bekommt eine Mail.")
    return redirect("buero_vertretungen")


@managers_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def beenden(request, pk):
    """Ask before, with what follows; then the rights are gone with the deputy's next request."""
    row = get_object_or_404(Vertretung.objects.visible_to(request.user).for_list(), pk=pk)
    if request.method != "POST":
        return _ask(request, row)
    try:
        end_deputyship(row, actor=request.user)
    except Refusal as refusal:
        return _ask(request, row, refusal, status=code_of(refusal))
    messages.success(request, f"{row.person} vertritt die {row.get_rolle_display()} nicht mehr.")
    return redirect("buero_vertretungen")


def _form(request, data=None):
    return VertretungForm(data, people=possible_deputies(request.user))


def _appoint_once(request, form):
    person, days = form.cleaned_data["person"], {name: form.cleaned_data[name] for name in ("von", "bis")}
    accept_once(
        form.cleaned_data["nummer"],
        form="vertretung",
        content=[request.user.pk, person.pk, days],
        write=lambda: {"vertretung": appoint_deputy(person, **days, actor=request.user).pk},
    )


def _show(request, form, refusal=None, status=200):
    rows = Vertretung.objects.visible_to(request.user).for_list()
    context = {
        "vertretungen": rows.coming(),
        "fruehere": rows.past().order_by("-bis", "-pk")[:PAST],
        "form": form,
        "weigerung": refusal,
    }
    return render(request, "buero/vertretungen.html", context, status=status)


def _ask(request, row, refusal=None, status=200):
    return render(request, "buero/vertretung_beenden.html", {"vertretung": row, "weigerung": refusal}, status=status)
