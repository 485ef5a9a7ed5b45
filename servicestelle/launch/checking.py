"""`make check`: style, templates, missing migrations, and Django's own deployment check as in production."""

from . import single
from .environment import Environment
from .place import test_place
from .speech import say
from .steps import show_step
from .surroundings import for_deploy_check, for_tests, manage
from .testing import BUSY, servers
from .tools import ensure_tools
from .vulnerabilities import NOT_CHECKED


def check() -> int:
    """Run every check and return how many failed; none hides another. Needs a database, but neither browser nor Redis."""
    place = test_place().make()
    with single.hold(place.lock, busy=BUSY):
        environment = ensure_tools(dev=True)
        with servers(place, environment, with_redis=False) as (url, _):
            env = for_tests(place, environment, database_url=url, redis_url="")
            deploy = for_deploy_check(place, environment, database_url=url)
            codes = {name: run_check(name, words, env) for name, words, env in list_checks(environment, env, deploy)}
    failed = [name for name, code in codes.items() if code not in (0, NOT_CHECKED)]
    open_ones = [name for name, code in codes.items() if code == NOT_CHECKED]
    say(f"Nicht bestanden: {', '.join(failed)}" if failed else f"{len(codes) - len(open_ones)} Prüfungen bestanden.")
    if open_ones:  # never green by silence
        say(f"Nicht geprüft: {', '.join(open_ones)}")
    return len(failed)


def list_checks(environment: Environment, env: dict, deploy: dict) -> list[tuple[str, list, dict]]:
    ruff, djlint = environment.program("ruff"), environment.program("djlint")
    return [
        ("Stil (ruff check)", [ruff, "check", "--quiet", "."], env),
        ("Form (ruff format)", [ruff, "format", "--check", "--quiet", "."], env),
        ("Vorlagen (djlint)", [djlint, "--lint", "--quiet", "templates"], env),
        ("Migrationen", manage(environment, "makemigrations", "--check", "--dry-run"), env),
        ("Betrieb (check --deploy)", manage(environment, "check", "--deploy", "--fail-level", "WARNING"), deploy),
        ("Stückliste (SBOM)", own(environment, "bill_of_materials"), env),
        ("Bekannte Schwachstellen", own(environment, "vulnerabilities"), env),
        ("Geheimnisse im Verlauf", own(environment, "leaked_secrets"), env),
    ]


def own(environment: Environment, module: str) -> list:
    return [environment.python, "-m", f"servicestelle.launch.{module}"]


def run_check(name: str, command: list, env: dict) -> int:
    say(name)
    return show_step(command, env=env)


def sbom() -> int:
    """`make sbom`: only the bill of materials."""
    environment = ensure_tools(dev=True)
    return show_step(own(environment, "bill_of_materials"))
