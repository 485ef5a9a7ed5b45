"""Exchanges as an Atom feed."""

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed

from .models import Austauschangebot

LENGTH = 20


class AustauschFeed(Feed):
    feed_type = Atom1Feed
    title = "Austausch – Servicestelle Gelingendes Aufwachsen"
    subtitle = "Treffen, bei denen Menschen aus Jugendämtern und Netzwerken voneinander lernen"
    link = reverse_lazy("austausch")
    language = "de"
    author_name = "LWL-Servicestelle Gelingendes Aufwachsen"

    def items(self):
        return Austauschangebot.objects.listed().order_by("-veroeffentlicht_am", "-pk")[:LENGTH]

    def item_title(self, item):
        return f"Fällt aus: {item.titel}" if item.is_cancelled else item.titel

    def item_description(self, item):
        return f"{item.wann}, {item.ort or 'per Video'}. Für: {item.fuer_wen}"

    def item_pubdate(self, item):
        return item.veroeffentlicht_am

    def item_updateddate(self, item):
        return item.abgesagt_am or item.geaendert_am
