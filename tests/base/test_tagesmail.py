"""The daily mail: on working mornings, only with something to say, once per person and day whatever happens."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from celery import current_app
from django.db import connection
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beratung.services import assign_anfrage
from servicestelle.base import einstellungen, tagesmail
from servicestelle.base.models import Auftrag, Einstellung, Mail, Protokoll, Tagesmail, User
from tests.beratung.cases import receive
from tests.database import run_together, sql
from tests.records import make_frist, make_jugendamt

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 11, 3, 7, 5, tzinfo=BERLIN)


def due(day, **fields):
    return make_frist(make_jugendamt("00000001"), due_on=day, **fields)


def mails(email="bearbeitung@demo.example"):
    return list(Mail.objects.filter(to=email))


@pytest.fixture
def member(person, time_machine):
    time_machine.move_to(TUESDAY)
    return person("bearbeitung")


def test_a_mail_says_what_is_due_and_where(member):
    due(date(2026, 11, 2), art="a", titel="Nachweis einreichen")
    due(date(2026, 11, 3), art="b", titel="Termin bestätigen")
    due(date(2026, 11, 5), art="c", titel="Mittel abrufen")
    due(date(2026, 11, 6), art="d", titel="Viel später")
    assert tagesmail.send_all(TUESDAY) == 1
    [mail] = mails()
    assert mail.subject == "Was ansteht: 3 Fristen, davon 1 überschritten"
    for body in (mail.text, mail.html):
        assert body.index("Nachweis einreichen") < body.index("Termin bestätigen") < body.index("Mittel abrufen")
        assert "Viel später" not in body and "/mein/" in body and "/abbestellen/" in body
        assert "/buero/" not in body
    assert Auftrag.objects.get(key=f"mail:{mail.pk}").kind == "base.mail_senden"


def test_nothing_to_say_no_mail_and_the_turn_is_taken(member):
    assert tagesmail.send_all(TUESDAY) == 0 and not mails()
    assert Tagesmail.objects.get(user=member).mail is None
    due(date(2026, 11, 3))
    assert tagesmail.send_all(TUESDAY + timedelta(hours=1)) == 0  # a morning mail, not one an hour later


def test_advisers_hear_of_their_own_and_of_those_of_nobody(person, time_machine):
    time_machine.move_to("2026-10-29T10:00+01:00")
    own, _ = receive(), receive()
    assign_anfrage(own, to=person("fachberatung"), actor=person("koordination1"))
    Mail.objects.all().delete()
    for login in ("koordination1", "redaktion", "revision", "betrieb", "zahlstelle", "bearbeitung"):
        person(login)
    time_machine.move_to(TUESDAY)
    assert tagesmail.send_all(TUESDAY) == 2
    assert [mail.subject for mail in mails("fachberatung@demo.example")] == ["Was ansteht: 2 Fristen"]
    [other] = mails("koordination1@demo.example")
    assert other.subject == "Was ansteht: 1 Frist"
    assert "/buero/fristen/" in other.text
    assert "(noch niemand zuständig)" in other.text and own.nummer not in other.text


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 3, 6, 59, tzinfo=BERLIN),
        datetime(2026, 11, 3, 12, 0, tzinfo=BERLIN),
        datetime(2026, 10, 31, 8, 0, tzinfo=BERLIN),  # Saturday
        datetime(2025, 10, 3, 8, 0, tzinfo=BERLIN),  # Tag der Deutschen Einheit, a Friday
        datetime(2026, 6, 4, 8, 0, tzinfo=BERLIN),  # Fronleichnam, only in some Länder
        datetime(2027, 11, 1, 8, 0, tzinfo=BERLIN),  # Allerheiligen, a Monday
    ],
)
def test_only_on_the_morning_of_a_working_day(person, time_machine, moment):
    person("bearbeitung")
    time_machine.move_to(moment)
    due(moment.date())
    assert tagesmail.send_all() == 0 and not Tagesmail.objects.exists()


def test_the_day_before_a_holiday_looks_past_it(member, time_machine):
    """Thursday 2 October 2025: two working days ahead are Monday and Tuesday."""
    moment = datetime(2025, 10, 2, 7, 30, tzinfo=BERLIN)
    time_machine.move_to(moment)
    due(date(2025, 10, 7))
    assert tagesmail.send_all(moment) == 1


def test_how_far_it_looks_ahead_is_a_setting(member):
    einstellungen.create_missing()
    Einstellung.objects.filter(key=tagesmail.VORLAUF).update(wert=0)
    due(date(2026, 11, 4))
    assert tagesmail.send_all(TUESDAY) == 0


def test_summer_time_is_the_time_of_the_wall(member, time_machine):
    moment = datetime(2026, 7, 1, 5, 1, tzinfo=ZoneInfo("UTC"))  # 7:01 in Berlin
    time_machine.move_to(moment)
    due(date(2026, 7, 1))
    assert tagesmail.send_all(moment) == 1


def test_closed_accounts_and_former_members_get_none(member, person):
    due(date(2026, 11, 3))
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert tagesmail.send_all(TUESDAY) == 0
    User.objects.filter(pk=member.pk).update(is_active=True)
    member.mitgliedschaften.update(gueltig_bis=date(2026, 11, 2))
    assert tagesmail.send_all(TUESDAY) == 0


def test_one_persons_fault_keeps_no_other_from_the_mail(member, person):
    """An address the mail table refuses, as an older version or an import may have left it."""
    due(date(2026, 11, 3))
    broken = person("freigabe")
    User.objects.filter(pk=broken.pk).update(email="kaputt @demo.example")
    assert tagesmail.send_all(TUESDAY) == 1
    assert not Tagesmail.objects.filter(user=broken).exists()


# Once


@pytest.mark.django_db(transaction=True)
def test_twenty_workers_at_once_write_one_mail_for_each(person, time_machine):
    time_machine.move_to(TUESDAY)
    person("bearbeitung"), person("freigabe")
    due(date(2026, 11, 3))
    written = run_together([lambda: tagesmail.send_all(TUESDAY)] * 20)
    assert sum(written) == 2, written
    assert len(mails()) == len(mails("freigabe@demo.example")) == 1
    assert tagesmail.send_all(TUESDAY + timedelta(minutes=5)) == 0


@pytest.mark.django_db(transaction=True)
def test_control_without_the_rule_of_the_database_some_get_two(person, time_machine):
    time_machine.move_to(TUESDAY)
    people = [person("bearbeitung")]
    due(date(2026, 11, 3))
    sql("ALTER TABLE base_tagesmail DROP CONSTRAINT base_tagesmail_once")
    try:
        for _ in range(5):
            run_together([lambda: tagesmail.take_turn(people[0], date(2026, 11, 3))] * 10)
            if len(mails()) > 1:
                break
            Tagesmail.objects.all().delete()
            Mail.objects.all().delete()
        assert len(mails()) > 1
    finally:
        Tagesmail.objects.all().delete()
        sql("ALTER TABLE base_tagesmail ADD CONSTRAINT base_tagesmail_once UNIQUE (user_id, tag)")


def test_the_database_gives_nobody_two_turns(member, refused):
    Tagesmail.objects.create(user=member, tag=date(2026, 11, 3))
    with refused("base_tagesmail_once"):
        Tagesmail.objects.create(user=member, tag=date(2026, 11, 3))
    Tagesmail.objects.create(user=member, tag=date(2026, 11, 4))


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_on_the_way_leaves_nothing_and_the_next_one_does_it(person, time_machine):
    """The process ends between the mail and the commit: the turn is free again, nothing was sent."""
    time_machine.move_to(TUESDAY)
    member = person("bearbeitung")
    due(date(2026, 11, 3))

    class Killed(BaseException):
        pass

    def die(sender, **kwargs):
        raise Killed

    post_save.connect(die, sender=Auftrag)
    try:
        with pytest.raises(Killed):
            tagesmail.send_all(TUESDAY)
    finally:
        post_save.disconnect(die, sender=Auftrag)
    assert not Tagesmail.objects.exists() and not Mail.objects.exists() and not Auftrag.objects.exists()
    assert tagesmail.send_all(TUESDAY) == 1 and len(mails(member.email)) == 1


@pytest.mark.django_db(transaction=True)
def test_without_redis_the_mail_is_written_and_waits(person, time_machine):
    """Turn, mail and job are rows; the hint to the broker may be lost, the sweep sends it again."""
    time_machine.move_to(TUESDAY)
    person("bearbeitung")
    due(date(2026, 11, 3))
    before, current_app.conf.broker_url = current_app.conf.broker_url, "redis://127.0.0.1:1/0"
    try:
        assert tagesmail.send_all(TUESDAY) == 1
    finally:
        current_app.conf.broker_url = before
    assert Auftrag.objects.get().status == "wartend"


def test_after_a_restore_nobody_gets_the_mail_of_that_day_again(member):
    due(date(2026, 11, 3))
    assert tagesmail.skip_today() >= 1
    assert tagesmail.send_all(TUESDAY) == 0 and not mails()
    assert tagesmail.send_all(TUESDAY + timedelta(days=1)) == 1


def test_queries_do_not_grow_with_what_is_due(member):
    found = []
    tagesmail.token_of(member)  # made once in a life, not once a day
    for many in (1, 30):
        for row in range(many):
            due(date(2026, 11, 3), art=f"probe-{many}-{row}")
        Tagesmail.objects.all().delete()
        fresh = User.objects.get(pk=member.pk)
        with CaptureQueriesContext(connection) as queries:
            assert tagesmail.take_turn(fresh, TUESDAY.date())
        found.append(len(queries))
    assert found[0] == found[1], found


def test_old_turns_are_forgotten(member):
    Tagesmail.objects.create(user=member, tag=date(2026, 8, 1), created_at=timezone.now() - timedelta(days=61))
    Tagesmail.objects.create(user=member, tag=date(2026, 11, 2))
    assert tagesmail.forget_old() == 1


# Ending it


def link_in(mail):
    return "/abbestellen/" + mail.text.partition("/abbestellen/")[2].split()[0]


def test_the_link_in_the_mail_ends_it_by_a_button_only(member, client):
    due(date(2026, 11, 3))
    tagesmail.send_all(TUESDAY)
    link = link_in(mails()[0])
    page = client.get(link)
    assert page.status_code == 200 and "Tagesmail abbestellen?" in page.content.decode()
    assert tagesmail.is_wanted(member)  # programs that open links in mails end nothing
    assert "keine Tagesmail mehr" in client.post(link, follow=True).content.decode()
    assert client.post(link).status_code == 302  # again is no fault
    assert not tagesmail.is_wanted(member)
    assert Protokoll.objects.filter(verb="konto.tagesmail_aus").count() == 1
    assert tagesmail.send_all(TUESDAY + timedelta(days=1)) == 0


@pytest.mark.parametrize("change", [lambda token: token[:-1] + ("a" if token[-1] != "a" else "b"), lambda token: "x"])
def test_a_forged_link_ends_nothing(member, client, change):
    token = tagesmail.token_of(member)
    address = reverse("abbestellen", args=[change(token)])
    assert client.get(address).status_code == client.post(address).status_code == 404
    assert tagesmail.is_wanted(member)


def test_a_link_ends_only_the_own_mail(member, person, client):
    client.post(reverse("abbestellen", args=[tagesmail.token_of(member)]))
    assert not tagesmail.is_wanted(member) and tagesmail.is_wanted(person("freigabe"))


def test_the_switch_in_the_account(member, client):
    client.force_login(member)
    for state, wanted in (("aus", False), ("aus", False), ("an", True)):
        client.post(reverse("konto_tagesmail"), {"stand": state})
        assert tagesmail.is_wanted(member) is wanted
    assert Protokoll.objects.filter(verb__startswith="konto.tagesmail").count() == 2
