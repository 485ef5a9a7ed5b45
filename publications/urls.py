"""Addresses of publications, news and the composer in the office."""

from django.urls import path

from servicestelle.base.access import public

from . import feeds, office, views

urlpatterns = [
    path("publikationen/", views.publikationen, name="publikationen"),
    path("publikationen/<slug:slug>.pdf", views.publikation_pdf, name="publikation_pdf"),
    path("publikationen/<slug:slug>/", views.publikation, name="publikation"),
    path("publikationen/<slug:slug>/lesen/", views.publikation_lesen, name="publikation_lesen"),
    path("publikationen/<slug:slug>/ausgaben/<int:nummer>.pdf", views.ausgabe_pdf, name="ausgabe_pdf"),
    path("publikationen/<slug:slug>/ausgaben/<int:nummer>/", views.ausgabe, name="ausgabe"),
    path("aktuelles/", views.aktuelles, name="aktuelles"),
    path("aktuelles/feed/", public(feeds.MeldungFeed()), name="aktuelles_feed"),
    path("aktuelles/<slug:slug>/", views.meldung, name="meldung"),
    path("buero/publikationen/", office.publikationen, name="buero_publikationen"),
    path("buero/publikationen/<int:pk>/", office.publikation, name="buero_publikation"),
    path("buero/publikationen/<int:pk>/vorschau/", office.vorschau, name="buero_publikation_vorschau"),
    path("buero/publikationen/<int:pk>/setzen/", office.setzen, name="buero_publikation_setzen"),
    path("buero/publikationen/<int:pk>/ausgaben/<int:nummer>.pdf", office.pdf, name="buero_ausgabe_pdf"),
    path(
        "buero/publikationen/<int:pk>/ausgaben/<int:nummer>/veroeffentlichen/",
        office.veroeffentlichen,
        name="buero_ausgabe_veroeffentlichen",
    ),
    path(
        "buero/publikationen/<int:pk>/ausgaben/<int:nummer>/zurueckziehen/",
        office.zurueckziehen,
        name="buero_ausgabe_zurueckziehen",
    ),
]
