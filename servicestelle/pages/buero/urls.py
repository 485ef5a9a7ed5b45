"""Addresses of the office."""

from django.urls import path

from . import auftraege, seiten, uebersicht, zuschriften

urlpatterns = [
    path("", uebersicht.buero, name="buero"),
    path("auftraege/", auftraege.auftraege, name="buero_auftraege"),
    path("auftraege/<int:pk>/", auftraege.auftrag, name="buero_auftrag"),
    path("auftraege/<int:pk>/stand/", auftraege.stand, name="buero_auftrag_stand"),
    path("auftraege/<int:pk>/neu-versuchen/", auftraege.neu_versuchen, name="buero_auftrag_neu"),
    path("auftraege/<int:pk>/abbrechen/", auftraege.abbrechen, name="buero_auftrag_abbrechen"),
    path("seiten/", seiten.seiten, name="buero_seiten"),
    path("seiten/<slug:art>/<int:pk>/", seiten.seite, name="buero_seite"),
    path("seiten/<slug:art>/<int:pk>/stand/", seiten.stand_aendern, name="buero_seite_stand"),
    path("zuschriften/", zuschriften.zuschriften, name="buero_zuschriften"),
    path("zuschriften/<int:pk>/", zuschriften.zuschrift, name="buero_zuschrift"),
    path("zuschriften/<int:pk>/stand/", zuschriften.stand_aendern, name="buero_zuschrift_stand"),
]
