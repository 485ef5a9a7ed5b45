"""`make check`: style, templates, missing migrations, and Django's own deployment check as in production."""

from .place import ROOT
from .speech import say
from .steps import show_step
from .surroundings import for_deploy_check, manage
from .testing import test_surroundings


def check() -> int:
    """Run every check and return how many failed; none hides another."""
    with test_surroundings() as (environment, env):
        deploy = for_deploy_check(environment, var=ROOT / "var" / "test", database_url=env["DATABASE_URL"])
        checks = {
            "Stil (ruff check)": ([environment.program("ruff"), "check", "."], env),
            "Form (ruff format)": ([environment.program("ruff"), "format", "--check", "."], env),
            "Vorlagen (djlint)": ([environment.program("djlint"), "--lint", "--quiet", "templates"], env),
            "Migrationen": (manage(environment, "makemigrations", "--check", "--dry-run"), env),
            "Betrieb (check --deploy)": (manage(environment, "check", "--deploy", "--fail-level", "WARNING"), deploy),
        }
        failed = [name for name, (command, env) in checks.items() if not passes(name, command, env)]
    say(f"Nicht bestanden: {', '.join(failed)}" if failed else "Alle Prüfungen bestanden.")
    return len(failed)


def passes(name: str, command: list, env: dict) -> bool:
    say(name)
    return show_step(command, env=env) == 0
