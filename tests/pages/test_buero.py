"""The office: who gets in, what the lists show, jobs and publishing with their refusals."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from servicestelle.base import lebenszeichen
from servicestelle.base.models import Auftrag, Protokoll
from servicestelle.pages.gruppen import apply_gruppen
from tests.people import OFFICE
from tests.records import make_jugendamt, make_meldung, make_netzwerk, make_publikation, make_standort, publish

pytestmark = pytest.mark.django_db
PAGES = ["/buero/", "/buero/auftraege/", "/buero/seiten/"]


@pytest.fixture
def login(client, person):
    def as_person(name):
        user = person(name)
        apply_gruppen()
        client.force_login(user)
        return user

    return as_person


def make_job(status="wartend", **fields):
    now = timezone.now()
    by_status = {
        "laufend": {"lease": uuid.uuid4(), "lease_until": now + timedelta(hours=1), "started_at": now, "attempts": 1},
        "fehlgeschlagen": {"finished_at": now, "attempts": 3, "error": "Bild 3 hat keinen Alternativtext."},
        "fertig": {"finished_at": now, "share": 100},
    }
    return Auftrag.objects.create(
        **{"kind": "probe", "title": "Probe", "status": status} | by_status.get(status, {}) | fields
    )


@pytest.mark.parametrize("address", PAGES)
def test_doors(client, login, address):
    assert client.get(address)["Location"] == f"/konto/anmelden/?next={address}"
    login("bearbeitung")
    assert client.get(address).status_code == 403
    for name in OFFICE:
        login(name)
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_as_many_queries_for_thirty_rows_as_for_one(client, login, address, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    login("koordination1")

    def fill(number):
        make_meldung(f"neu-{number}")
        publish(make_meldung(f"alt-{number}"))
        make_publikation(f"heft-{number}")
        make_netzwerk(f"netz-{number}")
        make_standort(make_jugendamt(f"059{number:05d}")) if number == 0 else None
        make_job("laufend")
        make_job("fehlgeschlagen")

    fill(0)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(1, 30):
        fill(number)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few), [query["sql"][:90] for query in many.captured_queries]
    assert (
        len(many) <= 20
    )  # one of them for the own pinned filters, one for deputyships, four for what waits around money


def test_the_desk_shows_what_waits(client, login):
    login("redaktion")
    make_meldung(titel="Noch ein Entwurf")
    publish(make_meldung("oeffentlich", titel="Schon draußen"))
    make_job("laufend", title="Broschüre setzen", share=43, step="Seite 14 von 32")
    page = client.get("/buero/").content.decode()
    for text in ("Noch ein Entwurf", "Schon draußen", "43 % – Seite 14 von 32"):
        assert text in page


FIGURES = {  # where a figure of the desk leads, and for whom it is there
    "/buero/anfragen/?lage=neu": {"koordination1", "koordination2", "fachberatung"},
    "/buero/zuschriften/?stand=eingegangen": {"koordination1", "koordination2", "fachberatung", "redaktion"},
    "/buero/auftraege/?stand=offen": {"koordination1", "koordination2", "redaktion", "betrieb"},
}


@pytest.mark.parametrize("name", OFFICE)
def test_each_figure_of_the_desk_is_for_those_it_leads(client, login, name):
    login(name)
    figures = client.get("/buero/").content.decode().partition("sg-figures")[2].partition("</ul>")[0]
    for address, people in FIGURES.items():
        assert (f'href="{address}"' in figures) is (name in people), address


@pytest.mark.parametrize(("name", "writes"), [("redaktion", True), ("revision", False)])
def test_the_desk_offers_to_write_to_those_who_write(client, login, name, writes):
    login(name)
    assert ("Meldung schreiben" in client.get("/buero/").content.decode()) is writes


@pytest.mark.parametrize(
    "query",
    [
        "stand=quatsch",
        "art=quatsch",
        "seite=99999",
        "seite=-1",
        "seite=x",
        "q=%00",
        "q=" + "x" * 5000,
        "stand=entwurf&stand=y",
        "q=%27%22%25_",
    ],
)
@pytest.mark.parametrize("address", ["/buero/auftraege/", "/buero/seiten/"])
def test_odd_input_is_no_error(client, login, address, query):
    login("koordination1")
    make_meldung()
    assert client.get(f"{address}?{query}").status_code == 200


def test_filters_find(client, login):
    login("redaktion")
    make_meldung("a", titel="Erste Werkstatt")
    publish(make_meldung("b", titel="Zweite Werkstatt"))
    publish(make_publikation("c", titel="Werkstattheft"))
    found = client.get("/buero/seiten/?stand=veroeffentlicht&art=meldung&q=werkSTATT").content.decode()
    assert "Zweite Werkstatt" in found and "Erste Werkstatt" not in found and "Werkstattheft" not in found


def test_a_draft_goes_public_step_by_step(client, login):
    user = login("redaktion")
    meldung = make_meldung(titel="Werkstatt")
    address = f"/buero/seiten/meldung/{meldung.pk}/"
    page = client.get(address).content.decode()
    assert "Zur Prüfung geben" in page and "Texte bearbeiten" in page
    for old, new in [("entwurf", "in_pruefung"), ("in_pruefung", "veroeffentlicht")]:
        assert client.post(f"{address}stand/", {"von": old, "nach": new})["Location"] == address
    meldung.refresh_from_db()
    assert meldung.is_published
    page = client.get(address).content.decode()
    assert "Von der Website nehmen" in page and "Das sieht die Öffentlichkeit" in page
    assert list(Protokoll.objects.values_list("verb", "actor")) == [
        ("seite.veroeffentlicht", user.pk),
        ("seite.in_pruefung", user.pk),
    ]


def test_publishing_a_site_orders_its_steckbrief(client, login):
    login("koordination1")
    site = make_standort(status="in_pruefung")
    client.post(f"/buero/seiten/standort/{site.pk}/stand/", {"von": "in_pruefung", "nach": "veroeffentlicht"})
    assert Auftrag.objects.get().key == site.steckbrief_key


@pytest.mark.parametrize(
    ("von", "nach", "text"),
    [
        ("entwurf", "in_pruefung", "steht inzwischen auf"),
        ("entwurf", "veroeffentlicht", "Diesen Schritt gibt es nicht"),
        ("", "quatsch", "Diesen Schritt gibt es nicht"),
        ("\0", "\0", "Diesen Schritt gibt es nicht"),
    ],
)
def test_a_step_that_is_not_possible_says_why(client, login, von, nach, text):
    login("redaktion")
    meldung = publish(make_meldung())
    answer = client.post(f"/buero/seiten/meldung/{meldung.pk}/stand/", {"von": von, "nach": nach})
    assert answer.status_code == 409
    assert text in answer.content.decode()
    meldung.refresh_from_db()
    assert meldung.is_published


def test_who_may_only_look_gets_no_buttons_and_a_refusal(client, login):
    login("fachberatung")
    meldung = make_meldung()
    address = f"/buero/seiten/meldung/{meldung.pk}/"
    page = client.get(address).content.decode()
    assert "Zur Prüfung geben" not in page and "Redaktion und Koordination" in page
    assert "Texte bearbeiten" not in page
    answer = client.post(f"{address}stand/", {"von": "entwurf", "nach": "in_pruefung"})
    assert answer.status_code == 403
    assert "Sie dürfen diese Seite nicht veröffentlichen" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/buero/seiten/quatsch/1/", "/buero/seiten/meldung/999999/", "/buero/auftraege/999999/"]
)
def test_what_is_not_there_is_a_404(client, login, address):
    login("koordination1")
    assert client.get(address).status_code == 404


def test_a_failed_job_is_tried_anew_and_a_waiting_one_cancelled(client, login):
    login("koordination1")
    job = make_job("fehlgeschlagen")
    address = f"/buero/auftraege/{job.pk}/"
    page = client.get(address).content.decode()
    assert "Neu versuchen" in page and "3 von höchstens 3" in page
    client.post(f"{address}neu-versuchen/")
    assert "Noch kein Versuch" in client.get(address).content.decode()
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("wartend", 0)
    client.post(f"{address}abbrechen/")
    job.refresh_from_db()
    assert job.status == "abgebrochen"
    assert client.post(f"{address}abbrechen/").status_code == 409


def test_jobs_belong_to_those_who_may_see_them(client, login):
    job = make_job("laufend")
    for name, seen in [("koordination1", 200), ("betrieb", 200), ("zahlstelle", 404), ("revision", 404)]:
        login(name)
        assert client.get(f"/buero/auftraege/{job.pk}/").status_code == seen
        assert client.get(f"/buero/auftraege/{job.pk}/stand/").status_code == seen
        assert client.get(f"/buero/auftraege/{job.pk}/abbrechen/").status_code == 405


def test_the_result_of_a_job_is_offered_to_those_who_may_see_it(client, login):
    composer, sheet = "/buero/publikationen/1/", "/standorte/hamm/steckbrief.pdf"
    made = {url: make_job("fertig", result={"url": url}) for url in (composer, sheet)}
    for name, seen in [("koordination1", {composer, sheet}), ("betrieb", {sheet})]:
        login(name)
        pages = {url: client.get(f"/buero/auftraege/{job.pk}/").content.decode() for url, job in made.items()}
        assert {url for url, page in pages.items() if f'href="{url}"' in page} == seen


def test_progress_is_told_to_scripts_and_without_script(client, login):
    login("koordination1")
    job = make_job("laufend", share=43, step="Seite 14 von 32")
    assert client.get(f"/buero/auftraege/{job.pk}/stand/").json() == {
        "stand": "laufend",
        "schritt": "Seite 14 von 32",
        "anteil": 43,
        "offen": True,
        "grund": "",
    }
    assert "Stand neu laden" in client.get(f"/buero/auftraege/{job.pk}/").content.decode()
    done = make_job("fertig")
    assert "Stand neu laden" not in client.get(f"/buero/auftraege/{done.pk}/").content.decode()


@pytest.mark.parametrize(
    ("days", "warns"), [(None, "Bisher ist keine Sicherung"), (1, ""), (3, "Die letzte Sicherung ist vom ")]
)
def test_those_who_run_the_portal_are_told_when_a_backup_is_missing(client, login, days, warns):
    if days is not None:
        at = timezone.now() - timedelta(days=days)
        Protokoll.objects.create(at=at, verb=lebenszeichen.BACKED_UP, object_type="sicherung", object_id="s")
    login("betrieb")
    page = client.get("/buero/").content.decode()
    assert warns in page and ("fehlt eine neue Sicherung" in page) is bool(warns)
    login("koordination1")
    assert "Sicherung" not in client.get("/buero/").content.decode()
