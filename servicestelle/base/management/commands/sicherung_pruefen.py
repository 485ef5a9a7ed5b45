"""Says whether a backup is whole."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from servicestelle.base.backup.checking import NEXT, check_backup
from servicestelle.base.backup.manifest import Damaged


class Command(BaseCommand):
    help = "Liest eine Sicherung ganz durch und prüft jede Prüfsumme. Ändert nichts."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("ordner", type=Path)

    def handle(self, *, ordner, **options):
        try:
            manifest = check_backup(ordner)
        except Damaged as reason:
            raise CommandError(f"{reason} {NEXT}") from None
        self.stdout.write(
            f"{ordner} ist vollständig: {len(manifest.tables)} Tabellen, {len(manifest.files)} Dateien, "
            f"Stand {manifest.made_at}."
        )
