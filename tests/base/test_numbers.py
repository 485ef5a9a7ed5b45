"""Running numbers: a hundred at once, none twice, none left out, also when some are rolled back."""

from contextlib import suppress

import pytest
from django.db import transaction

from servicestelle.base.models import Zaehler
from servicestelle.base.numbers import next_number
from tests.database import run_together, sql


class Regret(Exception):
    pass


def take(*, keep=True):
    with suppress(Regret), transaction.atomic():
        number = next_number("FB", 2026)
        if not keep:
            raise Regret
        return number


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_leave_no_gap():
    given = [number for _ in range(4) for number in run_together([take] * 25)]
    assert sorted(given) == [f"FB-2026-{number:04d}" for number in range(1, 101)]


@pytest.mark.django_db(transaction=True)
def test_a_number_of_a_failed_transaction_is_given_again():
    works = [take, lambda: take(keep=False)] * 10
    given = [number for number in run_together(works) if number]
    assert sorted(given) == [f"FB-2026-{number:04d}" for number in range(1, 11)]


@pytest.mark.django_db(transaction=True)
def test_control_reading_the_highest_number_first_gives_some_twice():
    Zaehler.objects.create(reihe="FB-2026")

    def read_then_write():
        with transaction.atomic():
            [[stand]] = sql("SELECT stand FROM base_zaehler WHERE reihe = 'FB-2026'")
            sql("SELECT pg_sleep(0.05)")
            sql("UPDATE base_zaehler SET stand = %s WHERE reihe = 'FB-2026'", stand + 1)
            return stand + 1

    given = run_together([read_then_write] * 10)
    assert len(set(given)) < 10


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_no_number_is_given():
    with pytest.raises(RuntimeError):
        next_number("FB", 2026)
