"""The manifest: what a backup holds, with a checksum of its own."""

import json
import os
from dataclasses import asdict, dataclass
from hashlib import sha256

FORMAT = 1
NAME, DUMP, ARCHIVE = "manifest.json", "datenbank.dump", "ablage.tar"


class Damaged(Exception):
    """This backup must not be restored; the text says why."""


@dataclass(frozen=True)
class Manifest:
    """Names and figures of one backup. Sizes in bytes, times in UTC."""

    made_at: str
    postgres: int  # major version of the server it was made from
    migrations: list
    tables: dict
    sequences: dict
    files: dict
    parts: dict  # the two data files of the backup itself


def write_manifest(folder, manifest):
    content = asdict(manifest)
    text = json.dumps({"format": FORMAT, "checksum": checksum(content), "content": content}, indent=1, sort_keys=True)
    with (folder / NAME).open("x", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_manifest(folder):
    """Raises Damaged when the manifest is missing, unreadable, changed or of another format."""
    try:
        whole = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if whole["format"] != FORMAT:
            raise Damaged(f"Das Format {whole['format']} kennt diese Fassung des Portals nicht (sie kennt {FORMAT}).")
        if whole["checksum"] != checksum(whole["content"]):
            raise Damaged(f"{NAME} ist verändert: Seine Prüfsumme stimmt nicht.")
        return Manifest(**whole["content"])
    except FileNotFoundError:
        raise Damaged(f"{NAME} fehlt. Das ist keine vollständige Sicherung.") from None
    except (OSError, ValueError, TypeError, KeyError):
        raise Damaged(f"{NAME} lässt sich nicht lesen.") from None


def checksum(content):
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
