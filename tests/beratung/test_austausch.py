"""Exchanges: registration, places, waiting list, calling off, attendance; who may, what is told to whom."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from beratung import services
from beratung.models import Anmeldung, Austauschangebot
from beratung.services.anmeldungen import FORGOTTEN, find_by_token
from servicestelle.base.choices import NeedsReason, NotAllowed, NotNow
from servicestelle.base.models import Auftrag, Mail, Protokoll
from tests.beratung.exchanges import join, make_austausch, shift, sign_up, statuses, subjects
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db


@pytest.fixture
def treffen():
    return make_austausch(plaetze=2)


def test_an_unconfirmed_address_holds_no_place(treffen):
    row = sign_up(treffen)
    treffen.refresh_from_db()
    assert (row.status, treffen.belegt) == ("unbestaetigt", 0)
    assert subjects() == ["Bitte bestätigen Sie Ihre Anmeldung: Treffen"]
    row = services.confirm_anmeldung(row)
    treffen.refresh_from_db()
    assert (row.status, treffen.belegt) == ("angemeldet", 1)
    assert subjects()[1:] == ["Sie haben einen Platz: Treffen"]
    assert services.confirm_anmeldung(row).status == "angemeldet"
    assert len(subjects()) == 2


def test_with_an_account_one_step_is_enough(treffen, person):
    member = person("bearbeitung")
    row = services.register(treffen, name=member.name, email=member.email, actor=member)
    assert (row.status, row.konto) == ("angemeldet", member)
    assert services.register(treffen, name=member.name, email=member.email, actor=member) == row
    assert subjects() == ["Sie haben einen Platz: Treffen"]


def test_the_waiting_list_moves_up_in_its_order_once_per_place(treffen):
    first, second, third, fourth = [join(treffen, number) for number in range(1, 5)]
    assert statuses(treffen) == ["angemeldet", "angemeldet", "warteliste", "warteliste"]
    services.cancel_anmeldung(first)
    assert statuses(treffen) == ["abgemeldet", "angemeldet", "angemeldet", "warteliste"]
    assert subjects(third.email)[-1] == "Ein Platz ist frei geworden: Treffen"
    services.cancel_anmeldung(first)  # again changes nothing
    assert statuses(treffen)[3] == "warteliste"
    services.cancel_anmeldung(second)
    assert statuses(treffen) == ["abgemeldet", "abgemeldet", "angemeldet", "angemeldet"]
    moved = [subject for subject in subjects() if subject.startswith("Ein Platz")]
    assert len(moved) == 2
    assert subjects(fourth.email).count("Ein Platz ist frei geworden: Treffen") == 1


def test_who_waits_and_cancels_frees_no_place(treffen):
    rows = [join(treffen, number) for number in range(1, 5)]
    services.cancel_anmeldung(rows[2])
    assert statuses(treffen) == ["angemeldet", "angemeldet", "abgemeldet", "warteliste"]


def test_registering_twice_is_told_to_the_owner_of_the_address_only(treffen):
    row = join(treffen)
    again = services.register(treffen, name="Jemand anderes", email="MENSCH1@example.org")
    assert again == row
    row.refresh_from_db()
    assert row.name == "Mensch 1"
    assert subjects(row.email)[-1] == "Sie sind schon angemeldet: Treffen"


def test_after_cancelling_one_may_come_back_with_a_new_link(treffen):
    row = join(treffen)
    services.cancel_anmeldung(row)
    again = sign_up(treffen)
    assert (again.pk, again.status) == (row.pk, "unbestaetigt")
    assert again.zugang != row.zugang
    assert services.confirm_anmeldung(again).status == "angemeldet"


def test_an_account_of_the_address_owns_the_registration(treffen, person):
    member = person("bearbeitung")
    row = services.confirm_anmeldung(services.register(treffen, name="B", email=member.email))
    assert row.konto == member
    assert list(Anmeldung.objects.of_person(member)) == [row]
    assert not Anmeldung.objects.of_person(person("nachbaramt")).exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"anmeldeschluss": timedelta(days=30)}, "Anmeldeschluss"),
        ({"beginn": timedelta(days=30), "ende": timedelta(days=30), "anmeldeschluss": timedelta(days=30)}, "vorbei"),
        ("absage", "fällt aus: Krank"),
        ("entwurf", "nicht veröffentlicht"),
    ],
)
def test_no_registration_when_closed_over_called_off_or_a_draft(treffen, person, change, reason):
    waiting = sign_up(treffen)
    if change == "absage":
        services.call_off(treffen, reason="Krank", actor=person("koordination1"))
    elif change == "entwurf":
        Austauschangebot.objects.update(status="entwurf")
    else:
        fields = {name: getattr(treffen, name) - span for name, span in change.items()}
        Austauschangebot.objects.update(**fields)
    for attempt in (lambda: sign_up(treffen, 2), lambda: services.confirm_anmeldung(waiting)):
        with pytest.raises(NotNow, match=reason):
            attempt()
    assert statuses(treffen) == ["unbestaetigt"]


def test_nobody_cancels_after_the_beginning(treffen):
    row = join(treffen)
    shift(treffen, days=7, hours=1)
    with pytest.raises(NotNow, match="schon begonnen"):
        services.cancel_anmeldung(row)


def test_calling_off_tells_everybody_once(treffen, person):
    rows = [join(treffen, number) for number in range(1, 4)]
    sign_up(treffen, 4)
    services.cancel_anmeldung(rows[0])
    before = Mail.objects.count()
    with pytest.raises(NeedsReason):
        services.call_off(treffen, reason=" ", actor=person("koordination1"))
    assert services.call_off(treffen, reason="Krank\r\nBcc: x@example.org", actor=person("koordination1")) == 2
    assert Mail.objects.count() - before == 2
    assert subjects(rows[2].email)[-1] == "Fällt aus: Treffen"
    treffen.refresh_from_db()
    assert treffen.absage_grund == "Krank Bcc: x@example.org"
    with pytest.raises(NotNow, match="schon abgesagt"):
        services.call_off(treffen, reason="Noch einmal", actor=person("koordination1"))
    services.cancel_anmeldung(rows[1])  # frees a place nobody needs
    assert statuses(treffen).count("angemeldet") == 1


def test_more_places_pull_up_and_too_few_are_refused_with_the_numbers(treffen, person):
    for number in range(1, 6):
        join(treffen, number)
    assert services.change_places(treffen, plaetze=4, actor=person("fachberatung")) == 2
    assert statuses(treffen) == ["angemeldet"] * 4 + ["warteliste"]
    with pytest.raises(NotNow, match=r"4 Plätze sind vergeben, 3 wären zu wenig\. Möglich ist eine Zahl ab 4"):
        services.change_places(treffen, plaetze=3, actor=person("fachberatung"))
    entry = Protokoll.objects.get(verb="austausch.plaetze")
    assert entry.details == {"werte": {"plaetze": [2, 4]}}


def test_one_mail_each_and_only_to_people_with_a_place(treffen, person):
    for number in range(1, 4):
        join(treffen, number)
    sent = services.write_to_registered(
        treffen, subject="Raum\r\nBcc: boese@example.org", text="Eine Zeile\n\nNoch eine", actor=person("koordination1")
    )
    mails = Mail.objects.filter(subject__startswith="Raum")
    assert sent == mails.count() == 2
    assert {mail.subject for mail in mails} == {"Raum Bcc: boese@example.org: Treffen"}
    assert len({mail.to for mail in mails}) == 2
    assert all("/austausch/anmeldung/" in mail.text for mail in mails)


def test_nobody_to_write_to_is_said(treffen, person):
    with pytest.raises(NotNow, match="Noch hat niemand einen Platz"):
        services.write_to_registered(treffen, subject="x", text="y", actor=person("koordination1"))


def test_attendance_orders_certificates_of_those_who_were_there(treffen, person):
    here, away = join(treffen, 1), join(treffen, 2)
    actor = person("koordination1")
    with pytest.raises(NotNow, match="sobald"):
        services.note_attendance(treffen, present={here.pk}, actor=actor)
    shift(treffen, days=8)
    assert services.note_attendance(treffen, present={here.pk, 999_999}, actor=actor) == 1
    here.refresh_from_db()
    away.refresh_from_db()
    assert (here.teilgenommen, away.teilgenommen) == (True, False)
    assert list(Auftrag.objects.filter(kind="beratung.bescheinigung_setzen").values_list("key", flat=True)) == [
        here.bescheinigung_key
    ]
    assert "Mensch" not in str(list(Auftrag.objects.values_list("title", "params")))


@pytest.mark.parametrize("name", ["redaktion", "zahlstelle", "revision", "betrieb", "bearbeitung"])
def test_only_those_who_run_exchanges_may(treffen, person, name):
    actor, row = person(name), join(treffen)
    attempts = [
        lambda: services.create_austausch(actor=actor, titel="x"),
        lambda: services.edit_austausch(treffen, seen=treffen.geaendert_am, actor=actor, titel="x"),
        lambda: services.change_places(treffen, plaetze=5, actor=actor),
        lambda: services.call_off(treffen, reason="x", actor=actor),
        lambda: services.write_to_registered(treffen, subject="x", text="x", actor=actor),
        lambda: services.note_attendance(treffen, present=set(), actor=actor),
        lambda: services.cancel_anmeldung(row, actor=actor),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


def test_an_edit_over_an_edit_is_refused(treffen, person):
    seen, actor = treffen.geaendert_am, person("koordination1")
    services.edit_austausch(treffen, seen=seen, actor=actor, ort="Hamm")
    with pytest.raises(NotNow, match="Inzwischen hat jemand anderes"):
        services.edit_austausch(treffen, seen=seen, actor=actor, ort="Soest")
    assert Austauschangebot.objects.get().ort == "Hamm"


def test_another_time_or_place_is_told_to_everybody_registered_and_nothing_else_is(treffen, person):
    for number in range(1, 4):
        join(treffen, number)
    actor = person("koordination1")
    mails = lambda: Mail.objects.filter(subject__startswith="Zeit oder Ort geändert")  # noqa: E731
    seen = Austauschangebot.objects.get().geaendert_am
    assert services.edit_austausch(treffen, seen=seen, actor=actor, text="Anders beschrieben") == mails().count() == 0
    seen = Austauschangebot.objects.get().geaendert_am
    assert services.edit_austausch(treffen, seen=seen, actor=actor, ort="Hamm") == 3
    assert mails().count() == mails().filter(text__contains="Hamm").count() == 3


def test_addresses_are_made_of_titles_and_never_twice(person):
    fields = {"text": "x", "fuer_wen": "x", "ort": "x", "plaetze": 1}
    other = make_austausch("x")
    times = {name: getattr(other, name) for name in ("beginn", "ende", "anmeldeschluss")}
    rows = [
        services.create_austausch(actor=person("koordination1"), titel=title, **fields, **times)
        for title in ("Über Größe", "Über Größe", "Feed", "!!!")
    ]
    assert [row.slug for row in rows] == ["ueber-groesse", "ueber-groesse-2", "feed-2", "austausch"]


def test_places_freed_past_the_services_are_filled_by_the_schedule(treffen):
    for number in range(1, 4):
        join(treffen, number)
    Anmeldung.objects.filter(status="angemeldet").first().delete()
    assert services.fill_all_places() == 1
    assert services.fill_all_places() == 0
    assert statuses(treffen) == ["angemeldet", "angemeldet"]


def test_more_places_in_the_admin_pull_up_too(treffen, person, client):
    for number in range(1, 4):
        join(treffen, number)
    from servicestelle.base.folgen import pages_edited

    Austauschangebot.objects.update(plaetze=3)
    pages_edited([treffen], actor=person("koordination1"))
    assert statuses(treffen) == ["angemeldet"] * 3


def test_addresses_nobody_confirmed_are_forgotten(treffen):
    old, new, kept = sign_up(treffen, 1), sign_up(treffen, 2), join(treffen, 3)
    Anmeldung.objects.filter(pk__in=[old.pk, kept.pk]).update(
        created_at=old.created_at - FORGOTTEN - timedelta(hours=1)
    )
    assert services.forget_unconfirmed() == 1
    assert set(Anmeldung.objects.all()) == {new, kept}


def test_the_link_is_secret(treffen):
    from beratung.notifications.austausch import token_of

    row = sign_up(treffen)
    assert find_by_token(token_of(row)) == row
    for forged in (row.zugang.hex, f"{row.zugang.hex}.x", "", "\x00", "a" * 5000):
        assert find_by_token(forged) is None


def test_mails_belong_to_no_office(treffen):
    services.register(treffen, name="A", email="a@example.org", jugendamt=make_jugendamt())
    assert {mail.scope for mail in Mail.objects.all()} == {""}


def test_the_demo_shows_one_to_come_and_one_that_was(settings):
    settings.DEMO, settings.DEMO_PASSWORD = True, "ein-demo-passwort-1"
    call_command("startdaten")
    call_command("demodaten")
    listed = Austauschangebot.objects.listed()
    assert [row.frei for row in listed.coming()] == [2]
    assert [row.anmeldungen.get().teilgenommen for row in listed.past()] == [True]
    settings.DEMO = False
    assert not Austauschangebot.objects.listed().exists()
