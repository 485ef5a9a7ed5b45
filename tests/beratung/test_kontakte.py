"""Documented contacts: what the database holds, who writes them, what they do to the case."""

from datetime import date

import pytest
from django.utils import timezone

from beratung import services
from beratung.models import Kontakt
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.models import Frist, Protokoll, Thema
from tests.beratung.cases import ask, put, receive
from tests.people import EVERYBODY, make_person

pytestmark = pytest.mark.django_db
ADVISERS = {"koordination1", "koordination2", "fachberatung"}
FIELDS = {"format": "telefon", "beratung_minuten": 45, "vorbereitung_minuten": 30, "teilnehmende": 2}
DAY = date(2026, 1, 5)


def document(anfrage, actor, **fields):
    return services.document_kontakt(anfrage, actor=actor, **{"am": timezone.localdate()} | FIELDS | fields)


def write(**fields):
    return Kontakt.objects.create(anfrage=receive(), **{"am": DAY} | FIELDS | fields)


@pytest.mark.parametrize(
    "constraint, bad, good",
    [
        ("beratung_kontakt_am_past", {"am": date(2026, 1, 6)}, {"am": date(2026, 1, 5)}),
        ("beratung_kontakt_format", {"format": "offen"}, {"format": "email"}),
        ("beratung_kontakt_format", {"format": "brieftaube"}, {"format": "prozessbegleitung"}),
        ("beratung_kontakt_teilnehmende", {"teilnehmende": 0}, {"teilnehmende": 1}),
        ("beratung_kontakt_minuten_most", {"beratung_minuten": 7201}, {"beratung_minuten": 7200}),
        ("beratung_kontakt_minuten_most", {"vorbereitung_minuten": 7201}, {"vorbereitung_minuten": 7200}),
        (
            "beratung_kontakt_minuten_some",
            {"beratung_minuten": 0, "vorbereitung_minuten": 0},
            {"beratung_minuten": 0, "vorbereitung_minuten": 1},
        ),
    ],
)
def test_refused(refused, accepted, time_machine, constraint, bad, good):
    time_machine.move_to("2026-01-05T00:10+01:00", tick=False)  # still the 4th in London: the day here counts
    with refused(constraint):
        write(**bad)
    with accepted():
        write(**good)


@pytest.mark.parametrize("name", EVERYBODY[1:])
def test_only_advisers_document(name):
    anfrage, actor = receive(), make_person(name)
    if name in ADVISERS:
        assert document(anfrage, actor).author == actor
        assert Protokoll.objects.filter(verb="anfrage.dokumentiert").exists()
        return
    with pytest.raises(NotAllowed):
        document(anfrage, actor)
    assert not Kontakt.objects.exists()


def test_topics_and_texts_are_kept(person):
    topic = Thema.objects.create(name="Elternstärkung", slug="eltern")
    kontakt = document(receive(), person("fachberatung"), themen=[topic], ergebnis="Gut", vereinbarungen="Bald mehr")
    kontakt.refresh_from_db()
    assert (list(kontakt.themen.all()), kontakt.ergebnis, kontakt.vereinbarungen) == ([topic], "Gut", "Bald mehr")


def test_a_talk_is_the_first_contact_of_its_own_day(person, time_machine):
    time_machine.move_to("2026-11-23T10:00+01:00")
    anfrage = receive()
    time_machine.move_to("2026-11-26T10:00+01:00")
    document(anfrage, person("fachberatung"), am=date(2026, 11, 24))
    anfrage.refresh_from_db()
    assert timezone.localdate(anfrage.contacted_at) == date(2026, 11, 24)
    assert set(Frist.objects.open().values_list("art", flat=True)) == {"beratung.termin"}


def test_the_first_contact_never_lies_before_the_request(person, time_machine):
    time_machine.move_to("2026-11-23T15:00+01:00")
    anfrage = receive()
    document(anfrage, person("fachberatung"), am=date(2026, 11, 20))
    anfrage.refresh_from_db()
    assert anfrage.contacted_at == anfrage.confirmed_at


def test_preparation_alone_is_no_contact(person):
    anfrage = receive()
    document(anfrage, person("fachberatung"), beratung_minuten=0)
    anfrage.refresh_from_db()
    assert anfrage.contacted_at is None


def test_ended_cases_are_documented_late_and_start_no_deadline(person):
    anfrage = put(receive(), "abgeschlossen")
    Frist.objects.all().delete()
    document(anfrage, person("fachberatung"))
    assert not Frist.objects.exists()


def test_unconfirmed_requests_are_not_documented(person):
    with pytest.raises(NotNow, match="bestätigt"):
        document(ask(), person("fachberatung"))


def test_minutes_are_summed_apart(person):
    anfrage, fiona = receive(), person("fachberatung")
    assert anfrage.kontakte.minutes() == {"beratung": 0, "vorbereitung": 0}
    document(anfrage, fiona)
    document(anfrage, fiona, beratung_minuten=15)
    assert anfrage.kontakte.minutes() == {"beratung": 60, "vorbereitung": 60}
