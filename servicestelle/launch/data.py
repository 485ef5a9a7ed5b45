"""Brings database and static files up to date before the portal starts."""

from pathlib import Path

from .environment import Environment, lock_digest
from .place import ROOT, Place
from .speech import Refusal, say
from .stamps import digest_trees, is_fresh, set_stamp
from .steps import run_step


def prepare_database(place: Place, environment: Environment, env: dict, *, owner_url: str, role: str | None) -> None:
    """Tables and rights as the owner, content as the application: so a missing right shows here, not at a visitor's."""
    say("Die Datenbank wird auf den Stand gebracht.")
    rights = [f"datenbankrolle {role}"] if role else []
    as_owner = env | {"DATABASE_URL": owner_url}
    tables = ["migrate --noinput", "createcachetable", *rights]
    content = ["startdaten"] + ["demodaten"] * (env.get("DEMO") == "1")
    try:
        run_commands(place, environment, as_owner, tables, what="Datenbank")
        say(f"Die Inhalte{' und die Demo-Zugänge' * (len(content) > 1)} werden geladen.")
        run_commands(place, environment, env, content, what="Inhalte")
    except Refusal as refusal:
        raise explained(refusal) from None


def collect_static(place: Place, environment: Environment, env: dict) -> None:
    """Only when a source has changed."""
    state = digest_trees(
        *static_sources(place), extra=lock_digest("run") + (ROOT / "servicestelle" / "settings.py").read_text()
    )
    stamp = place.own_stamps / "static"
    if is_fresh(stamp, state) and static_root(place).is_dir():
        return
    say("Die statischen Dateien werden gesammelt.")
    run_commands(place, environment, env, ["collectstatic --noinput --clear -v 0"], what="Statische Dateien")
    set_stamp(stamp, state)


def explained(refusal: Refusal) -> Refusal:
    return Refusal(
        f"{refusal}\n  Passt die Datenbank nicht mehr zum Programm und sind ihre Daten entbehrlich: make reset"
    )


def static_sources(place: Place) -> list[Path]:
    """Ours, KERN's and the apps'; what packages bring changes with the lock file only."""
    apps = [folder for folder in ROOT.glob("*/static") if (folder.parent / "__init__.py").exists()]
    return [ROOT / "static", place.kern, *apps, *ROOT.glob("servicestelle/*/static")]


def static_root(place: Place) -> Path:
    return place.var / "static"


def run_commands(place: Place, environment: Environment, env: dict, commands: list[str], *, what: str) -> None:
    command = [environment.python, "-m", "servicestelle.launch.prepare", *commands]
    run_step(place, command, what=what, key=what.lower().replace(" ", "-"), env=env)
