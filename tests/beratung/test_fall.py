"""Next steps, usefulness and follow-ups: what the database holds, who may, what each step brings."""

from datetime import timedelta

import pytest
from django.utils import timezone

from beratung import services
from beratung.choices import BEENDET, Anfragestatus
from beratung.models import Anfrage, Empfehlung, Rueckmeldung
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.fristen import move_frist
from servicestelle.base.models import Frist, Mail, Protokoll, Thema
from tests.beratung.cases import ask, last_mail, put, receive
from tests.people import EVERYBODY, make_person
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db
ADVISERS = {"koordination1", "koordination2", "fachberatung"}
MEMBERS = {"bearbeitung", "freigabe"}
DAYS = lambda days: timezone.now() + timedelta(days=days)  # noqa: E731


def case(status="in_klaerung", **fields):
    return put(receive(jugendamt=make_jugendamt("00000001"), **fields), status)


def recommend(anfrage, actor=None, **fields):
    values = {"text": "Ein Netz zeichnen"} | fields
    return services.write_empfehlung(anfrage, actor=actor or make_person("fachberatung"), **values)


def follow(anfrage, actor=None, **fields):
    return services.ask_again(anfrage, actor=actor, **{"frage": "Wie weiter?", "format": "offen"} | fields)


@pytest.mark.parametrize(
    "model, constraint, bad, good",
    [
        (Empfehlung, "beratung_empfehlung_text", {"text": ""}, {"text": "x"}),
        (Empfehlung, "beratung_empfehlung_link", {"text": "x", "link": "//boese.example"}, {"text": "x", "link": "/"}),
        (
            Empfehlung,
            "beratung_empfehlung_link",
            {"text": "x", "link": "/\\boese.example"},
            {"text": "x", "link": "/a/?b=1"},
        ),
        (Empfehlung, "beratung_empfehlung_link", {"text": "x", "link": "https://x.example"}, {"text": "x", "link": ""}),
        (
            Empfehlung,
            "beratung_empfehlung_link",
            {"text": "x", "link": "javascript:alert(1)"},
            {"text": "x", "link": "/ä/"},
        ),
        (Rueckmeldung, "beratung_rueckmeldung_nutzen", {"nutzen": "toll"}, {"nutzen": "nicht"}),
        (
            Rueckmeldung,
            "beratung_rueckmeldung_changeable",
            {"nutzen": "sehr", "changed_at": timezone.now() + timedelta(days=31)},
            {"nutzen": "sehr", "changed_at": timezone.now() + timedelta(days=29)},
        ),
    ],
)
def test_refused(refused, accepted, model, constraint, bad, good):
    anfrage = receive()
    with refused(constraint):
        model.objects.create(anfrage=anfrage, **bad)
    with accepted():
        model.objects.create(anfrage=anfrage, **good)


def test_one_answer_and_one_follow_up_per_case(refused):
    anfrage, other, third = receive(), receive(), receive()
    Rueckmeldung.objects.create(anfrage=anfrage, nutzen="sehr")
    with refused("beratung_rueckmeldung_anfrage_id_key"):
        Rueckmeldung.objects.create(anfrage=anfrage, nutzen="nicht")
    Anfrage.objects.filter(pk=other.pk).update(vorgaenger=anfrage)
    with refused("beratung_anfrage_vorgaenger_id_key"):
        Anfrage.objects.filter(pk=third.pk).update(vorgaenger=anfrage)
    with refused("beratung_anfrage_vorgaenger"):
        Anfrage.objects.filter(pk=third.pk).update(vorgaenger=third.pk)


# Who may


STEPS = {
    "recommend": (ADVISERS, "in_klaerung", lambda anfrage, row, actor: recommend(anfrage, actor)),
    "take-back": (ADVISERS, "in_klaerung", lambda anfrage, row, actor: services.take_back_empfehlung(row, actor=actor)),
    "tick": (
        MEMBERS,
        "in_klaerung",
        lambda anfrage, row, actor: services.tick_empfehlung(row, erledigt=True, actor=actor),
    ),
    "useful": (
        MEMBERS,
        "abgeschlossen",
        lambda anfrage, row, actor: services.say_how_useful(anfrage, nutzen="sehr", actor=actor),
    ),
    "follow": (ADVISERS | MEMBERS, "abgeschlossen", lambda anfrage, row, actor: follow(anfrage, actor)),
}


@pytest.mark.parametrize("name", EVERYBODY[1:])
@pytest.mark.parametrize("step", STEPS)
def test_each_step_by_its_own_people(step, name):
    allowed, status, act = STEPS[step]
    anfrage, actor = case(status), make_person(name)
    row = Empfehlung.objects.create(anfrage=anfrage, text="Ein Netz zeichnen")
    before = Protokoll.objects.count(), Mail.objects.count(), Anfrage.objects.count()
    if name in allowed:
        act(anfrage, row, actor)
        assert Protokoll.objects.count() > before[0]
        return
    with pytest.raises(NotAllowed):
        act(anfrage, row, actor)
    row.refresh_from_db()
    assert (Protokoll.objects.count(), Mail.objects.count(), Anfrage.objects.count()) == before
    assert (row.erledigt_at, row.zurueckgenommen_at, Rueckmeldung.objects.count()) == (None, None, 0)


# Next steps


def test_a_step_with_a_day_is_a_deadline_of_the_jugendamt_until_it_is_ticked():
    anfrage = case()
    row = recommend(anfrage, faellig_am=timezone.localdate() + timedelta(days=9))
    mine = Frist.objects.open().for_members()
    assert mine.get().url == f"/mein/anfragen/{anfrage.nummer}/"
    services.tick_empfehlung(row, erledigt=True)
    assert not mine.exists()
    services.tick_empfehlung(row, erledigt=True)
    services.tick_empfehlung(row, erledigt=False)
    assert mine.get().due_on == row.faellig_am
    services.take_back_empfehlung(row, actor=make_person("fachberatung"))
    assert not mine.exists()
    assert list(anfrage.empfehlungen.valid()) == []
    with pytest.raises(NotNow, match="zurückgenommen"):
        services.tick_empfehlung(row, erledigt=True)


def test_a_done_step_is_not_taken_back(person):
    row = recommend(case())
    services.tick_empfehlung(row, erledigt=True)
    with pytest.raises(NotNow, match="schon erledigt"):
        services.take_back_empfehlung(row, actor=person("fachberatung"))


@pytest.mark.parametrize("status", BEENDET)
def test_no_new_steps_after_the_end_but_old_ones_are_ticked(status):
    anfrage = case()
    row = recommend(anfrage)
    put(anfrage, status)
    with pytest.raises(NotNow):
        recommend(anfrage)
    assert services.tick_empfehlung(row, erledigt=True).is_done


# Has it helped?


@pytest.mark.parametrize("status", Anfragestatus)
def test_only_closed_cases_ask(status):
    anfrage = ask() if status == "unbestaetigt" else case(status)
    if status == "abgeschlossen":
        assert services.say_how_useful(anfrage, nutzen="etwas").nutzen == "etwas"
        return
    with pytest.raises(NotNow, match="abgeschlossen"):
        services.say_how_useful(anfrage, nutzen="etwas")


def test_the_answer_is_one_and_changes_for_thirty_days():
    anfrage = case("abgeschlossen")
    services.say_how_useful(anfrage, nutzen="nicht", satz="Zu spät.")
    assert services.say_how_useful(anfrage, nutzen="sehr").satz == "Zu spät."
    assert services.say_how_useful(anfrage, nutzen="sehr", satz="").satz == ""
    assert Rueckmeldung.objects.get().nutzen == "sehr"
    Rueckmeldung.objects.update(created_at=DAYS(-31), changed_at=DAYS(-20))
    with pytest.raises(NotNow, match="steht fest"):
        services.say_how_useful(anfrage, nutzen="nicht")


def test_the_mail_about_the_end_asks(person):
    anfrage = case()
    services.move_anfrage(anfrage, to="abgeschlossen", actor=person("fachberatung"), reason="Vereinbart.")
    assert "Hat Ihnen die Beratung geholfen?" in Mail.objects.filter(to="beispiel@example.org").first().text


# Asking on


@pytest.mark.parametrize("status", [status for status in Anfragestatus if status != "unbestaetigt"])
def test_only_ended_cases_have_a_follow_up(status):
    anfrage = case(status)
    if status in BEENDET:
        assert follow(anfrage).vorgaenger == anfrage
        with pytest.raises(NotNow, match="gibt es schon"):
            follow(anfrage)
        return
    with pytest.raises(NotNow, match="läuft noch"):
        follow(anfrage)


def test_a_follow_up_by_the_link_is_received_at_once_with_a_link_of_its_own():
    anfrage = case("abgeschlossen", telefon="0251 1")
    topic = Thema.objects.create(name="Elternstärkung", slug="eltern")
    row = follow(anfrage, themen=[topic])
    assert (row.status, row.email, row.telefon, row.created_by) == ("eingegangen", anfrage.email, "0251 1", None)
    assert row.zugang != anfrage.zugang
    assert list(row.themen.all()) == [topic]
    assert "Ihre Anfrage ist da" in Mail.objects.filter(to=anfrage.email).first().subject
    assert set(Anfrage.objects.linked_to(anfrage)) == {row}
    assert set(Anfrage.objects.linked_to(row)) == {anfrage}


def test_a_member_who_asks_on_is_the_new_contact(person):
    row = follow(case("abgeschlossen"), person("freigabe"))
    assert (row.created_by, row.email) == (person("freigabe"), "freigabe@demo.example")


def test_the_office_asks_on_behalf_with_the_same_contact(person):
    anfrage = case("abgelehnt")
    row = follow(anfrage, person("fachberatung"))
    assert (row.name, row.email, row.created_by, row.zustaendig) == (anfrage.name, anfrage.email, None, None)
    mail = Mail.objects.filter(to=anfrage.email).first()
    assert "hat für Sie eine Folgeanfrage" in mail.text
    assert Mail.objects.filter(subject__contains=row.nummer).count() == 1


def test_a_moved_deadline_moves_its_step_and_tells_the_jugendamt():
    anfrage, fiona, today = case(), make_person("fachberatung"), timezone.localdate()
    row = recommend(anfrage, faellig_am=today)
    later, known = today + timedelta(days=9), Mail.objects.count()
    move_frist(Frist.objects.get(object_type="beratung.empfehlung"), to=later, grund="wunsch", actor=fiona)
    row.refresh_from_db()
    assert (row.faellig_am, row.is_overdue) == (later, False)
    assert Mail.objects.count() == known + 1
    assert f"neuen Tag: {later:%d.%m.%Y}" in last_mail().text and row.text not in last_mail().text
    for done in (True, False):
        services.tick_empfehlung(row, erledigt=done)
    assert Frist.objects.open().get(object_type="beratung.empfehlung").due_on == later


def test_a_moved_deadline_of_the_office_is_no_mail():
    anfrage = case()
    known = Mail.objects.count()
    frist = Frist.objects.open().get(object_type="beratung.anfrage", object_id=str(anfrage.pk))
    to = frist.due_on + timedelta(days=9)
    assert move_frist(frist, to=to, grund="wunsch", actor=make_person("fachberatung")).due_on == to
    assert Mail.objects.count() == known


def test_the_deadline_of_a_step_that_is_gone_can_still_be_moved():
    row = recommend(case(), faellig_am=timezone.localdate())
    Empfehlung.objects.filter(pk=row.pk).delete()
    frist, to = Frist.objects.get(object_type="beratung.empfehlung"), timezone.localdate() + timedelta(days=9)
    assert move_frist(frist, to=to, grund="irrtum", actor=make_person("fachberatung")).due_on == to
