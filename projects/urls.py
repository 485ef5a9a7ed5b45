"""Addresses of sites and funding; a site's own page is composed by the roof."""

from django.urls import path

from . import views
from .mein import abrufe as meine_abrufe
from .mein import foerderungen as meine_foerderungen
from .office import abrufe as office_abrufe
from .office import foerderungen as office_foerderungen

GRANT = "mein/foerderungen/<int:pk>/"
REQUEST = f"{GRANT}abrufe/<int:nummer>/"
IN_OFFICE = "buero/mittelabrufe/<int:pk>/"

urlpatterns = [
    path("standorte/", views.standorte, name="standorte"),
    path("standorte/<slug:slug>/steckbrief.pdf", views.steckbrief, name="steckbrief"),
    path("foerderung/", views.foerderung, name="foerderung"),
    path(GRANT, meine_foerderungen.foerderung, name="mein_foerderung"),
    path(f"{GRANT}abrufe/neu/", meine_abrufe.neu, name="mein_mittelabruf_neu"),
    path(REQUEST, meine_abrufe.mittelabruf, name="mein_mittelabruf"),
    path(f"{REQUEST}bearbeiten/", meine_abrufe.bearbeiten, name="mein_mittelabruf_bearbeiten"),
    path(f"{REQUEST}einreichen/", meine_abrufe.einreichen, name="mein_mittelabruf_einreichen"),
    path(f"{REQUEST}zurueckziehen/", meine_abrufe.zurueckziehen, name="mein_mittelabruf_zurueckziehen"),
    path("buero/mittelabrufe/", office_abrufe.mittelabrufe, name="buero_mittelabrufe"),
    path(IN_OFFICE, office_abrufe.mittelabruf, name="buero_mittelabruf"),
    *(
        path(f"{IN_OFFICE}{name}/", office_abrufe.schritt, {"name": name}, name=f"buero_mittelabruf_{name}")
        for name in office_abrufe.SCHRITTE
    ),
    path("buero/foerderungen/<int:pk>/", office_foerderungen.foerderung, name="buero_foerderung"),
]
