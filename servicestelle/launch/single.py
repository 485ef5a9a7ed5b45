"""One launcher per place: a lock that the system drops by itself when its holder dies."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

from . import interrupts
from .speech import Refusal, say


@contextlib.contextmanager
def hold(lock: Path, *, busy: str, about: dict | None = None) -> Iterator[None]:
    """Hold `lock` for the block; raises Refusal with `busy` when another launcher holds it."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with open(lock, "a+") as file:
        if not try_lock(file):
            raise Refusal(busy.format(**{"pid": "?", "address": "?", **read_holder(lock)}))
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), **(about or {})}))
        file.flush()
        yield


@contextlib.contextmanager
def wait_for(lock: Path) -> Iterator[None]:
    """Hold `lock` for the block; wait while another launcher holds it."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with open(lock, "a+") as file:
        if not try_lock(file):
            say("Ein anderer Aufruf richtet gerade ein. Es geht weiter, sobald er fertig ist.")
            while not try_lock(file):
                interrupts.check()
                interrupts.pause(0.2)
        yield


def try_lock(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


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
