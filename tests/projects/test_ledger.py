"""Rules 4 to 6 of the programme, past every service: the database alone must hold them."""

from decimal import Decimal

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from projects import services
from projects.choices import Buchungsart, NoMoney
from projects.models import Abrufposten, Buchung, Budgetposten, Foerderung, Mittelabruf
from servicestelle.base.choices import NotNow
from tests.database import run_together, second_connection, sql
from tests.people import make_person
from tests.projects.money import OWN, WAYS, bring_to, draft, leave_ways, line_of, make_money, plant_status, submit
from tests.records import make_cohort, make_grant, make_jugendamt

pytestmark = pytest.mark.django_db


def balances(grant):
    grant.refresh_from_db()
    lines = grant.budgetposten.order_by("pk").values_list("reserved", "paid")
    return (grant.reserved, grant.paid), [*lines]


def book(grant, amount, art="reservierung", *, place=0, abruf=None, **fields):
    """One entry past the services."""
    values = {"foerderung": grant, "budgetposten": line_of(grant, place), "mittelabruf": abruf}
    return Buchung.objects.create(**values | {"art": art, "amount": Decimal(amount)} | fields)


# What an entry moves


def test_the_way_of_a_request_moves_the_balances():
    grant = make_money()
    steps = [
        ("entwurf", (0, 0)),
        ("eingereicht", (30, 0)),
        ("genehmigt", (30, 0)),
        ("ausgezahlt", (30, 30)),
    ]
    for status, (reserved, paid) in steps:
        with transaction.atomic():
            bring_to(grant, status, "20.00", "10.00")
            assert balances(grant)[0] == (reserved, paid), status
            transaction.set_rollback(True)


@pytest.mark.parametrize("status", ["abgelehnt", "zurueckgezogen"])
def test_what_ends_without_payment_frees_its_reservation(status):
    grant = make_money()
    bring_to(grant, status, "20.00", "10.00")
    assert balances(grant) == ((0, 0), [(0, 0), (0, 0)])
    assert [entry.art for entry in grant.buchungen.all()] == ["reservierung"] * 2 + ["freigabe"] * 2


def test_a_question_back_keeps_the_reservation_and_new_amounts_replace_it():
    grant = make_money()
    abruf = bring_to(grant, "nachgefordert", "20.00", "10.00")
    assert balances(grant)[0] == (30, 0)
    fields = {"von": abruf.von, "bis": abruf.bis, "zweck": "Neu", "actor": make_person("bearbeitung")}
    services.edit_mittelabruf(abruf, lines={line_of(grant).pk: Decimal("60.00")}, **fields)
    services.submit_mittelabruf(abruf, actor=make_person("freigabe"))
    assert balances(grant) == ((60, 0), [(60, 0), (0, 0)])


def test_paying_back_frees_the_money_and_no_more_than_was_paid():
    grant = make_money()
    abruf, cashier = bring_to(grant, "ausgezahlt", "20.00"), make_person("zahlstelle")
    services.take_back_payment(abruf, line=line_of(grant), amount=Decimal("5.00"), actor=cashier)
    assert balances(grant)[0] == (15, 15)
    with pytest.raises(NoMoney, match="15,00"):
        services.take_back_payment(abruf, line=line_of(grant), amount=Decimal("15.01"), actor=cashier)


def test_no_more_comes_back_than_this_request_brought(refused):
    grant = make_money()
    bring_to(grant, "ausgezahlt", "30.00")
    abruf = bring_to(grant, "ausgezahlt", "20.00")
    with refused("projects_mittelabruf_booked_as_asked"):
        book(grant, "20.01", "rueckzahlung", abruf=abruf)


def test_a_correction_moves_what_was_paid_to_another_line():
    grant, cashier = make_money(), make_person("zahlstelle")
    bring_to(grant, "ausgezahlt", "60.00")
    services.correct_line(grant, source=line_of(grant), target=line_of(grant, 1), amount=Decimal(40), actor=cashier)
    assert balances(grant) == ((60, 60), [(20, 20), (40, 40)])
    with pytest.raises(NoMoney, match="noch 0,00"), transaction.atomic():
        services.correct_line(grant, source=line_of(grant), target=line_of(grant, 1), amount=Decimal(1), actor=cashier)
    assert balances(grant) == ((60, 60), [(20, 20), (40, 40)])


# Rule 4: what the database refuses


def test_no_more_than_the_grant(refused):
    grant = make_money(("60.00", "40.00"), toleranz_prozent=100)
    with pytest.raises(NoMoney, match="noch 100,00"):
        submit(grant, "60.01", "40.00")
    abruf = bring_to(grant, "eingereicht", "60.00", "40.00")
    with refused("projects_foerderung_balance"):
        book(grant, "0.01", abruf=abruf)


@pytest.mark.parametrize(
    ("percent", "most"), [(None, "60.00"), (0, "60.00"), (20, "72.00"), (Decimal("33.33"), "79.99")]
)
def test_no_more_than_the_line_with_its_tolerance(refused, percent, most):
    grant = make_money(("60.00", "100.00"), toleranz_prozent=percent)
    with pytest.raises(NoMoney, match="Personalkosten"):
        submit(grant, str(Decimal(most) + Decimal("0.01")))
    abruf = submit(grant, most)
    with refused("projects_budgetposten_balance"):
        book(grant, "0.01", abruf=abruf)


@pytest.mark.parametrize(
    ("art", "amount", "rule"),
    [
        ("auszahlung", "30.01", "projects_budgetposten_balance"),  # paid > reserved
        ("freigabe", "30.01", "projects_budgetposten_balance"),
        ("rueckzahlung", "0.01", "projects_budgetposten_balance"),  # paid < 0
        ("korrektur", "-0.01", "projects_budgetposten_balance"),
        ("freigabe", "10.00", "projects_mittelabruf_booked_as_asked"),
        ("auszahlung", "30.00", "projects_mittelabruf_booked_as_asked"),  # not released
        ("reservierung", "10.00", "projects_mittelabruf_booked_as_asked"),
        ("reservierung", "0.00", "projects_buchung_amount"),
        ("freigabe", "-1.00", "projects_buchung_amount"),
        ("korrektur", "0.00", "projects_buchung_amount"),
        ("geschenk", "1.00", "projects_buchung_art"),
    ],
)
def test_entries_that_do_not_fit_are_refused(refused, art, amount, rule):
    grant = make_money()
    abruf = submit(grant, "30.00")
    with refused(rule):
        book(grant, amount, art, abruf=abruf)


@pytest.mark.parametrize("status", ["entwurf", "eingereicht"])
def test_a_request_does_not_release_what_another_holds(refused, status):
    grant = make_money()
    submit(grant, "0.00", "30.00")
    abruf = bring_to(grant, status, "10.00")  # it holds nothing of the second line
    with refused("projects_mittelabruf_booked_as_asked"):
        book(grant, "30.00", "freigabe", place=1, abruf=abruf)


def test_an_entry_without_a_request_is_refused(refused):
    with refused("projects_buchung_abruf_named"):
        book(make_money(), "1.00")


def test_a_line_is_paid_once(refused):
    grant = make_money()
    abruf = bring_to(grant, "ausgezahlt", "30.00")
    submit(grant, "30.00")  # so that reserved would allow a second payment
    with refused("projects_buchung_paid_once"):
        book(grant, "30.00", "auszahlung", abruf=abruf)


def test_entry_line_request_and_grant_belong_together(refused):
    grant, other = make_money(), make_grant(make_jugendamt("00000002"), make_cohort("x"), lines=["50.00"])
    abruf = submit(grant, "30.00")
    with refused("projects_buchung_of_one_grant"):
        book(grant, "1.00", abruf=abruf, budgetposten=line_of(other))
    with refused("projects_buchung_of_one_grant"):
        book(other, "1.00", abruf=abruf)
    with refused("projects_abrufposten_of_one_grant"):
        Abrufposten.objects.create(mittelabruf=draft(grant, "1.00"), budgetposten=line_of(other), amount=1)


@pytest.mark.parametrize("status", ["entwurf", "zur_zeichnung", "in_schlusspruefung", "abgeschlossen", "widerrufen"])
def test_no_reservation_from_a_grant_that_is_not_open(refused, status):
    grant = make_money()
    abruf = draft(grant, "1.00")
    if status in {"entwurf", "zur_zeichnung"}:
        grant = make_grant(make_jugendamt("00000002"), make_cohort("x"), status=status)
        Budgetposten.objects.create(foerderung=grant, art="personal", amount=100)
        abruf = Mittelabruf.objects.create(
            foerderung=grant, nummer=1, von=grant.starts_on, bis=grant.starts_on, zweck="x"
        )
    else:
        plant_status(grant, status)
    with refused("projects_buchung_grant_open"):
        book(grant, "1.00", abruf=abruf)


def test_nobody_writes_a_balance_by_hand():
    grant = make_money()
    submit(grant, "30.00")
    sql("UPDATE projects_foerderung SET reserved = 0, paid = 99 WHERE id = %s", grant.pk)
    sql("UPDATE projects_budgetposten SET reserved = 0, paid = 99, toleranz_prozent = 100")
    stale = Foerderung.objects.get(pk=grant.pk)
    stale.reserved = 0
    stale.save()
    assert balances(grant) == ((30, 0), [(30, 0), (0, 0)])
    assert line_of(grant).toleranz_prozent == 0
    fresh = make_grant(make_jugendamt("00000002"), make_cohort("x"), lines=["50.00"], reserved=50, paid=50)
    assert (fresh.reserved, fresh.paid) == (0, 0)


def test_the_grant_does_not_sink_below_what_was_asked_for(refused):
    grant = make_money()
    submit(grant, "60.00", "40.00")
    with refused("projects_foerderung_balance"):
        Foerderung.objects.filter(pk=grant.pk).update(amount=99)
    with refused("projects_budgetposten_balance"):
        Budgetposten.objects.filter(pk=line_of(grant).pk).update(amount=59)


def test_the_tolerance_is_that_of_the_award():
    cohort = make_cohort(toleranz_prozent=10)
    grant = make_grant(make_jugendamt(OWN), cohort, amount=100, status="zur_zeichnung")
    line = Budgetposten.objects.create(foerderung=grant, art="personal", amount=100)
    cohort.toleranz_prozent = 20
    cohort.save()
    Foerderung.objects.filter(pk=grant.pk).update(status="bewilligt", bewilligt_am=timezone.now())
    line.refresh_from_db()
    assert line.toleranz_prozent == 20
    type(cohort).objects.update(toleranz_prozent=50)
    line.save()
    line.refresh_from_db()
    assert line.toleranz_prozent == 20


# Rule 5: append-only


@pytest.mark.parametrize("statement", ["UPDATE projects_buchung SET amount = 1", "DELETE FROM projects_buchung"])
def test_entries_are_written_once(statement):
    submit(make_money(), "30.00")
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        sql(statement)


# Requests


def test_amounts_are_fixed_while_the_office_has_the_word(refused, accepted):
    grant = make_money()
    abruf = submit(grant, "30.00")
    for change in (
        lambda: abruf.posten.update(amount=1),
        lambda: Abrufposten.objects.filter(mittelabruf=abruf).delete(),
        lambda: Abrufposten.objects.create(mittelabruf=abruf, budgetposten=line_of(grant, 1), amount=1),
    ):
        with refused("projects_abrufposten_fixed"):
            change()
    with accepted():
        draft(grant, "1.00").posten.update(amount=2)


@pytest.mark.parametrize(
    ("start", "change", "rule"),
    [
        ("entwurf", {"status": "eingereicht"}, "projects_mittelabruf_erst_eingereicht"),
        ("eingereicht", {"status": "genehmigt"}, "projects_mittelabruf_geprueft"),
        ("eingereicht", {"status": "verschenkt"}, "projects_mittelabruf_status"),
        ("eingereicht", {"eingereicht_von": None}, "projects_mittelabruf_eingereicht"),
        ("eingereicht", {"status": "nachgefordert"}, "projects_mittelabruf_rueckfrage"),
        ("eingereicht", {"status": "zurueckgezogen"}, "projects_mittelabruf_booked_as_asked"),
        ("genehmigt", {"status": "abgelehnt"}, "projects_mittelabruf_begruendung"),
        ("genehmigt", {"status": "zur_zahlung_freigegeben"}, "projects_mittelabruf_freigegeben"),
        ("zur_zahlung_freigegeben", {"status": "ausgezahlt"}, "projects_mittelabruf_ausgezahlt"),
        (
            "zur_zahlung_freigegeben",
            {"status": "ausgezahlt", "ausgezahlt_am": "2030-01-01T00:00Z"},
            "projects_mittelabruf_booked_as_asked",
        ),
        (
            "ausgezahlt",
            {"status": "zur_zahlung_freigegeben", "ausgezahlt_am": None},
            "projects_mittelabruf_booked_as_asked",
        ),
        ("entwurf", {"bis": "2029-12-31"}, "projects_mittelabruf_zeit"),
        ("entwurf", {"nummer": 7}, "projects_mittelabruf_of_one_grant"),
    ],
)
def test_states_of_a_request_are_fenced(refused, start, change, rule):
    """Each rule alone, without the ways that states keep to."""
    abruf = bring_to(make_money(), start, "30.00")
    leave_ways(Mittelabruf)
    with refused(rule):
        Mittelabruf.objects.filter(pk=abruf.pk).update(**change)


def test_four_eyes(refused):
    abruf = bring_to(make_money(), "genehmigt", "30.00")
    with refused("projects_mittelabruf_vier_augen"):
        Mittelabruf.objects.filter(pk=abruf.pk).update(
            status="zur_zahlung_freigegeben", freigegeben_von=abruf.geprueft_von, freigegeben_am=timezone.now()
        )


def test_every_state_can_be_reached_and_its_entries_fit():
    for status in WAYS:
        with transaction.atomic():
            assert bring_to(make_money(), status, "30.00", "10.00").status == status
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)


# Races


@pytest.mark.django_db(transaction=True)
def test_the_last_euro_is_promised_once():
    grant = make_money(("100.00",))
    drafts = [draft(grant, "30.00") for _ in range(8)]
    person = make_person("freigabe")
    outcomes = run_together([lambda row=row: services.submit_mittelabruf(row, actor=person) for row in drafts])
    assert sum(isinstance(outcome, Mittelabruf) for outcome in outcomes) == 3
    assert all(isinstance(outcome, (Mittelabruf, NoMoney)) for outcome in outcomes), outcomes
    assert balances(grant)[0] == (90, 0)


@pytest.mark.django_db(transaction=True)
def test_a_payment_is_booked_once():
    grant = make_money(("100.00",))
    abruf = bring_to(grant, "zur_zahlung_freigegeben", "30.00")
    person = make_person("zahlstelle")
    outcomes = run_together([lambda: services.mark_paid(abruf, actor=person)] * 8)
    assert sum(isinstance(outcome, Mittelabruf) for outcome in outcomes) == 1
    assert balances(grant)[0] == (30, 30)
    assert grant.buchungen.filter(art=Buchungsart.AUSZAHLUNG).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_small_round_of_the_drill_requests_withdrawals_approvals_cuts_and_raw_entries_at_once():
    grant = make_money(("300.00",))
    early, late = [submit(grant, "30.00") for _ in range(4)], [draft(grant, "30.00") for _ in range(10)]
    freigabe, checker = make_person("freigabe"), make_person("koordination1")

    def cut():
        with second_connection() as other:
            for table in ("foerderung", "budgetposten"):
                other.execute(f"UPDATE projects_{table} SET amount = amount - 60")

    def enter():
        with second_connection() as other:
            other.execute(
                "INSERT INTO projects_buchung (foerderung_id, budgetposten_id, art, amount, at) VALUES (%s, %s, 'korrektur', 30, now())",
                [grant.pk, line_of(grant).pk],
            )

    works = [lambda row=row: services.submit_mittelabruf(row, actor=freigabe) for row in late]
    works += [lambda row=row: services.withdraw_mittelabruf(row, actor=freigabe) for row in early[:2]]
    works += [lambda row=row: services.approve_mittelabruf(row, actor=checker) for row in early[1:]]
    outcomes = run_together([*works, *[cut] * 3, *[enter] * 4])
    refusals = (NoMoney, NotNow, psycopg.errors.CheckViolation, Mittelabruf, type(None))
    assert [outcome for outcome in outcomes if not isinstance(outcome, refusals)] == []
    (reserved, paid), lines = balances(grant)
    signs = {"reservierung": 1, "korrektur": 1, "freigabe": -1}
    assert reserved == sum(signs[entry.art] * entry.amount for entry in grant.buchungen.all()) <= grant.amount
    assert lines == [(reserved, paid)] and grant.mittelabrufe.filter(status="entwurf").exists()
