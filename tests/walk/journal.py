"""What an interrupted walk has seen already: one line for each look; the next walk goes on from there."""

import contextlib
import hashlib
import json
from pathlib import Path

from .crawling import text_of

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("servicestelle", "jugendaemter", "projects", "beratung", "publications", "templates", "static")


class Journal:
    """Each look is kept under a key that changes with what was looked at; a changed walk begins anew."""

    def __init__(self, path):
        self.path, state, self.seen = path, fingerprint(Path(__file__).parent.glob("*.py")), {}
        with contextlib.suppress(FileNotFoundError):
            head, *lines = path.read_text(encoding="utf-8").splitlines()
            self.seen = dict(_entries(lines)) if head == state else {}
        path.write_text("\n".join([state, *(json.dumps(entry) for entry in self.seen.items())]) + "\n", "utf-8")

    def keep(self, key, notes):
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([key, notes]) + "\n")

    def end(self):
        """The walk is through: the next one looks at everything again."""
        self.path.unlink()


def _entries(lines):
    for line in lines:
        with contextlib.suppress(ValueError):  # the last line of a walk that was killed while writing
            yield json.loads(line)


def fingerprint(files):
    found = hashlib.sha256()
    for file in sorted(files):
        found.update(file.read_bytes())
    return found.hexdigest()


def key_of_page(answer, more):
    """Equal bytes look equal: the names of styles and scripts in a page change with their content."""
    return f"{hashlib.sha256(text_of(answer)).hexdigest()} {answer.path} {answer.person} {more}"


def key_of_sources():
    """For what is not there before it is brought about: any change of the portal counts."""
    return fingerprint(
        path
        for folder in SOURCES
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".css", ".js"}
    )
