"""Appointments: what the database holds, who takes which step, what each step brings, and the calendar file."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.db import connection
from django.utils import timezone

from beratung import services
from beratung.choices import MIT_TERMIN, Anfragestatus, Terminstatus
from beratung.kalender.termine import calendar_of
from beratung.models import Termin
from servicestelle.base.choices import NeedsReason, NotAllowed, NotNow
from servicestelle.base.models import Frist, Mail, Protokoll
from tests.beratung.cases import put, receive
from tests.people import EVERYBODY, make_person
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db
ADVISERS = {"koordination1", "koordination2", "fachberatung"}
MEMBERS = {"bearbeitung", "freigabe"}
AGREED = {"status": "vereinbart", "decided_at": "2026-01-01T00:00Z"}


def ahead(days=7, hours=0):
    return (timezone.now() + timedelta(days=days, hours=hours)).replace(minute=0, second=0, microsecond=0)


def case(status="in_klaerung", **fields):
    """A case of Musterstadt with Fiona in charge."""
    anfrage = receive(jugendamt=make_jugendamt("00000001"), **fields)
    services.assign_anfrage(anfrage, to=make_person("fachberatung"), actor=make_person("fachberatung"))
    return put(anfrage, status)


def propose(anfrage, actor, *days, **fields):
    values = {"dauer_minuten": 60, "ort": "Rathaus", "zeiten": [ahead(day) for day in days or (7,)]} | fields
    return services.propose_termine(anfrage, actor=actor, **values)


def agree(anfrage, days=7):
    [termin] = propose(anfrage, make_person("fachberatung"), days)
    return services.accept_termin(termin)


def write(anfrage=None, **fields):
    values = {"vom_buero": True, "ort": "Rathaus", "beginn": ahead()} | fields
    return Termin.objects.create(anfrage=anfrage or receive(), **values)


@pytest.mark.parametrize(
    "constraint, bad, good",
    [
        ("beratung_termin_status", {"status": "vielleicht", "decided_at": ahead()}, {}),
        ("beratung_termin_dauer", {"dauer_minuten": 14}, {"dauer_minuten": 15}),
        ("beratung_termin_dauer", {"dauer_minuten": 601}, {"dauer_minuten": 600}),
        ("beratung_termin_place", {"ort": ""}, {"ort": "", "video_url": "https://video.example/1"}),
        ("beratung_termin_place", {"ort": ""}, {"ort": "", "vom_buero": False}),
        ("beratung_termin_video_https", {"video_url": "http://video.example"}, {"video_url": "https://video.example"}),
        ("beratung_termin_video_https", {"video_url": "javascript:alert(1)"}, {}),
        ("beratung_termin_decided", {"status": "vereinbart"}, AGREED),
        ("beratung_termin_decided", {"decided_at": "2026-01-01T00:00Z"}, {}),
        ("beratung_termin_word", AGREED | {"status": "abgesagt"}, AGREED | {"status": "abgesagt", "antwort": "Krank"}),
        ("beratung_termin_word", AGREED | {"status": "abgelehnt"}, AGREED | {"status": "hinfaellig"}),
    ],
)
def test_refused(refused, accepted, constraint, bad, good):
    with refused(constraint):
        write(**bad)
    with accepted():
        write(**good)


def test_one_case_has_one_agreed_appointment_to_come(refused, accepted):
    anfrage = receive()
    write(anfrage, **AGREED)
    with refused("beratung_termin_one_agreed"):
        write(anfrage, **AGREED | {"beginn": ahead(20)})
    waiting = write(anfrage, beginn=ahead(30))
    with refused("beratung_termin_one_agreed"):
        Termin.objects.filter(pk=waiting.pk).update(**AGREED)
    with accepted():
        write(anfrage, **AGREED | {"beginn": ahead(-20)})  # over long ago
        write(**AGREED)  # of another case


def test_a_calendar_knows_each_version_once(refused):
    first = write()
    with refused("beratung_termin_fassung"):
        write(uid=first.uid)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])
def test_two_who_agree_at_once_past_the_service(guarded):
    """The trigger locks the case; without it both would be agreed."""
    from tests.database import run_together

    anfrage = receive()
    rows = [write(anfrage, beginn=ahead(day)) for day in (5, 6)]
    if not guarded:
        with connection.cursor() as cursor:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_one_agreed%'")
            [(name,)] = cursor.fetchall()
            cursor.execute(f"ALTER TABLE beratung_termin DISABLE TRIGGER {name}")
    try:
        run_together([lambda row=row: Termin.objects.filter(pk=row.pk).update(**AGREED) for row in rows])
        assert anfrage.termine.upcoming().count() == (1 if guarded else 2)
    finally:
        if not guarded:
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE beratung_termin ENABLE TRIGGER {name}")


# Who may


STEPS = {
    "propose": lambda case, by_office, by_asker, actor: propose(case, actor),
    "accept-office": lambda case, by_office, by_asker, actor: services.accept_termin(by_office, actor=actor),
    "accept-asker": lambda case, by_office, by_asker, actor: services.accept_termin(by_asker, actor=actor),
    "decline": lambda case, by_office, by_asker, actor: services.decline_termine(case, wort="Ferien", actor=actor),
    "cancel": lambda case, by_office, by_asker, actor: services.cancel_termin(agreed(case), wort="Krank", actor=actor),
    "place": lambda case, by_office, by_asker, actor: services.change_place(
        agreed(case), ort="Kita", video_url="", actor=actor
    ),
}
MAY = {
    "propose": ADVISERS | MEMBERS,
    "accept-office": MEMBERS,
    "accept-asker": ADVISERS,
    "decline": ADVISERS | MEMBERS,
    "cancel": ADVISERS | MEMBERS,
    "place": ADVISERS,
}


def agreed(anfrage):
    return anfrage.termine.upcoming().first() or write(anfrage, **AGREED | {"beginn": ahead(3)})


@pytest.mark.parametrize("name", EVERYBODY[1:])
@pytest.mark.parametrize("step", STEPS)
def test_each_step_by_its_own_side(step, name):
    anfrage, actor = case(), make_person(name)
    rows = write(anfrage), write(anfrage, vom_buero=False, beginn=ahead(8))
    before = Protokoll.objects.count(), Mail.objects.count()
    if name in MAY[step]:
        STEPS[step](anfrage, *rows, actor)
        assert Protokoll.objects.count() > before[0]
        return
    with pytest.raises(NotAllowed):
        STEPS[step](anfrage, *rows, actor)
    assert (Protokoll.objects.count(), Mail.objects.count()) == before
    assert list(anfrage.termine.proposed()) == list(rows)


def test_whoever_holds_the_link_acts_for_the_asking_side():
    anfrage = case()
    by_office, by_asker = write(anfrage), write(anfrage, vom_buero=False)
    with pytest.raises(NotAllowed, match="andere Seite"):
        services.accept_termin(by_asker)
    assert services.accept_termin(by_office).status == Terminstatus.VEREINBART
    with pytest.raises(NotAllowed):
        services.change_place(by_office, ort="Kita", video_url="", actor=None)


# Steps


@pytest.mark.parametrize("status", [status for status in Anfragestatus if status != "unbestaetigt"])
def test_times_are_proposed_while_somebody_is_in_charge(status, person):
    anfrage = case(status)
    if status in MIT_TERMIN:
        assert propose(anfrage, person("fachberatung"))
        return
    with pytest.raises(NotNow, match="solange jemand zuständig ist"):
        propose(anfrage, person("fachberatung"))


@pytest.mark.parametrize(
    "status, after", [("zugewiesen", "terminiert"), ("in_klaerung", "terminiert"), ("in_beratung", "in_beratung")]
)
def test_agreeing_moves_the_case_meets_the_deadline_and_tells_both_sides_once(status, after, person):
    anfrage = case(status)
    rows = propose(anfrage, person("fachberatung"), 7, 9)
    before = Mail.objects.count()
    services.accept_termin(rows[1])
    services.accept_termin(rows[1])  # again changes nothing
    anfrage.refresh_from_db()
    assert anfrage.status == after
    assert [row.status for row in anfrage.termine.order_by("beginn")] == ["hinfaellig", "vereinbart"]
    assert not Frist.objects.open().exists()
    mails = Mail.objects.order_by("pk")[before:]
    assert {mail.to for mail in mails} == {"beispiel@example.org", "fachberatung@demo.example"}
    assert len(mails) == 2
    assert all(rows[1].words in mail.text and "Rathaus" in mail.text for mail in mails)


def test_a_proposal_of_the_office_is_the_first_contact(person):
    anfrage = case("zugewiesen")
    propose(anfrage, person("fachberatung"))
    anfrage.refresh_from_db()
    assert anfrage.contacted_at is not None
    assert anfrage.status == "in_klaerung"


def test_a_new_proposal_replaces_open_ones_of_both_sides(person):
    anfrage = case()
    [first] = propose(anfrage, person("fachberatung"), 7)
    propose(anfrage, None, 8, ort="")
    first.refresh_from_db()
    assert first.status == Terminstatus.HINFAELLIG
    with pytest.raises(NotNow, match="nicht möglich"):
        services.accept_termin(first)


@pytest.mark.parametrize("days", [(-1,), (400,), (), (1, 2, 3, 4)])
def test_times_lie_ahead_and_are_few(days, person):
    with pytest.raises(NotNow):
        services.propose_termine(
            case(), zeiten=[ahead(day) for day in days], dauer_minuten=60, ort="x", actor=person("fachberatung")
        )


def test_a_time_that_has_passed_is_not_agreed():
    termin = write(case(), beginn=timezone.now() - timedelta(minutes=1))
    with pytest.raises(NotNow, match="liegt schon zurück"):
        services.accept_termin(termin)


def test_declining_needs_a_word_and_tells_the_adviser(person):
    anfrage = case()
    propose(anfrage, person("fachberatung"), 7, 8)
    with pytest.raises(NeedsReason):
        services.decline_termine(anfrage, wort="  ")
    assert services.decline_termine(anfrage, wort="Ferien") == 2
    assert set(anfrage.termine.values_list("status", "antwort")) == {("abgelehnt", "Ferien")}
    assert "passt nicht" in Mail.objects.filter(to="fachberatung@demo.example").first().subject
    with pytest.raises(NotNow):
        services.decline_termine(anfrage, wort="Ferien")


def test_a_moved_appointment_keeps_its_place_in_the_calendar(person):
    anfrage = case()
    first = agree(anfrage, 7)
    [second] = propose(anfrage, None, 10, ort="")
    assert anfrage.termine.upcoming().get() == first  # holds until the other side agrees
    second = services.accept_termin(second, actor=person("fachberatung"))
    first.refresh_from_db()
    assert (first.status, second.status) == ("verschoben", "vereinbart")
    assert (second.uid, second.sequence) == (first.uid, first.sequence + 1)
    assert "verschoben auf" in Mail.objects.filter(to="beispiel@example.org").first().subject


def test_cancelling_needs_a_word_and_the_wait_begins_again(person):
    anfrage = case()
    termin = agree(anfrage)
    with pytest.raises(NeedsReason):
        services.cancel_termin(termin, wort="")
    services.cancel_termin(termin, wort="Krank")
    anfrage.refresh_from_db()
    assert anfrage.status == "in_klaerung"
    assert Frist.objects.open().get().art == "beratung.termin"
    assert Mail.objects.filter(subject__contains="abgesagt").count() == 2
    with pytest.raises(NotNow):
        services.cancel_termin(termin, wort="Krank")


def test_nobody_sets_the_case_back_while_an_appointment_stands(person):
    anfrage, fiona = case(), person("fachberatung")
    agree(anfrage)
    anfrage.refresh_from_db()
    assert anfrage.status == "terminiert" and "in_klaerung" not in services.steps_of(fiona, anfrage)
    with pytest.raises(NotNow, match="möglich ist"):
        services.move_anfrage(anfrage, to="in_klaerung", actor=fiona)


def test_the_office_says_where(person):
    anfrage, fiona = case(), person("fachberatung")
    termin = agree(anfrage)
    with pytest.raises(NotNow):
        services.change_place(termin, ort="", video_url="", actor=fiona)
    fresh = services.change_place(termin, ort="", video_url="https://video.example/1", actor=fiona)
    assert fresh.sequence == termin.sequence + 1
    assert "https://video.example/1" in Mail.objects.filter(to="beispiel@example.org").first().text


@pytest.mark.parametrize("end", ["abgeschlossen", "abgelehnt", "weiterverwiesen"])
def test_the_end_of_a_case_calls_off_what_was_agreed(end, person):
    anfrage = case()
    termin = agree(anfrage)
    put(anfrage, "in_klaerung")
    services.move_anfrage(anfrage, to=end, actor=person("fachberatung"), reason="Gesagt.")
    termin.refresh_from_db()
    assert (termin.status, termin.sequence) == ("abgesagt", 1)


def test_withdrawing_lapses_proposals(person):
    anfrage = case()
    propose(anfrage, person("fachberatung"))
    services.withdraw_anfrage(anfrage)
    assert anfrage.termine.get().status == "hinfaellig"


# The calendar file


def event_of(termin):
    calendar = icalendar.Calendar.from_ical(calendar_of(termin))
    assert calendar["METHOD"] == "PUBLISH"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    [event] = calendar.walk("VEVENT")
    return event


def test_the_file_has_the_right_times_on_both_sides_of_the_clock_change():
    anfrage = case()
    for utc, here in [((2027, 3, 26, 9), 10), ((2027, 3, 29, 8), 10)]:
        termin = write(anfrage, status="abgesagt", antwort="x", decided_at=ahead(0), beginn=datetime(*utc, tzinfo=UTC))
        event = event_of(termin)
        assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
        assert event["DTSTART"].dt.hour == here
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=1)


def test_the_file_names_place_and_state_but_no_person(person):
    anfrage = case(name="Frau Kanarienvogel")
    termin = agree(anfrage)
    event = event_of(termin)
    assert (event["SEQUENCE"], event["STATUS"], event["LOCATION"]) == (0, "CONFIRMED", "Rathaus")
    assert b"Kanarienvogel" not in calendar_of(termin)
    gone = services.cancel_termin(termin, wort="KANARIENVOGEL")
    event = event_of(gone)
    assert (event["SEQUENCE"], event["STATUS"]) == (1, "CANCELLED")
    assert str(event["UID"]) == f"{termin.uid}@localhost"
    assert b"KANARIENVOGEL" not in calendar_of(gone)


def test_lines_cannot_be_smuggled_into_the_file():
    termin = write(case(), **AGREED | {"ort": "Rathaus\r\nATTENDEE:mailto:x@example.org"})
    termin.refresh_from_db()
    event = event_of(termin)
    assert "ATTENDEE" not in event


def test_nobody_is_asked_to_answer_a_time_while_the_case_rests(client):
    anfrage, fiona, user = case(), make_person("fachberatung"), make_person("bearbeitung")
    [termin] = propose(anfrage, fiona)
    services.move_anfrage(anfrage, to="ruhend", actor=fiona)
    termin.refresh_from_db()
    assert termin.status == Terminstatus.HINFAELLIG
    client.force_login(user)
    assert "Diese Zeit passt" not in client.get(f"/mein/anfragen/{anfrage.nummer}/").content.decode()
    assert "Terminvorschlag beantworten" not in client.get("/mein/").content.decode()


def test_what_is_agreed_stays_while_the_case_rests():
    termin = agree(case())
    services.move_anfrage(termin.anfrage, to="ruhend", actor=make_person("fachberatung"))
    termin.refresh_from_db()
    assert termin.status == Terminstatus.VEREINBART
