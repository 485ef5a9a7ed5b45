"""Addresses of sites and funding; a site's own page is composed by the roof."""

from django.urls import path

from . import auszuege, views
from .mein import abrufe as meine_abrufe
from .mein import foerderungen as meine_foerderungen
from .office import abrufe as office_abrufe
from .office import buchungen as office_buchungen
from .office import foerderungen as office_foerderungen
from .office import geld as office_geld
from .office import zahlungen as office_zahlungen

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
    path("buero/mittelabrufe/zahlungsliste.csv", office_zahlungen.zahlungsliste, name="buero_zahlungsliste"),
    path("buero/mittelabrufe/ausgezahlt/", office_zahlungen.ausgezahlt, name="buero_zahlungen_ausgezahlt"),
    path(f"{IN_OFFICE}rueckzahlung/", office_buchungen.rueckzahlung, name="buero_rueckzahlung"),
    path(IN_OFFICE, office_abrufe.mittelabruf, name="buero_mittelabruf"),
    *(
        path(f"{IN_OFFICE}{name}/", office_abrufe.schritt, {"name": name}, name=f"buero_mittelabruf_{name}")
        for name in office_abrufe.SCHRITTE
    ),
    path("buero/foerderungen/", office_foerderungen.foerderungen, name="buero_foerderungen"),
    path("buero/foerderungen/<int:pk>/", office_foerderungen.foerderung, name="buero_foerderung"),
    path("buero/foerderungen/<int:pk>/umbuchung/", office_buchungen.umbuchung, name="buero_umbuchung"),
    path("buero/foerderzeitraeume/<slug:slug>/geld/", office_geld.zeitraum, name="buero_zeitraum_geld"),
    path("buero/geld/", office_geld.zeitraeume, name="buero_geld"),
    path("auszuege/neu/", auszuege.neu, name="auszug_neu"),
    path("auszuege/<int:pk>/", auszuege.auszug, name="auszug"),
    path("auszuege/<int:pk>/datei/", auszuege.datei, name="auszug_datei"),
]
