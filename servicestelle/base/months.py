"""Calendar months as PostgreSQL's `date + interval` has them: 31.01. and one month is the last day of February."""

from calendar import monthrange


def add_months(day, count):
    """The same day `count` months later, or the last day of that month where it is shorter."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))
