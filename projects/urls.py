"""Addresses of sites and funding; a site's own page is composed by the roof."""

from django.urls import path

from . import views
from .mein import abrufe as meine_abrufe
from .mein import foerderungen as meine_foerderungen
from .mein import interessenbekundungen as meine_bekundungen
from .office import abrufe as office_abrufe
from .office import foerderungen as office_foerderungen
from .office import foerderzeitraeume as office_zeitraeume
from .office import interessenbekundungen as office_bekundungen
from .office import simulationen as office_simulationen

GRANT = "mein/foerderungen/<int:pk>/"
REQUEST = f"{GRANT}abrufe/<int:nummer>/"
IN_OFFICE = "buero/mittelabrufe/<int:pk>/"
CALLS = "mein/interessenbekundung/"
OWN = f"{CALLS}<int:pk>/"
RECEIVED = "buero/interessenbekundungen/<int:pk>/"
COHORTS = "buero/foerderzeitraeume/"
SIMULATION = "buero/simulationen/<int:pk>/"

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
    path(f"{CALLS}neu/<slug:slug>/<str:ags>/", meine_bekundungen.neu, name="mein_interessenbekundung_neu"),
    path(OWN, meine_bekundungen.bekundung, name="mein_interessenbekundung"),
    path(f"{OWN}bearbeiten/", meine_bekundungen.bearbeiten, name="mein_interessenbekundung_bearbeiten"),
    path(f"{OWN}einreichen/", meine_bekundungen.einreichen, name="mein_interessenbekundung_einreichen"),
    path(f"{OWN}zurueckziehen/", meine_bekundungen.zurueckziehen, name="mein_interessenbekundung_zurueckziehen"),
    path(f"{OWN}brief.pdf", meine_bekundungen.brief, name="mein_interessenbekundung_brief"),
    path(f"{OWN}dateien/<int:nummer>/", meine_bekundungen.datei, name="mein_interessenbekundung_datei"),
    path(
        f"{OWN}dateien/<int:nummer>/entfernen/",
        meine_bekundungen.datei_entfernen,
        name="mein_interessenbekundung_datei_entfernen",
    ),
    path("buero/interessenbekundungen/", office_bekundungen.interessenbekundungen, name="buero_interessenbekundungen"),
    path(RECEIVED, office_bekundungen.interessenbekundung, name="buero_interessenbekundung"),
    path(f"{RECEIVED}bewerten/", office_bekundungen.bewerten, name="buero_interessenbekundung_bewerten"),
    *(
        path(
            f"{RECEIVED}{name}/",
            office_bekundungen.entscheiden,
            {"name": name},
            name=f"buero_interessenbekundung_{name}",
        )
        for name in office_bekundungen.ENTSCHEIDUNGEN
    ),
    path(f"{RECEIVED}brief.pdf", office_bekundungen.brief, name="buero_interessenbekundung_brief"),
    path(f"{RECEIVED}dateien/<int:nummer>/", office_bekundungen.datei, name="buero_interessenbekundung_datei"),
    path(COHORTS, office_zeitraeume.foerderzeitraeume, name="buero_foerderzeitraeume"),
    path(f"{COHORTS}neu/", office_zeitraeume.neu, name="buero_foerderzeitraum_neu"),
    path(f"{COHORTS}<int:pk>/", office_zeitraeume.foerderzeitraum, name="buero_foerderzeitraum"),
    path(f"{COHORTS}<int:pk>/simulation/", office_simulationen.neu, name="buero_simulation_neu"),
    path(SIMULATION, office_simulationen.simulation, name="buero_simulation"),
    path(f"{SIMULATION}variante/", office_simulationen.variante, name="buero_simulation_variante"),
    path(f"{SIMULATION}verwerfen/", office_simulationen.verwerfen, name="buero_simulation_verwerfen"),
    path(
        f"{SIMULATION}varianten/<int:nummer>/uebernehmen/",
        office_simulationen.uebernehmen,
        name="buero_simulation_uebernehmen",
    ),
]
