"""The steps of a case as it goes on, each for the ways that lead there: secret link, own account, office."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from servicestelle.base.access import office_only, public
from servicestelle.base.choices import Refusal
from servicestelle.base.einmal import accept_once
from servicestelle.base.http import code_of

from . import asking, services
from .forms.fall import (
    AbsageForm,
    EmpfehlungForm,
    FolgeanfrageForm,
    KontaktForm,
    NutzenForm,
    OrtForm,
    WortForm,
    ZeitenForm,
)
from .kalender.termine import answer_with
from .notifications.anfragen import token_of
from .office import anfragen as office

LINK, ACCOUNT, OFFICE = "anfrage_status", "mein_anfrage", "buero_anfrage"


@dataclass
class OfficeWay:
    """How an adviser comes to a case."""

    anfrage: object
    actor: object

    def url(self, step="", *args):
        return reverse(OFFICE + step, args=[self.anfrage.nummer, *args])


def is_office_way(way):
    return isinstance(way, OfficeWay)


# Appointments


def vorschlagen(request, way):
    form = ZeitenForm(request.POST, buero=is_office_way(way))
    propose = lambda: services.propose_termine(way.anfrage, actor=way.actor, **form.service_fields)  # noqa: E731
    return _write(request, way, form, "zeiten", propose, "Ihr Vorschlag ist unterwegs.")


def zusagen(request, way, pk):
    termin = _termin(way, pk)
    return _act(
        request, way, lambda: services.accept_termin(termin, actor=way.actor), f"Der Termin steht: {termin.words}."
    )


def ablehnen(request, way):
    form = WortForm(request.POST)
    decline = lambda: services.decline_termine(way.anfrage, actor=way.actor, wort=form.cleaned_data["wort"])  # noqa: E731
    return _write(
        request, way, form, "ablehnen", decline, "Ihre Antwort ist da. Schlagen Sie gern eine andere Zeit vor."
    )


def absagen(request, way, pk):
    form, termin = AbsageForm(request.POST), _termin(way, pk)
    cancel = lambda: services.cancel_termin(termin, actor=way.actor, wort=form.cleaned_data["wort"])  # noqa: E731
    return _write(request, way, form, "absagen", cancel, "Der Termin ist abgesagt.")


def ort(request, way, pk):
    form, termin = OrtForm(request.POST), _termin(way, pk)
    place = lambda: services.change_place(  # noqa: E731
        termin, actor=way.actor, ort=form.cleaned_data["ort"], video_url=form.cleaned_data["video_url"]
    )
    return _write(request, way, form, "ort", place, "Ort und Link sind gespeichert, das Jugendamt bekommt eine Mail.")


def ics(request, way, pk):
    """The calendar file, for whoever may see the case."""
    return answer_with(_termin(way, pk, only_for_calendars=True))


# Next steps, documentation, usefulness


def empfehlen(request, way):
    form = EmpfehlungForm(request.POST)

    def recommend():
        fields = {name: form.cleaned_data[name] for name in ("link", "faellig_am")}
        return services.write_empfehlung(way.anfrage, actor=way.actor, text=form.cleaned_data["schritt"], **fields)

    return _write(request, way, form, "empfehlung", recommend, "Der nächste Schritt steht beim Jugendamt.")


def empfehlung(request, way, pk):
    """The asking side ticks a step off or unticks it; the office takes it back."""
    row = get_object_or_404(way.anfrage.empfehlungen.select_related("anfrage"), pk=pk)
    if is_office_way(way):
        take_back = lambda: services.take_back_empfehlung(row, actor=way.actor)  # noqa: E731
        return _act(request, way, take_back, "Der Schritt ist zurückgenommen.")
    done = request.POST.get("erledigt") == "1"
    tick = lambda: services.tick_empfehlung(row, erledigt=done, actor=way.actor)  # noqa: E731
    return _act(request, way, tick, "Abgehakt. Gut gemacht!" if done else "Der Schritt ist wieder offen.")


def dokumentieren(request, way):
    form = KontaktForm(request.POST)
    document = lambda: services.document_kontakt(way.anfrage, actor=way.actor, **form.service_fields)  # noqa: E731
    return _write(request, way, form, "kontakt", document, "Der Kontakt ist dokumentiert.")


def nutzen(request, way):
    form = NutzenForm(request.POST)
    if not form.is_valid():
        return _show(request, way, code=422, nutzen_form=form)
    satz = form.cleaned_data["satz"] if "satz" in request.POST else None
    say = lambda: services.say_how_useful(  # noqa: E731
        way.anfrage, actor=way.actor, nutzen=form.cleaned_data["nutzen"], satz=satz
    )
    return _act(request, way, say, "Danke, Ihre Antwort ist da.", nutzen_form=form)


# The next question of an ended case


def folgeanfrage(request, way):
    """Ask on with the same contact; goes to the new case."""
    before = {"themen": way.anfrage.themen.all(), "format": way.anfrage.format}
    form = FolgeanfrageForm(request.POST or None, initial=before)
    if request.method != "POST":
        return _show_follow_up(request, way, form)
    if not form.is_valid():
        return _show_follow_up(request, way, form, code=422)
    try:
        receipt = _once(way, form, "folge", lambda: services.ask_again(way.anfrage, actor=way.actor, **_typed(form)))
    except Refusal as refusal:
        return _show_follow_up(request, way, form, refusal=refusal, code=code_of(refusal))
    follower = type(way.anfrage).objects.get(pk=receipt["folge"])
    messages.success(request, f"Die Folgeanfrage ist da. Sie hat die Nummer {follower.nummer}.")
    return redirect(_address_of(way, follower))


def _address_of(way, follower):
    if is_office_way(way):
        return follower.get_office_url()
    if way.actor is None:
        return reverse(LINK, args=[token_of(follower)])
    return reverse(ACCOUNT, args=[follower.nummer])


def _show_follow_up(request, way, form, *, refusal=None, code=200):
    context = {"weg": way, "anfrage": way.anfrage, "form": form, "weigerung": refusal, "buero": is_office_way(way)}
    return render(request, "beratung/folgeanfrage.html", context, status=code)


# What the steps share


def _termin(way, pk, *, only_for_calendars=False):
    rows = way.anfrage.termine.select_related("anfrage__jugendamt")
    return get_object_or_404(rows.with_calendar_file() if only_for_calendars else rows, pk=pk)


def _write(request, way, form, kind, service, done):
    """A form that counts once; what is wrong is shown beside it, with all that was typed."""
    if not form.is_valid():
        return _show(request, way, code=422, **{f"{kind}_form": form})
    return _act(request, way, lambda: _once(way, form, kind, service), done, **{f"{kind}_form": form})


def _once(way, form, kind, service):
    content = {name: _plain(value) for name, value in _typed(form).items()}
    content |= {"anfrage": way.anfrage.pk, "konto": way.actor and way.actor.pk}
    write = lambda: {kind: getattr(service(), "pk", None)}  # noqa: E731
    return accept_once(form.cleaned_data["nummer"], form=kind, content=content, write=write)


def _typed(form):
    return {name: value for name, value in form.cleaned_data.items() if name != "nummer"}


def _plain(value):
    if isinstance(value, QuerySet):
        return sorted(row.pk for row in value)
    return value.pk if isinstance(value, Model) else value


def _act(request, way, service, done, **forms):
    try:
        service()
    except Refusal as refusal:
        way.anfrage.refresh_from_db()
        return _show(request, way, refusal=refusal, code=code_of(refusal), **forms)
    messages.success(request, done)
    return redirect(way.url())


def _show(request, way, **context):
    if is_office_way(way):
        return office._show(request, way.anfrage, **context)
    return asking._show(request, way, **context)


# Addresses: what follows the address of the case, the end of the name, the step, and for whom


FOR_ALL, FOR_ASKING, FOR_OFFICE = (LINK, ACCOUNT, OFFICE), (LINK, ACCOUNT), (OFFICE,)
READING = {ics, folgeanfrage}
STEPS = [
    ("termine/", "_termine", vorschlagen, FOR_ALL),
    ("termine/ablehnen/", "_termine_ablehnen", ablehnen, FOR_ALL),
    ("termine/<int:pk>/zusagen/", "_termin_zusagen", zusagen, FOR_ALL),
    ("termine/<int:pk>/absagen/", "_termin_absagen", absagen, FOR_ALL),
    ("termine/<int:pk>/ort/", "_termin_ort", ort, FOR_OFFICE),
    ("termine/<int:pk>.ics", "_termin_ics", ics, FOR_ALL),
    ("empfehlungen/", "_empfehlen", empfehlen, FOR_OFFICE),
    ("empfehlungen/<int:pk>/", "_empfehlung", empfehlung, FOR_ALL),
    ("kontakte/", "_dokumentieren", dokumentieren, FOR_OFFICE),
    ("nutzen/", "_nutzen", nutzen, FOR_ASKING),
    ("folgeanfrage/", "_folgeanfrage", folgeanfrage, FOR_ALL),
]


def paths(by_link, own, case):
    """All addresses of the steps, below the three addresses of a case."""
    places = {LINK: by_link, ACCOUNT: own, OFFICE: case}
    for place, suffix, step, ways in STEPS:
        for name in ways:
            yield path(places[name] + place, VIEWS[name](step), name=name + suffix)


def _by_link(step):
    @public
    @_guard(step)
    def view(request, token, **kwargs):
        return step(request, asking._by_token(token), **kwargs)

    return view


def _by_account(step):
    @_guard(step)
    def view(request, nummer, **kwargs):
        return step(request, asking._by_account(request, nummer), **kwargs)

    return view


def _by_office(step):
    @office_only
    @_guard(step)
    def view(request, nummer, **kwargs):
        return step(request, OfficeWay(office._find(request, nummer), request.user), **kwargs)

    return view


def _guard(step):
    return never_cache if step in READING else require_POST


VIEWS = {LINK: _by_link, ACCOUNT: _by_account, OFFICE: _by_office}
