"""Which rows each person may see at all: `visible_to` of every model, asked past views and permissions."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from projects.models import Bewertung
from servicestelle.base.models import Mail, Zuschrift
from tests.people import EVERYBODY, OFFICE, make_person
from tests.projects import calls
from tests.records import make_ausgabe, make_meldung, make_netzwerk

from .planting import (
    ADVISERS,
    AT_HOME,
    COORDINATORS,
    KEEPS_VIEWS,
    NOBODY,
    OFFICES,
    ORDERS,
    RELEASING,
    plant,
)
from .test_rows import models_with_sight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
MONEY = COORDINATORS | {"zahlstelle", "revision"}
DECIDES = COORDINATORS | {"revision"}
PAPERS = ADVISERS | {"redaktion", "revision", "betrieb"}
EDITORIAL = ADVISERS | {"redaktion"}
SITES = ADVISERS | {"redaktion", "zahlstelle", "revision"}
# row of planting.plant: who of the office sees it, and who else by the side it belongs to
SIGHT = {
    "anfrage": (ADVISERS, AT_HOME),
    "anhang": (ADVISERS | {"betrieb"}, AT_HOME),
    "frist_jugendamt": (ADVISERS, AT_HOME),
    "frist_buero": (ADVISERS, NOBODY),
    "austausch": (ADVISERS, {"A": set(EVERYBODY), "B": set()}),  # that of A is published
    "bescheinigung": (PAPERS, NOBODY),  # whose it is comes to it by the registration
    "vertretung": (DECIDES | {"betrieb"}, NOBODY),
    "ansicht": (set(), KEEPS_VIEWS),
    "office": (set(OFFICE), AT_HOME),  # invented, so not public
    "zugang": (ADVISERS | {"revision", "betrieb"}, AT_HOME),
    "einladung": (COORDINATORS, RELEASING),
    "standort": (SITES, AT_HOME),
    "foerderung": (MONEY, AT_HOME),
    "dokument": (PAPERS, AT_HOME),
    "mail": (COORDINATORS | {"betrieb"}, AT_HOME),
    "auftrag": (COORDINATORS | {"redaktion", "betrieb"}, AT_HOME),
    "abruf": (MONEY, AT_HOME),
    "abrufentwurf": (set(), AT_HOME),
    "auszug": (set(), ORDERS),
    "bekundung": (ADVISERS | {"revision"}, AT_HOME),
    "bekundungsentwurf": (set(), AT_HOME),
    "bekundungsdatei": (ADVISERS | {"betrieb"}, AT_HOME),
    "bekundungsentwurfsdatei": (ADVISERS | {"betrieb"}, AT_HOME),  # that it is there; its content only with its row
    "bescheid": (MONEY, AT_HOME),
    "anhoerung": (DECIDES, AT_HOME),
    "antrag": (DECIDES, AT_HOME),
    "antragsentwurf": (set(), AT_HOME),
    "bescheidentwurf": (DECIDES, NOBODY),
}
OFFICE_ONLY = {  # rows of no Jugendamt, none of them public
    "bewertung": ADVISERS | {"revision"},
    "simulation": DECIDES,
    "netzwerk": EDITORIAL,
    "meldung": EDITORIAL,
    "publikation": EDITORIAL | {"revision"},
    "ausgabe": EDITORIAL | {"revision"},
    "zuschrift": EDITORIAL,
    "zuschrift ohne Bestätigung": set(),
}


@pytest.fixture
def planted():
    rows = {side: plant(side) for side in "AB"}
    for each in rows.values():
        each.mail = Mail.objects.create(to="amt@example.org", subject="Post", text="Text", scope=each.office.scope)
    return rows


@pytest.fixture
def unpublished(planted):
    said = {"art": "frage", "email": "person@example.org", "text": "Frage"}
    edition = make_ausgabe()
    return {
        "bewertung": Bewertung.objects.get(interessenbekundung=planted["A"].bekundung),
        "simulation": calls.make_simulation(calls.make_call("kanarie-simulation"), {OFFICES["A"]: "100.00"}),
        "netzwerk": make_netzwerk("kanarie"),
        "meldung": make_meldung("kanarie"),
        "publikation": edition.publikation,
        "ausgabe": edition,
        "zuschrift": Zuschrift.objects.create(
            status="eingegangen", confirmed_at=timezone.now(), secret_hash="a" * 64, **said
        ),
        "zuschrift ohne Bestätigung": Zuschrift.objects.create(secret_hash="b" * 64, **said),
    }


def test_everybody_sees_what_the_table_says(planted):
    found, told = {}, {}
    for name, (office, others) in SIGHT.items():
        for side, rows in planted.items():
            row = getattr(rows, name)
            found[name, side] = {person for person in EVERYBODY if sees(person, row)}
            told[name, side] = office | others[side]
    assert found == told


def test_only_the_office_sees_what_is_not_public(unpublished):
    found = {name: {person for person in EVERYBODY if sees(person, row)} for name, row in unpublished.items()}
    assert found == OFFICE_ONLY


def sees(person, row):
    user = make_person(person) if person else AnonymousUser()
    return type(row).objects.visible_to(user).filter(pk=row.pk).exists()


def test_no_model_with_a_sight_of_its_own_is_forgotten(planted, unpublished):
    assert models_with_sight() == {type(getattr(planted["A"], name)) for name in SIGHT} | {
        *map(type, unpublished.values())
    }
