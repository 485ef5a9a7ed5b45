"""Debian packages the portal needs: finds what is missing, installs it where it may, else names the one command."""

import ctypes
import functools
import importlib
import os
import shutil
import subprocess
from pathlib import Path

from .place import Place
from .speech import Refusal, say
from .steps import run_step

LISTS = Path("/var/lib/apt/lists")


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_program(*names: str) -> bool:
    return any(shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/bin:/usr/sbin") for name in names)


def has_venv() -> bool:
    """Debian ships `venv` without `ensurepip`; only both together make an environment."""
    importlib.invalidate_caches()
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return False
    return True


# package -> is it there?
FOR_ENVIRONMENT = {"python3-venv": has_venv}
FOR_PDF = {
    "libpango-1.0-0": lambda: has_library("libpango-1.0.so.0"),
    "libpangoft2-1.0-0": lambda: has_library("libpangoft2-1.0.so.0"),
    "libharfbuzz-subset0": lambda: has_library("libharfbuzz-subset.so.0"),
}
FOR_TESTS = {
    "redis-server": lambda: has_program("redis-server"),
    "chromium": lambda: has_program("chromium"),
    "default-jdk-headless": lambda: has_program("javac"),
}


def ensure_packages(place: Place, *groups: dict) -> None:
    """Install what is missing; raises Refusal naming the packages when that is not possible."""
    missing = find_missing(*groups)
    if not missing:
        return
    prefix = find_right()
    if prefix is None:
        raise Refusal(
            f"Es fehlen Pakete des Systems: {', '.join(missing)}.\n  Bitte einmal eingeben: {manual_command(missing)}"
        )
    install(place, prefix, missing)
    if still := find_missing(*groups):
        raise Refusal(f"Auch nach der Installation fehlt: {', '.join(still)}. Protokoll: {place.logs / 'apt.log'}")


def find_missing(*groups: dict) -> list[str]:
    return [package for group in groups for package, is_there in group.items() if not is_there()]


def find_right() -> list[str] | None:
    """How we may call apt: as we are, through sudo without password, or not at all."""
    if not has_program("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if has_program("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def manual_command(packages: list[str]) -> str:
    """The one command to type; as root on a machine without apt it names the packages only."""
    names = " ".join(packages)
    prefix = "sudo " if has_program("sudo") else ""
    command = f"{prefix}apt-get update && {prefix}apt-get install -y {names}"
    return command if prefix or os.geteuid() == 0 else f'su -c "{command}"'


def install(place: Place, prefix: list[str], packages: list[str]) -> None:
    say(f"Systempakete werden installiert: {', '.join(packages)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    # A killed dpkg leaves the system half configured: Ctrl-C waits for its end.
    step = functools.partial(run_step, place, key="apt", may_be_killed=False)
    fetch = [*apt, "install", "-y", "--no-install-recommends", *packages]
    if has_lists():
        try:
            step(fetch, what="Systempakete")
            return
        except Refusal:
            say("Die Paketlisten sind wohl veraltet und werden erneuert.")
    step([*apt, "update"], what="Paketlisten")
    step(fetch, what="Systempakete")


def has_lists() -> bool:
    return LISTS.is_dir() and any("_Packages" in entry.name for entry in LISTS.iterdir())
