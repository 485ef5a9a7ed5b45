"""What the database holds of exchanges and registrations, past the services."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beratung.models import Anmeldung, Austauschangebot
from tests.beratung.exchanges import make_austausch
from tests.database import sql

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def write(angebot, email="a@example.org", **fields):
    return Anmeldung.objects.create(angebot=angebot, name="A", email=email, **fields)


TAKEN = {"status": "angemeldet", "confirmed_at": NOW}


@pytest.mark.parametrize(
    ("constraint", "bad", "good"),
    [
        ("beratung_austauschangebot_ende", {"ende": NOW}, {}),
        ("beratung_austauschangebot_anmeldeschluss", {"anmeldeschluss": NOW + timedelta(days=8)}, {}),
        ("beratung_austauschangebot_wo", {"ort": ""}, {"ort": "", "videolink": "https://v.example"}),
        ("beratung_austauschangebot_ein_platz", {"plaetze": 0}, {"plaetze": 1}),
        ("beratung_austauschangebot_absage", {"abgesagt_am": NOW}, {"abgesagt_am": NOW, "absage_grund": "x"}),
        ("beratung_austauschangebot_absage", {"absage_grund": "x"}, {}),
        ("beratung_austauschangebot_adresse", {"slug": "feed"}, {"slug": "feeds"}),
        ("beratung_austauschangebot_status_known", {"status": "fertig"}, {}),
    ],
)
def test_an_exchange_is_refused(refused, accepted, constraint, bad, good):
    with refused(constraint):
        make_austausch(**bad)
    with accepted():
        make_austausch(**good)


@pytest.mark.parametrize(
    ("constraint", "bad", "good"),
    [
        ("beratung_anmeldung_bestaetigt", {"status": "vielleicht"}, {}),
        ("beratung_anmeldung_bestaetigt", {"confirmed_at": NOW}, TAKEN),
        ("beratung_anmeldung_bestaetigt", {"status": "angemeldet"}, TAKEN),
        (
            "beratung_anmeldung_wartet",
            {"status": "warteliste", "confirmed_at": NOW},
            {"status": "warteliste", "confirmed_at": NOW, "wartet_seit": NOW},
        ),
        ("beratung_anmeldung_wartet", TAKEN | {"wartet_seit": NOW}, TAKEN),
        ("beratung_anmeldung_abgemeldet", {"status": "abgemeldet"}, {"status": "abgemeldet", "abgemeldet_am": NOW}),
        ("beratung_anmeldung_teilnahme", {"teilgenommen": True}, TAKEN | {"teilgenommen": True}),
    ],
)
def test_a_registration_is_refused(refused, accepted, constraint, bad, good):
    angebot = make_austausch()
    with refused(constraint):
        write(angebot, **bad)
    with accepted():
        write(angebot, **good)


def test_one_registration_per_address(refused):
    angebot = make_austausch()
    write(angebot, "mensch@example.org")
    with refused("beratung_anmeldung_einmal"):
        write(angebot, "Mensch@Example.org")
    write(make_austausch("anderes"), "mensch@example.org")


def test_the_last_place_is_refused_by_every_way_in(refused):
    angebot, other = make_austausch(plaetze=1), make_austausch("anderes", plaetze=1)
    write(angebot, **TAKEN)
    waiting = write(angebot, "b@example.org", status="warteliste", confirmed_at=NOW, wartet_seit=NOW)
    moved = write(other, "c@example.org", **TAKEN)
    with refused("beratung_austauschangebot_plaetze"):
        write(angebot, "d@example.org", **TAKEN)
    with refused("beratung_austauschangebot_plaetze"):
        Anmeldung.objects.filter(pk=waiting.pk).update(status="angemeldet", wartet_seit=None)
    with refused("beratung_austauschangebot_plaetze"):
        Anmeldung.objects.filter(pk=moved.pk).update(angebot=angebot)
    with refused("beratung_austauschangebot_plaetze"):
        sql(
            "INSERT INTO beratung_anmeldung (angebot_id, status, name, email, zugang, created_at, confirmed_at)"
            " VALUES (%s, 'angemeldet', 'x', 'x@example.org', gen_random_uuid(), now(), now())",
            angebot.pk,
        )
    with refused("beratung_austauschangebot_plaetze"):
        Austauschangebot.objects.filter(pk=other.pk).update(plaetze=2)
        write(other, "e@example.org", **TAKEN)
        Austauschangebot.objects.filter(pk=other.pk).update(plaetze=1)


def test_the_database_alone_counts():
    angebot = make_austausch(belegt=2)
    angebot.refresh_from_db()
    assert angebot.belegt == 0
    row = write(angebot, **TAKEN)
    Austauschangebot.objects.update(belegt=0)
    sql("UPDATE beratung_austauschangebot SET belegt = 0")
    angebot.refresh_from_db()
    assert angebot.belegt == 1
    angebot.belegt = 0
    angebot.save()  # a stale row written back as a whole
    row.teilgenommen = True
    row.save()
    angebot.refresh_from_db()
    assert angebot.belegt == 1
    row.delete()
    angebot.refresh_from_db()
    assert angebot.belegt == 0
