"""List and page of authorities, with sites and networks beside them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jugendaemter.models import Jugendamt
from tests.records import make_cohort, make_jugendamt, make_netzwerk, make_standort, publish


@pytest.fixture
def office(db):
    office = make_jugendamt(ags="05900009", name="Kreis Beispiel", slug="kreis-beispiel", art="kreis")
    publish(make_standort(office, titel="Ein Standort", leitfragen=["Was hilft?"]))
    publish(make_netzwerk(slug="netz", name="Ein Netz")).jugendaemter.add(office)
    return office


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_sites_and_networks(client, office):
    page = text(client, "/jugendaemter/")
    for expected in ("1 Jugendamt", "Regierungsbezirk Arnsberg", "Ein Standort", "Ein Netz"):
        assert expected in page


def test_drafts_and_ended_offices_are_not_listed(client, db):
    make_standort(titel="Ein Entwurf")
    make_jugendamt(ags="05900002", name="Stadt Früher", slug="frueher", gueltig_bis=date(2020, 1, 1))
    page = text(client, "/jugendaemter/")
    assert "Ein Entwurf" not in page
    assert "Stadt Früher" not in page


def test_an_office_that_ended_keeps_its_page(client, db):
    make_jugendamt(ags="05900002", name="Stadt Früher", slug="frueher", gueltig_bis=date(2020, 1, 1))
    assert "01.01.2020" in text(client, "/jugendaemter/frueher/")


def test_the_page_of_an_office(client, office):
    page = text(client, "/jugendaemter/kreis-beispiel/")
    for expected in ("Ein Standort", "Was hilft?", "Ein Netz", "05900009", "/fachberatung/", "Destatis"):
        assert expected in page


def test_the_page_of_an_office_takes_four_queries(client, office, django_assert_num_queries):
    make_jugendamt(ags="05900010", name="Stadt Nebenan", slug="nebenan", kreis=office.kreis)
    with django_assert_num_queries(4):
        assert "Stadt Nebenan" in text(client, "/jugendaemter/kreis-beispiel/")


def test_an_office_without_anything_says_where_to_go(client, db):
    make_jugendamt(slug="leer")
    page = text(client, "/jugendaemter/leer/")
    assert "kein geförderter Standort" in page
    assert "wissen wir hier noch nichts" in page


def test_the_map_makes_room_for_what_was_filtered(client, office):
    Jugendamt.objects.filter(pk=office.pk).update(spalte=0, zeile=0)
    assert "sg-karte__svg" in text(client, "/jugendaemter/")
    assert "sg-karte__svg" not in text(client, "/jugendaemter/?q=Beispiel")


def test_unknown_filters_and_offices(client, office):
    assert "kennen wir nicht" in text(client, "/jugendaemter/?bezirk=Mars")
    assert "Kein Jugendamt passt dazu" in text(client, "/jugendaemter/?q=Atlantis")
    assert client.get("/jugendaemter/gibt-es-nicht/").status_code == 404


def test_the_list_takes_the_same_queries_for_many(client, office):
    def count():
        with CaptureQueriesContext(connection) as queries:
            text(client, "/jugendaemter/")
        return len(queries)

    first, cohort = count(), make_cohort("2040")
    for number in range(10, 40):
        other = make_jugendamt(ags=f"059000{number}")
        publish(make_standort(other, cohort))
        publish(make_netzwerk(slug=f"netz-{number}")).jugendaemter.add(other)
    assert count() == first == 4


def test_public_pages_set_no_cookie(client, office):
    for address in ("/jugendaemter/", "/jugendaemter/kreis-beispiel/", "/netzwerke/", "/fachberatung/", "/impressum/"):
        answer = client.get(address)
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")
