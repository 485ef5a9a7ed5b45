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
    Foerderstatus.ZUR_ZEICHNUNG: {
        Foerderstatus.BEWILLIGT,
        Foerderstatus.ENTWURF,
    },  # back when the signer finds a mistake
    Foerderstatus.BEWILLIGT: {Foerderstatus.BESTANDSKRAEFTIG} | _REVOCABLE,
    Foerderstatus.BESTANDSKRAEFTIG: {Foerderstatus.IN_SCHLUSSPRUEFUNG} | _REVOCABLE,
    Foerderstatus.IN_SCHLUSSPRUEFUNG: {
        Foerderstatus.ABGESCHLOSSEN,
        Foerderstatus.MIT_OFFENER_RUECKFORDERUNG,
    }
    | _REVOCABLE,
    Foerderstatus.MIT_OFFENER_RUECKFORDERUNG: {Foerderstatus.ABGESCHLOSSEN} | _REVOCABLE,
}


class Bescheidart(models.TextChoices):
    BEWILLIGUNG = "bewilligung", "Bewilligung"
    AENDERUNG = "aenderung", "Änderung"
    ABLEHNUNG = "ablehnung", "Ablehnung"
    WIDERRUF = "widerruf", "Widerruf"
    RUECKNAHME = "ruecknahme", "Rücknahme"


REVOKING = {  # what ends a grant, and where that leads
    Bescheidart.WIDERRUF: Foerderstatus.WIDERRUFEN,
    Bescheidart.RUECKNAHME: Foerderstatus.ZURUECKGENOMMEN,
}
REPLACING = [
    Bescheidart.AENDERUNG,
    Bescheidart.WIDERRUF,
    Bescheidart.RUECKNAHME,
]  # after one an earlier document is no longer the last word
SECOND_PERSON = (  # rule 6, in the words of page, service and database alike
    "In diesem Programm reicht nicht ein, wer zuletzt geschrieben hat. Bitten Sie eine zweite Person mit Freigabe."
)
DECLARABLE = [Bescheidart.BEWILLIGUNG, Bescheidart.AENDERUNG]  # the Jugendamt may waive or accept
NAMES = {  # of the documents, by legal form
    Rechtsform.BESCHEID: {
        Bescheidart.BEWILLIGUNG: "Bewilligungsbescheid",
        Bescheidart.AENDERUNG: "Änderungsbescheid",
        Bescheidart.ABLEHNUNG: "Ablehnungsbescheid",
        Bescheidart.WIDERRUF: "Widerrufsbescheid",
        Bescheidart.RUECKNAHME: "Rücknahmebescheid",
    },
    Rechtsform.VERTRAG: {
        Bescheidart.BEWILLIGUNG: "Fördervertrag",
        Bescheidart.AENDERUNG: "Änderung des Fördervertrags",
        Bescheidart.ABLEHNUNG: "Ablehnung einer Vertragsänderung",
        Bescheidart.WIDERRUF: "Kündigung des Fördervertrags",
        Bescheidart.RUECKNAHME: "Rücktritt vom Fördervertrag",
    },
}


class Zustellweg(models.TextChoices):
    PORTAL = "portal", "Im Portal bereitgestellt"
    POST = "post", "Einfacher Brief"
    URKUNDE = "urkunde", "Zustellungsurkunde oder Einschreiben"
    EMPFANG = "empfang", "Empfang vom Jugendamt bestätigt"


BY_FICTION = [Zustellweg.PORTAL, Zustellweg.POST]  # counts as known some days after it was sent


class Erklaerungsart(models.TextChoices):
    """What the Jugendamt declares to a document; the office notes an appeal and its end."""

    VERZICHT = "verzicht", "Verzicht auf einen Rechtsbehelf"
    ANNAHME = "annahme", "Annahme des Vertrags"
    RECHTSBEHELF = "rechtsbehelf", "Rechtsbehelf eingelegt"
    ERLEDIGT = "erledigt", "Rechtsbehelf erledigt"


class Antragsart(models.TextChoices):
    VERLAENGERUNG = "verlaengerung", "Kostenneutrale Verlängerung"
    UMSCHICHTUNG = "umschichtung", "Umschichtung zwischen Posten"
    PERSON = "person", "Wechsel einer Person"


class Antragsstatus(models.TextChoices):
    ENTWURF = "entwurf", "Entwurf"
    EINGEREICHT = "eingereicht", "Eingereicht"
    BEWILLIGT = "bewilligt", "Bewilligt"
    ABGELEHNT = "abgelehnt", "Abgelehnt"
    ZURUECKGEZOGEN = "zurueckgezogen", "Zurückgezogen"


ANTRAGSWEGE = {
    Antragsstatus.ENTWURF: {Antragsstatus.EINGEREICHT, Antragsstatus.ZURUECKGEZOGEN},
    Antragsstatus.EINGEREICHT: {Antragsstatus.BEWILLIGT, Antragsstatus.ABGELEHNT, Antragsstatus.ZURUECKGEZOGEN},
}
LONGEST_EXTENSION = 36  # months in all, as the database has it
FIKTION_TAGE = "projects.zustellfiktion_tage"
ANHOERUNGSFRIST = "projects.anhoerung"  # kind of deadline


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
    Abrufstatus.GENEHMIGT: {Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN, Abrufstatus.ABGELEHNT},
    Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN: {Abrufstatus.AUSGEZAHLT, Abrufstatus.RUECKLAEUFER},
    Abrufstatus.RUECKLAEUFER: {Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN, Abrufstatus.ABGELEHNT},
}
MIT_DER_FOERDERUNG = {  # what is neither paid nor on its way ends with a grant that is revoked
    open_state: {Abrufstatus.ABGELEHNT}
    for open_state in (
        Abrufstatus.EINGEREICHT,
        Abrufstatus.NACHGEFORDERT,
        Abrufstatus.GENEHMIGT,
        Abrufstatus.RUECKLAEUFER,
    )
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


class Bekundungsstatus(models.TextChoices):
    """An Interessenbekundung. It is fixed from submitting on."""

    ENTWURF = "entwurf", "Entwurf"
    EINGEREICHT = "eingereicht", "Eingereicht"
    AUSGEWAEHLT = "ausgewaehlt", "Ausgewählt"
    NICHT_AUSGEWAEHLT = "nicht_ausgewaehlt", "Nicht ausgewählt"
    ZURUECKGEZOGEN = "zurueckgezogen", "Zurückgezogen"


BEKUNDUNGSWEGE = {
    Bekundungsstatus.ENTWURF: {Bekundungsstatus.EINGEREICHT},
    Bekundungsstatus.EINGEREICHT: {
        Bekundungsstatus.AUSGEWAEHLT,
        Bekundungsstatus.NICHT_AUSGEWAEHLT,
        Bekundungsstatus.ZURUECKGEZOGEN,
    },
}
DECIDED = [Bekundungsstatus.AUSGEWAEHLT, Bekundungsstatus.NICHT_AUSGEWAEHLT]


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
    **{f"foerderung.{status.value}": f"Förderung: {status.label}" for status in Foerderstatus},
    **{f"aenderungsantrag.{status.value}": f"Änderungsantrag: {status.label}" for status in Antragsstatus},
    **{f"bescheid.{art.value}": f"Bescheid: {art.label}" for art in Erklaerungsart},
    "foerderung.bearbeitet": "Förderung: Entwurf bearbeitet",
    "bescheid.vorbereitet": "Bescheid vorbereitet",
    "bescheid.zurueckgegeben": "Vorbereiteter Bescheid zurückgegeben",
    "bescheid.ausgefertigt": "Bescheid gezeichnet und ausgefertigt",
    "bescheid.zugestellt": "Bescheid zugestellt",
    "anhoerung.begonnen": "Anhörung begonnen",
    "anhoerung.beantwortet": "Anhörung beantwortet",
    "anhoerung.eingestellt": "Anhörung ohne Folgen beendet",
    "auszug.bestellt": "Zahlen als Datei bestellt",
    "foerderung.umgebucht": "Förderung: Zahlung auf einen anderen Posten umgebucht",
    **{f"interessenbekundung.{status.value}": f"Interessenbekundung: {status.label}" for status in Bekundungsstatus},
    "interessenbekundung.geaendert": "Interessenbekundung: Entwurf geändert",
    "interessenbekundung.bewertet": "Interessenbekundung: Bewertet",
    "foerderzeitraum.angelegt": "Förderzeitraum aus einem früheren angelegt",
    "simulation.gespeichert": "Simulation gespeichert",
    "simulation.verworfen": "Simulation verworfen",
    "simulation.uebernommen": "Simulation: Variante als Entwürfe übernommen",
    "foerderung.entwurf": "Förderung: Entwurf angelegt",
}
