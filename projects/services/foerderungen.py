"""The life of a grant before and beside its documents: its draft, its hearing, and when nothing can be said against it."""

from django.db import transaction
from django.utils import timezone

from servicestelle.base import fristen, protokoll
from servicestelle.base.choices import NotAllowed, NotNow, check_move
from servicestelle.base.months import add_months

from .. import notifications, permissions
from ..choices import ANHOERUNGSFRIST, FOERDERWEGE, Bescheidart, Foerderstatus
from ..models import Anhoerung, Bescheid, Budgetposten
from ..models.foerderung import EARLIEST, LATEST
from ..reports.bescheide import overlaps_of
from .buchungen import lock_grant
from .regeln import kept_rules, must_say

MAY_NOT_PREPARE = "Förderungen und Bescheide bereitet die Koordination vor."
LONGEST_HEARING = 12  # months from today
MAY_NOT_DECLARE = "Das kann nur, wer im Jugendamt die Freigabe hat."


@transaction.atomic
def edit_foerderung(grant, *, amount, starts_on, lines, new_lines=(), actor):
    """Write over a draft: `lines` is {Budgetposten number: {amount, eigenanteil, drittmittel}} in EUR.

    A line of which nothing is left goes. Raises NotAllowed, NotNow; return the fresh grant.
    """
    fresh = lock_grant(grant)
    must_prepare(actor)
    if fresh.status != Foerderstatus.ENTWURF:
        raise NotNow(f"Die Förderung steht auf „{fresh.get_status_display()}“. Bearbeiten lässt sich nur ein Entwurf.")
    _must_be_a_start(starts_on)
    fresh.amount, fresh.starts_on = amount, starts_on
    if overlaps := list(overlaps_of(fresh)):
        raise NotNow(" ".join([*overlaps, "Wählen Sie einen anderen Beginn."]))
    with kept_rules():
        fresh.save(update_fields=["amount", "starts_on"])
        for line in fresh.budgetposten.filter(pk__in=lines):
            _write_line(line, lines[line.pk])
        for fields in new_lines:
            Budgetposten.objects.create(foerderung=fresh, **fields)
    protokoll.record("foerderung.bearbeitet", fresh, actor=actor)
    return fresh


def _must_be_a_start(day):
    if day and not EARLIEST <= day < LATEST:
        raise NotNow(
            f"Der Beginn liegt zwischen den Jahren {EARLIEST.year} und {LATEST.year - 1}, nicht am {day:%d.%m}.{day.year:04}. "
            "Prüfen Sie die Jahreszahl."
        )


def _write_line(line, fields):
    if not any(fields.values()):
        line.delete()
        return
    for name, amount in fields.items():
        setattr(line, name, amount)
    line.save(update_fields=list(fields))


def move_foerderung(grant, to, *, actor, fields=(), **details):
    """Take `grant`, which is locked, to the state `to` and record it. Raises NotNow for a way that is not there."""
    old = Foerderstatus(grant.status)
    check_move(FOERDERWEGE, old, to, label=f"Die Förderung {grant.foerderzeitraum}")
    grant.status = to
    grant.save(update_fields=["status", *fields])
    protokoll.record(f"foerderung.{to.value}", grant, actor=actor, von=old.value, **details)


@transaction.atomic
def start_anhoerung(grant, *, art, text, antwort_bis, actor):
    """Ask the Jugendamt before its grant is revoked; it may answer until `antwort_bis`. Raises NotAllowed, NotNow.

    Nothing changes for the grant yet. Return the Anhoerung.
    """
    grant = lock_grant(grant)
    must_prepare(actor)
    if not grant.is_open:
        raise NotNow(f"Die Förderung steht auf „{grant.get_status_display()}“. Angehört wird nur zu einer laufenden.")
    if grant.anhoerungen.open().exists():
        raise NotNow("Zu dieser Förderung läuft schon eine Anhörung. Beenden Sie sie zuerst.")
    must_say(text, "Sagen Sie dem Jugendamt, was Sie vorhaben und warum.")
    _must_be_answerable(antwort_bis)
    row = Anhoerung.objects.create(
        foerderung=grant, art=art, text=text.strip(), antwort_bis=antwort_bis, created_by=actor
    )
    fristen.open_frist(
        row,
        ANHOERUNGSFRIST,
        titel="Anhörung beantworten",
        due_on=antwort_bis,
        seite="jugendamt",
        url=row.get_absolute_url(),
    )
    protokoll.record("anhoerung.begonnen", row, actor=actor, art=art, bis=antwort_bis.isoformat())
    said = "wir erwägen, Ihre Förderung aufzuheben. Bitte lesen Sie im Portal, warum, und antworten Sie."
    notifications.tell_jugendamt(
        row, str(row), said, f"Antworten können Sie bis zum {antwort_bis:%d.%m.%Y}.", actor=actor
    )
    return row


def _must_be_answerable(day):
    today = timezone.localdate()
    if day <= today:
        raise NotNow("Geben Sie dem Jugendamt Zeit: Der letzte Tag für die Antwort liegt nach heute.")
    if day > add_months(today, LONGEST_HEARING):
        raise NotNow(
            f"Bis zum {day:%d.%m.%Y} wäre lange nichts zu entscheiden. Geben Sie höchstens {LONGEST_HEARING} Monate; prüfen "
            "Sie die Jahreszahl."
        )


@transaction.atomic
def answer_anhoerung(anhoerung, *, text, actor):
    """The Jugendamt answers, once. Raises NotAllowed, NotNow, NeedsReason; return the fresh row."""
    row = _lock_anhoerung(anhoerung)
    if not permissions.can_declare(actor, row.foerderung):
        raise NotAllowed(MAY_NOT_DECLARE)
    if not row.may_be_answered:
        raise NotNow(f"{row} ist schon beantwortet oder beendet. Schreiben Sie der Servicestelle, wenn etwas fehlt.")
    must_say(text, "Schreiben Sie Ihre Antwort.")
    row.antwort, row.beantwortet_von, row.beantwortet_am = text.strip(), actor, timezone.now()
    row.save(update_fields=["antwort", "beantwortet_von", "beantwortet_am"])
    fristen.meet_fristen(row)
    protokoll.record("anhoerung.beantwortet", row, actor=actor)
    said = "das Jugendamt hat auf die Anhörung geantwortet."
    path = f"/buero/foerderungen/{row.foerderung_id}/bescheide/"
    notifications.tell_person(row.created_by, row, f"{row}: Antwort", said, path=path, actor=actor)
    return row


@transaction.atomic
def drop_anhoerung(anhoerung, *, actor):
    """End the hearing without revoking. Raises NotAllowed, NotNow; return the fresh row."""
    row = _lock_anhoerung(anhoerung)
    must_prepare(actor)
    if row.beendet_am or (
        hasattr(row.foerderung, "bescheidentwurf") and row.foerderung.bescheidentwurf.anhoerung == row
    ):
        raise NotNow(f"{row} ist beendet, oder ein Bescheid dazu liegt zur Zeichnung.")
    end_anhoerung(row)
    protokoll.record("anhoerung.eingestellt", row, actor=actor)
    notifications.tell_jugendamt(
        row, f"{row}: beendet", "wir heben Ihre Förderung nicht auf. Alles bleibt, wie es ist.", actor=actor
    )
    return row


def end_anhoerung(row):
    row.beendet_am = timezone.now()
    row.save(update_fields=["beendet_am"])
    fristen.meet_fristen(row)


def lock_of_frist(frist):
    """The hearing of a deadline, locked, when somebody moves its day; None when it is over."""
    row = Anhoerung.objects.filter(pk=frist.object_id).first()
    row = row and _lock_anhoerung(row)
    return row if row and row.may_be_answered else None


def follow_moved_frist(row, frist):
    """The Jugendamt has until the new day."""
    row.antwort_bis = frist.due_on
    row.save(update_fields=["antwort_bis"])
    said = f"Für Ihre Antwort haben Sie jetzt bis zum {frist.due_on:%d.%m.%Y} Zeit."
    notifications.tell_jugendamt(row, f"{row}: anderer Tag", said, actor=None)


@transaction.atomic
def settle_grant(grant, *, actor):
    """Make an awarded grant bestandskräftig once its award is final; return whether it moved."""
    grant = lock_grant(grant)
    award = grant.bescheide.filter(art=Bescheidart.BEWILLIGUNG).first()
    if grant.status != Foerderstatus.BEWILLIGT or award is None or not award.is_final:
        return False
    move_foerderung(grant, Foerderstatus.BESTANDSKRAEFTIG, actor=actor)
    said = "Der Vertrag ist geschlossen." if award.is_contract else "Ihr Bescheid ist bestandskräftig."
    notifications.tell_jugendamt(award, f"{award}: wirksam", said, "Jetzt können Sie Mittel abrufen.", actor=actor)
    return True


def settle_all():
    """Every grant whose last day for an appeal is over; return how many moved."""
    waiting = Bescheid.objects.filter(art=Bescheidart.BEWILLIGUNG, foerderung__status=Foerderstatus.BEWILLIGT)
    rows = waiting.select_related("foerderung").prefetch_related("zustellungen", "erklaerungen")
    return sum(settle_grant(row.foerderung, actor=None) for row in rows if row.is_final)


def must_prepare(actor):
    if not permissions.can_prepare_bescheide(actor):
        raise NotAllowed(MAY_NOT_PREPARE)


def _lock_anhoerung(anhoerung):
    """The fresh row under the lock of its grant, then its own."""
    grant = lock_grant(anhoerung.foerderung)
    row = Anhoerung.objects.select_for_update(of=("self",)).select_related("created_by").get(pk=anhoerung.pk)
    row.foerderung = grant
    return row
