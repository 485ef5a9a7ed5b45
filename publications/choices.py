"""Kinds and states of publications and their editions."""

from django.db import models


class Publikationsart(models.TextChoices):
    BROSCHUERE = "broschuere", "Broschüre"
    ARBEITSHILFE = "arbeitshilfe", "Arbeitshilfe"
    ZEITSCHRIFTENHEFT = "zeitschriftenheft", "Zeitschriftenheft"


class Kapitelart(models.TextChoices):
    TEXT = "text", "Freier Text"
    STANDORT = "standort", "Standort"
    UEBERSICHT = "uebersicht", "Übersicht der Standorte"


class Ausgabestatus(models.TextChoices):
    ENTWURF = "entwurf", "Entwurf"
    WIRD_GESETZT = "wird_gesetzt", "Wird gesetzt"
    GEPRUEFT = "geprueft", "Geprüft"
    BEANSTANDET = "beanstandet", "Beanstandet"
    FEHLGESCHLAGEN = "fehlgeschlagen", "Fehlgeschlagen"
    ABGEBROCHEN = "abgebrochen", "Abgebrochen"
    VEROEFFENTLICHT = "veroeffentlicht", "Veröffentlicht"
    ZURUECKGEZOGEN = "zurueckgezogen", "Zurückgezogen"


AGAIN = {Ausgabestatus.BEANSTANDET, Ausgabestatus.FEHLGESCHLAGEN, Ausgabestatus.ABGEBROCHEN}
AUSGABEWEGE = {
    Ausgabestatus.ENTWURF: {Ausgabestatus.WIRD_GESETZT},
    Ausgabestatus.WIRD_GESETZT: {
        Ausgabestatus.GEPRUEFT,
        Ausgabestatus.BEANSTANDET,
        Ausgabestatus.FEHLGESCHLAGEN,
        Ausgabestatus.ABGEBROCHEN,
    },
    Ausgabestatus.BEANSTANDET: {Ausgabestatus.ENTWURF},
    Ausgabestatus.FEHLGESCHLAGEN: {Ausgabestatus.ENTWURF},
    Ausgabestatus.ABGEBROCHEN: {Ausgabestatus.ENTWURF},
    Ausgabestatus.GEPRUEFT: {Ausgabestatus.VEROEFFENTLICHT},
    Ausgabestatus.VEROEFFENTLICHT: {Ausgabestatus.ZURUECKGEZOGEN},
}
