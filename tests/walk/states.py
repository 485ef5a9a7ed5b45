"""States of pages that no link leads to: refused forms, sent forms, confirmations, failures."""

import re

from .looking import Watcher

WAIT = 3500  # ms; the public forms refuse what is faster
FAILED = """INSERT INTO base_auftrag (kind, title, params, scope, key, status, attempts, not_before, step, share, result, error,
    created_at, started_at, finished_at, token) VALUES ('base.mail_senden', 'Gescheiterter Auftrag', '{}', '', '',
    'fehlgeschlagen', 3, now(), 'Schritt 2 von 4', 40, '{}', 'Der Postdienst antwortet nicht.', now(), now(), now(),
    gen_random_uuid()) RETURNING id"""


def show_states(portal, browser, address, visitors, tally):
    """Bring every state about and look at it."""
    for name, steps in STATES.items():
        for person in steps:
            watcher = Watcher(browser, address, tally, name=person, cookies=visitors[person].cookies)
            try:
                for label in steps[person](watcher.page, portal):
                    watcher.examine(f"{name}: {label}")
            finally:
                watcher.close()


def submit(page, form="main form[method=post]"):
    page.evaluate("() => document.querySelectorAll('form').forEach(form => form.noValidate = true)")
    page.locator(f"{form} [type=submit]").first.click()
    page.wait_for_load_state()


def write(path):
    def steps(page, portal):
        page.goto(path)
        page.wait_for_timeout(WAIT)
        submit(page)
        yield "leer abgesendet"
        page.fill("[name=text]", "Ein Satz, der im Feld stehen bleibt.")
        page.fill("[name=email]", "keine-adresse")
        submit(page)
        yield "falsche Adresse"
        page.fill("[name=email]", "person@demo.example")
        page.wait_for_timeout(WAIT)
        submit(page)
        yield "abgesendet"

    return steps


def confirm(page, portal):
    page.goto("/demo/post/")
    yield "Post"
    page.locator("main a[href^='/demo/post/']").first.click()
    yield "ein Brief"
    text = page.locator("main").inner_text()
    page.goto(re.search(r"/bestaetigen/\S+", text)[0])
    yield "vor dem Bestätigen"
    submit(page)
    yield "bestätigt"


def answer(page, portal):
    page.goto("/buero/zuschriften/")
    yield "Liste"
    page.locator("main a[href^='/buero/zuschriften/']").first.click()
    yield "offen"
    submit(page)
    yield "erledigt"


def login(page, portal):
    page.goto("/konto/anmelden/")
    submit(page)
    yield "leer"
    page.fill("[name=login]", "niemand@demo.example")
    page.fill("[name=password]", "falsch-falsch-falsch")
    submit(page)
    yield "falsch"
    page.goto("/konto/passwort-vergessen/")
    submit(page)
    yield "Passwort vergessen, leer"
    page.goto("/buero/")
    yield "nach dem Anmelden geht es weiter"


def password(page, portal):
    page.goto("/konto/passwort-aendern/")
    submit(page)
    yield "leer"
    page.goto("/konto/abmelden/")
    yield "Abmelden"


def failed_job(page, portal):
    [(number,)] = portal.ask(FAILED)
    page.goto(f"/buero/auftraege/{number}/")
    yield "gescheitert"
    page.goto("/buero/")
    yield "Übersicht mit gescheitertem Auftrag"


def admin(page, portal):
    page.goto("/verwaltung/")
    adds = page.locator("a[href$='/add/']").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    for address in dict.fromkeys(adds):
        page.goto(address)
        submit(page, "#content-main form")
        yield f"{address} leer"


def publish(page, portal):
    page.goto("/buero/seiten/?stand=entwurf")
    yield "Entwürfe"
    page.locator("main a[href^='/buero/seiten/']:not([href*='?'])").first.click()
    yield "Entwurf"
    submit(page)
    yield "nach dem ersten Schritt"


def refused(page, portal):
    for path in ("/buero/", "/verwaltung/", "/gibt-es-nicht/", "/verwaltung/projects/standort/?q=%00"):
        page.goto(path)
        yield path


def broken(page, portal):
    portal.ask("ALTER TABLE projects_standort RENAME TO weg")
    try:
        page.goto("/standorte/")
        yield "Serverfehler"
    finally:
        portal.ask("ALTER TABLE weg RENAME TO projects_standort")


STATES = {
    "Kontakt": {"": write("/kontakt/")},
    "Barriere melden": {"": write("/barriere-melden/")},
    "Bestätigen": {"": confirm},
    "Anmelden": {"": login},
    "Zuschrift": {"koordination1": answer},
    "Auftrag": {"koordination1": failed_job},
    "Passwort": {"bearbeitung": password},
    "Verwaltung, abgelehnt": {"koordination1": admin, "redaktion": admin, "betrieb": admin},
    "Veröffentlichen": {"redaktion": publish},
    "Abweisung": {"bearbeitung": refused, "zahlstelle": refused},
    "Störung": {"": broken},
}
