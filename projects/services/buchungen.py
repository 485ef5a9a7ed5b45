"""Entries of the ledger. Balances are moved by the database alone; here the refusal gets its numbers and its way out."""

from django.db import transaction

from servicestelle.base import protokoll
from servicestelle.base.choices import NotAllowed
from servicestelle.base.money import format_euro

from .. import permissions
from ..choices import Buchungsart, NoMoney
from ..models import Buchung, Budgetposten, Foerderung


def lock_grant(grant):
    """The grant's fresh row, locked before all its children: whoever asks for money of it waits here."""
    rows = Foerderung.objects.select_for_update(of=("self",)).select_related("foerderzeitraum", "jugendamt")
    return rows.get(pk=grant.pk)


def book(art, *, grant, line, amount, actor, abruf=None):
    """Append one entry. Call it with the grant locked; the database refuses what the balances do not allow."""
    return Buchung.objects.create(
        foerderung=grant,
        budgetposten=line,
        mittelabruf=abruf,
        art=art,
        amount=amount,
        actor_number=actor.pk if actor else None,
    )


def check_money_left(grant, wanted, held=None):
    """Raise NoMoney unless grant and lines still hold `wanted` ({Budgetposten number: EUR}); lock the grant to rely on it.

    `held`, by line too, counts as free: what the request that is written over holds itself.

    Rule 4: reserved ≤ the grant's amount, and of a line ≤ its amount plus the programme's tolerance.
    """
    held = held or {}
    total, free = sum(wanted.values()), grant.left + sum(held.values())
    if total > free:
        raise NoMoney(
            f"Von der Fördersumme ({format_euro(grant.amount)}) sind noch {format_euro(free)} frei, dieser Abruf "
            f"ist {format_euro(total)}. Senken Sie die Beträge, oder ziehen Sie einen anderen Abruf zurück."
        )
    for line in Budgetposten.objects.filter(pk__in=wanted):
        left = line.left + held.get(line.pk, 0)
        if wanted[line.pk] > left:
            raise NoMoney(
                f"Aus „{line}“ ({format_euro(line.amount)}{_tolerance(line)}) sind noch {format_euro(left)} "
                f"abrufbar, dieser Abruf will {format_euro(wanted[line.pk])}. Senken Sie den Betrag; wer mehr braucht, "
                "bittet die Servicestelle um eine Änderung des Finanzierungsplans.",
                posten=line,
                fehlt=wanted[line.pk] - left,
            )


def _tolerance(line):
    return f" und {line.toleranz_prozent.normalize():f} % Toleranz".replace(".", ",") if line.toleranz_prozent else ""


@transaction.atomic
def take_back_payment(abruf, *, line, amount, actor):
    """The Jugendamt paid `amount` EUR of `line` back: paid and reserved sink. Raises NotAllowed or NoMoney."""
    grant = lock_grant(abruf.foerderung)
    if not permissions.can_release_payments(actor):
        raise NotAllowed(MAY_NOT_PAY)
    left = abruf.buchungen.paid_of(line)
    if amount <= 0 or amount > left:
        raise NoMoney(
            f"Aus „{line}“ dieses Abrufs sind {format_euro(left)} ausgezahlt und nicht zurückgezahlt. Zurückgezahlt "
            f"werden kann davon mehr als 0,00 € und höchstens alles, nicht {format_euro(amount)}."
        )
    line.refresh_from_db()
    if amount > line.paid:  # some of it was put to another line meanwhile
        raise NoMoney(
            f"Auf „{line}“ sind nur noch {format_euro(line.paid)} gebucht, das Übrige ist auf einen anderen Posten "
            f"umgebucht. Buchen Sie zuerst {format_euro(amount - line.paid)} zurück auf „{line}“."
        )
    entry = book(Buchungsart.RUECKZAHLUNG, grant=grant, line=line, amount=amount, actor=actor, abruf=abruf)
    protokoll.record("mittelabruf.rueckzahlung", abruf, actor=actor, buchung=entry.pk)
    return entry


@transaction.atomic
def correct_line(grant, *, source, target, amount, actor):
    """Put `amount` EUR that was paid from `source` down to `target`, both lines of `grant`: two entries, no money moves.

    Raises NotAllowed or NoMoney; return both entries.
    """
    grant = lock_grant(grant)
    if not permissions.can_release_payments(actor):
        raise NotAllowed(MAY_NOT_PAY)
    source.refresh_from_db()
    if amount <= 0 or amount > source.paid:
        raise NoMoney(
            f"Aus „{source}“ sind {format_euro(source.paid)} ausgezahlt. Umbuchen lässt sich davon mehr als 0,00 € und "
            f"höchstens alles, nicht {format_euro(amount)}."
        )
    target.refresh_from_db()
    if amount > target.left:
        raise NoMoney(
            f"Auf „{target}“ ({format_euro(target.amount)}{_tolerance(target)}) passen noch {format_euro(target.left)}, "
            f"nicht {format_euro(amount)}. Buchen Sie weniger um; mehr geht erst nach einer Änderung des Finanzierungsplans."
        )
    minus = book(Buchungsart.KORREKTUR, grant=grant, line=source, amount=-amount, actor=actor)
    plus = book(Buchungsart.KORREKTUR, grant=grant, line=target, amount=amount, actor=actor)
    protokoll.record("foerderung.umgebucht", grant, actor=actor, buchungen=[minus.pk, plus.pk])
    return minus, plus


MAY_NOT_PAY = "Zahlungen freigeben und Buchungen berichtigen dürfen Koordination und Zahlstelle, dazu wer die Zahlstelle heute vertritt."
