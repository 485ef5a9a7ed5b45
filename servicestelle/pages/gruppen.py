"""Who in the office may do what: one table, applied at every start, so that the code says what holds."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

LETTERS = {
    "a": "add",
    "c": "change",
    "d": "delete",
    "v": "view",
    "m": "manage",
    "z": "assign",
    "p": "check",
    "f": "release",
    "e": "decide",
    "s": "sign",
}

PARTS_OF_NETZWERK = "gremium partner programm angebot"
PARTS_OF_BESCHEID = "zustellung erklaerung"
PARTS_OF_STANDORT = "standortpartner projektphase"

# group: app: {models: rights}; v = view, a = add, c = change, d = delete, m = manage access, z = assign (zuweisen),
# p = check (prüfen), f = release (freigeben), e = decide (entscheiden), s = sign (zeichnen).
# Missing means: not at all.
GRUPPEN = {
    "Koordination": {
        "jugendaemter": {"jugendamt": "vac", "mitgliedschaft": "vacd", "netzwerk": "vacd", PARTS_OF_NETZWERK: "vacd"},
        "projects": {
            "foerderer foerderername foerderzeitraum": "vac",
            "standort": "vac",
            PARTS_OF_STANDORT: "vacd",
            "foerderung": "vac",
            "budgetposten": "vacd",
            "mittelabruf": "vpf",
            "buchung auszug": "v",
            "kriterium": "vacd",
            "interessenbekundung": "vpe",
            "simulation": "vc",
            "bescheid": "vs",
            "briefvorlage": "vac",
            f"bescheidentwurf aenderungsantrag anhoerung {PARTS_OF_BESCHEID}": "v",
        },
        "beratung": {"anfrage": "vcz", "zustaendigkeit": "vacd", "austauschangebot": "vac", "anmeldung": "v"},
        "publications": {"publikation ausgabe": "vac", "kapitel meldung": "vacd"},
        "base": {
            "thema": "vac",
            "seitentext": "vac",
            "auftrag zuschrift einstellung frist": "vc",
            "datei dokument protokoll protokollstand mail vertretung": "v",
            "user": "vm",
        },
    },
    "Fachberatung": {
        "jugendaemter": {f"jugendamt mitgliedschaft netzwerk {PARTS_OF_NETZWERK}": "v"},
        "projects": {f"foerderzeitraum kriterium standort {PARTS_OF_STANDORT}": "v", "interessenbekundung": "vp"},
        "beratung": {"anfrage": "vc", "zustaendigkeit": "v", "austauschangebot": "vac", "anmeldung": "v"},
        "publications": {"publikation kapitel ausgabe meldung": "v"},
        "base": {"thema seitentext datei dokument einstellung": "v", "zuschrift frist": "vc"},
    },
    "Redaktion": {
        "jugendaemter": {"jugendamt": "v", "netzwerk": "vac", PARTS_OF_NETZWERK: "vacd"},
        "projects": {"foerderzeitraum": "v", "standort": "vc", PARTS_OF_STANDORT: "vacd"},
        "publications": {"publikation ausgabe": "vac", "kapitel meldung": "vacd"},
        "base": {"thema": "vac", "seitentext": "vac", "auftrag zuschrift": "vc", "dokument": "v"},
    },
    "Zahlstelle": {
        "jugendaemter": {"jugendamt": "v"},
        "projects": {
            f"foerderzeitraum standort foerderung budgetposten buchung bescheid {PARTS_OF_BESCHEID}": "v",
            "mittelabruf": "vf",
        },
    },
    "Revision": {
        "jugendaemter": {"jugendamt mitgliedschaft": "v"},
        "projects": {
            "foerderer foerderername foerderzeitraum standort projektphase": "v",
            "foerderung budgetposten mittelabruf buchung auszug": "v",
            "kriterium interessenbekundung simulation": "v",
            f"bescheid briefvorlage bescheidentwurf aenderungsantrag anhoerung {PARTS_OF_BESCHEID}": "v",
        },
        "publications": {"publikation ausgabe": "v"},
        "base": {"protokoll protokollstand dokument vertretung": "v"},
    },
    "Betrieb": {
        "jugendaemter": {"jugendamt mitgliedschaft": "v"},  # who makes accounts does not say for whom they act
        "base": {
            "user": "vac",
            "auftrag": "vc",
            "protokoll protokollstand datei dokument mail lebenszeichen vertretung": "v",
        },
        "auth": {"group": "v"},
    },
}


@transaction.atomic
def apply_gruppen():
    """Create each group and set exactly the rights of the table; return the number of groups."""
    known = {
        (right.content_type.app_label, right.codename): right
        for right in Permission.objects.select_related("content_type")
    }
    for name, apps in GRUPPEN.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set([known[pair] for pair in rights_of(apps)])
    return len(GRUPPEN)


def rights_of(apps):
    """All pairs (app, codename) of one group's part of the table."""
    return {
        (app, f"{LETTERS[letter]}_{model}")
        for app, models in apps.items()
        for names, letters in models.items()
        for model in names.split()
        for letter in letters
    }
