"""An own PostgreSQL cluster of this checkout: made once, reached by a socket only, with owner and application role."""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from . import interrupts, processes
from .parts import Part, wait_until
from .place import Place
from .postgres_programs import Programs, clean_env
from .speech import Refusal, last_lines, say

OWNER, APPLICATION, DATABASE = "portal", "portal_app", "portal"
SOCKET_LIMIT = 85  # a socket's whole path may hold 107 bytes; ".s.PGSQL.5432" and a lock beside it need room
START_SECONDS = 30
# A fast shutdown can hang while the server recovers from a crash; after an immediate one it recovers once more, no worse.
FAST_END, IMMEDIATE_END = signal.SIGINT, signal.SIGQUIT
SETTINGS = {"listen_addresses": "", "timezone": "UTC", "max_connections": "200", "unix_socket_permissions": "0700"}
# Test data may go with the machine, but not with a killed server: commits stay synchronous, drills rely on it.
FAST = {"fsync": "off", "full_page_writes": "off", "autovacuum_naptime": "5min"}
ROLES = """
SELECT 'CREATE ROLE portal LOGIN CREATEDB' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal') \\gexec
SELECT 'CREATE ROLE portal_app LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_app') \\gexec
SELECT 'CREATE DATABASE portal OWNER portal' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'portal') \\gexec
"""
# Lets a test of the owner step into the application's rights by SET ROLE, and end connections in drills.
TEST_ROLES = "GRANT portal_app TO portal; GRANT pg_signal_backend TO portal;"


class Cluster:
    """`start()` leaves a ready server; `url(role)` is how Django reaches it."""

    def __init__(self, place: Place, programs: Programs, base: Path, *, for_tests: bool = False):
        self.place, self.programs, self.base, self.for_tests = place, programs, base, for_tests
        self.data = base / "daten"
        self.socket = find_socket_folder(base, programs)
        self.part = Part(
            key="postgres", title="PostgreSQL", command=self.command(), env=clean_env(), place=place,
            ending=FAST_END, urging=IMMEDIATE_END, patience=20, popen={"cwd": "/", **programs.as_user},
        )  # fmt: skip

    def command(self) -> list:
        settings = SETTINGS | {"unix_socket_directories": str(self.socket)} | (FAST if self.for_tests else {})
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [self.programs.folder / "postgres", "-D", self.data, *words]

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket), safe='/')}"

    def start(self) -> None:
        """Make the cluster if need be and start it; a server left from a killed launcher is ended first."""
        self.part.clear_orphan()
        self.end_stranger()
        self.make()
        self.start_server()
        self.make_roles()

    def make(self) -> None:
        """Build beside, then rename: an interrupted initdb never looks like a cluster."""
        if (self.data / "PG_VERSION").exists():
            self.check_version()
            return
        say("Die Datenbank wird angelegt.")
        draft = self.base / "daten.neu"
        shutil.rmtree(draft, ignore_errors=True)
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            if self.programs.major >= 17
            else ["--locale=C.UTF-8"]
        )
        quick = ["--no-sync"] if self.for_tests else []
        done = self.programs.run(
            "initdb", "-D", draft, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-instructions", *locale, *quick
        )  # fmt: skip
        if done.returncode:
            raise Refusal(f"Die Datenbank lässt sich nicht anlegen:\n{done.stdout}")
        draft.rename(self.data)

    def check_version(self) -> None:
        made_by = int((self.data / "PG_VERSION").read_text().split(".")[0])
        if made_by != self.programs.major:
            raise Refusal(
                f"Die Datenbank in {self.base} stammt von PostgreSQL {made_by}, hier läuft {self.programs.major}.\n"
                "  Ausweg: `make reset` legt sie neu an (die Daten gehen dabei verloren)."
            )

    def start_server(self) -> None:
        """Try again for a while: after a kill the old backends need a moment to leave the shared memory."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            self.part.start()
            if wait_until(self.is_ready, self.part, START_SECONDS):
                return
            self.part.end()
            if time.monotonic() > deadline or not self.is_waiting_for_predecessor():
                raise Refusal(f"PostgreSQL startet nicht:\n{last_lines(self.part.log)}")
            interrupts.pause(0.5)
            interrupts.check()

    def is_waiting_for_predecessor(self) -> bool:
        end = last_lines(self.part.log, 6)
        return "shared memory block" in end or "postmaster.pid" in end

    def is_ready(self) -> bool:
        return self.programs.run("pg_isready", "-q", "-h", self.socket).returncode == 0

    def make_roles(self) -> None:
        script = ROLES + (TEST_ROLES if self.for_tests else "")
        done = self.psql(script)
        if done.returncode:
            raise Refusal(f"Die Rollen der Datenbank lassen sich nicht anlegen:\n{done.stdout}")

    def psql(self, script: str, role: str = "postgres", database: str = "postgres") -> subprocess.CompletedProcess:
        words = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.socket, "-U", role, "-d", database, "-f", "-"]
        return self.programs.run("psql", *words, stdin=None, input=script)

    def end_stranger(self) -> None:
        """A server on our data without our record (records deleted by hand) is ended as well."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            runs_here = str(self.data).encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError, IndexError):
            return
        if runs_here and (identity := processes.identify(pid)):
            processes.ask_to_end(identity, FAST_END)
            processes.end_session(identity, 20, urging=IMMEDIATE_END)


def make_base(wanted: Path, programs_user) -> Path:
    """The cluster's folder, open to its user only. A closed home keeps root's server user out: then /var/lib."""
    base = wanted.resolve()
    if programs_user and not can_enter(base.parent, programs_user):
        base = Path("/var/lib") / f"portal-postgres-{short(wanted)}"
    base.mkdir(parents=True, exist_ok=True)
    if programs_user:
        os.chown(base, programs_user.pw_uid, programs_user.pw_gid)
    base.chmod(0o700)
    return base


def can_enter(folder: Path, user) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["test", "-x", str(folder)], user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/")
    return done.returncode == 0


def find_socket_folder(base: Path, programs: Programs) -> Path:
    """Beside the data, or in the temporary folder when the path is too long for a socket."""
    if len(str(base).encode()) <= SOCKET_LIMIT:
        return base
    folder = Path(tempfile.gettempdir()) / f"portal-postgres-{os.geteuid()}-{short(base)}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {
        os.geteuid(),
        programs.user.pw_uid if programs.user else os.geteuid(),
    }:
        raise Refusal(f"{folder} gehört jemand anderem. Bitte entfernen oder das Portal in einen kürzeren Pfad legen.")
    if programs.user:
        os.chown(folder, programs.user.pw_uid, programs.user.pw_gid)
    return folder


def short(path: Path) -> str:
    return hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]
