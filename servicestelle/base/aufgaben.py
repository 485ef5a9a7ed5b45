"""„Was ist zu tun, bis wann“: one list for the people of a Jugendamt; every app says what waits for them."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from .access import scopes_of
from .models import Frist

_sources, _words = [], {}


@dataclass(frozen=True)
class Aufgabe:
    """Something a person can do now: what, where, until when (None: no day is set), and which process it belongs to."""

    titel: str
    url: str
    vorgang: str
    due_on: date | None = None
    due_first: date | None = None

    @property
    def is_overdue(self):
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def is_due_today(self):
        return self.due_on == timezone.localdate()

    @property
    def is_moved(self):
        return self.due_first is not None and self.due_on != self.due_first


def register_source(source):
    """Let an app name what waits; `source(user)` yields Aufgaben of the offices `user` works in today, in one query."""
    _sources.append(source)
    return source


def register_words(art, words):
    """Let an app say on the page what a deadline of its kind `art` asks for; mails and calendars keep the bare title.

    `words(numbers)` gives {number of the record: text} for records known by these numbers, in one query.
    """
    _words[art] = words


def aufgaben_of(user):
    """All that waits for `user`, the earliest day first, then what has no day."""
    found = [task for source in _sources for task in source(user)]
    return sorted(found, key=lambda task: (task.due_on is None, task.due_on or date.max, task.titel))


def fristen_of_member(user):
    """The open deadlines of the person's own offices."""
    rows = list(Frist.objects.open().for_members().filter(scope__in=scopes_of(user)).order_by("due_on", "pk"))
    said = _words_of(rows)
    for row in rows:
        text = said.get((row.art, row.object_id))
        titel = f"{row.titel}: {text}" if text else row.titel
        yield Aufgabe(titel, row.url, "Frist", row.due_on, row.due_first)


def _words_of(rows):
    """{(kind, number): text}; a query for each kind of which there is a row."""
    said = {}
    for art in {row.art for row in rows} & set(_words):
        found = _words[art]([row.object_id for row in rows if row.art == art])
        said |= {(art, str(number)): text for number, text in found.items()}
    return said
