"""Authorities, memberships and networks: what the database refuses by itself."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from jugendaemter.models import Gremium, Mitgliedschaft, Programm
from tests.database import run_together, sql
from tests.people import make_person
from tests.records import make_jugendamt, make_netzwerk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ags", ["0590000", "0590000a", "", " 5900001"])
def test_ags_has_eight_digits(refused, ags):
    with refused("jugendaemter_jugendamt_ags"):
        make_jugendamt(ags, slug="x", fiktiv=False)


@pytest.mark.parametrize("ags, fiktiv", [("00000001", False), ("05900001", True)])
def test_fictitious_offices_have_their_own_numbers(refused, ags, fiktiv):
    with refused("jugendaemter_jugendamt_fiktiv"):
        make_jugendamt(ags, fiktiv=fiktiv)


@pytest.mark.parametrize("plz", ["4832", "4832A", "48 29"])
def test_plz_has_five_digits(refused, plz):
    with refused("jugendaemter_jugendamt_plz"):
        make_jugendamt(plz=plz)


@pytest.mark.parametrize("field, rule", [("art", "art"), ("regierungsbezirk", "bezirk")])
def test_kind_and_district_are_known_ones(refused, field, rule):
    with refused(f"jugendaemter_jugendamt_{rule}"):
        make_jugendamt(**{field: "anderswo"})


def test_validity_of_an_office(refused):
    with refused("jugendaemter_jugendamt_gueltig"):
        make_jugendamt(gueltig_von=date(2020, 1, 2), gueltig_bis=date(2020, 1, 1))


def test_one_tile_for_one_office(refused, accepted):
    make_jugendamt("05900001", spalte=1, zeile=1)
    with refused("jugendaemter_jugendamt_kachel"):
        make_jugendamt("05900002", spalte=1, zeile=1)
    with accepted():
        make_jugendamt("05900003", spalte=1, zeile=2)
        make_jugendamt("05900004")
        make_jugendamt("05900005")


def join(user, **fields):
    defaults = {"jugendamt": make_jugendamt(), "rolle": "bearbeitung", "gueltig_von": date(2020, 1, 1)}
    return Mitgliedschaft.objects.create(user=user, **defaults | fields)


def test_a_membership_holds_once_at_a_time(person, refused, accepted):
    user = person("redaktion")
    join(user, gueltig_bis=date(2020, 6, 30))
    with refused("jugendaemter_mitgliedschaft_once"):
        join(user, gueltig_von=date(2020, 6, 30))
    with accepted():
        join(user, gueltig_von=date(2020, 7, 1))
        join(user, rolle="freigabe")
        join(person("betrieb"))


def test_a_membership_without_end_bars_every_later_one(person, refused):
    join(person("redaktion"))
    with refused("jugendaemter_mitgliedschaft_once"):
        join(person("redaktion"), gueltig_von=date(2099, 1, 1))


def test_rules_of_a_membership(person, refused):
    user = person("redaktion")
    with refused("jugendaemter_mitgliedschaft_rolle"):
        join(user, rolle="chef")
    with refused("jugendaemter_mitgliedschaft_gueltig"):
        join(user, gueltig_bis=date(2019, 12, 31))
    with refused("jugendaemter_mitgliedschaft_vertretung"):
        join(user, vertretung=True)


@pytest.mark.django_db(transaction=True)
def test_two_connections_cannot_both_make_the_same_membership():
    user, office = make_person("redaktion"), make_jugendamt()
    outcomes = run_together([lambda: join(user, jugendamt=office)] * 2)
    assert sum(isinstance(outcome, Mitgliedschaft) for outcome in outcomes) == 1


def test_an_office_with_people_cannot_be_removed(person):
    join(person("redaktion"))
    with pytest.raises(IntegrityError, match="mitgliedschaft"), transaction.atomic():
        sql("DELETE FROM jugendaemter_jugendamt")
        sql("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("von, bis", [(6, 3), (None, 3), (3, None)])
def test_ages_of_a_body(refused, von, bis):
    with refused("jugendaemter_gremium_alter"):
        Gremium.objects.create(netzwerk=make_netzwerk(), art="arbeitsgruppe", name="AG", alter_von=von, alter_bis=bis)


def test_levels_of_a_programme(refused, accepted):
    network = make_netzwerk()
    with refused("jugendaemter_programm_ebene"):
        Programm.objects.create(netzwerk=network, name="kinderstark", ebene="mond")
    with accepted():
        Programm.objects.create(netzwerk=network, name="kinderstark", ebene="land")


def test_state_of_a_network_page(refused):
    page = make_netzwerk()
    with refused("jugendaemter_netzwerk_status_known"):
        sql("UPDATE jugendaemter_netzwerk SET status = 'x' WHERE id = %s", page.pk)
    with refused("jugendaemter_netzwerk_published_at"):
        sql("UPDATE jugendaemter_netzwerk SET status = 'veroeffentlicht' WHERE id = %s", page.pk)
