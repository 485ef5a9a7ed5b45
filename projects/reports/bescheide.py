"""What a prepared document would change, what stands in its way, and what waits for whom."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from jugendaemter.models import Mitgliedschaft
from servicestelle.base.aufgaben import Aufgabe
from servicestelle.base.money import format_euro
from servicestelle.base.months import add_months

from ..choices import (
    LONGEST_EXTENSION,
    OPEN,
    REVOKED,
    Abrufstatus,
    Antragsart,
    Antragsstatus,
    Bescheidart,
    Foerderstatus,
)
from ..models import Aenderungsantrag, Bescheid, Briefvorlage, Budgetposten, Foerderung
from ..querysets import LEFT_TO_OTHERS
from .geld import free_of_cohort, obstacles_to_award


@dataclass(frozen=True)
class Danach:
    """The grant after a document: sum and lines in EUR, months in all, first and last day."""

    amount: Decimal
    zeilen: list  # (Budgetposten, its amount now)
    months: int
    extension_months: int
    starts_on: object
    last_day: object


def after(entwurf):
    """What `entwurf` makes of its grant once it is signed; nothing is written."""
    grant, lines = entwurf.foerderung, list(entwurf.foerderung.budgetposten.all())
    amounts = {line.pk: line.amount for line in lines} | {
        int(pk): Decimal(amount) for pk, amount in entwurf.betraege.items()
    }
    months = grant.foerderzeitraum.dauer_monate if grant.is_draft else grant.months
    extension = grant.extension_months
    if entwurf.art == Bescheidart.AENDERUNG and entwurf.antrag:
        extension += entwurf.antrag.monate or 0
        if entwurf.antrag.art == Antragsart.UMSCHICHTUNG:
            amounts[entwurf.antrag.von_posten_id] -= entwurf.antrag.betrag
            amounts[entwurf.antrag.nach_posten_id] += entwurf.antrag.betrag
    total = sum(amounts.values(), Decimal(0)) if entwurf.art == Bescheidart.AENDERUNG else grant.amount
    end = grant.starts_on and last_day_of(grant.starts_on, months + extension)
    return Danach(total, [(line, amounts[line.pk]) for line in lines], months, extension, grant.starts_on, end)


def obstacles_to(entwurf):
    """Sentences that say why `entwurf` cannot be signed as it is: which rule, which numbers, what to do."""
    checks = {
        Bescheidart.BEWILLIGUNG: _against_award,
        Bescheidart.AENDERUNG: _against_change,
        Bescheidart.ABLEHNUNG: _against_answer,
    }
    found = list(checks.get(entwurf.art, _against_revoking)(entwurf))
    if not Briefvorlage.objects.filter(art=entwurf.art, rechtsform=entwurf.rechtsform).exists():
        found.append(f"Es fehlt die Briefvorlage „{entwurf}“. Legen Sie sie in der Verwaltung an.")
    return found


def _against_award(entwurf):
    grant = entwurf.foerderung
    if not grant.is_draft:
        yield f"Die Förderung steht schon auf „{grant.get_status_display()}“."
        return
    yield from obstacles_to_award(grant)
    if not grant.starts_on:
        yield "Es fehlt der Beginn. Tragen Sie ihn im Entwurf ein."
    yield from overlaps_of(grant)


def _against_change(entwurf):
    grant = entwurf.foerderung
    if not grant.is_open:
        yield f"Die Förderung steht auf „{grant.get_status_display()}“. Ändern lässt sich nur eine laufende Förderung."
        return
    if entwurf.antrag:
        yield from _against_answer(entwurf)
    then = after(entwurf)
    if then.extension_months > LONGEST_EXTENSION:
        yield (
            f"Verlängern lässt sich eine Förderung zusammen um höchstens {LONGEST_EXTENSION} Monate; mit diesen wären es "
            f"{then.extension_months}."
        )
    if then.extension_months != grant.extension_months:
        yield from _overlap(grant, then.last_day)
    yield from _against_amounts(grant, then)


def _against_amounts(grant, then):
    cohort = grant.foerderzeitraum
    if then.amount <= 0:
        yield "Die Fördersumme ist größer als 0,00 €. Soll nichts bleiben, ist der Weg Widerruf oder Rücknahme."
    if then.amount < grant.reserved:
        yield (
            f"Abgerufen sind schon {format_euro(grant.reserved)}, die Fördersumme wäre danach {format_euro(then.amount)}. "
            "Senken Sie höchstens bis zum Abgerufenen, oder warten Sie, bis ein Mittelabruf zurückgezogen oder abgelehnt ist."
        )
    if then.amount > grant.amount:
        if cohort.hoechstbetrag is not None and then.amount > cohort.hoechstbetrag:
            yield f"Der Höchstbetrag je Standort ist {format_euro(cohort.hoechstbetrag)}, die Fördersumme wäre {format_euro(then.amount)}."
        free = free_of_cohort(cohort)
        if free is not None and then.amount - grant.amount > free:
            yield f"Im Förderzeitraum sind noch {format_euro(free)} frei, {format_euro(then.amount - grant.amount)} kämen hinzu."
    for line, amount in then.zeilen:
        if amount < 0:
            yield f"Aus „{line}“ ({format_euro(line.amount)}) lässt sich nicht mehr nehmen, als darin ist: es wären {format_euro(amount)}."
        elif line.reserved > Budgetposten(amount=amount, toleranz_prozent=line.toleranz_prozent).ceiling:
            yield (
                f"Aus „{line}“ sind schon {format_euro(line.reserved)} abgerufen; mit {format_euro(amount)} und der "
                "Toleranz reicht der Posten dafür nicht. Lassen Sie ihm mehr."
            )


def _against_answer(entwurf):
    if entwurf.antrag and entwurf.antrag.status != Antragsstatus.EINGEREICHT:
        yield f"{entwurf.antrag} steht auf „{entwurf.antrag.get_status_display()}“. Entscheiden lässt sich nur, was eingereicht ist."


def _against_revoking(entwurf):
    grant, hearing = entwurf.foerderung, entwurf.anhoerung
    if not grant.is_open:
        yield f"Die Förderung steht auf „{grant.get_status_display()}“. Aufheben lässt sich nur eine laufende Förderung."
    if hearing is None or hearing.beendet_am:
        yield "Vor Widerruf und Rücknahme steht eine Anhörung. Beginnen Sie eine."
    elif hearing.waits:
        yield f"Das Jugendamt kann bis zum {hearing.antwort_bis:%d.%m.%Y} antworten. Warten Sie die Antwort oder das Ende der Frist ab."
    moving = grant.mittelabrufe.filter(status=Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN)
    for abruf in moving:
        yield f"Für {abruf} ist die Zahlung schon freigegeben. Buchen Sie ihn zuerst als ausgezahlt oder als Rückläufer."


def overlaps_of(draft):
    """Sentences on other grants of the Jugendamt in the time that `draft`, stored or not yet, would run."""
    months = draft.foerderzeitraum.dauer_monate + draft.extension_months
    return _overlap(draft, last_day_of(draft.starts_on, months)) if draft.starts_on else ()


def last_day_of(start, months):
    """The last day of a period of `months`."""
    return add_months(start, months) - timedelta(days=1)


def _overlap(grant, last_day):
    others = Foerderung.objects.exclude(pk=grant.pk).exclude(status__in=REVOKED).filter(jugendamt=grant.jugendamt_id)
    for other in others.filter(starts_on__lte=last_day, ends_before__gt=grant.starts_on):
        yield (
            f"Dieses Jugendamt hat vom {other.starts_on:%d.%m.%Y} bis {other.last_day:%d.%m.%Y} eine andere Förderung. "
            f"Diese liefe vom {grant.starts_on:%d.%m.%Y} bis {last_day:%d.%m.%Y}; zwei zugleich gibt es nicht."
        )


def waiting_bescheide(user):
    """For „Was ist zu tun“: documents to receive, a waiver or acceptance that would speed up the money."""
    releasing = _releasing(user)
    rows = (
        Bescheid.objects.of_member(user)
        .select_related("foerderung__jugendamt")
        .prefetch_related("zustellungen", "erklaerungen")
    )
    for row in rows:
        context = f"Förderung {row.foerderung.jugendamt}"
        last = row.zustellung
        if last is None:
            what = "abholen und Empfang bestätigen" if row.foerderung.jugendamt_id in releasing else "abholen"
            yield Aufgabe(f"{row}: {what}", row.get_absolute_url(), context)
        elif _can_be_hurried(row) and row.foerderung.jugendamt_id in releasing:
            what = "Vertrag annehmen" if row.is_contract else "Verzicht auf Rechtsbehelf möglich"
            yield Aufgabe(f"{row}: {what}", row.get_absolute_url(), context, last.rechtsbehelf_bis)


def _can_be_hurried(row):
    waits = row.foerderung.status == Foerderstatus.BEWILLIGT and row.art == Bescheidart.BEWILLIGUNG
    return waits and not row.is_final and not row.is_disputed


def waiting_aenderungen(user):
    """For „Was ist zu tun“: drafts that wait for those who release."""
    rows = Aenderungsantrag.objects.of_member(user).filter(status=Antragsstatus.ENTWURF, foerderung__status__in=OPEN)
    rows = rows.filter(foerderung__jugendamt__in=_releasing(user)).select_related("foerderung__jugendamt")
    rows = rows.exclude(**LEFT_TO_OTHERS, geaendert_von=user)
    for row in rows.order_by("created_at", "pk"):
        yield Aufgabe(
            f"{row}: Entwurf prüfen und einreichen", row.get_absolute_url(), f"Förderung {row.foerderung.jugendamt}"
        )


def _releasing(user):
    return set(Mitgliedschaft.objects.releasing().filter(user=user).values_list("jugendamt", flat=True))
