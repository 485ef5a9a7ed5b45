"""Addresses of sites and funding; a site's own page is composed by the roof."""

from django.urls import path

from . import abrufe, office, views

GRANT = "mein/foerderungen/<int:pk>/"
REQUEST = f"{GRANT}abrufe/<int:nummer>/"
IN_OFFICE = "buero/mittelabrufe/<int:pk>/"

urlpatterns = [
    path("standorte/", views.standorte, name="standorte"),
    path("standorte/<slug:slug>/steckbrief.pdf", views.steckbrief, name="steckbrief"),
    path("foerderung/", views.foerderung, name="foerderung"),
    path(GRANT, abrufe.foerderung, name="mein_foerderung"),
    path(f"{GRANT}abrufe/neu/", abrufe.neu, name="mein_mittelabruf_neu"),
    path(REQUEST, abrufe.mittelabruf, name="mein_mittelabruf"),
    path(f"{REQUEST}bearbeiten/", abrufe.bearbeiten, name="mein_mittelabruf_bearbeiten"),
    path(f"{REQUEST}einreichen/", abrufe.einreichen, name="mein_mittelabruf_einreichen"),
    path(f"{REQUEST}zurueckziehen/", abrufe.zurueckziehen, name="mein_mittelabruf_zurueckziehen"),
    path("buero/mittelabrufe/", office.mittelabrufe, name="buero_mittelabrufe"),
    path(IN_OFFICE, office.mittelabruf, name="buero_mittelabruf"),
    *(
        path(f"{IN_OFFICE}{name}/", office.schritt, {"name": name}, name=f"buero_mittelabruf_{name}")
        for name in office.SCHRITTE
    ),
    path("buero/foerderungen/<int:pk>/", office.foerderung, name="buero_foerderung"),
]
