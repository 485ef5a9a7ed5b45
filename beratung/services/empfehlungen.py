"""Next steps: the adviser recommends, the Jugendamt ticks off."""

from django.db import transaction
from django.utils import timezone

from servicestelle.base import protokoll
from servicestelle.base.choices import Fristseite, NotAllowed, NotNow
from servicestelle.base.fristen import meet_fristen, open_frist

from .. import permissions
from ..choices import Fristart
from ..models import Empfehlung
from ..notifications import anfragen as notifications
from .anfragen import NOT_YOURS, _lock, _must_be_open

TICKED = "anfrage.empfehlung_erledigt"
UNTICKED = "anfrage.empfehlung_offen"


@transaction.atomic
def write_empfehlung(anfrage, *, text, actor, link="", faellig_am=None):
    """Recommend one next step; a day makes it a deadline of the Jugendamt. Raises NotAllowed, NotNow; return the row."""
    fresh = _lock(anfrage)
    if not permissions.can_advise(actor):
        raise NotAllowed(NOT_YOURS)
    _must_be_open(fresh)
    row = Empfehlung.objects.create(anfrage=fresh, text=text, link=link, faellig_am=faellig_am, author=actor)
    _wait_for(row)
    protokoll.record("anfrage.empfohlen", fresh, actor=actor, empfehlung=row.pk)
    notifications.tell_asker_of_recommendation(fresh)
    return row


@transaction.atomic
def tick_empfehlung(empfehlung, *, erledigt, actor=None):
    """The asking side says that the step is done, or that it is not after all; also after the case has ended.

    `actor` None is whoever holds the secret link. The same again changes nothing. Raises NotAllowed, NotNow.
    """
    row = _lock_row(empfehlung)
    if not permissions.acts_for_jugendamt(actor, row.anfrage):
        raise NotAllowed("Abhaken kann einen Schritt nur das Jugendamt, dem er empfohlen ist.")
    if row.is_done == erledigt:
        return row
    row.erledigt_at = timezone.now() if erledigt else None
    row.save(update_fields=["erledigt_at"])
    if erledigt:
        meet_fristen(row)
    else:
        _wait_for(row)
    protokoll.record(TICKED if erledigt else UNTICKED, row.anfrage, actor=actor, empfehlung=row.pk)
    return row


@transaction.atomic
def take_back_empfehlung(empfehlung, *, actor):
    """The office withdraws a step that is not done yet; nobody is shown it any more. Raises NotAllowed, NotNow."""
    row = _lock_row(empfehlung)
    if not permissions.can_advise(actor):
        raise NotAllowed(NOT_YOURS)
    if row.is_done:
        raise NotNow("Diesen Schritt hat das Jugendamt schon erledigt. Er bleibt stehen.")
    row.zurueckgenommen_at = timezone.now()
    row.save(update_fields=["zurueckgenommen_at"])
    meet_fristen(row)
    protokoll.record("anfrage.empfehlung_weg", row.anfrage, actor=actor, empfehlung=row.pk)
    return row


def lock_of_frist(frist):
    """The step whose deadline this is, locked; None when it is gone. Raises NotNow when it was taken back."""
    row = Empfehlung.objects.select_related("anfrage").filter(pk=frist.object_id).first()
    return row and _lock_row(row)


def follow_moved_frist(empfehlung, frist):
    """The day of the step is that of its deadline, and the Jugendamt hears of the new one."""
    empfehlung.faellig_am = frist.due_on
    empfehlung.save(update_fields=["faellig_am"])
    notifications.tell_asker_of_moved_step(empfehlung.anfrage, frist)


def _wait_for(row):
    if row.faellig_am is not None:
        open_frist(
            row,
            Fristart.EMPFEHLUNG,
            titel=f"{row.anfrage.nummer}: {Fristart.EMPFEHLUNG.label}",
            due_on=row.faellig_am,
            seite=Fristseite.JUGENDAMT,
            url=row.get_absolute_url(),
        )


def _lock_row(empfehlung):
    anfrage = _lock(empfehlung.anfrage)
    row = Empfehlung.objects.select_for_update().get(pk=empfehlung.pk)
    row.anfrage = anfrage
    if row.zurueckgenommen_at is not None:
        raise NotNow("Diesen Schritt hat die Servicestelle zurückgenommen.")
    return row
