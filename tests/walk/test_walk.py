"""A sample of the walk: each kind of page in one look, the four looks in turn; planted faults are found."""

import pytest
from django.core import signing

from tests.processes import wait_until
from tests.walk.control import overlooked
from tests.walk.crawling import kind_of, names_of_addresses
from tests.walk.money import pages_of_money
from tests.walk.states import ARRIVED
from tests.walk.tally import Tally
from tests.walk.visiting import Visitor
from tests.walk.walking import check_html, look_at, visit_all

pytestmark = pytest.mark.browser
SAMPLE = ("", "koordination1", "bearbeitung", "betrieb")
NO_PAGES = (  # deeds, files, and addresses that only lead elsewhere
    "account_set_password", "admin:autocomplete", "admin:base_dokument_datei", "admin:jsi18n", "admin:login", "admin:logout",
    "admin:password_change_done", "admin:view_on_site", "aktuelles_feed", "ausgabe_pdf",
    "bereit", "buero_auftrag_abbrechen", "buero_auftrag_neu", "buero_auftrag_stand", "buero_ausgabe_pdf",
    "buero_ausgabe_veroeffentlichen", "buero_publikation_setzen", "buero_seite_stand", "buero_zuschrift_stand", "favicon", "konto", "lebt",
    "publikation_pdf", "robots", "security", "sitemap", "steckbrief",
    "anfrage_status_bestaetigen", "anfrage_status_datei", "anfrage_status_empfehlung", "anfrage_status_nachricht",
    "anfrage_status_nutzen", "anfrage_status_termin", "mein_anfrage_datei", "mein_anfrage_empfehlung",
    "mein_anfrage_nachricht", "mein_anfrage_nutzen", "mein_anfrage_termin", "mein_kalender",
    "buero_anfrage_datei", "buero_anfrage_dokumentieren", "buero_anfrage_empfehl", "buero_anfrage_kontakt",
    "buero_anfrage_link", "buero_anfrage_nachricht", "buero_anfrage_notiz", "buero_anfrage_stand", "buero_anfrage_termin",
    "buero_anfrage_uebernehmen", "buero_anfrage_zuweisen", "buero_anfragen_vorschlag", "buero_anfragen_zuweisen",
    "buero_abwesenheit_entfernen", "buero_abwesenheit_uebergeben", "buero_ansicht_anheften", "buero_ansicht_loeschen",
    "anmeldung_bescheinigung", "anmeldung_bestaetigen", "anmeldung_kalender", "austausch_feed", "austauschangebot_kalender",
    "buero_austausch_bescheinigung", "buero_austausch_csv", "buero_austausch_nachricht", "buero_austausch_plaetze",
    "buero_mittelabruf_", "mein_mittelabruf_einreichen",
    "buero_interessenbekundung_", "mein_interessenbekundung_brief",
    "mein_interessenbekundung_datei", "mein_interessenbekundung_einreichen",
    "mein_interessenbekundung_zurueckziehen",  # for those who release; test_duties_aufruf.py comes by there
    "auszug_datei", "auszug_neu", "buero_zahlungen_ausgezahlt", "buero_zahlungsliste",
    "buero_simulation_uebernehmen", "buero_simulation_variante", "buero_simulation_verwerfen",
    "buero_bescheid_", "buero_foerderung_zur_zeichnung", "buero_zeichnung_", "buero_aenderung_", "buero_anhoerung_",
    "mein_aenderung_einreichen", "mein_aenderung_zurueckziehen", "mein_bescheid_",
    "buero_austausch_teilnahme", "meine_anmeldung_bescheinigung", "meine_anmeldung_kalender",
    # invitations and second factor need a way of their own: tests/journeys/test_accounts.py looks at them
    "account_reauthenticate", "buero_einladung_", "buero_mensch_", "buero_zugang_", "einladung", "kollegin_", "mfa_",
)  # fmt: skip
REFUSING = {"bestaetigen", "metriken"}  # without a mail's link, without the operator's key
PUBLISHED = """SELECT '/publikationen/' || slug || '/', '/buero/publikationen/' || p.id || '/'
    FROM publications_publikation p JOIN publications_ausgabe a ON publikation_id = p.id WHERE a.veroeffentlicht_am IS NOT NULL"""
SITE = "SELECT '/standorte/' || slug || '/' FROM projects_standort WHERE status = 'veroeffentlicht' ORDER BY id LIMIT 1"
WANTS_MAIL = """INSERT INTO base_tagesmailwunsch (user_id, an, kennung)
    SELECT id, true, gen_random_uuid() FROM base_user WHERE email = 'bearbeitung@demo.example'
    ON CONFLICT (user_id) DO UPDATE SET an = true RETURNING kennung"""


def sample_of(path):
    return in_sample(kind_of(path)[0])


def in_sample(name):
    """In the admin one list, one form, one question stand for those of all records; the drill looks at each."""
    return f"admin:{name.rpartition('_')[2].removeprefix('admin:')}" if name.startswith("admin:") else name


@pytest.fixture(scope="module")
def walked(portal):
    """What each kind of page answered, what was found about it without a browser, and who visited."""
    [(site,)] = portal.rows(SITE)
    [(pk,)] = portal.rows("SELECT min(id) FROM jugendaemter_mitgliedschaft")
    published = wait_until(lambda: portal.rows(PUBLISHED), 120) or pytest.fail("Die erste Ausgabe kam nie.")
    portal.rows(ARRIVED)
    write_to_the_office(Visitor(portal.port))
    tally, kinds = Tally(), {}
    password = portal.env["DEMO_PASSWORD"]
    seeds = [
        *published[0],
        site,
        f"/verwaltung/jugendaemter/mitgliedschaft/{pk}/delete/",
        *by_secret_link(portal),
        *pages_of_money(portal),
    ]
    pages, visitors = visit_all(
        portal.port, password, tally, people=SAMPLE, few=1, every_public=False, kind=sample_of, seeds=seeds
    )
    for answer in pages:
        kinds.setdefault((sample_of(answer.path), answer.status), answer)
    check_html(kinds.values(), tally)
    return tally, kinds, visitors


def by_secret_link(portal):
    """The pages of the demo's request and registrations, and the end of the daily mail, as their links open them."""
    [(zugang, nummer)] = portal.rows("SELECT zugang, nummer FROM beratung_anfrage ORDER BY id LIMIT 1")
    link = f"/fachberatung/status/{sign(portal, zugang, 'beratung.zugang')}/"
    yield from (link, f"{link}zurueckziehen/", f"{link}sperren/")
    for case in (link, f"/mein/anfragen/{nummer}/", f"/buero/anfragen/{nummer}/"):
        yield f"{case}folgeanfrage/"
    [(kennung,)] = portal.rows(WANTS_MAIL)
    yield f"/abbestellen/{sign(portal, kennung, 'base.tagesmail')}/"
    yield from registrations(portal)


def sign(portal, secret, salt):
    return signing.Signer(key=portal.env["SECRET_KEY"], salt=salt, sep=".").sign(secret.hex)


def registrations(portal):
    rows = portal.rows("SELECT id, zugang, konto_id FROM beratung_anmeldung ORDER BY id")
    yield "/austausch/anmeldung/abgeschickt/"
    for pk, zugang, account in rows:
        by_link = f"/austausch/anmeldung/{sign(portal, zugang, 'beratung.austausch')}/"
        link = f"/mein/austausch/{pk}/" if account else by_link
        yield from (link, f"{link}absagen/")


def write_to_the_office(visitor):
    """A mail for the post of the demo."""
    form = {"login": "revision@demo.example", "email": "revision@demo.example"}
    visitor.get("/konto/passwort-vergessen/")
    assert visitor.post("/konto/passwort-vergessen/", form).status == 302


def test_every_kind_of_page_is_visited(walked):
    pages = {in_sample(name) for name in names_of_addresses() if name and not name.startswith(NO_PAGES)}
    unseen = sorted(pages - {name for name, status in walked[1] if status == 200} - REFUSING)
    assert not unseen, " ".join(unseen)
    assert sorted(REFUSING - {name for name, _ in walked[1]}) == []


def test_every_kind_of_page_is_in_order(walked, portal, browser):
    tally, kinds, visitors = walked
    look_at(browser, portal.address, [kinds[kind] for kind in sorted(kinds)], visitors, tally)
    assert not tally.failed, "\n".join([tally.table(), *tally.details()])


def test_planted_faults_are_found(portal, browser):
    page = Visitor(portal.port).get("/impressum/")
    assert overlooked(browser, portal.address, page) == set()
