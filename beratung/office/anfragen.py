"""Requests in the office: the queue, and the page of one case."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from servicestelle.base import protokoll
from servicestelle.base.access import office_only
from servicestelle.base.choices import Refusal
from servicestelle.base.dateien.serving import attach_files, serve_file
from servicestelle.base.einmal import accept_once
from servicestelle.base.fristen import fristen_of
from servicestelle.base.http import code_of
from servicestelle.base.ui.listing import text_in
from servicestelle.base.ui.paging import paginate

from .. import parts, permissions, reports, services, triage
from ..filters import KEYS, QUERY_AT_MOST, AnfrageFilter
from ..forms.anfragen import AntwortForm, NotizForm, SchrittForm, ZuweisenForm
from ..models import Anfrage, Ansicht

PER_PAGE = 25


@office_only
@never_cache
def anfragen(request):
    """The queue: what waits for somebody, what is mine, what is late."""
    found = AnfrageFilter(request.GET, _rows(request).for_list(), person=request.user)
    page, note = paginate(found.rows, request.GET.get("seite"), per_page=PER_PAGE)
    context = {
        "filter": found,
        "page": page,
        "zeilen": _lines(request.user, page.object_list),
        "hinweise": [*found.notes, *([note] if note else [])],
        "ansichten": Ansicht.objects.visible_to(request.user),
        "zuweisen": ZuweisenForm(advisers=reports.advisers()),
        "darf_zuweisen": request.user.has_perm("beratung.assign_anfrage"),
    }
    return render(request, "beratung/buero/anfragen.html", context)


def _lines(person, rows):
    """Each request with its next deadline, whether the person in charge is away, and the proposal `person` may accept."""
    absent = triage.absent_today()
    proposed = triage.propose(rows, absent)
    return [
        {
            "anfrage": row,
            "frist": frist,
            "abwesend": absent.get(row.zustaendig_id),
            "vorschlag": proposed.get(row.pk),
            "darf_annehmen": row.pk in proposed
            and permissions.can_assign_anfrage(person, row, proposed[row.pk].person),
        }
        for row, frist in reports.with_fristen(rows)
    ]


@office_only
@require_POST
def vorschlag(request):
    """Accept what a row of the queue proposed: `FB-2026-0001/12`, request and person as they were shown."""
    nummer, _, shown = request.POST.get("vorschlag", "").partition("/")
    row = get_object_or_404(_rows(request).for_list(), nummer=nummer.replace("\0", ""))
    proposed = triage.propose([row]).get(row.pk)
    if proposed is None or str(proposed.person.pk) != shown:
        messages.error(request, f"Für {row} gilt dieser Vorschlag nicht mehr. Sehen Sie noch einmal nach.")
        return redirect("buero_anfragen")
    done = f"Zuständig für {row} ist {proposed.person}."
    return _act(
        request,
        row,
        lambda: services.assign_anfrage(row, to=proposed.person, actor=request.user),
        done,
        then="buero_anfragen",
    )


@office_only
@require_POST
def zuweisen_viele(request):
    """Assign the ticked requests; what cannot be assigned is named with its reason. Back to the same filter and page."""
    back = _queue_as_it_was(request)
    form = ZuweisenForm(request.POST, advisers=reports.advisers())
    ticked = [nummer.replace("\0", "") for nummer in request.POST.getlist("anfrage")[:PER_PAGE]]
    rows = _rows(request).filter(nummer__in=ticked)
    if not form.is_valid() or not rows:
        messages.error(request, "Wählen Sie mindestens eine Anfrage und eine zuständige Person.")
        return redirect(back)
    done = 0
    for row in rows:
        try:
            services.assign_anfrage(row, to=form.cleaned_data["zustaendig"], actor=request.user)
            done += 1
        except Refusal as refusal:
            messages.error(request, str(refusal))
    if done:
        messages.success(request, f"Zugewiesen an {form.cleaned_data['zustaendig']}: {done}.")
    return redirect(back)


def _queue_as_it_was(request):
    """The address of the queue with the filter and the page the form came from; anything else is left out."""
    values = QueryDict(request.POST.get("abfrage", "")[:QUERY_AT_MOST])
    kept = {key: value for key in (*KEYS, "seite") if (value := text_in(values, key))}
    return reverse("buero_anfragen") + (f"?{urlencode(kept)}" if kept else "")


@office_only
@never_cache
def anfrage(request, nummer):
    return _show(request, _find(request, nummer))


@office_only
@require_POST
def zuweisen(request, nummer):
    row = _find(request, nummer)
    form = ZuweisenForm(request.POST, advisers=reports.advisers())
    if not form.is_valid():
        return _show(request, row, zuweisen=form, code=422)
    to = form.cleaned_data["zustaendig"]
    return _act(request, row, lambda: services.assign_anfrage(row, to=to, actor=request.user), f"Zuständig ist {to}.")


@office_only
@require_POST
def uebernehmen(request, nummer):
    row, me = _find(request, nummer), request.user
    return _act(request, row, lambda: services.assign_anfrage(row, to=me, actor=me), "Sie sind jetzt zuständig.")


@office_only
@require_POST
def stand(request, nummer):
    row = _find(request, nummer)
    form = SchrittForm(request.POST, anfrage=row, steps=services.steps_of(request.user, row))
    if not form.is_valid():
        return _show(request, row, schritt=form, code=422)
    step = {"to": form.cleaned_data["nach"], "reason": form.cleaned_data["grund"], "expected": form.cleaned_data["von"]}
    return _act(
        request,
        row,
        lambda: services.move_anfrage(row, actor=request.user, **step),
        "Der Stand ist geändert.",
        schritt=form,
    )


@office_only
@require_POST
def kontakt(request, nummer):
    row = _find(request, nummer)
    return _act(request, row, lambda: services.note_contact(row, actor=request.user), "Der erste Kontakt ist vermerkt.")


@office_only
@require_POST
def link_erneuern(request, nummer):
    row = _find(request, nummer)
    renew = lambda: services.revoke_link(row, actor=request.user, anew=True)  # noqa: E731
    return _act(request, row, renew, "Der alte Link gilt nicht mehr; ein neuer ist unterwegs.")


@office_only
@require_POST
def nachricht(request, nummer):
    return _write(
        request, nummer, AntwortForm, "nachricht_form", services.write_to_jugendamt, "Die Nachricht ist unterwegs."
    )


@office_only
def datei(request, nummer, pk):
    return serve_file(get_object_or_404(reports.files_of(_find(request, nummer)), pk=pk))


@office_only
@require_POST
def notiz(request, nummer):
    return _write(request, nummer, NotizForm, "notiz_form", services.write_note, "Die Notiz ist gespeichert.")


def _write(request, nummer, form_class, kind, write, done):
    row, form = _find(request, nummer), form_class(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, row, code=422, **{kind: form})
    said = {name: form.cleaned_data[name] for name in ("text", "dateien") if name in form.cleaned_data}
    sent = [[datei.name, datei.sha256] for datei in said.get("dateien", ())]

    def once():
        accept_once(
            form.cleaned_data["nummer"],
            form=kind,
            content=said | {"dateien": sent, "anfrage": row.pk, "konto": request.user.pk},
            write=lambda: {kind: write(row, actor=request.user, **said).pk},
        )

    return _act(request, row, once, done, **{kind: form})


def _act(request, row, service, done, then=None, **forms):
    """Call the service; a refusal shows the page with the reason (403, 409) and all that was typed."""
    try:
        service()
    except Refusal as refusal:
        row.refresh_from_db()
        code = code_of(refusal)
        return _show(request, row, refusal=refusal, code=code, **forms)
    messages.success(request, done)
    return redirect(then) if then else redirect("buero_anfrage", row.nummer)


def _show(request, row, *, refusal=None, code=200, **forms):
    person, steps, thread = request.user, services.steps_of(request.user, row), list(row.nachrichten.for_thread())
    attach_files([row, *thread], address=lambda datei: reverse("buero_anfrage_datei", args=[row.nummer, datei.pk]))
    absent = triage.absent_today()
    proposed = triage.propose([row], absent).get(row.pk)
    context = {
        "anfrage": row,
        "abwesend": absent.get(row.zustaendig_id),
        "vorschlag": proposed,
        "darf_annehmen": proposed and permissions.can_assign_anfrage(person, row, proposed.person),
        "themen": row.themen.all(),
        "nachrichten": thread,
        "notizen": row.notizen.for_thread(),
        "fristen": fristen_of(row).select_related("zustaendig"),
        "verlauf": protokoll.entries_of(row)[:100],
        "fruehere": Anfrage.objects.visible_to(person).filter(jugendamt=row.jugendamt).exclude(pk=row.pk)[:10],
        "nachricht_form": AntwortForm(),
        "notiz_form": NotizForm(),
        "schritt": SchrittForm(anfrage=row, steps=steps) if steps else None,
        "zuweisen": ZuweisenForm(advisers=reports.advisers(), initial={"zustaendig": row.zustaendig_id}),
        "darf": permissions.can_advise(person),
        "darf_zuweisen": row.is_active and permissions.can_assign_anfrage(person, row, None),
        "darf_uebernehmen": row.is_active and row.zustaendig != person and permissions.can_advise(person),
        "offen": permissions.is_open(row),
        "weigerung": refusal,
    }
    context |= parts.for_office(row)
    return render(request, "beratung/buero/anfrage.html", context | forms, status=code)


def _rows(request):
    if not request.user.has_perm("beratung.view_anfrage"):
        raise PermissionDenied("Anfragen lesen dürfen Koordination und Fachberatung.")
    return Anfrage.objects.visible_to(request.user)


def _find(request, nummer):
    return get_object_or_404(_rows(request).select_related("jugendamt", "zustaendig"), nummer=nummer)
