"""App configuration: tells the floor which scopes a member has."""

from django.apps import AppConfig


class JugendaemterConfig(AppConfig):
    name = "jugendaemter"
    verbose_name = "Jugendämter und Netzwerke"

    def ready(self):
        from servicestelle.base.access import register_scopes

        from .permissions import scopes_of_member

        register_scopes(scopes_of_member)
