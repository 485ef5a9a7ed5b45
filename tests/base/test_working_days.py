"""Working days in Nordrhein-Westfalen."""

from datetime import date

import pytest

from servicestelle.base.working_days import add_working_days, is_working_day, working_days_between


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25),
        date(2026, 6, 4), date(2026, 10, 3), date(2026, 11, 1), date(2026, 12, 25), date(2026, 12, 26),
        date(2026, 11, 21), date(2026, 11, 22),
    ],
)  # fmt: skip
def test_holidays_and_weekends_are_no_working_days(day):
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 10, 30), date(2026, 11, 18), date(2026, 12, 24)])
def test_other_days_are(day):
    """Buß- und Bettag and Christmas Eve are working days here."""
    assert is_working_day(day)


@pytest.mark.parametrize(
    "day, count, due",
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 12, 23), 3, date(2026, 12, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
    ],
)
def test_counting_on(day, count, due):
    assert add_working_days(day, count) == due
    assert working_days_between(day, due) == count
