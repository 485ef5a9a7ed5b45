"""Who is away, who stands in, and handing the open requests over."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from servicestelle.base.access import office_only
from servicestelle.base.choices import Refusal
from servicestelle.base.einmal import accept_once
from servicestelle.base.http import code_of

from .. import permissions, reports, services
from ..forms.abwesenheiten import AbwesenheitForm
from ..models import Abwesenheit


@office_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def abwesenheiten(request):
    """Those that are not over, and the form for a new one."""
    _only_advisers(request)
    form = _form(request.user, request.POST or None)
    if request.method != "POST":
        return _show(request, form)
    if not form.is_valid():
        return _show(request, form, code=422)
    try:
        _note_once(request, form)
    except Refusal as refusal:
        return _show(request, form, refusal=refusal, code=code_of(refusal))
    messages.success(request, "Die Abwesenheit ist eingetragen.")
    return redirect("buero_abwesenheiten")


@office_only
@require_POST
def entfernen(request, pk):
    row = _find(request, pk)
    return _act(request, lambda: services.remove_absence(row, actor=request.user), "Die Abwesenheit ist entfernt.")


@office_only
@require_POST
def uebergeben(request, pk):
    """All open requests of the absent person go to her deputy."""
    row = _find(request, pk)
    done = f"Offene Anfragen von {row.user} liegen jetzt bei {row.vertretung}."
    return _act(request, lambda: services.hand_over_cases(row, actor=request.user), done)


def _act(request, service, done):
    try:
        service()
    except Refusal as refusal:
        return _show(request, _form(request.user), refusal=refusal, code=code_of(refusal))
    messages.success(request, done)
    return redirect("buero_abwesenheiten")


def _note_once(request, form):
    fields = {name: form.cleaned_data[name] for name in ("von", "bis", "vertretung")}
    person = form.cleaned_data["user"]
    accept_once(
        form.cleaned_data["nummer"],
        form="abwesenheit",
        content=fields | {"user": person.pk, "vertretung": fields["vertretung"].pk, "konto": request.user.pk},
        write=lambda: {"abwesenheit": services.note_absence(person, **fields, actor=request.user).pk},
    )


def _form(person, data=None):
    advisers = reports.advisers()
    everybody = person.has_perm("beratung.assign_anfrage")
    return AbwesenheitForm(data, people=advisers if everybody else advisers.filter(pk=person.pk), deputies=advisers)


def _show(request, form, *, refusal=None, code=200):
    rows = Abwesenheit.objects.not_over().with_cases().select_related("user", "vertretung")
    zeilen = [
        {
            "abwesenheit": row,
            "darf": permissions.can_note_absence(request.user, row.user),
            "darf_uebergeben": row.offene and row.vertretung and permissions.can_hand_over(request.user, row),
        }
        for row in rows
    ]
    context = {"form": form, "zeilen": zeilen, "weigerung": refusal}
    return render(request, "beratung/buero/abwesenheiten.html", context, status=code)


def _find(request, pk):
    _only_advisers(request)
    return get_object_or_404(Abwesenheit.objects.not_over().select_related("user", "vertretung"), pk=pk)


def _only_advisers(request):
    if not permissions.can_advise(request.user):
        raise PermissionDenied("Abwesenheiten sehen Koordination und Fachberatung.")
