"""The last place on real connections: a sample of the drill. The control takes the trigger away and oversells."""

from functools import partial

import pytest

from beratung import services
from beratung.models import Anmeldung, Austauschangebot
from servicestelle.base.models import Mail
from tests.beratung.exchanges import join, make_austausch, sign_up, statuses
from tests.database import run_together, sql

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 12
INSERT = """INSERT INTO beratung_anmeldung (angebot_id, status, name, email, zugang, created_at, confirmed_at)
    VALUES (%s, 'angemeldet', 'x', %s, gen_random_uuid(), now(), now())"""


def test_the_last_place_is_given_once_and_all_others_wait():
    angebot = make_austausch(plaetze=1)
    rows = [sign_up(angebot, number) for number in range(AT_ONCE)]
    run_together([partial(services.confirm_anmeldung, row) for row in rows])
    assert statuses(angebot).count("angemeldet") == 1
    assert statuses(angebot).count("warteliste") == AT_ONCE - 1
    assert Mail.objects.filter(subject__startswith="Sie haben einen Platz").count() == 1


def test_raw_inserts_take_the_last_place_once():
    angebot = make_austausch(plaetze=1)
    errors = run_together([partial(sql, INSERT, angebot.pk, f"{number}@example.org") for number in range(AT_ONCE)])
    refused = [error for error in errors if "beratung_austauschangebot_plaetze" in str(error)]
    assert (len(refused), statuses(angebot)) == (AT_ONCE - 1, ["angemeldet"])


def test_each_freed_place_is_given_once_and_in_order():
    angebot = make_austausch(plaetze=4)
    rows = [join(angebot, number) for number in range(10)]
    run_together([partial(services.cancel_anmeldung, row) for row in rows[:3]] * 2)
    assert statuses(angebot) == ["abgemeldet"] * 3 + ["angemeldet"] * 4 + ["warteliste"] * 3
    moved = Mail.objects.filter(subject__startswith="Ein Platz ist frei").values_list("to", flat=True)
    assert sorted(moved) == [f"mensch{number}@example.org" for number in (4, 5, 6)]


def test_one_address_many_times_at_once_is_one_registration():
    angebot = make_austausch()
    run_together([partial(sign_up, angebot)] * AT_ONCE)
    assert Anmeldung.objects.count() == 1


def test_control_without_the_trigger_places_are_sold_twice():
    angebot = make_austausch(plaetze=1)
    rows = [sign_up(angebot, number) for number in range(4)]
    sql("ALTER TABLE beratung_anmeldung DISABLE TRIGGER USER")
    try:
        run_together([partial(services.confirm_anmeldung, row) for row in rows])
        run_together([partial(sql, INSERT, angebot.pk, "roh@example.org")])
    finally:
        sql("ALTER TABLE beratung_anmeldung ENABLE TRIGGER USER")
    assert statuses(angebot).count("angemeldet") > Austauschangebot.objects.get().plaetze
