"""The life of a public page: one function moves its status, records it and tells the search."""

from django.db import transaction
from django.utils import timezone

from . import protokoll, search
from .choices import SEITENWEGE, NotAllowed, NotNow, Seitenstatus, check_move


def can_publish(user, obj):
    """True when `user` may change whether `obj` is public."""
    return user.is_active and user.has_perm(f"{obj._meta.app_label}.change_{obj._meta.model_name}")


def steps_of(user, obj):
    """The states `user` may move `obj` to now, in the order of the table; draws the buttons."""
    if not can_publish(user, obj):
        return []
    possible = SEITENWEGE[Seitenstatus(obj.status)]
    return [step for step in Seitenstatus if step in possible]


@transaction.atomic
def move_page(obj, *, to, actor, expected=None):
    """Move `obj` to the status `to`, write the audit log and the search entry; return the fresh row.

    Raises NotAllowed when `actor` may not, NotNow when the table of states has no such way or the row has left the
    `expected` status that the person saw.
    """
    to = Seitenstatus(to)
    if not can_publish(actor, obj):
        raise NotAllowed("Sie dürfen diese Seite nicht veröffentlichen. Bitten Sie die Redaktion oder Koordination.")
    page = type(obj).objects.select_for_update().get(pk=obj.pk)
    old = Seitenstatus(page.status)
    if expected is not None and old != expected:
        raise NotNow(f"„{page}“ steht inzwischen auf „{old.label}“. Sehen Sie sich die Seite noch einmal an.")
    check_move(SEITENWEGE, old, to, label=f"„{page}“")
    _set_status(page, to)
    protokoll.record(f"seite.{to.value}", page, actor=actor, von=old.value)
    search.refresh(page)
    return page


@transaction.atomic
def publish_loaded(page, *, source):
    """Publish a new row that `source` (start data, demo) brought; no person asked for it. The caller tells the search."""
    old = Seitenstatus(page.status)
    _set_status(page, Seitenstatus.VEROEFFENTLICHT)
    protokoll.record("seite.veroeffentlicht", page, actor=None, von=old.value, quelle=source)


def _set_status(page, to):
    page.status = to
    if to == Seitenstatus.VEROEFFENTLICHT:
        page.veroeffentlicht_am = timezone.now()
    page.save(update_fields=["status", "veroeffentlicht_am", "geaendert_am"])
