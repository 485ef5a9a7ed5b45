"""Days around a document: when it counts as known, until when an appeal is possible. The programme's rules, not law."""

from datetime import timedelta

from servicestelle.base import einstellungen
from servicestelle.base.months import add_months
from servicestelle.base.working_days import add_working_days, is_working_day

from .choices import BY_FICTION, FIKTION_TAGE


def known_on(weg, day):
    """The day on which what was sent by `weg` on `day` counts as known: letters some days later (setting), else at once."""
    return day + timedelta(days=einstellungen.value_of(FIKTION_TAGE)) if weg in BY_FICTION else day


def appeal_until(known):
    """The last day for an appeal: one month after `known`; on a day off the next working day."""
    last = add_months(known, 1)
    return last if is_working_day(last) else add_working_days(last, 1)
