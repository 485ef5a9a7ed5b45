"""The file store as one tar archive: packed with the hash of every file, unpacked only as the manifest says."""

import os
import tarfile
from hashlib import file_digest, sha256
from pathlib import Path

BLOCK = 1024 * 1024


def hash_file(path):
    """`{"size": bytes, "sha256": …}` of one file."""
    with path.open("rb") as file:
        return {"size": path.stat().st_size, "sha256": file_digest(file, "sha256").hexdigest()}


def find_files(store, draft):
    """Every finished file below `store`; half-written ones end in `draft`. Links are never followed."""
    for folder, _, names in os.walk(store):
        for name in names:
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink() and path.suffix != draft:
                yield path


def pack(store, archive, *, draft):
    """Write all finished files of `store` into `archive`; return `{name: {"size", "sha256"}}`.

    A file that vanishes meanwhile is left out: a stored file never changes, it only comes and goes.
    """
    packed = {}
    with tarfile.open(archive, "w", format=tarfile.PAX_FORMAT) as tar:
        for path in sorted(find_files(store, draft)):
            name = path.relative_to(store).as_posix()
            try:
                file = path.open("rb")
            except FileNotFoundError:
                continue
            with file:
                packed[name] = add(tar, name, file)
    return packed


def add(tar, name, file):
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = os.fstat(file.fileno()).st_size, 0o600, 0
    tar.addfile(entry, file)
    file.seek(0)
    return {"size": entry.size, "sha256": sha256_of(file)}


def sha256_of(file):
    digest = sha256()
    while block := file.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


def walk(archive):
    """Yield (name, open file or None) of every entry; None stands for anything that is no plain file."""
    with tarfile.open(archive, "r:") as tar:
        for entry in tar:
            yield entry.name, tar.extractfile(entry) if entry.isreg() else None


def compare(archive, wanted):
    """Say what in `archive` is not as `wanted`, the manifest's list; an empty list means all is as it should be."""
    found, faults = set(), []
    for name, file in walk(archive):
        if name not in wanted or file is None or name in found:
            faults.append(f"{name!r} gehört nicht hinein")
        elif sha256_of(file) != wanted[name]["sha256"]:
            faults.append(f"{name!r} ist verändert")
        found.add(name)
    return faults + [f"{name!r} fehlt" for name in sorted(wanted.keys() - found)]


def unpack(archive, target, wanted):
    """Write exactly the files of `wanted` below the new folder `target`. Names were compared before."""
    target.mkdir(mode=0o700, parents=True)
    for name, file in walk(archive):
        if name not in wanted or file is None:
            raise ValueError(f"{name!r} steht nicht im Verzeichnis der Sicherung")
        path = target / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("xb") as copy:
            while block := file.read(BLOCK):
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
