"""App configuration: tells the floor that a Steckbrief follows the edit of its site, words of the audit log, and tasks."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "Standorte und Förderung"

    def ready(self):
        from servicestelle.base import aufgaben
        from servicestelle.base.folgen import register_follow_up
        from servicestelle.base.vorgaenge import register_labels

        from .choices import VORGAENGE
        from .geld.fenster import near_fenster
        from .models import Standort
        from .reports import waiting_abrufe
        from .services import update_steckbriefe

        register_follow_up(Standort, update_steckbriefe)
        register_labels(VORGAENGE)
        aufgaben.register_source(waiting_abrufe)
        aufgaben.register_source(near_fenster)
