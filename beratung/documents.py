"""What leaves the Fachberatung as file and picture: the same figures as on the page."""

from dataclasses import dataclass

from servicestelle.base.tabellen import number_text

WORDS = {  # one and many
    "Anfragen": ("Anfrage", "Anfragen"),
    "Kontakte": ("Kontakt", "Kontakte"),
    "Fristen": ("Frist", "Fristen"),
    "Eingehalten": ("eingehalten", "eingehalten"),
}
WIDEST = 62  # per cent of the picture; the words behind the longest bar need the rest
LINE, BAR, GAP = 1.6, 1.25, 0.9  # em: the label, one bar, the room to the next label
HEAD = ("Jahr", "Grundlage", "Auswertung", "Merkmal", "Größe", "Wert", "Einheit", "Definition")
GRUNDLAGE = {False: "ohne erfundene Jugendämter", True: "mit erfundenen Jugendämtern"}


def csv_rows(statistik):
    """Every figure in a line of its own, with the words that define it."""
    common = (statistik.jahr, GRUNDLAGE[statistik.mit_erfundenen])
    yield HEAD
    for each in statistik.kennzahlen:
        known = each.definition
        yield (*common, "Kennzahl", "", known.title, each.value, known.unit, known.text)
    for each in [*statistik.aufteilungen, statistik.fristen]:
        for label, *values in each.rows:
            for word, value in zip(each.head, values, strict=True):
                yield (*common, each.definition.title, label, word, value, _unit(word), each.definition.text)


def _unit(word):
    return "Stunden" if word.startswith("Stunden") else "%" if word.endswith("%") else ""


def filename(statistik):
    return f"fachberatung-statistik-{statistik.jahr}{'-mit-erfundenen' if statistik.mit_erfundenen else ''}.csv"


@dataclass(frozen=True)
class Bar:
    """One bar: `y` in em, `width` in per cent, and the words behind it."""

    y: float
    width: float
    text: str
    base: float


@dataclass(frozen=True)
class Chart:
    """Bars in groups, as `beratung/buero/balken.html` draws them, the first filled; `text` says the same in a sentence."""

    key: str
    title: str
    text: str
    height: float
    groups: list


def draw_chart(aufteilung):
    """The first two columns of `aufteilung` as bars on one scale."""
    words = aufteilung.head[:2]
    top = max((value for _, *values in aufteilung.rows for value in values[:2]), default=0)
    groups, y = [], 0.0
    for label, *values in aufteilung.rows:
        bars = [
            _bar(place, word, value, top, y) for place, (word, value) in enumerate(zip(words, values, strict=False))
        ]
        groups.append((label, round(y + 1.1, 2), bars))
        y += LINE + len(bars) * BAR + GAP
    said = "; ".join(f"{label}: {', '.join(bar.text for bar in bars)}" for label, _, bars in groups)
    return Chart(aufteilung.key, aufteilung.definition.title, f"{said}.", round(max(y - GAP, 1), 2), groups)


def _bar(place, word, value, top, y):
    start = y + LINE + place * BAR
    width = round(WIDEST * value / top, 2) if top else 0
    text = f"{number_text(value)} {WORDS[word][value != 1]}"
    return Bar(round(start, 2), width, text, round(start + 0.85, 2))
