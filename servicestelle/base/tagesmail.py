"""One mail a day about deadlines: on working days in the morning, only when something is due, once per person and day."""

import logging
from datetime import time, timedelta

from django.core import signing
from django.db import InterfaceError, OperationalError, transaction
from django.urls import reverse
from django.utils import timezone

from . import einstellungen, protokoll
from .mail import queue_mail
from .models import Frist, Tagesmail, Tagesmailwunsch, User
from .working_days import add_working_days, is_working_day

log = logging.getLogger(__name__)

VORLAUF = "base.tagesmail_vorlauf"  # working days
MORNING, NOON = time(7), time(12)  # later than noon nobody calls it a morning mail
AT_MOST = 40  # rows in one mail
KEPT = timedelta(days=60)
_signer = signing.Signer(salt="base.tagesmail", sep=".")


def send_all(now=None):
    """Take the turn of everybody whose turn was not taken today; return how many mails were written.

    Does nothing before 7 and from 12 o'clock on, at weekends and on public holidays of NRW. May run at any time, twice at
    once, and again after it was killed: who has a turn is a row of the database.
    """
    now = timezone.localtime(now)
    if not is_working_day(now.date()) or not MORNING <= now.time() < NOON:
        return 0
    return sum(_take_turn_quietly(person, now.date()) for person in waiting(now.date()))


def waiting(day):
    """Open accounts that want the mail and had no turn on `day`."""
    rows = User.objects.filter(is_active=True).exclude(tagesmailwunsch__an=False)
    return rows.exclude(pk__in=Tagesmail.objects.filter(tag=day).values("user"))


def _take_turn_quietly(person, day):
    """One person's fault keeps no other from the mail; without the database nobody gets one."""
    try:
        return take_turn(person, day)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("Tagesmail für Konto %s gescheitert", person.pk)
        return False


@transaction.atomic
def take_turn(person, day):
    """Write the mail of `person` for `day` unless her turn was taken; return whether one was written.

    Whoever comes at the same moment waits for the first transaction: turn and mail are there together or not at all.
    """
    turn, first = Tagesmail.objects.get_or_create(user=person, tag=day)
    rows = due_for(person, day) if first else []
    if rows:
        turn.mail = _write(person, day, rows)
        turn.save(update_fields=["mail"])
    return bool(rows)


def due_for(person, day):
    """The deadlines worth a mail: overdue, due today, or due within the next working days (setting)."""
    horizon = add_working_days(day, einstellungen.value_of(VORLAUF))
    return list(Frist.objects.concerning(person).due_by(horizon).for_list().order_by("due_on", "pk"))


def _write(person, day, rows):
    shown = rows[:AT_MOST]
    context = {
        "gruppen": [group for group in _groups(shown, day) if group[1]],
        "weitere": len(rows) - len(shown),
        "path": reverse("buero_fristen" if person.has_perm("base.view_frist") else "mein"),
        "abbestellen": reverse("abbestellen", args=[token_of(person)]),
    }
    return queue_mail("tagesmail", to=person.email, subject=_subject(rows, day), context=context)


def _groups(rows, day):
    yield "Überschritten", [row for row in rows if row.due_on < day]
    yield "Heute fällig", [row for row in rows if row.due_on == day]
    yield "Bald fällig", [row for row in rows if row.due_on > day]


def _subject(rows, day):
    late = sum(row.due_on < day for row in rows)
    what = "1 Frist" if len(rows) == 1 else f"{len(rows)} Fristen"
    return f"Was ansteht: {what}" + (f", davon {late} überschritten" if late else "")


def token_of(person):
    """The secret part of the link that ends the mail; made when first needed."""
    wish, _ = Tagesmailwunsch.objects.get_or_create(user=person)
    return _signer.sign(wish.kennung.hex)


def find_by_token(token):
    """The open account whose mail this link ends, or None."""
    try:
        kennung = _signer.unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(is_active=True, tagesmailwunsch__kennung=kennung).first()


def is_wanted(person):
    return not Tagesmailwunsch.objects.filter(user=person, an=False).exists()


@transaction.atomic
def switch(person, *, on, actor):
    """Let `person` get the daily mail, or no more; again changes nothing. `actor` None is whoever holds the link."""
    wish, _ = Tagesmailwunsch.objects.select_for_update().get_or_create(user=person)
    if wish.an == on:
        return
    wish.an = on
    wish.save(update_fields=["an"])
    protokoll.record("konto.tagesmail_an" if on else "konto.tagesmail_aus", person, actor=actor)


def skip_today():
    """Nobody gets the mail of today any more, e.g. after a restore: it may have gone out before. Return how many."""
    today = timezone.localdate()
    turns = [Tagesmail(user=person, tag=today) for person in waiting(today)]
    Tagesmail.objects.bulk_create(turns, ignore_conflicts=True)
    return len(turns)


def forget_old():
    """Delete turns nobody asks for any more; return how many."""
    return Tagesmail.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]
