"""Exchanges in the office: list, planning, and the page of one with its people."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from servicestelle.base import dokumente, protokoll
from servicestelle.base.access import office_only
from servicestelle.base.choices import Refusal
from servicestelle.base.einmal import accept_once
from servicestelle.base.http import code_of
from servicestelle.base.models import Dokument
from servicestelle.base.tabellen import csv_response
from servicestelle.base.ui.paging import paginate

from .. import permissions, services
from ..choices import MIT_ANTWORT
from ..forms.austausch import AbsageForm, AustauschForm, NeuerAustauschForm, PlaetzeForm, RundschreibenForm
from ..models import Anmeldung, Austauschangebot
from ..teilnehmen import certificate_or_404

PER_PAGE = 25
HEAD = ["Name", "E-Mail", "Jugendamt", "Stand", "Angemeldet am", "War da"]
TIMES = "%d.%m.%Y, %H:%M"
ANGABEN = {
    "titel": "Titel",
    "text": "Worum es geht",
    "fuer_wen": "Für wen",
    "beginn": "Beginn",
    "ende": "Ende",
    "anmeldeschluss": "Anmeldeschluss",
    "ort": "Ort",
    "videolink": "Link zum Video",
}


@office_only
@never_cache
def liste(request):
    """All exchanges with their numbers, the latest first."""
    page, note = paginate(_rows(request).for_office(), request.GET.get("seite"), per_page=PER_PAGE)
    context = {"page": page, "hinweis": note, "darf": permissions.can_run_austausch(request.user)}
    return render(request, "beratung/buero/austausch.html", context)


@office_only
@require_http_methods(["GET", "HEAD", "POST"])
def neu(request):
    _must_run(request)
    form = NeuerAustauschForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            receipt = _create_once(form, request.user)
        except Refusal as said:
            refusal = said
        else:
            messages.success(
                request, "Der Austausch ist als Entwurf angelegt. Öffentlich wird er unter „Veröffentlichen“."
            )
            return redirect("buero_austausch_angebot", receipt["austausch"])
    context = {"form": form, "weigerung": refusal}
    return render(request, "beratung/buero/austausch_form.html", context, status=_code(form, refusal))


@office_only
@never_cache
def angebot(request, pk):
    return _show(request, _find(request, pk))


@office_only
@require_http_methods(["GET", "HEAD", "POST"])
def bearbeiten(request, pk):
    _must_run(request)
    row = _find(request, pk)
    form = AustauschForm(request.POST or None, instance=row, initial={"gesehen": row.geaendert_am.isoformat()})
    refusal = None
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ANGABEN}
        try:
            mails = services.edit_austausch(row, seen=form.cleaned_data["gesehen"], actor=request.user, **fields)
        except Refusal as said:
            refusal = said
            now = Austauschangebot.objects.get(pk=pk)
            form.data = form.data.copy()
            form.data["gesehen"] = now.geaendert_am.isoformat()  # saved once more, the typed values win
        else:
            told = f" Mails über Zeit und Ort sind unterwegs: {mails}." if mails else ""
            messages.success(request, f"Die Angaben sind gespeichert.{told}")
            return redirect("buero_austausch_angebot", pk)
    fresh = Austauschangebot.objects.get(pk=pk)
    context = {"form": form, "weigerung": refusal, "angebot": fresh, "jetzt": _values(fresh) if refusal else []}
    return render(request, "beratung/buero/austausch_form.html", context, status=_code(form, refusal))


@office_only
@require_POST
def plaetze(request, pk):
    row, form = _find(request, pk), PlaetzeForm(request.POST)
    if not form.is_valid():
        return _show(request, row, code=422, plaetze_form=form)
    number = form.cleaned_data["plaetze"]

    def change():
        moved = services.change_places(row, plaetze=number, actor=request.user)
        return f"Es gibt jetzt {number} Plätze." + (f" Nachgerückt: {moved}." if moved else "")

    return _act(request, row, change, plaetze_form=form)


@office_only
@require_http_methods(["GET", "HEAD", "POST"])
def absagen(request, pk):
    """Ask first: everybody who registered gets a mail."""
    _must_run(request)
    row, form, refusal = _find(request, pk), AbsageForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            mails = services.call_off(row, reason=form.cleaned_data["grund"], actor=request.user)
        except Refusal as said:
            refusal = said
        else:
            messages.success(request, f"Abgesagt. Mails sind unterwegs: {mails}.")
            return redirect("buero_austausch_angebot", pk)
    people = row.anmeldungen.filter(status__in=MIT_ANTWORT).count()
    context = {"angebot": row, "form": form, "weigerung": refusal, "menschen": people}
    return render(request, "beratung/buero/austausch_absagen.html", context, status=_code(form, refusal))


@office_only
@require_POST
def nachricht(request, pk):
    row, form = _find(request, pk), RundschreibenForm(request.POST)
    if not form.is_valid():
        return _show(request, row, code=422, nachricht_form=form)
    subject, text = form.cleaned_data["betreff"], form.cleaned_data["text"]

    def write():
        mails = services.write_to_registered(row, subject=subject, text=text, actor=request.user)
        return {"mails": mails}

    def once():
        content = {"betreff": subject, "text": text, "austausch": row.pk, "konto": request.user.pk}
        receipt = accept_once(form.cleaned_data["nummer"], form="rundschreiben", content=content, write=write)
        return f"Die Nachricht ist unterwegs. Mails: {receipt['mails']}."

    return _act(request, row, once, nachricht_form=form)


@office_only
@require_POST
def teilnahme(request, pk):
    row = _find(request, pk)
    ticked = {int(text) for text in request.POST.getlist("anwesend") if text.isascii() and text.isdigit()}

    def note():
        number = services.note_attendance(row, present=ticked, actor=request.user)
        return f"Eingetragen. Es waren da: {number}. Die Bescheinigungen werden gesetzt."

    return _act(request, row, note)


@office_only
@require_http_methods(["GET", "HEAD", "POST"])
def abmelden(request, pk, nummer):
    """Ask first: the person gets a mail, and somebody may move up."""
    _must_run(request)
    row = _find(request, pk)
    person = get_object_or_404(row.anmeldungen.select_related("jugendamt"), pk=nummer, status__in=MIT_ANTWORT)
    if request.method != "POST":
        return render(request, "beratung/buero/austausch_abmelden.html", {"angebot": row, "anmeldung": person})

    def cancel():
        services.cancel_anmeldung(person, actor=request.user)
        return f"{person.name} ist abgemeldet und bekommt eine Mail."

    return _act(request, row, cancel)


@office_only
@never_cache
def teilnehmende(request, pk):
    """The list to print and sign."""
    row = _find(request, pk)
    context = {"angebot": row, "menschen": row.anmeldungen.registered().select_related("jugendamt")}
    return render(request, "beratung/buero/austausch_liste.html", context)


@office_only
def teilnehmende_csv(request, pk):
    row = _find(request, pk)
    people = row.anmeldungen.filter(status__in=MIT_ANTWORT).select_related("jugendamt").order_by("status", "name", "pk")
    return csv_response([HEAD, *map(_cells, people)], filename=f"anmeldungen-{row.slug}.csv")


@office_only
def bescheinigung(request, pk, nummer):
    person = get_object_or_404(_find(request, pk).anmeldungen.select_related("angebot"), pk=nummer)
    return dokumente.serve(request, certificate_or_404(person))


def _cells(person):
    there = {True: "ja", False: "nein", None: ""}[person.teilgenommen]
    since = f"{localtime(person.confirmed_at):{TIMES}}"
    return [person.name, person.email, person.jugendamt or "", person.get_status_display(), since, there]


def _create_once(form, actor):
    fields = {name: form.cleaned_data[name] for name in form.Meta.fields}
    return accept_once(
        form.cleaned_data["nummer"],
        form="austausch_angebot",
        content=fields | {"konto": actor.pk},
        write=lambda: {"austausch": services.create_austausch(actor=actor, **fields).pk},
    )


def _act(request, row, service, **forms):
    """Call the service and say what it did; a refusal shows the page with the reason (403, 409) and what was typed."""
    try:
        done = service()
    except Refusal as refusal:
        row.refresh_from_db()
        return _show(request, row, refusal=refusal, code=code_of(refusal), **forms)
    messages.success(request, done)
    return redirect("buero_austausch_angebot", row.pk)


def _show(request, row, *, refusal=None, code=200, **forms):
    people = list(row.anmeldungen.registered().select_related("jugendamt"))
    context = {
        "angebot": row,
        "menschen": people,
        "wartende": row.anmeldungen.waiting().select_related("jugendamt"),
        "unbestaetigt": row.anmeldungen.filter(status="unbestaetigt").count(),
        "fertig": _certified(people),
        "verlauf": protokoll.entries_of(row)[:50],
        "plaetze_form": PlaetzeForm(initial={"plaetze": row.plaetze}),
        "nachricht_form": RundschreibenForm(),
        "darf": permissions.can_run_austausch(request.user),
        "weigerung": refusal,
    }
    return render(request, "beratung/buero/austausch_angebot.html", context | forms, status=code)


def _certified(people):
    """Numbers of those of `people` whose certificate lies ready; one query."""
    keys = {row.bescheinigung_key: row.pk for row in people if row.teilgenommen}
    made = Dokument.objects.filter(key__in=keys, findings=[]).values_list("key", flat=True)
    return {keys[key] for key in made}


def _values(row):
    """What holds now, as pairs of label and text."""
    values = [(label, getattr(row, name)) for name, label in ANGABEN.items()]
    return [(label, f"{localtime(value):{TIMES}}" if hasattr(value, "hour") else value) for label, value in values]


def _code(form, refusal):
    if refusal:
        return code_of(refusal)
    return 422 if form.errors else 200


def _must_run(request):
    if not permissions.can_run_austausch(request.user):
        raise PermissionDenied("Austausch planen und betreuen dürfen Koordination und Fachberatung.")


def _rows(request):
    """Exchanges with their people: for those who may see registrations."""
    if not request.user.has_perm(f"{Anmeldung._meta.app_label}.view_anmeldung"):
        raise PermissionDenied("Wer sich zum Austausch anmeldet, sehen Koordination und Fachberatung.")
    return Austauschangebot.objects.visible_to(request.user)


def _find(request, pk):
    return get_object_or_404(_rows(request), pk=pk)
