"""App configuration: names the actions around editions for the audit log."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "publications"
    verbose_name = "Publikationen"

    def ready(self):
        from servicestelle.base.vorgaenge import register_labels

        from .choices import Ausgabestatus

        register_labels({f"ausgabe.{status.value}": f"Ausgabe: {status.label}" for status in Ausgabestatus})
