"""States, transitions and refusals that every app shares."""

from django.db import models


class Refusal(Exception):
    """A request the portal declines: the message names rule, numbers and way out, in German, for the person."""


class NotAllowed(Refusal):
    """The person may not do this (403)."""


class NotNow(Refusal):
    """The record's state does not permit this now (409)."""


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


def check_move(table, old, new, *, label):
    """Return quietly when `table` allows old → new, else raise NotNow and name what is possible."""
    if new in table.get(old, ()):
        return
    possible = ", ".join(f"„{step.label}“" for step in sorted(table.get(old, ()))) or "kein weiterer Schritt"
    raise NotNow(f"{label} steht auf „{old.label}“. „{new.label}“ ist von dort nicht möglich; möglich ist: {possible}.")
