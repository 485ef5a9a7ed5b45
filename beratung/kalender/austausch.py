"""An exchange as a calendar file (RFC 5545). The link to the video stands only in the file of people with a place."""

from django.conf import settings
from django.http import HttpResponse
from icalendar import Calendar, Event

from ..choices import Austauschlage


def calendar_response(angebot, *, with_link=False):
    """The one event as a file for every calendar program; called off, it says so there too."""
    calendar = Calendar()
    calendar.add("prodid", "-//Servicestelle Gelingendes Aufwachsen//Austausch//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_event(angebot, with_link=with_link))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{angebot.slug}.ics"'
    response["Cache-Control"] = "private, no-cache" if with_link else "no-cache"
    return response


def _event(angebot, *, with_link):
    address, called_off = f"{settings.SITE_URL}{angebot.get_absolute_url()}", angebot.lage == Austauschlage.ABGESAGT
    link = angebot.videolink if with_link else ""
    event = Event()
    event.add("uid", f"austausch-{angebot.pk}@{settings.SITE_URL.partition('://')[2]}")
    changed_at = angebot.abgesagt_am or angebot.geaendert_am
    event.add("dtstamp", changed_at)
    event.add("sequence", int(changed_at.timestamp()) // 60)  # grows with every change; a calendar keeps the highest
    event.add("dtstart", angebot.beginn)
    event.add("dtend", angebot.ende)
    event.add("summary", f"Fällt aus: {angebot.titel}" if called_off else angebot.titel)
    event.add("status", "CANCELLED" if called_off else "CONFIRMED")
    event.add("location", angebot.ort or "Video")
    event.add("description", f"{f'Video: {link} – ' if link else ''}{angebot.fuer_wen}. Alle Angaben: {address}")
    event.add("url", address)
    return event
