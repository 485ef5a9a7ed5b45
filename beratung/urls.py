"""Addresses of the Fachberatung: for everybody, for the asking side, for the anfragen."""

from django.urls import path

from servicestelle.base.access import public

from . import asking, austausch, fall, feeds, teilnehmen, views
from .office import abwesenheiten, anfragen, ansichten, statistik
from .office import austausch as office_austausch

BY_LINK = "fachberatung/status/<str:token>/"
OWN = "mein/anfragen/<slug:nummer>/"
CASE = "buero/anfragen/<slug:nummer>/"
REGISTERED = "austausch/anmeldung/<str:token>/"
OWN_EXCHANGE = "mein/austausch/<int:pk>/"
EXCHANGE = "buero/austausch/<int:pk>/"

urlpatterns = [
    path("fachberatung/", views.fachberatung, name="fachberatung"),
    path("fachberatung/anfrage/", views.anfrage, name="anfrage"),
    path("fachberatung/anfrage/abgeschickt/", views.abgeschickt, name="anfrage_abgeschickt"),
    path(BY_LINK, asking.status, name="anfrage_status"),
    path(f"{BY_LINK}bestaetigen/", asking.bestaetigen, name="anfrage_status_bestaetigen"),
    path(f"{BY_LINK}nachricht/", asking.nachricht, name="anfrage_status_nachricht"),
    path(f"{BY_LINK}dateien/<int:pk>/", asking.datei, name="anfrage_status_datei"),
    path(f"{BY_LINK}zurueckziehen/", asking.zurueckziehen, name="anfrage_status_zurueckziehen"),
    path(f"{BY_LINK}sperren/", asking.sperren, name="anfrage_status_sperren"),
    path(OWN, asking.meine, name="mein_anfrage"),
    path(f"{OWN}nachricht/", asking.meine_nachricht, name="mein_anfrage_nachricht"),
    path(f"{OWN}dateien/<int:pk>/", asking.meine_datei, name="mein_anfrage_datei"),
    path(f"{OWN}zurueckziehen/", asking.meine_zurueckziehen, name="mein_anfrage_zurueckziehen"),
    *fall.paths(BY_LINK, OWN, CASE),
    path("buero/statistik/", statistik.statistik, name="buero_statistik"),
    path("austausch/", austausch.austausch, name="austausch"),
    path("austausch/feed/", public(feeds.AustauschFeed()), name="austausch_feed"),
    path("austausch/anmeldung/abgeschickt/", austausch.abgeschickt, name="austausch_abgeschickt"),
    path(REGISTERED, teilnehmen.anmeldung, name="anmeldung"),
    path(f"{REGISTERED}bestaetigen/", teilnehmen.bestaetigen, name="anmeldung_bestaetigen"),
    path(f"{REGISTERED}absagen/", teilnehmen.absagen, name="anmeldung_absagen"),
    path(f"{REGISTERED}termin.ics", teilnehmen.kalender, name="anmeldung_kalender"),
    path(f"{REGISTERED}bescheinigung.pdf", teilnehmen.bescheinigung, name="anmeldung_bescheinigung"),
    path("austausch/<slug:slug>.ics", austausch.kalender, name="austauschangebot_kalender"),
    path("austausch/<slug:slug>/", austausch.angebot, name="austauschangebot"),
    path("austausch/<slug:slug>/anmelden/", austausch.anmelden, name="austauschangebot_anmelden"),
    path(OWN_EXCHANGE, teilnehmen.meine, name="meine_anmeldung"),
    path(f"{OWN_EXCHANGE}absagen/", teilnehmen.meine_absagen, name="meine_anmeldung_absagen"),
    path(f"{OWN_EXCHANGE}termin.ics", teilnehmen.meine_kalender, name="meine_anmeldung_kalender"),
    path(f"{OWN_EXCHANGE}bescheinigung.pdf", teilnehmen.meine_bescheinigung, name="meine_anmeldung_bescheinigung"),
    path("buero/austausch/", office_austausch.liste, name="buero_austausch"),
    path("buero/austausch/neu/", office_austausch.neu, name="buero_austausch_neu"),
    path(EXCHANGE, office_austausch.angebot, name="buero_austausch_angebot"),
    path(f"{EXCHANGE}bearbeiten/", office_austausch.bearbeiten, name="buero_austausch_bearbeiten"),
    path(f"{EXCHANGE}plaetze/", office_austausch.plaetze, name="buero_austausch_plaetze"),
    path(f"{EXCHANGE}absagen/", office_austausch.absagen, name="buero_austausch_absagen"),
    path(f"{EXCHANGE}nachricht/", office_austausch.nachricht, name="buero_austausch_nachricht"),
    path(f"{EXCHANGE}teilnahme/", office_austausch.teilnahme, name="buero_austausch_teilnahme"),
    path(f"{EXCHANGE}liste/", office_austausch.teilnehmende, name="buero_austausch_liste"),
    path(f"{EXCHANGE}anmeldungen.csv", office_austausch.teilnehmende_csv, name="buero_austausch_csv"),
    path(f"{EXCHANGE}anmeldungen/<int:nummer>/abmelden/", office_austausch.abmelden, name="buero_austausch_abmelden"),
    path(
        f"{EXCHANGE}anmeldungen/<int:nummer>/bescheinigung.pdf",
        office_austausch.bescheinigung,
        name="buero_austausch_bescheinigung",
    ),
    path("buero/anfragen/", anfragen.anfragen, name="buero_anfragen"),
    path("buero/anfragen/zuweisen/", anfragen.zuweisen_viele, name="buero_anfragen_zuweisen"),
    path("buero/anfragen/ansichten/", ansichten.ansichten, name="buero_ansichten"),
    path("buero/anfragen/ansichten/<int:pk>/anheften/", ansichten.anheften, name="buero_ansicht_anheften"),
    path("buero/anfragen/ansichten/<int:pk>/loeschen/", ansichten.loeschen, name="buero_ansicht_loeschen"),
    path("buero/anfragen/vorschlag/", anfragen.vorschlag, name="buero_anfragen_vorschlag"),
    path("buero/abwesenheiten/", abwesenheiten.abwesenheiten, name="buero_abwesenheiten"),
    path("buero/abwesenheiten/<int:pk>/entfernen/", abwesenheiten.entfernen, name="buero_abwesenheit_entfernen"),
    path("buero/abwesenheiten/<int:pk>/uebergeben/", abwesenheiten.uebergeben, name="buero_abwesenheit_uebergeben"),
    path(CASE, anfragen.anfrage, name="buero_anfrage"),
    path(f"{CASE}zuweisen/", anfragen.zuweisen, name="buero_anfrage_zuweisen"),
    path(f"{CASE}uebernehmen/", anfragen.uebernehmen, name="buero_anfrage_uebernehmen"),
    path(f"{CASE}stand/", anfragen.stand, name="buero_anfrage_stand"),
    path(f"{CASE}kontakt/", anfragen.kontakt, name="buero_anfrage_kontakt"),
    path(f"{CASE}link/", anfragen.link_erneuern, name="buero_anfrage_link"),
    path(f"{CASE}nachricht/", anfragen.nachricht, name="buero_anfrage_nachricht"),
    path(f"{CASE}dateien/<int:pk>/", anfragen.datei, name="buero_anfrage_datei"),
    path(f"{CASE}notiz/", anfragen.notiz, name="buero_anfrage_notiz"),
]
