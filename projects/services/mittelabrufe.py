"""The way of a Mittelabruf: every step locks the grant, asks, moves, books and records."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from servicestelle.base import protokoll
from servicestelle.base.choices import NotAllowed, NotNow, check_move

from .. import notifications, permissions
from ..choices import ABRUFWEGE, MIT_DER_FOERDERUNG, SECOND_PERSON, Abrufstatus, Buchungsart, Rechtsform
from ..models import Abrufposten, Mittelabruf
from .buchungen import MAY_NOT_PAY, book, check_money_left, lock_grant
from .regeln import must_say

NOT_YOURS = "Mittel abrufen können nur die Menschen des geförderten Jugendamts."
MAY_NOT_SUBMIT = "Einreichen und zurückziehen kann einen Mittelabruf nur, wer im Jugendamt die Freigabe hat."
MAY_NOT_CHECK = "Mittelabrufe prüft die Koordination."
STAMPS = {  # which fields say who took a step, and when
    Abrufstatus.EINGEREICHT: "eingereicht",
    Abrufstatus.GENEHMIGT: "geprueft",
    Abrufstatus.ABGELEHNT: "geprueft",
    Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN: "freigegeben",
}


@transaction.atomic
def draft_mittelabruf(grant, *, von, bis, zweck, lines, actor):
    """Write a draft: `lines` is {Budgetposten number: EUR}. Books nothing. Raises NotAllowed, NotNow; return it."""
    grant = lock_grant(grant)
    if not permissions.can_draft_mittelabruf(actor, grant):
        raise NotAllowed(NOT_YOURS)
    _must_run(grant)
    _must_fit(grant, von, bis)
    number = (grant.mittelabrufe.aggregate(last=Max("nummer"))["last"] or 0) + 1
    wrote = {"created_by": actor, "geaendert_von": actor}
    abruf = Mittelabruf.objects.create(foerderung=grant, nummer=number, von=von, bis=bis, zweck=zweck, **wrote)
    _set_lines(abruf, lines)
    protokoll.record("mittelabruf.entwurf", abruf, actor=actor)
    return abruf


@transaction.atomic
def edit_mittelabruf(abruf, *, von, bis, zweck, lines, actor):
    """Write over a draft, or what the office asked back. Raises NotAllowed, NotNow; return the fresh row."""
    fresh = _lock(abruf)
    if not permissions.can_draft_mittelabruf(actor, fresh.foerderung):
        raise NotAllowed(NOT_YOURS)
    if not fresh.is_in_hand:
        raise NotNow(f"{fresh} liegt bei der Servicestelle. Ändern können Sie ihn, wenn wir nachfragen.")
    _must_fit(fresh.foerderung, von, bis)
    fresh.von, fresh.bis, fresh.zweck, fresh.geaendert_von = von, bis, zweck, actor
    fresh.save(update_fields=["von", "bis", "zweck", "geaendert_von"])
    fresh.posten.all().delete()
    _set_lines(fresh, lines)
    return fresh


@transaction.atomic
def submit_mittelabruf(abruf, *, actor):
    """Give the draft to the office and reserve its amounts. Raises NotAllowed, NotNow, NoMoney; return the fresh row.

    Rule 7: not before Bestandskraft where the programme asks for it; rule 6: not by its writer where it asks for that.
    """
    fresh = _lock(abruf)
    grant = fresh.foerderung
    if not permissions.can_submit_mittelabruf(actor, grant):
        raise NotAllowed(MAY_NOT_SUBMIT)
    _check(fresh, Abrufstatus.EINGEREICHT)
    if not permissions.can_submit_written(actor, fresh):
        raise NotAllowed(SECOND_PERSON)
    must_be_open(grant)
    wanted = _wanted_of(fresh)
    _release_reservation(fresh, actor)  # after a question back the amounts may be others
    check_money_left(lock_grant(grant), wanted)
    for line in fresh.posten.select_related("budgetposten"):
        book(
            Buchungsart.RESERVIERUNG, grant=grant, line=line.budgetposten, amount=line.amount, actor=actor, abruf=fresh
        )
    fresh.rueckfrage, fresh.felder = "", []
    return _move(fresh, Abrufstatus.EINGEREICHT, actor, fields=["rueckfrage", "felder"])


@transaction.atomic
def withdraw_mittelabruf(abruf, *, actor):
    """Take it back before it is approved; its reservation is free again. Raises NotAllowed, NotNow."""
    fresh = _lock(abruf)
    if not permissions.can_withdraw_mittelabruf(actor, fresh):
        raise NotAllowed(MAY_NOT_SUBMIT)
    _check(fresh, Abrufstatus.ZURUECKGEZOGEN)
    _release_reservation(fresh, actor)
    return _move(fresh, Abrufstatus.ZURUECKGEZOGEN, actor)


@transaction.atomic
def ask_back(abruf, *, text, fields, actor):
    """The office asks about the fields named in `fields`; the reservation stays. Raises NotAllowed, NotNow, NeedsReason."""
    fresh = _lock_for_check(abruf, Abrufstatus.NACHGEFORDERT, actor)
    must_say(text, "Sagen Sie dem Jugendamt, was fehlt.")
    fresh.rueckfrage, fresh.felder = text.strip(), list(fields)
    return _move(fresh, Abrufstatus.NACHGEFORDERT, actor, fields=["rueckfrage", "felder"])


@transaction.atomic
def approve_mittelabruf(abruf, *, actor):
    """The request is right; somebody else releases the payment. Raises NotAllowed, NotNow."""
    return _move(_lock_for_check(abruf, Abrufstatus.GENEHMIGT, actor), Abrufstatus.GENEHMIGT, actor)


@transaction.atomic
def reject_mittelabruf(abruf, *, reason, actor):
    """Say no with a reason; its reservation is free again. Raises NotAllowed, NotNow, NeedsReason."""
    fresh = _lock_for_check(abruf, Abrufstatus.ABGELEHNT, actor)
    must_say(reason, "Sagen Sie dem Jugendamt, warum.")
    return _reject(fresh, reason.strip(), actor)


def reject_open_abrufe(grant, *, reason, actor):
    """Say no to all that is not paid and not on its way, grant locked: its reservations are free. Return how many.

    A step of revoking the grant, which has asked who may. Drafts stay: nobody can submit them any more.
    """
    rows = grant.mittelabrufe.select_for_update(of=("self",)).filter(status__in=MIT_DER_FOERDERUNG).order_by("nummer")
    return len([_reject(row, reason, actor) for row in rows])


def _reject(abruf, reason, actor):
    _release_reservation(abruf, actor)
    abruf.begruendung, abruf.freigegeben_von, abruf.freigegeben_am = reason, None, None
    return _move(abruf, Abrufstatus.ABGELEHNT, actor, fields=["begruendung", "freigegeben_von", "freigegeben_am"])


@transaction.atomic
def release_payment(abruf, *, actor):
    """A second person lets the money go. Raises NotAllowed (rule 6: four eyes), NotNow (rule 7: period and tail)."""
    fresh = _lock_to_pay(abruf, Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN, actor)
    if not permissions.can_release_payment(actor, fresh):
        raise NotAllowed(
            f"{fresh} haben Sie selbst geprüft. Die Zahlung gibt eine zweite Person oder die Zahlstelle frei. Das gilt auch, "
            "während Sie die Zahlstelle vertreten."
        )
    must_be_payable(fresh.foerderung)
    return _move(fresh, Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN, actor)


@transaction.atomic
def mark_paid(abruf, *, actor):
    """The bank has paid: each line is booked once. Raises NotAllowed, NotNow."""
    fresh = _lock_to_pay(abruf, Abrufstatus.AUSGEZAHLT, actor)
    for line in fresh.posten.select_related("budgetposten"):
        book(
            Buchungsart.AUSZAHLUNG,
            grant=fresh.foerderung,
            line=line.budgetposten,
            amount=line.amount,
            actor=actor,
            abruf=fresh,
        )
    fresh.ausgezahlt_am = timezone.now()
    return _move(fresh, Abrufstatus.AUSGEZAHLT, actor, fields=["ausgezahlt_am"])


@transaction.atomic
def mark_all_paid(abrufe, *, actor):
    """The bank has paid all of `abrufe`: all are booked or none. Raises NotAllowed, NotNow; return how many.

    The grants are locked in the order of their numbers, so that two people who book at once wait for each other.
    """
    rows = sorted(abrufe, key=lambda abruf: (abruf.foerderung_id, abruf.pk))
    for abruf in rows:
        mark_paid(abruf, actor=actor)
    return len(rows)


@transaction.atomic
def mark_returned(abruf, *, actor):
    """The bank sent the money back; after a look at the account it is released anew. Raises NotAllowed, NotNow."""
    return _move(_lock_to_pay(abruf, Abrufstatus.RUECKLAEUFER, actor), Abrufstatus.RUECKLAEUFER, actor)


def _lock(abruf):
    """The fresh row under the lock of its grant, then its own: always in this order."""
    grant = lock_grant(abruf.foerderung)
    fresh = Mittelabruf.objects.select_for_update(of=("self",)).get(pk=abruf.pk)
    fresh.foerderung = grant
    return fresh


def _lock_for_check(abruf, to, actor):
    fresh = _lock(abruf)
    if not permissions.can_check_mittelabruf(actor):
        raise NotAllowed(MAY_NOT_CHECK)
    _check(fresh, to)
    return fresh


def _lock_to_pay(abruf, to, actor):
    fresh = _lock(abruf)
    if not permissions.can_release_payments(actor):
        raise NotAllowed(MAY_NOT_PAY)
    _check(fresh, to)
    return fresh


def _check(abruf, to):
    check_move(ABRUFWEGE, Abrufstatus(abruf.status), to, label=str(abruf))


def _must_fit(grant, von, bis):
    if von < grant.starts_on or bis >= grant.ends_before:
        raise NotNow(
            f"Die Förderung läuft vom {grant.starts_on:%d.%m.%Y} bis {grant.last_day:%d.%m.%Y}. Wählen Sie für den Abruf "
            "eine Zeit darin."
        )


def _must_run(grant):
    if not grant.is_running:
        raise NotNow(
            f"Die Förderung steht auf „{grant.get_status_display()}“. Daraus lässt sich nichts mehr abrufen. Fragen dazu "
            "beantwortet die Servicestelle."
        )


def must_be_open(grant):
    """Raise NotNow, with the way out, while no money can be asked for from `grant` (rule 7 included)."""
    _must_not_be_late(grant)
    if not grant.is_open:
        raise NotNow(
            f"Die Förderung steht auf „{grant.get_status_display()}“. Abrufen lassen sich Mittel nur aus einer "
            "bewilligten Förderung, die noch nicht geprüft oder widerrufen ist."
        )
    if grant.waits_for_bestandskraft and grant.foerderzeitraum.rechtsform == Rechtsform.VERTRAG:
        raise NotNow("Das Programm zahlt erst, wenn Ihr Jugendamt den Fördervertrag angenommen hat.")
    if grant.waits_for_bestandskraft:
        raise NotNow(
            "Das Programm zahlt erst, wenn der Bescheid bestandskräftig ist. Das geht sofort, wenn Ihr Jugendamt auf "
            "einen Rechtsbehelf verzichtet."
        )


def must_be_submittable(abruf):
    """Raise the Refusal that submitting would meet now: NotNow or NoMoney; without a lock, so it is but a warning."""
    must_be_open(abruf.foerderung)
    wanted, held = _wanted_of(abruf), {line.pk: amount for line, amount in abruf.buchungen.reserved_by_line()}
    check_money_left(abruf.foerderung, wanted, held)


def _wanted_of(abruf):
    """{Budgetposten number: EUR}. Raises NotNow when it asks for nothing."""
    wanted = {line.budgetposten_id: line.amount for line in abruf.posten.all()}
    if not wanted:
        raise NotNow("Dieser Abruf nennt noch keinen Betrag. Tragen Sie mindestens bei einem Posten einen ein.")
    return wanted


def must_be_payable(grant):
    """Raise NotNow before the grant's first day and after its tail (rule 7)."""
    if timezone.localdate() < grant.starts_on:
        raise NotNow(
            f"Die Förderung beginnt am {grant.starts_on:%d.%m.%Y}. Vorher wird nicht ausgezahlt. Geben Sie die Zahlung ab "
            "diesem Tag frei."
        )
    _must_not_be_late(grant)


def _must_not_be_late(grant):
    if grant.payable_until and timezone.localdate() > grant.payable_until:
        raise NotNow(
            f"Die Förderung endete am {grant.last_day:%d.%m.%Y}. Gezahlt wurde daraus bis zum "
            f"{grant.payable_until:%d.%m.%Y}, seither nicht mehr. Mehr Zeit gibt nur eine Verlängerung der Förderung; über "
            "sie entscheidet die Servicestelle."
        )


def _set_lines(abruf, lines):
    own = abruf.foerderung.budgetposten.in_bulk([pk for pk, amount in lines.items() if amount])
    for pk, line in own.items():
        Abrufposten.objects.create(mittelabruf=abruf, budgetposten=line, amount=lines[pk])


def _release_reservation(abruf, actor):
    for line, amount in abruf.buchungen.reserved_by_line():
        book(Buchungsart.FREIGABE, grant=abruf.foerderung, line=line, amount=amount, actor=actor, abruf=abruf)


def _move(abruf, to, actor, fields=()):
    old, stamp = Abrufstatus(abruf.status), STAMPS.get(to)
    abruf.status = to
    changed = ["status", *fields]
    if stamp:
        setattr(abruf, f"{stamp}_von", actor)
        setattr(abruf, f"{stamp}_am", timezone.now())
        changed += [f"{stamp}_von", f"{stamp}_am"]
    abruf.save(update_fields=changed)
    protokoll.record(f"mittelabruf.{to.value}", abruf, actor=actor, von=old.value)
    notifications.tell_of_abruf(abruf, to, actor=actor)
    return abruf
