"""Months as PostgreSQL counts them: one table for Python and for the period the database makes."""

from datetime import date

import pytest
from django.db import connection

from servicestelle.base.months import add_months

CASES = [  # first day, months, the same day so many months later
    *((date(2025, month, 31), 1, wanted) for month, wanted in [
        (1, date(2025, 2, 28)), (3, date(2025, 4, 30)), (5, date(2025, 6, 30)), (7, date(2025, 8, 31)),
        (8, date(2025, 9, 30)), (10, date(2025, 11, 30)), (12, date(2026, 1, 31)),
    ]),
    *((date(2025, month, 30), 1, wanted) for month, wanted in [
        (1, date(2025, 2, 28)), (3, date(2025, 4, 30)), (4, date(2025, 5, 30)), (6, date(2025, 7, 30)),
        (9, date(2025, 10, 30)), (11, date(2025, 12, 30)), (12, date(2026, 1, 30)),
    ]),
    (date(2024, 1, 29), 1, date(2024, 2, 29)),
    (date(2024, 1, 30), 1, date(2024, 2, 29)),
    (date(2024, 1, 31), 1, date(2024, 2, 29)),
    (date(2023, 1, 29), 1, date(2023, 2, 28)),
    (date(2024, 2, 29), 1, date(2024, 3, 29)),
    (date(2024, 2, 29), 11, date(2025, 1, 29)),
    (date(2024, 2, 29), 12, date(2025, 2, 28)),
    (date(2024, 2, 29), 24, date(2026, 2, 28)),
    (date(2024, 2, 29), 36, date(2027, 2, 28)),
    (date(2024, 2, 29), 48, date(2028, 2, 29)),
    (date(2096, 2, 29), 48, date(2100, 2, 28)),  # 2100 is no leap year
    (date(2096, 2, 29), 96, date(2104, 2, 29)),
    (date(1996, 2, 29), 48, date(2000, 2, 29)),  # 2000 is one
    (date(2023, 2, 28), 12, date(2024, 2, 28)),  # the last day of February is not kept as such
    (date(2023, 2, 28), 1, date(2023, 3, 28)),
    (date(2019, 1, 1), 30, date(2021, 7, 1)),  # the programme's own: last day 30.06.2021
    (date(2026, 1, 1), 30, date(2028, 7, 1)),
    (date(2026, 1, 15), 30, date(2028, 7, 15)),
    (date(2026, 8, 31), 30, date(2029, 2, 28)),
    (date(2025, 8, 31), 30, date(2028, 2, 29)),
    (date(2025, 8, 30), 30, date(2028, 2, 29)),
    (date(2025, 8, 29), 30, date(2028, 2, 29)),
    (date(2025, 8, 28), 30, date(2028, 2, 28)),
    (date(2026, 8, 29), 30, date(2029, 2, 28)),
    (date(2026, 5, 31), 30, date(2028, 11, 30)),
    (date(2026, 10, 31), 30, date(2029, 4, 30)),
    (date(2026, 12, 31), 30, date(2029, 6, 30)),
    (date(2026, 12, 31), 1, date(2027, 1, 31)),
    (date(2026, 12, 31), 2, date(2027, 2, 28)),
    (date(2027, 12, 31), 2, date(2028, 2, 29)),
    (date(2026, 12, 1), 1, date(2027, 1, 1)),
    (date(2026, 1, 1), 12, date(2027, 1, 1)),
    (date(2026, 1, 1), 11, date(2026, 12, 1)),
    (date(2026, 1, 1), 120, date(2036, 1, 1)),
    (date(2024, 2, 29), 120, date(2034, 2, 28)),
    (date(2026, 6, 30), 6, date(2026, 12, 30)),  # the tail: last day and the months for the Nachweis
    (date(2028, 6, 30), 6, date(2028, 12, 30)),
    (date(2028, 8, 31), 6, date(2029, 2, 28)),
    (date(2027, 8, 31), 6, date(2028, 2, 29)),
    (date(2028, 2, 29), 6, date(2028, 8, 29)),
    (date(2028, 12, 31), 6, date(2029, 6, 30)),
    (date(2028, 3, 31), 3, date(2028, 6, 30)),
    (date(2028, 5, 31), 9, date(2029, 2, 28)),
    (date(2028, 11, 30), 3, date(2029, 2, 28)),
    (date(2027, 11, 30), 3, date(2028, 2, 29)),
    (date(2028, 6, 30), 0, date(2028, 6, 30)),
    (date(2028, 2, 29), 0, date(2028, 2, 29)),
    (date(2026, 10, 31), 33, date(2029, 7, 31)),  # extended by three months
    (date(2026, 11, 30), 33, date(2029, 8, 30)),
    (date(2026, 1, 31), 25, date(2028, 2, 29)),
    (date(2026, 1, 31), 37, date(2029, 2, 28)),
    (date(2026, 1, 31), 66, date(2031, 7, 31)),
    (date(2026, 3, 31), 11, date(2027, 2, 28)),
    (date(2027, 3, 31), 11, date(2028, 2, 29)),
    (date(2026, 7, 31), 31, date(2029, 2, 28)),
]  # fmt: skip


def test_there_are_enough_cases():
    assert len({case[:2] for case in CASES}) >= 60


@pytest.mark.parametrize(("day", "months", "wanted"), CASES)
def test_python(day, months, wanted):
    assert add_months(day, months) == wanted


@pytest.mark.django_db
def test_postgresql_says_the_same():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (day + make_interval(months => count))::date FROM unnest(%s::date[], %s::int[]) AS t(day, count)",
            [[day for day, _, _ in CASES], [months for _, months, _ in CASES]],
        )
        assert [row[0] for row in cursor.fetchall()] == [wanted for _, _, wanted in CASES]
