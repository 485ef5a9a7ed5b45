"""App configuration of the floor."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    name = "servicestelle.base"
    label = "base"
    verbose_name = "Grundlagen"

    def ready(self):
        from . import aufgaben, kalender, tagesmail
        from .choices import FRAGEN_JE_STUNDE
        from .einstellungen import register
        from .sealing import seal_triggers

        register(tagesmail.VORLAUF, "Tagesmail: wie viele Arbeitstage voraus sie erinnert", 2, least=0, most=10)
        label = "Formulare ohne JavaScript und ohne Konto, höchstens je Stunde"
        register(FRAGEN_JE_STUNDE, label, 60, least=5, most=10_000)
        aufgaben.register_source(aufgaben.fristen_of_member)
        kalender.register_source(kalender.fristen_in_calendar)
        post_migrate.connect(seal_triggers, sender=self)
