"""Deadlines of all processes in the office: the list, and one deadline with its moves."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jugendaemter.models import Jugendamt
from servicestelle.base.access import office_only
from servicestelle.base.choices import Refusal
from servicestelle.base.einmal import accept_once
from servicestelle.base.fristen import move_frist, moves_of
from servicestelle.base.http import code_of
from servicestelle.base.models import Frist
from servicestelle.base.permissions import can_move_frist
from servicestelle.base.ui.listing import PER_PAGE, choice_of
from servicestelle.base.ui.paging import paginate

from .frist_forms import VerschiebenForm

LAGEN = {
    "meine": "Meine und unvergebene",
    "ueberschritten": "Überschrittene",
    "offen": "Alle offenen",
    "verschoben": "Verschobene",
    "erledigt": "Erledigte",
}


@office_only
@never_cache
def fristen(request):
    """What is due by when, over all processes; four queries, whatever their number."""
    lage, note = choice_of(request, "lage", LAGEN)
    lage = lage or "meine"
    rows = in_lage(_rows(request), lage, request.user).for_list()
    page, page_note = paginate(rows, request.GET.get("seite"), per_page=PER_PAGE)
    context = {
        "page": page,
        "zeilen": with_offices(page.object_list),
        "lage": lage,
        "lagen": LAGEN.items(),
        "hinweise": [text for text in (note, page_note) if text],
    }
    return render(request, "buero/fristen.html", context)


def in_lage(rows, lage, person):
    """The part of the deadlines that `lage` names."""
    return {
        "meine": lambda: rows.concerning(person).open().order_by("due_on", "pk"),
        "ueberschritten": lambda: rows.overdue().order_by("due_on", "pk"),
        "offen": lambda: rows.open().order_by("due_on", "pk"),
        "verschoben": lambda: rows.open().exclude(due_on=F("due_first")).order_by("due_on", "pk"),
        "erledigt": lambda: rows.filter(done_at__isnull=False).order_by("-done_at", "pk"),
    }[lage]()


def with_offices(rows):
    """Each deadline with the name of its Jugendamt, as pairs; one query."""
    rows = list(rows)
    known = {row.scope.removeprefix("ags:") for row in rows}
    names = dict(Jugendamt.objects.filter(pk__in=known).values_list("pk", "name"))
    return [(row, names.get(row.scope.removeprefix("ags:"), "")) for row in rows]


@office_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def frist(request, pk):
    """One deadline with every move of its day, and the form that moves it."""
    row = get_object_or_404(_rows(request), pk=pk)
    if request.method != "POST":
        return _show(request, row)
    form = VerschiebenForm(request.POST, frist=row)
    if not form.is_valid():
        return _show(request, row, form=form, status=422)
    try:
        _move_once(request, row, form.cleaned_data)
    except Refusal as refusal:
        row.refresh_from_db()
        return _show(request, row, form=form, refusal=refusal, status=code_of(refusal))
    messages.success(request, f"Die Frist ist auf den {form.cleaned_data['auf']:%d.%m.%Y} verschoben.")
    return redirect("buero_frist", pk)


def _move_once(request, row, data):
    fields = {"to": data["auf"], "grund": data["grund"], "expected": data["bisher"]}
    accept_once(
        data["nummer"],
        form="frist",
        content=[row.pk, request.user.pk, fields],
        write=lambda: {"frist": move_frist(row, actor=request.user, **fields).pk},
    )


def _show(request, row, *, form=None, refusal=None, status=200):
    [(_, office)] = with_offices([row])
    may = can_move_frist(request.user, row)
    context = {
        "frist": row,
        "amt": office,
        "verlauf": moves_of(row),
        "form": (form or VerschiebenForm(frist=row)) if may else None,
        "weigerung": refusal,
    }
    return render(request, "buero/frist.html", context, status=status)


def _rows(request):
    if not request.user.has_perm("base.view_frist"):
        raise PermissionDenied("Fristen sehen Koordination und Fachberatung.")
    return Frist.objects.visible_to(request.user)
