"""The calendar file of one appointment (RFC 5545): no names of persons, the same `UID` when it moves."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from icalendar import Calendar, Event

from ..choices import Terminstatus

HERE = ZoneInfo("Europe/Berlin")


def calendar_of(termin):
    """The file as bytes; its times are those of Germany, a cancelled appointment says so."""
    calendar = Calendar()
    calendar.add("prodid", "-//Servicestelle Gelingendes Aufwachsen//Fachberatung//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_event(termin))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def answer_with(termin):
    """The file as an answer to keep."""
    response = HttpResponse(calendar_of(termin), content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="termin-{termin.anfrage.nummer.lower()}.ics"'
    return response


def _event(termin):
    cancelled = termin.status == Terminstatus.ABGESAGT
    event = Event()
    event.add("uid", f"{termin.uid}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", termin.sequence)
    event.add("dtstamp", termin.decided_at)
    event.add("dtstart", termin.beginn.astimezone(HERE))
    event.add("dtend", termin.ende.astimezone(HERE))
    event.add("summary", f"{'Abgesagt: ' if cancelled else ''}Fachberatung {termin.anfrage.nummer}")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if termin.place:
        event.add("location", termin.place)
    event.add("description", "Ein Gespräch mit der Servicestelle Gelingendes Aufwachsen – Netzwerke für Kinder.")
    return event
