"""`make test`, `make drill`, `make bench`: own database and Redis under `var/test`, everything else they need at hand."""

import contextlib
import os
from collections.abc import Iterator

from . import single
from .assets import ensure_assets
from .cluster import OWNER, Cluster, make_base
from .environment import Environment, ensure_environment, packages_for_environment
from .parts import Part
from .place import Place, test_place
from .postgres_programs import find_programs, find_user
from .redis_server import RedisServer
from .speech import say
from .steps import show_step
from .surroundings import for_tests
from .system_packages import FOR_PDF, FOR_TESTS, ensure_packages

BUSY = "In diesem Verzeichnis laufen schon Tests (Prozess {pid}). Bitte warten oder beenden: kill {pid}"


def test(words: list[str], *, keep: bool = False) -> int:
    """Run pytest; without words all of it on two processes. `keep` leaves the servers running for the next call."""
    with test_surroundings(keep=keep) as (environment, env):
        return show_step([environment.python, "-m", "pytest", *(words or ["-n", "2"])], env=env)


@contextlib.contextmanager
def test_surroundings(*, keep: bool = False) -> Iterator[tuple[Environment, dict]]:
    """Environment and variables for tests, drills and benches; servers end with the block unless kept."""
    place = test_place().make()
    with single.hold(place.lock, busy=BUSY):
        ensure_packages(place, FOR_PDF, FOR_TESTS, packages_for_environment(dev=True))
        environment = ensure_environment(place, dev=True)
        ensure_assets(place, environment, dev=True)
        link_shared(place)
        servers: list[Part] = []
        try:
            yield environment, start_servers(place, environment, servers)
        finally:
            if not keep:
                for part in reversed(servers):
                    part.end()


def start_servers(place: Place, environment: Environment, servers: list[Part]) -> dict:
    redis = RedisServer(place)
    servers.append(redis.part)
    if not (redis.part.is_running() and redis.is_ready()):
        redis.start()
    url = os.environ.get("TEST_DATABASE_URL") or start_cluster(place, environment, servers)
    return for_tests(place, environment, database_url=url, redis_url=redis.url)


def start_cluster(place: Place, environment: Environment, servers: list[Part]) -> str:
    base = make_base(place.cluster, find_user())
    cluster = Cluster(place, find_programs(environment, base), base, for_tests=True)
    servers.append(cluster.part)
    if not (cluster.part.is_running() and cluster.is_ready()):
        say("PostgreSQL und Redis für die Tests starten.")
        cluster.start()
    return cluster.url(OWNER)


def link_shared(place: Place) -> None:
    """Tests find KERN and fonts where the settings look for them: in their own VAR_DIR."""
    for name in ("kern", "fonts"):
        link = place.var / name
        if not link.is_symlink():
            link.symlink_to(f"../{name}")
