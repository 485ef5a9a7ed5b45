"""The request form in a real browser: the Jugendamt by typing or from the list, the proof by itself or by hand."""

import uuid

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import sideways, violations
from tests.no_script import digits_in

pytestmark = pytest.mark.browser
PATH = "/fachberatung/anfrage/"
HUMAN = 3500  # ms; the public forms refuse what is faster
WITHOUT_CRYPTO = "Object.defineProperty(window.crypto, 'subtle', {value: undefined})"


def fill(page):
    text = f"Wie fangen wir an? {uuid.uuid4().hex[:8]}"
    page.fill("[name=frage]", text)
    page.fill("[name=name]", "Frau Beispiel")
    page.fill("[name=email]", "beispiel@demo.example")
    page.wait_for_timeout(HUMAN)
    return text


def sent(page, portal, text):
    with page.expect_navigation():
        page.get_by_role("button", name="Anfrage absenden").click()
    assert page.url.endswith("/abgeschickt/"), page.locator("main").inner_text()
    [row] = portal.rows("SELECT jugendamt_id FROM beratung_anfrage WHERE frage = %s", text)
    return row[0]


def ags_of(portal, name):
    return portal.rows("SELECT ags FROM jugendaemter_jugendamt WHERE name = %s", name)[0][0]


@pytest.mark.parametrize("size", ["320", "1280"])
def test_type_choose_and_send_by_keyboard(open_page, portal, size):
    page = open_page(size)
    page.goto(PATH)
    field = page.get_by_role("combobox", name="Ihr Jugendamt")
    field.focus()
    page.keyboard.type("muenster")  # for Münster
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Münster")
    expect(page.locator(".sg-combo__said")).to_contain_text("gefunden")
    assert violations(page) == []
    assert sideways(page) <= 0
    page.keyboard.press("ArrowDown")
    chosen = options.first.inner_text()
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("Enter")
    assert page.url.endswith(PATH)  # chosen, not sent
    expect(field).to_have_value(chosen)
    expect(field).to_have_attribute("aria-expanded", "false")
    assert sent(page, portal, fill(page)) == ags_of(portal, chosen)
    assert portal.rows("SELECT count(*) FROM base_spamnonce WHERE NOT frage")[0][0] > 0


def test_without_javascript_the_list_stays_and_four_digits_are_asked(open_page, portal):
    page = open_page("320", java_script_enabled=False)
    page.goto(PATH)
    page.select_option("[name=jugendamt]", index=3)
    chosen = page.locator("[name=jugendamt] option").nth(3).inner_text()
    text = fill(page)
    page.fill("[name=antwort]", digits_in(page.locator("main").inner_text()))
    assert sent(page, portal, text) == ags_of(portal, chosen)


def test_the_proof_needs_nothing_and_says_so(open_page):
    page = open_page()
    page.goto("/kontakt/")
    expect(page.locator("[name=antwort]")).to_be_hidden()
    expect(page.get_by_text("Geprüft: Sie können das Formular absenden.")).to_be_visible()
    assert page.locator("[name=loesung]").input_value()


def test_a_browser_that_cannot_asks_for_the_digits(open_page, portal):
    page = open_page()
    page.add_init_script(WITHOUT_CRYPTO)
    page.goto(PATH)
    page.get_by_role("combobox", name="Ihr Jugendamt").fill("Stadt Hamm")
    text = fill(page)
    page.fill("[name=antwort]", digits_in(page.locator("main").inner_text()))
    assert sent(page, portal, text) == "05915000"


def test_what_is_on_no_list_is_not_chosen(open_page):
    page = open_page()
    page.goto(PATH)
    field = page.get_by_role("combobox", name="Ihr Jugendamt")
    field.fill("Entenhausen")
    expect(page.locator(".sg-combo__said")).to_contain_text("Kein Jugendamt gefunden")
    page.locator("[name=frage]").focus()
    expect(page.get_by_text("Bitte wählen Sie ein Jugendamt aus der Liste.")).to_be_visible()
    assert page.locator("[name=jugendamt]").input_value() == ""
    field.fill("olpe")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Escape")
    expect(field).to_have_value("")


def test_a_refused_form_keeps_office_and_proof(open_page, portal):
    page = open_page("320")
    page.goto(PATH)
    page.get_by_role("combobox", name="Ihr Jugendamt").fill("Stadt Hamm")
    page.locator("[name=email]").fill("keine-adresse")
    page.wait_for_timeout(HUMAN)
    with page.expect_navigation():
        page.get_by_role("button", name="Anfrage absenden").click()
    expect(page.get_by_role("combobox", name="Ihr Jugendamt")).to_have_value("Stadt Hamm")
    expect(page.locator("[name=antwort]")).to_be_hidden()
    assert violations(page) == []
    page.faults = [fault for fault in page.faults if "422" not in fault]  # the refusal was asked for
    assert sent(page, portal, fill(page)) == "05915000"
