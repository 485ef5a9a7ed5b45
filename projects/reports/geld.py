"""How much there is: what stands in the way of an award, how much of a cohort, a grant and a paid request is left."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, F, Sum, When
from django.urls import reverse
from django.utils.http import urlencode

from servicestelle.base.aufgaben import Aufgabe
from servicestelle.base.money import format_euro

from ..choices import REVOKED, Abrufstatus, Buchungsart
from ..models import Budgetposten, Foerderung, Mittelabruf

BOUND = Case(
    When(status__in=REVOKED, then=F("reserved")), default=F("amount")
)  # of a cohort, EUR; as the database counts


def obstacles_to_award(grant):
    """Sentences on the sums (EUR) of a draft that the database would refuse at its award; none once it is awarded."""
    if not grant.is_draft:
        return []
    lines = _sum_of(grant.budgetposten.all())
    cohort, found = grant.foerderzeitraum, []
    if cohort.hoechstbetrag is not None and grant.amount > cohort.hoechstbetrag:
        found.append(
            f"Der Höchstbetrag je Standort ist {format_euro(cohort.hoechstbetrag)}, diese Fördersumme {format_euro(grant.amount)}."
        )
    free = free_of_cohort(cohort)
    if free is not None and grant.amount > free:
        found.append(
            f"Im Förderzeitraum sind noch {format_euro(free)} frei, diese Fördersumme ist {format_euro(grant.amount)}."
        )
    if lines != grant.amount:
        found.append(
            f"Die Budgetposten ergeben zusammen {format_euro(lines)}, die Fördersumme ist {format_euro(grant.amount)}."
        )
    return found


def free_of_cohort(cohort):
    """What of the cohort's total is not yet bound, EUR; None when it has no total."""
    return None if cohort.gesamtbetrag is None else cohort.gesamtbetrag - committed_of(cohort)


def committed_of(cohort):
    """What the cohort's awarded grants bind, EUR; of a revoked one what was paid and did not come back."""
    return _sum_of(Foerderung.objects.awarded().filter(foerderzeitraum=cohort), BOUND)


def _sum_of(rows, what="amount"):
    return rows.aggregate(sum=Sum(what, default=Decimal(0)))["sum"]


def address_of_change(line, amount=None):
    """Where the Jugendamt asks for more of `line` than its tolerance gives, `amount` EUR filled in."""
    address = reverse("mein_aenderung_neu", args=[line.foerderung_id])
    wanted = {"art": "umschichtung", "posten": line.pk}
    if amount:
        wanted["betrag"] = f"{amount:.2f}".replace(".", ",")
    return f"{address}?{urlencode(wanted)}"


@dataclass(frozen=True)
class Postenstand:
    """A line of the plan with what may still be asked for from it (EUR): its own rest, and never more than the grant's."""

    posten: Budgetposten
    abrufbar: Decimal

    @property
    def key(self):
        return f"posten-{self.posten.pk}"

    @property
    def im_plan(self):
        """What is asked for within the plan, EUR."""
        return min(self.posten.reserved, self.posten.amount)

    @property
    def words(self):
        return f"{format_euro(self.posten.reserved)} von {format_euro(self.posten.amount)}"

    @property
    def toleranz(self):
        """By how much the line may exceed its plan, EUR."""
        return self.posten.ceiling - self.posten.amount

    @property
    def toleranz_rest(self):
        """What of it is left, EUR."""
        return self.posten.ceiling - max(self.posten.reserved, self.posten.amount)

    @property
    def toleranz_words(self):
        over = self.posten.reserved - self.posten.amount
        said = f", {format_euro(over)} über dem Plan" if over > 0 else ""
        return f"noch {format_euro(self.toleranz_rest)} von {format_euro(self.toleranz)}{said}"

    @property
    def aenderung(self):
        return address_of_change(self.posten)


@dataclass(frozen=True)
class Geldstand:
    """How a grant stands, EUR; `zeilen` are its lines."""

    bewilligt: Decimal
    abgerufen: Decimal
    ausgezahlt: Decimal
    frei: Decimal
    zeilen: list

    @property
    def toleranz(self):
        """The highest tolerance of a line, in percent as people write it; empty without one."""
        most = max((zeile.posten.toleranz_prozent for zeile in self.zeilen), default=0)
        return f"{most.normalize():f}".replace(".", ",") if most else ""


def money_of(grant, own=None):
    """The Geldstand of `grant`. What `own`, a request that is written over, holds itself counts as free per line."""
    held = {line.pk: amount for line, amount in own.buchungen.reserved_by_line()} if own else {}
    free = grant.free + sum(held.values())
    lines = [
        Postenstand(line, max(Decimal(0), min(line.left + held.get(line.pk, 0), free)))
        for line in grant.budgetposten.all()
    ]
    return Geldstand(grant.amount, grant.reserved, grant.paid, grant.free, lines)


@dataclass(frozen=True)
class Zahlungsstand:
    """A line of a paid request: what was paid and what came back, EUR."""

    posten: Budgetposten
    ausgezahlt: Decimal
    zurueck: Decimal

    @property
    def bleibt(self):
        """What may still be paid back."""
        return self.ausgezahlt - self.zurueck


def paid_lines_of(abruf):
    """The Zahlungsstand of each line of `abruf`; one query."""
    sums = {}
    for entry in abruf.buchungen.filter(art__in=[Buchungsart.AUSZAHLUNG, Buchungsart.RUECKZAHLUNG]).select_related(
        "budgetposten"
    ):
        paid, back = sums.get(entry.budgetposten, (Decimal(0), Decimal(0)))
        is_back = entry.art == Buchungsart.RUECKZAHLUNG
        sums[entry.budgetposten] = (paid, back + entry.amount) if is_back else (paid + entry.amount, back)
    return [Zahlungsstand(line, paid, back) for line, (paid, back) in sums.items()]


def waiting_abrufe(user):
    """For „Was ist zu tun“: questions back, and drafts that wait for those who release."""
    rows = Mittelabruf.objects.waiting_for(user).select_related("foerderung__jugendamt").order_by("created_at", "pk")
    for row in rows:
        what = "Rückfrage beantworten" if row.status == Abrufstatus.NACHGEFORDERT else "Entwurf prüfen und einreichen"
        yield Aufgabe(f"{row}: {what}", row.get_absolute_url(), f"Förderung {row.foerderung.jugendamt}")
