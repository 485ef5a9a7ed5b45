"""Deadlines of every app: opened, handed over, moved, met."""

from django.db import transaction
from django.utils import timezone

from . import protokoll
from .choices import NotAllowed, NotNow, Verschiebegrund
from .models import Frist, Fristverschiebung
from .permissions import can_move_frist

_owners = {}


def on_move(art, *, lock, tell):
    """Let an app follow when a deadline of its kind `art` moves, in the same transaction.

    `lock(frist)` locks and returns the record before its deadline is locked, as every other step does, or None when it is
    gone; `tell(record, frist)` comes after.
    """
    _owners[art] = (lock, tell)


def open_frist(obj, art, *, titel, due_on, seite, url, zustaendig=None):
    """Start the deadline `art` of `obj` unless it runs already; return it."""
    fields = {"titel": titel[:200], "due_on": due_on, "due_first": due_on, "seite": seite, "url": url}
    owner = {"scope": getattr(obj, "scope", ""), "zustaendig": zustaendig}
    return Frist.objects.get_or_create(art=art, done_at=None, **_key(obj), defaults=fields | owner)[0]


def meet_fristen(obj, *arten):
    """Mark the open deadlines of these kinds (none named: all) of `obj` as met; return how many."""
    rows = Frist.objects.open().filter(**_key(obj))
    return (rows.filter(art__in=arten) if arten else rows).update(done_at=timezone.now())


def hand_over_fristen(obj, *, to):
    """The office's open deadlines of `obj` now belong to `to`; return how many."""
    return Frist.objects.open().for_office().filter(**_key(obj)).update(zustaendig=to)


@transaction.atomic
def move_frist(frist, *, to, grund, actor, expected=None):
    """Put the open deadline on the day `to`, for one of the reasons of Verschiebegrund; return the fresh row.

    `expected` is the day the person saw. Raises NotAllowed, or NotNow when it is met, was moved meanwhile, or `to` is
    over already or no other day.
    """
    lock, tell = _owners.get(frist.art, (None, None))
    owner = lock and lock(frist)
    fresh = Frist.objects.select_for_update().get(pk=frist.pk)
    if fresh.done_at is not None:
        raise NotNow(f"„{fresh.titel}“ ist schon erledigt und lässt sich nicht mehr verschieben.")
    if not can_move_frist(actor, fresh):
        raise NotAllowed("Fristen verschieben Koordination und Fachberatung. Bitten Sie dort um einen anderen Tag.")
    _check_day(fresh, to, expected)
    grund, old = Verschiebegrund(grund), fresh.due_on
    Fristverschiebung.objects.create(frist=fresh, actor=actor, von=old, auf=to, grund=grund)
    days = {"due_on": [old.isoformat(), to.isoformat()]}
    protokoll.record("frist.verschoben", fresh, actor=actor, werte=days, grund=grund.label)
    fresh.refresh_from_db()
    if owner:
        tell(owner, fresh)
    return fresh


def _check_day(frist, to, expected):
    if expected is not None and frist.due_on != expected:
        raise NotNow(f"Die Frist wurde inzwischen auf den {frist.due_on:%d.%m.%Y} gelegt. Prüfen Sie, ob das reicht.")
    if to == frist.due_on:
        raise NotNow(f"Die Frist liegt schon auf dem {to:%d.%m.%Y}. Wählen Sie einen anderen Tag.")
    if to < timezone.localdate():
        raise NotNow(f"Der {to:%d.%m.%Y} ist vorbei. Wählen Sie heute oder einen späteren Tag.")


def fristen_of(obj):
    """All deadlines of `obj`, open ones first."""
    return Frist.objects.filter(**_key(obj)).order_by("-done_at", "due_on")


def moves_of(frist):
    """Every move of its day, oldest first, with who moved it."""
    return frist.verschiebungen.select_related("actor")


def open_fristen_of(objects):
    """The next open deadline of each of `objects`, all of one kind, by their number as text; one query."""
    rows = list(objects)
    if not rows:
        return {}
    found = Frist.objects.open().filter(
        object_type=rows[0]._meta.label_lower, object_id__in=[str(row.pk) for row in rows]
    )
    return {frist.object_id: frist for frist in found.order_by("-due_on")}


def _key(obj):
    return {"object_type": obj._meta.label_lower, "object_id": str(obj.pk)}
