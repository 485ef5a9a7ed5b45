"""Registrations for an exchange: one row of the exchange is locked first, then places and waiting list move."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.timezone import localtime

from servicestelle.base import protokoll
from servicestelle.base.choices import NotAllowed, NotNow, check_move
from servicestelle.base.models import User

from .. import permissions
from ..choices import ANMELDEWEGE, Anmeldestatus, Austauschlage
from ..models import Anmeldung, Austauschangebot
from ..notifications import austausch as notifications

FORGOTTEN = timedelta(days=7)  # after which an address that was never confirmed is deleted


@transaction.atomic
def register(angebot, *, name, email, jugendamt=None, actor=None):
    """Register one address once. With an account it counts at once, else the address has to be confirmed by mail.

    Whoever is registered already stays so; without an account only the owner of the address hears of it, by mail.
    Raises NotNow when nobody can register any more; return the Anmeldung.
    """
    fresh, email = lock_angebot(angebot), email.strip().lower()
    must_accept(fresh)
    found = _find(fresh, email, actor) or Anmeldung(angebot=fresh, email=email)
    if found.is_confirmed:
        if actor is None:
            notifications.remind(found)
        return found
    if found.status == Anmeldestatus.ABGEMELDET:
        found.zugang = uuid.uuid4()
    found.name, found.jugendamt = name, jugendamt
    if actor is not None:
        found.konto = actor
        return _receive(found, actor=actor)
    _move(found, Anmeldestatus.UNBESTAETIGT, actor=None)
    notifications.ask_to_confirm(found)
    return found


def find_by_token(token):
    """The Anmeldung of this secret link, or None when the link is forged or replaced."""
    zugang = notifications.read_token(token)
    rows = Anmeldung.objects.select_related("angebot", "jugendamt")
    return rows.filter(zugang=zugang).first() if zugang else None


@transaction.atomic
def confirm_anmeldung(anmeldung):
    """The address is real: the person gets a place or waits for one. Again changes nothing; return the fresh row."""
    fresh = _lock(anmeldung)
    if fresh.status != Anmeldestatus.UNBESTAETIGT:
        return fresh
    must_accept(fresh.angebot)
    return _receive(fresh, actor=None)


def _receive(anmeldung, *, actor):
    """Everybody joins the end of the waiting list; who stands within the free places leaves it at once."""
    anmeldung.confirmed_at = timezone.now()
    anmeldung.konto = anmeldung.konto or User.objects.filter(email=anmeldung.email, is_active=True).first()
    _move(anmeldung, Anmeldestatus.WARTELISTE, actor=actor)
    for row in fill_places(anmeldung.angebot):
        if row.pk == anmeldung.pk:
            anmeldung = row
        else:
            notifications.tell_moved_up(row)
    if anmeldung.has_place:
        notifications.confirm_place(anmeldung)
    else:
        notifications.confirm_waiting(anmeldung)
    return anmeldung


@transaction.atomic
def cancel_anmeldung(anmeldung, *, actor=None):
    """Give the place or the wait back; the next in line moves up in the same transaction. Return the fresh row.

    `actor` None is whoever holds the secret link. Again changes nothing. Raises NotAllowed, NotNow.
    """
    fresh = _lock(anmeldung)
    if actor is not None and not permissions.can_cancel_anmeldung(actor, fresh):
        raise NotAllowed("Abmelden können die Person selbst und die Menschen, die den Austausch betreuen.")
    if fresh.status == Anmeldestatus.ABGEMELDET:
        return fresh
    if fresh.angebot.has_begun:
        raise NotNow(f"„{fresh.angebot}“ hat schon begonnen. Danach ändern sich Anmeldungen nicht mehr.")
    _move(fresh, Anmeldestatus.ABGEMELDET, actor=actor)
    if actor is not None and actor.pk != fresh.konto_id:
        notifications.tell_removed(fresh)
    else:
        notifications.confirm_cancelled(fresh)
    move_up(fresh.angebot)
    return fresh


def move_up(angebot):
    """Give free places of the locked `angebot` to those who wait longest, one mail each; return who moved."""
    moved = fill_places(angebot)
    for row in moved:
        notifications.tell_moved_up(row)
    return moved


def fill_places(angebot):
    """Move the first of the waiting list of the locked `angebot` into its free places; return who moved, in order."""
    angebot.refresh_from_db(fields=["belegt", "plaetze"])
    if angebot.is_cancelled or angebot.has_begun or angebot.frei <= 0:
        return []
    moved = list(angebot.anmeldungen.waiting()[: angebot.frei])
    for row in moved:
        row.angebot = angebot
        _move(row, Anmeldestatus.ANGEMELDET, actor=None)
    return moved


@transaction.atomic
def fill_all_places():
    """Fill places that became free past these services, by the admin or by hand; return how many people moved up."""
    rows = Austauschangebot.objects.to_fill().values_list("pk", flat=True)
    return sum(len(move_up(lock_angebot(Austauschangebot(pk=pk)))) for pk in sorted(rows))


def fill_edited(pages, *, actor):
    """After exchanges were edited in the admin: more places pull up the waiting list."""
    with transaction.atomic():
        for page in sorted(pages, key=lambda row: row.pk):
            move_up(lock_angebot(page))


def forget_unconfirmed():
    """Delete registrations whose address nobody confirmed; return how many."""
    old = timezone.now() - FORGOTTEN
    return Anmeldung.objects.filter(status=Anmeldestatus.UNBESTAETIGT, created_at__lt=old).delete()[0]


def must_accept(angebot):
    """Raise NotNow, with the reason and the way out, when nobody can register any more."""
    if angebot.nimmt_an:
        return
    reasons = {
        Austauschlage.ABGESAGT: f"„{angebot}“ fällt aus: {angebot.absage_grund}",
        Austauschlage.VORBEI: f"„{angebot}“ ist vorbei.",
        Austauschlage.GESCHLOSSEN: f"Der Anmeldeschluss für „{angebot}“ war am "
        f"{localtime(angebot.anmeldeschluss):%d.%m.%Y um %H:%M} Uhr.",
    }
    reason = reasons.get(angebot.lage, f"„{angebot}“ ist nicht veröffentlicht.")
    raise NotNow(f"{reason} Was als Nächstes kommt, steht unter „Austausch“.")


def lock_angebot(angebot):
    """The row of the exchange, locked: everything that touches its places waits here, in this order."""
    return Austauschangebot.objects.select_for_update().get(pk=angebot.pk)


def _lock(anmeldung):
    angebot = lock_angebot(Austauschangebot(pk=anmeldung.angebot_id))
    fresh = Anmeldung.objects.select_for_update().get(pk=anmeldung.pk)
    fresh.angebot = angebot
    return fresh


def _find(angebot, email, actor):
    wanted = Q(email__iexact=email) if actor is None else Q(email__iexact=email) | Q(konto=actor)
    found = angebot.anmeldungen.select_for_update().filter(wanted)
    found = found.order_by(F("confirmed_at").desc(nulls_last=True)).first()
    if found is not None:
        found.angebot = angebot
    return found


def _move(anmeldung, to, *, actor):
    old, now = Anmeldestatus(anmeldung.status), timezone.now()
    if old != to:
        check_move(ANMELDEWEGE, old, to, label="Diese Anmeldung")
    anmeldung.status = to
    anmeldung.confirmed_at = None if to == Anmeldestatus.UNBESTAETIGT else anmeldung.confirmed_at
    anmeldung.wartet_seit = now if to == Anmeldestatus.WARTELISTE else None
    anmeldung.abgemeldet_am = now if to == Anmeldestatus.ABGEMELDET else None
    anmeldung.teilgenommen = None
    if to == Anmeldestatus.UNBESTAETIGT:
        anmeldung.created_at = now
    anmeldung.save()
    protokoll.record(f"anmeldung.{to.value}", anmeldung, actor=actor, von=old.value)
