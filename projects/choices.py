"""States and rules of sites and grants."""

from django.db import models


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
