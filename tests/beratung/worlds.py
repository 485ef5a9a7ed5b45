"""Invented years of advice for the statistics, and their figures counted anew, row by row in plain Python."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from holidays import country_holidays
from hypothesis import strategies as st

from beratung.choices import AKTIV, BEENDET, KONTAKTFORMATE, Anfragestatus, Beratungsformat, Fristart
from beratung.models import Anfrage, Kontakt
from jugendaemter.models import Jugendamt
from servicestelle.base.models import Frist, Thema
from tests.records import make_jugendamt

HERE, YEAR = ZoneInfo("Europe/Berlin"), 2025
HOLIDAYS = country_holidays("DE", subdiv="NW", years=range(2023, 2028))
OFFICES = {
    "05900001": {"kreis": "Kreis Ahlen", "art": "kreis", "regierungsbezirk": "Münster"},
    "05900002": {"kreis": "Kreis Ahlen", "art": "kreisangehoerige_stadt", "regierungsbezirk": "Münster"},
    "05900003": {"kreis": "Örtchen", "art": "kreisfreie_stadt", "regierungsbezirk": "Arnsberg"},
    "05900004": {"kreis": "Zell", "art": "kreis", "gueltig_bis": date(2024, 12, 31)},
    "05900005": {"kreis": "Zell", "art": "kreis", "gueltig_von": date(2025, 12, 31)},
    "00900001": {"kreis": "Erfunden", "art": "kreis", "regierungsbezirk": "Detmold"},
}
CONFIRMED = [status for status in Anfragestatus if status != Anfragestatus.UNBESTAETIGT]
LIVES = [*AKTIV, *BEENDET]
EDGES = [datetime(2024, 12, 31, 22, 59, tzinfo=UTC), datetime(2024, 12, 31, 23, tzinfo=UTC)]
EDGES += [datetime(2025, 12, 31, 22, 59, tzinfo=UTC), datetime(2025, 12, 31, 23, tzinfo=UTC)]
EDGES += [datetime(2025, 3, 31, 21, 59, tzinfo=UTC), datetime(2025, 3, 31, 22, tzinfo=UTC)]

moments = st.sampled_from(EDGES) | st.datetimes(datetime(2024, 11, 1), datetime(2026, 2, 1), timezones=st.just(UTC))
days = st.sampled_from([date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1)])
days |= st.dates(date(2024, 11, 1), date(2026, 2, 1))
topics = st.sets(st.integers(0, 2), max_size=3)
contacts = st.fixed_dictionaries(
    {
        "am": days,
        "format": st.sampled_from([value for value, _ in KONTAKTFORMATE]),
        "themen": topics,
        "minuten": st.tuples(st.integers(0, 500), st.integers(0, 500)).filter(any),
    }
)
deadlines = st.fixed_dictionaries(
    {"due_on": days | st.just(date(2099, 1, 1)), "done_at": st.none() | moments, "again": st.booleans()}
)
requests = st.fixed_dictionaries(
    {
        "ags": st.sampled_from(list(OFFICES)),
        "status": st.sampled_from(["unbestaetigt", *LIVES]),
        "confirmed_at": moments,
        "format": st.sampled_from(Beratungsformat.values),
        "wait": st.none() | st.integers(0, 30),
        "themen": topics,
        "kontakte": st.lists(contacts, max_size=3),
        "fristen": st.fixed_dictionaries({art.value: st.none() | deadlines for art in Fristart}),
    }
)
worlds = st.lists(requests, max_size=8)


def build(world):
    """Write `world` into the database, past the services."""
    for ags, fields in OFFICES.items():
        make_jugendamt(ags, **fields)
    themes = [Thema.objects.create(name=name, slug=f"thema-{place}") for place, name in enumerate("BÄZ")]
    for number, each in enumerate(world, start=1):
        _write(number, each, themes)


def _write(number, each, themes):
    confirmed = each["status"] != "unbestaetigt"
    anfrage = Anfrage.objects.create(
        jugendamt_id=each["ags"],
        name="x",
        email="x@example.org",
        frage="x",
        format=each["format"],
        status=each["status"],
        nummer=f"FB-{YEAR}-{number:04}" if confirmed else None,
        confirmed_at=each["confirmed_at"] if confirmed else None,
        contacted_at=each["confirmed_at"] + timedelta(days=each["wait"])
        if confirmed and each["wait"] is not None
        else None,
        ended_at=each["confirmed_at"] if each["status"] in BEENDET else None,
    )
    anfrage.themen.set(themes[place] for place in each["themen"])
    for art, frist in each["fristen"].items():
        if confirmed and frist:
            _due(anfrage, art, frist["due_on"], frist["done_at"])
            if frist["again"]:
                _due(anfrage, art, date(2025, 6, 1), datetime(2025, 6, 1, 21, 59, tzinfo=UTC))
    for contact in each["kontakte"] if confirmed else ():
        advice, preparation = contact["minuten"]
        row = anfrage.kontakte.create(
            am=contact["am"], format=contact["format"], beratung_minuten=advice, vorbereitung_minuten=preparation
        )
        row.themen.set(themes[place] for place in contact["themen"])


def _due(anfrage, art, due_on, done_at):
    key = {"object_type": "beratung.anfrage", "object_id": str(anfrage.pk), "art": art, "seite": "buero", "titel": "x"}
    Frist.objects.create(**key, url="/", due_on=due_on, due_first=due_on, done_at=done_at)


def counted(year, mit_erfundenen):
    """The figures of `year` as {(group, label, word): number}, None where nothing can be said."""
    asked = [row for row in Anfrage.objects.all() if row.confirmed_at and _here(row.confirmed_at).year == year]
    met = [row for row in Kontakt.objects.all() if row.am.year == year]
    if not mit_erfundenen:
        asked = [row for row in asked if not row.jugendamt.fiktiv]
        met = [row for row in met if not row.anfrage.jugendamt.fiktiv]
    figures = Counter()
    for row in asked:
        for group, label in _places(row.jugendamt, row.get_format_display(), _here(row.confirmed_at), row.themen.all()):
            figures[group, label, "Anfragen"] += 1
    for row in met:
        for group, label in _places(row.anfrage.jugendamt, _form(row), row.am, row.themen.all()):
            figures[group, label, "Kontakte"] += row.beratung_minuten > 0
            figures[group, label, "Stunden Beratung"] += row.beratung_minuten
            figures[group, label, "Stunden Vorbereitung"] += row.vorbereitung_minuten
    figures = {key: _hours(value) if key[2].startswith("Stunden") else value for key, value in figures.items()}
    return figures | _offices(year, mit_erfundenen, asked, met) | _waits(asked) | _kept(asked)


def _here(moment):
    return moment.astimezone(HERE)


def _form(kontakt):
    return Beratungsformat(kontakt.format).label


def _places(office, form, day, themes):
    yield "Kennzahl", ""
    yield "Nach Quartal", f"{(day.month + 2) // 3}. Quartal"
    yield "Nach Regierungsbezirk", office.regierungsbezirk
    yield "Nach Kreis", office.kreis
    yield "Nach Art des Jugendamts", office.get_art_display()
    yield "Nach Form", form
    for name in [theme.name for theme in themes] or ["Ohne Thema"]:
        yield "Nach Thema", name


def _hours(minutes):
    return (Decimal(minutes) / Decimal(60)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _percent(part, whole):
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None


def _offices(year, mit_erfundenen, asked, met):
    there = set()
    for office in Jugendamt.objects.all():
        begins, ends = office.gueltig_von or date.min, office.gueltig_bis or date.max
        if begins <= date(year, 12, 31) and ends >= date(year, 1, 1) and (mit_erfundenen or not office.fiktiv):
            there.add(office.pk)
    reached = {row.jugendamt_id for row in asked} | {row.anfrage.jugendamt_id for row in met if row.beratung_minuten}
    return {
        ("Kennzahl", "", "Jugendämter"): len(there),
        ("Kennzahl", "", "Erreichte Jugendämter"): len(reached & there),
        ("Kennzahl", "", "Anteil erreichter Jugendämter"): _percent(len(reached & there), len(there)),
    }


def _waits(asked):
    waits = sorted(_working_days(_here(row.confirmed_at), _here(row.contacted_at)) for row in asked if row.contacted_at)
    middle = None
    if waits:
        pair = waits[(len(waits) - 1) // 2], waits[len(waits) // 2]
        middle = (Decimal(sum(pair)) / 2).quantize(Decimal("0.1"))
    return {
        ("Kennzahl", "", "Zeit bis zum ersten Kontakt"): middle,
        ("Kennzahl", "", "Noch ohne ersten Kontakt"): sum(row.contacted_at is None for row in asked),
    }


def _working_days(first, last):
    first, last, count = first.date(), last.date(), 0
    while first < last:
        first += timedelta(days=1)
        count += first.isoweekday() <= 5 and first not in HOLIDAYS
    return count


def _kept(asked):
    found, all_ = {}, [0, 0]
    for art in (Fristart.KONTAKT, Fristart.TERMIN):
        rows = Frist.objects.filter(art=art, object_id__in=[str(row.pk) for row in asked])
        today = datetime.now(HERE).date()
        decided = [row for row in rows if row.done_at or row.due_on < today]
        kept = [row for row in decided if row.done_at and _here(row.done_at).date() <= row.due_on]
        found |= _line(art.label, len(decided), len(kept))
        all_ = [all_[0] + len(decided), all_[1] + len(kept)]
    return found | _line("Alle Fristen", *all_)


def _line(label, decided, kept):
    group = "Eingehaltene Fristen"
    values = {"Fristen": decided, "Eingehalten": kept, "Anteil in %": _percent(kept, decided)}
    return {(group, label, word): value for word, value in values.items()}
