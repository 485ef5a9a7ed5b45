"""A browser looks at one page: axe, refusals of the policy, console, foreign requests, visible focus, reflow."""

import contextlib
import shutil

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import sync_playwright

from .focus import FOCUS
from .special import SIDEWAYS, SPECIAL

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost",  # nobody else is reached, and the cache stays in use
]  # fmt: skip
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # what another scheme can spoil
ALL_LOOKS = [("light", NARROW, WCAG), ("dark", NARROW, COLOURS), ("dark", WIDE, COLOURS), ("light", WIDE, WCAG)]
IN_TURN = [[(scheme, size, WCAG)] for scheme, size, _ in ALL_LOOKS]  # one look for each page of a sample
PATIENCE = 60_000  # ms; the machine may be busy
EAR = """addEventListener('securitypolicyviolation', event =>
    (window.__refused ||= []).push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile || ''}`))"""
AXE = """async rules => (await axe.run({runOnly: rules, resultTypes: ['violations'], preload: false})).violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')} ${node.html.slice(0, 120)}`))"""
STILL = "() => document.getAnimations().forEach(each => each.finish())"


@contextlib.contextmanager
def chromium():
    path = shutil.which("chromium")
    if path is None:
        raise RuntimeError("Es fehlt das Paket chromium.")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Watcher:
    """One person's browser. `tally` gets every check and every fault, with the page and the person."""

    def __init__(self, browser, address, tally, *, name="", cookies=None, **options):
        self.address, self.tally, self.title = address, tally, name or "anonym"
        self.context = browser.new_context(
            base_url=address,
            viewport=NARROW,
            locale="de-DE",
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
            **options,
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.add_cookies(
            [{"name": key, "value": value, "url": address} for key, value in (cookies or {}).items()]
        )
        self.context.add_init_script(EAR)
        self.page = self.context.new_page()
        self.heard = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.heard.append(("Fehler in der Konsole", str(error))))
        self.page.on("request", self._notice)

    def is_foreign(self, url):
        return not url.startswith((self.address + "/", "data:", "blob:", "about:"))

    def _hear(self, message):
        expected = (
            "the server responded with a status of" in message.text and message.location.get("url") == self.page.url
        )
        if message.type == "error" and not expected:
            self.heard.append(("Fehler in der Konsole", message.text))

    def _notice(self, request):
        if self.is_foreign(request.url):
            self.heard.append(("Abrufe bei Fremden", request.url))

    def open(self, path, looks=ALL_LOOKS, *, special=False):
        self.page.set_viewport_size(looks[0][1])
        self.page.emulate_media(color_scheme=looks[0][0])
        self.page.goto(path)
        return self.examine(path, looks, special=special)

    def examine(self, where, looks=ALL_LOOKS, *, special=False):
        """Look at what the page shows now, in all `looks`; one load serves them all."""
        page, place = self.page, f"{where} ({self.title})"
        page.evaluate(AXE_SCRIPT)
        for scheme, size, rules in looks:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            page.evaluate(STILL)
            seen = f"{place} {size['width']} px {scheme}"
            self.tally.note("axe", seen, page.evaluate(AXE, rules))
            self._look_at_focus(seen)
        for check, look in SPECIAL.items() if special else ():
            self.tally.note(check, place, look(page))
        self._look_at_width(place)
        self._tell(place)

    def _look_at_width(self, place):
        self.page.set_viewport_size(NARROW)
        over = self.page.evaluate(SIDEWAYS)
        self.tally.note("Passt in 320 Pixel", place, [f"{over} px zu breit"] if over > 0 else [])

    def _look_at_focus(self, place):
        self.page.keyboard.press("Tab")
        looked, faults = self.page.evaluate(FOCUS)
        self.tally.note("Fokus sichtbar", place, faults, looked=looked)

    def _tell(self, place):
        refused = self.page.evaluate("() => window.__refused || []")
        self.tally.note("Verstöße gegen die CSP", place, refused)
        for check in ("Fehler in der Konsole", "Abrufe bei Fremden"):
            self.tally.note(check, place, [text for kind, text in self.heard if kind == check])
        self.heard.clear()

    def close(self):
        self.context.close()
