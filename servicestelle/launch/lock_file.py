"""Reads a hash-locked requirements file: names, versions, for which machines, how many hashes."""

import re
from dataclasses import dataclass
from pathlib import Path

ENTRY = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^ ;\\]+)\s*(?:;\s*(?P<marker>[^\\]+?))?\s*\\?$"
)


@dataclass(frozen=True)
class Pin:
    """One locked package; `marker` says on which machines it is installed, empty for all."""

    name: str
    version: str
    marker: str
    hashes: int


def read_lock(path: Path) -> list[Pin]:
    """All pins of the file; raises ValueError at a line that is none, so that nothing slips in unlocked."""
    lines = [line.strip() for line in path.read_text().splitlines() if line.strip() and not line.startswith("#")]
    found: list[Pin] = []
    for line in lines:
        if line.startswith("--hash=sha256:"):
            last = found.pop()
            found.append(Pin(last.name, last.version, last.marker, last.hashes + 1))
        elif entry := ENTRY.match(line):
            found.append(Pin(normal(entry["name"]), entry["version"], (entry["marker"] or "").strip(), 0))
        else:
            raise ValueError(f"{path.name}: {line!r} ist keine festgeschriebene Zeile")
    return found


def normal(name: str) -> str:
    """Names as registries compare them."""
    return re.sub(r"[-_.]+", "-", name).lower()
