"""News as an Atom feed."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from servicestelle.base.ui.markdown import plain_text

from .models import Meldung

LENGTH = 20


class MeldungFeed(Feed):
    feed_type = Atom1Feed
    title = "Aktuelles – Servicestelle Gelingendes Aufwachsen"
    subtitle = "Neues aus der LWL-Servicestelle Gelingendes Aufwachsen – Netzwerke für Kinder"
    link = reverse_lazy("aktuelles")
    language = "de"
    author_name = "LWL-Servicestelle Gelingendes Aufwachsen"

    def items(self):
        return Meldung.objects.published()[:LENGTH]

    def item_title(self, item):
        return item.titel

    def item_description(self, item):
        return escape(plain_text(item.text))

    def item_pubdate(self, item):
        return timezone.make_aware(datetime.combine(item.datum, time(12)))

    def item_updateddate(self, item):
        return item.geaendert_am
