"""What leaves the Fachberatung as file and picture: the same figures as on the page."""

from servicestelle.base.tabellen import number_text
from servicestelle.base.ui.balken import draw_chart

WORDS = {  # one and many
    "Anfragen": ("Anfrage", "Anfragen"),
    "Kontakte": ("Kontakt", "Kontakte"),
    "Fristen": ("Frist", "Fristen"),
    "Eingehalten": ("eingehalten", "eingehalten"),
}
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


def draw(aufteilung):
    """The first two columns of `aufteilung` as bars on one scale."""
    words = aufteilung.head[:2]
    rows = [(label, values[:2]) for label, *values in aufteilung.rows]

    def say(place, value):
        return f"{number_text(value)} {WORDS[words[place]][value != 1]}"

    return draw_chart(rows, key=aufteilung.key, title=aufteilung.definition.title, say=say)
