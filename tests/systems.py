"""A portal of its own for proofs of backup and restore: database, file store, commands as real processes."""

import os
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
# Another way of counting than the backup's own: the judge must not share the defendant's mistakes.
JUDGE = (
    "SELECT count(*), coalesce(md5(string_agg(h, '' ORDER BY h)), '') FROM (SELECT md5(t::text) AS h FROM {} AS t) AS x"
)


@dataclass(frozen=True)
class System:
    """Where one portal lives."""

    url: str
    var: Path
    role: str = "portal_app"

    @property
    def store(self):
        return self.var / "ablage"

    @property
    def app_url(self):
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(netloc=f"{self.role}@{parts.netloc.rpartition('@')[2]}"))

    def environment(self, *, app=False, **changes):
        self.var.mkdir(parents=True, exist_ok=True)
        place = {"DATABASE_URL": self.app_url if app else self.url, "VAR_DIR": str(self.var)}
        return os.environ | place | {"PYTHONUNBUFFERED": "1"} | changes

    def manage(self, *words, app=False, code=None, **changes):
        """Run manage.py, or `code` after Django's set-up; return the finished process."""
        command = ["manage.py", *map(str, words)] if code is None else ["-c", f"import django; django.setup()\n{code}"]
        return subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment(app=app, **changes),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300,
        )  # fmt: skip

    def must(self, *words, **how):
        done = self.manage(*words, **how)
        if done.returncode:
            raise AssertionError(f"{words or how}: {done.stdout[-3000:]}")
        return done.stdout

    def rows(self, statement, *values):
        with psycopg.connect(self.url, options="-c timezone=UTC") as connection:
            return connection.execute(statement, values).fetchall()

    def tables(self):
        found = self.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [name for (name,) in found]

    def figures(self, **replaced):
        """`{table: (rows, hash)}`, sequences and files; `replaced` names a query to judge instead of a whole table."""
        found = {name: self.rows(JUDGE.format(replaced.get(name, f'"{name}"')))[0] for name in self.tables()}
        found |= dict(self.rows("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"))
        return found | self.files()

    def files(self):
        paths = [path for path in self.store.rglob("*") if path.is_file()] if self.store.exists() else []
        return {f"Datei {path.relative_to(self.store)}": sha256(path.read_bytes()).hexdigest() for path in paths}

    def is_untouched(self):
        return not self.tables() and not [path for path in self.files() if ".wird-zurueckgespielt" not in path]


def new_database(server_url, name):
    """An empty database on the server of `server_url`; an older one of that name goes. Returns its address."""
    drop_database(server_url, name)
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))


def drop_database(server_url, name):
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


# What a restore adds or holds on purpose is judged by what has to stay the same.
STAYING = {
    "base_auftrag": (
        "(SELECT id, kind, title, params, scope, key, attempts, not_before, token, created_at, "
        "CASE WHEN status IN ('wartend', 'laufend') OR error LIKE 'Nach einer Wiederherstellung%%' THEN '' "
        "ELSE status || coalesce(finished_at::text, '') || error END AS stand FROM base_auftrag)"
    ),
    "base_protokoll": "(SELECT * FROM base_protokoll WHERE verb NOT LIKE 'sicherung.%%')",
    "base_protokollglied": (
        "(SELECT g.* FROM base_protokollglied g JOIN base_protokoll p ON p.id = g.eintrag_id "
        "WHERE p.verb NOT LIKE 'sicherung.%%')"
    ),
}
