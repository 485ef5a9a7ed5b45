"""Kinds and roles around a Jugendamt."""

from django.db import models


class Jugendamtsart(models.TextChoices):
    KREIS = "kreis", "Kreis"
    KREISFREIE_STADT = "kreisfreie_stadt", "Kreisfreie Stadt"
    KREISANGEHOERIGE_STADT = "kreisangehoerige_stadt", "Kreisangehörige Stadt"


class Regierungsbezirk(models.TextChoices):
    ARNSBERG = "Arnsberg", "Arnsberg"
    DETMOLD = "Detmold", "Detmold"
    MUENSTER = "Münster", "Münster"


class Beleg(models.TextChoices):
    GESETZLICH = "gesetzlich", "Folgt aus dem Gesetz"
    BELEGT = "belegt", "Belegt"
    ALLGEMEIN_BEKANNT = "allgemein_bekannt", "Allgemein bekannt"
    INDIREKT = "indirekt", "Indirekt belegt"


class Rolle(models.TextChoices):
    BEARBEITUNG = "bearbeitung", "Bearbeitung"
    FREIGABE = "freigabe", "Freigabe"


class Gremienart(models.TextChoices):
    STEUERUNGSGRUPPE = "steuerungsgruppe", "Steuerungsgruppe"
    KOORDINIERUNGSGRUPPE = "koordinierungsgruppe", "Koordinierungsgruppe"
    ARBEITSGRUPPE = "arbeitsgruppe", "Arbeitsgruppe"


class Ebene(models.TextChoices):
    KOMMUNE = "kommune", "Kommune"
    LAND = "land", "Land"
    BUND = "bund", "Bund"
