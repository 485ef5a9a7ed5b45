"""`make drill` and `make bench`: run the named modules and append each result line to the results file."""

import datetime
import importlib
import os
import secrets
import subprocess
import sys
from pathlib import Path

from . import interrupts
from .place import ROOT
from .speech import Refusal, say, say_plain
from .steps import show_output
from .testing import test_surroundings

FOLDERS = {"drill": ROOT / "tests" / "drills", "bench": ROOT / "tests" / "benches"}
RESULTS = ROOT / "tests" / "results.tsv"
HEAD = "date\tcommit\tseed\tkind\tname\tfigures\n"
CALL = "import sys; from servicestelle.launch.measuring import call; call(sys.argv[1])"


def measure(kind: str, name: str | None) -> int:
    """Run one or all; returns how many failed. A run without its result line counts as failed."""
    names = choose(kind, name)
    if not names:
        return 0
    seed = os.environ.get("SEED") or str(secrets.randbelow(10**6))
    with test_surroundings() as (environment, env):
        failed = [each for each in names if not run_one(kind, each, environment, env | {"SEED": seed}, seed)]
    if failed:
        say(f"Nicht bestanden: {', '.join(failed)}")
    return len(failed)


def choose(kind: str, name: str | None) -> list[str]:
    known = sorted(path.stem for path in FOLDERS[kind].glob("*.py") if not path.stem.startswith("_"))
    if name and name not in known:
        raise Refusal(f"{kind} {name} gibt es nicht. Bekannt: {', '.join(known) or 'noch keiner'}")
    if not known:
        say(f"Es gibt noch keinen {kind}.")
    return [name] if name else known


def run_one(kind: str, name: str, environment, env: dict, seed: str) -> bool:
    say(f"{kind} {name} (SEED={seed})")
    module = f"tests.{FOLDERS[kind].name}.{name}"
    code, output = show_output([environment.python, "-c", CALL, module], env=env)
    lines = [line for line in output.splitlines() if line.startswith(f"{kind} {name}")]
    for line in lines:
        append_result(kind, line, seed)
    if not lines:
        say_plain(f"  {module} hat keine Zeile „{kind} {name} …“ ausgegeben.")
    return code == 0 and bool(lines) and not any(is_bad(line) for line in lines)


def call(module: str) -> None:
    """In the process of a drill or bench: end in order when asked to, without waiting for its threads."""
    interrupts.stop_at_once()
    try:
        sys.exit(importlib.import_module(module).main())
    except interrupts.Stopped:
        sys.stdout.flush()
        os._exit(128 + interrupts.last())


def is_bad(line: str) -> bool:
    """A drill fails when something failed, or when its control stayed green without the guard."""
    figures = read_figures(line)
    return figures.get("failed", "0") != "0" or figures.get("control") == "green"


def read_figures(line: str) -> dict:
    return dict(word.split("=", 1) for word in line.split() if "=" in word)


def append_result(kind: str, line: str, seed: str, results: Path = RESULTS) -> None:
    name, _, figures = line.removeprefix(f"{kind} ").partition(" ")
    date = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    if not results.exists():
        results.write_text(HEAD)
    with results.open("a") as file:
        file.write("\t".join((date, commit(), seed, kind, name, " ".join(figures.split()))) + "\n")


def commit() -> str:
    """The short commit; `+` says that the tree held changes beside it."""
    known = git("rev-parse", "--short", "HEAD")
    changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", f":!{RESULTS.relative_to(ROOT)}")
    return (known or "ohne") + ("+" if changed else "")


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip()
