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


NARROW_ENOUGH = "() => [...document.querySelectorAll('#content *')].filter(node => !node.closest('.sg-scroll') && \
    node.checkVisibility() && node.getBoundingClientRect().right > innerWidth + 1).map(node => node.outerHTML.slice(0, 80))"


@pytest.mark.parametrize("size", SIZES)
def test_the_admin_fits_and_starts_in_the_first_field(open_page, login, size):
    page = login(open_page(size), "koordination1")
    page.goto("/verwaltung/")
    lists = [link.get_attribute("href") for link in page.locator(".sg-modelle li > a:first-child").all()]
    assert len(lists) > 12
    for address in lists:
        page.goto(address)
        assert page.evaluate(NARROW_ENOUGH) == [], address
        table = page.locator(".sg-scroll")
        assert not table.count() or table.get_attribute("tabindex") == "0", address
        row, add = page.locator("#result_list th a").first, page.locator(".object-tools .addlink")
        ways = [link.get_attribute("href") for link in (row, add) if link.count()]
        for way in ways:
            page.goto(way)
            assert page.evaluate(NARROW_ENOUGH) == [], way
        if ways and "/add/" in ways[-1]:
            first = page.locator("#content form :is(input:not([type=hidden]), select, textarea):visible").first
            expect(first).to_be_focused()
            assert first.get_attribute("type") != "submit", ways[-1]


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


WAITING = """INSERT INTO base_auftrag (kind, title, params, scope, key, status, attempts, not_before, step, share, result, error,
    created_at, token) VALUES ('probe', 'Probe', '{}', '', '', 'wartend', 0, now() + interval '1 day', '', 0, '{}', '', now(),
    gen_random_uuid()) RETURNING id"""
RUNNING = """UPDATE base_auftrag SET status = 'laufend', attempts = 1, lease = gen_random_uuid(), started_at = now(),
    lease_until = now() + interval '1 day', step = 'Seite 3 von 15', share = 20 WHERE id = %s RETURNING id"""
ENDED = """UPDATE base_auftrag SET status = 'fertig', lease = NULL, lease_until = NULL, finished_at = now(), share = 100
    WHERE id = %s RETURNING id"""


def test_a_watched_job_tells_its_state_as_well_as_its_share(open_page, login, portal):
    [(pk,)] = portal.rows(WAITING)
    page = login(open_page(), "koordination1")
    page.goto(f"/buero/auftraege/{pk}/")
    box = page.locator(f"#auftrag-{pk}")
    expect(box).to_contain_text("Wartend")
    portal.rows(RUNNING, pk)
    expect(box).to_contain_text("Seite 3 von 15")
    expect(box).to_contain_text("Läuft")
    expect(box).not_to_contain_text("Wartend")
    portal.rows(ENDED, pk)
    expect(box).to_contain_text("Beendet am")
