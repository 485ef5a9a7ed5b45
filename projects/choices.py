"""States and rules of sites and grants."""

from django.db import models

from servicestelle.base.choices import Refusal


class NoMoney(Refusal):
    """The money that is left does not suffice (409). `posten` is the line it fails at, `fehlt` what is missing (EUR)."""

    def __init__(self, text, *, posten=None, fehlt=None):
        super().__init__(text)
        self.posten, self.fehlt = posten, fehlt


class Rechtsform(models.TextChoices):
    BESCHEID = "bescheid", "Bescheid"
    VERTRAG = "vertrag", "Vertrag"


class Finanzierungsart(models.TextChoices):
    FESTBETRAG = "festbetrag", "Festbetragsfinanzierung"
    FEHLBEDARF = "fehlbedarf", "Fehlbedarfsfinanzierung"
    ANTEIL = "anteil", "Anteilfinanzierung"
    VOLL = "voll", "Vollfinanzierung"


class Phasenart(models.TextChoices):
    ANALYSE = "analyse", "Analyse- und Planungsphase"
    KONZEPT = "konzept", "Umsetzungskonzept"
    UMSETZUNG = "umsetzung", "Umsetzungsphase"
    PRAXIS_CHECK = "praxis_check", "Praxis-Check"


class Postenart(models.TextChoices):
    PERSONAL = "personal", "Personalkosten (0,5 VZÄ)"
    SACHKOSTEN = "sachkosten", "Sachkosten"


class Foerderstatus(models.TextChoices):
    ENTWURF = "entwurf", "Entwurf"
    ZUR_ZEICHNUNG = "zur_zeichnung", "Zur Zeichnung"
    BEWILLIGT = "bewilligt", "Bewilligt"
    BESTANDSKRAEFTIG = "bestandskraeftig", "Bestandskräftig"
    IN_SCHLUSSPRUEFUNG = "in_schlusspruefung", "In Schlussprüfung"
    MIT_OFFENER_RUECKFORDERUNG = "mit_offener_rueckforderung", "Mit offener Rückforderung"
    ABGESCHLOSSEN = "abgeschlossen", "Abgeschlossen"
    WIDERRUFEN = "widerrufen", "Widerrufen"
    ZURUECKGENOMMEN = "zurueckgenommen", "Zurückgenommen"


OPEN = [Foerderstatus.BEWILLIGT, Foerderstatus.BESTANDSKRAEFTIG]  # its money may be asked for
NOT_YET_AWARDED = [Foerderstatus.ENTWURF, Foerderstatus.ZUR_ZEICHNUNG]
REVOKED = [Foerderstatus.WIDERRUFEN, Foerderstatus.ZURUECKGENOMMEN]
_REVOCABLE = {Foerderstatus.WIDERRUFEN, Foerderstatus.ZURUECKGENOMMEN}

FOERDERWEGE = {
    Foerderstatus.ENTWURF: {Foerderstatus.ZUR_ZEICHNUNG},
    Foerderstatus.ZUR_ZEICHNUNG: {Foerderstatus.BEWILLIGT},
    Foerderstatus.BEWILLIGT: {Foerderstatus.BESTANDSKRAEFTIG} | _REVOCABLE,
    Foerderstatus.BESTANDSKRAEFTIG: {Foerderstatus.IN_SCHLUSSPRUEFUNG} | _REVOCABLE,
    Foerderstatus.IN_SCHLUSSPRUEFUNG: {
        Foerderstatus.ABGESCHLOSSEN,
        Foerderstatus.MIT_OFFENER_RUECKFORDERUNG,
    }
    | _REVOCABLE,
    Foerderstatus.MIT_OFFENER_RUECKFORDERUNG: {Foerderstatus.ABGESCHLOSSEN} | _REVOCABLE,
}


class Abrufstatus(models.TextChoices):
    ENTWURF = "entwurf", "Entwurf"
    EINGEREICHT = "eingereicht", "Eingereicht"
    NACHGEFORDERT = "nachgefordert", "Rückfrage"
    GENEHMIGT = "genehmigt", "Genehmigt"
    ZUR_ZAHLUNG_FREIGEGEBEN = "zur_zahlung_freigegeben", "Zur Zahlung freigegeben"
    AUSGEZAHLT = "ausgezahlt", "Ausgezahlt"
    RUECKLAEUFER = "ruecklaeufer", "Von der Bank zurückgekommen"
    ABGELEHNT = "abgelehnt", "Abgelehnt"
    ZURUECKGEZOGEN = "zurueckgezogen", "Zurückgezogen"


ABRUFWEGE = {
    Abrufstatus.ENTWURF: {Abrufstatus.EINGEREICHT, Abrufstatus.ZURUECKGEZOGEN},
    Abrufstatus.EINGEREICHT: {
        Abrufstatus.NACHGEFORDERT,
        Abrufstatus.GENEHMIGT,
        Abrufstatus.ABGELEHNT,
        Abrufstatus.ZURUECKGEZOGEN,
    },
    Abrufstatus.NACHGEFORDERT: {Abrufstatus.EINGEREICHT, Abrufstatus.ZURUECKGEZOGEN},
    Abrufstatus.GENEHMIGT: {Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN},
    Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN: {Abrufstatus.AUSGEZAHLT, Abrufstatus.RUECKLAEUFER},
    Abrufstatus.RUECKLAEUFER: {Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN},
}
IN_HAND = [Abrufstatus.ENTWURF, Abrufstatus.NACHGEFORDERT]  # the Jugendamt has the word, amounts may change
RELEASED = [Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN, Abrufstatus.AUSGEZAHLT, Abrufstatus.RUECKLAEUFER]


class Buchungsart(models.TextChoices):
    """One entry of the ledger. Reserved holds what is paid too, so a Rückzahlung and a Korrektur move both balances."""

    RESERVIERUNG = "reservierung", "Reservierung"
    FREIGABE = "freigabe", "Freigabe einer Reservierung"
    AUSZAHLUNG = "auszahlung", "Auszahlung"
    RUECKZAHLUNG = "rueckzahlung", "Rückzahlung"
    KORREKTUR = "korrektur", "Korrektur"


class Berichtsart(models.TextChoices):
    """The reports of money, from the lines of one grant to all cohorts."""

    FOERDERUNG = "foerderung", "Geld der Förderung"
    FOERDERUNGEN = "foerderungen", "Förderungen"
    ZEITRAUM = "zeitraum", "Geld im Förderzeitraum"
    ZEITRAEUME = "zeitraeume", "Geld aller Förderzeiträume"


class Auszugformat(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel"
    PDF = "pdf", "PDF"


KEPT_DAYS = 30  # so long a file of figures waits for whoever ordered it


VORGAENGE = {f"mittelabruf.{status.value}": f"Mittelabruf: {status.label}" for status in Abrufstatus} | {
    "mittelabruf.rueckzahlung": "Mittelabruf: Rückzahlung gebucht",
    "auszug.bestellt": "Zahlen als Datei bestellt",
    "foerderung.umgebucht": "Förderung: Zahlung auf einen anderen Posten umgebucht",
}
