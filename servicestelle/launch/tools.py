"""What every command needs before it can work: system packages, Python environment, KERN; one set-up at a time."""

from . import single
from .assets import ensure_assets
from .environment import Environment, ensure_environment, packages_for_environment
from .place import run_place
from .steps import clear_steps
from .system_packages import ensure_packages

STEPS = ("venv", "pip", "npm", "schriften")


def ensure_tools(*groups: dict, dev: bool = False) -> Environment:
    """Install what is missing and return the environment; `groups` are the system packages this command needs."""
    place = run_place().make()
    with single.wait_for(place.var / ".einrichtung"):
        clear_steps(place, *STEPS)
        ensure_packages(place, *groups, packages_for_environment(dev=dev))
        environment = ensure_environment(place, dev=dev)
        ensure_assets(place, environment, dev=dev)
    return environment
