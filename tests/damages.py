"""Ways to damage a backup: each takes the folder of a copy (and another whole backup) and spoils it."""

import io
import json
import shutil
import tarfile
from hashlib import sha256

from servicestelle.base.backup.files import hash_file
from servicestelle.base.backup.manifest import ARCHIVE, DUMP, NAME, checksum


def remove(name):
    return lambda folder, other: (folder / name).unlink()


def empty(name):
    return lambda folder, other: (folder / name).write_bytes(b"")


def shorten(name):
    def spoil(folder, other):
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[:-1] if name != NAME else content[: len(content) // 2])

    return spoil


def lengthen(name):
    def spoil(folder, other):
        with (folder / name).open("ab") as file:
            file.write(b"\0")

    return spoil


def flip(name, share):
    """Turn one bit at `share` of the file."""

    def spoil(folder, other):
        content = bytearray((folder / name).read_bytes())
        content[int((len(content) - 1) * share)] ^= 1
        (folder / name).write_bytes(content)

    return spoil


def take_from_other(name):
    return lambda folder, other: shutil.copy(other / name, folder / name)


def be_a_link(name):
    def spoil(folder, other):
        shutil.move(folder / name, folder / "anderswo")
        (folder / name).symlink_to("anderswo")

    return spoil


def rewrite(change):
    """Change the manifest's content and give it a right checksum again: the damage has to show elsewhere."""

    def spoil(folder, other):
        whole = json.loads((folder / NAME).read_text())
        change(whole["content"])
        whole["checksum"] = checksum(whole["content"])
        (folder / NAME).write_text(json.dumps(whole))

    return spoil


def another_format(folder, other):
    whole = json.loads((folder / NAME).read_text())
    (folder / NAME).write_text(json.dumps(whole | {"format": 99}))


def retar(change):
    """Write the archive anew with changed entries and put its right sums into the manifest."""

    def spoil(folder, other):
        with tarfile.open(folder / ARCHIVE) as tar:
            entries = [(entry.name, tar.extractfile(entry).read()) for entry in tar]
        with tarfile.open(folder / ARCHIVE, "w") as tar:
            for name, content in change(entries):
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
        rewrite(lambda held: held["parts"].update({ARCHIVE: hash_file(folder / ARCHIVE)}))(folder, other)

    return spoil


def swap_names(entries):
    (first, one), (second, two), *rest = entries
    return [(first, two), (second, one), *rest]


def hide_a_link(folder, other):
    """A listed file that is a link to the machine's own files."""
    with tarfile.open(folder / ARCHIVE) as tar:
        name = tar.getnames()[0]
    with tarfile.open(folder / ARCHIVE, "w") as tar:
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(entry)
    rewrite(lambda held: held["parts"].update({ARCHIVE: hash_file(folder / ARCHIVE)}))(folder, other)


def claim_new_migration(held):
    held["migrations"].append("base.9999_from_the_future")


DAMAGES = {
    "kein Verzeichnis": remove(NAME),
    "leeres Verzeichnis": empty(NAME),
    "halbes Verzeichnis": shorten(NAME),
    "Bit im Verzeichnis": flip(NAME, 0.5),
    "fremdes Verzeichnis": take_from_other(NAME),
    "unbekanntes Format": another_format,
    "Verzeichnis ohne Abbild": rewrite(lambda held: held["parts"].pop(DUMP)),
    "Verzeichnis ohne Tabelle": rewrite(lambda held: held["tables"].pop("base_protokoll")),
    "Verzeichnis mit zu viel": rewrite(lambda held: held["files"].update({"x.pdf": {"size": 1, "sha256": sha256().hexdigest()}})),
    "neuere Fassung": rewrite(claim_new_migration),
    "neueres PostgreSQL": rewrite(lambda held: held.update(postgres=99)),
    "kein Abbild": remove(DUMP),
    "leeres Abbild": empty(DUMP),
    "gekürztes Abbild": shorten(DUMP),
    "verlängertes Abbild": lengthen(DUMP),
    "Bit am Anfang des Abbilds": flip(DUMP, 0.01),
    "Bit in den Daten des Abbilds": flip(DUMP, 0.7),
    "fremdes Abbild": take_from_other(DUMP),
    "Abbild als Verknüpfung": be_a_link(DUMP),
    "keine Ablage": remove(ARCHIVE),
    "gekürzte Ablage": shorten(ARCHIVE),
    "Bit in einer Datei der Ablage": flip(ARCHIVE, 0.2),
    "fremde Ablage": take_from_other(ARCHIVE),
    "vertauschte Dateien": retar(swap_names),
    "Datei mit Weg nach draußen": retar(lambda entries: [*entries, ("../draussen.txt", b"x")]),
    "doppelte Datei": retar(lambda entries: [*entries, entries[0]]),
    "fehlende Datei": retar(lambda entries: entries[1:]),
    "Verknüpfung statt Datei": hide_a_link,
}  # fmt: skip


def spoil(backup, other, target, name):
    """A copy of `backup` at `target` with the damage `name`."""
    shutil.copytree(backup, target)
    DAMAGES[name](target, other)
    return target
