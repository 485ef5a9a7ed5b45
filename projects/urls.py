"""Addresses of sites and funding; a site's own page is composed by the roof."""

from django.urls import path

from . import views
from .mein import abrufe as meine_abrufe
from .mein import aenderungen as meine_aenderungen
from .mein import bescheide as meine_bescheide
from .mein import foerderungen as meine_foerderungen
from .office import abrufe as office_abrufe
from .office import bescheide as office_bescheide
from .office import foerderungen as office_foerderungen
from .office import vorbereiten

GRANT = "mein/foerderungen/<int:pk>/"
REQUEST = f"{GRANT}abrufe/<int:nummer>/"
IN_OFFICE = "buero/mittelabrufe/<int:pk>/"
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
    path(IN_OFFICE, office_abrufe.mittelabruf, name="buero_mittelabruf"),
    *(
        path(f"{IN_OFFICE}{name}/", office_abrufe.schritt, {"name": name}, name=f"buero_mittelabruf_{name}")
        for name in office_abrufe.SCHRITTE
    ),
    path("buero/foerderungen/<int:pk>/", office_foerderungen.foerderung, name="buero_foerderung"),
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
]
