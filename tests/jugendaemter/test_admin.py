"""Authorities, people and networks in the admin."""

from datetime import date

import pytest

from jugendaemter.models import Jugendamt, Mitgliedschaft
from servicestelle.base.models import Auftrag, Sucheintrag, User
from tests.changelists import assert_list_is_steady, form_data
from tests.records import make_jugendamt, make_netzwerk, make_standort, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chief(client):
    user = User.objects.create_superuser("chef@demo.example", "ein-langes-passwort")
    client.force_login(user)
    return user


def add_member(number, jugendamt=None, **fields):
    user = User.objects.create_user(f"m{number}@demo.example")
    jugendamt = jugendamt or make_jugendamt(f"059{number:05d}")
    return Mitgliedschaft.objects.create(
        user=user, jugendamt=jugendamt, rolle="freigabe", gueltig_von=date(2026, 1, 1), **fields
    )


MAKE = {
    "jugendamt": lambda n: make_jugendamt(f"059{n:05d}"),
    "mitgliedschaft": add_member,
    "netzwerk": lambda n: make_netzwerk(f"n{n}"),
}


@pytest.mark.parametrize("name", MAKE)
def test_lists_are_steady(name, client):
    assert assert_list_is_steady(client, f"/verwaltung/jugendaemter/{name}/", MAKE[name]) <= 12


def test_the_key_of_an_office_stays(client):
    town = make_jugendamt()
    address = f"/verwaltung/jugendaemter/jugendamt/{town.pk}/change/"
    client.post(address, form_data(client.get(address), ags="05999999", name="Neuer Name"))
    assert list(Jugendamt.objects.values_list("pk", "name")) == [(town.pk, "Neuer Name")]


def test_a_new_name_reaches_the_search_of_its_sites(client):
    site = publish(make_standort())
    address = f"/verwaltung/jugendaemter/jugendamt/{site.jugendamt_id}/change/"
    client.post(address, form_data(client.get(address), name="Stadt Umbenannt"))
    assert "Stadt Umbenannt" in Sucheintrag.objects.get(kind="standort", object_id=str(site.pk)).title
    assert Auftrag.objects.get().key == site.steckbrief_key


def test_a_role_twice_at_one_time_is_refused_in_words(client):
    old = add_member(1)
    new = {"user": old.user_id, "jugendamt": old.jugendamt_id, "rolle": "freigabe", "gueltig_von": "01.06.2026"}
    refused = client.post("/verwaltung/jugendaemter/mitgliedschaft/add/", new)
    assert "hat diese Rolle in dieser Zeit schon" in str(refused.context["errors"])
    deputy = client.post(
        "/verwaltung/jugendaemter/mitgliedschaft/add/", new | {"rolle": "bearbeitung", "vertretung": "on"}
    )
    assert "braucht einen letzten Tag" in str(deputy.context["errors"])


def test_a_network_is_made_with_its_parts(client):
    address = "/verwaltung/jugendaemter/netzwerk/add/"
    data = form_data(client.get(address), name="Netz", slug="netz", gebiet="Kreis", beteiligte="Schule\nKita")
    data |= {
        "gremien-TOTAL_FORMS": 1,
        "gremien-0-art": "arbeitsgruppe",
        "gremien-0-name": "AG 1",
        "gremien-0-reihenfolge": 1,
    }
    data |= {"gremien-0-alter_von": 6, "gremien-0-alter_bis": 3}
    refused = client.post(address, data)
    assert "kleiner als" in str(refused.context["errors"])
    assert client.post(address, data | {"gremien-0-alter_bis": 10}).status_code == 302


def places():
    return dict(Jugendamt.objects.exclude(spalte=None).values_list("pk", "spalte"))


def test_the_map_follows_what_is_saved(client, django_capture_on_commit_callbacks):
    west, east = (make_jugendamt(f"0590000{n}", mitte_lat="51.5", mitte_lon=f"7.{n}") for n in (1, 5))
    addresses = [f"/verwaltung/jugendaemter/jugendamt/{office.pk}/change/" for office in (west, east)]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(addresses[0], form_data(client.get(addresses[0]), ort="Anderswo"))
    assert places()[west.pk] < places()[east.pk]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(addresses[0], form_data(client.get(addresses[0]), mitte_lon="7.9"))
    assert places()[west.pk] > places()[east.pk]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(addresses[0], form_data(client.get(addresses[0]), gueltig_bis="01.01.2020"))
    assert set(places()) == {east.pk}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/verwaltung/jugendaemter/jugendamt/{east.pk}/delete/", {"post": "yes"})
    assert not Jugendamt.objects.filter(pk=east.pk).exists() and places() == {}


def test_an_office_in_use_is_not_deleted(client):
    site = make_standort()
    client.post(f"/verwaltung/jugendaemter/jugendamt/{site.jugendamt_id}/delete/", {"post": "yes"})
    bulk = {"action": "delete_selected", "_selected_action": [site.jugendamt_id], "post": "yes"}
    client.post("/verwaltung/jugendaemter/jugendamt/", bulk)
    assert Jugendamt.objects.filter(pk=site.jugendamt_id).exists()
