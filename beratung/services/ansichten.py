"""Filters of the queue that people keep for themselves. They concern nobody else, so the audit log does not hold them."""

from django.db import transaction

from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.models import User

from .. import permissions
from ..models import Ansicht

AT_MOST, PINNED_AT_MOST = 20, 6


@transaction.atomic
def save_ansicht(name, *, abfrage, angeheftet, actor):
    """Keep `abfrage`, the cleaned keys of the filter, as `name` for `actor`. Raises NotAllowed, NotNow; return the row."""
    own = _own(actor)
    if own.filter(name=name).exists():
        raise NotNow(
            f"Eine Ansicht „{name}“ haben Sie schon. Wählen Sie einen anderen Namen oder löschen Sie die alte."
        )
    if own.count() >= AT_MOST:
        raise NotNow(f"Sie haben schon {AT_MOST} Ansichten, mehr lassen sich nicht speichern. Löschen Sie zuerst eine.")
    if angeheftet:
        _check_room(own)
    return Ansicht.objects.create(user=actor, name=name, abfrage=abfrage, angeheftet=angeheftet)


@transaction.atomic
def pin_ansicht(ansicht, *, pinned, actor):
    """Show it on the office's first page, or no more. Raises NotAllowed, NotNow; return the fresh row."""
    own = _own(actor)
    fresh = own.filter(pk=ansicht.pk).first()
    if fresh is None:
        raise NotNow("Diese Ansicht gibt es nicht mehr.")
    if pinned and not fresh.angeheftet:
        _check_room(own)
    fresh.angeheftet = pinned
    fresh.save(update_fields=["angeheftet"])
    return fresh


@transaction.atomic
def delete_ansicht(ansicht, *, actor):
    """Forget it; again changes nothing. Raises NotAllowed."""
    _own(actor).filter(pk=ansicht.pk).delete()


def _own(actor):
    """The filters of `actor`, under the lock of the account: two posts at once do not pass the limits together."""
    if not permissions.can_read_anfragen(actor):
        raise NotAllowed("Ansichten der Anfragen speichern Koordination und Fachberatung.")
    User.objects.select_for_update().get(pk=actor.pk)
    return Ansicht.objects.filter(user=actor)


def _check_room(own):
    if own.pinned().count() >= PINNED_AT_MOST:
        raise NotNow(f"Auf die Übersicht passen {PINNED_AT_MOST} Ansichten. Nehmen Sie zuerst eine herunter.")
