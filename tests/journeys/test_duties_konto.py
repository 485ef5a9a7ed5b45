"""Letting people in and looking after the own account, by keyboard alone and without JavaScript."""

import re
import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.test_accounts import SENTENCE, code, link_for

pytestmark = pytest.mark.browser
STILL_OPEN = """SELECT 1 FROM jugendaemter_mitgliedschaft JOIN base_user ON base_user.id = user_id
    WHERE email = %s AND (gueltig_bis IS NULL OR gueltig_bis > current_date)"""


def test_the_own_jugendamt_invites_a_colleague_and_lets_her_go(hands):
    email, name = f"neu-{uuid.uuid4().hex[:8]}@demo.example", f"Nele {uuid.uuid4().hex[:6]}"
    hands.login("freigabe")
    hands.open("/mein/kolleginnen/")
    hands.follow("Kolleg:in einladen")
    hands.write("email", email)
    hands.press("Einladung verschicken")
    hands.press("Abmelden")
    hands.open(link_for(hands.portal, email))
    hands.write("name", name)
    hands.write("password1", SENTENCE)
    hands.write("password2", SENTENCE)
    hands.press("Zugang einrichten")
    hands.login(email, SENTENCE)
    assert hands.page.url.endswith("/mein/")
    hands.change_to("freigabe")
    hands.open("/mein/kolleginnen/")
    hands.follow(f"Zugang beenden: {name}")
    hands.press("Zugang beenden")
    hands.open("/mein/kolleginnen/")
    assert name not in hands.page.locator("main").inner_text()


def test_the_office_invites_takes_back_and_ends_access(hands):
    email, name = f"neu-{uuid.uuid4().hex[:8]}@demo.example", f"Nora {uuid.uuid4().hex[:6]}"
    hands.login("koordination1")
    invite_from_the_office(hands, email)
    hands.press(f"Zurückziehen: Einladung an {email}")
    invite_from_the_office(hands, email)
    hands.press("Abmelden")
    hands.open(link_for(hands.portal, email))
    hands.write("name", name)
    hands.write("password1", SENTENCE)
    hands.write("password2", SENTENCE)
    hands.press("Zugang einrichten")
    hands.login("koordination1")
    hands.open(f"/buero/menschen/?q={email}")
    assert hands.portal.rows(STILL_OPEN, email)
    hands.follow(name)
    hands.follow("Zugang beenden")
    hands.press("Zugang beenden")
    assert hands.portal.rows(STILL_OPEN, email) == []


def invite_from_the_office(hands, email):
    hands.open("/buero/menschen/")
    hands.follow("In ein Jugendamt einladen")
    hands.choose_first("jugendamt")
    hands.write("email", email)
    hands.press("Einladung verschicken")


def test_somebody_stands_in_for_the_zahlstelle_and_stops(hands):
    today = f"{datetime.now(ZoneInfo('Europe/Berlin')):%d.%m.%Y}"
    hands.login("koordination1")
    hands.open("/buero/menschen/")
    hands.follow("Vertretungen der Zahlstelle")
    hands.choose_first("person")  # Bela Betrieb, by name
    hands.write("von", today)
    hands.write("bis", today)
    hands.press("Vertretung eintragen")
    hands.sees("Die Vertretung ist eingetragen. Bela Betrieb (Demo) bekommt eine Mail.")
    hands.change_to("betrieb")
    hands.open("/buero/")
    hands.follow("Zahlungen freizugeben")
    hands.sees("Freizugeben")
    hands.change_to("koordination1")
    hands.open("/buero/menschen/vertretungen/")
    hands.follow("Beenden: Bela Betrieb")
    hands.press("Vertretung beenden")
    hands.sees("Bela Betrieb (Demo) vertritt die Zahlstelle nicht mehr.")
    hands.change_to("betrieb")
    hands.open("/buero/")
    assert "Zahlungen freizugeben" not in hands.page.locator("main").inner_text()


def test_change_the_own_password(hands):
    password = hands.portal.env["DEMO_PASSWORD"]
    hands.login("nachbaramt")
    hands.open("/konto/")
    hands.follow("Passwort ändern")
    hands.write("oldpassword", password)
    hands.write("password1", password)
    hands.write("password2", password)
    hands.press("Passwort speichern")
    hands.page.wait_for_url(re.compile("/konto/$"))
    hands.change_to("nachbaramt")


def test_log_in_with_a_second_factor(hands):
    hands.login("zahlstelle")
    hands.open("/konto/zweiter-faktor/")
    hands.follow("App einrichten")
    hands.write("code", code(hands.page.locator(".sg-schluessel").inner_text()))
    hands.press("App einrichten")
    emergency = hands.page.locator(".sg-codes code").first.inner_text()
    hands.change_to("zahlstelle")
    hands.sees("Zweiter Schritt")
    hands.write("code", emergency)
    hands.press("Anmelden")
    hands.open("/konto/zweiter-faktor/")
    hands.follow("App entfernen")
    hands.press("App entfernen")
    hands.sees("App einrichten")
