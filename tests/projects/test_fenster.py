"""Periods of money: until when it is paid, until when it must be spent, and what pages and tasks say of it (rule 7)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import path

from projects import services
from projects.geld.fenster import NEAR, Fenster, spend_until
from projects.models import Budgetposten, Foerderung, Mittelabruf
from projects.reports.geld import address_of_change
from servicestelle.base.aufgaben import aufgaben_of
from servicestelle.base.choices import NotNow
from tests.base.test_months import CASES
from tests.people import make_person
from tests.projects import briefe
from tests.projects.money import bring_to, draft, line_of, make_money, submit
from tests.projects.test_abrufe_views import words
from tests.records import make_cohort, make_grant, make_jugendamt

pytestmark = pytest.mark.django_db
LAST = date(2028, 6, 30)
urlpatterns = [path("mein/foerderungen/<int:pk>/aenderung/", lambda request, pk: None, name="mein_aenderung_neu")]


@pytest.mark.parametrize(
    ("paid", "weeks", "wanted"),
    [
        (date(2026, 11, 26), 8, date(2027, 1, 21)),
        (date(2026, 11, 26), 1, date(2026, 12, 3)),
        (date(2028, 1, 4), 8, date(2028, 2, 29)),
        (date(2027, 1, 4), 8, date(2027, 3, 1)),
        (date(2026, 3, 28), 4, date(2026, 4, 25)),  # over the change to summer time
        (date(2028, 5, 5), 8, LAST),  # 8 weeks would be exactly the last day
        (date(2028, 5, 6), 8, LAST),  # never after it
        (LAST, 8, LAST),
        (LAST + timedelta(days=1), 8, None),  # makes good what was spent before
        (date(2026, 11, 26), None, None),
        (date(2026, 11, 26), 0, None),
        (date(2026, 11, 26), 32767, LAST),
    ],
)
def test_until_when_paid_money_is_spent(paid, weeks, wanted):
    assert spend_until(paid, weeks, LAST) == wanted


@pytest.mark.parametrize(
    ("today", "rest", "near", "said"),
    [
        (date(2026, 11, 26), 56, False, "noch 56 von 56 Tagen, bis 21.01.2027"),
        (date(2027, 1, 6), 15, False, "noch 15 von 56 Tagen, bis 21.01.2027"),
        (date(2027, 1, 7), NEAR, True, "noch 14 von 56 Tagen, bis 21.01.2027"),
        (date(2027, 1, 21), 0, True, "heute ist der letzte Tag, bis 21.01.2027"),
        (date(2027, 1, 22), 0, False, "vorbei seit dem 21.01.2027"),
    ],
)
def test_the_window_is_counted_down(today, rest, near, said):
    window = Fenster(Mittelabruf(pk=1), date(2026, 11, 26), date(2027, 1, 21), today)
    assert (window.rest, window.is_near, window.words) == (rest, near, said)


def test_the_periods_of_grants_end_as_the_table_of_months_says():
    """The database makes the end; the tail comes on top of it in Python."""
    cohort = make_cohort(nachweis_monate=6)
    wanted = {}
    for number, (day, months, end) in enumerate(CASES):
        if months:
            grant = make_grant(make_jugendamt(f"0592{number:04}"), cohort, starts_on=day, months=months)
            wanted[grant.pk] = end
    found = dict(Foerderung.objects.values_list("pk", "ends_before"))
    assert found == wanted and len(found) >= 58


@pytest.mark.parametrize(
    ("rules", "until"),
    [
        ({"nachweis_monate": 6}, date(2032, 12, 30)),
        ({}, date(2032, 6, 30)),
        ({"nachweis_monate": 0}, date(2032, 6, 30)),
        ({"nachlauf_wochen": 12, "nachweis_monate": 6}, date(2032, 9, 22)),
        ({"nachlauf_wochen": 0, "nachweis_monate": 6}, date(2032, 6, 30)),
    ],
)
def test_nothing_is_released_outside_the_period_and_its_tail(rules, until):
    grant = make_money(**rules)
    assert grant.payable_until == until
    abruf = bring_to(grant, "genehmigt", "10.00")
    for day, said in [
        (date(2029, 12, 31), "beginnt am 01.01.2030"),
        (until + timedelta(days=1), "endete am 30.06.2032"),
    ]:
        with time_machine.travel(noon(day)), pytest.raises(NotNow, match=said):
            services.release_payment(abruf, actor=make_person("zahlstelle"))
    with time_machine.travel(noon(until)):
        services.release_payment(abruf, actor=make_person("zahlstelle"))


def test_nothing_is_asked_for_after_the_tail():
    grant = make_money(nachweis_monate=1)
    with time_machine.travel(noon(date(2032, 7, 31))), pytest.raises(NotNow, match=r"bis zum 30\.07\.2032"):
        submit(grant, "10.00")


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def paid_on(day, **rules):
    grant = make_money(verwendung_wochen=8, **rules)
    abruf = bring_to(grant, "ausgezahlt", "30.00")
    Mittelabruf.objects.filter(pk=abruf.pk).update(ausgezahlt_am=noon(day))
    return grant, abruf


@pytest.mark.usefixtures("in_2030")
def test_pages_and_tasks_say_until_when(client):
    grant, abruf = paid_on(date(2030, 1, 4))
    client.force_login(make_person("bearbeitung"))
    for page in (f"/mein/foerderungen/{grant.pk}/", abruf.get_absolute_url()):
        text = words(client.get(page))
        assert "Mittelabruf 1: 30,00 € noch 28 von 56 Tagen, bis 01.03.2030" in text and "zahlen Sie zurück" in text
    assert not aufgaben_of(make_person("bearbeitung"))
    with time_machine.travel(noon(date(2030, 2, 20))):
        [task] = aufgaben_of(make_person("bearbeitung"))
    assert (task.titel, task.due_on) == ("Mittelabruf 1: Geld ausgeben oder zurückzahlen", date(2030, 3, 1))
    client.force_login(make_person("koordination1"))
    assert "noch 28 von 56 Tagen" in words(client.get(f"/buero/mittelabrufe/{abruf.pk}/"))


@pytest.mark.usefixtures("in_2030")
def test_money_that_came_back_need_not_be_spent(client):
    grant, abruf = paid_on(date(2029, 12, 30))
    cashier, near = make_person("zahlstelle"), date(2030, 2, 20)
    services.take_back_payment(abruf, line=line_of(grant), amount=Decimal("29.99"), actor=cashier)
    with time_machine.travel(noon(near)):
        assert len(aufgaben_of(make_person("bearbeitung"))) == 1
    services.take_back_payment(abruf, line=line_of(grant), amount=Decimal("0.01"), actor=cashier)
    with time_machine.travel(noon(near)):
        assert not aufgaben_of(make_person("bearbeitung")) and not aufgaben_of(make_person("nachbaramt"))
    client.force_login(make_person("bearbeitung"))
    assert "Bis wann das Geld" not in words(client.get(f"/mein/foerderungen/{grant.pk}/"))


@pytest.mark.usefixtures("in_2030")
def test_a_revoked_grant_counts_nothing_down(client):
    """A document says what is to be paid back; nothing can be asked for, changed or submitted any more."""
    grant, _ = paid_on(date(2030, 1, 4), toleranz_prozent=Decimal(20))
    draft(grant, "5.00")
    briefe.ask(grant, "person")
    client.force_login(make_person("freigabe"))
    page = f"/mein/foerderungen/{grant.pk}/"
    living = words(client.get(page))
    assert all(part in living for part in ("Bis wann das Geld", "Gezahlt wird bis", "Änderung beantragen"))
    Foerderung.objects.filter(pk=grant.pk).update(status="widerrufen")
    ended = words(client.get(page))
    assert not any(part in ended for part in ("Bis wann das Geld", "Gezahlt wird bis", "Änderung beantragen"))
    with time_machine.travel(noon(date(2030, 2, 20))):
        assert not aufgaben_of(make_person("freigabe"))


def test_the_tolerance_is_counted_down(client):
    grant = make_money(("60.00", "40.00"), toleranz_prozent=Decimal("12.50"))
    submit(grant, "62.00")
    client.force_login(make_person("bearbeitung"))
    text = words(client.get(f"/mein/foerderungen/{grant.pk}/"))
    assert "62,00 € von 60,00 €" in text and "noch 5,50 € von 7,50 €, 2,00 € über dem Plan" in text
    assert "noch 5,00 € von 5,00 €" in text and "um bis zu 12,5 % höher" in text


def test_what_a_line_lacks_is_filled_into_the_request_for_a_change(settings):
    line = Budgetposten(pk=7, foerderung_id=3)
    settings.ROOT_URLCONF = __name__
    assert address_of_change(line, Decimal("1234.5")) == (
        "/mein/foerderungen/3/aenderung/?art=umschichtung&posten=7&betrag=1234%2C50"
    )
