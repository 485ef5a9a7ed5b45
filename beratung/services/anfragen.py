"""The life of a request: every step locks the row, asks, moves, records, and tells the other side."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from servicestelle.base import einstellungen, protokoll
from servicestelle.base.choices import Fristseite, NeedsReason, NotAllowed, NotNow, check_move
from servicestelle.base.dateien.services import keep_files
from servicestelle.base.fristen import hand_over_fristen, meet_fristen, open_frist
from servicestelle.base.numbers import next_number
from servicestelle.base.working_days import add_working_days

from .. import permissions
from ..choices import AKTIV, ANFRAGEWEGE, BEENDET, KONTAKT_TAGE, TERMIN_WOCHEN, Anfragestatus, Fristart
from ..models import Anfrage, Nachricht, Notiz
from ..notifications import anfragen as notifications
from .absagen import lapse_proposals, release_termine

FORGOTTEN = timedelta(days=30)  # not sooner than a page can be sent again, see base.einmal
NOT_YOURS = "Anfragen bearbeiten dürfen Koordination und Fachberatung."
SAY_WHY = {Anfragestatus.ABGESCHLOSSEN, Anfragestatus.WEITERVERWIESEN, Anfragestatus.ABGELEHNT}
BY_SERVICE = {Anfragestatus.ZUGEWIESEN, Anfragestatus.ZURUECKGEZOGEN}  # have a service of their own


@transaction.atomic
def submit_anfrage(*, jugendamt, themen=(), dateien=(), actor=None, **fields):
    """Keep the request. With an account it is received at once, else its address has to be confirmed; return it.

    `fields` are name, funktion, email, telefon, format, wunschtermine, frage; `dateien` are Checked files.
    """
    anfrage = Anfrage.objects.create(jugendamt=jugendamt, created_by=actor, **fields)
    anfrage.themen.set(themen)
    keep_files(anfrage, dateien, actor=actor)
    if actor is None:
        notifications.ask_to_confirm(anfrage)
        return anfrage
    return _receive(anfrage, actor=actor)


def find_by_token(token):
    """The request of this status link, or None when the link is forged or withdrawn."""
    zugang = notifications.read_token(token)
    return Anfrage.objects.filter(zugang=zugang).select_related("jugendamt", "zustaendig").first() if zugang else None


@transaction.atomic
def confirm_anfrage(anfrage):
    """The address is real: the request gets its number and reaches the office. Again changes nothing; return the row."""
    fresh = _lock(anfrage)
    return _receive(fresh, actor=None) if fresh.status == Anfragestatus.UNBESTAETIGT else fresh


def forget_unconfirmed_anfragen():
    """Delete requests whose address nobody confirmed; the sweep takes their files. Return how many."""
    old = timezone.now() - FORGOTTEN
    rows = Anfrage.objects.filter(status=Anfragestatus.UNBESTAETIGT, created_at__lt=old)
    return rows.delete()[1].get(Anfrage._meta.label, 0)


def _receive(anfrage, *, actor, receipt=notifications.confirm_receipt):
    now = timezone.now()
    today = timezone.localdate(now)
    anfrage.nummer, anfrage.confirmed_at = next_number("FB", today.year), now
    anfrage.status = Anfragestatus.EINGEGANGEN
    anfrage.save(update_fields=["nummer", "confirmed_at", "status"])
    protokoll.record("anfrage.eingegangen", anfrage, actor=actor)
    due_on = add_working_days(today, einstellungen.value_of(KONTAKT_TAGE))
    _start(anfrage, Fristart.KONTAKT, due_on)
    receipt(anfrage, due_on=due_on)
    return anfrage


@transaction.atomic
def revoke_link(anfrage, *, actor=None, anew=False):
    """The secret link stops working at once; with `anew` the person gets a new one by mail. Return the fresh row."""
    if actor is not None and not permissions.can_advise(actor):
        raise NotAllowed(NOT_YOURS)
    fresh = _lock(anfrage)
    fresh.zugang = uuid.uuid4() if anew else None
    fresh.save(update_fields=["zugang"])
    protokoll.record("anfrage.link_erneuert" if anew else "anfrage.link_gesperrt", fresh, actor=actor)
    if anew:
        notifications.send_new_link(fresh)
    return fresh


@transaction.atomic
def assign_anfrage(anfrage, *, to, actor):
    """Put `to` in charge, also instead of somebody else. Raises NotAllowed, NotNow; return the fresh row."""
    fresh = _lock(anfrage)
    if not permissions.can_assign_anfrage(actor, fresh, to):
        raise NotAllowed("Anfragen anderer zuweisen darf die Koordination. Sie können Anfragen selbst übernehmen.")
    if not permissions.can_advise(to):
        raise NotNow(f"{to} berät nicht. Zuweisen können Sie an Menschen der Koordination und der Fachberatung.")
    if not fresh.is_active:
        raise NotNow(f"{fresh} steht auf „{fresh.get_status_display()}“ und lässt sich so nicht zuweisen.")
    before, fresh.zustaendig = fresh.zustaendig_id, to
    if fresh.status == Anfragestatus.EINGEGANGEN:
        fresh.status = Anfragestatus.ZUGEWIESEN
    fresh.save(update_fields=["zustaendig", "status"])
    hand_over_fristen(fresh, to=to)
    protokoll.record("anfrage.zugewiesen", fresh, actor=actor, werte={"zustaendig": [before, to.pk]})
    if to != actor:
        notifications.tell_adviser(fresh, "Für Sie", text=f"{actor} hat Ihnen diese Anfrage zugewiesen.")
    return fresh


@transaction.atomic
def move_anfrage(anfrage, *, to, actor, reason="", expected=None):
    """Move the request one step of the table. Raises NotAllowed, NotNow or NeedsReason; return the fresh row.

    `expected` is the state the person saw; `reason` is what the Jugendamt reads about the end.
    """
    to, fresh = Anfragestatus(to), _lock(anfrage)
    if not permissions.can_advise(actor):
        raise NotAllowed(NOT_YOURS)
    _check(fresh, to, expected)
    if to in SAY_WHY and not reason.strip():
        raise NeedsReason(f"„{to.label}“ braucht ein paar Worte: Das Jugendamt liest sie in seiner Anfrage.")
    return _move(fresh, to, actor=actor, reason=reason.strip())


@transaction.atomic
def withdraw_anfrage(anfrage, *, actor=None):
    """The asking side takes the request back; `actor` None is whoever holds the secret link. Return the fresh row."""
    fresh = _lock(anfrage)
    if actor is not None and not permissions.can_withdraw_anfrage(actor, fresh):
        raise NotAllowed("Zurückziehen kann diese Anfrage nur das Jugendamt, das sie gestellt hat.")
    check_move(ANFRAGEWEGE, Anfragestatus(fresh.status), Anfragestatus.ZURUECKGEZOGEN, label=str(fresh))
    return _move(fresh, Anfragestatus.ZURUECKGEZOGEN, actor=actor)


def steps_of(user, anfrage):
    """The states `user` may move `anfrage` to by `move_anfrage` now, in the order of the states; draws the buttons."""
    if not permissions.can_advise(user):
        return []
    return [step for step in Anfragestatus if step in _possible(anfrage)]


def _possible(anfrage):
    ways = ANFRAGEWEGE.get(Anfragestatus(anfrage.status), set()) - BY_SERVICE
    if anfrage.status == Anfragestatus.RUHEND:
        ways = (ways - set(AKTIV)) | {Anfragestatus(anfrage.ruhte_in)}
    if anfrage.status == Anfragestatus.TERMINIERT and anfrage.termine.upcoming().exists():
        ways -= {Anfragestatus.IN_KLAERUNG}  # cancelling the appointment does that, and both sides hear of it
    return ways if anfrage.status != Anfragestatus.UNBESTAETIGT else set()


def _check(anfrage, to, expected):
    old = Anfragestatus(anfrage.status)
    if expected is not None and old != expected:
        raise NotNow(f"{anfrage} steht inzwischen auf „{old.label}“. Sehen Sie sich die Anfrage noch einmal an.")
    check_move({old: _possible(anfrage)}, old, to, label=str(anfrage))


def _move(anfrage, to, *, actor, reason="", quiet=False):
    old = Anfragestatus(anfrage.status)
    anfrage.status = to
    anfrage.ruhte_in = old if to == Anfragestatus.RUHEND else ""
    anfrage.abschluss = reason or anfrage.abschluss
    anfrage.ended_at = timezone.now() if to in BEENDET else None
    anfrage.save(update_fields=["status", "ruhte_in", "abschluss", "ended_at"])
    protokoll.record(f"anfrage.{to.value}", anfrage, actor=actor, von=old.value)
    _settle(anfrage, to)
    if not quiet:
        _tell_other_side(anfrage, by_asker=actor is None or not permissions.can_advise(actor))
    return anfrage


def _settle(anfrage, to):
    """Deadlines and appointments follow the new state."""
    if to in BEENDET:
        meet_fristen(anfrage)
        release_termine(anfrage)
    elif to == Anfragestatus.RUHEND:
        lapse_proposals(anfrage)  # nobody could accept one while the case rests
    elif to in {Anfragestatus.TERMINIERT, Anfragestatus.IN_BERATUNG}:
        _note_contact(anfrage)
        meet_fristen(anfrage, Fristart.TERMIN)


def _tell_other_side(anfrage, *, by_asker):
    if by_asker:
        notifications.tell_adviser(anfrage, "Zurückgezogen", text="Das Jugendamt hat seine Anfrage zurückgezogen.")
    else:
        notifications.tell_asker_of_step(anfrage)


@transaction.atomic
def write_to_jugendamt(anfrage, *, text, actor, dateien=()):
    """A message of the office; the first one is the first contact. Raises NotAllowed, NotNow; return the Nachricht."""
    fresh = _lock(anfrage)
    if not permissions.can_advise(actor):
        raise NotAllowed(NOT_YOURS)
    _must_be_open(fresh)
    message = Nachricht.objects.create(anfrage=fresh, vom_buero=True, author=actor, text=text)
    keep_files(message, dateien, actor=actor)
    _note_contact(fresh)
    protokoll.record("anfrage.nachricht", fresh, actor=actor)
    notifications.tell_asker_of_message(fresh)
    return message


@transaction.atomic
def write_to_office(anfrage, *, text, actor=None, dateien=()):
    """A message of the asking side; `actor` None is whoever holds the secret link. Return the Nachricht."""
    fresh = _lock(anfrage)
    if actor is not None and not permissions.can_write_as_jugendamt(actor, fresh):
        raise NotAllowed("In diese Anfrage schreibt nur das Jugendamt, das sie gestellt hat.")
    _must_be_open(fresh)
    message = Nachricht.objects.create(anfrage=fresh, vom_buero=False, author=actor, text=text)
    keep_files(message, dateien, actor=actor)
    protokoll.record("anfrage.nachricht", fresh, actor=actor)
    notifications.tell_adviser(fresh, "Neue Nachricht", text="Das Jugendamt hat Ihnen geschrieben.")
    return message


@transaction.atomic
def note_contact(anfrage, *, actor):
    """The adviser has reached the Jugendamt otherwise, by phone for example. Return the fresh row."""
    fresh = _lock(anfrage)
    if not permissions.can_advise(actor):
        raise NotAllowed(NOT_YOURS)
    _must_be_open(fresh)
    if _note_contact(fresh):
        protokoll.record("anfrage.kontakt", fresh, actor=actor)
    return fresh


@transaction.atomic
def write_note(anfrage, *, text, actor):
    """A note only the office reads. Raises NotAllowed; return the Notiz."""
    if not permissions.can_advise(actor):
        raise NotAllowed(NOT_YOURS)
    protokoll.record("anfrage.notiz", anfrage, actor=actor)
    return Notiz.objects.create(anfrage=anfrage, author=actor, text=text)


def _must_be_open(anfrage):
    if not permissions.is_open(anfrage):
        raise NotNow(
            f"{anfrage} ist beendet ({anfrage.get_status_display()}). Für eine neue Frage stellen Sie eine neue Anfrage."
        )


def _note_contact(anfrage, *, at=None):
    """Remember the first contact (`at`, else now) and start the wait for an appointment; True when it was the first."""
    if anfrage.contacted_at is not None:
        return False
    anfrage.contacted_at = at or timezone.now()
    anfrage.save(update_fields=["contacted_at"])
    meet_fristen(anfrage, Fristart.KONTAKT)
    if anfrage.status not in {Anfragestatus.TERMINIERT, Anfragestatus.IN_BERATUNG}:
        weeks = timedelta(weeks=einstellungen.value_of(TERMIN_WOCHEN))
        _start(anfrage, Fristart.TERMIN, timezone.localdate(anfrage.confirmed_at) + weeks)
    return True


def _start(anfrage, art, due_on):
    open_frist(
        anfrage,
        art,
        titel=f"{anfrage.nummer}: {art.label}",
        due_on=due_on,
        seite=Fristseite.BUERO,
        url=anfrage.get_office_url(),
        zustaendig=anfrage.zustaendig,
    )


def _lock(anfrage):
    return Anfrage.objects.select_for_update(of=("self",)).select_related("jugendamt", "zustaendig").get(pk=anfrage.pk)
