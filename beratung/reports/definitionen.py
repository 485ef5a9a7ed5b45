"""What each figure of the statistics means. The page, the file and the picture take their words from here."""

from dataclasses import dataclass

_SEVERAL = "Nennt ein Vorgang mehrere Themen, zählt er bei jedem; die Zeilen ergeben zusammen also mehr als die Summe."
_PLACE = "Es zählt das Jugendamt, das gefragt hat."


@dataclass(frozen=True)
class Definition:
    """A figure's name, what it counts, and its unit where it has one."""

    title: str
    text: str
    unit: str = ""


KENNZAHLEN = {
    "anfragen": Definition(
        "Anfragen",
        "Alle Anfragen, deren Adresse in diesem Jahr bestätigt wurde; mit Konto ist das der Tag der Anfrage.",
    ),
    "kontakte": Definition(
        "Kontakte",
        "Alle dokumentierten Kontakte aus diesem Jahr mit Zeit für Beratung, auch zu Anfragen aus früheren Jahren.",
    ),
    "beratung": Definition(
        "Stunden Beratung", "Summe der Minuten mit dem Jugendamt, in Stunden auf zwei Stellen gerundet.", "Stunden"
    ),
    "vorbereitung": Definition(
        "Stunden Vorbereitung",
        "Summe der Minuten für die Vorbereitung, in Stunden auf zwei Stellen gerundet.",
        "Stunden",
    ),
    "jugendaemter": Definition("Jugendämter", "Alle Jugendämter, die es in diesem Jahr mindestens einen Tag lang gab."),
    "erreicht": Definition(
        "Erreichte Jugendämter", "Jugendämter davon mit mindestens einer Anfrage oder einem Kontakt in diesem Jahr."
    ),
    "anteil": Definition(
        "Anteil erreichter Jugendämter", "Erreichte Jugendämter geteilt durch alle Jugendämter des Jahres.", "%"
    ),
    "wartezeit": Definition(
        "Zeit bis zum ersten Kontakt",
        "Median der Arbeitstage (Montag bis Freitag ohne Feiertage in NRW) vom Eingang bis zum ersten Kontakt: "
        "Bei der Hälfte der Anfragen ging es so schnell oder schneller. Der Tag des Eingangs zählt nicht mit.",
        "Arbeitstage",
    ),
    "ohne_kontakt": Definition(
        "Noch ohne ersten Kontakt", "Anfragen des Jahres ohne vermerkten ersten Kontakt; sie fehlen in der Zeit davor."
    ),
}
SPALTEN = ("anfragen", "kontakte", "beratung", "vorbereitung")

AUFTEILUNGEN = {
    "quartal": Definition("Nach Quartal", "Anfragen nach dem Tag des Eingangs, Kontakte und Stunden nach ihrem Tag."),
    "regierungsbezirk": Definition("Nach Regierungsbezirk", _PLACE),
    "kreis": Definition(
        "Nach Kreis", f"{_PLACE} Kreise und Städte ohne Anfrage, Kontakt und Stunden stehen nicht in der Liste."
    ),
    "art": Definition("Nach Art des Jugendamts", _PLACE),
    "thema": Definition("Nach Thema", f"Anfragen nach ihren Themen, Kontakte nach denen des Kontakts. {_SEVERAL}"),
    "format": Definition("Nach Form", "Bei Anfragen die gewünschte Form, bei Kontakten die tatsächliche."),
}
FRISTEN = Definition(
    "Eingehaltene Fristen",
    "Fristen der Servicestelle zu den Anfragen des Jahres, die erledigt oder abgelaufen sind. Eingehalten ist eine Frist, die spätestens "
    "an ihrem letzten Tag erledigt war, auch weil die Anfrage endete. Wurde sie verschoben, gilt der neue Tag.",
)
FRISTSPALTEN = ("Fristen", "Eingehalten", "Anteil in %")
OHNE_THEMA = "Ohne Thema"
