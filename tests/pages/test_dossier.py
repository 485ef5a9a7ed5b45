"""The dossier of a Jugendamt: everything about it, nothing of others, each part only for who may see it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beratung import services
from jugendaemter.models import Mitgliedschaft
from jugendaemter.services import invite_person
from servicestelle.base import protokoll
from servicestelle.base.mail import queue_mail
from tests.beratung.cases import receive
from tests.people import OFFICE
from tests.projects.calls import make_call, plant
from tests.records import make_cohort, make_frist, make_grant, make_jugendamt, make_netzwerk, make_standort

pytestmark = pytest.mark.django_db
OWN, OTHER = "00000001", "05900044"
PAGE = f"/buero/jugendaemter/stadt-{OWN}/"
# the headings of a part: who may see it
PARTS = {
    "Offene Fristen": {"koordination1", "koordination2", "fachberatung"},
    "Fachberatung</h2>": {"koordination1", "koordination2", "fachberatung"},
    "Interessenbekundung</h2>": {"koordination1", "koordination2", "fachberatung", "revision"},
    "Förderung</h2>": {"koordination1", "koordination2", "zahlstelle", "revision"},
    "Menschen mit Zugang": {"koordination1", "koordination2", "fachberatung", "revision", "betrieb"},
    "Mails</h2>": {"koordination1", "koordination2", "betrieb"},
    "Protokoll</h2>": {"koordination1", "koordination2", "revision", "betrieb"},
}
WORDS = {  # words of each part, and who may read them
    "Fristwort": PARTS["Offene Fristen"],
    "Fragewort": PARTS["Fachberatung</h2>"],
    "Kohorte rufwort": PARTS["Interessenbekundung</h2>"],
    "Kohorte geldwort": PARTS["Förderung</h2>"],
    "Britt Bearbeitung": PARTS["Menschen mit Zugang"],
    "Mailwort": PARTS["Mails</h2>"],
    "Anfrage: Eingegangen": PARTS["Protokoll</h2>"],
    "eingeladen@demo.example": {"koordination1", "koordination2"},
    "Netzwort": {"koordination1", "koordination2", "fachberatung", "redaktion"},  # a draft
    "Ortwort": {"koordination1", "koordination2", "fachberatung", "redaktion", "zahlstelle", "revision"},  # a draft
}


def fill(person, ags, *, mark=""):
    """One of everything for the office `ags`; `mark` goes into every word that tells it apart."""
    office = make_jugendamt(ags)
    make_frist(office, titel=f"Fristwort{mark}")
    receive(jugendamt=office, frage=f"Fragewort{mark}")
    cohort = make_cohort(f"geldwort{mark}-{ags}")
    make_grant(office, cohort, lines=["10.00"])
    plant(make_call(f"rufwort{mark}-{ags}", fiktiv=office.fiktiv), office)
    make_standort(office, make_cohort(f"ort{mark}-{ags}"), titel=f"Ortwort{mark}")
    make_netzwerk(f"netzwort{mark}-{ags}", name=f"Netzwort{mark}").jugendaemter.add(office)
    invite_person(
        office,
        email=f"eingeladen{mark}@demo.example",
        name="",
        rolle="bearbeitung",
        gueltig_bis=None,
        actor=person("koordination1"),
    )
    context = {"sentence": "Geheimes im Text", "path": "/", "contact": "/"}
    queue_mail("konto_geaendert", to="x@example.org", subject=f"Mailwort{mark}", context=context, scope=office.scope)
    protokoll.record("verwaltung.geaendert", office, actor=person("koordination1"))
    return office


@pytest.fixture
def world(person):
    person("bearbeitung")
    fill(person, OTHER, mark="fremd")
    return fill(person, OWN)


@pytest.mark.parametrize("login", OFFICE)
def test_each_part_only_for_who_may_see_it(client, person, world, login):
    client.force_login(person(login))
    page = client.get(PAGE).content.decode()
    for words, people in {**PARTS, **WORDS}.items():
        assert (words in page) is (login in people), (words, login)
    assert "fremd" not in page and "Geheimes im Text" not in page


def test_who_works_in_both_sees_in_the_office_what_the_office_sees(client, person, world):
    user = person("redaktion")
    Mitgliedschaft.objects.create(user=user, jugendamt=world, rolle="freigabe", gueltig_von=timezone.localdate())
    client.force_login(user)
    page = client.get(PAGE).content.decode()
    assert "Netzwort" in page
    assert "rufwort" not in page and "geldwort" not in page and "Fragewort" not in page


def test_the_text_of_a_mail_is_never_shown(client, person, world):
    """It may hold the secret link of somebody who asked without an account."""
    client.force_login(person("koordination1"))
    page = client.get(PAGE).content.decode()
    assert "/fachberatung/status/" not in page and "x@example.org" not in page


@pytest.mark.parametrize("login", [None, "bearbeitung", "nachbaramt"])
def test_members_never_get_there(client, person, world, login):
    if login:
        client.force_login(person(login))
    for address in ("/buero/jugendaemter/", PAGE):
        assert client.get(address).status_code == (403 if login else 302)


def test_as_many_queries_for_thirty_rows(client, person, world):
    client.force_login(person("koordination1"))
    found = []
    for first, last in ((0, 1), (1, 30)):
        for number in range(first, last):
            make_frist(world, f"probe-{number}")
            receive(jugendamt=world)
            site = make_standort(world, make_cohort(f"zeit-{number}"), slug=f"ort-{number}")
            make_netzwerk(f"netz-{number}").jugendaemter.add(world)
            protokoll.record("verwaltung.geaendert", site, actor=person("koordination1"), scope=world.scope)
            make_grant(world, site.foerderzeitraum, starts_on=None)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        found.append(len(queries))
    assert found[0] == found[1], found


def test_search_finds_by_name_place_kreis_and_key(client, person):
    make_jugendamt("05915000", name="Stadt Hamm", slug="hamm", kreis="Stadt Hamm", ort="Hamm")
    make_jugendamt(
        "05558000", name="Kreis Coesfeld", slug="coesfeld", kreis="Kreis Coesfeld", regierungsbezirk="Münster"
    )
    client.force_login(person("redaktion"))

    def found(**query):
        page = client.get("/buero/jugendaemter/", query).content.decode()
        return {slug for slug in ("hamm", "coesfeld") if f"/buero/jugendaemter/{slug}/" in page}

    assert found() == {"hamm", "coesfeld"}
    assert found(q="hAMM") == found(q="05915") == found(q="stadt hamm") == {"hamm"}
    assert found(q="coesf") == {"coesfeld"}
    assert found(q="\x00") == found(bezirk="quatsch", seite="-1") == {"hamm", "coesfeld"}
    assert found(q="gibt es nicht") == set()


def test_open_requests_are_counted_for_who_may_see_them(client, person):
    office = make_jugendamt(OWN)
    receive(jugendamt=office)
    ended = receive(jugendamt=office)
    services.withdraw_anfrage(ended)
    client.force_login(person("fachberatung"))
    assert 'data-label="Offene Anfragen">1<' in client.get("/buero/jugendaemter/").content.decode()
    client.force_login(person("redaktion"))
    assert "Offene Anfragen" not in client.get("/buero/jugendaemter/").content.decode()


def test_the_ways_to_it(client, person, world):
    anfrage = receive(jugendamt=world)
    client.force_login(person("fachberatung"))
    assert f'href="{PAGE}"' in client.get(anfrage.get_office_url()).content.decode()
    public = world.get_absolute_url()
    assert f'href="{PAGE}"' in client.get(public).content.decode()
    client.force_login(person("bearbeitung"))
    assert PAGE not in client.get(public).content.decode()
