"""Makes a backup: one moment of the database, the files it names, the manifest last, then the final name."""

import contextlib
import fcntl
import os
import re
import shutil
from datetime import UTC, datetime

import psycopg

from ..ablage import DRAFT
from ..choices import Refusal
from . import figures, files, postgres
from .checking import check_backup
from .manifest import ARCHIVE, DUMP, Manifest, write_manifest

BEGUN = ".wird-geschrieben-"
# What people uploaded and a scanner refused has a row and no file.
NAMED_FILES = """SELECT object_key, sha256 FROM base_dokument
    UNION ALL SELECT object_key, sha256 FROM base_datei WHERE status <> 'abgelehnt'"""
NAME = re.compile(r"sicherung-\d{8}T\d{6}Z")


def make_backup(target, store):
    """Write a new backup below the folder `target`; return (its folder, Manifest, faults of the file store).

    Whoever looks into `target` meets whole backups only. It is read back and checked before it gets its name.
    Faults are documents of the database whose file is missing or changed: the backup is made all the same.
    """
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(target):
        for left in target.glob(f"{BEGUN}*"):
            shutil.rmtree(left)
        moment = datetime.now(UTC)
        name = f"sicherung-{moment:%Y%m%dT%H%M%SZ}"
        draft = target / f"{BEGUN}{name}"
        draft.mkdir(mode=0o700)
        manifest, documents = write_parts(draft, store, moment)
        write_manifest(draft, manifest)
        check_backup(draft)
        sync_folder(draft)
        draft.rename(target / name)
        sync_folder(target)
    return target / name, manifest, missing(documents, manifest.files)


@contextlib.contextmanager
def alone(target):
    """One backup at a time into one folder; the system drops the lock of a killed one."""
    with (target / ".schloss").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refusal(f"In {target} wird gerade schon gesichert. Bitte warten Sie, bis das fertig ist.") from None
        yield


def write_parts(draft, store, moment):
    """Dump and figures see the same snapshot; files are packed after it, so that every named one is there by then."""
    with postgres.connect() as connection:
        connection.isolation_level, connection.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()[0]
        major = figures.read_major(connection)
        os.close(os.open(draft / DUMP, os.O_CREAT | os.O_EXCL, 0o600))
        postgres.run_program(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges",
            f"--snapshot={snapshot}", f"--file={draft / DUMP}", server_major=major,
        )  # fmt: skip
        packed = files.pack(store, draft / ARCHIVE, draft=DRAFT)
        manifest = Manifest(
            made_at=moment.isoformat(timespec="seconds"),
            postgres=major,
            migrations=figures.read_migrations(connection),
            tables=figures.read_tables(connection),
            sequences=figures.read_sequences(connection),
            files=packed,
            parts={name: sync_and_hash(draft / name) for name in (DUMP, ARCHIVE)},
        )
        documents = connection.execute(NAMED_FILES).fetchall()
    return manifest, documents


def sync_and_hash(path):
    path.chmod(0o600)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return files.hash_file(path)


def sync_folder(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def missing(documents, packed):
    return sorted(key for key, digest in documents if packed.get(key, {}).get("sha256") != digest)


def remove_old(target, keep):
    """Remove all but the newest `keep` backups; return the names of the removed ones."""
    old = sorted(path for path in target.iterdir() if path.is_dir() and NAME.fullmatch(path.name))[:-keep]
    for path in old:
        gone = path.with_name(f"{BEGUN}{path.name}")  # half a removed backup must not look like a whole one
        path.rename(gone)
        shutil.rmtree(gone)
    return [path.name for path in old]
