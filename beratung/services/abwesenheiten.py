"""Being away: noted, taken back, and the open requests handed over to the deputy."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from servicestelle.base import protokoll
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.fristen import hand_over_fristen

from .. import permissions
from ..choices import SCHON_ABWESEND
from ..models import Abwesenheit, Anfrage
from ..notifications import anfragen as notifications

NOT_YOURS = "Abwesenheiten anderer trägt die Koordination ein. Ihre eigene können Sie selbst eintragen."


def note_absence(person, *, von, bis, vertretung, actor):
    """`person` is away from `von` to `bis`, both included. Raises NotAllowed, NotNow; return the Abwesenheit."""
    if not permissions.can_note_absence(actor, person):
        raise NotAllowed(NOT_YOURS)
    for each in (person, vertretung):
        if not permissions.can_advise(each):
            raise NotNow(f"{each} berät nicht. Eintragen können Sie Menschen der Koordination und der Fachberatung.")
    try:
        with transaction.atomic():
            row = Abwesenheit.objects.create(user=person, von=von, bis=bis, vertretung=vertretung)
            protokoll.record("abwesenheit.eingetragen", row, actor=actor)
            return row
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != "beratung_abwesenheit_once":
            raise
        raise NotNow(SCHON_ABWESEND) from None


@transaction.atomic
def remove_absence(abwesenheit, *, actor):
    """Take the entry back; requests that were handed over stay where they are. Raises NotAllowed."""
    if not permissions.can_note_absence(actor, abwesenheit.user):
        raise NotAllowed(NOT_YOURS)
    protokoll.record("abwesenheit.entfernt", abwesenheit, actor=actor)
    Abwesenheit.objects.filter(pk=abwesenheit.pk).delete()


@transaction.atomic
def hand_over_cases(abwesenheit, *, actor):
    """Put the deputy in charge of all open requests of the absent person; return them.

    History, state and deadlines stay with each request; the deputy gets one mail for all. A second time finds nothing
    left and writes nothing. Raises NotAllowed, NotNow.
    """
    row = (
        Abwesenheit.objects.select_for_update(of=("self",)).select_related("user", "vertretung").get(pk=abwesenheit.pk)
    )
    if not permissions.can_hand_over(actor, row):
        raise NotAllowed("Übergeben können die Koordination, die abwesende Person und ihre Vertretung.")
    _check_deputy(row)
    cases = list(
        Anfrage.objects.unfinished().filter(zustaendig=row.user).select_for_update(of=("self",)).order_by("pk")
    )
    for case in cases:
        case.zustaendig = row.vertretung
        case.save(update_fields=["zustaendig"])
        hand_over_fristen(case, to=row.vertretung)
        werte = {"zustaendig": [row.user_id, row.vertretung_id]}
        protokoll.record("anfrage.uebergeben", case, actor=actor, werte=werte)
    if cases and actor != row.vertretung:
        notifications.tell_deputy(row, cases)
    return cases


def _check_deputy(absence):
    today = timezone.localdate()
    if absence.bis < today:
        raise NotNow(f"Die Abwesenheit endete am {absence.bis:%d.%m.%Y}. Weisen Sie Anfragen jetzt einzeln zu.")
    deputy = absence.vertretung
    if deputy is None or not permissions.can_advise(deputy):
        raise NotNow("Diese Abwesenheit hat keine Vertretung, die berät. Tragen Sie sie mit einer anderen neu ein.")
    if Abwesenheit.objects.running().filter(user=deputy).exists():
        raise NotNow(f"{deputy} ist heute auch abwesend. Wählen Sie eine andere Vertretung.")
