"""Groups and content for a new portal; run again, it changes nothing that people edited or deleted."""

from django.apps import apps
from django.core.management.base import BaseCommand

from servicestelle.pages.gruppen import apply_gruppen
from servicestelle.pages.startdaten.loading import load_startdaten


class Command(BaseCommand):
    help = "Lädt Gruppen und Inhalte. Was geändert oder gelöscht wurde, bleibt geändert oder gelöscht."

    def handle(self, **options):
        self.stdout.write(f"{apply_gruppen()} Gruppen haben ihre Rechte.")
        created = load_startdaten()
        for kind, number in created.items():
            self.stdout.write(f"{number:>4} {apps.get_model(kind)._meta.verbose_name_plural} angelegt.")
        if not created:
            self.stdout.write("Alle Inhalte waren schon da.")
