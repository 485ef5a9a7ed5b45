"""Appointments: proposed by one side, accepted or declined by the other, moved and cancelled by both."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from servicestelle.base import einstellungen, protokoll
from servicestelle.base.choices import NeedsReason, NotAllowed, NotNow, check_move
from servicestelle.base.fristen import meet_fristen

from .. import permissions
from ..choices import TERMIN_WOCHEN, TERMINWEGE, Anfragestatus, Fristart, Terminstatus
from ..models import Termin
from ..notifications import anfragen as notifications
from .absagen import lapse_proposals
from .anfragen import NOT_YOURS, _lock, _move, _note_contact, _start

FOREIGN = "Termine vereinbaren das Jugendamt, das gefragt hat, und die Menschen, die es beraten."
AT_ONCE = 3
AHEAD = timedelta(days=366)
AGREED = "anfrage.termin_vereinbart"
MOVED = "anfrage.termin_verschoben"


@transaction.atomic
def propose_termine(anfrage, *, zeiten, dauer_minuten, ort="", video_url="", actor=None):
    """Propose up to three times; older open proposals lapse. With an agreed appointment it is a proposal to move it.

    `actor` None is whoever holds the secret link. Raises NotAllowed, NotNow; return the rows in order of time.
    """
    fresh, zeiten = _lock(anfrage), sorted(set(zeiten))
    _may_plan(fresh, actor)
    _must_take_termine(fresh)
    _must_be_ahead(zeiten)
    buero = permissions.acts_for_office(actor)
    lapse_proposals(fresh)
    fields = {"dauer_minuten": dauer_minuten, "ort": ort, "video_url": video_url, "vom_buero": buero, "author": actor}
    rows = [Termin.objects.create(anfrage=fresh, beginn=beginn, **fields) for beginn in zeiten]
    protokoll.record("anfrage.termin_vorgeschlagen", fresh, actor=actor, anzahl=len(rows))
    if buero:
        _note_contact(fresh)
        _clarify(fresh, actor)
        notifications.tell_asker_of_proposal(fresh, len(rows))
    else:
        notifications.tell_adviser(fresh, "Terminvorschlag", text="Das Jugendamt schlägt Ihnen einen Termin vor.")
    return rows


@transaction.atomic
def accept_termin(termin, *, actor=None):
    """The other side takes this time: it is agreed, other proposals lapse, an earlier agreement counts as moved.

    The case goes on to „Termin steht“ where its table of states allows that. Again changes nothing. Raises NotAllowed,
    NotNow; return the fresh row.
    """
    anfrage, fresh = _lock_both(termin)
    if not permissions.can_answer_termin(actor, fresh):
        raise NotAllowed("Zusagen kann nur die andere Seite: wer die Zeit nicht selbst vorgeschlagen hat.")
    if fresh.status == Terminstatus.VEREINBART:
        return fresh
    _must_take_termine(anfrage)
    _step(fresh, Terminstatus.VEREINBART)
    if fresh.is_past:
        raise NotNow(f"{fresh} liegt schon zurück. Schlagen Sie eine neue Zeit vor.")
    moved = _replace(anfrage, fresh)
    fresh.save()
    lapse_proposals(anfrage)
    protokoll.record(MOVED if moved else AGREED, anfrage, actor=actor, termin=fresh.pk)
    _reach_agreement(anfrage, actor)
    _tell_agreed(anfrage, fresh, moved)
    return fresh


@transaction.atomic
def decline_termine(anfrage, *, wort, actor=None):
    """None of the times the other side proposed fits, and `wort` says why. Raises NotAllowed, NotNow."""
    fresh = _lock(anfrage)
    _may_plan(fresh, actor)
    buero = permissions.acts_for_office(actor)
    rows = fresh.termine.proposed().filter(vom_buero=not buero)
    if not rows:
        raise NotNow("Es gibt keinen offenen Vorschlag mehr, auf den Sie antworten könnten.")
    count = rows.update(status=Terminstatus.ABGELEHNT, antwort=_word(wort), decided_at=timezone.now())
    protokoll.record("anfrage.termin_abgelehnt", fresh, actor=actor, anzahl=count)
    if buero:
        notifications.tell_asker_no_time_fits(fresh)
    else:
        notifications.tell_adviser(fresh, "Termin passt nicht", text="Ihre Vorschläge passen dem Jugendamt nicht.")
    return count


@transaction.atomic
def cancel_termin(termin, *, wort, actor=None):
    """Call off an agreed appointment to come; the wait for a new one begins. Raises NotAllowed, NotNow."""
    anfrage, fresh = _lock_both(termin)
    _may_plan(anfrage, actor)
    _must_be_upcoming(fresh)
    _step(fresh, Terminstatus.ABGESAGT)
    fresh.antwort = _word(wort)
    fresh.sequence += 1
    fresh.save()
    protokoll.record("anfrage.termin_abgesagt", anfrage, actor=actor, termin=fresh.pk)
    _wait_again(anfrage, actor)
    notifications.tell_both_of_termin(anfrage, "Termin abgesagt", f"der Termin am {fresh.words} findet nicht statt.")
    return fresh


@transaction.atomic
def change_place(termin, *, ort, video_url, actor):
    """The office says where an agreed appointment is. Raises NotAllowed, NotNow; return the fresh row."""
    anfrage, fresh = _lock_both(termin)
    if not permissions.acts_for_office(actor):
        raise NotAllowed(NOT_YOURS)
    _must_be_upcoming(fresh)
    if not (ort or video_url):
        raise NotNow("Nennen Sie einen Ort oder einen Link zum Video.")
    fresh.ort, fresh.video_url = ort, video_url
    fresh.sequence += 1
    fresh.save()
    protokoll.record("anfrage.termin_ort", anfrage, actor=actor, termin=fresh.pk)
    notifications.tell_asker_of_place(anfrage, f"zum Termin am {fresh.words} treffen wir uns hier: {fresh.place}.")
    return fresh


def _replace(anfrage, termin):
    """An appointment agreed before gives way and passes on its place in the calendars; True when there was one."""
    before = anfrage.termine.upcoming().exclude(pk=termin.pk).first()
    if before is None:
        return False
    _step(before, Terminstatus.VERSCHOBEN)
    before.save()
    termin.uid, termin.sequence = before.uid, before.sequence + 1
    return True


def _step(termin, to):
    check_move(TERMINWEGE, Terminstatus(termin.status), to, label=str(termin))
    termin.status, termin.decided_at = to, timezone.now()


def _clarify(anfrage, actor):
    """Talking about times is clarifying."""
    if anfrage.status == Anfragestatus.ZUGEWIESEN:
        _move(anfrage, Anfragestatus.IN_KLAERUNG, actor=actor, quiet=True)


def _reach_agreement(anfrage, actor):
    _note_contact(anfrage)
    _clarify(anfrage, actor)
    if anfrage.status == Anfragestatus.IN_KLAERUNG:
        _move(anfrage, Anfragestatus.TERMINIERT, actor=actor, quiet=True)
    meet_fristen(anfrage, Fristart.TERMIN)


def _wait_again(anfrage, actor):
    if anfrage.status == Anfragestatus.TERMINIERT:
        _move(anfrage, Anfragestatus.IN_KLAERUNG, actor=actor, quiet=True)
        weeks = timedelta(weeks=einstellungen.value_of(TERMIN_WOCHEN))
        _start(anfrage, Fristart.TERMIN, timezone.localdate() + weeks)


def _tell_agreed(anfrage, termin, moved):
    subject = f"Termin {'verschoben auf' if moved else 'am'} {timezone.localtime(termin.beginn):%d.%m.%Y, %H:%M} Uhr"
    place = f"Ort: {termin.place}." if termin.place else "Den Ort klären wir noch."
    news = f"der Termin ist verschoben auf {termin.words}." if moved else f"der Termin steht: {termin.words}."
    notifications.tell_both_of_termin(
        anfrage, subject, news, place, "Auf der Seite der Anfrage finden Sie ihn auch als Datei für Ihren Kalender."
    )


def _may_plan(anfrage, actor):
    if not permissions.can_plan_termin(actor, anfrage):
        raise NotAllowed(FOREIGN)


def _must_take_termine(anfrage):
    if not permissions.takes_termine(anfrage):
        raise NotNow(
            f"{anfrage} steht auf „{anfrage.get_status_display()}“. Termine gibt es, solange jemand zuständig ist und die "
            "Beratung läuft."
        )


def _must_be_ahead(zeiten):
    now = timezone.now()
    if not 1 <= len(zeiten) <= AT_ONCE:
        raise NotNow(f"Schlagen Sie eine bis {AT_ONCE} Zeiten vor.")
    if zeiten[0] <= now or zeiten[-1] > now + AHEAD:
        raise NotNow("Eine Zeit liegt schon zurück oder mehr als ein Jahr voraus. Schlagen Sie eine andere vor.")


def _must_be_upcoming(termin):
    if not termin.is_upcoming:
        raise NotNow(
            f"{termin} ist nicht vereinbart oder liegt schon zurück. Sehen Sie sich die Anfrage noch einmal an."
        )


def _word(wort):
    if not wort.strip():
        raise NeedsReason("Sagen Sie der anderen Seite mit einem Wort, warum.")
    return wort.strip()


def _lock_both(termin):
    """The case before its appointment: one order for all."""
    anfrage = _lock(termin.anfrage)
    fresh = Termin.objects.select_for_update().get(pk=termin.pk)
    fresh.anfrage = anfrage
    return anfrage, fresh
