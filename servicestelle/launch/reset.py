"""`make reset`: ends what runs here and removes its state; environment and downloaded parts stay."""

import shutil
import time
from pathlib import Path

from . import processes, single
from .cluster import short
from .parts import Part
from .place import ROOT, Place, run_place, test_place
from .speech import Refusal, say

KEPT = {"kern", "fonts", "java", "stand", ".lock", ".einrichtung"}
PARTS = (
    ("beat", "Zeitplan"),
    ("worker", "Worker"),
    ("web", "Webserver"),
    ("redis", "Redis"),
    ("postgres", "PostgreSQL"),
)


def reset() -> None:
    """Afterwards the next `make run` starts with a new database, new secrets and no files."""
    for place in (test_place(), run_place()):
        if place.var.is_dir():
            end_launcher(place)
            clear(place)
    say("Alles ist zurückgesetzt. Python-Umgebung und geholte Gestaltung bleiben. Weiter mit: make run")


def end_launcher(place: Place) -> None:
    pid = single.read_holder(place.lock).get("pid")
    if single.is_held(place.lock) and isinstance(pid, int):
        say(f"Der laufende Start (Prozess {pid}) wird beendet.")
        processes.send([pid], 15)
        wait_for_lock(place)


def wait_for_lock(place: Place) -> None:
    deadline = time.monotonic() + 60
    while single.is_held(place.lock):
        if time.monotonic() > deadline:
            raise Refusal("Der laufende Start endet nicht. Bitte dort Strg-C drücken und `make reset` wiederholen.")
        time.sleep(0.1)


def clear(place: Place) -> None:
    with single.hold(place.lock, busy="Gerade startet hier jemand das Portal (Prozess {pid})."):
        for key, title in PARTS:
            ending = 2 if key == "postgres" else 15
            Part(key, title, [], {}, place, ending=ending).clear_orphan()
        for entry in sorted(place.var.iterdir()):
            if entry.name not in KEPT and not (place == run_place() and entry.name == "test"):
                remove(entry)
        remove(Path("/var/lib") / f"portal-postgres-{short(place.cluster)}")
        (place.own_stamps / "static").unlink(missing_ok=True)


def remove(path: Path) -> None:
    if not path.exists() and not path.is_symlink():
        return
    say(f"Entfernt: {path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}")
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
