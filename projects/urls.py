"""Addresses of sites and funding; a site's own page is composed by the roof."""

from django.urls import path

from . import auszuege, views
from .mein import abrufe as meine_abrufe
from .mein import aenderungen as meine_aenderungen
from .mein import bescheide as meine_bescheide
from .mein import foerderungen as meine_foerderungen
from .mein import interessenbekundungen as meine_bekundungen
from .office import abrufe as office_abrufe
from .office import bescheide as office_bescheide
from .office import buchungen as office_buchungen
from .office import foerderungen as office_foerderungen
from .office import foerderzeitraeume as office_zeitraeume
from .office import geld as office_geld
from .office import interessenbekundungen as office_bekundungen
from .office import simulationen as office_simulationen
from .office import vorbereiten
from .office import zahlungen as office_zahlungen

GRANT = "mein/foerderungen/<int:pk>/"
REQUEST = f"{GRANT}abrufe/<int:nummer>/"
IN_OFFICE = "buero/mittelabrufe/<int:pk>/"
CALLS = "mein/interessenbekundung/"
OWN = f"{CALLS}<int:pk>/"
RECEIVED = "buero/interessenbekundungen/<int:pk>/"
COHORTS = "buero/foerderzeitraeume/"
SIMULATION = "buero/simulationen/<int:pk>/"
BESCHEID = f"{GRANT}bescheide/<int:nummer>/"
ANTRAG = f"{GRANT}aenderungen/<int:nummer>/"
OFFICE_GRANT = "buero/foerderungen/<int:pk>/"

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
    path("pruefen/<str:code>/", views.pruefen, name="pruefen"),
    path(f"{GRANT}bescheide/", meine_bescheide.bescheide, name="mein_bescheide"),
    path(BESCHEID, meine_bescheide.bescheid, name="mein_bescheid"),
    path(f"{BESCHEID}bescheid.pdf", meine_bescheide.pdf, name="mein_bescheid_pdf"),
    path(f"{BESCHEID}empfang/", meine_bescheide.empfang, name="mein_bescheid_empfang"),
    path(f"{BESCHEID}erklaerung/", meine_bescheide.erklaerung, name="mein_bescheid_erklaerung"),
    path(f"{GRANT}anhoerungen/<int:nummer>/", meine_bescheide.anhoerung, name="mein_anhoerung"),
    path(f"{GRANT}aenderung/", meine_aenderungen.neu, name="mein_aenderung_neu"),
    path(ANTRAG, meine_aenderungen.aenderung, name="mein_aenderung"),
    path(f"{ANTRAG}bearbeiten/", meine_aenderungen.bearbeiten, name="mein_aenderung_bearbeiten"),
    path(f"{ANTRAG}einreichen/", meine_aenderungen.einreichen, name="mein_aenderung_einreichen"),
    path(f"{ANTRAG}zurueckziehen/", meine_aenderungen.zurueckziehen, name="mein_aenderung_zurueckziehen"),
    path("buero/bescheide/", office_bescheide.bescheide, name="buero_bescheide"),
    path("buero/bescheide/<int:pk>/", office_bescheide.bescheid, name="buero_bescheid"),
    path("buero/bescheide/<int:pk>/bescheid.pdf", office_bescheide.pdf, name="buero_bescheid_pdf"),
    *(
        path(
            f"buero/bescheide/<int:pk>/{name}/", office_bescheide.schritt, {"name": name}, name=f"buero_bescheid_{name}"
        )
        for name in office_bescheide.DONE
    ),
    path("buero/zeichnung/<int:pk>/", office_bescheide.zeichnung, name="buero_zeichnung"),
    path("buero/zeichnung/<int:pk>/zeichnen/", office_bescheide.zeichnen, name="buero_zeichnung_zeichnen"),
    path("buero/zeichnung/<int:pk>/zurueckgeben/", office_bescheide.zurueckgeben, name="buero_zeichnung_zurueckgeben"),
    path(f"{OFFICE_GRANT}bescheide/", vorbereiten.foerderung, name="buero_foerderung_bescheide"),
    path(f"{OFFICE_GRANT}bearbeiten/", vorbereiten.bearbeiten, name="buero_foerderung_bearbeiten"),
    path(f"{OFFICE_GRANT}zur-zeichnung/", vorbereiten.zur_zeichnung, name="buero_foerderung_zur_zeichnung"),
    path(f"{OFFICE_GRANT}summe/", vorbereiten.summe, name="buero_foerderung_summe"),
    path(f"{OFFICE_GRANT}anhoerung/", vorbereiten.anhoeren, name="buero_foerderung_anhoerung"),
    path("buero/aenderungen/<int:pk>/", vorbereiten.aenderung, name="buero_aenderung"),
    path("buero/aenderungen/<int:pk>/entscheiden/", vorbereiten.entscheiden, name="buero_aenderung_entscheiden"),
    path("buero/anhoerungen/<int:pk>/", vorbereiten.anhoerung, name="buero_anhoerung"),
    path("buero/anhoerungen/<int:pk>/aufheben/", vorbereiten.aufheben, name="buero_anhoerung_aufheben"),
    path("buero/anhoerungen/<int:pk>/einstellen/", vorbereiten.einstellen, name="buero_anhoerung_einstellen"),
    path("buero/foerderungen/<int:pk>/umbuchung/", office_buchungen.umbuchung, name="buero_umbuchung"),
    path("buero/foerderzeitraeume/<slug:slug>/geld/", office_geld.zeitraum, name="buero_zeitraum_geld"),
    path("buero/geld/", office_geld.zeitraeume, name="buero_geld"),
    path("auszuege/neu/", auszuege.neu, name="auszug_neu"),
    path("auszuege/<int:pk>/", auszuege.auszug, name="auszug"),
    path("auszuege/<int:pk>/datei/", auszuege.datei, name="auszug_datei"),
]
