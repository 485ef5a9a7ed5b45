"""The figures of one year of advice: one object feeds the page, the pictures and the file.

Always the same number of queries, however many rows there are.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from django.db.models import CharField, Count, F, Q, Sum
from django.db.models.functions import Cast, ExtractQuarter
from django.utils import timezone

from jugendaemter.choices import Jugendamtsart, Regierungsbezirk
from jugendaemter.models import Jugendamt
from jugendaemter.reports import german
from servicestelle.base.models import Frist
from servicestelle.base.tabellen import number_text
from servicestelle.base.working_days import working_days_between

from ..choices import Beratungsformat, Fristart
from ..models import Anfrage, Kontakt
from .definitionen import AUFTEILUNGEN, FRISTEN, FRISTSPALTEN, KENNZAHLEN, OHNE_THEMA, SPALTEN, Definition

TWO_PLACES, ONE_PLACE = Decimal("0.01"), Decimal("0.1")
MET = Q(beratung_minuten__gt=0)  # preparation alone reached nobody
OFFICE = ("regierungsbezirk", "kreis", "art")
UNSERE_FRISTEN = (Fristart.KONTAKT, Fristart.TERMIN)  # a next step is the Jugendamt's own
QUARTALE = {number: f"{number}. Quartal" for number in range(1, 5)}


@dataclass(frozen=True)
class Kennzahl:
    """One figure; `value` is None where nothing can be said."""

    key: str
    definition: Definition
    value: int | Decimal | None


@dataclass(frozen=True)
class Aufteilung:
    """Figures by one trait: `rows` are a label and its values, one per word of `head`."""

    key: str
    definition: Definition
    head: tuple
    rows: list

    @property
    def caption(self):
        """`Nach Kreis` → `Anfragen und Kontakte nach Kreis`, a whole title → `… nach Art`: never what the heading says.

        The section bears the heading's name and the picture in it this one; two regions of one name are told apart by nobody.
        """
        title = self.definition.title
        return f"{self.head[0]} und {self.head[1]} n{title[1:]}" if title.startswith("Nach ") else f"{title} nach Art"

    @property
    def kopfzeile(self):
        return (self.definition.title.removeprefix("Nach "), *self.head)

    @property
    def zeilen(self):
        """The rows as the page writes them."""
        return [(label, *map(number_text, values)) for label, *values in self.rows]


@dataclass(frozen=True)
class Statistik:
    """All figures of one year."""

    jahr: int
    mit_erfundenen: bool
    kennzahlen: list
    aufteilungen: list
    fristen: Aufteilung

    @property
    def is_empty(self):
        """True when nobody asked, nobody was met and no time was spent."""
        return not any(each.value for each in self.kennzahlen if each.key in SPALTEN)


def statistik_of(jahr, *, mit_erfundenen=False):
    """The Statistik of the calendar year `jahr`; invented offices of the demo count only when asked for."""
    anfragen, kontakte, offices = _rows_of(jahr, mit_erfundenen)
    cells = _cells(anfragen, kontakte)
    return Statistik(
        jahr,
        mit_erfundenen,
        _kennzahlen(anfragen, kontakte, offices, cells),
        [_aufteilung(key, cells[key]) for key in AUFTEILUNGEN],
        _fristen(anfragen),
    )


def years(*, mit_erfundenen=False):
    """The years with requests or contacts, newest first."""
    anfragen, kontakte, _ = _rows(mit_erfundenen)
    found = {moment.year for moment in anfragen.datetimes("confirmed_at", "year")}
    return sorted(found | {day.year for day in kontakte.dates("am", "year")}, reverse=True)


def _rows(mit_erfundenen):
    anfragen, kontakte, offices = Anfrage.objects.confirmed(), Kontakt.objects.all(), Jugendamt.objects.all()
    if not mit_erfundenen:
        anfragen = anfragen.filter(jugendamt__fiktiv=False)
        kontakte = kontakte.filter(anfrage__jugendamt__fiktiv=False)
        offices = offices.real()
    return anfragen.order_by(), kontakte.order_by(), offices


def _rows_of(jahr, mit_erfundenen):
    anfragen, kontakte, offices = _rows(mit_erfundenen)
    return anfragen.filter(confirmed_at__year=jahr), kontakte.filter(am__year=jahr), offices.valid_in(jahr)


def _cells(anfragen, kontakte):
    """{trait: {value: [requests, contacts, minutes of advice, minutes of preparation]}}, and all under `alle`."""
    cells = defaultdict(lambda: defaultdict(lambda: [0, 0, 0, 0]))
    sums = {"kontakte": Count("pk", filter=MET), "b": Sum("beratung_minuten"), "v": Sum("vorbereitung_minuten")}
    for row in _by_trait(anfragen, "jugendamt", "confirmed_at").annotate(anfragen=Count("pk")):
        _add(cells, row, [row["anfragen"], 0, 0, 0])
    for row in _by_trait(kontakte, "anfrage__jugendamt", "am").annotate(**sums):
        _add(cells, row, [0, row["kontakte"], row["b"], row["v"]])
    for row in anfragen.values("themen__name").annotate(anfragen=Count("pk")):
        _add(cells, {"thema": row["themen__name"]}, [row["anfragen"], 0, 0, 0])
    for row in kontakte.values("themen__name").annotate(**sums):
        _add(cells, {"thema": row["themen__name"]}, [0, row["kontakte"], row["b"], row["v"]])
    return cells


def _by_trait(rows, office, day):
    traits = {trait: F(f"{office}__{trait}") for trait in OFFICE} | {"quartal": ExtractQuarter(day)}
    return rows.values("format", **traits)


def _add(cells, row, values):
    traits = {trait: row[trait] for trait in AUFTEILUNGEN if trait in row}
    if "thema" not in traits:
        traits["alle"] = ""
    for trait, value in traits.items():
        cells[trait][value] = [old + new for old, new in zip(cells[trait][value], values, strict=True)]


def _kennzahlen(anfragen, kontakte, offices, cells):
    asked, met, advice, preparation = cells["alle"][""]
    reached = Q(pk__in=anfragen.values("jugendamt")) | Q(pk__in=kontakte.filter(MET).values("anfrage__jugendamt"))
    counted = offices.aggregate(alle=Count("pk"), erreicht=Count("pk", filter=reached))
    waits = _waits(anfragen)
    values = {
        "anfragen": asked,
        "kontakte": met,
        "beratung": hours(advice),
        "vorbereitung": hours(preparation),
        "jugendaemter": counted["alle"],
        "erreicht": counted["erreicht"],
        "anteil": percent(counted["erreicht"], counted["alle"]),
        "wartezeit": Decimal(str(median(waits))).quantize(ONE_PLACE) if waits else None,
        "ohne_kontakt": asked - len(waits),
    }
    return [Kennzahl(key, definition, values[key]) for key, definition in KENNZAHLEN.items()]


def _waits(anfragen):
    """Working days from receipt to first contact, one number per request that had one."""
    moments = anfragen.filter(contacted_at__isnull=False).values_list("confirmed_at", "contacted_at")
    return [working_days_between(*map(timezone.localdate, pair)) for pair in moments]


def _aufteilung(key, cells):
    head = tuple(KENNZAHLEN[column].title for column in SPALTEN)
    rows = [(label, asked, met, hours(b), hours(v)) for label, (asked, met, b, v) in _labelled(key, cells)]
    return Aufteilung(key, AUFTEILUNGEN[key], head, rows)


def _labelled(key, cells):
    """Label and values in the order people read them: fixed kinds all, also with zeros; places and topics as they come."""
    fixed = {
        "quartal": QUARTALE,
        "regierungsbezirk": dict(Regierungsbezirk.choices),
        "art": dict(Jugendamtsart.choices),
        "format": dict(Beratungsformat.choices),
    }.get(key)
    if fixed:
        return [(label, cells.get(value, [0, 0, 0, 0])) for value, label in fixed.items()]
    names = sorted(cells, key=lambda name: (name is None, german(name or "")))
    return [(name or OHNE_THEMA, cells[name]) for name in names]


def _fristen(anfragen):
    due = Frist.objects.filter(object_type=Anfrage._meta.label_lower, art__in=UNSERE_FRISTEN).filter(
        object_id__in=anfragen.annotate(nummer_als_text=Cast("pk", CharField())).values("nummer_als_text")
    )
    decided = due.filter(Q(done_at__isnull=False) | Q(due_on__lt=timezone.localdate())).order_by()
    counts = {"zahl": Count("pk"), "gehalten": Count("pk", filter=Q(done_at__date__lte=F("due_on")))}
    found = {art: (number, kept) for art, number, kept in decided.values_list("art").annotate(**counts)}
    rows = [(art.label, *found.get(art.value, (0, 0))) for art in UNSERE_FRISTEN]
    rows.append(("Alle Fristen", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    return Aufteilung("fristen", FRISTEN, FRISTSPALTEN, [(*row, percent(row[2], row[1])) for row in rows])


def hours(minutes):
    """Minutes as hours with two places: 50 → 0.83."""
    return (Decimal(minutes) / 60).quantize(TWO_PLACES, ROUND_HALF_UP)


def percent(part, whole):
    """One place after the point; None of nothing."""
    return (Decimal(part) * 100 / whole).quantize(ONE_PLACE, ROUND_HALF_UP) if whole else None
