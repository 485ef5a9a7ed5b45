"""The page of the own account: name, access, devices."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from servicestelle.base.models import Protokoll, Sitzung
from servicestelle.base.sitzungen import name_device
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/konto/anmelden/"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def enter(user, agent=FIREFOX):
    client = Client(headers={"user-agent": agent})
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    return client


@pytest.mark.parametrize(
    "agent, words",
    [
        (PHONE, "Safari auf iPhone"),
        (FIREFOX, "Firefox auf Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge auf Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome auf Android"),
        ("", "Browser auf unbekanntem Gerät"),
        ("<script>" * 100, "Browser auf unbekanntem Gerät"),
    ],
)
def test_devices_are_named_as_people_do(agent, words):
    assert name_device(agent) == words


def test_one_other_device_is_ended_and_is_out_with_its_next_request(person):
    user = person("bearbeitung")
    here, phone, third = enter(user), enter(user, PHONE), enter(user)
    page = here.get("/konto/").content.decode()
    assert "Safari auf iPhone" in page and page.count("dieses Gerät") == 1
    keys = Sitzung.objects.values_list("session_key", flat=True)
    assert not any(key in page for key in keys)
    sign = re.search(r'name="geraet" value="(\w+)"', page.split("iPhone")[1])[1]
    here.post(reverse("konto_geraete_abmelden"), {"geraet": sign})
    assert [client.get("/mein/").status_code for client in (here, phone, third)] == [200, 302, 200]


def test_everywhere_else_is_ended_at_once(person):
    user, other = person("bearbeitung"), person("nachbaramt")
    here, away, stranger = enter(user), enter(user), enter(other)
    here.post(reverse("konto_geraete_abmelden"))
    assert [client.get("/mein/").status_code for client in (here, away, stranger)] == [200, 302, 200]
    assert Protokoll.objects.get(verb="konto.abgemeldet").details == {"sitzungen": 1}


def test_nobody_ends_a_session_of_somebody_else(person):
    stranger = enter(person("nachbaramt"))
    page = stranger.get("/konto/").content.decode()
    mine, other = enter(person("bearbeitung")), enter(person("nachbaramt"))
    page = stranger.get("/konto/").content.decode()
    sign = re.search(r'name="geraet" value="(\w+)"', page)[1]
    mine.post(reverse("konto_geraete_abmelden"), {"geraet": sign})
    assert other.get("/mein/").status_code == 200


def test_the_name_is_changed_and_recorded(person):
    user = person("bearbeitung")
    client = enter(user)
    assert client.post("/konto/", {"name": "Britta Neu"})["Location"] == "/konto/"
    user.refresh_from_db()
    assert user.name == "Britta Neu"
    assert client.post("/konto/", {"name": " "}).status_code == 422
    assert client.post("/konto/", {"name": "mit\x00Null"}).status_code == 422
    assert Protokoll.objects.get(verb="konto.name").details == {}


def test_more_devices_cause_no_more_queries(person, django_assert_max_num_queries):
    user = person("bearbeitung")
    here = enter(user)
    for number in range(30):
        Sitzung.objects.create(session_key=f"s{number}", session_data="", expire_date="2999-01-01T00:00Z", user=user)
    with django_assert_max_num_queries(8):
        here.get("/konto/")
