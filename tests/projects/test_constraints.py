"""Rules 1 to 3 of the programme, past every service: the database alone must hold them."""

import re
import threading
from datetime import date, timedelta
from decimal import Decimal

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone

from projects import services
from projects.models import Budgetposten, Foerderung, Foerderzeitraum, Projektphase, Standort
from projects.reports.aufrufe import rahmen_of
from projects.reports.geld import free_of_cohort
from servicestelle.base.money import format_euro
from tests.database import run_together, second_connection, sql
from tests.people import make_person
from tests.projects.money import bring_to, make_money, plant_status
from tests.records import make_cohort, make_grant, make_jugendamt, make_standort, publish

pytestmark = pytest.mark.django_db


# Rule 1: the period ends `months + extension` after its start, as PostgreSQL counts months.

PERIODS = [  # start, months, extension, last day as pages show it
    ("2019-01-01", 30, 0, "2021-06-30"),
    ("2022-01-01", 30, 0, "2024-06-30"),
    ("2019-01-01", 1, 0, "2019-01-31"),
    ("2019-01-31", 1, 0, "2019-02-27"),
    ("2020-01-31", 1, 0, "2020-02-28"),
    ("2020-01-29", 1, 0, "2020-02-28"),
    ("2019-01-29", 1, 0, "2019-02-27"),
    ("2020-01-30", 1, 0, "2020-02-28"),
    ("2020-02-29", 12, 0, "2021-02-27"),
    ("2020-02-29", 48, 0, "2024-02-28"),
    ("2020-02-28", 12, 0, "2021-02-27"),
    ("2019-02-28", 12, 0, "2020-02-27"),
    ("2019-03-31", 1, 0, "2019-04-29"),
    ("2019-04-30", 1, 0, "2019-05-29"),
    ("2019-08-31", 30, 0, "2022-02-27"),
    ("2021-08-31", 30, 0, "2024-02-28"),
    ("2021-08-30", 30, 0, "2024-02-28"),
    ("2021-08-29", 30, 0, "2024-02-28"),
    ("2021-08-28", 30, 0, "2024-02-27"),
    ("2019-12-31", 2, 0, "2020-02-28"),
    ("2019-12-31", 14, 0, "2021-02-27"),
    ("2019-01-01", 30, 6, "2021-12-31"),
    ("2018-08-31", 30, 1, "2021-03-30"),
    ("2000-02-29", 120, 36, "2013-02-27"),
    ("1999-11-30", 3, 0, "2000-02-28"),
    ("2099-12-01", 3, 0, "2100-02-28"),
]


@pytest.mark.parametrize("start, months, extension, last", PERIODS)
def test_last_day(start, months, extension, last):
    reason = "Elternzeit" if extension else ""
    grant = make_grant(
        starts_on=date.fromisoformat(start), months=months, extension_months=extension, extension_reason=reason
    )
    assert grant.last_day == date.fromisoformat(last)


def test_months_and_extension_are_added_before_the_month_end_is_cut():
    # 31.08. + 30 months = 28.02., + 1 month = 28.03.; the rule adds 31 months at once: 31.03.
    grant = make_grant(starts_on=date(2018, 8, 31), months=30, extension_months=1, extension_reason="x")
    assert grant.ends_before == date(2021, 3, 31)


def test_period_is_computed_and_cannot_be_written():
    grant = make_grant()
    with pytest.raises(Exception, match="ends_before"), transaction.atomic():
        sql("UPDATE projects_foerderung SET ends_before = '2099-01-01' WHERE id = %s", grant.pk)


@pytest.mark.parametrize("start", [date(1989, 12, 31), date(2200, 1, 1), date(9999, 12, 31)])
def test_a_start_has_a_plausible_year(refused, start):
    with refused("projects_foerderung_beginn"):
        sql("UPDATE projects_foerderung SET starts_on = %s WHERE id = %s", start, make_grant().pk)


def test_open_start_has_no_end():
    assert make_grant(starts_on=None).last_day is None


def test_award_copies_the_months_of_the_cohort(accepted):
    cohort = make_cohort(dauer_monate=24)
    grant = make_grant(cohort=cohort, months=99, lines=["100.00"])
    assert grant.months == 24
    assert grant.last_day == date(2031, 12, 31)


def test_months_are_fixed_from_the_award_on(refused):
    grant = make_grant(lines=["100.00"])
    with refused("projects_foerderung_months_fixed"):
        sql("UPDATE projects_foerderung SET months = 31 WHERE id = %s", grant.pk)


def test_a_later_change_of_the_cohort_leaves_awarded_months():
    grant = make_grant(lines=["100.00"])
    Foerderzeitraum.objects.filter(pk=grant.foerderzeitraum_id).update(dauer_monate=12)
    Foerderung.objects.filter(pk=grant.pk).update(extension_months=3, extension_reason="Später begonnen")
    grant.refresh_from_db()
    assert (grant.months, grant.ends_before) == (30, date(2032, 10, 1))


def test_months_stay_fixed_through_a_revocation(refused):
    grant = make_grant(lines=["100.00"])
    sql("UPDATE projects_foerderung SET status = 'widerrufen' WHERE id = %s", grant.pk)
    with refused("projects_foerderung_months_fixed"):
        sql("UPDATE projects_foerderung SET months = 60 WHERE id = %s", grant.pk)


@pytest.mark.parametrize("draft", ["entwurf", "zur_zeichnung"])
@pytest.mark.parametrize("awarded", ["bewilligt", "bestandskraeftig", "abgeschlossen", "widerrufen"])
def test_an_awarded_grant_never_becomes_a_draft_again(refused, awarded, draft):
    grant = make_grant(lines=["100.00"], status=awarded)
    with refused("projects_foerderung_stays_awarded"):
        sql("UPDATE projects_foerderung SET status = %s, bewilligt_am = NULL WHERE id = %s", draft, grant.pk)


def test_a_draft_goes_to_signature_and_back(accepted):
    grant = make_grant()
    with accepted():
        for status in ("zur_zeichnung", "entwurf"):
            sql("UPDATE projects_foerderung SET status = %s WHERE id = %s", status, grant.pk)


@pytest.mark.parametrize("values", [{"months": 0}, {"months": 121}, {"extension_months": 37, "extension_reason": "x"}])
def test_months_have_limits(refused, values):
    with refused("projects_foerderung_months"):
        make_grant(**values)


def test_extension_needs_a_reason(refused):
    with refused("projects_foerderung_extension_reason"):
        make_grant(extension_months=1)


# Rule 2: no overlap within one Jugendamt; phases in order and inside the period.


def two_periods(first, second, **fields):
    office = make_jugendamt()
    make_grant(office, make_cohort("a"), starts_on=date.fromisoformat(first), months=12)
    return make_grant(office, make_cohort("b"), starts_on=date.fromisoformat(second), months=12, **fields)


@pytest.mark.parametrize("second", ["2020-01-01", "2020-12-31", "2019-01-02", "2020-06-15"])
def test_periods_of_one_office_never_overlap(refused, second):
    with refused("projects_foerderung_no_overlap"):
        two_periods("2020-01-01", second)


@pytest.mark.parametrize("second", ["2021-01-01", "2019-01-01", "2025-01-01"])
def test_the_day_after_the_last_is_free(accepted, second):
    with accepted():
        two_periods("2020-01-01", second)


def test_month_end_meets_the_next_start(accepted, refused):
    office = make_jugendamt()
    make_grant(office, make_cohort("a"), starts_on=date(2020, 1, 31), months=1)  # last day 28.02.2020
    with refused("projects_foerderung_no_overlap"):
        make_grant(office, make_cohort("b"), starts_on=date(2020, 2, 28))
    with accepted():
        make_grant(office, make_cohort("c"), starts_on=date(2020, 2, 29))


def test_an_extension_may_not_run_into_the_next_grant(refused):
    two_periods("2020-01-01", "2021-01-01")
    with refused("projects_foerderung_no_overlap"):
        Foerderung.objects.filter(starts_on__year=2020).update(extension_months=1, extension_reason="x")


def test_other_offices_open_starts_and_revoked_grants_do_not_count(accepted):
    with accepted():
        two_periods("2020-01-01", "2020-01-01", status="widerrufen", lines=["1.00"])
        make_grant(make_jugendamt("05900002"), make_cohort("c"), starts_on=date(2020, 1, 1))
        make_grant(make_jugendamt(), make_cohort("d"), starts_on=None)


def test_a_revoked_grant_cannot_come_back_into_a_taken_time(refused):
    grant = two_periods("2020-01-01", "2020-01-01", status="widerrufen", lines=["1.00"])
    with refused("projects_foerderung_no_overlap"):
        plant_status(grant, "bewilligt")


@pytest.mark.django_db(transaction=True)
def test_two_connections_cannot_both_take_the_same_time():
    office, cohorts = make_jugendamt(), [make_cohort("a"), make_cohort("b")]
    works = [lambda cohort=cohort: make_grant(office, cohort) for cohort in cohorts]
    outcomes = run_together(works)
    assert [isinstance(outcome, Foerderung) for outcome in outcomes].count(True) == 1
    assert Foerderung.objects.count() == 1


def phase(standort, art, beginn=None, ende=None):
    return Projektphase.objects.create(standort=standort, art=art, beginn=beginn, ende=ende)


def test_phases_begin_in_their_order(refused, accepted):
    site = make_standort()
    phase(site, "umsetzung", date(2020, 6, 1))
    with refused("projects_projektphase_order"):
        phase(site, "analyse", date(2020, 6, 2))
    with refused("projects_projektphase_order"):
        phase(site, "praxis_check", date(2020, 5, 31))
    with accepted():
        phase(site, "konzept", date(2020, 6, 1))
        phase(site, "analyse")
        phase(site, "praxis_check", date(2020, 6, 1))


def test_moving_a_phase_obeys_the_order_too(refused):
    site = make_standort()
    first = phase(site, "analyse", date(2020, 1, 1))
    phase(site, "konzept", date(2020, 2, 1))
    with refused("projects_projektphase_order"):
        sql("UPDATE projects_projektphase SET beginn = '2020-02-02' WHERE id = %s", first.pk)


def site_with_grant(**fields):
    site = make_standort()
    return site, make_grant(site.jugendamt, site.foerderzeitraum, standort=site, months=12, **fields)


OUTSIDE = [("2029-12-31", None), ("2031-01-01", None), ("2030-06-01", "2031-01-01")]


@pytest.mark.parametrize("beginn, ende", OUTSIDE)
def test_phases_lie_inside_the_period(refused, beginn, ende):
    site, _ = site_with_grant()
    with refused("projects_projektphase_inside"):
        phase(site, "analyse", date.fromisoformat(beginn), ende and date.fromisoformat(ende))


def test_first_and_last_day_are_inside(accepted):
    site, _ = site_with_grant()
    with accepted():
        phase(site, "analyse", date(2030, 1, 1), date(2030, 12, 31))
        phase(site, "praxis_check", date(2030, 12, 31), date(2030, 12, 31))


def test_the_period_cannot_leave_its_phases_behind(refused):
    site, grant = site_with_grant()
    phase(site, "analyse", date(2030, 1, 1), date(2030, 3, 31))
    with refused("projects_projektphase_inside"):
        sql("UPDATE projects_foerderung SET starts_on = '2030-02-01' WHERE id = %s", grant.pk)


def test_a_grant_cannot_be_tied_to_a_site_whose_phases_lie_outside(refused):
    site = make_standort()
    phase(site, "analyse", date(2019, 1, 1))
    with refused("projects_projektphase_inside"):
        make_grant(site.jugendamt, site.foerderzeitraum, standort=site)


def test_a_period_may_move_around_its_phases(accepted):
    site, grant = site_with_grant()
    phase(site, "analyse", date(2030, 3, 1), date(2030, 3, 31))
    with accepted():
        sql("UPDATE projects_foerderung SET starts_on = '2030-02-01' WHERE id = %s", grant.pk)


def test_a_phase_needs_a_beginning_to_end(refused):
    site = make_standort()
    with refused("projects_projektphase_tage"):
        phase(site, "analyse", None, date(2020, 1, 1))
    with refused("projects_projektphase_tage"):
        phase(site, "analyse", date(2020, 1, 2), date(2020, 1, 1))


def test_each_phase_once_and_of_a_known_kind(refused):
    site = make_standort()
    phase(site, "analyse")
    with refused("projects_projektphase_once"):
        phase(site, "analyse")
    with refused("projects_projektphase_art"):
        phase(site, "erfunden")


# Rule 3: lines sum up at commit; ceiling and total hold.


def test_lines_sum_up_at_commit(refused):
    grant = make_grant(lines=["60.00", "40.00"])
    line = grant.budgetposten.first()
    with refused("projects_foerderung_lines_sum_up"):
        sql("UPDATE projects_budgetposten SET amount = amount + 0.01 WHERE id = %s", line.pk)
    with refused("projects_foerderung_lines_sum_up"):
        sql("DELETE FROM projects_budgetposten WHERE id = %s", line.pk)
    with refused("projects_foerderung_lines_sum_up"):
        Budgetposten.objects.create(foerderung=grant, art="sachkosten", amount=Decimal("0.01"))
    with refused("projects_foerderung_lines_sum_up"):
        sql("UPDATE projects_foerderung SET amount = 99.99 WHERE id = %s", grant.pk)


def test_money_may_move_between_lines_within_one_transaction(accepted):
    grant = make_grant(lines=["60.00", "40.00"])
    first, second = grant.budgetposten.order_by("pk")
    with accepted():
        sql("UPDATE projects_budgetposten SET amount = 50 WHERE id = %s", first.pk)
        sql("UPDATE projects_budgetposten SET amount = 50 WHERE id = %s", second.pk)


def test_a_line_cannot_move_to_another_grant(refused):
    one = make_grant(lines=["60.00"])
    two = make_grant(make_jugendamt("05900002"), make_cohort("b"), lines=["60.00"])
    with refused("projects_budgetposten_of_one_grant"):
        sql("UPDATE projects_budgetposten SET foerderung_id = %s WHERE foerderung_id = %s", two.pk, one.pk)


def test_a_draft_need_not_sum_up_but_its_award_must(accepted, refused):
    grant = make_grant(status="zur_zeichnung")
    with accepted():
        Budgetposten.objects.create(foerderung=grant, art="personal", amount=Decimal("99.99"))
    award = "UPDATE projects_foerderung SET status = 'bewilligt', bewilligt_am = now() WHERE id = %s"
    with refused("projects_foerderung_lines_sum_up"):
        sql(award, grant.pk)
    with accepted():
        Budgetposten.objects.create(foerderung=grant, art="sachkosten", amount=Decimal("0.01"))
        sql(award, grant.pk)


@pytest.mark.django_db(transaction=True)
def test_a_real_commit_refuses_lines_that_do_not_sum_up():
    grant = make_grant(lines=["60.00", "40.00"])
    with second_connection() as other:
        other.execute("UPDATE projects_budgetposten SET amount = 1 WHERE foerderung_id = %s", [grant.pk])
        with pytest.raises(psycopg.errors.CheckViolation, match="2,00\u00a0€, die Fördersumme ist 100,00\u00a0€"):
            other.commit()
    assert [line.amount for line in grant.budgetposten.order_by("pk")] == [Decimal(60), Decimal(40)]


def test_ceiling_per_site(refused, accepted):
    cohort = make_cohort(hoechstbetrag=Decimal("100000.00"))
    with refused("projects_foerderung_ceiling"):
        make_grant(cohort=cohort, lines=["100000.01"])
    with accepted():
        make_grant(cohort=cohort, lines=["100000.00"])


def test_total_of_the_cohort(refused, accepted):
    cohort = make_cohort(gesamtbetrag=Decimal("150.00"))
    make_grant(cohort=cohort, lines=["100.00"])
    with refused("projects_foerderung_total"):
        make_grant(make_jugendamt("05900002"), cohort, lines=["50.01"])
    with accepted():
        make_grant(make_jugendamt("05900002"), cohort, lines=["50.00"])


def amounts_in(caught):
    return re.findall(r"[\d.]+,\d\d\u00a0€", str(caught.value))


def test_refusals_write_amounts_as_people_do(refused):
    cohort = make_cohort(hoechstbetrag=Decimal("100000.00"), gesamtbetrag=Decimal("1150000.50"))
    with refused("projects_foerderung_ceiling") as caught:
        make_grant(cohort=cohort, lines=["100000.01"])
    assert amounts_in(caught) == ["100.000,00\u00a0€", "100.000,01\u00a0€"]
    Foerderzeitraum.objects.filter(pk=cohort.pk).update(hoechstbetrag=None)
    make_grant(cohort=cohort, lines=["1150000.00"])
    with refused("projects_foerderung_total") as caught:
        make_grant(make_jugendamt("05900002"), cohort, lines=["1.00"])
    assert amounts_in(caught) == ["1.150.000,50\u00a0€", "0,50\u00a0€", "1,00\u00a0€"]
    with refused("projects_foerderzeitraum_gesamtbetrag_holds") as caught:
        sql("UPDATE projects_foerderzeitraum SET gesamtbetrag = 999.99 WHERE id = %s", cohort.pk)
    assert amounts_in(caught) == ["1.150.000,00\u00a0€", "999,99\u00a0€"]


@pytest.mark.parametrize("amount", ["0", "0.5", "7", "999.99", "1000", "-1234.5", "1234567890.01"])
def test_the_database_writes_amounts_as_the_pages_do(amount):
    assert sql("SELECT projects_euro(%s)", Decimal(amount))[0][0] == format_euro(Decimal(amount))


def test_moving_a_grant_to_a_full_cohort_is_refused(refused):
    full = make_cohort("voll", gesamtbetrag=Decimal("50.00"))
    grant = make_grant(lines=["50.01"])
    with refused("projects_foerderung_total"):
        sql("UPDATE projects_foerderung SET foerderzeitraum_id = %s WHERE id = %s", full.pk, grant.pk)


def test_a_revoked_grant_frees_its_money_and_cannot_take_it_back(refused, accepted):
    cohort = make_cohort(gesamtbetrag=Decimal("100.00"))
    grant = make_grant(cohort=cohort, lines=["100.00"])
    sql("UPDATE projects_foerderung SET status = 'widerrufen' WHERE id = %s", grant.pk)
    with accepted():
        make_grant(make_jugendamt("05900002"), cohort, lines=["100.00"])
    with refused("projects_foerderung_total"):
        sql("UPDATE projects_foerderung SET status = 'bewilligt' WHERE id = %s", grant.pk)


def paid_and_revoked(**rules):
    """A grant of 100,00 € of which 30,00 € were paid before it was revoked."""
    grant = make_money(**rules)
    abruf = bring_to(grant, "ausgezahlt", "30.00")
    sql("UPDATE projects_foerderung SET status = 'widerrufen' WHERE id = %s", grant.pk)
    return grant, abruf


def test_what_was_paid_before_a_revocation_is_not_awarded_again(refused, accepted):
    grant, abruf = paid_and_revoked(gesamtbetrag=Decimal(100))
    cohort = grant.foerderzeitraum
    assert free_of_cohort(cohort) == rahmen_of(cohort).frei == Decimal(70)
    with refused("projects_foerderung_total"):
        make_grant(make_jugendamt("05900002"), cohort, lines=["70.01"])
    with refused("projects_foerderzeitraum_gesamtbetrag_holds"):
        Foerderzeitraum.objects.filter(pk=cohort.pk).update(gesamtbetrag=Decimal("29.99"))
    services.take_back_payment(
        abruf, line=abruf.posten.get().budgetposten, amount=Decimal("0.01"), actor=make_person("zahlstelle")
    )
    with accepted():
        make_grant(make_jugendamt("05900002"), cohort, lines=["70.01"])
    assert free_of_cohort(cohort) == 0


def test_a_revoked_grant_sets_no_ceiling(accepted):
    grant, _ = paid_and_revoked()
    with accepted():
        Foerderzeitraum.objects.filter(pk=grant.foerderzeitraum_id).update(hoechstbetrag=Decimal(1))


@pytest.mark.parametrize("field", ["hoechstbetrag", "gesamtbetrag"])
def test_limits_cannot_sink_below_what_is_awarded(refused, accepted, field):
    grant = make_grant(lines=["100.00"])
    lower = f"UPDATE projects_foerderzeitraum SET {field} = %s WHERE id = %s"
    with refused(f"projects_foerderzeitraum_{field}_holds"):
        sql(lower, Decimal("99.99"), grant.foerderzeitraum_id)
    with accepted():
        sql(lower, Decimal("100.00"), grant.foerderzeitraum_id)
        sql(lower, None, grant.foerderzeitraum_id)


def race_for_the_total(isolation=None):
    """Eight connections award 30 EUR each against a total of 100 EUR; returns how much was awarded."""
    cohort = make_cohort(gesamtbetrag=Decimal("100.00"))
    fields = {"amount": Decimal(30), "status": "zur_zeichnung"}
    grants = [make_grant(make_jugendamt(f"0590001{n}"), cohort, **fields) for n in range(8)]
    for grant in grants:
        Budgetposten.objects.create(foerderung=grant, art="personal", amount=Decimal(30))
    looked = threading.Barrier(len(grants))

    def award(grant):
        with second_connection() as other:
            if isolation:
                other.isolation_level = isolation
            other.execute("SELECT sum(amount) FROM projects_foerderung")
            looked.wait(timeout=10)
            other.execute(
                "UPDATE projects_foerderung SET status = 'bewilligt', bewilligt_am = now() WHERE id = %s", [grant.pk]
            )

    outcomes = run_together([lambda grant=grant: award(grant) for grant in grants])
    return outcomes, sum(grant.amount for grant in Foerderung.objects.awarded())


@pytest.mark.django_db(transaction=True)
def test_racing_awards_never_pass_the_total():
    outcomes, awarded = race_for_the_total()
    assert awarded == Decimal(90)
    refusals = [outcome for outcome in outcomes if outcome is not None]
    assert {error.diag.constraint_name for error in refusals} == {"projects_foerderung_total"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("level", ["REPEATABLE_READ", "SERIALIZABLE"])
def test_racing_awards_with_an_older_snapshot_never_pass_the_total(level):
    _, awarded = race_for_the_total(psycopg.IsolationLevel[level])
    assert awarded <= Decimal(100)


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_on_the_cohort_the_total_is_overspent():
    definition = sql("SELECT pg_get_functiondef(tgfoid) FROM pg_trigger WHERE tgname LIKE 'pgtrigger_award_rules%%'")[
        0
    ][0]
    start = definition.index("UPDATE projects_foerderzeitraum SET")
    lock = definition[start : definition.index(";", start) + 1]
    try:
        sql(
            definition.replace(
                lock,
                "SELECT * INTO cohort FROM projects_foerderzeitraum WHERE id = NEW.foerderzeitraum_id; PERFORM pg_sleep(0.2);",
            ).replace("%", "%%")
        )
        _, awarded = race_for_the_total()
    finally:
        sql(definition.replace("%", "%%"))
    assert awarded > Decimal(100)


def test_control_without_the_trigger_the_ceiling_is_passed():
    grant = make_grant(cohort=make_cohort(hoechstbetrag=Decimal("1.00")))
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("ALTER TABLE projects_foerderung DISABLE TRIGGER USER")
    Budgetposten.objects.create(foerderung=grant, art="personal", amount=Decimal(100))
    sql("UPDATE projects_foerderung SET status = 'bewilligt', bewilligt_am = now() WHERE id = %s", grant.pk)
    grant.refresh_from_db()
    assert grant.status == "bewilligt"


def test_no_session_can_switch_the_rules_off(refused):
    names = [row[0] for row in sql("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%%'")]
    sql("SELECT set_config('pgtrigger.ignore', %s, true)", "{" + ",".join(names) + "}")
    with refused("projects_foerderung_ceiling"):
        make_grant(cohort=make_cohort(hoechstbetrag=Decimal("1.00")), lines=["100.00"])


# Further rules of the tables.


@pytest.mark.parametrize("amount", ["0.00", "-1.00"])
def test_amounts_are_positive(refused, amount):
    with refused("projects_foerderung_amount"):
        make_grant(amount=Decimal(amount))


def test_an_award_has_its_day_and_start(refused):
    with refused("projects_foerderung_awarded"):
        make_grant(status="bewilligt")
    with refused("projects_foerderung_awarded"):
        make_grant(bewilligt_am=timezone.now())
    with refused("projects_foerderung_awarded"):
        make_grant(status="bewilligt", bewilligt_am=timezone.now(), starts_on=None)


def test_unknown_states_are_refused(refused):
    grant, site = make_grant(), make_standort(make_jugendamt("05900002"), make_cohort("b"))
    with refused("projects_foerderung_awarded"):  # an unknown state is no draft
        plant_status(grant, "egal")
    with refused("projects_foerderung_status_known"):
        plant_status(grant, "egal", bewilligt_am=timezone.now())
    with refused("projects_standort_status_known"):
        sql("UPDATE projects_standort SET status = 'egal' WHERE id = %s", site.pk)
    with refused("projects_standort_published_at"):
        sql("UPDATE projects_standort SET status = 'veroeffentlicht' WHERE id = %s", site.pk)


def test_grant_and_site_belong_together(refused):
    site = make_standort()
    with refused("projects_foerderung_standort_fits"):
        make_grant(make_jugendamt("05900002"), site.foerderzeitraum, standort=site)
    with refused("projects_foerderung_standort_fits"):
        make_grant(site.jugendamt, make_cohort("b"), standort=site)


def test_a_site_cannot_leave_its_grant(refused):
    site, _ = site_with_grant()
    other = make_jugendamt("05900002")
    with refused("projects_foerderung_standort_fits"):
        sql("UPDATE projects_standort SET jugendamt_id = %s WHERE id = %s", other.pk, site.pk)


def test_one_site_per_office_and_cohort(refused):
    site = make_standort()
    with refused("projects_standort_once"):
        make_standort(site.jugendamt, site.foerderzeitraum, slug="zweiter")


@pytest.mark.parametrize("von, bis", [(6, 5), (0, 28), (3, None), (None, 3)])
def test_ages_of_a_site(refused, von, bis):
    with refused("projects_standort_alter"):
        make_standort(alter_von=von, alter_bis=bis)


def test_ages_that_fit(accepted):
    with accepted():
        make_standort(alter_von=0, alter_bis=27)
        publish(Standort.objects.get())


@pytest.mark.parametrize("line", [{"amount": -1}, {"amount": 0, "eigenanteil": -1}, {"amount": 0, "drittmittel": -1}])
def test_lines_are_never_negative(refused, line):
    with refused("projects_budgetposten_amounts"):
        Budgetposten.objects.create(foerderung=make_grant(), art="personal", **line)


def test_lines_have_a_known_kind(refused):
    with refused("projects_budgetposten_art"):
        Budgetposten.objects.create(foerderung=make_grant(), art="egal", amount=1)


COHORTS = [
    ("jahre", {"von_jahr": 2032, "bis_jahr": 2031}),
    ("dauer", {"dauer_monate": 0}),
    ("dauer", {"dauer_monate": 121}),
    ("betraege", {"hoechstbetrag": 0}),
    ("betraege", {"gesamtbetrag": -1}),
    ("betraege", {"bagatelle": -1}),
    ("toleranz", {"toleranz_prozent": 101}),
    ("toleranz", {"toleranz_prozent": -1}),
    ("aufruf", {"aufruf_von": date(2030, 2, 1), "aufruf_bis": date(2030, 1, 31)}),
    ("aufruf", {"aufruf_von": date(2030, 2, 1)}),
    ("aufruf", {"aufruf_bis": date(2030, 2, 1)}),
]


@pytest.mark.parametrize("rule, values", COHORTS)
def test_rules_of_a_cohort(refused, rule, values):
    with refused(f"projects_foerderzeitraum_{rule}"):
        make_cohort(**values)


def test_names_of_a_funder_do_not_overlap(refused, accepted):
    from projects.models import Foerderer

    funder = Foerderer.objects.create(kuerzel="stiftung")
    funder.namen.create(name="Alt", reihenfolge=1, gueltig_bis=date(2022, 1, 1))
    with accepted():
        funder.namen.create(name="Neu", reihenfolge=2, gueltig_von=date(2022, 1, 1))
    with refused("projects_foerderername_overlap"):
        funder.namen.create(name="Dazwischen", reihenfolge=3, gueltig_von=date(2021, 12, 31))
    with refused("projects_foerderername_reihenfolge"):
        funder.namen.create(name="Gleich", reihenfolge=2)
    with refused("projects_foerderername_gueltig"):
        day = date(2000, 1, 1)
        funder.namen.create(name="Leer", reihenfolge=4, gueltig_von=day, gueltig_bis=day - timedelta(days=1))
