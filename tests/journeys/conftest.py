"""A real browser on a whole portal: Debian's Chromium, axe, and ears for everything that must not happen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.hands import Keyboard, WithoutScript
from tests.walk.looking import WCAG

SIZES = {"320": {"width": 320, "height": 640}, "1280": {"width": 1280, "height": 900}}
TRIES = 15_000  # ms; the machine may be busy
WAYS = {"Tastatur": Keyboard, "ohne JavaScript": WithoutScript}


@pytest.fixture
def open_page(browser, portal):
    """`open_page("320", java_script_enabled=False)` → a page that notes errors, refusals and foreign requests."""
    contexts = []

    def open_one(size="1280", **options):
        context = browser.new_context(
            viewport=SIZES[size], locale="de-DE", timezone_id="Europe/Berlin", base_url=portal.address, **options
        )
        contexts.append(context)
        context.set_default_timeout(TRIES)
        page = context.new_page()
        page.faults = []
        listen(page, portal.address)
        return page

    yield open_one
    faults = [fault for context in contexts for page in context.pages for fault in getattr(page, "faults", [])]
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def hands(request, open_page, portal):
    """The two ways every duty must be possible."""
    return request.param(open_page("1280", **request.param.options), portal)


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def at_desk(request, open_page, portal):
    """`at_desk("freigabe")` → the hands of this person, who logs in once at a browser of her own."""
    desks = {}

    def sit(name):
        if name not in desks:
            desks[name] = request.param(open_page("1280", **request.param.options), portal)
            desks[name].login(name)
        return desks[name]

    return sit


def listen(page, address):
    """Console errors (a refusal of the CSP is one), script errors, server errors, requests to anybody else."""
    page.on("console", lambda message: message.type == "error" and page.faults.append(f"Konsole: {message.text}"))
    page.on("pageerror", lambda error: page.faults.append(f"Skript: {error}"))
    page.on("request", lambda request: is_foreign(request.url, address) and page.faults.append(f"fremd: {request.url}"))
    page.on("response", lambda answer: answer.status >= 500 and page.faults.append(f"{answer.status}: {answer.url}"))


def is_foreign(url, address):
    browser = ("data:", "blob:", "chrome-extension:", "chrome://resources/")  # the last two: its own PDF viewer
    return not url.startswith((address + "/", *browser))


def violations(page):
    found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
    return [f"{page.url}: {rule['id']} {node['target']}" for rule in found for node in rule["nodes"]]


def sideways(page):
    """How many pixels the page is wider than the window: reflow means 0."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.fixture
def login(portal):
    def enter(page, name):
        page.goto("/konto/anmelden/")
        page.fill("input[name=login]", f"{name}@demo.example")
        page.fill("input[name=password]", portal.env["DEMO_PASSWORD"])
        page.locator("main form button[type=submit]").click()
        page.wait_for_url(lambda url: "/anmelden/" not in url)
        return page

    return enter
