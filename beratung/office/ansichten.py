"""Filters of the queue that a person keeps: save, pin, delete."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from servicestelle.base.access import office_only
from servicestelle.base.choices import Refusal
from servicestelle.base.einmal import accept_once

from .. import permissions, services
from ..filters import QUERY_AT_MOST, AnfrageFilter, Wahl
from ..forms.ansichten import AnsichtForm
from ..models import Anfrage, Ansicht


@office_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ansichten(request):
    """The own filters, and the form that keeps the choice in the address as another one."""
    _ask(request)
    if request.method != "POST":
        return _show(request, _filter(request, request.GET))
    form = AnsichtForm(request.POST)
    found = _filter(request, QueryDict(request.POST.get("abfrage", "")[:QUERY_AT_MOST]))
    if not form.is_valid():
        return _show(request, found, form=form, code=422)
    fields = {"abfrage": found.abfrage, "angeheftet": form.cleaned_data["angeheftet"]}
    name = form.cleaned_data["name"]
    try:
        accept_once(
            form.cleaned_data["nummer"],
            form="ansicht",
            content=[request.user.pk, name, fields],
            write=lambda: {"ansicht": services.save_ansicht(name, actor=request.user, **fields).pk},
        )
    except Refusal as refusal:
        return _show(request, found, form=form, refusal=refusal, code=409)
    messages.success(request, f"Die Ansicht „{name}“ ist gespeichert.")
    return redirect("buero_ansichten")


@office_only
@require_POST
def anheften(request, pk):
    pinned = request.POST.get("stand") == "an"
    return _act(
        request,
        pk,
        lambda row: services.pin_ansicht(row, pinned=pinned, actor=request.user),
        "steht jetzt auf der Übersicht" if pinned else "steht nicht mehr auf der Übersicht",
    )


@office_only
@require_POST
def loeschen(request, pk):
    return _act(request, pk, lambda row: services.delete_ansicht(row, actor=request.user), "ist gelöscht")


def _act(request, pk, service, done):
    _ask(request)
    row = get_object_or_404(Ansicht.objects.visible_to(request.user), pk=pk)
    try:
        service(row)
    except Refusal as refusal:
        return _show(request, _filter(request, {}), refusal=refusal, code=409)
    messages.success(request, f"Die Ansicht „{row.name}“ {done}.")
    return redirect("buero_ansichten")


def _show(request, found, *, form=None, refusal=None, code=200):
    rows = list(Ansicht.objects.visible_to(request.user))
    shared = {"rows": Anfrage.objects.none(), "person": request.user, "wahl": found.wahl}
    context = {
        "filter": found,
        "form": form or AnsichtForm(initial={"abfrage": found.query}),
        "ansichten": [(row, AnfrageFilter(row.abfrage, **shared)) for row in rows],
        "hinweise": found.notes,
        "weigerung": refusal,
    }
    return render(request, "beratung/buero/ansichten.html", context, status=code)


def _filter(request, values):
    return AnfrageFilter(values, Anfrage.objects.none(), person=request.user, wahl=Wahl())


def _ask(request):
    if not permissions.can_read_anfragen(request.user):
        raise PermissionDenied("Anfragen lesen dürfen Koordination und Fachberatung.")
