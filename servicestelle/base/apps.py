"""App configuration of the floor."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    name = "servicestelle.base"
    label = "base"
    verbose_name = "Grundlagen"

    def ready(self):
        from .sealing import seal_triggers

        post_migrate.connect(seal_triggers, sender=self)
