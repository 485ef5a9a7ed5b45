"""Every duty of visitors and office once by keyboard alone and once without JavaScript."""

import re
import uuid

import pytest

pytestmark = pytest.mark.browser


def test_find_a_site_with_filters(hands):
    hands.open("/")
    hands.follow("Standorte", href="^/standorte/$")
    hands.choose_first("thema")
    hands.choose_first("foerderzeitraum")
    hands.press("Filtern")
    assert re.search("thema=[^&]", hands.page.url), hands.page.url
    hands.follow(href=r"^/standorte/[\w-]+/$")
    hands.waits_for("Steckbrief")  # the worker sets it after the portal's first start


def test_read_and_load_the_brochure(hands):
    [(slug,)] = hands.portal.rows("SELECT slug FROM publications_publikation WHERE slug LIKE '%%projektansaetze%%'")
    hands.open(f"/publikationen/{slug}/")
    hands.waits_for("Im Browser lesen")  # the worker sets it after the portal's first start
    hands.follow("Im Browser lesen")
    hands.sees("Inhalt")
    hands.open(f"/publikationen/{slug}/")
    answer = hands.load(rf"{slug}\.pdf$")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")


def test_search(hands):
    hands.open("/suche/")
    hands.write("q", "Familien")
    hands.press("Suchen")
    hands.sees("Treffer für „Familien“")
    hands.follow(href=r"^/(standorte|aktuelles|publikationen|netzwerke|jugendaemter)/[\w-]+/")
    hands.sees("Familien")


@pytest.mark.parametrize(
    "path, button",
    [("/kontakt/", "Frage absenden"), ("/barriere-melden/", "Barriere melden")],
    ids=["Frage", "Barriere"],
)
def test_write_and_confirm(hands, path, button):
    text = f"Wie geht es weiter? {uuid.uuid4().hex[:8]}"
    hands.open(path)
    hands.write("text", text)
    hands.write("email", "person@demo.example")
    hands.send_publicly(button)
    hands.sees("Fast geschafft")
    hands.follow("Postkasten der Demo")
    hands.follow("Bitte bestätigen", href=r"^/demo/post/.+")  # mails of other hands may lie above
    hands.follow(href="/bestaetigen/")
    hands.sees(text)
    hands.press("Nachricht bestätigen")
    hands.sees("Ihre Nachricht ist da")
    assert hands.portal.rows("SELECT status FROM base_zuschrift WHERE text = %s", text) == [("eingegangen",)]


def test_log_in_and_out(hands):
    hands.login("redaktion")
    hands.sees("Was jetzt ansteht")
    hands.press("Abmelden")
    hands.open("/buero/")
    assert "/konto/anmelden/" in hands.page.url


LINKS = "SELECT count(*) FROM base_mail WHERE subject LIKE 'Neues Passwort%%'"


def test_get_a_new_password(hands):
    password = hands.portal.env["DEMO_PASSWORD"]
    hands.open("/konto/anmelden/")
    hands.follow("vergessen")
    hands.write("email", "revision@demo.example")
    before = hands.portal.rows(LINKS)
    hands.press("Link anfordern")
    while hands.portal.rows(LINKS) == before:  # the worker writes it; the newest stands first in the post
        hands.page.wait_for_timeout(500)
    hands.open("/demo/post/")
    hands.follow("Neues Passwort")
    hands.follow(href="/konto/passwort-vergessen/.+")
    hands.write("password1", password)
    hands.write("password2", password)
    hands.press("Passwort speichern")
    hands.sees("gespeichert")
    hands.login("revision")


def test_write_publish_and_withdraw_news(hands):
    slug = f"neues-{uuid.uuid4().hex[:8]}"
    hands.login("redaktion")
    hands.follow("Meldung schreiben")
    hands.write("titel", slug)
    hands.write("slug", slug)
    hands.write("datum", "01.02.2026")
    hands.write("text", "Ein Absatz.")
    hands.press("Sichern")
    [(pk,)] = hands.portal.rows("SELECT id FROM publications_meldung WHERE slug = %s", slug)
    hands.open(f"/buero/seiten/meldung/{pk}/")
    hands.press("Zur Prüfung geben")
    hands.press("Veröffentlichen")
    hands.follow("Öffentliche Seite ansehen")
    hands.sees(slug)
    hands.open(f"/buero/seiten/meldung/{pk}/")
    hands.press("Von der Website nehmen")
    assert hands.portal.rows("SELECT status FROM publications_meldung WHERE id = %s", pk) == [("archiviert",)]


ARRIVED = """INSERT INTO base_zuschrift (art, status, email, name, seite, text, secret_hash, created_at, confirmed_at)
    VALUES ('frage', 'eingegangen', 'person@demo.example', '', '', %s, md5(random()::text), now(), now()) RETURNING id"""


def test_close_a_message_and_open_it_again(hands):
    text = f"Wann beginnt die nächste Runde? {uuid.uuid4().hex[:8]}"
    [(pk,)] = hands.portal.rows(ARRIVED, text)
    hands.login("koordination1")
    hands.follow("Zuschrift", href="/buero/zuschriften/")
    hands.follow(href=f"/buero/zuschriften/{pk}/")
    hands.sees(text)
    hands.press("Als erledigt ablegen")
    hands.press("Wieder öffnen")
    assert hands.portal.rows("SELECT status FROM base_zuschrift WHERE id = %s", pk) == [("eingegangen",)]


def test_set_check_and_publish_the_brochure(hands):
    [(pk, slug)] = hands.portal.rows(
        "SELECT id, slug FROM publications_publikation WHERE slug LIKE '%%projektansaetze%%'"
    )
    hands.login("koordination1")
    hands.open("/buero/publikationen/")
    hands.follow(href=f"/buero/publikationen/{pk}/$")
    hands.press("PDF setzen")
    [(number,)] = hands.portal.rows("SELECT max(nummer) FROM publications_ausgabe WHERE publikation_id = %s", pk)
    hands.open(f"/buero/publikationen/{pk}/")
    hands.waits_for(f"Ausgabe {number} veröffentlichen")
    hands.press(f"Ausgabe {number} veröffentlichen")
    hands.open(f"/publikationen/{slug}/")
    hands.sees(f"{number}. Ausgabe, die neueste")


def test_edit_a_text_in_the_admin(hands):
    words = f"Neu {uuid.uuid4().hex[:8]}."
    hands.login("redaktion")
    hands.follow("Verwaltung", href="^/verwaltung/$")
    hands.follow(href="^/verwaltung/base/seitentext/$")
    hands.follow(href=r"^/verwaltung/base/seitentext/\d+/change/")
    hands.append("text", f"\n\n{words}")
    hands.press("Sichern")
    assert hands.portal.rows("SELECT count(*) FROM base_seitentext WHERE text LIKE %s", f"%{words}%") == [(1,)]


def test_look_something_up_in_the_protokoll(hands):
    hands.login("betrieb")
    hands.open("/verwaltung/base/protokoll/")
    hands.write("q", "geladen")
    hands.press("Liste durchsuchen")
    hands.follow(href=r"^/verwaltung/base/protokoll/\d+/change/")
    hands.sees("Vorgang")


WAITED = """INSERT INTO base_auftrag (kind, title, params, scope, key, status, attempts, not_before, step, share, result, error,
    created_at, started_at, finished_at, token) SELECT kind, %s, params, scope, key, 'fehlgeschlagen', 3, now(), '', 0, '{}',
    'Der Speicher war voll.', now(), now(), now(), gen_random_uuid() FROM base_auftrag
    WHERE kind = 'projects.steckbrief_setzen' AND status = 'fertig' ORDER BY id LIMIT 1 RETURNING id"""


def test_try_a_failed_job_again(hands):
    title = f"Steckbrief setzen: gescheitert {uuid.uuid4().hex[:8]}"
    for _ in range(90):  # until the worker has set the first one
        if failed := hands.portal.rows(WAITED, title):
            break
        hands.page.wait_for_timeout(1000)
    [(pk,)] = failed
    hands.login("koordination1")
    hands.open("/buero/auftraege/")
    hands.follow(title)
    hands.sees("Der Speicher war voll.")
    hands.press("Neu versuchen")
    while hands.portal.rows("SELECT 1 FROM base_auftrag WHERE id = %s AND status IN ('wartend', 'laufend')", pk):
        hands.page.wait_for_timeout(500)
    assert hands.portal.rows("SELECT status FROM base_auftrag WHERE id = %s", pk) == [("fertig",)]
