"""Addresses of the office."""

from django.urls import path

from . import auftraege, fristen, jugendaemter, menschen, seiten, uebersicht, vertretungen, zuschriften

urlpatterns = [
    path("", uebersicht.buero, name="buero"),
    path("auftraege/", auftraege.auftraege, name="buero_auftraege"),
    path("auftraege/<int:pk>/", auftraege.auftrag, name="buero_auftrag"),
    path("auftraege/<int:pk>/stand/", auftraege.stand, name="buero_auftrag_stand"),
    path("auftraege/<int:pk>/neu-versuchen/", auftraege.neu_versuchen, name="buero_auftrag_neu"),
    path("auftraege/<int:pk>/abbrechen/", auftraege.abbrechen, name="buero_auftrag_abbrechen"),
    path("fristen/", fristen.fristen, name="buero_fristen"),
    path("fristen/<int:pk>/", fristen.frist, name="buero_frist"),
    path("jugendaemter/", jugendaemter.jugendaemter, name="buero_jugendaemter"),
    path("jugendaemter/<slug:slug>/", jugendaemter.dossier, name="buero_jugendamt"),
    path("seiten/", seiten.seiten, name="buero_seiten"),
    path("seiten/<slug:art>/<int:pk>/", seiten.seite, name="buero_seite"),
    path("seiten/<slug:art>/<int:pk>/stand/", seiten.stand_aendern, name="buero_seite_stand"),
    path("menschen/", menschen.menschen, name="buero_menschen"),
    path("menschen/einladen/", menschen.einladen, name="buero_einladen"),
    path("menschen/<int:pk>/", menschen.mensch, name="buero_mensch"),
    path("menschen/<int:pk>/sperren/", menschen.sperren, name="buero_mensch_sperren"),
    path("menschen/<int:pk>/faktor/", menschen.faktor_zuruecksetzen, name="buero_mensch_faktor"),
    path("menschen/vertretungen/", vertretungen.vertretungen, name="buero_vertretungen"),
    path("menschen/vertretungen/<int:pk>/beenden/", vertretungen.beenden, name="buero_vertretung_beenden"),
    path("menschen/zugang/<int:pk>/beenden/", menschen.beenden, {"door": "buero"}, name="buero_zugang_beenden"),
    path(
        "menschen/einladung/<int:pk>/zurueckziehen/",
        menschen.zurueckziehen,
        {"door": "buero"},
        name="buero_einladung_zurueckziehen",
    ),
    path("zuschriften/", zuschriften.zuschriften, name="buero_zuschriften"),
    path("zuschriften/<int:pk>/", zuschriften.zuschrift, name="buero_zuschrift"),
    path("zuschriften/<int:pk>/stand/", zuschriften.stand_aendern, name="buero_zuschrift_stand"),
]
