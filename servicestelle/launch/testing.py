"""`make test`, `make drill`, `make bench`: own database and Redis under `var/test`, everything else they need at hand."""

import contextlib
import os
from collections.abc import Iterator

from . import single
from .cluster import OWNER, Cluster, make_base
from .data import collect_static
from .environment import Environment
from .orphans import none_left
from .parts import Part
from .place import Place, test_place
from .postgres_programs import find_programs, find_user
from .redis_server import RedisServer
from .steps import clear_steps, show_step
from .surroundings import for_tests
from .system_packages import FOR_PDF, FOR_TESTS
from .tools import ensure_tools

BUSY = "In diesem Verzeichnis laufen schon Tests (Prozess {pid}). Bitte warten oder beenden: kill {pid}"


def test(words: list[str], *, keep: bool = False) -> int:
    """Run pytest; without words all of it on two processes. `keep` leaves the servers running for the next call."""
    with test_surroundings(keep=keep) as (environment, env):
        return show_step([environment.python, "-m", "pytest", *(words or ["-n", "2"])], env=env)


@contextlib.contextmanager
def test_surroundings(*, keep: bool = False) -> Iterator[tuple[Environment, dict]]:
    """Environment and variables for tests, drills and benches; the servers end with the block unless kept."""
    place = test_place().make()
    with single.hold(place.lock, busy=BUSY):
        environment = ensure_tools(FOR_PDF, FOR_TESTS, dev=True)
        with servers(place, environment, keep=keep) as (database_url, redis_url):
            env = for_tests(place, environment, database_url=database_url, redis_url=redis_url)
            clear_steps(place, "statische-dateien")
            collect_static(place, environment, env)
            with none_left():
                yield environment, env


@contextlib.contextmanager
def servers(
    place: Place, environment: Environment, *, keep: bool = False, with_redis: bool = True
) -> Iterator[tuple[str, str]]:
    """Addresses of PostgreSQL (as its owner) and Redis, both our own."""
    link_shared(place)
    started: list[Part] = []
    try:
        redis_url = start_redis(place, started) if with_redis else ""
        yield os.environ.get("TEST_DATABASE_URL") or start_cluster(place, environment, started), redis_url
    finally:
        if not keep:
            for part in started:
                part.ask()
            for part in started:
                part.end()


def start_redis(place: Place, started: list[Part]) -> str:
    redis = RedisServer(place)
    started.append(redis.part)
    if not (redis.part.is_running() and redis.is_ready()):
        redis.start()
    return redis.url


def start_cluster(place: Place, environment: Environment, started: list[Part]) -> str:
    base = make_base(place.cluster, find_user())
    cluster = Cluster(place, find_programs(environment, base), base, for_tests=True)
    started.append(cluster.part)
    if not (cluster.part.is_running() and cluster.is_ready()):
        cluster.start()
    return cluster.url(OWNER)


def link_shared(place: Place) -> None:
    """Tests find KERN and fonts where the settings look for them: in their own VAR_DIR."""
    for name in ("kern", "fonts"):
        link = place.var / name
        if not link.is_symlink():
            link.symlink_to(f"../{name}")
