"""A case from the first question to the answer whether it has helped, without an account, by keyboard and without JavaScript."""

import re
import uuid
from datetime import datetime, timedelta

import pytest

from tests.journeys.conftest import WAYS, sideways, violations
from tests.journeys.hands import WithoutScript

pytestmark = pytest.mark.browser
MAILED = 'SELECT text FROM base_mail WHERE "to" = %s ORDER BY created_at DESC LIMIT 1'


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def sides(request, open_page, portal):
    """The asking side on a phone, the office on a desk."""
    make = lambda size: request.param(open_page(size, **request.param.options), portal)  # noqa: E731
    return make("320"), make("1280")


def look(hands):
    """Nothing for axe to find (it needs scripts), nothing wider than the window."""
    assert sideways(hands.page) <= 0
    assert isinstance(hands, WithoutScript) or violations(hands.page) == []


def test_from_the_question_to_the_answer_whether_it_helped(sides, portal):
    asker, office = sides
    address = f"reise-{uuid.uuid4().hex[:8]}@demo.example"
    link = ask_and_confirm(asker, portal, address)
    number = re.search(r"FB-\d{4}-\d{4,}", asker.page.locator("h1").inner_text())[0]
    office.login("fachberatung")
    office.open(f"/buero/anfragen/{number}/")
    office.press("Selbst übernehmen")
    propose(office)
    asker.open(link)
    asker.press("Diese Zeit passt")
    asker.sees("Der Termin steht")
    look(asker)
    recommend(office, number)
    asker.open(link)
    asker.press("Erledigt")
    asker.sees("Doch noch offen")
    document(office, number)
    close(office, number)
    asker.open(link)
    asker.sees("Wir sehen uns wieder.")
    asker.press("Hat sehr geholfen")
    asker.sees("Danke. Ihre Antwort")
    asker.append("satz", "Gern wieder.")
    asker.press("Satz senden")
    asker.sees("Gern wieder.")
    look(asker)
    office.open(f"/buero/anfragen/{number}/")
    office.sees("Gern wieder.")
    look(office)


def ask_and_confirm(hands, portal, address):
    hands.open("/fachberatung/anfrage/")
    hands.choose_first("jugendamt")
    hands.write("frage", "Wie fangen wir mit einem Netzwerk an?")
    hands.write("name", "Frau Beispiel")
    hands.write("email", address)
    hands.send_publicly("Anfrage absenden")
    hands.sees("Fast geschafft")
    link = re.search(r"/fachberatung/status/\S+", portal.rows(MAILED, address)[0][0])[0]
    hands.open(link)
    hands.press("Anfrage bestätigen")
    hands.sees("Wie weit sind wir?")
    return link


def propose(office):
    office.unfold("Zeiten vorschlagen")
    office.write_moment("zeit1", datetime.now() + timedelta(days=7))
    office.write("ort", "Rathaus")
    office.press("Vorschlag senden")
    office.sees("Vorgeschlagen, noch ohne Antwort")


def recommend(office, number):
    office.open(f"/buero/anfragen/{number}/")
    office.unfold("Schritt empfehlen")
    office.write("schritt", "Ein Netz zeichnen")
    office.write("link", "/standorte/")
    office.press("Schritt empfehlen")
    office.sees("Ein Netz zeichnen")
    look(office)


def document(office, number):
    office.open(f"/buero/anfragen/{number}/")
    office.unfold("Kontakt dokumentieren")
    office.choose_first("format")
    office.write("beratung_minuten", "90")
    office.write("ergebnis", "Ein gutes Gespräch.")
    office.write("vereinbarungen", "Wir sehen uns wieder.")
    office.press("Kontakt speichern")
    office.sees("Zusammen 1")


def close(office, number):
    """From „Termin steht“ the way to the end leads through the talk."""
    for step, words in (("in_beratung", ""), ("abgeschlossen", "Vereinbart.")):
        office.open(f"/buero/anfragen/{number}/")
        office.choose_value("nach", step)
        office.write("grund", words)
        office.press("Stand ändern")
    office.sees("Folgeanfrage anlegen")
