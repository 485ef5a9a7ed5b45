"""The registered person's side: by account or by the secret link they see how it stands, cancel, get the certificate."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from servicestelle.base import dokumente
from servicestelle.base.access import public
from servicestelle.base.choices import Refusal
from servicestelle.base.http import code_of

from . import services
from .kalender.austausch import calendar_response
from .models import Anmeldung


@dataclass
class Way:
    """How the person came here; `actor` is None for whoever holds the secret link."""

    anmeldung: Anmeldung
    name: str
    key: str | int
    actor: object = None

    def url(self, step=""):
        return reverse(self.name + step, args=[self.key])

    @property
    def absagen(self):
        return self.url("_absagen")

    @property
    def kalender(self):
        return self.url("_kalender")

    @property
    def bescheinigung(self):
        return self.url("_bescheinigung")


@public
@never_cache
def anmeldung(request, token):
    return _show(request, _by_token(token))


@public
@require_POST
def bestaetigen(request, token):
    """Confirm by a button, not by the mere visit: mail programs open links by themselves."""
    way = _by_token(token)
    try:
        services.confirm_anmeldung(way.anmeldung)
    except Refusal as refusal:
        return _show(request, way, refusal=refusal, code=409)
    return redirect(way.url())


@public
@require_http_methods(["GET", "HEAD", "POST"])
def absagen(request, token):
    return _cancel(request, _by_token(token))


@public
def kalender(request, token):
    return _calendar(_by_token(token))


@public
def bescheinigung(request, token):
    return _certificate(request, _by_token(token))


@never_cache
def meine(request, pk):
    return _show(request, _by_account(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def meine_absagen(request, pk):
    return _cancel(request, _by_account(request, pk))


def meine_kalender(request, pk):
    return _calendar(_by_account(request, pk))


def meine_bescheinigung(request, pk):
    return _certificate(request, _by_account(request, pk))


def _by_token(token):
    row = services.find_anmeldung(token)
    if row is None:
        raise Http404
    return Way(row, "anmeldung", token)


def _by_account(request, pk):
    rows = Anmeldung.objects.of_person(request.user).select_related("angebot", "jugendamt")
    return Way(get_object_or_404(rows, pk=pk), "meine_anmeldung", pk, request.user)


def _cancel(request, way):
    if request.method != "POST":
        return render(request, "beratung/austausch/absagen.html", {"weg": way, "angebot": way.anmeldung.angebot})
    try:
        services.cancel_anmeldung(way.anmeldung, actor=way.actor)
    except Refusal as refusal:
        return _show(request, way, refusal=refusal, code=code_of(refusal))
    messages.success(request, "Sie sind abgemeldet.")
    return redirect(way.url())


def _calendar(way):
    """With the link to the video for whoever has a place."""
    return calendar_response(way.anmeldung.angebot, with_link=way.anmeldung.has_place)


def _certificate(request, way):
    return dokumente.serve(request, certificate_or_404(way.anmeldung))


def certificate_or_404(row):
    """The newest checked certificate of a person who was there."""
    dokument = dokumente.newest_checked(row.bescheinigung_key) if row.teilgenommen else None
    if dokument is None:
        raise Http404("Diese Bescheinigung gibt es nicht oder noch nicht.")
    return dokument


def _show(request, way, *, refusal=None, code=200):
    row = way.anmeldung
    row.refresh_from_db()
    context = {"weg": way, "anmeldung": row, "angebot": row.angebot, "weigerung": refusal}
    if row.status == "unbestaetigt":
        return render(request, "beratung/austausch/bestaetigen.html", context, status=code)
    context["bescheinigung"] = dokumente.newest_checked(row.bescheinigung_key) if row.teilgenommen else None
    return render(request, "beratung/austausch/anmeldung.html", context, status=code)
