"""The asking side's view of its request: members by account, others by the secret link."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from servicestelle.base import search
from servicestelle.base.access import public
from servicestelle.base.choices import Refusal
from servicestelle.base.dateien.serving import attach_files, serve_file
from servicestelle.base.einmal import accept_once
from servicestelle.base.fristen import fristen_of

from . import parts, permissions, reports, services
from .forms.anfragen import NachrichtForm
from .models import Anfrage

ALIKE = ("standort", "publikation")


@dataclass
class Way:
    """How the asking side came here; `actor` is None for whoever holds the secret link."""

    anfrage: Anfrage
    name: str
    key: str
    actor: object = None

    def url(self, step="", *args):
        return reverse(self.name + step, args=[self.key, *args])

    @property
    def nachricht(self):
        return self.url("_nachricht")

    @property
    def nutzen(self):
        return self.url("_nutzen")

    @property
    def zurueckziehen(self):
        return self.url("_zurueckziehen")


@public
@never_cache
def status(request, token):
    return _show(request, _by_token(token))


@public
@require_POST
def bestaetigen(request, token):
    """Confirm by a button, not by the mere visit: mail programs open links by themselves."""
    way = _by_token(token)
    services.confirm_anfrage(way.anfrage)
    return redirect(way.url())


@public
@require_POST
def nachricht(request, token):
    return _write(request, _by_token(token))


@public
@never_cache
def datei(request, token, pk):
    return _serve(_by_token(token), pk)


@public
def zurueckziehen(request, token):
    return _withdraw(request, _by_token(token))


@public
def sperren(request, token):
    """Withdraw the secret link, for instance when it went astray."""
    way = _by_token(token)
    if request.method != "POST":
        return render(request, "beratung/sperren.html", {"weg": way, "anfrage": way.anfrage})
    services.revoke_link(way.anfrage)
    messages.success(request, "Der Link gilt nicht mehr. Ihre Anfrage läuft weiter.")
    return redirect("fachberatung")


@never_cache
def meine(request, nummer):
    return _show(request, _by_account(request, nummer))


@require_POST
def meine_nachricht(request, nummer):
    return _write(request, _by_account(request, nummer))


def meine_datei(request, nummer, pk):
    return _serve(_by_account(request, nummer), pk)


def meine_zurueckziehen(request, nummer):
    return _withdraw(request, _by_account(request, nummer))


def _by_token(token):
    anfrage = services.find_by_token(token)
    if anfrage is None:
        raise Http404
    return Way(anfrage, "anfrage_status", token)


def _by_account(request, nummer):
    rows = Anfrage.objects.asked_by_office_of(request.user).select_related("jugendamt", "zustaendig")
    return Way(get_object_or_404(rows, nummer=nummer), "mein_anfrage", nummer, request.user)


def _serve(way, pk):
    """A file of this request; whoever has not confirmed the address yet gets none: the sender may be somebody else."""
    if way.anfrage.confirmed_at is None:
        raise Http404
    return serve_file(get_object_or_404(reports.files_of(way.anfrage), pk=pk))


def _write(request, way):
    form = NachrichtForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, way, form=form, code=422)
    said = {"text": form.cleaned_data["text"], "dateien": form.cleaned_data["dateien"]}
    sent = [[datei.name, datei.sha256] for datei in said["dateien"]]
    try:
        accept_once(
            form.cleaned_data["nummer"],
            form="nachricht",
            content=said | {"dateien": sent, "anfrage": way.anfrage.pk, "konto": way.actor and way.actor.pk},
            write=lambda: {"nachricht": services.write_to_office(way.anfrage, actor=way.actor, **said).pk},
        )
    except Refusal as refusal:
        return _show(request, way, form=form, refusal=refusal, code=409)
    messages.success(request, "Ihre Nachricht ist da.")
    return redirect(way.url())


def _withdraw(request, way):
    if request.method != "POST":
        return render(request, "beratung/zurueckziehen.html", {"weg": way, "anfrage": way.anfrage})
    try:
        services.withdraw_anfrage(way.anfrage, actor=way.actor)
    except Refusal as refusal:
        way.anfrage.refresh_from_db()
        return _show(request, way, refusal=refusal, code=409)
    messages.success(request, "Ihre Anfrage ist zurückgezogen.")
    return redirect(way.url())


def _show(request, way, *, form=None, refusal=None, code=200, **forms):
    anfrage = way.anfrage
    if anfrage.confirmed_at is None:
        attach_files([anfrage], address=lambda datei: "")
        return render(request, "beratung/bestaetigen.html", {"weg": way, "anfrage": anfrage})
    thread = list(anfrage.nachrichten.for_thread())
    attach_files([anfrage, *thread], address=lambda datei: way.url("_datei", datei.pk))
    topics = [thema.name for thema in anfrage.themen.all()]
    context = {
        "weg": way,
        "anfrage": anfrage,
        "themen": topics,
        "nachrichten": thread,
        "fristen": [frist for frist in fristen_of(anfrage) if frist.done_at is None],
        "form": form or NachrichtForm(),
        "offen": permissions.is_open(anfrage),
        "weigerung": refusal,
        "aehnlich": search.alike(topics, kinds=ALIKE),
    }
    context |= parts.for_asking_side(way) | forms
    return render(request, "beratung/meine_anfrage.html", context, status=code)
