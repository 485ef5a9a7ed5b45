"""States and kinds around a request for Fachberatung."""

from django.db import models


class Anfragestatus(models.TextChoices):
    UNBESTAETIGT = "unbestaetigt", "Adresse nicht bestätigt"
    EINGEGANGEN = "eingegangen", "Eingegangen"
    ZUGEWIESEN = "zugewiesen", "Zugewiesen"
    IN_KLAERUNG = "in_klaerung", "In Klärung"
    TERMINIERT = "terminiert", "Termin steht"
    IN_BERATUNG = "in_beratung", "In Beratung"
    RUHEND = "ruhend", "Ruht"
    ABGESCHLOSSEN = "abgeschlossen", "Abgeschlossen"
    WEITERVERWIESEN = "weiterverwiesen", "Weiterverwiesen"
    ZURUECKGEZOGEN = "zurueckgezogen", "Zurückgezogen"
    ABGELEHNT = "abgelehnt", "Abgelehnt"


AKTIV = (
    Anfragestatus.EINGEGANGEN,
    Anfragestatus.ZUGEWIESEN,
    Anfragestatus.IN_KLAERUNG,
    Anfragestatus.TERMINIERT,
    Anfragestatus.IN_BERATUNG,
)
BEENDET = (
    Anfragestatus.ABGESCHLOSSEN,
    Anfragestatus.WEITERVERWIESEN,
    Anfragestatus.ZURUECKGEZOGEN,
    Anfragestatus.ABGELEHNT,
)
_AUSWEGE = {
    Anfragestatus.WEITERVERWIESEN,
    Anfragestatus.ZURUECKGEZOGEN,
    Anfragestatus.ABGELEHNT,
    Anfragestatus.RUHEND,
}

ANFRAGEWEGE = {
    Anfragestatus.UNBESTAETIGT: {Anfragestatus.EINGEGANGEN},
    Anfragestatus.EINGEGANGEN: {Anfragestatus.ZUGEWIESEN} | _AUSWEGE,
    Anfragestatus.ZUGEWIESEN: {
        Anfragestatus.IN_KLAERUNG,
        Anfragestatus.IN_BERATUNG,
        Anfragestatus.ABGESCHLOSSEN,
    }
    | _AUSWEGE,
    Anfragestatus.IN_KLAERUNG: {
        Anfragestatus.TERMINIERT,
        Anfragestatus.IN_BERATUNG,
        Anfragestatus.ABGESCHLOSSEN,
    }
    | _AUSWEGE,
    Anfragestatus.TERMINIERT: {Anfragestatus.IN_BERATUNG, Anfragestatus.IN_KLAERUNG} | _AUSWEGE,
    Anfragestatus.IN_BERATUNG: {Anfragestatus.ABGESCHLOSSEN} | _AUSWEGE,
    Anfragestatus.RUHEND: {
        *AKTIV,
        Anfragestatus.WEITERVERWIESEN,
        Anfragestatus.ZURUECKGEZOGEN,
        Anfragestatus.ABGELEHNT,
    },
}


class Beratungsformat(models.TextChoices):
    OFFEN = "offen", "Das klären wir gemeinsam"
    TELEFON = "telefon", "Telefon"
    VIDEO = "video", "Video"
    VOR_ORT = "vor_ort", "Bei Ihnen vor Ort"
    EMAIL = "email", "E-Mail"
    WORKSHOP = "workshop", "Inhouse-Workshop"
    PROZESS = "prozessbegleitung", "Begleitung über längere Zeit"


class Terminstatus(models.TextChoices):
    VORGESCHLAGEN = "vorgeschlagen", "Vorgeschlagen"
    VEREINBART = "vereinbart", "Vereinbart"
    ABGELEHNT = "abgelehnt", "Passt nicht"
    HINFAELLIG = "hinfaellig", "Hinfällig"
    VERSCHOBEN = "verschoben", "Verschoben"
    ABGESAGT = "abgesagt", "Abgesagt"


TERMINWEGE = {
    Terminstatus.VORGESCHLAGEN: {Terminstatus.VEREINBART, Terminstatus.ABGELEHNT, Terminstatus.HINFAELLIG},
    Terminstatus.VEREINBART: {Terminstatus.VERSCHOBEN, Terminstatus.ABGESAGT},
}
MIT_TERMIN = (  # somebody is in charge and the case goes on
    Anfragestatus.ZUGEWIESEN,
    Anfragestatus.IN_KLAERUNG,
    Anfragestatus.TERMINIERT,
    Anfragestatus.IN_BERATUNG,
)
LEAST_MEETING, MOST_MEETING = 15, 600  # minutes


class Nutzen(models.TextChoices):
    SEHR = "sehr", "Hat sehr geholfen"
    ETWAS = "etwas", "Hat etwas geholfen"
    NICHT = "nicht", "Hat nicht geholfen"


KONTAKTFORMATE = [  # how a contact was, said from the office's side; every format but the open one
    (kind.value, {"vor_ort": "Vor Ort", "prozessbegleitung": "Prozessbegleitung"}.get(kind.value, kind.label))
    for kind in Beratungsformat
    if kind != Beratungsformat.OFFEN
]
MOST_MINUTES = 1440 * 5
FIRST_YEAR = 2000  # of documented contacts and of the statistics; an earlier one is a slip of the pen


class Anmeldestatus(models.TextChoices):
    UNBESTAETIGT = "unbestaetigt", "Adresse nicht bestätigt"
    ANGEMELDET = "angemeldet", "Angemeldet"
    WARTELISTE = "warteliste", "Auf der Warteliste"
    ABGEMELDET = "abgemeldet", "Abgemeldet"


MIT_ANTWORT = (Anmeldestatus.ANGEMELDET, Anmeldestatus.WARTELISTE)  # confirmed and not withdrawn
ANMELDEWEGE = {
    Anmeldestatus.UNBESTAETIGT: {*MIT_ANTWORT, Anmeldestatus.ABGEMELDET},
    Anmeldestatus.WARTELISTE: {Anmeldestatus.ANGEMELDET, Anmeldestatus.ABGEMELDET},
    Anmeldestatus.ANGEMELDET: {Anmeldestatus.ABGEMELDET},
    Anmeldestatus.ABGEMELDET: {Anmeldestatus.UNBESTAETIGT, *MIT_ANTWORT},
}


class Austauschlage(models.TextChoices):
    """How an exchange stands for somebody who wants to come; derived, never stored."""

    OFFEN = "offen", "Plätze frei"
    VOLL = "voll", "Ausgebucht, Warteliste offen"
    GESCHLOSSEN = "geschlossen", "Anmeldung geschlossen"
    ABGESAGT = "abgesagt", "Fällt aus"
    VORBEI = "vorbei", "Vorbei"


class Fristart(models.TextChoices):
    KONTAKT = "beratung.kontakt", "Erster Kontakt"
    TERMIN = "beratung.termin", "Termin vereinbaren"
    EMPFEHLUNG = "beratung.empfehlung", "Nächster Schritt"


class Reihenfolge(models.TextChoices):
    NEU = "neu", "Neueste zuerst"
    ALT = "alt", "Älteste zuerst"
    FRIST = "frist", "Nächste Frist zuerst"
    JUGENDAMT = "jugendamt", "Jugendamt von A bis Z"


SCHON_ABWESEND = "In diesen Tagen ist die Person schon abwesend. Entfernen Sie zuerst den anderen Eintrag."

VORGAENGE = {f"anfrage.{status.value}": f"Anfrage: {status.label}" for status in Anfragestatus} | {
    "anfrage.nachricht": "Anfrage: Nachricht geschrieben",
    "anfrage.notiz": "Anfrage: Notiz geschrieben",
    "anfrage.kontakt": "Anfrage: erster Kontakt",
    "anfrage.dokumentiert": "Anfrage: Kontakt dokumentiert",
    "anfrage.termin_vorgeschlagen": "Anfrage: Termin vorgeschlagen",
    "anfrage.termin_vereinbart": "Anfrage: Termin vereinbart",
    "anfrage.termin_verschoben": "Anfrage: Termin verschoben",
    "anfrage.termin_abgelehnt": "Anfrage: Terminvorschlag abgelehnt",
    "anfrage.termin_abgesagt": "Anfrage: Termin abgesagt",
    "anfrage.termin_ort": "Anfrage: Ort oder Link des Termins geändert",
    "anfrage.empfohlen": "Anfrage: nächsten Schritt empfohlen",
    "anfrage.empfehlung_erledigt": "Anfrage: nächster Schritt erledigt",
    "anfrage.empfehlung_offen": "Anfrage: nächster Schritt wieder offen",
    "anfrage.empfehlung_weg": "Anfrage: nächsten Schritt zurückgenommen",
    "anfrage.rueckmeldung": "Anfrage: gesagt, ob die Beratung geholfen hat",
    "anfrage.folgeanfrage": "Anfrage: Folgeanfrage gestellt",
    "anfrage.uebergeben": "Anfrage: an die Vertretung übergeben",
    "abwesenheit.eingetragen": "Abwesenheit eingetragen",
    "abwesenheit.entfernt": "Abwesenheit entfernt",
    "anfrage.link_gesperrt": "Anfrage: Link gesperrt",
    "anfrage.link_erneuert": "Anfrage: neuer Link geschickt",
}
VORGAENGE |= {f"anmeldung.{status.value}": f"Anmeldung: {status.label}" for status in Anmeldestatus} | {
    "austausch.angelegt": "Austausch angelegt",
    "austausch.geaendert": "Austausch: Angaben geändert",
    "austausch.plaetze": "Austausch: Zahl der Plätze geändert",
    "austausch.abgesagt": "Austausch abgesagt",
    "austausch.nachricht": "Austausch: Nachricht an alle Angemeldeten",
    "austausch.teilnahme": "Austausch: Teilnahme eingetragen",
}

KONTAKT_TAGE = "beratung.kontakt_arbeitstage"
TERMIN_WOCHEN = "beratung.termin_wochen"
