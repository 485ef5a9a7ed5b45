"""Addresses of the roof's pages."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from servicestelle.base.access import public

from . import demo, erinnern, jugendaemter, metriken, standort, start, stil, suche, technik, texte, zugang, zuschriften

urlpatterns = [
    path("", start.start, name="start"),
    path("standorte/<slug:slug>/", standort.standort, name="standort"),
    path("jugendaemter/", jugendaemter.jugendaemter, name="jugendaemter"),
    path("jugendaemter/<slug:slug>/", jugendaemter.jugendamt, name="jugendamt"),
    path("kontakt/", zuschriften.kontakt, name="kontakt"),
    path("impressum/", texte.impressum, name="impressum"),
    path("datenschutz/", texte.datenschutz, name="datenschutz"),
    path("suche/", suche.suche, name="suche"),
    path("stil/", stil.stil, name="stil"),
    path("barrierefreiheit/", zugang.barrierefreiheit, name="barrierefreiheit"),
    path("leichte-sprache/", zugang.leichte_sprache, name="leichte_sprache"),
    path("leichte-sprache/<slug:key>/", zugang.leichter_text, name="leichter_text"),
    path("gebaerdensprache/", zugang.gebaerdensprache, name="gebaerdensprache"),
    path("barriere-melden/", zuschriften.barriere_melden, name="barriere_melden"),
    path("nachricht-geschrieben/", zuschriften.geschrieben, name="zuschrift_geschrieben"),
    path("bestaetigen/<str:secret>/", zuschriften.bestaetigen, name="bestaetigen"),
    path("abbestellen/<str:token>/", erinnern.abbestellen, name="abbestellen"),
    path("mein/kalender/<str:token>.ics", erinnern.kalender, name="mein_kalender"),
    path("demo/post/", demo.post, name="demo_post"),
    path("demo/post/<uuid:token>/", demo.brief, name="demo_brief"),
    path("lebt/", technik.lebt, name="lebt"),
    path("bereit/", technik.bereit, name="bereit"),
    path("metriken/", metriken.metriken, name="metriken"),
    path("favicon.ico", technik.favicon, name="favicon"),
    path("robots.txt", technik.robots, name="robots"),
    path("sitemap.xml", public(sitemap), {"sitemaps": technik.SITEMAPS}, name="sitemap"),
    path(".well-known/security.txt", technik.security, name="security"),
]
