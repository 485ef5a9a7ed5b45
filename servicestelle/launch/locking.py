"""`make lock`: resolve the two lock files anew, with hashes and without naming any registry."""

from .environment import LOCKS
from .speech import say
from .steps import show_step
from .tools import ensure_tools

FLAGS = (
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-strip-extras",
    "--quiet",
)


def lock(words: list[str]) -> int:
    """Words go to uv, e.g. `--upgrade`. The dev lock is bound to the run lock, so both name the same versions."""
    environment = ensure_tools(dev=True)
    for kind, bound in (("run", ()), ("dev", ("--constraint", LOCKS["run"]))):
        target = LOCKS[kind]
        say(f"{target} wird neu aufgelöst.")
        source = target.replace(".txt", ".in")
        command = [environment.program("uv"), "pip", "compile", *FLAGS, *bound, source, "-o", target, *words]
        if code := show_step(command):
            return code
    return 0
