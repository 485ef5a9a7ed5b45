"""Saves database and file store into a new folder."""

from pathlib import Path

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from psycopg import Error as DatabaseError

from servicestelle.base.backup.making import make_backup, remove_old
from servicestelle.base.backup.manifest import Damaged
from servicestelle.base.choices import Refusal
from servicestelle.base.lebenszeichen import BACKED_UP
from servicestelle.base.models import Protokoll


class Command(BaseCommand):
    help = "Sichert Datenbank und Ablage in einen neuen Ordner unter ZIEL und prüft ihn."

    def add_arguments(self, parser):
        parser.add_argument("ziel", type=Path)
        parser.add_argument(
            "--behalten", type=int, metavar="N", help="ältere Sicherungen bis auf die N neuesten entfernen"
        )

    def handle(self, *, ziel, behalten, **options):
        if behalten is not None and behalten < 1:
            raise CommandError("--behalten braucht mindestens 1, sonst bliebe keine Sicherung.")
        try:
            folder, manifest, faults = make_backup(ziel, Path(default_storage.location))
        except (Refusal, Damaged) as error:
            raise CommandError(str(error)) from None
        except (OSError, DatabaseError) as error:
            raise CommandError(f"Nicht gesichert, es gibt keine neue Sicherung: {error}") from error
        rows = sum(table["rows"] for table in manifest.tables.values())
        size = sum(part["size"] for part in manifest.parts.values())
        facts = {"tabellen": len(manifest.tables), "zeilen": rows, "dateien": len(manifest.files), "byte": size}
        Protokoll.objects.create(verb=BACKED_UP, object_type="sicherung", object_id=folder.name, details=facts)
        self.stdout.write(f"{folder}: " + ", ".join(f"{value} {name}" for name, value in facts.items()))
        for name in remove_old(ziel, behalten) if behalten and not faults else []:
            self.stdout.write(f"Entfernt: {name}")
        if faults:  # then every older backup is still needed
            raise CommandError(
                f"Die Sicherung ist fertig. In der Ablage fehlen aber {len(faults)} Dateien oder sind verändert: "
                f"{', '.join(faults[:5])}. Holen Sie diese aus einer älteren Sicherung."
            )
