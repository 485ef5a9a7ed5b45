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


HERKUNFT = {
    Beleg.GESETZLICH: "Nach dem Gesetz hat jeder Kreis und jede kreisfreie Stadt ein Jugendamt.",
    Beleg.BELEGT: "Dass es dieses Jugendamt gibt, steht in öffentlichen Quellen.",
    Beleg.ALLGEMEIN_BEKANNT: "Dass es dieses Jugendamt gibt, ist allgemein bekannt; eine Quelle haben wir nicht vermerkt.",
    Beleg.INDIREKT: "Dass es dieses Jugendamt gibt, schließen wir aus anderen öffentlichen Angaben.",
}


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
