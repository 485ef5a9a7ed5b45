"""A whole portal of its own for tests in the browser: database with content, web server, worker."""

import os
import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.processes import ROOT, Process, worker

ROLE = "portal_app"  # web and worker run with the rights they have in earnest


@dataclass
class Portal:
    port: int
    owner: dict  # environment of the role that owns the tables
    env: dict

    web: Process = None

    @property
    def address(self):
        return f"http://localhost:{self.port}"

    def manage(self, *words):
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, cwd=ROOT, env=self.owner, capture_output=True, text=True, check=True).stdout

    def rows(self, statement, *values):
        with psycopg.connect(self.owner["DATABASE_URL"]) as line:
            return line.execute(statement, values).fetchall()

    @contextmanager
    def without_table(self, table):
        """The portal breaks wherever it needs `table`, as long as the block lasts."""
        with psycopg.connect(self.owner["DATABASE_URL"], autocommit=True) as line:
            line.execute(f"ALTER TABLE {table} RENAME TO weg")
            try:
                yield
            finally:
                line.execute(f"ALTER TABLE weg RENAME TO {table}")


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _with(url, *, name=None, user=None):
    parts = urlsplit(url)
    netloc = f"{user}@{parts.netloc.rpartition('@')[2]}" if user else parts.netloc
    return urlunsplit(parts._replace(path=f"/{name}" if name else parts.path, netloc=netloc))


@contextmanager
def fresh_database(name):
    """An empty database beside the one of DATABASE_URL; removed afterwards. Yields its URL."""
    base = _with(os.environ["DATABASE_URL"], name="postgres")
    with psycopg.connect(base, autocommit=True) as line:
        line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        line.execute(f'CREATE DATABASE "{name}"')
    try:
        yield _with(base, name=name)
    finally:
        with psycopg.connect(base, autocommit=True) as line:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def running_portal(name, broker, *, with_worker=True, web_workers=1):
    """A portal with start data and demo, served by granian with the application's role. Yields a Portal."""
    port = free_port()
    with fresh_database(name) as url:
        owner = os.environ | {"DATABASE_URL": url, "REDIS_URL": broker, "SITE_URL": f"http://localhost:{port}"}
        portal = Portal(port, owner, owner | {"DATABASE_URL": _with(url, user=ROLE)})
        portal.manage("migrate", "--verbosity", "0")
        portal.manage("createcachetable")
        portal.manage("datenbankrolle", ROLE)
        portal.manage("startdaten")
        portal.manage("demodaten")
        web = portal.web = Process(
            "web", web_command(port, workers=web_workers), f"Started worker-{web_workers}", portal.env
        )
        try:
            web.wait(lambda: answers(port))
            if not with_worker:
                yield portal
                return
            with worker(portal.env, modules=(), schedule=f"{name}.beat"):
                yield portal
        finally:
            web.stop()


def web_command(port, application="servicestelle.wsgi:application", workers=1):
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    return [sys.executable, "-m", "granian", *options, "--blocking-threads", "8", "--no-access-log", application]


def answers(port):
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
