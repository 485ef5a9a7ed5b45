"""The private file store: a file is whole or not there, and what lost its row is swept."""

import os
from pathlib import Path
from time import time

from django.core.files.storage import default_storage

DRAFT = ".neu"


def store(name, content):
    """Temporary name, fsync, rename, fsync of the folder: afterwards the file is whole or not there."""
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(DRAFT)
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def sweep(folder, *, known, older_than):
    """Delete files of `folder` that no row of `known` names and nobody has touched for `older_than` seconds.

    Return how many. `known` is asked before the folder is read, so that a file that gets its row meanwhile is safe
    by its age.
    """
    keys = set(known)
    orphans = [
        path
        for path in Path(default_storage.path(folder)).glob("*")
        if path.is_file() and f"{folder}/{path.name}" not in keys and time() - path.stat().st_mtime > older_than
    ]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
