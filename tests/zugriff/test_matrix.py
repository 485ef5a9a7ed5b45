"""Every address for people of each sort: what belongs to others stays theirs. `make drill NAME=zugriff` asks them all."""

import json
import os
from pathlib import Path

import pytest

from beratung.querysets import AnfrageQuerySet
from tests.people import EVERYBODY

from .matrix import Walker
from .planting import word

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
SAMPLE = [None, "nachbaramt", "redaktion"]  # nobody, a neighbour, an office without requests
WHOLE = os.environ.get("ZUGRIFF_MATRIX")  # the drill's file for what all people with all methods find
CHOSEN = os.environ.get("DRILL_ZUGRIFF_PEOPLE", "").split()  # for a try; `anonym` is nobody
PEOPLE = [None if name == "anonym" else name for name in CHOSEN] or EVERYBODY


@pytest.mark.timeout(3600 if WHOLE else 420)
def test_what_belongs_to_others_stays_theirs():
    if WHOLE:
        walker = Walker(people=PEOPLE).walk()
        found = {"tried": walker.tried, "failures": walker.failures, "undeclared": walker.undeclared}
        Path(WHOLE).write_text(json.dumps(found))
    else:
        walker = Walker(people=SAMPLE, methods=("get",)).walk(lambda place: "verwaltung" not in place.path)
    assert walker.undeclared == [], "Sagen Sie in planting.py, wem diese Adresse gehört."
    assert walker.failures == []


def test_parts_and_personal_things_of_others_stay_theirs():
    """What hangs on a row, asked for below another one too, and what belongs to one person alone; also by sending."""
    people = [None, "bearbeitung", "freigabe", "nachbaramt", "fachberatung", "koordination1"]
    walker = Walker(people=people, methods=("get", "post"))
    parts = {place.name for place in walker.places if place.side == "AB"}
    assert parts >= {"mein_anfrage_datei", "anfrage_status_termin_ics", "buero_austausch_abmelden"}
    personal = ("/mein/austausch/", "/austausch/anmeldung/", "/buero/anfragen/ansichten/", "/mein/kalender/")
    walker.walk(lambda place: place.name in parts or place.path == "/buero/" or place.path.startswith(personal))
    assert walker.failures == []


MET = [  # kind of word, side, who meets it, and where
    ("anfrage", "A", "bearbeitung", "mein_anfrage"),
    ("anfrage", "A", None, "anfrage_status"),
    ("anfrage", "A", None, "anfrage_status_termin_ics"),
    ("anfrage", "A", None, "mein_kalender"),
    ("anfrage", "B", "nachbaramt", "mein_anfrage_termin_ics"),
    ("anhang", "A", None, "anfrage_status_datei"),
    ("anhang", "B", "nachbaramt", "mein_anfrage_datei"),
    ("anhang", "A", "fachberatung", "buero_anfrage_datei"),
    ("notiz", "A", "fachberatung", "buero_anfrage"),
    ("notiz", "B", "fachberatung", "buero_frist"),
    ("austausch", "A", "bearbeitung", "meine_anmeldung"),
    ("austausch", "A", None, "anmeldung_kalender"),
    ("austausch", "B", "koordination1", "austauschangebot"),
    ("anmeldung", "A", None, "anmeldung_bescheinigung"),
    ("anmeldung", "B", "nachbaramt", "meine_anmeldung_bescheinigung"),
    ("anmeldung", "B", "fachberatung", "buero_austausch_csv"),
    ("ansicht", "A", "fachberatung", "buero_ansichten"),
    ("abwesend", "A", "koordination1", "buero_abwesenheiten"),
    ("vertritt", "A", "koordination1", "buero_vertretungen"),
    ("vertritt", "B", "koordination1", "buero_vertretung_beenden"),
    ("abrufentwurf", "A", "bearbeitung", "mein_mittelabruf"),
    ("abrufentwurf", "B", "nachbaramt", "mein_mittelabruf_bearbeiten"),
    ("abruf", "B", "koordination1", "buero_mittelabruf"),
    ("auszug", "A", "bearbeitung", "auszug_datei"),
    ("geld", "A", "bearbeitung", "mein_foerderung"),
    ("geld", "B", "koordination1", "buero_foerderung"),
    ("bekundungsentwurf", "A", "bearbeitung", "mein_interessenbekundung"),
    ("bekundungsentwurf", "B", "nachbaramt", "mein_interessenbekundung_datei"),
    ("bekundung", "A", "koordination1", "buero_interessenbekundung"),
    ("bekundung", "B", "fachberatung", "buero_interessenbekundung_datei"),
    ("bewertung", "B", "fachberatung", "buero_interessenbekundung"),
    ("geld", "A", None, "pruefen"),
    ("antrag", "A", "koordination1", "buero_aenderung"),
    ("antragsentwurf", "B", "nachbaramt", "mein_aenderung"),
    ("anhoerung", "A", "bearbeitung", "mein_anhoerung"),
    ("vorbereitet", "B", "koordination1", "buero_zeichnung"),
]


def test_control_planted_words_are_met_by_those_who_may():
    walker = Walker(people=[None, "bearbeitung", "nachbaramt", "fachberatung", "koordination1"])
    found = {(place.name, place.side): place for place in walker.places}
    missed = []
    for kind, side, person, name in MET:
        place = found.get((name, side)) or found[name, ""]
        answer, _ = walker.ask(place.path, person, "get")
        if word(kind, side).encode() not in answer.body:
            missed.append((kind, side, person, name, answer.status_code))
    assert missed == []


def test_control_an_open_door_is_seen(monkeypatch):
    monkeypatch.setattr(AnfrageQuerySet, "asked_by_office_of", lambda rows, user: rows.confirmed())
    walker = Walker(people=["nachbaramt"], methods=("get",)).walk(lambda place: place.name == "mein_anfrage")
    assert set(walker.kinds) == {"verrät", "unterscheidet"}
