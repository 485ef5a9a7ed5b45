"""How people come in and stay safe, in a real browser: invitation, first password, second factor, devices."""

import re
import time
import uuid

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import sideways, violations
from tests.journeys.hands import Keyboard

pytestmark = pytest.mark.browser
WAYS = [("1280", True), ("320", True), ("320", False)]
SENTENCE = "vier Wörter ohne Sinn"


def looked_at(page, script):
    """No finding of axe (which needs scripts) and no sideways scrolling."""
    assert sideways(page) <= 0
    assert not script or violations(page) == []


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def invite(page, email):
    page.goto("/mein/kolleginnen/")
    page.get_by_role("link", name="Kolleg:in einladen").click()
    page.fill("[name=email]", email)
    press(page, "Einladung verschicken")


def link_for(portal, email):
    [(text,)] = portal.rows('SELECT text FROM base_mail WHERE "to" = %s ORDER BY id DESC LIMIT 1', email)
    return re.search(r"/konto/einladung/\S+", text)[0]


@pytest.mark.parametrize("size, script", WAYS)
def test_a_colleague_is_invited_chooses_a_password_and_is_let_go(open_page, login, portal, size, script):
    email = f"neu-{uuid.uuid4().hex[:8]}@demo.example"
    chief = login(open_page(size, java_script_enabled=script), "freigabe")
    invite(chief, email)
    looked_at(chief, script)
    page = open_page(size, java_script_enabled=script)
    page.goto(link_for(portal, email))
    page.fill("[name=name]", "Nele Neu")
    page.fill("[name=password1]", SENTENCE)
    page.fill("[name=password2]", SENTENCE)
    if script:
        page.get_by_role("button", name="Passwort anzeigen").click()
        assert page.get_attribute("[name=password1]", "type") == "text"
    looked_at(page, script)
    press(page, "Zugang einrichten")
    page.fill("[name=login]", email)
    page.fill("[name=password]", SENTENCE)
    press(page, "Anmelden")
    page.wait_for_url(re.compile("/mein/"))
    chief.reload()
    chief.get_by_role("link", name=re.compile("Zugang beenden.*Nele Neu")).click()
    looked_at(chief, script)
    press(chief, "Zugang beenden")
    page.reload()
    expect(page.locator("main")).to_contain_text("noch zu keinem Jugendamt")


@pytest.mark.parametrize("size, script, name", [("1280", True, "revision"), ("320", False, "zahlstelle")])
def test_an_app_as_second_factor(open_page, login, portal, size, script, name):
    page = login(open_page(size, java_script_enabled=script), name)
    page.goto("/konto/")
    looked_at(page, script)
    page.get_by_role("link", name="App, Passkey, Codes").click()
    page.get_by_role("link", name="App einrichten").click()
    looked_at(page, script)
    secret = page.locator(".sg-schluessel").inner_text()
    hands = Keyboard(page, portal)
    hands.write("code", code(secret))
    hands.press("App einrichten")
    assert page.locator(".sg-codes li").count() == 10
    looked_at(page, script)
    emergency = page.locator(".sg-codes code").first.inner_text()
    fresh = login(open_page(size, java_script_enabled=script), name)
    expect(fresh.locator("h1")).to_have_text("Zweiter Schritt")
    looked_at(fresh, script)
    fresh.fill("[name=code]", emergency)
    press(fresh, "Anmelden")
    fresh.wait_for_url(re.compile("/buero/"))
    fresh.goto("/konto/zweiter-faktor/")
    looked_at(fresh, script)
    fresh.get_by_role("link", name="App entfernen").click()
    press(fresh, "App entfernen")


def test_a_passkey_as_second_factor(open_page, login):
    page = open_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"automaticPresenceSimulation": True}})
    login(page, "fachberatung")
    page.goto("/konto/zweiter-faktor/passkeys/neu/")
    assert violations(page) == []
    press(page, "Passkey hinzufügen")
    page.wait_for_url(re.compile("notfallcodes"))
    page.context.clear_cookies()
    login(page, "fachberatung")
    expect(page.locator("h1")).to_have_text("Zweiter Schritt")
    press(page, "Passkey verwenden")
    page.wait_for_url(re.compile("/buero/"))
    page.goto("/konto/zweiter-faktor/")
    page.get_by_role("link", name=re.compile("Entfernen.*Passkey")).click()
    press(page, "Passkey entfernen")


@pytest.mark.parametrize("size, script", WAYS)
def test_another_device_is_ended(open_page, login, size, script):
    other = login(open_page(size), "nachbaramt")
    page = login(open_page(size, java_script_enabled=script), "nachbaramt")
    page.goto("/konto/")
    press(page, "Überall sonst abmelden")
    looked_at(page, script)
    other.goto("/mein/")
    other.wait_for_url(re.compile("/konto/anmelden/"))


def code(secret):
    import base64
    import hmac
    import struct

    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
