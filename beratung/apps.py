"""App configuration: tells the floor what it adds: settings, words of the audit log, tasks and calendar entries."""

from django.apps import AppConfig


class BeratungConfig(AppConfig):
    name = "beratung"
    verbose_name = "Fachberatung"

    def ready(self):
        from servicestelle.base import aufgaben, fristen, kalender
        from servicestelle.base.dateien.services import on_refusal
        from servicestelle.base.einstellungen import register
        from servicestelle.base.folgen import register_follow_up
        from servicestelle.base.vorgaenge import register_labels

        from .choices import KONTAKT_TAGE, TERMIN_WOCHEN, VORGAENGE, Fristart
        from .models import Austauschangebot
        from .reports import austausch_in_calendar, proposed, steps_in_words, termine_in_calendar, unanswered
        from .services import dateien, empfehlungen, fill_edited

        register(KONTAKT_TAGE, "Erster Kontakt nach einer Anfrage, in Arbeitstagen", 3, least=1, most=30)
        register(TERMIN_WOCHEN, "Termin nach einer Anfrage, in Wochen", 4, least=1, most=52)
        register_follow_up(Austauschangebot, fill_edited)
        register_labels(VORGAENGE)
        on_refusal("beratung.anfrage", dateien.tell_of_request_file)
        on_refusal("beratung.nachricht", dateien.tell_of_message_file)
        fristen.on_move(Fristart.EMPFEHLUNG, lock=empfehlungen.lock_of_frist, tell=empfehlungen.follow_moved_frist)
        aufgaben.register_words(Fristart.EMPFEHLUNG, steps_in_words)
        aufgaben.register_source(unanswered)
        aufgaben.register_source(proposed)
        kalender.register_source(termine_in_calendar)
        kalender.register_source(austausch_in_calendar)
