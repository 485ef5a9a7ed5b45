"""The pages of deputyships: entered once, refused in words, ended after a question; the work shows up by itself."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import lxml.html
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from servicestelle.base.einmal import new_number
from servicestelle.base.models import Mail, Vertretung
from servicestelle.base.vertretungen import appoint_deputy
from servicestelle.pages.gruppen import apply_gruppen
from tests.projects.money import bring_to, make_money

pytestmark = pytest.mark.django_db
LIST = "/buero/menschen/vertretungen/"
FIRST, LAST = date(2030, 6, 3), date(2030, 6, 7)


def morning(day):
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture(autouse=True)
def before(time_machine):
    """A week before the first day."""
    time_machine.move_to(morning(FIRST - timedelta(days=7)))
    apply_gruppen()
    return time_machine


@pytest.fixture
def login(client, person):
    def as_person(name):
        client.force_login(person(name))
        return client

    return as_person


@pytest.fixture
def row(person):
    return appoint_deputy(person("fachberatung"), von=FIRST, bis=LAST, actor=person("koordination1"))


def typed(person, login="fachberatung", **fields):
    known = {"person": person(login).pk, "von": "03.06.2030", "bis": "07.06.2030", "nummer": new_number("vertretung")}
    return known | fields


def ending(row):
    return reverse("buero_vertretung_beenden", args=[row.pk])


def words(answer):
    return " ".join(lxml.html.fromstring(answer.content.decode()).text_content().split())


def test_enter_and_end(login, person):
    client, data = login("koordination1"), typed(person)
    assert [client.post(LIST, data)["Location"] for _ in range(3)] == [LIST] * 3
    row = Vertretung.objects.get()
    assert (row.person, row.von, row.bis) == (person("fachberatung"), FIRST, LAST)
    page = words(client.get(LIST))
    assert "vertritt die Zahlstelle, 03.06.2030 bis 07.06.2030; eingetragen von Kim Koordination (Demo)" in page
    asked = words(client.get(ending(row)))
    assert "Möchten Sie die Vertretung durch Fiona Fachberatung (Demo) beenden?" in asked
    assert Vertretung.objects.coming().exists()
    assert client.post(ending(row))["Location"] == LIST
    page = words(client.get(LIST))
    assert "Zurzeit vertritt niemand die Zahlstelle." in page and "beendet am 27.05.2030 von Kim" in page
    again = client.post(ending(row))
    assert again.status_code == 409 and "schon am 27.05.2030 beendet" in words(again)
    assert '<form method="post">' not in client.get(ending(row)).content.decode()
    assert Mail.objects.filter(to="fachberatung@demo.example").count() == 2


def test_the_same_form_with_other_days_is_refused(login, person):
    client, data = login("koordination1"), typed(person)
    client.post(LIST, data)
    answer = client.post(LIST, data | {"bis": "08.06.2030"})
    assert answer.status_code == 409 and "schon einmal mit anderen Angaben" in words(answer)
    assert Vertretung.objects.get().bis == LAST


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"von": "3. Juni"}, 422, "Datum"),
        ({"bis": ""}, 422, "erforderlich"),
        ({"nummer": "x"}, 422, "zu alt oder unvollständig"),
        ({"person": "koordination1"}, 422, "gültige"),
        ({"person": "zahlstelle"}, 422, "gültige"),
        ({"person": "freigabe"}, 422, "gültige"),
        ({"von": "26.05.2030"}, 409, "Der 26.05.2030 ist vorbei."),
        ({"bis": "02.06.2030"}, 409, "liegt vor dem ersten"),
        ({"bis": "03.09.2030"}, 409, "höchstens 92 Tage"),
        ({"von": "31.12.9999", "bis": "31.12.9999"}, 409, "spätestens am 27.05.2031"),
    ],
)
def test_refusals_keep_what_was_typed(login, person, fields, status, said):
    client = login("koordination1")
    if "person" in fields:
        fields = {"person": person(fields["person"]).pk}
    sent = typed(person) | fields
    answer = client.post(LIST, sent)
    assert answer.status_code == status and said in words(answer)
    kept = lxml.html.fromstring(answer.content.decode()).xpath("//main//form")[0].fields
    assert [kept["von"], kept["bis"] or ""] == [sent["von"], sent["bis"]]
    assert not Vertretung.objects.exists()


def test_days_that_are_taken_are_named(login, person, row):
    answer = login("koordination2").post(LIST, typed(person, von="07.06.2030", bis="10.06.2030"))
    assert answer.status_code == 409 and "schon vom 03.06.2030 bis 07.06.2030" in words(answer)


def test_betrieb_looks_and_enters_nothing(login, person, row):
    client = login("betrieb")
    page = client.get(LIST)
    assert "Fiona Fachberatung" in words(page) and "Vertretung eintragen" not in words(page)
    assert client.post(LIST, typed(person, "redaktion")).status_code == 403
    assert client.get(ending(row)).status_code == client.post(ending(row)).status_code == 403
    assert Vertretung.objects.coming().get() == row


@pytest.mark.parametrize("name", ["fachberatung", "redaktion", "zahlstelle", "revision", "freigabe"])
def test_nobody_else_enters_or_ends(login, person, row, name):
    client = login(name)
    for answer in (client.get(LIST), client.post(LIST, typed(person, "redaktion")), client.post(ending(row))):
        assert answer.status_code == 403
    assert Vertretung.objects.coming().get() == row


def test_people_pages_and_the_own_account_say_it(login, person, row):
    said = "Vertretung der Zahlstelle"
    client = login("koordination1")
    assert f"{said}, 03.06.2030 bis 07.06.2030" in words(client.get("/buero/menschen/"))
    one = client.get(f"/buero/menschen/{row.person_id}/")
    assert said in words(one) and ending(row) in one.content.decode()
    assert ending(row) not in login("betrieb").get(f"/buero/menschen/{row.person_id}/").content.decode()
    assert f"{said}, 03.06.2030 bis 07.06.2030" in words(login("fachberatung").get("/konto/"))
    assert said not in words(login("redaktion").get("/konto/"))


def test_the_work_comes_and_goes_with_the_days(login, person, row, before):
    bring_to(make_money(), "genehmigt", "10.00")
    queue = "/buero/mittelabrufe/"
    for day, inside in [(FIRST - timedelta(1), False), (FIRST, True), (LAST, True), (LAST + timedelta(1), False)]:
        before.move_to(morning(day))
        client = login("fachberatung")
        assert ("Zahlungen freizugeben" in words(client.get("/buero/"))) is inside, day
        assert client.get(queue).status_code == (200 if inside else 403), day


def test_ended_early_the_next_request_is_refused(login, person, row, before):
    before.move_to(morning(FIRST))
    client = login("fachberatung")
    assert client.get("/buero/mittelabrufe/").status_code == 200
    Vertretung.objects.filter(pk=row.pk).update(beendet_am=morning(FIRST), beendet_von=person("koordination1"))
    assert client.get("/buero/mittelabrufe/").status_code == 403


@override_settings(SECOND_FACTOR=True)
def test_without_the_second_factor_a_deputy_opens_nothing(login, person, row, before):
    before.move_to(morning(FIRST))
    answer = login("fachberatung").get("/buero/mittelabrufe/")
    assert answer.status_code == 302 and answer["Location"] == reverse("mfa_index")


def test_a_deputy_gives_the_role_to_nobody(login, person, before):
    """Betrieb manages accounts: for these days its form offers no group whose rights are only lent."""
    appoint_deputy(person("betrieb"), von=FIRST, bis=LAST, actor=person("koordination1"))
    before.move_to(morning(FIRST))
    client, other = login("betrieb"), person("redaktion")
    assert client.get("/buero/mittelabrufe/").status_code == 200
    group = Group.objects.get(name="Zahlstelle")
    client.post(f"/verwaltung/base/user/{other.pk}/change/", {"name": "x", "is_active": "on", "groups": [group.pk]})
    assert not other.groups.filter(pk=group.pk).exists()


@pytest.mark.parametrize(("name", "asked"), [("fachberatung", 1), ("redaktion", 1), ("freigabe", 0)])
def test_one_question_per_request(login, person, row, name, asked):
    client = login(name)
    path = "/buero/" if asked else "/mein/"
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    assert sum('"base_vertretung"' in query["sql"] for query in queries) == asked
