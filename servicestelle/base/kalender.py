"""A person's calendar feed: every app adds its entries, the floor writes them as iCalendar (RFC 5545)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from .choices import Fristseite
from .models import Frist

AT_MOST = 500
_sources = []


@dataclass(frozen=True)
class Eintrag:
    """One entry: a whole day (`beginn` is a date), or from `beginn` to `ende` with time zone. `key` never changes."""

    key: str
    titel: str
    beginn: date | datetime
    url: str
    stand: datetime
    ende: datetime | None = None
    ort: str = ""
    text: str = ""

    @property
    def whole_day(self):
        return not isinstance(self.beginn, datetime)


def register_source(source):
    """Let an app add entries; `source(user)` yields the Eintrag of all `user` may see and has to think of."""
    _sources.append(source)
    return source


def fristen_in_calendar(user):
    """Open deadlines the person has to think of, as whole days."""
    rows = Frist.objects.concerning(user).open().for_list()
    for row in rows[:AT_MOST]:
        nobody = row.seite == Fristseite.BUERO and row.zustaendig_id is None
        text = "Noch niemand zuständig." if nobody else ""
        yield Eintrag(f"frist-{row.pk}", f"Fällig: {row.titel}", row.due_on, row.url, row.created_at, text=text)


def write_calendar(user):
    """The feed of `user` as bytes."""
    from icalendar import Calendar  # late: only the feed needs it

    calendar = Calendar()
    calendar.add("prodid", "-//Servicestelle Gelingendes Aufwachsen//Portal//DE")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Servicestelle: was ansteht")
    calendar.add("x-published-ttl", "PT4H")
    for source in _sources:
        for entry in source(user):
            calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry):
    from icalendar import Event

    event = Event()
    event.add("uid", f"{entry.key}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", entry.stand)
    event.add("summary", entry.titel)
    event.add("dtstart", entry.beginn)
    if entry.whole_day:
        event.add("dtend", entry.beginn + timedelta(days=1))
        event.add("transp", "TRANSPARENT")  # a deadline does not block the day
    elif entry.ende:
        event.add("dtend", entry.ende)
    event.add("url", settings.SITE_URL + entry.url)
    event.add("description", "\n".join(filter(None, [entry.text, settings.SITE_URL + entry.url])))
    if entry.ort:
        event.add("location", entry.ort)
    return event
