"""Deadlines: moved with a reason only, seen by whom they concern."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError

from beratung.services import assign_anfrage
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.fristen import meet_fristen, move_frist, moves_of, open_frist
from servicestelle.base.models import Frist, Fristverschiebung, Protokoll
from tests.beratung.cases import receive
from tests.records import make_frist, make_jugendamt

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-02T10:00+01:00"
LATER = date(2026, 11, 20)


@pytest.fixture
def frist(time_machine):
    time_machine.move_to(MONDAY)
    return make_frist()


def move(frist, person, **fields):
    return move_frist(frist, **{"to": LATER, "grund": "wunsch", "actor": person("fachberatung")} | fields)


def test_a_moved_deadline_keeps_its_history(frist, person):
    old = frist.due_on
    move(frist, person)
    fresh = move(frist, person, to=LATER + timedelta(days=7), grund="kapazitaet", actor=person("koordination1"))
    assert (fresh.due_first, fresh.due_on, fresh.is_moved) == (old, date(2026, 11, 27), True)
    assert [(row.von, row.auf, row.grund, row.actor.email.split("@")[0]) for row in moves_of(fresh)] == [
        (old, LATER, "wunsch", "fachberatung"),
        (LATER, date(2026, 11, 27), "kapazitaet", "koordination1"),
    ]
    entry = Protokoll.objects.filter(verb="frist.verschoben").first()
    assert entry.details["werte"] == {"due_on": ["2026-11-20", "2026-11-27"]} and entry.scope == frist.scope


@pytest.mark.parametrize("login", ["redaktion", "revision", "betrieb", "zahlstelle", "bearbeitung", "freigabe"])
def test_only_advisers_move_deadlines(frist, person, login):
    with pytest.raises(NotAllowed):
        move(frist, person, actor=person(login))
    assert not Fristverschiebung.objects.exists()


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"to": date(2026, 11, 1)}, "ist vorbei"),
        ({"to": date(2026, 11, 5)}, "liegt schon auf dem 05.11.2026"),
        ({"expected": date(2026, 11, 4)}, "inzwischen auf den 05.11.2026"),
    ],
)
def test_refusals_name_the_day(frist, person, fields, words):
    with pytest.raises(NotNow, match=words):
        move(frist, person, **fields)
    assert Frist.objects.get().due_on == date(2026, 11, 5)


def test_a_met_deadline_is_not_moved(frist, person):
    meet_fristen(make_jugendamt())
    with pytest.raises(NotNow, match="schon erledigt"):
        move(frist, person)


def write_move(frist, **fields):
    return Fristverschiebung.objects.create(
        **{"frist": frist, "actor": None, "von": frist.due_on, "auf": LATER, "grund": "wunsch"} | fields
    )


@pytest.mark.parametrize("change", [{"due_on": LATER}, {"due_first": LATER}])
def test_no_way_past_the_history(frist, refused, change):
    with refused("base_frist_moves_with_a_reason"):
        Frist.objects.update(**change)
    Frist.objects.update(titel="Anderer Titel")  # the control: what is no day may change


def test_the_history_moves_the_day_itself(frist, accepted):
    with accepted():
        write_move(frist)
    frist.refresh_from_db()
    assert frist.due_on == LATER


@pytest.mark.parametrize(
    "constraint, fields",
    [
        ("base_fristverschiebung_fits", {"von": date(2026, 1, 1)}),
        ("base_fristverschiebung_moves", {"auf": date(2026, 11, 5)}),
        ("base_fristverschiebung_grund", {"grund": "laune"}),
    ],
)
def test_the_database_refuses(frist, refused, constraint, fields):
    with refused(constraint):
        write_move(frist, **fields)


def test_a_met_deadline_has_no_further_history(frist, refused):
    meet_fristen(make_jugendamt())
    with refused("base_fristverschiebung_fits"):
        write_move(frist)


def test_history_is_written_once(frist):
    row = write_move(frist)
    for change in (lambda: Fristverschiebung.objects.update(grund="irrtum"), row.delete, frist.delete):
        with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
            change()
    assert Fristverschiebung.objects.get().grund == "wunsch"


def test_whom_a_deadline_concerns(person, time_machine):
    """In the office the own ones and those of nobody, in a Jugendamt what its own side has to do; nobody else any."""
    time_machine.move_to(MONDAY)
    own, nobody = receive(), receive()
    assign_anfrage(own, to=person("fachberatung"), actor=person("koordination1"))
    mine = open_frist(
        make_jugendamt("00000001"), "probe", titel="Nachweis", due_on=LATER, seite="jugendamt", url="/mein/"
    )
    seen = {
        login: set(Frist.objects.concerning(person(login)).values_list("object_type", "object_id"))
        for login in ("fachberatung", "koordination1", "bearbeitung", "nachbaramt", "revision", "betrieb")
    }
    case = lambda row: ("beratung.anfrage", str(row.pk))  # noqa: E731
    assert seen == {
        "fachberatung": {case(own), case(nobody)},
        "koordination1": {case(nobody)},
        "bearbeitung": {(mine.object_type, mine.object_id)},
        "nachbaramt": set(),
        "revision": set(),
        "betrieb": set(),
    }
