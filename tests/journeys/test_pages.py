"""Every page of the portal in a real browser: axe, console, reflow, foreign requests, at 320 and 1280 px."""

import pytest

from tests.journeys.conftest import SIZES, sideways, violations

pytestmark = pytest.mark.browser

PUBLIC = [
    "/",
    "/standorte/",
    "/standorte/?q=gibt-es-nicht-xyz",
    "/standorte/?thema=gibt-es-nicht",
    "/foerderung/",
    "/jugendaemter/",
    "/jugendaemter/stadt-hamm/",
    "/netzwerke/",
    "/fachberatung/",
    "/publikationen/",
    "/aktuelles/",
    "/suche/",
    "/suche/?q=Familien",
    "/suche/?q=xyzxyz",
    "/kontakt/",
    "/impressum/",
    "/datenschutz/",
    "/barriere-melden/",
    "/barrierefreiheit/",
    "/leichte-sprache/",
    "/gebaerdensprache/",
    "/konto/anmelden/",
    "/konto/passwort-vergessen/",
    "/demo/post/",
]
DETAILS = {
    "/standorte/": "standorte",
    "/netzwerke/": "netzwerke",
    "/publikationen/": "publikationen",
    "/aktuelles/": "aktuelles",
}
OFFICE = [
    "/buero/",
    "/buero/auftraege/",
    "/buero/seiten/",
    "/stil/",
    "/verwaltung/",
    "/verwaltung/projects/standort/",
    "/verwaltung/projects/standort/1/change/",
    "/verwaltung/publications/meldung/add/",
    "/verwaltung/jugendaemter/jugendamt/",
    "/konto/passwort-aendern/",
]


def look(page, path, *, status=200):
    answer = page.goto(path)
    assert answer.status == status, path
    assert page.locator("h1").count() == 1, path
    assert page.title().strip(), path
    return violations(page) + ([f"{path} ist {sideways(page)} px zu breit"] if sideways(page) > 0 else [])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PUBLIC)
def test_public_page(open_page, path, size):
    assert look(open_page(size), path) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", DETAILS)
def test_detail_page(open_page, path, size):
    page = open_page(size)
    page.goto(path)
    link = page.locator(f"main a[href^='{path}']:not([href='{path}']):not([href*='?'])").first
    assert look(page, link.get_attribute("href")) == []


@pytest.mark.parametrize("path", ["/", "/standorte/", "/jugendaemter/", "/konto/anmelden/"])
def test_public_page_in_the_dark(open_page, path):
    assert look(open_page("1280", color_scheme="dark"), path) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", OFFICE)
def test_office_page(open_page, login, path, size):
    assert look(login(open_page(size), "koordination1"), path) == []


@pytest.mark.parametrize("size", SIZES)
def test_own_page_of_a_jugendamt(open_page, login, size):
    assert look(login(open_page(size), "bearbeitung"), "/mein/") == []


@pytest.mark.parametrize("size", SIZES)
def test_refusals_are_pages_too(open_page, login, size):
    page = open_page(size)
    assert look(page, "/gibt-es-nicht/", status=404) == []
    login(page, "bearbeitung")
    assert look(page, "/buero/", status=403) == []
    page.faults = [fault for fault in page.faults if "40" not in fault]  # Chromium notes 403 and 404 in its console
