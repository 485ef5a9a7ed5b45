"""Runs a worker's child in slices of milliseconds and looks between them, so that a kill falls at a named point."""

import base64
import json
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from servicestelle.launch.processes import members, read_stat, send

SLICE = 0.003  # seconds the work runs between two looks
POINTS = (
    "claimed", "snapshot read", "half laid out", "file written before rename", "file renamed before row",
    "row written before ack",
)  # fmt: skip
KILLS = ("child", "worker", "group")
WAITING, AFTERWARDS = -1, len(POINTS)


@dataclass
class Eye:
    """Where a job stands, seen from outside: its row, its files, its message."""

    auftrag: object
    folder: Path
    redis: object

    def stage(self):
        """The place of the last point passed in POINTS; WAITING before the first, AFTERWARDS when all is over."""
        self.auftrag.refresh_from_db(fields=["status", "share", "step"])
        if self.auftrag.status == "fertig":
            return 5 if self.is_unacknowledged() else AFTERWARDS
        if self.auftrag.status != "laufend":
            return WAITING
        names = [path.name for path in self.folder.glob(f"{self.auftrag.token}-*")]
        if any(name.endswith(".pdf") for name in names):
            return 4
        if names:
            return 3
        share = self.auftrag.share
        return 0 if share == 0 else 1 if share < 5 else 2

    def is_unacknowledged(self):
        bodies = (json.loads(held)[0]["body"] for held in self.redis.hvals("unacked"))
        return any(json.loads(base64.b64decode(body))[0] == [self.auftrag.pk] for body in bodies)


def strike(part, eye, point, how, seconds=60):
    """Let the job run to `point`, then kill; return the moment, or None when the point was passed unseen."""
    child, wanted = child_of(part.process.pid), POINTS.index(point)
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            if not run_slice(child):
                child = child_of(part.process.pid)
                continue
            stage = eye.stage()
            if stage == wanted:
                return kill(part.process.pid, child, how, part)
            if stage > wanted:
                return None
    finally:
        send([child], signal.SIGCONT)
    raise RuntimeError(f"{point}: nach {seconds} s nicht erreicht, Stand {eye.stage()}")


def run_slice(child):
    """Let the child run for a moment and stop it; False when it is gone (the one that was killed last)."""
    try:
        os.kill(child, signal.SIGCONT)
        time.sleep(SLICE)
        os.kill(child, signal.SIGSTOP)
    except ProcessLookupError:
        return False
    while (stat := read_stat(child)) and stat.state not in "TtZX":
        time.sleep(0.0002)
    return stat is not None and stat.state in "Tt"


def kill(main, child, how, part):
    victims = {"child": [child], "worker": [main], "group": members(part.identity)}[how]
    moment = time.time()
    send(victims, signal.SIGKILL)
    return moment


def child_of(main, seconds=10):
    """The one process in which a worker with `-c 1` works; after a kill it takes a moment until there is a new one."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for child in " ".join(each.read_text() for each in Path(f"/proc/{main}/task").glob("*/children")).split():
            if (stat := read_stat(int(child))) and stat.state not in "ZX":
                return int(child)
        time.sleep(0.05)
    raise RuntimeError("Der Worker hat kein Kind, das arbeitet.")
