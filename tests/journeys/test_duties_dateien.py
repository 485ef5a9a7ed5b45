"""Files of a case, sent and opened again by both sides, by keyboard alone and without JavaScript."""

import uuid

import pytest

from tests.files import pdf, picture

pytestmark = pytest.mark.browser
BY_TEXT = "SELECT nummer FROM beratung_anfrage WHERE frage = %s"
PLAN = {"name": "Übersicht der Ämter.pdf", "mimeType": "application/pdf", "buffer": pdf(2)}
PHOTO = {"name": "Foto vom Netz.png", "mimeType": "image/png", "buffer": picture(size=(640, 480))}


def test_upload_a_file_to_a_case_and_open_it_again(hands):
    text = f"Passt unser Plan so? {uuid.uuid4().hex[:8]}"
    hands.login("bearbeitung")
    hands.open("/mein/")
    hands.follow("Fachberatung anfragen")
    hands.write("frage", text)
    hands.attach("dateien", PLAN)
    hands.press("Anfrage absenden")
    [(nummer,)] = hands.portal.rows(BY_TEXT, text)
    opens(hands, PLAN)
    hands.change_to("koordination1")
    hands.open("/buero/anfragen/")
    hands.follow(nummer)
    opens(hands, PLAN)
    hands.write("text", "Fast. Sehen Sie selbst.")
    hands.attach("dateien", PHOTO)
    hands.press("An das Jugendamt senden")
    opens(hands, PHOTO)
    hands.change_to("bearbeitung")
    hands.open("/mein/")
    hands.follow(nummer)
    opens(hands, PHOTO)
    opens(hands, PLAN)


def opens(hands, file):
    """What comes back is byte for byte what was sent, under its name."""
    assert hands.save(file["name"]) == (file["name"], file["buffer"])
