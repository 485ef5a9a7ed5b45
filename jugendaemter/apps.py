"""App configuration: tells the floor which scopes a member has and what its actions are called."""

from django.apps import AppConfig

LABELS = {
    "einladung.verschickt": "Einladung verschickt",
    "einladung.zurueckgezogen": "Einladung zurückgezogen",
    "einladung.angenommen": "Einladung angenommen",
    "mitgliedschaft.beendet": "Zugang beendet",
}


class JugendaemterConfig(AppConfig):
    name = "jugendaemter"
    verbose_name = "Jugendämter und Netzwerke"

    def ready(self):
        from servicestelle.base.access import register_scopes
        from servicestelle.base.vorgaenge import register_labels

        from .permissions import scopes_of_member

        register_scopes(scopes_of_member)
        register_labels(LABELS)
