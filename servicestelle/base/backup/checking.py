"""Is a backup whole? Every way in which it may be damaged is refused with a plain reason."""

import re
import tarfile

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from ..choices import Refusal
from . import files, postgres
from .manifest import ARCHIVE, DUMP, Damaged, read_manifest

NEXT = "Nehmen Sie eine andere Sicherung. Diese wird nicht angerührt."


def check_backup(folder):
    """Read all of it and return its Manifest; raises Damaged. Needs no database and changes nothing."""
    if not folder.is_dir():
        raise Damaged(f"{folder} ist kein Ordner mit einer Sicherung.")
    manifest = read_manifest(folder)
    for name in (DUMP, ARCHIVE):
        check_part(folder / name, manifest.parts.get(name))
    check_archive(folder / ARCHIVE, manifest)
    check_dump(folder / DUMP, manifest)
    return manifest


def check_part(path, wanted):
    if wanted is None or path.is_symlink() or not path.is_file():
        raise Damaged(f"{path.name} fehlt.")
    size = path.stat().st_size
    if size != wanted["size"]:
        raise Damaged(f"{path.name} hat {size} Byte, es müssten {wanted['size']} sein.")
    if files.hash_file(path) != wanted:
        raise Damaged(f"{path.name} ist verändert: Die Prüfsumme stimmt nicht.")


def check_archive(archive, manifest):
    try:
        faults = files.compare(archive, manifest.files)
    except (tarfile.TarError, OSError, EOFError) as error:
        raise Damaged(f"{ARCHIVE} lässt sich nicht lesen ({error}).") from None
    if faults:
        raise Damaged(f"{ARCHIVE} stimmt nicht mit dem Verzeichnis überein: {'; '.join(faults[:5])}.")


def check_dump(dump, manifest):
    """The dump's own table of contents must name every table of the manifest."""
    try:
        listed = postgres.list_archive(dump, server_major=manifest.postgres)
    except Refusal as refusal:
        raise Damaged(f"{DUMP} lässt sich nicht lesen. {refusal}") from None
    held = set(re.findall(r" TABLE DATA public (.+) \S+$", listed, re.MULTILINE))
    if held != set(manifest.tables):
        odd = ", ".join(sorted(held ^ set(manifest.tables))[:5])
        raise Damaged(f"{DUMP} und Verzeichnis nennen nicht dieselben Tabellen: {odd}.")


def check_fits(manifest, *, server_major):
    """Refuse a backup of a newer portal or a newer PostgreSQL than the ones here."""
    here = {f"{app}.{name}" for app, name in MigrationLoader(connection, ignore_no_migrations=True).disk_migrations}
    if unknown := [name for name in manifest.migrations if name not in here]:
        raise Refusal(
            f"Die Sicherung stammt von einer neueren Fassung des Portals (hier unbekannt: {', '.join(unknown[:3])}).\n"
            "  Installieren Sie zuerst die Fassung, mit der sie entstand, oder eine neuere."
        )
    if manifest.postgres > server_major:
        raise Refusal(
            f"Die Sicherung stammt von PostgreSQL {manifest.postgres}, hier läuft {server_major}.\n"
            f"  Stellen Sie sie auf PostgreSQL {manifest.postgres} oder neuer wieder her."
        )
