"""The private calendar knows appointments and exchanges: whose they are, and the same event as in their own files."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from beratung import services
from beratung.kalender.termine import calendar_of
from beratung.models import Anfrage, Austauschangebot, Termin
from servicestelle.base.kalender import write_calendar
from tests.beratung.cases import receive
from tests.beratung.exchanges import make_austausch
from tests.people import make_person
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db


@pytest.fixture
def termin():
    anfrage, adviser = receive(jugendamt=make_jugendamt("00000001")), make_person("fachberatung")
    services.assign_anfrage(anfrage, to=adviser, actor=adviser)
    [row] = services.propose_termine(
        anfrage, zeiten=[anfrage.confirmed_at + timedelta(days=7)], dauer_minuten=90, ort="Rathaus", actor=adviser
    )
    return services.accept_termin(row)


def events(login):
    calendar = Calendar.from_ical(write_calendar(make_person(login)))
    return [event for event in calendar.walk("VEVENT") if "Fällig" not in event["summary"]]


@pytest.mark.parametrize(
    "login, path",
    [("fachberatung", "/buero/anfragen/"), ("bearbeitung", "/mein/anfragen/"), ("freigabe", "/mein/anfragen/")],
)
def test_both_sides_find_the_appointment(login, path, termin):
    [event] = events(login)
    [file] = Calendar.from_ical(calendar_of(termin)).walk("VEVENT")
    assert event["uid"] == file["uid"] and event["dtstart"].dt == file["dtstart"].dt
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=90)
    assert event["location"] == "Rathaus" and f"{path}{termin.anfrage.nummer}/" in event["url"]


@pytest.mark.parametrize("login", ["nachbaramt", "koordination2", "redaktion", "revision", "betrieb"])
def test_nobody_else_does(login, termin):
    assert events(login) == []


def test_a_proposal_a_cancelled_one_and_a_past_one_are_no_appointments(termin):
    services.propose_termine(
        termin.anfrage,
        zeiten=[termin.beginn + timedelta(days=1)],
        dauer_minuten=60,
        ort="Amt",
        actor=make_person("fachberatung"),
    )
    assert len(events("bearbeitung")) == 1
    Termin.objects.filter(pk=termin.pk).update(beginn=termin.beginn - timedelta(days=30))
    assert events("bearbeitung") == []
    Termin.objects.filter(pk=termin.pk).update(beginn=termin.beginn)
    services.cancel_termin(termin, wort="Krank", actor=make_person("fachberatung"))
    assert events("bearbeitung") == []


def test_a_case_handed_over_moves_to_the_other_calendar(termin):
    Anfrage.objects.update(zustaendig=make_person("koordination2"))
    assert events("fachberatung") == [] and len(events("koordination2")) == 1


def test_a_place_in_an_exchange_with_its_link_and_no_place_on_the_waiting_list():
    treffen, member, other = (
        make_austausch(plaetze=1, videolink="https://video.example/1"),
        make_person("bearbeitung"),
        make_person("nachbaramt"),
    )
    for person in (member, other):
        services.register(treffen, name=person.name, email=person.email, actor=person)
    [event] = events("bearbeitung")
    assert event["summary"] == "Treffen" and event["uid"].startswith(f"austausch-{treffen.pk}@")
    assert "https://video.example/1" in event["description"] and "/mein/" in event["url"]
    assert events("nachbaramt") == []
    services.call_off(treffen, reason="Krank", actor=make_person("koordination1"))
    assert events("bearbeitung") == []
    Austauschangebot.objects.update(abgesagt_am=None, absage_grund="")
    assert len(events("bearbeitung")) == 1
    Austauschangebot.objects.update(
        beginn=treffen.beginn - timedelta(days=30),
        ende=treffen.ende - timedelta(days=30),
        anmeldeschluss=treffen.anmeldeschluss - timedelta(days=30),
    )
    assert events("bearbeitung") == []


def test_who_no_longer_advises_finds_nothing_of_the_cases_in_her_name(termin):
    make_person("fachberatung").groups.clear()
    assert Anfrage.objects.get().zustaendig == make_person("fachberatung") and events("fachberatung") == []
