"""App configuration: tells the floor that a Steckbrief follows the edit of its site, words of the audit log, tasks, and whom to tell of a virus."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "Standorte und Förderung"

    def ready(self):
        from servicestelle.base import aufgaben, fristen
        from servicestelle.base.dateien.services import on_refusal
        from servicestelle.base.einstellungen import register
        from servicestelle.base.folgen import register_follow_up
        from servicestelle.base.vorgaenge import register_labels

        from .choices import ANHOERUNGSFRIST, FIKTION_TAGE, VORGAENGE
        from .geld.fenster import near_fenster
        from .models import Standort
        from .reports.aufrufe import waiting_bekundungen
        from .reports.bescheide import waiting_aenderungen, waiting_bescheide
        from .reports.geld import waiting_abrufe
        from .services import foerderungen, tell_of_refused_file, update_steckbriefe

        register(FIKTION_TAGE, "Ein Brief gilt als bekannt gegeben nach Tagen", 4, least=0, most=14)
        register_follow_up(Standort, update_steckbriefe)
        register_labels(VORGAENGE)
        on_refusal("projects.interessenbekundung", tell_of_refused_file)
        fristen.on_move(ANHOERUNGSFRIST, lock=foerderungen.lock_of_frist, tell=foerderungen.follow_moved_frist)
        for source in (waiting_abrufe, waiting_bekundungen, waiting_bescheide, waiting_aenderungen, near_fenster):
            aufgaben.register_source(source)
