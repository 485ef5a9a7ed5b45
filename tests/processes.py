"""The portal's own processes for tests: a worker, a web server; each in a group of its own, each ended."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def environment(**changes):
    """The environment of a process that works on this test's database."""
    url = urlsplit(os.environ["DATABASE_URL"])
    own = urlunsplit(url._replace(path="/" + connection.settings_dict["NAME"]))
    return os.environ | {"DATABASE_URL": own, "PYTHONUNBUFFERED": "1"} | changes


class Process:
    """One started program with its log; `ready` is what it prints once it works."""

    def __init__(self, name, command, ready, env):
        self.log = settings.VAR_DIR / "log" / f"probe-{name}-{os.getpid()}-{time.monotonic_ns()}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self.popen = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        self.wait(lambda: ready in self.text())

    def wait(self, check, seconds=60):
        """Wait until `check()` is true; a process that ends before, or never gets there, is an error with its log."""
        deadline = time.monotonic() + seconds
        while not check():
            if self.popen.poll() is not None or time.monotonic() > deadline:
                self.stop(signal.SIGKILL)
                raise RuntimeError(f"{self.popen.args} startet nicht:\n{self.text()[-3000:]}")
            time.sleep(0.1)

    def text(self):
        return self.log.read_text(errors="replace")

    def stop(self, number=signal.SIGTERM):
        """Ask the process to end; after five seconds end it and everything it started."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.popen.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(timeout=5)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()


@contextlib.contextmanager
def worker(env, processes=2, modules=("tests.worker.probes",), schedule=None):
    """A real Celery worker; with a name for its `schedule` it keeps time as well."""
    beat = ["-B", "-s", str(settings.VAR_DIR / schedule)] if schedule else []
    started = Process("worker", worker_command(processes, modules) + beat, "ready.", env)
    try:
        yield started
    finally:
        started.stop()
        started.log.unlink()


def worker_command(processes=2, modules=()):
    loaded = [word for module in modules for word in ("-I", module)]
    quiet = ["--without-mingle", "--without-gossip", "--loglevel", "INFO"]
    return [sys.executable, "-m", "celery", "-A", "servicestelle", "worker", "-c", str(processes), *quiet, *loaded]


def wait_until(check, seconds=30, pause=0.1):
    """Return the first true value of `check()`; None when the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := check():
            return value
        time.sleep(pause)
    return None
