"""Restores a backup into an empty database and an empty file store, and holds whatever would act by itself."""

import shutil

from django.db import transaction

from .. import jobs, tagesmail
from ..choices import Refusal
from ..models import Protokoll
from . import figures, files, postgres
from .checking import check_backup, check_fits
from .making import sync_folder
from .manifest import ARCHIVE, DUMP

DRAFT = ".wird-zurueckgespielt"
HELD = "Nach einer Wiederherstellung angehalten. „Neu versuchen“ nur, wenn die Arbeit nicht schon geschehen ist."


def restore_backup(folder, store):
    """Check, load, compare with the manifest, hold open jobs, put the files in place; return (Manifest, jobs held).

    Raises Damaged or Refusal before anything is changed. The database is loaded in one transaction: all or nothing.
    The application's role has no rights on the restored tables until `manage.py datenbankrolle` gives them.
    """
    manifest = check_backup(folder)
    with postgres.connect() as connection:
        major = figures.read_major(connection)
        refuse_full_database(connection)
    check_fits(manifest, server_major=major)
    refuse_full_store(store)
    draft = store / DRAFT
    shutil.rmtree(draft, ignore_errors=True)
    files.unpack(folder / ARCHIVE, draft, manifest.files)
    load(folder / DUMP, major)
    compare(manifest)
    held = hold(folder.name)
    put_in_place(draft, store)
    return manifest, held


def refuse_full_database(connection):
    if tables := list(figures.read_tables(connection)):
        raise Refusal(
            f"Die Datenbank ist nicht leer, sie hat {len(tables)} Tabellen (zum Beispiel {tables[0]}).\n"
            "  Legen Sie eine leere Datenbank an und nennen Sie sie in DATABASE_URL."
        )


def refuse_full_store(store):
    store.mkdir(mode=0o700, parents=True, exist_ok=True)
    if held := [path.name for path in store.iterdir() if path.name != DRAFT]:
        raise Refusal(
            f"Die Ablage {store} ist nicht leer (zum Beispiel {held[0]}).\n"
            "  Leeren Sie den Ordner oder setzen Sie VAR_DIR auf einen neuen."
        )


def load(dump, major):
    postgres.run_program(
        "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(dump),
        server_major=major,
    )  # fmt: skip
    with postgres.connect() as connection:
        connection.execute("ANALYZE")  # or the first visitors meet plans made without knowing the tables


def compare(manifest):
    """What came back must be what was saved, row for row."""
    with postgres.connect() as connection:
        odd = figures.differences(manifest.tables, figures.read_tables(connection))
        odd += figures.differences(manifest.sequences, figures.read_sequences(connection))
    if odd:
        raise Refusal(
            f"Die Daten sind zurückgespielt, gleichen der Sicherung aber nicht: {', '.join(odd)}.\n"
            "  Nehmen Sie diese Datenbank nicht in Betrieb. Legen Sie eine leere an und nehmen Sie eine andere Sicherung."
        )


@transaction.atomic
def hold(name):
    """A restored portal remembers an older day: a job that was open then may have been done since."""
    held = jobs.hold_open_jobs(HELD)
    tagesmail.skip_today()
    Protokoll.objects.create(
        verb="sicherung.wiederhergestellt", object_type="sicherung", object_id=name[:60], details={"angehalten": held}
    )
    return held


def put_in_place(draft, store):
    for path in sorted(draft.iterdir()):
        path.rename(store / path.name)
    draft.rmdir()
    sync_folder(store)
