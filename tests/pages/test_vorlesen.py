"""Reading aloud and the magnifier in a real browser: shown only where they work, silent after stop, usable by keyboard."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

from servicestelle.base.models import Seitentext
from tests.records import make_publikation, publish

# The browser's own interface, played by hand: a voice of this machine, and a voice that lives at a foreign host.
VOICES = """
(() => {
  const heard = []; let now = null;
  const speech = {
    getVoices: () => [{ name: "Probe", lang: "de-DE", localService: %s, default: true }],
    addEventListener() {},
    speak(utterance) { now = utterance; heard.push(utterance.text); },
    cancel() { const old = now; now = null; if (old) setTimeout(() => old.onerror({ error: "canceled" })); },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  window.probe = {
    heard, tempo: () => now.rate, silent: () => now === null,
    marked: () => [...CSS.highlights.get("vorlesen")].map((range) => range.toString().replaceAll("\\u00ad", "")),
    finish() { const old = now; now = null; old.onend(); },
  };
})();
"""
TEXT = "Am 3. Mai kommen Kita und Schule, z. B. aus Hamm.\nDas **Jugend-Amt** hilft.\n\n- Zeit\n- Geld"
SENTENCES = [
    "Leichte Sprache",
    "Was wir machen",
    "Am 3. Mai kommen Kita und Schule, z. B. aus Hamm.",
    "Das Jugend-Amt hilft.",
    "Zeit",
    "Geld",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = shutil.which("chromium") or pytest.fail("Es fehlt das Paket chromium.")
    return {
        **browser_type_launch_args,
        "executable_path": path,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
    }


@pytest.fixture
def open_page(browser, live_server, settings):
    # The browser's driver keeps an event loop in this thread; Django must not mistake it for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": static}
    contexts, faults = [], []

    def open_one(path, script="", **options):
        context = browser.new_context(base_url=live_server.url, locale="de-DE", **options)
        contexts.append(context)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def easy_text(transactional_db):
    return Seitentext.objects.create(key="probe", titel="Was wir machen", text=TEXT, art="leicht")


def button(page, name):
    return page.locator(".sg-vorlesen").get_by_role("button", name=name)


def test_nothing_is_shown_without_a_voice(open_page, easy_text):
    """Headless Chromium has no voices of its own."""
    page = open_page("/leichte-sprache/probe/")
    assert page.evaluate("speechSynthesis.getVoices().length") == 0
    assert not page.locator(".sg-vorlesen").is_visible()


def test_a_voice_at_a_foreign_host_is_never_used(open_page, easy_text):
    page = open_page("/leichte-sprache/probe/", VOICES % "false")
    assert not page.locator(".sg-vorlesen").is_visible()


def test_without_script_nothing_is_shown(open_page, easy_text):
    assert not open_page("/leichte-sprache/probe/", java_script_enabled=False).locator(".sg-vorlesen").is_visible()


def test_it_reads_sentence_by_sentence_and_marks_it(open_page, easy_text):
    page = open_page("/leichte-sprache/probe/", VOICES % "true")
    height = page.evaluate("document.querySelector('.sg-text').getBoundingClientRect().height")
    button(page, "Vorlesen").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("probe.tempo()") < 1
    for sentence in SENTENCES:
        assert page.evaluate("probe.marked()") == [sentence] or sentence == SENTENCES[3]
        page.evaluate("probe.finish()")
    assert page.evaluate("probe.heard") == SENTENCES
    assert page.locator(".sg-vorlesen [role=status]").inner_text() == "Ende des Textes."
    assert page.evaluate("document.querySelector('.sg-text').getBoundingClientRect().height") == height


def test_pause_go_on_and_stop(open_page, easy_text):
    page = open_page("/leichte-sprache/probe/", VOICES % "true")
    button(page, "Vorlesen").click()
    page.evaluate("probe.finish()")
    button(page, "Pause").click()
    assert page.evaluate("probe.silent()")
    page.wait_for_timeout(50)
    button(page, "Weiter").click()
    assert page.evaluate("probe.heard") == [SENTENCES[0], SENTENCES[1], SENTENCES[1]]
    button(page, "Stopp").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("probe.silent()") and page.evaluate("probe.marked()") == []
    assert page.evaluate("document.activeElement.innerText").startswith("Vorlesen")
    button(page, "Vorlesen").click()
    assert page.evaluate("probe.heard").pop() == SENTENCES[0]


def test_the_bar_has_no_violations_while_it_reads(open_page, easy_text):
    page = open_page("/leichte-sprache/probe/", VOICES % "true", viewport={"width": 320, "height": 640})
    button(page, "Vorlesen").click()
    assert Axe().run(page).response["violations"] == []


@pytest.fixture
def cover(transactional_db):
    return publish(make_publikation(slug="heft", titel="Ein Heft"))


def test_the_magnifier_opens_closes_and_gives_focus_back(open_page, cover):
    page = open_page("/publikationen/heft/")
    page.locator("[data-lupe]").focus()
    small = page.locator(".sg-cover").bounding_box()["width"]
    page.keyboard.press("Space")
    dialog = page.get_by_role("dialog", name="Titelbild")
    assert dialog.locator(".sg-cover").bounding_box()["width"] > small
    assert "Zeichnung: Servicestelle" in dialog.inner_text()
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    assert dialog.count() == 0 and page.evaluate("document.activeElement.dataset.lupe") == "Titelbild"
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Schließen").click()
    assert dialog.count() == 0


def test_the_magnifier_works_without_script(open_page, cover):
    page = open_page("/publikationen/heft/", java_script_enabled=False)
    small = page.locator(".sg-cover").bounding_box()["width"]
    page.get_by_role("link", name="Vergrößern").click()
    assert page.locator(".sg-cover").bounding_box()["width"] > small
    page.get_by_role("link", name="Verkleinern").click()
    assert page.locator(".sg-cover").bounding_box()["width"] == small
