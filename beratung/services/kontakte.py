"""Documenting a contact of a case."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from servicestelle.base import protokoll
from servicestelle.base.choices import NotAllowed, NotNow

from .. import permissions
from ..models import Kontakt
from .anfragen import NOT_YOURS, _lock, _note_contact


@transaction.atomic
def document_kontakt(anfrage, *, actor, am, themen=(), **fields):
    """Keep what a contact brought; return the Kontakt. Raises NotAllowed, NotNow.

    `fields` are format, teilnehmende, beratung_minuten, vorbereitung_minuten, ergebnis, vereinbarungen and
    weiteres_vorgehen. Time spent with the Jugendamt is also its first contact if there was none; preparation is not.
    Ended cases can still be documented.
    """
    fresh = _lock(anfrage)
    if not permissions.can_advise(actor):
        raise NotAllowed(NOT_YOURS)
    if not permissions.can_be_documented(fresh):
        raise NotNow("Diese Anfrage ist noch nicht bestätigt. Dokumentieren können Sie erst danach.")
    kontakt = Kontakt.objects.create(anfrage=fresh, author=actor, am=am, **fields)
    kontakt.themen.set(themen)
    if kontakt.beratung_minuten and permissions.is_open(fresh):
        _note_contact(fresh, at=_moment_of(kontakt, fresh))
    protokoll.record("anfrage.dokumentiert", fresh, actor=actor, kontakt=kontakt.pk)
    return kontakt


def _moment_of(kontakt, anfrage):
    """When the contact was, as well as its day says: noon, but neither before the request nor in the future."""
    noon = timezone.make_aware(datetime.combine(kontakt.am, time(12)))
    return min(max(noon, anfrage.confirmed_at), timezone.now())
