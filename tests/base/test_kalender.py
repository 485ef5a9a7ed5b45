"""The private calendar: what it holds, whom it opens to, how it ends."""

import hashlib
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from beratung.services import assign_anfrage
from servicestelle.base import kalender, kalenderlinks
from servicestelle.base.einmal import new_number
from servicestelle.base.models import Einreichung, Kalenderlink, Protokoll, User
from tests.beratung.cases import receive
from tests.records import make_frist, make_jugendamt

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_feed(person):
    """`open_feed("bearbeitung")` → the address of that person's feed."""

    def make(login):
        secret = kalenderlinks.secret_for(person(login), login)
        kalenderlinks.renew_link(person(login), secret=secret, actor=person(login))
        return reverse("mein_kalender", args=[secret])

    return make


def titles(client, address):
    response = client.get(address)
    assert response.status_code == 200 and response["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["summary"]) for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_a_member_sees_the_deadlines_of_the_own_side(client, open_feed):
    make_frist(make_jugendamt("00000001"), titel="Nachweis; mit Komma, und\nZeile", due_on=date(2026, 11, 5))
    make_frist(make_jugendamt("00000002"), titel="Des Nachbarn")
    receive(jugendamt=make_jugendamt("00000001"))  # what the office has to do is not theirs
    [event] = Calendar.from_ical(client.get(open_feed("bearbeitung")).content).walk("VEVENT")
    assert event["summary"] == "Fällig: Nachweis; mit Komma, und\nZeile"
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 11, 5), date(2026, 11, 6))
    assert "/mein/" in event["url"] and event["uid"].startswith("frist-")


def test_office_people_see_their_own_and_those_of_nobody(client, open_feed, person):
    own, other, nobody = receive(), receive(), receive()
    assign_anfrage(own, to=person("fachberatung"), actor=person("koordination1"))
    assign_anfrage(other, to=person("koordination2"), actor=person("koordination1"))
    seen = titles(client, open_feed("fachberatung"))
    assert seen == {f"Fällig: {row.nummer}: Erster Kontakt" for row in (own, nobody)}
    assert titles(client, open_feed("redaktion")) == set()


def test_apps_add_their_entries(client, open_feed):
    start = timezone.make_aware(datetime(2026, 11, 5, 14))

    def appointments(user):
        yield kalender.Eintrag(
            "termin-1",
            f"Gespräch mit {user.name}",
            start,
            "/mein/",
            start,
            ende=start + timedelta(hours=1),
            ort="Münster",
        )

    kalender.register_source(appointments)
    try:
        [event] = Calendar.from_ical(client.get(open_feed("bearbeitung")).content).walk("VEVENT")
    finally:
        kalender._sources.remove(appointments)
    assert (event["dtstart"].dt, event["dtend"].dt) == (start, start + timedelta(hours=1))
    assert event["location"] == "Münster" and "transp" not in event


def test_only_the_hash_is_kept(open_feed):
    secret = open_feed("bearbeitung").rpartition("/")[2].removesuffix(".ics")
    assert len(secret) >= 43  # 256 bits
    link = Kalenderlink.objects.get()
    assert link.secret_hash == hashlib.sha256(secret.encode()).hexdigest()
    kept = str(list(Kalenderlink.objects.values())) + str(list(Protokoll.objects.values()))
    assert secret not in kept + str(list(Einreichung.objects.values()))


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "a" * 3000, "ä"])
def test_a_wrong_address_is_simply_missing(client, open_feed, token):
    open_feed("bearbeitung")
    assert client.get(f"/mein/kalender/{token}.ics").status_code == 404


def test_whoever_is_out_sees_nothing_with_the_next_request(client, open_feed, person):
    make_frist(make_jugendamt("00000001"))
    address = open_feed("bearbeitung")
    assert len(titles(client, address)) == 1
    person("bearbeitung").mitgliedschaften.update(gueltig_bis=date(2026, 1, 1))
    assert titles(client, address) == set()
    User.objects.filter(pk=person("bearbeitung").pk).update(is_active=False)
    gone, missing = client.get(address), client.get("/mein/kalender/x.ics")
    assert gone.status_code == missing.status_code == 404 and gone.content == missing.content


def test_nothing_but_reading(client, open_feed):
    address = open_feed("bearbeitung")
    assert client.post(address).status_code == 405
    assert "no-store" in client.get(address)["Cache-Control"] and not client.get(address).cookies


# The account page


def order(client, number):
    return client.post(reverse("konto_kalender"), {"nummer": number})


def address_in(response):
    text = response.content.decode()
    return "/mein/kalender/" + text.partition("/mein/kalender/")[2].partition('"')[0]


def test_the_address_is_shown_once_and_a_new_one_ends_the_old(client, person):
    client.force_login(person("bearbeitung"))
    first = address_in(order(client, new_number("kalender")))
    assert titles(client, first) == set()
    assert "/mein/kalender/" not in client.get("/konto/").content.decode()
    second = address_in(order(client, new_number("kalender")))
    assert client.get(first).status_code == 404 and client.get(second).status_code == 200
    assert Protokoll.objects.filter(verb="konto.kalender_neu").count() == 2


def test_the_same_form_sent_twice_shows_the_same_address(client, person):
    client.force_login(person("bearbeitung"))
    number = new_number("kalender")
    assert address_in(order(client, number)) == address_in(order(client, number))
    assert Protokoll.objects.filter(verb="konto.kalender_neu").count() == 1
    order(client, new_number("kalender"))
    late = order(client, number)
    assert late.status_code == 409 and "gilt nicht mehr" in late.content.decode()


@pytest.mark.parametrize("number", ["", "\x00", "x" * 5000, "gefälscht"])
def test_a_form_without_its_number_makes_nothing(client, person, number):
    client.force_login(person("bearbeitung"))
    assert order(client, number).status_code == 422
    assert not Kalenderlink.objects.exists()


def test_revoked_it_is_dead_at_once(client, person):
    client.force_login(person("bearbeitung"))
    address = address_in(order(client, new_number("kalender")))
    for _ in range(2):
        assert client.post(reverse("konto_kalender_abschalten")).status_code == 302
    assert client.get(address).status_code == 404
    assert Protokoll.objects.filter(verb="konto.kalender_weg").count() == 1


def test_two_people_never_share_an_address(person):
    number = "0" * 32
    one, other = (kalenderlinks.secret_for(person(login), number) for login in ("bearbeitung", "freigabe"))
    assert one != other


def test_queries_are_the_same_for_one_and_for_thirty(client, open_feed):
    address, found = open_feed("fachberatung"), []
    for number in (1, 29):
        for _ in range(number):
            receive()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        found.append(len(queries))
    assert found[0] == found[1] <= 8, found
