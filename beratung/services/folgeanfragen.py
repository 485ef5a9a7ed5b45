"""An ended case is not opened again: the next question is a case of its own that knows its predecessor."""

from django.db import transaction

from servicestelle.base import protokoll
from servicestelle.base.choices import NotAllowed, NotNow

from .. import permissions
from ..models import Anfrage
from ..notifications import anfragen as notifications
from .anfragen import _lock, _receive

CONTACT = ("jugendamt", "name", "funktion", "email", "telefon")


@transaction.atomic
def ask_again(anfrage, *, frage, format, themen=(), wunschtermine="", actor=None):
    """Ask on from an ended case, with the same contact; there is one follow-up per case. Return the new row.

    `actor` None is whoever holds the secret link: its address was confirmed, so nothing needs confirming again. An
    adviser asks on behalf of the Jugendamt. Raises NotAllowed, NotNow.
    """
    before = _lock(anfrage)
    if not permissions.can_ask_again(actor, before):
        raise NotAllowed("Eine Folgeanfrage stellt das Jugendamt, das gefragt hat, oder die Servicestelle für es.")
    if not before.is_ended:
        raise NotNow(f"{before} läuft noch ({before.get_status_display()}). Schreiben Sie dort eine Nachricht.")
    if follower := Anfrage.objects.filter(vorgaenger=before).first():
        raise NotNow(f"Zu {before} gibt es schon die Folgeanfrage {follower}. Schreiben Sie dort weiter.")
    by_office = permissions.acts_for_office(actor)
    row = Anfrage.objects.create(
        vorgaenger=before,
        frage=frage,
        format=format,
        wunschtermine=wunschtermine,
        created_by=before.created_by if by_office else actor,
        **{name: getattr(before, name) for name in CONTACT} | _own_contact(actor, by_office),
    )
    row.themen.set(themen)
    protokoll.record("anfrage.folgeanfrage", before, actor=actor, folge=row.pk)
    receipt = notifications.tell_of_follow_up if by_office else notifications.confirm_receipt
    return _receive(row, actor=actor, receipt=receipt)


def _own_contact(actor, by_office):
    """A member who asks on is the new contact, since her account leads to the case."""
    return {} if actor is None or by_office else {"name": actor.name or actor.email, "email": actor.email}
