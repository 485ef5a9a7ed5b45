"""Public pages of publications and news, and the composer in the office."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from jugendaemter.models import Jugendamt
from publications import services
from servicestelle.base.choices import Pruefpunkt
from servicestelle.pages.gruppen import apply_gruppen
from tests.records import make_meldung, make_publikation, publish

from .editions import make_brochure, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def edition():
    return run(services.ensure_first_edition(make_brochure()))


@pytest.fixture
def editor(person, client):
    apply_gruppen()
    client.force_login(person("redaktion"))
    return client


def queries(client, url):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def text(response):
    return response.content.decode()


def test_a_publication_with_its_edition(edition, client):
    page = text(client.get("/publikationen/heft/"))
    assert "Im Browser lesen" in page
    assert f"(PDF, {edition.dokument.pages} Seiten, " in page and "1. Ausgabe" in page
    assert "Vorwort" in text(client.get("/publikationen/heft/lesen/"))
    assert edition.dokument.sha256 in text(client.get("/publikationen/heft/ausgaben/1/"))


def test_both_addresses_give_the_same_file(edition, client):
    newest, numbered = client.get("/publikationen/heft.pdf"), client.get("/publikationen/heft/ausgaben/1.pdf")
    assert newest.headers["ETag"] == numbered.headers["ETag"] == f'"{edition.dokument.sha256}"'
    assert b"".join(newest.streaming_content) == b"".join(numbered.streaming_content)
    assert newest.headers["Content-Disposition"] == 'inline; filename="heft-ausgabe-1.pdf"'


def test_a_withdrawn_edition_is_gone(edition, client, person):
    apply_gruppen()
    services.withdraw_edition(edition, actor=person("redaktion"))
    for url in ("heft.pdf", "heft/lesen/", "heft/ausgaben/1/", "heft/ausgaben/1.pdf"):
        assert client.get(f"/publikationen/{url}").status_code == 404


def test_a_listed_publication_says_where_to_get_it(client):
    publish(make_publikation(slug="nur-gelistet", hinweis="Bezug über den Buchhandel"))
    page = text(client.get("/publikationen/nur-gelistet/"))
    assert "Bezug über den Buchhandel" in page
    assert client.get("/publikationen/nur-gelistet.pdf").status_code == 404


def test_drafts_are_hidden_like_missing_pages(client, person):
    make_publikation(slug="entwurf")
    make_meldung(slug="entwurf")
    for url in ("/publikationen/entwurf/", "/aktuelles/entwurf/", "/publikationen/fehlt/", "/aktuelles/fehlt/"):
        assert client.get(url).status_code == 404
    apply_gruppen()
    client.force_login(person("redaktion"))
    assert "nicht öffentlich" in text(client.get("/publikationen/entwurf/"))
    assert "nicht öffentlich" in text(client.get("/aktuelles/entwurf/"))


def test_lists_cost_the_same_with_one_and_with_thirty_rows(edition, client):
    publish(make_meldung(slug="m0"))
    urls = ["/publikationen/", "/aktuelles/", "/publikationen/heft/"]
    few = {url: queries(client, url) for url in urls}
    for number in range(1, 30):
        publish(make_publikation(slug=f"p{number}"))
        publish(make_meldung(slug=f"m{number}")).publikationen.add(edition.publikation)
    assert {url: queries(client, url) for url in urls} == few
    assert few["/publikationen/"] == 2


def test_office_lists_cost_the_same_with_one_and_with_thirty_rows(edition, editor):
    urls = ["/buero/publikationen/", f"/buero/publikationen/{edition.publikation_id}/"]
    few = {url: queries(editor, url) for url in urls}
    for number in range(1, 30):
        make_publikation(slug=f"p{number}")
        edition.publikation.ausgaben.create(nummer=number + 1)
    assert {url: queries(editor, url) for url in urls} == few


def test_news_come_ten_a_page(client):
    for number in range(12):
        publish(make_meldung(slug=f"m{number}", datum=date(2026, 1, 1) + timedelta(number)))
    assert text(client.get("/aktuelles/")).count("<article") == 10
    assert text(client.get("/aktuelles/?seite=2")).count("<article") == 2
    for odd in ("99", "-1", "x", "%00", "1" * 5000):
        assert client.get(f"/aktuelles/?seite={odd}").status_code == 200


def test_the_feed_is_atom_with_published_news_only(client):
    publish(make_meldung(slug="offen", titel="Offen", text="Ein **fettes** <b>Wort</b>"))
    make_meldung(slug="geheim", titel="Geheim")
    response = client.get("/aktuelles/feed/")
    feed = ElementTree.fromstring(response.content)  # noqa: S314 - our own feed
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert [entry.text for entry in feed.findall("a:entry/a:title", ATOM)] == ["Offen"]
    assert feed.find("a:entry/a:link", ATOM).get("href").endswith("/aktuelles/offen/")


def test_the_office_sets_watches_and_publishes(editor):
    publikation = make_brochure(text="#### Zu tief\n\n## Zu spät")
    url = f"/buero/publikationen/{publikation.pk}/"
    assert "noch nicht gesetzt" in text(editor.get("/buero/publikationen/"))
    assert "Vorwort" in text(editor.get(f"{url}vorschau/"))
    assert editor.post(f"{url}setzen/").status_code == 302
    waiting = text(editor.get(url))
    assert "<progress" in waiting and "Stand neu laden" in waiting
    run(publikation.ausgaben.get())
    page = text(editor.get(url))
    assert "Die Prüfung hat 1 Stelle gefunden" in page and "Abschnitt „Vorwort“" in page
    refused = editor.post(f"{url}ausgaben/1/veroeffentlichen/")
    assert refused.status_code == 409 and "„Beanstandet“" in text(refused)
    assert editor.get(f"{url}ausgaben/1.pdf").status_code == 200
    publikation.kapitel.filter(reihenfolge=1).update(text="Gut")
    editor.post(f"{url}setzen/")
    run(publikation.ausgaben.get())
    assert editor.post(f"{url}ausgaben/1/veroeffentlichen/").status_code == 302
    assert editor.get("/publikationen/heft.pdf").status_code == 200
    assert editor.post(f"{url}ausgaben/1/zurueckziehen/").status_code == 302
    assert editor.get("/publikationen/heft.pdf").status_code == 404
    assert "der Weg zurück ist die nächste Ausgabe" in text(editor.get(url))


def test_the_office_reads_what_was_checked_and_of_which_file(editor):
    publikation = make_brochure()
    url = f"/buero/publikationen/{publikation.pk}/"
    editor.post(f"{url}setzen/")
    ausgabe = run(publikation.ausgaben.get())
    page = text(editor.get(url))
    assert "Die Prüfung hat nichts gefunden" in page and ausgabe.dokument.sha256 in page
    assert all(escape(label) in page for label in Pruefpunkt.labels)
    assert f"{ausgabe.dokument.pages} Seiten" in page


def test_no_second_setting_while_one_runs(editor):
    publikation = make_brochure()
    url = f"/buero/publikationen/{publikation.pk}/"
    assert "<button" in text(editor.get(url)) and "disabled" not in text(editor.get(url))
    editor.post(f"{url}setzen/")
    page = text(editor.get(url))
    assert 'disabled aria-describedby="setzen-wartet"' in page and "wird gerade gesetzt" in page
    refused = editor.post(f"{url}setzen/")
    assert refused.status_code == 409 and "Warten Sie" in text(refused)


def test_withdrawing_asks_first_and_says_what_follows(edition, editor):
    url = f"/buero/publikationen/{edition.publikation_id}/"
    only = text(editor.get(f"{url}ausgaben/1/zurueckziehen/"))
    assert "Eine andere Ausgabe gibt es nicht" in only and "/publikationen/heft.pdf" in only
    assert "lässt sich nicht rückgängig machen" in only and "sg-button--danger" in only
    editor.post(f"{url}setzen/")
    second = run(edition.publikation.ausgaben.get(nummer=2))
    assert editor.get(f"{url}ausgaben/2/zurueckziehen/").status_code == 409
    editor.post(f"{url}ausgaben/2/veroeffentlichen/")
    assert "zeigen dann wieder die 1. Ausgabe" in text(editor.get(f"{url}ausgaben/2/zurueckziehen/"))
    assert "zeigen weiter die 2. Ausgabe" in text(editor.get(f"{url}ausgaben/1/zurueckziehen/"))
    type(edition.publikation).objects.update(status="entwurf")
    assert "selbst ist nicht öffentlich" in text(editor.get(f"{url}ausgaben/1/zurueckziehen/"))
    second.refresh_from_db()
    assert second.status == "veroeffentlicht"


def test_the_office_sees_what_changed_since_the_newest_edition(edition, editor):
    url = f"/buero/publikationen/{edition.publikation_id}/"
    assert "hat sich geändert" not in text(editor.get(url))
    Jugendamt.objects.update(name="Stadt Umbenannt")
    page = text(editor.get(url))
    assert "Seit der 1. Ausgabe hat sich geändert" in page and "Geändert: Stadt Umbenannt: Projekt" in page


def test_publishing_an_older_edition_says_which_one_stays_on_the_page(editor):
    publikation = make_brochure()
    url = f"/buero/publikationen/{publikation.pk}/"
    for _ in range(2):
        editor.post(f"{url}setzen/")
        run(publikation.ausgaben.latest("nummer"))
    assert "zeigt weiter die neuere" not in text(editor.get(url))
    editor.post(f"{url}ausgaben/2/veroeffentlichen/")
    assert "Öffentlich ist schon die 2. Ausgabe." in text(editor.get(url))
    editor.post(f"{url}ausgaben/1/veroeffentlichen/")
    assert "zeigt weiter die neuere" not in text(editor.get(url))


def test_who_only_reads_sees_no_buttons_and_is_refused(edition, client, person):
    apply_gruppen()
    client.force_login(person("revision"))
    url = f"/buero/publikationen/{edition.publikation_id}/"
    page = text(client.get(url))
    assert "PDF setzen" not in page and "zurückziehen" not in page
    assert client.post(f"{url}setzen/").status_code == 403
    assert client.post(f"{url}ausgaben/1/zurueckziehen/").status_code == 403
    client.force_login(person("betrieb"))
    assert client.get(url).status_code == 403
