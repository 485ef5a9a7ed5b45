"""Two ways of doing the same: by keyboard alone, and without JavaScript. A duty is told once and done both ways."""

import re

from playwright.sync_api import expect

from tests.no_script import digits_in

HUMAN = 3500  # ms; the public forms refuse what is faster
STOPS = 400  # presses of Tab; more than any page has
LONG = 90  # reloads, a second apart; setting a PDF on a busy machine
FOCUS = """() => {
    const node = document.activeElement, box = node.getBoundingClientRect();
    return {tag: node.tagName, name: node.getAttribute('name'), id: node.id, role: node.role, value: node.value, href: node.getAttribute('href') || '', visible: box.width > 0,
            text: (node.getAttribute('aria-label') || (node.tagName === 'INPUT' ? node.value : node.textContent)).replace(/\\s+/g, ' ').trim()};
}"""
FIELDS = ("INPUT", "SELECT", "TEXTAREA")


class Hands:
    """What both ways share: addresses are typed, pages are read."""

    def __init__(self, page, portal):
        self.page, self.portal = page, portal

    def open(self, path):
        self.page.goto(path)

    def sees(self, text):
        expect(self.page.locator("body")).to_contain_text(text)

    def has_no(self, button):
        """The page stands, and this step is somebody else's."""
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        expect(self.page.get_by_role("button", name=spoken(f"^{button}"))).to_have_count(0)

    def is_refused(self, path, said):
        """The page says no and why. The browser notes that as an error; here it is what should happen."""
        answer = self.page.goto(path)
        assert answer.status in (403, 404), f"{path}: {answer.status}"
        self.sees(said)
        faults = self.page.faults
        faults[:] = [fault for fault in faults if f"status of {answer.status}" not in fault]

    def waits_for(self, text):
        """Reload as people do until `text` is there: other hands are at work."""
        for _ in range(LONG):
            if text in self.page.locator("body").inner_text():
                return
            self.page.wait_for_timeout(1000)
            self.page.reload()
        raise AssertionError(f"{text} erschien nie auf {self.page.url}")

    def login(self, name, password=""):
        self.open("/konto/anmelden/")
        self.write("login", name if "@" in name else f"{name}@demo.example")
        self.write("password", password or self.portal.env["DEMO_PASSWORD"])
        self.press("Anmelden")
        self.page.wait_for_url(lambda url: "/anmelden/" not in url)

    def send_publicly(self, button):
        """Send a form that everybody may send: not too fast, and with the proof that no program writes."""
        self.prove()
        self.page.wait_for_timeout(HUMAN)
        self.press(button)

    def _arrives(self, loading, href):
        """The answer, once its page stands: Chromium hangs when it is closed while it opens a PDF."""
        answer = loading.value
        self.page.wait_for_url(re.compile(href))
        return answer

    def change_to(self, name, password=""):
        """Another person takes the seat; on some pages other buttons say the same."""
        self.open("/impressum/")
        self.press("Abmelden")
        self.login(name, password)


class Keyboard(Hands):
    """Tab, Enter, Space, arrows and typing. No element is ever touched otherwise."""

    options = {}

    def prove(self):
        """The browser proves it by itself."""

    def follow(self, text="", *, href=""):
        self._reach(lambda stop: stop["tag"] == "A" and text in stop["text"] and re.search(href, stop["href"]))
        self._press_and_go("Enter")

    def press(self, text):
        self._reach(lambda stop: stop["tag"] in ("BUTTON", "INPUT") and stop["text"].startswith(text))
        self._press_and_go("Space")

    def write(self, name, text, *, id=""):
        self._reach(lambda stop: stop["tag"] in FIELDS and stop["name"] == name and id in ("", stop["id"]))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def append(self, name, text):
        self._reach_field(name)
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def write_moment(self, name, moment):
        """Month, day, year, hour into the parts of the browser's own field; without a window it speaks American."""
        self._reach_field(name)
        self.page.keyboard.type(f"{moment:%m%d%Y}")
        self.page.keyboard.press("ArrowRight")
        self.page.keyboard.type(f"{moment:%I%M%p}")

    def unfold(self, text):
        self._reach(lambda stop: stop["tag"] == "SUMMARY" and text in stop["text"])
        self.page.keyboard.press("Enter")

    def choose_value(self, name, value):
        """Go through the radio buttons of a group with the arrows."""
        self._reach_field(name)
        self.page.keyboard.press("Space")
        for _ in range(STOPS):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} hat keine Wahl {value}")

    def choose_first(self, name):
        """A select takes what the arrow marks; a combobox opens its list and takes what Enter confirms."""
        self._reach_field(name)
        self.page.keyboard.press("ArrowDown")
        if self.page.evaluate(FOCUS)["role"] == "combobox":
            field = self.page.locator(":focus")
            expect(field).to_have_attribute("aria-activedescendant", re.compile("."))
            self.page.keyboard.press("Enter")
            expect(field).to_have_attribute("aria-expanded", "false")
            expect(field).to_have_value(re.compile("."))

    def pick(self, name, value):
        """The arrows go round the choices of one question."""
        self._reach_field(name)
        for _ in range(STOPS):
            self.page.keyboard.press("ArrowDown")
            if self.page.evaluate(FOCUS)["value"] == value:
                return
        raise AssertionError(f"{name}={value} steht nicht zur Wahl auf {self.page.url}")

    def attach(self, name, file):
        """Open the browser's own window of files at the field, and choose one there."""
        self.page.on(
            "filechooser", lambda chooser: None
        )  # watched from here on: asked for at the press, it may come too late
        self._reach_field(name)
        with self.page.expect_file_chooser() as choosing:
            self.page.keyboard.press("Space")
        choosing.value.set_files(file)

    def save(self, text):
        self._reach(lambda stop: stop["tag"] == "A" and text in stop["text"])
        with self.page.expect_download() as saving:
            self.page.keyboard.press("Enter")
        return saved(saving.value)

    def load(self, href):
        self._reach(lambda stop: stop["tag"] == "A" and re.search(href, stop["href"]))
        with self.page.expect_response(re.compile(href)) as loading:
            self.page.keyboard.press("Enter")
        return self._arrives(loading, href)

    def _reach_field(self, name):
        """A combobox stands for a select: it has its id, and no name, for it sends nothing itself."""
        self._reach(lambda stop: stop["tag"] in FIELDS and name in (stop["name"], stop["id"].removeprefix("id_")))

    def _reach(self, wanted):
        """Tab on until `wanted`; whoever meets the way to the content takes it, and comes round for the rest."""
        jumped = False
        for _ in range(STOPS):
            stop = self.page.evaluate(FOCUS)
            assert stop["visible"] or stop["tag"] == "BODY", stop
            if wanted(stop):
                return
            if stop["text"] == "Zum Inhalt" and not jumped:
                jumped = True
                self.page.keyboard.press("Enter")
            self.page.keyboard.press("Tab")
        raise AssertionError(f"mit der Tabulatortaste nicht zu erreichen auf {self.page.url}")

    def _press_and_go(self, key):
        with self.page.expect_navigation():
            self.page.keyboard.press(key)


def saved(download):
    """What lies in the folder afterwards: name and content."""
    return download.suggested_filename, download.path().read_bytes()


def spoken(text):
    """A name as screen readers get it: before a part that only they see stands a space."""
    return re.compile(text.replace(":", r"\s?:"))


class WithoutScript(Hands):
    """A browser that runs no JavaScript at all."""

    options = {"java_script_enabled": False}

    def prove(self):
        """Four words, copied as digits."""
        self.write("antwort", digits_in(self.page.locator("main").inner_text()))

    def follow(self, text="", *, href=""):
        links = self.page.get_by_role("link", name=spoken(text)) if text else self.page.get_by_role("link")
        with self.page.expect_navigation():
            next(link for link in links.all() if re.search(href, link.get_attribute("href") or "")).click()

    def press(self, text):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=spoken(f"^{text}")).last.click()

    def write(self, name, text, *, id=""):
        (self.page.locator(f"#{id}") if id else self._field(name)).fill(text)

    def append(self, name, text):
        self._field(name).fill(self._field(name).input_value() + text)

    def write_moment(self, name, moment):
        self._field(name).fill(f"{moment:%Y-%m-%dT%H:%M}")

    def unfold(self, text):
        self.page.locator("summary", has_text=text).click()

    def choose_value(self, name, value):
        self.page.locator(f"input[name={name}][value={value}]").check(force=True)

    def choose_first(self, name):
        self._field(name).select_option(index=1)

    def pick(self, name, value):
        self.page.locator(f"main [name={name}][value={value}]").check()

    def attach(self, name, file):
        self._field(name).set_input_files(file)

    def save(self, text):
        with self.page.expect_download() as saving:
            self.page.get_by_role("link", name=text).click()
        return saved(saving.value)

    def load(self, href):
        links = self.page.get_by_role("link").all()
        with self.page.expect_response(re.compile(href)) as loading:
            next(link for link in links if re.search(href, link.get_attribute("href") or "")).click()
        return self._arrives(loading, href)

    def _field(self, name):
        return self.page.locator(f"main [name={name}], #content [name={name}]").first
