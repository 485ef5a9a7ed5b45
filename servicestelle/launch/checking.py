"""`make check`: style, templates, missing migrations, and Django's own deployment check as in production."""

from . import single
from .environment import Environment
from .place import test_place
from .speech import say
from .steps import show_step
from .surroundings import for_deploy_check, for_tests, manage
from .testing import BUSY, servers
from .tools import ensure_tools


def check() -> int:
    """Run every check and return how many failed; none hides another. Needs a database, but neither browser nor Redis."""
    place = test_place().make()
    with single.hold(place.lock, busy=BUSY):
        environment = ensure_tools(dev=True)
        with servers(place, environment, with_redis=False) as (url, _):
            env = for_tests(place, environment, database_url=url, redis_url="")
            deploy = for_deploy_check(place, environment, database_url=url)
            failed = [
                name for name, words, env in list_checks(environment, env, deploy) if not passes(name, words, env)
            ]
    say(f"Nicht bestanden: {', '.join(failed)}" if failed else "Alle Prüfungen bestanden.")
    return len(failed)


def list_checks(environment: Environment, env: dict, deploy: dict) -> list[tuple[str, list, dict]]:
    ruff, djlint = environment.program("ruff"), environment.program("djlint")
    return [
        ("Stil (ruff check)", [ruff, "check", "--quiet", "."], env),
        ("Form (ruff format)", [ruff, "format", "--check", "--quiet", "."], env),
        ("Vorlagen (djlint)", [djlint, "--lint", "--quiet", "templates"], env),
        ("Migrationen", manage(environment, "makemigrations", "--check", "--dry-run"), env),
        ("Betrieb (check --deploy)", manage(environment, "check", "--deploy", "--fail-level", "WARNING"), deploy),
    ]


def passes(name: str, command: list, env: dict) -> bool:
    say(name)
    return show_step(command, env=env) == 0
