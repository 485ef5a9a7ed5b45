"""What a container image needs beside the packages: KERN, fonts and the collected static files; no database, no secret."""

from .assets import ensure_assets
from .data import collect_static
from .environment import ensure_environment
from .place import run_place
from .surroundings import for_deploy_check


def image() -> None:
    """Leave `var/` with everything that is served. The key of the build is never written to a file."""
    place = run_place().make()
    environment = ensure_environment(place)
    ensure_assets(place, environment)
    env = for_deploy_check(place, environment, database_url="postgresql://niemand@/keine")
    collect_static(place, environment, env)
