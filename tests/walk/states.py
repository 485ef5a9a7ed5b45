"""States of pages that no link leads to: refused forms, sent forms, confirmations, failures."""

import re

WAIT = 3500  # ms; the public forms refuse what is faster
PROVEN = "() => document.querySelector('[name=loesung]').value"  # the browser has done its work against spam
FORMS = "main form[method=post]"
# Takes out what is typed and chosen, and says whether the form then lacks something.
EMPTIED = """form => {
    for (const field of form.elements) {
        if (['checkbox', 'radio'].includes(field.type)) field.checked = false;
        else if (!['hidden', 'submit', 'button', 'fieldset'].includes(field.type)) field.value = '';
    }
    form.noValidate = true;
    return !form.checkValidity();
}"""
EXCHANGE = """SELECT '/austausch/' || slug || '/anmelden/' FROM beratung_austauschangebot
    WHERE status = 'veroeffentlicht' AND abgesagt_am IS NULL AND anmeldeschluss > now() ORDER BY id LIMIT 1"""
INVITE = """SELECT '/mein/kolleginnen/' || jugendamt_id || '/einladen/' FROM jugendaemter_mitgliedschaft m
    JOIN base_user u ON m.user_id = u.id WHERE u.email = 'freigabe@demo.example' ORDER BY m.id LIMIT 1"""
CASE = "SELECT '/buero/anfragen/' || nummer || '/' FROM beratung_anfrage ORDER BY id LIMIT 1"
GRANT = """SELECT '/{}/foerderungen/' || id || '/{}' FROM projects_foerderung WHERE status = 'bestandskraeftig'
    AND jugendamt_id = '00000001' ORDER BY id LIMIT 1"""
FAILED = """INSERT INTO base_auftrag (kind, title, params, scope, key, status, attempts, not_before, step, share, result, error,
    created_at, started_at, finished_at, token) VALUES ('base.mail_senden', 'Gescheiterter Auftrag', '{}', '', '',
    'fehlgeschlagen', 3, now(), 'Schritt 2 von 4', 40, '{}', 'Der Postdienst antwortet nicht.', now(), now(), now(),
    gen_random_uuid()) RETURNING id"""


ARRIVED = """INSERT INTO base_zuschrift (art, status, email, name, seite, text, secret_hash, created_at, confirmed_at)
    VALUES ('frage', 'eingegangen', 'person@demo.example', '', '', 'Wann beginnt die nächste Runde?',
    md5(random()::text), now(), now()) RETURNING id"""


def show(title, person, watcher, portal):
    """Bring one round of states about and look at each."""
    for label in STATES[title][person](watcher.page, portal):
        watcher.examine(f"{title}: {label}", special=True)


def submit(page, form="main form[method=post]"):
    page.evaluate("() => document.querySelectorAll('form').forEach(form => form.noValidate = true)")
    page.locator(f"{form} [type=submit]").first.click()
    page.wait_for_load_state()


def empty(*paths):
    """Every form on these pages that needs something, sent without it. A path may be a statement that finds it."""

    def steps(page, portal):
        for path in paths:
            if path.startswith("SELECT"):
                [(path,)] = portal.ask(path)
            page.goto(path)
            for number in range(page.locator(FORMS).count()):
                page.goto(path)
                form = page.locator(FORMS).nth(number)
                if form.evaluate(EMPTIED):
                    with page.expect_navigation():
                        form.evaluate("form => form.requestSubmit()")
                    yield f"{path} Formular {number + 1} leer"

    return steps


def email_of(path):
    """An address of its own for each form: rounds run side by side."""
    return f"{path.strip('/')}@demo.example"


def write(path):
    def steps(page, portal):
        page.goto(path)
        page.wait_for_timeout(WAIT)
        page.wait_for_function(PROVEN)
        submit(page)
        yield "leer abgesendet"
        page.fill("[name=text]", "Ein Satz, der im Feld stehen bleibt.")
        page.fill("[name=email]", "keine-adresse")
        submit(page)
        yield "falsche Adresse"
        page.fill("[name=email]", email_of(path))
        page.wait_for_timeout(WAIT)
        page.wait_for_function(PROVEN)
        submit(page)
        yield "abgesendet"

    return steps


def message(path):
    """Written, then confirmed from the mail."""

    def steps(page, portal):
        yield from write(path)(page, portal)
        yield from confirm(page, email_of(path))

    return steps


def confirm(page, email):
    page.goto("/demo/post/")
    yield "Post"
    page.locator("main tr", has_text=email).locator("a[href^='/demo/post/']").first.click()
    yield "ein Brief"
    text = page.locator("main").inner_text()
    page.goto(re.search(r"/bestaetigen/\S+", text)[0])
    yield "vor dem Bestätigen"
    submit(page)
    yield "bestätigt"


def answer(page, portal):
    portal.ask(ARRIVED)
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
    "Kontakt": {"": message("/kontakt/")},
    "Barriere melden": {"": message("/barriere-melden/")},
    "Anmelden": {"": login},
    "Zuschrift": {"koordination1": answer},
    "Auftrag": {"koordination1": failed_job},
    "Passwort": {"bearbeitung": password},
    "Verwaltung, abgelehnt": {
        "koordination1": admin,
        "betrieb": admin,
    },  # what Redaktion may add, Koordination may as well
    "Veröffentlichen": {"redaktion": publish},
    "Abweisung": {"bearbeitung": refused, "zahlstelle": refused},
    "Formulare": {
        "": empty("/fachberatung/anfrage/", EXCHANGE),
        "freigabe": empty(
            "/fachberatung/anfrage/", INVITE, "/konto/", GRANT.format("mein", "aenderung/?art=umschichtung")
        ),
        "koordination1": empty(
            CASE,
            GRANT.format("buero", "summe/"),
            GRANT.format("buero", "anhoerung/"),
            "/buero/austausch/neu/",
            "/buero/menschen/einladen/",
            "/buero/menschen/vertretungen/",
            "/buero/abwesenheiten/",
            "/buero/anfragen/ansichten/",
        ),
    },
    "Störung": {"": broken},
}
ALONE = ("Störung",)  # while this is looked at, other pages would break as well
