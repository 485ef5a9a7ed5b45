"""Remembers what was prepared from which sources, so that the second start skips it."""

import hashlib
from pathlib import Path


def digest(*paths: Path, extra: str = "") -> str:
    """One hash over the bytes of these files."""
    total = hashlib.sha256(extra.encode())
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def digest_trees(*folders: Path, extra: str = "") -> str:
    """One hash over name, size and time of every file below: fast, and enough to notice a change."""
    total = hashlib.sha256(extra.encode())
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            state = path.stat()
            total.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return total.hexdigest()


def is_fresh(stamp: Path, value: str) -> bool:
    try:
        return stamp.read_text() == value
    except OSError:
        return False


def set_stamp(stamp: Path, value: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)
