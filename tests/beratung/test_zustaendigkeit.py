"""Triage: which rule wins, who is passed over, what one click does; absence and handing over; what the database refuses."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from beratung import services, triage
from beratung.models import Abwesenheit, Anfrage, Zustaendigkeit
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.einmal import new_number
from servicestelle.base.models import Frist, Mail, Protokoll, Thema
from tests.beratung.cases import put, receive
from tests.people import EVERYBODY, make_person
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
ADVISERS = {"koordination1", "koordination2", "fachberatung"}


@pytest.fixture
def topic():
    return Thema.objects.create(name="Elternstärkung", slug="eltern")


def rule(person, **fields):
    return Zustaendigkeit.objects.create(person=person, **fields)


def away(person, deputy, first=0, last=5):
    today = TODAY()
    return Abwesenheit.objects.create(
        user=person, vertretung=deputy, von=today + timedelta(first), bis=today + timedelta(last)
    )


def proposed(anfrage):
    rows = Anfrage.objects.filter(pk=anfrage.pk).for_list()
    return triage.propose(rows).get(anfrage.pk)


# Which rule wins

SPECIFIC = [  # from the least to the most specific
    {},
    {"regierungsbezirk": "Arnsberg"},
    {"kreis": "Kreis Muster"},
    {"thema": True},
    {"thema": True, "regierungsbezirk": "Arnsberg"},
    {"thema": True, "kreis": "Kreis Muster"},
]


@pytest.mark.parametrize("number", range(1, len(SPECIFIC)))
def test_the_more_specific_rule_wins(number, person, topic):
    for fields, name in ((SPECIFIC[number], "fachberatung"), (SPECIFIC[number - 1], "koordination1")):
        rule(person(name), **fields | ({"thema": topic} if "thema" in fields else {}))
    anfrage = receive(jugendamt=make_jugendamt(kreis="Kreis Muster"), themen=[topic])
    assert proposed(anfrage).person == person("fachberatung")


@pytest.mark.parametrize("fields", [{"regierungsbezirk": "Detmold"}, {"kreis": "Kreis Fremd"}, {"thema": True}])
def test_a_rule_for_others_does_not_count(fields, person, topic):
    rule(person("fachberatung"), **fields | ({"thema": topic} if "thema" in fields else {}))
    assert proposed(receive()) is None


def test_the_proposal_says_why(person, topic):
    rule(person("fachberatung"), thema=topic, kreis="Stadt 05900001")
    assert proposed(receive(themen=[topic])).grund == "Elternstärkung, Stadt 05900001"


def test_nothing_is_proposed_for_what_has_a_person_or_has_ended(person):
    rule(person("fachberatung"))
    anfrage = receive()
    assert proposed(put(anfrage, "zugewiesen", zustaendig=person("koordination1"))) is None
    assert proposed(put(anfrage, "abgeschlossen", zustaendig=None)) is None


@pytest.mark.parametrize("how", ["is_active", "group"])
def test_people_who_no_longer_advise_are_not_proposed(how, person):
    rule(person("fachberatung"))
    if how == "group":
        person("fachberatung").groups.clear()
    else:
        person("fachberatung").is_active = False
        person("fachberatung").save()
    assert proposed(receive()) is None


def test_absent_people_are_passed_over_for_their_deputy(person):
    rule(person("fachberatung"))
    away(person("fachberatung"), person("koordination2"))
    found = proposed(receive())
    assert found.person == person("koordination2")
    assert "vertritt" in found.grund


def test_an_absent_deputy_gives_way_to_the_next_rule(person):
    rule(person("fachberatung"), kreis="Stadt 05900001")
    rule(person("koordination1"))
    away(person("fachberatung"), person("koordination2"))
    away(person("koordination2"), person("koordination1"))
    assert proposed(receive()).person == person("koordination1")


@pytest.mark.parametrize("first, last", [(1, 5), (-5, -1)])
def test_who_is_away_another_day_is_proposed(person, first, last):
    rule(person("fachberatung"))
    away(person("fachberatung"), person("koordination2"), first, last)
    assert proposed(receive()).person == person("fachberatung")


# One click


def accept(client, anfrage, someone):
    return client.post(reverse("buero_anfragen_vorschlag"), {"vorschlag": f"{anfrage.nummer}/{someone.pk}"})


def test_one_click_in_the_queue_accepts_and_nothing_is_set_before(client, person):
    rule(person("fachberatung"))
    anfrage = receive()
    client.force_login(person("koordination1"))
    page = client.get(reverse("buero_anfragen")).content.decode()
    assert f"{anfrage.nummer}/{person('fachberatung').pk}" in page
    assert Anfrage.objects.get().zustaendig is None
    assert accept(client, anfrage, person("fachberatung")).url == reverse("buero_anfragen")
    assert (Anfrage.objects.get().zustaendig, Anfrage.objects.get().status) == (person("fachberatung"), "zugewiesen")


def test_the_case_page_proposes_too(client, person):
    rule(person("fachberatung"))
    anfrage = receive()
    client.force_login(person("koordination1"))
    assert "Vorschlag annehmen" in client.get(anfrage.get_office_url()).content.decode()


def test_a_proposal_that_changed_meanwhile_is_not_taken(client, person):
    rule(person("fachberatung"))
    anfrage = receive()
    client.force_login(person("koordination1"))
    accept(client, anfrage, person("koordination2"))
    assert Anfrage.objects.get().zustaendig is None


def test_advisers_accept_what_is_proposed_for_them_only(client, person):
    proposal = rule(person("fachberatung"))
    anfrage = receive()
    client.force_login(person("fachberatung"))
    assert "Vorschlag annehmen" in client.get(anfrage.get_office_url()).content.decode()
    proposal.person = person("koordination1")
    proposal.save()
    assert "Vorschlag annehmen" not in client.get(anfrage.get_office_url()).content.decode()
    assert accept(client, anfrage, person("koordination1")).status_code == 403
    assert Anfrage.objects.get().zustaendig is None


@pytest.mark.parametrize("value", ["", "/", "FB-2000-0001/1", "\x00/\x00", "x" * 3000, "FB-2026-0001/" + "9" * 40])
def test_odd_proposals_are_simply_missing(client, person, value):
    client.force_login(person("koordination1"))
    assert client.post(reverse("buero_anfragen_vorschlag"), {"vorschlag": value}).status_code == 404


# Being away


def note(person, *, actor=None, deputy=None, von=None, bis=None):
    return services.note_absence(
        person,
        von=von or TODAY(),
        bis=bis or TODAY() + timedelta(5),
        vertretung=deputy or make_person("koordination2"),
        actor=actor or person,
    )


@pytest.mark.parametrize("name", EVERYBODY[1:])
def test_coordinators_note_for_all_advisers_for_themselves(name):
    actor, fiona = make_person(name), make_person("fachberatung")
    if name in ADVISERS:
        assert note(fiona, actor=actor).user == fiona
        assert Protokoll.objects.get().verb == "abwesenheit.eingetragen"
    else:
        with pytest.raises(NotAllowed):
            note(fiona, actor=actor)


def test_an_adviser_notes_nothing_for_others(person):
    with pytest.raises(NotAllowed):
        note(person("koordination1"), actor=person("fachberatung"))


def test_whoever_does_not_advise_is_no_deputy(person):
    with pytest.raises(NotNow, match="berät nicht"):
        note(person("fachberatung"), deputy=person("redaktion"))


def test_two_absences_of_one_person_never_overlap(person):
    first = note(person("fachberatung"))
    with pytest.raises(NotNow, match="schon abwesend"):
        note(person("fachberatung"), von=first.bis)
    note(person("fachberatung"), von=first.bis + timedelta(1), bis=first.bis + timedelta(2))


@pytest.mark.parametrize(
    "constraint, fields",
    [
        ("beratung_abwesenheit_bis", {"von": date(2026, 3, 2), "bis": date(2026, 3, 1)}),
        ("beratung_abwesenheit_selbst", {"vertretung": "fachberatung"}),
        ("beratung_abwesenheit_once", {"von": date(2026, 1, 31), "bis": date(2026, 2, 3)}),
    ],
)
def test_the_database_refuses(constraint, fields, refused, accepted, person):
    def write(**changed):
        values = {"von": date(2026, 3, 1), "bis": date(2026, 3, 1), "vertretung": "koordination1"} | changed
        return Abwesenheit.objects.create(
            **values | {"user": person("fachberatung"), "vertretung": person(values["vertretung"])}
        )

    write(von=date(2026, 1, 1), bis=date(2026, 1, 31))
    with refused(constraint):
        write(**fields)
    with accepted():
        write()


@pytest.mark.parametrize(
    "constraint, fields",
    [
        ("beratung_zustaendigkeit_once", {}),
        ("beratung_zustaendigkeit_region", {"regierungsbezirk": "Arnsberg", "kreis": "Kreis Muster"}),
        ("beratung_zustaendigkeit_bezirk", {"regierungsbezirk": "Köln"}),
    ],
)
def test_the_database_refuses_a_rule(constraint, fields, refused, accepted, person):
    other = person("koordination1")
    rule(person("fachberatung"))
    with refused(constraint):
        rule(other, **fields)
    with accepted():
        rule(other, kreis="Kreis Muster")


# Handing over


def test_handing_over_moves_what_is_open_with_history_and_deadlines_and_writes_once(person):
    fiona, kaya = person("fachberatung"), person("koordination2")
    rows = [receive() for _ in range(4)]
    for row in rows:
        services.assign_anfrage(row, to=fiona, actor=fiona)
    put(rows[2], "ruhend", zustaendig=fiona)
    put(rows[3], "abgeschlossen", zustaendig=fiona)
    history, due = Protokoll.objects.count(), Frist.objects.order_by("pk").values_list("pk", "due_on", "due_first")
    before, mails = list(due), Mail.objects.count()
    absence = away(fiona, kaya)
    moved = services.hand_over_cases(absence, actor=person("koordination1"))
    assert len(moved) == 3
    assert Anfrage.objects.filter(zustaendig=kaya).count() == 3
    assert Anfrage.objects.get(pk=rows[0].pk).status == "zugewiesen"
    assert list(due) == before
    assert Frist.objects.filter(done_at=None, zustaendig=kaya).count() == 3
    assert Protokoll.objects.count() == history + 3
    entry = Protokoll.objects.filter(verb="anfrage.uebergeben").first()
    assert entry.details["werte"]["zustaendig"] == [fiona.pk, kaya.pk]
    assert Mail.objects.count() == mails + 1
    mail = Mail.objects.get(to=kaya.email)
    assert "3 Anfragen" in mail.text and "?lage=meine" in mail.text
    assert services.hand_over_cases(absence, actor=person("koordination1")) == []
    assert Mail.objects.count() == mails + 1


@pytest.mark.parametrize("name", EVERYBODY[1:])
def test_who_may_hand_over(name):
    fiona = make_person("fachberatung")
    receive_for(fiona)
    absence = away(fiona, make_person("koordination2"))
    if name in ADVISERS:
        assert len(services.hand_over_cases(absence, actor=make_person(name))) == 1
    else:
        with pytest.raises(NotAllowed):
            services.hand_over_cases(absence, actor=make_person(name))


def receive_for(person):
    return services.assign_anfrage(receive(), to=person, actor=person)


def test_the_deputy_takes_over_without_a_mail_to_herself(person):
    absence = away(person("koordination1"), person("fachberatung"))
    receive_for(person("koordination1"))
    assert services.hand_over_cases(absence, actor=person("fachberatung"))
    assert not Mail.objects.filter(to=person("fachberatung").email).exists()


@pytest.mark.parametrize("reason", ["abwesend", "keine Vertretung", "endete"])
def test_when_handing_over_is_refused(person, reason):
    fiona, kaya = person("fachberatung"), person("koordination2")
    receive_for(fiona)
    if reason == "endete":
        absence = away(fiona, kaya, -5, -1)
    else:
        absence = away(fiona, kaya if reason == "abwesend" else None)
        away(kaya, person("koordination1"))
    with pytest.raises(NotNow, match=reason):
        services.hand_over_cases(absence, actor=person("koordination1"))
    assert Anfrage.objects.get().zustaendig == fiona


# Pages


def filled(**fields):
    today = TODAY()
    return {
        "von": f"{today:%d.%m.%Y}",
        "bis": f"{today + timedelta(3):%d.%m.%Y}",
        "nummer": new_number("abwesenheit"),
    } | fields


def test_from_noting_to_handing_over_on_the_page(client, person):
    fiona, kaya = person("fachberatung"), person("koordination2")
    anfrage = receive_for(fiona)
    client.force_login(fiona)
    address = reverse("buero_abwesenheiten")
    assert client.post(address, filled(user=fiona.pk, vertretung=kaya.pk)).url == address
    assert "1 offene Anfrage" in client.get(address).content.decode()
    assert "abwesend bis" in client.get(reverse("buero_anfragen")).content.decode()
    assert "abwesend bis" in client.get(anfrage.get_office_url()).content.decode()
    assert anfrage.nummer in client.get(reverse("buero_anfragen"), {"lage": "abwesend"}).content.decode()
    pk = Abwesenheit.objects.get().pk
    assert client.post(reverse("buero_abwesenheit_uebergeben", args=[pk])).status_code == 302
    assert Anfrage.objects.get().zustaendig == kaya
    assert client.post(reverse("buero_abwesenheit_entfernen", args=[pk])).status_code == 302
    assert not Abwesenheit.objects.exists()


def test_the_same_form_twice_is_one_absence(client, person):
    client.force_login(person("koordination1"))
    data = filled(user=person("fachberatung").pk, vertretung=person("koordination2").pk)
    assert [client.post(reverse("buero_abwesenheiten"), data).status_code for _ in range(3)] == [302, 302, 302]
    assert Abwesenheit.objects.count() == 1


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"von": "morgen"}, "gültiges Datum"),
        ({"von": "31.12.2999"}, "liegt vor dem ersten"),
        ({"bis": "01.01.2020"}, "schon vorbei"),
        ({"vertretung": ""}, "erforderlich"),
        ({"vertretung": "selbst"}, "vertritt sich selbst"),
        ({"user": "fremd"}, "Auswahl"),
        ({"von": "\x00"}, "Datum"),
    ],
)
def test_a_refusal_says_why(client, person, fields, words):
    fiona = person("fachberatung")
    client.force_login(fiona)
    data = filled(user=fiona.pk, vertretung=person("koordination2").pk)
    swapped = {"selbst": fiona.pk, "fremd": person("koordination1").pk}
    response = client.post(
        reverse("buero_abwesenheiten"), data | {name: swapped.get(value, value) for name, value in fields.items()}
    )
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Abwesenheit.objects.exists()


def test_an_adviser_removes_nothing_of_others(client, person):
    absence = away(person("koordination1"), person("koordination2"))
    client.force_login(person("fachberatung"))
    assert client.post(reverse("buero_abwesenheit_entfernen", args=[absence.pk])).status_code == 403
    assert Abwesenheit.objects.exists()


def test_control_without_the_rule_the_second_absence_is_written(person):
    """The overlap is refused by the database alone: the service asks nothing beforehand."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE beratung_abwesenheit DROP CONSTRAINT beratung_abwesenheit_once")
    note(person("fachberatung"))
    try:
        note(person("fachberatung"))
    except (IntegrityError, NotNow):
        pytest.fail("something else refuses it too")
    assert Abwesenheit.objects.count() == 2


def test_the_list_of_rules_names_only_people_with_a_rule(client, person, topic):
    for name in ("koordination1", "koordination2"):
        Zustaendigkeit.objects.create(thema=topic, kreis=name, person=person(name))
    person("freigabe")
    client.force_login(person("fachberatung"))
    page = client.get(reverse("admin:beratung_zustaendigkeit_changelist")).content.decode()
    assert person("koordination2").name in page
    assert person("freigabe").name not in page


def test_a_deputy_who_no_longer_advises_takes_nothing_over(person):
    absence = away(person("fachberatung"), person("koordination2"))
    receive_for(person("fachberatung"))
    person("koordination2").groups.clear()
    with pytest.raises(NotNow, match="keine Vertretung, die berät"):
        services.hand_over_cases(absence, actor=person("koordination1"))
    assert Anfrage.objects.get().zustaendig == person("fachberatung")
