"""What a Jugendamt asks to change: drafted by its people, submitted by those who release, answered by a document."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from servicestelle.base import protokoll
from servicestelle.base.choices import NotAllowed, NotNow, check_move

from .. import permissions
from ..choices import ANTRAGSWEGE, SECOND_PERSON, Antragsart, Antragsstatus, Bescheidart
from ..models import Aenderungsantrag, Bescheidentwurf
from ..reports.bescheide import obstacles_to
from .buchungen import lock_grant
from .foerderungen import MAY_NOT_DECLARE
from .regeln import must_say

NOT_YOURS = "Änderungen beantragen nur die Menschen des geförderten Jugendamts."
CONTENT = ("art", "monate", "von_posten_id", "nach_posten_id", "betrag", "begruendung")


@transaction.atomic
def draft_aenderungsantrag(grant, *, art, begruendung, monate=None, von=None, nach=None, betrag=None, actor):
    """Write a draft. `monate` for a longer time; `von`, `nach` (numbers of lines) and `betrag` (EUR) for a shift.

    Raises NotAllowed, NotNow, NeedsReason; return it.
    """
    grant = _lock_grant_of_member(grant, actor)
    number = (grant.aenderungsantraege.aggregate(last=Max("nummer"))["last"] or 0) + 1
    row = Aenderungsantrag(foerderung=grant, nummer=number, created_by=actor, geaendert_von=actor)
    _write(row, art, begruendung, monate, von, nach, betrag)
    row.save()
    protokoll.record("aenderungsantrag.entwurf", row, actor=actor, art=art)
    return row


@transaction.atomic
def edit_aenderungsantrag(antrag, *, art, begruendung, monate=None, von=None, nach=None, betrag=None, actor):
    """Write over a draft. Raises NotAllowed, NotNow, NeedsReason; return the fresh row."""
    _lock_grant_of_member(antrag.foerderung, actor)
    fresh = _lock(antrag)
    if not fresh.is_draft:
        raise NotNow(
            f"{fresh} ist eingereicht. Ändern lässt er sich nicht mehr; ziehen Sie ihn zurück und schreiben Sie einen neuen."
        )
    _write(fresh, art, begruendung, monate, von, nach, betrag)
    fresh.geaendert_von = actor
    fresh.save(update_fields=[*CONTENT, "geaendert_von"])
    return fresh


@transaction.atomic
def submit_aenderungsantrag(antrag, *, actor):
    """Give the draft to the office. Raises NotAllowed, NotNow; return the fresh row."""
    fresh = _lock(antrag)
    if not permissions.can_declare(actor, fresh.foerderung):
        raise NotAllowed(MAY_NOT_DECLARE)
    _check(fresh, Antragsstatus.EINGEREICHT)
    if not permissions.can_submit_written(actor, fresh):
        raise NotAllowed(SECOND_PERSON)
    must_be_possible(fresh)
    fresh.eingereicht_von, fresh.eingereicht_am = actor, timezone.now()
    return _move(fresh, Antragsstatus.EINGEREICHT, actor, fields=["eingereicht_von", "eingereicht_am"])


@transaction.atomic
def withdraw_aenderungsantrag(antrag, *, actor):
    """Take it back before it is decided. Raises NotAllowed, NotNow; return the fresh row."""
    fresh = _lock(antrag)
    if not permissions.can_withdraw_aenderungsantrag(actor, fresh):
        raise NotAllowed(MAY_NOT_DECLARE)
    _check(fresh, Antragsstatus.ZURUECKGEZOGEN)
    if Bescheidentwurf.objects.filter(antrag=fresh).exists():
        raise NotNow(
            f"Über {fresh} ist schon entschieden, nur die zweite Unterschrift fehlt noch. Schreiben Sie der Servicestelle."
        )
    return _move(fresh, Antragsstatus.ZURUECKGEZOGEN, actor)


def must_be_possible(antrag):
    """Raise NotNow, with the numbers, when the office could not agree however it wished to."""
    proposal = Bescheidentwurf(foerderung=antrag.foerderung, art=Bescheidart.AENDERUNG, antrag=_as_submitted(antrag))
    if obstacles := obstacles_to(proposal):
        raise NotNow(" ".join(obstacles))


def _as_submitted(antrag):
    """A copy in memory with the state in which the office would decide."""
    copy = Aenderungsantrag(**{field.attname: getattr(antrag, field.attname) for field in antrag._meta.concrete_fields})
    copy.status = Antragsstatus.EINGEREICHT
    return copy


def _write(row, art, begruendung, monate, von, nach, betrag):
    """Keep what belongs to the kind of request."""
    must_say(begruendung, "Sagen Sie der Servicestelle, warum.")
    shift = art == Antragsart.UMSCHICHTUNG
    lines = row.foerderung.budgetposten.in_bulk([von, nach]) if shift else {}
    row.art, row.begruendung = art, begruendung.strip()
    row.monate = monate if art == Antragsart.VERLAENGERUNG else None
    row.von_posten, row.nach_posten = lines.get(von), lines.get(nach)
    row.betrag = betrag if shift else None
    if (shift and (len(lines) != 2 or not betrag)) or (art == Antragsart.VERLAENGERUNG and not monate):
        raise NotNow("Zur gewählten Änderung fehlt eine Angabe.")


def _lock_grant_of_member(grant, actor):
    grant = lock_grant(grant)
    if not permissions.can_draft_aenderungsantrag(actor, grant):
        raise NotAllowed(NOT_YOURS)
    if not grant.is_open:
        raise NotNow(
            f"Die Förderung steht auf „{grant.get_status_display()}“. Ändern lässt sich nur eine laufende Förderung."
        )
    return grant


def _lock(antrag):
    grant = lock_grant(antrag.foerderung)
    fresh = Aenderungsantrag.objects.select_for_update(of=("self",)).get(pk=antrag.pk)
    fresh.foerderung = grant
    return fresh


def _check(antrag, to):
    check_move(ANTRAGSWEGE, Antragsstatus(antrag.status), to, label=str(antrag))


def _move(antrag, to, actor, fields=()):
    old, antrag.status = Antragsstatus(antrag.status), to
    antrag.save(update_fields=["status", *fields])
    protokoll.record(f"aenderungsantrag.{to.value}", antrag, actor=actor, von=old.value)
    return antrag
