"""The life of a request: who may take which step, what each step brings, what is refused and how."""

from datetime import date

import pytest
from django.utils import timezone

from beratung import services
from beratung.choices import AKTIV, ANFRAGEWEGE, BEENDET, Anfragestatus, Fristart
from beratung.models import Anfrage
from beratung.notifications import anfragen as notifications
from beratung.tasks import aufraeumen
from servicestelle.base import einstellungen
from servicestelle.base.choices import NeedsReason, NotAllowed, NotNow
from servicestelle.base.dateien import services as dateien
from servicestelle.base.dateien.checking import Checked
from servicestelle.base.einzelheiten import lines_of
from servicestelle.base.models import Datei, Einstellung, Frist, Mail, Protokoll, User
from tests.beratung.cases import ask, last_mail, put, receive
from tests.people import EVERYBODY, make_person
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db
ADVISERS = {"koordination1", "koordination2", "fachberatung"}
VERBS = lambda: set(Protokoll.objects.values_list("verb", flat=True))  # noqa: E731


def test_without_an_account_nothing_reaches_the_office_before_the_address_is_confirmed():
    anfrage = ask()
    assert (anfrage.status, anfrage.nummer) == ("unbestaetigt", None)
    assert not Anfrage.objects.confirmed().exists()
    assert "bestätigen" in last_mail().subject


def test_what_nobody_confirmed_is_deleted_after_thirty_days_with_its_files(time_machine):
    time_machine.move_to("2026-11-02T10:00+01:00")
    old = ask(dateien=[Checked("plan.txt", "text/plain", b"Ein Plan")])
    assert "löschen wir die Anfrage nach 30 Tagen" in last_mail().text
    kept = receive()
    time_machine.move_to("2026-12-02T09:59+01:00")
    aufraeumen()
    assert set(Anfrage.objects.all()) == {old, kept}
    fresh = ask()
    time_machine.move_to("2026-12-02T10:01+01:00")
    aufraeumen()
    dateien.remove_ownerless()
    assert set(Anfrage.objects.all()) == {fresh, kept}
    assert not Datei.objects.exists()
    assert services.find_by_token(notifications.token_of(old)) is None


def test_confirming_gives_number_receipt_and_the_first_deadline():
    anfrage = receive()
    year = timezone.localdate().year
    assert anfrage.nummer == f"FB-{year}-0001"
    assert f"FB-{year}-0001: Ihre Anfrage ist da" == last_mail().subject
    frist = Frist.objects.get()
    assert (frist.art, frist.seite, frist.scope) == (Fristart.KONTAKT, "buero", anfrage.scope)
    assert f"{frist.due_on:%d.%m.%Y}" in last_mail().text
    assert VERBS() == {"anfrage.eingegangen"}


def test_confirming_again_changes_nothing():
    anfrage = receive()
    assert services.confirm_anfrage(anfrage).nummer == anfrage.nummer
    assert Mail.objects.count() == 2


def test_numbers_follow_each_other_and_start_anew_each_year(time_machine):
    time_machine.move_to("2026-12-31T12:00+01:00")
    assert [receive().nummer, receive().nummer] == ["FB-2026-0001", "FB-2026-0002"]
    time_machine.move_to("2027-01-01T12:00+01:00")
    assert receive().nummer == "FB-2027-0001"


@pytest.mark.parametrize(
    "asked, due",
    [
        ("2026-11-23", date(2026, 11, 26)),  # Monday to Thursday
        ("2026-11-27", date(2026, 12, 2)),  # over a weekend
        ("2026-12-23", date(2026, 12, 29)),  # Christmas
        ("2026-06-03", date(2026, 6, 9)),  # Fronleichnam, a holiday in NRW
    ],
)
def test_the_first_contact_is_due_after_three_working_days(time_machine, asked, due):
    time_machine.move_to(f"{asked}T10:00+01:00")
    receive()
    assert Frist.objects.get().due_on == due


def test_the_office_sets_how_many_days(time_machine):
    time_machine.move_to("2026-11-23T10:00+01:00")
    einstellungen.create_missing()
    Einstellung.objects.filter(key="beratung.kontakt_arbeitstage").update(wert=1)
    receive()
    assert Frist.objects.get().due_on == date(2026, 11, 24)


def test_with_an_account_the_request_is_received_at_once(person):
    anfrage = ask(make_jugendamt("00000001"), actor=person("bearbeitung"))
    assert anfrage.status == "eingegangen"
    assert f"/mein/anfragen/{anfrage.nummer}/" in last_mail().text


@pytest.mark.parametrize("how", ["moved", "closed"])
def test_whoever_lost_the_access_gets_no_more_mail_and_the_colleagues_do(person, how):
    left, colleague, fiona = person("bearbeitung"), person("freigabe"), person("fachberatung")
    anfrage = ask(make_jugendamt("00000001"), actor=left, email=left.email)
    services.write_to_jugendamt(anfrage, text="Guten Tag", actor=fiona)
    assert Mail.objects.filter(to=left.email).count() == 2 and last_mail(colleague.email) is None
    if how == "moved":
        left.mitgliedschaften.update(gueltig_bis=date(2026, 1, 1))
    else:
        User.objects.filter(pk=left.pk).update(is_active=False)
    services.write_to_jugendamt(anfrage, text="Noch etwas", actor=fiona)
    assert Mail.objects.filter(to=left.email).count() == 2
    assert "Neue Nachricht" in last_mail(colleague.email).subject
    assert f"/mein/anfragen/{anfrage.nummer}/" in last_mail(colleague.email).text


def test_where_nobody_is_left_nobody_gets_a_mail(person):
    anfrage = ask(make_jugendamt("00000001"), actor=person("bearbeitung"))
    person("bearbeitung").mitgliedschaften.update(gueltig_bis=date(2026, 1, 1))
    known = Mail.objects.count()
    services.write_to_jugendamt(anfrage, text="Guten Tag", actor=person("fachberatung"))
    assert Mail.objects.count() == known


def test_the_secret_link_finds_its_request_until_it_is_revoked():
    anfrage = receive()
    token = notifications.token_of(anfrage)
    assert services.find_by_token(token) == anfrage
    assert services.find_by_token(token[:-1]) is None
    assert services.find_by_token(f"{anfrage.zugang.hex}.x") is None
    services.revoke_link(anfrage)
    assert services.find_by_token(token) is None


def test_a_new_link_replaces_the_old_one(person):
    anfrage = receive()
    old = notifications.token_of(anfrage)
    fresh = services.revoke_link(anfrage, actor=person("fachberatung"), anew=True)
    assert services.find_by_token(old) is None
    assert notifications.token_of(fresh) in last_mail().text


# Who may


@pytest.mark.parametrize("name", EVERYBODY[1:])
@pytest.mark.parametrize(
    "act",
    [
        lambda a, p: services.move_anfrage(put(a, "zugewiesen"), to="in_klaerung", actor=p),
        lambda a, p: services.write_to_jugendamt(a, text="Guten Tag", actor=p),
        lambda a, p: services.write_note(a, text="Notiz", actor=p),
        lambda a, p: services.note_contact(a, actor=p),
        lambda a, p: services.revoke_link(a, actor=p, anew=True),
        lambda a, p: services.assign_anfrage(a, to=p, actor=p),
    ],
    ids=["move", "write", "note", "contact", "link", "take"],
)
def test_only_advisers_work_on_requests(act, name):
    anfrage, actor = receive(jugendamt=make_jugendamt("00000001")), make_person(name)
    before = Protokoll.objects.count()
    if name in ADVISERS:
        act(anfrage, actor)
        assert Protokoll.objects.count() == before + 1
    else:
        with pytest.raises(NotAllowed):
            act(anfrage, actor)
        assert Protokoll.objects.count() == before


@pytest.mark.parametrize("name", EVERYBODY[1:])
def test_only_the_asking_office_writes_and_withdraws(name):
    anfrage, actor = receive(jugendamt=make_jugendamt("00000001")), make_person(name)
    if name in {"bearbeitung", "freigabe"}:
        services.write_to_office(anfrage, text="Noch etwas", actor=actor)
        assert services.withdraw_anfrage(anfrage, actor=actor).status == "zurueckgezogen"
        return
    with pytest.raises(NotAllowed):
        services.write_to_office(anfrage, text="Noch etwas", actor=actor)
    with pytest.raises(NotAllowed):
        services.withdraw_anfrage(anfrage, actor=actor)


def test_advisers_take_requests_only_coordinators_assign_others(person):
    anfrage, fiona = receive(), person("fachberatung")
    with pytest.raises(NotAllowed, match="darf die Koordination"):
        services.assign_anfrage(anfrage, to=person("koordination1"), actor=fiona)
    assert services.assign_anfrage(anfrage, to=fiona, actor=person("koordination1")).zustaendig == fiona
    assert "Für Sie" in last_mail(fiona.email).subject
    handed = services.assign_anfrage(anfrage, to=person("koordination2"), actor=fiona)
    assert handed.zustaendig == person("koordination2")
    assert Frist.objects.get().zustaendig == person("koordination2")


def test_the_audit_log_tells_who_was_put_in_charge(person):
    fiona = person("fachberatung")
    services.assign_anfrage(receive(), to=fiona, actor=fiona)
    assert lines_of(Protokoll.objects.get(verb="anfrage.zugewiesen")) == [f"zuständig: leer → {fiona.pk}"]


def test_nobody_is_put_in_charge_who_does_not_advise(person):
    with pytest.raises(NotNow, match="berät nicht"):
        services.assign_anfrage(receive(), to=person("zahlstelle"), actor=person("koordination1"))


# Steps

BY_OTHERS = {Anfragestatus.ZUGEWIESEN, Anfragestatus.ZURUECKGEZOGEN, Anfragestatus.EINGEGANGEN}


@pytest.mark.parametrize("old", [status for status in Anfragestatus if status != "unbestaetigt"])
@pytest.mark.parametrize("new", Anfragestatus)
def test_the_table_of_states_holds(old, new, person):
    anfrage, actor = put(receive(), old), person("koordination1")
    allowed = ANFRAGEWEGE.get(old, set()) - {Anfragestatus.ZUGEWIESEN, Anfragestatus.ZURUECKGEZOGEN}
    if old == "ruhend":
        allowed = (allowed - set(AKTIV)) | {Anfragestatus.IN_KLAERUNG}
    if new in allowed:
        moved = services.move_anfrage(anfrage, to=new, actor=actor, reason="Gesagt, getan.")
        assert moved.status == new
        assert (moved.ended_at is not None) == (new in BEENDET)
        assert f"anfrage.{new}" in VERBS()
        return
    with pytest.raises(NotNow, match="möglich ist"):
        services.move_anfrage(anfrage, to=new, actor=actor, reason="Gesagt, getan.")
    anfrage.refresh_from_db()
    assert anfrage.status == old


@pytest.mark.parametrize("new", ["abgeschlossen", "weiterverwiesen", "abgelehnt"])
def test_an_end_needs_words_for_the_jugendamt(new, person):
    with pytest.raises(NeedsReason, match="ein paar Worte"):
        services.move_anfrage(put(receive(), "in_klaerung"), to=new, actor=person("koordination1"), reason="  ")


@pytest.mark.parametrize("name", sorted({*EVERYBODY} - ADVISERS - {None}))
def test_steps_are_drawn_for_advisers_only(name, person):
    anfrage = put(receive(jugendamt=make_jugendamt("00000001")), "in_beratung")
    assert services.steps_of(person("fachberatung"), anfrage)
    assert services.steps_of(person(name), anfrage) == []


def test_two_people_at_one_request_the_second_is_told(person):
    anfrage = put(receive(), "zugewiesen")
    services.move_anfrage(anfrage, to="in_klaerung", actor=person("fachberatung"), expected="zugewiesen")
    with pytest.raises(NotNow, match="inzwischen auf „In Klärung“"):
        services.move_anfrage(anfrage, to="in_beratung", actor=person("koordination1"), expected="zugewiesen")


def test_a_resting_request_goes_on_where_it_was(person):
    anfrage, actor = put(receive(), "in_beratung"), person("fachberatung")
    services.move_anfrage(anfrage, to="ruhend", actor=actor)
    anfrage.refresh_from_db()
    assert services.steps_of(actor, anfrage)[0] == Anfragestatus.IN_BERATUNG
    with pytest.raises(NotNow):
        services.move_anfrage(anfrage, to="in_klaerung", actor=actor)
    assert services.move_anfrage(anfrage, to="in_beratung", actor=actor).ruhte_in == ""


def test_the_first_message_of_the_office_is_the_first_contact(person, time_machine):
    time_machine.move_to("2026-11-23T10:00+01:00")
    anfrage = receive()
    services.write_to_jugendamt(anfrage, text="Guten Tag", actor=person("fachberatung"))
    anfrage.refresh_from_db()
    assert anfrage.contacted_at is not None
    met, running = Frist.objects.order_by("pk")
    assert met.done_at is not None
    assert (running.art, running.due_on) == (Fristart.TERMIN, date(2026, 12, 21))
    assert "Neue Nachricht" in last_mail().subject


def test_the_end_meets_all_deadlines(person):
    anfrage = put(receive(), "in_klaerung")
    services.move_anfrage(anfrage, to="abgelehnt", actor=person("koordination1"), reason="Nicht unsere Aufgabe.")
    assert not Frist.objects.open().exists()


def test_the_person_in_charge_hears_of_messages_and_withdrawals(person):
    anfrage, fiona = receive(), person("fachberatung")
    services.assign_anfrage(anfrage, to=fiona, actor=fiona)
    services.write_to_office(anfrage, text="Noch etwas")
    assert "Neue Nachricht" in last_mail(fiona.email).subject
    services.withdraw_anfrage(anfrage)
    assert "Zurückgezogen" in last_mail(fiona.email).subject


def test_an_ended_request_takes_no_more_messages(person):
    anfrage = put(receive(), "abgeschlossen")
    with pytest.raises(NotNow, match="neue Anfrage"):
        services.write_to_office(anfrage, text="Noch etwas")
    with pytest.raises(NotNow, match="neue Anfrage"):
        services.write_to_jugendamt(anfrage, text="Noch etwas", actor=person("koordination1"))


@pytest.mark.parametrize("old", [status for status in Anfragestatus if status in BEENDET])
def test_an_ended_request_cannot_be_withdrawn(old):
    with pytest.raises(NotNow):
        services.withdraw_anfrage(put(receive(), old))
