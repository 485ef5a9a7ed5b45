"""The virtual environment: made from the hash-locked file, made anew when lock file or Python changes."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from .place import ROOT, Place
from .speech import Refusal, say
from .stamps import digest, is_fresh, set_stamp
from .steps import run_step
from .system_packages import FOR_ENVIRONMENT

LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}


@dataclass(frozen=True)
class Environment:
    """A virtual environment that is ready to use."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def packages(self) -> Path:
        """Its site-packages; needed for the binaries that some wheels carry."""
        return next(self.folder.glob("lib/python3.*/site-packages"))

    def program(self, name: str) -> Path:
        return self.folder / "bin" / name


def ensure_environment(place: Place, *, dev: bool = False) -> Environment:
    """Return the environment, made or completed first; a named or linked one is used as it is."""
    environment = locate()
    if is_given(environment):
        if not environment.python.exists():
            raise Refusal(
                f"In {environment.folder} ist keine Python-Umgebung. Bitte PORTAL_VENV oder die Verknüpfung .venv entfernen."
            )
    elif is_stale(environment, dev):
        build(environment, place, "dev" if dev else "run")
    return environment


def locate() -> Environment:
    return Environment(Path(os.environ.get("PORTAL_VENV") or ROOT / ".venv").absolute())


def is_given(environment: Environment) -> bool:
    return bool(os.environ.get("PORTAL_VENV")) or environment.folder.is_symlink()


def is_stale(environment: Environment, dev: bool) -> bool:
    kinds = ("run", "dev") if dev else ("run",)
    return not all(is_fresh(stamp(environment, kind), lock_digest(kind)) for kind in kinds)


def packages_for_environment(*, dev: bool) -> dict:
    """What the system must hold before the environment can be made; nothing when it stands already."""
    environment = locate()
    return FOR_ENVIRONMENT if not is_given(environment) and is_stale(environment, dev) else {}


def stamp(environment: Environment, kind: str) -> Path:
    return environment.folder / f".stand-{kind}"


def lock_digest(kind: str) -> str:
    return digest(ROOT / LOCKS[kind], extra=sys.version + sys.executable)


def build(environment: Environment, place: Place, kind: str) -> None:
    """Install one lock file, hashes required. The dev lock holds all of the run lock, so it stamps both."""
    say(f"Python-Umgebung in .venv wird eingerichtet ({LOCKS[kind]}). Das dauert beim ersten Mal ein bis zwei Minuten.")
    if not is_fresh(stamp(environment, "run"), lock_digest("run")):
        fresh = [sys.executable, "-m", "venv", "--clear", environment.folder]
        run_step(place, fresh, what="Python-Umgebung", key="venv")
    locked = ["--only-binary", ":all:", "--require-hashes", "-r", ROOT / LOCKS[kind]]
    install = [
        environment.python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        *locked,
    ]
    run_step(place, install, what="Python-Pakete", key="pip")
    for done in {"run", kind}:
        set_stamp(stamp(environment, done), lock_digest(done))
