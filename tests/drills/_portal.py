"""A whole portal of its own for one drill: database, Redis, web, worker and schedule as `make run` starts them."""

import contextlib
import os
import shutil
import sys
import threading
import time
from pathlib import Path

import psycopg

from servicestelle.launch.cluster import APPLICATION, OWNER, Cluster, make_base
from servicestelle.launch.data import collect_static, prepare_database
from servicestelle.launch.environment import Environment
from servicestelle.launch.place import Place
from servicestelle.launch.postgres_programs import find_programs, find_user
from servicestelle.launch.processes import members
from servicestelle.launch.redis_server import RedisServer, free_port
from servicestelle.launch.run import answers, portal_parts
from servicestelle.launch.steps import clear_steps
from servicestelle.launch.surroundings import for_run


class Portal:
    """Use as a context manager; everything it started ends with it. `durable` is a cluster that keeps its promises."""

    def __init__(self, name, *, parts=("web", "worker", "beat"), environ=()):
        shared = Path(os.environ["VAR_DIR"]).parent
        self.place = Place(Path(os.environ["VAR_DIR"]) / "drill" / name, shared)
        self.environment = Environment(Path(sys.prefix))
        self.wanted, self.environ = parts, dict(environ)
        self.port = free_port()
        self.started, self.is_ended = [], False

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *error):
        self.end()

    def _start(self):
        clear_steps(self.place, *(path.stem for path in self.place.records.glob("*.json")))  # of a killed drill
        base = make_base(self.place.cluster, find_user())
        shutil.rmtree(base, ignore_errors=True)
        shutil.rmtree(self.place.var, ignore_errors=True)
        self.place.make()
        self._link_shared()
        self.redis = RedisServer(self.place)
        self.redis.start()
        self.started.append(self.redis.part)
        base = make_base(self.place.cluster, find_user())
        self.cluster = Cluster(self.place, find_programs(self.environment, base), base)
        self.cluster.start()
        self.started.append(self.cluster.part)
        self._prepare()
        self.ask("UPDATE base_einstellung SET wert = 10000 WHERE key = 'base.fragen_je_stunde'")  # drills write more
        self.parts = {
            part.key: part
            for part in portal_parts(self.place, self.environment, self.env, self.port)
            if part.key in self.wanted
        }
        for part in self.parts.values():
            self.start(part)
        if "web" in self.parts:
            self.wait_for_web()

    def _link_shared(self):
        for name in ("kern", "fonts"):
            (self.place.var / name).symlink_to(self.place.shared / name)

    def _prepare(self):
        with self._caller_without("DATABASE_URL"):
            self.env = for_run(
                self.place, self.environment, port=self.port, database_url=self.cluster.url(APPLICATION)
            ) | {"REDIS_URL": self.redis.url, **self.environ}
        prepare_database(self.place, self.environment, self.env, owner_url=self.cluster.url(OWNER), role=APPLICATION)
        shared = Place(self.place.var, self.place.var)
        collect_static(shared, self.environment, self.env)

    @contextlib.contextmanager
    def _caller_without(self, name):
        kept = os.environ.pop(name, None)
        try:
            yield
        finally:
            if kept is not None:
                os.environ[name] = kept

    def start(self, part):
        if self.is_ended:  # a thread of the drill that has not heard of it
            raise RuntimeError("Das Portal ist schon beendet.")
        part.start()
        if part not in self.started:
            self.started.append(part)
        return part

    def end(self):
        self.is_ended = True
        for part in reversed(self.started):
            part.end()

    def wait_for_web(self, seconds=60):
        if not wait_until(lambda: answers(self.port), seconds):
            raise RuntimeError(f"Web antwortet nicht:\n{self.parts['web'].log.read_text()[-2000:]}")

    def processes(self):
        """The pids of web, worker and schedule with all their children: to say whether one was restarted."""
        return {key: sorted(members(part.identity)) for key, part in self.parts.items()}

    def connect(self):
        """The administrator's connection past the application, autocommit."""
        return psycopg.connect(self.cluster.url("postgres"), autocommit=True)

    def ask(self, statement, *values):
        """One statement on a fresh connection; its rows."""
        with self.connect() as line:
            found = line.execute(statement, values)
            return found.fetchall() if found.description else []


def wait_until(check, seconds, pause=0.1):
    """The first true value of `check()`, or None when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := check():
            return value
        time.sleep(pause)
    return None


def together(works):
    """Run all `works` in threads let go at one moment; their results in order, an exception as its value."""
    gate, found = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        gate.wait()
        try:
            found[place] = work()
        except Exception as error:
            found[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def percentile(values, share):
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]


def amount(name, default):
    """How often: the full number, or a smaller one for a try (DRILL_<NAME>=3)."""
    return int(os.environ.get(f"DRILL_{name}", default))


def print_result(name, *, tried, failed, worst, control, **more):
    extra = "".join(f" {key}={value}" for key, value in more.items())
    print(f"drill {name} tried={tried} failed={failed} worst={worst} control={'red' if control else 'green'}{extra}")
    return 1 if failed or not control else 0
