"""What people come for, done in a real browser, with and without JavaScript, by mouse and by keyboard."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import SIZES, violations

pytestmark = pytest.mark.browser
LONG = 90_000  # ms; setting PDFs on a busy machine
WAYS = [("1280", True), ("320", True), ("320", False)]


@pytest.mark.parametrize("size, script", WAYS)
def test_a_visitor_finds_a_site_by_topic_and_opens_its_sheet(open_page, size, script):
    page = open_page(size, java_script_enabled=script)
    page.goto("/")
    page.goto("/standorte/")
    cards = page.locator("main a[href^='/standorte/']:not([href*='?']):not([href='/standorte/'])")
    everything = cards.count()
    field = page.locator("[name=thema]").first
    if not field.is_visible():  # on a small screen the filters wait behind one button
        page.locator("details:has([name=thema]) > summary").click()
    if field.evaluate("node => node.tagName") == "SELECT":
        field.select_option(index=1)
    else:
        field.check()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("thema="))
    assert 0 < cards.count() < everything
    address = cards.first.get_attribute("href")
    cards.first.click()
    page.wait_for_url(re.compile(re.escape(address)))
    sheet = wait_for_pdf(page, address + "steckbrief.pdf")
    assert sheet.body().startswith(b"%PDF-1.7")
    assert sheet.headers["content-type"] == "application/pdf"


def wait_for_pdf(page, path):
    """The worker sets the sheets after the portal's first start."""
    for _ in range(LONG // 1000):
        answer = page.request.get(path)
        if answer.status == 200:
            return answer
        assert answer.status == 404, answer.status
        page.wait_for_timeout(1000)
    raise AssertionError(f"{path} kam nie")


@pytest.mark.parametrize("size, script", WAYS)
def test_an_editor_writes_and_publishes_news(open_page, login, portal, size, script):
    number = uuid.uuid4().hex[:8]
    title, slug = f"Neues {number}", f"neues-{number}"
    page = login(open_page(size, java_script_enabled=script), "redaktion")
    page.goto("/verwaltung/publications/meldung/add/")
    page.fill("[name=titel]", title)
    if not script:  # else the page proposes it
        page.fill("[name=slug]", slug)
    page.fill("[name=datum]", "01.02.2026")
    page.fill("[name=text]", "Ein Absatz mit **Nachdruck**.")
    with page.expect_navigation():
        page.locator("[name=_save]").last.click()
    [(pk, status)] = portal.rows("SELECT id, status FROM publications_meldung WHERE slug = %s", slug)
    assert status == "entwurf"
    visitor = open_page(size)
    assert visitor.request.get(f"/aktuelles/{slug}/").status == 404
    page.goto(f"/buero/seiten/meldung/{pk}/")
    page.get_by_role("button", name="Zur Prüfung geben").click()
    page.get_by_role("button", name="Veröffentlichen", exact=True).click()
    expect(page.get_by_role("button", name="Von der Website nehmen")).to_be_visible()
    visitor.goto(f"/aktuelles/{slug}/")
    expect(visitor.locator("h1")).to_contain_text(title)
    expect(visitor.locator("strong", has_text="Nachdruck")).to_be_visible()
    visitor.goto("/aktuelles/")
    expect(visitor.locator("main")).to_contain_text(title)


@pytest.mark.parametrize("script", [True, False])
def test_the_coordinator_orders_the_brochure_and_watches_it(open_page, login, portal, script):
    page = login(open_page("1280", java_script_enabled=script), "koordination1")
    pk = portal.rows("SELECT id FROM publications_publikation WHERE slug LIKE %s", "%projektansaetze%")[0][0]
    page.goto(f"/buero/publikationen/{pk}/")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("setzen", re.I)).first.click()
    [(number,)] = portal.rows("SELECT max(id) FROM base_auftrag WHERE kind LIKE %s", "publications.%")
    page.goto(f"/buero/auftraege/{number}/")
    for _ in range(0 if script else LONG // 1000):  # without scripts people reload
        if page.get_by_text("Fertig").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator("main")).to_contain_text("Fertig", timeout=LONG)
    [(status, share)] = portal.rows("SELECT status, share FROM base_auftrag WHERE id = %s", number)
    assert (status, share) == ("fertig", 100)
    if script:  # axe itself needs scripts
        assert violations(page) == []


@pytest.mark.parametrize("size", SIZES)
def test_login_by_keyboard_alone(open_page, portal, size):
    page = open_page(size)
    page.goto("/konto/anmelden/")
    walk_to(page, "login")
    page.keyboard.type("redaktion@demo.example")
    walk_to(page, "password")
    page.keyboard.type(portal.env["DEMO_PASSWORD"])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/buero/"))


def walk_to(page, name):
    """Press Tab until the field `name` has the focus, which must be visible at each step."""
    for _ in range(40):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["visible"], focus
        if focus["name"] == name:
            return
    raise AssertionError(f"{name} ist mit der Tabulatortaste nicht zu erreichen")


FOCUS = """() => {
    const node = document.activeElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
    return {name: node.getAttribute('name'), html: node.outerHTML.slice(0, 120), visible: ring && box.width > 0};
}"""


def test_the_first_stop_is_a_link_to_the_content(open_page):
    page = open_page("320")
    page.goto("/")
    page.keyboard.press("Tab")
    href = page.evaluate("document.activeElement.getAttribute('href')")
    assert href and href.startswith("#")
    page.keyboard.press("Enter")
    assert page.evaluate("id => !!document.getElementById(id)", href[1:])


def test_a_wrong_password_says_so_and_keeps_the_address(open_page):
    page = open_page("320")
    page.goto("/konto/anmelden/")
    page.fill("input[name=login]", "redaktion@demo.example")
    page.fill("input[name=password]", "falsch-falsch-falsch")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("input[name=login]")).to_have_value("redaktion@demo.example")
    assert violations(page) == []


def test_logging_out_closes_the_door(open_page, login):
    page = login(open_page(), "redaktion")
    page.goto("/konto/abmelden/")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    page.goto("/buero/")
    page.wait_for_url(re.compile("/konto/anmelden/"))
