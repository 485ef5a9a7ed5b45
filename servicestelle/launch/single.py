"""One launcher per place: a lock that the system drops by itself when its holder dies."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

from .speech import Refusal


@contextlib.contextmanager
def hold(lock: Path, *, busy: str, about: dict | None = None) -> Iterator[None]:
    """Hold `lock` for the block; raises Refusal with `busy` when another launcher holds it."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with open(lock, "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refusal(busy.format(**{"pid": "?", "address": "?", **read_holder(lock)})) from None
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), **(about or {})}))
        file.flush()
        yield


def is_held(lock: Path) -> bool:
    try:
        with open(lock) as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def read_holder(lock: Path) -> dict:
    try:
        return json.loads(lock.read_text())
    except (OSError, ValueError):
        return {}
