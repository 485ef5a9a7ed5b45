"""One report per level: the lines of a grant, grants by filter, a cohort, all cohorts. Page, CSV, XLSX and PDF read it alike."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, DecimalField, F, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse

from servicestelle.base.money import format_euro

from ..choices import NOT_YET_AWARDED, OPEN, Berichtsart
from ..models import Foerderung, Foerderzeitraum
from ..permissions import can_see_all_money
from ..reports.geld import committed_of, money_of
from .filter import read_filter

BETRAEGE = ("Bewilligt", "Abgerufen", "Ausgezahlt", "Noch frei")
DEFINITIONEN = {
    "Bewilligt": "Die Fördersummen laut Bewilligung. Entwürfe zählen nicht mit.",
    "Abgerufen": "Was Mittelabrufe halten: eingereicht, genehmigt oder schon ausgezahlt.",
    "Ausgezahlt": "Was bei der Bank hinausgegangen und nicht zurückgezahlt ist. Es ist im Abgerufenen enthalten.",
    "Noch frei": "Was noch abgerufen werden kann: bewilligt weniger abgerufen. Aus einer Förderung, die zur Prüfung "
    "liegt, abgeschlossen oder widerrufen ist, ist nichts mehr frei.",
}
GEBUNDEN = "Davon gebunden"
DEFINITION_GEBUNDEN = (
    "Was vom Gesamtbetrag vergeben ist: die Fördersummen; von einer widerrufenen oder zurückgenommenen Förderung nur, was "
    "ausgezahlt und nicht zurückgezahlt ist."
)
ABRUFBAR = "Noch abrufbar"
DEFINITION_ABRUFBAR = "Was aus dem Posten noch abgerufen werden kann, mit seiner Toleranz, und nie mehr, als von der Fördersumme frei ist."


@dataclass(frozen=True)
class Zeile:
    """One row: its name, texts beside it (`zusatz`), amounts in EUR, and where the office reads more."""

    name: str
    zusatz: tuple
    betraege: tuple
    url: str = ""


@dataclass(frozen=True)
class Geldbericht:
    """A table of money. `kopf` heads the texts, `spalten` the amounts; `angaben` are further facts as (label, text)."""

    art: str
    titel: str
    untertitel: str
    objekt: str
    kopf: tuple
    spalten: tuple
    zeilen: list
    summe: tuple
    angaben: list = field(default_factory=list)
    filter: list = field(default_factory=list)
    abfrage: str = ""
    definitionen: dict = field(default_factory=lambda: DEFINITIONEN)
    hinweise: list = field(default_factory=list)

    @property
    def twin_head(self):
        """Heads of the table beside the picture: names and amounts only."""
        return [self.kopf[0], *self.spalten]

    @property
    def twin(self):
        rows = [[zeile.name, *map(format_euro, zeile.betraege)] for zeile in self.zeilen]
        return [*rows, *self.twin_sum]

    @property
    def twin_sum(self):
        return [["Zusammen", *map(format_euro, self.summe)]]

    def labelled(self, zeilen):
        """(row, [(head, text) beside its name], [(head, amount in words)]) for each of `zeilen`."""
        return [
            (
                zeile,
                list(zip(self.kopf[1:], zeile.zusatz, strict=True)),
                list(zip(self.spalten, map(format_euro, zeile.betraege), strict=True)),
            )
            for zeile in zeilen
        ]

    @property
    def ueberschriften(self):
        return [*self.kopf, *self.spalten]

    @property
    def leere(self):
        """As many empty cells as texts stand between the name and the sums."""
        return [""] * (len(self.kopf) - 1)

    @property
    def summen(self):
        """(label, text) of each total."""
        return list(zip(self.spalten, map(format_euro, self.summe), strict=True))


def bericht_for(person, *, art, objekt="", abfrage=""):
    """The report `person` may see: of the grant or cohort `objekt`, under the filter `abfrage`; None when there is none.

    Members of a Jugendamt see their own grants, people of the office who read grants all reports.
    """
    grants = Foerderung.objects.visible_to(person)
    if art == Berichtsart.FOERDERUNG:
        found = grants.for_detail().filter(pk=objekt).first() if objekt.isascii() and objekt.isdigit() else None
        return bericht_der_foerderung(found) if found else None
    if not can_see_all_money(person):
        return None
    if art == Berichtsart.FOERDERUNGEN:
        return bericht_der_foerderungen(grants, QueryDict(abfrage))
    if art == Berichtsart.ZEITRAUM:
        cohort = Foerderzeitraum.objects.filter(slug=objekt).first()
        return bericht_des_zeitraums(cohort, grants) if cohort else None
    return bericht_der_zeitraeume()


def bericht_der_foerderung(grant, stand=None):
    """The lines of one grant, as its money page shows them; `stand` is its Geldstand where that is known."""
    stand = stand or money_of(grant)
    zeilen = [
        Zeile(str(z.posten), (), (z.posten.amount, z.posten.reserved, z.posten.paid, z.abrufbar)) for z in stand.zeilen
    ]
    frei = {ABRUFBAR: DEFINITION_ABRUFBAR}
    return Geldbericht(
        art=Berichtsart.FOERDERUNG,
        titel="Geld der Förderung",
        untertitel=str(grant),
        objekt=str(grant.pk),
        kopf=("Posten",),
        spalten=(*BETRAEGE[:3], ABRUFBAR),
        zeilen=zeilen,
        summe=(stand.bewilligt, stand.abgerufen, stand.ausgezahlt, stand.frei),
        angaben=_about(grant),
        definitionen={name: DEFINITIONEN[name] for name in BETRAEGE[:3]} | frei,
    )


def _about(grant):
    period = f"{grant.starts_on:%d.%m.%Y} bis {grant.last_day:%d.%m.%Y}" if grant.starts_on else "noch offen"
    site = [("Standort", str(grant.standort))] if grant.standort else []
    return [("Stand", grant.get_status_display()), *site, ("Laufzeit", period)]


def bericht_der_foerderungen(rows, abfrage):
    """All awarded grants of `rows` that the filter `abfrage` (a mapping) leaves."""
    chosen = read_filter(abfrage)
    return Geldbericht(
        art=Berichtsart.FOERDERUNGEN,
        titel="Förderungen",
        untertitel="Alle Standorte",
        objekt="",
        abfrage=chosen.abfrage,
        kopf=("Jugendamt", "Standort", "Förderzeitraum", "Stand", "Laufzeit"),
        spalten=BETRAEGE,
        filter=chosen.worte,
        hinweise=chosen.hinweise,
        **_rows_of(chosen.apply(rows.awarded()), with_cohort=True),
    )


def bericht_des_zeitraums(cohort, rows):
    """The grants of one cohort among `rows`, and what of its total is still to be awarded."""
    return Geldbericht(
        art=Berichtsart.ZEITRAUM,
        titel="Geld im Förderzeitraum",
        untertitel=str(cohort),
        objekt=cohort.slug,
        kopf=("Jugendamt", "Standort", "Stand", "Laufzeit"),
        spalten=BETRAEGE,
        angaben=_about_cohort(cohort),
        definitionen=DEFINITIONEN | ({GEBUNDEN: DEFINITION_GEBUNDEN} if cohort.gesamtbetrag is not None else {}),
        **_rows_of(rows.awarded().filter(foerderzeitraum=cohort), with_cohort=False),
    )


def _about_cohort(cohort):
    facts = [("Förderer", str(cohort.foerderer) if cohort.foerderer else "nicht bekannt")]
    if cohort.plaetze:
        facts.append(("Geplante Plätze", str(cohort.plaetze)))
    if cohort.gesamtbetrag is not None:
        bound = committed_of(cohort)
        facts.append(("Gesamtbetrag", format_euro(cohort.gesamtbetrag)))
        facts.append((GEBUNDEN, format_euro(bound)))
        facts.append(("Noch zu vergeben", format_euro(cohort.gesamtbetrag - bound)))
    return facts


def _rows_of(rows, *, with_cohort):
    rows = rows.for_money_list()
    zeilen = [
        Zeile(
            str(row.jugendamt),
            (
                str(row.standort or ""),
                *([str(row.foerderzeitraum)] if with_cohort else []),
                row.get_status_display(),
                f"{row.starts_on:%d.%m.%Y} bis {row.last_day:%d.%m.%Y}",
            ),
            (row.amount, row.reserved, row.paid, row.free),
            reverse("buero_foerderung", args=[row.pk]),
        )
        for row in rows
    ]
    return {"zeilen": zeilen, "summe": _total(zeilen)}


def _total(zeilen):
    return tuple(sum((zeile.betraege[place] for zeile in zeilen), Decimal("0.00")) for place in range(len(BETRAEGE)))


def bericht_der_zeitraeume():
    """All cohorts with the sums of their awarded grants: what funder and Revision read.

    A cohort without a grant in the portal is named as such: nothing is known of its money, which is not 0,00 €.
    """
    cohorts = list(_cohorts())
    unknown = [str(cohort) for cohort in cohorts if not cohort.anzahl]
    zeilen = [
        Zeile(
            str(cohort),
            (str(cohort.foerderer) if cohort.foerderer else "nicht bekannt", str(cohort.anzahl)),
            (cohort.bewilligt, cohort.abgerufen, cohort.ausgezahlt, cohort.frei),
            reverse("buero_zeitraum_geld", args=[cohort.slug]),
        )
        for cohort in cohorts
        if cohort.anzahl
    ]
    return Geldbericht(
        art=Berichtsart.ZEITRAEUME,
        titel="Geld aller Förderzeiträume",
        untertitel="Für Förderer und Revision",
        objekt="",
        kopf=("Förderzeitraum", "Förderer", "Förderungen"),
        spalten=BETRAEGE,
        zeilen=zeilen,
        summe=_total(zeilen),
        angaben=[("Ohne Förderung im Portal", f"{', '.join(unknown)}. Ihr Geld ist hier nicht erfasst.")]
        if unknown
        else [],
    )


def _cohorts():
    awarded = ~Q(foerderungen__status__in=NOT_YET_AWARDED) & Q(foerderungen__isnull=False)
    open_ = Q(foerderungen__status__in=OPEN)

    def total(expression, condition):
        zero = Value(Decimal("0.00"), DecimalField(max_digits=14, decimal_places=2))
        return Coalesce(Sum(expression, filter=condition), zero)

    rows = Foerderzeitraum.objects.select_related("foerderer").prefetch_related("foerderer__namen")
    return rows.annotate(
        anzahl=Count("foerderungen", filter=awarded),
        bewilligt=total("foerderungen__amount", awarded),
        abgerufen=total("foerderungen__reserved", awarded),
        ausgezahlt=total("foerderungen__paid", awarded),
        frei=total(F("foerderungen__amount") - F("foerderungen__reserved"), open_),
    ).order_by("-von_jahr", "name")
