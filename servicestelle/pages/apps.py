"""App configuration of the roof: loads the Celery app, so that every process can send hints."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class PagesConfig(AppConfig):
    default = True
    name = "servicestelle.pages"
    label = "pages"
    verbose_name = "Seiten"

    def ready(self):
        from servicestelle import celery  # noqa: F401 - configures the current Celery app


class VerwaltungConfig(admin.AdminConfig):
    default = False
    default_site = "servicestelle.pages.verwaltung.Verwaltung"
