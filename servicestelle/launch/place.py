"""Where everything of this checkout lives; one place for `make run`, one below it for tests."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Place:
    """Folders of one kind of run: state, logs, records of running parts."""

    var: Path
    shared: Path  # downloaded parts (KERN, fonts, jars) that runs and tests use alike

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def records(self) -> Path:
        return self.var / "prozesse"

    @property
    def lock(self) -> Path:
        return self.var / ".lock"

    @property
    def cluster(self) -> Path:
        return self.var / "postgres"

    @property
    def secrets(self) -> Path:
        return self.var / "geheim"

    @property
    def stamps(self) -> Path:
        return self.shared / "stand"

    @property
    def own_stamps(self) -> Path:
        return self.var / "stand"

    @property
    def kern(self) -> Path:
        return self.shared / "kern"

    @property
    def fonts(self) -> Path:
        return self.shared / "fonts"

    @property
    def java(self) -> Path:
        return self.shared / "java"

    def make(self) -> "Place":
        for folder in (self.var, self.logs, self.records, self.stamps):
            folder.mkdir(parents=True, exist_ok=True)
        return self


def var_dir() -> Path:
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


def run_place() -> Place:
    return Place(var_dir(), var_dir())


def test_place() -> Place:
    """Own cluster, own Redis, own files below `var/test`; only the downloaded parts are shared."""
    return Place(var_dir() / "test", var_dir())
