"""App configuration: tells the floor that a Steckbrief follows the edit of its site, words of the audit log, tasks, and whom to tell of a virus."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "Standorte und Förderung"

    def ready(self):
        from servicestelle.base import aufgaben
        from servicestelle.base.dateien.services import on_refusal
        from servicestelle.base.folgen import register_follow_up
        from servicestelle.base.vorgaenge import register_labels

        from .aufruf_reports import waiting_bekundungen
        from .choices import VORGAENGE
        from .models import Standort
        from .reports import waiting_abrufe
        from .services import tell_of_refused_file, update_steckbriefe

        register_follow_up(Standort, update_steckbriefe)
        register_labels(VORGAENGE)
        aufgaben.register_source(waiting_abrufe)
        aufgaben.register_source(waiting_bekundungen)
        on_refusal("projects.interessenbekundung", tell_of_refused_file)
