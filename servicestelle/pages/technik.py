"""Addresses for machines: health, robots, sitemap, security contact."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from jugendaemter.models import Jugendamt, Netzwerk
from projects.models import Standort
from publications.models import Meldung, Publikation
from servicestelle.base.access import public

PAGES = [
    "start", "standorte", "foerderung", "jugendaemter", "netzwerke", "fachberatung", "publikationen", "aktuelles",
    "kontakt", "impressum", "datenschutz",
]  # fmt: skip
TEXT = "text/plain; charset=utf-8"


@public
def lebt(request):
    """The process answers."""
    return HttpResponse("lebt\n", content_type=TEXT)


@public
def bereit(request):
    """The database answers too; else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("Datenbank antwortet nicht\n", content_type=TEXT, status=503)
    return HttpResponse("bereit\n", content_type=TEXT)


@public
def robots(request):
    closed = "".join(f"Disallow: {path}\n" for path in ["/buero/", "/mein/", "/verwaltung/", "/konto/", "/suche/"])
    return HttpResponse(f"User-agent: *\n{closed}Sitemap: {settings.SITE_URL}/sitemap.xml\n", content_type=TEXT)


@public
def security(request):
    """security.txt (RFC 9116); valid for a year from the day it is asked for."""
    expires = (timezone.now() + timedelta(days=365)).strftime("%Y-%m-%dT00:00:00Z")
    text = f"Contact: {settings.SITE_URL}{reverse('kontakt')}\nExpires: {expires}\nPreferred-Languages: de, en\n"
    return HttpResponse(f"{text}Canonical: {settings.SITE_URL}/.well-known/security.txt\n", content_type=TEXT)


class Pages(Sitemap):
    def items(self):
        return PAGES

    def location(self, name):
        return reverse(name)


class Records(Sitemap):
    """Public rows of one model with their last change."""

    def __init__(self, rows, changed="geaendert_am"):
        self.rows, self.changed = rows, changed

    def items(self):
        return self.rows().order_by("pk")

    def lastmod(self, row):
        return getattr(row, self.changed, None)


SITEMAPS = {
    "seiten": Pages,
    "standorte": Records(Standort.objects.public),
    "jugendaemter": Records(Jugendamt.objects.public),
    "netzwerke": Records(Netzwerk.objects.published),
    "publikationen": Records(Publikation.objects.published),
    "meldungen": Records(Meldung.objects.published),
}
