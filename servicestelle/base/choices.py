"""States, transitions and refusals that every app shares."""

from django.db import models


class Refusal(Exception):
    """A request the portal declines: the message names rule, numbers and way out, in German, for the person."""


class NotAllowed(Refusal):
    """The person may not do this (403)."""


class NotNow(Refusal):
    """The record's state does not permit this now (409)."""


class NeedsReason(Refusal):
    """A step that the other side must understand lacks its reason."""


class Seitenstatus(models.TextChoices):
    ENTWURF = "entwurf", "Entwurf"
    IN_PRUEFUNG = "in_pruefung", "In Prüfung"
    VEROEFFENTLICHT = "veroeffentlicht", "Veröffentlicht"
    ARCHIVIERT = "archiviert", "Archiviert"


SEITENWEGE = {
    Seitenstatus.ENTWURF: {Seitenstatus.IN_PRUEFUNG},
    Seitenstatus.IN_PRUEFUNG: {Seitenstatus.VEROEFFENTLICHT, Seitenstatus.ENTWURF},
    Seitenstatus.VEROEFFENTLICHT: {Seitenstatus.ARCHIVIERT},
    Seitenstatus.ARCHIVIERT: {Seitenstatus.ENTWURF},
}


class Textart(models.TextChoices):
    SEITE = "seite", "Teil einer Seite"
    LEICHT = "leicht", "Leichte Sprache"


class Pruefpunkt(models.TextChoices):
    """What the check of a PDF looks at before it may be published; labels say what holds when nothing is found."""

    ANGABEN = "angaben", "Sprache, Titel und Lesezeichen sind angegeben; die Tabulatortaste folgt der Lesereihenfolge."
    KENNZEICHNUNG = "kennzeichnung", "Das Dokument ist als PDF/UA-1 und PDF/A-3a gekennzeichnet und hat ein Farbprofil."
    UEBERSCHRIFTEN = "ueberschriften", "Die Überschriften folgen aufeinander, keine Ebene fehlt."
    BILDER = "bilder", "Jedes Bild hat einen Alternativtext oder ist als Schmuck eingebunden."
    TABELLEN = "tabellen", "Jede Tabelle hat Kopfzellen, und alle ihre Zeilen haben gleich viele Zellen."
    VERWEISE = "verweise", "Jeder Verweis steht in der Lesereihenfolge und sagt, wohin er führt."
    TAGS = "tags", "Alles Sichtbare ist getaggt oder als Schmuck gekennzeichnet."
    SCHRIFTEN = "schriften", "Alle Schriften sind eingebettet."


class Auftragsstatus(models.TextChoices):
    WARTEND = "wartend", "Wartend"
    LAUFEND = "laufend", "Läuft"
    FERTIG = "fertig", "Fertig"
    FEHLGESCHLAGEN = "fehlgeschlagen", "Fehlgeschlagen"
    ABGEBROCHEN = "abgebrochen", "Abgebrochen"


class Zuschriftart(models.TextChoices):
    BARRIERE = "barriere", "Barriere"
    FRAGE = "frage", "Frage"


class Zuschriftstatus(models.TextChoices):
    UNBESTAETIGT = "unbestaetigt", "Adresse nicht bestätigt"
    EINGEGANGEN = "eingegangen", "Eingegangen"
    ERLEDIGT = "erledigt", "Erledigt"


ZUSCHRIFTWEGE = {
    Zuschriftstatus.UNBESTAETIGT: {Zuschriftstatus.EINGEGANGEN},
    Zuschriftstatus.EINGEGANGEN: {Zuschriftstatus.ERLEDIGT},
    Zuschriftstatus.ERLEDIGT: {Zuschriftstatus.EINGEGANGEN},
}


class Dateistatus(models.TextChoices):
    """An uploaded file: it can be opened only when `frei`."""

    IN_PRUEFUNG = "in_pruefung", "Wird geprüft"
    QUARANTAENE = "quarantaene", "Wird noch geprüft"  # the virus scanner gave no answer yet
    FREI = "frei", "Geprüft"
    ABGELEHNT = "abgelehnt", "Abgelehnt"


DATEIWEGE = {
    Dateistatus.IN_PRUEFUNG: {Dateistatus.FREI, Dateistatus.QUARANTAENE, Dateistatus.ABGELEHNT},
    Dateistatus.QUARANTAENE: {Dateistatus.FREI, Dateistatus.ABGELEHNT},
}


class Dateityp(models.TextChoices):
    """What may be uploaded, by media type."""

    PDF = "application/pdf", "PDF"
    PNG = "image/png", "PNG-Bild"
    JPEG = "image/jpeg", "JPEG-Bild"
    WEBP = "image/webp", "WebP-Bild"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint"
    ODT = "application/vnd.oasis.opendocument.text", "OpenDocument-Text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet", "OpenDocument-Tabelle"
    CSV = "text/csv", "CSV"
    TXT = "text/plain", "Text"


class Fristseite(models.TextChoices):
    BUERO = "buero", "Servicestelle"
    JUGENDAMT = "jugendamt", "Jugendamt"


class Verschiebegrund(models.TextChoices):
    """Why a deadline was moved; a list, since the history is kept for good and holds no free text about persons."""

    WUNSCH = "wunsch", "Das Jugendamt hat darum gebeten"
    ABSPRACHE = "absprache", "Mit dem Jugendamt abgesprochen"
    KAPAZITAET = "kapazitaet", "Wir schaffen es nicht früher"
    ZULIEFERUNG = "zulieferung", "Wir warten auf eine andere Stelle"
    SCHLIESSZEIT = "schliesszeit", "Ferien, Feiertage oder Betriebsruhe"
    IRRTUM = "irrtum", "Der Tag war falsch eingetragen"


class Vertretungsrolle(models.TextChoices):
    """Roles somebody else may stand in for; values are the names of their groups."""

    ZAHLSTELLE = "Zahlstelle", "Zahlstelle"


FRAGEN_JE_STUNDE = "base.fragen_je_stunde"  # how many public forms may come in by the question of the spam defence


def check_move(table, old, new, *, label):
    """Return quietly when `table` allows old → new, else raise NotNow and name what is possible."""
    if new in table.get(old, ()):
        return
    possible = ", ".join(f"„{step.label}“" for step in sorted(table.get(old, ()))) or "kein weiterer Schritt"
    raise NotNow(f"{label} steht auf „{old.label}“. „{new.label}“ ist von dort nicht möglich; möglich ist: {possible}.")
