"""Restores a backup into an empty database and an empty file store."""

from pathlib import Path

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from psycopg import Error as DatabaseError

from servicestelle.base.backup.checking import NEXT
from servicestelle.base.backup.manifest import Damaged
from servicestelle.base.backup.restoring import restore_backup
from servicestelle.base.choices import Refusal


class Command(BaseCommand):
    help = "Stellt eine Sicherung her. Läuft als Eigentümerrolle; Web, Worker und Zeitplan sind vorher zu beenden."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("ordner", type=Path)

    def handle(self, *, ordner, **options):
        try:
            manifest, held = restore_backup(ordner, Path(default_storage.location))
        except Damaged as reason:
            raise CommandError(f"{reason} {NEXT}") from None
        except Refusal as reason:
            raise CommandError(str(reason)) from None
        except (OSError, DatabaseError) as error:
            raise CommandError(f"Nicht wiederhergestellt: {error}. Beginnen Sie mit leerer Datenbank neu.") from error
        self.stdout.write(
            f"Wiederhergestellt: {len(manifest.tables)} Tabellen und {len(manifest.files)} Dateien, "
            f"Stand {manifest.made_at}. Zeilen, Zähler und Dateien gleichen der Sicherung.\n"
            f"Angehaltene Aufträge: {held}. Sie laufen erst, wenn jemand sie im Büro neu versucht.\n"
            "Nächste Schritte: `manage.py migrate`, `manage.py datenbankrolle ROLLE`, dann Web, Worker und Zeitplan starten."
        )
