"""Who reaches what: every address × method × person × (own, foreign, missing), and what a missing check would cost.

`DRILL_ZUGRIFF=20` takes twenty checks out instead of all, `DRILL_ZUGRIFF=0` none; SEED draws them. For a try,
DRILL_ZUGRIFF_PEOPLE="anonym nachbaramt" asks as these only, DRILL_ZUGRIFF_ONLY=beratung/ takes out checks of this name only,
DRILL_ZUGRIFF_TESTS names the tests that may notice. An interrupted drill goes on where it was while no source has changed.
"""

import datetime
import hashlib
import json
import os
import random
import subprocess
from pathlib import Path

import django

from tests.drills._portal import amount, print_result

LEAST = 0.95  # of the checks must turn a test red when they are taken out
SLOTS = 2
OPEN_DOOR = ("beratung/querysets.py", b"filter(jugendamt__in=Jugendamt.objects.of_member(user))", b"all()")


def main():
    django.setup()
    from tests.zugriff.hunting import ROOT, Hunt, views
    from tests.zugriff.mutants import find_mutants

    hunt = Hunt(Path(os.environ["VAR_DIR"]) / "drill" / "zugriff", say)
    mutants = chosen(find_mutants(ROOT, views()))
    matrix = walk(hunt)
    survivors = look_for_survivors(hunt, mutants) if mutants else []
    failures = [*matrix["failures"], *(f"nicht erklärt: {route}" for route in matrix["undeclared"])]
    for each in [*failures, *(f"überlebt: {mutant}" for mutant in survivors)]:
        say(each)
    killed = len(mutants) - len(survivors)
    too_few = killed < LEAST * len(mutants)
    return print_result(
        "zugriff",
        tried=matrix["tried"],
        failed=len(failures) + too_few,
        worst=f"{len(matrix['undeclared'])}undeclared",
        control=hunt.notices(OPEN_DOOR, "tests/zugriff/test_matrix.py"),
        mutants=len(mutants),
        killed=killed,
    )


def walk(hunt):
    """The whole matrix, in a process of its own."""
    file = hunt.place / "matrix.json"
    file.unlink(missing_ok=True)
    hunt.run_whole(["tests/zugriff/test_matrix.py", "--create-db"], ZUGRIFF_MATRIX=str(file))
    found = json.loads(file.read_text())
    say(f"{found['tried']} Anfragen gestellt, {len(found['failures'])} beanstandet")
    return found


def look_for_survivors(hunt, mutants):
    hunt.learn(key_of_sources())
    verdicts = hunt.verdicts(mutants, slots=amount("ZUGRIFF_SLOTS", SLOTS))
    false = hunt.falsely_red(verdicts)
    return sorted(each.mutant for each in verdicts if not each.red or each.red in false)


def chosen(mutants):
    only = os.environ.get("DRILL_ZUGRIFF_ONLY", "")
    mutants = [each for each in mutants if only in str(each)]
    most = amount("ZUGRIFF", len(mutants))
    dice = random.Random(int(os.environ.get("SEED", "0")))
    return mutants if most >= len(mutants) else dice.sample(mutants, most)


def key_of_sources():
    """One word for all sources and tests: what is known of others does not count."""
    words = ["git", "ls-files", "-co", "--exclude-standard", "*.py", "*.html", "*.yaml"]
    names = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(name.encode() + Path(name).read_bytes())
    return digest.hexdigest()


def say(text):
    print(f"  {datetime.datetime.now():%H:%M:%S} {text}", flush=True)
