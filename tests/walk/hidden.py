"""Addresses that no link of the portal shows: from mails, in states a sample of rows does not have; and what is no page."""

from django.core import signing

from tests.processes import wait_until

from .crawling import kind_of, names_of_addresses
from .money import pages_of_money
from .states import ARRIVED

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
    "buero_simulation_variante",
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


def hidden_pages(rows, key):
    """Addresses to visit beside what links lead to; some rows are made for it, once for each portal.

    `rows(statement)` asks the database as its owner, `key` is the portal's SECRET_KEY. Raises LookupError when the
    worker sets no edition.
    """
    published = wait_until(lambda: rows(PUBLISHED), 120)
    if not published:
        raise LookupError("Die erste Ausgabe kam nie.")
    [(site,)] = rows(SITE)
    [(pk,)] = rows("SELECT min(id) FROM jugendaemter_mitgliedschaft")
    [(zuschrift,)] = rows(ARRIVED)
    yield from (
        *published[0],
        site,
        f"/buero/zuschriften/{zuschrift}/",
        f"/verwaltung/jugendaemter/mitgliedschaft/{pk}/delete/",
    )
    yield from _by_secret_link(rows, key)
    yield from pages_of_money(rows)


def unseen(pages):
    """Names of the pages that none of `pages` (Answers) shows. In the admin one list, one form, one question stand for all."""
    names = {name for name in names_of_addresses() if name and not name.startswith(NO_PAGES)} - REFUSING
    seen = {kind_of(answer.path)[0] for answer in pages if answer.status == 200}
    return sorted({in_sample(name) for name in names} - {in_sample(name) for name in seen})


def in_sample(name):
    """`name`; in the admin only what is done there, not with which record."""
    return f"admin:{name.rpartition('_')[2].removeprefix('admin:')}" if name.startswith("admin:") else name


def _by_secret_link(rows, key):
    """The pages of the demo's request and registrations, and the end of the daily mail, as their links open them."""
    [(zugang, nummer)] = rows("SELECT zugang, nummer FROM beratung_anfrage ORDER BY id LIMIT 1")
    link = f"/fachberatung/status/{_sign(key, zugang, 'beratung.zugang')}/"
    yield from (link, f"{link}zurueckziehen/", f"{link}sperren/")
    for case in (link, f"/mein/anfragen/{nummer}/", f"/buero/anfragen/{nummer}/"):
        yield f"{case}folgeanfrage/"
    [(kennung,)] = rows(WANTS_MAIL)
    yield f"/abbestellen/{_sign(key, kennung, 'base.tagesmail')}/"
    yield from _registrations(rows, key)


def _sign(key, secret, salt):
    return signing.Signer(key=key, salt=salt, sep=".").sign(secret.hex)


def _registrations(rows, key):
    yield "/austausch/anmeldung/abgeschickt/"
    for pk, zugang, account in rows("SELECT id, zugang, konto_id FROM beratung_anmeldung ORDER BY id"):
        by_link = f"/austausch/anmeldung/{_sign(key, zugang, 'beratung.austausch')}/"
        link = f"/mein/austausch/{pk}/" if account else by_link
        yield from (link, f"{link}absagen/")
