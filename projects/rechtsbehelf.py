"""Days around a document: when it counts as known, until when an appeal is possible. The programme's rules, not law."""

from calendar import monthrange
from datetime import date, timedelta

from servicestelle.base import einstellungen
from servicestelle.base.working_days import add_working_days, is_working_day

from .choices import BY_FICTION, FIKTION_TAGE


def add_months(day, months):
    """The same day `months` later; where the month is shorter, its last day, as PostgreSQL has it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def known_on(weg, day):
    """The day on which what was sent by `weg` on `day` counts as known: letters some days later (setting), else at once."""
    return day + timedelta(days=einstellungen.value_of(FIKTION_TAGE)) if weg in BY_FICTION else day


def appeal_until(known):
    """The last day for an appeal: one month after `known`; on a day off the next working day."""
    last = add_months(known, 1)
    return last if is_working_day(last) else add_working_days(last, 1)
