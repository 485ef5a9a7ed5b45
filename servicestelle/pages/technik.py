"""Addresses for machines: health, robots, sitemap, security contact."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from beratung.models import Austauschangebot
from jugendaemter.models import Jugendamt, Netzwerk
from projects.models import Standort
from publications.models import Meldung, Publikation
from servicestelle.base.access import public
from servicestelle.base.choices import Textart
from servicestelle.base.models import Seitentext

PAGES = [
    "start", "standorte", "foerderung", "jugendaemter", "netzwerke", "fachberatung", "austausch", "publikationen", "aktuelles",
    "kontakt", "impressum", "datenschutz", "barrierefreiheit", "barriere_melden", "leichte_sprache", "gebaerdensprache",
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


@public
def favicon(request):
    """Browsers and feed readers ask for this address whatever the pages say."""
    return redirect(static("img/favicon.ico"), preserve_request=True)


class Pages(Sitemap):
    def items(self):
        return PAGES

    def location(self, name):
        return reverse(name)


class EasyTexts(Sitemap):
    def items(self):
        return Seitentext.objects.filter(art=Textart.LEICHT)

    def location(self, text):
        return reverse("leichter_text", args=[text.key])


class Records(Sitemap):
    """Public rows of one model with their last change."""

    def __init__(self, rows, changed="geaendert_am"):
        self.rows, self.changed = rows, changed

    def items(self):
        return list(self.rows().order_by("pk"))  # read once; the rows need no count of their own

    def lastmod(self, row):
        return getattr(row, self.changed, None)


SITEMAPS = {
    "seiten": Pages,
    "leichte_sprache": EasyTexts,
    "standorte": Records(Standort.objects.public),
    "jugendaemter": Records(Jugendamt.objects.public),
    "netzwerke": Records(Netzwerk.objects.published),
    "publikationen": Records(Publikation.objects.published),
    "austausch": Records(Austauschangebot.objects.public),
    "meldungen": Records(Meldung.objects.published),
}
