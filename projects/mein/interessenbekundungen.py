"""Interessenbekundung in self-service: begin, write together, submit, withdraw, read the answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jugendaemter.models import Jugendamt, Mitgliedschaft
from servicestelle.base import dokumente
from servicestelle.base.choices import NotAllowed, NotNow, Refusal
from servicestelle.base.dateien.serving import attach_files, serve_file
from servicestelle.base.einmal import accept_once
from servicestelle.base.http import code_of
from servicestelle.base.models import Datei
from servicestelle.base.money import format_euro

from .. import permissions, services
from ..choices import Bekundungsstatus
from ..forms.felder import KnopfForm
from ..forms.interessenbekundungen import BekundungForm, initial_of
from ..models import Foerderzeitraum, Interessenbekundung
from ..reports.aufrufe import grant_of
from ..steps import status_of, take_once


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def neu(request, slug, ags):
    """Begin the draft of one's own office in one call; where there is one already, go there."""
    office = get_object_or_404(Jugendamt.objects.of_member(request.user), pk=ags)
    calls = Foerderzeitraum.objects.filter(fiktiv=office.fiktiv, aufruf_von__isnull=False)
    zeitraum = get_object_or_404(calls, slug=slug)
    living = Interessenbekundung.objects.living().filter(jugendamt=office, foerderzeitraum=zeitraum).first()
    if living and request.method != "POST":
        return redirect(living)
    form = BekundungForm(request.POST or None, request.FILES or None, initial={"version": 0})

    def write():
        return services.draft_interessenbekundung(zeitraum, jugendamt=office, actor=request.user, **form.service_fields)

    context = {"zeitraum": zeitraum, "amt": office, "vorhanden": living, "hindernis": obstacle_of(zeitraum)}
    return _write(request, form, write, f"{zeitraum.pk}/{ags}", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bearbeiten(request, pk):
    """Write on; when a colleague saved meanwhile, show both versions."""
    row = _find(request, pk)
    if not row.is_draft:
        return _show(request, row, refusal=NotNow("Diese Interessenbekundung ändert sich nicht mehr."), code=409)
    form = BekundungForm(request.POST or None, request.FILES or None, initial=initial_of(row))

    def write():
        version = form.cleaned_data["version"]
        return services.edit_interessenbekundung(row, version=version, actor=request.user, **form.service_fields)

    context = {"zeitraum": row.foerderzeitraum, "amt": row.jugendamt, "bekundung": row}
    return _write(request, form, write, row.pk, context | {"hindernis": obstacle_of(row.foerderzeitraum)})


def _write(request, form, write, owner, context):
    """Show the form, or what stands in the way, with all that was typed; else go to the page of the draft."""
    refusal, differences = None, []
    if request.method == "POST" and form.is_valid():
        content = form.content | {"worum": owner, "konto": request.user.pk}
        try:
            receipt = accept_once(
                form.cleaned_data["nummer"],
                form="interessenbekundung",
                content=content,
                write=lambda: {"interessenbekundung": write().pk},
            )
        except services.WrittenMeanwhile as said:
            refusal, differences = said, compare(said.fresh, form)
            form.data = form.data.copy()
            form.data["version"] = said.fresh.version  # saved once more, the typed version holds
            form.say_choose_again()
        except Refusal as said:
            refusal = said
            form.say_choose_again()
        else:
            messages.success(request, "Der Entwurf ist gespeichert. Eingereicht ist er noch nicht.")
            return redirect("mein_interessenbekundung", receipt["interessenbekundung"])
    context |= {"form": form, "weigerung": refusal, "unterschiede": differences}
    return render(request, "projects/mein/bekundung_form.html", context, status=status_of(form, refusal))


def compare(fresh, form):
    """(label, what is stored, what was typed) of every field in which both differ."""
    pairs = [(name, getattr(fresh, name), form.cleaned_data[name]) for name in form.ANGABEN]
    return [
        (form.fields[name].label, _words(stored), _words(typed)) for name, stored, typed in pairs if stored != typed
    ]


def _words(value):
    return value if isinstance(value, str) else format_euro(value)


@never_cache
def bekundung(request, pk):
    return _show(request, _find(request, pk))


@require_POST
def einreichen(request, pk):
    row = _find(request, pk)
    done = "Ihre Interessenbekundung ist eingereicht. Eine Bestätigung ist per Mail unterwegs."
    return _step(request, row, services.submit_interessenbekundung, done)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def zurueckziehen(request, pk):
    """Ask first."""
    row = _find(request, pk)
    if request.method == "POST":
        return _step(request, row, services.withdraw_interessenbekundung, "Ihre Interessenbekundung ist zurückgezogen.")
    if not permissions.can_withdraw_interessenbekundung(request.user, row):
        refusal = NotAllowed("Zurückziehen kann nur, wer im Jugendamt die Freigabe hat.")
        return _show(request, row, refusal=refusal, code=403)
    if row.status != Bekundungsstatus.EINGEREICHT:
        refusal = NotNow(f"Sie steht auf „{row.get_status_display()}“ und lässt sich so nicht zurückziehen.")
        return _show(request, row, refusal=refusal, code=409)
    hidden = [("nummer", KnopfForm()["nummer"].value())]
    return render(request, "projects/mein/bekundung_zurueckziehen.html", {"bekundung": row, "verborgen": hidden})


@never_cache
def datei(request, pk, nummer):
    """A file of the own statement."""
    return serve_file(get_object_or_404(Datei.objects.of(_find(request, pk)), pk=nummer))


@require_POST
def datei_entfernen(request, pk, nummer):
    """Take a file out of the draft; a second press finds it gone and says the same."""
    row = _find(request, pk)
    if not services.knows_datei(row, nummer):
        raise Http404
    try:
        services.remove_datei(row, pk=nummer, actor=request.user)
    except Refusal as refusal:
        return _show(request, _find(request, pk), refusal=refusal, code=code_of(refusal))
    messages.success(request, "Die Anlage ist entfernt.")
    return redirect(row)


@never_cache
def brief(request, pk):
    """The letter with the decision."""
    return serve_brief(request, _find(request, pk))


def serve_brief(request, row):
    """The newest checked letter of a decided one; 404 while it is being set."""
    dokument = dokumente.newest_checked(row.brief_key) if row.is_decided else None
    if dokument is None:
        raise Http404("Der Brief ist noch nicht gesetzt.")
    return dokumente.serve(request, dokument)


def _step(request, row, service, done):
    """Take the step once; a refusal shows the page with its reason."""
    form = KnopfForm(request.POST)
    if not form.is_valid():
        return _show(request, row, code=422, schritt=form)
    _, refusal = take_once(request, form, step=service.__name__, row=row, service=service)
    if refusal:
        return _show(request, _find(request, row.pk), refusal=refusal, code=code_of(refusal))
    messages.success(request, done)
    return redirect(row)


def _show(request, row, *, refusal=None, code=200, schritt=None):
    person = request.user
    attach_files([row], address=lambda file: reverse("mein_interessenbekundung_datei", args=[row.pk, file.pk]))
    writing = row.is_draft and not obstacle_of(row.foerderzeitraum)
    releasing = Mitgliedschaft.objects.releasing().filter(jugendamt=row.jugendamt_id).select_related("user")
    context = {
        "bekundung": row,
        "zeitraum": row.foerderzeitraum,
        "hindernis": obstacle_of(row.foerderzeitraum) if row.is_draft else None,
        "schreibt": writing,
        "darf_einreichen": writing and not row.missing and permissions.can_submit_interessenbekundung(person, row),
        "hat_freigabe": permissions.can_withdraw_interessenbekundung(person, row),
        "darf_zurueckziehen": row.status == Bekundungsstatus.EINGEREICHT
        and permissions.can_withdraw_interessenbekundung(person, row),
        "freigebende": list(releasing.order_by("user__name", "pk")) if writing else [],
        "zweite_person": services.SECOND_PERSON,
        "brief": dokumente.newest_checked(row.brief_key) if row.is_decided else None,
        "foerderung": grant_of(row, person),
        "schritt": schritt or KnopfForm(),
        "weigerung": refusal,
    }
    return render(request, "projects/mein/bekundung.html", context, status=code)


def obstacle_of(zeitraum):
    """Why nothing can be begun, changed or submitted today, in words; None when it can."""
    try:
        services.must_be_in_window(zeitraum)
    except NotNow as refusal:
        return refusal
    return None


def _find(request, pk):
    return get_object_or_404(Interessenbekundung.objects.of_member(request.user).for_detail(), pk=pk)
