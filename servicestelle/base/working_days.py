"""Working days in Nordrhein-Westfalen: Monday to Friday without its public holidays."""

from datetime import timedelta
from functools import lru_cache

SATURDAY = 5


@lru_cache(maxsize=16)
def _holidays(year):
    from holidays import country_holidays  # late: only deadlines need it

    return frozenset(country_holidays("DE", subdiv="NW", years=year))


def is_working_day(day):
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def add_working_days(day, count):
    """The `count`-th working day after `day`; the day itself does not count."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(first, last):
    """How many working days lie after `first` up to and with `last`; 0 when `last` is not later."""
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(map(is_working_day, days))
